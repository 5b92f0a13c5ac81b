"""Many of one figure in a row: 6228000000000000010. Nobody who reads steps of a line counts them surely.

A recogniser of the CTC kind (Graves et al. 2006) tells two alike from one by the blank between them, which a coarse or
blurred line does not show. That there is one more or less is therefore a doubt, however likely the reading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tfdocs.model.comparison import Certainty
from tfdocs.model.page import Source
from tfdocs.verify.align import BREAK
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.weighed import Weighed

# Runs of 13 zeros were read as 12 on a photograph and at 150 dpi; amounts have no more than five as a rule.
_LONG = 6
_RUN = re.compile(rf"(\d)\1{{{_LONG - 1},}}")
_NOTE = "同一个数字连续很多个，识读的个数不可靠，需要人工数一遍"


def doubt_long_runs(items: Sequence[Weighed], placing: Placing) -> list[Weighed]:
    """``items`` with those no more than doubts that are about how long a long run of one figure is.

    A number broken over two lines may differ in two places, which are looked at together.
    """
    text = placing.word.text
    out = list(items)
    read = [i for i, w in enumerate(items) if w.certainty is Certainty.CERTAIN and _on_scan(w) and not w.parts]
    read.sort(key=lambda i: (items[i].hunk.w0, items[i].hunk.w1))
    groups: list[list[int]] = []
    end = -1
    for i in read:
        hunk = items[i].hunk
        if groups and not text[end : hunk.w0].strip(BREAK):
            groups[-1].append(i)
        else:
            groups.append([i])
        end = max(end, hunk.w1)
    for group in groups:
        if _one_run([items[i] for i in group], text):
            for i in group:
                out[i] = replace(items[i], certainty=Certainty.UNCERTAIN, rule="long-run", note=_NOTE)
    return out


def _on_scan(item: Weighed) -> bool:
    piece = item.hunk.piece
    return piece is not None and piece.line.source is Source.OCR


def _one_run(items: Sequence[Weighed], text: str) -> bool:
    """Whether paper and Word differ at these touching places in the length of long runs alone."""
    first, last = items[0].hunk.w0, max(i.hunk.w1 for i in items)
    spans: dict[int, tuple[Piece, int, int]] = {}  # two places of one number are each shown with the whole of it
    for hunk in (i.hunk for i in items):
        assert hunk.piece is not None
        _, l0, l1 = spans.get(id(hunk.piece), (hunk.piece, hunk.l0, hunk.l1))
        spans[id(hunk.piece)] = hunk.piece, min(l0, hunk.l0), max(l1, hunk.l1)
    own = "".join(piece.folded.text[l0:l1] for piece, l0, l1 in spans.values())
    left = re.search(r"(\d?)\1*$", text[:first])
    right = re.match(r"(\d?)\1*", text[last:])
    before, after = left[0] if left else "", right[0] if right else ""
    word = before + text[first:last].replace(BREAK, "") + after
    paper = before + own + after
    return word != paper and _counted_once(word) == _counted_once(paper)


def _counted_once(number: str) -> str:
    """``number`` with each long run as one figure, and a full stop behind it, which is as round, as 0."""
    return _RUN.sub(r"\1+", number.replace("。", "0"))
