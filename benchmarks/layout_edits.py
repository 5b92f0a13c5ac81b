"""Edits that keep every word and change where or how it stands: another column, another height, a line through it.

It must not know what looks for them. Each is planted in a paragraph that nothing else was planted in.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from lxml import etree

from samples.altering import Body

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BEFORE_STRIKE = tuple(f"{_W}{name}" for name in ("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps"))
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Laid(NamedTuple):
    """One edit: ``old`` at ``offset`` of a paragraph; ``new`` is what stands there (the same words, or none)."""

    kind: str
    old: str
    new: str
    paragraph: int
    offset: int


class _Place(NamedTuple):
    edit: Laid
    paragraphs: frozenset[int]  # what it needs for itself
    do: Callable[[], None]


def _beside(body: Body) -> Iterator[tuple[int, int]]:
    for row in body.rows:
        for left, right in pairwise(row):
            if left is not None and right is not None:
                yield left, right


def _shifted(body: Body) -> Iterator[_Place]:
    """A cell's whole text goes into the empty cell beside it: 12 of one partner and 12 of the other."""
    for left, right in _beside(body):
        for own, empty in ((left, right), (right, left)):
            text = body.texts[own]
            if text.strip() and not body.texts[empty]:
                edit = Laid("shifted", text, "", own, 0)
                yield _Place(edit, frozenset({own, empty}), partial(body.exchange, own, empty))


def _joined(body: Body) -> Iterator[_Place]:
    """A digit goes over the edge between two numbers: 1|23 becomes 12|3, or 12|3 becomes 1|23."""

    def move(left: int, right: int, forth: bool) -> None:
        if forth:
            at = len(body.texts[left]) - 1
            digit = body.texts[left][at]
            body.replace(left, at, at + 1, "")
            body.replace(right, 0, 0, digit)
        else:
            digit = body.texts[right][0]
            body.replace(right, 0, 1, "")
            body.replace(left, len(body.texts[left]), len(body.texts[left]), digit)

    for left, right in _beside(body):
        a, b = body.texts[left], body.texts[right]
        if not re.fullmatch("[0-9]+", a) or not re.fullmatch("[0-9]+", b):
            continue
        own = frozenset({left, right})
        if len(b) > 1:
            yield _Place(Laid("joined", b[0], "", right, 0), own, partial(move, left, right, False))
        if len(a) > 1:
            edit = Laid("joined", a[-1], "", left, len(a) - 1)
            yield _Place(edit, own, partial(move, left, right, True))


def _strike(properties: etree._Element) -> None:
    at = sum(child.tag in _BEFORE_STRIKE for child in properties)
    properties.insert(at, etree.Element(f"{_W}strike"))


def _struck(body: Body) -> Iterator[_Place]:
    """A line through a clause, or through some words of one: they are taken back, and there to be read."""
    for n, text in enumerate(body.texts):
        for m in re.finditer(r"(?<=[，。；、])[^，。；、　]{3,24}(?=[，。；])", text):
            for a, b in ((m.start(), m.end()), (m.start(), m.start() + 3)):
                edit = Laid("struck", text[a:b], "", n, a)
                yield _Place(edit, frozenset({n}), partial(body.restyle, n, a, b, _strike))


def _lower(properties: etree._Element) -> None:
    for height in properties.findall(f"{_W}vertAlign"):
        properties.remove(height)


def _power(body: Body) -> Iterator[_Place]:
    """A raised figure laid flat: 10⁵ becomes 105, m² m2."""
    for n, text in enumerate(body.texts):
        for a, b in body.raised(n):
            if text[a:b].isdigit():
                edit = Laid("power", text[a:b].translate(_RAISED), text[a:b], n, a)
                yield _Place(edit, frozenset({n}), partial(body.restyle, n, a, b, _lower))


KINDS: dict[str, Callable[[Body], Iterator[_Place]]] = {
    "shifted": _shifted,
    "joined": _joined,
    "struck": _struck,
    "power": _power,
}


def plant(body: Body, taken: set[int], each: int, seed: int) -> list[Laid]:
    """Plant up to ``each`` edits of every kind in paragraphs that are not ``taken``. The same seed plants the same."""
    rng = random.Random(seed + 31)
    out: list[Laid] = []
    used = set(taken)
    for places in KINDS.values():
        for _ in range(each):
            free = [p for p in places(body) if not p.paragraphs & used]
            if not free:
                break
            place = rng.choice(free)
            place.do()
            used |= place.paragraphs
            out.append(place.edit)
    return out
