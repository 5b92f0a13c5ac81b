"""Whether a mark is of full or of half width is no doubt; whether a figure is an o is one."""

from __future__ import annotations

import numpy as np
import pytest

from tfdocs.errors import EngineFailed
from tfdocs.read.ocr import models
from tfdocs.read.ocr.recognise import Reading, recognise


class Engine:
    """A network that gives in each step what it is told to."""

    def __init__(self, steps: list[dict[str, float]]) -> None:
        names = models.characters()
        self.table = np.zeros((1, len(steps), len(names)), dtype=np.float32)
        for at, step in enumerate(steps):
            for name, value in step.items():
                self.table[0, at, names.index(name)] = value

    def run(self, _names: object, _inputs: object) -> list[np.ndarray]:
        return [self.table]


def read(monkeypatch: pytest.MonkeyPatch, *steps: dict[str, float]) -> Reading:
    engine = Engine(list(steps))
    monkeypatch.setattr(models, "session", lambda name: engine)
    (reading,) = recognise([np.full((48, 96, 3), 255, np.uint8)])
    return reading


def test_marks_of_either_width_are_one_class(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = read(monkeypatch, {"甲": 1.0}, {"，": 0.52, ",": 0.47, "。": 0.01}, {"": 1.0}, {"（": 0.5, "(": 0.45})
    assert reading.text == "甲，（"
    assert reading.confidence == pytest.approx((1.0, 0.52, 0.5))
    assert reading.alike == pytest.approx((1.0, 0.99, 0.95))


def test_a_space_is_of_one_class_with_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = read(monkeypatch, {"甲": 1.0}, {" ": 0.55, "": 0.44}, {"乙": 1.0})
    assert reading.text == "甲 乙"
    assert reading.alike == pytest.approx((1.0, 0.99, 1.0))


@pytest.mark.parametrize(("one", "other"), [("0", "o"), ("己", "已"), ("，", "、"), ("1", "7")])
def test_other_characters_are_not(monkeypatch: pytest.MonkeyPatch, one: str, other: str) -> None:
    reading = read(monkeypatch, {one: 0.55, other: 0.43})
    assert reading.alike == pytest.approx((0.55,))


def test_a_table_that_holds_no_number_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EngineFailed):
        read(monkeypatch, {"甲": 1.0}, {"乙": float("nan")})
