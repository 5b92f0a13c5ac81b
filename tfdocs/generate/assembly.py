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

_LOCAL: Final = struct.Struct("<4s5H")  # then CRC-32 and both sizes, then the lengths of name and extra field
_CENTRAL: Final = struct.Struct("<4s6H")
_SIZES: Final = struct.Struct("<3I")
_LENGTHS: Final = struct.Struct("<2H")
_AFTER: Final = struct.Struct("<5HI")
_OFFSET: Final = struct.Struct("<I")
_END: Final = struct.Struct("<4s4H2IH")
_STORED: Final = struct.Struct("<BHH")
_DATE: Final = (0 << 9) | (1 << 5) | 1  # 1 January 1980: a real time would make every output differ
_UTF8: Final = 0x800
_LAST: Final = _STORED.pack(1, 0, 0xFFFF)
_BLOCK: Final = 0xFFFF

# Shorter constants are stored beside the values: a block more costs a microsecond, 256 bytes stored 150 on disk.
WORTH_A_BLOCK: Final = 256
# Longer new text is compressed after all: an object that compresses takes 20 µs to make, eight kilobytes are pages.
WORTH_DEFLATING: Final = 8192  # less than a stored block holds (RFC 1951, 3.2.4: 65,535)


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

    __slots__ = ("_gaps", "_steps", "_whole", "pieces", "proven")

    def __init__(self, pieces: Sequence[str | None]) -> None:
        self.pieces = tuple(pieces)
        self._whole = _pattern(pieces)
        # The bytes of the constants before each value.
        self._gaps: list[int] = []
        gap = 0
        for piece in pieces:
            if piece is None:
                self._gaps.append(gap)
                gap = 0
            else:
                gap += len(_bytes(piece))
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

    def lacks(self, values: Sequence[bytes], whole: bytes) -> bytes | None:
        """The first of ``values`` that does not stand in ``whole`` at its place; None when all do."""
        at, stands = 0, whole.startswith
        for gap, value in zip(self._gaps, values, strict=True):
            at += gap
            if not stands(value, at):
                return value
            at += len(value)
        return None

    def fill(self, values: tuple[bytes, ...], whole: bytes) -> Member:
        """The member; ``whole`` is ``whole(values)``."""
        out: list[bytes] = []
        stored = _STORED.pack
        for ready, pattern, start, end in self._steps:
            if ready:
                out.append(ready)
                continue
            content = pattern % values[start:end]
            length = len(content)
            if length < WORTH_DEFLATING:
                out += (stored(0, length, length ^ _BLOCK), content)
            else:
                out.append(block(content, 6))
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


class _Entry:
    """A member's local header and its entry in the directory, but for what each content changes."""

    __slots__ = ("_central", "_local", "_name", "_rest", "_tail", "length")

    def __init__(self, name: str) -> None:
        raw = name.encode()
        flags = 0 if raw.isascii() else _UTF8
        self._local = _LOCAL.pack(b"PK\x03\x04", 20, flags, 8, 0, _DATE)
        self._tail = _LENGTHS.pack(len(raw), 0) + raw
        self._central = _CENTRAL.pack(b"PK\x01\x02", 0x0314, 20, flags, 8, 0, _DATE)
        self._rest = _AFTER.pack(len(raw), 0, 0, 0, 0, 0o100644 << 16)
        self._name = raw
        self.length = len(self._local) + _SIZES.size + len(self._tail)  # of the local header

    def add(self, member: Member, at: int, local: list[bytes], directory: list[bytes]) -> int:
        """Add ``member``, which stands at offset ``at``; where the next one stands."""
        data, crc, size = member
        sizes = _SIZES.pack(crc, len(data), size)
        local += (self._local, sizes, self._tail, data)
        directory += (self._central, sizes, self._rest, _OFFSET.pack(at), self._name)
        return at + self.length + len(data)


class Frame:
    """A package whose members ``changing`` are given anew for each output. The others come first, in their order, so
    that they and their part of the directory are one piece of bytes."""

    def __init__(self, members: Iterable[tuple[str, bytes]], changing: Iterable[str] = ()) -> None:
        changed = set(changing)
        names = []
        local: list[bytes] = []
        directory: list[bytes] = []
        at = fixed = 0
        for name, content in members:
            if name in changed:
                names.append(name)
                continue
            fixed += 1
            at = _Entry(name).add(deflate(content), at, local, directory)
        self._changing = tuple((name, _Entry(name)) for name in names)
        self._count = fixed + len(names)
        if self._count > _BLOCK:
            raise ValueError("more members than a plain zip holds")
        self._local, self._directory = b"".join(local), b"".join(directory)

    def build(self, changed: Mapping[str, Member]) -> bytes:
        """The package; the same members give the same bytes. ``KeyError`` when a changing member is not given."""
        out = [self._local]
        directory = [self._directory]
        at = len(self._local)
        for name, entry in self._changing:
            at = entry.add(changed[name], at, out, directory)
        index = b"".join(directory)
        out += (index, _END.pack(b"PK\x05\x06", 0, 0, self._count, self._count, len(index), at, 0))
        return b"".join(out)
