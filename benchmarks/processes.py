"""Commands run to their end, and what they took."""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import tfdocs


@dataclass(frozen=True, slots=True)
class Run:
    """One command: seconds on the clock, processor seconds of it and its children, peak bytes of the largest."""

    seconds: float
    processor: float
    memory: int
    output: str


@cache
def as_installed() -> None:
    """Compile our modules, as pip does with what it installs: a source tree may have been kept from it."""
    compileall.compile_dir(str(Path(tfdocs.__file__).parent), quiet=2)


def run(command: list[str]) -> Run:
    """Run ``command`` to its end; ``RuntimeError`` when it fails otherwise than by a verdict."""
    as_installed()
    start = time.monotonic()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(command, stdout=out, stderr=errors)
        processor, memory = _waited(child)
        seconds = time.monotonic() - start
        out.seek(0)
        errors.seek(0)
        if child.returncode not in (0, 10, 11):
            raise RuntimeError(f"{command[:4]}: {child.returncode}: {errors.read().decode('utf-8', 'replace')[-400:]}")
        return Run(seconds, processor, memory, out.read().decode("utf-8"))


def _waited(child: subprocess.Popen[bytes]) -> tuple[float, int]:
    """Processor seconds and peak bytes of ``child`` when it has ended; zeros where they cannot be had."""
    if not hasattr(os, "wait4"):
        child.wait()
        return 0.0, 0
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return used.ru_utime + used.ru_stime, used.ru_maxrss * unit
