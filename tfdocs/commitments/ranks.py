"""Finds ranks in a paragraph: 位居前50名, 前10%, 排名不低于第三. It knows nothing of other numbers."""

from __future__ import annotations

import re
from decimal import Decimal

from tfdocs.commitments.mention import Mention, normal
from tfdocs.model.commitment import CommitmentKind, Comparator
from tfdocs.text import numerals

__all__ = ["ranks"]

_RANK_BEFORE = re.compile(
    r"(?:位居|位列|位于|进入|跻身|排名|排位|位次|名次|排|列|居|保持|处于|在)(?:[^，。；、\d]{0,14}?)\s?$"
)
_RANK = re.compile(r"前\s?")
_RANK_UNIT = re.compile(r"\s?(?:(?P<unit>名|位|强|甲|%|％)|(?P<none>(?=[，。；、！）)]|之?列|行列|之内|以内|$)))")
# 进入全国百强: the list is named after its length
_LIST = re.compile(
    r"(?:进入|跻身|入围|入选|列入|位列|稳居)[^，。；、\d]{0,14}?(?P<list>(?P<n>十|五十|百|五百|千|\d{2,4})强)(?!县|镇|市|企业家)"
)
_LISTED = {"百": 100, "千": 1000}
_ORDINAL = re.compile(r"第\s?(?=[\d一二三四五六七八九十０-９])")
_ORDINAL_BEFORE = re.compile(
    r"(?P<word>排名|排位|位次|名次|位居|位列|列|居|排|(?=不低于\s?$|不后于\s?$)|由第[^，。；第]{1,6}?|从第[^，。；第]{1,6}?)[^，。；\d]{0,14}?(?P<comp>不低于|不后于|不落后于|达到|进入|(?:提升|上升|跃升|晋升|前移|进|升)[到至]|保持在?|为)?(?:(?<=[于到入])[^，。；、\d]{1,10})?\s?$"
)


def ranks(text: str, masked: bytearray) -> list[Mention]:
    """The ranks of ``text`` that are not ``masked``; masks what it finds."""
    out = []
    for m in _LIST.finditer(text):
        value = normal(Decimal(_LISTED.get(m["n"], 0)) or numerals.parse(m["n"]))
        place = m.span("list")
        out.append(Mention(*place, place[0], CommitmentKind.RANK, Comparator.AT_MOST, value, "名", explicit=True))
        masked[slice(*place)] = b"\1" * (place[1] - place[0])
    for m in _RANK.finditer(text):
        if masked[m.start()]:
            continue
        n = numerals.scan(text, m.end())
        if n is None or not (u := _RANK_UNIT.match(text, n.end)):
            continue
        led = _RANK_BEFORE.search(text, 0, m.start())
        if u["unit"] is None and not led:
            continue
        unit = "%" if u["unit"] in ("%", "％") else "名"
        out.append(
            Mention(
                m.start(),
                u.end(),
                m.end(),
                CommitmentKind.RANK,
                Comparator.AT_MOST,
                normal(n.value),
                unit,
                explicit=True,
            )
        )
        masked[m.start() : u.end()] = b"\1" * (u.end() - m.start())
    for m in _ORDINAL.finditer(text):
        if re.search(r"(?:由|从)\s?$", text[: m.start()]) and re.search(r"^[^，。；]{1,8}[到至]", text[m.end() :]):
            continue  # 由第12位上升到第8位: what it was before
        led = _ORDINAL_BEFORE.search(text, max(0, m.start() - 24), m.start())
        n = numerals.scan(text, m.end())
        if n is None or not led:
            continue
        end = n.end
        if u2 := re.compile(r"名|位(?!于)").match(text, end):
            end = u2.end()
        elif end < len(text) and text[end] not in "，。；、！）) 以之":
            continue
        at_most = bool(led["comp"] and led["comp"] != "为") or bool(re.compile("[以之]内").match(text, end))
        comparator = Comparator.AT_MOST if at_most else Comparator.EQUAL
        start = led.start("comp") if led["comp"] else m.start()
        out.append(
            Mention(start, end, m.end(), CommitmentKind.RANK, comparator, normal(n.value), "名", explicit=at_most)
        )
        masked[m.start() : end] = b"\1" * (end - m.start())
    return out
