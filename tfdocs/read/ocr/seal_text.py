"""What a seal says: its ring unrolled to a straight line, and the line below its star, read as any other line.

Only the seal's own ink is looked at where colour tells it from print.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.model.page import SealShape
from tfdocs.read.ocr.recognise import Reading, recognise
from tfdocs.read.ocr.seals import FoundSeal, ink_picture

Image = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

_SIDE = 480  # pixels a seal is brought to before it is unrolled: ring characters are 70 high then
_SURE = 0.60  # mean confidence below which a reading of worn or overprinted ink is worth nothing
_STRETCHES = (1.0, 1.4)  # lettering on rings is narrower than the print recognisers know, by no fixed measure
_WELL = 0.90  # below, the band may have been misjudged
# Of each character, from which the first look is enough: of 120 clean seals first looks read 107 rightly, and this way
# 110, for a third more time. Second looks at every view of 60 seals read 55, as this does.
_UNDOUBTED = 0.97
_WIDER = (0.06, 0.10)
_BELOW_STAR, _FIRM_LINE = (0.64, 0.83), (0.39, 0.61)  # shares of a seal's height where the line across it stands
# Beyond the band of the lettering, in radii: too little cuts strokes off, too much adds the rim
_MARGINS = (0.0, 0.025)


def seal_text(image: Image, seal: FoundSeal) -> str | None:
    """The words on ``seal`` (of the page ``image``, RGB), the ring's first; None where they cannot be read."""
    x0, y0, x1, y1 = seal.box
    if seal.shape is SealShape.STRADDLE or min(x1 - x0, y1 - y0) < 24:
        return None
    part = ink_picture(image[y0:y1, x0:x1], seal)
    square = cv2.resize(part, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA if x1 - x0 > _SIDE else cv2.INTER_CUBIC)
    if seal.shape is SealShape.SQUARE:
        return _square_text(np.asarray(square, dtype=np.uint8))
    ink: Floats = (255 - square.astype(np.float32)) * np.float32(1 / 255)
    band = _band(ink)
    if band is None:
        return None
    plain = np.asarray(square, dtype=np.uint8)
    views, tilt = _views(plain, ink, band, _MARGINS)
    strips = list(views)
    # ovals have no star: their line stands in the middle
    line = _FIRM_LINE if seal.shape is SealShape.OVAL else _BELOW_STAR
    *rings, centre = recognise([*views, _centre_line(plain, tilt, *line)], weighable=False, first_look=True)
    if max(map(_surety, rings)) < _WELL:
        wider = _views(plain, ink, band, _WIDER)[0]
        strips += wider
        rings += recognise(wider, weighable=False, first_look=True)
    said = [_agreed(_looked_again(strips, rings))]
    if _sure(centre):
        said.append(centre.text.replace(" ", ""))
    return " ".join(t for t in said if t) or None


def _looked_again(views: Sequence[Image], readings: Sequence[Reading]) -> list[Reading]:
    """``readings`` of ``views``, the two surest of them once more by a second look where a character is in doubt."""
    out = list(readings)
    best = sorted(range(len(out)), key=lambda i: -_surety(out[i]))[:2]
    if min(min(out[i].confidence, default=0.0) for i in best) < _UNDOUBTED:
        for i, again in zip(best, recognise([views[i] for i in best], weighable=False), strict=True):
            out[i] = again
    return out


def _views(
    square: Image, ink: Floats, band: tuple[float, float], margins: Sequence[float]
) -> tuple[list[Image], float]:
    """The lettering unrolled with each of ``margins`` around its band, at several widths; and the seal's tilt."""
    views: list[Image] = []
    tilt = 0.0
    for more in margins:
        unrolled, tilt = _unrolled(square, ink, (band[0] - more, min(0.965, band[1] + more)))
        views += [np.asarray(cv2.resize(unrolled, None, fx=f, fy=1.0), dtype=np.uint8) for f in _STRETCHES]
    return views, tilt


def _agreed(readings: Sequence[Reading]) -> str:
    """What several looks at the same words make of them: of those as long as the surest, character by character."""
    sure = [r for r in readings if _sure(r)]
    if not sure:
        return ""
    best = max(sure, key=_surety)
    alike = [r for r in sure if len(r.text) == len(best.text)]
    out = []
    for at in range(len(best.text)):
        votes: dict[str, float] = {}
        for r in alike:
            votes[r.text[at]] = votes.get(r.text[at], 0.0) + r.confidence[at]
        out.append(max(votes, key=lambda c: votes[c]))
    return "".join(out).replace(" ", "")


def _surety(reading: Reading) -> float:
    return float(np.mean(reading.confidence)) if reading.confidence else 0.0


def _sure(reading: Reading) -> bool:
    return len(reading.text.strip()) >= 2 and _surety(reading) >= _SURE


def _polar(picture: Floats, low: float, high: float, rows: int, columns: int, start: float = 0.0) -> Floats:
    """Rays from the middle of a square picture, clockwise from ``start`` (degrees from the top), from outside in."""
    middle = (_SIDE - 1) / 2
    angles = np.deg2rad(start + np.linspace(0, 360, columns, endpoint=False, dtype=np.float32))[None, :]
    reach = (np.linspace(high, low, rows, dtype=np.float32) * _SIDE / 2)[:, None]
    xs = (middle + reach * np.sin(angles)).astype(np.float32)
    ys = (middle - reach * np.cos(angles)).astype(np.float32)
    out: Floats = np.asarray(cv2.remap(picture, xs, ys, cv2.INTER_LINEAR, borderValue=0), dtype=np.float32)
    return out


def _band(ink: Floats) -> tuple[float, float] | None:
    """Between which radii (shares of the seal's own) the ring's lettering stands: below the rim, above the star."""
    reach = np.linspace(0.98, 0.45, 107)
    profile = cv2.GaussianBlur(_polar(ink, 0.45, 0.98, 107, 360).mean(axis=1)[:, None], (1, 5), 0)[:, 0]
    inside = (reach < 0.86) & (reach > 0.62)
    level = 0.35 * float(profile[inside].max())
    if level < 0.02:
        return None
    at = int(np.flatnonzero(inside)[profile[inside].argmax()])
    # between lettering and rim there is less ink than in either, though not always none
    rim = int(np.searchsorted(-reach, -0.955))
    out = rim + int(profile[rim : at + 1].argmin()) if rim < at else at
    low = at
    while low < len(profile) - 1 and profile[low] > level:
        low += 1
    # lettering is a fifth to a half of the radius high
    if not 0.14 < reach[out] - reach[low] < 0.55:
        return 0.60, 0.93
    return max(0.45, float(reach[low]) - 0.02), min(0.955, float(reach[out]) + 0.005)


def _unrolled(square: Image, ink: Floats, band: tuple[float, float]) -> tuple[Image, float]:
    """The lettering as a straight line, beginning in its widest gap, and the seal's tilt in degrees clockwise."""
    columns = 720
    along = _polar(ink, *band, 24, columns).mean(axis=0)
    along = np.asarray(cv2.blur(along[None, :], (3, 1))[0])
    empty = along < 0.18 * float(np.percentile(along, 90))
    start, length = _widest(empty)
    gap_middle = (start + length / 2) * 360 / columns
    tilt = (gap_middle - 180 + 180) % 360 - 180
    low, high = band
    tall = 64
    mean_radius = (low + high) / 2
    wide = round(2 * np.pi * mean_radius / (high - low) * tall)
    paper = 255 - square.astype(np.float32)
    strip = 255 - _polar(paper, low, high, tall, wide, gap_middle)
    used = along[(np.arange(columns) + round(gap_middle * columns / 360)) % columns] >= 0.18 * float(
        np.percentile(along, 90)
    )
    inked = np.flatnonzero(used)
    if len(inked):
        left = max(0, int(inked[0] * wide / columns) - 12)
        right = min(wide, int((inked[-1] + 1) * wide / columns) + 12)
        strip = strip[:, left:right]
    grown = cv2.copyMakeBorder(strip.astype(np.uint8), 8, 8, 10, 10, cv2.BORDER_CONSTANT, value=255)
    return np.repeat(np.asarray(grown, dtype=np.uint8)[:, :, None], 3, axis=2), tilt


def _widest(empty: npt.NDArray[np.bool_]) -> tuple[int, int]:
    """Start and length of the longest run of True on a circle; a full or an empty circle begins at the bottom."""
    count = len(empty)
    edges = np.flatnonzero(~empty)
    if not len(edges) or len(edges) == count:
        return count // 2, 0
    runs = [(b - a - 1, a + 1) for a, b in pairwise([*edges.tolist(), int(edges[0]) + count])]
    length, start = max(runs)
    return start % count, length


def _centre_line(square: Image, tilt: float, low: float, high: float) -> Image:
    """The strip across the seal turned upright: where 合同专用章 or 财务专用章 stands."""
    middle = (_SIDE - 1) / 2
    turn = cv2.getRotationMatrix2D((middle, middle), tilt, 1.0)
    upright = cv2.warpAffine(square, turn, (_SIDE, _SIDE), borderValue=255)
    strip = upright[round(low * _SIDE) : round(high * _SIDE), round(0.22 * _SIDE) : round(0.78 * _SIDE)]
    rows = np.flatnonzero((strip < 160).mean(axis=1) > 0.02)
    if len(rows) > 8:
        strip = strip[max(0, rows[0] - 6) : rows[-1] + 7]
    return np.repeat(np.ascontiguousarray(strip, dtype=np.uint8)[:, :, None], 3, axis=2)


def _square_text(square: Image) -> str | None:
    """A name seal: two to four characters in two columns, read from the right; in a column of one it is tall."""
    flat = _upright(square)
    ink = 255 - flat
    border = round(0.05 * _SIDE)
    content = ink[border:-border, border:-border]
    rim = (int((ink > 127).sum()) - int((content > 127).sum())) / (ink.size - content.size)
    if rim > 0.6 and float((content > 127).mean()) > 0.45:
        ink = 255 - ink  # characters cut out of the ink
    inner = ink[round(0.075 * _SIDE) : -round(0.075 * _SIDE), round(0.075 * _SIDE) : -round(0.075 * _SIDE)]
    middle = _gap_near_middle(inner.mean(axis=0))
    columns = [inner[:, middle:], inner[:, :middle]]
    ways = []
    for halves in product((True, False), repeat=2):
        tiles: list[Image] = []
        for column, halved in zip(columns, halves, strict=True):
            at = _gap_near_middle(column.mean(axis=1))
            tiles += [column[:at], column[at:]] if halved else [column]
        line = np.hstack([_tile(t) for t in tiles])
        grown = cv2.copyMakeBorder(255 - line, 8, 8, 12, 12, cv2.BORDER_CONSTANT, value=255)
        ways.append(np.repeat(np.asarray(grown, dtype=np.uint8)[:, :, None], 3, axis=2))
    readings = _looked_again(ways, recognise(ways, weighable=False, first_look=True))
    wanted = (4, 3, 3, 2)
    # a reading with a character too many or too few split or joined what it should not have
    fitting = [r for r, n in zip(readings, wanted, strict=True) if len(r.text.replace(" ", "")) == n and _sure(r)]
    if not fitting:
        return None
    # 一 above another character is lost when the two are taken for one, and 韩 above 思 is read as 慧: a seal that ends
    # in 印 or 章 and can be read as four characters has four
    return max(fitting, key=lambda r: (_of_four(r), len(r.text) > 2, min(r.confidence))).text.replace(" ", "")


def _of_four(reading: Reading) -> bool:
    text = reading.text.replace(" ", "")
    return len(text) == 4 and text[-1] in "印章"


def _upright(square: Image) -> Image:
    """The seal turned level, its outer edges at the picture's."""
    ys, xs = np.nonzero(square < 150)
    if len(xs) < 50:
        return square
    corners = cv2.boxPoints(cv2.minAreaRect(np.column_stack([xs, ys]).astype(np.float32)))
    corners = corners[np.argsort(np.arctan2(*(corners - corners.mean(axis=0)).T[::-1]))]  # from the upper left
    target = np.array([[0, 0], [_SIDE, 0], [_SIDE, _SIDE], [0, _SIDE]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    return np.asarray(cv2.warpPerspective(square, matrix, (_SIDE, _SIDE), borderValue=255), dtype=np.uint8)


def _gap_near_middle(profile: npt.NDArray[np.floating]) -> int:
    """Where between two characters there is least ink: of the middle third, the emptiest stretch's middle."""
    count = len(profile)
    low, high = round(0.36 * count), round(0.64 * count)
    smooth = cv2.blur(np.asarray(profile, dtype=np.float32)[None, :], (7, 1))[0, low:high]
    lowest = np.flatnonzero(smooth <= float(smooth.min()) + 3)
    # of several gaps (川, 林) the one nearest the middle
    return low + int(lowest[np.abs(lowest - (high - low) / 2).argmin()])


def _tile(ink: Image) -> Image:
    """A character's ink cut out and brought to the size of its neighbours."""
    rows, columns = np.flatnonzero(ink.max(axis=1) > 110), np.flatnonzero(ink.max(axis=0) > 110)
    if not len(rows) or not len(columns):
        return np.zeros((64, 72), dtype=np.uint8)
    part = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    high, wide = part.shape
    # 一 stays a dash; what is much taller than wide was drawn out to fill its column
    longest = max(wide, min(high, round(1.25 * wide)))
    tall = round(64 * min(high, round(1.25 * wide)) / longest)
    small = cv2.resize(part, (max(2, round(64 * wide / longest)), max(2, tall)), interpolation=cv2.INTER_AREA)
    top, left = (64 - small.shape[0]) // 2, (72 - small.shape[1]) // 2
    out = np.zeros((64, 72), dtype=np.uint8)
    out[top : top + small.shape[0], left : left + small.shape[1]] = small
    return out
