"""The ledger remembers, lets one in at a time, and survives damage to itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tfdocs.errors import OutputFailed
from tfdocs.jobs.intake.ledger import Ledger, State
from tfdocs.jobs.intake.steps import Stamp


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / ".tfdocs").mkdir()
    return tmp_path / ".tfdocs" / "ledger.sqlite"


def test_every_page_has_a_row_from_the_start_and_keeps_what_was_read(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.set_pdf("a", "s", State.DONE, pages=3)
        ledger.set_page("a", "s", 2, State.DONE, b"body")
        ledger.set_pdf("a", "s", State.DONE, pages=3)  # counted once more: what has been read stays
    with Ledger(path) as ledger:
        assert [r.state for r in ledger.pages("a", "s")] == [State.WAITING, State.DONE, State.WAITING]
        assert list(ledger.page_bodies("a", "s")) == [b"body"]
        assert ledger.counts() == {"done": 1, "waiting": 2}


def test_other_settings_are_another_matter_and_replace_what_was(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.set_pdf("a", "old", State.DONE, pages=1)
        ledger.set_page("a", "old", 1, State.DONE, b"old")
        ledger.set_word("w", "old", State.DONE, body=b"w")
        assert ledger.pdf("a", "new") is None and ledger.word("w", "new") is None
        ledger.set_pdf("a", "new", State.DONE, pages=1)
        assert ledger.pages("a", "old") == [] and list(ledger.page_bodies("a", "new")) == []


def test_a_file_is_known_by_all_of_its_stamp(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.set_files([(Path("甲.pdf"), Stamp(1, 2, 3), "digest", "pdf")])
        assert ledger.file(Path("甲.pdf"), Stamp(1, 2, 3)) == ("digest", "pdf")
        for other in (Stamp(9, 2, 3), Stamp(1, 9, 3), Stamp(1, 2, 9)):
            assert ledger.file(Path("甲.pdf"), other) is None


def test_only_one_process_gets_in_and_a_dead_one_does_not_lock(path: Path) -> None:
    hold = (
        "import sys, time; from pathlib import Path; from tfdocs.jobs.intake.ledger import Ledger, State\n"
        "ledger = Ledger(Path(sys.argv[1])); ledger.set_pair('p', 'i', State.DONE)\n"
        "print('in', flush=True); time.sleep(60)"
    )
    other = subprocess.Popen([sys.executable, "-c", hold, path], stdout=subprocess.PIPE, text=True)
    try:
        assert other.stdout is not None and other.stdout.readline() == "in\n"
        with pytest.raises(OutputFailed, match="另一个 tfdocs intake"):
            Ledger(path)
    finally:
        other.kill()
        other.communicate()
    with Ledger(path) as ledger:
        row = ledger.pair("p")
        assert row is not None and row.state is State.DONE


@pytest.mark.parametrize("damage", ["overwritten", "cut", "not one", "another version"])
def test_a_damaged_ledger_is_set_aside(path: Path, damage: str) -> None:
    with Ledger(path) as ledger:
        for n in range(200):
            ledger.set_pair(f"p{n}", "i" * 500, State.DONE)
        if damage == "another version":
            ledger._do("UPDATE meta SET value = '99'", ())
    if damage == "overwritten":
        with path.open("r+b") as out:
            out.seek(4096)
            out.write(os.urandom(40_000))
    elif damage == "cut":
        os.truncate(path, path.stat().st_size // 2)
    elif damage == "not one":
        path.write_bytes(b"nothing of the kind" * 100)
    with Ledger(path) as ledger:
        assert ledger.pair("p1") is None and "已损坏" in ledger.notes[0]
        ledger.set_pair("p1", "i", State.DONE)
    assert any("damaged" in p.name for p in path.parent.iterdir())


def test_failures_can_be_forgotten(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.set_pdf("a", "s", State.DONE, pages=2)
        ledger.set_page("a", "s", 1, State.FAILED, b"x", "why")
        ledger.set_page("a", "s", 2, State.DONE, b"y")
        ledger.set_word("w", "s", State.FAILED, "why")
        ledger.forget_failures()
        assert [r.state for r in ledger.pages("a", "s")] == [State.WAITING, State.DONE]
        assert ledger.word("w", "s") is None


def test_a_full_disk_is_said_to_be_one(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger._db.execute("PRAGMA max_page_count = 20")  # what SQLite does when the disk is full, without a disk
        with pytest.raises(OutputFailed, match="账本写不进去"):
            for n in range(1000):
                ledger.set_page("a", "s", n, State.DONE, bytes(4000))
        assert ledger.pair("p") is None  # and it can still be asked
