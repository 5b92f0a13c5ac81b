"""Scans of Word/PDF pairs: ``python -m benchmarks.scan_pairs PAIRS_DIR OUT --dpi 150 200 300``.

Every folder below PAIRS_DIR that holds a ``word.docx`` and a ``print.pdf`` gives one scan for each resolution and
colour, with a red seal over the text of the first and the last page.
The two files of a pair say the same, so whatever a check reports on them is false.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium

from samples.scanning import Colour, SealSpec, scan


@dataclass(frozen=True, slots=True)
class Scanned:
    """One scan of a pair."""

    name: str
    word: Path
    pdf: Path
    dpi: int
    colour: str


def over_the_text(pdf_path: Path, pages: Sequence[int] | None = None, tilt: float = 7.0) -> list[SealSpec]:
    """A seal in the thick of the text of each of ``pages`` (first and last by default): where most ink is below it."""
    seals = []
    with pdfium.PdfDocument(pdf_path) as document:
        for number in pages if pages is not None else sorted({1, len(document)}):
            page = document[number - 1]
            width, height = page.get_size()
            grey = np.asarray(page.render(scale=0.5, grayscale=True).to_pil().convert("L"), dtype=np.float64)
            page.close()
            ink = 255 - grey
            total = ink.sum()
            if total == 0:
                x, y = width / 2, height / 2
            else:
                y = float((ink.sum(axis=1) * np.arange(ink.shape[0])).sum() / total) * 2
                x = float((ink.sum(axis=0) * np.arange(ink.shape[1])).sum() / total) * 2
            seals.append(
                SealSpec(number, min(x, width - 70), min(y, height - 70), ring_text="蜀岭省样例学会联合体", tilt=tilt)
            )
    return seals


def scan_pairs(
    folder: Path, out: Path, dpis: Sequence[int], colours: Sequence[Colour], *, seal: bool = True
) -> Iterator[Scanned]:
    """Scan every pair below ``folder`` into ``out/<pair>/``, beside a copy of its Word."""
    for printed in sorted(folder.rglob("print.pdf")):
        word = printed.with_name("word.docx")
        if not word.is_file():
            continue
        target = out / printed.parent.name
        target.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(word, target / "word.docx")
        seals = over_the_text(printed) if seal else []
        for dpi in dpis:
            for colour in colours:
                made = target / f"scan-{dpi}-{colour}.pdf"
                scan(printed, made, dpi=dpi, colour=colour, jpeg_quality=70, seals=seals, seed=dpi)
                yield Scanned(printed.parent.name, target / "word.docx", made, dpi, colour)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--dpi", type=int, nargs="+", default=[200])
    parser.add_argument("--colour", nargs="+", choices=["colour", "grey", "bw"], default=["colour"])
    parser.add_argument("--no-seal", action="store_true")
    asked = parser.parse_args()
    for made in scan_pairs(asked.pairs, asked.out, asked.dpi, asked.colour, seal=not asked.no_seal):
        print(made.pdf, flush=True)


if __name__ == "__main__":
    main()
