"""``tfdocs template check``: every fault of a Word template at its place."""

from __future__ import annotations

from pathlib import Path

import click

from tfdocs.cli.faults import print_faults
from tfdocs.cli.parameters import PATH
from tfdocs.errors import TemplateFault
from tfdocs.jobs import making
from tfdocs.model.fault import Severity


@click.group(help="检查 Word 模板。", epilog="示例：tfdocs template check 申报书模板.docx --against society")
def command() -> None:
    pass


@command.command(
    "check",
    help="一次列出模板的全部问题及其位置：没有结束或交叉的标签、不存在的字段、全角花括号、放错位置的行标签等。"
    "有错误时退出码为 5。",
    epilog="示例：tfdocs template check 申报书模板.docx --against society",
)
@click.argument("template", metavar="模板", type=PATH)
@click.option("--against", metavar="填报表", help="对照哪张填报表的字段：表名（如 society）或填报表文件。")
@click.option(
    "--programme", default=making.DEFAULT_PROGRAMME, show_default=True, metavar="项目", help="项目编号或文件夹。"
)
def check(template: Path, against: str | None, programme: str) -> None:
    faults = making.check_template(template, against, programme)
    print_faults(faults)
    errors = sum(f.severity is Severity.ERROR for f in faults)
    if errors:
        raise TemplateFault(
            f"模板有 {errors} 处错误", where=template.name, hint="请按上面列出的位置在 Word 中改正后重试。"
        )
    click.echo("模板没有错误。")
