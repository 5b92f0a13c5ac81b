"""Edits of tables, boxes and marks that the tamper benchmark plants: what they change, and where the truth has them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest

from benchmarks import documents, edits, layout_edits, scoring
from samples.altering import Body
from samples.printing import print_all
from tfdocs.model.document import Block, CellPlace, Document
from tfdocs.read.word import read_word

LAID = ("tables", "overflow", "span", "mark_added", "boxes", "raised")
TYPED = ("underscore", "square_cube", "mark_gone", "mark_changed")
PLACES = {**layout_edits.WHOLE, **layout_edits.KINDS}


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of this seed some labels go over several rows, beside others."""
    path = tmp_path_factory.mktemp("word") / "report.docx"
    documents.write("report", documents.TYPEFACES[0], 3, path, roomy=True)
    return path


def planted(word: Path, out: Path, kind: str, seed: int) -> list[scoring.Planted]:
    """One edit of ``kind``, written to ``out``; where the Word has it."""
    if kind in TYPED:
        return scoring.locate(edits.plant(word, out, 1, seed, (kind,)), read_word(word))
    body = Body(word)
    texts = list(body.texts)
    places = layout_edits.plant(body, set(), 1, seed, {kind: PLACES[kind]})
    body.save(out)
    made = [
        edits.Edit(*laid, texts[laid.paragraph], texts[: laid.paragraph].count(texts[laid.paragraph]), 1)
        for laid in places[0].edits
    ]
    return scoring.locate(made, read_word(word))


def block_of(document: Document, place: scoring.Planted) -> Block:
    return next(b for b in document.blocks if b.start <= place.start <= b.end and b.text)


def cells(document: Document, text: str) -> list[CellPlace]:
    return [b.cell for b in document.blocks if b.cell is not None and b.text == text]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind", [*LAID, *TYPED])
def test_what_is_recorded_is_what_changed(word: Path, tmp_path: Path, kind: str, seed: int) -> None:
    before = read_word(word)
    truth = planted(word, tmp_path / "edited.docx", kind, seed)
    after = read_word(tmp_path / "edited.docx")
    edit, block = truth[0].edit, block_of(before, truth[0])
    assert before.text[truth[0].start : truth[0].end].translate(scoring._FLAT) == edit.old
    assert sorted(before.text) == sorted(after.text) or kind in (*TYPED, "mark_added", "raised", "overflow")
    if kind == "tables":
        old, new = (
            [[b.text for b in d.blocks if b.cell is not None and b.cell.table == n] for n in range(9)]
            for d in (before, after)
        )
        parted = [n for n in range(9) if old[n] != new[n]]
        assert len(parted) == 2 and [old[n] for n in parted] == [new[n] for n in reversed(parted)]
        assert block.cell is not None and block.cell.table == parted[0]
    elif kind == "overflow":
        assert block.cell is not None
        own = [b.text for b in after.blocks if b.cell == block.cell]
        below = [
            b.text
            for b in after.blocks
            if b.cell is not None
            and (b.cell.table, b.cell.row, b.cell.column) == (block.cell.table, block.cell.row + 1, block.cell.column)
        ]
        assert below[0] == edit.old
        assert edit.old not in own and len(below) > 1
    elif kind == "span":
        labels = [block_of(before, t) for t in truth]
        now = [next(c for c in cells(after, b.text) if b.cell and c.table == b.cell.table) for b in labels]
        assert any(b.cell != c for b, c in zip(labels, now, strict=True))
        covered = [sum(c.row_span * c.column_span for c in own if c) for own in ([b.cell for b in labels], now)]
        assert covered[0] == covered[1]
    elif kind == "mark_added":
        start, end = truth[0].start, truth[1].end
        empty = [b.cell for b in before.blocks if start <= b.start <= end and b.cell is not None and not b.text]
        filled = [b.text for b in after.blocks if b.cell in empty and b.text]
        assert filled == [edit.new]
    elif kind == "boxes":
        said = [[b.text for b in d.blocks if b.frame is not None] for d in (before, after)]
        assert said[0] == list(reversed(said[1])) and len(said[0]) == 2
    else:
        shift = truth[0].start
        assert after.text.startswith(before.text[:shift] + edit.new)
        assert after.text[shift + len(edit.new) :] == before.text[truth[0].end :]


@pytest.mark.require("libreoffice", "fonts")
def test_each_is_to_be_seen_in_print(word: Path, tmp_path: Path) -> None:
    kinds = [*LAID, *TYPED]
    words = [word]
    for kind in kinds:
        words.append(tmp_path / f"{kind}.docx")
        planted(word, words[-1], kind, 1)
    own, *edited = [pages(pdf) for pdf in print_all(words, tmp_path / "print")]
    for kind, other in zip(kinds, edited, strict=True):
        alike = len(own) == len(other) and all(np.array_equal(a, b) for a, b in zip(own, other, strict=True))
        assert not alike, kind


def pages(pdf: Path) -> list[np.ndarray]:
    with pdfium.PdfDocument(pdf) as document:
        return [page.render(scale=1.5).to_numpy().copy() for page in document]


def test_an_edit_of_several_places_counts_once() -> None:
    """Two tables that were exchanged are met anywhere from the first to the end of the second; two boxes at either."""

    def place(kind: str, start: int, group: int) -> scoring.Planted:
        return scoring.Planted(edits.Edit(kind, "文字", "", 0, start, "文" * 300, 0, group), start, start + 2)

    truth = [place("tables", 10, 1), place("tables", 60, 1), place("boxes", 100, 2), place("boxes", 150, 2)]
    found = [
        scoring.Reported(30, 32, "", False),
        scoring.Reported(150, 152, "", True),
        scoring.Reported(120, 122, "", True),
    ]
    counted = scoring.score(found, truth)
    assert counted.found_uncertain == {"tables": 1}
    assert counted.found_certain == {"boxes": 1}
    assert (counted.planted, counted.false_certain, counted.false_uncertain) == (2, 1, 0)


def test_tables_that_are_exchanged_have_no_other_edit(word: Path, tmp_path: Path) -> None:
    kinds: set[str] = set()
    for seed in range(4):
        made = edits.plant(word, tmp_path / "edited.docx", 30, seed, layout=2)
        kinds |= {e.kind for e in made}
        own = [e.paragraph for e in made if e.kind == "tables"]
        assert not [e for e in made if e.kind != "tables" and min(own) <= e.paragraph <= max(own)]
    assert kinds >= {*LAID, "underscore", "square_cube"}
