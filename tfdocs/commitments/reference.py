"""The year a text speaks for, and whether it tells news."""

from __future__ import annotations

import re

__all__ = ["reference_year", "tells_news"]

# a report of the past may have terms too: 2022年底前已完成
_TERM_YEAR = re.compile(
    r"((?:19|20)\d\d)\s?(?:年|[-./])[^，。；、后起]{0,16}?(?:前|底|止|完成|开工|竣工|封顶)(?![^，。；]{0,6}[已了曾])"
)
# 自2024年3月1日起至2027年2月28日
_SINCE = re.compile(r"[自从]\s?((?:19|20)\d\d)\s?(?:年|[-./])[^，。；、]{0,8}?起?[至到—-]")
# 2024年度工作计划; and the day under a letter: a text that names no term speaks for the year it is of
_SPEAKS_FOR = (
    re.compile(
        r"((?:19|20)\d\d)\s?年度?[^，。；、\n]{0,24}(?:计划|目标|任务|方案|申报|预算|通知|预期|安排|要点|拟|将|力争)"
    ),
)
# the day under a letter
_SIGNED = re.compile(r"(?:^|[\n\s\u3000])((?:19|20)\d\d)\s?年\d{1,2}月\d{1,2}日\s*$")
# texts that speak of what is to come: the latest year they name is theirs
_BINDING = re.compile(r"(?m)^[^，。；\n]{0,40}(?:合同书?|协议书?|须知|通知|指南)(?:[（(].{0,12}[）)])?$")
_PLANNED_IN = re.compile(r"(?:拟|定|将|计划|预计)(?:于|在)?\s?((?:19|20)\d\d)\s?年")
# 2024年：收稿量增长20%; 会期：2024年9月20日至23日
_LABELLED = re.compile(r"(?:^|[\n；。])\s*((?:19|20)\d\d)\s?年度?[：:]")
_HELD_IN = re.compile(r"(?:会期|周期|期限|时限|实施期|执行期|服务期)[：:为自]+\s?((?:19|20)\d\d)\s?年")
_DUE_IN = re.compile(r"截止(?:日期|时间)?\s?[：:为是]+\s?((?:19|20)\d\d)\s?[年./-]")
# years in the names of laws and documents
_NAMED = re.compile("《[^《》]{1,60}》|[〔\\[［(（](?:19|20)\\d\\d[〕\\]］)）]\\s?第?\\s?\\d+\\s?号")
# 行动计划（2025—2027年）: a title's span begins with the year it speaks for
_SPAN_OF = re.compile(
    r"(?m)\A(?=[^\n]{0,60}(?:计划|规划|方案|任务|申报|目标|协议|合同))[^\n]{0,50}?(20\d\d)\s?年?\s?[-—–~～至]{1,2}\s?20\d\d\s?年"
)
# 项目绩效目标表（2024年度）, the title of a text
_TITLED = re.compile(
    r"\A[^，。；\n]{0,40}(?:计划|目标|任务|方案|申报|预算|概算|安排)[^，。；\n（(]{0,6}[（(]((?:19|20)\d\d)\s?年度?[）)]"
)
# 关于做好2024年度评价工作的通知: what the first line is about, where it names one year and is no report
# 3.1 进度。2024年1月—2024年12月，完成场地调查: a line of a schedule
_SCHEDULED = re.compile(
    r"(?:^|[。；：\n])\s*((?:19|20)\d\d)\s?年\d{1,2}月\s?[-—–~～至到]+\s?(?:20\d\d\s?年)?\d{1,2}月[，：:]\s?"
    r"(?:完成|开展|进行|启动|制定|编制|组织|建设|实施|调研)"
)
_TITLE_YEAR = re.compile(
    r"\A(?![^\n]*(?:总结|情况|报告|自评|汇报|回顾))[^\n。；\d]{0,40}((?:19|20)\d\d)\s?年度?[^\n。；\d]{0,40}"
    r"(?:通知|指南|公告|启事|要点|计划|方案|安排|申报书|任务书|办法)(?:[（(][^\n）)]{0,8}[）)])?\n"
)
_UNTIL = re.compile(r"(?:到|至)\s?((?:19|20)\d\d)年")
# who tells it; 媒体记者12名 are guests
_NARRATIVE = re.compile(
    r"本报讯|本网讯|本刊讯|日讯|(?<![小名位])(?<!媒体)(?:记者|通讯员)(?!\s?[\d一二两三四五六七八九十]|[站团会证队])|新华社|据悉|据介绍|据了解"
)


def reference_year(text: str) -> tuple[int | None, bool]:
    """The year a document speaks for: the first of its terms, else of its plans, else the latest it names.

    The second value says whether a term or plan names it; the latest year alone may be the last that is reported.
    """
    text = _NAMED.sub("", text)
    terms = [int(y) for y in _TERM_YEAR.findall(text)] + [int(y) for y in _UNTIL.findall(text)]
    terms += [int(y) for p in (_SINCE, _PLANNED_IN, _DUE_IN, _LABELLED, _HELD_IN, _SCHEDULED) for y in p.findall(text)]
    terms = [y for y in terms if not re.search(rf"截[至止]\s?{y}", text)]
    terms += [int(y) for y in _SPAN_OF.findall(text)]
    signed = [int(y) for y in _SIGNED.findall(text.rstrip()[-24:])]
    if signed and (not terms or min(terms) < signed[-1]):
        return signed[-1], True
    every = [int(y) for y in re.findall(r"(?<!\d)((?:19|20)\d\d)\s?年", text)]
    if terms and (titled := _TITLE_YEAR.match(text)) is not None and int(titled[1]) > min(terms):
        return int(titled[1]), True  # 2022年12月31日前登记成立的学会: no term of its own
    if terms:
        return min(terms), True
    if (titled := _TITLED.match(text)) is not None:
        return int(titled[1]), True
    said = [int(y) for p in _SPEAKS_FOR for y in p.findall(text)]
    if said and every and max(said) == max(every):  # 102023年 is no year
        return max(said), True
    return max(every, default=None), _BINDING.search("\n".join(text.split("\n", 3)[:3])) is not None


def tells_news(text: str) -> bool:
    """Whether a text begins as news do: 本报讯, 记者获悉."""
    return _NARRATIVE.search(text[:300]) is not None
