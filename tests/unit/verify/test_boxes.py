"""What a box holds is seen on the page, whatever a recogniser makes of it."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page, Source
from tfdocs.text.normalise import fold
from tfdocs.verify.choices import Choice, _tick_beside, agreed_boxes
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.hunks import find_hunks
from tfdocs.verify.pieces import Piece
from tfdocs.verify.place import place_lines
from tfdocs.verify.weigh import Scales
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.witness import InkLook
from tfdocs.verify.wordtext import word_text


class Witness:
    """Sees an empty square where it is said to, and nothing else."""

    def __init__(self, empty: bool) -> None:
        self._empty = empty
        self.looked: list[Box] = []
        self.sizes: dict[int, float] = {}

    def marks(self, page: Page, box: Box) -> tuple[int, bool]:
        self.looked.append(box)
        return 1, self._empty

    def crop(self, page: Page, box: Box) -> npt.NDArray[np.uint8]:
        self.looked.append(box)
        paper = np.full((150, 150, 3), 255, dtype=np.uint8)
        if self._empty:
            cv2.rectangle(paper, (52, 52), (96, 96), (0, 0, 0), 3)
        return paper


def weighed(word: str, read: str, empty: bool) -> tuple[list[Weighed], Witness]:
    prepared = word_text(_word([word]))
    lines = tuple(replace(line, source=Source.OCR) for line in _page(1, [read]).lines)
    pages = [replace(_page(1, []), source=Source.OCR, lines=lines)]
    witness = Witness(empty)
    scales = Scales(prepared, pages, witness)  # type: ignore[arg-type]
    return [scales.weigh(h) for h in find_hunks(place_lines(prepared, pages), pages)], witness


@pytest.mark.parametrize("read", ["口", "□"])
def test_a_box_ticked_in_the_word_is_looked_at_where_the_paper_reads_empty(read: str) -> None:
    (item,), _ = weighed("申报类别：☑学术交流类项目", f"申报类别：{read}学术交流类项目", True)
    assert (item.certainty, item.rule) == (Certainty.UNCERTAIN, "box-not-ticked")
    assert item.kind is Kind.REPLACED
    assert item.materiality is Materiality.TEXT


@pytest.mark.parametrize("read", ["口", ""])
@pytest.mark.parametrize("word", ["□", "☑"])
def test_a_box_that_is_nowhere_on_the_page_is_left_to_a_person(word: str, read: str) -> None:
    (item,), witness = weighed(f"申报类别：{word}学术交流类项目", f"申报类别：{read}学术交流类项目", False)
    assert (item.certainty, item.rule) == (Certainty.UNCERTAIN, "box-not-seen")
    assert witness.looked


@pytest.mark.parametrize("read", ["口", "冈"])
def test_an_empty_box_read_as_a_character_is_a_box(read: str) -> None:
    (item,), _ = weighed("申报类别：□学术交流类项目", f"申报类别：{read}学术交流类项目", True)
    assert item.certainty is None


@pytest.mark.parametrize(("word", "empty"), [("☑", True), ("□", False)])
def test_a_box_read_as_the_word_has_it_is_looked_at_all_the_same(word: str, empty: bool) -> None:
    prepared = word_text(_word([f"申报类别：{word}学术交流类项目"]))
    lines = tuple(replace(line, source=Source.OCR) for line in _page(1, [f"申报类别：{word}学术交流类项目"]).lines)
    pages = [replace(_page(1, []), source=Source.OCR, lines=lines)]

    class Filled(Witness):
        def crop(self, page: Page, box: Box) -> npt.NDArray[np.uint8]:
            paper = np.full((150, 150, 3), 255, dtype=np.uint8)
            cv2.rectangle(paper, (52, 52), (96, 96), (0, 0, 0), -1)
            return paper

        def ink(self, page: Page, boxes: list[Box]) -> InkLook:
            return InkLook(0.0)

    witness = Filled(empty) if word == "□" else Witness(empty)
    (item,) = agreed_boxes(place_lines(prepared, pages), pages, witness, [])  # type: ignore[arg-type]
    assert item.certainty is Certainty.UNCERTAIN


class Drawn(Witness):
    """Sees the page that it was given, at 300 dpi."""

    def __init__(self, image: npt.NDArray[np.uint8]) -> None:
        super().__init__(False)
        self._image = image

    def crop(self, page: Page, box: Box) -> npt.NDArray[np.uint8]:
        s = 300 / 72
        return self._image[int(box.top * s) : int(box.bottom * s), int(box.x0 * s) : int(box.x1 * s)]

    def ink(self, page: Page, boxes: list[Box]) -> InkLook:
        return InkLook(0.0)


@pytest.mark.parametrize("there", [True, False])
def test_a_small_box_in_a_cell_of_few_characters_is_seen(there: bool) -> None:
    """是☑ 否□: a detector's box is twice as high as such a line's characters, and ☑ of another typeface half as wide.

    Held against a size guessed by the box's height it was too small, and left of the room where it was looked for.
    """
    size, s = 10.5, 300 / 72
    image = np.full((round(200 * s), round(400 * s), 3), 255, dtype=np.uint8)
    if there:
        (x0, y0), (x1, y1) = (round(111.5 * s), round(102 * s)), (round(116.4 * s), round(106.9 * s))
        cv2.rectangle(image, (x0, y0), (x1, y1), (0, 0, 0), 2)
        cv2.line(image, (x0 + 6, y0 + 12), (x1 - 6, y1 - 6), (0, 0, 0), 3)
    prose = "本单位对所填报内容的真实性负责"
    chars = tuple(Box(60 + size * i, 60, 60 + size * (i + 1), 80) for i in range(len(prose)))
    own = (Box(60, 93, 70.5, 115), Box(70.5, 93, 81, 115), Box(99.5, 93, 115, 115))  # the last over ☑
    lines = [
        Line(prose, Box(60, 60, 220, 80), chars, (1.0,) * len(chars), Source.OCR),
        Line("有□无", Box(60, 93, 115, 115), own, (1.0,) * 3, Source.OCR),
    ]
    page = replace(_page(1, []), source=Source.OCR, lines=tuple(lines))
    prepared = word_text(_word([prose, ("有□无☑", 0, 0, 0)]))
    scales = Scales(prepared, [page], Drawn(image))  # type: ignore[arg-type]
    (item,) = [scales.weigh(h) for h in find_hunks(place_lines(prepared, [page]), [page])]
    assert item.rule == ("box-seen" if there else "box-not-seen")


@pytest.mark.parametrize(("left", "beside"), [(0.0, False), (4.0, False), (-4.0, False), (-8.5, True), (9.0, True)])
def test_a_tick_beside_a_box_is_not_the_box(left: float, beside: bool) -> None:
    """□财政资金√☒企业资助: a pen's tick behind one choice was taken for the box of the next."""
    line = _page(1, ["财政资金√企业资助"]).lines[0]
    piece = Piece(0, 0, line, fold(line.text), 0, len(line.text))
    middle = line.chars[4].centre[0] - left
    choice = Choice(Hunk(piece, 4, 5, 4, 5), "☒", "√", Kind.REPLACED, Materiality.TEXT)
    assert _tick_beside(choice, Box(middle - 4.5, 80, middle + 4.5, 89)) is beside
    read_as_a_box = replace(choice, read="☑")
    assert not _tick_beside(read_as_a_box, Box(middle + 30, 80, middle + 39, 89))
