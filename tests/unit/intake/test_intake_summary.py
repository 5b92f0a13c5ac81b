"""The table to work from: what needs a person first, nothing alive in it, a person's notes kept."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tfdocs.jobs.intake.found import Found, Pair, Remark, Sort, Trouble
from tfdocs.jobs.intake.journal import Journal
from tfdocs.jobs.intake.ledger import PairRow, State
from tfdocs.jobs.intake.promises import write_commitments
from tfdocs.jobs.intake.steps import Judged, Stamp
from tfdocs.jobs.intake.summary import read_notes, write_index, write_summary
from tfdocs.jobs.intake.table import Level, Line, lines
from tfdocs.model.commitment import (
    Answer,
    Commitment,
    CommitmentKind,
    CommitmentReport,
    Comparator,
    Grounding,
    MissingRequirement,
    Modality,
    SourceInfo,
    Status,
)
from tfdocs.model.comparison import Verdict
from tfdocs.programme import find

HOSTILE = (
    "=HYPERLINK(\"http://evil\",\"x\")", "+1+cmd|'/c calc'!A0", "-2+3", "@SUM(A1)",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>", "{{ 7*7 }}", "{% include '/etc/passwd' %}", 
    "</style><svg onload=alert(1)>", "\u202egpj.exe", "\x00\x08",
    "javascript:alert(1)", "\t=1+1", "\r\n=1+1", "\ud800",
)  # fmt: skip


def judged(verdict: Verdict, **more: object) -> str:
    fields: dict[str, object] = {
        "headline": "h", "reasons": [], "certain": 0, "uncertain": 0, "weight": 99, "pages": 3, "failed_pages": [],
        "seals": 1, "word_characters": 100, "verified": 100, "files": {},
    }  # fmt: skip
    return Judged.model_validate({**fields, "verdict": verdict, **more}).model_dump_json()


def one(
    name: str, state: State = State.DONE, outcome: str | None = None, error: str = ""
) -> tuple[Pair, PairRow | None]:
    word, pdf = (Found((name, f), Path(f), f, Stamp(1, 1, 1), Sort.WORD) for f in ("申报书.docx", "申报书.pdf"))
    pair = Pair(f"id-{name}"[:12], name, word, pdf, "文件名相同")
    return pair, PairRow(pair.id, "", state, error, outcome) if state is not State.WAITING or error else None


def test_what_needs_a_person_comes_first() -> None:
    pairs = [
        one("好", outcome=judged(Verdict.CONSISTENT)),
        one("疑", outcome=judged(Verdict.UNDETERMINED, uncertain=2)),
        one("错字", outcome=judged(Verdict.INCONSISTENT, certain=9, weight=5)),
        one("错金额", outcome=judged(Verdict.INCONSISTENT, certain=1, weight=0)),
        one("坏", State.FAILED, error="文件已损坏"),
        one("没轮到", State.WAITING),
        one("下次再看", State.WAITING, error="文件已经不在"),
    ]
    remarks = [Remark(t, (t.value,), "why") for t in Trouble]
    table = lines(pairs, remarks)
    assert [i.label for i in table][:8] == ["错金额", "错字", "failed", "下次再看", "坏", "疑", "没轮到", "ambiguous"]
    assert [i.label for i in table][-5:] == ["alone", "好", "duplicate", "attachment", "other"]
    assert all(i.why for i in table)


def test_a_pair_that_has_nothing_in_common_may_be_a_wrong_one() -> None:
    (line,) = lines([one("甲", outcome=judged(Verdict.INCONSISTENT, verified=10))], [])
    assert "可能配错" in line.why[0]


def hostile_lines() -> list[Line]:
    return [
        Line(
            f"id{n}", Level.INCONSISTENT if n % 2 else Level.ALONE, text, (text,), text, text, text, (text,),
            "reports/a/report.html",
        )
        for n, text in enumerate(HOSTILE)
    ] + [Line("x", Level.OTHER, text, (text,)) for text in HOSTILE]  # fmt: skip


def test_nothing_in_the_workbook_is_a_formula_or_leads_away(tmp_path: Path) -> None:
    write_summary(hostile_lines(), tmp_path)
    book = openpyxl.load_workbook(tmp_path / "summary.xlsx")
    cells = [c for sheet in book.worksheets for row in sheet.iter_rows() for c in row if c.value is not None]
    assert not [c.coordinate for c in cells if c.data_type == "f"]
    assert {c.hyperlink.target for c in cells if c.hyperlink} == {"reports/a/report.html"}
    assert all(c.quotePrefix for c in cells if isinstance(c.value, str) and c.value[:1] in "=+-@")
    with zipfile.ZipFile(tmp_path / "summary.xlsx") as package:
        assert not re.search(rb"<f>|<f ", b"".join(package.read(n) for n in package.namelist() if "sheet" in n))
    book.close()


def test_nothing_in_the_page_is_alive(tmp_path: Path) -> None:
    from lxml import html

    write_index(hostile_lines(), tmp_path, commitments=True)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    root = html.fromstring(page)
    assert len(root.xpath("//script")) == 1 and len(root.xpath("//style")) == 1
    assert not root.xpath("//img|//svg|//iframe|//object|//@onerror|//@onload|//@style")
    assert set(root.xpath("//a/@href")) == {"reports/a/report.html", "summary.xlsx", "commitments.xlsx"}
    assert "default-src 'none'" in page and "49" not in re.findall(r"<td[^>]*>(.*?)</td>", page)
    assert "\u202e" not in page and "⟨U+202E⟩" in page


def test_notes_of_people_are_kept(tmp_path: Path) -> None:
    table = lines([one("甲", outcome=judged(Verdict.INCONSISTENT)), one("乙", outcome=judged(Verdict.CONSISTENT))], [])
    write_summary(table, tmp_path)
    book = openpyxl.load_workbook(tmp_path / "summary.xlsx")
    sheet = book["汇总"]
    heads = {c.value: c.column for c in sheet[1]}
    rows = {row[heads["申报人或文件"] - 1].value: row[0].row for row in sheet.iter_rows(min_row=2)}
    sheet.cell(rows["甲"], heads["处理意见"], "退回修改")
    sheet.cell(rows["甲"], heads["备注"], "=已电话联系")
    sheet.cell(rows["乙"], heads["备注"], "看过")
    book.save(tmp_path / "summary.xlsx")
    write_summary(table, tmp_path)
    notes = read_notes(tmp_path / "summary.xlsx")
    assert {n.label: (n.decision, n.remark) for n in notes.values()}["乙"] == ("", "看过")
    write_summary(table[:1], tmp_path)  # 乙 has been withdrawn: what was written of it stays
    book = openpyxl.load_workbook(tmp_path / "summary.xlsx")
    assert [row[3].value for row in book["以前的处理意见"].iter_rows(min_row=2)] == ["看过"]
    assert len(read_notes(tmp_path / "summary.xlsx")) == len(notes)


def test_a_summary_that_cannot_be_read_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "summary.xlsx").write_bytes(b"PK\x03\x04 no longer a workbook")
    told = write_summary([], tmp_path)
    assert "summary-old.xlsx" in told[0]
    assert (tmp_path / "summary-old.xlsx").read_bytes() == b"PK\x03\x04 no longer a workbook"


def test_the_same_table_is_the_same_bytes(tmp_path: Path) -> None:
    contents = []
    for _ in range(2):
        write_summary(hostile_lines(), tmp_path)
        write_index(hostile_lines(), tmp_path, commitments=True)
        contents.append([(tmp_path / n).read_bytes() for n in ("summary.xlsx", "index.html")])
        (tmp_path / "summary.xlsx").unlink()
    assert contents[0] == contents[1]


def promise(value: Decimal | str, text: str) -> Commitment:
    return Commitment(
        id="c", modality=Modality.PROMISE, kind=CommitmentKind.QUANTITY, action=text, object=text,
        comparator=Comparator.AT_LEAST, value=value, unit=text, evidence=Grounding(text=text, start=0, end=1),
        requirement=Answer(id="society.papers", required=">=10篇", status=Status.BELOW),
    )  # fmt: skip


def test_the_workbook_of_promises_holds_everybody_s_and_numbers_are_numbers(tmp_path: Path) -> None:
    report = CommitmentReport(
        source=SourceInfo(name="a", sha256="b", kind="docx"),
        commitments=[promise(Decimal(20), "=1+1"), promise("2023-12-31", "篇"), promise(Decimal("0.1") ** 30, "篇")],
        missing=[MissingRequirement(requirement="society.x", required=">=2次", name="学术会议")],
    )
    society = find("tianfu-2023").category("society")
    more = report.model_copy(update={"commitments": [promise(Decimal(8), "篇")]})
    write_commitments(
        [("甲", "甲/申报书.docx", report), ("乙", "乙/申报书.docx", report), ("乙", "乙/协议.docx", more)],
        society,
        tmp_path,
    )
    book = openpyxl.load_workbook(tmp_path / "commitments.xlsx")
    rows = list(book["承诺事项"].iter_rows(min_row=2, values_only=True))
    assert [r[1] for r in rows] == ["甲"] * 4 + ["乙"] * 6
    assert rows[0][7] == 20 and rows[0][4] == "=1+1" and "论文" in rows[0][13] and rows[3][2] == "未承诺"
    assert isinstance(rows[2][7], float | str)
    assert book.sheetnames == ["各单位对照", "承诺事项", "前后不一致"]
    conflicts = list(book["前后不一致"].iter_rows(min_row=2, values_only=True))
    assert [c[1] for c in conflicts] == ["乙"] and "协议.docx" in conflicts[0][2]


def test_all_applicants_stand_beside_every_indicator(tmp_path: Path) -> None:
    def answer(value: int, status: Status) -> CommitmentReport:
        own = promise(Decimal(value), "篇").model_copy(
            update={"requirement": Answer(id="society.papers", required=">=10篇", status=status)}
        )
        rest = [MissingRequirement(requirement=i.id, required="", name=i.name) for i in society.indicators[1:]]
        return CommitmentReport(source=SourceInfo(name="a", sha256="b", kind="docx"), commitments=[own], missing=rest)

    society = find("tianfu-2023").category("society")
    at = next(n for n, i in enumerate(society.indicators, start=2) if i.id == "society.papers")
    answers = [("甲", answer(20, Status.MET)), ("乙", answer(5, Status.BELOW)), ("丙", answer(3, Status.UNCLEAR))]
    write_commitments([(name, "w", report) for name, report in answers], society, tmp_path)
    book = openpyxl.load_workbook(tmp_path / "commitments.xlsx")
    sheet = book["各单位对照"]
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 4 and len(rows[0]) == 2 + len(society.indicators)
    assert society.indicators[at - 2].name in rows[0][at] and "≥10篇" in rows[0][at]
    assert [r[at] for r in rows[1:3]] == [20, 5] and "待确认" in rows[3][at]
    assert {r[at + 1] for r in rows[1:]} == {"未承诺"}
    formulas = [f for r in sheet.conditional_formatting for rule in r.rules for f in rule.formula]
    letter = openpyxl.utils.get_column_letter(at + 1)
    assert f"AND(ISNUMBER({letter}2),{letter}2<10)" in formulas
    book.close()


def test_a_log_refuses_what_may_be_personal(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "a.log")
    journal.write("完成", "0123456789ab", pages=12, verdict="consistent")
    for private in ("王小明", "申报书.docx", "/home/wang/x", "a b"):
        with pytest.raises(ValueError, match="log"):
            journal.write("完成", "id", name=private)
    assert (tmp_path / "a.log").read_text(encoding="utf-8").count("\n") == 1


def test_a_workbook_of_other_heads_gives_no_notes(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["编号", "备注"])
    book.active.append(["a", "b"])
    book.save(buffer)
    (tmp_path / "summary.xlsx").write_bytes(buffer.getvalue())
    assert read_notes(tmp_path / "summary.xlsx") == {}
