"""The check of one pair, from two paths to a report: reading, comparing, writing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

from tfdocs.jobs.touched import with_commitments
from tfdocs.model.comparison import Checked, CheckReport
from tfdocs.model.document import Document
from tfdocs.model.page import Page
from tfdocs.read.ocr import models
from tfdocs.read.ocr.pictures import read_pictures
from tfdocs.read.pdf.opening import check_bytes, sha256
from tfdocs.read.pdf.reader import page_count, read_pages
from tfdocs.read.word import RevisionView, read_word
from tfdocs.read.word.stored import stored_words
from tfdocs.verify.codes import code_findings
from tfdocs.verify.judge import compare_files

Progress = Callable[[int, int], None]


def check(
    word: str | Path,
    pdf: str | Path,
    *,
    out: str | Path | None = None,
    executor: Executor | None = None,
    allow_attachments: bool = False,
    view: RevisionView | str = RevisionView.FINAL,
) -> CheckReport:
    """Is ``pdf`` the Word file ``word``? With ``out``, report.html, report.xlsx and marked.pdf are written there.

    ``view`` says which state of tracked changes is compared: "final" (all accepted), "original" (all rejected) or
    "markup" (inserted and deleted text both); ``ValueError`` for anything else.
    ``executor`` reads pages in parallel (a process pool or a cluster's); without one everything runs in this process.
    Raises the errors of ``tfdocs.errors`` for input that cannot be read; never raises for a difference.
    """
    checked = check_pair(
        Path(word), Path(pdf), executor=executor, allow_attachments=allow_attachments, view=RevisionView(view)
    )
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
    view: RevisionView = RevisionView.FINAL,
) -> Checked:
    """``check`` with everything the report was made from. ``progress`` is told pages done and pages in all."""
    check_bytes(pdf)  # both files are looked at before either is read: a mix-up is found at once
    document = read_word(word, view=view)
    total = page_count(pdf)
    pages: list[Page] = []
    for page in read_pages(pdf, executor):
        pages.append(page)
        if progress is not None:
            progress(len(pages), total)
    return judge(document, pages, pdf, words=stored_words(word), allow_attachments=allow_attachments)


def judge(
    document: Document,
    pages: Sequence[Page],
    pdf: Path,
    *,
    words: str | None = None,
    allow_attachments: bool = False,
) -> Checked:
    """Compare what has been read: ``document``, and the ``pages`` of ``pdf``, which is looked at again in doubt.

    ``words``: what ``stored_words`` gives for the Word file; without them nothing is said of edits after its making.
    """
    report = compare_files(
        document,
        pages,
        pdf,
        sha256(pdf),
        pictures=partial(read_pictures, document.pictures),
        engines=models.describe(),
        allow_attachments=allow_attachments,
    )
    codes = code_findings(document, words, pages)
    report = report.model_copy(update={"findings": [*report.findings, *codes]})
    return Checked(with_commitments(report, document), document, tuple(pages), pdf)
