"""Fields: of a complex field only the result is printed (ECMA-376-1 17.16), and some have none but print all the same.

It must not know of paragraphs: it is fed the field characters of a story in order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from tfdocs.read.word.names import VAL, W, integer, is_on
from tfdocs.read.word.symbols import symbol

__all__ = ["REMOTE", "Field", "Fields", "equation", "guides", "unmatched"]

# Never printed, with or without a result.
_SILENT: Final = frozenset(
    [
        "XE",
        "TC",
        "TA",
        "RD",
        "ASK",
        "SET",
        "PRIVATE",
        "ADVANCE",
        "NEXT",
        "NEXTIF",
        "SKIPIF",
        "COMMENTS",
        "HYPERLINK",
        "BARCODE",
        "ADDIN",
        "CONTROL",
        "PRINT",
        "FORMTEXT",
        "INFO",
        "DATA",
        "GLOSSARY",
        "MERGEREC",
        "MERGESEQ",
        "INCLUDEPICTURE",
        "SHAPE",
        "EMBED",
    ]
)
# Word computes these anew each time; a file without the result is still printed with the right one.
_PAGE: Final = frozenset(("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES"))
# These fetch from elsewhere when the file is opened; a DDE field starts another program.
REMOTE: Final = {
    **dict.fromkeys(("DDE", "DDEAUTO"), "dde-field"),
    **dict.fromkeys(("LINK", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "DATABASE", "RD"), "external-link"),
}
VOLATILE: Final = frozenset(("DATE", "TIME", "PRINTDATE", "SAVEDATE", "EDITTIME"))
_INSTRUCTION_LIMIT: Final = 20_000


@dataclass(slots=True)
class Field:
    instruction: list[str] = field(default_factory=list)
    in_result: bool = False
    produced: bool = False
    data: Any | None = None  # w:ffData of a form field
    stale: bool = False  # w:dirty: Word computes it anew when it opens the file (17.16.18)

    @property
    def text(self) -> str:
        return "".join(self.instruction)[:_INSTRUCTION_LIMIT].strip()

    @property
    def name(self) -> str:
        words = self.text.split(None, 1)
        return words[0].upper() if words else ""


class Fields:
    """The fields open at one point of a story."""

    def __init__(self) -> None:
        self._open: list[Field] = []
        self._codes = 0  # how many of them are still in their instruction

    @property
    def in_code(self) -> bool:
        """Whether text here belongs to an instruction and is not printed."""
        return self._codes > 0

    def begin(self, element: Any) -> None:
        self._open.append(Field(data=element.find(W + "ffData"), stale=is_stale(element)))
        self._codes += 1

    def instruction(self, text: str) -> None:
        if self._open and not self._open[-1].in_result:
            self._open[-1].instruction.append(text)

    def separate(self) -> None:
        if self._open and not self._open[-1].in_result:
            self._open[-1].in_result = True
            self._codes -= 1

    def end(self) -> Field | None:
        """Close the innermost field and return it; None when none is open."""
        if not self._open:
            return None
        closed = self._open.pop()
        if not closed.in_result:
            self._codes -= 1
        return closed

    def produced(self) -> None:
        """Something printed appeared in the result of every open field."""
        for item in self._open:
            item.produced = True


def unmatched(root: Any, skipped: frozenset[str]) -> frozenset[Any]:
    """The ``begin`` characters below ``root`` that never end: they are passed over, or all after them would vanish.

    ``skipped`` are tags (deleted text, in the final view) whose contents do not count.
    """
    stack: list[Any] = []
    for element in root.iter(W + "fldChar"):
        if skipped and any(a.tag in skipped for a in element.iterancestors()):
            continue
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            stack.append(element)
        elif kind == "end" and stack:
            stack.pop()
    return frozenset(stack)


def without_result(item: Field) -> str | None:
    """What a field prints that stores no result; None when that cannot be known."""
    name, text = item.name, item.text
    if name == "FORMCHECKBOX":
        return _check_box(item.data)
    if name == "FORMDROPDOWN":
        return _drop_down(item.data)
    if name == "SYMBOL":
        return _symbol(text)
    if name in ("MACROBUTTON", "GOTOBUTTON"):
        words = text.split(None, 2)
        return words[2] if len(words) > 2 else ""
    if name == "EQ":
        return equation(text)
    if name == "QUOTE":
        return text[5:].strip().strip('"“”')
    if not name or name in _SILENT:
        return ""
    return None


def is_stale(element: Any) -> bool:
    """Whether a ``w:fldChar`` or ``w:fldSimple`` says that its result is no longer right."""
    return (element.get(W + "dirty") or "").lower() in ("1", "true", "on")


def is_page_field(item: Field) -> bool:
    return item.name in _PAGE


def _check_box(data: Any | None) -> str:
    box = data.find(W + "checkBox") if data is not None else None
    if box is None:
        return "☐"
    state = box.find(W + "checked")
    if state is None:
        state = box.find(W + "default")
    return "☒" if state is not None and is_on(state) else "☐"


def _drop_down(data: Any | None) -> str:
    menu = data.find(W + "ddList") if data is not None else None
    if menu is None:
        return ""
    entries = [e.get(VAL) or "" for e in menu.iterchildren(W + "listEntry")]
    chosen = menu.find(W + "result")
    if chosen is None:
        chosen = menu.find(W + "default")
    index = integer(chosen.get(VAL), 0) if chosen is not None else 0
    return entries[index] if 0 <= index < len(entries) else ""


def _symbol(text: str) -> str:
    words = text.split()
    if len(words) < 2:
        return ""
    font = re.search(r'\\f\s*("[^"]*"|\S+)', text)
    try:
        code = int(words[1], 0)
    except ValueError:
        return words[1].strip('"')[:1]
    return symbol(code, font.group(1).strip('"') if font else "")


_CIRCLES: Final = frozenset("○◯〇")
_GUIDE: Final = re.compile(
    r"\\o\s*\\ad\s*[(（]\s*\\s\s*\\up\s*\d*\s*[(（]([^()（）]{1,100})[)）]\s*[,，;]", re.IGNORECASE
)


def guides(text: str) -> list[str]:
    """The phonetic guides of an EQ field, as Word writes them: small above the base that ``equation`` gives."""
    return [found.strip() for found in _GUIDE.findall(text)]


def equation(text: str) -> str:
    """An EQ field (17.16.5.17) on one line: 带圈字符, fractions, roots, overlays, phonetic guides, lists."""
    body = re.sub(r"^\s*EQ\b", "", text, flags=re.IGNORECASE)
    body = re.sub(r'\\\*\s*("[^"]*"|\S+(?:\s*:\s*"[^"]*")?)', "", body)  # general switches say how, not what
    return _equation(body, 0)


def _equation(text: str, depth: int) -> str:
    if depth > 20:
        return text
    out: list[str] = []
    at = 0
    while at < len(text):
        if text[at] != "\\":
            out.append(text[at])
            at += 1
            continue
        match = re.compile(r"\\([A-Za-z]+)((?:\s*\\[A-Za-z]+\d*)*)\s*").match(text, at)
        if match is None:  # an escaped comma, bracket or backslash
            out.append(text[at + 1 : at + 2])
            at += 2
            continue
        at = match.end()
        while at < len(text) and text[at].isdigit():  # the argument of the last option: \s\up 9(…)
            at += 1
        arguments, at = _arguments(text, at)
        out.append(
            _compose(match.group(1).lower(), match.group(2).lower(), [_equation(a, depth + 1) for a in arguments])
        )
    return "".join(out).strip()


def _arguments(text: str, at: int) -> tuple[list[str], int]:
    while at < len(text) and text[at] == " ":
        at += 1
    if at >= len(text) or text[at] not in "(（":
        return [], at
    found: list[str] = []
    start = at + 1
    level = 0
    while at < len(text):
        c = text[at]
        if c == "\\" and at + 1 < len(text) and text[at + 1] in "\\,;()":
            at += 2
            continue
        if c in "(（":
            level += 1
        elif c in ")）":
            level -= 1
            if level == 0:
                found.append(text[start:at])
                return found, at + 1
        elif c in ",，;" and level == 1:
            found.append(text[start:at])
            start = at + 1
        at += 1
    found.append(text[start:])
    return found, len(text)


def _compose(command: str, options: str, parts: list[str]) -> str:
    if command == "f" and len(parts) == 2:
        return f"{parts[0]}/{parts[1]}"
    if command == "r":
        return (parts[0] if len(parts) == 2 else "") + "√" + (parts[-1] if parts else "")
    if command == "o":
        if len(parts) == 2 and parts[0].strip() in _CIRCLES:
            inner = parts[1].strip()
            return chr(0x2460 + int(inner) - 1) if inner.isdigit() and 1 <= int(inner) <= 20 else "○" + inner
        if len(parts) == 2 and "\\ad" in options:  # a phonetic guide, small and above: see ``guides``
            return parts[1]
        return "".join(parts)
    if command == "b":
        return "(" + "".join(parts) + ")"
    if command == "i":
        low, high, term = (*parts, "", "", "")[:3]
        return f"∫{low}{high}{term}"
    return "".join(parts)
