"""What a guide fixes, read from its outline and from the statements found in it; each part with its own sentence.

Nothing is guessed in silence: what rests on a guess has a ``doubt``, and what is not found is left empty.
"""

# ruff: noqa: E501  (a pattern stays on one line)

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tfdocs.model.commitment import Commitment, CommitmentKind, Comparator, Modality
from tfdocs.model.document import Document
from tfdocs.programme.drafting import kinds, naming
from tfdocs.programme.drafting.outline import Section, outline

__all__ = ["CategoryDraft", "GuideDraft", "Known", "read_guide", "sentence_at", "without_number"]


@dataclass(frozen=True, slots=True)
class Known:
    """A value with the guide's sentence it was read from, and what a person must decide, "" for nothing."""

    value: str | int | Decimal | date
    sentence: str = ""
    doubt: str = ""


@dataclass(slots=True)
class CategoryDraft:
    name: str
    section: Section
    quota: Known | None = None
    grant: Known | None = None
    start: Known | None = None
    end: Known | None = None
    applicants: list[Known] = field(default_factory=list)
    qualifications: list[Known] = field(default_factory=list)
    selection: Known | None = None
    core_task: Known | None = None
    tasks: list[Section] = field(default_factory=list)
    demands: list[tuple[Commitment, str, str]] = field(default_factory=list)  # item, heading, doubt


@dataclass(slots=True)
class GuideDraft:
    title: str
    guide: str
    year: int
    text: str
    root: Section
    categories: list[CategoryDraft]


_NUMBER = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百\d]{1,4}[章节条][\s　]*|[（(]?[一二三四五六七八九十\d]{1,2}[）)、．.](?!\d)\s*)"
)


_HEADED = re.compile(
    r"\d{1,2}(?:\.\d{1,2})*[ 　．.、]|第[一二三四五六七八九十]{1,3}[章部条]|[一二三四五六七八九十]{1,3}、"
)


def without_number(sentence: str) -> str:
    """A sentence without the number of its paragraph: （一）…, 第三条　…"""
    return _NUMBER.sub("", sentence)


def sentence_at(text: str, start: int, end: int) -> str:
    """The sentence of ``text`` that holds ``text[start:end]``, on one line, without its number."""
    left = max(text.rfind(c, 0, start) for c in "。\n；") + 1
    right = min((i for c in "。\n；" if (i := text.find(c, end)) >= 0), default=len(text))
    return re.sub(r"[\n\r\t]+", " ", text[left:right]).strip()


def read_guide(document: Document, items: Sequence[Commitment], year: int) -> GuideDraft:
    """``items`` are the statements of ``document`` in their order; ``year`` is the one the guide speaks for."""
    text = document.text
    root = outline(text)
    title, guide = _titles(text)
    promised = [i for i in items if i.modality is Modality.PROMISE]
    categories = [_category(text, section, promised, root) for section in _categories(text, root, promised)]
    named = naming.named_categories(text, naming.grids(document))
    if len(named) > len(categories) or any(n.grant for n in named):
        names = [n.name for n in named]
        categories = [_named(text, n, names, promised, root) for n in named]
    if not categories:
        whole = CategoryDraft(title or "项目", root)
        _fill(text, whole, promised, root)
        categories = [whole]
    _shared(text, root, categories, promised)
    return GuideDraft(title, guide, year, text, root, categories)


def _named(
    text: str, named: naming.Named, names: Sequence[str], items: Sequence[Commitment], root: Section
) -> CategoryDraft:
    """A category that a table or a sentence names, with the section whose title names it."""
    section = naming.section_of(named.name, root, names)
    if section is None:
        at = max(text.find(named.name), 0)
        section = Section(1, "", named.name, at, at, at, root)  # no section of its own: nothing is read from it
    out = _category(text, section, items, root)
    out.name = named.name
    if named.grant is not None:
        out.grant = Known(named.grant, named.sentence)
    if named.quota is not None:
        out.quota = Known(named.quota, named.sentence)
    if named.applicants:
        out.applicants = [Known(named.applicants, named.sentence)]
    return out


def _titles(text: str) -> tuple[str, str]:
    """The programme's and the guide's title: the first lines, until one that is a sentence."""
    lines: list[str] = []
    for line in (part.strip() for part in text.split("\n")):
        if not line:
            if lines:
                break
            continue
        if re.search("[。；：:，]", line) or len(line) > 50 or len(lines) == 4 or (lines and _HEADED.match(line)):
            break
        lines.append(line)
    guide = "".join(line for line in lines if not re.fullmatch(r"[〔\d〕年月日号第 　\-—]+|附件\s?\d*", line))
    # 关于印发《…申报指南》的通知
    if m := re.search(r"《([^》]+)》", guide):
        guide = m[1]
    guide = re.sub(r"[（(][^（）()]*[）)]$", "", guide)
    title = re.sub(
        r"^关于(?:开展|组织|做好|征集)*|(?:的)?(?:项目)?(?:申报|申请|实施|组织申报|征集)*"
        r"(?:工作)?(?:的)?(?:指南|通知|办法|公告|说明|通告|方案|细则)?$",
        "",
        guide,
    )
    return title or guide, guide or title


def _inside(items: Iterable[Commitment], section: Section) -> list[Commitment]:
    return [i for i in items if section.start <= i.evidence.start < section.end]


def _is_money_of_each(item: Commitment, text: str) -> bool:
    """What a project gets: 20万元/个, 经费额度：20万元, 每所补助10万元."""
    if item.kind is not CommitmentKind.MONEY:
        return False
    said = sentence_at(text, item.evidence.start, item.evidence.end)
    if re.search("自筹|配套|注册资|产值|收入|投资额|罚", f"{item.object or ''}{item.evidence.text}"):
        return False
    return bool(
        kinds.GRANT.search(f"{item.object or ''}")
        or (
            item.per
            and item.per not in ("年", "月", "季度")
            and re.search("支持|资助|补助|额度|经费|每[家个项所]", said)
        )
        or re.search("(?:资助|补助|支持|给予)[^，。；]{0,12}$", text[max(0, item.evidence.start) : item.evidence.end])
        or re.search("每[家个项所][^，。；]{0,12}万?元", said)
    )


def _categories(text: str, root: Section, items: Sequence[Commitment]) -> list[Section]:
    """The sections that are categories: sisters that each have money of their own, or stand under such a heading."""
    groups: list[tuple[int, int, list[Section]]] = []
    for section in root.walk():
        sisters = [c for c in section.children if c.title]
        if not sisters or kinds.PROCESS.search(section.title):
            continue
        paid = [
            s for s in sisters if any(_is_money_of_each(i, text) for i in _inside(items, s)) and not _general(s.title)
        ]
        named = bool(kinds.CATEGORIES.search(section.title))
        if len(paid) >= 2 or (named and paid and len(sisters) > 1):
            chosen = paid if len(paid) >= 2 else [s for s in sisters if not _general(s.title)]
            groups.append((len(paid) * 2 + 3 * named, -section.level, chosen))
        elif named and all(kinds.CATEGORY_NOUN.search(s.title) for s in sisters):
            groups.append((1, -section.level, sisters))
    return max(groups, key=lambda g: g[:2])[2] if groups else []


def _general(title: str) -> bool:
    return bool(kinds.ELSEWHERE.search(title) or kinds.GRANT.search(title) or kinds.QUOTA.search(title))


_KEY = re.compile(  # label：value at the start of a line or sentence
    r"(?:^|\n|(?<=。))[ 　\t]*(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、．.]\s?)?(?P<key>[\u4e00-\u9fff]{2,8})[：:](?P<value>[^\n]+)"
)


def _labelled(text: str, section: Section) -> list[tuple[str, str, int]]:
    """Label, value and the value's offset of each “label：value” of a section, also where a heading is the label."""
    out = [(m["key"], m["value"].strip(), m.start("value")) for m in _KEY.finditer(text, section.start, section.end)]
    for child in section.walk():
        if child is not section and not child.children and 2 <= len(child.title) <= 10:
            out.append((child.title, text[child.body : child.end].strip(), child.body))
    return out


def _category(text: str, section: Section, items: Sequence[Commitment], root: Section) -> CategoryDraft:
    out = CategoryDraft(section.title, section)
    _fill(text, out, items, root)
    return out


def _fill(text: str, out: CategoryDraft, items: Sequence[Commitment], root: Section) -> None:
    section = out.section
    for label, value, _ in _labelled(text, section):
        if len(value) > 4_000:
            continue
        if kinds.APPLICANTS.search(label) and not out.applicants:
            out.applicants = [Known(value, f"{label}：{value}")]
        elif kinds.SELECTION.search(label) and out.selection is None:
            out.selection = Known(value, f"{label}：…")
        elif kinds.CORE_TASK.search(label) and out.core_task is None:
            out.core_task = Known(value, f"{label}：…")
        elif kinds.QUALIFICATIONS.search(label) and not out.qualifications:
            out.qualifications = [Known(v) for v in _enumerated(value)]
    if not out.applicants:
        out.applicants = _who_may(text, section)
    mine = _inside(items, section)
    used: set[str] = set()
    for item in mine:
        label = item.object or ""
        sentence = sentence_at(text, item.evidence.start, item.evidence.end)
        if out.grant is None and _is_money_of_each(item, text) and isinstance(item.value, Decimal):
            top = item.value_max if isinstance(item.value_max, Decimal) else item.value
            doubt = "原文写的是上限或区间，请确认每个项目的金额" if item.comparator is not Comparator.EQUAL else ""
            out.grant = Known(top, sentence, doubt)
            used.add(item.id)
        elif out.quota is None and _is_quota(item, sentence) and isinstance(item.value, Decimal):
            out.quota = Known(int(item.value), sentence)
            used.add(item.id)
        elif item.kind is CommitmentKind.DEADLINE and out.end is None and _is_period(item, sentence):
            _period(out, item, sentence)
            used.add(item.id)
        elif item.kind is CommitmentKind.DURATION and kinds.PERIOD.search(label):
            used.add(item.id)
    out.tasks = _tasks(section)
    out.demands = _demands(text, section, mine, used, whole=section is root)


def _is_quota(item: Commitment, sentence: str) -> bool:
    if item.kind is not CommitmentKind.QUANTITY or item.unit not in ("个", "项", "家", "名", "所", "支", "人", "种"):
        return False
    if kinds.QUOTA.search(item.object or "") or _is_places(item, sentence):
        return True
    leads = re.match("(?:拟|计划|共|预计|将|择优)*(支持|资助|立项|遴选|评选|扶持|补助|认定)", item.evidence.text)
    return bool(
        (item.action in ("支持", "资助", "立项", "遴选", "评选", "扶持", "补助", "认定") or leads)
        and re.search("支持|资助|立项|遴选|每[家个项所]", sentence)
    )


def _is_period(item: Commitment, sentence: str) -> bool:
    if kinds.PERIOD.search(f"{item.object or ''}"):
        return True
    return item.comparator is Comparator.BETWEEN and bool(re.search("实施|执行|建设|周期|期限", sentence))


def _period(out: CategoryDraft, item: Commitment, sentence: str) -> None:
    try:
        first = date.fromisoformat(str(item.value))
        last = date.fromisoformat(str(item.value_max)) if item.value_max is not None else None
    except ValueError:
        return
    if last is not None:
        out.start, out.end = Known(first, sentence), Known(last, sentence, item.note)
    else:
        out.end = Known(first, sentence, item.note)


def _who_may(text: str, section: Section) -> list[Known]:
    """…可以申报, 由…申报: the words before the verb."""
    body = text[section.body : section.end]
    m = re.search(
        r"(?:^|[。；\n])(?P<who>[^。；\n]{2,40}?)(?:，[^。；\n]{0,20})?(?:均?可以?申报|有资格申报|均可申请|可以申请)",
        body,
    )
    return [Known(m["who"].strip(), m[0].strip("。；\n"))] if m else []


def _enumerated(value: str) -> list[str]:
    """1.…；2.…; or sentences: the items of a list that is written in one paragraph."""
    parts = re.split(
        r"(?:^|(?<=[；;。\n]))\s*(?:[（(]?\d{1,2}[）)．.、]|[（(][一二三四五六七八九十]{1,2}[）)])(?!\d)", value
    )
    parts = [p.strip(" 　\n；;。") for p in parts if p.strip(" 　\n；;。")]
    return parts or [value.strip()]


def _tasks(section: Section) -> list[Section]:
    """The headings under 实施要求: the numbered sections that have text of their own."""
    groups = [s for s in section.walk() if s.children and not kinds.PROCESS.search(s.title)]
    best = [c for c in section.children if not _general(c.title)]
    for group in groups:
        if group is not section and kinds.DEMANDS.search(group.title):
            best = list(group.children)
            break
    # a sentence that happens to be numbered is no heading
    return [s for s in best if 2 <= len(s.title) <= 40 and not re.search(r"[，；\d]", s.title)]


def _demands(
    text: str, section: Section, items: Sequence[Commitment], used: set[str], *, whole: bool
) -> list[tuple[Commitment, str, str]]:
    out = []
    tasks = _tasks(section)
    for item in items:
        path = [s for s in section.walk() if s.start <= item.evidence.start < s.end]
        if item.id in used or any(
            kinds.ELSEWHERE.search(s.title) or kinds.QUALIFICATIONS.search(s.title) for s in path if s is not section
        ):
            continue
        if any(a <= item.evidence.start < b for a, b in _fields(text, section)):
            continue
        if not _is_demand(item, text):
            continue
        heading = next((t.title for t in tasks if t.start <= item.evidence.start < t.end), "")
        doubt = (
            "" if item.comparator is not Comparator.EQUAL else "原文没有“不少于”“达到”一类的词，请确认是不是量化要求"
        )
        out.append((item, heading, doubt))
    return out


def _fields(text: str, section: Section) -> list[tuple[int, int]]:
    """The places of the labelled lines that are facts and no demands (培育方式：通过评审遴选10个…)."""
    facts = (
        kinds.SELECTION,
        kinds.CORE_TASK,
        kinds.APPLICANTS,
        kinds.QUALIFICATIONS,
        kinds.QUOTA,
        kinds.GRANT,
        kinds.PERIOD,
    )
    out = []
    for label, value, at in _labelled(text, section):
        if any(p.search(label) for p in facts) and not kinds.DEMANDS.fullmatch(label):
            out.append((at - len(label) - 2, at + len(value)))
    return out


def _is_demand(item: Commitment, text: str) -> bool:
    if item.kind is CommitmentKind.DEADLINE or not isinstance(item.value, Decimal) or item.value <= 0:
        return False
    said = item.evidence.text
    if re.search("一式|各执|印发|正本|副本", said) or (
        item.unit in ("批", "类") and item.comparator is Comparator.EQUAL
    ):
        return False
    if item.kind is CommitmentKind.MONEY:
        return bool(re.search("自筹|配套|投入|收入|产值|捐赠|成交|增收|增效|合同额|销售", f"{item.object or ''}{said}"))
    sentence = sentence_at(text, item.evidence.start, item.evidence.end)
    if _is_places(item, sentence):
        return False
    return not re.search(
        "申报(?:单位|主体|人)?须?(?:成立|具备|年龄)|可以?申报|均可申报|有资格申报|限报|分值|得分|权重|公示", sentence
    )


def _is_places(item: Commitment, sentence: str) -> bool:
    """A类项目不超过20个，每个资助8万元: how many there are, and nothing that one must reach."""
    counts = item.unit in ("个", "项", "家", "所", "支") and item.comparator in (Comparator.EQUAL, Comparator.AT_MOST)
    return counts and re.search("每[个家项所支][^，。；]{0,8}(?:资助|支持|补助|给予|奖补)", sentence) is not None


def _owner(text: str, at: int, categories: list[CategoryDraft]) -> CategoryDraft | None:
    """The one category that leads what stands at ``at``: in its line before it, or in a line above that ends in “：”.

    示范村项目：建设益农信息社1处; A类项目应达到以下要求：\\n（1）….
    """
    begin = text.rfind("\n", 0, at) + 1
    lines = [text[begin:at], *reversed(text[:begin].split("\n")[-16:])]
    for n, line in enumerate(lines):
        if n and not line.rstrip().endswith(("：", ":")):
            continue
        named = [c for c in categories if re.sub("项目$", "", c.name) in line]
        if len(named) == 1:
            return named[0]
        if n and line.strip():
            return None
    return None


def _shared(text: str, root: Section, categories: list[CategoryDraft], items: Sequence[Commitment]) -> None:
    """What is said once for all categories: money, period and demands outside their sections."""
    outside = [i for i in items if not any(c.section.start <= i.evidence.start < c.section.end for c in categories)]
    for item in outside:
        sentence = sentence_at(text, item.evidence.start, item.evidence.end)
        for c in categories:
            named = c.name[:4] in sentence
            others = any(o is not c and o.name[:4] in sentence for o in categories)
            if others and not named:
                continue
            doubt = "" if named else "指南在各类别之外统一规定，请确认适用于本类别"
            if c.grant is None and _is_money_of_each(item, text) and isinstance(item.value, Decimal):
                c.grant = Known(item.value, sentence, doubt)
            elif c.quota is None and named and _is_quota(item, sentence) and isinstance(item.value, Decimal):
                c.quota = Known(int(item.value), sentence, doubt)
            elif c.end is None and item.kind is CommitmentKind.DEADLINE and _is_period(item, sentence):
                _period(c, item, sentence)
    for section in root.children:
        if not kinds.DEMANDS.search(section.title) or kinds.ELSEWHERE.search(section.title):
            continue
        if any(section.start <= c.section.start < section.end for c in categories):
            continue
        shared = _demands(text, section, _inside(outside, section), set(), whole=False)
        for item, _, doubt in shared:
            owner = _owner(text, item.evidence.start, categories)
            for c in categories if owner is None else [owner]:
                c.demands.append(
                    (item, "", doubt if owner is not None else "指南在各类别之外统一规定，请确认适用于本类别")
                )
    for c in categories:
        if not c.applicants:
            for label, value, _ in _labelled(text, root):
                if kinds.APPLICANTS.search(label) and len(value) < 400:
                    c.applicants = [Known(value, f"{label}：{value}")]
                    break
        if not c.applicants:
            c.applicants = _who_may(text, root)
