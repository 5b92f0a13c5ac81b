"""Characters read in their line: the second look at those whose strip did not confirm what they claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp
from typing import Any

import numpy as np

from tfdocs.model.geometry import Box, union
from tfdocs.model.page import Line
from tfdocs.read.ocr.lines import line_of
from tfdocs.read.ocr.recognise import Reading, recognise
from tfdocs.read.pdf.lines import Run
from tfdocs.read.pdf.objects import PageGeometry
from tfdocs.read.pdf.shapes import Unit, confirms, shape_class
from tfdocs.read.pdf.shown import Image, draw
from tfdocs.text.normalise import fold

_DPI = 250.0
_OTHER_DPI = 330.0  # for the third look
_SURE = 0.75  # confidence from which a reading speaks against a claim
_THINKABLE = 0.03  # probability of the claim from which the reading does not
_MARGIN = 1.5  # points around a line
_HIGH = 1.5  # width of a Chinese character, which is its size, from which its font says to be higher than it is
_ABOVE, _BELOW = 0.95, 0.25  # of its size: what is drawn of it above and below the line that it stands on
_FULL, _CLOSE = 0.6, 0.05  # of its size: one as high as this fills its place; what is left around its outline
_HALF_WIDTH = "\u2e80"  # what comes before is narrower than it is high


class Outcome(StrEnum):
    SAME = "same"
    OTHER = "other"  # the page shows something else
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Answer:
    """``read`` is what stands there when it is another character."""

    outcome: Outcome
    read: str = ""


@dataclass(frozen=True, slots=True)
class SeenLine:
    """One line as the recogniser reads it: ``line`` is None where it reads nothing."""

    reading: Reading
    line: Line | None


def look(
    page: Any, geometry: PageGeometry, runs: Sequence[Run], dpi: float = _DPI, squeeze: float = 1.0
) -> list[SeenLine]:
    """Draw each run's place anew and read it."""
    crops: list[Image] = []
    boxes: list[Box] = []
    for run in runs:
        box = place_of(run)
        box = Box(
            max(0.0, box.x0 - _MARGIN),
            max(0.0, box.top),
            min(geometry.width, box.x1 + _MARGIN),
            min(geometry.height, box.bottom),
        )
        scale = min(dpi, 4800 / max(1.0, box.height), 400_000 / max(1.0, box.width)) / 72
        sides = (box.x0, max(0.0, geometry.height - box.bottom), max(0.0, geometry.width - box.x1), box.top)
        crops.append(draw(page, geometry, scale, grey=False, crop=sides))
        boxes.append(box)
    out = []
    for reading, box in zip(recognise(crops, squeeze=squeeze), boxes, strict=True):
        quad = np.array(
            [[box.x0, box.top], [box.x1, box.top], [box.x1, box.bottom], [box.x0, box.bottom]], dtype=np.float32
        )
        out.append(SeenLine(reading, line_of(quad, reading, 1.0)))
    return out


def place_of(run: Run) -> Box:
    """Where ``run`` is drawn: a font may say to be as high as two lines, and above a character alone is another one."""
    box = union(g.box for g in run)
    if len(run) > 1 or run[0].turned or box.height < _HIGH * box.width or not run[0].text > _HALF_WIDTH:
        return box
    em, ink = box.width, run[0].ink
    _, baseline = run[0].origin
    top, bottom = baseline - _ABOVE * em, baseline + _BELOW * em
    if ink.height > _FULL * em:
        top, bottom = ink.top - _CLOSE * em, ink.bottom + _CLOSE * em
    return Box(box.x0, max(box.top, top), box.x1, min(box.bottom, bottom))


def answers(run: Run, units: Sequence[Unit], seen: SeenLine) -> list[Answer]:
    """What ``seen`` says of each of ``units``, which stand in ``run``."""
    claimed = fold("".join(g.text for g in run))
    read = fold(seen.reading.text)
    at = {id(g): i for i, g in enumerate(run)}
    middles = [run[source].box.centre[0] for source in claimed.index]
    line = union(g.box for g in run).grown(_MARGIN)
    peaks = [line.x0 + seen.reading.peaks[source] * line.width for source in read.index]
    match = aligned(claimed.text, middles, read.text, peaks, 0.5 * line.height)
    out = []
    for unit in units:
        numbers = {at[id(g)] for g in unit.glyphs if id(g) in at}
        places = [i for i, source in enumerate(claimed.index) if source in numbers]
        found = [j for i in places if (j := match[i]) is not None]
        if not places or len(found) < len(places):
            out.append(Answer(Outcome.UNCLEAR))
            continue
        text = "".join(read.text[j] for j in found)
        if confirms(unit.text, text):
            out.append(Answer(Outcome.SAME))
            continue
        other = all(
            _speaks_against(seen.reading, read.index[j], claimed.text[i])
            for i, j in zip(places, found, strict=True)
            if claimed.text[i] != read.text[j]
        )
        out.append(Answer(Outcome.OTHER, text) if other else Answer(Outcome.UNCLEAR))
    return out


def aligned(claim: str, middles: Sequence[float], read: str, peaks: Sequence[float], width: float) -> list[int | None]:
    """For each character of ``claim`` the index of the one of ``read`` that stands in its place, None without one.

    Edit distance, in which a pair costs the more the further apart on the page (in points; ``width`` is a narrow
    character's) its two are: otherwise 1234 read where 2345 is claimed would confirm three of its four digits.
    """
    rows, columns = len(claim), len(read)
    cost = np.zeros((rows + 1, columns + 1))
    cost[:, 0] = np.arange(rows + 1)
    cost[0, :] = np.arange(columns + 1)
    apart = np.abs(np.asarray(middles)[:, None] - np.asarray(peaks)[None, :]) / max(0.1, width)
    differs = np.array([[shape_class(a) != shape_class(b) for b in read] for a in claim], dtype=float)
    pair = differs.reshape(rows, columns) + 2 * np.clip(apart.reshape(rows, columns) - 0.5, 0, 2)
    for i in range(1, rows + 1):
        for j in range(1, columns + 1):
            cost[i, j] = min(cost[i - 1, j - 1] + pair[i - 1, j - 1], cost[i - 1, j] + 1, cost[i, j - 1] + 1)
    out: list[int | None] = [None] * rows
    i, j = rows, columns
    while i and j:
        if cost[i, j] == cost[i - 1, j - 1] + pair[i - 1, j - 1]:
            i, j = i - 1, j - 1
            out[i] = j
        elif cost[i, j] == cost[i - 1, j] + 1:
            i -= 1
        else:
            j -= 1
    return out


def _speaks_against(reading: Reading, index: int, claim: str) -> bool:
    if reading.confidence[index] < _SURE:
        return False
    middle = int(reading.peaks[index] * reading.lattice.length)
    for step in reading.lattice.steps(max(0, middle - 2), middle + 3):
        if any(value and fold(value).text == claim and exp(log) >= _THINKABLE for value, log in step.items()):
            return False
    return True


def second_looks(
    page: Any, geometry: PageGeometry, runs: Sequence[Run], units: Sequence[Sequence[Unit]]
) -> tuple[list[list[Answer]], list[SeenLine]]:
    """For each run the answers about its units: looked at twice where the first look did not find them the same.

    A contradiction counts only when both looks see it.
    """
    first = look(page, geometry, runs)
    out = [answers(r, u, s) for r, u, s in zip(runs, units, first, strict=True)]
    again = [i for i, found in enumerate(out) if any(a.outcome is not Outcome.SAME for a in found)]
    for i, seen in zip(again, look(page, geometry, [runs[i] for i in again], _OTHER_DPI, 0.85), strict=True):
        other = answers(runs[i], units[i], seen)
        out[i] = [_both(a, b) for a, b in zip(out[i], other, strict=True)]
    return out, first


def _both(a: Answer, b: Answer) -> Answer:
    if Outcome.SAME in (a.outcome, b.outcome):
        return Answer(Outcome.SAME) if Outcome.OTHER not in (a.outcome, b.outcome) else Answer(Outcome.UNCLEAR)
    if a.outcome is b.outcome is Outcome.OTHER and a.read == b.read:
        return a
    return Answer(Outcome.UNCLEAR)
