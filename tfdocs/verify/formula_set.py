"""A formula of the Word held against characters on paper: which of these stand beside, above and below which.

The characters are parted by place alone, as many to each part as it has in the Word, so that 16 over 15 is not 15 over
16 and a changed figure is found where it stands. It must not know how the characters were found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from tfdocs.model.formula import Laid, Set
from tfdocs.model.geometry import Box, union
from tfdocs.text.normalise import fold_char

_APART = 0.3  # of a character's size, by which the middles of what stands above stand higher
_LEVEL = 0.3  # … and by which those of one line may differ
_RAISED = 0.1  # … and by which a power stands higher than what it stands beside
_WIDTHS = 2.2  # of a figure's width: its height, where a fallback's box is much higher than what is drawn


@dataclass(frozen=True, slots=True)
class Glyph:
    """A printed character: ``line`` of its page, and ``at`` in that line. ``sure``: 0 to 1."""

    char: str  # folded
    box: Box
    line: int
    at: int
    sure: float
    free: bool  # nothing else of the Word is read there


Pairs = list[tuple[str, Glyph]]


def size(laid: Laid) -> int:
    """How many characters of ``laid`` are printed."""
    if laid.how is Set.TEXT:
        return sum(bool(fold_char(c)) for c in laid.text)
    if laid.how is Set.ONE_OF:
        return size(laid.parts[0])
    return sum(map(size, laid.parts))


def held_against(laid: Laid, glyphs: Sequence[Glyph]) -> Pairs | None:
    """Each character of ``laid``, folded, with the one that stands in its place; None where they stand otherwise."""
    if len(glyphs) != size(laid):
        return None
    if not glyphs:
        return []
    if laid.how is Set.TEXT:
        return _text(laid, glyphs)
    if laid.how is Set.ONE_OF:
        ways = [way for part in laid.parts if (way := held_against(part, glyphs)) is not None]
        return max(ways, key=agreeing, default=None)
    if laid.how is Set.STACK:
        groups = _cut(laid.parts, sorted(glyphs, key=lambda g: g.box.centre[1]))
        if not _one_above_the_other(groups):
            return None
    else:
        groups = _cut(laid.parts, sorted(glyphs, key=lambda g: g.box.centre[0]))
        if laid.how is not Set.ROW and not _beside(groups, laid.how is Set.RAISED):
            return None
    out: Pairs = []
    for part, group in zip(laid.parts, groups, strict=True):
        pairs = held_against(part, group)
        if pairs is None:
            return None
        out += pairs
    return out


def agreeing(pairs: Pairs) -> int:
    """How many characters of the paper are the Word's."""
    return sum(expected == glyph.char for expected, glyph in pairs)


def _text(laid: Laid, glyphs: Sequence[Glyph]) -> Pairs | None:
    middles = [g.box.centre[1] for g in glyphs]
    if max(middles) - min(middles) > _LEVEL * _unit(glyphs):
        return None
    expected = [folded for c in laid.text if (folded := fold_char(c))]
    return list(zip(expected, sorted(glyphs, key=lambda g: g.box.centre[0]), strict=True))


def _cut(parts: Sequence[Laid], glyphs: Sequence[Glyph]) -> list[Sequence[Glyph]]:
    out = []
    at = 0
    for part in parts:
        out.append(glyphs[at : at + size(part)])
        at += size(part)
    return out


def _one_above_the_other(groups: Sequence[Sequence[Glyph]]) -> bool:
    held = [g for g in groups if g]
    for above, below in pairwise(held):
        gap = min(g.box.centre[1] for g in below) - max(g.box.centre[1] for g in above)
        if gap < _APART * min(_unit(above), _unit(below)):
            return False
    return True


def _beside(groups: Sequence[Sequence[Glyph]], raised: bool) -> bool:
    """Whether the second of two groups stands higher (or lower) than the first."""
    base, script = groups
    if not base or not script:
        return True
    # a power stands at the end of what it belongs to, whose last line of print tells
    middle = union([g.box for g in base]).centre[1]
    away = union([g.box for g in script]).centre[1] - middle
    return (-away if raised else away) >= _RAISED * _unit(base)


def _unit(glyphs: Sequence[Glyph]) -> float:
    """The size of a character, in points."""
    return median(min(g.box.height, _WIDTHS * max(1.0, g.box.width)) for g in glyphs)
