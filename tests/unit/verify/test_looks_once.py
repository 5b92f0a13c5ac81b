"""What is disputed is drawn and read again once, however many ask, and of a long line no more than is needed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.verify.conftest import _page
from tfdocs.model.geometry import Box
from tfdocs.model.page import Lattice, Line, Page
from tfdocs.verify import witness
from tfdocs.verify.witness import Witness, around, part


class Counted(Witness):
    """A witness that only counts which lines it looks at."""

    def __init__(self) -> None:
        self._lattices: dict[tuple[int, object], tuple[Line, list[Lattice]]] = {}
        self.looked_at: list[str] = []

    def _read_again(self, page: Page, line: Line, start: int, end: int) -> list[Lattice]:
        self.looked_at.append(line.text[start:end])
        return [Lattice.of([{"": 0.0}], [-9.0])]


PAGE = _page(1, ["推荐论文不少于20篇", "完成时限为12月31日"])
FIRST, SECOND = PAGE.lines


def test_a_line_is_looked_at_once_for_all_its_places() -> None:
    looks = Counted()
    answers = [looks.lattices(PAGE, line, 0, len(line.text)) for line in (FIRST, SECOND, FIRST, SECOND)]
    assert looks.looked_at == [FIRST.text, SECOND.text]
    assert answers[0] is answers[2]


def test_only_so_many_lines_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witness, "_KEPT", 1)
    looks = Counted()
    for line in (FIRST, SECOND, FIRST):
        looks.lattices(PAGE, line, 0, len(line.text))
    assert looks.looked_at == [FIRST.text, SECOND.text, FIRST.text]


def test_of_a_long_line_only_the_neighbours_of_a_place_are_read_again() -> None:
    looks = Counted()
    line = _page(1, ["本项目推荐论文不少于20篇，完成时限为2023年12月31日，经费由双方分担。"]).lines[0]
    at = line.text.index("20篇")
    first, last = around(line, at, at + 2)
    looks.lattices(PAGE, line, first, last)
    (seen,) = looks.looked_at
    assert "不少于20篇，完成" in seen
    assert len(seen) < 0.6 * len(line.text)


def test_of_a_short_line_all_is_read_again() -> None:
    assert around(FIRST, 3, 4) == (0, len(FIRST.text))


def test_the_part_of_a_line_that_is_cut_out_has_its_characters_and_no_others() -> None:
    # a line that leans, as on a photograph
    line = replace(FIRST, quad=((100.0, 50.0), (300.0, 60.0), (300.0, 72.0), (100.0, 62.0)))
    wide = 200 / len(line.text)
    chars = tuple(Box(100 + wide * i, 52 + i, 100 + wide * (i + 1), 68 + i) for i in range(len(line.text)))
    cut = part(replace(line, chars=chars), 2, 5)
    assert cut.box.x0 == pytest.approx(chars[2].x0, abs=1)
    assert cut.box.x1 == pytest.approx(chars[4].x1, abs=1)
    assert cut.quad[1][1] - cut.quad[0][1] == pytest.approx(0.05 * 3 * wide, abs=0.5)
    assert part(line, 0, len(line.text)) is line


def test_a_line_that_stands_upright_is_not_cut() -> None:
    line = replace(FIRST, quad=((100.0, 50.0), (112.0, 50.0), (112.0, 250.0), (100.0, 250.0)))
    assert part(line, 2, 5) is line
