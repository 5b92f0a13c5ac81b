"""Holds promises against the indicators of a category: which one each answers, and whether it is enough.

It knows nothing of how the promises were found. Whatever is not certain is “unclear”, never guessed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from tfdocs.model.commitment import (
    Answer,
    Commitment,
    CommitmentKind,
    Comparator,
    Conflict,
    MissingRequirement,
    Modality,
    Status,
)
from tfdocs.model.programme import Category, Indicator

__all__ = ["Candidate", "assess", "compare", "contradictions"]

# Per how many of the first there is one of the second: what a promise for each quarter comes to in a year.
_TIMES = {("季度", "年"): 4, ("月", "年"): 12, ("半年", "年"): 2, ("周", "年"): 50, ("月", "季度"): 3}
# “约18篇” against 20: below when it is short by more than this, otherwise a person decides.
_ABOUT = Decimal("0.8")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item with what assessment needs to know of its place: from a table, a part (其中), the sentence around it."""

    item: Commitment
    table: bool
    part: bool
    context: str


@dataclass(frozen=True, slots=True)
class _Link:
    indicator: Indicator
    narrow: bool  # the words stand in the item's own evidence, not only in its sentence
    tied: tuple[Indicator, ...] = ()


def assess(
    candidates: list[Candidate], category: Category
) -> tuple[list[Commitment], list[MissingRequirement], list[Conflict]]:
    """The items with their ``requirement``, the indicators nothing answers, and the contradictions."""
    links = [_link(c, category) if c.item.modality is Modality.PROMISE else None for c in candidates]
    _drop_parts(candidates, links)
    _drop_summands(candidates, links)
    distant = _distant(candidates, links)
    out: list[Commitment] = []
    answered: set[str] = set()
    by_indicator: dict[str, list[Candidate]] = defaultdict(list)
    for number, (c, link) in enumerate(zip(candidates, links, strict=True)):
        if link is None:
            out.append(c.item)
            continue
        indicator = link.indicator
        doubtful = bool(link.tied) or not link.narrow or number in distant
        # what was not surely read, or may be done already, is never counted as met
        status = Status.UNCLEAR if doubtful or c.item.uncertain else compare(c.item, indicator)
        note = c.item.note
        if link.tied:
            names = "、".join(i.name for i in (indicator, *link.tied))
            note = _joined(note, f"可能对应：{names}，请人工确认")
        elif not link.narrow:
            note = _joined(note, "由上下文推断对应的指标，请人工确认")
        elif number in distant:
            note = _joined(note, "另有更贴近该指标的承诺，是否属于该指标请人工确认")
        elif status is Status.UNCLEAR and not c.item.uncertain:
            note = _joined(note, _why(c.item, indicator))
        answered |= {i.id for i in (indicator, *link.tied)}
        item = c.item.model_copy(
            update={"requirement": Answer(id=indicator.id, required=indicator.required, status=status), "note": note}
        )
        out.append(item)
        if not doubtful and not c.item.uncertain and not c.part and _comparable(item, indicator):
            by_indicator[indicator.id].append(Candidate(item, c.table, c.part, c.context))
    missing = [
        MissingRequirement(requirement=i.id, required=i.required, name=i.name)
        for i in category.indicators
        if i.id not in answered
    ]
    conflicts = [
        conflict for i in category.indicators if (conflict := _conflict(i.name, by_indicator.get(i.id, []))) is not None
    ]
    return out, missing, conflicts


def _joined(*notes: str) -> str:
    return "；".join(n for n in notes if n)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _weight(indicator: Indicator, text: str) -> int:
    """How many characters of the indicator's words ``text`` has, by its best group; 0 when no group is complete."""
    if any(w in text for w in indicator.unless):
        return 0
    best = 0
    for group in indicator.words:
        total = 0
        for word in group:
            hit = max((len(a) for a in word.split("|") if a in text), default=0)
            if not hit:
                total = 0
                break
            total += hit
        best = max(best, total)
    return best


def _same_kind(item: Commitment, indicator: Indicator) -> bool:
    return item.kind is indicator.kind


def _clause(item: Commitment) -> str:
    """The clause of the evidence that names what is counted; a list's verb and the things before it are another's."""
    clauses = re.split("[，；。]", item.evidence.text)
    return next((p for p in clauses if item.object and item.object in p), item.evidence.text)


def _link(c: Candidate, category: Category) -> _Link | None:
    """The indicator whose words stand by the number; those in the item's own words count before those around it."""
    item = c.item
    if c.table and c.part:
        return None  # what a quarter adds answers nothing, the whole year does
    own = _bare(f"{item.action or ''}{item.object or ''}")
    evidence = own + _bare(_clause(item)) if not c.table else _bare(c.context)
    around = _bare(c.context)
    fitting = [i for i in category.indicators if _same_kind(item, i) and _fits(item, i)]
    for text, narrow in ((own, True), (evidence, True), (around, False)):
        if not narrow and item.object and not _GENERIC.fullmatch(item.object):
            break  # 进校园24场 in a sentence that names a brand: it has an object of its own
        weighed = [(w, i) for i in fitting if (w := _weight(i, text))]
        if not weighed:
            continue
        # The words of an indicator in the rest of the evidence may still rule it out: 推荐专家 in a list of 科普作品.
        top = max(w for w, _ in weighed)
        best = [i for w, i in weighed if w == top]
        exact = [i for i in best if item.unit == i.unit] or best
        return _Link(exact[0], narrow, tuple(exact[1:]))
    return None


_GENERIC = re.compile("其?(?:数量|总数|总量|数目|个数|篇数|人数|次数|规模)")
_COUNTS = frozenset("篇项件个名人位场次期条部份家册本") | {"场次", "项次"}
_PEOPLE = frozenset(["名", "人", "位", "人次"])


def _fits(item: Commitment, indicator: Indicator) -> bool:
    """Units that may mean the same: the programme's, none at all, or (to be confirmed) another count of things."""
    if item.unit in ("", indicator.unit, *indicator.units):
        return True
    if item.kind is CommitmentKind.RANK:
        return True
    if item.unit in _COUNTS and indicator.unit in _COUNTS:
        return (item.unit in _PEOPLE) == (indicator.unit in _PEOPLE)
    return False


def _comparable(item: Commitment, indicator: Indicator) -> bool:
    return item.unit in ("", indicator.unit, *indicator.units) and (item.per == indicator.per or item.per is None)


def _drop_parts(candidates: list[Candidate], links: list[_Link | None]) -> None:
    """A part (合计26项，其中高新技术8项) does not answer what its total answers."""
    last: dict[str, int] = {}
    for i, (c, link) in enumerate(zip(candidates, links, strict=True)):
        if link is None:
            continue
        before = last.get(link.indicator.id)
        if c.part and before is not None and _close(candidates[before], c):
            links[i] = None
            continue
        last[link.indicator.id] = i


def _drop_summands(candidates: list[Candidate], links: list[_Link | None]) -> None:
    """发布科技成果18项、高新技术7项，共计25项: what is summed up close behind answers nothing by itself."""
    by_indicator: dict[str, list[int]] = defaultdict(list)
    for i, link in enumerate(links):
        if link is not None and isinstance(candidates[i].item.value, Decimal):
            by_indicator[link.indicator.id].append(i)
    for numbers in by_indicator.values():
        for end in range(2, len(numbers)):
            whole = candidates[numbers[end]]
            total = Decimal(0)
            for start in range(end - 1, -1, -1):
                part = candidates[numbers[start]]
                if not _close(part, whole) or part.item.unit != whole.item.unit or isinstance(part.item.value, str):
                    break
                total += part.item.value
                if end - start > 1 and total == whole.item.value:
                    for i in numbers[start:end]:
                        links[i] = None
                    break


# Of two promises for one indicator with different values, the one whose object is this much less like the indicator's
# own words is another thing (会员满意度 beside 专项服务好评率). Set on the samples.
_LIKENESS = 0.7


def _distant(candidates: list[Candidate], links: list[_Link | None]) -> set[int]:
    """The promises beside which another stands much nearer to the indicator's words and says another number."""
    by_indicator: dict[str, list[int]] = defaultdict(list)
    for n, link in enumerate(links):
        if link is not None and link.narrow and not link.tied:
            by_indicator[link.indicator.id].append(n)
    out: set[int] = set()
    for numbers in by_indicator.values():
        if len({candidates[n].item.value for n in numbers}) < 2:
            continue
        likeness = {n: _likeness(candidates[n].item, links[n]) for n in numbers}
        best = max(likeness.values())
        agreed = {candidates[n].item.value for n in numbers if likeness[n] == best}
        out |= {n for n in numbers if likeness[n] < best * _LIKENESS and candidates[n].item.value not in agreed}
    return out


def _likeness(item: Commitment, link: _Link | None) -> float:
    """The share of the pairs of characters of what is promised that the indicator's name or source has too."""
    said = _bare(f"{item.action or ''}{item.object or ''}")
    if link is None or len(said) < 2:
        return 0.0
    known = _bare(f"{link.indicator.name}　{link.indicator.source}")
    pairs = [said[i : i + 2] for i in range(len(said) - 1)]
    return sum(p in known for p in pairs) / len(pairs)


def _close(a: Candidate, b: Candidate) -> bool:
    return abs(b.item.evidence.start - a.item.evidence.start) < 200


def _why(item: Commitment, indicator: Indicator) -> str:
    if item.unit not in ("", indicator.unit, *indicator.units):
        return f"单位“{item.unit}”与要求的“{indicator.unit}”不同，请人工确认"
    if item.per != indicator.per:
        return "计算周期与要求不同，请人工确认"
    return "所写数值不足以判断是否达到要求，请人工确认"


def _least(item: Commitment, value: Decimal, whole: bool) -> Decimal | None:
    """The least that ``item`` promises; ``None`` when it promises no least."""
    match item.comparator:
        case Comparator.AT_LEAST | Comparator.EQUAL | Comparator.BETWEEN:
            return value
        case Comparator.MORE:
            return value + 1 if whole else value
        case _:
            return None


def _most(item: Commitment, value: Decimal, whole: bool) -> Decimal | None:
    match item.comparator:
        case Comparator.AT_MOST | Comparator.EQUAL:
            return value
        case Comparator.LESS:
            return value - 1 if whole else value
        case Comparator.BETWEEN:
            return Decimal(item.value_max) if item.value_max is not None else None
        case _:
            return None


def compare(item: Commitment, indicator: Indicator) -> Status:
    """Whether ``item`` promises what ``indicator`` requires: met, below, or unclear where its words leave it open."""
    if not isinstance(item.value, Decimal) or item.unit not in ("", indicator.unit, *indicator.units):
        return Status.UNCLEAR
    factor = _factor(item, indicator)
    if factor is None:
        return Status.UNCLEAR
    value = item.value * factor
    whole = item.kind in (CommitmentKind.QUANTITY, CommitmentKind.RANK) and value == value.to_integral_value()
    least, most = _least(item, value, whole), _most(item, value, whole)
    if item.comparator is Comparator.BETWEEN and most is not None:
        most *= factor
    required = indicator.value
    if item.comparator is Comparator.ABOUT:
        short = indicator.comparator in (Comparator.AT_LEAST, Comparator.MORE) and value < required * _ABOUT
        return Status.BELOW if short else Status.UNCLEAR
    match indicator.comparator:
        case Comparator.AT_LEAST | Comparator.MORE:
            strict = indicator.comparator is Comparator.MORE
            if least is not None and (least > required or (least == required and not strict)):
                return Status.MET
            if item.comparator is Comparator.BETWEEN:
                return Status.BELOW if most is not None and most < required else Status.UNCLEAR
            if least is not None:
                return Status.BELOW
            return Status.BELOW if most is not None and most < required else Status.UNCLEAR
        case Comparator.AT_MOST | Comparator.LESS:
            strict = indicator.comparator is Comparator.LESS
            if most is not None and (most < required or (most == required and not strict)):
                return Status.MET
            if item.comparator is Comparator.BETWEEN:
                return Status.BELOW if least is not None and least > required else Status.UNCLEAR
            if most is not None:
                return Status.BELOW
            # “不低于95%” where at most is asked: its least says whether it can be kept
            return Status.BELOW if least is not None and least > required else Status.UNCLEAR
        case Comparator.EQUAL:
            return Status.MET if item.comparator is Comparator.EQUAL and value == required else Status.UNCLEAR
        case Comparator.BETWEEN:
            high = indicator.value_max if indicator.value_max is not None else required
            if least is not None and most is not None:
                if required <= least and most <= high:
                    return Status.MET
                return Status.BELOW if most < required or least > high else Status.UNCLEAR
            return Status.UNCLEAR
        case _:
            return Status.UNCLEAR


def _factor(item: Commitment, indicator: Indicator) -> int | None:
    """By what the promised value is multiplied to be of the required period; ``None`` when that cannot be said."""
    if item.per == indicator.per or item.per is None:
        # a project of one year or less: what is done in it is done in the year
        return 1
    if indicator.per is None:
        if indicator.kind is CommitmentKind.MONEY:
            return None
        # what holds for each (每篇不少于5000字) holds for one
        return 1 if item.per in ("年", "季度", "月", "半年") or item.unit == "字" else None
    return _TIMES.get((item.per, indicator.per))


def _shown(item: Commitment) -> str:
    value = format(item.value, "f") if isinstance(item.value, Decimal) else item.value
    if item.value_max is not None:
        high = format(item.value_max, "f") if isinstance(item.value_max, Decimal) else item.value_max
        return f"{value}–{high}{item.unit}"
    sign = {">=": "≥", "<=": "≤", "=": "", "~": "约"}.get(item.comparator.value, item.comparator.value)
    return f"{sign}{value}{item.unit}"


def _conflict(name: str, found: list[Candidate]) -> Conflict | None:
    values = {(c.item.value, c.item.value_max) for c in found}
    if len(values) < 2:
        return None
    parts = []
    for c in found:
        place = "表格" if c.table else "正文"
        parts.append(f"{place}“{_short(c.item.evidence.text)}”为{_shown(c.item)}")
    return Conflict(commitments=[c.item.id for c in found], message=f"“{name}”前后不一致：" + "；".join(parts))


def _short(text: str) -> str:
    flat = re.sub(r"\s+", " ", text)
    return flat if len(flat) <= 30 else flat[:29] + "…"


def contradictions(candidates: list[Candidate]) -> list[Conflict]:
    """Without a category: the same thing promised in prose and in a table, in the same unit, with different values."""
    groups: dict[tuple[str, str, str | None], list[Candidate]] = defaultdict(list)
    for c in candidates:
        if (
            c.item.modality is Modality.PROMISE
            and c.item.object
            and not c.part
            and c.item.kind is not CommitmentKind.DEADLINE
        ):
            groups[(_bare(c.item.object), c.item.unit, c.item.per)].append(c)
    out = []
    for (name, _, _), found in sorted(groups.items(), key=lambda g: g[1][0].item.evidence.start):
        if len({c.table for c in found}) < 2:
            continue
        conflict = _conflict(name, found)
        if conflict is not None:
            out.append(conflict)
    return out
