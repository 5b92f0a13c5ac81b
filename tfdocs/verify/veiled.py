"""Several doubts under one seal on one line are one place to look at, not five.

Where a scan has no colour, a seal over a line leaves a character unreadable here and there. A person reads the line
under the seal once; so it is shown once, with the Word's whole stretch beside it. What is
certain stays by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tfdocs.model.comparison import Certainty, Kind
from tfdocs.model.page import Page, Source
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.weigh import Weighed
from tfdocs.verify.witness import Witness

_APART = 12  # characters of the Word between two doubts of one place


def join_veiled(items: Sequence[Weighed], pages: Sequence[Page], witness: Witness | None) -> list[Weighed]:
    """``items`` with the doubts of each line that lie under one seal of a colourless page made one."""
    out: list[Weighed] = []
    for item in sorted(items, key=lambda w: (w.hunk.w0, w.hunk.w1)):
        last = out[-1] if out else None
        if last is not None and _one_place(last, item, pages, witness):
            out[-1] = _joined(last, item)
        else:
            out.append(item)
    return out


def _one_place(a: Weighed, b: Weighed, pages: Sequence[Page], witness: Witness | None) -> bool:
    piece = a.hunk.piece
    if witness is None or piece is None or piece is not b.hunk.piece or piece.place is None:
        return False
    if any(w.certainty is not Certainty.UNCERTAIN or w.kind is Kind.FILLED_IN or w.hunk.alone for w in (a, b)):
        return False
    if not 0 <= b.hunk.w0 - a.hunk.w1 <= _APART or b.hunk.l0 < a.hunk.l1 or piece.line.source is not Source.OCR:
        return False
    page = pages[piece.page]
    for item in (a, b):
        start, end = piece.folded.source_span(item.hunk.l0, item.hunk.l1)
        boxes = piece.line.chars[max(0, start - 1) : end + 1]
        if not any(s.box.grown(s.box.width / 20).intersection(c) > 0 for s in page.seals for c in boxes):
            return False
    return witness.colourless(page)


def _joined(a: Weighed, b: Weighed) -> Weighed:
    hunk = Hunk(a.hunk.piece, a.hunk.l0, b.hunk.l1, a.hunk.w0, b.hunk.w1, after=b.hunk.after)
    what = min((a.materiality, b.materiality), key=lambda m: m.rank)
    scores = [s for s in (a.score, b.score) if s is not None]
    note = "印章压字且扫描件无彩色，这一段有几处看不清，需要人工查看"
    return replace(
        a,
        hunk=hunk,
        kind=Kind.REPLACED,
        materiality=what,
        rule="under-seal",
        score=max(scores, default=None),
        note=note,
    )
