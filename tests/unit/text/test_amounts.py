"""Amounts in words follow 支付结算办法, appendix 1, and are read back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfdocs.text import amounts


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("100000", "人民币壹拾万元整"),
        ("200000", "人民币贰拾万元整"),
        ("325.04", "人民币叁佰贰拾伍元零肆分"),
        ("1409.50", "人民币壹仟肆佰零玖元伍角整"),
        ("6007.14", "人民币陆仟零柒元壹角肆分"),
        ("1680.32", "人民币壹仟陆佰捌拾元零叁角贰分"),
        ("107000.53", "人民币壹拾万柒仟元零伍角叁分"),
        ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
        ("10010", "人民币壹万零壹拾元整"),
        ("100000001", "人民币壹亿零壹元整"),
        ("0.5", "人民币伍角整"),
        ("0.05", "人民币伍分"),
        ("0", "人民币零元整"),
    ],
)
def test_in_words(amount: str, words: str) -> None:
    assert amounts.in_words(Decimal(amount)) == words
    assert amounts.parse_in_words(words) == Decimal(amount)


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("壹拾万零柒仟元伍角叁分", "107000.53"),
        ("人民币壹仟陆佰捌拾元叁角贰分", "1680.32"),
        ("贰拾万圆正", "200000"),
        ("人民币 伍万元整", "50000"),
    ],
)
def test_every_allowed_spelling_is_read(words: str, amount: str) -> None:
    assert amounts.parse_in_words(words) == Decimal(amount)


@given(st.decimals(min_value=0, max_value=10**15, places=2))
def test_round_trip(amount: Decimal) -> None:
    words = amounts.in_words(amount)
    assert amounts.parse_in_words(words) == amount
    assert words.startswith("人民币") and not words.startswith("人民币 ")
    assert "零零" not in words
    assert words.endswith("整") != words.endswith("分")


@pytest.mark.parametrize("amount", ["-1", "0.005", "1E16", "NaN", "Infinity"])
def test_amounts_that_have_no_words(amount: str) -> None:
    with pytest.raises(ValueError, match="金额"):
        amounts.in_words(Decimal(amount))


@pytest.mark.parametrize("words", ["", "人民币", "元整", "二十", "人民币二十万"])
def test_what_is_no_amount(words: str) -> None:
    with pytest.raises(ValueError, match="不是"):
        amounts.parse_in_words(words)
