"""Words of a picture that Word and paper share are no added words; one changed figure in it is seen."""

from __future__ import annotations

import io

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from tests.unit.verify.conftest import _page
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page
from tfdocs.verify.figures import Figures, decoded

Picture = npt.NDArray[np.uint8]
DPI = 150.0


def chart(changed: bool = False) -> Picture:
    """A chart with bars and figures, 900 x 600."""
    image = np.full((600, 900), 255, dtype=np.uint8)
    rng = np.random.default_rng(7)
    for i in range(8):
        high = int(rng.integers(80, 420))
        cv2.rectangle(image, (60 + 100 * i, 520 - high), (120 + 100 * i, 520), 90, -1)
        figure = 3817 if changed and i == 5 else int(rng.integers(1000, 9999)) if i != 5 else 3877
        cv2.putText(image, str(figure), (52 + 100 * i, 508 - high), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 2)
    cv2.line(image, (40, 520), (880, 520), 0, 3)
    cv2.putText(image, "Annual report of members", (200, 570), cv2.FONT_HERSHEY_SIMPLEX, 1.1, 0, 2)
    return image


def place_of_figure() -> tuple[int, int, int, int]:
    """x0, top, x1, bottom of the sixth bar's figure in the chart."""
    rng = np.random.default_rng(7)
    highs = []
    for i in range(8):
        highs.append(int(rng.integers(80, 420)))
        if i != 5:
            rng.integers(1000, 9999)
    top = 508 - highs[5]
    return 550, top - 22, 625, top + 3


def bytes_of(image: Picture) -> bytes:
    out = io.BytesIO()
    Image.fromarray(image).save(out, "PNG")
    return out.getvalue()


class Witness:
    """One whose page shows ``image`` at 0.6 of its size, scanned: blurred and noisy."""

    def __init__(self, image: Picture | None) -> None:
        page = np.full((1754, 1240), 250, dtype=np.uint8)
        if image is not None:
            small = cv2.resize(image, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
            page[300 : 300 + small.shape[0], 200 : 200 + small.shape[1]] = small
        page = cv2.GaussianBlur(page, (0, 0), 0.7)
        noise = np.random.default_rng(1).normal(0, 4, page.shape)
        self._page = np.clip(page + noise, 0, 255).astype(np.uint8)

    def grey(self, page: Page, dpi: float) -> Picture:
        assert dpi == DPI
        return self._page


def on_page(box: tuple[int, int, int, int]) -> Box:
    k = 72 / DPI
    x0, top, x1, bottom = box
    return Box((200 + 0.6 * x0) * k, (300 + 0.6 * top) * k, (200 + 0.6 * x1) * k, (300 + 0.6 * bottom) * k)


TITLE = (200, 545, 640, 578)


def test_what_the_words_picture_shows_is_the_same_on_paper() -> None:
    figures = Figures([bytes_of(chart())], Witness(chart()))  # type: ignore[arg-type]
    page = _page(1, [])
    assert figures.same(page, on_page(TITLE))
    assert figures.same(page, on_page(place_of_figure()))


def test_one_changed_digit_in_the_picture_is_not_the_same() -> None:
    figures = Figures([bytes_of(chart())], Witness(chart(changed=True)))  # type: ignore[arg-type]
    page = _page(1, [])
    assert figures.same(page, on_page(TITLE))
    assert not figures.same(page, on_page(place_of_figure()))


def test_words_written_over_an_empty_part_of_it_are_not_the_same() -> None:
    image = chart()
    cv2.putText(image, "+500", (300, 60), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 2)
    figures = Figures([bytes_of(chart())], Witness(image))  # type: ignore[arg-type]
    assert not figures.same(_page(1, []), on_page((300, 38, 372, 64)))


@pytest.mark.parametrize("shown", [None, "other"])
def test_a_picture_that_is_not_there_says_nothing(shown: str | None) -> None:
    other = None if shown is None else np.random.default_rng(3).integers(0, 255, (600, 900)).astype(np.uint8)
    figures = Figures([bytes_of(chart())], Witness(other))  # type: ignore[arg-type]
    assert figures.alike(_page(1, []), on_page(TITLE)) is None


@pytest.mark.parametrize("data", [b"", b"no picture", bytes_of(np.full((10, 10), 255, dtype=np.uint8))])
def test_what_cannot_be_read_is_no_picture(data: bytes) -> None:
    assert decoded(data) is None
    assert Figures([data], Witness(chart())).alike(_page(1, []), on_page(TITLE)) is None  # type: ignore[arg-type]
