"""Ink that looks like writing and became no line: what the detector passed over must not be passed over in silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.read.ocr.tones import percentile

Image = npt.NDArray[np.uint8]
Quad = npt.NDArray[np.float32]
_Place = tuple[int, int, int, int]  # left, top, width and height
_Patch = tuple[_Place, npt.NDArray[np.bool_]]

MM = 1 / 25.4
_WIDEST_GAP = 20  # heights of the line
_OVERLAP = 0.6  # heights: 前完成备案 was read twice, once as the gap between the lines before and behind its own
_TALL = 1.3  # height over width of characters one below the other
_MARGIN = 4 * MM  # at the page's edge: shadows, punch marks, the scanner's black border
_BEHIND_RULE = 0.4  # of a line's height: a rule in its middle strikes it through
_LONGER = 0.9  # of what a line covers in height: the strokes of a letterhead's characters are too long for the mask
_CUT = 0.5  # of the least height of writing: what may be left of a character that the lines beside it cover in part
_GREATER = 0.4  # of the strokes
# Of its box that writing fills at the most, and the same of figures of so few pixels that their strokes run together:
# in scans of 150 dpi page numbers have 0.62 to 0.80. So have round dots, which are no narrower than they are high.
_FILLED, _FILLED_COARSE, _COARSE, _NARROW = 0.6, 0.82, 20, 0.85
# Of the paper's tone, the darkest fiftieth of a box: print under a seal's ink has 0.70 and less (150 dpi) where
# that is taken off, and what was left of the ink's own lettering 0.79, which was read as 公 with 0.88.
_FADED, _FIFTIETH = 0.74, 0.02
# Of the tone of paper, by which writing on a dark ground is the brighter; and of the pixels of such a place.
_GROUND, _OF_GROUND = 0.6, 0.99
# Of paper's tone: the palest ground that is one; by how much its pixels differ; and how much of a place it fills.
_PALEST, _ONE_TONE, _MOST_OF_IT = 0.9, 0.08, 0.6
# A photographed table's rule that lies too aslant for the mask of rules: points of its least length, of its distance
# from a straight line in which nearly all of it lies, and its lean. The box around one took in half a line of text.
_RULE, _THIN, _NEARLY_ALL, _LEANS = 30.0, 1.0, 0.95, 0.12
# Points square of ink that is writing; and of a 1, which is thinner than anything else, with how much wider its foot is
# than its stroke, and its most height in points. On 45 pages of three levels (seed 109 of benchmarks.scans) that is one
# page's number, the 1 of — 1 —, which was passed over in silence, and nothing else; on 22 fresh ones (seed 132) the
# numbers of two rows. With no bound for height and neighbours 42 pieces of the edges of photographed sheets came too.
_INK, _INK_OF_ONE, _FOOT, _TALLEST_ONE = 2.2, 1.55, 1.9, 12.0
# Rows of writing in what is taller than wide; in median heights of theirs: the highest, and the parts of one character.
_ROWS, _HIGHEST_ROW, _ONE_ROW = 2, 1.6, 1.15
_ALONG, _LEAN = 2.0, 0.05  # heights of a line that only a rule is level for, and by how much of that one may fall
_PAD = 0.15  # of a piece's height: the paper around it that is read with it
_MOST = 200  # a page with more is a drawing; what is beyond is reported as one box


def gaps(grey: Image, vertical: Image, covered: Sequence[Quad]) -> list[Quad]:
    """Ink between two lines of one row that the detector left out: what stands there among a seal's or stain's ink.

    A row of cells has rules or paper between its lines; neither is such a gap.
    """
    if len(covered) < 2:
        return []
    out: list[Quad] = []
    places = sorted(covered, key=lambda q: float(q[:, 0].min()))
    all_quads = np.stack(places)
    starts = all_quads[:, :, 0].min(axis=1)
    heads = all_quads[:, [0, 3], 1].mean(axis=1)
    heights = np.hypot(*(all_quads[:, 3] - all_quads[:, 0]).T)
    for i, left in enumerate(places):
        tall = float(heights[i])
        level = np.abs(float(left[1:3, 1].mean()) - heads) < 0.25 * tall
        alike = (heights > 0.7 * tall) & (heights < 1.4 * tall)
        # boxes of one row may overlap a little
        followers = np.flatnonzero(level & alike & (starts > float(left[:, 0].max()) - _OVERLAP * tall))
        followers = followers[starts[followers] > starts[i]]
        if not len(followers):
            continue
        nearest = places[int(followers[0])]
        quad = np.array([left[1], nearest[0], nearest[3], left[2]], dtype=np.float32)
        x0, x1 = int(quad[[0, 3], 0].max()), int(quad[[1, 2], 0].min())
        y0, y1 = int(quad[:2, 1].max()), int(quad[2:, 1].min())
        if not 1.2 * tall < x1 - x0 < _WIDEST_GAP * tall or y1 - y0 < 6 or y0 < 0:
            continue
        # the ends of the neighbours' characters reach into the gap
        pad = round(0.3 * tall)
        if (vertical[y0:y1, x0:x1] > 0).mean(axis=0).max(initial=0) > 0.8:
            continue
        part = grey[y0:y1, x0 + pad : x1 - pad]
        dark = part < 0.7 * percentile(grey[y0:y1, max(0, x0 - 200) : x1 + 200], 0.90)
        dark = _without_strokes(dark)
        # the heading before a photographed table and its last head stand on one level, and the other heads between
        others = [q for q in places if q is not left and q is not nearest]
        dark &= ~_under(others, (x0 + pad, y0, x1 - pad, y1))
        inked = float(dark.any(axis=0).mean()) if dark.size else 0.0
        if inked > 0.5 and 0.05 < float(dark.mean()) < 0.6:
            out.append(quad)
    return out


def _under(quads: Sequence[Quad], box: tuple[int, int, int, int]) -> npt.NDArray[np.bool_]:
    """Which pixels of ``box`` (x0, y0, x1, y1) lie in one of ``quads``."""
    x0, y0, x1, y1 = box
    out = np.zeros((max(0, y1 - y0), max(0, x1 - x0)), dtype=np.uint8)
    for quad in quads:
        (left, top), (right, bottom) = quad.min(axis=0), quad.max(axis=0)
        if out.size and left < x1 and x0 < right and top < y1 and y0 < bottom:
            cv2.fillConvexPoly(out, np.round(quad - np.array([x0, y0])).astype(np.int32), 1)
    return out > 0


def _without_strokes(dark: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """``dark`` less what runs through much of its width or height: rules that are too short, or too slanting, for the
    page's mask of rules (the cells of one row between merged ones).
    """
    if not dark.size:
        return dark
    high, wide = dark.shape
    ink = dark.astype(np.uint8)
    along = max(3, round(min(0.35 * wide, _ALONG * high)))
    lean = 1 + 2 * round(_LEAN * along / 2)  # a photographed rule is level nowhere for long
    runs = cv2.dilate(ink, np.ones((lean, 1), np.uint8))
    strokes = cv2.morphologyEx(runs, cv2.MORPH_OPEN, np.ones((1, along), np.uint8)).astype(np.uint8) & ink
    strokes |= cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((max(3, round(0.6 * high)), 1), np.uint8)).astype(np.uint8)
    return np.asarray(dark & (cv2.dilate(strokes, np.ones((5, 5), np.uint8)) == 0), dtype=np.bool_)


def ink_of_writing(grey: Image, rules: tuple[Image, Image]) -> Image:
    """What is darker than the paper around it, less ``rules`` (masks of the upright and the level ones)."""
    marked = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, 18)
    ink = np.asarray(marked, dtype=np.uint8)
    ink[cv2.dilate(cv2.bitwise_or(*rules), np.ones((5, 5), np.uint8)) > 0] = 0
    return ink


def residue(whole: Image, horizontal: Image, covered: Sequence[Quad], dpi: float) -> list[Quad]:
    """Boxes around leftover ink of the size of writing (characters of 5 to 60 pt), as upright quadrilaterals in pixels.

    ``whole``: the page's ink (``ink_of_writing``); ``horizontal``: the mask of its level rules; ``covered``: the lines
    that were read.
    """
    return quads_around(_left_over(whole, horizontal, covered, dpi), _MOST)


def quads_around(pieces: Iterable[_Place], most: int) -> list[Quad]:
    """The first ``most`` of ``pieces`` of ink (left, top, width, height in pixels) as upright quadrilaterals with some
    paper around them, as much as a line has that is to be read."""
    out: list[Quad] = []
    for x, y, w, h in islice(pieces, most):
        pad = max(2, round(h * _PAD))
        x0, y0, x1, y1 = x - pad, y - pad, x + w + pad, y + h + pad
        out.append(np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], dtype=np.float32))
    return out


def _left_over(whole: Image, horizontal: Image, covered: Sequence[Quad], dpi: float) -> Iterator[_Place]:
    """The pieces of ``residue``, from the top."""
    ink = whole.copy()
    for quad in covered:
        middle = quad.mean(axis=0)
        tall = float(np.linalg.norm(quad[3] - quad[0]))
        wide = max(1.0, float(np.linalg.norm(quad[1] - quad[0])))
        # along the writing there may be a mark more; what is written downwards is as tall as its line is long
        along, across = (1 + 0.8 * tall / wide, 1.35) if tall <= _TALL * wide else (1.35, 1 + 0.8 * wide / tall)
        grown = (quad - middle) * np.array([along, across]) + middle
        _cover(ink, grown, horizontal)
    edge = round(_MARGIN * dpi)
    ink[:edge] = 0
    ink[-edge:] = 0
    ink[:, :edge] = 0
    ink[:, -edge:] = 0
    ink = np.asarray(cv2.medianBlur(ink, 3), dtype=np.uint8)
    reach = max(3, round(dpi / 72 * 4))
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((reach // 2 + 1, reach), np.uint8))
    least, most = dpi / 72 * 5, dpi / 72 * 60
    for (x, y, w, h), there in _rows_apart(parts_of(np.asarray(joined, dtype=np.uint8)), ink, least, most):
        if not _CUT * least <= h <= most:
            continue
        own = int((ink[y : y + h, x : x + w][there] > 0).sum())
        slight = own < (dpi / 72 * _INK) ** 2 or w < least * 0.5
        if slight and h < least:  # what the line above or below left of it: the whole tells whether it is writing
            x, y, w, h, own = _whole_of(whole, own, x, y, w, h)
            there = np.ones((h, w), dtype=np.bool_)
            slight = own < (dpi / 72 * _INK) ** 2 or w < least * 0.5
        if slight and not (
            least <= h <= dpi / 72 * _TALLEST_ONE
            and _is_one(ink[y : y + h, x : x + w], there, dpi)
            and not _beset(whole, x, y, w, h)
        ):
            continue
        # writing is neither a speck nor a block: strokes fill between a twentieth and six tenths of their box
        filled = _FILLED_COARSE if h < _COARSE and w < _NARROW * h else _FILLED
        if not 0.05 < own / (w * h) < filled:
            continue
        if max(w, h) >= dpi / 72 * _RULE and is_rule(ink[y : y + h, x : x + w], there, dpi):
            continue
        uncut = _uncut(whole, own, x, y, w, h)
        # of the first and last of several rows the lines above and below may have left no more than strokes
        x, y, w, h = uncut
        around = uncut, whole[y : y + h, x : x + w] > 0
        for place, _ in _rows_apart(iter([around]), whole, least, most):
            if least <= place[3]:
                yield place


def _rows_apart(patches: Iterator[_Patch], ink: Image, least: float, most: float) -> Iterator[_Patch]:
    """``patches`` of ``ink`` with the tall ones taken apart where short rows stand close below one another.

    乡 乡 县 市 behind 一、 二、 三、 四、 were passed over in silence, 良 优 差 优 of a column was read as one line.

    ``least``: pixels that a row of writing has at least; ``most``: that it is wide at the most to be looked at here.
    """
    for patch in patches:
        (x, y, w, h), there = patch
        rows = [] if h <= _TALL * w or w > most else _rows_of((ink[y : y + h, x : x + w] > 0) & there, least)
        tall = [b - a for a, b in rows]
        if len(rows) < _ROWS or min(tall) < _CUT * least or max(tall) > _HIGHEST_ROW * float(np.median(tall)):
            yield patch
            continue
        for a, b in rows:
            columns = np.flatnonzero(there[a:b].any(axis=0))
            first, end = int(columns[0]), int(columns[-1]) + 1
            yield (x + first, y + a, end - first, b - a), there[a:b, first:end]


def _rows_of(inked: npt.NDArray[np.bool_], least: float) -> list[tuple[int, int]]:
    """The first row and the end of each row of writing in ``inked``, which white parts."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inked.any(axis=1), [False]]).astype(np.int8)))
    spans = list(zip(edges[0::2].tolist(), edges[1::2].tolist(), strict=True))
    whole = [b - a for a, b in spans if b - a >= least]
    if not whole:
        return []
    typical = float(np.median(whole))
    out: list[tuple[int, int]] = []
    for a, b in spans:
        # the parts of one character (二, 吉)
        if out and b - out[-1][0] <= _ONE_ROW * typical:
            out[-1] = out[-1][0], b
        else:
            out.append((a, b))
    return out


def _is_one(ink: Image, own: npt.NDArray[np.bool_], dpi: float) -> bool:
    """Whether what is inked of a patch (``own``) is a thin upright stroke with a foot or a flag, as a figure 1 is.

    What is as wide all along is a piece of a rule.
    """
    across = ((ink > 0) & own).sum(axis=1)
    stroke = float(np.median(across[across > 0], axis=0)) if across.any() else 0.0
    return int(across.sum()) >= (dpi / 72 * _INK_OF_ONE) ** 2 and int(across.max()) >= _FOOT * stroke


def _beset(whole: Image, x: int, y: int, w: int, h: int) -> bool:
    """Whether ink stands close above or below a box: of the edge of a sheet on a table there is more."""
    columns = whole[:, max(0, x - h // 2) : x + w + h // 2]
    return bool(columns[max(0, y - h) : max(0, y - 2)].any() or columns[y + h + 2 : y + 2 * h].any())


def is_rule(ink: Image, own: npt.NDArray[np.bool_], dpi: float) -> bool:
    """Whether what is inked of a patch (``own``) is one thin straight stroke that is nearly level or upright."""
    points = np.argwhere((ink > 0) & own)[:, ::-1].astype(np.float32)
    dx, dy, x0, y0 = (float(v) for v in cv2.fitLine(points, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel())
    if min(abs(dx), abs(dy)) > _LEANS:
        return False
    off = np.abs((points[:, 0] - x0) * dy - (points[:, 1] - y0) * dx)
    return bool((off <= dpi / 72 * _THIN).mean() >= _NEARLY_ALL)


def parts_of(mask: Image) -> Iterator[_Patch]:
    """The connected parts of ``mask``, from the top: left, top, width and height, and which pixels of that are its own.

    Little is left of most pages, and measuring parts takes as long for paper as for ink: 22 ms for a page of 200 dpi.
    """
    inked = np.concatenate([[False], mask.any(axis=1), [False]])
    ends = np.flatnonzero(np.diff(inked.astype(np.int8)))
    for top, bottom in zip(ends[0::2].tolist(), ends[1::2].tolist(), strict=True):
        # parts are numbered by pairs of rows: those of the whole page
        first = top - top % 2
        count, labels, stats, _ = cv2.connectedComponentsWithStats(mask[first:bottom], connectivity=8)
        for i in range(1, count):
            x, y, w, h = (int(v) for v in stats[i, :4])
            yield (x, first + y, w, h), np.asarray(labels[y : y + h, x : x + w] == i, dtype=np.bool_)


def without_ghosts(quads: Sequence[Quad], grey: Image, seals: Sequence[tuple[int, int, int, int]]) -> list[Quad]:
    """``quads`` less those of a seal's own lettering: what is paler than print in the boxes of ``seals`` taken off."""
    out = []
    for quad in quads:
        x, y = quad.mean(axis=0)
        if any(x0 < x < x1 and y0 < y < y1 for x0, y0, x1, y1 in seals):
            (left, top), (right, bottom) = np.maximum(0, np.round([quad.min(axis=0), quad.max(axis=0)]).astype(int))
            around = grey[
                max(0, top - (bottom - top)) : 2 * bottom - top, max(0, left - (right - left)) : 2 * right - left
            ]
            part = grey[top:bottom, left:right]
            if part.size and percentile(part, _FIFTIETH) > _FADED * percentile(around, 0.90):
                continue
        out.append(quad)
    return out


def without_fills(quads: Sequence[Quad], grey: Image) -> list[Quad]:
    """``quads`` less those in which all is dark: the ground of a table's head, and no print in it, dark or white.

    And less the corners of a paler ground, a plan's shaded months, in which nothing is darker than that is.
    """
    if not quads:
        return []
    paper = percentile(grey, 0.90)
    bright = _GROUND * paper
    out = []
    for quad in quads:
        (left, top), (right, bottom) = np.maximum(0, np.round([quad.min(axis=0), quad.max(axis=0)]).astype(int))
        inset = max(2, round((bottom - top) * _PAD))  # the paper that ``quads_around`` drew around the ink
        part = grey[top + inset : bottom - inset, left + inset : right - inset]
        if not part.size or (
            percentile(np.ascontiguousarray(part), _OF_GROUND) >= bright and not _is_ground(part, paper)
        ):
            out.append(quad)
    return out


def _is_ground(part: Image, paper: float) -> bool:
    """Whether all of ``part`` but an edge to the white beside it has one tone, and none of it a darker one."""
    tone = float(np.median(part))
    if not _GROUND * paper < tone < _PALEST * paper:
        return False
    return bool((part > tone - _ONE_TONE * paper).all() and (part < tone + _ONE_TONE * paper).mean() > _MOST_OF_IT)


def _cover(ink: Image, quad: Quad, horizontal: Image) -> None:
    """Take the ink of a line off ``ink``, up to the rules that it stands between: a box often reaches over one.

    What stands behind the rule, in another row of the table, is not the line's.
    """
    corners = np.round(quad).astype(np.int32)
    high, wide = ink.shape
    x0, y0 = np.maximum(corners.min(axis=0), 0).tolist()
    x1, y1 = np.minimum(corners.max(axis=0) + 1, (wide, high)).tolist()
    ruled = horizontal[y0:y1, x0:x1]
    if ruled.size and ruled.any():
        # the bar of a 协 of 53 pt is no rule that its upper half stands behind: that was read as 1
        longest = max(1, round(_LONGER * float(np.linalg.norm(quad[3] - quad[0]))))
        left = max(0, x0 - longest)
        around = horizontal[y0:y1, left : x1 + longest]
        long = np.asarray(cv2.morphologyEx(around, cv2.MORPH_OPEN, np.ones((1, longest), np.uint8)), dtype=np.uint8)
        ruled = long[:, x0 - left : x1 - left]
    if not ruled.size or not ruled.any():
        cv2.fillConvexPoly(ink, corners, 0)
        return
    own = np.zeros(ruled.shape, dtype=np.uint8)
    cv2.fillConvexPoly(own, corners - np.array([x0, y0], dtype=np.int32), 1)
    rows = np.arange(y1 - y0)[:, None]
    end = round(_BEHIND_RULE * (y1 - y0))
    above = np.where(ruled[:end] > 0, rows[:end], -1).max(axis=0, initial=-1)
    below = np.where(ruled[len(rows) - end :] > 0, rows[len(rows) - end :], len(rows)).min(axis=0, initial=len(rows))
    ink[y0:y1, x0:x1][(own > 0) & (rows > above) & (rows < below)] = 0


def _whole_of(whole: Image, left: int, x: int, y: int, w: int, h: int) -> tuple[int, int, int, int, int]:
    """``_uncut``, and the ink within that box in pixels."""
    x, y, w, h = _uncut(whole, left, x, y, w, h)
    return x, y, w, h, int((whole[y : y + h, x : x + w] > 0).sum())


def _uncut(whole: Image, left: int, x: int, y: int, w: int, h: int) -> _Place:
    """The box of leftover ink drawn out to the strokes that the neighbours' boxes cut through.

    ``left``: pixels of the leftover; where they are the lesser part of their strokes they are a neighbour's own.
    """
    x0, y0 = max(0, x - h), max(0, y - h)
    part = whole[y0 : y + 2 * h, x0 : x + w + h]
    _, labels, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    own = np.unique(labels[y - y0 : y - y0 + h, x - x0 : x - x0 + w])
    own = own[own > 0]
    if not len(own) or left < _GREATER * int(stats[own, cv2.CC_STAT_AREA].sum()):
        return x, y, w, h
    starts = stats[own][:, [cv2.CC_STAT_LEFT, cv2.CC_STAT_TOP]]
    ends = starts + stats[own][:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
    corner = np.array([x0, y0])
    first = np.minimum(starts.min(axis=0) + corner, (x, y))
    wide, high = (int(v) for v in np.maximum(ends.max(axis=0) + corner, (x + w, y + h)) - first)
    # strokes that run on are a drawing's
    if high > 2 * h or wide > w + h:
        return x, y, w, h
    return int(first[0]), int(first[1]), wide, high
