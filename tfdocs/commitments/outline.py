"""Headings: how deep each stands, and what the innermost that says anything says of the time of its text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tfdocs.commitments.signs import heading_lean

__all__ = ["Outline"]

# 第一章, 一、, （一）, 1., 1.1, （1）: how deep a heading stands
_NUMBERINGS = (
    (re.compile(r"\s*第[一二三四五六七八九十]+[章部篇编]"), 1.0),
    (re.compile(r"\s*[一二三四五六七八九十]{1,3}[、．.]"), 2.0),
    (re.compile(r"\s*[（(][一二三四五六七八九十]{1,3}[）)]"), 3.0),
    (re.compile(r"\s*\d{1,2}\.\d{1,2}\.\d{1,2}"), 6.0),
    (re.compile(r"\s*\d{1,2}\.\d{1,2}(?!\d*[万亿元个项篇%倍])"), 5.0),
    (re.compile(r"\s*\d{1,2}\s?(?:[、．.](?!\d)|[ \u3000])"), 4.0),
    (re.compile(r"\s*[（(]\d{1,2}[）)]"), 7.0),
    (re.compile(r"\s*表\s?\d{1,2}"), 9.0),  # a table's caption
    (re.compile(r"\s*(?:——(?=[^—]{2,16}。)|[一二三四五六七八九十]是)"), 8.7),
    (re.compile(r"\s*(?:\d{1,2}[）)]|[①②③④⑤⑥⑦⑧⑨⑩])"), 8.0),
)
_UNNUMBERED = 1.5
_LIST = 8.5  # a sentence that leads a list: 学会拟完成以下工作：
_ITEM = 8.6  # the heading of one of its items: 1.深化研究。组织课题50项
_HEADING = re.compile(
    r"^\s*(?:【?[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、．. ]|第[一二三四五六七八九十]+[章部节])?"
    r"[^，。；！？]{2,34}[：:】]?$"
)
# （二）主要业绩。出版专著4部: a heading on the line of its text
_LEADING = re.compile(
    r"\s*(?:【|——|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[．.](?!\d)|\d{1,2}(?:\.\d{1,2})+\s?"
    r"|附[：:]|第[一二三四五六七八九十]+条\s?|[一二三四五六七八九十]是)\s?(?P<words>(?:(?:19|20)\d\d\s?年度?|[^，。；：:\d]){2,16}?)(?:[。：:】]|——)"
)
# 2024年，我们要干好以下几件事。
_LEADS_LIST = re.compile("^[^。；]{2,30}[以如]下[^，。；\\d]{0,8}[。]?$")
_ENDS_ON = ("；", ";", "：", ":", "、")


@dataclass(slots=True)
class Outline:
    """Reads paragraphs in their order; ``year`` is the document's own.

    ``section`` counts the stretches between headings; ``lean`` is what the innermost heading that says anything says,
    and ``inherited`` whether that is not the innermost.
    """

    year: int | None
    section: int = 0
    lean: float = 0
    inherited: bool = False
    _stack: list[tuple[float, float]] = field(default_factory=list)
    _items: float | None = None  # how deep the items of the list stand that the innermost entry leads
    _before: str = ""
    _first: bool = True

    def read(self, text: str, *, counts: bool) -> None:
        """Take note of the paragraph ``text``; ``counts``: it holds a number that is a statement."""
        first, self._first = self._first, False
        parts = re.split("\u3000+", text.strip())
        if first and len(parts) > 1 and self.level(parts[-1]) is not None:
            text, first = parts[-1], False  # 某某学会年会　六、预期成果
        level = self.level(text)
        if level is None:
            while self._stack and self._stack[-1][0] > _LIST:
                self._stack.pop()  # 一是…, ——…: each heads its own paragraph
                self.section += 1
        if level is None and not self._before.endswith(_ENDS_ON) and not _LEADS_LIST.search(self._before):
            self._close_list()
        self._before = text.rstrip()
        words, level = self._words(text, level, first=first, counts=counts)
        if level not in (None, _LIST) and self._in_list() and level >= (self._items or level):
            self._items = level  # an item of the list, however it is numbered
            while self._stack[-1][0] > _LIST:
                self._stack.pop()
            if words:
                self._stack.append((_ITEM, heading_lean(words, self.year)))
                self.section += 1
        elif words or (level is not None and self._stack and self._stack[-1][0] >= level):
            # 二、会员300人 ends what 一、 heads, though it is no heading itself
            depth = level or _UNNUMBERED
            while self._stack and self._stack[-1][0] >= depth:
                self._stack.pop()
            if words:
                self._stack.append((depth, heading_lean(words, self.year)))
            if level == _LIST:
                self._items = None
            self.section += 1
        leans = [lean for _, lean in reversed(self._stack) if lean]
        # （三）组织建设 under 2023年工作回顾: what a weak word says of a part, its whole decides
        self.lean = -1 if leans and 0 < leans[0] < 1 and -1 in leans else leans[0] if leans else 0
        self.inherited = bool(self._stack) and not self._stack[-1][1]

    def _in_list(self) -> bool:
        return any(depth == _LIST for depth, _ in self._stack)

    def _close_list(self) -> None:
        if self._in_list():
            while self._stack.pop()[0] != _LIST:
                pass
            self.section += 1

    @staticmethod
    def level(text: str) -> float | None:
        """How deep the number at the head of ``text`` stands; ``None`` where there is none."""
        return next((level for pattern, level in _NUMBERINGS if pattern.match(text)), None)

    def _words(self, text: str, level: float | None, *, first: bool, counts: bool) -> tuple[str, float | None]:
        if (led := _LEADING.match(text)) and led.end() < len(text):
            return led["words"], level
        plain = _HEADING.match(text) is not None and len(text) <= 36
        if plain and not (first and level is None) and not (counts and len(text) > 14 and level is None):
            return text, level
        if _LEADS_LIST.search(text) or (text.rstrip().endswith(("：", ":")) and len(text) < 80):
            return text, _LIST if level is None else level
        return "", level
