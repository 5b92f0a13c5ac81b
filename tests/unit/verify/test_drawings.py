"""Words in a picture are told from the same words in the text by where the picture lies, and a change in it is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tests.unit.verify.conftest import SIZE, _line, _page, _word
from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Source
from tfdocs.model.picture import PictureText
from tfdocs.text.normalise import fold
from tfdocs.verify.drawings import Drawn, drawn_lines
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.lying import Lying
from tfdocs.verify.picture_doubts import differing_pictures, of_missing_pictures
from tfdocs.verify.pieces import Piece
from tfdocs.verify.place import place_lines
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.wordtext import word_text

SCREEN = ["个人信息", "作业列表", "当前用户", "合计12500"]
BODY = ["密码", "个人信息", "作业列表", "请在个人信息中填写密码"]
WIDE, HIGH = 200.0, 120.0


class Figures:
    """A picture that lies in ``place``, and pixels that agree with nothing."""

    def __init__(self, place: Box | None) -> None:
        self._place = place

    def lies(self, page: Page, number: int) -> Lying | None:
        box = self._place
        if box is None:
            return None
        return Lying(np.array([[box.width, 0.0, box.x0], [0.0, box.height, box.top]]))

    def alike_there(self, page: Page, number: int, lying: Lying, box: Box) -> float | None:
        return None

    def read(self, page: Page, box: Box) -> str:
        return ""


def picture(lines: Sequence[str], *, across: bool = False) -> PictureText:
    """Lines one below the other, or one beside the other, as they lie on a page with its corner at (280, 380)."""
    made = [_line(t, 20.0 + (60 * n if across else 0), 20.0 + (0 if across else 20 * n)) for n, t in enumerate(lines)]
    return PictureText(WIDE, HIGH, tuple(made))


def on_page(lines: Sequence[str]) -> list[tuple[str, float, float]]:
    return [(text, 300.0, 400.0 + 20 * n) for n, text in enumerate(lines)]


PLACE = Box(280, 380, 280 + WIDE, 380 + HIGH)


def _scan(lines: Sequence[tuple[str, float, float]]) -> Page:
    page = _page(1, lines)
    return replace(page, source=Source.OCR, lines=tuple(replace(ln, source=Source.OCR) for ln in page.lines))


def _drawn(page: Page, place: Box | None, *screens: Sequence[str]) -> tuple[Drawn, dict[int, str]]:
    pictures = [picture(s) for s in screens or (SCREEN,)]
    drawn = drawn_lines(word_text(_word(BODY)), [page], pictures, Figures(place))  # type: ignore[arg-type]
    return drawn, {id(ln): ln.text for ln in page.lines}


def _told(page: Page, drawn: Drawn) -> list[tuple[Kind, str, str]]:
    placing = place_lines(word_text(_word(BODY)), [page], drawn.all())
    items = differing_pictures(placing, drawn)
    assert all(item.certainty is Certainty.UNCERTAIN for item in items)
    return [(item.kind, item.rule, item.note) for item in items]


def test_labels_of_the_text_that_a_screen_shows_too_stay_text() -> None:
    page = _scan([(text, 90, 100 + 20 * n) for n, text in enumerate(BODY)])
    drawn, _ = _drawn(page, None)
    assert not drawn.all()


def test_what_lies_in_the_picture_and_reads_alike_is_the_pictures() -> None:
    body = [(text, 90.0, 100.0 + 20 * n) for n, text in enumerate(BODY)]
    page = _scan([*body, *on_page(SCREEN)])
    drawn, texts = _drawn(page, PLACE)
    assert [texts[i] for i in texts if i in drawn.same] == SCREEN
    assert not drawn.apart and not drawn.nowhere
    # nothing of the picture is found by its pixels: its words lie as they do there, and some are not in the text
    drawn, texts = _drawn(page, None)
    assert [texts[i] for i in texts if i in drawn.same] == SCREEN
    assert not drawn.apart and not drawn.nowhere


def test_a_figure_that_was_changed_in_a_picture_is_shown_to_a_person() -> None:
    page = _scan(on_page([*SCREEN[:3], "合计72500"]))
    for place in (PLACE, None):
        drawn, _ = _drawn(page, place)
        ((kind, rule, note),) = _told(page, drawn)
        assert (kind, rule) == (Kind.ADDED, "picture-differs")
        assert "合计12500" in note and "合计72500" in note


def test_words_of_a_picture_that_changed_places_are_shown_though_each_stands_in_it() -> None:
    page = _scan(on_page([SCREEN[1], SCREEN[0], *SCREEN[2:]]))
    drawn, _ = _drawn(page, PLACE)
    ((_, _, note),) = _told(page, drawn)
    assert "图中为“个人信息”，纸面为“作业列表”" in note


def test_what_was_taken_out_of_a_picture_is_missed() -> None:
    page = _scan([line for line in on_page(SCREEN) if line[0] != "当前用户"])
    drawn, _ = _drawn(page, PLACE)
    ((kind, rule, note),) = _told(page, drawn)
    assert (kind, rule) == (Kind.MISSING, "picture-differs")
    assert "当前用户" in note


def test_rows_that_changed_places_do_not_fit_the_picture_upside_down() -> None:
    rows = ["项目及金额", "培训12500", "会议26400", "期刊37900"]
    page = _scan(on_page([rows[3], rows[2], rows[1], rows[0]]))
    drawn, _ = _drawn(page, None, rows)
    assert drawn.apart or drawn.nowhere


def test_where_a_row_is_gone_the_text_below_is_no_row() -> None:
    page = _scan([*on_page(SCREEN[:3]), ("请在个人信息中填写密码", 300.0, 460.0)])
    drawn, texts = _drawn(page, PLACE)
    ((_, _, note),) = _told(page, drawn)
    assert "合计12500" in note
    assert "请在个人信息中填写密码" not in {texts[i] for i in drawn.all()}


def test_a_picture_that_is_on_no_page_is_missed() -> None:
    page = _scan([(text, 90, 100 + 20 * n) for n, text in enumerate(BODY)])
    drawn, _ = _drawn(page, None)
    ((kind, rule, note),) = _told(page, drawn)
    assert (kind, rule) == (Kind.MISSING, "picture-missing")
    assert "合计12500" in note


def test_lines_like_those_of_a_picture_that_was_not_found_are_no_more_than_doubts() -> None:
    """Badly printed it may be what they stand in; other lines that the Word does not have are certain."""
    page = _scan([*((text, 90.0, 100.0 + 20 * n) for n, text in enumerate(BODY)), ("合汁12500", 300.0, 400.0)])
    drawn, _ = _drawn(page, None)
    assert drawn.nowhere

    def item(text: str) -> Weighed:
        line = replace(_line(text, 300.0, 400.0), source=Source.OCR)
        hunk = Hunk(Piece(0, 9, line, fold(text), 0, len(text)), 0, len(text), 0, 0, alone=True)
        return Weighed(hunk, Kind.ADDED, Certainty.CERTAIN, Materiality.TEXT, "not-in-word", 20.0, "")

    like, unlike = of_missing_pictures([item("合汁12500"), item("另行支付违约金")], drawn)
    assert (like.certainty, like.rule) == (Certainty.UNCERTAIN, "picture-perhaps")
    assert unlike.certainty is Certainty.CERTAIN


def test_of_two_pictures_that_look_alike_each_has_its_own_place() -> None:
    """Both are found where the first lies; that the second is nowhere is seen."""
    other = [*SCREEN[:3], "合计90000"]
    page = _scan(on_page(SCREEN))
    drawn, texts = _drawn(page, PLACE, other, SCREEN)
    assert [texts[i] for i in texts if i in drawn.same] == SCREEN
    assert not drawn.apart
    assert [number for number, _ in drawn.nowhere] == [0]
    # the same picture shown again is no second one
    again = _scan([*on_page(SCREEN), *((t, 50.0, y) for t, _, y in on_page(SCREEN))])
    drawn, texts = _drawn(again, None)
    assert [texts[i] for i in texts if i in drawn.same] == [*SCREEN, *SCREEN]
    assert not drawn.apart and not drawn.nowhere


def test_words_of_the_text_that_stand_before_a_picture_stay_text() -> None:
    lines = [*on_page(SCREEN), ("请在个人信息中填写密码", 300.0, 480.0)]
    drawn, texts = _drawn(_scan(lines), PLACE)
    assert "请在个人信息中填写密码" not in {texts[i] for i in drawn.all()}


def test_a_difference_in_a_picture_is_shown_where_it_lies() -> None:
    page = _scan([line for line in on_page(SCREEN) if line[0] != "当前用户"])
    drawn, _ = _drawn(page, PLACE)
    (apart,) = drawn.apart
    (place,) = apart.places
    assert (apart.page, apart.picture, place.lines) == (0, 0, ())
    middle = place.box.centre
    assert abs(middle[0] - (300 + 2 * SIZE)) < 1 and abs(middle[1] - (440 + SIZE / 2)) < 1


def test_lying_takes_shares_of_a_picture_to_the_page() -> None:
    lying = Lying(np.array([[0.0, -100.0, 300.0], [50.0, 0.0, 200.0]]))  # turned by a quarter
    assert lying.box() == Box(200.0, 200.0, 300.0, 250.0)
    assert lying.box(Box(0.5, 0.0, 1.0, 0.5)) == Box(250.0, 225.0, 300.0, 250.0)


def test_where_another_picture_lies_nothing_is_read_again() -> None:
    """Screens of one manual look alike: each was read line by line wherever words of it stand."""
    like = [*SCREEN[:3], "合计99999", "附页第二十三号"]
    asked: list[Box] = []

    class Counting(Figures):
        def read(self, page: Page, box: Box) -> str:
            asked.append(box)
            return ""

    page = _scan(on_page(SCREEN))
    pictures = [picture(SCREEN), picture(like)]
    drawn = drawn_lines(word_text(_word(BODY)), [page], pictures, Counting(None))  # type: ignore[arg-type]
    assert [p.picture for p in drawn.placed] == [0]
    assert [n for n, _ in drawn.nowhere] == [1]
    assert not asked
