"""Small vector pictures made record by record ([MS-EMF] 2.3, [MS-WMF] 2.3)."""

from __future__ import annotations

import struct


def _record(kind: int, body: bytes) -> bytes:
    body += b"\0" * (-len(body) % 4)
    return struct.pack("<II", kind, 8 + len(body)) + body


def font(handle: int, face: str) -> bytes:
    """EMR_EXTCREATEFONTINDIRECTW and the record that selects it."""
    logfont = struct.pack("<5i", -40, 0, 0, 0, 400) + bytes((0, 0, 0, 1, 0, 0, 0, 0))
    name = face.encode("utf-16-le").ljust(64, b"\0")
    made = _record(82, struct.pack("<I", handle) + logfont + name + bytes(228))
    return made + _record(37, struct.pack("<I", handle))


def text(string: str, x: int, y: int, *, options: int = 0) -> bytes:
    """EMR_EXTTEXTOUTW at a reference point, without bounds."""
    raw = string.encode("utf-16-le")
    padded = raw + b"\0" * (-len(raw) % 4)
    count = len(raw) // 2
    head = struct.pack("<4iIff", 0, 0, -1, -1, 1, 1.0, 1.0)
    body = struct.pack("<iiIII4iI", x, y, count, 76, options, 0, 0, -1, -1, 76 + len(padded))
    return _record(84, head + body + padded + struct.pack("<I", 40) * count)


def comment(payload: bytes) -> bytes:
    return _record(70, struct.pack("<I", len(payload)) + payload)


def draw_string(string: str, y: float) -> bytes:
    """An EMF+ comment with one DrawString."""
    raw = string.encode("utf-16-le")
    body = struct.pack("<III4f", 0, 0, len(raw) // 2, 0.0, y, 0.0, 0.0) + raw + b"\0" * (-len(raw) % 4)
    return comment(b"EMF+" + struct.pack("<HHII", 0x401C, 0, 12 + len(body), len(body)) + body)


def emf(*records: bytes) -> bytes:
    body = b"".join(records) + _record(14, struct.pack("<III", 0, 16, 20))
    count = len(records) + 2
    size = 88 + len(body)
    head = struct.pack("<8i", 0, 0, 400, 200, 0, 0, 10000, 5000) + b" EMF" + struct.pack("<II", 0x10000, size)
    head += struct.pack("<IHHIII4i", count, 2, 0, 0, 0, 0, 1000, 1000, 300, 300)
    return struct.pack("<II", 1, 88) + head[:80] + body


def wmf(*texts: tuple[bytes, int, int], face: bytes = b"SimSun", charset: int = 134) -> bytes:
    """Texts with x and y in one font, after the placeable header that Word wants."""

    def record(function: int, body: bytes) -> bytes:
        body += b"\0" * (len(body) % 2)
        return struct.pack("<IH", 3 + len(body) // 2, function) + body

    logfont = struct.pack("<5h", -40, 0, 0, 0, 400) + bytes((0, 0, 0, charset, 0, 0, 0, 0)) + face.ljust(32, b"\0")
    body = record(0x02FA, bytes(10)) + record(0x02FB, logfont) + record(0x012D, struct.pack("<H", 1))
    for raw, x, y in texts:
        body += record(0x0A32, struct.pack("<hhHH", y, x, len(raw), 0) + raw)
    body += record(0, b"")
    head = struct.pack("<HHHIHIH", 1, 9, 0x300, 9 + len(body) // 2, 2, 50, 0)
    placeable = struct.pack("<IHhhhhHI", 0x9AC6CDD7, 0, 0, 0, 400, 200, 96, 0) + b"\0\0"
    return placeable + head + body
