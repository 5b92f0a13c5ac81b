"""Plain text is kept character by character; any source is read by its bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wordfiles import docx, p

from tfdocs.errors import ComponentMissing, InputDamaged, InputMissing
from tfdocs.read import office
from tfdocs.read.plain import decode, read_text
from tfdocs.read.source import read_document
from tfdocs.read.word import read_word

TEXT = "第一行\r\n\r\n第三行\t尾\n末行"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"])
def test_encodings_that_offices_use(codec: str, tmp_path: Path) -> None:
    path = tmp_path / "文.txt"
    path.write_bytes(TEXT.encode(codec))
    document = read_text(path)
    assert document.text == TEXT and document.kind == "txt"
    assert [b.text for b in document.blocks] == ["第一行", "", "第三行\t尾", "末行"]
    assert [b.place for b in document.blocks][2] == "第 3 行"


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1))
def test_offsets_hold_for_any_text(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("t") / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    try:
        document = read_text(path)
    except InputDamaged:  # control characters: not text
        assert any(ord(c) < 32 for c in text)
        return
    assert document.text == text
    for block in document.blocks:
        assert document.text[block.start : block.end] == block.text
    outside = "".join(
        document.text[a.end : b.start] for a, b in zip(document.blocks, document.blocks[1:], strict=False)
    )
    assert set(outside) <= set("\r\n")


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    with pytest.raises(InputDamaged, match="编码"):
        decode(b"\x81\x20\xff\xff", "a.txt")
    path = tmp_path / "a.txt"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(InputDamaged, match="PDF"):
        read_text(path)


def test_sources_by_their_bytes(tmp_path: Path) -> None:
    assert read_document(docx(tmp_path / "其实是新格式.doc", p("甲"))).text == "甲"
    (tmp_path / "a.docx").write_text("其实是文本", encoding="utf-8")
    assert read_document(tmp_path / "a.docx").kind == "txt"
    assert read_document(str(tmp_path / "a.docx")).kind == "txt"
    (tmp_path / "b.docx").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    with pytest.raises(InputDamaged, match="PNG 图片"):
        read_document(tmp_path / "b.docx")
    with pytest.raises(InputMissing):
        read_document(tmp_path / "没有.pdf")
    (tmp_path / "空.txt").write_bytes(b"")
    with pytest.raises(InputDamaged, match="空的"):
        read_document(tmp_path / "空.txt")


def test_a_pdf_given_as_word(tmp_path: Path) -> None:
    path = tmp_path / "申报书.pdf"
    path.write_bytes(b"%PDF-1.7\n%%EOF")
    with pytest.raises(InputDamaged, match="这是 PDF 文件") as caught:
        read_word(path)
    assert "次序写反" in caught.value.hint


def test_old_formats_name_what_they_need(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without LibreOffice: which package to install, and the way out through Word."""
    monkeypatch.setenv(office.OVERRIDE, str(tmp_path / "absent"))
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1 x}")
    with pytest.raises(ComponentMissing, match="LibreOffice") as caught:
        read_word(tmp_path / "a.rtf")
    assert "libreoffice-writer" in caught.value.hint and caught.value.where == "a.rtf"


@pytest.mark.require("libreoffice")
def test_old_formats_are_read_as_if_they_were_new(tmp_path: Path) -> None:
    """Rich text, and the old binary and OpenDocument that LibreOffice makes of it."""
    rtf = tmp_path / "a.rtf"
    rtf.write_bytes(rb"{\rtf1\ansi\ansicpg936 {\fonttbl{\f0 SimSun;}}\f0 \u31532?\u19968?\u27573?\par \u20108?\par}")
    made = [rtf, *office.convert([rtf], "odt", tmp_path / "o"), *office.convert([rtf], "doc", tmp_path / "d")]
    for path in made:
        document = read_document(path)
        assert [b.text for b in document.blocks][:2] == ["第一段", "二"], path.suffix
        assert (document.kind, document.findings[0].code) == ("docx", "converted")
