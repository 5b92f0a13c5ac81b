"""What is placed: lines of the paper or parts of them, and how much of the Word they cover."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from tfdocs.model.page import Line
from tfdocs.text.normalise import Folded
from tfdocs.verify.align import Alignment
from tfdocs.verify.wordtext import WordText

if TYPE_CHECKING:
    from tfdocs.verify.table_grid import Part


@dataclass(slots=True, eq=False)
class Piece:
    """A line, or the part of one that stands in one place of the Word: folded characters ``start`` to ``end``."""

    page: int  # index into the pages
    order: int  # position in reading order over the whole document
    line: Line
    folded: Folded
    start: int
    end: int
    place: Alignment | None = None  # line indices relative to ``start``
    anchor: bool = False  # stands in the Word once, to the letter
    numbering: bool = False  # may be no more than the page's number

    @property
    def text(self) -> str:
        return self.folded.text[self.start : self.end]

    @property
    def goes_down(self) -> bool:
        """Whether its line is written from above to below: 1² is no wider than high, nor is a 1 alone."""
        first, last = (self.line.chars[n].centre for n in (0, -1))
        return abs(last[1] - first[1]) > abs(last[0] - first[0])


@dataclass
class Placing:
    """All pieces in reading order and, for each folded character of the Word, how often it is covered."""

    word: WordText
    pieces: list[Piece]
    covered: npt.NDArray[np.int32] = field(init=False)
    # by ``id()`` of a piece: where it had its place, and the parts that it has there (``table_grid.parts_of``)
    parts: dict[int, tuple[Alignment, list[Part]]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.covered = np.zeros(len(self.word.text) + 1, dtype=np.int32)

    def set(self, piece: Piece, place: Alignment) -> None:
        piece.place = place
        self.covered[_used(place)] += 1

    def unset(self, piece: Piece) -> None:
        if piece.place is not None:
            self.covered[_used(piece.place)] -= 1
        piece.place = None

    def free(self, place: Alignment) -> float:
        """The share of the stretch that nothing covers."""
        covers = self.covered[_used(place)]
        return (len(covers) - np.count_nonzero(covers)) / max(1, len(covers))


def pairs_of(place: Alignment, asked: Sequence[int]) -> list[tuple[int, int]]:
    """Of the Word's characters ``asked`` (rising) those that a line has at ``place``, each behind its own in the line:
    a rule that asks for digits or brackets need not pass through all of the text."""
    own = asked[bisect_left(asked, place.start) : bisect_left(asked, place.end)]
    if not own:
        return []
    if place.matches == len(place.pairs) == place.end - place.start:
        return [(w - place.start, w) for w in own]
    among = set(own)
    return [(i, w) for i, w in place.pairs if i is not None and w is not None and w in among]


def _used(place: Alignment) -> slice | list[int]:
    """The characters of the Word that a line has at ``place``, each once."""
    if place.matches == len(place.pairs) == place.end - place.start:
        return slice(place.start, place.end)  # to the letter, as nearly all are
    return [w for _, w in place.pairs if w is not None]
