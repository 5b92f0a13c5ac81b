"""Planted edits change what is recorded and nothing else: the truth that the benchmarks count by."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks import documents, edits, layout_edits, scoring
from benchmarks.laid import Place
from samples.altering import Body
from tfdocs.model.document import Block, BlockKind, Document, join_blocks
from tfdocs.read.word import read_word

FLAT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("word") / "form.docx"
    documents.write("form", documents.TYPEFACES[0], 3, path)
    return path


def test_only_what_is_recorded_changes(tmp_path: Path) -> None:
    """Undoing the recorded edits gives back the original text, paragraph by paragraph."""
    word = tmp_path / "form.docx"
    documents.write("form", documents.TYPEFACES[0], 3, word, roomy=True)
    planted = edits.plant(word, tmp_path / "edited.docx", 30, seed=5)
    before, after = Body(word).texts, Body(tmp_path / "edited.docx").texts
    assert len(planted) == 30
    assert {e.kind for e in planted} == {*edits.KINDS, edits.EXCHANGED}
    for edit in reversed(planted):
        text = after[edit.paragraph]
        shift = sum(
            len(e.new) - len(e.old) for e in planted if e.paragraph == edit.paragraph and e.offset < edit.offset
        )
        at = edit.offset + shift
        assert text[at : at + len(edit.new)] == edit.new
        after[edit.paragraph] = text[:at] + edit.old + text[at + len(edit.new) :]
    assert after == before


def test_same_seed_same_edits(word: Path, tmp_path: Path) -> None:
    """A benchmark can be repeated: the same seed plants the same edits, another one others."""
    first, again, other = (edits.plant(word, tmp_path / f"{n}.docx", 8, seed) for n, seed in ((1, 5), (2, 5), (3, 6)))
    assert first == again != other
    assert (tmp_path / "1.docx").read_bytes() == (tmp_path / "2.docx").read_bytes()


def test_every_edit_is_an_edit(word: Path, tmp_path: Path) -> None:
    """No edit replaces something by itself, and edits of one paragraph stand well apart."""
    planted = edits.plant(word, tmp_path / "edited.docx", 40, seed=7)
    assert all(e.old != e.new for e in planted)
    for a, b in pairwise(planted):
        assert a.paragraph != b.paragraph or b.offset - (a.offset + len(a.old)) >= 25


def test_counting() -> None:
    """A difference counts for the edit it meets; one that meets none is false; an edit that none meets is missed."""

    def planted(kind: str, start: int, old: str, new: str) -> scoring.Planted:
        return scoring.Planted(edits.Edit(kind, old, new, 0, start, "文" * 300, 0), start, start + len(old))

    truth = [
        planted("digit", 10, "6", "8"),
        planted("look_alike", 100, "未", "末"),
        planted("clause_added", 200, "", "逾期不计违约。"),
    ]
    found = [
        scoring.Reported(9, 12, "8", True),
        scoring.Reported(50, 52, "误", True),
        scoring.Reported(150, 150, "逾期不计违约", False),
    ]
    counted = scoring.score(found, truth)
    assert counted.found_certain == {"digit": 1}
    assert counted.found_uncertain == {"clause_added": 1}
    assert counted.missed == {"look_alike": 1}
    assert (counted.false_certain, counted.false_uncertain) == (1, 0)
    assert counted.recall == pytest.approx(2 / 3)


@pytest.fixture(scope="module")
def roomy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("word") / "roster.docx"
    documents.write("roster", documents.TYPEFACES[0], 3, path, roomy=True)
    return path


def test_edits_that_keep_the_words_stand_where_they_are_recorded(roomy: Path, tmp_path: Path) -> None:
    """By the reader of Words: the same characters in all, and at each recorded place another column, height or line."""
    body = Body(roomy)
    kinds = {k: layout_edits.KINDS[k] for k in ("shifted", "joined", "struck", "power", "raised")}
    places = layout_edits.plant(body, set(), 2, 5, kinds)
    body.save(tmp_path / "edited.docx")
    planted = recorded(roomy, places)
    assert Counter(e.kind for e in planted) == dict.fromkeys(kinds, 2)
    before, after = read_word(roomy), read_word(tmp_path / "edited.docx")
    assert Counter(before.text.translate(FLAT)) == Counter(after.text.translate(FLAT))
    for place in scoring.locate(planted, before):
        edit, old = place.edit, before.text[place.start : place.end]
        block = next(b for b in before.blocks if b.start <= place.start < b.end)
        now = [b for b in after.blocks if b.cell == block.cell] if block.cell else list(after.blocks)
        assert old == edit.old or old.translate(FLAT) == edit.old
        if edit.kind == "shifted":
            assert [b.text for b in now] == [""]
        elif edit.kind == "joined":
            assert len(now[0].text) == len(block.text) - 1
        elif edit.kind == "struck":
            assert any(edit.old in "".join(b.text[a:z] for a, z in b.struck).translate(FLAT) for b in now)
        else:
            assert block.text not in [b.text for b in now] and block.text.translate(FLAT) in [
                b.text.translate(FLAT) for b in now
            ]


def recorded(word: Path, places: list[Place]) -> list[edits.Edit]:
    texts = Body(word).texts
    return [
        edits.Edit(*laid, texts[laid.paragraph], texts[: laid.paragraph].count(texts[laid.paragraph]), n)
        for n, place in enumerate(places, 1)
        for laid in place.edits
    ]


def test_room_leaves_the_other_words_alone(roomy: Path, tmp_path: Path) -> None:
    """What a seed says does not depend on it: some cells are empty, some paragraphs are new, all else is as it was."""
    documents.write("roster", documents.TYPEFACES[0], 3, tmp_path / "roster.docx")
    plain, more = Body(tmp_path / "roster.docx"), Body(roomy)
    assert [t for t in plain.texts if len(t) > 40] == [t for t in more.texts if len(t) > 40 and t in plain.texts]


def test_of_two_equal_paragraphs_one_may_be_numbered() -> None:
    texts = ["（1）自己提出的意见，由自己负责。", "由自己负责。", "自己提出的意见，由自己负责。"]
    text, blocks = join_blocks([Block(BlockKind.PARAGRAPH, t, 0, 0, "段") for t in texts])
    document = Document("word.docx", "0" * 64, "docx", text, blocks)
    made = [edits.Edit("digit", "负责", "否", n, 10, texts[2], n) for n in (0, 1)]
    found = scoring.locate(made, document)
    assert [p.start for p in found] == [3 + 10, blocks[2].start + 10]
