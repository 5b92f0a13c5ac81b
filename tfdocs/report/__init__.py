"""A check made visible: report.html, report.xlsx, marked.pdf, report.json, and the lines on the terminal.

Everything here is written from ``tfdocs.model.comparison.Checked`` alone; nothing is judged here.
"""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

from tfdocs.model.comparison import Checked
from tfdocs.report import beside as _beside
from tfdocs.report import html as _html
from tfdocs.report.html import draw_ahead, illustrate, write_html
from tfdocs.report.json import to_json, write_json
from tfdocs.report.pictures import PagesAhead

__all__ = [
    "PagesAhead",
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


def prepare_beside(executor: Executor) -> None:
    """Have ``executor``, which will be ``write_all``'s ``beside``, do the same for its part."""
    executor.submit(_beside.load)


def write_all(
    checked: Checked, folder: Path, ahead: PagesAhead | None = None, beside: Executor | None = None
) -> list[Path]:
    """Write report.html, report.xlsx, report.json and marked.pdf into ``folder``; return their paths.

    ``ahead``: what ``draw_ahead`` was given for this pair, which saves drawing its pages now. ``beside`` writes the
    workbook and the marked copy in another process.

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
