"""What speaks about each number of a text: the signs in its clause, sentence and paragraph, its heading, the title.

It weighs nothing; ``modality`` does.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from tfdocs.commitments.cases import merely_mentioned
from tfdocs.commitments.mention import Phrase
from tfdocs.commitments.outline import Outline
from tfdocs.commitments.signs import LEANS, heading_lean, signs_of, title_kinds
from tfdocs.model.commitment import CommitmentKind

__all__ = ["Paragraph", "Witness", "witnesses"]

_CLAUSE = re.compile("[，。；：！？;!?,:\n（）()]|——")
_SEMICOLON = re.compile("[；;。！？!?\n]")
_SENTENCE = re.compile("[。！？!?\n]")
# 目前 in 目前…的 tells of what follows and not of the sentence
_OF_NOUN = re.compile(r"^[^，。；：\d]{0,12}的(?=[^，。；]{0,16}\d?[^，。；\d]{2,})")
_THOSE = re.compile(r"[^，。；：\d]{0,24}的[^，。；：\d的]{0,6}")
_COUNTED_NOUN = re.compile(r"[^，。；：\d]{0,8}的\s?|有\s?")
_LABEL = re.compile(r"(?:^|[。；\s\u3000])\s*(?:附[：:])?(?P<words>[\u4e00-\u9fff]{2,14})(?:[：:]|——)")
# signs that may also stand within the words of the number: 由18%提高到30%, 已达
_YEARS = ("year before", "same year", "year after", "latest year", "some year")
_INSIDE = frozenset(["compared", "change", "intent", "must", "span", "done", "now", "later", "result", *_YEARS])
_FOR = frozenset(["term", *(k for k, lean in LEANS.items() if lean == 1)])
_AGAINST = frozenset(["result", *(k for k, lean in LEANS.items() if lean == -1)]) - {"year as of", "latest year"}
_TITLE = re.compile(
    "^[^，。；：]{4,40}(?:项目|工程|方案|申报书|任务书|协议书?|合同书?|通知|报告|摘要|计划书?|规划|办法|细则)$"
)
# 400万元将于年底前拨付到位
_WILL = re.compile("^[^，。；]{0,8}将(?=于|在|用于|[^军领])")
_DEMAND = re.compile("不(?:得|应|可)?(?:少于|低于|小于|短于|超过|多于|高于|大于|长于)|至少|最少|至多|最多|[≥≤]|满")
_ODD = re.compile(r"余|多(?=[万亿]?[个项次人名家])|逾|近(?=\d)")
# Signs whose clause is told, unless something in it asks, and those that lead a clause so: of 201 statements whose own
# clause had one, in the gold files open when this was written, 197 were past.
_TOLD = frozenset(["done", "now", "span", "year before"])
_LEADS = frozenset(["span", "year before"])
_REPORTS = frozenset(["title: report", "title: interim", "title: news", "news"])
_YEAR_OF = re.compile(r"(20\d\d)\s?年")
_GOES_ON = re.compile(r"\s*(?:同时|此外|另外)，")
_OWN_TIME = frozenset(["here: same year", "here: latest year", "here: term"])
_TURNING = ("sentence", "listed", "clause")
_TERMS = (CommitmentKind.DEADLINE, CommitmentKind.DURATION)


@dataclass(slots=True)
class Paragraph:
    """``text`` with its statements; the places of the statements are those in ``text``."""

    text: str
    phrases: list[Phrase]


@dataclass(slots=True)
class Witness:
    """What speaks about one statement: ``says`` by name, and how near the statement before it stands (``near``)."""

    paragraph: int
    phrase: Phrase
    says: dict[str, float]
    near: str

    @property
    def told(self) -> bool:
        """Its clause or the one that leads it says that it has been, and nothing asks for it: 去年收入12万元."""
        says = self.says
        if self.phrase.mention.kind is CommitmentKind.DEADLINE or says.get("led", 0) >= 0:
            return False
        here = [name[6:] for name in says if name.startswith("here: ")]
        return (
            (any(kind in _TOLD for kind in here) or any(f"led: {kind}" in says for kind in _LEADS))
            and not any(LEANS[kind] > 0 for kind in here)
            and not {"compared: demand", "compared: bound"} & says.keys()
        )


def witnesses(paragraphs: Sequence[Paragraph], year: int | None, *, sure: bool, news: bool) -> list[Witness]:
    """What speaks about each statement, in their order; those that are merely mentioned are left out."""
    signs = [signs_of(p.text, year, sure=sure) for p in paragraphs]
    outline = Outline(year)
    sections: list[tuple[int, float, bool]] = []
    for p in paragraphs:
        outline.read(p.text, counts=bool(p.phrases))
        sections.append((outline.section, outline.lean, outline.inherited))
    title = _title(paragraphs)
    named = [int(y) for y in _YEAR_OF.findall(title)]
    whole = {f"title: {kind}": 1.0 for kind in title_kinds(title)} or {"title: none": 1.0}
    if named and year is not None and max(named) < year:
        whole["title of a year before"] = 1.0  # 2023年度工作报告 that comes to what 2024 is to bring
    if news:
        whole["news"] = 1.0
    counts = [_count(s) for s in signs]
    in_section: dict[int, tuple[int, int]] = {}
    for (section, _, _), (plus, minus) in zip(sections, counts, strict=True):
        a, b = in_section.get(section, (0, 0))
        in_section[section] = (a + plus, b + minus)
    in_all = (sum(c[0] for c in counts), sum(c[1] for c in counts))
    kinds = "+".join(sorted(name for name in whole if name.startswith("title")))
    if not in_all[0] and not any(lean > 0 for _, lean, _ in sections):
        whole[f"nothing asks, {kinds}"] = 1.0  # a report that has no plan in it
    told = any(LEANS[kind] < 0 for s in signs for _, _, kind in s) or any(lean < 0 for _, lean, _ in sections)
    if not told and not whole.keys() & _REPORTS:
        whole["nothing tells"] = 1.0
    out: list[Witness] = []
    last: tuple[int, ...] | None = None
    paragraph = 0
    for n, p in enumerate(paragraphs):
        if not p.phrases or (n == 0 and _names_itself(p)):
            continue
        if not _GOES_ON.match(p.text):
            paragraph = n  # what begins with 同时 goes on with the paragraph before
        bounds = _Bounds(p.text)
        starts = [s[0] for s in signs[n]]
        strong = list(accumulate(signs[n], lambda v, s: LEANS[s[2]] if abs(LEANS[s[2]]) >= 1 else v, initial=0.0))
        labels = [(m.end(), heading_lean(m["words"], year)) for m in _LABEL.finditer(p.text)]
        for f in p.phrases:
            at = bounds.of(f)
            if merely_mentioned(p.text, f, at.sentence):
                continue
            says = dict(whole)
            says["always"] = 1.0
            if n == 0 and title:
                says["headline of news" if news else "title line"] = 1.0
            first = bisect_left(starts, at.before)
            near_by = signs[n][first : bisect_left(starts, at.sentence_end)]
            _near(says, p.text, f, at, near_by, strong[first])
            if "said alone" in says and not any(at.before <= o.mention.start < at.sentence for o in p.phrases):
                says["said by a sentence that counts nothing"] = says["said alone"]
            _itself(says, p.text, f, year)
            _above(says, sections[n], labels, p.text, f)
            own = _count([s for s in near_by if at.sentence <= s[0]])
            for name, (plus, minus), ease in (
                ("paragraph", counts[n], 1.5),
                ("section", in_section[sections[n][0]], 1.5),
                ("document", in_all, 2.0),
            ):
                plus, minus = plus - own[0], minus - own[1]
                says[name] = (plus - minus) / (plus + minus + ease)
            under = max((end for end, leaning in labels if leaning and end <= f.mention.start), default=0)
            key = (sections[n][0] * 10_000 + under, paragraph, at.sentence, at.listed, at.clause)
            # 在已建成的6个服务站基础上，新建服务站4个: what stands within a noun tells nothing of the rest
            near = "first" if out and "of a noun" in out[-1].says else _nearness(last, key)
            if near == "section" and out and _heading_of(out[-1].says) * _heading_of(says) < 0:
                near = "section that leans the other way"
            own_time = bool(says.keys() & _OWN_TIME)
            if near in _TURNING and ("clause" in says or own_time or (near != "clause" and "compared: demand" in says)):
                near += ", a sign of its own"  # 去年发展会员20名，今年计划发展30名: the clause tells its own time
            out.append(Witness(n, f, says, near))
            last = key
    return out


def _title(paragraphs: Sequence[Paragraph]) -> str:
    """The first line where it is the title of a text: short, no sentence, no numbered heading."""
    first = re.split("[\u3000\t]{2}", paragraphs[0].text.strip())[0] if len(paragraphs) > 1 else ""
    return first if len(first) < 50 and not first.endswith("。") and Outline.level(first) is None else ""


def _names_itself(p: Paragraph) -> bool:
    """年产5000吨固态电解质项目, the title of a text."""
    return _TITLE.search(p.text) is not None and not any(
        f.mention.explicit or f.mention.kind in _TERMS for f in p.phrases
    )


def _nearness(last: tuple[int, ...] | None, key: tuple[int, ...]) -> str:
    """How near two statements stand: the widest of section, paragraph, sentence, list and clause that parts them."""
    if last is None:
        return "first"
    names = ("section", "paragraph", "sentence", "listed", "clause")
    return next((name for name, a, b in zip(names, last, key, strict=True) if a != b), "same clause")


@dataclass(slots=True)
class _Place:
    """Where the clause, the part between semicolons, the sentence and the one before begin, and where they end."""

    clause: int
    listed: int
    sentence: int
    before: int
    clause_end: int
    sentence_end: int


class _Bounds:
    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._ends = [[m.end() for m in pattern.finditer(text)] for pattern in (_CLAUSE, _SEMICOLON, _SENTENCE)]

    def of(self, f: Phrase) -> _Place:
        start, end = f.mention.start, f.mention.end

        def left(ends: list[int], at: int) -> int:
            i = bisect_right(ends, at)
            return ends[i - 1] if i else 0

        def right(ends: list[int]) -> int:
            i = bisect_right(ends, end)
            return ends[i] - 1 if i < len(ends) else self._length

        clause, listed, sentence = (left(e, start) for e in self._ends)
        return _Place(
            clause,
            listed,
            sentence,
            left(self._ends[2], sentence - 1) if sentence else 0,
            right(self._ends[0]),
            right(self._ends[2]),
        )


def _near(
    says: dict[str, float], text: str, f: Phrase, at: _Place, signs: list[tuple[int, int, str]], earlier: float
) -> None:
    """The signs around a statement by where they stand: in its clause, before it, behind it, in the sentence before."""
    m = f.mention
    here: list[str] = []
    led: list[str] = []
    listed: list[str] = []
    said: list[str] = []
    after: list[str] = []
    later: list[str] = []
    for start, end, kind in signs:
        if kind == "of a noun":
            if _COUNTED_NOUN.fullmatch(text, end, m.start):
                says["of a noun"] = 1.0
                here.append("done")  # 在已建成的6个服务站基础上: these are there
            continue
        if start >= at.clause and end <= m.start:
            # 收回已拨经费的50%: a share of what is done
            # 已开设工作室的不少于9人: who they are
            share = (m.kind is CommitmentKind.RATE or _DEMAND.match(text, m.start)) and _THOSE.fullmatch(
                text, end, m.start
            )
            if kind not in ("done", "now") or not (share or _OF_NOUN.match(text[end : m.start])):
                here.append(kind)
        elif at.clause <= start < m.end and kind in _INSIDE:
            here.append(kind)
        elif at.listed <= start and end <= at.clause:
            led.append(kind)
        elif at.sentence <= start and end <= at.clause:
            listed.append(kind)
        elif at.before <= start and end <= at.sentence:
            said.append(kind)
        elif m.end <= start < at.clause_end:
            after.append(kind)
        elif at.clause_end <= start < at.sentence_end:
            later.append(kind)
    for kind in here:
        says[f"here: {kind}"] = 1.0
    if led:
        says[f"led: {led[-1]}"] = 1.0
    for kind in after:
        says[f"after: {kind}"] = 1.0
    own = _last(here)
    clause = own or _last(led)
    sentence = clause or _last(listed)
    before = _last(said)
    for name, value in (
        ("clause", own),
        ("led", clause),
        ("sentence", sentence),
        ("said", before),
        ("said alone", 0 if sentence else before),
        ("earlier", 0 if before else earlier),
        ("weakly", 0 if own else _last(here, 0.5)),
        ("after", _last(after[::-1])),
        ("later", _last(later[::-1])),
    ):
        if value:
            says[name] = float(value)
    if _WILL.match(text[m.end :]):
        says["will"] = 1.0


def _last(kinds: list[str], least: float = 1) -> float:
    """What the last of ``kinds`` that is strong enough leans to; 0 where none is."""
    return next((LEANS[k] for k in reversed(kinds) if abs(LEANS[k]) >= least), 0)


def _itself(says: dict[str, float], text: str, f: Phrase, year: int | None) -> None:
    """What the number says of itself: how it is compared, of what kind it is, how even."""
    m = f.mention
    words = text[m.start : m.end]
    if m.explicit:
        says[f"compared: {_compared(words)}"] = 1.0
    if _ODD.search(words):
        says["odd"] = 1.0
    says[m.kind.value] = 1.0
    if m.kind is CommitmentKind.DEADLINE:
        value = m.value_max if isinstance(m.value_max, str) else m.value
        if year is not None and isinstance(value, str) and value[:4].isdigit():
            due = int(value[:4])
            says["due before" if due < year else "due" if due == year else "due after"] = 1.0
        if "前" in words:
            says["by then"] = 1.0
    for name, there in (("per", m.per), ("changed", m.changed), ("verb", f.action)):
        if there:
            says[name] = 1.0
    if isinstance(m.value, Decimal) and m.value >= 200 and m.value % 10:
        says["uneven"] = 1.0  # 1876人 has been counted


def _compared(words: str) -> str:
    if _DEMAND.search(words):
        return "demand"
    if re.search("以上|以内|以下", words):
        return "bound"
    if re.search("突破|超过|达到|达|超|不足|逾", words):
        return "reach"
    if re.search("余|多|近", words):
        return "more or less"
    return "about" if re.search("约|左右|上下", words) else "else"


def _above(
    says: dict[str, float], section: tuple[int, float, bool], labels: list[tuple[int, float]], text: str, f: Phrase
) -> None:
    """What stands over the statement: its heading, and a label in its sentence (基本情况：…)."""
    _, lean, inherited = section
    stands = (end for end, leaning in reversed(labels) if leaning and end <= f.mention.start)
    label = next((end for end in stands if "。" not in text[end : f.mention.start]), None)
    if label is not None:
        lean, inherited = dict(labels)[label], False
        says["label"] = lean
        for name in (
            "said",
            "said alone",
            "said by a sentence that counts nothing",
            "earlier",
        ):  # 基本情况：…。主要任务：…: what is said before is under another
            says.pop(name, None)
    if lean < 0:
        # under 实际完成情况 the span of the project is one that has passed
        says.pop("here: term", None)
        says.pop("led: term", None)
    if lean:
        says["heading for" if lean > 0 else "heading against"] = abs(lean)
        if inherited:
            says["heading inherited"] = lean
        if "sentence" not in says:
            says["heading over open sentence"] = lean
            if "said" not in says:
                says["heading over open paragraph"] = lean
    else:
        says["no heading"] = 1.0


def _heading_of(says: dict[str, float]) -> float:
    return says.get("heading for", 0.0) - says.get("heading against", 0.0)


def _count(signs: list[tuple[int, int, str]]) -> tuple[int, int]:
    return sum(k in _FOR for _, _, k in signs), sum(k in _AGAINST for _, _, k in signs)
