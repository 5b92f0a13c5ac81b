"""A programme folder -> ``Programme``. Only a folder without an error is loaded; the faults say what is wrong."""

from __future__ import annotations

from pathlib import Path

from tfdocs.errors import ProgrammeFault
from tfdocs.model.fault import Severity
from tfdocs.model.programme import Programme
from tfdocs.programme.checking import examine
from tfdocs.programme.folders import DATA_FILE, as_folder, locate


def load(folder: Path) -> Programme:
    """Read and check a programme folder.

    Raises ``InputMissing`` when there is no such folder, ``ProgrammeFault`` when it has errors: ``faults`` holds
    every one of them (and the warnings), each at its line.
    """
    folder = as_folder(folder)
    programme, faults = examine(folder)
    errors = [f for f in faults if f.severity is Severity.ERROR]
    if programme is None or errors:
        raise ProgrammeFault(
            f"项目数据有 {len(errors)} 处错误",
            where=str(folder / DATA_FILE),
            hint=f"改好后再检查一遍：tfdocs programme check {folder}",
            faults=faults,
        )
    return programme


def find(name_or_path: str) -> Programme:
    """The programme of that id (one's own in ``TFDOCS_PROGRAMMES``, then shipped), or in the folder of that path.

    Raises as ``load``, and ``ProgrammeFault`` when nobody has that name.
    """
    return load(locate(name_or_path))
