"""Memory while a long scan is checked: ``python -m benchmarks.check_memory``.

The whole command (``tfdocs check WORD PDF -o DIR --workers 2``) runs as a process of its own on a made scan; its
resident memory and its workers' are looked at 20 times a second, and the peak of their sum is what counts. First it is
run in earnest on ``--pages``[0] different pages of prose and tables.

Recognising 300 pages would take a quarter of an hour, and a worker keeps nothing of a page it has handed over. So for
the longer scans the pages recognised in a first pass are given to the command again and again, in place of its workers'
work: the scan repeats their pictures, and in the Word and in what was read every Chinese character is replaced by
another, each time by a different one, so that no page is a copy of a former. All else (placing, weighing, looking again
at doubtful places, the report, the marked PDF) is done in earnest. What the workers took in the first run is added.

Doubtful places find another picture than was read there, so the verdicts of the longer runs mean nothing; their memory
does. Results go to ``benchmarks/out/check_memory.json``.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import numpy as np
import psutil
from PIL import Image

from benchmarks import printed
from benchmarks.scan_memory import resident
from samples.scanning import as_stored, digitise
from tfdocs.jobs.pool import local_pool
from tfdocs.model.page import Lattice, Page
from tfdocs.read.pdf.reader import read_pages

_DPI = 200
_MB = 1 << 20
_EVERY = 0.05  # seconds between two looks at the memory
_TURN = 97  # places that characters move by from one repetition to the next


def made_page(number: int) -> printed.PrintedPage:
    """Page ``number`` (from 0) of the made document; every third is a table."""
    make = printed.table if number % 3 == 2 else printed.prose
    return make(300 + number, 1.5 * _DPI, list(printed.FACES)[number % len(printed.FACES)])


def _picture(page: printed.PrintedPage, number: int) -> Image.Image:
    size = (round(printed.A4[0] * _DPI / 72), round(printed.A4[1] * _DPI / 72))
    scanned = digitise(page.image, size, np.random.default_rng(number), dpi=_DPI, colour="colour", skew=0.4)
    return Image.fromarray(as_stored(scanned, "colour", 75))


def write_scan(path: Path, pages: int, different: int) -> None:
    """An image-only PDF of ``pages`` pages, after ``different`` of which the pictures come again."""
    folder = path.parent / "pictures"
    folder.mkdir(exist_ok=True)

    def picture(number: int) -> Image.Image:
        file = folder / f"{number % different}.png"
        if not file.exists():
            _picture(made_page(number % different), number % different).save(file, compress_level=1)
        return Image.open(file)

    rest = (picture(i) for i in range(1, pages))
    picture(0).save(path, "PDF", resolution=_DPI, save_all=True, append_images=rest, quality=75)


def turned(characters: str, by: int) -> dict[int, str]:
    """For ``str.translate``: every one of ``characters`` by another of them, all different."""
    return {ord(c): characters[(i + by) % len(characters)] for i, c in enumerate(characters)}


def write_word(path: Path, texts: list[list[str]], pages: int, characters: str) -> None:
    """A Word with the lines of every page as paragraphs, turned a little further at every repetition."""
    document = docx.Document()
    for number in range(pages):
        table = turned(characters, _TURN * (number // len(texts)))
        for line in texts[number % len(texts)]:
            document.add_paragraph(line.translate(table))
    document.save(str(path))


def pages_again(read: list[Page], pages: int, characters: str) -> Iterator[Page]:
    """What was read of the first pages, over and over, turned as ``write_word`` turns it."""
    for number in range(pages):
        table = turned(characters, _TURN * (number // len(read)))
        page: Page = pickle.loads(pickle.dumps(read[number % len(read)]))  # no object is shared with another page
        lines = []
        for line in page.lines:
            lattice = line.lattice
            if lattice is not None:
                steps = [{c.translate(table): v for c, v in step.items()} for step in lattice.steps()]
                lattice = Lattice.of(steps, lattice.floor())
            lines.append(replace(line, text=line.text.translate(table), lattice=lattice))
        yield replace(page, number=number + 1, lines=tuple(lines))


def _check_again(recorded: Path, pages: int, characters: str, arguments: list[str]) -> None:
    """The command in this process, its reading taken from ``recorded``."""
    import tfdocs.jobs.checking as checking
    from tfdocs.cli.main import main as command

    def again(_path: Path, _executor: object = None, beside: Callable[[], None] | None = None) -> Iterator[Page]:
        if beside is not None:
            beside()
        return pages_again(pickle.loads(recorded.read_bytes()), pages, characters)

    given: Any = checking
    given.read_pages = again
    sys.argv = ["tfdocs", "check", *arguments]
    command()


@contextmanager
def _stopping(process: Any) -> Iterator[None]:
    try:
        yield
    finally:
        if psutil.pid_exists(process.pid):
            process.terminate()


def watch(pid: int, running: Callable[[], bool]) -> dict[str, int]:
    """Peaks in MB of a process, of its children together, and of both at once, until it is no longer ``running``."""
    own = theirs = both = 0
    while running():
        try:
            mine, children = resident(pid)
        except psutil.NoSuchProcess:
            break
        own, theirs, both = max(own, mine), max(theirs, children), max(both, mine + children)
        time.sleep(_EVERY)
    return {"parent": round(own / _MB), "workers": round(theirs / _MB), "peak": round(both / _MB)}


def in_earnest(word: Path, pdf: Path, out: Path) -> dict[str, int]:
    """The command as a user starts it."""
    call = [sys.executable, "-m", "tfdocs", "check", str(word), str(pdf), "-o", str(out), "--workers", "2"]
    process = subprocess.Popen(call, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONIOENCODING": "utf-8"})
    with _stopping(process):
        return watch(process.pid, lambda: process.poll() is None) | {"exit": process.wait()}


def repeated(recorded: Path, pages: int, characters: str, word: Path, pdf: Path, out: Path) -> dict[str, int]:
    """The command with its reading repeated."""
    arguments = [str(word), str(pdf), "-o", str(out), "--workers", "1"]
    process = multiprocessing.get_context("spawn").Process(
        target=_check_again, args=(recorded, pages, characters, arguments)
    )
    process.start()
    assert process.pid is not None
    with _stopping(process):
        seen = watch(process.pid, process.is_alive)
        process.join()
        return seen | {"exit": process.exitcode or 0}


def record(pdf: Path, file: Path) -> list[Page]:
    """Read ``pdf`` and keep its pages in ``file``."""
    with local_pool(2) as pool:
        pages = list(read_pages(pdf, pool))
    failed = [p.number for p in pages if p.failure]
    if failed:
        raise RuntimeError(f"pages not read: {failed}")
    file.write_bytes(pickle.dumps(pages))
    return pages


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Measure memory while a long scan is checked")
    parser.add_argument("--pages", type=int, nargs="+", default=[50, 100, 300], help="the first is run in earnest")
    parser.add_argument("--different", type=int, default=24, help="pages recognised for the repetitions")
    parser.add_argument("--no-earnest", action="store_true", help="only the parent's memory, with repeated readings")
    parser.add_argument("--out", type=Path, default=Path("benchmarks/out/check_memory.json"))
    asked = parser.parse_args()
    os.environ["TFDOCS_OCR_THREADS"] = "1"
    figures: dict[str, dict[str, int]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        word, pdf, recorded = folder / "w.docx", folder / "s.pdf", folder / "read.pickle"
        different = asked.different
        workers = 0
        if not asked.no_earnest:
            first = asked.pages[0]
            write_scan(pdf, first, first)
            write_word(word, [[line.text for line in made_page(i).lines] for i in range(first)], first, "")
            figures["earnest"] = {"pages": first, **in_earnest(word, pdf, folder / "out")}
            workers = figures["earnest"]["workers"]
            print(figures["earnest"], flush=True)
        texts = [[line.text for line in made_page(i).lines] for i in range(different)]
        write_scan(pdf, different, different)
        read = record(pdf, recorded)
        seen = {c for lines in texts for line in lines for c in line} | {
            c for p in read for x in p.lines for c in x.text
        }
        characters = "".join(sorted(c for c in seen if "\u4e00" <= c <= "\u9fff"))
        for pages in asked.pages:
            write_scan(pdf, pages, different)
            write_word(word, texts, pages, characters)
            taken = repeated(recorded, pages, characters, word, pdf, folder / f"out{pages}")
            figures[f"repeated {pages}"] = {"pages": pages, **taken, "with_workers": taken["parent"] + workers}
            print(figures[f"repeated {pages}"], flush=True)
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
