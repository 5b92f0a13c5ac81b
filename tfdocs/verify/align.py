"""Alignment of one line with a stretch of the Word: edit distance with free ends in the Word (Sellers 1980)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

BREAK = "\n"  # between two blocks of the Word
_FILL = "\0"
_BOX_FOR_BOX = 0.2  # a tick is no reason to look for the line in another place that has the same words
_OVER_BOX = 0.7  # a box to tick is lost by recognisers more often than a character is put in or misread
BOXES = frozenset("□☐☑☒■")
_OVER_BREAK = 0.3  # passing over one costs little, but more than taking the character before it for another

# What an OCR misreads for each other: half a mistake when looking for the place, never when judging.
_ALIKE = [
    "0OoQ〇D",
    "1lI|!丨i",
    "日目曰",
    "己已巳",
    "末未",
    "人入八",
    "土士",
    "口□囗ロ回日",
    "干千于",
    "大太犬",
    "、,.",
    "。.o",
    "一-—",
    "天夫夭",
    "日目曰",
    "元无",
    "万方",
    "5S",
    "8B",
    "6b",
    "9g",
    "2Z",
    ":;",
    "×xX",
    "戊戌戍成",
    "申甲由田",
    "今令",
    "問间",
    "未来",
]
_LOOK_ALIKES: dict[str, set[str]] = {}
for _group in _ALIKE:
    for _char in _group:
        _LOOK_ALIKES.setdefault(_char, set()).update(set(_group) - {_char})


def alike(a: str, b: str) -> bool:
    """Whether a recogniser is known to take one for the other."""
    return b in _LOOK_ALIKES.get(a, ())


@dataclass(frozen=True, slots=True)
class Alignment:
    """``pairs``: one entry a step from left to right, (line index or None, Word index or None); Word indices absolute.

    ``start``/``end``: the stretch of the Word that is covered, ``cost`` the number of mistakes, ``matches`` the
    characters in agreement.
    """

    pairs: tuple[tuple[int | None, int | None], ...]
    start: int
    end: int
    cost: float
    matches: int


def _codes(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)


_BOX_CODES = _codes("".join(sorted(BOXES)))


def align(line: str, word: str, offset: int = 0) -> Alignment:
    """Align all of ``line`` with the best stretch of ``word``; ``offset`` is added to the Word's indices."""
    return align_each(line, [(word, offset)])[0]


def align_each(line: str, windows: Sequence[tuple[str, int]]) -> list[Alignment]:
    """``align`` with each of some ``windows`` (a text and its offset), in the time that a few of them take."""
    if not windows:
        return []
    n, width = len(line), max(len(word) for word, _ in windows)
    # what fills a row up stands behind its window, of which nothing depends on it
    text = "".join(word.ljust(width, _FILL) for word, _ in windows)
    codes, own = _codes(text).reshape(len(windows), width), _codes(line)
    breaks = codes == ord(BREAK)
    skip = np.where(breaks, _OVER_BREAK, 1.0)
    boxed = None if BOXES.isdisjoint(text) else np.isin(codes, _BOX_CODES)
    if boxed is not None:
        skip[boxed] = _OVER_BOX
    reach = np.zeros((len(windows), width + 1))
    np.cumsum(skip, axis=1, out=reach[:, 1:])
    subs = (own[:, None, None] != codes).astype(np.float64)
    subs[:, breaks] = 9.0
    for i, char in enumerate(line):
        for rival in _LOOK_ALIKES.get(char, ()):
            if rival in text:
                subs[i][codes == ord(rival)] = 0.6
        if char in BOXES and boxed is not None:
            subs[i][boxed & (codes != ord(char))] = _BOX_FOR_BOX
    table = np.zeros((n + 1, *reach.shape))
    best, paired = np.empty_like(reach), np.empty_like(skip)
    for i in range(n):
        previous = table[i]
        np.add(previous, 1.0, out=best)  # the line's character stands in the line only
        np.add(previous[:, :-1], subs[i], out=paired)
        np.minimum(best[:, 1:], paired, out=best[:, 1:])
        # characters of the Word passed over: a running minimum along the row
        np.subtract(best, reach, out=best)
        np.minimum.accumulate(best, axis=1, out=best)
        np.add(best, reach, out=table[i + 1])
    return [_traced(line, word, offset, table[:, k], subs[:, k], skip[k]) for k, (word, offset) in enumerate(windows)]


def _traced(line: str, word: str, offset: int, table: Floats, subs: Floats, skip: Floats) -> Alignment:
    """The cheapest way back through the ``table`` of one window."""
    n = len(line)
    end = int(np.argmin(table[n, : len(word) + 1]))
    pairs: list[tuple[int | None, int | None]] = []
    i, j = n, end
    matches = 0
    cell, price, passing = table.item, subs.item, skip.item
    while i > 0:
        here = cell(i, j)
        if j > 0 and abs(cell(i - 1, j - 1) + price(i - 1, j - 1) - here) < 1e-9:
            matches += price(i - 1, j - 1) == 0
            pairs.append((i - 1, offset + j - 1))
            i, j = i - 1, j - 1
        elif j > 0 and abs(cell(i, j - 1) + passing(j - 1) - here) < 1e-9:
            if word[j - 1] != BREAK:
                pairs.append((None, offset + j - 1))
            j -= 1
        else:
            pairs.append((i - 1, None))
            i -= 1
    pairs.reverse()
    pairs = _within_blocks(pairs, line, word, offset)
    while pairs and pairs[-1][0] is None:
        pairs.pop()
    while pairs and pairs[0][0] is None:
        pairs.pop(0)
    used = [w for _, w in pairs if w is not None]
    start = used[0] if used else offset + j
    stop = used[-1] + 1 if used else start
    return Alignment(tuple(pairs), start, stop, float(table[n, end]), int(matches))


def _within_blocks(
    pairs: list[tuple[int | None, int | None]], line: str, word: str, offset: int
) -> list[tuple[int | None, int | None]]:
    """Loose ends stay in their block: what the line has more there is not held against the text of the next block,
    at the same price, only because that stands next. A clause added at a paragraph's end would hide the heading behind
    it. Reaching into a block takes agreement with half of what is compared there.
    """
    parts: list[list[tuple[int | None, int | None]]] = [[]]
    previous: int | None = None
    for pair in pairs:
        w = pair[1]
        if w is not None:
            if previous is not None and BREAK in word[previous - offset : w - offset]:
                parts.append([])
            previous = w
        parts[-1].append(pair)

    def convincing(part: list[tuple[int | None, int | None]]) -> bool:
        agreed = sum(i is not None and w is not None and line[i] == word[w - offset] for i, w in part)
        return 2 * agreed >= len(part)

    def loose(part: list[tuple[int | None, int | None]]) -> list[tuple[int | None, int | None]]:
        return [(i, None) for i, _ in part if i is not None]

    low, high = 0, len(parts) - 1
    while high > low and not convincing(parts[high]):
        high -= 1
    while low < high and not convincing(parts[low]):
        low += 1
    kept = [part if low <= k <= high else loose(part) for k, part in enumerate(parts)]
    return [pair for part in kept for pair in part]


def exact(places: Sequence[int]) -> Alignment:
    """The alignment of a line that stands in the Word literally; ``places``: the Word's index of each character."""
    breaks = places[-1] - places[0] + 1 - len(places)
    return Alignment(tuple(enumerate(places)), places[0], places[-1] + 1, _OVER_BREAK * breaks, len(places))


def one_to_one(line: str, word: str, start: int, found: Alignment) -> Alignment:
    """``found``, or character against character where that makes no more mistakes and covers all of ``word``.

    06-11 is 06-10 with its 0 changed, and not 06-1 with a 1 before its 1 and a 0 lost.
    """
    if len(line) != len(word) or BREAK in word:
        return found
    mistakes = sum(a != b for a, b in zip(line, word, strict=True))
    if mistakes > found.cost:
        return found
    pairs = tuple((i, start + i) for i in range(len(line)))
    return Alignment(pairs, start, start + len(word), float(mistakes), len(line) - mistakes)
