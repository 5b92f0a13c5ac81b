"""A made-up pair as ``Checked``: a drawn PDF with known places, its Word, and a report with every kind of difference.

The pages carry /Rotate 0, 90, 180 and 270 by choice, so that one sample serves the tests of geometry as well.
All names, bodies and figures are invented.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from pypdf import PdfWriter
from pypdf.generic import NameObject, NumberObject
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tfdocs.model.comparison import (
    Certainty,
    Checked,
    CheckReport,
    Coverage,
    Difference,
    Evidence,
    Kind,
    Materiality,
    PageEntry,
    PageStatus,
    PdfInfo,
    PdfSide,
    SealEntry,
    WordInfo,
    WordSide,
)
from tfdocs.model.document import Block, BlockKind, CellPlace, Document, Finding, join_blocks
from tfdocs.model.fault import Severity
from tfdocs.model.geometry import Box, union
from tfdocs.model.page import Line, Page, SealShape, Source

A4 = (595.0, 842.0)
_FONT = "STSong-Light"  # named, not embedded: drawn with whatever the machine has


@dataclass
class Sheet:
    """A page being drawn in seen coordinates (top-left origin, y down) under any /Rotate."""

    width: float = A4[0]
    height: float = A4[1]
    rotate: int = 0
    declared: bool = True  # False: the content is turned but /Rotate does not say so
    ink: list[tuple[str, Box, float, str]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    seal: tuple[float, float, float] | None = None
    rules: list[Box] = field(default_factory=list)

    def write(self, text: str, x: float, top: float, size: float = 14.0, colour: str = "black") -> None:
        """A line of ``text``; ideographs a full ``size`` wide, the rest half."""
        boxes = []
        for char in text:
            w = size if ord(char) > 0x2000 else size / 2
            box = Box(x, top, x + w, top + size)
            self.ink.append((char, box, size, colour))
            boxes.append(box)
            x += w
        self.lines.append(Line(text, union(boxes), tuple(boxes), (0.99,) * len(text), Source.OCR))

    def matrix(self) -> tuple[float, ...]:
        """From seen coordinates with y up to the page's own."""
        w, h = self.width, self.height
        return {
            0: (1, 0, 0, 1, 0, 0),
            90: (0, 1, -1, 0, h, 0),
            180: (-1, 0, 0, -1, w, h),
            270: (0, -1, 1, 0, 0, w),
        }[self.rotate]


def draw_pdf(sheets: list[Sheet], path: Path) -> None:
    """Write the sheets as one PDF; the same sheets give the same bytes."""
    if _FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    buffer = BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for sheet in sheets:
        turned = sheet.rotate in (90, 270)
        canvas.setPageSize((sheet.height, sheet.width) if turned else (sheet.width, sheet.height))
        canvas.transform(*sheet.matrix())
        for rule in sheet.rules:
            canvas.setStrokeGray(0.35)
            canvas.setLineWidth(0.6)
            canvas.rect(rule.x0, sheet.height - rule.bottom, rule.width, rule.height)
        for char, box, size, colour in sheet.ink:
            canvas.setFillColor(colour)
            canvas.setFont(_FONT, size)
            canvas.drawString(box.x0, sheet.height - box.top - size * 0.86, char)
        if sheet.seal:
            _draw_seal(canvas, sheet)
        canvas.showPage()
    canvas.save()
    # /Rotate is set afterwards, because reportlab exchanges width and height of a page whose rotation it knows.
    writer = PdfWriter(clone_from=buffer)
    for page, sheet in zip(writer.pages, sheets, strict=True):
        if sheet.declared and sheet.rotate:
            page[NameObject("/Rotate")] = NumberObject(sheet.rotate)
    writer.write(path)
    writer.close()


def _draw_seal(canvas: Canvas, sheet: Sheet) -> None:
    assert sheet.seal is not None
    x, top, radius = sheet.seal
    canvas.saveState()
    canvas.setStrokeColorRGB(0.85, 0.1, 0.1, 0.75)
    canvas.setFillColorRGB(0.85, 0.1, 0.1, 0.75)
    canvas.setLineWidth(2.6)
    canvas.circle(x, sheet.height - top, radius)
    star = canvas.beginPath()
    for i in range(10):
        r = radius * (0.34 if i % 2 == 0 else 0.13)
        a = math.pi / 2 + i * math.pi / 5
        point = (x + r * math.cos(a), sheet.height - top + r * math.sin(a))
        star.moveTo(*point) if i == 0 else star.lineTo(*point)
    star.close()
    canvas.drawPath(star, stroke=0, fill=1)
    name = "样张示例科普学会"
    for i, char in enumerate(name):
        a = math.radians(205 - i * 230 / (len(name) - 1))
        canvas.saveState()
        canvas.translate(x + radius * 0.76 * math.cos(a), sheet.height - top + radius * 0.76 * math.sin(a))
        canvas.rotate(math.degrees(a) - 90)
        canvas.setFont(_FONT, radius * 0.26)
        canvas.drawCentredString(0, -radius * 0.1, char)
        canvas.restoreState()
    canvas.restoreState()


def page_of(sheet: Sheet, number: int, **more: object) -> Page:
    """The ``Page`` a reader would make of ``sheet``."""
    values: dict[str, object] = {"dpi": 200.0, "source": Source.OCR, "lines": tuple(sheet.lines)}
    values.update(more)
    return Page(number, sheet.width, sheet.height, sheet.rotate, **values)  # type: ignore[arg-type]


# The Word, block by block: what the made-up applicant wrote.
_PARAGRAPHS = [
    "青禾市科普能力提升项目申报书",
    "申报单位：青禾市应用声学学会",
    "项目名称：青少年声学科普资源开发与推广",
    "一、项目概况",
    "本项目面向全市中小学生开发声学科普课程，计划推荐原创科普作品不少于20篇，",
    "举办科普讲座12场，培训科技辅导员150人次，覆盖青少年8000人次以上。",
    "二、经费安排",
    "项目申请经费20万元，由学会自筹配套5万元，合计25万元，专款专用。",
    "经费不得用于发放与项目无关的津贴，不得用于购置交通工具；",
    "三、实施期限",
    "项目自2024年3月1日起实施，至2024年12月31日完成，到期提交总结报告。",
    "项目负责人：申屠明远，联系电话：010-55550123。",
    "四、其他约定",
    "申报单位应当接受监督检查。逾期未完成的，应退回结余资金。",
    "申报单位不得将项目整体转包给第三方。",
]
_TABLE = [
    ["科目", "预算（万元）", "说明"],
    ["课程开发费", "9.50", "编写课程12套"],
    ["讲座劳务费", "6.30", "讲座12场，每场2人"],
    ["场地租赁费", "4.20", "市青少年活动中心"],
]
_SIGN = ["申报单位（盖章）：", "负责人签字：", "日期：    年   月   日"]


def _document() -> Document:
    parts = [Block(BlockKind.PARAGRAPH, t, 0, 0, f"第 {i} 段") for i, t in enumerate(_PARAGRAPHS, start=1)]
    parts += [
        Block(BlockKind.CELL, t, 0, 0, f"表 1 第 {r + 1} 行第 {c + 1} 列", CellPlace(0, r, c))
        for r, row in enumerate(_TABLE)
        for c, t in enumerate(row)
    ]
    parts += [Block(BlockKind.PARAGRAPH, t, 0, 0, f"第 {i} 段") for i, t in enumerate(_SIGN, start=28)]
    parts.append(Block(BlockKind.FOOTER, "青禾市科普能力提升项目", 0, 0, "页脚"))
    text, blocks = join_blocks(parts)
    return Document("青禾市应用声学学会申报书.docx", hashlib.sha256(text.encode()).hexdigest(), "docx", text, blocks)


def _sheets() -> list[Sheet]:
    one, two, three, four = Sheet(), Sheet(rotate=180), Sheet(842.0, 595.0, rotate=90), Sheet()
    one.write(_PARAGRAPHS[0], 120, 96, 22)
    one.write(_PARAGRAPHS[1], 88, 180)
    one.write(_PARAGRAPHS[2], 88, 210)
    one.write(_PARAGRAPHS[3], 88, 262)
    one.write("本项目面向全市中小学生开发声学科普课程，计划推荐", 116, 292)
    one.write("原创科普作品不少于20篇，", 88, 322)
    one.write("举办科普讲座12场，培训科技辅导员150人次，覆盖青少", 116, 352)
    one.write("年3000人次以上。", 88, 382)
    one.write(_PARAGRAPHS[6], 88, 432)
    one.write("项目申请经费28万元，由学会自筹配套5万元，合计25万", 116, 462)
    one.write("元，专款专用。", 88, 492)
    one.write("经费得用于发放与项目无关的津贴，不得用于购置交通工", 116, 522)
    one.write("具，", 88, 552)
    two.write("三、实施期限", 88, 96)
    two.write("项目自2024年3月1日起实施，至2024年12月21日完成，到", 116, 126)
    two.write("期提交总结报告。", 88, 156)
    two.write("项目负责人：甲屠明远，联系电话：010-55550123。", 116, 186)
    two.write("四、其他约定", 88, 236)
    two.write("申报单位应当接受监督检查。", 116, 266)
    two.write("申报单位可以将项目延期一年并追加经费。", 116, 296)
    two.write("申报单位不得将项目整体转包给第三方。", 116, 326)
    three.write("附表　经费预算", 350, 60, 18)
    widths, x0, top = (200.0, 160.0, 330.0), 76.0, 110.0
    for r, row in enumerate(_TABLE):
        x = x0
        for c, text in enumerate(row):
            cell = Box(x, top + r * 44, x + widths[c], top + r * 44 + 44)
            three.rules.append(cell)
            three.write("6.80" if text == "6.30" else text, x + 12, cell.top + 15)
            x += widths[c]
    four.write(_SIGN[0], 260, 120)
    four.write(_SIGN[1], 260, 170)
    four.write("申屠明远", 348, 166, 20, "navy")
    four.write("日期：2024 年 2 月 18 日", 260, 220, 14, "black")
    four.seal = (400.0, 150.0, 62.0)
    return [one, two, three, four]


def _word(document: Document, text: str, nth: int = 0) -> WordSide:
    start = -1
    for _ in range(nth + 1):
        start = document.text.index(text, start + 1)
    return word_at(document, start, start + len(text))


def word_at(document: Document, start: int, end: int) -> WordSide:
    """The Word side of ``document.text[start:end]``."""
    block = document.block_at(start)
    text = document.text
    return WordSide(
        text=text[start:end], before=text[max(0, start - 10) : start], after=text[end : end + 10],
        paragraph=block.paragraph, place=block.place, start=start, end=end,
    )  # fmt: skip


def _pdf(sheets: list[Sheet], page: int, line: str, text: str, *, gap_after: str = "") -> PdfSide:
    found = next(ln for ln in sheets[page - 1].lines if line in ln.text)
    if gap_after:
        at = found.text.index(gap_after) + len(gap_after)
    else:
        at = found.text.index(text, 0 if line in text else found.text.index(line))
    end = at if gap_after else at + len(text)
    boxes = [] if gap_after else [union(found.chars[at:end]).as_list()]
    return PdfSide(
        text="" if gap_after else text, before=found.text[max(0, at - 10) : at], after=found.text[end : end + 10],
        page=page, boxes=boxes,
    )  # fmt: skip


def difference(
    kind: Kind, weight: Materiality, word: WordSide | None, pdf: PdfSide | None, **more: object
) -> Difference:
    """A difference whose id comes from its content."""
    evidence = Evidence(
        rule=str(more.get("rule", "ctc-likelihood")),
        score=more.get("score", 21.4),  # type: ignore[arg-type]
        note=str(more.get("note", "图像支持识读结果，不支持 Word 的写法。")),
    )
    certainty = more.get("certainty", Certainty.CERTAIN)
    sides = "|".join(repr(s) for s in (word, pdf))
    return Difference(
        id=hashlib.sha256(f"{kind}{weight}{sides}".encode()).hexdigest()[:16],
        kind=kind, certainty=certainty, materiality=weight, word=word, pdf=pdf, evidence=evidence,
    )  # fmt: skip


def build(folder: Path) -> Checked:
    """Draw the PDF into ``folder`` and return the pair as checked."""
    document, sheets = _document(), _sheets()
    path = folder / "青禾市应用声学学会申报书（盖章扫描件）.pdf"
    draw_pdf(sheets, path)
    w, p = (lambda t, n=0: _word(document, t, n)), (lambda *a, **k: _pdf(sheets, *a, **k))
    at = document.text.index("20万元")
    no = document.text.index("不得用于发放")
    unsure = {"certainty": Certainty.UNCERTAIN, "score": 4.8, "note": "图像不够清楚，两种写法都说得通。"}
    differences = [
        difference(Kind.REPLACED, Materiality.AMOUNT, word_at(document, at, at + 2), p(1, "项目申请经费28", "28")),
        difference(Kind.REPLACED, Materiality.AMOUNT, w("6.30"), p(3, "6.80", "6.80"), **unsure),
        difference(Kind.REPLACED, Materiality.NUMBER, w("8000"), p(1, "3000", "3000"), score=18.9),
        difference(Kind.REPLACED, Materiality.DATE, w("31"), p(2, "12月21", "21"), score=16.2),
        difference(Kind.REPLACED, Materiality.NAME, w("申屠明远"), p(2, "甲屠", "甲屠明远"), score=11.7),
        difference(
            Kind.MISSING, Materiality.NEGATION, word_at(document, no, no + 1),
            p(1, "经费得", "", gap_after="经费"), score=14.0, note="Word 有“不”字，图像上此处没有容纳它的位置。",
        ),
        difference(
            Kind.MISSING, Materiality.TEXT, w("逾期未完成的，应退回结余资金。"),
            p(2, "监督检查", "", gap_after="监督检查。"), rule="uncovered", score=None,
            note="Word 中的这一句在任何一页上都没有找到。",
        ),
        difference(
            Kind.ADDED, Materiality.TEXT, None, p(2, "可以将", "申报单位可以将项目延期一年并追加经费。"),
            rule="unplaced-line", score=None, note="这一行在 Word 中没有对应的文字。",
        ),
        difference(
            Kind.MOVED, Materiality.TEXT, w("申报单位不得将项目整体转包给第三方。"),
            p(2, "转包", "申报单位不得将项目整体转包给第三方。"), rule="moved-block", score=None,
            note="文字相同，次序与 Word 不同。",
        ),
        difference(Kind.REPLACED, Materiality.PUNCTUATION, w("；"), p(1, "具，", "，"), **unsure),
        difference(
            Kind.FILLED_IN, Materiality.NAME, w("负责人签字："), p(4, "申屠", "申屠明远"), rule="blank", score=None,
            note="Word 中此处为空白，纸面上有手写内容。",
        ),
        difference(
            Kind.FILLED_IN, Materiality.DATE, w("    年   月   日"), p(4, "2024 年", "2024 年 2 月 18 日"),
            rule="blank", score=None, note="Word 中此处为待填的日期。",
        ),
    ]  # fmt: skip
    suppressed = [
        difference(
            Kind.REPLACED, Materiality.TEXT, w("声学科普课程"), p(1, "声学科普课程", "声学科普课程"),
            certainty=Certainty.UNCERTAIN, score=1.3, note="识读为“声字科普课程”，但图像支持 Word 的写法。",
        )
    ]  # fmt: skip
    characters = sum(not c.isspace() for c in document.text)
    report = CheckReport(
        word=WordInfo(name=document.name, sha256=document.sha256, characters=characters),
        pdf=PdfInfo(name=path.name, sha256=hashlib.sha256(path.read_bytes()).hexdigest(), pages=4),
        differences=differences,
        suppressed=suppressed,
        pages=[
            PageEntry(
                number=n, source=Source.OCR, status=PageStatus.MATCHED, rotation=s.rotate, dpi=200.0,
                characters=sum(len(ln.text) for ln in s.lines), width=s.width, height=s.height,
            )
            for n, s in enumerate(sheets, start=1)
        ],
        coverage=Coverage(
            word_characters=characters, verified=characters - 33, missing=16, unreadable=2, different=15,
            pdf_characters=412, pdf_unverified=0,
        ),
        seals=[SealEntry(page=4, box=[338, 88, 462, 212], shape=SealShape.CIRCLE, text="样张示例科普学会")],
        findings=[
            Finding(
                code="sum-mismatch", severity=Severity.WARNING, where="第 1 页",
                message="PDF 上 28万元＋5万元 与合计 25万元 不符；Word 中相符。",
            ),
            Finding(code="revisions", severity=Severity.INFO, message="Word 含 3 处修订，按最终稿核对。", where=None),
        ],
        engines={"RapidOCR": "3.10.0（PP-OCRv6）", "PDFium": "5.15.2", "Tesseract": "未安装"},
    )  # fmt: skip
    pages = tuple(page_of(s, n) for n, s in enumerate(sheets, start=1))
    return Checked(report, document, pages, path)
