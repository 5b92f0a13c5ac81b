"""10⁵ is not 105, though both copy as the same characters."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import cv2
import numpy as np
import pytest

from tests.unit.verify.conftest import SIZE, _page, _word
from tfdocs.model.comparison import Certainty, Verdict
from tfdocs.model.document import BlockKind
from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page, Source
from tfdocs.text.normalise import fold
from tfdocs.verify import raised
from tfdocs.verify.ink_looks import InkLooks
from tfdocs.verify.judge import compare
from tfdocs.verify.pieces import Piece
from tfdocs.verify.place import place_lines
from tfdocs.verify.witness import Image, Witness
from tfdocs.verify.wordtext import word_text

REST = "本项目由申报单位组织实施。"
FLAT = "样本量为105个，面积12平方米。"


def paper(high: int | None, shown: str = FLAT, source: Source = Source.TEXT) -> Page:
    """``high``: which character of the line stands high and small."""
    page = _page(1, [REST, shown])
    line = page.lines[1]
    chars = [
        Box(c.x0, c.top - 0.1 * SIZE, c.x1, c.top + 0.5 * SIZE) if n == high else c for n, c in enumerate(line.chars)
    ]
    lines = (page.lines[0], replace(line, chars=tuple(chars)))
    return replace(page, lines=tuple(replace(ln, source=source) for ln in lines), source=source)


def verdict(word: str, page: Page) -> Verdict:
    return compare(_word([REST, word]), [page], pdf_name="a.pdf", pdf_sha256="1" * 64).verdict


POWER = FLAT.replace("105", "10⁵")
AT = POWER.index("⁵")


@pytest.mark.parametrize(
    ("word", "page"),
    [
        (POWER, paper(AT)),
        (POWER, paper(None, POWER)),
        (FLAT, paper(None)),
        (FLAT, paper(AT - 2, source=Source.OCR)),
        (FLAT.replace("105", "1₀5"), paper(None)),
    ],
)
def test_what_stands_as_high_as_in_the_word_is_consistent(word: str, page: Page) -> None:
    assert verdict(word, page) is Verdict.CONSISTENT


@pytest.mark.parametrize(("word", "page"), [(POWER, paper(None)), (FLAT, paper(AT)), (FLAT, paper(None, POWER))])
def test_a_power_on_one_side_only_is_a_difference(word: str, page: Page) -> None:
    assert verdict(word, page) is Verdict.INCONSISTENT


class Sheet:
    """A picture of a line that begins at 90 points, 4 pixels a point: 0 and, behind it, 3, raised or not."""

    def __init__(self, *, high: bool) -> None:
        self.ink = np.full((842 * 4, 595 * 4, 3), 255, np.uint8)
        top, left = 100 * 4, round((90 + 5 * SIZE) * 4)
        cv2.putText(self.ink, "0", (left + 2, top + 38), cv2.FONT_HERSHEY_SIMPLEX, 1.3, (0, 0, 0), 3)
        size, end = (0.8, 24) if high else (1.3, 38)
        cv2.putText(self.ink, "3", (left + 32, top + end), cv2.FONT_HERSHEY_SIMPLEX, size, (0, 0, 0), 3)
        cv2.rectangle(self.ink, (left + 70, top + 4), (left + 110, top + 44), (0, 0, 0), 3)  # the next character

    def crop(self, page: Page, box: Box) -> Image:
        x0, top, x1, bottom = (round(v * 4) for v in (box.x0, box.top, box.x1, box.bottom))
        return self.ink[top:bottom, x0:x1]


@pytest.mark.parametrize(("high", "late"), [(True, 0.0), (True, 0.3), (True, 0.8), (False, 0.0), (False, 0.3)])
def test_a_raised_figure_is_seen_where_the_recogniser_says_it_a_little_late(high: bool, late: float) -> None:
    """Half a character to the right of it stands the next one, as low as the line: 10³条 was told to be flat."""
    page = _page(1, [REST, "面积为10103条"])
    line = page.lines[1]
    begin = 90 + 5 * SIZE + late * 6
    two = [Box(x, line.box.top, x + 6, line.box.bottom) for x in (begin + 2, begin + 9)]
    chars = (*line.chars[:5], *two, *line.chars[7:])
    piece = Piece(0, 0, replace(line, chars=chars), fold(line.text), 0, len(line.text))
    witness = cast(Witness, Sheet(high=high))
    assert raised._looks_raised(InkLooks([page], witness), piece, (5, 6)) is high


def test_a_raised_figure_in_a_line_higher_than_wide_is_seen() -> None:
    """1² alone in a cell, as LibreOffice sets it: such a line had been taken for one that goes down the page."""
    page = _page(1, [REST, "12"])
    chars = Box(90.0, 131.1, 94.1, 139.4), Box(94.2, 130.3, 97.0, 135.1)
    line = replace(page.lines[1], box=Box(90.0, 130.3, 97.0, 139.4), chars=chars)
    assert line.box.height > line.box.width
    assert verdict("12", replace(page, lines=(page.lines[0], line))) is Verdict.INCONSISTENT


@pytest.mark.parametrize("sealed", [False, True])
@pytest.mark.parametrize(("high", "told"), [(True, True), (False, False)])
def test_a_raised_figure_that_a_recogniser_reads_flat_is_seen(high: bool, told: bool, sealed: bool) -> None:
    """Of six planted in scans of tables at 200 dpi three had been read as the Word's flat ones, and believed.

    ``sealed``: a seal lies on the line, and no stroke of it on the number: 63 °C for 6³ °C was not looked at.
    """
    text = "面积为号码03"
    page = _page(1, [REST, text])
    line = page.lines[1]
    begin = 90 + 5 * SIZE
    two = [Box(x, line.box.top, x + 6, line.box.bottom) for x in (begin + 2, begin + 9)]
    scanned = replace(line, chars=(*line.chars[:5], *two, *line.chars[7:]), source=Source.OCR, under_seal=sealed)
    page = replace(page, lines=(page.lines[0], scanned), source=Source.OCR)
    witness = cast(Witness, Sheet(high=high))
    placing = place_lines(word_text(_word([REST, text])), [page])
    found = raised.other_heights(placing, InkLooks([page], witness), [])
    assert [(w.certainty, w.rule) for w in found] == [(Certainty.UNCERTAIN, "other-height")] * told


def figures(*raised: bool, at: int = 20) -> list[tuple[int, int, int, int]]:
    """Pieces of ink of a number in a line 60 pixels high; a raised figure has 0.58 of the size."""
    out = []
    for up in raised:
        wide, high = (9, 18) if up else (16, 31)
        out.append((at, 12 if up else 16, wide, high))
        at += wide + 5
    return out


@pytest.mark.parametrize("raised_at", [(), (1,), (2,), (1, 2)])
def test_which_pieces_of_a_number_are_raised_is_told_by_their_size_and_foot(raised_at: tuple[int, ...]) -> None:
    wanted = [n in raised_at for n in range(3)]
    assert raised._raised_of(figures(*wanted), 60.0, 45.0) == wanted


@pytest.mark.parametrize(
    "odd",
    [
        (90, 16, 16, 31),  # too far on
        (62, 40, 16, 6),  # a dot
        (62, 8, 40, 40),  # a character
        (62, 13, 20, 18),  # wider than high: the upper half of one
        (62, 0, 13, 15),  # above the number: the foot of the row before
    ],
)
def test_what_is_no_figure_is_in_no_row_of_them(odd: tuple[int, int, int, int]) -> None:
    assert raised._raised_of([*figures(False, False), odd], 60.0, 45.0) is None


class Figures:
    """The ink of a number in a line, whose first figure is at ``left`` points: of each figure its height and its foot,
    in points from the line's ``top``; all else is bare."""

    def __init__(self, line: Line, at: int, *figures: tuple[float, float]) -> None:
        self.left, self.top, self.figures = line.chars[at].x0, line.box.top, figures

    def dark(self, page: int, box: Box, faint: float = 0.5) -> np.ndarray:
        unit = 4.0  # pixels a point
        out = np.zeros((round(box.height * unit), round(box.width * unit)), np.bool_)
        for n, (high, foot) in enumerate(self.figures):
            x = round((self.left + 6.5 * n - box.x0) * unit)
            bottom = round((self.top + foot - box.top) * unit)
            out[bottom - round(high * unit) : bottom, max(0, x) : max(0, x + round(0.62 * high * unit))] = True
        return out


EVEN, HIGH = (8, 9.5), (5, 6.0)


def test_a_raised_figure_in_the_middle_of_a_line_is_seen_on_a_scan() -> None:
    """样本量为10⁵个 for 105个, read as 105 with the recogniser's blessing."""
    line = paper(None, source=Source.OCR).lines[1]
    at = FLAT.index("1")
    looks = cast(InkLooks, Figures(line, at, EVEN, EVEN, HIGH))
    folded = fold(line.text)
    piece = Piece(0, 1, line, folded, 0, len(folded.text))
    assert raised._small_and_high(looks, piece, [at, at + 1, at + 2]) == ([2], [0, 1])


@pytest.mark.parametrize("taller", [0.0, 8.0])
def test_the_box_around_a_line_that_leans_tells_no_height(taller: float) -> None:
    """5⁵ and 6¹ of photographed lines, in boxes twice as high as their rows, were believed to be 55 and 61."""
    level = paper(None, source=Source.OCR).lines[1]
    box = level.box
    line = replace(level, box=Box(box.x0, box.top - taller, box.x1, box.bottom + taller))
    at = FLAT.index("1")
    folded = fold(line.text)
    piece = Piece(0, 1, line, folded, 0, len(folded.text))
    looks = cast(InkLooks, Figures(level, at, EVEN, EVEN, HIGH))
    assert raised._small_and_high(looks, piece, [at, at + 1, at + 2]) == ([2], [0, 1])


def heights(word: str, read: str, *figures: tuple[float, float], sealed: bool = False) -> list[str]:
    """What is told of the number in ``word`` where ``read`` was read of ink such as this."""
    page = paper(None, read, Source.OCR)
    line = replace(page.lines[1], under_seal=sealed)
    page = replace(page, lines=(page.lines[0], line))
    placing = place_lines(word_text(_word([REST, word])), [page])
    looks = cast(InkLooks, Figures(line, FLAT.index("1"), *figures))
    found = raised.other_heights(placing, looks, [])
    return [placing.word.raw(w.hunk.w0, w.hunk.w1) for w in found]


@pytest.mark.parametrize("read", [FLAT, POWER])
def test_a_power_that_is_printed_as_an_even_figure_is_told_by_its_number(read: str) -> None:
    """3.2×105 for 10⁵ at 200 dpi: the 5's foot lay 1.5 points above the 0's, and that passed for what the Word has."""
    assert heights(POWER, read, EVEN, EVEN, (7.5, 8.5)) == ["⁵"]
    assert heights(POWER, read, EVEN, EVEN, HIGH) == []
    assert heights(POWER, read, EVEN, HIGH, EVEN) == ["0", "⁵"]


def test_a_raised_figure_that_was_not_read_is_seen_behind_its_number() -> None:
    """7⁷ MB/s for 77 was read as 7, the rest explained, and the one figure read was no number to look at."""
    word, read = FLAT.replace("105", "77"), FLAT.replace("105", "7")
    assert heights(word, read, EVEN, HIGH) == ["7"]
    assert heights(word, read, EVEN, EVEN) == []


def test_a_figure_that_is_read_as_raised_beside_a_seal_is_a_doubt_where_ink_lies_below_it() -> None:
    """4⁵ °C for 45 was read as such, with a seal's stroke below it that ended where the 4 does."""
    word, read = FLAT.replace("105", "45"), FLAT.replace("105", "4⁵")
    touched = EVEN, (14, 15.0)  # no row of figures
    assert heights(word, read, *touched, sealed=True) == ["5"]
    assert heights(word, read, EVEN, EVEN, sealed=True) == []


def test_the_character_before_a_number_is_no_figure_beside_which_all_others_are_small() -> None:
    """达到40000元: the right part of 到, and 4 0 0 0 as high as figures are."""
    character = (2, 8, 9, 40)
    assert raised._raised_of([character, *figures(False, False, False)], 60.0, 45.0) is None
    # and in a face whose even figures are as small as another's raised ones: one more such figure follows
    one, two, three = figures(True, True, True)
    assert raised._raised_of([(2, 8, 9, 31), one], 60.0, 65.0) == [False, True]
    assert raised._goes_on(one, [two, three], 60.0) and raised._goes_on(two, [three], 60.0)
    assert not raised._goes_on(one, [(60, 16, 16, 31)], 60.0)


@pytest.mark.parametrize(
    ("number", "following", "unit", "em"),
    [
        ([(39, 25, 22, 34), (65, 21, 13, 21)], [(90, 21, 31, 19), (105, 34, 4, 27)], 65.3, 42.6),
        ([(26, 15, 25, 35), (55, 11, 14, 21)], [(72, 15, 17, 19), (80, 15, 24, 35)], 63.1, 50.5),
    ],
)
def test_what_the_next_character_begins_with_is_no_figure_that_follows(
    number: list[raised._Ink], following: list[raised._Ink], unit: float, em: float
) -> None:
    """2⁴个 for 24个 and 9⁵% for 95%: the roof of 个, the ring of % stand from where the raised figure does."""
    assert raised._raised_of(number, unit, em) == [False, True]
    assert not raised._goes_on(number[-1], following, unit)


@pytest.mark.parametrize(("shown", "high", "told"), [("3º", True, True), ("3º", False, False), ("3°", True, True)])
def test_a_raised_0_that_is_read_as_a_ring_is_seen(shown: str, high: bool, told: bool) -> None:
    """within 3⁰ days for 30 was read as 3º, in which there is no figure to look at, and that passed for 30."""
    page = _page(1, [REST, f"面积为号{shown}条"])
    line = page.lines[1]
    begin = 90 + 4 * SIZE + 12
    two = [Box(x, line.box.top, x + 6, line.box.bottom) for x in (begin + 2, begin + 9)]
    scanned = replace(line, chars=(*line.chars[:4], *two, *line.chars[6:]), source=Source.OCR)
    page = replace(page, lines=(page.lines[0], scanned), source=Source.OCR)
    looks = InkLooks([page], cast(Witness, Sheet(high=high)))
    word = [REST, "面积为号30条"]
    found = raised.other_heights(place_lines(word_text(_word(word)), [page]), looks, [])
    assert [(w.certainty, w.rule) for w in found] == [(Certainty.UNCERTAIN, "other-height")] * told


class Ruled(Figures):
    """The same under the rule of a cell, which the raised figure touches."""

    def dark(self, page: int, box: Box, faint: float = 0.5) -> np.ndarray:
        out = super().dark(page, box, faint)
        y = round((self.top + HIGH[1] - HIGH[0] - box.top) * 4)
        out[max(0, y - 3) : y + 2] = True
        return out


@pytest.mark.parametrize(("last", "told"), [(HIGH, ([2], [0, 1])), (EVEN, ([], [0, 1, 2]))])
def test_a_raised_figure_that_touches_its_cells_rule_is_seen(
    last: tuple[float, float], told: tuple[list[int], list[int]]
) -> None:
    """23⁵ in a cell at 150 dpi: the 5 was one piece of ink with the rule above it, and no figure."""
    line = paper(None, source=Source.OCR).lines[1]
    at = FLAT.index("1")
    looks = cast(InkLooks, Ruled(line, at, EVEN, EVEN, last))
    folded = fold(line.text)
    piece = Piece(0, 1, line, folded, 0, len(folded.text))
    assert raised._small_and_high(looks, piece, [at, at + 1, at + 2]) == told


@pytest.mark.parametrize(("text", "told"), [("387", [2]), ("男387", [])])
def test_a_line_of_figures_alone_does_not_tell_how_large_full_characters_are(text: str, told: list[int]) -> None:
    """38⁷ in a cell of a photograph: half an em, by a line as low as its figures, was less than the raised 7."""
    line = paper(None, text, Source.OCR).lines[1]
    chars = tuple(replace(c, x1=c.x0 + 0.7 * SIZE) for c in line.chars)
    line = replace(line, chars=chars, box=replace(line.box, x1=line.box.x0 + 0.7 * SIZE * len(text)))
    at = text.index("3")
    looks = cast(InkLooks, Figures(line, at, (9, 9.5), (9, 9.5), (5.3, 6.0)))
    folded = fold(line.text)
    piece = Piece(0, 1, line, folded, 0, len(folded.text))
    assert raised._small_and_high(looks, piece, [at, at + 1, at + 2])[0] == told


@pytest.mark.parametrize("high", [True, False])
def test_a_raised_figure_behind_a_word_is_a_doubt_in_a_text_layer(high: bool) -> None:
    shown = "设副理事长1名、常务理事2名，毒素B1样品一批。"
    for at in (shown.index("1"), shown.index("2"), shown.index("B") + 1):
        report = compare(
            _word([REST, shown]), [paper(at if high else None, shown)], pdf_name="a.pdf", pdf_sha256="1" * 64
        )
        assert [(d.word.text, d.certainty) for d in report.differences if d.word] == (
            [(shown[at], Certainty.UNCERTAIN)] if high else []
        )


def test_the_mark_of_a_note_is_raised_whatever_the_word_says() -> None:
    shown = "设副理事长1名、常务理事2名。"
    word = _word([REST, shown, "1另有规定的除外。"])
    note = replace(word.blocks[-1], kind=BlockKind.FOOTNOTE)
    word = replace(word, blocks=(*word.blocks[:-1], note))
    page = paper(shown.index("1"), shown)
    page = replace(page, lines=(*page.lines, replace(_page(1, [REST, shown, note.text]).lines[2])))
    assert compare(word, [page], pdf_name="a.pdf", pdf_sha256="1" * 64).verdict is Verdict.CONSISTENT
