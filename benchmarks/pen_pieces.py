"""Rows of print with and without a pen's strokes over them, as scanners show them: for ``benchmarks.pen_model``.

A row stands between its neighbours, in any face, bold or not, underlined or not, between the rules of a table or not,
here and there a word in colour; over some of them goes a pen: a word is crossed out, ringed, put in brackets, a figure
is written over, something is put in with a caret. What a pen drew is known column by column.
"""

from __future__ import annotations

import functools
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from benchmarks.power_pieces import has
from benchmarks.wording import Wording
from tfdocs.read.ocr.pen_strokes import COLUMN, ENDS, HIGH, ROOM, seen_of

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
Path2 = list[tuple[float, float]]

WIDE = 192  # pixels of a piece
SOME, MUCH = 0.5, 4.0  # pixels of a pen's ink in a column: below the first there is none, from the second on there is
_EM = 56  # pixels an em is drawn in
_ROWS = 3.4  # ems of what is drawn, up and down
_LONG = 17.0  # ems of what is drawn, along
_MARKS = "，、。；：（）〔〕【】《》“”％%—～·①②③④⑤□☑☐○●★√×±≥≤℃㎡Ⅱ"
_FIGURES = "0123456789"


@dataclass(slots=True)
class _Row:
    """What was drawn: the sheet, where its characters end, its base line and its top, all in pixels."""

    sheet: Image.Image
    edges: list[tuple[float, float]]
    top: float
    base: float


@functools.cache
def _font(file: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, size)


@functools.cache
def _words(seed: int) -> str:
    return Wording(seed).paragraph(6, english=seed % 4 == 0)


def _text(rng: random.Random, face: str, long: int) -> str:
    kind = rng.random()
    if kind < 0.15:
        said = "".join(rng.choice(_FIGURES + ",.-") for _ in range(rng.randint(3, 9)))
        said += (
            rng.choice(("万元", "元", "%", "人", "")) + rng.choice(("", "   ", "      ")) + _words(rng.randrange(400))
        )
    elif kind < 0.25:
        said = "".join(rng.choice((rng.choice(_MARKS), rng.choice(_words(rng.randrange(400))))) for _ in range(long))
    elif kind < 0.32:
        said = (" " * rng.randint(2, 6)).join(_words(rng.randrange(400))[n : n + rng.randint(1, 4)] for n in range(6))
    else:
        said = _words(rng.randrange(400))[rng.randrange(40) :]
    return "".join(c for c in said if c == " " or has(face, c))[:long]


def _write(
    rng: random.Random, row: _Row, text: str, files: tuple[str, str], base: float, begin: float, ink: int
) -> list[tuple[float, float]]:
    han, latin = files
    bold = rng.choice((0, 0, 0, 0, 1, 2))
    size = round(_EM * rng.uniform(0.93, 1.05))
    apart = rng.choice((0.0, 0.0, 0.0, rng.uniform(0, 0.12), rng.uniform(0.1, 0.6))) * _EM
    draw, x, edges = ImageDraw.Draw(row.sheet), begin, []
    for char in text:
        file = latin if char.isascii() and has(latin, char) else han
        font = _font(file, size)
        long = font.getlength(char)
        draw.text((x, base), char, font=font, fill=ink, anchor="ls", stroke_width=bold, stroke_fill=ink)
        if char != " ":
            edges.append((x, x + long))
        x += long + apart
    return edges


def _ruled(rng: random.Random, row: _Row, ink: int) -> None:
    """Rules of a table, and what words are underlined or struck with by a printer's straight ones below them."""
    draw = ImageDraw.Draw(row.sheet)
    wide, high = row.sheet.size
    if rng.random() < 0.5:
        apart = rng.uniform(0.52, 1.0)
        for way in (-1, 1):
            if rng.random() < 0.85:
                y = (row.top + row.base) / 2 + way * (apart + rng.gauss(0, 0.04)) * _EM
                draw.line((0, y, wide, y), fill=ink, width=rng.choice((1, 2, 3, 4, 6)))
        for x, way in ((row.edges[0][0], -1), (row.edges[-1][1], 1)) if row.edges else ():
            if rng.random() < 0.5:
                at = x + way * rng.uniform(0.04, 0.6) * _EM
                draw.line((at, 0, at, high), fill=ink, width=rng.choice((1, 2, 3, 4, 6)))
        for _ in range(rng.choice((0, 1, 1, 2))):
            gaps = [a[1] for a, b in zip(row.edges, row.edges[1:], strict=False) if b[0] - a[1] > 0.4 * _EM]
            x = rng.choice(gaps) + 0.2 * _EM if gaps else rng.choice((0.3, wide / _EM - 0.3)) * _EM
            draw.line((x, 0, x, high), fill=ink, width=rng.randint(1, 4))
    if rng.random() < 0.2 and row.edges:
        first = rng.randrange(len(row.edges))
        last = rng.randrange(first, len(row.edges))
        x0, x1, y = row.edges[first][0], row.edges[last][1], row.base + rng.uniform(0.12, 0.3) * _EM
        thick, kind = rng.randint(1, 4), rng.random()
        if kind < 0.6:
            draw.line((x0, y, x1, y), fill=ink, width=thick)
        elif kind < 0.8:
            points = [(x0 + n * 4, y + 2.5 * math.sin(n * 0.9)) for n in range(max(2, int((x1 - x0) / 4)))]
            draw.line(points, fill=ink, width=thick)
        else:
            for x in np.arange(x0, x1, 12):
                draw.line((x, y, x + 6, y), fill=ink, width=thick)
    if rng.random() < 0.03:  # a scanner's streak, a fold
        x = rng.uniform(0, wide)
        draw.line((x, 0, x + rng.uniform(-3, 3), high), fill=rng.randint(90, 220), width=rng.randint(1, 5))
    if rng.random() < 0.06:  # a watermark
        mark = Image.new("L", row.sheet.size, 255)
        font = _font(rng.choice(_LARGE), round(_EM * rng.uniform(2, 5))) if _LARGE else None
        if font is not None:
            text = "".join(rng.choice(_words(3)) for _ in range(4))
            ImageDraw.Draw(mark).text((rng.uniform(-2, 4) * _EM, rng.uniform(-3, 1) * _EM), text, fill=205, font=font)
            mark = mark.rotate(rng.uniform(-45, 45), fillcolor=255)
            row.sheet.paste(Image.fromarray(np.minimum(np.asarray(row.sheet), np.asarray(mark))))


_LARGE: list[str] = []


def _arc(x: float, y: float, half_wide: float, half_high: float, begin: float, end: float) -> Path2:
    turns = np.linspace(begin, end, 36)
    return [(x + half_wide * math.cos(math.radians(t)), y + half_high * math.sin(math.radians(t))) for t in turns]


def _drawn(rng: random.Random, row: _Row) -> list[Path2]:
    """What a pen does to a row, as paths."""
    first = rng.randrange(len(row.edges))
    last = min(len(row.edges) - 1, first + rng.choice((0, 0, 1, 1, 2, 2, 3, 4, 6)))
    x0, x1 = row.edges[first][0], row.edges[last][1]
    top, base = row.top, row.base + 0.06 * _EM
    middle, em = (top + base) / 2, _EM

    def about(v: float, by: float = 0.08) -> float:
        return v + rng.gauss(0, by) * em

    kind = rng.random()
    if kind < 0.2:  # a line through words, waved or falling
        fall, wave, turn = rng.gauss(0, 0.14) * em, rng.choice((0.0, 0.0, rng.uniform(0, 0.12))) * em, rng.uniform(0, 6)
        at = about(middle, 0.1)
        long = x1 - x0 + 0.3 * em
        steps = np.linspace(0, 1, 24)
        path = [(x0 - 0.15 * em + long * s, at + fall * (s - 0.5) + wave * math.sin(turn + 9 * s)) for s in steps]
        second = [(x, y + rng.uniform(0.12, 0.3) * em) for x, y in path]
        return [path, second] if rng.random() < 0.2 else [path]
    if kind < 0.33:  # crossed out
        return [
            [(about(x0), about(top)), (about((x0 + x1) / 2, 0.04), about(middle, 0.04)), (about(x1), about(base))],
            [(about(x0), about(base)), (about(x1), about(top))],
        ][: rng.choice((1, 2, 2))]
    if kind < 0.44:  # scribbled over
        count = max(4, round((x1 - x0) / em * rng.uniform(2, 6)))
        return [
            [
                (x0 + (x1 - x0) * n / (count - 1) + rng.gauss(0, 0.04) * em, about(top if n % 2 else base, 0.1))
                for n in range(count)
            ]
        ]
    if kind < 0.64:  # ringed
        begin = rng.uniform(0, 360)
        half = (x1 - x0) / 2 + rng.uniform(0.02, 0.3) * em, (base - top) / 2 + rng.uniform(-0.04, 0.25) * em
        way = rng.choice((-1, 1)) * rng.uniform(320, 420)
        return [_arc((x0 + x1) / 2, about(middle, 0.05), *half, begin, begin + way)]
    if kind < 0.76:  # put in brackets
        bend, out = rng.uniform(0.06, 0.2) * em, rng.uniform(-0.06, 0.1) * em
        bent = rng.random() < 0.7
        ends = []
        for x, way in ((x0 - out, -1), (x1 + out, 1)):
            up, low = about(top, 0.06), about(base, 0.06)
            shape = [
                (x, up),
                (x + way * bend, up + 0.28 * (low - up)),
                (x + way * bend, up + 0.72 * (low - up)),
                (x, low),
            ]
            ends.append(shape if bent else [(x, up), (x + way * bend, up), (x + way * bend, low), (x, low)])
        return ends if rng.random() < 0.8 else ends[:1]
    if kind < 0.86:  # something is put in
        x = x1 + rng.gauss(0, 0.05) * em
        up = rng.random() < 0.5
        y, tip = (base + 0.25 * em, base - 0.2 * em) if up else (top - 0.25 * em, top + 0.3 * em)
        half = rng.uniform(0.12, 0.3) * em
        return [[(x - half, about(y, 0.03)), (x, about(tip, 0.04)), (x + half, about(y, 0.03))]]
    if kind < 0.95:  # a figure or a character is written over
        x0, x1 = row.edges[first]
        paths = []
        for _ in range(rng.choice((1, 1, 2, 3))):
            ends = [(rng.uniform(x0, x1), rng.uniform(top, base)) for _ in range(rng.choice((2, 3, 4)))]
            bow = _arc(
                (x0 + x1) / 2,
                rng.uniform(top, base),
                (x1 - x0) / 2,
                0.25 * em,
                rng.uniform(0, 360),
                rng.uniform(360, 700),
            )
            paths.append(ends if rng.random() < 0.6 else bow)
        return paths
    # a tick
    x = rng.uniform(x0, x1)
    return [[(x, about(middle)), (x + 0.25 * em, about(base)), (x + rng.uniform(0.6, 1.1) * em, about(top))]]


def _penned(rng: random.Random, row: _Row) -> Pixels:
    """255 where a pen went over the row: one thing, or some."""
    mask = Image.new("L", row.sheet.size, 0)
    draw = ImageDraw.Draw(mask)
    for _ in range(rng.choice((1, 1, 2, 3))):
        wide = max(2, round(rng.uniform(0.035, 0.12) * _EM))
        for path in _drawn(rng, row):
            shaken = [(x + rng.gauss(0, 0.012) * _EM, y + rng.gauss(0, 0.012) * _EM) for x, y in path]
            draw.line(shaken, fill=255, width=wide, joint="curve")
            for x, y in (shaken[0], shaken[-1]):
                draw.ellipse((x - wide / 2, y - wide / 2, x + wide / 2, y + wide / 2), fill=255)
    return np.asarray(mask)


def printed(rng: random.Random, han: Sequence[str], latin: Sequence[str], penned: bool) -> tuple[_Row, Pixels, Pixels]:
    """A row, 255 where a pen went over it, and 255 where its print is in colour."""
    size = round(_LONG * _EM), round(_ROWS * _EM)
    base = _ROWS / 2 * _EM + 0.36 * _EM
    row = _Row(Image.new("L", size, 255), [], base - 0.8 * _EM, base)
    face = rng.choice(han)
    files = face, rng.choice((face, rng.choice(latin)))
    ink = rng.choice((0, 0, 20, 50, 80))
    lead = rng.uniform(1.08, 2.1) * _EM
    for way in (-1, 1):
        if rng.random() < 0.75:
            other = rng.choice((files, files, (rng.choice(han), files[1])))
            _write(rng, row, _text(rng, other[0], 18), other, base + way * lead, rng.uniform(-2, 3) * _EM, ink)
    begin = rng.choice((0.6, 0.6, rng.uniform(0.6, 4))) * _EM
    row.edges = _write(rng, row, _text(rng, face, rng.choice((3, 6, 12, 18, 18))), files, base, begin, ink)
    row.edges = [e for e in row.edges if e[1] < size[0] - 0.5 * _EM]
    _ruled(rng, row, ink)
    coloured = np.zeros(size[::-1], np.uint8)
    if rng.random() < 0.25 and row.edges:
        first = rng.randrange(len(row.edges))
        last = rng.randrange(first, len(row.edges))
        coloured[:, int(row.edges[first][0]) : int(row.edges[last][1])] = (
            255 - np.asarray(row.sheet)[:, int(row.edges[first][0]) : int(row.edges[last][1])]
        )
    mask = _penned(rng, row) if penned and row.edges else np.zeros(size[::-1], np.uint8)
    return row, mask, coloured


def scanned(
    rng: random.Random, row: _Row, mask: Pixels, coloured: Pixels
) -> tuple[NDArray[np.uint8], NDArray[np.uint8], Floats]:
    """The row through a scanner, cut out as the toolkit cuts it: grey, how coloured it is, and the pen's share."""
    noises = np.random.default_rng(rng.getrandbits(32))
    points, dpi = rng.uniform(8.5, 17), rng.choice((130, 150, 150, 170, 200, 200, 220, 300, 300))
    em = min(52.0, points / 72 * dpi)
    scale = em / _EM
    # what the toolkit takes for the height of a row is its box, which is higher than its characters
    box = em * rng.uniform(1.0, 1.38)
    high = round(box * (1 + 2 * ROOM))
    # from one character to another, and beyond them what the toolkit sees there; as much of it as finds room
    first = rng.choice((0, 0, rng.randrange(len(row.edges)))) if row.edges else 0
    last = rng.choice((len(row.edges) - 1, rng.randrange(first, len(row.edges)))) if row.edges else 0
    begin, end = (row.edges[first][0], row.edges[last][1]) if row.edges else (_EM, 4 * _EM)
    beyond = ENDS * box
    start = begin * scale - beyond + rng.gauss(0, 0.05) * em
    most = math.ceil(high * WIDE / HIGH) + 1
    wide = min(most, max(8, round((end - begin) * scale + 2 * beyond)))
    turn = cv2.getRotationMatrix2D((_LONG * _EM / 2, _ROWS * _EM / 2), rng.gauss(0, 0.5), scale)
    turn[0, 1] += rng.gauss(0, 0.02) * scale
    turn[:, 2] += (-_LONG * _EM / 2 + _LONG * em / 2 - start, -_ROWS * _EM / 2 + high / 2 + rng.gauss(0, 0.06) * em)

    def moved(picture: Pixels, paper: int) -> Floats:
        soft = cv2.GaussianBlur(picture, (0, 0), max(0.2, 0.42 / scale))
        return np.asarray(
            cv2.warpAffine(soft, turn, (wide, high), flags=cv2.INTER_LINEAR, borderValue=(paper,)), np.float32
        )

    sheet = np.asarray(row.sheet)
    pen = moved(mask, 0) / 255
    bw, grey_only = rng.random() < 0.2, rng.random() < 0.35
    of_colour = 0.0 if bw or grey_only or rng.random() < 0.5 else rng.uniform(0.15, 0.8)
    # pens' ink is paler than print now and then; blue is in grey
    tone = rng.uniform(0, 70) if not of_colour else rng.uniform(30, 120)
    patchy = 1 - rng.uniform(0, 0.25) * noises.random(pen.shape, dtype=np.float32)
    seen = np.minimum(moved(sheet, 255), 255 - (255 - tone) * pen * patchy)
    paper = rng.uniform(200, 255)
    seen = rng.uniform(0, 40) + seen / 255 * (paper - 40) + (rng.uniform(0, 40) if not bw else 0)
    if blur := rng.choice((0.0, rng.uniform(0.3, 1.0))):
        seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), blur), dtype=np.float32)
    noisy = seen + rng.uniform(0, 7) * noises.standard_normal(seen.shape, dtype=np.float32)
    grey = np.clip(noisy + 0.5, 0, 255).astype(np.uint8)
    if bw:
        grey = np.where(grey > rng.uniform(130, 190), 255, 0).astype(np.uint8)
    else:
        _, data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(38, 92)])
        grey = np.asarray(cv2.imdecode(np.asarray(data, dtype=np.uint8), cv2.IMREAD_GRAYSCALE), dtype=np.uint8)
    colour = np.zeros(grey.shape, np.float32)
    if not (bw or grey_only):
        colour = of_colour * 255 * pen
        if rng.random() < 0.7:
            colour = np.maximum(colour, moved(coloured, 0) * rng.uniform(0.2, 0.9))
        if rng.random() < 0.4:  # the three colours of a scanner lie a little beside one another
            beside = np.roll(grey, rng.choice((-1, 1)), rng.choice((0, 1))).astype(np.float32)
            colour = np.maximum(colour, rng.uniform(0, 0.4) * np.abs(beside - grey))
        colour = np.asarray(cv2.GaussianBlur(colour, (0, 0), rng.uniform(0.5, 1.8)), dtype=np.float32)
        colour = colour + np.abs(rng.uniform(0, 6) * noises.standard_normal(colour.shape, dtype=np.float32))
    return grey, np.clip(colour, 0, 255).astype(np.uint8), np.asarray(pen, dtype=np.float32)


def pieces(
    seed: int, count: int, han: Sequence[str], latin: Sequence[str]
) -> Iterator[tuple[Floats, NDArray[np.int8]]]:
    """``count`` looks (2 x ``HIGH`` x ``WIDE``) and what is right of each column: a pen 1, none 0, too little -1."""
    rng = random.Random(seed)
    _LARGE[:] = han
    for _ in range(count):
        row, mask, coloured = printed(rng, han, latin, rng.random() < 0.6)
        grey, colour, pen = scanned(rng, row, mask, coloured)
        seen = seen_of(grey, colour)[:, :, :WIDE]
        look = np.zeros((2, HIGH, WIDE), np.float32)
        look[:, :, : seen.shape[2]] = seen
        share = np.zeros((HIGH, WIDE), np.float32)
        share[:, : seen.shape[2]] = cv2.resize(pen, (seen.shape[2], HIGH), interpolation=cv2.INTER_AREA)
        inner = share[HIGH // 8 : HIGH - HIGH // 8]
        amount, every = (s.sum(axis=0).reshape(-1, COLUMN).sum(axis=1) for s in (inner, share))
        right = np.where(amount >= MUCH, 1, np.where(every < SOME, 0, -1)).astype(np.int8)
        yield look, right
