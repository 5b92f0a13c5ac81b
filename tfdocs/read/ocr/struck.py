"""Lines of text that a stroke runs through: struck out on paper, by the printer or by hand.

A recogniser reads struck print as it would any other, so that what says so is the stroke alone: level, thin, longer
than any of a character's, in the middle of the line, with the characters' ink above and below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.model.geometry import Box
from tfdocs.read.ocr.detect import Quad
from tfdocs.read.ocr.tones import percentile, percentiles

Image = npt.NDArray[np.uint8]
# From where to where, as shares of a line's width, and at which share of its height.
Stroke = tuple[float, float, float]

_MIDDLE = (0.26, 0.74)  # of the line's height: below runs what is written on, above it the row before
_LONG = 1.25  # heights of the line: 个人 at the end of one has a stroke of 1.3 in a box that is a little high
# The same in a box that ends at the rules of its cell: it may be no higher than its ink, and 子 has a stroke as long.
_LONG_WITHIN = 1.45
# Heights of what a line's end breaks in two: of one part, and of the other, the first at a row's end and the second at
# the next one's beginning. None of 1,563 lines nobody struck out had so much of a stroke at either end.
_PART, _REST = 0.9, 0.45
_AT_END = 0.15  # heights from the ends of a line's ink to such a part
_NEXT = (0.6, 2.6)  # heights from one row of a paragraph to the next
_TWO = 1.6  # heights of a line of two characters: 女 by itself has a stroke as long as its box
_THIN = 0.2  # of the line's height at the most
_STEP = 0.06  # of the line's height by which a stroke may fall or rise on its way
_CROSSED = 0.15  # of its columns that have ink above it, and below: a dash has none, an underline none below
# Of a row's columns, and rows with so much ink, in heights, on either side of a stroke: below LibreOffice's, which runs
# low, thin print has 0.08. Of 2,309 lines nobody struck out one had a stroke by these, a table's rule; as with 0.14.
# Through Kai at 200 dpi it leaves two rows, 0.038; with 0.03 none of 1,563 lines more had one.
_INKED, _HALF = 0.06, 0.03
# Above one there is more: over the level strokes that 核指标 has near its heads, at 150 dpi, are two rows, 0.06 of its
# height, and over lines through words 0.2 and more.
_HALF_ABOVE = 0.1
_EDGE = 0.04  # of the line's height: a stroke's blurred edge
# Heights that a row of a stroke runs on, and the share of its columns that have such a row: 核指标 of a bold heading at
# 150 dpi, whose strokes stand near one another's height, has 0.31, strokes of print and of a pen 0.8 to 1.
_LEVEL, _DRAWN = 0.8, 0.6
# Of a stroke's columns that are no thicker than it may be: between the strokes of the characters that it crosses a line
# is thin. 35 lines planted in black-and-white scans have 0.70 to 0.96, the arms of four seals' stars 0.41 to 0.55 (of
# benchmarks.tamper seeds 720, 730 and 735 to 738); a line through heavy print at 200 dpi 0.596 (seed 772).
_ALONE = 0.57
# The same of lines of less than so many pixels, as scans of 150 dpi have them, where the strokes of heavy print run
# together: of 36 lines planted in three documents (seed 9101 of benchmarks.tamper) 23 stretches have this, 9 the other,
# and of the 958 lines nobody struck out none; one from 0.35.
_COARSE, _ALONE_COARSE = 42, 0.42
# A long one, level all along, crosses more heavy strokes, and is still none of theirs: from ``_FROM`` heights on the
# share falls to this at ``_TO``. With this and the tone of pale print 569 of 600 lines planted in five faces,
# photographed and at 150 dpi, are seen, where 499 were, and as before 13 of 9,036 lines nobody struck out (seeds 825
# and 826, of which both figures come, and untouched scans of 790, 792, 793 and 860 of benchmarks.tamper).
_LONG_ALONE, _LONG_ALONE_COARSE, _FROM, _TO, _WHOLE = 0.44, 0.32, 1.6, 2.8, 0.95
# … and one of any length does whose columns are thick for no more of it in a row than a character's stroke is wide:
# lines through heavy print at 200 dpi and on photographs, 0.47 to 0.51 of them thin, have 0.14 to 0.18 of their length;
# a star's arm is thick from its one half to the other.
_CROSSING = 0.22
_BEYOND, _ABOUT = 0.9, 0.25  # heights beyond a line's end where a rule that goes on is looked for, and around there
_ANOTHER = 0.12  # heights from a stroke to a rule that is not its own
_LOOKS, _SEEN = 15, 0.5  # places along a stroke, and at how many of them another rule must run beneath it
_DARK = 0.72  # of the paper's tone: a pen's stroke is paler than print
# … and where print is pale (its darkest fiftieth, as a share of the paper's tone), as thin faces at 150 dpi are, so are
# its own strokes: from ``_PALE`` on ink is what has more of that tone, up to ``_PALEST``.
_PALE, _MORE, _PALEST = 0.34, 0.8, 0.79


def struck_out(crops: Sequence[Image], quads: Sequence[Quad], level: Image, point: float) -> tuple[Box, ...]:
    """The parts of lines that are struck out, in points.

    ``crops``: the lines as they are read (H x W x 3, RGB); ``quads``: where each stands, in pixels of ``point`` points;
    ``level``: the mask of the page's level rules (0/255). A stroke that goes on beyond its line is a rule of a table
    that a detector laid into one line with what stands above and below it.
    """
    found = []
    for crop, quad in zip(crops, quads, strict=True):
        own = _within_box(crop, quad)
        least = _LONG if own is crop else _LONG_WITHIN
        found += [(quad, stroke) for stroke in strokes(own, least) if not _goes_on(quad, stroke, level)]
    found += _broken(crops, quads, level)
    out: dict[Box, None] = {}
    for quad, (first, last, _) in found:
        tl, tr, br, bl = quad * point
        ends = [tl + (tr - tl) * first, tl + (tr - tl) * last, bl + (br - bl) * first, bl + (br - bl) * last]
        (x0, top), (x1, bottom) = np.min(ends, axis=0), np.max(ends, axis=0)
        out[Box(float(x0), float(top), float(x1), float(bottom))] = None
    return tuple(out)


def _within_box(crop: Image, quad: Quad) -> Image:
    """``crop`` without the paper that it was given above and below: by its height a stroke is long or short."""
    tl, _, _, bl = quad
    more = len(crop) - round(float(np.linalg.norm(bl - tl)))
    return crop[more // 2 : len(crop) - more // 2] if more > 1 and len(crop) <= 1.8 * crop.shape[1] else crop


def _broken(crops: Sequence[Image], quads: Sequence[Quad], level: Image) -> list[tuple[Quad, Stroke]]:
    """Strokes through the last characters of a row and the first ones of the next, each too short by itself."""
    out: list[tuple[Quad, Stroke]] = []
    short = [_at_ends(crop, quad, level, _PART) for crop, quad in zip(crops, quads, strict=True)]
    for n, (first, last) in enumerate(short):
        for own, ends_row in ((last, True), (first, False)):
            beside = _following(quads, n, down=ends_row) if own is not None else None
            if own is None or beside is None:
                continue
            rest = _at_ends(crops[beside], quads[beside], level, _REST)[0 if ends_row else 1]
            if rest is not None:
                out += [(quads[n], own), (quads[beside], rest)]
    return out


def _at_ends(crop: Image, quad: Quad, level: Image, long: float) -> tuple[Stroke | None, Stroke | None]:
    """The strokes of a line that its ink begins and ends with, of ``long`` heights and more."""
    found = [s for s in strokes(crop, long) if not _goes_on(quad, s, level)]
    if not found:
        return None, None
    high, wide = crop.shape[:2]
    grey = np.asarray(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    inked = (grey < _DARK * percentile(grey, 0.90))[high // 5 : high - high // 5].any(axis=0)
    columns = np.flatnonzero(inked)
    if columns[-1] - columns[0] < _TWO * high:
        return None, None  # a character by itself, one cell over the other: nothing goes on from it to the next row
    near = _AT_END * high
    first = next((s for s in found if s[0] * wide - columns[0] < near), None)
    return first, next((s for s in found if columns[-1] + 1 - s[1] * wide < near), None)


def _following(quads: Sequence[Quad], at: int, *, down: bool) -> int | None:
    """The line that stands right below the one at ``at``, or above it; None where no row of its paragraph does."""
    own = quads[at]
    high = float(np.linalg.norm(own[3] - own[0]))
    away = {}
    for n, other in enumerate(quads):
        step = float(other[:, 1].mean() - own[:, 1].mean()) / max(1.0, high) * (1 if down else -1)
        shared = min(own[:, 0].max(), other[:, 0].max()) - max(own[:, 0].min(), other[:, 0].min())
        if n != at and _NEXT[0] < step < _NEXT[1] and shared > 0:
            away[n] = step
    return min(away, key=lambda n: away[n], default=None)


def _goes_on(quad: Quad, stroke: Stroke, level: Image) -> bool:
    """Whether a level rule runs on at either end of the line, as high as the stroke.

    One that is seen beneath the stroke as well is another: what the line is written on, or its cell's. So is one that
    begins a little lower where the stroke ends: the blank behind a label.
    """
    tl, tr, br, bl = quad
    left, right = tl + (bl - tl) * stroke[2], tr + (br - tr) * stroke[2]
    tall = float(np.linalg.norm(bl - tl))
    along = (right - left) / max(1.0, float(np.linalg.norm(right - left)))
    on_its_way = [left + (right - left) * share for share in np.linspace(stroke[0], stroke[1], _LOOKS)]
    lower = 0
    for end, way in ((left, -along), (right, along)):
        beyond = end + way * _BEYOND * tall
        away = _nearest(level, beyond, max(2, round(_ABOUT * tall)))
        if away is None:
            continue
        if abs(away) <= _ANOTHER * tall:
            return True
        near = max(1, round(_STEP * tall))
        below = [_nearest(level, at + np.array([0.0, away]), near) is not None for at in on_its_way]
        if np.mean(below) < _SEEN:
            lower += 1
            # askew, a rule leaves the height of the stroke that it is
            if _is_one(level, on_its_way[len(on_its_way) // 2], beyond, round(_ABOUT * tall)):
                return True
    return lower == 2


def _is_one(level: Image, at: npt.NDArray[Any], beyond: npt.NDArray[Any], reach: int) -> bool:
    """Whether one rule runs from within ``reach`` pixels of ``at`` to within so many of ``beyond``."""
    x0, x1 = sorted((round(float(at[0])), round(float(beyond[0]))))
    y0, y1 = sorted((round(float(at[1])), round(float(beyond[1]))))
    part = level[max(0, y0 - reach) : max(0, y1 + reach + 1), max(0, x0) : max(0, x1 + 1)]
    if min(part.shape) < 2:
        return False
    _, labels = cv2.connectedComponents(part, connectivity=8)
    return bool(set(labels[:, 0].tolist()) & set(labels[:, -1].tolist()) - {0})


def _nearest(level: Image, at: npt.NDArray[Any], reach: int) -> int | None:
    """How many rows below ``at`` the nearest rule runs, of those within ``reach``; None where there is none."""
    x, y = round(float(at[0])), round(float(at[1]))
    first = max(0, y - reach)
    rows = level[first : max(0, y + reach + 1), max(0, x - reach) : max(0, x + reach + 1)].any(axis=1)
    found = np.flatnonzero(rows) + first - y
    return int(found[np.abs(found).argmin()]) if len(found) else None


def strokes(crop: Image, least: float = _LONG) -> list[Stroke]:
    """The strokes that run through a line, ``least`` heights of it long and more."""
    high, wide = crop.shape[:2]
    long = round(least * high)
    if wide < max(long, _TWO * high) or high < 8:
        return []
    grey = np.asarray(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    darkest, paper = percentiles(grey, 0.02, 0.90)
    out = _through(np.asarray(grey < _DARK * paper, dtype=np.uint8), long)
    if not out and darkest > _PALE * paper:
        tone = min(_PALEST, _DARK + _MORE * (darkest / paper - _PALE))
        out = _through(np.asarray(grey < tone * paper, dtype=np.uint8), long)
    return out


def _through(ink: npt.NDArray[np.uint8], long: int) -> list[Stroke]:
    """The strokes of ``long`` pixels and more through the middle of a line's ``ink`` (H x W, 0 or 1)."""
    high, wide = ink.shape
    low, end = (round(share * high) for share in _MIDDLE)
    # a stroke that is not quite level
    thick = cv2.dilate(ink[low:end], np.ones((max(3, 2 * round(_STEP * high / 2) + 1), 1), np.uint8))
    runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    if not runs.any():
        return []
    count, _, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    out = []
    for n in range(1, count):
        x, y, w, h = (int(v) for v in stats[n, :4])
        if w < long or h > _THIN * high + 2 * round(_STEP * high) + 2:
            continue  # to the opening there is ink beyond a line's ends: half the length is enough there
        margin = 1 + round(_EDGE * high)
        above = ink[: max(1, low + y - margin), x : x + w]
        below = ink[min(high - 1, low + y + h + margin) :, x : x + w]
        stroke = ink[low + y : low + y + h, x : x + w]
        level = _level_share(stroke, high)
        drawn = level >= _DRAWN and _is_thin(ink, stroke, x, low + y, level)
        if drawn and _is_print(above, high, _HALF_ABOVE) and _is_print(below, high, _HALF):
            out.append((x / wide, (x + w) / wide, (low + y + h / 2) / high))
    return out


def _level_share(stroke: npt.NDArray[np.uint8], high: int) -> float:
    """How much of it is one line, row by row as well: strokes of bold characters at other heights make no line."""
    size = (1, max(3, round(_LEVEL * high)))
    level = cv2.morphologyEx(np.ascontiguousarray(stroke), cv2.MORPH_OPEN, np.ones(size, np.uint8))
    return float(level.any(axis=0).mean())


def _is_thin(ink: npt.NDArray[np.uint8], stroke: npt.NDArray[np.uint8], x: int, y: int, level: float) -> bool:
    """Whether a stroke, with its left upper corner at (x, y) of the line's ink, is no part of a thicker shape.

    ``level``: how much of it is one line. The star of a black seal is as level and as long as a line of a pen, at its
    arms.
    """
    size = (max(2, round(_THIN * len(ink)) + 1), 1)
    thick = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(size, np.uint8)) > 0
    thin = (stroke > 0) & ~thick[y : y + len(stroke), x : x + stroke.shape[1]]
    coarse = len(ink) < _COARSE
    least, long = (_ALONE_COARSE, _LONG_ALONE_COARSE) if coarse else (_ALONE, _LONG_ALONE)
    alone = np.asarray(thin.any(axis=0))
    # what may be one character's own stroke, as parts of a line are that its end breaks, must be thin all along
    whole = len(alone) >= _LONG * len(ink)
    if level >= _WHOLE and whole and _longest(~alone) <= _CROSSING * len(alone):
        least = long
    elif level >= _WHOLE:
        least += (long - least) * min(1.0, max(0.0, (len(alone) / len(ink) - _FROM) / (_TO - _FROM)))
    return bool(alone.mean() >= least)


def _longest(row: npt.NDArray[np.bool_]) -> int:
    """How many in a row are true."""
    ends = np.flatnonzero(np.diff(np.concatenate([[False], row, [False]]).astype(np.int8)))
    return int((ends[1::2] - ends[::2]).max(initial=0))


def _is_print(part: npt.NDArray[np.uint8], high: int, half: float) -> bool:
    """Whether what lies on one side of a stroke is of characters, ``half`` heights of them: no edge of a rule."""
    rows = (part.mean(axis=1) >= _INKED).sum()
    return bool(part.any(axis=0).mean() >= _CROSSED and rows >= half * high)
