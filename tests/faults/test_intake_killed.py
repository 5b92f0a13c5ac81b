"""kill -9 at any moment, then the same command again: the outcome equals that of a run nobody disturbed."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from pretend import STEPS, ledger_of, outcome_of, pair, pdf, word

from tfdocs.jobs.intake.job import intake
from tfdocs.jobs.intake.ledger import Ledger

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL")

SCRIPT = """
import sys
from pretend import STEPS
from tfdocs.jobs.intake.job import intake
print("begin", flush=True)
intake(sys.argv[1], sys.argv[2], processes=2, steps=STEPS)
print("end", flush=True)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three pairs, one with a page that always crashes, one alone, and a zip."""
    for name, what in (("甲", "slow"), ("乙", "slow,crash 3"), ("丙", "slow")):
        pair(tmp_path / "in" / name, 4, what)
    word(tmp_path / "in" / "丁.docx")
    pdf(tmp_path / "in" / "己.pdf", 3)
    word(tmp_path / "in" / "己.docx")
    return tmp_path / "in"


def start(folder: Path, out: Path) -> subprocess.Popen[str]:
    running = subprocess.Popen([sys.executable, "-c", SCRIPT, folder, out], stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None and running.stdout.readline() == "begin\n"
    return running


def kill(running: subprocess.Popen[str]) -> bool:
    """Kill it and see that its workers end by themselves. False when it was done already."""
    try:
        workers = psutil.Process(running.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        workers = []
    running.kill()
    said, _ = running.communicate()
    _, alive = psutil.wait_procs(workers, timeout=30)
    assert not alive
    return "end" not in said


def resumed_equals_undisturbed(folder: Path, tmp_path: Path, kills: int) -> None:
    out = tmp_path / "undisturbed"
    begin = time.monotonic()
    running = start(folder, out)
    begin = time.monotonic()
    running.communicate()
    lasts = time.monotonic() - begin
    expected, rows = outcome_of(out), ledger_of(out)
    assert len(expected) == 3 + 4 and len(rows["page"]) == 15 and len(rows["pair"]) == 4
    dice = random.Random(7)
    hit = 0
    for number in range(kills):
        out = tmp_path / f"out-{number}"
        running = start(folder, out)
        time.sleep(dice.uniform(0, lasts))
        hit += kill(running)
        with Ledger(out / ".tfdocs" / "ledger.sqlite") as ledger:
            before = ledger.counts()
            assert not ledger.notes
        found = intake(folder, out, processes=1, steps=STEPS)
        assert outcome_of(out) == expected, number
        assert ledger_of(out) == rows, number
        read = before.get("done", 0) + before.get("failed", 0)
        assert found.count.pages_read <= 15 - read  # nothing is done twice
        with Ledger(out / ".tfdocs" / "ledger.sqlite") as ledger:
            assert ledger.counts() == {"done": 14, "failed": 1}
        assert not list((out / ".tfdocs").glob("new/*"))
    assert hit >= kills // 2  # most were killed and not merely late


def test_killed_at_a_few_moments(folder: Path, tmp_path: Path) -> None:
    resumed_equals_undisturbed(folder, tmp_path, 2)


def test_what_a_killed_run_left_of_a_file_is_taken_away(tmp_path: Path) -> None:
    """A kill between the making of a temporary file and its renaming is rare: one of some hundred."""
    out = tmp_path / "out"
    (out / ".tfdocs").mkdir(parents=True)
    left = [out / ".summary.xlsx.ab12_xyz.part", out / ".commitments.xlsx.sb9czmsq.part", out / ".index.html.q.part"]
    for path in left:
        path.write_bytes(b"half")
    pair(tmp_path / "in" / "甲", 1, "")
    intake(tmp_path / "in", out, processes=0, steps=STEPS)
    assert [path.exists() for path in left] == [False, False, True]  # the last is nobody's of ours


@pytest.mark.slow
def test_killed_at_fifty_moments(folder: Path, tmp_path: Path) -> None:
    resumed_equals_undisturbed(folder, tmp_path, 50)


@pytest.mark.slow
def test_killed_again_and_again_it_still_ends(folder: Path, tmp_path: Path) -> None:
    """Each run gets a little further than the one before, on one result."""
    out = tmp_path / "out"
    dice = random.Random(3)
    for _ in range(3):
        running = start(folder, out)
        time.sleep(dice.uniform(0.3, 2.0))
        kill(running)
    intake(folder, out, processes=1, steps=STEPS)
    again = intake(folder, tmp_path / "other", processes=1, steps=STEPS)
    assert outcome_of(out) == outcome_of(tmp_path / "other") and again.count.pages == 15


def test_a_killed_worker_costs_one_try(folder: Path, tmp_path: Path) -> None:
    """From outside, as the system does when memory is short."""
    out = tmp_path / "out"
    running = start(folder, out)
    try:
        parent = psutil.Process(running.pid)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and not (workers := parent.children(recursive=True)):
            time.sleep(0.05)
        time.sleep(0.5)
        for worker in workers:
            with contextlib.suppress(psutil.NoSuchProcess):  # done already, on an idle machine
                worker.kill()
        running.communicate(timeout=120)
    finally:
        running.kill()
        running.communicate()
    found = intake(folder, tmp_path / "other", processes=1, steps=STEPS)
    assert outcome_of(out) == outcome_of(tmp_path / "other") and found.count.pages == 15
