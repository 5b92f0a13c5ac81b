"""The document's own type settles a doubt only when all strokes of the Word are there and nothing else fits."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import cast

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.verify.conftest import SIZE, _page, _word
from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.model.page import Line, Page, Seal, SealShape, Source
from tfdocs.verify.glyphs import Fit, GlyphBook
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.hunks import find_hunks
from tfdocs.verify.layout import boundaries
from tfdocs.verify.likeness import look_alike
from tfdocs.verify.place import place_lines
from tfdocs.verify.same_shapes import _LOOSEST, _TIGHT, Stretch, _alone, _as_long, _Cell, settle_by_shape
from tfdocs.verify.same_shapes import _in_doubt as in_doubt
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.witness import OVER
from tfdocs.verify.wordtext import word_text

SCALE = 4
EM = round(SIZE * SCALE)
Image = npt.NDArray[np.uint8]
MARKS = "，；"
ABOVE = "各单位应当加强领导明确责任细化措施认真组织实施"
BELOW = "本办法由项目管理部门负责解释自公布之日起施行各单位遵照执行"


def glyph(char: str) -> npt.NDArray[np.bool_]:
    """A character's strokes: bars that its code chooses, the same every time. 太 is 大 and a stroke more, 已 is 己 and
    a dot more."""
    if char in MARKS:
        out = np.zeros((EM - 6, EM - 6), dtype=bool)
        out[-12:-4, 4:10] = True
        out[10:16, 4:10] = char == "；"
        return out
    if char == "太":
        out = glyph("大").copy()
        out[-12:-4, 4:12] = True
        return out
    if char == "已":
        out = glyph("己").copy()
        out[0:2, 0:3] = True
        return out
    random = np.random.default_rng(int.from_bytes(hashlib.sha256(char.encode()).digest()[:4]))
    out = np.zeros((EM - 6, EM - 6), dtype=bool)
    for _ in range(4):
        at, start, long = random.integers(2, EM - 12), random.integers(0, 16), random.integers(16, 26)
        out[at : at + 4, start : start + long] = True
        at, start = random.integers(2, EM - 12), random.integers(0, 16)
        out[start : start + long, at : at + 4] = True
    return out


class Paper:
    """A witness on lines whose print is drawn from ``glyph``: what stands there is not what was read."""

    def __init__(self, printed: dict[str, str], stain: tuple[float, float] | None = None) -> None:
        self._printed, self._stain = printed, stain

    def colourless(self, page: Page) -> bool:
        return True

    def row(
        self, page: Page, line: Line, room: float
    ) -> tuple[Image, tuple[float, float], tuple[float, float], float] | None:
        text = self._printed.get(line.text, line.text)
        wide, tall = round((line.box.width + 2 * room) * SCALE), round(SIZE * SCALE * (1 + 2 * OVER))
        image = np.full((tall, wide), 255, dtype=np.uint8)
        for i, char in enumerate(text):
            x = round((room + i * SIZE) * SCALE) + 3
            if x + EM < wide:
                part = image[round(OVER * EM) + 3 :, x:][: EM - 6, : EM - 6]
                part[glyph(char)[: part.shape[0], : part.shape[1]]] = 0
        if self._stain is not None and line.text in self._printed:
            x0, x1 = (round((room + v) * SCALE) for v in self._stain)
            image[tall // 3 : tall // 3 + 9, x0:x1] = 0
        return image, (line.box.x0 - room, line.box.centre[1]), (1.0, 0.0), float(SCALE)


def doubtful(word: str, read: str, others: tuple[str, ...] = (ABOVE, BELOW)) -> tuple[list[Weighed], object, Page]:
    prepared = word_text(_word([others[0], word, *others[1:]]))
    plain = _page(1, [others[0], read, *others[1:]])
    lines = []
    for line in plain.lines:
        b = line.box
        corners = ((b.x0, b.top), (b.x1, b.top), (b.x1, b.bottom), (b.x0, b.bottom))
        lines.append(replace(line, source=Source.OCR, quad=corners))
    seal = Seal(1, lines[1].box, SealShape.CIRCLE)
    page = replace(plain, lines=tuple(lines), seals=(seal,))
    placing = place_lines(prepared, [page])
    items = [
        Weighed(h, Kind.REPLACED, Certainty.UNCERTAIN, Materiality.TEXT, "under-seal", 8.0, "")
        for h in find_hunks(placing, [page])
    ]
    return items, placing, page


def settled(word: str, read: str, printed: str, stain: tuple[float, float] | None = None, **more: object) -> list[bool]:
    items, placing, page = doubtful(word, read, **more)  # type: ignore[arg-type]
    paper = Paper({read: printed}, stain)
    return [w.certainty is None for w in settle_by_shape(items, placing, [page], paper)]  # type: ignore[arg-type]


WORD = "真组领强导确认任织责明加"


def test_what_a_seal_covers_is_known_by_its_strokes() -> None:
    assert settled(WORD, "真组领强导施认任织责明加", WORD, stain=(55.0, 85.0)) == [True]


@pytest.mark.parametrize(("own", "read", "found"), [("，", "；", False), ("；", "，", True)])
def test_a_dot_that_a_seal_took_is_not_said_to_be_none(own: str, read: str, found: bool) -> None:
    """A semicolon with its dot under a seal's rim was settled as the comma that the Word has."""
    word = WORD.replace("确", own)
    others = (ABOVE + "，；、", BELOW)
    assert settled(word, word.replace(own, read), word, others=others) == [found]


def test_another_character_under_the_seal_stays_a_doubt() -> None:
    assert settled(WORD, "真组领强导施认任织责明加", "真组领强导施认任织责明加", stain=(55.0, 85.0)) == [False]


def test_a_character_more_on_paper_stays_a_doubt() -> None:
    assert settled(WORD, "真组领强导认任织责明加", "真组领强导确应认任织责明加") == [False]


@pytest.mark.parametrize(("put_in", "asked"), [("如遇特殊情况可以延期", False), ("不", False), ("，", True)])
def test_shapes_are_not_asked_about_words_that_the_word_does_not_have(put_in: str, asked: bool) -> None:
    """They lie beyond what its own characters can be laid over: a clause under a seal was once taken for a slip."""
    items, _, _ = doubtful(WORD, WORD[:5] + put_in + WORD[5:])
    (item,) = items
    assert item.hunk.w0 == item.hunk.w1
    assert in_doubt(replace(item, kind=Kind.ADDED)) is asked


def test_a_character_that_is_gone_stays_a_doubt() -> None:
    assert settled(WORD, "真组领强导认任织责明加", "真组领强导认任织责明加") == [False]


def test_a_character_seen_nowhere_else_stays_a_doubt() -> None:
    word = WORD.replace("确", "窅")
    assert settled(word, "真组领强导施认任织责明加", word) == [False]


@pytest.mark.parametrize("printed", ["大", "太"])
def test_a_character_that_holds_all_strokes_of_the_words_is_not_taken_for_it(printed: str) -> None:
    others = ("各单位应当加强大会领导明确责任细化措施认真组织实施", BELOW)
    word, read = "真组领强导大认任织责明加", "真组领强导太认任织责明加"
    assert settled(word, read, word.replace("大", printed), others=others) == [False]


@pytest.mark.parametrize("printed", ["己", "已"])
def test_where_a_look_alike_was_read_the_shapes_say_nothing_for_the_word(printed: str) -> None:
    others = ("各单位已经加强领导自己明确责任已经细化措施认真", "本办法由自己负责解释已经公布之日起施行各单位遵照执行")
    word, read = "真组领强导已认任织责明加", "真组领强导己认任织责明加"
    assert settled(word, read, word.replace("已", printed), others=others) == [False]


@pytest.mark.parametrize(("read", "word"), [("无", "元"), ("元", "无"), ("方", "万"), ("目", "日"), ("夭", "天")])
def test_a_character_with_a_small_stroke_more_or_less_is_its_look_alike(read: str, word: str) -> None:
    """Prices printed in 无 were read so, and taken for the document's own 元, of which they have all the strokes."""
    assert look_alike(read, word)


@pytest.mark.parametrize(("char", "rival", "taken_off"), [("已", "己", False), ("织", "施", True), ("织", "9", False)])
def test_a_doubt_about_a_look_alike_is_not_taken_off_by_the_shapes(char: str, rival: str, taken_off: bool) -> None:
    others = ("各单位已经加强领导自己明确责任已经组织措施认真", "本办法由自己负责解释组织公布之日起施行各单位遵照执行")
    word = "真组领强导已认任织责明加"
    _, placing, page = doubtful(word, word, others=others)
    piece = next(p for p in placing.pieces if p.text == word)  # type: ignore[attr-defined]
    i = word.index(char)
    at = piece.place.start + i
    hunk = Hunk(piece, i, i + 1, at, at + 1)
    item = Weighed(hunk, Kind.REPLACED, Certainty.UNCERTAIN, Materiality.TEXT, "rival", -0.5, "", rival=rival)
    (left,) = settle_by_shape([item], placing, [page], Paper({}))  # type: ignore[arg-type]
    assert (left.certainty is None) is taken_off


@pytest.mark.parametrize("others", [(ABOVE, BELOW), (ABOVE + "；公布", BELOW)])
def test_a_point_that_is_part_of_the_mark_on_paper_is_not_taken_for_it(others: tuple[str, ...]) -> None:
    others = (others[0][:8] + "，" + others[0][8:], others[1])
    word, read = "真组领强导，认任织责明加", "真组领强导；认任织责明加"
    assert settled(word, read, read, others=others) == [False]


@settings(max_examples=25, deadline=None)
@given(st.text("应当细化措施实部门负公布之日起行遵照执", min_size=1, max_size=1), st.booleans())
def test_no_other_character_of_the_document_passes_for_the_words(other: str, stained: bool) -> None:
    read = WORD.replace("确", other)
    assert settled(WORD, read, read, stain=(55.0, 85.0) if stained else None) == [False]


@settings(max_examples=30, deadline=None)
@given(st.text("应当细化措施实部门负公布之日起行遵照执", min_size=3, max_size=16), st.data())
def test_characters_are_laid_between_the_gaps_whatever_was_seen_of_them(text: str, data: st.DataObject) -> None:
    image = np.zeros((EM, EM * (len(text) + 2)), dtype=np.int64)
    for i, char in enumerate(text):
        image[3 : EM - 3, EM * (i + 1) + 3 : EM * (i + 2) - 3] = glyph(char)
    off = data.draw(st.lists(st.floats(-0.25, 0.25), min_size=len(text), max_size=len(text)))
    hidden = data.draw(st.integers(1, len(text) - 1))
    centres = [None if i == hidden else EM * (i + 1.5 + o) for i, o in enumerate(off)]
    cells = boundaries(image.sum(axis=0).astype(np.float64), text, centres, float(EM))
    assert len(cells) == len(text) + 1
    for i, cell in enumerate(cells):
        # within the white between two characters, strokes at most 16 pixels inside of it
        assert abs(cell - EM * (i + 1)) <= 20
    assert cells == sorted(cells)


@pytest.mark.parametrize(("beside", "alone"), [(0, False), (110, True)])
def test_a_figure_that_is_part_of_what_was_read_does_not_speak_for_itself_under_a_seal(
    beside: int, alone: bool
) -> None:
    """A planted 14 for 11, a seal near it: 1 lies on the stem of the 4, whose other strokes were taken for the seal's.

    The fits are those measured there; where the 4 leaves as much unexplained (``beside``), the ink may be the seal's.
    """
    own = Fit(1.0, 251, 121, 121, 95, 1036, 1052, 1)
    fits = {"4": Fit(0.82, 470, beside, beside, 0, 1025, 1053, 1)}

    class Book:
        def others(self, char: str, em: float) -> list[tuple[str, str]]:
            return [(c, c) for c in "023456789"]

    class Place:
        em = 30.0

        def fit(self, patterns: str) -> Fit:
            return fits.get(patterns, Fit(0.5, 430, 140, 200, 0, 1028, 1052, 1))

    assert _alone("1", own, "14", cast(GlyphBook, Book()), cast(_Cell, Place()), True, True) is alone


@pytest.mark.parametrize(("loosest", "room"), [(_LOOSEST, True), (_TIGHT, False)])
def test_a_figure_more_is_not_excused_by_spaces_that_were_never_measured(loosest: float, room: bool) -> None:
    """（11. for （1.: a space of unknown width behind the point hid the figure."""

    class Book:
        def length(self, text: str) -> tuple[float, float]:
            return 2.0, 0.65

    lying = [(0.95, 0.0), (0.95, 40.0), (0.5, 60.0), (0.95, 90.4)]
    fits = [Fit(covered, 100, 0, 0, 0, left, left + 40.0, 0.0) for covered, left in lying]
    stretch = Stretch("（1.锦", (20.0, None, None, 110.4), 1, 2)
    assert _as_long(stretch, fits, cast(GlyphBook, Book()), 40.0, loosest) is room
