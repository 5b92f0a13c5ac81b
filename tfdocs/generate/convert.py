"""Word to PDF by LibreOffice: many files in one run. How LibreOffice is found and ended is ``tfdocs.read.office``'s."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from tfdocs.generate.output import write_bytes
from tfdocs.read.office import convert

# One run starts in some 2 s and then takes 0.4 s a short letter; a run that hangs must not cost the whole batch.
FILES_A_RUN = 50
SECONDS_TO_START = 60.0
SECONDS_A_FILE = 20.0


def to_pdf(paths: Sequence[Path]) -> list[Path]:
    """Make a PDF beside each Word file, under its name, and return them in order.

    Raises ``ComponentMissing`` when there is no LibreOffice, ``EngineFailed`` or ``EngineTimeout`` naming the file.
    """
    out: list[Path] = []
    with tempfile.TemporaryDirectory(prefix="tfdocs-pdf-") as folder:
        for start in range(0, len(paths), FILES_A_RUN):
            batch = list(paths[start : start + FILES_A_RUN])
            made = convert(batch, "pdf", Path(folder), timeout=SECONDS_TO_START + SECONDS_A_FILE * len(batch))
            for source, pdf in zip(batch, made, strict=True):
                target = source.with_suffix(".pdf")
                write_bytes(target, pdf.read_bytes())
                pdf.unlink()
                out.append(target)
    return out
