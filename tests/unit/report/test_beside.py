"""Another process writes the workbook and the marked copy: nobody who reads them can tell."""

from __future__ import annotations

import dataclasses
import pickle
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest

from tfdocs.errors import OutputFailed, TfdocsError
from tfdocs.model.comparison import Checked
from tfdocs.model.page import Page
from tfdocs.report import pictures, prepare_beside, selection, write_all
from tfdocs.report.beside import slim


class Elsewhere(Executor):
    """Does what it is asked at once, with what a pipe would have carried."""

    def __init__(self, dies: bool = False) -> None:
        self._dies = dies

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        out: Future[Any] = Future()
        args, kwargs = pickle.loads(pickle.dumps((args, kwargs)))
        try:
            if self._dies:
                raise EOFError
            out.set_result(fn(*args, **kwargs))
        except (EOFError, TfdocsError) as error:
            out.set_exception(error)
        return out


def _content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("differs", [True, False])
@pytest.mark.parametrize("dies", [True, False])
@pytest.mark.parametrize("many", [selection.MANY_PAGES, 1])
def test_the_reports_are_the_same_whoever_writes_them(
    checked: Checked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, differs: bool, dies: bool, many: int
) -> None:
    monkeypatch.setattr(selection, "MANY_PAGES", many)
    if not differs:
        report = checked.report.model_copy(update={"differences": [], "suppressed": []})
        checked = dataclasses.replace(checked, report=report)
    written = write_all(checked, tmp_path / "here")
    other = Elsewhere(dies)
    ahead = prepare_beside(other, checked.pdf_path, checked.pages)
    assert (ahead is None) == (len(checked.pages) <= many)
    again = write_all(checked, tmp_path / "there", ahead, beside=other)
    assert [p.name for p in again] == [p.name for p in written]
    assert _content(tmp_path / "there") == _content(tmp_path / "here")


def test_thumbnails_are_drawn_elsewhere_and_not_once_more_here(
    checked: Checked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection, "MANY_PAGES", 1)
    report = checked.report.model_copy(update={"differences": [], "suppressed": [], "seals": []})
    pages = tuple(dataclasses.replace(p, unread=()) for p in checked.pages)
    checked = dataclasses.replace(checked, report=report, pages=pages)
    ahead = prepare_beside(Elsewhere(), checked.pdf_path, checked.pages)
    assert ahead is not None
    asked: list[int] = []
    pixels = pictures.PageImages.pixels

    def counted(self: Any, page: Page, dpi: float) -> Any:
        asked.append(page.number)
        return pixels(self, page, dpi)

    monkeypatch.setattr(pictures.PageImages, "pixels", counted)
    write_all(checked, tmp_path, ahead)
    assert not asked
    assert ahead.take(1, selection.WHOLE_DPI, whole=True) is None
    assert ahead.take(1, selection.THUMBNAIL_DPI, whole=False) is None


def test_of_pages_without_a_difference_no_line_is_sent(checked: Checked) -> None:
    assert any(p.lines for p in checked.pages)
    report = checked.report.model_copy(update={"differences": [], "suppressed": []})
    assert not any(p.lines for p in slim(dataclasses.replace(checked, report=report)).pages)


def test_a_file_that_cannot_be_written_is_told_as_ever(checked: Checked, tmp_path: Path) -> None:
    (tmp_path / "report.xlsx").mkdir()
    with pytest.raises(OutputFailed):
        write_all(checked, tmp_path, beside=Elsewhere())
    assert (tmp_path / "report.html").is_file()
