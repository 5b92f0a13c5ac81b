"""10⁵ is not 105, though both copy as the same characters."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.verify.conftest import SIZE, _page, _word
from tfdocs.model.comparison import Verdict
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Source
from tfdocs.verify.judge import compare

REST = "本项目由申报单位组织实施。"
FLAT = "样本量为105个，面积12平方米。"


def paper(high: int | None, shown: str = FLAT, source: Source = Source.TEXT) -> Page:
    """``high``: which character of the line stands high and small."""
    page = _page(1, [REST, shown])
    line = page.lines[1]
    chars = [
        Box(c.x0, c.top - 0.1 * SIZE, c.x1, c.top + 0.5 * SIZE) if n == high else c for n, c in enumerate(line.chars)
    ]
    lines = (page.lines[0], replace(line, chars=tuple(chars)))
    return replace(page, lines=tuple(replace(ln, source=source) for ln in lines), source=source)


def verdict(word: str, page: Page) -> Verdict:
    return compare(_word([REST, word]), [page], pdf_name="a.pdf", pdf_sha256="1" * 64).verdict


POWER = FLAT.replace("105", "10⁵")
AT = POWER.index("⁵")


@pytest.mark.parametrize(
    ("word", "page"),
    [
        (POWER, paper(AT)),
        (POWER, paper(None, POWER)),
        (FLAT, paper(None)),
        (FLAT, paper(AT - 2, source=Source.OCR)),
        (FLAT.replace("105", "1₀5"), paper(None)),
    ],
)
def test_what_stands_as_high_as_in_the_word_is_consistent(word: str, page: Page) -> None:
    assert verdict(word, page) is Verdict.CONSISTENT


@pytest.mark.parametrize(("word", "page"), [(POWER, paper(None)), (FLAT, paper(AT)), (FLAT, paper(None, POWER))])
def test_a_power_on_one_side_only_is_a_difference(word: str, page: Page) -> None:
    assert verdict(word, page) is Verdict.INCONSISTENT
