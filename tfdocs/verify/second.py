"""The second reader's word on a disputed place: another program, trained on other pictures, sees the same crop.

It is heard only where the first reader's probabilities leave a doubt, and only to settle it in one way: when it reads,
in place and with its neighbours, exactly what the Word has, and surely, the doubt is a reading error. It errs too often
itself (``benchmarks.tamper`` counts) for its dissent to make a difference certain. Nor is it heard on what matters
most, or on characters that look alike: it knows its language too, and read 自己 where 自已 was planted, twice in two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from tfdocs.errors import ComponentMissing, EngineFailed
from tfdocs.model.comparison import Certainty, Kind
from tfdocs.model.document import Finding
from tfdocs.model.fault import Severity
from tfdocs.model.page import Page, Source
from tfdocs.read.ocr import tesseract
from tfdocs.read.ocr.engine import LineReader, ReadText
from tfdocs.text.normalise import fold, is_punctuation
from tfdocs.verify.align import BREAK
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.likeness import look_alike
from tfdocs.verify.materiality import critical
from tfdocs.verify.thresholds import SECOND_MOST, SECOND_SURE
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.witness import Witness
from tfdocs.verify.wordtext import WordText

Image = npt.NDArray[np.uint8]
_CONTEXT = 3  # characters on each side that must be there too
# doubts about what is printed at a place; what is nowhere in the Word, or nowhere on paper, is no question of reading
_DOUBTS = frozenset(
    {
        "likelihood",
        "likelihood-second-look",
        "likelihood-at-line-end",
        "looks-differ",
        "one-shape",
        "lost-strokes",
        "under-seal",
        "hardly-read",
    }
)
_NOTE = "第二个识读引擎独立读出的与 Word 一致，判定为识读误差"


def installed() -> LineReader | None:
    """Tesseract where it is installed with its Chinese data, else None."""
    return tesseract.TesseractReader() if tesseract.version() is not None else None


@dataclass(slots=True)
class SecondReader:
    """Asks ``reader`` at most ``SECOND_MOST`` times; one that fails once is not asked again and ``failure`` says so."""

    reader: LineReader | None
    failure: str = ""
    asked: int = 0
    _read: dict[int, ReadText | None] = field(default_factory=dict)

    def line(self, key: int, crop: Image) -> ReadText | None:
        """What it reads in ``crop`` of the line ``key``; None without a reader, after a failure, or past the limit."""
        if key in self._read:
            return self._read[key]
        if self.reader is None or self.failure or self.asked >= SECOND_MOST or min(crop.shape[:2], default=0) < 6:
            return None
        self.asked += 1
        found: ReadText | None = None
        try:
            (found,) = self.reader.read_lines([crop])
        except (EngineFailed, ComponentMissing) as error:
            self.failure = str(error)
        self._read[key] = found
        return found


def supports(read: ReadText, word: str, before: str, after: str) -> bool:
    """Whether ``read`` has ``word`` between its neighbours, once and nowhere else, and surely.

    ``before`` and ``after``: folded text of the Word around the place, on this line. Without at least two characters of
    it, or the whole line being just these, nothing says that the place is the same. An empty ``word`` (the paper was
    read to have more) is supported by its neighbours standing side by side.
    """
    folded = fold(read.text)
    left, right = before[-_CONTEXT:], after[:_CONTEXT]
    wanted = left + word + right
    if word and len(left) + len(right) < 2 and folded.text != wanted:
        return False
    if not word and min(len(left), len(right)) < 2:
        return False
    at = folded.text.find(wanted)
    if at < 0 or folded.text.find(wanted, at + 1) >= 0:
        return False
    first, last = (at + len(left), at + len(left) + len(word)) if word else (at, at + len(wanted))
    start, end = folded.source_span(first, last)
    return min(read.confidence[start:end], default=0.0) >= SECOND_SURE


def settle(
    items: Sequence[Weighed], word: WordText, pages: Sequence[Page], witness: Witness | None, second: SecondReader
) -> list[Weighed]:
    """``items`` with the doubts taken off that the second reader settles; the others as they are."""
    if witness is None or second.reader is None:
        return list(items)
    return [_settled(item, word, pages, witness, second) for item in items]


def _settled(item: Weighed, word: WordText, pages: Sequence[Page], witness: Witness, second: SecondReader) -> Weighed:
    hunk = item.hunk
    if item.certainty is not Certainty.UNCERTAIN or item.rule not in _DOUBTS or item.kind is Kind.FILLED_IN:
        return item
    text = word.text[hunk.w0 : hunk.w1].strip(BREAK)
    if critical(item.materiality) or look_alike(hunk.read, text):
        return item
    if BREAK in text or any(side and is_punctuation(side) for side in (text, hunk.read)):
        return item  # marks are the first thing it leaves out, and it read a comma where ； had been planted
    for piece in (hunk.piece, hunk.after):
        if piece is None or piece.line.source is not Source.OCR:
            continue
        read = second.line(id(piece.line), witness.picture(pages[piece.page], piece.line))
        if read is not None and supports(read, text, *_neighbours(hunk, word)):
            return replace(item, certainty=None, rule="second-reader", note=_NOTE)
    return item


def _neighbours(hunk: Hunk, word: WordText) -> tuple[str, str]:
    """The Word's folded text before and after the place, as far as it is on the same block."""
    before = word.text[max(0, hunk.w0 - _CONTEXT) : hunk.w0].rpartition(BREAK)[2]
    after = word.text[hunk.w1 : hunk.w1 + _CONTEXT].partition(BREAK)[0]
    piece = hunk.piece
    if piece is not None and piece.place is not None:
        low, high = piece.place.start, piece.place.end
        if low <= hunk.w0 <= high:
            before = before[max(0, len(before) - (hunk.w0 - low)) :]
        if low <= hunk.w1 <= high:
            after = after[: high - hunk.w1]
    return before, after


def second_findings(second: SecondReader) -> list[Finding]:
    """That the second reader gave out is said: its word was then not heard on the places after."""
    if not second.failure:
        return []
    message = f"第二个识读引擎中途失败，其后的存疑处未由它复核：{second.failure}"
    return [Finding(code="second-reader-failed", severity=Severity.INFO, message=message, where="")]
