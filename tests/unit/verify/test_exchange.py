"""Lines that took each other's place are exchanged when both fit better, and only then."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.text.normalise import fold
from tfdocs.verify.align import Alignment, align
from tfdocs.verify.exchange import exchange
from tfdocs.verify.neighbours import Neighbours
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.wordtext import word_text

CELLS = [("会议费", 0, 0, 0), ("8,800.00", 0, 0, 1), ("合计", 0, 1, 0), ("230,800.00", 0, 1, 1)]


def placed(
    lines: list[tuple[str, str]], cells: Sequence[tuple[str, int, int, int]] = tuple(CELLS)
) -> tuple[Placing, list[str]]:
    """Lines of one page, each with the cell of the Word it was placed in; afterwards the cells they are in.

    A label and its sum stand side by side, one such row below the other.
    """
    word = word_text(_word(list(cells)))
    rows = [(text, 90.0 + 150 * (n % 2), 80.0 + 30 * (n // 2)) for n, (text, _) in enumerate(lines)]
    pieces = []
    for n, line in enumerate(_page(1, rows).lines):
        folded = fold(line.text)
        pieces.append(Piece(0, n, line, folded, 0, len(folded.text)))
    placing = Placing(word, pieces)
    for piece, (_, cell) in zip(pieces, lines, strict=True):
        at = word.text.index(cell)
        placing.set(piece, align(piece.text, cell, at))
    exchange(placing, Neighbours(placing.pieces))
    blocks = [word.document.blocks[word.block_of[p.place.start]].text for p in pieces if p.place is not None]
    return placing, blocks[1::2]


def in_rows(upper: tuple[str, str], lower: tuple[str, str]) -> list[tuple[str, str]]:
    return [("会议费", "会议费"), upper, ("合计", "合计"), lower]


def test_two_cells_that_took_each_others_place_are_put_right() -> None:
    placing, cells = placed(in_rows(("8,800.00", "230,800.00"), ("230.800.00", "8,800.00")))
    assert cells == ["8,800.00", "230,800.00"]
    assert placing.covered.max() == 1


def test_lines_in_their_own_places_stay_there() -> None:
    _, cells = placed(in_rows(("8,300.00", "8,800.00"), ("230.800.00", "230,800.00")))
    assert cells == ["8,800.00", "230,800.00"]


def test_a_change_that_fits_neither_place_better_moves_nothing() -> None:
    _, cells = placed(in_rows(("9,900.00", "8,800.00"), ("239,900.00", "230,800.00")))
    assert cells == ["8,800.00", "230,800.00"]


def test_with_as_many_mistakes_either_way_the_rows_decide() -> None:
    # the upper sum became what the Word has in the lower row, the lower one became another
    word = [("差旅费", 0, 0, 0), ("25,500.00", 0, 0, 1), ("会议费", 0, 1, 0), ("77,400.00", 0, 1, 1)]
    word += [("材料费", 0, 2, 0), ("12,300.00", 0, 2, 1), ("培训费", 0, 3, 0), ("26,500.00", 0, 3, 1)]
    lines = [("差旅费", "差旅费"), ("26,500.00", "26,500.00"), ("会议费", "会议费"), ("77,400.00", "77,400.00")]
    lines += [("材料费", "材料费"), ("12,300.00", "12,300.00"), ("培训费", "培训费"), ("26,560.00", "25,500.00")]
    _, cells = placed(lines, word)
    assert cells == ["25,500.00", "77,400.00", "12,300.00", "26,500.00"]


def test_a_page_of_hundreds_of_misread_cells_costs_a_few_alignments_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    def sum_of(n: int) -> str:
        return f"{101 + 7 * n},{(3 + 131 * n) % 1000:03}.{n % 89 + 10}"

    def misread(text: str) -> str:
        return text[:2] + "x" + text[3:-1] + "z"

    count = 400
    cells = [(sum_of(n), 0, n // 2, n % 2) for n in range(count)]
    at = {n: n for n in range(count)}
    at[100], at[140] = 140, 100  # these two took each other's place
    tries = 0

    def counted(line: str, word: str, offset: int = 0) -> Alignment:
        nonlocal tries
        tries += 1
        return align(line, word, offset)

    monkeypatch.setattr("tfdocs.verify.exchange.align", counted)
    placing, _ = placed([(misread(sum_of(n)), sum_of(at[n])) for n in range(count)], cells)
    found = [p.place.start for p in placing.pieces if p.place is not None]
    assert found == sorted(found), "each cell is in its own place again"
    assert tries <= 20 * count


STAGES = [
    cell
    for row, (task, day) in enumerate(
        [("甲段任务", "2023-06-10"), ("乙段任务", "2024-01-07"), ("丙段任务", "2025-12-30"), ("丁段任务", "2023-06-19")]
    )
    for cell in ((task, 0, row, 0), (day, 0, row, 1))
]


def test_rows_outweigh_a_mistake_where_both_then_stand_right_behind_the_cell_before() -> None:
    # 06-10 became 06-11; 06-19, two rows down, became 06-10
    lines = [("甲段任务", "甲段任务"), ("2023-06-11", "2023-06-19"), ("乙段任务", "乙段任务")]
    lines += [("2024-01-07", "2024-01-07"), ("丙段任务", "丙段任务"), ("2025-12-30", "2025-12-30")]
    lines += [("丁段任务", "丁段任务"), ("2023-06-10", "2023-06-10")]
    placing, cells = placed(lines, STAGES)
    assert cells == ["2023-06-10", "2024-01-07", "2025-12-30", "2023-06-19"]
    changed = placing.pieces[1]
    assert changed.place is not None
    assert placing.word.text[changed.place.start : changed.place.end] == "2023-06-10"  # all of it, the 0 too


def test_a_row_that_moved_whole_keeps_its_cells() -> None:
    lines = [("丁段任务", "丁段任务"), ("2023-06-11", "2023-06-19"), ("乙段任务", "乙段任务")]
    lines += [("2024-01-07", "2024-01-07"), ("丙段任务", "丙段任务"), ("2025-12-30", "2025-12-30")]
    lines += [("甲段任务", "甲段任务"), ("2023-06-10", "2023-06-10")]
    _, cells = placed(lines, STAGES)
    assert cells == ["2023-06-19", "2024-01-07", "2025-12-30", "2023-06-10"]


LABELS = [("满意度", 0, 0, 0), ("科普活动品牌", 0, 0, 1), ("满意度", 0, 1, 0), ("科普活动品牌", 0, 1, 1)]


def in_column(upper: int, lower: int, lefts: tuple[int, int]) -> list[int]:
    """The rows of the Word (0 and 1) that two cells are in at the end, by where they and their labels were placed."""
    word = word_text(_word(list(LABELS)))
    texts = ["满意度", "科普不活动品牌", "满意度", "科普活动品牌"]
    rows = [(text, 90.0 + 150 * (n % 2), 80.0 + 30 * (n // 2)) for n, text in enumerate(texts)]
    pieces = []
    for n, line in enumerate(_page(1, rows).lines):
        folded = fold(line.text)
        pieces.append(Piece(0, n, line, folded, 0, len(folded.text)))
    placing = Placing(word, pieces)
    starts = {text: [i for i in range(len(word.text)) if word.text.startswith(text, i)] for text, *_ in LABELS}
    for piece, row in zip(pieces, (lefts[0], upper, lefts[1], lower), strict=True):
        cell = "满意度" if piece.text == "满意度" else "科普活动品牌"
        placing.set(piece, align(piece.text, cell, starts[cell][row]))
    exchange(placing, Neighbours(placing.pieces))
    return [starts["科普活动品牌"].index(p.place.start) for p in (pieces[1], pieces[3]) if p.place is not None]


@pytest.mark.parametrize("lefts", [(0, 1), (1, 0)])
@pytest.mark.parametrize(("upper", "lower"), [(0, 1), (1, 0)])
def test_of_two_rows_alike_the_changed_one_stays_where_it_stands_on_paper(
    upper: int, lower: int, lefts: tuple[int, int]
) -> None:
    assert in_column(upper, lower, lefts) == [0, 1]


@pytest.mark.parametrize(("own", "expected"), [("15,300.00", "15,300.00"), ("41,876.00", "25,500.00")])
def test_a_changed_cell_does_not_stay_in_a_far_one_that_is_as_near(own: str, expected: str) -> None:
    far = [(f"说明{n}：本栏由申报单位如实填写", 0, n + 1, 0) for n in range(3)]
    cells = [("会议费", 0, 0, 0), (own, 0, 0, 1), *far, ("设备费", 0, 9, 0), ("25,500.00", 0, 9, 1)]
    placing, blocks = placed([("会议费", "会议费"), ("15,500.00", "25,500.00")], cells)
    assert blocks == [expected]
    assert placing.covered.max() == 1
