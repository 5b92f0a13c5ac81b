"""Where in the Word each line of the paper stands. Every line is placed by itself, so reading order does not matter.

Votes of three-character pieces name a few stretches of the Word, an alignment with free ends compares them, and what
other lines cover already or where the neighbours on the page stand decides between equals. Labels that occur many times
are placed last, by the layout around them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import log2
from types import MappingProxyType

import numpy as np

from tfdocs.model.page import Page
from tfdocs.read.pdf.running import is_page_number
from tfdocs.text.normalise import fold
from tfdocs.verify.align import BREAK, Alignment
from tfdocs.verify.alike_in_row import to_nearest_columns
from tfdocs.verify.broken_cells import fill_broken_cells
from tfdocs.verify.candidates import Options, literal
from tfdocs.verify.candidates import candidates as candidates_of
from tfdocs.verify.course import take_course
from tfdocs.verify.cuts import ends_block, split_continuing, split_mixed
from tfdocs.verify.exchange import exchange
from tfdocs.verify.neighbours import Neighbours
from tfdocs.verify.order import between_anchors
from tfdocs.verify.page_numbers import placed_numbers
from tfdocs.verify.pages import places_of, twin_of
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.sequence import keep_order, part_claims
from tfdocs.verify.spanning_labels import to_their_rows
from tfdocs.verify.standing import to_their_cells
from tfdocs.verify.thresholds import PLACED_SHARE
from tfdocs.verify.twins import fill_alike_cells, go_on_beside
from tfdocs.verify.wordtext import GRAM, WordText

_ANCHOR_LEAST = 8  # characters of a unique line that others are put in order by
_BESIDE = 60  # characters: cells side by side are read in another order than they are written in
_OUT_OF_ORDER = 3.0
_SHORT = 2  # characters
_LEADER = "…"
_NEXT_ROW = 2.6  # heights
_FAR = 300  # uncovered characters from every place that its neighbours speak for: a short line is placed there last
_PROSE = 14  # characters of a block from which it is no mere label
_UNIQUE_LEAST = 5  # a literal, unique line of this many characters is placed without looking around


def place_lines(
    word: WordText,
    pages: Sequence[Page],
    leave_out: Collection[int] = (),
    numbers: Mapping[int, int] = MappingProxyType({}),
) -> Placing:
    """Place every line of ``pages`` that has its like in ``word``; the others keep ``place`` None.

    ``leave_out``: ``id()`` of lines that are accounted for otherwise. ``numbers``: of lines that begin with the number
    of a line, how many of their folded characters that is (``line_numbers``).
    """
    pieces: list[Piece] = []
    for index, page in enumerate(pages):
        for line in page.lines:
            folded = fold(line.text)
            start = numbers.get(id(line), 0)
            if len(folded.text) > start and id(line) not in leave_out:
                piece = Piece(index, len(pieces), line, folded, start, len(folded.text))
                piece.numbering = piece.end <= _SHORT and is_page_number(line, page)
                pieces.append(piece)
    placing = Placing(word, pieces)
    _place_led(placing)
    _place_unique(placing)
    _place_following(placing)
    split_mixed(placing)
    for n, piece in enumerate(placing.pieces):
        piece.order = n
    _place_following(placing)
    around = Neighbours(placing.pieces)
    _place_beside(placing, around)
    _place_rest(placing, between_anchors(placing, pages), around)
    take_course(placing)
    exchange(placing, around)
    keep_order(placing)
    part_claims(placing)
    split_continuing(placing)
    to_their_rows(placing)
    to_their_cells(placing)
    fill_alike_cells(placing)
    go_on_beside(placing)
    to_nearest_columns(placing)
    for n, piece in enumerate(placing.pieces):
        piece.order = n
    fill_broken_cells(placing)
    for piece in placed_numbers(placing, pages):
        placing.unset(piece)  # 2 at the foot of the second page is no 2 that the last cell has lost
    _place_copies(placing, pages)
    return placing


def _place_copies(placing: Placing, pages: Sequence[Page]) -> None:
    """A page most of which found its places taken is a second copy of another: place its lines all the same.

    Only where it will be told to be a copy: a last page with nothing on it but a line printed twice is none.
    """
    by_page: list[list[Piece]] = [[] for _ in pages]
    for piece in placing.pieces:
        by_page[piece.page].append(piece)
    for page, own in zip(pages, by_page, strict=True):
        unplaced = [p for p in own if p.place is None]
        if sum(len(p.text) for p in unplaced) <= 0.6 * max(1, sum(len(p.text) for p in own)) or not page.lines:
            continue
        copies = []
        for piece in unplaced:
            best, _ = candidates_of(placing.word, piece.text).best(placing.word)
            if best is not None and best.cost <= 0.2 * len(piece.text):
                copies.append((piece, best))
        owner: dict[int, int] = {}
        for piece in placing.pieces:
            if by_page[piece.page] is not own:
                for w in places_of([piece.place]):
                    owner.setdefault(w, piece.page)
        if twin_of(places_of([*(p.place for p in own), *(best for _, best in copies)]), owner) is not None:
            for piece, best in copies:
                placing.set(piece, best)


def _place_led(placing: Placing) -> None:
    """The entries of a table of contents, their dots and page numbers: each may stand elsewhere, a row stands once."""
    pieces = placing.pieces
    for n in range(1, len(pieces) - 1):
        row = pieces[n - 1 : n + 2]
        if row[1].text != _LEADER or any(p.place is not None or p.page != row[1].page for p in row):
            continue
        if not row[0].line.box.x0 < row[1].line.box.x0 < row[2].line.box.x0 or not row[2].text.isdigit():
            continue
        found = placing.word.occurrences("".join(p.text for p in row))
        if len(found) == 1:
            at = found[0]
            for piece in row:
                placing.set(piece, literal(placing.word, piece.text, at))
                at += len(piece.text)


def _place_unique(placing: Placing) -> None:
    # the longest first: what a part of them repeats elsewhere on paper must look for another place
    for piece in sorted(placing.pieces, key=lambda p: (-len(p.text), p.order)):
        if len(piece.text) < _UNIQUE_LEAST:
            break
        if piece.place is not None:
            continue
        found = placing.word.occurrences(piece.text)
        if len(found) == 1:
            place = literal(placing.word, piece.text, found[0])
            if placing.free(place) > 0.5:
                placing.set(piece, place)
                piece.anchor = len(piece.text) >= _ANCHOR_LEAST


def _place_following(placing: Placing) -> None:
    """Lines that go on, to the letter, where a placed neighbour ends or begins: most of what occurs more than once.

    Forward, then backward; a place that is taken is left to the price of all others.
    """
    flat, pieces = placing.word.flat, placing.pieces
    at: int | None = None  # where the Word goes on, in ``flat``
    for step in (1, -1):
        at = None
        last: Piece | None = None
        for n, piece in enumerate(pieces[::step]):
            if piece.place is None and at is not None:
                start = at if step > 0 else at - len(piece.text)
                if start >= 0 and flat.startswith(piece.text, start):
                    place = literal(placing.word, piece.text, start)
                    # the dots that lead to a page number stand behind their entry
                    telling = (
                        len(piece.text) >= GRAM
                        or piece.text == _LEADER
                        or (step > 0 and ends_block(placing.word, place))
                    )
                    telling = telling or (step > 0 and last is not None and _next_row(last, piece))
                    telling = telling or (step > 0 and _is_led(flat, start, pieces[n : n + 2]))
                    if telling and placing.free(place) == 1.0:
                        placing.set(piece, place)
            last = piece
            if piece.place is None:
                at = None
            else:
                at = placing.word.flat_at[piece.place.end if step > 0 else piece.place.start]


def _is_led(flat: str, start: int, row: Sequence[Piece]) -> bool:
    """Whether the Word has a label and the dots behind it at ``start``: not 合计 of a table, but 合计……3,000."""
    led = len(row) == 2 and row[1].text == _LEADER and row[0].page == row[1].page
    return led and flat.startswith(row[0].text + _LEADER, start)


def _next_row(last: Piece, piece: Piece) -> bool:
    """Whether the line, of two characters at least, is the row of prose below ``last``: what a sentence wraps to."""
    own, box = piece.line.box, last.line.box
    under = 0 < own.centre[1] - box.centre[1] < _NEXT_ROW * box.height and own.x0 < box.x0 + box.height
    return piece.page == last.page and under and len(piece.text) >= _SHORT and len(last.text) >= _PROSE


def _closes_block(word: WordText, place: Alignment) -> bool:
    """Whether ``place`` is the end of a block, or the whole of a short one."""
    return word.text[place.end : place.end + 1] == BREAK


def _place_beside(placing: Placing, around: Neighbours) -> None:
    """Lines that go on, to the letter, where the line over them or the cell to their left says: the rows of a table.

    Where two of these would have it in different places it is left to the price of all.
    """
    flat, flat_at = placing.word.flat, placing.word.flat_at
    waiting = [p for p in placing.pieces if p.place is None and not p.numbering]
    progress = True
    while progress:
        progress = False
        again: list[Piece] = []
        for piece in waiting:
            starts = {flat_at[e] for e in _expected(placing, piece, around)}
            fitting = [
                place
                for at in starts
                if flat.startswith(piece.text, at)
                and (len(piece.text) >= GRAM or _closes_block(placing.word, literal(placing.word, piece.text, at)))
                and placing.free(place := literal(placing.word, piece.text, at)) == 1.0
            ]
            if len(fitting) == 1:
                placing.set(piece, fitting[0])
                progress = True
            else:
                again.append(piece)
        waiting = again


def _place_rest(placing: Placing, bounds: Mapping[int, tuple[int, int]], around: Neighbours) -> None:
    """Everything else, the unambiguous first, then by the neighbours' places until nothing more finds one."""
    waiting = [p for p in placing.pieces if p.place is None]
    # a running head stands on every page: its like is looked for once
    options = {text: candidates_of(placing.word, text) for text in dict.fromkeys(p.text for p in waiting)}
    candidates = {id(p): options[p.text] for p in waiting}
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
        if clear and best is not None and placing.free(best) > 0.5:
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
                chosen = _choose(placing, piece, candidates[id(piece)], margin, bounds[id(piece)], around)
                if chosen is None:
                    again.append(piece)
                else:
                    placing.set(piece, chosen)
                    progress = margin > 0 or progress
            later = again


def _taken(placing: Placing, piece: Piece, place: Alignment) -> int:
    """How many of the characters of the Word that the line has too at ``place`` another line has."""
    if place.matches == len(place.pairs) == place.end - place.start:
        return int(np.count_nonzero(placing.covered[place.start : place.end]))
    text, wanted = piece.text, placing.word.text
    agreeing = [w for i, w in place.pairs if i is not None and w is not None and text[i] == wanted[w]]
    return int(np.count_nonzero(placing.covered[agreeing]))


def _expected(placing: Placing, piece: Piece, around: Neighbours) -> list[int]:
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
    above = around.above(piece)
    if above is not None and above.place is not None:
        out.append(above.place.end)
    left = around.left(piece)
    if left is not None and left.place is not None:
        # the next cell begins behind the end of the left one's block, whichever of its lines stands beside
        out.append(placing.word.text.find(BREAK, max(left.place.start, left.place.end - 1)) + 1)
    return out


def _choose(
    placing: Placing, piece: Piece, candidates: Options, margin: float, bounds: tuple[int, int], around: Neighbours
) -> Alignment | None:
    """The best of ``candidates``, if it is better than the next by ``margin`` and good enough at all."""
    low, high = bounds
    expected = _expected(placing, piece, around)
    options = candidates.near(placing.word, expected)
    n = len(piece.text)
    if piece.numbering and margin > 0:
        return None  # page 5's number must not take the place of a row 5 that goes on below it
    if n <= _SHORT:
        options = [o for o in options if _may_be_short(placing, piece, o, expected, around)]
    if not options:
        return None
    # the cheapest two; of equals the one that comes first
    best: tuple[float, Alignment] | None = None
    second: tuple[float, Alignment] | None = None
    for option in options:
        if second is not None and option.cost >= second[0]:
            break  # they come by their cost, and nothing makes one cheaper
        # a character in dispute costs no more because the Word's is taken: it would be one too many in the line
        taken = _taken(placing, piece, option) + (4.0 if placing.free(option) < 0.34 else 0.0)
        loose = _loose_ends(placing, option)
        if second is not None and option.cost + taken + loose >= second[0]:
            continue
        away = min((_distance(placing, option.start, e) for e in expected), default=0)
        outside = option.end < low - _BESIDE or option.start > high + _BESIDE
        price = option.cost + taken + min(4.0, 0.35 * log2(1 + away)) + loose
        price += _OUT_OF_ORDER if outside else 0.0
        if best is None or price < best[0]:
            best, second = (price, option), best
        elif second is None or price < second[0]:
            second = price, option
    assert best is not None
    price, option = best
    if second is not None and second[0] - price < margin and second[1].start != option.start:
        return None
    if placing.free(option) < 0.34:
        return None  # everything there is taken
    if n <= _SHORT and margin > 0 and all(_distance(placing, option.start, e) > _FAR for e in expected):
        return None  # the 8 at a page's foot must not take the last row 8 that waits for its own line
    if n <= 2 and option.cost > 0:
        return None
    return option if option.matches >= PLACED_SHARE * n else None


def _may_be_short(
    placing: Placing, piece: Piece, option: Alignment, expected: Sequence[int], around: Neighbours
) -> bool:
    """Whether a line of one or two characters may stand at ``option``.

    Within a paragraph only behind its neighbour on the same row, or as the paragraph's last line: a lone character that
    was read wrongly elsewhere would hide that the very same one was taken out of a sentence. Labels and pieces of
    年　月　日 may stand anywhere, but no figure inside a number.
    """
    text = placing.word.text
    start = text.rfind(BREAK, 0, option.start) + 1
    around_it = text[max(0, option.start - 1) : option.start] + text[option.end : option.end + 1]
    part_of_a_number = piece.text.isdigit() and any(c.isdigit() for c in around_it)
    if text.find(BREAK, option.end) - start < _PROSE and not part_of_a_number:
        return True
    left = around.left(piece)
    if left is not None and left.place is not None and abs(left.place.end - option.start) <= _SHORT:
        return True
    ends = text[option.end : option.end + 1] == BREAK
    return ends and min((abs(option.start - e) for e in expected), default=0) <= _SHORT


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
    return high - low - int(np.count_nonzero(placing.covered[low:high])) + (0 if start >= expected else 3)
