"""Is each quantitative requirement true to its own sentence, and can it be told from its neighbours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tfdocs.model.commitment import CommitmentKind, Comparator
from tfdocs.model.programme import recognises
from tfdocs.programme.finding import Findings, number, tables, text, texts
from tfdocs.programme.linemap import Key
from tfdocs.programme.structure import nearest
from tfdocs.programme.writings import places, plain_width

MAX_INDICATORS = 200  # of a category: they are compared pair by pair

_IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.[a-z0-9]+(?:-[a-z0-9]+)*")
_KINDS_WITHOUT_NUMBER = {CommitmentKind.DEADLINE}
# What stands around a number and settles the comparator. Only what cannot be meant otherwise is listed.
_AT_LEAST = re.compile(r"不(?:少于|低于|小于)|至少|最少")
_AT_MOST = re.compile(r"不(?:超过|多于|高于|大于)|至多|最多")
_AROUND = 8  # characters before and after a number that belong to it

Word = str
Group = tuple[Word, ...]


def check(at: Key, category: Mapping[str, Any], findings: Findings) -> None:
    items = list(tables(category, "indicators", at))
    if len(items) > MAX_INDICATORS:
        findings.error((*at, "indicators"), f"指标太多（{len(items)} 个）", f"一个类别最多 {MAX_INDICATORS} 个。")
        return
    seen: set[str] = set()
    for key, item in items:
        _identity(key, item, text(category, "id"), seen, findings)
        _value(key, item, findings)
        _heading(key, item, [t for _, t in texts(category, "tasks")], findings)
        _words(key, item, findings)
        _source(key, item, findings)
    _confusable(items, findings)


def _identity(key: Key, item: Mapping[str, Any], category: str | None, seen: set[str], findings: Findings) -> None:
    own = text(item, "id")
    if own is None:
        return
    at = (*key, "id")
    if own in seen:
        findings.error(at, f"指标编号“{own}”重复", "每一项要有自己的编号。")
    seen.add(own)
    if not _IDENTIFIER.fullmatch(own):
        findings.error(at, f"指标编号“{own}”写法不对", "写成“类别编号.指标名”，小写英文字母、数字和连字符。")
    elif category is not None and not own.startswith(f"{category}."):
        findings.error(at, f"指标编号“{own}”应以所属类别“{category}.”开头", "")
    for name in ("name", "unit", "source"):
        value = text(item, name)
        if value is not None and not value.strip():
            findings.error((*key, name), f"指标“{own}”的“{name}”是空的")


def _value(key: Key, item: Mapping[str, Any], findings: Findings) -> None:
    own = text(item, "id") or "？"
    value, top = number(item, "value"), number(item, "value_max")
    kind, comparator, unit = text(item, "kind"), text(item, "comparator"), text(item, "unit")
    for name, figure in (("value", value), ("value_max", top)):
        if figure is None:
            continue
        if not figure.is_finite() or figure <= 0:
            findings.error((*key, name), f"指标“{own}”的值 {figure} 必须大于 0")
        elif kind == CommitmentKind.RATE and figure > 100:
            findings.error((*key, name), f"指标“{own}”是比率，值 {figure} 不能超过 100", "90% 写 90。")
        elif kind == CommitmentKind.RANK and figure != figure.to_integral_value():
            findings.error((*key, name), f"指标“{own}”是名次，值 {figure} 必须是整数")
    if kind in _KINDS_WITHOUT_NUMBER:
        findings.error((*key, "kind"), f"指标“{own}”不能是“{kind}”", "截止日期写在 [[hand_in]] 或 [[calendar]] 里。")
    if comparator == Comparator.BETWEEN:
        if top is None:
            findings.error((*key, "value_max"), f"指标“{own}”是一个区间（between），缺少上限“value_max”")
        elif value is not None and top <= value:
            findings.error((*key, "value_max"), f"指标“{own}”的上限 {top} 必须大于下限 {value}")
    elif top is not None and comparator is not None:
        findings.error(
            (*key, "value_max"), f"指标“{own}”不是区间，不能有上限“value_max”", "区间的 comparator 写 between。"
        )
    if kind == CommitmentKind.RANK and comparator in (Comparator.AT_LEAST, Comparator.MORE):
        findings.error((*key, "comparator"), f"指标“{own}”是名次，名次越小越好", "“前50名”写 <= 和 50。")
    if kind == CommitmentKind.RATE and unit is not None and unit not in ("%", "‰"):
        findings.error((*key, "unit"), f"指标“{own}”是比率，单位应是 %", "")


def _heading(key: Key, item: Mapping[str, Any], tasks: list[str], findings: Findings) -> None:
    dimension = text(item, "dimension")
    if dimension and tasks and dimension not in tasks:
        guess = nearest(dimension, tasks)
        hint = f"是不是“{guess}”？" if guess else f"可用：{'、'.join(tasks)}。"
        findings.error((*key, "dimension"), f"“{dimension}”不在本类别的任务（tasks）里", hint)


def _groups(item: Mapping[str, Any]) -> list[Group] | None:
    """``None`` when the shape is wrong, which is reported elsewhere."""
    value = item.get("words")
    if not isinstance(value, list) or not all(
        isinstance(g, list) and all(isinstance(w, str) for w in g) for g in value
    ):
        return None
    return [tuple(group) for group in value]


def _words(key: Key, item: Mapping[str, Any], findings: Findings) -> None:
    groups, source, own = _groups(item), text(item, "source"), text(item, "id") or "？"
    if groups is None:
        return
    at = (*key, "words")
    if not groups:
        findings.error(at, f"指标“{own}”没有识别词", '写成 [["推荐", "论文|文章"]]。')
        return
    sound = True
    for index, group in enumerate(groups):
        if not group:
            findings.error((*at, index), f"指标“{own}”有一组识别词是空的", "")
            sound = False
        for place, word in enumerate(group):
            if any(not a.strip() or a != a.strip() for a in word.split("|")):
                findings.error((*at, index, place), f"指标“{own}”的识别词“{word}”里有空的或带空格的一项")
                sound = False
    unless = [t for _, t in texts(item, "unless")]
    for index, word in texts(item, "unless"):
        if not word.strip() or "|" in word:
            findings.error((*key, "unless", index), f"排除词“{word}”写法不对", "每个排除词单独一项，不用“|”。")
            sound = False
        elif source and word in plain_width(source):
            findings.error((*key, "unless", index), f"指标“{own}”的排除词“{word}”出现在它自己的原文里", "")
            sound = False
    if sound and source and source.strip() and not recognises(groups, unless, plain_width(source)):
        hint = "至少有一组识别词要全部出现在“source”里。"
        findings.error(at, f"指标“{own}”的识别词认不出它自己的原文", hint)


def _source(key: Key, item: Mapping[str, Any], findings: Findings) -> None:
    """Value, unit and comparator must be what the sentence says."""
    source, own = text(item, "source"), text(item, "id") or "？"
    unit, kind, comparator = text(item, "unit"), text(item, "kind"), text(item, "comparator")
    if not source or not source.strip():
        return
    sentence = plain_width(source)
    units = [plain_width(u) for u in (unit, *(t for _, t in texts(item, "units"))) if u]
    written: list[tuple[int, int]] = []
    for name in ("value", "value_max"):
        figure = number(item, name)
        if figure is None or not figure.is_finite() or figure <= 0:
            continue
        found = places(figure, sentence)
        if not found:
            findings.error((*key, name), f"指标“{own}”的值 {_plain(figure)} 不在它的原文里", f"原文：{_short(source)}")
        written += found
    if not written:
        return
    if units and not any(_has_unit(sentence, start, end, units) for start, end in written):
        findings.error((*key, "unit"), f"指标“{own}”的单位“{unit}”没有跟在原文的数字后面", f"原文：{_short(source)}")
        return
    around = [sentence[max(0, s - _AROUND) : e + 2] for s, e in written if _has_unit(sentence, s, e, units)]
    least, most = any(map(_AT_LEAST.search, around)), any(map(_AT_MOST.search, around))
    at_least = comparator in (Comparator.AT_LEAST, Comparator.MORE)
    at_most = comparator in (Comparator.AT_MOST, Comparator.LESS)
    if kind != CommitmentKind.RANK and ((least and not most and at_most) or (most and not least and at_least)):
        findings.error((*key, "comparator"), f"指标“{own}”的“{comparator}”与原文相反", f"原文：{_short(source)}")


def _has_unit(sentence: str, start: int, end: int, units: list[str]) -> bool:
    """The unit stands behind the number (余 and 多 may come between), or the number is 百分之…"""
    rest = re.sub(r"^[余多来\s]{0,2}", "", sentence[end : end + 24])
    if any(rest.startswith(unit) for unit in units):
        return True
    return "%" in units and sentence[:start].endswith("百分之")


def _confusable(items: list[tuple[Key, dict[str, Any]]], findings: Findings) -> None:
    """A sentence of the guide that two indicators of the same kind and unit recognise could not be assigned."""
    for key, item in items:
        groups, own = _groups(item), text(item, "id") or "？"
        if not groups or not all(groups):
            continue
        unless = [t for _, t in texts(item, "unless")]
        for other_key, other in items:
            source = text(other, "source")
            if other_key == key or not source or not _comparable(item, other):
                continue
            if recognises(groups, unless, plain_width(source)):
                hint = "把识别词写得更具体，或在“unless”里加上排除词。"
                message = f"指标“{own}”的识别词也认得“{text(other, 'id') or '？'}”的原文，两项会混淆"
                findings.error((*key, "words"), message, hint)


def _comparable(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    if text(one, "kind") != text(other, "kind"):
        return False
    mine = {text(one, "unit"), *(t for _, t in texts(one, "units"))}
    theirs = {text(other, "unit"), *(t for _, t in texts(other, "units"))}
    return bool(mine & theirs)


def _plain(figure: Decimal) -> str:
    written = format(figure, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def _short(source: str) -> str:
    return source if len(source) <= 60 else source[:59] + "…"
