"""That a PDF says what its Word file says: what LibreOffice would lose is kept, and what is lost all the same is told.

LibreOffice 7.4 does not draw a closing mark that hangs over the right edge when it follows the indented first line of a
paragraph and that line is one stretch of text: 25 characters and a comma, and the comma is on no page, whatever the
file says of hanging (w:overflowPunct). A bookmark after the first character makes two stretches of the line, and the
mark is drawn. So that is what LibreOffice is given; the Word file itself stays as it is.
"""

from __future__ import annotations

import copy
import io
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

from lxml import etree

from tfdocs.generate.output import pack
from tfdocs.generate.wordxml import W
from tfdocs.read.archive import parse_xml
from tfdocs.read.pdf.cutting import page_texts
from tfdocs.read.word.stored import stored_words
from tfdocs.text.normalise import fold_char

_BODY = "word/document.xml"
_SHORT = 8  # characters that never fill a line, not even in a narrow cell
_FIRST_ID = 90_000_001  # far from the file's own bookmarks
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def for_libreoffice(word: bytes) -> bytes:
    """A copy of a Word file from which LibreOffice draws every character. Raises what opening the package raises."""
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        members = [(name, package.read(name)) for name in package.namelist()]
    return pack((name, _parted(content) if name == _BODY else content) for name, content in members)


def _parted(body: bytes) -> bytes:
    root = parse_xml(body, where=_BODY)
    number = _FIRST_ID
    for paragraph in root.iter(W + "p"):
        texts = [t for t in paragraph.iter(W + "t") if t.text and next(t.iterancestors(W + "p")) is paragraph]
        if sum(len(t.text) for t in texts) <= _SHORT or texts[0].getparent().tag != W + "r":
            continue
        _part(texts[0], number)
        number += 1
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _part(text: Any, number: int) -> None:
    """Put a bookmark after the first character of ``text``, its run made two if there are more."""
    run = text.getparent()
    mark = etree.Element(W + "bookmarkStart", {W + "id": str(number), W + "name": f"_stretch{number}"})
    end = etree.Element(W + "bookmarkEnd", {W + "id": str(number)})
    rest = copy.deepcopy(run)
    at = run.index(text)
    for piece in run[at + 1 :]:
        run.remove(piece)
    for piece in rest[:at]:
        if piece.tag != W + "rPr":
            rest.remove(piece)
    following = next(rest.iterchildren(W + "t"))
    text.text, following.text = text.text[:1], text.text[1:]
    text.set(_SPACE, "preserve")
    following.set(_SPACE, "preserve")
    run.addnext(rest)
    run.addnext(end)
    run.addnext(mark)


def lost_in_print(word: Path, pdf: Path) -> str:
    """The characters of a Word file's body that its PDF has fewer of; "" when all are there. Their order is not
    looked at: a PDF stores cells as they were drawn.

    Raises ``InputError`` for a Word file that cannot be read, ``EngineFailed`` for a PDF that cannot be.
    """
    wanted = _counted(stored_words(word) or "")
    return "".join((wanted - _counted("".join(page_texts(pdf)))).elements())


def _counted(text: str) -> Counter[str]:
    return Counter(c for char in text for c in fold_char(char))
