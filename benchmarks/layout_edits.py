"""Edits that keep every word and change where or how it stands: another column, another height, a line through it.

It must not know what looks for them. Each is planted in a paragraph that nothing else was planted in.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import pairwise

from lxml import etree

from benchmarks import table_edits
from benchmarks.laid import Laid, Place
from samples.altering import Body

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BEFORE_STRIKE = tuple(f"{_W}{name}" for name in ("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps"))
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def _beside(body: Body) -> Iterator[tuple[int, int]]:
    for row in body.rows:
        for left, right in pairwise(row):
            if left is not None and right is not None:
                yield left, right


def _shifted(body: Body) -> Iterator[Place]:
    """A cell's whole text goes into the empty cell beside it: 12 of one partner and 12 of the other."""
    for left, right in _beside(body):
        for own, empty in ((left, right), (right, left)):
            text = body.texts[own]
            if text.strip() and not body.texts[empty]:
                edit = Laid("shifted", text, "", own, 0)
                yield Place((edit,), frozenset({own, empty}), partial(body.exchange, own, empty))


def _joined(body: Body) -> Iterator[Place]:
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
            yield Place((Laid("joined", b[0], "", right, 0),), own, partial(move, left, right, False))
        if len(a) > 1:
            edit = Laid("joined", a[-1], "", left, len(a) - 1)
            yield Place((edit,), own, partial(move, left, right, True))


def _strike(properties: etree._Element) -> None:
    at = sum(child.tag in _BEFORE_STRIKE for child in properties)
    properties.insert(at, etree.Element(f"{_W}strike"))


def _struck(body: Body) -> Iterator[Place]:
    """A line through a clause, or through some words of one: they are taken back, and there to be read."""
    for n, text in enumerate(body.texts):
        for m in re.finditer(r"(?<=[，。；、])[^，。；、　]{3,24}(?=[，。；])", text):
            for a, b in ((m.start(), m.end()), (m.start(), m.start() + 3)):
                edit = Laid("struck", text[a:b], "", n, a)
                yield Place((edit,), frozenset({n}), partial(body.restyle, n, a, b, _strike))


def _lower(properties: etree._Element) -> None:
    for height in properties.findall(f"{_W}vertAlign"):
        properties.remove(height)


def _power(body: Body) -> Iterator[Place]:
    """A raised figure laid flat: 10⁵ becomes 105, m² m2."""
    for n, text in enumerate(body.texts):
        for a, b in body.raised(n):
            if text[a:b].isdigit():
                edit = Laid("power", text[a:b].translate(_RAISED), text[a:b], n, a)
                yield Place((edit,), frozenset({n}), partial(body.restyle, n, a, b, _lower))


_VERTICAL = f"{_W}vertAlign"
_BEFORE_HEIGHT = ("rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath")  # by the schema these follow it


def _raise(properties: etree._Element) -> None:
    made = etree.Element(_VERTICAL)
    made.set(f"{_W}val", "superscript")
    behind = sum(child.tag in {f"{_W}{name}" for name in _BEFORE_HEIGHT} for child in properties)
    properties.insert(len(properties) - behind, made)


def _raised(body: Body) -> Iterator[Place]:
    """The last figure of a number set as a power: 105 becomes 10⁵."""
    for n, text in enumerate(body.texts):
        high = body.raised(n)
        for m in re.finditer(r"(?<![\w.,\-×])\d{1,2}(\d)(?![\d.,\-年月日/])", text):
            if not any(a < m.end() + 1 and m.start() - 1 < b for a, b in high):
                edit = Laid("raised", m[1], m[1].translate(_RAISED), n, m.start(1))
                yield Place((edit,), frozenset({n}), partial(body.restyle, n, m.start(1), m.end(1), _raise))


def _boxes(body: Body) -> Iterator[Place]:
    """What two text boxes say, each in the other's."""
    boxes = []
    for box in body.root.iter(f"{_W}txbxContent"):
        own = [body.number(p) for p in box.findall(f"{_W}p")]
        if len(own) == 1 and own[0] is not None and body.texts[own[0]]:
            boxes.append(own[0])
    for one, other in pairwise(boxes):
        if body.texts[one] != body.texts[other]:
            edits = tuple(Laid("boxes", body.texts[n], "", n, 0) for n in (one, other))
            yield Place(edits, frozenset({one, other}), partial(body.exchange, one, other))


Finder = Callable[[Body], Iterator[Place]]
WHOLE: dict[str, Finder] = {
    "tables": table_edits.tables_exchanged,
    "span": table_edits.spans_moved,
    "overflow": table_edits.overflowed,
    "mark_added": table_edits.marks_added,
    "boxes": _boxes,
}
"""What needs whole rows and tables for itself, before other edits are made."""
_ONCE = ("tables", "mark_added")  # in a document, or nothing is left there for others
KINDS: dict[str, Finder] = {
    "shifted": _shifted,
    "joined": _joined,
    "struck": _struck,
    "power": _power,
    "raised": _raised,
}


def plant(body: Body, taken: Iterable[int], each: int, seed: int, kinds: Mapping[str, Finder] = KINDS) -> list[Place]:
    """Plant up to ``each`` edits of every kind, or one of some, in paragraphs that are not ``taken``.

    The same seed plants the same.
    """
    rng = random.Random(seed + 31)
    out: list[Place] = []
    used = set(taken)
    for kind, places in kinds.items():
        for _ in range(min(each, 1) if kind in _ONCE else each):
            free = [p for p in places(body) if not p.paragraphs & used]
            if not free:
                break
            place = rng.choice(free)
            place.do()
            used |= place.paragraphs
            out.append(place)
    return out
