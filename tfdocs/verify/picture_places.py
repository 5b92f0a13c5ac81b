"""Whether the Word's pictures stand on paper as often as in the Word, and in its order.

One picture may be put in another's place, and be the same to the last pixel.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from tfdocs.model.document import BlockKind, Document, Finding
from tfdocs.model.fault import Severity
from tfdocs.model.picture import PictureText
from tfdocs.verify.drawings import Drawn, Placed

_LINES = 3  # of text that a picture has at least, to be missed at one place while it is at another: no logo or button
_WORDS = 8  # characters of a picture's text from which its order is told: two signs of two lines each were exchanged
_SHOWN = 30  # characters of a picture's text that a sentence quotes


def picture_findings(word: Document, pictures: Sequence[PictureText], drawn: Drawn) -> list[Finding]:
    """Errors for pictures with text that the paper shows more or less often, or in another order, than the Word does.

    Only those are told of which something could be read where they lie. Running heads repeat theirs as they like.
    """
    found = Counter(p.picture for p in drawn.placed)
    legible = {p.picture for p in drawn.placed} - {p.picture for p in drawn.placed if not p.legible}
    known = [n for n, count in enumerate(word.picture_counts) if count and n in legible and n < len(pictures)]
    told = [n for n in known if len(pictures[n].lines) >= _LINES]
    ordered = [n for n in known if n in told or sum(len(ln.text) for ln in pictures[n].lines) >= _WORDS]
    out = [
        _finding(
            word,
            n,
            "picture-count",
            f"Word 中的一张图片（图中文字：{_said(pictures[n])}）出现 {word.picture_counts[n]} 次，"
            f"纸面上找到 {found[n]} 次，请人工核对",
        )
        for n in told
        if found[n] != word.picture_counts[n]
    ]
    order = [n for n in ordered if word.picture_counts[n] == found[n] == 1 and _offset(word, n) is not None]
    place = {p.picture: p for p in drawn.placed}
    for one, other in combinations(sorted(order, key=lambda n: _offset(word, n) or 0), 2):
        if _offset(word, one) != _offset(word, other) and _stands_before(place[other], place[one]):
            both = f"{_said(pictures[one])}；{_said(pictures[other])}"
            message = f"Word 中的两张图片在纸面上先后颠倒（图中文字：{both}），请人工核对"
            out.append(_finding(word, one, "picture-order", message))
            break  # what one picture out of its place does to all others is told once
    return out


def _finding(word: Document, number: int, code: str, message: str) -> Finding:
    return Finding(code=code, severity=Severity.ERROR, message=message, where=word.picture_places[number])


def _said(picture: PictureText) -> str:
    text = " ".join(line.text for line in picture.lines)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _offset(word: Document, number: int) -> int | None:
    """Where in the running text the paragraph begins that a picture stands at; None for what stands elsewhere.

    Pictures in cells stand beside each other, and those of boxes and notes where there is room.
    """
    label = word.picture_places[number]
    block = next((b for b in word.blocks if b.place == label), None)
    return block.start if block is not None and block.kind is BlockKind.PARAGRAPH else None


def _stands_before(one: Placed, other: Placed) -> bool:
    """Whether ``one`` lies on a page before ``other``, or above it and not in another column."""
    if one.page != other.page:
        return one.page < other.page
    beside = one.box.x1 <= other.box.x0 or other.box.x1 <= one.box.x0
    return not beside and one.box.bottom <= other.box.top + 0.1 * other.box.height
