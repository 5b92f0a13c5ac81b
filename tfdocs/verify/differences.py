"""What was weighed, as a report shows it: the Word's words and the paper's, side by side, each at its place."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from tfdocs.model.comparison import Certainty, Difference, Evidence, Kind, PdfSide, WordSide
from tfdocs.model.geometry import Box, union
from tfdocs.model.page import Page
from tfdocs.verify.align import BREAK
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.weighed import CONTEXT, Weighed, context
from tfdocs.verify.wordtext import WordText


def difference(item: Weighed, word: WordText, pages: Sequence[Page]) -> Difference:
    """``item`` as the report shows it: both sides with what stands around them, and an id that its content gives."""
    hunk = item.hunk
    word_side = _word_side(word, hunk)
    if item.said is not None:
        start, end = item.said
        text = word.document.text[start:end]
        word_side = word_side.model_copy(update={"text": text, "start": start, "end": end})
    pdf_side = _pdf_sides(item.parts, pages) if item.parts else _pdf_side(hunk, pages)
    if item.seen is not None and pdf_side is not None:
        pdf_side = pdf_side.model_copy(update={"boxes": [item.seen.as_list()]})
    key = "|".join(
        (
            item.kind,
            word_side.text,
            word_side.before,
            word_side.after,
            str(word_side.start),
            pdf_side.text if pdf_side else "",
            str(pdf_side.page if pdf_side else 0),
            str(pdf_side.boxes[0] if pdf_side and pdf_side.boxes else ""),
        )
    )
    return Difference(
        id=hashlib.sha256(key.encode()).hexdigest()[:12],
        kind=item.kind,
        certainty=item.certainty or Certainty.UNCERTAIN,
        materiality=item.materiality,
        word=word_side,
        pdf=pdf_side,
        evidence=Evidence(rule=item.rule, score=item.score, note=item.note),
    )


def _word_side(word: WordText, hunk: Hunk) -> WordSide:
    start, end = word.span(hunk.w0, hunk.w1)
    block = word.block(hunk.w0)
    before, after = context(word, hunk.w0, hunk.w1)
    if hunk.w0 == hunk.w1:
        # behind the last character rather than at the next block's head, when the place is a block's end
        at = hunk.w0
        while at > 0 and word.text[at - 1] == BREAK and at > 1:
            at -= 1
        if at != hunk.w0 or (at < len(word.text) and word.text[at] == BREAK):
            block = word.block(max(0, at - 1))
            start = end = word.source[at - 1] + 1 if at else 0
            before, after = word.document.text[max(block.start, start - CONTEXT) : start], ""
    return WordSide(
        text=word.document.text[start:end],
        before=before[-CONTEXT:],
        after=after[:CONTEXT],
        paragraph=block.paragraph,
        place=block.place,
        start=start,
        end=end,
    )


def _pdf_sides(parts: Sequence[Hunk], pages: Sequence[Page]) -> PdfSide | None:
    """Several places of one page as one side: each with its own box."""
    sides = [side for h in parts if (side := _pdf_side(h, pages)) is not None]
    sides = [s for s in sides if s.page == sides[0].page]
    if not sides:
        return None
    texts = [s.text for s in sides if s.text]
    boxes = [box for s in sides for box in s.boxes]
    return sides[0].model_copy(update={"text": " … ".join(texts), "after": sides[-1].after, "boxes": boxes})


def _pdf_side(hunk: Hunk, pages: Sequence[Page]) -> PdfSide | None:
    piece = hunk.piece or hunk.after
    if piece is None:
        return None
    page = pages[piece.page]
    line = piece.line
    if hunk.piece is None:
        start = end = piece.folded.source_span(piece.start, piece.start)[0]
    else:
        start, end = piece.folded.source_span(hunk.l0, hunk.l1)
    boxes = _boxes(line.chars[start:end])
    if not boxes and not line.chars:
        boxes = [line.box]  # nothing was read where a picture has something
    elif not boxes:
        # nothing stands there: a sliver between the two characters around the place
        left = line.chars[start - 1].x1 if start > 0 else line.chars[0].x0 - 1
        right = line.chars[start].x0 if start < len(line.chars) else left + 2
        x0, x1 = min(left, right), max(left, right)
        boxes = [Box(x0 - 1, line.box.top, x1 + 1, line.box.bottom)]
    return PdfSide(
        text=line.text[start:end],
        before=line.text[max(0, start - CONTEXT) : start],
        after=line.text[end : end + CONTEXT],
        page=page.number,
        boxes=[b.as_list() for b in boxes],
    )


def _boxes(chars: Sequence[Box]) -> list[Box]:
    return [union(chars)] if chars else []


def weight(d: Difference) -> tuple[int, int, int, int]:
    """By what differences are ranked, the weightiest first."""
    filled = d.kind is Kind.FILLED_IN
    page = d.pdf.page if d.pdf else 0
    return (
        filled,
        d.materiality.rank,
        d.certainty is Certainty.UNCERTAIN,
        page * 100000 + (d.word.start if d.word else 0),
    )


def unique(items: Sequence[Difference]) -> list[Difference]:
    """Ids derive from content; two alike get a running number so that each decision keeps its own."""
    seen: dict[str, int] = {}
    out = []
    for item in items:
        count = seen.get(item.id, 0)
        seen[item.id] = count + 1
        out.append(item if count == 0 else item.model_copy(update={"id": f"{item.id}-{count + 1}"}))
    return out
