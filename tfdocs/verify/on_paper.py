"""Where on paper each character of the Word is: as it was read, or what was explained as it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.weighed import Weighed

__all__ = ["on_paper"]

Spot = tuple[Piece, int, int]  # a line, where in its folded text, and where in the Word's


def on_paper(placing: Placing, weighed: Sequence[Weighed]) -> Iterator[Spot]:
    """Each character of the Word's body that has one on paper, printed; what is in dispute is left out."""
    disputed = {w for item in weighed if item.certainty is not None for w in range(item.hunk.w0, item.hunk.w1)}
    seen: set[int] = set()
    for piece, at, w in (*_read(placing), *_explained(weighed)):
        if w < placing.word.body and w not in disputed and w not in seen:
            seen.add(w)
            yield piece, at, w


def _read(placing: Placing) -> Iterator[Spot]:
    for piece in placing.pieces:
        if piece.place is not None and not piece.line.handwritten:
            for i, w in piece.place.pairs:
                if i is not None and w is not None:
                    yield piece, piece.start + i, w


def _explained(weighed: Sequence[Weighed]) -> Iterator[Spot]:
    for item in weighed:
        hunk = item.hunk
        if item.certainty is None and hunk.piece is not None and hunk.w1 - hunk.w0 == hunk.l1 - hunk.l0:
            for k in range(hunk.w1 - hunk.w0):
                yield hunk.piece, hunk.l0 + k, hunk.w0 + k
