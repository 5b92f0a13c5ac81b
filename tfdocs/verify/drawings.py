"""Text inside drawings: words on paper that come from a picture of the Word file are not “added”, and no prose either.

Where a picture lies on a page is told by its pixels (``figures``), and not by the words in it: the body of a manual
says what its screens say. A line that lies there is the picture's when both read alike or look alike. What reads
otherwise is shown to a person, so that a figure changed in a scanned table is seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import partial_ratio, ratio

from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.model.geometry import union
from tfdocs.model.page import Line, Page, Source
from tfdocs.text.normalise import fold
from tfdocs.verify.align import BREAK
from tfdocs.verify.figures import Figures
from tfdocs.verify.pairing import standing_alone
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.wordtext import WordText

_ALIKE = 85.0  # rapidfuzz score from which a line is one of the picture's
_INSIDE = 55.0  # the same where the picture is known to lie; small print in drawings reads badly
_ANCHORS = 2  # lines that speak for a picture on a page
_PROSE = 6  # characters of the Word's text that are not found in a picture by chance
_PART = 4  # characters from which a part of a picture's line is told from others
_WITHIN = 0.7  # of a line's box
_REACH = 2.5  # heights from one line of a picture to the next
_MOSTLY = 0.7  # of the lines of a region are the picture's
_DIFFERS = "图片里的文字与 Word 中的图片读数不完全相同，需要人工对照图片"


@dataclass(frozen=True, slots=True)
class Drawn:
    """``same``: ``id()`` of the lines that the Word's pictures have as well. ``apart``: for each page (its index) and
    picture the lines that lie in the picture and read otherwise: they are no prose either, and somebody must look.
    """

    same: frozenset[int]
    apart: tuple[tuple[int, tuple[Line, ...]], ...]

    def all(self) -> set[int]:
        """``id()`` of all of them."""
        return set(self.same) | {id(ln) for _, lines in self.apart for ln in lines}


def drawn_lines(word: WordText, pages: Sequence[Page], pictures: Sequence[Sequence[str]], figures: Figures) -> Drawn:
    """The lines of ``pages`` that belong to a picture of the Word.

    ``pictures``: the lines that were read in each of the Word's pictures, in their order; ``figures``: the same
    pictures, to be looked for on the pages.
    """
    folded = [[t for t in (fold(line).text for line in lines) if t] for lines in pictures]
    same: set[int] = set()
    apart: list[tuple[int, tuple[Line, ...]]] = []
    for index, page in enumerate(pages) if any(folded) else ():
        lines = [(ln, fold(ln.text).text) for ln in page.lines if ln.source is Source.OCR]
        lines = [(ln, text) for ln, text in lines if text]
        own, groups = _on_page(word, page, lines, folded, figures)
        same |= own
        # of pictures that look alike one may read as the page does
        taken = set(own)
        for group in groups:
            left = tuple(ln for ln in group if id(ln) not in taken)
            taken |= {id(ln) for ln in left}
            if left:
                apart.append((index, left))
    return Drawn(frozenset(same), tuple(apart))


def _on_page(
    word: WordText,
    page: Page,
    lines: Sequence[tuple[Line, str]],
    folded: Sequence[Sequence[str]],
    figures: Figures,
) -> tuple[set[int], list[list[Line]]]:
    """The lines that pictures have as well, and, picture by picture, those that lie in one and read otherwise."""
    same: set[int] = set()
    groups: list[list[Line]] = []
    not_found: list[str] = []
    for number, picture in enumerate(folded):
        anchors = [text for _, text in lines if len(text) >= 2 and _score(text, picture) >= _ALIKE]
        if not anchors or (page.source is not Source.TEXT and len(anchors) < min(_ANCHORS, len(picture))):
            continue
        place = figures.lies(page, number)
        if place is None:
            not_found += picture
            continue
        inside = [(ln, text) for ln, text in lines if ln.box.intersection(place) > _WITHIN * ln.box.area]
        alike = {id(ln) for ln, text in inside if _reads_alike(text, picture) or figures.same(page, ln.box)}
        same |= alike
        # the Word's text may stand before a picture
        groups.append([ln for ln, text in inside if id(ln) not in alike and not _is_prose(text, picture, word)])
    if not_found and page.source is Source.TEXT:
        same |= {id(ln) for ln, text in lines if _reads_alike(text, not_found)}
    elif not_found:
        for region in _regions([(ln, text) for ln, text in lines if id(ln) not in same], not_found, word):
            alike = {id(ln) for ln, text in region if _reads_alike(text, not_found)}
            same |= alike
            groups.append([ln for ln, text in region if id(ln) not in alike and _score(text, not_found) >= _INSIDE])
    return same, groups


def _regions(
    lines: Sequence[tuple[Line, str]], pictured: Sequence[str], word: WordText
) -> list[list[tuple[Line, str]]]:
    """The lines of each region that a picture may be which has too little in it to be found by its pixels.

    It holds hardly anything but words of pictures, some of which the Word's text does not have.
    """
    own = [(ln, text) for ln, text in lines if _reads_alike(text, pictured)]
    clusters: list[list[tuple[Line, str]]] = []
    for item in own:
        reach = item[0].box.grown(_REACH * item[0].box.height)
        near = [c for c in clusters if any(reach.intersection(ln.box) > 0 for ln, _ in c)]
        clusters = [c for c in clusters if c not in near] + [[*(i for c in near for i in c), item]]
    out = []
    for cluster in clusters:
        if len({text for _, text in cluster if text not in word.text}) < _ANCHORS:
            continue
        around = union(ln.box for ln, _ in cluster).grown(2)
        inside = [(ln, text) for ln, text in lines if ln.box.intersection(around) > _WITHIN * ln.box.area]
        if len(cluster) >= _MOSTLY * len(inside):
            out.append(inside)
    return out


def differing_pictures(placing: Placing, pages: Sequence[Page], drawn: Drawn) -> list[Weighed]:
    """A doubt for each picture in which something reads otherwise than in the Word's."""
    out = []
    for index, lines in drawn.apart:
        hunks = []
        for line in lines:
            folded = fold(line.text)
            piece = Piece(index, len(placing.pieces), line, folded, 0, len(folded.text))
            hunks.append(standing_alone(placing, piece))
        out.append(
            Weighed(hunks[0], Kind.ADDED, Certainty.UNCERTAIN, Materiality.TEXT, "picture-differs", None, _DIFFERS,
                    tuple(hunks) if len(hunks) > 1 else ())
        )  # fmt: skip
    return out


def _is_prose(text: str, picture: Sequence[str], word: WordText) -> bool:
    """Whether the Word's text has the line, and the picture nothing like it."""
    if _score(text, picture) >= _INSIDE:
        return False
    at = word.text.find(text)
    whole = at >= 0 and f"{BREAK}{word.text}{BREAK}".find(f"{BREAK}{text}{BREAK}") >= 0
    return whole or (at >= 0 and len(text) >= _PROSE)


def _reads_alike(text: str, picture: Sequence[str]) -> bool:
    return any(text == line or (len(text) >= _PART and text in line) for line in picture)


def _score(text: str, picture: Sequence[str]) -> float:
    if len(text) <= 2:
        return 100.0 if any(text in p for p in picture) else 0.0
    best = 0.0
    for other in picture:
        if text in other:
            return 100.0
        if len(other) >= 3:
            best = max(best, partial_ratio(text, other) if len(other) >= len(text) else ratio(text, other))
    return best
