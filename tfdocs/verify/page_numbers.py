"""The page numbers that paper shows: they go up by one, and 共 5 页 stands on no file of three pages.

The Word has fields there, which show what they were last; so its own numbers say nothing, and any others were taken
for right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from tfdocs.model.document import Finding
from tfdocs.model.fault import Severity
from tfdocs.model.page import Line, Page, Source
from tfdocs.read.pdf.running import is_page_number
from tfdocs.text.normalise import fold
from tfdocs.verify.pieces import Piece, Placing

_OF_PAGE = re.compile(r"第(\d{1,4})页")
_OF_ALL = re.compile(r"共(\d{1,4})页|(?<=\d)(?:/|of)(\d{1,4})")
_BARE = re.compile(r"\D{0,3}(\d{1,4})\D{0,3}")
_SURE = 0.9  # of each digit that is read
_FEWEST = 3  # numbered pages that tell how their numbers run
_NAMED = 8
ONE_HEIGHT = 0.015  # of a page's height within which the numbers of pages stand


def page_number_findings(pages: Sequence[Page], copies: Iterable[tuple[int, Line]]) -> list[Finding]:
    """Warnings for numbers that do not go up with the pages, and for a number of pages that the file has not.

    ``copies``: the lines that are running heads and the indices of their pages; lines of nothing but a page number are
    looked for on ``pages``. Numbers that were not surely read say nothing; a section may begin with 1 again.
    """
    lines = [*copies, *((i, ln) for i, page in enumerate(pages) for ln in page.lines if is_page_number(ln, page))]
    own: dict[int, set[int]] = {}
    most: dict[int, set[int]] = {}
    for index, line in lines:
        text = fold(line.text).text.lower()
        if line.source is not Source.TEXT and min(line.confidence, default=0.0) < _SURE:
            continue
        bare = _BARE.fullmatch(text)
        found = _OF_PAGE.findall(text) or ([bare.group(1)] if bare else [])
        own.setdefault(index, set()).update(map(int, found))
        most.setdefault(index, set()).update(int(a or b) for a, b in _OF_ALL.findall(text))
    return [*_out_of_order(pages, own), *_too_many(pages, own, most)]


def _out_of_order(pages: Sequence[Page], own: dict[int, set[int]]) -> list[Finding]:
    numbered = {index: next(iter(found)) for index, found in own.items() if len(found) == 1}
    if len(numbered) < _FEWEST:
        return []
    usual, count = Counter(value - index for index, value in numbered.items()).most_common(1)[0]
    if count < _FEWEST:  # every page has the same one, or each goes its own way
        asked = [i for i in sorted(numbered) if i - 1 in numbered]
    else:
        asked = [i for i in sorted(numbered) if numbered[i] - i != usual]
    odd = [i for i in asked if not _goes_on(numbered, i)]
    if not odd:
        return []
    said = "，".join(f"第 {pages[i].number} 页印着“{numbered[i]}”" for i in odd[:_NAMED])
    more = f" 等 {len(odd)} 页" if len(odd) > _NAMED else ""
    return [
        Finding(
            code="page-numbers",
            severity=Severity.WARNING,
            message=f"纸面上的页码不连续：{said}{more}，请核对是否缺页、重页或换页",
            where=f"第 {pages[odd[0]].number} 页",
        )
    ]


def _goes_on(numbered: dict[int, int], index: int) -> bool:
    """Whether a page's number begins a section, or is the next one of the page before."""
    return numbered[index] == 1 or numbered[index] - 1 == numbered.get(index - 1)


def _too_many(pages: Sequence[Page], own: dict[int, set[int]], most: dict[int, set[int]]) -> list[Finding]:
    # a sheet of A3 shows two pages, one after the other
    shown = len(pages) + sum(len(found) == 2 and max(found) - min(found) == 1 for found in own.values())
    said = sorted({value for found in most.values() for value in found if value > shown})
    if not said:
        return []
    first = min(i for i, found in most.items() if said[-1] in found)
    return [
        Finding(
            code="page-numbers",
            severity=Severity.WARNING,
            message=f"纸面上写着共 {said[-1]} 页，文件只有 {len(pages)} 页，请核对是否缺页",
            where=f"第 {pages[first].number} 页",
        )
    ]


def placed_numbers(placing: Placing, pages: Sequence[Page]) -> list[Piece]:
    """The placed lines that are the numbers of their pages, as others are at the same height of other pages."""
    numbers = [p for p in placing.pieces if p.numbering and p.text == str(pages[p.page].number)]

    def height(piece: Piece) -> float:
        return piece.line.box.centre[1] / pages[piece.page].height

    return [
        p
        for p in numbers
        if p.place is not None and any(o.page != p.page and abs(height(o) - height(p)) < ONE_HEIGHT for o in numbers)
    ]
