"""What the recogniser can write: what it cannot is read as something else, which says nothing about the paper."""

from __future__ import annotations

from functools import cache

from tfdocs.read.ocr.models import characters
from tfdocs.text.normalise import fold_char


@cache
def _classes() -> frozenset[str]:
    return frozenset(fold_char(c) for c in characters() if c)


def writable(char: str) -> bool:
    """Whether the recogniser has a character of ``char``'s class, or all those that it is folded into (㎡: m and 2)."""
    folded = fold_char(char)
    return folded in _classes() or all(c in _classes() for c in folded)


def hardly_writable(text: str) -> bool:
    """Whether half of ``text`` or more is nothing that the recogniser could have read."""
    visible = [c for c in text if fold_char(c)]
    return bool(visible) and 2 * sum(not writable(c) for c in visible) >= len(visible)
