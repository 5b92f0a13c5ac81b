"""Several doubts under one seal are one place to look at, not five.

Where a scan has no colour, a seal over print leaves a character unreadable here and there, on one row and the next. A
person looks at the seal once; so it is shown once, with each place framed and the Word's whole stretch beside it. What
is certain stays by itself, and so do words that the Word does not have: a clause put in is no unreadable character.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tfdocs.model.comparison import Certainty, Kind
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Seal, Source
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.layout import advance
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.witness import Witness
from tfdocs.verify.wordtext import WordText

_APART = 60.0  # ems of the Word's text between two doubts of one place: a row of print, or of a table
_SPAN = 160.0  # ems of the Word's text that one place may cover: more is no place but a page
_SCRAP = 4  # characters: lettering of the seal, or a character that it tore from its line
_NOTE = "印章压字且扫描件无彩色，这一处有几个字看不清，需要人工查看"


def join_veiled(
    items: Sequence[Weighed], word: WordText, pages: Sequence[Page], witness: Witness | None
) -> list[Weighed]:
    """``items`` with the doubts that lie under one seal of a colourless page, and near each other, made one."""
    if witness is None:
        return list(items)
    ordered = sorted(items, key=lambda w: (w.hunk.w0, w.hunk.w1))
    under: dict[int, list[Weighed]] = {}
    out: list[Weighed] = []
    for item in ordered:
        seal = _seal_over(item, pages, witness)
        if seal is None:
            out.append(item)
        else:
            under.setdefault(id(seal), []).append(item)
    for group in under.values():
        out += _joined(group, word)
    return sorted(out, key=lambda w: (w.hunk.w0, w.hunk.w1))


def _seal_over(item: Weighed, pages: Sequence[Page], witness: Witness) -> Seal | None:
    """The seal that a doubt lies under; None for what is certain or put in, and where nothing veils it."""
    if item.certainty is not Certainty.UNCERTAIN or item.kind is Kind.FILLED_IN:
        return None
    if len(item.hunk.read) - (item.hunk.w1 - item.hunk.w0) > _SCRAP:
        return None
    for piece, boxes in _places(item.hunk):
        page = pages[piece]
        for seal in page.seals:
            near = seal.box.grown(seal.box.width / 20)
            if any(near.intersection(box) > 0 for box in boxes) and witness.colourless(page):
                return seal
    return None


def _places(hunk: Hunk) -> list[tuple[int, list[Box]]]:
    """Where a doubt is seen: (index of the page, boxes), its own line first."""
    out: list[tuple[int, list[Box]]] = []
    if hunk.piece is not None and hunk.piece.line.source is Source.OCR:
        start, end = hunk.piece.folded.source_span(hunk.l0, hunk.l1)
        out.append((hunk.piece.page, list(hunk.piece.line.chars[max(0, start - 1) : end + 1])))
    if hunk.l0 == hunk.l1 and hunk.after is not None and hunk.after.line.source is Source.OCR:
        out.append((hunk.after.page, list(hunk.after.line.chars[:1])))
    return out


def _joined(group: Sequence[Weighed], word: WordText) -> list[Weighed]:
    scraps = [w for w in group if _is_scrap(w.hunk)]
    clusters: list[list[Weighed]] = []
    for item in group:
        if item in scraps:
            continue
        last = clusters[-1] if clusters else None
        homeless = _has_no_place(item.hunk) or (last is not None and _has_no_place(last[-1].hunk))
        if last is not None and not homeless and _fits(last, item, word):
            last.append(item)
        else:
            clusters.append([item])
    if scraps:
        # what lies in the seal alone belongs to the first doubt about it
        first = next((c for c in clusters if not _has_no_place(c[0].hunk)), None)
        if first is None:
            clusters.append(scraps)
        else:
            first += scraps
    return [_one(cluster) for cluster in clusters]


def _has_no_place(hunk: Hunk) -> bool:
    """Whether it is text of which the Word has nothing, and not a part of a line that has its place there."""
    return hunk.alone and hunk.w0 == hunk.w1


def _is_scrap(hunk: Hunk) -> bool:
    """Whether it is a whole line of its own, of a few characters: 1 beside ,200.00 is none, it is a changed figure."""
    piece = hunk.piece
    whole = piece is not None and hunk.l0 == 0 and hunk.l1 == len(piece.folded.text)
    return whole and _has_no_place(hunk) and len(hunk.read) <= _SCRAP


def _fits(cluster: Sequence[Weighed], item: Weighed, word: WordText) -> bool:
    end = max(w.hunk.w1 for w in cluster)
    apart, span = word.text[end : item.hunk.w0], word.text[cluster[0].hunk.w0 : max(end, item.hunk.w1)]
    return sum(map(advance, apart)) <= _APART and sum(map(advance, span)) <= _SPAN


def _one(cluster: Sequence[Weighed]) -> Weighed:
    first = cluster[0]
    if len(cluster) == 1:
        return first
    text = [w.hunk for w in cluster if not _has_no_place(w.hunk)]
    head = first.hunk
    w0, w1 = min(h.w0 for h in text or [head]), max(h.w1 for h in text or [head])
    hunk = Hunk(head.piece, head.l0, head.l1, w0, w1, alone=head.alone, after=head.after)
    scores = [w.score for w in cluster if w.score is not None]
    return replace(
        first,
        hunk=hunk,
        kind=Kind.REPLACED if text else Kind.ADDED,
        materiality=min((w.materiality for w in cluster), key=lambda m: m.rank),
        rule="under-seal",
        score=max(scores, default=None),
        note=_NOTE,
        parts=tuple(w.hunk for w in cluster),
    )
