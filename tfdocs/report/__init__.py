"""A check made visible: report.html, report.xlsx, marked.pdf, report.json, and the lines on the terminal.

Everything here is written from ``tfdocs.model.comparison.Checked`` alone; nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

from tfdocs.model.comparison import Checked
from tfdocs.model.page import Page
from tfdocs.report import beside as _beside
from tfdocs.report import html as _html
from tfdocs.report import selection
from tfdocs.report.html import draw_ahead, illustrate, write_html
from tfdocs.report.json import to_json, write_json
from tfdocs.report.pictures import PagesAhead, SmallBeside

__all__ = [
    "PagesAhead",
    "SmallBeside",
    "draw_ahead",
    "prepare",
    "to_json",
    "write_all",
    "write_html",
    "write_json",
]


def prepare(*, alone: bool = True) -> None:
    """Do now what writing needs whatever the report says: called while pages are read elsewhere.

    ``alone``: nobody will write ``beside``.
    """
    _html.prepare()
    if alone:
        _beside.load()


def prepare_beside(executor: Executor, pdf: Path, pages: Sequence[Page]) -> SmallBeside | None:
    """Have ``executor``, which will be ``write_all``'s ``beside``, do the same for its part.

    What comes back is ``write_all``'s ``ahead``: the ``pages`` of ``pdf`` as it shows those of a long file.
    """
    executor.submit(_beside.load)
    long = len(pages) > selection.MANY_PAGES
    return _beside.draw(pdf, pages, selection.THUMBNAIL_DPI, executor) if long else None


def write_all(
    checked: Checked,
    folder: Path,
    ahead: PagesAhead | SmallBeside | None = None,
    beside: Executor | None = None,
) -> list[Path]:
    """Write report.html, report.xlsx, report.json and marked.pdf into ``folder``; return their paths.

    ``ahead``: what ``draw_ahead`` was given for this pair, or ``prepare_beside`` gave, which saves drawing its pages
    now. ``beside`` writes the workbook and the marked copy in another process.

    The marked PDF comes last: when it alone fails (``EngineFailed``, ``InputEncrypted``), the others are there.
    Raises ``OutputFailed`` when a file cannot be written.
    """
    html, xlsx, json, marked = (folder / n for n in ("report.html", "report.xlsx", "report.json", "marked.pdf"))
    task = None if beside is None else _beside.hand(checked, xlsx, marked, beside)
    with ThreadPoolExecutor(1) as painter:
        # PDFium draws the pages while the other files are written here
        pictured = painter.submit(illustrate, checked, ahead)
        if task is None:
            _beside.write_workbook(checked, xlsx)
        write_json(checked.report, json)
        write_html(checked, html, pictured)
    if task is None:
        _beside.write_marked(checked, marked)
    else:
        _beside.finish(task, checked, xlsx, marked)
    return [html, xlsx, json, marked]
