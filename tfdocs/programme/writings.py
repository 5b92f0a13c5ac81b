"""The ways a Chinese text writes a number that is known: 20, ２０, 二十, 20万, 百分之九十. Must not know programmes.

The other way round from a parser: when the value is given, writing it is surer than reading the text.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

_DIGITS = "零一二三四五六七八九"
_NUMERALS = "零〇一二三四五六七八九十百千万亿两"
_MYRIAD = 10_000
_WIDTHS = {c: c - 0xFEE0 for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF05)}


def _below_myriad(number: int, *, inner: bool) -> str:
    """1 to 9,999 in Chinese; ``inner``: digits stand in front, so that ten is 一十 and gaps are 零."""
    out = ""
    gap = False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            if gap and out:
                out += "零"
            out += _DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return out if inner or not out.startswith("一十") else out[1:]


def chinese(number: int) -> str:
    """A whole number from 0 to below 10**12 in Chinese words: 20 -> 二十, 10005 -> 一万零五. ``ValueError`` beyond."""
    if not 0 <= number < _MYRIAD**3:
        raise ValueError(number)
    if number == 0:
        return "零"
    out = ""
    for unit, name in ((_MYRIAD**2, "亿"), (_MYRIAD, "万"), (1, "")):
        group, number = divmod(number, unit)
        if group:
            if out and group < _MYRIAD // 10:
                out += "零"
            out += _below_myriad(group, inner=bool(out)) + name
    return out


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=512)
def _forms(value: Decimal) -> re.Pattern[str]:
    """A pattern that finds ``value`` in plain width as a number of its own, never as a part of a longer one."""
    arabic = {_plain(value)}
    words: set[str] = set()
    if value == value.to_integral_value() and value < _MYRIAD**3:
        whole = int(value)
        arabic.add(f"{whole:,}")
        word = chinese(whole)
        words |= {word, word.replace("二", "两", 1) if word.startswith("二") else word}
        words.add("一" + word if word.startswith("十") else word)
    elif value < _MYRIAD**3:
        whole_text, _, fraction = _plain(value).partition(".")
        words.add(f"{chinese(int(whole_text))}点{''.join(_DIGITS[int(d)] for d in fraction)}")
    for size, name in ((_MYRIAD, "万"), (_MYRIAD**2, "亿"), (1000, "千"), (100, "百")):
        if value >= size and value / size * _MYRIAD % 1 == 0:  # at most four decimals: 2.5万, not 0.33333万
            arabic.add(_plain(value / size) + name)
    left = "|".join(re.escape(t) for t in sorted(arabic, key=len, reverse=True))
    right = "|".join(re.escape(t) for t in sorted(words, key=len, reverse=True))
    pattern = rf"(?<!\d)(?<!\d[.,])(?:{left})(?:\.0+)?(?!\d|[.,]\d|[百千万亿])"
    if right:
        # 点 is a decimal point only between numerals, not in 重点二十项.
        before, after = rf"(?<![{_NUMERALS}])(?<![{_NUMERALS}]点)", rf"(?![{_NUMERALS}]|点[{_NUMERALS}])"
        pattern += rf"|{before}(?:{right}){after}"
    if value == 100:
        pattern += "|(?<=百分之)百"
    return re.compile(pattern)


def plain_width(text: str) -> str:
    """Full-width digits, letters and percent signs as ordinary ones, character by character.

    Punctuation stays: a full-width comma between two numbers is no separator of thousands.
    """
    return text.translate(_WIDTHS)


def places(value: Decimal, text: str) -> list[tuple[int, int]]:
    """Where ``value`` (not negative) is written in ``text`` (which has gone through ``plain_width``)."""
    return [m.span() for m in _forms(value).finditer(text)]
