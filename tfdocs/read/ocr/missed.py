"""Ink of a line outside its box, and ink in it that its reading does not account for.

The detector's boxes now and then end in the middle of a dash or just before one. Narrowed crops, and marks at the very
end of a line, lose thin characters (、 and dashes) without any step of the recogniser being in doubt. Their ink is
still there: each piece of it belongs to some character, or was not read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.read.ocr.recognise import Reading
from tfdocs.read.ocr.tones import green, percentile, tone

Image = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]
Quad = npt.NDArray[np.float32]
Steps = npt.NDArray[np.int_]

_MOST_REACH = 1.2  # heights of the line: a dash is one to two squares long, and its middle at the least was in the box
_MARKS_BEYOND = 2  # 一、 before a heading: both marks were left out at 150 dpi, and the first stands behind the second
_GAP = 0.55  # heights of paper between the end and a mark beyond it
_LOW = 0.45
_BROAD, _SMALL = 0.12, 0.04  # heights of the line: the least width of what is drawn in; a ， of a Song face has 0.05
_NARROW = 0.26  # heights of the line: a bracket has 0.12 to 0.25, a figure from 0.28, but 1
_BELOW = 0.05  # of the strip that is looked at: how far below its middle such a mark begins
_WHITE = 255
_INK, _FAINT = 0.72, 0.88  # of the paper's tone; a dash one pixel thick has 0.80 at 150 dpi, noise and JPEG 0.95
_DASH_LONG, _DASH_THICK, _DASH_OFF = 0.3, 0.2, 0.2  # heights of the line; the last: from its middle
_BLURRED = 4  # pixels that the thinnest dash has in a scan: a page's number by itself is a line of 19 pixels at 150 dpi
_PAD = 0.15
_ALONG, _EDGE = 0.6, 3  # of what is looked at a rule along the line takes so much; pixels around it
_MARK_WIDE = 0.5  # heights of the line: no ， or 、 is wider

# The dashes around a page number stand up to a square away from it, and the detector finds the figures alone.
_FIGURES_WIDE, _DASH_AWAY, _DASH_LONGEST = 3.0, 1.6, 1.5  # heights of the line
_ALIKE = 1.3  # how much longer one of them may be

# In squares of the line's characters. The recogniser peaks up to a quarter of a square off a character's middle, and
# the parts of one (川, 儿) stand up to a third off it; the next mark stands half a square off or more.
_REACH_WIDE = 0.62
_REACH_NARROW = 0.45
_LEAST_WIDTH = 0.08  # of a piece of ink; specks are narrower
_LEAST_INK = 0.01  # square squares: a 、 has 0.03, a hyphen 0.02, a 、 or ： of a light face at 150 dpi 0.011
_AT_END = 0.3  # of these, for ink at the very end: 、 that hangs into a rule had 0.4 left
# Steps between characters of full width on one side of a character that tell how wide its square is: the recogniser
# places each to a sixth of a square.
_NEIGHBOURS, _LEAST_STEPS = 6, 2
# Of the line's square. Characters a tenth closer than they are high are print set narrowly, and cost looks for nothing
# (8 of 790 lines at five levels, 1 with this); a label stood at 0.48 beside its signature.
_SMALLER, _CLOSEST = 0.75, 0.4
_RULE = 0.6  # share of the crop's width or height that rules and underlines run through


def missed_ink(crop: Image, reading: Reading) -> bool:
    """Whether ``crop`` (H x W, or H x W x 3, RGB) holds ink that no character of ``reading`` stands for."""
    return bool(unread_ink(crop, reading))


def unread_ink(crop: Image, reading: Reading) -> list[tuple[float, float]]:
    """The first and last columns of each piece of ink in ``crop`` that no character of ``reading`` stands for."""
    plane = green(crop)
    high, wide = plane.shape
    if wide < 1.2 * high or not reading.text:
        return []
    dark = written(plane)
    rows = dark.mean(axis=1)
    inked = np.flatnonzero(rows > 0.02)
    if not len(inked):
        return []
    em = min(float(high), max(0.55 * high, (int(inked[-1]) - int(inked[0]) + 1) / 0.92))
    ink = dark.sum(axis=0)
    ink[ink > _RULE * high] = 0
    filled = np.concatenate([[False], ink > 0, [False]])
    edges = np.flatnonzero(filled[1:] != filled[:-1])
    peaks = np.array(reading.peaks) * wide
    broad = np.array([is_wide(c) for c in reading.text])
    squares = _squares(peaks, broad, em)
    reach = np.where(broad, _REACH_WIDE, _REACH_NARROW) * squares
    # characters set close together share a piece of ink, whose middle says little: look at its parts a square wide
    begins, ends = edges[0::2].astype(np.float64), edges[1::2].astype(np.float64)
    parts = np.maximum(1, np.rint((ends - begins) / em)).astype(int)
    if (parts > 1).any():
        shares = [np.linspace(b, e, n + 1) for b, e, n in zip(begins, ends, parts, strict=True)]
        begins, ends = np.concatenate([s[:-1] for s in shares]), np.concatenate([s[1:] for s in shares])
    before = np.concatenate([[0], ink.cumsum()])
    inked = before[np.rint(ends).astype(int)] - before[np.rint(begins).astype(int)]
    # of a mark at the end of a full cell the rule takes a part
    least = np.where(ends >= wide - 1, _AT_END, 1.0)
    away = np.abs(peaks - (begins + ends)[:, None] / 2)
    own = squares[away.argmin(axis=1)] if len(away) else em
    counted = (ends - begins >= least * _LEAST_WIDTH * own) & (inked >= least * _LEAST_INK * own * own)
    unread = counted & ~(away < reach).any(axis=1)
    return [(float(b), float(e)) for b, e in zip(begins[unread], ends[unread], strict=True)]


def written(plane: Image) -> npt.NDArray[np.bool_]:
    """The ink of a line's crop, less what reaches in above and below and the rules along it."""
    dark = np.asarray(plane < 0.72 * tone(plane, 0.90)[0])
    edge = round(0.12 * len(dark))
    dark[:edge] = False
    dark[len(dark) - edge :] = False
    dark[dark.mean(axis=1) > _RULE] = False
    return dark


def _squares(peaks: Floats, broad: npt.NDArray[np.bool_], em: float) -> Floats:
    """How wide a square is around each character at ``peaks``: ``em``, or less where those on one side stand closer.

    A signature is taller than the label before it: the ： stood within reach of its bracket by the signature's square.
    """
    out = np.full(len(peaks), em)
    steps = np.where(broad[1:] & broad[:-1], np.diff(peaks), np.nan)
    if not (steps < _SMALLER * em).any():
        return out
    for i in range(len(peaks)):
        for near in (steps[max(0, i - _NEIGHBOURS) : i], steps[i : i + _NEIGHBOURS]):
            known = near[~np.isnan(near)]
            if len(known) >= _LEAST_STEPS and known.mean() < _SMALLER * em:
                out[i] = min(out[i], max(_CLOSEST * em, float(known.mean())))
    return out


_TALLEST = 400  # pixels: a title of 72 pt at 300 dpi has 300; what is taller is no line, and would cost its square


def reach_marks(quads: Sequence[Quad], grey: Image, rules: Image, beside: Sequence[Quad] = ()) -> list[Quad]:
    """``quads`` (pixels of ``grey``, H x W) drawn out to the end of the ink that their ends cut through.

    ``rules``: the mask of tables' rules, at which they stop as they do at each other and at those of ``beside``.
    """
    boxes = np.array([[*q.min(axis=0), *q.max(axis=0)] for q in (*quads, *beside)], dtype=np.float64).reshape(-1, 4)
    return [_between_dashes(_reached(q, i, boxes, grey, rules), i, boxes, grey, rules) for i, q in enumerate(quads)]


def _between_dashes(quad: Quad, own: int, boxes: Floats, grey: Image, rules: Image) -> Quad:
    """``quad`` with the dashes on both its sides where it is a page number's: — 4 —."""
    tall, wide = float(np.linalg.norm(quad[3] - quad[0])), float(np.linalg.norm(quad[1] - quad[0]))
    if not 8 <= tall <= _TALLEST or wide > _FIGURES_WIDE * tall:
        return quad
    along = (quad[1] - quad[0]) / wide
    down = np.array([-along[1], along[0]])
    others = np.delete(boxes, own, axis=0)
    found = []
    for corners, sign in (((0, 3), -1.0), ((1, 2), 1.0)):
        end = quad[list(corners)].mean(axis=0)
        steps = np.arange(0, round((_DASH_AWAY + _DASH_LONGEST + _GAP) * tall))
        across = np.arange(-round(0.36 * tall), round(0.36 * tall) + 1)
        places = _places(end, along * sign, down, steps, across, grey)
        if places is None:
            return quad
        seen = grey.ravel()[places]
        if int(seen.min()) >= _FAINT * _WHITE:
            return quad  # bare paper, whatever its tone
        dash = _flat(seen < _FAINT * percentile(seen, 0.90), tall)
        if dash is None or rules.ravel()[places].any():
            return quad
        reach = np.flatnonzero(dash.any(axis=1))
        start, stop = int(reach[0]), int(reach[-1]) + 1
        if start > _DASH_AWAY * tall or not _DASH_LONG * tall <= stop - start <= _DASH_LONGEST * tall:
            return quad
        tip = end + along * sign * stop
        if ((others[:, :2] < tip) & (tip < others[:, 2:])).all(axis=1).any():
            return quad
        found.append((start, stop))
    (a, b), (c, d) = found
    if max(b - a, d - c) > _ALIKE * min(b - a, d - c) or abs(a - c) > 0.5 * tall:
        return quad
    out = quad.copy()
    out[[0, 3]] -= along * (b + _PAD * tall)
    out[[1, 2]] += along * (d + _PAD * tall)
    return out


def _reached(quad: Quad, own: int, boxes: Floats, grey: Image, rules: Image) -> Quad:
    tall = float(np.linalg.norm(quad[3] - quad[0]))
    wide = float(np.linalg.norm(quad[1] - quad[0]))
    if not 8 <= tall <= _TALLEST or wide < 0.8 * tall:
        return quad
    along = (quad[1] - quad[0]) / wide
    out = quad.copy()
    for corners, sign in (((0, 3), -1.0), ((1, 2), 1.0)):
        for _ in range(_MARKS_BEYOND):
            end = out[list(corners)].mean(axis=0)
            grown = _ink_beyond(end, along * sign, tall, own, boxes, grey, rules)
            if not grown:
                break
            out[list(corners)] += along * sign * grown
    return out


def _ink_beyond(end: Floats, along: Floats, tall: float, own: int, boxes: Floats, grey: Image, rules: Image) -> float:
    """How many pixels beyond ``end`` the ink goes on that it cuts through or leaves out, with a margin; 0 where none.

    ``along``: the direction out of the line.
    """
    down = np.array([-along[1], along[0]])
    if down[1] < 0:
        down = -down
    steps = np.arange(-2, round(_MOST_REACH * tall) + 1)
    across = np.arange(-round(0.36 * tall), round(0.36 * tall) + 1)
    places = _places(end, along, down, steps, across, grey)
    if places is None:
        return 0.0
    seen = grey.ravel()[places]
    # bare paper, as beyond most ends: where nothing is faint no rule is looked for, which would leave it so
    darkest = int(seen.min())
    if darkest >= _FAINT * _WHITE or darkest >= _FAINT * (paper := percentile(seen, 0.90)):
        return 0.0
    ruling = rules.ravel()[places] > 0
    below = _level_rules(ruling | (seen < _FAINT * paper))
    if below.any():  # a heading stands close above its table
        seen, ruling = np.where(below, np.uint8(255), seen), ruling & ~below
        if int(seen.min()) >= _FAINT * paper:
            return 0.0
    dark = seen < _INK * paper
    faint = _flat(seen < _FAINT * paper, tall)
    if faint is not None:
        dark |= faint
    columns = np.asarray(dark.any(axis=1))
    # a cell's rule ends what is looked at; a ， often stands close before it
    ruled = np.flatnonzero(ruling.mean(axis=1) > 0.5)
    limit = max(0, int(ruled[0]) - 1) if len(ruled) else len(columns)
    columns[limit:] = False
    through = int(columns[:5].argmin())
    # a mark of which no more than its edge is outside is not read either
    if not columns[:5].all() and not (through > 3 and _is_mark(grey, end, along, down, through - 3, tall, paper)):
        columns[:through] = False  # the last strokes of the line's own last character
    inked = np.flatnonzero(columns[: 3 + round(_GAP * tall)])
    if not len(inked):
        return 0.0
    start = int(inked[0])
    blank = np.flatnonzero(~columns[start:])
    if not len(blank):
        return 0.0  # it goes on and on: no mark
    stop = start + int(blank[0])
    rows = np.flatnonzero(dark[start:stop].any(axis=0))
    # a ， is small; so is the tip of a character's stroke, but hardly so low
    low = int(rows[0]) > (0.5 + _BELOW) * dark.shape[1] and start > 0
    # of a mark that the end cuts in two there may be less outside than of a tip
    low |= start == 0 and _is_mark(grey, end, along, down, stop - 3, tall, paper)
    least, beyond = (_SMALL * tall, 3) if low else (_BROAD * tall, 5)
    if stop - start < least or stop <= beyond or ruling[:stop].any():
        return 0.0
    # what the end does not cut through is drawn in only when it is as low as a dash or a stop, or as narrow as the
    # bracket that closes a blank: （　　）
    if not columns[:3].all() and int(rows[-1]) - int(rows[0]) > _LOW * tall and stop - start > _NARROW * tall:
        return 0.0
    grown = float(stop - 2)
    reached = end + along * grown
    inside = np.asarray((boxes[:, :2] < reached).all(axis=1) & (reached < boxes[:, 2:]).all(axis=1))
    inside[own] = False
    return 0.0 if inside.any() else min(grown + _PAD * tall, float(max(limit - 2, stop - 2)))


def _level_rules(dark: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which rows of what is looked at (along the line x across it) a rule along the line takes, with its blurred edges.

    None in the middle, where it would strike the line through. A photographed rule is too aslant for the mask of rules.
    """
    rows = cv2.dilate((dark.mean(axis=0) > _ALONG).astype(np.uint8), np.ones((2 * _EDGE + 1, 1), np.uint8)).ravel()
    edge = len(rows) // 4
    rows[edge : len(rows) - edge] = 0
    return np.broadcast_to(rows > 0, dark.shape)


def _places(
    end: Floats, along: Floats, down: Floats, steps: Steps, across: Steps, picture: Image
) -> npt.NDArray[np.intp] | None:
    """Where in ``picture``, laid out flat, the pixels are that lie so many ``steps`` from ``end`` along, and across.

    None where the picture does not reach so far.
    """
    # a half is rounded up: to the even number, every other row is taken twice and those between never
    xs = np.floor((end[0] + steps * along[0])[:, None] + across * down[0] + 0.5)
    ys = np.floor((end[1] + steps * along[1])[:, None] + across * down[1] + 0.5)
    high, wide = picture.shape
    # both run evenly, so that the corners are the furthest
    for values, most in ((xs, wide), (ys, high)):
        corners = values[[0, 0, -1, -1], [0, -1, 0, -1]]
        if corners.min() < 0 or corners.max() >= most:
            return None
    return np.asarray(ys * wide + xs, dtype=np.intp)


def _is_mark(grey: Image, end: Floats, along: Floats, down: Floats, stop: int, tall: float, paper: float) -> bool:
    """Whether the ink in which a line ends, ``stop`` pixels beyond ``end``, is a ， or 、: small, low, by itself."""
    steps = np.arange(-round(_MARK_WIDE * tall), stop + 1)
    across = np.arange(-round(0.36 * tall), round(0.45 * tall) + 1)
    places = end + steps[:, None, None] * along + across[None, :, None] * down
    xs = np.clip(np.floor(places[..., 0] + 0.5).astype(int), 0, grey.shape[1] - 1)
    ys = np.clip(np.floor(places[..., 1] + 0.5).astype(int), 0, grey.shape[0] - 1)
    ink = (grey[ys, xs] < _INK * paper).astype(np.uint8)
    _, labels = cv2.connectedComponents(ink, connectivity=8)
    own = set(labels[-1 - stop :].ravel().tolist()) - {0}
    if len(own) != 1:
        return False
    alongs, acrosses = np.nonzero(labels == own.pop())
    return int(alongs.min()) > 0 and int(acrosses.min()) >= 0.36 * tall


def is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WFA"


def _flat(ink: npt.NDArray[np.bool_], tall: float) -> npt.NDArray[np.bool_] | None:
    """``ink`` (along the line x across it) where it is one flat stroke and nothing else; ``None`` where it is not.

    A dash is thinner than any character's strokes, and blurs away at 150 dpi.
    """
    ink = ink.copy()
    columns = np.asarray(ink.any(axis=1))
    ink[: int(columns[:5].argmin()) if not columns[:5].all() else 0] = False
    alongs, acrosses = np.nonzero(ink)
    if not len(alongs):
        return None
    long, thick = int(alongs.max() - alongs.min()) + 1, int(acrosses.max() - acrosses.min()) + 1
    middle = abs(float(acrosses.mean()) - ink.shape[1] / 2)
    if long < _DASH_LONG * tall or thick > max(_BLURRED, _DASH_THICK * tall) or middle > _DASH_OFF * tall:
        return None
    return ink
