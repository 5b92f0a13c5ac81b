"""programme.toml as text -> data with the line of each key, or the faults of its syntax, each at its line.

Must not know what a programme is.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from tfdocs.programme.linemap import Key, line_map, line_of

MAX_FAULTS = 50  # of syntax; who has more has another problem
MAX_DOTS = 200  # in a line: tables within tables, each level of which costs as much as all above it
_REPARSED = 2_000_000  # characters that may be parsed again in search of an opening quote: about a second
MAX_BYTES = 500_000  # the largest programme known here has 70,000; what is larger is no programme

# Messages of tomllib (CPython 3.11 to 3.14), which are English, by what they begin with.
_MESSAGES = (
    ("Illegal character", "这里有不允许的字符（引号没有成对，或一行文字在引号里换了行）"),
    ("Found invalid character", "这里有不允许的字符"),
    ("Unclosed array", "方括号没有成对，或各项之间少了逗号"),
    ("Unclosed inline table", "花括号没有成对，或各项之间少了逗号"),
    ("Duplicate inline table key", "花括号里有重复的键"),
    ("Cannot overwrite a value", "同一个键写了两次"),
    ("Cannot declare", "同一个表写了两次，或与前面的写法冲突（重复的表要写成 [[…]]）"),
    ("Cannot mutate immutable namespace", "这个表已在别处写完，不能再加内容"),
    ("Cannot redefine namespace", "同一个表写了两次"),
    ("Expected '=' after a key", "键后面少了等号 ="),
    ("Expected ']", "表头的方括号没有成对"),
    ("Invalid initial character for a key part", "键名写法不对（不能为空；中文键名要加引号）"),
    ("Invalid statement", "这一行不是“键 = 值”，也不是 [表头]"),
    ("Invalid value", "等号后面的值写法不对（文字要加英文引号，数字要用半角，日期写成 2024-06-30）"),
    ("Invalid date or datetime", "日期不存在"),
    ("Expected newline or end of document", "值后面有多余的内容（每个键要单独一行）"),
    ("Unescaped '\\'", "双引号里的反斜杠 \\ 要写成 \\\\"),
    ("Escaped character", "转义字符不对"),
    ("Invalid hex value", "转义字符不对"),
)
_PLACE = re.compile(
    r"^(?P<what>.*?) ?\((?:at line (?P<line>\d+), column (?P<column>\d+)|at end of document)\)$", re.DOTALL
)
_HEADER = re.compile(r"^[ \t]*\[{1,2}[A-Za-z_][A-Za-z0-9_. -]*\]{1,2}[ \t]*(?:#.*)?$")


@dataclass(frozen=True, slots=True)
class SyntaxFault:
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Source:
    """The data of programme.toml and where each part of it stands."""

    data: dict[str, Any]
    lines: dict[Key, int]

    def line(self, *path: str | int) -> int:
        """The line of a key, or of what is around it when it is missing."""
        return line_of(self.lines, path)


def _decimal(text: str) -> Decimal:
    # A float would turn 0.1 into something else; an exponent beyond reason would cost memory once written out.
    if len(text) > 40:
        raise ValueError("number out of range")
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError("number out of range") from error
    if number.is_finite() and abs(number.adjusted()) > 30:
        raise ValueError("number out of range")
    return number


def _fault(error: ValueError, text: str, offset: int = 0) -> SyntaxFault:
    found = _PLACE.match(str(error))
    what = found["what"] if found else str(error)
    if found is None and ("limit" in what or "out of range" in what):  # int() refuses more than 4,300 digits
        return SyntaxFault(_longest_number(text) + offset, "数字太长")
    if found is None or not found["line"]:
        return SyntaxFault(_opened(text) + offset, "从这里开始没有写完：引号、方括号或花括号没有成对")
    line = int(found["line"])
    for english, chinese in _MESSAGES:
        if what.startswith(english):
            return SyntaxFault(line + offset, chinese)
    return SyntaxFault(line + offset, f"写法不符合 TOML 格式（{what}）")


def _opened(text: str) -> int:
    """The line where the statement begins that is still open at the end of ``text``: behind the last sound line."""
    lines = text.rstrip("\n").split("\n")
    tries = min(len(lines), _REPARSED // (len(text) + 1))
    for end in range(len(lines) - 1, len(lines) - 1 - tries, -1):
        try:
            _parse("\n".join(lines[:end]))
        except ValueError:
            continue
        return end + 1
    return len(lines)


def _longest_number(text: str) -> int:
    """The line of the number that no parser will take: of the longest run of digits, exponents included."""
    lines = text.split("\n")
    longest = [max((len(run) for run in re.findall(r"[0-9_.eE+-]+", line)), default=0) for line in lines]
    return longest.index(max(longest)) + 1


def _parse(text: str) -> dict[str, Any]:
    return tomllib.loads(text, parse_float=_decimal)


def _faults(text: str, error: ValueError) -> list[SyntaxFault]:
    """The first fault of each table, so that one run shows more than the very first.

    A table with its header stands on its own as far as syntax goes; faults that need two tables (a table written
    twice) show only when all the single ones are mended.
    """
    found: list[SyntaxFault] = []
    lines = text.split("\n")
    heads = [0, *(i for i, line in enumerate(lines) if i and _HEADER.match(line))]
    for start, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        block = "\n".join(lines[start:end])
        try:
            _parse(block)
        except ValueError as fault:
            found.append(_fault(fault, block, start))
            if len(found) == MAX_FAULTS:
                break
    return found or [_fault(error, text)]


def read(path: Path) -> Source | list[SyntaxFault]:
    """Read a TOML file. Numbers with a point come as ``Decimal``. Never raises for what the file holds."""
    raw = path.read_bytes()[: MAX_BYTES + 1]
    if len(raw) > MAX_BYTES:
        return [SyntaxFault(1, f"文件太大（超过 {MAX_BYTES // 1000} KB），不像是项目数据")]
    try:
        # Windows Notepad puts a mark in front, which tomllib would refuse.
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return [SyntaxFault(line, "文件编码不是 UTF-8，请用“UTF-8”另存后再试")]
    for number, written in enumerate(text.split("\n"), 1):
        if written.count(".") > MAX_DOTS:
            return [SyntaxFault(number, f"这一行的英文句点太多（超过 {MAX_DOTS} 个），不像是项目数据")]
    try:
        data = _parse(text)
        return Source(data, line_map(text))
    except RecursionError:
        return [SyntaxFault(1, "括号嵌套太深，不像是项目数据")]
    except ValueError as error:
        try:
            return _faults(text, error)
        except RecursionError:
            return [SyntaxFault(1, "括号嵌套太深，不像是项目数据")]
