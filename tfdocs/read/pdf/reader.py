"""Reading a PDF page by page: by its text layer where the page is text, by recognition where it is a picture.

The unit of work is one page (``read_page``), a picklable task for any executor. As many pages come out as the file has:
one that cannot be read comes out with ``failure`` set.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from tfdocs.errors import TfdocsError
from tfdocs.model.document import Finding
from tfdocs.model.fault import Severity
from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page, Source
from tfdocs.read.ocr.page import ReadPicture, read_picture
from tfdocs.read.pdf.opening import open_pdf
from tfdocs.read.pdf.render import LOCK
from tfdocs.read.pdf.textlayer import TextLayer, read_layer, seen_box

_SCAN_SHARE = 0.6  # pictures covering more of a page than this make it a scan
_PICTURE_AREA = 900.0  # square points; smaller pictures on a text page hold no readable text
_DEFAULT_DPI = 200.0
_LEAST_DPI, _MOST_DPI = 150.0, 300.0
_MOST_PIXELS = 40_000_000  # A3 at 300 dpi has 17 million


@dataclass(frozen=True, slots=True)
class PageTask:
    path: Path
    number: int  # from 1


@dataclass(frozen=True, slots=True)
class _Geometry:
    width: float
    height: float
    rotation: int
    origin: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Picture:
    box: Box  # on the seen page
    dpi: float


def page_count(path: Path) -> int:
    """The number of pages; raises what ``open_pdf`` raises."""
    document = open_pdf(path)
    with LOCK:
        count = len(document)
        document.close()
    return count


def read_pages(path: Path, executor: Executor | None = None) -> Iterator[Page]:
    """Every page of ``path`` in order. With an ``executor`` the pages are read by it, otherwise here, one by one."""
    tasks = [PageTask(path, n) for n in range(1, page_count(path) + 1)]
    if executor is None:
        yield from map(read_page, tasks)
        return
    # text layers are read here: handing a page of text to a worker costs more than reading it
    waiting: list[Page | Future[Page]] = [
        executor.submit(read_page, t) if needs_recognition(t) else read_page(t) for t in tasks
    ]
    for task, item in zip(tasks, waiting, strict=True):
        if isinstance(item, Page):
            yield item
            continue
        try:
            yield item.result()
        except TfdocsError:
            raise
        except Exception as error:
            # a worker that died takes its page with it, not the whole document
            yield _failed(task.number, f"读取本页的进程异常结束（{type(error).__name__}）")


def needs_recognition(task: PageTask) -> bool:
    """Whether any part of the page will be read by OCR; a page that cannot be looked at counts as one that will."""
    document = open_pdf(task.path)
    try:
        with _opened(document, task.number - 1) as (page, geometry), LOCK:
            if any(p.box.area >= _PICTURE_AREA for p in _pictures(page, geometry)):
                return True
            textpage = page.get_textpage()
            count = textpage.count_chars()
            textpage.close()
            return bool(count == 0)
    except pdfium.PdfiumError:
        return True
    finally:
        with LOCK:
            document.close()


def read_page(task: PageTask) -> Page:
    """Read one page. A failure of an engine or of the file at this page is recorded in the page, never raised."""
    document = open_pdf(task.path)
    try:
        with _opened(document, task.number - 1) as (page, geometry):
            return _read(page, geometry, task.number)
    except pdfium.PdfiumError as error:
        return _failed(task.number, f"页面内容已损坏（{error}）")
    except TfdocsError as error:
        return _failed(task.number, error.what)
    except MemoryError:
        return _failed(task.number, "内存不足，本页没有读出")
    finally:
        with LOCK:
            document.close()


@contextmanager
def _opened(document: pdfium.PdfDocument, index: int) -> Iterator[tuple[Any, _Geometry]]:
    with LOCK:
        document.init_forms()  # signature widgets are drawn only then
        page = document[index]
        width, height = page.get_size()
        rotation = page.get_rotation()
        left, bottom = page.get_cropbox()[:2]
        media = page.get_mediabox()
        left, bottom = max(left, media[0]), max(bottom, media[1])
        geometry = _Geometry(width, height, rotation, (left, bottom))
    try:
        yield page, geometry
    finally:
        with LOCK:
            page.close()


def _failed(number: int, why: str) -> Page:
    return Page(number, 0.0, 0.0, 0, None, Source.OCR, failure=why)


def _read(page: Any, geometry: _Geometry, number: int) -> Page:
    with LOCK:
        textpage = page.get_textpage()
        layer = read_layer(page, textpage.raw, geometry.origin, geometry.width, geometry.height, geometry.rotation)
        textpage.close()
        pictures = _pictures(page, geometry)
    area = max(1.0, geometry.width * geometry.height)
    covered = sum(p.box.area for p in pictures) / area
    findings: list[Finding] = []
    if covered >= _SCAN_SHARE or not layer.lines:
        if layer.lines or layer.invisible:
            findings.append(
                Finding(
                    code="searchable-scan",
                    severity=Severity.INFO,
                    message="扫描页带有隐藏文字层；核对以页面图像为准，没有采用文字层",
                    where=f"第 {number} 页",
                )
            )
        dpi = max((p.dpi for p in pictures), default=0.0)
        return _scan(page, geometry, number, dpi, findings)
    return _digital(page, geometry, number, layer, pictures, findings)


def _pictures(page: Any, geometry: _Geometry) -> list[_Picture]:
    out: list[_Picture] = []
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=6):
        x0, y0, x1, y1 = item.get_bounds() if hasattr(item, "get_bounds") else item.get_pos()
        ox, oy = geometry.origin
        box = seen_box(x0 - ox, y0 - oy, x1 - ox, y1 - oy, geometry.width, geometry.height, geometry.rotation)
        box = Box(max(0.0, box.x0), max(0.0, box.top), min(geometry.width, box.x1), min(geometry.height, box.bottom))
        if box.width <= 1 or box.height <= 1:
            continue
        wide, high = item.get_px_size() if hasattr(item, "get_px_size") else item.get_size()
        long_pixels, long_points = max(wide, high), max(x1 - x0, y1 - y0)
        out.append(_Picture(box, long_pixels / max(1.0, long_points) * 72))
    return out


def _drawn(page: Any, dpi: float, geometry: _Geometry) -> tuple[np.ndarray[Any, np.dtype[np.uint8]], float]:
    """The page's picture in RGB and the resolution really used, lowered where the page is absurdly large."""
    pixels = geometry.width * geometry.height / 72**2 * dpi**2
    if pixels > _MOST_PIXELS:
        dpi *= (_MOST_PIXELS / pixels) ** 0.5
    with LOCK:
        bitmap = page.render(scale=dpi / 72, rev_byteorder=True)
        array = np.array(bitmap.to_numpy(), dtype=np.uint8)
        bitmap.close()
    if array.ndim == 2:
        array = np.repeat(array[:, :, None], 3, axis=2)
    return np.ascontiguousarray(array[:, :, :3]), dpi


def _scan(page: Any, geometry: _Geometry, number: int, native: float, findings: list[Finding]) -> Page:
    dpi = min(max(native or _DEFAULT_DPI, _LEAST_DPI), _MOST_DPI)
    image, dpi = _drawn(page, dpi, geometry)
    found: ReadPicture = read_picture(image, dpi, number=number)
    swapped = found.turn in (90, 270)
    return Page(
        number=number,
        width=geometry.height if swapped else geometry.width,
        height=geometry.width if swapped else geometry.height,
        rotation=(geometry.rotation + found.turn) % 360,
        dpi=round(native, 1) if native else None,
        source=Source.OCR,
        lines=found.lines,
        seals=found.seals,
        unread=found.unread,
        findings=tuple(findings),
        origin=geometry.origin,
    )


def _digital(
    page: Any,
    geometry: _Geometry,
    number: int,
    layer: TextLayer,
    pictures: list[_Picture],
    findings: list[Finding],
) -> Page:
    where = f"第 {number} 页"
    if layer.invisible:
        findings.append(
            Finding(
                code="invisible-text",
                severity=Severity.WARNING,
                message=f"有 {layer.invisible} 个看不见的文字，没有计入核对",
                where=where,
            )
        )
    if layer.outside:
        findings.append(
            Finding(
                code="text-outside-page",
                severity=Severity.WARNING,
                message=f"有 {layer.outside} 个文字在页面可见范围之外，没有计入核对",
                where=where,
            )
        )
    lines = list(layer.lines)
    unread: list[Box] = []
    seals = []
    worth = [p for p in pictures if p.box.area >= _PICTURE_AREA]
    if worth:
        image, dpi = _drawn(page, _DEFAULT_DPI, geometry)
        for picture in worth:
            x0, top = int(picture.box.x0 * dpi / 72), int(picture.box.top * dpi / 72)
            x1, bottom = int(picture.box.x1 * dpi / 72) + 1, int(picture.box.bottom * dpi / 72) + 1
            part = np.ascontiguousarray(image[top:bottom, x0:x1])
            if min(part.shape[:2]) < 12:
                continue
            found = read_picture(part, dpi, number=number, find_turn=False)
            dx, dy = x0 * 72 / dpi, top * 72 / dpi
            seals += [replace(s, box=_moved(s.box, dx, dy)) for s in found.seals]
            for line in found.lines:
                moved = move_line(line, dx, dy)
                # text that the page draws over the picture has been read already
                if not any(ln.box.intersection(moved.box) > 0.5 * moved.box.area for ln in layer.lines):
                    lines.append(moved)
    lines.sort(key=lambda ln: (round(ln.box.top), ln.box.x0))
    return Page(
        number=number,
        width=geometry.width,
        height=geometry.height,
        rotation=geometry.rotation,
        dpi=None,
        source=Source.TEXT,
        lines=tuple(lines),
        seals=tuple(seals),
        unread=tuple(unread),
        findings=tuple(findings),
        origin=geometry.origin,
    )


def _moved(box: Box, dx: float, dy: float) -> Box:
    return Box(box.x0 + dx, box.top + dy, box.x1 + dx, box.bottom + dy)


def move_line(line: Line, dx: float, dy: float) -> Line:
    """``line`` shifted by ``dx``, ``dy`` points."""
    return replace(line, box=_moved(line.box, dx, dy), chars=tuple(_moved(c, dx, dy) for c in line.chars))
