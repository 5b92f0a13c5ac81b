"""A number with what it means: what the finders of numbers, ranks and terms hand on. It knows nothing of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tfdocs.model.commitment import CommitmentKind, Comparator

__all__ = ["Mention", "Phrase", "normal"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A number with its meaning at ``text[start:end]``, comparator and unit included; its digits begin at ``core``.

    ``explicit``: a word compares it. ``changed``: the verb of change that leads to it (增加到).
    """

    start: int
    end: int
    core: int
    kind: CommitmentKind
    comparator: Comparator
    value: Decimal | str
    unit: str
    value_max: Decimal | str | None = None
    per: str | None = None
    explicit: bool = False
    changed: str = ""
    note: str = ""
    weak: bool = False  # a lone 一 that may be an article: 一个平台


@dataclass(frozen=True, slots=True)
class Phrase:
    """``text[start:end]`` is the evidence of ``mention``. ``part``: it is a part (其中) of what stands before it."""

    mention: Mention
    action: str | None
    object: str | None
    start: int
    end: int
    part: bool = False
    total: bool = False


def normal(number: Decimal) -> Decimal:
    """Without trailing zeros or exponent: 200000, not 2E+5."""
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()
