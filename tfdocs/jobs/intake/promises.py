"""commitments.xlsx: every promise of every applicant, one below the other; with a category all applicants by indicator.

It must not know how they were found.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from openpyxl.utils import get_column_letter

from tfdocs.commitments.applicants import Paper, across
from tfdocs.commitments.wording import (
    KINDS,
    MODALITIES,
    NOT_PROMISED,
    STATUSES,
    place,
    required_words,
    said,
    words,
)
from tfdocs.commitments.workbook import TINTS, short_of, standing
from tfdocs.jobs.intake.sheets import MOST_ROWS, Sheet, Value, put, workbook_bytes
from tfdocs.model.commitment import CommitmentReport, Status
from tfdocs.model.programme import Category

COMMITMENTS = "commitments.xlsx"

_ITEMS: tuple[tuple[str, float], ...] = (
    ("序号", 6), ("申报人", 28), ("性质", 8), ("类型", 8), ("动作", 10), ("对象", 26), ("比较", 9), ("数值", 12),
    ("上限", 10), ("单位", 9), ("每", 7), ("原文", 48), ("位置", 14), ("对应要求", 26), ("要求", 12), ("是否达到", 10),
    ("说明", 30), ("Word", 34), ("编号", 16),
)  # fmt: skip
_CONFLICTS: tuple[tuple[str, float], ...] = (("序号", 6), ("申报人", 28), ("不一致之处", 90), ("涉及编号", 40))
_ANSWERS = {status: TINTS[words] for status, words in STATUSES.items()}


def write_commitments(
    reports: Iterable[tuple[str, str, CommitmentReport]], category: Category | None, folder: Path
) -> None:
    """Write the workbook. ``reports`` gives applicant, Word and report, those of one applicant one after the other.

    With ``category`` a sheet holds every applicant against every indicator. Raises ``OutputFailed``.
    """
    names = {i.id: i.name for i in category.indicators} if category is not None else {}
    matrix: list[list[Value]] = []
    conflicts: list[list[Value]] = []

    def rows() -> Iterator[tuple[list[Value], str]]:
        number = 0
        for label, own in itertools.groupby(reports, key=lambda r: r[0]):
            papers = [Paper(word, report, None) for _, word, report in own]
            for paper in papers:
                for row, tint in _items(label, paper.name, paper.report, names):
                    number += 1
                    yield [number, *row], tint
            for conflict in (*(c for p in papers for c in p.report.conflicts), *across(papers, category)):
                found = "、".join(conflict.commitments)
                conflicts.append([len(conflicts) + 1, label, conflict.message, found])
            if category is not None:
                told = [standing([p.report for p in papers], i) for i in category.indicators]
                matrix.append([len(matrix) + 1, label, *told])

    def sheets() -> Iterator[Sheet]:
        everything = rows()
        for part in itertools.count(1):
            first = next(everything, None)
            if first is None and part > 1:
                break
            ours = itertools.chain([first] if first else [], itertools.islice(everything, MOST_ROWS - 2))
            yield Sheet("承诺事项" if part == 1 else f"承诺事项-{part}", _ITEMS, ours, frozen="C2")
        if conflicts:
            yield Sheet("前后不一致", _CONFLICTS, ((row, "FDEECD") for row in conflicts))
        if category is not None:
            yield _matrix(matrix, category)

    put(folder / COMMITMENTS, workbook_bytes(sheets()))


def _matrix(rows: Sequence[Sequence[Value]], category: Category) -> Sheet:
    """Applicants down, indicators across, as a night has thousands of the ones and some twenty of the others."""
    columns = [("序号", 6.0), ("申报人", 28.0)]
    shades: list[tuple[str, str, str]] = []
    for number, indicator in enumerate(category.indicators, start=3):
        columns.append((f"{indicator.name}\n{required_words(indicator.required)}", 15.0))
        letter = get_column_letter(number)
        cell = f"{letter}2"
        if (below := short_of(indicator, cell, format(indicator.value, "f"))) is not None:
            shades.append((letter, f"AND(ISNUMBER({cell}),{below})", TINTS[STATUSES[Status.BELOW]]))
            shades.append((letter, f"AND(ISNUMBER({cell}),NOT({below}))", TINTS[STATUSES[Status.MET]]))
        shades.append((letter, f'{cell}="{NOT_PROMISED}"', TINTS[NOT_PROMISED]))
        shades.append((letter, f"AND(ISTEXT({cell}),LEN({cell})>0)", TINTS[STATUSES[Status.UNCLEAR]]))
    return Sheet("各单位对照", columns, ((row, "") for row in rows), frozen="C2", shades=shades, leads=True)


def _items(
    label: str, word: str, report: CommitmentReport, names: Mapping[str, str]
) -> Iterator[tuple[list[Value], str]]:
    for i in report.commitments:
        answer = i.requirement
        yield [
            label, MODALITIES[i.modality], KINDS[i.kind], i.action or "", i.object or "", said(i.comparator),
            i.value, i.value_max, i.unit, i.per or "", words(i), place(i, None),
            names.get(answer.id, answer.id) if answer else "", required_words(answer.required) if answer else "",
            STATUSES[answer.status] if answer else "", i.note, word, i.id,
        ], _ANSWERS[answer.status] if answer else ""  # fmt: skip
    for m in report.missing:
        yield [
            label, "未承诺", "", "", m.name, "", "", "", "", "", "", "", m.requirement, required_words(m.required),
            "未承诺", "", word, "",
        ], _ANSWERS[Status.BELOW]  # fmt: skip
