"""Where in the Word a line might stand: to the letter, or nearly, by votes of its three-character pieces."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from tfdocs.verify.align import Alignment, align_each, exact
from tfdocs.verify.thresholds import PLACED_LEAST, PLACED_SHARE
from tfdocs.verify.wordtext import GRAM, WordText

_MOST_CANDIDATES = 12
_MOST_OCCURRENCES = 400
_MOST_PRICED = 48
_FEW_VOTES = 0.34  # stretches with a smaller share of the best one's votes are not compared


def literal(word: WordText, part: str, at: int) -> Alignment:
    """The alignment of ``part``, which stands in ``word.flat`` from ``at``."""
    return exact(word.flat_index[at : at + len(part)])


def _hits(word: WordText, part: str) -> list[tuple[int, int]]:
    """(index in the line, index in the flat Word) of each three-character piece both have, common ones left out."""
    grams = word.grams
    out: list[tuple[int, int]] = []
    for i in range(len(part) - GRAM + 1):
        places = grams.get(part[i : i + GRAM], ())
        if len(places) <= _MOST_OCCURRENCES:
            out.extend((i, p) for p in places)
    return out


def candidates(word: WordText, part: str) -> Options:
    """The stretches of the Word that might be ``part``."""
    n = len(part)
    places = word.occurrences(part)
    inexact: list[Alignment] = []
    if n > GRAM or (n == GRAM and not places):
        votes = Counter((p - i) // 6 for i, p in _hits(word, part))
        merged: Counter[int] = Counter()
        for diagonal, count in votes.items():
            merged[diagonal] += count
            merged[diagonal + 1] += count  # a stretch may fall on the border of two bins
        taken = {word.flat_index[at] for at in places}
        most = max(merged.values(), default=0)
        # few are left to be sorted of the thousands that a common piece votes for
        likely = [d for d, count in merged.items() if count >= _FEW_VOTES * most]
        index = word.flat_index
        least = max(PLACED_LEAST, PLACED_SHARE * n)  # characters that agree, which are a common subsequence
        windows: list[tuple[str, int]] = []
        for diagonal in sorted(likely, key=merged.__getitem__, reverse=True)[:_MOST_CANDIDATES]:
            low = index[min(len(index) - 1, max(0, diagonal * 6 - 14))]
            high = index[min(len(index) - 1, diagonal * 6 + n + 14)] + 1
            if low >= high:
                continue
            window = word.text[low:high]
            # to the letter is nearest, and taken already; of 1,202 windows of 100 pages 949 have too little in common,
            # and took a tenth of the time of judging
            if part not in window and LCSseq.similarity(part, window) >= least:
                windows.append((window, low))
        for option in align_each(part, windows):
            if option.matches >= least and option.start not in taken:
                taken.add(option.start)
                inexact.append(option)
    inexact.sort(key=lambda a: (a.cost, a.start))
    return Options(part, places, inexact)


@dataclass(slots=True, eq=False)
class Options:
    """Where a line might stand: to the letter at ``literal`` (places in the flat Word, rising), else ``inexact``."""

    text: str
    literal: Sequence[int]
    inexact: list[Alignment]
    _ranked: list[Alignment] | None = None  # where they are few enough for all to be looked at

    def near(self, word: WordText, expected: Sequence[int]) -> list[Alignment]:
        """The best first; of very many literal ones those nearest to ``expected`` (places in the Word)."""
        places = self.literal
        if len(places) <= _MOST_PRICED:
            if self._ranked is None:
                self._ranked = self._sorted(word, places)
            return self._ranked
        reach = _MOST_PRICED // 2 // max(1, len(expected))
        chosen: set[int] = set() if expected else set(places[:_MOST_PRICED])
        for e in expected:
            i = bisect_left(places, word.flat_at[min(e, len(word.flat_at) - 1)])
            chosen.update(places[max(0, i - reach) : i + reach])
        return self._sorted(word, sorted(chosen))

    def _sorted(self, word: WordText, places: Sequence[int]) -> list[Alignment]:
        return sorted((*(literal(word, self.text, p) for p in places), *self.inexact), key=lambda a: (a.cost, a.start))

    def best(self, word: WordText) -> tuple[Alignment | None, float]:
        """The best, and by how much it is better than the next (infinite without one)."""
        if len(self.literal) > 1:
            return literal(word, self.text, self.literal[0]), 0.0
        ranked = self.near(word, ())
        if not ranked:
            return None, 0.0
        return ranked[0], ranked[1].cost - ranked[0].cost if len(ranked) > 1 else float("inf")
