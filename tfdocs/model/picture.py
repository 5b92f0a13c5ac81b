"""What was read in a picture that a Word file shows."""

from __future__ import annotations

from dataclasses import dataclass

from tfdocs.model.page import Line


@dataclass(frozen=True, slots=True)
class PictureText:
    """The lines of one picture. Their boxes are in the same unit as its ``width`` and ``height``, from its upper left.

    Without lines the picture shows no text, or could not be decoded.
    """

    width: float = 0.0
    height: float = 0.0
    lines: tuple[Line, ...] = ()
