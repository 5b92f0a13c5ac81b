"""What a check says of a Word and its print, or a scan of the print, as golden tests make them in one folder."""

from __future__ import annotations

from pathlib import Path

import tfdocs
from samples.scanning import Colour, scan
from tfdocs.model.comparison import CheckReport


def checked(folder: Path, name: str, other: str, colour: Colour | None) -> CheckReport:
    """The report on ``name``.docx and ``name````other``.pdf, or where ``colour`` is given on a scan of that print."""
    paper = folder / f"{name}{other}.pdf"
    if colour is not None:
        made_of, paper = paper, folder / f"{name}{other}-{colour}.pdf"
        scan(made_of, paper, dpi=300 if colour == "bw" else 200, colour=colour, seed=4)
    return tfdocs.check(folder / f"{name}.docx", paper)
