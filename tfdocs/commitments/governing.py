"""Which period governs a number: 每年 before it, in its clause or at the head of its sentence.

The periods of a paragraph are found once; a sentence of many numbers would be searched for each of them otherwise.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from tfdocs.commitments import periods
from tfdocs.text import numerals

__all__ = ["Period", "governing", "periods_of"]

_RULES = [(re.compile(r.words), r.means) for r in periods.BEFORE_NUMBER]
_NEXT_ONLY = ("年", "年度", "月", "日")  # these are of the number that follows
_DIGIT = re.compile(r"\d")
_TIMES = ("日", "天", "工作日", "自然日", "日历日", "月", "周", "小时")
_STOP = "。；！？;!?\n"


@dataclass(frozen=True, slots=True)
class Period:
    """A period at ``text[start:end]``; ``means`` is the rule's, ``per`` what it says of a number."""

    start: int
    end: int
    means: str
    per: str
    words: str


def periods_of(text: str) -> list[Period]:
    """Every period of ``text`` by its start."""
    found = [
        Period(m.start(), m.end(), means, m.expand(means), m[0])
        for pattern, means in _RULES
        for m in pattern.finditer(text)
    ]
    first: dict[int, Period] = {}
    for p in found:
        first.setdefault(p.start, p)  # of two that begin at one place the rule that stands first
    return sorted(first.values(), key=lambda p: p.start)


def governing(
    text: str, found: list[Period], clause: int, core: int, unit: str, *, carry: bool
) -> tuple[str | None, int | None]:
    """What the number at ``core`` is per, and where that is said; (None, None) when nothing governs it.

    ``found``: the periods of ``text``. ``clause``: where the number's clause begins. ``carry``: whether 每年 at the
    head of a sentence, for a list after it, may govern the number.
    """
    sentence = max((text.rfind(c, 0, core) for c in _STOP), default=-1) + 1
    best: Period | None = None
    for n in range(bisect_left(found, core, key=lambda p: p.start) - 1, -1, -1):
        p = found[n]
        if p.start < sentence:
            break
        if (
            p.words in _NEXT_ONLY
            and _DIGIT.search(text, p.end, core)
            and not (core - p.end < 40 and not _DIGIT.search(_GROWN.sub("", text[p.end : core])))
            and not (carry and _carries(text, p, core, money=unit == "元"))
        ):
            continue  # 年处理5万吨的生产线1条
        if p.end > core or (p.start < clause and not (carry and _carries(text, p, core, money=unit == "元"))):
            continue
        if best is None or p.start > best.start:
            best = p
            break
    if best is None:
        return None, None
    per = best.per
    if unit in _TIMES and "后" in text[best.end : core]:
        return None, None  # 每年度评选结束后30个工作日内
    if len(per) == 2 and per[0] in "两二三四五六" and per[1] in "年月周":
        per = f"{numerals.parse(per[0])}{per[1]}"
    if per == unit and (best.end == core or best.words.startswith("单")):
        return None, None  # 单台50万元以上设备不超过3台
    return per, best.start


# 年产能由1500吨提高到: what it was before is no number between
_GROWN = re.compile("[由从][^，。；\\d]{0,4}[\\d.]+[^，。；\\d]{1,8}$")
_AT_ONCE = re.compile(
    r"\s?(?:约|不少于|不低于|不超过|至少|最多)?\s?[\d一二两三四五六七八九十]+[\u4e00-\u9fff]{1,2}(?=[的，。；、）]|$)"
)


def _carries(text: str, period: Period, core: int, *, money: bool) -> bool:
    """每年 at the head of a sentence goes on over its commas until another time is named; 每人 does not."""
    if period.means not in ("年", "季度", "月", "周", "半年"):
        return False
    if period.words in ("年", "年度"):  # 年新增产值8000万元，利税1200万元: what is named next is yearly as well
        return money and re.search(r"^[^。；：，]*，[^，。；：\d年月率比建]{1,5}$", text[period.end : core]) is not None
    before = text[max(0, period.start - 1) : period.start]
    between = text[period.end : core]
    if not period.words.startswith("每"):
        return False
    if _AT_ONCE.match(text, period.end):
        return False  # 每月1次的水质监测，形成数据集1套: it is of that number
    if not (before == "" or before in "。；，：、．.）)") or re.search(r"[：:]", between):
        return False
    return not re.search(
        r"其中|[年月]底|年终|期末|比例|比重|项目期|周期|全年|到20|今年|合计|共计|总|[年月日]底?前|力争|确保|目前|影响因子|(?:内|前)完成|每|率|占比|[:：]|新增|两?年内",
        between,
    )
