"""The files for people are written when what they say changes or when they are gone, and not whenever it runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pretend import STEPS, pair

from tfdocs.jobs.intake import job
from tfdocs.jobs.intake.job import Outcome, intake

NAMES = ("summary.xlsx", "index.html", "commitments.xlsx")
Intake = Callable[..., Outcome]


@pytest.fixture
def run(tmp_path: Path) -> Intake:
    def go(**options: Any) -> Outcome:
        return intake(tmp_path / "in", tmp_path / "out", **{"processes": 0, "steps": STEPS, **options})

    pair(tmp_path / "in" / "甲")
    go()
    return go


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are made from now on."""
    names: list[str] = []
    for name, maker in zip(NAMES, ("write_summary", "write_index", "write_commitments"), strict=True):
        real = getattr(job, maker)
        monkeypatch.setattr(job, maker, lambda *a, real=real, name=name, **k: (names.append(name), real(*a, **k))[1])
    return names


def test_an_unchanged_folder_writes_nothing(run: Intake, written: list[str]) -> None:
    run()
    assert not written


def test_a_new_pair_is_in_all_of_them(run: Intake, written: list[str], tmp_path: Path) -> None:
    pair(tmp_path / "in" / "乙")
    run()
    assert sorted(written) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_gone_or_was_touched_is_written(
    name: str, run: Intake, written: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "out" / name
    content = file.read_bytes()
    file.unlink()
    run()
    if name != "summary.xlsx":
        file.write_bytes(b"x")
        run()
    assert set(written) == {name} and file.read_bytes() == content


def test_notes_in_an_unchanged_table_stay(run: Intake, tmp_path: Path) -> None:
    path = tmp_path / "out" / "summary.xlsx"
    book = openpyxl.load_workbook(path)
    book["汇总"]["O2"] = "电话已联系"
    book.save(path)
    for _ in range(2):
        run()
        book = openpyxl.load_workbook(path)
        assert book["汇总"]["O2"].value == "电话已联系"
        book.close()


def test_other_code_writes_them_anew(run: Intake, written: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tfdocs.jobs.intake.settings.writing", lambda: "another release")
    run()
    assert sorted(written) == sorted(NAMES)


def test_an_unfinished_night_has_a_table_and_no_workbook_of_promises(
    run: Intake, written: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "_BETWEEN", 0.0)
    monkeypatch.setattr(job, "_SHARE", 0)
    for name in "乙丙丁":
        pair(tmp_path / "in" / name, 5)
    run()
    assert written.count("commitments.xlsx") == 1 and written.count("summary.xlsx") > 2
