"""The benchmark of the document's own type counts what it says it counts."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import same_shapes
from benchmarks.cases import BY_NAME, Case
from tests.unit.verify.conftest import _page, _word
from tests.unit.verify.test_same_shapes import ABOVE, BELOW, WORD, Paper
from tfdocs.model.page import Page, Seal, SealShape, Source


class _Scan(Paper):
    def __init__(self, _path: Path) -> None:
        super().__init__({})

    def __enter__(self) -> _Scan:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class _Other(_Scan):
    """Paper on which every character of the sealed line is another one than was read."""

    def __init__(self, _path: Path) -> None:
        super().__init__(_path)
        self._printed = {WORD: WORD[1:] + WORD[:1]}


def scan() -> Page:
    plain = _page(1, [ABOVE, WORD, BELOW])
    lines = []
    for line in plain.lines:
        b = line.box
        corners = ((b.x0, b.top), (b.x1, b.top), (b.x1, b.bottom), (b.x0, b.bottom))
        lines.append(replace(line, source=Source.OCR, quad=corners))
    return replace(plain, lines=tuple(lines), seals=(Seal(1, lines[1].box, SealShape.CIRCLE),))


def counted(witness: type, monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[str, str, str]]:
    monkeypatch.setattr(same_shapes, "read_word", lambda _path: _word([ABOVE, WORD, BELOW]))
    monkeypatch.setattr(same_shapes, "Witness", witness)
    counts: Counter[tuple[str, str, str]] = Counter()
    case = Case("made", Path("made.docx"), Path("made.pdf"), BY_NAME["300 dpi bw"], (), 1)
    same_shapes.measure(case, [scan()], 6, counts)
    return counts


def test_print_that_is_what_the_word_has_is_supported_and_no_other_character(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = counted(_Scan, monkeypatch)
    asked = counts["under a seal", "character", "asked"]
    assert asked > 0
    assert counts["under a seal", "character", "supported"] == asked
    assert counts["under a seal", "character", "others asked"] >= 4 * asked
    assert counts["under a seal", "character", "others supported"] == 0
    assert counts["elsewhere", "character", "asked"] > 0


def test_print_that_is_another_character_is_not_supported(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = counted(_Other, monkeypatch)
    assert counts["under a seal", "character", "asked"] > 0
    assert counts["under a seal", "character", "supported"] == 0


def test_the_table_has_a_row_for_each_sort_of_character(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    case = Case("made", Path("made.docx"), Path("made.pdf"), BY_NAME["300 dpi bw"], (), 1)
    monkeypatch.setattr(same_shapes, "make_cases", lambda *_: iter([case]))
    monkeypatch.setattr(same_shapes, "read_pages", lambda *_: iter([scan()]))
    monkeypatch.setattr(same_shapes, "read_word", lambda _path: _word([ABOVE, WORD, BELOW]))
    monkeypatch.setattr(same_shapes, "Witness", _Scan)
    out = tmp_path / "shapes.json"
    monkeypatch.setattr(sys, "argv", ["same_shapes", "--level", "300 dpi bw", "--most", "3", "--out", str(out)])
    same_shapes.main()
    printed = capsys.readouterr().out
    assert "| 300 dpi bw | under a seal | character | " in printed
    assert "300 dpi bw" in out.read_text(encoding="utf-8")
