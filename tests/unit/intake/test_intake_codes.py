"""Pairing by the verification code on paper: only where names leave no partner, only where there is no choice."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from pretend import STEPS, pair, pdf, word
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from tfdocs.jobs.intake.job import Outcome, intake
from tfdocs.jobs.intake.ledger import Ledger
from tfdocs.jobs.intake.table import Level
from tfdocs.read.word.stored import stored_words
from tfdocs.text.code import code_of, printed

Intake = Callable[..., Outcome]


@pytest.fixture
def run(tmp_path: Path) -> Intake:
    def go(**options: Any) -> Outcome:
        return intake(tmp_path / "in", tmp_path / "out", **{"processes": 0, "steps": STEPS, **options})

    return go


def told(outcome: Outcome) -> dict[str, tuple[Level, str]]:
    return {i.label: (i.level, i.rule) for i in outcome.lines}


def test_a_scan_under_any_name_finds_its_word(run: Intake, tmp_path: Path) -> None:
    word(tmp_path / "in" / "甲.docx", "code 3A7C9HKMNA")
    word(tmp_path / "in" / "乙.docx", "code 3A7C9HKMNC")
    pdf(tmp_path / "in" / "扫描" / "0001.pdf", 5, "code 2 3A7C9HKMNC")
    pdf(tmp_path / "in" / "扫描" / "0002.pdf", 5, "code 1 3A7C9HKMNA")
    pdf(tmp_path / "in" / "扫描" / "0003.pdf", 5)
    found = run()
    rows = told(found)
    assert rows["甲"] == (Level.CONSISTENT, "核验码相同（3A7C9-HKMNA）") and "HKMNC" in rows["乙"][1]
    assert rows["扫描/0003.pdf"][0] is Level.ALONE
    assert found.count.pages_read == 10 + 3  # nothing twice; of a scan without any code three pages


def test_what_has_a_partner_by_its_name_is_not_looked_into(run: Intake, tmp_path: Path) -> None:
    pair(tmp_path / "in" / "甲", 4)
    word(tmp_path / "in" / "乙.docx")  # prints no code: no scan is read for it
    pdf(tmp_path / "in" / "丙.pdf", 4, "code 1 3A7C9HKMNA")
    assert run().count.pages_read == 4
    word(tmp_path / "in" / "丁.docx", "code 3A7C9HKMNA")
    found = run()
    assert found.count.pages_read == 4 and "3A7C9" in told(found)["丁"][1]
    assert run().count.pages_read == 0


@pytest.mark.parametrize("words, pdfs", [(2, 1), (1, 2), (2, 2)])
def test_two_with_one_code_are_left_to_a_person(words: int, pdfs: int, run: Intake, tmp_path: Path) -> None:
    for n in range(words):
        word(tmp_path / "in" / f"w{n}.docx", f"code 3A7C9HKMNA {n}")
    for n in range(pdfs):
        pdf(tmp_path / "in" / f"p{n}.pdf", 1, "code 1 3A7C9HKMNA", text=f"{n}")
    (line,) = run().lines
    assert line.level is Level.AMBIGUOUS and "3A7C9-HKMNA" in line.why[0]


def test_copies_of_one_content_are_one_candidate(run: Intake, tmp_path: Path) -> None:
    for name in ("一.docx", "二.docx"):
        word(tmp_path / "in" / name, "code 3A7C9HKMNA")
    pdf(tmp_path / "in" / "三.pdf", 1, "code 1 3A7C9HKMNA")
    assert {k: v[0] for k, v in told(run()).items()} == {"一": Level.CONSISTENT, "二.docx": Level.DUPLICATE}


def test_a_code_settles_which_of_two_scans_of_one_name_it_is(run: Intake, tmp_path: Path) -> None:
    word(tmp_path / "in" / "申报书.docx", "code 3A7C9HKMNA")
    pdf(tmp_path / "in" / "申报书.pdf", 1, "code 1 3A7C9HKMNC")
    pdf(tmp_path / "in" / "申报书（盖章版）.pdf", 1, "code 1 3A7C9HKMNA")
    found = run()
    assert [i.level for i in found.lines] == [Level.ALONE, Level.CONSISTENT]
    assert found.lines[1].pdf == "申报书（盖章版）.pdf"
    assert found.lines[0].label == "申报书.pdf" and "3A7C9-HKMNC" in found.lines[0].why[0]


def test_a_file_that_cannot_be_looked_into_stays_alone(run: Intake, tmp_path: Path) -> None:
    word(tmp_path / "in" / "甲.docx", "code 3A7C9HKMNA")
    word(tmp_path / "in" / "乙.docx", "damaged")
    pdf(tmp_path / "in" / "1.pdf", 2, text="encrypted")
    pdf(tmp_path / "in" / "2.pdf", 2, "crash 1, code 2 3A7C9HKMNA")
    pdf(tmp_path / "in" / "3.pdf", 9, "nonsense 1, nonsense 2, nonsense 3")
    found = run(processes=1)
    rows = told(found)
    assert rows["甲"] == (Level.UNDETERMINED, "核验码相同（3A7C9-HKMNA）")  # its first page was given up
    assert {rows[i][0] for i in ("乙.docx", "1.pdf", "3.pdf")} == {Level.ALONE}
    assert run(processes=1).count.pages_read == 0


def test_a_code_that_the_ledger_cannot_give_back_is_read_again(run: Intake, tmp_path: Path) -> None:
    word(tmp_path / "in" / "甲.docx", "code 3A7C9HKMNA")
    pdf(tmp_path / "in" / "1.pdf", 2, "code 1 3A7C9HKMNA")
    run()
    for table in ("word", "page"):
        with Ledger(tmp_path / "out" / ".tfdocs" / "ledger.sqlite") as ledger:
            ledger._db.execute(f"UPDATE {table} SET body = x'00'")
            ledger._db.execute("DELETE FROM code")
            ledger._db.execute("DELETE FROM pair")
        assert told(run())["甲"][0] is Level.CONSISTENT


def test_a_word_of_several_codes_takes_one_paper_and_not_two(run: Intake, tmp_path: Path) -> None:
    word(tmp_path / "in" / "合订.docx", "code 3A7C9HKMNA code 3A7C9HKMNC")
    pdf(tmp_path / "in" / "1.pdf", 1, "code 1 3A7C9HKMNC")
    assert told(run())["合订"][1] == "核验码相同（3A7C9-HKMNC）"
    pdf(tmp_path / "in" / "2.pdf", 1, "code 1 3A7C9HKMNA")
    (line,) = run().lines
    assert line.level is Level.AMBIGUOUS and "几个核验码" in line.why[0]


def test_a_word_that_lost_its_footer_is_known_by_its_words(run: Intake, tmp_path: Path) -> None:
    """But for such Words alone no scan is read: every Word has a code that its words would give."""
    word(tmp_path / "in" / "甲.docx", "made 3A7C9HKMNA")
    pdf(tmp_path / "in" / "1.pdf", 1, "code 1 3A7C9HKMNA")
    assert run().count.pages_read == 0
    word(tmp_path / "in" / "乙.docx", "code 3A7C9HKMNC")
    assert "3A7C9-HKMNA" in told(run())["甲"][1]
    word(tmp_path / "in" / "丙.docx", "code 3A7C9HKMNA made 3A7C9HKMNE")  # an edited copy: which of the two was meant?
    assert [i.level for i in run().lines] == [Level.AMBIGUOUS, Level.ALONE]


def test_the_real_readers_find_the_code_at_the_foot_of_a_page(tmp_path: Path) -> None:
    """And an edit of the Word after its making is a finding of the pair, as in ``tfdocs check``."""
    folder = tmp_path / "in"
    (folder / "scans").mkdir(parents=True)
    codes = []
    for name in ("a", "b"):
        document = docx.Document()
        document.add_paragraph(f"Report of {name}: 20 papers.")
        document.save(folder / f"{name}.docx")
        codes.append(code_of(stored_words(folder / f"{name}.docx") or ""))
        document.sections[0].footer.paragraphs[0].text = printed(codes[-1])
        if name == "b":
            document.add_paragraph("Another 5 papers.")
        document.save(folder / f"{name}.docx")
    for name, code in zip(("b", "a"), codes, strict=True):  # the names of the scans say the opposite
        buffer = io.BytesIO()
        page = canvas.Canvas(buffer, pagesize=A4, invariant=1)
        page.drawString(72, 760, f"Report of {'a' if name == 'b' else 'b'}: 20 papers.")
        page.drawString(72, 40, printed(code))
        page.save()
        (folder / "scans" / f"2023-{name}.pdf").write_bytes(buffer.getvalue())
    found = intake(folder, tmp_path / "out", processes=1)
    assert {(i.word, i.pdf) for i in found.lines} == {("a.docx", "scans/2023-b.pdf"), ("b.docx", "scans/2023-a.pdf")}
    assert found.count.pages_read == 2
    for line in found.lines:
        book = openpyxl.load_workbook(tmp_path / "out" / line.report.replace("report.html", "report.xlsx"))
        cells = [str(c) for sheet in book for row in sheet.iter_rows(values_only=True) for c in row if c]
        book.close()
        assert any("核验码" in c for c in cells)
        assert any("Word 在生成之后改动过" in c for c in cells) is (line.word == "b.docx")
