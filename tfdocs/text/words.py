"""The words that a member of a Word file holds, one after the other: what the verification code is made from.

Only what is stored as text counts. Automatic numbers, fields' codes, pictures and layout do not: they depend on the
program that shows the file, and a code must be the same before and after a file was saved by another one.
"""

from __future__ import annotations

import html
import re
from typing import Final

# w:t and nothing that merely begins with it (w:tab, w:tbl); deleted text is w:delText and does not count.
_TEXT: Final = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_RESULT: Final = re.compile(r"<w:fldSimple[ >].*?</w:fldSimple>", re.DOTALL)


def words_of_xml(xml: str) -> str:
    """The text of every ``w:t`` in ``xml`` (UTF-8 already decoded, the prefix ``w`` as Word, WPS and LibreOffice
    write it), joined; results of simple fields left out."""
    if "<w:fldSimple" in xml:
        xml = _RESULT.sub("", xml)
    text = "".join(_TEXT.findall(xml))
    return html.unescape(text) if "&" in text else text
