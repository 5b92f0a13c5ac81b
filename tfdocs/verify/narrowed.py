"""The part of a disputed place that the dispute is about: a box, a mark, what both sides do not share."""

from __future__ import annotations

from tfdocs.text.normalise import fold, is_punctuation
from tfdocs.verify.choices import BOXES
from tfdocs.verify.hunk import Hunk


def only_a_box(hunk: Hunk, word: str) -> Hunk | None:
    """Where the box stands, when it is all that ``hunk`` has in the Word beyond what was read; None otherwise."""
    piece, read = hunk.piece, hunk.read
    if piece is None or not read or len(word) != len(read) + 1:
        return None
    if word[0] in BOXES and word[1:] == read:
        return Hunk(piece, hunk.l0, hunk.l0, hunk.w0, hunk.w0 + 1)
    if word[-1] in BOXES and word[:-1] == read:
        return Hunk(piece, hunk.l1, hunk.l1, hunk.w1 - 1, hunk.w1)
    return None


def mark_at_end(hunk: Hunk, word: str) -> Hunk | None:
    """The mark that ends both sides of a longer hunk where it is another on paper than in the Word; None otherwise."""
    read = hunk.read
    if hunk.piece is None or len(read) < 2 or len(word) < 2 or read[-1] == word[-1]:
        return None
    if not (is_punctuation(read[-1]) and is_punctuation(word[-1])):
        return None
    return Hunk(hunk.piece, hunk.l1 - 1, hunk.l1, hunk.w1 - 1, hunk.w1)


def beyond(word: str, read: str) -> str:
    """What of ``word`` is left without what it has in common with ``read`` (folded) at its ends; all if nothing is."""
    texts = [fold(c).text for c in word]
    start, low = 0, 0
    while start < len(texts) and read.startswith(texts[start], low):
        low += len(texts[start])
        start += 1
    stop, high = len(texts), len(read)
    while stop > start and read.endswith(texts[stop - 1], low, high):
        high -= len(texts[stop - 1])
        stop -= 1
    return word[start:stop] or word
