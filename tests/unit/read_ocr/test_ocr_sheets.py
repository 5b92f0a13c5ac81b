"""However a sheet lay on the scanner, its text comes out whole, and what nobody wrote does not come out at all."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from scansheets import DPI, Pixels, Scanned, scanned

from tfdocs.read.ocr.page import ReadPicture, read_picture
from tfdocs.text.normalise import fold


def text_of(page: ReadPicture) -> str:
    return fold("".join(line.text for line in page.lines)).text


def repeated(image: Pixels) -> Pixels:
    return np.ascontiguousarray(np.repeat(image[:, :, None], 3, axis=2))


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_sheet_that_lay_wrong_is_turned(prose: Scanned, turn: int) -> None:
    """The turn that makes it upright is found and told, and the text is whole."""
    page = read_picture(np.ascontiguousarray(np.rot90(prose.image, turn // 90)), DPI)
    assert page.turn == turn
    assert text_of(page) == prose.text


@pytest.mark.parametrize("degrees", [-5, 5])
def test_a_sheet_that_lay_askew(prose: Scanned, degrees: int) -> None:
    """Five degrees either way lose no character."""
    high, wide = prose.image.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1.0)
    turn[:, 2] += 40
    askew = cv2.warpAffine(prose.image, turn, (wide + 80, high + 80), borderValue=(250, 250, 246))
    assert text_of(read_picture(np.asarray(askew, np.uint8), DPI)) == prose.text


def test_a_sheet_seen_in_perspective(prose: Scanned) -> None:
    """A telephone's view: the far edge is shorter by a tenth."""
    high, wide = prose.image.shape[:2]
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    seen = np.array([[0.06 * wide, 0.03 * high], [0.95 * wide, 0], [wide, high], [0, 0.97 * high]], np.float32)
    view = cv2.getPerspectiveTransform(corners, seen)
    photo = cv2.warpPerspective(prose.image, view, (wide, high), borderValue=(70, 60, 50))
    assert text_of(read_picture(np.asarray(photo, np.uint8), DPI)) == prose.text


def test_borders_shadow_and_holes_are_no_text(prose: Scanned) -> None:
    """A black border, a deep shadow and two punch holes neither hide text nor add any."""
    high, wide = prose.image.shape[:2]
    sheet = (prose.image * np.linspace(1, 0.45, wide)[None, :, None]).astype(np.uint8)
    for y in (high // 3, 2 * high // 3):
        cv2.circle(sheet, (34, y), 16, (20, 20, 20), -1)  # 5.4 mm
    bordered = cv2.copyMakeBorder(sheet, 30, 30, 45, 45, cv2.BORDER_CONSTANT, value=(8, 8, 8))
    page = read_picture(np.asarray(bordered, np.uint8), DPI)
    assert text_of(page) == prose.text
    assert not page.unread


def test_the_reverse_side_shining_through_is_not_read(prose: Scanned) -> None:
    """Mirrored print at a fifth of its strength between the lines adds nothing to the text."""
    mirrored = 255 - cv2.GaussianBlur(prose.image[:, ::-1], (0, 0), 1.6).astype(np.float32)
    page = read_picture(np.minimum(prose.image, (255 - 0.22 * mirrored).astype(np.uint8)), DPI)
    assert text_of(page) == prose.text


@pytest.mark.parametrize("stored", ["grey", "bw"])
def test_a_blank_reverse_side_is_blank(prose: Scanned, stored: str) -> None:
    """Nothing is read on the back of a printed sheet, noise and shine-through notwithstanding."""
    rng = np.random.default_rng(3)
    mirrored = 255 - cv2.GaussianBlur(prose.image[:, ::-1, 1], (0, 0), 1.8).astype(np.float32)
    back = np.clip(250 - 0.16 * mirrored + rng.normal(0, 3, mirrored.shape), 0, 255).astype(np.uint8)
    if stored == "bw":
        back = np.where(back > 150, 255, 0).astype(np.uint8)
        back[rng.random(back.shape) < 0.001] = 0
    page = read_picture(repeated(back), DPI)
    assert page.blank
    assert page.lines == page.unread == ()


def test_a_blank_sheet_is_blank() -> None:
    """Paper with its grain and a shaded edge."""
    page = read_picture(scanned(np.full((1000, 1400, 3), 255, np.uint8), noise=5.0, shadow=0.2), DPI)
    assert page.blank


def test_a_reading_is_the_same_each_time_and_keeps_its_evidence(prose: Scanned) -> None:
    """Two readings are equal to the last probability, and every line has a lattice and a confidence a character."""
    first, second = read_picture(prose.image, DPI), read_picture(prose.image, DPI)
    assert first == second
    for line in first.lines:
        assert line.lattice is not None and line.lattice.length
        assert len(line.text) == len(line.confidence) == len(line.chars)
