"""The ledger of pages: which belong to the Word and in what order, which are blank, doubled, foreign, or failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from statistics import median

from tfdocs.model.comparison import PageStatus
from tfdocs.model.document import Finding
from tfdocs.model.fault import Severity
from tfdocs.model.page import Page
from tfdocs.verify.align import Alignment
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.thresholds import DUPLICATE_PAGE, FOREIGN_PAGE

_TELLING = 40  # placed characters from which a page without a line of its own can be called out of order


@dataclass(frozen=True, slots=True)
class PageLedger:
    """``status`` for each page; ``trailing``: indices of the foreign pages after the Word's end."""

    status: tuple[PageStatus, ...]
    trailing: frozenset[int]
    findings: tuple[Finding, ...]

    def shows_the_word(self, page: int) -> bool:
        """Whether a page (its index) is one of the Word's, wherever it stands: what is on it has its own order."""
        return self.status[page] in (PageStatus.MATCHED, PageStatus.MISPLACED)


def places_of(places: Iterable[Alignment | None]) -> set[int]:
    """The characters of the Word that lines with these ``places`` show."""
    out: set[int] = set()
    for place in places:
        if place is None:
            continue
        if place.matches == len(place.pairs) == place.end - place.start:
            out.update(range(place.start, place.end))  # to the letter, as nearly all are
        else:
            out.update(w for i, w in place.pairs if w is not None and i is not None)
    return out


def _places(pieces: Sequence[Piece]) -> set[int]:
    return places_of(p.place for p in pieces)


def _middle(pieces: Sequence[Piece]) -> float | None:
    """Where in the Word the page stands, by its lines that occur there once; None when too little tells."""
    anchors = _places([p for p in pieces if p.anchor])
    if anchors:
        return median(anchors)
    places = _places(pieces)
    return median(places) if len(places) >= _TELLING else None


def page_ledger(placing: Placing, pages: Sequence[Page]) -> PageLedger:
    """Judge every page of the paper by where its lines were placed."""
    own: list[list[Piece]] = [[] for _ in pages]
    for piece in placing.pieces:
        own[piece.page].append(piece)
    status: list[PageStatus] = []
    middles: list[float | None] = []
    owner: dict[int, int] = {}  # the first page that shows a character of the Word
    findings: list[Finding] = []
    for index, page in enumerate(pages):
        # on a page of text OCR reads nothing but pictures, and a screenshot says nothing of where its page belongs
        telling = [p for p in own[index] if p.line.source is page.source] or own[index]
        total = sum(len(p.text) for p in telling)
        agreed = sum(p.place.matches for p in telling if p.place is not None)
        places = _places(own[index])
        middles.append(_middle(telling))
        if page.failure:
            status.append(PageStatus.FAILED)
        elif total == 0:
            status.append(PageStatus.MATCHED if page.lines else PageStatus.BLANK)
        elif agreed < FOREIGN_PAGE * total and total > 12 and total > 0.5 * page.characters:
            status.append(PageStatus.EXTRA)
        else:
            twin = twin_of(places, owner)
            if twin is not None:
                status.append(PageStatus.DUPLICATE)
                findings.append(
                    Finding(
                        code="page-duplicate",
                        severity=Severity.ERROR,
                        message=f"本页与第 {pages[twin].number} 页内容重复",
                        where=f"第 {page.number} 页",
                    )
                )
            else:
                status.append(PageStatus.MATCHED)
        if status[-1] is PageStatus.MATCHED:
            owner.update(dict.fromkeys([w for w in places if w not in owner], index))
    _misplaced(pages, status, middles, findings)
    matched = [i for i, s in enumerate(status) if s in (PageStatus.MATCHED, PageStatus.MISPLACED)]
    last = matched[-1] if matched else -1
    trailing = frozenset(i for i, s in enumerate(status) if s is PageStatus.EXTRA and i > last and matched)
    for index, value in enumerate(status):
        if value is PageStatus.EXTRA:
            kind = "是 Word 之后的附加页" if index in trailing else "不属于这份 Word"
            findings.append(
                Finding(
                    code="page-extra",
                    severity=Severity.WARNING,
                    message=f"本页{kind}，没有逐行列出",
                    where=f"第 {pages[index].number} 页",
                )
            )
    return PageLedger(tuple(status), trailing, tuple(findings))


def twin_of(places: set[int], owner: Mapping[int, int]) -> int | None:
    """The page that shows most of what a page with these ``places`` shows; ``owner``: the page of each character."""
    if len(places) <= 20 or owner.keys().isdisjoint(places):
        return None
    first, count = Counter(map(owner.get, places, repeat(-1))).most_common(1)[0]
    return first if first >= 0 and count > DUPLICATE_PAGE * len(places) else None


def _misplaced(
    pages: Sequence[Page], status: list[PageStatus], middles: Sequence[float | None], findings: list[Finding]
) -> None:
    """Pages outside the longest run of pages whose places in the Word only go up stand in the wrong order."""
    index = [i for i, s in enumerate(status) if s is PageStatus.MATCHED and middles[i] is not None]
    values = [middles[i] or 0.0 for i in index]
    best = [1] * len(values)
    back = [-1] * len(values)
    for i in range(len(values)):
        for j in range(i):
            if values[j] <= values[i] and best[j] + 1 > best[i]:
                best[i], back[i] = best[j] + 1, j
    keep: set[int] = set()
    at = max(range(len(values)), key=lambda i: best[i], default=-1)
    while at >= 0:
        keep.add(index[at])
        at = back[at]
    for i in index:
        if i not in keep:
            status[i] = PageStatus.MISPLACED
            findings.append(
                Finding(
                    code="page-misplaced",
                    severity=Severity.ERROR,
                    message="本页的次序与 Word 不同",
                    where=f"第 {pages[i].number} 页",
                )
            )
