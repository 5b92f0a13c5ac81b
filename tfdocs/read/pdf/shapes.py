"""Whether characters look like what they claim to be. A font may draw a 2 that copies as 1, a patch may make a 3 of an
8, an /ActualText may say anything.

Each character of a font is read once by the recogniser, from a strip that shows all new ones of a page side by side,
and every later drawing of it is only compared with that one. Where strip and claim disagree, the character is read
again in its line; what contradicts the claim there too is a lie, and a line that cannot be made out counts as the
recogniser reads it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.model.geometry import Box, union
from tfdocs.read.ocr.models import characters
from tfdocs.read.pdf.dittos import DITTO, is_ditto
from tfdocs.read.pdf.shown import Image, Mark, View, mark_of
from tfdocs.read.pdf.strips import CLOSE, TILE, WIDE, read_strips
from tfdocs.read.pdf.textlayer import UNMAPPED, Glyph
from tfdocs.text.normalise import fold, fold_char

# Correlation of two drawings of one character, at one size and (blurred) at two: 98 of 100 of the same character have
# more. Different characters of one font have less: 本 and 术, the most alike of all pairs tried, 0.86, digits 0.78.
_SAME_SIZE, _OTHER_SIZE = 0.84, 0.87
_ASIDE = 2  # pixels by which two drawings of one character may stand differently in their boxes
_MOST_VARIANTS = 8
_MOST_EXACT = 40_000  # of half a kilobyte each
_GONE = 0.2  # share of its ink whose absence means that a character is covered in part; of whole ones 0.1 at most
_FINE = 400  # steps of an em to which outlines' boxes are told apart


# What looks the same on paper: a claim of one is confirmed by reading another. Case is ignored besides. The last three
# no recogniser tells apart by their look; which one it says depends on the words around.
_SAME_SHAPE = (
    *("0o〇°○", "1l|丨i", "-一_", "x×乂", "二=", "三≡", "八ハ", "卜ト", "力カ", "工エ", "夕タ", "口ロ"),
    *("日曰", "己已巳", "戊戌戍"),
)
_CLASS = {c: group[0] for group in _SAME_SHAPE for c in group}
# Rings: the circle before a choice, and the zero of years. A recogniser leaves out a large thin one. How round one is,
# how much of its ellipse the outline fills, and how much of that is hollow; a square fills 1.27, a 0 is narrow.
_RINGS = frozenset("○〇◯")
_ROUND, _ELLIPSE, _HOLLOW = 0.88, (0.93, 1.07), 0.4
_DOT = 0.2  # of an em: a dot has 0.1 to 0.15

Key = tuple[str, str, int, int, int, int]


@dataclass(eq=False)
class Unit:
    """What one drawing claims: a character, or the several of a ligature. ``window`` is its ink."""

    text: str
    glyphs: list[Glyph]
    window: Image
    view: View

    @property
    def box(self) -> Box:
        return self.glyphs[0].box if len(self.glyphs) == 1 else union(g.box for g in self.glyphs)

    @cached_property
    def key(self) -> Key:
        """Its font, its text, and the box of its outline, by which two codes of a font that copy alike differ."""
        glyph = self.glyphs[0]
        ink = glyph.whole or glyph.ink
        size = max(0.1, glyph.box.height)
        x, y = glyph.origin
        sides = ((ink.x0 - x) / size, (ink.x1 - x) / size, (ink.top - y) / size, (ink.bottom - y) / size)
        a, b, c, d = (round(side * _FINE) for side in sides)
        return glyph.font, self.text, a, b, c, d

    @cached_property
    def surroundings(self) -> Image:
        """The window and a pixel or two around it."""
        glyph = self.glyphs[0]
        if glyph.whole:
            return self.view.part(self.view.ink, glyph.whole, _ASIDE)
        return self.view.window(glyph, _ASIDE)


@dataclass(slots=True)
class ShapeBook:
    """Drawings of one document that were found to look like what they claim.

    ``beside``: reads a part of the strips, where another process has time for it.
    """

    exact: set[Mark] = field(default_factory=set)
    known: dict[Key, list[Image]] = field(default_factory=dict)
    beside: Executor | None = None

    def copy(self) -> ShapeBook:
        """What is known so far, for another part of the document; it reads by itself."""
        return ShapeBook(set(self.exact), {key: list(variants) for key, variants in self.known.items()})

    def accept(self, unit: Unit) -> None:
        variants = self.known.setdefault(unit.key, [])
        if len(variants) < _MOST_VARIANTS:
            variants.append(unit.window.copy())
        self._remember(unit)

    def _remember(self, unit: Unit) -> None:
        if len(self.exact) >= _MOST_EXACT:
            self.exact.clear()  # a mere shortcut: what is not in it is compared with the accepted drawings
        self.exact.add(_mark(unit))

    def knows(self, unit: Unit) -> bool:
        """Whether ``unit`` looks like an accepted drawing of the same character."""
        variants = self.known.get(unit.key)
        if not variants:
            return False
        if not any(_alike(unit, v) for v in variants):
            return False
        self._remember(unit)
        return True

    def lacks_ink(self, unit: Unit) -> bool:
        """Whether ``unit`` is an accepted drawing of which a part is gone: neighbours and rules only ever add ink."""
        same = [v for v in self.known.get(unit.key, []) if v.shape == unit.window.shape]
        return bool(same) and min(_missing(unit, v) for v in same) > _GONE

    def open_claims(self, glyphs: Sequence[Glyph], view: View) -> list[Unit]:
        """The units among ``glyphs`` that were not accepted before; read what the strip says of them next."""
        out = []
        for unit in _units(glyphs, view):
            if unit.text == UNMAPPED or _mark(unit) in self.exact or self.knows(unit):
                continue
            out.append(unit)
        return out

    def settle(self, units: Sequence[Unit], view: View) -> list[Unit]:
        """Read new characters in strips, accept those that look as they claim, and return the rest."""
        for unit in units:
            if (unit.text in _RINGS and _is_ring(unit.window)) or _is_dot(unit) or _is_ditto(unit):
                self.accept(unit)
        left = [u for u in units if not (u.text in _RINGS or _is_mark(u.text[0])) or not self.knows(u)]
        # the second round is for those that the first misread, and for those that do not look like the one it read
        for layout in (CLOSE, WIDE):
            first: dict[tuple[Key, tuple[int, ...]], Unit] = {}
            for unit in left:
                if len(unit.text) <= _LONGEST_IN_STRIP:
                    first.setdefault((unit.key, unit.window.shape), unit)
            fresh = sorted(first.values(), key=lambda u: (u.key, u.box.top, u.box.x0))
            for unit, read in zip(
                fresh, read_strips([_tile(u, view) for u in fresh], layout, self.beside), strict=True
            ):
                if confirms(unit.text, read):
                    self.accept(unit)
            left = [u for u in left if _mark(u) not in self.exact and not self.knows(u)]
            if not left:
                break
        return left


_LONGEST_IN_STRIP = 4


def _units(glyphs: Sequence[Glyph], view: View) -> list[Unit]:
    out: list[Unit] = []
    for glyph in glyphs:
        if glyph.share and out and out[-1].glyphs[0].whole == glyph.whole:
            out[-1].text += glyph.text
            out[-1].glyphs.append(glyph)
            continue
        if glyph.turned or not _legible(glyph.text):
            continue
        window = view.part(view.ink, glyph.whole) if glyph.whole else view.window(glyph)
        if min(window.shape) >= 2:
            out.append(Unit(glyph.text, [glyph], window, view))
    return out


@cache
def _legible(char: str) -> bool:
    """Whether the recogniser could tell ``char``: others are taken at their word."""
    folded = fold(char).text
    return char == UNMAPPED or (bool(folded) and all(c in _alphabet() for c in folded))


@cache
def _alphabet() -> frozenset[str]:
    return frozenset(c for name in characters() for char in name for c in fold_char(char))


def _mark(unit: Unit) -> Mark:
    return mark_of(unit.text, unit.window)


def _alike(unit: Unit, known: Image) -> bool:
    """Whether the drawing is ``known`` again, which may stand a pixel aside or be of another size."""
    wide, high = unit.window.shape[1], unit.window.shape[0]
    place = unit.surroundings
    if place.shape[0] < high or place.shape[1] < wide:
        return False
    if known.shape == unit.window.shape:
        return _correlation(place, known) >= _SAME_SIZE
    template = cv2.resize(known, (wide, high), interpolation=cv2.INTER_AREA)
    return _correlation(cv2.GaussianBlur(place, (3, 3), 0), cv2.GaussianBlur(template, (3, 3), 0)) >= _OTHER_SIZE


def _is_dot(unit: Unit) -> bool:
    """Whether a mark is claimed and too little is drawn for a letter or a figure: a recogniser makes any of a leader's
    dots, of three pixels, by themselves."""
    glyph = unit.glyphs[0]
    ink = glyph.whole or glyph.ink
    return all(map(_is_mark, unit.text)) and max(ink.width, ink.height) <= _DOT * glyph.box.height


def _is_ditto(unit: Unit) -> bool:
    """Whether 〃 is claimed and drawn."""
    if unit.text != DITTO or not unit.window.size:
        return False
    return is_ditto(unit.window > int(unit.window.max()) // 2, unit.box.width * unit.view.scale)


def _is_ring(drawing: Image) -> bool:
    """Whether the ink is one closed, round and hollow line and nothing besides."""
    ink = cv2.copyMakeBorder(drawing, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    _, dark = cv2.threshold(ink, int(ink.max()) // 3, 255, cv2.THRESH_BINARY)
    outlines, inside = cv2.findContours(dark, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    if len(outlines) != 2 or inside is None:
        return False
    outer, hole = (outlines[0], outlines[1]) if inside[0, 0, 3] < 0 else (outlines[1], outlines[0])
    _, _, wide, high = cv2.boundingRect(outer)
    # a contour runs through the middles of the outermost pixels
    ellipse = np.pi / 4 * max(1, (wide - 1) * (high - 1))
    filled = cv2.contourArea(outer) / ellipse
    hollow = cv2.contourArea(hole) / ellipse
    return bool(
        min(wide, high) >= _ROUND * max(wide, high) and _ELLIPSE[0] <= filled <= _ELLIPSE[1] and hollow >= _HOLLOW
    )


def _missing(unit: Unit, known: Image) -> float:
    """The least share (0-1) of the ink of ``known`` that ``unit`` lacks, wherever within a pixel or two it is laid."""
    high, wide = known.shape
    place = unit.surroundings.astype(np.int16)
    before = known.astype(np.int16)
    whole = max(1, int(known.sum()))
    return min(
        float(np.clip(before - place[y : y + high, x : x + wide], 0, None).sum()) / whole
        for y in range(max(1, place.shape[0] - high + 1))
        for x in range(max(1, place.shape[1] - wide + 1))
        if place[y : y + high, x : x + wide].shape == known.shape
    )


def _correlation(place: npt.NDArray[Any], template: npt.NDArray[Any]) -> float:
    return float(cv2.matchTemplate(place, template, cv2.TM_CCOEFF_NORMED).max())


def _tile(unit: Unit, view: View) -> Image:
    """The drawing as black on white for a strip, at the height it has in a line."""
    ink = unit.glyphs[0].whole or unit.glyphs[0].ink
    if unicodedata.east_asian_width(unit.text[0]) in "WF" and ink.width > 0.5 * unit.box.height:
        half = 0.55 * max(ink.width, ink.height)
        middle = ink.centre[1]
        region = Box(ink.x0, middle - half, ink.x1, middle + half)
    else:
        region = Box(ink.x0, min(unit.box.top, ink.top), ink.x1, max(unit.box.bottom, ink.bottom))
    part = view.part(view.ink, region, 1)
    dark = 255.0 / max(1, int(part.max()))
    black = 255 - np.clip(part.astype(np.float32) * dark, 0, 255).astype(np.uint8)
    wide = min(12 * TILE, max(3, round(part.shape[1] * TILE / part.shape[0])))
    return np.asarray(cv2.resize(black, (wide, TILE), interpolation=cv2.INTER_CUBIC), dtype=np.uint8)


def confirms(claim: str, read: str) -> bool:
    """Whether reading ``read`` supports ``claim``: the same letters and digits, whatever marks stand beside them.

    Punctuation is thus confirmed by any mark or none, and never by a letter.
    """
    a, b = shape_class(claim), shape_class(read)
    words = "".join(c for c in a if not _is_mark(c))
    return a == b or words == "".join(c for c in b if not _is_mark(c))


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] in "PSZ"


@cache
def shape_class(text: str) -> str:
    """``text`` with characters of one look made one; ï and i among them, whose dots no recogniser counts."""
    return "".join(_CLASS.get(c, c) for c in map(_bare, fold(text).text.casefold()))


def _bare(char: str) -> str:
    """A Latin letter without its accents; anything else as it is."""
    first = unicodedata.normalize("NFD", char)[:1]
    return first if first.isascii() and first.isalpha() else char
