"""Which statements of a guide's section a programme must hold applicants to, and under which heading each stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from tfdocs.model.commitment import Commitment, CommitmentKind, Comparator
from tfdocs.programme.drafting import kinds
from tfdocs.programme.drafting.guide import labelled, sentence_at
from tfdocs.programme.drafting.outline import Section


def is_general(title: str) -> bool:
    return bool(kinds.ELSEWHERE.search(title) or kinds.GRANT.search(title) or kinds.QUOTA.search(title))


def tasks_of(section: Section) -> list[Section]:
    """The headings under 实施要求: the numbered sections that have text of their own."""
    groups = [s for s in section.walk() if s.children and not kinds.PROCESS.search(s.title)]
    best = [c for c in section.children if not is_general(c.title)]
    for group in groups:
        if group is not section and kinds.DEMANDS.search(group.title):
            best = list(group.children)
            break
    # a sentence that happens to be numbered is no heading
    return [s for s in best if 2 <= len(s.title) <= 40 and not re.search(r"[，；\d]", s.title)]


def demands(
    text: str, section: Section, items: Sequence[Commitment], used: set[str]
) -> list[tuple[Commitment, str, str]]:
    out = []
    tasks = tasks_of(section)
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
    for label, value, at in labelled(text, section):
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
    if is_places(item, sentence):
        return False
    return not re.search(
        "申报(?:单位|主体|人)?须?(?:成立|具备|年龄)|可以?申报|均可申报|有资格申报|限报|分值|得分|权重|公示", sentence
    )


def is_places(item: Commitment, sentence: str) -> bool:
    """A类项目不超过20个，每个资助8万元: how many there are, and nothing that one must reach."""
    counts = item.unit in ("个", "项", "家", "所", "支") and item.comparator in (Comparator.EQUAL, Comparator.AT_MOST)
    return counts and re.search("每[个家项所支][^，。；]{0,8}(?:资助|支持|补助|给予|奖补)", sentence) is not None
