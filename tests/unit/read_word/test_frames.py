"""Where text boxes stand towards one another."""

from __future__ import annotations

from pathlib import Path

import pytest
from wordfiles import docx, p, r, tbl, tc, tr

from tfdocs.model.document import BlockKind, Frame
from tfdocs.read.word import read_word

WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
WPG = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
EMU = 12700
OLD = (
    '<w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape style="position:absolute"><v:textbox>'
    f"<w:txbxContent>{p('甲')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)


def shape(text: str, x: int = 0, y: int = 0, turn: int = 0) -> str:
    return (
        f'<wps:wsp xmlns:wps="{WPS}"><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm rot="{turn}"><a:off x="{x * EMU}" '
        f'y="{y * EMU}"/><a:ext cx="{100 * EMU}" cy="{40 * EMU}"/></a:xfrm></wps:spPr><wps:txbx><w:txbxContent>'
        f"{p(text)}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
    )


def anchor(inner: str, x: int, y: int, down: str = "paragraph", name: int = 1) -> str:
    return (
        f'<w:r><w:drawing><wp:anchor xmlns:wp="{WP}" xmlns:a="{A}" behindDoc="0"><wp:positionH relativeFrom="column">'
        f'<wp:posOffset>{x * EMU}</wp:posOffset></wp:positionH><wp:positionV relativeFrom="{down}"><wp:posOffset>'
        f'{y * EMU}</wp:posOffset></wp:positionV><wp:extent cx="{100 * EMU}" cy="{40 * EMU}"/><wp:docPr id="{name}" '
        f'name="b"/><a:graphic><a:graphicData uri="x">{inner}</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>'
    )


def frames(tmp_path: Path, body: str) -> dict[str, Frame | None]:
    blocks = read_word(docx(tmp_path / "a.docx", body)).blocks
    return {b.text: b.frame for b in blocks if b.kind is BlockKind.TEXT_BOX}


def test_boxes_of_one_paragraph_share_a_space(tmp_path: Path) -> None:
    body = p(r("双方") + anchor(shape("甲"), 10, 20) + anchor(shape("乙"), 210, 20)) + p(anchor(shape("丙"), 10, 20))
    found = frames(tmp_path, body)
    one, two, three = found["甲"], found["乙"], found["丙"]
    assert one and two and three
    assert one.space == two.space != three.space
    assert (one.box.x0, one.box.top, one.box.x1, one.box.bottom) == (10, 20, 110, 60)
    assert two.box.x0 == 210


def test_what_is_measured_from_the_page_shares_one_too(tmp_path: Path) -> None:
    body = p(anchor(shape("甲"), 10, 20, "page")) + p(anchor(shape("乙"), 10, 220, "page"))
    one, two = frames(tmp_path, body).values()
    assert one and two and one.space == two.space


def test_boxes_of_a_group_share_its_own(tmp_path: Path) -> None:
    off = f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{EMU}" cy="{EMU}"/></a:xfrm>'
    group = (
        f'<wpg:wgp xmlns:wpg="{WPG}"><wpg:grpSpPr>{off}</wpg:grpSpPr>{shape("甲", 0, 0)}{shape("乙", 0, 90)}</wpg:wgp>'
    )
    found = frames(tmp_path, p(anchor(group, 10, 20) + anchor(shape("丙"), 10, 200, name=2)))
    one, two, three = found["甲"], found["乙"], found["丙"]
    assert one and two and three
    assert one.space == two.space != three.space
    assert (one.box.top, two.box.top) == (0, 90)


@pytest.mark.parametrize("body", [OLD, anchor(shape("甲", turn=5400000), 10, 20)], ids=["VML", "turned"])
def test_of_others_nothing_is_known(tmp_path: Path, body: str) -> None:
    assert list(frames(tmp_path, p(body)).values()) == [None]


def test_what_has_text_around_it_is_told_from_what_stands_in_the_text(tmp_path: Path) -> None:
    """17.4.57 and 17.3.1.11; a table in such a table floats with it, and a style may have the frame."""
    around = '<w:tblpPr w:vertAnchor="page" w:tblpY="3000"/>'
    floating = tbl(tr(tc("外"), tc(tbl(tr(tc("内"))) + p()))).replace("<w:tblPr>", "<w:tblPr>" + around, 1)
    framed = '<w:framePr w:w="2000" w:hAnchor="page" w:x="3000" w:y="1000"/>'
    styles = f'<w:style w:type="paragraph" w:styleId="S"><w:name w:val="S"/><w:pPr>{framed}</w:pPr></w:style>'
    based = '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="T"/><w:basedOn w:val="S"/></w:style>'
    body = p("先") + floating + p("框", framed) + p("式", '<w:pStyle w:val="T"/>') + tbl(tr(tc("定"))) + p("后")
    blocks = read_word(docx(tmp_path / "a.docx", body, styles=styles + based)).blocks
    assert {b.text for b in blocks if b.floats and b.text} == set("外内框式")
    assert {b.text for b in blocks if not b.floats and b.text} == set("先定后")


def test_the_rows_that_a_table_prints_again_on_each_page_are_known(tmp_path: Path) -> None:
    """17.4.78: a row below one that is not repeated is not either, whatever it says."""
    head, off = "<w:tblHeader/>", '<w:tblHeader w:val="0"/>'
    first = tbl(
        tr(tc("一"), properties=head), tr(tc("二"), properties=head), tr(tc("三")), tr(tc("四"), properties=head)
    )
    second = tbl(tr(tc("五"), properties=off), tr(tc(tbl(tr(tc("内"), properties=head)) + p())))
    blocks = read_word(docx(tmp_path / "a.docx", p("前") + first + second)).blocks
    said = {b.text: b.repeats for b in blocks if b.text}
    assert said == {"前": None, "一": True, "二": True, "三": False, "四": False, "五": False, "内": True}
