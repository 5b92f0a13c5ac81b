"""Seals: where they are, what shape they have, and the page with their ink taken off the text.

Only the area of a seal is treated: red print elsewhere is text and stays. Red ink hardly darkens the red channel, so in
that channel the seal fades while black print under it stays black. In grey scans the ink is a middle tone between print
and paper; in black-and-white ones a seal is known by its outline alone (``seal_rings``, ``seal_frames``,
``seal_edges``), and of a round one's ink most is told from print by its shape (``stamp_or_print``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.model.page import SealShape
from tfdocs.read.ocr.seal_edges import find_arcs
from tfdocs.read.ocr.seal_frames import find_frames
from tfdocs.read.ocr.seal_ink import PALE, broad_patches, lift_grey, print_under_red
from tfdocs.read.ocr.seal_ink import red_mask as red_mask
from tfdocs.read.ocr.seal_outline import outline_shape, tight
from tfdocs.read.ocr.seal_rings import Ring, find_rings, ink_of, too_large
from tfdocs.read.ocr.stamp_or_print import without_stamp
from tfdocs.read.ocr.tones import percentile

Image = npt.NDArray[np.uint8]
Box = tuple[int, int, int, int]  # pixels: x0, top, x1, bottom

MM = 1 / 25.4  # inch
# Official seals are 38-50 mm across, contract and department seals 30-58 mm, name seals from 15 mm.
_SMALLEST = 14 * MM
_LARGEST = 70 * MM
_GREY = 12  # a picture whose channels differ by no more has no colour: JPEG leaves up to 8
_COARSE_DPI = 50  # outlines are looked for at this resolution, where gaps of worn ink close
_GAP = 4 * MM
_SPECK = 1.0 * MM
_BLOCK = 0.6  # of its box that a patch of ink covers at least to be a seal with white characters, tilted or not
_BESIDE = 8 * MM  # around such a patch that is looked at with it
_BLACK_PRINT = 90  # red ink is above in the red channel
_SMALLEST_SQUARE = 11 * MM
_CROSSING = 0.4 * MM  # around pale ink that what is dark is looked at with it: half of a frame
_SOLID = 0.80  # of the paper's light: darker is ink


@dataclass(frozen=True, slots=True)
class FoundSeal:
    """``box``: x0, top, x1, bottom in pixels; ``ink``: the median red value of its ink.

    ``ring``: its outline, where it was found by that for want of colour.
    """

    box: tuple[int, int, int, int]
    shape: SealShape
    ink: int
    ring: Ring | None = None


def find_seals(image: Image, dpi: float) -> list[FoundSeal]:
    """Every seal of a page, top to bottom: by the colour of its ink, on pages without colour by its outline.

    None is looked for on a sheet larger than A0: outlines are looked for at so many pixels an inch, whatever the paper.
    """
    if too_large(image, dpi):
        return []
    if is_colourless(image):
        return _colourless(image, dpi)
    mask, values = red_mask(image), image[:, :, 0]
    found, blocks = _by_mask(mask, values, dpi)
    if cv2.countNonZero(mask):
        # solid squares with white characters, and strips of straddling seals whose outline does not close
        _add_outlined(found, mask, values, dpi)
        for box in blocks:
            _add_carved(found, image, mask, box, dpi)
    found.sort(key=lambda s: (s.box[1], s.box[0]))
    return found


def _add_outlined(found: list[FoundSeal], ink: Image, values: Image, dpi: float) -> None:
    """Add to ``found`` what only its outline in ``ink`` (0/255) tells: square seals, and parts of rings at the edge.

    ``values``: where the tone of their ink is taken from, print's black included.
    """
    high, wide = ink.shape
    more = _squares(ink, values, dpi)
    for arc in find_arcs(ink, dpi):
        ring = Ring(arc.x, arc.y, arc.radius, arc.radius, 1.0)
        top, bottom = max(0, round(arc.y - 1.03 * arc.radius)), min(high, round(arc.y + 1.03 * arc.radius))
        right = arc.x > wide / 2
        x0, x1 = (max(0, round(wide - arc.depth)), wide) if right else (0, min(wide, round(arc.depth)))
        more.append(FoundSeal((x0, top, x1, bottom), SealShape.STRADDLE, _tone(values, ring), ring))
    for seal in more:
        across = [o for o in found if _overlap(seal.box, o.box)]
        # one arc of a strip may have been taken for half a seal
        if all(o.shape is SealShape.STRADDLE and seal.shape is SealShape.STRADDLE for o in across):
            found[:] = [o for o in found if o not in across] + [seal]


def _squares(ink: Image, values: Image, dpi: float) -> list[FoundSeal]:
    """Square seals by their frames in ``ink`` (0/255)."""
    high, wide = ink.shape
    out: list[FoundSeal] = []
    for frame in find_frames(ink, dpi):
        corners = [(round(x), round(y)) for x, y in frame.corners]
        line = np.zeros_like(ink)
        cv2.polylines(line, [np.array(corners, dtype=np.int32)], True, 255, max(2, round(1.2 * MM * dpi)))
        darkest = values[(line > 0) & (ink > 0)]
        # a compressor leaves red fringes on black print
        if float(((line > 0) & (values < _BLACK_PRINT) & (ink == 0)).sum()) > 0.5 * len(darkest):
            continue
        x0, y0, x1, y1 = frame.box
        box = (max(0, round(x0)), max(0, round(y0)), min(wide, round(x1) + 1), min(high, round(y1) + 1))
        out.append(FoundSeal(box, SealShape.SQUARE, int(np.median(darkest)) if len(darkest) else 0))
    return out


def _add_carved(found: list[FoundSeal], image: Image, mask: Image, box: Box, dpi: float) -> None:
    """Add to ``found`` the square seal with white characters that the solid patch ``box`` of ``mask`` may be.

    Colour is stored at half the resolution of light and runs into thin white strokes; how light they are tells them.
    """
    if any(_overlap(box, o.box) for o in found):
        return
    margin = round(_BESIDE * dpi)
    high, wide = mask.shape
    x0, y0 = max(0, box[0] - margin), max(0, box[1] - margin)
    x1, y1 = min(wide, box[2] + margin), min(high, box[3] + margin)
    part, own = image[y0:y1, x0:x1], mask[y0:y1, x0:x1]
    green = part[:, :, 1]
    limit = (float(np.percentile(green, 95)) + float(np.median(green[own > 0]))) / 2
    sharp = cv2.bitwise_and(own, cv2.inRange(green, 0, math.floor(limit)))
    _add_squares(found, np.asarray(sharp, dtype=np.uint8), part[:, :, 0], (x0, y0), dpi)


def _add_squares(found: list[FoundSeal], ink: Image, values: Image, corner: tuple[int, int], dpi: float) -> None:
    """Add to ``found`` the square seals in ``ink`` (0/255) and ``values``, a piece of the page from ``corner`` on."""
    x0, y0 = corner
    for seal in _squares(ink, values, dpi):
        a, b, c, d = seal.box
        box = (a + x0, b + y0, c + x0, d + y0)
        if not any(_overlap(box, o.box) for o in found):
            found.append(replace(seal, box=box))


def _by_mask(mask: Image, values: Image, dpi: float) -> tuple[list[FoundSeal], list[Box]]:
    """Patches of ``mask`` with a seal's size and outline, and solid ones of such a size that have no outline.

    ``values``: where the tone of their ink is taken from.
    """
    if not cv2.countNonZero(mask):
        return [], []
    shrink = min(1.0, _COARSE_DPI / dpi)
    coarse = cv2.resize(mask, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    coarse = cv2.threshold(coarse, 40, 255, cv2.THRESH_BINARY)[1]
    reach = max(3, round(_COARSE_DPI * _GAP)) | 1
    joined = cv2.morphologyEx(coarse, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    count, _labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    high, wide = mask.shape
    found: list[FoundSeal] = []
    blocks: list[Box] = []
    for i in range(1, count):
        x, y, w, h = (round(int(v) / shrink) for v in stats[i][:4])
        w, h = min(w, wide - x), min(h, high - y)
        if max(w, h) < _SMALLEST * dpi or max(w, h) > _LARGEST * dpi or min(w, h) < 4 * MM * dpi:
            continue
        own = tight(mask[y : y + h, x : x + w])
        on_edge = x <= 0.02 * wide or y <= 0.02 * high or x + w >= 0.98 * wide or y + h >= 0.98 * high
        shape = outline_shape(own, on_edge)
        if shape is None:
            if not on_edge and cv2.countNonZero(own) > _BLOCK * own.size:
                blocks.append((x, y, x + w, y + h))
            continue
        ink = int(np.median(values[y : y + h, x : x + w][mask[y : y + h, x : x + w] > 0]))
        found.append(FoundSeal((x, y, x + w, y + h), shape, ink))
    return _outermost(found), blocks


def _middle_tones(grey: Image, dpi: float) -> Image:
    """255 on strokes paler than print, darker than paper and as broad as a seal's."""
    paper = percentile(grey[::4, ::4], 0.75)
    broad = broad_patches(grey, PALE[0] * paper, PALE[1] * paper, max(3, round(0.016 * dpi) | 1))
    if not cv2.countNonZero(broad):
        return broad
    # what is left of print are specks; joined up at half the size, which costs a quarter
    half = cv2.resize(broad, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    half = cv2.threshold(half, 0, 255, cv2.THRESH_BINARY)[1]
    _, labels, stats, _ = cv2.connectedComponentsWithStats(half, connectivity=8)
    large = stats[:, cv2.CC_STAT_AREA] >= (_SPECK * dpi / 2) ** 2
    large[0] = False
    kept = np.where(large, 255, 0).astype(np.uint8)[labels]
    kept = cv2.resize(kept, broad.shape[::-1], interpolation=cv2.INTER_NEAREST)
    return np.asarray(cv2.bitwise_and(broad, kept), dtype=np.uint8)


def is_colourless(image: Image) -> bool:
    """Whether a picture is grey or black-and-white, however it is stored."""
    red, green, blue = cv2.split(np.ascontiguousarray(image[::4, ::4]))
    spread = cv2.subtract(cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue))
    return int(np.max(spread, initial=0)) <= _GREY


def _colourless(image: Image, dpi: float) -> list[FoundSeal]:
    grey = np.ascontiguousarray(image[:, :, 1])
    out = []
    ink = ink_of(grey, dpi)
    for ring in find_rings(ink, dpi):
        a, b = ring.half_width, ring.half_height
        x0, y0 = max(0, round(ring.x - a * 1.03)), max(0, round(ring.y - b * 1.03))
        x1, y1 = min(grey.shape[1], round(ring.x + a * 1.03)), min(grey.shape[0], round(ring.y + b * 1.03))
        shape = SealShape.OVAL if ring.oval else SealShape.CIRCLE
        out.append(FoundSeal((x0, y0, x1, y1), shape, _tone(grey, ring), ring))
    # without a ring: the parts of round ones at the page's edge
    pale = _middle_tones(grey, dpi)
    for seal in _by_mask(pale, grey, dpi)[0]:
        near = any(_overlap(seal.box, o.box) for o in out)
        if not near and seal.shape is SealShape.STRADDLE:
            out.append(seal)
    # solid ink is paler in its middle than an adaptive threshold wants
    darker = cv2.inRange(grey, 0, round(_SOLID * percentile(grey[::4, ::4], 0.75)))
    solid = np.asarray(darker, dtype=np.uint8)
    _add_outlined(out, np.asarray(cv2.bitwise_or(ink, solid), dtype=np.uint8), grey, dpi)
    _add_pale_squares(out, grey, pale, solid, dpi)
    out.sort(key=lambda s: (s.box[1], s.box[0]))
    return out


def _add_pale_squares(found: list[FoundSeal], grey: Image, pale: Image, solid: Image, dpi: float) -> None:
    """Add to ``found`` the square seals that lines of print run through, which are darker than their ink.

    Only what is by ``pale`` ink (0/255) is looked at of all that is ``solid``.
    """
    reach = round(_CROSSING * dpi) | 1
    x, y, w, h = cv2.boundingRect(pale)
    if min(w, h) < _SMALLEST_SQUARE * dpi:
        return
    margin = round(_BESIDE * dpi)
    x0, y0 = max(0, x - margin), max(0, y - margin)
    part = np.s_[y0 : y + h + margin, x0 : x + w + margin]
    near = cv2.dilate(pale[part], np.ones((reach, reach), np.uint8))
    _add_squares(found, np.asarray(cv2.bitwise_and(near, solid[part]), dtype=np.uint8), grey[part], (x0, y0), dpi)


def _tone(grey: Image, ring: Ring) -> int:
    """The grey of a ring's own ink: 0 for black, more for a seal that was red."""
    angles = np.linspace(0, 2 * np.pi, 720, endpoint=False)[:, None]
    reach = np.linspace(0.975, 1.02, 9)[None, :]
    xs = np.round(ring.x + ring.half_width * reach * np.cos(angles)).astype(int)
    ys = np.round(ring.y + ring.half_height * reach * np.sin(angles)).astype(int)
    high, wide = grey.shape
    there = ((xs >= 0) & (xs < wide) & (ys >= 0) & (ys < high)).all(axis=1)
    if not there.any():
        return 0
    darkest = grey[ys[there], xs[there]].min(axis=1)
    # a quarter of the ring may be crossed by print, a quarter may be worn
    return int(np.median(darkest))


def _overlap(a: tuple[int, int, int, int], b: tuple[int, int, int, int]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _outermost(seals: list[FoundSeal]) -> list[FoundSeal]:
    """Without those inside another: the star of a seal, or its inner ring."""
    out = []
    for s in seals:
        x0, y0, x1, y1 = s.box
        inside = any(
            o is not s and o.box[0] <= x0 and o.box[1] <= y0 and o.box[2] >= x1 and o.box[3] >= y1 for o in seals
        )
        if not inside:
            out.append(s)
    return out


def without_ink(image: Image, seals: list[FoundSeal]) -> Image:
    """A copy of ``image`` in which the seals' ink has faded to the paper and the print under it stands in black."""
    if not seals:
        return image
    out = image.copy()
    colourless = is_colourless(image)
    for seal in seals:
        x0, y0, x1, y1 = seal.box
        margin = max(2, (x1 - x0) // 40)
        x0, y0 = max(0, x0 - margin), max(0, y0 - margin)
        x1, y1 = min(image.shape[1], x1 + margin), min(image.shape[0], y1 + margin)
        if colourless:
            _lift_grey(out, seal, (x0, y0, x1, y1))
            continue
        grey = print_under_red(image[y0:y1, x0:x1])
        if grey is not None:
            out[y0:y1, x0:x1] = np.repeat(grey[:, :, None], 3, axis=2)
    return out


_BLACK_INK = 45  # a ring as dark as this is not told from print by its tone
_STROKE = 0.0018  # of the page's width: 0.4 mm of A4


def _lift_grey(out: Image, seal: FoundSeal, box: tuple[int, int, int, int]) -> None:
    """Take the ink of ``seal`` off ``box`` of the grey page ``out``, in place."""
    if seal.ink <= _BLACK_INK:
        return
    x0, y0, x1, y1 = box
    inside = None
    if seal.ring is not None:
        ring = seal.ring
        ys, xs = np.mgrid[y0:y1, x0:x1]
        inside = ((xs - ring.x) / ring.half_width) ** 2 + ((ys - ring.y) / ring.half_height) ** 2 <= 1.05**2
    lift_grey(out[y0:y1, x0:x1], max(3, round(_STROKE * out.shape[1]) | 1), inside)


def stays(seal: FoundSeal) -> bool:
    """Whether neither colour nor tone tells ``seal`` from print, so that ``without_ink`` leaves it where it is."""
    return seal.ring is not None and seal.ink <= _BLACK_INK


def is_black_and_round(seal: FoundSeal) -> bool:
    """Whether ``without_stamps`` takes ``seal`` off."""
    return stays(seal) and seal.shape is not SealShape.STRADDLE


def without_stamps(lifted: Image, seals: list[FoundSeal], dpi: float) -> tuple[Image, Image, Image | None]:
    """``lifted`` (``without_ink``) less the ink of black round seals: all of it, and only what is surely no print.

    Then (H x W) 255 where what is dark is less likely print than a stamp's. Where there are none, twice ``lifted``
    itself, and None.
    """
    black = [s.ring for s in seals if s.ring is not None and is_black_and_round(s)]
    if not black:
        return lifted, lifted, None
    clean, careful = lifted.copy(), lifted.copy()
    stamped = np.zeros(lifted.shape[:2], dtype=np.uint8)
    for ring in black:
        without_stamp(clean, careful, stamped, ring, dpi)
    return clean, careful, stamped


def without_rings(rules: Image, seals: list[FoundSeal]) -> Image:
    """``rules`` (a mask of long straight strokes) less what are the sides of seals that could not be taken off."""
    rules = rules.copy()
    for seal in seals:
        if seal.ink > _BLACK_INK or is_black_and_round(seal):
            continue
        ring = seal.ring
        if ring is None:
            x0, y0, x1, y1 = seal.box
            cv2.rectangle(rules, (x0, y0), (x1, y1), 0, max(3, round(0.12 * (x1 - x0))))
            continue
        axes = (round(ring.half_width), round(ring.half_height))
        thick = max(3, round(0.12 * min(axes)))
        cv2.ellipse(rules, (round(ring.x), round(ring.y)), axes, 0, 0, 360, 0, thick)
    return rules


def ink_picture(part: Image, seal: FoundSeal) -> Image:
    """The seal's own ink, dark on white (H x W), from ``part``, the piece of the page in its box."""
    if is_colourless(part):
        grey = part[:, :, 1].astype(np.float32)
        paper = max(1.0, float(np.percentile(grey, 85)))
        level = np.clip((paper - grey) / max(1.0, paper - seal.ink), 0, 1)
        if seal.ink > _BLACK_INK:
            # what is much darker than the seal's tone is print
            level[grey < 0.55 * seal.ink] = 0.35
        return np.asarray(255 - 255 * level, dtype=np.uint8)
    shown = part.astype(np.float32)
    light = np.clip(shown / np.maximum(1.0, np.percentile(shown.reshape(-1, 3), 90, axis=0)), 0, 1)
    red, rest = light[:, :, 0], np.minimum(light[:, :, 1], light[:, :, 2])
    own = red_mask(part)
    if not own.any():
        return np.full(part.shape[:2], 255, dtype=np.uint8)
    # Colour is stored at half the resolution of light: it says where the ink is, and green how much of it
    reach = np.ones((3, 3), np.uint8)
    near = cv2.GaussianBlur(np.asarray(cv2.dilate(own, reach), dtype=np.float32) / 255, (0, 0), 0.8)
    full = max(0.15, 1 - float(np.percentile(rest[own > 0], 25)))
    level = np.clip((1 - rest) / full, 0, 1) * near
    # ink hardly darkens red: what does is print
    level *= np.clip((red - 0.35) / 0.25, 0, 1)
    return np.asarray(255 - 255 * level, dtype=np.uint8)
