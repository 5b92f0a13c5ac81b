"""The rules of pages are found while others judge, once, and the same as where they are asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import cv2
import numpy as np
import pytest
from PIL import Image

from tests.unit.verify.conftest import _page
from tests.unit.verify.test_printed_rows import TABLE, printed, word_of
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Seal, SealShape
from tfdocs.read.pdf.tables import DPI
from tfdocs.verify import printed_columns, printed_rows
from tfdocs.verify.otherwise import rules_ahead
from tfdocs.verify.pages import page_ledger
from tfdocs.verify.place import place_lines
from tfdocs.verify.ruled import COARSE, Ruled
from tfdocs.verify.witness import Witness
from tfdocs.verify.wordtext import word_text


class Sheet:
    """Draws a table of two rows and columns; what is begun waits until it is let go."""

    def __init__(self) -> None:
        self.drawn: list[tuple[int, float]] = []
        self.let_go = threading.Event()
        self.thread = ThreadPoolExecutor(1)

    def without_colour(self, page: Page, dpi: float) -> np.ndarray:
        self.drawn.append((page.number, dpi))
        point = dpi / 72
        sheet = np.full((round(page.height * point), round(page.width * point)), 255, np.uint8)
        for at in (100, 200, 300):
            ends = [((100, at), (300, at)), ((at, 100), (at, 300))]
            for start, end in ends:
                cv2.line(sheet, *[tuple(round(v * point) for v in p) for p in (start, end)], 0, 2)
        return sheet

    def beside(self, look: Callable[[Page, float], Any], page: Page, dpi: float) -> Future[Any]:
        def held() -> Any:
            self.let_go.wait(10)
            return look(page, dpi)

        return self.thread.submit(held)


PAGES = [_page(n, ["项目"]) for n in (1, 2, 3)]


def test_what_was_begun_is_not_drawn_again_and_is_the_same() -> None:
    sheet = Sheet()
    ruled = Ruled(PAGES, cast(Witness, sheet))
    ruled.begin([(0, COARSE), (2, DPI), (0, COARSE)])
    sheet.let_go.set()
    sheet.thread.shutdown()
    begun = [ruled.grids(0, COARSE), ruled.grids(2)]
    assert sheet.drawn == [(1, COARSE), (3, DPI)]
    asked = Ruled(PAGES, cast(Witness, Sheet()))
    assert begun == [asked.grids(0, COARSE), asked.grids(2)]
    assert all(len(grids) == 1 for grids in begun)


def test_what_waits_is_found_by_who_asks_for_it() -> None:
    sheet = Sheet()
    ruled = Ruled(PAGES, cast(Witness, sheet))
    ruled.begin([(0, COARSE), (1, COARSE)])
    assert ruled.grids(1, COARSE)
    assert sheet.drawn == [(2, COARSE)]
    sheet.let_go.set()
    assert ruled.grids(0, COARSE)
    sheet.thread.shutdown()
    assert sheet.drawn == [(2, COARSE), (1, COARSE)]


def test_without_a_witness_nothing_is_begun() -> None:
    ruled = Ruled(PAGES, None)
    ruled.begin([(0, COARSE)])
    assert ruled.grids(0, COARSE) == ()


def test_a_witness_that_is_left_drops_what_waits(tmp_path: Path) -> None:
    pdf = tmp_path / "one.pdf"
    Image.new("RGB", (200, 300), "white").save(pdf)
    started, let_go = threading.Event(), threading.Event()

    def look(_page: Page, _dpi: float) -> str:
        started.set()
        let_go.wait(10)
        return "looked"

    with Witness(pdf) as witness:
        first, second = (witness.beside(look, PAGES[0], DPI) for _ in range(2))
        started.wait(10)
        let_go.set()
        first.result(10)
    assert first.result() == "looked"
    assert second.cancelled() or second.result() == "looked"


def test_an_upright_piece_of_a_seal_is_no_rule(tmp_path: Path) -> None:
    scale = 200 / 72
    sheet = np.full((round(842 * scale), round(595 * scale), 3), 255, np.uint8)
    # an arc from the upper to the middle rule; a seal's ink lets print through
    cv2.line(sheet, *[tuple(round(v * scale) for v in p) for p in ((150, 100), (150, 200))], (200, 30, 40), 4)
    cv2.circle(sheet, tuple(round(v * scale) for v in (200, 250)), 60, (200, 30, 40), 6)
    for at in (100, 200, 300):
        for start, end in (((100, at), (300, at)), ((at, 100), (at, 300))):
            cv2.line(sheet, *[tuple(round(v * scale) for v in p) for p in (start, end)], (0, 0, 0), 3)
    pdf = tmp_path / "sealed.pdf"
    Image.fromarray(sheet).save(pdf, resolution=200)
    page = replace(
        _page(1, ["项目"]), width=595, height=842, seals=(Seal(1, Box(130, 80, 290, 300), SealShape.CIRCLE),)
    )
    bare = replace(page, seals=())
    with Witness(pdf) as witness:
        (grid,) = Ruled([page], witness).grids(0)
        (taken_for_one,) = Ruled([bare], witness).grids(0)
    assert len(grid.cells) == 4
    assert len(taken_for_one.cells) == 5


@pytest.mark.parametrize("centred", [False, True])
def test_the_pages_that_rows_and_columns_ask_for_are_told_before(
    monkeypatch: pytest.MonkeyPatch, centred: bool
) -> None:
    prepared = word_text(word_of(TABLE))
    pages = [printed([*TABLE[:1], ("乙方", ["开展巡展", "培训会员"], "8.6"), ("丙方", ["研制标准"], "6.4")], centred)]
    placing = place_lines(prepared, pages, set())
    ledger = page_ledger(placing, pages)
    asked: list[float] = []

    def grids(_ruled: Ruled, _page: int, dpi: float = DPI) -> tuple[()]:
        asked.append(dpi)
        return ()

    monkeypatch.setattr(Ruled, "grids", grids)
    ruled = rules_ahead(placing, pages, ledger, None)
    printed_rows.in_other_rows(placing, ledger, ruled, [])
    assert (COARSE in asked) == (printed_rows.pages_asked(placing, ledger) == [0])
    asked.clear()
    printed_columns.in_other_columns(placing, pages, ledger, ruled, [])
    assert (DPI in asked) == (printed_columns.pages_asked(placing, ledger) == [0])
