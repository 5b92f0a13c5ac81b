"""Doubts under one seal of a page without colour are one place to look at; what is certain, or apart, is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Seal, SealShape, Source
from tfdocs.text.normalise import fold
from tfdocs.verify.differences import difference
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.hunks import find_hunks
from tfdocs.verify.pieces import Piece
from tfdocs.verify.place import place_lines
from tfdocs.verify.veiled import join_veiled
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.wordtext import WordText, word_text

ROWS = [
    "石门坎省临床检验研究会应在收到款项后",
    "十个工作日内开具票据并寄送委托方指定",
    "地址由委托方核对无误以后存档备查为准",
]
READ = [
    "石门坎省临味检验研究会应在收到款项后",
    "十个工件日内开具票据并寄送委托方指定",
    "地址由委托方核对元误以后存档备查为准",
]


class Witness:
    def __init__(self, colour: bool = False) -> None:
        self._colour = colour

    def colourless(self, page: Page) -> bool:
        return not self._colour


def doubts(read: Sequence[str] = READ, seal: bool = True) -> tuple[list[Weighed], WordText, list[Page]]:
    word = word_text(_word(["".join(ROWS)]))
    plain = _page(1, list(read))
    lines = tuple(replace(line, source=Source.OCR) for line in plain.lines)
    middle = lines[1].box
    round_one = Seal(1, Box(middle.x0, middle.top - 30, middle.x0 + 12 * 12, middle.bottom + 30), SealShape.CIRCLE)
    page = replace(plain, source=Source.OCR, lines=lines, seals=(round_one,) if seal else ())
    items = [
        Weighed(
            h, Kind.ADDED if h.alone else Kind.REPLACED, Certainty.UNCERTAIN, Materiality.TEXT, "under-seal", 4.0, ""
        )
        for h in find_hunks(place_lines(word, [page]), [page])
    ]
    return items, word, [page]


def joined(items: Sequence[Weighed], word: WordText, pages: list[Page], colour: bool = False) -> list[Weighed]:
    return join_veiled(items, word, pages, Witness(colour))  # type: ignore[arg-type]


def test_doubts_of_neighbouring_rows_are_one_place_with_each_of_them_in_it() -> None:
    items, word, pages = doubts()
    assert len(items) == 3
    (one,) = joined(items, word, pages)
    assert one.certainty is Certainty.UNCERTAIN
    assert (one.hunk.w0, one.hunk.w1) == (items[0].hunk.w0, items[-1].hunk.w1)
    assert [(p.w0, p.w1) for p in one.parts] == [(i.hunk.w0, i.hunk.w1) for i in items]


def test_the_weightiest_of_them_says_how_much_is_at_stake() -> None:
    items, word, pages = doubts()
    items[1] = replace(items[1], materiality=Materiality.AMOUNT)
    (one,) = joined(items, word, pages)
    assert one.materiality is Materiality.AMOUNT


def test_without_a_seal_or_with_colour_each_stands_by_itself() -> None:
    assert len(joined(*doubts(seal=False))) == 3
    assert len(joined(*doubts(), colour=True)) == 3


def test_what_is_certain_is_never_hidden_among_doubts() -> None:
    items, word, pages = doubts()
    items[1] = replace(items[1], certainty=Certainty.CERTAIN)
    found = joined(items, word, pages)
    assert [w.certainty for w in found].count(Certainty.CERTAIN) == 1
    sure = next(w for w in found if w.certainty is Certainty.CERTAIN)
    assert not sure.parts and sure.hunk is items[1].hunk


def test_places_far_from_each_other_in_the_word_are_two() -> None:
    items, _, pages = doubts()
    away = word_text(_word(["".join(ROWS), "甲" * 200]))
    last = items[2].hunk
    end = Hunk(last.piece, last.l0, last.l1, len(ROWS) * 18 + 150, len(ROWS) * 18 + 151)
    found = joined([items[0], items[1], replace(items[2], hunk=end)], away, pages)
    assert len(found) == 2


def apart(text: str, at: int) -> Hunk:
    """A line of its own that the Word has nothing of."""
    line = replace(_page(1, [(text, 100.0, 105.0)]).lines[0], source=Source.OCR)
    folded = fold(line.text)
    return Hunk(Piece(0, 9, line, folded, 0, len(folded.text)), 0, len(folded.text), at, at, alone=True)


def test_a_longer_text_of_its_own_under_a_seal_is_a_place_of_its_own() -> None:
    items, word, pages = doubts()
    at = items[0].hunk.w0
    added = replace(items[0], hunk=apart("逾期不予受理", at), kind=Kind.ADDED)
    scrap = replace(items[0], hunk=apart("样张", at), kind=Kind.ADDED)
    assert len(joined([*items, added], word, pages)) == 2
    assert len(joined([*items, scrap], word, pages)) == 1


def test_a_clause_put_into_a_line_under_a_seal_is_a_place_of_its_own() -> None:
    read = [READ[0], ROWS[1][:6] + "内本条不再适用" + ROWS[1][6:], READ[2]]
    found = joined(*doubts(read))
    clause = next(w for w in found if "本条" in w.hunk.read)
    assert not clause.parts and "条不再适" in clause.hunk.read
    assert len(found) == 2


def test_a_part_of_a_line_that_the_word_has_otherwise_keeps_its_place() -> None:
    """4,200.00 became 1,200.00: the 1 was placed by itself, and is what the Word has a 4 for."""
    items, word, pages = doubts()
    piece = items[0].hunk.piece
    assert piece is not None
    changed = Hunk(piece, 0, 1, 0, 1, alone=True)
    more = Hunk(piece, 0, 1, 0, 0, alone=True)
    for hunk in (changed, more):
        found = joined([replace(items[0], hunk=hunk), *items[1:]], word, pages)
        assert any(w.hunk.w0 == 0 for w in found)
        assert all(w.hunk.w0 == 0 for w in found if hunk in w.parts)


def test_the_report_frames_each_place() -> None:
    items, word, pages = doubts()
    (one,) = joined(items, word, pages)
    shown = difference(one, word, pages)
    assert shown is not None and shown.pdf is not None and shown.word is not None
    assert len(shown.pdf.boxes) == 3
    assert shown.pdf.text == "味 … 件 … 元"
    assert shown.word.text.startswith("床检验") and shown.word.text.endswith("核对无")
