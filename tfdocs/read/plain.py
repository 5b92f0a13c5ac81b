"""Plain text files: the encoding is found, the text is kept character by character."""

from __future__ import annotations

import codecs
import hashlib
import re
from pathlib import Path
from typing import Final

from tfdocs.errors import InputDamaged
from tfdocs.model.document import Block, BlockKind, Document
from tfdocs.read.archive import FileKind, load, sniff_bytes, wrong_kind

__all__ = ["decode", "read_text"]

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes, name: str) -> str:
    """The text of ``data``: by its byte order mark, else UTF-8 where valid, else GB 18030 (which holds GBK, GB 2312).

    Raises ``InputDamaged`` when it is none of them.
    """
    marked = next((codec for mark, codec in _MARKS if data.startswith(mark)), None)
    for codec in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    raise InputDamaged(
        "文字编码无法识别（不是 UTF-8、UTF-16 或 GB 18030）", where=name, hint="请用记事本打开后另存为 UTF-8 编码。"
    )


def read_text(path: Path) -> Document:
    """A text file as a ``Document`` of kind "txt": ``text`` is the file's own text exactly as decoded, a block a line.

    Line ends are those of Windows, Unix and old Macs; they belong to ``text`` but to no block.
    Raises ``InputMissing``, ``InputDamaged`` (empty, unknown encoding, not text at all), ``InputRefused``.
    """
    data = load(path)
    kind = sniff_bytes(data)
    if kind not in (FileKind.TEXT, FileKind.HTML, FileKind.WORD_XML, FileKind.UNKNOWN):
        raise wrong_kind(kind, path.name, (FileKind.TEXT,))
    text = decode(data, path.name)
    if "\x00" in text:
        raise wrong_kind(FileKind.UNKNOWN, path.name, (FileKind.TEXT,))
    blocks: list[Block] = []
    start = 0
    for number, line in enumerate(_lines(text)):
        body = line.rstrip("\r\n")
        blocks.append(Block(BlockKind.PARAGRAPH, body, number, start, f"第 {number + 1} 行"))
        start += len(line)
    return Document(path.name, hashlib.sha256(data).hexdigest(), "txt", text, tuple(blocks))


def _lines(text: str) -> list[str]:
    """Lines with their ends. ``str.splitlines`` would also split at form feeds and separators inside a line."""
    return _LINE.findall(text) or [""]
