"""How well what a hand wrote in the blanks of a form is told from print: ``python -m benchmarks.handwriting``.

Made forms (``benchmarks.hand_pages``) are scanned in colour, grey and black and white, read as the product reads them,
and each blank and each ticked box is judged as ``check`` judges one: did a hand do it? Boxes are counted apart. On
every other page a printer filled them in; what is called handwriting there would hide a change and counts as false.
``--hands`` names a folder of web fonts drawn after handwriting (``npm install @fontsource/long-cang
@fontsource/zhi-mang-xing @fontsource/liu-jian-mao-cao @fontsource/ma-shan-zheng``, then ``node_modules/@fontsource``);
without it only bent print and scribbles are used.
Results go to ``benchmarks/out/handwriting.json``.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks import printed
from benchmarks.hand_pages import Former, FormPage, Mark, hand_faces
from samples.scanning import Colour, as_stored, digitise
from tfdocs.model.page import Line, Page
from tfdocs.read.pdf.reader import read_pages
from tfdocs.verify import blanks
from tfdocs.verify.ticks import ticked_by_hand
from tfdocs.verify.witness import Witness

MODES: tuple[tuple[Colour, int], ...] = (
    ("colour", 200), ("grey", 200), ("bw", 200), ("bw", 300), ("grey", 150), ("colour", 300),
)  # fmt: skip
_FORM = " 年月日：:"  # what the form itself prints beside its blanks
_ASTRAY = 4.0  # points that a scan's shift and skew may move a blank by


@dataclass(frozen=True, slots=True)
class Judged:
    """``said``: hand, surely hand, print, or unread; ``read``: the characters in the blank."""

    mark: Mark
    colour: Colour
    dpi: int
    said: str
    read: str


def scanned(made: FormPage, path: Path, colour: Colour, dpi: int, seed: int) -> None:
    """The form as a scanner makes it, as a PDF."""
    size = (round(printed.A4[0] * dpi / 72), round(printed.A4[1] * dpi / 72))
    picture = digitise(made.image, size, np.random.default_rng(seed), dpi=dpi, colour=colour, skew=0.4)
    Image.fromarray(as_stored(picture, colour, 75)).save(path, "PDF", resolution=dpi, quality=90)


def runs_in(page: Page, mark: Mark) -> Iterator[tuple[Line, int, int]]:
    """The characters that were read in the blank: a line, and the first and the last but one of them."""
    x0, y0, x1, y1 = mark.box
    for line in page.lines:
        inside = [
            i
            for i, c in enumerate(line.chars)
            if x0 - _ASTRAY < c.centre[0] < x1 + _ASTRAY
            and y0 - _ASTRAY < c.centre[1] < y1 + _ASTRAY
            and line.text[i] not in _FORM
        ]
        if inside:
            yield line, inside[0], inside[-1] + 1


def judge(witness: Witness, page: Page, mark: Mark) -> tuple[str, str]:
    """What is said of a blank, and what was read in it."""
    found = list(runs_in(page, mark))
    if not found:
        return "unread", ""
    said = [blanks.handwritten(witness, page, line, a, b) for line, a, b in found]
    read = " ".join(line.text[a:b] for line, a, b in found)
    if (True, True) in said:
        return "surely hand", read
    return ("hand" if any(hand for hand, _ in said) else "print"), read


def judge_tick(witness: Witness, page: Page, mark: Mark) -> tuple[str, str]:
    """What is said of a ticked box, where something was read at its place, and what that was."""
    for line, a, b in runs_in(page, mark):
        by_hand = ticked_by_hand(witness, page, line.chars[a:b], line)
        return "surely hand" if by_hand else "print", line.text[a:b]
    return "unread", ""


def measure(seed: int, pages: int, hands: Path | None) -> Iterator[Judged]:
    """Judge the blanks of ``pages`` pages."""
    former = Former(seed, hand_faces(hands))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.pdf"
        for number in range(pages):
            made = former.page(by_hand=number % 2 == 0)
            colour, dpi = MODES[number // 2 % len(MODES)]
            scanned(made, path, colour, dpi, 1000 * seed + number)
            (page,) = read_pages(path)
            with Witness(path) as witness:
                for mark in made.marks:
                    said = (judge_tick if mark.kind == "tick" else judge)(witness, page, mark)
                    yield Judged(mark, colour, dpi, *said)


def show_counts(counts: Mapping[str, Counter[str]], out: Path) -> None:
    """Print what was said how often, a row for each of ``counts``, and write it to ``out`` as JSON."""
    for row, seen in sorted(counts.items()):
        print(f"{row:32} {sum(seen.values()):4}  " + ", ".join(f"{k} {n}" for k, n in sorted(seen.items())))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(counts, ensure_ascii=False, indent=1), encoding="utf-8")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Measure how handwriting is told from print")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=int, default=24, help="half of them filled in by a hand, half in print")
    parser.add_argument("--hands", type=Path, help="folder of @fontsource packages of handwriting")
    parser.add_argument("--no-strokes", action="store_true", help="judge by colour and confidence alone, to compare")
    parser.add_argument("--errors", action="store_true", help="list what was told wrongly")
    parser.add_argument("--out", type=Path, default=Path("benchmarks/out/handwriting.json"))
    asked = parser.parse_args()
    if asked.no_strokes:
        setattr(blanks, "BY_HAND", float("inf"))  # noqa: B010 - a constant to all others
    counts: dict[str, Counter[str]] = {}
    for item in measure(asked.seed, asked.pages, asked.hands):
        mark = item.mark
        ink = "blue" if mark.colour == "blue" and item.colour == "colour" else "black"
        who = f"hand, {ink} ink" if mark.by_hand else "print"
        blank = (f"{who} | {item.colour}", f"{who} | all") if mark.kind != "tick" else ()
        for row in (f"{who} | {mark.kind}", *blank):
            counts.setdefault(row, Counter())[item.said] += 1
        if asked.errors and ("hand" in item.said) != mark.by_hand:
            print(f"  {who}, {mark.how}, {item.colour} {item.dpi}: “{mark.text}” read “{item.read}”: {item.said}")
    show_counts(counts, asked.out)


if __name__ == "__main__":
    main()
