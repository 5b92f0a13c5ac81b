"""Word files printed to PDF by LibreOffice: one call for many files, with Chinese faces in place of missing ones.

Official documents name faces (仿宋_GB2312, 方正小标宋简体) that no free system has; without them
LibreOffice takes whatever it finds first, often with Japanese shapes. Here free Chinese faces stand in.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

_STAND_INS = {
    "仿宋_GB2312": "AR PL UMing CN",
    "仿宋": "AR PL UMing CN",
    "宋体": "AR PL UMing CN",
    "楷体_GB2312": "AR PL UKai CN",
    "楷体": "AR PL UKai CN",
    "黑体": "Noto Sans CJK SC",
    "方正小标宋简体": "Noto Serif CJK SC",
}


def _fontconfig(folder: Path) -> Path:
    rules = "".join(
        f'<match target="pattern"><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="same"><string>{face}</string></edit></match>'
        for name, face in _STAND_INS.items()
    )
    path = folder / "fonts.conf"
    head = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
    include = '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
    path.write_text(f"{head}<fontconfig>{include}{rules}</fontconfig>", encoding="utf-8")
    return path


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
            own = Path(profile)
            environment = {**os.environ, "FONTCONFIG_FILE": str(_fontconfig(own))}
            command = [program, f"-env:UserInstallation={own.as_uri()}", "--headless", "--convert-to", "pdf"]
            command += ["--outdir", str(folder), *(str(word) for word in words)]
            limit = 20 + seconds_each * len(words)
            subprocess.run(command, check=True, capture_output=True, timeout=limit, env=environment)
    printed = [folder / f"{word.stem}.pdf" for word in words]
    for pdf in printed:
        if not pdf.is_file():
            raise FileNotFoundError(f"LibreOffice did not print {pdf.name}")
    return printed
