"""Made pages for the benchmark of seals: print of all kinds, and seals of all kinds on every other page.

Print that seals have been taken for or could be: ruled tables, boxed words, drawings with circles and squares, logos,
thick rules, QR codes, photographs, boxes to tick, red letterheads.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks import printed
from benchmarks.printed import Sheet
from benchmarks.wording import Wording
from samples.ink import INK_COLOURS, SealSpec, multiply, seal_ink, smooth_noise
from samples.scanning import Colour, as_stored, digitise

Pixels = NDArray[np.uint8]
_PRINT_DPI = 300.0
CENTRES = ("合同专用章", "财务专用章", "样张")
KINDS = ("circle", "oval", "square", "chop", "straddle", "strip")
MODES: tuple[tuple[Colour, int], ...] = (
    ("colour", 200),
    ("grey", 200),
    ("bw", 300),
    ("colour", 150),
    ("grey", 150),
    ("bw", 200),
    ("colour", 300),
    ("grey", 300),
)
_BW_INK = (140, 16, 24)  # some pads are dark: only such ink survives a black-and-white scanner


@dataclass(frozen=True, slots=True)
class Made:
    """A scanned page and the seal on it, ``box`` in pixels; ``kind`` "" where there is none; ``sheet``: the print."""

    name: str
    image: Pixels
    dpi: int
    colour: Colour
    sheet: str
    kind: str
    said: str
    clean: bool  # not over text
    box: tuple[float, float, float, float]


def _body(sheet: Sheet, words: Wording, top: float, foot: float, face: str) -> None:
    while top < foot:
        top = sheet.paragraph(words.paragraph(2), top, face, 12)


def _boxed(sheet: Sheet, words: Wording, face: str) -> None:
    """Boxed words of many sizes: a secrecy mark, a square with four large characters, cells as large as seals."""
    sheet.box(70, 50, 150, 80, 1.5)
    sheet.line("内部资料", 78, 57, "hei", 16)
    sheet.box(430, 50, 500, 120, 2.0)
    for i, two in enumerate(("征求", "意见")):
        sheet.line(two, 437, 58 + 30 * i, "hei", 27)
    for i in range(5):
        x = 80 + 88 * i
        sheet.box(x, 150, x + 60, 210, 1.0 + 0.5 * i)
        for j, two in enumerate((words.person()[:2], words.unit() + "数")):
            sheet.line(two, x + 10, 158 + 24 * j, face, 20)
    for i in range(8):
        sheet.box(80 + 53 * i, 240, 133 + 53 * i, 293, 0.8)
        sheet.line("甲乙丙丁戊己庚辛"[i], 93 + 53 * i, 250, "hei", 26)
    _body(sheet, words, 320, 740, face)


def _drawing(sheet: Sheet, words: Wording, face: str) -> None:
    """A flow chart of boxes, circles and ovals with their captions, and a pie."""
    for i, r in enumerate((30, 42, 55, 64)):
        x, y = 110 + 120 * i, 150
        sheet.ellipse(x - r, y - r, x + r, y + r, 0.7 + 0.6 * i)
        sheet.line(words.work()[:4], x - 24, y - 6, face, 12)
    sheet.ellipse(90, 250, 220, 330, 1.2)
    sheet.line(words.work(), 115, 284, face, 11)
    for i in range(4):
        sheet.box(250 + 70 * i, 260, 304 + 70 * i, 314, 1.0)
        sheet.line(words.field()[:4], 253 + 70 * i, 281, face, 12)
        sheet.rule(304 + 70 * i, 287, 320 + 70 * i, 287, 1.2)
    cx, cy, r = 180.0, 430.0, 62.0
    edges = [0.0, 0.9, 2.2, 3.1, 4.9, 2 * math.pi]
    for i, (a, b) in enumerate(pairwise(edges)):
        turn = np.linspace(a, b, 30)
        arc = [(cx + r * math.cos(t), cy + r * math.sin(t)) for t in turn]
        sheet.polygon([(cx, cy), *arc], ("#4472c4", "#a0a0a0", "#ffc000", "#404040", "#e0e0e0")[i])
    sheet.ellipse(cx - r, cy - r, cx + r, cy + r, 1.0)
    for i in range(8):
        h = 20 + 12 * ((i * 5) % 7)
        sheet.polygon(
            [(320 + 22 * i, 490), (336 + 22 * i, 490), (336 + 22 * i, 490 - h), (320 + 22 * i, 490 - h)], "#666"
        )
    sheet.rule(310, 490, 510, 490, 1.0)
    _body(sheet, words, 530, 740, face)


def _logo(sheet: Sheet, words: Wording, face: str) -> None:
    """Emblems: a disc with letters cut out, a ring with a tree, roundels, one lettered, a word mark in a frame."""
    emblem = seal_ink(SealSpec(1, 0, 0, 62, words.body(), "", strength=1.0), sheet.scale, np.random.default_rng(1))
    blue = np.full((*emblem.shape, 3), 255, dtype=np.uint8)
    multiply(blue, emblem, INK_COLOURS["blue"], 0, 0)
    sheet.picture(blue, 440, 690, 62)
    sheet.ellipse(80, 50, 140, 110, 1, fill="#1f4e9c")
    sheet.line("科协", 92, 68, "hei", 17, colour="#ffffff")
    sheet.ellipse(180, 60, 222, 102, 2.2)
    sheet.polygon([(201, 66), (188, 92), (214, 92)], "#2a7a3a")
    sheet.ellipse(260, 50, 330, 120, 5, fill="#d8e4f4")
    sheet.polygon([(295, 62), (268, 106), (322, 106)], "#123a7a")
    sheet.box(380, 60, 500, 100, 2.4)
    sheet.line("STUDIO 蜀岭", 390, 72, "hei", 17)
    sheet.polygon([(80, 700), (110, 690), (140, 700), (135, 735), (110, 750), (85, 735)], "#b02020")
    _body(sheet, words, 140, 680, face)


def _rules(sheet: Sheet, words: Wording, face: str) -> None:
    """Thick rules, double frames and bars, some of them at the page's edge."""
    for i, thick in enumerate((1.5, 3.0, 6.0)):
        sheet.rule(70, 60 + 14 * i, 525, 60 + 14 * i, thick)
    sheet.box(70, 120, 525, 740, 3.0)
    sheet.box(76, 126, 519, 734, 0.8)
    sheet.rule(4, 200, 4, 640, 8)
    sheet.rule(585, 100, 585, 170, 14)
    for i in range(6):
        sheet.line(words.sentence()[:30], 90, 150 + 24 * i, face, 13)
    sheet.box(100, 330, 160, 390, 4.0)
    sheet.box(200, 330, 262, 392, 2.4)
    sheet.line("附件", 206, 348, "hei", 25)
    sheet.line("核对无误", 330, 350, "hei", 26)
    sheet.box(322, 340, 446, 386, 2.4)


def _codes(sheet: Sheet, words: Wording, face: str) -> None:
    """QR codes of several sizes, one in a frame, and a bar code."""
    for i, (x, top, width) in enumerate(((420, 50, 80), (80, 60, 57), (180, 60, 57), (460, 640, 100))):
        parameters = cv2.QRCodeEncoder_Params()
        parameters.version = 2 + 2 * i
        bits = cv2.QRCodeEncoder_create(parameters).encode(f"https://example.org/{words.phone()}")
        sheet.picture(np.repeat(np.asarray(bits)[:, :, None], 3, axis=2).astype(np.uint8), x, top, width, smooth=False)
    sheet.box(176, 56, 241, 121, 2.4)
    rng = np.random.default_rng(words.random.randint(0, 10**6))
    x = 280.0
    while x < 400:
        w = float(rng.uniform(0.6, 2.6))
        sheet.rule(x, 70, x, 110, w)
        x += w + float(rng.uniform(0.8, 2.4))
    _body(sheet, words, 160, 620, face)


def _photograph(rng: np.random.Generator, high: int, wide: int) -> Pixels:
    """Something with the tones and edges of a photograph: hills, a sun, windows, grain."""
    tones = 150 + 40 * smooth_noise(rng, (high, wide), wide / 3) + 12 * smooth_noise(rng, (high, wide), 5)
    ys, xs = np.mgrid[0:high, 0:wide]
    ridge = high * (0.55 + 0.12 * np.sin(xs / wide * 9 + float(rng.uniform(0, 6))))
    tones = np.where(ys > ridge, tones * 0.45, tones)
    sun = np.hypot(xs - 0.7 * wide, ys - 0.3 * high) < 0.16 * high
    tones = np.where(sun, 235, tones)
    for i in range(5):
        x, y = int(wide * (0.1 + 0.15 * i)), int(high * 0.62)
        tones[y : y + high // 6, x : x + wide // 12] = 40
    tint = rng.uniform(0.75, 1.1, 3)
    return np.clip(tones[:, :, None] * tint, 0, 255).astype(np.uint8)


def _photographs(sheet: Sheet, words: Wording, face: str) -> None:
    """Photographs in the text, one of a person's size in a form, one that runs to the page's edge."""
    rng = np.random.default_rng(words.random.randint(0, 10**6))
    sheet.picture(_photograph(rng, 300, 400), 90, 60, 200)
    sheet.picture(_photograph(rng, 350, 250), 420, 60, 71)
    sheet.box(419, 59, 492, 161, 1.0)
    sheet.picture(_photograph(rng, 200, 200), 330, 90, 60)
    sheet.picture(_photograph(rng, 300, 200), 525, 420, 70)
    _body(sheet, words, 240, 400, face)
    sheet.picture(_photograph(rng, 260, 500), 90, 560, 380)


def _ticks(sheet: Sheet, words: Wording, face: str) -> None:
    """A list of boxes to tick and a form's blanks with underscores."""
    for i in range(14):
        x = 90.0
        for _ in range(3):
            x = sheet.line(f"□ {words.work()}", x, 60 + 30 * i, face, 12 + i % 4) + 20
    for i, label in enumerate(("负责人（签字）：", "单位（盖章）：", "日期：")):
        sheet.line(f"{label}________________", 90, 520 + 40 * i, face, 14)
    sheet.line("年　　月　　日", 380, 660, face, 14)


def _letterhead(sheet: Sheet, words: Wording, face: str) -> None:
    """A letterhead with its rule and a note in red."""
    sheet.line("蜀岭省样例学会文件", 110, 60, "serif", 40, colour="#ce2028")
    sheet.line("样例发〔2023〕7号", 240, 130, face, 15)
    sheet.polygon([(70, 165), (525, 165), (525, 167), (70, 167)], "#ce2028")
    _body(sheet, words, 190, 640, face)
    sheet.line("（此件于报送后三十日内公开，逾期不候）", 90, 680, "kai", 13, colour="#ce2028")


_MAKERS: dict[str, Callable[[Sheet, Wording, str], None]] = {
    "boxed": _boxed,
    "drawing": _drawing,
    "logo": _logo,
    "rules": _rules,
    "codes": _codes,
    "photographs": _photographs,
    "ticks": _ticks,
    "letterhead": _letterhead,
}
SHEETS = ("prose", "table", *_MAKERS)


@cache
def print_of(name: str, variant: int) -> Pixels:
    """The print of a sheet, RGB at 300 dpi."""
    face = list(printed.FACES)[variant % len(printed.FACES)]
    if name in ("prose", "table"):
        make = printed.table if name == "table" else printed.prose
        return make(70 + variant, _PRINT_DPI, face).image
    sheet = Sheet(_PRINT_DPI)
    _MAKERS[name](sheet, Wording(variant), face)
    return sheet.page().image


def spec_of(kind: str, rng: np.random.Generator, words: Wording, *, clean: bool) -> SealSpec:
    """A seal of ``kind``. ``clean``: at the page's foot, below the text of most sheets; else anywhere."""
    x, y = float(rng.uniform(150, 440)), float(rng.uniform(735, 770) if clean else rng.uniform(200, 600))
    tilt, strength = float(rng.uniform(-25, 25)), float(rng.uniform(0.7, 0.95))
    name, centre = words.body(), str(rng.choice(CENTRES))
    owner = words.person()
    if kind == "circle":
        return SealSpec(1, x, y, float(rng.choice([108.0, 119.0, 128.0])), name, centre, tilt, strength)
    if kind == "oval":
        aspect = float(rng.choice([0.67, 0.75]))
        return SealSpec(1, x, y, 128, name, centre, tilt / 5, strength, "oval", aspect)
    if kind == "square":
        width = float(rng.choice([51.0, 57.0, 62.0]))
        return SealSpec(1, x, y, width, "", (owner + "印印")[:4], tilt / 5, strength, "square")
    if kind == "chop":
        width, carved = float(rng.choice([40.0, 45.0, 51.0])), bool(rng.random() < 0.4)
        return SealSpec(1, x, y, width, "", owner, tilt / 5, strength, "square", carved=carved)
    edge = float(rng.uniform(-14, 30)) if kind == "straddle" else 0.0
    x = printed.A4[0] - edge if rng.random() < 0.6 else edge
    return SealSpec(1, x, float(rng.uniform(150, 690)), 119, name, centre, tilt, strength)


def press(sheet: Pixels, spec: SealSpec, rng: np.random.Generator, colour: Colour, strip: tuple[int, int]) -> None:
    """Lay the seal on ``sheet`` (300 dpi) in place. ``strip``: its number of so many on fanned sheets; (0, 1): all."""
    scale = _PRINT_DPI / 72
    if colour == "bw":
        spec = replace(spec, strength=1.0)
    ink = seal_ink(spec, scale, rng)
    half = ink.shape[0] / 2
    left, top = round(spec.x_pt * scale - half), round(spec.y_pt * scale - half)
    number, of = strip
    if of > 1:
        step = ink.shape[1] / of
        ink = np.ascontiguousarray(ink[:, round(number * step) : round((number + 1) * step)])
        left = sheet.shape[1] - ink.shape[1]
    multiply(sheet, ink, _BW_INK if colour == "bw" else INK_COLOURS["red"], left, top)


def made_page(i: int, seed: int = 0) -> Made:
    """Page ``i`` of a seed; even ones have a seal."""
    rng = np.random.default_rng([seed, i])
    words = Wording(seed * 1000 + i)
    half = i // 2
    colour, dpi = MODES[half % len(MODES)]
    # five turns of kinds against eight of tones and ten of sheets: every pair comes up
    name = SHEETS[(half + half // 40) % len(SHEETS)] if i % 2 else ("prose", "table", "ticks")[int(rng.integers(3))]
    sheet = print_of(name, int(rng.integers(4))).copy()
    kind, said, clean, box = "", "", False, (0.0, 0.0, 0.0, 0.0)
    if i % 2 == 0:
        kind = KINDS[(half // len(MODES)) % len(KINDS)]
        clean = bool(rng.random() < 0.5) and kind not in ("straddle", "strip")
        if clean:
            sheet[round(690 * _PRINT_DPI / 72) :] = 255
        spec = spec_of(kind, rng, words, clean=clean)
        strip = (0, 1)
        if kind == "strip":
            of = int(rng.integers(2, 5))
            strip = (int(rng.integers(of)), of)
        said = spec.centre_text if spec.shape == "square" else spec.ring_text
        press(sheet, spec, rng, colour, strip)
        k = dpi / 72
        w, h = spec.diameter_pt, spec.diameter_pt * spec.aspect
        x = spec.x_pt if strip[1] == 1 else printed.A4[0]
        box = ((x - w / 2) * k, (spec.y_pt - h / 2) * k, (x + w / 2) * k, (spec.y_pt + h / 2) * k)
    size = (round(printed.A4[0] * dpi / 72), round(printed.A4[1] * dpi / 72))
    picture = digitise(sheet, size, rng, dpi=dpi, colour=colour, skew=0.4)
    image = as_stored(picture, colour, 70)
    return Made(f"{i} {kind or 'none'} on {name} {colour} {dpi}", image, dpi, colour, name, kind, said, clean, box)


def clean_seal(i: int, seed: int = 0) -> Made:
    """A seal in colour on bare paper, to be read: round, oval and square by turns, at 150 to 300 dpi."""
    rng = np.random.default_rng([seed, i, 5])
    words = Wording(seed * 1000 + i + 500)
    kind = ("circle", "oval", "circle", "square", "oval", "chop")[i % 6]
    dpi = (200, 150, 300)[(i // 6) % 3]
    spec = replace(spec_of(kind, rng, words, clean=True), x_pt=90.0, y_pt=90.0)
    if i % 4 == 1 and spec.ring_text:
        # bodies below a body: shorter and longer names than the usual
        spec = replace(spec, ring_text=words.random.choice((f"{words.place()}{words.field()[:4]}协会", spec.ring_text)))
    sheet = np.full((round(180 * _PRINT_DPI / 72),) * 2 + (3,), 255, dtype=np.uint8)
    press(sheet, spec, rng, "colour", (0, 1))
    size = (round(180 * dpi / 72),) * 2
    image = as_stored(digitise(sheet, size, rng, dpi=dpi, skew=0.4), "colour", 70)
    said = spec.centre_text if spec.shape == "square" else spec.ring_text
    k = dpi / 72
    w, h = spec.diameter_pt * k / 2, spec.diameter_pt * spec.aspect * k / 2
    box = (90 * k - w, 90 * k - h, 90 * k + w, 90 * k + h)
    return Made(f"{i} {kind} to read {dpi}", image, dpi, "colour", "", kind, said, True, box)
