"""``tfdocs extract``: what a text promises or demands, and whether it is what the programme asks for."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import click

from tfdocs.cli.output import STDOUT, write_json
from tfdocs.cli.parameters import PATH
from tfdocs.cli.programme import JSON_HELP, Section, print_sections
from tfdocs.commitments.applicants import across, applicant_of, grouped
from tfdocs.commitments.page import page_bytes
from tfdocs.commitments.wording import (
    KINDS,
    MODALITIES,
    NOT_PROMISED,
    STATUSES,
    figure,
    place,
    required_words,
    words,
)
from tfdocs.commitments.workbook import many_bytes, workbook_bytes
from tfdocs.jobs import extracting
from tfdocs.jobs.pool import local_pool
from tfdocs.jobs.sparing import spare
from tfdocs.model.commitment import Commitment, Conflict, Modality
from tfdocs.model.document import Document
from tfdocs.model.programme import Category, Programme
from tfdocs.programme import find
from tfdocs.report.writing import write_bytes

SOME_FAILED = 12  # exit code: a batch finished, some items failed


@click.command(
    help="从申报书、协议、指南或其扫描件中提取承诺事项与考核指标，每项都附原文。给出类别时，逐项对照指南要求。"
    "可以一次给出多个文件：写成一个工作簿，各单位一张表，另有一张逐项比较；同一单位的几个文件（如申报书和协议）互相核对。",
    epilog="示例：\n  tfdocs extract 申报书.docx --category 一流科技社团 --xlsx 承诺事项.xlsx\n"
    "  tfdocs extract 申报书/*.docx --category society --xlsx 汇总.xlsx --html 对照.html",
)
@click.argument("files", metavar="文件…", nargs=-1, required=True, type=PATH)
@click.option("--category", metavar="类别", help="类别编号或中文名，如 society 或 一流科技社团。")
@click.option(
    "--programme", default=extracting.DEFAULT_PROGRAMME, show_default=True, metavar="项目", help="项目编号或文件夹。"
)
@click.option("--json", "json_file", metavar="文件", help=JSON_HELP)
@click.option("--xlsx", metavar="文件", type=PATH, help="写成 Excel 工作簿。")
@click.option("--html", metavar="文件", type=PATH, help="写成网页，附承诺与要求的对照图。")
def command(
    files: tuple[Path, ...],
    category: str | None,
    programme: str,
    json_file: str | None,
    xlsx: Path | None,
    html: Path | None,
) -> int:
    spare(files, (xlsx, html, None if json_file == STDOUT else json_file))
    found, chosen = _resolve(category, programme)
    with local_pool() as executor:
        if len(files) > 1:
            return _many(extracting.extract_many(files, found, chosen, executor), chosen, json_file, xlsx, html)
        file = files[0]
        extracted = extracting.extract_file(file, found, chosen, executor)
    report = extracted.report
    if xlsx is not None:
        write_bytes(xlsx, workbook_bytes(report, chosen, extracted.document))
    if html is not None:
        write_bytes(html, page_bytes([extracted.paper], chosen, f"承诺事项：{extracted.document.name}"))
    if json_file is not None:
        write_json(json_file, report.model_dump_json(by_alias=True, indent=2))
    if json_file == STDOUT:
        return 0
    for finding in extracted.document.findings:
        if finding.severity == "error":
            click.echo(f"注意：{finding.message}", err=True)
    print_sections(sections(extracted))
    if not report.commitments:
        click.echo("没有找到承诺事项。")
    _written(xlsx, html, json_file)
    return 0


def _written(xlsx: Path | None, html: Path | None, json_file: str | None) -> None:
    for path in (xlsx, html, Path(json_file) if json_file else None):
        if path is not None:
            click.echo(f"已写入：{path}", err=not sys.stdout.isatty())


def _many(
    batch: extracting.Batch, chosen: Category | None, json_file: str | None, xlsx: Path | None, html: Path | None
) -> int:
    papers = batch.papers
    conflicts = [(name, c) for name, own in grouped(papers) for c in across(own, chosen)]
    if xlsx is not None:
        write_bytes(xlsx, many_bytes(papers, chosen, batch.failed))
    if html is not None:
        write_bytes(html, page_bytes(papers, chosen, f"承诺事项：{len(papers)} 个文件"))
    if json_file is not None:
        write_json(json_file, _many_json(batch, conflicts))
    if json_file != STDOUT:
        print_sections(_many_sections(batch, chosen, conflicts))
        _written(xlsx, html, json_file)
    return SOME_FAILED if batch.failed else 0


def _many_json(batch: extracting.Batch, conflicts: list[tuple[str, Conflict]]) -> str:
    listed = {
        "schema": "tfdocs.commitments-list/1",
        "reports": [e.report.model_dump(mode="json", by_alias=True) for e in batch.done],
        "conflicts": [{"applicant": name, **c.model_dump(mode="json")} for name, c in conflicts],
        "failed": [{"name": name, "message": why} for name, why in batch.failed],
    }
    return json.dumps(listed, ensure_ascii=False, indent=2)


def _many_sections(
    batch: extracting.Batch, chosen: Category | None, conflicts: list[tuple[str, Conflict]]
) -> list[Section]:
    """One line a file: how many promises, and with a category how many indicators are met, below, unclear, missing."""
    rows = []
    for e in batch.done:
        promised = sum(i.modality is Modality.PROMISE for i in e.report.commitments)
        row: tuple[str, ...] = (applicant_of(e.document), e.document.name, str(promised))
        if chosen is not None:
            by_status = Counter(i.requirement.status for i in e.report.commitments if i.requirement is not None)
            row += (*(str(by_status[s]) for s in STATUSES), str(len(e.report.missing)))
        rows.append(row)
    columns = ("申报单位", "文件", "承诺项数") + ((*STATUSES.values(), NOT_PROMISED) if chosen is not None else ())
    out = [Section(f"{len(rows)} 个文件", columns, rows)] if rows else []
    own = [(applicant_of(e.document) or e.document.name, c) for e in batch.done for c in e.report.conflicts]
    if own or conflicts:
        out.append(Section("前后不一致", ("申报单位", "内容"), [(n, c.message) for n, c in [*own, *conflicts]]))
    if batch.failed:
        out.append(Section("未能读取", ("文件", "原因"), list(batch.failed)))
    return out


def _resolve(category: str | None, programme: str) -> tuple[Programme | None, Category | None]:
    try:
        return extracting.resolve(category, programme)
    except KeyError:
        known = "、".join(f"{c.id}（{c.name}）" for c in find(programme).categories)
        raise click.BadParameter(f"没有类别“{category}”；可用的有 {known}", param_hint="--category") from None


def sections(extracted: extracting.Extracted) -> list[Section]:
    """The tables that are printed: each indicator with its answer, other promises, what is achieved, contradictions."""
    report, category = extracted.report, extracted.category
    out: list[Section] = []
    shown: set[str] = set()
    if category is not None:
        rows = []
        for indicator in category.indicators:
            found = [i for i in report.commitments if i.requirement is not None and i.requirement.id == indicator.id]
            shown |= {i.id for i in found}
            wanted = required_words(indicator.required)
            rows += [
                (
                    indicator.name,
                    wanted,
                    figure(i),
                    STATUSES[i.requirement.status],
                    place(i, extracted.document),
                    words(i),
                )
                for i in found
                if i.requirement is not None
            ] or [(indicator.name, wanted, "", NOT_PROMISED, "", "")]
        out.append(Section(f"{category.name}：对照要求", ("指标", "要求", "承诺", "结论", "位置", "原文"), rows))
    for modality in Modality:
        items = [i for i in report.commitments if i.modality is modality and i.id not in shown]
        if items:
            title = {Modality.PROMISE: "其他承诺事项" if category else "承诺与要求"}.get(modality, MODALITIES[modality])
            out.append(
                Section(
                    f"{title} {len(items)} 项",
                    ("类型", "内容", "数值", "位置", "原文"),
                    [_row(i, extracted.document) for i in items],
                )
            )
    if report.conflicts:
        out.append(Section("前后不一致", ("内容",), [(c.message,) for c in report.conflicts]))
    return out


def _row(item: Commitment, document: Document) -> tuple[str, ...]:
    what = f"{item.action or ''} {item.object or ''}".strip()
    evidence = words(item) + (f"（{item.note}）" if item.note else "")
    return KINDS[item.kind], what, figure(item), place(item, document), evidence
