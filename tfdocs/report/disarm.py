"""Actions of a PDF that do something by themselves: found, and taken out of a copy that we hand on.

A marked copy goes to people who trust it because it comes from us. What the original runs when it is opened or clicked
(JavaScript, programs, forms sent elsewhere; ISO 32000-1 12.6.4, XFA) must not come with it. Going to a page and links
to the web, which a person sees and clicks, stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, read_object

_ACTIONS = frozenset(
    ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/RichMediaExecute", "/Movie",
     "/Sound", "/Hide", "/SetOCGState", "/Trans", "/GoTo3DView")
)  # fmt: skip
# what happens by itself may at most turn to a page
_BY_ITSELF = ("/OpenAction", "/AA")
_HARMLESS = frozenset(("/GoTo", "/Named"))
_SCRIPTS = ("/JS", "/XFA", "/JavaScript")
_DEEPEST = 60


def is_armed(reader: PdfReader) -> bool:
    """Whether any object of the file holds such an action, or cannot be read well enough to say that it does not."""
    try:
        return any(_armed(part) for value in _objects(reader) for part in _dictionaries(value))
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError):
        return True


def disarm(writer: PdfWriter) -> None:
    """Take them all out of what ``writer`` holds."""
    for value in list(writer._objects):
        for part in list(_dictionaries(value)):
            for key in (k for k in (*_SCRIPTS, *_BY_ITSELF) if k in part):
                if key in _SCRIPTS or _runs(part.get(key)):
                    del part[key]
            if part.get("/S") in _ACTIONS:
                part.clear()


def _objects(reader: PdfReader) -> Iterator[Any]:
    """Every object without what its stream holds: a scan's pictures are not to be loaded."""
    for table in reader.xref.values():
        for offset in table.values():
            yield _head(reader, offset)
    for number in reader.xref_objStm:
        yield reader.get_object(IndirectObject(number, 0, reader))
    yield reader.trailer


_BEGIN = re.compile(rb"\s*\d+\s+\d+\s+obj\b")
_END = re.compile(rb"\bendobj\b|\bstream\b")
_PIECE, _LONGEST = 4096, 16 * 2**20


def _head(reader: PdfReader, offset: int) -> Any:
    """The object at ``offset`` up to its stream. ``ValueError`` when there is none."""
    reader.stream.seek(offset)
    read = b""
    while (end := _END.search(read)) is None:
        piece = reader.stream.read(max(_PIECE, len(read)))
        read += piece
        if not piece or len(read) > _LONGEST:
            break
    begin = _BEGIN.match(read)
    if begin is None:
        raise ValueError("no object where the table has one")
    body = read[begin.end() : end.start() if end else len(read)]
    return read_object(BytesIO(body.lstrip() + b"\n"), reader)


def _dictionaries(value: Any, depth: int = 0) -> Iterator[DictionaryObject]:
    """``value`` and the dictionaries directly within it; references are objects of their own."""
    if depth > _DEEPEST:
        return
    if isinstance(value, DictionaryObject):
        yield value
        for key in list(value):
            yield from _dictionaries(value.raw_get(key), depth + 1)
    elif isinstance(value, ArrayObject):
        for item in list(value):
            yield from _dictionaries(item, depth + 1)


def _armed(part: DictionaryObject) -> bool:
    if part.get("/S") in _ACTIONS or any(k in part for k in _SCRIPTS):
        return True
    return any(_runs(part.get(k)) for k in _BY_ITSELF if k in part)


def _runs(action: Any) -> bool:
    """Whether an entry that is carried out by itself does more than turn to a page."""
    if action is None or isinstance(action, ArrayObject):
        return False  # a destination
    if not isinstance(action, DictionaryObject):
        return True
    if "/S" in action:
        return action.get("/S") not in _HARMLESS or "/Next" in action
    return bool(action)  # additional actions: one for each event
