"""The filters that templates may use, by their Chinese names: ``{{ grant|大写金额 }}``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from tfdocs.generate.data import plain_number
from tfdocs.text.amounts import in_words
from tfdocs.text.dates import format_chinese
from tfdocs.text.numerals import to_chinese

DASH = "—"  # what stands in a blank of an agreement


def amount_in_words(value: Any) -> str:
    """人民币大写 of an amount in yuan."""
    return _in_words(str(value))


@lru_cache(maxsize=1024)
def _in_words(amount: str) -> str:
    """Grants repeat from letter to letter."""
    return in_words(Decimal(amount))


def ten_thousands(value: Any) -> str:
    """An amount in yuan as a number of 万元 without the unit: 200000 is “20”, 45500 is “4.55”."""
    return _ten_thousands(str(value))


@lru_cache(maxsize=1024)
def _ten_thousands(amount: str) -> str:
    return plain_number(Decimal(amount) / 10_000)


def yuan(value: Any) -> str:
    """An amount in yuan with thousands apart: “200,000.00”."""
    return f"{Decimal(str(value)):,.2f}"


def chinese_date(value: Any) -> str:
    """“2023年7月3日”; text that is there already stays."""
    return format_chinese(value) if isinstance(value, date) else str(value)


def width_in_characters(value: Any) -> float:
    """How many full-width characters a printed value takes: “2023年7月3日” is 6."""
    return _width(chinese_date(value))


@lru_cache(maxsize=1024)
def _width(text: str) -> float:
    """The same dates stand in every letter of a batch."""
    return sum(1.0 if ord(c) > 0x2E80 else 0.5 for c in text)


def blank_as_dash(value: Any) -> Any:
    """“—” for a blank."""
    return DASH if value in ("", None) else value


FILTERS: dict[str, Callable[..., Any]] = {
    "大写金额": amount_in_words,
    "万元": ten_thousands,
    "元": yuan,
    "日期": chinese_date,
    "空则横线": blank_as_dash,
    "字宽": width_in_characters,
    "中文数字": to_chinese,
}
