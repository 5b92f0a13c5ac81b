"""Watermarks are told, once a page, and drawn seals are seals: neither becomes lines of the text."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, radians, sin
from pathlib import Path

import docx
import pytest
from pdffiles import Pdf, text

import tfdocs
from tfdocs.model.comparison import Verdict
from tfdocs.model.page import Page

Read = Callable[[Pdf], list[Page]]
LINES = ["The grant is 28 of 35 units", "It is paid before the end of 2024", "Reports come in twice a year"]
BODY = "0 g\n" + "".join(text(line, y=250 - 40 * n) for n, line in enumerate(LINES))
SAID = "".join("".join(LINES).split())
SLANT = "0.85 g BT /F1 48 Tf 0.7 0.7 -0.7 0.7 80 60 Tm (DRAFT 2) Tj ET\n"


def words(page: Page) -> str:
    return "".join("".join(line.text.split()) for line in page.lines)


@pytest.mark.parametrize(
    "mark",
    [
        pytest.param(SLANT, id="slantwise"),
        pytest.param(SLANT.replace("0.85 g", "/G gs 1 0 0 rg"), id="red and thin"),
        pytest.param("0.85 g BT /F1 90 Tf 1 0 0 1 30 190 Tm (DRAFT 2) Tj ET\n", id="level and large"),
        pytest.param(
            "".join(
                f"0.85 g BT /F1 20 Tf 0.9 0.4 -0.4 0.9 {x} {y} Tm (DRAFT 2) Tj ET\n"
                for x in (30, 200)
                for y in (60, 180)
            ),
            id="again and again",
        ),
    ],
)
@pytest.mark.parametrize("over", [False, True], ids=["behind the text", "over it"])
def test_a_watermark_is_told_and_not_counted(read: Read, mark: str, over: bool) -> None:
    """Whatever its colour and size: the text under it is read whole, the mark stands in one finding."""
    pdf = Pdf()
    content = BODY + "/H gs\n" + mark if over else mark + BODY
    pdf.page(content, resources="/ExtGState << /G << /ca 0.3 >> /H << /ca 0.4 >> >>")
    (page,) = read(pdf)
    assert words(page) == SAID
    (finding,) = page.findings
    assert finding.code == "watermark"
    assert "“DRAFT2”" in finding.message


def test_small_black_words_aslant_are_counted(read: Read) -> None:
    """Words of the text's own size and colour are an addition, and do not slip by as a watermark."""
    pdf = Pdf()
    pdf.page(BODY + "BT /F1 14 Tf 0.97 0.22 -0.22 0.97 60 60 Tm (less 15) Tj ET\n")
    (page,) = read(pdf)
    assert "watermark" not in [f.code for f in page.findings]
    assert sorted(words(page)) == sorted(SAID + "less15")


def test_large_pale_words_with_nothing_on_them_are_text(read: Read) -> None:
    """A grey title on a cover is no watermark."""
    pdf = Pdf()
    pdf.page("0.75 g BT /F1 40 Tf 1 0 0 1 30 230 Tm (ANNUAL 2024) Tj ET\n" + "0 g\n" + text(LINES[0], y=100))
    (page,) = read(pdf)
    assert words(page) == "ANNUAL2024" + "".join(LINES[0].split())
    assert page.findings == ()


@pytest.mark.parametrize("matrix", ["0 1 -1 0 25 60", "0 -1 1 0 25 240", "-1 0 0 -1 240 60"])
def test_text_along_the_edge_is_text(read: Read, matrix: str) -> None:
    """What stands on its side or on its head is a line, read in its own direction, and not a watermark."""
    pdf = Pdf()
    pdf.page(BODY + f"BT /F1 12 Tf {matrix} Tm (bind 17 here) Tj ET\n")
    (page,) = read(pdf)
    assert page.findings == ()
    assert "bind17here" in words(page)


def test_a_watermark_on_the_paper_only_changes_no_verdict(tmp_path: Path) -> None:
    """The Word says the same and has no watermark: the two are consistent, and the watermark is told."""
    word = docx.Document()
    for line in LINES:
        word.add_paragraph(line)
    word.save(str(tmp_path / "a.docx"))
    pdf = Pdf()
    pdf.page(SLANT + BODY)
    report = tfdocs.check(tmp_path / "a.docx", pdf.save(tmp_path / "a.pdf"))
    assert report.verdict is Verdict.CONSISTENT
    assert [f.code for f in report.findings] == ["watermark"]


def ring(words: str, x: float, y: float, radius: float, colour: str = "0.85 0 0 rg") -> str:
    """``words`` round a circle from the left over its top, each letter upright on it, as programs draw seals."""
    out = colour + "\n"
    for n, letter in enumerate(words):
        turn = radians(150 - 300 * n / (len(words) - 1) * 0.8 + 30)
        a = turn - radians(90)
        out += (
            f"BT /F1 11 Tf {cos(a):.4f} {sin(a):.4f} {-sin(a):.4f} {cos(a):.4f} "
            f"{x + radius * cos(turn):.2f} {y + radius * sin(turn):.2f} Tm ({letter}) Tj ET\n"
        )
    return out


@pytest.mark.parametrize("over", [False, True], ids=["beside the text", "over the text"])
def test_a_seal_drawn_with_letters_is_a_seal(read: Read, over: bool) -> None:
    """Red words round a circle, with more in its middle: found with their text, and no lines; the text stays whole."""
    x, y = (150, 215) if over else (300, 80)
    pdf = Pdf()
    pdf.page(BODY + ring("SOCIETYOFSURVEYORS", x, y, 45) + text("FINANCE", x=x - 24, y=y - 20, size=10))
    (page,) = read(pdf)
    assert words(page) == SAID
    (seal,) = page.seals
    assert seal.text == "SOCIETYOFSURVEYORS"
    assert seal.box.centre == pytest.approx((x, 300 - y), abs=6)
    assert page.findings == ()
