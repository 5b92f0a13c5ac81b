"""What people type becomes what they mean: numbers, money, dates, answers, and text that survives pasting."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfdocs.generate.checks import (
    CREDIT_ALPHABET,
    credit_check_character,
    credit_code_fault,
    is_email,
    is_phone,
)
from tfdocs.generate.values import NotConvertible, clean_text, convert, has_control, is_blank
from tfdocs.model.programme import FieldType, FormField


def field(kind: FieldType) -> FormField:
    return FormField(key="x", label="项", type=kind)


@pytest.mark.parametrize(
    ("raw", "yuan"),
    [
        (200000, "200000"),
        (200000.5, "200000.5"),
        ("20万元", "200000"),
        ("２０万", "200000"),
        ("200,000.00", "200000"),
        ("¥15.5万", "155000"),
        ("人民币 3 万元整", "30000"),
        (0.1 + 0.2, "0.3"),
        ("贰拾万元整", "200000"),
        ("人民币叁佰贰拾伍元零肆分", "325.04"),
        ("20万元（大写：人民币贰拾万元整）", "200000"),
        ("200,000.00元(贰拾万元整)", "200000"),
    ],
)
def test_money_is_understood_as_people_write_it(raw: object, yuan: str) -> None:
    assert convert(field(FieldType.MONEY), raw) == Decimal(yuan)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "raw", ["二十万", "20万美元", "1.234", "-", "1e999", True, "20万元（贰拾壹万元整）", "贰贰拾元整", "元整"]
)
def test_money_that_is_none_is_refused(raw: object) -> None:
    with pytest.raises(NotConvertible):
        convert(field(FieldType.MONEY), raw)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "raw",
    [
        date(2023, 12, 31),
        datetime(2023, 12, 31),
        45291,  # the serial day of a spreadsheet
        "2023-12-31",
        "2023/12/31",
        "2023.12.31",
        "２０２３年１２月３１日",
        "20231231",
        "2023-12-31 00:00:00",
    ],
)
def test_a_day_is_the_same_day_however_it_is_written(raw: object) -> None:
    assert convert(field(FieldType.DATE), raw) == date(2023, 12, 31)  # type: ignore[arg-type]


@pytest.mark.parametrize("raw", ["2023-02-30", "明年", "12月31日", "2023-13-01"])
def test_days_that_do_not_exist_are_refused(raw: str) -> None:
    with pytest.raises(NotConvertible):
        convert(field(FieldType.DATE), raw)


@given(st.dates(min_value=date(1960, 1, 1), max_value=date(2100, 1, 1)))
def test_serial_days_are_read_right(day: date) -> None:
    serial = (day - date(1899, 12, 30)) // timedelta(days=1)
    assert convert(field(FieldType.DATE), serial) == day


@pytest.mark.parametrize(
    ("raw", "unit", "value"),
    [
        ("前30名", "名", "30"),
        ("不少于１２篇", "篇", "12"),
        ("≥95%", "%", "95"),
        ("1.2万", "", "12000"),
        (12.0, "", "12"),
    ],
)
def test_a_promise_may_carry_the_guides_words_and_unit(raw: object, unit: str, value: str) -> None:
    assert convert(field(FieldType.DECIMAL), raw, unit=unit) == Decimal(value)  # type: ignore[arg-type]


def test_leading_zeros_stay() -> None:
    assert convert(field(FieldType.TEXT), "0012345678") == "0012345678"
    assert convert(field(FieldType.PHONE), "０２８－８０００００００") == "028-80000000"


def test_a_number_in_a_text_cell_loses_its_decimal_point_only() -> None:
    assert convert(field(FieldType.TEXT), 13900000001.0) == "13900000001"


def test_an_account_number_that_a_spreadsheet_cut_off_is_refused() -> None:
    with pytest.raises(NotConvertible, match="文本"):
        convert(field(FieldType.TEXT), 6222000000000000128.0)


@pytest.mark.parametrize("raw", ["是", "有", "YES", "√", True])
def test_yes_has_many_spellings(raw: object) -> None:
    assert convert(field(FieldType.YES_NO), raw) == "是"  # type: ignore[arg-type]


def test_pasted_line_breaks_become_paragraphs_in_long_text_and_nothing_in_short() -> None:
    assert clean_text("一。_x000D_\r\n\r\n　　二。\r三。\u2028四。", lines=True) == "一。\n二。\n三。\n四。"
    assert clean_text("某某\n学会 \n AI lab", lines=False) == "某某学会 AI lab"


def test_control_characters_are_seen_and_dropped() -> None:
    assert has_control("甲\x02乙") and not has_control("甲_x000D_\n乙")
    assert clean_text("甲\x02乙", lines=False) == "甲乙"


@pytest.mark.parametrize("raw", [None, "", "  ", "　", "—", "/"])
def test_blanks(raw: object) -> None:
    assert is_blank(raw)  # type: ignore[arg-type]


def test_the_check_character_of_a_published_example() -> None:
    """GB 32100-2015, annex: 91350100M000100Y43 is right."""
    assert credit_code_fault("91350100M000100Y43") == ""


@given(
    st.text(alphabet=CREDIT_ALPHABET, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(CREDIT_ALPHABET)
)
def test_every_single_wrong_character_of_a_credit_code_is_found(first: str, place: int, other: str) -> None:
    code = first + credit_check_character(first)
    assert credit_code_fault(code) == ""
    if other != code[place]:
        assert credit_code_fault(code[:place] + other + code[place + 1 :])


@pytest.mark.parametrize("code", ["", "91350100M000100Y4", "91350100M000100Y4O", "91350100I000100Y43"])
def test_credit_codes_of_wrong_length_or_alphabet(code: str) -> None:
    assert credit_code_fault(code)


@pytest.mark.parametrize(
    "phone",
    [
        "13900000001",
        "028-80000001",
        "(028)80000001",
        "80000001",
        "028-80000001-801",
        "400-800-0000",
        "12345",
        "13900000001、028-80000001",
    ],
)
def test_telephone_numbers(phone: str) -> None:
    assert is_phone(phone)


@pytest.mark.parametrize("phone", ["", "1390000000", "abc", "0", "13900000001234", "联系人"])
def test_what_is_no_telephone_number(phone: str) -> None:
    assert not is_phone(phone)


def test_email_addresses() -> None:
    assert is_email("office@example.org") and is_email("a.b-c@x-y.com.cn")
    assert not any(map(is_email, ["office", "a@b", "a..b@example.org", "a@-x.com", "a b@x.com"]))
