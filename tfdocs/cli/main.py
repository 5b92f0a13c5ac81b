"""The entry point: finds a command, runs it, and turns whatever happens into an exit code and a line of Chinese.

This is the one place that maps exceptions to exit codes. Codes that are no errors come from the commands themselves:
one that has a result to tell (10, 11 and 12) returns the number.
"""

from __future__ import annotations

import atexit
import contextlib
import errno
import gc
import io
import logging
import os
import sys
import traceback
import warnings
from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

import tfdocs
from tfdocs.cli.chinese import adopt, usage_message
from tfdocs.errors import ComponentMissing, EngineFailed, OutputFailed, TfdocsError
from tfdocs.model.fault import Fault, Severity

# command -> (module under tfdocs.cli that has it as ``command``, one line of help); imported when it is called
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "用随附样例把全流程走一遍"),
    "doctor": ("doctor", "检查已安装的组件及其用途"),
    "programme": ("programme", "查看、检查项目（申报指南）数据"),
    "form": ("form", "生成空白填报表（.xlsx 或 .yaml）"),
    "draft": ("draft", "由填报表生成申报书"),
    "agreement": ("agreement", "生成项目实施协议"),
    "notice": ("notice", "批量生成立项通知书"),
    "template": ("template", "检查 Word 模板"),
    "check": ("check", "核对盖章扫描件与 Word 是否一致"),
    "intake": ("intake", "批量核对一个文件夹的申报材料，可中断、可接着做"),
    "extract": ("extract", "提取承诺事项与考核指标"),
}

ABORTED, USAGE, INTERRUPTED = 1, 2, 130

# More faults than a person reads at once; the count of the others is said.
FAULTS_SHOWN = 100


class _Commands(click.Group):
    """Commands in the order of the table above, imported only when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _ = COMMANDS[cmd_name]
        return adopt(import_module(f"tfdocs.cli.{module}").command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except OSError as error:
            # Left to click, a closed pipe (``tfdocs … | head``) would end the interpreter with code 1.
            if error.errno == errno.EPIPE:
                raise _PipeClosed from error
            raise


class _PipeClosed(Exception):
    """Whoever reads our output has stopped reading: nobody is left to be told anything."""


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="申报书、协议、通知书的生成，盖章扫描件与 Word 的核对，承诺事项的提取。全部在本机完成，不联网。",
    epilog="示例：tfdocs check 申报书.docx 申报书（盖章）.pdf -o 核对结果",
)
@click.version_option(tfdocs.__version__, prog_name="tfdocs", message="%(prog)s %(version)s", help="显示版本号并退出。")
@click.option("--debug", is_flag=True, help="出错时显示完整的错误追踪，可写在命令行任何位置。")
def cli(debug: bool) -> None:
    """``debug`` is taken off the command line by ``run``, which is why it is not used here."""


adopt(cli)


def _say(text: str) -> None:
    click.echo(text, err=True)


def _report(error: TfdocsError) -> int:
    _say(f"错误：{error}")
    faults = [f for f in error.faults if isinstance(f, Fault)]
    for fault in faults[:FAULTS_SHOWN]:
        mark = "" if fault.severity is Severity.ERROR else "（提醒）"
        _say(f"  {fault.place}：{mark}{fault.message}" + (f" {fault.hint}" if fault.hint else ""))
    if len(faults) > FAULTS_SHOWN:
        _say(f"  …… 另有 {len(faults) - FAULTS_SHOWN} 处")
    return error.exit_code


def run(args: Sequence[str]) -> int:
    """Run a command line and return its exit code; what went wrong is said on standard error. Raises nothing."""
    # "--debug" is allowed anywhere, because people add it to the end of the command that just failed.
    debug = "--debug" in args
    args = [a for a in args if a != "--debug"]
    try:
        result: Any = cli.main(args=args, prog_name="tfdocs", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.Abort as error:
        # click turns Ctrl-C into Abort as well; the cause tells them apart.
        interrupted = isinstance(error.__context__, KeyboardInterrupt)
        _say("已中断。" if interrupted else "已取消。")
        return INTERRUPTED if interrupted else ABORTED
    except KeyboardInterrupt:
        _say("已中断。")
        return INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "", err=True)
        return USAGE
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        path = context.command_path if context else "tfdocs"
        _say(f"用法错误：{usage_message(error)}\n查看用法：{path} --help")
        return USAGE
    except _PipeClosed:
        # What is still buffered would raise once more when the interpreter closes its streams.
        with contextlib.suppress(OSError, ValueError, io.UnsupportedOperation):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OutputFailed.exit_code
    except Exception as error:
        if debug:
            traceback.print_exc()
        return _report(_known(error))


def _known(error: Exception) -> TfdocsError:
    """``error`` as one of ours. What is not ours here has passed a wall that should have translated it."""
    if isinstance(error, TfdocsError):
        return error
    if isinstance(error, OSError):
        where = Path(error.filename).name if isinstance(error.filename, str) else ""
        said = error.strerror or str(error) or type(error).__name__
        return OutputFailed(f"读写文件失败（{said}）", where=where, hint="请检查路径、权限和磁盘空间。")
    if isinstance(error, MemoryError):
        return EngineFailed("内存不足", hint="请关闭其他程序，或分批处理。")
    if isinstance(error, ImportError) and (name := (error.name or "").partition(".")[0]) not in ("", "tfdocs"):
        return ComponentMissing(
            f"Python 组件 {name} 没有安装或不能加载", hint="请重新安装：pip install --force-reinstall tfdocs"
        )
    said = " ".join(str(error).split())[:200]
    return TfdocsError(
        f"tfdocs 自身出错（{type(error).__name__}：{said}）", hint="请加 --debug 重新运行，并把输出发给维护者。"
    )


def _prepare(args: Sequence[str]) -> None:
    """Make the process fit for a user's terminal: any console encoding, no chatter of the libraries."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console may be GBK: an unprintable character must not end the program.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    to_stdout = any(a == "--json=-" or (a, b) == ("--json", "-") for a, b in pairwise([*args, ""]))
    if to_stdout and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # JSON is UTF-8 wherever it goes (RFC 8259, 8.1)
    if "--debug" not in args:
        logging.getLogger().addHandler(logging.NullHandler())
        if not sys.warnoptions:
            warnings.simplefilter("ignore")


def main() -> None:
    """Console script."""
    args = sys.argv[1:]
    _prepare(args)
    # what is left goes with the process: to look through it for cycles once more took 0.2 s after a check
    atexit.register(gc.freeze)
    sys.exit(run(args))
