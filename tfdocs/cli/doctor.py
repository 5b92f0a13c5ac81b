"""``tfdocs doctor``: prints what is installed and what each part is for."""

from __future__ import annotations

from itertools import groupby

import click

from tfdocs.cli.chinese import width
from tfdocs.cli.output import write_json
from tfdocs.errors import ComponentMissing
from tfdocs.jobs.doctor import Diagnosis, Part, State, diagnose

_GROUPS = {
    "python": "运行环境",
    "package": "Python 组件（必需）",
    "model": "文字识别模型（必需）",
    "data": "随附数据（必需）",
    "program": "可选程序",
    "font": "字体（导出 PDF 时用）",
}
_STATES = {State.READY: "正常", State.MISSING: "没有", State.BROKEN: "有问题"}


def _padded(text: str, columns: int) -> str:
    return text + " " * max(0, columns - width(text))


def _lines(diagnosis: Diagnosis) -> list[str]:
    """The diagnosis as a person reads it on a terminal."""
    lines = [f"tfdocs {diagnosis.tfdocs}（{diagnosis.system}）"]
    names = max(width(p.name) for p in diagnosis.parts)
    versions = min(30, max(width(p.version) for p in diagnosis.parts))
    for group, parts in groupby(diagnosis.parts, key=lambda p: p.group):
        lines += ["", _GROUPS[group]]
        for part in parts:
            state = _padded(_STATES[part.state], 6)
            version = part.version if width(part.version) <= versions else part.version[: versions - 2] + "…"
            lines.append(
                f"  {state}  {_padded(part.name, names)}  {_padded(version, versions)}  {part.purpose}".rstrip()
            )
            lines += [f"          {text}" for text in (part.note, part.remedy) if text]
    return lines


def _named(parts: list[Part]) -> str:
    return "、".join(p.name for p in parts[:5]) + (" 等" if len(parts) > 5 else "")


@click.command(
    help="检查本机装了哪些组件、各有什么用、缺少的怎样安装。\n\n"
    "缺少可选程序或字体不算出错；必需的组件有问题时退出码为 6。",
    epilog="示例：\n  tfdocs doctor\n  tfdocs doctor --json -",
)
@click.option("--json", "json_to", metavar="文件", help="把结果写成 JSON；“-” 表示写到标准输出。")
def command(json_to: str | None) -> None:
    diagnosis = diagnose()
    if json_to is not None:
        write_json(json_to, diagnosis.model_dump_json(by_alias=True, indent=1))
    if json_to != "-":
        click.echo("\n".join(_lines(diagnosis)))
    if diagnosis.faults:
        raise ComponentMissing(
            f"必需的组件有问题：{_named(diagnosis.faults)}", hint="安装办法见上表，或运行 tfdocs doctor 查看。"
        )
