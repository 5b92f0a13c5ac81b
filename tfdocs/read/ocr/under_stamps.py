"""A line under a black stamp looked at again: only where the stamp lies, with more and with less of it taken off.

What lies beside a stamp looks alike in all pictures of a line and was read already. The piece under the stamp is cut
out at the network's own scale, between two of its steps, so that its steps are steps of the line's; some characters
on both sides go with it, and what is read of those is given up for what the whole line's look says of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from tfdocs.model.page import Lattice
from tfdocs.read.ocr import detect
from tfdocs.read.ocr.recognise import STEP, Reading, recognise, scaled
from tfdocs.read.ocr.together import PAPER, fits_a_line

Image = npt.NDArray[np.uint8]

_AROUND = 2.5  # heights of the line that go with a piece on each side
_OWN = 0.5  # of these, what is taken from the piece: where a stroke goes, the network sees further than that
_WHOLE = 0.75  # share of the line's steps from which all of it is read


def looks_under_stamps(
    pictures: Sequence[Image], quads: Sequence[detect.Quad], clean: Mapping[int, tuple[Image, Reading]]
) -> dict[int, list[Reading]]:
    """For each line of ``clean`` (its crop and what is read there) the looks at it, ``clean``'s own first.

    ``pictures``: the page (H x W x 3) with less of a stamp taken off, and as it was scanned. A stamp's box has corners:
    pictures that its ink makes no different are read once.
    """
    looks = {i: [reading] for i, (_, reading) in clean.items()}
    seen = {i: [crop] for i, (crop, _) in clean.items()}
    for picture in pictures if clean else ():
        asked: list[tuple[int, _Piece | None]] = []
        crops: list[Image] = []
        for i, (first, reading) in clean.items():
            crop = detect.straighten(picture, quads[i])
            if any(np.array_equal(crop, other) for other in seen[i]):
                continue
            seen[i].append(crop)
            piece = _piece(first, crop, reading)
            asked.append((i, piece))
            crops.append(crop if piece is None else piece.crop)
        again = recognise(crops)
        odd: list[tuple[int, Image]] = []
        for (i, piece), read in zip(asked, again, strict=True):
            put = read if piece is None else _put_in(clean[i][1], read, piece)
            if put is None:
                odd.append((i, seen[i][-1]))
            else:
                looks[i].append(put)
        for (i, _), read in zip(odd, recognise([crop for _, crop in odd]), strict=True):
            looks[i].append(read)
    return looks


class _Piece:
    """``crop``: a line's picture from step ``start`` to before step ``end``; the looks differ in ``own`` of them."""

    __slots__ = ("crop", "end", "own", "start")

    def __init__(self, crop: Image, start: int, end: int, own: tuple[int, int]) -> None:
        self.crop, self.start, self.end, self.own = crop, start, end, own


def _piece(first: Image, crop: Image, reading: Reading) -> _Piece | None:
    """The piece in which ``crop`` is not ``first``; None where that is most of the line."""
    if not fits_a_line(crop) or first.shape != crop.shape:
        return None
    large = scaled(crop)
    count = reading.lattice.length
    columns = np.flatnonzero((first != crop).any(axis=(0, 2))) * (count / crop.shape[1])
    around = _AROUND * len(large) / STEP
    start, end = max(0, int(columns[0] - around)), min(count, int(columns[-1] + around) + 1)
    if end - start > _WHOLE * count:
        return None
    own = int(columns[0] - _OWN * around), int(columns[-1] + _OWN * around) + 1
    piece = large[:, STEP * start : None if end == count else STEP * end]
    return _Piece(np.ascontiguousarray(piece), start, end, own) if fits_a_line(piece) else None


def _put_in(whole: Reading, read: Reading, piece: _Piece) -> Reading | None:
    """``whole`` with what was ``read`` in a piece of it; None where no two places to cut at are found."""
    if read.lattice.length != piece.end - piece.start:
        return None
    paper = _paper(whole.lattice.part(piece.start, piece.end)) & _paper(read.lattice)
    left, right = 0, len(paper)  # of the piece: what is taken from it
    if piece.start > 0:
        places = np.flatnonzero(paper[: piece.own[0] - piece.start])
        if not len(places):
            return None
        left = int(places[-1]) + 1
    if piece.end < whole.lattice.length:
        places = np.flatnonzero(paper[piece.own[1] - piece.start :])
        if not len(places):
            return None
        right = piece.own[1] - piece.start + int(places[0])
    count = whole.lattice.length
    first, last = piece.start + left, piece.start + right
    before = sum(int(p * count) < first for p in whole.peaks)
    behind = sum(int(p * count) < last for p in whole.peaks)
    steps = [int(p * len(paper)) for p in read.peaks]
    own = slice(sum(s < left for s in steps), sum(s < right for s in steps))
    peaks = tuple((piece.start + p * len(paper)) / count for p in read.peaks[own])
    return Reading(
        whole.text[:before] + read.text[own] + whole.text[behind:],
        whole.confidence[:before] + read.confidence[own] + whole.confidence[behind:],
        whole.peaks[:before] + peaks + whole.peaks[behind:],
        Lattice.joined([whole.lattice.part(0, first), read.lattice.part(left, right), whole.lattice.part(last, count)]),
        whole.alike[:before] + read.alike[own] + whole.alike[behind:],
    )


def _paper(lattice: Lattice) -> npt.NDArray[np.bool_]:
    """Which steps of ``lattice`` hold no character."""
    floors = lattice.floor()
    blank = [s.get("", f) > np.log(PAPER) for s, f in zip(lattice.steps(), floors, strict=True)]
    return np.array(blank, dtype=np.bool_)
