"""How many of one figure stand in a row is no certain matter where there are many; which figures they are is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Certainty
from tfdocs.model.page import Source
from tfdocs.verify.hunks import find_hunks
from tfdocs.verify.long_runs import doubt_long_runs
from tfdocs.verify.place import place_lines
from tfdocs.verify.weigh import Scales
from tfdocs.verify.wordtext import word_text

HEAD, ACCOUNT, FOOT = "收款单位开户名称", "6228000000000000010", "以上账号由单位填写并负责"


def certain(lines: list[str]) -> list[Certainty | None]:
    prepared = word_text(_word([HEAD, ACCOUNT, FOOT]))
    page = _page(1, [HEAD, *lines, FOOT])
    page = replace(page, source=Source.OCR, lines=tuple(replace(ln, source=Source.OCR) for ln in page.lines))
    placing = place_lines(prepared, [page], set())
    scales = Scales(prepared, [page], None)
    weighed = [scales.weigh(h) for h in find_hunks(placing, [page], frozenset())]
    weighed = [replace(w, certainty=Certainty.CERTAIN) for w in weighed]
    return [w.certainty for w in doubt_long_runs(weighed, placing)]


@pytest.mark.parametrize("lines", [["622800000000000010"], ["622800000000000", "010"], ["62280000000000000010"]])
def test_one_more_or_less_of_many_is_a_doubt(lines: list[str]) -> None:
    found = certain(lines)
    assert found and set(found) == {Certainty.UNCERTAIN}


@pytest.mark.parametrize("lines", [["6228000000100000010"], ["6229000000000000010"], ["6228000000000000070"], ["6228"]])
def test_another_figure_stays_certain(lines: list[str]) -> None:
    assert Certainty.CERTAIN in certain(lines)
