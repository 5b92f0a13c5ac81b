"""``tfdocs draft``: a 申报书 from a filled form."""

from __future__ import annotations

from pathlib import Path

import click

from tfdocs.cli.faults import print_faults, shown
from tfdocs.cli.parameters import PATH
from tfdocs.errors import DataInvalid
from tfdocs.jobs import making


@click.command(
    help="由填好的填报表（.xlsx 或 .yaml）生成申报书。填报有误时列出全部错误及其位置，不生成文件。",
    epilog="示例：tfdocs draft 申报信息.xlsx -o 申报书.docx --pdf",
)
@click.argument("data", metavar="填报表", type=PATH)
@click.option("-o", "out", required=True, metavar="文件", type=PATH, help="申报书写到哪个 .docx。")
@click.option("--pdf", is_flag=True, help="同时生成 PDF（需要 LibreOffice）。")
@click.option("--strict", is_flag=True, help="把提醒也当作错误。")
@click.option("--form", "form_id", metavar="表名", help="填报表的种类；一般不用，程序会自己认出。")
@click.option(
    "--programme", default=making.DEFAULT_PROGRAMME, show_default=True, metavar="项目", help="项目编号或文件夹。"
)
def command(data: Path, out: Path, pdf: bool, strict: bool, form_id: str | None, programme: str) -> None:
    try:
        made = making.draft(data, out, programme, pdf, strict, form_id)
    except DataInvalid as error:
        raise shown(error) from error
    print_faults(made.faults)
    for path in made.paths:
        click.echo(f"已生成：{path}")
