"""Text inside pictures: what a picture of the Word says must stand on paper too, and is neither added nor prose there.

Where a picture lies on a page is told by its pixels (``figures``) or by the words both have (``lying``), and not by any
single word of it: the body of a manual says what its screens say. What lies there is then held against what the picture
has at that very spot, line by line: alike when both read alike, or look alike, or when what one reads as its own is
nearly as likely to be what the other does. What is not is shown to a person, and so is a picture that is nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page, Source
from tfdocs.model.picture import PictureText
from tfdocs.text.normalise import fold
from tfdocs.verify.figures import Figures
from tfdocs.verify.held import Differing, Held, KnownPicture, Lines, Sheet, score, within
from tfdocs.verify.lying import lies_by_words
from tfdocs.verify.wordtext import WordText

_ALIKE = 85.0  # rapidfuzz score from which a line is one of the picture's
_ANCHORS = 2  # lines that speak for a picture on a page
_PART = 4  # characters from which a part of a picture's line is told from others
_ONE_PLACE = 0.5  # of the larger of two pictures: only one of them can lie there
_COPIES = 8  # of one picture on one page
_AGAIN = 0.9  # of a picture's characters that must agree where it lies once more
_TEXT = 4  # characters from which a picture is missed
_SPOKEN = 0.5  # of the characters that speak for a picture where most do
_MOST_LOOKS = 120  # of pages at pictures that no word speaks for; one takes 0.1 s


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
    known = [KnownPicture(n, p, _folded(p.lines)) for n, p in enumerate(pictures)]
    known = [k for k in known if k.lines]
    sheets = [
        Sheet(i, page, _folded([ln for ln in page.lines if ln.source is Source.OCR])) for i, page in enumerate(pages)
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


def _likely(sheets: Sequence[Sheet], known: Sequence[KnownPicture]) -> list[tuple[Sheet, KnownPicture]]:
    """Each picture with the pages that its words speak for: screens of one manual have words in common.

    Where it is on none of those it is looked for by its pixels.
    """
    out: list[tuple[Sheet, KnownPicture]] = []
    for k in known:
        texts = [text for _, text in k.lines]
        spoken = [sum(len(t) for _, t in s.lines if len(t) >= 2 and score(t, texts) >= _ALIKE) for s in sheets]
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

    def candidates(self, sheet: Sheet, known: KnownPicture) -> list[Held]:
        """The picture where it may lie on the page, once or more: by its words, and by its pixels if they differ."""
        out: list[Held] = []
        lines = list(sheet.lines)
        for _ in range(_COPIES):
            held = self._among(sheet, known, lines)
            if not held:
                break
            out += held
            lines = [(ln, text) for ln, text in lines if all(not within(ln, h.place) for h in held)]
        return out

    def _among(self, sheet: Sheet, known: KnownPicture, lines: Lines) -> list[Held]:
        """The picture where it may lie if any of these lines of the page speak for it."""
        texts = [text for _, text in known.lines]
        scanned = sheet.page.source is not Source.TEXT
        anchors = [text for _, text in lines if len(text) >= 2 and score(text, texts) >= _ALIKE]
        if not anchors or (scanned and len(anchors) < min(_ANCHORS, len(texts))):
            return []
        by_words = lies_by_words(known.text, known.lines, lines)
        if by_words is None:
            # its pixels are only found once
            return self.by_pixels(sheet, known) if len(lines) == len(sheet.lines) else []
        held = Held(self._word, self._figures, sheet, known, by_words[0])
        # words that the text has as well may be the text's
        strange = {text for text in by_words[1] if text not in self._word.text}
        sure = len(strange) >= min(_ANCHORS, len(texts))
        if sure and not held.differs():
            return [held]  # its pixels take longer, and would say no more
        by_pixels = self.by_pixels(sheet, known)
        return [held, *by_pixels] if sure or by_pixels else []

    def by_pixels(self, sheet: Sheet, known: KnownPicture) -> list[Held]:
        lying = self._figures.lies(sheet.page, known.number)
        if lying is None:
            return []
        held = Held(self._word, self._figures, sheet, known, lying)
        held.worth()  # now, while the page is kept with the picture as it was found there
        return [held]

    def settle(self, held: Sequence[Held]) -> None:
        """Give each place to the picture with most to speak for it there, and each picture its best place.

        A picture has further places only where hardly anything differs: another may look like it. What cannot have the
        place any more is not looked at to the end.
        """
        waiting = [(-h.most(), h.page, h.number, order) for order, h in enumerate(held)]
        heapify(waiting)
        while waiting:
            _, page, number, order = heappop(waiting)
            one = held[order]
            places = self._places.setdefault(page, [])
            if any(one.place.intersection(p) > _ONE_PLACE * max(one.place.area, p.area) for p in places):
                continue
            if number in self.found and one.most() < _AGAIN:
                continue
            if not one.known():
                one.look()
                heappush(waiting, (-one.most(), page, number, order))
                continue
            places.append(one.place)
            same = one.same()
            self.placed.append(Placed(number, page, one.place, bool(same)))
            self.found.add(number)
            self.same |= same
            self.apart.append(Apart(page, number, tuple(one.differing())))

    def take_loose(self, sheet: Sheet, known: Sequence[KnownPicture]) -> None:
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
