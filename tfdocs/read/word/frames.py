"""Where text boxes stand towards one another, as far as a Word file says it without being laid out."""

from __future__ import annotations

from typing import Any

from tfdocs.model.document import Frame
from tfdocs.model.geometry import Box
from tfdocs.read.word.names import WP, A, W, integer

__all__ = ["frame_of"]

EMU = 12700  # a point
_OF_PARAGRAPH = frozenset(("paragraph", "line", "character"))  # what moves with the text around the anchor


def frame_of(content: Any, place: str) -> Frame | None:
    """The frame of a ``w:txbxContent`` whose anchor stands in the paragraph at ``place``.

    ``None`` where it is not known from the file alone: in the line, aligned, turned, or in VML. Boxes of one group, and
    boxes whose offsets are measured from the same things (20.4.2.10, 20.4.2.11), stand in one space.
    """
    shapes: list[Any] = []
    element = content.getparent()
    while element is not None and element.tag != WP + "anchor":
        if element.tag in (WP + "inline", W + "p"):
            break
        if element.find(f"*/{A}xfrm") is not None and element.tag.rpartition("}")[2] in ("wsp", "wgp", "grpSp"):
            shapes.append(element)
        element = element.getparent()
    if element is None or element.tag != WP + "anchor" or not shapes:
        return None
    if any(shape.find(f"*/{A}xfrm").get("rot", "0") not in ("0", "") for shape in shapes):
        return None
    name = element.find(WP + "docPr")
    if len(shapes) > 1:
        off, ext = (shapes[0].find(f"*/{A}xfrm/{A}{part}") for part in ("off", "ext"))
        if off is None or ext is None:
            return None
        space = f"{place} {name.get('id') if name is not None else ''} {len(shapes)}"
        return Frame(space, _box(_points(off, "x"), _points(off, "y"), ext))
    offsets = []
    space = ""
    for axis in ("positionH", "positionV"):
        position = element.find(WP + axis)
        offset = position.find(WP + "posOffset") if position is not None else None
        if offset is None:
            return None
        origin = position.get("relativeFrom") or ""
        space += f" {origin} {place if origin in _OF_PARAGRAPH else ''}"
        offsets.append(integer((offset.text or "").strip(), 0) / EMU)
    extent = element.find(WP + "extent")
    return None if extent is None else Frame(space, _box(offsets[0], offsets[1], extent))


def _points(element: Any, side: str) -> float:
    return integer(element.get(side), 0) / EMU


def _box(x: float, y: float, size: Any) -> Box:
    return Box(x, y, x + max(0.0, _points(size, "cx")), y + max(0.0, _points(size, "cy")))
