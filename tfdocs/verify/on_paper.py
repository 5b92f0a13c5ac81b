"""Where on paper each character of the Word is: as it was read, or what was explained as it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from tfdocs.model.page import Source
from tfdocs.verify.pieces import Piece, Placing, pairs_of
from tfdocs.verify.weighed import Weighed

__all__ = ["any_scanned", "on_paper"]

Spot = tuple[Piece, int, int]  # a line, where in its folded text, and where in the Word's


def on_paper(placing: Placing, weighed: Sequence[Weighed], chars: Collection[str]) -> Iterator[Spot]:
    """Each of the Word's ``chars`` in its body that has one on paper, printed; what is in dispute is left out."""
    word = placing.word
    text = word.document.text
    asked = [w for w, at in enumerate(word.source[: word.body]) if text[at : at + 1] in chars]
    disputed = {w for item in weighed if item.certainty is not None for w in range(item.hunk.w0, item.hunk.w1)}
    seen: set[int] = set()
    among = frozenset(asked)
    for piece, at, w in (*_read(placing, asked), *_explained(weighed)):
        if w in among and w not in disputed and w not in seen:
            seen.add(w)
            yield piece, at, w


def any_scanned(placing: Placing, weighed: Sequence[Weighed]) -> bool:
    """Whether any line was read in a picture: of a text layer nothing is told by its ink."""
    pieces = (*placing.pieces, *(item.hunk.piece for item in weighed))
    return any(piece is not None and piece.line.source is Source.OCR for piece in pieces)


def _read(placing: Placing, asked: Sequence[int]) -> Iterator[Spot]:
    """``asked``: rising."""
    for piece in placing.pieces:
        if piece.place is not None and not piece.line.handwritten:
            for i, w in pairs_of(piece.place, asked):
                yield piece, piece.start + i, w


def _explained(weighed: Sequence[Weighed]) -> Iterator[Spot]:
    for item in weighed:
        hunk = item.hunk
        if item.certainty is None and hunk.piece is not None and hunk.w1 - hunk.w0 == hunk.l1 - hunk.l0:
            for k in range(hunk.w1 - hunk.w0):
                yield hunk.piece, hunk.l0 + k, hunk.w0 + k
