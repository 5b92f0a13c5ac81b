"""A known number is found however a Chinese text writes it, and never inside another number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfdocs.programme.writings import chinese, places, plain_width


def found(value: str, text: str) -> list[str]:
    wide = plain_width(text)
    return [wide[start:end] for start, end in places(Decimal(value), wide)]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("20", "不少于20篇"),
        ("20", "不少于２０篇"),
        ("20", "不少于二十篇"),
        ("20", "重点二十项"),
        ("50", "前50名"),
        ("2", "至少两篇"),
        ("2", "至少二篇"),
        ("10", "共十项"),
        ("12", "一十二项"),
        ("200000", "20万元"),
        ("200000", "二十万元"),
        ("200000", "200,000元"),
        ("355000", "35.5万元"),
        ("3000", "三千字"),
        ("1200000", "一百二十万人次"),
        ("90", "百分之九十"),
        ("98.5", "百分之九十八点五"),
        ("100", "百分之百"),
        ("0.5", "零点五"),
        ("10005", "一万零五"),
        ("3", "第三名"),
        ("1", "达到1.0项"),
    ],
)
def test_found(value: str, text: str) -> None:
    assert len(found(value, text)) == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("20", "2023年"),
        ("20", "120篇"),
        ("20", "20.5篇"),
        ("20", "1,20篇"),
        ("20", "20万元"),
        ("20", "二十五篇"),
        ("20", "一百二十篇"),
        ("5", "35.5万元"),
        ("98", "百分之九十八点五"),
        ("5", "百分之九十八点五"),
        ("2", "两百篇"),
        ("1", "十一项"),
    ],
)
def test_not_found_inside_another(value: str, text: str) -> None:
    assert found(value, text) == []


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"),
        (10, "十"),
        (19, "十九"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (10010, "一万零一十"),
        (100_000, "十万"),
        (1_050_300, "一百零五万零三百"),
        (200_000_000, "二亿"),
        (100_000_001, "一亿零一"),
    ],
)
def test_chinese_numerals(number: int, words: str) -> None:
    assert chinese(number) == words


@pytest.mark.parametrize("number", [-1, 10**12])
def test_numerals_beyond_their_range_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        chinese(number)


@given(st.integers(1, 10**12 - 1), st.integers(1, 10**12 - 1))
def test_every_number_is_found_as_itself_only(number: int, other: int) -> None:
    """Both scripts: found in its own writing; another number's writing is never taken for it."""
    for text in (f"不少于{number}篇", f"不少于{number:,}篇", f"不少于{chinese(number)}篇"):
        assert found(str(number), text)
    if other != number:
        assert not found(str(number), f"不少于{other}篇")
        assert not found(str(number), f"不少于{chinese(other)}篇")
