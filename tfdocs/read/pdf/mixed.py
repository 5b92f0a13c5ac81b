"""Lines of which a text layer is confirmed but for a character or two: those are what the recogniser makes of them.

A recogniser that cannot write ‰ or ⅔ leaves it out, or takes it for %; it drops a leader's dots and another's accents
on the way. What was confirmed is not given up for that.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tfdocs.model.geometry import Box, union
from tfdocs.model.page import Lattice, Line, Source
from tfdocs.read.ocr.recognise import Reading
from tfdocs.read.pdf.inline import SeenLine, aligned, place_of
from tfdocs.read.pdf.lines import Run
from tfdocs.text.normalise import fold

_MARGIN = 1.5  # points around a line
_NOTHING = -12.0  # logarithm of the probability of what is not in a confirmed character's step
_CERTAIN: Mapping[str, float] = {"": 0.0}


@dataclass(slots=True)
class _Line:
    text: list[str]
    boxes: list[Box]
    confidence: list[float]
    steps: list[Lattice]


def mixed(run: Run, doubtful: Collection[int], seen: SeenLine) -> Line | None:
    """``run`` as its layer has it, and its glyphs number ``doubtful`` as ``seen`` has them.

    ``None`` where it cannot be told what ``seen`` has in their places, or nothing would be left of the line.
    """
    if len(doubtful) == len(run) or any(len(g.text) != 1 for g in run):
        return None
    place = place_of(run)
    place = Box(place.x0 - _MARGIN, place.top, place.x1 + _MARGIN, place.bottom)
    found = _matches(run, seen.reading, place)
    out = _Line([], [], [], [])
    at = 0
    while at < len(run):
        if at not in doubtful:
            glyph = run[at]
            out.text.append(glyph.text)
            out.boxes.append(glyph.box)
            out.confidence.append(1.0)
            out.steps.append(Lattice.of([{glyph.text: 0.0}, _CERTAIN], [_NOTHING, _NOTHING]))
            at += 1
            continue
        end = at
        while end < len(run) and end in doubtful:
            end += 1
        before = found[at - 1] if at else -1
        behind = found[end] if end < len(run) else len(seen.reading.text)
        if before is None or behind is None or behind <= before:
            return None
        _read(out, seen.reading, place, before, behind)
        at = end
    if not out.text:
        return None
    box = union(out.boxes)
    corners = ((box.x0, box.top), (box.x1, box.top), (box.x1, box.bottom), (box.x0, box.bottom))
    return Line(
        text="".join(out.text),
        box=box,
        chars=tuple(out.boxes),
        confidence=tuple(out.confidence),
        source=Source.OCR,
        lattice=Lattice.joined(out.steps),
        quad=corners,
    )


def _matches(run: Run, reading: Reading, place: Box) -> list[int | None]:
    """For each glyph the index in what was read of the character that stands in its place."""
    claimed, read = fold("".join(g.text for g in run)), fold(reading.text)
    middles = [run[source].box.centre[0] for source in claimed.index]
    peaks = [place.x0 + reading.peaks[source] * place.width for source in read.index]
    match = aligned(claimed.text, middles, read.text, peaks, 0.5 * place.height)
    out: list[int | None] = [None] * len(run)
    for folded, source in enumerate(claimed.index):
        other = match[folded]
        if other is not None:
            out[source] = read.index[other]
    return out


def _read(out: _Line, reading: Reading, place: Box, before: int, behind: int) -> None:
    """Add the characters of ``reading`` between two of them, and the steps of its lattice that speak of them."""
    own = [n for n in range(before + 1, behind) if not reading.text[n].isspace()]
    tall = place.height
    for n in own:
        x = place.x0 + reading.peaks[n] * place.width
        out.text.append(reading.text[n])
        out.boxes.append(Box(x - tall / 4, place.top, x + tall / 4, place.bottom))
        out.confidence.append(reading.confidence[n])
    length = reading.lattice.length
    steps = [min(length, max(0, int(peak * length))) for peak in reading.peaks]
    low = steps[before] + 1 if before >= 0 else 0
    high = steps[behind] if behind < len(steps) else length
    best = _best(reading.lattice, low, high)
    beside = reading.text[before] if before >= 0 else None, reading.text[behind] if behind < len(steps) else None
    # a character is seen in several steps, and its neighbours' are not its own
    while best and best[0] == beside[0] is not None:
        best.pop(0)
        low += 1
    while best and best[-1] == beside[1] is not None:
        best.pop()
        high -= 1
    out.steps.append(reading.lattice.part(low, max(low, high)))


def _best(lattice: Lattice, low: int, high: int) -> list[str]:
    steps: Sequence[Mapping[str, float]] = list(lattice.steps(low, high)) if low < high else []
    return [max(step, key=step.__getitem__) if step else "" for step in steps]
