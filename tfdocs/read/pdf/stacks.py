"""Labels that are written downwards, in a text layer: a narrow cell's characters are as many lines of one character.

Between them stand, row by row, the cells beside the label: 项 目 负 责 人 is five lines with other text between
them, and which of two labels a 目 belongs to nothing tells. A file draws the characters of a label one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from tfdocs.model.geometry import Box, union
from tfdocs.model.page import Line, Source
from tfdocs.read.pdf.textlayer import Glyph

__all__ = ["stacks", "stood_up"]

_WIDE = "\u2e80"  # from here on characters are as wide as they are high (Unicode: CJK Radicals Supplement and after)
_ASIDE = 0.35  # of the character's size by which the next one may stand off to a side
_STEP = (0.8, 2.3)  # sizes from one baseline to the next: close vertical writing, and lines with wide leading
_NEXT_COLUMN = (0.8, 2.3)  # sizes to the left, where vertical writing goes on (ECMA-376-1 17.4.72, tbRl)
_LEVEL = 0.4  # sizes by which the tops of two columns differ at most
_GOES_ON = 0.5  # sizes between two characters of one line

Rule = Callable[[Box, Box], bool]  # whether a level rule stands between two boxes, one below the other


def stacks(glyphs: Sequence[Glyph], sides: npt.NDArray[np.float64] | None, rule: Rule) -> list[list[int]]:
    """The numbers of those ``glyphs`` (all of a page's, in the file's order) that are one label written downwards.

    Each label from its first character to its last. ``sides``: the glyphs' boxes, a row for each (x0, top, x1,
    bottom), where the caller has them.
    """
    if len(glyphs) < 2:
        return []
    if sides is None:
        sides = np.array([(g.box.x0, g.box.top, g.box.x1, g.box.bottom) for g in glyphs])
    middles, wide = (sides[:, 0] + sides[:, 2]) / 2, sides[:, 2] - sides[:, 0]
    # next to all pages have none of them, and need no look at their characters
    below = (np.abs(np.diff(middles)) < _ASIDE * wide[:-1]) & (np.diff(sides[:, 3]) > _STEP[0] / 2 * wide[:-1])
    out: list[list[int]] = []
    for n in np.flatnonzero(below).tolist():
        above, glyph = glyphs[n], glyphs[n + 1]
        if not _below(above, glyph) or rule(above.ink, glyph.ink):
            continue
        if (n and _goes_on(glyphs[n - 1], above)) or (n + 2 < len(glyphs) and _goes_on(glyph, glyphs[n + 2])):
            continue  # the end of one line, or the beginning of one
        last = out[-1] if out else []
        if last and last[-1] == n:
            last.append(n + 1)
        elif last and last[-1] == n - 1 and _next_column(glyphs[last[0]], glyphs[n - 1], above):
            last += [n, n + 1]
        else:
            out.append([n, n + 1])
    return out


def stood_up(lines: Sequence[Line | None], found: Sequence[Sequence[int]]) -> list[Line]:
    """``lines`` (None where none was read) with each of ``found``, their numbers, as one, where its first was."""
    taken: dict[int, Line] = {}
    gone: set[int] = set()
    for chain in found:
        own = [line for i in chain if (line := lines[i]) is not None and line.source is Source.TEXT]
        if len(own) < len(chain):
            continue  # what was read as a picture has its own lattice
        taken[chain[0]] = Line(
            text="".join(line.text for line in own),
            box=union(line.box for line in own),
            chars=tuple(b for line in own for b in line.chars),
            confidence=tuple(c for line in own for c in line.confidence),
            source=Source.TEXT,
        )
        gone.update(chain)
    kept = [taken.get(i, line) for i, line in enumerate(lines) if i not in gone or i in taken]
    return [line for line in kept if line is not None]


def _stands(glyph: Glyph) -> bool:
    return not glyph.turned and glyph.text >= _WIDE


def _below(above: Glyph, glyph: Glyph) -> bool:
    em = max(above.box.width, glyph.box.width)
    down = glyph.origin[1] - above.origin[1]
    return _stands(above) and _stands(glyph) and _STEP[0] * em <= down <= _STEP[1] * em


def _goes_on(glyph: Glyph, following: Glyph) -> bool:
    """Whether ``following`` stands next in the line of ``glyph``."""
    em = max(glyph.box.width, following.box.width)
    level = abs(following.origin[1] - glyph.origin[1]) < _LEVEL * em
    return level and -_GOES_ON * em < following.box.x0 - glyph.box.x1 < _GOES_ON * em


def _next_column(first: Glyph, last: Glyph, glyph: Glyph) -> bool:
    em = max(first.box.width, glyph.box.width)
    left = last.box.centre[0] - glyph.box.centre[0]
    level = abs(glyph.origin[1] - first.origin[1]) < _LEVEL * em
    return level and _NEXT_COLUMN[0] * em <= left <= _NEXT_COLUMN[1] * em
