"""Workers are sent for by a glance at a file's bytes: scans need them, letters with a logo do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tfdocs.read.pdf.large_pictures import large_pictures


def _file(path: Path, *sizes: tuple[int, int]) -> Path:
    canvas = Canvas(str(path))
    for number, size in enumerate(sizes):
        picture = Image.new("L", size, 200 - number)
        canvas.drawImage(ImageReader(picture), 72, 72, 100, 100)
        canvas.showPage()
    canvas.drawString(72, 700, "text")
    canvas.save()
    return path


@pytest.mark.parametrize(
    ("sizes", "found"), [((), 0), (((200, 80),), 0), (((1654, 2339),), 1), (((1654, 2339), (200, 80), (2339, 1654)), 2)]
)
def test_pictures_as_large_as_a_scanned_page_are_counted(
    tmp_path: Path, sizes: tuple[tuple[int, int], ...], found: int
) -> None:
    assert large_pictures(_file(tmp_path / "a.pdf", *sizes), 9) == found


def test_no_more_are_counted_than_there_are_workers(tmp_path: Path) -> None:
    assert large_pictures(_file(tmp_path / "a.pdf", *[(1000, 1000 + n) for n in range(5)]), 2) == 2


def test_the_scans_of_the_samples_are_known() -> None:
    scans = sorted((Path(__file__).parents[3] / "samples" / "scans").glob("*.pdf"))
    assert scans
    assert all(large_pictures(path, 2) == 2 for path in scans)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 /Subtype /Image", b"/Subtype/Image /Width 99999999 stream"])
def test_a_broken_file_needs_no_workers(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(content)
    assert large_pictures(tmp_path / "a.pdf", 2) == 0


def test_a_missing_file_needs_no_workers(tmp_path: Path) -> None:
    assert large_pictures(tmp_path / "none.pdf", 2) == 0
