"""The numbers of AUTONUM, AUTONUMLGL, AUTONUMOUT and LISTNUM fields, which store none (ECMA-376-1 17.16.5).

It must not know of paragraphs; a story asks for the number of each field in order and says where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tfdocs.read.word.formats import format_number

__all__ = ["LIST_NUMBER", "NAMES", "AutoNumbers", "list_number"]

LIST_NUMBER: Final = "LISTNUM"
NAMES: Final = frozenset(("AUTONUM", "AUTONUMLGL", "AUTONUMOUT", LIST_NUMBER))
LEVELS: Final = 9
_MIDDLE_LEVEL: Final = 2  # where a LISTNUM in the midst of a sentence begins: i)

# General formats of the field's \* switch, in lower case; case tells upper and lower letters apart.
_FORMATS: Final = {
    **{"arabic": "decimal", "roman": "lowerRoman", "alphabetic": "lowerLetter", "ordinal": "ordinal"},
    **{"cardtext": "cardinalText", "ordtext": "ordinalText", "hex": "hex", "circlenum": "decimalEnclosedCircle"},
    **{"gb1": "decimalEnclosedFullstop", "gb2": "decimalEnclosedParen", "gb3": "decimalEnclosedCircle"},
    **{"gb4": "ideographEnclosedCircle", "chinesenum1": "chineseCounting", "chinesenum2": "chineseLegalSimplified"},
    **{"chinesenum3": "chineseCountingThousand", "zodiac1": "ideographTraditional", "zodiac2": "ideographZodiac"},
    **{"zodiac3": "ideographZodiacTraditional", "dbchar": "decimalFullWidth", "sbchar": "decimal"},
    **{"arabicdash": "numberInDash", "dbnum1": "ideographDigital"},
}
# Per level: format and text around it.
_OUTLINE: Final = (
    *(("upperRoman", "{}."), ("upperLetter", "{}."), ("decimal", "{}."), ("lowerLetter", "{})")),
    *(("decimal", "({})"), ("lowerLetter", "({})"), ("lowerRoman", "({})"), ("lowerLetter", "({})")),
    ("lowerRoman", "({})"),
)
_NUMBER: Final = (
    *(("decimal", "{})"), ("lowerLetter", "{})"), ("lowerRoman", "{})")),
    *(("decimal", "({})"), ("lowerLetter", "({})"), ("lowerRoman", "({})")),
    *(("decimal", "{}."), ("lowerLetter", "{}."), ("lowerRoman", "{}.")),
)
_SERIES: Final = {"numberdefault": _NUMBER, "outlinedefault": _OUTLINE, "legaldefault": None}
_ARGUMENT: Final = r'\s*("[^"]*"|\S+)'


def _switch(text: str, letter: str) -> str | None:
    """The argument of a switch, without quotes; None where it is not given."""
    found = re.search(rf"\\{letter}{_ARGUMENT}", text, re.IGNORECASE)
    return found.group(1).strip('"') if found else None


def _integer(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,9}", text.strip()) else None


def list_number(instruction: str) -> tuple[str, int | None, int | None]:
    """Of a LISTNUM field: the list that it names, the level (from 0) and the start that it gives."""
    words = instruction.split(None, 1)
    rest = words[1] if len(words) > 1 else ""
    named = re.match(r'("[^"]*"|[^\\\s]\S*)', rest)
    level = _integer(_switch(rest, "l"))
    return (
        named.group(1).strip('"') if named else "",
        None if level is None else max(0, min(LEVELS - 1, level - 1)),
        _integer(_switch(rest, "s")),
    )


class AutoNumbers:
    """Counts through one story: one sequence for the AUTONUM kinds, one for each series of LISTNUM."""

    def __init__(self) -> None:
        self._auto = [0] * (LEVELS + 1)  # of each heading level, and last of the text that stands under a heading
        self._depth = 0  # levels of headings that were numbered last
        self._lists: dict[str, list[int]] = {}
        self._last = ""  # the series and the level of the last LISTNUM
        self._last_level: int | None = None

    def auto(self, name: str, instruction: str, heading: int | None) -> str:
        """The number of an AUTONUM, AUTONUMLGL or AUTONUMOUT. ``heading``: the paragraph's, from 0; None for text."""
        if heading is None:
            self._auto[LEVELS] += 1
            chain = [*self._auto[: self._depth], self._auto[LEVELS]]
        else:
            self._auto[heading] += 1
            for below in (*range(heading + 1, LEVELS), LEVELS):
                self._auto[below] = 0
            self._depth = heading + 1
            chain = [max(1, n) for n in self._auto[: heading + 1]]
        if name == "AUTONUMOUT":
            style, around = _OUTLINE[min(len(chain), LEVELS) - 1]
            return around.format(format_number(chain[-1], style))
        separator = _switch(instruction, "s")
        end = "." if separator is None else separator[:1]
        written = [format_number(n, _general(instruction)) for n in chain]
        if name == "AUTONUMLGL":
            bare = re.search(r"\\e\b", instruction, re.IGNORECASE) is not None
            return (end or ".").join(written) + ("" if bare else end)
        return written[-1] + end

    def listed(self, instruction: str, before: Sequence[int], first: bool) -> tuple[str, int]:
        """The number of a LISTNUM of a built-in series, and its level.

        ``before``: levels of the paragraph's LISTNUM fields so far; ``first``: whether nothing but these stands before.
        """
        name, level, start = list_number(instruction)
        series = name.lower() or self._last or "numberdefault"
        if level is None:
            if first:
                level = min(LEVELS - 1, before[-1] + 1) if before else 0
            elif before:
                level = before[-1]
            else:
                level = self._last_level if self._last == series and self._last_level is not None else _MIDDLE_LEVEL
        counts = self._lists.setdefault(series, [0] * LEVELS)
        counts[level] = counts[level] + 1 if start is None else start
        for below in range(level + 1, LEVELS):
            counts[below] = 0
        self._last, self._last_level = series, level
        looks = _SERIES.get(series, _NUMBER)
        if looks is None:
            return "".join(f"{max(1, n)}." for n in counts[:level]) + f"{counts[level]}.", level
        style, around = looks[level]
        return around.format(format_number(counts[level], style)), level


def _general(instruction: str) -> str:
    """The number format that the ``\\*`` switch names; decimal without one."""
    for found in re.findall(r"\\\*\s*(\w+)", instruction):
        style = _FORMATS.get(found.lower())
        if style is not None:
            upper = found[:1].isupper() and style in ("lowerRoman", "lowerLetter") and found.isupper()
            return style.replace("lower", "upper") if upper else style
    return "decimal"
