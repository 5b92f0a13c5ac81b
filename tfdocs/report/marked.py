"""marked.pdf: a copy of the PDF with the differences marked where they stand, for any PDF viewer.

Highlights and notes carry their own appearance, so that viewers and printers that draw none of their own show them.
The one module of the report that knows pypdf.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from pypdf import PasswordType, PdfReader, PdfWriter
from pypdf.errors import DependencyError
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

from tfdocs.errors import ComponentMissing, EngineFailed, InputEncrypted, TfdocsError
from tfdocs.model.comparison import Certainty, Checked, Difference, Kind
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page
from tfdocs.report import conclusion
from tfdocs.report import vocabulary as words
from tfdocs.report.places import Place, place_on_page
from tfdocs.report.writing import write_bytes

# pypdf tells on standard error, in English, of every small fault that it mends; nobody here can act on it.
logging.getLogger("pypdf").addHandler(logging.NullHandler())

_RED, _ORANGE, _BLUE, _GREY = (0.87, 0.20, 0.16), (0.93, 0.60, 0.05), (0.20, 0.47, 0.78), (0.35, 0.40, 0.45)
_NOTE = 16.0  # points: the side of a note's icon
_PRINT = 4  # annotation flag 3 (ISO 32000-1, 12.5.3): shown on paper as well
_LISTED = 60  # differences without a place that the note on page 1 lists

Colour = tuple[float, float, float]
Rect = tuple[float, float, float, float]


def write_marked_pdf(checked: Checked, path: Path) -> None:
    """Write the copy with its marks.

    Raises ``EngineFailed`` when the PDF cannot be taken apart and put together again, ``InputEncrypted`` when it asks
    for a password, ``OutputFailed`` when ``path`` cannot be written. An encrypted PDF with an empty password is
    written unencrypted.
    """
    write_bytes(path, marked_bytes(checked))


def marked_bytes(checked: Checked) -> bytes:
    """The marked copy as a file's content; the same input gives the same bytes."""
    name = checked.pdf_path.name
    try:
        return _mark(checked)
    except TfdocsError:
        raise
    except RecursionError as error:
        raise _failed(name, "对象嵌套过深") from error
    except Exception as error:  # pypdf raises whatever a damaged object leads it into; at this wall all of it is ours
        raise _failed(name, f"{type(error).__name__}：{error}") from error


def _failed(name: str, why: str) -> EngineFailed:
    return EngineFailed(
        f"不能在 PDF 上做标注（{words.shortened(why, 80)}）",
        where=name,
        hint="核对结论不受影响，请看 report.html；需要标注版时，请把 PDF 重新打印为 PDF 后再核对。",
    )


def _mark(checked: Checked) -> bytes:
    name = checked.pdf_path.name
    reader = PdfReader(BytesIO(checked.pdf_path.read_bytes()), strict=False)
    try:
        if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
            raise InputEncrypted("PDF 需要密码才能打开", where=name, hint="请用密码打开后另存一份不加密的 PDF。")
    except DependencyError as error:
        raise ComponentMissing(
            "这个 PDF 用 AES 加密，标注需要组件 cryptography", where=name, hint="请运行 pip install cryptography。"
        ) from error
    writer = PdfWriter(clone_from=reader)
    pages = {p.number: p for p in checked.pages}
    homeless: list[Difference] = []
    margins: dict[int, list[float]] = {}  # heights at which a page's margin has a note already
    for difference in [*conclusion.listed(checked.report), *conclusion.filled_in(checked.report)]:
        side = difference.pdf
        page = pages.get(side.page) if side else None
        if side is None or page is None or page.number > len(writer.pages):
            homeless.append(difference)
            continue
        place = place_on_page(side, page)
        if place is None:
            # The page is known and the place on it is not: a note at the head of that page.
            place = Place((Box(page.width / 2, 6.0, page.width / 2 + 3, 18.0),), estimated=True, gap=True)
        if place.gap:
            taken = margins.setdefault(page.number, [])
            beside = sum(abs(place.boxes[0].top - top) < _NOTE for top in taken)
            taken.append(place.boxes[0].top)
            annotations = _gap(page, place, difference, beside)
        else:
            annotations = [_highlight(page, place.boxes, difference)]
        for annotation in annotations:
            _add(writer, page.number, annotation)
    if pages and writer.pages:
        first = pages.get(1) or next(iter(pages.values()))
        _add(writer, 1, _summary(checked, first, homeless))
    _tell_of_copy(writer)
    buffer = BytesIO()
    writer.write(buffer)
    writer.close()
    reader.close()
    return buffer.getvalue()


def _tell_of_copy(writer: PdfWriter) -> None:
    """A marked copy is no original: its title says so. The dates of the original stay, the clock is not asked."""
    writer.add_metadata({"/Producer": "tfdocs", "/Subject": "核对标注副本，不是原件"})


def _colour(difference: Difference) -> Colour:
    if difference.kind is Kind.FILLED_IN:
        return _BLUE
    return _RED if difference.certainty is Certainty.CERTAIN else _ORANGE


def _says(difference: Difference) -> str:
    """The text of a note: what, how sure, how weighty, and what the Word has here."""
    head = "｜".join(
        (
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
    if multiply:
        state[NameObject("/BM")] = NameObject("/Multiply")
    stream.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/FormType"): NumberObject(1),
            NameObject("/BBox"): _numbers(rect),
            NameObject("/Resources"): DictionaryObject(
                {NameObject("/ExtGState"): DictionaryObject({NameObject("/G"): state})}
            ),
        }
    )
    if multiply:
        # Blending needs a group of its own, or some viewers paint the text over.
        stream[NameObject("/Group")] = DictionaryObject(
            {NameObject("/S"): NameObject("/Transparency"), NameObject("/Type"): NameObject("/Group")}
        )
    return stream


def _highlight(page: Page, boxes: tuple[Box, ...], difference: Difference) -> DictionaryObject:
    rects = [_rect(page, b.grown(1.0)) for b in boxes]
    around = (min(r[0] for r in rects), min(r[1] for r in rects), max(r[2] for r in rects), max(r[3] for r in rects))
    colour = _colour(difference)
    # A light tint, so that what is written below stays as it is; the edge keeps it visible on grey scans.
    tint = tuple(1 - (1 - c) * 0.38 for c in colour)
    content = [f"/G gs {tint[0]:.3f} {tint[1]:.3f} {tint[2]:.3f} rg {_three(colour)} RG 0.9 w"]
    content += [f"{r[0]:.2f} {r[1]:.2f} {r[2] - r[0]:.2f} {r[3] - r[1]:.2f} re B" for r in rects]
    out = _annotation(
        "/Highlight", around, colour, _says(difference), difference.id,
        _drawing((around[0] - 1, around[1] - 1, around[2] + 1, around[3] + 1), "\n".join(content), multiply=True),
    )  # fmt: skip
    out[NameObject("/Rect")] = _numbers((around[0] - 1, around[1] - 1, around[2] + 1, around[3] + 1))
    quads: list[float] = []
    for box in boxes:
        quads += _quad(page, box.grown(1.0))
    out[NameObject("/QuadPoints")] = _numbers(quads)
    return out


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


def _gap(page: Page, place: Place, difference: Difference, beside: int) -> list[DictionaryObject]:
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
        "/Caret", rect, colour, _says(difference), difference.id + "-place",
        _drawing(rect, f"{_three(colour)} rg {path} h f"),
    )  # fmt: skip
    top = max(0.0, (box.top + box.bottom - _NOTE) / 2)
    left = min(10.0 + beside * (_NOTE + 2), max(0.0, page.width - _NOTE))
    note = _note(page, Box(left, top, left + _NOTE, top + _NOTE), colour, _says(difference), difference.id)
    return [caret, note]


def _note(page: Page, box: Box, colour: Colour, text: str, key: str) -> DictionaryObject:
    """A note with an icon of a written sheet, upright as the page is seen."""
    rect = _rect(page, box)
    content = [f"{_three(colour)} rg {_three(colour)} RG"]
    content.append(f"{rect[0] + 1.5:.2f} {rect[1] + 1.5:.2f} {_NOTE - 3:.2f} {_NOTE - 3:.2f} re f 1 1 1 RG 1.4 w")
    for k, end in enumerate((0.76, 0.76, 0.56)):
        y = box.top + _NOTE * (0.32 + 0.18 * k)
        ends = [page.to_user_space(Box(x, y, x, y))[:2] for x in (box.x0 + _NOTE * 0.24, box.x0 + _NOTE * end)]
        content.append(f"{ends[0][0]:.2f} {ends[0][1]:.2f} m {ends[1][0]:.2f} {ends[1][1]:.2f} l S")
    out = _annotation("/Text", rect, colour, text, key, _drawing(rect, "\n".join(content)))
    out[NameObject("/Name")] = NameObject("/Comment")
    return out


def _summary(checked: Checked, page: Page, homeless: list[Difference]) -> DictionaryObject:
    """The note on page 1: the verdict, and every difference that has no place in the PDF."""
    report = checked.report
    lines = [f"核对结论：{words.VERDICT[report.verdict]}", conclusion.headline(report)]
    lines += conclusion.reasons(report)
    if homeless:
        lines.append("在 PDF 上没有位置的差异：")
        lines += [f"· {conclusion.place(d)}｜{conclusion.spoken(d, 120)}" for d in homeless[:_LISTED]]
        if len(homeless) > _LISTED:
            lines.append(f"· 另有 {len(homeless) - _LISTED} 处，见 report.xlsx")
    lines.append("红：确定的差异；橙：存疑；蓝：手填。本文件是标注副本，不是原件。")
    box = Box(8.0, 8.0, 8.0 + _NOTE, 8.0 + _NOTE)
    return _note(page, box, _RED if homeless else _GREY, "\n".join(words.visible(t) for t in lines), "tfdocs-summary")


def _three(colour: Colour) -> str:
    return " ".join(f"{c:.3f}" for c in colour)


def _add(writer: PdfWriter, number: int, annotation: DictionaryObject) -> None:
    """Put ``annotation`` on the page; what the page has already stays and stays before it."""
    page = writer.pages[number - 1]
    appearance = annotation["/AP"]
    assert isinstance(appearance, DictionaryObject)
    appearance[NameObject("/N")] = writer._add_object(appearance["/N"])
    annotation[NameObject("/P")] = page.indirect_reference
    reference = writer._add_object(annotation)
    held = page.get("/Annots")
    present = held.get_object() if held is not None else None
    page[NameObject("/Annots")] = ArrayObject(
        [*present, reference] if isinstance(present, ArrayObject) else [reference]
    )
