"""The text that vector pictures hold: EMF ([MS-EMF]), its newer EMF+ records ([MS-EMFPLUS]), WMF ([MS-WMF]), SVG.

Only records that write text are looked at; nothing is drawn. It must not know where a picture stands.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from tfdocs.errors import InputError
from tfdocs.read.archive import parse_xml
from tfdocs.read.word.symbols import is_symbol_font, symbol

__all__ = ["Drawn", "drawn_text"]

_PLACEABLE: Final = b"\xd7\xcd\xc6\x9a"
_MOST_RECORDS: Final = 1_000_000
_MOST_CHARACTERS: Final = 200_000


@dataclass(frozen=True, slots=True)
class Drawn:
    """``format``: "EMF", "WMF", "SVG" or "" for what is none of them; ``lines`` as they are drawn, top to bottom of
    each label; ``complete``: whether all text was in characters, and none in glyph numbers of a font."""

    format: str
    lines: tuple[str, ...] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    row: int  # where its line stands: pieces of one row, drawn one after the other, are one line


def drawn_text(data: bytes) -> Drawn:
    """The text of a vector picture; never raises, damaged records end the reading."""
    if data[:4] == b"\x01\x00\x00\x00" and data[40:44] == b" EMF":
        form, pieces, complete = "EMF", *_collect(_emf(data))
        if not pieces:
            pieces, whole = _collect(_emf_plus(data))
            complete = complete and whole
    elif data.startswith((_PLACEABLE, b"\x01\x00\x09\x00", b"\x02\x00\x09\x00")):
        form, pieces, complete = "WMF", *_collect(_wmf(data))
    elif b"<svg" in data[:2000]:
        form, pieces, complete = "SVG", *_collect(_svg(data))
    else:
        return Drawn("")
    return Drawn(form, tuple(_lines(pieces)), complete)


def _collect(pieces: Iterator[_Piece | None]) -> tuple[list[_Piece], bool]:
    """The pieces up to the first damage, and whether none was in glyph numbers (None)."""
    found: list[_Piece] = []
    complete = True
    size = 0
    try:
        for piece in pieces:
            if piece is None:
                complete = False
            elif piece.text.strip("\0"):
                found.append(piece)
                size += len(piece.text)
                if size > _MOST_CHARACTERS:
                    return found, False
    except (struct.error, IndexError, ValueError, UnicodeDecodeError):
        complete = False
    return found, complete


def _lines(pieces: list[_Piece]) -> Iterator[str]:
    current: list[str] = []
    row: int | None = None
    for piece in pieces:
        if row is not None and piece.row != row:
            yield from _clean(current)
            current = []
        current.append(piece.text)
        row = piece.row
    yield from _clean(current)


def _clean(parts: list[str]) -> Iterator[str]:
    text = " ".join("".join(c if c.isprintable() else " " for c in "".join(parts)).split())
    if text:
        yield text


# -- EMF -----------------------------------------------------------------------------------------------------------

_EXTTEXT_A, _EXTTEXT_W, _SMALLTEXT, _FONT, _SELECT, _COMMENT = 83, 84, 108, 82, 37, 70
_GLYPHS: Final = 0x0010  # ETO_GLYPH_INDEX
_NO_RECT: Final = 0x0100
_SMALL: Final = 0x0200


def _records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Type, offset and size of each record of an EMF."""
    at = 0
    for _ in range(_MOST_RECORDS):
        if at + 8 > len(data):
            return
        kind, size = struct.unpack_from("<II", data, at)
        if size < 8 or at + size > len(data):
            return
        yield kind, at, size
        at += size


def _emf(data: bytes) -> Iterator[_Piece | None]:
    fonts: dict[int, str] = {}
    face = ""
    for kind, at, size in _records(data):
        if kind == _FONT and size >= 12 + 92:
            name = data[at + 12 + 28 : at + 12 + 92].decode("utf-16-le", errors="replace").partition("\0")[0]
            fonts[struct.unpack_from("<I", data, at + 8)[0]] = name
        elif kind == _SELECT:
            face = fonts.get(struct.unpack_from("<I", data, at + 8)[0], face)
        elif kind in (_EXTTEXT_A, _EXTTEXT_W):
            left, top, right, bottom = struct.unpack_from("<4i", data, at + 8)
            _x, y, count, offset, options = struct.unpack_from("<iiIII", data, at + 36)
            # What was drawn through a transformation has its place in the bounds only.
            row = bottom if right >= left and bottom > top else y
            width = 2 if kind == _EXTTEXT_W else 1
            raw = data[at + offset : at + min(size, offset + width * count)]
            yield None if options & _GLYPHS else _Piece(_decoded(raw, width, face), row)
        elif kind == _SMALLTEXT:
            _x, y, count, options = struct.unpack_from("<iiII", data, at + 8)
            start = 36 if options & _NO_RECT else 52
            width = 1 if options & _SMALL else 2
            raw = data[at + start : at + min(size, start + width * count)]
            yield None if options & _GLYPHS else _Piece(_decoded(raw, width, face), y)


def _decoded(raw: bytes, width: int, face: str) -> str:
    text = raw[: len(raw) // 2 * 2].decode("utf-16-le", errors="replace") if width == 2 else raw.decode("latin-1")
    if is_symbol_font(face):
        return "".join(symbol(ord(c), face) for c in text)
    return text


_DRAW_STRING, _DRAW_DRIVER_STRING = 0x401C, 0x4036


def _emf_plus(data: bytes) -> Iterator[_Piece | None]:
    """EMF+ records lie in comments of the EMF; looked at only where the EMF itself writes nothing."""
    for kind, start, size in _records(data):
        if kind != _COMMENT or data[start + 12 : start + 16] != b"EMF+":
            continue
        at, end = start + 16, start + size
        while at + 12 <= end:
            sort, _flags, length = struct.unpack_from("<HHI", data, at)
            if length < 12:
                break
            if sort == _DRAW_STRING:
                count = struct.unpack_from("<I", data, at + 20)[0]
                y = struct.unpack_from("<f", data, at + 28)[0]
                text = data[at + 40 : at + min(length, 40 + 2 * count)].decode("utf-16-le", errors="replace")
                yield _Piece(text, round(y) if abs(y) < 1e9 else 0)
            elif sort == _DRAW_DRIVER_STRING:
                yield None
            at += length


# -- WMF -----------------------------------------------------------------------------------------------------------

_CODECS: Final = {134: "gb18030", 136: "big5", 128: "cp932", 129: "cp949", 204: "cp1251", 161: "cp1253"}
_OBJECTS: Final = (0x02FA, 0x02FC, 0x02FB, 0x00F7, 0x0142, 0x01F9, 0x06FF)  # records that fill a slot of the table


def _wmf(data: bytes) -> Iterator[_Piece | None]:
    at = (22 if data.startswith(_PLACEABLE) else 0) + 18
    table: dict[int, tuple[int, str] | None] = {}
    charset, face = 0, ""
    for _ in range(_MOST_RECORDS):
        if at + 6 > len(data):
            return
        words, function = struct.unpack_from("<IH", data, at)
        size = 2 * words
        if size < 6 or function == 0:
            return
        body = at + 6
        if function in _OBJECTS:
            slot = next(i for i in range(len(table) + 1) if i not in table)
            table[slot] = None
            if function == 0x02FB:
                name = data[body + 18 : at + size].partition(b"\0")[0].decode("latin-1")
                table[slot] = (data[body + 13], name)
        elif function == 0x012D:
            charset, face = table.get(struct.unpack_from("<H", data, body)[0]) or (charset, face)
        elif function == 0x01F0:
            table.pop(struct.unpack_from("<H", data, body)[0], None)
        elif function == 0x0521:
            count = struct.unpack_from("<H", data, body)[0]
            text = data[body + 2 : body + 2 + count]
            y = struct.unpack_from("<h", data, body + 2 + count + count % 2)[0]
            yield _Piece(_coded(text, charset, face), y)
        elif function == 0x0A32:
            y, _x, count, options = struct.unpack_from("<hhHH", data, body)
            start = body + 8 + (8 if options & 0x6 else 0)
            glyphs = bool(options & _GLYPHS)
            yield None if glyphs else _Piece(_coded(data[start : start + count], charset, face), y)
        at += size


def _coded(raw: bytes, charset: int, face: str) -> str:
    if is_symbol_font(face):
        return "".join(symbol(code, face) for code in raw)
    return raw.decode(_CODECS.get(charset, "cp1252"), errors="replace")


# -- SVG -----------------------------------------------------------------------------------------------------------


def _svg(data: bytes) -> Iterator[_Piece | None]:
    try:
        root: Any = parse_xml(data, where="SVG")
    except InputError:
        yield None
        return
    for number, element in enumerate(root.iter("{http://www.w3.org/2000/svg}text")):
        yield _Piece(" ".join("".join(element.itertext()).split()), number)
