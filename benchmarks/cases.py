"""The cases of the tamper benchmark: a Word, a scan of its print, and what was changed between the two.

Documents are made (``benchmarks.documents``) or given, edited (``benchmarks.edits``), printed by LibreOffice, sealed
and scanned at one of six levels of quality. The Word compared is always the unedited one, so the truth is known: what
was planted differs and nothing else does. It must not know who checks them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

from benchmarks import documents
from benchmarks.edits import Edit, variants
from benchmarks.scan_pairs import over_the_text
from samples.printing import print_all
from samples.scanning import Colour, scan


@dataclass(frozen=True, slots=True)
class Level:
    """A quality of scan. ``good``: 200 dpi and above by a scanner, where nothing may be missed."""

    name: str
    dpi: int
    good: bool = True
    colour: Colour = "colour"
    seal: bool = True
    skew: float = 0.6
    noise: float = 3.0
    blur: float = 0.5
    quality: int = 70
    photo: bool = False
    digital: bool = False  # the print itself: its text layer is what is compared

    def settings(self) -> dict[str, Any]:
        """What ``samples.scanning.scan`` is told of it."""
        return {
            "dpi": self.dpi,
            "colour": self.colour,
            "skew": self.skew,
            "noise": self.noise,
            "blur": self.blur,
            "jpeg_quality": self.quality,
            "photo": self.photo,
            "shadow": 0.3 if self.photo else 0.06,
        }


LEVELS = (
    Level("300 dpi colour", 300),
    Level("200 dpi colour", 200),
    Level("200 dpi grey", 200, colour="grey"),
    Level("300 dpi bw", 300, colour="bw"),
    Level("photograph", 220, good=False, photo=True, noise=4.0, blur=0.8),
    Level("150 dpi bad", 150, good=False, skew=1.5, noise=6.0, blur=0.8, quality=45),
)
PRINT = Level("the print itself", 200, digital=True)  # dpi: at which those who read pictures get it
BY_NAME = {level.name: level for level in (*LEVELS, PRINT)}
LAYOUT_EACH = 2  # of each kind of edit that keeps the words, in each variant
PAGE_REMOVED, PAGES_SWAPPED = "page_removed", "pages_swapped"


@dataclass(frozen=True, slots=True)
class PageEdit:
    """A sheet that was taken out, or two neighbours that changed places. ``page`` (the first of two) counts from 1."""

    kind: str
    page: int
    text: str  # what the print has on it, by its text layer


@dataclass(frozen=True, slots=True)
class Case:
    """A Word, a scan of its (perhaps edited) print, and what was edited."""

    name: str
    word: Path
    scan: Path
    level: Level
    edits: tuple[Edit, ...]
    pages: int
    page_edit: PageEdit | None = None

    @property
    def untouched(self) -> bool:
        return not self.edits and self.page_edit is None


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to make. ``given``: Word files beside the made ones; ``edits`` in each of ``variants`` of a document."""

    kinds: Sequence[str]
    seeds: Sequence[int]
    variants: int
    edits: int
    levels: Sequence[Level]
    given: Sequence[Path] = ()
    levels_each: int | None = None  # scan each print at so many levels, taking turns; None: at all of them
    page_edits: bool = True
    layout_edits: bool = False  # beside ``edits``, some of where and how words stand; and documents with room for them


def page_texts(pdf: Path) -> list[str]:
    """The text layer of each page."""
    with pdfium.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def make_cases(folder: Path, plan: Plan) -> Iterator[Case]:
    """Make documents, variants and scans below ``folder``; of each document the untouched print comes first."""
    words: list[Path] = []
    for seed in plan.seeds:
        for k, kind in enumerate(plan.kinds):
            path = folder / f"{kind}-{seed}.docx"
            typeface = documents.TYPEFACES[(k + seed) % len(documents.TYPEFACES)]
            documents.write(kind, typeface, seed, path, roomy=plan.layout_edits)
            words.append(path)
    words += plan.given
    untouched = print_all(words, folder / "print")
    layout = LAYOUT_EACH if plan.layout_edits else 0
    edited = variants(words, folder / "edited", plan.variants, plan.edits, plan.seeds[0], layout=layout)
    turn = 0
    for word, clean in zip(words, untouched, strict=True):
        texts = page_texts(clean)
        prints: list[tuple[Path, tuple[Edit, ...], PageEdit | None]] = [(clean, (), None)]
        prints += [(variant.pdf, variant.edits, None) for variant in edited[word]]
        if plan.page_edits and len(texts) >= 3:
            at = 1 + turn % (len(texts) - 1)
            kind = PAGE_REMOVED if turn % 2 else PAGES_SWAPPED
            prints.append((clean, (), PageEdit(kind, at, texts[at - 1])))
        for pdf, planted, page_edit in prints:
            count = plan.levels_each or len(plan.levels)
            for n in range(count):
                level = plan.levels[(turn + n) % len(plan.levels)]
                yield _scanned(folder, word, pdf, planted, page_edit, level, seed=100 * turn + n)
            turn += 1


def _scanned(
    folder: Path,
    word: Path,
    pdf: Path,
    planted: tuple[Edit, ...],
    page_edit: PageEdit | None,
    level: Level,
    *,
    seed: int,
) -> Case:
    pages = len(page_texts(pdf))
    order = None
    drop: tuple[int, ...] = ()
    if page_edit is not None and page_edit.kind == PAGES_SWAPPED:
        order = list(range(1, pages + 1))
        order[page_edit.page - 1 : page_edit.page + 1] = [page_edit.page + 1, page_edit.page]
    elif page_edit is not None:
        drop = (page_edit.page,)
    what = page_edit.kind if page_edit else "edited" if planted else "untouched"
    made = folder / f"{pdf.stem}-{what}-{level.name.replace(' ', '-')}.pdf"
    if level.digital:
        _put_together(pdf, made, [n for n in order or range(1, pages + 1) if n not in drop])
        return Case(f"{pdf.stem} ({what})", word, made, level, planted, pages - len(drop), page_edit)
    scan(
        pdf,
        made,
        **level.settings(),
        seals=over_the_text(pdf) if level.seal else (),
        order=order,
        drop_pages=drop,
        seed=seed,
    )
    return Case(f"{pdf.stem} ({what})", word, made, level, planted, pages - len(drop), page_edit)


def _put_together(pdf: Path, made: Path, order: Sequence[int]) -> None:
    """Write the pages of a print (from 1) to ``made``, in ``order``."""
    with pdfium.PdfDocument(pdf) as document, pdfium.PdfDocument.new() as out:
        out.import_pages(document, [n - 1 for n in order])
        out.save(made)
