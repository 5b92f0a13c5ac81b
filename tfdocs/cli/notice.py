"""``tfdocs notice``: a 立项通知书 for each row of a list."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tfdocs.cli.faults import print_faults, shown
from tfdocs.cli.parameters import PATH
from tfdocs.errors import DataInvalid
from tfdocs.generate.notices import Batch, State
from tfdocs.jobs import making

SOME_FAILED = 12

_STATES = {
    State.NEW: "新发",
    State.KEPT: "此前已发",
    State.REWRITTEN: "重新生成",
    State.CHANGED: "发文后有改动（未重发）",
    State.FAILED: "未生成",
}


@click.command(
    help="由立项名单批量生成立项通知书，每行一份，文号不跳号、不重号；重新运行时文号不变，中断后可接着运行。"
    "同时生成送达清单。有的行有错时，其余各行照常生成，退出码为 12。",
    epilog="示例：tfdocs notice 立项名单.xlsx -o 通知书 --pdf --merged",
)
@click.argument("data", metavar="名单", type=PATH)
@click.option("-o", "out", required=True, metavar="文件夹", type=PATH, help="写到哪个文件夹。")
@click.option("--pdf", is_flag=True, help="同时生成 PDF（需要 LibreOffice）。")
@click.option("--merged", is_flag=True, help="另外生成一个供打印的合并文件。")
@click.option("--strict", is_flag=True, help="把提醒也当作错误。")
@click.option("--reissue", is_flag=True, help="名单内容在发文后有改动的，用原文号重新生成。")
@click.option(
    "--programme", default=making.DEFAULT_PROGRAMME, show_default=True, metavar="项目", help="项目编号或文件夹。"
)
def command(data: Path, out: Path, pdf: bool, merged: bool, strict: bool, reissue: bool, programme: str) -> int:
    try:
        batch = making.notice(data, out, programme, pdf, merged, strict, reissue, _progress())
    except DataInvalid as error:
        raise shown(error) from error
    print_faults(batch.faults)
    _summary(batch, out)
    return SOME_FAILED if batch.failed else 0


def _summary(batch: Batch, out: Path) -> None:
    for state, words in _STATES.items():
        count = sum(n.state is state for n in batch.notices)
        if count:
            click.echo(f"{words}：{count} 份")
    numbers = sorted(n.number for n in batch.notices if n.number)
    if numbers:
        click.echo(f"文号：{numbers[0]} 至 {numbers[-1]}")
    click.echo(f"已写入：{out}")
    for path in batch.paths:
        click.echo(f"　　　　{path}")


def _progress() -> making.Progress | None:
    if not sys.stderr.isatty():
        return None

    def tell(done: int, total: int) -> None:
        click.echo(f"\r通知书 {done}/{total}", nl=done == total, err=True)

    return tell
