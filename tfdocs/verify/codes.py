"""Verification codes as they stand on paper: which a Word file prints, which a page shows, whose pages they are.

A code is printed by tfdocs in the footer of every page (``tfdocs.text.code``). Here they are read, from feet that were
scanned badly too; what they say of a pair is said in ``code_findings``. This must not know how pages are compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from rapidfuzz.distance import Levenshtein

from tfdocs.model.document import BlockKind, Document
from tfdocs.model.page import Page
from tfdocs.text.code import LENGTH, find_codes

# Footers stand in the outer margin: GB/T 9704-2012 leaves 35 mm of 297 below the type area.
EDGE: Final = 0.14
# A string so few characters (wrong, lost or added) away from a code that is expected is a misreading of it. Codes of
# different documents differ in 9.4 of ten places on average; that two of them are so near is one chance in ten million.
MISREAD: Final = 2

Key = TypeVar("Key", bound=Hashable)

_PIECE: Final = re.compile(r"[0-9A-Z]+")
_LABEL: Final = re.compile(r"[核验码]{2,3}|核.码")
_NUMBER: Final = re.compile(r"第(\d{1,4})页[^\d]{0,3}共(\d{1,4})页")
_BESIDE: Final = re.compile(r"(?:[核验码]{2,3}|核.码)\s*[0-9A-Z]{4,6}\s*[-—–─_.·]?\s*[0-9A-Z]{4,6}(?![0-9A-Z])")
_ALONE: Final = re.compile(r"[-—–―─一_.·~]*(\d{1,4})[-—–―─一_.·~]*")  # GB/T 9704-2012, 7.5: “— 1 —”


@dataclass(frozen=True, slots=True)
class PageCode:
    """What the edge of one page says. ``code`` is "" where none could be read; ``number`` and ``total`` as printed
    (“第 2 页　共 8 页”; “— 2 —” has no total)."""

    page: int
    code: str
    number: int | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class WordCodes:
    """The codes of a Word file: ``printed`` in its headers and footers (several in a file put together of several),
    and ``made``, the one that its words give now, "" where these are not known (an old .doc)."""

    printed: tuple[str, ...] = ()
    made: str = ""

    @property
    def all(self) -> tuple[str, ...]:
        """Every code by which a page may show that it is this Word's."""
        return tuple(dict.fromkeys((*self.printed, *filter(None, (self.made,)))))

    @property
    def edited(self) -> bool:
        """Whether the Word was edited since it was generated; of several documents in one file nothing can be said."""
        return bool(self.made) and len(self.printed) == 1 and self.printed[0] != self.made


def codes_of_word(word: Document) -> tuple[str, ...]:
    """The codes printed in a Word file's headers and footers, each once; several in a file put together of several."""
    running = (b.text for b in word.blocks if b.kind in (BlockKind.HEADER, BlockKind.FOOTER))
    return tuple(dict.fromkeys(c for text in running for c in find_codes(text)))


def codes_of_pages(pages: Sequence[Page], expected: Iterable[str] = ()) -> list[PageCode]:
    """The code and the number at the edge of each page; a misread code counts as the one of ``expected`` that it is
    nearest to. A code that nobody expects counts only beside its label, or with the hyphen that it is printed with."""
    known = tuple(expected)
    out = []
    for page in pages:
        code, number, total = "", None, None
        for row in _edge_rows(page):
            if code not in known:
                code = _code(row, known) or code
            if number is None:
                number, total = _number(row)
        out.append(PageCode(page.number, code, number, total))
    return out


def owner(read: Sequence[PageCode], words: Mapping[Key, WordCodes]) -> Key | None:
    """Whose pages these are, of several Words: the one whose code most of the pages with a code show.

    None where no page shows a code of any of them, where two come out alike (copies of one Word), and where the pages
    are as much another's: a pair is made only where there is no choice. ``read`` is best made with all the words' codes
    expected.
    """
    shown = Counter(p.code for p in read if p.code)
    score = {key: sum(shown[c] for c in codes.all) for key, codes in words.items()}
    best = max(score.values(), default=0)
    winners = [key for key, count in score.items() if count == best]
    return winners[0] if len(winners) == 1 and 2 * best > shown.total() else None


def _edge_rows(page: Page) -> list[str]:
    """The text in the upper and lower margin by rows, half-width, in capitals; a row may be read as several lines."""
    lines = [ln for ln in page.lines if min(ln.box.centre[1], page.height - ln.box.centre[1]) < EDGE * page.height]
    rows: list[list[tuple[float, float, str]]] = []
    for line in sorted(lines, key=lambda ln: ln.box.centre[1]):
        middle = line.box.centre[1]
        if rows and abs(rows[-1][-1][0] - middle) < 0.6 * line.box.height:
            rows[-1].append((middle, line.box.x0, line.text))
        else:
            rows.append([(middle, line.box.x0, line.text)])
    joined = (" ".join(text for _, _, text in sorted(row, key=lambda r: r[1])) for row in rows)
    return [unicodedata.normalize("NFKC", text).upper() for text in joined]


def _code(row: str, known: Collection[str]) -> str:
    """The code in a row of a page's edge: one that is expected, as well as it was read, before any other."""
    near = ((Levenshtein.distance(s, k), k) for s in _strings(row) for k in known)
    distance, nearest = min(near, default=(LENGTH, ""))
    if distance <= MISREAD:
        return nearest
    trusted = [c for c in find_codes(row) if _LABEL.search(row) or f"{c[:5]}-{c[5:]}" in row]
    return trusted[0] if trusted else ""


def _strings(row: str) -> list[str]:
    """Stretches of a row that may be a code: up to three neighbouring pieces, whatever stands between them."""
    pieces = _PIECE.findall(row)
    joined = ("".join(pieces[i:j]) for i in range(len(pieces)) for j in range(i + 1, min(i + 3, len(pieces)) + 1))
    return [s for s in joined if abs(len(s) - LENGTH) <= MISREAD]


def _number(row: str) -> tuple[int | None, int | None]:
    """The page's number and how many there are, as far as a row says it."""
    plain = "".join(row.split())
    label = _NUMBER.search(plain)
    if label:
        return int(label[1]), int(label[2])
    # “— 1 —” by itself or beside the code; a bare figure at a page's edge may be anything.
    alone, codes = _BESIDE.subn(" ", row)
    bare = _ALONE.fullmatch("".join(alone.split()))
    return (int(bare[1]), None) if bare and (codes or not bare[0].isdigit()) else (None, None)
