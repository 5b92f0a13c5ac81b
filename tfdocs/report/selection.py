"""What of a pair is drawn for report.html, and how finely, so that the file stays one that an office browser opens.

Rules only: it draws nothing. What is left out is said in the report and stands in report.xlsx.

Measured on the shipped sample scan repeated to 300 pages: a page takes about 100 kB at 100 dpi, 60 kB at 72 dpi and
8 kB at 30 dpi, a crop 30 to 45 kB; with 85 differences on 37 pages the file has 8.4 MB. At the limits below it stays
under 20 MB at 300 pages and under 30 MB at 1,000.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tfdocs.model.comparison import Checked, CheckReport, Difference, PageStatus
from tfdocs.model.page import Page
from tfdocs.report.places import Place, place_on_page, plain_place

MANY_PAGES = 40  # beyond this, only pages with something to see are shown large
WHOLE_DPI, WHOLE_DPI_MANY, THUMBNAIL_DPI = 100.0, 72.0, 30.0
LARGE_PAGES = 60  # at most, in a document of many pages
CROPS = 300
SEALS, UNREAD = 40, 40
_SEAL_MARGIN, _UNREAD_MARGIN = 14.0, 40.0  # points around a seal; around ink, whose lines tell what it is


@dataclass(frozen=True)
class Selection:
    """``whole`` is page number to dpi, ``large`` the pages not shown as thumbnails, ``crops`` key to page and place.

    Keys are ``d3`` for difference 3, ``seal0`` and ``unread0`` counted as in ``seals`` and ``unread``.
    """

    whole: dict[int, float]
    large: frozenset[int]
    places: dict[int, Place]  # of the differences, by number
    crops: dict[str, tuple[int, Place]]

    @property
    def thumbnails(self) -> int:
        return len(self.whole) - len(self.large)


def select(checked: Checked, shown: Iterable[tuple[int, Difference]]) -> Selection:
    """What to draw for the numbered differences ``shown``, the seals and the ink that was not read."""
    pages = {p.number: p for p in checked.pages}
    numbered = list(shown)
    places = _places(numbered, pages)
    whole, large = _whole(checked, [d for _, d in numbered])
    crops: dict[str, tuple[int, Place]] = {}
    for number, difference in numbered:
        if number in places and difference.pdf is not None and len(crops) < CROPS:
            crops[f"d{number}"] = (difference.pdf.page, places[number])
    for i, seal in enumerate(checked.report.seals[:SEALS]):
        page = pages.get(seal.page)
        place = plain_place(seal.box, page, _SEAL_MARGIN) if page else None
        if place is not None:
            crops[f"seal{i}"] = (seal.page, place)
    for i, (number, place) in enumerate(unread(checked)[:UNREAD]):
        crops[f"unread{i}"] = (number, place)
    return Selection(whole, large, places, crops)


def unread(checked: Checked) -> list[tuple[int, Place]]:
    """The pieces of ink that became no line: page and place, in the order of the paper."""
    found = ((p, plain_place(b.as_list(), p, _UNREAD_MARGIN)) for p in checked.pages for b in p.unread)
    return [(p.number, place) for p, place in found if place is not None]


def _places(numbered: list[tuple[int, Difference]], pages: Mapping[int, Page]) -> dict[int, Place]:
    out: dict[int, Place] = {}
    for number, difference in numbered:
        side = difference.pdf
        page = pages.get(side.page) if side else None
        if side is None or page is None:
            continue
        place = place_on_page(side, page)
        if place is not None:
            out[number] = place
    return out


def _whole(checked: Checked, shown: list[Difference]) -> tuple[dict[int, float], frozenset[int]]:
    """The dpi of every page, and which pages are shown large: all of a short file, of a long one those with news."""
    report = checked.report
    every = [p.number for p in report.pages]
    if len(every) <= MANY_PAGES:
        return dict.fromkeys(every, WHOLE_DPI), frozenset(every)
    large = frozenset(_with_news(report, checked.pages, shown)[:LARGE_PAGES])
    return {n: WHOLE_DPI_MANY if n in large else THUMBNAIL_DPI for n in every}, large


def _with_news(report: CheckReport, pages: Iterable[Page], shown: list[Difference]) -> list[int]:
    """Pages worth a large picture, the weightiest first: differences, odd pages, what was not read, seals."""
    known = {p.number for p in report.pages}
    wanted = [d.pdf.page for d in shown if d.pdf is not None]
    wanted += [p.number for p in report.pages if p.status not in (PageStatus.MATCHED, PageStatus.BLANK)]
    wanted += [p.number for p in pages if p.unread or p.failure]
    wanted += [s.page for s in report.seals]
    return [n for n in dict.fromkeys(wanted) if n in known]
