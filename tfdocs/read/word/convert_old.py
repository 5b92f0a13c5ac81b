"""Old and foreign formats (.doc, .wps, .rtf, .odt, …): turned into OOXML by LibreOffice, then read like any other.

The conversion runs apart, within a time limit. What it loses is lost to the reading as well, hence the finding.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from tfdocs.errors import ComponentMissing, InputDamaged
from tfdocs.read.archive import FileKind, Package, load
from tfdocs.read.kinds import ole_cut_short
from tfdocs.read.office import convert

__all__ = ["CONVERTIBLE", "as_package"]

CONVERTIBLE: Final = (FileKind.DOC, FileKind.RTF, FileKind.ODT, FileKind.WORD_XML, FileKind.HTML)
_FILTER: Final = "docx:MS Word 2007 XML"


def as_package(path: Path, kind: FileKind, *, timeout: float = 120) -> Package:
    """The package that LibreOffice makes of ``path``.

    Raises ``InputDamaged`` for a file that was cut short, of which LibreOffice would read the rest without a word;
    otherwise errors as ``tfdocs.read.office.convert``.
    """
    _require_whole(load(path), kind, path.name)
    with tempfile.TemporaryDirectory(prefix="tfdocs-word-", ignore_cleanup_errors=True) as folder:
        try:
            made = convert([path], _FILTER, Path(folder), timeout=timeout)[0]
        except ComponentMissing as error:
            raise ComponentMissing(
                f"这是{kind.chinese}，需要 LibreOffice 才能读取",
                where=path.name,
                hint=f"请用 Word 或 WPS 另存为 .docx；或者：{error.hint}",
            ) from error
        return Package(load(made), path.name)


def _require_whole(data: bytes, kind: FileKind, name: str) -> None:
    cut = (kind is FileKind.DOC and ole_cut_short(data)) or (
        kind is FileKind.RTF and not data.rstrip(b"\0\r\n\t \x1a").endswith(b"}")
    )
    if cut:
        raise InputDamaged(
            "文件不完整，后面缺了一截", where=name, hint="可能没有传完；请重新取得，或用 Word 或 WPS 打开核对后另存。"
        )
