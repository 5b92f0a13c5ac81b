"""The Word's text as the placing needs it: folded, blocks apart, with an index of three-character pieces."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from tfdocs.model.document import Block, BlockKind, CellPlace, Document
from tfdocs.model.formula import Formula
from tfdocs.text.normalise import Folded, fold, fold_char
from tfdocs.verify.align import BREAK

RUNNING = (BlockKind.HEADER, BlockKind.FOOTER)
GRAM = 3
_STEP = 2  # characters between the pieces of which the rarest tells where to look


@dataclass(frozen=True, slots=True)
class RunningHead:
    """A header or footer paragraph; ``text`` stands in ``WordText.text`` from ``start``."""

    text: str
    start: int
    block: int  # index in document.blocks


@dataclass(frozen=True, slots=True)
class FormulaAt:
    """A formula in two dimensions: ``text[at:upto]``, which is empty where ``WordText.text`` leaves it out."""

    formula: Formula
    at: int
    upto: int
    block: int  # index in document.blocks
    start: int  # in document.text
    end: int


@dataclass(frozen=True)
class WordText:
    """``text``: all blocks that are printed once, folded, each followed by ``BREAK``, then from ``body`` on those of
    headers and footers likewise. ``source[i]``: the offset in ``document.text`` of the character behind ``text[i]``
    (of the block's end for a break)."""

    document: Document
    text: str
    source: tuple[int, ...]
    block_of: tuple[int, ...]  # index in document.blocks for each character of ``text``
    body: int
    running: tuple[RunningHead, ...] = ()
    formulas: tuple[FormulaAt, ...] = ()  # of the body: what is no line of text is compared by itself

    @cached_property
    def flat_index(self) -> tuple[int, ...]:
        """For each character of ``flat`` its index in ``text``."""
        return tuple(i for i, c in enumerate(self.text[: self.body]) if c != BREAK)

    @cached_property
    def flat_at(self) -> tuple[int, ...]:
        """For each place of ``text`` (its end included) the first character of ``flat`` at or behind it."""
        return tuple(accumulate((c != BREAK for c in self.text[: self.body]), initial=0))

    @cached_property
    def flat(self) -> str:
        """The body without its breaks: a narrow row of a table is read as one line over several cells."""
        return self.text[: self.body].replace(BREAK, "")

    @cached_property
    def breaks(self) -> npt.NDArray[np.bool_]:
        """For each character of ``text`` whether it is a break."""
        codes = np.frombuffer(self.text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        return np.asarray(codes == ord(BREAK))

    @cached_property
    def ranges(self) -> dict[int, tuple[int, int]]:
        """Where in ``text`` each block (its index in ``document.blocks``) stands, without its break; those that have
        no character are left out."""
        out: dict[int, tuple[int, int]] = {}
        start = 0
        for part in self.text.split(BREAK)[:-1]:
            if part:
                out[self.block_of[start]] = start, start + len(part)
            start += len(part) + 1
        return out

    @cached_property
    def cells(self) -> dict[CellPlace, list[tuple[int, int]]]:
        """Where in ``text`` the paragraphs of each cell of the body stand, as ``ranges`` has them."""
        out: dict[CellPlace, list[tuple[int, int]]] = {}
        for block, (start, end) in self.ranges.items():
            cell = self.document.blocks[block].cell
            if cell is not None and start < self.body:
                out.setdefault(cell, []).append((start, end))
        return out

    @cached_property
    def _found(self) -> dict[str, list[int]]:
        return {}

    def occurrences(self, part: str) -> list[int]:
        """Where in ``flat`` ``part`` stands to the letter, rising; looked up once for each text."""
        found = self._found.get(part)
        if found is None:
            found = self._found[part] = self._look_up(part)
        return found

    def _look_up(self, part: str) -> list[int]:
        flat = self.flat
        if len(part) < GRAM:
            found = []
            at = flat.find(part)
            while at >= 0:
                found.append(at)
                at = flat.find(part, at + 1)
            return found
        # by a rare piece: searching the whole text for each line of a book takes the square of its length
        grams = self.grams
        pieces = [(grams.get(part[i : i + GRAM], ()), i) for i in range(0, len(part) - GRAM + 1, _STEP)]
        places, i = min(pieces, key=lambda piece: len(piece[0]))
        return [p - i for p in places if p >= i and flat.startswith(part, p - i)]

    @cached_property
    def grams(self) -> dict[str, list[int]]:
        """Where in ``flat`` each run of three folded characters stands."""
        out: dict[str, list[int]] = defaultdict(list)
        flat = self.flat
        for i in range(len(flat) - GRAM + 1):
            out[flat[i : i + GRAM]].append(i)
        return out

    def index(self) -> None:
        """Build now what is otherwise built when it is first asked for."""
        _ = self.grams, self.flat_index, self.flat_at, self.visible

    def raw(self, start: int, end: int) -> str:
        """The Word's own characters behind ``text[start:end]``, without what lies around them."""
        span = self.span(start, end)
        return self.document.text[span[0] : span[1]]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the document of ``text[start:end]``, breaks at either end left out; empty spans stay empty."""
        while start < end and self.text[start] == BREAK:
            start += 1
        while end > start and self.text[end - 1] == BREAK:
            end -= 1
        if start >= end:
            at = self.source[start] if start < len(self.source) else len(self.document.text)
            return at, at
        return self.source[start], self.source[end - 1] + 1

    def block(self, at: int) -> Block:
        """The block that ``text[at]`` belongs to (the last one at the text's end)."""
        return self.document.blocks[self.block_of[min(at, len(self.block_of) - 1)]]

    @cached_property
    def visible(self) -> int:
        """Characters of the Word that paper shows, headers and footers once."""
        return sum(sum(map(bool, map(fold_char, b.text))) for b in self.document.blocks)


def word_text(document: Document, *, with_formulas: bool = False) -> WordText:
    """Prepare ``document``; only ``with_formulas`` its text has the characters of those in two dimensions."""
    parts: list[str] = []
    source: list[int] = []
    block_of: list[int] = []
    running: list[RunningHead] = []
    formulas: list[FormulaAt] = []
    length = 0
    body = 0
    numbered = list(enumerate(document.blocks))
    heads = [item for item in numbered if item[1].kind in RUNNING]
    for number, block in [*(item for item in numbered if item[1].kind not in RUNNING), *heads]:
        folded = fold(block.text)
        if block.kind in RUNNING:
            if not folded.text:
                continue
            running.append(RunningHead(folded.text, length, number))
        elif block.formulas:
            folded = _set_apart(block, folded, with_formulas)
            for f in block.formulas:
                at, upto = (length + sum(place < edge for place in folded.index) for edge in (f.start, f.end))
                formulas.append(FormulaAt(f, at, upto, number, block.start + f.start, block.start + f.end))
        parts.append(folded.text + BREAK)
        source.extend(block.start + i for i in folded.index)
        source.append(block.end)
        block_of.extend([number] * (len(folded.text) + 1))
        length += len(folded.text) + 1
        if block.kind not in RUNNING:
            body = length
    return WordText(document, "".join(parts), tuple(source), tuple(block_of), body, tuple(running), tuple(formulas))


def _set_apart(block: Block, folded: Folded, with_formulas: bool) -> Folded:
    """A block's ``folded`` text with what paper shows of its formulas, one character after the other; or without."""
    chars: list[tuple[str, int]] = []
    at = 0
    for f in block.formulas:
        chars += [(c, n) for c, n in zip(folded.text, folded.index, strict=True) if at <= n < f.start]
        chars += [(c, f.start) for c in fold(f.laid.printed).text] if with_formulas else []
        at = f.end
    chars += [(c, n) for c, n in zip(folded.text, folded.index, strict=True) if n >= at]
    return Folded("".join(c for c, _ in chars), tuple(n for _, n in chars))
