"""The entry point: finds a command, runs it, and turns whatever happens into an exit code and a line of Chinese.

This is the one place that maps exceptions to exit codes.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click

import tfdocs
from tfdocs.errors import OutputFailed, TfdocsError

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
    "extract": ("extract", "提取承诺事项与考核指标"),
}

INTERRUPTED = 130


class _Commands(click.Group):
    """Commands in the order of the table above, imported only when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _ = COMMANDS[cmd_name]
        command: click.Command = import_module(f"tfdocs.cli.{module}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="申报书、协议、通知书的生成，盖章扫描件与 Word 的核对，承诺事项的提取。全部在本机完成，不联网。",
    epilog="示例：tfdocs check 申报书.docx 申报书（盖章）.pdf -o 核对结果",
)
@click.version_option(tfdocs.__version__, prog_name="tfdocs", message="%(prog)s %(version)s", help="显示版本号。")
@click.option("--debug", is_flag=True, help="出错时显示完整的错误追踪。")
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:
    ctx.obj = {"debug": debug}


def _say(text: str) -> None:
    click.echo(text, err=True)


def _report(error: TfdocsError) -> int:
    _say(f"错误：{error}")
    return error.exit_code


def run(args: Sequence[str]) -> int:
    """Run a command line and return its exit code; never raises but for ``SystemExit`` of the interpreter itself."""
    # "--debug" is allowed anywhere, because people add it to the end of the command that just failed.
    debug = "--debug" in args
    args = [a for a in args if a != "--debug"]
    try:
        result: Any = cli.main(args=list(args), prog_name="tfdocs", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Abort:
        # click turns Ctrl-C into Abort as well; the cause tells them apart.
        interrupted = isinstance(sys.exc_info()[1].__context__, KeyboardInterrupt)  # type: ignore[union-attr]
        _say("已中断。" if interrupted else "已取消。")
        return INTERRUPTED if interrupted else 1
    except KeyboardInterrupt:
        _say("已中断。")
        return INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "")
        return 2
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        path = context.command_path if context else "tfdocs"
        _say(f"用法错误：{chinese_usage(error)}\n查看用法：{path} --help")
        return error.exit_code
    except TfdocsError as error:
        if debug:
            traceback.print_exc()
        return _report(error)
    except OSError as error:
        if debug:
            traceback.print_exc()
        where = Path(error.filename).name if isinstance(error.filename, str) else ""
        return _report(
            OutputFailed(f"读写文件失败（{error.strerror or error}）", where=where, hint="请检查路径、权限和磁盘空间。")
        )
    except Exception as error:
        if debug:
            traceback.print_exc()
        _say(f"错误：tfdocs 自身出错（{type(error).__name__}：{error}）。\n请加 --debug 重新运行，并把输出发给维护者。")
        return TfdocsError.exit_code


def chinese_usage(error: click.ClickException) -> str:
    """What is wrong with a command line, in Chinese; click's own messages are English."""
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}"
    if isinstance(error, click.MissingParameter):
        name = error.param.human_readable_name if error.param else ""
        return f"缺少参数 {name}"
    if isinstance(error, click.BadParameter):
        name = error.param.human_readable_name if error.param else ""
        return f"参数 {name} 不合要求：{error.message}"
    message = error.format_message()
    if message.startswith("No such command"):
        return "没有这个命令：" + message.removeprefix("No such command").strip(" .'")
    if message.startswith("Got unexpected extra argument"):
        return "多余的参数：" + message.partition("(")[2].rstrip(")")
    return message


def main() -> None:
    """Console script."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console may be GBK: an unprintable character must not end the program.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    sys.exit(run(sys.argv[1:]))
