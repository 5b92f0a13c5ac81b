"""The scan simulator makes what an office scanner makes, the same each time: samples and benchmarks stand on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from numpy.typing import NDArray
from reportlab.pdfgen.canvas import Canvas
from tfdocs.samples.scanning import Handwriting, SealSpec, scan


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three A4 pages, each with so many lines as its number says."""
    path = tmp_path_factory.mktemp("printed") / "print.pdf"
    canvas = Canvas(str(path), pagesize=(595, 842), invariant=1)
    for number in (1, 2, 3):
        canvas.setFont("Helvetica", 20)
        for line in range(number):
            canvas.drawString(80, 740 - 60 * line, f"Page {number} line {line + 1}: 2023-06-26")
        canvas.showPage()
    canvas.save()
    return path


def pictures(path: Path, dpi: int = 72) -> list[NDArray[np.uint8]]:
    with pdfium.PdfDocument(path) as document:
        out = []
        for page in document:
            out.append(np.asarray(page.render(scale=dpi / 72).to_pil().convert("RGB")))
            assert page.get_textpage().count_chars() == 0
            page.close()
        return out


def lines_on(picture: NDArray[np.uint8]) -> int:
    """How many separate lines of print a page shows."""
    rows = np.flatnonzero((picture.min(axis=2) < 140).sum(axis=1) > 2)
    return 1 + int((np.diff(rows) > 20).sum())


def test_same_seed_same_bytes(printed: Path, tmp_path: Path) -> None:
    """The same arguments give the same file; another seed lays the pages differently."""
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        scan(printed, tmp_path / name, dpi=100, seed=seed)
    a, b, c = ((tmp_path / name).read_bytes() for name in "abc")
    assert a == b
    assert a != c


@pytest.mark.parametrize("colour", ["colour", "grey", "bw"])
def test_pages_are_pictures(printed: Path, tmp_path: Path, colour: str) -> None:
    """Every page is there with its print, of the source's size, with no text layer; only colour scans have colour."""
    scan(printed, tmp_path / "s.pdf", dpi=120, colour=colour)  # type: ignore[arg-type]
    shown = pictures(tmp_path / "s.pdf")
    assert [lines_on(p) for p in shown] == [1, 2, 3]
    assert all(p.shape == (842, 595, 3) for p in shown)
    if colour != "colour":
        assert all((p.max(axis=2) - p.min(axis=2)).max() == 0 for p in shown)
    filters = b"/CCITTFaxDecode" if colour == "bw" else b"/DCTDecode"
    assert (tmp_path / "s.pdf").read_bytes().count(filters) == 3


def test_sheets_lost_doubled_and_disordered(printed: Path, tmp_path: Path) -> None:
    """Sheets are fed in the order told, without those that were lost, twice those that went through twice."""
    scan(printed, tmp_path / "s.pdf", dpi=72, order=[3, 1, 2], drop_pages=[1], repeat_pages=[2])
    assert [lines_on(p) for p in pictures(tmp_path / "s.pdf")] == [3, 2, 2]


def test_a_sheet_that_lay_on_its_side(printed: Path, tmp_path: Path) -> None:
    """A turned sheet gives a turned page: wide, and upright again when it is turned back."""
    scan(printed, tmp_path / "s.pdf", dpi=72, rotate_pages={2: 90}, skew=0)
    turned = pictures(tmp_path / "s.pdf")[1]
    assert turned.shape == (595, 842, 3)
    assert lines_on(np.rot90(turned)) == 2


def test_seal_and_handwriting(printed: Path, tmp_path: Path, require: Callable[..., None]) -> None:
    """A seal is red, round about its place, and darkens print without covering it; handwriting stands in its place."""
    require("fonts")
    seal = SealSpec(1, 200, 100, diameter_pt=120)
    hand = Handwriting(1, 100, 500, "林知远", size=30)
    scan(printed, tmp_path / "plain.pdf", dpi=144, noise=0, skew=0, seed=4)
    scan(printed, tmp_path / "s.pdf", dpi=144, noise=0, skew=0, seals=[seal], handwriting=[hand], seed=4)
    plain, sealed = pictures(tmp_path / "plain.pdf")[0], pictures(tmp_path / "s.pdf")[0]
    colour = sealed.astype(int)
    ys, xs = np.nonzero((colour[..., 0] - colour[..., 1] > 60) & (colour[..., 0] - colour[..., 2] > 60))
    assert abs((xs.min() + xs.max()) / 2 - 200) < 6
    assert abs((ys.min() + ys.max()) / 2 - 100) < 6
    assert 110 < xs.max() - xs.min() < 130
    # Ink only ever darkens: print below the seal is as dark as it was (JPEG rings a little).
    assert sealed[plain.max(axis=2) < 70].max(axis=-1).mean() < 75
    ys, xs = np.nonzero((colour[..., 2] - colour[..., 0] > 35) & (colour[..., 0] < 170))
    assert len(xs) > 50
    assert xs.min() > 90
    assert 455 < ys.min() < ys.max() < 510


def test_a_page_that_is_not_there(printed: Path, tmp_path: Path) -> None:
    """A seal on page 9 of 3 is a mistake of the caller, not something to leave out silently."""
    with pytest.raises(ValueError, match="no page 9"):
        scan(printed, tmp_path / "s.pdf", seals=[SealSpec(9, 1, 1)])
    assert not (tmp_path / "s.pdf").exists()
