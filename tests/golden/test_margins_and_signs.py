"""Numbers of lines in the margin, dropped initials, 〃 in tables and charts with their values, printed by LibreOffice.

Honest prints of each had certain differences or doubts: 45 added numbers, rows whose characters came out by turns with
the next row's, 〃 read as 11, numbers of an axis in the places of a chart's values.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from samples.printing import print_all
from samples.scanning import Colour
from tests.golden.scanned import checked
from tfdocs.model.comparison import Certainty, CheckReport, Verdict

pytestmark = pytest.mark.require("libreoffice", "fonts")

FACE = "Noto Serif CJK SC"
PROSE = (
    "专项经费由理事会统一管理，秘书处负责日常核算，每季度公开一次，全年预算总额为128万元，单笔支出应当集体讨论。",
    "专项经费结余可以结转下年度使用，连续2年未用完的应当退回；项目延期不得超过6个月，任何单位不得截留挪用经费。",
    "监事会每半年检查一次经费使用情况，检查结果向大会报告，并在官方网站公示不少于15天，本办法自公布之日起施行。",
)
ROSTER = ("姓名", "单位", "金额", "周明远", "锦水学会", "1200元", "李思齐", "〃", "900元", "王小川", "〃", "〃")
DEPARTMENTS, VALUES = ("学术部", "科普部", "财务部", "办公室"), ("13", "40", "7", "21")

CHART = (
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart>'
    '<c:autoTitleDeleted val="1"/><c:plotArea><c:layout/><c:barChart><c:barDir val="bar"/>'
    '<c:grouping val="clustered"/><c:varyColors val="0"/><c:ser>'
    '<c:idx val="0"/><c:order val="0"/><c:dLbls><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
    '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls><c:cat><c:strRef><c:f>S!$A$1'
    "</c:f><c:strCache>{names}</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>S!$B$1</c:f><c:numCache>"
    "<c:formatCode>General</c:formatCode>{values}</c:numCache></c:numRef></c:val></c:ser>"
    '<c:gapWidth val="80"/><c:axId val="1"/><c:axId val="2"/></c:barChart><c:catAx><c:axId val="1"/><c:scaling>'
    '<c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="l"/><c:crossAx val="2"/></c:catAx>'
    "<c:valAx>"
    '<c:axId val="2"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="b"/>'
    '<c:majorGridlines/><c:crossAx val="1"/></c:valAx></c:plotArea></c:chart></c:chartSpace>'
)
INLINE = (
    f'<w:drawing {nsdecls("w", "wp", "a", "r")}><wp:inline><wp:extent cx="5200000" cy="2900000"/>'
    '<wp:docPr id="1" name="c"/>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart r:id="{rid}" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
)


def numbered(word: Document, said: Sequence[str]) -> None:
    for text in said * 3:
        word.add_paragraph(text)
    word.sections[0]._sectPr.append(parse_xml(f'<w:lnNumType {nsdecls("w")} w:countBy="1" w:restart="continuous"/>'))


def dropped(word: Document, said: Sequence[str]) -> None:
    for text in said:
        initial = word.add_paragraph()
        initial.add_run(text[0]).font.size = Pt(52)
        how = 'w:dropCap="drop" w:lines="3" w:wrap="around" w:vAnchor="text" w:hAnchor="text"'
        framed = f"<w:framePr {nsdecls('w')} {how}/>"
        initial._p.get_or_add_pPr().append(parse_xml(framed))
        spaced = f'<w:spacing {nsdecls("w")} w:line="936" w:lineRule="exact"/>'
        initial._p.get_or_add_pPr().append(parse_xml(spaced))
        word.add_paragraph(text[1:] + PROSE[1] + PROSE[2])


def roster(word: Document, said: Sequence[str]) -> None:
    table = word.add_table(len(said) // 3, 3)
    table.style = "Table Grid"
    for n, text in enumerate(said):
        table.cell(n // 3, n % 3).text = text
    word.add_paragraph(PROSE[0])


def charted(word: Document, said: Sequence[str]) -> None:
    def points(texts: Sequence[str]) -> str:
        return f'<c:ptCount val="{len(texts)}"/>' + "".join(
            f'<c:pt idx="{n}"><c:v>{t}</c:v></c:pt>' for n, t in enumerate(texts)
        )

    half = len(said) // 2
    xml = CHART.format(names=points(said[:half]), values=points(said[half:]))
    kind = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
    part = Part(PackURI("/word/charts/chart1.xml"), kind, xml.encode(), word.part.package)
    rid = word.part.relate_to(part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart")
    word.add_paragraph(PROSE[0])
    word.add_paragraph().add_run()._r.append(parse_xml(INLINE.format(rid=rid)))
    word.add_paragraph(PROSE[1])


Changed = tuple[str, str, str]  # what a text becomes, and the old and the new part of it
KINDS: dict[str, tuple[Callable[[Document, Sequence[str]], None], tuple[str, ...], dict[int, Changed]]] = {
    "numbered": (numbered, PROSE, {0: (PROSE[0].replace("128", "126"), "128", "126")}),
    "dropped": (dropped, PROSE[:2], {0: (PROSE[0].replace("128", "126"), "128", "126")}),
    "initial": (dropped, PROSE[2:], {0: ("检" + PROSE[2][1:], "监", "检")}),
    "roster": (roster, ROSTER, {10: ("800元", "〃", "800元")}),
    "eleven": (roster, ROSTER, {11: ("11", "〃", "11")}),
    "charted": (charted, (*DEPARTMENTS, *VALUES), {5: ("47", "40", "47")}),
}


def write(path: Path, kind: str, changed: bool) -> Path:
    word = docx.Document()
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = FACE, Pt(11)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FACE)
    build, said, changes = KINDS[kind]
    build(word, [changes[n][0] if changed and n in changes else text for n, text in enumerate(said)])
    word.save(str(path))
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("margins")
    words = [write(folder / f"{k}{'-changed' if c else ''}.docx", k, c) for k in KINDS for c in (False, True)]
    print_all(words, folder)
    return folder


def told(report: CheckReport) -> list[tuple[str, str]]:
    return [(d.word.text if d.word else "", d.pdf.text if d.pdf else "") for d in report.differences]


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_printed_is_consistent(made: Path, kind: str) -> None:
    report = checked(made, kind, "", None)
    assert told(report) == []
    assert report.verdict is Verdict.CONSISTENT


@pytest.mark.parametrize(
    ("kind", "colour"), [("numbered", "colour"), ("initial", "bw"), ("roster", "bw"), ("charted", "bw")]
)
def test_nothing_is_certain_of_what_was_printed_and_scanned(made: Path, kind: str, colour: Colour) -> None:
    report = checked(made, kind, "", colour)
    assert [d for d in report.differences if d.certainty is Certainty.CERTAIN] == []
    if kind in ("numbered", "roster"):
        assert report.verdict is Verdict.CONSISTENT


@pytest.mark.parametrize(
    ("kind", "colour"),
    [*((k, None) for k in KINDS), ("numbered", "colour"), ("initial", "bw"), ("eleven", "bw"), ("charted", "bw")],
)
def test_a_change_is_told(made: Path, kind: str, colour: Colour | None) -> None:
    report = checked(made, kind, "-changed", colour)
    ((_, old, new),) = KINDS[kind][2].values()
    assert report.verdict is not Verdict.CONSISTENT
    assert any(old in word or new in paper for word, paper in told(report))
    if colour is None:
        assert report.verdict is Verdict.INCONSISTENT
        assert any(old in word and new in paper for word, paper in told(report))
