"""Sums of money in words, as cheques and agreements write them (支付结算办法, appendix 1: 人民币大写).

It knows numerals and nothing of documents.
"""

from __future__ import annotations

import re
from decimal import Decimal

from tfdocs.text import numerals

__all__ = ["in_words", "parse_in_words"]

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = "拾佰仟"
_LIMIT = Decimal(10) ** 16

_NUMBER = "[零〇壹贰貳叁叄參肆伍陆陸柒捌玖两拾佰仟万萬亿億一二三四五六七八九十百千]+"
_AMOUNT = re.compile(
    rf"(?:人民币|￥)?\s*(?:(?P<yuan>{_NUMBER})[元圆])?"
    r"(?:零|〇)?(?:(?P<jiao>[零壹贰貳叁叄肆伍陆柒捌玖一二三四五六七八九])角)?"
    r"(?:零|〇)?(?:(?P<fen>[零壹贰貳叁叄肆伍陆柒捌玖一二三四五六七八九])分)?(?P<whole>[整正])?"
)


def in_words(amount: Decimal | int) -> str:
    """``amount`` in yuan as 人民币大写: 100000 is 人民币壹拾万元整, 325.04 人民币叁佰贰拾伍元零肆分.

    Begins with 人民币 and no gap; ends in 整 after 元 or 角 and in nothing after 分; any run of zeros within is one 零.
    Where the rule leaves a choice, 零 is written after 元 (1680.32: 捌拾元零叁角贰分) and not after 万.
    ``ValueError`` for a negative amount, one from 10^16 yuan, or one with a fraction of a 分.
    """
    value = Decimal(amount)
    if not value.is_finite() or not 0 <= value < _LIMIT:
        raise ValueError(f"金额超出范围：{amount}")
    cents = value * 100
    if cents != cents.to_integral_value():
        raise ValueError(f"金额不足一分：{amount}")
    yuan, rest = divmod(int(cents), 100)
    jiao, fen = divmod(rest, 10)
    out = "人民币"
    if yuan or not rest:
        out += numerals.spell(yuan, _DIGITS, _UNITS) + "元"
    if not rest:
        return out + "整"
    if yuan and (jiao == 0 or yuan % 10 == 0):
        out += "零"
    if jiao:
        out += _DIGITS[jiao] + "角"
    return out + (_DIGITS[fen] + "分" if fen else "整")


def parse_in_words(text: str) -> Decimal:
    """The yuan of an amount in words, with or without 人民币; both spellings of every choice of the rule are taken.

    ``ValueError`` when ``text`` is no such amount.
    """
    m = _AMOUNT.fullmatch(text.strip())
    if m is None or not (m["yuan"] or m["jiao"] or m["fen"]):
        raise ValueError(f"不是大写金额：{text}")
    total = Decimal(0)
    if m["yuan"]:
        total += numerals.parse(m["yuan"])
    for name, power in (("jiao", "0.1"), ("fen", "0.01")):
        if m[name]:
            total += numerals.DIGIT[m[name]] * Decimal(power)
    return total
