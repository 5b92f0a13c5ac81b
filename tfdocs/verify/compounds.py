"""Units and numbers of one character (㎡, ㎥, №, ‰): recognisers lose them in a line, or spell them in letters.

None of their models has ㎡, and ‰ is written %o by one that has it. What stands between the neighbours is cut out and
read alone: then № is No, and the power of a unit, cut out along its own ink, is the figure that it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from tfdocs.model.comparison import Certainty, Kind
from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page, Source
from tfdocs.text.normalise import fold, fold_char, is_punctuation
from tfdocs.verify.boxes import em_of
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.materiality import weigh_kind
from tfdocs.verify.pieces import Placing
from tfdocs.verify.power_figure import letter_alone, power_alone, power_seen
from tfdocs.verify.weighed import Weighed, context
from tfdocs.verify.witness import Witness
from tfdocs.verify.wordtext import WordText

_SPELT = {"‰": ("‰", "%o", "%0", "%。")}
_SIGNS = frozenset("※¶§†‡★☆◇◆▲△▼▽→←↑↓⇒∞≈≠≤≥±÷©®™")  # dropped in a line now and then
_HALF = 0.25  # widths of a full character from the middle of a letter or digit, or of a mark, to its edge
_FULL = 0.45
_MARKS = " ,.;:!?'\"，。；：、·"
_ROOM = 1.3  # widths beside a line that ends there
# Of the place's height: more on the left and the right, and less above and below; a reader swayed by one sees another.
_MARGINS = ((0.0, 0.0), (0.1, 0.0), (0.0, 0.12), (0.1, 0.12), (-0.06, 0.06))
_POWERS = ((0.45, 0.5), (0.55, 0.5), (0.55, 0.6), (0.62, 0.6))  # of its width from the left, of its height from the top
_AGREE = 2  # looks: one in five takes ㎥ for m²


def disputed(hunk: Hunk, word: WordText) -> tuple[Hunk, str] | None:
    """The one compound character that ``hunk`` is about, with its place; None where it is about more, or other things.

    A figure before it is part of the place (120㎡ for 120), and a reader may have found half of it: of ㎡ read as m the
    2 alone is wanting.
    """
    piece = hunk.piece
    if piece is None:
        return None
    w0, w1, l0, l1 = hunk.w0, hunk.w1, hunk.l0, hunk.l1
    text, read = word.text, piece.folded.text
    while w1 - w0 > 1 and l1 > l0 and text[w0] == read[l0] and word.raw(w0, w0 + 1) == text[w0]:
        w0, l0 = w0 + 1, l0 + 1
    while w1 - w0 > 1 and l1 > l0 and text[w1 - 1] == read[l1 - 1] and word.raw(w1 - 1, w1) == text[w1 - 1]:
        w1, l1 = w1 - 1, l1 - 1
    raw = word.raw(w0, w1).strip()
    if not is_compound(raw):
        return None
    return whole(Hunk(piece, l0, l1, w0, w1, after=hunk.after), word), raw


def whole(hunk: Hunk, word: WordText) -> Hunk:
    """``hunk`` with all that its one character of the Word is folded into."""
    piece = hunk.piece
    if piece is None or hunk.w1 <= hunk.w0 or not word.source:
        return hunk
    at = word.source[hunk.w0]
    before = sum(word.source[i] == at for i in range(max(0, hunk.w0 - 3), hunk.w0))
    after = sum(word.source[i] == at for i in range(hunk.w1, min(len(word.source), hunk.w1 + 3)))
    if not before and not after:
        return hunk
    first, last = max(piece.start, hunk.l0 - before), min(piece.end, hunk.l1 + after)
    return Hunk(piece, first, last, hunk.w0 - before, hunk.w1 + after, after=hunk.after)


def is_compound(word: str) -> bool:
    """Whether ``word`` is one character that is several to a reader, a unit or number in one sign; or one seldom met.

    Fractions are none: ¼ is read as ½ too often to believe either.
    """
    char = word.strip()
    if len(char) != 1:
        return False
    return char in _SIGNS or char in _SPELT or (len(folded := fold_char(char)) > 1 and "/" not in folded)


def seen_alone(hunk: Hunk, word: str, pages: Sequence[Page], witness: Witness) -> bool:
    """Whether a look at the place alone reads the compound character ``word`` there, or a reader spelt it so."""
    char, piece = word.strip(), hunk.piece
    folded = fold(char).text
    wanted = {*_SPELT.get(char, ()), folded}
    if piece is None or piece.line.source is Source.TEXT or not piece.line.chars:
        return False
    if hunk.read in wanted and char in _SPELT:
        return True
    page, box = pages[piece.page], _place(hunk, piece.line)
    looks = [
        Box(box.x0 - x * box.height, box.top + y * box.height, box.x1 + x * box.height, box.bottom - y * box.height)
        for x, y in _MARGINS
    ]
    read = [_bare(witness, page, look) for look in looks]
    if not has_power(char):
        return sum(r in wanted for r in read) >= _AGREE
    unit = sum(r.startswith(folded[:-1]) for r in (*read, hunk.read))
    figures = _powers(witness, page, box, em_of(piece.line))
    if figures.count(folded[-1]) < _AGREE or set(figures) != {folded[-1]}:
        return False
    return unit >= _AGREE or letter_alone(witness, page, box) == folded[:-1]


def other_powers(
    placing: Placing, pages: Sequence[Page], witness: Witness | None, weighed: Sequence[Weighed]
) -> list[Weighed]:
    """Units with a power in one character that were read as the Word has them, and show another power when looked at.

    A recogniser that has no ㎥ reads m².
    """
    if witness is None:
        return []
    known = {(id(w.hunk.piece), i) for w in weighed if w.hunk.piece for i in range(w.hunk.l0, w.hunk.l1)}
    word = placing.word
    places = []
    for piece in placing.pieces:
        if piece.place is None or piece.line.source is not Source.OCR or not piece.line.chars:
            continue
        for i, w in piece.place.pairs:
            if i is None or w is None or not word.text[w].isdigit() or (id(piece), piece.start + i) in known:
                continue
            char = word.raw(w, w + 1)
            if not has_power(char) or piece.folded.text[piece.start + i] != word.text[w]:
                continue
            places.append((whole(Hunk(piece, piece.start + i, piece.start + i + 1, w, w + 1), word), char))
    # and those that were explained by what is likelier in a line, of which the figure is the least
    explained = (disputed(w.hunk, word) for w in weighed if w.certainty is None)
    places += [(place, char) for place, char in filter(None, explained) if has_power(char)]
    out = []
    for place, char in places:
        if place.piece is None or place.piece.line.source is not Source.OCR or not place.piece.line.chars:
            continue
        line = place.piece.line
        figures = _powers(witness, pages[place.piece.page], _place(place, line), em_of(line))
        if fold(char).text[-1] not in figures:
            seen = figures[0] if figures else ""
            what = weigh_kind(char, seen, *context(word, place.w1 - 1, place.w1))
            looked = f"单独复看指数像是“{seen}”" if seen else "单独复看指数看不清"
            note = f"读作“{char}”，{looked}，需要人工查看"
            out.append(Weighed(place, Kind.REPLACED, Certainty.UNCERTAIN, what, "other-power", None, note))
    return out


def has_power(char: str) -> bool:
    folded = fold(char).text
    return len(char) == 1 and len(folded) > 1 and folded[:-1].isalpha() and folded[-1].isdigit()


def _powers(witness: Witness, page: Page, box: Box, em: float) -> list[str]:
    """The figure that is seen, as often as looks must agree; else what looks at the upper right read."""
    if figure := power_seen(witness, page, box, em) or power_alone(witness, page, box):
        return [figure] * _AGREE
    looks = [Box(box.x0 + x * box.width, box.top, box.x1, box.top + y * box.height) for x, y in _POWERS]
    return [p for look in looks if (p := _bare(witness, page, look)).isdigit() and len(p) == 1]


def _bare(witness: Witness, page: Page, box: Box) -> str:
    """What is read in ``box``, folded, without the marks at its ends: a neighbour's comma reaches in."""
    region = Box(max(0.0, box.x0), max(0.0, box.top), min(page.width, box.x1), min(page.height, box.bottom))
    if min(region.width, region.height) <= 1:
        return ""
    return fold(witness.read(page, region).text).text.strip(_MARKS)


def _place(hunk: Hunk, line: Line) -> Box:
    """The room between the characters on both sides."""
    assert hunk.piece is not None
    start, end = hunk.piece.folded.source_span(hunk.l0, hunk.l1)
    em = em_of(line)

    def half(char: str) -> float:
        return em * (_HALF if char.isascii() or is_punctuation(char) else _FULL)

    left = line.chars[start - 1].centre[0] + half(line.text[start - 1]) if start else line.box.x0
    right = line.chars[end].centre[0] - half(line.text[end]) if end < len(line.chars) else line.box.x1 + _ROOM * em
    return Box(left, line.box.top, max(left, right), line.box.bottom)
