"""programme.toml as text with comments. It knows TOML and the marks, and nothing of guides."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from tfdocs.programme.marks import MUST, OPEN

__all__ = ["Toml", "literal"]


def literal(value: Any) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        text = format(value, "f")
        return (text.rstrip("0").rstrip(".") or "0") if "." in text else text
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return json.dumps(re.sub("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", "", value), ensure_ascii=False)
    if isinstance(value, Sequence):
        return "[" + ", ".join(literal(v) for v in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {literal(v)}" for k, v in value.items()) + " }"
    raise TypeError(type(value))


class Toml:
    """Lines of a file, written from top to bottom."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def comment(self, text: str) -> None:
        flat = re.sub(r"[\x00-\x1f\x7f\u2028\u2029]+", " ", text).strip()
        self.lines.append(f"# {flat}".rstrip())

    def said(self, sentence: str) -> None:
        """The guide's sentence as a comment."""
        if sentence:
            self.comment(f"原文：{sentence if len(sentence) <= 300 else sentence[:299] + '…'}")

    def open(self, words: str) -> None:
        self.comment(f"{OPEN}{words}")

    def must(self, words: str) -> None:
        self.comment(f"{MUST}{words}")

    def key(self, name: str, value: Any) -> None:
        self.lines.append(f"{name} = {literal(value)}")

    def table(self, name: str) -> None:
        self.lines += ["", f"[[{name}]]"]

    def rule(self, title: str) -> None:
        self.lines += ["", "# " + "─" * 68, f"# {title}", "# " + "─" * 68]

    def blank(self) -> None:
        self.lines.append("")

    def text(self) -> str:
        return "\n".join(self.lines) + "\n"
