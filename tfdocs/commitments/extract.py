"""From a document to its commitments, each grounded in the words it came from.

The rules stand in units, comparators, verbs, periods and traps; this file only leads a document through them.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tfdocs.commitments import assess as assessment
from tfdocs.commitments import numbers, rows
from tfdocs.commitments.grid import Table, tables
from tfdocs.commitments.mention import Mention, Phrase
from tfdocs.commitments.modality import Judged, Paragraph, judge
from tfdocs.commitments.outline import Outline
from tfdocs.commitments.phrases import phrases
from tfdocs.commitments.reference import reference_year, tells_news
from tfdocs.model.commitment import (
    Commitment,
    CommitmentKind,
    CommitmentReport,
    Conflict,
    Grounding,
    MissingRequirement,
    Modality,
    SourceInfo,
)
from tfdocs.model.document import Block, BlockKind, Document
from tfdocs.model.programme import Category, Programme
from tfdocs.text import numerals

__all__ = ["extract"]

# Longer paragraphs are cut at a sentence's end: the work grows with the square of a sentence, and a hostile file may
# be one sentence.
_LONGEST = 3_000
_PROSE = {BlockKind.PARAGRAPH, BlockKind.CELL, BlockKind.TEXT_BOX, BlockKind.FOOTNOTE, BlockKind.ENDNOTE}


# what every number is written with; a paragraph without it is passed over
_NUMBER = re.compile("[\\d０-９数几半" + "".join({*numerals.DIGIT, *numerals.SMALL, *numerals.BIG}) + "]")

# A digit of a scan that was read less surely than this makes its item uncertain. Measured on 13 pages by
# benchmarks/promised_scans.py: at 100 dpi, blurred, 3 digits were read wrong, all below, and 795 right, all above; at
# 200 dpi 794 right above, and one counted as wrong, probably a place where the two texts do not align.
SURE = 0.90

# 三、预算（单位：万元）: the sums below it are in this unit
_SUMS_IN = re.compile(r"[（(]\s?(?:金额)?单位[:：]\s?(?:人民币)?(?P<unit>[十百千万亿]?元)\s?[）)]")

# what may stand between the two parts of a table that goes on over a page
_BETWEEN = re.compile(r"[-—–\s]*(?:第\s?)?\d{0,3}\s?页?[-—–\s]*|[（(]?(?:续表|接上表|续上表)[）)]?\s?\d{0,2}")

# what says something by itself
_ALONE = (CommitmentKind.DEADLINE, CommitmentKind.DURATION, CommitmentKind.MONEY)


@dataclass(frozen=True, slots=True)
class _Found:
    item: Commitment
    table: bool
    part: bool
    context: str
    order: int


@dataclass(frozen=True, slots=True)
class _Prose:
    """A paragraph that begins ``offset`` characters into ``block``, with what it states."""

    block: Block
    offset: int
    said: Paragraph


def extract(
    document: Document, *, programme: Programme | None = None, category: Category | None = None
) -> CommitmentReport:
    """Everything ``document`` promises or demands, has achieved or mentions, in the order of its text.

    With ``category`` each promise is held against the category's indicators: ``requirement`` of an item, ``missing``
    and ``conflicts`` of the report. ``programme`` gives the year of dates that name none; without it the document's
    own is taken.
    The same document gives the same report.
    """
    year, sure = (programme.year, True) if programme is not None else reference_year(numerals.half_width(document.text))
    assumed = f"项目年份{year}年" if programme is not None else f"文中的{year}年"
    found = sorted(_all(document, year, assumed, sure), key=lambda f: (f.order, f.item.evidence.start))
    items = _identified([f.item for f in found])
    found = [_Found(i, f.table, f.part, f.context, f.order) for i, f in zip(items, found, strict=True)]
    missing: list[MissingRequirement] = []
    conflicts: list[Conflict] = []
    candidates = [assessment.Candidate(f.item, f.table, f.part, f.context) for f in found]
    if category is not None:
        items, missing, conflicts = assessment.assess(candidates, category)
    else:
        conflicts = assessment.contradictions(candidates)
    kind = document.kind if document.kind in ("docx", "pdf", "txt") else "txt"
    return CommitmentReport(
        source=SourceInfo(name=document.name, sha256=document.sha256, kind=kind),  # type: ignore[arg-type]
        commitments=items,
        missing=missing,
        conflicts=conflicts,
    )


def paragraphs_of(document: Document, year: int | None, assumed: str = "", *, sure: bool = True) -> list[Paragraph]:
    """The paragraphs of ``document`` with what they state, as ``modality.judge`` weighs them; without its tables."""
    _, used = _table_rows(document, year, assumed, sure)
    return [p.said for p in _prose(document, used, year, assumed)]


def _all(document: Document, year: int | None, assumed: str, sure: bool) -> Iterator[_Found]:
    found, used = _table_rows(document, year, assumed, sure)
    for row in found:
        yield _row(document, row)
    prose = list(_prose(document, used, year, assumed))
    modalities = judge([p.said for p in prose], year, sure=sure, news=tells_news(document.text))
    for p, told in zip(prose, modalities, strict=True):
        for f, judged in zip(p.said.phrases, told, strict=True):
            yield _stated(document, p, f, judged)


def _table_rows(document: Document, year: int | None, assumed: str, sure: bool) -> tuple[list[rows.Row], set[int]]:
    """The items of all tables, and the starts of the blocks that were read as their cells."""
    out: list[rows.Row] = []
    used: set[int] = set()
    if not any(b.cell is not None for b in document.blocks):
        return out, used
    outline = Outline(year)
    found = {t.number: t for t in tables(document)}
    last: Table | None = None
    seen: set[int] = set()
    for b in document.blocks:
        if b.cell is None:
            if b.kind is BlockKind.PARAGRAPH and b.text.strip():
                outline.read(b.text, counts=_NUMBER.search(b.text) is not None)
                last = last if _BETWEEN.fullmatch(b.text.strip()) else None
            continue
        t = found.get(b.cell.table)
        if b.cell.table in seen or t is None:
            continue
        seen.add(b.cell.table)
        items, cells = rows.rows(t, year=year, assumed=assumed, sure=sure, done=outline.lean <= -1, before=last)
        used |= cells
        out += items
        last = t
    return out, used


def _prose(document: Document, used: set[int], year: int | None, assumed: str) -> Iterator[_Prose]:
    """The paragraphs of a document, and the cells that are none of a table's, with what they state."""
    sums = ""
    for block in document.blocks:
        if block.kind not in _PROSE or block.start in used or not block.text.strip():
            continue
        for offset, piece in _paragraphs(block):
            if (said := _SUMS_IN.search(piece)) is not None:
                sums = said["unit"]
            elif len(piece) < 20 and not _NUMBER.search(piece[3:]):
                sums = ""  # the next heading
            text = numerals.half_width(piece)  # every character keeps its place
            found: list[Phrase] = []
            if _NUMBER.search(text):
                found = phrases(text, numbers.find(text, year=year, assumed=assumed, sums=sums))
            yield _Prose(block, offset, Paragraph(text, [f for f in found if _says_something(f)]))


def _paragraphs(block: Block) -> Iterator[tuple[int, str]]:
    """The block's text in pieces of bearable length, with their offsets in it. Lines within a block are apart."""
    for m in re.finditer(r"[^\n\v\r]+", block.text):
        text, at = m[0], m.start()
        while len(text) > _LONGEST:
            cut = next((i for c in "。；，、" if (i := text.rfind(c, 0, _LONGEST)) > 0), _LONGEST - 1) + 1
            yield at, text[:cut]
            text, at = text[cut:], at + cut
        yield at, text


def _says_something(f: Phrase) -> bool:
    m = f.mention
    if m.weak and not f.action and m.per is None:
        return False
    # a number that nothing is said of is no statement (a cell of a table that lost its grid)
    return f.action is not None or f.object is not None or m.per is not None or m.kind in _ALONE


def _stated(document: Document, p: _Prose, f: Phrase, judged: Judged) -> _Found:
    m, text, begin = f.mention, p.said.text, p.block.start + p.offset
    item = _item(
        document,
        p.block,
        m,
        f.action,
        f.object,
        begin + f.start,
        begin + f.end,
        judged.modality,
        m.note,
        (begin + m.core, begin + m.end),
        told=judged.sure,
    )
    stop = max((text.rfind(c, 0, m.start) for c in "。；！？"), default=-1) + 1
    return _Found(item, False, f.part, text[stop : f.end], begin + m.core)


def _row(document: Document, row: rows.Row) -> _Found:
    modality = Modality.PAST if row.past else Modality.PROMISE
    note = "；".join(n for n in (row.mention.note, row.note) if n)
    item = _item(document, row.block, row.mention, row.action, row.object, row.start, row.end, modality, note, row.cell)
    return _Found(item, True, row.part, row.name or f"{row.action or ''}{row.object or ''}", row.cell[0])


def _item(
    document: Document,
    block: Block,
    m: Mention,
    action: str | None,
    obj: str | None,
    start: int,
    end: int,
    modality: Modality,
    note: str,
    value: tuple[int, int],
    *,
    told: bool = True,
) -> Commitment:
    page, boxes = document.where(start, end)
    digits = _digits(document, *value)
    doubtful = [f"“{c}”（{share:.0%}）" for c, share in digits if share < SURE]
    if doubtful:
        note = "；".join(n for n in (f"扫描件上{'、'.join(doubtful)}识读把握不足，请核对原件", note) if n)
    if not told:
        taken = "承诺" if modality is Modality.PROMISE else "已完成"
        note = "；".join(n for n in (f"上下文没有写明是承诺还是已完成，暂按{taken}列出，请人工确认", note) if n)
    evidence = Grounding(
        text=document.text[start:end],
        start=start,
        end=end,
        paragraph=block.paragraph,
        page=page if page is not None else block.page,
        boxes=[b.as_list() for b in boxes],
        digits=[round(share, 3) for _, share in digits],
    )
    return Commitment(
        id="?",
        modality=modality,
        kind=m.kind,
        action=action,
        object=obj,
        comparator=m.comparator,
        value=m.value,
        value_max=m.value_max,
        unit=m.unit,
        per=m.per,
        evidence=evidence,
        note=note,
        uncertain=bool(doubtful) or not told,
    )


def _digits(document: Document, start: int, end: int) -> list[tuple[str, float]]:
    """Each character of a number in ``document.text[start:end]`` with how surely it was read; [] where all is text."""
    if not document.sure:
        return []
    return [
        (c, document.sure[at])
        for at, c in enumerate(document.text[start:end], start)
        if c.isdigit() or c in numerals.DIGIT or c in numerals.SMALL or c in numerals.BIG or c in ".%％"
    ]


def _identified(items: list[Commitment]) -> list[Commitment]:
    """Ids from the content; equal items are told apart by their order."""
    seen: Counter[str] = Counter()
    out = []
    for i in items:
        key = "\x1f".join(
            str(v)
            for v in (i.modality, i.kind, i.object, i.comparator, i.value, i.value_max, i.unit, i.per, i.evidence.text)
        )
        seen[key] += 1
        digest = hashlib.sha256(f"{key}\x1f{seen[key]}".encode()).hexdigest()[:12]
        out.append(i.model_copy(update={"id": f"c{digest}"}))
    return out
