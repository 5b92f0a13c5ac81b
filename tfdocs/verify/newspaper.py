"""Newspaper columns: where a section of the Word is laid in two and more, its lines are read column after column.

A page is read row by row, and short columns of prose are told from a table without rules by nothing on the paper. The
Word says which of its sections are laid so (ECMA-376-1 17.6.4, ``w:cols``), and a page's lines say whose they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from tfdocs.model.page import Line, Page
from tfdocs.read.ocr.reading_order import Slope
from tfdocs.text.normalise import fold
from tfdocs.verify.wordtext import GRAM, WordText

_OF_IT = 0.5  # of a line's runs of three characters, from which it is one of the section
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
