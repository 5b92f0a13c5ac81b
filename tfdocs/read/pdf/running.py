"""Running heads, feet and page numbers: known by where they stand and by standing there again and again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from tfdocs.model.page import Line, Page
from tfdocs.text.normalise import fold

EDGE = 0.09  # share of the page's height at its head and foot where running heads and page numbers stand
_LEAST_PAGES = 3  # what stands on fewer pages may be a heading
_SAME_PLACE = 0.012  # share of the page's height by which a head may stand higher or lower: a crooked sheet
_ALIKE = 85  # rapidfuzz score from which two heads are one, read with a slip
_OUTERMOST = 3  # lines from the page's edge inwards that can be a head: rule by rule, a long title has two

_NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十百零〇]{1,5})"
_PAGE_NUMBER = re.compile(
    r"[-·~.|\s]*(?:"
    rf"第{_NUMBER}页(?:[,/]?[(]?共{_NUMBER}页[)]?)?|共{_NUMBER}页[,/]?第{_NUMBER}页"
    r"|\d{1,4}页?|\d{1,4}/\d{1,4}页?|\d{1,4}of\d{1,4}|page\.?\d{1,4}(?:(?:of|/)\d{1,4})?|p\.?\d{1,4}|[ivx]{1,6}"
    r")[-·~.|\s]*"
)
_DIGITS = re.compile(r"\d+|(?<=第)[一二三四五六七八九十百零〇]+(?=页)")


def band(line: Line, page: Page) -> str:
    """``head`` or ``foot`` of the page, or its ``body``."""
    middle = line.box.centre[1]
    if middle < EDGE * page.height:
        return "head"
    return "foot" if middle > (1 - EDGE) * page.height else "body"


def is_page_number(line: Line, page: Page) -> bool:
    """Whether ``line`` is nothing but a page number at the page's head or foot."""
    return band(line, page) != "body" and bool(_PAGE_NUMBER.fullmatch(fold(line.text).text.lower()))


@dataclass(slots=True)
class _Head:
    """One head as it was met first, and the pages and lines where it stands."""

    text: str
    place: float
    pages: set[int]
    lines: list[int]


def running_lines(pages: Sequence[Page]) -> set[int]:
    """The ``id`` of each line that is a running head or foot: the same text, numbers aside, in the same place of at
    least three pages. Odd and even pages may have heads of their own, and a recogniser's slip makes no other head.
    """
    heads: dict[str, list[_Head]] = defaultdict(list)
    for page in pages:
        for line in _edge_lines(page):
            text = _DIGITS.sub("#", fold(line.text).text)
            where = band(line, page)
            place = line.box.centre[1] / page.height
            if not text:
                continue
            same = next((h for h in heads[where] if _same(h, text, place)), None)
            if same is None:
                heads[where].append(_Head(text, place, {page.number}, [id(line)]))
            else:
                same.pages.add(page.number)
                same.lines.append(id(line))
    return {i for found in heads.values() for h in found if len(h.pages) >= _LEAST_PAGES for i in h.lines}


def _same(head: _Head, text: str, place: float) -> bool:
    if abs(head.place - place) > _SAME_PLACE:
        return False
    return head.text == text or (len(text) >= 4 and ratio(head.text, text) >= _ALIKE)


def _edge_lines(page: Page) -> Iterator[Line]:
    """The outermost lines at head and foot. Cells of one row beside each other count as one."""
    by_height = sorted(page.lines, key=lambda ln: ln.box.centre[1])
    for side, ordered in (("head", by_height), ("foot", by_height[::-1])):
        rows = 0
        last: Line | None = None
        for line in ordered:
            if band(line, page) != side:
                break
            if last is None or abs(line.box.centre[1] - last.box.centre[1]) > 0.5 * last.box.height:
                rows += 1
            if rows > _OUTERMOST:
                break
            last = line
            yield line
