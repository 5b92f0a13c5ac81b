"""Edits of tables that keep every word: another place for a table, a line in the row below, a cell over other rows.

It must not know what looks for them. Each takes the paragraphs that it needs for itself.
"""

from __future__ import annotations

import copy
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from lxml import etree

from benchmarks.laid import Laid, Place
from samples.altering import Body

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LARGEST = 90  # paragraphs of a table that is exchanged: what is in it has no other edit
_MARKS = "√×☑—"


class _Cell(NamedTuple):
    tc: etree._Element
    row: int
    column: int  # of the table's grid
    span: int  # columns
    goes_on: bool  # the cell above reaches down into it
    paragraphs: tuple[int, ...]


def _numbers(body: Body, paragraphs: Iterable[etree._Element]) -> tuple[int, ...]:
    return tuple(n for n in map(body.number, paragraphs) if n is not None)


def _cells(body: Body, table: etree._Element) -> list[list[_Cell]]:
    """A table's cells by rows; none of a table that has tables in it."""
    if next(table.iterdescendants(f"{_W}tbl"), None) is not None:
        return []
    out = []
    for r, row in enumerate(table.findall(f"{_W}tr")):
        at, own = 0, []
        for tc in row.findall(f"{_W}tc"):
            span = tc.find(f"{_W}tcPr/{_W}gridSpan")
            merge = tc.find(f"{_W}tcPr/{_W}vMerge")
            wide = 1 if span is None else int(span.get(f"{_W}val", "1"))
            goes_on = merge is not None and merge.get(f"{_W}val") != "restart"
            paragraphs = _numbers(body, tc.findall(f"{_W}p"))
            own.append(_Cell(tc, r, at, wide, goes_on, paragraphs))
            at += wide
        out.append(own)
    return out


def _tables(body: Body) -> Iterator[list[list[_Cell]]]:
    for table in body.root.iter(f"{_W}tbl"):
        cells = _cells(body, table)
        if cells:
            yield cells


def _text(body: Body, cell: _Cell) -> str:
    return "".join(body.texts[n] for n in cell.paragraphs)


def tables_exchanged(body: Body) -> Iterator[Place]:
    """Two tables, one after the other, stand in each other's place; what is written between them stays."""
    holder = body.root.find(f"{_W}body")
    tables = [] if holder is None else holder.findall(f"{_W}tbl")

    def exchange(a: etree._Element, b: etree._Element) -> None:
        mark = etree.Element("mark")
        a.addprevious(mark)
        b.addprevious(a)
        mark.addprevious(b)
        if holder is not None:
            holder.remove(mark)

    for a, b in pairwise(tables):
        own = [_numbers(body, t.iter(f"{_W}p")) for t in (a, b)]
        first, last = own[0][0], own[1][-1]
        texts = ["\n".join(body.texts[n] for n in numbers) for numbers in own]
        # Captions and notes between them are no part of either; pages of prose would hide a table that stands wrongly.
        near = own[1][0] - own[0][-1] <= 8
        if texts[0] == texts[1] or not all(len(numbers) <= _LARGEST for numbers in own) or not near:
            continue
        edits = tuple(Laid("tables", body.texts[n], "", n, 0) for n in (*own[0], *own[1]) if body.texts[n])
        yield Place(edits, frozenset(range(first, last + 1)), partial(exchange, a, b))


def overflowed(body: Body) -> Iterator[Place]:
    """The last line of a cell is printed in the cell below it, under the rule."""

    def whole(below: int, paragraph: int) -> None:
        body.element(below).addprevious(body.element(paragraph))

    def part(below: int, paragraph: int, at: int) -> None:
        text = body.texts[paragraph]
        copied = copy.deepcopy(body.element(paragraph))
        pieces = list(copied.iter(f"{_W}t"))
        for piece in pieces:
            piece.text = ""
        pieces[0].text = text[at:]
        body.replace(paragraph, at, len(text), "")
        body.element(below).addprevious(copied)

    for rows in _tables(body):
        for upper, lower in pairwise(rows):
            if sum(bool(_text(body, c)) for c in upper) < 2 or sum(bool(_text(body, c)) for c in lower) < 2:
                continue
            for a in upper:
                below = [b for b in lower if (b.column, b.span) == (a.column, a.span) and not b.goes_on]
                if a.goes_on or not below or not _text(body, below[0]) or not a.paragraphs:
                    continue
                if (
                    a.tc.find(f"{_W}tcPr/{_W}vMerge") is not None
                    or below[0].tc.find(f"{_W}tcPr/{_W}vMerge") is not None
                ):
                    continue
                last, first = a.paragraphs[-1], below[0].paragraphs[0]
                text = body.texts[last]
                # both rows: of two that have two lines of one in the other, either may be said to stand wrongly
                own = frozenset(n for c in (*upper, *lower) for n in c.paragraphs)
                if len(a.paragraphs) > 1 and text and body.texts[a.paragraphs[-2]]:
                    yield Place((Laid("overflow", text, "", last, 0),), own, partial(whole, first, last))
                    continue
                m = re.search(r"(?<=[，。；、])[^，。；、]{4,}[。；]?$", text)
                if m and len(a.paragraphs) == 1:
                    yield Place(
                        (Laid("overflow", m[0], "", last, m.start()),), own, partial(part, first, last, m.start())
                    )


def _merge(tc: etree._Element, value: str) -> None:
    properties = tc.find(f"{_W}tcPr")
    if properties is None:
        properties = etree.Element(f"{_W}tcPr")
        tc.insert(0, properties)
    for old in properties.findall(f"{_W}vMerge"):
        properties.remove(old)
    made = etree.Element(f"{_W}vMerge")
    made.set(f"{_W}val", value)
    at = sum(child.tag in (f"{_W}cnfStyle", f"{_W}tcW", f"{_W}gridSpan", f"{_W}hMerge") for child in properties)
    properties.insert(at, made)


def _exchange_contents(one: etree._Element, other: etree._Element) -> None:
    contents = [[c for c in tc if c.tag != f"{_W}tcPr"] for tc in (one, other)]
    for tc, new in ((one, contents[1]), (other, contents[0])):
        for child in new:
            tc.append(child)


def _stacks(rows: list[list[_Cell]]) -> dict[tuple[int, int], list[list[_Cell]]]:
    """By column (and its width) the cells from above to below, each with the rows that it reaches over."""
    out: dict[tuple[int, int], list[list[_Cell]]] = defaultdict(list)
    for row in rows:
        for cell in row:
            own = out[cell.column, cell.span]
            if cell.goes_on and own and own[-1][-1].row == cell.row - 1:
                own[-1].append(cell)
            else:
                own.append([cell])
    return out


def spans_moved(body: Body) -> Iterator[Place]:
    """The rule between two cells of which one is merged goes a row up or down, or a column to a side."""
    for rows in _tables(body):
        yield from _down(body, rows)
        yield from _across(body, rows)


def _down(body: Body, rows: list[list[_Cell]]) -> Iterator[Place]:
    def move(upper: list[_Cell], lower: list[_Cell], down: bool) -> None:
        if down:
            for cell in (*upper, lower[0]):
                _merge(cell.tc, "restart" if cell is upper[0] else "continue")
            _exchange_contents(lower[0].tc, lower[1].tc)
            _merge(lower[1].tc, "restart")
        else:
            _exchange_contents(upper[-1].tc, lower[0].tc)
            for cell in (upper[-1], *lower):
                _merge(cell.tc, "restart" if cell is upper[-1] else "continue")

    for stack in _stacks(rows).values():
        for upper, lower in pairwise(stack):
            if upper[0].row == 0 or len(upper) + len(lower) < 3 or lower[0].row != upper[-1].row + 1:
                continue
            if lower[0].goes_on or not all(len(c.paragraphs) == 1 for c in (*upper, *lower)):
                continue
            numbers = [upper[0].paragraphs[0], lower[0].paragraphs[0]]
            texts = [body.texts[n] for n in numbers]
            if not all(texts) or texts[0] == texts[1]:
                continue
            edits = tuple(Laid("span", body.texts[n], "", n, 0) for n in numbers)
            own = frozenset(n for c in (*upper, *lower) for n in c.paragraphs)
            if len(lower) > 1:
                yield Place(edits, own, partial(move, upper, lower, True))
            if len(upper) > 1:
                yield Place(edits, own, partial(move, upper, lower, False))


def _across(body: Body, rows: list[list[_Cell]]) -> Iterator[Place]:
    def move(left: _Cell, right: _Cell, by: int) -> None:
        for cell, change in ((left, by), (right, -by)):
            properties = cell.tc.find(f"{_W}tcPr")
            if properties is None:
                continue
            for old in properties.findall(f"{_W}gridSpan"):
                properties.remove(old)
            made = etree.Element(f"{_W}gridSpan")
            made.set(f"{_W}val", str(cell.span + change))
            at = sum(child.tag in (f"{_W}cnfStyle", f"{_W}tcW") for child in properties)
            properties.insert(at, made)
            width = properties.find(f"{_W}tcW")
            if width is not None:
                wide = int(float(width.get(f"{_W}w", "0"))) * (cell.span + change) // cell.span
                width.set(f"{_W}w", str(wide))

    for heads, below in pairwise(rows):
        for left, right in pairwise(heads):
            # Over single columns that have heads of their own: elsewhere a border says nothing of what it parts.
            reach = range(left.column, right.column + right.span)
            under = [c for c in below if c.column in reach]
            if left.span + right.span < 3 or len(under) != len(reach) or not all(_text(body, c) for c in under):
                continue
            if any(c.tc.find(f"{_W}tcPr/{_W}vMerge") is not None or len(c.paragraphs) != 1 for c in (left, right)):
                continue
            numbers = [left.paragraphs[0], right.paragraphs[0]]
            if not all(body.texts[n] for n in numbers):
                continue
            edits = tuple(Laid("span", body.texts[n], "", n, 0) for n in numbers)
            for by in (1, -1):
                if left.span + by and right.span - by:
                    yield Place(edits, frozenset(numbers), partial(move, left, right, by))


def marks_added(body: Body) -> Iterator[Place]:
    """A mark where a table of marks has an empty cell."""

    def add(empty: int, run: etree._Element, mark: str) -> None:
        made = copy.deepcopy(run)
        for piece in made.iter(f"{_W}t"):
            piece.text = mark
        body.element(empty).append(made)

    for rows in _tables(body):
        flat = [c for row in rows for c in row]
        marked = [c for c in flat if _text(body, c).strip() in _MARKS and _text(body, c).strip()]
        if len(marked) < 3:
            continue
        run = next(body.element(marked[0].paragraphs[0]).iter(f"{_W}r"), None)
        for n, cell in enumerate(flat):
            before = next((c for c in reversed(flat[:n]) if _text(body, c)), None)
            after = next((c for c in flat[n + 1 :] if _text(body, c)), None)
            if run is None or cell.goes_on or len(cell.paragraphs) != 1 or before is None or after is None:
                continue
            empty, ends, begins = cell.paragraphs[0], before.paragraphs[-1], after.paragraphs[0]
            if body.texts[empty]:
                continue
            # It has no place in the Word's text but this: between what stands before it and what comes next.
            near = rows[max(0, cell.row - 1) : cell.row + 2]
            own = frozenset({ends, begins, *(n for row in near for c in row for n in c.paragraphs)})
            for mark in _MARKS:
                edits = (
                    Laid("mark_added", "", mark, ends, len(body.texts[ends])),
                    Laid("mark_added", "", mark, begins, 0),
                )
                yield Place(edits, own, partial(add, empty, run, mark))
