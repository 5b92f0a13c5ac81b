"""A batch of notices: one for each row of the list, numbered from the ledger, with a list of delivery.

What the form's sections are called is fixed by this module (``basics`` and one table of rows); their fields are not,
but for those that make the number and the file's name.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tfdocs.errors import DataInvalid, TemplateFault, TfdocsError
from tfdocs.generate.context import build_context
from tfdocs.generate.data import FormData, Record, label_key
from tfdocs.generate.merge import merge
from tfdocs.generate.numbering import Entry, Ledger, open_ledger
from tfdocs.generate.output import write_bytes
from tfdocs.generate.sheets import CENTRE, HEAD_FILL, put, save_workbook, units
from tfdocs.generate.template import Template
from tfdocs.generate.validate import Examined, Values, examine
from tfdocs.model.fault import Fault, Severity
from tfdocs.model.programme import Form, FormSection, Layout, Programme

MERGED = "合并打印.docx"
DELIVERY = "送达清单.xlsx"
# Fields that are printed as part of a number: a template with the number prints them.
PARTS_OF_NUMBERS = {"document_no": ("issuer_code", "year", "first_number"), "project_no": ("project_prefix",)}
MAX_NAME = 60  # characters of a body's name in a file's name


class State(StrEnum):
    NEW = "new"  # issued in this run
    KEPT = "kept"  # issued earlier, its file as it was
    REWRITTEN = "rewritten"  # issued earlier; the file was missing, or re-issue was asked for
    CHANGED = "changed"  # issued earlier with other content; left as it is
    FAILED = "failed"


@dataclass
class Notice:
    """One row and what became of it. ``row`` is what templates see of it."""

    record: Record
    values: Values
    state: State = State.FAILED
    number: int = 0
    document_no: str = ""
    project_no: str = ""
    file: str = ""
    sha256: str = ""
    key: str = ""
    content: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Batch:
    """What a run did: a notice a row, every fault, the paths written for the office (merged file, delivery list)."""

    notices: tuple[Notice, ...]
    faults: tuple[Fault, ...]
    paths: tuple[Path, ...]
    unprinted: int = 0  # notices whose PDF was asked for and could not be made

    @property
    def failed(self) -> int:
        return sum(n.state in (State.FAILED, State.CHANGED) for n in self.notices) + self.unprinted

    def files(self, folder: Path) -> list[Path]:
        return [folder / n.file for n in self.notices if n.file and n.state is not State.FAILED]


@dataclass
class _Run:
    programme: Programme
    form: Form
    section: FormSection
    folder: Path
    template: Template
    shared: dict[str, Any]
    faults: list[Fault] = field(default_factory=list)

    def fault(self, notice: Notice, message: str, hint: str = "", severity: Severity = Severity.ERROR) -> None:
        self.faults.append(Fault(notice.record.place, message, hint, severity))


def issue(
    programme: Programme,
    form: Form,
    data: FormData,
    folder: Path,
    *,
    merged: bool = False,
    strict: bool = False,
    reissue: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Batch:
    """Write the notices of ``data`` below ``folder``.

    A row with errors is reported and left out, and gets no number. A row whose content changed after its notice was
    issued is reported and its notice left as it is, unless ``reissue``. Raises ``DataInvalid`` when the common part
    has errors or no row is right, ``TemplateFault``, ``OutputFailed``, ``InputDamaged`` (ledger).
    """
    section = next(s for s in form.sections if s.layout is Layout.ROWS)
    examined = examine(programme, form, data)
    notices, general = _sorted_out(section, data, examined, strict=strict)
    template = Template.load(programme.folder / form.template)
    shared = build_context(programme, form, examined.values)
    run = _Run(programme, form, section, folder, template, shared, list(general))
    _duplicates(run, notices)
    if not any(n.state is State.NEW for n in notices):
        raise DataInvalid(
            "名单中没有一行可以发文", where=data.source, hint="请按上面列出的位置改正后重试。", faults=run.faults
        )
    with open_ledger(folder) as ledger:
        _allot(run, notices, ledger, reissue=reissue)
        for done, notice in enumerate(notices, 1):
            if notice.state in (State.NEW, State.REWRITTEN):
                _write(run, notice, ledger)
            if progress is not None:
                progress(done, len(notices))
    paths = [_delivery_list(run, notices)]
    if merged:
        target = folder / MERGED
        write_bytes(target, merge(_written(folder, notices)))
        paths.append(target)
    return Batch(tuple(notices), tuple(run.faults), tuple(paths))


def notice_names(form: Form, names: dict[str, Any]) -> dict[str, Any]:
    """The names that a notice's template may use, from those of the form (``context.names_for``): a row's fields
    stand at the top, with the numbers and the category."""
    section = next(s for s in form.sections if s.layout is Layout.ROWS)
    category = {"id": "示例", "name": "示例类别", "grant": Decimal(200000), "end": "2023年12月31日"}
    row = {k: v for k, v in names[section.key][0].items() if k != "no"}
    return names | row | {"category": category, "document_no": "示例发〔2023〕1号", "project_no": "示例-001"}


def _written(folder: Path, notices: list[Notice]) -> Iterator[bytes]:
    for notice in sorted((n for n in notices if n.state is not State.FAILED), key=lambda n: n.number):
        path = folder / notice.file
        if path.is_file():
            yield path.read_bytes()


def _sorted_out(
    section: FormSection, data: FormData, examined: Examined, *, strict: bool
) -> tuple[list[Notice], list[Fault]]:
    """A notice for each row, those with errors as failed; and the faults. Raises for errors outside the rows."""
    records = [r for r in data.sections.get(section.key, ()) if not r.blank]
    bad = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    wrong = {f.place for f in examined.faults if f.severity in bad}
    inside: set[str] = set()
    notices = []
    for record, values in zip(records, examined.values[section.key], strict=True):
        places = {record.place, *(e.place for e in record.entries.values())}
        inside |= places
        failed = bool(places & wrong)
        notices.append(Notice(record, values, State.FAILED if failed else State.NEW))
    outside = [f for f in examined.faults if f.severity in bad and f.place not in inside]
    if outside:
        raise DataInvalid(
            f"填报内容有 {len(outside)} 处错误",
            where=data.source,
            hint="请按上面列出的位置改正后重试。",
            faults=examined.faults,
        )
    return notices, examined.faults


def _duplicates(run: _Run, notices: list[Notice]) -> None:
    """Fill the keys; a project listed twice is issued once, a project number used twice not at all the second time."""
    seen: dict[str, Notice] = {}
    numbers: dict[str, Notice] = {}
    applicants: dict[str, Notice] = {}
    for notice in notices:
        values = notice.values
        applicant, name = str(values.get("applicant") or ""), str(values.get("project_name") or "")
        notice.key = f"{label_key(applicant)}|{label_key(name)}"
        notice.content = _content(run, values)
        if notice.state is State.FAILED:
            continue
        before = seen.setdefault(notice.key, notice)
        if before is not notice:
            notice.state = State.FAILED
            run.fault(notice, f"与{before.record.place}重复：{applicant}“{name}”", "同一项目只发一份，请删除一行。")
            continue
        number = str(values.get("project_no") or "")
        other = numbers.setdefault(number, notice) if number else notice
        if other is not notice:
            notice.state = State.FAILED
            run.fault(notice, f"项目编号“{number}”与{other.record.place}重复", "请核对项目编号。")
            continue
        twin = applicants.setdefault(label_key(applicant), notice)
        if twin is not notice:
            run.fault(
                notice, f"“{applicant}”与{twin.record.place}是同一单位", "如确有两个项目可不理会。", Severity.WARNING
            )


def _content(run: _Run, values: Values) -> str:
    """Hash of what a notice says: its row and the common fields it prints. The first number is not part of it."""
    common = {
        f.key: str(run.shared.get(f.key, ""))
        for s in run.form.sections
        if s.layout is Layout.FIELDS
        for f in s.fields
        if f.key != "first_number"
    }
    text = json.dumps([{k: str(v) for k, v in values.items()}, common], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _allot(run: _Run, notices: list[Notice], ledger: Ledger, *, reissue: bool) -> None:
    """Numbers: those of the ledger first, then new ones without a gap, in the order of the list."""
    known = ledger.entries()
    first = int(run.shared.get("first_number") or 1)
    following = max((e.number for e in known.values()), default=first - 1) + 1
    taken = {e.project_no for e in known.values()} | {str(n.values.get("project_no") or "") for n in notices}
    fresh: list[Entry] = []
    digits = max(4, len(str(following + len(notices))))
    for notice in notices:
        if notice.state is State.FAILED:
            continue
        entry = known.get(notice.key)
        if entry is None:
            project_no = str(notice.values.get("project_no") or "") or _project_number(
                run, following - first + 1, taken
            )
            if not project_no:
                notice.state = State.FAILED
                run.fault(notice, "没有项目编号", "请填写项目编号，或在“发文信息”中填写项目编号前缀。")
                continue
            if any(project_no == e.project_no for e in known.values()):
                notice.state = State.FAILED
                run.fault(notice, f"项目编号“{project_no}”已用于另一份通知书", "请核对项目编号。")
                continue
            entry = Entry(following, notice.key, notice.content, project_no, "", "")
            fresh.append(entry)
            following += 1
        else:
            _settle(run, notice, entry, reissue=reissue)
        notice.number, notice.project_no = entry.number, entry.project_no
        notice.document_no = f"{run.shared.get('issuer_code', '')}〔{run.shared.get('year', '')}〕{entry.number}号"
        notice.file = entry.file or file_name(entry.number, str(notice.values.get("applicant") or ""), digits=digits)
        notice.sha256 = entry.sha256
    ledger.allot(fresh)
    listed = {n.key for n in notices}
    for key, entry in known.items():
        if key not in listed:
            run.faults.append(
                Fault(
                    f"文号 {entry.number}",
                    f"已发的通知书“{entry.file}”不在本次名单中",
                    "文号保留，不再使用；如名单有误请核对。",
                    Severity.WARNING,
                )
            )


def _project_number(run: _Run, serial: int, taken: set[str]) -> str:
    prefix = str(run.shared.get("project_prefix") or "")
    if not prefix:
        return ""
    while f"{prefix}{serial:03d}" in taken:
        serial += 1
    taken.add(f"{prefix}{serial:03d}")
    return f"{prefix}{serial:03d}"


def _settle(run: _Run, notice: Notice, entry: Entry, *, reissue: bool) -> None:
    """What to do with a row that has its number already."""
    path = run.folder / entry.file
    if entry.content != notice.content and entry.sha256:
        if reissue:
            notice.state = State.REWRITTEN
            return
        notice.state = State.CHANGED
        run.fault(
            notice,
            f"发文（第 {entry.number} 号）后内容有改动，原通知书未动",
            "确需更正时加 --reissue 重新生成，并收回原件。",
        )
    elif not entry.sha256 or not path.is_file():
        notice.state = State.NEW if not entry.sha256 else State.REWRITTEN
    else:
        notice.state = State.KEPT
        if hashlib.sha256(path.read_bytes()).hexdigest() != entry.sha256:
            run.fault(
                notice,
                f"“{entry.file}”生成后被改动过，保留现状",
                "如需恢复，请删除该文件后重新运行。",
                Severity.WARNING,
            )


def _write(run: _Run, notice: Notice, ledger: Ledger) -> None:
    values = {f.key: "" if notice.values.get(f.key) is None else notice.values[f.key] for f in run.section.fields}
    context = run.shared | values | {"document_no": notice.document_no, "project_no": notice.project_no}
    try:
        category = run.programme.category(str(values.get("category", "")))
        context["category"] = {"id": category.id, "name": category.name, "grant": category.grant, "end": category.end}
    except KeyError:
        context["category"] = {"name": values.get("category", "")}
    try:
        blob = run.template.render(context)
    except TemplateFault:
        raise  # the same for every row
    except TfdocsError as error:
        notice.state, notice.reason = State.FAILED, error.what
        run.fault(notice, error.what, error.hint)
        return
    write_bytes(run.folder / notice.file, blob)
    notice.sha256 = hashlib.sha256(blob).hexdigest()
    ledger.written(Entry(notice.number, notice.key, notice.content, notice.project_no, notice.file, notice.sha256))


def file_name(number: int, name: str, *, digits: int = 4) -> str:
    """“0101-某某学会.docx”: sorts by number, and every system can store it (no reserved sign, no trailing dot)."""
    plain = unicodedata.normalize("NFC", name)
    plain = re.sub(r'[<>:"/\\|?*\x00-\x1f\x7f]', "_", plain)
    plain = re.sub(r"\s+", " ", plain)[:MAX_NAME].strip(" .")
    return f"{number:0{digits}d}-{plain or '未命名'}.docx"


def _delivery_list(run: _Run, notices: list[Notice]) -> Path:
    book = Workbook()
    ws = book.active
    ws.title = "送达清单"
    heads = (
        "序号",
        "文号",
        "项目编号",
        "项目单位",
        "项目名称",
        "资助经费（元）",
        "签收人",
        "签收日期",
        "文件",
        "SHA-256",
    )
    widths = (6, 22, 16, 30, 34, 14, 12, 14, 40, 68)
    for column, (head, width) in enumerate(zip(heads, widths, strict=True), 1):
        put(ws, 1, column, head, fill=HEAD_FILL, bold=True, align=CENTRE)
        ws.column_dimensions[ws.cell(1, column).column_letter].width = width
    sent = sorted((n for n in notices if n.state is not State.FAILED), key=lambda n: n.number)
    for row, n in enumerate(sent, 2):
        grant = n.values.get("grant")
        texts = (
            n.document_no,
            n.project_no,
            str(n.values.get("applicant") or ""),
            str(n.values.get("project_name") or ""),
        )
        put(ws, row, 1, row - 1, align=CENTRE)
        for column, text in enumerate(texts, 2):
            put(ws, row, column, text)
        put(ws, row, 6, float(grant) if isinstance(grant, Decimal) else None).number_format = "#,##0.00"
        put(ws, row, 7, None)
        put(ws, row, 8, None)
        put(ws, row, 9, n.file)
        put(ws, row, 10, n.sha256, size=9)
        lines = max(1 + units(texts[2]) // 28, 1 + units(texts[3]) // 32)
        ws.row_dimensions[row].height = max(24, 15 * lines + 6)  # room for a signature
    ws.freeze_panes = "C2"
    # People sign on paper for what they got; the file and its hash are for the office's own screen.
    ws.print_area = f"A1:H{max(2, len(sent) + 1)}"
    ws.oddFooter.center.text = "第 &P 页 共 &N 页"
    ws.page_margins.left = ws.page_margins.right = 0.5
    ws.print_title_rows = "1:1"
    ws.page_setup.orientation, ws.page_setup.paperSize = "landscape", ws.PAPERSIZE_A4
    ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = 1, 0
    ws.sheet_properties.pageSetUpPr.fitToPage = True
    path = run.folder / DELIVERY
    save_workbook(book, path)
    return path
