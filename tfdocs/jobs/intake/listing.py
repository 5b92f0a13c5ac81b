"""A list (.xlsx) that says which files belong together: a column of Word files, one of PDFs, maybe one of applicants.

It must not know what the files are, nor whether they exist.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from tfdocs.errors import InputDamaged
from tfdocs.jobs.intake.naming import folded
from tfdocs.read.archive import FileKind, open_package

_WORD_HEAD = re.compile(r"word|docx|可编辑|电子版")
_PDF_HEAD = re.compile(r"pdf|扫描|盖章|签章")
_NAME_HEAD = re.compile(r"申报单位|申报人|单位名称|项目名称|名称|单位")
_FILE = re.compile(r"\.(?:docx?|docm|wps|rtf|odt|pdf)$")
_HEAD_ROWS = 10
_MOST_ROWS, _MOST_COLUMNS = 100_000, 30
_HINT = "表中要有“Word 文件”和“PDF 文件”两列，填文件名。"


@dataclass(frozen=True, slots=True)
class Row:
    """A row that names two files, as written. ``number`` is the row in the sheet, from 1."""

    number: int
    word: str
    pdf: str
    label: str


def read_list(path: Path) -> list[Row] | None:
    """The rows of a list; None when the workbook is none (its heads are others: a budget, a form).

    Raises ``InputError`` for a file that is no workbook or not acceptable.
    """
    package = open_package(path, kinds=(FileKind.XLSX,))
    try:
        book = load_workbook(BytesIO(package.data), read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # openpyxl lets anything through that a damaged part raises
        raise InputDamaged("Excel 文件已损坏，打不开", where=path.name, hint=_HINT) from error
    try:
        for sheet in book.worksheets:
            rows = _rows(sheet)
            if rows is not None:
                return rows
        return None
    except Exception as error:
        raise InputDamaged("Excel 文件已损坏，读不完", where=path.name, hint=_HINT) from error
    finally:
        book.close()


def _rows(sheet: Any) -> list[Row] | None:
    columns: tuple[int, int, int | None] | None = None
    out: list[Row] = []
    lines = sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS, values_only=True)
    for number, values in enumerate(lines, start=1):
        texts = [str(v).strip() if v is not None else "" for v in values]
        if columns is None:
            columns = _heads(texts)
            if columns is None and number >= _HEAD_ROWS:
                return None
            continue
        word, pdf, name = columns
        row = Row(number, texts[word], texts[pdf], texts[name] if name is not None else "")
        if row.word or row.pdf:
            out.append(row)
    # a sheet with such heads and no file name below them (a table of how each was handed in) is no list
    named = any(_FILE.search(folded(t)) for r in out for t in (r.word, r.pdf))
    return out if columns is not None and named else None


def _heads(texts: list[str]) -> tuple[int, int, int | None] | None:
    heads = [folded(t) if len(t) <= 40 else "" for t in texts]
    word = next((i for i, t in enumerate(heads) if _WORD_HEAD.search(t) and not _FILE.search(t)), None)
    pdf = next((i for i, t in enumerate(heads) if _PDF_HEAD.search(t) and i != word and not _FILE.search(t)), None)
    if word is None or pdf is None:
        return None
    name = next((i for i, t in enumerate(heads) if _NAME_HEAD.search(t) and i not in (word, pdf)), None)
    return word, pdf, name
