"""Where programmes are: the shipped ones, a user's own folder, or any path. Must not know what is in them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from tfdocs.errors import InputMissing, ProgrammeFault

DATA_FILE = "programme.toml"
USER_FOLDERS = "TFDOCS_PROGRAMMES"  # environment variable: a folder that holds programme folders


def _below(root: Path) -> Iterator[Path]:
    if root.is_dir():
        yield from sorted(p for p in root.iterdir() if (p / DATA_FILE).is_file())


def shipped_folders() -> dict[str, Path]:
    """Id -> folder of every programme that is part of the package."""
    package = import_module("tfdocs.templates")
    return {p.name: p for root in package.__path__ for p in _below(Path(root))}


def user_folders() -> dict[str, Path]:
    """Id -> folder of every programme in the folder that ``TFDOCS_PROGRAMMES`` names.

    Raises ``InputMissing`` when the variable names a folder that does not exist: silently using the shipped
    programme instead of one's own would be worse.
    """
    value = os.environ.get(USER_FOLDERS, "").strip()
    if not value:
        return {}
    root = Path(value).expanduser()
    if not root.is_dir():
        raise InputMissing(
            "找不到这个文件夹",
            where=f"环境变量 {USER_FOLDERS}={value}",
            hint="请改成存放项目文件夹的位置，或清除该变量。",
        )
    return {p.name: p for p in _below(root)}


def all_folders() -> dict[str, Path]:
    """Shipped and own; one's own programme hides a shipped one of the same id."""
    return shipped_folders() | user_folders()


def as_folder(path: Path) -> Path:
    """The programme folder that ``path`` means: itself, or the folder of the programme.toml it points to.

    Raises ``InputMissing`` when there is no such folder.
    """
    path = path.expanduser()
    if path.name == DATA_FILE and path.is_file():
        return path.parent
    if path.is_dir():
        return path
    problem = "这是文件，不是项目文件夹" if path.exists() else "找不到这个文件夹"
    raise InputMissing(problem, where=str(path), hint=f"请给出含有 {DATA_FILE} 的项目文件夹。")


def locate(name_or_path: str) -> Path:
    """The folder of a programme given by its id, or by a path.

    An id goes first; write ``./name`` to mean a folder here. Raises ``InputMissing`` for a path that does not
    exist, ``ProgrammeFault`` for a name that nobody has.
    """
    known = all_folders()
    if name_or_path in known:
        return known[name_or_path]
    path = Path(name_or_path).expanduser()
    if name_or_path and (len(path.parts) > 1 or path.exists() or path.name == DATA_FILE):
        return as_folder(path)
    names = "、".join(known) or "（无）"
    raise ProgrammeFault(f"没有名为“{name_or_path}”的项目", hint=f"现有项目：{names}；也可以给出项目文件夹的路径。")
