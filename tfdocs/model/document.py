"""A document as a reader of its paper would see it: text in blocks, each with its place."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import cached_property
from operator import attrgetter

from pydantic import BaseModel, ConfigDict

from tfdocs.model.fault import Severity
from tfdocs.model.formula import Formula
from tfdocs.model.geometry import Box, union


class Finding(BaseModel):
    """Something a person should know of a file: hidden text, revisions, a page that could not be read.

    ``code`` is stable and in English, ``message`` and ``where`` are Chinese.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    severity: Severity
    message: str
    where: str | None = None


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    CELL = "cell"  # a paragraph of a table cell
    HEADER = "header"  # printed on many pages
    FOOTER = "footer"
    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"
    TEXT_BOX = "text_box"
    PICTURE = "picture"  # text that was read in a picture of the Word file


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A table cell on its grid; ``table`` counts from 0 through the document, nested tables included."""

    table: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a text box stands among those of the same ``space``; how far from the paper's edge nobody knows. Points."""

    space: str
    box: Box


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of whatever kind. ``text`` has no line break; ``start`` is its offset in ``Document.text``."""

    kind: BlockKind
    text: str
    paragraph: int  # running number in the document, from 0
    start: int
    place: str  # for a person: “第 12 段”, “表 3 第 2 行第 4 列”
    cell: CellPlace | None = None
    style: str = ""  # style name as the file has it, "" where there is none
    page: int | None = None  # from 1; PDFs only
    struck: tuple[tuple[int, int], ...] = ()  # parts of ``text`` that are printed with a line through them
    frame: Frame | None = None  # of the text box that it stands in
    repeats: bool | None = None  # in a row of a table that is printed again on each page; None where nobody says
    in_columns: int | None = None  # the number of its section, where that is laid in two columns or more
    spaced: tuple[tuple[int, int, float], ...] = ()  # parts of ``text`` with so many points more between characters
    chart: tuple[float, float] | None = None  # words of a chart with numbers along an axis: its size in points
    formulas: tuple[Formula, ...] = ()  # parts of ``text`` that paper shows in two dimensions
    floats: bool = False  # in a paragraph's frame or a table with text around it: not where the text has it

    @property
    def end(self) -> int:
        return self.start + len(self.text)


_BEHIND_START = attrgetter(*(f.name for f in fields(Block)[4:]))


@dataclass(frozen=True)
class Document:
    """The text of a source. ``text`` is the blocks joined by line breaks; every span points into it.

    For a plain text file ``text`` is the file's own text, character by character.
    """

    name: str
    sha256: str
    kind: str  # "docx", "pdf" or "txt"
    text: str
    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...] = ()
    pictures: tuple[bytes, ...] = field(default=(), repr=False)  # encoded pictures that are shown, in order
    glyphs: tuple[tuple[int, Box] | None, ...] = field(default=(), repr=False)  # PDFs: page and box of each character
    sure: tuple[float, ...] = field(default=(), repr=False)  # scans: how surely each character was read, 0 to 1
    picture_places: tuple[str, ...] = field(default=(), repr=False)  # ``Block.place`` of what each picture stands at
    picture_counts: tuple[int, ...] = field(default=(), repr=False)  # how often each is shown; 0: on running heads

    @cached_property
    def _starts(self) -> list[int]:
        return [b.start for b in self.blocks]

    def where(self, start: int, end: int) -> tuple[int | None, list[Box]]:
        """The page where ``text[start:end]`` begins and one box a line it runs over; (None, []) without glyphs."""
        found = [g for g in self.glyphs[start:end] if g is not None]
        if not found:
            return None, []
        page = found[0][0]
        lines: list[list[Box]] = []
        for number, box in found:
            if number != page:
                break
            last = lines[-1][-1] if lines else None
            if last is not None and box.x0 >= last.x0 and box.top < last.bottom and box.bottom > last.top:
                lines[-1].append(box)
            else:
                lines.append([box])
        return page, [union(line) for line in lines]

    def block_at(self, offset: int) -> Block:
        """The block that holds ``offset`` of ``text``; the one before it for a line break. ``IndexError`` outside."""
        if not self.blocks or not 0 <= offset <= len(self.text):
            raise IndexError(offset)
        return self.blocks[max(0, bisect_right(self._starts, offset) - 1)]


def join_blocks(parts: list[Block]) -> tuple[str, tuple[Block, ...]]:
    """Number and place ``parts`` (their ``start`` and ``paragraph`` are ignored) and return text and blocks."""
    out: list[Block] = []
    offset = 0
    for number, part in enumerate(parts):
        # (``replace`` takes four times as long, and a Word of 100 pages has thousands)
        out.append(Block(part.kind, part.text, number, offset, *_BEHIND_START(part)))
        offset += len(part.text) + 1
    return "\n".join(p.text for p in parts), tuple(out)
