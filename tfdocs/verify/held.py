"""A picture of the Word held against one place of a page, line by line, and no further than anybody asks.

What one of the two has and the other has not is looked at again by pixels and read again, which takes a fiftieth of a
second a line. A picture is held against many places, of which most are another's: there what can be told without a look
is enough.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import partial_ratio, ratio

from tfdocs.model.geometry import Box, union
from tfdocs.model.page import Lattice, Line, Page
from tfdocs.model.picture import PictureText
from tfdocs.text.normalise import fold
from tfdocs.verify import likelihood
from tfdocs.verify.align import BREAK
from tfdocs.verify.figures import Figures
from tfdocs.verify.lying import Lying, share_of
from tfdocs.verify.thresholds import EXPLAINED, EXPLAINED_CRITICAL, FIGURE_SAME, FIGURE_SURE
from tfdocs.verify.wordtext import WordText

__all__ = ["Differing", "Held", "KnownPicture", "Lines", "Sheet", "resembles", "score", "within"]

_INSIDE = 55.0  # rapidfuzz score of a line where the picture is known to lie; small print in drawings reads badly
_PROSE = 6  # characters of the Word's text that are not found in a picture by chance
_WITHIN = 0.7  # of a line's box
_SHARED_HEIGHT, _SHARED_WIDTH = 0.5, 0.3  # of the lower and the narrower of two lines at one spot

Lines = Sequence[tuple[Line, str]]  # each with its folded text


@dataclass(frozen=True, slots=True)
class Differing:
    """``pictured``: what the Word's picture has there, "" for nothing; ``lines``: those of the page; ``box``: where."""

    pictured: str
    lines: tuple[Line, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class KnownPicture:
    """A picture of the Word (its index), what was read in it, and its lines with their folded text."""

    number: int
    text: PictureText
    lines: Lines


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page (its index) and the lines that were recognised on it with their folded text."""

    index: int
    page: Page
    lines: Lines


@dataclass(slots=True)
class _Spot:
    """What a picture and a page have at one spot, and whether it is the same: None as long as nobody looked."""

    pictured: Lines
    read: Lines
    box: Box
    length: int
    alike: bool | None


class Held:
    """A picture where it may lie on a page (``place``)."""

    def __init__(self, word: WordText, figures: Figures, sheet: Sheet, known: KnownPicture, lying: Lying) -> None:
        self.page, self.number, self.place = sheet.index, known.number, lying.box()
        self._figures, self._sheet, self._lying = figures, sheet, lying
        texts = [text for _, text in known.lines]
        self._characters = sum(map(len, texts))
        self._spots: list[_Spot] = []
        inside = [(ln, text) for ln, text in sheet.lines if within(ln, self.place)]
        spots = [lying.box(share_of(known.text, ln.box)) for ln, _ in known.lines]
        for theirs, ours in _spots(spots, [ln.box for ln, _ in inside]):
            pictured = [known.lines[i] for i in theirs]
            read = [inside[j] for j in ours]
            alike = _reads_alike(pictured, read)
            if not alike:
                # the Word's text may stand before a picture, or where a part of it is gone, and a seal over it
                read = [(ln, text) for ln, text in read if not _is_prose(text, texts, word)]
                read = [(ln, text) for ln, text in read if pictured or not _in_seal(sheet.page, ln)]
                alike = _reads_alike(pictured, read)
            if not pictured and not read:
                continue
            box = union([*(spots[i] for i in theirs), *(ln.box for ln, _ in read)])
            length = max(sum(len(text) for _, text in lines) for lines in (pictured, read))
            self._spots.append(_Spot(pictured, read, box, length, True if alike else None))

    def most(self) -> float:
        """What ``worth`` can be at most, as far as anybody has looked."""
        return sum(-s.length if s.alike is False else s.length for s in self._spots) / self._characters

    def known(self) -> bool:
        """Whether every spot has been looked at: ``most`` is ``worth`` then."""
        return all(s.alike is not None for s in self._spots)

    def worth(self) -> float:
        """Characters that agree less those that do not, as a share of the picture's."""
        while not self.known():
            self.look()
        return self.most()

    def look(self) -> None:
        """Look at one more spot, if any is left: where both have something first, for there nothing is read again."""
        left = [s for s in self._spots if s.alike is None]
        if left:
            self._look(min(left, key=lambda s: (not (s.pictured and s.read), -s.length)))

    def differs(self) -> bool:
        """Whether there is anything that differs; looks no further than to the first."""
        while not self.known() and all(s.alike is not False for s in self._spots):
            self.look()
        return any(s.alike is False for s in self._spots)

    def same(self) -> set[int]:
        """``id()`` of the page's lines that are the picture's own."""
        return {id(ln) for spot in self._spots if self._look(spot) for ln, _ in spot.read}

    def differing(self) -> list[Differing]:
        """What is not."""
        return [
            Differing(" ".join(ln.text for ln, _ in s.pictured), tuple(ln for ln, _ in s.read), s.box)
            for s in self._spots
            if not self._look(s)
        ]

    def _look(self, spot: _Spot) -> bool:
        if spot.alike is None:
            spot.alike = self._alike(spot.pictured, spot.read, spot.box)
        return spot.alike

    def _alike(self, pictured: Lines, read: Lines, box: Box) -> bool:
        """Whether two that read otherwise are the same all the same."""
        surely = bool(pictured and read) and not _may_be_one([ln for ln, _ in pictured], [ln for ln, _ in read])
        if pictured and read and not surely:
            return True
        alike = self._figures.alike_there(self._sheet.page, self.number, self._lying, box)
        if alike is not None and alike >= (FIGURE_SURE if surely else FIGURE_SAME):
            return True
        # of small print the detector passes over much
        return not read and _one_size(fold(self._figures.read(self._sheet.page, box)).text) == _joined(pictured)


_SMALL = str.maketrans("CKOPSUVWXZ×", "ckopsuvwxzx")
_RUN = re.compile(r"([^\d])\1{3,}")


def _one_size(text: str) -> str:
    """``text`` as small print can be told from other small print.

    Letters that differ in size alone are one, X and x and ×, and of the same character in a row nobody counts more than
    three, figures apart.
    """
    return _RUN.sub(r"\1\1\1", text.translate(_SMALL))


def _joined(lines: Lines) -> str:
    return _one_size("".join(text for _, text in lines))


def _reads_alike(pictured: Lines, read: Lines) -> bool:
    return _joined(pictured) == _joined(read)


def within(line: Line, box: Box) -> bool:
    return line.box.intersection(box) > _WITHIN * line.box.area


def _in_seal(page: Page, line: Line) -> bool:
    return any(within(line, s.box) for s in page.seals)


def _spots(spots: Sequence[Box], boxes: Sequence[Box]) -> list[tuple[list[int], list[int]]]:
    """Which lines of a picture (where they belong) and which of the page are at one spot: indices of both, in order."""
    group = list(range(len(spots) + len(boxes)))

    def head(i: int) -> int:
        while group[i] != i:
            i = group[i]
        return i

    for i, spot in enumerate(spots):
        for j, box in enumerate(boxes):
            high = min(spot.bottom, box.bottom) - max(spot.top, box.top)
            wide = min(spot.x1, box.x1) - max(spot.x0, box.x0)
            if high >= _SHARED_HEIGHT * min(spot.height, box.height) and wide >= _SHARED_WIDTH * min(
                spot.width, box.width
            ):
                group[head(len(spots) + j)] = head(i)
    out: dict[int, tuple[list[int], list[int]]] = {}
    for i in range(len(group)):
        theirs, ours = out.setdefault(head(i), ([], []))
        if i < len(spots):
            theirs.append(i)
        else:
            ours.append(i - len(spots))
    return list(out.values())


def _may_be_one(pictured: Sequence[Line], read: Sequence[Line]) -> bool:
    """Whether the paper may say what was read in the picture, or the picture what was read on paper."""
    if not pictured or not read:
        return False
    one, other = "".join(ln.text for ln in pictured), "".join(ln.text for ln in read)
    floor = EXPLAINED_CRITICAL if any(c.isdigit() for c in one + other) else EXPLAINED
    for lines, said, asked in ((read, other, one), (pictured, one, other)):
        parts = [ln.lattice for ln in lines if ln.lattice is not None]
        if len(parts) == len(lines) and likelihood.ratio(Lattice.joined(parts), said, asked) < floor:
            return True
    return False


def _is_prose(text: str, picture: Sequence[str], word: WordText) -> bool:
    """Whether the Word's text has the line, and the picture nothing like it."""
    if score(text, picture) >= _INSIDE:
        return False
    at = word.text.find(text)
    whole = at >= 0 and f"{BREAK}{word.text}{BREAK}".find(f"{BREAK}{text}{BREAK}") >= 0
    return whole or (at >= 0 and len(text) >= _PROSE)


def resembles(text: str, picture: Sequence[str]) -> bool:
    """Whether a folded line may be one of a picture's badly read lines (folded)."""
    return score(text, picture) >= _INSIDE


def score(text: str, picture: Sequence[str]) -> float:
    if len(text) <= 2:
        return 100.0 if any(text in p for p in picture) else 0.0
    best = 0.0
    for other in picture:
        if text in other:
            return 100.0
        if len(other) >= 3:
            best = max(best, partial_ratio(text, other) if len(other) >= len(text) else ratio(text, other))
    return best
