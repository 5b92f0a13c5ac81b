"""What all stories of one Word file share while it is read: parts, styles, lists, note marks, findings, a budget."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from tfdocs.errors import InputRefused
from tfdocs.model.document import Block
from tfdocs.read.word.findings import Findings
from tfdocs.read.word.formats import format_number
from tfdocs.read.word.names import VAL, Parts, W, integer
from tfdocs.read.word.numbering import Numbering
from tfdocs.read.word.shapes import Crop
from tfdocs.read.word.styles import Styles

# A thousand pages are about a million characters. Past these a small file has been made to grow.
MAX_CHARACTERS: Final = 20_000_000
MAX_BLOCKS: Final = 2_000_000


class RevisionView(StrEnum):
    """Which state of tracked changes is read."""

    FINAL = "final"  # all accepted
    ORIGINAL = "original"  # all rejected
    MARKUP = "markup"  # inserted and deleted text both, as a print with all markup shows them

    @property
    def inserted(self) -> bool:
        return self is not RevisionView.ORIGINAL

    @property
    def deleted(self) -> bool:
        return self is not RevisionView.FINAL


FINAL: Final = RevisionView.FINAL


@dataclass(slots=True)
class NoteStyle:
    """How one kind of note is numbered (17.11.11, 17.11.12)."""

    format: str
    start: int = 1
    restart: str = "continuous"

    def amended(self, properties: Any | None) -> NoteStyle:
        """With what a ``w:footnotePr`` or ``w:endnotePr`` says."""
        if properties is None:
            return self
        form, start, restart = (properties.find(W + n) for n in ("numFmt", "numStart", "numRestart"))
        return NoteStyle(
            (form.get(VAL) if form is not None else None) or self.format,
            integer(start.get(VAL), 1) if start is not None else self.start,
            (restart.get(VAL) if restart is not None else None) or self.restart,
        )


@dataclass(slots=True)
class Notes:
    """The marks of footnotes or endnotes, given out as their references are met."""

    kind: str  # "footnote" or "endnote"
    styles: list[NoteStyle]  # one a section
    referenced: list[tuple[str, str]] = field(default_factory=list)  # id and mark, in order
    _next: int | None = None
    _section: int = 0
    _page: int = 0

    def mark(self, note_id: str, section: int, page: int, custom: bool) -> str:
        """Count one reference on that page; its printed mark, "" where the author wrote one by hand."""
        style = self.styles[min(section, len(self.styles) - 1)]
        if custom:
            self.referenced.append((note_id, ""))
            return ""
        anew = {"eachSect": section != self._section, "eachPage": (section, page) != (self._section, self._page)}
        if self._next is None or anew.get(style.restart, False):
            self._next = style.start
        self._section, self._page = section, page
        mark = format_number(self._next, style.format)
        self._next += 1
        self.referenced.append((note_id, mark))
        return mark


@dataclass(slots=True)
class Context:
    parts: Parts
    styles: Styles
    numbering: Numbering
    view: RevisionView
    footnotes: Notes
    endnotes: Notes
    findings: Findings = field(default_factory=Findings)
    blocks: list[Block] = field(default_factory=list)
    comments: dict[str, str] = field(default_factory=dict)
    comments_seen: set[str] = field(default_factory=set)
    pictures: dict[str, bytes] = field(default_factory=dict)  # by SHA-256, in order
    picture_places: dict[str, str] = field(default_factory=dict)  # of the same: where each is shown first
    # of the same: how often each is shown, 0 for what a running head repeats; and the keys of what was taken
    picture_counts: dict[str, int] = field(default_factory=dict)
    picture_keys: dict[tuple[str, Crop], str] = field(default_factory=dict)
    backdrop: bool = False  # pictures lie behind the text somewhere: white print may show on them
    tables: int = 0
    section: int = 0
    in_columns: frozenset[int] = frozenset()  # the sections that are laid in two columns or more
    page: int = 0  # breaks met so far: those of the author, and those that Word stored when it last laid out the file
    laid_out: bool = False  # whether Word stored any
    imports: int = 0  # alternative chunks read so far
    conversions: int = 0  # of these, by LibreOffice
    import_depth: int = 0
    _characters: int = 0
    # lines of each picture's part, and of what is shown of it, that was looked at already
    drawn: dict[tuple[str, Crop], tuple[str, ...]] = field(default_factory=dict)

    def put(self, block: Block) -> None:
        """Append a block. ``InputRefused`` past the limits of text."""
        self._characters += len(block.text)
        if self._characters > MAX_CHARACTERS or len(self.blocks) >= MAX_BLOCKS:
            raise InputRefused(
                "展开后的文字太多（疑似恶意文件）",
                where=self.parts.package.name,
                hint="请用 Word 打开确认内容后另存一份。",
            )
        self.blocks.append(block)
