"""One number for several things, several numbers for several: 甲、乙均不少于3项, 甲、乙分别为1场和3场.

It works on the phrases of one paragraph in their order.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tfdocs.commitments.mention import Phrase

__all__ = ["JOIN", "shared"]

JOIN = re.compile(r"\s?(?:、|以及|和|及|与|或|并|，\s?其中|,)\s?")


def shared(text: str, view: str, found: list[Phrase]) -> list[Phrase]:
    """甲、乙、丙均不少于3项 is three; 甲、乙、丙分别为1场、3场和6场 is one each."""
    out: list[Phrase] = []
    i = 0
    while i < len(found):
        p = found[i]
        head = view[p.start : p.mention.start]
        if (
            re.search(r"(?:均(?:为|达|达到|应|须|要)?|(?<![甲乙丙双三]方)各(?:有|为|设)?)\s?$", head)
            and p.object
            and not p.mention.changed
            and len(names := _names(_whole(head, p))) > 1
        ):
            for name in names:
                out.append(Phrase(p.mention, p.action, name, p.start, p.end))
            i += 1
            continue
        if "分别" in head or (
            p.mention.start >= 2 and text[max(0, p.mention.start - 4) : p.mention.start].find("分别") >= 0
        ):
            run = [p]
            while i + len(run) < len(found) and JOIN.fullmatch(
                view[run[-1].mention.end : found[i + len(run)].mention.start]
            ):
                run.append(found[i + len(run)])
            names = _names(p.object or "")
            start, end = p.start, max(r.end for r in run)
            first = run[0].mention
            for k, r in enumerate(run):
                m = r.mention
                if first.explicit and not m.explicit:
                    m = replace(m, comparator=first.comparator, explicit=True)
                out.append(Phrase(m, p.action, names[k] if len(names) == len(run) else p.object, start, end))
            i += len(run)
            continue
        out.append(p)
        i += 1
    return out


def _whole(head: str, p: Phrase) -> str:
    """The names before 各 or 均, with the verb that is a part of the last: 地方配套和单位自筹各90万元."""
    obj, action = p.object or "", p.action or ""
    at = head.find(obj)
    if action and at >= 0 and head.startswith(action, at + len(obj)):
        return obj + action
    return obj


def _names(text: str) -> list[str]:
    text = re.sub(r"(?:分别|均|的|数量)+$", "", text)
    return [n for n in re.split(r"、|以及|和|及|与", text) if n]
