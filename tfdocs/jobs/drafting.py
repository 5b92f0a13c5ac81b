"""A programme folder from a guide: reading the guide, finding its statements, drafting, writing."""

from __future__ import annotations

from concurrent.futures import Executor
from pathlib import Path

from tfdocs.commitments import extract
from tfdocs.commitments.reference import reference_year
from tfdocs.errors import OutputFailed
from tfdocs.jobs.extracting import read
from tfdocs.jobs.sparing import spare
from tfdocs.programme.drafting import draft
from tfdocs.programme.folders import DATA_FILE
from tfdocs.report.writing import write_bytes

__all__ = ["new_programme"]


def new_programme(guide: str | Path, out: str | Path, executor: Executor | None = None) -> list[Path]:
    """Draft the folder ``out`` from the guide ``guide`` (.docx, .pdf or .txt); the files written, programme.toml last.

    Raises ``OutputFailed`` when ``out`` holds a programme already (what a person has finished is never overwritten) or
    the guide itself under the name of one of the files,
    and the errors of reading for a guide that cannot be read.
    """
    folder = Path(out)
    if (folder / DATA_FILE).exists():
        raise OutputFailed(
            f"文件夹里已有 {DATA_FILE}，不会覆盖", where=str(folder), hint="请换一个新的文件夹，或先把原来的移走。"
        )
    document = read(Path(guide), executor)
    report = extract(document)
    files = draft(folder.resolve().name, document, report.commitments, reference_year(document.text)[0])
    spare((Path(guide),), [folder / name for name in files])
    written = []
    for name in sorted(files, key=lambda n: n == DATA_FILE):
        write_bytes(folder / name, files[name])
        written.append(folder / name)
    return written
