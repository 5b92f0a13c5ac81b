"""Look-alike characters, and others, as scanners show them: what ``benchmarks.alike_model`` learns from.

A character stands between any others, in any face, bolder or thinner, over a rule or none; it is scanned as
``benchmarks.power_pieces`` scans a unit, and cut out as the toolkit cuts it out, a little beside its middle.
"""

from __future__ import annotations

import functools
import random
from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.power_pieces import DRAWN, ROOM, Pen, has, scanned
from tfdocs.read.ocr.look_alikes import CLASSES, EM, SIDE
from tfdocs.read.ocr.raised_figure import looked_at

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

OTHER = len(CLASSES)
_OTHERS = 0.22  # share of pieces that show none of the classes
_OFTEN = "己已未末千干于日目土士"  # what is disputed most is shown twice as often
# What is one stroke away from one of the classes, without being one.
_NEAR = (
    "十午牛平王玉木本朱来弓乙巴卫子了白自旦且个介从小工上止电里用四口回犬失矢开井力刀及成式我戒米丰半斗示业亚万夕太"
    "丈史更东车"
)
_HAN = (
    "的一是在有人国中工学业项目经费共计面积新建改扩为约其中台套名年月至及与和资部门主管单位负责合同金额说明完成情况应"
    "当按照规定"
)
_MARKS = "，。、；：（）“”—0123456789.%"
_FAR = 0.3  # ems from its middle: what is cut there is no character


@functools.cache
def _faces(char: str, files: tuple[str, ...]) -> list[str]:
    return [f for f in files if has(f, char)]


def _beside(rng: random.Random, count: int) -> str:
    pools = (_HAN, _HAN, CLASSES, _NEAR, _MARKS)
    return "".join(rng.choice(rng.choice(pools)) for _ in range(count))


def printed(rng: random.Random, char: str, face: str, files: Sequence[str]) -> tuple[Pixels, tuple[float, float]]:
    """A sheet with ``char`` in its middle, and where the middle of its ink is (x, y)."""
    pen = Pen()
    ink = rng.choice((0, 0, 0, 20, 50, 80))
    size = round(DRAWN * rng.uniform(0.94, 1.05))
    begin = pen.x
    pen.write(char, face, size, ink=ink)
    ys, xs = np.nonzero(np.asarray(pen.sheet) < 128)
    middle = (float(xs.min() + xs.max()) / 2, float(ys.min() + ys.max()) / 2) if len(xs) else (begin, float(ROOM))
    room = rng.choice((0.0, 0.0, rng.uniform(0, 0.12), rng.uniform(0, 0.6)))
    other = rng.choice((face, face, face, rng.choice(files)))
    end = pen.x
    if rng.random() < 0.88:
        pen.before(_beside(rng, 2), other, size, begin - room * DRAWN, ink)
    pen.x = end + room * DRAWN
    if rng.random() < 0.88:
        pen.write(_beside(rng, 2), other, size, ink=ink)
    for way in (-1, 1):
        if rng.random() < 0.3:
            pen.base = ROOM + way * rng.uniform(1.15, 2.0) * DRAWN
            pen.x = rng.uniform(0.2, 0.8) * ROOM
            pen.write(_beside(rng, 4), other, size, ink=ink)
    kind = rng.random()
    if kind < 0.12:  # a rule of a table, or under a blank
        y = ROOM + rng.choice((-1.0, 0.22)) * DRAWN * rng.uniform(0.95, 1.4)
        pen.line(0, y, 2 * ROOM, y, ink=ink, wide=rng.randint(2, 6))
    elif kind < 0.2:
        x = middle[0] + rng.choice((-1, 1)) * rng.uniform(0.55, 0.9) * DRAWN
        pen.line(x, 0, x, 2 * ROOM, ink=ink, wide=rng.randint(2, 6))
    sheet: Pixels = np.asarray(pen.sheet)
    heavier = rng.random()
    if heavier < 0.3:  # bold that was made of what is not, and print that was thin or has lost ink
        do = cv2.erode if heavier < 0.2 else cv2.dilate
        sheet = np.asarray(do(sheet, np.ones((3, 3) if heavier > 0.12 else (1, 4), np.uint8)), dtype=np.uint8)
    return sheet, middle


def piece(rng: random.Random, files: Sequence[str], wanted: str = "") -> tuple[Floats, int]:
    """A look (``SIDE`` x ``SIDE``) and what it shows. ``wanted``: that character."""
    none = not wanted and rng.random() < _OTHERS
    char = wanted or rng.choice(rng.choice((_NEAR, _NEAR, _HAN, _MARKS)) if none else CLASSES + _OFTEN)
    what = CLASSES.find(char)
    what = what if what >= 0 else OTHER
    faces = _faces(char, tuple(files))
    sheet, (x, y) = printed(rng, char, rng.choice(faces or list(files)), files)
    picture, em = scanned(rng, sheet, x)
    # ``scanned`` puts the base line a third of an em below the middle
    at = np.array([picture.shape[1] / 2, picture.shape[0] / 2 + ((y - ROOM) / DRAWN + 0.33) * em])
    spread = rng.choice((0.02, 0.04, 0.07))
    at += np.clip([rng.gauss(0, spread), rng.gauss(0, spread)], -0.16, 0.16) * em
    if none and rng.random() < 0.2:
        at[0] += rng.choice((-1, 1)) * rng.uniform(_FAR, 0.6) * em
    return looked_at(picture, (float(at[0]), float(at[1])), em * rng.uniform(0.88, 1.13), (SIDE, SIDE), EM), what


def pieces(seed: int, count: int, files: Sequence[str]) -> Iterator[tuple[Floats, int]]:
    """``count`` looks with what they show: an index of ``CLASSES``, or ``OTHER``."""
    rng = random.Random(seed)
    for _ in range(count):
        yield piece(rng, files)
