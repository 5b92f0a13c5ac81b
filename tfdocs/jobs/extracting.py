"""From a file to its commitments: reading, finding, assessing. What a Word file or a rule is, it must not know."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from tfdocs.commitments import extract as extract_document
from tfdocs.commitments.applicants import Paper
from tfdocs.errors import ComponentMissing, EngineFailed, InputEncrypted, InputError
from tfdocs.model.commitment import CommitmentReport
from tfdocs.model.document import Document
from tfdocs.model.programme import Category, Programme
from tfdocs.programme import find
from tfdocs.read.archive import FileKind, sniff, wrong_kind
from tfdocs.read.pdf.document import read_pdf_document
from tfdocs.read.source import read_document

__all__ = ["DEFAULT_PROGRAMME", "Batch", "Extracted", "extract", "extract_file", "extract_many", "read", "resolve"]

DEFAULT_PROGRAMME = "tianfu-2023"
_WORD_SUFFIXES = (".docx", ".docm", ".doc", ".wps", ".rtf", ".odt")


@dataclass(frozen=True)
class Extracted:
    """A report with what it was made from: what the writers of workbooks and pages take."""

    report: CommitmentReport
    document: Document
    programme: Programme | None
    category: Category | None

    @property
    def paper(self) -> Paper:
        return Paper(self.document.name, self.report, self.document)


def extract(path: str | Path, *, category: str | None = None, programme: str = DEFAULT_PROGRAMME) -> CommitmentReport:
    """The commitments of a .docx, .pdf or .txt (also .doc and .wps where LibreOffice is installed).

    ``category`` is an id or Chinese name of a category of ``programme``: then each promise is held against its
    indicators. Raises ``LookupError`` for an unknown category, ``ProgrammeFault`` for an unknown programme, and the
    errors of ``tfdocs.errors`` for input that cannot be read.
    """
    return extract_file(Path(path), *resolve(category, programme)).report


def resolve(category: str | None, programme: str = DEFAULT_PROGRAMME) -> tuple[Programme | None, Category | None]:
    """The programme and its category by their names; (None, None) without a category.

    A text that is held against nothing is read by its own dates, so the programme matters only with a category.
    """
    if category is None:
        return None, None
    found = find(programme)
    return found, found.category(category)


def extract_file(
    path: Path,
    programme: Programme | None = None,
    category: Category | None = None,
    executor: Executor | None = None,
) -> Extracted:
    """``extract`` for a programme that is loaded already, with the document; ``executor`` reads a PDF's pages."""
    document = read(path, executor)
    report = extract_document(document, programme=programme, category=category)
    return Extracted(report, document, programme, category)


@dataclass(frozen=True)
class Batch:
    """Many files at once: what was read, in the order given, and (file name, reason) of what could not be."""

    done: tuple[Extracted, ...]
    failed: tuple[tuple[str, str], ...]

    @property
    def papers(self) -> list[Paper]:
        return [e.paper for e in self.done]


def extract_many(
    paths: Sequence[Path],
    programme: Programme | None = None,
    category: Category | None = None,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Batch:
    """``extract_file`` of each; a file that cannot be read is listed and keeps nothing from the others.

    ``progress`` is told files done and files in all.
    """
    done: list[Extracted] = []
    failed: list[tuple[str, str]] = []
    for number, path in enumerate(paths, 1):
        try:
            done.append(extract_file(path, programme, category, executor))
        except (InputError, InputEncrypted, ComponentMissing, EngineFailed) as error:
            failed.append((path.name, error.what))
        if progress is not None:
            progress(number, len(paths))
    return Batch(tuple(done), tuple(failed))


def read(path: Path, executor: Executor | None = None) -> Document:
    """The text of ``path`` by what its bytes are; a text file that is named .pdf or .docx is a broken one of those.

    Raises ``InputMissing``, ``InputDamaged``, ``InputRefused``, ``InputEncrypted``, ``ComponentMissing``.
    """
    kind = sniff(path)
    suffix = path.suffix.lower()
    if kind is FileKind.PDF or suffix == ".pdf":
        return read_pdf_document(path, executor)
    if kind is FileKind.TEXT and suffix in _WORD_SUFFIXES:
        raise wrong_kind(kind, path.name, (FileKind.DOCX,))
    return read_document(path)
