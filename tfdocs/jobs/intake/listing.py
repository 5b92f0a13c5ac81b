"""A list (.xlsx) that says which files belong together: a column of Word files, one of PDFs, maybe one of applicants.

The columns are known by the endings of the file names in them, or by their heads where people leave the endings out.
It must not know what the files are, nor whether they exist.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tfdocs.jobs.intake.naming import folded
from tfdocs.jobs.intake.sheets import read_rows

_WORD_HEAD = re.compile(r"word|docx|可编辑|电子版|电子稿|电子文档|原稿|原始文件")
_PDF_HEAD = re.compile(r"pdf|扫描|盖章|签章|纸质")
_NAME_HEAD = re.compile(r"申报单位|申报人|单位名称|项目名称|名称|单位")
_WORD_FILE = re.compile(r"\.(?:docx?|docm|wps|rtf|odt)$")
_PDF_FILE = re.compile(r"\.pdf$")
_FILE = re.compile(rf"{_WORD_FILE.pattern}|{_PDF_FILE.pattern}")
_HEAD_ROWS = 10
_LOOKED_AT = 200  # rows that tell which columns hold file names
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


_Columns = tuple[int, int, int | None]


def _rows(lines: Iterator[list[str]]) -> list[Row] | None:
    first = list(itertools.islice(lines, _LOOKED_AT))
    found = _by_endings(first)
    if found is None:
        found = next(((n, c) for n, t in enumerate(first[:_HEAD_ROWS]) if (c := _heads(t)) is not None), None)
    if found is None:
        return None
    head, (word, pdf, name) = found
    out: list[Row] = []
    for number, texts in enumerate(itertools.chain(first, lines), start=1):
        if number <= head + 1:
            continue
        texts += [""] * (_MOST_COLUMNS - len(texts))  # a row may be shorter than its head
        row = Row(number, texts[word], texts[pdf], texts[name] if name is not None else "")
        if row.word or row.pdf:
            out.append(row)
    # a sheet with such heads and no file name below them (a table of how each was handed in) is no list
    named = any(_FILE.search(folded(t)) for r in out for t in (r.word, r.pdf))
    return out if named else None


def _by_endings(rows: list[list[str]]) -> tuple[int, _Columns] | None:
    """The head's row (from 0, -1 without one) and the columns, when one column alone holds Words and one alone PDFs."""
    words, pdfs = (
        {n for texts in rows for n, t in enumerate(texts) if pattern.search(folded(t[-20:]))}
        for pattern in (_WORD_FILE, _PDF_FILE)
    )
    if len(words) != 1 or len(pdfs) != 1 or words == pdfs:
        return None
    word, pdf = *words, *pdfs
    begin = next(n for n, t in enumerate(rows) if any(_FILE.search(folded(c[-20:])) for c in t))
    for head in range(begin - 1, max(-1, begin - 1 - _HEAD_ROWS), -1):
        for column, text in enumerate(rows[head]):
            if column not in (word, pdf) and len(text) <= 40 and _NAME_HEAD.search(folded(text)):
                return begin - 1, (word, pdf, column)
    return begin - 1, (word, pdf, None)


def _heads(texts: list[str]) -> _Columns | None:
    heads = [folded(t) if len(t) <= 40 else "" for t in texts]
    word = next((i for i, t in enumerate(heads) if _WORD_HEAD.search(t) and not _FILE.search(t)), None)
    pdf = next((i for i, t in enumerate(heads) if _PDF_HEAD.search(t) and i != word and not _FILE.search(t)), None)
    if word is None or pdf is None:
        return None
    name = next((i for i, t in enumerate(heads) if _NAME_HEAD.search(t) and i not in (word, pdf)), None)
    return word, pdf, name
