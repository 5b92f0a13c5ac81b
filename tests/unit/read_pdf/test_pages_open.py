"""Pages that somebody comes back to stay open while their pictures have room, and are drawn as ever."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Source
from tfdocs.read.pdf import render
from tfdocs.read.pdf.render import PageImages

_PAGES, _SIDE = 6, 200  # pixels
_ONE = 3 * _SIDE * _SIDE  # bytes of one page's picture


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A PDF of six pages of one picture each, no two alike."""
    rng = np.random.default_rng(4)
    pictures = [Image.fromarray(rng.integers(0, 256, (_SIDE, _SIDE, 3), dtype=np.uint8)) for _ in range(_PAGES)]
    pictures[0].save(tmp_path / "scan.pdf", save_all=True, append_images=pictures[1:], resolution=72)
    return tmp_path / "scan.pdf"


def _drawn(path: Path, room: int) -> tuple[list[bytes], int]:
    """Every page's middle, twice, to and fro; and how many pages were open in the end."""
    box = Box(20, 20, 90, 70)
    with PageImages(path, room) as images:
        out = [
            images.pixels(Page(n, _SIDE, _SIDE, 0, dpi=None, source=Source.OCR), 150, box).tobytes()
            for n in (*range(1, _PAGES + 1), *range(_PAGES, 0, -1))
        ]
        return out, len(images._open)


@pytest.mark.parametrize(("room", "kept"), [(0, 2), (_ONE, 2), (3 * _ONE, 3), (4 * _ONE + 1, 4), (99 * _ONE, _PAGES)])
def test_as_many_pages_stay_open_as_their_pictures_have_room(scan: Path, room: int, kept: int) -> None:
    drawn, count = _drawn(scan, room)
    assert count == kept
    assert drawn == _drawn(scan, 0)[0]
    assert len(set(drawn)) == _PAGES and drawn == drawn[::-1]


def test_a_page_with_many_objects_takes_the_whole_room(scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are not counted, so no more pages stay open than without room."""
    monkeypatch.setattr(render, "_MANY_OBJECTS", 0)
    assert _drawn(scan, 99 * _ONE)[1] == 2


def test_all_pages_are_let_go_when_the_file_is_opened_anew(scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "_OPENED_ANEW", 4)
    drawn, count = _drawn(scan, 99 * _ONE)
    assert drawn == _drawn(scan, 0)[0]
    assert count <= 4
