"""Whatever a reader made of a page, its promises are looked for without a fall: 柒角分 has no figure before its 分."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.verify.conftest import _word
from tfdocs.commitments import extract
from tfdocs.commitments.scales import small_change

NUMERALS = "零壹贰叁拾佰仟万亿元角分整圆0123456789．.,，%‰年月日至—-~十两几半折成倍½①（）、个项场"
WORDS = st.sampled_from(
    ["不少于", "不超过", "百分之", "人民币", "大写", "2023年", "同比", "￥", "三分之一", "合计", "其中"]
)


@given(st.lists(st.one_of(st.sampled_from(NUMERALS), WORDS), max_size=24).map("".join))
@settings(max_examples=150, deadline=None)
def test_any_row_of_numerals_is_read_without_a_fall(text: str) -> None:
    report = extract(_word([text, f"举办学术活动{text}，培训{text}"]))
    assert all(c.evidence.text for c in report.commitments)


@pytest.mark.parametrize(
    ("words", "yuan"), [("柒角捌分", "0.78"), ("柒角分", "0.7"), ("捌角角", "0.8"), ("分", "0"), ("5角", "0.5")]
)
def test_small_change_without_its_figure_counts_nothing(words: str, yuan: str) -> None:
    assert small_change(words) == Decimal(yuan)


def test_a_sum_whose_figure_was_lost_is_read() -> None:
    extract(_word(["合计（大写）：叁万肆仟伍佰陆拾元柒角分", "（大写）伍元捌角角"]))
