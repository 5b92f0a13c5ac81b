"""An intake on a Dask cluster, one worker of which is killed in the middle of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from pretend import STEPS, outcome_of, pair

from tfdocs.errors import EngineFailed
from tfdocs.jobs.intake.job import intake

pytest.importorskip("distributed")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="SIGKILL")]

CLIENT = """
import json, sys
from pretend import STEPS
from tfdocs.jobs.intake.job import Hearing, intake

def progress(count):
    print(count.pages_read, flush=True)

found = intake(sys.argv[1], sys.argv[2], scheduler=sys.argv[3], steps=STEPS, hearing=Hearing(progress=progress))
print(json.dumps({"read": found.count.pages_read, "failed": found.failed}), flush=True)
"""


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers; its address."""
    file = tmp_path / "scheduler.json"
    common = {"cwd": tmp_path, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    dask = [sys.executable, "-m", "dask"]
    started = [
        subprocess.Popen(
            [*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)],
            **common,
        )
    ]  # fmt: skip
    try:
        deadline = time.monotonic() + 60
        while not (file.exists() and file.read_text()):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        address = json.loads(file.read_text())["address"]
        worker = [*dask, "worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
        started += [
            subprocess.Popen([*worker, "--local-directory", str(tmp_path / f"w{n}")], **common) for n in range(2)
        ]
        yield address, started
    finally:
        for process in started:
            process.kill()
            process.wait()


def test_a_dask_worker_killed_in_the_middle_costs_nothing(
    cluster: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path
) -> None:
    address, (_, first, _) = cluster
    for name, what in (("甲", "slow"), ("乙", "slow,crash 2"), ("丙", "slow"), ("丁", "slow,hang 9")):
        pair(tmp_path / "in" / name, 8, what)
    running = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", CLIENT, tmp_path / "in", tmp_path / "out", address],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    children: list[psutil.Process] = []
    last = ""
    assert running.stdout is not None
    for line in running.stdout:
        last = line
        if line.strip().isdigit() and int(line) >= 8 and first.poll() is None:
            children = psutil.Process(first.pid).children(recursive=True)
            if children:  # none for the moment in which one that crashed is replaced
                first.kill()
                first.wait()
    running.communicate()
    assert json.loads(last) == {"read": 32, "failed": True}
    assert first.returncode == -9 and children and not psutil.wait_procs(children, timeout=30)[1]
    intake(tmp_path / "in", tmp_path / "local", processes=1, steps=STEPS)
    assert outcome_of(tmp_path / "out") == outcome_of(tmp_path / "local")


def test_a_scheduler_that_is_not_there_is_said_not_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tfdocs.jobs.intake.workers._CLUSTER_SECONDS", 2.0)
    pair(tmp_path / "in" / "甲")
    with pytest.raises(EngineFailed, match="连不上集群"):
        intake(tmp_path / "in", tmp_path / "out", scheduler="tcp://127.0.0.1:9", steps=STEPS)
