"""A check made visible: report.html, report.xlsx, marked.pdf, report.json, and the lines on the terminal.

Everything here is written from ``tfdocs.model.comparison.Checked`` alone; nothing is judged here.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tfdocs.model.comparison import Checked
from tfdocs.report import html as _html
from tfdocs.report.html import draw_ahead, illustrate, write_html
from tfdocs.report.json import to_json, write_json
from tfdocs.report.marked import write_marked_pdf
from tfdocs.report.pictures import PagesAhead
from tfdocs.report.xlsx import write_xlsx

__all__ = [
    "PagesAhead",
    "draw_ahead",
    "prepare",
    "to_json",
    "write_all",
    "write_html",
    "write_json",
    "write_marked_pdf",
    "write_xlsx",
]


def prepare() -> None:
    """Do now what writing needs whatever the report says: called while pages are read elsewhere."""
    _html.prepare()


def write_all(checked: Checked, folder: Path, ahead: PagesAhead | None = None) -> list[Path]:
    """Write report.html, report.xlsx, report.json and marked.pdf into ``folder``; return their paths.

    ``ahead``: what ``draw_ahead`` was given for this pair, which saves drawing its pages now.

    The marked PDF comes last: when it alone fails (``EngineFailed``, ``InputEncrypted``), the others are there.
    Raises ``OutputFailed`` when a file cannot be written.
    """
    html, xlsx, json, marked = (folder / n for n in ("report.html", "report.xlsx", "report.json", "marked.pdf"))
    with ThreadPoolExecutor(1) as painter:
        # PDFium draws the pages while the other files are written here
        pictured = painter.submit(illustrate, checked, ahead)
        write_xlsx(checked, xlsx)
        write_json(checked.report, json)
        write_html(checked, html, pictured)
    write_marked_pdf(checked, marked)
    return [html, xlsx, json, marked]
