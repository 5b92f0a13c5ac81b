"""A cell's last line that went into the cell below, and its first that went into the one above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.unit.verify.conftest import _page, _word
from tests.unit.verify.test_spans import HIGH, LEFT, TOP, WIDE, Cells, grids
from tfdocs.model.comparison import CheckReport, Kind, Verdict
from tfdocs.model.document import Document
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Source
from tfdocs.read.pdf.tables import Grid
from tfdocs.verify.judge import compare
from tfdocs.verify.ruled import FINE, Ruled

Rows = Sequence[tuple[str, Sequence[str], str]]  # label, paragraphs, figure

TABLE: Rows = [
    ("甲方", ["组织年会", "编制指南"], "12.5"),
    ("乙方", ["开展巡展"], "8.6"),
    ("丙方", ["培训会员", "研制标准"], "6.4"),
]
LINE = 18.0


def word_of(rows: Rows) -> Document:
    items = [(t, 0, r, c) for r, row in enumerate(rows) for c, own in enumerate(row) for t in _texts(own)]
    return _word([*items, "以上情况属实。"])


def _texts(own: str | Sequence[str]) -> Sequence[str]:
    return [own] if isinstance(own, str) else own


def heights(rows: Rows) -> list[int]:
    """Of each row in units of ``HIGH``."""
    return [max(1, len(own)) for _, own, _ in rows]


def printed(rows: Rows, centred: bool) -> Page:
    """Labels and figures stand at the top of their cell, or in its middle."""
    lines: list[tuple[str, float, float]] = []
    top = TOP
    for row, high in zip(rows, heights(rows), strict=True):
        for c, own in enumerate(row):
            texts = _texts(own)
            first = top + 4 + (LINE * (high - len(texts)) / 2 if centred else 0)
            lines += [(t, LEFT + WIDE * c + 6, first + LINE * n) for n, t in enumerate(texts)]
        top += HIGH * high
    return _page(1, [*lines, ("以上情况属实。", LEFT, 500.0)])


def ruled(rows: Rows) -> Cells:
    out: Cells = {}
    at = 0
    for high in heights(rows):
        out |= {(at, c, high, 1): "" for c in range(3)}
        at += high
    return out


def check(monkeypatch: pytest.MonkeyPatch, paper: Rows, centred: bool, rules: bool = True) -> CheckReport:
    monkeypatch.setattr(Ruled, "_drawn", lambda _, page, dpi: grids(page, dpi, ruled(paper)) if rules else ())
    return compare(word_of(TABLE), [printed(paper, centred)], pdf_name="a.pdf", pdf_sha256="1" * 64)


@pytest.mark.parametrize("centred", [True, False])
def test_a_table_as_it_was_is_consistent(monkeypatch: pytest.MonkeyPatch, centred: bool) -> None:
    assert check(monkeypatch, TABLE, centred).verdict is Verdict.CONSISTENT


@pytest.mark.parametrize("centred", [True, False])
@pytest.mark.parametrize(
    ("paper", "text"),
    [
        ([TABLE[0], ("乙方", ["开展巡展", "培训会员"], "8.6"), ("丙方", ["研制标准"], "6.4")], "培训会员"),
        ([("甲方", ["组织年会"], "12.5"), ("乙方", ["编制指南", "开展巡展"], "8.6"), TABLE[2]], "编制指南"),
    ],
)
def test_what_went_over_the_rule_into_the_next_row_is_shown(
    monkeypatch: pytest.MonkeyPatch, paper: Rows, text: str, centred: bool
) -> None:
    """Each stands in its order down the column; of these four prints two were consistent."""
    report = check(monkeypatch, paper, centred)
    assert report.verdict is Verdict.INCONSISTENT
    shown = [d for d in report.differences if d.pdf and text in d.pdf.text]
    assert [d.kind for d in shown] == [Kind.MOVED]


def test_without_rules_nobody_can_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check(monkeypatch, TABLE, True, rules=False).verdict is Verdict.CONSISTENT


def test_a_rule_that_is_lost_in_the_first_look_is_looked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cell of two rows says nothing of either: with their rule lost at the lower resolutions it was consistent."""
    paper: Rows = [TABLE[0], ("乙方", ["开展巡展", "培训会员"], "8.6"), ("丙方", ["研制标准"], "6.4")]
    lost = {key: text for key, text in ruled(paper).items() if key[1] != 1} | {(0, 1, 5, 1): ""}

    def drawn(_: Ruled, page: Page, dpi: float) -> tuple[Grid, ...]:
        return grids(page, dpi, ruled(paper) if dpi == FINE else lost)

    monkeypatch.setattr(Ruled, "_drawn", drawn)
    report = compare(word_of(TABLE), [printed(paper, False)], pdf_name="a.pdf", pdf_sha256="1" * 64)
    assert [d.pdf.text for d in report.differences if d.pdf] == ["培训会员"]


def test_only_what_went_over_the_rule_is_shown_and_not_the_row_that_it_stands_beside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Three lines of one cell, beside two of the next row: these had been called out of place as well."""
    table: Rows = [("甲方", ["组织年会", "编制指南", "发布报告", "评审项目"], "12.5"), *TABLE[1:]]
    paper: Rows = [
        ("甲方", ["组织年会"], "12.5"),
        ("乙方", ["编制指南", "发布报告", "评审项目", "开展巡展"], "8.6"),
        TABLE[2],
    ]
    monkeypatch.setattr(Ruled, "_drawn", lambda _, page, dpi: grids(page, dpi, ruled(paper)))
    report = compare(word_of(table), [printed(paper, False)], pdf_name="a.pdf", pdf_sha256="1" * 64)
    assert {d.pdf.text for d in report.differences if d.pdf} == {"编制指南", "发布报告", "评审项目"}


def test_what_stands_level_with_its_row_as_the_page_leans_is_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """On photographs the last column's lines were told to be in the row above, by rules of another slope."""
    rows: Rows = [("甲方", ["组织年会"], "12.5"), ("乙方", ["开展巡展"], "8.6"), ("丙方", ["培训会员"], "6.4")]
    said = "以上情况属实，并无虚假记载。"
    first = "各方分工如下，经费单位万元。"
    page = printed(rows, False)
    slope = 0.075  # of two columns two thirds of a row

    def leaning(box: Box) -> Box:
        down = slope * (box.centre[0] - LEFT)
        return Box(box.x0, box.top + down, box.x1, box.bottom + down)

    lines = [*page.lines[:-1], *_page(1, [(first, LEFT, 40.0), (said, LEFT, 400.0)]).lines]
    leant = tuple(
        replace(ln, chars=tuple(map(leaning, ln.chars)), box=leaning(ln.box), source=Source.OCR) for ln in lines
    )
    monkeypatch.setattr(Ruled, "_drawn", lambda _, page, dpi: grids(page, dpi, ruled(rows)))
    items = [(t, 0, r, c) for r, row in enumerate(rows) for c, own in enumerate(row) for t in _texts(own)]
    scan = replace(page, lines=leant, source=Source.OCR)
    report = compare(_word([first, *items, said]), [scan], pdf_name="a.pdf", pdf_sha256="1" * 64)
    assert [d.evidence.rule for d in report.differences] == []
