"""What a recogniser cannot write, or only in one form of two, is no certain difference."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Certainty
from tfdocs.model.page import Lattice, Source
from tfdocs.verify.alphabet import hardly_writable, writable
from tfdocs.verify.hunks import find_hunks
from tfdocs.verify.likelihood import ratio
from tfdocs.verify.place import place_lines
from tfdocs.verify.weigh import Scales
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.wordtext import word_text


def weighed(word: str, read: str, source: Source = Source.OCR) -> list[Weighed]:
    """What a recogniser that is sure of ``read`` makes of a line."""
    prepared = word_text(_word([word]))
    steps = [s for c in read for s in ({c: math.log(0.9999), "": math.log(1e-4)}, {"": math.log(0.9999)})]
    lattice = Lattice.of(steps, [math.log(1e-5)] * len(steps))
    lines = tuple(replace(ln, source=source, lattice=lattice) for ln in _page(1, [read]).lines)
    pages = [replace(_page(1, []), source=source, lines=lines)]
    scales = Scales(prepared, pages, None)
    return [scales.weigh(h) for h in find_hunks(place_lines(prepared, pages), pages)]


@pytest.mark.parametrize("char", "℃③年A。")
def test_common_characters_can_be_written(char: str) -> None:
    assert writable(char)


def test_a_character_that_the_recogniser_does_not_have_is_never_a_certain_difference() -> None:
    assert not writable("\u3021")
    assert hardly_writable("\u3021") and not hardly_writable("检查\u3021组")
    (item,) = weighed("本批次合格率为〡成以上并逐年提高", "本批次合格率为丨成以上并逐年提高")
    assert item.certainty is Certainty.UNCERTAIN
    (other,) = weighed("本批次合格率为九成以上并逐年提高", "本批次合格率为八成以上并逐年提高")
    assert other.certainty is Certainty.CERTAIN
    (printed,) = weighed("本批次合格率为〡成以上并逐年提高", "本批次合格率为丨成以上并逐年提高", Source.TEXT)
    assert printed.certainty is Certainty.CERTAIN, "a text layer is not read by a recogniser"


def test_a_degree_sign_lost_beside_its_letter_is_a_doubt() -> None:
    (item,) = weighed("样品加热至59℃并保持5小时", "样品加热至59C并保持5小时")
    assert item.certainty is Certainty.UNCERTAIN
    (other,) = weighed("样品加热至59℃并保持5小时", "样品加热至39℃并保持5小时")
    assert other.certainty is Certainty.CERTAIN


@pytest.mark.parametrize("word", ["9℃", "9°C"])
@pytest.mark.parametrize("seen", [("9", "℃"), ("9", "°", "C")])
def test_a_degree_in_one_character_or_in_two_is_the_same_reading(word: str, seen: tuple[str, ...]) -> None:
    steps = [s for c in seen for s in ({c: math.log(0.99), "": math.log(0.01)}, {"": math.log(0.99)})]
    lattice = Lattice.of(steps, [math.log(1e-5)] * len(steps))
    assert abs(ratio(lattice, "".join(seen), word)) < 0.1
    assert ratio(lattice, "9C", word) < -3


@pytest.mark.parametrize(("word", "read"), [("ŷ", "y"), ("ǜ", "ü"), ("ǹ", "ì")])
def test_a_letter_with_a_mark_that_is_met_seldom_is_a_doubt(word: str, read: str) -> None:
    (item,) = weighed(f"本批次预测值{word}与实测值之差", f"本批次预测值{read}与实测值之差")
    assert item.certainty is Certainty.UNCERTAIN
    (printed,) = weighed(f"本批次预测值{word}与实测值之差", f"本批次预测值{read}与实测值之差", Source.TEXT)
    assert printed.certainty is Certainty.CERTAIN


@pytest.mark.parametrize(("word", "read"), [("ǎ", "á"), ("é", "e"), ("y", "x")])
def test_letters_that_are_read_well_are_certain(word: str, read: str) -> None:
    (item,) = weighed(f"本批次预测值{word}与实测值之差", f"本批次预测值{read}与实测值之差")
    assert item.certainty is Certainty.CERTAIN
