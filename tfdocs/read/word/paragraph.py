"""One paragraph: its runs as the characters that are printed, and what it hides or carries beside them.

It must not know where the paragraph stands; the story does, and owns the fields, which may run over paragraphs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from tfdocs.model.document import BlockKind
from tfdocs.read.word.autonumbers import LIST_NUMBER, NAMES, list_number
from tfdocs.read.word.branches import chosen
from tfdocs.read.word.fields import REMOTE, VOLATILE, Field, guides, is_page_field, is_stale, without_result
from tfdocs.read.word.formula import linear
from tfdocs.read.word.formula_layout import laid_out
from tfdocs.read.word.names import MC, VAL, W14, XML_SPACE, M, W
from tfdocs.read.word.printed import Printed
from tfdocs.read.word.shapes import Item, shown
from tfdocs.read.word.styles import NOTHING, RunLook, run_look
from tfdocs.read.word.symbols import symbol

if TYPE_CHECKING:
    from tfdocs.read.word.numbering import Counter
    from tfdocs.read.word.story import Story


class Paragraph(Printed):
    """Reads inline content. ``pieces`` is the printed text; ``later`` what prints beside the paragraph, in order."""

    def __init__(self, story: Story, style: str | None, ground: str) -> None:
        super().__init__(story, ground)
        self.style = style
        self.later: list[Item] = []
        self.ruby: list[str] = []
        self.list_numbers: list[tuple[int, int]] = []  # LISTNUMs that count in the paragraph's own list: piece, level
        self._list_levels: list[int] = []  # of the LISTNUM fields so far
        self._list_pieces = 0  # how many of ``pieces`` they gave

    # -- containers ------------------------------------------------------------------------------------------------

    def content(self, parent: Any) -> None:
        """Everything below a paragraph, hyperlink, content control, …"""
        for child in parent:
            handler = _INLINE.get(child.tag)
            if handler is not None:
                handler(self, child)
            elif isinstance(child.tag, str) and child.tag not in _PASSED and len(child):
                self.content(child)  # an unknown wrapper: what is in it is printed all the same

    def _alternate(self, element: Any) -> None:
        branch = chosen(element)
        if branch is not None:
            self.content(branch)

    def _control(self, element: Any) -> None:
        before = len(self.pieces)
        inner = element.find(W + "sdtContent")
        if inner is not None:
            self.content(inner)
        box = element.find(f"{W}sdtPr/{W14}checkbox")
        if box is not None and len(self.pieces) == before:
            state = box.find(W14 + "checked")
            ticked = state is not None and state.get(W14 + "val") not in ("0", "false", "off")
            self.emit("☒" if ticked else "☐", NOTHING)

    def _inserted(self, element: Any) -> None:
        self._tracked("tracked-insertion", element)
        if self.story.ctx.view.inserted:
            self.content(element)

    def _deleted(self, element: Any) -> None:
        self._tracked("tracked-deletion", element)
        if self.story.ctx.view.deleted:
            self.content(element)

    def _moved_away(self, element: Any) -> None:
        self._tracked("tracked-move", element)
        if self.story.ctx.view.deleted:
            self.content(element)

    def _moved_here(self, element: Any) -> None:
        if self.story.ctx.view.inserted:
            self.content(element)

    def _tracked(self, code: str, element: Any) -> None:
        text = "".join(t.text or "" for t in element.iter(W + "t", W + "delText"))
        self.story.ctx.findings.add(code, self.story.place(), text)

    def _simple_field(self, element: Any) -> None:
        item = Field(
            instruction=[element.get(W + "instr") or ""],
            in_result=True,
            data=element.find(W + "fldData"),
            stale=is_stale(element),
        )
        before = len(self.pieces)
        self.content(element)
        item.produced = len(self.pieces) > before
        self._field_ended(item, NOTHING)

    def _math(self, element: Any) -> None:
        text = linear(element)
        if text.strip():
            before = len(self.pieces)
            self.emit(text, NOTHING)
            laid, marked = laid_out(element)
            if len(self.pieces) > before and (marked or not laid.flat):
                self.laid.append((before, laid, marked))
            self.story.ctx.findings.add("formula", self.story.place(), text)

    def _sub_document(self, element: Any) -> None:
        self.story.ctx.findings.add("external-link", self.story.place(), "子文档")

    # -- runs ------------------------------------------------------------------------------------------------------

    def _run(self, run: Any) -> None:
        look = self.story.ctx.styles.look(self.style, None)
        for child in run:
            tag = child.tag
            if tag == W + "t" or tag == W + "delText":
                self._text(child, look)
            elif tag == W + "rPr":
                look = self._look(child)
            else:
                handler = _RUN.get(tag)
                if handler is not None:
                    handler(self, child, look)

    def _look(self, properties: Any) -> RunLook:
        change = properties.find(W + "rPrChange")
        if change is not None:
            self.story.ctx.findings.add("tracked-format", self.story.place())
            before = change.find(W + "rPr")
            if not self.story.ctx.view.inserted and before is not None:
                properties = before
        named = properties.find(W + "rStyle")
        base = self.story.ctx.styles.look(self.style, named.get(VAL) if named is not None else None)
        direct = run_look(properties)
        return direct.over(base) if direct != NOTHING else base

    def _text(self, element: Any, look: RunLook) -> None:
        text = element.text
        if not text:
            return
        if element.get(XML_SPACE) != "preserve":  # 17.3.3.31: otherwise the white space around it is not text
            text = text.strip(" \t\r\n")
            if not text:
                return
        first, *others = text.split("\t")
        self.emit(first, look)
        for piece in others:  # a bare tab works as w:tab does
            self._tab(element, look)
            self.emit(piece, look)

    def _tab(self, element: Any, look: RunLook) -> None:
        before = len(self.pieces)
        self.emit("\t", look)
        self._tabs.extend(range(before, len(self.pieces)))

    def _break(self, element: Any, look: RunLook) -> None:
        """Any break inside a paragraph is one space: the block goes on, and words on both sides stay apart."""
        self.story.ctx.page += element.get(W + "type") == "page"
        self.emit(" ", look)

    def _page_begins(self, element: Any, look: RunLook) -> None:
        self.story.ctx.page += 1
        self.story.ctx.laid_out = True

    def _hyphen(self, element: Any, look: RunLook) -> None:
        self.emit("-", look)

    def _symbol(self, element: Any, look: RunLook) -> None:
        code = element.get(W + "char") or ""
        try:
            value = int(code, 16)
        except ValueError:
            return
        self.emit(symbol(value, element.get(W + "font") or ""), look._replace(font=None))

    def _date_part(self, element: Any, look: RunLook) -> None:
        self.story.ctx.findings.add("field-without-result", self.story.place(), "日期")

    def _page_number(self, element: Any, look: RunLook) -> None:
        """The number of the page as old files have it, without a field (17.3.3.22)."""
        if self.story.kind in (BlockKind.HEADER, BlockKind.FOOTER):
            self.emit("1", look)  # as for the field: stands for the number that each page has
        else:
            self.story.ctx.findings.add("field-without-result", self.story.place(), "PAGE")

    def _note_reference(self, element: Any, look: RunLook) -> None:
        ctx = self.story.ctx
        if self.story.fields.in_code or look.vanish:
            return
        notes = ctx.footnotes if element.tag == W + "footnoteReference" else ctx.endnotes
        custom = element.get(W + "customMarkFollows") in ("1", "true", "on")
        self.emit(notes.mark(element.get(W + "id") or "", ctx.section, ctx.page, custom), look)

    def _own_mark(self, element: Any, look: RunLook) -> None:
        self.emit(self.story.note_mark, look)

    def _comment(self, element: Any, look: RunLook) -> None:
        ctx = self.story.ctx
        number = element.get(W + "id") or ""
        ctx.comments_seen.add(number)
        ctx.findings.add("comment", self.story.place(), ctx.comments.get(number, ""))

    def _drawing(self, element: Any, look: RunLook) -> None:
        if self.story.fields.in_code:
            return
        items = list(shown(element, self.story.page))
        if look.vanish:
            if items:
                self.story.ctx.findings.add("hidden-drawing", self.story.place(), "隐藏的图形")
            return
        if items:
            self.story.fields.produced()
        self.later.extend(items)

    def _ruby(self, element: Any, look: RunLook) -> None:
        """The base stands in the line; the small annotation is printed above it, as a line of its own."""
        base, above = element.find(W + "rubyBase"), element.find(W + "rt")
        if base is not None:
            self.content(base)
        if above is not None and not self.story.fields.in_code:
            inner = Paragraph(self.story, self.style, self.ground)
            inner.content(above)
            self.ruby.append("".join(inner.pieces))

    def _run_alternate(self, element: Any, look: RunLook) -> None:
        branch = chosen(element)
        for child in branch if branch is not None else ():
            if child.tag == W + "t":
                self._text(child, look)
            elif child.tag in _RUN:
                _RUN[child.tag](self, child, look)
            elif child.tag in _INLINE:
                _INLINE[child.tag](self, child)

    # -- fields ----------------------------------------------------------------------------------------------------

    def _field_character(self, element: Any, look: RunLook) -> None:
        fields = self.story.fields
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            if element not in self.story.unmatched:
                fields.begin(element)
        elif kind == "separate":
            fields.separate()
        elif kind == "end":
            closed = fields.end()
            if closed is not None:
                self._field_ended(closed, look)

    def _instruction(self, element: Any, look: RunLook) -> None:
        self.story.fields.instruction(element.text or "")

    def _field_ended(self, item: Field, look: RunLook) -> None:
        findings, place = self.story.ctx.findings, self.story.place()
        if item.name in VOLATILE:
            findings.add("volatile-field", place, item.name)
        if item.name in REMOTE:
            findings.add(REMOTE[item.name], place, item.text)
        if item.name == "EQ" and not item.produced:
            self.ruby.extend(guides(item.text))
        if item.produced:
            if item.stale and item.name not in VOLATILE:
                findings.add("stale-field", place, item.name)
            return
        if item.name in NAMES:
            self._auto_number(item, look)
            return
        text = without_result(item)
        if text is None:
            # Running heads without a stored page number are ordinary; so are empty results that were stored as such.
            if is_page_field(item):
                if self.story.kind in (BlockKind.HEADER, BlockKind.FOOTER):
                    self.emit("1", look)  # stands for the number that each page has
            elif item.stale or not item.in_result:
                findings.add("field-without-result", place, item.name)
        elif text:
            self.emit(text, look)

    def _auto_number(self, item: Field, look: RunLook) -> None:
        if self.story.fields.in_code:  # nested in a field's instruction it prints nothing
            return
        numbers, style = self.story.numbers, self.story.ctx.styles.get(self.style)
        if item.name != LIST_NUMBER:
            self.emit(numbers.auto(item.name, item.text, style.heading), look)
            return
        name, level, start = list_number(item.text)
        first = len(self.pieces) == self._list_pieces
        own = self.story.own_level
        if not name and start is None and own is not None:
            # in a numbered paragraph it counts on in that list, a level deeper for each that stands at the front
            if level is None:
                level = self._list_levels[-1] + first if self._list_levels else own + 1
            self.list_numbers.append((len(self.pieces), min(8, level)))
            self.pieces.append("")
            self.story.fields.produced()
        else:
            text, level = numbers.listed(item.text, self._list_levels, first)
            self.emit(text, look)
        self._list_levels.append(level)
        self._list_pieces = len(self.pieces) if first else self._list_pieces

    def with_list_numbers(self, counter: Counter, num_id: int, look: RunLook) -> str:
        """The text when the LISTNUM fields have counted in the paragraph's own list ``num_id``."""
        for at, level in self.list_numbers:
            self.pieces[at] = counter.label(num_id, level, look).rstrip()
        return "".join(self.pieces)


_INLINE: Final[dict[Any, Callable[[Paragraph, Any], None]]] = {
    W + "r": Paragraph._run,
    M + "r": Paragraph._math,
    M + "oMath": Paragraph._math,
    M + "oMathPara": Paragraph._math,
    W + "hyperlink": Paragraph.content,
    W + "smartTag": Paragraph.content,
    W + "customXml": Paragraph.content,
    W + "dir": Paragraph.content,
    W + "bdo": Paragraph.content,
    W + "sdt": Paragraph._control,
    W + "ins": Paragraph._inserted,
    W + "del": Paragraph._deleted,
    W + "moveFrom": Paragraph._moved_away,
    W + "moveTo": Paragraph._moved_here,
    W + "fldSimple": Paragraph._simple_field,
    W + "subDoc": Paragraph._sub_document,
    MC + "AlternateContent": Paragraph._alternate,
}

# Elements beside text whose inside is not content.
_PASSED: Final = frozenset(
    W + n
    for n in (
        *(
            "pPr",
            "rPr",
            "sdtPr",
            "sdtEndPr",
            "smartTagPr",
            "customXmlPr",
            "fldData",
            "proofErr",
            "permStart",
            "permEnd",
        ),
        *("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "rubyPr", "p", "tbl", "sectPr"),
    )
)

_RUN: Final[dict[Any, Callable[[Paragraph, Any, RunLook], None]]] = {
    W + "tab": Paragraph._tab,
    W + "ptab": Paragraph._tab,
    W + "br": Paragraph._break,
    W + "cr": Paragraph._break,
    W + "lastRenderedPageBreak": Paragraph._page_begins,
    W + "noBreakHyphen": Paragraph._hyphen,
    W + "sym": Paragraph._symbol,
    W + "fldChar": Paragraph._field_character,
    W + "instrText": Paragraph._instruction,
    W + "pgNum": Paragraph._page_number,
    W + "footnoteReference": Paragraph._note_reference,
    W + "endnoteReference": Paragraph._note_reference,
    W + "footnoteRef": Paragraph._own_mark,
    W + "endnoteRef": Paragraph._own_mark,
    W + "commentReference": Paragraph._comment,
    W + "drawing": Paragraph._drawing,
    W + "pict": Paragraph._drawing,
    W + "object": Paragraph._drawing,
    W + "contentPart": Paragraph._drawing,
    W + "ruby": Paragraph._ruby,
    MC + "AlternateContent": Paragraph._run_alternate,
    **{
        W + n: Paragraph._date_part for n in ("dayLong", "dayShort", "monthLong", "monthShort", "yearLong", "yearShort")
    },
}
