"""Reading a page as a picture, and whether a page is one: scans in one piece, in strips, in layers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from rapidfuzz.distance import Levenshtein

from tfdocs.model.document import Finding
from tfdocs.model.fault import Severity
from tfdocs.model.page import Line, Page, Source
from tfdocs.read.pdf.cell_order import by_columns
from tfdocs.read.pdf.objects import PageGeometry, Picture
from tfdocs.read.pdf.shapes import confirms
from tfdocs.read.pdf.shown import draw, scale_within
from tfdocs.read.pdf.textlayer import Glyph
from tfdocs.text.normalise import fold

SCAN_SHARE = 0.6  # pictures covering more of a page than this make it a scan
_DEFAULT_DPI = 200.0
_LEAST_DPI, _MOST_DPI = 150.0, 300.0
_MOST_PIXELS = 40_000_000  # A3 at 300 dpi has 17 million, A0 at 150 dpi 35
_POSTER = 8.1e6  # square points of A0; what is larger is read from half as many pixels, for a line of it may be metres
MOST_PICTURE = 400_000_000  # pixels of one image that PDFium may be asked to decode; A0 at 600 dpi has 560 million grey
_GRID = 64  # cells along each side of the page when pictures' shares of it are added up
_MAIN = 0.15  # share of the pictured area that pictures of a resolution must have to count as the page's
_ALIKE = 0.95  # share of a picture's characters that its hidden text has too; engines of the trade miss 1-2 %
_SURE = 0.9  # confidence from which a character of the picture speaks against the hidden text
_THINKABLE = -6.0  # log-probability of the hidden character from which it does not
_QUOTED = 5


def pictured(pictures: Sequence[Picture], geometry: PageGeometry) -> float:
    """The share (0-1) of the page under pictures, what lies below several counted once."""
    grid = np.zeros((_GRID, _GRID), bool)
    across, down = _GRID / geometry.width, _GRID / geometry.height
    for p in pictures:
        b = p.box
        grid[round(b.top * down) : round(b.bottom * down), round(b.x0 * across) : round(b.x1 * across)] = True
    return float(grid.mean())


def scan_dpi(pictures: Sequence[Picture]) -> float:
    """The resolution of a scanned page: the finest among pictures that cover a good part of it; 0 without any.

    A small logo of 1,200 dpi does not make the page one, and of a scan stored in layers the sharp mask of the text
    counts.
    """
    whole = sum(p.box.area for p in pictures)
    covered = 0.0
    for p in sorted(pictures, key=lambda p: -p.dpi):
        covered += p.box.area
        if covered >= _MAIN * whole:
            return p.dpi
    return 0.0


def read_scan(page: Any, geometry: PageGeometry, number: int, native: float, findings: Sequence[Finding]) -> Page:
    """The page as its picture reads. ``native``: the scan's resolution, 0 when there is none."""
    from tfdocs.read.ocr.page import read_picture  # pages of text do not need them
    from tfdocs.read.ocr.streaks import without_streaks

    dpi = min(max(native or _DEFAULT_DPI, _LEAST_DPI), _MOST_DPI)
    poster = geometry.width * geometry.height > _POSTER
    scale = scale_within(geometry, dpi / 72, _MOST_PIXELS // 2 if poster else _MOST_PIXELS)
    picture = without_streaks(draw(page, geometry, scale, grey=False), scale * 72)
    found = read_picture(picture, scale * 72, number=number)
    swapped = found.turn in (90, 270)
    read = Page(
        number=number,
        width=geometry.height if swapped else geometry.width,
        height=geometry.width if swapped else geometry.height,
        rotation=(geometry.rotation + found.turn) % 360,
        dpi=round(native, 1) if native else None,
        source=Source.OCR,
        lines=found.lines,
        seals=found.seals,
        unread=found.unread,
        stamp_ink=found.stamp_ink,
        struck=found.struck,
        penned=found.penned,
        findings=tuple(findings),
        origin=geometry.origin,
        unit=geometry.unit,
    )
    return replace(read, lines=by_columns(read, found.tables))


def hidden_text(glyphs: Sequence[Glyph], page: Page) -> Finding:
    """What is to be said of a scan's text layer, which counts for nothing: whether it says what the picture does."""
    where = f"第 {page.number} 页"
    wrong: list[tuple[str, str]] = []
    agree = read = 0
    for line in page.lines:
        own = [g for g in glyphs if line.box.x0 <= g.box.centre[0] <= line.box.x1 and _on(g, line)]
        claimed = fold("".join(g.text for g in sorted(own, key=lambda g: g.box.x0)))
        seen = fold(line.text)
        read += len(seen.text)
        for code in Levenshtein.opcodes(claimed.text, seen.text):
            if code.tag == "equal":
                agree += code.dest_end - code.dest_start
            elif code.tag == "replace" and code.src_end - code.src_start == code.dest_end - code.dest_start:
                for k in range(code.src_end - code.src_start):
                    claim, char = claimed.text[code.src_start + k], seen.text[code.dest_start + k]
                    letters = claim.isalnum() and char.isalnum() and not confirms(claim, char)
                    if letters and _certain(line, seen.index[code.dest_start + k], claim):
                        wrong.append((claim, char))
    if not wrong and agree >= _ALIKE * read:
        return Finding(
            code="searchable-scan",
            severity=Severity.INFO,
            message="扫描页带有隐藏文字层；核对以页面图像为准，没有采用文字层",
            where=where,
        )
    quoted = "、".join(f"“{a}”在图像上是“{b}”" for a, b in list(dict.fromkeys(wrong))[:_QUOTED])
    shown = f"，如隐藏文字{quoted}" if quoted else ""
    return Finding(
        code="scan-text-differs",
        severity=Severity.WARNING,
        message=(
            f"扫描页的隐藏文字层与图像不一致（{agree} / {read} 个文字相同{shown}）；核对以页面图像为准，没有采用文字层"
        ),
        where=where,
    )


def _on(glyph: Glyph, line: Line) -> bool:
    return line.box.top <= glyph.box.centre[1] <= line.box.bottom


def _certain(line: Line, index: int, claim: str) -> bool:
    """Whether the picture at character ``index`` of ``line`` rules out that ``claim`` stands there."""
    if line.confidence[index] < _SURE:
        return False
    if line.lattice is None:
        return True
    middle = int((line.chars[index].centre[0] - line.box.x0) / max(1.0, line.box.width) * line.lattice.length)
    return not any(
        value and fold(value).text == claim and log >= _THINKABLE
        for step in line.lattice.steps(max(0, middle - 4), middle + 5)
        for value, log in step.items()
    )
