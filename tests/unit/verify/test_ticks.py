"""A box ticked by a pen is filled in; one ticked in the print is a change that a person is shown."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page, Seal, SealShape, Source
from tfdocs.text.normalise import fold
from tfdocs.verify.boxes import square_in
from tfdocs.verify.choices import Choice, weigh_box
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.hunks import find_hunks
from tfdocs.verify.place import place_lines
from tfdocs.verify.ticks import over_the_edge, ticked_by_hand
from tfdocs.verify.weigh import Scales
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.witness import InkLook
from tfdocs.verify.wordtext import word_text

Image = npt.NDArray[np.uint8]
INSIDE = ((58, 74), (68, 86), (88, 60))
OVER = ((58, 74), (70, 90), (118, 30))


def box(tick: tuple[tuple[int, int], ...], turn: float = 0.0) -> Image:
    """A square of 44 pixels with a tick through the given points, 1 where it is dark."""
    paper = np.zeros((150, 150), dtype=np.uint8)
    cv2.rectangle(paper, (52, 52), (96, 96), 255, 3)
    if tick:
        cv2.polylines(paper, [np.array(tick, dtype=np.int32)], False, 255, 5)
    about = cv2.getRotationMatrix2D((75, 75), turn, 1.0)
    return (cv2.warpAffine(paper, about, (150, 150)) > 127).astype(np.uint8)


@pytest.mark.parametrize("turn", [0.0, 1.0, -1.5])
def test_a_stroke_over_the_edge_of_its_box_is_a_hands(turn: float) -> None:
    assert over_the_edge(box(OVER, turn))
    assert not over_the_edge(box(INSIDE, turn))
    assert not over_the_edge(box((), turn))


@pytest.mark.parametrize(
    ("read", "rule"), [("[☑", "box-ticked-in-print"), ("☑", "box-ticked-in-print"), ("[口", "box-not-seen")]
)
def test_a_tick_that_was_read_is_never_explained_away(read: str, rule: str) -> None:
    """A ring's edge before the box was read as [, and the likelihood of □ said that either would do."""
    document = _word(["□未央坪会员服务平台"])
    page = _page(1, [read + "未央坪会员服务平台"])
    (piece,) = place_lines(word_text(document), [page]).pieces
    hunk = Hunk(piece, 0, len(fold(read).text), 0, 1)
    item = weigh_box(Choice(hunk, "□", fold(read).text, Kind.REPLACED, Materiality.PUNCTUATION), [page], None)
    assert item is not None and (item.rule, item.certainty) == (rule, Certainty.UNCERTAIN)


def test_ink_without_a_box_is_no_tick() -> None:
    assert not over_the_edge(np.zeros((60, 60), dtype=np.uint8))
    assert not over_the_edge(np.eye(60, dtype=np.uint8))


def test_a_character_that_touches_its_box_is_no_stroke_over_the_edge() -> None:
    """☑岷 printed close: on the scan the two are one patch."""
    ink = box(INSIDE)
    cv2.rectangle(ink, (99, 40), (130, 110), 1, 3)
    cv2.line(ink, (95, 70), (101, 70), 1, 3)
    seen = Box(90.0, 100.0, 90.0 + 44 / 4, 100.0 + 44 / 4)  # the crop around it has four pixels a point
    reach = (150 - 44) / 2 / 4
    page = _page(1, [("岷", seen.x1 + 1, seen.top)])
    line = replace(page.lines[0], box=Box(90.0, 100.0, 120.0, 100.0 + reach / 0.6))
    page = replace(page, lines=(line,))
    witness = Witness(ink, 0.0)
    assert ticked_by_hand(witness, page, [seen], line)  # type: ignore[arg-type] as a patch it goes over the edge
    assert not ticked_by_hand(witness, page, [seen], line, exact=True)  # type: ignore[arg-type]
    by_pen = Witness(box(((58, 74), (70, 90), (90, 30))), 0.0)
    assert ticked_by_hand(by_pen, page, [seen], line, exact=True)  # type: ignore[arg-type] over the upper edge


class Witness:
    def __init__(self, ink: Image, blue: float) -> None:
        self._ink, self._blue = ink, blue

    def crop(self, page: Page, region: Box) -> Image:
        return np.asarray(cv2.cvtColor((1 - self._ink) * 255, cv2.COLOR_GRAY2RGB), dtype=np.uint8)

    def colourless(self, page: Page) -> bool:
        return True

    def ink(self, page: Page, boxes: list[Box]) -> InkLook:
        return InkLook(self._blue if len(boxes) == 1 and boxes[0].width < 20 else 0.0)


def without_box(line: Line) -> Line:
    """The line with room where it has a box."""
    kept = [i for i, c in enumerate(line.text) if c != "□"]
    chars, sure = tuple(line.chars[i] for i in kept), tuple(line.confidence[i] for i in kept)
    return replace(line, text=line.text.replace("□", ""), chars=chars, confidence=sure)


def weighed(
    read: str, ink: Image, blue: float = 0.0, before: str = "申报类别：", *, word: str = "□", sealed: bool = False
) -> Weighed:
    prepared = word_text(_word([f"{before}{word}学术交流类项目", "以上内容由申报单位如实填写"]))
    plain = _page(1, [f"{before}{read or '□'}学术交流类项目", "以上内容由申报单位如实填写"])
    lines = tuple(replace(line if read else without_box(line), source=Source.OCR) for line in plain.lines)
    seals = (Seal(1, Box(60.0, 60.0, 260.0, 260.0), SealShape.CIRCLE),) if sealed else ()
    pages = [replace(plain, source=Source.OCR, lines=lines, seals=seals)]
    scales = Scales(prepared, pages, Witness(ink, blue))  # type: ignore[arg-type]
    (item,) = (scales.weigh(h) for h in find_hunks(place_lines(prepared, pages), pages))
    return item


@pytest.mark.parametrize(("ink", "blue"), [(box(OVER), 0.0), (box(INSIDE), 0.6)])
def test_a_pens_tick_is_filled_in(ink: Image, blue: float) -> None:
    item = weighed("☑", ink, blue)
    assert (item.kind, item.certainty) == (Kind.FILLED_IN, Certainty.CERTAIN)


@pytest.mark.parametrize("read", ["☑", "⊠", "■"])
def test_a_tick_in_the_print_is_shown_to_a_person(read: str) -> None:
    item = weighed(read, box(INSIDE))
    assert (item.kind, item.certainty) == (Kind.REPLACED, Certainty.UNCERTAIN)
    assert item.materiality is Materiality.TEXT


# a reader passes over boxes, ticked ones too, or takes them for characters of their shape; at a line's head nothing
# stands before one
NOT_READ = pytest.mark.parametrize(("read", "before"), [("口", "申报类别："), ("", "申报类别："), ("", "")])


@NOT_READ
def test_a_tick_in_print_is_seen_where_no_box_was_read(read: str, before: str) -> None:
    item = weighed(read, box(INSIDE), before=before)
    assert (item.certainty, item.rule) == (Certainty.UNCERTAIN, "box-ticked-in-print")
    assert item.kind is not Kind.FILLED_IN
    assert item.materiality is Materiality.TEXT


@NOT_READ
@pytest.mark.parametrize(("ink", "blue"), [(box(OVER), 0.0), (box(INSIDE), 0.6)])
def test_a_pens_tick_is_filled_in_where_no_box_was_read(read: str, before: str, ink: Image, blue: float) -> None:
    item = weighed(read, ink, blue, before)
    assert (item.kind, item.certainty) == (Kind.FILLED_IN, Certainty.CERTAIN)


@NOT_READ
def test_an_empty_box_that_was_not_read_is_no_difference(read: str, before: str) -> None:
    assert weighed(read, box(()), before=before).certainty is None


@NOT_READ
def test_under_a_seal_a_stroke_over_the_edge_is_nobodys_for_certain(read: str, before: str) -> None:
    item = weighed(read, box(OVER), before=before, sealed=True)
    assert (item.kind is Kind.FILLED_IN, item.certainty) == (False, Certainty.UNCERTAIN)


def test_under_a_seal_without_colour_ink_in_a_box_is_not_surely_its_tick() -> None:
    assert weighed("□", box(INSIDE), word="☑").certainty is None
    item = weighed("□", box(INSIDE), word="☑", sealed=True)
    assert (item.certainty, item.rule) == (Certainty.UNCERTAIN, "box-under-seal")


def test_a_square_is_closed() -> None:
    limits = (20.0, 80.0)
    assert square_in(box(INSIDE, 1.0), limits) is not None
    for gap in ((48, 60, 102, 90), (48, 48, 56, 102), (90, 60, 102, 90)):
        opened = box(())
        x0, y0, x1, y1 = gap
        opened[y0:y1, x0:x1] = 0
        assert square_in(opened, limits) is None
    assert square_in(box(()), (60.0, 80.0)) is None


def test_a_square_is_found_whatever_crosses_its_sides() -> None:
    limits = (20.0, 80.0)
    crossed = box(OVER)
    cv2.line(crossed, (118, 30), (149, 20), 1, 5)
    cv2.line(crossed, (140, 10), (140, 140), 1, 5)  # the tail of the tick runs into the character behind
    found = square_in(crossed, limits)
    assert found is not None
    assert all(abs(a - b) <= 4 for a, b in zip(found, (52, 52, 96, 96), strict=True)), found


def test_a_rule_close_by_is_no_side_of_a_box() -> None:
    ruled = box(())
    cv2.line(ruled, (0, 46), (149, 46), 1, 3)
    cv2.line(ruled, (52, 46), (52, 52), 1, 3)
    cv2.line(ruled, (96, 46), (96, 52), 1, 3)
    found = square_in(ruled, (20.0, 80.0))
    assert found is not None
    assert found[1] >= 50, found


def test_a_square_beside_the_place_is_another_box() -> None:
    assert square_in(box(()), (20.0, 80.0), (100.0, 150.0)) is None
    assert square_in(box(()), (20.0, 80.0), (60.0, 90.0)) is not None
