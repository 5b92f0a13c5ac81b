"""The words by which an indicator is recognised, chosen so that it knows its own sentence and no other's.

Chinese words are cut from the end of a phrase, two characters each (three before 者, 室, 率, …): rough, but what is
drafted is read by a person, and ``programme check`` holds each choice to the guide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tfdocs.model.programme import recognises
from tfdocs.programme.writings import plain_width

__all__ = ["Recognised", "pieces", "recognition"]

_SUFFIX = re.compile("[者室率员家站度力量会库团院所馆网点费额机线奖期度生级]$")
_WEAK = frozenset(
    [
        "工作",
        "项目",
        "活动",
        "相关",
        "各类",
        "有关",
        "主要",
        "进行",
        "开展",
        "提供",
        "完成",
        "实现",
        "情况",
        "数量",
        "总数",
        "人数",
        "以上",
        "高质",
        "质量",
        "水平",
        "我省",
        "全省",
        "本会",
        "单位",
        "优秀",
        "重要",
    ]
)
_MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Recognised:
    """``alone``: no other sentence of the same kind and unit is recognised."""

    words: tuple[str, ...]
    unless: tuple[str, ...]
    alone: bool


def pieces(phrase: str) -> list[str]:
    """The words of ``phrase``, the last first: 原创科普作品 is 作品, 科普, 原创."""
    out: list[str] = []
    for part in reversed(re.split(r"[的、，（）()“”《》\s和及与或]|[A-Za-z\d]+", phrase)):
        at = len(part)
        while at >= 2:
            length = 3 if at >= 3 and _SUFFIX.search(part[:at]) and at % 2 else 2
            out.append(part[at - length : at])
            at -= length
    return [p for p in out if not re.search(r"[\d０-９]", p)]


def recognition(action: str, phrase: str, source: str, others: list[str]) -> Recognised:
    """``others``: the sources of indicators that could be confused (of the same kind and unit)."""
    own = plain_width(source)
    rest = [plain_width(o) for o in others]
    candidates = [p for p in pieces(phrase) if p in own]
    strong = [p for p in candidates if p not in _WEAK] or candidates
    words: list[str] = list(dict.fromkeys(strong[:2]))
    if action and action in own and len(words) < 2:
        words.append(action)
    if not words:
        words = [p for p in pieces(source) if p in own][:2] or [own[:2]]

    def confused() -> list[str]:
        return [o for o in rest if recognises((tuple(words),), (), o)]

    extra = [p for p in [*([action] if action in own else []), *candidates, *pieces(source)] if p and p not in words]
    while (still := confused()) and extra and len(words) < _MOST_WORDS:
        best = min(extra, key=lambda p: sum(p in o for o in still))
        if all(best in o for o in still):
            break
        words.append(best)
        extra.remove(best)
    unless: list[str] = []
    for other in confused():
        if any(u in other for u in unless):
            continue
        foreign = [p for p in pieces(other) if p not in own and p not in _WEAK]
        if foreign:
            unless.append(foreign[0])
    left = [o for o in rest if recognises((tuple(words),), tuple(unless), o)]
    return Recognised(tuple(words), tuple(unless), not left)
