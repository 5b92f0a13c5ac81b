"""Print with a black stamp over it, and the same print without: what ``benchmarks.parting_model`` learns from.

Drawn apart from every benchmark: characters in no order, at random; stamps of random lettering, faces, rims, stars,
sizes, tilt and wear. ``samples.ink``'s seals, which the benchmarks press on their pages, are not among them, nor are
the benchmarks' words.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from samples.ink import Mask, find_font, multiply, smooth_noise
from samples.scanning import digitise

Pixels = NDArray[np.uint8]

DPI = 300  # of the pieces, whatever the scan had
_ASCENT = 0.86  # of a line's height that stands above the foot of its letters
_DRAWN = 1.5  # what is drawn has so many times the scan's pixels an inch
_FACES = (
    ("uming.ttc", 0),
    ("gkai00mp.ttf", 0),
    ("gbsn00lp.ttf", 0),
    ("NotoSansCJK-Regular.ttc", 2),
    ("NotoSansCJK-Bold.ttc", 2),
    ("NotoSerifCJK-Regular.ttc", 2),
    ("NotoSerifCJK-Bold.ttc", 2),
)
# GB 2312, level 1: the 3,755 characters in common use
_COMMON = "".join(
    bytes((high, low)).decode("gb2312")
    for high in range(0xB0, 0xD8)
    for low in range(0xA1, 0xFF)
    if (high, low) <= (0xD7, 0xF9)
)
_MARKS = "，。、；：（）“”！？%℃±—-/.,:;()"
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Stamped:
    """A scanned piece around a stamp, H x W at ``DPI``, 0-255: what is seen, and the print alone.

    ``place``: the stamp's middle and half axes in pixels.
    """

    seen: Pixels
    alone: Pixels
    place: tuple[float, float, float, float]


@lru_cache(maxsize=48)  # a face at one size takes 20 MB
def _face(index: int, pixels: int) -> ImageFont.FreeTypeFont:
    name, inside = _FACES[index]
    return ImageFont.truetype(str(find_font((name,))), max(6, pixels), index=inside)


def _words(rng: np.random.Generator) -> str:
    """A run of characters of one kind, as they stand in official print."""
    kind = rng.random()
    if kind < 0.62:
        return "".join(rng.choice(list(_COMMON), int(rng.integers(2, 9))))
    if kind < 0.80:
        number = "".join(rng.choice(list("0123456789"), int(rng.integers(1, 7))))
        return f"{int(number):,}" + (f".{rng.integers(0, 100):02d}" if rng.random() < 0.5 else "")
    if kind < 0.93:
        return str(rng.choice(list(_MARKS)))
    return " " + "".join(rng.choice(list(_LETTERS), int(rng.integers(2, 9)))) + " "


def _print(rng: np.random.Generator, side: int, scale: float) -> Pixels:
    """A square of print, ``side`` pixels wide at ``scale`` pixels a point: lines of text, now and then ruled."""
    sheet = Image.new("L", (side, side), 255)
    pen = ImageDraw.Draw(sheet)
    ink = int(rng.integers(8, 60))
    points = float(rng.choice([9, 10.5, 12, 12, 14, 16, 16, 22]))
    face = int(rng.integers(len(_FACES)))
    leading = points * float(rng.uniform(1.25, 2.2)) * scale
    top = float(rng.uniform(-leading, leading))
    ruled = rng.random() < 0.35
    while top < side:
        if rng.random() < 0.08:
            face = int(rng.integers(len(_FACES)))
        font = _face(face, round(points * scale))
        left = float(rng.uniform(-60, 10)) * scale
        end = side * (1.0 if rng.random() < 0.7 else float(rng.uniform(0.2, 1.0)))
        while left < end and rng.random() > 0.03:
            text = _words(rng)
            pen.text((round(left), round(top + _ASCENT * points * scale)), text, font=font, fill=ink, anchor="ls")
            left += font.getlength(text) + (float(rng.uniform(0, 40)) * scale if rng.random() < 0.08 else 0)
        if ruled and rng.random() < 0.6:
            at = round(top + points * scale + (leading - points * scale) / 2)
            pen.line((0, at, side, at), fill=ink, width=max(1, round(float(rng.uniform(0.4, 1.2)) * scale)))
        top += leading
    for _ in range(int(rng.integers(0, 4)) if ruled else 0):
        at = int(rng.integers(side))
        pen.line((at, 0, at, side), fill=ink, width=max(1, round(float(rng.uniform(0.4, 1.2)) * scale)))
    return np.asarray(sheet)


def _letter(character: str, font: ImageFont.FreeTypeFont, wide: float, tall: float, turn: float) -> Image.Image:
    x0, y0, x1, y1 = font.getbbox(character)
    tile = Image.new("L", (math.ceil(x1 - x0) + 2, math.ceil(y1 - y0) + 2), 0)
    ImageDraw.Draw(tile).text((1 - x0, 1 - y0), character, font=font, fill=255)
    size = (max(2, round(tile.width * wide)), max(2, round(tile.height * tall)))
    return tile.resize(size, Image.Resampling.BICUBIC).rotate(turn, expand=True, resample=Image.Resampling.BICUBIC)


def _star(middle: float, size: float) -> list[tuple[float, float]]:
    inner = 0.382  # of a regular pentagram
    corners = [(size if i % 2 == 0 else size * inner, math.pi * i / 5) for i in range(10)]
    return [(middle + r * math.sin(a), middle - r * math.cos(a)) for r, a in corners]


def _stamp(rng: np.random.Generator, across: float, scale: float) -> tuple[Mask, float]:
    """A stamp's ink (0-1) on a square, ``across`` pixels from rim to rim, and its height over its width."""
    side = math.ceil(across * 1.04) + 2
    middle, radius = side / 2, across / 2
    sheet = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(sheet)
    thick = max(2, round(across * float(rng.uniform(0.012, 0.04))))
    pen.ellipse((middle - radius, middle - radius, middle + radius, middle + radius), outline=255, width=thick)
    if rng.random() < 0.15:
        inner = radius * float(rng.uniform(0.90, 0.95))
        box = (middle - inner, middle - inner, middle + inner, middle + inner)
        pen.ellipse(box, outline=255, width=max(1, round(thick * 0.4)))
    face = int(rng.choice([0, 3, 4, 5, 6, 6]))
    count = int(rng.integers(6, 19))
    size = across * min(0.16, float(rng.uniform(2.0, 2.5)) / (count + 3))
    spread = min(float(rng.uniform(225, 275)), float(rng.uniform(20, 26)) * (count - 1))
    wide, tall = float(rng.uniform(0.65, 1.0)), float(rng.uniform(1.0, 1.3))
    reach = radius - thick - size * tall * float(rng.uniform(0.55, 0.75))
    for i, character in enumerate(rng.choice(list(_COMMON), count)):
        angle = -spread / 2 + spread * i / (count - 1)
        tile = _letter(str(character), _face(face, round(size)), wide, tall, -angle)
        x, y = middle + reach * math.sin(math.radians(angle)), middle - reach * math.cos(math.radians(angle))
        sheet.paste(255, (round(x - tile.width / 2), round(y - tile.height / 2)), tile)
    starred = rng.random() < 0.75
    if starred:
        pen.polygon(_star(middle, across * float(rng.uniform(0.11, 0.18))), fill=255)
    if not starred or rng.random() < 0.6:
        font = _face(face, round(across * float(rng.uniform(0.07, 0.13))))
        text = "".join(rng.choice(list(_COMMON), int(rng.integers(2, 7))))
        low = middle + (across * float(rng.uniform(0.2, 0.28)) if starred else 0)
        pen.text((middle, low), text, font=font, fill=255, anchor="mm")
    if rng.random() < 0.3:
        digits = "".join(rng.choice(list("0123456789"), 13))
        for i, digit in enumerate(digits):
            angle = math.radians(180 + 5.0 * (6 - i))
            tile = _letter(digit, _face(3, round(across * 0.045)), 1.0, 1.0, 180 - math.degrees(angle))
            x, y = middle + 0.9 * radius * math.sin(angle), middle - 0.9 * radius * math.cos(angle)
            sheet.paste(255, (round(x - tile.width / 2), round(y - tile.height / 2)), tile)
    aspect = 1.0 if rng.random() < 0.75 else float(rng.uniform(0.62, 0.8))
    if aspect != 1:
        flat = sheet.resize((side, round(side * aspect)), Image.Resampling.BICUBIC)
        sheet = Image.new("L", (side, side), 0)
        sheet.paste(flat, (0, (side - flat.height) // 2))
    tilt = float(rng.normal(0, 12)) if aspect != 1 or rng.random() < 0.7 else float(rng.uniform(-180, 180))
    ink = np.asarray(sheet.rotate(0 if aspect != 1 else tilt, resample=Image.Resampling.BICUBIC), dtype=np.float32)
    return _worn(ink / 255, rng, across, scale), aspect


def _worn(ink: Mask, rng: np.random.Generator, across: float, scale: float) -> Mask:
    """``ink`` as rubber leaves it on paper: unevenly pressed, grainy, with bare spots, its edges run or dried."""
    edge = float(rng.uniform(0.0, 0.5)) * scale
    if edge > 0.3:
        ink = np.asarray(cv2.GaussianBlur(ink, (0, 0), edge), dtype=np.float32)
        ragged = float(rng.uniform(0.0, 0.16)) * smooth_noise(rng, (ink.shape[0], ink.shape[1]), 0.8 * scale)
        ink = np.clip((ink - float(rng.uniform(0.3, 0.6)) + ragged) * 5 + 0.5, 0, 1).astype(np.float32)
    shape = (ink.shape[0], ink.shape[1])
    strength = float(rng.uniform(0.62, 1.0))
    pressure = 1 - float(rng.uniform(0.02, 0.25)) * np.abs(
        smooth_noise(rng, shape, across * float(rng.uniform(0.2, 0.5)))
    )
    grain = 1 - float(rng.uniform(0.0, 0.4)) * np.abs(
        smooth_noise(rng, shape, max(1.2, float(rng.uniform(0.3, 1.2)) * scale))
    )
    bare = np.clip(float(rng.uniform(1.5, 3.5)) - smooth_noise(rng, shape, float(rng.uniform(1.5, 5)) * scale), 0, 1)
    return np.clip(ink * pressure * grain * bare * strength, 0, 1).astype(np.float32)


def pieces(seed: int, number: int) -> Iterator[Stamped]:
    """``number`` pieces, the same for the same seed."""
    for i in range(number):
        yield _piece(np.random.default_rng([seed, i]))


def _piece(rng: np.random.Generator) -> Stamped:
    dpi = int(rng.choice([150, 200, 200, 300, 300, 300, 400]))
    scale = dpi / 72 * _DRAWN
    across = float(rng.uniform(30, 58)) / 25.4 * 72 * scale
    side = math.ceil(across * 1.2)
    print_ = _print(rng, side, scale)
    ink, aspect = _stamp(rng, across, scale)
    plain = np.repeat(print_[:, :, None], 3, axis=2)
    stamped = plain.copy()
    off = (side - ink.shape[0]) // 2
    colour = (206, 32, 40) if rng.random() < 0.7 else tuple(int(v) for v in rng.integers(0, 120, 3))
    multiply(stamped, ink, (colour[0], colour[1], colour[2]), off, off)
    scanned = round(side / _DRAWN)
    noise, blur = float(rng.uniform(1, 7)), float(rng.uniform(0.3, 0.9))
    skew, shadow, level = float(rng.uniform(0, 2)), float(rng.uniform(0, 0.06)), int(rng.integers(105, 185))
    again = int(rng.integers(1 << 30))

    def bits(picture: Pixels) -> Pixels:
        # both through the same lens, with the same grain and skew
        grey = digitise(
            picture,
            (scanned, scanned),
            np.random.default_rng(again),
            dpi=dpi / 20,
            colour="grey",
            skew=skew,
            noise=noise,
            blur=blur,
            shadow=shadow,
        )
        two = np.where(grey > level, 255, 0).astype(np.uint8)
        large = (round(scanned * DPI / dpi),) * 2
        how = cv2.INTER_AREA if dpi > DPI else cv2.INTER_LINEAR
        return two if dpi == DPI else np.asarray(cv2.resize(two, large, interpolation=how), dtype=np.uint8)

    seen, alone = bits(stamped), bits(plain)
    scale = DPI / 72
    half = across / _DRAWN * DPI / dpi / 2
    return Stamped(seen, alone, (seen.shape[1] / 2, seen.shape[0] / 2, half, half * aspect))
