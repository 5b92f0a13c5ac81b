"""Look-alikes are told by their strokes: the characters are drawn here stroke by stroke, in no face of any file."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from tfdocs.errors import EngineFailed
from tfdocs.read.ocr import models
from tfdocs.read.ocr.look_alikes import CLASSES, GROUPS, SIDE, likely, looks

EM = 50.0  # pixels
Strokes = tuple[tuple[int, int, int, int], ...]  # x, y to x, y, in hundredths of an em
BOX: Strokes = ((25, 12, 25, 90), (75, 12, 75, 90), (25, 12, 75, 12), (25, 88, 75, 88))
TREE: Strokes = ((50, 8, 50, 92), (48, 40, 12, 80), (52, 40, 88, 80))
COIL: Strokes = ((18, 14, 78, 14), (78, 14, 78, 48), (18, 88, 84, 88), (84, 88, 84, 70))
DRAWN: dict[str, Strokes] = {
    "日": (*BOX, (25, 50, 75, 50)),
    "目": (*BOX, (25, 37, 75, 37), (25, 62, 75, 62)),
    "未": (*TREE, (26, 22, 74, 22), (10, 40, 90, 40)),
    "末": (*TREE, (10, 22, 90, 22), (26, 40, 74, 40)),
    "土": ((50, 10, 50, 88), (24, 42, 76, 42), (8, 88, 92, 88)),
    "士": ((50, 10, 50, 88), (8, 42, 92, 42), (24, 88, 76, 88)),
    "干": ((14, 16, 86, 16), (8, 48, 92, 48), (50, 16, 50, 92)),
    "千": ((76, 10, 20, 22), (8, 48, 92, 48), (50, 16, 50, 92)),
    "己": (*COIL, (20, 48, 78, 48), (20, 48, 20, 88)),
    "已": (*COIL, (20, 48, 78, 48), (20, 34, 20, 88)),
    "巳": (*COIL, (20, 48, 78, 48), (20, 14, 20, 88)),
}


def paper(char: str, *, grey: int = 0, askew: float = 0.0) -> npt.NDArray[np.uint8]:
    """``char`` in the middle, as a scanner of 200 dpi shows it at 300."""
    large = np.full((800, 800), 255, np.uint8)
    for x0, y0, x1, y1 in DRAWN.get(char, ()):
        ends = [(200 + 4 * x, 200 + 4 * y) for x, y in ((x0, y0), (x1, y1))]
        cv2.line(large, *ends, (grey,), 28, cv2.LINE_AA)
    turn = cv2.getRotationMatrix2D((400, 400), askew, 1)
    large = np.asarray(cv2.warpAffine(large, turn, (800, 800), borderValue=(255.0,)), dtype=np.uint8)
    small = cv2.resize(large, (67, 67), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (100, 100), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


@pytest.mark.parametrize("char", DRAWN)
@pytest.mark.parametrize(("grey", "askew"), [(0, 0.0), (100, 0.0), (0, 1.5)])
def test_a_character_is_none_of_those_it_looks_like(char: str, grey: int, askew: float) -> None:
    odds = likely(paper(char, grey=grey, askew=askew), (50, 50), EM)
    group = next(g for g in GROUPS if char in g)
    assert max(group, key=lambda c: odds[c]) == char
    assert all(odds[c] < 0.99 for c in group if c != char)


@pytest.mark.parametrize("char", ["日", "目", "未", "末", "土", "士", "干", "千"])
def test_most_are_told_beyond_doubt(char: str) -> None:
    assert likely(paper(char), (50, 50), EM)[char] > 0.9


def test_bare_paper_is_none_of_them() -> None:
    odds = likely(paper(""), (50, 50), EM)
    assert set(odds) == {*CLASSES, ""} and sum(odds.values()) == pytest.approx(1, abs=1e-3)
    assert max(odds[c] for c in CLASSES) < 0.9


def test_several_looks_are_taken_of_one_character() -> None:
    seen = looks(paper("日"), (50, 50), EM)
    assert seen.shape[1:] == (SIDE, SIDE) and len(seen) > 4
    assert float(np.abs(seen - seen[0]).mean()) > 0


def test_every_character_is_in_one_group() -> None:
    assert len(set(CLASSES)) == len(CLASSES) and "".join(GROUPS) == CLASSES


def test_a_model_that_cannot_be_run_is_an_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def run(self, *args: object) -> None:
            raise RuntimeError("no memory")

    monkeypatch.setattr(models, "session", lambda name: Broken())
    with pytest.raises(EngineFailed, match="形近字"):
        likely(paper("日"), (50, 50), EM)
