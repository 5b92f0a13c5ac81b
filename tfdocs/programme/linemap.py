"""Where each key and element of a TOML text stands, because the standard parser forgets it.

``tomllib`` gives values without lines. This scanner gives lines without values, for a text that ``tomllib`` has
accepted already: it does not judge syntax (TOML 1.0) and must not know what the keys mean.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right

Key = tuple[str | int, ...]  # ("categories", 0, "indicators", 3, "value")

# The longest opening first. A multi-line string may end in up to two quotes of its own before the closing three.
_STRINGS = (
    re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}', re.DOTALL),
    re.compile(r"'''.*?'{3,5}", re.DOTALL),
    re.compile(r'"(?:[^"\\\n]|\\.)*"'),
    re.compile(r"'[^'\n]*'"),
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE = re.compile(r"[^,\]}#\n]+")
_SPACE = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Key, int] = {}
        self.tables: dict[Key, int] = {}  # arrays of tables, with the number of elements met so far
        self._starts = [0, *(m.end() for m in re.finditer("\n", text))]

    def line(self) -> int:
        return bisect_right(self._starts, self.at)

    def skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            raise ValueError(f"line {self.line()}: no TOML that tomllib would have accepted")
        self.at = found.end()
        return found.group()

    def comes(self, mark: str) -> bool:
        if not self.text.startswith(mark, self.at):
            return False
        self.at += len(mark)
        return True

    def string(self) -> str | None:
        for pattern in _STRINGS:
            found = pattern.match(self.text, self.at)
            if found is not None:
                self.at = found.end()
                return found.group()
        return None

    def key(self) -> list[str]:
        """A dotted key, its parts unquoted."""
        parts: list[str] = []
        while True:
            self.skip(_SPACE)
            quoted = self.string()
            if quoted is None:
                parts.append(self.skip(_BARE_KEY))
            else:
                parts.append(tomllib.loads(f"k = {quoted}")["k"])
            self.skip(_SPACE)
            if not self.comes("."):
                return parts

    def note(self, path: Key, line: int) -> None:
        self.lines.setdefault(path, line)

    def enter(self, base: Key, parts: list[str], line: int) -> Key:
        """Walk ``parts`` from ``base``; an array of tables on the way means its last element."""
        path = base
        for part in parts:
            path = (*path, part)
            self.note(path, line)
            if path in self.tables:
                path = (*path, self.tables[path] - 1)
        return path

    def document(self) -> None:
        current: Key = ()
        self.skip(_GAP)
        while self.at < len(self.text):
            line = self.line()
            if self.comes("[["):
                *parents, last = self.key()
                self.comes("]]")
                array = (*self.enter((), parents, line), last)
                self.note(array, line)
                count = self.tables.get(array, 0)
                self.tables[array] = count + 1
                current = (*array, count)
                self.note(current, line)
            elif self.comes("["):
                current = self.enter((), self.key(), line)
                self.comes("]")
            else:
                self.pair(current)
            self.skip(_GAP)

    def pair(self, table: Key) -> None:
        line = self.line()
        path = self.enter(table, self.key(), line)
        self.comes("=")
        self.skip(_SPACE)
        self.value(path)

    def value(self, path: Key) -> None:
        if self.string() is not None:
            return
        if self.comes("["):
            index = 0
            self.skip(_GAP)
            while not self.comes("]"):
                element = (*path, index)
                self.note(element, self.line())
                self.value(element)
                index += 1
                self.skip(_GAP)
                self.comes(",")
                self.skip(_GAP)
        elif self.comes("{"):
            self.skip(_GAP)
            while not self.comes("}"):
                self.pair(path)
                self.skip(_GAP)
                self.comes(",")
                self.skip(_GAP)
        else:
            self.skip(_BARE_VALUE)


def line_map(text: str) -> dict[Key, int]:
    """The line (from 1) of every key, table and array element of ``text``, which ``tomllib`` must have accepted.

    A key that is written in several places (``[[a.b]]`` again and again) has the line of its first; every
    element has its own. ``ValueError`` for a text that is no TOML.
    """
    scanner = _Scanner(text.replace("\r\n", "\n"))
    scanner.document()
    return scanner.lines


def line_of(lines: dict[Key, int], path: Key) -> int:
    """The line of ``path``, or of the nearest thing around it that has one (a missing key: its table). 1 at least."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)
