"""What the recogniser held possible is kept small, and comes back as it was."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfdocs.model.page import Lattice

single = st.floats(allow_nan=False, width=32)
steps = st.dictionaries(st.text(st.characters(min_codepoint=1), max_size=1), single, max_size=4)
rows = st.lists(st.tuples(steps, st.floats(allow_nan=False)), max_size=6)


@given(rows)
def test_every_step_comes_back_in_its_order_to_the_last_bit(given: list[tuple[dict[str, float], float]]) -> None:
    lattice = Lattice.of([step for step, _ in given], [floor for _, floor in given])
    assert lattice.length == len(given)
    assert [list(step.items()) for step in lattice.steps()] == [list(step.items()) for step, _ in given]
    assert lattice.floor() == [floor for _, floor in given]


@given(rows, st.integers(0, 7), st.integers(0, 7))
def test_some_of_the_steps_are_those_of_the_whole(given: list[tuple[dict[str, float], float]], a: int, b: int) -> None:
    lattice = Lattice.of([step for step, _ in given], [floor for _, floor in given])
    assert lattice.steps(a, b) == lattice.steps()[a:b]


@given(rows, st.integers(0, 6), st.integers(0, 6))
def test_a_lattice_cut_in_three_and_joined_is_the_whole(
    given: list[tuple[dict[str, float], float]], a: int, b: int
) -> None:
    lattice = Lattice.of([step for step, _ in given], [floor for _, floor in given])
    first, last = sorted((min(a, len(given)), min(b, len(given))))
    parts = [lattice.part(0, first), lattice.part(first, last), lattice.part(last, len(given))]
    assert [part.length for part in parts] == [first, last - first, len(given) - last]
    assert parts[1].steps() == lattice.steps(first, last) and parts[1].floor() == lattice.floor()[first:last]
    assert Lattice.joined(parts) == lattice


def test_parts_that_do_not_fit_together_are_no_lattice() -> None:
    good = Lattice.of([{"甲": -0.5, "": -1.0}], [-11.5])
    for parts in (
        ("甲", good.counts, good.values, good.floors),
        (good.characters, good.counts, good.values[:-1], good.floors),
        (good.characters, good.counts, good.values, b""),
        (good.characters, b"\x03", good.values, good.floors),
    ):
        with pytest.raises(ValueError):
            Lattice(*parts)
    with pytest.raises(ValueError):
        Lattice.of([{}], [])


def test_a_lattice_takes_a_few_bytes_for_each_entry() -> None:
    """A dict takes over 180 bytes for two entries."""
    lattice = Lattice.of([{"甲": -0.5, "": -1.0}] * 100, [-11.5] * 100)
    parts = (lattice.characters, lattice.counts, lattice.values, lattice.floors)
    assert sum(map(sys.getsizeof, parts)) < 25 * 100
