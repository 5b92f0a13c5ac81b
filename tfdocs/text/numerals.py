"""Numbers as Chinese texts write them: 一千二百, 两, 〇, 壹贰叁, ２０, 1,200, 2.5万, 十余, 数十, 七八, 三分之二.

It knows digits and nothing of units, dates or what is counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

__all__ = ["Numeral", "half_width", "parse", "scan", "to_chinese"]

_DIGITS = "零一二三四五六七八九"
# character -> digit; the capital forms are those of 支付结算办法 (appendix 1), 〇 is for years, 两 for counting.
DIGIT = {
    **{c: i for i, c in enumerate(_DIGITS)},
    **{c: i for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    **{"○": 0, "两": 2, "貳": 2, "叄": 3, "參": 3, "陸": 6, "弐": 2, "俩": 2, "仨": 3},
}
# character -> power of ten below 万
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "廿": 20, "卅": 30}
# character -> power of ten from 万 on
BIG = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_FULL_WIDTH_ALL = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_D = "[0-9０-９]"
_HAN_DIGIT = "[" + "".join(DIGIT) + "]"
_HAN = "[" + "".join(DIGIT) + "".join(SMALL) + "".join(BIG) + "]"

# 1,200 or 1200, with decimals; a full-width comma separates thousands only among full-width digits, elsewhere it is
# the Chinese comma.
_ARABIC = re.compile(
    r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[０-９]{1,3}(?:，[０-９]{3})+(?![０-９])|" + _D + r"+)"
    r"(?:[.．]" + _D + r"+)?"
)
_SCALE = re.compile("[十百千万亿萬億拾佰仟]+")
_VAGUE_AFTER = re.compile(
    "余|多(?!于|方|元(?:化|文|素|共|投|参|融|的|一|并|治|评)|样|维|层|媒|学|边|形|地|点|渠|功|少|达|语|门)|来(?=[万亿个名人项篇次家])|几"
)
# 千米, 千克, 千瓦, 百佳: the character belongs to the unit
_UNIT_PREFIX = ("千", "百", "十")
_UNIT_AFTER = re.compile("[米瓦克佳强字伏]")
_VAGUE_BEFORE = re.compile("[数几]")
_HAN_RUN = re.compile(_HAN + "+")
_FRACTION = re.compile(f"(?P<below>{_HAN}+|{_D}+)分之(?P<above>{_HAN}+(?:点{_HAN_DIGIT}+)?|{_D}+(?:[.．]{_D}+)?)")
_SPACED_SCALE = re.compile("[ \u00a0\u2009](?=[万亿萬億])")
_POINT = re.compile(f"点(?P<digits>{_HAN_DIGIT}+)(?![{'十拾百佰千仟'}点])(?P<scale>[万亿])?")

_SECTION = re.compile(
    f"(?:(?P<k>{_HAN_DIGIT})[千仟])?"
    f"(?P<z1>[零〇])?(?:(?P<h>{_HAN_DIGIT})[百佰])?"
    f"(?P<z2>[零〇])?(?:(?P<t>{_HAN_DIGIT})?[十拾]|(?P<score>[廿卅]))?"
    f"(?P<z3>[零〇])?(?P<o>{_HAN_DIGIT})?"
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number found in a text: ``text[start:end]``.

    ``value_max`` is set where the words name two bounds (七八 is 7 to 8); ``approximate`` where they are vague
    (十余, 20多, 数十; the value is then the least that the words allow).
    """

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None = None
    approximate: bool = False
    han: bool = False  # written in Chinese characters only


def _decimals(digits: str) -> Decimal:
    """What stands behind 点: 五 is 0.5, 零五 0.05."""
    return Decimal("0." + "".join(str(DIGIT[c]) for c in digits))


def _section(text: str) -> int | None:
    """A number below 10,000 with its units, or ``None``: 三千零五十, 十二, 一百五 (150), 廿五."""
    m = _SECTION.fullmatch(text)
    if m is None or not text:
        return None
    total = 0
    last = 0  # the unit written last, for 一百五
    if m["k"]:
        total += DIGIT[m["k"]] * 1000
        last = 1000
    if m["h"]:
        total += DIGIT[m["h"]] * 100
        last = 100
    if m["score"]:
        total += SMALL[m["score"]]
        last = 10
    elif "十" in text or "拾" in text:
        total += (DIGIT[m["t"]] if m["t"] else 1) * 10
        last = 10
    if m["o"]:
        colloquial = last >= 100 and text[-2] not in "零〇"
        total += DIGIT[m["o"]] * (last // 10 if colloquial else 1)
    return total


def _han_value(text: str) -> Decimal | None:
    """The value of a run of Chinese numerals, ``None`` when it is none (万一, 十十, 百千)."""
    if all(c in DIGIT for c in text):
        if len(text) == 1:
            return Decimal(DIGIT[text])
        # read digit by digit: years and numbers of documents
        if len(text) >= 3 or "〇" in text or "○" in text:
            return Decimal("".join(str(DIGIT[c]) for c in text))
        return None if text[0] not in "零〇" else Decimal(DIGIT[text[1]])
    for unit in ("亿億", "万萬"):
        at = max(text.rfind(c) for c in unit)
        if at < 0:
            continue
        head, tail = text[:at], text[at + 1 :]
        power = BIG[text[at]]
        left = _han_value(head) if head else None
        if left is None or left == 0:
            return None
        if not tail:
            return left * power
        if len(tail) == 1 and tail in DIGIT and tail not in "零〇":
            return left * power + DIGIT[tail] * (power // 10)  # 三万五 is 35,000
        right = _han_value(tail.lstrip("零〇")) if tail.strip("零〇") else None
        if right is None or right >= power:
            return None
        return left * power + right
    value = _section(text)
    return None if value is None else Decimal(value)


def _pair(text: str) -> tuple[Decimal, Decimal] | None:
    """两三, 七八, 十七八, 三五百, 两三千: two neighbouring digits are a range."""
    m = re.fullmatch(f"(?P<head>.*[十百千万])?(?P<a>{_HAN_DIGIT})(?P<b>{_HAN_DIGIT})(?P<tail>[十百千万亿]*)", text)
    if m is None:
        return None
    a, b = DIGIT[m["a"]], DIGIT[m["b"]]
    if not 0 < a < b or b - a > 2 or (b - a == 2 and (a, b) != (3, 5)):
        return None
    low = _han_value((m["head"] or "") + m["a"] + m["tail"])
    high = _han_value((m["head"] or "") + m["b"] + m["tail"])
    return None if low is None or high is None else (low, high)


def _scale(text: str) -> int:
    power = 1
    for c in text:
        power *= SMALL.get(c, 0) or BIG[c]
    return power


def scan(text: str, start: int = 0) -> Numeral | None:
    """The numeral that begins exactly at ``start``, as long as it goes; ``None`` when there is none.

    A lone unit (万, 百, 千) and a lone 零 are no numerals.
    """
    if m := _FRACTION.match(text, start):
        below, above = _plain(m["below"]), _plain(m["above"])
        if below and above is not None:
            return Numeral(start, m.end(), above / below, han=True)
    if m := _ARABIC.match(text, start):
        value = Decimal(m[0].translate(_FULL_WIDTH).replace(",", ""))
        end = m.end()
        vague = False
        if v := _VAGUE_AFTER.match(text, end):
            vague, end = True, v.end()
        # 20 万元: typed with a space, or read so from a scan
        gap = 1 if not vague and _SPACED_SCALE.match(text, end) else 0
        if (s := _SCALE.match(text, end + gap)) and (scale := _scale_word(text, s)):
            value, end = value * _scale(scale), end + gap + len(scale)
            tail = scan(text, end) if end < len(text) and not vague else None
            # 1亿2千万, 2万5千: a smaller part may follow at once
            if tail and not tail.approximate and _SCALE.fullmatch(text[tail.end - 1 : tail.end]) and tail.value < value:
                value, end = value + tail.value, tail.end
        if not vague and (v := _VAGUE_AFTER.match(text, end)):
            vague, end = True, v.end()
        return Numeral(start, end, value, approximate=vague)
    if (m := _VAGUE_BEFORE.match(text, start)) and (s := _SCALE.match(text, m.end())):
        return Numeral(start, s.end(), Decimal(_scale(s[0])), approximate=True, han=True)
    if not (m := _HAN_RUN.match(text, start)):
        return None
    run = m[0]
    for length in range(len(run), 0, -1):
        piece = run[:length]
        if piece in ("零", "〇", "○"):
            return None
        value_ = _han_value(piece)
        end = start + length
        if value_ is not None:
            vague = False
            # 九十八点五, 一点二万; 八点三十分 is a time
            if length == len(run) and (p := _POINT.match(text, end)) and not text.startswith("分", p.end()):
                value_, end = value_ + _decimals(p["digits"]), p.end()
                if p["scale"]:
                    value_ *= BIG[p["scale"]]
                return Numeral(start, end, value_, han=True)
            if (piece[-1] in SMALL or piece[-1] in BIG) and (v := _VAGUE_AFTER.match(text, end)):
                vague, end = True, v.end()
                if s := re.compile("[万亿]").match(text, end):
                    value_, end = value_ * BIG[s[0]], s.end()
            return Numeral(start, end, value_, approximate=vague, han=True)
        if pair := _pair(piece):
            return Numeral(start, end, pair[0], pair[1], han=True)
    return None


_WIDE_RUN = re.compile("[０-９](?:[０-９．，]*[０-９])?[％]?")


def half_width(text: str) -> str:
    """``text`` with its full-width numbers written plainly, every character in its place: ２．３％ becomes 2.3%.

    A full-width comma is one of a number only where it parts thousands: ２０２２，１５篇 keeps it.
    """

    def plain(m: re.Match[str]) -> str:
        run = re.sub("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))", ",", m[0])
        return run.translate(_FULL_WIDTH_ALL)

    return _WIDE_RUN.sub(plain, text)


def _scale_word(text: str, found: re.Match[str]) -> str:
    """The scale of a number without what is of its unit: 1100万千瓦时 is in 万, 5千米 in nothing."""
    if found[0][-1] in _UNIT_PREFIX and _UNIT_AFTER.match(text, found.end()):
        return found[0][:-1]
    return found[0]


def _plain(text: str) -> Decimal | None:
    if re.fullmatch(f"{_D}+(?:[.．]{_D}+)?", text):
        return Decimal(text.translate(_FULL_WIDTH))
    if "点" in text:
        whole, _, digits = text.partition("点")
        head = _plain(whole)
        return None if head is None else head + _decimals(digits)
    if text in SMALL or text in BIG:
        return Decimal(SMALL.get(text, 0) or BIG[text])  # 百分之, 十分之, 万分之
    return _han_value(text)


def parse(text: str) -> Decimal:
    """The value of ``text``, which must be one numeral and nothing else; ``ValueError`` otherwise.

    Vague numerals give the least they allow (十余 is 10), 两三 its lower bound, 二〇二三 is 2023.
    """
    stripped = text.strip()
    if stripped in ("零", "〇"):
        return Decimal(0)
    found = scan(stripped)
    if found is None or found.end != len(stripped):
        raise ValueError(f"不是数字：{text}")
    return found.value


def _below_ten_thousand(number: int, digits: str, units: str) -> str:
    out = ""
    gap = False
    for power, unit in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
        digit = number // power % 10
        if digit:
            if gap and out:
                out += digits[0]
            out += digits[digit] + unit
            gap = False
        else:
            gap = True
    return out


def spell(number: int, digits: str, units: str) -> str:
    """``number`` (0 ≤ n < 10^16) in the given digits and units (十百千); one 零 for any run of zeros within."""
    if not 0 <= number < 10**16:
        raise ValueError(f"超出范围：{number}")
    if number == 0:
        return digits[0]
    for power, name in ((10**8, "亿"), (10**4, "万")):
        if number >= power:
            head, rest = divmod(number, power)
            out = spell(head, digits, units) + name
            if rest:
                out += (digits[0] if rest < power // 10 else "") + spell(rest, digits, units)
            return out
    return _below_ten_thousand(number, digits, units)


def to_chinese(number: int) -> str:
    """``number`` as it is read: 12 is 十二, 110 一百一十, 10010 一万零一十; ``ValueError`` below 0 and from 10^16."""
    out = spell(number, _DIGITS, "十百千")
    return out.removeprefix("一") if out.startswith("一十") else out
