"""A long file of text is read by two processes, each a part, and comes out as if one had read it."""

from __future__ import annotations

from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tfdocs.errors import EngineFailed
from tfdocs.read.pdf.reader import PdfReader, read_pages
from tfdocs.read.pdf.sharing import LONG, is_long_text, second_part, seems_long_text
from tfdocs.read.pdf.strips import CLOSE, TILE, read_strips


def _file(path: Path, pages: int, pictures: dict[int, tuple[int, int]] | None = None) -> Path:
    """A file with one line on each page, and pictures of some pixels on some."""
    canvas = Canvas(str(path), pageCompression=0)
    for number in range(1, pages + 1):
        canvas.drawString(72, 720, f"Page {number} of the report, 12,500 yuan")
        if pictures and number in pictures:
            canvas.drawImage(ImageReader(Image.new("L", pictures[number], 200)), 72, 300, 200, 200)
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As many pages as two processes read; on one of the second part a picture that must be recognised."""
    return _file(tmp_path_factory.mktemp("long") / "long.pdf", LONG, {LONG - 1: (300, 300)})


class Asked(ThreadPoolExecutor):
    """Keeps the names of what it was asked to do."""

    def __init__(self) -> None:
        super().__init__(1)
        self.names: list[str] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.names.append(fn.__name__)
        return super().submit(fn, *args, **kwargs)


class Dying(Executor):
    """One whose processes die before they have done anything."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        out: Future[Any] = Future()
        if fn.__name__ == "read_second_part":
            out.set_exception(EOFError())
        else:
            out.set_result(fn(*args, **kwargs))
        return out


def test_two_processes_read_what_one_does(long: Path) -> None:
    with Asked() as pool:
        pages = list(read_pages(long, pool))
    assert pages == list(read_pages(long))
    assert [p.number for p in pages] == list(range(1, LONG + 1))
    # the second part at once, and of it the page with a picture
    assert pool.names == ["read_second_part", "_read_tried"]


def test_a_worker_that_dies_takes_no_page_with_it(long: Path) -> None:
    pages = list(read_pages(long, Dying()))
    assert not any(p.failure for p in pages)
    assert [p.lines[0].text.split()[1] for p in pages] == [str(n) for n in range(1, LONG + 1)]


def test_short_files_and_scans_are_read_by_one(tmp_path: Path, long: Path) -> None:
    short = _file(tmp_path / "short.pdf", LONG - 1)
    scans = _file(tmp_path / "scans.pdf", LONG, {3: (1000, 1400)})
    assert second_part(LONG - 1) == LONG
    assert not is_long_text(short, LONG - 1)
    assert not is_long_text(scans, LONG)
    assert is_long_text(long, LONG)


def test_a_long_file_is_known_before_it_is_opened(tmp_path: Path, long: Path) -> None:
    assert seems_long_text(long)
    assert not seems_long_text(_file(tmp_path / "short.pdf", LONG - 1))
    assert not seems_long_text(_file(tmp_path / "scans.pdf", LONG, {3: (1000, 1400)}))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 /Type /Pages " * LONG])
def test_what_is_no_such_file_is_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    assert not seems_long_text(path)
    assert not seems_long_text(tmp_path / "missing.pdf")


def test_the_second_part_begins_with_what_page_1_taught(long: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def counted(tiles: Any, *rest: Any) -> list[str]:
        asked.append(len(tiles))
        return read_strips(tiles, *rest)

    monkeypatch.setattr("tfdocs.read.pdf.shapes.read_strips", counted)
    with PdfReader(long) as reader:
        assert reader.read_text(1) is not None
        assert asked[0] > 10
        new = len(asked)
        assert reader.read_text(second_part(LONG)) is not None
    # digits of its own number at most: to read every character once more took a sixth of a long file's time
    assert sum(asked[new:]) <= 2


def _tiles(count: int) -> list[Any]:
    out = []
    for i in range(count):
        tile = np.full((TILE, 24), 255, np.uint8)
        cv2.putText(tile, "0123456789ABCDEFGHKLMN"[i % 22], (2, 27), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 2)
        out.append(tile)
    return out


def test_strips_read_by_two_say_what_one_reads() -> None:
    tiles = _tiles(130)
    alone = read_strips(tiles, CLOSE)
    assert sum(map(bool, alone)) > 100
    with Asked() as pool:
        assert read_strips(tiles, CLOSE, pool) == alone
        assert pool.names == ["read_strip"] * 6
        assert read_strips(tiles[:48], CLOSE, pool) == alone[:48]  # two strips are not worth it
        assert len(pool.names) == 6


def test_a_process_that_dies_takes_no_strip_with_it() -> None:
    class Gone(Executor):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            out: Future[Any] = Future()
            out.set_exception(EOFError())
            return out

    tiles = _tiles(130)
    assert read_strips(tiles, CLOSE, Gone()) == read_strips(tiles, CLOSE)


def test_an_engine_that_fails_elsewhere_fails_here() -> None:
    class Failing(Executor):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            out: Future[Any] = Future()
            out.set_exception(EngineFailed("文字识别失败"))
            return out

    with pytest.raises(EngineFailed):
        read_strips(_tiles(130), CLOSE, Failing())
