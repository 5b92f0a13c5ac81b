"""From placed lines to disputed places: what differs within lines, what of the Word nothing covers, what stands alone.

A hunk pairs a stretch of a line with a stretch of the Word; either may be empty. Whether it is a real difference is for
others to weigh.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tfdocs.model.page import Page
from tfdocs.verify.align import BREAK, align
from tfdocs.verify.pieces import Piece, Placing


@dataclass(slots=True, eq=False)
class Hunk:
    """``piece``'s folded characters ``l0:l1`` against the Word's folded characters ``w0:w1``.

    ``piece`` is the line the place is shown at (the one before the gap when nothing was added), None when the Word has
    no line around it on paper. ``alone``: the whole line found no place in the Word.
    """

    piece: Piece | None
    l0: int
    l1: int
    w0: int
    w1: int
    alone: bool = False
    after: Piece | None = None  # for a gap: the line that goes on behind it

    @property
    def read(self) -> str:
        return self.piece.folded.text[self.l0 : self.l1] if self.piece is not None else ""


def find_hunks(placing: Placing, pages: Sequence[Page], skip_pages: frozenset[int] = frozenset()) -> list[Hunk]:
    """Every disputed place, in the Word's order; pieces of ``skip_pages`` (indices) that stand alone are left out."""
    within: list[Hunk] = []
    for piece in placing.pieces:
        if piece.place is not None:
            within.extend(_within(placing, piece))
    gaps = _gaps(placing)
    alone = [p for p in placing.pieces if p.place is None and p.page not in skip_pages]
    hunks = _absorb(placing, within, gaps)
    remaining = [h for h in hunks if h.l0 == h.l1 and h.w1 > h.w0 and h in gaps]
    hunks = [h for h in hunks if h not in remaining]
    hunks += _pair(placing, remaining, alone)
    hunks = _reconcile(placing, hunks)
    for hunk in hunks:
        _whole_numbers(placing, hunk)
    hunks.sort(key=lambda h: (h.w0, h.w1, h.piece.order if h.piece else 0, h.l0))
    return hunks


def hunks_within(placing: Placing, piece: Piece) -> list[Hunk]:
    """Where a placed piece differs from its own stretch of the Word; changed digits with their whole number."""
    out = _within(placing, piece)
    for hunk in out:
        _whole_numbers(placing, hunk)
    return out


def _within(placing: Placing, piece: Piece) -> list[Hunk]:
    assert piece.place is not None
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
    return out


def _gaps(placing: Placing) -> list[Hunk]:
    """Maximal stretches of the Word that no line covers, cut at nothing; stretches of breaks alone are no gaps."""
    word, covered = placing.word.text, placing.covered
    ends: dict[int, Piece] = {}
    starts: dict[int, Piece] = {}
    for piece in placing.pieces:
        if piece.place is not None:
            ends.setdefault(piece.place.end, piece)
            starts.setdefault(piece.place.start, piece)
    out: list[Hunk] = []
    i, n = 0, placing.word.body
    while i < n:
        if covered[i] or word[i] == BREAK:
            i += 1
            continue
        j = i
        while j < n and (not covered[j] or word[j] == BREAK):
            j += 1
        stop = j
        while word[stop - 1] == BREAK:
            stop -= 1
        before = _nearest(ends, placing, i, -1)
        after = _nearest(starts, placing, stop, 1)
        at = before.end if before is not None else 0
        out.append(Hunk(before, at, at, i, stop, after=after))
        i = j
    return out


def _nearest(index: dict[int, Piece], placing: Placing, at: int, step: int) -> Piece | None:
    """The piece that ends at (starts at) ``at``, passing over breaks, or over covered text to the nearest one."""
    word = placing.word.text
    while 0 <= at <= len(word):
        if at in index:
            return index[at]
        at += step
    return None


def _touches(placing: Placing, a: int, b: int) -> bool:
    """Whether nothing but breaks lies between two places of the Word."""
    return a <= b and not placing.word.text[a:b].strip(BREAK)


def _absorb(placing: Placing, within: list[Hunk], gaps: list[Hunk]) -> list[Hunk]:
    """A change at a line's end shows as one character too many there and one missing in the Word: one hunk."""
    tails: dict[int, Hunk] = {}
    heads: dict[int, Hunk] = {}
    for hunk in within:
        piece = hunk.piece
        if piece is None or piece.place is None:
            continue
        if hunk.l1 == piece.end and hunk.l1 > hunk.l0:
            tails[id(piece)] = hunk
        if hunk.l0 == piece.start and hunk.l1 > hunk.l0:
            heads[id(piece)] = hunk
    out = list(within)
    for gap in gaps:
        tail = tails.get(id(gap.piece)) if gap.piece is not None else None
        head = heads.get(id(gap.after)) if gap.after is not None else None
        if tail is not None and _touches(placing, tail.w1, gap.w0):
            tail.w0, tail.w1 = min(tail.w0, gap.w0) if tail.w1 > tail.w0 else gap.w0, gap.w1
            tails.pop(id(gap.piece))
        elif head is not None and _touches(placing, gap.w1, head.w0):
            head.w1 = max(head.w1, gap.w1) if head.w1 > head.w0 else gap.w1
            head.w0 = gap.w0
            heads.pop(id(gap.after))
        else:
            out.append(gap)
    return out


def _pair(placing: Placing, gaps: list[Hunk], alone: list[Piece]) -> list[Hunk]:
    """Lines without a place against gaps of the Word beside them: a label or value that was read quite differently."""
    out: list[Hunk] = []
    open_gaps: list[Hunk] = list(gaps)
    by_page: dict[int, list[Piece]] = defaultdict(list)
    for piece in placing.pieces:
        if piece.place is not None:
            by_page[piece.page].append(piece)
    # literal likeness first: a misread title must not take the gap that another line fills to the letter
    texts = {placing.word.text[g.w0 : g.w1].replace(BREAK, "") for g in gaps}
    for piece in sorted(alone, key=lambda p: (p.text not in texts, p.order)):
        best: tuple[float, Hunk, int, int] | None = None
        for gap in open_gaps:
            near = _nearness(piece, gap)
            text = placing.word.text[gap.w0 : gap.w1]
            if near is None or (near > 8 and piece.text != text.replace(BREAK, "")):
                continue
            n, m = len(piece.text), len(text.replace(BREAK, ""))
            found = align(piece.text, text, gap.w0)
            similar = found.matches / max(1, n)
            all_there = m >= 2 and found.matches == m
            if m <= 1.6 * n + 2 and n <= 3 * m + 2 and (similar >= 0.3 or min(n, m) <= 4 or all_there):
                price, w0, w1 = near + 4 * (1 - similar) + 0.3 * abs(n - m), gap.w0, gap.w1
            elif similar >= 0.3 and found.matches >= 2:
                price, w0, w1 = near + 4 * (1 - similar), found.start, found.end
            else:
                continue
            literal = piece.text == text.replace(BREAK, "")
            if (price < 9 or literal) and (best is None or price < best[0]):
                best = price, gap, w0, w1
        if best is None:
            out.append(_alone(placing, piece))
            continue
        _, gap, w0, w1 = best
        open_gaps.remove(gap)
        out.extend(_paired(placing, piece, w0, w1))
        if w0 > gap.w0 and placing.word.text[gap.w0 : w0].strip(BREAK):
            open_gaps.append(Hunk(gap.piece, gap.l0, gap.l1, gap.w0, w0, after=piece))
        if w1 < gap.w1 and placing.word.text[w1 : gap.w1].strip(BREAK):
            open_gaps.append(Hunk(piece, piece.end, piece.end, w1, gap.w1, after=gap.after))
    for gap in open_gaps:
        _trim(placing, gap)
        out.append(gap)
    return out


def _reconcile(placing: Placing, hunks: list[Hunk]) -> list[Hunk]:
    """A stretch too many at a line's end and a like one missing beside it: the detector joined two lines."""
    gone: set[int] = set()
    gaps = [h for h in hunks if h.w1 > h.w0 and h.l0 == h.l1 and h.w1 - h.w0 <= 8]
    for hunk in hunks:
        piece = hunk.piece
        if piece is None or hunk.w1 > hunk.w0 or hunk.l1 == hunk.l0 or hunk.alone:
            continue
        if hunk.l1 != piece.end and hunk.l0 != piece.start:
            continue
        for gap in gaps:
            near = _nearness(piece, gap)
            text = placing.word.text[gap.w0 : gap.w1]
            if id(gap) in gone or near is None or near > 4:
                continue
            if align(hunk.read, text).matches >= max(1, 0.5 * max(len(hunk.read), len(text.replace(BREAK, "")))):
                hunk.w0, hunk.w1 = gap.w0, gap.w1
                gone.add(id(gap))
                break
    return [h for h in hunks if id(h) not in gone]


def _whole_numbers(placing: Placing, hunk: Hunk) -> None:
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


def _paired(placing: Placing, piece: Piece, w0: int, w1: int) -> list[Hunk]:
    """The line against its gap: character by character where they have enough in common, else as a whole."""
    text = placing.word.text[w0:w1]
    found = align(piece.text, text, w0)
    bare = len(text.replace(BREAK, ""))
    if found.matches >= 2 and (found.matches >= 0.3 * len(piece.text) or found.matches == bare):
        placing.set(piece, found)
        out = _within(placing, piece)
        for start, stop in ((w0, found.start), (found.end, w1)):
            if placing.word.text[start:stop].strip(BREAK):
                at = piece.start if start == w0 else piece.end
                out.append(Hunk(piece, at, at, start, stop, after=None if start == w0 else piece))
                _trim(placing, out[-1])
        return out
    return [Hunk(piece, piece.start, piece.end, w0, w1, alone=True)]


def _trim(placing: Placing, gap: Hunk) -> None:
    word = placing.word.text
    while gap.w0 < gap.w1 and word[gap.w0] == BREAK:
        gap.w0 += 1
    while gap.w1 > gap.w0 and word[gap.w1 - 1] == BREAK:
        gap.w1 -= 1


def _nearness(piece: Piece, gap: Hunk) -> float | None:
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


def _alone(placing: Placing, piece: Piece) -> Hunk:
    """A line the Word does not have; its place in the Word is behind the nearest placed line to its left or above."""
    box = piece.line.box
    best: tuple[float, Piece] | None = None
    for other in placing.pieces:
        if other.place is None or other.page != piece.page:
            continue
        o = other.line.box
        tall = max(4.0, min(box.height, o.height))
        dy = (box.centre[1] - o.centre[1]) / tall
        if abs(dy) < 0.6 and o.x1 <= box.x0 + tall:
            price = (box.x0 - o.x1) / tall * 0.05
        elif dy > 0:
            shared = min(box.x1, o.x1) - max(box.x0, o.x0)
            price = dy + (0 if shared > 0 else 3)
        else:
            continue
        if best is None or price < best[0]:
            best = price, other
    if best is None:
        earlier = [p for p in placing.pieces if p.place is not None and p.order < piece.order]
        at = earlier[-1].place.end if earlier and earlier[-1].place is not None else 0
    else:
        assert best[1].place is not None
        at = best[1].place.end
    return Hunk(piece, piece.start, piece.end, at, at, alone=True)
