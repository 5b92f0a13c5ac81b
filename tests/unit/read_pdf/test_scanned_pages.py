"""Pages that are pictures: in one piece, in strips, in layers, with print stamped over, with text hidden below."""

from __future__ import annotations

import io
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from jbig2files import jbig2
from pdffiles import FONT, Pdf, text
from PIL import Image, features

from tfdocs.model.page import Page, Source
from tfdocs.read.pdf.reader import PdfReader, read_pages

Read = Callable[[Pdf], list[Page]]
LINES = ["The grant is 28 of 35 units", "It is paid before the end of 2024"]
SAID = "Thegrantis28of35unitsItispaidbeforetheendof2024"


def words(page: Page) -> str:
    return "".join("".join(line.text.split()) for line in page.lines)


def codes(page: Page) -> list[str]:
    return [f.code for f in page.findings]


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Image.Image:
    """A sheet of 400 x 300 points at 200 dpi, in grey."""
    pdf = Pdf()
    pdf.page("".join(text(line, y=240 - 40 * i, size=18) for i, line in enumerate(LINES)))
    path = pdf.save(tmp_path_factory.mktemp("scan") / "s.pdf")
    with pdfium.PdfDocument(path) as document:
        return document[0].render(scale=200 / 72).to_pil().convert("L")


def grey(pdf: Pdf, picture: Image.Image) -> int:
    wide, high = picture.size
    return pdf.add(
        f"/Type /XObject /Subtype /Image /Width {wide} /Height {high} /ColorSpace /DeviceGray /BitsPerComponent 8",
        picture.tobytes(),
        pack=True,
    )


def bits(picture: Image.Image) -> bytes:
    """One bit a pixel, 1 for white."""
    return np.packbits(np.asarray(picture) > 128, axis=1).tobytes()


def placed(pdf: Pdf, number: int, more: str = "", **page: str) -> Pdf:
    pdf.page(
        f"q 400 0 0 300 0 0 cm /P Do Q\n{more}",
        resources=f"/Font << /F1 3 0 R >> /XObject << /P {number} 0 R >>",
        **page,  # type: ignore[arg-type]
    )
    return pdf


def encoded(pdf: Pdf, picture: Image.Image, kind: str) -> int:
    wide, high = picture.size
    size = f"/Type /XObject /Subtype /Image /Width {wide} /Height {high}"
    out = io.BytesIO()
    if kind == "JPXDecode":
        picture.save(out, "JPEG2000")
        return pdf.add(f"{size} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /JPXDecode", out.getvalue())
    if kind == "DCTDecode":
        picture.save(out, "JPEG", quality=80)
        return pdf.add(f"{size} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode", out.getvalue())
    if kind.startswith("JBIG2Decode"):
        data = jbig2(picture, arithmetic=kind.endswith("arithmetic"))
        return pdf.add(f"{size} /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /JBIG2Decode", data)
    picture.point(lambda v: 255 if v > 128 else 0).convert("1").save(out, "TIFF", compression="group4")
    tiff = Image.open(io.BytesIO(out.getvalue()))
    start, count = tiff.tag_v2[273][0], tiff.tag_v2[279][0]  # type: ignore[attr-defined]
    black = "true" if tiff.tag_v2[262] == 1 else "false"  # type: ignore[attr-defined]
    parms = f"/DecodeParms << /K -1 /Columns {wide} /Rows {high} /BlackIs1 {black} >>"
    return pdf.add(
        f"{size} /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode {parms}",
        out.getvalue()[start : start + count],
    )


@pytest.mark.parametrize(
    "kind", ["DCTDecode", "CCITTFaxDecode", "JPXDecode", "JBIG2Decode fax", "JBIG2Decode arithmetic"]
)
def test_the_encodings_of_scanners(read: Read, scan: Image.Image, kind: str) -> None:
    """JPEG, fax, JPEG 2000 and JBIG2: read as they look, at the resolution they have."""
    if kind == "JPXDecode" and not features.check("jpg_2000"):
        pytest.skip("Pillow was built without JPEG 2000")
    pdf = Pdf()
    (page,) = read(placed(pdf, encoded(pdf, scan, kind)))
    assert words(page) == SAID
    assert page.source is Source.OCR
    assert page.dpi == pytest.approx(200, abs=1)
    assert page.findings == ()


@pytest.mark.parametrize("arithmetic", [True, False])
def test_jbig2_is_drawn_to_the_pixel(scan: Image.Image, tmp_path: Path, arithmetic: bool) -> None:
    """What PDFium makes of either coding is what was coded."""
    picture = scan.crop((100, 100, 700, 400))
    pdf = Pdf()
    number = encoded(pdf, picture, "JBIG2Decode arithmetic" if arithmetic else "JBIG2Decode fax")
    path = placed(pdf, number).save(tmp_path / "j.pdf")
    with pdfium.PdfDocument(path) as document:
        (drawn,) = document[0].get_objects()
        assert isinstance(drawn, pdfium.PdfImage)
        got = np.asarray(drawn.get_bitmap().to_pil().convert("L")) > 128
    assert (got == (np.asarray(picture) > 128)).all() and not got.all()


def test_a_page_in_strips(read: Read, scan: Image.Image) -> None:
    """Scanners store sheets as strips of a few lines: together they are one scan of their resolution."""
    pdf = Pdf()
    names, content = "", ""
    wide, high = scan.size
    for i, top in enumerate(range(0, high, 64)):
        strip = scan.crop((0, top, wide, min(high, top + 64)))
        names += f"/S{i} {grey(pdf, strip)} 0 R "
        tall = strip.height * 300 / high
        content += f"q 400 0 0 {tall} 0 {300 - top * 300 / high - tall} cm /S{i} Do Q\n"
    pdf.page(content, resources=f"/XObject << {names} >>")
    (page,) = read(pdf)
    assert words(page) == SAID
    assert page.source is Source.OCR
    assert page.dpi == pytest.approx(200, abs=3)


def test_a_scan_in_layers(read: Read, scan: Image.Image) -> None:
    """A coarse ground under a sharp mask that paints the text in colour; a logo of 1,200 dpi changes nothing."""
    pdf = Pdf()
    ground = grey(pdf, Image.new("L", (60, 45), 250))
    mask = pdf.add(
        f"/Type /XObject /Subtype /Image /ImageMask true /Width {scan.width} /Height {scan.height} /BitsPerComponent 1",
        bits(scan),
        pack=True,
    )
    logo = grey(pdf, Image.new("L", (500, 500), 120))
    pdf.page(
        "q 400 0 0 300 0 0 cm /G Do Q\nq 0 0 0.5 rg 400 0 0 300 0 0 cm /M Do Q\nq 30 0 0 30 360 10 cm /L Do Q\n",
        resources=f"/XObject << /G {ground} 0 R /M {mask} 0 R /L {logo} 0 R >>",
    )
    (page,) = read(pdf)
    assert words(page) == SAID
    assert page.dpi == pytest.approx(200, abs=1)


def test_an_inline_picture(read: Read, scan: Image.Image) -> None:
    """A scan that stands in the page's content itself."""
    small = scan.resize((scan.width * 3 // 4, scan.height * 3 // 4))
    pdf = Pdf()
    packed = zlib.compress(bits(small)).hex() + ">"
    pdf.page(f"q 400 0 0 300 0 0 cm BI /W {small.width} /H {small.height} /CS /G /BPC 1 /F [/AHx /Fl] ID {packed} EI Q")
    (page,) = read(pdf)
    assert words(page) == SAID
    assert page.source is Source.OCR
    assert page.dpi == pytest.approx(150, abs=1)


def test_a_number_stamped_on_a_scan(read: Read, scan: Image.Image) -> None:
    """Print put over a scan afterwards is on the page, and read with it."""
    pdf = Pdf()
    (page,) = read(placed(pdf, grey(pdf, scan), text("No. 004417", x=280, y=30, size=14)))
    assert words(page) == SAID + "No.004417"
    assert page.source is Source.OCR


def hidden(lines: list[str]) -> str:
    return "".join(text(line, y=240 - 40 * i, size=18, extra="3 Tr") for i, line in enumerate(lines))


def test_the_hidden_text_of_a_scan_is_no_evidence(read: Read, scan: Image.Image) -> None:
    """One that says what the picture shows is mentioned; one that says 48 for 28 is named; neither is counted."""
    for lines, code in ((LINES, "searchable-scan"), ([LINES[0].replace("28", "48"), LINES[1]], "scan-text-differs")):
        pdf = Pdf()
        (page,) = read(placed(pdf, grey(pdf, scan), hidden(lines)))
        assert words(page) == SAID
        assert codes(page) == [code]
    assert "“4”在图像上是“2”" in page.findings[0].message


def test_hidden_text_of_another_document(read: Read, scan: Image.Image) -> None:
    """A scan with someone else's text below it."""
    pdf = Pdf()
    (page,) = read(placed(pdf, grey(pdf, scan), hidden(["Nothing of the kind", "was ever agreed upon"])))
    assert words(page) == SAID
    assert codes(page) == ["scan-text-differs"]


def test_an_empty_page(read: Read) -> None:
    """A page without anything, and one with nothing but rules, say nothing, quickly and without a finding."""
    pdf = Pdf()
    pdf.page("")
    pdf.page("1 w 50 50 300 200 re s")
    for page in read(pdf):
        assert (page.lines, page.findings, page.failure) == ((), (), None)


def test_words_turned_to_curves(read: Read, tmp_path: Path) -> None:
    """Outlines in place of characters beside honest text: no layer knows of them, but they are on the page."""
    strokes = {  # L, T and 1 as filled outlines of 10 x 16 points
        "L": "0 0 m 0 16 l 3 16 l 3 3 l 10 3 l 10 0 l f",
        "T": "3.5 0 m 3.5 13 l 0 13 l 0 16 l 10 16 l 10 13 l 6.5 13 l 6.5 0 l f",
        "E": "0 0 m 0 16 l 10 16 l 10 13 l 3 13 l 3 9.5 l 9 9.5 l 9 6.5 l 3 6.5 l 3 3 l 10 3 l 10 0 l f",
    }
    drawn = "".join(f"q 1 0 0 1 {60 + 14 * i} 120 cm {strokes[c]} Q\n" for i, c in enumerate("TELL"))
    pdf = Pdf()
    pdf.page(text(LINES[0], y=240) + drawn)
    (page,) = read(pdf)
    assert words(page).startswith("Thegrantis28of35units")
    assert "TELL" in words(page).upper()
    assert {line.source for line in page.lines} == {Source.TEXT, Source.OCR}


def test_units_of_another_size(read: Read) -> None:
    """Mixed sizes and directions in one file, each page by its own."""
    pdf = Pdf(font=FONT)
    for size in ((400, 300), (1191, 842), (842, 1191), (3000, 2000)):
        pdf.page(text(LINES[0], y=200, size=18), size=size)
    pages = read(pdf)
    assert [(p.width, p.height) for p in pages] == [(400, 300), (1191, 842), (842, 1191), (3000, 2000)]
    assert {words(p) for p in pages} == {"Thegrantis28of35units"}


def test_memory_does_not_grow_with_pages(tmp_path: Path) -> None:
    """Pages are handed over one by one and forgotten: the hundredth costs no more than the tenth."""
    pdf = Pdf()
    for number in range(120):
        pdf.page(text(f"{LINES[0]} {number}", y=240) + text(LINES[1]))
    path = pdf.save(tmp_path / "long.pdf")
    tracemalloc.start()
    held = []
    try:
        for page in read_pages(path):
            assert page.failure is None
            if page.number in (60, 120):
                held.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    assert held[1] - held[0] < 400_000


def test_as_many_pages_as_the_reader_counts(tmp_path: Path) -> None:
    """A page is read by its number as often as asked, with the same result."""
    pdf = Pdf()
    pdf.page(text(LINES[0]))
    with PdfReader(pdf.save(tmp_path / "x.pdf")) as reader:
        assert reader.count == 1
        assert reader.read(1) == reader.read(1)
