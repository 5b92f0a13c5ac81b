"""The commitments of one or of many documents as an .xlsx that an office keeps.

It must not know how the commitments were found. The same reports give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tfdocs.commitments.applicants import Paper, across, grouped
from tfdocs.commitments.sheets import Value, coloured, saved, sheet_name, table, value_of
from tfdocs.commitments.wording import (
    KINDS,
    MODALITIES,
    NOT_PROMISED,
    STATUSES,
    figure,
    place,
    required_words,
    said,
    words,
)
from tfdocs.model.commitment import Commitment, CommitmentReport, Comparator, Conflict, Modality, Status
from tfdocs.model.document import Document
from tfdocs.model.programme import Category, Indicator

__all__ = ["TINTS", "many_bytes", "short_of", "standing", "workbook_bytes"]

TINTS = {STATUSES[Status.MET]: "E3F1E7", STATUSES[Status.BELOW]: "FBE4E1", STATUSES[Status.UNCLEAR]: "FDEECD"}
TINTS[NOT_PROMISED] = TINTS[STATUSES[Status.BELOW]]

_ITEMS: tuple[tuple[str, float], ...] = (
    ("序号", 6), ("性质", 12), ("类型", 8), ("动作", 10), ("对象", 26), ("比较", 9), ("数值", 12), ("上限", 10),
    ("单位", 9), ("每", 7), ("原文", 48), ("位置", 14), ("对应要求", 24), ("要求", 12), ("是否达到", 10),
    ("说明", 30), ("编号", 16),
)  # fmt: skip
_ASSESSED: tuple[tuple[str, float], ...] = (
    ("序号", 6), ("指标", 30), ("要求", 12), ("承诺", 14), ("是否达到", 10), ("原文", 50), ("位置", 14),
    ("要求编号", 26),
)  # fmt: skip
_SUMMARY: tuple[tuple[str, float], ...] = (
    ("序号", 6), ("申报单位", 24), ("指标", 28), ("要求", 12), ("要求值", 10), ("比较", 9), ("承诺值", 12), ("单位", 8),
    ("是否达到", 10), ("原文", 44), ("位置", 14), ("文件", 24),
)  # fmt: skip
_CONFLICTS: tuple[tuple[str, float], ...] = (("序号", 6), ("申报单位", 24), ("不一致之处", 90), ("涉及编号", 40))
_FAILED: tuple[tuple[str, float], ...] = (("序号", 6), ("文件", 40), ("原因", 80))


def workbook_bytes(
    report: CommitmentReport, category: Category | None = None, document: Document | None = None
) -> bytes:
    """One document: all items, with ``category`` a sheet that goes through its indicators, and the contradictions.

    ``document`` names the places; without it paragraphs are counted.
    """
    book = Workbook()
    book.remove(book.active)
    if category is not None:
        sheet = book.create_sheet("对照要求")
        rows = [[n, *row] for n, row in enumerate(_assessed(report, category, document), 1)]
        table(sheet, _ASSESSED, rows)
        _by_status(sheet, "E", len(_ASSESSED), len(rows))
    _items(book.create_sheet("承诺事项"), [(report, document)], category)
    if report.conflicts:
        _conflicts(book.create_sheet("前后不一致"), [("", c) for c in report.conflicts])
    return saved(book)


def many_bytes(
    papers: Sequence[Paper], category: Category | None = None, failed: Sequence[tuple[str, str]] = ()
) -> bytes:
    """Many documents: all applicants by indicator, a sheet for each applicant, contradictions, files that failed."""
    book = Workbook()
    book.remove(book.active)
    groups = grouped(papers)
    taken: set[str] = set()
    if category is not None:
        _matrix(book.create_sheet(sheet_name("各单位对照", taken)), groups, category)
        _summary(book.create_sheet(sheet_name("汇总", taken)), groups, category)
    conflicts = [(name, c) for name, own in groups for p in own for c in p.report.conflicts]
    conflicts += [(name, c) for name, own in groups for c in across(own, category)]
    if conflicts:
        _conflicts(book.create_sheet(sheet_name("前后不一致", taken)), conflicts)
    if failed:
        rows: list[list[Value]] = [[n, name, why] for n, (name, why) in enumerate(failed, 1)]
        table(book.create_sheet(sheet_name("未能读取", taken)), _FAILED, rows)
    for name, own in groups:
        _items(book.create_sheet(sheet_name(name, taken)), [(p.report, p.document) for p in own], category)
    if not book.sheetnames:
        book.create_sheet("没有文件")
    return saved(book)


def _by_status(sheet: Worksheet, column: str, width: int, rows: int) -> None:
    area = f"A2:{get_column_letter(width)}{max(2, rows + 1)}"
    for word, colour in TINTS.items():
        coloured(sheet, area, f'${column}2="{word}"', colour)


def _items(
    sheet: Worksheet, reports: Sequence[tuple[CommitmentReport, Document | None]], category: Category | None
) -> None:
    names = {i.id: i.name for i in category.indicators} if category is not None else {}
    several = len(reports) > 1
    rows: list[list[Value]] = []
    for report, document in reports:
        for item in report.commitments:
            row = _item(len(rows) + 1, item, names, document)
            rows.append([*row, report.source.name] if several else row)
    columns = (*_ITEMS, ("文件", 24.0)) if several else _ITEMS
    table(sheet, columns, rows)
    _by_status(sheet, "O", len(columns), len(rows))


def _item(number: int, i: Commitment, names: dict[str, str], document: Document | None) -> list[Value]:
    answer = i.requirement
    return [
        number, MODALITIES[i.modality], KINDS[i.kind], i.action or "", i.object or "", said(i.comparator),
        value_of(i.value), value_of(i.value_max), i.unit, i.per or "", words(i), place(i, document),
        names.get(answer.id, answer.id) if answer else "", required_words(answer.required) if answer else "",
        STATUSES[answer.status] if answer else "", i.note, i.id,
    ]  # fmt: skip


def _answers(report: CommitmentReport, indicator: Indicator) -> list[Commitment]:
    return [
        i
        for i in report.commitments
        if i.modality is Modality.PROMISE and i.requirement is not None and i.requirement.id == indicator.id
    ]


def _status(item: Commitment) -> str:
    return STATUSES[item.requirement.status] if item.requirement is not None else ""


def _unanswered(report: CommitmentReport, indicator: Indicator) -> str:
    missing = any(m.requirement == indicator.id for m in report.missing)
    return NOT_PROMISED if missing else STATUSES[Status.UNCLEAR]


def _assessed(report: CommitmentReport, category: Category, document: Document | None) -> list[list[Value]]:
    rows: list[list[Value]] = []
    for indicator in category.indicators:
        wanted = required_words(indicator.required)
        found = _answers(report, indicator)
        if not found:
            rows.append([indicator.name, wanted, "", _unanswered(report, indicator), "", "", indicator.id])
        for i in found:
            rows.append([indicator.name, wanted, figure(i), _status(i), words(i), place(i, document), indicator.id])
    return rows


def _summary(sheet: Worksheet, groups: Sequence[tuple[str, list[Paper]]], category: Category) -> None:
    rows: list[list[Value]] = []
    for name, own in groups:
        for indicator in category.indicators:
            wanted = required_words(indicator.required)
            found = [(p, i) for p in own for i in _answers(p.report, indicator)]
            if not found:
                status = NOT_PROMISED
                if any(_unanswered(p.report, indicator) != NOT_PROMISED for p in own):
                    status = STATUSES[Status.UNCLEAR]
                rows.append(
                    [len(rows) + 1, name, indicator.name, wanted, indicator.value, "", None, "", status, "", "", ""]
                )
            for p, i in found:
                rows.append(
                    [
                        len(rows) + 1, name, indicator.name, wanted, indicator.value, said(i.comparator),
                        value_of(i.value), i.unit, _status(i), words(i), place(i, p.document), p.name,
                    ]
                )  # fmt: skip
    table(sheet, _SUMMARY, rows)
    _by_status(sheet, "I", len(_SUMMARY), len(rows))


# which way a value falls short of what is required
_SHORT = {Comparator.AT_LEAST: "<", Comparator.MORE: "<=", Comparator.AT_MOST: ">", Comparator.LESS: ">="}


def short_of(indicator: Indicator, cell: str, required: str) -> str | None:
    """The formula that holds when ``cell`` falls short of ``required``; None where no number says so."""
    sign = _SHORT.get(indicator.comparator)
    return None if sign is None else f"{cell}{sign}{required}"


def _matrix(sheet: Worksheet, groups: Sequence[tuple[str, list[Paper]]], category: Category) -> None:
    """Indicators down, applicants across: a number where the answer is sure, else words that say what is the matter."""
    columns = [("序号", 6.0), ("指标", 30.0), ("要求", 12.0), ("要求值", 10.0), ("单位", 8.0)]
    columns += [(name, 16.0) for name, _ in groups]
    rows: list[list[Value]] = []
    for n, indicator in enumerate(category.indicators, 1):
        row: list[Value] = [n, indicator.name, required_words(indicator.required), indicator.value, indicator.unit]
        rows.append(row + [standing([p.report for p in own], indicator) for _, own in groups])
    table(sheet, columns, rows, frozen="F2")
    last = get_column_letter(len(columns))
    for r, indicator in enumerate(category.indicators, 2):
        area = f"F{r}:{last}{r}"
        if (below := short_of(indicator, f"F{r}", f"$D{r}")) is not None:
            coloured(sheet, area, f"AND(ISNUMBER(F{r}),{below})", TINTS[STATUSES[Status.BELOW]])
            coloured(sheet, area, f"AND(ISNUMBER(F{r}),NOT({below}))", TINTS[STATUSES[Status.MET]])
        coloured(sheet, area, f'F{r}="{NOT_PROMISED}"', TINTS[NOT_PROMISED])
        coloured(sheet, area, f"AND(ISTEXT(F{r}),LEN(F{r})>0)", TINTS[STATUSES[Status.UNCLEAR]])


def standing(own: Sequence[CommitmentReport], indicator: Indicator) -> Value:
    """What one applicant's papers answer to ``indicator``: a number where it is sure, else words that say what is the
    matter."""
    found = [i for report in own for i in _answers(report, indicator)]
    if not found:
        clear = all(_unanswered(report, indicator) == NOT_PROMISED for report in own)
        return NOT_PROMISED if clear else STATUSES[Status.UNCLEAR]
    sure = [i for i in found if i.requirement is not None and i.requirement.status is not Status.UNCLEAR]
    values = {i.value for i in sure}
    same_unit = all(i.per == indicator.per or i.per is None for i in sure)
    if len(values) == 1 and isinstance(value := values.pop(), Decimal) and same_unit and sure[0].value_max is None:
        return value
    shown = "、".join(dict.fromkeys(figure(i) for i in sure or found))
    return f"{shown}（{'不一致' if len(sure) > 1 else STATUSES[Status.UNCLEAR] if not sure else _status(sure[0])}）"


def _conflicts(sheet: Worksheet, found: Sequence[tuple[str, Conflict]]) -> None:
    rows: list[list[Value]] = [[n, name, c.message, "、".join(c.commitments)] for n, (name, c) in enumerate(found, 1)]
    table(sheet, _CONFLICTS, rows)
    coloured(sheet, f"A2:D{max(2, len(rows) + 1)}", "LEN($C2)>0", TINTS[STATUSES[Status.UNCLEAR]])
