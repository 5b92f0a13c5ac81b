"""The ink of a seal taken off the print that it lies on, on a piece of a page around the seal.

Stamp ink and print are filters one behind the other (Beer-Lambert): paper on which a share ``a`` of ink lies over print
that lets through ``t`` shows ``paper * t * (1 - a * (1 - ink))``. Where ``a`` is known, what is seen over what the ink
alone would show is the print, no paler under the ink than beside it.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

# How much brighter than green and blue the red channel is in stamp ink: pale ink after JPEG 45 has 22, print below 10.
REDNESS = 22
PALE = (0.32, 0.78)  # shares of the paper's light between which a red seal's ink lies in a grey scan

_LUMA = (0.299, 0.587, 0.114)  # of red, green and blue (ITU-R BT.601), as JPEG stores it
_MOST_INK = 1.25  # thicker than the typical ink of the seal
# JPEG keeps colour at half the resolution and coarsely: what is seen of it is as good as blurred by so many pixels
# (standard deviation), whatever the page's resolution. On 30 sealed pages of 150 dpi, quality 45 (25,416 characters),
# 1.0, 1.5 and 2.0 left 38, 28 and 39 errors; two, three and six rounds 33, 28 and 32; the red channel alone 58.
_COLOUR_BLUR = 1.5
_ROUNDS = 3
_LEAST_COLOUR = 0.02  # of the paper's light

_EDGE = 0.8  # pixels (standard deviation): how soft the edges of a seal's strokes are in a scan
_TOUCHED = 0.03  # share of ink from which a pixel is treated
_WHITE, _BLACK = 0.86, 0.06  # in ink, this share of light and more is paper, this and less is print's black
_SEEN = 0.9  # of the paper's light: paler is no stroke
# What a seal's finest strokes leave is no darker than its broad ones, which print is. On 40 sealed grey pages of
# 200 dpi (34,023 characters) 0.8 of their tone left 23 errors and 64 characters that nobody wrote, 0.9 left 11 and
# none, 1.0 left 14 and 4 (then with wider gaps closed; as it is, 9 and none). The second is of the
# seal's width: lettering is smaller.
_AS_PALE = 0.9
_LETTERING = 0.16


def red_mask(image: Image, redness: int = REDNESS) -> Image:
    """255 where the ink is red. ``image`` is H x W x 3, RGB."""
    red, green, blue = cv2.split(image)
    # saturating: where red is not the brightest there is 0
    reddish = cv2.threshold(cv2.subtract(red, cv2.max(green, blue)), redness, 255, cv2.THRESH_BINARY)[1]
    return np.asarray(cv2.bitwise_and(reddish, cv2.threshold(red, 90, 255, cv2.THRESH_BINARY)[1]), dtype=np.uint8)


def print_under_red(part: Image) -> Image | None:
    """The print of ``part`` (H x W x 3, RGB) in grey (H x W), red ink taken off; None where there is no red ink.

    Light is stored sharply and colour is not, so the red channel holds the edges of the ink, and thin print under it
    only half as dark as it is. The share of ink is first taken as if there were no print; where that would show more
    colour than is there, the rest of the darkness is print's.
    """
    own = red_mask(part) > 0
    if not own.any():
        return None
    light = part.astype(np.float32)
    paper = np.maximum(1.0, np.percentile(light.reshape(-1, 3), 90, axis=0)).astype(np.float32)
    light = np.clip(light / paper, 0, _MOST_INK)
    luma = np.asarray(light @ np.array(_LUMA, dtype=np.float32), dtype=np.float32)
    colour = np.asarray(light[:, :, 0] - luma, dtype=np.float32)
    strong = own & (colour >= np.percentile(colour[own], 60))
    takes = 1 - float(np.median(luma[strong]))
    full = float(np.median(colour[strong]))
    seen = np.maximum(0, cv2.GaussianBlur(colour, (0, 0), _COLOUR_BLUR))
    seen[seen < _LEAST_COLOUR] = 0
    all_ink = np.clip((1 - luma) / max(0.1, takes), 0, _MOST_INK)
    through = np.ones_like(luma)
    for _ in range(_ROUNDS):
        would = cv2.GaussianBlur(through * all_ink, (0, 0), _COLOUR_BLUR) * full
        share = all_ink * np.clip(seen / np.maximum(1e-3, would), 0, 1)
        through = np.clip(luma / np.maximum(0.15, 1 - share * takes), 0, 1.2)
    return np.asarray(np.clip(through * float(paper[0]), 0, 255), dtype=np.uint8)


def lift_grey(part: Image, stroke: int, inside: Mask | None = None) -> None:
    """Take the ink of a seal off ``part`` (H x W x 3, a grey scan around the seal), in place; print stays.

    A seal's strokes are paler than print and broader than its pale edges. ``stroke``: pixels, how broad they are at the
    least; ``inside``: H x W, where the seal is.
    """
    grey = part[:, :, 1].astype(np.float32)
    paper = float(np.percentile(grey, 85))
    ink = broad_patches(grey, PALE[0] * paper, PALE[1] * paper, stroke)
    if not ink.any():
        return
    tone = float(np.median(grey[ink > 0]))
    ink = broad_patches(grey, 0.6 * tone, 0.55 * tone + 0.45 * paper, stroke)
    if inside is not None:
        ink[~inside] = 0
    if not ink.any():
        return
    share = _share(ink, grey < 0.5 * (tone + paper), stroke)
    alone = 1 - share * (1 - _tone_nearby(ink, grey, tone, 2.0 * stroke) / paper)
    through = np.asarray(grey / paper / np.maximum(0.15, alone), dtype=np.float32)
    touched = share > _TOUCHED
    # worn and uneven ink leaves what is paler than any print
    through[touched] = np.clip((through[touched] - _BLACK) / (_WHITE - _BLACK), 0, 1)
    near = cv2.dilate(ink, np.ones((stroke + 2, stroke + 2), np.uint8)) > 0
    left = _fine_strokes(through, near, _AS_PALE * tone / paper, round(_LETTERING * part.shape[1]))
    through[left] = 1
    touched |= left
    lifted = np.clip(through[touched] * paper, 0, 255).astype(np.uint8)
    part[touched] = lifted[:, None]


def _share(ink: Image, dark: Mask, stroke: int) -> Floats:
    """How much ink lies on each pixel (0-1). Print that crosses ``ink`` (0/255) left holes in it, ``dark`` as it is.

    Gaps twice as wide are print beside the ink: at 150 dpi it is as pale, and 难 lost its left half.
    """
    reach = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (stroke + 2, stroke + 2))
    whole = (cv2.morphologyEx(ink, cv2.MORPH_CLOSE, reach) > 0) & dark
    return np.asarray(cv2.GaussianBlur(whole.astype(np.float32), (0, 0), _EDGE), dtype=np.float32)


def _tone_nearby(ink: Image, grey: Floats, tone: float, reach: float) -> Floats:
    """The tone of the ink around each pixel: a stamp does not press alike everywhere. ``tone``: where there is none."""
    weight = (ink > 0).astype(np.float32)
    near = cv2.GaussianBlur(weight, (0, 0), reach)
    mean = cv2.GaussianBlur(grey * weight, (0, 0), reach) / np.maximum(1e-3, near)
    return np.where(near > 0.02, mean, tone).astype(np.float32)


def _fine_strokes(through: Floats, near: Mask, darkest: float, largest: int) -> Mask:
    """The strokes at the ink, no darker than ``darkest`` anywhere and no longer than ``largest`` pixels."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((through < _SEEN).astype(np.uint8), connectivity=8)
    least = np.full(count, np.inf, dtype=np.float32)
    np.minimum.at(least, np.ravel(labels).astype(np.intp), np.ravel(through))
    touches = np.zeros(count, dtype=np.bool_)
    touches[np.unique(labels[near])] = True
    size = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    gone = (least >= darkest) & touches & (size < largest)
    gone[0] = False
    return np.asarray(gone[labels], dtype=np.bool_)


def broad_patches(grey: Image | Floats, low: float, high: float, stroke: int) -> Image:
    """255 on tones between ``low`` and ``high`` in patches at least ``stroke`` pixels broad."""
    middle = cv2.inRange(grey, math.floor(low) + 1, math.ceil(high) - 1)
    return np.asarray(cv2.morphologyEx(middle, cv2.MORPH_OPEN, np.ones((stroke, stroke), np.uint8)), dtype=np.uint8)
