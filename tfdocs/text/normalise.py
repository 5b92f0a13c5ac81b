"""The one normaliser: what counts as the same character on paper. Every rule stands in a table here and in docs/.

Folding removes what paper cannot show or printers change by themselves (spaces, full and half width, quote shapes) and
keeps, for every folded character, its place in the text it came from. It knows nothing of Word, PDF or OCR.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import compress

_LINE = 200  # characters: what is folded more than once

# (name of the rule, characters, what they become). Order does not matter: a character stands in one row only.
RULES: tuple[tuple[str, str, str], ...] = (
    ("double quotes", "“”„‟″〃＂❝❞", '"'),
    ("single quotes", "‘’‚‛′＇`´｀", "'"),
    ("dashes", "‐‑‒–—―−－─━﹣﹘⸺⸻ー", "-"),
    ("middle dots and bullets", "·•・∙‧⋅･●▪◆⚫\uf06c\uf0b7\uf06e\uf075\uf0a7\uf0d8", "·"),
    ("round zero", "〇○◯⭕", "〇"),
    ("empty boxes", "□☐▢◻⬜❏❑❒\uf0a3\uf06f\uf0a8\uf071\uf072\uf02a", "□"),
    ("ticked boxes", "☑☒🗹🗷\uf0fe\uf052\uf053\uf054\uf0fd", "☑"),
    ("ticks", "√✓✔\uf0fc\uf0d6\uf050", "√"),
    ("times", "×✕✖╳⨯", "×"),
    ("wave dashes", "～〜∼˜∽", "~"),
    ("ellipsis", "…⋯", "…"),
    ("angle brackets", "〈＜‹", "<"),
    ("angle brackets, closing", "〉＞›", ">"),
    ("tortoise-shell brackets", "〔﹝", "〔"),
    ("tortoise-shell brackets, closing", "〕﹞", "〕"),
    ("micro", "µ", "μ"),
    ("ratio", "∶", ":"),
    ("slashes", "∕⁄", "/"),
    ("increment", "∆", "Δ"),
    # CJK Radicals Supplement: written by some exporters in place of the ideographs; NFKC leaves these alone.
    *(
        ("radical forms", a, b)
        for a, b in zip(
            "⻋⻔⻓⻅⻚⻛⻜⻢⻥⻦⻬⻰⻄⺠⻘⻩⻆⻉⻁⻝⻤⻨⻮⺟⺎⺫⻌⻣",
            "车门长见页风飞马鱼鸟齐龙西民青黄角贝虎食鬼麦齿母兀目辶骨",
            strict=True,
        )
    ),
)

# Invisible on paper, or the line a blank is filled in on: not characters at all.
_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufffc_＿﹍﹎﹏‗￣")
_INVISIBLE = ("Cc", "Cf", "Cs", "Mn")  # controls, and accents that stand on another character
# Runs of these are leaders and long dashes, whose length no recogniser counts: a run folds to one character.
_RUNS = {"-": 1, "…": 1, "·": 1, "~": 1}
_LEADER_DOTS = 3  # as many full stops in a row are a leader or an ellipsis

_TABLE = {ord(c): to for _, chars, to in RULES for c in chars}


@cache
def fold_char(char: str) -> str:
    """The class of one character: "" when it does not count, usually one character, more for the likes of ℃ and ㎡."""
    if char in _DROPPED or char.isspace():
        return ""
    code = ord(char)
    if code in _TABLE:
        return _TABLE[code]
    if 0x4E00 <= code <= 0x9FFF:
        return char  # unified ideographs, most of all text, have no other form
    if unicodedata.category(char) in _INVISIBLE:
        return ""
    out = ""
    for c in unicodedata.normalize("NFKC", char):
        # what a compatibility form is made of may itself stand in the table, or be a mere accent
        out += c if c == char else fold_char(c)
    return out


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` after folding; ``index[i]`` is the offset in the source of the character behind ``text[i]``."""

    text: str
    index: tuple[int, ...]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the source that ``text[start:end]`` stands for; an empty span stays empty."""
        if start >= end:
            at = self.index[start] if start < len(self.index) else (self.index[-1] + 1 if self.index else 0)
            return at, at
        return self.index[start], self.index[end - 1] + 1


def fold(text: str) -> Folded:
    """Fold ``text``. Idempotent on its own output."""
    return _fold_line(text) if len(text) <= _LINE else _fold(text)


@lru_cache(maxsize=20_000)
def _fold_line(text: str) -> Folded:
    # a check folds each line of the paper and each label of the Word again and again
    return _fold(text)


# what makes a run of the folded text shorter: first what is repeated, then leaders, which may stand side by side
_REPEATED = re.compile("|".join(re.escape(c) + "{2,}" for c in _RUNS))
_LEADERS = re.compile("(?:" + "|".join(f"{re.escape(c)}{{{_LEADER_DOTS},}}" for c in ".。") + "|…)+")


def _fold(text: str) -> Folded:
    parts = list(map(fold_char, text))
    joined = "".join(parts)
    places: Iterable[int] = range(len(parts))
    if len(max(parts, key=len, default="")) > 1:
        places = (place for place, part in enumerate(parts) for _ in part)
    elif len(joined) < len(parts):
        places = compress(places, parts)
    index = tuple(places)
    for pattern, to in ((_REPEATED, ""), (_LEADERS, "…")):
        if pattern.search(joined):
            joined, index = _shortened(joined, index, pattern, to)
    return Folded(joined, index)


def _shortened(text: str, index: tuple[int, ...], pattern: re.Pattern[str], to: str) -> tuple[str, tuple[int, ...]]:
    """``text`` with ``to`` (its own first character where that is empty) in place of whatever ``pattern`` matches."""
    out: list[str] = []
    where: list[int] = []
    at = 0
    for found in pattern.finditer(text):
        start, end = found.span()
        out += (text[at:start], to or text[start])
        where += index[at : start + 1]
        at = end
    return "".join((*out, text[at:])), (*where, *index[at:])


def is_punctuation(text: str) -> bool:
    """Whether ``text`` holds nothing but punctuation and symbols (after folding); true of the empty text."""
    return all(unicodedata.category(c)[0] in "PSZ" for c in fold(text).text)
