"""Word files printed to PDF by LibreOffice: one call for many files, with a profile of its own."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path


def print_all(words: Sequence[Path], folder: Path, *, seconds_each: float = 30.0) -> list[Path]:
    """Print ``words`` into ``folder`` under their own stems and return the PDFs in the same order.

    Raises:
        FileNotFoundError: LibreOffice is not installed, or it left a file out.
        subprocess.TimeoutExpired: it took longer than ``seconds_each`` a file.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise FileNotFoundError("LibreOffice (soffice) is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    if words:
        with tempfile.TemporaryDirectory() as profile:
            command = [program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--convert-to", "pdf"]
            command += ["--outdir", str(folder), *(str(word) for word in words)]
            subprocess.run(command, check=True, capture_output=True, timeout=20 + seconds_each * len(words))
    printed = [folder / f"{word.stem}.pdf" for word in words]
    for pdf in printed:
        if not pdf.is_file():
            raise FileNotFoundError(f"LibreOffice did not print {pdf.name}")
    return printed
