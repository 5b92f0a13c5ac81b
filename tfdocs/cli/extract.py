"""``tfdocs extract``: what a text promises or demands, and whether it is what the programme asks for."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tfdocs.cli.output import STDOUT, write_json
from tfdocs.cli.programme import JSON_HELP, Section, print_sections
from tfdocs.commitments.wording import KINDS, MODALITIES, STATUSES, figure, place, required_words, words
from tfdocs.commitments.workbook import workbook_bytes
from tfdocs.jobs import extracting
from tfdocs.jobs.pool import local_pool
from tfdocs.model.commitment import Commitment, Modality
from tfdocs.model.document import Document
from tfdocs.model.programme import Category, Programme
from tfdocs.programme import find
from tfdocs.report.writing import write_bytes


@click.command(
    help="从申报书、协议、指南或其扫描件中提取承诺事项与考核指标，每项都附原文。给出类别时，逐项对照指南要求。",
    epilog="示例：tfdocs extract 申报书.docx --category 一流科技社团 --xlsx 承诺事项.xlsx",
)
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.option("--category", metavar="类别", help="类别编号或中文名，如 society 或 一流科技社团。")
@click.option(
    "--programme", default=extracting.DEFAULT_PROGRAMME, show_default=True, metavar="项目", help="项目编号或文件夹。"
)
@click.option("--json", "json_file", metavar="文件", help=JSON_HELP)
@click.option("--xlsx", metavar="文件", type=click.Path(path_type=Path), help="写成 Excel 工作簿。")
def command(file: Path, category: str | None, programme: str, json_file: str | None, xlsx: Path | None) -> None:
    found, chosen = _resolve(category, programme)
    with local_pool() as executor:
        extracted = extracting.extract_file(file, found, chosen, executor)
    report = extracted.report
    if xlsx is not None:
        write_bytes(xlsx, workbook_bytes(report, chosen, extracted.document))
    if json_file is not None:
        write_json(json_file, report.model_dump_json(by_alias=True, indent=2))
    if json_file == STDOUT:
        return
    for finding in extracted.document.findings:
        if finding.severity == "error":
            click.echo(f"注意：{finding.message}", err=True)
    print_sections(sections(extracted))
    if not report.commitments:
        click.echo("没有找到承诺事项。")
    for path in (xlsx, Path(json_file) if json_file else None):
        if path is not None:
            click.echo(f"已写入：{path}", err=not sys.stdout.isatty())


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
            ] or [(indicator.name, wanted, "", "未承诺", "", "")]
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
