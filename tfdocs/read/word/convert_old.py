"""Old and foreign formats (.doc, .wps, .rtf, .odt, …): turned into OOXML by LibreOffice, then read like any other.

The conversion runs apart, within a time limit. What it loses is lost to the reading as well, hence the finding.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from tfdocs.errors import ComponentMissing
from tfdocs.read.archive import FileKind, Package, load
from tfdocs.read.office import convert

__all__ = ["CONVERTIBLE", "as_package"]

CONVERTIBLE: Final = (FileKind.DOC, FileKind.RTF, FileKind.ODT, FileKind.WORD_XML, FileKind.HTML)
_FILTER: Final = "docx:MS Word 2007 XML"


def as_package(path: Path, kind: FileKind, *, timeout: float = 120) -> Package:
    """The package that LibreOffice makes of ``path``. Errors as ``tfdocs.read.office.convert``."""
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
