"""A streak of a dirty scanner is taken off; a table's rules, a frame and dense print are left as they are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from tfdocs.read.ocr.streaks import without_streaks

Image = npt.NDArray[np.uint8]
HIGH, WIDE = 1600, 1100


def sheet() -> Image:
    """Paper with some noise, and lines of print: strokes 3 pixels wide, 9 apart."""
    rng = np.random.default_rng(7)
    grey = 235 + rng.integers(-5, 6, (HIGH, WIDE))
    for top in range(150, 1450, 44):
        grey[top : top + 26, 120:980][:, np.arange(860) % 9 < 3] = 40
    return np.repeat(grey.astype(np.uint8)[:, :, None], 3, axis=2)


@pytest.mark.parametrize("left", [0.05, 0.3, 0.7, 0.9])
@pytest.mark.parametrize("sideways", [False, True])
def test_a_streak_is_gone_and_the_print_beside_it_stays(left: float, sideways: bool) -> None:
    """``left``: of the light, that comes through it."""
    clean = sheet()
    dirty = clean.copy()
    dirty[:, 403:406] = (dirty[:, 403:406] * left).astype(np.uint8)
    turned = (lambda image: np.ascontiguousarray(image.transpose(1, 0, 2))) if sideways else (lambda image: image)
    found = turned(without_streaks(turned(dirty), 200))
    assert np.abs(found[:140, 395:415].astype(int) - clean[:140, 395:415]).mean() < 12
    assert (found[:, :395] == clean[:, :395]).all() and (found[:, 415:] == clean[:, 415:]).all()
    if left > 0.25:  # what is under it is seen through it
        assert np.abs(found[:, 403:406].astype(int) - clean[:, 403:406]).mean() < 16


@pytest.mark.parametrize("what", ["nothing", "table", "frame", "border", "wide"])
def test_what_a_hand_or_a_printer_drew_is_left(what: str) -> None:
    image = sheet()
    if what == "table":  # its rules end in the margins
        image[100:1500, 300:303] = image[100:1500, 700:703] = 20
    elif what == "frame":
        image[40:-40, 40:43] = image[40:-40, -43:-40] = 20
        image[40:43, 40:-40] = image[-43:-40, 40:-40] = 20
    elif what == "border":  # the scanner's black lid beside the sheet
        image[:, :60] = 12
    elif what == "wide":  # a fold's shadow
        image[:, 500:540] = (image[:, 500:540] * 0.8).astype(np.uint8)
    assert without_streaks(image, 200) is image
