"""The categories that a guide names outside its headings: in a table of quotas and sums, or in a list in a sentence.

It gives names and what their row says; which section belongs to a name is found by the section's title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tfdocs.model.document import Document
from tfdocs.programme.drafting import kinds
from tfdocs.programme.drafting.outline import Section
from tfdocs.text import numerals

__all__ = ["Named", "grids", "named_categories", "section_of"]

_NAME_HEAD = re.compile("类别|类型|方向|项目名称|专项|专题|支持对象|名称")
_LISTED = re.compile(
    r"(?:设立?|设置|分为|包括|实施|开展)(?P<list>[^。；：:，,\n]{4,90}?)(?:等)?[一二三四五六七八九两\d]个?(?:大)?"
    r"(?:类别|方向|专项|专题|类型|类项目|类培育|类)"
)
# 分为A类（社区服务类）和B类（科普传播类）。
_DIVIDED = re.compile(r"分(?:为|成)(?P<list>[^。；\n，]{4,60})(?=[。；\n，])")
_GRID = 4_000  # cells of a table that is looked at


@dataclass(frozen=True, slots=True)
class Named:
    """A category by name; from a table also what its row says, with the row as the sentence."""

    name: str
    quota: int | None = None
    grant: Decimal | None = None
    applicants: str = ""
    sentence: str = ""


def grids(document: Document) -> list[list[list[str]]]:
    """The tables of a document as rows of texts; a merged cell stands in every place it covers."""
    found: dict[int, dict[tuple[int, int], str]] = {}
    for b in document.blocks:
        if b.cell is None:
            continue
        cells = found.setdefault(b.cell.table, {})
        for r in range(b.cell.row, b.cell.row + min(b.cell.row_span, 100)):
            for c in range(b.cell.column, b.cell.column + min(b.cell.column_span, 30)):
                if len(cells) < _GRID:
                    cells[(r, c)] = f"{cells[(r, c)]} {b.text}" if (r, c) in cells else b.text
    out = []
    for cells in found.values():
        height, width = max(r for r, _ in cells) + 1, max(c for _, c in cells) + 1
        out.append([[cells.get((r, c), "").strip() for c in range(width)] for r in range(height)])
    return out


def named_categories(text: str, tables: Sequence[list[list[str]]]) -> list[Named]:
    """By a table that has a column of names and one of sums; else by a sentence that lists them; else []."""
    for grid in tables:
        if found := _by_table(grid):
            return found
    for m in _LISTED.finditer(text):
        names = [re.sub("^[“《]|[”》]$", "", n.strip()) for n in re.split("、|和|以及|与", m["list"])]
        if 2 <= len(names) <= 12 and all(2 <= len(n) <= 24 for n in names):
            return [Named(n) for n in names]
    for m in _DIVIDED.finditer(text):
        names = [re.sub(r"[（(][^（）()]*[）)]", "", n).strip("“”《》 ") for n in re.split("、|和|以及|与", m["list"])]
        if 2 <= len(names) <= 6 and all(2 <= len(n) <= 12 and re.search("(?:类|型|项目|专项)$", n) for n in names):
            return [Named(f"{n}项目" if f"{n}项目" in text else n) for n in names]
    return []


def _by_table(grid: list[list[str]]) -> list[Named]:
    if len(grid) < 3 or len(grid[0]) < 2:
        return []
    head = grid[0]
    money = next((c for c, h in enumerate(head) if kinds.GRANT.search(h) or re.search("标准|额度|金额", h)), None)
    quota = next((c for c, h in enumerate(head) if kinds.QUOTA.search(h) or re.search("名额|数量|个数", h)), None)
    name = next((c for c, h in enumerate(head) if _NAME_HEAD.search(h) and c not in (money, quota)), None)
    if name is None or money is None:
        return []
    who = next((c for c, h in enumerate(head) if kinds.APPLICANTS.search(h) or re.search("对象|主体", h)), None)
    out = []
    for row in grid[1:]:
        if not row[name] or row[name] in ("合计", "总计") or (grant := _money(row[money], head[money])) is None:
            continue
        places = _number(row[quota]) if quota is not None else None
        out.append(
            Named(
                row[name],
                int(places) if places is not None and places > 0 else None,
                grant,
                row[who] if who is not None else "",
                " | ".join(c for c in row if c),
            )
        )
    return out if len(out) >= 2 else []


def _number(text: str) -> Decimal | None:
    for at in range(len(text)):
        if (n := numerals.scan(text, at)) is not None:
            return n.value_max or n.value
    return None


def _money(text: str, head: str) -> Decimal | None:
    value = _number(text)
    if value is None or value <= 0:
        return None
    return value * 10_000 if "万" in head and "万" not in text else value


def _same(name: str, title: str) -> bool:
    short = re.sub("(?:项目|培育示范|类)$", "", name)
    return len(short) >= 2 and short in title


def section_of(name: str, root: Section, others: Sequence[str]) -> Section | None:
    """The section that is about the category: the longest whose title names it and none of the ``others``."""
    found = [
        s
        for s in root.walk()
        if s.parent is not None and _same(name, s.title) and not any(o != name and _same(o, s.title) for o in others)
    ]
    return max(found, key=lambda s: s.end - s.start, default=None)
