"""Numerals of every spelling are read, and what merely looks like one is not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfdocs.text import numerals


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一千二百", "1200"),
        ("十二", "12"),
        ("两", "2"),
        ("两百", "200"),
        ("廿五", "25"),
        ("一百五", "150"),
        ("一百零五", "105"),
        ("三万五", "35000"),
        ("一万零五百", "10500"),
        ("六千零七", "6007"),
        ("二百五十万", "2500000"),
        ("壹拾万", "100000"),
        ("二〇二三", "2023"),
        ("１２", "12"),
        ("１，２００", "1200"),
        ("1,200", "1200"),
        ("2.5万", "25000"),
        ("20 万", "200000"),
        ("１．５亿", "150000000"),
        ("1亿2千万", "120000000"),
        ("3千", "3000"),
        ("百分之九十", "0.9"),
        ("零", "0"),
    ],
)
def test_value(text: str, value: str) -> None:
    assert numerals.parse(text) == Decimal(value)


@pytest.mark.parametrize("text", ["十余", "20余", "20多", "三十多", "300余万", "五万余", "数十", "几百", "数百万"])
def test_vague_numerals_say_so(text: str) -> None:
    found = numerals.scan(text)
    assert found is not None and found.approximate and found.end == len(text)


@pytest.mark.parametrize(
    ("text", "low", "high"), [("七八", 7, 8), ("十七八", 17, 18), ("三五", 3, 5), ("两三千", 2000, 3000)]
)
def test_neighbouring_digits_are_a_range(text: str, low: int, high: int) -> None:
    found = numerals.scan(text)
    assert found is not None and (found.value, found.value_max) == (low, high)


@pytest.mark.parametrize("text", ["万一", "百", "", "篇", "12篇", "零"[:0], "1,20,0"])
def test_not_a_numeral(text: str) -> None:
    with pytest.raises(ValueError, match="不是数字"):
        numerals.parse(text)


def test_a_unit_of_measure_is_not_multiplied() -> None:
    """5千米 is five kilometres, not five thousand metres; the unit stays with its reader."""
    found = numerals.scan("5千米")
    assert found is not None and (found.value, found.end) == (5, 1)


@given(st.integers(min_value=0, max_value=10**16 - 1))
def test_chinese_round_trip(number: int) -> None:
    assert numerals.parse(numerals.to_chinese(number)) == number


@given(st.integers(min_value=0, max_value=10**12))
def test_separators_and_widths_do_not_matter(number: int) -> None:
    wide = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert numerals.parse(f"{number:,}") == numerals.parse(wide) == number


@given(st.text(alphabet="零〇一二两三四五六七八九十百千万亿0123456789,.余数几分之", max_size=12))
def test_scan_never_fails_and_stays_within_the_text(text: str) -> None:
    found = numerals.scan(text)
    assert found is None or 0 < found.end <= len(text)


@pytest.mark.parametrize(
    ("number", "text"), [(0, "零"), (10, "十"), (12, "十二"), (110, "一百一十"), (10010, "一万零一十"), (20000, "二万")]
)
def test_to_chinese(number: int, text: str) -> None:
    assert numerals.to_chinese(number) == text


@pytest.mark.parametrize("number", [-1, 10**16])
def test_to_chinese_has_limits(number: int) -> None:
    with pytest.raises(ValueError, match="超出范围"):
        numerals.to_chinese(number)
