"""Which positions lie outside every page: paragraphs by indents and frames, shapes by their anchors and styles.

It must not know of text. A page is given as its width and height in twips.
"""

from __future__ import annotations

import re
from typing import Any, Final

from tfdocs.read.word.names import W, twips

_LENGTH: Final = re.compile(r"(?<![\w-])(margin-left|margin-top|width|height):(-?[\d.]+(?:pt|in|cm|mm|pc))")
_AXES: Final = (("horizontal", "margin-left", "width"), ("vertical", "margin-top", "height"))


def outside(properties: Any, page: tuple[int, int]) -> bool:
    """Whether the paragraph of a ``w:pPr`` stands beside the paper: by its indents, or by its frame."""
    indents = properties.find(W + "ind")
    if indents is not None:
        start = twips(indents.get(W + "left") or indents.get(W + "start"))
        first = twips(indents.get(W + "firstLine")) - twips(indents.get(W + "hanging"))
        # The left margin is somewhere on the paper: one whole width to either side of it is off it.
        if start >= page[0] or start + max(0, first) <= -page[0]:
            return True
    frame = properties.find(W + "framePr")
    if frame is None:
        return False
    x, y = twips(frame.get(W + "x")), twips(frame.get(W + "y"))
    return abs(x) >= page[0] or abs(y) >= page[1]


def style_outside(style: str, page: tuple[int, int]) -> bool:
    """Whether a VML shape with the CSS ``style`` lies outside the page.

    Only margins with a unit place a shape on the page; ``left`` and ``top`` are those of a shape in its group.
    """
    compact = style.replace(" ", "").lower()
    if "position:absolute" not in compact:
        return False
    values = {name: twips(length) for name, length in _LENGTH.findall(compact)}
    for number, (axis, margin, side) in enumerate(_AXES):
        if margin not in values or f"mso-position-{axis}:" in compact:  # centred and the like
            continue
        if f"mso-position-{axis}-relative:page" in compact:
            if values[margin] >= page[number] or values[margin] + values.get(side, 0) <= 0:
                return True
        elif abs(values[margin]) >= 2 * page[number]:
            return True
    return False
