"""Words in a picture are told from the same words in the text by where the picture lies, and a change in it is seen."""

from __future__ import annotations

from dataclasses import replace

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Certainty, Kind
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Source
from tfdocs.verify.drawings import Drawn, differing_pictures, drawn_lines
from tfdocs.verify.place import place_lines
from tfdocs.verify.wordtext import word_text

SCREEN = ["个人信息", "作业列表", "当前用户", "合计12500"]
BODY = ["密码", "个人信息", "作业列表", "请在个人信息中填写密码"]


class Figures:
    """A picture that lies in ``place``, and pixels that agree with nothing."""

    def __init__(self, place: Box | None) -> None:
        self._place = place

    def lies(self, page: Page, number: int) -> Box | None:
        return self._place

    def same(self, page: Page, box: Box) -> bool:
        return False


def _scan(lines: list[tuple[str, float, float]]) -> Page:
    page = _page(1, lines)
    return replace(page, source=Source.OCR, lines=tuple(replace(ln, source=Source.OCR) for ln in page.lines))


def _drawn(page: Page, place: Box | None) -> tuple[Drawn, dict[int, str]]:
    drawn = drawn_lines(word_text(_word(BODY)), [page], [SCREEN], Figures(place))  # type: ignore[arg-type]
    return drawn, {id(ln): ln.text for ln in page.lines}


def test_labels_of_the_text_that_a_screen_shows_too_stay_text() -> None:
    page = _scan([(text, 90, 100 + 20 * n) for n, text in enumerate(BODY)])
    drawn, _ = _drawn(page, None)
    assert not drawn.all()


def test_what_lies_in_the_picture_and_reads_alike_is_the_pictures() -> None:
    body = [(text, 90.0, 100.0 + 20 * n) for n, text in enumerate(BODY)]
    page = _scan([*body, *((text, 300.0, 400.0 + 20 * n) for n, text in enumerate(SCREEN))])
    drawn, texts = _drawn(page, Box(280, 380, 500, 500))
    assert [texts[i] for i in texts if i in drawn.same] == SCREEN
    assert not drawn.apart
    # nothing of the picture is found by its pixels: its words stand together, and some are not in the text
    drawn, texts = _drawn(page, None)
    assert [texts[i] for i in texts if i in drawn.same] == SCREEN


def test_a_figure_that_was_changed_in_a_picture_is_shown_to_a_person() -> None:
    page = _scan([(t, 300.0, 400.0 + 20 * n) for n, t in enumerate([*SCREEN[:3], "合计72500"])])
    drawn, _ = _drawn(page, Box(280, 380, 500, 500))
    ((index, lines),) = drawn.apart
    assert (index, [ln.text for ln in lines]) == (0, ["合计72500"])
    placing = place_lines(word_text(_word(BODY)), [page], drawn.all())
    (item,) = differing_pictures(placing, [page], drawn)
    assert (item.kind, item.certainty, item.rule) == (Kind.ADDED, Certainty.UNCERTAIN, "picture-differs")


def test_words_of_the_text_that_stand_before_a_picture_stay_text() -> None:
    lines = [*((t, 300.0, 400.0 + 20 * n) for n, t in enumerate(SCREEN)), ("请在个人信息中填写密码", 300.0, 480.0)]
    drawn, texts = _drawn(_scan(lines), Box(280, 380, 500, 500))
    assert "请在个人信息中填写密码" not in {texts[i] for i in drawn.all()}
