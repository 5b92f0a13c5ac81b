"""Print is as dark under a seal's ink as beside it, however thin it is; the ink leaves nothing that could be read."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from tfdocs.read.ocr.seal_ink import lift_grey, print_under_red

Pixels = NDArray[np.uint8]

PAPER, INK = (246, 246, 240), (206, 32, 40)
BAND = slice(60, 84)  # columns on which the broad stroke of a seal lies
BARS = range(12, 140, 8)  # rows on which thin level strokes of print stand, from edge to edge


def page_of_bars(strength: float = 0.85) -> NDArray[np.float32]:
    """150 x 150 pixels of print in strokes of 1.2 pixels, a band of red ink over it, through a lens."""
    page = np.full((150, 150, 3), PAPER, dtype=np.float32)
    for row in BARS:
        page[row, :] *= 0.15
        page[row + 1, :] *= 0.8
    keep = 1 - strength * (1 - np.array(INK, dtype=np.float32) / 255)
    page[:, BAND] *= keep
    return np.asarray(cv2.GaussianBlur(page, (0, 0), 0.8), dtype=np.float32)


def stored(page: NDArray[np.float32], quality: int) -> Pixels:
    """As JPEG with colour at half the resolution gives it back."""
    _, data = cv2.imencode(".jpg", np.clip(page[:, :, ::-1] + 0.5, 0, 255).astype(np.uint8), [1, quality])
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR)
    assert decoded is not None
    return np.ascontiguousarray(decoded[:, :, ::-1], dtype=np.uint8)


def darkness(grey: Pixels, columns: slice) -> float:
    """How much darker the strokes of print are than what lies between them."""
    rows = list(BARS)
    part = grey.astype(np.float32)
    return float(part[[r + 4 for r in rows], columns].mean() - part[rows, columns].mean())


def test_thin_print_under_red_ink_is_as_dark_as_beside_it() -> None:
    """The red channel of such a JPEG shows it half as dark, and digits came apart (13 was read as 12)."""
    clean = print_under_red(stored(page_of_bars(), 45))
    assert clean is not None
    beside = darkness(clean, slice(5, 50))
    assert darkness(clean, slice(66, 78)) > 0.8 * beside
    assert darkness(clean, slice(85, 90)) > 0.8 * beside
    # and of the ink nothing is left that is as dark as print
    between = clean[[r + 4 for r in BARS], 50:95]
    assert float(between.min()) > float(np.median(clean)) - 0.5 * beside


def test_without_red_ink_nothing_is_taken_off() -> None:
    assert print_under_red(stored(page_of_bars(strength=0.0), 75)) is None


def test_thin_print_beside_grey_ink_keeps_its_darkness() -> None:
    """It was whitened with the edge of the ink: commas lost their tails and became points."""
    grey = cv2.cvtColor(page_of_bars().astype(np.uint8), cv2.COLOR_RGB2GRAY)
    part = np.repeat(grey[:, :, None], 3, axis=2)
    beside = darkness(part[:, :, 1], slice(5, 50))
    lift_grey(part, 3)
    for columns in (slice(57, 59), slice(66, 78), slice(85, 87)):
        assert darkness(part[:, :, 1], columns) > 0.75 * beside
    assert float(part[[r + 4 for r in BARS], 66:78, 1].min()) > 200


def test_the_fine_strokes_of_a_grey_seal_go_with_its_broad_ones_and_a_dash_apart_stays() -> None:
    """They were read as marks: 7件 as 7件—."""
    part = np.full((150, 150, 3), 246, dtype=np.uint8)
    part[40:80, 60:84] = 130  # the broad stroke
    part[60:62, 84:98] = 165  # a fine one at its side
    part[110:112, 20:34] = 165  # a dash as pale, at no ink
    lift_grey(part, 3)
    assert int(part[60:62, 84:98].min()) > 200
    assert int(part[110:112, 20:34].max()) == 165
