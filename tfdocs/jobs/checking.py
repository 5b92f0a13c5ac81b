"""The check of one pair, from two paths to a report: reading, comparing, writing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from tfdocs.jobs.shelf import Shelf
from tfdocs.read.archive import sniff
from tfdocs.read.pdf.large_pictures import large_pictures
from tfdocs.read.pdf.opening import check_bytes, sha256
from tfdocs.read.pdf.reader import page_count, read_pages

# What reads the Word, judges and reports is loaded in the functions that need it: half a second, in which the workers
# of a scan can begin to read.
if TYPE_CHECKING:
    from tfdocs.model.comparison import Checked, CheckReport
    from tfdocs.model.document import Document
    from tfdocs.model.page import Page
    from tfdocs.model.picture import PictureText
    from tfdocs.read.word import RevisionView
    from tfdocs.verify.wordtext import WordText

Progress = Callable[[int, int], None]

VIEWS = ("final", "original", "markup")  # the values of RevisionView, which is loaded later
_TAIL = 20  # characters of the Word's end: less is a line, and lines are lost without their page


def check(
    word: str | Path,
    pdf: str | Path,
    *,
    out: str | Path | None = None,
    executor: Executor | None = None,
    allow_attachments: bool = False,
    view: RevisionView | str = "final",
) -> CheckReport:
    """Is ``pdf`` the Word file ``word``? With ``out``, report.html, report.xlsx and marked.pdf are written there.

    ``view`` says which state of tracked changes is compared: "final" (all accepted), "original" (all rejected) or
    "markup" (inserted and deleted text both); ``ValueError`` for anything else.
    ``executor`` reads pages in parallel (a process pool or a cluster's); without one everything runs in this process.
    Raises the errors of ``tfdocs.errors`` for input that cannot be read, and ``OutputFailed`` when ``out`` is the
    folder of one of the two files and a report would take its place; never raises for a difference.
    """
    if out is not None:
        from tfdocs.jobs.sparing import REPORT_FILES, spare

        spare((Path(word), Path(pdf)), [Path(out) / name for name in REPORT_FILES])
    checked = check_pair(Path(word), Path(pdf), executor=executor, allow_attachments=allow_attachments, view=view)
    if out is not None:
        from tfdocs.report import write_all

        write_all(checked, Path(out))
    return checked.report


def check_pair(
    word: Path,
    pdf: Path,
    *,
    executor: Executor | None = None,
    allow_attachments: bool = False,
    progress: Progress | None = None,
    view: RevisionView | str = "final",
    meanwhile: Callable[[], object] | None = None,
    when_read: Callable[[Sequence[Page]], object] | None = None,
) -> Checked:
    """``check`` with everything the report was made from. ``progress`` is told pages done and pages in all.

    ``meanwhile`` is called once while the executor reads, before the first page is there; ``when_read`` is given the
    pages when the last one has been read and the executor is needed no more.
    """
    if view not in VIEWS:
        raise ValueError(f"view must be one of {', '.join(VIEWS)}")
    check_bytes(pdf)  # both files are looked at before either is read: a mix-up is found at once
    sniff(word)
    document: list[Document] = []
    made: list[str | None] = []
    prepared: list[WordText] = []

    def beside() -> None:
        from tfdocs.read.word import RevisionView, read_word
        from tfdocs.read.word.stored import stored_code
        from tfdocs.verify.wordtext import word_text

        document.append(read_word(word, view=RevisionView(view)))
        made.append(stored_code(word))
        import_module("tfdocs.verify.judge")
        # while pages are read elsewhere
        prepared.append(word_text(document[0]))
        prepared[0].index()
        if executor is not None and large_pictures(pdf, 1):
            # a scan differs from its Word in something, and what differs is looked at again
            import_module("tfdocs.jobs.touched")
            models = import_module("tfdocs.read.ocr.models")
            models.characters()
            models.describe()
            import_module("tfdocs.verify.second").installed()
        if meanwhile is not None:
            meanwhile()

    total = page_count(pdf)
    pages: list[Page] = []
    shelf = Shelf()
    for page in read_pages(pdf, executor, beside):
        pages.append(shelf.put_away(page))
        if progress is not None:
            progress(len(pages), total)
    if when_read is not None:
        when_read(pages)
    return judge(document[0], pages, pdf, made=made[0], allow_attachments=allow_attachments, text=prepared[0])


def judge(
    document: Document,
    pages: Sequence[Page],
    pdf: Path,
    *,
    made: str | None = None,
    allow_attachments: bool = False,
    text: WordText | None = None,
) -> Checked:
    """Compare what has been read: ``document``, and the ``pages`` of ``pdf``, which is looked at again in doubt.

    ``made``: what ``stored_code`` gives for the Word file; without it nothing is said of edits after its making.
    ``text``: the document's, prepared, where that was done before.
    """
    from tfdocs.model.comparison import Checked, PageStatus
    from tfdocs.read.ocr import models
    from tfdocs.verify.code_findings import code_findings
    from tfdocs.verify.judge import compare_files

    not_its_own = (PageStatus.BLANK, PageStatus.EXTRA, PageStatus.DUPLICATE)
    report = compare_files(
        document,
        pages,
        pdf,
        sha256(pdf),
        pictures=partial(_read_pictures, document.pictures),
        engines=models.describe(),
        allow_attachments=allow_attachments,
        text=text,
    )
    outside = {p.number for p in report.pages if p.status in not_its_own}
    codes = code_findings(document, made, pages, outside=outside, cut_off=_cut_off(document, report))
    report = report.model_copy(update={"findings": [*report.findings, *codes]})
    if report.differences:
        # reading commitments takes longer to load than an honest pair takes to compare
        from tfdocs.jobs.touched import with_commitments

        report = with_commitments(report, document)
    return Checked(report, document, tuple(pages), pdf)


def _read_pictures(pictures: Sequence[bytes]) -> list[PictureText]:
    from tfdocs.read.ocr.pictures import read_pictures  # most Words have no pictures

    return read_pictures(pictures)


def _cut_off(document: Document, report: CheckReport) -> bool:
    """Whether the Word's last words are on no page."""
    from tfdocs.model.comparison import Kind
    from tfdocs.model.document import BlockKind

    body = [b for b in document.blocks if b.kind in (BlockKind.PARAGRAPH, BlockKind.CELL) and b.text.strip()]
    if not body:
        return False
    end = body[-1].start + len(body[-1].text.rstrip())
    lost = (d.word for d in report.differences if d.kind is Kind.MISSING and d.word is not None)
    return any(w.end >= end and w.end - w.start >= _TAIL for w in lost)
