"""What is wanting is looked for beside the lines around it; a table's edge is no 1 that the next row has lost."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from tests.unit.verify.conftest import _page
from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page, Source
from tfdocs.text.normalise import fold
from tfdocs.verify.gaps import beside, head_of_row, seen_again
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.pieces import Piece


class Edge:
    """Reads ``text`` right behind the first cell, and nothing elsewhere."""

    def __init__(self, text: str) -> None:
        self.text = text

    def read(self, page: Page, region: Box) -> SimpleNamespace:
        return SimpleNamespace(text=self.text if region.x0 < 320 else "")

    def read_beside_rules(self, page: Page, region: Box) -> SimpleNamespace:
        return self.read(page, region)

    def marks(self, page: Page, region: Box) -> tuple[int, bool]:
        return 0, False

    def dashes(self, page: Page, stretch: Box) -> bool:
        return False


def found(wanted: str, *, one_row: bool) -> str | None:
    plain = _page(1, [("完成时限", 250.0, 80.0), ("标准研制小组", 350.0, 80.0 if one_row else 100.0)])
    page = replace(plain, lines=tuple(replace(line, source=Source.OCR) for line in plain.lines))
    before, after = (
        Piece(0, n, line, fold(line.text), 0, len(fold(line.text).text)) for n, line in enumerate(page.lines)
    )
    gap = Hunk(before, before.end, before.end, 0, len(wanted), after=after)
    return seen_again(gap, wanted, [page], Edge(wanted))  # type: ignore[arg-type]


@pytest.mark.parametrize("wanted", ["1", "一", "|"])
def test_what_a_rule_is_read_as_says_nothing_behind_the_last_cell_of_a_row(wanted: str) -> None:
    assert found(wanted, one_row=False) is None
    assert found(wanted, one_row=True) == "second-look"


class Below(Edge):
    """Reads ``text`` under the head of the line at 100 points, and nothing elsewhere."""

    def read(self, page: Page, region: Box) -> SimpleNamespace:
        under = region.x0 < 100 < region.x1 and region.top > 84
        return SimpleNamespace(text=self.text if under else "")


@pytest.mark.parametrize(
    ("wanted", "at", "following", "rule"),
    [
        ("工", 10, "科普活动", "second-look"),
        ("1", 10, "科普活动", None),  # an edge of the table
        ("工", 6, "科普活动", None),  # it is wanting within the line
        ("工", 10, "工作室", None),  # what is read there is the next line's
    ],
)
def test_the_last_character_of_a_cell_is_looked_for_below_its_row(
    wanted: str, at: int, following: str, rule: str | None
) -> None:
    plain = _page(1, [("科技服务团队示范科创", 100.0, 80.0), (following, 112.0, 98.0)])
    page = replace(plain, lines=tuple(replace(line, source=Source.OCR) for line in plain.lines))
    line = page.lines[0]
    before = Piece(0, 0, line, fold(line.text), 0, len(fold(line.text).text))
    gap = Hunk(before, at, at, 0, len(wanted))
    assert seen_again(gap, wanted, [page], Below(wanted)) == rule  # type: ignore[arg-type]


@pytest.mark.parametrize("wanted", ["9", "完"])
def test_other_characters_are_found_there(wanted: str) -> None:
    assert found(wanted, one_row=False) == "second-look"


class Behind(Edge):
    """Sees ink behind the line and reads nothing there; the line with room at its ends it reads as ``text``."""

    def __init__(self, text: str, ink: int, sure: float) -> None:
        super().__init__("")
        self._wide, self._ink, self._sure = text, ink, sure

    def marks(self, page: Page, region: Box) -> tuple[int, bool]:
        return self._ink, False

    def wider(self, page: Page, line: Line) -> SimpleNamespace:
        return SimpleNamespace(text=self._wide, confidence=[self._sure] * len(self._wide))


@pytest.mark.parametrize(
    ("wide", "ink", "sure", "rule"),
    [
        ("六、锦川", 1, 0.99, "second-look"),
        ("六锦川", 1, 0.99, None),
        ("六、锦川", 0, 0.99, None),  # what has no ink was not printed
        ("六、锦川", 1, 0.4, None),
        ("六，锦川", 1, 0.99, None),
        ("五、锦川", 1, 0.99, None),
    ],
)
def test_a_mark_is_looked_for_behind_the_characters_it_follows(
    wide: str, ink: int, sure: float, rule: str | None
) -> None:
    """The 、 of 六、 in a compact list was certainly missing: by itself it is a speck to a recogniser."""
    plain = _page(1, [("六", 72.0, 80.0), ("锦川", 120.0, 80.0)])
    page = replace(plain, lines=tuple(replace(line, source=Source.OCR) for line in plain.lines))
    before, after = (
        Piece(0, n, line, fold(line.text), 0, len(fold(line.text).text)) for n, line in enumerate(page.lines)
    )
    gap = Hunk(before, 1, 1, 1, 2, after=after)
    assert seen_again(gap, "、", [page], Behind(wide, ink, sure)) == rule  # type: ignore[arg-type]


def overlapping() -> Page:
    """A cell's row in two lines: the second one's box reaches over what was not read before its first character."""
    plain = _page(1, [("云栈科普活动品牌", 100.0, 80.0), ("江油河科创", 220.0, 80.0), ("学术沙龙", 100.0, 98.0)])
    first, second, below = plain.lines
    wide = Box(first.box.x1 - 10, second.box.top, second.box.x1, second.box.bottom)
    chars = (Box(second.box.x0 - 6, 80.0, second.chars[0].x1, 92.0), *second.chars[1:])
    return replace(plain, lines=(first, replace(second, box=wide, chars=chars), below))


def test_room_beside_a_line_ends_at_the_first_character_behind_it_not_at_that_lines_box() -> None:
    page = overlapping()
    first, second, _ = page.lines
    behind, before = beside(page, first, True, 1), beside(page, second, False, 1)
    assert behind is not None and before is not None
    assert first.box.x1 - 2 < behind.x0 < behind.x1 < 222  # the second character of 江油河 stands at 232
    assert first.chars[-1].x1 - 2 <= before.x0 < before.x1 <= 222


def test_what_is_wanting_at_the_end_of_a_cells_row_is_looked_for_below_the_rows_head() -> None:
    page = overlapping()
    assert head_of_row(page, page.lines[1]) == page.lines[0].box
    assert head_of_row(page, page.lines[2]) == page.lines[2].box
