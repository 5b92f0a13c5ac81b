"""What a pen does to the print of a scan, and how much of it is told: ``python -m benchmarks.pens``.

Documents of the tamper benchmark are printed, and on some prints a pen in blue or black crosses words out, scribbles
over them, rings them, puts brackets around them, draws a line through them, writes over a figure, puts a word in over
a caret, a nought behind a number or a minus before it; a character is covered with white. Prints that nothing was done
to are scanned beside them. Every print is scanned at the levels of ``--level``, without a seal. What is done counts as
told when a difference, or what is filled in, lies at its place; a doubt of a pen elsewhere is false. ``--seed`` is that
of the documents and of the pen.

The strokes are drawn as curves on the PDF by another hand than ``benchmarks.pen_pieces`` that the network learnt from.
"""

from __future__ import annotations

import argparse
import io
import math
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
from pypdf import PdfReader, PdfWriter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

import tfdocs
from benchmarks.cases import BY_NAME, LEVELS
from benchmarks.documents import KINDS, TYPEFACES, write
from samples.ink import INK_COLOURS, find_font
from samples.printing import print_all
from samples.scanning import scan
from tfdocs.model.comparison import CheckReport, Kind
from tfdocs.verify.pen_marks import RULE

EACH = 8  # on a page
_APART = (70.0, 26.0)  # points between two of them
_AROUND = (40.0, 14.0)  # points from one to where it is told
_HAND = "hand"
Points = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Done:
    """``box``: x0, top, x1, bottom in points of the page's top left; ``page`` counts from 1."""

    kind: str
    page: int
    box: tuple[float, float, float, float]
    text: str


@dataclass(slots=True)
class Row:
    """What was seen of a level."""

    done: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    pages: int = 0  # that nothing was done to
    false: int = 0  # doubts of a pen on those


class _Pen:
    def __init__(self, canvas: Canvas, height: float, rng: random.Random, ink: str) -> None:
        self.canvas, self.height, self.rng = canvas, height, rng
        colour = tuple(v / 255 for v in INK_COLOURS[ink])
        canvas.setStrokeColorRGB(*colour)
        canvas.setFillColorRGB(*colour)
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        canvas.setLineWidth(rng.uniform(0.7, 1.1))

    def line(self, points: Sequence[tuple[float, float]]) -> None:
        path = self.canvas.beginPath()
        shake = self.rng.uniform
        shaken = [(x + shake(-0.25, 0.25), self.height - y - shake(-0.25, 0.25)) for x, y in points]
        path.moveTo(*shaken[0])
        for point in shaken[1:]:
            path.lineTo(*point)
        self.canvas.drawPath(path)

    def write(self, x: float, base: float, text: str, size: float) -> None:
        for char in text:
            self.canvas.saveState()
            self.canvas.translate(x, self.height - base)
            self.canvas.rotate(self.rng.uniform(-8, 8))
            self.canvas.setFont(_HAND, size * self.rng.uniform(0.92, 1.08))
            self.canvas.drawString(0, 0, char)
            self.canvas.restoreState()
            x += pdfmetrics.stringWidth(char, _HAND, size)

    def white(self, x0: float, top: float, x1: float, bottom: float) -> None:
        self.canvas.saveState()
        self.canvas.setFillColorRGB(1, 1, 1)
        self.canvas.rect(x0, self.height - bottom, x1 - x0, bottom - top, stroke=0, fill=1)
        self.canvas.restoreState()


def _arc(x: float, y: float, half_wide: float, half_high: float, begin: float, end: float) -> Points:
    turns = [math.radians(begin + (end - begin) * n / 28) for n in range(29)]
    return [(x + half_wide * math.cos(t), y + half_high * math.sin(t)) for t in turns]


@dataclass(frozen=True, slots=True)
class _Place:
    """A run of print: its ends, the top and the foot of its characters, and the room beside it, in points."""

    text: str
    x0: float
    x1: float
    top: float
    base: float
    size: float
    before: float
    behind: float

    @property
    def middle(self) -> float:
        return (self.top + self.base) / 2


def _ring(pen: _Pen, at: _Place) -> None:
    half = (at.x1 - at.x0) / 2 + 2.2, (at.base - at.top) / 2 + pen.rng.uniform(0.8, 2.5)
    pen.line(_arc((at.x0 + at.x1) / 2, at.middle, *half, -70, 300))


def _cross(pen: _Pen, at: _Place) -> None:
    pen.line([(at.x0, at.top), (at.x1, at.base)])
    pen.line([(at.x0, at.base), (at.x1, at.top)])


def _scribble(pen: _Pen, at: _Place) -> None:
    count = max(6, round((at.x1 - at.x0) / 4))
    pen.line([(at.x0 + (at.x1 - at.x0) * n / count, at.top if n % 2 else at.base) for n in range(count + 1)])


def _through(pen: _Pen, at: _Place) -> None:
    ends = (at.x0 - 1, (at.x0 + at.x1) / 2, at.x1 + 1)
    pen.line([(x, at.middle + pen.rng.uniform(-1, 1)) for x in ends])


def _brackets(pen: _Pen, at: _Place) -> None:
    up, low = at.top - 0.05 * at.size, at.base + 0.08 * at.size
    for x, way in ((at.x0 - 0.3, -1), (at.x1 + 0.3, 1)):
        bend = 0.3 * (low - up)
        pen.line([(x - way, up), (x + way, up + bend), (x + way, low - bend), (x - way, low)])


def _inserted(pen: _Pen, at: _Place) -> None:
    pen.line([(at.x1 - 2.2, at.base + 3), (at.x1, at.base - 1.5), (at.x1 + 2.2, at.base + 3)])
    pen.write(at.x1 - 4, at.top - 0.8, pen.rng.choice("不未非无"), 8.5)


def _over(pen: _Pen, at: _Place) -> None:
    x0, wide, high = at.x0 + 0.1 * (at.x1 - at.x0), 0.8 * (at.x1 - at.x0), at.base - at.top
    x, y = (at.x0 + at.x1) / 2, at.top
    upper, lower = (_arc(x, y + at * high, wide / 2, 0.25 * high, 90, 270) for at in (0.27, 0.73))
    made: dict[str, list[Points]] = {
        "1": [[(x - wide, y + 0.08 * high), (x, y + 0.06 * high)]],
        "3": [upper, lower],
        "0": [[(x0, at.middle), (x0 + wide, at.middle)]],
        "5": [lower],
        "6": [_arc(x, y + 0.26 * high, 0.4 * wide, 0.24 * high, -90, 90)],
        "2": [_arc(x, y + 0.72 * high, wide / 2, 0.27 * high, -80, 150)],
        "7": [_arc(x, y + 0.28 * high, wide / 2, 0.26 * high, 0, 360)],
        "9": [lower],
    }
    for points in made[at.text]:
        pen.line(points)


def _nought(pen: _Pen, at: _Place) -> None:
    half = 0.21 * at.size
    pen.line(_arc(at.x1 + half + 0.8, at.middle, half, (at.base - at.top) / 2, -80, 290))


def _minus(pen: _Pen, at: _Place) -> None:
    pen.line([(at.x0 - 0.48 * at.size, at.middle), (at.x0 - 0.1 * at.size, at.middle)])


def _whitened(pen: _Pen, at: _Place) -> None:
    pen.white(at.x0 - 0.3, at.top - 0.12 * at.size, at.x1 + 0.3, at.base + 0.2 * at.size)


# What is done, to how many characters, and to which.
_DOES: dict[str, tuple[Callable[[_Pen, _Place], None], tuple[int, ...], str]] = {
    "ringed": (_ring, (2, 3, 4), "han"),
    "crossed out": (_cross, (2, 3, 4), "han"),
    "scribbled over": (_scribble, (2, 3, 5), "han"),
    "line through": (_through, (3, 4, 6), "han"),
    "put in brackets": (_brackets, (3, 4, 5), "han"),
    "put in": (_inserted, (1,), "han"),
    "figure written over": (_over, (1,), "01235679"),
    "nought behind": (_nought, (1,), "0123456789"),
    "minus before": (_minus, (1,), "0123456789"),
    "covered with white": (_whitened, (1, 2), "han"),
}


def _places(page: Any, count: int, of: str) -> list[_Place]:
    """The runs of ``count`` characters of a page's text that something may be done to."""
    chars = [c for c in page.chars if c["text"].strip() and c["upright"] and 7 <= c["size"] <= 20]
    uprights = [r["x0"] for r in (*page.rects, *page.lines) if r["height"] > r["width"]]
    out = []
    for n in range(len(chars) - count + 1):
        run = chars[n : n + count]
        first, last = run[0], run[-1]
        if any(abs(b["top"] - a["top"]) > 1 or b["x0"] - a["x1"] > 2 for a, b in pairwise(run)):
            continue
        text = "".join(c["text"] for c in run)
        if not all("\u4e00" <= c <= "\u9fff" if of == "han" else c in of for c in text):
            continue
        row = [c for c in chars if abs(c["top"] - first["top"]) < first["size"]]
        before = max((v for v in (*(c["x1"] for c in row), *uprights) if v <= first["x0"] + 0.5), default=0.0)
        behind = min((v for v in (*(c["x0"] for c in row), *uprights) if v >= last["x1"] - 0.5), default=page.width)
        # a face's own box is higher than its characters by half in some
        foot = float(page.height) - last["matrix"][5]
        above, below = (0.82, 0.08) if of == "han" else (0.72, 0.0)
        top, base = foot - above * last["size"], foot + below * last["size"]
        out.append(_Place(text, first["x0"], last["x1"], top, base, last["size"], before, float(behind)))
    return out


def _fits(kind: str, place: _Place) -> bool:
    if kind == "nought behind":
        return place.behind - place.x1 > 0.62 * place.size
    if kind == "minus before":
        return place.x0 - place.before > 0.55 * place.size
    return True


def with_hand() -> None:
    """Make the face known that a hand writes in. Raises ``FileNotFoundError``."""
    pdfmetrics.registerFont(TTFont(_HAND, str(find_font(("gkai00mp.ttf",)))))


def penned(
    print_: Path, out: Path, ink: str, rng: random.Random, each: int = EACH, kinds: Sequence[str] = tuple(_DOES)
) -> list[Done]:
    """``print_`` with ``each`` things of ``kinds`` done to a page by a pen in ``ink``, as ``out``; what they are.

    Asks for ``with_hand`` before.
    """
    done: list[Done] = []
    writer = PdfWriter(clone_from=PdfReader(print_))
    with pdfplumber.open(print_) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            buffer = io.BytesIO()
            canvas = Canvas(buffer, pagesize=(float(page.width), float(page.height)))
            pen = _Pen(canvas, float(page.height), rng, ink)
            used: list[tuple[float, float]] = []
            order = rng.sample(list(kinds), len(kinds))
            for turn in range(each * 4):
                if len(used) == each:
                    break
                kind = order[turn % len(order)]
                does, counts, of = _DOES[kind]
                places = _places(page, rng.choice(counts), of)
                places = [p for p in places if _fits(kind, p) and not any(_near(p, x, y) for x, y in used)]
                if not places:
                    continue
                place = rng.choice(places)
                does(pen, place)
                used.append(((place.x0 + place.x1) / 2, place.middle))
                done.append(Done(kind, number, (place.x0, place.top, place.x1, place.base), place.text))
            canvas.showPage()
            canvas.save()
            buffer.seek(0)
            writer.pages[number - 1].merge_page(PdfReader(buffer).pages[0])
    with out.open("wb") as file:
        writer.write(file)
    return done


def _near(place: _Place, x: float, y: float) -> bool:
    return abs((place.x0 + place.x1) / 2 - x) < _APART[0] and abs(place.middle - y) < _APART[1]


def told(done: Done, report: CheckReport) -> bool:
    """Whether ``report`` shows something at the place."""
    x0, top, x1, bottom = done.box
    wide, high = _AROUND
    boxes = [b for d in report.differences if d.pdf is not None and d.pdf.page == done.page for b in d.pdf.boxes]
    return any(b[0] - wide < x1 and b[2] + wide > x0 and b[1] - high < bottom and b[3] + high > top for b in boxes)


def _measure(folder: Path, seed: int, levels: Sequence[str], kinds: Sequence[str]) -> dict[str, Row]:
    rng = random.Random(seed)
    words = []
    for n, kind in enumerate(kinds):
        words.append(folder / f"{kind}.docx")
        write(kind, TYPEFACES[n % len(TYPEFACES)], seed, words[-1])
    print_all(words, folder / "prints")
    rows = {level: Row() for level in levels}
    for n, word in enumerate(words):
        print_ = folder / "prints" / f"{word.stem}.pdf"
        changed = folder / f"{word.stem}-pen.pdf"
        done = penned(print_, changed, ("blue", "black")[n % 2], rng)
        for level in levels:
            row = rows[level]
            for paper in (print_, changed):
                scanned = folder / f"{paper.stem}-{level.replace(' ', '-')}.pdf"
                scan(paper, scanned, **BY_NAME[level].settings(), seed=seed)
                report = tfdocs.check(word, scanned)
                if paper is print_:
                    row.pages += report.pdf.pages
                    pens = [d for d in report.differences if d.evidence.rule == RULE and d.kind is not Kind.FILLED_IN]
                    row.false += len(pens)
                    for d in pens:
                        print("false", scanned.name, d.word.text if d.word else "", d.pdf.page if d.pdf else "")
                    continue
                for item in done:
                    row.done[item.kind] += 1
                    row.told[item.kind] += told(item, report)
                    if not told(item, report):
                        print("not told", scanned.name, item.page, item.kind, item.text, flush=True)
    return rows


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="What a pen does to print, and how much of it is told")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--level", nargs="*", default=[level.name for level in LEVELS], choices=list(BY_NAME))
    parser.add_argument("--kinds", nargs="*", default=list(KINDS), choices=list(KINDS))
    parser.add_argument("--keep", type=Path, help="folder to leave the files in")
    asked = parser.parse_args()
    with_hand()
    with tempfile.TemporaryDirectory() as made:
        folder = asked.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        rows = _measure(folder, asked.seed, asked.level, asked.kinds)
    for level, row in rows.items():
        by_kind = ", ".join(f"{k} {row.told[k]}/{n}" for k, n in sorted(row.done.items()))
        print(
            f"{level}: {sum(row.told.values())} of {sum(row.done.values())} told; {row.false} false on {row.pages}"
            f" pages that nothing was done to ({by_kind})"
        )
    if not any(row.done for row in rows.values()):
        sys.exit("nothing was done to any page")


if __name__ == "__main__":
    main()
