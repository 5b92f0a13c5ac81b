"""Characters that many faces print alike, settled by those beside them: te1. is tel., Al AI, 8C 8℃.

Only where the recogniser itself held the other one possible: what is clearly printed is read as it stands, however odd.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from tfdocs.read.ocr import models

Floats = npt.NDArray[np.float32]

_DASHES = "—–－―-"  # the hyphen last: it stands in a class of a pattern
_NUMBERED = re.compile(rf"[一{_DASHES}] *[0-9０-９]{{1,4}} *[一{_DASHES}]")
# Thousands parted by points, and two digits behind another point: no number is written so.
_GROUPED = re.compile(r"(?<![\d.,，．])\d{1,3}(?:[.,，]\d{3})+\.\d{2}(?![\d.,，．])")
_THINKABLE = 1e-4  # probability from which a character may be the one that its neighbours speak for
_LIKELY = 0.05  # the same where words of both kinds exist (Al, Cl); for CI in three faces it was 0.35 and more
# The ring of ℃ runs into a figure or into the C. In five faces at three levels what spoke for one before a C was 0.54
# and more where it was printed, on photographs of other pages 0.09; at most 0.007 where it was not (135 C).
_RING = 0.03
# 责 of a Kai face was read as 責 in 负责 (负 is written so only where 责 is), 责 having 0.02, 0.09 and 0.31.
_WRITTEN_SO = 0.01
_OLD = str.maketrans(
    "責負貫貴費資員財貢貨販貪貧購貯貸貿賀賃賄賬賠賢質賴贈贊則側測損債績",
    "责负贯贵费资员财贡货贩贪贫购贮贷贸贺赁贿账赔贤质赖赠赞则侧测损债绩",
)
_NEW = frozenset(chr(c) for c in _OLD.values())
_BAR_ALONE = 0.05  # 11 by itself in its cell came out as ll with 0.42 and 0.55, 1 having 0.21 and 0.35


def settle(text: list[str], confidence: list[float], peaks: list[float], table: Floats) -> None:
    """Settle, in place, what a line's characters say about each other.

    ``peaks[i]``: where character i stands, as a fraction (0-1) of ``table``'s steps; ``table``: steps x characters.
    """
    line = _Line(text, confidence, peaks, table)
    _single_strokes(line)
    _bars(line)
    _stems(line)
    _degrees(line)
    _thousands(line)
    _page_number(line)


class _Line:
    """A line being settled."""

    def __init__(self, text: list[str], confidence: list[float], peaks: list[float], table: Floats) -> None:
        self.text, self.confidence, self._peaks, self._table = text, confidence, peaks, table

    def step(self, i: int) -> Floats:
        """The probabilities of the step in which character ``i`` was read."""
        row: Floats = self._table[min(len(self._table) - 1, int(self._peaks[i] * len(self._table)))]
        return row

    def between(self, i: int, char: str) -> float:
        """How likely ``char`` stands before character ``i`` and behind the last one before it that is no space."""
        before = next((j for j in reversed(range(i)) if not self.text[j].isspace()), None)
        first, last = (int(self._peaks[j] * len(self._table)) for j in (i if before is None else before, i))
        return float(self._table[first + 1 : last, models.characters().index(char)].sum())

    def take(self, i: int, other: str, least: float) -> bool:
        """Make character ``i`` the ``other`` one if that had a probability of ``least``."""
        likely = float(self.step(i)[models.characters().index(other)])
        if likely >= least:
            self.text[i], self.confidence[i] = other, likely
        return likely >= least

    def drop(self, i: int) -> None:
        """Leave character ``i`` out."""
        del self.text[i], self.confidence[i], self._peaks[i]


def _single_strokes(line: _Line) -> None:
    """1, l and I."""
    text = line.text
    if text and set(text) <= {"l", "1"} and len(text) > 1:
        # no word is written so
        for i, char in enumerate(text):
            if char == "l":
                line.take(i, "1", _BAR_ALONE)
        return
    for i, char in enumerate(text):
        before, after = "".join(text[max(0, i - 2) : i]), text[i + 1] if i + 1 < len(text) else ""
        if char == "1":
            # of two in a row (sha11) neither is a digit because the other was taken for one
            beyond = "".join(text[i + 1 :]).lstrip("1")[:1] if after == "1" else after
            letters = _small(before[-1:]) and ((_small(before) and len(before) == 2) or _small(after))
            if letters and not beyond.isdigit():
                line.take(i, "l", _LIKELY if after == "1" else _THINKABLE)
        elif char == "l":
            if before[-1:].isdigit() and after.isdigit():
                line.take(i, "1", _THINKABLE)
            elif _stands_among_capitals(before, after):
                line.take(i, "I", _LIKELY)


def _bars(line: _Line) -> None:
    """A whose thin bar a scan in black and white lost, beside letters: Λ sample."""
    for i, char in enumerate(line.text):
        if char == "Λ":
            after = "".join(line.text[i + 1 :]).lstrip()[:1]
            if after.isascii() and after.isalpha():
                line.take(i, "A", _THINKABLE)


def _stems(line: _Line) -> None:
    """責 for 责 beside a character that is written in the new way, where none else is written in the old one."""
    old = [i for i, char in enumerate(line.text) if ord(char) in _OLD]
    if len(old) == 1 and not _NEW.isdisjoint(line.text):
        line.take(old[0], line.text[old[0]].translate(_OLD), _WRITTEN_SO)


def _degrees(line: _Line) -> None:
    """C after a figure, of which the recogniser half saw the ring, and C after ℃, of which it is a part."""
    text = line.text
    for i in reversed(range(len(text))):
        after = text[i + 1] if i + 1 < len(text) else ""
        if text[i] != "C" or (after.isascii() and after.isalnum()):
            continue
        if text[i - 1 : i] == ["℃"]:
            line.drop(i)
        elif "".join(text[max(0, i - 2) : i]).rstrip()[-1:].isdigit():
            ring = line.between(i, "°") + float(line.step(i)[models.characters().index("℃")])
            if ring >= _RING:
                text[i], line.confidence[i] = "℃", min(1.0, ring)


def _thousands(line: _Line) -> None:
    """A point where a figure's thousands end and another point follows is a comma that lost its tail."""
    for found in _GROUPED.finditer("".join(line.text)):
        for i in range(found.start(), found.end() - 3):
            if line.text[i] == ".":
                line.take(i, ",", _LIKELY)


def _page_number(line: _Line) -> None:
    """一 and dashes in a line that is a number between two flat strokes: 一20一 is — 20 —.

    A page's foot is the one place where figures stand by themselves between such strokes, so that what speaks for 一
    there speaks for a dash.
    """
    if not _NUMBERED.fullmatch("".join(line.text)):
        return
    names = models.characters()
    strokes = [names.index(c) for c in f"一{_DASHES}"]
    for i in (0, len(line.text) - 1):
        if line.text[i] == "一":
            line.text[i] = _DASHES[0]
        line.confidence[i] = float(line.step(i)[strokes].sum())


def _stands_among_capitals(before: str, after: str) -> bool:
    """Whether a letter after ``before`` is a capital by its company: AI, CI, VI; not Cl2, Alpha, Mil."""
    capital = before[-1:].isascii() and before[-1:].isupper()
    return capital and not _small(before[:-1]) and not (after.isascii() and after.isalnum() and not after.isupper())


def _small(text: str) -> bool:
    return text.isascii() and text.islower() and text.isalpha()
