"""The ledger of numbers: one number for each project, without gaps, the same again in every later run.

A small SQLite file in the folder of the notices. All numbers of a run are given in one transaction before the first
file is written, so that a run that is killed can go on where it stopped.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tfdocs.errors import InputDamaged, OutputFailed, reason

LEDGER = "文号登记.sqlite"
_VERSION = 1
_NOTES = 200  # files noted in one transaction
_WAIT = 30.0  # seconds that a second run waits for the first to let go of the ledger


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger. ``key`` names the project, ``content`` is the hash of its row as it was issued;
    ``sha256`` is that of the file, "" before it was written."""

    number: int
    key: str
    content: str
    project_no: str
    file: str
    sha256: str


class Ledger:
    """The open ledger; use ``open_ledger``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._noted: list[tuple[str, str, str, str]] = []

    def entries(self) -> dict[str, Entry]:
        """Every line by key, in the order of the numbers."""
        rows = self._connection.execute(
            "SELECT number, key, content, project_no, file, sha256 FROM issued ORDER BY number"
        )
        return {row[1]: Entry(*row) for row in rows}

    def allot(self, lines: Sequence[Entry]) -> None:
        """Add lines, all or none."""
        with self._connection:
            self._connection.executemany(
                "INSERT INTO issued (number, key, content, project_no, file, sha256) VALUES (?, ?, ?, ?, ?, ?)",
                [(e.number, e.key, e.content, e.project_no, e.file, e.sha256) for e in lines],
            )

    def written(self, line: Entry) -> None:
        """Note that the file of ``line`` is on disk. Notes are kept in batches, for each costs the disk's patience; a
        run that is killed before writes those files again, with the same bytes, because their numbers are kept."""
        self._noted.append((line.content, line.file, line.sha256, line.key))
        if len(self._noted) >= _NOTES:
            self.keep()

    def keep(self) -> None:
        """Write the notes that wait."""
        if self._noted:
            with self._connection:
                self._connection.executemany(
                    "UPDATE issued SET content = ?, file = ?, sha256 = ? WHERE key = ?", self._noted
                )
            self._noted.clear()


@contextmanager
def open_ledger(folder: Path) -> Iterator[Ledger]:
    """The ledger of ``folder``, made when there is none. One run at a time may hold it.

    Raises ``OutputFailed`` when it cannot be made or another run holds it, ``InputDamaged`` when it is no ledger.
    """
    path = folder / LEDGER
    connection = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=_WAIT)
        # The lock on the ledger is also the lock on the folder: two runs would give the same number twice.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        with connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, _VERSION):
                raise InputDamaged(
                    "文号登记由更新的版本写成", where=str(path), hint="请升级 tfdocs，或换一个输出文件夹。"
                )
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS issued (number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, "
                "content TEXT NOT NULL, project_no TEXT NOT NULL UNIQUE, file TEXT NOT NULL, sha256 TEXT NOT NULL)"
            )
            connection.execute(f"PRAGMA user_version = {_VERSION}")
        ledger = Ledger(connection)
        try:
            yield ledger
        finally:
            ledger.keep()  # also when the run is interrupted
    except sqlite3.OperationalError as error:
        hint = "可能有另一个 tfdocs 正在使用该文件夹，或没有写入权限。"
        raise OutputFailed(f"无法使用文号登记（{reason(error)}）", where=str(path), hint=hint) from error
    except sqlite3.DatabaseError as error:
        hint = "请恢复备份；直接删除会使文号重新编排。"
        raise InputDamaged("文号登记文件已损坏", where=str(path), hint=hint) from error
    except OSError as error:
        raise OutputFailed(f"无法写入（{reason(error)}）", where=str(folder), hint="请检查路径和权限。") from error
    finally:
        if connection is not None:
            connection.close()
