"""The sentence around a difference, cut so that a person can follow it. Knows texts only, no output format."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from tfdocs.model.comparison import Difference, PdfSide, WordSide
from tfdocs.model.document import Block, BlockKind, Document

_STOPS = "。！？；!?;"
REACH = 60  # characters shown at most on each side of a difference
LONGEST = 400  # a longer run is shown by its two ends
_ABOVE = 44  # characters shown of the paragraph above and below
_FAR = 12  # blocks looked through for one with text, or for the cells of a row
_CELLS = 3  # neighbouring cells of the same row shown on each side


@dataclass(frozen=True, slots=True)
class Passage:
    """``text`` is the disputed run; ``cut_*`` say that the sentence goes on beyond what is shown.

    ``above`` and ``below`` are the paragraphs (of a table: the rows) around it, shortened.
    """

    before: str
    text: str
    after: str
    cut_before: bool = False
    cut_after: bool = False
    above: str = ""
    below: str = ""


def located(document: Document, side: WordSide) -> bool:
    """Whether ``side.start`` and ``side.end`` really point at its text in ``document``.

    They are optional in the model, so that a place of 0 may mean “not given”: then what stands around it tells.
    """
    text = document.text
    if not 0 <= side.start <= side.end <= len(text) or not document.blocks:
        return False
    if side.text or side.end > side.start:
        return _bare(text[side.start : side.end]) == _bare(side.text)
    before, after = _bare(side.before)[-4:], _bare(side.after)[:4]
    if side.start == 0 and not before and not after:
        return False
    return _bare(text[max(0, side.start - 20) : side.start]).endswith(before) and _bare(
        text[side.start : side.start + 20]
    ).startswith(after)


def _bare(text: str) -> str:
    return "".join(text.split())


def word_passage(document: Document, side: WordSide) -> Passage:
    """The Word's sentence around ``side``; of a table cell with its neighbours in the row, divided by “｜”."""
    if not located(document, side):
        return Passage(side.before, side.text, side.after, bool(side.before), bool(side.after))
    text = document.text
    first = document.block_at(side.start)
    last = document.block_at(side.end)
    head = text[max(first.start, side.start - REACH) : side.start]
    tail = text[side.end : min(last.end, side.end + REACH)]
    cut_before = side.start - REACH > first.start
    cut_after = side.end + REACH < last.end
    # Back to the beginning of the sentence and on to its end, unless that leaves too little to recognise the place.
    stop = max((head.rfind(c) for c in _STOPS), default=-1)
    if stop >= 0 and len(head) - stop > 8:
        head, cut_before = head[stop + 1 :], True
    ends = [i for i in (tail.find(c) for c in _STOPS) if i >= 8]
    if ends and min(ends) + 1 < len(tail):
        tail, cut_after = tail[: min(ends) + 1], True
    if first.kind is BlockKind.CELL and first.cell is not None and first is last:
        row = [
            b
            for b in document.blocks[max(0, first.paragraph - 8) : first.paragraph + 9]
            if _same_row(b, first) and b.text
        ]
        left = [b.text for b in row if b.start < first.start][-_CELLS:]
        right = [b.text for b in row if b.start > first.start][:_CELLS]
        if not cut_before and left:
            head = "｜".join([*(t[:24] for t in left), head])
        if not cut_after and right:
            tail = "｜".join([tail, *(t[:24] for t in right)])
    return Passage(
        head,
        _ends(side.text),
        tail,
        cut_before,
        cut_after,
        _neighbour(document, first, -1),
        _neighbour(document, last, 1),
    )


def _neighbour(document: Document, block: Block, way: int) -> str:
    """The text of the next block before (-1) or after (1) ``block`` that has any; of a table the whole row."""
    blocks = document.blocks
    at = block.paragraph + way
    while 0 <= at < len(blocks) and (not blocks[at].text.strip() or _same_row(blocks[at], block)):
        at += way
        if abs(at - block.paragraph) > _FAR:
            return ""
    if not 0 <= at < len(blocks):
        return ""
    found = blocks[at]
    if found.cell is None:
        text = found.text
    else:
        text = "｜".join(
            b.text for b in blocks[max(0, at - _FAR) : at + _FAR] if b is found or (_same_row(b, found) and b.text)
        )
    return text if len(text) <= _ABOVE else (text[: _ABOVE - 1] + "…" if way > 0 else "…" + text[1 - _ABOVE :])


def _same_row(a: Block, b: Block) -> bool:
    return a.cell is not None and b.cell is not None and (a.cell.table, a.cell.row) == (b.cell.table, b.cell.row)


def pdf_passage(side: PdfSide) -> Passage:
    """What was read on the paper around ``side``."""
    return Passage(side.before, _ends(side.text), side.after, bool(side.before), bool(side.after))


def _ends(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    half = LONGEST // 2
    return f"{text[:half]}……（中间略去 {len(text) - 2 * half} 字）……{text[-half:]}"


def pieces(own: str, other: str) -> list[tuple[str, bool]]:
    """``own`` cut into runs that ``other`` has too (False) and runs that it has not (True).

    Only for a person's eye: where a long run was replaced it shows which of its characters changed.
    """
    if not own or not other or len(own) > LONGEST or len(other) > LONGEST:
        return [(own, True)] if own else []
    matcher = SequenceMatcher(None, own, other, autojunk=False)
    if matcher.ratio() < 0.5:
        return [(own, True)]
    out: list[tuple[str, bool]] = []
    at = 0
    for block in matcher.get_matching_blocks():
        if block.a > at:
            out.append((own[at : block.a], True))
        if block.size:
            out.append((own[block.a : block.a + block.size], False))
        at = block.a + block.size
    return out


def both_pieces(difference: Difference) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """The disputed runs of the Word and of the paper, each in ``pieces``."""
    own = _ends(difference.word.text) if difference.word else ""
    other = _ends(difference.pdf.text) if difference.pdf else ""
    return pieces(own, other), pieces(other, own)
