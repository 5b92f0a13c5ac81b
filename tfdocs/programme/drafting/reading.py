"""What a guide fixes, read from its outline and from the statements found in it; each part with its own sentence.

Nothing is guessed in silence: what rests on a guess has a ``doubt``, and what is not found is left empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from tfdocs.model.commitment import Commitment, CommitmentKind, Comparator, Modality
from tfdocs.model.document import Document
from tfdocs.programme.drafting import kinds, naming
from tfdocs.programme.drafting.demands import demands, is_general, is_places, tasks_of
from tfdocs.programme.drafting.guide import CategoryDraft, GuideDraft, Known, labelled, sentence_at
from tfdocs.programme.drafting.outline import Section, outline

__all__ = ["read_guide"]


_HEADED = re.compile(
    r"\d{1,2}(?:\.\d{1,2})*[ 　．.、]|第[一二三四五六七八九十]{1,3}[章部条]|[一二三四五六七八九十]{1,3}、"
)


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
            s for s in sisters if any(_is_money_of_each(i, text) for i in _inside(items, s)) and not is_general(s.title)
        ]
        named = bool(kinds.CATEGORIES.search(section.title))
        if len(paid) >= 2 or (named and paid and len(sisters) > 1):
            chosen = paid if len(paid) >= 2 else [s for s in sisters if not is_general(s.title)]
            groups.append((len(paid) * 2 + 3 * named, -section.level, chosen))
        elif named and all(kinds.CATEGORY_NOUN.search(s.title) for s in sisters):
            groups.append((1, -section.level, sisters))
    return max(groups, key=lambda g: g[:2])[2] if groups else []


def _category(text: str, section: Section, items: Sequence[Commitment], root: Section) -> CategoryDraft:
    out = CategoryDraft(section.title, section)
    _fill(text, out, items, root)
    return out


def _fill(text: str, out: CategoryDraft, items: Sequence[Commitment], root: Section) -> None:
    section = out.section
    for label, value, _ in labelled(text, section):
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
    out.tasks = tasks_of(section)
    out.demands = demands(text, section, mine, used)


def _is_quota(item: Commitment, sentence: str) -> bool:
    if item.kind is not CommitmentKind.QUANTITY or item.unit not in ("个", "项", "家", "名", "所", "支", "人", "种"):
        return False
    if kinds.QUOTA.search(item.object or "") or is_places(item, sentence):
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
        shared = demands(text, section, _inside(outside, section), set())
        for item, _, doubt in shared:
            owner = _owner(text, item.evidence.start, categories)
            for c in categories if owner is None else [owner]:
                c.demands.append(
                    (item, "", doubt if owner is not None else "指南在各类别之外统一规定，请确认适用于本类别")
                )
    for c in categories:
        if not c.applicants:
            for label, value, _ in labelled(text, root):
                if kinds.APPLICANTS.search(label) and len(value) < 400:
                    c.applicants = [Known(value, f"{label}：{value}")]
                    break
        if not c.applicants:
            c.applicants = _who_may(text, root)
