"""A list (.xlsx) that says which files belong together: a column of Word files, one of PDFs, maybe one of applicants.

It must not know what the files are, nor whether they exist.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tfdocs.jobs.intake.naming import folded
from tfdocs.jobs.intake.sheets import read_rows

_WORD_HEAD = re.compile(r"word|docx|可编辑|电子版")
_PDF_HEAD = re.compile(r"pdf|扫描|盖章|签章")
_NAME_HEAD = re.compile(r"申报单位|申报人|单位名称|项目名称|名称|单位")
_FILE = re.compile(r"\.(?:docx?|docm|wps|rtf|odt|pdf)$")
_HEAD_ROWS = 10
_MOST_ROWS, _MOST_COLUMNS = 100_000, 30


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
    return next((rows for _, lines in read_rows(path, _MOST_ROWS, _MOST_COLUMNS) if (rows := _rows(lines))), None)


def _rows(lines: Iterator[list[str]]) -> list[Row] | None:
    columns: tuple[int, int, int | None] | None = None
    out: list[Row] = []
    for number, texts in enumerate(lines, start=1):
        if columns is None:
            columns = _heads(texts)
            if columns is None and number >= _HEAD_ROWS:
                return None
            continue
        word, pdf, name = columns
        texts += [""] * (_MOST_COLUMNS - len(texts))  # a row may be shorter than its head
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
