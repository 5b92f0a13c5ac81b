"""Seals where there is no colour to go by: their outer ring, a closed curve of one width with paper on both sides.

Lines of print, rules and boxes are full of ink as well; what they do not have is ink all the way round on one circle or
oval with less of it just inside and just outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

MM = 1 / 25.4  # inch
_COARSE_DPI = 25.0  # a ring of 1 mm is one pixel wide here
_FINE_DPI = 100.0
_SMALLEST, _LARGEST = 17.0, 62.0  # mm across: the shorter axis of small ovals and the longer one of large seals
_LEAST_WIDE = 25.0  # mm: bodies' seals are 30 and more, the roundels of letterheads with their lettering smaller
_ASPECTS = (1.0, 1.34, 1.5)  # width over height: official seals are round, finance and contract seals often oval
_LEAST_CONTRAST = 0.20  # coarse: ink on the ring less ink beside it; prose reaches 0.12, worn rings begin at 0.22
_LEAST_ROUND = 0.72  # share of directions in which the ring is seen
# Strokes counted along circles through the lettering: rings of seals have 14 and more (288 made pages), circles of
# drawings, pies, emblems and what photographs look like at most 6.
_LEAST_STROKES = 9
# A ring worn off along one side, on the sheet, is one all the same where the strokes of a seal's lettering stand in it.
_LEAST_WORN = 0.55
_LETTERED = 14
_INSET = 3.0  # mm from the sheet's left or right edge: what is round there and lacks a side is a fan's last strip
# What is left of it is one piece: 0.57 of the whole and more on made pages, where three lines of a table's print, which
# crossed an oval in 0.70 of its directions, had 0.27.
_LEAST_PIECE = 0.45
# And where it is in more pieces than one: on 28 sealed pages of 300 dpi in black and white two rings had 0.21 and 0.42,
# with 0.50 and 0.56 of contrast and 20 and 26 strokes; what else was fitted there or on 22 pages without a seal
# had at most 0.47, and 15.
_CLEAR, _RICH, _ROUND = 0.48, 17, 0.05
_LEAST_TORN_PIECE = 0.2
# The same figures are enough where a ring is too pale from afar (``_LEAST_CONTRAST``): worn ones in tables of 300 dpi
# in black and white had 0.48 to 0.52 and 20 to 28 strokes, 3 of 36 on made pages; of 674 others fitted so pale on 436
# pages none that is as round had both; a square seal's frame, fitted so, was not as round.
_ROUNDEST = 0.02
_TORN = 3  # directions of 120 without ink within a piece
# A ring's strokes run along it. Of what is fitted on seals of 200 made pages, duplicates of a ring that lie beside it
# included, 0.75 of the change from ink to paper points outwards, of rings alone 0.92 and more; where rows of a table at
# 150 dpi crossed an oval it was 0.40, and it is 0.5 for strokes of any direction.
_ALONG = 0.62
# On bare paper a rim is one though more of it is gone, with most of the lettering: on 13 such stamps of 200 and 300 dpi
# 0.58 to 0.84 of the directions had ink, no gap took more than 0.125, nothing at all lay around, the rim was 2.2 to
# 3.1 pixels thick at 100 dpi (drawn lines: 1.4 at most) and 2.5 to 3.9 times as thick where it was pressed well as
# where it was worn. A dashed line is as thick everywhere.
_FAINT_CONTRAST = 0.16  # coarse, as _LEAST_CONTRAST: the faintest of them had 0.17
_FAINT = 0.25  # share of ink of a direction that has any
_BARE_SEEN, _BARE_GAP, _BARE_CONTRAST, _BARE_STROKES = 0.55, 0.2, 0.45, 4
_BARE_AROUND = 0.004  # share of ink between 1.06 and 1.25 half axes
# Share of directions that are inked all the way from 0.92 to 0.97 half axes, where a stamp has paper between rim and
# lettering: black sectors of a pie are as thick as a rim is pressed well, and a dotted one beside them is as lettering.
_BARE_WITHIN = 0.15
_BARE_THICK, _BARE_UNEVEN = 1.7, 2.0  # the median; the ninth tenth by the first
_LEAST_STRONG = 0.45  # share of directions by whose ink a ring is fitted
_DIRECTIONS = 120
_MOST = 8


@dataclass(frozen=True, slots=True)
class Ring:
    """Centre and half axes in pixels; ``seen``: the share of its directions in which there is ink (0-1)."""

    x: float
    y: float
    half_width: float
    half_height: float
    seen: float

    @property
    def oval(self) -> bool:
        return not 0.86 < self.half_width / self.half_height < 1.16


def ink_of(grey: Image, dpi: float) -> Image:
    """0/255: darker than its surroundings, the middle of thick strokes included."""
    size = round(6 * MM * dpi) | 1
    return np.asarray(
        cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, size, 16), dtype=np.uint8
    )


@cache
def _kernel(radius: int) -> Floats:
    reach = radius + 3
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float32)
    off = np.hypot(x, y) - radius
    on = np.clip(1.2 - np.abs(off), 0, 1)
    beside = np.clip(1 - np.abs(np.abs(off) - 2.4), 0, 1)
    kernel: Floats = (on / on.sum() - beside / beside.sum()).astype(np.float32)
    return kernel


def _spectrum(radius: int, size: tuple[int, int]) -> Floats:
    """The ring filter's Fourier transform on a page of ``size`` (H, W), its middle at the page's corner."""
    return _kept_spectrum(radius, size) if size[0] * size[1] <= _KEPT else _new_spectrum(radius, size)


def _new_spectrum(radius: int, size: tuple[int, int]) -> Floats:
    kernel, reach = _kernel(radius), radius + 3
    page = np.zeros(size, dtype=np.float32)
    page[: len(kernel), : len(kernel)] = kernel
    out: Floats = np.asarray(cv2.dft(np.roll(page, (-reach, -reach), axis=(0, 1))), dtype=np.float32)
    return out


_KEPT = 300_000  # pixels: A3 at the coarse resolution has 140,000; 96 of these have 0.1 GB
_kept_spectrum = lru_cache(maxsize=96)(_new_spectrum)


def find_rings(ink: Image, dpi: float) -> list[Ring]:
    """Rings of seals on a page, the surest first; none inside another. ``ink``: 0/255 (H x W) at ``dpi``."""
    fine = _shrunk(ink, _FINE_DPI / dpi)
    coarse = _shrunk(fine, _COARSE_DPI / _FINE_DPI)  # by a whole number, which costs next to nothing
    found: list[Ring] = []
    for aspect in _ASPECTS:
        squeezed = (
            coarse if aspect == 1 else cv2.resize(coarse, None, fx=1 / aspect, fy=1.0, interpolation=cv2.INTER_AREA)
        )
        least = _FAINT_CONTRAST if aspect == 1 else _LEAST_CONTRAST
        for x, y, radius, contrast in _votes(np.asarray(squeezed, dtype=np.float32), least):
            k = _FINE_DPI / _COARSE_DPI
            near = (x * aspect * k, y * k, radius * aspect * k, radius * k)
            ring = _fitted(fine, near, faint=contrast < _LEAST_CONTRAST)
            if ring is not None:
                found.append(ring)
    found.sort(key=lambda r: -r.seen)
    kept: list[Ring] = []
    for ring in found:
        # an inner ring, the star's hub or the same ring found at another aspect
        if not any(np.hypot(ring.x - k.x, ring.y - k.y) < k.half_width + 0.3 * ring.half_width for k in kept):
            kept.append(ring)
    scale = dpi / _FINE_DPI
    return [Ring(r.x * scale, r.y * scale, r.half_width * scale, r.half_height * scale, r.seen) for r in kept[:_MOST]]


_LARGEST_SHEET = 1600.0  # square inches: A0 has 1,550


def too_large(image: Image, dpi: float) -> bool:
    """Whether a picture is of more paper than is searched for seals: that takes so many pixels an inch."""
    return bool(image.shape[0] * image.shape[1] > _LARGEST_SHEET * dpi**2)


def ring_hints(grey: Image, dpi: float) -> list[Ring]:
    """Circles and ovals of a page (H x W, ``dpi``) that much ink lies on, seals or not; ``seen`` is not measured.

    None of a sheet larger than A0.
    """
    if too_large(grey, dpi):
        return []
    coarse = _shrunk(ink_of(grey, dpi), _COARSE_DPI / dpi)
    scale = dpi / _COARSE_DPI
    out = []
    for aspect in _ASPECTS:
        squeezed = (
            coarse if aspect == 1 else cv2.resize(coarse, None, fx=1 / aspect, fy=1.0, interpolation=cv2.INTER_AREA)
        )
        for x, y, radius, _ in _votes(np.asarray(squeezed, dtype=np.float32), _LEAST_CONTRAST):
            out.append(Ring(x * aspect * scale, y * scale, radius * aspect * scale, radius * scale, 0.0))
    return out


def _shrunk(ink: Image | Floats, scale: float) -> Floats:
    """The share of ink (0-1) at another resolution. ``ink``: 0/255, or shares already."""
    small = cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    out: Floats = np.asarray(small, dtype=np.float32)
    return out if ink.dtype == np.float32 else out * np.float32(1 / 255)


def _votes(coarse: Floats, least_contrast: float) -> list[tuple[float, float, int, float]]:
    """Centres and radii where the ring filter answers most, the best of each place, and what it answers there."""
    least = round(_SMALLEST / 2 * MM * _COARSE_DPI)
    most = min(round(_LARGEST / 2 * MM * _COARSE_DPI), min(coarse.shape) // 2)
    best = np.zeros_like(coarse)
    radii = np.zeros(coarse.shape, dtype=np.int16)
    # by Fourier transforms: the page's is taken once, and a filter costs less than half of what sliding it does
    tall, wide = coarse.shape
    reach = most + 3
    size = (cv2.getOptimalDFTSize(tall + reach), cv2.getOptimalDFTSize(wide + reach))
    page = np.zeros(size, dtype=np.float32)
    page[:tall, :wide] = coarse
    spectrum = cv2.dft(page)
    for radius in range(least, most + 1):
        product = cv2.mulSpectrums(spectrum, _spectrum(radius, size), 0)
        answer = cv2.dft(product, flags=cv2.DFT_INVERSE | cv2.DFT_SCALE | cv2.DFT_REAL_OUTPUT)[:tall, :wide]
        if answer.max() < least_contrast:
            continue
        ys, xs = np.nonzero(answer >= least_contrast)  # there are few, and the rest is never asked for
        values = answer[ys, xs]
        better = values > best[ys, xs]
        ys, xs = ys[better], xs[better]
        best[ys, xs] = values[better]
        radii[ys, xs] = radius
    out: list[tuple[float, float, int, float]] = []
    for _ in range(_MOST):
        _, value, _, (x, y) = cv2.minMaxLoc(best)
        if value < least_contrast:
            break
        radius = int(radii[y, x])
        out.append((float(x) + 0.5, float(y) + 0.5, radius, value))
        cv2.circle(best, (x, y), max(3, radius // 3), 0, -1)
    return out


def _polar(fine: Floats, ring: tuple[float, float, float, float], low: float, high: float, rows: int) -> Floats:
    """Ink along rays: ``_DIRECTIONS`` x ``rows`` from ``low`` to ``high`` times the ring's half axes."""
    x, y, a, b = ring
    angles = np.linspace(0, 2 * np.pi, _DIRECTIONS, endpoint=False, dtype=np.float32)[:, None]
    reach = np.linspace(low, high, rows, dtype=np.float32)[None, :]
    xs = (x + a * reach * np.cos(angles)).astype(np.float32)
    ys = (y + b * reach * np.sin(angles)).astype(np.float32)
    seen = cv2.remap(fine, xs, ys, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
    return np.asarray(seen, dtype=np.float32)


def _fitted(fine: Floats, near_to: tuple[float, float, float, float], *, faint: bool) -> Ring | None:
    """The ring near a coarse one, fitted at the finer resolution; None when it is no closed curve.

    ``near_to``: middle and half axes; ``faint``: it is none unless it lies worn on bare paper, or is clear from near.
    """
    x, y, a, b = near_to
    rows = 41
    span = np.linspace(0.86, 1.14, rows)
    for _ in range(2):
        seen = cv2.GaussianBlur(_polar(fine, (x, y, a, b), 0.86, 1.14, rows), (5, 1), 0)
        at = seen.argmax(axis=1)
        strong = seen.max(axis=1) > 0.55
        if strong.mean() < _LEAST_STRONG:
            return None
        angles = np.linspace(0, 2 * np.pi, _DIRECTIONS, endpoint=False)
        middle = np.median(span[at[strong]])
        near = strong & (np.abs(span[at] - middle) < 0.06)
        if near.sum() < 30:
            return None
        points = np.column_stack(
            [x + a * span[at[near]] * np.cos(angles[near]), y + b * span[at[near]] * np.sin(angles[near])]
        )
        (x, y), (d0, d1), turn = cv2.fitEllipse(points.astype(np.float32))
        upright = turn % 180 < 45 or turn % 180 > 135
        a, b = (d0 / 2, d1 / 2) if upright else (d1 / 2, d0 / 2)
        if min(a, b) < 4 or max(a, b) > 3 * min(a, b):
            return None
    seen = _polar(fine, (x, y, a, b), 0.97, 1.03, 7).max(axis=1)
    outside = _polar(fine, (x, y, a, b), 1.07, 1.14, 5).mean(axis=1)
    inside = _polar(fine, (x, y, a, b), 0.86, 0.93, 5).mean(axis=1)
    round_share = float((seen > 0.5).mean())
    beside = float(np.mean([outside.mean(), inside.mean()]))
    contrast = float(seen.mean()) - beside
    if 2 * max(a, b) < _LEAST_WIDE * MM * _FINE_DPI:
        return None
    inset = _INSET * MM * _FINE_DPI
    on_sheet = a + inset <= x <= fine.shape[1] - a - inset and b <= y <= fine.shape[0] - b
    if on_sheet and contrast >= _BARE_CONTRAST and _worn_on_bare_paper(fine, (x, y, a, b), seen):
        return Ring(x, y, a, b, round_share)
    if round_share < _LEAST_WORN or contrast < 0.35:
        return None
    if round_share < _LEAST_ROUND and not on_sheet:
        return None  # a seal over the sheet's edge: its arc is found as such
    strokes = _strokes(fine, x, y, a, b)
    if strokes < (_LEAST_STROKES if round_share >= _LEAST_ROUND else _LETTERED):
        return None
    clear = contrast >= _CLEAR and strokes >= _RICH and abs(a - b) < _ROUND * max(a, b)
    if faint and not (clear and abs(a - b) < _ROUNDEST * max(a, b)):
        return None
    if round_share < _LEAST_ROUND and _longest_piece(seen > 0.5) < (_LEAST_TORN_PIECE if clear else _LEAST_PIECE):
        return None
    if _runs_along(fine, x, y, a, b) < _ALONG:
        return None
    return Ring(x, y, a, b, round_share)


def _runs_along(fine: Floats, x: float, y: float, a: float, b: float) -> float:
    """Which share of the change from ink to paper on a ring points to its middle or away from it (0-1)."""
    margin = 1.2
    left, right = max(0, int(x - margin * a)), min(fine.shape[1], int(x + margin * a) + 1)
    top, bottom = max(0, int(y - margin * b)), min(fine.shape[0], int(y + margin * b) + 1)
    part = cv2.GaussianBlur(fine[top:bottom, left:right], (0, 0), 0.8)
    angles = np.linspace(0, 2 * np.pi, 2 * _DIRECTIONS, endpoint=False, dtype=np.float32)[:, None]
    reach = np.linspace(0.96, 1.04, 9, dtype=np.float32)[None, :]
    xs = (x - left + a * reach * np.cos(angles)).astype(np.float32)
    ys = (y - top + b * reach * np.sin(angles)).astype(np.float32)
    across = cv2.remap(cv2.Sobel(part, cv2.CV_32F, 1, 0), xs, ys, cv2.INTER_LINEAR)
    down = cv2.remap(cv2.Sobel(part, cv2.CV_32F, 0, 1), xs, ys, cv2.INTER_LINEAR)
    out_x, out_y = np.cos(angles) / a, np.sin(angles) / b
    outwards = (across * out_x + down * out_y) ** 2 / (out_x**2 + out_y**2)
    return float(outwards.sum() / max(1e-6, float((across**2 + down**2).sum())))


def _worn_on_bare_paper(fine: Floats, ring: tuple[float, float, float, float], seen: Floats) -> bool:
    """Whether ``ring`` is a round stamp's rim, torn as it is: nothing lies around it, and its line is uneven.

    ``seen``: the most ink of each direction on the rim.
    """
    x, y, a, b = ring
    inked = seen > _FAINT
    if abs(a - b) >= _ROUND * max(a, b) or inked.mean() < _BARE_SEEN or _widest_gap(inked) > _BARE_GAP:
        return False
    if float((_polar(fine, ring, 1.06, 1.25, 20) > _FAINT).mean()) > _BARE_AROUND:
        return False
    if float((_polar(fine, ring, 0.92, 0.97, 6).min(axis=1) > 0.5).mean()) > _BARE_WITHIN:
        return False
    rows = 41
    thick = _polar(fine, ring, 0.94, 1.06, rows).sum(axis=1)[inked] * (0.12 * a / (rows - 1))
    thin, middle, full = np.percentile(thick, (10, 50, 90))
    if middle < _BARE_THICK or full < _BARE_UNEVEN * thin:
        return False
    return _strokes(fine, x, y, a, b) >= _BARE_STROKES


def _widest_gap(seen: npt.NDArray[np.bool_]) -> float:
    """The share of a whole turn (``seen``: one flag a direction) of the longest run without ink."""
    longest = now = 0
    for flag in np.concatenate([seen, seen]):
        now = 0 if flag else now + 1
        longest = max(longest, now)
    return min(1.0, longest / len(seen))


def _longest_piece(seen: npt.NDArray[np.bool_]) -> float:
    """The share of a whole turn (``seen``: one flag a direction) that the longest unbroken piece takes."""
    longest = now = torn = 0
    for flag in np.concatenate([seen, seen]):
        torn = 0 if flag else torn + 1
        now = now + 1 if torn <= _TORN else 0
        longest = max(longest, now - torn)
    return min(1.0, longest / len(seen))


def _strokes(fine: Floats, x: float, y: float, a: float, b: float) -> float:
    """How many strokes are crossed on the way round, between rim and star: the median of several ways."""
    angles = np.linspace(0, 2 * np.pi, 3 * _DIRECTIONS, endpoint=False, dtype=np.float32)[:, None]
    reach = np.linspace(0.60, 0.90, 16, dtype=np.float32)[None, :]
    xs, ys = (x + a * reach * np.cos(angles)).astype(np.float32), (y + b * reach * np.sin(angles)).astype(np.float32)
    inked = np.asarray(cv2.remap(fine, xs, ys, cv2.INTER_LINEAR)) > 0.5
    return float(np.median((inked != np.roll(inked, 1, axis=0)).sum(axis=0))) / 2
