"""The less usual ways in which a Word file says what its paper does not show, or carries what it does not print."""

# ruff: noqa: E501 - XML reads worse when it is cut
from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from wordfiles import A4, docx, header, p, picture, r, style, t, tbl, tc, text_box, tr
from wordfiles import field as fld

from tfdocs.errors import InputEncrypted
from tfdocs.model.document import Document
from tfdocs.read.archive import FileKind
from tfdocs.read.word import RevisionView, read_word
from tfdocs.read.word.carried import carried_by_old


def read(tmp_path: Path, body: str, **files: Any) -> Document:
    return read_word(docx(tmp_path / "a.docx", body, **files))


def codes(document: Document) -> list[str]:
    return [f.code for f in document.findings]


BLACK = '<w:shd w:val="clear" w:fill="000000"/>'


@pytest.mark.parametrize(
    ("code", "body"),
    [
        ("invisible-text", p(r("暗", '<w:color w:val="000000"/>' + BLACK))),
        ("invisible-text", p(r("暗", '<w:color w:val="1F4E79"/>'), '<w:shd w:val="clear" w:fill="1F4E7A"/>')),
        (
            "invisible-text",
            tbl(tr(tc(p(r("暗", '<w:color w:val="FFFF00"/>')), '<w:shd w:val="clear" w:fill="FFFF00"/>'))),
        ),
        ("invisible-text", p(r("暗", '<w:color w:val="FF0000"/><w:highlight w:val="red"/>'))),
        ("invisible-text", p(r("暗", "<w14:textFill><w14:noFill/></w14:textFill>"))),
        ("clipped-text", p("暗", '<w:spacing w:line="20" w:lineRule="exact"/>')),
        ("clipped-text", p("暗", '<w:pStyle w:val="low"/>')),
        ("clipped-text", tbl(tr(tc("暗"), properties='<w:trHeight w:val="10" w:hRule="exact"/>'))),
        ("off-page", p("暗", '<w:ind w:left="-20000"/>')),
        ("off-page", p("暗", '<w:framePr w:w="2000" w:hAnchor="page" w:x="30000" w:y="1"/>')),
        (
            "off-page",
            p(
                '<w:r><w:pict><v:shape style="position:absolute;margin-left:-900pt;width:10pt"><v:textbox><w:txbxContent><w:p><w:r><w:t>暗</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>'.replace(
                    "width:10pt", "width:10pt;mso-position-horizontal-relative:page"
                )
            ),
        ),
        ("hidden-text", p(r("暗", '<w:rStyle w:val="h"/>'))),
    ],
)
def test_text_that_is_on_no_paper(code: str, body: str, tmp_path: Path) -> None:
    """Named with its words, and not part of the text."""
    styles = style("low", '<w:spacing w:line="30" w:lineRule="exact"/>') + style(
        "h", kind="character", run="<w:vanish/>"
    )
    document = read(tmp_path, p("前") + body + p("后"), styles=styles)
    assert codes(document) == [code] and "“暗”" in document.findings[0].message
    assert "暗" not in document.text and document.text.startswith("前") and document.text.endswith("后")


@pytest.mark.parametrize(
    "body",
    [
        p(r("明", '<w:color w:val="000000"/><w:shd w:val="clear" w:fill="D9D9D9"/>')),
        p(r("明", '<w:color w:val="auto"/>' + BLACK)),
        p("明", '<w:spacing w:line="280" w:lineRule="exact"/>'),
        p("明", '<w:ind w:left="-400" w:firstLine="400"/>'),
        p("明", '<w:framePr w:w="2000" w:hAnchor="page" w:x="3000" w:y="1000"/>'),
        tbl(tr(tc("明"), properties='<w:trHeight w:val="10" w:hRule="atLeast"/>')),
        p(
            '<w:r><w:pict><v:group style="position:absolute;width:300pt;height:200pt"><v:rect style="position:absolute;left:90000;top:50000;width:900;height:400"><v:textbox><w:txbxContent><w:p><w:r><w:t>明</w:t></w:r></w:p></w:txbxContent></v:textbox></v:rect></v:group></w:pict></w:r>'
        ),
    ],
)
def test_what_is_seen_all_the_same(body: str, tmp_path: Path) -> None:
    """Ordinary settings that look alike: grey grounds, automatic colour on black, low exact lines, hanging indents."""
    document = read(tmp_path, body)
    assert document.findings == () and "明" in document.text


def test_fields_that_fetch_from_elsewhere(tmp_path: Path) -> None:
    body = (
        p(fld('DDEAUTO excel "C:\\\\a.xls" R1C1', "7"))
        + p(fld('INCLUDETEXT "\\\\\\\\server\\\\a.docx"', "文"))
        + p(fld("LINK Excel.Sheet.12 a", "8"))
    )
    document = read(tmp_path, body)
    assert [(f.code, f.where) for f in document.findings] == [
        ("dde-field", "第 1 段"),
        ("external-link", "第 2 段"),
        ("external-link", "第 3 段"),
    ]
    assert document.text == "7\n文\n8"


def test_pictures_and_filled_shapes_that_lie_over_text(tmp_path: Path) -> None:
    """Whatever floats in front of the text without pushing it aside; counted, with the first places."""
    floating = (
        picture("x", "anchor")
        .replace("<wp:extent", "<wp:wrapNone/><wp:extent")
        .replace("<wp:anchor>", '<wp:anchor behindDoc="0">')
    )
    white = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
    patch = text_box(p(), white).replace("<wp:wrapTopAndBottom/>", "<wp:wrapNone/>")
    document = read(tmp_path, p(floating + patch + r("被遮的字")), external={"x": ("image", "http://a.invalid/x.png")})
    found = {f.code: f.message for f in document.findings}
    assert "2 个" in found["floating-picture"] and "第 1 段" in found["floating-picture"]
    assert codes(read(tmp_path, p(text_box(p("框"), white) + r("旁")))) == []  # it pushes the text aside


def test_controls_data_sources_and_links_of_any_part(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        p("正文"),
        settings='<w:mailMerge><w:query w:val="SELECT * FROM 名单"/></w:mailMerge>',
        parts={"activeX/activeX1.xml": "<x/>"},
        external={"s": ("subDocument", "file:///C:/子文档.docx"), "h": ("hyperlink", "http://ordinary.invalid/")},
    )
    assert sorted(codes(document)) == ["active-content", "external-link", "mail-merge"]


def test_comments_that_are_anchored_nowhere(tmp_path: Path) -> None:
    body = p(r("正文") + r('<w:commentReference w:id="1"/>'))
    comments = "".join(f'<w:comment w:id="{i}">{p(text)}</w:comment>' for i, text in ((1, "甲批"), (2, "漏批")))
    (finding,) = read(tmp_path, body, comments=comments).findings
    assert "2 条" in finding.message and "漏批" in finding.message


REVISED = (
    p(
        r("甲")
        + f'<w:ins w:id="1" w:author="a">{r("增")}</w:ins><w:del w:id="2" w:author="a"><w:r><w:delText>减</w:delText></w:r></w:del>'
    )
    + p("乙", '<w:rPr><w:ins w:id="3" w:author="a"/></w:rPr><w:pPrChange w:id="4"><w:pPr/></w:pPrChange>')
    + p(r("丙", '<w:vanish/><w:rPrChange w:id="5"><w:rPr/></w:rPrChange>') + r("丁"))
    + tbl(
        tr(tc("留"), tc("加格", '<w:cellIns w:id="6" w:author="a"/>')),
        tr(tc("新行"), properties='<w:ins w:id="7" w:author="a"/>'),
        tr(tc("旧行"), properties='<w:del w:id="8" w:author="a"/>'),
    )
)


def test_every_kind_of_revision_is_counted_with_its_place(tmp_path: Path) -> None:
    """Text, paragraph marks, rows, cells and formats; and the report says which text was compared."""
    found = {f.code: f.message for f in read(tmp_path, REVISED).findings}
    assert "3 处" in found["tracked-insertion"] and "表 1 第 2 行“新行”" in found["tracked-insertion"]
    assert "表 1 第 1 行第 2 列“加格”" in found["tracked-insertion"]
    assert "2 处" in found["tracked-deletion"] and "表 1 第 3 行“旧行”" in found["tracked-deletion"]
    assert "第 2 段" in found["tracked-paragraph"] and "2 处" in found["tracked-format"]
    assert "全部接受" in found["revision-view"]


@pytest.mark.parametrize(
    ("view", "text", "said"),
    [
        (RevisionView.FINAL, "甲增 乙 丁 留 加格 新行", "全部接受"),
        (RevisionView.ORIGINAL, "甲减 乙丙丁 留 旧行", "全部拒绝"),
        (RevisionView.MARKUP, "甲增减 乙 丁 留 加格 新行 旧行", "插入和删除"),
    ],
)
def test_each_view_has_its_text_and_is_named(view: RevisionView, text: str, said: str, tmp_path: Path) -> None:
    document = read_word(docx(tmp_path / "a.docx", REVISED), view=view)
    assert document.text.split("\n") == text.split(" ")
    assert said in next(f.message for f in document.findings if f.code == "revision-view")


def test_a_view_that_was_asked_for_is_named_without_revisions_too(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", p("甲"))
    assert [f.code for f in read_word(path, view=RevisionView.ORIGINAL).findings] == ["revision-view"]
    assert read_word(path).findings == ()


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        (
            FileKind.RTF,
            b"{\\rtf1{\\field{\\*\\fldinst { DDEAUTO cmd }}}{\\object\\objemb{\\*\\objdata 0105}}}",
            {"dde-field", "embedded-file"},
        ),
        (
            FileKind.RTF,
            b"{\\rtf1{\\*\\template http://a.invalid/t.dotm}{\\fldinst INCLUDEPICTURE x}}",
            {"remote-template", "external-link"},
        ),
        (FileKind.RTF, b"{\\rtf1{\\*\\template C:\\\\a.dot}{\\fldinst PAGE}}", set()),
        (
            FileKind.HTML,
            b"<html><img src='https://a.invalid/1.gif'><a href='http://b.invalid'>x</a></html>",
            {"external-link"},
        ),
        (FileKind.WORD_XML, b'<w:wordDocument w:macrosPresent="yes">', {"macro"}),
        (
            FileKind.DOC,
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
            + "Macros\0".encode("utf-16-le").ljust(64, b"\0")
            + b"\x0e\0",
            {"macro"},
        ),
    ],
)
def test_what_other_formats_carry_along(kind: FileKind, data: bytes, expected: set[str]) -> None:
    """Found in their own bytes, for the conversion drops it."""
    assert {f.code for f in carried_by_old(data, kind, "a").done()} == expected


def odt(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return path


def test_open_document_files(tmp_path: Path) -> None:
    image = '<draw:image xlink:href="https://a.invalid/p.png"/>'
    path = odt(
        tmp_path / "a.odt", **{"content.xml": image, "Basic__Standard__m.xml": "x", "Object 1__content.xml": "x"}
    )
    assert {f.code for f in carried_by_old(path.read_bytes(), FileKind.ODT, "a").done()} == {
        "external-link",
        "macro",
        "embedded-file",
    }


def test_a_password_of_an_open_document_file(tmp_path: Path) -> None:
    path = odt(tmp_path / "a.odt", **{"META-INF__manifest.xml": "<manifest:encryption-data/>", "content.xml": "x"})
    with pytest.raises(InputEncrypted):
        read_word(path)


def test_tabs_and_page_numbers_of_running_heads(tmp_path: Path) -> None:
    """A page number without a stored result stands as 1 in a head, and as nothing in the text."""
    document = read(
        tmp_path,
        p(r(t("共") + t("页")) + fld("NUMPAGES", None)),
        section='<w:footerReference w:type="default" r:id="f"/>' + A4,
        relations={"f": ("footer", "footer1.xml")},
        parts={"footer1.xml": header(p(r("第") + fld("PAGE", None) + r("页")), "ftr")},
    )
    assert document.text.split("\n") == ["共页", "第1页"]


def bound(shown: str, path: str = "/n:form[1]/n:name[1]", kind: str = "<w:text/>") -> str:
    return (
        f'<w:sdt><w:sdtPr>{kind}<w:dataBinding w:prefixMappings="xmlns:n=\'urn:form\'" w:xpath="{path}" w:storeItemID="{{A}}"/>'
        f"</w:sdtPr><w:sdtContent>{r(shown)}</w:sdtContent></w:sdt>"
    )


@pytest.mark.parametrize(
    ("control", "told"),
    [
        (bound("王小明"), False),
        (bound("李小红"), True),
        (bound("", path="/n:form[1]/n:name[1]/text()"), True),
        (bound("2023年5月", kind="<w:date/>"), False),
        (bound("任意", path="//n:name[position() &lt; 2 ** 9]"), False),
        (bound("任意", path="/n:form/n:none"), False),
    ],
)
def test_controls_that_show_something_else_than_their_data(control: str, told: bool, tmp_path: Path) -> None:
    """Word puts the data in their place when it opens the file. Paths that are more than steps are not followed."""
    relation = '<Relationship Id="p" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXmlProps" Target="props1.xml"/>'
    document = read(
        tmp_path,
        p(control),
        relations={"s": ("customXml", "item1.xml")},
        parts={
            "item1.xml": "<form xmlns='urn:form'><name>王小明</name></form>",
            "props1.xml": '<ds:datastoreItem ds:itemID="{a}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"/>',
        },
        part_relations={"item1.xml": relation},
    )
    assert codes(document) == (["bound-control"] if told else [])
