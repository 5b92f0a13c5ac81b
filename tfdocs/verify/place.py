"""Where in the Word each line of the paper stands. Every line is placed by itself, so reading order does not matter.

Votes of three-character pieces name a few stretches of the Word, an alignment with free ends compares them, and what
other lines cover already or where the neighbours on the page stand decides between equals. Labels that occur many times
are placed last, by the layout around them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import log2

import numpy as np
import numpy.typing as npt

from tfdocs.model.page import Line, Page
from tfdocs.text.normalise import Folded, fold
from tfdocs.verify.align import BREAK, Alignment, align, exact
from tfdocs.verify.thresholds import PLACED_LEAST, PLACED_SHARE
from tfdocs.verify.wordtext import GRAM, WordText

_MOST_CANDIDATES = 12
_MOST_PRICED = 48
_FEW_VOTES = 0.34  # stretches with a smaller share of the best one's votes are not compared
_MOST_OCCURRENCES = 400
_UNIQUE_LEAST = 5  # a literal, unique line of this many characters is placed without looking around


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

    @property
    def text(self) -> str:
        return self.folded.text[self.start : self.end]


@dataclass
class Placing:
    """All pieces in reading order and, for each folded character of the Word, how often it is covered."""

    word: WordText
    pieces: list[Piece]
    covered: npt.NDArray[np.int32] = field(init=False)

    def __post_init__(self) -> None:
        self.covered = np.zeros(len(self.word.text) + 1, dtype=np.int32)

    def set(self, piece: Piece, place: Alignment) -> None:
        piece.place = place
        for _, w in place.pairs:
            if w is not None:
                self.covered[w] += 1

    def unset(self, piece: Piece) -> None:
        if piece.place is not None:
            for _, w in piece.place.pairs:
                if w is not None:
                    self.covered[w] -= 1
        piece.place = None


def place_lines(word: WordText, pages: Sequence[Page], leave_out: Collection[int] = ()) -> Placing:
    """Place every line of ``pages`` that has its like in ``word``; the others keep ``place`` None.

    ``leave_out``: ``id()`` of lines that are accounted for otherwise.
    """
    pieces: list[Piece] = []
    for index, page in enumerate(pages):
        for line in page.lines:
            folded = fold(line.text)
            if folded.text and id(line) not in leave_out:
                pieces.append(Piece(index, len(pieces), line, folded, 0, len(folded.text)))
    placing = Placing(word, pieces)
    _place_unique(placing)
    _place_following(placing)
    _split_mixed(placing)
    for n, piece in enumerate(placing.pieces):
        piece.order = n
    _place_following(placing)
    _place_rest(placing)
    _split_continuing(placing)
    for n, piece in enumerate(placing.pieces):
        piece.order = n
    _place_copies(placing, pages)
    return placing


def _split_continuing(placing: Placing) -> None:
    """A line without a place that begins, or ends, with the very words that come next in the Word: the rest was added.

    The end of a sentence may share its line with a clause of three lines that somebody put behind it.
    """
    flat, flat_at = placing.word.flat, placing.word.flat_at
    out: list[Piece] = []
    for n, piece in enumerate(placing.pieces):
        text = piece.text
        before = placing.pieces[n - 1].place if n and piece.place is None else None
        after = placing.pieces[n + 1].place if n + 1 < len(placing.pieces) and piece.place is None else None
        head = tail = 0
        if before is not None:
            at = flat_at[before.end]
            while head < len(text) and flat.startswith(text[: head + 1], at):
                head += 1
            head = _free_run(placing, text[:head], at)
        if after is not None and head < GRAM:
            at = flat_at[after.start]
            while tail < len(text) and flat.endswith(text[len(text) - tail - 1 :], 0, at):
                tail += 1
            tail = _free_run(placing, text[len(text) - tail :], at - tail)
        cut = piece.start + head if head >= GRAM else piece.end - tail if tail >= GRAM else 0
        if not piece.start < cut < piece.end:
            out.append(piece)
            continue
        parts = [
            Piece(piece.page, n, piece.line, piece.folded, a, b) for a, b in ((piece.start, cut), (cut, piece.end))
        ]
        placed = parts[0] if head >= GRAM else parts[1]
        assert before is not None or after is not None
        start = flat_at[before.end] if head >= GRAM and before is not None else flat_at[after.start] - tail  # type: ignore[union-attr]
        placing.set(placed, _literal(placing.word, placed.text, start))
        out += parts
    placing.pieces[:] = out


def _free_run(placing: Placing, text: str, at: int) -> int:
    """``len(text)`` when that many characters of the flat Word from ``at`` are covered by nothing, else 0."""
    if not text or at < 0:
        return 0
    return len(text) if _free(placing, _literal(placing.word, text, at)) == 1.0 else 0


def _place_copies(placing: Placing, pages: Sequence[Page]) -> None:
    """A page most of which found its places taken is a second copy of another: place its lines all the same."""
    by_page: list[list[Piece]] = [[] for _ in pages]
    for piece in placing.pieces:
        by_page[piece.page].append(piece)
    for page, own in zip(pages, by_page, strict=True):
        unplaced = [p for p in own if p.place is None]
        if sum(len(p.text) for p in unplaced) <= 0.6 * max(1, sum(len(p.text) for p in own)) or not page.lines:
            continue
        for piece in unplaced:
            best, _ = _candidates(placing.word, piece.text).best(placing.word)
            if best is not None and best.cost <= 0.2 * len(piece.text):
                placing.set(piece, best)


def _place_unique(placing: Placing) -> None:
    # the longest first: what a part of them repeats elsewhere on paper must look for another place
    for piece in sorted(placing.pieces, key=lambda p: (-len(p.text), p.order)):
        if len(piece.text) < _UNIQUE_LEAST:
            break
        found = placing.word.occurrences(piece.text)
        if len(found) == 1:
            place = _literal(placing.word, piece.text, found[0])
            if _free(placing, place) > 0.5:
                placing.set(piece, place)


def _place_following(placing: Placing) -> None:
    """Lines that go on, to the letter, where a placed neighbour ends or begins: most of what occurs more than once.

    Forward, then backward; a place that is taken is left to the price of all others.
    """
    flat, pieces = placing.word.flat, placing.pieces
    at: int | None = None  # where the Word goes on, in ``flat``
    for step in (1, -1):
        at = None
        for piece in pieces[::step]:
            if piece.place is None and at is not None:
                start = at if step > 0 else at - len(piece.text)
                if start >= 0 and flat.startswith(piece.text, start):
                    place = _literal(placing.word, piece.text, start)
                    telling = len(piece.text) >= GRAM or (step > 0 and _ends_block(placing.word, place))
                    if telling and _free(placing, place) == 1.0:
                        placing.set(piece, place)
            if piece.place is None:
                at = None
            else:
                at = placing.word.flat_at[piece.place.end if step > 0 else piece.place.start]


def _ends_block(word: WordText, place: Alignment) -> bool:
    """Whether ``place`` is the end of a block that began before it: the last line of a paragraph, however short."""
    return word.text[place.end : place.end + 1] == BREAK and word.text[place.start - 1 : place.start] not in ("", BREAK)


def _literal(word: WordText, part: str, at: int) -> Alignment:
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


def _split_mixed(placing: Placing) -> None:
    """Lines that run over two cells side by side are cut where the Word's place jumps."""
    out: list[Piece] = []
    for piece in placing.pieces:
        if piece.place is not None or len(piece.text) < 2 * GRAM:
            out.append(piece)
            continue
        cuts = _jumps(placing.word, piece.text)
        edges = [piece.start, *(piece.start + c for c in cuts), piece.end]
        for a, b in pairwise(edges):
            out.append(Piece(piece.page, piece.order, piece.line, piece.folded, a, b))
    placing.pieces[:] = out


def _jumps(word: WordText, part: str) -> list[int]:
    """Where to cut ``part``: between two runs of literal agreement that stand far apart in the Word."""
    flat = word.flat
    runs: list[tuple[int, int, int]] = []  # start, end in the part, place in the flat Word
    i = 0
    while i <= len(part) - GRAM:
        best_end, best_at, best_price = i, -1, float("-inf")
        for p in word.grams.get(part[i : i + GRAM], ())[:_MOST_OCCURRENCES]:
            end = GRAM
            while i + end < len(part) and p + end < len(flat) and flat[p + end] == part[i + end]:
                end += 1
            # going on where the last run ended beats a longer one elsewhere
            goes_on = bool(runs) and 0 <= p - (runs[-1][2] + runs[-1][1] - runs[-1][0]) <= 3 + i - runs[-1][1]
            if end + 4 * goes_on > best_price:
                best_end, best_at, best_price = i + end, p, end + 4 * goes_on
        if best_at < 0:
            i += 1
            continue
        runs.append((i, best_end, best_at))
        i = best_end
    cuts: list[int] = []
    for (a0, a1, ap), (b0, b1, bp) in pairwise(runs):
        # passing over a short cell is no jump
        if a1 - a0 >= 4 and b1 - b0 >= 4 and abs((bp - b0) - (ap - a0)) > 8 + (b0 - a1):
            cuts.append(b0)
    return cuts


def _place_rest(placing: Placing) -> None:
    """Everything else, the unambiguous first, then by the neighbours' places until nothing more finds one."""
    waiting = [p for p in placing.pieces if p.place is None]
    candidates = {id(p): _candidates(placing.word, p.text) for p in waiting}
    # long pieces with a single good stretch need no neighbours
    later: list[Piece] = []
    for piece in sorted(waiting, key=lambda p: -len(p.text)):
        best, ahead = candidates[id(piece)].best(placing.word)
        clear = (
            best is not None
            and len(piece.text) >= _UNIQUE_LEAST
            and best.matches >= 0.8 * len(piece.text)
            and ahead > 0.25 * len(piece.text)
        )
        if clear and best is not None and _free(placing, best) > 0.5:
            placing.set(piece, best)
        else:
            later.append(piece)
    later.sort(key=lambda p: p.order)
    # the surest first, so that a label that occurs many times does not take the place of one that has no other
    for margin in (2.0, 1.0, 0.4, 0.0):
        progress = True
        while progress and later:
            progress = False
            again: list[Piece] = []
            for piece in later:
                chosen = _choose(placing, piece, candidates[id(piece)], margin)
                if chosen is None:
                    again.append(piece)
                else:
                    placing.set(piece, chosen)
                    progress = margin > 0 or progress
            later = again


def _candidates(word: WordText, part: str) -> _Options:
    """The stretches of the Word that might be ``part``."""
    n = len(part)
    literal = word.occurrences(part)
    inexact: list[Alignment] = []
    if n > GRAM or (n == GRAM and not literal):
        votes = Counter((p - i) // 6 for i, p in _hits(word, part))
        merged: Counter[int] = Counter()
        for diagonal, count in votes.items():
            merged[diagonal] += count
            merged[diagonal + 1] += count  # a stretch may fall on the border of two bins
        taken = {word.flat_index[at] for at in literal}
        most = max(merged.values(), default=0)
        for diagonal, count in merged.most_common(_MOST_CANDIDATES):
            if count < _FEW_VOTES * most:
                break
            index = word.flat_index
            low = index[min(len(index) - 1, max(0, diagonal * 6 - 14))]
            high = index[min(len(index) - 1, diagonal * 6 + n + 14)] + 1
            if low >= high:
                continue
            option = align(part, word.text[low:high], low)
            if option.matches >= max(PLACED_LEAST, PLACED_SHARE * n) and option.start not in taken:
                taken.add(option.start)
                inexact.append(option)
    inexact.sort(key=lambda a: (a.cost, a.start))
    return _Options(part, literal, inexact)


@dataclass(slots=True, eq=False)
class _Options:
    """Where a line might stand: to the letter at ``literal`` (places in the flat Word, rising), else ``inexact``."""

    text: str
    literal: Sequence[int]
    inexact: list[Alignment]

    def near(self, word: WordText, expected: Sequence[int]) -> list[Alignment]:
        """The best first; of very many literal ones those nearest to ``expected`` (places in the Word)."""
        places: Sequence[int] = self.literal
        if len(places) > _MOST_PRICED:
            reach = _MOST_PRICED // 2 // max(1, len(expected))
            chosen: set[int] = set() if expected else set(places[:_MOST_PRICED])
            for e in expected:
                i = bisect_left(places, word.flat_at[min(e, len(word.flat_at) - 1)])
                chosen.update(places[max(0, i - reach) : i + reach])
            places = sorted(chosen)
        return sorted((*(_literal(word, self.text, p) for p in places), *self.inexact), key=lambda a: (a.cost, a.start))

    def best(self, word: WordText) -> tuple[Alignment | None, float]:
        """The best, and by how much it is better than the next (infinite without one)."""
        if len(self.literal) > 1:
            return _literal(word, self.text, self.literal[0]), 0.0
        ranked = self.near(word, ())
        if not ranked:
            return None, 0.0
        return ranked[0], ranked[1].cost - ranked[0].cost if len(ranked) > 1 else float("inf")


def _free(placing: Placing, place: Alignment) -> float:
    """The share of the stretch that nothing else covers."""
    used = [w for _, w in place.pairs if w is not None]
    return sum(int(placing.covered[w]) == 0 for w in used) / max(1, len(used))


def _expected(placing: Placing, piece: Piece) -> list[int]:
    """Where the Word's text should go on at ``piece``, judging by the placed lines around it."""
    pieces = placing.pieces
    out: list[int] = []
    i = piece.order - 1
    while i >= 0 and piece.order - i < 40:
        other = pieces[i].place
        if other is not None:
            out.append(other.end)
            break
        i -= 1
    i = piece.order + 1
    while i < len(pieces) and i - piece.order < 40:
        other = pieces[i].place
        if other is not None:
            out.append(max(0, other.start - len(piece.text)))
            break
        i += 1
    above = _above(pieces, piece)
    if above is not None and above.place is not None:
        out.append(above.place.end)
    left = _left(pieces, piece)
    if left is not None and left.place is not None:
        # the next cell begins behind the end of the left one's block, whichever of its lines stands beside
        out.append(placing.word.text.find(BREAK, max(left.place.start, left.place.end - 1)) + 1)
    return out


def _left(pieces: Sequence[Piece], piece: Piece) -> Piece | None:
    """The nearest placed piece to the left on the same row of the page."""
    box = piece.line.box
    best: Piece | None = None
    for step in (-1, 1):
        i = piece.order + step
        while 0 <= i < len(pieces) and pieces[i].page == piece.page and abs(i - piece.order) < 40:
            other = pieces[i]
            i += step
            o = other.line.box
            beside = min(box.bottom, o.bottom) - max(box.top, o.top) > 0.3 * min(box.height, o.height)
            if other.place is None or not beside or o.x1 > box.x0 + 0.3 * box.height:
                continue
            if best is None or o.x1 > best.line.box.x1:
                best = other
    return best


def _above(pieces: Sequence[Piece], piece: Piece) -> Piece | None:
    """The nearest placed piece over ``piece`` in the same column of the page."""
    box = piece.line.box
    i = piece.order - 1
    while i >= 0 and pieces[i].page == piece.page and piece.order - i < 80:
        other = pieces[i]
        lies_over = other.line.box.bottom <= box.top + 0.4 * box.height
        shared = min(box.x1, other.line.box.x1) - max(box.x0, other.line.box.x0)
        if other.place is not None and lies_over and shared > 0.5 * min(box.width, other.line.box.width):
            return other
        i -= 1
    return None


def _choose(placing: Placing, piece: Piece, candidates: _Options, margin: float) -> Alignment | None:
    """The best of ``candidates``, if it is better than the next by ``margin`` and good enough at all."""
    expected = _expected(placing, piece)
    options = candidates.near(placing.word, expected)
    if not options:
        return None
    n = len(piece.text)
    priced: list[tuple[float, int, Alignment]] = []
    for rank, option in enumerate(options):
        away = min((_distance(placing, option.start, e) for e in expected), default=0)
        free = _free(placing, option)
        taken = n * (1 - free) + (4.0 if free < 0.34 else 0.0)
        price = option.cost + taken + min(4.0, 0.35 * log2(1 + away)) + _loose_ends(placing, option)
        priced.append((price, rank, option))
    priced.sort(key=lambda item: item[:2])
    price, _, option = priced[0]
    if len(priced) > 1 and priced[1][0] - price < margin and priced[1][2].start != option.start:
        return None
    if _free(placing, option) < 0.34:
        return None  # everything there is taken
    if n <= 2 and option.cost > 0:
        return None
    return option if option.matches >= PLACED_SHARE * n else None


def _loose_ends(placing: Placing, option: Alignment) -> float:
    """A line begins where its cell begins or another line ended, and ends likewise; anything else speaks against."""
    text, covered = placing.word.text, placing.covered
    start, end = option.start, option.end
    begins = start == 0 or text[start - 1] == BREAK or covered[start - 1] > 0
    ends = end >= len(text) or text[end] == BREAK or covered[end] > 0
    return (0.0 if begins else 1.2) + (0.0 if ends else 0.6)


def _distance(placing: Placing, start: int, expected: int) -> int:
    """Uncovered characters between two places: what is covered already does not count as a way."""
    low, high = sorted((start, expected))
    if high - low > 3000:
        return high - low
    return int((placing.covered[low:high] == 0).sum()) + (0 if start >= expected else 3)
