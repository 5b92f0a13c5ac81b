"""The headings of a guide as a tree: by their numbers (一、（一）1．第二条 甲、), whatever their order in a guide.

It knows numbering and nothing of what a heading is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["Section", "outline"]

_HAN = "[一二三四五六七八九十]"
# the ways of numbering, each its own level wherever it first occurs
_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("chapter", re.compile(rf"第(?:{_HAN}{{1,3}}|\d{{1,2}})[章部篇编](?:分)?[\s　]*")),
    ("part", re.compile(rf"第(?:{_HAN}{{1,3}}|\d{{1,2}})节[\s　]*")),
    ("article", re.compile(rf"第(?:{_HAN}{{1,3}}|\d{{1,3}})条[\s　]*")),
    ("han", re.compile(rf"{_HAN}{{1,3}}[、．.]\s?")),
    ("stem", re.compile(r"[甲乙丙丁戊己庚辛]、\s?")),
    ("han-bracket", re.compile(rf"[（(]{_HAN}{{1,3}}[）)]\s?")),
    ("class", re.compile(r"(?:方向|类别|专题|专项|任务|板块)[一二三四五六七八九十\dA-F]{1,2}[：:、．.\s　]\s?")),
    ("number-plain", re.compile(r"\d{1,2}[ 　]+(?=[\u4e00-\u9fff]{2,14}\s*$)")),
    ("decimal-3", re.compile(r"\d{1,2}[.．]\d{1,2}[.．]\d{1,2}[\s　]*(?=[\u4e00-\u9fff])")),
    ("decimal-2", re.compile(r"\d{1,2}[.．]\d{1,2}[\s　]*(?=[\u4e00-\u9fff]|(?<=[\s　])[A-Z“《])")),
    ("number", re.compile(r"\d{1,2}[．.、]\s?(?!\d)")),
    ("number-bracket", re.compile(r"[（(]\d{1,2}[）)]\s?|\d{1,2}[）)]\s?")),
    ("circle", re.compile(r"[①-⑳]\s?")),
)
_TITLE_END = re.compile(r"[。：:；！？]|　{2}")
_LONGEST_TITLE = 44


@dataclass(slots=True)
class Section:
    """``text[start:end]`` of the guide from its heading to the next of its own or a higher level.

    ``body`` is where the text behind the title begins. The root has level 0, no style and the whole text.
    """

    level: int
    style: str
    title: str
    start: int
    body: int
    end: int
    parent: Section | None = field(default=None, repr=False)
    children: list[Section] = field(default_factory=list, repr=False)

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    def path(self) -> list[Section]:
        """From the first level down to this section; the root is left out."""
        return [] if self.parent is None else [*self.parent.path(), self]


def outline(text: str) -> Section:
    """The root of the tree of headings of ``text``; lines without a number belong to the section before them."""
    root = Section(0, "", "", 0, 0, len(text))
    stack = [root]
    at = 0
    for line in text.split("\n"):
        found = _heading(line)
        if found is not None:
            style, number_end = found
            lead = len(line) - len(line.lstrip(" 　\t"))
            end = _TITLE_END.search(line, number_end)
            stop = end.start() if end else len(line)
            title = line[number_end:stop].strip()
            if len(title) <= _LONGEST_TITLE or style in ("article", "chapter", "part"):
                styles = [s.style for s in stack]
                while stack[-1] is not root and style in styles[1 : len(stack)]:
                    closed = stack.pop()
                    closed.end = at
                    if closed.style == style:
                        break
                parent = stack[-1]
                body = at + (end.end() if end else len(line))
                section = Section(len(stack), style, title[:_LONGEST_TITLE], at + lead, body, len(text), parent)
                parent.children.append(section)
                stack.append(section)
        at += len(line) + 1
    return root


def _heading(line: str) -> tuple[str, int] | None:
    """The style of the number that ``line`` begins with and the offset behind it."""
    stripped = line.lstrip(" 　\t")
    lead = len(line) - len(stripped)
    if not stripped or len(line) > 20_000:
        return None
    for style, pattern in _STYLES:
        if (m := pattern.match(stripped)) and m.end() < len(stripped):
            return style, lead + m.end()
    return None
