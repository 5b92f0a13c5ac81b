"""The figure of ㎡ and ㎥ is cut out along its own ink."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import cv2
import numpy as np
import pytest
from PIL import Image as Image_

from tests.unit.verify.conftest import _page
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Seal, SealShape
from tfdocs.verify import power_figure
from tfdocs.verify.power_figure import figure_of, letter_alone, letter_of, power_alone, power_seen
from tfdocs.verify.witness import Image, Witness


def unit(power: str, *, touching: bool = False) -> Image:
    """m and, high behind it, ``power``; grey joins the two where they are ``touching``."""
    out = np.full((70, 110, 3), 255, np.uint8)
    cv2.putText(out, "m", (8, 60), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (0, 0, 0), 4)
    if power:
        cv2.putText(out, power, (47, 30), cv2.FONT_HERSHEY_SIMPLEX, 0.65, (0, 0, 0), 2)
    if touching:
        cv2.line(out, (44, 38), (50, 30), (110, 110, 110), 3)
    return out


class Sheet:
    def __init__(self, picture: Image) -> None:
        self.picture = picture

    def crop(self, page: Page, box: Box) -> Image:
        return self.picture

    def as_it_is(self, page: Page, box: Box) -> Image | None:
        return None


def alone(picture: Image) -> str:
    return power_alone(cast(Witness, Sheet(picture)), _page(1, ["㎡"]), Box(0, 0, 10, 10))


@pytest.mark.parametrize("power", ["2", "3"])
@pytest.mark.parametrize("touching", [False, True])
def test_the_figure_is_read_as_it_is(power: str, touching: bool) -> None:
    assert alone(unit(power, touching=touching)) == power


@pytest.mark.parametrize(
    ("texts", "told"), [(["Pee", "222"], "2"), (["Pee", "z3z"], "3"), (["333", "222"], "3"), (["Pee", "23"], "")]
)
def test_a_figure_that_says_nothing_is_read_once_more_and_larger(
    monkeypatch: pytest.MonkeyPatch, texts: list[str], told: str
) -> None:
    """The 2 of eight pixels of a photograph was read as “P e e”, and that as a power that nobody can tell."""
    heights: list[int] = []

    def read(crops: list[Image]) -> list[SimpleNamespace]:
        heights.append(crops[0].shape[0])
        return [SimpleNamespace(text=texts[len(heights) - 1])]

    monkeypatch.setattr(power_figure, "recognise", read)
    assert alone(unit("2")) == told
    assert heights == sorted(set(heights))


@pytest.mark.parametrize("picture", [unit(""), np.full((70, 110, 3), 255, np.uint8), unit("1")])
def test_nothing_is_told_where_no_such_figure_stands_by_itself(picture: Image) -> None:
    assert alone(picture) == ""


def test_the_figure_has_nothing_of_the_letter() -> None:
    figure = figure_of(unit("3"))
    assert figure is not None
    assert figure.shape[0] < 22 and figure.shape[1] < 20


def letter(picture: Image) -> str:
    return letter_alone(cast(Witness, Sheet(picture)), _page(1, ["㎡"]), Box(0, 0, 10, 10))


@pytest.mark.parametrize("power", ["2", "3"])
def test_the_letter_is_read_without_its_figure(power: str) -> None:
    picture = unit(power)
    cv2.line(picture, (0, 20), (0, 60), (0, 0, 0), 2)  # a neighbour, cut at the side
    cv2.line(picture, (96, 58), (93, 66), (0, 0, 0), 4)  # a comma
    assert letter(picture) == "m"


@pytest.mark.parametrize("other", ["n", "h", "u"])
def test_another_letter_is_not_the_unit_s(other: str) -> None:
    picture = np.full((70, 110, 3), 255, np.uint8)
    cv2.putText(picture, other, (14, 60), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (0, 0, 0), 4)
    cv2.putText(picture, "2", (42, 30), cv2.FONT_HERSHEY_SIMPLEX, 0.65, (0, 0, 0), 2)
    assert letter(picture) != "m"


def test_a_letter_with_others_beside_it_is_none() -> None:
    two = np.full((70, 140, 3), 255, np.uint8)
    cv2.putText(two, "k", (8, 60), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (0, 0, 0), 4)
    two[:, 36:] = unit("2")[:, :104]
    assert letter_of(two) is None
    assert letter_of(unit("")) is None and letter_of(np.full((70, 110, 3), 255, np.uint8)) is None


@pytest.mark.parametrize(("likely", "told"), [(0.9999, "3"), (0.98, "")])
def test_a_figure_is_seen_only_beyond_doubt(monkeypatch: pytest.MonkeyPatch, likely: float, told: str) -> None:
    asked: list[tuple[tuple[float, float], float]] = []

    def figure(grey: object, middle: tuple[float, float], em: float) -> tuple[str, float]:
        asked.append((middle, em))
        return "3", likely

    monkeypatch.setattr(power_figure, "raised_figure", figure)

    class Cut(Sheet):
        def crop(self, page: Page, box: Box) -> Image:
            return np.full((round(box.height * 4), round(box.width * 4), 3), 255, np.uint8)

    witness = cast(Witness, Cut(unit("3")))
    assert power_seen(witness, _page(1, ["㎡"]), Box(100, 50, 112, 66), 12.0) == told
    assert power_seen(witness, _page(1, ["㎡"]), Box(0, 50, 4, 66), 12.0) == told  # at the page's edge
    (middle, em), (edge, _) = asked
    assert em == pytest.approx(48, rel=0.03)
    assert edge[0] == pytest.approx(8, abs=0.3) and middle[1] == pytest.approx(edge[1], abs=1)


@pytest.mark.parametrize(
    ("lifted", "left_on", "told"),
    [
        (("", 0.97), ("3", 0.9999), "3"),
        (("", 0.97), ("3", 0.997), ""),  # a seal's stroke can make a 2 of that
        (("2", 0.9999), ("3", 0.9999), "2"),
        (("2", 0.9), ("2", 0.9999), "2"),
        (("", 0.97), None, ""),
    ],
)
def test_a_figure_that_went_with_a_seal_is_seen_with_the_seal_left_on(
    monkeypatch: pytest.MonkeyPatch, lifted: tuple[str, float], left_on: tuple[str, float] | None, told: str
) -> None:
    """㎥ between a seal's strokes lost its 3 with them, and was a doubt on every second sealed page of a roster."""
    looks = [lifted, left_on]
    monkeypatch.setattr(power_figure, "raised_figure", lambda *_: looks.pop(0))

    class Sealed(Sheet):
        def as_it_is(self, page: Page, box: Box) -> Image | None:
            return None if left_on is None else self.picture[..., 0]

    witness = cast(Witness, Sealed(unit("3")))
    assert power_seen(witness, _page(1, ["㎡"]), Box(100, 50, 112, 66), 12.0) == told


def test_a_page_is_seen_with_its_seals_left_on_where_one_lies(tmp_path: Path) -> None:
    """A seal's red is pale in the brightest channel, and print under it as dark as ever."""
    pixels = np.full((400, 400, 3), 255, np.uint8)
    pixels[100:200, 100:200] = (220, 40, 40)
    pixels[140:160, 90:210] = 20
    path = tmp_path / "sealed.pdf"
    Image_.fromarray(pixels).save(path, "PDF", resolution=300)
    sealed = replace(_page(1, []), seals=(Seal(1, Box(24, 24, 48, 48), SealShape.CIRCLE),), width=96, height=96)
    with Witness(path) as witness:
        seen = witness.as_it_is(sealed, Box(20, 20, 52, 52))
        assert witness.as_it_is(sealed, Box(60, 60, 90, 90)) is None
    assert seen is not None
    middle = seen.shape[0] // 2
    assert seen[middle, middle] < 60 and seen[middle // 2, middle] > 180
