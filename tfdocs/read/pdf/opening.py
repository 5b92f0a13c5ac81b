"""Opening a PDF: what is no PDF, cut short, encrypted or absurd is refused here, once, in clear words."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from tfdocs.errors import InputDamaged, InputEncrypted, InputMissing, InputRefused, reason
from tfdocs.read.pdf.render import LOCK

MOST_BYTES = 2 * 1024**3
MOST_PAGES = 20_000
_TAIL = 4096  # the trailer of a complete file stands in its last bytes; some writers add a little after it
_HINT = "请重新导出或重新扫描为 PDF 后再试。"

_KINDS = {
    b"PK\x03\x04": "Word 或压缩文件",
    b"\xd0\xcf\x11\xe0": "旧版 Office 文件",
    b"\x89PNG": "PNG 图片",
    b"\xff\xd8\xff": "JPEG 图片",
    b"GIF8": "GIF 图片",
    b"II*\x00": "TIFF 图片",
    b"MM\x00*": "TIFF 图片",
    b"BM": "BMP 图片",
    b"{\\rtf": "RTF 文件",
}


def check_bytes(path: Path) -> None:
    """Look at the file before a parser does. ``InputMissing``, ``InputDamaged`` or ``InputRefused``."""
    name = path.name
    if not path.exists():
        raise InputMissing("找不到文件", where=str(path), hint="请检查文件名和所在文件夹。")
    if path.is_dir():
        raise InputMissing("这是一个文件夹，需要的是 PDF 文件", where=name, hint="请给出文件夹里的某个文件。")
    if not path.is_file():
        raise InputRefused("这不是普通文件", where=name, hint="请给出磁盘上的文件。")
    size = path.stat().st_size
    if size == 0:
        raise InputDamaged("文件是空的（0 字节）", where=name, hint=_HINT)
    if size > MOST_BYTES:
        raise InputRefused(f"文件太大（{size // 1024**2} MB，上限 {MOST_BYTES // 1024**2} MB）", where=name)
    try:
        with path.open("rb") as file:
            head = file.read(1024)
            file.seek(max(0, size - _TAIL))
            tail = file.read()
    except OSError as error:
        hint = "请检查文件权限，或是否被别的程序占用。"
        raise InputMissing(f"文件打不开（{reason(error)}）", where=name, hint=hint) from error
    if b"%PDF-" not in head:
        for magic, kind in _KINDS.items():
            if head.startswith(magic):
                hint = "两个文件的顺序可能颠倒了：先写 Word，再写 PDF。" if "W" in kind or "Office" in kind else _HINT
                space = " " if kind[0].isascii() else ""
                raise InputDamaged(f"不是 PDF，而是{space}{kind}", where=name, hint=hint)
        raise InputDamaged("不是 PDF 文件", where=name, hint=_HINT)
    if b"startxref" not in tail and b"%%EOF" not in tail:
        raise InputDamaged("PDF 不完整，文件末尾缺失（可能没有传完）", where=name, hint="请重新上传或重新导出。")


def open_pdf(path: Path) -> pdfium.PdfDocument:
    """The opened file (an empty user password opens). Must be closed by the caller, under ``LOCK``."""
    check_bytes(path)
    try:
        with LOCK:
            document = pdfium.PdfDocument(path)
            pages = len(document)
    except pdfium.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise InputEncrypted("PDF 设有打开密码", where=path.name, hint="请取消密码后再试。") from error
        raise InputDamaged("PDF 已损坏，无法打开", where=path.name, hint=_HINT) from error
    except OSError as error:
        raise InputDamaged(f"PDF 无法读取（{reason(error)}）", where=path.name) from error
    if pages == 0:
        raise InputDamaged("PDF 里没有页面", where=path.name, hint=_HINT)
    if pages > MOST_PAGES:
        raise InputRefused(f"PDF 有 {pages} 页，超过上限 {MOST_PAGES} 页", where=path.name)
    return document


def sha256(path: Path) -> str:
    """SHA-256 of the file, read in pieces. ``InputMissing`` when it is gone."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise InputMissing("找不到文件", where=str(path)) from error
    except OSError as error:
        raise InputDamaged(f"文件无法读取（{reason(error)}）", where=path.name) from error
