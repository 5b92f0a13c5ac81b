"""Where words stand on a printed page, so that a seal or a signature can be put there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of text on a page (from 1), in points from the top left."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


def find_words(pdf: Path, words: str) -> list[Found]:
    """Every place of ``words`` in the text layer of ``pdf``, in reading order; white space counts for nothing."""
    wanted = "".join(words.split())
    out: list[Found] = []
    with pdfium.PdfDocument(pdf) as document:
        for number, page in enumerate(document, 1):
            height = page.get_height()
            text = page.get_textpage()
            characters = [(text.get_text_range(i, 1), i) for i in range(text.count_chars())]
            kept = [(c, i) for c, i in characters if c.strip()]
            flat = "".join(c[0] for c, _ in kept)
            at = flat.find(wanted)
            while at >= 0:
                boxes = [text.get_charbox(i) for _, i in kept[at : at + len(wanted)]]
                left, right = min(b[0] for b in boxes), max(b[2] for b in boxes)
                low, high = min(b[1] for b in boxes), max(b[3] for b in boxes)
                out.append(Found(number, left, height - high, right, height - low))
                at = flat.find(wanted, at + 1)
            text.close()
            page.close()
    return out


def page_texts(pdf: Path) -> list[str]:
    """The text layer of each page without white space."""
    with pdfium.PdfDocument(pdf) as document:
        out = []
        for page in document:
            text = page.get_textpage()
            out.append("".join(text.get_text_bounded().split()))
            text.close()
            page.close()
        return out
