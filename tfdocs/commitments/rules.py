"""The shape of a rule of the grammar. The rules themselves stand in units, comparators, verbs, periods and traps.

Every rule carries an example and what the example gives; ``tests/unit/commitments/test_rules.py`` holds each to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Rule", "alternatives"]


@dataclass(frozen=True, slots=True)
class Rule:
    """``words``: a regular expression, or plain words. ``means``: what they stand for; its reading is the table's.

    ``example`` is a text; ``gives`` what is found in it, as ``summary`` of the tests writes it: comparator, value, unit
    and period of each item, apart by a blank (“>=10篇”, “=5次/年”), “past:” before what is achieved, “other:” before
    what is merely mentioned, "" for nothing.
    """

    words: str
    means: str
    example: str
    gives: str


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of ``words``, the longest first."""
    return "|".join(sorted((re.escape(w) for w in words), key=len, reverse=True))
