"""Whose paper a document is, and what papers of one applicant say differently: application, agreement, Word and PDF."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tfdocs.commitments.wording import figure, place
from tfdocs.model.commitment import Commitment, CommitmentKind, CommitmentReport, Conflict, Modality
from tfdocs.model.document import Document
from tfdocs.model.programme import Category

__all__ = ["Paper", "across", "applicant_of", "grouped"]

_LABEL = "申报单位|申请单位|申报主体|项目单位|承担单位|实施单位|单位名称|乙方（单位全称）|乙方"
_LABELLED = re.compile(rf"^\s*(?:{_LABEL})\s*[：:]\s*(?P<name>[^\s：:，。；（(]{{3,40}})")
_NEXT_LABEL = re.compile(r"(?<=[\u4e00-\u9fff）)])[\u3000 \t]+[\u4e00-\u9fff]{2,8}[：:].*$", re.DOTALL)
_CELL = re.compile(rf"(?:{_LABEL})")
_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z（）()·]{3,40}")


@dataclass(frozen=True, slots=True)
class Paper:
    """A document with its commitments; ``name`` is the file's. Without the document places are paragraphs, counted."""

    name: str
    report: CommitmentReport
    document: Document | None


def applicant_of(document: Document) -> str:
    """The applicant that the document names beside 申报单位, 乙方 and the like; "" when it names none."""
    blocks = document.blocks
    for n, block in enumerate(blocks):
        text = re.sub(r"[\s\u3000]", "", block.text)
        # 申报单位：某某学会  负责人：张某: a second label ends the name, the spaces within it do not
        line = _NEXT_LABEL.sub("", block.text)
        if m := _LABELLED.match(re.sub(r"[\u3000 ]", "", line)):
            return _bare(m["name"])
        if block.cell is not None and _CELL.fullmatch(text):
            for later in blocks[n + 1 : n + 4]:
                if later.cell is None or later.cell.table != block.cell.table or later.cell.row != block.cell.row:
                    break
                if _NAME.fullmatch(name := _bare(re.sub(r"[\s\u3000]", "", later.text))):
                    return name
    return ""


def _bare(name: str) -> str:
    return re.sub(r"[（(](?:盖章|公章|签章|盖单位章)[）)]$", "", name.strip())


def grouped(papers: Sequence[Paper]) -> list[tuple[str, list[Paper]]]:
    """The papers by applicant, in the order of their first; a paper that names none is an applicant by its file."""
    out: dict[str, list[Paper]] = {}
    for paper in papers:
        own = applicant_of(paper.document) if paper.document is not None else ""
        name = own or paper.name.rsplit(".", 1)[0]
        out.setdefault(name, []).append(paper)
    return list(out.items())


def across(papers: Sequence[Paper], category: Category | None = None) -> list[Conflict]:
    """What several papers of one applicant promise differently, by indicator or else by the thing itself.

    A paper that contradicts itself is no matter of this: its own report says so.
    """
    if len(papers) < 2:
        return []
    found: dict[tuple[str, ...], list[tuple[Paper, Commitment]]] = defaultdict(list)
    names = {i.id: i.name for i in category.indicators} if category is not None else {}
    for paper in papers:
        for item in paper.report.commitments:
            if item.modality is Modality.PROMISE and (key := _key(item, names)) is not None:
                found[key].append((paper, item))
    out = []
    for key, said in found.items():
        by_paper: dict[str, list[Commitment]] = defaultdict(list)
        for paper, item in said:
            by_paper[paper.name].append(item)
        if len(by_paper) < 2:
            continue
        values = {name: {_value(i) for i in items} for name, items in by_paper.items()}
        first, *rest = values.values()
        if all(v & first for v in rest):
            continue  # each paper says what the others say, whatever else it says
        parts = [f"{p.name}（{place(i, p.document)}）为{figure(i)}" for p, i in said]
        out.append(
            Conflict(
                commitments=[i.id for _, i in said],
                message=f"“{names.get(key[0], key[0])}”各文件不一致：" + "；".join(dict.fromkeys(parts)),
            )
        )
    return out


def _key(item: Commitment, names: dict[str, str]) -> tuple[str, ...] | None:
    if item.requirement is not None and item.requirement.status.value != "unclear":
        return (item.requirement.id, item.unit, item.per or "")
    if names or not item.object or len(item.object) < 3:
        return None
    if item.kind is CommitmentKind.DEADLINE and not item.action:
        return None
    thing = re.sub(r"[\s“”《》]", "", item.object)
    return (thing, item.unit, item.per or "", item.action or "" if item.kind is CommitmentKind.DEADLINE else "")


def _value(item: Commitment) -> tuple[str, str, str]:
    # 推荐论文12篇 and 推荐论文不少于12篇 promise the same least
    comparator = ">=" if item.comparator.value == "=" else item.comparator.value
    return comparator, str(item.value), str(item.value_max or "")
