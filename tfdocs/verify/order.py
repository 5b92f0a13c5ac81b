"""Paper goes on in the Word's order: lines that stand in the Word once bound the places of those between them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from tfdocs.model.page import Page
from tfdocs.verify.pieces import Piece, Placing


def between_anchors(placing: Placing, pages: Sequence[Page]) -> dict[int, tuple[int, int]]:
    """For each piece (by ``id``) the stretch of the Word between the anchors before and behind it on paper.

    Two tables of nearly the same rows are told apart by what only one of them has. Only anchors that keep the Word's
    order within their page count; a page in the wrong place is bounded by its own.
    """
    by_page: list[list[Piece]] = [[] for _ in pages]
    for piece in placing.pieces:
        by_page[piece.page].append(piece)
    chains: list[list[Piece]] = []
    for own in by_page:
        anchors = [p for p in own if p.anchor and p.place is not None]
        keep = longest_rise([p.place.start for p in anchors if p.place is not None])
        chains.append([p for n, p in enumerate(anchors) if n in keep])
    end = placing.word.body
    out: dict[int, tuple[int, int]] = {}
    for number, own in enumerate(by_page):
        chain = chains[number]
        low = chains[number - 1][-1].place.start if number and chains[number - 1] else 0  # type: ignore[union-attr]
        high = chains[number + 1][0].place.end if number + 1 < len(chains) and chains[number + 1] else end  # type: ignore[union-attr]
        if chain and chain[0].place is not None and chain[-1].place is not None:
            low = low if low <= chain[0].place.start else 0
            high = high if high >= chain[-1].place.end else end
        if low > high:
            low, high = 0, end
        at = 0
        for piece in own:
            while at < len(chain) and chain[at].order <= piece.order:
                place = chain[at].place
                low = place.start if place is not None else low
                at += 1
            following = chain[at].place if at < len(chain) else None
            out[id(piece)] = low, following.end if following is not None else high
    return out


def longest_rise(values: Sequence[int]) -> set[int]:
    """Positions of a longest increasing subsequence (patience sorting, O(n log n))."""
    tails: list[int] = []
    tail_at: list[int] = []
    back = [-1] * len(values)
    for i, value in enumerate(values):
        k = bisect_left(tails, value)
        if k == len(tails):
            tails.append(value)
            tail_at.append(i)
        else:
            tails[k] = value
            tail_at[k] = i
        back[i] = tail_at[k - 1] if k else -1
    out: set[int] = set()
    at = tail_at[-1] if tail_at else -1
    while at >= 0:
        out.add(at)
        at = back[at]
    return out
