"""Lines that found no place against the gaps around them: a label or value read, or printed, quite differently.

The dearest pairs come last, whichever line comes first on the page.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from itertools import count

from tfdocs.text.normalise import is_punctuation
from tfdocs.verify.align import BOXES, BREAK, Alignment, align
from tfdocs.verify.hunk import PROSE, Hunk, block_length, nearness, within
from tfdocs.verify.likeness import are_one_letter, are_one_shape, look_alike
from tfdocs.verify.lone_marks import is_mark
from tfdocs.verify.pieces import Piece, Placing

_SHORT = 2  # characters
_LITERAL, _ONE_SHAPE = 1000.0, 500.0  # cheaper than any other pair by so much
_FAR = 8.0  # lines between a piece and the gap's neighbours
_DEAREST = 9.0
_MOST_CELLS = 40
_BESIDE = 1.6  # heights from the row of a gap's neighbours
_NEXT_LINE = 2.6  # heights
_ENDS_IT = 1.0  # by which the last line of a gap's paragraph is cheaper than what stands beside another gap
_SHARD = 4  # characters
_BEHIND = 2  # characters, breaks among them
_APART = 4.0  # heights between two shards of one row
_SHARE_OF_ROW = 0.6
_MOST_GAP = 200  # characters


def pair(placing: Placing, gaps: list[Hunk], alone: list[Piece]) -> list[Hunk]:
    """Lines without a place against gaps of the Word beside them: a label or value that was read quite differently."""
    out: list[Hunk] = []
    open_gaps: list[Hunk] = list(gaps)
    # the dearest pair last, whichever line comes first on the page: of two changed cells each takes its own
    heap: list[tuple[float, int, int, int, Piece, Hunk, int, int]] = []
    turn = count()

    def offer(pieces: Iterable[Piece], gap: Hunk) -> None:
        for piece in pieces:
            found = _price(placing, piece, gap)
            if found is not None:
                heapq.heappush(heap, (found[0], piece.order, gap.w0, next(turn), piece, gap, *found[1:]))

    filled, open_gaps = _fill_by_rows(placing, open_gaps, alone)
    out += filled
    waiting = {id(p): p for p in alone if p.place is None}
    for gap in open_gaps:
        offer(waiting.values(), gap)
    while heap:
        *_, piece, gap, w0, w1 = heapq.heappop(heap)
        if id(piece) not in waiting or gap not in open_gaps:
            continue
        del waiting[id(piece)]
        open_gaps.remove(gap)
        out.extend(_paired(placing, piece, w0, w1, gap.after if w1 == gap.w1 else None))
        if w0 > gap.w0 and placing.word.text[gap.w0 : w0].strip(BREAK):
            open_gaps.append(Hunk(gap.piece, gap.l0, gap.l1, gap.w0, w0, after=piece))
            offer(waiting.values(), open_gaps[-1])
        if w1 < gap.w1 and placing.word.text[w1 : gap.w1].strip(BREAK):
            open_gaps.append(Hunk(piece, piece.end, piece.end, w1, gap.w1, after=gap.after))
            offer(waiting.values(), open_gaps[-1])
    for piece in list(waiting.values()):
        wanted = next((g for g in open_gaps if _heads_its_page(placing, piece, g)), None)
        if wanted is not None:
            del waiting[id(piece)]
            open_gaps.remove(wanted)
            out.extend(_paired(placing, piece, wanted.w0, wanted.w1, wanted.after))
    out += [standing_alone(placing, piece) for piece in waiting.values()]
    for gap in open_gaps:
        trim_breaks(placing, gap)
        out.append(gap)
    return out


def _fill_by_rows(placing: Placing, gaps: list[Hunk], alone: Sequence[Piece]) -> tuple[list[Hunk], list[Hunk]]:
    """Place the shards of a row that a detector broke, where together they are what a gap wants; the gaps that remain.

    A seal's ring over a line leaves 系 的 应 当 回避 as so many lines of one character, none of which says anything.
    """
    filled: list[Hunk] = []
    for row in _rows(alone):
        text = "".join(p.text for p in row)
        for gap in gaps:
            near = min((n for p in row if (n := nearness(p, gap)) is not None), default=None)
            wanted = placing.word.text[gap.w0 : gap.w1]
            if near is None or near > _FAR or len(wanted) > _MOST_GAP:
                continue
            found = align(text, wanted, gap.w0)
            if found.matches < max(2, _SHARE_OF_ROW * len(text)):
                continue
            at = 0
            for piece in row:
                pairs = [(i - at, w) for i, w in found.pairs if i is not None and at <= i < at + len(piece.text)]
                at += len(piece.text)
                own = [w for _, w in pairs if w is not None]
                if own:
                    same = sum(w is not None and piece.text[i] == placing.word.text[w] for i, w in pairs)
                    place = Alignment(tuple(pairs), own[0], own[-1] + 1, float(len(pairs) - same), same)
                    placing.set(piece, place)
                    filled += within(placing, piece)
            gaps = [g for g in gaps if g is not gap] + _rest(placing, gap, row)
            break
    return filled, gaps


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Runs of at least two short pieces side by side on one row of a page, from the left."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.page, p.line.box.x0)):
        if len(piece.text) > _SHARD:
            continue
        box = piece.line.box
        for row in rows:
            last = row[-1].line.box
            level = abs(last.centre[1] - box.centre[1]) < 0.5 * min(last.height, box.height)
            if row[-1].page == piece.page and level and -0.3 * box.height < box.x0 - last.x1 < _APART * box.height:
                row.append(piece)
                break
        else:
            rows.append([piece])
    return [row for row in rows if len(row) > 1]


def _rest(placing: Placing, gap: Hunk, row: Sequence[Piece]) -> list[Hunk]:
    """What of ``gap`` is still covered by nothing, each part behind the shard before it."""
    out: list[Hunk] = []
    word, covered = placing.word.text, placing.covered
    i = gap.w0
    while i < gap.w1:
        if covered[i] or word[i] == BREAK:
            i += 1
            continue
        j = i
        while j < gap.w1 and (not covered[j] or word[j] == BREAK):
            j += 1
        before = [p for p in row if p.place is not None and p.place.end <= i]
        after = [p for p in row if p.place is not None and p.place.start >= j]
        piece = before[-1] if before else gap.piece
        at = before[-1].end if before else gap.l0
        out.append(Hunk(piece, at, at, i, j, after=after[0] if after else gap.after))
        i = j
    return out


def _price(placing: Placing, piece: Piece, gap: Hunk) -> tuple[float, int, int] | None:
    """How badly a line without a place fits a gap, and which stretch of it it would take; None when it does not.

    A gap over several cells is tried as a whole and cell by cell.
    """
    near = nearness(piece, gap)
    text = placing.word.text[gap.w0 : gap.w1]
    if near is None or (near > _FAR and piece.text not in text):
        return None
    beside = near <= _BESIDE and block_length(placing.word.text, gap.w0) < PROSE
    # √ in an empty cell is no misread dash of the row below
    beside = beside and not (piece.text != text and is_mark(piece.line.text.strip()))
    ends = len(piece.text) <= _SHORT and _last_line(placing, piece, gap)
    if len(piece.text) <= _SHORT and not (beside or ends or _on_its_row(piece, gap)):
        return None  # a lone character elsewhere on the page would hide that the very same one was taken out
    if len(text.replace(BREAK, "")) <= _SHORT < len(piece.text) and not (
        _between(piece, gap) or _on_its_row(piece, gap)
    ):
        return None  # the last words of a new clause are no dash of the table above it
    spans = [(gap.w0, gap.w1)]
    if BREAK in text:
        at = gap.w0
        for cell in text.split(BREAK)[:_MOST_CELLS]:
            if cell:
                spans.append((at, at + len(cell)))
            at += len(cell) + 1
    found = [f for w0, w1 in spans if (f := _fit(placing, piece, near, w0, w1)) is not None]
    price, w0, w1 = min(found, default=(_DEAREST, 0, 0))
    if price >= _DEAREST:
        return None
    return (price - _ENDS_IT if ends else price), w0, w1


def _fit(placing: Placing, piece: Piece, near: float, w0: int, w1: int) -> tuple[float, int, int] | None:
    text = placing.word.text[w0:w1]
    bare = text.replace(BREAK, "")
    n, m = len(piece.text), len(bare)
    if piece.text == bare:
        # before all others: a misread title must not take the gap that another line fills to the letter
        return near - _LITERAL, w0, w1
    if near <= _FAR and are_one_shape(piece.text, bare):
        # a dash of the table is read 一, and a figure that a seal hides is no place for it
        return near - _ONE_SHAPE, w0, w1
    if near > _FAR or (n > _SHORT and BOXES.issuperset(bare)):
        return None  # a box is read as a character of its shape, never as words
    found = align(piece.text, text, w0)
    similar = found.matches / max(1, n)
    all_there = m >= 2 and found.matches == m
    if m <= 1.6 * n + 2 and n <= 3 * m + 2 and (similar >= 0.3 or min(n, m) <= 4 or all_there):
        price = near + 4 * (1 - similar) + 0.3 * abs(n - m)
    elif similar >= 0.3 and found.matches >= 2:
        price, w0, w1 = near + 4 * (1 - similar), found.start, found.end
    else:
        return None
    return (price, w0, w1) if price < _DEAREST else None


def _last_line(placing: Placing, piece: Piece, gap: Hunk) -> bool:
    """Whether the line stands below the one before the gap, or at the head of the next page, and ends its paragraph.

    Of a paragraph whose last sentence was taken out it ends what is left.
    """
    before, word = gap.piece, placing.word.text
    if before is None or before.place is None:
        return False
    wanted = word[gap.w0 : gap.w1]
    begun = is_punctuation(piece.text[-1:]) and wanted.startswith(piece.text)
    misread = look_alike(piece.text, wanted) or are_one_letter(piece.text, wanted)  # go for g。
    if not begun and not misread:
        return False
    if word[gap.w1 : gap.w1 + 1] not in ("", BREAK) or before.place.end != gap.w0:
        return False
    own, box = piece.line.box, before.line.box
    if piece.page == before.page:
        under = 0 < own.centre[1] - box.centre[1] < _NEXT_LINE * box.height
    else:
        under = piece.page == before.page + 1 and own.centre[1] < box.centre[1]
    return under and own.x0 > box.x0 - own.height and own.x1 < box.x1 + own.height


def _heads_its_page(placing: Placing, piece: Piece, gap: Hunk) -> bool:
    """Whether the line is what a block wants at its end, and its page goes on behind it there.

    A row that breaks over two pages keeps its last line when the sheets change places.
    """
    word, before = placing.word.text, gap.piece
    if before is None or before.place is None or before.place.end != gap.w0 or before.page == piece.page:
        return False
    if piece.text != word[gap.w0 : gap.w1] or word[gap.w1 : gap.w1 + 1] not in ("", BREAK):
        return False
    own = [p for p in placing.pieces if p.page == piece.page and p.place is not None]
    if any(p.line.box.centre[1] < piece.line.box.centre[1] for p in own):
        return False
    return any(p.place is not None and 0 <= p.place.start - gap.w1 <= _BEHIND for p in own)


def _between(piece: Piece, gap: Hunk) -> bool:
    """Whether the line is read behind the one before the gap and before the one behind it."""
    before, after = gap.piece, gap.after
    return (before is None or before.order <= piece.order) and (after is None or piece.order <= after.order)


def _on_its_row(piece: Piece, gap: Hunk) -> bool:
    """Whether the line stands behind the one before the gap, or before the one behind it, on the same row."""
    own = piece.line.box
    for other, behind in ((gap.piece, True), (gap.after, False)):
        if other is None or other.page != piece.page:
            continue
        if other.line is piece.line:
            if other.end <= piece.start if behind else piece.end <= other.start:
                return True
            continue
        box = other.line.box
        level = min(own.bottom, box.bottom) - max(own.top, box.top) > 0.4 * min(own.height, box.height)
        if level and (own.x0 > box.x1 - own.height if behind else own.x1 < box.x0 + own.height):
            return True
    return False


def _paired(placing: Placing, piece: Piece, w0: int, w1: int, following: Piece | None) -> list[Hunk]:
    """The line against its gap: character by character where they have enough in common, else as a whole.

    ``following``: the line that goes on behind the gap.
    """
    text = placing.word.text[w0:w1]
    found = align(piece.text, text, w0)
    bare = len(text.replace(BREAK, ""))
    if found.matches >= 2 and (found.matches >= 0.3 * len(piece.text) or found.matches == bare):
        placing.set(piece, found)
        out = within(placing, piece)
        for start, stop in ((w0, found.start), (found.end, w1)):
            if placing.word.text[start:stop].strip(BREAK):
                at = piece.start if start == w0 else piece.end
                beside = next((h for h in out if h.l1 > h.l0 and at in (h.l0, h.l1)), None)
                if beside is not None and beside.w0 == beside.w1 and BREAK not in placing.word.text[start:stop]:
                    # 費 too many and 费 wanting at the same end of a line is one character for another
                    beside.w0, beside.w1 = start, stop
                    continue
                out.append(Hunk(piece, at, at, start, stop, after=None if start == w0 else following or piece))
                trim_breaks(placing, out[-1])
        return out
    return [Hunk(piece, piece.start, piece.end, w0, w1, alone=True)]


def trim_breaks(placing: Placing, gap: Hunk) -> None:
    """Leave the breaks at its ends out of ``gap``."""
    word = placing.word.text
    while gap.w0 < gap.w1 and word[gap.w0] == BREAK:
        gap.w0 += 1
    while gap.w1 > gap.w0 and word[gap.w1 - 1] == BREAK:
        gap.w1 -= 1


def standing_alone(placing: Placing, piece: Piece) -> Hunk:
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
