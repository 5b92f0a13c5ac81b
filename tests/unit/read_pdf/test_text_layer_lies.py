"""A text layer is a claim: what the page does not show does not count, and is named. Each lie is built and caught."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from pdffiles import FONT, Pdf, mapping, text

from tfdocs.model.fault import Severity
from tfdocs.model.page import Page, Source
from tfdocs.read.pdf import digital

Read = Callable[[Pdf], list[Page]]
HONEST = text("The grant is 28 of 35 units", y=250)
HIDDEN = "secret 4417"


def words(page: Page) -> str:
    return "".join("".join(line.text.split()) for line in page.lines)


def codes(page: Page) -> list[str]:
    return [f.code for f in page.findings]


def test_an_honest_page_is_read_by_its_layer_without_a_word(read: Read) -> None:
    """Plain, coloured, pale, on colour, underlined, ruled: nothing is reported and nothing is lost."""
    pdf = Pdf()
    pdf.page(
        HONEST
        + text("red 1234567890", y=220, extra="1 0 0 rg")
        + text("pale text of a watermark", y=190, extra="0.85 g")
        + "0 0 0.6 rg 35 155 300 20 re f\n"
        + text("white on blue 9081", y=160, extra="1 g")
        + "0 g 40 128 200 0.7 re f\n"
        + text("underlined words 5566", y=130, extra="0 g")
        + "0.5 w 38 90 m 300 90 l 300 110 l 38 110 l s 150 90 m 150 110 l s\n"
        + text("left cell", y=95)
        + text("right cell", x=155, y=95)
    )
    (page,) = read(pdf)
    assert page.source is Source.TEXT
    assert page.findings == ()
    assert words(page) == (
        "Thegrantis28of35unitsred1234567890paletextofawatermarkwhiteonblue9081underlinedwords5566leftcellrightcell"
    )


PALE = "/ExtGState << /G0 << /ca 0 /CA 0 >> >>"
PICTURE = b"\x90" * (40 * 20)


@pytest.mark.parametrize(
    ("content", "resources", "code"),
    [
        pytest.param(text(HIDDEN, extra="3 Tr"), "", "invisible-text", id="render mode 3"),
        pytest.param(text(HIDDEN, extra="7 Tr"), "", "invisible-text", id="render mode 7: only clips"),
        pytest.param("q /G0 gs " + text(HIDDEN) + "Q", PALE, "invisible-text", id="alpha 0"),
        pytest.param(text(HIDDEN, extra="1 g"), "", "same-colour-text", id="white on white"),
        pytest.param(text(HIDDEN, extra="0.985 g"), "", "same-colour-text", id="almost white on white"),
        pytest.param(
            "0.2 0.4 0.6 rg 30 190 200 30 re f " + text(HIDDEN, extra="0.2 0.4 0.6 rg"),
            "",
            "same-colour-text",
            id="blue on the same blue",
        ),
        pytest.param(text(HIDDEN, size=0.9), "", "tiny-text", id="one point high"),
        pytest.param(text(HIDDEN) + "1 g 30 190 200 30 re f\n", "", "covered-text", id="opaque patch"),
        pytest.param("q 0 0 5 5 re W n " + text(HIDDEN) + "Q", "", "covered-text", id="clipped away"),
        pytest.param(text(HIDDEN, x=900), "", "text-outside-page", id="beside the page"),
        pytest.param(text(HIDDEN, y=-300), "", "text-outside-page", id="below the page"),
    ],
)
def test_what_the_page_does_not_show_is_not_counted(read: Read, content: str, resources: str, code: str) -> None:
    """Hidden in whatever way: left out of the text, and the finding names kind, page and words."""
    pdf = Pdf()
    pdf.page(HONEST + content, resources=resources)
    (page,) = read(pdf)
    assert words(page) == "Thegrantis28of35units"
    (finding,) = page.findings
    assert finding.code == code
    assert finding.severity is Severity.WARNING
    assert finding.where == "第 1 页"
    assert "secret" in finding.message
    assert "10" in finding.message


def test_text_under_a_picture(read: Read) -> None:
    """A picture laid over text hides it as a patch does."""
    pdf = Pdf()
    picture = pdf.add(
        "/Type /XObject /Subtype /Image /Width 40 /Height 20 /ColorSpace /DeviceGray /BitsPerComponent 8", PICTURE
    )
    pdf.page(HONEST + text(HIDDEN) + "q 200 0 0 30 30 190 cm /P Do Q\n", resources=f"/XObject << /P {picture} 0 R >>")
    (page,) = read(pdf)
    assert words(page) == "Thegrantis28of35units"
    assert codes(page) == ["covered-text"]


def test_text_under_a_transparency_group(read: Read) -> None:
    """A group that is painted over the text with full opacity hides it; one with little opacity does not."""
    for alpha, code in (("1", ["covered-text"]), ("0.3", [])):
        pdf = Pdf()
        group = pdf.add(
            "/Type /XObject /Subtype /Form /BBox [0 0 400 300] /Group << /S /Transparency >>",
            b"0.9 g 30 190 200 30 re f",
        )
        pdf.page(
            HONEST + text("also 4417") + "/G gs /X Do\n",
            resources=f"/XObject << /X {group} 0 R >> /ExtGState << /G << /ca {alpha} >> >>",
        )
        (page,) = read(pdf)
        assert codes(page) == code
        assert ("also4417" in words(page)) is (not code)


def test_a_layer_that_is_switched_off(read: Read) -> None:
    """Text in an optional-content layer counts when the layer is on, and not when it is off."""
    for state, seen in (("/OFF [4 0 R]", False), ("/ON [4 0 R]", True)):
        pdf = Pdf(catalog=f"/OCProperties << /OCGs [4 0 R] /D << {state} >> >>")
        layer = pdf.add("<< /Type /OCG /Name (L) >>")
        assert layer == 4
        pdf.page(HONEST + "/OC /L BDC " + text(HIDDEN) + "EMC\n", resources="/Properties << /L 4 0 R >>")
        (page,) = read(pdf)
        assert codes(page) == ([] if seen else ["hidden-layer"])
        assert ("secret4417" in words(page)) is seen


def test_text_outside_the_crop_box(read: Read) -> None:
    """What stands on the sheet but outside its crop box is not on the paper."""
    pdf = Pdf()
    pdf.page(HONEST + text(HIDDEN, y=20), extra="/MediaBox [0 0 400 300] /CropBox [0 100 400 300]")
    (page,) = read(pdf)
    assert (page.width, page.height) == (400, 200)
    assert codes(page) == ["text-outside-page"]
    assert words(page) == "Thegrantis28of35units"


def lying_font(pairs: dict[str, str]) -> Pdf:
    """F1 draws the keys and copies as the values."""
    pdf = Pdf(font=FONT + " /ToUnicode 4 0 R")
    pdf.add("", mapping(pairs))
    return pdf


def test_a_glyph_that_copies_as_another(read: Read) -> None:
    """The page shows 28, the layer says 18: the page is read as it looks, and the font is named a liar."""
    pdf = lying_font({"2": "1"})
    pdf.page(HONEST)
    (page,) = read(pdf)
    assert page.source is Source.OCR
    assert words(page) == "Thegrantis28of35units"
    (finding,) = page.findings
    assert (finding.code, finding.severity) == ("font-mapping", Severity.ERROR)
    assert "“1”显示为“2”" in finding.message


def test_a_layer_without_a_meaning_is_known_by_a_few_of_its_lines(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every letter copies as the one thirteen further on: of twenty lines no more than eight are read to see that."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    pdf = lying_font(dict(zip(letters, letters[13:] + letters[:13], strict=True)))
    rng = Random(4)
    lines = [" ".join("".join(rng.sample(letters, 6)) for _ in range(5)) for _ in range(20)]
    pdf.page("".join(text(line, y=480 - 22 * n, size=14) for n, line in enumerate(lines)), size=(400, 520))
    seen: list[int] = []
    whole = digital.look

    def counting(page: Any, geometry: Any, runs: Any) -> Any:
        seen.append(len(runs))
        return whole(page, geometry, runs)

    monkeypatch.setattr(digital, "look", counting)
    monkeypatch.setattr(digital, "second_looks", lambda *_: pytest.fail("every line was read"))
    (page,) = read(pdf)
    assert codes(page) == ["unusable-text-layer"] and seen == [8]
    assert words(page).replace("I", "l") == "".join(lines).replace(" ", "")


def test_a_permuted_mapping(read: Read) -> None:
    """Digits that all copy as their neighbours: every one is seen through."""
    digits = "1234567890"
    pdf = lying_font(dict(zip(digits, digits[1:] + digits[:1], strict=True)))
    pdf.page(text("paid 1234567890 in all", y=250) + text("and 55 more words follow here"))
    (page,) = read(pdf)
    assert words(page) == "paid1234567890inalland55morewordsfollowhere"
    assert codes(page)[0] in ("font-mapping", "unusable-text-layer")


def test_the_lie_on_a_later_page(read: Read) -> None:
    """Pages before the false character are read by their layer; a character met twice is not asked twice."""
    pdf = lying_font({"7": "4"})
    for _ in range(3):
        pdf.page(HONEST)
    pdf.page(text("The grant is 77 of 35 units", y=250))
    pages = read(pdf)
    assert [p.source for p in pages] == [Source.TEXT] * 3 + [Source.OCR]
    assert [codes(p) for p in pages] == [[], [], [], ["font-mapping"]]
    assert words(pages[3]) == "Thegrantis77of35units"


def test_a_second_code_that_copies_as_an_honest_character(read: Read) -> None:
    """One font draws a true 1 and a 4 that copies as 1: the true one does not vouch for the other."""
    pdf = lying_font({"4": "1"})
    pdf.page(text("number 1111 paid", y=250) + text("number 4444 paid"))
    (page,) = read(pdf)
    assert words(page) == "number1111paidnumber4444paid"
    assert codes(page) == ["font-mapping"]


def test_actual_text_that_says_something_else(read: Read) -> None:
    """Marked content may carry another text for copying; a harmless one is no lie."""
    for said, lie in (("28", False), ("93", True)):
        pdf = Pdf()
        pdf.page(
            "BT /F1 14 Tf 40 250 Td (The grant is ) Tj "
            f"/Span << /ActualText ({said}) >> BDC (28) Tj EMC ( of 35 units) Tj ET"
        )
        (page,) = read(pdf)
        assert words(page) == "Thegrantis28of35units"
        assert ("font-mapping" in codes(page)) is lie


def test_a_number_painted_over_with_another(read: Read) -> None:
    """A white patch over 20 and 28 on top of it: both are in the layer, one is on the page."""
    pdf = Pdf()
    pdf.page(
        text("The grant is 20 units, no more", y=250)
        + "1 g 118 246 20 16 re f 0 g\n"
        + text("28", x=119.4, y=250)
        + text("and 20 words more")
    )
    (page,) = read(pdf)
    assert words(page) == "Thegrantis28units,nomoreand20wordsmore"
    assert codes(page)[0] == "covered-text"


def test_half_of_a_character_covered(read: Read) -> None:
    """A patch over the left of an 8 leaves a 3 on the page."""
    pdf = Pdf()
    pdf.page(text("888 and 8 pieces", y=250, size=24) + "1 g 40 240 4.6 30 re f\n")
    (page,) = read(pdf)
    assert words(page).startswith("388")
    assert "covered-text" in codes(page)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_pages_turned_by_their_dictionary(read: Read, turn: int) -> None:
    """Text that stands upright once the page is turned is checked like any other."""
    matrix = {0: "1 0 0 1 40 250", 90: "0 1 -1 0 150 40", 180: "-1 0 0 -1 360 50", 270: "0 -1 1 0 250 260"}[turn]
    pdf = Pdf()
    pdf.page(
        f"BT /F1 14 Tf {matrix} Tm (The grant is 28 of 35 units) Tj ET\n"
        f"BT /F1 14 Tf 3 Tr {matrix} Tm 0 -40 Td (hidden) Tj ET\n",
        extra=f"/Rotate {turn}",
    )
    (page,) = read(pdf)
    assert page.rotation == turn
    assert page.source is Source.TEXT
    assert words(page) == "Thegrantis28of35units"
    assert codes(page) == ["invisible-text"]
