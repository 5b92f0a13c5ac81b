"""A copy of the shipped programme that a test may spoil, and the second programme."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tfdocs.programme import shipped

RESOURCES = Path(__file__).parents[2] / "resources" / "programmes"


@pytest.fixture
def museum() -> Path:
    """The made-up programme of a county's museums."""
    return RESOURCES / "county-museum"


@pytest.fixture
def tianfu() -> Path:
    """The folder of the shipped programme."""
    return next(s.folder for s in shipped() if s.id == "tianfu-2023")


class Copy:
    """A programme folder whose programme.toml a test edits; knows the line of what it has put there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "programme.toml"

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    def write(self, text: str) -> None:
        self.path.write_text(text, encoding="utf-8")

    def replace(self, old: str, new: str) -> None:
        """Put ``new`` for ``old``, which must stand there once."""
        text = self.text
        assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
        self.write(text.replace(old, new))

    def add(self, lines: str) -> None:
        self.write(self.text + lines)

    def line(self, piece: str) -> int:
        """The line on which ``piece``, which must stand there once, begins."""
        text = self.text
        assert text.count(piece) == 1, f"{piece!r} stands there {text.count(piece)} times"
        return text[: text.index(piece)].count("\n") + 1


@pytest.fixture
def copy(museum: Path, tmp_path: Path) -> Copy:
    """A copy of the second programme, without its guide: tests on the guide put one there."""
    folder = tmp_path / museum.name
    shutil.copytree(museum, folder)
    (folder / "guide.txt").unlink()
    return Copy(folder)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Write a programme.toml and return its folder."""

    def written(content: str | bytes) -> Path:
        folder = tmp_path / "made"
        folder.mkdir(exist_ok=True)
        raw = content.encode() if isinstance(content, str) else content
        (folder / "programme.toml").write_bytes(raw)
        return folder

    return written
