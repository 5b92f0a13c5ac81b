"""``tfdocs programme``: lists programmes, shows one as tables to hold against its guide, prints its faults."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tfdocs.cli.chinese import width, wrap
from tfdocs.cli.output import STDOUT, write_json
from tfdocs.cli.parameters import PATH
from tfdocs.errors import ProgrammeFault
from tfdocs.jobs.drafting import new_programme
from tfdocs.jobs.pool import local_pool
from tfdocs.model.commitment import CommitmentKind, Comparator
from tfdocs.model.fault import Severity
from tfdocs.model.programme import Category, Indicator, Programme
from tfdocs.programme import available, check, find

JSON_HELP = "把结果写成 JSON；“-” 表示写到标准输出。"

_COMPARATORS = {
    Comparator.AT_LEAST: "不少于",
    Comparator.MORE: "多于",
    Comparator.AT_MOST: "不超过",
    Comparator.LESS: "少于",
    Comparator.EQUAL: "等于",
    Comparator.ABOUT: "约",
    Comparator.BETWEEN: "介于",
}
# A share is not few but low.
_RATE_COMPARATORS = _COMPARATORS | {Comparator.AT_LEAST: "不低于", Comparator.MORE: "高于", Comparator.LESS: "低于"}
_SEVERITIES = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.INFO: "说明"}


_WORD = re.compile(r"[!-~]+")  # what cannot be broken: an id, an address


@dataclass(frozen=True, slots=True)
class Section:
    """A table to print: on a terminal as a table, elsewhere as lines that can be searched and cut."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    # Where a terminal is too narrow for all columns: these stand beneath the one before, this one as a heading.
    beneath: tuple[int, ...] = ()
    heading: int | None = None


def figure(value: Decimal) -> str:
    """A number as a person writes it: no exponent, no trailing zeros."""
    written = format(value, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def money(yuan: Decimal) -> str:
    """“200000 元（20 万元）”; below 10,000 yuan without the bracket."""
    return f"{figure(yuan)} 元" + (f"（{figure(yuan / 10000)} 万元）" if yuan >= 10000 else "")


def demand(indicator: Indicator) -> str:
    """What is required, in words: “每年不少于 1 次”, “前 50 名”, “不低于 90%”."""
    unit = "个月" if indicator.unit == "月" else indicator.unit
    space = "" if unit.startswith(("%", "‰")) else " "
    value = money(indicator.value) if unit == "元" else f"{figure(indicator.value)}{space}{unit}"
    if indicator.kind is CommitmentKind.RANK and indicator.comparator is Comparator.AT_MOST:
        said = f"前 {value}"
    elif indicator.comparator is Comparator.BETWEEN and indicator.value_max is not None:
        said = f"{figure(indicator.value)} 至 {figure(indicator.value_max)}{space}{unit}"
    else:
        words = _RATE_COMPARATORS if indicator.kind is CommitmentKind.RATE else _COMPARATORS
        said = f"{words[indicator.comparator]} {value}"
    return f"每{indicator.per}{said}" if indicator.per else said


def _days(start: date | None, end: date | None) -> str:
    if start and end:
        return str(start) if start == end else f"{start} 至 {end}"
    return f"{end} 前" if end else f"{start} 起" if start else ""


def _scope(programme: Programme, ids: tuple[str, ...]) -> str:
    return "、".join(programme.category(i).name for i in ids) if ids else "全部类别"


def sections(programme: Programme) -> list[Section]:
    """Everything a programme fixes, in the order of a guide: what, for whom, how much, when, and what if not."""
    head = [
        ("编号", programme.id),
        ("名称", programme.title),
        ("年度", str(programme.year)),
        ("指南", programme.guide),
        ("主办", "、".join(programme.organisers)),
        ("协议甲方", programme.association),
        ("申报平台", " ".join(filter(None, (programme.platform, programme.platform_url)))),
        ("报送地址", programme.address),
    ]
    found = [Section("项目", ("内容", "规定"), [(k, v) for k, v in head if v])]
    for category in programme.categories:
        found += _category(category)
    found += [
        Section(
            "不得申报的情形",
            ("编号", "情形", "适用类别"),
            [(e.id, e.text, _scope(programme, e.categories)) for e in programme.exclusions],
        ),
        Section(
            "优先条件",
            ("编号", "条件", "适用类别"),
            [(p.id, p.text, _scope(programme, p.categories)) for p in programme.priorities],
        ),
        Section(
            "申报材料",
            ("材料", "形式", "份数", "盖章", "报送至", "截止日期"),
            [
                (h.name, h.form, str(h.copies), "是" if h.sealed else "否", h.channel, str(h.deadline or ""))
                for h in programme.hand_in
            ],
        ),
        Section(
            "日程",
            ("环节", "指南写法", "日期", "内容"),
            [(e.name, e.when, _days(e.start, e.end), e.text) for e in programme.calendar],
        ),
        Section("经费规定", ("序号", "规定"), [(str(i), r) for i, r in enumerate(programme.money_rules, 1)]),
        Section("后果", ("情形", "后果"), [(c.condition, c.consequence) for c in programme.consequences]),
        Section(
            "表单",
            ("编号", "名称", "Word 模板", "填写部分"),
            [(f.id, f.title, f.template, "、".join(s.title for s in f.sections)) for f in programme.forms],
        ),
    ]
    return [_trimmed(s) for s in found if s.rows]


def _trimmed(section: Section) -> Section:
    """Without the headings and second units of a programme that has none."""
    blank = {i for i in range(len(section.columns)) if not any(row[i] for row in section.rows)}
    left = [i for i in range(len(section.columns)) if i not in blank]
    place = {old: new for new, old in enumerate(left)}
    return Section(
        section.title,
        tuple(section.columns[i] for i in left),
        [tuple(row[i] for i in left) for row in section.rows],
        tuple(place[i] for i in section.beneath if i in place),
        place.get(section.heading) if section.heading is not None else None,
    )


def _category(category: Category) -> list[Section]:
    rows = [
        ("编号", category.id),
        ("立项数量", f"{category.quota} 个" if category.quota else ""),
        ("经费额度", f"每个 {money(category.grant)}"),
        ("项目周期", _days(category.start, category.end)),
        *(("申报主体", a) for a in category.applicants),
        *(("资格条件", q) for q in category.qualifications),
        ("培育方式", category.selection),
        ("核心任务", category.core_task),
        *(("实施要求", f"{i}．{t}") for i, t in enumerate(category.tasks, 1)),
    ]
    indicators = [
        (str(n), i.dimension, i.name, i.id, demand(i), f"（{'、'.join(i.units)}）" if i.units else "", i.source)
        for n, i in enumerate(category.indicators, 1)
    ]
    return [
        Section(category.name, ("内容", "规定"), [(k, v) for k, v in rows if v]),
        Section(
            f"{category.name}：量化要求 {len(indicators)} 项",
            ("序号", "实施要求", "指标", "编号", "要求", "同义单位", "指南原文"),
            indicators,
            beneath=(3, 5),
            heading=1,
        ),
    ]


def print_sections(found: list[Section]) -> None:
    """Tables on a terminal; elsewhere one line a row, cells parted by tabs, nothing cut and nothing wrapped."""
    if sys.stdout.isatty():
        print_tables(found, Console())
        return
    for number, section in enumerate(found):
        lines = [f"【{section.title}】", "\t".join(section.columns)]
        lines += ["\t".join(" ".join(cell.split()) for cell in row) for row in section.rows]
        click.echo(("\n" if number else "") + "\n".join(lines))


def print_tables(found: Sequence[Section], console: Console) -> None:
    """Tables as wide as the terminal; the last column takes what the others leave, broken as Chinese is broken."""
    for section in found:
        columns, rows = _stacked(section)
        many = len(columns) > 2
        table = Table(
            title=Text(section.title),
            title_justify="left",
            title_style="bold",
            box=box.ROUNDED if many else box.SIMPLE_HEAD,
            show_lines=many,
        )
        widths = _widths(columns, rows, console.width - (3 * len(columns) + 1))
        for column, columns_wide in zip(columns, widths, strict=True):
            table.add_column(Text(column), width=columns_wide, overflow="fold")
        for row in rows:
            # Text, because the guide's square brackets are no markup.
            table.add_row(*(Text(_broken(cell, wide)) for cell, wide in zip(row, widths, strict=True)))
        console.print(table)
        console.print()


def _stacked(section: Section) -> tuple[list[str], list[list[str]]]:
    """Columns and rows with some columns put beneath their neighbours and one turned into heading rows."""
    kept = [i for i in range(len(section.columns)) if i not in section.beneath and i != section.heading]
    columns = [section.columns[i] for i in kept]
    rows: list[list[str]] = []
    heading = None
    for row in section.rows:
        if section.heading is not None and row[section.heading] not in ("", heading):
            heading = row[section.heading]
            rows.append(["", f"【{heading}】", *("" for _ in kept[2:])])
        cells = {i: row[i] for i in kept}
        for i in section.beneath:
            above = max(k for k in kept if k < i)
            cells[above] = "\n".join(filter(None, (cells[above], row[i])))
        rows.append([cells[i] for i in kept])
    return columns, rows


def _widths(columns: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """How wide each column is. Where there is no room for all, the widest gives way, down to its longest word."""
    cells = [[head, *(row[i] for row in rows)] for i, head in enumerate(columns)]
    *others, last = [max(width(line) for cell in column for line in cell.split("\n")) for column in cells]
    floors = [max([8, *(len(word) for cell in column for word in _WORD.findall(cell))]) for column in cells]
    spare = max(min(last, room * 2 // 5), 10)  # what the last column has at least
    while sum(others) > room - spare:
        yielding = [i for i, wide in enumerate(others) if wide > floors[i]]
        if not yielding:
            break
        others[max(yielding, key=lambda i: others[i])] -= 1
    return [*others, max(min(last, room - sum(others)), 8)]


def _broken(cell: str, columns: int) -> str:
    lines: list[str] = []
    for part in cell.split("\n"):
        # Punctuation may hang over the end of a line: one sign or, after a bracket or quote, two.
        tries = [[part]] + [wrap(part, max(columns - hanging, 2)) for hanging in (2, 4)]
        lines += next((t for t in tries if max(map(width, t), default=0) <= columns), tries[-1])
    return "\n".join(lines)


@click.group(help="查看、检查项目（申报指南）数据。", epilog="示例：tfdocs programme list")
def command() -> None:
    pass


@command.command(
    "list",
    help="列出现有项目：随附的，以及环境变量 TFDOCS_PROGRAMMES 所指文件夹里的。",
    epilog="示例：tfdocs programme list",
)
@click.option("--json", "json_to", metavar="文件", help=JSON_HELP)
def list_(json_to: str | None) -> None:
    found = available()
    if json_to is not None:
        listed = [
            {
                "id": s.id,
                "title": s.title,
                "year": s.year or None,
                "categories": list(s.categories),
                "shipped": s.shipped,
                "errors": s.errors,
            }
            for s in found
        ]
        write_json(json_to, _json({"schema": "tfdocs.programmes/1", "programmes": listed}))
    if json_to != STDOUT:
        rows = [
            (
                s.id,
                s.title if not s.errors else f"（数据有 {s.errors} 处错误，不能使用）",
                str(s.year or ""),
                "、".join(s.categories),
                "随附" if s.shipped else str(s.folder),
            )
            for s in found
        ]
        print_sections([Section("现有项目", ("编号", "名称", "年度", "类别", "来源"), rows)])


@command.command(
    "show",
    help="把一个项目的全部规定列成表，附指南原文，供人核对。项目可以是编号，也可以是项目文件夹。",
    epilog="示例：\n  tfdocs programme show tianfu-2023\n  tfdocs programme show 我的项目文件夹 --json 项目.json",
)
@click.argument("programme", metavar="项目")
@click.option("--json", "json_to", metavar="文件", help=JSON_HELP)
def show(programme: str, json_to: str | None) -> None:
    found = find(programme)
    if json_to is not None:
        data = found.model_dump(mode="json", exclude={"folder"})
        write_json(json_to, _json({"schema": "tfdocs.programme/1", **data}))
    if json_to != STDOUT:
        print_sections(sections(found))


@command.command(
    "check",
    help="检查一个项目文件夹，逐行列出 programme.toml 的全部错误和提醒。有错误时退出码为 5。",
    epilog="示例：tfdocs programme check 我的项目文件夹",
)
@click.argument("folder", metavar="文件夹")
@click.option("--json", "json_to", metavar="文件", help=JSON_HELP)
def check_(folder: str, json_to: str | None) -> None:
    faults = check(Path(folder))
    errors = sum(f.severity is Severity.ERROR for f in faults)
    if json_to is not None:
        listed = [{"place": f.place, "severity": f.severity, "message": f.message, "hint": f.hint} for f in faults]
        write_json(json_to, _json({"schema": "tfdocs.faults/1", "errors": errors, "faults": listed}))
    if json_to != STDOUT:
        for fault in faults:
            hint = f"（{fault.hint.rstrip('。')}）" if fault.hint else ""
            click.echo(f"{fault.place}：{_SEVERITIES[fault.severity]}：{fault.message}{hint}")
    if errors:
        raise ProgrammeFault(f"项目数据有 {errors} 处错误", where=folder, hint="请按以上各行改正后再检查。")
    if json_to != STDOUT:
        others = f"，另有 {len(faults)} 处提醒" if faults else ""
        click.echo(f"项目数据没有错误{others}。")


@command.command(
    "new",
    short_help="从申报指南起草一个项目文件夹，要由人决定处有标记。",
    help="从申报指南起草一个项目文件夹：programme.toml（每项附原文，要由人决定处有标记）、guide.txt 和 Word 模板初稿。",
    epilog="示例：tfdocs programme new 申报指南.docx -o 项目/city-2024",
)
@click.argument("guide", metavar="指南", type=PATH)
@click.option("-o", "--output", metavar="文件夹", required=True, type=PATH, help="写到这个文件夹。")
def new(guide: Path, output: Path) -> None:
    with local_pool() as executor:
        written = new_programme(guide, output, executor)
    faults = check(output)
    must = sum(f.severity is Severity.ERROR for f in faults)
    for path in written:
        click.echo(f"已写入：{path}")
    required = f"，其中 {must} 处必须补上才能使用" if must else ""
    click.echo(f"草稿里有 {len(faults)} 处要由人决定{required}；逐处列出：tfdocs programme check {output}")


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)
