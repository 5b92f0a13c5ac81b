"""Word to PDF by LibreOffice: many files in one run. How LibreOffice is found and ended is ``tfdocs.read.office``'s.

Where the faces that official documents name are not installed, LibreOffice takes any face that has the characters,
often one with Japanese shapes. So it is told what to take instead, by a fontconfig file of its own (Linux).
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tfdocs.generate.output import write_bytes
from tfdocs.read.office import convert

# One run starts in some 2 s and then takes 0.4 s a short letter; a run that hangs must not cost the whole batch.
FILES_A_RUN = 50
SECONDS_TO_START = 60.0
SECONDS_A_FILE = 20.0

# Mainland shapes, nearest face first; a face that is installed itself always goes before these.
STAND_INS = {
    "仿宋_GB2312": ("FangSong_GB2312", "仿宋", "FangSong", "STFangsong", "Noto Serif CJK SC", "AR PL UMing CN"),
    "楷体_GB2312": ("KaiTi_GB2312", "楷体", "KaiTi", "AR PL UKai CN", "AR PL KaitiM GB", "Noto Serif CJK SC"),
    "黑体": ("SimHei", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei"),
    "宋体": ("SimSun", "Noto Serif CJK SC", "AR PL UMing CN"),
    "方正小标宋简体": ("FZXiaoBiaoSong-B05S", "Noto Serif CJK SC", "AR PL UMing CN"),
}


def to_pdf(paths: Sequence[Path]) -> list[Path]:
    """Make a PDF beside each Word file, under its name, and return them in order.

    Raises ``ComponentMissing`` when there is no LibreOffice, ``EngineFailed`` or ``EngineTimeout`` naming the file.
    """
    out: list[Path] = []
    with tempfile.TemporaryDirectory(prefix="tfdocs-pdf-", ignore_cleanup_errors=True) as folder:
        env = _font_environment(Path(folder))
        for start in range(0, len(paths), FILES_A_RUN):
            batch = list(paths[start : start + FILES_A_RUN])
            limit = SECONDS_TO_START + SECONDS_A_FILE * len(batch)
            for source, pdf in zip(batch, convert(batch, "pdf", Path(folder), timeout=limit, env=env), strict=True):
                target = source.with_suffix(".pdf")
                write_bytes(target, pdf.read_bytes())
                pdf.unlink()
                out.append(target)
    return out


def _font_environment(folder: Path) -> dict[str, str]:
    """The environment that makes fontconfig know the stand-ins; empty where fonts are not fontconfig's business."""
    system = Path("/etc/fonts/fonts.conf")
    if not sys.platform.startswith("linux") or not system.is_file():
        return {}
    aliases = "".join(
        f'<alias binding="same"><family>{name}</family><prefer>'
        + "".join(f"<family>{other}</family>" for other in (name, *others))
        + "</prefer></alias>"
        for name, others in STAND_INS.items()
    )
    path = folder / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'{aliases}<include ignore_missing="yes">{system}</include></fontconfig>',
        encoding="utf-8",
    )
    return {"FONTCONFIG_FILE": str(path)}
