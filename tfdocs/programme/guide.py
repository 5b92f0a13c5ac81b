"""When the guide's own text lies beside programme.toml (guide.txt), every quotation is held against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from tfdocs.programme.finding import Findings, day, number, tables, text, texts
from tfdocs.programme.linemap import Key
from tfdocs.programme.writings import places, plain_width

GUIDE_FILE = "guide.txt"
MAX_BYTES = 5_000_000


def check(data: Mapping[str, Any], folder: Path, findings: Findings) -> None:
    """Nothing when there is no guide.txt. A ``source`` that is not verbatim is an error; any other text that is
    not, and a sum or date the guide does not write, is a warning: those may be put in other words on purpose."""
    path = folder / GUIDE_FILE
    if not path.is_file():
        return
    raw = path.read_bytes()[: MAX_BYTES + 1]
    if len(raw) > MAX_BYTES:
        findings.error((), f"{GUIDE_FILE} 太大", "只放指南的文字。")
        return
    try:
        guide = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        findings.error((), f"{GUIDE_FILE} 的编码不是 UTF-8", "请用“UTF-8”另存后再试。")
        return
    for at, category in tables(data, "categories"):
        for key, item in tables(category, "indicators", at):
            source = text(item, "source")
            if source and source.strip() and source not in guide:
                hint = f"要与 {GUIDE_FILE} 一字不差，包括标点和全角半角；请从中复制。"
                findings.error((*key, "source"), f"指标“{text(item, 'id') or '？'}”的原文在指南全文里找不到", hint)
    for key, quotation in _quotations(data):
        if quotation.strip() and quotation not in guide:
            findings.warning(key, f"指南全文里没有这句话：{_short(quotation)}", "若非有意改写，请照指南改正。")
    _figures(data, plain_width(guide), findings)


def _quotations(data: Mapping[str, Any]) -> Iterator[tuple[Key, str]]:
    yield from ((("money_rules", i), t) for i, t in texts(data, "money_rules"))
    for at, category in tables(data, "categories"):
        for name in ("selection", "core_task"):
            if value := text(category, name):
                yield (*at, name), value
        for name in ("applicants", "qualifications", "tasks"):
            yield from (((*at, name, i), t) for i, t in texts(category, name))
    for table, names in (
        ("exclusions", ("text",)),
        ("priorities", ("text",)),
        ("calendar", ("when", "text")),
        ("consequences", ("condition", "consequence")),
    ):
        for key, item in tables(data, table):
            yield from (((*key, n), v) for n in names if (v := text(item, n)))


def _figures(data: Mapping[str, Any], guide: str, findings: Findings) -> None:
    for at, category in tables(data, "categories"):
        for name, unit in (("grant", "元"), ("quota", "个")):
            figure = number(category, name)
            if figure is not None and figure > 0 and not _written(figure, unit, guide):
                findings.warning((*at, name), f"指南全文里没有 {figure} {unit}", "请核对。")
        _date((*at, "end"), category, "end", guide, findings)
    for key, item in tables(data, "hand_in"):
        _date((*key, "deadline"), item, "deadline", guide, findings)


def _written(figure: Decimal, unit: str, guide: str) -> bool:
    """With its unit in a sentence, or alone in a cell of a table, where the unit stands in the head (万元)."""
    units = (unit, "家", "项", "名", "所", "支", "种")
    if any(guide[end:].startswith(units) for _, end in places(figure, guide)):
        return True
    cells = [figure] if unit != "元" else [figure, figure / 10_000]
    return any(
        guide[start - 1 : start] in ("", "\n") and guide[end : end + 1] in ("", "\n")
        for cell in cells
        for start, end in places(cell, guide)
    )


def _date(key: Key, item: Mapping[str, Any], name: str, guide: str, findings: Findings) -> None:
    value = day(item, name)
    if value is not None and f"{value.year}年{value.month}月{value.day}日" not in guide:
        findings.warning(key, f"指南全文里没有 {value.year}年{value.month}月{value.day}日", "请核对。")


def _short(quotation: str) -> str:
    return quotation if len(quotation) <= 40 else quotation[:39] + "…"
