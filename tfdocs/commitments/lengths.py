"""Lengths of time: whether a number of days, months or years is one that is set, and lengths with a half in them.

It sees one paragraph at a time.
"""

from __future__ import annotations

import re
from decimal import Decimal

from tfdocs.commitments import comparators
from tfdocs.commitments.mention import Mention, normal
from tfdocs.model.commitment import CommitmentKind, Comparator
from tfdocs.text import numerals

__all__ = ["halves", "is_duration"]

_BEFORE = [(re.compile(rf"(?:{r.words})\s?$"), Comparator(r.means)) for r in comparators.BEFORE]
_AFTER = [(re.compile(r.words), Comparator(r.means)) for r in comparators.AFTER]
_DURATION_BEFORE = re.compile(
    r"(?:周期|期限|为期|工期|建设期|会期|时限|时间|有效期|服务期|执行期|实施期|质保期|试用期|合作期|任期|保存|历时|随访|跟踪|运行|维护|驻点|试点|公示|存放|共|总共|提前|延长|满|保修|质保|免费维护|给予|开展|逾期|持续|(?:终止|结束|届满|离职|验收)后|期)"
    r"(?:一般|原则上|约|共|为|是|不少于|不超过|至少|至|到|：|:|限|达|了|期)*\s?$"
)


_CALENDAR_YEAR = re.compile("[12１２][0-9０-９]{3}\\s?年")


def is_duration(text: str, at: int, end: int, unit: str, explicit: bool, comparator: Comparator | None) -> bool:
    """Whether a number of days, months or years is a length of time that is set, and no date, age or history."""
    led = bool(_DURATION_BEFORE.search(text, max(0, at - 24), at))
    follows = text[end : end + 2]
    if unit == "年":
        if _CALENDAR_YEAR.match(text, at):
            return False
        if follows.startswith(("级", "来", "前", "后", "以", "间", "制", "期满")):
            return explicit and comparator is not Comparator.ABOUT and follows.startswith("后") is False
        return explicit or led or text[at - 1 : at] in ("期", "为") or follows.startswith(("期", "时间"))
    if unit == "日":
        if text[at - 1 : at] in ("月",):
            return False
        return explicit or led
    if unit == "月":
        return (
            explicit
            or led
            or follows.startswith(("时间", "期", "的", "限"))
            or not follows.startswith(("来", "前", "后", "以来"))
        )
    if unit in ("天", "周", "工作日", "自然日", "季度"):
        return not follows.startswith(("前", "后", "来", "以来")) or explicit
    return True


_HALF = re.compile(
    r"(?P<n>[一二两三四五六七八九十\d]{1,2}|半)(?P<unit>年|个月|天|个?小时)(?P<half>半)?|(?P<n2>[一二两三四五六七八九十\d]{1,2})个半(?P<unit2>月|小时)"
)
# what half of each is called, and how many of them there are in one
_PARTS = {"年": ("月", 12), "月": ("日", 30), "天": ("小时", 24), "小时": ("分钟", 60)}


def halves(text: str, masked: bytearray) -> list[Mention]:
    """半年内, 一年半, 两个半小时: lengths of time with a half. 每半年 and 上半年 are periods and dates."""
    out = []
    for m in _HALF.finditer(text):
        unit = (m["unit"] or m["unit2"]).removeprefix("个")
        number = m["n"] or m["n2"]
        if (number != "半" and not m["half"] and not m["n2"]) or (number == "半" and m["half"]) or masked[m.start()]:
            continue
        if text[m.start() - 1 : m.start()] in ("每", "上", "下", "前", "后", "近", "多", "大", "第", "过"):
            continue
        part, many = _PARTS[unit]
        whole = Decimal(0) if number == "半" else numerals.parse(number)
        value = normal((whole + Decimal("0.5")) * many)
        end, comparator = m.end(), None
        for pattern, means in _AFTER:
            if a := pattern.match(text, end):
                end, comparator = a.end(), means
        start = m.start()
        for pattern, means in _BEFORE:
            if b := pattern.search(text, max(0, start - 12), start):
                start, comparator = b.start(), means
                break
        if comparator is None and not _DURATION_BEFORE.search(text, max(0, m.start() - 24), m.start()):
            continue
        if text[end : end + 1] in ("来", "前", "后", "间"):
            continue
        masked[start:end] = b"\1" * (end - start)
        out.append(
            Mention(
                start, end, m.start(), CommitmentKind.DURATION, comparator or Comparator.EQUAL, value, part,
                explicit=comparator is not None,
            )
        )  # fmt: skip
    return out
