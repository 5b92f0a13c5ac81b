"""Rings and dots of a text layer are told by their drawing: a recogniser leaves out the one and reads letters into the
other, so that an honest line counted as it was misread."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from tfdocs.model.geometry import Box
from tfdocs.read.pdf.shapes import Unit, _is_dot, _is_ring, confirms
from tfdocs.read.pdf.shown import View
from tfdocs.read.pdf.textlayer import Drawer, Glyph


def drawn(text: str) -> np.ndarray:
    ink = np.zeros((21, 21), np.uint8)
    if text == "○":
        cv2.circle(ink, (10, 10), 9, 255, 1, cv2.LINE_AA)
    elif text == "0":
        cv2.ellipse(ink, (10, 10), (5, 9), 0, 0, 360, 255, 2, cv2.LINE_AA)
    elif text == "□":
        cv2.rectangle(ink, (2, 2), (18, 18), 255, 1)
    elif text == "●":
        cv2.circle(ink, (10, 10), 8, 255, -1, cv2.LINE_AA)
    elif text == "C":
        cv2.ellipse(ink, (10, 10), (9, 9), 0, 40, 320, 255, 1, cv2.LINE_AA)
    elif text == "⊙":
        cv2.circle(ink, (10, 10), 9, 255, 1, cv2.LINE_AA)
        cv2.circle(ink, (10, 10), 2, 255, -1)
    return ink


@pytest.mark.parametrize(("text", "ring"), [("○", True), *((c, False) for c in "0□●C⊙")])
def test_a_ring_is_round_closed_and_hollow(text: str, ring: bool) -> None:
    assert _is_ring(drawn(text)) is ring


@pytest.mark.parametrize(("text", "wide", "dot"), [(".", 1.2, True), (".", 4.0, False), ("7", 1.2, False)])
def test_a_dot_is_claimed_and_drawn(text: str, wide: float, dot: bool) -> None:
    """What claims to be a point and is drawn as large as a figure is looked at."""
    place = np.array([[100.0, 107.0, 100 + wide, 108.2, 100.0, 108.2]])
    glyph = Glyph(text, Box(100, 100, 105, 110), place, 0, Drawer())
    ink = np.zeros((4, 4), np.uint8)
    assert _is_dot(Unit(text, [glyph], ink, View(2.0, None, ink))) is dot


@pytest.mark.parametrize(
    ("claim", "read", "same"), [("ï", "i", True), ("É", "e", True), ("ï", "o", False), ("й", "и", False)]
)
def test_accents_are_not_what_a_claim_is_held_to(claim: str, read: str, same: bool) -> None:
    assert confirms(claim, read) is same
