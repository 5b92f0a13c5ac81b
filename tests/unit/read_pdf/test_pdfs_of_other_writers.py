"""Honest PDFs by other programs: every character is read from the layer, in order, and none is doubted.

Those in ``tests/resources/pdf`` were written by Typst 0.15, fpdf2 2.8, WeasyPrint 70 and XeTeX from the same words.
"""

from __future__ import annotations

import html
import shutil
import subprocess
from pathlib import Path

import pytest

from tfdocs.model.page import Page, Source
from tfdocs.read.pdf.reader import read_pages

RESOURCES = Path(__file__).parents[2] / "resources" / "pdf"
PROSE = [
    "一、总体目标",
    "本年度推荐原创科普作品不少于20篇（条），组织学术沙龙6场，每场参加人数不少于35人；"
    "经费28.5万元，专款专用，不得挪作他用。",
    "联系电话：028-87654321，电子邮箱：office@example.cn，完成时限为2024年11月30日，"
    "逾期未提交的暂停拨付余下的15%经费。",
]
TABLE = [
    ["指标名称", "单位", "目标值", "完成时限"],
    ["科普作品", "篇", "20", "2024-06-30"],
    ["学术沙龙", "场", "6", "2024-09-30"],
    ["服务企业", "家", "≥12", "2024-11-30"],
]
SAID = "".join("".join([*PROSE, *(c for row in TABLE for c in row)]).split())


def honest(path: Path) -> None:
    pages: list[Page] = list(read_pages(path))
    assert [p.source for p in pages] == [Source.TEXT] * len(pages)
    assert [f for p in pages for f in p.findings] == []
    assert "".join("".join(line.text.split()) for p in pages for line in p.lines) == SAID


@pytest.mark.parametrize("name", sorted(p.name for p in RESOURCES.glob("*.pdf")))
def test_by_programs_that_are_not_here(name: str) -> None:
    """Typst, fpdf2, WeasyPrint, XeTeX: subsets of OpenType and TrueType faces, each in its own way."""
    honest(RESOURCES / name)


def test_by_reportlab_with_a_face_that_is_not_embedded(tmp_path: Path) -> None:
    """STSong-Light by name only: PDFium draws another face, and the characters are those."""
    from reportlab.lib.pagesizes import A5
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("song", fontName="STSong-Light", fontSize=10.5, leading=17, wordWrap="CJK")
    grid = [("FONT", (0, 0), (-1, -1), "STSong-Light", 10.5), ("GRID", (0, 0), (-1, -1), 0.5, "black")]
    path = tmp_path / "a.pdf"
    flow = [Paragraph(html.escape(words), style) for words in PROSE]
    SimpleDocTemplate(str(path), pagesize=A5).build([*flow, Table(TABLE, style=grid)])
    honest(path)


@pytest.mark.require("chromium", "fonts")
def test_by_chromium(tmp_path: Path) -> None:
    """A page of the web, printed."""
    rows = "".join("<tr>" + "".join(f"<td>{html.escape(c)}</td>" for c in row) + "</tr>" for row in TABLE)
    source = tmp_path / "a.html"
    source.write_text(
        "<meta charset=utf-8><style>@page{size:A5}body{font:10.5pt 'Noto Sans CJK SC'}td{border:1px solid}</style>"
        + "".join(f"<p>{html.escape(words)}</p>" for words in PROSE)
        + f"<table>{rows}</table>",
        encoding="utf-8",
    )
    program = next(p for n in ("chromium", "chromium-browser", "google-chrome", "msedge") if (p := shutil.which(n)))
    path = tmp_path / "a.pdf"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={path}"]
    subprocess.run([program, *options, source.as_uri()], check=True, capture_output=True, timeout=120)
    honest(path)
