"""marked.pdf: a copy of the PDF with the differences marked where they stand, for any PDF viewer.

The original's bytes are copied as they are and the marks appended to them (``appending``), so that a file of any size
passes through and an electronic signature still covers its own revision. Where that is not possible (encrypted files,
damaged tables of objects, actions that run by themselves: ``disarm``) the copy is written anew; what pypdf cannot read
at all is mended by PDFium first.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from pypdf import PasswordType, PdfReader, PdfWriter
from pypdf.errors import DependencyError
from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, NameObject

from tfdocs.errors import ComponentMissing, EngineFailed, InputEncrypted, TfdocsError
from tfdocs.model.comparison import Checked
from tfdocs.read.pdf.render import LOCK
from tfdocs.report import vocabulary as words
from tfdocs.report.appending import append
from tfdocs.report.disarm import disarm, is_armed
from tfdocs.report.marks import marks
from tfdocs.report.writing import replacing

# pypdf tells on standard error, in English, of every small fault that it mends; nobody here can act on it.
logging.getLogger("pypdf").addHandler(logging.NullHandler())

# A marked copy is no original, and says so. The dates of the original stay, the clock is not asked.
_INFO = {"/Producer": "tfdocs", "/Subject": "核对标注副本，不是原件"}

Marks = Mapping[int, list[DictionaryObject]]


def write_marked_pdf(checked: Checked, path: Path) -> None:
    """Write the copy with its marks; the original is only read.

    Raises ``EngineFailed`` when the PDF cannot be taken apart and put together again, ``InputEncrypted`` when it asks
    for a password, ``OutputFailed`` when ``path`` cannot be written. An encrypted PDF with an empty password is
    written unencrypted.
    """
    with replacing(path) as target:
        _write(checked, target)


def marked_bytes(checked: Checked) -> bytes:
    """The marked copy as a file's content; the same input gives the same bytes."""
    target = BytesIO()
    _write(checked, target)
    return target.getvalue()


def _write(checked: Checked, target: BinaryIO) -> None:
    name = checked.pdf_path.name
    try:
        with checked.pdf_path.open("rb") as source:
            _mark(checked, source, target)
    except TfdocsError:
        raise
    except Exception as error:  # pypdf raises whatever a damaged object leads it into; at this wall all of it is ours
        why = "对象嵌套过深" if isinstance(error, RecursionError) else f"{type(error).__name__}：{error}"
        # What was checked had been read, so PDFium can mend what pypdf stumbles over.
        target.seek(0)
        target.truncate()
        try:
            _mark_mended(checked, target)
        except Exception:
            raise _failed(name, why) from error


def _failed(name: str, why: str) -> EngineFailed:
    return EngineFailed(
        f"不能在 PDF 上做标注（{words.shortened(why, 80)}）",
        where=name,
        hint="核对结论不受影响，请看 report.html；需要标注版时，请把 PDF 重新打印为 PDF 后再核对。",
    )


def _mark(checked: Checked, source: BinaryIO, target: BinaryIO) -> None:
    name = checked.pdf_path.name
    reader = PdfReader(source, strict=False)
    try:
        if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
            raise InputEncrypted("PDF 需要密码才能打开", where=name, hint="请用密码打开后另存一份不加密的 PDF。")
    except DependencyError as error:
        raise ComponentMissing(
            "这个 PDF 用 AES 加密，标注需要组件 cryptography", where=name, hint="请运行 pip install cryptography。"
        ) from error
    count = len(reader.pages)
    wanted = {number: found for number, found in marks(checked).items() if number <= count}
    # what runs by itself must not come with our copy, and an appended part cannot take it away
    if not is_armed(reader) and append(source, reader, target, wanted, _INFO) and _sound(target, count, wanted):
        return
    target.seek(0)
    target.truncate()
    _rewrite(checked, source, target, wanted)


def _mark_mended(checked: Checked, target: BinaryIO) -> None:
    """Mark a copy that PDFium wrote of what it made of a damaged file."""
    mended = BytesIO()
    with LOCK:
        document = pdfium.PdfDocument(checked.pdf_path)
        try:
            document.save(mended)
        finally:
            document.close()
    count = len(PdfReader(mended, strict=False).pages)
    _rewrite(checked, mended, target, {n: found for n, found in marks(checked).items() if n <= count})


def _sound(target: BinaryIO, count: int, wanted: Marks) -> bool:
    """Whether another reader than the one that wrote it finds all pages and all marks in ``target``.

    Tables of objects can be wrong in ways that pypdf mends silently in the original and that an appended part would
    inherit; so what was written is looked at, not the original.
    """
    target.flush()
    target.seek(0)
    with LOCK:
        try:
            document = pdfium.PdfDocument(target, autoclose=False)
        except pdfium.PdfiumError:
            return False
        try:
            if len(document) != count:
                return False
            for number, found in wanted.items():
                page = document[number - 1]
                held = raw.FPDFPage_GetAnnotCount(page.raw)
                page.close()
                if held < len(found):
                    return False
        except pdfium.PdfiumError:
            return False
        finally:
            document.close()
    return True


def _rewrite(checked: Checked, source: BinaryIO, target: BinaryIO, wanted: Marks) -> None:
    """Write the whole document anew, unencrypted."""
    source.seek(0)
    reader = PdfReader(source, strict=False)
    if reader.is_encrypted:
        reader.decrypt("")
    writer = PdfWriter(clone_from=reader)
    for number, found in wanted.items():
        page = writer.pages[number - 1]
        added = []
        for annotation in found:
            appearance = annotation["/AP"]
            assert isinstance(appearance, DictionaryObject)
            appearance[NameObject("/N")] = writer._add_object(appearance["/N"])
            annotation[NameObject("/P")] = page.indirect_reference
            added.append(writer._add_object(annotation))
        # What the page has already stays, and stays before ours.
        held = page.get("/Annots")
        present = held.get_object() if held is not None else None
        page[NameObject("/Annots")] = ArrayObject([*(present if isinstance(present, ArrayObject) else ()), *added])
    disarm(writer)
    writer.add_metadata(_INFO)
    # PDFium, and pypdf for an encrypted file, make identifiers up by chance; content gives them here.
    writer._ID = ArrayObject([ByteStringObject(bytes.fromhex(checked.report.pdf.sha256[:32]))] * 2)
    writer.write(target)
    writer.close()
