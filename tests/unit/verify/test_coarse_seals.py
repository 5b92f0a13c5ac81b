"""What lies under a seal on a coarse scan is a doubt at most, in colour too."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.page import Seal, SealShape, Source
from tfdocs.verify.place import place_lines
from tfdocs.verify.weigh import Scales
from tfdocs.verify.wordtext import word_text


@pytest.mark.parametrize(("dpi", "coloured", "veiled"), [(150, True, True), (300, True, False), (300, False, True)])
def test_a_coloured_seal_veils_what_a_coarse_scan_shows_under_it(dpi: int, coloured: bool, veiled: bool) -> None:
    (line,) = _page(1, ["数据已于八月十日入库"]).lines
    seal = Seal(1, line.box, SealShape.CIRCLE)
    page = replace(_page(1, []), lines=(replace(line, source=Source.OCR),), seals=(seal,), dpi=float(dpi))
    word = word_text(_word(["数据已于八月十日入库"]))
    (piece,) = place_lines(word, [page]).pieces
    scales = Scales(word, [page], SimpleNamespace(colourless=lambda page: not coloured))  # type: ignore[arg-type]
    assert scales._veiled(piece, 3, 4) is veiled
    # a full stop that is wanting may be lost among the seal's lettering, whatever its colour
    assert scales._veiled(piece, 3, 4, any_colour=True)
