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
from tfdocs.report import prepare_beside, write_all
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
def test_the_reports_are_the_same_whoever_writes_them(
    checked: Checked, tmp_path: Path, differs: bool, dies: bool
) -> None:
    if not differs:
        report = checked.report.model_copy(update={"differences": [], "suppressed": []})
        checked = dataclasses.replace(checked, report=report)
    written = write_all(checked, tmp_path / "here")
    other = Elsewhere(dies)
    prepare_beside(other)
    assert [p.name for p in write_all(checked, tmp_path / "there", beside=other)] == [p.name for p in written]
    assert _content(tmp_path / "there") == _content(tmp_path / "here")


def test_of_pages_without_a_difference_no_line_is_sent(checked: Checked) -> None:
    assert any(p.lines for p in checked.pages)
    report = checked.report.model_copy(update={"differences": [], "suppressed": []})
    assert not any(p.lines for p in slim(dataclasses.replace(checked, report=report)).pages)


def test_a_file_that_cannot_be_written_is_told_as_ever(checked: Checked, tmp_path: Path) -> None:
    (tmp_path / "report.xlsx").mkdir()
    with pytest.raises(OutputFailed):
        write_all(checked, tmp_path, beside=Elsewhere())
    assert (tmp_path / "report.html").is_file()
