"""Reading a page by its text layer: what the page shows of it, pictures and outlined text by recognition.

A layer that turns out to lie is given up for the whole page: the caller reads the picture of the page instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import cv2
import numpy as np

from tfdocs.model.document import Finding
from tfdocs.model.fault import Severity
from tfdocs.model.geometry import Box, union
from tfdocs.model.page import Line, Seal
from tfdocs.read.pdf.inline import Outcome, answers, look, second_looks
from tfdocs.read.pdf.lines import Run, line_of, runs_of
from tfdocs.read.pdf.mixed import mixed
from tfdocs.read.pdf.objects import Contents, PageGeometry
from tfdocs.read.pdf.shapes import ShapeBook, Unit, shape_class
from tfdocs.read.pdf.shown import Shown, View, draw, scale_within
from tfdocs.read.pdf.stacks import stacks, stood_up
from tfdocs.read.pdf.textlayer import UNMAPPED, Glyph

PICTURE_AREA = 900.0  # square points; smaller pictures on a text page hold no readable text
_DPI = 200.0
_MOST_PIXELS = 40_000_000
_MOST_LOOKS = 60  # lines of a page read again; when more are doubtful the whole page is read by recognition
_GARBLED = 0.4  # share of a page's new characters that are not what they claim, from which nobody is being deceived
_GARBLED_LEAST = 12
_SAMPLED, _CONFIRMED = 8, 0.2  # lines that are read first when so many are doubtful, and what they may confirm
_ONE_PLACE = 0.5  # share of two characters' boxes in common from which one is drawn over the other
_QUOTED = 5  # contradictions that a finding quotes
_OUTLINE_LEAST, _OUTLINE_MOST = 4.0, 80.0  # points: heights of characters turned to curves
_OUTLINE_INK = 40  # levels of grey between them and what they stand on


@dataclass(slots=True)
class LayerRead:
    """``lines`` of the page, or why the layer is ``given_up``; findings in either case."""

    lines: list[Line]
    findings: list[Finding]
    given_up: bool = False
    unread: list[Box] = field(default_factory=list)


def read_by_layer(
    page: Any, geometry: PageGeometry, seen: Shown, view: View, book: ShapeBook, number: int
) -> LayerRead:
    """Check what is ``seen`` of the layer against the picture and gather it into lines."""
    glyphs = seen.glyphs
    labels = stacks(glyphs, seen.boxes, view.ruled_off)
    runs, downwards = _with_labels(glyphs, labels, view) if labels else (runs_of(glyphs, view.cut, seen.boxes), [])
    claims = book.open_claims(seen.fresh, view)
    doubtful = book.settle(claims, view) if claims else []
    if not doubtful:
        return LayerRead(stood_up([line_of(r) for r in runs], downwards), [])
    of_run = {id(g): i for i, run in enumerate(runs) for g in run}
    per_run: dict[int, list[Unit]] = {}
    for unit in doubtful:
        own = of_run.get(id(unit.glyphs[0]))
        if own is not None:
            per_run.setdefault(own, []).append(unit)
    order = sorted(per_run)
    if len(order) > _MOST_LOOKS or _hopeless(page, geometry, claims, order, runs, per_run):
        return LayerRead([], [_unusable(number)], True)
    found, looks = second_looks(page, geometry, [runs[i] for i in order], [per_run[i] for i in order])
    lies: list[tuple[Unit, str]] = []
    replaced: dict[int, Line | None] = {}
    open_: list[Unit] = []
    for i, said, seen_line in zip(order, found, looks, strict=True):
        unsure: list[Unit] = []
        for unit, answer in zip(per_run[i], said, strict=True):
            if answer.outcome is Outcome.SAME:
                book.accept(unit)
            elif answer.outcome is Outcome.OTHER:
                # the sum sign of TeX's fonts copies as X: an encoding without a meaning, and nobody's lie
                if unit.text == UNMAPPED or not any(c.isalnum() for c in answer.read):
                    unsure.append(unit)
                else:
                    lies.append((unit, answer.read))
            else:
                if unit.text != UNMAPPED:
                    open_.append(unit)
                unsure.append(unit)
        if unsure:
            glyphs_of = {id(g) for unit in unsure for g in unit.glyphs}
            doubtful_at = [n for n, g in enumerate(runs[i]) if id(g) in glyphs_of]
            replaced[i] = mixed(runs[i], doubtful_at, seen_line) or seen_line.line
    wrong = len(lies) + len(open_)
    if wrong >= _GARBLED_LEAST and wrong > _GARBLED * len({u.key for u in claims}):
        return LayerRead([], [_unusable(number)], True)
    lies += [(unit, "") for unit in open_ if _painted_over(unit, glyphs) or book.lacks_ink(unit)]
    if lies:
        return LayerRead([], _lies(lies, glyphs, book, number), True)
    lines: list[Line | None] = []
    unread: list[Box] = []
    for i, run in enumerate(runs):
        line = replaced.get(i)
        if line is None and i in replaced and any(u.text.isalnum() for u in per_run[i]):
            unread.append(union(g.box for g in run))  # ink that neither confirms the layer nor can be read
            lines.append(None)
        else:
            lines.append(line or line_of(run))
    return LayerRead(stood_up(lines, downwards), [], unread=unread)


def _with_labels(
    glyphs: Sequence[Glyph], labels: Sequence[Sequence[int]], view: View
) -> tuple[list[Run], list[list[int]]]:
    """The page's runs, with one for each character of ``labels``; and the numbers that each label's characters have."""
    taken = {n for label in labels for n in label}
    runs = runs_of([g for n, g in enumerate(glyphs) if n not in taken], view.cut)
    found = []
    for label in labels:
        found.append(list(range(len(runs), len(runs) + len(label))))
        runs += [[glyphs[n]] for n in label]
    return runs, found


def _hopeless(
    page: Any,
    geometry: PageGeometry,
    claims: Sequence[Unit],
    order: Sequence[int],
    runs: Sequence[Run],
    doubtful: dict[int, list[Unit]],
) -> bool:
    """Whether most of a page's characters are doubtful and a few of their lines, read, confirm hardly any.

    Reading all of them would only say the same, and take longer than the page by recognition does.
    """
    keys = {u.key for units in doubtful.values() for u in units if u.text != UNMAPPED}
    if len(order) <= _SAMPLED or len(keys) < _GARBLED_LEAST or len(keys) <= _GARBLED * len({u.key for u in claims}):
        return False
    some = [order[i * len(order) // _SAMPLED] for i in range(_SAMPLED)]
    found = [
        answer.outcome is Outcome.SAME
        for i, seen in zip(some, look(page, geometry, [runs[i] for i in some]), strict=True)
        for answer in answers(runs[i], doubtful[i], seen)
    ]
    return sum(found) <= _CONFIRMED * len(found)


def _unusable(number: int) -> Finding:
    return Finding(
        code="unusable-text-layer",
        severity=Severity.WARNING,
        message="文字层与纸面大面积不符（字体没有可用的编码），本页改按图像识读",
        where=f"第 {number} 页",
    )


def _lies(lies: Sequence[tuple[Unit, str]], glyphs: Sequence[Glyph], book: ShapeBook, number: int) -> list[Finding]:
    """A font whose mapping lies is told from text that was painted over: there the font is right in other places."""
    painted: list[tuple[str, str]] = []
    mapped: list[tuple[str, str]] = []
    for unit, read in lies:
        over = not read or book.known.get(unit.key) or _painted_over(unit, glyphs)
        (painted if over else mapped).append((unit.text, read))
    out = []
    for code, severity, what, pairs in (
        ("font-mapping", Severity.ERROR, "字体编码与字形不符", mapped),
        ("covered-text", Severity.WARNING, "文字被遮盖或改动", painted),
    ):
        if pairs:
            quoted = "、".join(f"“{a}”显示为“{b or '？'}”" for a, b in list(dict.fromkeys(pairs))[:_QUOTED])
            out.append(
                Finding(
                    code=code,
                    severity=severity,
                    message=f"{what}：文字层的{quoted}（共 {len(pairs)} 处）；本页改按图像识读",
                    where=f"第 {number} 页",
                )
            )
    return out


def _painted_over(unit: Unit, glyphs: Sequence[Glyph]) -> bool:
    """Whether another character is drawn in the same place."""
    return any(
        shape_class(g.text) != shape_class(unit.text)
        and g.drawn != unit.glyphs[0].drawn
        and not g.turned
        and g.box.intersection(unit.box) > _ONE_PLACE * max(1e-3, g.box.area, unit.box.area)
        for g in glyphs
    )


def read_regions(
    page: Any, geometry: PageGeometry, regions: Sequence[Box], taken: Sequence[Box], number: int
) -> tuple[list[Line], list[Seal], list[Line]]:
    """Read ``regions`` of the page by recognition; lines that stand where ``taken`` has text already are left out.

    Lines, seals, and what was read in a black stamp's ink (``Page.stamp_ink``).
    What looks like writing in an illustration and cannot be read is no matter: screenshots are full of it.
    """
    # forty modules, which pages of nothing but text do not need: a tenth of what a worker loads for them
    from tfdocs.read.ocr.page import read_picture

    lines: list[Line] = []
    seals: list[Seal] = []
    stamp_ink: list[Line] = []
    scale = scale_within(geometry, _DPI / 72, _MOST_PIXELS)
    image = draw(page, geometry, scale, grey=False)
    for region in regions:
        x0, top = int(region.x0 * scale), int(region.top * scale)
        part = np.ascontiguousarray(image[top : int(region.bottom * scale) + 1, x0 : int(region.x1 * scale) + 1])
        if min(part.shape[:2]) < 12:
            continue
        found = read_picture(part, scale * 72, number=number, find_turn=False)
        dx, dy = x0 / scale, top / scale
        seals += [replace(s, box=moved(s.box, dx, dy)) for s in found.seals]
        for said, out in ((found.lines, lines), (found.stamp_ink, stamp_ink)):
            out += [ln for line in said if not _taken((ln := move_line(line, dx, dy)).box, taken)]
    return lines, seals, stamp_ink


def _taken(box: Box, taken: Sequence[Box]) -> bool:
    return sum(box.intersection(b) for b in taken) > 0.5 * box.area


def moved(box: Box, dx: float, dy: float) -> Box:
    """``box`` shifted by ``dx``, ``dy`` points."""
    return Box(box.x0 + dx, box.top + dy, box.x1 + dx, box.bottom + dy)


def move_line(line: Line, dx: float, dy: float) -> Line:
    """``line`` shifted by ``dx``, ``dy`` points."""
    quad = tuple((x + dx, y + dy) for x, y in line.quad)
    return replace(line, box=moved(line.box, dx, dy), chars=tuple(moved(c, dx, dy) for c in line.chars), quad=quad)


def regions_to_read(contents: Contents, view: View) -> list[Box]:
    """Pictures worth reading, and places where paths look like characters turned to curves."""
    out = [p.box for p in contents.pictures if p.box.area >= PICTURE_AREA]
    return out + _outlined(contents, view, out)


def _outlined(contents: Contents, view: View, pictures: Sequence[Box]) -> list[Box]:
    def like_characters(boxes: Sequence[Box]) -> list[Box]:
        return [
            b
            for b in boxes
            if b.height <= _OUTLINE_MOST and max(b.height, b.width) >= _OUTLINE_LEAST and not _taken(b, pictures)
        ]

    outlines = like_characters(contents.outlines)
    if not outlines or view.bare is None:
        return []
    strokes = [b for b in like_characters(contents.strokes) if b.width <= _OUTLINE_MOST]
    mask = np.zeros(view.bare.shape, np.uint8)
    s = view.scale
    for box in (*outlines, *strokes):
        x0, top, x1, bottom = (int(v * s) for v in (box.x0, box.top, box.x1, box.bottom))
        # a margin, for a bar alone fills its box and has no contrast within
        part = view.bare[max(0, top - 2) : bottom + 3, max(0, x0 - 2) : x1 + 3]
        if part.size and int(part.max()) - int(part.min()) >= _OUTLINE_INK:
            mask[top : bottom + 1, x0 : x1 + 1] = 255
    reach = round(6 * s)
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((reach, 2 * reach), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    middles = [(int(b.centre[1] * s), int(b.centre[0] * s)) for b in outlines]
    high, wide = labels.shape
    wanted = sorted({int(labels[y, x]) for y, x in middles if y < high and x < wide} - {0})
    out = []
    for i in wanted:
        x, y, w, h, _area = (int(v) for v in stats[i])
        out.append(_inside(Box(x / s, y / s, (x + w) / s, (y + h) / s).grown(4.0), view))
    return out


def _inside(box: Box, view: View) -> Box:
    high, wide = view.ink.shape
    return Box(max(0.0, box.x0), max(0.0, box.top), min(wide / view.scale, box.x1), min(high / view.scale, box.bottom))
