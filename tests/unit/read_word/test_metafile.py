"""Vector pictures: the text that their records write, label by label; what is only drawn is said to be unread."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from metafiles import draw_string, emf, font, text, wmf
from wordfiles import docx, p, picture, r

from tfdocs.model.document import BlockKind
from tfdocs.read.word import read_word
from tfdocs.read.word.metafile import drawn_text

FLOW = emf(font(1, "SimSun"), text("组织", 10, 20), text("申报", 90, 20), text("专家评审", 10, 120))


def test_pieces_of_one_row_are_one_line() -> None:
    assert drawn_text(FLOW).lines == ("组织申报", "专家评审")


def test_symbol_fonts_and_newer_records() -> None:
    """Wingdings is read as what it shows; EMF+ counts only where the plain records write nothing."""
    assert drawn_text(emf(font(1, "Wingdings"), text("\uf0fe", 0, 0), font(2, "SimSun"), text("是", 40, 0))).lines == (
        "☑是",
    )
    assert drawn_text(emf(draw_string("立项", 10.0))).lines == ("立项",)
    assert drawn_text(emf(draw_string("立项", 10.0), text("立项", 0, 10))).lines == ("立项",)


def test_old_pictures_by_the_code_page_of_their_font() -> None:
    drawn = drawn_text(wmf(("经费".encode("gb18030"), 10, 20), (b"20", 90, 20), ("万元".encode("gb18030"), 10, 90)))
    assert (drawn.format, drawn.lines) == ("WMF", ("经费20", "万元"))
    assert drawn_text(wmf((b"a", 0, 0), face=b"Symbol", charset=2)).lines == ("α",)


def test_text_in_glyph_numbers_cannot_be_read() -> None:
    drawn = drawn_text(emf(text("甲", 0, 0), text("\x05\x06", 0, 90, options=0x10)))
    assert drawn.lines == ("甲",) and not drawn.complete


def test_svg_and_what_is_no_picture() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><text>左<tspan>右</tspan></text><path d="M0 0"/></svg>'.encode()
    assert drawn_text(svg).lines == ("左右",)
    assert drawn_text(b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + svg).lines == ()
    assert drawn_text(b"anything").format == ""


@given(st.binary(max_size=400), st.integers(0, len(FLOW)))
def test_damage_ends_the_reading_and_nothing_else(junk: bytes, at: int) -> None:
    for data in (FLOW[:at] + junk, FLOW[:at] + junk + FLOW[at + len(junk) :], wmf((junk, 0, 0))[: at + 1] + junk):
        assert all(line.strip() for line in drawn_text(data).lines)


@pytest.mark.parametrize("name", ["a.emf", "a.wmf"])
def test_a_flow_chart_in_a_word_file(name: str, tmp_path: Path) -> None:
    data = FLOW if name.endswith("emf") else wmf(("组织申报".encode("gb18030"), 10, 20))
    path = docx(
        tmp_path / "a.docx",
        p(r("流程如下：") + picture("x")),
        relations={"x": ("image", f"media/{name}")},
        parts={f"media/{name}": data},
    )
    document = read_word(path)
    drawn = [b for b in document.blocks if b.kind is BlockKind.PICTURE]
    assert drawn[0].text == "组织申报" and drawn[0].place == "第 1 段旁的图中"
    assert [f.code for f in document.findings] == ["vector-text"]
