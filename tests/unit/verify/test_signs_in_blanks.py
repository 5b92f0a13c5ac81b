"""Dots and rules that lead over a blank are no text; the sign of a number at a blank's end is."""

from __future__ import annotations

import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.verify.judge import compare

REST = "本项目由申报单位组织实施。"


def told(word: str, shown: str) -> list[str]:
    report = compare(_word([REST, word]), [_page(1, [REST, shown])], pdf_name="a.pdf", pdf_sha256="1" * 64)
    return [d.pdf.text for d in report.differences if d.pdf]


@pytest.mark.parametrize("mark", ["-", ".", "·"])
def test_a_single_mark_that_a_text_layer_has_at_a_blank_is_told(mark: str) -> None:
    assert told("\u3000\u30002. 参会回执附后", f"{mark}2. 参会回执附后")
    assert told("本年结余：\u3000\u30005元", f"本年结余：{mark}5元")


@pytest.mark.parametrize("leader", ["……", "______", "------", "......"])
def test_what_leads_over_a_blank_is_not(leader: str) -> None:
    assert told("本年结余：\u3000\u3000元整", f"本年结余：{leader}元整") == []
