"""A detector's second box over print that was read already is no text of its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tfdocs.model.page import Line, Page, Source
from tfdocs.text.normalise import fold
from tfdocs.verify.pieces import Piece

_WITHIN = 0.8  # of the shorter one's box
_BOXES = str.maketrans("口囗ロ☐", "□□□□")  # one box is read so, and so the second time
_BESIDE = 2  # characters that a second box may take in of the print beside it


def cut_twins(pages: Sequence[Page]) -> set[int]:
    """``id()`` of scanned lines whose print another line says as well, or with a character more that no other says.

    One of the two boxes is the line. The other would take its place, or that of the same label in another row.
    """
    out: set[int] = set()
    for page in pages:
        lines = [ln for ln in page.lines if ln.source is Source.OCR and ln.text]
        if len(lines) < 2:
            continue
        boxes = np.array([ln.box.as_list() for ln in lines])
        sides = np.minimum(boxes[:, None, 2:], boxes[None, :, 2:]) - np.maximum(boxes[:, None, :2], boxes[None, :, :2])
        shared = np.clip(sides, 0, None).prod(axis=2)
        for a, b in np.argwhere(shared > _WITHIN * np.diag(shared)[:, None]).tolist():
            shorter, longer = lines[a], lines[b]
            if a == b:
                continue
            if "".join(shorter.text.split()) == "".join(longer.text.split()):
                if (shorter.box.area, a) < (longer.box.area, b):
                    out.add(id(shorter))
            elif _says_more(longer, shorter, [ln for ln in lines if ln is not shorter and ln is not longer]):
                out.add(id(shorter))
    return out


def _says_more(longer: Line, shorter: Line, others: Sequence[Line]) -> bool:
    all_of, part = "".join(longer.text.split()), "".join(shorter.text.split())
    if not 0 < len(all_of) - len(part) <= _BESIDE or not (all_of.startswith(part) or all_of.endswith(part)):
        return False
    shown = [box for box, char in zip(longer.chars, longer.text, strict=True) if not char.isspace()]
    more = shown[len(part) :] if all_of.startswith(part) else shown[: len(all_of) - len(part)]
    return not any(ln.box.intersection(box) > 0.5 * box.area for ln in others for box in more)


def second_boxes(pages: Sequence[Page], alone: Sequence[Piece]) -> list[Piece]:
    """Those of ``alone``, lines without a place in the Word, whose print is that of another line.

    Of two boxes over print that the Word does not have one is the text itself: neither may excuse the other.
    """
    waiting = {id(p.line) for p in alone} | cut_twins([pages[n] for n in sorted({p.page for p in alone})])
    out = []
    known: dict[int, list[Line]] = {}
    for piece in sorted(alone, key=lambda p: (-p.line.box.area, p.order)):
        page = pages[piece.page]
        if piece.page not in known:
            known[piece.page] = [ln for ln in page.lines if id(ln) not in waiting]
        if _read_twice(piece, known[piece.page]):
            out.append(piece)
        else:
            known[piece.page].append(piece.line)
    return out


def _read_twice(piece: Piece, lines: Sequence[Line]) -> bool:
    """Whether the line lies within another one of ``lines`` that says the same.

    What it says beyond the other must lie within further lines: there, too, the print was read already.
    """
    own = piece.line
    others = [ln for ln in lines if ln is not own]
    for other in others:
        if other.box.intersection(own.box) <= 0.6 * own.box.area:
            continue
        said = fold(other.text).text.translate(_BOXES)
        text = piece.text.translate(_BOXES)
        if text in said:
            return True
        at = text.find(said) if said else -1
        if at < 0 or len(text) - len(said) > _BESIDE:
            continue
        left = [i for i in range(len(text)) if not at <= i < at + len(said)]
        boxes = [own.chars[piece.folded.index[piece.start + i]] for i in left]
        if all(any(ln.box.intersection(b) > 0.5 * b.area for ln in others if ln is not other) for b in boxes):
            return True
    return False
