"""What was seen of each character of a long scan, put away until it is asked for.

The boxes, confidences and lattices of a page take a quarter of a megabyte, hundreds of pages are held at once, and the
judge looks at few of them again. Here they go to a temporary file, plain numbers and text, and are read back line by
line. The file has no name that others could open and goes when the last line that needs it does; the first pages stay
in memory, so that an ordinary document never touches the disk.
"""

from __future__ import annotations

import errno
import struct
import threading
import weakref
from array import array
from collections import OrderedDict
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from tempfile import SpooledTemporaryFile
from typing import Any

from tfdocs.model.geometry import Box
from tfdocs.model.page import Lattice, Line, Page

_IN_MEMORY = 4 * 2**20  # bytes: about 40 pages
_RECENT = 256  # lines kept at hand as well; each passes through many hands before the next one's turn
_HEAD = struct.Struct("<IIII")  # characters, steps, entries of the lattice, bytes of its characters
_BOX = 4  # numbers


@dataclass(frozen=True, slots=True)
class _Evidence:
    chars: tuple[Box, ...]
    confidence: tuple[float, ...]
    lattice: Lattice


class Shelf:
    """Takes lines' evidence for as long as any of these lines lives."""

    def __init__(self) -> None:
        # no buffer: what a full disk did not take must not come up again when something else is read
        self._file: Any = SpooledTemporaryFile(max_size=_IN_MEMORY, buffering=0)  # noqa: SIM115 (closed by the next)
        weakref.finalize(self, self._file.close)
        self._end = 0
        self._recent: OrderedDict[int, _Evidence] = OrderedDict()
        self._lock = threading.Lock()

    def put_away(self, page: Page) -> Page:
        """``page`` with lines that say the same and hold less. Lines without a lattice stay as they are.

        All of them do when there is no room on the disk.
        """
        try:
            return replace(page, lines=tuple([self._put(line) for line in page.lines]))
        except OSError:
            return page

    def _put(self, line: Line) -> Line:
        lattice = line.lattice
        count = len(line.text)
        if lattice is None or (len(line.chars), len(line.confidence)) != (count, count):
            return line
        numbers = array("d", [v for b in line.chars for v in (b.x0, b.top, b.x1, b.bottom)])
        numbers.extend(line.confidence)
        characters = lattice.characters.encode("utf-8", "surrogatepass")
        head = _HEAD.pack(count, len(lattice.counts), len(lattice.characters), len(characters))
        parts = (head, numbers.tobytes(), characters, lattice.counts, lattice.values, lattice.floors)
        record = b"".join(parts)
        with self._lock:
            at = self._end
            self._file.seek(at)
            if self._file.write(record) != len(record):
                raise OSError(errno.ENOSPC, "no room left")
            self._end += len(record)
        return _shelved(line, self, at, len(record))

    def evidence(self, at: int, size: int) -> _Evidence:
        """What was put at ``at``, in ``size`` bytes."""
        with self._lock:
            known = self._recent.get(at)
            if known is None:
                self._file.seek(at)
                known = self._recent[at] = _unpacked(self._file.read(size))
                if len(self._recent) > _RECENT:
                    self._recent.popitem(last=False)
            else:
                self._recent.move_to_end(at)
            return known


def _unpacked(record: bytes) -> _Evidence:
    count, steps, entries, size = _HEAD.unpack_from(record)
    numbers = array("d")
    lengths = (numbers.itemsize * (_BOX + 1) * count, size, steps, 4 * entries, 8 * steps)
    ends = list(accumulate(lengths, initial=_HEAD.size))
    coded, characters, counts, values, floors = (record[a:b] for a, b in pairwise(ends))
    numbers.frombytes(coded)
    boxes = [Box(*numbers[i : i + _BOX]) for i in range(0, _BOX * count, _BOX)]
    lattice = Lattice(characters.decode("utf-8", "surrogatepass"), counts, values, floors)
    return _Evidence(tuple(boxes), tuple(numbers[_BOX * count :]), lattice)


class _ShelvedLine(Line):
    """A line whose evidence is on a shelf. Whatever is derived from it is an ordinary line."""

    __slots__ = ("_at", "_shelf", "_size")
    _shelf: Shelf
    _at: int
    _size: int

    def __new__(cls, *args: Any, **fields: Any) -> Line:  # type: ignore[misc]
        return Line(*args, **fields)

    @property
    def chars(self) -> tuple[Box, ...]:
        return self._shelf.evidence(self._at, self._size).chars

    @property
    def confidence(self) -> tuple[float, ...]:
        return self._shelf.evidence(self._at, self._size).confidence

    @property
    def lattice(self) -> Lattice | None:
        return self._shelf.evidence(self._at, self._size).lattice

    def __reduce__(self) -> tuple[Any, ...]:
        return replace, (replace(self),)


_HELD = ("text", "box", "source", "under_seal", "handwritten", "quad")


def _shelved(line: Line, shelf: Shelf, at: int, size: int) -> Line:
    out: Line = object.__new__(_ShelvedLine)
    for name in _HELD:
        object.__setattr__(out, name, getattr(line, name))
    for name, value in (("_shelf", shelf), ("_at", at), ("_size", size)):
        object.__setattr__(out, name, value)
    return out
