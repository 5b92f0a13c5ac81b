"""Memory while a long scan is read: ``python -m benchmarks.scan_memory --pages 300``.

A colour scan at 200 dpi is made (six different pages of prose and tables, again and again) and read by a pool of
workers as the product does it. After every page the resident memory of this process and of its workers is noted. What
counts is the peak of the sum, and whether the last tenth of the pages takes more than the second one.
``--lines`` keeps only the first lines of each page, which is quicker: memory goes by the size of a page's picture and
hardly by what stands on it. Results go to ``benchmarks/out/scan_memory.json``. ``benchmarks.check_memory`` measures the
whole command.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
from PIL import Image

from benchmarks import printed
from samples.scanning import as_stored, digitise
from tfdocs.jobs.pool import local_pool
from tfdocs.read.pdf.reader import read_pages

_DPI = 200
_DIFFERENT = 6
_MB = 1 << 20


def _sheets(lines: int | None) -> list[Image.Image]:
    out = []
    size = (round(printed.A4[0] * _DPI / 72), round(printed.A4[1] * _DPI / 72))
    for i in range(_DIFFERENT):
        make = printed.table if i % 3 == 2 else printed.prose
        page = make(300 + i, 1.5 * _DPI, list(printed.FACES)[i % len(printed.FACES)])
        if lines is not None:
            below = sorted(line.box[3] for line in page.lines)[min(lines, len(page.lines)) - 1]
            page.image[round(below * page.dpi / 72) :] = 255
        picture = digitise(page.image, size, np.random.default_rng(i), dpi=_DPI, colour="colour", skew=0.4)
        out.append(Image.fromarray(as_stored(picture, "colour", 75)))
    return out


def make_scan(path: Path, pages: int, lines: int | None = None) -> None:
    """Write an image-only PDF of ``pages`` pages."""
    sheets = _sheets(lines)
    rest = (sheets[i % _DIFFERENT] for i in range(1, pages))
    sheets[0].save(path, "PDF", resolution=_DPI, save_all=True, append_images=rest, quality=75)


def resident(pid: int | None = None) -> tuple[int, int]:
    """Bytes of a process (this one unless told), and of all its children together."""
    me = psutil.Process(pid)
    children = 0
    for child in me.children(recursive=True):
        try:
            children += child.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return me.memory_info().rss, children


def measure(path: Path, workers: int) -> Iterator[tuple[int, int, int]]:
    """After each page: its number, this process's bytes and its children's."""
    with local_pool(workers) as pool:
        for page in read_pages(path, pool):
            if page.failure:
                raise RuntimeError(f"page {page.number}: {page.failure}")
            yield (page.number, *resident())


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Measure memory while a long scan is read")
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--lines", type=int, help="keep only so many lines of each page")
    parser.add_argument("--out", type=Path, default=Path("benchmarks/out/scan_memory.json"))
    asked = parser.parse_args()
    os.environ["TFDOCS_OCR_THREADS"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scan.pdf"
        make_scan(path, asked.pages, asked.lines)
        noted = list(measure(path, asked.workers))
    tenth = max(1, len(noted) // 10)
    second = [own + theirs for _, own, theirs in noted[tenth : 2 * tenth]]
    last = [own + theirs for _, own, theirs in noted[-tenth:]]
    figures = {
        "pages": len(noted),
        "workers": asked.workers,
        "peak_mb": round(max(own + theirs for _, own, theirs in noted) / _MB),
        "peak_parent_mb": round(max(own for _, own, _ in noted) / _MB),
        "second_tenth_mb": round(sum(second) / len(second) / _MB),
        "last_tenth_mb": round(sum(last) / len(last) / _MB),
    }
    print(json.dumps(figures, indent=1))
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
