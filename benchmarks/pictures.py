"""Tables that a Word shows as pictures, changed on paper: ``python -m benchmarks.pictures --pages 48``.

Each made page has prose and a picture of a table: ruled or not, in one of five faces, as sharp as a screen makes it or
grey and grainy as one that was scanned before. Its Word holds the same prose and the same picture. On two of three
pages the paper's picture is another: a digit or a character of a label is changed, two cells or two rows have changed
places, a cell is empty, the last row is gone, or the picture itself is. The pages are scanned at six levels and checked
as the product checks them. A change is found when a difference of the report tells of the picture; of a page whose
picture is the Word's nothing may be said. Results go to ``benchmarks/out/pictures.json``.
"""

from __future__ import annotations

import argparse
import io
import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import numpy as np
from docx.shared import Pt
from PIL import Image

from benchmarks.hand_pages import FormPage
from benchmarks.handwriting import MODES, scanned
from benchmarks.printed import FACES, Pixels, Sheet
from benchmarks.wording import Wording
from samples.scanning import Colour
from tfdocs.jobs.checking import check
from tfdocs.model.comparison import Certainty, Verdict

CHANGES = ("digit", "label", "cells", "rows", "emptied", "row-gone", "gone")
_LEFT, _WIDE = 80.0, 435.0  # points
_CELL, _HIGH, _SIZE = 110.0, 26.0, 12.0  # points of a cell of the picture, and of its print
_PICTURE_DPI = (120.0, 160.0, 220.0)

Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """``change``: "" for none. ``told``: differences about the picture; ``else_``: others, certain and not."""

    change: str
    colour: Colour
    dpi: int
    told: int
    else_: tuple[int, int]
    consistent: bool


class Pictured:
    """Makes pages with a table as a picture. The same seed makes the same pages."""

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        self._words = Wording(seed)

    def _table(self) -> Rows:
        rng, words = self._rng, self._words
        columns = int(rng.integers(3, 5))
        head = ["项目", *(f"{2021 + n}年" for n in range(columns - 2)), "合计"]
        labels: list[str] = []
        while len(labels) < int(rng.integers(3, 7)):
            if (label := words.work()[:6]) not in labels:
                labels.append(label)
        rows = [[label, *(str(int(rng.integers(100, 99_999))) for _ in head[1:])] for label in labels]
        return [head, *rows]

    def _changed(self, rows: Rows, change: str) -> Rows | None:
        """``rows`` with one change; None for no picture at all."""
        rng = self._rng
        out = [list(row) for row in rows]
        r, c = int(rng.integers(1, len(rows))), int(rng.integers(1, len(rows[0])))
        if change == "digit":
            at = int(rng.integers(len(out[r][c])))
            other = rng.choice([d for d in "123456789" if d != out[r][c][at]])
            out[r][c] = out[r][c][:at] + str(other) + out[r][c][at + 1 :]
        elif change == "label":
            at = int(rng.integers(len(out[r][0])))
            other = rng.choice([x for x in "科学技术普及会议期刊论文" if x != out[r][0][at]])
            out[r][0] = out[r][0][:at] + str(other) + out[r][0][at + 1 :]
        elif change == "cells":
            other = int(rng.choice([n for n in range(1, len(rows)) if n != r]))
            out[r][c], out[other][c] = out[other][c], out[r][c]
        elif change == "rows":
            other = int(rng.choice([n for n in range(1, len(rows)) if n != r]))
            out[r], out[other] = out[other], out[r]
        elif change == "emptied":
            out[r][c] = ""
        elif change == "row-gone":
            out.pop()
        return None if change == "gone" else out

    @staticmethod
    def _drawn(rows: Rows, face: str, dpi: float, ruled: bool, grain: np.random.Generator | None) -> Pixels:
        wide, high = _CELL * len(rows[0]) + 4, _HIGH * len(rows) + 4
        sheet = Sheet(dpi, (wide, high))
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                if ruled:
                    sheet.box(c * _CELL + 2, r * _HIGH + 2, (c + 1) * _CELL + 2, (r + 1) * _HIGH + 2)
                sheet.line(text, c * _CELL + 10, r * _HIGH + 8, face, _SIZE)
        image = sheet.page().image
        if grain is not None:
            noisy = image.astype(np.float32) * 0.9 + 8 + grain.normal(0, 6, image.shape[:2])[:, :, None]
            image = np.clip(noisy, 0, 255).astype(np.uint8)
        return image

    def page(self, change: str, word: Path) -> FormPage:
        """A page with ``change`` made to its picture; its Word is written to ``word``."""
        rng, words = self._rng, self._words
        face = str(rng.choice(list(FACES)))
        dpi, ruled, grainy = float(rng.choice(_PICTURE_DPI)), bool(rng.random() < 0.7), bool(rng.random() < 0.4)
        grain_seed = int(rng.integers(2**31))
        rows = self._table()
        other = self._changed(rows, change)

        def drawn(table: Rows) -> Pixels:
            return self._drawn(table, face, dpi, ruled, np.random.default_rng(grain_seed) if grainy else None)

        prose = [words.sentence() for _ in range(6)]
        width = float(rng.uniform(0.75, 1.0)) * _WIDE
        document, sheet = docx.Document(), Sheet(300.0)
        top = 80.0
        for n, text in enumerate(prose):
            document.add_paragraph(text)
            top = sheet.paragraph(text, top, face, 12.0) + 4
            if n == 2:
                stored = io.BytesIO()
                Image.fromarray(drawn(rows)).save(stored, "JPEG" if grainy else "PNG", quality=85)
                document.add_picture(stored, width=Pt(width))
                if other is not None:
                    image = drawn(other)
                    sheet.picture(image, _LEFT, top + 6, width)
                    top += width * image.shape[0] / image.shape[1] + 16
        document.save(str(word))
        return FormPage(np.ascontiguousarray(sheet.page().image))


def measure(seed: int, pages: int) -> Iterator[Outcome]:
    """Check ``pages`` pages."""
    maker = Pictured(seed)
    with tempfile.TemporaryDirectory() as folder:
        word, pdf = Path(folder) / "page.docx", Path(folder) / "page.pdf"
        for number in range(pages):
            change = "" if number % 3 == 0 else CHANGES[(number * 2 // 3) % len(CHANGES)]
            colour, dpi = MODES[number % len(MODES)] if number // 6 % 2 == 0 else MODES[(number + 3) % len(MODES)]
            scanned(maker.page(change, word), pdf, colour, dpi, 1000 * seed + number)
            report = check(word, pdf)
            told = [d for d in report.differences if d.evidence.rule.startswith("picture")]
            rest = [d for d in report.differences if d not in told]
            sure = sum(d.certainty is Certainty.CERTAIN for d in rest)
            yield Outcome(
                change, colour, dpi, len(told), (sure, len(rest) - sure), report.verdict is Verdict.CONSISTENT
            )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Measure what is seen of changes in pictures of tables")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=int, default=48, help="a third of them untouched")
    parser.add_argument("--out", type=Path, default=Path("benchmarks/out/pictures.json"))
    asked = parser.parse_args()
    found: Counter[str] = Counter()
    planted: Counter[str] = Counter()
    untouched = said = missed = certain = uncertain = 0
    for n, one in enumerate(measure(asked.seed, asked.pages)):
        certain, uncertain = certain + one.else_[0], uncertain + one.else_[1]
        if one.change:
            planted[one.change] += 1
            found[one.change] += one.told > 0
            missed += one.consistent
        else:
            untouched += 1
            said += one.told
        if one.else_ != (0, 0) or (one.told == 0) == bool(one.change):
            print(f"page {n + 1}, {one.dpi} dpi {one.colour}: {one.change or 'the same'}, {one.told} told, {one.else_}")
    for change in CHANGES:
        print(f"{change:10} {found[change]} of {planted[change]}")
    print(
        f"all {found.total()} of {planted.total()}, {missed} called consistent; {said} doubts about the pictures of "
        f"{untouched} untouched pages; elsewhere {certain} certain and {uncertain} uncertain on {asked.pages} pages"
    )
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    figures = {"found": found, "planted": planted, "consistent": missed, "untouched": untouched, "doubts": said}
    asked.out.write_text(json.dumps(figures, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")


if __name__ == "__main__":
    main()
