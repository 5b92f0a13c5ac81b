"""The two tools of judging: alignment with free ends, and the likelihood of a reading."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from tfdocs.model.page import Lattice
from tfdocs.verify.align import BREAK, align
from tfdocs.verify.likelihood import Table, ratio, tokens

texts = st.text(alphabet="甲乙丙丁戊3789", min_size=1, max_size=12)


@given(texts, texts, texts)
def test_a_literal_line_is_found_without_a_mistake(before: str, line: str, after: str) -> None:
    found = align(line, before + line + after)
    assert found.cost == 0 and found.matches == len(line)
    assert (before + line + after)[found.start : found.end] == line


@given(texts, texts)
def test_the_cost_is_never_above_the_edit_distance(line: str, word: str) -> None:
    assert align(line, word).cost <= Levenshtein.distance(line, word) + 1e-9


@given(texts, texts)
def test_pairs_go_up_on_both_sides_and_name_every_character_of_the_line(line: str, word: str) -> None:
    found = align(line, word)
    ours = [i for i, _ in found.pairs if i is not None]
    theirs = [w for _, w in found.pairs if w is not None]
    assert ours == list(range(len(line)))
    assert theirs == sorted(set(theirs))


def lattice(*steps: dict[str, float]) -> Lattice:
    """Steps given as probabilities."""
    return Lattice.of([{c: math.log(p) for c, p in step.items()} for step in steps], [math.log(1e-5)] * len(steps))


def brute(table: Lattice, reading: tuple[str, ...]) -> float:
    """P(reading) by listing every path: what the recursion must equal."""
    total = 0.0

    def walk(step: int, path: list[str], p: float) -> None:
        nonlocal total
        if step == table.length:
            collapsed = [c for i, c in enumerate(path) if c and (i == 0 or path[i - 1] != c)]
            if tuple(collapsed) == reading:
                total += p
            return
        for char, value in table.steps()[step].items():
            walk(step + 1, [*path, char], p * math.exp(value))

    walk(0, [], 1.0)
    return total


@given(st.lists(st.lists(st.floats(0.05, 1.0), min_size=3, max_size=3), min_size=1, max_size=6))
def test_the_forward_recursion_sums_every_path(weights: list[list[float]]) -> None:
    steps = [dict(zip(["", "甲", "乙"], [w / sum(ws) for w in ws], strict=True)) for ws in weights]
    table = lattice(*steps)
    for reading in [(), ("甲",), ("甲", "乙"), ("甲", "甲")]:
        expected = brute(table, reading)
        got = Table(table).score(reading)
        assert math.isclose(math.exp(got), expected, rel_tol=1e-6, abs_tol=1e-12)


def test_a_clear_picture_speaks_for_what_it_shows() -> None:
    table = lattice({"8": 0.999, "6": 0.0005, "": 0.0005}, {"": 1.0})
    assert ratio(table, "8", "6") > 6
    assert ratio(table, "8", "8") == 0


def test_characters_that_fold_alike_are_one_class() -> None:
    table = lattice({"，": 0.5, ",": 0.4, "": 0.1})
    assert ratio(table, "，", ",") == pytest.approx(0)
    assert tokens("ａ ，") == ("a", ",")


def test_a_clause_added_at_a_paragraphs_end_leaves_the_next_heading_alone() -> None:
    """What a line has more than its paragraph is not spread over the blocks behind it."""
    word = f"单独核算，不得挪作他用。{BREAK}实施方案{BREAK}自己提出的意见，由自己负责；"
    found = align("单独核算，不得挪作他用。上述费用由对方另行承担。", word)
    assert (found.start, found.end) == (0, 12)
    assert [i for i, w in found.pairs if w is None] == list(range(12, 24))
