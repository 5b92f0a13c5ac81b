"""How commitments are named to a person, on the terminal and in a workbook."""

from __future__ import annotations

import re
from decimal import Decimal

from tfdocs.model.commitment import Commitment, CommitmentKind, Comparator, Modality, Status
from tfdocs.model.document import Document

__all__ = ["KINDS", "MODALITIES", "NOT_PROMISED", "STATUSES", "figure", "place", "required_words", "said", "words"]

MODALITIES = {Modality.PROMISE: "承诺/要求", Modality.PAST: "已有", Modality.OTHER: "提及"}
KINDS = {
    CommitmentKind.QUANTITY: "数量",
    CommitmentKind.RATE: "比率",
    CommitmentKind.RANK: "名次",
    CommitmentKind.MONEY: "金额",
    CommitmentKind.DEADLINE: "期限",
    CommitmentKind.DURATION: "时长",
}
STATUSES = {Status.MET: "达到", Status.BELOW: "未达到", Status.UNCLEAR: "待确认"}
NOT_PROMISED = "未承诺"
_SAID = {
    Comparator.AT_LEAST: "不少于",
    Comparator.MORE: "超过",
    Comparator.AT_MOST: "不超过",
    Comparator.LESS: "少于",
    Comparator.EQUAL: "等于",
    Comparator.ABOUT: "约",
    Comparator.BETWEEN: "介于",
}
_SIGNS = {">=": "≥", "<=": "≤", "=": "", "~": "约", ">": "＞", "<": "＜", "between": ""}


def said(comparator: Comparator) -> str:
    return _SAID[comparator]


def _plain(value: Decimal | str) -> str:
    if isinstance(value, str):
        return value
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def figure(item: Commitment) -> str:
    """“≥20篇/年”, “前50名”, “10–15篇”, “2023-12-31前”."""
    value = _plain(item.value)
    if item.value_max is not None:
        value = f"{value}–{_plain(item.value_max)}"
    if item.kind is CommitmentKind.DEADLINE:
        each = f"每{item.per}" if item.per else ""
        day = f"{value}日" if item.per and value.isdigit() else value
        return f"{each}{day}前" if item.comparator is Comparator.AT_MOST else f"{each}{day}"
    if item.kind is CommitmentKind.RANK:
        return f"{'前' if item.comparator is Comparator.AT_MOST else '第'}{value}{item.unit}"
    unit = "个月" if item.unit == "月" else item.unit
    if (
        item.kind is CommitmentKind.MONEY
        and isinstance(item.value, Decimal)
        and item.value >= 10000
        and item.value_max is None
    ):
        value, unit = _plain((item.value / 10000).normalize()), "万" + unit
    per = f"/{item.per}" if item.per else ""
    return f"{_SIGNS[item.comparator.value]}{value}{unit}{per}"


def required_words(required: str) -> str:
    """“>=20篇” as “≥20篇”."""
    return re.sub(r"^(>=|<=|between|=|~|>|<)", lambda m: _SIGNS[m[0]], required)


def words(item: Commitment) -> str:
    """The evidence on one line; the cells of a row apart by a bar."""
    return "｜".join(piece for line in item.evidence.text.split("\n") if (piece := line.strip()))


def place(item: Commitment, document: Document | None = None) -> str:
    """Where the evidence stands, for a person: by ``document``'s own names of its places where it is given."""
    at = item.evidence
    if document is not None and at.paragraph is not None and at.page is None:
        return document.blocks[at.paragraph].place
    if at.page is not None:
        return f"第 {at.page} 页"
    return f"第 {at.paragraph + 1} 段" if at.paragraph is not None else ""
