"""The rest of a guide: who decides, when what is due, who may not apply, who comes first, what happens otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tfdocs.model.commitment import Commitment, CommitmentKind, Modality
from tfdocs.programme.drafting import kinds
from tfdocs.programme.drafting.guide import CategoryDraft, GuideDraft, sentence_at, without_number
from tfdocs.programme.drafting.outline import Section
from tfdocs.text import dates

__all__ = ["EventDraft", "HandInDraft", "OutcomeDraft", "RuleDraft", "calendar", "hand_ins", "money_rules", "outcomes"]
__all__ += ["address", "association", "exclusions", "organisers", "platform", "priorities", "url"]

_BODY = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{0,14}(?:科学技术协会|科协|财政厅|财政局|科技厅|科技局|教育厅|教育局|人社厅|人社局|文化和旅游[厅局]|"
    r"农业农村[厅局]|卫生健康委员会|卫健委|发展改革委员会|发改委|经信[厅局委]|委员会|基金会|协会|学会|研究会|办公室|管理局|"
    r"人民政府|管委会|[\u4e00-\u9fff]{2,6}[厅局]))"
)
_LEAD = re.compile("^(?:由|经|与|和|及|同|向|至|送|请|各|为|报|根据|按照|其中|并由|会同|联合|年|月|日|经过)+")


@dataclass(frozen=True, slots=True)
class RuleDraft:
    text: str
    sentence: str
    categories: tuple[int, ...] = ()  # positions of the categories it is for; empty: all


@dataclass(frozen=True, slots=True)
class EventDraft:
    name: str
    when: str
    start: date | None
    end: date | None
    text: str


@dataclass(frozen=True, slots=True)
class HandInDraft:
    name: str
    form: str
    copies: int
    sealed: bool
    channel: str
    deadline: date | None
    sentence: str


@dataclass(frozen=True, slots=True)
class OutcomeDraft:
    condition: str
    consequence: str
    sentence: str


def _sentences(text: str) -> list[str]:
    return [s.strip() for s in re.split(r"(?<=[。；\n])", text) if s.strip()]


def organisers(draft: GuideDraft) -> list[tuple[str, str]]:
    """The bodies that found the programme together, with the sentence: of the first that says 联合, 决定 or 组织."""
    for sentence in _sentences(draft.text[:3_000]):
        if not re.search("联合|决定|共同|会同|组织开展|设立|主办|牵头", sentence):
            continue
        names: list[str] = []
        for part in re.split(
            "[，、,与及：:]|和(?!社会保障|旅游|信息化|改革|卫生|体育)|联合|会同|决定|共同|组织", sentence
        ):
            m = _BODY.match(_LEAD.sub("", re.sub(r"^\d{4}年", "", part.strip())))
            if (
                m
                and m["name"] not in names
                and not re.fullmatch("各.*|有关.*|[\u4e00-\u9fff]{0,2}(?:学会|协会|研究会)", m["name"])
            ):
                names.append(m["name"])
        if names:
            return [(n, sentence) for n in names[:4]]
    last = [line.strip() for line in draft.text.split("\n") if line.strip()][-3:]
    for line in last:
        if (m := _BODY.fullmatch(line)) is not None:
            return [(m["name"], line)]
    return []


def association(draft: GuideDraft) -> tuple[str, str] | None:
    """Who signs the agreement: 与…签订."""
    m = re.search(r"与(?P<who>[\u4e00-\u9fff]{2,20}?)签[订署]", draft.text)
    return (m["who"], sentence_at(draft.text, m.start(), m.end())) if m else None


def url(draft: GuideDraft) -> tuple[str, str] | None:
    m = re.search(r"https?://[^\s，。；、）)”》]+", draft.text)
    return (m[0], sentence_at(draft.text, m.start(), m.end())) if m else None


def platform(draft: GuideDraft) -> tuple[str, str] | None:
    m = re.search(r"(?:申报平台为|登录|通过|在)(?P<name>[^，。；（()、]{2,24}?(?:平台|系统|网站))", draft.text)
    return (re.sub("[“”]", "", m["name"]), sentence_at(draft.text, m.start(), m.end())) if m else None


def address(draft: GuideDraft) -> tuple[str, str] | None:
    m = re.search(
        r"(?P<place>[\u4e00-\u9fff]{2,14}[路街道巷][\u4e00-\u9fff\d]{0,6}\d+号[^，。；）)\s]{0,20})", draft.text
    )
    if m is None:
        return None
    place = re.sub(r"^(?:地址|报送至|送至|寄至|寄送至|位于|地点)[:：为]?", "", m["place"])
    return place, sentence_at(draft.text, m.start(), m.end())


_MONEY_RULE = re.compile("专款专用|单独核算|不得用于|管理办法|拨付|报销|列支|配套经费|结余|使用效率|开支范围")


def money_rules(draft: GuideDraft) -> list[RuleDraft]:
    """The sentences that rule how the money is used, in the guide's own words."""
    out = []
    for sentence in _sentences(draft.text):
        clean = without_number(sentence).strip("。；\n 　")
        if re.search("经费|资金|预算", clean) and _MONEY_RULE.search(clean) and 8 <= len(clean) <= 160:
            out.append(RuleDraft(clean, sentence))
    return out[:12]


def _named(text: str, categories: Sequence[CategoryDraft]) -> tuple[int, ...]:
    hits = tuple(n for n, c in enumerate(categories) if c.name and c.name in text)
    return hits if len(hits) < len(categories) else ()


_FAILING = re.compile("不合格|未达到|未达标|逾期|未按|弄虚作假|违反|不符|虚假|挪用|未通过|未完成")
_RESULT = re.compile("退还|取消|收回|追回|不予|终止|整改|视为|通报|扣减|核减|列入|撤销|退回")
_BARRED = re.compile("不得申报|不予受理|不予支持|不得参加|不能申报|不得重复申报|取消申报|不在支持范围|不予资助")


def exclusions(draft: GuideDraft) -> list[RuleDraft]:
    """有下列情形之一的，不得申报：a；b；c, or a sentence that bars."""
    out: list[RuleDraft] = []
    for line in draft.text.split("\n"):
        m = re.search(r"(?:下列|以下)(?:情形|情况|条件|行为)[^：:。]{0,20}(?:不得|不予|不能)[^：:。]{0,10}[：:]", line)
        if m:
            rest = line[m.end() :].split("。")[0]
            for part in re.split("[；;]", rest):
                clean = without_number(part.strip(" 　。"))
                if clean:
                    out.append(RuleDraft(clean, line[m.start() : m.end()] + "…", _named(clean, draft.categories)))
            continue
        for sentence in _sentences(line):
            clean = without_number(sentence).strip("。；\n 　")
            if _BARRED.search(clean) and 6 <= len(clean) <= 160 and not _FAILING.search(clean):
                out.append(RuleDraft(clean, sentence, _named(clean, draft.categories)))
    return out[:40]


def priorities(draft: GuideDraft) -> list[RuleDraft]:
    """Clauses that say who comes first (同等条件下优先, 优先支持…)."""
    out = []
    for sentence in _sentences(draft.text):
        for part in sentence.split("；"):
            clean = without_number(part).strip("。；\n 　")
            if re.search("优先(?!发展|级|序)", clean) and 4 <= len(clean) <= 200:
                start = draft.text.find(clean)
                inside = tuple(
                    n for n, c in enumerate(draft.categories) if start >= 0 and c.section.start <= start < c.section.end
                )
                whole = len(inside) == len(draft.categories)
                out.append(RuleDraft(clean, sentence, () if whole else inside or _named(clean, draft.categories)))
    return out[:30]


def outcomes(draft: GuideDraft) -> list[OutcomeDraft]:
    """What happens where a project fails: the clause of the failing, then that of the result."""
    out = []
    for sentence in _sentences(draft.text):
        clauses = [c.strip("。；\n 　") for c in re.split("(?<=[，,])", sentence)]
        failing = next((n for n, c in enumerate(clauses) if _FAILING.search(c)), None)
        if failing is None:
            continue
        result = next((n for n, c in enumerate(clauses) if n >= failing and _RESULT.search(c)), None)
        if result is None:
            continue
        condition = "".join(clauses[failing:result]).strip("，, ") if result > failing else ""
        consequence = "".join(clauses[result:]).strip("，, ")
        if not condition:  # 逾期将不予受理: both in one clause
            m = _RESULT.search(consequence)
            cut = m.start() if m else 0
            while cut and consequence[cut - 1] in "将的应须":
                cut -= 1
            condition, consequence = consequence[:cut], consequence[cut:]
        condition = without_number(condition)
        if condition and consequence and len(consequence) <= 200 and len(condition) <= 200:
            out.append(OutcomeDraft(condition, consequence, sentence))
    return out[:20]


_PAPER = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{0,8}(?:申报书|申请书|申报表|申请表|任务书|协议书|佐证材料|证明材料|总结报告|申报材料))"
)


def hand_ins(draft: GuideDraft, items: Sequence[Commitment]) -> list[HandInDraft]:
    """The papers to hand in: 一式N份, their form, where to, and the deadline that their section names."""
    out: list[HandInDraft] = []
    for m in re.finditer(r"一式(?P<n>[\d０-９一二三四五六七八九十两]{1,2})份", draft.text):
        sentence = sentence_at(draft.text, m.start(), m.end())
        head = draft.text[max(0, m.start() - 20) : m.start()]
        names = _PAPER.findall(re.sub("^.*[，。；：（包括]", "", head)) or _PAPER.findall(head)
        copies = next(
            (
                int(i.value)
                for i in items
                if i.evidence.start <= m.start() < i.evidence.end + 6
                and i.unit == "份"
                and not isinstance(i.value, str)
            ),
            1,
        )
        section = next((s for s in reversed(list(draft.root.walk())) if s.start <= m.start() < s.end), draft.root)
        out.append(
            HandInDraft(
                names[-1] if names else "申报材料",
                "纸质" if "纸质" in sentence or "线下" in sentence or "电子" not in sentence else "电子版",
                copies,
                bool(re.search("盖章|鲜章|公章", sentence)),
                "",
                _due(section, items),
                sentence,
            )
        )
    if not out:
        for i in items:
            if i.kind is CommitmentKind.DEADLINE and re.search("申报|报送|提交|截止", i.evidence.text):
                try:
                    due = date.fromisoformat(str(i.value_max or i.value))
                except ValueError:
                    continue
                sentence = sentence_at(draft.text, i.evidence.start, i.evidence.end)
                out.append(HandInDraft("申报材料", "电子版", 1, False, "", due, sentence))
                break
    return out[:10]


def _due(section: Section, items: Sequence[Commitment]) -> date | None:
    for i in items:
        if (
            section.start <= i.evidence.start < section.end
            and i.kind is CommitmentKind.DEADLINE
            and i.modality is Modality.PROMISE
        ):
            try:
                return date.fromisoformat(str(i.value_max or i.value))
            except ValueError:
                continue
    return None


def _when(draft: GuideDraft, item: Commitment) -> str:
    """The words of the date in the evidence."""
    said = item.evidence.text
    for at in range(len(said)):
        found = dates.scan(said, at, year=draft.year)
        if found is not None:
            second = re.compile(r"\s?起?(?:至|到|[-—–~～])\s?").match(said, found.end)
            last = dates.scan(said, second.end(), year=found.last.year) if second else None
            end = last.end if last else found.end
            return said[at:end] + ("前" if said[end : end + 1] == "前" else "")
    return said.split("\n")[0][:60]


def calendar(draft: GuideDraft, items: Sequence[Commitment]) -> list[EventDraft]:
    """The steps of the process: its headings with the date that follows; where none is so written, the deadlines."""
    out: list[EventDraft] = []
    for section in draft.root.walk():
        if section.parent is None or any(
            c.section.start <= section.start < c.section.end for c in draft.categories if c.section.level
        ):
            continue
        if not any(kinds.PROCESS.search(s.title) for s in section.path()):
            continue
        body = draft.text[section.body : section.end if not section.children else section.children[0].start].strip()
        lead = re.match(r"[（(]?(?:于|在)?\s?", body)
        found = dates.scan(body, lead.end() if lead else 0, year=draft.year)
        if found is not None and section.title:
            when = body[found.start : found.end] + ("前" if body[found.end : found.end + 1] == "前" else "")
            text = body[found.end :].lstrip("前）)。：:，, ").split("\n")[0]
            before = when.endswith("前")
            out.append(EventDraft(section.title, when, None if before else found.first, found.last, text[:400]))
    if out:
        return out
    for i in items:
        if i.kind is not CommitmentKind.DEADLINE or i.modality is not Modality.PROMISE:
            continue
        if any(c.section.level and c.section.start <= i.evidence.start < c.section.end for c in draft.categories):
            continue
        try:
            last = date.fromisoformat(str(i.value_max or i.value))
            first = date.fromisoformat(str(i.value)) if i.value_max else None
        except ValueError:
            continue
        name = f"{i.action or ''}{i.object or ''}"[:20] or "时间节点"
        out.append(
            EventDraft(
                name,
                i.evidence.text.split("\n")[0][:60],
                first,
                last,
                sentence_at(draft.text, i.evidence.start, i.evidence.end),
            )
        )
    return out[:20]
