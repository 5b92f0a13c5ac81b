"""Any source of text, told by its bytes and not by its name: Word of every age, PDF, plain text."""

from __future__ import annotations

from pathlib import Path

from tfdocs.model.document import Document
from tfdocs.read.archive import FileKind, sniff, wrong_kind
from tfdocs.read.plain import read_text
from tfdocs.read.word.convert_old import CONVERTIBLE
from tfdocs.read.word.reader import read_word

__all__ = ["read_document"]


def read_document(path: Path | str) -> Document:
    """Read ``path``; ``Document.kind`` is "docx", "pdf" or "txt".

    Raises ``InputMissing``, ``InputDamaged`` (empty, broken, or of a kind that holds no text to read here: a workbook,
    a picture), ``InputRefused``, ``InputEncrypted``; for old Word formats also the errors of the conversion.
    """
    path = Path(path)
    kind = sniff(path)
    if kind is FileKind.PDF:
        from tfdocs.read.pdf.document import read_pdf_document  # heavy, and needed for PDFs only

        return read_pdf_document(path)
    if kind in (FileKind.TEXT, FileKind.EMPTY):
        return read_text(path)
    if kind in (FileKind.DOCX, FileKind.DOCM, FileKind.ENCRYPTED, FileKind.ZIP, *CONVERTIBLE):
        return read_word(path)
    raise wrong_kind(kind, path.name, (FileKind.DOCX, FileKind.PDF, FileKind.TEXT))
