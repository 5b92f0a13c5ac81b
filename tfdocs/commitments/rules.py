"""The shape of a rule of the grammar. The rules themselves stand in units, comparators, verbs, periods, traps
and heads.

Every rule carries an example and what the example gives; ``tests/unit/commitments/test_rules.py`` holds each to it.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["HeadRule", "HeadingRule", "Rule"]


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


@dataclass(frozen=True, slots=True)
class HeadRule:
    """What a column of a table is for (``means``), by the words of its head; ``example`` is such a head."""

    words: str
    means: str
    example: str


@dataclass(frozen=True, slots=True)
class HeadingRule:
    """What a heading's ``words`` say of what stands under it: ``lean`` 1 a promise, -1 done; halves are weak."""

    words: str
    lean: float
    example: str
