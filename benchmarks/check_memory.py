"""Memory while a long scan is checked: ``python -m benchmarks.check_memory --pages 20 100 300``.

The whole command (``tfdocs check WORD PDF -o DIR --workers 2``) runs as a process of its own on a made scan of prose
and tables. Twenty times a second its resident memory and that of its workers are looked at together; the peak of their
sum is what counts (``peak``). Libraries that the processes share are in that sum once for each; ``shared_once`` is the
peak where they count once (proportional set size, Linux only).

Recognising 300 pages takes a quarter of an hour, and a worker keeps nothing of a page it has handed over. So at most
``--different`` pages are recognised by the workers, two thirds of them at the beginning and the others at the very end,
when this process has grown as large as it gets beside workers. Those between are given to the command out of what was
read first: the scan repeats their pictures, and in the Word and in what was read every Chinese character is replaced
by another, at each repetition by a different one, so that no page is a copy of a former. All else (placing, weighing,
looking again at doubtful places, the report, the marked PDF) is done in earnest. With ``--different`` at least as large
as ``--pages`` nothing is repeated.

Doubtful places of repeated pages find another picture than was read there, so the verdicts of the longer runs mean
nothing; their memory does. Results go to ``benchmarks/out/check_memory.json``.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import numpy as np
import psutil
from PIL import Image

from benchmarks import printed
from samples.scanning import as_stored, digitise
from tfdocs.model.page import Lattice, Page
from tfdocs.read.pdf.reader import read_pages

_DPI = 200
_MB = 1 << 20
_EVERY = 0.05  # seconds between two looks at the memory
_TURN = 97  # places that characters move by from one repetition to the next
_WORKING = 100 * _MB  # children that have less together are no workers any more

Sheets = list[tuple[int, int]]  # for each page, which made one it shows, and how often it was repeated before


def made_page(number: int) -> printed.PrintedPage:
    """Page ``number`` (from 0) of the made document; every third is a table."""
    make = printed.table if number % 3 == 2 else printed.prose
    return make(300 + number, 1.5 * _DPI, list(printed.FACES)[number % len(printed.FACES)])


def sheets(pages: int, different: int) -> Sheets:
    """What each of ``pages`` pages shows when ``different`` of them are recognised."""
    if pages <= different:
        return [(i, 0) for i in range(pages)]
    first = -(-2 * different // 3)
    between = [(i % first, 1 + i // first) for i in range(pages - different)]
    return [*((i, 0) for i in range(first)), *between, *((i, 0) for i in range(first, different))]


def _picture(page: printed.PrintedPage, number: int) -> Image.Image:
    size = (round(printed.A4[0] * _DPI / 72), round(printed.A4[1] * _DPI / 72))
    scanned = digitise(page.image, size, np.random.default_rng(number), dpi=_DPI, colour="colour", skew=0.4)
    return Image.fromarray(as_stored(scanned, "colour", 75))


def write_scan(path: Path, shown: Sheets) -> None:
    """An image-only PDF of the pictures of ``shown``."""
    folder = path.parent / "pictures"
    folder.mkdir(exist_ok=True)

    def picture(number: int) -> Image.Image:
        file = folder / f"{number}.png"
        if not file.exists():
            _picture(made_page(number), number).save(file, compress_level=1)
        return Image.open(file)

    rest = (picture(number) for number, _ in shown[1:])
    picture(shown[0][0]).save(path, "PDF", resolution=_DPI, save_all=True, append_images=rest, quality=75)


def turned(characters: str, by: int) -> dict[int, str]:
    """For ``str.translate``: every one of ``characters`` by another of them, all different."""
    return {ord(c): characters[(i + by) % len(characters)] for i, c in enumerate(characters)}


def write_word(path: Path, shown: Sheets, characters: str) -> None:
    """A Word with the lines of every page as paragraphs, turned a little further at every repetition."""
    document = docx.Document()
    for number, repeated in shown:
        table = turned(characters, _TURN * repeated)
        for line in made_page(number).lines:
            document.add_paragraph(line.text.translate(table))
    document.save(str(path))


def page_again(page: Page, number: int, table: dict[int, str]) -> Page:
    """``page`` as page ``number`` with its characters turned. It shares nothing of size with the first one."""
    lines = []
    for line in page.lines:
        lattice = line.lattice
        if lattice is not None:
            steps = [{c.translate(table): v for c, v in step.items()} for step in lattice.steps()]
            lattice = Lattice.of(steps, lattice.floor())
        chars = tuple(replace(box) for box in line.chars)
        confidence = tuple(float(str(c)) for c in line.confidence)
        text = line.text.translate(table)
        lines.append(replace(line, text=text, lattice=lattice, chars=chars, confidence=confidence))
    return replace(page, number=number, lines=tuple(lines))


def _check(different: Path, shown: Sheets, characters: str, arguments: list[str]) -> None:
    """The command in this process, the pages between those of ``different`` repeated."""
    import tfdocs.jobs.checking as checking
    from tfdocs.cli.main import main as command

    def again(_: Path, executor: Executor | None = None, beside: Callable[[], object] | None = None) -> Iterator[Page]:
        reading = read_pages(different, executor, beside)
        read: list[Page] = []
        for number, (sheet, repeated) in enumerate(shown, start=1):
            if repeated:
                yield page_again(read[sheet], number, turned(characters, _TURN * repeated))
                continue
            page = next(reading)
            if page.failure:
                raise RuntimeError(f"page {page.number}: {page.failure}")
            if number == page.number:
                read.append(page)  # those of the end are repeated nowhere
            yield replace(page, number=number)

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


def _taken(process: psutil.Process) -> tuple[int, int]:
    """Resident bytes of ``process``, and its share of them where it has some in common with others."""
    with process.oneshot():
        full = process.memory_full_info()
        return full.rss, getattr(full, "pss", full.rss)


def watch(pid: int, running: Callable[[], bool]) -> dict[str, int]:
    """Peaks in MB of a process and its children at once, and of its parts, until it is no longer ``running``."""
    me = psutil.Process(pid)
    peaks = dict.fromkeys(("peak", "shared_once", "workers", "parent_beside_workers", "parent_alone"), 0)
    while running():
        try:
            mine, mine_once = _taken(me)
            children = me.children(recursive=True)
        except psutil.NoSuchProcess:
            break
        theirs = theirs_once = 0
        for child in children:
            try:
                taken, once = _taken(child)
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
            theirs, theirs_once = theirs + taken, theirs_once + once
        seen = {"peak": mine + theirs, "shared_once": mine_once + theirs_once, "workers": theirs}
        seen["parent_beside_workers" if theirs > _WORKING else "parent_alone"] = mine
        peaks = {name: max(value, seen.get(name, 0)) for name, value in peaks.items()}
        time.sleep(_EVERY)
    return {name: round(value / _MB) for name, value in peaks.items()}


def measure(folder: Path, pages: int, different: int, characters: str) -> dict[str, int]:
    """The command on a scan of ``pages`` pages made in ``folder``."""
    word, pdf, read = folder / f"{pages}.docx", folder / f"{pages}.pdf", folder / f"{pages}-read.pdf"
    shown = sheets(pages, different)
    write_scan(pdf, shown)
    write_scan(read, [sheet for sheet in shown if not sheet[1]])
    write_word(word, shown, characters)
    arguments = [str(word), str(pdf), "-o", str(folder / f"out{pages}"), "--workers", "2"]
    process = multiprocessing.get_context("spawn").Process(target=_check, args=(read, shown, characters, arguments))
    process.start()
    assert process.pid is not None
    with _stopping(process):
        seen = watch(process.pid, process.is_alive)
        process.join()
    exit_code = process.exitcode
    if exit_code not in (0, 10, 11):
        raise RuntimeError(f"the command ended with {exit_code}")
    return {"pages": pages, "recognised": min(pages, different), **seen, "exit": exit_code}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Measure memory while a long scan is checked")
    parser.add_argument("--pages", type=int, nargs="+", default=[20, 100, 300])
    parser.add_argument("--different", type=int, default=24, help="pages recognised in earnest")
    parser.add_argument("--out", type=Path, default=Path("benchmarks/out/check_memory.json"))
    asked = parser.parse_args()
    os.environ["TFDOCS_OCR_THREADS"] = "1"
    texts = [line.text for i in range(min(asked.different, max(asked.pages))) for line in made_page(i).lines]
    characters = "".join(sorted({c for text in texts for c in text if "\u4e00" <= c <= "\u9fff"}))
    figures = []
    with tempfile.TemporaryDirectory() as name:
        for pages in asked.pages:
            figures.append(measure(Path(name), pages, asked.different, characters))
            print(figures[-1], flush=True)
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
