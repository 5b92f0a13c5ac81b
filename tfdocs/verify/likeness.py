"""Characters that print shows alike, or that recognisers take for each other: how much a difference of them can say."""

from __future__ import annotations

from tfdocs.text.normalise import fold
from tfdocs.verify.align import alike

_ONE_SHAPE = ("0Oo〇", "1lI丨|", "xX×", "-一", ".·")
_ONE_CASE = frozenset("ckopsuvwxz")
_RINGS = frozenset("oO0")


def are_one_shape(read: str, word: str) -> bool:
    """Whether print shows both with one shape, so that doubt between them is no doubt about a digit."""
    folded = fold(word).text
    return len(read) == len(folded) and all(
        a == b or any(a in group and b in group for group in _ONE_SHAPE) for a, b in zip(read, folded, strict=True)
    )


def are_one_letter(read: str, word: str) -> bool:
    """Whether they differ only in the size of a shape: letters that are small and capital of one, 12.3c and 12.3C, and
    the ring of 。 behind them."""
    folded = fold(word).text
    return len(read) == len(folded) and all(
        a == b or (a.lower() == b.lower() and a.lower() in _ONE_CASE) or (b == "。" and a in _RINGS)
        for a, b in zip(read, folded, strict=True)
    )


def look_alike(read: str, word: str) -> bool:
    """Whether every character that differs is known to be taken for its counterpart: 己 and 已, 末 and 未."""
    folded = fold(word).text
    return len(read) == len(folded) and all(a == b or alike(a, b) for a, b in zip(read, folded, strict=True))


def holds_look_alike(read: str, word: str) -> bool:
    """Whether a character of one is known to be taken for one of the other: 己 for 已于, with 于 lost beside it."""
    folded = fold(word).text
    return any(a != b and alike(a, b) for a in set(read) for b in set(folded))
