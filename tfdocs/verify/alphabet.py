"""What the recogniser can write: what it cannot is read as something else, which says nothing about the paper."""

from __future__ import annotations

import unicodedata
from functools import cache

from tfdocs.read.ocr.models import characters
from tfdocs.text.normalise import fold_char

_FIRST_PLANE = 0xFFFF
# It has these, and writes %o, ②, ½4 and nothing for them, on coarse scans most of all.
_SELDOM = frozenset("‰⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳½¼¾ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ")
_LATIN_1 = "ÿ"  # what it met in European names; letters with marks that come after it are of pinyin, or seldom
_PINYIN = frozenset("āēīōūǎěǐǒǔńň")


@cache
def _own() -> frozenset[str]:
    return frozenset(characters())


@cache
def _classes() -> frozenset[str]:
    return frozenset(fold_char(c) for c in characters() if c)


def writable(char: str) -> bool:
    """Whether the recogniser has a character of ``char``'s class: what it would have to spell (㎡: m and 2) it has not.

    Names beyond the first plane (𫖮) it has met so seldom that it writes others for them.
    """
    if char in _SELDOM or ord(char) > _FIRST_PLANE or _is_marked(char):
        return False
    return char in _own() or fold_char(char) in _classes()


def _is_marked(char: str) -> bool:
    """Whether ``char`` is a Latin letter with a mark, or with two, that is met seldom: ŷ, ǜ. It is read without."""
    base = unicodedata.normalize("NFD", char)[:1]
    return char > _LATIN_1 and base.isascii() and base.isalpha() and base != char and char.lower() not in _PINYIN


def hardly_writable(text: str) -> bool:
    """Whether half of ``text`` or more is nothing that the recogniser could have read."""
    visible = [c for c in text if fold_char(c)]
    return bool(visible) and 2 * sum(not writable(c) for c in visible) >= len(visible)
