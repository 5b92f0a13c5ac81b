"""Boxes of a form that are empty in the Word and ticked on paper: ``python -m benchmarks.ticks --pages 24``.

Each made page lists options behind empty boxes; its Word has them all empty (□). On paper a third of the boxes are
ticked: on every other page by a pen (✓, √, ×, /, in blue or black, drawn as ``benchmarks.hand_pages`` draws them), on
the others in print (✓ or × within the box, or filled). The pages are scanned at six levels and checked as the product
checks them. By a hand is right where it is said to be filled in; a box ticked in print is a change of the document and
must be reported, but never be called filled in; of a box that stayed empty nothing may be said. What is said of each:
``filled`` (certain, by a hand), ``doubt`` (a person must look), ``changed`` (certainly different) or ``nothing``.
Results go to ``benchmarks/out/ticks.json``.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import numpy as np

from benchmarks.hand_pages import Box, Former, FormPage
from benchmarks.handwriting import MODES, scanned, show_counts
from benchmarks.printed import Sheet
from benchmarks.wording import Wording
from samples.scanning import Colour
from tfdocs.jobs.checking import check
from tfdocs.model.comparison import Certainty, CheckReport, Kind

_PRINTED = ("song", "kai", "hei", "serif", "light-song")
_ROWS, _COLUMNS = 9, 3
_ASTRAY, _ACROSS = 5.0, 14.0  # points that a box may stand off its difference; one that was not read is shown beside it


@dataclass(frozen=True, slots=True)
class Option:
    """A box of a made page. ``how``: what it is ticked with, "" where it stayed empty."""

    box: Box
    how: str
    colour: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a check says of a box."""

    option: Option
    by_hand: bool
    colour: Colour
    dpi: int
    what: str


class Lister:
    """Makes pages of options to tick, with their Word. The same seed makes the same pages."""

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        self._words = Wording(seed)
        self._former = Former(seed, [])
        self._count = 0

    def page(self, by_hand: bool, word: Path) -> tuple[FormPage, list[Option]]:
        """A page whose ticks a hand made, or a printer; its Word is written to ``word``."""
        rng, words = self._rng, self._words
        face = _PRINTED[self._count % len(_PRINTED)]
        self._count += 1
        size = float(rng.choice([10.5, 12.0, 14.0]))
        sheet, document = Sheet(300.0), docx.Document()
        top, places = 70.0, []
        used: set[str] = set()
        for _ in range(_ROWS):
            if rng.random() < 0.4:
                text = words.sentence()[:24]
                sheet.line(text, 90, top, face, size)
                document.add_paragraph(text)
                top += 2.2 * size
            x, line = 90.0, ""
            for _ in range(_COLUMNS):
                label = self._label(used)
                places.append((x, top, x + size, top + size))
                x = sheet.line(label, x + 1.25 * size, top, face, size) + 1.5 * size
                line += f"□{label}　"
            document.add_paragraph(line.rstrip("　"))
            top += 2.4 * size
        made = FormPage(np.ascontiguousarray(sheet.page().image))
        options = []
        for box in places:
            ticked = bool(rng.random() < 1 / 3)
            options.append(Option(box, *self._former._box(made.image, box, size, by_hand, ticked)))
        document.save(str(word))
        return made, options

    def _label(self, used: set[str]) -> str:
        """A label that no other option of the page has: of two that are alike either may be taken for the other."""
        while (label := self._words.place() + self._words.work()[:3]) in used:
            pass
        used.add(label)
        return label


def said_of(option: Option, report: CheckReport) -> str:
    """What ``report`` says of a box."""
    x0, y0, x1, y1 = option.box
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    found = set()
    for d in report.differences:
        boxes = d.pdf.boxes if d.pdf else ()
        if any(b[0] - _ACROSS < x < b[2] + _ACROSS and b[1] - _ASTRAY < y < b[3] + _ASTRAY for b in boxes):
            sure = d.certainty is Certainty.CERTAIN
            found.add("doubt" if not sure else "filled" if d.kind is Kind.FILLED_IN else "changed")
    return next((what for what in ("filled", "changed", "doubt") if what in found), "nothing")


def measure(seed: int, pages: int) -> Iterator[Said]:
    """Check ``pages`` pages."""
    lister = Lister(seed)
    with tempfile.TemporaryDirectory() as folder:
        word, pdf = Path(folder) / "form.docx", Path(folder) / "form.pdf"
        for number in range(pages):
            by_hand = number % 2 == 0
            made, options = lister.page(by_hand, word)
            colour, dpi = MODES[number // 2 % len(MODES)]
            scanned(made, pdf, colour, dpi, 1000 * seed + number)
            report = check(word, pdf)
            for option in options:
                yield Said(option, by_hand, colour, dpi, said_of(option, report))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Measure how boxes ticked by a hand are told from those in print")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=int, default=24, help="half of them ticked by a hand, half in print")
    parser.add_argument("--errors", action="store_true", help="list what was told wrongly")
    parser.add_argument("--out", type=Path, default=Path("benchmarks/out/ticks.json"))
    asked = parser.parse_args()
    counts: dict[str, Counter[str]] = {}
    for number, item in enumerate(measure(asked.seed, asked.pages)):
        option = item.option
        ink = "blue" if option.colour == "blue" and item.colour == "colour" else "black"
        who = "empty" if not option.how else f"hand, {ink} ink" if item.by_hand else "print"
        for row in (
            f"{who} | all",
            f"{who} | {item.colour} {item.dpi}",
            *([f"{who} | {option.how}"] * bool(option.how)),
        ):
            counts.setdefault(row, Counter())[item.what] += 1
        wanted = {"e": ("nothing",), "h": ("filled",), "p": ("changed", "doubt")}[who[0]]
        if asked.errors and item.what not in wanted:
            page = number // (_ROWS * _COLUMNS)
            print(f"  page {page} {item.colour} {item.dpi}: {who} {option.how} at {option.box}: {item.what}")
    show_counts(counts, asked.out)


if __name__ == "__main__":
    main()
