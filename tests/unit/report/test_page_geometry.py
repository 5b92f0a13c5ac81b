"""A place on the seen page is the same place in the picture, and in the PDF's own coordinates, however it is turned."""

from __future__ import annotations

from pathlib import Path

import checked_sample as sample
import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject, NumberObject, RectangleObject

from tfdocs.errors import EngineFailed, InputDamaged
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Source
from tfdocs.read.pdf.render import PageImages

SEEN = (400.0, 300.0)  # width and height as seen
MARK = Box(30, 40, 90, 60)  # nowhere near a symmetry of the page
TURNS = (0, 90, 180, 270)


def turned_pdf(path: Path, rotate: int, declared: int, origin: tuple[float, float] = (0.0, 0.0)) -> Page:
    """A page with a black bar at MARK as seen; ``rotate`` in all, of which the file declares ``declared``."""
    w, h = SEEN
    sheet = sample.Sheet(w, h, rotate)
    a, b, c, d, e, f = sheet.matrix()
    ox, oy = origin
    wide, high = (h, w) if rotate in (90, 270) else (w, h)
    writer = PdfWriter()
    page = writer.add_blank_page(wide, high)
    page.mediabox = RectangleObject((ox - 20, oy - 10, ox + wide + 40, oy + high + 30))
    page.cropbox = RectangleObject((ox, oy, ox + wide, oy + high))
    bar = f"{MARK.x0} {h - MARK.bottom} {MARK.width} {MARK.height} re f"
    content = DecodedStreamObject()
    content.set_data(f"q {a} {b} {c} {d} {e + ox} {f + oy} cm 0 g {bar} Q".encode("ascii"))
    page[NameObject("/Contents")] = writer._add_object(content)
    page[NameObject("/Rotate")] = NumberObject(declared)
    writer.write(path)
    writer.close()
    return Page(1, w, h, rotate, dpi=None, source=Source.TEXT, origin=origin)


def dark(image: Image.Image) -> tuple[int, int, int, int] | None:
    """The box around everything that is not white."""
    return image.convert("L").point(lambda v: 255 if v < 128 else 0).getbbox()


@pytest.mark.parametrize("rotate", TURNS)
@pytest.mark.parametrize("declared", TURNS)
def test_a_page_is_drawn_upright_however_much_of_its_turn_the_file_declares(
    tmp_path: Path, rotate: int, declared: int
) -> None:
    page = turned_pdf(tmp_path / "a.pdf", rotate, declared)
    with PageImages(tmp_path / "a.pdf") as images:
        drawn = images.draw(page, 144)
    assert drawn.size == (800, 600)
    assert dark(drawn) == pytest.approx((60, 80, 180, 120), abs=2)


@pytest.mark.parametrize("rotate", TURNS)
@pytest.mark.parametrize("declared", TURNS)
def test_a_region_is_cut_from_the_seen_page(tmp_path: Path, rotate: int, declared: int) -> None:
    page = turned_pdf(tmp_path / "a.pdf", rotate, declared)
    with PageImages(tmp_path / "a.pdf") as images:
        piece = images.draw(page, 144, Box(20, 25, 220, 85))
    assert piece.size == pytest.approx((400, 120), abs=2)
    assert dark(piece) == pytest.approx((20, 30, 140, 70), abs=2)


@pytest.mark.parametrize("rotate", TURNS)
@pytest.mark.parametrize("origin", [(0.0, 0.0), (37.0, 61.0)])
def test_the_pdfs_own_coordinates_of_a_seen_place_hold_its_ink(
    tmp_path: Path, rotate: int, origin: tuple[float, float]
) -> None:
    """PDFium is asked for the place of the bar in user space; it knows nothing of our arithmetic."""
    page = turned_pdf(tmp_path / "a.pdf", rotate, rotate, origin)
    with pdfium.PdfDocument(tmp_path / "a.pdf") as pdf:
        drawn = pdf[0]
        (bar,) = drawn.get_objects()
        bounds = bar.get_bounds()
        drawn.close()
    assert page.to_user_space(MARK) == pytest.approx(bounds, abs=0.6)


@given(
    st.sampled_from(TURNS),
    st.floats(0, 500),
    st.floats(0, 500),
    st.floats(0.5, 300),
    st.floats(0.5, 300),
)
def test_user_space_keeps_area_and_order(rotate: int, x: float, y: float, w: float, h: float) -> None:
    page = Page(1, 900, 800, rotate, dpi=None, source=Source.TEXT, origin=(3, -7))
    x0, y0, x1, y1 = page.to_user_space(Box(x, y, x + w, y + h))
    assert x0 < x1 and y0 < y1
    assert (x1 - x0) * (y1 - y0) == pytest.approx(w * h, rel=1e-6)


def test_a_file_that_is_no_pdf_is_said_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"no pdf")
    with pytest.raises(InputDamaged, match="打不开"):
        PageImages(tmp_path / "a.pdf")


def test_a_page_that_is_not_there_is_a_failure_of_ours_to_name(tmp_path: Path) -> None:
    page = turned_pdf(tmp_path / "a.pdf", 0, 0)
    beyond = Page(9, page.width, page.height, 0, dpi=None, source=Source.TEXT)
    with PageImages(tmp_path / "a.pdf") as images, pytest.raises(EngineFailed, match="第 9 页"):
        images.draw(beyond, 72)
