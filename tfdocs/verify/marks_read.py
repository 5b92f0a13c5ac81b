"""√ and × alone in a cell, read as the letters V and X: the Word says which of the two its cells hold.

In a typeface with an even stroke the mark and the letter are one drawing, and in a cell of its own nothing tells a
recogniser which it is. A table of 27 √ on a black-and-white scan had 26 doubts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tfdocs.model.page import Line, Page, Source
from tfdocs.verify.wordtext import WordText

# What each mark is read as when it stands alone. Not 〇 and 0, 一 and —, which say different things and are told apart
# by their ink.
_READ_AS = {"V": "√", "v": "√", "∨": "√", "レ": "√", "X": "×", "x": "×", "乂": "×", "メ": "×"}
_WRITTEN = {"√": frozenset("√✓✔"), "×": frozenset("×✕✖✗✘╳")}


def with_marks(word: WordText, pages: Sequence[Page]) -> list[Page]:
    """``pages`` with each scanned line of one such letter as the mark that the Word has alone in its cells.

    Nothing is changed where the Word has the letter alone somewhere as well, or the mark nowhere.
    """
    alone = {text for block in word.document.blocks if len(text := block.text.strip()) == 1}
    known = {
        read: mark
        for read, mark in _READ_AS.items()
        if alone & _WRITTEN[mark] and not {read, read.upper(), read.lower()} & alone
    }
    if not known:
        return list(pages)
    return [_marked(page, known) for page in pages]


def _marked(page: Page, known: dict[str, str]) -> Page:
    if not any(_is_read(line, known) for line in page.lines):
        return page
    lines = tuple(replace(ln, text=known[ln.text]) if _is_read(ln, known) else ln for ln in page.lines)
    return replace(page, lines=lines)


def _is_read(line: Line, known: dict[str, str]) -> bool:
    return line.source is Source.OCR and line.text in known
