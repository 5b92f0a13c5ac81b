"""The words that a member of a Word file holds, one after the other: what the verification code is made from.

Only what is stored as text counts. Automatic numbers, fields' codes, pictures and layout do not: they depend on the
program that shows the file, and a code must be the same before and after a file was saved by another one.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Final

# w:t and nothing that merely begins with it (w:tab, w:tbl); deleted text is w:delText and does not count.
_TEXT: Final = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
# Stand for values while the words between them are looked for: plane 16 is for private use, and no font has it.
_MARK: Final = 0x100000
_MARKS: Final = re.compile("[\U00100000-\U0010ffff]")
_RESULT: Final = re.compile(r"<w:fldSimple[ >].*?</w:fldSimple>", re.DOTALL)


def words_of_xml(xml: str) -> str:
    """The text of every ``w:t`` in ``xml`` (UTF-8 already decoded, the prefix ``w`` as Word, WPS and LibreOffice
    write it), joined; results of simple fields left out."""
    if "<w:fldSimple" in xml:
        xml = _RESULT.sub("", xml)
    text = "".join(_TEXT.findall(xml))
    return html.unescape(text) if "&" in text else text


class WordsBetween:
    """The words of an XML text that is put together from constant pieces and escaped values, without reading the whole
    anew for each set of values: which pieces stand in a ``w:t`` depends on the constants alone.

    ``pieces``: the constants in their order, None where a value stands. ``ValueError`` for more than 65,000 values.
    """

    __slots__ = ("_format", "_places")

    def __init__(self, pieces: Sequence[str | None]) -> None:
        count = sum(p is None for p in pieces)
        if count > 65_000:
            raise ValueError("too many values")
        marks = iter(range(_MARK, _MARK + count))
        words = words_of_xml("".join(chr(next(marks)) if p is None else p for p in pieces))
        self._places = tuple(ord(c) - _MARK for c in words if ord(c) >= _MARK)
        self._format = _MARKS.sub("%s", words.replace("%", "%%"))

    def words(self, values: Sequence[str]) -> str:
        """What ``words_of_xml`` gives for the text with these values, which are escaped (no “<” in any)."""
        shown = (values[i] for i in self._places)
        return self._format % tuple([html.unescape(v) if "&" in v else v for v in shown])
