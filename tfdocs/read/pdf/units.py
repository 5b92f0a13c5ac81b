"""The /UserUnit of pages (ISO 32000-1, 14.11.2), which PDFium does not know: how many points a unit of a page has.

``python -m tfdocs.read.pdf.units FILE`` prints a line for each page that has one. It runs in a process of its own, for
another parser must go over the whole page tree, and a file may be made to keep it there.
"""

from __future__ import annotations

import os
import subprocess
import sys
from math import isfinite
from pathlib import Path

_SECONDS = 30.0


def user_units(path: Path) -> dict[int, float] | None:
    """Page number (from 1) to its unit, for pages that have another than 1; None when they cannot be found out."""
    command = [sys.executable, "-P", "-m", "tfdocs.read.pdf.units", str(path)]
    paths = [p for p in (os.environ.get("PYTHONPATH", ""), str(Path(__file__).parents[3])) if p]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    try:
        done = subprocess.run(
            command, capture_output=True, stdin=subprocess.DEVNULL, timeout=_SECONDS, check=True, env=environment
        )
    except (subprocess.SubprocessError, OSError):
        return None
    out: dict[int, float] = {}
    for line in done.stdout.decode("ascii", "replace").splitlines():
        number, unit = line.split()
        out[int(number)] = float(unit)
    return out


def _print_units(path: str) -> None:
    from pypdf import PdfReader

    reader = PdfReader(path, strict=False)
    if reader.is_encrypted:
        reader.decrypt("")
    for number, page in enumerate(reader.pages, 1):
        try:
            unit = float(page.get("/UserUnit", 1.0))
        except (TypeError, ValueError):
            continue  # what is no number counts as not said
        if unit != 1.0 and isfinite(unit) and unit > 0:
            print(number, unit)


if __name__ == "__main__":
    _print_units(sys.argv[1])
