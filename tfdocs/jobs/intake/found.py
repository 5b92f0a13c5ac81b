"""The types of what lies in a folder and how it was sorted. It must not know how any of it is found."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from tfdocs.jobs.intake.steps import FileTask, Stamp


class Sort(StrEnum):
    """What a file is to an intake, by its bytes and, where these do not say, its name."""

    WORD = "word"
    PDF = "pdf"
    LIST = "list"  # an .xlsx: may say which files belong together
    OTHER = "other"  # pictures, texts, programs: left alone
    BAD = "bad"  # named like a Word or a PDF, and none: damaged, empty, a picture


@dataclass(frozen=True, slots=True)
class Found:
    """A file. ``place`` is where a person finds it: below the folder, with ``/``, zips like folders."""

    place: tuple[str, ...]
    path: Path
    sha256: str
    stamp: Stamp
    sort: Sort

    @property
    def name(self) -> str:
        return self.place[-1]

    @property
    def folder(self) -> tuple[str, ...]:
        return self.place[:-1]

    @property
    def shown(self) -> str:
        return "/".join(self.place)

    @property
    def task(self) -> FileTask:
        return FileTask(self.path, self.sha256, self.stamp)


class Trouble(StrEnum):
    """Why something is on the list of what was not checked."""

    FAILED = "failed"  # cannot be read at all: counts as a failed item
    AMBIGUOUS = "ambiguous"  # more than one possible partner
    ALONE = "alone"  # no partner
    DUPLICATE = "duplicate"  # the same bytes as another
    LIST = "list"  # a row of the list of pairs that does not come out
    ATTACHMENT = "attachment"  # left alone
    OTHER = "other"  # neither Word nor PDF


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that was not checked, and why. ``files`` are places."""

    trouble: Trouble
    files: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A Word and a PDF that belong together, and by which rule. ``id`` comes from the places."""

    id: str
    label: str  # the applicant, as far as names tell
    word: Found
    pdf: Found
    rule: str
    notes: tuple[str, ...] = ()


@dataclass
class Sorted:
    """A folder sorted out: everything in it stands in exactly one of the two, or is half of a pair."""

    pairs: list[Pair] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
