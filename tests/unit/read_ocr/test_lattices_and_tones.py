"""What is counted on whole arrays, against its definition written out: lattices of readings, tones of pictures."""

import math

import numpy as np
import pytest

from tfdocs.read.ocr import models
from tfdocs.read.ocr.missed import missed_ink
from tfdocs.read.ocr.recognise import _KEEP, _KEEP_MOST, _NO_LATTICE, Reading, _lattice
from tfdocs.read.ocr.tones import percentile, percentiles

NAMES = ("", *"一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥", " ")
CODES = np.array([ord(name or "\0") for name in NAMES], dtype="<u4")


def test_a_lattice_holds_what_is_likely_and_of_crowded_steps_the_likeliest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps with little, with exactly as many as are kept, with more, with equals among them, and with nothing."""
    monkeypatch.setattr(models, "characters", lambda: NAMES)
    monkeypatch.setattr("tfdocs.read.ocr.recognise._code_points", lambda: CODES)
    rng = np.random.default_rng(5)
    table = rng.uniform(2 * _KEEP, 1, (6, len(NAMES))).astype(np.float32)
    table[0, 3:] = _KEEP / 2
    table[1, _KEEP_MOST:] = 0
    table[3] = np.float32(0.25)  # alike: the first ones stay
    table[4] = 0
    lattice = _lattice(table)
    assert lattice.length == 6
    for step, floor, row in zip(lattice.steps(), lattice.floor(), table, strict=True):
        likely = sorted((i for i in range(len(NAMES)) if row[i] > _KEEP), key=lambda i: (-row[i], i))[:_KEEP_MOST]
        assert step == {NAMES[i]: float(np.log(row[i])) for i in likely}
        assert floor == (min(step.values()) if len(likely) == _KEEP_MOST else pytest.approx(math.log(_KEEP)))


@pytest.mark.parametrize("share", [0.0, 0.25, 0.85, 0.9, 1.0])
def test_percentiles_by_histogram_are_numpys(share: float) -> None:
    """Between two tones as well, and of a picture of one pixel."""
    rng = np.random.default_rng(7)
    for shape in ((1, 1), (1, 2), (7, 9), (40, 31)):
        plane = rng.integers(0, 256, shape, dtype=np.uint8)
        assert percentile(plane, share) == pytest.approx(float(np.percentile(plane, 100 * share)), abs=1e-9)
        assert percentiles(plane, 0.02, share) == (percentile(plane, 0.02), percentile(plane, share))


def test_ink_that_no_character_was_read_for_is_missed() -> None:
    """Four pieces of ink of which three were read; and a piece that two characters share."""

    def read(text: str, at: tuple[int, ...]) -> Reading:
        return Reading(text, (1.0,) * len(text), tuple(x / 240 for x in at), _NO_LATTICE, (1.0,) * len(text))

    crop = np.full((40, 240), 255, np.uint8)
    for left in (10, 70, 130, 190):
        crop[10:30, left : left + 20] = 0
    assert not missed_ink(crop, read("甲乙丙丁", (20, 80, 140, 200)))
    assert missed_ink(crop, read("甲乙丁", (20, 80, 200)))
    crop[10:30, 70:114] = 0
    assert not missed_ink(crop, read("甲乙戊丙丁", (20, 81, 103, 140, 200)))
    assert missed_ink(crop, read("甲戊丙丁", (20, 103, 140, 200)))
