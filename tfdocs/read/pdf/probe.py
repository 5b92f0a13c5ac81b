"""A trial of a PDF's pages in a process that may be brought down: each is loaded and drawn, and what fails is told.

``python -m tfdocs.read.pdf.probe FILE FIRST LAST BYTES`` prints a line before and after each page. Nothing here may
import more than PDFium, for the process is started for every suspicious file.
"""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

_MOST_PIXELS = 2_000_000
_STARTING = 20.0  # seconds a process may take to begin


@dataclass(slots=True)
class Outcome:
    """How far one process came: the last page it ``reached``, those that ``failed`` with the reason, the time."""

    reached: int
    seconds: float
    failed: dict[int, str] = field(default_factory=dict)


class Trial:
    """Runs the trial of one file."""

    def __init__(self, path: Path, memory: int) -> None:
        self._path = path
        self._memory = memory

    def run(self, first: int, last: int, page_seconds: float, seconds: float) -> Outcome:
        """Try pages ``first`` to ``last`` until one brings the process down or takes longer than ``page_seconds``."""
        # -P: nothing is imported from the folder a person happens to work in
        command = [sys.executable, "-P", "-m", "tfdocs.read.pdf.probe", str(self._path), str(first), str(last)]
        paths = [p for p in (os.environ.get("PYTHONPATH", ""), str(Path(__file__).parents[3])) if p]
        started = time.monotonic()
        child = subprocess.Popen(
            [*command, str(self._memory)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
        assert child.stdout is not None
        lines: queue.Queue[bytes] = queue.Queue()
        reader = threading.Thread(target=_pump, args=(child.stdout, lines), daemon=True)
        reader.start()
        out = Outcome(first - 1, 0.0)
        page = first
        wait = _STARTING
        try:
            while True:
                spent = time.monotonic() - started
                try:
                    line = lines.get(timeout=max(0.1, min(wait, seconds - spent))).decode("ascii", "replace").split()
                except queue.Empty:
                    out.failed[page] = "绘制本页超出时限，已放弃"
                    out.reached = page
                    break
                if not line:  # the process has ended
                    if out.reached < last:
                        out.failed[page] = "绘制本页所需内存过大或页面已损坏，已放弃"
                        out.reached = page
                    break
                page = int(line[1])
                wait = page_seconds
                if line[0] != "begin":
                    out.reached = page
                    if line[0] == "failed":
                        out.failed[page] = "页面内容已损坏，无法读取"
                    page += 1
        finally:
            child.kill()
            child.wait()
            reader.join()
            child.stdout.close()
        out.seconds = time.monotonic() - started
        return out


def _pump(stream: object, lines: queue.Queue[bytes]) -> None:
    for line in stream:  # type: ignore[attr-defined]
        lines.put(line)
    lines.put(b"")


def _limit(memory: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _try_pages(path: str, first: int, last: int) -> None:
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(path)
    document.init_forms()
    for number in range(first, last + 1):
        print("begin", number, flush=True)
        try:
            page = document[number - 1]
            textpage = page.get_textpage()
            textpage.close()
            width, height = page.get_size()
            scale = min(1.0, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
            page.render(scale=scale).close()
            page.close()
        except (pdfium.PdfiumError, MemoryError, ValueError, OverflowError):
            print("failed", number, flush=True)
        else:
            print("done", number, flush=True)


if __name__ == "__main__":
    _limit(int(sys.argv[4]))
    _try_pages(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
