"""The one normaliser: what counts as the same character on paper. Every rule stands in a table here and in docs/.

Folding removes what paper cannot show or printers change by themselves (spaces, full and half width, quote shapes) and
keeps, for every folded character, its place in the text it came from. It knows nothing of Word, PDF or OCR.
"""

from __future__ import annotations

import re
import unicodedata
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


# what makes a run of the folded text shorter
_SHORTENED = re.compile("|".join([re.escape(2 * c) for c in _RUNS] + [re.escape(_LEADER_DOTS * c) for c in ".。"]))


def _fold(text: str) -> Folded:
    parts = list(map(fold_char, text))
    joined = "".join(parts)
    if not _SHORTENED.search(joined) and len(max(parts, key=len, default="")) <= 1:
        # nearly every line: each character stands for itself or for nothing
        places = range(len(parts)) if len(joined) == len(parts) else compress(range(len(parts)), parts)
        return Folded(joined, tuple(places))
    chars: list[str] = []
    index: list[int] = []
    for place, char in enumerate(text):
        for c in fold_char(char):
            if c in _RUNS and chars and chars[-1] == c and index[-1] != place:
                continue
            chars.append(c)
            index.append(place)
    # leaders: a run of dots becomes one ellipsis
    if "..." in "".join(chars) or "。。。" in "".join(chars):
        chars, index = _fold_leaders(chars, index)
    return Folded("".join(chars), tuple(index))


def _fold_leaders(chars: list[str], index: list[int]) -> tuple[list[str], list[int]]:
    out: list[str] = []
    where: list[int] = []
    i = 0
    while i < len(chars):
        j = i
        while j < len(chars) and chars[j] == chars[i] and chars[i] in ".。":
            j += 1
        if j - i >= _LEADER_DOTS:
            if not out or out[-1] != "…":
                out.append("…")
                where.append(index[i])
            i = j
            continue
        if chars[i] == "…" and out and out[-1] == "…":
            i += 1
            continue
        out.append(chars[i])
        where.append(index[i])
        i += 1
    return out, where


def is_punctuation(text: str) -> bool:
    """Whether ``text`` holds nothing but punctuation and symbols (after folding); true of the empty text."""
    return all(unicodedata.category(c)[0] in "PSZ" for c in fold(text).text)
