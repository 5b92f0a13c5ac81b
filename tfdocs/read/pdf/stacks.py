"""Labels that are written downwards, in a text layer: a narrow cell's characters are as many lines of one character.

Between them stand, row by row, the cells beside the label: 项 目 负 责 人 is five lines with other text between
them, and which of two labels a 目 belongs to nothing tells. A file draws the characters of a label one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from tfdocs.model.geometry import Box, union
from tfdocs.model.page import Line, Source
from tfdocs.read.pdf.lines import Run
from tfdocs.read.pdf.textlayer import Glyph

__all__ = ["stacks", "stood_up"]

_WIDE = "\u2e80"  # from here on characters are as wide as they are high (Unicode: CJK Radicals Supplement and after)
_ASIDE = 0.35  # of the character's size by which the next one may stand off to a side
_STEP = (0.8, 2.3)  # sizes from one baseline to the next: close vertical writing, and lines with wide leading
_NEXT_COLUMN = (0.8, 2.3)  # sizes to the left, where vertical writing goes on (ECMA-376-1 17.4.72, tbRl)
_LEVEL = 0.4  # sizes by which the tops of two columns differ at most

Rule = Callable[[Box, Box], bool]  # whether a level rule stands between two boxes, one below the other


def stacks(runs: Sequence[Run], glyphs: Sequence[Glyph], rule: Rule) -> list[list[int]]:
    """The numbers of those ``runs`` that are one label written downwards, each from its first character to its last.

    ``glyphs``: all of the page's, in the file's order.
    """
    at = {id(g): n for n, g in enumerate(glyphs)}
    alone = sorted((at[id(run[0])], i) for i, run in enumerate(runs) if len(run) == 1 and _stands(run[0]))
    out: list[list[int]] = []
    for (before, a), (now, b) in pairwise(alone):
        if now != before + 1:
            continue
        chain = out[-1] if out and out[-1][-1] == a else [a]
        first, last, this = runs[chain[0]][0], runs[a][0], runs[b][0]
        if (_below(last, this) and not rule(last.ink, this.ink)) or (len(chain) > 1 and _beside(first, last, this)):
            if len(chain) == 1:
                out.append(chain)
            chain.append(b)
    return out


def stood_up(lines: Sequence[Line | None], found: Sequence[Sequence[int]]) -> list[Line]:
    """``lines`` (one for each run, None where none was read) with each of ``found`` as one, where its first was."""
    taken: dict[int, Line] = {}
    gone: set[int] = set()
    for chain in found:
        own = [line for i in chain if (line := lines[i]) is not None and line.source is Source.TEXT]
        if len(own) < len(chain):
            continue  # what was read as a picture has its own lattice
        taken[min(chain)] = Line(
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
    return abs(glyph.box.centre[0] - above.box.centre[0]) < _ASIDE * em and _STEP[0] * em <= down <= _STEP[1] * em


def _beside(first: Glyph, last: Glyph, glyph: Glyph) -> bool:
    em = max(first.box.width, glyph.box.width)
    left = last.box.centre[0] - glyph.box.centre[0]
    level = abs(glyph.origin[1] - first.origin[1]) < _LEVEL * em
    return level and _NEXT_COLUMN[0] * em <= left <= _NEXT_COLUMN[1] * em
