"""Click in Chinese: headings, metavars and messages of every command, without the commands knowing of it.

``adopt`` is called once for each command that the entry point loads; ``usage_message`` says what is wrong with a
command line. Click's own words are English (or, with a foreign catalogue, anything), so nothing of them is shown.
It must not know any single command.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any

import click

_HEADINGS = {"Options": "选项", "Commands": "命令", "Positional arguments": "参数"}

# click's type name -> what stands for the value in the help
_METAVARS = {
    "text": "文字",
    "integer": "整数",
    "integer range": "整数",
    "float": "数",
    "float range": "数",
    "file": "文件",
    "filename": "文件",
    "directory": "文件夹",
    "path": "路径",
}

# what click writes in brackets behind an option's help
_EXTRAS = (("default: ", "默认："), ("env var: ", "环境变量："), ("required", "必填"))

_WIDE = "\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6“”‘’…—"
_PIECES = re.compile(rf"[{_WIDE}]|[^\s{_WIDE}]+|\s+")
# These may not begin a line, those not end one (GB/T 15834-2011, 5.1).
_NOT_FIRST = "，。、；：？！）》」』】〉”’…—"
_NOT_LAST = "（《「『【〈“‘"


def width(text: str) -> int:
    """Columns that ``text`` takes in a terminal: two for a full-width character, none for a combining one."""
    columns = 0
    for character in text:
        if unicodedata.combining(character):
            continue
        wide = unicodedata.east_asian_width(character) in "WF" or character in "“”‘’…—"
        columns += 2 if wide else 1
    return columns


def wrap(text: str, columns: int) -> list[str]:
    """``text`` in lines of at most ``columns`` columns, broken at spaces and between Chinese characters.

    A word longer than a line is left whole, so that a path or an option can be copied.
    """
    lines: list[str] = []
    line = ""
    gap = ""  # white space read and not yet written: a line neither begins nor ends with it
    for piece in _PIECES.findall(text):
        if piece.isspace():
            gap = piece if line else ""
            continue
        if not line or width(line + gap + piece) <= columns:
            line += gap + piece
        elif piece in _NOT_FIRST:
            line += piece
        else:
            carried = ""
            while not gap and len(line) > 1 and line[-1] in _NOT_LAST:
                carried, line = line[-1] + carried, line[:-1]
            lines.append(line.rstrip())
            line = carried + piece
        gap = ""
    if line:
        lines.append(line)
    return lines


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= c <= "\u9fff" for c in text)


def _paragraphs(text: str) -> Iterator[tuple[str, bool]]:
    """The paragraphs of a help text, each with whether it must stay on its line as it is (examples).

    Lines of one paragraph are joined, without a space between two Chinese characters.
    """
    joined = ""
    for raw in [*text.splitlines(), ""]:
        line = raw.strip("\b").strip()
        as_it_is = raw[:1].isspace() or line.startswith(("tfdocs ", "示例", "- ", "$ "))
        if joined and (as_it_is or not line):
            yield joined, False
            joined = ""
        if as_it_is:
            yield line, True
        elif line:
            glue = "" if not joined or (width(joined[-1]) == 2 and width(line[0]) == 2) else " "
            joined += glue + line
        elif raw == "" and text:
            yield "", True


class _Formatter(click.HelpFormatter):
    """Help with Chinese headings, columns that count full-width characters as two, and examples left unbroken."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        self.write(f"用法：{prog} {args}".rstrip() + "\n")

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{_HEADINGS.get(heading, heading)}：\n")

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        written = list(_paragraphs(text))
        while written and not written[-1][0]:
            written.pop()
        for paragraph, as_it_is in written:
            lines = [paragraph] if as_it_is else wrap(paragraph, self.width - self.current_indent)
            for line in lines:
                self.write(f"{indent}{line}".rstrip() + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        listed = [(first, _extras(second)) for first, second in rows]
        column = min(max((width(first) for first, _ in listed), default=0), col_max) + col_spacing
        margin = " " * self.current_indent
        for first, second in listed:
            lines = wrap(second, max(self.width - column - self.current_indent, 20)) or [""]
            if width(first) > column - col_spacing:
                self.write(f"{margin}{first}\n")
                lines = [" " * column + line for line in lines]
            else:
                lines[0] = first + " " * (column - width(first)) + lines[0]
                lines[1:] = [" " * column + line for line in lines[1:]]
            for line in lines:
                self.write(f"{margin}{line}".rstrip() + "\n")


def _extras(text: str) -> str:
    """The bracket that click puts behind a help text (“[default: 5; required]”) in Chinese."""
    head, bracket, tail = text.rpartition("[")
    if not bracket or not tail.endswith("]") or _is_chinese(tail.partition(":")[0]):
        return text
    items = tail[:-1].split("; ")
    for english, chinese in _EXTRAS:
        items = [chinese + item.removeprefix(english) if item.startswith(english) else item for item in items]
    return f"{head.rstrip()}{' ' if head else ''}[{'；'.join(items)}]"


class _Context(click.Context):
    """A context whose help is Chinese; contexts of sub-commands are made by their own adopted commands."""

    formatter_class = _Formatter

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        option = self.command.get_help_option(self)
        if option is not None:
            option.help = "显示本帮助并退出。"

    def __exit__(
        self, exc_type: type[BaseException] | None, exc_value: BaseException | None, tb: TracebackType | None
    ) -> bool | None:
        # click's parser leaves out which command was misused.
        if isinstance(exc_value, click.UsageError) and exc_value.ctx is None:
            exc_value.ctx = self
        return super().__exit__(exc_type, exc_value, tb)


def adopt(command: click.Command) -> click.Command:
    """Give ``command`` and everything below it Chinese help; returns it. Doing so twice changes nothing."""
    command.context_class = _Context
    command.options_metavar = "[选项]" if command.options_metavar else command.options_metavar
    for param in command.params:
        if isinstance(param, click.Option) and param.metavar is None and not isinstance(param.type, click.Choice):
            param.metavar = _METAVARS.get(param.type.name)
    if isinstance(command, click.Group):
        command.subcommand_metavar = "命令 [参数]…"
        for below in command.commands.values():
            adopt(below)
    return command


def usage_message(error: click.ClickException) -> str:
    """What is wrong with a command line, in Chinese. A message that is Chinese already is passed on."""
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}{_near(error.possibilities)}"
    if isinstance(error, click.exceptions.NoSuchCommand):
        return f"没有命令 {error.command_name}{_near(error.possibilities)}"
    if isinstance(error, click.MissingParameter):
        return f"缺少{_kind(error.param)} {_name(error)}".rstrip()
    if isinstance(error, click.BadParameter):
        said = error.message if _is_chinese(error.message) else _wanted(error.param)
        return f"{_kind(error.param)} {_name(error)} 不合要求：{said}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 的写法不对：{_value_of(error)}"
    if isinstance(error, click.FileError):
        return f"文件打不开：{error.ui_filename}"
    message = error.format_message()
    if _is_chinese(message):
        return message
    # The two that click raises without a class of their own.
    if message.startswith("Got unexpected extra argument"):
        return "多余的参数：" + message.partition("(")[2].rstrip(")")
    if message.startswith("Missing command"):
        return "缺少命令"
    return f"命令写法不对（{message}）"


def _near(possibilities: Iterable[str] | None) -> str:
    listed = "、".join(possibilities or ())
    return f"，是不是想用 {listed}？" if listed else ""


def _kind(param: click.Parameter | None) -> str:
    return "选项" if isinstance(param, click.Option) else "参数"


def _name(error: click.BadParameter) -> str:
    if isinstance(error.param, click.Option):
        return max(error.param.opts, key=len)
    if error.param is not None:
        return error.param.human_readable_name
    hint = error.param_hint
    return hint if isinstance(hint, str) else " / ".join(hint or ())


def _wanted(param: click.Parameter | None) -> str:
    """What a parameter takes, from its type: click says it only in English."""
    kind = param.type if param is not None else None
    if isinstance(kind, click.Choice):
        return "只能是 " + "、".join(str(c) for c in kind.choices)
    if isinstance(kind, (click.IntRange, click.FloatRange)):
        low = f"不小于 {kind.min}" if kind.min is not None else ""
        high = f"不大于 {kind.max}" if kind.max is not None else ""
        what = "整数" if isinstance(kind, click.IntRange) else "数"
        return f"要填{'、'.join(part for part in (low, high) if part)} 的{what}"
    if isinstance(kind, click.types.IntParamType):
        return "要填整数"
    if isinstance(kind, click.types.FloatParamType):
        return "要填数"
    if isinstance(kind, click.DateTime):
        return "要填日期"
    if isinstance(kind, (click.Path, click.File)):
        return "文件或文件夹不能用"
    return "值不对"


def _value_of(error: click.BadOptionUsage) -> str:
    params = error.ctx.command.params if error.ctx else []
    option = next((p for p in params if error.option_name in (*p.opts, *p.secondary_opts)), None)
    if isinstance(option, click.Option) and (option.is_flag or option.count):
        return "它后面不带值"
    return "它后面要跟一个值"
