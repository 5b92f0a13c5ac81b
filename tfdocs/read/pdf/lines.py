"""Characters of a text layer to lines: a line of a paragraph, or of one cell; never the text of two ruled cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from tfdocs.model.geometry import Box, union
from tfdocs.model.page import Line, Source
from tfdocs.read.pdf.textlayer import Glyph

# A wider gap than this (in heights of the characters) separates cells; letter-spaced titles have up to two.
_CELL_GAP = 1.6
_SPACED_GAP = 12.0  # … unless the file has spaces that fill it: 姓____名, 负责人：____日期：
_WORD_GAP = 0.15  # in heights of the characters: a narrower gap is kerning, a space is 0.25
_BACK = 0.6  # a character may begin this much before the last one's end: kerning, overhanging italics
_SAME_LINE = 0.5  # vertical overlap, as a share of the lower character, that keeps two on one line
_RULE_GAP = 1.0  # points; in a narrower gap no rule can stand

Run = list[Glyph]
Cut = Callable[[Box, Box], bool]  # whether a rule stands between two boxes of one line


def never(_a: Box, _b: Box) -> bool:
    """No rules are known."""
    return False


def runs_of(glyphs: Sequence[Glyph], cut: Cut = never) -> list[Run]:
    """Gather ``glyphs`` (in the file's order) into lines from top to bottom, each from left to right."""
    runs: list[Run] = []
    for glyph in glyphs:
        if runs and _joins(runs[-1][-1], glyph, cut):
            if not _doubled(runs[-1], glyph):
                runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return _without_doubles(_rejoined(runs, cut))


def line_of(run: Run) -> Line:
    """The line that ``run`` is, with a space between two Latin words."""
    text: list[str] = []
    chars: list[Box] = []
    for glyph in run:
        if chars and _word_begins(text[-1], chars[-1], glyph):
            text.append(" ")
            chars.append(Box(chars[-1].x1, glyph.box.top, max(chars[-1].x1, glyph.box.x0), glyph.box.bottom))
        text.append(glyph.text)
        chars.append(glyph.box)
    return Line("".join(text), union(chars), tuple(chars), (1.0,) * len(chars), Source.TEXT)


def _word_begins(last: str, box: Box, glyph: Glyph) -> bool:
    latin = last.isascii() and glyph.text.isascii()
    return latin and (glyph.blank > 0 or glyph.box.x0 - box.x1 > _WORD_GAP * glyph.box.height)


def _joins(a: Glyph, b: Glyph, cut: Cut) -> bool:
    overlap = min(a.box.bottom, b.box.bottom) - max(a.box.top, b.box.top)
    if overlap < _SAME_LINE * max(1e-3, min(a.box.height, b.box.height)):
        return False
    size = max(a.box.height, b.box.height)
    gap = b.box.x0 - a.box.x1
    if not -_BACK * size < gap < _SPACED_GAP * size or gap - b.blank >= _CELL_GAP * size:
        return False
    return gap < _RULE_GAP or not cut(a.box, b.box)


def _doubled(run: Run, glyph: Glyph) -> bool:
    """Bold imitated by drawing a character twice, a hair's breadth apart.

    A ligature comes out as several characters in one box too, but of one text object.
    """
    return any(
        g.text == glyph.text
        and g.drawn != glyph.drawn
        and g.box.intersection(glyph.box) > 0.75 * max(1e-3, glyph.box.area)
        for g in run[-3:]
    )


def _without_doubles(runs: list[Run]) -> list[Run]:
    """Whole lines drawn twice: what was found apart before rejoining stands side by side after it."""
    out = []
    for run in runs:
        kept: Run = []
        for glyph in run:
            if not _doubled(kept, glyph):
                kept.append(glyph)
        out.append(kept)
    return out


def _rejoined(runs: list[Run], cut: Cut) -> list[Run]:
    """Runs of one line that were drawn apart (other font, other colour) put together, from left to right."""
    boxes = [union(g.box for g in r) for r in runs]
    order = sorted(range(len(runs)), key=lambda i: (boxes[i].centre[1], boxes[i].x0))
    middles = [boxes[i].centre[1] for i in order]
    used: set[int] = set()
    out: list[tuple[float, float, Run]] = []
    for i in order:
        if i in used:
            continue
        used.add(i)
        run, box = list(runs[i]), boxes[i]
        grown = True
        while grown:
            grown = False
            middle = box.centre[1]
            low = bisect_left(middles, middle - box.height)
            high = bisect_right(middles, middle + box.height)
            for j in order[low:high]:
                if j not in used and _beside(box, boxes[j], cut):
                    run += runs[j]
                    box = union((box, boxes[j]))
                    used.add(j)
                    grown = True
        run.sort(key=lambda g: g.box.x0)
        out.append((round(box.top, 1), box.x0, run))
    out.sort(key=lambda item: (item[0], item[1]))
    return [r for _, _, r in out]


def _beside(box: Box, other: Box, cut: Cut) -> bool:
    a, b = (box, other) if box.x0 <= other.x0 else (other, box)
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    size = max(1e-3, min(a.height, b.height))
    if overlap <= _SAME_LINE * size:
        return False
    gap = b.x0 - a.x1
    if -0.6 * size < gap < 0.45 * size:
        return gap < _RULE_GAP or not cut(a, b)
    return b.x1 <= a.x1 and overlap > 0.6 * size
