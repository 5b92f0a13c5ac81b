"""Pages in columns: newspaper columns of the Word, and sheets that show two pages side by side.

A page is read row by row, and short columns of prose are told from a table without rules by nothing on the paper. The
Word says which of its sections are laid so (ECMA-376-1 17.6.4, ``w:cols``), and a page's lines say whose they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tfdocs.model.page import Line, Page
from tfdocs.read.ocr.reading_order import Slope
from tfdocs.text.normalise import fold
from tfdocs.verify.pieces import Placing
from tfdocs.verify.wordtext import GRAM, WordText

_OF_IT = 0.5  # of a line's runs of three characters, from which it is one of the section
_LANDSCAPE = 1.2  # width over height of a sheet that may show two pages
_FOLD = 0.02  # of its width, by which a line may reach over its middle
_HALF = 5  # lines of each page; and pairs of lines in the wrong order
_FEWER = 0.5  # of these, that are left where the sheet is read page by page
_MOST_PIECES = 4_000  # of a sheet: what is held against each other takes a byte a pair
_LEAST = 2  # lines of each column: below that there is no order to be lost


def column_by_column(word: WordText, pages: Sequence[Page]) -> list[Page]:
    """``pages`` with the lines of each of the Word's sections in columns from the first column to the last.

    A section that a page does not show in columns keeps its lines' order, and so does every line of another section.
    """
    grams = _grams(word)
    return [_ordered(page, grams) for page in pages] if grams else list(pages)


def _grams(word: WordText) -> dict[int, set[str]]:
    """What stands in each section that is laid in columns: its runs of three characters, over line breaks as well."""
    texts: dict[int, list[str]] = defaultdict(list)
    blocks = word.document.blocks
    if all(b.in_columns is None for b in blocks):
        return {}
    for char, number in zip(word.text, word.block_of, strict=True):
        section = blocks[number].in_columns
        if section is not None:
            texts[section].append(char)
    return {s: {"".join(chars[i : i + GRAM]) for i in range(len(chars) - GRAM + 1)} for s, chars in texts.items()}


def _ordered(page: Page, grams: dict[int, set[str]]) -> Page:
    slope = Slope(page.lines)
    lines = list(page.lines)
    for known in grams.values():
        own = [n for n, line in enumerate(page.lines) if _is_of(line, known)]
        columns = _columns([_reach(page.lines[n], slope) for n in own])
        if min(columns.count(c) for c in {*columns, 0}) < _LEAST:
            continue
        order = sorted(range(len(own)), key=lambda i: (columns[i], i))
        for at, i in zip(own, order, strict=True):
            lines[at] = page.lines[own[i]]
    return replace(page, lines=tuple(lines))


def _is_of(line: Line, known: set[str]) -> bool:
    text = fold(line.text).text
    runs = [text[i : i + GRAM] for i in range(len(text) - GRAM + 1)]
    return bool(runs) and sum(run in known for run in runs) >= _OF_IT * len(runs)


def _reach(line: Line, slope: Slope) -> tuple[float, float]:
    """From where to where ``line`` goes on a sheet that is laid straight."""
    y = line.box.centre[1]
    return slope.upright(line.box.x0, y)[0], slope.upright(line.box.x1, y)[0]


def _columns(reaches: Sequence[tuple[float, float]]) -> list[int]:
    """The column of each, from the left: what overlaps, or overlaps with what does, stands in one."""
    out = [0] * len(reaches)
    column, right = -1, float("-inf")
    for n in sorted(range(len(reaches)), key=lambda n: reaches[n]):
        x0, x1 = reaches[n]
        if x0 >= right:
            column += 1
        right = max(right, x1)
        out[n] = column
    return out


def sheets_of_two(placing: Placing, pages: Sequence[Page]) -> list[Page] | None:
    """``pages`` with the lines of a sheet that shows two pages side by side in the order of these; None without such.

    An agreement is printed on A3 and folded, and two pages go on one side to save paper. That nothing is printed in the
    middle does not tell such a sheet from a wide table: the order in which the Word has its lines does.
    """
    out = list(pages)
    for number, page in enumerate(pages):
        if page.width < _LANDSCAPE * page.height or len(page.lines) < 2 * _HALF:
            continue
        slope = Slope(page.lines)
        middle = page.width / 2
        sides = [_side(line, slope, middle, _FOLD * page.width) for line in page.lines]
        if min(sides.count(-1), sides.count(1)) < _HALF or sides.count(0) > 0:
            continue
        side = {id(line): s for line, s in zip(page.lines, sides, strict=True)}
        own = [
            (side[id(p.line)], p.place.start)
            for p in placing.pieces
            if p.page == number and p.place is not None and p.place.start < placing.word.body
        ]
        if len(own) > _MOST_PIECES:
            continue
        turned = _inversions([start for _, start in own])
        parted = _inversions([start for _, start in sorted(own, key=lambda item: item[0])])
        if turned >= _HALF and parted < _FEWER * turned:
            order = sorted(range(len(sides)), key=lambda n: (sides[n], n))
            out[number] = replace(page, lines=tuple(page.lines[n] for n in order))
    return out if any(a is not b for a, b in zip(out, pages, strict=True)) else None


def _side(line: Line, slope: Slope, middle: float, fold: float) -> int:
    """-1 and 1 for a line left and right of the fold, 0 for one across it."""
    x0, x1 = _reach(line, slope)
    return -1 if x1 < middle + fold else 1 if x0 > middle - fold else 0


def _inversions(values: Sequence[int]) -> int:
    """How many pairs of ``values`` stand in the wrong order."""
    found = np.asarray(values)
    return int(np.triu(found[:, None] > found, 1).sum())
