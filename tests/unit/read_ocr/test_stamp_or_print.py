"""Black stamps are taken off black print: most of their ink goes, and nearly all of the print stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from rapidfuzz.distance import Levenshtein
from scansheets import Pixels, print_lines

from samples.ink import SealSpec, multiply, seal_ink
from samples.scanning import as_stored, digitise
from tfdocs.errors import EngineFailed
from tfdocs.model.page import SealShape
from tfdocs.read.ocr import models, seals
from tfdocs.read.ocr.page import read_picture
from tfdocs.read.ocr.seal_rings import Ring
from tfdocs.read.ocr.stamp_or_print import packed
from tfdocs.text.normalise import fold

DPI = 300
SIZE = (1750, 1250)  # pixels
_INK = (170, 24, 32)


@pytest.fixture(autouse=True)
def _fonts(require: Callable[..., None]) -> None:
    require("fonts")


def pressed(spec: SealSpec | None, lines: int = 9) -> tuple[Pixels, list[str]]:
    """A sheet of ``lines`` lines in black and white with or without a stamp, and what is printed."""
    sheet, texts = print_lines(lines)
    page = sheet.page()
    image, k = page.image.copy(), page.dpi / 72
    if spec is not None:
        ink = seal_ink(spec, k, np.random.default_rng(1))
        half = ink.shape[0] / 2
        multiply(image, ink, _INK, round(spec.x_pt * k - half), round(spec.y_pt * k - half))
    picture = digitise(image, SIZE, np.random.default_rng(3), dpi=DPI, colour="bw", skew=0.0)
    return as_stored(picture, "bw", 75), texts


STAMP = SealSpec(1, 200, 130, ring_text="锦川省测绘地理信息研究会", tilt=7)


def test_most_of_a_stamp_goes_and_nearly_all_print_stays() -> None:
    """By pixels, of a stamp and print of which the network was taught neither."""
    stamped, _ = pressed(STAMP)
    alone, _ = pressed(None)
    found = seals.find_seals(stamped, DPI)
    assert [s.shape for s in found] == [SealShape.CIRCLE]
    before = stamped.copy()
    clean, careful, _ = seals.without_stamps(stamped, found, DPI)
    assert (stamped == before).all(), "the page itself stays as it is"
    black, print_, left, kept = (p[:, :, 0] < 128 for p in (stamped, alone, clean, careful))
    assert not (left & ~black).any() and not (left & ~kept).any()
    x0, y0, x1, y1 = found[0].box
    there = np.s_[y0:y1, x0:x1]
    stamp = (black & ~print_)[there]
    assert stamp.mean() > 0.02
    lost, lost_carefully = ((~p & black & print_)[there].sum() / print_[there].sum() for p in (left, kept))
    assert left[there][stamp].mean() < 0.45
    assert lost < 0.03 and lost_carefully < 0.01
    outside = np.ones(black.shape, dtype=np.bool_)
    margin = (x1 - x0) // 10
    outside[y0 - margin : y1 + margin, x0 - margin : x1 + margin] = False
    assert (left == black)[outside].all()


def test_lines_under_a_black_stamp_are_read() -> None:
    """Nine lines, no more and no less, and all of their characters but a few."""
    stamped, texts = pressed(STAMP)
    read = [fold(line.text).text for line in read_picture(stamped, DPI, find_turn=False).lines]
    assert len(read) == len(texts)
    assert Levenshtein.distance("".join(read), fold("".join(texts)).text) <= 6


def test_a_black_stamps_lettering_is_no_text_of_the_page() -> None:
    """Its ring in pieces and what stands below its star, eight characters, were lines; four pieces stood as unread."""
    stamped, texts = pressed(replace(STAMP, x_pt=150, y_pt=190, tilt=-12), 3)
    page = read_picture(stamped, DPI, find_turn=False)
    assert len(page.seals) == 1
    assert sum(len(line.text) for line in page.lines) - len("".join(texts)) <= 5
    assert len(page.unread) <= 1


def test_pages_without_black_stamps_are_not_copied() -> None:
    plain, _ = pressed(None, 3)
    assert all(p is plain for p in seals.without_stamps(plain, seals.find_seals(plain, DPI), DPI)[:2])


def test_what_the_network_is_given() -> None:
    """Each pixel once, in one of four channels, and its place: 0 in the stamp's middle, 1 on its rim."""
    grey = np.full((30, 47), 255, dtype=np.uint8)
    grey[10, 21] = 0
    given, size = packed(grey, (23.0, 15.0, 12.0, 6.0))
    assert size == grey.shape and given.shape == (7, 16, 24)
    assert given[:4].sum() == given[1, 5, 10] == 1.0
    assert given[4, 7, 11] < 0.1 < 0.9 < given[4, 7, 17] < 1.1
    assert given[5, 7, 17] > 0.99 and given[6, 12, 11] > 0.9


def test_a_network_that_fails_does_not_pass_for_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def run(self, names: object, given: object) -> list[np.ndarray]:
            raise RuntimeError

    monkeypatch.setattr(models, "session", lambda name: Broken())
    ring = Ring(300.0, 200.0, 150.0, 150.0, 1.0)
    found = seals.FoundSeal((150, 50, 450, 350), SealShape.CIRCLE, 0, ring)
    with pytest.raises(EngineFailed, match="印章"):
        seals.without_stamps(np.full((400, 600, 3), 255, np.uint8), [found], DPI)
