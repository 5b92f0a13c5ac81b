"""summary.xlsx and index.html from the rows of the table.

What people have written into summary.xlsx (处理意见, 备注) is read before it is written again, and kept.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from tfdocs.errors import TfdocsError
from tfdocs.jobs.intake.promises import COMMITMENTS
from tfdocs.jobs.intake.sheets import Link, Sheet, Value, put, read_rows, workbook_bytes
from tfdocs.jobs.intake.table import Level, Line
from tfdocs.report.vocabulary import visible
from tfdocs.report.writing import write_bytes

SUMMARY, INDEX = "summary.xlsx", "index.html"

_TINTS = {
    Level.INCONSISTENT: "FBE4E1",
    Level.FAILED: "FBE4E1",
    Level.UNDETERMINED: "FDEECD",
    Level.WAITING: "FDEECD",
    Level.AMBIGUOUS: "FDEECD",
    Level.LIST: "FDEECD",
    Level.ALONE: "FDEECD",
    Level.CONSISTENT: "E3F1E7",
}
_TABLE: tuple[tuple[str, float], ...] = (
    ("序号", 6), ("结论", 12), ("申报人或文件", 32), ("说明", 52), ("确定的差异", 8), ("存疑", 7), ("页数", 7),
    ("未读出的页", 8), ("印章", 7), ("承诺", 7), ("低于要求", 8), ("未承诺", 8), ("报告", 10), ("处理意见", 12),
    ("备注", 24), ("Word", 34), ("PDF", 34), ("配对依据", 24), ("编号", 15),
)  # fmt: skip
_CHOICES = {"N": ("已核实", "退回修改", "重新扫描", "忽略")}
_REST: tuple[tuple[str, float], ...] = (("序号", 6), ("类别", 12), ("文件", 70), ("说明", 70), ("编号", 15))
_NOTES: tuple[tuple[str, float], ...] = (("编号", 15), ("申报人或文件", 50), ("处理意见", 14), ("备注", 50))
_MOST_NOTES = 100_000


@dataclass(frozen=True, slots=True)
class Note:
    """What a person wrote beside a row."""

    label: str
    decision: str
    remark: str


def write_summary(lines: Sequence[Line], folder: Path) -> list[str]:
    """Write summary.xlsx; returns what a person should know (a file that could not be read, notes without a row).

    Raises ``OutputFailed``.
    """
    target = folder / SUMMARY
    told: list[str] = []
    notes: dict[str, Note] = {}
    if target.exists():
        try:
            notes = read_notes(target)
        except TfdocsError:
            aside = _free(folder / "summary-old.xlsx")
            write_bytes(aside, target.read_bytes())
            told.append(f"原来的 {SUMMARY} 读不出来，已另存为 {aside.name}")
    put(target, workbook_bytes(_sheets(lines, notes)))
    return told


def _free(path: Path) -> Path:
    number, candidate = 1, path
    while candidate.exists():
        number += 1
        candidate = path.with_stem(f"{path.stem}-{number}")
    return candidate


def _sheets(lines: Sequence[Line], notes: dict[str, Note]) -> Iterator[Sheet]:
    main = [line for line in lines if line.level <= Level.CONSISTENT]
    rest = [line for line in lines if line.level > Level.CONSISTENT]
    yield Sheet(
        "汇总",
        _TABLE,
        ((_row(n, line, notes.get(line.id)), _TINTS[line.level]) for n, line in enumerate(main, start=1)),
        frozen="D2",
        printed="O",
        choices=_CHOICES,
    )
    yield Sheet(
        "没有核对的文件",
        _REST,
        (((n, i.level.chinese, i.label, "；".join(i.why), i.id), "") for n, i in enumerate(rest, start=1)),
    )
    known = {line.id for line in main}
    left = [(i, n) for i, n in sorted(notes.items()) if i not in known]
    if left:
        yield Sheet("以前的处理意见", _NOTES, (((i, n.label, n.decision, n.remark), "") for i, n in left))


def _row(number: int, line: Line, note: Note | None) -> list[Value]:
    return [
        number, line.level.chinese, line.label, "\n".join((*line.why, *line.notes)), line.certain, line.uncertain,
        line.pages, line.failed_pages, line.seals, line.promises, line.below, line.missing,
        Link("打开报告", line.report) if line.report else "",
        note.decision if note else "", note.remark if note else "", line.word, line.pdf, line.rule, line.id,
    ]  # fmt: skip


def read_notes(path: Path) -> dict[str, Note]:
    """What people wrote into a summary.xlsx, by the id of the row. Raises ``InputError``."""
    return {i: n for _, rows in read_rows(path, _MOST_NOTES, len(_TABLE)) for i, n in _notes_of(rows)}


def _notes_of(rows: Iterator[list[str]]) -> Iterator[tuple[str, Note]]:
    heads = next(rows, [])
    if not {"编号", "处理意见", "备注", "申报人或文件"} <= set(heads):
        return
    for texts in rows:
        row = dict(zip(heads, texts, strict=False))
        if row["编号"] and (row["处理意见"] or row["备注"]):
            yield row["编号"], Note(row["申报人或文件"], row["处理意见"], row["备注"])


def write_index(lines: Sequence[Line], folder: Path, commitments: bool) -> None:
    """Write index.html. Raises ``OutputFailed``."""
    counted = [(level, sum(line.level is level for line in lines)) for level in Level]
    css, script = _asset("index.css"), _asset("index.js")
    page = _template().render(
        lines=[line for line in lines if line.level <= Level.CONSISTENT],
        rest=[line for line in lines if line.level > Level.CONSISTENT],
        counts=[(level, n) for level, n in counted if n and level <= Level.CONSISTENT],
        asks=sum(line.level.asks for line in lines),
        pages=sum(line.pages or 0 for line in lines),
        commitments=COMMITMENTS if commitments else "",
        summary=SUMMARY,
        style=Markup(css),  # our own files, the only text that is not escaped
        script=Markup(script),
        style_hash=_hash(css),
        script_hash=_hash(script),
    )
    put(folder / INDEX, page.encode("utf-8", errors="replace"))


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")


@cache
def _asset(name: str) -> str:
    # Line breaks as in the repository, whatever git made of them: the policy's hash is over these very bytes.
    return files("tfdocs.jobs.intake").joinpath("assets", name).read_text("utf-8").replace("\r\n", "\n")


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters["visible"] = visible
    return environment.from_string(_asset("index.html.j2"))
