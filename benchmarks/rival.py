"""The stock ways to compare a Word with a scan: RapidOCR as it comes with a Levenshtein diff, Tesseract with difflib.

Generous to them: each gets our own text of the Word and pictures rendered by us at the scan's resolution, and both
texts are brought to the same width (NFKC) and stripped of space before they are compared.
"""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from rapidfuzz.distance import Levenshtein

from benchmarks.scoring import Reported


def _plain(text: str) -> tuple[str, list[int]]:
    """``text`` without space, in one width, with the offset that each character came from."""
    characters, offsets = [], []
    for i, c in enumerate(text):
        for n in unicodedata.normalize("NFKC", c):
            if not n.isspace():
                characters.append(n)
                offsets.append(i)
    return "".join(characters), offsets


class StockReader:
    """RapidOCR with its default settings; one engine for all pages."""

    def __init__(self) -> None:
        from rapidocr import RapidOCR

        self._engine: Any = RapidOCR(params={"Global.log_level": "error"})

    def text(self, pdf: Path, dpi: int) -> str:
        """What it reads, page after page, line after line in its own order."""
        lines: list[str] = []
        with pdfium.PdfDocument(pdf) as document:
            for page in document:
                image = np.asarray(page.render(scale=dpi / 72).to_pil().convert("RGB"))[:, :, ::-1]
                page.close()
                lines += list(self._engine(np.ascontiguousarray(image)).txts or ())
        return "\n".join(lines)


class TesseractReader:
    """Tesseract with ``chi_sim`` through pytesseract; ``FileNotFoundError`` where it is missing."""

    def __init__(self) -> None:
        import pytesseract

        self._read: Any = pytesseract.image_to_string
        try:
            if "chi_sim" not in pytesseract.get_languages():
                raise FileNotFoundError("Tesseract has no chi_sim")
        except pytesseract.TesseractNotFoundError as error:
            raise FileNotFoundError("Tesseract is not installed") from error

    def text(self, pdf: Path, dpi: int) -> str:
        """What it reads, page after page."""
        with pdfium.PdfDocument(pdf) as document:
            return "\n".join(
                self._read(page.render(scale=dpi / 72).to_pil().convert("RGB"), lang="chi_sim", config=f"--dpi {dpi}")
                for page in document
            )


def sequence_differences(word_text: str, read: str) -> list[Reported]:
    """Every place that difflib finds to differ, as ranges of ``word_text``."""
    word, offsets = _plain(word_text)
    paper, _ = _plain(read)
    out: list[Reported] = []
    for tag, a0, a1, b0, b1 in SequenceMatcher(None, word, paper, autojunk=False).get_opcodes():
        if tag != "equal":
            start = offsets[a0] if a0 < len(offsets) else len(word_text)
            end = offsets[a1 - 1] + 1 if a1 > a0 else start
            out.append(Reported(start, end, paper[b0:b1], True))
    return out


def stock_differences(word_text: str, read: str) -> list[Reported]:
    """Every run of edits between the two texts, as ranges of ``word_text``."""
    word, offsets = _plain(word_text)
    paper, _ = _plain(read)
    out: list[Reported] = []
    for op in Levenshtein.opcodes(word, paper):
        if op.tag == "equal":
            continue
        start = offsets[op.src_start] if op.src_start < len(offsets) else len(word_text)
        end = offsets[op.src_end - 1] + 1 if op.src_end > op.src_start else start
        text = paper[op.dest_start : op.dest_end]
        if out and start - out[-1].end <= 1 and (out[-1].end > out[-1].start or out[-1].paper):
            # Neighbouring operations are one place to a person.
            last = out.pop()
            start, text = last.start, last.paper + text
        out.append(Reported(start, end, text, True, f"{word_text[start:end]!r} / {text!r}"))
    return out
