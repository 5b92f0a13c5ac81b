"""What was found of what was planted: differences, as ranges of the Word's text, held against recorded edits.

It must not know who found the differences: the product and its rival are counted by the same rules.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.cases import PAGE_REMOVED, PageEdit
from benchmarks.edits import Edit
from tfdocs.model.document import Document

_NEAR = 1  # characters: where 不不同 loses a 不, either of the two may be called the lost one
_FLAT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")  # a raised figure is a figure to the editor
_WIDE = 25  # a difference that covers so much more than the edit shows a person a region, not the place


@dataclass(frozen=True, slots=True)
class Reported:
    """One reported difference: its range in the Word's text, what the paper has, and whether it was called certain."""

    start: int
    end: int
    paper: str
    certain: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Planted:
    """An edit with its range in the Word's text."""

    edit: Edit
    start: int
    end: int
    also: tuple[tuple[int, int], ...] = ()  # places where it is met as well


@dataclass
class Score:
    """Counts over any number of documents."""

    pages: int = 0
    seconds: float = 0.0
    found_certain: Counter[str] = field(default_factory=Counter)
    found_uncertain: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    false_certain: int = 0
    false_uncertain: int = 0
    wide: int = 0
    wrong_verdicts: int = 0  # an edited document called consistent
    untouched: int = 0  # documents nobody edited
    alarms: int = 0  # of these, how many were called inconsistent
    documents: int = 0
    details: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Add the counts of ``other``."""
        self.pages += other.pages
        self.seconds += other.seconds
        self.found_certain += other.found_certain
        self.found_uncertain += other.found_uncertain
        self.missed += other.missed
        self.false_certain += other.false_certain
        self.false_uncertain += other.false_uncertain
        self.wide += other.wide
        self.wrong_verdicts += other.wrong_verdicts
        self.untouched += other.untouched
        self.alarms += other.alarms
        self.documents += other.documents
        self.details += other.details

    def figures(self) -> dict[str, object]:
        """All counts as plain data, for JSON."""
        return {k: dict(v) if isinstance(v, Counter) else v for k, v in vars(self).items()}

    @property
    def planted(self) -> int:
        return sum(self.found_certain.values()) + sum(self.found_uncertain.values()) + sum(self.missed.values())

    @property
    def recall(self) -> float:
        """Share of the edits that were reported, certain or not; 1 when none was planted."""
        return 1 - sum(self.missed.values()) / self.planted if self.planted else 1.0

    def per_page(self, count: int) -> float:
        return count / self.pages if self.pages else 0.0


_NUMBER = re.compile(
    r"第.{1,3}条　?|（.{1,3}）|[\d一二三四五六七八九十]{1,3}[、．]|[a-z]\) "
)  # of benchmarks.word_parts


def _numbered(text: str, context: str) -> bool:
    """Whether ``text`` is ``context`` behind an automatic number."""
    return text.endswith(context) and _NUMBER.fullmatch(text, 0, len(text) - len(context)) is not None


def locate(edits: Sequence[Edit], document: Document) -> list[Planted]:
    """Where each edit stands in ``document.text``. ``LookupError`` when the reader lost the paragraph."""
    out = []
    texts = [b.text.translate(_FLAT) for b in document.blocks]
    for edit in edits:
        # A block may begin with an automatic number that the paragraph's own text does not have.
        most = len(edit.context) + 12
        named = list(zip(document.blocks, texts, strict=True))
        # of two equal paragraphs one may have such a number
        blocks = [b for b, text in named if text == edit.context or _numbered(text, edit.context)]
        blocks = blocks or [b for b, text in named if text.endswith(edit.context) and len(text) <= most]
        # A line break within a paragraph is a space to the reader and nothing to the editor.
        blocks = blocks or [b for b, text in named if text.replace(" ", "") == edit.context.replace(" ", "")]
        if len(blocks) <= edit.occurrence:
            raise LookupError(f"the reader has no block {edit.context[:20]!r} number {edit.occurrence + 1}")
        block = blocks[edit.occurrence]
        if block.text.translate(_FLAT).endswith(edit.context):
            start = block.end - len(edit.context) + edit.offset
            out.append(Planted(edit, start, start + len(edit.old)))
            continue
        visible = [at for at, char in enumerate(block.text) if char != " "]
        first, last = (len(edit.context[:n].replace(" ", "")) for n in (edit.offset, edit.offset + len(edit.old)))
        start = block.start + (visible[first] if first < len(visible) else len(block.text))
        out.append(Planted(edit, start, block.start + visible[last - 1] + 1 if last > first else start))
    return out


def score_page_edit(reported: Sequence[Reported], edit: PageEdit, word: str, label: str, *, seen: bool) -> Score:
    """A page taken out is found when its text is reported, for the most part, as not on paper; two that changed places
    when ``seen`` says so. Reports whose words are not that page's (for a swap: any certain one) are false.
    """
    result = Score(documents=1)
    own = _bare(edit.text)
    meeting = [
        r for r in reported if _bare(word[r.start : r.end]) and _overlap(_bare(word[r.start : r.end]), own) > 0.6
    ]
    if edit.kind == PAGE_REMOVED:
        seen = sum(r.end - r.start for r in meeting) > 0.5 * len(own)
    if seen:
        result.found_certain[edit.kind] += 1
    else:
        result.missed[edit.kind] += 1
        result.details.append(f"{label}: missed {edit.kind} {edit.page}")
    for r in reported:
        if r in meeting or (edit.kind != PAGE_REMOVED and "moved" in r.note):
            continue
        result.false_certain += r.certain
        result.false_uncertain += not r.certain
        result.details.append(f"{label}: false {'certain' if r.certain else 'uncertain'} {r.note}")
    return result


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _overlap(text: str, page: str) -> float:
    """Share of ``text`` that stands on the page: its pieces of four characters, or all of it when shorter."""
    if len(text) < 8:
        return float(text in page)
    pieces = [text[i : i + 4] for i in range(len(text) - 3)]
    return sum(p in page for p in pieces) / len(pieces)


def _meets(reported: Reported, planted: Planted) -> bool:
    for start, end in ((planted.start, planted.end), *planted.also):
        if reported.start <= end + _NEAR and start - _NEAR <= reported.end:
            return True
    new = planted.edit.new
    # An added clause may be anchored elsewhere in the Word; its own words identify it.
    paper = reported.paper
    if len(new) < 6 or len(paper) < 6:
        return False
    return paper in new or any(new[i : i + 6] in paper for i in range(len(new) - 5))


_WHOLE = ("tables", "mark_added")  # kinds whose places are one stretch of the Word


def _whole(planted: Sequence[Planted]) -> list[Planted]:
    """``planted``, of each group one: from its first place to its last, or with the others as its ``also``."""
    out: list[Planted] = []
    groups: dict[int, list[Planted]] = defaultdict(list)
    for p in planted:
        if p.edit.group:
            groups[p.edit.group].append(p)
        else:
            out.append(p)
    for own in groups.values():
        first = min(own, key=lambda p: p.start)
        if first.edit.kind in _WHOLE:
            out.append(Planted(first.edit, first.start, max(p.end for p in own)))
        else:
            out.append(Planted(first.edit, first.start, first.end, tuple((p.start, p.end) for p in own)))
    return out


def score(reported: Sequence[Reported], planted: Sequence[Planted], label: str = "") -> Score:
    """Every edit counts once, by the most certain difference that meets it; what meets none is false.

    An edit of several places is met at any of them; what stands between two tables that were exchanged is one.
    """
    result = Score(documents=1)
    planted = _whole(planted)
    for p in planted:
        meeting = [r for r in reported if _meets(r, p)]
        kind = p.edit.kind
        if any(r.certain for r in meeting):
            result.found_certain[kind] += 1
        elif meeting:
            result.found_uncertain[kind] += 1
        else:
            result.missed[kind] += 1
            around = p.edit.context[max(0, p.edit.offset - 8) : p.edit.offset + len(p.edit.old) + 8]
            result.details.append(f"{label}: missed {kind} {p.edit.old!r} → {p.edit.new!r} in “{around}”")
        size = max(len(p.edit.old), len(p.edit.new))
        if meeting and min(r.end - r.start for r in meeting) > max(size, p.end - p.start) + _WIDE:
            result.wide += 1
    for r in reported:
        if not any(_meets(r, p) for p in planted):
            if r.certain:
                result.false_certain += 1
            else:
                result.false_uncertain += 1
            result.details.append(f"{label}: false {'certain' if r.certain else 'uncertain'} {r.note}")
    return result
