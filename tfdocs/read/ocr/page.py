"""A picture of a page to lines: upright it, take seals off the text, find lines, read them, and look at what is left.

Works in pixels and hands back points; knows nothing of PDF.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.model.geometry import Box, union
from tfdocs.model.page import Line, Seal
from tfdocs.read.ocr import detect, leaders, models, seals, upright
from tfdocs.read.ocr.bare_paper import without_bare_box
from tfdocs.read.ocr.downwards import Row, cut_at_level_rules, part_rows, single_characters
from tfdocs.read.ocr.edge_bars import without_edge_bars
from tfdocs.read.ocr.gutters import cut_at_gutters
from tfdocs.read.ocr.handwriting import by_hand
from tfdocs.read.ocr.hanging import MARKS, with_hanging_mark
from tfdocs.read.ocr.left_over import left_over
from tfdocs.read.ocr.lines import line_of
from tfdocs.read.ocr.missed import missed_ink, reach_marks
from tfdocs.read.ocr.next_row import without_next_row
from tfdocs.read.ocr.parted import rejoined
from tfdocs.read.ocr.pen_strokes import penned
from tfdocs.read.ocr.reading_order import in_reading_order
from tfdocs.read.ocr.recognise import FITTED, Reading, fitted, recognise
from tfdocs.read.ocr.residue import ink_of_writing, residue, without_ghosts
from tfdocs.read.ocr.row_rules import between_rules, read_with_paper, with_paper
from tfdocs.read.ocr.scanner_marks import contrast, shines_through, without_holes
from tfdocs.read.ocr.seal_text import seal_text
from tfdocs.read.ocr.skipped import fill_skipped
from tfdocs.read.ocr.stacked import as_one_line, side_by_side, stacked_line
from tfdocs.read.ocr.stamp_left import without_left
from tfdocs.read.ocr.struck import struck_out
from tfdocs.read.ocr.together import fits_a_line, together
from tfdocs.read.ocr.two_rows import cut_at_rows
from tfdocs.read.ocr.two_sizes import read_apart
from tfdocs.read.ocr.under_stamps import looks_under_stamps

Image = npt.NDArray[np.uint8]

# A line with a step below this is read again at full width: of 1,067 lines (five levels of benchmarks/scans, three with
# seals) that mended 7 of the 14 wrong ones below, and of those between it and 0.8 one of 72, a cell of figures.
_SURE = 0.6
# The same for figures, of which one mark makes another sum (23.693.16 for 23,693.16 was read with 0.72 in whole
# numbers and is read rightly with 0.97 in floating point), beside seals (。 for ， with 0.60, then rightly with 0.80),
# and beside black seals, which are never taken off quite.
_SURE_FIGURES, _SURE_SEALED, _SURE_STAMPED = 0.9, 0.7, 0.9
# The same for lines of less than so many pixels, as scans of 150 dpi have them: the whole-number model read . for ，
# with up to 0.98 there, 澜 for 渊 with 0.71 and ： for ； with 0.79, all of them rightly read in floating point.
_COARSE = 42
_SURE_COARSE, _SURE_COARSE_FIGURES = 0.85, 0.97
_TWO_POINTS = re.compile(r"\d\.\d{3}\.\d")  # 44.562.09: perhaps a , that has lost its tail to a quick look
# Pieces of writing outside every line from which lines are looked for from near: each was passed over. Of 41 untouched
# pages of benchmarks.tamper (seeds 520 to 524, 560 and 720) five had any, all of them rosters.
_PASSED_OVER = 1
_FIGURES = 0.5  # share of half-width characters from which a narrowed line is read again whatever its confidence


@dataclass(frozen=True, slots=True)
class ReadPicture:
    """``turn``: degrees clockwise that made the picture upright; everything else is in the upright picture's points."""

    turn: int
    width: float
    height: float
    lines: tuple[Line, ...]  # in reading order, where tables are ruled by their cells
    tables: tuple[Box, ...]  # those
    seals: tuple[Seal, ...]
    unread: tuple[Box, ...]
    stamp_ink: tuple[Line, ...]  # as of ``Page``
    struck: tuple[Box, ...]  # parts of lines that a stroke runs through
    penned: tuple[Box, ...]  # parts of lines that a pen went over
    blank: bool


def load_models() -> None:
    """Load what every page needs, so that the first one does not wait for it. Raises what ``models.session`` raises."""
    models.session(models.first_look())
    models.session(models.quick_detection())
    models.characters()


def read_picture(image: Image, dpi: float, *, number: int = 1, find_turn: bool = True) -> ReadPicture:
    """Read a picture of a page (H x W x 3, RGB) that stands for ``dpi`` pixels an inch.

    ``number`` is only written into the seals. Raises ``EngineFailed`` when an engine fails.
    """
    found = _find(image, dpi)
    turn = 0
    if find_turn and upright.lies_on_side(found.quads):
        turn = upright.turn_of_side(found.clean, found.quads)
        found = _find(_turned(image, turn), dpi) if turn else found
    readings = _look_along(found)
    if find_turn and not turn and upright.upside_down(found.clean, found.quads, readings):
        turn = 180
        found = _find(_turned(image, turn), dpi)
        readings = _look_along(found)
    readings = _second_look(found, readings)
    readings, stamp_ink = _without_stamps(found, readings, 72 / dpi)
    return replace(_put_together(found, readings, dpi, number, turn), stamp_ink=stamp_ink)


@dataclass(frozen=True, slots=True)
class _Found:
    """Where writing stands on a picture, before any of it is read: the picture, and the picture with seals taken off.

    ``careful``: the same with more of black seals and no less of print; the same object where there are none.
    ``writing``: the ink of ``grey`` less its ``rules`` (0/255).
    ``stamped``: 255 where black ink is less likely print than such a seal's (H x W).
    ``stacks[i]``: the characters of ``quads[i]`` where they stand one below the other; ``crops[i]``: what is read.
    ``cut_short[i]``: box and crop of line i up to the rule that something hangs over at its end.
    ``left``: the writing that is outside of every line, and the lines it is outside of.
    """

    image: Image
    clean: Image
    careful: Image
    stamped: Image | None
    grey: Image
    writing: Image
    rules: tuple[Image, Image]
    seals: list[seals.FoundSeal]
    quads: list[detect.Quad]
    stacks: list[list[Row]]
    crops: list[Image]
    cut_short: dict[int, tuple[detect.Quad, Image]]
    dotted: list[leaders.Row]
    left: tuple[list[detect.Quad], list[detect.Quad]]


def _apart(
    lines: list[detect.Quad],
    page: tuple[Image, Image, Image],
    rules: tuple[Image, Image],
    black: Sequence[tuple[int, int, int, int]],
) -> tuple[list[detect.Quad], list[list[Row]]]:
    """The detector's ``lines`` with each cell and each row by itself, and the characters of those written downwards.

    ``page``: RGB, grey and ink; ``rules``: masks of the upright and the level ones; ``black``: boxes of black seals.
    """
    (clean, grey, ink), (vertical, level) = page, rules
    either = np.asarray(cv2.bitwise_or(vertical, level), dtype=np.uint8)
    whole = rejoined(lines, black, grey, vertical) if black else lines
    cells = cut_at_gutters(detect.cut_at_rules(whole, vertical, grey), ink, level)
    rows = cut_at_rows(cut_at_level_rules(reach_marks(cells, grey, either), level), ink, vertical)
    return part_rows(single_characters(rows, ink, level, either), clean, ink, rules)


def _turned(image: Image, turn: int) -> Image:
    return np.ascontiguousarray(np.rot90(image, k=-turn // 90))


def _find(image: Image, dpi: float) -> _Found:
    image = without_holes(image, dpi)
    found = seals.find_seals(image, dpi)
    clean, careful, stamped = seals.without_stamps(seals.without_ink(image, found), found, dpi)
    grey = np.asarray(cv2.cvtColor(clean, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    ink = detect.ink_of(grey)
    dotted = leaders.find_leaders(ink, dpi)
    if dotted:
        same = careful is clean
        clean = leaders.without_leaders(clean, dotted)
        careful = clean if same else leaders.without_leaders(careful, dotted)
        grey = np.asarray(cv2.cvtColor(clean, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
        ink = detect.ink_of(grey)
    black = [s.box for s in found if seals.stays(s)]
    rules = detect.rules(grey, dpi, ink)
    vertical = seals.without_rings(rules[0], found)
    writing = ink_of_writing(grey, rules)

    def apart(lines: list[detect.Quad]) -> tuple[list[detect.Quad], list[list[Row]], list[detect.Quad]]:
        quads, stacks = _apart(lines, (clean, grey, ink), (vertical, rules[1]), black)
        return quads, stacks, residue(writing, rules[1], quads, dpi)

    lines = detect.detect(clean, dpi, black)
    quads, stacks, left = apart(lines)
    # a seal's own lettering is found no better from near
    if len(without_ghosts(left, grey, [s.box for s in found if not seals.stays(s)])) >= _PASSED_OVER:
        near = apart(detect.with_lines(lines, detect.detect(clean, dpi, black, closer=True)))
        if (len(near[2]), len(quads)) < (len(left), len(near[0])):  # less is left, or as little and more lines found
            quads, stacks, left = near
    outside = left, list(quads)
    crops = [side_by_side(clean, s) if s else detect.straighten(clean, q) for s, q in zip(stacks, quads, strict=True)]
    for i, quad in enumerate(quads):
        inner = None if stacks[i] else between_rules(quad, vertical, rules[1])
        if inner is not None:
            quads[i], crops[i] = inner, with_paper(detect.straighten(clean, inner))
    cut_short = {}
    for i, (stack, quad) in enumerate(zip(stacks, quads, strict=True)):
        hanging = None if stack else with_hanging_mark(clean, quad, vertical)
        if hanging is not None:
            cut_short[i] = quad, crops[i]
            quads[i], crops[i] = hanging
    return _Found(
        image, clean, careful, stamped, grey, writing, rules, found, quads, stacks, crops, cut_short, dotted, outside
    )


def _look_along(found: _Found) -> list[Reading]:
    """The first look, at lines that lie on their side as they run."""
    for i, quad in enumerate(upright.along_their_lines(found.clean, found.quads, found.stacks)):
        if quad is not found.quads[i]:
            found.quads[i], found.stacks[i], found.crops[i] = quad, [], detect.straighten(found.clean, quad)
    return _first_look(found)


def _first_look(found: _Found) -> list[Reading]:
    return _on_ink(found.crops, recognise(found.crops, squeeze=FITTED))


def _on_ink(crops: Sequence[Image], readings: Sequence[Reading]) -> list[Reading]:
    """``readings`` of ``crops`` less boxes seen where the paper is bare."""
    return [without_bare_box(crop, reading) for crop, reading in zip(crops, readings, strict=True)]


def _look(found: _Found, lines: Sequence[int], on_paper: bool) -> list[Reading]:
    """A careful look at ``lines`` at full width."""
    crops = [found.crops[i] for i in lines]
    return _on_ink(crops, recognise(crops, on_paper=on_paper))


def _as_scanned(found: _Found) -> list[Image]:
    """The crops of the lines with whatever seal lies over them."""
    out = []
    for quad, stack, crop in zip(found.quads, found.stacks, found.crops, strict=True):
        out.append(detect.straighten(found.image, quad) if stack or _sealed(found, quad) else crop)
    return out


def _sealed(found: _Found, quad: detect.Quad) -> bool:
    (x0, y0), (x1, y1) = quad.min(axis=0), quad.max(axis=0)
    boxes = [s.box for s in found.seals]
    return any(x0 < b[2] + 24 and b[0] - 24 < x1 and y0 < b[3] + 24 and b[1] - 24 < y1 for b in boxes)


def _second_look(found: _Found, readings: list[Reading]) -> list[Reading]:
    """Read at full width what the first look was not sure of, or what it left ink of unread."""
    doubtful: list[int] = []
    narrowed: list[int] = []
    passed_over: list[int] = []
    for i, (crop, reading) in enumerate(zip(found.crops, readings, strict=True)):
        least = min(reading.alike, default=0.0)
        figures = _is_figures(reading.text)
        odd = _TWO_POINTS.search(reading.text) is not None
        if odd or least < _sure_from(found, i, figures):
            doubtful.append(i)
        elif figures and fitted(crop) < 0.95:
            (doubtful if found.stacks[i] else narrowed).append(i)
        elif not found.stacks[i] and missed_ink(crop, reading):
            passed_over.append(i)
    out = list(readings)
    # repeated figures fall together where they are narrow: where that is the only doubt, a quick look at full width
    # that reads the same settles it (46 of 46 such lines of two made forms) in two fifths of the time
    for i, again in zip(narrowed, recognise([found.crops[i] for i in narrowed], first_look=True), strict=True):
        if again.text == readings[i].text and min(again.alike) >= _sure_from(found, i, True):
            out[i] = max(again, readings[i], key=_worth)
        else:
            doubtful.append(i)
    doubtful.sort()
    for i in doubtful:
        line = as_one_line(found.clean, found.quads[i], readings[i]) if found.stacks[i] else None
        if line is not None:
            found.stacks[i], found.crops[i] = [], line
    # marks at the very end of a line are read when there is paper beyond them
    whole: dict[int, Reading] = {}
    for places, on_paper in ((doubtful, False), (passed_over, True)):
        for i, again in zip(places, _look(found, places, on_paper), strict=True):
            whole[i] = again
            # a look that was only asked for to be surer may not lose a character that the first one saw
            wanted = found.stacks[i] or min(readings[i].alike, default=0.0) < _SURE
            wanted = wanted or _TWO_POINTS.search(readings[i].text) is not None
            # nor one that was asked for because of ink left unread, and leaves ink unread itself
            wanted = wanted or (on_paper and not missed_ink(found.crops[i], again))
            out[i] = again if wanted else max(again, readings[i], key=_worth)
    # a look that was not sure may leave ink unread as well as the first
    left = [i for i in doubtful if not found.stacks[i] and missed_ink(found.crops[i], out[i])]
    for i, again in zip(left, _look(found, left, True), strict=True):
        if not missed_ink(found.crops[i], again):
            out[i] = again
    under_stamps = [
        i
        for i in doubtful
        if found.careful is not found.clean and not found.stacks[i] and _sealed(found, found.quads[i])
    ]
    asked = {i: (found.crops[i], whole[i]) for i in under_stamps}
    for i, looks in looks_under_stamps((found.careful, found.image), found.quads, asked).items():
        # what was taken off for a stamp's ink may have been print
        both = together(looks) if len(looks) > 1 and fits_a_line(found.crops[i]) else None
        out[i] = max(readings[i], out[i], *looks, key=_worth) if both is None else both
    for i in {*passed_over, *left}:
        apart = read_apart(found.clean, found.quads[i], found.crops[i], out[i])
        out[i] = out[i] if apart is None else apart
    for i, short in found.cut_short.items():
        # marks at the very end are read when there is paper beyond them; what is read as none is not what hangs there
        looks = [out[i], *_look(found, [i], True)]
        marked = [r for r in looks if r.text.endswith(MARKS)]
        if marked:
            out[i] = marked[0]
        else:
            found.quads[i], found.crops[i] = short
            (out[i],) = _look(found, [i], True)
    for i, quad in enumerate(found.quads):
        if not found.stacks[i] and _sealed(found, quad):
            barer = [] if found.careful is found.clean else [detect.straighten(found.careful, quad)]
            out[i] = fill_skipped([found.crops[i], *barer], out[i])
    level = [not s for s in found.stacks]
    for without in (without_edge_bars, without_next_row):
        for i, less in without(found.clean, found.quads, out, level, recognise).items():
            found.quads[i], found.crops[i], out[i] = less
    return _on_ink(found.crops, read_with_paper(found.crops, out))


def _without_stamps(found: _Found, readings: Sequence[Reading], point: float) -> tuple[list[Reading], tuple[Line, ...]]:
    """``readings`` less what was read in a black stamp's ink beside print, and that as lines.

    ``point``: points a pixel.
    """
    out = list(readings)
    left: list[Line] = []
    if found.stamped is None:
        return out, ()
    for i, quad in enumerate(found.quads):
        if found.stacks[i] or not _sealed(found, quad):
            continue
        crop, stamp = (detect.straighten(p, quad) for p in (found.image, found.stamped))
        out[i], runs = without_left(out[i], crop, stamp)
        for line in [line_of(quad, run, point) for run in runs]:
            if line is not None:
                # its lattice is that of the line around it
                left.append(replace(line, box=union(line.chars), lattice=None, quad=(), under_seal=True))
    return out, tuple(left)


def _worth(reading: Reading) -> float:
    """What speaks for a reading among several of one line: each character more likely than not, by how much."""
    return sum(c - 0.5 for c in reading.alike)


def _sure_from(found: _Found, i: int, figures: bool) -> float:
    """The confidence from which line ``i`` is not read again."""
    if _sealed(found, found.quads[i]):
        sealed = _SURE_SEALED if found.careful is found.clean else _SURE_STAMPED
        return max(sealed, _SURE_COARSE) if len(found.crops[i]) < _COARSE else sealed
    if len(found.crops[i]) < _COARSE:
        return _SURE_COARSE_FIGURES if figures else _SURE_COARSE
    return _SURE_FIGURES if figures else _SURE


def _is_figures(text: str) -> bool:
    """Whether a line is mostly of digits and letters of half width, of which repeated ones fall together (000)."""
    return sum(c.isascii() and c.isalnum() for c in text) >= max(2.0, _FIGURES * len(text))


def _put_together(found: _Found, readings: Sequence[Reading], dpi: float, number: int, turn: int) -> ReadPicture:
    point = 72 / dpi
    lines: list[Line] = []
    covered: list[detect.Quad] = []
    downwards: list[bool] = []
    crops = _as_scanned(found)
    contrasts = [contrast(c) for c in crops]
    reverse = shines_through(crops, readings, max(contrasts, default=0.0))
    hand = by_hand(crops, [r.confidence for r in readings], [r.peaks for r in readings])
    for i, (quad, stack, reading) in enumerate(zip(found.quads, found.stacks, readings, strict=True)):
        line = stacked_line(stack, reading, point) if stack else line_of(quad, reading, point)
        if line is None:
            continue
        covered.append(quad)
        downwards.append(bool(stack) or bool(np.ptp(quad[:, 1]) > np.ptp(quad[:, 0])))
        if not reverse[i]:
            lines.append(replace(line, handwritten=hand[i] and not stack))
    lines += [leaders.leader_line(row, point) for row in found.dotted]
    left, lines_then = found.left
    same = len(covered) == len(lines_then) and all(a is b for a, b in zip(covered, lines_then, strict=True))
    page = found.clean, found.grey, found.writing
    more, unread = left_over(page, found.rules, found.seals, covered, downwards, left if same else None, dpi)
    lines += more
    boxes = [Box(s.box[0] * point, s.box[1] * point, s.box[2] * point, s.box[3] * point) for s in found.seals]
    lines = [replace(ln, under_seal=any(ln.box.intersection(b) > 0 for b in boxes)) for ln in lines]
    rules = detect.rules_under(found.image, found.rules, [s.box for s in found.seals], dpi)
    lines, tables = in_reading_order(lines, rules, dpi)
    return ReadPicture(
        turn=turn,
        width=found.clean.shape[1] * point,
        height=found.clean.shape[0] * point,
        lines=tuple(lines),
        tables=tables,
        seals=tuple(
            Seal(number, b, s.shape, seal_text(found.image, s)) for b, s in zip(boxes, found.seals, strict=True)
        ),
        unread=tuple(unread),
        stamp_ink=(),
        struck=struck_out(
            [crop for crop, stack in zip(found.crops, found.stacks, strict=True) if not stack],
            [quad for quad, stack in zip(found.quads, found.stacks, strict=True) if not stack],
            found.rules[1],
            point,
        ),
        penned=penned(
            found.clean,
            found.rules,
            found.writing,
            [q for q, stack, written in zip(found.quads, found.stacks, hand, strict=True) if not (stack or written)],
            [s.box for s in found.seals],
            point,
        ),
        blank=not lines and not unread and not found.seals,
    )
