"""What kind a file is by its bytes: names lie (.doc may be OOXML inside, .docx an old binary, .pdf a picture).

It must not know how anything is read; ``tfdocs.read.archive`` hands its names on.
"""

from __future__ import annotations

import codecs
import io
import struct
import zipfile
import zlib
from enum import StrEnum
from typing import Final

__all__ = ["ZIP_ERRORS", "ZIP_MAGICS", "FileKind", "ole_cut_short", "ole_has", "sniff_bytes"]

MAX_MEMBERS: Final = 10_000
_CHUNK: Final = 1 << 20


class FileKind(StrEnum):
    """What a file is by its bytes. ``DOC`` and ``XLS`` are old binaries (WPS's .wps and .et among them)."""

    DOCX = "docx"
    DOCM = "docm"
    XLSX = "xlsx"
    PPTX = "pptx"
    DOC = "doc"
    XLS = "xls"
    OLE = "ole"  # some other compound file
    ENCRYPTED = "encrypted"  # an OOXML or OpenDocument file under a password
    PDF = "pdf"
    ZIP = "zip"
    RTF = "rtf"
    ODT = "odt"
    HTML = "html"  # pages and MIME archives, which many systems hand out as .doc
    WORD_XML = "word_xml"  # Word's single-file XML, 2003 or flat OPC
    PNG = "png"
    JPG = "jpg"
    IMAGE = "image"  # any other picture
    TEXT = "text"
    EMPTY = "empty"
    UNKNOWN = "unknown"

    @property
    def chinese(self) -> str:
        """How a message calls a file of this kind."""
        return _CHINESE[self]


_CHINESE: Final = {
    FileKind.DOCX: "Word 文件（.docx）",
    FileKind.DOCM: "带宏的 Word 文件（.docm）",
    FileKind.XLSX: "Excel 文件（.xlsx）",
    FileKind.PPTX: "PowerPoint 文件（.pptx）",
    FileKind.DOC: "旧版 Word 文件（.doc/.wps）",
    FileKind.XLS: "旧版 Excel 文件（.xls/.et）",
    FileKind.OLE: "旧版 Office 复合文件",
    FileKind.ENCRYPTED: "加密的 Office 文件",
    FileKind.PDF: "PDF 文件",
    FileKind.ZIP: "ZIP 压缩包",
    FileKind.RTF: "RTF 文件",
    FileKind.ODT: "OpenDocument 文件（.odt）",
    FileKind.HTML: "网页文件",
    FileKind.WORD_XML: "Word XML 文件",
    FileKind.PNG: "PNG 图片",
    FileKind.JPG: "JPG 图片",
    FileKind.IMAGE: "图片",
    FileKind.TEXT: "纯文本文件",
    FileKind.EMPTY: "空文件",
    FileKind.UNKNOWN: "无法识别的文件",
}

_OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGICS: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_IMAGE_MAGICS: Final = (b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"\x00\x00\x01\x00", b"\xd7\xcd\xc6\x9a")


ZIP_ERRORS: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    IndexError,
    struct.error,
    NotImplementedError,
    RuntimeError,
    UnicodeDecodeError,
    OverflowError,
    MemoryError,
)


def sniff_bytes(data: bytes) -> FileKind:
    """As ``sniff``, of bytes. Never raises."""
    if not data:
        return FileKind.EMPTY
    if data.startswith(ZIP_MAGICS):
        return _sniff_zip(data)
    if data.startswith(_OLE_MAGIC):
        return _sniff_ole(data)
    head = data[:1024]
    if b"%PDF-" in head:
        return FileKind.PDF
    if data.startswith(b"{\\rtf"):
        return FileKind.RTF
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if data.startswith(b"\xff\xd8\xff"):
        return FileKind.JPG
    is_webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    if is_webp or data[4:8] == b"ftyp" or (data.startswith(_IMAGE_MAGICS) and b"\x00" in head):
        return FileKind.IMAGE
    return _sniff_text(data)


def _sniff_text(data: bytes) -> FileKind:
    head = data[:4096]
    if not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        lead = head.removeprefix(codecs.BOM_UTF8).lstrip().lower()
        if b"schemas.microsoft.com/office/word/2003/wordml" in lead or b"microsoft.com/office/2006/xmlpackage" in lead:
            return FileKind.WORD_XML
        if lead.startswith((b"<!doctype html", b"<html", b"mime-version:")) or (
            lead.startswith(b"<?xml") and b"<html" in lead
        ):
            return FileKind.HTML
        if any(b < 32 and b not in b"\t\n\r\f\x1b\x1a" for b in head):
            return FileKind.UNKNOWN
    for codec in ("utf-16",) if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ("utf-8", "gb18030"):
        try:
            data.decode(codec)
        except UnicodeDecodeError:
            continue
        return FileKind.TEXT
    return FileKind.UNKNOWN


def _sniff_zip(data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {n.replace("\\", "/").lower() for n in archive.namelist()[:MAX_MEMBERS]}
            if "[content_types].xml" in names:
                return _sniff_ooxml(archive, names)
            if "mimetype" in names:
                with archive.open("mimetype") as stream:
                    if stream.read(200).startswith(b"application/vnd.oasis.opendocument.text"):
                        return FileKind.ENCRYPTED if _locked(archive) else FileKind.ODT
    except ZIP_ERRORS:
        return FileKind.ZIP
    return FileKind.ZIP


def _locked(archive: zipfile.ZipFile) -> bool:
    """Whether an OpenDocument file is under a password (ODF 1.2 part 3, 3.4): its manifest says how to decrypt."""
    if "META-INF/manifest.xml" not in archive.namelist():
        return False
    with archive.open("META-INF/manifest.xml") as stream:
        return b"encryption-data" in stream.read(_CHUNK)


def _sniff_ooxml(archive: zipfile.ZipFile, names: set[str]) -> FileKind:
    real = next(n for n in archive.namelist() if n.replace("\\", "/").lower() == "[content_types].xml")
    with archive.open(real) as stream:
        types = stream.read(_CHUNK)
    if b"wordprocessingml" in types or b"ms-word." in types:
        macro = b"macroEnabled" in types or b"vbaProject" in types or "word/vbaproject.bin" in names
        return FileKind.DOCM if macro else FileKind.DOCX
    if b"spreadsheetml" in types or b"ms-excel." in types:
        return FileKind.XLSX
    if b"presentationml" in types:
        return FileKind.PPTX
    return FileKind.ZIP


def _ole_entry(data: bytes, name: str) -> int:
    """Offset of the directory entry called ``name`` in a compound file ([MS-CFB] 2.6.1), -1 when there is none.

    Entries are 128 bytes and lie on multiples of 128, so that no chain of sectors need be followed (or trusted).
    """
    wanted = name.encode("utf-16-le") + b"\x00\x00"
    at = data.find(wanted)
    while at >= 0:
        if at % 128 == 0 and data[at + 64 : at + 66] == struct.pack("<H", len(wanted)):
            return at
        at = data.find(wanted, at + 2)
    return -1


def ole_has(data: bytes, name: str) -> bool:
    """Whether a compound file has a stream or storage called ``name``, anywhere."""
    return _ole_entry(data, name) >= 0


def ole_cut_short(data: bytes) -> bool:
    """Whether sectors that a compound file's allocation table has in use lie past its end ([MS-CFB] 2.3).

    Only the 109 table sectors that the header names are looked at: those of the first 7 MB.
    """
    shift = struct.unpack_from("<H", data, 30)[0] if len(data) >= 512 else 0
    if shift not in (9, 12):
        return True
    last = -1
    for number, sector in enumerate(struct.unpack_from("<109I", data, 76)):
        start = (sector + 1) << shift
        if sector > 0xFFFFFFF9:
            continue
        if start + (1 << shift) > len(data):
            return True
        entries = struct.unpack_from(f"<{1 << (shift - 2)}I", data, start)
        used = [i for i, entry in enumerate(entries) if entry != 0xFFFFFFFF]
        if used:
            last = max(last, number * len(entries) + used[-1])
    return (last + 1) << shift >= len(data)  # the last sector may be short, but not absent


def _sniff_ole(data: bytes) -> FileKind:
    if _ole_entry(data, "EncryptedPackage") >= 0:
        return FileKind.ENCRYPTED
    entry = _ole_entry(data, "WordDocument")
    if entry >= 0:
        # The flag fEncrypted of the file information block ([MS-DOC] 2.5.2), in the stream's first sector.
        if entry + 120 <= len(data):
            shift = struct.unpack_from("<H", data, 30)[0]
            first = struct.unpack_from("<I", data, entry + 116)[0]
            fib = (first + 1) << shift if shift in (9, 12) else len(data)
            if fib + 12 <= len(data) and data[fib : fib + 2] == b"\xec\xa5" and data[fib + 11] & 0x01:
                return FileKind.ENCRYPTED
        return FileKind.DOC
    if _ole_entry(data, "Workbook") >= 0 or _ole_entry(data, "Book") >= 0:
        return FileKind.XLS
    return FileKind.OLE
