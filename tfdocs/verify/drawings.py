"""Text inside pictures: what a picture of the Word says must stand on paper too, and is neither added nor prose there.

Where a picture lies on a page is told by its pixels (``figures``) or by the words both have (``lying``), and not by any
single word of it: the body of a manual says what its screens say. What lies there is then held against what the picture
has at that very spot, line by line: alike when both read alike, or look alike, or when what one reads as its own is
nearly as likely to be what the other does. What is not is shown to a person, and so is a picture that is nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import partial_ratio, ratio

from tfdocs.model.geometry import Box, union
from tfdocs.model.page import Lattice, Line, Page, Source
from tfdocs.model.picture import PictureText
from tfdocs.text.normalise import fold
from tfdocs.verify import likelihood
from tfdocs.verify.align import BREAK
from tfdocs.verify.figures import Figures
from tfdocs.verify.lying import Lying, lies_by_words, share_of
from tfdocs.verify.thresholds import EXPLAINED, EXPLAINED_CRITICAL, FIGURE_SAME, FIGURE_SURE
from tfdocs.verify.wordtext import WordText

_ALIKE = 85.0  # rapidfuzz score from which a line is one of the picture's
_INSIDE = 55.0  # the same where the picture is known to lie; small print in drawings reads badly
_ANCHORS = 2  # lines that speak for a picture on a page
_PROSE = 6  # characters of the Word's text that are not found in a picture by chance
_PART = 4  # characters from which a part of a picture's line is told from others
_WITHIN = 0.7  # of a line's box
_SHARED_HEIGHT, _SHARED_WIDTH = 0.5, 0.3  # of the lower and the narrower of two lines at one spot
_ONE_PLACE = 0.5  # of the larger of two pictures: only one of them can lie there
_COPIES = 8  # of one picture on one page
_AGAIN = 0.9  # of a picture's characters that must agree where it lies once more
_TEXT = 4  # characters from which a picture is missed
_SPOKEN = 0.5  # of the characters that speak for a picture where most do
_MOST_LOOKS = 120  # of pages at pictures that no word speaks for; one takes 0.1 s

_Lines = Sequence[tuple[Line, str]]


@dataclass(frozen=True, slots=True)
class Differing:
    """``pictured``: what the Word's picture has there, "" for nothing; ``lines``: those of the page; ``box``: where."""

    pictured: str
    lines: tuple[Line, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class Apart:
    """A page and a picture (their indices) that lies on it, and where they differ."""

    page: int
    picture: int
    places: tuple[Differing, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture (its index) that lies on a page, where, and whether any of its words could be read there."""

    picture: int
    page: int
    box: Box
    legible: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """``same``: ``id()`` of the lines that the Word's pictures have as well. ``apart``: what differs, page by page and
    picture by picture: those lines are no prose either, and somebody must look. ``nowhere``: the pictures (their index)
    with text that are on no page, and their lines. ``placed``: where the others are.
    """

    same: frozenset[int]
    apart: tuple[Apart, ...]
    nowhere: tuple[tuple[int, tuple[str, ...]], ...] = ()
    placed: tuple[Placed, ...] = ()

    def all(self) -> set[int]:
        """``id()`` of all lines."""
        return set(self.same) | {id(ln) for one in self.apart for place in one.places for ln in place.lines}


def drawn_lines(word: WordText, pages: Sequence[Page], pictures: Sequence[PictureText], figures: Figures) -> Drawn:
    """The lines of ``pages`` that belong to a picture of the Word, and what of the Word's pictures is not on paper.

    ``pictures``: what was read in each of the Word's pictures, in their order; ``figures``: the same pictures, to be
    looked for on the pages.
    """
    known = [_Known(n, p, _folded(p.lines)) for n, p in enumerate(pictures)]
    known = [k for k in known if k.lines]
    sheets = [
        _Sheet(i, page, _folded([ln for ln in page.lines if ln.source is Source.OCR])) for i, page in enumerate(pages)
    ]
    look = _Look(word, figures)
    held = [h for sheet, k in _likely(sheets, known) for h in look.candidates(sheet, k)]
    look.settle(held)
    for sheet in sheets if known else ():
        if sheet.page.source is Source.TEXT:
            look.take_loose(sheet, [k for k in known if k.number not in look.found])
    missed = [k for k in known if k.number not in look.found and sum(len(text) for _, text in k.lines) >= _TEXT]
    asked = [(sheet, k) for sheet in sheets for k in missed][:_MOST_LOOKS]
    look.settle([h for sheet, k in asked for h in look.by_pixels(sheet, k)])
    nowhere = tuple((k.number, tuple(ln.text for ln, _ in k.lines)) for k in missed if k.number not in look.found)
    return Drawn(frozenset(look.same), _once_each(look.same, look.apart), nowhere, tuple(look.placed))


@dataclass(frozen=True, slots=True)
class _Known:
    """A picture of the Word (its index), what was read in it, and its lines with their folded text."""

    number: int
    text: PictureText
    lines: _Lines


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page (its index) and the lines that were recognised on it with their folded text."""

    index: int
    page: Page
    lines: _Lines


@dataclass(frozen=True, slots=True)
class _Held:
    """A picture held against a place of a page: lines that are its own, and what differs.

    ``worth``: characters that agree less those that do not, as a share of the picture's.
    """

    page: int
    number: int
    place: Box
    same: set[int]
    differing: list[Differing]
    worth: float


def _likely(sheets: Sequence[_Sheet], known: Sequence[_Known]) -> list[tuple[_Sheet, _Known]]:
    """Each picture with the pages that its words speak for: screens of one manual have words in common.

    Where it is on none of those it is looked for by its pixels.
    """
    out: list[tuple[_Sheet, _Known]] = []
    for k in known:
        texts = [text for _, text in k.lines]
        spoken = [sum(len(t) for _, t in s.lines if len(t) >= 2 and _score(t, texts) >= _ALIKE) for s in sheets]
        most = max(spoken, default=0)
        out += [(s, k) for s, n in zip(sheets, spoken, strict=True) if n and n >= _SPOKEN * most]
    return out


def _folded(lines: Sequence[Line]) -> list[tuple[Line, str]]:
    return [(ln, text) for ln in lines if (text := fold(ln.text).text)]


def _once_each(same: set[int], apart: Sequence[Apart]) -> tuple[Apart, ...]:
    """``apart`` with each line told once: of pictures that look alike one may read as the page does."""
    taken = set(same)
    out = []
    for one in apart:
        left = []
        for place in one.places:
            lines = tuple(ln for ln in place.lines if id(ln) not in taken)
            taken |= {id(ln) for ln in lines}
            if lines or not place.lines:
                left.append(Differing(place.pictured, lines, place.box))
        if left:
            out.append(Apart(one.page, one.picture, tuple(left)))
    return tuple(out)


class _Look:
    """Looks for the Word's pictures on one page after the other."""

    def __init__(self, word: WordText, figures: Figures) -> None:
        self._word = word
        self._figures = figures
        self._places: dict[int, list[Box]] = {}
        self.found: set[int] = set()
        self.same: set[int] = set()
        self.apart: list[Apart] = []
        self.placed: list[Placed] = []

    def candidates(self, sheet: _Sheet, known: _Known) -> list[_Held]:
        """The picture where it may lie on the page, once or more: by its words, and by its pixels if they differ."""
        out: list[_Held] = []
        lines = list(sheet.lines)
        for _ in range(_COPIES):
            held = self._among(sheet, known, lines)
            if not held:
                break
            out += held
            lines = [(ln, text) for ln, text in lines if all(not _within(ln, h.place) for h in held)]
        return out

    def _among(self, sheet: _Sheet, known: _Known, lines: _Lines) -> list[_Held]:
        """The picture where it may lie if any of these lines of the page speak for it."""
        texts = [text for _, text in known.lines]
        scanned = sheet.page.source is not Source.TEXT
        anchors = [text for _, text in lines if len(text) >= 2 and _score(text, texts) >= _ALIKE]
        if not anchors or (scanned and len(anchors) < min(_ANCHORS, len(texts))):
            return []
        by_words = lies_by_words(known.text, known.lines, lines)
        if by_words is None:
            # its pixels are only found once
            return self.by_pixels(sheet, known) if len(lines) == len(sheet.lines) else []
        held = self._held(sheet, known, by_words[0])
        # words that the text has as well may be the text's
        strange = {text for text in by_words[1] if text not in self._word.text}
        sure = len(strange) >= min(_ANCHORS, len(texts))
        if sure and not held.differing:
            return [held]  # its pixels take longer, and would say no more
        by_pixels = self.by_pixels(sheet, known)
        return [held, *by_pixels] if sure or by_pixels else []

    def by_pixels(self, sheet: _Sheet, known: _Known) -> list[_Held]:
        lying = self._figures.lies(sheet.page, known.number)
        return [] if lying is None else [self._held(sheet, known, lying)]

    def settle(self, held: Sequence[_Held]) -> None:
        """Give each place to the picture with most to speak for it there, and each picture its best place.

        A picture has further places only where hardly anything differs: another may look like it.
        """
        for one in sorted(held, key=lambda h: (-h.worth, h.page, h.number)):
            places = self._places.setdefault(one.page, [])
            if any(one.place.intersection(p) > _ONE_PLACE * max(one.place.area, p.area) for p in places):
                continue
            if one.number in self.found and one.worth < _AGAIN:
                continue
            places.append(one.place)
            self.placed.append(Placed(one.number, one.page, one.place, bool(one.same)))
            self.found.add(one.number)
            self.same |= one.same
            self.apart.append(Apart(one.page, one.number, tuple(one.differing)))

    def take_loose(self, sheet: _Sheet, known: Sequence[_Known]) -> None:
        """Lines of a page of text that read as a picture's do, where nothing says how it lies.

        What is read by OCR on such a page is a picture's.
        """
        for picture in known:
            left = [text for _, text in picture.lines]
            own: set[int] = set()
            for ln, text in sheet.lines:
                match = next((t for t in left if text == t or (len(text) >= _PART and text in t)), None)
                if match is not None and id(ln) not in self.same:
                    own.add(id(ln))
                    left.remove(match)
            if not left:
                self.found.add(picture.number)
                self.same |= own

    def _held(self, sheet: _Sheet, known: _Known, lying: Lying) -> _Held:
        """What lies in a picture held against it spot by spot."""
        place = lying.box()
        inside = [(ln, text) for ln, text in sheet.lines if _within(ln, place)]
        spots = [lying.box(share_of(known.text, ln.box)) for ln, _ in known.lines]
        same: set[int] = set()
        differing: list[Differing] = []
        texts = [text for _, text in known.lines]
        worth = 0
        for theirs, ours in _spots(spots, [ln.box for ln, _ in inside]):
            pictured = [known.lines[i] for i in theirs]
            read = [inside[j] for j in ours]
            if not _reads_alike(pictured, read):
                # the Word's text may stand before a picture, or where a part of it is gone, and a seal over it
                read = [(ln, text) for ln, text in read if not _is_prose(text, texts, self._word)]
                read = [(ln, text) for ln, text in read if pictured or not _in_seal(sheet.page, ln)]
            if not pictured and not read:
                continue
            box = union([*(spots[i] for i in theirs), *(ln.box for ln, _ in read)])
            length = max(sum(len(text) for _, text in lines) for lines in (pictured, read))
            if self._alike(sheet.page, known.number, lying, pictured, read, box):
                same |= {id(ln) for ln, _ in read}
                worth += length
            else:
                worth -= length
                lines = tuple(ln for ln, _ in read)
                differing.append(Differing(" ".join(ln.text for ln, _ in pictured), lines, box))
        return _Held(sheet.index, known.number, place, same, differing, worth / sum(map(len, texts)))

    def _alike(self, page: Page, number: int, lying: Lying, pictured: _Lines, read: _Lines, box: Box) -> bool:
        if _reads_alike(pictured, read):
            return True
        surely = bool(pictured and read) and not _may_be_one([ln for ln, _ in pictured], [ln for ln, _ in read])
        if pictured and read and not surely:
            return True
        alike = self._figures.alike_there(page, number, lying, box)
        if alike is not None and alike >= (FIGURE_SURE if surely else FIGURE_SAME):
            return True
        # of small print the detector passes over much
        return not read and _one_size(fold(self._figures.read(page, box)).text) == _joined(pictured)


_SMALL = str.maketrans("CKOPSUVWXZ×", "ckopsuvwxzx")
_RUN = re.compile(r"([^\d])\1{3,}")


def _one_size(text: str) -> str:
    """``text`` as small print can be told from other small print.

    Letters that differ in size alone are one, X and x and ×, and of the same character in a row nobody counts more than
    three, figures apart.
    """
    return _RUN.sub(r"\1\1\1", text.translate(_SMALL))


def _joined(lines: _Lines) -> str:
    return _one_size("".join(text for _, text in lines))


def _reads_alike(pictured: _Lines, read: _Lines) -> bool:
    return _joined(pictured) == _joined(read)


def _within(line: Line, box: Box) -> bool:
    return line.box.intersection(box) > _WITHIN * line.box.area


def _in_seal(page: Page, line: Line) -> bool:
    return any(_within(line, s.box) for s in page.seals)


def _spots(spots: Sequence[Box], boxes: Sequence[Box]) -> list[tuple[list[int], list[int]]]:
    """Which lines of a picture (where they belong) and which of the page are at one spot: indices of both, in order."""
    group = list(range(len(spots) + len(boxes)))

    def head(i: int) -> int:
        while group[i] != i:
            i = group[i]
        return i

    for i, spot in enumerate(spots):
        for j, box in enumerate(boxes):
            high = min(spot.bottom, box.bottom) - max(spot.top, box.top)
            wide = min(spot.x1, box.x1) - max(spot.x0, box.x0)
            if high >= _SHARED_HEIGHT * min(spot.height, box.height) and wide >= _SHARED_WIDTH * min(
                spot.width, box.width
            ):
                group[head(len(spots) + j)] = head(i)
    out: dict[int, tuple[list[int], list[int]]] = {}
    for i in range(len(group)):
        theirs, ours = out.setdefault(head(i), ([], []))
        if i < len(spots):
            theirs.append(i)
        else:
            ours.append(i - len(spots))
    return list(out.values())


def _may_be_one(pictured: Sequence[Line], read: Sequence[Line]) -> bool:
    """Whether the paper may say what was read in the picture, or the picture what was read on paper."""
    if not pictured or not read:
        return False
    one, other = "".join(ln.text for ln in pictured), "".join(ln.text for ln in read)
    floor = EXPLAINED_CRITICAL if any(c.isdigit() for c in one + other) else EXPLAINED
    for lines, said, asked in ((read, other, one), (pictured, one, other)):
        parts = [ln.lattice for ln in lines if ln.lattice is not None]
        if len(parts) == len(lines) and likelihood.ratio(Lattice.joined(parts), said, asked) < floor:
            return True
    return False


def _is_prose(text: str, picture: Sequence[str], word: WordText) -> bool:
    """Whether the Word's text has the line, and the picture nothing like it."""
    if _score(text, picture) >= _INSIDE:
        return False
    at = word.text.find(text)
    whole = at >= 0 and f"{BREAK}{word.text}{BREAK}".find(f"{BREAK}{text}{BREAK}") >= 0
    return whole or (at >= 0 and len(text) >= _PROSE)


def resembles(text: str, picture: Sequence[str]) -> bool:
    """Whether a folded line may be one of a picture's badly read lines (folded)."""
    return _score(text, picture) >= _INSIDE


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
