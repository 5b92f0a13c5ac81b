"""A line with several disputed places is drawn and read again once, however many ask."""

from __future__ import annotations

import pytest

from tests.unit.verify.conftest import _page
from tfdocs.model.page import Lattice, Line, Page
from tfdocs.verify import witness
from tfdocs.verify.witness import Witness


class Counted(Witness):
    """A witness that only counts which lines it looks at."""

    def __init__(self) -> None:
        self._lattices: dict[int, tuple[Line, list[Lattice]]] = {}
        self.looked_at: list[str] = []

    def _read_again(self, page: Page, line: Line) -> list[Lattice]:
        self.looked_at.append(line.text)
        return [Lattice.of([{"": 0.0}], [-9.0])]


PAGE = _page(1, ["推荐论文不少于20篇", "完成时限为12月31日"])
FIRST, SECOND = PAGE.lines


def test_a_line_is_looked_at_once_for_all_its_places() -> None:
    looks = Counted()
    answers = [looks.lattices(PAGE, line) for line in (FIRST, SECOND, FIRST, SECOND)]
    assert looks.looked_at == [FIRST.text, SECOND.text]
    assert answers[0] is answers[2]


def test_only_so_many_lines_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witness, "_KEPT", 1)
    looks = Counted()
    for line in (FIRST, SECOND, FIRST):
        looks.lattices(PAGE, line)
    assert looks.looked_at == [FIRST.text, SECOND.text, FIRST.text]
