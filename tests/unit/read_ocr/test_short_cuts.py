"""What saves time on a page gives what the long way gives, or leaves it to the long way."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest

from tfdocs.model.page import Lattice
from tfdocs.read.ocr import detect, missed, page, seal_frames, seal_squares
from tfdocs.read.ocr.recognise import Reading
from tfdocs.read.ocr.residue import parts_of


def test_what_is_left_of_a_page_is_measured_row_by_row_as_on_the_whole_page() -> None:
    """Specks, strokes over many rows and bare bands between them, beginning on even and odd rows; and nothing."""
    rng = np.random.default_rng(11)
    mask = np.zeros((211, 90), dtype=np.uint8)
    for top, bottom, share in ((0, 9, 0.3), (33, 34, 0.5), (40, 80, 0.15), (101, 150, 0.4), (209, 211, 0.6)):
        mask[top:bottom] = np.where(rng.random((bottom - top, 90)) < share, 255, 0)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    whole = [(tuple(int(v) for v in stats[i, :4]), labels == i) for i in range(1, count)]
    found = list(parts_of(mask))
    assert [box for box, _ in found] == [box for box, _ in whole]
    for ((x, y, w, h), own), (_, there) in zip(found, whole, strict=True):
        assert np.array_equal(own, there[y : y + h, x : x + w])
    assert list(parts_of(np.zeros_like(mask))) == []


def test_a_page_without_colour_is_shrunk_as_its_three_planes_are() -> None:
    """To the last bit; and one speck of colour on a page is kept."""
    grey = np.random.default_rng(3).integers(0, 256, (1170, 830), dtype=np.uint8)
    image = np.repeat(grey[:, :, None], 3, axis=2)
    block = detect.shrunk(image, 100)
    planes = cv2.resize(image, block.shape[:1:-1], interpolation=cv2.INTER_AREA)
    assert np.array_equal(block[0], (planes.astype(np.float32) / 127.5 - 1.0).transpose(2, 0, 1))
    image[400:408, 400:408] = (200, 30, 30)
    red, green, _ = detect.shrunk(image, 100)[0]
    assert (red != green).any()


def looked_at(
    monkeypatch: pytest.MonkeyPatch, narrow: Reading, quick: Reading, careful: Reading
) -> tuple[Reading, list[str]]:
    """The reading of one line after the second look, and which looks were asked for."""
    asked: list[str] = []

    def recognise(crops: list[Any], *, first_look: bool = False, on_paper: bool = False) -> list[Reading]:
        asked.extend("quick" if first_look else "careful" for _ in crops)
        return [quick if first_look else careful for _ in crops]

    monkeypatch.setattr(page, "recognise", recognise)
    monkeypatch.setattr(page, "fitted", lambda crop: 0.8)
    monkeypatch.setattr(page, "missed_ink", lambda crop, reading: False)
    quad = np.array([[0, 0], [400, 0], [400, 60], [0, 60]], dtype=np.float32)
    clean = np.full((100, 500, 3), 255, np.uint8)
    found = SimpleNamespace(
        image=clean,
        crops=[clean[:60, :400]],
        stacks=[[]],
        seals=[],
        quads=[quad],
        clean=clean,
        careful=clean,
        cut_short={},
    )
    (out,) = page._second_look(found, [narrow])  # type: ignore[arg-type]
    return out, asked


def reading(text: str, sure: float) -> Reading:
    return Reading(
        text, (sure,) * len(text), tuple(np.linspace(0.1, 0.9, len(text))), Lattice.of((), ()), (sure,) * len(text)
    )


def test_figures_that_a_quick_look_at_full_width_confirms_need_no_careful_one(monkeypatch: pytest.MonkeyPatch) -> None:
    out, asked = looked_at(monkeypatch, reading("30001", 0.95), reading("30001", 0.99), reading("1", 0.1))
    assert (out.text, out.confidence[0], asked) == ("30001", 0.99, ["quick"])


@pytest.mark.parametrize("sure", [0.99, 0.5])
def test_figures_that_read_otherwise_or_unsurely_at_full_width_are_looked_at_carefully(
    sure: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 0000 one fell away where it was narrow; and the same figures, but in doubt."""
    quick = reading("300001" if sure > 0.9 else "30001", sure)
    out, asked = looked_at(monkeypatch, reading("30001", 0.95), quick, reading("300001", 0.99))
    assert (out.text, asked) == ("300001", ["quick", "careful"])


def test_squares_are_found_by_sums_of_two_bytes_as_by_those_of_four(monkeypatch: pytest.MonkeyPatch) -> None:
    """Frames of two sizes, one of them worn, amid specks; larger maps than two bytes count are summed by four."""
    rng = np.random.default_rng(5)
    coarse = np.where(rng.random((300, 210)) < 0.04, 255, 0).astype(np.uint8)
    cv2.rectangle(coarse, (20, 30), (56, 66), 255, 2)
    cv2.rectangle(coarse, (120, 200), (145, 225), 255, 1)
    coarse[204:216, 120:122] = 0
    by_two = seal_squares.closed_squares(coarse, 17, 44)
    monkeypatch.setattr(seal_squares.np, "iinfo", lambda kind: SimpleNamespace(max=100))
    assert len(by_two) > 1
    assert by_two == seal_squares.closed_squares(coarse, 17, 44)


def test_no_line_of_a_frame_is_lost_where_too_few_places_have_ink() -> None:
    """What is told before a side's line is looked for is what the line would have told."""
    rng = np.random.default_rng(8)
    a, b, middle = (np.array(p, dtype=np.float32) for p in ((40, 40), (160, 42), (100, 100)))
    told = []
    for share in np.linspace(0.2, 1.0, 33):
        fine = np.zeros((200, 200), np.uint8)
        for x in range(40, 161):
            if rng.random() < share:
                fine[39 + round((x - 40) / 60) : 43 + round((x - 40) / 60), x] = 255
        side = seal_frames._side_ink(fine, a, b, middle, 15.0, 2)
        if side is None:
            told.append(False)
            continue
        places = len(set(side.places.tolist()))
        assert places >= seal_frames._VOTES * len(seal_frames._ALONG)
        told.append(seal_frames._side_line(side, 15.0) is not None)
    assert not told[0] and told[-1]


def test_bare_paper_beyond_a_line_is_told_without_looking_for_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """On white paper and on grey, with a rule on the mask; where there is ink beyond the end, rules are looked for."""
    asked: list[int] = []
    long_way = missed._level_rules

    def counted(dark: Any) -> Any:
        asked.append(1)
        return long_way(dark)

    monkeypatch.setattr(missed, "_level_rules", counted)
    quad = np.array([[60, 60], [300, 60], [300, 100], [60, 100]], dtype=np.float32)
    for paper in (250, 190):
        grey = np.full((200, 500), paper, np.uint8)
        rules = np.zeros_like(grey)
        rules[66:68] = 255
        (same,) = missed.reach_marks([quad], grey, rules)
        assert np.array_equal(same, quad) and not asked
        grey[84:98, 304:312] = 20
        (grown,) = missed.reach_marks([quad], grey, np.zeros_like(grey))
        assert grown[1, 0] > 312 and asked
        asked.clear()
