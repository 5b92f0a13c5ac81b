"""Contracts, approvals and accounts, which no programme of ours has, printed by LibreOffice in four typefaces.

Honest prints of each part below had certain differences, or a changed one was called consistent (‰ for %).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from samples.printing import print_all
from samples.scanning import Colour
from tests.golden.scanned import checked
from tfdocs.model.comparison import Certainty, CheckReport, Verdict

pytestmark = pytest.mark.require("libreoffice", "fonts")

FACES = {"serif": "Noto Serif CJK SC", "sans": "Noto Sans CJK SC", "ming": "AR PL UMing CN", "kai": "AR PL UKai CN"}
SAID = {
    "penalty": "逾期付款的，每逾期1日按合同总额的0.5‰支付违约金，累计不超过合同总额的5%。",
    "days": "注：①会议注册费800元/人；②10月14日晚19:00召开编委会；③以现场通知为准。",
    "choice": "○ 不足1年　　○ 1～3年　　○ 3～5年　　○ 5年以上",
    "names": "参考：Ångström, café, naïve, Müller；№①Ⅳ㈠㊣㎏㎜；共12项",
    "income": "5,559,659.57",
    "blank": "1．下列说法不正确的是（　　　）。",
}
CHANGED = {
    "penalty": SAID["penalty"].replace("5%", "5‰"),
    "days": SAID["days"].replace("②10月", "②16月"),
    "choice": SAID["choice"].replace("3～5", "3～6"),
    "names": SAID["names"].replace("12项", "13项"),
    "income": "5,559,659.87",
}
OFFICES = ("项目负责人", "承担单位", "归口部门", "学术部", "财务部", "分管领导")


def _contract(word: Document, said: Mapping[str, str]) -> None:
    for key in ("penalty", "days", "choice", "names", "blank"):
        word.add_paragraph(said[key])
    for label, figure, share in (("会费收入", "1,280,000.00", "23.0%"), ("合　计", said["income"], "100.0%")):
        row = word.add_paragraph()
        row.add_run(f"{label}\t{figure}\t{share}").bold = label == "合　计"
        row.paragraph_format.tab_stops.add_tab_stop(Cm(9), WD_TAB_ALIGNMENT.DECIMAL, WD_TAB_LEADER.DOTS)
        row.paragraph_format.tab_stops.add_tab_stop(Cm(14.5), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    parties = word.add_table(1, 2)
    for cell, party in zip(parties.rows[0].cells, ("甲方", "乙方"), strict=True):
        cell.text = f"{party}（盖章）：\n法定代表人或\n授权代表（签字）：\n\n　　　　年　　月　　日"


def _tables(word: Document) -> None:
    accounts = word.add_table(5, 4)
    accounts.style = "Table Grid"
    for n, row in enumerate(accounts.rows):
        texts = ("日期", "摘要", "合计", "金额") if n == 0 else (f"{n}.2{n}", "专家咨询费", f"{n}", f"{n},04{n}.0{n}")
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    word.add_paragraph()
    approval = word.add_table(len(OFFICES), 2)
    approval.style = "Table Grid"
    approval.autofit = False
    for row, office in zip(approval.rows, OFFICES, strict=True):
        for cell, wide in zip(row.cells, (2.6, 13.5), strict=True):
            cell.width = Cm(wide)
        row.cells[0].text = f"{office}\n意见"
        row.cells[1].text = "\n\n　　　　　　　　　　签字（盖章）：　　　　　　年　　月　　日"


def write(path: Path, face: str, said: Mapping[str, str]) -> Path:
    word = docx.Document()
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = face, Pt(10.5)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    _contract(word, said)
    _tables(word)
    word.save(str(path))
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("papers")
    words = []
    for name, face in FACES.items():
        words.append(write(folder / f"{name}.docx", face, SAID))
        words.append(write(folder / f"{name}-changed.docx", face, {**SAID, **CHANGED}))
    print_all(words, folder)
    return folder


def told(report: CheckReport) -> list[tuple[str, str, str]]:
    return [(d.kind.value, d.word.text if d.word else "", d.pdf.text if d.pdf else "") for d in report.differences]


@pytest.mark.parametrize("name", FACES)
def test_what_was_printed_is_consistent(made: Path, name: str) -> None:
    report = checked(made, name, "", None)
    assert told(report) == []
    assert report.verdict is Verdict.CONSISTENT


@pytest.mark.parametrize("colour", ["colour", "bw"])
@pytest.mark.parametrize("name", FACES)
def test_nothing_is_certain_of_what_was_printed_and_scanned(made: Path, name: str, colour: Colour) -> None:
    report = checked(made, name, "", colour)
    assert [d for d in report.differences if d.certainty is Certainty.CERTAIN] == []
    # what a recogniser cannot write or passes over may be a doubt: rare symbols, and the thin brackets of a blank
    doubts = "".join(word + paper for _, word, paper in told(report))
    assert not set("‰%年月日甲乙合计") & set(doubts)


@pytest.mark.parametrize("colour", [None, "colour", "bw"])
@pytest.mark.parametrize("name", FACES)
def test_each_change_is_told(made: Path, name: str, colour: Colour | None) -> None:
    found = told(checked(made, name, "-changed", colour))
    for key, text in CHANGED.items():
        ((old, new),) = {(a, b) for a, b in zip(SAID[key], text, strict=True) if a != b}
        # a recogniser may write % for ‰: that the two differ is told beside it
        assert any(old in word and (new in paper or new == "‰") for _, word, paper in found), key
