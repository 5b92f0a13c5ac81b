"""A disputed place, and how a placed line differs from its own stretch of the Word."""

from __future__ import annotations

from dataclasses import dataclass

from tfdocs.verify.align import BREAK
from tfdocs.verify.pieces import Piece, Placing

_CLAUSE = 4  # characters
_SHARED = 3  # characters between two parts of one clause
PROSE = 14  # characters of a block from which it is no mere label


@dataclass(slots=True, eq=False)
class Hunk:
    """``piece``'s folded characters ``l0:l1`` against the Word's folded characters ``w0:w1``.

    ``piece`` is the line the place is shown at (the one before the gap when nothing was added), None when the Word has
    no line around it on paper. ``alone``: the whole line found no place in the Word; ``twice``: because its print was
    read as another line already.
    """

    piece: Piece | None
    l0: int
    l1: int
    w0: int
    w1: int
    alone: bool = False
    twice: bool = False
    after: Piece | None = None  # for a gap: the line that goes on behind it

    @property
    def read(self) -> str:
        return self.piece.folded.text[self.l0 : self.l1] if self.piece is not None else ""


def within(placing: Placing, piece: Piece) -> list[Hunk]:
    """Where a placed piece differs from its own stretch of the Word, character by character."""
    assert piece.place is not None
    if piece.place.cost == 0:
        return []  # agrees to the letter
    text, word = piece.folded.text, placing.word.text
    out: list[Hunk] = []
    last_w = piece.place.start  # where the Word goes on
    run: list[tuple[int | None, int | None]] = []

    def close(w_next: int) -> None:
        if not run:
            return
        ls = [i for i, _ in run if i is not None]
        ws = [w for _, w in run if w is not None]
        l0 = piece.start + ls[0] if ls else -1
        l1 = piece.start + ls[-1] + 1 if ls else -1
        if not ls:
            # a dropped character: the place in the line is behind the last one that was paired
            l0 = l1 = piece.start + line_at
        w0, w1 = (ws[0], ws[-1] + 1) if ws else (w_next, w_next)
        out.append(Hunk(piece, l0, l1, w0, w1))
        run.clear()

    line_at = 0
    for i, w in piece.place.pairs:
        if i is not None and w is not None and text[piece.start + i] == word[w]:
            close(w)
            line_at = i + 1
            last_w = w + 1
        else:
            run.append((i, w))
            if w is not None:
                last_w = w + 1
    close(last_w)
    return _whole_clauses(out, text, word)


def _whole_clauses(hunks: list[Hunk], text: str, word: str) -> list[Hunk]:
    """What was added as a whole is one place, though a few of its characters happen to stand in the Word there too.

    上述费用由对方另行承担 behind 费用。 shares 费用 and 。 with it. Only a change of a clause's size draws others
    to it: two single characters are two changes, and a slip beside one must not take away from its weight.
    """
    out: list[Hunk] = []
    for hunk in hunks:
        last = out[-1] if out else None
        if last is not None and hunk.w1 - last.w0 >= 0:
            same = hunk.w0 - last.w1
            longest = max(sum(not c.isdigit() for c in h.read) for h in (last, hunk))
            dated = bool(set(word[last.w1 : hunk.w0]) & set("年月日"))  # what was filled into 年　月　日 is no clause
            if longest >= _CLAUSE and 0 <= same <= _SHARED and hunk.l0 - last.l1 == same and not dated:
                last.l1, last.w1 = hunk.l1, hunk.w1
                _trim(last, text, word)
                continue
        out.append(hunk)
    return out


def _trim(hunk: Hunk, text: str, word: str) -> None:
    """Leave out what both sides begin or end with."""
    while hunk.l0 < hunk.l1 and hunk.w0 < hunk.w1 and text[hunk.l0] == word[hunk.w0]:
        hunk.l0, hunk.w0 = hunk.l0 + 1, hunk.w0 + 1
    while hunk.l0 < hunk.l1 and hunk.w0 < hunk.w1 and text[hunk.l1 - 1] == word[hunk.w1 - 1]:
        hunk.l1, hunk.w1 = hunk.l1 - 1, hunk.w1 - 1


def whole_numbers(placing: Placing, hunk: Hunk) -> None:
    """A changed digit is shown with the whole number it belongs to: 20 became 28, not 0 became 8."""
    piece, word = hunk.piece, placing.word.text
    if piece is None or piece.place is None or hunk.alone:
        return
    text = piece.folded.text
    if not any(c.isdigit() for c in text[hunk.l0 : hunk.l1] + word[hunk.w0 : hunk.w1]):
        return
    pairs = {i + piece.start: w for i, w in piece.place.pairs if i is not None and w is not None}
    while hunk.l0 > piece.start and text[hunk.l0 - 1].isdigit() and pairs.get(hunk.l0 - 1) == hunk.w0 - 1:
        if word[hunk.w0 - 1] != text[hunk.l0 - 1]:
            break
        hunk.l0, hunk.w0 = hunk.l0 - 1, hunk.w0 - 1
    while hunk.l1 < piece.end and text[hunk.l1].isdigit() and pairs.get(hunk.l1) == hunk.w1:
        if word[hunk.w1] != text[hunk.l1]:
            break
        hunk.l1, hunk.w1 = hunk.l1 + 1, hunk.w1 + 1


def nearness(piece: Piece, gap: Hunk) -> float | None:
    """How far the line stands from the gap's neighbours in reading order; None when it cannot belong there."""
    before, after = gap.piece, gap.after
    away: list[float] = []
    for other in (before, after):
        if other is None or other is piece:
            continue
        if other.page == piece.page:
            box, own = other.line.box, piece.line.box
            tall = max(4.0, min(box.height, own.height))
            down = abs(box.centre[1] - own.centre[1]) / tall
            away.append(min(down, 0.5 * abs(other.order - piece.order)))
        elif abs(other.page - piece.page) == 1 and abs(other.order - piece.order) <= 6:
            away.append(0.5 * abs(other.order - piece.order))
    if not away:
        return None
    best = min(away)
    return best


def block_length(word: str, at: int) -> int:
    """How many characters the Word's block around ``at`` has."""
    end = word.find(BREAK, at)
    return (end if end >= 0 else len(word)) - (word.rfind(BREAK, 0, at) + 1)


def touches(placing: Placing, a: int, b: int) -> bool:
    """Whether nothing but breaks lies between two places of the Word."""
    return a <= b and not placing.word.text[a:b].strip(BREAK)
