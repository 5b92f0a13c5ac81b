"""Frames on a pipe: a length of eight bytes, then as many bytes. It must not know what they mean."""

from __future__ import annotations

from typing import IO

_LENGTH = 8


def read_frame(stream: IO[bytes]) -> bytes:
    """The next frame. ``EOFError`` when the stream ends before or within it."""
    size = int.from_bytes(_exactly(stream, _LENGTH), "little")
    return _exactly(stream, size)


def write_frame(stream: IO[bytes], content: bytes) -> None:
    """Write a frame and flush. ``OSError`` when the other end is gone."""
    stream.write(len(content).to_bytes(_LENGTH, "little"))
    stream.write(content)
    stream.flush()


def _exactly(stream: IO[bytes], size: int) -> bytes:
    parts: list[bytes] = []
    while size:
        part = stream.read(min(size, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
