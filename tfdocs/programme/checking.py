"""Every fault of a programme folder, each at its line: syntax, then shape, then meaning.

Must not know Word: that a template exists is seen here, what is in it is the business of the template check.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tfdocs.errors import reason
from tfdocs.model.fault import Fault, Severity
from tfdocs.model.programme import Programme
from tfdocs.programme import forms, guide, meaning
from tfdocs.programme.finding import MAX_FINDINGS, Findings, TooManyFindings
from tfdocs.programme.folders import DATA_FILE, as_folder
from tfdocs.programme.linemap import Key
from tfdocs.programme.marks import marks
from tfdocs.programme.structure import check_table
from tfdocs.programme.syntax import Source, read

_DECIDE = "定下后删去这一行注释"
_NOT_IN_FILE = frozenset({"folder"})  # fields of the model that the place of the file says


def check(folder: Path) -> list[Fault]:
    """Every fault of a programme folder, in the order of the lines of programme.toml; [] when it is sound.

    Errors keep the programme from being loaded, warnings do not. ``Fault.place`` names file and line
    (“programme.toml 第 12 行”). Raises ``InputMissing`` when there is no such folder, and nothing for what is in it.
    """
    return examine(as_folder(folder))[1]


def examine(folder: Path) -> tuple[Programme | None, list[Fault]]:
    """The programme when it has no error, and every fault and warning."""
    path = folder / DATA_FILE
    if not path.is_file():
        hint = f"项目文件夹里必须有 {DATA_FILE}；可以从现有项目复制一份再改。"
        return None, [Fault(folder.resolve().name, f"没有 {DATA_FILE}", hint)]
    try:
        source = read(path)
    except OSError as error:
        return None, [Fault(DATA_FILE, f"文件读不出来（{reason(error)}）", "请检查文件权限。")]
    if not isinstance(source, Source):
        hint = "语法改对以后，再检查内容。"
        return None, [Fault(_place(f.line), f.message, hint) for f in source]

    findings = Findings()

    def complain(key: Key, message: str, hint: str) -> None:
        findings.error(key, message, hint)

    programme: Programme | None = None
    rest: list[Fault] = []
    try:
        check_table(source.data, Programme, (), complain, _NOT_IN_FILE)
        meaning.check(source.data, folder, findings)
        forms.check(source.data, folder, findings)
        guide.check(source.data, folder, findings)
        if not findings.has_error:
            programme = _build(source.data, folder, findings)
    except TooManyFindings:
        rest = [Fault(DATA_FILE, f"错误太多，只列出前 {MAX_FINDINGS} 处", "请先改正这些，再检查一遍。")]
    placed = [(source.line(*f.key), Fault("", f.message, f.hint, f.severity)) for f in findings.all]
    marked = list(marks(_text(path)))
    # what stands beneath 【必填】 only holds a place: one fault is enough
    held = {line + 1 for line, severity, _ in marked if severity is Severity.ERROR}
    placed = [(line, fault) for line, fault in placed if line not in held]
    placed += [(line, Fault("", said, _DECIDE, severity)) for line, severity, said in marked]
    faults = [replace(f, place=_place(line)) for line, f in sorted(placed, key=lambda p: p[0])] + rest
    return (programme if all(f.severity is not Severity.ERROR for f in faults) else None), faults


def _text(path: Path) -> str:
    """The file as ``read`` has read it already: it is known to be UTF-8 and of bearable size."""
    return path.read_bytes().decode("utf-8-sig", errors="replace")


def _place(line: int) -> str:
    return f"{DATA_FILE} 第 {line} 行"


def _build(data: dict[str, Any], folder: Path, findings: Findings) -> Programme | None:
    try:
        return Programme.model_validate({**data, "folder": folder})
    except ValidationError as error:
        # What the model itself demands beyond types; reached only by rules that are added to the model later.
        for detail in error.errors(include_url=False):
            findings.error(tuple(detail["loc"]), f"不合要求（{detail['msg']}）")
        return None
