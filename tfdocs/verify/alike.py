"""What a look-alike is by its strokes alone: the network for them, asked where the recogniser's odds tell little.

``own_type`` holds a character against the document's others; this needs no other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tfdocs.model.comparison import Certainty, Kind
from tfdocs.model.page import Page, Source
from tfdocs.read.ocr.look_alikes import GROUPS, likely
from tfdocs.verify.own_type import OwnType
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.thresholds import ALIKE_OTHER, ALIKE_SURE
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.witness import Witness

# Rules by which a reading was weighed against the Word's characters.
_RULES = {"likelihood", "likelihood-second-look", "looks-differ", "wider-look"}
_OWN = "单看此字的笔画，是 Word 的“{}”"
_OTHER = "判为识读误差，但单看此字的笔画是“{}”，需要人工查看"


@dataclass(slots=True)
class Alike:
    """Looks at single characters of one document."""

    own: OwnType
    _known: dict[tuple[int, int], dict[str, float]] = field(default_factory=dict)

    def says(self, piece: Piece, at: int, char: str, sure: float) -> bool:
        """Whether the character ``at`` of a line (its index in the line's text) is ``char``, as likely as ``sure``."""
        return bool(rivals_of(char)) and self._likely(piece, at).get(char, 0.0) >= sure

    def rival(self, piece: Piece, at: int, char: str) -> str:
        """The look-alike of ``char`` that it is instead, beyond doubt; or ""."""
        return next((r for r in rivals_of(char) if self.says(piece, at, r, ALIKE_OTHER)), "")

    def _likely(self, piece: Piece, at: int) -> dict[str, float]:
        """How likely each look-alike is; empty where it cannot be looked at: near a seal, or in no row."""
        key = id(piece.line), at
        if key not in self._known:
            cell = self.own.cell(piece, at)
            self._known[key] = {} if cell is None else likely(cell.grey, cell.middle, cell.em)
        return self._known[key]


def rivals_of(char: str) -> str:
    """What the network tells ``char`` from; "" for a character that it was not taught."""
    return next((group.replace(char, "") for group in GROUPS if char in group), "") if len(char) == 1 else ""


def settle_alike(
    items: Sequence[Weighed], placing: Placing, pages: Sequence[Page], witness: Witness | None
) -> list[Weighed]:
    """``items``, where one look-alike was read for another: a doubt is none where the strokes are the Word's, and what
    was explained is a doubt where they are those that were read.
    """
    if witness is None or not any(_one_for_another(item, placing) for item in items):
        return list(items)
    alike = Alike(OwnType(placing, pages, witness))
    out = []
    for item in items:
        if _one_for_another(item, placing):
            hunk, own = item.hunk, placing.word.text[item.hunk.w0]
            assert hunk.piece is not None
            at = hunk.piece.folded.index[hunk.l0]
            if item.certainty is None and alike.says(hunk.piece, at, hunk.read, ALIKE_OTHER):
                note = _OTHER.format(hunk.read)
                item = replace(item, certainty=Certainty.UNCERTAIN, rule="look-alike", note=note)
            elif item.certainty is Certainty.UNCERTAIN and alike.says(hunk.piece, at, own, ALIKE_SURE):
                item = replace(item, certainty=None, rule="look-alike", note=_OWN.format(own))
        out.append(item)
    return out


def _one_for_another(item: Weighed, placing: Placing) -> bool:
    hunk = item.hunk
    return (
        item.kind is Kind.REPLACED
        and item.certainty is not Certainty.CERTAIN
        and item.rule in _RULES
        and hunk.w1 - hunk.w0 == len(hunk.read) == 1
        and hunk.piece is not None
        and hunk.piece.line.source is Source.OCR
        and placing.word.text[hunk.w0] in rivals_of(hunk.read)
    )
