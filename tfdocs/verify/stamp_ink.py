"""Characters that were read in a black stamp's ink: beside the Word's words they are the stamp's, or somebody's.

A reader takes them off its lines (``read.ocr.stamp_left``), for nearly all are strokes of a seal's lettering. A digit
put into an amount that the seal crosses may be among them, and so may one that the Word has. So each is held against
the Word here: where the Word wants it, what was found missing without it is none; every other one is listed, as a doubt
where it was read well, else among what was set aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tfdocs.model.comparison import Certainty, Kind
from tfdocs.model.page import Line, Page
from tfdocs.read.pdf.running import is_page_number
from tfdocs.text.normalise import Folded, fold
from tfdocs.verify.align import BREAK
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.materiality import critical, weigh_kind
from tfdocs.verify.pairing import standing_alone
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.thresholds import STAMP_INK, STAMP_INK_CRITICAL
from tfdocs.verify.weighed import Weighed, context

_SAME_ROW = 0.5  # of the line's height
_BESIDE = 1.5  # heights of the line: how far beyond its end such a character may stand


@dataclass(frozen=True, slots=True)
class _Left:
    """``line``: what was read in the ink on a page (its index); ``host``: the placed line that it was taken off.

    ``at``: before which of the host's folded characters it stands.
    """

    page: int
    line: Line
    host: Piece | None
    at: int

    @property
    def text(self) -> str:
        return fold(self.line.text).text


def wanted_in_stamps(items: Sequence[Weighed], placing: Placing, pages: Sequence[Page]) -> list[Weighed]:
    """``items``, those explained of which all that is missing on paper was read there, in a stamp's ink.

    What matters most stays a doubt: an amount is not proved by strokes that may be a seal's.
    """
    left = _all(placing, pages)
    return [_wanted(item, left, placing) if left and item.certainty is not None else item for item in items]


def in_stamps(items: Sequence[Weighed], placing: Placing, pages: Sequence[Page]) -> list[Weighed]:
    """What was read in the ink of stamps and the Word does not want (``items`` as ``wanted_in_stamps`` left them)."""
    found = _all(placing, pages)
    used = [one for item in items if item.rule == _WANTED for one in found if _at(item.hunk, one)]
    disputed = [item.hunk for item in items if item.certainty is not None]
    return [_added(one, placing, pages[one.page], disputed) for one in found if one not in used]


_WANTED = "stamp-ink-agrees"


def _all(placing: Placing, pages: Sequence[Page]) -> list[_Left]:
    """Everything that was read in the ink of stamps, with the line it was taken off where that was placed."""
    by_page: dict[int, list[Piece]] = {}
    if any(p.stamp_ink for p in pages):
        for piece in placing.pieces:
            by_page.setdefault(piece.page, []).append(piece)
    out = []
    for number, page in enumerate(pages):
        for line in page.stamp_ink:
            if fold(line.text).text:
                host, at = _host(line, by_page.get(number, ()))
                out.append(_Left(number, line, host, at))
    return out


def _host(line: Line, pieces: Sequence[Piece]) -> tuple[Piece | None, int]:
    x, y = line.box.centre
    best: tuple[float, Piece, int] | None = None
    for piece in pieces:
        chars = piece.line.chars
        if piece.place is None or not chars:
            continue
        tall = max(c.height for c in chars)
        near = min(chars, key=lambda c: abs(c.centre[0] - x))
        away = max(0.0, min(c.x0 for c in chars) - x, x - max(c.x1 for c in chars))
        if abs(near.centre[1] - y) > _SAME_ROW * tall or away > _BESIDE * tall:
            continue
        before = sum(c.centre[0] < x for c in chars)
        at = sum(i < before for i in piece.folded.index)
        if piece.start <= at <= piece.end and (best is None or away < best[0]):
            best = away, piece, at
    return (None, 0) if best is None else best[1:]


def _at(hunk: Hunk, one: _Left) -> bool:
    """Whether ``one`` stands where ``hunk`` is about: within it, or at the end of a line that a gap goes on from."""
    if one.host is None:
        return False
    if hunk.piece is one.host and hunk.l0 <= one.at <= hunk.l1:
        return True
    return hunk.l0 == hunk.l1 and hunk.after is one.host and one.at == one.host.start


def _wanted(item: Weighed, left: Sequence[_Left], placing: Placing) -> Weighed:
    hunk = item.hunk
    word = placing.word.text[hunk.w0 : hunk.w1].replace(BREAK, "")
    own = sorted((one for one in left if _at(hunk, one)), key=lambda one: one.at)
    if not word or not own or item.kind not in (Kind.MISSING, Kind.REPLACED):
        return item
    read, done = "", hunk.l0
    for one in own:
        if one.host is hunk.piece and hunk.l0 <= one.at:
            read += one.host.folded.text[done : one.at] if one.host is not None else ""
            done = one.at
        read += one.text
    if hunk.l1 > done and hunk.piece is not None:
        read += hunk.piece.folded.text[done : hunk.l1]
    if read != word:
        return item
    if critical(item.materiality):
        note = "此处的字与印章笔画相叠，像是 Word 的文字，需要人工查看"
        return replace(item, certainty=Certainty.UNCERTAIN, rule=_WANTED, note=note)
    return replace(item, certainty=None, rule=_WANTED, note="此处的字与印章笔画相叠，读到的就是 Word 的文字")


def _added(one: _Left, placing: Placing, page: Page, disputed: Sequence[Hunk]) -> Weighed:
    """``one`` as something that the Word does not have, shown within its line."""
    host = one.host
    if host is None:
        folded = fold(one.line.text)
        hunk = standing_alone(placing, Piece(one.page, len(placing.pieces), one.line, folded, 0, len(folded.text)))
    else:
        hunk = _within(host, one)
    before, after = context(placing.word, hunk.w0, hunk.w1)
    what = weigh_kind("", one.text, before, after)
    if any(_at(h, one) for h in disputed):
        note = "与印章笔画相叠；这一处另列为差异"
        return Weighed(hunk, Kind.ADDED, None, what, "stamp-ink", None, note)
    sure = min(one.line.confidence, default=0.0)
    if host is None and is_page_number(one.line, page):
        return Weighed(hunk, Kind.ADDED, None, what, "stamp-ink", None, "与印章笔画相叠，在页码的位置上")
    if sure >= (STAMP_INK_CRITICAL if critical(what) else STAMP_INK):
        note = "印章笔画之中像是还有文字，Word 中没有，需要人工查看"
        return Weighed(hunk, Kind.ADDED, Certainty.UNCERTAIN, what, "stamp-ink", None, note)
    note = "读自印章的笔画，不是正文"
    return Weighed(hunk, Kind.ADDED, None, what, "stamp-ink", None, note)


def _within(host: Piece, one: _Left) -> Hunk:
    """The place of ``one`` in its line, with it put back in there so that it can be shown."""
    line, own = host.line, fold(one.line.text)
    at = sum(c.centre[0] < one.line.box.centre[0] for c in line.chars)
    whole = replace(
        line,
        text=line.text[:at] + one.line.text + line.text[at:],
        chars=(*line.chars[:at], *one.line.chars, *line.chars[at:]),
        confidence=(*line.confidence[:at], *one.line.confidence, *line.confidence[at:]),
        lattice=None,
    )
    # folded as a whole, a dash beside the line's own would be no character any more
    text, index = host.folded.text, host.folded.index
    folded = Folded(
        text[: one.at] + own.text + text[one.at :],
        (*index[: one.at], *(at + i for i in own.index), *(i + len(one.line.text) for i in index[one.at :])),
    )
    assert host.place is not None
    word = [(i + host.start, w) for i, w in host.place.pairs if i is not None and w is not None]
    before = [w for i, w in word if i < one.at]
    behind = [w for i, w in word if i >= one.at]
    place = before[-1] + 1 if before else behind[0] if behind else host.place.start
    piece = Piece(host.page, host.order, whole, folded, 0, len(folded.text))
    return Hunk(piece, one.at, one.at + len(own.text), place, place)
