"""``tfdocs intake``: every Word/PDF pair of a folder, and one table to work from."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from tfdocs.cli.parameters import PATH
from tfdocs.jobs.intake.job import VIEWS, Hearing, Outcome, intake
from tfdocs.jobs.intake.options import PAGE_SECONDS, Count
from tfdocs.jobs.intake.table import Level

SOME_FAILED = 12
_BETWEEN = 0.5  # seconds between two lines of progress


@click.command(
    help="核对一个文件夹里的全部申报材料：自动把 Word 与 PDF（盖章扫描件）配成对，逐对核对，汇成一张表，"
    "需要人处理的排在最前。压缩包（zip）里的一并处理。随时可以中断；再次运行同一命令接着做，没有变化的不重做。\n\n"
    "配对按名单、文件名、文件夹、页脚的核验码依次进行，拿不准的不配，列在表里。"
    "有的材料读不出来时其余照常，退出码为 12。",
    epilog="示例：tfdocs intake 本周上传 -o 核对结果",
)
@click.argument("folder", metavar="文件夹", type=PATH)
@click.option("-o", "out", required=True, metavar="DIR", type=PATH, help="结果写到哪个文件夹。")
@click.option("--workers", type=click.IntRange(0, 256), help="同时读取的进程数，默认等于处理器核数；0 为不另开进程。")
@click.option("--scheduler", metavar="地址", help="交给 Dask 集群，如 tcp://10.0.0.5:8786；各机要能看到同样的文件夹。")
@click.option("--list", "pairs_list", metavar="名单", type=PATH, help="配对名单（.xlsx）：Word、PDF 各一列文件名。")
@click.option("--allow-attachments", is_flag=True, help="允许 PDF 在正文之后带有整页附件。")
@click.option(
    "--view",
    type=click.Choice(VIEWS),
    default="final",
    show_default=True,
    help="Word 中有未接受的修订时核对哪一种文字：final 全部接受后，original 全部拒绝后，markup 插入和删除的都算。",
)
@click.option("--category", metavar="类别", help="类别编号或中文名；给出时把承诺与指南要求逐项对照。")
@click.option("--programme", metavar="项目", help="项目编号或文件夹，默认与 tfdocs extract 相同。")
@click.option(
    "--page-seconds",
    type=click.FloatRange(1, 3600),
    default=PAGE_SECONDS,
    show_default=True,
    metavar="秒",
    help="每页最多读多久。",
)
@click.option(
    "--memory", type=click.IntRange(256, 1_000_000), metavar="MB", help="每个进程最多用多少内存，默认按本机内存分配。"
)
@click.option("--retry-failed", is_flag=True, help="以前没有读出的页、没有核对成的材料再试一次。")
def command(
    folder: Path,
    out: Path,
    workers: int | None,
    scheduler: str | None,
    pairs_list: Path | None,
    allow_attachments: bool,
    view: str,
    category: str | None,
    programme: str | None,
    page_seconds: float,
    memory: int | None,
    retry_failed: bool,
) -> int:
    if workers is not None and scheduler is not None:
        raise click.UsageError("--workers 和 --scheduler 只能给出一个")
    try:
        outcome = intake(
            folder,
            out,
            processes=workers,
            scheduler=scheduler,
            pairs_list=pairs_list,
            allow_attachments=allow_attachments,
            view=view,
            category=category,
            programme=programme,
            page_seconds=page_seconds,
            megabytes=memory,
            retry_failed=retry_failed,
            hearing=_Terminal().hearing() if sys.stderr.isatty() else None,
        )
    except KeyError:
        raise click.BadParameter(f"没有类别“{category}”", param_hint="--category") from None
    _print(outcome)
    return SOME_FAILED if outcome.failed else 0


def _print(outcome: Outcome) -> None:
    for note in outcome.notes:
        click.echo(f"注意：{note}", err=True)
    for level in Level:
        if (number := outcome.number(level)) and level is not Level.OTHER:
            click.echo(f"{level.chinese}：{number}")
    if not outcome.count.pairs:
        click.echo("没有配成对的材料。")
    click.echo(
        f"核对了 {outcome.count.pairs} 对、{outcome.count.pages} 页，其中本次读取 {outcome.count.pages_read} 页。"
    )
    click.echo(f"汇总表：{outcome.folder / 'index.html'}")
    click.echo(f"　　　　{outcome.folder / 'summary.xlsx'}")


class _Terminal:
    """One line that is written over and over."""

    def __init__(self) -> None:
        self.last = 0.0

    def hearing(self) -> Hearing:
        return Hearing(self.gathered, self.coded, self.progress)

    def gathered(self, files: int) -> None:
        self._line(f"正在清点文件：{files}")

    def coded(self, done: int, files: int) -> None:
        self._line(f"正在从没有配成对的文件里找核验码：{done}/{files}")

    def progress(self, count: Count) -> None:
        self._line(progress_line(count), last=count.pairs_done == count.pairs)

    def _line(self, text: str, last: bool = False) -> None:
        now = time.monotonic()
        if last or now - self.last >= _BETWEEN:
            self.last = now
            click.echo(f"\r\x1b[2K{text}", nl=last, err=True)


def progress_line(count: Count) -> str:
    """How far it is, how fast, and how long it will take."""
    parts = [f"{count.pairs_done}/{count.pairs} 对，{count.pages_done}/{count.pages} 页"]
    if count.pages_read:
        parts.append(f"{count.pages_a_second:.1f} 页/秒")
        if left := count.pages - count.pages_done:
            parts.append(f"约剩 {_duration(left / max(count.pages_a_second, 1e-6))}")
    if count.failed:
        parts.append(f"失败 {count.failed}")
    return "，".join(parts)


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} 秒"
    if seconds < 5400:
        return f"{round(seconds / 60)} 分钟"
    return f"{seconds / 3600:.1f} 小时"
