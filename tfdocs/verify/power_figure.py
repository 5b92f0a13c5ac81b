"""The figure of a power in one character (㎡, ㎥): told by a network that was taught nothing else, where it is sure.

Else it is cut out along its own ink, enlarged, and read three times over: a crop with a piece of the m in it is read
as whatever the two look like together; the bare figure of a quarter of an em, as large as any other, is not.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.model.geometry import Box
from tfdocs.model.page import Page
from tfdocs.read.ocr.raised_figure import EM, HIGH, WIDE, raised_figure
from tfdocs.read.ocr.recognise import recognise
from tfdocs.verify.thresholds import RAISED_SEALED, RAISED_SURE
from tfdocs.verify.witness import Image, Witness

__all__ = ["figure_of", "letter_alone", "power_alone", "power_seen"]

_INKS = (0.5, 0.4, 0.3)  # share of the way from ink to paper below which is ink: less parts what only nearly touches
_PAPER = 95  # percentile of the greys of a place that is paper
_SPECK = 8  # pixels
# Of the unit's last letter, its widest ink: the figure's middle is right of so much of its width, it begins before so
# much, ends above so much of the letter's height and begins hardly below its top, and is so high.
_RIGHT, _NEAR, _ABOVE, _TOP, _HIGH = 0.55, 1.35, 0.6, 0.1, (0.25, 1.2)
# Pixels that the figure is enlarged to, and white around it. The larger is asked where the first says neither 2 nor 3:
# of 321 figures in five faces, photographed and at 150 dpi, 230 are told where 210 were, and one wrongly as before.
_SIZES = ((32, 8), (40, 6))
_TIMES = 3
_BESIDE = 0.15  # of the place's height, on both sides: a letter that fills its place is not cut
_REACH = 1.3  # of what the network looks at: so much is cut out


def power_seen(witness: Witness, page: Page, box: Box, em: float) -> str:
    """“2” or “3” where that is seen beyond doubt to stand raised around the middle of ``box`` (points); else "".

    ``em``: the width of a full character there, in points. Raises ``EngineFailed``.
    """
    x, y = box.centre
    wide, high = (_REACH * em * side / EM / 2 for side in (WIDE, HIGH))
    left, top = max(0.0, x - wide), max(0.0, y - high)
    around = Box(left, top, min(page.width, x + wide), min(page.height, y + high))
    picture = witness.crop(page, around)
    if min(picture.shape[:2]) <= 6:
        return ""
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    scale = grey.shape[1] / (min(page.width, x + wide) - left)
    middle = (x - left) * scale, (y - top) * scale
    figure, likely = raised_figure(grey, middle, em * scale)
    if likely >= RAISED_SURE and figure:
        return figure
    # what took a seal off may have taken a figure's thin strokes with it
    sealed = witness.as_it_is(page, around)
    if sealed is None:
        return ""
    figure, likely = raised_figure(sealed, middle, em * scale)
    return figure if likely >= RAISED_SEALED else ""


def power_alone(witness: Witness, page: Page, box: Box) -> str:
    """“2” or “3” where the figure in the upper right of ``box`` (points) is read as that alone; else ""."""
    picture = witness.crop(page, box)
    figure = figure_of(picture) if min(picture.shape[:2]) > 6 else None
    if figure is None:
        return ""
    for size in _SIZES:
        found = {c for c in _read(figure, *size) if c in "23"}
        if found:
            return found.pop() if len(found) == 1 else ""
    return ""


def letter_alone(witness: Witness, page: Page, box: Box) -> str:
    """What the letter before the figure is read as without it, where nothing else stands in ``box`` (points); else "".

    With the figure over its end, m² in one character is read as ñ, 记 or nothing.
    """
    around = Box(max(0.0, box.x0 - _BESIDE * box.height), box.top, box.x1 + _BESIDE * box.height, box.bottom)
    picture = witness.crop(page, around)
    letter = letter_of(picture) if min(picture.shape[:2]) > 6 else None
    found = {c for c in _read(letter, *_SIZES[0]).strip() if not c.isspace()} if letter is not None else set()
    return found.pop() if len(found) == 1 else ""


def _read(one: npt.NDArray[np.uint8], tall: int, room: int) -> str:
    """What ``one`` (H x W, grey on white) is read as, enlarged to ``tall`` pixels and side by side with itself."""
    wide = max(4, round(one.shape[1] * tall / one.shape[0]))
    large = cv2.resize(one, (wide, tall), interpolation=cv2.INTER_CUBIC)
    padded = np.pad(large, room, constant_values=255)
    row = np.asarray(cv2.cvtColor(np.hstack([padded] * _TIMES), cv2.COLOR_GRAY2RGB), dtype=np.uint8)
    (reading,) = recognise([row])
    return reading.text


def letter_of(picture: Image) -> npt.NDArray[np.uint8] | None:
    """The widest letter of ``picture`` (H x W x 3, RGB) with a figure high behind it, in grey on white.

    ``None`` where there is no such figure, or ink besides the two that is neither a neighbour's, cut at the sides, nor
    a low mark behind them.
    """
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    low, high = float(grey.min()), float(np.percentile(grey, _PAPER))
    for share in _INKS:
        ink = np.asarray(grey < low + (high - low) * share, dtype=np.uint8)
        figure = _behind(ink)
        if figure is None:
            continue
        _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
        marks = [(n, *stats[n, :4].tolist()) for n in range(1, len(stats)) if stats[n, 4] >= _SPECK]
        n, x, y, w, h = max((m for m in marks if m[1] + m[3] / 2 < 0.8 * ink.shape[1]), key=lambda m: m[3])
        for other, *box in marks:
            at_side = box[0] == 0 or box[0] + box[2] == ink.shape[1]
            low_mark = box[0] >= x + w and box[1] > y + h / 2
            if other != n and tuple(box) != figure and not at_side and not low_mark:
                return None
        own = np.where(labels == n, grey, 255)[y : y + h, x : x + w]
        return np.asarray(np.clip((own.astype(np.float32) - low) / max(1.0, high - low) * 255, 0, 255), dtype=np.uint8)
    return None


def figure_of(picture: Image) -> npt.NDArray[np.uint8] | None:
    """The figure that stands high behind the widest letter of ``picture`` (H x W x 3, RGB), in grey on white.

    ``None`` where nothing or more than one thing stands there.
    """
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    low, high = float(grey.min()), float(np.percentile(grey, _PAPER))
    for share in _INKS:
        found = _behind(np.asarray(grey < low + (high - low) * share, dtype=np.uint8))
        if found is not None:
            x, y, w, h = found
            part = grey[max(0, y - 1) : y + h + 1, max(0, x - 1) : x + w + 1]
            return np.asarray(np.clip((part - low) / max(1.0, high - low) * 255, 0, 255), dtype=np.uint8)
    return None


def _behind(ink: npt.NDArray[Any]) -> tuple[int, int, int, int] | None:
    wide = ink.shape[1]
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    marks = [(x, y, w, h) for x, y, w, h, area in stats[1:].tolist() if area >= _SPECK]
    middle = [m for m in marks if m[0] + m[2] / 2 < 0.8 * wide]
    if not middle:
        return None
    x0, y0, w0, h0 = letter = max(middle, key=lambda m: m[2])
    found = [
        (x, y, w, h)
        for x, y, w, h in marks
        if (x, y, w, h) != letter
        and x0 + _RIGHT * w0 < x + w / 2
        and x < x0 + _NEAR * w0
        and x + w < wide
        and y + h < y0 + _ABOVE * h0
        and y < y0 + _TOP * h0
        and _HIGH[0] * h0 < h < _HIGH[1] * h0
    ]
    return found[0] if len(found) == 1 else None
