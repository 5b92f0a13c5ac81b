"""report.xlsx can be kept by an office: six sheets, numbers as numbers, and no text that a spreadsheet would run."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from tfdocs.model.comparison import Checked
from tfdocs.model.document import Finding
from tfdocs.model.fault import Severity
from tfdocs.report import conclusion
from tfdocs.report.xlsx import workbook_bytes

DANGEROUS = (
    "=cmd|'/c calc'!A1",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    '=HYPERLINK("http://example.invalid")',
)


def opened(checked: Checked) -> Workbook:
    return load_workbook(BytesIO(workbook_bytes(checked)), rich_text=True)


@pytest.fixture(scope="module")
def book(checked: Checked) -> Workbook:
    return opened(checked)


def test_the_sheets_stand_in_the_order_of_reading(book: Workbook) -> None:
    assert book.sheetnames == ["结论", "差异", "已排除", "页面", "印章", "提示"]


def test_the_same_report_gives_the_same_bytes(checked: Checked) -> None:
    assert workbook_bytes(checked) == workbook_bytes(checked)
    with ZipFile(BytesIO(workbook_bytes(checked))) as package:
        assert {i.date_time for i in package.infolist()} == {(2000, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("name", ["差异", "已排除", "页面", "印章", "提示"])
def test_lists_have_a_frozen_head_a_filter_widths_and_wrapped_texts(book: Workbook, name: str) -> None:
    sheet = book[name]
    assert sheet.freeze_panes and sheet.freeze_panes.endswith("2")
    assert sheet.auto_filter.ref and sheet.auto_filter.ref.startswith("A1:")
    assert all(sheet.column_dimensions[c[0].column_letter].width >= 6 for c in sheet.iter_cols(max_row=1))
    assert all(cell.alignment.wrap_text for row in sheet.iter_rows() for cell in row)
    assert sheet.print_title_rows == "$1:$1"


def test_rows_carry_the_numbers_of_the_other_files(checked: Checked, book: Workbook) -> None:
    heads = [c.value for c in book["差异"][1]]
    at, ident = heads.index("序号"), heads.index("编号")
    found = {
        (row[at].value, row[ident].value)
        for name in ("差异", "已排除")
        for row in book[name].iter_rows(min_row=2)
        if row[at].value is not None
    }
    assert found == {(n, d.id) for n, d in conclusion.numbered(checked.report)}


def test_counts_pages_and_scores_are_numbers(book: Workbook) -> None:
    facts = {row[0].value: row[1].value for row in book["结论"].iter_rows()}
    assert isinstance(facts["Word 字数"], int) and isinstance(facts["差异：金额，确定"], int)
    assert all(isinstance(row[0].value, int) for row in book["页面"].iter_rows(min_row=2))
    heads = [c.value for c in book["差异"][1]]
    scores = [row[heads.index("似然比")].value for row in book["差异"].iter_rows(min_row=2)]
    assert all(s is None or isinstance(s, int | float) for s in scores) and any(scores)


def test_the_conclusion_names_files_by_hash_engines_and_what_was_not_checked(checked: Checked, book: Workbook) -> None:
    said = "\n".join(str(c.value) for row in book["结论"].iter_rows() for c in row if c.value is not None)
    for text in (checked.report.word.sha256, checked.report.pdf.sha256, "引擎：tfdocs", "引擎：RapidOCR"):
        assert text in said
    assert "印章、签名只标出位置，不辨真伪" in said


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_of_a_file_becomes_a_formula(checked: Checked, text: str) -> None:
    report = checked.report
    difference = report.differences[0]
    assert difference.word is not None and difference.pdf is not None
    hostile = report.model_copy(
        update={
            "word": report.word.model_copy(update={"name": text}),
            "findings": [Finding(code=text, severity=Severity.INFO, message=text, where=text)],
            "differences": [
                difference.model_copy(
                    update={
                        "word": difference.word.model_copy(update={"text": text, "before": "", "place": text}),
                        "pdf": difference.pdf.model_copy(update={"text": text, "before": ""}),
                        "evidence": difference.evidence.model_copy(update={"note": text, "rule": text}),
                    }
                )
            ],
            "engines": {text: text},
            "seals": [report.seals[0].model_copy(update={"text": text})],
        }
    )
    content = workbook_bytes(Checked(hostile, checked.word, checked.pages, checked.pdf_path))
    with ZipFile(BytesIO(content)) as package:
        for name in package.namelist():
            if name.startswith("xl/worksheets/sheet"):
                xml = package.read(name).decode()
                assert "<f>" not in xml and "<f " not in xml, name
                assert "<hyperlink" not in xml
        assert not any("externalLink" in name for name in package.namelist())
    book = load_workbook(BytesIO(content))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if isinstance(c.value, str)]
    assert not any(c.data_type == "f" for c in cells)
    lead = [c for c in cells if c.value[:1] in "=+-@"]
    assert lead or text[0] in "\t\r"
    assert all(c.quotePrefix for c in lead), "stays a text when someone edits the cell"
    assert not any(c.value[:1] in "\t\r" for c in cells)


def test_many_differences_take_one_row_each(checked: Checked) -> None:
    base = checked.report.differences[0]
    many = [base.model_copy(update={"id": f"{base.id}-{i}"}) for i in range(300)]
    report = checked.report.model_copy(update={"differences": many})
    book = opened(Checked(report, checked.word, checked.pages, checked.pdf_path))
    assert book["差异"].max_row == 301
