"""Puts the maker of small scans on the path; one scan serves all tests."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from scansheets import Scanned, print_lines, scanned

from tfdocs.text.normalise import fold


@pytest.fixture(scope="session")
def prose(require: Callable[..., None]) -> Scanned:
    """Nine lines of prose, scanned at 150 dpi."""
    require("fonts")
    sheet, texts = print_lines()
    return Scanned(scanned(sheet.page().image), fold("".join(texts)).text)
