"""What a person typed in a cell, as a typed value: numbers, money, dates, answers.

It must not know forms, workbooks or templates; one raw value in, one typed value out.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from tfdocs.model.programme import FieldType, FormField
from tfdocs.text.amounts import parse_in_words

Raw = str | int | float | Decimal | bool | date | datetime | None
Value = str | int | Decimal | date

MAX_TEXT = 32_767  # characters; what one spreadsheet cell holds

_YES = {"是", "有", "符合", "y", "yes", "true", "1", "√", "对"}
_NO = {"否", "无", "不符合", "没有", "n", "no", "false", "0", "×", "错"}
_UNITS = {"": 1, "千": 1_000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}
_DATE = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:00:00(?::00)?)?$")
_NUMBER = re.compile(r"^[+-]?\d+(?:\.\d+)?$")
_MONEY = re.compile(r"^(?:人民币|RMB|¥|￥|\$)?\s*([+-]?\d+(?:\.\d+)?)\s*(百万|千万|亿|万|千)?\s*元?整?$")
# 大写, in brackets after the figures or alone: 20万元（人民币贰拾万元整）
_WORDS = re.compile(
    r"[(（]?(?:大写[:：]?)?((?:人民币)?[壹贰叁肆伍陆柒捌玖拾][零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正]+)[)）]?$"
)
# Comparators that people copy from the guide into the cell for their own figure.
_LEADING = re.compile(
    r"^(?:不少于|不低于|至少|达到|力争|前|第|>=|≥|>|≤|<=|约)+|(?:以上|以内|及以上)$",
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


class NotConvertible(ValueError):
    """The raw value is not of the field's type; the message is a Chinese sentence for the user."""


def half_width(text: str) -> str:
    """Full-width digits, letters and signs as half-width, outer space gone; for numbers and codes, not for prose."""
    return unicodedata.normalize("NFKC", text).strip()


def clean_text(text: str, *, lines: bool) -> str:
    """Typed or pasted text without what cannot be printed.

    ``_x000D_`` and CR LF (what Windows programs paste) become LF, outer blank lines go; with ``lines`` false every
    line break becomes nothing between Chinese characters and a space elsewhere.
    """
    text = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\u00a0", " ").replace("\ufeff", "")
    text = _CONTROL.sub("", text)
    if lines:
        rows = [row.strip(" \t\u3000") for row in text.split("\n")]
        return "\n".join(row for row in rows if row)
    text = text.strip()
    text = re.sub(r"(?<=[\u2e80-\uffef])\s*\n\s*(?=[\u2e80-\uffef])", "", text)
    return re.sub(r"\s*\n\s*", " ", text)


def has_control(text: str) -> bool:
    """Whether ``text`` holds characters that no document can print."""
    return _CONTROL.search(text.replace("_x000D_", "")) is not None


def is_blank(raw: Raw) -> bool:
    """Nothing typed: empty, only space, or the dash that means “none”."""
    return raw is None or (isinstance(raw, str) and raw.strip(" \t\r\n\u3000\u00a0") in {"", "—", "-", "/", "\\"})


def convert(field: FormField, raw: Raw, *, unit: str = "") -> Value:
    """The typed value of ``raw`` (not blank) for ``field``; ``unit`` may follow a number.

    Text, phone, e-mail and codes give ``str``; INTEGER ``int``; DECIMAL and MONEY (yuan) ``Decimal``; DATE ``date``;
    YES_NO “是” or “否”. Raises ``NotConvertible``.
    """
    kind = field.type
    if kind in (FieldType.TEXT, FieldType.CHOICE):
        return _text(raw, lines=False)
    if kind is FieldType.LONG_TEXT:
        return _text(raw, lines=True)
    if kind in (FieldType.PHONE, FieldType.EMAIL, FieldType.CREDIT_CODE):
        text = half_width(_text(raw, lines=False)).replace(" ", "")
        return text.upper() if kind is FieldType.CREDIT_CODE else text
    if kind is FieldType.DATE:
        return _date(raw)
    if kind is FieldType.YES_NO:
        return _answer(raw)
    if kind is FieldType.MONEY:
        return _money(raw)
    number = _number(raw, unit)
    if kind is FieldType.INTEGER:
        if number != number.to_integral_value():
            raise NotConvertible("应填整数")
        return int(number)
    return number


def _text(raw: Raw, *, lines: bool) -> str:
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, datetime):
        raw = raw.date()
    if isinstance(raw, date):
        return f"{raw.year}年{raw.month}月{raw.day}日"
    if isinstance(raw, int | float | Decimal):
        # A spreadsheet keeps 15 digits of a number: a longer account number has lost its end already.
        if abs(Decimal(str(raw))) >= 10**15:
            raise NotConvertible("数字太长，表格软件已丢失末尾的位数；请把单元格设为“文本”后重新填写")
        return _plain(Decimal(str(raw)))
    return clean_text(str(raw), lines=lines)


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(raw: Raw, unit: str) -> Decimal:
    if isinstance(raw, bool | date):
        raise NotConvertible("应填数字")
    if isinstance(raw, int | float | Decimal):
        number = Decimal(str(raw))
    else:
        text = half_width(str(raw)).replace(",", "").replace(" ", "").replace("，", "")
        text = _LEADING.sub("", text)
        for tail in (unit, "%", "名", "个", "项", "篇", "次", "人"):
            if tail and text.endswith(tail):
                text = text[: -len(tail)]
                break
        text = _LEADING.sub("", text)
        scale = 1
        if text.endswith(("万", "亿")):
            scale = _UNITS[text[-1]]
            text = text[:-1]
        if not _NUMBER.match(text):
            raise NotConvertible(f"应填数字，现在是“{_short(raw)}”")
        number = Decimal(text) * scale
    if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
        raise NotConvertible("数字超出范围")
    return number


def _money(raw: Raw) -> Decimal:
    if isinstance(raw, str):
        text, words = _figures_and_words(half_width(raw).replace(",", "").replace(" ", ""), raw)
        if words is not None and not text:
            return words
        match = _MONEY.match(text)
        if not match:
            raise NotConvertible(f"应填金额（元），如 200000 或 20万元，现在是“{_short(raw)}”")
        try:
            amount = Decimal(match[1]) * _UNITS[match[2] or ""]
        except InvalidOperation as error:
            raise NotConvertible("金额超出范围") from error
        if words is not None and words != amount:
            raise NotConvertible(f"小写（{_plain(amount)} 元）与大写（{_plain(words)} 元）不一致")
    else:
        amount = _number(raw, "")
    if abs(amount) >= Decimal(10) ** 12:
        raise NotConvertible("金额超出范围")
    cents = amount.quantize(Decimal("0.01"))
    # 0.1 + 0.2 in a spreadsheet formula is 0.30000000000000004: a hair beside a cent is no fault of the user.
    if abs(cents - amount) > Decimal("0.000001"):
        raise NotConvertible("金额最多到分（两位小数）")
    return cents


def _figures_and_words(text: str, raw: Raw) -> tuple[str, Decimal | None]:
    """An amount's figures ("" where there are none), and what its 大写 says (None where there is none)."""
    match = _WORDS.search(text)
    if match is None:
        return text, None
    try:
        words = parse_in_words(match[1])
    except ValueError as error:
        raise NotConvertible(f"大写金额写法有误，现在是“{_short(raw)}”") from error
    return (text[: match.start()] + text[match.end() :]).rstrip("元"), words


def _date(raw: Raw) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if isinstance(raw, int | float | Decimal) and not isinstance(raw, bool):
        number = int(raw)
        if 20_000 <= number <= 80_000:  # serial day of a spreadsheet, 1954 to 2119
            return date(1899, 12, 30) + timedelta(days=number)
        raw = str(number)
    text = half_width(str(raw)).replace(" ", "")
    match = _DATE.match(text) or re.match(r"^(\d{4})(\d{2})(\d{2})$", text)
    if match:
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError as error:
            raise NotConvertible(f"没有“{_short(raw)}”这一天") from error
    raise NotConvertible(f"应填日期，如 2023-12-31 或 2023年12月31日，现在是“{_short(raw)}”")


def _answer(raw: Raw) -> str:
    if isinstance(raw, bool):
        return "是" if raw else "否"
    text = half_width(str(raw)).lower()
    if text in _YES:
        return "是"
    if text in _NO:
        return "否"
    raise NotConvertible(f"应填“是”或“否”，现在是“{_short(raw)}”")


def _short(raw: Raw) -> str:
    text = " ".join(str(raw).split())
    return text if len(text) <= 20 else text[:20] + "…"
