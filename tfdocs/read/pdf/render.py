"""Pictures of PDF pages, upright as a person sees them. The one place that asks PDFium to draw.

PDFium is not safe to use from two threads, not even with two documents: every call stands under one lock.
"""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
from PIL import Image

from tfdocs.errors import EngineFailed, InputDamaged
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page
from tfdocs.read.pdf.objects import pixels_of

Pixels = npt.NDArray[np.uint8]

LOCK = threading.RLock()
_MOST_PIXELS = 40_000_000  # of one drawing: A3 at 300 dpi has 17 million
# The judge goes to and fro between pages, and a scan's picture, unpacked anew each time, was a sixth of its time: seven
# pages of 300 dpi were opened 65 times. Two stay open whatever they have (A4 at 600 dpi 100 MB each); more as long as
# their pictures together have no more than the ``room`` that is given (A4 in colour 12 MB at 200 dpi, 26 at 300).
_KEPT_OPEN = 2
ROOM = 200_000_000
_BYTES = 3  # of a pixel in colour, as PDFium unpacks it
_MANY_OBJECTS = 200  # of a page of print; that is no scan, and takes the whole room
# A document keeps for good what it has unpacked of each page, of a scan about a megabyte: opened anew after so many
# pages it lets that go. Of 300 pages of a scan that is 0.3 GB; opening one costs less than drawing one of its pages.
_OPENED_ANEW = 16


class PageImages:
    """Draws pages of one PDF. Use as a context manager; drawn pages are not kept.

    The pages drawn last stay open, and with them the pictures that PDFium unpacked of a scan: of twelve places on one
    page the first then costs what each cost before, and the others next to nothing.

    ``room``: bytes of unpacked pictures up to which more than two pages stay open, for who comes back to them.

    Raises ``InputDamaged`` when PDFium cannot open the file.
    """

    def __init__(self, path: Path, room: int = 0) -> None:
        self._path = path
        self._room = room
        # by number, with the bytes of their pictures, the one drawn last at the end
        self._open: dict[int, tuple[pdfium.PdfPage, int]] = {}
        with LOCK:
            try:
                self._open_document()
            except (pdfium.PdfiumError, OSError) as error:
                raise InputDamaged(
                    "PDF 打不开，可能已损坏或不是 PDF", where=path.name, hint="请重新导出或重新扫描后再试。"
                ) from error

    def _open_document(self) -> None:
        self._pdf = pdfium.PdfDocument(self._path)
        self._loaded = 0
        self._pdf.init_forms()  # signature widgets (electronic seals) are drawn only then

    def __enter__(self) -> PageImages:
        return self

    def __exit__(self, *_: object) -> None:
        with LOCK:
            self._close_document()

    def _close_document(self) -> None:
        for page, _ in self._open.values():
            page.close()
        self._open.clear()
        self._pdf.close()

    def _page(self, number: int) -> pdfium.PdfPage:
        known = self._open.pop(number, None)
        if known is None:
            if self._loaded >= _OPENED_ANEW:
                self._close_document()
                self._open_document()
            page = self._pdf[number - 1]
            self._loaded += 1
            pixels = pixels_of(page, _MANY_OBJECTS) if self._room else None
            known = page, self._room + 1 if pixels is None else pixels * _BYTES
            taken = known[1] + sum(bytes_ for _, bytes_ in self._open.values())
            while len(self._open) >= _KEPT_OPEN and taken > self._room:
                oldest, its_bytes = self._open.pop(next(iter(self._open)))
                oldest.close()
                taken -= its_bytes
        self._open[number] = known
        return known[0]

    def draw(self, page: Page, dpi: float, region: Box | None = None) -> Image.Image:
        """What ``pixels`` gives, as a picture of Pillow's, which costs a copy."""
        return Image.fromarray(self.pixels(page, dpi, region))

    def pixels(self, page: Page, dpi: float, region: Box | None = None) -> Pixels:
        """``region`` (the whole page by default; points from the seen page's top-left) at ``dpi``: H x W x 3, RGB.

        Absurdly large ones come out at less. Raises ``EngineFailed`` when the page cannot be drawn.
        """
        try:
            return self._draw(page, dpi, region)
        except (pdfium.PdfiumError, OSError, IndexError, ValueError, MemoryError) as error:
            raise EngineFailed(f"第 {page.number} 页画不出来（{error}）", where=self._path.name) from error

    def _draw(self, page: Page, dpi: float, region: Box | None) -> Pixels:
        wanted = (page.width * page.height if region is None else region.area) * (dpi / 72) ** 2
        scale = dpi / 72 * min(1.0, (_MOST_PIXELS / max(1.0, wanted)) ** 0.5)
        with LOCK:
            drawn = self._page(page.number)
            own = drawn.get_rotation()
            turn = (page.rotation - own) % 360
            if region is None:
                crop = (0.0, 0.0, 0.0, 0.0)
            else:
                # crop is left, bottom, right, top in the drawn orientation, before our own turn
                x0, top, x1, bottom = region.x0, region.top, region.x1, region.bottom
                w, h = page.width, page.height
                left, up, right, low = max(0.0, x0), max(0.0, top), max(0.0, w - x1), max(0.0, h - bottom)
                crop = {
                    0: (left, low, right, up),
                    90: (up, left, low, right),
                    180: (right, up, left, low),
                    270: (low, right, up, left),
                }[turn]
            u = page.unit
            left, low, right, up = (side / u for side in crop)
            bitmap = drawn.render(scale=scale * u, rotation=0, crop=(left, low, right, up), rev_byteorder=True)
            # the array keeps the memory, which is Python's own, when PDFium's handle on it is gone
            array: Pixels = bitmap.to_numpy()
            bitmap.close()
        if array.ndim == 2:
            array = np.repeat(array[:, :, None], 3, axis=2)
        return np.ascontiguousarray(np.rot90(array[:, :, :3], k=-turn // 90))
