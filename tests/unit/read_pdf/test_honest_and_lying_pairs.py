"""From Word and PDF to the verdict: a lie of the text layer never ends in “consistent”."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from pdffiles import FONT, Pdf, mapping, text

import tfdocs
from tfdocs.model.comparison import CheckReport, Verdict

WORDS = ["The grant is 28 of 35 units", "It is paid before the end of 2024", "Reports come in twice a year"]


def check(folder: Path, pdf: Pdf, words: list[str] = WORDS) -> CheckReport:
    document = docx.Document()
    for line in words:
        document.add_paragraph(line)
    document.save(str(folder / "a.docx"))
    return tfdocs.check(folder / "a.docx", pdf.save(folder / "a.pdf"))


def printed(pdf: Pdf, words: list[str] = WORDS, more: str = "") -> Pdf:
    pdf.page("".join(text(line, y=250 - 30 * i) for i, line in enumerate(words)) + more)
    return pdf


def lying(draws: str, copies: str) -> Pdf:
    pdf = Pdf(font=FONT + " /ToUnicode 4 0 R")
    pdf.add("", mapping({draws: copies}))
    return pdf


def test_an_honest_print(tmp_path: Path) -> None:
    """The same words in Word and PDF are consistent, with nothing to say."""
    report = check(tmp_path, printed(Pdf()))
    assert report.verdict is Verdict.CONSISTENT
    assert report.findings == []


def test_the_layer_agrees_and_the_page_does_not(tmp_path: Path) -> None:
    """The Word says 28, the layer says 28, the page shows 48: what is shown is a certain difference."""
    shown = [WORDS[0].replace("28", "48"), *WORDS[1:]]
    report = check(tmp_path, printed(lying("4", "2"), shown))
    assert report.verdict is Verdict.INCONSISTENT
    assert [(d.word.text, d.pdf.text) for d in report.differences if d.word and d.pdf] == [("28", "48")]
    assert "font-mapping" in [f.code for f in report.findings]


def test_the_page_agrees_and_the_layer_does_not(tmp_path: Path) -> None:
    """The page shows what the Word says, the layer something else: no difference, but a person must look."""
    report = check(tmp_path, printed(lying("2", "4")))
    assert report.verdict is Verdict.UNDETERMINED
    assert "font-mapping" in [f.code for f in report.findings]


@pytest.mark.parametrize("hide", ["3 Tr", "1 g"])
def test_a_sentence_that_only_the_layer_has(tmp_path: Path, hide: str) -> None:
    """A sentence of the Word that the page does not show is missing, whatever the layer says."""
    pdf = printed(Pdf(), WORDS[:2], text(WORDS[2], y=190, extra=hide))
    report = check(tmp_path, pdf)
    assert report.verdict is Verdict.INCONSISTENT
    assert report.coverage.missing > 20


def test_a_number_under_a_patch(tmp_path: Path) -> None:
    """28 painted over with 48: the Word's number is in the layer, and not on the page."""
    over = "1 g 118 246 17 14 re f 0 g\n" + text("48", x=119.4, y=250)
    report = check(tmp_path, printed(Pdf(), more=over))
    assert report.verdict is Verdict.INCONSISTENT


def test_words_added_by_an_annotation(tmp_path: Path) -> None:
    """A note that puts words on the page adds to what the Word says."""
    pdf = Pdf()
    form = pdf.add(
        "/Type /XObject /Subtype /Form /BBox [0 0 200 30] /Resources << /Font << /F1 3 0 R >> >>",
        text("less 15 percent", x=5, y=8).encode(),
    )
    note = pdf.add(f"<< /Type /Annot /Subtype /FreeText /Rect [40 100 240 130] /F 4 /AP << /N {form} 0 R >> >>")
    pdf.page("".join(text(line, y=250 - 30 * i) for i, line in enumerate(WORDS)), extra=f"/Annots [{note} 0 R]")
    report = check(tmp_path, pdf)
    assert report.verdict is Verdict.INCONSISTENT
    assert [d.pdf.text for d in report.differences if d.pdf] == ["less 15 percent"]
