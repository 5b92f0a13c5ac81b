"""Faults of data and templates as a table for people: place, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tfdocs.errors import TfdocsError
from tfdocs.model.fault import Fault, Severity

_WORDS = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.INFO: "说明"}
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "dim"}
PLAIN_WIDTH = 200  # columns where standard output is no terminal: a fault stays on one line and can be searched


def print_faults(faults: Sequence[Fault]) -> None:
    """Errors first, each kind in the order found; nothing when there is none. Goes to standard output."""
    if not faults:
        return
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=PLAIN_WIDTH)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for head in ("级别", "位置", "问题", "处理"):
        table.add_column(head, overflow="fold")
    for fault in sorted(faults, key=lambda f: list(_WORDS).index(f.severity)):
        table.add_row(
            Text(_WORDS[fault.severity], style=_COLOURS[fault.severity]),
            Text(fault.place),
            Text(fault.message),
            Text(fault.hint),
        )
    console.print(table)


def shown(error: TfdocsError) -> TfdocsError:
    """Print the faults that ``error`` carries and return the same error without them.

    The entry point then says the one line that is left.
    """
    print_faults(error.faults)
    return type(error)(error.what, where=error.where, hint=error.hint)
