"""Made forms for the benchmark of handwriting: blanks that a hand or a printer filled in, and boxes ticked by either.

A hand here is one of: a Kai face bent glyph by glyph (``samples.ink``), a face drawn after handwriting (any of the
``@fontsource`` packages of one, SIL OFL, in a folder that is asked for), each glyph turned, sized and set a little
astray, or a scribble of strokes that is no character at all. Print stands in the same blanks: in the form's face and in
others, smaller and larger, and now and then a little off the line, as a form that is filled in twice has it.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from benchmarks import printed
from benchmarks.printed import Sheet
from benchmarks.wording import Wording
from samples.ink import INK_COLOURS, Handwriting, multiply, smooth_noise, write_by_hand

Pixels = NDArray[np.uint8]
Box = tuple[float, float, float, float]
_DPI = 300.0
_PRINTED = ("song", "kai", "hei", "serif", "light-song")
_STROKES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "✓": (((-0.38, 0.02), (-0.12, 0.36), (0.52, -0.55)),),
    "√": (((-0.50, 0.05), (-0.36, -0.05), (-0.14, 0.40), (0.34, -0.62), (0.80, -0.66)),),
    "×": (((-0.40, -0.40), (0.42, 0.42)), ((0.42, -0.44), (-0.40, 0.40))),
    "/": (((-0.45, 0.50), (0.50, -0.52)),),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """What fills a blank. ``box``: where, in points of the sheet; ``kind``: name, date, words, number or tick."""

    box: Box
    kind: str
    by_hand: bool
    how: str  # the hand, or the face and where it differs from the form's
    colour: str
    text: str


@dataclass(slots=True)
class FormPage:
    """``image``: RGB at 300 dpi."""

    image: Pixels
    marks: list[Mark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Type:
    """How a blank is filled in print: ``shift`` in points below the form's line."""

    face: str
    points: float
    shift: float
    how: str


class HandFace:
    """A face drawn after handwriting, in the many small files of a web font."""

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        self._ranges: list[tuple[Path, list[tuple[int, int]]]] = []
        sheet = (folder / "400.css").read_text("utf-8")
        for file, spans in re.findall(r"url\(\./files/([^)]+\.woff)\)|unicode-range: ([^;]+);", sheet):
            if file:
                self._ranges.append((folder / "files" / file, []))
            else:
                for span in spans.split(","):
                    low, _, high = span.strip().removeprefix("U+").partition("-")
                    self._ranges[-1][1].append((int(low, 16), int(high or low, 16)))

    def font(self, character: str, pixels: int) -> ImageFont.FreeTypeFont | None:
        """The file with ``character``; None where the face lacks it."""
        for path, spans in self._ranges:
            if any(low <= ord(character) <= high for low, high in spans):
                return _opened(str(path), pixels)
        return None


@cache
def _opened(path: str, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, pixels)


def hand_faces(folder: Path | None) -> list[HandFace]:
    """The faces of the packages below ``folder`` (a ``node_modules/@fontsource``)."""
    return [HandFace(f) for f in sorted(folder.iterdir()) if (f / "400.css").is_file()] if folder else []


@dataclass(frozen=True, slots=True)
class _Pen:
    """Who fills a blank in by hand: bent print where there is no ``hand``; ``size`` in points."""

    hand: HandFace | None
    colour: str
    size: float


class Former:
    """Makes pages of a form. The same seed and faces make the same pages."""

    def __init__(self, seed: int, faces: list[HandFace]) -> None:
        self._rng = np.random.default_rng(seed)
        self._words = Wording(seed)
        self._hands: list[HandFace | None] = [None, *faces]
        self._count = 0

    def page(self, by_hand: bool) -> FormPage:
        """A page whose blanks a hand filled in, or a printer."""
        rng, words = self._rng, self._words
        face = _PRINTED[self._count % len(_PRINTED)]
        self._count += 1
        size = float(rng.choice([10.5, 12.0, 14.0]))
        sheet = Sheet(_DPI)
        sheet.line("项目任务书签署页", 200, 60, "hei", 18)
        top = 96.0
        for _ in range(2):
            top = sheet.paragraph(words.paragraph(2), top, face, size) + 4
        wanted: list[tuple[str, str, Box]] = []

        def blank(text: str, kind: str, x: float, wide: float) -> float:
            wanted.append((kind, text, (x, top - 0.35 * size, x + wide, top + 1.35 * size)))
            return x + wide

        for label, kind, text in (
            ("法定代表人（签字）：", "name", words.person()),
            ("项目负责人签名：", "name", words.person()),
            ("审核意见：", "words", str(rng.choice(["同意申报", "情况属实", "同意", "请按程序办理"]))),
            ("联系电话：", "number", words.phone()),
        ):
            top += size * 2.4
            end = sheet.line(label, 90, top, face, size)
            if rng.random() < 0.4:
                sheet.rule(end, top + 1.25 * size, end + 150, top + 1.25 * size)
            blank(text, kind, end + 8, len(text) * size * (0.75 if kind == "number" else 1.55) + 10)
        for _ in range(2):
            top += size * 2.4
            x = sheet.line("日期：", 90, top, face, size) + 2
            year, month, day = str(rng.integers(2019, 2027)), str(rng.integers(1, 13)), str(rng.integers(1, 29))
            for text, unit in ((year, "年"), (month, "月"), (day, "日")):
                x = blank(text, "date", x, (0.75 * len(text) + 0.9) * size)
                x = sheet.line(unit, x, top, face, size)
        for _ in range(2):
            top += size * 2.4
            x = 90.0
            for i, option in enumerate((words.work()[:4], words.field()[:4], "其他")):
                wanted.append(("tick" if i == 0 else "empty", "", (x, top, x + size, top + size)))
                x = sheet.line(option, x + 1.25 * size, top, face, size) + 26
        printed_page = sheet.page()
        out = FormPage(np.ascontiguousarray(printed_page.image))
        pen: _Pen | _Type | None = None
        for kind, text, box in wanted:
            if kind != "date" or pen is None or len(text) == 4:  # a date is written by one hand, or set in one face
                pen = self._pen(size) if by_hand else self._type(face, size)
            self._fill(out, kind, text, box, pen, size)
        return out

    def _fill(self, page: FormPage, kind: str, text: str, box: Box, pen: _Pen | _Type, size: float) -> None:
        by_hand = isinstance(pen, _Pen)
        if kind in ("tick", "empty"):
            how = self._box(page.image, box, size, by_hand, kind == "tick")
            if kind == "tick":
                page.marks.append(Mark(box, kind, by_hand, how[0], how[1], "☑"))
            return
        if isinstance(pen, _Pen):
            colour, how_written = pen.colour, self._write(page.image, kind, text, box, pen)
        else:
            colour, how_written = "black", self._print(page.image, text, box, pen, size)
        page.marks.append(Mark(box, kind, by_hand, how_written, colour, text))

    def _pen(self, size: float) -> _Pen:
        rng = self._rng
        hand = self._hands[int(rng.integers(len(self._hands)))]
        return _Pen(hand, "blue" if rng.random() < 0.25 else "black", size * float(rng.uniform(1.0, 1.45)))

    def _type(self, face: str, size: float) -> _Type:
        rng = self._rng
        own = rng.random() < 0.5
        other = face if own else str(rng.choice([f for f in _PRINTED if f != face]))
        points = size if own or rng.random() < 0.5 else size * float(rng.choice([0.85, 1.15, 1.3]))
        shift = 0.0 if rng.random() < 0.75 else float(rng.uniform(-2, 2))
        return _Type(other, points, shift, f"{other}{'' if own else ' other'}{' shifted' if shift else ''}")

    def _print(self, image: Pixels, text: str, box: Box, kind: _Type, size: float) -> str:
        scale = _DPI / 72
        name, index = printed.FACES[kind.face]
        font = ImageFont.truetype(str(printed.find_font((name,))), round(kind.points * scale), index=index)
        sheet = Image.fromarray(image)
        foot = box[1] + 1.23 * size + kind.shift
        ImageDraw.Draw(sheet).text((round((box[0] + 4) * scale), round(foot * scale)), text, "#101012", font, "ls")
        image[:] = np.asarray(sheet)
        return kind.how

    def _write(self, image: Pixels, kind: str, text: str, box: Box, pen: _Pen) -> str:
        rng, scale = self._rng, _DPI / 72
        hand, colour, large = pen.hand, pen.colour, pen.size
        size = (box[3] - box[1]) / 1.7
        foot = box[1] + 0.35 * size + size + float(rng.normal(0.1, 0.1)) * size
        if kind == "name" and rng.random() < 0.25:
            self._scribble(image, box, size, colour)
            return "scribble"
        if hand is None or any(hand.font(c, 40) is None for c in text):
            write_by_hand(image, Handwriting(1, box[0] + 0.6 * large, foot, text, large, colour), scale, rng)
            return "bent kai"
        x = box[0] + 2
        drift = float(rng.normal(0, 0.03))
        begin = x
        for character in text:
            font = hand.font(character, round(large * scale * float(rng.uniform(0.9, 1.1))))
            assert font is not None
            left, top, right, bottom = font.getbbox(character, anchor="ls")
            pad = round(large * scale * 0.4)
            tile = Image.new("L", (int(right - left) + 2 * pad, int(bottom - top) + 2 * pad), 0)
            ImageDraw.Draw(tile).text((pad - left, pad - top), character, font=font, fill=255, anchor="ls")
            turned = tile.rotate(float(rng.normal(0, 2.5)), Image.Resampling.BICUBIC)
            ink = np.asarray(turned, dtype=np.float32) / 255
            ink = np.clip(ink * (0.88 + 0.1 * smooth_noise(rng, ink.shape, large * scale * 0.5)), 0, 1)
            y = foot + drift * (x - begin) + float(rng.normal(0, 0.03)) * large
            multiply(image, ink, INK_COLOURS[colour], round(x * scale) + int(left) - pad, round(y * scale + top) - pad)
            x += font.getlength(character) / scale * float(rng.uniform(0.92, 1.06))
        return hand.name

    def _scribble(self, image: Pixels, box: Box, size: float, colour: str) -> None:
        rng = self._rng
        x, middle = box[0] + 6, box[1] + 0.85 * size
        for _ in range(int(rng.integers(2, 4))):
            wide = size * float(rng.uniform(1.0, 1.8))
            knots = np.column_stack(
                [np.sort(rng.uniform(0, wide, 7)) + rng.normal(0, 0.25 * wide, 7), rng.normal(0, 0.42, 7) * size]
            )
            knots[:, 0] = np.clip(knots[:, 0], 0, 1.2 * wide)
            knots[:, 1] = np.clip(knots[:, 1], -0.8 * size, 0.8 * size)
            self._stroke(image, knots + np.array([x, middle]), colour, float(rng.uniform(0.35, 0.6)))
            x += wide

    def _stroke(self, image: Pixels, knots: NDArray[np.float64], colour: str, pen: float) -> None:
        """A pen's line through ``knots`` (points), ``pen`` mm wide, swelling and thinning."""
        rng, scale = self._rng, _DPI / 72
        low = np.floor((knots.min(axis=0) - 6) * scale).astype(int)
        high = np.ceil((knots.max(axis=0) + 6) * scale).astype(int)
        ink = np.zeros((high[1] - low[1], high[0] - low[0]), np.float32)
        fine = np.linspace(0, len(knots) - 1, 60 * (len(knots) - 1) + 1)
        path = np.column_stack([_curve(knots[:, i], fine) for i in (0, 1)]) * scale - low
        for i, (a, b) in enumerate(path):
            width = pen / 25.4 * _DPI * (0.8 + 0.35 * math.sin(math.pi * i / len(path)))
            centre = (round(float(a) * 16), round(float(b) * 16))
            cv2.circle(ink, centre, max(8, round(width / 2 * 16)), 1.0, -1, cv2.LINE_AA, 4)
        ink *= np.clip(0.92 + 0.08 * smooth_noise(rng, ink.shape, 12 * scale), 0, 1)
        multiply(image, np.clip(ink, 0, 1).astype(np.float32), INK_COLOURS[colour], int(low[0]), int(low[1]))

    def _box(self, image: Pixels, box: Box, size: float, by_hand: bool, ticked: bool) -> tuple[str, str]:
        rng, scale = self._rng, _DPI / 72
        x0, y0, x1, y1 = box
        inset, thick = 0.12 * size, max(1, round(0.055 * size * scale))
        corners = [round(v * scale) for v in (x0 + inset, y0 + inset, x1 - inset, y1 - inset)]
        cv2.rectangle(image, (corners[0], corners[1]), (corners[2], corners[3]), (16, 16, 18), thick)
        if not ticked:
            return "", ""
        side, middle = size - 2 * inset, np.array([(x0 + x1) / 2, (y0 + y1) / 2])
        if not by_hand:
            shape = str(rng.choice(["✓", "×", "■"]))
            if shape == "■":
                gap = round(0.18 * side * scale)
                cv2.rectangle(
                    image, (corners[0] + gap, corners[1] + gap), (corners[2] - gap, corners[3] - gap), (16, 16, 18), -1
                )
            for stroke in _STROKES.get(shape, ()):
                points = np.round((np.asarray(stroke) * (0.68, 0.68) * side + middle) * scale * 16).astype(np.int32)
                cv2.polylines(image, [points], False, (16, 16, 18), max(1, round(1.3 * thick)), cv2.LINE_AA, 4)
            return shape, "black"
        shape = str(rng.choice(list(_STROKES)))
        colour = "blue" if rng.random() < 0.25 else "black"
        turn, grow = float(rng.normal(0, 0.1)), float(rng.uniform(0.8, 1.25))
        off = rng.normal(0, 0.06, 2) * side
        matrix = np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
        pen = float(rng.uniform(0.3, 0.65))
        for stroke in _STROKES[shape]:
            knots = (np.asarray(stroke) + rng.normal(0, 0.045, (len(stroke), 2))) * grow * side
            self._stroke(image, knots @ matrix + middle + off, colour, pen)
        return shape, colour


def _curve(values: NDArray[np.float64], at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Catmull and Rom's curve through ``values`` at 0, 1, 2, …; straight where there are only two or three."""
    if len(values) < 4:
        return np.interp(at, np.arange(len(values)), values)
    padded = np.concatenate([[2 * values[0] - values[1]], values, [2 * values[-1] - values[-2]]])
    i = np.minimum(at.astype(int), len(values) - 2)
    t = at - i
    a, b, c, d = padded[i], padded[i + 1], padded[i + 2], padded[i + 3]
    return np.asarray(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
