"""Word to PDF by LibreOffice: many files in one run, letters of one template as one document that is cut up again.

How LibreOffice is found and ended is ``tfdocs.read.office``'s; how a PDF is cut, ``tfdocs.read.pdf.cutting``'s.

Where the faces that official documents name are not installed, LibreOffice takes any face that has the characters,
often one with Japanese shapes. So it is told what to take instead, by a fontconfig file of its own (Linux).
"""

from __future__ import annotations

import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from tfdocs.errors import ComponentMissing, EngineFailed, EngineTimeout, InputError, TfdocsError
from tfdocs.generate.merge import merge
from tfdocs.generate.output import write_bytes
from tfdocs.generate.proof import for_libreoffice
from tfdocs.read.office import convert
from tfdocs.read.pdf.cutting import cut, page_texts
from tfdocs.text.code import find_codes
from tfdocs.text.words import words_of_xml

# One run starts in some 2 s and then takes 0.4 s a short letter; a run that hangs must not cost the whole batch.
FILES_A_RUN = 50
SECONDS_TO_START = 60.0
SECONDS_A_FILE = 20.0
# Letters in one document: 0.15 s each where files of one run take 0.4 s (LibreOffice 7.4). More than a hundred gain
# nothing, and cost more to do again when one of them is damaged.
LETTERS_A_DOCUMENT = 100

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
            out += _one_run(paths[start : start + FILES_A_RUN], Path(folder), env)
    return out


@dataclass(frozen=True)
class Printed:
    """What became of a batch: the PDFs that are there, and why the others are not."""

    pdfs: tuple[Path, ...]
    failed: tuple[tuple[Path, TfdocsError], ...]


def letters_to_pdf(paths: Sequence[Path], progress: Callable[[int, int], None] | None = None) -> Printed:
    """Make a PDF beside each letter of one template. A letter that cannot be converted does not stop the others.

    Many letters are put into one document, converted at once, and cut up again where the verification code at the foot
    of the pages changes; pages whose codes are not those of the letters, in their order, are not cut: these letters
    are then converted one by one. ``progress`` is called after each run.
    Raises ``ComponentMissing`` when there is no LibreOffice.
    """
    pdfs: list[Path] = []
    failed: list[tuple[Path, TfdocsError]] = []
    with tempfile.TemporaryDirectory(prefix="tfdocs-pdf-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        env = _font_environment(work)
        for start in range(0, len(paths), LETTERS_A_DOCUMENT):
            share = list(paths[start : start + LETTERS_A_DOCUMENT])
            made = _as_one_document(share, work, env) if len(share) > 1 else None
            if made is None:
                _by_halves(share, work, env, pdfs, failed)
            else:
                pdfs += made
            if progress is not None:
                progress(start + len(share), len(paths))
    return Printed(tuple(pdfs), tuple(failed))


def _as_one_document(paths: Sequence[Path], work: Path, env: dict[str, str]) -> list[Path] | None:
    """The PDFs of ``paths`` by way of one document; None when that cannot be done or proved right."""
    codes = [_code_of(p) for p in paths]
    if None in codes or len(set(codes)) < len(codes):
        return None
    source = work / "letters.docx"
    try:
        source.write_bytes(for_libreoffice(merge((p.read_bytes() for p in paths), sheets=False)))
        (whole,) = convert([source], "pdf", work, timeout=SECONDS_TO_START + SECONDS_A_FILE * len(paths), env=env)
    except ComponentMissing:
        raise
    except (EngineFailed, EngineTimeout, InputError):
        return None  # one of the letters is damaged: which, shows when they are converted by themselves
    found = [find_codes(text) for text in page_texts(whole)]
    if any(len(set(f)) != 1 for f in found):
        return None
    runs = [(code, len(list(run))) for code, run in groupby(f[0] for f in found)]
    if [code for code, _ in runs] != codes:
        return None
    out = []
    for path, blob in zip(paths, cut(whole, [count for _, count in runs]), strict=True):
        write_bytes(path.with_suffix(".pdf"), blob)
        out.append(path.with_suffix(".pdf"))
    whole.unlink()
    return out


def _code_of(path: Path) -> str | None:
    """The verification code that a Word file prints; None when it has none, or several, or is damaged."""
    try:
        with zipfile.ZipFile(path) as package:
            feet = [n for n in package.namelist() if n.startswith(("word/footer", "word/header"))]
            found = {c for n in feet for c in find_codes(words_of_xml(package.read(n).decode("utf-8")))}
    except (OSError, UnicodeDecodeError, zipfile.BadZipFile):
        return None
    return found.pop() if len(found) == 1 else None


def _by_halves(
    paths: Sequence[Path],
    work: Path,
    env: dict[str, str],
    pdfs: list[Path],
    failed: list[tuple[Path, TfdocsError]],
) -> None:
    """Convert files in runs; a run that fails is halved until the file at fault stands alone."""
    if len(paths) > FILES_A_RUN:
        _by_halves(paths[:FILES_A_RUN], work, env, pdfs, failed)
        _by_halves(paths[FILES_A_RUN:], work, env, pdfs, failed)
        return
    try:
        pdfs += _one_run(paths, work, env)
    except ComponentMissing:
        raise
    except TfdocsError as error:
        if len(paths) == 1:
            failed.append((paths[0], error))
            return
        middle = len(paths) // 2
        _by_halves(paths[:middle], work, env, pdfs, failed)
        _by_halves(paths[middle:], work, env, pdfs, failed)


def _one_run(paths: Sequence[Path], work: Path, env: dict[str, str]) -> list[Path]:
    out = []
    limit = SECONDS_TO_START + SECONDS_A_FILE * len(paths)
    given = [_given(path, work / "given") for path in paths]
    for source, pdf in zip(paths, convert(given, "pdf", work, timeout=limit, env=env), strict=True):
        target = source.with_suffix(".pdf")
        write_bytes(target, pdf.read_bytes())
        pdf.unlink()
        out.append(target)
    return out


def _given(path: Path, folder: Path) -> Path:
    """What LibreOffice is given for ``path``: a copy that it draws whole, or, where the file is no sound .docx, the
    file itself, so that LibreOffice says what is wrong."""
    try:
        content = for_libreoffice(path.read_bytes())
    except (OSError, zipfile.BadZipFile, KeyError, InputError):
        return path
    folder.mkdir(exist_ok=True)
    copy = folder / path.name
    copy.write_bytes(content)
    return copy


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
