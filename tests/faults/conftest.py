"""Puts the builders of Word, PDF and pretended files on the path; they stand with the tests of their readers."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

UNIT = Path(__file__).parent.parent / "unit"
PRETENDED = str(UNIT / "intake")
sys.path.insert(0, str(UNIT / "read_word"))
sys.path.insert(0, str(UNIT / "read_pdf"))
sys.path.insert(0, PRETENDED)


@pytest.fixture(autouse=True)
def children_find_the_pretended_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    known = os.environ.get("PYTHONPATH", "")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (PRETENDED, known))))
