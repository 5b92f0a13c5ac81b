"""Looks at the ink: so many a page, and what was left out is told."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import numpy as np
import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.errors import EngineFailed
from tfdocs.model.comparison import Checked, Verdict
from tfdocs.model.fault import Severity
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page
from tfdocs.report import conclusion
from tfdocs.verify import ink_looks
from tfdocs.verify.ink_looks import InkLooks
from tfdocs.verify.judge import compare
from tfdocs.verify.witness import Image, Witness

PLACE = Box(10.0, 10.0, 20.0, 20.0)


class Sheet:
    """White paper with a black square of 2 points in the middle of ``PLACE``; or none that can be drawn."""

    def __init__(self, *, broken: bool = False) -> None:
        self.broken = broken

    def crop(self, page: Page, box: Box) -> Image:
        if self.broken:
            raise EngineFailed("画不出来", where="a.pdf")
        out = np.full((round(box.height * 4), round(box.width * 4), 3), 255, np.uint8)
        out[16:24, 16:24] = 0
        return out


def looks(sheet: Sheet, pages: int = 1) -> InkLooks:
    return InkLooks([_page(n + 1, ["项目"]) for n in range(pages)], cast(Witness, sheet))


def test_the_ink_of_a_place_is_what_is_darker_than_its_paper() -> None:
    dark = looks(Sheet()).dark(0, PLACE)
    assert dark is not None
    assert dark.shape == (40, 40)
    assert dark.sum() == 64


def test_looks_left_out_are_counted_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ink_looks, "MOST", 5)
    at = looks(Sheet(), pages=3)
    for page, times in ((0, 5), (1, 8), (2, 6)):
        assert sum(at.dark(page, PLACE) is not None for _ in range(times)) == 5
    assert [(f.where, f.severity, "3 处" in f.message) for f in at.findings()] == [
        ("第 2 页", Severity.ERROR, True),
        ("第 3 页", Severity.ERROR, False),
    ]


def test_a_page_that_cannot_be_drawn_was_not_looked_at() -> None:
    at = looks(Sheet(broken=True))
    assert at.dark(0, PLACE) is None
    assert [f.code for f in at.findings()] == ["figures-not-looked-at"]


def test_without_a_picture_there_is_nothing_to_tell() -> None:
    at = InkLooks([_page(1, ["项目"])], None)
    assert at.dark(0, PLACE) is None
    assert not at.findings()


def test_a_report_is_not_consistent_where_looks_were_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    word, page = _word(["本项目共计 12 人。"]), _page(1, ["本项目共计 12 人。"])
    assert compare(word, [page], pdf_name="a.pdf", pdf_sha256="1" * 64).verdict is Verdict.CONSISTENT
    told = InkLooks([page], cast(Witness, Sheet(broken=True)))
    told.dark(0, PLACE)
    found = told.findings()
    monkeypatch.setattr(InkLooks, "findings", lambda self: found)
    report = compare(word, [page], pdf_name="a.pdf", pdf_sha256="1" * 64)
    assert report.verdict is Verdict.UNDETERMINED
    checked = Checked(report, word, (page,), Path("scan.pdf"))
    assert "第 1 页有数字的间隔或上标没有对照图像查看" in conclusion.not_checked(checked)
