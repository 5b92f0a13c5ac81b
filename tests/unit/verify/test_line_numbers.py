"""Numbers of lines that are printed in the margin: counted by whatever prints the file, and no text of the Word's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from tfdocs.model.document import Document, Finding
from tfdocs.model.fault import Severity
from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page, Source
from tfdocs.verify.judge import compare
from tfdocs.verify.line_numbers import line_numbers

TEXT = [
    "专项经费由理事会统一管理，秘书处负责核算。",
    "单笔支出超过5万元的，应当集体讨论决定。",
    "结余可以结转下年度使用，不得挪用。",
    "监事会每半年检查一次，结果向大会报告。",
    "本办法由秘书处负责解释。",
]
NUMBERED = Finding(code="line-numbers", severity=Severity.INFO, message="页边印有行号，不参与核对")
Placed = tuple[str, float, float]


def numbers(*values: str, end: float = 70.0) -> list[Placed]:
    return [(value, end - 12 * len(value), 80.0 + 20 * n) for n, value in enumerate(values) if value]


def differences(
    word: Callable[..., Document],
    page: Callable[..., Page],
    margin: Sequence[Placed],
    *,
    text: Sequence[str] = TEXT,
    printed: bool = True,
    source: Source = Source.TEXT,
) -> list[tuple[str, str, str]]:
    document = word(TEXT)
    document = replace(document, findings=(NUMBERED,)) if printed else document
    sheet = page(1, [*text, *margin])
    lines = tuple(replace(line, source=source) for line in sheet.lines)
    report = compare(document, [replace(sheet, lines=lines, source=source)], pdf_name="p", pdf_sha256="0" * 64)
    return [(d.kind.value, d.word.text if d.word else "", d.pdf.text if d.pdf else "") for d in report.differences]


@pytest.mark.parametrize(
    "values",
    [("1", "2", "3", "4", "5"), ("8", "9", "10", "11", "12"), ("", "5", "", "10", ""), ("26", "27", "28", "1", "2")],
)
def test_numbers_of_lines_are_no_added_text(
    word: Callable[..., Document], page: Callable[..., Page], values: Sequence[str]
) -> None:
    assert differences(word, page, numbers(*values)) == []


def test_a_word_without_them_has_none(word: Callable[..., Document], page: Callable[..., Page]) -> None:
    assert len(differences(word, page, numbers("1", "2", "3", "4", "5"), printed=False)) == 5


@pytest.mark.parametrize(
    "margin",
    [
        numbers("1", "2", "7", "4", "5")[2:3] + numbers("1", "2", "", "4", "5"),  # one that is not of the course
        [*numbers("1", "2", "3", "4", "5"), ("6", 58.0, 300.0)],  # one without a line beside it
        [*numbers("1", "2", "3", "4", "5"), ("3", 40.0, 120.0)],  # one more beside a number
    ],
)
def test_a_number_that_is_no_line_s_was_added(
    word: Callable[..., Document], page: Callable[..., Page], margin: Sequence[Placed]
) -> None:
    assert len(differences(word, page, margin)) == 1


def test_numbers_of_a_table_within_the_text_are_text(word: Callable[..., Document], page: Callable[..., Page]) -> None:
    assert len(differences(word, page, [(str(n), 102.0, 300.0 + 20 * n) for n in range(5)])) == 5


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ([TEXT[0], TEXT[1].replace("5", "8"), *TEXT[2:]], ("replaced", "5", "8")),
        ([*TEXT[:2], TEXT[2].replace("不", ""), *TEXT[3:]], ("missing", "不", "")),
        ([*TEXT[:4], "1" + TEXT[4]], ("added", "", "1")),
    ],
)
def test_a_change_beside_the_numbers_is_told(
    word: Callable[..., Document], page: Callable[..., Page], text: Sequence[str], told: tuple[str, str, str]
) -> None:
    assert differences(word, page, numbers("1", "2", "3", "4", "5"), text=text) == [told]


@pytest.mark.parametrize(("read", "count"), [("l", 0), ("8", 0), ("否", 1), ("88", 1)])
def test_on_a_scan_a_number_between_two_may_be_misread(
    word: Callable[..., Document], page: Callable[..., Page], read: str, count: int
) -> None:
    margin = numbers("1", "2", read, "4", "5")
    assert len(differences(word, page, margin, source=Source.OCR)) == count
    assert len(differences(word, page, margin)) == 1  # a text layer has no misreadings


def test_a_number_read_together_with_its_line_is_taken_off(
    word: Callable[..., Document], page: Callable[..., Page]
) -> None:
    sheet = page(1, [TEXT[0], *TEXT[2:], *numbers("1", "", "3", "4", "5")])
    lines = list(sheet.lines)
    text = "2" + TEXT[1]
    chars = (
        Box(58.0, 98.0, 70.0, 110.0),
        *(Box(74.0 + 12 * n, 98.0, 86.0 + 12 * n, 110.0) for n in range(len(TEXT[1]))),
    )
    joined = Line(text, Box(58.0, 98.0, chars[-1].x1, 110.0), tuple(chars), (1.0,) * len(text), Source.OCR)
    lines = [replace(line, source=Source.OCR) for line in lines]
    found = line_numbers(
        replace(word(TEXT), findings=(NUMBERED,)), [replace(sheet, lines=(*lines, joined), source=Source.OCR)]
    )
    assert found[id(joined)] == 1
