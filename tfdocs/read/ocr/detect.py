"""The detector: where on a picture lines of text stand, as quadrilaterals, cut where a table's rules run."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.errors import EngineFailed
from tfdocs.read.ocr import models
from tfdocs.read.ocr.heat import Quad as Quad
from tfdocs.read.ocr.heat import quads_of

Image = npt.NDArray[np.uint8]
Heat = npt.NDArray[np.float32]

# The resolution a page is brought to before lines are looked for: 76 found the same lines as 93 and 170 (736 to 2000
# pixels on A4's long side) in a fifth of the time; characters of 9 points are 10 pixels high then.
_DPI = 77.0
_LEAST_SIDE, _MOST_SIDE = 736, 1536  # pixels: a small picture is not shrunk further, a plan of A0 not read at full size
# For pages where that left writing unfound: rows of 9 points set solid, whose single characters (男, 是, 7) it finds
# none of, or two rows under one box. On five such pages (rosters of benchmarks.tamper, seeds 522, 524, 560 and 720) it
# left 1 to 48 pieces of writing outside of lines, this 0 to 2.
_CLOSER = 2

_LEVEL = 24  # pixels at that resolution: longer than a seal's characters are wide, two characters of a line
_TALLER = 1.5
_LEAN = 0.03  # of a line's height: 1.7 degrees
_MOST_OF_LINE = 0.8  # of its height: the rules of a table's first row begin within the box around its line
_SPECK = 0.05
_SEEN = 0.25  # of a line's box, in those of a closer look
# Of a line's box that is dark at least where print is light, and of its first and last rows: 项目申报 in bold black on
# paper fills half of the box drawn tightly around it, but none of the rows at its edge.
_GROUND, _GROUND_EDGE, _EDGE = 0.5, 0.8, 0.12
_AROUND = 24  # pixels about a seal: what the paper around ink is measured in is less


def detect(
    image: Image, dpi: float, seals: Sequence[tuple[int, int, int, int]] = (), *, closer: bool = False
) -> list[Quad]:
    """Quadrilaterals around lines of text, in pixels of ``image`` (H x W x 3, RGB, ``dpi``), top to bottom.

    ``seals``: boxes (x0, top, x1, bottom) of seals that could not be taken off, whose lettering runs into lines.
    ``closer``: at twice the resolution, in four times the time. Raises ``EngineFailed`` when the network fails.
    """
    height, width = image.shape[:2]
    times = _CLOSER if closer else 1
    block = shrunk(image, dpi, times)
    high, wide = block.shape[2:]
    # in whole numbers boxes come out up to 2 pixels of the page wider or narrower; among a seal's lettering that counts
    model = models.DETECTION if seals else models.quick_detection()
    try:
        (heat,) = models.session(model).run(None, {"x": block})
        plane = heat[0, 0]
        quads = quads_of(plane, height, width)
        if seals:
            combed = _combed(plane, seals, wide / width, high / height, times * _LEVEL)
            quads = _with_lines(quads, quads_of(combed, height, width))
    except Exception as error:
        raise EngineFailed(f"版面文字定位失败（{type(error).__name__}）", hint=models.RETRY) from error
    quads.sort(key=lambda q: (float(q[:, 1].min()), float(q[:, 0].min())))
    return quads


def shrunk(image: Image, dpi: float, times: int = 1) -> npt.NDArray[np.float32]:
    """What the network is given (1 x 3 x H x W) for ``image`` (H x W x 3, RGB, ``dpi``).

    ``times``: of the resolution at which lines are looked for first.
    """
    height, width = image.shape[:2]
    long_side = times * min(_MOST_SIDE, max(_LEAST_SIDE, _DPI / dpi * max(height, width)))
    scale = min(1.0, long_side / max(height, width))
    wide = max(32, round(width * scale / 32) * 32)
    high = max(32, round(height * scale / 32) * 32)
    some = image[::4, ::4]
    if np.array_equal(some[:, :, 0], some[:, :, 1]) and np.array_equal(some[:, :, 1], some[:, :, 2]):
        # each plane takes a third of the time, and scans in grey have but one
        plane = cv2.resize(cv2.extractChannel(image, 1), (wide, high), interpolation=cv2.INTER_AREA)
        light = np.asarray(plane, dtype=np.float32) / 127.5 - 1.0
        return np.broadcast_to(light, (1, 3, high, wide))
    small = cv2.resize(image, (wide, high), interpolation=cv2.INTER_AREA)
    block: npt.NDArray[np.float32] = (small.astype(np.float32) / 127.5 - 1.0).transpose(2, 0, 1)[None]
    return block


def _combed(heat: Heat, seals: Sequence[tuple[int, int, int, int]], across: float, down: float, long: int) -> Heat:
    """``heat`` (H x W, what the network says) with only what is long and level left within ``seals``.

    ``across``, ``down``: pixels of ``heat`` a pixel of the picture; ``long``: pixels of ``heat``.
    """
    out = heat.copy()
    level = cv2.morphologyEx(heat, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    for x0, y0, x1, y1 in seals:
        rows = slice(max(0, int(y0 * down)), int(y1 * down) + 1)
        columns = slice(max(0, int(x0 * across)), int(x1 * across) + 1)
        out[rows, columns] = level[rows, columns]
    return out


def _with_lines(quads: list[Quad], combed: list[Quad]) -> list[Quad]:
    """``quads`` and those of ``combed`` that stand where none of them does, or one far taller than a line."""
    out = list(quads)
    for line in combed:
        area = max(1.0, cv2.contourArea(line))
        over = [q for q in out if cv2.intersectConvexConvex(q, line)[0] > 0.4 * area]
        if all(_thickness(q) > _TALLER * _thickness(line) for q in over):
            out = [q for q in out if not any(q is o for o in over)] + [line]
    return out


def with_lines(far: Sequence[Quad], near: Sequence[Quad]) -> list[Quad]:
    """The lines of a closer look (``near``), and those seen from afar that stand where none of them does."""
    bounds = np.array([(*q.min(axis=0), *q.max(axis=0)) for q in near]).reshape(-1, 4)
    out = list(near)
    for line in far:
        (x0, y0), (x1, y1) = line.min(axis=0), line.max(axis=0)
        wide = np.minimum(bounds[:, 2], x1) - np.maximum(bounds[:, 0], x0)
        high = np.minimum(bounds[:, 3], y1) - np.maximum(bounds[:, 1], y0)
        over = np.maximum(0, wide) * np.maximum(0, high)
        if over.sum() < _SEEN * (x1 - x0) * (y1 - y0):
            out.append(line)
    return sorted(out, key=lambda q: (float(q[:, 1].min()), float(q[:, 0].min())))


def _thickness(quad: Quad) -> float:
    return float(min(np.linalg.norm(quad[3] - quad[0]), np.linalg.norm(quad[1] - quad[0])))


def ink_of(grey: Image) -> Image:
    """What is darker than the paper around it (0/255)."""
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    return np.asarray(dark, dtype=np.uint8)


def rules(grey: Image, dpi: float, ink: Image | None = None) -> tuple[Image, Image]:
    """Masks (0/255) of long straight vertical and horizontal strokes: rules of tables, not strokes of characters.

    ``ink``: the picture's, when it is known.
    """
    ink = ink_of(grey) if ink is None else ink
    long_v = max(20, round(dpi * 0.30))  # 7.6 mm: taller than a character of a 二号 title
    long_h = max(30, round(dpi * 0.45))
    vertical = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((long_v, 1), np.uint8))
    horizontal = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, long_h), np.uint8))
    return np.asarray(vertical, dtype=np.uint8), np.asarray(horizontal, dtype=np.uint8)


def rules_under(
    image: Image, found: tuple[Image, Image], boxes: Sequence[tuple[int, int, int, int]], dpi: float
) -> tuple[Image, Image]:
    """The rules ``found`` with the level ones that run under the seals in ``boxes`` of ``image`` (RGB, seals on it).

    Where a seal's ink was taken off, what is left of a rule has gaps, and the cells above and below it would run
    together. A seal's own strokes do no harm: none is level, long, and joined to the rules of a table.
    """
    upright, level = found
    if not boxes or not level.any():
        return found
    level = level.copy()
    margin = round(dpi)  # a rule is told by its length, which a seal's box cuts
    for box in boxes:
        x0, y0, x1, y1 = (max(0, v) for v in box)
        left, top = max(0, x0 - margin), max(0, y0 - _AROUND)
        part = image[top : y1 + _AROUND, left : x1 + margin]
        if min(part.shape[:2]) < _AROUND:
            continue
        own = rules(np.asarray(cv2.cvtColor(part, cv2.COLOR_RGB2GRAY), dtype=np.uint8), dpi)[1]
        own = own[y0 - top :, x0 - left :]
        under = level[y0:y1, x0:x1]
        under |= own[: under.shape[0], : under.shape[1]]
    return upright, level


def cut_at_rules(quads: list[Quad], vertical: Image, grey: Image | None = None) -> list[Quad]:
    """Split every quadrilateral where a vertical rule crosses it, so that cells side by side never share a line.

    ``grey``: the picture, which tells light print on a dark ground: what is dark between its characters is no rule.
    """
    out: list[Quad] = []
    high, wide = vertical.shape
    for quad in quads:
        x0, x1 = int(max(0, quad[:, 0].min())), int(min(wide, quad[:, 0].max() + 1))
        y0, y1 = int(max(0, quad[:, 1].min())), int(min(high, quad[:, 1].max() + 1))
        tall = y1 - y0
        if x1 - x0 < 8 or tall < 4 or not vertical[y0:y1, x0:x1].any():
            out.append(quad)
            continue
        beyond = max(2, round(0.2 * tall))
        low, high_end = max(0, y0 - beyond), min(high, y1 + beyond)
        # on a page that lies askew a rule leaves each column after a part of the line's height
        lean = 1 + round(_LEAN * tall)
        left = max(0, x0 - lean)
        part = vertical[low:high_end, left : x1 + lean]
        crossing, closing = _rules_across(part, y0 - low, high_end - y1, lean, left - x0)
        inner = 0.4 * tall
        cuts = [r for r in crossing if r[0] > inner and r[1] < (x1 - x0) - inner]
        # a rule at an end is no place to cut, but none of the line either: it was read as ☑, 1 or |
        first = max((r[1] + 2 for r in closing if r[0] <= inner), default=0)
        last = min((r[0] - 1 for r in closing if r[1] >= (x1 - x0) - inner), default=x1 - x0)
        if not cuts and first == 0 and last == x1 - x0:
            out.append(quad)
            continue
        if grey is not None and _light_on_dark(grey[y0:y1, x0:x1]):
            out.append(quad)
            continue
        span = float(quad[:, 0].max() - quad[:, 0].min()) or 1.0
        starts = [first, *(r[1] + 2 for r in cuts)]
        stops = [*(r[0] - 1 for r in cuts), last]
        for a, b in zip(starts, stops, strict=True):
            if b - a >= 0.35 * tall:
                out.append(_slice(quad, a / span, min(1.0, b / span)))
    return out


def _light_on_dark(part: Image) -> bool:
    low, high = np.percentile(part, (5, 95))
    dark = part < (low + high) / 2
    edge = max(1, round(_EDGE * len(dark)))
    return bool(dark.mean() > _GROUND and min(dark[:edge].mean(), dark[-edge:].mean()) > _GROUND_EDGE)


def _rules_across(
    part: Image, above: int, below: int, lean: int, start: int
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The first and last columns of the rules in ``part``, a line's piece of the mask of vertical rules.

    ``above``, ``below``: how many rows of ``part`` are not the line's; ``lean``: how many columns a rule may lean;
    ``start``: what the first column is called. First those that go on above and below the line, which the strokes of a
    title's large characters do not; then, with those, what goes on above or below only: the rules of a table's first
    and last row.
    """
    tall = len(part) - above - below
    near = cv2.dilate(part, np.ones((1, 2 * lean + 1), np.uint8)) > 0
    whole = near.mean(axis=0) > 0.93
    own = near[above : above + tall].mean(axis=0)
    reaches = [near[:above].mean(axis=0) > 0.9] if above else []
    reaches += [near[above + tall :].mean(axis=0) > 0.9] if below else []
    ending = (own > _MOST_OF_LINE) & np.any(reaches, axis=0) if reaches else whole
    return _runs(whole, part, lean, start), _runs(whole | ending, part, lean, start)


def _runs(columns: npt.NDArray[np.bool_], part: Image, lean: int, begin: int) -> list[tuple[int, int]]:
    """The first and last columns, counted from ``begin``, of the ink in ``part`` near each run of ``columns``."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], columns, [False]]).astype(np.int8)))
    inked = (part > 0).mean(axis=0) > _SPECK
    out = []
    for start, end in zip(edges[0::2], edges[1::2], strict=True):
        low = max(0, int(start) - lean)
        there = np.flatnonzero(inked[low : int(end) + lean])
        if len(there):
            out.append((begin + low + int(there[0]), begin + low + int(there[-1])))
    return out


def _slice(quad: Quad, start: float, end: float) -> Quad:
    """The part of ``quad`` between two fractions of its width."""
    tl, tr, br, bl = quad
    return np.array(
        [tl + (tr - tl) * start, tl + (tr - tl) * end, bl + (br - bl) * end, bl + (br - bl) * start], dtype=np.float32
    )


def straighten(image: Image, quad: Quad) -> Image:
    """The crop of one line, rectified; lines that stand upright (taller than 1.8 times their width) are turned."""
    tl, tr, br, bl = quad
    wide = max(4, round(float(max(np.linalg.norm(tr - tl), np.linalg.norm(br - bl)))))
    high = max(4, round(float(max(np.linalg.norm(bl - tl), np.linalg.norm(br - tr)))))
    target = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(quad.astype(np.float32), target)
    crop = cv2.warpPerspective(image, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    if high > 1.8 * wide and high > 60:
        crop = np.rot90(crop)
    return np.ascontiguousarray(crop)
