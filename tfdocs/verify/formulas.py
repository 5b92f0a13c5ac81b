"""Formulas in two dimensions: each is looked for between the words around it, and compared by itself.

On one line a fraction is 37/48; on paper the words around it stand on a line of their own and its figures above and
below. So what the paper has between these words is taken out of its lines and held against the formula as it is laid
(``formula_set``). Where as many characters do not stand there, or a scan was not read beyond doubt, a person must look:
a formula that could not be verified is never passed over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.model.formula import Laid, Set
from tfdocs.model.geometry import Box, union
from tfdocs.model.page import Line, Page, Source
from tfdocs.read.pdf.cell_order import part_of_line
from tfdocs.text.normalise import fold, fold_char
from tfdocs.verify.align import BREAK
from tfdocs.verify.formula_set import Glyph, Pairs, agreeing, held_against, size
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.materiality import weigh_kind
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.place import place_lines
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.wordtext import FormulaAt, WordText, word_text

_AROUND = 30  # characters of the Word within which its words around a formula are looked for
_SAME_ROW = 0.5  # of the lower of two boxes, that both share
_SURE = 0.9  # with which each character of a scan must have been read
_ALIKE = 0.6  # of a formula's characters, from which those that differ are told as changed
_OVERLAP = 0.3  # of a character's height, by which it stands beside what was taken for the formula
_NEAR = 0.8  # heights between what is one formula's
_MOST = 3  # times as many characters as the formula has: what is more is no formula


@dataclass(frozen=True, slots=True)
class _Anchor:
    """Where a character of the Word stands on paper."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class FormulaRead:
    """Formulas with no words between them, and what the paper has there: ``glyphs`` of ``page`` (an index).

    ``pairs``: each of the Word's characters with the one in its place; None where they could not be told.
    """

    formulas: tuple[FormulaAt, ...]
    page: int | None
    glyphs: tuple[Glyph, ...]
    pairs: Pairs | None
    source: Source

    @property
    def same(self) -> bool:
        """Whether the paper is proved to have the Word's formula."""
        if self.pairs is None or any(f.formula.marked for f in self.formulas):
            return False
        sure = self.source is Source.TEXT or all(g.sure >= _SURE for g in self.glyphs)
        return sure and agreeing(self.pairs) == len(self.pairs)


def read_formulas(
    word: WordText, pages: Sequence[Page], leave_out: Collection[int] = ()
) -> tuple[list[Page], list[FormulaRead]]:
    """``pages`` without the characters of the Word's formulas, and what was read of each of them.

    ``leave_out``: ``id()`` of lines that are accounted for otherwise.
    """
    if not word.formulas:
        return list(pages), []
    # with the formulas in it the Word has the most in common with the lines that they stand in
    placing = place_lines(word_text(word.document, with_formulas=True), pages, leave_out)
    sheets = _Sheets(placing, pages)
    read = [sheets.read(group) for group in _groups(placing.word, word)]
    taken: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for one in read:
        for glyph in one.glyphs:
            taken[one.page or 0][glyph.line].add(glyph.at)
    out = list(pages)
    for number, lines in taken.items():
        page = pages[number]
        kept = [part for n, line in enumerate(page.lines) for part in _left_of(line, lines.get(n, set()))]
        out[number] = replace(page, lines=tuple(kept))
    return out, read


def states_of(read: Sequence[FormulaRead]) -> Iterator[tuple[int, int, str]]:
    """From where to where in the Word's document each formula stands, and what came of it."""
    for one in read:
        for formula in one.formulas:
            yield formula.start, formula.end, "verified" if one.same else "different"


def with_formulas(weighed: Sequence[Weighed], placing: Placing, read: Sequence[FormulaRead]) -> list[Weighed]:
    """``weighed`` with each formula that is another on paper or could not be verified.

    Beside one that could not, and on scans beside any, what was torn out of its lines says nothing for certain.
    """
    apart = [one for one in read if not one.same]
    # rules and signs of formulas disturb what recognisers make of the words beside them
    unclear = [one for one in read if one.pairs is None or one.source is Source.OCR]
    out = [_doubted(w) if any(_touches(w, one) for one in unclear) else w for w in weighed]
    return out + [_weighed(one, placing) for one in apart]


def _doubted(item: Weighed) -> Weighed:
    if item.certainty is not Certainty.CERTAIN:
        return item
    note = "紧邻公式，公式的线条会影响识读，需要人工查看"
    return replace(item, certainty=Certainty.UNCERTAIN, rule="formula-beside", note=note)


def _touches(item: Weighed, one: FormulaRead) -> bool:
    hunk = item.hunk
    if hunk.w1 > hunk.w0 and any(hunk.w0 <= f.at <= hunk.w1 for f in one.formulas):
        return True
    if hunk.piece is None or hunk.piece.page != one.page or not one.glyphs or hunk.w1 > hunk.w0:
        return False
    box = union([g.box for g in one.glyphs])
    return hunk.piece.line.box.intersection(box.grown(hunk.piece.line.box.height / 2)) > 0


def _weighed(one: FormulaRead, placing: Placing) -> Weighed:
    first, last = one.formulas[0], one.formulas[-1]
    said = (first.start, last.end)
    whole = placing.word.document.text[first.start : last.end]
    if not one.glyphs or one.page is None:
        note = "公式在纸面上没有找到，需要人工查看"
        gap = Hunk(None, 0, 0, first.at, first.at)
        return Weighed(
            gap, Kind.MISSING, Certainty.UNCERTAIN, _weight(whole, ""), "formula-missing", None, note, said=said
        )
    glyphs = [g for _, g in one.pairs] if one.pairs is not None else list(one.glyphs)
    text = "".join(g.char for g in glyphs)
    boxes = tuple(g.box for g in glyphs)
    line = Line(text, union(boxes), boxes, tuple(g.sure for g in glyphs), one.source)
    piece = Piece(one.page, len(placing.pieces), line, fold(text), 0, len(fold(text).text))
    hunk = Hunk(piece, 0, piece.end, first.at, first.at, alone=True)
    certainty, rule, seen = Certainty.UNCERTAIN, "formula-unverified", None
    weight = _weight(whole, text)
    note = f"公式没有能逐字核实，纸面上读到的是“{text}”，需要人工对照"
    if one.pairs is not None:
        apart = [(expected, glyph) for expected, glyph in one.pairs if expected != glyph.char]
        if apart:
            told = "、".join(f"“{expected}”成了“{glyph.char}”" for expected, glyph in apart[:3])
            note = f"公式里{told}"
            seen = union([glyph.box for _, glyph in apart])
            weight = _weight("".join(e for e, _ in apart), "".join(g.char for _, g in apart))
            certainty = Certainty.CERTAIN if one.source is Source.TEXT else Certainty.UNCERTAIN
            rule = "formula"
        elif one.source is Source.TEXT:
            note = "公式的文字相同，其中的线条或重音符号没有核对，需要人工查看"
    return Weighed(hunk, Kind.REPLACED, certainty, weight, rule, None, note, seen=seen, said=said)


def _weight(word: str, paper: str) -> Materiality:
    return Materiality.NUMBER if any(c.isdigit() for c in word + paper) else weigh_kind(word, paper, "", "")


@dataclass(frozen=True, slots=True)
class _Group:
    """Formulas with no words between them, which are looked for as one: ``text[at:upto]`` of the Word with formulas."""

    at: int
    upto: int
    formulas: tuple[FormulaAt, ...]  # of the Word without


def _groups(whole: WordText, word: WordText) -> list[_Group]:
    out: list[_Group] = []
    for inside, left_out in zip(whole.formulas, word.formulas, strict=True):
        if out and not whole.text[out[-1].upto : inside.at].strip(BREAK):
            out[-1] = _Group(out[-1].at, inside.upto, (*out[-1].formulas, left_out))
        else:
            out.append(_Group(inside.at, inside.upto, (left_out,)))
    return out


def _laid(group: Sequence[FormulaAt]) -> Laid:
    parts = tuple(f.formula.laid for f in group)
    if len(parts) == 1:
        return parts[0]
    row, stack = Laid(Set.ROW, parts), Laid(Set.STACK, parts)
    return row if group[0].block == group[-1].block else Laid(Set.ONE_OF, (stack, row))


def _left_of(line: Line, taken: set[int]) -> list[Line]:
    """What is left of a line without the characters ``taken``."""
    if not taken:
        return [line]
    count = len(line.text)
    edges = [-1, *sorted(taken), count]
    runs = [(a + 1, b) for a, b in pairwise(edges) if line.text[a + 1 : b].strip()]
    if len(line.chars) != count:
        return []
    if line.quad:
        return [part_of_line(line, a, b) for a, b in runs]
    out = []
    for a, b in runs:
        chars = line.chars[a:b]
        out.append(replace(line, text=line.text[a:b], box=union(chars), chars=chars, confidence=line.confidence[a:b]))
    return out


class _Sheets:
    """The pages' characters, and where the Word's stand among them."""

    def __init__(self, placing: Placing, pages: Sequence[Page]) -> None:
        self.placing, self.pages = placing, pages
        self.anchors: dict[int, _Anchor] = {}
        self.glyphs: list[list[Glyph]] = [[] for _ in pages]
        used: set[tuple[int, int]] = set()
        inside = {w for f in placing.word.formulas for w in range(f.at, f.upto)}
        for piece in placing.pieces:
            if piece.place is None or len(piece.line.chars) != len(piece.line.text):
                continue
            for i, w in piece.place.pairs:
                if w is None or i is None or w in inside:
                    continue
                if piece.folded.text[piece.start + i] == placing.word.text[w]:
                    at = piece.folded.index[piece.start + i]
                    self.anchors.setdefault(w, _Anchor(piece.page, piece.line.chars[at]))
                    used.add((id(piece.line), at))
        for number, page in enumerate(pages):
            for n, line in enumerate(page.lines):
                if len(line.chars) != len(line.text):
                    continue
                for at, char in enumerate(line.text):
                    folded = fold_char(char)
                    if folded:
                        free = (id(line), at) not in used
                        self.glyphs[number].append(Glyph(folded, line.chars[at], n, at, line.confidence[at], free))

    def read(self, asked: _Group) -> FormulaRead:
        """What the paper has of formulas that stand side by side or one below the other."""
        group = asked.formulas
        laid = _laid(group)
        count = size(laid)
        before = self._anchor(range(asked.at - 1, max(-1, asked.at - _AROUND), -1))
        after = self._anchor(range(asked.upto, min(len(self.placing.word.text), asked.upto + _AROUND)))
        before = self._beside(asked, asked.at - 1, after) or before
        after = self._beside(asked, asked.upto, before) or after
        best: FormulaRead | None = None
        for zone in _zones(before, after):
            for free in (True, False):
                glyphs = self._nearest(zone, count, free)
                pairs = held_against(laid, glyphs) if glyphs else None
                if pairs is None or agreeing(pairs) < _ALIKE * count:
                    continue
                found = FormulaRead(group, zone.page, tuple(glyphs), pairs, self._source(zone.page, glyphs))
                if found.same:
                    return found
                if best is None or agreeing(pairs) > agreeing(best.pairs or []):
                    best = found
        if best is not None:
            return best
        for zone in _zones(before, after):
            glyphs = self._about(zone, count)
            if glyphs:
                return FormulaRead(group, zone.page, tuple(glyphs), None, self._source(zone.page, glyphs))
        return FormulaRead(group, None, (), None, Source.TEXT)

    def _anchor(self, places: range) -> _Anchor | None:
        return next((self.anchors[w] for w in places if w in self.anchors), None)

    def _beside(self, asked: _Group, w: int, other: _Anchor | None) -> _Anchor | None:
        """The Word's character at ``w``, next to a formula, where it stands in the row of ``other`` and was not placed.

        A full stop behind a fraction at a paragraph's end is a line of its own.
        """
        text = self.placing.word.text
        if other is None or not 0 <= w < len(text) or w in self.anchors or text[w] in text[asked.at : asked.upto]:
            return None
        left = w < asked.at
        found = [
            g.box
            for g in self.glyphs[other.page]
            if g.free and g.char == text[w] and abs(g.box.centre[1] - other.box.centre[1]) < other.box.height / 2
            and (g.box.centre[0] < other.box.centre[0]) == left
        ]  # fmt: skip
        return _Anchor(other.page, min(found, key=lambda b: abs(b.x0 - other.box.x0))) if found else None

    def _source(self, page: int, glyphs: Sequence[Glyph]) -> Source:
        lines = self.pages[page].lines
        return Source.OCR if any(lines[g.line].source is Source.OCR for g in glyphs) else Source.TEXT

    def _nearest(self, zone: _Zone, count: int, free: bool) -> list[Glyph]:
        """The ``count`` characters in a zone that are nearest to its row; none where one more stands beside them."""
        pool = sorted(
            (g for g in self.glyphs[zone.page] if (g.free or not free) and zone.holds(g.box)), key=zone.distance
        )
        if len(pool) < count:
            return []
        chosen = pool[:count]
        box = union([g.box for g in chosen])
        for other in pool[count:]:
            shared = min(box.bottom, other.box.bottom) - max(box.top, other.box.top)
            if shared > _OVERLAP * other.box.height:
                return []
        return chosen

    def _about(self, zone: _Zone, count: int) -> list[Glyph]:
        """What stands in a zone and is nothing else of the Word's, as far as it hangs together."""
        pool = sorted((g for g in self.glyphs[zone.page] if g.free and zone.holds(g.box)), key=zone.distance)
        out: list[Glyph] = []
        top, bottom = zone.rows
        for glyph in pool:
            near = _NEAR * (zone.rows[1] - zone.rows[0])
            if glyph.box.top > bottom + near or glyph.box.bottom < top - near:
                break
            out.append(glyph)
            top, bottom = min(top, glyph.box.top), max(bottom, glyph.box.bottom)
        return sorted(out, key=lambda g: (g.line, g.at)) if len(out) <= _MOST * count else []


@dataclass(frozen=True, slots=True)
class _Zone:
    """Where on a page a formula may stand: from ``left`` to ``right``, near ``rows`` (top and bottom of a line).

    ``above`` and ``below``: what it must stay clear of.
    """

    page: int
    rows: tuple[float, float]
    left: float = float("-inf")
    right: float = float("inf")
    above: float = float("-inf")
    below: float = float("inf")

    def holds(self, box: Box) -> bool:
        x, y = box.centre
        return self.left < x < self.right and self.above < y < self.below

    def distance(self, glyph: Glyph) -> float:
        return abs(glyph.box.centre[1] - sum(self.rows) / 2)


def _zones(before: _Anchor | None, after: _Anchor | None) -> list[_Zone]:
    """Where a formula between two characters of the paper may stand, the likeliest first."""
    out: list[_Zone] = []
    b, a = (before.box if before else None), (after.box if after else None)
    together = before is not None and after is not None and before.page == after.page
    if before and after and b and a and together:
        shared = min(b.bottom, a.bottom) - max(b.top, a.top)
        if shared >= _SAME_ROW * min(b.height, a.height) and a.centre[0] > b.centre[0]:
            out.append(_Zone(before.page, (b.top, b.bottom), left=b.x1 - 0.5, right=a.x0 + 0.5))
    if before and b:
        below = a.top if a and together and a.centre[1] > b.bottom else float("inf")
        out.append(_Zone(before.page, (b.top, b.bottom), left=b.x1 - 0.5, below=below))
        rows = (b.bottom, below) if together and b.bottom < below < float("inf") else (b.top, b.bottom)
        out.append(_Zone(before.page, rows, above=b.bottom, below=below))
    if after and a:
        above = b.bottom if b and together and b.centre[1] < a.top else float("-inf")
        out.append(_Zone(after.page, (a.top, a.bottom), right=a.x0 + 0.5, above=above))
        out.append(_Zone(after.page, (a.top, a.bottom), above=above, below=a.top))
    return out
