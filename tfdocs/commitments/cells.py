"""The value's cell of a table: its number with the unit of the cell, the head or the column of units.

It sees one cell at a time and knows nothing of grids.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tfdocs.commitments import numbers, verbs
from tfdocs.commitments.columns import SIGN
from tfdocs.commitments.mention import Mention
from tfdocs.commitments.roles import split_head
from tfdocs.model.commitment import CommitmentKind, Comparator

__all__ = ["VALUE_WORD", "object_of", "term_of", "values_of"]

VALUE_WORD = re.compile(
    r"^\s*(?:[≥≤＞＜><=＝≧≦⩾⩽~～约近前第不至最达超每一二两三四五六七八九十百千万零〇\d０-９￥¥]|人民币|完成)"
)
# 篇/项 are two words for one count; 元/个, 次/年 are periods
_ALTERNATIVE = re.compile("^([篇项件部套个份本条场次])[/／][篇项件部套个份本条场次]$")
_COMPARED_TAIL = re.compile(
    r"^(?P<number>.*?[\d０-９一二三四五六七八九十百千万亿余])(?P<tail>(?:及|或)?以?[上下内]|左右|上下)$"
)
# a unit that the table of units does not have: 吨标煤/万元
_WRITTEN = re.compile(r"[\u4e00-\u9fffA-Za-zμΩ℃²³]{1,6}(?:[/／·][\u4e00-\u9fffA-Za-z²³]{1,6})?")
_NOTHING = ("/", "—", "-", "无", "－", "——", "--")
_SPELLED_SIGN = {"大于等于": "≥", "小于等于": "≤", "=": "", "＝": "", "等于": ""}


def _with_unit(text: str, unit: str) -> str:
    if m := _COMPARED_TAIL.match(text):
        return f"{m['number']}{unit}{m['tail']}"
    return text + unit


def values_of(text: str, name: str, unit: str, *, year: int | None, assumed: str, sign: str = "") -> list[Mention]:
    """What a value's cell says. ``name``: what the row is about; ``unit``, ``sign``: what other columns say of it.

    Positions are those in ``text``.
    """
    text = text.strip()
    if not text or text in _NOTHING:
        return []
    if SIGN.match(sign) and re.match(r"[\d一二三四五六七八九十百千万两零]", text):
        led = _SPELLED_SIGN.get(sign, sign)
        found = values_of(led + text, name, unit, year=year, assumed=assumed)
        return [
            replace(m, start=max(0, m.start - len(led)), core=m.core - len(led), end=m.end - len(led)) for m in found
        ]
    unit = _ALTERNATIVE.sub(r"\1", unit.split("、")[0])
    if unit in _NOTHING:
        unit = ""
    rank = bool(re.search("排名|排位|名次|位次|名列|位居", name))
    bare = re.fullmatch(r"[\s\d０-９,，.．]+|[一二三四五六七八九十百千万两]+", text)
    if rank and bare and unit in ("", "名", "位", "名次"):
        found = numbers.find(f"位居前{text}名")
        return [replace(m, start=0, end=len(text), core=0) for m in found]
    if rank and re.fullmatch(r"[前第]\s?[\d一二三四五六七八九十百]{1,4}[名位]?", text):
        found = numbers.find(f"位居{text.rstrip('名位')}名")
        return [replace(m, start=0, end=len(text), core=0) for m in found]
    found = numbers.find(text, year=year, assumed=assumed, cell=True)
    if (found and any(m.unit for m in found)) or not VALUE_WORD.match(text):
        return [m for m in found if m.kind is not CommitmentKind.DURATION or m.explicit or len(found) == 1]
    if unit:
        joined = numbers.find(_with_unit(text, unit), year=year, assumed=assumed, cell=True)
        if not joined and unit.startswith(("年", "月", "日")):
            joined = numbers.find("不少于" + _with_unit(text, unit))
            joined = [replace(m, comparator=Comparator.EQUAL) for m in joined]
        if joined:
            return [replace(m, end=min(m.end, len(text))) for m in joined[:1]]
    if found:
        return found
    if (
        not unit
        and re.search("时间|时限|期限|日期|时效", name)
        and (terms := term_of(text, year=year, assumed=assumed))
    ):
        return terms
    # no unit that is known, or none anywhere: a pure number
    probe = numbers.find(_with_unit(text, "个"), cell=True) or numbers.find(_with_unit(text, "项"), cell=True)
    if len(probe) == 1 and (probe[0].explicit or re.fullmatch(r"[\d０-９,，.．\-—～~至]+", text)):
        guessed = re.search(r"(?:率|占比|比例|满意度|覆盖面)$", re.sub(r"[（(].*", "", name)) is not None
        kind = CommitmentKind.RATE if guessed and unit == "%" else CommitmentKind.QUANTITY
        if unit and _WRITTEN.fullmatch(unit):
            return [replace(probe[0], unit=unit, kind=kind, end=min(probe[0].end, len(text)), per=None)]
        return [replace(probe[0], unit="", kind=kind, end=min(probe[0].end, len(text)), per=None)]
    return []


def term_of(text: str, *, year: int | None, assumed: str) -> list[Mention]:
    """The day or the length of time of a term's cell: 2023年12月 is by its last day."""
    found = [
        m
        for m in numbers.find(text, year=year, assumed=assumed)
        if m.kind in (CommitmentKind.DEADLINE, CommitmentKind.DURATION)
    ]
    if found:
        return found
    found = [
        m for m in numbers.find(text.strip() + "前", year=year, assumed=assumed) if m.kind is CommitmentKind.DEADLINE
    ]
    return [replace(m, end=min(m.end, len(text)), note="") for m in found]


def object_of(name: str) -> tuple[str | None, str | None]:
    """The action and the object that a row's name says: 举办讲座（场） is 举办, 讲座."""
    bare = re.sub(r"[（(][^（）()]*[）)]", "", name).strip()
    bare = re.sub(r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)．.、])\s*", "", bare)
    bare = _CLASS.sub("", bare) or bare
    m = verbs.STRONG.match(bare) or verbs.WEAK.match(bare)
    if m is not None and len(bare) - m.end() >= 2 and bare[m.end()] not in "的率者量额数费率":
        rest = bare[m.end() :]
        if _NOUN_TAIL.fullmatch(rest) or (_PAPER.fullmatch(rest) and verbs.WEAK.match(bare)):
            return None, bare
        if cut := verbs.CUTS.search(rest, 2):
            rest = rest[: cut.start()]
        return m[0], rest
    action, obj = split_head(bare)
    return action, obj or bare or None


# 数量指标：参展企业
_CLASS = re.compile("^[\u4e00-\u9fff]{2,6}指标[：:]")
# 建设周期, 研究报告: the first word is no verb there
_NOUN_TAIL = re.compile("(?:周期|期限|时间|经费|规模|内容|目标|情况|工作|质量|成本|能力|力度)")
_PAPER = re.compile("(?:报告|报道|方案|成果|人员)")
