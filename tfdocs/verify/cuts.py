"""Lines that hold more than one place of the Word, cut where one ends: cells side by side, a sentence and more."""

from __future__ import annotations

from itertools import pairwise

from tfdocs.verify.align import BREAK, Alignment
from tfdocs.verify.candidates import candidates as candidates_of
from tfdocs.verify.candidates import literal
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.wordtext import GRAM, WordText

_SAME_SENTENCE = 8  # characters that a change may add or take away between two runs of one sentence
_MOST_OCCURRENCES = 400
_ONE_CHANGE = 2.0  # mistakes
_ONE_CELL = 16  # characters: a date, a sum, a number; longer lines over two cells are many and dear to look up
_SHORT = 2  # characters


def split_mixed(placing: Placing) -> None:
    """Lines that run over two cells side by side are cut where the Word's place jumps."""
    out: list[Piece] = []
    for piece in placing.pieces:
        if piece.place is not None or len(piece.text) < 2 * GRAM:
            out.append(piece)
            continue
        cuts = _jumps(placing.word, piece.text)
        if cuts and len(piece.text) <= _ONE_CELL and _fits_whole(placing.word, piece.text):
            cuts = []
        edges = [piece.start, *(piece.start + c for c in cuts), piece.end]
        for a, b in pairwise(edges):
            out.append(Piece(piece.page, piece.order, piece.line, piece.folded, a, b))
    placing.pieces[:] = out


def _fits_whole(word: WordText, part: str) -> bool:
    """Whether ``part`` stands somewhere as a whole, but for one change: 2025-02-23 for 2023-02-23 is one date, although
    2025-0 and 2-23 stand in others.
    """
    best, _ = candidates_of(word, part).best(word)
    return best is not None and best.cost < _ONE_CHANGE and best.end - best.start <= len(part) + 1


def _jumps(word: WordText, part: str) -> list[int]:
    """Where to cut ``part``: between two runs of literal agreement that stand far apart in the Word."""
    flat = word.flat
    if len(word.grams.get(part[:GRAM], ())) <= _MOST_OCCURRENCES and word.occurrences(part):
        return []  # one run from its beginning to its end
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
    # what differs between two runs that go on with each other is a change there, wherever else it may stand: 8000 for
    # 5000 in a sentence, where another sentence has 8000
    runs = [
        run
        for k, run in enumerate(runs)
        if not 0 < k < len(runs) - 1
        or abs((runs[k + 1][2] - runs[k + 1][0]) - (runs[k - 1][2] - runs[k - 1][0])) > _SAME_SENTENCE
    ]
    cuts: list[int] = []
    for (a0, a1, ap), (b0, b1, bp) in pairwise(runs):
        # passing over a short cell is no jump
        if a1 - a0 >= 4 and b1 - b0 >= 4 and abs((bp - b0) - (ap - a0)) > 8 + (b0 - a1):
            cuts.append(b0)
    return cuts


def split_continuing(placing: Placing) -> None:
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
            # a paragraph's last two characters may be all of it that comes before what was added
            rest = 0 < head < GRAM and ends_block(placing.word, literal(placing.word, text[:head], at))
            if head < GRAM and not (rest and head >= _SHORT):
                head = 0
        if after is not None and not head:
            at = flat_at[after.start]
            while tail < len(text) and flat.endswith(text[len(text) - tail - 1 :], 0, at):
                tail += 1
            tail = _free_run(placing, text[len(text) - tail :], at - tail)
        cut = piece.start + head if head else piece.end - tail if tail >= GRAM else 0
        if not piece.start < cut < piece.end:
            out.append(piece)
            continue
        parts = [
            Piece(piece.page, n, piece.line, piece.folded, a, b) for a, b in ((piece.start, cut), (cut, piece.end))
        ]
        placed = parts[0] if head else parts[1]
        assert before is not None or after is not None
        start = flat_at[before.end] if head and before is not None else flat_at[after.start] - tail  # type: ignore[union-attr]
        placing.set(placed, literal(placing.word, placed.text, start))
        out += parts
    placing.pieces[:] = out


def _free_run(placing: Placing, text: str, at: int) -> int:
    """``len(text)`` when that many characters of the flat Word from ``at`` are covered by nothing, else 0."""
    if not text or at < 0:
        return 0
    return len(text) if placing.free(literal(placing.word, text, at)) == 1.0 else 0


def ends_block(word: WordText, place: Alignment) -> bool:
    """Whether ``place`` is the end of a block that began before it: the last line of a paragraph, however short."""
    return word.text[place.end : place.end + 1] == BREAK and word.text[place.start - 1 : place.start] not in ("", BREAK)
