"""Boxes that a detector drew down a column of single characters: 男 女 女 of three rows, no word of three characters.

Rows of a compact table leave no more white between two characters of one column than a label that is written downwards
(审核意见) leaves between its own. What tells them apart is what stands beside them: a level rule goes through between
two rows, and without rules each of the characters has a line of its row beside it, which those of a label have not.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.read.ocr.detect import Quad
from tfdocs.read.ocr.stacked import ABOVE, BELOW, stacked_rows, stand_apart

Image = npt.NDArray[np.uint8]
Row = tuple[int, int, int, int]  # x0, y0, x1, y1 in pixels

_TALL = 1.3  # height over width
_BEYOND = 0.3  # of its width, by which a rule between cells reaches beyond a character
_CROSSES = 0.93
_LEAN = 0.03  # of a box's width: 1.7 degrees
_LEAST_ROW = 0.3  # of its width: what is left of a box beside a rule is no row
_LEVEL = 0.25  # of the distance between two characters
_SAME_SIZE = 1.7  # heights of two characters of one row
_SHARE = 0.6  # of the characters have a line of their row beside them
_MARGIN = 0.08  # of its height, around a character
_LEAST_SIDE = 8  # pixels
_LONE = 1.6  # width over height up to which a box may hold a single character
_STRIPS = (3, 6)  # widths of a character: how far beside it
_WHITE = 0.8  # of the rows between its characters are white there too
# A mark beside a character, in heights: its width, what is white before and behind it, and what is not looked at above
# and below, where those of the next rows may reach in.
_MARK, _GAP_BEFORE, _GAP_BEHIND, _INNER = 0.6, 0.5, 0.25, 0.1
_BOXED, _NEXT = 1.1, 1.6  # heights: the box that a detector draws around one; from one row to the next
_OFF = 0.12  # of a step: where it must be white above and below a character that goes on with a column
_ALONG = 3.0  # heights of a line that is as wide
_SPECK = 2  # pixels of a row
_HIGHER, _FEW = 1.25, 4  # of the median height, of so many characters
_REMNANT = 0.5  # of the character's height
_NARROW, _REACH = 0.95, 0.6  # of the box's height: its width, and what is looked at beside it


def cut_at_level_rules(quads: Sequence[Quad], level: Image) -> list[Quad]:
    """``quads`` with the tall ones cut where a level rule goes through, ends cut off that lie on one.

    ``level``: mask (0/255, H x W) of the page's level rules.
    """
    out: list[Quad] = []
    for quad in quads:
        x0, y0, x1, y1 = _bounds(quad, level)
        wide, high = x1 - x0, y1 - y0
        if wide < 8 or high < _TALL * wide:
            out.append(quad)
            continue
        beyond = max(2, round(_BEYOND * wide))
        part = level[y0:y1, max(0, x0 - beyond) : x1 + beyond]
        lean = 1 + round(_LEAN * wide)
        near = cv2.dilate(part, np.ones((2 * lean + 1, 1), np.uint8)) > 0
        across = near.mean(axis=1) > _CROSSES
        if not across.any():
            out.append(quad)
            continue
        edges = np.flatnonzero(np.diff(np.concatenate([[True], across, [True]]).astype(np.int8)))
        out += [
            _box(x0, y0 + int(a), x1, y0 + int(b), quad)
            for a, b in zip(edges[0::2], edges[1::2], strict=True)
            if b - a >= _LEAST_ROW * wide
        ]
    return out


def single_characters(quads: Sequence[Quad], ink: Image, level: Image, rules: Image) -> list[Quad]:
    """``quads`` with those of single characters drawn around all of the character, and of nothing else.

    ``ink``: the page's (0/255, H x W), ``level`` its level rules, ``rules`` all of them. The lower half of the 八 above
    a 男 was read before it; of 丁 the detector had the hook alone.
    """
    bounds = np.array([_bounds(q, ink) for q in quads], dtype=np.int64).reshape(-1, 4)
    out: list[Quad] = []
    for n, quad in enumerate(quads):
        x0, y0, x1, y1 = bounds[n].tolist()
        if min(x1 - x0, y1 - y0) < _LEAST_SIDE or x1 - x0 > _LONE * (y1 - y0):
            out.append(quad)
            continue
        near = (bounds[:, 0] < x1) & (x0 < bounds[:, 2]) & (bounds[:, 1] < y1) & (y0 < bounds[:, 3])
        near[n] = False
        low, high = _own_rows(ink, level, (x0, y0, x1, y1), bounds[near]) if near.any() else (y0, y1)
        left, right = _whole(ink, rules, (x0, low, x1, high), np.delete(bounds, n, axis=0))
        same = (left, low, right, high) == (x0, y0, x1, y1)
        out.append(quad if same else _box(left, low, right, high, quad))
    return out


def _own_rows(ink: Image, level: Image, box: Row, beside: npt.NDArray[np.int64]) -> tuple[int, int]:
    """The first row and the end of what is the box's own: not what goes on beyond its edge in another's, and is low."""
    x0, y0, x1, y1 = box
    top, bottom = max(0, y0 - 2), min(len(ink), y1 + 2)
    inked = ((ink[top:bottom, x0:x1] > 0) & (level[top:bottom, x0:x1] == 0)).sum(axis=1) >= _SPECK
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inked[y0 - top : y1 - top], [False]]).astype(np.int8)))
    spans = list(zip(edges[0::2].tolist(), edges[1::2].tolist(), strict=True))
    if len(spans) < 2:
        return y0, y1
    highest = max(b - a for a, b in spans)
    (first, end_of_first), (last, end) = spans[0], spans[-1]
    low, high = y0, y1
    above = (beside[:, 1] < y0) & (beside[:, 3] >= y0 + end_of_first)
    if first == 0 and inked[: y0 - top].all() and end_of_first < _REMNANT * highest and above.any():
        low = y0 + (end_of_first + spans[1][0]) // 2
    below = (beside[:, 3] > y1) & (beside[:, 1] <= y0 + last)
    if end == y1 - y0 and inked[y1 - top :].all() and end - last < _REMNANT * highest and below.any():
        high = y0 + (spans[-2][1] + last) // 2
    return low, high


def _whole(ink: Image, rules: Image, box: Row, others: npt.NDArray[np.int64]) -> tuple[int, int]:
    """The first column and the end of the ink that the sides of a box narrower than high cut through."""
    x0, y0, x1, y1 = box
    reach = round(_REACH * (y1 - y0))
    if x1 - x0 > _NARROW * (y1 - y0):
        return x0, x1
    left, right = max(0, x0 - reach), min(ink.shape[1], x1 + reach)
    part = ((ink[y0:y1, left:right] > 0) & (rules[y0:y1, left:right] == 0)).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    first, end = x0, x1
    for label in range(1, count):
        a, wide = int(stats[label, cv2.CC_STAT_LEFT]), int(stats[label, cv2.CC_STAT_WIDTH])
        a, b = left + a, left + a + wide
        if a <= left or b >= right or not (labels[:, x0 - left : x1 - left] == label).any():
            continue  # it goes on and on, or is none of the box's
        first, end = min(first, a - 2), max(end, b + 2)
    taken = (others[:, 1] < y1) & (y0 < others[:, 3]) & (others[:, 0] < end) & (first < others[:, 2])
    return (x0, x1) if taken.any() else (first, end)


def part_rows(
    quads: Sequence[Quad], image: Image, ink: Image, rules: tuple[Image, Image]
) -> tuple[list[Quad], list[list[Row]]]:
    """``quads`` with a quadrilateral for each character of a column whose characters belong to the rows beside it.

    ``image``: RGB (H x W x 3); ``ink``: 0/255 (H x W); ``rules``: masks of its upright rules, behind which is another
    cell, and of the level ones. Also what ``stacked_rows`` finds in each: the characters of those written downwards.
    """
    vertical, level = rules
    either = np.asarray(cv2.bitwise_or(vertical, level), dtype=np.uint8)
    stacks = [stacked_rows(image, quad, either) for quad in quads]
    if not any(stacks):
        return list(quads), stacks
    slope = slope_of(quads)
    upright = _written_upright(quads, stacks)
    marks = [
        (n, row, bool(stack))
        for n, (quad, stack) in enumerate(zip(quads, stacks, strict=True))
        for row in (stack or [_bounds(quad, vertical)])
    ]
    out: list[Quad] = []
    kept: list[list[Row]] = []
    parted: list[int] = []
    bounds = np.array([_bounds(q, ink) for q in quads], dtype=np.int64)
    for n, (quad, stack) in enumerate(zip(quads, stacks, strict=True)):
        if stack and (
            _of_rows(stack, [m for m in marks if m[0] != n], slope, vertical, upright)
            or ((upright or stand_apart(stack)) and _inked_rows(stack, ink, vertical, level, slope))
        ):
            stack = _going_on(_cut_to_size(stack), np.delete(bounds, n, axis=0), ink, level)
            parts = [_box(*row, quad) for row in _with_margins(stack, len(ink))]
            parted += range(len(out), len(out) + len(parts))
            out += parts
            kept += [[] for _ in parts]
        else:
            out.append(quad)
            kept.append(stack)
    return _with_marks(out, kept, parted, ink, vertical) if parted else (out, kept)


def _going_on(stack: list[Row], others: npt.NDArray[np.int64], ink: Image, level: Image) -> list[Row]:
    """``stack`` and what stands a step above or below it in no box of ``others``: the 一 of 一 二 三 is hardly seen."""
    step = round(float(np.median([_middle(b) - _middle(a) for a, b in pairwise(stack)])))
    out = list(stack)
    x0, x1 = min(r[0] for r in stack), max(r[2] for r in stack)
    # the box may have cut through what stands there, and what it has of it is in the first row or the last
    first = float(np.median([_middle(row) - n * step for n, row in enumerate(stack)]))
    for way, place in ((-1, first), (1, first + (len(stack) - 1) * step)):
        end = round(place)
        while True:
            end += way * step
            top, bottom = end - step // 2, end + step // 2
            taken = (others[:, 0] < x1) & (x0 < others[:, 2]) & (others[:, 1] < end) & (end < others[:, 3])
            if top < step // 4 or bottom > len(ink) - step // 4 or taken.any() or (level[top:bottom, x0:x1] > 0).any():
                break
            margin = round(_OFF * step)
            inked = (ink[max(0, top - margin) : bottom + margin, x0:x1] > 0).sum(axis=1) >= _SPECK
            rows = np.flatnonzero(inked[margin : margin + bottom - top])
            outer = inked[: 2 * margin] if way < 0 else inked[-2 * margin :]
            part = ink[top:bottom, x0:x1] > 0
            if (part[:, :_SPECK].any(axis=1) & part[:, -_SPECK:].any(axis=1)).any():
                break  # a rule, too aslant for the mask of rules
            # nothing, or strokes of what stands beyond it
            if len(rows) < _SPECK or outer.all() or abs((rows[0] + rows[-1] + 1) / 2 - step / 2) > _LEVEL * step:
                break
            row = (x0, top, x1, bottom)
            if way < 0:
                out = [row, (x0, max(bottom, out[0][1]), x1, out[0][3]), *out[1:]]
            else:
                out = [*out[:-1], (x0, out[-1][1], x1, min(top, out[-1][3])), row]
    return out


def _with_marks(
    quads: list[Quad], stacks: list[list[Row]], parted: Sequence[int], ink: Image, vertical: Image
) -> tuple[list[Quad], list[list[Row]]]:
    """``quads`` with those of ``parted`` (places) drawn out to the mark beside them that their column's box left out.

    The 、 of 一、 二、 三、, and halves of （ and ）. A box of such a mark alone is left out with its stack.
    """
    bounds = np.array([_bounds(q, ink) for q in quads], dtype=np.int64)
    gone: set[int] = set()
    for n in _in_columns(bounds, parted):
        x0, y0, x1, y1 = bounds[n].tolist()
        high = y1 - y0
        for side in (-1, 1):
            reach = _mark_beside(ink, vertical, (x0, y0, x1, y1), side)
            if not reach:
                continue
            a, b = (x0 - reach, x0) if side < 0 else (x1, x1 + reach)
            level = np.minimum(bounds[:, 3], y1) - np.maximum(bounds[:, 1], y0) > high / 3
            over = np.flatnonzero(level & (bounds[:, 0] < b) & (bounds[:, 2] > a))
            over = over[(over != n) & ~np.isin(over, list(gone))]
            ends = bounds[over, 2] - b if side > 0 else a - bounds[over, 0]
            small = (bounds[over, 2] - bounds[over, 0] < _BOXED * high) & (ends < _GAP_BEFORE * high)
            if not (small & ~np.isin(over, parted)).all():
                continue  # it is another line's
            gone.update(over.tolist())
            x0, x1 = min(x0, a), max(x1, b)
        if (x0, x1) != (bounds[n, 0], bounds[n, 2]):
            quads[n] = _box(x0, y0, x1, y1, quads[n])
    kept = [n for n in range(len(quads)) if n not in gone]
    return [quads[n] for n in kept], [stacks[n] for n in kept]


def _in_columns(bounds: npt.NDArray[np.int64], parted: Sequence[int]) -> list[int]:
    """``parted`` and what goes on with their columns: of the same height and width, the next one above or below."""
    out = list(parted)
    for n in parted:
        x0, y0, x1, y1 = bounds[n].tolist()
        high = y1 - y0
        tall = bounds[:, 3] - bounds[:, 1]
        alike = (tall < _SAME_SIZE * high) & (high < _SAME_SIZE * tall)
        across = np.minimum(bounds[:, 2], x1) - np.maximum(bounds[:, 0], x0)
        wide = np.maximum(bounds[:, 2] - bounds[:, 0], x1 - x0)
        near = np.abs((bounds[:, 1] + bounds[:, 3] - y0 - y1) / 2) < _NEXT * high
        out += [k for k in np.flatnonzero(alike & near & (across > _SHARE * wide)).tolist() if k not in out]
    return out


def _mark_beside(ink: Image, vertical: Image, box: Row, side: int) -> int:
    """How many pixels beyond the left (``side`` -1) or right (1) edge of ``box`` a mark by itself ends; 0: none."""
    x0, y0, x1, y1 = box
    high = y1 - y0
    inner = round(_INNER * high)
    rows = slice(y0 + inner, y1 - inner)
    far = round((_GAP_BEFORE + _MARK + _GAP_BEHIND) * high)
    beyond = slice(max(0, x0 - far), x0) if side < 0 else slice(x1, x1 + far)
    part = ink[rows, beyond] > 0
    if part.shape[1] < far or not part.size or vertical[rows, beyond].any():
        return 0
    inked = np.asarray(part.any(axis=0))[::side]
    first = int(inked.argmax())
    if not inked[first] or first > _GAP_BEFORE * high:
        return 0
    white = np.flatnonzero(~inked[first:])
    if not len(white):
        return 0
    end = first + int(white[0])
    if end - first > _MARK * high or inked[end : end + round(_GAP_BEHIND * high)].any():
        return 0
    return end + 2 if end - first >= _SPECK else 0


def _cut_to_size(stack: list[Row]) -> list[Row]:
    """The characters of a column with the first and last of them no higher than most: a line beside them reaches in."""
    most = round(_HIGHER * float(np.median([y1 - y0 for _, y0, _, y1 in stack])))
    (ax, ay, bx, by), (cx, cy, dx, dy) = stack[0], stack[-1]
    if len(stack) < _FEW:
        return stack
    return [(ax, max(ay, by - most), bx, by), *stack[1:-1], (cx, cy, dx, min(dy, cy + most))]


def _written_upright(quads: Sequence[Quad], stacks: Sequence[list[Row]]) -> bool:
    """Whether a page is written in rows: there columns beside each other are those of a list or table."""
    along = sum(np.linalg.norm(tr - tl) > _ALONG * np.linalg.norm(bl - tl) for tl, tr, _, bl in quads)
    return bool(along >= sum(map(bool, stacks)))


def _of_rows(
    stack: Sequence[Row], others: Sequence[tuple[int, Row, bool]], slope: float, vertical: Image, upright: bool
) -> bool:
    """Whether most characters of a column have a line of their own row beside them, behind no rule.

    ``upright``: whether the page is written in rows. Close columns beside each other are vertical writing elsewhere.
    """
    pitch = float(np.median([_middle(b) - _middle(a) for a, b in pairwise(stack)]))
    loose = upright or stand_apart(list(stack))
    level = 0
    for row in stack:
        x0, y0, x1, y1 = row
        for _, other, downwards in others:
            if downwards and not loose:
                continue  # columns of vertical writing
            high = other[3] - other[1]
            if not 1 / _SAME_SIZE < high / max(1, y1 - y0) < _SAME_SIZE and not downwards:
                continue
            fall = slope * ((other[0] + other[2]) - (x0 + x1)) / 2
            if abs(_middle(other) - _middle(row) - fall) > _LEVEL * pitch:
                continue
            left, right = (other[2], x0) if other[0] < x0 else (x1, other[0])
            if right > left and not (vertical[y0:y1, left:right].mean(axis=0) > _CROSSES * 255).any():
                level += 1
                break
    return level >= max(2.0, _SHARE * len(stack))


def _inked_rows(stack: Sequence[Row], ink: Image, vertical: Image, level: Image, slope: float) -> bool:
    """Whether ink that no box lies around stands beside most characters of a column, and none beside its white.

    The 一、 二、 三、 before single characters are passed over by detectors.
    """
    x0, x1 = min(r[0] for r in stack), max(r[2] for r in stack)
    wide = x1 - x0
    near = max(1, round(_LEVEL / 2 * float(np.median([_middle(n) - _middle(p) for p, n in pairwise(stack)]))))
    for times in _STRIPS:
        for left, right in ((x0 - times * wide, x0 - 2), (x1 + 2, x1 + times * wide)):
            a, b = max(0, left), min(ink.shape[1], right)
            fall = round(slope * ((a + b) - (x0 + x1)) / 2)
            top, bottom = max(0, stack[0][1] + fall), min(len(ink), stack[-1][3] + fall)
            if b - a < wide or bottom - top < wide:
                continue
            ruled = np.flatnonzero(vertical[top:bottom, a:b].mean(axis=0) > _CROSSES * 255 / 2)
            if len(ruled):  # no further than the cell
                a, b = (a + int(ruled[-1]) + 2, b) if right < x1 else (a, a + int(ruled[0]) - 1)
            if b - a < wide / 2:
                continue
            bare = ((ink[top:bottom, a:b] > 0) & (level[top:bottom, a:b] == 0)).astype(np.uint8)
            # rows set solid leave no white between them that is level on a page that is not
            straight = np.array([[1, 0, 0], [-slope, 1, slope * (b - a) / 2]])
            laid = cv2.warpAffine(bare, straight, bare.shape[::-1], flags=cv2.INTER_NEAREST)
            inked = laid.sum(axis=1) >= _SPECK
            rows = [inked[max(0, r[1] + fall - top) : max(0, r[3] + fall - top)].any() for r in stack]
            whites = [(p[3] + n[1]) // 2 + fall - top for p, n in pairwise(stack)]
            white = [not inked[max(0, w - near) : w + near + 1].all() for w in whites]
            if sum(rows) >= max(2.0, _SHARE * len(rows)) and sum(white) >= _WHITE * len(white):
                return True
    return False


def _middle(row: Row) -> float:
    return (row[1] + row[3]) / 2


def _with_margins(stack: Sequence[Row], end: int) -> list[Row]:
    """The characters of a column with some paper above and below, and nothing of the next one; ``end``: the page's."""
    tops = [y0 for _, y0, _, _ in stack]
    bottoms = [y1 for _, _, _, y1 in stack]
    out = []
    for n, (x0, y0, x1, y1) in enumerate(stack):
        margin = round(_MARGIN * (y1 - y0))
        above = (bottoms[n - 1] - BELOW + y0 + ABOVE) // 2 if n else 0
        below = (y1 - BELOW + tops[n + 1] + ABOVE + 1) // 2 if n + 1 < len(stack) else end
        out.append((x0, max(above, y0 - margin), x1, min(below, y1 + margin)))
    return out


def slope_of(quads: Sequence[Quad]) -> float:
    """By how much the page's rows fall to the right, by its long lines."""
    slopes = [
        float(tr[1] - tl[1] + br[1] - bl[1]) / float(tr[0] - tl[0] + br[0] - bl[0])
        for tl, tr, br, bl in quads
        if np.linalg.norm(tr - tl) > 4 * np.linalg.norm(bl - tl) and tr[0] - tl[0] + br[0] - bl[0] > 0
    ]
    return float(np.median(slopes)) if slopes else 0.0


def _bounds(quad: Quad, page: Image) -> Row:
    high, wide = page.shape[:2]
    x0, y0 = (int(max(0, v)) for v in quad.min(axis=0))
    return x0, y0, int(min(wide, quad[:, 0].max() + 1)), int(min(high, quad[:, 1].max() + 1))


def _box(x0: float, y0: float, x1: float, y1: float, like: Quad) -> Quad:
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], dtype=like.dtype)
