"""A formula that is set in two dimensions: which of its parts stand beside, above and below which on paper."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Set(StrEnum):
    """How the parts of a piece of a formula stand to each other."""

    TEXT = "text"  # characters on one line
    ROW = "row"  # from left to right
    STACK = "stack"  # from above to below
    RAISED = "raised"  # the second beside the first, and higher
    LOWERED = "lowered"
    ONE_OF = "one of"  # the same characters, in whichever of several ways the program that prints sets them


@dataclass(frozen=True, slots=True)
class Laid:
    """A piece of a formula: ``text`` of ``Set.TEXT``, ``parts`` of all others."""

    how: Set
    parts: tuple[Laid, ...] = ()
    text: str = ""

    @property
    def printed(self) -> str:
        """Its characters, one piece after the other."""
        if self.how is Set.ONE_OF:
            return self.parts[0].printed
        return self.text + "".join(part.printed for part in self.parts)

    @property
    def flat(self) -> bool:
        """Whether all of it stands on one line, but for single powers and indices."""
        if self.how in (Set.RAISED, Set.LOWERED):
            return all(part.how is Set.TEXT for part in self.parts)
        return self.how is Set.TEXT or (self.how is Set.ROW and all(part.flat for part in self.parts))


@dataclass(frozen=True, slots=True)
class Formula:
    """``text[start:end]`` of a block is a formula on one line; on paper it is ``laid``.

    ``marked``: it has lines or accents, which are drawn and are no characters (x̄).
    """

    start: int
    end: int
    laid: Laid
    marked: bool = False
