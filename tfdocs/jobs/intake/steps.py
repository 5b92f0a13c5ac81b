"""What a worker is asked to do: read a Word, count a PDF's pages, read one page, judge a pair and write its report.

Each step is a function of one picklable argument, so that it can run in any process that has tfdocs. ``Steps`` is the
seam: who wants another reader (another engine, or in tests one that crashes) hands in other functions of the same form;
they must be importable in the workers.

Results that are kept come back packed (``packing``), so that the parent neither unpacks nor understands them.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from tfdocs.errors import EngineFailed, InputDamaged, InputEncrypted, InputError, InputMissing
from tfdocs.jobs.intake.packing import PackingError, packer
from tfdocs.model.commitment import Modality, Status
from tfdocs.model.comparison import CheckReport, Verdict
from tfdocs.model.document import Document
from tfdocs.model.page import Page, Source
from tfdocs.model.programme import Programme

if TYPE_CHECKING:
    from tfdocs.jobs.intake.listing import Row
    from tfdocs.verify.codes import WordCodes

# What a child imports before its first call, so that the page's time limit is the page's.
PRELOAD = (
    *("tfdocs.read.pdf.reader", "tfdocs.read.word", "tfdocs.jobs.checking", "tfdocs.verify.judge"),
    *("tfdocs.report", "tfdocs.commitments"),
)


class Changed(InputError):
    """The file is not the one that was registered: it has changed since, or while it was read."""


class LedgerDamaged(InputError):
    """What the ledger had kept cannot be unpacked: it is to be read again."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """How to tell that a file is still the same without reading it."""

    size: int
    modified: int  # nanoseconds
    changed: int  # nanoseconds; on Windows the time of creation


def stamp(path: Path) -> Stamp:
    """Raises ``InputMissing`` when there is no such file any more."""
    try:
        found = path.stat()
    except OSError as error:
        raise InputMissing("文件已经不在或打不开", where=path.name) from error
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ctime_ns)


@dataclass(frozen=True, slots=True)
class FileTask:
    """A file as it was registered."""

    path: Path
    sha256: str
    stamp: Stamp

    def unchanged(self) -> None:
        """Raises ``Changed`` or ``InputMissing``."""
        if stamp(self.path) != self.stamp:
            raise Changed("文件在处理过程中发生了变化", where=self.path.name)

    @contextmanager
    def steady(self) -> Iterator[None]:
        """The file is as registered before and after; whatever goes wrong with one that is not is ``Changed``."""
        self.unchanged()
        try:
            yield
        finally:
            self.unchanged()


@dataclass(frozen=True, slots=True)
class WordTask:
    file: FileTask
    view: str = "final"  # a ``RevisionView``


@dataclass(frozen=True, slots=True)
class WordRead:
    """A Word that was read, and the verification code that its stored words give (``stored_code``)."""

    document: Document
    made: str | None


@dataclass(frozen=True, slots=True)
class PageOf:
    file: FileTask
    number: int  # from 1


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page that was read: packed, and why it failed if it did."""

    body: bytes
    failure: str | None


@dataclass(frozen=True, slots=True)
class JudgeTask:
    """A pair whose Word and pages have been read. The report goes to ``folder``, which exists and is empty."""

    word: bytes  # a packed ``WordRead``
    word_name: str
    pdf: FileTask
    pages: tuple[bytes, ...]
    folder: Path
    allow_attachments: bool = False
    programme: Programme | None = None
    category: str = ""  # its id; "": promises are held against nothing


@dataclass(frozen=True, slots=True)
class CodeTask:
    """A Word that has been read, or a page, which may carry one of the codes ``expected``."""

    word: bytes = b""
    page: bytes = b""
    expected: tuple[str, ...] = ()


class Judged(BaseModel):
    """What the summary says of a pair. Stored in the ledger."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    verdict: Verdict
    headline: str
    reasons: list[str]
    certain: int
    uncertain: int
    weight: int  # Materiality.rank of the weightiest difference that counts; 99 without one
    pages: int
    failed_pages: list[int]
    seals: int
    word_characters: int
    verified: int
    files: dict[str, str]  # the report's files: name and SHA-256
    notes: list[str] = []
    promises: int = 0
    below: int = 0
    missing: int = 0
    commitments: str = ""  # tfdocs.commitments/1; kept beside the rest, because it is long
    applicant: str = ""  # as the Word names itself


@dataclass(frozen=True)
class Steps:
    """The functions behind an intake."""

    read_word: Callable[[WordTask], bytes]
    count_pages: Callable[[FileTask], int]
    read_page: Callable[[PageOf], ReadPage]
    judge: Callable[[JudgeTask], Judged]
    read_list: Callable[[Path], list[Row] | None]
    read_codes: Callable[[CodeTask], WordCodes]
    preload: tuple[str, ...] = PRELOAD


def read_word(task: WordTask) -> bytes:
    """The packed ``WordRead``. Raises the reader's errors, and ``Changed``."""
    from tfdocs.read.word import RevisionView
    from tfdocs.read.word import read_word as read
    from tfdocs.read.word.stored import stored_code

    file = task.file
    with file.steady():
        document = read(file.path, view=RevisionView(task.view))
        made = stored_code(file.path)
    if document.sha256 != file.sha256:
        raise Changed("文件在处理过程中发生了变化", where=file.path.name)
    return packer(WordRead).pack(WordRead(document, made))


def count_pages(task: FileTask) -> int:
    """Raises what opening the PDF raises, and ``Changed``."""
    from tfdocs.read.pdf.reader import page_count

    with task.steady():
        return page_count(task.path)


def read_page(task: PageOf) -> ReadPage:
    """Read one page. Its own failure is in the page; raises ``Changed``, and what opening the PDF raises."""
    from tfdocs.read.pdf.reader import PageTask
    from tfdocs.read.pdf.reader import read_page as read

    return kept(task, lambda: read(PageTask(task.file.path, task.number)))


def kept(task: PageOf, read: Callable[[], Page]) -> ReadPage:
    """The page that ``read`` gives, looked over and packed. For other readers too: put yours behind this."""
    with task.file.steady():
        page = read()
    if not _sound(page, task.number):
        page = failed_page(task.number, "读取器返回了无效结果")
    try:
        body = packer(Page).pack(page)
    except TypeError:
        page = failed_page(task.number, "读取器返回了无效结果")
        body = packer(Page).pack(page)
    return ReadPage(body, page.failure)


def failed_page(number: int, why: str) -> Page:
    """A page that was not read."""
    return Page(number, 0.0, 0.0, 0, None, Source.OCR, failure=why)


def _sound(page: Page, number: int) -> bool:
    """Whether ``page`` can be a page at all: the one asked for, finite, a box and a confidence for each character."""
    if not isinstance(page, Page) or page.number != number or page.rotation not in (0, 90, 180, 270):
        return False
    if page.failure is not None:
        return True
    return (
        0 < page.width < math.inf
        and 0 < page.height < math.inf
        and all(
            len(line.text) == len(line.chars) == len(line.confidence)
            and math.isfinite(line.box.x0 + line.box.top + line.box.x1 + line.box.bottom)
            for line in page.lines
        )
    )


def judge(task: JudgeTask) -> Judged:
    """Compare, write the report into ``task.folder``, extract the Word's commitments.

    Raises ``Changed`` when the PDF is not the one whose pages were read, ``OutputFailed``.
    """
    from dataclasses import replace

    from tfdocs.jobs import checking
    from tfdocs.report import write_all

    with from_the_ledger():
        read = packer(WordRead).unpack(task.word)
        document = replace(read.document, name=task.word_name)
        pages = tuple(packer(Page).unpack(p) for p in task.pages)
    notes = []
    with task.pdf.steady():
        checked = checking.judge(
            document, pages, task.pdf.path, made=read.made, allow_attachments=task.allow_attachments
        )
        if checked.report.pdf.sha256 != task.pdf.sha256:
            raise Changed("文件在处理过程中发生了变化", where=task.pdf.path.name)
        try:
            write_all(checked, task.folder)
        except (EngineFailed, InputEncrypted, InputDamaged) as error:
            if not (task.folder / "report.html").is_file():
                raise
            # the marked PDF is written last; what it shows, the others say
            notes.append(f"没有生成标注 PDF（{error.what}）")
    for file in task.folder.iterdir():
        to_disk(file)
    return _summed_up(task, checked.report, document, notes)


@contextmanager
def from_the_ledger() -> Iterator[None]:
    """Around the unpacking of what was kept; for other judges too. Raises ``LedgerDamaged``."""
    try:
        yield
    except PackingError as error:
        raise LedgerDamaged("账本里的一页读不出来") from error


def read_codes(task: CodeTask) -> WordCodes:
    """The codes of a Word; of a page the one at its edge, as ``printed``. Raises ``LedgerDamaged``."""
    from tfdocs.verify.codes import WordCodes, codes_of_pages, codes_of_word

    with from_the_ledger():
        if task.word:
            read = packer(WordRead).unpack(task.word)
            return WordCodes(codes_of_word(read.document), read.made or "")
        page = packer(Page).unpack(task.page)
    return WordCodes(tuple(p.code for p in codes_of_pages([page], task.expected) if p.code))


def _summed_up(task: JudgeTask, report: CheckReport, document: Document, notes: list[str]) -> Judged:
    from tfdocs.commitments import extract
    from tfdocs.commitments.applicants import applicant_of
    from tfdocs.model.comparison import Certainty, PageStatus
    from tfdocs.report import conclusion

    category = task.programme.category(task.category) if task.programme is not None else None
    promised = extract(document, programme=task.programme, category=category)
    answers = [c.requirement for c in promised.commitments if c.requirement is not None]
    listed = conclusion.listed(report)
    return Judged(
        verdict=report.verdict,
        headline=conclusion.headline(report),
        reasons=conclusion.reasons(report),
        certain=sum(d.certainty is Certainty.CERTAIN for d in listed),
        uncertain=sum(d.certainty is Certainty.UNCERTAIN for d in listed),
        weight=min((d.materiality.rank for d in listed), default=99),
        pages=len(report.pages),
        failed_pages=[p.number for p in report.pages if p.status is PageStatus.FAILED],
        seals=len(report.seals),
        word_characters=report.coverage.word_characters,
        verified=report.coverage.verified,
        files={f.name: sha256(f) for f in sorted(task.folder.iterdir())},
        notes=notes,
        promises=sum(c.modality is Modality.PROMISE for c in promised.commitments),
        below=sum(a.status is Status.BELOW for a in answers),
        missing=len(promised.missing),
        commitments=promised.model_dump_json(by_alias=True),
        applicant=applicant_of(document),
    )


def to_disk(file: Path) -> None:
    """Make sure that the file outlives a loss of power: the ledger will say that it is there."""
    with contextlib.suppress(OSError), file.open("rb+") as stream:  # a disk that cannot be asked has its own ways
        os.fsync(stream.fileno())


def read_list(path: Path) -> list[Row] | None:
    """As ``listing.read_list``, which is imported only where a list is read: openpyxl is half of a child's start."""
    from tfdocs.jobs.intake import listing

    return listing.read_list(path)


def sha256(path: Path) -> str:
    """SHA-256 of a file of any size. Raises ``InputMissing`` when it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise InputMissing("文件已经不在或打不开", where=path.name) from error


STANDARD = Steps(read_word, count_pages, read_page, judge, read_list, read_codes)
