"""Blanks of the Word, and whether what stands in one on paper was put there by a hand.

A signature, a handwritten date or a tick in a blank is what a form is for; print in the same place is a change.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page, Source
from tfdocs.verify.align import BREAK
from tfdocs.verify.thresholds import BY_HAND, SURELY_PRINTED
from tfdocs.verify.witness import Witness
from tfdocs.verify.wordtext import WordText

_PEN = 0.3  # share of bluish pixels from which ink is a pen's; print has below 0.05
BOXES = "□"
TICKS = "☑√■×⊠☒"
# what a tick in a box is read as
TICK_READINGS = set("☑√■✓✔vVⅴ区図図回囚团日目因凶田☒")
BOX_READINGS = set("□口囗ロ日回曰0OoDUnu冂门凵コ匚Cc[]")

_DATE = re.compile(r"\d{1,4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日?")
_FILL = re.compile(r"[ \u3000\u00a0\t_＿]{2,}|\u3000|\t|_")
_SIGNED = re.compile(r"(?:签字|签名|签章|盖章)[)\]]?:?$")
_LABEL = 8  # folded characters that such a label ends with
_LABEL_END = re.compile(r"(?:[:：]|[）)]\s*[:：]?|签字|签名|签章|盖章|日期|年|月|日|编号|第)\s*$")


def blank_at(word: WordText, at: int) -> bool:
    """Whether the Word leaves room to write between its folded characters ``at - 1`` and ``at``."""
    source, text = word.source, word.document.text
    before = at - 1
    while before >= 0 and word.text[before] == BREAK:
        before -= 1
    after = at
    while after < len(word.text) and word.text[after] == BREAK:
        after += 1
    start = source[before] + 1 if before >= 0 else 0
    end = source[after] if after < len(word.text) else len(text)
    between = text[start:end]
    if _FILL.search(between):
        beside = text[max(0, start - 1) : start] + text[end : end + 1]
        # an underscore within an address is none
        return not (between in ("_", "＿") and len(beside) == 2 and beside.isascii() and beside.isalnum())
    if "\n" not in between:
        return False
    # an empty paragraph or cell, or a label with nothing behind it
    if "\n\n" in between or any(not line.strip() for line in between.split("\n")[1:-1]):
        return True
    line_start = text.rfind("\n", 0, start) + 1
    return bool(_LABEL_END.search(text[line_start:start]))


def for_a_signature(word: WordText, at: int) -> bool:
    """Whether the Word's label before its folded character ``at`` asks for a name or a stamp."""
    return _SIGNED.search(word.text[max(0, at - _LABEL) : at]) is not None


def handwritten(witness: Witness | None, page: Page, line: Line, start: int, end: int) -> tuple[bool, bool]:
    """(is a hand's, is surely one or the other) for the characters ``start:end`` of a line of a scan.

    A pen's colour decides where the page's print is of another; otherwise how badly a recogniser trained on print reads
    it, how its strokes are drawn and how uneven its characters stand. Without colour nothing is sure. Text layers are
    never handwriting.
    """
    if line.source is Source.TEXT:
        return False, True
    confidence = [c for c, char in zip(line.confidence[start:end], line.text[start:end], strict=True) if char.strip()]
    sure = median(confidence) if confidence else 0.0
    if witness is not None:
        look = witness.ink(page, list(line.chars[start:end]) or [line.box])
        if look.blue > _PEN and witness.ink(page, _print_sample(page, line)).blue < _PEN / 2:
            return True, True
        odds = witness.hand_odds(page, line, _of_one_hand(line.text, start, end))
        if odds is not None and odds > BY_HAND:
            return True, False
    uneven = _unevenness(line.chars[start:end])
    if sure < 0.6:
        return True, False
    if sure < 0.85 and uneven > 0.12:
        return True, False
    return False, sure > 0.93


def surely_printed(witness: Witness | None, page: Page, line: Line, start: int, end: int) -> bool:
    """Whether the characters ``start:end`` of a line of a scan are no hand's beyond doubt, by all that tells of one."""
    by_hand, sure = handwritten(witness, page, line, start, end)
    if by_hand or not sure:
        return False
    odds = None if witness is None else witness.hand_odds(page, line, _of_one_hand(line.text, start, end))
    return odds is not None and odds < SURELY_PRINTED


def _of_one_hand(text: str, start: int, end: int) -> list[int]:
    """The characters that ``start:end`` is judged by: a month's 6 alone says too little, the figures of a date more."""
    own = [i for i in range(start, end) if not text[i].isspace()]
    if len(own) > 2 or not all(text[i].isdigit() for i in own):
        return own
    for date in _DATE.finditer(text):
        if date.start() <= start and end <= date.end():
            return [i for i in range(date.start(), date.end()) if text[i].isdigit()]
    return own


def _print_sample(page: Page, line: Line) -> list[Box]:
    others = [ln.box for ln in page.lines if ln is not line and len(ln.text) >= 6]
    others.sort(key=lambda b: -b.width)
    return others[:4]


def _unevenness(boxes: Sequence[Box]) -> float:
    if len(boxes) < 2:
        return 0.0
    tall = [b.height for b in boxes]
    middle = median(tall)
    return sum(abs(t - middle) for t in tall) / len(tall) / max(1.0, middle)
