"""What a scanner sees that nobody wrote is told from faint print."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from tfdocs.read.ocr.scanner_marks import contrast

Image = npt.NDArray[np.uint8]
_PAPER, _INK = 240, 60


def _crop(wide: int, ink: int) -> Image:
    """A crop 40 pixels high with the upright stroke of a 1 in its middle, 2 by 24 pixels, on paper with some noise."""
    rng = np.random.default_rng(1)
    grey = _PAPER + rng.integers(-6, 7, (40, wide))
    grey[8:32, wide // 2 : wide // 2 + 2] = ink
    return np.repeat(grey.astype(np.uint8)[:, :, None], 3, axis=2)


@pytest.mark.parametrize("wide", [44, 58])
def test_a_figure_alone_in_its_cell_is_as_dark_as_print(wide: int) -> None:
    """One pixel in fifty is ink: a printed 1 was taken for the reverse side's, and so for missing."""
    assert contrast(_crop(wide, _INK)) == pytest.approx((_PAPER - _INK) / _PAPER, abs=0.06)


def test_bare_paper_and_what_shines_through_stay_faint() -> None:
    assert contrast(_crop(44, _PAPER)) < 0.05
    assert contrast(_crop(44, 215)) < 0.15
