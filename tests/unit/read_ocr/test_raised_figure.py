"""A raised 2 is told from a raised 3 where it is pale, or grown together with its letter."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from tfdocs.errors import EngineFailed
from tfdocs.read.ocr import models, raised_figure
from tfdocs.read.ocr.raised_figure import HIGH, WIDE, looked_at

EM = 50.0  # pixels


def unit(power: str, grey: int = 0, *, joined: bool = False) -> npt.NDArray[np.uint8]:
    """m with ``power`` raised behind it, of so much grey, as a scanner of 200 dpi shows it at 300."""
    large = np.full((360, 480), 255, np.uint8)
    cv2.putText(large, "m", (120, 240), cv2.FONT_HERSHEY_COMPLEX, 4.4, (0,), 11, cv2.LINE_AA)
    if power:
        at = (236 if joined else 262, 150)
        cv2.putText(large, power, at, cv2.FONT_HERSHEY_COMPLEX, 2.4, (grey,), 7, cv2.LINE_AA)
    small = cv2.resize(large, (80, 60), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (120, 90), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


@pytest.mark.parametrize("power", ["2", "3"])
@pytest.mark.parametrize("grey", [0, 90, 150])
@pytest.mark.parametrize("joined", [False, True])
def test_a_figure_is_told_however_pale_it_is_and_where_it_touches(power: str, grey: int, joined: bool) -> None:
    figure, likely = raised_figure.raised_figure(unit(power, grey, joined=joined), (60, 45), EM)
    assert figure == power and likely > 0.9


@pytest.mark.parametrize("picture", [unit(""), unit("5"), unit("0"), np.full((90, 120), 250, np.uint8)])
def test_what_is_neither_is_none_of_them(picture: npt.NDArray[np.uint8]) -> None:
    figure, likely = raised_figure.raised_figure(picture, (60, 45), EM)
    assert not figure or likely < 0.9


def test_a_look_has_one_size_of_print_and_one_range_of_greys() -> None:
    picture = unit("2")
    one = looked_at(picture, (60, 45), EM)
    other = looked_at(np.asarray(cv2.resize(picture // 2 + 60, None, fx=2, fy=2), dtype=np.uint8), (120, 90), 2 * EM)
    assert one.shape == (HIGH, WIDE) and one.min() >= 0 and one.max() <= 1
    assert float(np.abs(one - other).mean()) < 0.05
    assert looked_at(np.full((90, 120), 200, np.uint8), (60, 45), EM).max() == 0


def test_a_model_that_cannot_be_run_is_an_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def run(self, *args: object) -> None:
            raise RuntimeError("no memory")

    monkeypatch.setattr(models, "session", lambda name: Broken())
    with pytest.raises(EngineFailed, match="指数"):
        raised_figure.raised_figure(unit("2"), (60, 45), EM)
