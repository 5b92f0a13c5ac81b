"""No result takes the place of a file that a person gave: a mistyped ``-o`` must not cost the only copy of anything."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tfdocs.errors import OutputFailed

REPORT_FILES = ("report.html", "report.xlsx", "report.json", "marked.pdf")  # what a check writes into its folder


def spare(inputs: Iterable[Path], outputs: Iterable[Path | str | None]) -> None:
    """``OutputFailed`` when writing one of ``outputs`` would replace one of ``inputs``, by whatever name or link.

    Called before anything is read or written. ``None`` among the outputs is one that was not asked for.
    """
    given = [i for i in inputs if i.exists()]
    for output in (Path(o) for o in outputs if o is not None):
        if any(_same(output, i) for i in given):
            raise OutputFailed("写到这里会盖掉输入的文件", where=str(output), hint="请换一个输出的文件名。")


def _same(output: Path, given: Path) -> bool:
    try:
        return output.samefile(given)
    except OSError:  # there is nothing at ``output`` yet, or nothing that can be looked at
        return False
