"""Square seals where there is no colour to go by: a heavy frame that closes, with a few characters that fill it.

Cells of tables and boxed words have frames too. Theirs are thinner or go on beyond the corners, and what they hold is
smaller than the box.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.read.ocr.seal_squares import COARSE_DPI, closed_squares

Image = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

MM = 1 / 25.4  # inch
_FINE_DPI = 200.0
_SMALLEST, _LARGEST = 11.0, 28.0  # mm: name seals from 12, those of legal representatives to 25
_SIDE_SEEN = 0.74  # of a side that has ink: a worn frame has 0.8, prose 0.5
_LEAST_THICK = 0.50  # mm, and a quarter of a pixel: seals' frames are 0.6 to 1.2, rules of tables 0.2 to 0.35
# Of the eight ends of the frame's sides: so many that go on beyond a corner are a table's rules. In prose the lines of
# print beside a heavy even frame may seem to go on too, and none of its sides is straight there.
_GO_ON, _GO_ON_EVEN = 5, 6
_THICKEST_RULE, _STRAIGHT = 13, 3  # of the 240 pixels that a side is brought to
_MOST_THICK = 0.085  # of the side
_UNEVEN = 2.2  # times that the thickest side is the thinnest
_OUTSIDE = 0.30  # ink just beyond the frame: tables and print on three sides of four have less beside a seal
_OUTSIDE_MEAN, _OUTSIDE_WHOLE = 0.22, 0.30  # the same on the mean of the four sides
_WHOLE_SEEN, _WHOLE_EVEN = 0.95, 1.3  # what makes a frame whole: each side's share of ink, the thickest to the thinnest
# Two characters side by side begin ink up to seven times in a row, codes and small print more often. In a heavy even
# frame lines of print under the seal may add to that; twenty characters in a box of such a frame have 8.1 and more.
_MOST_CHANGES, _MOST_CHANGES_EVEN, _EVEN_SEEN = 7.5, 8.0, 0.78


@dataclass(frozen=True, slots=True)
class Frame:
    """Corners in pixels, from the upper left, clockwise; ``carved``: the characters are white on ink."""

    corners: tuple[tuple[float, float], ...]
    carved: bool

    @property
    def box(self) -> tuple[float, float, float, float]:
        xs, ys = [c[0] for c in self.corners], [c[1] for c in self.corners]
        return min(xs), min(ys), max(xs), max(ys)


def find_frames(ink: Image, dpi: float) -> list[Frame]:
    """Square seals on a page. ``ink``: 0/255 (H x W) at ``dpi``."""
    coarse = cv2.resize(ink, None, fx=COARSE_DPI / dpi, fy=COARSE_DPI / dpi, interpolation=cv2.INTER_AREA)
    scale = min(1.0, _FINE_DPI / dpi)
    fine = np.asarray(cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    found: list[Frame] = []
    k = scale * dpi / COARSE_DPI
    least, most = (round(v * MM * COARSE_DPI) for v in (_SMALLEST, _LARGEST))
    for x, y, side in closed_squares(np.asarray(coarse, dtype=np.uint8), least, most):
        frame = _fitted(fine, x * k, y * k, side * k, scale * dpi)
        if frame is None:
            continue
        corners = tuple((cx / scale, cy / scale) for cx, cy in frame.corners)
        new = Frame(corners, frame.carved)
        if not any(_overlap(new.box, o.box) for o in found):
            found.append(new)
    return found


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


_ALONG = np.linspace(0.06, 0.94, 48)  # places along a side, from its start (0) to its end
_ALONG_COLUMN = np.linspace(0.06, 0.94, 48, dtype=np.float32)[:, None]
_SLOPES = np.linspace(-0.14, 0.14, 29)


def _profiles(fine: Image, a: Floats, b: Floats, inward: Floats, reach: float) -> Floats:
    """Ink (0-1) across the side from ``a`` to ``b``: places along it x steps of a pixel from outside to inside."""
    along = _ALONG_COLUMN
    steps = np.arange(-reach, reach + 1, dtype=np.float32)[None, :]
    xs = a[0] + (b[0] - a[0]) * along + inward[0] * steps
    ys = a[1] + (b[1] - a[1]) * along + inward[1] * steps
    seen = cv2.remap(fine, xs.astype(np.float32), ys.astype(np.float32), cv2.INTER_LINEAR, borderValue=0)
    return np.asarray(np.asarray(seen, dtype=np.float32) / 255, dtype=np.float32)


def _fitted(fine: Image, left: float, top: float, side: float, dpi: float) -> Frame | None:
    """The frame near a coarse square; None where it is none of a seal."""
    mm = dpi * MM
    for least in (2, round(_LEAST_THICK * mm)):
        corners = _corners(fine, left, top, side, mm, least)
        if corners is None:
            return None
        lengths = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)
        if lengths.min() < _SMALLEST * mm * 0.95 or lengths.max() > _LARGEST * mm:
            return None
        if lengths.max() > 1.2 * lengths.min():
            return None
        sides = _sides(fine, corners)
        frame = _of_seal(sides, corners, float(lengths.mean()), mm)
        if frame is not None or max(sides.thick) <= _UNEVEN * min(sides.thick):
            return frame
        # a table's rule beside a side draws the fit to itself, for it is never worn: heavy strokes are looked for then
    return None


def _corners(fine: Image, left: float, top: float, side: float, mm: float, least: int) -> Floats | None:
    """The corners of the square whose sides' outer edges lie near a coarse one, None where a side has none.

    ``mm``: pixels a millimetre; ``least``: pixels of ink across a side from which it counts.
    """
    corners = np.array(
        [[left, top], [left + side, top], [left + side, top + side], [left, top + side]], dtype=np.float32
    )
    for reach in (2.2 * mm, 1.2 * mm):
        middle = corners.mean(axis=0)
        sides: list[_SideInk] = []
        for i in range(4):
            # many squares have a side with too little ink, which is told before any side's line is looked for
            found = _side_ink(fine, corners[i], corners[(i + 1) % 4], middle, reach, least)
            if found is None:
                return None
            sides.append(found)
        lines: list[_Line] = []
        for inked in sides:
            line = _side_line(inked, reach)
            if line is None:
                return None
            lines.append(line)
        corners = np.array([_meet(lines[i - 1], lines[i]) for i in range(4)], dtype=np.float32)
        if not np.isfinite(corners).all():
            return None
    return corners


_Line = tuple[Floats, Floats]
_VOTES = 0.62  # of the places along a side that lie on its line
_APART = 4096.0  # pixels: more than a side's feet lie apart


def _outer_edge(profile: npt.NDArray[np.bool_], least: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Start and length of the first run of at least ``least`` inked steps in each row; -1 where there is none."""
    rows, count = profile.shape
    padded = np.zeros((rows, 1 + count + least), dtype=np.bool_)
    padded[:, 1 : 1 + count] = profile
    begins = profile & ~padded[:, :count]
    for step in range(1, least):
        begins &= padded[:, 1 + step : 1 + step + count]
    found = begins.any(axis=1)
    starts = begins.argmax(axis=1)
    ends = (~padded[:, 1:] & (np.arange(count + least) > starts[:, None])).argmax(axis=1)
    return np.where(found, starts, -1), np.where(found, ends - starts, 0)


@dataclass(frozen=True, slots=True)
class _SideInk:
    """Where ink begins across a side that starts at ``start``: the place along it (an index of ``_ALONG``, rising) and
    the pixels from outside. ``span``: from its start to its end; ``inward``: a unit across it."""

    start: Floats
    span: Floats
    length: float
    inward: Floats
    places: npt.NDArray[np.intp]
    begins: npt.NDArray[np.intp]


def _side_ink(fine: Image, a: Floats, b: Floats, middle: Floats, reach: float, least: int) -> _SideInk | None:
    """Where ink of at least ``least`` pixels begins across the side near ``a``-``b``; None where no line can be."""
    span = b - a
    length = float(np.hypot(*span))
    inward = np.array([-span[1], span[0]], dtype=np.float32) / max(1.0, length)
    if float(np.dot(middle - (a + b) / 2, inward)) < 0:
        inward = -inward
    count = len(_ALONG)
    seen = _profiles(fine, a, b, inward, reach) > 0.5
    # each run of ink is a vote: print crosses the side, but only the frame's own edge lies on one line
    begins = seen[:, : seen.shape[1] - least + 1].copy()
    for step in range(1, least):
        begins &= seen[:, step : seen.shape[1] - least + 1 + step]
    begins[:, 1:] &= ~seen[:, : seen.shape[1] - least]
    rows, starts = np.nonzero(begins)
    # no more places can lie on one line than have ink
    if len(rows) < 0.5 * count or _different(rows) < _VOTES * count:
        return None
    return _SideInk(a, span, length, inward, rows, starts)


def _different(rising: npt.NDArray[np.intp]) -> int:
    return int(np.count_nonzero(rising[1:] != rising[:-1])) + 1


def _side_line(side: _SideInk, reach: float) -> _Line | None:
    """The outer edge of a side as a point and a direction: the line that most of its places agree on."""
    rows = side.places
    xs, ys = (_ALONG * side.length)[rows], side.begins.astype(np.float64)
    tolerance = max(1.2, 0.05 * reach)
    feet = ys - _SLOPES[:, None] * xs
    order = np.sort(feet, axis=1)
    # rows set apart from each other are one rising sequence, and looked through at once
    apart = (order + _APART * np.arange(len(_SLOPES))[:, None]).ravel()
    within = np.searchsorted(apart, apart + 2 * tolerance, side="right") - np.arange(apart.size)
    slope_at, top = np.divmod(int(within.argmax()), len(xs))
    kept = np.abs(feet[slope_at] - (order[slope_at, top] + tolerance)) <= tolerance * 1.2
    rows, xs, ys = rows[kept], xs[kept], ys[kept]
    if _different(rows) < _VOTES * len(_ALONG):
        return None
    off_x, off_y = xs - xs.mean(), ys - ys.mean()
    slope = float(off_x @ off_y / (off_x @ off_x))
    foot = float(ys.mean() - slope * xs.mean())
    unit = side.span / max(1.0, side.length)
    off = foot - reach
    point = (side.start + side.inward * off).astype(np.float32)
    direction = (unit + side.inward * slope).astype(np.float32)
    return point, direction


def _meet(one: _Line, two: _Line) -> Floats:
    matrix = np.column_stack([one[1], -two[1]])
    if abs(float(np.linalg.det(matrix))) < 1e-3:
        return np.full(2, np.nan, dtype=np.float32)
    t = np.linalg.solve(matrix, two[0] - one[0])
    return np.asarray(one[0] + one[1] * t[0], dtype=np.float32)


_GRID = 240  # pixels a seal is brought to before what it holds is looked at
_PAD = round(0.12 * _GRID)  # of what is around it


@dataclass(frozen=True, slots=True)
class _Sides:
    """``ink``: what lies in and around a square, brought to one size; of its four sides, all but the ink as shares:

    ``seen``, how much of each has ink; ``thick`` (pixels); ``outside``, the ink just beyond.
    """

    ink: npt.NDArray[np.bool_]
    seen: list[float]
    thick: list[float]
    outside: list[float]


def _sides(fine: Image, corners: Floats) -> _Sides:
    target = np.array(
        [[_PAD, _PAD], [_PAD + _GRID, _PAD], [_PAD + _GRID, _PAD + _GRID], [_PAD, _PAD + _GRID]], dtype=np.float32
    )
    flat = cv2.warpPerspective(
        fine, cv2.getPerspectiveTransform(corners, target), (_GRID + 2 * _PAD,) * 2, flags=cv2.INTER_LINEAR
    )
    out = _Sides(flat > 127, [], [], [])
    for turned in (np.rot90(out.ink, k) for k in range(4)):
        # the upper side: places across it, from outside to inside
        rows = turned[_PAD - 3 :, _PAD + 12 : _PAD + _GRID - 12].T
        starts, lengths = _outer_edge(rows[:, : round(0.14 * _GRID)], 3)
        near = (starts >= 0) & (starts <= 9)
        out.seen.append(float(near.mean()))
        out.thick.append(float(np.median(lengths[near])) if near.any() else 0.0)
        out.outside.append(float(turned[_PAD - 17 : _PAD - 6, _PAD : _PAD + _GRID].mean()))
    return out


def _of_seal(sides: _Sides, corners: Floats, side: float, mm: float) -> Frame | None:
    """Whether the square within ``corners`` (outer edges of the frame) is a seal's."""
    ink, pad = sides.ink, _PAD
    seen, thicknesses, outside = sides.seen, sides.thick, sides.outside
    even = max(thicknesses) < _WHOLE_EVEN * min(thicknesses)
    # an unworn frame of one thickness is sure enough to lie amid lines of print
    whole = even and min(seen) > _WHOLE_SEEN
    if min(seen) < _SIDE_SEEN or sum(o > _OUTSIDE for o in outside) > 1:
        return None
    if np.mean(outside) > (_OUTSIDE_WHOLE if whole else _OUTSIDE_MEAN):
        return None
    go_on, ruled = _ends_that_go_on(ink, pad), _sides_that_are_rules(ink, pad)
    even = even and min(seen) > _EVEN_SEEN
    if go_on >= (_GO_ON_EVEN if even and not ruled else _GO_ON) or ruled == 4:
        return None
    content = ink[pad : pad + _GRID, pad : pad + _GRID]
    thick = float(np.median(thicknesses))
    if _is_carved(content):
        return Frame(tuple((float(x), float(y)) for x, y in corners), True)
    if not _LEAST_THICK * mm + 0.25 < thick / _GRID * side or max(thicknesses) > _MOST_THICK * _GRID * 1.6:
        return None
    if thick > _MOST_THICK * _GRID or max(thicknesses) > _UNEVEN * min(thicknesses):
        return None
    named = _holds_name(content, thick, _MOST_CHANGES_EVEN if even else _MOST_CHANGES)
    return Frame(tuple((float(x), float(y)) for x, y in corners), False) if named else None


def _ends_that_go_on(ink: npt.NDArray[np.bool_], pad: int) -> int:
    """How many of the eight ends of the sides run on beyond their corner, as a table's rules do."""
    count = 0
    for turned in (ink, ink.T):
        for first in (pad, pad + _GRID):
            line = turned[first - 9 : first + 10]
            for beyond in (line[:, pad - 22 : pad - 5], line[:, pad + _GRID + 5 : pad + _GRID + 22]):
                # a rule is inked in every column, wherever in the band it runs
                count += bool(beyond.any(axis=0).mean() > 0.9)
    return count


def _sides_that_are_rules(ink: npt.NDArray[np.bool_], pad: int) -> int:
    """How many of the four sides run on straight and thin beyond a corner, as all do of a table's cells in its corner.

    There only four of eight ends go on, and words beside a seal may seem to go on as well: they are not straight.
    """
    count = 0
    for turned in (ink, ink.T):
        for first in (pad, pad + _GRID):
            line = turned[first - 9 : first + 10]
            beyond = (line[:, pad - 22 : pad - 5], line[:, pad + _GRID + 5 : pad + _GRID + 22])
            count += any(_is_rule(part) for part in beyond)
    return count


def _is_rule(part: npt.NDArray[np.bool_]) -> bool:
    """Whether there is one straight line from left to right in ``part`` (19 rows), and white above and below it."""
    thick = part.sum(axis=0)
    if thick.min() == 0 or thick.max() > _THICKEST_RULE:
        return False
    upper, lower = part.argmax(axis=0), len(part) - part[::-1].argmax(axis=0)
    one_run = (lower - upper == thick).all()
    return bool(one_run and np.ptp(upper + lower) <= 2 * _STRAIGHT)


def _holds_name(content: npt.NDArray[np.bool_], thick: float, most: float) -> bool:
    """Whether two to six characters fill the frame: each of the four quarters, up to a narrow gap all round.

    ``most``: times that ink begins in a row, on the mean.
    """
    edge = round(1.5 * thick) + 3
    inner = content[edge:-edge, edge:-edge]
    size = len(inner)
    density = float(inner.mean())
    if not 0.12 < density < 0.54:  # a code at 150 dpi has 0.56 to 0.59
        return False
    half = size // 2
    quarters = [inner[:half, :half], inner[:half, half:], inner[half:, :half], inner[half:, half:]]
    if not _spread([float(q.mean()) for q in quarters], density):
        return False
    rows, columns = np.flatnonzero(inner.mean(axis=1) > 0.02), np.flatnonzero(inner.mean(axis=0) > 0.02)
    reach = min(rows[-1] - rows[0], columns[-1] - columns[0]) / size
    # the strokes of two large characters side by side: a code's modules and small print change more often
    changes = float(np.abs(np.diff(inner.astype(np.int8), axis=1)).sum(axis=1).mean()) / 2
    return reach > 0.86 and changes < most


def _spread(quarters: list[float], mean: float) -> bool:
    """Whether each quarter has its character's strokes; one of them may have no more than 一 has."""
    ordered = sorted(quarters)
    return ordered[0] > 0.03 * mean and ordered[1] > 0.35 * mean


def _is_carved(content: npt.NDArray[np.bool_]) -> bool:
    """Whether characters are cut out of a block of ink: a border of ink all round, thin white strokes throughout."""
    border = round(0.035 * _GRID)
    band = np.ones_like(content)
    band[border:-border, border:-border] = False
    band[:3] = band[-3:] = band[:, :3] = band[:, -3:] = False
    if float(content[band].mean()) < 0.84:
        return False
    inner = content[border:-border, border:-border]
    density = float(inner.mean())
    if not 0.42 < density < 0.92:
        return False
    half = len(inner) // 2
    quarters = [inner[:half, :half], inner[:half, half:], inner[half:, :half], inner[half:, half:]]
    if not _spread([1 - float(q.mean()) for q in quarters], 1 - density):
        return False
    white = (~inner).astype(np.uint8)
    widest = float(cv2.distanceTransform(white, cv2.DIST_L2, 3).max()) * 2
    # specks of paper where the pad was dry are no strokes; the modules of a code are larger than that
    smooth = cv2.medianBlur(inner.astype(np.uint8), 5).astype(np.int8)
    changes = float(np.abs(np.diff(smooth, axis=1)).sum(axis=1).mean()) / 2
    # carved names change three to four times a row, the modules of a code seven and more
    return widest < 0.16 * len(inner) and 1.2 < changes < 6
