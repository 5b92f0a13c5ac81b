"""What a difference touches: an amount weighs more than a comma. Decided by the characters and their context."""

from __future__ import annotations

import re

from tfdocs.model.comparison import Materiality
from tfdocs.text.normalise import is_punctuation

_NEGATIONS = set("不未非无没否禁勿免莫毋")
_CAPITALS = set("壹贰叁肆伍陆柒捌玖拾佰仟")
_NUMERALS = set("〇一二三四五六七八九十百千万亿两")
_ROMAN = frozenset(map(chr, range(0x2160, 0x2180)))  # Ⅰ to ⅿ
_ROMAN_LETTERS = _ROMAN | set("IVXLCDMivxlcdm")
_SIGNS = frozenset("-−－﹣±+＋~～")
_POWER_SIGNS = frozenset("⁻₋⁺₊")
_CHOSEN = frozenset("■□☑☒☐√✓✔×✗✘●○◎◉◯◆◇▲△★☆")
_COUNTED = set("个项篇名人次件条场期年月日天元万亿份家部本种类周季度届位台套只户亩页字％%倍")
_AMOUNT_AFTER = re.compile(r"^[\d.,，]*\s*(?:余|多)?\s*(?:万|亿|千|百)*\s*(?:元|圆|美元|欧元|港元)")
_AMOUNT_BEFORE = re.compile(r"(?:￥|¥|人民币|金额|经费|预算|合计|小计|总计|单价|大写|小写)[^。；;]{0,6}$")
_DATE_AFTER = re.compile(r"^\d{0,4}\s*(?:年|月|日|号|[-./]\d)")
_DATE_BEFORE = re.compile(r"(?:\d\s*[年月]\s*|\d{4}[-./]\d{0,2}[-./]?)\d{0,2}$")
_NAME_BEFORE = re.compile(
    r"(?:姓名|联系人|负责人|法定代表人|代表人|经办人|主持人|理事长|秘书长|主编|甲方|乙方|单位名称|申报单位|承担单位|主办单位|"
    r"承办单位|开户银行|户名|名称|单位|刊名|主任|组长|成员)(?:[（(][^）)]{0,8}[）)])?[:：\s]*[^。；;：:\n]{0,12}$"
)
_NAME_AFTER = re.compile(
    r"^[^。；;，,：:\n]{0,8}(?:学会|协会|研究会|促进会|公司|大学|学院|研究院|研究所|银行|医院|编辑部|杂志社)"
)


def weigh_kind(word: str, pdf: str, before: str, after: str) -> Materiality:
    """``word`` and ``pdf`` are the differing texts (either may be empty), ``before``/``after`` their context."""
    both = word + pdf
    if is_punctuation(both) and not any(c in "%％‰°℃￥¥$<>≥≤=+×" for c in both):
        # a point or comma between digits changes the number, and so does a sign before them
        if before[-1:].isdigit() and after[:1].isdigit() and any(c in ".,．，:/-" for c in both):
            return Materiality.NUMBER
        if _is_sign(both, before, after):
            return Materiality.NUMBER
        # what is chosen is no matter of style
        return Materiality.TEXT if _CHOSEN & set(both) else Materiality.PUNCTUATION
    numeric = any(c.isdigit() for c in both) or bool(_CAPITALS & set(both))
    if not numeric and _NUMERALS & set(both):
        # a Chinese numeral counts as one only beside a unit or another numeral: 一 is also a mere word
        rest = set(both) - _NUMERALS
        counted = bool(after[:1] and after[0] in _COUNTED | _NUMERALS) or bool(set(both) & _COUNTED)
        numeric = counted and len(rest) <= 2
    if any(c in "%％‰￥¥$≥≤<>" for c in both) or _of_a_roman_number(both, before, after):
        numeric = True
    if numeric:
        tail = _tail_of(both) + after
        if _CAPITALS & set(both) or _AMOUNT_AFTER.match(tail) or any(c in "元圆￥¥$" for c in both):
            return Materiality.AMOUNT
        if _DATE_AFTER.match(tail) or _DATE_BEFORE.search(before):
            return Materiality.DATE
        if _AMOUNT_BEFORE.search(before):
            return Materiality.AMOUNT
        return Materiality.NUMBER
    if "元" in both or (any(c in "万亿" for c in both) and re.match(r"^[万亿]*元", after)):
        return Materiality.AMOUNT
    if any(c in "年月日" for c in both) and re.search(r"\d$", before):
        return Materiality.DATE
    if _NEGATIONS & set(word) ^ _NEGATIONS & set(pdf):
        return Materiality.NEGATION
    if len(both) <= 16 and (_NAME_BEFORE.search(before) or _NAME_AFTER.match(after)):
        return Materiality.NAME
    return Materiality.TEXT


def _is_sign(both: str, before: str, after: str) -> bool:
    """Whether ``both`` may be the sign of the number behind it: nothing that it could join stands before it."""
    joins = before[-1:].isalnum() or before[-1:] in tuple(")）]%％℃°")
    signs = _SIGNS.issuperset(both) if after[:1].isdigit() else False
    return (signs and (not joins or "±" in both)) or bool(_POWER_SIGNS & set(both))


def _of_a_roman_number(both: str, before: str, after: str) -> bool:
    """Whether Ⅱ or a letter of it differs: a reader writes Ⅲ in letters, and one of these is the difference."""
    return bool(both) and _ROMAN_LETTERS.issuperset(both) and not _ROMAN.isdisjoint(both + before[-1:] + after[:1])


def _tail_of(text: str) -> str:
    """The digits at the end of ``text``, to be read on with what follows."""
    match = re.search(r"[\d.,]*$", text)
    return match.group() if match else ""


def critical(kind: Materiality) -> bool:
    """Whether such a place is never explained away by less than clear evidence."""
    return kind in (
        Materiality.AMOUNT,
        Materiality.NUMBER,
        Materiality.DATE,
        Materiality.NAME,
        Materiality.NEGATION,
    )
