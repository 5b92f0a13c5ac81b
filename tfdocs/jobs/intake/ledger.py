"""What has been done, in one SQLite file: every Word, every PDF, every page and every pair a row with its state.

The rows of Words, PDFs and pages are a cache: they are found by the content (SHA-256) and by the settings that made
them, wherever the file lies and whatever it is called. The rows of pairs say which reports are up to date.

One intake at a time holds the file: it is opened for exclusive use, the lock is the operating system's and ends with
the process, however that ends. Written in WAL mode: a process that is killed loses nothing that was committed, a
machine that loses power at most the last seconds, which are then done again. No row is trusted that cannot be unpacked.

It must not know how anything is read, nor which files belong together.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tfdocs.errors import OutputFailed, reason
from tfdocs.jobs.intake.steps import Stamp
from tfdocs.verify.codes import WordCodes

VERSION = "1"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS file (
  path BLOB PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL, changed INTEGER NOT NULL,
  sha256 TEXT NOT NULL, kind TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS word (
  sha256 TEXT NOT NULL, settings TEXT NOT NULL, state TEXT NOT NULL, error TEXT NOT NULL, body BLOB,
  PRIMARY KEY (sha256, settings));
CREATE TABLE IF NOT EXISTS pdf (
  sha256 TEXT NOT NULL, settings TEXT NOT NULL, state TEXT NOT NULL, error TEXT NOT NULL, pages INTEGER NOT NULL,
  PRIMARY KEY (sha256, settings));
CREATE TABLE IF NOT EXISTS page (
  sha256 TEXT NOT NULL, settings TEXT NOT NULL, number INTEGER NOT NULL, state TEXT NOT NULL,
  error TEXT NOT NULL, tries INTEGER NOT NULL, body BLOB,
  PRIMARY KEY (sha256, settings, number));
CREATE TABLE IF NOT EXISTS code (
  sha256 TEXT NOT NULL, settings TEXT NOT NULL, printed TEXT NOT NULL, made TEXT NOT NULL,
  PRIMARY KEY (sha256, settings));
CREATE TABLE IF NOT EXISTS written (name TEXT PRIMARY KEY, made_from TEXT NOT NULL, sha256 TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS pair (
  id TEXT PRIMARY KEY, inputs TEXT NOT NULL, state TEXT NOT NULL, error TEXT NOT NULL, outcome TEXT);
CREATE TABLE IF NOT EXISTS promises (id TEXT PRIMARY KEY, body TEXT NOT NULL);
"""


class State(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PageRow:
    number: int
    state: State
    error: str


@dataclass(frozen=True, slots=True)
class PairRow:
    """``inputs`` names everything that went in: when it is another, the pair is to be done again."""

    id: str
    inputs: str
    state: State
    error: str
    outcome: str | None  # JSON of ``Judged``


class Ledger:
    """The open file. Not for two threads. Every method raises ``OutputFailed`` when the disk refuses."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.notes: list[str] = []  # what happened to the file itself, for a person
        with _translated(path):
            try:
                self._db = self._opened()
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                # damaged, or no ledger at all: everything in it can be made again
                aside = _free(path.with_suffix(".damaged"))
                os.replace(path, aside)  # noqa: PTH105
                for extra in ("-wal", "-shm"):
                    path.with_name(path.name + extra).unlink(missing_ok=True)
                self.notes.append(f"账本已损坏，另存为 {aside.name}，全部重新处理")
                self._db = self._opened()

    def _opened(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, timeout=2.0, isolation_level=None, check_same_thread=False)
        try:
            db.execute("PRAGMA locking_mode=EXCLUSIVE")  # before WAL: then no shared memory is needed
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=NORMAL")
            db.execute("PRAGMA trusted_schema=OFF")
            db.execute("BEGIN EXCLUSIVE")
            for statement in filter(str.strip, _SCHEMA.split(";")):
                db.execute(statement)
            db.execute("INSERT OR IGNORE INTO meta VALUES ('version', ?)", (VERSION,))
            db.execute("COMMIT")
            (version,) = db.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
            if version != VERSION:
                raise sqlite3.DatabaseError(f"version {version}")
            problems = db.execute("PRAGMA quick_check(1)").fetchone()
            if problems != ("ok",):
                raise sqlite3.DatabaseError(str(problems))
        except BaseException:
            db.close()
            raise
        return db

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def _do(self, statement: str, *rows: Sequence[object]) -> None:
        with _translated(self._path), _transaction(self._db):
            self._db.executemany(statement, rows)

    def _ask(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        with _translated(self._path), closing(self._db.execute(statement, values)) as cursor:
            return cursor.fetchall()

    # files: which bytes lie at a path, so that an unchanged file is not read again

    def file(self, path: Path, stamp: Stamp) -> tuple[str, str] | None:
        """SHA-256 and kind of the file when it is as it was; None when it is new or changed."""
        found = self._ask(
            "SELECT sha256, kind FROM file WHERE path = ? AND size = ? AND modified = ? AND changed = ?",
            os.fsencode(path), stamp.size, stamp.modified, stamp.changed,
        )  # fmt: skip
        return (str(found[0][0]), str(found[0][1])) if found else None

    def set_files(self, rows: Sequence[tuple[Path, Stamp, str, str]]) -> None:
        """Path, stamp, SHA-256, kind."""
        self._do(
            "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?)",
            *((os.fsencode(p), s.size, s.modified, s.changed, digest, kind) for p, s, digest, kind in rows),
        )

    # the cache: what was read from which bytes under which settings

    def word(self, sha256: str, settings: str) -> tuple[State, str, bytes | None] | None:
        """State, error and packed document; None when it has not been read."""
        found = self._ask("SELECT state, error, body FROM word WHERE sha256 = ? AND settings = ?", sha256, settings)
        return (State(str(found[0][0])), str(found[0][1]), _bytes(found[0][2])) if found else None

    def set_word(self, sha256: str, settings: str, state: State, error: str = "", body: bytes | None = None) -> None:
        with _translated(self._path), _transaction(self._db):
            self._db.execute("DELETE FROM word WHERE sha256 = ?", (sha256,))
            self._db.execute("INSERT INTO word VALUES (?, ?, ?, ?, ?)", (sha256, settings, state.value, error, body))

    def pdf(self, sha256: str, settings: str) -> tuple[State, str, int] | None:
        """State, error and number of pages; None when it has not been looked at."""
        found = self._ask("SELECT state, error, pages FROM pdf WHERE sha256 = ? AND settings = ?", sha256, settings)
        return (State(str(found[0][0])), str(found[0][1]), _int(found[0][2])) if found else None

    def set_pdf(self, sha256: str, settings: str, state: State, error: str = "", pages: int = 0) -> None:
        """Also lists its pages as waiting, those that have been read excepted."""
        with _translated(self._path), _transaction(self._db):
            self._db.execute("DELETE FROM pdf WHERE sha256 = ?", (sha256,))
            self._db.execute("INSERT INTO pdf VALUES (?, ?, ?, ?, ?)", (sha256, settings, state.value, error, pages))
            self._db.execute("DELETE FROM page WHERE sha256 = ? AND settings <> ?", (sha256, settings))
            self._db.executemany(
                "INSERT OR IGNORE INTO page VALUES (?, ?, ?, 'waiting', '', 0, NULL)",
                ((sha256, settings, n) for n in range(1, pages + 1)),
            )

    def pages(self, sha256: str, settings: str) -> list[PageRow]:
        """Every page of a PDF by number, without its body."""
        found = self._ask(
            "SELECT number, state, error FROM page WHERE sha256 = ? AND settings = ? ORDER BY number", sha256, settings
        )
        return [PageRow(_int(n), State(str(s)), str(e)) for n, s, e in found]

    def is_read(self, sha256: str, settings: str, number: int) -> bool:
        """Whether the page is no longer waiting."""
        found = self._ask(
            "SELECT 1 FROM page WHERE sha256 = ? AND settings = ? AND number = ? AND state <> 'waiting'",
            sha256, settings, number,
        )  # fmt: skip
        return bool(found)

    def page_bodies(self, sha256: str, settings: str) -> Iterator[bytes]:
        """The packed pages by number."""
        for (body,) in self._ask(
            "SELECT body FROM page WHERE sha256 = ? AND settings = ? AND body IS NOT NULL ORDER BY number",
            sha256, settings,
        ):  # fmt: skip
            yield _bytes(body) or b""

    def set_page(
        self, sha256: str, settings: str, number: int, state: State, body: bytes, error: str = "", tries: int = 1
    ) -> None:
        self._do(
            "INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?, ?, ?, ?)",
            (sha256, settings, number, state.value, error, tries, body),
        )

    def forget_pages(self, sha256: str, only_failed: bool = False) -> None:
        """Set the pages of a PDF back to waiting."""
        failed = " AND state = 'failed'" if only_failed else ""
        self._do(
            f"UPDATE page SET state = 'waiting', error = '', tries = 0, body = NULL WHERE sha256 = ?{failed}", (sha256,)
        )

    def forget_word(self, sha256: str) -> None:
        self._do("DELETE FROM word WHERE sha256 = ?", (sha256,))

    def forget_failures(self) -> None:
        """Every page, Word and PDF that failed may be read again."""
        self._do("UPDATE page SET state = 'waiting', error = '', tries = 0, body = NULL WHERE state = 'failed'", ())
        for table in ("word", "pdf"):
            self._do(f"DELETE FROM {table} WHERE state = 'failed'", ())
        self._do("DELETE FROM code WHERE printed = ''", ())  # a page that failed may have hidden it

    def codes(self, sha256: str, settings: str) -> WordCodes | None:
        """The verification codes of a Word or PDF; None when nobody has looked for them."""
        found = self._ask("SELECT printed, made FROM code WHERE sha256 = ? AND settings = ?", sha256, settings)
        return WordCodes(tuple(str(found[0][0]).split()), str(found[0][1])) if found else None

    def set_codes(self, sha256: str, settings: str, codes: WordCodes) -> None:
        with _translated(self._path), _transaction(self._db):
            self._db.execute("DELETE FROM code WHERE sha256 = ?", (sha256,))
            row = (sha256, settings, " ".join(codes.printed), codes.made)
            self._db.execute("INSERT INTO code VALUES (?, ?, ?, ?)", row)

    def page_body(self, sha256: str, settings: str, number: int) -> bytes | None:
        """A packed page; None when it has not been read."""
        found = self._ask(
            "SELECT body FROM page WHERE sha256 = ? AND settings = ? AND number = ?", sha256, settings, number
        )
        return _bytes(found[0][0]) if found else None

    # pairs

    def pair(self, identity: str) -> PairRow | None:
        found = self._ask("SELECT id, inputs, state, error, outcome FROM pair WHERE id = ?", identity)
        return _pair(found[0]) if found else None

    def pair_ids(self) -> list[str]:
        return [str(i) for (i,) in self._ask("SELECT id FROM pair ORDER BY id")]

    def set_pair(
        self,
        identity: str,
        inputs: str,
        state: State,
        error: str = "",
        outcome: str | None = None,
        promises: str = "",
    ) -> None:
        with _translated(self._path), _transaction(self._db):
            row = (identity, inputs, state.value, error, outcome)
            self._db.execute("INSERT OR REPLACE INTO pair VALUES (?, ?, ?, ?, ?)", row)
            self._db.execute("DELETE FROM promises WHERE id = ?", (identity,))
            if promises:
                self._db.execute("INSERT INTO promises VALUES (?, ?)", (identity, promises))

    def promises(self, identity: str) -> str:
        """tfdocs.commitments/1 of a pair that is done, else "". Apart from ``pair``, because it is long."""
        found = self._ask("SELECT body FROM promises WHERE id = ?", identity)
        return str(found[0][0]) if found else ""

    def drop_pair(self, identity: str) -> None:
        for table in ("pair", "promises"):
            self._do(f"DELETE FROM {table} WHERE id = ?", (identity,))

    # the files for people

    def written(self, name: str) -> tuple[str, str] | None:
        """From what a file was made, and its SHA-256 as it was."""
        found = self._ask("SELECT made_from, sha256 FROM written WHERE name = ?", name)
        return (str(found[0][0]), str(found[0][1])) if found else None

    def set_written(self, name: str, made_from: str, sha256: str) -> None:
        self._do("INSERT OR REPLACE INTO written VALUES (?, ?, ?)", (name, made_from, sha256))

    def counts(self) -> dict[str, int]:
        """Pages by state, for tests and for a person who looks in."""
        return {str(s): _int(n) for s, n in self._ask("SELECT state, COUNT(*) FROM page GROUP BY state")}


def _pair(row: tuple[object, ...]) -> PairRow:
    identity, inputs, state, error, outcome = row
    return PairRow(str(identity), str(inputs), State(str(state)), str(error), None if outcome is None else str(outcome))


def _bytes(value: object) -> bytes | None:
    return value if isinstance(value, bytes) else None


def _int(value: object) -> int:
    return value if isinstance(value, int) else 0


def _free(path: Path) -> Path:
    """``path``, or with the first number behind it that is not taken."""
    number, candidate = 1, path
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.name}-{number}")
    return candidate


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """SQLite's and the disk's errors as ours."""
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise OutputFailed(
                "另一个 tfdocs intake 正在写这个结果文件夹",
                where=str(path.parent.parent),
                hint="请等它结束，或用 -o 换一个文件夹。",
            ) from error
        raise OutputFailed(
            f"账本写不进去（{reason(error)}）", where=str(path), hint="请检查磁盘空间和写入权限；再次运行即可接着做。"
        ) from error
    except OSError as error:
        raise OutputFailed(
            f"账本写不进去（{reason(error)}）", where=str(path), hint="请检查磁盘空间和写入权限。"
        ) from error
