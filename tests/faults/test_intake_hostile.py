"""Thousands of files that somebody has tampered with, through the readers they would meet in an intake.

No crash, no hang, no memory past the limit, nothing written outside; each is read or refused by an error of ours.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from hostile import SUFFIXES, make, seeds
from hostilereads import Trespass, guarded, read

from tfdocs.errors import InputDamaged, TfdocsError
from tfdocs.jobs.intake.isolation import Call, isolated
from tfdocs.jobs.intake.listing import read_list
from tfdocs.jobs.intake.steps import PRELOAD
from tfdocs.jobs.intake.workers import local

SAMPLES = Path(__file__).parents[2] / "samples" / "forms"
SECONDS, MEGABYTES = 30.0, 1500


def harm(numbers: range, folder: Path) -> tuple[dict[int, str], Counter[str]]:
    """Read the files of these numbers; which did harm, and how many of each kind were read after all."""
    known = seeds(folder / "seeds", sorted(SAMPLES.iterdir()))
    place = folder / "in"
    place.mkdir()
    bad: dict[int, str] = {}
    outcomes: Counter[str] = Counter()
    with local(1, MEGABYTES):
        for number in numbers:
            suffix, data = make(number, known)
            path = place / f"{number}{suffix}"
            path.write_bytes(data)
            try:
                said = isolated(Call(read, path, SECONDS, MEGABYTES, PRELOAD))
                outcomes[f"{suffix} {'read' if said.endswith('read') else 'refused'}"] += 1
            except TfdocsError as error:
                bad[number] = f"{suffix}: {type(error).__name__} {error.what}"
            path.unlink()
    allowed = {"seeds", "in", "in/unpacked"}
    stray = [p for p in folder.rglob("*") if p.relative_to(folder).as_posix() not in allowed]
    stray = [p for p in stray if not p.relative_to(folder).as_posix().startswith(("seeds/", "in/unpacked/"))]
    assert not stray and not Path("pwned").exists()
    return bad, outcomes


def test_a_workbook_that_breaks_off_after_its_first_rows(tmp_path: Path) -> None:
    """Found by mutation: rows come lazily, and the parser's error came out where nobody expected one any more."""
    path = tmp_path / "list.xlsx"
    book = openpyxl.Workbook()
    for row in [["Word", "PDF"], *[["a.docx", "a.pdf"]] * 3000]:
        book.active.append(row)
    book.save(path)
    book.close()
    with zipfile.ZipFile(path) as source:
        members = {n: source.read(n) for n in source.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"]
    members["xl/worksheets/sheet1.xml"] = sheet[: len(sheet) // 2] + b"<&" + sheet[len(sheet) // 2 :]
    with zipfile.ZipFile(path, "w") as out:
        for name, content in members.items():
            out.writestr(name, content)
    with pytest.raises(InputDamaged):
        read_list(path)


@pytest.mark.parametrize("what", ["write outside", "write beside", "network", "program", "delete"])
def test_the_guard_sees_what_a_reader_must_not_do(what: str, tmp_path: Path) -> None:
    """Otherwise the thousands below would show nothing."""
    (tmp_path / "in").mkdir()
    file = tmp_path / "in" / "a.docx"
    file.write_bytes(b"x")

    def reader(path: Path) -> None:
        match what:
            case "write outside":
                (path.parent.parent / "b").write_bytes(b"")
            case "write beside":
                (path.parent / "b").write_bytes(b"")
            case "network":
                socket.create_connection(("127.0.0.1", 9), timeout=0.1)
            case "program":
                subprocess.run([sys.executable, "-c", ""], check=False)
            case "delete":
                (path.parent.parent / "c").unlink()

    (tmp_path / "c").write_bytes(b"")
    if what == "write beside":
        guarded(reader, file)
    else:
        with pytest.raises(Trespass):
            guarded(reader, file)
    assert (tmp_path / "c").exists()


def test_a_hundred_files(tmp_path: Path) -> None:
    bad, outcomes = harm(range(100), tmp_path)
    assert not bad
    # the corpus is worth something only if files of every kind get past the door and others do not
    assert all(outcomes[f"{s} read"] and outcomes[f"{s} refused"] for s in SUFFIXES if s != ".zip"), outcomes


@pytest.mark.slow
def test_three_thousand_files(tmp_path: Path) -> None:
    bad, _ = harm(range(1000, 4000), tmp_path)
    assert not bad
