"""Where characters of the Word are covered by no line: what lies around the gap, and what a second look finds there."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page, Source
from tfdocs.text.normalise import fold, is_punctuation
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.likelihood import tokens
from tfdocs.verify.thresholds import READ_AT_ALL
from tfdocs.verify.witness import Witness

_NEAR = 20.0  # points above and below the lines around a gap
_WIDE = 6.0  # line heights: lines this wide show how the print slopes
_NEIGHBOURS = 5
_ROWS = (0.75, 0.9, 1.1)  # line heights from one row to the next: a line's box is often higher than its row
_OUT = 0.6  # line heights
_LEADING = 1.25  # of a line's box, at the least, for a character
_TAKEN = 0.5  # of the room
_ONE_ROW = 0.5  # line heights between two parts of one row: cells have their padding besides
_BEFORE = 2  # characters of a line that a mark behind it is read with
_CELL = 12.0  # points: an empty stretch of a row that may hold a dash
LIKE_RULES = frozenset("工王士土干十上下卜丁厂口日目田一二三亠丨1lIi|HTLEFJ[]-")  # what crossings of rules are read as
_LIKE_ONE_RULE = frozenset("1lIi|丨一-[]")


def around(hunk: Hunk, pages: Sequence[Page]) -> list[Page]:
    """The pages from the line before the gap to the one behind it; all of them when neither is known."""
    numbers = [p.page for p in (hunk.piece, hunk.after) if p is not None]
    return list(pages[min(numbers) : max(numbers) + 1]) if numbers else list(pages)


def all_text(hunk: Hunk, pages: Sequence[Page]) -> bool:
    """Whether every page around the gap was read from a text layer."""
    return all(p.source is Source.TEXT for p in around(hunk, pages))


def unread_near(hunk: Hunk, pages: Sequence[Page]) -> bool:
    """Whether ink that became no line lies between the lines around the gap."""
    for page in around(hunk, pages):
        if not page.unread:
            continue
        ends = [p.line.box.centre[1] for p in (hunk.piece, hunk.after) if p is not None and pages[p.page] is page]
        low = min(ends, default=0.0) - _NEAR
        high = max(ends, default=page.height) + _NEAR
        if any(low <= b.centre[1] <= high for b in page.unread):
            return True
    return False


def failed_near(hunk: Hunk, pages: Sequence[Page]) -> bool:
    """Whether a page that may hold the gap's words was not read."""
    low = hunk.piece.page if hunk.piece is not None else 0
    high = hunk.after.page if hunk.after is not None else len(pages) - 1
    return any(p.failure for p in pages[min(low, high) : max(low, high) + 1])


def seen_again(hunk: Hunk, word: str, pages: Sequence[Page], witness: Witness | None) -> str | None:
    """By which rule ``word`` was found at a second look beside the lines around the gap; None when it was not."""
    if witness is None:
        return None
    return _dash_seen(hunk, word, pages, witness) or _seen_beside(hunk, word, pages, witness)


def _dash_seen(hunk: Hunk, word: str, pages: Sequence[Page], witness: Witness) -> str | None:
    """A dash that fills a cell alone: look for a flat stroke on the row, where no line was read."""
    if fold(word).text != "-":
        return None
    for piece in (hunk.piece, hunk.after):
        if piece is None or piece.line.source is Source.TEXT:
            continue
        page, own = pages[piece.page], piece.line.box
        slope = _slope(page, own.centre[1])
        free = 0.0
        for other in [*_row(page, own, slope), Box(page.width, own.top, page.width, own.bottom)]:
            if other.x0 - free > _CELL:
                down = slope * ((free + other.x0) / 2 - own.centre[0])
                reach = abs(slope) * (other.x0 - free) / 2  # the row's rise within the stretch
                stretch = Box(free, own.top + down - reach, other.x0, own.bottom + down + reach)
                if witness.dashes(page, stretch):
                    return "dash-seen"
            free = max(free, other.x1)
    return None


def _row(page: Page, own: Box, slope: float) -> list[Box]:
    """The boxes of the lines on the row of ``own``, from the left, on a page whose print slopes."""
    out = []
    for line in page.lines:
        box = line.box
        level = box.centre[1] - slope * (box.centre[0] - own.centre[0])
        if abs(level - own.centre[1]) < 0.6 * min(box.height, own.height):
            out.append(box)
    return sorted(out, key=lambda b: b.x0)


def _slope(page: Page, at: float) -> float:
    """How much lower print stands one point further right, by the wide lines nearest to height ``at`` (photographs)."""
    slopes = []
    for line in page.lines:
        if len(line.quad) == 4 and line.box.width > _WIDE * line.box.height:
            (x0, y0), (x1, y1) = line.quad[0], line.quad[1]
            slopes.append((abs(line.box.centre[1] - at), (y1 - y0) / max(1.0, x1 - x0)))
    near = [s for _, s in sorted(slopes)[:_NEIGHBOURS]]
    return median(near) if near else 0.0


def _seen_beside(hunk: Hunk, word: str, pages: Sequence[Page], witness: Witness) -> str | None:
    """Look beside the line's end and before the next line's start for the few characters that are wanting."""
    wanted = tokens(word)
    for piece, at_end in ((hunk.piece, True), (hunk.after, False)):
        if piece is None or piece.line.source is Source.TEXT:
            continue
        page, line = pages[piece.page], piece.line
        if at_end and set(wanted) <= _LIKE_ONE_RULE and _on_two_rows(hunk):
            continue  # a table's edge stands there: it was read as the 1 that the next row had lost
        region = beside(page, line, at_end, len(wanted))
        if region is None:
            continue
        if is_punctuation(word) or set(word) <= set("□☐☑√■●·"):
            count, square = witness.marks(page, region)
            if "□" in word and square:
                return "box-seen"
            if count and set(word) <= set("●·■◆"):
                return "bullet-seen"
        look = witness.read_beside_rules if set(wanted) <= _LIKE_ONE_RULE else witness.read
        found = look(page, region)
        if found.text and "".join(wanted) in "".join(tokens(found.text)):
            return "second-look"
        if at_end and is_punctuation(word) and _seen_behind(page, line, region, wanted, witness):
            return "second-look"
    return _seen_below(hunk, wanted, pages, witness)


def _seen_behind(page: Page, line: Line, region: Box, wanted: Sequence[str], witness: Witness) -> bool:
    """Whether marks that are wanting are inked and read behind the characters that a line ends with.

    By itself a 、 is a speck to a recogniser; between 六 and what follows it reads it.
    """
    if not witness.marks(page, region)[0]:
        return False
    reading = witness.wider(page, line)
    folded, ends = fold(reading.text), fold(line.text).text[-_BEFORE:]
    at = folded.text.find(ends + "".join(wanted))
    if at < 0:
        return False
    first, last = folded.source_span(at + len(ends), at + len(ends) + len("".join(wanted)))
    return min(reading.confidence[first:last]) >= READ_AT_ALL


def _seen_below(hunk: Hunk, wanted: Sequence[str], pages: Sequence[Page], witness: Witness) -> str | None:
    """Look where the row goes on below its head: a cell's last character, alone between a line and a rule."""
    piece = hunk.piece
    if piece is None or piece.line.source is Source.TEXT or set(wanted) <= _LIKE_ONE_RULE:
        return None
    if hunk.l0 != len(piece.folded.text):
        return None  # within a line nothing goes on below it
    page, line = pages[piece.page], piece.line
    tall = line.box.height
    head = head_of_row(page, line)
    # a box at the row's head is often left out of its line
    x0, x1 = head.x0 - _OUT * tall, head.x0 + (len(wanted) + _OUT) * tall
    below = Box(max(0.0, x0), line.box.top + _ROWS[0] * tall, x1, line.box.top + (_ROWS[-1] + 1) * tall)
    near = [ln for ln in page.lines if ln is not line and ln.box.intersection(below) > 0]
    if any("".join(wanted) in fold(ln.text).text for ln in near):
        return None  # it was read there, as a part of another line
    for down in _ROWS:
        top = line.box.top + down * tall
        region = Box(max(0.0, x0), top, min(page.width, x1), min(page.height, top + tall))
        if region.height < 0.5 * tall or any(ln.box.intersection(region) > _TAKEN * region.area for ln in near):
            continue
        if "".join(wanted) in "".join(tokens(witness.read(page, region).text)):
            return "second-look"
    return None


def head_of_row(page: Page, line: Line) -> Box:
    """The box of the line that the row of ``line`` begins with: a detector parts a cell's row into several."""
    head = line.box
    while True:
        before = [
            ln.box
            for ln in page.lines
            if ln.box.x0 < head.x0 - head.height
            and -_ONE_ROW * head.height < ln.box.x1 - head.x0 < head.width
            and abs(ln.box.centre[1] - head.centre[1]) < 0.5 * head.height
        ]
        if not before:
            return head
        head = min(before, key=lambda b: abs(b.x1 - head.x0))


def _on_two_rows(hunk: Hunk) -> bool:
    """Whether the line before the gap ends its row, and what is wanting may as well stand on the next."""
    if hunk.piece is None or hunk.after is None:
        return False
    last, first = hunk.piece.line.box, hunk.after.line.box
    return hunk.piece.page != hunk.after.page or abs(first.centre[1] - last.centre[1]) > 0.5 * last.height


def beside(page: Page, line: Line, at_end: bool, count: int) -> Box | None:
    """The room beside a line for ``count`` characters, up to the next line of the same row."""
    tall = line.box.height
    room = tall * (count + 1.0)
    row = [
        ln
        for ln in page.lines
        if ln is not line and ln.chars and abs(ln.box.centre[1] - line.box.centre[1]) < 0.5 * line.box.height
    ]
    if at_end:
        x0, x1 = line.chars[-1].x1 - 0.1 * tall, min(page.width, line.chars[-1].x1 + room)
        edges = (_edge(ln.chars[0], -tall) for ln in row)
        x1 = min([x1, *(x for x in edges if x > line.chars[-1].centre[0])])
    else:
        x0, x1 = max(0.0, line.chars[0].x0 - room), line.chars[0].x0 + 0.1 * tall
        edges = (_edge(ln.chars[-1], tall) for ln in row)
        x0 = max([x0, *(x for x in edges if x < line.chars[0].centre[0])])
    if x1 - x0 < 0.3 * tall:
        return None
    return Box(x0, line.box.top, x1, line.box.bottom)


def _edge(char: Box, tall: float) -> float:
    """Where the first character (``tall`` below 0) or the last one of a neighbour ends towards the room.

    A line's own box and its outermost character reach over what was not read there.
    """
    half = min(char.width, abs(tall) / _LEADING) / 2
    return char.centre[0] + (half if tall > 0 else -half)
