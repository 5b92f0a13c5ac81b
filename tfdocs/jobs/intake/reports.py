"""The folders of the reports: each complete or not there. It must not know what is in a report.

Below the result's folder: ``reports/ID/`` holds the report of a pair; ``replaced/ID-N/`` what it was before the files
changed or were withdrawn, because somebody may have written notes into it; ``.tfdocs/new/`` what is being written.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from tfdocs.errors import OutputFailed, TfdocsError, reason
from tfdocs.jobs.intake.steps import sha256

REPORTS, REPLACED, WORK = "reports", "replaced", ".tfdocs"


class Reports:
    """Below ``folder``, which exists."""

    def __init__(self, folder: Path) -> None:
        self._reports = folder / REPORTS
        self._replaced = folder / REPLACED
        self._new = folder / WORK / "new"
        self.clear_staging()

    def staging(self) -> Path:
        """A new empty folder for a report to be written to."""
        try:
            self._new.mkdir(parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(dir=self._new))
            if os.name == "posix":
                mask = os.umask(0)
                os.umask(mask)
                folder.chmod(0o777 & ~mask)  # mkdtemp's are for their owner only; a report is for colleagues as well
            return folder
        except OSError as error:
            raise _failed(error, self._new) from error

    def empty(self, folder: Path) -> None:
        """Remove what a writer that died has left in ``folder``."""
        try:
            for file in folder.iterdir():
                file.unlink()
        except OSError as error:
            raise _failed(error, folder) from error

    def clear_staging(self) -> None:
        """Remove whatever was being written when a run ended."""
        shutil.rmtree(self._new, ignore_errors=True)

    def put(self, staged: Path, identity: str) -> None:
        """Make ``staged`` the report of ``identity``, of which there must be none."""
        try:
            self._reports.mkdir(exist_ok=True)
            os.replace(staged, self._reports / identity)  # noqa: PTH105 (the atomic rename, named as such)
        except OSError as error:
            raise _failed(error, self._reports / identity) from error

    def replace(self, identity: str, written: Mapping[str, str]) -> None:
        """Take a report away that is out of date: it is kept only if somebody has written into it.

        ``written``: the names and SHA-256 of the files as they were made.
        """
        old = self._reports / identity
        if not old.exists():
            return
        try:
            untouched = {f.name: sha256(f) for f in old.iterdir() if f.is_file()} == dict(written)
        except (OSError, TfdocsError):
            untouched = False
        if not untouched:
            self.retire(identity)
            return
        try:
            self._new.mkdir(parents=True, exist_ok=True)
            waste = Path(tempfile.mkdtemp(dir=self._new))
            os.replace(old, waste / identity)  # noqa: PTH105
        except OSError as error:
            raise _failed(error, old) from error
        shutil.rmtree(waste, ignore_errors=True)

    def retire(self, identity: str) -> None:
        """Move the report of ``identity``, if there is one, to ``replaced``."""
        old = self._reports / identity
        if not old.exists():
            return
        try:
            self._replaced.mkdir(exist_ok=True)
            number = 1
            while (target := self._replaced / f"{identity}-{number}").exists():
                number += 1
            os.replace(old, target)  # noqa: PTH105
        except OSError as error:
            raise _failed(error, old) from error

    def complete(self, identity: str, names: Iterable[str]) -> bool:
        """Whether every file of the report is there."""
        folder = self._reports / identity
        return (folder / "report.html").is_file() and all((folder / name).is_file() for name in names)


def _failed(error: OSError, where: Path) -> OutputFailed:
    return OutputFailed(
        f"不能写入（{reason(error)}）",
        where=str(where),
        hint="请检查磁盘空间和写入权限；如果其中的文件正在打开，请先关闭。再次运行即可接着做。",
    )
