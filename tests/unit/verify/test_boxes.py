"""A box that the Word has ticked and the paper has not is never passed over as a slip of the reader."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Source
from tfdocs.verify.hunks import find_hunks
from tfdocs.verify.place import place_lines
from tfdocs.verify.weigh import Scales
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.wordtext import word_text


class Witness:
    """Sees an empty square where it is said to, and nothing else."""

    def __init__(self, empty: bool) -> None:
        self._empty = empty
        self.looked: list[Box] = []

    def marks(self, page: Page, box: Box) -> tuple[int, bool]:
        self.looked.append(box)
        return 1, self._empty

    def crop(self, page: Page, box: Box) -> npt.NDArray[np.uint8]:
        return np.full((40, 40, 3), 255, dtype=np.uint8)


def weighed(word: str, read: str, empty: bool) -> tuple[list[Weighed], Witness]:
    prepared = word_text(_word([word]))
    lines = tuple(replace(line, source=Source.OCR) for line in _page(1, [read]).lines)
    pages = [replace(_page(1, []), source=Source.OCR, lines=lines)]
    witness = Witness(empty)
    scales = Scales(prepared, pages, witness)  # type: ignore[arg-type]
    return [scales.weigh(h) for h in find_hunks(place_lines(prepared, pages), pages)], witness


@pytest.mark.parametrize("read", ["口", "□"])
@pytest.mark.parametrize("empty", [True, False])
def test_a_box_ticked_in_the_word_is_looked_at_where_the_paper_reads_empty(read: str, empty: bool) -> None:
    (item,), witness = weighed("申报类别：☑学术交流类项目", f"申报类别：{read}学术交流类项目", empty)
    assert item.certainty is (Certainty.UNCERTAIN if empty else None)
    assert item.kind is Kind.REPLACED
    assert item.materiality is Materiality.TEXT or not empty
    assert witness.looked


def test_an_empty_box_read_as_a_character_is_a_box() -> None:
    (item,), _ = weighed("申报类别：□学术交流类项目", "申报类别：口学术交流类项目", True)
    assert item.certainty is None
