"""A filled document read back by means of its own template: what stands beside a label, in a row, under a heading.

The template says which label goes with which field, so that nothing here knows any label, and a person may move rows
about in Word. It must not know forms: names of fields to texts come out, each with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from tfdocs.generate.data import Entry, label_key, plain_number
from tfdocs.generate.filters import DASH
from tfdocs.model.document import Block, BlockKind, Document
from tfdocs.model.fault import Fault
from tfdocs.text.amounts import parse_in_words

_EXPRESSION = re.compile(r"\{\{\s*([\w.]+)\s*(?:\|\s*(\w+))?\s*\}\}")
_LOOP = re.compile(r"\{%\s*tr\s+for\s+(\w+)\s+in\s+(\w+)\s*%\}")
_NUMBER = re.compile(r"^(?:第?[一二三四五六七八九十百]+[、条章节]|（[一二三四五六七八九十]+）|\d+[．.、])\s*")


@dataclass(frozen=True)
class Found:
    """What a document says: ``fields`` by name, ``tables`` by name as rows, and faults (an amount at odds with its
    own words)."""

    fields: dict[str, Entry]
    tables: dict[str, list[dict[str, Entry]]]
    faults: list[Fault]


@dataclass
class _Slots:
    """What a template has: patterns by label (with its group, and alone), by table heads, by heading."""

    beside: dict[tuple[str, str], str] = field(default_factory=dict)
    tables: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)  # name, loop variable, head to pattern
    under: dict[str, str] = field(default_factory=dict)
    headings: set[str] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.beside) + len(self.tables) + len(self.under)


@dataclass(frozen=True)
class _Cell:
    text: str
    place: str
    row: int
    column: int
    rows: int


def read_back(template: Document, filled: Document) -> Found:
    """Hold ``filled`` against the ``template`` it was made from. What cannot be found is absent."""
    slots = _slots(template)
    out = Found({}, {}, [])
    for grid in _grids(filled):
        table = _matching_table(grid, slots)
        if table is not None:
            name, rows = table
            out.tables.setdefault(name, []).extend(_rows(grid, rows, out.faults))
        else:
            _fields(grid, slots, out)
    _texts(filled, slots, out)
    return out


def likeness(template: Document, filled: Document) -> float:
    """How much of a template's labels, heads and headings a document has, 0 to 1."""
    slots = _slots(template)
    words = {label for _, label in slots.beside} | slots.headings | {h for _, _, heads in slots.tables for h in heads}
    seen = {_plain(b.text) for b in filled.blocks}
    return len(words & seen) / len(words) if words else 0.0


def _plain(text: str) -> str:
    return label_key(_NUMBER.sub("", text.strip()))


def _grids(document: Document) -> Iterator[list[list[_Cell]]]:
    """Each table as rows of cells from left to right, the paragraphs of a cell joined by line breaks."""
    tables: dict[int, dict[tuple[int, int], _Cell]] = {}
    for block in document.blocks:
        if block.cell is None:
            continue
        cells = tables.setdefault(block.cell.table, {})
        key = (block.cell.row, block.cell.column)
        before = cells.get(key)
        text = f"{before.text}\n{block.text}" if before else block.text
        cells[key] = _Cell(text.strip("\n"), before.place if before else block.place, *key, block.cell.row_span)
    for _, cells in sorted(tables.items()):
        rows: dict[int, list[_Cell]] = {}
        for (row, _), cell in sorted(cells.items()):
            rows.setdefault(row, []).append(cell)
        yield list(rows.values())


def _groups(grid: Sequence[Sequence[_Cell]]) -> dict[int, str]:
    """For each row the words of the cell at its left that spans several rows, "" where there is none."""
    out: dict[int, str] = {}
    for row in grid:
        for cell in row[:1]:
            if cell.rows > 1:
                out.update(dict.fromkeys(range(cell.row, cell.row + cell.rows), label_key(cell.text)))
    return out


def _pairs(grid: Sequence[Sequence[_Cell]]) -> Iterator[tuple[str, _Cell, _Cell]]:
    """Group, label cell and the cell beside it."""
    groups = _groups(grid)
    for row in grid:
        for left, right in pairwise(row):
            yield groups.get(left.row, ""), left, right


def _slots(template: Document) -> _Slots:
    out = _Slots()
    for grid in _grids(template):
        loop = _loop(grid)
        if loop is not None:
            out.tables.append(loop)
            continue
        for group, left, right in _pairs(grid):
            if _EXPRESSION.search(right.text) and not _EXPRESSION.search(left.text):
                out.beside[(group, label_key(left.text))] = right.text
                out.beside.setdefault(("", label_key(left.text)), right.text)
    heading = ""
    for block in template.blocks:
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        match = _EXPRESSION.fullmatch(block.text.strip())
        if match and heading:
            out.under[heading] = match[1]
        if _is_heading(block):
            heading = _plain(block.text)
            out.headings.add(heading)
    return out


def _is_heading(block: Block) -> bool:
    return block.style.lower().startswith("heading") or block.style.startswith("标题")


def _loop(grid: Sequence[Sequence[_Cell]]) -> tuple[str, str, dict[str, str]] | None:
    for number, row in enumerate(grid):
        match = _LOOP.search(row[0].text)
        if match and number > 0 and number + 1 < len(grid):
            heads, cells = grid[number - 1], grid[number + 1]
            patterns = {label_key(h.text): c.text for h, c in zip(heads, cells, strict=False)}
            return match[2], match[1], patterns
    return None


def _matching_table(
    grid: Sequence[Sequence[_Cell]], slots: _Slots
) -> tuple[str, list[tuple[dict[str, str], str, Sequence[_Cell]]]] | None:
    """The name of the looped table whose head this grid has, and its rows with head patterns by column place."""
    for number, row in enumerate(grid):
        heads = [label_key(c.text) for c in row]
        for name, variable, patterns in slots.tables:
            if len(set(heads) & set(patterns)) >= max(2, len(patterns) - 1):
                by_column = {c.column: patterns[h] for c, h in zip(row, heads, strict=True) if h in patterns}
                rows = []
                for cells in grid[number + 1 :]:
                    # A row of sums has fewer cells than the head.
                    if len(cells) == len(row):
                        rows.append(({str(k): v for k, v in by_column.items()}, variable, cells))
                return name, rows
    return None


def _rows(
    grid: Sequence[Sequence[_Cell]],
    rows: Sequence[tuple[dict[str, str], str, Sequence[_Cell]]],
    faults: list[Fault],
) -> Iterator[dict[str, Entry]]:
    for patterns, variable, cells in rows:
        entries: dict[str, Entry] = {}
        for cell in cells:
            pattern = patterns.get(str(cell.column))
            if pattern is None:
                continue
            for name, entry in _match(pattern, cell, faults):
                if name.startswith(variable + "."):
                    entries[name.removeprefix(variable + ".")] = entry
        if any(e.raw for k, e in entries.items() if k != "no"):
            yield entries


def _fields(grid: Sequence[Sequence[_Cell]], slots: _Slots, out: Found) -> None:
    for group, left, right in _pairs(grid):
        label = label_key(left.text)
        pattern = slots.beside.get((group, label)) or slots.beside.get(("", label))
        if pattern is None:
            continue
        for name, entry in _match(pattern, right, out.faults):
            out.fields.setdefault(name, entry)


def _match(pattern: str, cell: _Cell, faults: list[Fault]) -> Iterator[tuple[str, Entry]]:
    """The values of a pattern's expressions in a cell's text; the whole cell when it has only one expression."""
    expressions = list(_EXPRESSION.finditer(pattern))
    regex, at = "", 0
    for expression in expressions:
        regex += _loose(pattern[at : expression.start()]) + "(.*?)"
        at = expression.end()
    match = re.fullmatch(regex + _loose(pattern[at:]), cell.text.strip(), re.DOTALL)
    if match is None:
        # The words around were changed by hand: a single value is still the whole cell.
        if len({e[1] for e in expressions}) == 1 and expressions:
            yield expressions[0][1], Entry(cell.text.strip(), cell.place)
        return
    found: dict[str, str] = {}
    for expression, text in zip(expressions, match.groups(), strict=True):
        name, value = expression[1], _undone(expression[2] or "", text.strip())
        if name in found and found[name] != value:
            faults.append(
                Fault(cell.place, f"“{cell.text.strip()}”前后不一致（{found[name]} 与 {value}）", "请核对小写与大写。")
            )
        found.setdefault(name, value)
    for name, value in found.items():
        yield name, Entry(value, cell.place)


def _loose(text: str) -> str:
    """Fixed words of a pattern: space in them may be any space or none."""
    return r"\s*".join(re.escape(part) for part in text.split()) if text.strip() else r"\s*"


def _undone(filter_name: str, text: str) -> str:
    """What was printed, before its filter."""
    if text == DASH:
        return ""
    if filter_name == "万元" and re.fullmatch(r"[\d.,]+", text):
        return plain_number(Decimal(text.replace(",", "")) * 10_000)
    if filter_name == "大写金额":
        try:
            return plain_number(parse_in_words(text))
        except ValueError:
            return text
    return text


def _texts(filled: Document, slots: _Slots, out: Found) -> None:
    """Paragraphs under a heading, up to the next heading."""
    heading, place, lines = "", "", list[str]()

    def close() -> None:
        name = slots.under.get(heading)
        if name and lines:
            out.fields.setdefault(name, Entry("\n".join(lines), place))

    for block in filled.blocks:
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        if _plain(block.text) in slots.headings and len(block.text) < 40:
            close()
            heading, place, lines = _plain(block.text), "", []
        elif heading and block.text.strip():
            place = place or block.place
            lines.append(block.text.strip())
    close()
