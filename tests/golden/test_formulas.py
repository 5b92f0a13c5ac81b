"""Formulas printed by LibreOffice: fractions, roots, sums, matrices, within sentences and by themselves.

An honest print of a fraction was inconsistent: on one line it is 37/48, and on paper its figures stand above and below.
"""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

import tfdocs
from samples.printing import print_all
from samples.scanning import scan
from tfdocs.model.comparison import Certainty, CheckReport, Verdict

pytestmark = pytest.mark.require("libreoffice", "math", "fonts")

_M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def _r(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def _fraction(above: str, below: str) -> str:
    return f"<m:f><m:num>{above}</m:num><m:den>{below}</m:den></m:f>"


def write(path: Path, part: str = "37", root: str = "85", limit: str = "24", cell: str = "0.8") -> Path:
    word = docx.Document()
    word.styles["Normal"].font.name = "Noto Sans CJK SC"
    word.add_paragraph("一、绩效指标按照以下公式计算，各项权重由评审专家组确定，保留两位小数。")
    sentence = word.add_paragraph("完成率为")
    sentence._p.append(parse_xml(f"<m:oMath {_M}>{_fraction(_r(part), _r('48'))}</m:oMath>"))
    sentence.add_run("，不得低于百分之七十。")
    rows = "".join(f"<m:mr><m:e>{_r(a)}</m:e><m:e>{_r(b)}</m:e></m:mr>" for a, b in (("0.9", "0.7"), ("0.2", cell)))
    for content in (
        _r("S=") + f"<m:rad><m:deg>{_r('3')}</m:deg><m:e>{_fraction(_r('1'), _r('n−1'))}{_r(f'+{root}')}</m:e></m:rad>",
        _r("T=")
        + f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{_r("i=1")}</m:sub><m:sup>{_r(limit)}</m:sup>'
        f"<m:e>{_r('x')}</m:e></m:nary>",
        _r("R=") + f'<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr><m:e><m:m>{rows}</m:m></m:e></m:d>',
    ):
        shown = word.add_paragraph()
        shown._p.append(parse_xml(f"<m:oMathPara {_M}><m:oMath>{content}</m:oMath></m:oMathPara>"))
        word.add_paragraph("以上结果由学会秘书处汇总后报送主管部门备案，逾期不再受理。")
    word.save(str(path))
    return path


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("formulas")
    changes = {
        "": {},
        "part": {"part": "31"},
        "root": {"root": "86"},
        "limit": {"limit": "29"},
        "cell": {"cell": "0.3"},
    }
    words = [write(folder / f"word{name}.docx", **changed) for name, changed in changes.items()]
    return dict(zip(("word", *changes), (words[0], *print_all(words, folder / "print")), strict=True))


def scanned(pdf: Path) -> Path:
    out = pdf.with_name(f"{pdf.stem}-scan.pdf")
    scan(pdf, out, dpi=200, skew=0.4, noise=3.0, blur=0.5, jpeg_quality=75, seed=7)
    return out


def check(printed: dict[str, Path], pdf: Path) -> CheckReport:
    return tfdocs.check(printed["word"], pdf)


def test_an_honest_print_is_consistent(printed: dict[str, Path]) -> None:
    assert check(printed, printed[""]).verdict is Verdict.CONSISTENT


@pytest.mark.parametrize("what", ["part", "root", "limit", "cell"])
def test_a_changed_figure_is_told(printed: dict[str, Path], what: str) -> None:
    report = check(printed, printed[what])
    assert report.verdict is Verdict.INCONSISTENT and len(report.differences) == 1


def test_an_honest_scan_has_no_certain_difference(printed: dict[str, Path]) -> None:
    report = check(printed, scanned(printed[""]))
    assert not [d for d in report.differences if d.certainty is Certainty.CERTAIN]


@pytest.mark.parametrize("what", ["part", "root", "limit", "cell"])
def test_a_scan_with_a_changed_figure_is_not_consistent(printed: dict[str, Path], what: str) -> None:
    assert check(printed, scanned(printed[what])).verdict is not Verdict.CONSISTENT
