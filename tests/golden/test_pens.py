"""A print that somebody went over with a pen before it was scanned: every word can still be read, and says it no more.

Such scans were consistent: clauses crossed out by hand, words in a ring or in brackets, a figure made another.
"""

from __future__ import annotations

import random
from pathlib import Path

import docx
import pytest

from benchmarks.pens import penned, told, with_hand
from samples.printing import print_all
from samples.scanning import Colour
from tests.golden.scanned import checked
from tfdocs.model.comparison import Verdict
from tfdocs.verify.pen_marks import RULE

pytestmark = pytest.mark.require("libreoffice", "fonts")

FACE = "Noto Serif CJK SC"
PROSE = (
    "甲方应当在合同签订后十个工作日内支付全部款项，逾期支付的，每日按照应付款项的万分之五承担违约责任。",
    "乙方提交的检测报告应当真实、完整、准确，并加盖检验检测专用章；报告有误的，乙方应当重新检测并承担费用。",
    "双方对合同内容负有保密义务，未经对方书面同意，不得向第三方披露；保密期限自合同终止之日起计算满三年。",
    "因不可抗力不能履行合同的，应当及时通知对方并提供证明，可以部分或者全部免除责任，但法律另有规定的除外。",
    "本合同一式四份，双方各执两份，具有同等法律效力；未尽事宜由双方协商解决，协商不成的提请仲裁委员会仲裁。",
)
CLEAR = ("ringed", "crossed out", "scribbled over", "line through", "put in brackets")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("pens")
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name = FACE
    style.element.rPr.rFonts.set(docx.oxml.ns.qn("w:eastAsia"), FACE)
    for text in PROSE * 2:
        document.add_paragraph(text)
    document.save(str(made / "contract.docx"))
    print_all([made / "contract.docx"], made)
    return made


@pytest.mark.parametrize("colour", ["colour", "grey", "bw"])
def test_a_print_that_no_pen_went_over_is_consistent(folder: Path, colour: Colour) -> None:
    assert checked(folder, "contract", "", colour).verdict is Verdict.CONSISTENT


@pytest.mark.parametrize(
    ("colour", "ink"), [("colour", "blue"), ("colour", "black"), ("grey", "blue"), ("bw", "black")]
)
def test_what_a_pen_does_to_print_is_shown_at_its_place(folder: Path, colour: Colour, ink: str) -> None:
    with_hand()
    done = penned(folder / "contract.pdf", folder / f"contract-{ink}.pdf", ink, random.Random(5), 7, CLEAR)
    report = checked(folder, "contract", f"-{ink}", colour)
    assert report.verdict is not Verdict.CONSISTENT
    missed = [d for d in done if not told(d, report)]
    assert len(done) >= 7
    assert len(missed) <= len(done) // 7, missed
    assert any(d.evidence.rule == RULE for d in report.differences)
