"""Pages of official print drawn straight to pixels, with the text and the place of every line known exactly.

A PDF's text layer is no truth to measure readers with (LibreOffice's put “ ” in the wrong places); here what was drawn
is what is known. Two layouts, prose and ruled table, in the faces that offices print in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from benchmarks.wording import Wording
from samples.ink import find_font

Pixels = NDArray[np.uint8]

A4 = (595.0, 842.0)
# file, face in the collection
FACES: dict[str, tuple[str, int]] = {
    "song": ("uming.ttc", 0),
    "kai": ("gkai00mp.ttf", 0),
    "hei": ("NotoSansCJK-Regular.ttc", 2),
    "serif": ("NotoSerifCJK-Regular.ttc", 2),
    "light-song": ("gbsn00lp.ttf", 0),
}
_NOT_FIRST = "，。；：、！？）”’》」』】%℃"
_LEFT, _RIGHT = 80.0, 515.0


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """``box``: x0, top, x1, bottom in points from the page's top left; ``edges``: where each character begins and the
    last one ends, in points from the page's left.
    """

    text: str
    box: tuple[float, float, float, float]
    edges: tuple[float, ...]


@dataclass(slots=True)
class PrintedPage:
    """``image``: RGB at ``dpi``."""

    image: Pixels
    dpi: float
    size: tuple[float, float] = A4
    lines: list[PrintedLine] = field(default_factory=list)


@cache
def _draws(face: str, char: str) -> bool:
    """Whether ``face`` has a shape for ``char``: some lack the short dash (–) and print nothing for it."""
    return char.isspace() or _font(face, 24).getmask(char).getbbox() is not None


@cache
def _font(face: str, pixels: int) -> ImageFont.FreeTypeFont:
    name, index = FACES[face]
    return ImageFont.truetype(str(find_font((name,))), pixels, index=index)


class Sheet:
    """A sheet that is being set: text goes on it line by line, and each line is remembered."""

    def __init__(self, dpi: float, size: tuple[float, float] = A4) -> None:
        self.scale = dpi / 72
        self.dpi, self.size = dpi, size
        self._sheet = Image.new("RGB", (round(size[0] * self.scale), round(size[1] * self.scale)), "white")
        self._pen = ImageDraw.Draw(self._sheet)
        self.lines: list[PrintedLine] = []

    def width(self, text: str, face: str, points: float) -> float:
        return _font(face, round(points * self.scale)).getlength(text) / self.scale

    def line(self, text: str, x: float, top: float, face: str, points: float, colour: str = "#101012") -> float:
        """Draw ``text`` (what ``face`` has of it) with its left end at ``x``; returns where it ends."""
        text = "".join(c for c in text if _draws(face, c))
        font = _font(face, round(points * self.scale))
        self._pen.text((round(x * self.scale), round(top * self.scale)), text, font=font, fill=colour, anchor="lt")
        edges = tuple(x + font.getlength(text[:i]) / self.scale for i in range(len(text) + 1))
        self.lines.append(PrintedLine(text, (x, top, edges[-1], top + points), edges))
        return edges[-1]

    def wrap(self, text: str, width: float, face: str, points: float, indent: float = 0.0) -> list[str]:
        """``text`` in lines no wider than ``width``; no line begins with a closing mark."""
        out, now, room = [], "", width - indent
        for char in text:
            if now and self.width(now + char, face, points) > room and char not in _NOT_FIRST:
                out.append(now.rstrip())
                now, room = "", width
            now += char if now or char != " " else ""
        return [*out, now] if now else out

    def paragraph(self, text: str, top: float, face: str, points: float, leading: float = 1.7) -> float:
        """Set ``text`` between the margins with two characters' indent; returns the next line's top."""
        for i, part in enumerate(self.wrap(text, _RIGHT - _LEFT, face, points, 2 * points)):
            self.line(part, _LEFT + (2 * points if i == 0 else 0), top, face, points)
            top += points * leading
        return top

    def rule(self, x0: float, y0: float, x1: float, y1: float, thick: float = 0.7) -> None:
        k = self.scale
        self._pen.line((x0 * k, y0 * k, x1 * k, y1 * k), fill="#18181a", width=max(1, round(thick * k)))

    def ellipse(self, x0: float, y0: float, x1: float, y1: float, thick: float = 0.7, fill: str | None = None) -> None:
        k = self.scale
        self._pen.ellipse((x0 * k, y0 * k, x1 * k, y1 * k), fill, outline="#18181a", width=max(1, round(thick * k)))

    def polygon(self, points: list[tuple[float, float]], fill: str) -> None:
        self._pen.polygon([(x * self.scale, y * self.scale) for x, y in points], fill=fill)

    def picture(self, image: Pixels, x: float, top: float, width: float, smooth: bool = True) -> None:
        """Set ``image`` (H x W x 3, RGB) in ``width`` points, with its left upper corner at ``x``, ``top``."""
        wide = round(width * self.scale)
        size = (wide, round(image.shape[0] * wide / image.shape[1]))
        how = Image.Resampling.BICUBIC if smooth else Image.Resampling.NEAREST
        self._sheet.paste(Image.fromarray(image).resize(size, how), (round(x * self.scale), round(top * self.scale)))

    def box(self, x0: float, y0: float, x1: float, y1: float, thick: float = 0.7) -> None:
        for a, b, c, d in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            self.rule(a, b, c, d, thick)

    def page(self) -> PrintedPage:
        return PrintedPage(np.asarray(self._sheet).copy(), self.dpi, self.size, list(self.lines))


def prose(seed: int, dpi: float, face: str, points: float = 12.0) -> PrintedPage:
    """A page of a report: title, numbered headings, paragraphs, a note in small print, a page number."""
    words, sheet = Wording(seed), Sheet(dpi)
    head = f"{words.body()}工作报告"
    sheet.line(head, (A4[0] - sheet.width(head, "hei", 20)) / 2, 72, "hei", 20)
    top = 112.0
    for number in "一二三四五六七八":
        if top > 700:
            break
        sheet.line(f"{number}、{words.work()}", _LEFT + 2 * points, top, "hei", points)
        top += points * 1.8
        for _ in range(2):
            text = words.paragraph(words.random.randint(1, 3), english=words.random.random() < 0.12)
            if top + points * 1.7 * (len(text) / 30 + 2) < 760:
                top = sheet.paragraph(text, top, face, points)
    note = f"注：{words.sentence()}"
    for part in sheet.wrap(note, _RIGHT - _LEFT, face, 9)[:2]:
        top = max(top, 748)
        sheet.line(part, _LEFT, top, face, 9)
        top += 13
    sheet.line(f"— {words.random.randint(1, 20)} —", 280, 790, face, 10.5)
    return sheet.page()


def table(seed: int, dpi: float, face: str, points: float = 10.5) -> PrintedPage:
    """A page of a form: a ruled grid of labels, figures and cells of prose."""
    words, sheet = Wording(seed), Sheet(dpi)
    head = f"{words.place()}项目经费与指标表"
    sheet.line(head, (A4[0] - sheet.width(head, "hei", 16)) / 2, 60, "hei", 16)
    edges = (70.0, 100.0, 230.0, 300.0, 380.0, 525.0)
    top, number = 92.0, 0
    names = ("序号", "项目", "数量", "金额（元）", "说明")
    sheet.rule(edges[0], top, edges[-1], top)
    begin = top
    while top < 730:
        if number == 0:
            cells: tuple[str, ...] = names
        else:
            note = words.sentence() if words.random.random() < 0.4 else f"由{words.person()}负责"
            count = f"{words.random.randint(2, 60)}{words.unit()}"
            cells = (str(number), words.work(), count, words.yuan(), note[:42])
        split = [sheet.wrap(c, edges[i + 1] - edges[i] - 8, face, points) if c else [] for i, c in enumerate(cells)]
        tall = max(len(s) for s in split) * points * 1.4 + 8
        for i, parts in enumerate(split):
            y = top + (tall - len(parts) * points * 1.4) / 2 + 2
            for part in parts:
                sheet.line(part, edges[i] + 4, y, face, points)
                y += points * 1.4
        top += tall
        number += 1
        sheet.rule(edges[0], top, edges[-1], top)
    for x in edges:
        sheet.rule(x, begin, x, top)
    return sheet.page()
