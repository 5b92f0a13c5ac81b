"""What is kept is used again only while the code that made it is the same: every module that has a say counts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import tfdocs
from tfdocs.jobs.intake import settings
from tfdocs.jobs.intake.steps import PRELOAD

ROOT = Path(tfdocs.__file__).parent
READING = ("tfdocs.read.pdf.reader", "tfdocs.read.word", "tfdocs.read.word.stored", "tfdocs.jobs.intake.steps")
# they run and hand over, and have no say in what comes out
CARRIERS = {"__init__.py", "jobs/__init__.py", "jobs/intake/__init__.py"}


def loaded(modules: tuple[str, ...]) -> set[str]:
    names = "(getattr(m, '__file__', '') or '' for m in sys.modules.values())"
    code = f"import sys\nfor m in {modules!r}: __import__(m)\nprint(*{names}, sep='\\n')"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, encoding="utf-8")
    files = (Path(f) for f in said.stdout.splitlines() if f)
    return {f.relative_to(ROOT).as_posix() for f in files if f.is_relative_to(ROOT)}


@pytest.mark.parametrize(("modules", "parts"), [(READING, settings._READING), (PRELOAD, settings._JUDGING)])
def test_every_module_that_reads_or_judges_is_part_of_the_digest(
    modules: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    counted = {f.relative_to(ROOT).as_posix() for f in settings._sources(parts)}
    assert loaded(modules) - counted <= CARRIERS
