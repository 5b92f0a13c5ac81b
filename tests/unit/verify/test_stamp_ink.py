"""What was read in a stamp's ink and taken off its line is heard: wanted by the Word, a doubt, or set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tests.unit.verify.conftest import _line, _page, _word
from tfdocs.model.comparison import Certainty, CheckReport, Kind, Materiality, Verdict
from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page, Seal, SealShape, Source
from tfdocs.verify.judge import compare

SUM = "设备购置费合计26318元整"
TITLE = "孟子衿负责临床检验"


def ink(text: str, x: float, sure: float, top: float = 80.0) -> Line:
    line = _line(text, x, top)
    return replace(line, source=Source.OCR, confidence=(sure,) * len(text), under_seal=True)


def parted(text: str, at: int, sure: float, count: int = 1) -> tuple[Line, Line]:
    """A row of ``text`` as it is handed on where characters from ``at`` on were read in a stamp's ink."""
    row = _line(text, 90.0, 80.0)
    places = [i for i in range(len(text)) if not at <= i < at + count]
    kept = replace(
        row,
        text="".join(text[i] for i in places),
        chars=tuple(row.chars[i] for i in places),
        confidence=(1.0,) * len(places),
        source=Source.OCR,
    )
    return kept, ink(text[at : at + count], row.chars[at].x0, sure)


def check(word: str, lines: Sequence[Line], left: Sequence[Line]) -> CheckReport:
    seal = Seal(1, Box(120.0, 40.0, 240.0, 160.0), SealShape.CIRCLE)
    page: Page = replace(
        _page(1, []), source=Source.OCR, dpi=300.0, lines=tuple(lines), seals=(seal,), stamp_ink=tuple(left)
    )
    return compare(_word([word]), [page], pdf_name="scan.pdf", pdf_sha256="1" * 64)


def test_a_digit_put_into_an_amount_under_a_seal_is_a_doubt() -> None:
    """It was taken off the line for a stroke of the seal, and the pair was called consistent."""
    row, left = parted(SUM.replace("26318", "926318"), 7, 0.66)
    report = check(SUM, [row], [left])
    assert report.verdict is Verdict.UNDETERMINED
    (one,) = report.differences
    assert (one.kind, one.certainty, one.materiality) == (Kind.ADDED, Certainty.UNCERTAIN, Materiality.AMOUNT)
    assert one.word is not None and (one.word.before[-2:], one.word.after[:2]) == ("合计", "26")
    assert one.pdf is not None and (one.pdf.text, one.pdf.before[-2:], one.pdf.after[:2]) == ("9", "合计", "26")
    assert one.pdf.boxes == [left.box.as_list()]


def test_what_was_hardly_read_is_set_aside_and_listed() -> None:
    for text, at, sure in ((SUM.replace("26318", "926318"), 7, 0.2), (SUM + "下", len(SUM), 0.6)):
        row, left = parted(text, at, sure)
        report = check(SUM, [row], [left])
        assert report.verdict is Verdict.CONSISTENT and not report.differences
        (one,) = report.suppressed
        assert (one.evidence.rule, one.pdf and one.pdf.text) == ("stamp-ink", left.text)
        assert "印章" in one.evidence.note


def test_other_words_are_a_doubt_where_they_were_read_well() -> None:
    row, left = parted(SUM + "下", len(SUM), 0.9)
    (one,) = check(SUM, [row], [left]).differences
    assert (one.certainty, one.pdf and one.pdf.text) == (Certainty.UNCERTAIN, "下")


def test_what_the_word_wants_there_is_not_missing() -> None:
    """门子 of 孟子衿 became 门: the 子 was read rightly, and crossed by the seal."""
    for at in (0, 1, 4, len(TITLE) - 1):
        row, left = parted(TITLE, at, 0.56)
        report = check(TITLE, [row], [left])
        assert report.verdict is Verdict.CONSISTENT, [d.model_dump() for d in report.differences]
        (one,) = report.suppressed
        assert one.evidence.rule == "stamp-ink-agrees"
        assert report.coverage.verified == report.coverage.word_characters


def test_a_figure_that_the_word_wants_there_stays_a_doubt() -> None:
    row, left = parted(SUM, 8, 0.6)
    report = check(SUM, [row], [left])
    (one,) = report.differences
    assert (one.certainty, one.evidence.rule) == (Certainty.UNCERTAIN, "stamp-ink-agrees")
    assert not report.suppressed


def test_another_character_in_the_place_of_the_words_is_one_place() -> None:
    """The place is a difference already; what was read in the ink of it is no second one."""
    row, left = parted(TITLE.replace("子", "孑"), 1, 0.9)
    report = check(TITLE, [row], [left])
    (one,) = report.differences
    assert one.word is not None and "子" in one.word.text
    assert [d.evidence.rule for d in report.suppressed] == ["stamp-ink"]


def test_a_whole_line_of_it_is_heard_too() -> None:
    row = replace(_line(SUM, 90.0, 80.0), source=Source.OCR)
    report = check(SUM, [row], [ink("30000", 150.0, 0.7, top=120.0)])
    (one,) = report.differences
    assert (one.kind, one.certainty, one.pdf and one.pdf.text) == (Kind.ADDED, Certainty.UNCERTAIN, "30000")
    report = check(SUM, [row], [ink("H", 150.0, 0.7, top=120.0)])
    assert not report.differences and [d.pdf and d.pdf.text for d in report.suppressed] == ["H"]


def test_a_page_number_in_it_is_no_doubt() -> None:
    row = replace(_line(SUM, 90.0, 80.0), source=Source.OCR)
    report = check(SUM, [row], [ink("11", 290.0, 0.7, top=800.0)])
    assert not report.differences and [d.pdf and d.pdf.text for d in report.suppressed] == ["11"]
