"""Dates are read in every usual spelling and written as GB/T 9704 has them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfdocs.text import dates, numerals


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023年12月31日", date(2023, 12, 31)),
        ("2023年12月31日前", date(2023, 12, 31)),
        ("2023.12.31", date(2023, 12, 31)),
        ("2023-12-31", date(2023, 12, 31)),
        ("2023/7/3", date(2023, 7, 3)),
        ("２０２３年７月３日", date(2023, 7, 3)),
        ("二〇二三年十二月三十一日", date(2023, 12, 31)),
        ("2024年1月底前", date(2024, 1, 31)),
        ("2024年2月", date(2024, 2, 29)),
        ("2023年6月中旬", date(2023, 6, 20)),
        ("2023年第三季度末", date(2023, 9, 30)),
        ("2023年上半年", date(2023, 6, 30)),
        ("2023年底前", date(2023, 12, 31)),
    ],
)
def test_parse(text: str, day: date) -> None:
    assert dates.parse(text) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("6月中旬", date(2023, 6, 20)),
        ("7月3日", date(2023, 7, 3)),
        ("12月底前", date(2023, 12, 31)),
        ("年底前", date(2023, 12, 31)),
        ("明年3月底前", date(2024, 3, 31)),
    ],
)
def test_a_missing_year_is_given_by_the_caller(text: str, day: date) -> None:
    assert dates.parse(text, year=2023) == day
    found = dates.scan(text, year=2023)
    assert found is not None and not found.year_stated
    with pytest.raises(ValueError, match="不是日期"):
        dates.parse(text)


@pytest.mark.parametrize("text", ["2023年13月", "2023年2月30日", "今天", "", "2023", "12.5"])
def test_no_date(text: str) -> None:
    found = dates.scan(text)
    assert found is None or found.precision in (dates.Precision.YEAR, dates.Precision.MONTH)
    if found is None:
        with pytest.raises(ValueError, match="不是日期"):
            dates.parse(text)


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)))
def test_round_trip(day: date) -> None:
    assert dates.parse(dates.format_chinese(day)) == day
    assert dates.parse(f"{day:%Y-%m-%d}") == day
    assert dates.parse(f"{day.year}.{day.month}.{day.day}") == day


@given(st.dates(min_value=date(1949, 1, 1), max_value=date(2199, 12, 31)))
def test_years_digit_by_digit(day: date) -> None:
    year = "".join("〇一二三四五六七八九"[int(c)] for c in str(day.year))
    text = f"{year}年{numerals.to_chinese(day.month)}月{numerals.to_chinese(day.day)}日"
    assert dates.parse(text) == day


def test_format_has_no_leading_zeros() -> None:
    assert dates.format_chinese(date(2023, 7, 3)) == "2023年7月3日"
