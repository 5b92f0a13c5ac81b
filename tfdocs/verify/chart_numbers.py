"""Numbers along a chart's axes before anything is placed, where the chart prints its values too.

40 beside the axis says what the label 40 over a bar says, and would take its place in the Word. So courses are looked
for among all numbers of a page, near words of the chart. On a scan grid lines run through the labels: a number that
differs there is a doubt.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from itertools import combinations

from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.model.document import Block
from tfdocs.model.geometry import Box, union
from tfdocs.model.page import Line, Page, Source
from tfdocs.text.normalise import fold
from tfdocs.verify.chart_axes import AXIS_NOTE, AXIS_RULE, BEYOND, MOST, NUMBER, Number, course_of, value_of
from tfdocs.verify.pairing import standing_alone
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.wordtext import WordText

_TICK = re.compile(r"\s?[-–—一_]$")  # the mark on the axis, read together with its number
_WORDS = 2  # of a chart that stand on the page, if it has so many
_STROKES = 2  # characters that a number crossed by a line was read as
_LETTERS = "⺀"  # from here on characters are radicals and ideographs
_SURPLUS = 0.5  # of a course's numbers that paper has more often than the Word

_Size = tuple[float, float]  # width and height in points


@dataclass(frozen=True, slots=True)
class _Chart:
    size: _Size
    words: frozenset[str]  # folded, without those that are numbers


def axis_lines(word: WordText, pages: Sequence[Page]) -> set[int]:
    """``id()`` of the lines of ``pages`` that have nothing but numbers along the axes of ``word``'s charts."""
    charts = _charts(word.document.blocks)
    if not charts:
        return set()
    said = Counter(fold(b.text).text for b in word.document.blocks)
    shown: Counter[str] = Counter()
    by_page: list[list[tuple[Line, list[Number]]]] = []
    for page in pages:
        own = [(line, _numbers(n, line)) for n, line in enumerate(page.lines)]
        by_page.append([(line, numbers) for line, numbers in own if numbers])
        shown.update(n.text for _, numbers in by_page[-1] for n in numbers)
    out: set[int] = set()
    for page, lines in zip(pages, by_page, strict=True):
        numbers = [n for _, found in lines for n in found][:MOST]
        known = {
            n
            for course in _courses(numbers)
            if sum(shown[n.text] > said[n.text] for n in course) >= _SURPLUS * len(course)
            and any(_is_beside(course, chart, page) for chart in charts)
            for n in course
        }
        out.update(id(line) for line, found in lines if known.issuperset(found))
    return out


def explained_axes(placing: Placing, pages: Sequence[Page], axes: Set[int]) -> list[Weighed]:
    """An entry for each of the lines ``axes`` (see ``axis_lines``), held to be no difference."""
    out = []
    for index, page in enumerate(pages):
        for line in page.lines:
            if id(line) in axes:
                folded = fold(line.text)
                hunk = standing_alone(placing, Piece(index, 0, line, folded, 0, len(folded.text)))
                out.append(Weighed(hunk, Kind.ADDED, None, Materiality.NUMBER, AXIS_RULE, None, AXIS_NOTE))
    return out


def _charts(blocks: Sequence[Block]) -> list[_Chart]:
    words: dict[tuple[str, _Size], set[str]] = defaultdict(set)
    for block in blocks:
        if block.chart is not None and not NUMBER.fullmatch(text := fold(block.text).text):
            words[block.place, block.chart].add(text)
    return [_Chart(size, frozenset(found)) for (_, size), found in words.items()]


def _numbers(n: int, line: Line) -> list[Number]:
    """The numbers of a line that has nothing else; none where it has. ``n``: its index."""
    if len(line.chars) != len(line.text):
        return []
    text = line.text.rstrip()
    if line.source is Source.OCR:
        text = _TICK.sub("", text)
    words = list(re.finditer(r"\S+", text))
    if not words or not all(NUMBER.fullmatch(w.group()) for w in words):
        return []
    return [Number(n, value_of(w.group()), union(line.chars[w.start() : w.end()]), fold(w.group()).text) for w in words]


def _courses(numbers: Sequence[Number]) -> list[list[Number]]:
    found: dict[frozenset[Number], list[Number]] = {}
    for upright in (True, False):
        for first, second in combinations(numbers, 2):
            course = course_of(first, second, numbers, upright)
            if course:
                found.setdefault(frozenset(course), course)
    return list(found.values())


def _is_beside(course: Sequence[Number], chart: _Chart, page: Page) -> bool:
    """Whether words of ``chart`` stand on ``page`` so near to ``course`` that all of it is within the chart's size."""
    own = union([n.box for n in course])
    near = set()
    for line in page.lines:
        text = fold(line.text).text
        if text in chart.words and _within(union([own, line.box]), chart.size):
            near.add(text)
    return len(near) >= min(_WORDS, len(chart.words)) > 0


def doubt_in_charts(weighed: Sequence[Weighed], placing: Placing) -> list[Weighed]:
    """``weighed`` with what differs of a chart on a scan no more than a doubt."""
    regions = _regions(placing)
    return [_doubted(item) if regions and _is_of_chart(item, placing, regions) else item for item in weighed]


def _regions(placing: Placing) -> dict[int, list[tuple[_Size, list[Box]]]]:
    """By page (an index): the size of each chart that has words on it, and where these stand."""
    blocks = placing.word.document.blocks
    found: dict[tuple[int, str, _Size], list[Box]] = defaultdict(list)
    for piece in placing.pieces:
        if piece.place is not None and piece.place.matches and piece.line.source is Source.OCR:
            block = blocks[placing.word.block_of[piece.place.start]]
            if block.chart is not None:
                found[piece.page, block.place, block.chart].append(piece.line.box)
    out: dict[int, list[tuple[_Size, list[Box]]]] = defaultdict(list)
    for (page, _, size), boxes in found.items():
        out[page].append((size, boxes))
    return out


def _is_of_chart(item: Weighed, placing: Placing, regions: dict[int, list[tuple[_Size, list[Box]]]]) -> bool:
    """Whether a certain entry is a number of a chart: by the Word's place, or by where a line that it lacks stands.

    Words of a chart stand beside its lines: one read for another is a difference like any.
    """
    hunk, word, piece = item.hunk, placing.word, item.hunk.piece
    if item.certainty is not Certainty.CERTAIN or not _of_numbers(hunk.read):
        return False
    if item.kind is Kind.ADDED and hunk.alone and piece is not None:
        own = piece.line.box
        near = (
            (sum(_within(union([own, b]), s) for b in boxes), len(boxes)) for s, boxes in regions.get(piece.page, ())
        )
        return any(count >= min(_WORDS, most) for count, most in near)
    scanned = piece is None or piece.line.source is Source.OCR
    block = word.document.blocks[word.block_of[min(hunk.w0, len(word.block_of) - 1)]]
    return scanned and hunk.w1 > hunk.w0 and block.chart is not None and _has_number(word.text[hunk.w0 : hunk.w1])


def _of_numbers(text: str) -> bool:
    """Whether ``text`` is what a number crossed by a line may be read as: a character or two, or no ideograph."""
    return len(text) <= _STROKES or all(c < _LETTERS for c in text)


def _has_number(text: str) -> bool:
    return any(c.isdigit() for c in text)


def _within(box: Box, size: _Size) -> bool:
    return box.width <= BEYOND * size[0] and box.height <= BEYOND * size[1]


def _doubted(item: Weighed) -> Weighed:
    note = "图表里的文字与网格线、图形相叠，扫描件上不能肯定，需要人工查看"
    return replace(item, certainty=Certainty.UNCERTAIN, rule="chart-on-scan", note=note)
