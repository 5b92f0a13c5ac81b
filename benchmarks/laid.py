"""What an edit of where or how words stand is: a place for it, and how it is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Laid(NamedTuple):
    """``old`` at ``offset`` of a paragraph; ``new`` is what stands there (the same words, or none)."""

    kind: str
    old: str
    new: str
    paragraph: int
    offset: int


class Place(NamedTuple):
    """Where one edit can be made. ``edits`` of more than one: whoever finds one of them has found it."""

    edits: tuple[Laid, ...]
    paragraphs: frozenset[int]  # what it needs for itself
    do: Callable[[], None]
