"""Does the data have the shape of the model: keys, types, choices. Must not know what a value means.

The model (``tfdocs.model.programme``) is read, not repeated: a field added there is known here. Pydantic's own
validation would accept ``"20"`` for a number and stop explaining in English; it still has the last word in ``load``.
"""

from __future__ import annotations

import difflib
import types
import typing
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from tfdocs.programme.linemap import Key

_LONGEST_NAME = 80  # comparing costs the square of the length
_MOST_NAMES = 200

Complain = Callable[[Key, str, str], None]  # path, message, hint

_KINDS = {
    str: "文字（加英文引号）",
    int: "整数",
    bool: "true 或 false",
    Decimal: "数字",
    date: "日期（如 2024-06-30，不加引号）",
}


def nearest(name: str, names: Iterable[str]) -> str:
    """The name that was probably meant, "" when none is near."""
    if len(name) > _LONGEST_NAME:
        return ""
    close = difflib.get_close_matches(name, sorted(names)[:_MOST_NAMES], n=1, cutoff=0.6)
    return close[0] if close else ""


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "一个表"
    if isinstance(value, list):
        return "一个列表"
    text = f"“{value}”" if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else text[:39] + "…"


def _is(value: object, kind: type) -> bool:
    if kind is bool:
        return isinstance(value, bool)
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if kind is Decimal:
        return isinstance(value, int | Decimal) and not isinstance(value, bool)
    if kind is date:
        return isinstance(value, date) and not isinstance(value, datetime)
    return isinstance(value, kind)


def check_value(value: object, annotation: Any, path: Key, complain: Complain) -> None:
    """Hold one value against the type its model declares."""
    origin = typing.get_origin(annotation)
    if origin in (types.UnionType, typing.Union):
        # TOML has no null: what is written is meant to be the other type.
        annotation = next(a for a in typing.get_args(annotation) if a is not types.NoneType)
        check_value(value, annotation, path, complain)
    elif origin is tuple:
        if not isinstance(value, list):
            complain(path, f"“{path[-1]}”应是列表，现在是{_shown(value)}", '用方括号括起来，如 ["…", "…"]。')
            return
        for index, item in enumerate(value):
            check_value(item, typing.get_args(annotation)[0], (*path, index), complain)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        check_table(value, annotation, path, complain)
    elif isinstance(annotation, type) and issubclass(annotation, StrEnum):
        choices = [member.value for member in annotation]
        if value not in choices:
            guess = nearest(value, choices) if isinstance(value, str) else ""
            hint = f"是不是“{guess}”？" if guess else ""
            complain(path, f"“{_name(path)}”不能是{_shown(value)}", f"{hint}可用：{'、'.join(choices)}。")
    elif not _is(value, annotation):
        complain(path, f"“{_name(path)}”应是{_KINDS[annotation]}，现在是{_shown(value)}", "")


def _name(path: Key) -> str:
    names = [str(part) for part in path if isinstance(part, str)]
    return names[-1] if names else "programme.toml"


def fields_of(model: type[BaseModel], leave_out: frozenset[str] = frozenset()) -> dict[str, FieldInfo]:
    return {name: field for name, field in model.model_fields.items() if name not in leave_out}


def check_table(
    value: object, model: type[BaseModel], path: Key, complain: Complain, leave_out: frozenset[str] = frozenset()
) -> None:
    """Hold a table against a model. ``leave_out``: fields that are not written in the file."""
    if not isinstance(value, dict):
        complain(
            path, f"“{_name(path)}”应是一个表，现在是{_shown(value)}", f"写成 [[{_name(path)}]] 或 {{ 键 = 值 }}。"
        )
        return
    fields = fields_of(model, leave_out)
    for name, field in fields.items():
        if name in value:
            check_value(value[name], field.annotation, (*path, name), complain)
        elif field.is_required():
            complain((*path, name), f"{_whose(path, value)}缺少“{name}”", "")
    for name in value:
        if name not in fields:
            guess = nearest(name, [f for f in fields if f not in value]) or nearest(name, fields)
            hint = f"是不是“{guess}”？" if guess else f"可用的键：{'、'.join(fields)}。"
            complain((*path, name), f"没有“{name}”这个键", hint)


def _whose(path: Key, value: dict[str, Any]) -> str:
    label = next((value[k] for k in ("id", "key", "name") if isinstance(value.get(k), str)), "")
    table = ".".join(str(p) for p in path if isinstance(p, str))
    if not table:
        return ""
    return f"[[{table}]]（{label}）" if label else f"[[{table}]]"
