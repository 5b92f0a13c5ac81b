"""A story: a sequence of paragraphs and tables (body, header, note, text box) turned into blocks in print order.

It knows where things stand and numbers them; what a paragraph says is the paragraph's business.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from tfdocs.model.document import Block, BlockKind, CellPlace, Frame
from tfdocs.read.word.autonumbers import AutoNumbers
from tfdocs.read.word.branches import chosen
from tfdocs.read.word.charts import chart_text, has_computed_axis
from tfdocs.read.word.context import Context
from tfdocs.read.word.fields import Fields, unmatched
from tfdocs.read.word.frames import frame_of
from tfdocs.read.word.names import MC, A, M, W
from tfdocs.read.word.numbering import Counter, numbering_place
from tfdocs.read.word.outside import outside
from tfdocs.read.word.paragraph import Paragraph
from tfdocs.read.word.pictures import take_picture
from tfdocs.read.word.shapes import Item, size_of, smartart_text
from tfdocs.read.word.styles import MIXED, Style, ground_of, lines_clipped, run_look, tab_stops
from tfdocs.read.word.tables import Row, revised_rows, rows_of

_DELETED: Final = frozenset((W + "del", W + "moveFrom"))
_MARK_CHANGES: Final = tuple(W + n for n in ("ins", "del", "moveFrom", "moveTo"))
_INSERTED: Final = frozenset((W + "ins", W + "moveTo"))
A4: Final = (11906, 16838)  # twips
MAX_IMPORTS: Final = 50


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where the next block stands: the cell, and how a person calls it."""

    cell: CellPlace | None = None
    place: str = ""


class Story:
    """Reads containers into ``ctx.blocks``. ``part`` is the XML part, for its relationships."""

    def __init__(
        self,
        ctx: Context,
        part: str,
        kind: BlockKind,
        *,
        label: str = "",
        counter: Counter | None = None,
        page: tuple[int, int] = A4,
        note_mark: str = "",
    ) -> None:
        self.ctx = ctx
        self.part = part
        self.kind = kind
        self.label = label
        self.counter = counter or Counter(ctx.numbering)
        self.page = page
        self.note_mark = note_mark
        self.fields = Fields()
        self.numbers = AutoNumbers()
        self.own_level: int | None = None  # of the paragraph being read, where it is numbered itself
        self.unmatched: frozenset[Any] = frozenset()
        self.ground = ""  # the colour behind the text, as in styles.ground_of
        self.backdrop = ctx.backdrop
        self.frame: Frame | None = None  # of the text box that is read
        self.repeats: bool | None = None  # the row that is read is printed again on each page
        self.floats = False  # what is read stands in a table with text around it
        self._carry: list[str] = []  # of paragraphs that the next one goes on in the same line
        self._paragraphs = 0
        self._spot = _Spot()

    def read(self, root: Any) -> None:
        """All of ``root``'s content."""
        view = self.ctx.view
        skipped = (frozenset() if view.deleted else _DELETED) | (frozenset() if view.inserted else _INSERTED)
        self.unmatched = unmatched(root, skipped)
        self.blocks(root)

    def place(self) -> str:
        """For a person: “第 12 段”, “表 3 第 2 行第 4 列”, “页眉”."""
        return self._spot.place or self.label or f"第 {max(1, self._paragraphs)} 段"

    # -- containers ------------------------------------------------------------------------------------------------

    def blocks(self, container: Any) -> None:
        self._children(container)
        self._flush()

    def _flush(self) -> None:
        """Put what waits for a paragraph to join, when a table or the end comes first."""
        if self._carry:
            self._put("".join(self._carry), "")
            self._carry.clear()

    def _children(self, container: Any) -> None:
        for child in container:
            tag = child.tag
            if tag == W + "p":
                self._paragraph(child)
            elif tag == W + "tbl":
                self._table(child)
            elif tag == MC + "AlternateContent":
                branch = chosen(child)
                if branch is not None:
                    self._children(branch)
            elif tag == W + "altChunk":
                self._imported(child)
            elif (tag in _DELETED and not self.ctx.view.deleted) or (tag in _INSERTED and not self.ctx.view.inserted):
                continue
            elif tag in (M + "oMathPara", M + "oMath", W + "r", W + "hyperlink", W + "fldSimple"):
                self._stray(child)
            elif isinstance(tag, str) and tag not in _PASSED and len(child):
                self._children(child)

    def _stray(self, element: Any) -> None:
        """Inline content without a paragraph around it (damaged files; formulas): a paragraph of its own."""
        self._count()
        paragraph = Paragraph(self, None, self.ground)
        wrapper = element.makeelement(W + "p")
        wrapper.append(element.__copy__())
        paragraph.content(wrapper)
        self._put(paragraph.finish(), "", paragraph)
        self._beside(paragraph)

    # -- paragraphs ------------------------------------------------------------------------------------------------

    def _count(self) -> None:
        if self._spot.cell is None:
            self._paragraphs += 1

    def _paragraph(self, element: Any) -> None:
        ctx = self.ctx
        properties = element.find(W + "pPr")
        style_id = mark = None
        if properties is not None:
            named = properties.find(W + "pStyle")
            style_id = named.get(W + "val") if named is not None else None
            mark = properties.find(W + "rPr")
        style = ctx.styles.get(style_id)
        self._count()
        if properties is not None and properties.find(W + "pPrChange") is not None:
            ctx.findings.add("tracked-format", self.place())
        if mark is not None and any(mark.find(tag) is not None for tag in _MARK_CHANGES):
            ctx.findings.add("tracked-paragraph", self.place())
        numbered = numbering_place(ctx.numbering, self._properties(properties), style)
        self.own_level = numbered[1] if numbered is not None else None
        paragraph = Paragraph(self, style_id, ground_of(properties) or style.ground or self.ground)
        paragraph.content(element)
        own_stops = tab_stops(properties)
        if style.tabs or own_stops:
            paragraph.lead({**style.tabs, **own_stops})
        text = paragraph.finish()
        unseen = self._unseen(properties, style)
        if unseen and text.strip():
            ctx.findings.add(unseen, self.place(), text)
        elif mark is not None and self._mark_gone(mark):
            self._carry.append(text)
        else:
            look = ctx.styles.look(style_id, None)
            if mark is not None:
                look = run_look(mark).over(look)
            if text or not look.vanish:
                # A paragraph that goes on another's line shows no number of its own: the line has begun already.
                number = self.counter.label(*numbered, look) if numbered is not None else ""
                if numbered is not None and paragraph.list_numbers:
                    text = paragraph.with_list_numbers(self.counter, numbered[0], look)
                joined = "".join(self._carry)
                self._carry.clear()
                text = number + joined + text
                if look.vanish:  # a hidden mark ends no line: the next paragraph goes on in it (17.3.2.36)
                    self._carry.append(text)
                else:
                    framed = style.framed or (properties is not None and properties.find(W + "framePr") is not None)
                    name = style.name if style_id is not None else ""
                    self._put(text, name, paragraph, framed=framed)
        self._beside(paragraph)
        if properties is not None and self.kind is BlockKind.PARAGRAPH and properties.find(W + "sectPr") is not None:
            ctx.section += 1

    def _unseen(self, properties: Any | None, style: Style) -> str:
        """Why the paper shows nothing of a paragraph with ``w:pPr``: a finding's code, or ""."""
        clipped = lines_clipped(properties)
        if style.clipped if clipped is None else clipped:
            return "clipped-text"
        return "off-page" if properties is not None and outside(properties, self.page) else ""

    def _properties(self, properties: Any | None) -> Any | None:
        """The paragraph's properties, as they were before tracked changes in the original view."""
        if properties is not None and not self.ctx.view.inserted:
            before = properties.find(f"{W}pPrChange/{W}pPr")
            if before is None and properties.find(f"{W}numPr/{W}ins") is not None:
                return None  # the number came with a revision
            return properties if before is None else before
        return properties

    def _mark_gone(self, mark: Any) -> bool:
        view = self.ctx.view
        deleted = mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None
        inserted = mark.find(W + "ins") is not None or mark.find(W + "moveTo") is not None
        return (deleted and not view.deleted) or (inserted and not view.inserted)

    def put_plain(self, text: str) -> None:
        """A paragraph of bare text, from content that was merged in."""
        self._count()
        self._put(text, "")

    def _put(self, text: str, style: str, paragraph: Paragraph | None = None, *, framed: bool = False) -> None:
        cell = self._spot.cell
        kind = BlockKind.CELL if cell is not None and self.kind is BlockKind.PARAGRAPH else self.kind
        ctx = self.ctx
        in_text = kind in (BlockKind.PARAGRAPH, BlockKind.CELL)
        ctx.put(
            Block(
                kind,
                text,
                0,
                0,
                self.place(),
                cell,
                style,
                struck=paragraph.struck_in(text) if paragraph is not None else (),
                frame=self.frame,
                repeats=self.repeats if cell is not None else None,
                in_columns=ctx.section if in_text and ctx.section in ctx.in_columns else None,
                spaced=paragraph.spaced_in(text) if paragraph is not None else (),
                formulas=paragraph.formulas_in(text) if paragraph is not None else (),
                floats=self.floats or framed,
            )
        )

    # -- what stands beside a paragraph ----------------------------------------------------------------------------

    def _beside(self, paragraph: Paragraph) -> None:
        ruby = " ".join(t for t in paragraph.ruby if t.strip())
        if ruby:
            self._aside(ruby, "的注音")
        for item in paragraph.later:
            handler = _BESIDE.get(item.kind)
            if handler is not None:
                handler(self, item)
            else:
                self._report(item)

    def _report(self, item: Item) -> None:
        code, text = _REPORTED[item.kind]
        self.ctx.findings.add(code, self.place(), text or item.text)

    def _aside(
        self,
        text: str,
        what: str,
        kind: BlockKind = BlockKind.TEXT_BOX,
        *,
        chart: tuple[float, float] | None = None,
    ) -> None:
        kind = kind if self.kind is BlockKind.PARAGRAPH else self.kind
        self.ctx.put(Block(kind, text, 0, 0, self.place() + what, self._spot.cell, "", chart=chart))

    def _box(self, item: Item) -> None:
        kind = BlockKind.TEXT_BOX if self.kind is BlockKind.PARAGRAPH else self.kind
        place = self.place()
        label = (
            place if place.endswith("文本框") else place + ("内" if self._spot.cell is not None else "旁") + "的文本框"
        )
        inner = Story(self.ctx, self.part, kind, label=label, counter=self.counter, page=self.page)
        inner.ground = MIXED if item.filled else ""
        inner.frame = frame_of(item.element, place)
        inner.backdrop = True  # an unfilled box may float over anything
        inner.read(item.element)

    def _art(self, item: Item) -> None:
        if self.kind in (BlockKind.HEADER, BlockKind.FOOTER):
            self.ctx.findings.add("watermark", self.place(), item.text)
        else:
            self._aside(" ".join(item.text.split()), "旁的艺术字")

    def _picture(self, item: Item) -> None:
        relation = self.ctx.parts.relations(self.part).get(item.text)
        if relation is None:
            self.ctx.findings.add("missing-part", self.place(), "图片")
        elif relation.external:
            self.ctx.findings.add("external-link", self.place(), "图片 " + relation.target)
        else:
            running = self.kind in (BlockKind.HEADER, BlockKind.FOOTER)
            for line in take_picture(self.ctx, relation.target, self.place(), item.crop, running=running):
                self._aside(line, "旁的图中", BlockKind.PICTURE)

    def _chart(self, item: Item) -> None:
        root = self._related(item.text, "图表")
        if root is not None:
            size = size_of(item.element) if has_computed_axis(root) else None
            for text in chart_text(root):
                self._aside(text, "旁的图表", chart=size)
            # What was drawn on the chart by hand stands in a part of its own.
            chart = self.ctx.parts.relations(self.part)[item.text].target
            drawn = self.ctx.parts.of_kind(chart, "chartUserShapes")
            for paragraph in self.ctx.parts.root(drawn).iter(A + "p") if drawn is not None else ():
                text = "".join(t.text or "" for t in paragraph.iter(A + "t")).strip()
                if text:
                    self._aside(text, "旁的图表")

    def _smartart(self, item: Item) -> None:
        root = self._related(item.text, "SmartArt 图形")
        if root is not None:
            for text in smartart_text(root):
                self._aside(text, "旁的 SmartArt 图形")

    def _related(self, relation_id: str, what: str) -> Any | None:
        relation = self.ctx.parts.relations(self.part).get(relation_id)
        if relation is None or relation.external or relation.target not in self.ctx.parts.package:
            self.ctx.findings.add("missing-part", self.place(), what)
            return None
        return self.ctx.parts.root(relation.target)

    def _imported(self, element: Any) -> None:
        from tfdocs.read.word.imports import read_chunk

        read_chunk(self, element)

    # -- tables ----------------------------------------------------------------------------------------------------

    def _table(self, element: Any) -> None:
        ctx = self.ctx
        number = ctx.tables
        ctx.tables += 1
        named = element.find(f"{W}tblPr/{W}tblStyle")
        ground = (ctx.styles.get(named.get(W + "val")).ground if named is not None else "") or self.ground
        outer_spot, outer_ground, outer_floats = self._spot, self.ground, self.floats
        self._flush()
        self.floats = outer_floats or element.find(f"{W}tblPr/{W}tblpPr") is not None
        for index, row in enumerate(rows_of(element, ctx.view)):
            self._row(row, number, index, ground, outer_spot)
        self._spot, self.ground, self.floats = outer_spot, outer_ground, outer_floats
        for code, label, row in revised_rows(element):
            text = "".join(t.text or "" for t in row.iter(W + "t", W + "delText"))
            ctx.findings.add(code, f"表 {number + 1} {label}", text)

    def _row(self, row: Row, number: int, index: int, ground: str, outer: _Spot) -> None:
        ctx = self.ctx
        repeats, self.repeats = self.repeats, row.repeats
        for cell in row.cells:
            place = f"表 {number + 1} 第 {index + 1} 行第 {cell.ordinal} 列"
            if outer.cell is not None:
                place += f"（在表 {outer.cell.table + 1} 内）"
            elif self.label:
                place += f"（{self.label}）"
            self._spot = _Spot(CellPlace(number, index, cell.column, cell.rows, cell.span), place)
            if cell.continues:
                lost = "".join(t.text or "" for t in cell.element.iter(W + "t"))
                if lost.strip():
                    ctx.findings.add("merged-away-text", place, lost)
                continue
            shading = cell.element.find(f"{W}tcPr")
            self.ground = ground_of(shading) or ground
            if row.hidden or row.clipped:
                text = "".join(t.text or "" for t in cell.element.iter(W + "t"))
                if text.strip():
                    ctx.findings.add("clipped-text" if row.clipped else "hidden-row", place, text)
            if not row.clipped:
                self.blocks(cell.element)
        self.repeats = repeats


_BESIDE: Final[dict[str, Callable[[Story, Item], None]]] = {
    "box": Story._box,
    "text": Story._art,
    "picture": Story._picture,
    "chart": Story._chart,
    "smartart": Story._smartart,
}

# Item kind -> finding, and the words for it where the item has none of its own.
_REPORTED: Final[dict[str, tuple[str, str]]] = {
    "linked": ("external-link", ""),
    "object": ("embedded-file", ""),
    "linked-object": ("external-link", ""),
    "hidden": ("hidden-drawing", ""),
    "off-page": ("off-page", ""),
    "floating": ("floating-picture", ""),
    "ink": ("ink", ""),
}

_PASSED: Final = frozenset(
    W + n
    for n in (
        *("sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "customXmlPr", "pPr", "rPr", "proofErr"),
        *("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "permStart", "permEnd"),
    )
)
