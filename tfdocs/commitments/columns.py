"""What a column is for, by what stands in its cells: signs, units, days, serial numbers, numbers.

A head whose words no rule knows is understood by what stands below it. It knows nothing of the words of heads.
"""

from __future__ import annotations

import re

from tfdocs.commitments.grid import Table
from tfdocs.commitments.signs import LEANS, heading_lean, signs_of
from tfdocs.commitments.units import match_unit

__all__ = ["SIGN", "seen", "told_past"]

# what a column of signs may hold; anything else (定性, 正向) compares nothing
SIGN = re.compile(
    r"^(?:[≥≤＞＜><=＝≧≦⩾⩽]=?|不[少低小]于|不[多高大]于|不超过|大于等于|小于等于|大于|小于|等于|至少|至多)$"
)
_DAY = re.compile(r"(?:(?:19|20)\d\d\s?[年./-]|\d{1,2}\s?月|[次明当]年|第?[一二三四1-4]季度)[^，。；]{0,16}")
_NUMBER = re.compile(
    r"(?:[≥≤＞＜><=＝~～约近逾达前第]|每[年月周天次个季度半]{1,2}|不[少低小多高大超][于过]|至少|至多|最[多少高低])*\s?-?[￥¥]?[\d,，.]+"
    r"(?:\s?[-—–～~至]\s?[\d.]+)?\s?[^\d，。；]{0,6}(?:以上|以下|以内|左右)?"
)
_NOTHING = re.compile(r"[/／—\-－无\s]*")
_LOOKED_AT = 30  # rows of a table from which a column's kind is seen
_LEAST = 2  # a column is judged by as many cells at least


def seen(t: Table, bottom: int, roles: dict[int, str], texts: dict[int, str], year: int | None) -> dict[int, str]:
    """``roles`` of the columns below the head that ends in row ``bottom``, with what the cells themselves are.

    Signs and units are known by their cells whatever their head says; a column without a role gets one where most of
    its cells are days, serial numbers or numbers, the last only where another column has words to name them.
    """
    out = dict(roles)
    for c, role in roles.items():
        said = [
            x
            for r in range(bottom + 1, min(t.height, bottom + 1 + _LOOKED_AT))
            if (x := t.text(r, c)) and t.begins(r, c) and not _NOTHING.fullmatch(x)
        ]
        if len(said) < _LEAST:
            continue
        if all(SIGN.match(x) for x in said):
            out[c] = "sign"
        elif role in ("", "name") and all(_unit(x) for x in said):
            out[c] = "unit"
        elif role == "" and texts[c] and [x.strip("、．.") for x in said] == [str(n + 1) for n in range(len(said))]:
            out[c] = "index"
        elif role == "" and texts[c] and _most(_DAY, said):
            out[c] = "term"
        elif role == "" and texts[c] and _most(_NUMBER, said) and _named(t, bottom, c):
            out[c] = "past" if told_past(texts[c], year) else "value"
    return out


def told_past(head: str, year: int | None) -> bool:
    """Whether a head or a caption says of its numbers that they are done: 近三年业绩, 目前, 2023年办刊情况统计."""
    lean = heading_lean(head, year)
    return lean < 0 or (lean == 0 and sum(LEANS[kind] for _, _, kind in signs_of(head, year, sure=True)) < 0)


def _most(pattern: re.Pattern[str], said: list[str]) -> bool:
    return sum(pattern.fullmatch(x) is not None for x in said) * 3 > len(said) * 2


def _unit(text: str) -> bool:
    text = re.sub(r"[（(][^（）()]*[）)]$", "", text)  # 家（户）
    core = text.split("/")[0].lstrip("十百千万亿") or text
    got = match_unit(core, 0)
    return len(text) <= 6 and got is not None and got[1] == len(core)


def _named(t: Table, bottom: int, column: int) -> bool:
    """Whether a column before ``column`` has words in most rows: what its numbers are of.

    Not in a form, where a label and its value stand twice in a row: words, something else, words again.
    """
    rows = range(bottom + 1, min(t.height, bottom + 1 + _LOOKED_AT))
    worded = [
        c
        for c in range(t.width)
        if sum(re.match("[^\\d]*[\u4e00-\u9fff]{2}[^\\d]*$", t.text(r, c)) is not None for r in rows) * 2 > len(rows)
    ]
    before = [c for c in worded if c < column]
    form = before[-1:] != before[:1] and before[-1] - before[0] >= len(before)
    return bool(before) and not form and not (column + 1 in worded and column + 1 < t.width - 1)
