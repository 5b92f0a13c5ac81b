"""Characters of a font side by side in strips, read by the recogniser as lines, and by two processes where many."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass

import numpy as np

from tfdocs.errors import TfdocsError
from tfdocs.read.ocr.recognise import HEIGHT, recognise
from tfdocs.read.pdf.shown import Image

TILE = 32  # height in pixels of a character in a strip of HEIGHT
_WORTH = 4  # strips: of fewer none is worth handing over


@dataclass(frozen=True, slots=True)
class Layout:
    """A strip: so many characters, with so many pixels between them, squeezed to a share of its width for reading.

    ``first_look``: read in whole numbers where the processor is made for them.
    """

    characters: int
    gap: int
    squeeze: float
    first_look: bool


# Ideographs stand three steps of the network (of 8 pixels) apart in the first layout, four with (24, 10, 0.75), and
# where it is no whole number they are read worse: of 1,971 characters of five honest files 6 are not confirmed in the
# first layout, 7 in that one at 1.36 times the time, 19 with (24, 10, 0.58), 39 with (24, 10, 0.55). The second layout
# is dear and misreads other ones. In whole numbers the first one leaves 48 of 2,315 unconfirmed where it leaves 50 as
# packaged, for half the time (five files by LibreOffice).
CLOSE = Layout(24, 12, 0.55, True)
WIDE = Layout(12, 16, 1.0, False)

_Read = tuple[str, tuple[float, ...]]  # a strip's characters, and where each stands as a fraction (0-1) of its width


def read_strips(tiles: Sequence[Image], layout: Layout, beside: Executor | None = None) -> list[str]:
    """What the recogniser reads at each tile's place (tiles are TILE pixels high, black on white).

    Strips that a process of ``beside`` has begun are its own, those that it has not are read here: what comes out is
    the same. Raises ``EngineFailed`` when the recogniser fails.
    """
    out = [""] * len(tiles)
    strips: list[Image] = []
    places: list[list[tuple[int, float, float]]] = []  # tile, and from where to where in its strip
    gap = layout.gap
    for start in range(0, len(tiles), layout.characters):
        row = tiles[start : start + layout.characters]
        wide = gap + sum(t.shape[1] + gap for t in row)
        strip = np.full((HEIGHT, wide), 255, np.uint8)
        at = gap
        cells = []
        above, half = (HEIGHT - TILE) // 2, gap / 2
        for k, drawing in enumerate(row):
            strip[above : above + TILE, at : at + drawing.shape[1]] = drawing
            cells.append((start + k, (at - half) / wide, (at + drawing.shape[1] + half) / wide))
            at += drawing.shape[1] + gap
        strips.append(strip)
        places.append(cells)
    read = (
        _read_here(strips, layout) if beside is None or len(strips) < _WORTH else _read_by_both(strips, layout, beside)
    )
    for (text, peaks), cells in zip(read, places, strict=True):
        for char, peak in zip(text, peaks, strict=True):
            for tile, left, right in cells:
                if left <= peak < right:
                    out[tile] += char
    return out


def _read_here(strips: Sequence[Image], layout: Layout) -> list[_Read]:
    readings = recognise(strips, squeeze=layout.squeeze, weighable=False, first_look=layout.first_look)
    return [(r.text, r.peaks) for r in readings]


def read_strip(strip: Image, layout: Layout) -> _Read:
    """One strip, as a task for another process."""
    return _read_here([strip], layout)[0]


def _read_by_both(strips: Sequence[Image], layout: Layout, beside: Executor) -> list[_Read]:
    # they from the last one on, we from the first: whoever is quicker reads more
    handed = [beside.submit(read_strip, strip, layout) for strip in reversed(strips)][::-1]
    return [
        read_strip(strip, layout) if task.cancel() else _answer(task, strip, layout)
        for strip, task in zip(strips, handed, strict=True)
    ]


def _answer(task: Future[_Read], strip: Image, layout: Layout) -> _Read:
    try:
        return task.result()
    except TfdocsError:
        raise
    except Exception:
        return read_strip(strip, layout)  # the process died, and what it had with it
