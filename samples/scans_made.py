"""The two sample scans: one of the document as it is, one of a print that was changed in eight ways after the Word."""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .altering import Body
from .finding import Found, find_words, page_texts
from .printing import print_all
from .scanning import Handwriting, SealSpec, scan


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the print against the Word: ``old`` became ``new``; ``around`` says where."""

    kind: str
    title: str  # Chinese, for the demo's table
    around: str
    old: str
    new: str


CHANGES = (
    Change("digit", "数字", "推荐参评论文15篇", "15", "13"),
    Change("amount", "金额", "单笔支出5000元以上", "5000", "8000"),
    Change("date", "日期", "于2023年11月10日前报送", "10", "30"),
    Change("negation", "漏掉“不”字", "每期40人，不收取费用", "不", ""),
    Change("look-alike", "形近字", "末位约谈", "末", "未"),
    Change("sentence-gone", "整句删去", "上述成效均以平台数据、合同、凭证为依据，不以估算代替。", "", ""),
    Change("clause-added", "添加条款", "未按进度完成的事项限期10日内整改。", "", "确有困难的，可以顺延至次年3月底。"),
)


def change(word: Path, out: Path) -> list[dict[str, Any]]:
    """Write ``out``, ``word`` with all of ``CHANGES``; returns the truth about each, with the words around it."""
    body = Body(word)
    truth = []
    original = Body(word)
    for c in CHANGES:
        at = [i for i, text in enumerate(original.texts) if c.around in text]
        if len(at) != 1:
            raise LookupError(f"{c.around!r} occurs {len(at)} times, not once")
        start = original.texts[at[0]].index(c.around)
        if c.kind == "sentence-gone":
            old, before, after = c.around, "", ""
            body.replace_once(c.around, "")
        elif c.kind == "clause-added":
            old, before, after = "", c.around, ""
            body.replace_once(c.around, c.around + c.new)
        else:
            inside = c.around.rindex(c.old) if c.kind == "date" else c.around.index(c.old)
            old, before, after = c.old, c.around[:inside], c.around[inside + len(c.old) :]
            body.replace_once(c.around, before + c.new + after)
        text = original.texts[at[0]]
        if not before:
            before = text[max(0, start - 10) : start]
        truth.append({"kind": "text", "title": c.title, "old": old, "new": c.new, "before": before, "after": after})
    body.save(out)
    return truth


def _sealing(pdf: Path, body: str, signer: str, day: tuple[str, str, str]) -> tuple[list[SealSpec], list[Handwriting]]:
    """The seals and signatures of a document that is handed in: the cover, the pledge, the applicant's own opinion."""
    seals: list[SealSpec] = []
    hand: list[Handwriting] = []
    ring = body.partition("（")[0]
    cover = find_words(pdf, "（盖章）")[0]
    seals.append(SealSpec(cover.page, cover.x0 - 20, cover.bottom + 20, ring_text=ring, tilt=-6))

    def sign(mark: Found, date_mark: Found, tilt: float) -> None:
        hand.append(Handwriting(mark.page, mark.x1 + 14, mark.bottom + 1, signer, size=22))
        # 年　　月　　日: the year goes before its character, month and day between theirs.
        step = (date_mark.x1 - date_mark.x0) / 7
        foot = date_mark.bottom + 1
        hand.append(Handwriting(date_mark.page, date_mark.x0 - 38, foot, day[0], size=17))
        hand.append(Handwriting(date_mark.page, date_mark.x0 + 1.45 * step, foot, day[1], size=17))
        hand.append(Handwriting(date_mark.page, date_mark.x0 + 4.3 * step, foot, day[2], size=17))
        seals.append(SealSpec(mark.page, mark.x1 + 60, mark.bottom + 26, ring_text=ring, tilt=tilt))

    dates = find_words(pdf, "年月日")
    pledge = find_words(pdf, "法定代表人（签字）：")[0]
    sign(pledge, next(d for d in dates if (d.page, d.top) > (pledge.page, pledge.top)), 9)
    opinion = find_words(pdf, "负责人（签字）：")[0]
    sign(opinion, next(d for d in dates if (d.page, d.top) > (opinion.page, opinion.top)), -14)
    return seals, hand


def _page_to_lose(pdf: Path, kept: list[str]) -> int:
    """A full page that holds none of ``kept`` and no signature, counted from 1."""
    texts = page_texts(pdf)
    for number, text in enumerate(texts, 1):
        wanted = not any(k in text for k in (*kept, "签字", "盖章"))
        if number > 4 and len(text) > 350 and wanted:
            return number
    raise LookupError("every page holds a change: none can be lost")


def make_scans(drafts: Path, scans: Path, applicants: dict[str, Any]) -> None:
    """Write ``activity-same.pdf``, ``society-changed.pdf`` and ``truth.json`` into ``scans``."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        changed = work / "society.docx"
        truth = change(drafts / "society.docx", changed)
        same_pdf, changed_pdf = print_all([drafts / "activity.docx", changed], work / "print")
        said = applicants["activity"]
        seals, hand = _sealing(same_pdf, said.NAME, said.BASICS["legal_person"], ("2023", "6", "21"))
        scan(
            same_pdf,
            scans / "activity-same.pdf",
            dpi=180,
            noise=1.2,
            jpeg_quality=45,
            seals=seals,
            handwriting=hand,
            seed=11,
        )
        said = applicants["society"]
        seals, hand = _sealing(changed_pdf, said.NAME, said.BASICS["legal_person"], ("2023", "6", "20"))
        # A seal over text that was changed and text that was not
        over = find_words(changed_pdf, "成立由理事长任组长")[0]
        seals.append(
            SealSpec(over.page, over.x1 + 40, over.bottom + 20, ring_text=said.NAME.partition("（")[0], tilt=4)
        )
        # The clause may run over a page end: its first words are enough to know its page.
        marks = [t["before"][-4:] + t["new"][:6] + t["after"][:4] for t in truth]
        lost = _page_to_lose(changed_pdf, marks)
        text = re.sub(r"第\d+页共\d+页核验码[0-9A-Z-]+$", "", page_texts(changed_pdf)[lost - 1])
        truth.append({"kind": "page", "title": "缺页", "page": lost, "old": text, "new": ""})
        scan(
            changed_pdf,
            scans / "society-changed.pdf",
            dpi=170,
            noise=1.2,
            jpeg_quality=45,
            seals=seals,
            handwriting=hand,
            drop_pages=[lost],
            seed=12,
        )
    record = {
        "same": {"category": "activity", "scan": "scans/activity-same.pdf"},
        "changed": {"category": "society", "scan": "scans/society-changed.pdf", "changes": truth},
    }
    (scans / "truth.json").write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
