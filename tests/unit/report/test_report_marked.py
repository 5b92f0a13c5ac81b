"""marked.pdf is the original with standard annotations: seen by other viewers, at the right place, numbered alike."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import tracemalloc
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops, ImageFilter
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from tfdocs.errors import EngineFailed, InputEncrypted
from tfdocs.model.comparison import Checked, PageStatus
from tfdocs.model.geometry import Box
from tfdocs.read.pdf.render import PageImages
from tfdocs.report import conclusion
from tfdocs.report.marked import marked_bytes, write_marked_pdf
from tfdocs.report.places import place_on_page


@pytest.fixture(scope="module")
def marked(checked: Checked, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("marked") / "marked.pdf"
    write_marked_pdf(checked, path)
    return path


def with_pdf(checked: Checked, path: Path) -> Checked:
    return dataclasses.replace(checked, pdf_path=path)


def annotations(path: Path) -> dict[int, list[DictionaryObject]]:
    reader = PdfReader(path)
    return {n: [a.get_object() for a in page.get("/Annots", [])] for n, page in enumerate(reader.pages, start=1)}


def rewritten(source: Path, target: Path, **options: object) -> Path:
    """The same document as another program might have written it."""
    writer = PdfWriter(clone_from=source)
    if "password" in options:
        writer.encrypt(str(options["password"]), owner_password="owner", algorithm="AES-256")
    writer.write(target)
    writer.close()
    return target


def with_object_streams(source: Path, target: Path) -> Path:
    """The document with all objects but streams packed in one (ISO 32000-1, 7.5.7), as office programs do."""
    reader = PdfReader(source)
    numbers = sorted(n for table in reader.xref.values() for n in table if n)
    objects = {n: reader.get_object(n) for n in numbers}
    packed = [n for n in numbers if not isinstance(objects[n], StreamObject)]
    home, table = max(numbers) + 1, max(numbers) + 2
    body, index = BytesIO(), []
    for n in packed:
        index.append(f"{n} {body.tell()}")
        objects[n].write_to_stream(body)
        body.write(b"\n")
    head = (" ".join(index) + "\n").encode()
    out = BytesIO(b"%PDF-1.5\n")
    out.seek(0, 2)
    entries = {n: (2, home, packed.index(n)) for n in packed}
    for n in [n for n in numbers if n not in packed]:
        entries[n] = (1, out.tell(), 0)
        out.write(b"%d 0 obj\n" % n)
        objects[n].write_to_stream(out)
        out.write(b"\nendobj\n")
    data = head + body.getvalue()
    entries[home] = (1, out.tell(), 0)
    facts = f"/Type /ObjStm /N {len(packed)} /First {len(head)} /Length {len(data)}"
    out.write(b"%d 0 obj\n<< %s >>\nstream\n%s\nendstream\nendobj\n" % (home, facts.encode(), data))
    start = out.tell()
    entries[table] = (1, start, 0)
    entries[0] = (0, 0, 65535)
    rows = b"".join(
        k.to_bytes(1, "big") + place.to_bytes(4, "big") + last.to_bytes(2, "big")
        for k, place, last in (entries.get(n, (0, 0, 0)) for n in range(table + 1))
    )
    root = reader.trailer.raw_get("/Root").idnum
    out.write(
        b"%d 0 obj\n<< /Type /XRef /Size %d /W [1 4 2] /Root %d 0 R /Length %d >>\nstream\n"
        % (table, table + 1, root, len(rows))
    )
    out.write(rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start)
    target.write_bytes(out.getvalue())
    return target


def as_xref_stream(source: Path, target: Path) -> Path:
    """The document with one update whose table is a stream: pypdf's incremental writer makes such."""
    writer = PdfWriter(str(source), incremental=True)
    writer.add_metadata({"/Keywords": "样张"})
    writer.write(target)
    writer.close()
    assert b"/XRef" in target.read_bytes()
    return target


def test_the_original_is_untouched_and_stands_whole_at_the_head_of_the_copy(checked: Checked, marked: Path) -> None:
    original = checked.pdf_path.read_bytes()
    assert marked.read_bytes().startswith(original)
    assert len(marked.read_bytes()) > len(original)


def test_the_same_input_gives_the_same_bytes(checked: Checked, marked: Path) -> None:
    assert marked_bytes(checked) == marked.read_bytes()


def test_every_difference_is_marked_with_its_number_on_its_page(checked: Checked, marked: Path) -> None:
    found = annotations(marked)
    for number, difference in conclusion.numbered(checked.report)[: len(checked.report.differences)]:
        assert difference.pdf is not None
        own = [a for a in found[difference.pdf.page] if a.get("/NM") == difference.id]
        assert len(own) == 1, difference.id
        assert own[0]["/Contents"].startswith(f"第 {number} 处｜")
        turned = checked.pages[difference.pdf.page - 1].rotation
        assert own[0]["/Subtype"] in ("/Highlight", "/Stamp" if turned else "/Text")
        content = own[0]["/AP"]["/N"].get_object().get_data().decode()
        assert f"({number}) Tj" in content, "the number is drawn, not only noted"


def test_every_mark_brings_its_own_appearance_and_is_printed(marked: Path) -> None:
    every = [a for found in annotations(marked).values() for a in found]
    assert len(every) > 12
    for a in every:
        assert a["/AP"]["/N"].get_object()["/Subtype"] == "/Form"
        assert int(a["/F"]) & 4
        assert a["/T"] == "tfdocs 核对"


def test_marks_stand_at_their_place_on_turned_pages(checked: Checked, marked: Path) -> None:
    """Where PDFium's picture of the marked copy differs from the original, there are our places, and nowhere else."""
    numbered = conclusion.numbered(checked.report)[: len(checked.report.differences)]
    with PageImages(checked.pdf_path) as before, PageImages(marked) as after:
        for page in checked.pages:
            changed = ImageChops.difference(before.draw(page, 72), after.draw(page, 72)).convert("L")
            changed = changed.point(lambda v: 255 if v > 24 else 0)
            allowed = Image.new("L", changed.size, 0)
            places = [
                place
                for _, d in numbered
                if d.pdf is not None and d.pdf.page == page.number
                for place in [place_on_page(d.pdf, page)]
                if place is not None
            ]
            assert places
            for place in places:
                for box in place.boxes:
                    around = Box(box.x0 - 6, box.top - 12, box.x1 + 16, box.bottom + 6)
                    allowed.paste(255, tuple(int(v) for v in (around.x0, around.top, around.x1, around.bottom)))
                    inside = changed.crop(tuple(int(v) for v in (box.x0 - 5, box.top - 4, box.x1 + 5, box.bottom + 5)))
                    assert inside.getbbox() is not None, f"page {page.number}: nothing drawn at {box}"
            allowed.paste(255, (0, 0, 40, page.height.__ceil__()))  # notes stand in the left margin
            stray = ImageChops.subtract(changed, allowed)
            assert stray.getbbox() is None, f"page {page.number}: a mark where no difference is"


def test_a_highlight_names_the_words_it_covers(checked: Checked, marked: Path) -> None:
    """/QuadPoints are what viewers select text by; on the page turned by 180 degrees as well."""
    for number, found in annotations(marked).items():
        page = checked.pages[number - 1]
        for a in found:
            if a["/Subtype"] != "/Highlight":
                continue
            quads = [float(v) for v in a["/QuadPoints"]]
            difference = next(d for d in checked.report.differences if d.id == a["/NM"])
            assert difference.pdf is not None
            assert len(quads) == 8 * len(difference.pdf.boxes)
            x0, y0, x1, y1 = page.to_user_space(Box(*difference.pdf.boxes[0]).grown(1.0))
            assert min(quads[0:8:2]) == pytest.approx(x0, abs=0.1)
            assert max(quads[1:8:2]) == pytest.approx(y1, abs=0.1)
            assert (max(quads[0:8:2]), min(quads[1:8:2])) == pytest.approx((x1, y0), abs=0.1)


@pytest.mark.require("poppler")
def test_two_viewers_draw_the_marks_alike_on_turned_pages(checked: Checked, marked: Path, tmp_path: Path) -> None:
    """PDFium and poppler disagree on icons that do not turn with their page; ours are none of these."""

    def ink(before: Image.Image, after: Image.Image) -> Image.Image:
        gap = ImageChops.difference(before.convert("L"), after.convert("L"))
        return gap.point(lambda v: 255 if v > 60 else 0)

    for name, path in (("bare", checked.pdf_path), ("page", marked)):
        command = ["pdftoppm", "-r", "72", "-png", str(path), str(tmp_path / name)]
        subprocess.run(command, capture_output=True, check=True, timeout=60)
    with PageImages(checked.pdf_path) as before, PageImages(marked) as after:
        for page in checked.pages:
            one = ink(before.draw(page, 72), after.draw(page, 72))
            with (
                Image.open(tmp_path / f"bare-{page.number}.png") as a,
                Image.open(tmp_path / f"page-{page.number}.png") as b,
            ):
                other = ink(a, b)
            blurred = one.filter(ImageFilter.MaxFilter(7)), other.filter(ImageFilter.MaxFilter(7))
            assert one.getbbox() is not None
            for mine, others in ((one, blurred[1]), (other, blurred[0])):
                stray = ImageChops.subtract(mine.crop((0, 0, *others.size)), others)
                assert stray.histogram()[255] <= 0.02 * mine.histogram()[255], page.number


@pytest.mark.require("poppler")
def test_another_viewer_opens_the_copy_without_complaint(checked: Checked, marked: Path, tmp_path: Path) -> None:
    command = ["pdftoppm", "-r", "40", "-png", str(marked), str(tmp_path / "page")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    original = subprocess.run(
        ["pdftoppm", "-r", "40", "-png", str(checked.pdf_path), str(tmp_path / "bare")], timeout=60
    )
    assert original.returncode == 0
    for number in range(1, 5):
        with Image.open(tmp_path / f"page-{number}.png") as a, Image.open(tmp_path / f"bare-{number}.png") as b:
            assert ImageChops.difference(a.convert("RGB"), b.convert("RGB")).getbbox() is not None


def test_a_file_whose_table_is_a_stream_keeps_one(checked: Checked, tmp_path: Path) -> None:
    source = as_xref_stream(checked.pdf_path, tmp_path / "a.pdf")
    write_marked_pdf(with_pdf(checked, source), tmp_path / "m.pdf")
    content = (tmp_path / "m.pdf").read_bytes()
    assert content.startswith(source.read_bytes())
    tail = content[len(source.read_bytes()) :]
    assert b"/XRef" in tail and b"\nxref\n" not in tail
    assert sum(map(len, annotations(tmp_path / "m.pdf").values())) > 12
    assert PdfReader(tmp_path / "m.pdf").metadata["/Keywords"] == "样张"


def test_a_file_of_object_streams_can_be_marked(checked: Checked, tmp_path: Path) -> None:
    source = with_object_streams(checked.pdf_path, tmp_path / "a.pdf")
    write_marked_pdf(with_pdf(checked, source), tmp_path / "m.pdf")
    assert (tmp_path / "m.pdf").read_bytes().startswith(source.read_bytes())
    assert sum(map(len, annotations(tmp_path / "m.pdf").values())) > 12


def test_marking_a_marked_copy_keeps_the_first_marks(checked: Checked, marked: Path, tmp_path: Path) -> None:
    write_marked_pdf(with_pdf(checked, marked), tmp_path / "twice.pdf")
    once, twice = annotations(marked), annotations(tmp_path / "twice.pdf")
    assert {n: len(a) * 2 for n, a in once.items()} == {n: len(a) for n, a in twice.items()}


def test_annotations_that_were_there_stay_before_ours(checked: Checked, tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=checked.pdf_path)
    note = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Text"),
            NameObject("/Rect"): ArrayObject([NumberObject(v) for v in (10, 10, 30, 30)]),
            NameObject("/Contents"): TextStringObject("原有批注"),
        }
    )
    # as an array that is an object of its own, which the page only refers to
    writer.pages[0][NameObject("/Annots")] = writer._add_object(ArrayObject([writer._add_object(note)]))
    writer.write(tmp_path / "a.pdf")
    write_marked_pdf(with_pdf(checked, tmp_path / "a.pdf"), tmp_path / "m.pdf")
    first = annotations(tmp_path / "m.pdf")[1]
    assert first[0]["/Contents"] == "原有批注" and len(first) > 3


def test_an_encrypted_file_without_a_password_is_marked(checked: Checked, tmp_path: Path) -> None:
    source = rewritten(checked.pdf_path, tmp_path / "a.pdf", password="")
    write_marked_pdf(with_pdf(checked, source), tmp_path / "m.pdf")
    assert not PdfReader(tmp_path / "m.pdf").is_encrypted
    assert sum(map(len, annotations(tmp_path / "m.pdf").values())) > 12
    assert marked_bytes(with_pdf(checked, source)) == (tmp_path / "m.pdf").read_bytes()


def test_a_file_that_asks_for_a_password_is_said_to_be_encrypted(checked: Checked, tmp_path: Path) -> None:
    source = rewritten(checked.pdf_path, tmp_path / "a.pdf", password="geheim")
    (tmp_path / "m.pdf").write_bytes(b"old")
    with pytest.raises(InputEncrypted, match="密码"):
        write_marked_pdf(with_pdf(checked, source), tmp_path / "m.pdf")
    assert (tmp_path / "m.pdf").read_bytes() == b"old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.pdf", "m.pdf"], "nothing is left behind"


@pytest.mark.parametrize("fault", ["shifted", "junk", "no-table", "no-count", "no-xref"])
def test_a_file_with_a_wrong_table_of_objects_is_marked_all_the_same(
    checked: Checked, tmp_path: Path, fault: str
) -> None:
    content = checked.pdf_path.read_bytes()
    start = int(re.findall(rb"startxref\s+(\d+)", content)[-1])
    if fault == "shifted":  # offsets that point beside their objects
        content = re.sub(rb"(\d{10}) 00000 n", lambda m: b"%010d 00000 n" % (int(m[1]) + 3), content)
    elif fault == "junk":  # a mail program's line before the head
        content = b"Content-Type: application/pdf\r\n\r\n" + content
    elif fault == "no-count":  # pypdf gives up on these two, PDFium does not
        content = re.sub(rb"/Count \d+", b"/Count x", content)
    elif fault == "no-xref":
        content = content.replace(b"xref\n0", b"xrex\n0")
    else:
        content = content.replace(b"startxref\n%d" % start, b"startxref\n%d" % (start + 7))
    (tmp_path / "a.pdf").write_bytes(content)
    write_marked_pdf(with_pdf(checked, tmp_path / "a.pdf"), tmp_path / "m.pdf")
    with pdfium.PdfDocument(tmp_path / "m.pdf") as pdf:
        assert len(pdf) == 4
    assert sum(map(len, annotations(tmp_path / "m.pdf").values())) > 12
    assert marked_bytes(with_pdf(checked, tmp_path / "a.pdf")) == (tmp_path / "m.pdf").read_bytes()


def test_a_large_file_is_copied_piece_by_piece(checked: Checked, tmp_path: Path) -> None:
    """The copy takes a small part of the file's size in memory, so that size is no limit."""
    writer = PdfWriter(clone_from=checked.pdf_path)
    heavy = DecodedStreamObject()
    heavy.set_data(b"\x00" * 48_000_000)  # stands for the pictures of a scan
    writer.root_object[NameObject("/Ballast")] = writer._add_object(heavy)
    writer.write(tmp_path / "a.pdf")
    writer.close()
    del writer, heavy
    tracemalloc.start()
    write_marked_pdf(with_pdf(checked, tmp_path / "a.pdf"), tmp_path / "m.pdf")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (tmp_path / "m.pdf").stat().st_size > 48_000_000
    assert peak < 12_000_000


def test_a_file_that_is_no_pdf_is_a_failure_in_plain_words(checked: Checked, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"no pdf at all")
    with pytest.raises(EngineFailed, match="不能在 PDF 上做标注"):
        write_marked_pdf(with_pdf(checked, tmp_path / "a.pdf"), tmp_path / "m.pdf")
    assert not (tmp_path / "m.pdf").exists()


def test_odd_pages_and_ink_that_was_not_read_are_marked_too(checked: Checked, tmp_path: Path) -> None:
    pages = list(checked.pages)
    pages[3] = dataclasses.replace(pages[3], unread=(Box(100, 400, 180, 420),), failure="图像损坏")
    entries = list(checked.report.pages)
    entries[3] = entries[3].model_copy(update={"status": PageStatus.FAILED})
    report = checked.report.model_copy(update={"pages": entries})
    write_marked_pdf(Checked(report, checked.word, tuple(pages), checked.pdf_path), tmp_path / "m.pdf")
    told = "\n".join(a["/Contents"] for a in annotations(tmp_path / "m.pdf")[4])
    assert "第 4 页：未能识读\n图像损坏" in told
    assert "没有读出" in told


def test_what_has_no_place_in_the_pdf_is_listed_on_its_first_page(checked: Checked, tmp_path: Path) -> None:
    lost = checked.report.differences[6].model_copy(update={"pdf": None})
    report = checked.report.model_copy(update={"differences": [lost]})
    write_marked_pdf(Checked(report, checked.word, checked.pages, checked.pdf_path), tmp_path / "m.pdf")
    told = next(a["/Contents"] for a in annotations(tmp_path / "m.pdf")[1] if a["/NM"] == "tfdocs-summary")
    assert "第 1 处｜" in told and "逾期未完成的" in told


def test_notes_hold_hostile_text_as_text(checked: Checked, tmp_path: Path) -> None:
    side = checked.report.differences[0].word
    assert side is not None
    text = "(\\) Tj ET /JS (app.alert\u202e1) >> endobj <script>"
    hostile = checked.report.differences[0].model_copy(update={"word": side.model_copy(update={"text": text})})
    report = checked.report.model_copy(update={"differences": [hostile]})
    write_marked_pdf(Checked(report, checked.word, checked.pages, checked.pdf_path), tmp_path / "m.pdf")
    found = [a for a in annotations(tmp_path / "m.pdf")[1] if a["/NM"] == hostile.id]
    assert "⟨U+202E⟩" in found[0]["/Contents"]
    assert "/A" not in found[0] and "/AA" not in found[0]
    reader = PdfReader(tmp_path / "m.pdf")
    assert "/OpenAction" not in reader.root_object and "/Names" not in reader.root_object
