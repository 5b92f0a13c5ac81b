"""Characters of a text layer to lines: a line of a paragraph, or of one cell; never the text of two ruled cells."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from tfdocs.model.geometry import Box, union
from tfdocs.model.page import Line, Source
from tfdocs.read.pdf.drop_caps import drop_caps
from tfdocs.read.pdf.textlayer import Glyph

# A wider gap than this (in heights of the characters) separates cells; letter-spaced titles have up to two.
_CELL_GAP = 1.6
_SPACED_GAP = 12.0  # … unless the file has spaces that fill it: 姓____名, 负责人：____日期：
_WORD_GAP = 0.15  # in heights of the characters: a narrower gap is kerning, a space is 0.25
_BACK = 0.6  # a character may begin this much before the last one's end: kerning, overhanging italics
_SAME_LINE = 0.5  # vertical overlap, as a share of the lower character, that keeps two on one line
_SAME_ROW = 0.35  # of the lower line's height that the middles of two lines of one row differ by at most
_DOWN = 0.4  # of a character's height, by which the next one's middle is lower in what is written downwards
_DOUBLED = 0.75  # of its box that a character shares with its double
_OF_ONE_LINE = 0.8  # vertical overlap from which two runs that reach into each other are one line
_TOUCH = 0.3  # of the narrower character's width
_RULE_GAP = 1.0  # points; in a narrower gap no rule can stand

Run = list[Glyph]
Sides = npt.NDArray[np.float64]
Cut = Callable[[Box, Box], bool]  # whether a rule stands between two boxes of one line


def never(_a: Box, _b: Box) -> bool:
    """No rules are known."""
    return False


def runs_of(glyphs: Sequence[Glyph], cut: Cut = never, boxes: Sides | None = None) -> list[Run]:
    """Gather ``glyphs`` (in the file's order) into lines from top to bottom, each as it is read.

    ``boxes``: theirs, a row for each (x0, top, x1, bottom), where the caller has them.
    What stands on its side or on its head is gathered apart, in its own direction; a dropped initial is alone.
    """
    glyphs, boxes, initials = _without_initials(glyphs, boxes)
    return _in_order([*_gathered(glyphs, cut, boxes), *initials]) if initials else _gathered(glyphs, cut, boxes)


def _without_initials(glyphs: Sequence[Glyph], boxes: Sides | None) -> tuple[Sequence[Glyph], Sides | None, list[Run]]:
    sides = np.array(list(map(_SIDES, glyphs))).reshape(-1, 4) if boxes is None else boxes
    found = set(drop_caps(glyphs, sides))
    if not found:
        return glyphs, sides, []
    kept = [n for n in range(len(glyphs)) if n not in found]
    return [glyphs[n] for n in kept], sides[kept], [[glyphs[n]] for n in sorted(found)]


def _in_order(runs: Sequence[Run]) -> list[Run]:
    return sorted(runs, key=lambda run: (round(min(g.box.top for g in run), 1), min(g.box.x0 for g in run)))


def _gathered(glyphs: Sequence[Glyph], cut: Cut, boxes: Sides | None) -> list[Run]:
    sideways: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        if glyph.drawer.turned and (quarter := round(glyph.drawer.slant / 90) % 4):
            sideways.setdefault(quarter, []).append(glyph)
    if not sideways:
        return _level_runs(glyphs, cut, boxes)
    apart = {id(g) for group in sideways.values() for g in group}
    out = _level_runs([g for g in glyphs if id(g) not in apart], cut)
    for quarter, group in sorted(sideways.items()):
        upright = [replace(g, box=_TURNS[quarter](g.box)) for g in group]
        own = {id(u): g for u, g in zip(upright, group, strict=True)}
        out += [[own[id(u)] for u in run] for run in _level_runs(upright, never)]
    return _in_order(out)


# By how many quarters a text is turned with the clock -> its boxes as they would stand were it level.
_TURNS: dict[int, Callable[[Box], Box]] = {
    3: lambda b: Box(-b.bottom, b.x0, -b.top, b.x1),
    2: lambda b: Box(-b.x1, -b.bottom, -b.x0, -b.top),
    1: lambda b: Box(b.top, -b.x1, b.bottom, -b.x0),
}


_LEFT = attrgetter("box.x0")
_SIDES = attrgetter("box.x0", "box.top", "box.x1", "box.bottom")


def _level_runs(glyphs: Sequence[Glyph], cut: Cut, boxes_of: Sides | None = None) -> list[Run]:
    if not glyphs:
        return []
    sides = np.array(list(map(_SIDES, glyphs))) if boxes_of is None else boxes_of
    joined, near = _joining(sides, np.array([g.blank for g in glyphs]))
    if _doubles_possible(glyphs, sides):
        runs = _without_neighbours_doubled(glyphs, cut)
        return _rejoined(runs, [union(g.box for g in r) for r in runs], cut)
    starts = [0]
    for n in np.flatnonzero(~(joined & near)).tolist():
        if not joined[n] or cut(glyphs[n].box, glyphs[n + 1].box):
            starts.append(n + 1)
    least = np.minimum.reduceat(sides, starts)
    most = np.maximum.reduceat(sides, starts)
    boxes = [
        Box(x0, top, x1, bottom)
        for (x0, top), (x1, bottom) in zip(least[:, :2].tolist(), most[:, 2:].tolist(), strict=True)
    ]
    ends = [*starts[1:], len(glyphs)]
    return _rejoined([list(glyphs[a:b]) for a, b in zip(starts, ends, strict=True)], boxes, cut)


def _joining(
    sides: npt.NDArray[np.float64], blanks: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """For each character but the last: whether the next goes on in its line, were there no rules; whether no rule can
    stand between them.
    """
    a, b = sides[:-1], sides[1:]
    heights = sides[:, 3] - sides[:, 1]
    low, high = np.minimum(heights[:-1], heights[1:]), np.maximum(heights[:-1], heights[1:])
    overlap = np.minimum(a[:, 3], b[:, 3]) - np.maximum(a[:, 1], b[:, 1])
    gap = b[:, 0] - a[:, 2]
    joined = (overlap >= _SAME_LINE * np.maximum(1e-3, low)) & (-_BACK * high < gap) & (gap < _SPACED_GAP * high)
    return joined & (gap - blanks[1:] < _CELL_GAP * high), gap < _RULE_GAP


def _doubles_possible(glyphs: Sequence[Glyph], sides: npt.NDArray[np.float64]) -> bool:
    """Whether any character lies so much over one of the three before it that it may be the same one drawn twice."""
    areas = np.maximum(0, sides[:, 2] - sides[:, 0]) * np.maximum(0, sides[:, 3] - sides[:, 1])
    for back in range(1, min(3, len(glyphs) - 1) + 1):
        a, b = sides[:-back], sides[back:]
        wide = np.minimum(a[:, 2], b[:, 2]) - np.maximum(a[:, 0], b[:, 0])
        high = np.minimum(a[:, 3], b[:, 3]) - np.maximum(a[:, 1], b[:, 1])
        over = (wide > 0) & (high > 0) & (wide * high > _DOUBLED * np.maximum(1e-3, areas[back:]))
        if any(glyphs[n].text == glyphs[n + back].text for n in np.flatnonzero(over).tolist()):
            return True
    return False


def _without_neighbours_doubled(glyphs: Sequence[Glyph], cut: Cut) -> list[Run]:
    """Runs in the file's order, without characters that were drawn twice one after the other."""
    runs: list[Run] = []
    for glyph in glyphs:
        if runs and _joins(runs[-1][-1], glyph, cut):
            if not _doubled(runs[-1], glyph):
                runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return runs


def in_rows(lines: Sequence[Line]) -> list[Line]:
    """Lines from top to bottom, those beside each other from the left.

    Fonts differ in how high they say to be, so what stands in one row need not begin at one height. What is written
    downwards stands in the row in which it begins.
    """
    rows: list[list[Line]] = []
    first: Box | None = None
    for line in sorted(lines, key=lambda ln: (_begin(ln).centre[1], ln.box.x0)):
        box = _begin(line)
        if first is not None and box.centre[1] - first.centre[1] < _SAME_ROW * min(first.height, box.height):
            rows[-1].append(line)
        else:
            rows.append([line])
            first = box
    return [line for row in rows for line in sorted(row, key=lambda ln: (ln.box.x0, ln.box.top))]


def _begin(line: Line) -> Box:
    """The box of a line, of one that is written downwards its first character's."""
    chars = line.chars
    if len(chars) > 1 and chars[1].centre[1] - chars[0].centre[1] > _DOWN * chars[0].height:
        return chars[0]
    return line.box


def line_of(run: Run) -> Line:
    """The line that ``run`` is, with a space between two Latin words."""
    text = "".join([g.text for g in run])
    chars = [g.box for g in run]
    box = union(chars)
    if len(text) == len(run):
        gaps = [m.start() + 1 for m in _LATIN_PAIR.finditer(text) if _word_begins(chars[m.start()], run[m.start() + 1])]
        for at in reversed(gaps):
            left, right = chars[at - 1], chars[at]
            chars.insert(at, Box(left.x1, right.top, max(left.x1, right.x0), right.bottom))
            text = f"{text[:at]} {text[at:]}"
    return Line(text, box, tuple(chars), (1.0,) * len(chars), Source.TEXT)


_LATIN_PAIR = re.compile(r"[\x00-\x7f](?=[\x00-\x7f])")


def _word_begins(box: Box, glyph: Glyph) -> bool:
    return glyph.blank > 0 or glyph.box.x0 - box.x1 > _WORD_GAP * glyph.box.height


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
        and g.box.intersection(glyph.box) > _DOUBLED * max(1e-3, glyph.box.area)
        for g in run[-3:]
    )


def _without_doubles(run: Run) -> Run:
    """A whole line drawn twice: what was found apart before rejoining stands side by side after it."""
    kept: Run = []
    for glyph in run:
        if not _doubled(kept, glyph):
            kept.append(glyph)
    return kept


def _rejoined(runs: Sequence[Run], boxes: Sequence[Box], cut: Cut) -> list[Run]:
    """Runs of one line that were drawn apart (other font, other colour) put together, from left to right."""
    order = sorted(range(len(runs)), key=lambda i: (boxes[i].centre[1], boxes[i].x0))
    middles = [boxes[i].centre[1] for i in order]
    used: set[int] = set()
    out: list[tuple[float, float, Run]] = []
    for i in order:
        if i in used:
            continue
        used.add(i)
        run, box = list(runs[i]), boxes[i]
        grown, overlapping = True, False
        while grown:
            grown = False
            middle = box.centre[1]
            low = bisect_left(middles, middle - box.height)
            high = bisect_right(middles, middle + box.height)
            for j in order[low:high]:
                if j not in used and (_beside(box, boxes[j], cut) or _fills(run, box, runs[j], boxes[j])):
                    run += runs[j]
                    overlapping = overlapping or min(box.x1, boxes[j].x1) > max(box.x0, boxes[j].x0)
                    box = union((box, boxes[j]))
                    used.add(j)
                    grown = True
        ordered = sorted(run, key=_LEFT)
        if overlapping or ordered != run:
            ordered = _without_doubles(ordered)
        out.append((round(box.top, 1), box.x0, ordered))
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


def _fills(run: Run, box: Box, other: Run, beside: Box) -> bool:
    """Whether two runs of one line reach into each other and no character of one lies on one of the other.

    A printer draws what its typeface lacks after what it has: of 3∶1，误差 first 3 1, then ∶，误差.
    """
    overlap = min(box.bottom, beside.bottom) - max(box.top, beside.top)
    if overlap <= _OF_ONE_LINE * max(1e-3, min(box.height, beside.height)):
        return False
    low, high = max(box.x0, beside.x0), min(box.x1, beside.x1)
    if high <= low:
        return False
    mine = [g.box for g in run if g.box.x1 > low and g.box.x0 < high]
    return not any(
        min(a.x1, g.box.x1) - max(a.x0, g.box.x0) > _TOUCH * max(1e-3, min(a.width, g.box.width))
        for g in other
        if g.box.x1 > low and g.box.x0 < high
        for a in mine
    )
