"""The workbook and the marked copy, written by another process while this one writes report.html.

What reads a long file of text beside us has nothing to do any more once its pages are here; it loads the writers of
these two (a fifth of a second) and draws the pages as thumbnails (a third of one for 100) while the pages are judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path

from tfdocs.errors import TfdocsError
from tfdocs.model.comparison import Checked
from tfdocs.model.page import Page
from tfdocs.report.pictures import SmallBeside, thumbnails


def load() -> None:
    """As a task for another process: load what ``write`` needs."""
    from tfdocs.report import marked, xlsx  # noqa: F401 (loaded for later)


def draw(path: Path, pages: Sequence[Page], dpi: float, executor: Executor) -> SmallBeside:
    """Have ``executor`` draw ``pages`` of the file at ``path`` as thumbnails."""
    return SmallBeside(executor.submit(thumbnails, path, [_without_lines(p) for p in pages], dpi), dpi)


def write_workbook(checked: Checked, path: Path) -> None:
    """``write_xlsx``, loaded now."""
    from tfdocs.report.xlsx import write_xlsx

    write_xlsx(checked, path)


def write_marked(checked: Checked, path: Path) -> None:
    """``write_marked_pdf``, loaded now."""
    from tfdocs.report.marked import write_marked_pdf

    write_marked_pdf(checked, path)


def write(checked: Checked, xlsx: Path, marked: Path) -> None:
    """As a task: both files; raises what ``write_xlsx`` and ``write_marked_pdf`` do."""
    write_workbook(checked, xlsx)
    write_marked(checked, marked)


def hand(checked: Checked, xlsx: Path, marked: Path, executor: Executor) -> Future[None]:
    """Have ``executor`` write both; ``finish`` waits for them."""
    return executor.submit(write, slim(checked), xlsx, marked)


def finish(task: Future[None], checked: Checked, xlsx: Path, marked: Path) -> None:
    """Wait for what ``hand`` began; where the process died, write both here."""
    try:
        task.result()
    except TfdocsError:
        raise
    except Exception:
        write(checked, xlsx, marked)


def slim(checked: Checked) -> Checked:
    """``checked`` with all that the two files say. Of most pages that is little: sending their lines takes longer."""
    report, word = checked.report, checked.word
    marked = {d.pdf.page for d in report.differences if d.pdf is not None}
    pages = tuple(p if p.number in marked else _without_lines(p) for p in checked.pages)
    if not report.differences and not report.suppressed:
        word = replace(word, text="", blocks=())  # only what differs is quoted
    return Checked(report, word, pages, checked.pdf_path)


def _without_lines(page: Page) -> Page:
    """``page`` with its handwriting only, which is counted."""
    lines = [replace(ln, chars=(), confidence=(), lattice=None) for ln in page.lines if ln.handwritten]
    return replace(page, lines=tuple(lines))
