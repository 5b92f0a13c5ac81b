"""Styles: what of them changes the text on paper (numbering, hidden, capitals, symbol font, white or tiny print).

Chains of ``basedOn`` are followed once each and may be circular in a damaged file. It must not know
of paragraphs or runs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, NamedTuple

from tfdocs.read.word.names import VAL, W14, A, W, integer, is_on, twips
from tfdocs.read.word.symbols import is_symbol_font

_WHITE_FROM: Final = 0xF5  # of 255, every channel: lighter than this no printer puts on paper
_HEADING: Final = re.compile(r"heading ([1-9])", re.IGNORECASE)
_TINY_TO: Final = 3  # half points: 1.5 pt and below prints as a hairline


class RunLook(NamedTuple):
    """What run properties say; None where they say nothing.

    ``size`` is in half points; ``color`` RRGGBB, "auto" or "transparent"; ``ground`` the colour behind the text as in
    ``ground_of``.
    """

    vanish: bool | None = None
    caps: bool | None = None
    font: str | None = None
    color: str | None = None
    size: int | None = None
    ground: str | None = None
    brackets: str | None = None  # of 双行合一: the pair that Word prints around it
    struck: bool | None = None  # printed with a line through it
    raised: str | None = None  # "superscript", "subscript" or "baseline"
    spacing: float | None = None  # points put between characters

    def over(self, base: RunLook) -> RunLook:
        """This, with ``base`` where it says nothing."""
        return RunLook._make(b if a is None else a for a, b in zip(self, base, strict=True))


NOTHING: Final = RunLook()
_HIGHLIGHTS: Final = {
    **{"none": "", "white": "", "black": "000000", "blue": "0000ff", "cyan": "00ffff", "green": "00ff00"},
    **{"magenta": "ff00ff", "red": "ff0000", "yellow": "ffff00", "darkBlue": "000080", "darkCyan": "008080"},
    **{"darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000"},
    **{"darkGray": "808080", "lightGray": "c0c0c0"},
}
_BRACKETS: Final = {"round": "()", "square": "[]", "angle": "<>", "curly": "{}"}


MIXED: Final = "mixed"  # a ground darker than paper, of a pattern or a named colour


def _shade(shd: Any) -> str:
    """What a ``w:shd`` puts behind the text: RRGGBB, ``MIXED``, or "" for bare paper."""
    fill = (shd.get(W + "fill") or "auto").lower()
    pattern = (shd.get(VAL) or "clear").lower()
    if pattern == "solid":
        fill = (shd.get(W + "color") or "auto").lower()
        return fill if _is_hex(fill) else MIXED
    if pattern not in ("clear", "nil"):
        return MIXED
    if fill in ("auto", "none") or is_white(fill):
        return ""
    return fill if _is_hex(fill) else MIXED


def _is_hex(color: str) -> bool:
    return len(color) == 6 and all(c in "0123456789abcdefABCDEF" for c in color)


_SAME: Final = 12  # of 255, in every channel: nobody tells such text from its ground


def _alike(color: str, ground: str) -> bool:
    return (
        _is_hex(color)
        and _is_hex(ground)
        and all(abs(int(color[i : i + 2], 16) - int(ground[i : i + 2], 16)) <= _SAME for i in (0, 2, 4))
    )


def is_white(color: str) -> bool:
    if len(color) != 6:
        return color.lower() == "white"
    try:
        return all(int(color[i : i + 2], 16) >= _WHITE_FROM for i in (0, 2, 4))
    except ValueError:
        return False


def run_look(properties: Any) -> RunLook:
    """What a ``w:rPr`` says (ECMA-376-1 17.3.2)."""
    vanish = caps = small = None
    font = color = brackets = ground = raised = None
    struck = twice = None
    size = None
    spacing: float | None = None
    for child in properties:
        tag = child.tag
        if tag == W + "rFonts":
            # A theme font is never a symbol font and goes before a named one.
            if child.get(W + "asciiTheme") is not None:
                font = ""
            else:
                name = child.get(W + "ascii") or child.get(W + "hAnsi")
                font = None if name is None else name if is_symbol_font(name) else ""
        elif tag == W + "vanish":
            vanish = is_on(child)
        elif tag == W + "caps":
            caps = is_on(child)
        elif tag == W + "smallCaps":
            small = is_on(child)
        elif tag == W + "strike":
            struck = is_on(child)
        elif tag == W + "dstrike":
            twice = is_on(child)
        elif tag == W + "vertAlign":
            raised = child.get(VAL)
        elif tag == W + "spacing":
            spacing = twips(child.get(VAL), 0) / 20
        elif tag == W + "color":
            color = child.get(VAL) or "auto"
        elif tag == W + "sz":
            size = twips(child.get(VAL), 21, unit=10)
        elif tag == W + "highlight":
            ground = (_HIGHLIGHTS.get(child.get(VAL) or "none", MIXED)) or ground
        elif tag == W + "shd":
            ground = ground or _shade(child)
        elif tag == W14 + "textFill" and child.find(W14 + "noFill") is not None:
            color = "transparent"
        elif tag == W + "eastAsianLayout" and child.get(W + "combine") not in (None, "0", "false", "off"):
            brackets = _BRACKETS.get(child.get(W + "combineBrackets") or "none")
    either = None if caps is None and small is None else bool(caps or small)
    through = None if struck is None and twice is None else bool(struck or twice)
    return RunLook(vanish, either, font, color, size, ground, brackets, through, raised, spacing)


@dataclass(slots=True)
class Style:
    """One style with its ``basedOn`` chain folded in."""

    id: str
    name: str = ""
    kind: str = "paragraph"
    based_on: str = ""
    look: RunLook = NOTHING
    num_id: int | None = None
    level: int | None = None
    tabs: dict[int, str] = field(default_factory=dict)  # position in twips -> leader, "clear" where taken away
    ground: str = ""  # of the paragraph; of a table style whatever it shades anywhere
    clipped: bool | None = None  # lines so low that they show nothing of their text
    framed: bool = False  # its paragraphs stand in a frame
    numbered_by: tuple[str, ...] = ()  # this style and those it is based on, for the level linked to one of them

    @property
    def heading(self) -> int | None:
        """Of a built-in heading style, its level from 0; LibreOffice writes the name with a capital."""
        found = _HEADING.fullmatch(self.name)
        return int(found.group(1)) - 1 if found else None

    def fold(self, base: Style) -> None:
        self.look = self.look.over(base.look)
        self.num_id = base.num_id if self.num_id is None else self.num_id
        self.level = base.level if self.level is None else self.level
        self.ground = self.ground or base.ground
        self.clipped = base.clipped if self.clipped is None else self.clipped
        self.framed = self.framed or base.framed
        if base.tabs:
            self.tabs = {**base.tabs, **self.tabs}
        self.numbered_by = (self.id, *base.numbered_by[:20])


def numbering_of(properties: Any | None) -> tuple[int | None, int | None]:
    """``numId`` and ``ilvl`` of a ``w:pPr``, each None where it is not said."""
    number = properties.find(W + "numPr") if properties is not None else None
    if number is None:
        return None, None
    num_id, level = number.find(W + "numId"), number.find(W + "ilvl")
    return (
        integer(num_id.get(VAL), 0) if num_id is not None else None,
        integer(level.get(VAL), 0) if level is not None else None,
    )


_MAX_STOPS: Final = 64  # Word ends there too


def tab_stops(properties: Any | None) -> dict[int, str]:
    """The tab stops of a ``w:pPr``: position in twips to leader ("none", "dot", …); "clear" takes one away."""
    tabs = properties.find(W + "tabs") if properties is not None else None
    found: dict[int, str] = {}
    for tab in list(tabs)[:_MAX_STOPS] if tabs is not None else ():
        kind = tab.get(VAL) or "left"
        leader = "clear" if kind == "clear" else tab.get(W + "leader") or "none"
        if kind != "bar":
            found[twips(tab.get(W + "pos"), 0)] = leader
    return found


def ground_of(properties: Any | None) -> str:
    """The colour behind a paragraph or cell (``w:pPr``, ``w:tcPr``): RRGGBB, ``MIXED``, or "" for bare paper."""
    shd = properties.find(W + "shd") if properties is not None else None
    return _shade(shd) if shd is not None else ""


_LOWEST_LINE: Final = 40  # twips (2 pt): of a line fixed at that height nothing can be read


def lines_clipped(properties: Any | None) -> bool | None:
    """Whether the lines of a ``w:pPr`` are fixed at a height that shows nothing of their text; None if not said."""
    spacing = properties.find(W + "spacing") if properties is not None else None
    if spacing is None or spacing.get(W + "line") is None:
        return None
    return spacing.get(W + "lineRule") == "exact" and 0 < twips(spacing.get(W + "line"), 240) <= _LOWEST_LINE


class Styles:
    """The styles of a file. An id that names nothing gives a style that says nothing."""

    def __init__(self, root: Any | None) -> None:
        self._styles: dict[str, Style] = {}
        self.default = Style("")
        defaults = NOTHING
        if root is not None:
            found = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
            if found is not None:
                defaults = run_look(found)
            for element in root.iterchildren(W + "style"):
                style = self._parse(element)
                self._styles.setdefault(style.id, style)
                if style.kind == "paragraph" and element.get(W + "default") in ("1", "true", "on"):
                    self.default = self._styles[style.id]
        self.defaults = defaults
        self._fold()
        self.look = lru_cache(maxsize=4096)(self._look)

    @staticmethod
    def _parse(element: Any) -> Style:
        style = Style(element.get(W + "styleId") or "", kind=element.get(W + "type") or "paragraph")
        for child in element:
            if child.tag == W + "name":
                style.name = child.get(VAL) or ""
            elif child.tag == W + "basedOn":
                style.based_on = child.get(VAL) or ""
            elif child.tag == W + "rPr":
                style.look = run_look(child)
            elif child.tag == W + "pPr":
                style.num_id, style.level = numbering_of(child)
                style.ground = ground_of(child)
                style.clipped = lines_clipped(child)
                style.framed = child.find(W + "framePr") is not None
                style.tabs = tab_stops(child)
        if style.kind == "table":
            style.ground = next((g for g in map(_shade, element.iter(W + "shd")) if g), "") and MIXED
        return style

    def _fold(self) -> None:
        done: set[str] = set()
        for style in list(self._styles.values()):
            chain: list[Style] = []
            seen: set[str] = set()
            at: Style | None = style
            while at is not None and at.id not in done and at.id not in seen:
                seen.add(at.id)
                chain.append(at)
                at = self._styles.get(at.based_on)
            for link in reversed(chain):
                base = self._styles.get(link.based_on)
                link.fold(base if base is not None and base.id in done else Style(""))
                done.add(link.id)

    def get(self, style_id: str | None) -> Style:
        """The paragraph, character or table style; the default paragraph style for None."""
        if style_id is None:
            return self.default
        return self._styles.get(style_id) or self.default

    def _look(self, paragraph: str | None, character: str | None) -> RunLook:
        """What the styles of a run come to. Toggles of a paragraph and a character style cancel: 17.7.3."""
        p = self.get(paragraph).look
        c = self._styles[character].look if character is not None and character in self._styles else NOTHING
        out = c.over(p).over(self.defaults)
        return out._replace(
            vanish=bool(p.vanish) != bool(c.vanish) or bool(self.defaults.vanish),
            caps=bool(p.caps) != bool(c.caps) or bool(self.defaults.caps),
        )


def lies_hidden(look: RunLook, ground: str) -> str:
    """Why nobody sees text of this look on ``ground``: a finding's code, or "" when it is seen."""
    if look.vanish:
        return "hidden-text"
    if look.size is not None and look.size <= _TINY_TO:
        return "tiny-text"
    if look.color is None:
        return ""
    behind = look.ground or ground
    if look.color == "transparent" or _alike(look.color, behind):
        return "invisible-text"
    return "white-text" if not behind and is_white(look.color) else ""


def shape_filled(shape: Any) -> bool:
    """Whether a drawing shape (``wps:wsp``) or VML shape puts a colour, and not white, behind its text."""
    tag = shape.tag
    if tag.endswith("}wsp"):
        for child in shape:
            if child.tag.endswith("}spPr"):
                for fill in child:
                    if fill.tag == A + "noFill":
                        return False
                    if fill.tag == A + "solidFill":
                        rgb = fill.find(A + "srgbClr")
                        return rgb is None or not is_white(rgb.get("val") or "")
                    if fill.tag in (A + "gradFill", A + "blipFill", A + "pattFill", A + "grpFill"):
                        return True
            elif child.tag.endswith("}style"):
                reference = child.find(A + "fillRef")
                return reference is not None and integer(reference.get("idx")) > 0
        return False
    if (shape.get("filled") or "t").lower() in ("f", "false", "0"):
        return False
    color = (shape.get("fillcolor") or "white").split(" ")[0].lstrip("#")
    return not is_white(color * 2 if len(color) == 3 else color)


def shape_opaque(shape: Any) -> bool:
    """Whether a ``wps:wsp`` has any fill, white too: what lies under it cannot be seen."""
    properties = next((c for c in shape if c.tag.endswith("}spPr")), None)
    for fill in properties if properties is not None else ():
        if fill.tag == A + "noFill":
            return False
        if fill.tag in (A + "solidFill", A + "gradFill", A + "blipFill", A + "pattFill"):
            return next(fill.iter(A + "alpha"), None) is None
    return False
