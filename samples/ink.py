"""What is put on paper after printing: a round red seal and handwriting, drawn as ink on an RGB page image.

For samples and benchmarks only. It must not know PDFs, documents or anything of tfdocs. Every body is made up and every
seal says “样张” (specimen): nothing here imitates a seal that exists.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Pixels = NDArray[np.uint8]
Mask = NDArray[np.float32]

_FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/Library/Fonts",
    "C:/Windows/Fonts",
)
_SONG = ("NotoSerifCJK-Bold.ttc", "NotoSerifCJK-Regular.ttc", "uming.ttc", "simsun.ttc")
_KAI = ("gkai00mp.ttf", "ukai.ttc", "LXGWWenKai-Light.ttf", "simkai.ttf")

INK_COLOURS = {"blue": (28, 44, 122), "black": (34, 34, 40), "red": (206, 32, 40)}


def find_font(names: tuple[str, ...]) -> Path:
    """The first of ``names`` that is installed; ``FileNotFoundError`` names the Debian packages that have them."""
    for name in names:
        for folder in _FONT_FOLDERS:
            root = Path(folder).expanduser()
            found = sorted(root.rglob(name)) if root.is_dir() else []
            if found:
                return found[0]
    raise FileNotFoundError(f"none of {names}: install fonts-arphic-ukai, fonts-arphic-gkai00mp, fonts-noto-cjk")


def _face(names: tuple[str, ...], size: float) -> ImageFont.FreeTypeFont:
    path = find_font(names)
    # In Noto's collections face 2 is simplified Chinese; the Arphic collections begin with CN.
    index = 2 if path.name.startswith("Noto") else 0
    return ImageFont.truetype(str(path), max(1, round(size)), index=index)


@dataclass(frozen=True, slots=True)
class SealSpec:
    """A seal. ``page`` counts from 1 in the source; ``x_pt``, ``y_pt``: its centre, points from the top left.

    ``shape``: ``circle``, ``oval`` (no star, the centre text in its place) or ``square`` (a person's: two columns of
    ``centre_text``, read from the right; of three characters the first has the right column to itself).
    ``carved``: its characters are cut out of the ink (白文) and not left standing. ``aspect``: height over width.
    """

    page: int
    x_pt: float
    y_pt: float
    diameter_pt: float = 119.0  # 42 mm, as social organisations' seals are
    ring_text: str = "蜀岭省样例学会"
    centre_text: str = "样张"
    tilt: float = 0.0  # degrees clockwise
    strength: float = 0.85  # how much ink there is, 0 to 1
    shape: str = "circle"
    aspect: float = 1.0
    carved: bool = False


@dataclass(frozen=True, slots=True)
class Handwriting:
    """A line of writing. ``x``, ``y`` is the left end of its foot in points; ``size`` the height of a character."""

    page: int
    x: float
    y: float
    text: str
    size: float = 20.0
    colour: str = "blue"


def smooth_noise(rng: np.random.Generator, shape: tuple[int, int], grain: float) -> Mask:
    """Smooth noise of mean 0 and standard deviation 1 whose spots are about ``grain`` pixels wide."""
    h, w = shape
    small = rng.standard_normal((max(3, math.ceil(h / grain) + 2), max(3, math.ceil(w / grain) + 2)), dtype=np.float32)
    return np.asarray(cv2.resize(small, (w, h), interpolation=cv2.INTER_CUBIC), dtype=np.float32)


def multiply(page: Pixels, ink: Mask, colour: tuple[int, int, int], left: int, top: int) -> None:
    """Lay ``ink`` (0 to 1) of ``colour`` on ``page`` in place, the way ink does: it darkens and never covers."""
    h, w = ink.shape
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(page.shape[1], left + w), min(page.shape[0], top + h)
    if x1 <= x0 or y1 <= y0:
        return
    part = ink[y0 - top : y1 - top, x0 - left : x1 - left, None]
    keep = 1 - part * (1 - np.asarray(colour, dtype=np.float32) / 255)
    page[y0:y1, x0:x1] = np.clip(page[y0:y1, x0:x1] * keep + 0.5, 0, 255).astype(np.uint8)


def _star(size: float, centre: float) -> list[tuple[float, float]]:
    points = []
    for i in range(10):
        r = size if i % 2 == 0 else size * 0.382
        a = math.pi * i / 5
        points.append((centre + r * math.sin(a), centre - r * math.cos(a)))
    return points


def _rim_and_centre(pen: ImageDraw.ImageDraw, spec: SealSpec, d: float, c: float) -> None:
    r = d / 2
    pen.ellipse((c - r, c - r, c + r, c + r), outline=255, width=max(2, round(d * 0.026)))
    if spec.shape == "circle":
        pen.polygon(_star(d * 0.145, c), fill=255)
    round_seal = spec.shape == "circle"
    small = _face(_SONG, d * (0.085 if round_seal else 0.12))
    box = pen.textbbox((0, 0), spec.centre_text, font=small)
    low = c + (d * 0.235 if round_seal else 0)
    pen.text((c - (box[0] + box[2]) / 2, low - (box[1] + box[3]) / 2), spec.centre_text, font=small, fill=255)


def _ring_text(sheet: Image.Image, spec: SealSpec, d: float, c: float) -> None:
    count = max(1, len(spec.ring_text))
    # Eighteen characters fill 250 degrees; fewer stand wider and larger, as on real seals.
    size = d * min(0.15, 2.35 / (count + 3))
    face = _face(_SONG, size)
    spread = min(250.0, 23.0 * (count - 1) if count > 1 else 0.0)
    for i, character in enumerate(spec.ring_text):
        angle = -spread / 2 + (spread * i / (count - 1) if count > 1 else 0)
        tile = Image.new("L", (math.ceil(size * 1.5),) * 2, 0)
        b = ImageDraw.Draw(tile).textbbox((0, 0), character, font=face)
        middle = tile.width / 2
        ImageDraw.Draw(tile).text(
            (middle - (b[0] + b[2]) / 2, middle - (b[1] + b[3]) / 2), character, font=face, fill=255
        )
        # Seal lettering is narrow and tall.
        tall = tile.resize((round(tile.width * 0.82), round(tile.height * 1.12)), Image.Resampling.BICUBIC)
        turned = tall.rotate(-angle, expand=True, resample=Image.Resampling.BICUBIC)
        reach = d * 0.385
        x = c + reach * math.sin(math.radians(angle)) - turned.width / 2
        y = c - reach * math.cos(math.radians(angle)) - turned.height / 2
        sheet.paste(255, (round(x), round(y)), turned)


def _square(sheet: Image.Image, spec: SealSpec, d: float, c: float) -> None:
    pen = ImageDraw.Draw(sheet)
    half = d / 2 - d * 0.02
    outer = (c - half, c - half, c + half, c + half)
    if spec.carved:
        pen.rectangle(outer, fill=255)
    else:
        pen.rectangle(outer, outline=255, width=max(2, round(d * 0.045)))
    # column and row of each character, and how many rows it takes
    places = ((1, 0, 1), (1, 1, 1), (0, 0, 1), (0, 1, 1))
    if len(spec.centre_text) == 3:
        places = ((1, 0, 2), (0, 0, 1), (0, 1, 1))  # type: ignore[assignment]
    face = _face(_SONG, d * 0.40)
    for character, (column, row, rows) in zip(spec.centre_text[:4], places, strict=False):
        b = pen.textbbox((0, 0), character, font=face)
        tile = Image.new("L", (math.ceil(b[2] - b[0]), math.ceil(b[3] - b[1])), 0)
        ImageDraw.Draw(tile).text((-b[0], -b[1]), character, font=face, fill=255)
        if rows == 2:
            tile = tile.resize((tile.width, round(tile.height * 1.7)), Image.Resampling.BICUBIC)
        x, y = c + (column - 0.5) * d * 0.43, c + (row + (rows - 1) / 2 - 0.5) * d * 0.43
        ink = Image.new("L", tile.size, 0 if spec.carved else 255)
        sheet.paste(ink, (round(x - tile.width / 2), round(y - tile.height / 2)), tile)


def seal_ink(spec: SealSpec, pixels_per_point: float, rng: np.random.Generator) -> Mask:
    """The ink of a seal on a square just large enough, 0 to 1."""
    d = spec.diameter_pt * pixels_per_point
    side = math.ceil(d * 1.06)
    c = side / 2
    sheet = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(sheet)
    if spec.shape == "square":
        _square(sheet, spec, d, c)
    else:
        _rim_and_centre(pen, spec, d, c)
        _ring_text(sheet, spec, d, c)
    if spec.aspect != 1:
        flat = sheet.resize((side, round(side * spec.aspect)), Image.Resampling.BICUBIC)
        sheet = Image.new("L", (side, side), 0)
        sheet.paste(flat, (0, (side - flat.height) // 2))
    ink = np.asarray(sheet.rotate(-spec.tilt, resample=Image.Resampling.BICUBIC), dtype=np.float32) / 255
    # Uneven pressure over the whole, paper grain in the small, and a few bare spots.
    pressure = 0.88 + 0.12 * smooth_noise(rng, ink.shape, d * 0.35)
    grain = 1 - 0.22 * np.abs(smooth_noise(rng, ink.shape, max(1.5, 0.5 * pixels_per_point)))
    bare = np.clip(1.9 - smooth_noise(rng, ink.shape, 3 * pixels_per_point), 0, 1)
    return np.asarray(np.clip(ink * pressure * grain * bare * spec.strength, 0, 1), dtype=np.float32)


def _hand_glyph(character: str, size: float, rng: np.random.Generator) -> Mask:
    """One character as a hand might write it: a Kai glyph, sheared, warped, its strokes thinned unevenly."""
    big = max(24, round(size))
    pad = big // 2
    tile = Image.new("L", (big + 2 * pad, big + 2 * pad), 0)
    face = _face(_KAI, big)
    b = ImageDraw.Draw(tile).textbbox((0, 0), character, font=face)
    ImageDraw.Draw(tile).text((pad + (big - b[2] - b[0]) / 2, pad), character, font=face, fill=255)
    glyph = np.asarray(tile, dtype=np.float32) / 255
    h, w = glyph.shape
    ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
    slant = float(rng.normal(0.14, 0.05))
    turn = math.radians(float(rng.normal(-2.0, 2.5)))
    cx, cy = w / 2, h / 2
    dx, dy = xs - cx, ys - cy
    sx = math.cos(turn) * dx - math.sin(turn) * dy + slant * dy
    sy = math.sin(turn) * dx + math.cos(turn) * dy
    bend = big * 0.030
    sx = sx + cx + bend * smooth_noise(rng, (h, w), big * 0.33)
    sy = sy + cy + bend * smooth_noise(rng, (h, w), big * 0.33)
    warped = cv2.remap(glyph, sx.astype(np.float32), sy.astype(np.float32), cv2.INTER_LINEAR)
    # A pen's line is thinner than a brush-like Kai stroke and not equally thin: threshold a blurred glyph unevenly.
    soft = cv2.GaussianBlur(warped, (0, 0), max(0.6, big * 0.018))
    edge = 0.34 + 0.07 * smooth_noise(rng, (h, w), big * 0.4)
    return np.asarray(np.clip((soft - edge) * 6 + 0.5, 0, 1), dtype=np.float32)


def write_by_hand(page: Pixels, writing: Handwriting, pixels_per_point: float, rng: np.random.Generator) -> None:
    """Write ``writing`` on ``page`` in place."""
    colour = INK_COLOURS[writing.colour]
    size = writing.size * pixels_per_point
    x = writing.x * pixels_per_point
    drift = float(rng.normal(0, 0.02))
    start = x
    for character in writing.text:
        if character == " ":
            x += size * 0.5
            continue
        own = size * float(rng.uniform(0.88, 1.08))
        glyph = _hand_glyph(character, own, rng)
        pressure = 0.86 + 0.1 * smooth_noise(rng, glyph.shape, own * 0.5)
        ink = np.clip(glyph * pressure, 0, 1).astype(np.float32)
        y = writing.y * pixels_per_point + drift * (x - start) + float(rng.normal(0, 0.04)) * size
        left, top = round(x - own * 0.5), round(y - own * 1.5)
        multiply(page, ink, colour, left, top)
        narrow = character.isascii() or character in "．·，。"
        x += size * (0.55 if narrow else float(rng.uniform(0.86, 1.0)))
