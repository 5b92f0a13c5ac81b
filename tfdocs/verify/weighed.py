"""A disputed place after it was weighed, and the Word's text around one."""

from __future__ import annotations

from dataclasses import dataclass

from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.model.geometry import Box
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.wordtext import WordText

CONTEXT = 10  # characters
SAME_TEXT = "same-text"  # the rule of what a line has of the next one's place


@dataclass(frozen=True, slots=True)
class Weighed:
    """``certainty`` None: explained, that is, held to be no difference and kept in the second list.

    ``parts``: the places that were made one (``veiled``); the hunk covers the Word from the first to the last of them.
    ``rival``: what the paper may have where it was read as the Word has it. ``seen``: where on the page a look found
    what the difference is about, in points; None: where the hunk's characters stand. ``said``: the part of the Word's
    document that it is about, where ``WordText.text`` has nothing of it (formulas).
    """

    hunk: Hunk
    kind: Kind
    certainty: Certainty | None
    materiality: Materiality
    rule: str
    score: float | None
    note: str
    parts: tuple[Hunk, ...] = ()
    rival: str = ""
    seen: Box | None = None
    said: tuple[int, int] | None = None


def context(word: WordText, w0: int, w1: int) -> tuple[str, str]:
    """Up to ten characters of the Word on each side of a place, within its block."""
    start, end = word.span(w0, w1)
    block = word.block(w0)
    text = word.document.text
    low = max(block.start, start - CONTEXT)
    last = word.block(max(w0, w1 - 1))
    high = min(last.end, end + CONTEXT)
    return text[low:start], text[end : max(high, end)]
