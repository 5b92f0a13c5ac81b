"""A table that a Word file shows as a picture is part of what is compared: what a PDF shows instead of it is seen."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from docx.shared import Cm
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

import tfdocs
from tfdocs.model.comparison import Verdict

Rows = Sequence[Sequence[str]]

ROWS = (
    ("Item", "2023", "2024"),
    ("Lectures", "12500", "13500"),
    ("Journals", "7300", "7800"),
    ("Books", "4200", "4600"),
)
TEXT = ("Budget of the society for two years", "All amounts are in yuan and were approved by the board.")
WIDE, HIGH = 240, 64  # pixels of a cell


def drawn(rows: Rows) -> bytes:
    """A ruled table in black on white, as PNG."""
    font = ImageFont.load_default(size=34)
    image = Image.new("RGB", (WIDE * len(rows[0]) + 4, HIGH * len(rows) + 4), "white")
    pen = ImageDraw.Draw(image)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            pen.rectangle(
                (c * WIDE + 1, r * HIGH + 1, (c + 1) * WIDE + 1, (r + 1) * HIGH + 1), outline="black", width=2
            )
            pen.text((c * WIDE + 24, r * HIGH + 12), text, fill="black", font=font)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pictures") / "budget.docx"
    document = docx.Document()
    for line in TEXT:
        document.add_paragraph(line)
    document.add_picture(io.BytesIO(drawn(ROWS)), width=Cm(12))
    document.save(str(path))
    return path


def printed(path: Path, rows: Rows | None) -> Path:
    canvas = Canvas(str(path), pagesize=(595, 842))
    for n, line in enumerate(TEXT):
        canvas.drawString(72, 760 - 20 * n, line)
    if rows is not None:
        picture = ImageReader(io.BytesIO(drawn(rows)))
        wide, high = picture.getSize()
        canvas.drawImage(picture, 72, 500, 340, 340 * high / wide)
    canvas.save()
    return path


def swapped(rows: Rows, one: tuple[int, int], other: tuple[int, int]) -> Rows:
    out = [list(row) for row in rows]
    (a, b), (c, d) = one, other
    out[a][b], out[c][d] = out[c][d], out[a][b]
    return out


def changed(rows: Rows, row: int, column: int, text: str) -> Rows:
    out = [list(r) for r in rows]
    out[row][column] = text
    return out


def test_the_same_picture_is_consistent(word: Path, tmp_path: Path) -> None:
    report = tfdocs.check(word, printed(tmp_path / "a.pdf", ROWS))
    assert (report.verdict, report.differences) == (Verdict.CONSISTENT, [])


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (changed(ROWS, 2, 1, "1300"), "1300"),
        (changed(ROWS, 1, 2, "12500"), "12500"),  # a figure that stands in the picture all the same
        (swapped(ROWS, (1, 1), (1, 2)), "13500"),
        ([ROWS[0], ROWS[2], ROWS[1], ROWS[3]], "Journals"),
        (changed(ROWS, 3, 2, ""), "4600"),
        (ROWS[:2], "7800"),
    ],
    ids=["figure", "figure-of-another-cell", "cells-swapped", "rows-swapped", "cell-emptied", "rows-gone"],
)
def test_a_changed_picture_is_shown_to_a_person(word: Path, tmp_path: Path, rows: Rows, said: str) -> None:
    report = tfdocs.check(word, printed(tmp_path / "b.pdf", rows))
    assert report.verdict is Verdict.UNDETERMINED
    (difference,) = report.differences
    assert difference.evidence.rule == "picture-differs"
    assert said in difference.evidence.note
    assert difference.pdf is not None and difference.pdf.page == 1


def test_a_picture_that_is_gone_is_missed(word: Path, tmp_path: Path) -> None:
    report = tfdocs.check(word, printed(tmp_path / "c.pdf", None))
    assert report.verdict is Verdict.UNDETERMINED
    assert [d.evidence.rule for d in report.differences] == ["picture-missing"]
    assert "12500" in report.differences[0].evidence.note


OTHER = (
    ("Item", "2021", "2022"),
    ("Lectures", "9100", "9900"),
    ("Journals", "6100", "6400"),
    ("Books", "3900", "4100"),
)


def with_pictures(path: Path, *tables: Rows, header: Rows | None = None) -> Path:
    document = docx.Document()
    if header is not None:
        run = document.sections[0].header.paragraphs[0].add_run()
        run.add_picture(io.BytesIO(drawn(header)), width=Cm(12))
    for line in TEXT:
        document.add_paragraph(line)
    for rows in tables:
        document.add_picture(io.BytesIO(drawn(rows)), width=Cm(12))
        document.add_paragraph()
    document.save(str(path))
    return path


def printed_all(path: Path, *tables: Rows, pages: int = 1) -> Path:
    canvas = Canvas(str(path), pagesize=(595, 842))
    for page in range(pages):
        for n, line in enumerate(TEXT) if page == 0 else ():
            canvas.drawString(72, 560 - 20 * n, line)
        for n, rows in enumerate(tables):
            picture = ImageReader(io.BytesIO(drawn(rows)))
            wide, high = picture.getSize()
            foot = 620 if len(tables) == 1 else (390, 200)[n]
            canvas.drawImage(picture, 72, foot, 340, 340 * high / wide)
        canvas.showPage()
    canvas.save()
    return path


@pytest.mark.parametrize(
    ("shown", "on_paper", "code"),
    [
        ((ROWS, ROWS), (ROWS, ROWS), None),
        ((ROWS, ROWS), (ROWS,), "picture-count"),
        ((ROWS,), (ROWS, ROWS), "picture-count"),
        ((ROWS, OTHER), (ROWS, OTHER), None),
        ((ROWS, OTHER), (OTHER, ROWS), "picture-order"),
        ((ROWS[:2], OTHER[:2]), (ROWS[:2], OTHER[:2]), None),
        ((ROWS[:2], OTHER[:2]), (OTHER[:2], ROWS[:2]), "picture-order"),
    ],
    ids=["twice", "once-for-twice", "twice-for-once", "in-order", "exchanged", "short", "short-exchanged"],
)
def test_how_often_and_in_which_order_pictures_stand(
    shown: tuple[Rows, ...], on_paper: tuple[Rows, ...], code: str | None, tmp_path: Path
) -> None:
    """Each of them is on paper to the last pixel; all these were called consistent."""
    word = with_pictures(tmp_path / "a.docx", *shown)
    report = tfdocs.check(word, printed_all(tmp_path / "a.pdf", *on_paper))
    assert [f.code for f in report.findings if f.severity == "error"] == ([code] if code else [])
    assert report.verdict is (Verdict.UNDETERMINED if code else Verdict.CONSISTENT)


def test_a_running_head_repeats_its_picture_as_it_likes(tmp_path: Path) -> None:
    word = with_pictures(tmp_path / "a.docx", header=ROWS)
    report = tfdocs.check(word, printed_all(tmp_path / "a.pdf", ROWS, pages=2))
    assert (report.verdict, [f for f in report.findings if f.severity == "error"]) == (Verdict.CONSISTENT, [])


@pytest.mark.parametrize("bottom", [-110, -160])
def test_a_picture_that_runs_off_the_page_is_shown_to_a_person(word: Path, tmp_path: Path, bottom: float) -> None:
    """Its words lay it where there is no paper; a real manual of 23 pages ended in an error there."""
    path = tmp_path / "off.pdf"
    canvas = Canvas(str(path), pagesize=(595, 842))
    for n, line in enumerate(TEXT):
        canvas.drawString(72, 760 - 20 * n, line)
    picture = ImageReader(io.BytesIO(drawn(ROWS)))
    wide, high = picture.getSize()
    canvas.drawImage(picture, 72, bottom, 600, 600 * high / wide)
    canvas.save()
    report = tfdocs.check(word, path)
    assert report.verdict is Verdict.UNDETERMINED
    assert report.differences
