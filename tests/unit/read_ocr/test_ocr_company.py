"""Characters that print alike are settled by those beside them, and only where the recogniser wavered."""

from __future__ import annotations

import numpy as np
import pytest

from tfdocs.read.ocr import models
from tfdocs.read.ocr.company import settle


def settled(*steps: dict[str, float]) -> str:
    """The text of a line of which each step holds one character, its likeliest."""
    names = models.characters()
    table = np.zeros((len(steps), len(names)), dtype=np.float32)
    for at, step in enumerate(steps):
        for name, value in step.items():
            table[at, names.index(name)] = value
    text = [max(step, key=lambda c: step[c]) for step in steps]
    confidence = [max(step.values()) for step in steps]
    peaks = [(i + 0.5) / len(steps) for i in range(len(steps))]
    settle(text, confidence, peaks, table)
    assert len(text) == len(confidence) == len(peaks)
    return "".join(text)


def sure(text: str) -> list[dict[str, float]]:
    return [{c: 0.99} for c in text]


@pytest.mark.parametrize(
    ("ring", "read"), [(0.07, "气温8℃，"), (0.01, "气温8C，")], ids=["its ring half seen", "no ring there"]
)
def test_degrees(ring: float, read: str) -> None:
    assert settled(*sure("气温8"), {"C": 0.8, "℃": ring}, *sure("，")) == read


def test_a_ring_seen_just_before_the_letter_makes_degrees() -> None:
    """On photographs 35 °C was read as 35 C, the step before the letter holding ° with 0.43."""
    letter = {"C": 0.97, "℃": 0.01}
    assert settled(*sure("to 35"), {" ": 0.5, "°": 0.43}, letter, *sure(" for")) == "to 35 ℃ for"
    assert settled(*sure("to 35"), {" ": 0.98, "°": 0.01}, letter, *sure(" for")) == "to 35 C for"


def test_degrees_are_not_written_twice_and_letters_stay_letters() -> None:
    assert settled(*sure("5.8℃C，")) == "5.8℃，"
    wavering = {"C": 0.8, "℃": 0.15}
    assert settled(*sure("8"), wavering, *sure("D")) == "8CD"
    assert settled(*sure("维生素"), wavering) == "维生素C"


def test_thousands_end_in_commas() -> None:
    point = {".": 0.7, ",": 0.25}
    assert settled(*sure("31"), point, *sure("399.14")) == "31,399.14"
    assert settled(*sure("31"), {".": 0.99, ",": 0.001}, *sure("399.14")) == "31.399.14"  # as it is printed
    for before, after in (("2023", "11.14"), ("1", "234"), ("10.1", "300.14"), ("3", "14.15")):
        assert settled(*sure(before), point, *sure(after)) == f"{before}.{after}"


def test_strokes_beside_letters_and_by_themselves() -> None:
    one = {"1": 0.9, "l": 0.09}
    assert settled(*sure("sha"), one, one, *sure(" not")) == "shall not"
    assert settled(*sure("sha"), one, one, *sure("2")) == "sha112"
    bar = {"l": 0.5, "1": 0.3}
    assert settled(bar, bar) == "11"
    assert settled(*sure("te"), bar, bar) == "tell"
    assert settled({"l": 0.99, "1": 0.001}, {"l": 0.99, "1": 0.001}) == "ll"


def test_a_bar_that_is_lost_is_missed_before_letters_only() -> None:
    """Of A in light faces a scan in black and white may leave Λ."""
    wavering = {"Λ": 0.7, "A": 0.02}
    assert settled(*sure("2. "), wavering, *sure(" sample")) == "2. A sample"
    assert settled(*sure("参数"), wavering, *sure("为")) == "参数Λ为"
    assert settled(*sure("2. "), {"Λ": 0.99}, *sure(" sample")) == "2. Λ sample"


def test_an_old_form_among_new_ones_is_a_new_one_where_that_is_thinkable() -> None:
    """负责 in a Kai face was read as 负責."""
    wavering = {"責": 0.69, "责": 0.3}
    assert settled(*sure("由戴子衿负"), wavering) == "由戴子衿负责"
    assert settled(*sure("由戴子衿負"), wavering) == "由戴子衿負責"
    assert settled(*sure("由戴子衿负"), {"責": 0.99}) == "由戴子衿负責"
