"""Brackets around a whole number, read on both sides and passed over, are a doubt; one alone is not."""

from __future__ import annotations

import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.verify.brackets import doubt_brackets
from tfdocs.verify.hunks import find_hunks
from tfdocs.verify.place import place_lines
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.wordtext import word_text


def passed_over(word: str, paper: str) -> list[Weighed]:
    """All that differs between a cell and its print, weighed and found to be slips."""
    pages = [_page(1, [("数量", 90.0, 80.0), (paper, 90.0, 110.0)])]
    placing = place_lines(word_text(_word([("数量", 0, 0, 0), (word, 0, 1, 0)])), pages)
    return [
        Weighed(hunk, Kind.ADDED, None, Materiality.PUNCTUATION, "wider-look", None, "")
        for hunk in find_hunks(placing, pages)
    ]


@pytest.mark.parametrize(
    ("word", "paper", "doubts"),
    [
        ("30", "(30)", 1),
        ("1,260.50", "(1,260.50)", 1),
        ("15%", "（15%）", 1),
        ("30", "(30", 0),
        ("30", "30)", 0),
        ("甲项", "(甲项)", 0),
    ],
)
def test_a_pair_around_a_number_is_a_doubt(word: str, paper: str, doubts: int) -> None:
    items = doubt_brackets(passed_over(word, paper))
    assert [i.rule for i in items if i.certainty is Certainty.UNCERTAIN] == ["in-brackets"] * doubts
