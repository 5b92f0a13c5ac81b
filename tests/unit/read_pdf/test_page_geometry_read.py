"""Pages of every size, direction and unit: read right, with boxes where the characters are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pdffiles import Pdf, text
from PIL import Image

from tfdocs.model.page import Page, Source
from tfdocs.read.pdf.reader import read_pages

Read = Callable[[Pdf], list[Page]]
LINE = "The grant is 28 of 35 units"
SAID = "Thegrantis28of35units"


def words(page: Page) -> str:
    return "".join("".join(line.text.split()) for line in page.lines)


@pytest.mark.parametrize("unit", [2.0, 0.5, 10.0])
def test_a_page_in_units_of_its_own(read: Read, unit: float) -> None:
    """/UserUnit: sizes and boxes are in points of the paper, and the way back leads to the file's own units."""
    scaled = Pdf()
    scaled.page(
        text(LINE, x=40 / unit, y=200 / unit, size=14 / unit),
        size=(400 / unit, 300 / unit),
        extra=f"/UserUnit {unit}",
    )
    (page,) = read(scaled)
    assert (page.width, page.height) == pytest.approx((400, 300))
    assert (page.source, page.findings, words(page)) == (Source.TEXT, (), SAID)
    (line,) = page.lines
    assert line.box.x0 == pytest.approx(40, abs=2)
    assert line.box.bottom == pytest.approx(104, abs=4)
    x0, y0, _, _ = page.to_user_space(line.chars[0])
    assert x0 == pytest.approx(40 / unit, abs=2 / unit)
    assert y0 == pytest.approx(200 / unit, abs=5 / unit)


@pytest.mark.parametrize("unit", ["1000000", "-3", "0", "(x)", "/Name"])
def test_a_unit_that_no_paper_can_have(read: Read, unit: str) -> None:
    """An absurd one makes a page that is refused in words; one that is no length counts as none."""
    pdf = Pdf()
    pdf.page(text(LINE, x=40, y=200), extra=f"/UserUnit {unit}")
    (page,) = read(pdf)
    if unit == "1000000":
        assert page.failure is not None and "页面尺寸异常" in page.failure
    else:
        assert words(page) == SAID


A4, A3 = (595, 842), (842, 1191)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("size", [A4, (A4[1], A4[0]), A3, (A3[1], A3[0])], ids=["A4", "A4 wide", "A3", "A3 wide"])
def test_every_sheet_in_every_direction(read: Read, size: tuple[int, int], turn: int) -> None:
    """Portrait and landscape, each with every /Rotate: boxes stand where the page as it is seen has the words."""
    wide, high = size
    seen = size if turn % 180 == 0 else (high, wide)
    # the line stands at (60, 700 down) of the seen sheet or, on low sheets, nearer the top
    down = min(700, seen[1] - 60)
    x, y = 60, seen[1] - down
    matrix = {
        0: f"1 0 0 1 {x} {y}",
        90: f"0 1 -1 0 {wide - y} {x}",
        180: f"-1 0 0 -1 {wide - x} {high - y}",
        270: f"0 -1 1 0 {y} {high - x}",
    }[turn]
    pdf = Pdf()
    pdf.page(f"BT /F1 14 Tf {matrix} Tm ({LINE}) Tj ET\n", size=size, extra=f"/Rotate {turn}")
    (page,) = read(pdf)
    assert (page.width, page.height) == seen
    assert (page.source, page.findings, words(page)) == (Source.TEXT, (), SAID)
    (line,) = page.lines
    assert line.box.x0 == pytest.approx(60, abs=2)
    assert line.box.top < down < line.box.bottom
    assert line.box.width == pytest.approx(168, abs=8)


def test_a_crop_box_away_from_the_corner(read: Read) -> None:
    """Boxes count from the corner of what is seen; the way back leads to the file's own coordinates."""
    pdf = Pdf()
    pdf.page(text(LINE, x=140, y=250), extra="/MediaBox [-50 -50 550 450] /CropBox [100 150 500 400]")
    (page,) = read(pdf)
    (line,) = page.lines
    assert (page.width, page.height) == (400, 250)
    assert line.box.x0 == pytest.approx(40, abs=2)
    assert page.to_user_space(line.box)[0] == pytest.approx(140, abs=2)


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Image.Image:
    """A sheet of 400 x 300 points at 150 dpi."""
    pdf = Pdf()
    pdf.page("".join(text(LINE, x=60, y=240 - 50 * n, size=18) for n in range(4)))
    with pdfium.PdfDocument(pdf.save(tmp_path_factory.mktemp("s") / "s.pdf")) as document:
        return document[0].render(scale=150 / 72).to_pil().convert("L")


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_scan_that_lies_on_its_side(read: Read, sheet: Image.Image, turn: int) -> None:
    """The sheet was fed sideways or upside down: it is read upright, and boxes are those of the upright page."""
    lying = sheet.rotate(turn, expand=True)
    wide, high = (400, 300) if turn == 180 else (300, 400)
    pdf = Pdf()
    picture = pdf.add(
        f"/Type /XObject /Subtype /Image /Width {lying.width} /Height {lying.height} /ColorSpace /DeviceGray "
        "/BitsPerComponent 8",
        lying.tobytes(),
        pack=True,
    )
    pdf.page(f"q {wide} 0 0 {high} 0 0 cm /P Do Q", resources=f"/XObject << /P {picture} 0 R >>", size=(wide, high))
    (page,) = read(pdf)
    assert (page.rotation, page.width, page.height) == (turn, 400, 300)
    assert words(page) == SAID * 4
    assert page.lines[0].box.x0 == pytest.approx(60, abs=4)
    assert page.lines[0].box.top < 60 < page.lines[0].box.bottom


def test_blank_reverse_sides(read: Read) -> None:
    """Duplex scanners deliver white backs, with dust and the faint print of the other side: nothing is read there."""
    pdf = Pdf()
    for ground in (255, 246):
        back = Image.new("L", (830, 620), ground)
        back.putpixel((100, 90), 0)
        picture = pdf.add(
            "/Type /XObject /Subtype /Image /Width 830 /Height 620 /ColorSpace /DeviceGray /BitsPerComponent 8",
            back.tobytes(),
            pack=True,
        )
        pdf.page("q 400 0 0 300 0 0 cm /P Do Q", resources=f"/XObject << /P {picture} 0 R >>")
    for page in read(pdf):
        assert (page.lines, page.unread, page.seals, page.failure) == ((), (), (), None)


def chinese(path: Path, words: list[str], maps: dict[str, str]) -> Path:
    """One line of STSong; characters of ``maps`` copy as what stands there."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    drawn = canvas.Canvas(str(path), pagesize=(400, 300))
    drawn.setFont("STSong-Light", 14)
    x = 40.0
    for word in words:
        if word in maps:
            code = "/Span << /ActualText <FEFF" + maps[word].encode("utf-16-be").hex() + "> >> BDC"
            drawn._code.append(code)
        drawn.drawString(x, 200, word)
        if word in maps:
            drawn._code.append("EMC")
        x += 14 * len(word)
    drawn.save()
    return path


@pytest.mark.parametrize(
    "copies",
    [
        pytest.param({"工": "\u2f2f"}, id="a Kangxi radical for the ideograph"),
        pytest.param({"工": "\u2f2f工"}, id="the radical beside the ideograph"),
        pytest.param({"里": "\uf9e9"}, id="a compatibility form"),
        pytest.param({"学会工作": "学会工作"}, id="a text repeated as /ActualText"),
    ],
)
def test_characters_that_copy_as_their_doubles(tmp_path: Path, copies: dict[str, str]) -> None:
    """What looks the same on paper is read as the usual character, once."""
    line = ["里", "程", "工", "学会工作"]
    (page,) = read_pages(chinese(tmp_path / "a.pdf", line, copies))
    assert (page.source, page.findings, words(page)) == (Source.TEXT, (), "里程工学会工作")


def test_one_ideograph_that_copies_as_two(read: Read) -> None:
    """A ToUnicode that gives the radical beside the ideograph for one drawing: it is there once."""
    pdf = Pdf()
    rows = b"1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfchar <5DE5> <2F2F5DE5> endbfchar"
    copies = pdf.add("", b"/CIDInit /ProcSet findresource begin begincmap " + rows + b" endcmap end")
    song = pdf.add(
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type "
        "/Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) "
        "/Supplement 4 >> /DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 "
        f"/FontBBox [-25 -254 1000 880] /Ascent 752 /Descent -271 >> >>] /ToUnicode {copies} 0 R >>"
    )
    pdf.page("BT /F2 14 Tf 40 200 Td <5DE57A0B> Tj ET", resources=f"/Font << /F2 {song} 0 R >>")
    (page,) = read(pdf)
    assert (page.source, page.findings) == (Source.TEXT, ())
    assert words(page).startswith("工") and words(page).count("工") == 1


def test_spaces_between_the_characters_of_a_word(tmp_path: Path) -> None:
    """城 镇 新 增: spaces that only spread the characters are no part of the text."""
    (page,) = read_pages(chinese(tmp_path / "a.pdf", ["城", " ", "镇", " ", "新", " ", "增"], {}))
    assert [line.text for line in page.lines] == ["城镇新增"]
