"""What an intake is asked for, beyond where and what, and how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tfdocs.model.programme import Programme

# Seconds. A page of OCR takes 1-4 on one thread, ten times that on a machine that pages to disk.
PAGE_SECONDS = 180.0
WORD_SECONDS = 240.0  # LibreOffice may have to convert it


@dataclass(frozen=True)
class Options:
    """``reading``, ``words`` and ``judging`` name the settings under which pages, Words and reports are kept."""

    allow_attachments: bool = False
    view: str = "final"  # a RevisionView: which state of tracked changes is compared
    programme: Programme | None = None
    category: str = ""
    page_seconds: float = PAGE_SECONDS
    retry_failed: bool = False
    reading: str = ""
    words: str = ""
    judging: str = ""


@dataclass(slots=True)
class Count:
    """What progress tells."""

    pairs: int = 0
    pairs_done: int = 0
    pages: int = 0  # as far as known
    pages_done: int = 0
    pages_read: int = 0  # in this run, which is what the speed is made of
    failed: int = 0
    seconds: float = 0.0

    @property
    def pages_a_second(self) -> float:
        return self.pages_read / self.seconds if self.seconds > 0 else 0.0


Progress = Callable[[Count], None]
