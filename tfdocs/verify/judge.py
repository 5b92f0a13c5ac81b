"""From a Word and the pages of a PDF to a report: place, weigh, count. The verdict itself is computed by the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from itertools import compress
from pathlib import Path

from tfdocs.model.comparison import (
    CheckReport,
    Coverage,
    Kind,
    PageEntry,
    PageStatus,
    PdfInfo,
    SealEntry,
    WordInfo,
)
from tfdocs.model.document import Document, Finding
from tfdocs.model.fault import Severity
from tfdocs.model.page import Page, Source
from tfdocs.model.picture import PictureText
from tfdocs.read.ocr.engine import LineReader
from tfdocs.text.normalise import fold_char
from tfdocs.verify.align import BREAK
from tfdocs.verify.alike import settle_alike
from tfdocs.verify.amounts import amount_findings
from tfdocs.verify.beside_hands import doubt_beside_hands
from tfdocs.verify.beside_it import (
    doubt_beside_what_was_hardly_read,
    doubt_numbers_with_ink,
    doubt_where_it_stands_beside,
    settle_what_was_seen_beside,
)
from tfdocs.verify.brackets import doubt_brackets
from tfdocs.verify.cell_looks import looked_at_cells
from tfdocs.verify.chart_axes import without_axes
from tfdocs.verify.chart_numbers import axis_lines, doubt_in_charts, explained_axes
from tfdocs.verify.choices import agreed_boxes
from tfdocs.verify.compounds import other_powers
from tfdocs.verify.differences import difference, unique, weight
from tfdocs.verify.dittos import settle_dittos
from tfdocs.verify.drawings import drawn_lines
from tfdocs.verify.empty_cells import marks_in_empty_cells
from tfdocs.verify.figures import Figures, set_figures_aside
from tfdocs.verify.formulas import FormulaRead, read_formulas, states_of, with_formulas
from tfdocs.verify.hunks import find_hunks
from tfdocs.verify.initials import doubt_initials
from tfdocs.verify.ink_looks import InkLooks
from tfdocs.verify.letter_sizes import settle_letter_sizes
from tfdocs.verify.line_numbers import line_numbers
from tfdocs.verify.lone_marks import doubt_lone_marks
from tfdocs.verify.long_runs import doubt_long_runs
from tfdocs.verify.marks_read import with_marks
from tfdocs.verify.newspaper import column_by_column, sheets_of_two
from tfdocs.verify.number_marks import settle_number_marks
from tfdocs.verify.otherwise import inked_otherwise, printed_otherwise, rules_ahead
from tfdocs.verify.page_numbers import page_number_findings
from tfdocs.verify.pages import page_ledger
from tfdocs.verify.per_mille import per_mille
from tfdocs.verify.picture_doubts import differing_pictures, of_missing_pictures
from tfdocs.verify.picture_places import picture_findings
from tfdocs.verify.pieces import Placing
from tfdocs.verify.place import place_lines
from tfdocs.verify.read_twice import cut_twins
from tfdocs.verify.repeated import repeated_heads, repeated_hunks
from tfdocs.verify.rivals import rival_doubts
from tfdocs.verify.room_for_it import doubt_by_room
from tfdocs.verify.running import set_running_aside, told_once
from tfdocs.verify.same_shapes import settle_by_shape
from tfdocs.verify.second import SecondReader, installed, second_findings, settle
from tfdocs.verify.stamp_ink import in_stamps, wanted_in_stamps
from tfdocs.verify.standing import order_findings
from tfdocs.verify.veiled import join_veiled
from tfdocs.verify.watermark_strokes import doubt_strokes_of_watermarks
from tfdocs.verify.weigh import Scales
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.witness import Witness
from tfdocs.verify.wordtext import WordText, word_text


def compare(
    word: Document,
    pages: Sequence[Page],
    *,
    pdf_name: str,
    pdf_sha256: str,
    witness: Witness | None = None,
    second: LineReader | None = None,
    pictures: Callable[[], Sequence[PictureText]] = tuple,
    engines: dict[str, str] | None = None,
    allow_attachments: bool = False,
    text: WordText | None = None,
) -> CheckReport:
    """Judge ``pages`` against ``word``.

    ``pictures`` reads what stands in each of the Word's pictures (called only when there are any).
    ``witness`` looks at disputed places again; without one only the first reading counts. ``second`` is an independent
    reader that is asked where doubts remain. ``text``: what ``word_text`` made of ``word``, where that was done before.
    The same input, read by the same readers, gives the same report.
    """
    prepared = word_text(word) if text is None else text
    pages = column_by_column(prepared, with_marks(prepared, pages))
    figures = Figures(word.pictures, witness)
    shown = pictures() if word.pictures else ()
    drawn = drawn_lines(prepared, pages, shown, figures)
    repeated = repeated_heads(prepared, pages)
    axes = axis_lines(prepared, pages)
    aside = drawn.all() | repeated.keys() | cut_twins(pages) | axes
    pages, formulas = read_formulas(prepared, pages, aside)
    numbers = line_numbers(word, pages)
    placing = place_lines(prepared, pages, aside, numbers)
    if (folded := sheets_of_two(placing, pages)) is not None:
        pages = folded
        placing = place_lines(prepared, pages, aside, numbers)
    running = set_running_aside(placing, pages)
    ledger = page_ledger(placing, pages)
    ruled = rules_ahead(placing, pages, ledger, witness)
    foreign = frozenset(i for i, s in enumerate(ledger.status) if s is PageStatus.EXTRA)
    scales = Scales(prepared, pages, witness)
    hunks = [*find_hunks(placing, pages, foreign), *running.hunks, *repeated_hunks(placing, pages, repeated)]
    weighed = [scales.weigh(h) for h in hunks]
    # what a dispute was narrowed by is the same on both sides
    agreed = {
        w for h, i in zip(hunks, weighed, strict=True) for w in (*range(h.w0, i.hunk.w0), *range(i.hunk.w1, h.w1))
    }
    weighed = wanted_in_stamps(weighed, placing, pages)
    weighed = looked_at_cells(weighed, placing, pages, witness)
    weighed = settle_alike(weighed, placing, pages, witness)
    weighed += rival_doubts(placing, pages, witness, weighed)
    weighed += agreed_boxes(placing, pages, witness, weighed)
    other = SecondReader(second)
    weighed = settle_by_shape(weighed, placing, pages, witness)
    weighed = settle(weighed, prepared, pages, witness, other)
    weighed = join_veiled([*weighed, *in_stamps(weighed, placing, pages)], prepared, pages, witness)
    weighed = doubt_long_runs(set_figures_aside(doubt_by_room(weighed, placing), pages, figures), placing)
    weighed = of_missing_pictures(weighed, drawn) + differing_pictures(placing, drawn)
    weighed += other_powers(placing, pages, witness, weighed)
    weighed += printed_otherwise(placing, pages, ledger, ruled, weighed)
    looks = InkLooks(pages, witness)
    weighed = settle_number_marks(placing, looks, per_mille(placing, looks, weighed))
    weighed = settle_letter_sizes(placing, pages, looks, settle_dittos(weighed, placing, pages, looks))
    weighed += inked_otherwise(placing, looks, weighed)
    weighed = marks_in_empty_cells(placing, pages, looks, weighed)
    weighed = doubt_beside_what_was_hardly_read(settle_what_was_seen_beside(weighed, placing))
    weighed = doubt_brackets(doubt_lone_marks(weighed, placing, pages))
    weighed = doubt_beside_hands(doubt_where_it_stands_beside(weighed, placing))
    weighed = told_once(doubt_numbers_with_ink(weighed, placing, looks), prepared)
    weighed = without_axes(doubt_strokes_of_watermarks(weighed, word), placing)
    weighed = doubt_initials(doubt_in_charts(weighed, placing), placing) + explained_axes(placing, pages, axes)
    weighed = with_formulas(weighed, placing, formulas)
    differences = [difference(w, prepared, pages) for w in weighed if w.certainty is not None]
    suppressed = [difference(w, prepared, pages) for w in weighed if w.certainty is None]
    findings = [*word.findings, *(f for p in pages for f in p.findings), *ledger.findings]
    pages = [replace(p, unread=tuple(b for b in p.unread if not figures.same(p, b))) if p.unread else p for p in pages]
    findings += [*_reading_findings(pages), *second_findings(other)]
    findings += [*order_findings(placing, pages), *looks.findings()]
    findings += [*running.findings, *page_number_findings(pages, [(p.page, p.line) for p in running.copies])]
    findings += picture_findings(word, shown, drawn)
    findings += amount_findings(word, differences)
    coverage = _coverage(prepared, placing, weighed, agreed, running.seen, pages, formulas)
    return CheckReport(
        word=WordInfo(name=word.name, sha256=word.sha256, characters=prepared.visible),
        pdf=PdfInfo(name=pdf_name, sha256=pdf_sha256, pages=len(pages)),
        differences=unique(sorted(differences, key=weight)),
        suppressed=unique(sorted(suppressed, key=weight)),
        pages=[_entry(p, s) for p, s in zip(pages, ledger.status, strict=True)],
        coverage=coverage,
        seals=[
            SealEntry(page=p.number, box=s.box.as_list(), shape=s.shape, text=s.text) for p in pages for s in p.seals
        ],
        findings=findings,
        engines={**(engines or {}), **({second.name.split()[0]: second.name.split()[-1]} if second else {})},
        allow_attachments=allow_attachments,
    )


def compare_files(
    word: Document,
    pages: Sequence[Page],
    pdf: Path,
    pdf_sha256: str,
    *,
    pictures: Callable[[], Sequence[PictureText]] = tuple,
    engines: dict[str, str] | None = None,
    allow_attachments: bool = False,
    text: WordText | None = None,
) -> CheckReport:
    """``compare`` with a witness on the PDF itself, and with Tesseract as the second reader where it is installed."""
    recognised = any(ln.source is Source.OCR for p in pages for ln in p.lines)
    with Witness(pdf) as witness:
        return compare(
            word,
            pages,
            pdf_name=pdf.name,
            pdf_sha256=pdf_sha256,
            witness=witness,
            second=installed() if recognised else None,
            pictures=pictures,
            engines=engines,
            allow_attachments=allow_attachments,
            text=text,
        )


def _reading_findings(pages: Sequence[Page]) -> list[Finding]:
    out = []
    for page in pages:
        where = f"第 {page.number} 页"
        if page.failure:
            out.append(
                Finding(
                    code="page-failed", severity=Severity.ERROR, message=f"本页没有读出：{page.failure}", where=where
                )
            )
        if page.unread:
            count = len(page.unread)
            out.append(
                Finding(
                    code="unread-ink",
                    severity=Severity.WARNING,
                    message=f"有 {count} 处像文字的墨迹没有读出，需要人工查看",
                    where=where,
                )
            )
    return out


def _entry(page: Page, status: PageStatus) -> PageEntry:
    return PageEntry(
        number=page.number,
        source=page.source,
        status=status,
        rotation=page.rotation,  # type: ignore[arg-type]
        dpi=page.dpi,
        characters=page.characters,
        width=round(page.width, 2),
        height=round(page.height, 2),
    )


def _coverage(
    word: WordText,
    placing: Placing,
    weighed: Sequence[Weighed],
    agreed: Set[int],
    running_seen: frozenset[int],
    pages: Sequence[Page],
    formulas: Sequence[FormulaRead],
) -> Coverage:
    """Each visible character of the Word counted once: verified, different, missing or unreadable."""
    document = word.document
    state = [""] * len(document.text)
    for start, end in word.ranges.values():
        if start >= word.body:
            continue
        own, covered = word.source[start:end], placing.covered[start:end]
        if covered.all() and own[-1] - own[0] == end - start - 1:
            state[own[0] : own[-1] + 1] = ["verified"] * (end - start)
            continue
        for at, count in zip(own, covered.tolist(), strict=True):
            state[at] = "verified" if count else "missing"
    for at in agreed:
        if word.text[at] != BREAK:
            state[word.source[at]] = "verified"
    for number, head in enumerate(word.running):
        for at in range(head.start, head.start + len(head.text)):
            state[word.source[at]] = "verified" if number in running_seen else "missing"
    for item in weighed:
        if item.kind is Kind.FILLED_IN:
            continue
        value = "verified" if item.certainty is None else "different"
        if item.certainty is not None and item.kind is Kind.MISSING:
            value = "missing" if item.rule not in ("unread-ink-near", "page-failed") else "unreadable"
        for hunk in item.parts or (item.hunk,):
            for at in range(hunk.w0, hunk.w1):
                if word.text[at] != BREAK:
                    state[word.source[at]] = value
    for start, end, value in states_of(formulas):
        state[start:end] = [value] * (end - start)
    shown = list(map(fold_char, document.text))
    counts = Counter(compress(state, shown))
    if counts.pop("", 0):
        # a character folded into its neighbour (the second of two dashes) shares its state
        counts.update(_near_state(state, i) for i, char in enumerate(shown) if char and not state[i])
    unverified = sum(len(p.unread) for p in pages)
    return Coverage(
        word_characters=counts.total(),
        verified=counts["verified"],
        missing=counts["missing"],
        unreadable=counts["unreadable"],
        different=counts["different"],
        pdf_characters=sum(p.characters for p in pages),
        pdf_unverified=unverified,
    )


def _near_state(state: Sequence[str], at: int) -> str:
    for i in range(at - 1, max(-1, at - 40), -1):
        if state[i]:
            return state[i]
    return "verified" if any(state[at : at + 40]) else "missing"
