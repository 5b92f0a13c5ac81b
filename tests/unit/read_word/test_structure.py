"""Where each piece of a Word file stands: kinds, cells on their grid, places for a person, styles, pictures, views."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image
from wordfiles import A4, docx, header, num_pr, p, picture, r, style, tbl, tc, text_box, tr

from tfdocs.model.document import BlockKind, CellPlace
from tfdocs.read.word import RevisionView, read_word


def png(colour: int) -> bytes:
    stream = io.BytesIO()
    Image.new("L", (8, 8), colour).save(stream, "PNG")
    return stream.getvalue()


def test_cells_stand_on_the_grid(tmp_path: Path) -> None:
    """Spans to the right and downwards are counted in grid columns and rows; what is merged away gives no block."""
    body = p() + tbl(
        tr(tc("标题", '<w:gridSpan w:val="3"/>')),
        tr(tc("纵", '<w:vMerge w:val="restart"/>'), tc("乙"), tc("丙")),
        tr(tc("", '<w:vMerge w:val="continue"/>'), tc("丁", '<w:gridSpan w:val="2"/>')),
        tr(tc("末"), properties='<w:gridBefore w:val="2"/>'),
        columns=3,
    )
    blocks = [b for b in read_word(docx(tmp_path / "a.docx", body)).blocks if b.kind is BlockKind.CELL]
    assert [(b.text, b.cell) for b in blocks] == [
        ("标题", CellPlace(0, 0, 0, 1, 3)),
        ("纵", CellPlace(0, 1, 0, 2, 1)),
        ("乙", CellPlace(0, 1, 1)),
        ("丙", CellPlace(0, 1, 2)),
        ("丁", CellPlace(0, 2, 1, 1, 2)),
        ("末", CellPlace(0, 3, 2)),
    ]
    assert [b.place for b in blocks][3:5] == ["表 1 第 2 行第 3 列", "表 1 第 3 行第 2 列"]


def test_columns_of_a_table_from_right_to_left_count_from_the_papers_left(tmp_path: Path) -> None:
    body = tbl(tr(tc("首"), tc("次", '<w:gridSpan w:val="2"/>'))).replace("<w:tblPr>", "<w:tblPr><w:bidiVisual/>") + p()
    blocks = [b for b in read_word(docx(tmp_path / "a.docx", body)).blocks if b.kind is BlockKind.CELL]
    assert [(b.text, b.cell) for b in blocks] == [("首", CellPlace(0, 0, 2)), ("次", CellPlace(0, 0, 0, 1, 2))]
    assert blocks[0].place == "表 1 第 1 行第 1 列"


def test_nested_tables_are_numbered_through_the_document(tmp_path: Path) -> None:
    body = tbl(tr(tc(tbl(tr(tc("内")), columns=1) + p()), tc("外"))) + p() + tbl(tr(tc("第三")), columns=1)
    found = {b.text: b for b in read_word(docx(tmp_path / "a.docx", body)).blocks if b.text}
    assert [found[t].cell.table for t in ("内", "外", "第三")] == [1, 0, 2]  # type: ignore[union-attr]
    assert found["内"].place == "表 2 第 1 行第 1 列（在表 1 内）"


def test_a_table_of_a_hundred_columns_claimed_by_a_span_costs_nothing(tmp_path: Path) -> None:
    body = tbl(tr(tc("甲", '<w:gridSpan w:val="2000000000"/>'), tc("乙")))
    blocks = read_word(docx(tmp_path / "a.docx", body)).blocks
    assert [b.text for b in blocks] == ["甲", "乙"]
    assert blocks[1].cell is not None and blocks[1].cell.column == 1000


def test_every_kind_says_what_it_is(tmp_path: Path) -> None:
    """Body, cell, text box, notes, running heads: each with its kind and a place that a person finds."""
    body = (
        p("正文")
        + p(text_box(p("框")) + r("锚"))
        + tbl(tr(tc(p(text_box(p("格中框")) + r("格"))), tc()))
        + p(r("注") + r('<w:footnoteReference w:id="1"/>'))
    )
    document = read_word(
        docx(
            tmp_path / "a.docx",
            body,
            footnotes=f'<w:footnote w:id="1">{p("脚注文")}</w:footnote>',
            section='<w:headerReference w:type="default" r:id="h"/><w:footerReference w:type="default" r:id="f"/>' + A4,
            relations={"h": ("header", "header1.xml"), "f": ("footer", "footer1.xml")},
            parts={
                "header1.xml": header(p("眉") + tbl(tr(tc("眉表")), columns=1)),
                "footer1.xml": header(p("脚"), "ftr"),
            },
        )
    )
    assert {b.text: (b.kind, b.place) for b in document.blocks if b.text} == {
        "正文": (BlockKind.PARAGRAPH, "第 1 段"),
        "锚": (BlockKind.PARAGRAPH, "第 2 段"),
        "框": (BlockKind.TEXT_BOX, "第 2 段旁的文本框"),
        "格": (BlockKind.CELL, "表 1 第 1 行第 1 列"),
        "格中框": (BlockKind.TEXT_BOX, "表 1 第 1 行第 1 列内的文本框"),
        "注1": (BlockKind.PARAGRAPH, "第 3 段"),
        "脚注文": (BlockKind.FOOTNOTE, "脚注 1"),
        "眉": (BlockKind.HEADER, "页眉"),
        "眉表": (BlockKind.HEADER, "表 2 第 1 行第 1 列（页眉）"),
        "脚": (BlockKind.FOOTER, "页脚"),
    }


def test_one_running_head_in_many_sections_is_one_block(tmp_path: Path) -> None:
    """Sections that repeat a header, by the same part or by another with the same words, add nothing."""
    first = '<w:sectPr><w:headerReference w:type="default" r:id="h1"/></w:sectPr>'
    document = read_word(
        docx(
            tmp_path / "a.docx",
            p("一", first) + p("二", first.replace("h1", "h2")) + p("三"),
            relations={"h1": ("header", "header1.xml"), "h2": ("header", "header2.xml")},
            parts={"header1.xml": header(p("同样的页眉")), "header2.xml": header(p("同样的页眉"))},
        )
    )
    assert [b.text for b in document.blocks if b.kind is BlockKind.HEADER] == ["同样的页眉"]


def test_even_pages_have_a_header_of_their_own_only_when_asked(tmp_path: Path) -> None:
    files = {
        "section": '<w:headerReference w:type="even" r:id="h"/>' + A4,
        "relations": {"h": ("header", "header1.xml")},
        "parts": {"header1.xml": header(p("偶数页"))},
    }
    assert "偶数页" not in read_word(docx(tmp_path / "a.docx", p(), **files)).text  # type: ignore[arg-type]
    facing = docx(tmp_path / "b.docx", p(), settings="<w:evenAndOddHeaders/>", **files)  # type: ignore[arg-type]
    assert "偶数页" in read_word(facing).text


def test_styles_are_named_as_the_file_names_them(tmp_path: Path) -> None:
    styles = style("1").replace('w:name w:val="1"', 'w:name w:val="heading 1"')
    blocks = read_word(docx(tmp_path / "a.docx", p("章", '<w:pStyle w:val="1"/>') + p("文"), styles=styles)).blocks
    assert [b.style for b in blocks] == ["heading 1", ""]


def test_pictures_come_once_each_in_order(tmp_path: Path) -> None:
    """Two parts with the same bytes are one picture; those that nothing shows are not taken."""
    document = read_word(
        docx(
            tmp_path / "a.docx",
            p(picture("p2") + picture("p1") + picture("p3")),
            relations={f"p{i}": ("image", f"media/image{i}.png") for i in (1, 2, 3, 4)},
            parts={f"media/image{i}.png": png(c) for i, c in ((1, 10), (2, 200), (3, 200), (4, 99))},
        )
    )
    assert document.pictures == (png(200), png(10))


@pytest.mark.parametrize(
    ("crop", "size"),
    [
        ('l="25000" b="50000"', (6, 4)),
        ('l="25%" b="50%"', (6, 4)),  # as strict files write it
        ('t="-10000"', (8, 8)),  # larger than the picture: nothing is cut off
        ('l="60000" r="60000"', (8, 8)),  # what leaves nothing is no crop
        ('l="many"', (8, 8)),
    ],
)
def test_of_a_cropped_picture_what_is_shown_counts(tmp_path: Path, crop: str, size: tuple[int, int]) -> None:
    cropped = picture("p").replace("<a:stretch>", f"<a:srcRect {crop}/><a:stretch>")
    files = {"relations": {"p": ("image", "media/a.png")}, "parts": {"media/a.png": png(7)}}
    document = read_word(docx(tmp_path / "a.docx", p(r("甲")) + p(cropped), **files))  # type: ignore[arg-type]
    (data,) = document.pictures
    assert Image.open(io.BytesIO(data)).size == size
    assert document.picture_places == ("第 2 段",)


def test_a_cropped_picture_that_cannot_be_decoded_stops_nothing(tmp_path: Path) -> None:
    """Its checksums are right, and what they are of is no picture."""
    body = zlib.compress(b"\0" * 20)[:-4] + b"....", b"IHDR" + struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    chunks = (body[1], b"IDAT" + body[0], b"IEND")
    broken = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in chunks
    )
    cropped = picture("p").replace("<a:stretch>", '<a:srcRect b="50000"/><a:stretch>')
    files = {"relations": {"p": ("image", "media/a.png")}, "parts": {"media/a.png": broken}}
    document = read_word(docx(tmp_path / "a.docx", p(r("甲")) + p(cropped), **files))  # type: ignore[arg-type]
    assert "甲" in document.text and document.pictures == (broken,)


def test_a_picture_shown_whole_and_cropped_is_two(tmp_path: Path) -> None:
    cropped = picture("p").replace("<a:stretch>", '<a:srcRect b="50000"/><a:stretch>')
    files = {"relations": {"p": ("image", "media/a.png")}, "parts": {"media/a.png": png(7)}}
    document = read_word(docx(tmp_path / "a.docx", p(picture("p") + cropped), **files))  # type: ignore[arg-type]
    assert [Image.open(io.BytesIO(data)).size for data in document.pictures] == [(8, 8), (8, 4)]


def test_the_views_of_revisions(tmp_path: Path) -> None:
    """Final has what was inserted, original what was deleted, markup both; each view numbers its own paragraphs."""
    deleted = '<w:del w:id="1"><w:r><w:delText>旧</w:delText></w:r></w:del>'
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    body = (
        p(r("甲") + deleted + f'<w:ins w:id="2">{r("新")}</w:ins>', num_pr(1))
        + p(deleted, num_pr(1) + '<w:rPr><w:del w:id="3"/></w:rPr>')
        + p("末", num_pr(1))
    )
    path = docx(tmp_path / "a.docx", body, numbering=numbering)
    assert read_word(path).text == "1. 甲新\n2. 末"
    assert read_word(path, view=RevisionView.ORIGINAL).text == "1. 甲旧\n2. 旧\n3. 末"
    assert read_word(path, view=RevisionView.MARKUP).text == "1. 甲旧新\n2. 旧\n3. 末"


@pytest.mark.parametrize("writer", ["python-docx"])
def test_files_of_other_writers(writer: str, tmp_path: Path) -> None:
    import docx as python_docx

    made = python_docx.Document()
    made.add_heading("总则", 1)
    made.add_paragraph("一项", style="List Number")
    made.add_paragraph("二项", style="List Number")
    made.add_paragraph("点", style="List Bullet")
    table = made.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合并"
    table.cell(1, 1).text = "丁"
    made.save(str(tmp_path / "a.docx"))
    assert read_word(tmp_path / "a.docx").text == "总则\n1. 一项\n2. 二项\n• 点\n合并\n\n丁"


def test_the_same_file_reads_the_same(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", p(picture("p")) + p("甲"), relations={"p": ("image", "media/missing.png")})
    assert read_word(path) == read_word(path)


def test_what_has_a_line_through_it_and_what_is_raised(tmp_path: Path) -> None:
    """w:strike and w:dstrike (ECMA-376-1 17.3.2.37, 17.3.2.9); w:vertAlign for figures and signs (17.3.2.42)."""
    off, up, down = '<w:strike w:val="0"/>', *(f'<w:vertAlign w:val="{v}script"/>' for v in ("super", "sub"))
    body = (
        p(r("退回") + r("已拨", "<w:strike/>") + r("经费", "<w:dstrike/>") + r("。", off))
        + p(r("5×10") + r("-3", up) + r("和CO") + r("2", down))
        + p(r("x", up) + r("2", '<w:vertAlign w:val="baseline"/>'))
    )  # fmt: skip
    blocks = read_word(docx(tmp_path / "a.docx", body)).blocks
    assert [(b.text, b.struck) for b in blocks] == [
        ("退回已拨经费。", ((2, 4), (4, 6))),
        ("5×10⁻³和CO₂", ()),
        ("x2", ()),
    ]


def test_characters_that_stand_further_apart_are_known(tmp_path: Path) -> None:
    body = p(r("经费") + r("4800元", '<w:spacing w:val="120"/>') + r("整"))
    block = read_word(docx(tmp_path / "a.docx", body)).blocks[0]
    assert block.text == "经费4800元整" and block.spaced == ((2, 7, 6.0),)


def test_words_of_a_chart_with_a_computed_axis_know_its_size(tmp_path: Path) -> None:
    chart = (
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart><c:plotArea><c:barChart>'
        "<c:ser><c:cat><c:strRef><c:strCache><c:pt><c:v>上年</c:v></c:pt></c:strCache></c:strRef></c:cat></c:ser></c:barChart>"
        "{}</c:plotArea></c:chart></c:chartSpace>"
    )
    drawing = (
        '<w:r><w:drawing><wp:inline><wp:extent cx="1270000" cy="635000"/><a:graphic><a:graphicData uri="c">'
        '<c:chart r:id="c"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
    for axis, size in (
        ("<c:valAx/>", (100.0, 50.0)),
        ('<c:valAx><c:delete val="1"/></c:valAx>', None),
        ("", None),
    ):
        path = docx(
            tmp_path / "a.docx",
            p(drawing),
            relations={"c": ("chart", "charts/chart1.xml")},
            parts={"charts/chart1.xml": chart.format(axis)},
        )
        (words,) = [b for b in read_word(path).blocks if b.text == "上年"]
        assert words.chart == size
