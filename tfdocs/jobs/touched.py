"""Which promise each difference of a check touches, and how it changed: 推荐论文 ≥12篇 became ≥10篇.

The Word is read for its commitments twice: as it is, and with the paper's text in place of its own wherever the two
differ. What an item is in the one and in the other is told apart by its place. It must not know how differences are
found, nor what makes a promise one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tfdocs.commitments import extract
from tfdocs.commitments.wording import figure
from tfdocs.model.commitment import Commitment, Modality
from tfdocs.model.comparison import Certainty, CheckReport, Difference, Kind, Touched, WordSide
from tfdocs.model.document import Document, join_blocks

__all__ = ["with_commitments"]

_SHOWN = 40  # characters of a promise that a sentence quotes
_LISTED = 5  # promises that a sentence names


def with_commitments(report: CheckReport, word: Document) -> CheckReport:
    """``report`` with ``commitment`` set on every difference that touches a promise of ``word`` or adds one.

    Differences that were weighed and set aside (``suppressed``) are left as they are. The same input gives the same.
    """
    edits = [e for d in report.differences if (e := _edit(d, word)) is not None]
    veiled = {d.id: d.word for d in report.differences if _is_veiled(d) and d.word is not None}
    if not edits and not veiled:
        return report
    theirs, shift = _on_paper(word, edits)
    before = [i for i in extract(word).commitments if i.modality is Modality.PROMISE]
    there = extract(theirs).commitments
    after = [i for i in there if i.modality is Modality.PROMISE]
    others = [i for i in there if i.modality is not Modality.PROMISE]
    by_id = {e.difference.id: e for e in edits}
    told: dict[str, Touched | None] = {key: _touched(edit, before, after, others, shift) for key, edit in by_id.items()}
    told |= {key: _hidden(side, before) for key, side in veiled.items()}
    differences = [d.model_copy(update={"commitment": told[d.id]}) if d.id in told else d for d in report.differences]
    return report.model_copy(update={"differences": differences})


def _is_veiled(d: Difference) -> bool:
    """Whether ``d`` is several doubts under one seal: what was read are shards that make no sentence of the paper's."""
    return d.certainty is Certainty.UNCERTAIN and d.pdf is not None and len(d.pdf.boxes) > 1


def _hidden(side: WordSide, before: Sequence[Commitment]) -> Touched | None:
    """The first promise of which a seal hides something. What the paper says instead is not known: ``after`` is as
    before."""
    item = next((i for i in before if _overlaps(i, side.start, max(side.end, side.start + 1))), None)
    if item is None:
        return None
    message = f"涉及承诺“{_short(item)}”（{figure(item)}），印章下看不清，请对照图像"
    return Touched(id=item.id, text=item.evidence.text, before=figure(item), after=figure(item), message=message)


@dataclass(frozen=True, slots=True)
class _Edit:
    """``word.text[start:end]`` reads ``text`` on the paper."""

    difference: Difference
    start: int
    end: int
    text: str


def _edit(d: Difference, word: Document) -> _Edit | None:
    side = d.word
    if side is None or d.kind is Kind.MOVED or _is_veiled(d) or not 0 <= side.start <= side.end <= len(word.text):
        return None
    if d.kind is not Kind.MISSING and d.pdf is None:
        return None
    text = "" if d.kind is Kind.MISSING or d.pdf is None else d.pdf.text
    return _Edit(d, side.start, side.end, text.replace("\n", ""))


class _Shift:
    """From an offset of the Word's text to that of the text with the paper's readings in it."""

    def __init__(self, moves: Sequence[tuple[int, int]]) -> None:
        # (offset in the Word, how much longer the other text is from there on)
        self._at = [at for at, _ in moves]
        self._by = [by for _, by in moves]

    def __call__(self, offset: int) -> int:
        n = bisect_right(self._at, offset)
        return offset + (self._by[n - 1] if n else 0)


def _on_paper(word: Document, edits: Sequence[_Edit]) -> tuple[Document, _Shift]:
    """The Word with the paper's text in place, block by block: a block stays one however much of it is changed."""
    by_block: dict[int, list[_Edit]] = defaultdict(list)
    starts = [b.start for b in word.blocks]
    for e in edits:
        by_block[max(0, bisect_right(starts, e.start) - 1)].append(e)
    parts = []
    moves: list[tuple[int, int]] = []
    grown = 0
    for n, block in enumerate(word.blocks):
        own = sorted(by_block.get(n, ()), key=lambda e: (e.start, e.end))
        own = own[:1] + [b for a, b in pairwise(own) if b.start >= a.end]
        text, at = "", 0
        for e in own:
            first, last = e.start - block.start, min(e.end, block.end) - block.start
            text += block.text[at:first] + e.text
            grown += len(e.text) - (last - first)
            at = max(at, last)
            moves.append((block.start + last if last > first else e.start + 1, grown))
        parts.append(replace(block, text=text + block.text[at:]))
    text, blocks = join_blocks(parts)
    return Document(word.name, word.sha256, word.kind, text, blocks), _Shift(moves)


def _touched(
    edit: _Edit,
    before: Sequence[Commitment],
    after: Sequence[Commitment],
    others: Sequence[Commitment],
    shift: _Shift,
) -> Touched | None:
    """``others``: what the paper's text says and does not promise."""
    mine = [i for i in before if _overlaps(i, edit.start, max(edit.end, edit.start + 1))]
    start = shift(edit.start) if edit.start == edit.end else shift(edit.start - 1) + 1 if edit.start else 0
    theirs = [i for i in after if _overlaps(i, start, start + max(1, len(edit.text)))]
    gone = [i for i in mine if edit.start <= i.evidence.start and i.evidence.end <= edit.end]
    if len(gone) > 1 and not edit.text:
        return _all_gone(gone)
    found = [_compared(i, after, others, shift, edit) for i in mine]
    if found:
        # of several promises in one sentence, one that changed says more than one that did not
        return min(found, key=lambda t: t.before == t.after)
    new = [i for i in theirs if not any(_same_thing(i, j) and figure(i) == figure(j) for j in before)]
    if new:
        return _added(new[0])
    return None


def _overlaps(item: Commitment, start: int, end: int) -> bool:
    return item.evidence.start < end and start < item.evidence.end


def _same_thing(one: Commitment, other: Commitment) -> bool:
    return one.kind is other.kind and (one.object or "") == (other.object or "")


def _compared(
    item: Commitment, after: Sequence[Commitment], others: Sequence[Commitment], shift: _Shift, edit: _Edit
) -> Touched:
    """What became of ``item``: the item at its place on the paper, the one most like it if there are several.

    Where headings are missing elsewhere, a sentence with another figure may no longer read as a promise; what is new in
    it is still the figure.
    """
    start, end = shift(item.evidence.start), shift(item.evidence.end)
    near = [j for j in after if end > start and _overlaps(j, start, end)]
    near.sort(
        key=lambda j: (j.kind is not item.kind, j.object != item.object, j.unit != item.unit, figure(j) != figure(item))
    )
    same = [j for j in near if _same_thing(item, j) and figure(j) == figure(item)]
    other = same[0] if same else next((j for j in near if j.kind is item.kind or j.object == item.object), None)
    if other is None:
        there = (j for j in others if end > start and _overlaps(j, start, end) and _same_thing(item, j))
        other = next((j for j in there if figure(j) != figure(item)), None)
    said = _short(item)
    if other is None:
        message = f"承诺“{said}”（{figure(item)}）在纸件上不再是一项承诺"
        return Touched(id=item.id, text=item.evidence.text, before=figure(item), after="", message=message)
    was, now = figure(item), figure(other)
    message = f"承诺“{said}”由{was}变为{now}" if was != now else f"涉及承诺“{said}”（{was}），{_words(edit)}"
    return Touched(id=item.id, text=item.evidence.text, before=was, after=now, message=message)


def _words(edit: _Edit) -> str:
    old = edit.difference.word.text if edit.difference.word is not None else ""
    if old and old == edit.text:
        return f"“{old}”在纸件上看不准"  # read as the Word has it, and as likely a look-alike
    if not old:
        return f"数值未变，文字多出“{edit.text}”"
    return f"数值未变，文字“{old}”变为“{edit.text}”" if edit.text else f"数值未变，文字少了“{old}”"


def _all_gone(items: Sequence[Commitment]) -> Touched:
    """A missing passage with several promises in it: the first stands for all."""
    said = "、".join(f"{_short(i)}（{figure(i)}）" for i in items[:_LISTED])
    more = "等" if len(items) > _LISTED else ""
    first = items[0]
    message = f"纸件上缺少的文字里有 {len(items)} 项承诺：{said}{more}"
    return Touched(id=first.id, text=first.evidence.text, before=figure(first), after="", message=message)


def _added(item: Commitment) -> Touched:
    message = f"纸件上多出承诺“{_short(item)}”（{figure(item)}）"
    return Touched(id="", text=item.evidence.text, before="", after=figure(item), message=message)


def _short(item: Commitment) -> str:
    """The promise by its action and object, else by its words."""
    named = f"{item.action or ''}{item.object or ''}" if item.object else " ".join(item.evidence.text.split())
    return named if len(named) <= _SHOWN else named[: _SHOWN - 1] + "…"
