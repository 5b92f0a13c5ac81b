"""Characters one below the other: labels in narrow cells (审核意见, 序号), upright but written downwards.

A recogniser reads along a line; so the characters are cut apart and laid side by side before they are read.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Source
from tfdocs.read.ocr.detect import straighten
from tfdocs.read.ocr.recognise import Reading, recognise
from tfdocs.read.ocr.tones import percentile

Image = npt.NDArray[np.uint8]
Quad = npt.NDArray[np.float32]

_RULE, _RULE_BEGUN = 0.95, 0.85  # share of the box's width; the same of a rule that begins within the box
_UPRIGHT = 0.8  # of its height that one stroke runs through
_STRAY = 0.06  # of its height: what a rule that is too aslant for the mask of rules leaves in a column
_REACHES = 0.25  # of a character's width: by how much a rule reaches beyond it
_BESIDE = 0.12  # of a character's width: paper on both sides
ABOVE, BELOW = 2, 3  # pixels of paper around a character
_LOOSE = 1.18  # from one character to the next, in heights: lines of one character; written downwards they are closer
_MANY = 5  # characters
_BLUR = 2  # pixels beside such a rule
_STEP = 0.25  # by which one step from character to character is longer than another
_OF_INK = 0.75  # widths of the ink, which is a character's, margins included: half of it is the step of 二's strokes
_STEPS = (0.5, 1.4)  # widths of the box: from one character to the next
_FREE, _UNEVEN = 0.2, 1.0  # of a step by which one may be longer or shorter; its price, where all of a step costs 1
_CUT_THROUGH = 0.08  # of a row of characters' ink, at a cut
_FEWEST = 2
_LOW = 0.7  # of a step, or of the highest
_TALL = 1.3  # height over width from which a box may hold characters one below the other
_SQUARE, _WIDE = 1.0, 0.85  # height over width of a box that is looked at; the ink's width, of the box's, that is less
_PARTS, _PARTS_LOOSE = 0.87, 0.8  # of the width: how high a character is at most, its parts included
_LONG = 1.9  # the same where they touch
_TALLEST, _TALLEST_FIGURE = 1.25, 2.0  # widths: how high a character is at most; a column of 5 3 1 7 is narrower
_TALL_RULED, _TWO = 0.9, 1.45  # the same of one that took rules along, and of the ink in it


def stacked_rows(image: Image, quad: Quad, rules: Image | None = None) -> list[tuple[int, int, int, int]]:
    """The characters of a tall box from top to bottom as pixel boxes x0, y0, x1, y1; empty when it is no such box.

    ``image``: RGB (H x W x 3); ``rules``: mask of its rules (0/255), as far as they are known.
    """
    x0, y0 = (int(max(0, v)) for v in quad.min(axis=0))
    x1, y1 = int(min(image.shape[1], quad[:, 0].max())), int(min(image.shape[0], quad[:, 1].max()))
    wide, high = x1 - x0, y1 - y0
    ruled = None if rules is None else rules[y0:y1, x0:x1]
    if ruled is not None and not ruled.any():
        ruled = None
    # a box that took its cell's rules along is wider than what stands in it
    if wide < 8 or high < (_SQUARE if ruled is None else _TALL_RULED) * wide:
        return []
    grey = cv2.cvtColor(image[y0:y1, x0:x1], cv2.COLOR_RGB2GRAY)
    ink = grey < 0.7 * percentile(np.asarray(grey, dtype=np.uint8), 0.90)
    narrowed = ruled is not None
    if ruled is None:
        # two small characters stand in a box with as much paper beside them as ink
        left, right = _inked(ink)
        if right - left < _WIDE * wide and _high_of(ink) > _TWO * (right - left):
            ink, x0, wide = ink[:, left:right], x0 + left, right - left
            narrowed = True
        elif high < _TALL * wide:
            return []
        around = ink
    else:
        ink[cv2.dilate(ruled, np.ones((2 * _BLUR + 1, 2 * _BLUR + 1), np.uint8)) > 0] = False
        through = cv2.erode(ink.astype(np.uint8), np.ones((round(_UPRIGHT * high), 1), np.uint8), borderValue=0)
        ink[:, np.convolve(through.any(axis=0), np.ones(2 * _BLUR + 1), "same") > 0] = False
        columns = np.flatnonzero(ink.mean(axis=0) > _STRAY)
        if not len(columns):
            return []
        margin = round(_BESIDE * (columns[-1] - columns[0] + 1))
        left, right = max(0, int(columns[0]) - margin), min(wide, int(columns[-1]) + 1 + margin)
        # the tips of the bar of a 4 are too thin for its columns, and reach beyond them; a rule reaches further
        more = round(_REACHES * (right - left))
        around = ink[:, max(0, left - more) : right + more]
        ink, x0, wide = ink[:, left:right], x0 + left, right - left
    # a cell's rule that the box took along runs from side to side, which no character in its margins does
    level, at_edge = around.mean(axis=1), around[:, 0] | around[:, -1]
    ink[(level > _RULE) | ((level > _RULE_BEGUN) & at_edge)] = False
    if ruled is not None:
        inked = np.flatnonzero(ink.any(axis=1))
        if not len(inked) or inked[-1] - inked[0] + 1 < _TWO * wide:
            return []
    rows = ink.sum(axis=1) > 0
    spans: list[list[int]] = []
    for y, on in enumerate(rows):
        if not on:
            continue
        if spans and y - spans[-1][1] <= max(1, round(0.06 * wide)):
            spans[-1][1] = y
        else:
            spans.append([y, y])
    merged: list[list[int]] = []
    for span in spans:
        # the parts of one character (二, 三, 言) are closer together than it is wide
        if merged and span[1] - merged[-1][0] < (_PARTS if narrowed else _PARTS_LOOSE) * wide:
            merged[-1][1] = span[1]
        else:
            merged.append(span)
    tall = [b - a + 1 for a, b in merged]
    bare = ruled is None and narrowed
    least = _OF_INK if bare else _STEPS[0]
    most = _TALLEST_FIGURE if bare and _are_figures(merged) else _TALLEST
    if len(merged) < 2 or max(tall) > most * wide or float(np.median(tall)) < 0.35 * wide:
        merged = _evenly_cut(ink.sum(axis=1), wide, least) if bare or high > _LONG * wide else []
    elif _uneven(merged):
        merged = _evenly_cut(ink.sum(axis=1), wide, least) or merged
    return [(x0, y0 + max(0, a - ABOVE), x0 + wide, y0 + min(high, b + BELOW)) for a, b in merged]


def _are_figures(spans: list[list[int]]) -> bool:
    """Whether ``spans`` (first and last row) are as high as each other, in even steps and with white between them."""
    if len(spans) < _FEWEST or _uneven(spans):
        return False
    return all(b[0] - a[1] > (_LOOSE - 1) * (a[1] - a[0] + 1) for a, b in pairwise(spans))


def _inked(ink: npt.NDArray[np.bool_]) -> tuple[int, int]:
    """The columns from the first with ink to behind the last, with a margin of paper; all where there is no ink."""
    columns = np.flatnonzero(ink.any(axis=0))
    if not len(columns):
        return 0, ink.shape[1]
    margin = round(_BESIDE * (columns[-1] - columns[0] + 1))
    return max(0, int(columns[0]) - margin), min(ink.shape[1], int(columns[-1]) + 1 + margin)


def _high_of(ink: npt.NDArray[np.bool_]) -> int:
    """From the first row with ink to the last."""
    rows = np.flatnonzero(ink.any(axis=1))
    return int(rows[-1] - rows[0]) + 1 if len(rows) else 0


def _uneven(spans: list[list[int]]) -> bool:
    """Whether ``spans`` (first and last row) are of other heights, or their middles no even steps apart."""
    steps = [(b[0] + b[1] - a[0] - a[1]) / 2 for a, b in pairwise(spans)]
    tall = [b - a + 1 for a, b in spans]
    return max(steps) > (1 + _STEP) * min(steps) or min(tall) < _LOW * max(tall)


def _evenly_cut(ink: npt.NDArray[np.integer], wide: int, least: float) -> list[list[int]]:
    """The first and last row of each character of a box that is cut in even steps, where next to no ink is cut through.

    The strokes of 一 二 三 stand as far apart as characters do, and close ones (核 above 意) touch. ``ink``: pixels of
    it in each row; ``wide``: of the box; ``least``: widths that a step has at least. The least steps along which it
    can be cut, and of those the best; empty: none.
    """
    inked = np.flatnonzero(ink)
    if len(inked) < least * wide:
        return []
    first, last, end = int(inked[0]), int(inked[-1]) + 1, len(ink)
    cut = np.append(ink / float(np.median(ink[inked])), 0.0)  # what it costs to cut above a row
    found: tuple[float, int, list[int]] | None = None
    for step in range(round(least * wide), round(_STEPS[1] * wide) + 1):
        if found is not None and step > (1 + _FREE) * found[1]:
            break
        low, high = round((1 - _FREE) * step), round((1 + _FREE) * step)
        uneven = _UNEVEN * ((np.arange(low, high + 1)[::-1] - step) / step) ** 2
        price, back, count = np.full(end + 1, np.inf), np.zeros(end + 1, np.intp), np.zeros(end + 1, np.intp)
        price[: first + 1] = 0.0
        for y in range(first + low, end + 1):
            begin = max(0, y - high)
            before = price[begin : y - low + 1] + uneven[-(y - low + 1 - begin) :]
            at = int(before.argmin())
            price[y], back[y], count[y] = before[at] + cut[y], begin + at, count[begin + at] + 1
        ends = np.arange(max(last, first + low), end + 1)
        if not len(ends):
            continue
        y = int(ends[int(price[ends].argmin())])
        if count[y] < _FEWEST or price[y] > _CUT_THROUGH * (count[y] - 1):
            continue
        if found is None or price[y] / count[y] < found[0]:
            edges = [y]
            while edges[-1] > first:
                edges.append(int(back[edges[-1]]))
            found = float(price[y] / count[y]), step if found is None else found[1], edges[::-1]
    return [] if found is None else [_drawn_in(ink, a, b) for a, b in pairwise(found[2])]


def _drawn_in(ink: npt.NDArray[np.integer], top: int, bottom: int) -> list[int]:
    """The first and last row of the ink between two cuts, or all rows where it is low (一): a character is square."""
    own = np.flatnonzero(ink[top:bottom])
    if len(own) and own[-1] - own[0] + 1 >= _LOW * (bottom - top):
        return [top + int(own[0]), top + int(own[-1])]
    return [top, bottom - 1]


def stand_apart(rows: list[tuple[int, int, int, int]]) -> bool:
    """Whether the characters of a column stand as far apart as rows do, and not as close as in vertical writing.

    Of many the first and the last are left out: the head of the line below a table may reach into the last one's.
    """
    pitch = float(np.median([(b[1] + b[3] - a[1] - a[3]) / 2 for a, b in pairwise(rows)]))
    heights = [y1 - y0 - ABOVE - BELOW for _, y0, _, y1 in rows]
    return pitch > _LOOSE * max(heights[1:-1] if len(rows) >= _MANY else heights)


def side_by_side(image: Image, rows: list[tuple[int, int, int, int]]) -> Image:
    """One crop with the characters next to each other, each in a square of paper."""
    side = max(max(x1 - x0, y1 - y0) for x0, y0, x1, y1 in rows)
    out = np.full((side, side * len(rows), 3), 255, dtype=np.uint8)
    for i, (x0, y0, x1, y1) in enumerate(rows):
        part = image[y0:y1, x0:x1]
        top, left = (side - part.shape[0]) // 2, i * side + (side - part.shape[1]) // 2
        out[top : top + part.shape[0], left : left + part.shape[1]] = part
    return out


def as_one_line(image: Image, quad: Quad, stacked: Reading) -> Image | None:
    """The crop of the tall box ``quad`` where it is read better as a line than as the characters of ``stacked``.

    A figure alone in its cell makes a tall box; the thin middle of a 2 fades at 150 dpi, and its halves were taken for
    two characters.
    """
    crop = straighten(image, quad)
    (line,) = recognise([crop], weighable=False)
    if not line.confidence or np.mean(line.confidence) <= np.mean(stacked.confidence or (0.0,)):
        return None
    return crop


def stacked_line(rows: list[tuple[int, int, int, int]], reading: Reading, point: float) -> Line | None:
    """The line that was read from ``side_by_side``, with the boxes of its characters; None where nothing was read."""
    kept = [(c, v, p) for c, v, p in zip(reading.text, reading.confidence, reading.peaks, strict=True) if c.strip()]
    if not kept:
        return None
    chars = []
    for _, _, peak in kept:
        x0, y0, x1, y1 = rows[min(len(rows) - 1, int(peak * len(rows)))]
        chars.append(Box(x0 * point, y0 * point, x1 * point, y1 * point))
    x0, y0, x1, y1 = rows[0][0], rows[0][1], rows[0][2], rows[-1][3]
    return Line(
        text="".join(c for c, _, _ in kept),
        box=Box(x0 * point, y0 * point, x1 * point, y1 * point),
        chars=tuple(chars),
        confidence=tuple(v for _, v, _ in kept),
        source=Source.OCR,
        lattice=reading.lattice,
    )
