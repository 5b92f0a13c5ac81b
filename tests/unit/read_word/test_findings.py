"""What the paper does not show becomes a finding with its place, and an ordinary file has none."""

# ruff: noqa: E501 - XML reads worse when it is cut
from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from wordfiles import A4, docx, header, p, picture, r, tbl, tc, text_box, tr
from wordfiles import field as fld

from tfdocs.model.document import Document, Finding
from tfdocs.model.fault import Severity
from tfdocs.read.word import read_word

EMF = b"\x01\x00\x00\x00" + bytes(36) + b" EMF" + bytes(60)


def read(tmp_path: Path, body: str, **files: Any) -> Document:
    return read_word(docx(tmp_path / "a.docx", body, **files))


def only(document: Document) -> Finding:
    assert len(document.findings) == 1, document.findings
    return document.findings[0]


def test_an_ordinary_file_has_none(tmp_path: Path) -> None:
    body = p("正文") + tbl(tr(tc("甲"), tc(text_box(p("框"))))) + p(fld("PAGE", "1"))
    assert read(tmp_path, body).findings == ()


def test_tracked_changes_are_counted_with_examples(tmp_path: Path) -> None:
    body = "".join(p(f'<w:ins w:id="{i}">{r(f"增{i}")}</w:ins>') for i in range(1, 9))
    finding, view = read(tmp_path, body).findings
    assert view.code == "revision-view"
    assert (finding.code, finding.severity, finding.where) == ("tracked-insertion", Severity.WARNING, "第 1 段")
    assert "8 处" in finding.message and "第 5 段“增5”" in finding.message and "增6" not in finding.message


@pytest.mark.parametrize(
    ("code", "properties"),
    [("hidden-text", "<w:vanish/>"), ("white-text", '<w:color w:val="FEFEFE"/>'), ("tiny-text", '<w:sz w:val="2"/>')],
)
def test_text_that_nobody_sees(code: str, properties: str, tmp_path: Path) -> None:
    """The pieces of one paragraph are one finding, in the paragraph's words."""
    document = read(tmp_path, p("前") + tbl(tr(tc(p(r("见") + r("暗", properties) + r("语", properties))), tc())))
    finding = only(document)
    assert (finding.code, finding.where) == (code, "表 1 第 1 行第 1 列")
    assert "“暗语”" in finding.message and "暗" not in document.text


def test_white_text_on_dark_ground_is_seen(tmp_path: Path) -> None:
    """Ground of the run, the paragraph, the cell or the text box."""
    white = '<w:color w:val="FFFFFF"/>'
    dark = '<w:shd w:val="clear" w:fill="000080"/>'
    fill = '<a:solidFill><a:srgbClr val="C00000"/></a:solidFill>'
    body = (
        p(r("一", white + dark))
        + p(r("二", white), dark)
        + tbl(tr(tc(p(r("三", white)), dark), tc()))
        + p(text_box(p(r("四", white)), fill) + r("锚"))
    )
    document = read(tmp_path, body)
    assert document.findings == () and all(n in document.text for n in "一二三四")


def test_white_text_that_may_lie_on_a_picture_is_kept_and_said(tmp_path: Path) -> None:
    """In a box without a colour of its own, or anywhere when a drawing lies behind the text (covers)."""
    white = p(r("五", '<w:color w:val="FFFFFF"/>'))
    behind = '<w:r><w:drawing><wp:anchor behindDoc="1"><wp:extent cx="1" cy="1"/></wp:anchor></w:drawing></w:r>'
    for body in (p(text_box(white)), p(behind) + white):
        document = read(tmp_path, body)
        assert only(document).code == "white-text-doubtful" and "五" in document.text


def test_comments_are_quoted(tmp_path: Path) -> None:
    body = p(r("正文") + r('<w:commentReference w:id="7"/>'))
    finding = only(read(tmp_path, body, comments=f'<w:comment w:id="7">{p("金额再核实")}</w:comment>'))
    assert finding.code == "comment" and "第 1 段“金额再核实”" in finding.message


def test_text_under_merged_cells(tmp_path: Path) -> None:
    body = tbl(tr(tc("上", '<w:vMerge w:val="restart"/>')), tr(tc("藏", "<w:vMerge/>")), columns=1)
    document = read(tmp_path, body)
    assert only(document).code == "merged-away-text" and document.text == "上"


def test_hidden_rows(tmp_path: Path) -> None:
    hidden = p(r("藏", "<w:vanish/>"), "<w:rPr><w:vanish/></w:rPr>")
    document = read(tmp_path, tbl(tr(tc("见")), tr(tc(hidden), properties="<w:hidden/>"), columns=1))
    assert {f.code for f in document.findings} == {"hidden-row", "hidden-text"} and document.text == "见"


def test_what_a_file_carries_along(tmp_path: Path) -> None:
    """Macros, embedded files, remote templates, linked pictures."""
    document = read(
        tmp_path,
        p("正文") + p(picture("x")),
        parts={"vbaProject.bin": b"x", "embeddings/报价.xlsx": b"x", "settings.xml": header("", "settings")},
        relations={"s": ("settings", "settings.xml")},
        external={"x": ("image", "https://example.invalid/a.png")},
        part_relations={
            "settings.xml": '<Relationship Id="t" TargetMode="External" Target="https://example.invalid/t.dotm" Type="http://'
            'schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/>'
        },
        macro=True,
    )
    assert {f.code for f in document.findings} == {"macro", "embedded-file", "remote-template", "external-link"}


def test_pictures_that_cannot_be_compared(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        p(picture("e") + picture("m") + picture("z")),
        relations={"e": ("image", "media/a.emf"), "m": ("image", "media/none.png"), "z": ("image", "media/z.png")},
        parts={"media/a.emf": EMF, "media/z.png": b""},
    )
    assert [f.code for f in document.findings] == ["vector-picture", "missing-part", "damaged-picture"]
    assert document.pictures == ()


def image(form: str, size: tuple[int, int] = (40, 40), *, cut: int = 0) -> bytes:
    stream = io.BytesIO()
    Image.effect_noise(size, 60).save(stream, form)
    return stream.getvalue()[: len(stream.getvalue()) - cut]


def test_pictures_that_cannot_be_decoded(tmp_path: Path) -> None:
    """Said here, for who reads their words later has nobody to tell: cut short, bits flipped, a billion pixels."""
    whole = image("PNG")
    flipped = whole[:60] + bytes([whole[60] ^ 1]) + whole[61:]
    vast = whole[:16] + struct.pack(">II", 40_000, 40_000) + whole[24:29]
    vast += struct.pack(">I", zlib.crc32(vast[12:29])) + whole[33:]
    pictures = {"a": image("JPEG", (300, 300), cut=9000), "b": flipped, "c": vast, "d": whole, "e": image("JPEG")}
    document = read(
        tmp_path,
        p("".join(map(picture, pictures))),
        relations={n: ("image", f"media/{n}.png") for n in pictures},
        parts={f"media/{n}.png": data for n, data in pictures.items()},
    )
    assert [f.code for f in document.findings] == ["damaged-picture"] * 2  # two say the same of one place
    assert "已损坏" in document.findings[0].message and "像素" in document.findings[1].message
    assert document.pictures == (pictures["d"], pictures["e"])


def test_a_drawing_outside_the_page(tmp_path: Path) -> None:
    away = (
        '<wp:positionH relativeFrom="page"><wp:posOffset>90000000</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionV>'
    )
    document = read(tmp_path, p(text_box(p("页外文字"), anchor=away) + r("正文")))
    assert only(document).code == "off-page" and "页外文字" in only(document).message
    assert document.text == "正文"


def test_watermarks_are_named_and_left_out(tmp_path: Path) -> None:
    mark = '<w:p><w:r><w:pict><v:shape><v:textpath on="t" string="样张"/></v:shape></w:pict></w:r></w:p>'
    document = read(
        tmp_path,
        p("正文"),
        section='<w:headerReference w:type="default" r:id="h"/>' + A4,
        relations={"h": ("header", "header1.xml")},
        parts={"header1.xml": header(mark)},
    )
    assert only(document).code == "watermark" and document.text == "正文"


def test_fields_that_change_or_lack_a_result(tmp_path: Path) -> None:
    document = read(tmp_path, p(fld("DATE \\@ yyyy", "2023")) + p(fld("REF x", None)) + p(fld("PAGE", None)))
    assert [(f.code, f.where) for f in document.findings] == [
        ("volatile-field", "第 1 段"),
        ("field-without-result", "第 2 段"),
    ]


def test_fields_that_word_computes_anew_when_it_opens_the_file(tmp_path: Path) -> None:
    """As other programs write them: an empty result that is marked as no longer right is none, and says so."""
    stale = '<w:fldChar w:fldCharType="begin" w:dirty="true"/>'
    empty = fld("SEQ 图", "").replace('<w:fldChar w:fldCharType="begin"/>', stale)
    kept = fld("REF x", "第三章").replace('<w:fldChar w:fldCharType="begin"/>', stale)
    document = read(tmp_path, p(empty) + p(kept), settings="<w:updateFields/>")
    assert document.text == "\n第三章"
    assert [(f.code, f.where) for f in document.findings] == [
        ("field-without-result", "第 1 段"),
        ("stale-field", "第 2 段"),
        ("updated-fields", None),
    ]


def test_merged_in_content_is_read_or_named(tmp_path: Path) -> None:
    """A chunk of text, of a page, of another Word file, and one of a kind that is not read here."""
    inner = docx(tmp_path / "inner.docx", p("来自另一份文件") + p("二")).read_bytes()
    document = read(
        tmp_path,
        p("前") + "".join(f'<w:altChunk r:id="c{i}"/>' for i in (1, 2, 3, 4)) + p("后"),
        relations={
            "c1": ("aFChunk", "a.txt"),
            "c2": ("aFChunk", "b.html"),
            "c3": ("aFChunk", "c.docx"),
            "c4": ("aFChunk", "d.bin"),
        },
        parts={
            "a.txt": "纯文本一\n纯文本二",
            "b.html": '<html><body><style>x{}</style><p>网页<b>一</b></p><p style="display: none">藏</p><ol start="3"><li>条</li><li>款<ul><li>点</li></ul></li></ol><table><tr><td>格</td></tr></table></body></html>',
            "c.docx": inner,
            "d.bin": b"\x00\x01\x02",
        },
    )
    assert document.text.split("\n") == [
        "前",
        "纯文本一",
        "纯文本二",
        "网页一",
        "3. 条",
        "4. 款",
        "• 点",
        "格",
        "来自另一份文件",
        "二",
        "后",
    ]
    assert [(f.code, f.severity) for f in document.findings] == [
        *[("altchunk", Severity.INFO)] * 3,
        ("altchunk-unread", Severity.ERROR),
    ]


@pytest.mark.require("libreoffice")
def test_rich_text_that_is_merged_in(tmp_path: Path) -> None:
    """By way of LibreOffice; its notes follow it."""
    document = read(
        tmp_path,
        p("前") + '<w:altChunk r:id="c"/>' + p("后"),
        relations={"c": ("aFChunk", "c.rtf")},
        parts={"c.rtf": rb"{\rtf1\ansi\uc1 \u24182?\u20837?{\super\chftn{\footnote\chftn \u27880?}}\par}"},
    )
    assert document.text.split("\n") == ["前", "并入¹", "1注", "后"]
    assert only(document).code == "altchunk"


def test_charts_and_smartart_give_their_words(tmp_path: Path) -> None:
    chart = (
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats'
        '.org/drawingml/2006/main"><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>年度论文数</a:t></a:r></a:p></c:rich></c:tx></c:title>'
        "<c:plotArea><c:barChart><c:ser><c:tx><c:strRef><c:strCache><c:pt><c:v>学会</c:v></c:pt></c:strCache></c:strRef></c:tx>"
        "<c:cat><c:strRef><c:strCache><c:pt><c:v>2022年</c:v></c:pt><c:pt><c:v>2023年</c:v></c:pt></c:strCache></c:strRef></c:cat>"
        "</c:ser></c:barChart></c:plotArea><c:legend/></c:chart></c:chartSpace>"
    )
    art = (
        '<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" xmlns:a="http://schemas.openxmlformats'
        '.org/drawingml/2006/main"><dgm:ptLst><dgm:pt><dgm:t><a:p><a:r><a:t>申报</a:t></a:r></a:p></dgm:t></dgm:pt><dgm:pt type="pres">'
        "<dgm:t><a:p><a:r><a:t>版式</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>"
    )
    drawing = "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData>{}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    document = read(
        tmp_path,
        p(drawing.format('<c:chart r:id="c"/>') + drawing.format('<dgm:relIds r:dm="d"/>') + r("图")),
        relations={"c": ("chart", "charts/chart1.xml"), "d": ("diagramData", "diagrams/data1.xml")},
        parts={"charts/chart1.xml": chart, "diagrams/data1.xml": art},
    )
    assert document.text.split("\n") == ["图", "年度论文数", "学会", "2022年", "2023年", "申报"]


def test_many_of_a_kind_do_not_bury_the_rest(tmp_path: Path) -> None:
    body = "".join(p(r(f"密{i}", "<w:vanish/>")) for i in range(50))
    findings = read(tmp_path, body).findings
    assert len(findings) == 21 and "还有 30 处" in findings[-1].message
