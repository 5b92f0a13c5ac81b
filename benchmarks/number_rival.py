"""The stock way to find what a text promises: numerals by cn2an, then one regular expression for a number and its unit.

Generous to it: it is asked for comparator, value and unit alone, never whether a number is promised or achieved, what
is done with what, or how often; full-width characters are brought to one width before, and it knows the usual units.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from decimal import Decimal

try:
    import cn2an
except ImportError:  # not among what the project installs: pip install cn2an
    cn2an = None

__all__ = ["INSTALLED", "Reading", "readings"]

INSTALLED = cn2an is not None

Reading = tuple[str, str, str]  # comparator, value, unit

_UNITS = (
    "个百分点|个工作日|个月|平方米|公里|小时|分钟|人次|场次|学时|台套|百分点|篇|部|本|册|期|份|字|条|件|项|款|种|类|例|套|台|批|"
    "名|人|位|户|家|个|支|所|座|处|次|场|届|门|亩|吨|倍|%|‰|元|天|日|年|月|周"
)
_BEFORE = {
    ">=": "不少于|不低于|不小于|至少|最少|达到|达|≥",
    "<=": "不超过|不高于|不多于|不大于|至多|最多|≤",
    ">": "超过|突破|高于|大于|>",
    "<": "低于|少于|小于|<",
    "~": "约|近|大约",
}
_AFTER = {">=": "以上", "<=": "以下|以内|之内|内", "~": "左右"}
_SIGNS = {word: sign for signs in (_BEFORE, _AFTER) for sign, words in signs.items() for word in words.split("|")}
_NUMBER = re.compile(
    rf"(?P<before>{'|'.join(w for w in _BEFORE.values())})?\s?(?P<value>\d[\d,]*(?:\.\d+)?)\s?"
    r"(?P<scale>万|亿)?(?:余|多)?"
    rf"(?P<unit>{_UNITS})(?P<after>{'|'.join(w for w in _AFTER.values())})?"
)
_DAY = re.compile(r"(?P<y>20\d\d)年(?P<m>\d{1,2})月(?P<d>\d{1,2})日(?P<before>之?前)?")
_SPELLED = {"个月": "月", "个工作日": "工作日", "百分点": "个百分点"}


def readings(text: str) -> list[Reading]:
    """Every number with its unit and every date of ``text``, as the stock way reads them; [] without cn2an."""
    if cn2an is None:
        return []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # cn2an warns of every 万 that stands by itself
        try:
            plain = cn2an.transform(unicodedata.normalize("NFKC", text), "cn2an")
        except (ValueError, TypeError):
            plain = unicodedata.normalize("NFKC", text)
    found: list[Reading] = []
    for m in _DAY.finditer(plain):
        found.append(("<=" if m["before"] else "=", f"{m['y']}-{int(m['m']):02d}-{int(m['d']):02d}", "日"))
    for m in _NUMBER.finditer(_DAY.sub("", plain)):
        value = Decimal(m["value"].replace(",", "")) * {"万": 10**4, "亿": 10**8}.get(m["scale"] or "", 1)
        sign = _SIGNS.get(m["after"] or "") or _SIGNS.get(m["before"] or "") or "="
        shown = format(value.normalize(), "f")
        found.append((sign, shown, _SPELLED.get(m["unit"], m["unit"])))
    return found
