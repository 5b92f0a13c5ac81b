"""Finds the days by which something is to be done: 2023年12月31日前, 每月5日前, 2023年7月至8月.

It sees one paragraph at a time. Dates that set no term (history, the date of a letter) are found too, without a value,
so that their digits are not taken for anything else.
"""

# ruff: noqa: E501  (a pattern stays on one line)

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace

from tfdocs.model.commitment import Comparator
from tfdocs.text import dates, numerals
from tfdocs.text.dates import DateSpan, Precision

__all__ = ["Term", "deadlines"]


@dataclass(frozen=True, slots=True)
class Term:
    """``text[start:end]``; ``value`` is ``None`` where the date sets no term."""

    start: int
    end: int
    value: str | None
    comparator: Comparator = Comparator.AT_MOST
    value_max: str | None = None
    per: str | None = None
    note: str = ""


_BEFORE_END = re.compile(
    # the day of the week and the hour may stand between: 6月15日（星期六）17:00前
    r"\s?(?:[（(](?:星期|周|礼拜)[一二三四五六日天][）)])?(?:(?:上午|下午|中午|晚)?\s?(?:\d{1,2}(?:[:：]\d{2}|[时点](?:整|\d{1,2}分)?)|下班|上班))?"
    r"(?:之前|以前|前(?!述|期|后|往|言|三|\d)|止|为止|截止)"
)
_LED = re.compile(
    r"(?:截止(?:日期|时间|日)?|截至(?:日期|时间)?|期限|时限|周期|完成时间|完成日期|交付时间|实施期|建设期|执行期|合作期|有效期|协议期|报名时间|申报时间|(?!报到)[截结交完提报][\u4e00-\u9fff]{1,3}(?:日期|时间|期限|时限)|不晚于|不迟于|最迟|最晚|到期日|至)"
    r"(?:一般|均|延长|顺延)?(?:为|是|至|到|于|：|:)*\s?$"
)
_LABEL = re.compile(r"(?:周期|期限|时限|截止|实施期|建设期|执行期|有效期|协议期|合作期|时间|日期)[^，。；]{0,4}$")
_PLANNED = re.compile(r"(?:拟|定|计划|将|预计|暂定)(?:于|在)\s?$")
# of a document, a person or a body: 收稿日期, 填报时间, 出生日期 set no term
_RECORDED = (
    "注册|成立|登记|出生|创刊|填表|填报|制表|编制|打印|印发|签发|签订|签署|发布|入会|入职|入党|毕业|收稿|"
    "修回|接收|接受|录用|出版|生产|颁发|发证|批准|核准|备案|更新|修订|修改|上传|下载|访问|检索|查询|采样|"
    "取样|拍摄|采集|统计|调查|审核|审签|记录|编写|撰写|起草|到账|授权|获奖|收文|来文|发文|落款"
)
# 时间：2024年9月15日; 大赛时间：初赛7月6日，决赛8月10日
_TIMETABLE = re.compile(rf"(?<!{_RECORDED})(?:时间|日期|日程)(?:安排)?[：:][^。；]{{0,40}}$")
_TO = re.compile(r"(?:\s?\d{1,2}(?:[:：]\d{2}|时))?\s?起?，?\s?(?:至|到|[-—–―~～－]{1,2})\s?")
_CANDIDATE = re.compile(
    r"20\d\d[.．/]\d{1,2}\s?[-—–~～至到]|(?<!\d)\d{1,2}\s?[-—–~～至到]{1,2}\s?\d{1,2}月|[12１２][0-9０-９]{3}|[一二][〇○零一二三四五六七八九]{3}\s?年|[0-9０-９]{1,2}\s?月|[一二三四五六七八九十]{1,3}月|[今明去当次上本翌]年|年[底末]前|第?[一二三四1234]季度"
)
_RECURRING = re.compile(
    r"每(?:个)?(?P<per>年度?|半年|季度?|月|周)(?:度)?(?:结束)?(?:末|终|初|首|第[一二三1-3]个|的)?(?:月)?(?:的)?\s?"
    r"(?:(?P<m>\d{1,2})月)?(?:(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})[日号]|(?P<end>底|末|最后一个?(?:工作)?[日天]))(?:之前|以前|前)"
)
# 每年6月30日、12月31日前: every date of the list is a term of each year
_DAY = r"(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})月(?:(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})[日号]|(?P<part>底|末|上旬|中旬|下旬))?"
_YEARLY = re.compile(
    r"每年(?:度)?(?:的)?(?P<days>"
    + re.sub(r"\?P<\w+>", "?:", _DAY)
    + r"(?:[、和及]"
    + re.sub(r"\?P<\w+>", "?:", _DAY)
    + r")*)(?:之前|以前|前)"
)
_EACH_DAY = re.compile(_DAY)
_LAST_OF = {"上旬": 10, "中旬": 20}
_NEXT_YEAR = re.compile(r"(?P<year>[次明翌今当本])年(?=\d{1,2}月|[一二三四五六七八九十]{1,2}月)")
_NO_YEAR = "原文未写年份，且文中没有可依据的年份"
_NO_TERM_AFTER = re.compile(
    r"\s?(?:印发|成立|创刊|发布|颁布|出台|召开的|举办的|通过的|修订|日?讯|以来|起施行|起实施|起执行)"
)


def _assumed(span: DateSpan, assumed: str) -> str:
    return "" if span.year_stated or not assumed else f"原文未写年份，按{assumed}计"


def deadlines(text: str, masked: bytearray, *, year: int | None, assumed: str = "") -> list[Term]:
    """The dates of ``text`` that are not ``masked``; those that set a term have a value (ISO 8601)."""
    out: list[Term] = []
    at = 0
    for m in _YEARLY.finditer(text):
        if not any(masked[m.start() : m.end()]):
            out.extend(_yearly(m))
    for m in _RECURRING.finditer(text):
        if not any(masked[m.start() : m.end()]) and not any(t.start <= m.start() < t.end for t in out):
            out.append(_recurring(m))
    taken = [(t.start, t.end) for t in out]
    for c in _CANDIDATE.finditer(text):
        if c.start() < at or masked[c.start()] or any(s <= c.start() < e for s, e in taken):
            continue
        if c.start() and text[c.start() - 1] in "0123456789０１２３４５６７８９.":
            continue
        if (carried := _carried(text, c.start(), masked)) is not None and (year is None or carried >= year):
            term = _term(text, c.start(), carried, f"前文的{carried}年")
        else:
            term = _term(text, c.start(), year, assumed)
        if term is not None:
            out.append(term)
            at = term.end
    return sorted(out, key=lambda t: t.start)


_STATED = re.compile(r"(?<!\d)(20\d\d)\s?(?:年|[-./]\d)")


def _carried(text: str, at: int, masked: bytearray) -> int | None:
    """The year that a date without one takes from the last date before it: 2026年1—9月…；10—12月…."""
    last = None
    for m in _STATED.finditer(text, 0, at):
        last = m if masked[m.start()] != 1 else last
    if last is None or re.match(r"[12]\d{3}|[今明去当次上本翌]", text[at : at + 4]):
        return None
    # a date that is told, and not one of the list the next one goes on with
    if re.search("成立|创刊|以来|印发|发布(?!会)|[了已]", text[last.end() : at]):
        return None
    return int(last[1])


def _yearly(m: re.Match[str]) -> list[Term]:
    days = list(_EACH_DAY.finditer(m["days"]))
    out = []
    for n, day in enumerate(days):
        month = int(numerals.parse(day["m"]))
        if not 1 <= month <= 12:
            continue
        last = _LAST_OF.get(day["part"] or "", monthrange(2023, month)[1])
        number = int(numerals.parse(day["d"])) if day["d"] else last
        start = m.start() if n == 0 else m.start("days") + day.start()
        end = m.end() if n == len(days) - 1 else m.start("days") + day.end()
        out.append(Term(start, end, f"{month:02d}-{number:02d}", per="年"))
    return out


def _recurring(m: re.Match[str]) -> Term:
    per = {"年度": "年", "季": "季度"}.get(m["per"], m["per"])
    if m["d"] is None:
        value = {"月": "31", "季度": "31", "年": "12-31"}.get(per, "31")
        return Term(m.start(), m.end(), value, per=per, note="每期期末")
    day = int(numerals.parse(m["d"]))
    value = f"{int(m['m']):02d}-{day:02d}" if m["m"] else str(day)
    return Term(m.start(), m.end(), value, per=per)


def _term(text: str, at: int, year: int | None, assumed: str) -> Term | None:
    if (m := _YEAR_MONTHS.match(text, at)) is not None:
        return _year_months(m)
    if year is not None and (bare_months := _BARE_MONTHS.match(text, at)) and text[max(0, at - 2) : at] != "每年":
        span = dates.scan(f"{year}年", 0)
        return _months(bare_months, replace(span, start=at, year_stated=False), assumed) if span else None
    if year is not None and (named := _NEXT_YEAR.match(text, at)) is not None:
        # 次年3月底前: the month is of the year after the document's
        span = _dated(text, named.end(), year + (named["year"] in ("次", "明", "翌")))
        if span is not None:
            span = replace(span, start=at)
    else:
        span = _dated(text, at, year)
    if span is None:
        bare = _dated(text, at, 2000)  # 2000 is a leap year: every day of the calendar has its place
        if bare is None:
            return None
        if bare.precision in (Precision.DAY, Precision.PART, Precision.MONTH) and (
            before := _BEFORE_END.match(text, bare.end)
        ):
            value = bare.last.strftime("--%m-%d")
            return Term(at, before.end(), value, note=_NO_YEAR)
        if (ranged := _range(text, bare, "")) is not None and ranged.value is not None and ranged.value_max is not None:
            planned = _PLANNED.search(text, max(0, at - 6), at) or _LED.search(text, max(0, at - 14), at)
            if planned or ranged.comparator is Comparator.AT_MOST:
                value, last = f"--{ranged.value[5:]}", f"--{ranged.value_max[5:]}"
                return Term(at, ranged.end, value, Comparator.BETWEEN, last, note=_NO_YEAR)
            return Term(at, ranged.end, None)
        due = _LED.search(text, max(0, at - 14), at)
        if due and bare.precision in (Precision.DAY, Precision.PART) and not _reported(due):
            return Term(at, bare.end, bare.last.strftime("--%m-%d"), note=_NO_YEAR)
        if bare.precision in (Precision.DAY, Precision.PART) and _PLANNED.search(text, max(0, at - 6), at):
            first, last = bare.first.strftime("--%m-%d"), bare.last.strftime("--%m-%d")
            if first == last:
                return Term(at, bare.end, first, Comparator.EQUAL, note=_NO_YEAR)
            return Term(at, bare.end, first, Comparator.BETWEEN, last, note=_NO_YEAR)
        return Term(at, bare.end, None)
    start, end = span.start, span.end
    ranged = _range(text, span, assumed)
    if ranged is not None:
        return ranged
    before = _BEFORE_END.match(text, end)
    led = _LED.search(text, max(0, start - 14), start)
    note = _assumed(span, assumed)
    if before:
        if span.precision in (Precision.MONTH, Precision.QUARTER, Precision.YEAR):
            note = (note + "；" if note else "") + f"“{text[start:end]}前”按期末计，是否含本期请核对"
        return Term(led.start() if led and "截" in led[0] else start, before.end(), span.last.isoformat(), note=note)
    if led and led[0] == "至" and start >= 2 and re.search(r"(?:自|从).{0,14}至$", text[:start]) is None:
        led = None
    if led and not _reported(led):
        return Term(start, end, span.last.isoformat(), note=note)
    if (
        span.precision is Precision.PART
        and text[end - 1] in "底末"
        and re.search(r"(?:到|(?<!截)至)\s?$", text[:start])
    ):
        return Term(start, end, span.last.isoformat(), note=note)
    if (done := _happens(text, span, year)) is not None:
        note = "；".join(n for n in (note, f"“{text[start:end]}”按期末计，请核对" if done else "") if n)
        if done:
            return Term(start, end, span.last.isoformat(), note=note)
        return Term(start, end, span.first.isoformat(), Comparator.BETWEEN, span.last.isoformat(), note=note)
    listed = year is None or span.last.year >= year
    if re.search(r"日起[至到]\s?$", text[max(0, start - 5) : start]):
        return Term(start, end, span.last.isoformat(), note=note)  # 即日起至2024年4月12日
    planned = _PLANNED.search(text, max(0, start - 6), start) or (_TIMETABLE.search(text, 0, start) if listed else None)
    whole_year = text[start : end + 1].rstrip().endswith("年度")  # 计划在2024年度组织
    if planned and not whole_year and not _NO_TERM_AFTER.match(text, end):
        if span.first == span.last:
            return Term(start, end, span.last.isoformat(), Comparator.EQUAL, note=note)
        return Term(start, end, span.first.isoformat(), Comparator.BETWEEN, span.last.isoformat(), note=note)
    return Term(start, end, None)


# 2025年5月竣工投产: done by then; 2023年6月开工: begun within it
_DONE_IN = re.compile(
    r"\s?(?:全面|全部|基本|正式|主体)?(?:封顶|完成(?!了|的)|竣工|建成|投产|达产|投入使用|通过验收|验收|结题|结项|交付)(?!了|的|以来)"
)
_BEGUN_IN = re.compile(r"\s?(?:全面|正式)?(?:开工|动工|启动|试运行|试生产)(?!了|的|以来|仪式)")


def _happens(text: str, span: DateSpan, year: int | None) -> bool | None:
    """Whether something is done (``True``) or begun (``False``) in the month or quarter ``span``; else ``None``.

    A day is more often told than planned; a month before the document's own year lies behind.
    """
    if not span.year_stated or span.precision not in (Precision.MONTH, Precision.QUARTER, Precision.PART):
        return None
    if year is None or span.last.year < year:
        return None
    if _DONE_IN.match(text, span.end):
        return True
    return False if _BEGUN_IN.match(text, span.end) else None


_MONTH_BEFORE = re.compile(
    r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?(?=\s?(?:之前|以前|前(?!述|期|后|往)|起?[至到]))"
)


def _dated(text: str, at: int, year: int | None) -> DateSpan | None:
    """The date at ``at``; a month by itself is one before 前 and 至: 次年3月前."""
    span = dates.scan(text, at, year=year)
    if span is None and year is not None and (m := _MONTH_BEFORE.match(text, at)):
        bare = dates.scan(f"{year}年{m[0]}", 0)
        span = replace(bare, start=at, end=m.end(), year_stated=False) if bare is not None else None
    return span


def _reported(led: re.Match[str]) -> bool:
    """截至2022年12月: what is reported up to a day, no term."""
    if re.search("(?:报名|申报|提交|征稿|投稿|投标|受理|缴费|填报|推荐|注册)$", led.string[: led.start()]):
        return False  # 报名截止5月10日
    return led[0].startswith(("截至", "截止")) and not re.search("日期|时间|日|为|：|:", led[0])


_BARE_MONTHS = re.compile(r"(?P<a>\d{1,2})\s?[-—–~～至到]{1,2}\s?(?P<b>\d{1,2})月(?![龄均内度\d])")
_MONTH_ONLY = re.compile(r"\d{1,2}月(?:份)?(?!\d)")
# 2023.3—2023.10
_YEAR_MONTHS = re.compile(
    r"(?P<y>20\d\d)[.．/](?P<m>\d{1,2})\s?[-—–~～至到]{1,2}\s?(?:(?P<y2>20\d\d)[.．/])?(?P<m2>\d{1,2})(?![\d.．/])月?"
)


def _year_months(m: re.Match[str]) -> Term | None:
    first, last = (int(m["y"]), int(m["m"])), (int(m["y2"] or m["y"]), int(m["m2"]))
    if not (1 <= first[1] <= 12 and 1 <= last[1] <= 12 and first <= last):
        return None
    until = f"{last[0]}-{last[1]:02d}-{monthrange(*last)[1]:02d}"
    return Term(m.start(), m.end(), f"{first[0]}-{first[1]:02d}-01", Comparator.BETWEEN, until)


# 2026年1—9月: the first month leaves its 月 to the second
_MONTHS = re.compile(r"\s?(?P<a>\d{1,2})\s?[-—–―~～－至到]{1,2}\s?(?P<b>\d{1,2})\s?月(?:份|底)?")


def _months(m: re.Match[str], span: DateSpan, assumed: str) -> Term | None:
    a, b, year = int(m["a"]), int(m["b"]), span.last.year
    if not 1 <= a < b <= 12:
        return None
    first, last = f"{year}-{a:02d}-01", f"{year}-{b:02d}-{monthrange(year, b)[1]:02d}"
    return Term(span.start, m.end(), first, Comparator.BETWEEN, last, note=_assumed(span, assumed))


def _range(text: str, span: DateSpan, assumed: str) -> Term | None:
    """2023年7月1日至12月31日, 2024.1-2024.6; a range of plain years is no term unless a label says so."""
    if span.precision is Precision.YEAR and (months := _MONTHS.match(text, span.end)):
        return _months(months, span, assumed)
    to = _TO.match(text, span.end)
    if to is None:
        return None
    second = dates.scan(text, to.end(), year=span.last.year)
    if (
        second is None
        and span.precision is Precision.DAY
        and (m := re.compile(r"(\d{1,2})[日号]").match(text, to.end()))
    ):
        second = dates.scan(f"{span.last.month}月{m[0]}", 0, year=span.last.year)
        if second is not None:
            second = DateSpan(to.end(), m.end(), second.first, second.last, second.precision, True)
    if (
        second is None
        and span.precision in (Precision.MONTH, Precision.DAY)
        and (m := _MONTH_ONLY.match(text, to.end()))
    ):
        # 2024年4月—12月
        bare = dates.scan(f"{span.last.year}年{m[0]}", 0)
        second = replace(bare, start=to.end(), end=m.end()) if bare is not None else None
    if second is None or second.last < span.first:
        return None
    end = second.end
    if m2 := _BEFORE_END.match(text, end):
        end = m2.end()
    years_only = span.precision is Precision.YEAR and second.precision is Precision.YEAR
    if years_only and not _LABEL.search(text, max(0, span.start - 12), span.start):
        return Term(span.start, end, None)
    return Term(
        span.start,
        end,
        span.first.isoformat(),
        Comparator.BETWEEN,
        second.last.isoformat(),
        note=_assumed(span, assumed),
    )
