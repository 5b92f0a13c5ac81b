"""Text inside drawings: words on paper that come from a picture of the Word file are not “added”, and no prose either.

A drawing is a region of its own. Its lines are known by the text that was read in the Word's pictures; what lies among
them and reads alike belongs to it too.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.fuzz import partial_ratio, ratio

from tfdocs.model.geometry import union
from tfdocs.model.page import Line, Page, Source
from tfdocs.text.normalise import fold
from tfdocs.verify.wordtext import WordText

_ALIKE = 85.0  # rapidfuzz score from which a line is one of the picture's
_INSIDE = 55.0  # the same inside a region that is known to be that picture; small print in drawings reads badly
_ANCHORS = 2  # lines that make a region
_PROSE = 6  # a literal line of the Word's text this long is prose, whatever a picture says


def drawn_lines(word: WordText, pages: Sequence[Page], pictures: Sequence[Sequence[str]]) -> set[int]:
    """``id()`` of each line of ``pages`` that belongs to a picture of the Word; ``pictures``: each one's lines."""
    folded = [[t for t in (fold(line).text for line in lines) if t] for lines in pictures]
    folded = [lines for lines in folded if lines]
    out: set[int] = set()
    if not folded:
        return out
    for page in pages:
        lines = [(ln, fold(ln.text).text) for ln in page.lines if ln.source is Source.OCR]
        lines = [(ln, text) for ln, text in lines if text]
        inside_picture = page.source is Source.TEXT  # on a page of text, OCR reads nothing but pictures
        for picture in folded:
            out |= _region(word, lines, picture, inside_picture)
    return out


def _region(word: WordText, lines: Sequence[tuple[Line, str]], picture: Sequence[str], certain: bool) -> set[int]:
    scores = [(ln, text, _score(text, picture)) for ln, text in lines]
    anchors = [
        ln for ln, text, score in scores if score >= _ALIKE and len(text) >= 2 and (certain or not _prose(word, text))
    ]
    if certain:
        return {id(ln) for ln, _text, score in scores if score >= _INSIDE + 10}
    if len(anchors) < min(_ANCHORS, len(picture)):
        return set()
    around = union(ln.box for ln in anchors).grown(6)
    return {
        id(ln)
        for ln, text, score in scores
        if ln.box.intersection(around) > 0.7 * ln.box.area and score >= _INSIDE and not _prose(word, text)
    }


def _prose(word: WordText, text: str) -> bool:
    return len(text) >= _PROSE and text in word.text


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
