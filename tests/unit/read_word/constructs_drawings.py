"""Text in drawings: boxes, groups, canvases, old VML, charts, SmartArt, merged-in files, formulas."""

# ruff: noqa: E501 - XML reads worse when it is cut
from __future__ import annotations

from construct import Construct
from metafiles import emf, font, text
from wordfiles import A4, header, p, packed, picture, r, tbl, tc, text_box, tr

__all__ = ["DRAWINGS"]

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WPG = 'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"'
_URI = "http://schemas.microsoft.com/office/word/2010/wordprocessing"


def shape(content: str, x: int, y: int = 0, *, number: int = 1, chain: str = "") -> str:
    """A ``wps:wsp`` of a group; ``chain`` stands in place of its text in boxes that continue another."""
    inside = chain or f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="{number}"/><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="{x}" y="{y}"/>'
        f'<a:ext cx="1200000" cy="500000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>{inside}<wps:bodyPr/></wps:wsp>'
    )


def drawing(graphic: str, kind: str, *, width: int = 4000000) -> str:
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wp{kind[0].lower()}"><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="600000"/>'
        f'<wp:docPr id="7" name="图 7"/><a:graphic><a:graphicData uri="{_URI}{kind}">{graphic}</a:graphicData></a:graphic></wp:inline></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent></w:r>"
    )


def group(*shapes: str) -> str:
    size = (
        '<a:off x="0" y="0"/><a:ext cx="4000000" cy="600000"/><a:chOff x="0" y="0"/><a:chExt cx="4000000" cy="600000"/>'
    )
    inner = f"<wpg:wgp {_WPG}><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm>{size}</a:xfrm></wpg:grpSpPr>{''.join(shapes)}</wpg:wgp>"
    return drawing(inner, "Group").replace('Requires="wpg"', f'Requires="wpg" {_WPG}')


def vml(content: str, style: str = "position:absolute;width:120pt;height:40pt", more: str = "") -> str:
    return f'<w:r><w:pict><v:shape id="s1" type="#_x0000_t202" style="{style}" {more}><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>'


_CHART = (
    f'<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="{_A}"><c:chart>'
    "<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>论文数</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:layout/>"
    '<c:pieChart><c:varyColors val="1"/><c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:strRef><c:f>a</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>学会</c:v></c:pt></c:strCache></c:strRef></c:tx>'
    '<c:cat><c:strRef><c:f>b</c:f><c:strCache><c:ptCount val="2"/><c:pt idx="0"><c:v>上年</c:v></c:pt><c:pt idx="1"><c:v>今年</c:v></c:pt></c:strCache></c:strRef></c:cat>'
    '<c:val><c:numRef><c:f>c</c:f><c:numCache><c:ptCount val="2"/><c:pt idx="0"><c:v>3</c:v></c:pt><c:pt idx="1"><c:v>5</c:v></c:pt></c:numCache></c:numRef></c:val>'
    "</c:ser></c:pieChart></c:plotArea>{legend}</c:chart></c:chartSpace>"
)
_LEGEND = '<c:legend><c:legendPos val="r"/></c:legend>'
_INLINE = (
    '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="4000000" cy="2600000"/><wp:docPr id="9" name="图表 9"/>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/{}">{}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
)
_POINT = '<dgm:pt modelId="{0}" xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"{1}><dgm:t><a:bodyPr/><a:p><a:r><a:t>{2}</a:t></a:r></a:p></dgm:t></dgm:pt>'
_ART = (
    f'<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" xmlns:a="{_A}"><dgm:ptLst>'
    + _POINT.format(1, "", "申报")
    + _POINT.format(2, "", "评审")
    + _POINT.format(3, ' type="pres"', "版式")
    + "</dgm:ptLst></dgm:dataModel>"
)


def math(content: str) -> str:
    return f"<m:oMath>{content}</m:oMath>"


def mr(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


DRAWINGS: list[Construct] = [
    Construct(
        "a flow chart as a vector picture",
        p(r("流程：") + picture("x")),
        ["流程：", "组织申报", "专家评审", "立项"],
        files={
            "relations": {"x": ("image", "media/flow.emf")},
            "parts": {
                "media/flow.emf": emf(
                    font(1, "Noto Sans CJK SC"),
                    *(text(w, 20, y) for w, y in (("组织申报", 20), ("专家评审", 80), ("立项", 140))),
                )
            },
        },
    ),
    Construct(
        "a group of two boxes",
        p(group(shape(p("左框"), 0), shape(p("右框"), 2000000, number=2)) + r("正文")),
        ["正文", "左框", "右框"],
        unordered=True,
    ),
    Construct(
        "a group within a group, boxes with paragraphs and a table",
        p(
            group(
                shape(p("一") + p("二"), 0),
                shape(tbl(tr(tc("格"))).replace("1800", "500") + p(), 2000000, number=2),
            )
            + r("正文")
        ),
        ["正文", "一", "二", "格", ""],
        "leaves out tables in grouped boxes",
    ),
    Construct(
        "text that flows from box to box stands in the first",
        p(
            group(
                shape(p("接续文字"), 0).replace("<wps:txbx>", '<wps:txbx id="1">'),
                shape("", 2000000, number=2, chain='<wps:linkedTxbx id="1" seq="1"/>'),
            )
            + r("正文")
        ),
        ["正文", "接续文字"],
        unordered=True,
    ),
    Construct("a box in VML alone", p(vml(p("旧式框")) + r("正文")), ["正文", "旧式框"], unordered=True),
    Construct(
        "a box in a cell, a box in the line",
        tbl(tr(tc(p(text_box(p("格中框")) + r("格"))), tc("乙")))
        + p(text_box(p("行内框")).replace("wp:anchor", "wp:inline")),
        ["格", "格中框", "乙", "", "行内框"],
        unordered=True,
    ),
    Construct(
        "boxes in the header",
        p("正文"),
        ["正文", "页眉", "眉框"],
        files={
            "section": '<w:headerReference w:type="default" r:id="h1"/>' + A4,
            "relations": {"h1": ("header", "header1.xml")},
            "parts": {"header1.xml": header(p(text_box(p("眉框")) + r("页眉")))},
        },
        unordered=True,
    ),
    Construct(
        "a choice nobody understands falls back",
        p(
            '<w:r><mc:AlternateContent><mc:Choice Requires="zz" xmlns:zz="urn:zz"><w:t>新</w:t></mc:Choice><mc:Fallback><w:t>旧</w:t></mc:Fallback></mc:AlternateContent></w:r>'
            + r("文")
        ),
        ["旧文"],
    ),
    Construct(
        "a chart's words",
        p(_INLINE.format("chart", '<c:chart r:id="c"/>') + r("图")),
        ["图", "论文数", "上年", "今年"],
        files={
            "relations": {"c": ("chart", "charts/chart1.xml")},
            "parts": {"charts/chart1.xml": _CHART.format(legend=_LEGEND)},
            "types": {"charts/chart1.xml": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"},
        },
        unordered=True,
    ),
    Construct(
        "SmartArt by its nodes",
        p(_INLINE.format("diagram", '<dgm:relIds r:dm="d" r:lo="l" r:qs="q" r:cs="s"/>') + r("图")),
        ["图", "申报", "评审"],
        "draws SmartArt only from a stored drawing",
        files={
            "relations": {"d": ("diagramData", "diagrams/data1.xml")},
            "parts": {"diagrams/data1.xml": _ART},
        },
    ),
    Construct(
        "WordArt of old files",
        p(
            '<w:r><w:pict><v:shape id="w" type="#_x0000_t136" style="width:200pt;height:40pt"><v:textpath style="font-family:宋体" string="申 报 书"/></v:shape></w:pict></w:r>'
            + r("正文")
        ),
        ["正文", "申 报 书"],
        "draws WordArt as outlines",
    ),
    Construct(
        "a merged-in Word file",
        p("前") + '<w:altChunk r:id="c1"/>' + p("后"),
        ["前", "并入一", "并入二", "后"],
        files={
            "relations": {"c1": ("aFChunk", "chunk.docx")},
            "parts": {"chunk.docx": packed(p("并入一") + p("并入二"))},
        },
    ),
    Construct(
        "formulas: scripts, roots, sums, brackets, matrices, accents",
        p(
            math(
                "<m:sSub><m:e>"
                + mr("a")
                + "</m:e><m:sub>"
                + mr("i")
                + "</m:sub></m:sSub>"
                + '<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>'
                + mr("k")
                + "</m:sub><m:sup>"
                + mr("n")
                + "</m:sup><m:e>"
                + mr("b")
                + "</m:e></m:nary>"
                + "<m:d><m:e>"
                + mr("c")
                + "</m:e></m:d>"
                + '<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr><m:e><m:m><m:mr><m:e>'
                + mr("1")
                + "</m:e><m:e>"
                + mr("2")
                + "</m:e></m:mr></m:m></m:e></m:d>"
                + '<m:groupChr><m:groupChrPr><m:chr m:val="⏟"/></m:groupChrPr><m:e>'
                + mr("d")
                + "</m:e></m:groupChr>"
                + "<m:bar><m:e>"
                + mr("x")
                + "</m:e></m:bar>"
                + "<m:func><m:fName>"
                + mr("sin")
                + "</m:fName><m:e>"
                + mr("y")
                + "</m:e></m:func>"
                + "<m:limLow><m:e>"
                + mr("lim")
                + "</m:e><m:lim>"
                + mr("z")
                + "</m:lim></m:limLow>"
            )
        ),
        ["aᵢ∑ₖⁿb(c)[1 2]dxsin ylimz"],
        "sets formulas in two dimensions",
    ),
    Construct(
        "formulas between paragraphs, and with text",
        "<m:oMathPara><m:oMath>"
        + mr("E=mc")
        + "</m:oMath></m:oMathPara>"
        + p(r("式中") + math(mr("m") + "<m:r><m:rPr><m:nor/></m:rPr><m:t>为质量</m:t></m:r>")),
        ["E=mc", "式中m为质量"],
        "sets formulas in two dimensions",
    ),
]
