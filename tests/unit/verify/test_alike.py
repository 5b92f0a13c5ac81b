"""What a look-alike is by its strokes settles a doubt of the recogniser's, and makes one where that had none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.verify.conftest import _page, _word
from tests.unit.verify.test_own_type import AT, DATED, Paper
from tests.unit.verify.test_rivals import lattice
from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.model.geometry import Box
from tfdocs.model.page import Lattice, Line, Page, Seal, SealShape, Source
from tfdocs.read.ocr.look_alikes import GROUPS
from tfdocs.verify import align, alike
from tfdocs.verify.alike import rivals_of, settle_alike
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.pieces import Placing
from tfdocs.verify.place import place_lines
from tfdocs.verify.rivals import rival_doubts
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.wordtext import word_text


def says(monkeypatch: pytest.MonkeyPatch, char: str, likely: float) -> list[float]:
    """The network says ``char``; the list fills with the ems that it was asked at."""
    asked: list[float] = []

    def look(grey: object, middle: object, em: float) -> dict[str, float]:
        asked.append(em)
        return {char: likely}

    monkeypatch.setattr(alike, "likely", look)
    return asked


def one_line(text: str, sure: float, *, sealed: bool = False, written: str = DATED) -> tuple[Placing, Page]:
    """``text`` on paper, its character ``AT`` read with ``sure``, against ``written`` in the Word."""
    (plain,) = _page(1, [text]).lines
    b = plain.box
    corners = ((b.x0, b.top), (b.x1, b.top), (b.x1, b.bottom), (b.x0, b.bottom))
    confidence = tuple(sure if i == AT else 0.999 for i in range(len(text)))
    seen = lattice(text, min(sure, 0.998))
    line = replace(plain, source=Source.OCR, quad=corners, confidence=confidence, lattice=seen)
    seals = (Seal(1, Box(0, 0, 600, 800), SealShape.CIRCLE),) if sealed else ()
    page = replace(_page(1, []), source=Source.OCR, lines=(line,), seals=seals)
    return place_lines(word_text(_word([written])), [page]), page


def doubts(sure: float, *, sealed: bool = False) -> list[tuple[str, str]]:
    """Rule and rival of the doubts about a 日 that was read with ``sure``; 日 is all that its line is sure of."""
    placing, page = one_line(DATED, sure, sealed=sealed)
    return [(w.rule, w.rival) for w in rival_doubts(placing, [page], Paper("日"), [])]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("char", "likely", "left"),
    [
        ("日", 0.999, []),
        ("日", 0.95, [("rival", "目")]),
        ("目", 0.999, [("rival", "目")]),
        ("", 0.999, [("rival", "目")]),
    ],
)
def test_a_doubt_is_none_where_the_strokes_are_the_words(
    monkeypatch: pytest.MonkeyPatch, char: str, likely: float, left: list[tuple[str, str]]
) -> None:
    says(monkeypatch, char, likely)
    assert doubts(0.6) == left


def test_one_that_is_read_as_its_rival_by_itself_stays_a_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two that look at the strokes alone say two things: a person decides."""
    says(monkeypatch, "日", 0.9999)

    class ByItself(Paper):
        def lattices(self, page: Page, line: Line, first: int, last: int) -> list[Lattice]:
            return [lattice(line.text[first:last], 0.0005 if last - first == 1 else 0.998)] * 2

    placing, page = one_line(DATED, 0.97)
    found = rival_doubts(placing, [page], ByItself("日"), [])  # type: ignore[arg-type]
    assert [(w.rule, w.rival) for w in found] == [("rival", "目")]


@pytest.mark.parametrize(
    ("sure", "likely", "found"),
    [(0.99, 0.999, [("look-alike", "目")]), (0.99, 0.99, []), (0.9995, 0.999, [])],
)
def test_strokes_of_a_look_alike_are_a_doubt_though_the_recogniser_has_none(
    monkeypatch: pytest.MonkeyPatch, sure: float, likely: float, found: list[tuple[str, str]]
) -> None:
    asked = says(monkeypatch, "目", likely)
    assert doubts(sure) == found
    assert bool(asked) == (sure < 0.998)  # what was read with all but certainty is not looked at


def test_one_of_no_group_of_its_own_is_never_its_rival(monkeypatch: pytest.MonkeyPatch) -> None:
    says(monkeypatch, "末", 0.9999)
    assert doubts(0.99) == []
    assert set(rivals_of("日")) == {"目", "曰"} and rivals_of("月") == rivals_of("") == ""


def test_near_a_seal_strokes_tell_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = says(monkeypatch, "日", 0.9999)
    assert doubts(0.6, sealed=True) == [("rival", "目")]
    assert not asked


PRINTED = DATED.replace("日", "目")


@pytest.mark.parametrize(
    ("certainty", "char", "likely", "after"),
    [
        (Certainty.UNCERTAIN, "日", 0.999, None),
        (Certainty.UNCERTAIN, "日", 0.98, Certainty.UNCERTAIN),
        (Certainty.UNCERTAIN, "目", 0.999, Certainty.UNCERTAIN),
        (Certainty.CERTAIN, "日", 0.9999, Certainty.CERTAIN),
        (None, "目", 0.999, Certainty.UNCERTAIN),
        (None, "目", 0.98, None),
        (None, "日", 0.999, None),
    ],
)
@pytest.mark.parametrize("rule", ["likelihood-second-look", "looks-differ"])
def test_one_read_for_another_is_what_its_strokes_are(
    monkeypatch: pytest.MonkeyPatch,
    certainty: Certainty | None,
    char: str,
    likely: float,
    after: Certainty | None,
    rule: str,
) -> None:
    says(monkeypatch, char, likely)
    placing, page = one_line(PRINTED, 0.9)
    (piece,) = placing.pieces
    item = Weighed(
        Hunk(piece, AT, AT + 1, AT, AT + 1), Kind.REPLACED, certainty, Materiality.TEXT, rule, 1.2, "", rival=""
    )
    (settled,) = settle_alike([item], placing, [page], Paper("目"))  # type: ignore[arg-type]
    assert settled.certainty is after
    assert (settled.rule == "look-alike") == (after is not certainty)


@pytest.mark.parametrize("rule", ["under-seal", "text-layer", "not-on-paper"])
def test_what_was_weighed_by_other_evidence_is_left(monkeypatch: pytest.MonkeyPatch, rule: str) -> None:
    asked = says(monkeypatch, "日", 0.9999)
    placing, page = one_line(PRINTED, 0.9)
    (piece,) = placing.pieces
    item = Weighed(
        Hunk(piece, AT, AT + 1, AT, AT + 1), Kind.REPLACED, Certainty.UNCERTAIN, Materiality.TEXT, rule, 1.2, ""
    )
    assert settle_alike([item], placing, [page], Paper("目")) == [item]  # type: ignore[arg-type]
    assert settle_alike([item], placing, [page], None) == [item]
    assert not asked


@pytest.mark.parametrize("group", GROUPS)
def test_what_the_network_tells_apart_is_known_to_look_alike(group: str) -> None:
    """无 printed for 元 was read as it is, and explained as the document's own 元, for nobody knew they look alike."""
    assert all(align.alike(a, b) for a in group for b in group if a != b)
