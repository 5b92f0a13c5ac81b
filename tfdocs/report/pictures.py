"""Pictures of the pages and of the disputed places as ``data:`` URIs. Each page is drawn once.

The only part of the report that deals in pixels.
"""

from __future__ import annotations

from base64 import b64encode
from collections import deque
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from PIL import Image

from tfdocs.errors import TfdocsError
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page
from tfdocs.read.pdf.render import PageImages
from tfdocs.report.places import Place, crop_region

CROP_DPI = 150.0
_WAITING = 2  # drawn pages that wait to be packed
_LONG_SIDE = 2400  # pixels of a drawn page at most: A3 at 145 dpi, and no bomb from a page of 5 m


@dataclass(frozen=True, slots=True)
class Picture:
    """``uri`` of a picture of ``width`` × ``height`` pixels; ``frames`` are x, y, width, height in pixels."""

    uri: str
    width: int
    height: int
    frames: tuple[tuple[float, float, float, float], ...] = ()
    cut: bool = False  # the place is longer than what is shown


@dataclass(frozen=True)
class Pictures:
    """``pages`` by page number, ``crops`` by the key that was asked for. What could not be drawn is in ``failed``."""

    pages: dict[int, Picture] = field(default_factory=dict)
    crops: dict[str, Picture] = field(default_factory=dict)
    failed: tuple[int, ...] = ()

    def add(self, number: int, page: Picture | None, crops: Mapping[str, Picture]) -> None:
        """Put in what was packed of page ``number``."""
        self.crops.update(crops)
        if page is not None:
            self.pages[number] = page


_Packed = tuple[int, Picture | None, dict[str, Picture]]


def draw(
    path: Path,
    pages: Iterable[Page],
    *,
    whole: Mapping[int, float],
    places: Mapping[str, tuple[int, Place]],
) -> Pictures:
    """Draw each page of ``whole`` (page number to dpi) and a crop for each of ``places`` (key to page and place).

    A page that cannot be drawn is named in ``failed``; the report is worth having without it.
    """
    on_page: dict[int, list[tuple[str, Place]]] = {}
    for key, (number, place) in places.items():
        on_page.setdefault(number, []).append((key, place))
    wanted = set(whole) | set(on_page)
    out = Pictures()
    failed: list[int] = []
    try:
        images = PageImages(path)
    except TfdocsError:
        return Pictures(failed=tuple(sorted(wanted)))
    # PDFium draws one page at a time; the pages drawn before are shrunk and packed meanwhile
    with images, ThreadPoolExecutor(1) as packer:
        packing: deque[Future[_Packed]] = deque()
        for page in pages:
            if page.number not in wanted or page.width <= 0 or page.height <= 0:
                continue
            most = _LONG_SIDE * 72 / max(page.width, page.height)
            asked = min(whole.get(page.number, 0.0), most)
            dpi = min(CROP_DPI, most) if page.number in on_page else asked
            try:
                drawn = images.draw(page, dpi)
            except TfdocsError:
                failed.append(page.number)
                continue
            ratio = min(asked, dpi) / dpi if page.number in whole else None
            packing.append(packer.submit(_pack, drawn, page, on_page.get(page.number, ()), ratio))
            while len(packing) > _WAITING:
                out.add(*packing.popleft().result())
        for packed in packing:
            out.add(*packed.result())
    return Pictures(out.pages, out.crops, tuple(failed))


def _pack(drawn: Image.Image, page: Page, places: Iterable[tuple[str, Place]], ratio: float | None) -> _Packed:
    """The crops of ``places`` and, unless ``ratio`` is None, the whole page at ``ratio`` times its drawn size."""
    scale = drawn.width / page.width
    crops = {key: _crop(drawn, scale, page, place) for key, place in places}
    return page.number, None if ratio is None else _page(drawn, ratio), crops


def _crop(drawn: Image.Image, scale: float, page: Page, place: Place) -> Picture:
    region, cut = crop_region(place, page)
    edges = [round(v * scale) for v in (region.x0, region.top, region.x1, region.bottom)]
    left, top = max(0, edges[0]), max(0, edges[1])
    right, bottom = min(drawn.width, max(left + 1, edges[2])), min(drawn.height, max(top + 1, edges[3]))
    piece = drawn.crop((left, top, right, bottom))
    frames = []
    for box in place.boxes:
        shown = _inside(box.grown(1.5), region)
        if shown is not None:
            frames.append(
                (
                    round(shown.x0 * scale - left, 1),
                    round(shown.top * scale - top, 1),
                    round(shown.width * scale, 1),
                    round(shown.height * scale, 1),
                )
            )
    return Picture(_uri(piece, 82), piece.width, piece.height, tuple(frames), cut)


def _inside(box: Box, region: Box) -> Box | None:
    x0, top = max(box.x0, region.x0), max(box.top, region.top)
    x1, bottom = min(box.x1, region.x1), min(box.bottom, region.bottom)
    return Box(x0, top, x1, bottom) if x1 > x0 and bottom > top else None


def _page(drawn: Image.Image, ratio: float) -> Picture:
    size = max(1, round(drawn.width * ratio)), max(1, round(drawn.height * ratio))
    small = drawn.resize(size, Image.Resampling.HAMMING) if ratio < 1 else drawn
    return Picture(_uri(small, 68), small.width, small.height)


def _uri(image: Image.Image, quality: int) -> str:
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=quality, optimize=True)
    return "data:image/jpeg;base64," + b64encode(buffer.getvalue()).decode("ascii")
