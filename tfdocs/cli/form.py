"""``tfdocs form``: an empty form to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from tfdocs.cli.parameters import PATH
from tfdocs.jobs import making


@click.command(
    help="生成空白填报表。表名：society（一流科技社团）、activity（一流学术活动）、journal（一流科技期刊）、"
    "agreement（实施协议）、notice（立项通知书名单）；也可写类别的中文名称。后缀 .xlsx 用表格填写，.yaml 用文本填写。",
    epilog="示例：tfdocs form society -o 申报信息.xlsx",
)
@click.argument("name", metavar="表名")
@click.option("-o", "out", required=True, metavar="文件", type=PATH, help="写到哪个文件。")
@click.option(
    "--programme", default=making.DEFAULT_PROGRAMME, show_default=True, metavar="项目", help="项目编号或文件夹。"
)
def command(name: str, out: Path, programme: str) -> None:
    click.echo(f"已生成：{making.form(name, out, programme)}")
