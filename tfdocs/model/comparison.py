"""The answer to “is this PDF that Word?”: differences, ledgers, and a verdict that is computed from them.

The JSON form is ``tfdocs.check/1``; ``CheckReport.model_dump(mode="json", by_alias=True)`` gives it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, computed_field

from tfdocs.model.document import Document, Finding
from tfdocs.model.fault import Severity
from tfdocs.model.page import Page, SealShape, Source


class Kind(StrEnum):
    REPLACED = "replaced"
    MISSING = "missing"  # in the Word only
    ADDED = "added"  # in the PDF only
    MOVED = "moved"
    FILLED_IN = "filled_in"  # a blank of the Word signed, dated or written on paper


class Certainty(StrEnum):
    CERTAIN = "certain"
    UNCERTAIN = "uncertain"


class Materiality(StrEnum):
    """What a difference touches, the weightiest first."""

    AMOUNT = "amount"
    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"
    TEXT = "text"
    PUNCTUATION = "punctuation"

    @property
    def rank(self) -> int:
        return list(Materiality).index(self)


class Verdict(StrEnum):
    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    UNDETERMINED = "undetermined"

    @property
    def exit_code(self) -> int:
        return {Verdict.CONSISTENT: 0, Verdict.INCONSISTENT: 10, Verdict.UNDETERMINED: 11}[self]


class PageStatus(StrEnum):
    MATCHED = "matched"
    BLANK = "blank"
    EXTRA = "extra"
    DUPLICATE = "duplicate"
    MISPLACED = "misplaced"
    FAILED = "failed"


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


Coordinates = Annotated[list[float], Field(min_length=4, max_length=4)]


class WordSide(_Stored):
    """``text`` of the Word with up to ten characters on each side; ``paragraph`` is ``Block.paragraph``."""

    text: str
    before: str = Field(max_length=10)
    after: str = Field(max_length=10)
    paragraph: int = Field(ge=0)
    place: str = ""  # for a person
    start: int = 0  # offsets in Document.text
    end: int = 0


class PdfSide(_Stored):
    """``text`` of the PDF with its page and boxes (points from the seen page's top-left)."""

    text: str
    before: str = Field(max_length=10)
    after: str = Field(max_length=10)
    page: int = Field(ge=1)
    boxes: list[Coordinates]


class Evidence(_Stored):
    """By which rule the certainty was decided, and the log-likelihood ratio behind it where there is one."""

    rule: str
    score: float | None
    note: str = ""  # Chinese, one sentence


class Touched(_Stored):
    """The promise of the Word that a difference touches: what it is there, and what the paper makes of it."""

    id: str  # of the Word's commitment; "" for one that only the paper has
    text: str  # the Word's words, or the paper's for one that only the paper has
    before: str  # “≥20篇”; "" for one that only the paper has
    after: str  # the same when its number is untouched, "" when the paper says nothing of it
    message: str  # Chinese, one sentence

    def __str__(self) -> str:
        return self.message


class Difference(_Stored):
    id: str
    kind: Kind
    certainty: Certainty
    materiality: Materiality
    word: WordSide | None
    pdf: PdfSide | None
    evidence: Evidence
    commitment: Touched | None = None  # the weightiest promise it touches

    @property
    def material(self) -> bool:
        return self.materiality is not Materiality.PUNCTUATION and self.kind is not Kind.FILLED_IN


class PageEntry(_Stored):
    number: int = Field(ge=1)
    source: Source
    status: PageStatus
    rotation: Literal[0, 90, 180, 270]
    dpi: float | None
    characters: int = Field(ge=0)
    width: float = 0.0
    height: float = 0.0


class Coverage(_Stored):
    """Every visible character of the Word is in one of these; those that differ are neither verified nor missing."""

    word_characters: int = Field(ge=0)
    verified: int = Field(ge=0)
    missing: int = Field(ge=0)
    unreadable: int = Field(ge=0)
    different: int = Field(default=0, ge=0)
    pdf_characters: int = Field(default=0, ge=0)
    pdf_unverified: int = Field(default=0, ge=0)  # characters and writing on the PDF that are accounted for by nothing


class SealEntry(_Stored):
    page: int = Field(ge=1)
    box: Coordinates
    shape: SealShape
    text: str | None


class WordInfo(_Stored):
    name: str
    sha256: str
    characters: int = Field(ge=0)
    view: str = "final"  # which view of revisions was compared


class PdfInfo(_Stored):
    name: str
    sha256: str
    pages: int = Field(ge=0)


class CheckReport(_Stored):
    """Everything that was found out about a pair. The verdict is a property; nobody sets it."""

    schema_: Literal["tfdocs.check/1"] = Field(default="tfdocs.check/1", alias="schema")
    word: WordInfo
    pdf: PdfInfo
    differences: list[Difference]
    pages: list[PageEntry]
    coverage: Coverage
    seals: list[SealEntry]
    findings: list[Finding]
    suppressed: list[Difference] = []  # weighed and found to be reading errors; kept so that nothing disappears
    engines: dict[str, str] = {}  # name to version
    allow_attachments: bool = False

    @computed_field  # type: ignore[prop-decorator]
    @property
    def verdict(self) -> Verdict:
        if any(d.certainty is Certainty.CERTAIN and d.material for d in self.differences):
            return Verdict.INCONSISTENT
        doubtful = any(
            d.certainty is Certainty.UNCERTAIN
            or (d.materiality is Materiality.PUNCTUATION and d.kind is not Kind.FILLED_IN)
            for d in self.differences
        )
        cover = self.coverage
        unverified = cover.verified < cover.word_characters or cover.unreadable > 0 or cover.pdf_unverified > 0
        bad_page = any(
            p.status is PageStatus.FAILED or (p.status is PageStatus.EXTRA and not self.allow_attachments)
            for p in self.pages
        )
        if doubtful or unverified or bad_page or any(f.severity is Severity.ERROR for f in self.findings):
            return Verdict.UNDETERMINED
        return Verdict.CONSISTENT


@dataclass(frozen=True)
class Checked:
    """A report with what it was made from, so that it can be shown on the page: what the report writers take."""

    report: CheckReport
    word: Document
    pages: tuple[Page, ...]
    pdf_path: Path
