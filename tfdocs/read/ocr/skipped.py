"""Characters that the reading of a line skipped, told by the room that they take.

Where a seal's strokes cross a character the recogniser now and then says nothing at all: the line then runs on, surely
read, with a square of it left out. Chinese print has one square for each character; where the next is two squares
further and ink stands between, something does. There it is read once more by itself with a few neighbours, on the line
with and without what can be taken off of the seal, and what all these looks together hold likeliest is what stands
there: that nothing does, which each of them may say, is known to be false.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.model.page import Lattice
from tfdocs.read.ocr.missed import is_wide, written
from tfdocs.read.ocr.recognise import Reading, recognise
from tfdocs.read.ocr.tones import green, tone
from tfdocs.text.normalise import fold

Image = npt.NDArray[np.uint8]

# All in squares. On 18 sealed pages of 300 dpi in black and white, 24 holes of 0.65 and more: 21 had lost a character,
# 3 stood behind ；, ， or before a figure.
_ROOM = 0.62  # more than two neighbours need: a character is missing
_TWO = 1.6  # the same for two, of which the marks of a line's blanks have as many
_MOST = 2.6
_AFTER_MARK = 0.25  # by how much what follows a mark stands further off: ， is in the left half of its square
_LEAST_STEPS = 3  # between characters of full width, from which the square is taken
_INKED = 0.008  # share of ink in the hole: half a ，
_BEFORE, _BEHIND = 0.05, 0.1  # by how much the hole is looked at wider before and narrower behind
_AROUND = 0.6  # beyond the middle of a window's last neighbour
_WINDOWS = (0, 1, 2)  # more neighbours on each side than one
_SPECK = 0.08  # the side of a square of ink that is no dot

# Of each look. A mark is all but lost among a seal's strokes: 、 had 0.025 and what came next 0.009. Other characters
# must be likelier than not: on 8 fresh pages those put in with 0.14, 0.16, 0.32 and 0.42 were wrong, with 0.72 and 0.83
# right.
_LEAST, _LEAST_MARK = 0.5, 0.02
_MARKS = frozenset("，、。；：")
_AGREE = 1 / 3  # of the looks that read the same two characters


@dataclass(frozen=True, slots=True)
class _Hole:
    """Room behind character ``after``, from ``left`` to ``right`` in pixels of the crop, for ``missing`` characters."""

    after: int
    left: float
    right: float
    missing: int


def fill_skipped(crops: Sequence[Image], reading: Reading) -> Reading:
    """``reading`` with what it skipped, or itself where it skipped nothing.

    ``crops``: the line (H x W x 3, RGB) as it was read, and the same line with more of a seal taken off.
    """
    wide = crops[0].shape[1]
    peaks = np.array(reading.peaks) * wide
    square = _square(reading.text, peaks)
    if not square:
        return reading
    found = _holes(reading.text, peaks, square, crops[0])
    if not found:
        return reading
    looks = [*crops, _without_specks(crops[-1], square)]
    for hole in reversed(found):
        reading = _filled(looks, reading, hole, square)
    return reading


def _square(text: str, peaks: npt.NDArray[np.float64]) -> float:
    """The width of a line's square in pixels, 0 where it has too few characters of full width to tell."""
    broad = np.array([is_wide(c) for c in text], dtype=np.bool_)
    steps = np.diff(peaks)[broad[1:] & broad[:-1]]
    return float(np.median(steps)) if len(steps) >= _LEAST_STEPS else 0.0


def _holes(text: str, peaks: npt.NDArray[np.float64], square: float, crop: Image) -> list[_Hole]:
    ink: npt.NDArray[np.bool_] | None = None
    out = []
    for i in range(len(text) - 1):
        if text[i].isspace() or text[i + 1].isspace():
            continue
        halves = [square / 2 if is_wide(c) else square / 4 for c in text[i : i + 2]]
        room = (float(peaks[i + 1] - peaks[i]) - sum(halves)) / square
        room -= _AFTER_MARK if text[i] in _MARKS else 0.0
        if not _ROOM < room < _MOST:
            continue
        ink = written(green(crop)) if ink is None else ink
        hole = _Hole(i, float(peaks[i]) + halves[0], float(peaks[i + 1]) - halves[1], 1 if room < _TWO else 2)
        if ink[:, round(hole.left) : round(hole.right)].mean() > _INKED:
            out.append(hole)
    return out


def _without_specks(crop: Image, square: float) -> Image:
    plane = green(crop)
    ink = (plane < 0.72 * tone(plane, 0.90)[0]).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    specks = stats[:, cv2.CC_STAT_AREA] < (_SPECK * square) ** 2
    specks[0] = False
    out = crop.copy()
    out[specks[labels]] = tone(plane, 0.90)[0]
    return out


@dataclass(frozen=True, slots=True)
class _Look:
    """What one look at a hole says: ``text`` in it, each character's best probability, and the steps of the hole."""

    text: str
    likely: dict[str, float]
    lattice: Lattice


def _filled(crops: Sequence[Image], reading: Reading, hole: _Hole, square: float) -> Reading:
    """``reading`` with what ``crops`` say stands in ``hole``."""
    looks = _looks(crops, reading, hole, square)
    found = _one(looks, reading.text, hole) if hole.missing == 1 else _two(looks)
    if found is None:
        return reading
    text, sure = found
    # the steps of the look that holds it likeliest stand for it among the line's own
    best = max(looks, key=lambda look: sum(look.likely.get(c, 0.0) for c in text))
    wide = crops[0].shape[1]
    count = reading.lattice.length
    first, last = (min(count, max(0, round(at / wide * count))) for at in (hole.left, hole.right))
    lattice = Lattice.joined([reading.lattice.part(0, first), best.lattice, reading.lattice.part(last, count)])
    after = hole.after + 1
    each = (hole.right - hole.left) / len(text)
    peaks = tuple((hole.left + (i + 0.5) * each) / wide for i in range(len(text)))
    some = (sure,) * len(text)
    return Reading(
        reading.text[:after] + text + reading.text[after:],
        reading.confidence[:after] + some + reading.confidence[after:],
        reading.peaks[:after] + peaks + reading.peaks[after:],
        lattice,
        reading.alike[:after] + some + reading.alike[after:],
    )


def _looks(crops: Sequence[Image], reading: Reading, hole: _Hole, square: float) -> list[_Look]:
    """``hole`` looked at in windows of one, two and three neighbours on each side of it, on all of ``crops``."""
    wide = crops[0].shape[1]
    windows, spans = [], []
    for crop in crops:
        for more in _WINDOWS:
            first = reading.peaks[max(0, hole.after - more)] * wide - _AROUND * square
            last = reading.peaks[min(len(reading.peaks) - 1, hole.after + 1 + more)] * wide + _AROUND * square
            span = (max(0, int(first)), min(wide, int(last)))
            spans.append(span)
            windows.append(np.ascontiguousarray(crop[:, span[0] : span[1]]))
    left, right = hole.left - _BEFORE * square, hole.right - _BEHIND * square
    out = []
    for (first, last), read in zip(spans, recognise(windows), strict=True):
        pixels = last - first
        count = read.lattice.length
        inside = [t for t in range(count) if left <= first + (t + 0.5) / count * pixels <= right]
        begin, end = (inside[0], inside[-1] + 1) if inside else (0, 0)
        likely: dict[str, float] = {}
        for step in read.lattice.steps(begin, end):
            for char, value in step.items():
                if char.strip():
                    likely[char] = max(likely.get(char, 0.0), float(np.exp(value)))
        text = "".join(c for c, p in zip(read.text, read.peaks, strict=True) if left <= first + p * pixels <= right)
        out.append(_Look(text, likely, read.lattice.part(begin, end)))
    return out


def _one(looks: Sequence[_Look], text: str, hole: _Hole) -> tuple[str, float] | None:
    """The character that ``looks`` together hold likeliest, and its mean probability; None where none is likely."""
    # its neighbours reach into the hole
    near = {fold(c).text for c in text[max(0, hole.after - 1) : hole.after + 3]}
    alike: dict[str, dict[str, float]] = {}
    for look in looks:
        for char, value in look.likely.items():
            if (kind := fold(char).text) not in near:
                own = alike.setdefault(kind, {})
                own[char] = own.get(char, 0.0) + value
    if not alike:
        return None
    # ， and a comma of half the width are one
    best = max(alike.values(), key=lambda own: (sum(own.values()), max(own)))
    char = max(best.items(), key=lambda item: (item[1], item[0]))[0]
    mean = sum(best.values()) / len(looks)
    return (char, mean) if mean > (_LEAST_MARK if char in _MARKS else _LEAST) else None


def _two(looks: Sequence[_Look]) -> tuple[str, float] | None:
    """The two characters that enough of ``looks`` read."""
    read = Counter(look.text for look in looks if len(look.text) == 2)
    if not read:
        return None
    text, times = max(read.items(), key=lambda item: (item[1], item[0]))
    sure = float(np.mean([min(look.likely.get(c, 0.0) for c in text) for look in looks if look.text == text]))
    return (text, sure * times / len(looks)) if times >= _AGREE * len(looks) and sure >= _LEAST else None
