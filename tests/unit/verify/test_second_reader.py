"""The second reader settles a doubt only by reading the Word's words in place; doubts under one seal are one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.errors import EngineFailed
from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.model.page import Page, Source
from tfdocs.read.ocr.engine import Image, ReadText
from tfdocs.verify.hunks import find_hunks
from tfdocs.verify.place import place_lines
from tfdocs.verify.second import SecondReader, second_findings, settle, supports
from tfdocs.verify.thresholds import SECOND_MOST
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.wordtext import WordText, word_text


class Witness:
    """One that has a blank picture of every line, of a page without colour."""

    def picture(self, page: Page, line: object) -> Image:
        return np.full((40, 400, 3), 255, dtype=np.uint8)

    def colourless(self, page: Page) -> bool:
        return True


class Reader:
    def __init__(self, text: str, sure: float = 0.9, fails: bool = False) -> None:
        self._text, self._sure, self._fails, self.calls = text, sure, fails, 0

    @property
    def name(self) -> str:
        return "Reader 1"

    def read_lines(self, crops: Sequence[Image]) -> list[ReadText]:
        self.calls += 1
        if self._fails:
            raise EngineFailed("坏了")
        return [ReadText(self._text, (self._sure,) * len(self._text))] * len(crops)


def doubts(word: str, read: str) -> tuple[list[Weighed], WordText, list[Page]]:
    prepared = word_text(_word([word]))
    lines = tuple(replace(line, source=Source.OCR) for line in _page(1, [read]).lines)
    page = replace(_page(1, []), lines=lines)
    hunks = find_hunks(place_lines(prepared, [page]), [page])
    items = [
        Weighed(h, Kind.REPLACED, Certainty.UNCERTAIN, Materiality.TEXT, "likelihood-second-look", 4.0, "")
        for h in hunks
    ]
    return items, prepared, [page]


@pytest.mark.parametrize(
    ("second", "sure", "settled"),
    [
        ("空气清新剂的用量", 0.9, True),
        ("空气清新剂的用量", 0.3, False),  # it guesses itself
        ("空传清新剂的用量", 0.9, False),
        ("清新剂的用量", 0.9, False),  # the place is not in what it read
        ("空气清新空气清新", 0.9, False),  # twice: which of them is the place?
        ("", 0.9, False),
    ],
)
def test_only_the_words_words_in_place_settle_a_doubt(second: str, sure: float, settled: bool) -> None:
    items, word, pages = doubts("空气清新剂的用量", "空传清新剂的用量")
    (item,) = settle(items, word, pages, Witness(), SecondReader(Reader(second, sure)))  # type: ignore[arg-type]
    assert (item.certainty is None) is settled
    assert (item.rule == "second-reader") is settled


@pytest.mark.parametrize(
    ("word", "read", "what"),
    [
        ("由自己负责填写", "由自已负责填写", Materiality.TEXT),  # look-alikes: it knows its language
        ("经费合计20万元", "经费合计28万元", Materiality.AMOUNT),
        ("不得转让给他人", "本得转让给他人", Materiality.NEGATION),
        (
            "由项目组核对，误差不大",
            "由项目组核对：误差不大",
            Materiality.PUNCTUATION,
        ),  # it read a comma for a planted ；
    ],
)
def test_what_matters_most_is_never_left_to_it(word: str, read: str, what: Materiality) -> None:
    items, prepared, pages = doubts(word, read)
    items = [replace(i, materiality=what) for i in items]
    (item,) = settle(items, prepared, pages, Witness(), SecondReader(Reader(word)))  # type: ignore[arg-type]
    assert item.certainty is Certainty.UNCERTAIN


def test_certain_differences_and_missing_clauses_are_not_its_business() -> None:
    items, word, pages = doubts("空气清新剂的用量", "空传清新剂的用量")
    others = [replace(items[0], certainty=Certainty.CERTAIN), replace(items[0], rule="not-on-paper")]
    reader = Reader("空气清新剂的用量")
    assert settle(others, word, pages, Witness(), SecondReader(reader)) == others  # type: ignore[arg-type]
    assert reader.calls == 0


def test_a_reader_that_fails_is_not_asked_again_and_the_report_says_so() -> None:
    reader = Reader("", fails=True)
    second = SecondReader(reader)
    picture = np.full((40, 400, 3), 255, dtype=np.uint8)
    assert second.line(1, picture) is None
    assert second.line(2, picture) is None
    assert reader.calls == 1
    (finding,) = second_findings(second)
    assert finding.code == "second-reader-failed"
    assert "坏了" in finding.message


def test_one_pair_asks_a_bounded_number_of_times() -> None:
    reader = Reader("字")
    second = SecondReader(reader)
    for key in range(SECOND_MOST + 20):
        second.line(key % (SECOND_MOST + 10), np.full((40, 400, 3), 255, dtype=np.uint8))
    assert reader.calls == SECOND_MOST


def test_without_neighbours_only_the_whole_line_is_the_same_place() -> None:
    sure = (0.9,) * 2
    assert supports(ReadText("床", sure[:1]), "床", "", "")
    assert not supports(ReadText("床位", sure), "床", "", "")
    assert supports(ReadText("临床检验", (0.9,) * 4), "", "临床", "检验")
    assert not supports(ReadText("临床的检验", (0.9,) * 5), "", "临床", "检验")
