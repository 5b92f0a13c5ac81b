"""A zip package put together from parts that were compressed before: what makes a letter cost microseconds.

Most of a letter is the same in every copy. So members that never change are compressed once, and of those that change
the long constant stretches are; the few new words between go in as stored blocks. DEFLATE allows it: blocks of any
kind may follow one another, and a flush ends one at a byte's border (RFC 1951, 3.2.3 and 3.2.4).

It must not know Word or templates: names and bytes come in.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")
_STORED: Final = struct.Struct("<BHH")
_DATE: Final = (0 << 9) | (1 << 5) | 1  # 1 January 1980: a real time would make every output differ
_UTF8: Final = 0x800
_LAST: Final = _STORED.pack(1, 0, 0xFFFF)
_BLOCK: Final = 0xFFFF

# Shorter constants are stored beside the values: a block more costs a microsecond, 256 bytes stored 150 on disk.
WORTH_A_BLOCK: Final = 256
# Longer new text is compressed after all: an object that compresses takes 20 µs to make, eight kilobytes are pages.
WORTH_DEFLATING: Final = 8192


class Member(NamedTuple):
    """A member's compressed bytes (raw DEFLATE), and CRC-32 and length of what they stand for."""

    data: bytes
    crc: int
    size: int


def deflate(content: bytes, level: int = 9) -> Member:
    """``content`` compressed as a whole."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return Member(packer.compress(content) + packer.flush(), zlib.crc32(content), len(content))


def block(content: bytes, level: int = 9) -> bytes:
    """``content`` as DEFLATE blocks that others can follow: none is the last, and they end at a byte's border."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush(zlib.Z_SYNC_FLUSH)


class Plan:
    """How a member is put together from constant stretches and the values between them, for any values.

    Made once for a sequence of pieces (None where a value stands); ``whole`` and ``fill`` are then a few formattings,
    a checksum, and copies of blocks that were compressed when the plan was made. Values are bytes, in UTF-8.
    """

    __slots__ = ("_steps", "_whole", "pieces", "proven")

    def __init__(self, pieces: Sequence[str | None]) -> None:
        self.pieces = tuple(pieces)
        self._whole = _pattern(pieces)
        self.proven = False  # for whoever uses the plan to note that its texts were found right
        # A ready block, or the pattern of a stretch that holds values, with their places among all values.
        self._steps: list[tuple[bytes, bytes, int, int]] = []
        loose: list[str | None] = []
        count = 0
        for piece in pieces:
            if piece is None or len(_bytes(piece)) < WORTH_A_BLOCK:
                loose.append(piece)
                continue
            count = self._add(loose, count)
            self._steps.append((_ready(piece), b"", 0, 0))
        self._add(loose, count)

    def _add(self, loose: list[str | None], count: int) -> int:
        if not loose:
            return count
        end = count + loose.count(None)
        self._steps.append((b"", _pattern(loose), count, end))
        loose.clear()
        return end

    def whole(self, values: tuple[bytes, ...]) -> bytes:
        """The member's content."""
        return self._whole % values

    def fill(self, values: tuple[bytes, ...], whole: bytes) -> Member:
        """The member; ``whole`` is ``whole(values)``."""
        out: list[bytes] = []
        for ready, pattern, start, end in self._steps:
            if ready:
                out.append(ready)
            else:
                _add_loose(out, pattern % values[start:end])
        out.append(_LAST)
        return Member(b"".join(out), zlib.crc32(whole), len(whole))


@lru_cache(maxsize=1024)
def _ready(constant: str) -> bytes:
    """The block of a constant stretch: plans of one template share most of them."""
    return block(_bytes(constant))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _pattern(pieces: Sequence[str | None]) -> bytes:
    """Pieces as a format for the % operator."""
    return b"".join(b"%s" if p is None else _bytes(p).replace(b"%", b"%%") for p in pieces)


def _add_loose(out: list[bytes], content: bytes) -> None:
    if len(content) >= WORTH_DEFLATING:
        out.append(block(content, 6))
        return
    for start in range(0, len(content), _BLOCK):
        part = content[start : start + _BLOCK]
        out.append(_STORED.pack(0, len(part), len(part) ^ 0xFFFF))
        out.append(part)


class Frame:
    """A package whose members ``changing`` are given anew for each output. The others come first, in their order, so
    that they and their part of the directory are one piece of bytes."""

    def __init__(self, members: Iterable[tuple[str, bytes]], changing: Iterable[str] = ()) -> None:
        changed = set(changing)
        names = []
        local: list[bytes] = []
        directory: list[bytes] = []
        at = 0
        for name, content in members:
            if name in changed:
                names.append(name)
                continue
            head, entry = _entry(name.encode(), deflate(content), at)
            local += head
            directory.append(entry)
            at += sum(map(len, head))
        self._changing = tuple((name, name.encode()) for name in names)
        self._count = len(directory) + len(names)
        if self._count > _BLOCK:
            raise ValueError("more members than a plain zip holds")
        self._local, self._directory = b"".join(local), b"".join(directory)

    def build(self, changed: Mapping[str, Member]) -> bytes:
        """The package; the same members give the same bytes. ``KeyError`` when a changing member is not given."""
        out = [self._local]
        directory = [self._directory]
        at = len(self._local)
        for name, raw in self._changing:
            member = changed[name]
            head, entry = _entry(raw, member, at)
            out += head
            directory.append(entry)
            at += _LOCAL.size + len(raw) + len(member.data)
        index = b"".join(directory)
        out += (index, _END.pack(b"PK\x05\x06", 0, 0, self._count, self._count, len(index), at, 0))
        return b"".join(out)


def _entry(name: bytes, member: Member, at: int) -> tuple[tuple[bytes, bytes, bytes], bytes]:
    """A member's local header, name and data, and its entry in the directory."""
    data, crc, size = member
    flags = 0 if name.isascii() else _UTF8
    local = _LOCAL.pack(b"PK\x03\x04", 20, flags, 8, 0, _DATE, crc, len(data), size, len(name), 0)
    central = _CENTRAL.pack(
        *(b"PK\x01\x02", 0x0314, 20, flags, 8, 0, _DATE, crc, len(data), size, len(name), 0, 0, 0, 0),
        *(0o100644 << 16, at),
    )
    return (local, name, data), central + name
