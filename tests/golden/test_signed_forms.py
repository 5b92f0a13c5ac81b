"""Forms that were signed: names run over the words beside their blanks, dates over 年, 月 and 日.

Each of these had two to nineteen certain differences a page: 日期： under a name was read as neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
import pdfplumber
import pytest
from docx.oxml.ns import qn

import tfdocs
from samples.ink import Handwriting
from samples.printing import print_all
from samples.scanning import Colour, scan
from tfdocs.model.comparison import Certainty, CheckReport, Difference, Kind, Verdict

pytestmark = pytest.mark.require("libreoffice", "fonts")

FACE = "Noto Serif CJK SC"
FORM = (
    "项目名称：粮油品质快速检测技术推广与培训，申请经费28万元。",
    "项目负责人（签字）：",
    "填报日期：    年    月    日",
    "承诺：本单位对申报材料的真实性负责，如有虚假，愿承担相应责任。",
    "法定代表人（签字）：            日期：    年   月   日",
    "专家组长（签名）：            2023年   月   日",
    "评审意见：□同意  □不同意  □修改后同意",
)


def written(print_: Path) -> list[Handwriting]:
    """Names behind what asks for one, and figures before 年, 月 and 日, close enough to touch them."""
    out: list[Handwriting] = []
    with pdfplumber.open(print_) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            chars = page.chars
            for n, char in enumerate(chars):
                base = float(page.height) - char["matrix"][5]
                ink = ("blue", "black")[n % 2]
                if char["text"] == "：" and chars[n - 1]["text"] == "）":
                    out.append(Handwriting(number, char["x1"] - 2, base + 3, "周明远", 22, ink))
                elif char["text"] in "年月日" and chars[n - 1]["text"] == " ":
                    out.append(Handwriting(number, char["x0"] - 12, base + 1, str(3 + n % 25), 13, ink))
    return out


def checked(folder: Path, lines: Sequence[str], colour: Colour) -> CheckReport:
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name = FACE
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FACE)
    for text in lines:
        document.add_paragraph(text)
    document.save(str(folder / "print.docx"))
    print_all([folder / "print.docx"], folder)
    signed = folder / f"signed-{colour}.pdf"
    scan(
        folder / "print.pdf", signed, dpi=300 if colour == "bw" else 200, colour=colour, seed=4,
        handwriting=written(folder / "print.pdf"),
    )  # fmt: skip
    return tfdocs.check(folder / "form.docx", signed)


def certain(report: CheckReport) -> list[Difference]:
    return [d for d in report.differences if d.certainty is Certainty.CERTAIN and d.kind is not Kind.FILLED_IN]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    document = docx.Document()
    for text in FORM:
        document.add_paragraph(text)
    document.save(str(tmp_path / "form.docx"))
    return tmp_path


@pytest.mark.parametrize("colour", ["colour", "grey", "bw"])
def test_nothing_is_certain_of_a_form_that_was_only_signed(folder: Path, colour: Colour) -> None:
    report = checked(folder, FORM, colour)
    assert certain(report) == []
    assert any(d.kind is Kind.FILLED_IN for d in report.differences)


@pytest.mark.parametrize("colour", ["colour", "bw"])
def test_a_printed_change_beside_signatures_is_told(folder: Path, colour: Colour) -> None:
    changed = [*FORM]
    changed[0] = changed[0].replace("28万元", "23万元")
    changed[5] = changed[5].replace("2023年", "2028年")
    report = checked(folder, changed, colour)
    assert report.verdict is Verdict.INCONSISTENT
    assert any(d.pdf is not None and "23" in d.pdf.text for d in certain(report))
    # under a name nobody can say more than that it must be looked at
    places = [d.word.text for d in report.differences if d.word is not None and d.kind is not Kind.FILLED_IN]
    assert any("2023" in text or text in "2023" for text in places)
