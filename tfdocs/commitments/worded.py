"""Numbers without a numeral: 近百家, 逾千人次, 半数以上, 翻一番. It sees one paragraph at a time."""

from __future__ import annotations

import re
from decimal import Decimal

from tfdocs.commitments.mention import Mention
from tfdocs.commitments.units import match_unit
from tfdocs.model.commitment import CommitmentKind, Comparator
from tfdocs.text import numerals

__all__ = ["magnitude", "worded"]

_MAGNITUDE = re.compile(r"(?P<m>[百千万亿]{1,2})(?P<more>余|多(?![种样元年]))?")
_MAGNITUDE_LED = re.compile(r"(?:逾|近|上|超过?|突破|达|成|将近|接近)$")


def magnitude(text: str, at: int) -> numerals.Numeral | None:
    """近百家, 逾千人次, 百余项: a power of ten by itself, led or followed by a word that makes it a number."""
    m = _MAGNITUDE.match(text, at)
    if m is None or not (m["more"] or _MAGNITUDE_LED.search(text, max(0, at - 2), at)):
        return None
    if at and (text[at - 1].isdigit() or text[at - 1] in numerals.DIGIT or match_unit(text, m.end()) is None):
        return None
    value = Decimal(1)
    for c in m["m"]:
        value *= numerals.SMALL.get(c, 0) or numerals.BIG[c]
    return numerals.Numeral(at, m.end(), value, approximate=m["more"] is not None, han=True)


# 半数以上, 过半, 翻一番: shares and multiples without a numeral
_WORDED = (
    (re.compile("(?<=占)(?:到)?一半(?=[，。；、]|$)"), Comparator.EQUAL, Decimal(50), "%", CommitmentKind.RATE),
    (re.compile("(?:超过?|过)半数?|半数以上|(?<!一)一半以上"), Comparator.MORE, Decimal(50), "%", CommitmentKind.RATE),
    (re.compile("翻一番|翻番"), Comparator.EQUAL, Decimal(2), "倍", CommitmentKind.QUANTITY),
    (re.compile("(?<=为)零(?=[，。；、]|$)"), Comparator.EQUAL, Decimal(0), "", CommitmentKind.QUANTITY),
    (re.compile("翻[两二]番"), Comparator.EQUAL, Decimal(4), "倍", CommitmentKind.QUANTITY),
)


def worded(text: str, masked: bytearray) -> list[Mention]:
    out = []
    for pattern, comparator, value, unit, kind in _WORDED:
        for m in pattern.finditer(text):
            if any(masked[m.start() : m.end()]) or text[m.end() : m.end() + 1] in ("时", "会"):
                continue
            masked[m.start() : m.end()] = b"\1" * (m.end() - m.start())
            explicit = comparator is not Comparator.EQUAL
            out.append(Mention(m.start(), m.end(), m.start(), kind, comparator, value, unit, explicit=explicit))
    return out
