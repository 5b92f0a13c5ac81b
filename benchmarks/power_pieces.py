"""Units with a raised 2 or 3, and what is none, as scanners show them: what ``benchmarks.power_model`` learns from.

A unit stands between neighbours, in one character (㎡) or as m and a raised figure, in any face; it is scanned at 130
to 320 dpi, blurred, grainy, compressed or in black and white, and cut out as the toolkit cuts it out, a little beside
its middle.
"""

from __future__ import annotations

import functools
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from tfdocs.read.ocr.raised_figure import HIGH, WIDE, looked_at

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

NONE, TWO, THREE = range(3)
DRAWN = 96  # pixels an em is drawn in
ROOM = 5 * DRAWN // 2  # from the middle of what is drawn to its edge
_HAN = "的一是在有人国中工学业项目经费共计面积新建改扩为约其中元台套名年月日至及与和由"
_AFTER = "，、。；）/"
_ONE = {TWO: "㎡", THREE: "㎥"}
_RAISED = {TWO: "²", THREE: "³"}
_MISSING = "\U000ffffe"


@functools.cache
def font(file: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, size)


@functools.cache
def has(file: str, char: str) -> bool:
    own = font(file, 40)
    one, none = own.getmask(char), own.getmask(_MISSING)
    return one.getbbox() is not None and bytes(one) != bytes(none)


class Pen:
    """Draws characters one behind the other around the middle of a sheet, in black on white."""

    def __init__(self) -> None:
        self.sheet = Image.new("L", (2 * ROOM, 2 * ROOM), 255)
        self._draw = ImageDraw.Draw(self.sheet)
        self.x, self.base = float(ROOM), float(ROOM)

    def write(self, text: str, file: str, size: int, up: float = 0.0, ink: int = 0) -> None:
        own = font(file, size)
        self._draw.text((self.x, self.base - up), text, font=own, fill=ink, anchor="ls")
        self.x += own.getlength(text)

    def before(self, text: str, file: str, size: int, end: float, ink: int) -> None:
        own = font(file, size)
        self._draw.text((end, self.base), text, font=own, fill=ink, anchor="rs")

    def line(self, *ends: float, ink: int, wide: int) -> None:
        self._draw.line(ends, fill=ink, width=wide)


def _unit(rng: random.Random, pen: Pen, what: int, face: str, ink: int) -> None:
    """Write the unit, or what is none."""
    size = round(DRAWN * rng.uniform(0.92, 1.06))
    if what == NONE:
        kind = rng.random()
        if kind < 0.3:
            pen.write("m", face, size, ink=ink)
        elif kind < 0.5:
            pen.write("m", face, size, ink=ink)
            small = round(size * rng.uniform(0.45, 0.66))
            pen.write(rng.choice("145678900'*\"°n"), face, small, size * rng.uniform(0.28, 0.5), ink)
        elif kind < 0.65:
            pen.write(rng.choice(("㎝", "㎞", "mm", "kg", "%", "t", "km", "cm", "元", "人", "")), face, size, ink=ink)
        elif kind < 0.8:
            # large figures behind a letter: they are no power
            pen.write(rng.choice("mnkt"), face, size, ink=ink)
            pen.write(rng.choice("23") + rng.choice(("", "5", "0")), face, size, ink=ink)
        else:
            pen.write("".join(rng.choice("0123456789m.,-年") for _ in range(rng.randint(1, 3))), face, size, ink=ink)
        return
    if rng.random() < 0.5 and has(face, _ONE[what]):
        pen.write(_ONE[what], face, size, ink=ink)
        return
    pen.write("m", face, size, ink=ink)
    if rng.random() < 0.4 and has(face, _RAISED[what]):
        pen.write(_RAISED[what], face, size, ink=ink)
    else:
        small = round(size * rng.uniform(0.42, 0.68))
        pen.x += rng.uniform(-0.12, 0.06) * size
        pen.write("23"[what - TWO], face, small, size * rng.uniform(0.26, 0.48), ink)


def printed(rng: random.Random, faces: Sequence[str], han: Sequence[str], what: int) -> tuple[Pixels, float]:
    """A sheet with a unit, and where the unit's middle is across it; its base line is in the middle."""
    pen = Pen()
    face, beside = rng.choice(faces), rng.choice(han)
    if what != NONE and rng.random() < 0.4:
        face = rng.choice([f for f in faces if has(f, _ONE[what])] or faces)
    other = rng.choice((face, rng.choice(faces)))
    ink = rng.choice((0, 0, 20, 50, 80))
    begin = pen.x
    _unit(rng, pen, what, face, ink)
    end = pen.x
    left = begin - rng.uniform(0, 0.15) * DRAWN
    if rng.random() < 0.85:
        text = "".join(rng.choice("0123456789") for _ in range(4)) + rng.choice(("", "", "", "c", "k", "d", " "))
        pen.before(text, other, DRAWN, left, ink)
    elif rng.random() < 0.5:
        pen.before("".join(rng.choice(_HAN) for _ in range(3)), beside, DRAWN, left, ink)
    pen.x = end + rng.uniform(0, 0.25) * DRAWN
    if rng.random() < 0.8:
        text = rng.choice(("", rng.choice(_AFTER), " ")) + "".join(rng.choice(_HAN + "0123") for _ in range(2))
        pen.write(text, beside, DRAWN, ink=ink)
    for way in (-1, 1):
        if rng.random() < 0.4:
            pen.base = ROOM + way * rng.uniform(1.2, 2.0) * DRAWN
            pen.x = rng.uniform(0.2, 0.8) * ROOM
            pen.write("".join(rng.choice(_HAN + "0123456789_") for _ in range(4)), beside, DRAWN, ink=ink)
    if rng.random() < 0.2:  # rules of a table, a stamp's or a watermark's strokes
        grey = rng.choice((ink, 120, 170, 210))
        wide = rng.randint(2, 8)
        if rng.random() < 0.5:
            y = ROOM + rng.choice((-1.1, 0.4)) * DRAWN * rng.uniform(0.9, 1.3)
            pen.line(0, y, 2 * ROOM, y, ink=grey, wide=wide)
        else:
            ends = [rng.uniform(0, 2 * ROOM) for _ in range(2)]
            pen.line(ends[0], 0, ends[1], 2 * ROOM, ink=max(grey, 120), wide=wide)
    return np.asarray(pen.sheet), (begin + end) / 2


def scanned(rng: random.Random, sheet: Pixels, middle: float) -> tuple[Pixels, float]:
    """``sheet`` through a scanner, at 300 dpi, cut around its unit; and what the em there is, in pixels."""
    points, dpi = rng.uniform(9, 16), rng.choice((130, 150, 150, 170, 200, 200, 220, 300, 320))
    noises = np.random.default_rng(rng.getrandbits(32))
    em = points / 72 * dpi
    scale = em / DRAWN
    sheet = np.asarray(cv2.GaussianBlur(sheet, (0, 0), rng.uniform(0.35, 0.5) / scale), dtype=np.uint8)
    side = int(4 * em)
    turn = cv2.getRotationMatrix2D((middle, ROOM), rng.gauss(0, 0.8), scale * rng.uniform(0.96, 1.04))
    turn[0] *= rng.uniform(0.94, 1.06)  # in perspective one side is shorter
    turn[0, 1] += rng.gauss(0, 0.02) * scale
    at = turn @ (middle, ROOM, 1)
    shift = (side / 2 + rng.random(), side / 2 + 0.33 * em + rng.random())
    turn[:, 2] += np.subtract(shift, at)
    seen = cv2.warpAffine(sheet, turn, (side, side), flags=cv2.INTER_LINEAR, borderValue=(255,)).astype(np.float32)
    bw = rng.random() < 0.15
    paper = rng.uniform(200, 255)
    seen = rng.uniform(0, 40) + seen / 255 * (paper - 40) + (rng.uniform(0, 40) if not bw else 0)
    if blur := rng.choice((0.0, rng.uniform(0.3, 1.1))):
        seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), blur), dtype=np.float32)
    noisy = seen + rng.uniform(0, 7) / (1 if bw else 1.4) * noises.standard_normal(seen.shape, dtype=np.float32)
    grey = np.clip(noisy + 0.5, 0, 255).astype(np.uint8)
    if bw:
        grey = np.where(grey > rng.uniform(130, 175), 255, 0).astype(np.uint8)
    else:
        _, data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(38, 92)])
        grey = np.asarray(cv2.imdecode(np.asarray(data, dtype=np.uint8), cv2.IMREAD_GRAYSCALE), dtype=np.uint8)
    wide = round(side * 300 / dpi)
    how = rng.choice((cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_AREA))
    return np.asarray(cv2.resize(grey, (wide, wide), interpolation=how), dtype=np.uint8), points / 72 * 300


def pieces(seed: int, count: int, faces: Sequence[str], han: Sequence[str]) -> Iterator[tuple[Floats, int]]:
    """``count`` looks (``HIGH`` x ``WIDE``) with what they show."""
    rng = random.Random(seed)
    for _ in range(count):
        what = rng.choice((TWO, TWO, TWO, THREE, THREE, THREE, NONE, NONE))
        sheet, middle = printed(rng, faces, han, what)
        picture, em = scanned(rng, sheet, middle)
        em *= rng.uniform(0.86, 1.16)
        x = picture.shape[1] / 2 + max(-0.4, min(0.4, rng.gauss(0.05, 0.16))) * em
        y = picture.shape[0] / 2 + rng.gauss(0, 0.13) * em
        yield looked_at(picture, (x, y), em), what


def faces_in(folders: Sequence[Path], but: Sequence[str] = (), chinese: str = "的国业") -> tuple[list[str], list[str]]:
    """Font files in ``folders`` with m and figures, and with ``chinese``; none with one of ``but`` in its name."""
    files = sorted(str(f) for d in folders for f in d.rglob("*") if f.suffix.lower() in (".ttf", ".ttc", ".otf"))
    kept = [f for f in files if not any(b.lower() in Path(f).name.lower() for b in but)]
    latin = [f for f in kept if all(has(f, c) for c in "m23058")]
    return latin, [f for f in kept if all(has(f, c) for c in chinese)]


__all__ = [
    "DRAWN",
    "HIGH",
    "NONE",
    "ROOM",
    "THREE",
    "TWO",
    "WIDE",
    "Pen",
    "faces_in",
    "has",
    "pieces",
    "printed",
    "scanned",
]
