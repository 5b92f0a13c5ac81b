"""What drawings show: text boxes, pictures, WordArt, charts, SmartArt, embedded objects (DrawingML and VML).

It names the things in the order of the file and knows nothing of how their text is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from tfdocs.read.word.branches import chosen
from tfdocs.read.word.names import DGM, MC, WP, WPS, A, C, O, R, V, W, integer
from tfdocs.read.word.outside import style_outside
from tfdocs.read.word.styles import shape_filled, shape_opaque

EMU_PER_TWIP: Final = 635

ItemKind = Literal[
    "box",
    "picture",
    "linked",
    "text",
    "chart",
    "smartart",
    "object",
    "linked-object",
    "hidden",
    "off-page",
    "floating",
    "ink",
]


Crop = tuple[float, float, float, float]
_EMU: Final = 12700  # English metric units a point
WHOLE: Final[Crop] = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Item:
    """``element`` of a box is its ``w:txbxContent``, of a chart what refers to it; ``text`` is a relationship id, an
    address, or the text itself.

    ``crop``: the shares of a picture's width and height that are cut off at its left, top, right and bottom.
    """

    kind: ItemKind
    element: Any = None
    text: str = ""
    filled: bool = False  # a box: whether a colour lies behind its text
    crop: Crop = WHOLE


def shown(drawing: Any, page: tuple[int, int]) -> Iterator[Item]:
    """All that a ``w:drawing``, ``w:pict`` or ``w:object`` shows. ``page`` is the paper's size in twips."""
    yield from _walk(drawing, page, False)


def _walk(element: Any, page: tuple[int, int], filled: bool) -> Iterator[Item]:
    tag = element.tag
    if not isinstance(tag, str):
        return
    if tag == MC + "AlternateContent":
        branch = chosen(element)
        for child in branch if branch is not None else ():
            yield from _walk(child, page, filled)
        return
    if tag == W + "txbxContent":
        yield Item("box", element, filled=filled)
        return
    if tag in (WP + "anchor", WP + "inline"):
        state = _anchor_state(element, page)
        if state in ("hidden", "off-page"):
            yield Item("hidden" if state == "hidden" else "off-page", text=_description(element))
            return
        if state == "floating":
            yield Item("floating")
    elif tag == A + "blip":
        yield from _references(element, R + "embed", R + "link", _cut_off(element))
        return
    elif tag == V + "imagedata":
        yield from _references(element, R + "id", R + "href", _cut_off_old(element))
        return
    elif tag == V + "textpath":
        if element.get("string"):
            yield Item("text", text=element.get("string"))
    elif tag == A + "p":
        text = "".join(t.text or "" for t in element.iter(A + "t"))
        if text.strip():
            yield Item("text", text=text)
        return
    elif tag == C + "chart" or tag.endswith("/chartex}chart"):
        yield Item("chart", element, text=element.get(R + "id") or "")
        return
    elif tag == DGM + "relIds":
        yield Item("smartart", text=element.get(R + "dm") or "")
        return
    elif tag == O + "OLEObject":
        linked = (element.get("Type") or "").lower() == "link"
        name = element.get("ProgID") or ""
        yield Item("linked-object" if linked else "object", text=name)
        return
    elif tag.endswith("}contentPart"):
        yield Item("ink")
        return
    elif tag == WPS + "wsp":
        filled = shape_filled(element)
    elif tag in (V + "shape", V + "rect", V + "roundrect", V + "oval"):
        style = (element.get("style") or "").replace(" ", "").lower()
        if "visibility:hidden" in style or "display:none" in style:
            yield Item("hidden", text=_description(element))
            return
        if style_outside(style, page):
            yield Item("off-page", text=_description(element))
            return
        filled = shape_filled(element)
    for child in element:
        yield from _walk(child, page, filled)


def size_of(element: Any) -> tuple[float, float] | None:
    """How wide and high the drawing is that ``element`` stands in, in points; None where it does not say."""
    for parent in element.iterancestors():
        if parent.tag in (WP + "anchor", WP + "inline"):
            extent = parent.find(WP + "extent")
            try:
                return (int(extent.get("cx")) / _EMU, int(extent.get("cy")) / _EMU) if extent is not None else None
            except (TypeError, ValueError):
                return None
    return None


def _references(element: Any, inside: str, outside: str, crop: Crop) -> Iterator[Item]:
    if element.get(inside):
        yield Item("picture", text=element.get(inside), crop=crop)
    elif element.get(outside):
        yield Item("linked", text=element.get(outside))


def _cut_off(blip: Any) -> Crop:
    """The ``a:srcRect`` beside a ``a:blip`` (20.1.8.55); what enlarges a picture cuts nothing off."""
    rectangle = blip.getparent().find(A + "srcRect") if blip.getparent() is not None else None
    if rectangle is None:
        return WHOLE
    # thousandths of a per cent, or, in strict files, with a sign
    left, top, right, bottom = (_share(rectangle.get(side), 100_000) for side in "ltrb")
    return left, top, right, bottom


def _cut_off_old(imagedata: Any) -> Crop:
    left, top, right, bottom = (
        _share(imagedata.get("crop" + side), 65_536) for side in ("left", "top", "right", "bottom")
    )
    return left, top, right, bottom


def _share(value: str | None, whole: int) -> float:
    """A share of a side (0 to 1): in parts of ``whole``, ``10%``, or ``6554f`` and ``.1`` as VML writes it."""
    text = (value or "").strip()
    found = re.fullmatch(r"(-?\d*\.?\d+)([%f]?)", text)
    if found is None:
        return 0.0
    number, unit = float(found[1]), found[2]
    share = number / 100 if unit == "%" else number if "." in found[1] and not unit else number / whole
    return min(1.0, max(0.0, round(share, 6)))


def _description(element: Any) -> str:
    words = "".join(t.text or "" for t in element.iter(W + "t", A + "t"))
    if words:
        return words[:200]
    properties = element.find(WP + "docPr")
    return (properties.get("descr") or properties.get("name") or "") if properties is not None else ""


def _anchor_state(element: Any, page: tuple[int, int]) -> str:
    properties = element.find(WP + "docPr")
    if properties is not None and (properties.get("hidden") or "0").lower() in ("1", "true"):
        return "hidden"
    if element.tag == WP + "inline":
        return ""
    extent = element.find(WP + "extent")
    for axis, size, side in (("positionH", page[0], "cx"), ("positionV", page[1], "cy")):
        position = element.find(WP + axis)
        offset = position.find(WP + "posOffset") if position is not None else None
        if offset is None or position.get("relativeFrom") != "page":
            continue
        at = integer((offset.text or "").strip(), 0)
        length = integer(extent.get(side), 0) if extent is not None else 0
        if at >= size * EMU_PER_TWIP or at + length <= 0:
            return "off-page"
    front = element.get("behindDoc") in (None, "0", "false")
    if front and element.find(WP + "wrapNone") is not None:
        opaque = next(element.iter(A + "blip"), None) is not None or any(map(shape_opaque, element.iter(WPS + "wsp")))
        return "floating" if opaque else ""
    return ""


def smartart_text(root: Any) -> list[str]:
    """The paragraphs of a SmartArt drawing or, without one, of its data model; in the file's order."""
    found: list[str] = []
    points = root.findall(f"{DGM}ptLst/{DGM}pt")
    for element in [p for p in points if p.get("type") not in ("pres", "parTrans", "sibTrans")] if points else [root]:
        for paragraph in element.iter(A + "p"):
            text = "".join(t.text or "" for t in paragraph.iter(A + "t"))
            if text.strip():
                found.append(re.sub(r"\s+", " ", text).strip())
    return found
