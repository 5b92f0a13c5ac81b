"""Marks appended to a PDF as an incremental update (ISO 32000-1, 7.5.6): the original's bytes, then what is new.

pypdf parses and serialises; only the update section is written here, because pypdf's own incremental writer takes the
whole file into memory, which a scan of several hundred megabytes forbids. Knows no marks, only annotations by page.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from typing import BinaryIO

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

_TAIL = 2048  # bytes at a file's end in which its last startxref stands
_CHUNK = 1 << 20


def append(
    source: BinaryIO,
    reader: PdfReader,
    target: BinaryIO,
    annotations: Mapping[int, list[DictionaryObject]],
    info: Mapping[str, str],
) -> bool:
    """Copy ``source`` to ``target`` with ``annotations`` (by page, from 1) and ``info`` appended.

    False, with ``target`` untouched, when the file does not allow it: encrypted, bytes before its head, a table of
    objects that is not where the file says, or pages that are no objects of their own.
    """
    start = _last_table(source)
    if reader.is_encrypted or start is None:
        return False
    pages = {number: reader.pages[number - 1] for number in annotations}
    if any(page.indirect_reference is None for page in pages.values()):
        return False
    section = _Section(reader)
    for number, found in annotations.items():
        page = pages[number]
        reference = page.indirect_reference
        assert reference is not None
        added = [section.add(_linked(section, annotation, reference)) for annotation in found]
        # What the page has already stays, and stays before ours.
        held = page.get("/Annots")
        present = held.get_object() if held is not None else None
        own = DictionaryObject(page)
        own[NameObject("/Annots")] = ArrayObject([*(present if isinstance(present, ArrayObject) else ()), *added])
        section.put(reference, own)
    told = reader.trailer.get("/Info")
    held_info = told.get_object() if told is not None else None
    facts = DictionaryObject(held_info if isinstance(held_info, DictionaryObject) else {})
    facts.update({NameObject(key): TextStringObject(value) for key, value in info.items()})
    new_info = section.add(facts)

    source.seek(0)
    shutil.copyfileobj(source, target, _CHUNK)
    length = target.tell()
    target.seek(max(0, length - 1))
    gap = b"" if target.read(1) in (b"\n", b"\r") else b"\n"
    target.seek(length)
    target.write(gap + section.closed(length + len(gap), start, new_info))
    return True


def _last_table(source: BinaryIO) -> tuple[int, bool] | None:
    """The offset of the last table of objects, and whether it is a stream; None when it is not where the file says."""
    source.seek(0)
    if source.read(5) != b"%PDF-":
        return None
    length = source.seek(0, 2)
    source.seek(max(0, length - _TAIL))
    found = re.findall(rb"startxref\s+(\d{1,12})\s", source.read() + b"\n")
    if not found or int(found[-1]) >= length:
        return None
    offset = int(found[-1])
    source.seek(offset)
    head = source.read(40)
    if re.match(rb"xref\s", head):
        return offset, False
    return (offset, True) if re.match(rb"\d+\s+\d+\s+obj", head) else None


def _linked(section: _Section, annotation: DictionaryObject, page: IndirectObject) -> DictionaryObject:
    """``annotation`` with its page, and its appearance as an object of its own, as streams must be."""
    appearance = annotation["/AP"]
    assert isinstance(appearance, DictionaryObject)
    out = DictionaryObject(annotation)
    out[NameObject("/AP")] = DictionaryObject({NameObject("/N"): section.add(appearance["/N"])})
    out[NameObject("/P")] = page
    return out


class _Section:
    """The objects of the update, serialised one after the other."""

    def __init__(self, reader: PdfReader) -> None:
        self._reader = reader
        known = [number for table in reader.xref.values() for number in table] + list(reader.xref_objStm)
        size = reader.trailer.get("/Size")
        self._next = max([int(size) if isinstance(size, NumberObject) else 0, *(n + 1 for n in known), 1])
        self._body = BytesIO()
        self._places: dict[int, tuple[int, int]] = {}  # number to offset in the body, generation

    def add(self, value: PdfObject) -> IndirectObject:
        """A new object; its reference."""
        reference = IndirectObject(self._next, 0, self._reader)
        self._next += 1
        self.put(reference, value)
        return reference

    def put(self, reference: IndirectObject, value: PdfObject) -> None:
        """A new version of an object, or a new one."""
        self._places[reference.idnum] = (self._body.tell(), reference.generation)
        self._body.write(b"%d %d obj\n" % (reference.idnum, reference.generation))
        value.write_to_stream(self._body)
        self._body.write(b"\nendobj\n")

    def closed(self, at: int, previous: tuple[int, bool], info: IndirectObject) -> bytes:
        """Everything that is appended at offset ``at`` of the file, its table of the same sort as the ``previous``."""
        body = self._body.getvalue()
        trailer = DictionaryObject(
            {
                NameObject("/Root"): self._reader.trailer.raw_get("/Root"),
                NameObject("/Info"): info,
                NameObject("/Prev"): NumberObject(previous[0]),
            }
        )
        identifier = self._reader.trailer.get("/ID")
        held = identifier.get_object() if identifier is not None else None
        if isinstance(held, ArrayObject) and len(held) == 2:
            # The second half tells one revision from another (ISO 32000-1, 14.4): here from what is new in it.
            trailer[NameObject("/ID")] = ArrayObject([held[0], ByteStringObject(sha256(body).digest()[:16])])
        table = at + len(body)
        places = {number: (at + offset, generation) for number, (offset, generation) in self._places.items()}
        if previous[1]:
            places[self._next] = (table, 0)
            out = body + self._stream(trailer, places)
        else:
            trailer[NameObject("/Size")] = NumberObject(self._next)
            out = body + self._table(trailer, places)
        return out + b"startxref\n%d\n%%%%EOF\n" % table

    def _table(self, trailer: DictionaryObject, places: dict[int, tuple[int, int]]) -> bytes:
        out = BytesIO()
        out.write(b"xref\n")
        for first, last in _runs(sorted(places)):
            out.write(b"%d %d\n" % (first, last - first + 1))
            for number in range(first, last + 1):
                out.write(b"%010d %05d n \n" % places[number])
        out.write(b"trailer\n")
        trailer.write_to_stream(out)
        out.write(b"\n")
        return out.getvalue()

    def _stream(self, trailer: DictionaryObject, places: dict[int, tuple[int, int]]) -> bytes:
        stream = DecodedStreamObject()
        stream.update(trailer)
        stream[NameObject("/Type")] = NameObject("/XRef")
        stream[NameObject("/Size")] = NumberObject(self._next + 1)
        stream[NameObject("/W")] = ArrayObject([NumberObject(n) for n in (1, 5, 2)])
        runs = _runs(sorted(places))
        stream[NameObject("/Index")] = ArrayObject(
            [NumberObject(n) for first, last in runs for n in (first, last - first + 1)]
        )
        stream.set_data(
            b"".join(
                b"\x01" + places[number][0].to_bytes(5, "big") + places[number][1].to_bytes(2, "big")
                for number in sorted(places)
            )
        )
        out = BytesIO()
        out.write(b"%d 0 obj\n" % self._next)
        stream.write_to_stream(out)
        out.write(b"\nendobj\n")
        return out.getvalue()


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Rising ``numbers`` as first and last of each unbroken run."""
    out: list[tuple[int, int]] = []
    for number in numbers:
        if out and number == out[-1][1] + 1:
            out[-1] = (out[-1][0], number)
        else:
            out.append((number, number))
    return out
