"""Damaged and hostile PDFs: one of our errors, a failed page or a finding, in bounded time and memory; never a hang."""

from __future__ import annotations

import contextlib
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pdffiles import Pdf, text
from pypdf import PdfReader as PlainReader
from pypdf import PdfWriter

from tfdocs.errors import InputDamaged, InputEncrypted, InputRefused
from tfdocs.model.page import Page
from tfdocs.read.ocr.seal_rings import ring_hints
from tfdocs.read.pdf import hazards, textlayer
from tfdocs.read.pdf.reader import PageTask, read_page, read_pages
from tfdocs.read.pdf.render import PageImages

LINE = text("The grant is 28", y=250)
GOOD = "Thegrantis28"
Save = Callable[[Pdf], Path]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    return lambda pdf: pdf.save(tmp_path / "x.pdf")


def words(page: Page) -> str:
    return "".join("".join(line.text.split()) for line in page.lines)


def swollen(megabytes: int, unit: bytes = b" " * 1024) -> bytes:
    """So much of ``unit``, packed."""
    packer = zlib.compressobj(9)
    block = unit * (1024 * 1024 // len(unit))
    return b"".join([packer.compress(block) for _ in range(megabytes)] + [packer.flush()])


def with_content(pdf: Pdf, dictionary: str, stream: bytes) -> Pdf:
    """A first page drawn by ``stream``, and an honest second one."""
    number = pdf.add(dictionary, stream)
    page = pdf.add(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Contents {number} 0 R >>")
    pdf._pages.append(page)
    pdf.page(LINE)
    return pdf


def memory() -> int:
    """The most memory this process ever had, in megabytes; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def first_fails(path: Path, seconds: float) -> str:
    """Read ``path``, whose first page cannot be read and whose second can; why the first could not."""
    before, started = memory(), time.monotonic()
    first, second = read_pages(path)
    assert time.monotonic() - started < seconds
    assert memory() - before < 500
    assert first.failure
    assert not first.lines
    assert words(second) == GOOD
    return first.failure


def test_content_that_swells(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a megabyte that unpacks to half a gigabyte, in one step or in two, costs its page and nothing else."""
    monkeypatch.setattr(hazards, "_MEMORY", 512 * 1024**2)
    monkeypatch.setattr(hazards, "_SECONDS", 4.0)
    bomb = swollen(512)
    assert "已放弃" in first_fails(save(with_content(Pdf(), "/Filter /FlateDecode", bomb)), 60)
    twice = zlib.compress(bomb, 9)
    assert "已放弃" in first_fails(save(with_content(Pdf(), "/Filter [/FlateDecode /FlateDecode]", twice)), 60)


def multiplied(times: int, depth: int) -> Pdf:
    """A form that draws a form ``times`` times that draws a form …"""
    pdf = Pdf()
    inner = 0
    for _ in range(depth):
        uses = f"/Resources << /XObject << /X {inner} 0 R >> >>" if inner else ""
        body = b"/X Do " * times if inner else b"0 0 1 1 re f"
        inner = pdf.add(f"/Type /XObject /Subtype /Form /BBox [0 0 400 300] {uses}", body)
    pdf.page("/X Do", resources=f"/XObject << /X {inner} 0 R >>")
    pdf.page(LINE)
    return pdf


def test_drawings_that_multiply(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nine levels of ten forms each are a thousand million strokes; a pattern of a thousandth's step is as many."""
    monkeypatch.setattr(hazards, "_SECONDS", 4.0)
    assert "已放弃" in first_fails(save(multiplied(10, 9)), 40)
    pdf = Pdf()
    tile = pdf.add(
        "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep 0.001 /YStep 0.001",
        b"0 0 .5 .5 re f",
    )
    pdf.page("/Pattern cs /T scn 0 0 400 300 re f", resources=f"/Pattern << /T {tile} 0 R >>")
    pdf.page(LINE)
    assert "时限" in first_fails(save(pdf), 40)


def test_a_page_read_by_itself_is_tried_too(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads single pages, in whatever process, is as safe; what the file would do is said at its first page."""
    monkeypatch.setattr(hazards, "_SECONDS", 4.0)
    path = save(multiplied(10, 9))
    assert read_page(PageTask(path, 1)).failure
    assert words(read_page(PageTask(path, 2))) == GOOD
    script = Pdf("/OpenAction << /S /JavaScript /JS (x) >>")
    script.page(LINE)
    script.page(LINE)
    path = script.save(path.with_name("script.pdf"))
    assert [[f.code for f in read_page(PageTask(path, n)).findings] for n in (1, 2)] == [["javascript"], []]


def test_nothing_more_is_tried_when_time_is_up(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of many hanging pages does not take many times as long as one: the rest counts as failed."""
    monkeypatch.setattr(hazards, "_SECONDS_IN_ALL", 0.0)
    pages = list(read_pages(save(multiplied(10, 9))))
    assert [bool(p.failure) for p in pages] == [True, True]


def test_what_only_looks_suspicious_is_read(save: Save) -> None:
    """Forms within forms, as long as they can be drawn, are read after their trial."""
    pdf = multiplied(3, 5)
    assert hazards.look_over(save(pdf)).suspicious
    assert words(list(read_pages(save(pdf)))[1]) == GOOD
    assert not any(p.failure for p in read_pages(save(pdf)))


@pytest.mark.parametrize(
    ("wide", "high", "filter_"), [(40_000, 40_000, "/FlateDecode"), (100_000, 100_000, "/DCTDecode")]
)
def test_pictures_of_a_billion_pixels(save: Save, wide: int, high: int, filter_: str) -> None:
    """They are not decoded."""
    pdf = Pdf()
    picture = pdf.add(
        f"/Type /XObject /Subtype /Image /Width {wide} /Height {high} /ColorSpace /DeviceGray "
        f"/BitsPerComponent 8 /Filter {filter_}",
        swollen(2, b"\xff" * 1024),
    )
    pdf.page("q 400 0 0 300 0 0 cm /P Do Q", resources=f"/XObject << /P {picture} 0 R >>")
    pdf.page(LINE)
    assert "亿像素" in first_fails(save(pdf), 60)


@pytest.mark.parametrize("size", [(1e9, 1e9), (1e7, 2.0)])
def test_pages_of_absurd_size(save: Save, size: tuple[float, float]) -> None:
    """No paper is so large: the page fails, and says why."""
    pdf = Pdf()
    pdf.page(LINE, size=size)
    pdf.page(LINE)
    assert "尺寸" in first_fails(save(pdf), 20)


def test_the_largest_page_that_can_be(save: Save) -> None:
    """Five metres of paper are read, and drawn in the report at no more pixels than memory has."""
    pdf = Pdf()
    pdf.page(text("The grant is 28", y=12_000, size=300), size=(14_400, 14_400))
    path = save(pdf)
    before = memory()
    (page,) = read_pages(path)
    assert words(page) == GOOD
    with PageImages(path) as images:
        assert images.draw(page, 300).width * images.draw(page, 300).height <= 50_000_000
    assert memory() - before < 800


def test_the_largest_page_as_a_picture(save: Save) -> None:
    """Read by recognition, with writing as tall as a house: what is looked for at a fixed resolution is not there."""
    pdf = Pdf()
    picture = pdf.add(
        "/Type /XObject /Subtype /Image /Width 64 /Height 64 /ColorSpace /DeviceGray /BitsPerComponent 1 "
        "/Filter /FlateDecode",
        zlib.compress((b"\xff" * 8 + b"\xc3" * 8) * 32),
    )
    drawn = "q 14400 0 0 14400 0 0 cm /P Do Q"
    pdf.page(drawn, resources=f"/XObject << /P {picture} 0 R >>", size=(14_400, 14_400))
    before = memory()
    (page,) = read_pages(save(pdf))
    assert not page.failure
    assert memory() - before < 1200
    assert ring_hints(np.zeros((5000, 5000), np.uint8), 25) == []


def test_circles(save: Save, tmp_path: Path) -> None:
    """A form that draws itself and a page tree that holds itself come to an end."""
    pdf = Pdf()
    form = pdf.add(
        "/Type /XObject /Subtype /Form /BBox [0 0 400 300] /Resources << /XObject << /X 4 0 R >> >>", b"/X Do"
    )
    assert form == 4
    pdf.page(LINE + "/X Do", resources="/XObject << /X 4 0 R >>")
    (page,) = read_pages(save(pdf))
    assert words(page) == GOOD
    tree = Pdf()
    tree.page(LINE)
    circle = tmp_path / "circle.pdf"
    circle.write_bytes(tree.data().replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]"))
    with contextlib.suppress(InputDamaged):
        assert all(p.failure for p in read_pages(circle))


def test_more_pages_promised_than_there_are(tmp_path: Path) -> None:
    """As many pages come out as the file says it has; those that are not there have failed."""
    pdf = Pdf()
    pdf.page(LINE)
    path = tmp_path / "x.pdf"
    path.write_bytes(pdf.data().replace(b"/Count 1 ", b"/Count 30 "))
    pages = list(read_pages(path))
    assert [p.number for p in pages] == list(range(1, 31))
    assert words(pages[0]) == GOOD
    assert all(p.failure for p in pages[1:])
    path.write_bytes(pdf.data().replace(b"/Count 1 ", b"/Count 900000 "))
    with pytest.raises(InputRefused, match="超过上限"):
        list(read_pages(path))


def test_too_many_characters(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page with more characters than paper can hold fails by itself."""
    monkeypatch.setattr(textlayer, "_MOST_CHARACTERS", 200)
    pdf = Pdf()
    pdf.page("".join(text("abc " * 10, y=20 + 20 * i) for i in range(12)))
    pdf.page(LINE)
    assert "字符" in first_fails(save(pdf), 20)


def six_pages() -> bytes:
    pdf = Pdf()
    for _ in range(6):
        pdf.page(LINE)
    return pdf.data()


@pytest.mark.parametrize("share", [0.3, 0.5, 0.9])
def test_cut_short(tmp_path: Path, share: float) -> None:
    """A file that ends before its end is refused, not read in part."""
    path = tmp_path / "x.pdf"
    data = six_pages()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(InputDamaged, match="不完整"):
        list(read_pages(path))


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"startxref\n", b"startxref\n9"), (b"xref\n0", b"xxxx\n0"), (b"/Size", b"/Saze"), (b"00000 n", b"00000 f")],
)
def test_a_broken_cross_reference(tmp_path: Path, old: bytes, new: bytes) -> None:
    """The table is rebuilt from the objects; all six pages are there."""
    path = tmp_path / "x.pdf"
    path.write_bytes(six_pages().replace(old, new))
    assert [words(p) for p in read_pages(path)] == [GOOD] * 6


def test_a_page_whose_content_is_torn(tmp_path: Path) -> None:
    """One torn stream is one page's loss: the others are read."""
    pdf = Pdf()
    stream = pdf.add("", zlib.compress(LINE.encode() * 50)[:40] + b"\x00" * 20)
    assert stream == 4
    page = pdf.add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Contents 4 0 R >>")
    pdf._pages.append(page)
    pdf.page(LINE)
    first, second = read_pages(pdf.save(tmp_path / "x.pdf"))
    assert words(first) == ""
    assert words(second) == GOOD


def encrypted(path: Path, user: str, owner: str) -> Path:
    plain = Pdf()
    plain.page(LINE)
    plain.save(path)
    writer = PdfWriter(clone_from=PlainReader(path))
    writer.encrypt(user_password=user, owner_password=owner, algorithm="AES-256")
    writer.write(path)
    return path


def test_encrypted(tmp_path: Path) -> None:
    """An empty user password opens; any other is asked for by the user's own software, not by us."""
    (page,) = read_pages(encrypted(tmp_path / "open.pdf", "", "owner"))
    assert words(page) == GOOD
    with pytest.raises(InputEncrypted):
        list(read_pages(encrypted(tmp_path / "shut.pdf", "secret", "owner")))


@pytest.mark.parametrize(
    ("catalog", "code"),
    [
        ("/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>", "javascript"),
        ("/OpenAction << /S /Launch /F (a.exe) >>", "launch-action"),
        ("/Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (a.docx) >>] >> >>", "embedded-file"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_what_a_pdf_would_do(tmp_path: Path, catalog: str, code: str, packed: bool) -> None:
    """Scripts, programs to start and files inside are named, packed in an object stream or not; nothing is run."""
    pdf = Pdf("" if packed else catalog)
    if packed:
        pdf.add("/Type /ObjStm /N 1 /First 4", f"9 0 << {catalog} >>".encode("latin-1"), pack=True)
    pdf.page(LINE)
    (page,) = read_pages(pdf.save(tmp_path / "x.pdf"))
    assert [f.code for f in page.findings] == [code]
    assert words(page) == GOOD


def test_ordinary_files_are_not_suspected(save: Save) -> None:
    """The trial costs time; what office programs write does without."""
    pdf = Pdf()
    logo = pdf.add(
        "/Type /XObject /Subtype /Image /Width 800 /Height 400 /ColorSpace /DeviceRGB /BitsPerComponent 8",
        b"\xff" * 960_000,
        pack=True,
    )
    form = pdf.add("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", b"q /P Do Q", pack=True)
    for _ in range(20):
        pdf.page(LINE, resources=f"/XObject << /P {logo} 0 R /F {form} 0 R >>")
    found = hazards.look_over(save(pdf))
    assert found.suspicious == []
    assert found.findings == []
