"""Automatic numbers as they are printed (ECMA-376-1 17.9): levels, formats, restarts, overrides, linked styles.

It must not know where paragraphs stand; a story asks for the label of each paragraph in order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from tfdocs.read.word.formats import format_number
from tfdocs.read.word.names import MC, VAL, W, integer, is_on
from tfdocs.read.word.styles import NOTHING, RunLook, Style, Styles, numbering_of, run_look
from tfdocs.read.word.symbols import is_symbol_font, symbol

LEVELS: Final = 9
_PLACEHOLDER: Final = re.compile(r"%([1-9])")
_SUFFIX: Final = {"tab": " ", "space": " ", "nothing": ""}
_LONGEST_TEXT: Final = 1000


@dataclass(frozen=True, slots=True)
class Level:
    start: int = 0  # 17.9.25: zero where it is not said
    format: str = "decimal"
    custom: str = ""
    text: str = ""
    suffix: str = " "
    restart: int | None = None
    legal: bool = False
    style: str = ""
    look: RunLook = NOTHING
    picture: bool = False


@dataclass(slots=True)
class Abstract:
    id: int
    levels: dict[int, Level] = field(default_factory=dict)
    number_style: str = ""  # numStyleLink: the levels stand in the list that this style names


@dataclass(slots=True)
class Num:
    id: int
    abstract: int
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


@dataclass(slots=True)
class _Count:
    values: list[int | None] = field(default_factory=lambda: [None] * LEVELS)
    started: set[tuple[int, int]] = field(default_factory=set)  # (num, level) whose start override is spent


def _format_of(level: Any) -> tuple[str, str]:
    element = level.find(W + "numFmt")
    if element is None:  # formats that came after 2007 stand in a choice, with a plainer one as fallback
        choice = level.find(f"{MC}AlternateContent/{MC}Choice/{W}numFmt")
        element = choice if choice is not None else level.find(f"{MC}AlternateContent/{MC}Fallback/{W}numFmt")
    if element is None:
        return "decimal", ""
    return element.get(VAL) or "decimal", element.get(W + "format") or ""


def _parse_level(element: Any) -> Level:
    start = suffix = restart = None
    text, style, legal, picture = "", "", False, False
    look = NOTHING
    for child in element:
        tag = child.tag
        if tag == W + "start":
            start = integer(child.get(VAL), 0)
        elif tag == W + "lvlText":
            text = "" if child.get(W + "null") in ("1", "true", "on") else (child.get(VAL) or "")[:_LONGEST_TEXT]
        elif tag == W + "suff":
            suffix = child.get(VAL)
        elif tag == W + "lvlRestart":
            restart = integer(child.get(VAL), 0)
        elif tag == W + "isLgl":
            legal = is_on(child)
        elif tag == W + "pStyle":
            style = child.get(VAL) or ""
        elif tag == W + "rPr":
            look = run_look(child)
        elif tag == W + "lvlPicBulletId":
            picture = True
    style_format, custom = _format_of(element)
    gap = _SUFFIX.get(suffix or "tab", " ")
    return Level(start or 0, style_format, custom, text, gap, restart, legal, style, look, picture)


class Numbering:
    """The definitions of a file. Ask a ``Counter`` for labels."""

    def __init__(self, root: Any | None, styles: Styles) -> None:
        self._styles = styles
        self._abstracts: dict[int, Abstract] = {}
        self._nums: dict[int, Num] = {}
        self._resolved: dict[int, tuple[Abstract, dict[int, Level]] | None] = {}
        for element in root if root is not None else ():
            if element.tag == W + "abstractNum":
                self._add_abstract(element)
            elif element.tag == W + "num":
                self._add_num(element)

    def _add_abstract(self, element: Any) -> None:
        abstract = Abstract(integer(element.get(W + "abstractNumId"), -1))
        for child in element:
            if child.tag == W + "lvl":
                index = integer(child.get(W + "ilvl"), 0)
                if 0 <= index < LEVELS:
                    abstract.levels[index] = _parse_level(child)
            elif child.tag == W + "numStyleLink":
                abstract.number_style = child.get(VAL) or ""
        self._abstracts.setdefault(abstract.id, abstract)

    def _add_num(self, element: Any) -> None:
        reference = element.find(W + "abstractNumId")
        num = Num(
            integer(element.get(W + "numId"), 0), integer(reference.get(VAL), -1) if reference is not None else -1
        )
        for override in element.iterchildren(W + "lvlOverride"):
            index = integer(override.get(W + "ilvl"), 0)
            if not 0 <= index < LEVELS:
                continue
            start, level = override.find(W + "startOverride"), override.find(W + "lvl")
            if start is not None:
                num.starts[index] = integer(start.get(VAL), 0)
            if level is not None:
                num.levels[index] = _parse_level(level)
        self._nums.setdefault(num.id, num)

    def num(self, num_id: int) -> Num | None:
        return self._nums.get(num_id)

    def resolve(self, num_id: int) -> tuple[Abstract, dict[int, Level]] | None:
        """The list behind ``num_id`` and its levels with overrides; None when it leads nowhere."""
        if num_id not in self._resolved:
            self._resolved[num_id] = self._follow(num_id)
        return self._resolved[num_id]

    def _follow(self, num_id: int) -> tuple[Abstract, dict[int, Level]] | None:
        num = self._nums.get(num_id)
        if num is None:
            return None
        overrides = num.levels
        seen: set[int] = set()
        abstract = self._abstracts.get(num.abstract)
        while abstract is not None and not abstract.levels and abstract.number_style:
            if abstract.id in seen:
                return None
            seen.add(abstract.id)
            link = self._nums.get(self._styles.get(abstract.number_style).num_id or 0)
            abstract = self._abstracts.get(link.abstract) if link is not None else None
        if abstract is None:
            return None
        return abstract, {**abstract.levels, **overrides} if overrides else abstract.levels

    def place(self, num_id: int | None, level: int | None, style: Style) -> tuple[int, int] | None:
        """Which list and level a paragraph stands in, from its own properties and its style's; None for no number.

        The two values fold separately. A number that comes from the style takes the level linked to that style
        (17.9.23), or to the nearest one it is based on.
        """
        own = num_id is not None
        chosen = num_id if num_id is not None else style.num_id
        if not chosen:  # 0 takes a number away
            return None
        resolved = self.resolve(chosen)
        if resolved is None:
            return None
        if level is None and not own:
            linked = {lvl.style: index for index, lvl in resolved[1].items() if lvl.style}
            level = next((linked[s] for s in style.numbered_by if s in linked), None)
        if level is None:
            level = style.level
        return chosen, max(0, min(LEVELS - 1, level or 0))


class Counter:
    """Counts through one story. Lists that share a definition share their numbers (17.9.15)."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._counts: dict[int, _Count] = {}

    def label(self, num_id: int, index: int, look: RunLook) -> str:
        """Count one paragraph in and return its number with what follows it; "" when it prints none."""
        resolved = self._numbering.resolve(num_id)
        num = self._numbering.num(num_id)
        if resolved is None or num is None:
            return ""
        abstract, levels = resolved
        count = self._counts.setdefault(abstract.id, _Count())
        self._advance(count, num, levels, index)
        level = levels.get(index)
        if level is None:
            return ""
        shown = level.look.over(look._replace(font=None))
        if shown.vanish:
            return ""
        text = self._text(level, levels, count.values, shown)
        return text + level.suffix if text else ""

    @staticmethod
    def _advance(count: _Count, num: Num, levels: dict[int, Level], index: int) -> None:
        values = count.values
        for above in range(index):
            if values[above] is None:  # a level that was skipped counts as begun
                start = levels[above].start if above in levels else 0
                values[above] = num.starts.get(above, start)
        override = num.starts.get(index)
        if override is not None and (num.id, index) not in count.started:
            count.started.add((num.id, index))
            values[index] = override
        else:
            before = values[index]
            level = levels.get(index)
            values[index] = (level.start if level else 0) if before is None else before + 1
        for below in range(index + 1, LEVELS):
            restart = levels[below].restart if below in levels else None
            # 17.9.10: never with 0, else when that level (counted from 1) or one above it is used.
            if restart is None or restart > below or index < restart:
                values[below] = None

    @staticmethod
    def _text(level: Level, levels: dict[int, Level], values: list[int | None], look: RunLook) -> str:
        if level.picture:
            return "•"

        def number(match: re.Match[str]) -> str:
            index = int(match.group(1)) - 1
            of = levels.get(index, Level())
            style = "decimal" if level.legal and of.format not in ("none", "bullet") else of.format
            return format_number(values[index] or 0, style, of.custom)

        if level.format == "bullet":
            font = look.font or ""
            text = "".join(
                symbol(ord(c), font) if is_symbol_font(font) or 0xF000 <= ord(c) <= 0xF0FF else c for c in level.text
            )
        else:
            text = _PLACEHOLDER.sub(number, level.text)
        text = text.replace("\n", " ").replace("\r", " ")
        return text.upper() if look.caps else text


def numbering_place(numbering: Numbering, properties: Any | None, style: Style) -> tuple[int, int] | None:
    """``Numbering.place`` for a paragraph with the properties ``w:pPr``."""
    num_id, level = numbering_of(properties)
    return numbering.place(num_id, level, style)
