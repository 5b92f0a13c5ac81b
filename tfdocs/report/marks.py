"""The marks of marked.pdf: standard annotations with an appearance of their own, and what their notes say.

Every difference carries the number it has in the other files of the report, upright as the page is seen. Knows pages,
places and pypdf's objects; how they come into a file is the business of ``marked`` and ``appending``.
"""

from __future__ import annotations

from collections.abc import Iterable

from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from tfdocs.model.comparison import Certainty, Checked, Difference, PageStatus
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page
from tfdocs.report import conclusion
from tfdocs.report import vocabulary as words
from tfdocs.report.places import Place, place_on_page

_RED, _ORANGE, _BLUE, _GREY = (0.87, 0.20, 0.16), (0.93, 0.60, 0.05), (0.20, 0.47, 0.78), (0.35, 0.40, 0.45)
_NOTE = 16.0  # points: the side of a note's icon
_TAG = 8.0  # points: the height of the flag with a difference's number
_PRINT = 4  # annotation flag 3 (ISO 32000-1, 12.5.3): shown on paper as well
_LISTED = 60  # differences without a place that the note on page 1 lists

Colour = tuple[float, float, float]
Rect = tuple[float, float, float, float]


def marks(checked: Checked) -> dict[int, list[DictionaryObject]]:
    """The annotations by page number. Appearances stand in them directly; a file wants them as objects of their own."""
    pages = {p.number: p for p in checked.pages}
    out: dict[int, list[DictionaryObject]] = {}
    homeless: list[tuple[int, Difference]] = []
    margins: dict[int, list[float]] = {}  # heights at which a page's margin has a note already

    def in_margin(page: Page, top: float) -> int:
        taken = margins.setdefault(page.number, [])
        beside = sum(abs(top - other) < _NOTE for other in taken)
        taken.append(top)
        return beside

    for entry in checked.report.pages:
        page = pages.get(entry.number)
        if page is None:
            continue
        own = out.setdefault(page.number, [])
        if entry.status not in (PageStatus.MATCHED, PageStatus.BLANK):
            text = f"第 {page.number} 页：{words.STATUS[entry.status]}"
            if page.failure:
                text += f"\n{words.visible(page.failure)}"
            box = Box(page.width - 8 - _NOTE, 8, page.width - 8, 8 + _NOTE)
            own.append(_note(page, box, _ORANGE, text, f"tfdocs-page-{page.number}", "!"))
        own += [_unread(page, box, i) for i, box in enumerate(page.unread, start=1)]
    last = len(checked.report.differences)
    for number, difference in conclusion.numbered(checked.report)[:last]:
        side = difference.pdf
        page = pages.get(side.page) if side else None
        if side is None or page is None:
            homeless.append((number, difference))
            continue
        place = place_on_page(side, page)
        if place is None:
            # The page is known and the place on it is not: a note at the head of that page.
            place = Place((Box(page.width / 2, 6.0, page.width / 2 + 3, 18.0),), estimated=True, gap=True)
        if place.gap:
            found = _gap(page, place, number, difference, in_margin(page, place.boxes[0].top))
        else:
            found = [_highlight(page, place.boxes, number, difference)]
        out.setdefault(page.number, []).extend(found)
    if pages:
        first = pages.get(1) or next(iter(pages.values()))
        out.setdefault(first.number, []).append(_summary(checked, first, homeless))
    return {number: found for number, found in out.items() if found}


def _colour(difference: Difference) -> Colour:
    if conclusion.harmless(difference):
        return _BLUE
    return _RED if difference.certainty is Certainty.CERTAIN else _ORANGE


def _says(number: int, difference: Difference) -> str:
    """The text of a note: its number, what, how sure, how weighty, and what the Word has here."""
    head = "｜".join(
        (
            f"第 {number} 处",
            words.KIND[difference.kind],
            words.CERTAINTY[difference.certainty],
            words.MATERIALITY[difference.materiality],
        )
    )
    lines = [head, conclusion.spoken(difference, 200)]
    if difference.word is not None:
        side = difference.word
        lines.append(
            words.visible(f"Word {conclusion.word_place(difference)}：{side.before}【{side.text}】{side.after}")
        )
    if promise := conclusion.commitment(difference):
        lines.append(words.visible(f"涉及承诺：{promise}"))
    if difference.evidence.note:
        lines.append(words.visible(difference.evidence.note))
    return "\n".join(lines)


def _rect(page: Page, box: Box) -> Rect:
    x0, y0, x1, y1 = page.to_user_space(box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _numbers(values: Iterable[float]) -> ArrayObject:
    return ArrayObject(FloatObject(f"{v:.3f}") for v in values)


def _annotation(
    subtype: str, rect: Rect, colour: Colour, text: str, key: str, drawing: StreamObject
) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(subtype),
            NameObject("/Rect"): _numbers(rect),
            NameObject("/Contents"): TextStringObject(text),
            NameObject("/T"): TextStringObject("tfdocs 核对"),
            NameObject("/NM"): TextStringObject(key),
            NameObject("/F"): NumberObject(_PRINT),
            NameObject("/C"): _numbers(colour),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): drawing}),
        }
    )


def _drawing(rect: Rect, content: str, *, multiply: bool = False) -> StreamObject:
    """An appearance in the page's own coordinates, so that neither box nor matrix has to be reckoned with."""
    stream = DecodedStreamObject()
    stream.set_data(content.encode("ascii"))
    state = DictionaryObject({NameObject("/Type"): NameObject("/ExtGState")})
    plain = DictionaryObject({NameObject("/Type"): NameObject("/ExtGState"), NameObject("/BM"): NameObject("/Normal")})
    # One of the fourteen faces that every viewer has (ISO 32000-1, 9.6.2.2): digits need no more.
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica-Bold"),
        }
    )
    if multiply:
        state[NameObject("/BM")] = NameObject("/Multiply")
    stream.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/FormType"): NumberObject(1),
            NameObject("/BBox"): _numbers(rect),
            NameObject("/Resources"): DictionaryObject(
                {
                    NameObject("/ExtGState"): DictionaryObject({NameObject("/G"): state, NameObject("/N"): plain}),
                    NameObject("/Font"): DictionaryObject({NameObject("/F"): font}),
                }
            ),
        }
    )
    if multiply:
        # Blending needs a group of its own, or some viewers paint the text over.
        stream[NameObject("/Group")] = DictionaryObject(
            {NameObject("/S"): NameObject("/Transparency"), NameObject("/Type"): NameObject("/Group")}
        )
    return stream


def _highlight(page: Page, boxes: tuple[Box, ...], number: int, difference: Difference) -> DictionaryObject:
    rects = [_rect(page, b.grown(1.0)) for b in boxes]
    colour = _colour(difference)
    # A light tint, so that what is written below stays as it is; the edge keeps it visible on grey scans.
    tint = tuple(1 - (1 - c) * 0.38 for c in colour)
    content = [f"/G gs {tint[0]:.3f} {tint[1]:.3f} {tint[2]:.3f} rg {_three(colour)} RG 0.9 w"]
    content += [f"{r[0]:.2f} {r[1]:.2f} {r[2] - r[0]:.2f} {r[3] - r[1]:.2f} re B" for r in rects]
    flag = _flag_box(page, boxes[0], number)
    content.append("/N gs " + _flag(page, flag, number, colour))
    rects.append(_rect(page, flag))
    around = (
        min(r[0] for r in rects) - 1, min(r[1] for r in rects) - 1,
        max(r[2] for r in rects) + 1, max(r[3] for r in rects) + 1,
    )  # fmt: skip
    out = _annotation(
        "/Highlight", around, colour, _says(number, difference), difference.id,
        _drawing(around, "\n".join(content), multiply=True),
    )  # fmt: skip
    out[NameObject("/Subj")] = TextStringObject(f"差异 {number}")
    quads: list[float] = []
    for box in boxes:
        quads += _quad(page, box.grown(1.0))
    out[NameObject("/QuadPoints")] = _numbers(quads)
    return out


def _flag_box(page: Page, box: Box, number: int) -> Box:
    """Above the upper left corner, in the space between the lines; inside the page."""
    width = 3.0 + 4.4 * len(str(number))
    left = min(max(0.0, box.x0 - 1), max(0.0, page.width - width))
    top = max(0.0, box.top - 1 - _TAG)
    return Box(left, top, left + width, top + _TAG)


def _flag(page: Page, box: Box, number: int | str, colour: Colour, size: float = 7.2) -> str:
    """A filled box with ``number`` in white."""
    r = _rect(page, box)
    text = str(number)
    left = box.x0 + (box.width - 0.556 * size * len(text)) / 2  # Helvetica-Bold: a digit is 556/1000 wide
    base = box.bottom - (box.height - 0.72 * size) / 2
    return (
        f"{_three(colour)} rg {r[0]:.2f} {r[1]:.2f} {r[2] - r[0]:.2f} {r[3] - r[1]:.2f} re f "
        f"BT 1 1 1 rg /F {size:g} Tf {_upright(page, left, base)} Tm ({text}) Tj ET"
    )


def _upright(page: Page, x: float, y: float) -> str:
    """The text matrix that writes at the seen place ``x``, ``y`` along the seen line."""
    (ox, oy), (ax, ay), (ux, uy) = (
        page.to_user_space(Box(a, b, a, b))[:2] for a, b in ((x, y), (x + 1, y), (x, y - 1))
    )
    return f"{ax - ox:.4f} {ay - oy:.4f} {ux - ox:.4f} {uy - oy:.4f} {ox:.2f} {oy:.2f}"


def _quad(page: Page, box: Box) -> list[float]:
    """Upper left, upper right, lower left, lower right as seen, in the PDF's own coordinates.

    ISO 32000-1 12.5.6.10 says counter-clockwise; every viewer follows Acrobat, which takes this order.
    """
    corners = ((box.x0, box.top), (box.x1, box.top), (box.x0, box.bottom), (box.x1, box.bottom))
    out: list[float] = []
    for x, y in corners:
        x0, y0, _, _ = page.to_user_space(Box(x, y, x, y))
        out += [x0, y0]
    return out


def _gap(page: Page, place: Place, number: int, difference: Difference, beside: int) -> list[DictionaryObject]:
    """Where something is missing: a wedge at the place, and a note in the margin, where it covers no text.

    ``beside`` notes stand at this height already; this one comes to their right.
    """
    box = place.boxes[0]
    x, low = box.centre[0], box.bottom
    wedge = Box(x - 4, low - 3, x + 4, low + 5)
    points = [page.to_user_space(Box(a, b, a, b))[:2] for a, b in ((x, low - 3), (x - 4, low + 5), (x + 4, low + 5))]
    path = " ".join(f"{a:.2f} {b:.2f} {'m' if i == 0 else 'l'}" for i, (a, b) in enumerate(points))
    colour = _colour(difference)
    rect = _rect(page, wedge)
    caret = _annotation(
        "/Caret", rect, colour, _says(number, difference), difference.id + "-place",
        _drawing(rect, f"{_three(colour)} rg {path} h f"),
    )  # fmt: skip
    top = max(0.0, (box.top + box.bottom - _NOTE) / 2)
    left = min(10.0 + beside * (_NOTE + 2), max(0.0, page.width - _NOTE))
    note = _note(
        page, Box(left, top, left + _NOTE, top + _NOTE), colour, _says(number, difference), difference.id, number
    )
    caret[NameObject("/Subj")] = note[NameObject("/Subj")] = TextStringObject(f"差异 {number}")
    return [caret, note]


def _note(page: Page, box: Box, colour: Colour, text: str, key: str, sign: int | str = "") -> DictionaryObject:
    """A note whose icon carries ``sign``, or lines of writing without one; upright as the page is seen."""
    rect = _rect(page, box)
    inner = box.grown(-1.5)
    if sign != "":
        drawn = _flag(page, inner, sign, colour, min(9.0, 20.0 / len(str(sign))))
    else:
        r = _rect(page, inner)
        drawn = f"{_three(colour)} rg {r[0]:.2f} {r[1]:.2f} {r[2] - r[0]:.2f} {r[3] - r[1]:.2f} re f 1 1 1 RG 1.4 w"
        for k, end in enumerate((0.76, 0.76, 0.56)):
            y = box.top + _NOTE * (0.32 + 0.18 * k)
            ends = [page.to_user_space(Box(x, y, x, y))[:2] for x in (box.x0 + _NOTE * 0.24, box.x0 + _NOTE * end)]
            drawn += f" {ends[0][0]:.2f} {ends[0][1]:.2f} m {ends[1][0]:.2f} {ends[1][1]:.2f} l S"
    # Viewers never turn the icon of a /Text annotation with its page (ISO 32000-1, 12.5.6.4): on a turned page it would
    # stand on its head and beside its place. A /Stamp has a note as well and is turned like everything else.
    kind, icon = ("/Text", "/Comment") if page.rotation == 0 else ("/Stamp", "/Draft")
    out = _annotation(kind, rect, colour, text, key, _drawing(rect, drawn))
    out[NameObject("/Name")] = NameObject(icon)
    return out


def _unread(page: Page, box: Box, nth: int) -> DictionaryObject:
    """A dashed frame around ink that became no line."""
    rect = _rect(page, box.grown(2.0))
    frame = f"{rect[0] + 0.6:.2f} {rect[1] + 0.6:.2f} {rect[2] - rect[0] - 1.2:.2f} {rect[3] - rect[1] - 1.2:.2f} re S"
    return _annotation(
        "/Square", rect, _GREY, "这里像有文字，没有读出，请对照原件查看", f"tfdocs-unread-{page.number}-{nth}",
        _drawing(rect, f"{_three(_GREY)} RG 1 w [3 2] 0 d {frame}"),
    )  # fmt: skip


def _summary(checked: Checked, page: Page, homeless: list[tuple[int, Difference]]) -> DictionaryObject:
    """The note on page 1: the verdict, and every difference that has no place in the PDF."""
    report = checked.report
    lines = [f"核对结论：{words.VERDICT[report.verdict]}", conclusion.headline(report)]
    lines += [f"{h.label}：{h.sentence}" for h in conclusion.headlines(report)]
    lines += conclusion.reasons(report)
    if homeless:
        lines.append("在 PDF 上没有位置的差异：")
        lines += [f"第 {n} 处｜{conclusion.place(d)}｜{conclusion.spoken(d, 120)}" for n, d in homeless[:_LISTED]]
        if len(homeless) > _LISTED:
            lines.append(f"· 另有 {len(homeless) - _LISTED} 处，见 report.xlsx")
    lines.append("红：确定的差异；橙：存疑；蓝：手填；灰框：没有读出。序号与 report.html、report.xlsx 相同。")
    lines.append("本文件是标注副本，不是原件。")
    box = Box(8.0, 8.0, 8.0 + _NOTE, 8.0 + _NOTE)
    return _note(page, box, _RED if homeless else _GREY, "\n".join(words.visible(t) for t in lines), "tfdocs-summary")


def _three(colour: Colour) -> str:
    return " ".join(f"{c:.3f}" for c in colour)
