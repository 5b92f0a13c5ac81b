"""Word files as LibreOffice can print them, where it cannot as they are."""

from __future__ import annotations

import io
import re
import zipfile

_OF_RUNNING_HEAD = re.compile(r"word/_rels/(?:header|footer)\d*\.xml\.rels")
_TO_RUNNING_HEAD = re.compile(rb"<Relationship [^>]*/relationships/(?:header|footer)\"[^>]*/>")


def printable(word: bytes) -> bytes:
    """``word`` without the relationships of its running heads to running heads, in a circle: officegen gives every part
    those of the document, and LibreOffice follows them until its stack is full. Unchanged where there are none.
    """
    if word[:2] != b"PK":
        return word
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        members = {name: package.read(name) for name in package.namelist()}
    cut = {
        name: _TO_RUNNING_HEAD.sub(b"", content) if _OF_RUNNING_HEAD.fullmatch(name) else content
        for name, content in members.items()
    }
    if cut == members:
        return word
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in cut.items():
            package.writestr(name, content)
    return out.getvalue()
