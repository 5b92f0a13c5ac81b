"""Brackets around a whole number make it negative in accounts, (30) for 30: what was read on both sides is no slip.

A seal without colour is taken off the page before a place is looked at again, and thin brackets go with it. One bracket
may be the seal's own rim; a pair with nothing but a number between them was seldom anything but print.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tfdocs.model.comparison import Certainty
from tfdocs.verify.weighed import Weighed

_IN_BRACKETS = re.compile(r"\(-?\d[\d.,]*%?\)")
_NOTE = "数字两边读到括号，复看时没有看清；括号中的数字是负数，需要人工查看"


def doubt_brackets(weighed: Sequence[Weighed]) -> list[Weighed]:
    """``weighed`` with a doubt for each pair of brackets around a number that had been passed over.

    Both were read, the Word has neither, and the line has nothing else.
    """
    opened: dict[int, int] = {}
    closed: set[int] = set()
    for n, item in enumerate(weighed):
        piece = item.hunk.piece
        if item.certainty is not None or piece is None or item.hunk.w1 > item.hunk.w0:
            continue
        if not _IN_BRACKETS.fullmatch(piece.text):
            continue
        if item.hunk.read == "(":
            opened[id(piece)] = n
        elif item.hunk.read == ")":
            closed.add(id(piece))
    out = list(weighed)
    for n in (n for piece, n in opened.items() if piece in closed):
        out[n] = replace(out[n], certainty=Certainty.UNCERTAIN, rule="in-brackets", note=_NOTE)
    return out
