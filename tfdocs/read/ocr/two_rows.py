"""Boxes that a detector laid over two close rows: 性别 with the 男 below it, twice as high as what stands beside.

Compact tables have less white between two rows than a detector parts. Where most boxes beside one stand in two rows,
and it reaches over both, with hardly any ink between them, it is two lines.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.read.ocr.detect import Quad
from tfdocs.read.ocr.downwards import slope_of

Image = npt.NDArray[np.uint8]

_HIGHER = (1.6, 2.6)  # heights of the page's lines
# Of its own heights: a longer line is a title's or a stain's, a narrower one is written downwards or lies on its side.
_WIDE = (0.6, 3.0)
_BESIDE = 12.0  # heights of the page's lines, on either side
_LEVEL = 0.3  # heights between the middles of a half and of a line of its row
_EACH = 2  # lines that stand beside either half
_CROSSING = 1.3  # heights of the page's lines: what is no higher stands in one row
_MIDDLE = (0.3, 0.7)  # of the box's height, where its rows part
# Of a label in a cell of its own, 主要 above 业绩: heights of the page's lines to the cell's rules on both sides; how
# much of its height they run along; a row's height in those heights, and its width in its own; of the box's width what
# a level rule in it inks, and the pixels of its edges.
_IN_CELL, _RULED = 8.0, 0.8
_CHARACTER, _CHARACTERS = (0.45, 1.05), 1.7
_RULE, _EDGE = 0.8, 2
_AT_RULE = 6  # pixels from where the ink of a rule that leans begins to all of it
_WHITE = 0.12  # of the ink of a row of its halves
_STRAIGHT = 2.0  # pixels by which a row falls within a box that is as good as level


def cut_at_rows(quads: Sequence[Quad], ink: Image, upright: Image | None = None) -> list[Quad]:
    """``quads`` with those parted that reach over two rows of print.

    ``ink``: 0/255 (H x W), of their page; ``upright``: the mask of its upright rules, where it is known.
    """
    if len(quads) < 2 * _EACH + 1:
        return list(quads)
    bounds = np.array([(*q.min(axis=0), *q.max(axis=0)) for q in quads])
    x0, y0, x1, y1 = bounds.T
    heights = y1 - y0
    usual = float(np.median(heights))
    middles = (y0 + y1) / 2
    single = heights < _CROSSING * usual
    slope = slope_of(quads)
    out: list[Quad] = []
    for n, quad in enumerate(quads):
        wide = x1[n] - x0[n]
        fall = slope * wide if abs(slope * wide) >= _STRAIGHT else 0.0
        tall = heights[n] - abs(fall)
        if not _HIGHER[0] * usual <= tall <= _HIGHER[1] * usual or not _WIDE[0] * tall <= wide <= _WIDE[1] * tall:
            out.append(quad)
            continue
        own = _straight(ink, bounds[n], fall)
        white = None if _is_narrow(ink, bounds[n]) else _white_row(own)
        if white is None:
            out.append(quad)
            continue
        at = int(max(0, y0[n])) + white
        near = single & (np.maximum(x0 - x1[n], x0[n] - x1) < _BESIDE * usual) & ((x1 <= x0[n]) | (x0 >= x1[n]))
        halves = ((y0[n] + at) / 2, (at + y1[n]) / 2)
        falls = slope * ((x0 + x1) - (x0[n] + x1[n])) / 2  # rows of a photograph stand lower at one of their ends
        level = [int((near & (np.abs(middles - falls - half) < _LEVEL * usual)).sum()) for half in halves]
        if min(level) < _EACH and not (
            upright is not None
            and _in_cell(upright, ink, bounds[n], _IN_CELL * usual)
            and _two_by_two(own, white, usual)
        ):
            out.append(quad)
            continue
        left, right = max(0.0, -fall), max(0.0, fall)
        above, below = _between_rules(own, white)
        parts = (
            (
                (y0[n] + max(left, above - fall / 2), y0[n] + max(right, above + fall / 2)),
                cut := (at - fall / 2, at + fall / 2),
            ),
            (cut, (y1[n] - max(right, below + fall / 2), y1[n] - max(left, below - fall / 2))),
        )
        for top, bottom in parts:
            corners = [[x0[n], top[0]], [x1[n], top[1]], [x1[n], bottom[1]], [x0[n], bottom[0]]]
            out.append(np.array(corners, dtype=quad.dtype))
    return out


def _between_rules(inked: npt.NDArray[np.bool_], white: float) -> tuple[float, float]:
    """How many rows of a box's ink belong to its cell's rule above, and how many to the one below.

    Through one that leans no level stroke may be seen in the middle of a row: it would be struck out.
    """
    ruled = np.flatnonzero(inked.mean(axis=1) > _RULE)
    above, below = ruled[ruled < white / 2], ruled[ruled > (white + len(inked)) / 2]
    return float(above[-1] + _EDGE if len(above) else 0), float(len(inked) - below[0] + _EDGE if len(below) else 0)


def _in_cell(upright: Image, ink: Image, box: npt.NDArray[np.floating], near: float) -> bool:
    """Whether an upright rule stands on both sides of ``box``: near it on one, and near or behind bare paper on the
    other, as in a cell that is wide because of the tables in the one beside it."""
    x0, y0, x1, y1 = (int(max(0, v)) for v in box)
    middle = slice((3 * y0 + y1) // 4, max((3 * y0 + y1) // 4 + 1, (y0 + 3 * y1) // 4))

    def ruled(left: float, right: float) -> bool:
        return bool((upright[middle, max(0, int(left)) : int(right)] > 0).any(axis=1).mean() > _RULED)

    def bare_to_rule(step: int) -> bool:
        beyond = ink[middle, x1 + _EDGE :] if step > 0 else ink[middle, : max(0, x0 - _EDGE)][:, ::-1]
        inked = np.flatnonzero((beyond > 0).any(axis=0))
        if not len(inked):
            return False
        first = x1 + _EDGE + int(inked[0]) if step > 0 else x0 - _EDGE - int(inked[0])
        return ruled(first - _AT_RULE, first + _AT_RULE + 1)

    before, behind = ruled(x0 - round(near), x0), ruled(x1, x1 + round(near))
    return (before and behind) or (before and bare_to_rule(1)) or (behind and bare_to_rule(-1))


def _two_by_two(inked: npt.NDArray[np.bool_], at: float, usual: float) -> bool:
    """Whether both rows of a box's ink, which part at ``at``, are two characters and more of the page's usual size."""
    for top, bottom in ((0, int(at)), (int(at), len(inked))):
        part = inked[top:bottom].copy()
        ruled = np.flatnonzero(part.mean(axis=1) > _RULE)
        if len(ruled) and top == 0:  # behind the cell's own rule, and its blurred edge, stands another cell
            part[: int(ruled[-1]) + _EDGE + 1] = False
        elif len(ruled):
            part[max(0, int(ruled[0]) - _EDGE) :] = False
        columns, rows = np.flatnonzero(part.any(axis=0)), np.flatnonzero(part.any(axis=1))
        if not len(columns):
            return False
        wide, tall = columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1
        if not _CHARACTER[0] * usual <= tall <= _CHARACTER[1] * usual or wide < _CHARACTERS * tall:
            return False
        middle = part[:, columns[0] + wide // 4 : columns[0] + wide - wide // 4]
        if np.asarray(middle.any(axis=0)).all():
            return False  # one character's half
    return True


def _is_narrow(ink: Image, box: npt.NDArray[np.floating]) -> bool:
    """Whether what is drawn in ``box`` is as narrow as one character: 学 above 会 with paper beside them."""
    x0, y0, x1, y1 = (int(max(0, v)) for v in box)
    part = ink[y0:y1, x0:x1] > 0
    columns, rows = np.flatnonzero(part.any(axis=0)), np.flatnonzero(part.any(axis=1))
    return bool(len(columns)) and columns[-1] - columns[0] + 1 < _WIDE[0] * (rows[-1] - rows[0] + 1)


def _straight(ink: Image, box: npt.NDArray[np.floating], fall: float) -> npt.NDArray[np.bool_]:
    """What is inked in ``box``, its rows laid level, which fall by ``fall`` pixels over its width."""
    x0, y0, x1, y1 = (int(max(0, v)) for v in box)
    part = ink[y0:y1, x0:x1] > 0
    if not fall or not part.size:
        return np.asarray(part, dtype=np.bool_)
    slope = fall / part.shape[1]
    level = np.array([[1, 0, 0], [-slope, 1, slope * part.shape[1] / 2]])
    return np.asarray(cv2.warpAffine(part.astype(np.uint8), level, part.shape[::-1], flags=cv2.INTER_NEAREST) > 0)


def _white_row(part: npt.NDArray[np.bool_]) -> float | None:
    """The row in the middle of the ink ``part`` of a box that has hardly any, where there is one."""
    if min(part.shape, default=0) < 8:
        return None
    rows = part.sum(axis=1)
    low, high = (round(share * len(rows)) for share in _MIDDLE)
    full = float(np.median(rows[rows > 0])) if rows.any() else 0.0
    least = int(rows[low:high].min())
    if least > _WHITE * full:
        return None
    at = np.flatnonzero(rows[low:high] == least)
    return float(low + at[len(at) // 2])
