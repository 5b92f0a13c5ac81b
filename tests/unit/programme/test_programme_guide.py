"""Quotations are held against guide.txt when it lies in the folder."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tfdocs.model.fault import Severity
from tfdocs.programme import check

if TYPE_CHECKING:
    from conftest import Copy


@pytest.fixture
def guided(copy: Copy, museum: Path) -> Copy:
    shutil.copy(museum / "guide.txt", copy.folder)
    return copy


def test_both_programmes_are_true_to_their_guides(tianfu: Path, museum: Path) -> None:
    """Not even a warning, with the guides' full texts there."""
    for folder in (tianfu, museum):
        assert (folder / "guide.txt").is_file()
        assert check(folder) == []


def test_source_must_be_verbatim(guided: Copy) -> None:
    """A character more is an error at the source's line."""
    guided.replace("单件文物离库时间最多3天", "单件文物的离库时间最多3天")
    (fault,) = check(guided.folder)
    assert fault.severity is Severity.ERROR
    assert fault.place == f"programme.toml 第 {guided.line('的离库时间')} 行"


@pytest.mark.parametrize(
    ("old", "new", "piece"),
    [
        ("民办馆须开馆满三年", "民办馆须开馆满五年", "没有这句话：民办馆须开馆满五年"),
        ("资金分两次拨付", "资金分三次拨付", "资金分三次拨付"),
        ("grant = 355_000", "grant = 350_000", "没有 350000 元"),
        ("quota = 8\n", "quota = 9\n", "没有 9 个"),
        ("end = 2025-11-30", "end = 2025-11-29", "没有 2025年11月29日"),
        ("deadline = 2025-02-14", "deadline = 2025-02-13", "没有 2025年2月13日"),
        ("追回全部资金", "追回资金", "没有这句话：追回资金"),
    ],
)
def test_other_texts_and_figures_give_a_warning(guided: Copy, old: str, new: str, piece: str) -> None:
    guided.replace(old, new)
    (fault,) = check(guided.folder)
    assert fault.severity is Severity.WARNING
    assert piece in fault.message


@pytest.mark.parametrize("content", ["项目".encode("gb18030"), b"x" * 5_000_001])
def test_unusable_guide_is_one_fault(guided: Copy, content: bytes) -> None:
    (guided.folder / "guide.txt").write_bytes(content)
    (fault,) = check(guided.folder)
    assert "guide.txt" in fault.message
