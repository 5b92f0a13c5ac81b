"""What the checks of text layers cost, and whether an honest one is ever doubted.

    python -m benchmarks.text_layers [PDF …]

For each PDF (by default those that LibreOffice prints of the sample drafts), in the same run, milliseconds a page of

- ``plain``: the bare text by pypdfium2;
- ``placed``: extraction as a report needs it, every character with its place, gathered to lines, nothing doubted;
- ``ours``: that, and the page drawn and each character compared with what it looked like before;
- ``beyond``: what the last adds to extraction;
- ``once``: recognising the new characters of the document, spread over its pages;
- ``plumber``: pdfplumber's text.

The last columns are new characters, and pages whose layer was given up or doubted in a finding: on honest files there
must be none.
"""

from __future__ import annotations

import argparse
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("TFDOCS_OCR_THREADS", "1")

import pdfplumber
import pypdfium2 as pdfium

from tfdocs.read.pdf.lines import in_rows, line_of, runs_of
from tfdocs.read.pdf.reader import PdfReader
from tfdocs.read.pdf.shapes import ShapeBook
from tfdocs.read.pdf.shown import shown, view_of

_ROUNDS = 5
DOUBTS = {
    *("invisible-text", "same-colour-text", "tiny-text", "covered-text", "hidden-layer", "text-outside-page"),
    *("font-mapping", "unusable-text-layer", "scan-text-differs", "field-value-differs"),
}


@dataclass
class Cost:
    """Milliseconds a page, and counts over the whole file."""

    pages: int
    plain: float
    placed: float
    each: float
    once: float
    plumber: float
    new: int
    doubted: int


def seconds(task: Callable[[], object]) -> float:
    start = time.process_time()
    task()
    return time.process_time() - start


def plain(path: Path) -> None:
    with pdfium.PdfDocument(path) as document:
        for page in document:
            textpage = page.get_textpage()
            textpage.get_text_range()
            textpage.close()
            page.close()


def placed(reader: PdfReader) -> None:
    """Lines with the place of every character, as if each layer were to be believed."""
    for number in range(1, reader.count + 1):
        with reader._loaded(number) as loaded:
            in_rows([line_of(run) for run in runs_of(loaded.layer.glyphs, boxes=loaded.layer.boxes)])


def plumbed(path: Path) -> None:
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_text()
            page.close()


def measure(path: Path) -> Cost:
    """The costs of one file; each is measured a few times and the least counts, for the machine is never quiet."""
    with PdfReader(path) as reader:
        count = reader.count
        doubted = sum(any(f.code in DOUBTS for f in reader.read(n).findings) for n in range(1, count + 1))
        # the second reading meets no new character: what it costs is what every page costs
        every, extraction = math.inf, math.inf
        for _ in range(_ROUNDS):  # by turns, for a machine that is slow for a while is so for both
            every = min(every, seconds(lambda: [reader.read(n) for n in range(1, count + 1)]))
            extraction = min(extraction, seconds(lambda: placed(reader)))
        new = len(reader._book.known)
        once = 0.0
        book = ShapeBook()
        for number in range(1, count + 1):
            with reader._loaded(number) as loaded:
                view = view_of(loaded.page, loaded.geometry, loaded.contents, loaded.layer)
                kept = shown(loaded.page, loaded.geometry, loaded.layer, view, loaded.contents, number, book.exact)
                claims = book.open_claims(kept.fresh, view)
                start = time.process_time()
                book.settle(claims, view)
                once += time.process_time() - start
    bare = min(seconds(lambda: plain(path)) for _ in range(_ROUNDS))
    page = 1000 / count
    costs = (bare, extraction, every, once, seconds(lambda: plumbed(path)))
    return Cost(count, *(cost * page for cost in costs), new, doubted)


def printed_samples(folder: Path) -> list[Path]:
    """The sample drafts as LibreOffice prints them."""
    drafts = sorted((Path(__file__).parents[1] / "samples" / "drafts").glob("*.docx"))
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, drafts)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return sorted(folder.glob("*.pdf"))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pdf", nargs="*", type=Path)
    chosen = parser.parse_args(arguments).pdf
    with tempfile.TemporaryDirectory() as folder:
        files = chosen or printed_samples(Path(folder))
        titles = ("pages", "plain", "placed", "ours", "beyond", "once", "plumber", "new", "doubted")
        print(f"{'file':24}" + "".join(f"{title:>9}" for title in titles))
        doubted = 0
        for path in files:
            c = measure(path)
            doubted += c.doubted
            print(
                f"{path.name[-23:]:24}{c.pages:9}{c.plain:9.1f}{c.placed:9.1f}{c.each:9.1f}{c.each - c.placed:9.1f}"
                f"{c.once:9.1f}{c.plumber:9.1f}{c.new:9}{c.doubted:9}"
            )
    print("processor milliseconds a page")
    return 1 if doubted else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
