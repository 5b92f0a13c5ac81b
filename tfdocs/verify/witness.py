"""A second look at a disputed place: its crop drawn anew, larger and otherwise prepared, and read again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.model.geometry import Box
from tfdocs.model.page import Lattice, Line, Page
from tfdocs.read.ocr import seals
from tfdocs.read.ocr.recognise import Reading, recognise
from tfdocs.read.ocr.seal_rings import Ring, ring_hints
from tfdocs.read.ocr.strokes import hand_odds
from tfdocs.read.ocr.tones import percentile
from tfdocs.read.pdf.render import ROOM, PageImages

Image = npt.NDArray[np.uint8]
_T = TypeVar("_T")
_DPI = 300.0
_KEPT = 1000  # lines whose second looks are remembered, of some 20 kB each
_MARGIN = 6.0  # points around a line's box
# Characters on both sides of a doubt that are read again with it. In 16 documents of all levels of benchmarks.tamper
# (seed 401, 208 planted edits) the same are found as by whole lines, with two uncertain places fewer, for three fifths
# of the time that judging takes.
_AROUND = 8
_WHOLE = 0.8  # of a line: so much of it is as soon read as all
OVER = 0.1  # line heights above and below a row
_ROOM = 2.5  # line heights at each end when a line is read wider
_COLOUR_DPI = 40.0
_RING_DPI = 100.0
_COLOURED = 40  # channels this far apart are colour
_SPECK = 2e-4  # share of the page below which colour is a compressor's doing
_RULE = 2.5  # heights of a box: print that goes on so far beyond it is a rule
_ALL_RULES = 0.97  # share of the ink
_BESIDE = 0.06  # line heights of paper on both sides of a few characters
_BLUISH = 24  # how much brighter than red the blue channel is in a pen's ink


@dataclass(frozen=True, slots=True)
class InkLook:
    """The ink of a region: the share (0-1) of its dark pixels that are bluish, as a pen's are and print's are not."""

    blue: float


class Witness:
    """Looks at one PDF. Use as a context manager."""

    def __init__(self, path: Path) -> None:
        self._images = PageImages(path, ROOM)
        self._colourless: dict[int, bool] = {}
        self.sizes: dict[int, float] = {}  # by page number, what ``boxes`` knows of its characters' width
        self._rings: dict[int, list[Ring]] = {}
        self._inks: dict[tuple[int, tuple[Box, ...]], InkLook] = {}
        # by ``id()`` of the line, which is kept with it: a line with three changes is looked at once
        self._lattices: dict[tuple[int, object], tuple[Line, list[Lattice]]] = {}
        self._wider: dict[tuple[int, object], tuple[Line, Reading]] = {}
        # one thread, begun when something is given to it
        self._beside = ThreadPoolExecutor(1)

    def __enter__(self) -> Witness:
        self._images.__enter__()
        return self

    def __exit__(self, *args: object) -> None:
        self._beside.shutdown(cancel_futures=True)
        self._images.__exit__(*args)

    def beside(self, look: Callable[[Page, float], _T], page: Page, dpi: float) -> Future[_T]:
        """What ``look`` makes of ``page`` at ``dpi``, by a thread of its own while others judge.

        Drawing and OpenCV leave the interpreter to them, and judging keeps no more than one core busy.
        """
        return self._beside.submit(look, page, dpi)

    def crop(self, page: Page, box: Box) -> Image:
        """``box`` of the page at 300 dpi in RGB, seals taken off the text."""
        region = Box(max(0, box.x0), max(0, box.top), min(page.width, box.x1), min(page.height, box.bottom))
        image = self._images.pixels(page, _DPI, region)
        under = [s for s in page.seals if s.box.intersection(region) > 0]
        if not under:
            return image
        scale = _DPI / 72
        found = []
        for seal in under:
            x0, x1 = (int((v - region.x0) * scale) for v in (seal.box.x0, seal.box.x1))
            y0, y1 = (int((v - region.top) * scale) for v in (seal.box.top, seal.box.bottom))
            found.append(
                seals.FoundSeal(
                    (max(0, x0), max(0, y0), min(image.shape[1], x1), min(image.shape[0], y1)), seal.shape, 200
                )
            )
        return seals.without_ink(image, found)

    def as_it_is(self, page: Page, box: Box) -> Image | None:
        """``box`` of the page at 300 dpi with its seals left on, each pixel's brightest channel (a seal's red is pale).

        None where there is no seal: ``crop`` shows that as it is.
        """
        region = Box(max(0, box.x0), max(0, box.top), min(page.width, box.x1), min(page.height, box.bottom))
        if not any(s.box.intersection(region) > 0 for s in page.seals):
            return None
        return np.asarray(self._images.pixels(page, _DPI, region).max(axis=2), dtype=np.uint8)

    def grey(self, page: Page, dpi: float) -> Image:
        """The whole page in grey."""
        return np.asarray(cv2.cvtColor(self._images.pixels(page, dpi), cv2.COLOR_RGB2GRAY), dtype=np.uint8)

    def without_colour(self, page: Page, dpi: float) -> Image:
        """The whole page in grey, for who looks for rules: the ink of coloured seals as bright as paper.

        A piece of a ring or of a star stands upright between two rules like a rule.
        """
        image = self._images.pixels(page, dpi)
        drawn = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
        scale = dpi / 72
        for seal in page.seals:
            rows = slice(max(0, int(seal.box.top * scale)), int(seal.box.bottom * scale) + 1)
            columns = slice(max(0, int(seal.box.x0 * scale)), int(seal.box.x1 * scale) + 1)
            part = image[rows, columns]
            if part.size:
                # print has no colour: its brightest channel is dark, also where a seal lies over it; an ink's own is
                # less bright than paper by a share of its colour
                brightest = np.asarray(part.max(axis=2), dtype=np.uint8)
                colour = cv2.subtract(brightest, np.asarray(part.min(axis=2), dtype=np.uint8))
                drawn[rows, columns] = cv2.add(brightest, np.asarray(colour // 2, dtype=np.uint8))
        return drawn

    def lattices(self, page: Page, line: Line, start: int, end: int) -> list[Lattice]:
        """The characters ``start:end`` of the line read again in two other preparations.

        Larger, and in grey with its contrast stretched.
        """
        return _once(self._lattices, line, (start, end), lambda: self._read_again(page, line, start, end))

    def _read_again(self, page: Page, line: Line, start: int, end: int) -> list[Lattice]:
        if not line.quad:
            return []  # characters one below the other: the first reading laid them side by side
        image = self._straight(page, part(line, start, end))
        if image.size == 0:
            return []
        grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
        low, high = np.percentile(grey, (1, 90))
        stretched = np.clip((grey.astype(np.float32) - low) / max(1.0, high - low) * 255, 0, 255).astype(np.uint8)
        other = cv2.resize(stretched, None, fx=0.9, fy=1.0, interpolation=cv2.INTER_AREA)
        return [r.lattice for r in recognise([image, np.asarray(other, dtype=np.uint8)])]

    def hand_odds(self, page: Page, line: Line, places: Sequence[int]) -> float | None:
        """The logarithm of the odds that a hand wrote the characters ``places`` of ``line``; None: too few to say."""
        if not line.quad or not places:
            return None
        image = self._straight(page, line)
        high, wide = image.shape[:2]
        start, along = np.array(line.quad[0]), np.subtract(line.quad[1], line.quad[0])
        long = float(np.linalg.norm(along))
        if long < 1 or high > wide:
            return None
        parts = []
        for first, last in _runs(places):
            ends = [float((np.array(line.chars[i].centre) - start) @ along) / long**2 for i in (first, last)]
            half = [line.chars[i].width / long / 2 for i in (first, last)]
            left, right = (ends[0] - half[0]) * wide - _BESIDE * high, (ends[1] + half[1]) * wide + _BESIDE * high
            parts.append(image[:, max(0, round(left)) : max(1, round(right))])
        text = "".join(line.text[i] for i in places)
        return hand_odds(np.hstack(parts), text, [line.confidence[i] for i in places])

    def picture(self, page: Page, line: Line) -> Image:
        """The line's own crop at 300 dpi, straight, for another reader."""
        return self._straight(page, line)

    def wider(self, page: Page, line: Line) -> Reading:
        """The line read anew with room at both ends: a detector may cut through a character, or leave one out."""
        return _once(self._wider, line, None, lambda: self._read_wider(page, line))

    def _read_wider(self, page: Page, line: Line) -> Reading:
        reach = _ROOM * line.box.height
        if not line.quad:
            box = line.box
            return self.read(page, Box(box.x0 - reach, box.top, box.x1 + reach, box.bottom))
        corners = np.array(line.quad, dtype=np.float64)
        along = (corners[1] - corners[0] + corners[2] - corners[3]) / 2
        along /= max(1e-6, float(np.linalg.norm(along)))
        corners[[0, 3]] -= along * reach
        corners[[1, 2]] += along * reach
        corners[:, 0] = corners[:, 0].clip(0, page.width)
        quad = tuple((float(x), float(y)) for x, y in corners)
        xs, ys = corners[:, 0], corners[:, 1]
        around = Box(float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max()))
        (reading,) = recognise([self._straight(page, replace(line, quad=quad, box=around))])
        return reading

    def colourless(self, page: Page) -> bool:
        """Whether the page was scanned in grey or black and white, where ink cannot be told from ink by its colour."""
        known = self._colourless.get(page.number)
        if known is None:
            image = self._images.pixels(page, _COLOUR_DPI).astype(np.int16)
            known = float((image.max(axis=2) - image.min(axis=2) > _COLOURED).mean()) < _SPECK
            self._colourless[page.number] = known
        return known

    def in_ring(self, page: Page, box: Box) -> bool:
        """Whether ink lies on a circle or oval around ``box``: a seal perhaps, too worn to be called one."""
        rings = self._rings.get(page.number)
        if rings is None:
            rings = self._rings[page.number] = ring_hints(self.grey(page, _RING_DPI), _RING_DPI)
        x, y = (v * _RING_DPI / 72 for v in box.centre)
        return any(((x - r.x) / r.half_width) ** 2 + ((y - r.y) / r.half_height) ** 2 < 1 for r in rings)

    def read(self, page: Page, box: Box) -> Reading:
        """What stands in ``box``, read as one line."""
        (reading,) = recognise([self.crop(page, box)])
        return reading

    def read_beside_rules(self, page: Page, box: Box) -> Reading:
        """What stands in ``box`` besides a table's rules, whose ink goes on far beyond it: one is read as 1 or 一."""
        reach = box.height
        around = Box(max(0, box.x0 - reach), max(0, box.top - reach), box.x1 + reach, box.bottom + reach)
        image = self.crop(page, around).copy()
        scale = _DPI / 72
        grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
        paper = percentile(grey, 0.90)
        # a level rule and an upright one are one figure where they cross
        ink = (grey < paper * 0.75).astype(np.uint8)
        for long, sides in ((2 * box.height, (1, 0)), (max(2 * box.height, box.width + reach), (0, 1))):
            length = max(3, round(long * scale))
            line = np.ones((length, 1) if sides[0] else (1, length), np.uint8)
            rule = cv2.dilate(cv2.morphologyEx(ink, cv2.MORPH_OPEN, line), np.ones((5, 5), np.uint8))
            image[rule > 0] = paper
        x0, y0 = int((box.x0 - around.x0) * scale), int((box.top - around.top) * scale)
        inner = image[y0 : y0 + int(box.height * scale), x0 : x0 + int(box.width * scale)]
        if not inner.size:
            return self.read(page, box)  # at the page's very edge
        (reading,) = recognise([np.ascontiguousarray(inner)])
        return reading

    def text(self, page: Page, box: Box) -> str:
        """The text of ``read``, in less time; "" where nothing is drawn."""
        crop = self.crop(page, box)
        if crop.min(initial=255) == crop.max(initial=0):
            return ""
        (reading,) = recognise([crop], weighable=False)
        return reading.text

    def marks(self, page: Page, box: Box) -> tuple[int, bool]:
        """Separate marks of ink in ``box`` taller than 2 points, and whether one of them is an empty square."""
        image = self.crop(page, box)
        if min(image.shape[:2]) < 6:
            return 0, False
        grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
        paper = percentile(grey, 0.90)
        ink = (grey < paper * 0.72).astype(np.uint8)
        contours, _ = cv2.findContours(ink, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        count, square = 0, False
        for contour in contours:
            x, y, w, h = cv2.boundingRect(contour)
            if max(w, h) < 2 * _DPI / 72:
                continue
            count += 1
            inside = ink[y + h // 4 : y + h - h // 4, x + w // 4 : x + w - w // 4]
            if 0.75 < w / h < 1.33 and h > 5 * _DPI / 72 and inside.size and inside.mean() < 0.08:
                square = True
        return count, square

    def _straight(self, page: Page, line: Line) -> Image:
        region = line.box.grown(_MARGIN)
        image = self.crop(page, region)
        if not line.quad:
            return image
        scale = _DPI / 72
        left, top = max(0.0, region.x0), max(0.0, region.top)
        quad = np.array([[(x - left) * scale, (y - top) * scale] for x, y in line.quad], dtype=np.float32)
        wide = round(float(np.linalg.norm(quad[1] - quad[0])))
        high = round(float(np.linalg.norm(quad[3] - quad[0])))
        if wide < 4 or high < 4:
            return image
        target = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], dtype=np.float32)
        matrix = cv2.getPerspectiveTransform(quad, target)
        straight = cv2.warpPerspective(image, matrix, (wide, high), borderMode=cv2.BORDER_REPLICATE)
        if high > 1.8 * wide and high > 60:
            straight = np.rot90(straight)
        return np.ascontiguousarray(straight, dtype=np.uint8)

    def row(
        self, page: Page, line: Line, room: float
    ) -> tuple[Image, tuple[float, float], tuple[float, float], float] | None:
        """The row of print a line stands on, straight and in grey, ``room`` points longer at both ends.

        With it come the point of the page at its left middle, the direction it runs in, and pixels a point. Coloured
        seals are taken off; where a scan has no colour nothing is, since that bites into the print.
        """
        corners = np.array(line.quad, dtype=np.float64)
        along = (corners[1] - corners[0] + corners[2] - corners[3]) / 2
        down = (corners[3] - corners[0] + corners[2] - corners[1]) / 2
        long, high = float(np.linalg.norm(along)), float(np.linalg.norm(down))
        if long < 1 or high < 1 or high > 1.8 * long:
            return None
        along, down = along / long, down / high
        corners[[0, 3]] -= along * room
        corners[[1, 2]] += along * room
        corners[[0, 1]] -= down * OVER * high
        corners[[2, 3]] += down * OVER * high
        low, top = corners.min(axis=0)
        right, bottom = corners.max(axis=0)
        region = Box(max(0.0, low), max(0.0, top), min(page.width, right), min(page.height, bottom))
        if region.width < 2 or region.height < 2:
            return None
        sealed = any(s.box.intersection(region) > 0 for s in page.seals)
        lifted = sealed and not self.colourless(page)
        image = self.crop(page, region) if lifted else self._images.pixels(page, _DPI, region)
        scale = _DPI / 72
        wide, tall = round((long + 2 * room) * scale), round((1 + 2 * OVER) * high * scale)
        source = ((corners - (region.x0, region.top)) * scale).astype(np.float32)
        target = np.array([[0, 0], [wide, 0], [wide, tall], [0, tall]], dtype=np.float32)
        matrix = cv2.getPerspectiveTransform(source, target)
        grey = cv2.cvtColor(np.asarray(image, dtype=np.uint8), cv2.COLOR_RGB2GRAY)
        straight = cv2.warpPerspective(grey, matrix, (wide, tall), borderMode=cv2.BORDER_CONSTANT, borderValue=255.0)
        middle = (corners[0] + corners[3]) / 2
        return np.asarray(straight, dtype=np.uint8), (middle[0], middle[1]), (along[0], along[1]), scale

    def ink(self, page: Page, boxes: Sequence[Box]) -> InkLook:
        """The colour of the ink in ``boxes`` together, a seal's red left out."""
        # blanks of one page are compared with the same lines of print
        key = page.number, tuple(boxes)
        known = self._inks.get(key)
        if known is None:
            known = self._inks[key] = InkLook(self._blue(page, boxes))
        return known

    def _blue(self, page: Page, boxes: Sequence[Box]) -> float:
        blue: list[float] = []
        for box in boxes:
            region = Box(max(0, box.x0), max(0, box.top), min(page.width, box.x1), min(page.height, box.bottom))
            if region.width < 1 or region.height < 1:
                continue
            image = self._images.pixels(page, _DPI, region)
            if min(image.shape[:2]) < 3:
                continue
            first, second, third = cv2.split(image)
            value = np.asarray(cv2.max(cv2.max(first, second), third), dtype=np.uint8)
            mask = (value < 0.8 * percentile(value, 0.95)) & (seals.red_mask(image) == 0)
            if mask.sum() >= 8:
                # saturating: where red is brighter there is 0
                tint = np.asarray(cv2.subtract(third, first), dtype=np.uint8)
                blue.append(float((tint[mask] > _BLUISH).mean()))
        return float(np.mean(blue)) if blue else 0.0

    def only_rules(self, page: Page, box: Box) -> bool:
        """Whether all ink in ``box`` belongs to strokes that go on far beyond it: a crossing of a table's rules."""
        reach = _RULE * box.height
        around = Box(max(0, box.x0 - reach), max(0, box.top - reach), box.x1 + reach, box.bottom + reach)
        image = self.crop(page, around)
        if min(image.shape[:2]) < 6:
            return False
        grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
        ink = (grey < percentile(grey, 0.90) * 0.75).astype(np.uint8)
        _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
        scale = _DPI / 72
        x0, y0 = int((box.x0 - around.x0) * scale), int((box.top - around.top) * scale)
        inner = labels[y0 : y0 + int(box.height * scale), x0 : x0 + int(box.width * scale)]
        inside = inner[inner > 0]
        if not inside.size:
            return False
        long = stats[:, cv2.CC_STAT_WIDTH] > (box.width + reach) * scale
        return float(long[inside].mean()) > _ALL_RULES

    def dashes(self, page: Page, box: Box) -> int:
        """Flat separate strokes in ``box``: a dash alone in its cell is hardly ever found as text."""
        image = self.crop(page, box)
        if min(image.shape[:2]) < 6:
            return 0
        grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
        ink = (grey < percentile(grey, 0.90) * 0.75).astype(np.uint8)
        # a list, for the rules of its cell may close around a dash
        contours, _ = cv2.findContours(ink, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        point = _DPI / 72
        found = 0
        for contour in contours:
            x, y, w, h = cv2.boundingRect(contour)
            inside = min(x, y) > 2 and x + w < image.shape[1] - 2 and y + h < image.shape[0] - 2
            found += inside and 3.5 * point < w < 30 * point and h < 3 * point and w > 2.5 * h
        return int(found)


def around(line: Line, start: int, end: int) -> tuple[int, int]:
    """The characters of ``line`` to read again for a doubt about ``start:end``: its neighbours, or nearly all of it."""
    first, last = max(0, start - _AROUND), min(len(line.text), end + _AROUND)
    return (first, last) if last - first < _WHOLE * len(line.text) else (0, len(line.text))


def part(line: Line, start: int, end: int) -> Line:
    """``line`` cut down to its characters ``start:end``, in the middle between them and their neighbours.

    What stands upright stays whole, as does a line whose characters have no places.
    """
    count = len(line.text)
    corners = np.array(line.quad, dtype=np.float64)
    whole = (start, end) == (0, count) or len(line.chars) != count
    if whole or np.linalg.norm(corners[3] - corners[0]) > np.linalg.norm(corners[1] - corners[0]):
        return line
    along = corners[1] - corners[0]
    shares = [
        float((np.add(line.chars[i - 1].centre, line.chars[i].centre) / 2 - corners[0]) @ along / (along @ along))
        if 0 < i < count
        else float(i > 0)
        for i in (start, end)
    ]
    top = [corners[0] + along * s for s in shares]
    bottom = [corners[3] + (corners[2] - corners[3]) * s for s in shares]
    quad = tuple((float(x), float(y)) for x, y in (*top, *reversed(bottom)))
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    return replace(line, quad=quad, box=Box(min(xs), min(ys), max(xs), max(ys)))


def _once(known: dict[tuple[int, object], tuple[Line, _T]], line: Line, what: object, look: Callable[[], _T]) -> _T:
    """What ``look`` finds, asked once for each line and ``what`` of it. The eldest answers are forgotten."""
    key = id(line), what
    found = known.get(key)
    if found is None:
        if len(known) >= _KEPT:
            del known[next(iter(known))]
        found = known[key] = line, look()
    return found[1]


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """The first and the last of each run of neighbours in ``places`` (ascending)."""
    out: list[tuple[int, int]] = []
    for at in places:
        if out and at == out[-1][1] + 1:
            out[-1] = (out[-1][0], at)
        else:
            out.append((at, at))
    return out
