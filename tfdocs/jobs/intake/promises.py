"""commitments.xlsx: every promise of every applicant, one below the other. It must not know how they were found."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from tfdocs.commitments.wording import KINDS, MODALITIES, STATUSES, place, required_words, said, words
from tfdocs.jobs.intake.sheets import MOST_ROWS, Sheet, Value, put, workbook_bytes
from tfdocs.model.commitment import CommitmentReport, Status

COMMITMENTS = "commitments.xlsx"

_ITEMS: tuple[tuple[str, float], ...] = (
    ("序号", 6), ("申报人", 28), ("性质", 8), ("类型", 8), ("动作", 10), ("对象", 26), ("比较", 9), ("数值", 12),
    ("上限", 10), ("单位", 9), ("每", 7), ("原文", 48), ("位置", 14), ("对应要求", 26), ("要求", 12), ("是否达到", 10),
    ("说明", 30), ("Word", 34), ("编号", 16),
)  # fmt: skip
_ANSWERS = {Status.MET: "E3F1E7", Status.BELOW: "FBE4E1", Status.UNCLEAR: "FDEECD"}


def write_commitments(
    reports: Iterable[tuple[str, str, CommitmentReport]], names: Mapping[str, str], folder: Path
) -> None:
    """Write the workbook. ``reports`` gives applicant, Word and report; ``names`` the indicators by id.

    Raises ``OutputFailed``.
    """
    rows = ((row, tint) for label, word, report in reports for row, tint in _items(label, word, report, names))
    numbered = (((n, *row), tint) for n, (row, tint) in enumerate(rows, start=1))

    def sheets() -> Iterator[Sheet]:
        for part in itertools.count(1):
            first = next(numbered, None)
            if first is None and part > 1:
                return
            ours = itertools.chain([first] if first else [], itertools.islice(numbered, MOST_ROWS - 2))
            yield Sheet("承诺事项" if part == 1 else f"承诺事项-{part}", _ITEMS, ours, frozen="C2")

    put(folder / COMMITMENTS, workbook_bytes(sheets()))


def _items(
    label: str, word: str, report: CommitmentReport, names: Mapping[str, str]
) -> Iterator[tuple[list[Value], str]]:
    for i in report.commitments:
        answer = i.requirement
        yield [
            label, MODALITIES[i.modality], KINDS[i.kind], i.action or "", i.object or "", said(i.comparator),
            _number(i.value), _number(i.value_max), i.unit, i.per or "", words(i), place(i, None),
            names.get(answer.id, answer.id) if answer else "", required_words(answer.required) if answer else "",
            STATUSES[answer.status] if answer else "", i.note, word, i.id,
        ], _ANSWERS[answer.status] if answer else ""  # fmt: skip
    for m in report.missing:
        yield [
            label, "未承诺", "", "", m.name, "", "", "", "", "", "", "", m.requirement, required_words(m.required),
            "未承诺", "", word, "",
        ], _ANSWERS[Status.BELOW]  # fmt: skip


def _number(value: Decimal | str | None) -> Value:
    """Excel counts in doubles: what a double does not hold exactly stays a text."""
    if not isinstance(value, Decimal):
        return value
    if Decimal(repr(float(value))) != value:
        return str(value)
    return int(value) if value == value.to_integral_value() else float(value)
