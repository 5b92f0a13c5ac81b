"""What is laid over a page counts as far as it is drawn: notes, stamps, form fields, boxes that black out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pdffiles import Pdf, text

from tfdocs.model.page import Page

Read = Callable[[Pdf], list[Page]]
LINE = text("The grant is 28 of 35 units", y=250)


def words(page: Page) -> str:
    return "".join("".join(line.text.split()) for line in page.lines)


def codes(page: Page) -> list[str]:
    return [f.code for f in page.findings]


def with_note(subtype: str, look: str, rect: str = "40 180 240 210", more: str = "") -> Pdf:
    """A page whose annotation is drawn by ``look``, in a box of 200 x 30 points."""
    pdf = Pdf()
    form = pdf.add(
        "/Type /XObject /Subtype /Form /BBox [0 0 200 30] /Resources << /Font << /F1 3 0 R >> >>",
        look.encode("latin-1"),
    )
    note = pdf.add(f"<< /Type /Annot /Subtype /{subtype} /Rect [{rect}] /F 4 /AP << /N {form} 0 R >> {more} >>")
    pdf.page(LINE, extra=f"/Annots [{note} 0 R]")
    return pdf


@pytest.mark.parametrize("subtype", ["FreeText", "Stamp", "Square"])
def test_words_laid_over_the_page_are_read(read: Read, subtype: str) -> None:
    """A note's or a stamp's text stands on the page like any other."""
    (page,) = read(with_note(subtype, text("added 9075", x=5, y=8)))
    assert words(page) == "Thegrantis28of35unitsadded9075"
    assert codes(page) == ["annotations"]


def test_a_box_that_blacks_out(read: Read) -> None:
    """Text below an opaque annotation is not on the paper."""
    (page,) = read(with_note("Square", "0.4 g 0 0 200 30 re f", rect="30 240 260 270"))
    assert words(page) == ""
    assert set(codes(page)) == {"annotations", "covered-text"}


def test_ink_and_lines_over_words(read: Read) -> None:
    """Thick ink over words hides them; a highlight, an underline and a thin line through them do not."""
    strokes = {
        "Ink": ("12 w 0 12 m 200 18 l S 0 22 m 200 8 l S", False),
        "Highlight": ("/M gs 1 1 0 rg 0 0 200 30 re f", True),
        "Underline": ("1 w 0 4 m 200 4 l S", True),
        "Line": ("0.7 w 1 0 0 RG 0 14 m 200 14 l S", True),
    }
    for subtype, (look, seen) in strokes.items():
        pdf = Pdf()
        form = pdf.add(
            "/Type /XObject /Subtype /Form /BBox [0 0 200 30] /Resources << /ExtGState << /M << /BM /Multiply >> >> >>",
            look.encode("latin-1"),
        )
        note = pdf.add(f"<< /Type /Annot /Subtype /{subtype} /Rect [30 240 230 270] /F 4 /AP << /N {form} 0 R >> >>")
        pdf.page(LINE + text("and 17 more words", y=200), extra=f"/Annots [{note} 0 R]")
        (page,) = read(pdf)
        assert ("Thegrantis28of35units" in words(page)) is seen, subtype
        assert "and17morewords" in words(page)
        assert "annotations" in codes(page)


def test_a_redaction_that_is_marked_and_not_done(read: Read) -> None:
    """A mark for redaction leaves the words where they are: they are on the paper, and it is said."""
    (page,) = read(with_note("Redact", "0.5 w 1 0 0 RG 0 0 200 30 re S", rect="30 240 230 270"))
    assert words(page) == "Thegrantis28of35units"
    assert codes(page) == ["annotations"]
    assert "密文标记" in page.findings[0].message


def test_a_redaction_that_covers(read: Read) -> None:
    """One whose look is a black box, drawn with the page, hides them."""
    (page,) = read(with_note("Redact", "0 g 0 0 200 30 re f", rect="30 240 230 270"))
    assert "28" not in words(page)
    assert {"covered-text", "same-colour-text"} & set(codes(page))


def test_an_annotation_that_is_not_shown(read: Read) -> None:
    """Hidden notes are not on the paper."""
    (page,) = read(with_note("FreeText", text("added 9075", x=5, y=8), more="/F 2"))
    assert words(page) == "Thegrantis28of35units"


def test_links_are_no_annotations_to_speak_of(read: Read) -> None:
    """Every second PDF has links; they draw nothing."""
    pdf = Pdf()
    note = pdf.add("<< /Type /Annot /Subtype /Link /Rect [40 240 200 270] /A << /S /URI /URI (http://a.example) >> >>")
    pdf.page(LINE, extra=f"/Annots [{note} 0 R]")
    (page,) = read(pdf)
    assert codes(page) == []


def form_field(value: str, shown: str) -> Pdf:
    pdf = Pdf(catalog="/AcroForm << /Fields [5 0 R] /DR << /Font << /F1 3 0 R >> >> /DA (/F1 12 Tf 0 g) >>")
    look = pdf.add(
        "/Type /XObject /Subtype /Form /BBox [0 0 200 30] /Resources << /Font << /F1 3 0 R >> >>",
        ("/Tx BMC " + text(shown, x=5, y=8) + "EMC").encode("latin-1"),
    )
    assert look == 4
    field = pdf.add(
        f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (sum) /V ({value}) /Rect [40 180 240 210] /F 4 "
        f"/DA (/F1 12 Tf 0 g) /AP << /N {look} 0 R >> >>"
    )
    assert field == 5
    pdf.page(LINE, extra="/Annots [5 0 R]")
    return pdf


def test_a_filled_form_field(read: Read) -> None:
    """What a field shows is part of what the page says."""
    (page,) = read(form_field("sum 4530", "sum 4530"))
    assert words(page) == "Thegrantis28of35unitssum4530"
    assert codes(page) == ["annotations"]


def test_a_field_that_shows_another_value_than_it_holds(read: Read) -> None:
    """What is shown counts; that the field holds something else is said."""
    (page,) = read(form_field("sum 9990", "sum 4530"))
    assert words(page) == "Thegrantis28of35unitssum4530"
    assert "field-value-differs" in codes(page)
