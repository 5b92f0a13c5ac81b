"""Formulas in two dimensions are held against what stands in their place on paper, part by part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from tfdocs.model.comparison import Certainty, Verdict
from tfdocs.model.document import Block, BlockKind, Document, join_blocks
from tfdocs.model.formula import Formula, Laid, Set
from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page, Source
from tfdocs.verify.formula_set import Glyph, held_against
from tfdocs.verify.judge import compare


def text(value: str) -> Laid:
    return Laid(Set.TEXT, text=value)


def stack(*parts: Laid) -> Laid:
    return Laid(Set.STACK, parts)


def row(*parts: Laid) -> Laid:
    return Laid(Set.ROW, parts)


def glyphs(*places: tuple[str, float, float]) -> list[Glyph]:
    """Strings of characters 6 points wide and 10 high, by the place of the first one's upper left corner."""
    out = []
    for string, x, top in places:
        for n, char in enumerate(string):
            out.append(Glyph(char, Box(x + 6 * n, top, x + 6 * n + 6, top + 10), 0, len(out), 1.0, True))
    return out


@pytest.mark.parametrize(
    ("laid", "places", "said"),
    [
        (stack(text("37"), text("48")), [("37", 0, 0), ("48", 0, 16)], "3748"),
        (stack(text("37"), text("48")), [("48", 0, 0), ("37", 0, 16)], "4837"),
        (row(text("a"), stack(text("3"), text("i"))), [("a", 0, 5), ("i", 7, 10), ("3", 7, 0)], "a3i"),
        (row(text("√"), stack(text("1"), text("27"))), [("√", 0, 6), ("1", 9, 0), ("27", 6, 14)], "√127"),
        (Laid(Set.RAISED, (text("x"), text("2"))), [("x", 0, 5), ("2", 6, 0)], "x2"),
    ],
)
def test_characters_are_told_by_where_they_stand(
    laid: Laid, places: Sequence[tuple[str, float, float]], said: str
) -> None:
    pairs = held_against(laid, glyphs(*places))
    assert pairs is not None and "".join(glyph.char for _, glyph in pairs) == said


@pytest.mark.parametrize(
    ("laid", "places"),
    [
        (stack(text("37"), text("48")), [("3748", 0, 0)]),  # all on one line
        (stack(text("37"), text("48")), [("3", 6, 0), ("748", 0, 16)]),  # one figure moved down
        (stack(text("37"), text("48")), [("37", 0, 0), ("486", 0, 16)]),  # one figure more
        (Laid(Set.RAISED, (text("x"), text("2"))), [("x", 0, 5), ("2", 6, 10)]),  # below, not above
        (text("37"), [("3", 0, 0), ("7", 6, 5)]),  # raised, where the Word has one line
    ],
)
def test_another_arrangement_is_none(laid: Laid, places: Sequence[tuple[str, float, float]]) -> None:
    assert held_against(laid, glyphs(*places)) is None


BEFORE, AFTER = "完成率为", "，不得低于百分之七十。"


def document(*, marked: bool = False) -> Document:
    formula = Formula(len(BEFORE), len(BEFORE) + 5, stack(text("37"), text("48")), marked)
    parts = [
        Block(BlockKind.PARAGRAPH, "一、绩效指标按照以下办法计算，保留两位小数。", 0, 0, "第 1 段"),
        Block(BlockKind.PARAGRAPH, f"{BEFORE}37/48{AFTER}", 0, 0, "第 2 段", formulas=(formula,)),
        Block(BlockKind.PARAGRAPH, "以上结果由秘书处汇总后报送主管部门备案。", 0, 0, "第 3 段"),
    ]
    whole, blocks = join_blocks(parts)
    return Document("word.docx", "0" * 64, "docx", whole, blocks)


def printed(page: Callable[..., Page], above: str = "37", below: str = "48") -> Page:
    return page(
        1,
        [
            ("一、绩效指标按照以下办法计算，保留两位小数。", 90, 80),
            (above, 139, 112),
            (BEFORE, 90, 120),
            (AFTER, 164, 120),
            (below, 139, 128),
            ("以上结果由秘书处汇总后报送主管部门备案。", 90, 160),
        ],
    )


def test_a_fraction_within_a_sentence_agrees(page: Callable[..., Page]) -> None:
    report = compare(document(), [printed(page)], pdf_name="p", pdf_sha256="0" * 64)
    assert report.verdict is Verdict.CONSISTENT and report.coverage.verified == report.coverage.word_characters


@pytest.mark.parametrize(("above", "below"), [("31", "48"), ("37", "43"), ("48", "37")])
def test_another_figure_or_one_upside_down_is_told_for_certain(
    page: Callable[..., Page], above: str, below: str
) -> None:
    report = compare(document(), [printed(page, above, below)], pdf_name="p", pdf_sha256="0" * 64)
    assert report.verdict is not Verdict.CONSISTENT
    (told,) = report.differences
    assert told.word is not None and told.word.text == "37/48" and told.pdf is not None
    assert above in told.pdf.text and below in told.pdf.text


@pytest.mark.parametrize(("above", "below"), [("3", "748"), ("", "48")])
def test_what_is_not_laid_so_is_left_to_a_person(page: Callable[..., Page], above: str, below: str) -> None:
    sheet = printed(page, above, below)
    sheet = replace(sheet, lines=tuple(line for line in sheet.lines if line.text))
    report = compare(document(), [sheet], pdf_name="p", pdf_sha256="0" * 64)
    assert report.verdict is Verdict.UNDETERMINED
    assert any(d.evidence.rule == "formula-unverified" for d in report.differences)


def test_a_figure_more_is_told(page: Callable[..., Page]) -> None:
    report = compare(document(), [printed(page, "376")], pdf_name="p", pdf_sha256="0" * 64)
    assert report.verdict is not Verdict.CONSISTENT


def test_lines_of_a_formula_that_are_no_characters_are_never_verified(page: Callable[..., Page]) -> None:
    report = compare(document(marked=True), [printed(page)], pdf_name="p", pdf_sha256="0" * 64)
    assert report.verdict is Verdict.UNDETERMINED


def test_a_scan_agrees_only_where_each_figure_was_read_beyond_doubt(page: Callable[..., Page]) -> None:
    def scanned(line: Line, sure: float) -> Line:
        b = line.box
        corners = ((b.x0, b.top), (b.x1, b.top), (b.x1, b.bottom), (b.x0, b.bottom))
        return replace(line, source=Source.OCR, confidence=(sure,) * len(line.text), quad=corners)

    sheet = replace(printed(page), source=Source.OCR)
    for sure, verdict in ((0.99, Verdict.CONSISTENT), (0.8, Verdict.UNDETERMINED)):
        lines = tuple(scanned(line, sure if len(line.text) == 2 else 0.99) for line in sheet.lines)
        report = compare(document(), [replace(sheet, lines=lines)], pdf_name="p", pdf_sha256="0" * 64)
        assert report.verdict is verdict
        assert all(d.certainty is Certainty.UNCERTAIN for d in report.differences)
