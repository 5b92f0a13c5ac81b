"""Promised, done already, or merely mentioned: what the words around a number say of its time.

It works on paragraphs in their order, because a heading and the sentence before tell the time of the next.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from tfdocs.commitments import periods, verbs
from tfdocs.commitments.phrases import Phrase
from tfdocs.model.commitment import CommitmentKind, Modality

__all__ = ["Clock", "reference_year", "tells_news"]

_PAST_SPANS = [re.compile(r.words) for r in periods.PAST_PERIODS]
_CUES = [(re.compile(r.words), r.means) for r in verbs.CUES]
_YEAR = re.compile(r"(?<![较比])(?<!\d)((?:19|20)\d\d)\s?(?:年|[.．/-]\d)(?!以来)")
_YEAR_COMPARED = re.compile(r"(?:较|比|相比|同比)\s?$")
# a report of the past may have terms too: 2022年底前已完成
_TERM_YEAR = re.compile(
    r"((?:19|20)\d\d)\s?(?:年|[-./])[^，。；、后起]{0,16}?(?:前|底|止|完成|开工|竣工|封顶)(?![^，。；]{0,6}[已了曾])"
)
# 自2024年3月1日起至2027年2月28日
_SINCE = re.compile(r"[自从]\s?((?:19|20)\d\d)\s?(?:年|[-./])[^，。；、]{0,8}?起?[至到—-]")
# 2024年度工作计划; and the day under a letter: a text that names no term speaks for the year it is of
_SPEAKS_FOR = (
    re.compile(r"((?:19|20)\d\d)\s?年度?[^，。；、\n]{0,24}(?:计划|目标|任务|方案|申报|预算|通知|拟|将|力争)"),
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
_UNTIL = re.compile(r"(?:到|至)\s?((?:19|20)\d\d)年")
_HEADING = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、．. ]|第[一二三四五六七八九十]+[章部节])?"
    r"[^，。；！？]{2,30}[：:]?$"
)
_STOP = re.compile("[。；！？;!?\n]")
# （二）主要业绩。出版专著4部: a heading on the line of its text
_LEADING_HEADING = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[．.](?!\d))\s?(?P<words>[\u4e00-\u9fff]{2,12})[。：:]"
)
_LABEL = re.compile(r"(?:^|[。；])\s*(?P<words>[\u4e00-\u9fff]{2,10})[：:]")
# comparators of demands; 达到, 突破 and 超过 report as well
_DEMANDED = re.compile("不(?:得|应|可)?(?:少于|低于|小于|短于|超过|多于|高于|大于|长于)|至少|最少|至多|最多|[≥≤]|满$")
# a text that tells news
_SPAN = re.compile("项目期|实施期|周期内|执行期|建设期内|项目实施")
# a plan of what is to be built: 项目选址于…，占地15亩
_SITE = re.compile("项目选址|选址于|拟建|规划用地|新建")
_TERMS = (CommitmentKind.DEADLINE, CommitmentKind.DURATION)
_TITLE = re.compile(
    "^[^，。；：]{4,40}(?:项目|工程|方案|申报书|任务书|协议书?|合同书?|通知|报告|摘要|计划书?|规划|办法|细则)$"
)
_PLAIN = re.compile(r"(?:[^\d，。；]|(?:19|20)\d\d年?){6,40}")
# titles of texts that report
_REPORT = re.compile("总结|自查报告|评价报告|年度报告|年报|汇报|述职|情况报告|业绩|简介|概况|纪实")
_NARRATIVE = re.compile("本报讯|本网讯|本刊讯|日讯|记者|通讯员|新华社|据悉|据介绍|据了解")
_PLAN = re.compile("“?十(?P<n>[二三四五])五”?(?:期间|时期|以来|末)")
_PLAN_ENDS = {"二": 2015, "三": 2020, "四": 2025, "五": 2030}


_REPORTED = re.compile(r"(?:截至|截止到?|迄)\s?$")
_Cue = tuple[int, int, Modality]  # start, end, what it tells
# 两年内受到行政处罚的；: a condition, no promise
_CONDITIONAL = re.compile(
    r"^[^，。；]{0,12}(?:受到|被(?:处|通报|撤|取消|列入|查|投诉|追究|责令|暂停)|未|不合格|逾期)[^，。；]*的?$"
)


def _verb_before(text: str, p: Phrase) -> bool:
    return verbs.STRONG.search(text, p.start, p.mention.start) is not None


# 在全市22个区（市、县）设立分会场44个: where, not what
_WHERE = re.compile(r"(?:^|[，；。：])[^，；。：\d]{0,4}(?<![存现潜])在(?!校|职|岗|册|线|研|建|读)[^，。；\d]{0,6}$")
# 针对…等3个突出问题: what it is about
_ABOUT = re.compile("(?:针对|围绕|聚焦|面对)[^，。；]*$")
# 400万元将于年底前拨付到位
_WILL = re.compile("^[^，。；]{0,8}将(?=于|在|用于|[^军领])")


def _leads(text: str, at: int) -> bool:
    """Whether what stands at ``at`` begins its clause: 现有 in 吸附容量较现有材料提高50% does not."""
    return (
        not text[:at].strip()
        or text[:at].rstrip()[-1] in "，。；：、（(,;:"
        or text.startswith(("落下", "圆满", "成功"), at)
    )


_AMONG = re.compile("[^，。；、\\d]{1,8}中(?=[排位居列名])")


def _restricts(text: str, p: Phrase) -> bool:
    """重复率超过20%的稿件, 5000元以上的由理事长签批: the number picks out cases, it is no aim."""
    m = p.mention
    beyond = m.comparator.value in (">", "<") or text[m.start : m.end].endswith(("以上", "以下"))
    return m.explicit and beyond and text.startswith("的", m.end) and not _verb_before(text, p)


def reference_year(text: str) -> tuple[int | None, bool]:
    """The year a document speaks for: the first of its terms, else of its plans, else the latest it names.

    The second value says whether a term or plan names it; the latest year alone may be the last that is reported.
    """
    text = _NAMED.sub("", text)
    terms = [int(y) for y in _TERM_YEAR.findall(text)] + [int(y) for y in _UNTIL.findall(text)]
    terms += [int(y) for p in (_SINCE, _PLANNED_IN, _DUE_IN, _LABELLED, _HELD_IN) for y in p.findall(text)]
    terms = [y for y in terms if not re.search(rf"截[至止]\s?{y}", text)]
    signed = [int(y) for y in _SIGNED.findall(text.rstrip()[-24:])]
    if signed and (not terms or min(terms) < signed[-1]):
        return signed[-1], True
    every = [int(y) for y in re.findall(r"(?<!\d)((?:19|20)\d\d)\s?年", text)]
    if terms:
        return min(terms), True
    if (said := [int(y) for p in _SPEAKS_FOR for y in p.findall(text)]) and max(said) == max(every):
        return max(said), True
    return max(every, default=None), _BINDING.search("\n".join(text.split("\n", 3)[:3])) is not None


# 第一章, 一、, （一）, 1., 1.1, （1）: how deep a heading stands
_NUMBERINGS = (
    (re.compile(r"\s*第[一二三四五六七八九十]+[章部篇编]"), 1.0),
    (re.compile(r"\s*[一二三四五六七八九十]{1,3}[、．.]"), 2.0),
    (re.compile(r"\s*[（(][一二三四五六七八九十]{1,3}[）)]"), 3.0),
    (re.compile(r"\s*\d{1,2}\.\d{1,2}\.\d{1,2}"), 6.0),
    (re.compile(r"\s*\d{1,2}\.\d{1,2}"), 5.0),
    (re.compile(r"\s*\d{1,2}\s?(?:[、．.](?!\d)|[ \u3000])"), 4.0),
    (re.compile(r"\s*[（(]\d{1,2}[）)]"), 7.0),
    (re.compile(r"\s*(?:\d{1,2}[）)]|[①②③④⑤⑥⑦⑧⑨⑩])"), 8.0),
)


def _level(text: str) -> float | None:
    return next((level for pattern, level in _NUMBERINGS if pattern.match(text)), None)


def tells_news(text: str) -> bool:
    """Whether a text begins as news do: 本报讯, 记者获悉."""
    return _NARRATIVE.search(text[:300]) is not None


def _told(heading: str) -> Modality | None:
    """Whether what stands under ``heading`` is past or promised; ``None`` where it does not say."""
    if re.search("预期|拟|预计|未来", heading):
        return Modality.PROMISE
    if any(p.search(heading) for p in _PAST_SPANS):
        return Modality.PAST  # 近三年主要工作
    if verbs.PAST_HEADING.search(heading) and not re.search("计划|目标", heading):
        return Modality.PAST
    return Modality.PROMISE if verbs.PROMISE_HEADING.search(heading) else None


class Clock:
    """Reads paragraphs one after another and says of each phrase whether it is promised, past or other."""

    def __init__(self, year: int | None, *, sure: bool = True, news: bool = False) -> None:
        """``news``: the text is a report of what happened, its headline too."""
        self.year = year
        self.sure = sure
        self._outline: list[tuple[float, Modality | None]] = []
        self._first = True
        self._reports = False  # the text is a report: what has no cue is done
        self._titled = False  # the paragraph is the title of the text
        self._listing = False  # the paragraph before leads a list or is one of its lines
        self._told_by_news = self._narrative = news
        self._last_told: Modality | None = None

    @property
    def section(self) -> Modality | None:
        """What the innermost heading that says anything tells; a heading that does not is as the one it stands in."""
        return next((told for _, told in reversed(self._outline) if told is not None), None)

    def _enter(self, level: float, told: Modality | None) -> None:
        while self._outline and self._outline[-1][0] >= level:
            self._outline.pop()
        self._outline.append((level, told))

    def heading(self, text: str) -> None:
        """Take note of a heading, also of one that leads its paragraph, and of a sentence that leads a list.

        Anything else is left alone.
        """
        level = _level(text)
        self._first, first = False, self._first
        if self._told_by_news and first:
            self._last_told = Modality.PAST
        if first and _REPORT.search(text) and _PLAIN.fullmatch(text) and not verbs.PROMISE_HEADING.search(text):
            self._reports = True
        self._titled = first and _TITLE.search(text) is not None
        if self._outline and self._outline[-1][0] % 1 and level is None and not self._listing:
            self._outline.pop()  # the list is over
        self._listing = text.rstrip().endswith(("；", ";", "：", ":"))
        if (led := _LEADING_HEADING.match(text)) and led.end() < len(text):
            self._enter(level or 1, _told(led["words"]))
        elif _HEADING.match(text) and len(text) <= 34:
            told = None if first and level is None else _told(text)  # a title tells nothing
            if told in (None, Modality.PAST) and not first and self.year is not None:
                years = [int(y) for y in re.findall(r"20\d\d(?=\s?年)", text)]
                if years and max(years) < self.year:
                    told = Modality.PAST  # 2023年出版情况 in a text that speaks for 2024
            if told is not None:
                self._enter(level or 1, told)
            elif level is not None and len(text) < 24 and not re.search(r"\d.*[个项篇元]", text[4:]):
                self._enter(level, None)
        elif text.rstrip().endswith(("：", ":")):
            # 项目周期内，学会拟完成以下工作：
            last = max(self._cues(text), default=None, key=lambda c: c[0])
            if last is not None:
                self._enter((self._outline[-1][0] if self._outline else 0) + 0.5, last[2])

    def judge(self, text: str, found: list[Phrase]) -> list[Modality]:
        """The modality of each of ``found``, the phrases of the paragraph ``text``."""
        if self._titled and not any(p.mention.explicit or p.mention.kind in _TERMS for p in found):
            return [Modality.OTHER] * len(found)  # 年产5000吨固态电解质项目: a name
        cues = self._cues(text)
        self._narrative = self._narrative or _NARRATIVE.search(text) is not None
        out = [self._one(text, p, cues) for p in found]
        self._last_told = out[-1] if out else self._last_told
        return out

    def _one(self, text: str, p: Phrase, cues: list[_Cue]) -> Modality:
        at = p.mention.start
        starts = [0] + [m.end() for m in _STOP.finditer(text, 0, at)]
        if _CONDITIONAL.search(text[p.mention.end : p.end]) or verbs.CONDITION.search(text[starts[-1] : at]):
            return Modality.OTHER
        if (
            _AMONG.match(text, p.mention.end)
            or _restricts(text, p)
            or (
                not p.mention.explicit
                and _ABOUT.search(text, starts[-1], p.mention.start) is not None
                and not _verb_before(text, p)
            )
            or (
                not p.mention.explicit
                and p.mention.kind is CommitmentKind.QUANTITY
                and _WHERE.search(text, 0, p.mention.start)
                and re.match("[^，。；\\d]{1,24}\\d", text[p.mention.end :]) is not None
            )
            or text.startswith("之一", p.mention.end + len(p.object or ""))
        ):
            return Modality.OTHER
        own = self._last(cues, starts[-1], at, p)
        if own is None:
            stop = _STOP.search(text, p.mention.end)
            clause = text[p.mention.end : min(p.end, stop.start() if stop else len(text))]
            if verbs.DONE_AFTER.match(clause) and not p.mention.explicit and not _verb_before(text, p):
                own = Modality.PAST
        if _WILL.match(text[p.mention.end :]):
            own = Modality.PROMISE
        if own is not None:
            return own
        carried = None
        for a, b in zip(reversed(starts[:-1]), reversed(starts[1:]), strict=True):
            carried = self._last(cues, a, b, None)
            if carried is not None:
                break
        demanded = _DEMANDED.search(text[p.mention.start : p.mention.core]) is not None
        if carried is None and self.section is None and not p.mention.explicit:
            # 现状 told of later in the paragraph: 编制床位480张，2022年出院患者2.3万人次
            listed = text.find("；", p.mention.end)
            until = listed if listed >= 0 else len(text)
            rest = {c[2] for c in cues if p.mention.end <= c[0] < until and _leads(text, c[0])}
            if rest == {Modality.PAST}:
                return Modality.PAST
        if demanded and self.section is not Modality.PAST:
            return Modality.PROMISE  # whatever the sentence before reports: …承担过项目2项；项目团队不少于4人
        if (
            p.mention.explicit
            and p.mention.comparator.value in (">=", "<=", ">", "<", "between")
            and carried is not Modality.PAST
            and self.section is not Modality.PAST
        ):
            return Modality.PROMISE
        if (
            verbs.WEAK_PAST.search(text[starts[-1] : p.end])
            and not _SITE.search(text, starts[-1], p.end)
            and carried is not Modality.PROMISE
            and self.section is not Modality.PROMISE
        ):
            return Modality.PAST
        if carried is not None:
            return carried
        if self.section is not None:
            return self.section
        if p.mention.kind is CommitmentKind.DEADLINE:
            return Modality.PROMISE
        if self._reports:
            return Modality.PAST
        if self._narrative and self._last_told is Modality.PAST:
            return Modality.PAST  # a report of news goes on telling what happened
        if p.action or p.mention.explicit or p.mention.per:
            return Modality.PROMISE
        return Modality.PROMISE if p.object and not p.mention.weak else Modality.OTHER

    def _cues(self, text: str) -> list[_Cue]:
        """Every cue of ``text`` in its order; years before the document's own tell the past, later ones a promise."""
        hits = [(m.start(), m.end(), Modality(means)) for pattern, means in _CUES for m in pattern.finditer(text)]
        if self.section is Modality.PAST:
            # under 实际完成情况 the span of the project is one that has passed
            hits = [h for h in hits if not _SPAN.fullmatch(text[h[0] : h[1]])]
        for m in _YEAR.finditer(text):
            before = text[max(0, m.start() - 4) : m.start()]
            if self.year is None or _YEAR_COMPARED.search(before):
                continue
            if _REPORTED.search(before) or int(m[1]) < self.year:
                hits.append((m.start(), m.end(), Modality.PAST))
            elif int(m[1]) == self.year and not self.sure:
                # the latest year a text names may be the last that is reported: 2022年，团队获奖2项
                if not any(h[2] is Modality.PROMISE for h in hits) and not _DEMANDED.search(text):
                    hits.append((m.start(), m.end(), Modality.PAST))
            else:
                hits.append((m.start(), m.end(), Modality.PROMISE))
        for m in _LABEL.finditer(text):
            if (told := _told(m["words"])) is not None:
                hits.append((m.start("words"), m.end(), told))
        plans = [(m, _PLAN_ENDS[m["n"]]) for m in _PLAN.finditer(text)]
        for m, ends in plans:
            later = max(e for _, e in plans)
            if ends < (later if self.year is None else self.year):
                hits.append((m.start(), m.end(), Modality.PAST))
        return sorted(hits, key=lambda h: h[0])

    def _last(self, cues: list[_Cue], start: int, end: int, p: Phrase | None) -> Modality | None:
        """The last of ``cues`` between ``start`` and ``end``; the year of a term that is ``p`` itself comes last."""
        if p is not None and p.mention.kind is CommitmentKind.DEADLINE and isinstance(p.mention.value, str):
            last = p.mention.value_max if isinstance(p.mention.value_max, str) else p.mention.value
            year = last[:4]
            if self.year is not None and year.isdigit() and len(last) == 10:
                return Modality.PAST if int(year) < self.year else Modality.PROMISE
        for i in range(bisect_left(cues, end, key=lambda c: c[0]) - 1, -1, -1):
            if cues[i][0] < start:
                break
            if cues[i][1] <= end:
                return cues[i][2]
        return None
