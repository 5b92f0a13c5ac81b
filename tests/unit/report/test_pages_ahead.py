"""Pages drawn while a pair is still being compared: nobody who reads the report can tell."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from tfdocs.errors import EngineFailed, InputDamaged
from tfdocs.model.comparison import Checked
from tfdocs.report import PagesAhead, draw_ahead, write_all
from tfdocs.report.html import illustrate, render
from tfdocs.report.selection import MANY_PAGES, WHOLE_DPI


def test_the_report_is_the_same_whether_its_pages_were_drawn_ahead_or_not(checked: Checked, tmp_path: Path) -> None:
    with PagesAhead(checked.pdf_path) as ahead:
        draw_ahead(ahead, checked.pages)
        write_all(checked, tmp_path, ahead)
    assert (tmp_path / "report.html").read_text("utf-8") == render(checked)


def test_a_page_that_cannot_be_drawn_is_named_either_way(checked: Checked) -> None:
    beyond = dataclasses.replace(checked.pages[0], number=99)
    odd = dataclasses.replace(checked, pages=(*checked.pages[1:], beyond))
    entries = [*odd.report.pages[1:], odd.report.pages[0].model_copy(update={"number": 99})]
    odd = dataclasses.replace(odd, report=odd.report.model_copy(update={"pages": entries}))
    with PagesAhead(odd.pdf_path) as ahead:
        draw_ahead(ahead, odd.pages)
        drawn = [illustrate(odd), illustrate(odd, ahead)]
        ahead.start([beyond], WHOLE_DPI)
        with pytest.raises(EngineFailed, match="第 99 页"):
            ahead.take(99, 100.0, whole=True)
    assert [d.drawn.failed for d in drawn] == [(99,), (99,)]
    assert drawn[0].drawn == drawn[1].drawn


def test_of_a_long_file_nothing_is_drawn_ahead(checked: Checked) -> None:
    """Which of its pages are shown large is known when it has been compared."""
    pages = [dataclasses.replace(checked.pages[0], number=n) for n in range(1, MANY_PAGES + 2)]
    with PagesAhead(checked.pdf_path) as ahead:
        draw_ahead(ahead, pages)
        assert ahead.take(1, 100.0, whole=True) is None


def test_a_file_that_is_none_is_told_when_its_page_is_asked_for(checked: Checked, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"no PDF")
    with PagesAhead(tmp_path / "a.pdf") as ahead:
        draw_ahead(ahead, checked.pages)
        with pytest.raises(InputDamaged):
            ahead.take(checked.pages[0].number, 100.0, whole=True)
