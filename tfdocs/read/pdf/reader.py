"""Reading a PDF page by page: by its text layer where the page shows it, by recognition where it is a picture.

The unit of work is one page (``read_page``), a picklable task for any executor. As many pages come out as the file has:
one that cannot be read comes out with ``failure`` set.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any

import pypdfium2 as pdfium

from tfdocs.errors import TfdocsError
from tfdocs.model.document import Finding
from tfdocs.model.page import Line, Page, Seal, Source
from tfdocs.read.pdf import watermarks
from tfdocs.read.pdf.annotations import Marks, false_values, looks_the_same, marks_of, merge
from tfdocs.read.pdf.digital import PICTURE_AREA, read_by_layer, read_regions, regions_to_read
from tfdocs.read.pdf.handing import Handed
from tfdocs.read.pdf.hazards import Hazards, look_over, try_pages
from tfdocs.read.pdf.lines import in_rows
from tfdocs.read.pdf.objects import Contents, PageGeometry, contents_of, geometry_of
from tfdocs.read.pdf.opening import check_bytes, open_pdf
from tfdocs.read.pdf.render import LOCK
from tfdocs.read.pdf.rings import rings_of
from tfdocs.read.pdf.scanned import MOST_PICTURE, SCAN_SHARE, hidden_text, pictured, read_scan, scan_dpi
from tfdocs.read.pdf.shapes import ShapeBook
from tfdocs.read.pdf.sharing import is_long_text, second_part
from tfdocs.read.pdf.shown import draw, scale_within, shown, view_of
from tfdocs.read.pdf.struck import struck_out
from tfdocs.read.pdf.textlayer import TextLayer, read_layer

_MANY_PATHS = 200  # so many straight strokes may be a drawing with lettering
_MERGE_PIXELS = 4_000_000
_AHEAD = 16  # pages handed to an executor before the first of them is asked for


@dataclass(frozen=True, slots=True)
class PageTask:
    path: Path
    number: int  # from 1


def page_count(path: Path) -> int:
    """The number of pages; raises what ``open_pdf`` raises."""
    with PdfReader(path) as reader:
        return reader.count


def read_pages(
    path: Path, executor: Executor | None = None, meanwhile: Callable[[], object] | None = None
) -> Iterator[Page]:
    """Every page of ``path`` in order. With an ``executor`` the pages are read by it, otherwise here, one by one.

    No more than a few pages are read ahead, so that memory does not grow with the number of pages; but the second part
    of a long file without scans is read by the executor while the first is read here. ``meanwhile`` is called once,
    before the first page comes out and as soon as the executor has its first ones to read; what it raises ends the
    reading.
    """
    check_bytes(path)
    hazards = look_over(path)
    with PdfReader(path, units=hazards.units) as reader:
        bad = try_pages(path, 1, reader.count) if hazards.suspicious else {}
        shared = executor is not None and not hazards.suspicious and is_long_text(path, reader.count)
        for page in _pages(reader, path, bad, executor, meanwhile, shared):
            if page.number == 1 and hazards.findings:
                yield replace(page, findings=(*hazards.findings, *page.findings))
            else:
                yield page


def _pages(
    reader: PdfReader,
    path: Path,
    bad: dict[int, str],
    executor: Executor | None,
    meanwhile: Callable[[], object] | None,
    shared: bool,
) -> Iterator[Page]:
    # Text layers are read here, but for a long file's second part: handing one page of text to a worker costs more than
    # reading it.
    waiting: deque[tuple[int, Page | Future[Page]]] = deque()
    second = second_part(reader.count)
    known: list[Page | None] = []
    behind: Future[list[Handed | None]] | None = None
    for number in range(1, reader.count + 1):
        if number == second and behind is not None:
            known = _of_worker(behind)
        page = known[number - second] if number >= second and known else None
        if number in bad:
            waiting.append((number, _failed(number, bad[number])))
        elif page is not None:
            waiting.append((number, page))
        elif executor is None:
            waiting.append((number, reader.read(number)))
        elif (page := reader.read_text(number, executor if shared and number == 1 else None)) is not None:
            waiting.append((number, page))
        else:
            waiting.append((number, executor.submit(_read_tried, PageTask(path, number))))
        if shared and number == 1 and executor is not None:
            behind = executor.submit(read_second_part, path, reader.first_shapes)
        while waiting and (len(waiting) > _AHEAD or isinstance(waiting[0][1], Page)):
            if meanwhile is not None:
                meanwhile()
                meanwhile = None
            yield _result(*waiting.popleft())
    if meanwhile is not None:
        meanwhile()
    while waiting:
        yield _result(*waiting.popleft())


def read_second_part(path: Path, first: ShapeBook) -> list[Handed | None]:
    """The pages from ``second_part`` on that can be read by their text layer; None for each other one.

    ``first``: the shapes of page 1.
    """
    with PdfReader(path, first, _remembered(path)[1].units) as reader:
        read = map(reader.read_text, range(second_part(reader.count), reader.count + 1))
        return [None if page is None else Handed.of(page) for page in read]


def _of_worker(behind: Future[list[Handed | None]]) -> list[Page | None]:
    """What a worker read; nothing when it died."""
    try:
        return [None if handed is None else handed.whole() for handed in behind.result()]
    except TfdocsError:
        raise
    except Exception:
        return []  # nothing is lost: what is not known is read here


def _result(number: int, item: Page | Future[Page]) -> Page:
    if isinstance(item, Page):
        return item
    try:
        return item.result()
    except TfdocsError:
        raise
    except Exception as error:
        # a worker that died takes its page with it, not the whole document
        return _failed(number, f"读取本页的进程异常结束（{type(error).__name__}）")


def read_page(task: PageTask) -> Page:
    """Read one page. A failure of an engine or of the file at this page is recorded in the page, never raised."""
    hazards = _remembered(task.path)[1]
    bad = try_pages(task.path, task.number, task.number) if hazards.suspicious else {}
    page = _failed(task.number, bad[task.number]) if bad else _read_tried(task)
    return replace(page, findings=(*hazards.findings, *page.findings)) if task.number == 1 else page


def _read_tried(task: PageTask) -> Page:
    """``read_page`` for a file that was looked over already."""
    book, hazards = _remembered(task.path)
    with PdfReader(task.path, book, hazards.units) as reader:
        return reader.read(task.number)


def _remembered(path: Path) -> tuple[ShapeBook, Hazards]:
    """What this process knows of a file whose pages it reads one by one; forgotten when the file changes."""
    try:
        state = path.stat()
    except OSError:
        return ShapeBook(), Hazards()  # opening it will say what is wrong
    return _memory(path, state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=4)
def _memory(path: Path, _size: int, _changed: int) -> tuple[ShapeBook, Hazards]:
    check_bytes(path)
    return ShapeBook(), look_over(path)


@dataclass(slots=True)
class _Loaded:
    """A page with everything that is known of it before it is drawn."""

    page: Any
    geometry: PageGeometry
    contents: Contents
    layer: TextLayer
    marks: Marks
    faithful: bool  # whether the layer knows of everything that is laid over the page
    number: int


class PdfReader:
    """Reads pages of one file, which stays open. Use as a context manager; raises what ``open_pdf`` raises.

    ``units``: page number to points of its unit, where that is not one (``look_over``).
    """

    def __init__(self, path: Path, book: ShapeBook | None = None, units: Mapping[int, float] | None = None) -> None:
        self._path = path
        self._units = units or {}
        self._book = book or ShapeBook()
        self._in_first_part = book is None
        # what was found on page 1, when it has been read: the second part begins with it
        self.first_shapes = ShapeBook()
        self._open()

    def _open(self) -> None:
        self._document = open_pdf(self._path)
        with LOCK:
            self._document.init_forms()  # signature widgets are drawn only then
            self.count = len(self._document)

    def __enter__(self) -> PdfReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with LOCK:
            self._document.close()

    def read(self, number: int) -> Page:
        """Page ``number`` (from 1). What goes wrong is recorded in the page, never raised."""
        page = self._tried(number, True)
        assert page is not None
        return page

    def read_text(self, number: int, beside: Executor | None = None) -> Page | None:
        """Page ``number`` as ``read`` gives it; None, and nothing done, where a part of it must be recognised.

        ``beside`` reads some of the page's new characters.
        """
        self._book.beside = beside
        try:
            return self._tried(number, False)
        finally:
            self._book.beside = None

    def _tried(self, number: int, recognising: bool) -> Page | None:
        try:
            with self._loaded(number) as loaded:
                if not recognising and loaded.geometry.sane and _needs_recognition(loaded):
                    return None
                return self._read(loaded)
        except pdfium.PdfiumError as error:
            return _failed(number, f"页面内容已损坏（{error}）")
        except TfdocsError as error:
            return _failed(number, error.what)
        except MemoryError:
            return _failed(number, "内存不足，本页没有读出")
        finally:
            if number == 1 and self._in_first_part and second_part(self.count) <= self.count:
                self.first_shapes = self._book.copy()

    @contextmanager
    def _loaded(self, number: int) -> Iterator[_Loaded]:
        with LOCK:
            page = self._document[number - 1]
        try:
            with LOCK:
                geometry = geometry_of(page, self._units.get(number, 1.0))
                marks = marks_of(self._document, page, geometry) if geometry.sane else Marks()
            faithful = True
            if marks:
                page, faithful = self._merged(page, geometry, number)
            with LOCK:
                textpage = page.get_textpage()
                try:
                    layer = read_layer(page, textpage.raw, geometry)
                finally:
                    textpage.close()
                contents = contents_of(page, geometry)
            yield _Loaded(page, geometry, contents, layer, marks, faithful, number)
        finally:
            with LOCK:
                page.close()

    def _merged(self, page: Any, geometry: PageGeometry, number: int) -> tuple[Any, bool]:
        """The page with its annotations in its content, or as it was when it does not look the same then."""
        scale = scale_within(geometry, 1.0, _MERGE_PIXELS)
        before = draw(page, geometry, scale)
        with LOCK:
            done = merge(page)
            page.close()
            page = self._document[number - 1]
        if done and looks_the_same(before, draw(page, geometry, scale)):
            return page, True
        with LOCK:
            page.close()
            self._document.close()
            self._open()
            return self._document[number - 1], False

    def _read(self, loaded: _Loaded) -> Page:
        geometry, contents, number = loaded.geometry, loaded.contents, loaded.number
        if self._in_first_part and number >= second_part(self.count):
            self._in_first_part, self._book = False, self.first_shapes
        if not geometry.sane:
            return _failed(number, f"页面尺寸异常（{geometry.width:.0f} × {geometry.height:.0f} 点），没有读取")
        largest = max((p.pixels for p in contents.pictures), default=0)
        if largest > MOST_PICTURE:
            return _failed(number, f"页面图像过大（{largest / 1e8:.1f} 亿像素），没有读取")
        findings = [loaded.marks.finding(number)] if loaded.marks else []
        if pictured(contents.pictures, geometry) >= SCAN_SHARE:
            return self._scan(loaded, findings)
        if not loaded.faithful:
            return read_scan(loaded.page, geometry, number, 0.0, findings)
        rings = rings_of(loaded.layer.glyphs, number)
        apart = frozenset[int]().union(*(ring.drawn for ring in rings))
        marks = watermarks.watermarks_of(loaded.layer, apart)
        view = view_of(loaded.page, geometry, contents, loaded.layer)
        seen = shown(loaded.page, geometry, loaded.layer, view, contents, number, self._book.exact)
        findings += seen.findings
        seals: list[Seal] = []
        if marks and (printed := [g for g in seen.glyphs if g.drawn in marks]):
            findings.append(watermarks.finding(printed, number))
        if apart := apart | marks:
            seen.boxes = None
            seals = [r.seal for r in rings if any(g.drawn in r.drawn for g in seen.glyphs)]
            seen.glyphs = [g for g in seen.glyphs if g.drawn not in apart]
            seen.fresh = [g for g in seen.fresh if g.drawn not in apart]
        if loaded.marks:
            findings += false_values(loaded.marks, [(g.text, g.ink) for g in seen.glyphs], number)
        if not seen.glyphs and _may_hold_text(contents):
            return read_scan(loaded.page, geometry, number, scan_dpi(contents.pictures), findings)
        read = read_by_layer(loaded.page, geometry, seen, view, self._book, number)
        findings += read.findings
        if read.given_up:
            return read_scan(loaded.page, geometry, number, 0.0, findings)
        lines = list(read.lines)
        regions = regions_to_read(contents, view)
        stamp_ink: list[Line] = []
        if regions:
            more, pictured_seals, stamp_ink = read_regions(
                loaded.page, geometry, regions, [ln.box for ln in lines], number
            )
            lines += more
            seals += pictured_seals
        lines = in_rows(lines)
        return Page(
            number=number,
            width=geometry.width,
            height=geometry.height,
            rotation=geometry.rotation,
            dpi=None,
            source=Source.TEXT,
            lines=tuple(lines),
            seals=tuple(seals),
            unread=tuple(read.unread),
            stamp_ink=tuple(stamp_ink),
            struck=struck_out(view, read.lines),
            findings=tuple(findings),
            origin=geometry.origin,
            unit=geometry.unit,
        )

    def _scan(self, loaded: _Loaded, findings: list[Finding]) -> Page:
        native = scan_dpi(loaded.contents.pictures)
        page = read_scan(loaded.page, loaded.geometry, loaded.number, native, findings)
        claimed = (*loaded.layer.glyphs, *loaded.layer.hidden)
        if claimed and page.rotation == loaded.geometry.rotation:
            page = replace(page, findings=(*page.findings, hidden_text(claimed, page)))
        return page


def _needs_recognition(loaded: _Loaded) -> bool:
    """Whether any part of the page will be read by OCR, as far as can be told before it is drawn."""
    if not loaded.faithful or any(p.box.area >= PICTURE_AREA for p in loaded.contents.pictures):
        return True
    return not loaded.layer.glyphs and _may_hold_text(loaded.contents)


def _may_hold_text(contents: Contents) -> bool:
    """Whether a page without a text layer could show text all the same; rules and boxes alone do not."""
    return bool(contents.pictures or contents.outlines) or contents.painted > _MANY_PATHS


def _failed(number: int, why: str) -> Page:
    return Page(number, 0.0, 0.0, 0, None, Source.OCR, failure=why)
