"""Known changes between a Word and a scan, held against what a check reported of them.

Used by the demo, which has to know by itself whether it came out right. A change is found when a difference of the
report stands at its place in the Word's text; it must not know how the check came to its differences.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from tfdocs.errors import TfdocsError
from tfdocs.model.comparison import Certainty, Checked, Difference, Kind

# A page counts as reported missing when so much of its text is: parts of it may stand elsewhere as well (labels).
PAGE_SHARE = 0.8
_NEAR = 1  # characters; of 不不 either may be called the lost one


class Change(BaseModel):
    """One change: ``old`` of the Word became ``new`` on paper, between ``before`` and ``after``.

    For a missing page ``old`` is its text, without white space.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["text", "page"]
    title: str  # Chinese, what sort of change it is
    old: str
    new: str
    before: str = ""
    after: str = ""
    page: int | None = None  # of the source, from 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the report says of a change: ``certainty`` is None when nothing, ``page`` is where on the scan."""

    change: Change
    certainty: Certainty | None
    page: int | None


def outcomes(changes: Iterable[Change], checked: Checked) -> tuple[list[Outcome], list[Difference]]:
    """What became of each change, and the differences that meet none (what was filled in by hand left aside).

    Raises ``TfdocsError`` when a change cannot be placed in the Word: then the two do not belong together.
    """
    differences = [d for d in checked.report.differences if d.kind is not Kind.FILLED_IN]
    met: set[str] = set()
    out = []
    for change in changes:
        start, end = _place(change, checked.word.text)
        here = [d for d in differences if _meets(d, start, end, change)]
        met |= {d.id for d in here}
        if change.kind == "page" and _covered(here, start, end, checked.word.text) < PAGE_SHARE:
            here = []
        here.sort(key=lambda d: d.certainty is not Certainty.CERTAIN)
        certainty = here[0].certainty if here else None
        pages = [d.pdf.page for d in here if d.pdf is not None]
        out.append(Outcome(change, certainty, pages[0] if pages else None))
    return out, [d for d in differences if d.id not in met]


def _place(change: Change, text: str) -> tuple[int, int]:
    """Where ``change.old`` stands in ``text``, white space not counted."""
    offsets = [i for i, c in enumerate(text) if not c.isspace()]
    bare = "".join(text[i] for i in offsets)
    before, old, after = ("".join(part.split()) for part in (change.before, change.old, change.after))
    if change.kind == "page":
        # The page begins and ends within paragraphs; its two ends say where.
        first = bare.find(old[:16])
        last = bare.rfind(old[-16:], max(0, first), max(0, first) + len(old) + 60)
        if first < 0 or last < first:
            raise TfdocsError("样例与它的说明对不上", where=change.title)
        return offsets[first], offsets[last + 15] + 1
    whole = before + old + after
    at = bare.find(whole)
    if at < 0 or bare.count(whole) != 1:
        raise TfdocsError("样例与它的说明对不上", where=change.title)
    start = at + len(before)
    if not old:
        return offsets[start - 1] + 1, offsets[start - 1] + 1
    return offsets[start], offsets[start + len(old) - 1] + 1


def _meets(difference: Difference, start: int, end: int, change: Change) -> bool:
    word = difference.word
    if word is not None and word.start <= end + _NEAR and start - _NEAR <= word.end:
        # A page that is missing is missing; a word misread elsewhere in its range is another matter.
        return change.kind != "page" or difference.kind is Kind.MISSING
    # What was added may hang at another place of the Word; its own words identify it.
    added = difference.pdf.text.strip() if difference.pdf is not None else ""
    return len(change.new) >= 6 and len(added) >= 6 and (added in change.new or change.new in added)


def _covered(differences: Sequence[Difference], start: int, end: int, text: str) -> float:
    """The share of the characters between ``start`` and ``end`` that ``differences`` speak of."""
    spoken = {
        i for d in differences if d.word is not None for i in range(max(start, d.word.start), min(end, d.word.end))
    }
    counted = [i for i in range(start, end) if not text[i].isspace()]
    return sum(i in spoken for i in counted) / max(1, len(counted))
