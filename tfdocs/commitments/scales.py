"""Scales and small change: 3至5万元 shares its 万, 伍角 is half a yuan. It sees a few characters at a time."""

from __future__ import annotations

import re
from decimal import Decimal

from tfdocs.text import numerals

__all__ = ["scale_of", "scale_shared", "small_change"]


def small_change(words: str) -> Decimal:
    """The 角 and 分 behind a sum in 元, in 元; one without its figure, as in 柒角分, counts nothing."""
    total = Decimal(0)
    for power, name in (("0.1", "角"), ("0.01", "分")):
        at = words.find(name)
        digit = words[at - 1] if at > 0 else ""
        if digit.isdecimal():
            total += Decimal(power) * int(digit)
        elif digit in numerals.DIGIT:
            total += Decimal(power) * numerals.DIGIT[digit]
    return total


def scale_of(text: str) -> int:
    """What the words of scale in ``text`` multiply by: 万元 is 10,000."""
    power = 1
    for c in text:
        power *= {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}.get(c, 1) if text[0] not in "十百千" else 1
    return power


def scale_shared(text: str, first: numerals.Numeral, second: numerals.Numeral) -> bool:
    """3至5万元: the first bound has no 万 of its own."""
    return not re.search("[万亿千百]", text[first.start : first.end]) and bool(
        re.search("[万亿千百]$", text[second.start : second.end])
    )
