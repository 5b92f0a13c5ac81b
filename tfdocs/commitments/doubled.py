"""Two numbers that say one thing: what was before a change, a sum written twice. It sees mentions and makes none."""

from __future__ import annotations

import re
from dataclasses import replace

from tfdocs.commitments.mention import Mention
from tfdocs.model.commitment import CommitmentKind

__all__ = ["only_reached", "same_sum_once"]


def only_reached(text: str, found: list[Mention]) -> list[Mention]:
    """由11名增加到25名: what it was before is no item."""
    out = []
    for i, m in enumerate(found):
        later = found[i + 1] if i + 1 < len(found) else None
        left = re.search(r"(?:由|从|自)(?:\d{4}年(?:底|末)?的?|[^，。；\d、]{0,8})\s?$", text[: m.start])
        if left and later is not None and later.changed and not re.search("[，。；]", text[m.end : later.start]):
            continue
        out.append(m)
    return out


def same_sum_once(text: str, found: list[Mention]) -> list[Mention]:
    """200,000元（大写：人民币贰拾万元整） is one sum; the second writing of it is dropped when the values agree."""
    out: list[Mention] = []
    for m in found:
        last = out[-1] if out else None
        if (
            last is not None
            and m.kind is last.kind is CommitmentKind.MONEY
            and m.value == last.value
            and re.fullmatch(r"[整正]?\s*[（(]\s*(?:大写|小写|人民币|即|[:：￥¥\s])*", text[last.end : m.start])
        ):
            close = re.compile(r"[）)]").search(text, m.end, m.end + 4)
            out[-1] = replace(last, end=close.end() if close else m.end)
            continue
        out.append(m)
    return out
