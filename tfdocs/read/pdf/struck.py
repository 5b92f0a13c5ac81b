"""Text of a text layer that a line runs through, drawn by the page itself: the layer says nothing of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np

from tfdocs.model.geometry import Box
from tfdocs.model.page import Line
from tfdocs.read.pdf.shown import Image, View

__all__ = ["struck_out"]

_BEYOND = 4.0  # heights
_MIDDLE = (0.25, 0.75)  # of a character's height
_CONTRAST = 60  # of 255 between the line and what it lies on
_THIN = 0.2  # of a character's height; what is thicker is a ground that the text stands on
_LEAST = 0.7  # of the columns of a character, or the line only touches it


def struck_out(view: View, lines: Sequence[Line]) -> tuple[Box, ...]:
    """The parts of ``lines`` with a line through them, in points; none where the page draws nothing but text.

    A line that goes on far beyond the text, or to another rule, is a rule of a table that the text was laid over; one
    through words and the spaces behind them, or drawn by a hand, is a little longer than they are.
    """
    if view.bare is None:
        return ()
    out: list[Box] = []
    for line in lines:
        part = view.part(view.bare, line.box)
        if part.size == 0 or int(part.max()) - int(part.min()) < _CONTRAST:
            continue  # nothing is drawn there, as on nearly every line
        if not line.chars or line.box.height > line.box.width:
            continue
        hit = [_runs_through(view, view.bare, char, _LEAST) for char in line.chars]
        for struck, group in groupby(range(len(hit)), key=hit.__getitem__):
            if not struck:
                continue
            own = list(group)
            first, last = line.chars[own[0]], line.chars[own[-1]]
            tall = first.height
            before = Box(first.x0 - _BEYOND * tall, first.top, first.x0, first.bottom)
            behind = Box(last.x1, last.top, last.x1 + _BEYOND * tall, last.bottom)
            if _ends_free(view, view.bare, before, to_the_left=True) and _ends_free(view, view.bare, behind):
                out.append(Box(first.x0, line.box.top, last.x1, line.box.bottom))
    return tuple(out)


def _runs_through(view: View, bare: Image, box: Box, least: float) -> bool:
    """Whether a thin level stroke runs through the middle of ``box``, over so much of its width at least."""
    low, high = (box.top + share * box.height for share in _MIDDLE)
    part = view.part(bare, Box(max(0.0, box.x0), low, max(0.0, box.x1), high))
    if part.size == 0:
        return False
    dark = part < int(part.max()) - _CONTRAST
    thin = max(2.0, _THIN * box.height * view.scale)
    through = dark.any(axis=0) & (dark.sum(axis=0) <= thin)
    level = int(dark.any(axis=1).sum()) <= thin
    return bool(level and through.mean() >= least)


def _ends_free(view: View, bare: Image, box: Box, *, to_the_left: bool = False) -> bool:
    """Whether a stroke that goes on from text into ``box`` ends there, and at no other rule."""
    low, high = (box.top + share * box.height for share in _MIDDLE)
    part = view.part(bare, Box(max(0.0, box.x0), low, max(0.0, box.x1), high))
    if part.size == 0:
        return True
    if to_the_left:
        part = part[:, ::-1]
    dark = part < int(part.max()) - _CONTRAST
    thin = max(2.0, _THIN * box.height * view.scale)
    ends = np.flatnonzero(~dark.any(axis=0))
    if not len(ends):
        return False
    return bool((dark[:, : ends[0]].sum(axis=0) <= thin).all())
