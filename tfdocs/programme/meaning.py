"""Do the values of a programme make sense: ids, periods, references, amounts. Indicators have a file of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from tfdocs.programme import indicators
from tfdocs.programme.finding import Findings, day, number, tables, text, texts
from tfdocs.programme.linemap import Key
from tfdocs.programme.structure import nearest

IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
FORMS_OF_ALL = ("agreement", "notice")  # forms that belong to no single category

# Texts that say something only when something stands in them.
_TEXTS: dict[str, tuple[str, ...]] = {
    "": ("title", "guide", "association"),
    "categories": ("name",),
    "exclusions": ("text",),
    "priorities": ("text",),
    "hand_in": ("name", "form"),
    "calendar": ("name", "when"),
    "consequences": ("condition", "consequence"),
}


def check(data: Mapping[str, Any], folder: Path, findings: Findings) -> None:
    """All but forms and the guide's text."""
    _programme(data, folder, findings)
    _categories(data, findings)
    _references(data, findings)
    _dates(data, findings)


def unique(items: Iterable[tuple[Key, Mapping[str, Any]]], name: str, what: str, findings: Findings) -> None:
    """Report every later one of two equal ``name``s."""
    seen: set[str] = set()
    for key, item in items:
        value = text(item, name)
        if value is None:
            continue
        if value in seen:
            findings.error((*key, name), f"{what}“{value}”重复", "每一项要有自己的编号。" if name == "id" else "")
        seen.add(value)


def identifier(key: Key, value: str | None, findings: Findings) -> None:
    if value is not None and not IDENTIFIER.fullmatch(value):
        findings.error(key, f"编号“{value}”写法不对", "只用小写英文字母、数字和中间的连字符，如 city-2024。")


def _not_blank(key: Key, item: Mapping[str, Any], names: Iterable[str], findings: Findings) -> None:
    for name in names:
        value = text(item, name)
        if value is not None and not value.strip():
            findings.error((*key, name), f"“{name}”是空的", "")


def _programme(data: Mapping[str, Any], folder: Path, findings: Findings) -> None:
    identifier(("id",), text(data, "id"), findings)
    name = folder.resolve().name
    if (own := text(data, "id")) is not None and own != name and IDENTIFIER.fullmatch(own):
        findings.warning(("id",), f"编号“{own}”与文件夹名“{name}”不同", "按编号找项目时用的是文件夹名，请改成一致。")
    year = number(data, "year")
    if year is not None and not 1949 <= year <= 2100:
        findings.error(("year",), f"年份 {year} 不对", "写四位数的年份。")
    for name in ("organisers", "categories"):
        if data.get(name) == []:
            findings.error((name,), f"“{name}”是空的", "至少要有一项。")
    _not_blank((), data, _TEXTS[""], findings)
    for table, names in _TEXTS.items():
        if table:
            for key, item in tables(data, table):
                _not_blank(key, item, names, findings)
    url = text(data, "platform_url")
    if url and not re.match(r"https?://[^\s/]+", url):
        findings.error(("platform_url",), f"网址“{url}”写法不对", "以 http:// 或 https:// 开头。")


def _categories(data: Mapping[str, Any], findings: Findings) -> None:
    unique(tables(data, "categories"), "id", "类别编号", findings)
    unique(tables(data, "categories"), "name", "类别名称", findings)
    for key, category in tables(data, "categories"):
        own = text(category, "id")
        identifier((*key, "id"), own, findings)
        if own in FORMS_OF_ALL:
            findings.error((*key, "id"), f"类别编号不能用“{own}”", "这个词是协议、通知书的表单编号，请换一个。")
        grant = number(category, "grant")
        if grant is not None and grant <= 0:
            findings.error((*key, "grant"), f"经费 {grant} 必须大于 0", "单位是元：20 万元写 200000。")
        quota = number(category, "quota")
        if quota is not None and quota <= 0:
            findings.error((*key, "quota"), f"立项数量 {quota} 必须大于 0", "指南没有规定数量时，删去这一行。")
        if category.get("applicants") == []:
            findings.error((*key, "applicants"), "申报主体是空的", "写明谁可以申报。")
        start, end = day(category, "start"), day(category, "end")
        if start and end and end < start:
            findings.error((*key, "end"), f"项目周期的结束日 {end} 早于开始日 {start}")
        indicators.check(key, category, findings)


def _references(data: Mapping[str, Any], findings: Findings) -> None:
    known = [c for _, item in tables(data, "categories") if (c := text(item, "id")) is not None]
    for table, what in (("exclusions", "限制条件编号"), ("priorities", "优先条件编号")):
        unique(tables(data, table), "id", what, findings)
        for key, item in tables(data, table):
            identifier((*key, "id"), text(item, "id"), findings)
            for index, name in texts(item, "categories"):
                if name not in known:
                    guess = nearest(name, known)
                    hint = f"是不是“{guess}”？" if guess else f"现有类别：{'、'.join(known)}。"
                    findings.error((*key, "categories", index), f"没有“{name}”这个类别", hint)


def _dates(data: Mapping[str, Any], findings: Findings) -> None:
    ends = [e for _, c in tables(data, "categories") if (e := day(c, "end")) is not None]
    last = max(ends, default=None)
    for key, item in tables(data, "hand_in"):
        copies = number(item, "copies")
        if copies is not None and copies <= 0:
            findings.error((*key, "copies"), f"份数 {copies} 必须大于 0")
        deadline = day(item, "deadline")
        if deadline and last and deadline > last:
            findings.error((*key, "deadline"), f"报送截止日 {deadline} 晚于项目周期的最后一天 {last}")
    for key, item in tables(data, "calendar"):
        start, end = day(item, "start"), day(item, "end")
        if start and end and end < start:
            findings.error((*key, "end"), f"结束日 {end} 早于开始日 {start}")
    _years(data, findings)


def _years(data: Mapping[str, Any], findings: Findings) -> None:
    """Last year's dates are what is forgotten when a programme is copied for the next year."""
    year = number(data, "year")
    if year is None:
        return
    places: list[tuple[Key, date]] = []
    for table, names in (("categories", ("start", "end")), ("hand_in", ("deadline",)), ("calendar", ("start", "end"))):
        for key, item in tables(data, table):
            places += [((*key, n), d) for n in names if (d := day(item, n)) is not None]
    for key, value in places:
        if value.year < year:
            findings.warning(key, f"日期 {value} 早于项目年度 {year}", "从往年复制的项目，请核对日期是否都已更新。")
