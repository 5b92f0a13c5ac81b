"""Small print of a scan without colour that lost its thinnest strokes: L is l., H is II, 4 is +, and a comma a point.

What was read is then what a person reads as well, who knows what was meant: a doubt, and no certain difference.
"""

from __future__ import annotations

from tfdocs.model.page import Page, Source
from tfdocs.text.normalise import fold
from tfdocs.verify.boxes import em_on_page
from tfdocs.verify.pieces import Piece
from tfdocs.verify.witness import Witness

_POINTS = 72.0  # an inch
# Pixels of an em, of nearly nine points at 300 dpi: of UMing in 7.5 points (31 pixels) black and white leaves a thin
# stroke one pixel or none, and a comma 4 x 6 pixels beside a point of 5 x 4; of 10.5 points nothing broke.
_FINE = 36.0
_STEMS = "lI1|"
# What is left of a character without a thin stroke: its other strokes, one beside the other.
_LEFT = {
    "L": tuple(f"{stem}{foot}" for stem in _STEMS for foot in (".", "")),
    "H": tuple(one + two for one in _STEMS for two in _STEMS),
    "4": ("+",),
    ",": (".",),
}


def has_lost_strokes(read: str, word: str, piece: Piece, page: Page, witness: Witness | None) -> bool:
    """Whether ``read`` is what a scan without colour leaves of ``word`` in such small print, a line of ``page``."""
    if witness is None or page.dpi is None or piece.line.source is not Source.OCR:
        return False
    if not is_left_of(read, fold(word).text) or not witness.colourless(page):
        return False
    return em_on_page(witness, page, piece.line) * page.dpi / _POINTS < _FINE


def is_left_of(read: str, word: str) -> bool:
    """Whether ``read`` is ``word`` less thin strokes; both folded, and not the same."""
    ends = {0}  # how far ``read`` may be explained by the characters of ``word`` before
    for char in word:
        shapes = (char, *_LEFT.get(char, ()))
        ends = {end + len(shape) for end in ends for shape in shapes if read.startswith(shape, end)}
    return read != word and len(read) in ends
