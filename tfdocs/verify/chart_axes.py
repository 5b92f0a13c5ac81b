"""Numbers along the axes of a chart: computed by the program that prints, they stand in no Word file.

They are known as such where a chart's words are and within its size, only as steps of one, two, two and a half or five
(times a power of ten), evenly spaced along one line. A number that is not of that course is no number of the axis.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from math import floor, log10

from tfdocs.model.comparison import Kind
from tfdocs.model.geometry import Box, union
from tfdocs.verify.pieces import Placing
from tfdocs.verify.weighed import Weighed

NUMBER = re.compile(r"[-−]?[0-9][0-9,]*(?:[.][0-9]+)?[%％]?")
AXIS_RULE, AXIS_NOTE = "chart-axis", "图表坐标轴上的刻度，由打印程序计算，Word 文件里没有"
_STEPS = (1.0, 2.0, 2.5, 5.0)
_LEAST = 3  # numbers that make a course
MOST = 60  # numbers on a page among which courses are looked for
_OFF = 0.35  # heights by which a number may lie off its place
BEYOND = 1.05  # of a chart's size, within which its words and its numbers lie


@dataclass(frozen=True, slots=True)
class Number:
    """``item``: the index of what was weighed, or of a line."""

    item: int
    value: float
    box: Box
    text: str


def without_axes(weighed: Sequence[Weighed], placing: Placing) -> list[Weighed]:
    """``weighed`` with the numbers of charts' axes explained."""
    charts = _charts(placing)
    out = list(weighed)
    if not charts:
        return out
    numbers: dict[int, list[Number]] = defaultdict(list)
    counts: dict[int, int] = {}
    for n, item in enumerate(weighed):
        piece = item.hunk.piece
        if item.kind is Kind.ADDED and item.certainty is not None and item.hunk.alone and piece is not None:
            found = list(_numbers(n, item))
            numbers[piece.page] += found
            counts[n] = len(found)
    known: dict[int, set[Number]] = defaultdict(set)
    for page, size, words in charts:
        for number in _of_axes(numbers[page][:MOST], size, words):
            known[number.item].add(number)
    for n, own in known.items():
        if len(own) == counts[n]:
            out[n] = replace(weighed[n], certainty=None, rule=AXIS_RULE, note=AXIS_NOTE)
    return out


def _charts(placing: Placing) -> list[tuple[int, tuple[float, float], list[Box]]]:
    """For each chart with an axis that has numbers: its page (an index), its size, and where its words stand."""
    blocks = placing.word.document.blocks
    found: dict[tuple[int, str, tuple[float, float]], list[Box]] = defaultdict(list)
    for piece in placing.pieces:
        if piece.place is not None and piece.place.matches:
            block = blocks[placing.word.block_of[piece.place.start]]
            if block.chart is not None:
                found[piece.page, block.place, block.chart].append(piece.line.box)
    return [(page, size, boxes) for (page, _, size), boxes in found.items()]


def _numbers(n: int, item: Weighed) -> Iterator[Number]:
    """The numbers of a line that has nothing else; none where it has."""
    piece = item.hunk.piece
    if piece is None or len(piece.line.chars) != len(piece.line.text):
        return
    start, end = piece.folded.source_span(item.hunk.l0, item.hunk.l1)
    text = piece.line.text[start:end]
    words = list(re.finditer(r"\S+", text))
    if not all(NUMBER.fullmatch(word.group()) for word in words):
        return
    for word in words:
        box = union(piece.line.chars[start + word.start() : start + word.end()])
        yield Number(n, value_of(word.group()), box, word.group())


def value_of(number: str) -> float:
    """What is written as ``number``, which ``NUMBER`` matches."""
    return float(number.strip("%％").replace(",", "").replace("−", "-"))


def _of_axes(numbers: Sequence[Number], size: tuple[float, float], words: Sequence[Box]) -> set[Number]:
    """Those of ``numbers`` that make a course upwards or to the right beside ``words``."""
    out: set[Number] = set()
    for upright in (True, False):
        for first, second in combinations(numbers, 2):
            course = course_of(first, second, numbers, upright)
            box = union([*words, *(n.box for n in course)])
            if course and box.width <= BEYOND * size[0] and box.height <= BEYOND * size[1]:
                out.update(course)
    return out


def course_of(first: Number, second: Number, numbers: Sequence[Number], upright: bool) -> list[Number]:
    """The numbers that lie on one line with two, as far from each other as their values are; none for no course."""

    def along(number: Number) -> float:
        return number.box.centre[1] if upright else number.box.centre[0]

    tall = min(first.box.height, second.box.height)
    if abs(along(second) - along(first)) < tall or first.value == second.value:
        return []
    slope = (along(second) - along(first)) / (second.value - first.value)
    if (slope > 0) is upright:  # values rise upwards and to the right
        return []
    course = [
        n
        for n in numbers
        if _in_line(n.box, first.box, upright)
        and abs(along(n) - along(first) - slope * (n.value - first.value)) <= _OFF * tall
    ]
    values = sorted({n.value for n in course})
    if len(values) < _LEAST or len(values) != len(course):
        return []
    step = min(b - a for a, b in pairwise(values))
    even = all(abs(v / step - round(v / step)) < 1e-6 for v in values)
    return course if even and _round(step) else []


def _in_line(box: Box, other: Box, upright: bool) -> bool:
    """Whether two numbers end (or have their middles) on one line, upright or level."""
    tall = min(box.height, other.height)
    if not upright:
        return abs(box.centre[1] - other.centre[1]) <= _OFF * tall
    ends = (box.x1 - other.x1, box.x0 - other.x0, box.centre[0] - other.centre[0])
    return min(map(abs, ends)) <= _OFF * tall


def _round(step: float) -> bool:
    head = step / 10 ** floor(log10(step) + 1e-9)
    return any(abs(head - s) < 1e-6 for s in _STEPS)
