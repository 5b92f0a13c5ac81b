"""``tfdocs demo``: the whole story on the shipped samples, told step by step, with a summary at the end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from tfdocs.cli.parameters import PATH
from tfdocs.cli.programme import Section, print_sections
from tfdocs.jobs import making
from tfdocs.jobs.demo import DemoOutcome, answers, demo
from tfdocs.jobs.planted import Outcome
from tfdocs.jobs.pool import local_pool
from tfdocs.model.commitment import Status
from tfdocs.model.comparison import Certainty
from tfdocs.programme import find

DEFAULT_FOLDER = Path("tfdocs-demo")
FAILED = 70  # the product did not do on its own samples what it promises

_MARKS = {Certainty.CERTAIN: "查出", Certainty.UNCERTAIN: "存疑，请人看", None: "没有查出"}


@click.command(
    help="用随附的虚构样例把全流程走一遍：生成申报书、协议和通知书，核对两份盖章扫描件，提取承诺事项。约需一两分钟，不联网。",
    epilog="示例：tfdocs demo -o 演示",
)
@click.option(
    "-o",
    "out",
    metavar="DIR",
    type=PATH,
    default=DEFAULT_FOLDER,
    show_default=True,
    help="写到哪个文件夹；里面已有别的文件时，另起一个带编号的文件夹。",
)
def command(out: Path) -> int:
    def say(title: str) -> None:
        click.echo(f"· {title} ……")

    with local_pool() as executor:
        outcome = demo(out, executor=executor, say=say)
    print_sections(list(sections(outcome)))
    click.echo(f"\n全部文件在：{outcome.folder}（用时 {outcome.seconds:.0f} 秒）")
    if outcome.problems:
        click.echo("演示没有达到预期：", err=True)
        for problem in outcome.problems:
            click.echo(f"  · {problem}", err=True)
        click.echo("请把以上内容和 tfdocs doctor 的输出发给维护者。", err=True)
        return FAILED
    return 0


def sections(outcome: DemoOutcome) -> list[Section]:
    """The tables of the summary: the changes found, the promises held against the guide, the steps with their files."""
    programme = find(making.DEFAULT_PROGRAMME)
    promises = []
    for name, report in outcome.promises.items():
        category = programme.category(name)
        counted = answers(report, category)
        promises.append(
            (
                name,
                str(len(category.indicators)),
                str(counted[Status.MET]),
                str(counted[Status.BELOW]),
                str(counted[Status.UNCLEAR]),
                str(counted[None]),
                str(len(report.commitments)),
                str(len(report.conflicts)),
            )
        )
    steps = [
        (
            str(number),
            step.title,
            f"{step.seconds:.1f}",
            "；".join(step.results),
            _where(step.files, outcome.folder),
        )
        for number, step in enumerate(outcome.steps)
    ]
    return [
        Section("扫描件二改了什么，查出什么", ("改动", "Word", "扫描件", "结果"), changes(outcome.found)),
        Section(
            "承诺事项与指南要求",
            ("类别", "指南要求", "达到", "未达到", "待确认", "未承诺", "共提取", "前后不一致"),
            promises,
        ),
        Section("做了什么，文件在哪里", ("", "步骤", "秒", "结果", "文件"), steps),
    ]


def _where(files: Sequence[Path], folder: Path) -> str:
    """The file, or the folder of several."""
    place = files[0] if len(files) == 1 else files[0].parent
    return str(place.relative_to(folder))


def changes(found: list[Outcome]) -> list[tuple[str, str, str, str]]:
    """Each planted change in a row: what it is, the Word's words, the paper's, and what became of it."""
    rows = []
    for o in found:
        c = o.change
        before, after = c.before[-6:], c.after[:6]
        if c.kind == "page":
            word, paper = f"第 {c.page} 页“{c.old[:12]}……”", "没有这一页"
        else:
            word = f"{before}【{c.old}】{after}" if c.old else f"……{before}{after}"
            paper = f"{before}【{c.new}】{after}" if c.new else f"{before}【　】{after}"
        where = f"（第 {o.page} 页）" if o.page is not None and c.kind != "page" else ""
        rows.append((c.title, word, paper, _MARKS[o.certainty] + where))
    return rows
