"""``tfdocs agreement``: the 实施协议 from a filled form or from the approved 申报书."""

from __future__ import annotations

from pathlib import Path

import click

from tfdocs.cli.faults import print_faults, shown
from tfdocs.cli.parameters import PATH
from tfdocs.errors import DataInvalid
from tfdocs.jobs import making


@click.command(
    help="生成项目实施协议。数据可以是填好的协议填报表（.xlsx 或 .yaml），也可以是批准的申报书（.docx）："
    "名称、经费、期限和每一项考核指标都取自申报书本身的文字和表格。",
    epilog="示例：tfdocs agreement 申报书.docx -o 实施协议.docx --pdf",
)
@click.argument("data", metavar="填报表或申报书", type=PATH)
@click.option("-o", "out", required=True, metavar="文件", type=PATH, help="协议写到哪个 .docx。")
@click.option("--pdf", is_flag=True, help="同时生成 PDF（需要 LibreOffice）。")
@click.option("--strict", is_flag=True, help="把提醒也当作错误。")
@click.option(
    "--programme", default=making.DEFAULT_PROGRAMME, show_default=True, metavar="项目", help="项目编号或文件夹。"
)
def command(data: Path, out: Path, pdf: bool, strict: bool, programme: str) -> None:
    try:
        made = making.agreement(data, out, programme, pdf, strict)
    except DataInvalid as error:
        raise shown(error) from error
    print_faults(made.faults)
    for path in made.paths:
        click.echo(f"已生成：{path}")
