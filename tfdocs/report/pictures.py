"""Pictures of the pages and of the disputed places as ``data:`` URIs. Each page is drawn once.

The only part of the report that deals in pixels.
"""

from __future__ import annotations

from base64 import b64encode
from collections import deque
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from tfdocs.errors import EngineFailed, TfdocsError
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page
from tfdocs.read.pdf.render import PageImages, Pixels
from tfdocs.report.places import Place, crop_region

CROP_DPI = 150.0
_CROP_QUALITY, _PAGE_QUALITY = 82, 68  # of JPEG
_LARGE_DPI = 75.0  # a page shown at more is one of a short file
_KEPT_AHEAD = 16  # pages of 7 MB that wait for what is cut out of them
_WAITING = 2  # drawn pages that wait to be packed
_LONG_SIDE = 2400  # pixels of a drawn page at most: A3 at 145 dpi, and no bomb from a page of 5 m


Frame = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Picture:
    """``uri`` of a picture of ``width`` × ``height`` pixels; ``frames`` are x, y, width, height in pixels."""

    uri: str
    width: int
    height: int
    frames: tuple[Frame, ...] = ()
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


class PagesAhead:
    """Pages drawn by a thread of its own while it is not yet known what else will be shown of them.

    Comparing a scan with its Word keeps one core busy, drawing its pages another. Use as a context manager, whose end
    drops what was not drawn.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._painter = ThreadPoolExecutor(1)
        self._made: dict[int, Future[tuple[Picture, Pixels | None]]] = {}
        self._images: PageImages | None = None

    def __enter__(self) -> PagesAhead:
        return self

    def __exit__(self, *_: object) -> None:
        self._painter.shutdown(cancel_futures=True)
        self._made.clear()
        if self._images is not None:
            self._images.__exit__()

    def start(self, pages: Iterable[Page], dpi: float) -> None:
        """Draw ``pages``, to be shown whole at ``dpi``."""
        for page in pages:
            if page.width > 0 and page.height > 0:
                keep = len(self._made) < _KEPT_AHEAD
                self._made[page.number] = self._painter.submit(self._draw, page, dpi, keep)

    def _draw(self, page: Page, dpi: float, keep: bool) -> tuple[Picture, Pixels | None]:
        if self._images is None:
            self._images = PageImages(self._path)
        drawn = self._images.pixels(page, _within(page, _drawn_at(dpi)))
        return _page(drawn, page, dpi), drawn if keep else None

    def take(self, number: int, dpi: float, *, whole: bool) -> tuple[Picture, Pixels | None] | None:
        """The page as soon as it is drawn, once, and its pixels where they were kept; None for one not asked for.

        ``dpi`` and ``whole`` are those of the one who asked. Raises ``EngineFailed`` when it cannot be drawn,
        ``InputDamaged`` when the file cannot be opened.
        """
        made = self._made.pop(number, None)
        return None if made is None else made.result()


class SmallBeside:
    """The pages of a long file as thumbnails, drawn by another process while it is not known which have any news."""

    def __init__(self, made: Future[dict[int, Picture]], dpi: float) -> None:
        self._made = made
        self._dpi = dpi

    def take(self, number: int, dpi: float, *, whole: bool) -> tuple[Picture, Pixels | None] | None:
        """The page at ``dpi``; None when it was drawn at another, or not at all.

        ``whole``: nothing will be cut out of it. What pieces are cut out of is drawn finer, and made small from that.
        """
        if dpi != self._dpi or not whole:
            return None
        try:
            found = self._made.result().get(number)
        except Exception:
            return None  # the process died: nothing is lost, what is not there is drawn by who asks
        return None if found is None else (found, None)


def thumbnails(path: Path, pages: Iterable[Page], dpi: float) -> dict[int, Picture]:
    """As a task for another process: ``pages`` at ``dpi`` by their numbers, without those that cannot be drawn."""
    out: dict[int, Picture] = {}
    with suppress(TfdocsError), PageImages(path) as images:
        for page in pages:
            with suppress(TfdocsError):
                if page.width > 0 and page.height > 0:
                    out[page.number] = _page(images.pixels(page, _within(page, _drawn_at(dpi))), page, dpi)
    return out


_Packed = tuple[int, Picture | None, dict[str, Picture]]


def draw(
    path: Path,
    pages: Iterable[Page],
    *,
    whole: Mapping[int, float],
    places: Mapping[str, tuple[int, Place]],
    ahead: PagesAhead | SmallBeside | None = None,
) -> Pictures:
    """Draw each page of ``whole`` (page number to dpi) and a crop for each of ``places`` (key to page and place).

    A page that cannot be drawn is named in ``failed``; the report is worth having without it. ``ahead``: where some of
    ``whole`` are drawn already, for the dpi asked for here.
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
            number = page.number
            if number not in wanted or page.width <= 0 or page.height <= 0:
                continue
            asked, own = whole.get(number), on_page.get(number, [])
            try:
                taken = ahead.take(number, asked, whole=not own) if ahead is not None and asked is not None else None
                made, drawn = taken or (None, None)
                if drawn is None and (made is None or own):
                    dpi = CROP_DPI if own or asked is None else _drawn_at(asked)
                    drawn = images.pixels(page, _within(page, dpi))
            except TfdocsError:
                failed.append(number)
                continue
            if made is not None:
                out.add(number, made, {})
            if drawn is not None:
                packing.append(packer.submit(_pack, drawn, page, own, None if made else asked))
            while len(packing) > _WAITING:
                out.add(*packing.popleft().result())
        for packed in packing:
            out.add(*packed.result())
    return Pictures(out.pages, out.crops, tuple(failed))


def _drawn_at(dpi: float) -> float:
    """The dpi at which a page is drawn that is shown whole at ``dpi``: one shown large may have places to be cut out.

    So its picture is the same whether it has any or not.
    """
    return CROP_DPI if dpi > _LARGE_DPI else dpi


def _within(page: Page, dpi: float) -> float:
    return min(dpi, _LONG_SIDE * 72 / max(page.width, page.height))


def _pack(drawn: Pixels, page: Page, places: Iterable[tuple[str, Place]], asked: float | None) -> _Packed:
    """The crops of ``places`` and, unless ``asked`` is None, the whole page at so many dpi."""
    scale = drawn.shape[1] / page.width
    crops = {key: _crop(drawn, scale, page, place) for key, place in places}
    return page.number, None if asked is None else _page(drawn, page, asked), crops


def _page(drawn: Pixels, page: Page, dpi: float) -> Picture:
    high, wide = drawn.shape[:2]
    ratio = _within(page, dpi) / 72 * page.width / wide
    if ratio < 1:
        size = max(1, round(wide * ratio)), max(1, round(high * ratio))
        drawn = _plane(drawn)
        drawn = np.asarray(cv2.resize(drawn, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return _picture(drawn, _PAGE_QUALITY)


def _plane(drawn: Pixels) -> Pixels:
    """``drawn`` (H x W x 3), or one plane of it (H x W) where it has no colour: a third of the work."""
    red, green, blue = cv2.split(drawn)
    return np.asarray(green, dtype=np.uint8) if np.array_equal(red, green) and np.array_equal(green, blue) else drawn


def _crop(drawn: Pixels, scale: float, page: Page, place: Place) -> Picture:
    region, cut = crop_region(place, page)
    edges = [round(v * scale) for v in (region.x0, region.top, region.x1, region.bottom)]
    left, top = max(0, edges[0]), max(0, edges[1])
    right, bottom = min(drawn.shape[1], max(left + 1, edges[2])), min(drawn.shape[0], max(top + 1, edges[3]))
    piece = drawn[top:bottom, left:right]
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
    return _picture(piece, _CROP_QUALITY, tuple(frames), cut)


def _inside(box: Box, region: Box) -> Box | None:
    x0, top = max(box.x0, region.x0), max(box.top, region.top)
    x1, bottom = min(box.x1, region.x1), min(box.bottom, region.bottom)
    return Box(x0, top, x1, bottom) if x1 > x0 and bottom > top else None


def _picture(pixels: Pixels, quality: int, frames: tuple[Frame, ...] = (), cut: bool = False) -> Picture:
    settings = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1]
    done, packed = cv2.imencode(
        ".jpg", pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), settings
    )
    if not done:
        raise EngineFailed("图像无法写成 JPEG")
    uri = "data:image/jpeg;base64," + b64encode(packed.tobytes()).decode("ascii")
    return Picture(uri, pixels.shape[1], pixels.shape[0], frames, cut)
