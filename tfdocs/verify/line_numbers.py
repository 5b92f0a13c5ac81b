"""Numbers of lines in the margin (ECMA-376-1 17.6.8, ``w:lnNumType``): whatever prints counts, no file holds them.

Where the Word has them they are known by where they stand and how they go on: left of all print, in one column, each
level with a line, and from each to the next below it by the same step. A number that is not of that course was added.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from tfdocs.model.document import Document
from tfdocs.model.geometry import Box, union
from tfdocs.model.page import Line, Page, Source
from tfdocs.text.normalise import fold

_FINDING = "line-numbers"
_LONGEST = 4  # digits
_GAP = 0.35  # of a line's height: the white behind a number that was read together with its line
_IN_LINE = 0.6  # of a number's height, by which its right end may lie off the others'
_CROOKED = 0.01  # … and of the way between them
_LEVEL = 0.5  # of a number's height, by which its middle may be off that of the line beside it
_STEPS = 100  # the most lines from a number to the next
_UNREAD = 3  # numbers in a row that a reading may have lost
_FEWEST = 3  # numbers that make a course of their own
_LETTERS = "⺀"  # from here on characters are radicals and ideographs


@dataclass(frozen=True, slots=True)
class _Number:
    line: Line
    text: str  # as read, folded
    folded: int  # characters of the folded line that it takes
    box: Box

    @property
    def value(self) -> int | None:
        return int(self.text) if self.text.isascii() and self.text.isdigit() else None


def line_numbers(word: Document, pages: Sequence[Page]) -> dict[int, int]:
    """``id()`` of each line that begins with a line's number: of how many of its folded characters that consists.

    Nothing where ``word`` prints none.
    """
    out: dict[int, int] = {}
    if not any(f.code == _FINDING for f in word.findings):
        return out
    begins = [_begin(line) for page in pages for line in page.lines if line.text and _number(line) is None]
    left = float(np.percentile(begins, 10)) if begins else 0.0
    last: _Course | None = None
    for page in pages:
        for course in _courses(_column(page, left), last):
            out.update((id(number.line), number.folded) for number in course.numbers)
            last = course
    return out


@dataclass(frozen=True, slots=True)
class _Course:
    numbers: tuple[_Number, ...]
    step: int
    last: int  # the value of the last


def _courses(column: Sequence[_Number], before: _Course | None) -> Iterator[_Course]:
    """The course of a page's numbers; more than one where they begin again. ``before``: the one that it may go on."""
    steps = Counter(
        b.value - a.value
        for a, b in pairwise(column)
        if a.value is not None and b.value is not None and 0 < b.value - a.value <= _STEPS
    )
    step = steps.most_common(1)[0][0] if steps else before.step if before is not None else 0
    if not step:
        return
    for run in _runs(column, step):
        values = [n.value for n in run if n.value is not None]
        first = values[0] - step * [n.value for n in run].index(values[0])
        goes_on = before is not None and first == before.last + step
        if len(values) >= _FEWEST or ((goes_on or first in (1, step)) and (before is not None or len(values) > 1)):
            before = _Course(tuple(run), step, values[-1])
            yield before


def _runs(column: Sequence[_Number], step: int) -> list[list[_Number]]:
    """``column`` in parts that go on by ``step``. On a scan a number may be read wrongly between two that go on."""
    runs: list[list[_Number]] = []
    waiting: list[_Number] = []
    last = 0  # the value of the last that is sure
    for number in column:
        value = number.value
        ahead = (value - last) // step if value is not None and runs and (value - last) % step == 0 else 0
        if value is not None and 0 < ahead <= 1 + max(_UNREAD, len(waiting)):
            if ahead == 1 + len(waiting):
                expected = range(last + step, last + step * ahead, step)
                runs[-1] += [n for n, e in zip(waiting, expected, strict=True) if _misread(n, e)]
            runs[-1].append(number)
            waiting, last = [], value
        elif value is not None and (value <= step or not runs):
            runs.append([number])
            waiting, last = [], value
        else:
            waiting.append(number)
    return runs


def _misread(number: _Number, value: int) -> bool:
    """Whether what was read may be ``value``: in a scan, as many characters, and no ideograph."""
    scanned = number.line.source is Source.OCR
    return scanned and len(number.text) == len(str(value)) and all(c < _LETTERS for c in number.text)


def _column(page: Page, left: float) -> list[_Number]:
    """What may be numbers of lines on ``page``, from top to bottom: they end in one column left of all other print.

    ``left``: where print begins on most pages, in points.
    """
    found = [number for line in page.lines if (number := _number(line)) is not None and number.value is not None]
    if not found:
        return []
    tall = float(np.median([n.box.height for n in found]))
    # the leftmost column that has most of them: numbers of one and of two digits end at the same place
    ends, levels = np.array([n.box.x1 for n in found]), np.array([n.box.centre[1] for n in found])
    counts = [int((np.abs(ends - n.box.x1) < _off(levels, n.box, tall)).sum()) for n in found]
    first = found[max(range(len(found)), key=lambda n: (counts[n], -ends[n]))].box
    column = [n for n in found if abs(n.box.x1 - first.x1) < _off(n.box.centre[1], first, tall)]
    own: list[_Number] = []
    begins: list[float] = []
    for line in page.lines:
        number = _in_column(line, column, tall)
        if number is not None and _has_line(page, number):
            own.append(number)
        if line.box.x1 > first.x1 and (number is None or number.folded < len(fold(line.text).text)):
            begins.append(_begin(line, 0 if number is None else number.folded))
    edge = float(np.percentile(begins, 10)) if begins else 0.0
    if first.x1 > edge or first.x1 > left + _IN_LINE * tall:
        return []
    return sorted(own, key=lambda n: n.box.centre[1])


def _off(level: float | npt.NDArray[np.float64], of: Box, tall: float) -> npt.NDArray[np.float64]:
    """How far two numbers' ends may be apart: a crooked sheet shifts the column by 1 in 100 from top to bottom."""
    return np.asarray(_IN_LINE * tall + _CROOKED * np.abs(np.asarray(level) - of.centre[1]))


def _begin(line: Line, at: int = 0) -> float:
    """Where the print of ``line`` begins from its folded character ``at`` on."""
    folded = fold(line.text)
    whole = len(line.chars) == len(line.text) and at < len(folded.index)
    return line.chars[folded.index[at]].x0 if whole else line.box.x0


def _number(line: Line) -> _Number | None:
    """What ``line`` has before the first wide white in it, or all of a short one; None for a longer stretch."""
    boxes = _boxes(line)
    size = min(line.box.height, 2 * max((b.width for b in boxes), default=0.0))
    stop = next((n for n in range(1, len(boxes)) if boxes[n].x0 - boxes[n - 1].x1 > _GAP * size), len(boxes))
    return _cut(line, boxes, stop)


def _in_column(line: Line, column: Sequence[_Number], tall: float) -> _Number | None:
    """What ``line`` has as far as the nearest number of ``column`` goes; what was read with the line has no white."""
    box = min(column, key=lambda n: abs(n.box.centre[1] - line.box.centre[1])).box
    boxes = _boxes(line)
    number = _cut(line, boxes, sum(b.centre[0] < box.x1 for b in boxes))
    near = number is not None and abs(number.box.x1 - box.x1) < _off(line.box.centre[1], box, tall)
    return number if near else None


def _cut(line: Line, boxes: Sequence[Box], stop: int) -> _Number | None:
    """The first ``stop`` folded characters of ``line``, whose boxes are ``boxes``, if they may be a number."""
    text = fold(line.text).text[:stop]
    if not 0 < stop <= _LONGEST or any(c >= _LETTERS for c in text):
        return None
    return _Number(line, text, stop, union(boxes[:stop]))


def _boxes(line: Line) -> list[Box]:
    """Of the folded characters; none where the line does not say."""
    return [line.chars[at] for at in fold(line.text).index] if len(line.chars) == len(line.text) else []


def _has_line(page: Page, number: _Number) -> bool:
    """Whether print stands beside the number, level with it."""
    if number.folded < len(fold(number.line.text).text):
        return True
    box = number.box
    return any(
        other is not number.line
        and other.box.centre[0] > box.x1  # a detector's box may begin before the print in it
        and other.box.top - _LEVEL * box.height < box.centre[1] < other.box.bottom + _LEVEL * box.height
        for other in page.lines
    )
