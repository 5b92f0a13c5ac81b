"""The words stored in a Word file's body, as the verification code counts them (``tfdocs.text.words``)."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from tfdocs.read.archive import FileKind, open_package, sniff
from tfdocs.text.code import code_of
from tfdocs.text.words import words_of_xml

_BODY = "word/document.xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def stored_words(path: Path) -> str | None:
    """The text of the body of ``path``; None where it is not stored as it was written (an old .doc, another format, a
    body under another name or prefix), so that nothing can be said of its code.

    Raises ``InputError`` for a file that cannot be read.
    """
    if sniff(path) not in (FileKind.DOCX, FileKind.DOCM):
        return None
    package = open_package(path)
    if package.find(_BODY) is None:
        return None
    root = package.xml(_BODY)
    if root.nsmap.get("w") != _W:
        return None
    return words_of_xml(etree.tostring(root, encoding="unicode"))


def stored_code(path: Path) -> str | None:
    """The verification code that the words stored in ``path`` give now; None where ``stored_words`` has none.

    Raises ``InputError`` for a file that cannot be read.
    """
    words = stored_words(path)
    return None if words is None else code_of(words)
