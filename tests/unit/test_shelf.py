"""What was seen of each character of a scan, put away and got back."""

from __future__ import annotations

import errno
import pickle
from dataclasses import replace

import pytest

from tfdocs.jobs import shelf
from tfdocs.jobs.shelf import Shelf
from tfdocs.model.geometry import Box
from tfdocs.model.page import Lattice, Line, Page, Source


def _line(text: str, at: float) -> Line:
    chars = tuple(Box(at + 0.1 * i, at, at + 0.1 * i + 0.07, at + 1 / 3) for i in range(len(text)))
    steps = [{c: -0.1 / (i + 1), "": -3.25, "𠮷": -9.5} for i, c in enumerate(text)]
    lattice = Lattice.of(steps, [-11.5 - i / 7 for i in range(len(text))])
    confidence = tuple(1 / (i + 2) for i in range(len(text)))
    return Line(text, Box(at, at, at + 9, at + 1), chars, confidence, Source.OCR, lattice, quad=((0.0, at),) * 4)


def _page(number: int) -> Page:
    lines = (_line("经费二十万元", number), _line("𠮷\ud800a", number + 0.5), _line("", number + 0.7))
    typed = Line("文字", Box(0, 0, 2, 1), (Box(0, 0, 1, 1), Box(1, 0, 2, 1)), (1.0, 1.0), Source.TEXT)
    return Page(number, 595.0, 842.0, 0, 200.0, Source.OCR, (*lines, typed))


@pytest.mark.parametrize("in_memory", [1 << 20, 1], ids=["in memory", "in a file"])
def test_lines_put_away_say_what_they_said(monkeypatch: pytest.MonkeyPatch, in_memory: int) -> None:
    monkeypatch.setattr(shelf, "_IN_MEMORY", in_memory)
    monkeypatch.setattr(shelf, "_RECENT", 2)
    kept, pages = Shelf(), [_page(n) for n in range(1, 6)]
    away = [kept.put_away(p) for p in pages]
    for page, other in [*zip(pages, away, strict=True), *zip(pages[::-1], away[::-1], strict=True)]:
        assert replace(other, lines=()) == replace(page, lines=())
        assert other.lines[0] is not page.lines[0]
        assert other.lines[-1] is page.lines[-1]  # of a text layer nothing is put away
        for line, shelved in zip(page.lines, other.lines, strict=True):
            assert (shelved.text, shelved.box, shelved.quad) == (line.text, line.box, line.quad)
            assert (shelved.chars, shelved.confidence, shelved.lattice) == (line.chars, line.confidence, line.lattice)


def test_what_is_derived_from_such_a_line_needs_no_shelf() -> None:
    line = _line("己亥年", 3.0)
    (shelved,) = Shelf().put_away(replace(_page(1), lines=(line,))).lines
    assert replace(shelved, under_seal=True) == replace(line, under_seal=True)
    back = pickle.loads(pickle.dumps(shelved))
    assert type(back) is Line
    assert back == line


class _FullDisk:
    def seek(self, _at: int) -> None: ...

    def write(self, _record: bytes) -> int:
        raise OSError(errno.ENOSPC, "full")


class _AlmostFullDisk(_FullDisk):
    def write(self, record: bytes) -> int:
        return len(record) // 2


@pytest.mark.parametrize("disk", [_FullDisk(), _AlmostFullDisk()])
def test_on_a_full_disk_a_page_stays_as_it_is(disk: _FullDisk) -> None:
    kept, page = Shelf(), _page(1)
    kept._file = disk
    assert kept.put_away(page) is page
