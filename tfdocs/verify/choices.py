"""Choices of a form: is what a box holds on paper, empty or ticked, what it holds in the Word?

Fonts draw boxes from private codes, and recognisers read them as characters of their shape or not at all; a filled
square is read as an empty one with confidence. So neither a difference that was read nor an agreement counts for much
here: each box is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Source
from tfdocs.text.normalise import fold
from tfdocs.verify import blanks
from tfdocs.verify.boxes import EMPTY, BoxState, box_on_paper, solid_on_paper
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.materiality import weigh_kind
from tfdocs.verify.pieces import Placing
from tfdocs.verify.ticks import ticked_by_hand
from tfdocs.verify.weighed import Weighed, context
from tfdocs.verify.witness import Witness

_TICKED_BOXES = frozenset("☑☒⊠")
BOXES = EMPTY | _TICKED_BOXES
_SOLID = "■"
_MARKS = 3  # characters that a ticked box is read as, those of what lies over its edge among them
_TICKED = _TICKED_BOXES | frozenset("√✓■")
_BY_HAND = "Word 为空方框，纸面上已手工勾选"
_IN_PRINT = "Word 为空方框，纸面上已勾选，像是打印的，需要人工查看"
NOT_SEEN = "Word 此处有方框，纸面上没有看到完整的方框，需要人工查看"
_VEILED = "Word 中已勾选；纸面上的方框压在印章下，是否勾选看不清，需要人工查看"
_PEN = frozenset("√✓✔")
_BESIDE = "方框旁边另有一个勾，Word 中没有，需要人工查看"
# Of a box's width, beyond it: a tick in it is read up to two fifths of a character from its middle.
_TICK_OFF = 0.15
_NOT_TICKED = "Word 中已勾选，纸面上像是空方框，需要人工查看"


@dataclass(frozen=True, slots=True)
class Choice:
    """A disputed box. ``word``: as the Word has it, unfolded; ``read``: folded, "" where nothing was read."""

    hunk: Hunk
    word: str
    read: str
    kind: Kind
    what: Materiality

    def doubt(self, rule: str, note: str) -> Weighed:
        """The choice for a person to look at: it is no mere mark."""
        what = min((self.what, Materiality.TEXT), key=lambda m: m.rank)
        return Weighed(self.hunk, self.kind, Certainty.UNCERTAIN, what, rule, None, note)

    def by_hand(self) -> Weighed:
        return Weighed(self.hunk, Kind.FILLED_IN, Certainty.CERTAIN, self.what, "ticked-box", None, _BY_HAND)


def weigh_seen_box(choice: Choice, inside: bool, pages: Sequence[Page], witness: Witness | None) -> Weighed | None:
    """A box that was read as none or as another character, by what is seen of it; None where none is seen.

    ``inside``: it stands in the middle of a line, or was read as something.
    """
    word = choice.word.strip()
    if witness is None or not word or (len(choice.read) > 1 and not set(choice.read) <= blanks.BOX_READINGS):
        return None
    if word == _SOLID and solid_on_paper(choice.hunk, inside, pages, witness):
        return Weighed(
            choice.hunk, choice.kind, None, choice.what, "box-seen", None, "放大复看，此处有 Word 的实心方框"
        )
    if word not in EMPTY and word not in _TICKED_BOXES:
        return None
    found = box_on_paper(choice.hunk, inside, pages, witness)
    if found is None:
        return None
    seen = Choice(found.hunk, choice.word, choice.read, choice.kind, choice.what)
    ticked = found.state is not BoxState.EMPTY
    if ticked and word in _TICKED_BOXES and _veiled(found.seen, found.hunk, pages, witness):
        return replace(seen.doubt("box-under-seal", _VEILED), seen=found.seen)
    if found.state is not BoxState.BY_HAND and _tick_beside(choice, found.seen):
        return replace(seen.doubt("tick-beside-box", _BESIDE), seen=found.seen)
    if ticked == (word in _TICKED_BOXES):
        note = f"放大复看，此处有 Word 的{'已勾选的' if ticked else '空'}方框"
        return Weighed(found.hunk, seen.kind, None, seen.what, "box-seen", None, note)
    if not ticked:
        item = seen.doubt("box-not-ticked", _NOT_TICKED)
    elif found.state is BoxState.BY_HAND:
        item = seen.by_hand()
    else:
        item = seen.doubt("box-ticked-in-print", _IN_PRINT)
    return replace(item, seen=found.seen)


def _tick_beside(choice: Choice, seen: Box) -> bool:
    """Whether what was read at a box's place is a tick that stands beside the box that is ``seen`` there.

    □财政资金√☒企业资助: a pen's tick behind one choice was taken for the box of the next.
    """
    hunk = choice.hunk
    if hunk.piece is None or _PEN.isdisjoint(choice.read):
        return False
    start, end = hunk.piece.folded.source_span(hunk.l0, hunk.l1)
    line = hunk.piece.line
    own = [line.chars[n].centre[0] for n in range(start, end) if fold(line.text[n]).text in _PEN]
    off = _TICK_OFF * seen.width
    return any(not seen.x0 - off <= x <= seen.x1 + off for x in own)


def _veiled(box: Box, hunk: Hunk, pages: Sequence[Page], witness: Witness) -> bool:
    """Whether what is in the box may be a seal's ink, which without colour nothing parts from a tick."""
    if hunk.piece is None:
        return False
    page = pages[hunk.piece.page]
    return any(s.box.intersection(box) > 0 for s in page.seals) and witness.colourless(page)


def weigh_box(choice: Choice, pages: Sequence[Page], witness: Witness | None) -> Weighed | None:
    """Boxes of the Word that were read as something else; None where the place is about more than boxes."""
    bare, read = choice.word.strip(), choice.read
    if not bare or not set(bare) <= EMPTY | _TICKED:
        return None
    empty = set(bare) <= EMPTY
    if empty and read and all(c in blanks.TICK_READINGS or c in blanks.TICKS for c in read):
        if _ticked_by_hand(choice.hunk, pages, witness):
            return choice.by_hand()
        if all(c in blanks.TICKS for c in read):
            return choice.doubt("box-ticked-in-print", _IN_PRINT)
    if empty and len(read) <= _MARKS and not _TICKED.isdisjoint(read):
        # [☑ of a box under a seal's ring: what no reader takes an empty box for is not explained away
        return choice.doubt("box-ticked-in-print", _IN_PRINT)
    if not read or all(c in blanks.BOX_READINGS for c in read):
        if not empty and _empty_box(choice.hunk, pages, witness):
            return choice.doubt("box-not-ticked", _NOT_TICKED)
        return choice.doubt("box-not-seen", NOT_SEEN)
    return None


def agreed_boxes(
    placing: Placing, pages: Sequence[Page], witness: Witness | None, weighed: Sequence[Weighed]
) -> list[Weighed]:
    """Boxes that were read as the Word has them and look otherwise on the page."""
    if witness is None:
        return []
    disputed = {(id(w.hunk.piece), i) for w in weighed if w.hunk.piece for i in range(w.hunk.l0, w.hunk.l1)}
    out = []
    text = placing.word.text
    for piece in placing.pieces:
        if piece.place is None or piece.line.source is not Source.OCR:
            continue
        for i, w in piece.place.pairs:
            if i is None or w is None:
                continue
            at, char = piece.start + i, text[w]
            if (char not in EMPTY and char not in _TICKED) or piece.folded.text[at] != char:
                continue
            if (id(piece), at) in disputed:
                continue
            what = weigh_kind(char, char, *context(placing.word, w, w + 1))
            choice = Choice(Hunk(piece, at, at + 1, w, w + 1), char, char, Kind.REPLACED, what)
            found = weigh_agreed(choice, pages, witness)
            if found is not None:
                out.append(found)
    return out


def weigh_agreed(choice: Choice, pages: Sequence[Page], witness: Witness) -> Weighed | None:
    """What a box that was read as the Word has it looks like, where that is another."""
    if choice.word in EMPTY:
        item = weigh_seen_box(choice, True, pages, witness)
        return item if item is not None and item.certainty is not None else None
    return choice.doubt("box-not-ticked", _NOT_TICKED) if _empty_box(choice.hunk, pages, witness) else None


def _ticked_by_hand(hunk: Hunk, pages: Sequence[Page], witness: Witness | None) -> bool:
    piece = hunk.piece
    if witness is None or piece is None:
        return False
    start, end = piece.folded.source_span(hunk.l0, hunk.l1)
    return ticked_by_hand(witness, pages[piece.page], piece.line.chars[start:end], piece.line)


def _empty_box(hunk: Hunk, pages: Sequence[Page], witness: Witness | None) -> bool:
    """Whether an empty square stands at the place on paper."""
    piece = hunk.piece
    if witness is None or piece is None:
        return False
    line = piece.line
    start, end = piece.folded.source_span(hunk.l0, hunk.l1)
    left = line.chars[start].x0 if start < end else line.chars[start - 1].x1 if start else line.box.x0
    right = line.chars[end - 1].x1 if start < end else line.chars[start].x0 if start < len(line.chars) else left
    reach = line.box.height * (0.2 if start < end else 0.6)
    box = Box(left - reach, line.box.top, right + reach, line.box.bottom)
    return witness.marks(pages[piece.page], box)[1]
