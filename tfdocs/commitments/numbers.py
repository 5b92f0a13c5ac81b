"""Finds the numbers that mean something in a paragraph: each with comparator, value, unit and what it is for.

It sees one paragraph at a time and knows nothing of verbs, objects, tables or documents.
"""

from __future__ import annotations

import re
from decimal import Decimal

from tfdocs.commitments import comparators, periods
from tfdocs.commitments.doubled import only_reached, same_sum_once
from tfdocs.commitments.governing import Period, governing, periods_of
from tfdocs.commitments.lengths import halves, is_duration
from tfdocs.commitments.mention import Mention, normal
from tfdocs.commitments.ranks import ranks
from tfdocs.commitments.scales import scale_of, scale_shared, small_change
from tfdocs.commitments.times import deadlines
from tfdocs.commitments.traps import trapped
from tfdocs.commitments.units import NEEDS_COMPARATOR, is_symbol, kind_of, match_unit
from tfdocs.commitments.worded import magnitude, worded
from tfdocs.model.commitment import CommitmentKind, Comparator
from tfdocs.text import numerals

__all__ = ["find"]


_BEFORE = [(re.compile(rf"(?:{r.words})\s?[±＋+]?\s?$"), r.means) for r in comparators.BEFORE]
_AFTER = [(re.compile(r.words), r.means) for r in comparators.AFTER]
_ADVERBS = [(re.compile(r.words), r.means) for r in comparators.ADVERBS]
_CHANGE = re.compile(
    "(?P<verb>" + "|".join(r.words for r in comparators.CHANGES) + r")(?:了)?(?P<to>到|至|为|在|成|达到?)?(?:了)?"
    r"(?:全省|国内|省内|全国)?(?:每[年月周天日季棚户亩人台个次]度?|每半年)?(?:约|近|不低于|不少于|不超过|至少)?\s?$"
)
_CHANGE_TO = {re.sub(r"\(.*?\)", "", w): r.means for r in comparators.CHANGES for w in r.words.split("|")}
_RANGE = re.compile(comparators.RANGE)
_PER_AFTER = [(re.compile(r.words), r.means) for r in periods.AFTER_NUMBER]
_PAST = [re.compile(r.words) for r in periods.PAST_PERIODS]
_BRACKET_UNIT = re.compile(
    r"[（(]\s?[\u4e00-\u9fff]{1,3}\s?[）)](?!等)|(?<=篇)/条|(?<=条)/篇|(?<=件)/项|(?<=项)/件|(?<=台)/套|(?<=份)/本|(?<=名)/人|(?<=个)/项"
)
_LABEL_UNIT = re.compile(r"[（(]\s?(?:单位[:：])?(?P<unit>[十百千万亿]?[^（）()\d]{1,4})\s?[）)]\s?[:：为是]?\s?$")
_MONEY_WORDS = re.compile("经费|资金|投资|投入|预算|金额|产值|收入|利税|补助|资助|费用|合同额|捐赠|奖金|成交额|销售额")
# what is counted without a unit behind the number says it itself
_COUNTED = re.compile("(?P<noun>人次|场次|[人次篇户家件项亩台]数)[^，。；、\\d]{0,6}$")
# pure numbers by what they measure
_PURE = re.compile("(?:影响因子|指数|系数|得分|评分|比值|频次)(?:为|是|：|:)?$")
_TOLERANCE = re.compile(r"\s?±\s?\d+(?:\.\d+)?\s?(?:[a-zA-Zμ%％℃°]{1,3}|毫米|厘米|米|克|千克)?")
# units that with a Chinese numeral are more often words: 一面, 三口之家, 两路
_HAN_RARELY = frozenset("面道路口回团双车列站杆卡根针票瓦帕剂")
_OFTEN = re.compile("(?:至少|不少于|不低于|开展|召开|举办)*[一两二三四五六七八九十\\d]+[次期场]")
_EACH = re.compile("每(?:个|一)?[\\u4e00-\\u9fff]{1,2}$")
_BROKEN_THROUGH = re.compile("[^，。；、\\d]{0,10}(?:技术|难题|瓶颈|难点|问题|关键|堵点)")
_STOP = "。；！？;!?\n"
_CLAUSE_STOP = _STOP + "，,：:（）()"


def _comparator(word: str) -> Comparator:
    return Comparator(word)


def find(text: str, *, year: int | None = None, assumed: str = "", cell: bool = False, sums: str = "") -> list[Mention]:
    """Every meaningful number of ``text`` in its order.

    ``sums``: the unit of sums that a heading gives (预算（单位：万元）), "" for none.
    ``cell``: the text is a table's cell, which begins with its number and with no heading's.
    ``year`` completes dates without a year; ``assumed`` says where it comes from, for the note of such an item.
    """
    masked = bytearray(len(text))
    for start, end in trapped(text, headings=not cell):
        masked[start:end] = b"\1" * (end - start)
    for pattern in _PAST:
        for m in pattern.finditer(text):
            masked[m.start() : m.end()] = b"\1" * (m.end() - m.start())
    found: list[Mention] = []
    for d in deadlines(text, masked, year=year, assumed=assumed):
        masked[d.start : d.end] = b"\1" * (d.end - d.start)
        if d.value is not None:
            found.append(
                Mention(
                    d.start, d.end, d.start, CommitmentKind.DEADLINE, d.comparator, d.value, "日",
                    d.value_max, d.per, explicit=d.comparator is Comparator.AT_MOST, note=d.note,
                )
            )  # fmt: skip
    found.extend(ranks(text, masked))
    found.extend(halves(text, masked))
    found.extend(worded(text, masked))
    spans = [p for p in periods_of(text) if not masked[p.start] or not masked[p.end - 1]]
    # 每季度首月15日前支付24万元: what is paid at a recurring term is per its period
    due = [Period(m.start, m.end, m.per, m.per, text[m.start : m.end]) for m in found if m.per is not None]
    at = 0
    while at < len(text):
        mention = None if masked[at] else _number(text, at, masked, spans, due, sums)
        if mention is None:
            at += _skip(text, at, masked)
            continue
        masked[mention.core : mention.end] = b"\1" * (mention.end - mention.core)
        at = max(mention.end, at + 1)
        found.append(mention)
    found.sort(key=lambda m: m.core)
    return same_sum_once(text, only_reached(text, found))


def _skip(text: str, at: int, masked: bytearray) -> int:
    """How far to go on from ``at``: past the whole of a number that is not taken, else one character."""
    if not masked[at] and text[at].isdigit() and (n := numerals.scan(text, at)) and not n.han:
        return n.end - at
    return 1


def _number(text: str, at: int, masked: bytearray, spans: list[Period], due: list[Period], sums: str) -> Mention | None:
    """The mention whose digits begin at ``at``."""
    currency = text[at] in "￥¥"
    core = at
    if currency:
        at += 1
        while at < len(text) and text[at] == " ":
            at += 1
    before = text[at - 1] if at else ""
    if before and (before in ".．第" or (before.isascii() and before.isalnum())) and not currency:
        return None
    n = numerals.scan(text, at) or magnitude(text, at)
    if n is None or masked[n.end - 1]:
        return None
    if (
        n.han
        and before
        and (
            before == "第"
            or (
                text[at] == "一"
                and before in _ONE_BEFORE
                and not _WITHIN_ONE.match(text, at)
                and not _NOUN_BEFORE.search(text, max(0, at - 2), at)
            )
        )
    ):
        return None
    low, high, end = n.value, n.value_max, n.end
    fraction = "分之" in text[at : n.end]
    percent = text.startswith("百分之", at)
    if fraction:
        unit: str | None = "%"
        low *= 100
        small = re.match("(?:[十百]?[千万]|亿)分之", text[at : n.end]) is not None
        if not percent and not small:
            low = low.quantize(Decimal("0.01"))
        if m := _RANGE.match(text, end):  # 百分之八十至百分之九十
            n2 = numerals.scan(text, m.end())
            if n2 and "分之" in text[m.end() : n2.end]:
                high, end = n2.value * 100, n2.end
    else:
        small = False
        unit = None
        spaced = end + 1 if text[end : end + 1] == " " else end
        got = match_unit(text, spaced)
        if m := _RANGE.match(text, got[1] if got else end):
            n2 = numerals.scan(text, m.end()) if m.end() < len(text) else None
            if n2 is not None and not masked[n2.end - 1]:
                behind = n2.end + 1 if text[n2.end : n2.end + 1] == " " else n2.end
                got2 = match_unit(text, behind)
                if got2 and (got is None or got[0] == got2[0]) and not _calendar(text, got2[1]):
                    high, unit, end = n2.value_max or n2.value, got2[0], got2[1]
                    if low * 1000 <= high and scale_shared(text, n, n2):
                        low *= scale_of(text[n2.start : n2.end])
        if unit is None and got:
            unit, end = got
        elif unit is None and currency:
            unit = "元"
    if unit == "℃" and before and before in "-－−" and (at == 1 or not text[at - 2].isascii()):
        low, core = -low, at - 1  # 工作温度-20℃～60℃
    elif unit == "级" and text[n.end - 1] in "百千万亿":
        return None  # 支持10万级用户访问
    label = _LABEL_UNIT.search(text, max(0, at - 16), at)
    scale = 1
    if unit is None and label:
        word = label["unit"]
        if word[0] in "十百千万亿" and len(word) > 1:
            scale = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}[word[0]]
            word = word[1:]
        got = match_unit(word, 0)
        if got and got[1] == len(word):
            unit = got[0]
    if unit in _HAN_RARELY and n.han:
        return None
    if unit is None and text[end - 1] in "万亿" and _MONEY_WORDS.search(text[max(0, at - 20) : at]):
        unit = "元"
    if unit == "成":
        low, unit = low * 10, "%"
        if (tenth := numerals.DIGIT.get(text[end : end + 1])) and text[end - 1] == "成":  # 九成五
            low, end = low + tenth, end + 1
    if unit is None and sums and not n.han and text[end : end + 1] in ("", *"，。；、）)"):
        unit, scale = "元", scale * scale_of(sums)
    bare = unit is None
    if bare:
        # 影响因子不低于2.5: a pure number is an item only when a word compares it and the clause ends with it
        follows = text[end : end + 1]
        unit = ""
        compared = any(p.match(text, end) for p, _ in _AFTER)
        if n.han or (follows and follows not in "，。；、）)" and not compared):
            return None
        if (noun := _COUNTED.search(text, max(0, at - 16), at)) is not None:
            unit, bare = noun["noun"].removesuffix("数"), False  # 观看人数达到15万
    assert unit is not None
    if high is not None and high < low:
        return None
    if unit == "人" and text.startswith("民币", end):
        return None
    if unit == "元" and text.startswith("人民币", end):
        end += 3
    kind = CommitmentKind(kind_of(unit))
    if unit == "元" and text[end : end + 1] in ("整", "正"):
        end += 1
    elif (
        unit == "元"
        and (words := re.compile(r"[零壹贰叁肆伍陆柒捌玖\d]角?[零壹贰叁肆伍陆柒捌玖\d]*分?整?").match(text, end))
        and ("角" in words[0] or "分" in words[0])
    ):
        low, end = low + small_change(words[0]), words.end()
    approximate = n.approximate
    start = core
    changed = ""
    comparator: Comparator | None = None
    window = text[:core]
    if unit == "元" and window.endswith("人民币"):
        window = window[:-3]
        start -= 3
    if window.endswith(("￥", "¥")):
        window = window[:-1]
        start -= 1
    for pattern, means in _BEFORE:
        if m := pattern.search(window, max(0, len(window) - 12)):
            comparator, start = _comparator(means), m.start()
            break
    if comparator is None and (each := _EACH.search(window)):  # 不低于每小时2.4万瓶
        for pattern, means in _BEFORE:
            if m := pattern.search(window, max(0, each.start() - 12), each.start()):
                comparator, start = _comparator(means), m.start()
                break
    if window.endswith("突破") and _BROKEN_THROUGH.match(text, end):
        comparator, start = None, core
    if comparator is None and window.endswith("上") and text[core] in "百千万亿":  # 上万人次
        comparator, start = Comparator.AT_LEAST, core - 1
    if m := _CHANGE.search(text, max(0, core - 14), core):
        verb, to = m["verb"], m["to"]
        changed = verb + (to or "")
        if to and comparator in (None, Comparator.AT_LEAST):
            comparator = Comparator(_CHANGE_TO[verb]) if comparator is None or verb in _DOWN else comparator
            start = min(start, m.start("to"))
    if (tolerance := _TOLERANCE.match(text, end)) is not None:
        end = tolerance.end()  # 1.2m±10mm
    # （条）, 以上, 左右, /个 behind the unit, in whatever order
    per = None
    while True:
        if m := _BRACKET_UNIT.match(text, end):
            end = m.end()
        elif (hit := next(((p.match(text, end), w) for p, w in _AFTER if p.match(text, end)), None)) and hit[0]:
            word = hit[1]
            reached = comparator is not None and ("达" in text[start:core] or bool(changed))
            if word == "~" and reached:
                comparator = Comparator.ABOUT  # 达到5000人左右
            elif word != "~" or comparator is None:
                comparator = (
                    Comparator(word)
                    if comparator in (None, Comparator.ABOUT, Comparator.AT_LEAST, Comparator.AT_MOST)
                    else comparator
                )
            end = hit[0].end()
        elif (
            per is None
            and (hit := next(((p.match(text, end), w) for p, w in _PER_AFTER if p.match(text, end)), None))
            and hit[0]
        ):
            per = hit[0].expand(hit[1])
            end = hit[0].end()
            if per == "季":
                per = "季度"
            if per == "人次":
                per = "人次"
        else:
            break
    explicit = comparator is not None
    clause = _clause_start(text, core)
    if comparator is None:
        comparator = _adverb(text, clause, core)
        explicit = comparator is not None
    # 按日万分之三 is a rate of interest; a comparator makes a small fraction an aim
    if (
        (bare and not _PURE.search(text, max(0, core - 12), core))
        or small
        or unit in NEEDS_COMPARATOR
        or is_symbol(unit)
    ) and not explicit:
        return None
    if kind is CommitmentKind.DURATION and low == 1 and not explicit and _OFTEN.match(text, end):
        return None  # 一周召开两次: a period
    if kind is CommitmentKind.DURATION and not explicit and text[:core].endswith("每"):
        return None  # 每两周开一次例会: how often, and not how long
    if kind is CommitmentKind.DURATION and not is_duration(text, at, end, unit, explicit, comparator):
        return None
    if high is not None and high != low:
        comparator = (
            Comparator.BETWEEN
            if comparator in (None, Comparator.AT_LEAST, Comparator.AT_MOST, Comparator.ABOUT)
            else comparator
        )
    elif approximate and comparator is None:
        comparator = Comparator.ABOUT
    if per is None:
        per, head = governing(text, spans, clause, core, unit, carry=kind is not CommitmentKind.DURATION)
        if (
            kind is CommitmentKind.RATE
            and head is not None
            and ((text[head + 1 : head + 2] == "均" and text[head] not in "年月日周季") or text[head] == "单")
        ):
            per = head = None  # 人均产出提高30%, 单台能耗下降12%: the share is of what is 人均, not for each
        if (
            per is None
            and kind in (CommitmentKind.MONEY, CommitmentKind.RATE)
            and (term := _due(text, due, clause, core))
        ):
            per = term.per
        if kind is CommitmentKind.DURATION and head is not None and text[head] == "单":
            per = head = None  # 单件文物离库时间最多3天: a length of time is no three days apiece
        if head is not None and _period_ends(spans, head) >= start:
            start = min(start, head)  # 技术对接会每季度1场: the period belongs to the number
    mention = Mention(
        start, end, core, kind, comparator or Comparator.EQUAL, normal(low * scale), unit,
        normal(high * scale) if high is not None and high != low else None, per, explicit, changed,
        weak=kind is CommitmentKind.QUANTITY and text[at : n.end] == "一" and not explicit,
    )  # fmt: skip
    return mention


_DOWN = {w for r in comparators.CHANGES if r.means == "<=" for w in r.words.split("|")}
# 统一, 唯一, 逐一: with 一 they are words; 计划三年内 is not
_NOUN_BEFORE = re.compile("提前|[系传]统|合同|[清订名菜表]单|[样文读绘课剧版标]本|学期")
# 期满后一个月内
_WITHIN_ONE = re.compile("一个?(?:月|周|年|天|日|小时|季度|学期|工作日)(?:[之以]?内|前)")
_ONE_BEFORE = "统唯惟某同逐专单划之均任每另这那哪上下前后首其万进"


def _due(text: str, due: list[Period], clause: int, core: int) -> Period | None:
    """The recurring term that stands in the number's clause."""
    return next((p for p in due if clause <= p.start and p.end <= core), None)


def _period_ends(spans: list[Period], head: int) -> int:
    return max((p.end for p in spans if p.start == head), default=-1)


def _calendar(text: str, end: int) -> bool:
    return text[end - 1 : end] in ("月", "年") and text[end : end + 1].isdigit()


_ASIDE = re.compile(r"[（(][^（）()\d]{1,16}[）)]")


def _clause_start(text: str, at: int) -> int:
    # 每个县（市、区）限报2所: a bracket without a number parts nothing
    head = _ASIDE.sub(lambda m: "\1" * len(m[0]), text[:at])
    return max((head.rfind(c) for c in _CLAUSE_STOP), default=-1) + 1


_LISTED = re.compile(r"(?:[^，。；、\d]{1,12}\d+[^，。；、\d]{1,3}[、和及或]){1,4}[^，。；、\d]{0,12}")


def _adverb(text: str, clause: int, core: int) -> Comparator | None:
    """至少, 最多 earlier in the clause, when no other number stands between."""
    head = text[clause:core]
    for pattern, means in _ADVERBS:
        for m in pattern.finditer(head):
            between = head[m.end() :]
            if not re.search(r"[\d、]", between) and len(between) <= 12:
                return Comparator(means)
            if _LISTED.fullmatch(between):  # 限报学校2所、工作室1个
                return Comparator(means)
    return None
