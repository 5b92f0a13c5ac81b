"""Workers get pages before anything else is done; pages that stay open are drawn as when they are opened anew."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from tfdocs.errors import InputDamaged
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Source
from tfdocs.read.pdf.reader import read_pages
from tfdocs.read.pdf.render import PageImages


class Recording(Executor):
    """Says which pages it was given, and gives back empty ones."""

    def __init__(self, log: list[str]) -> None:
        self.log = log

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.log.append(f"page {args[0].number}")
        done: Future[Any] = Future()
        done.set_result(Page(args[0].number, 300.0, 400.0, 0, 72.0, Source.OCR))
        return done


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """Three pictured pages."""
    sheets = []
    for number in range(3):
        sheet = Image.new("RGB", (300, 400), "white")
        ImageDraw.Draw(sheet).rectangle((40 + 30 * number, 60, 200, 90 + 40 * number), fill="black")
        sheets.append(sheet)
    path = tmp_path / "scan.pdf"
    sheets[0].save(path, "PDF", save_all=True, append_images=sheets[1:])
    return path


def test_other_work_is_done_once_while_the_executor_reads(scan: Path) -> None:
    log: list[str] = []
    for page in read_pages(scan, Recording(log), lambda: log.append("other work")):
        log.append(f"read {page.number}")
    assert log == ["page 1", "page 2", "page 3", "other work", "read 1", "read 2", "read 3"]


def test_what_other_work_raises_ends_the_reading(scan: Path) -> None:
    def fails() -> None:
        raise InputDamaged("甲")

    with pytest.raises(InputDamaged):
        list(read_pages(scan, Recording([]), fails))


def test_pages_that_stay_open_are_drawn_as_at_first(scan: Path) -> None:
    pages = [Page(n, 300.0, 400.0, 0, 72.0, Source.OCR) for n in (1, 2, 3)]
    region = Box(30.0, 50.0, 220.0, 200.0)
    fresh = []
    for page in pages:
        with PageImages(scan) as images:
            fresh.append(np.asarray(images.draw(page, 144, region)))
    assert not np.array_equal(fresh[0], fresh[1])
    with PageImages(scan) as images:
        for at in (0, 1, 0, 2, 1, 0, 2):
            np.testing.assert_array_equal(np.asarray(images.draw(pages[at], 144, region)), fresh[at])
