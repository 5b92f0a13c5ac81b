"""Puts the builder of PDF files on the path and reads pages of what it builds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from pdffiles import Pdf

from tfdocs.model.page import Page
from tfdocs.read.pdf.reader import read_pages


@pytest.fixture
def read(tmp_path: Path) -> Callable[[Pdf], list[Page]]:
    """``read(pdf)``: its pages."""

    def pages(pdf: Pdf) -> list[Page]:
        return list(read_pages(pdf.save(tmp_path / "x.pdf")))

    return pages
