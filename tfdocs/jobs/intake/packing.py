"""What has been read as bytes that can be kept and sent: compact, lossless, and harmless to read back.

No pickle: a ledger may come from another hand, and reading a pickle runs it. The bytes are JSON for the structure and
all texts, one array of IEEE doubles for all numbers with a point (a page has thousands), and raw bytes for pictures;
compressed by zlib, whose checksum tells damage. A head names the structure of the type, derived from its fields, so
that a page kept by another version of ``tfdocs.model`` is not misread but refused.

It must not know what a page or a document means.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import sys
import types
import zlib
from array import array
from collections.abc import Callable
from enum import Enum
from functools import cache
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

T = TypeVar("T")

_MAGIC = b"tfdocs\x01"
_DIGEST = 8  # bytes of the structure's SHA-256 in the head
_LEVEL = 1  # of a page of OCR: 33 KB in 1 ms; level 6 saves 8 % of that and takes 5 ms
MOST_BYTES = 800 * 2**20  # unpacked: as much as a Word file may hold (tfdocs.read.archive.MAX_TOTAL)


class PackingError(ValueError):
    """The bytes are damaged, or were written for another structure."""


@dataclasses.dataclass(slots=True)
class _Streams:
    numbers: array[float] = dataclasses.field(default_factory=lambda: array("d"))
    blobs: list[bytes] = dataclasses.field(default_factory=list)
    at: int = 0  # next number to read
    blob_at: int = 0

    def number(self) -> float:
        self.at += 1
        return self.numbers[self.at - 1]

    def blob(self) -> bytes:
        self.blob_at += 1
        return self.blobs[self.blob_at - 1]


_Encode = Callable[[Any, _Streams], Any]
_Decode = Callable[[Any, _Streams], Any]


@dataclasses.dataclass(frozen=True, slots=True)
class _Codec:
    shape: str  # the type in words: what the digest is made of
    encode: _Encode
    decode: _Decode


_Around = dict[type[Any], list[_Codec]]  # a record's codec, once it is made


class Packer(Generic[T]):
    """Packs values of one type: dataclasses and pydantic models of plain values, enums, tuples, dicts by text."""

    def __init__(self, kind: type[T]) -> None:
        self._codec = _codec(kind)
        self._head = _MAGIC + hashlib.sha256(self._codec.shape.encode()).digest()[:_DIGEST]

    @property
    def structure(self) -> str:
        """A digest that changes when the type does."""
        return self._head[len(_MAGIC) :].hex()

    def pack(self, value: T) -> bytes:
        """``value`` as bytes; the same value gives the same bytes. ``TypeError`` when it is not of the type."""
        streams = _Streams()
        try:
            tree = self._codec.encode(value, streams)
            text = json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        except (AttributeError, ValueError, KeyError, OverflowError) as error:
            raise TypeError(f"no {self._codec.shape[:40]}: {error}") from error
        numbers = streams.numbers
        if sys.byteorder == "big":
            numbers.byteswap()
        sizes = [len(text), len(numbers), *map(len, streams.blobs)]
        table = json.dumps(sizes).encode()
        body = b"".join((len(table).to_bytes(4, "little"), table, text, numbers.tobytes(), *streams.blobs))
        return self._head + zlib.compress(body, _LEVEL)

    def unpack(self, data: bytes) -> T:
        """The value of which ``pack`` made ``data``. Raises ``PackingError``."""
        if not data.startswith(self._head):
            raise PackingError("written for another structure")
        try:
            inflate = zlib.decompressobj()
            body = inflate.decompress(data[len(self._head) :], MOST_BYTES)
            if not inflate.eof:
                raise PackingError("cut short, or larger than anything that was packed")
            start = 4 + int.from_bytes(body[:4], "little")
            size, count, *lengths = json.loads(body[4:start])
            text_end = start + size
            streams = _Streams()
            streams.numbers.frombytes(body[text_end : text_end + 8 * count])
            if sys.byteorder == "big":
                streams.numbers.byteswap()
            at = text_end + 8 * count
            for length in lengths:
                streams.blobs.append(body[at : at + length])
                at += length
            tree = json.loads(body[start:text_end].decode("utf-8", "surrogatepass"))
            value: T = self._codec.decode(tree, streams)
        except PackingError:
            raise
        except (zlib.error, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
            raise PackingError(f"damaged ({type(error).__name__})") from error
        return value


@cache
def packer(kind: type[T]) -> Packer[T]:
    """The packer of a type, made once."""
    return Packer(kind)


def _plain(kind: type[Any]) -> _Codec:
    def encode(value: Any, _: _Streams) -> Any:
        if type(value) is not kind:
            raise TypeError(f"{type(value).__name__} where {kind.__name__} belongs")
        return value

    return _Codec(kind.__name__, encode, lambda tree, _: tree)


def _number() -> _Codec:
    def encode(value: Any, streams: _Streams) -> Any:
        streams.numbers.append(value)
        return None  # its place in the array is its place in the tree

    return _Codec("float", encode, lambda _, streams: streams.number())


def _blob() -> _Codec:
    def encode(value: Any, streams: _Streams) -> Any:
        streams.blobs.append(bytes(value))
        return None

    return _Codec("bytes", encode, lambda _, streams: streams.blob())


def _codec(kind: Any, around: _Around | None = None) -> _Codec:
    """How ``kind`` is packed. ``around``: the records that it is a part of, for one may hold others of its own kind."""
    around = around or {}
    origin, args = get_origin(kind), get_args(kind)
    if kind is float:
        return _number()
    if kind is bytes:
        return _blob()
    if kind in (str, int, bool):
        return _plain(kind)
    if origin in (Union, types.UnionType):
        return _optional([a for a in args if a is not type(None)], kind, around)
    if origin is tuple:
        parts = args[:1] if args[1:] == (...,) else args
        codecs = [_codec(a, around) for a in parts]
        return _sequence(codecs[0]) if parts is not args else _fixed(codecs)
    if origin is dict and args[0] is str:
        return _table(_codec(args[1], around))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _Codec(f"{kind.__name__}{[m.value for m in kind]}", lambda v, _: kind(v).value, lambda t, _: kind(t))
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _Codec(
            f"{kind.__name__}{json.dumps(kind.model_json_schema(), sort_keys=True)}",
            lambda v, _: kind.model_validate(v).model_dump(mode="json"),
            lambda t, _: kind.model_validate(t),
        )
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _record(kind, around)
    raise TypeError(f"no way to pack {kind!r}")


def _optional(kinds: list[Any], kind: Any, around: _Around) -> _Codec:
    if len(kinds) != 1:
        raise TypeError(f"no way to pack {kind!r}")
    inner = _codec(kinds[0], around)

    def encode(value: Any, streams: _Streams) -> Any:
        return None if value is None else [inner.encode(value, streams)]

    return _Codec(f"{inner.shape}?", encode, lambda t, streams: None if t is None else inner.decode(t[0], streams))


def _sequence(inner: _Codec) -> _Codec:
    encode_one, decode_one = inner.encode, inner.decode
    if inner.shape == "float":

        def encode_numbers(value: Any, streams: _Streams) -> Any:
            streams.numbers.extend(value)
            return len(value)

        return _Codec("[float]", encode_numbers, lambda count, streams: tuple([streams.number() for _ in range(count)]))
    return _Codec(
        f"[{inner.shape}]",
        lambda value, streams: [encode_one(v, streams) for v in value],
        lambda tree, streams: tuple([decode_one(t, streams) for t in tree]),
    )


def _fixed(parts: list[_Codec]) -> _Codec:
    def encode(value: Any, streams: _Streams) -> Any:
        return [p.encode(v, streams) for p, v in zip(parts, value, strict=True)]

    def decode(tree: Any, streams: _Streams) -> Any:
        return tuple([p.decode(t, streams) for p, t in zip(parts, tree, strict=True)])

    return _Codec(f"({','.join(p.shape for p in parts)})", encode, decode)


def _table(inner: _Codec) -> _Codec:
    if inner.shape == "float":

        def encode_numbers(value: Any, streams: _Streams) -> Any:
            streams.numbers.extend(value.values())
            return list(value)

        return _Codec("{float}", encode_numbers, lambda keys, streams: {k: streams.number() for k in keys})
    return _Codec(
        f"{{{inner.shape}}}",
        lambda value, streams: {k: inner.encode(v, streams) for k, v in value.items()},
        lambda tree, streams: {k: inner.decode(t, streams) for k, t in tree.items()},
    )


def _record(kind: type[Any], around: _Around) -> _Codec:
    if kind in around:
        made = around[kind]  # by the time that a value is packed
        return _Codec(
            f"^{kind.__name__}",
            lambda value, streams: made[0].encode(value, streams),
            lambda tree, streams: made[0].decode(tree, streams),
        )
    own: list[_Codec] = []
    hints = get_type_hints(kind)
    fields = [(f.name, _codec(hints[f.name], {**around, kind: own})) for f in dataclasses.fields(kind) if f.init]
    shape = f"{kind.__name__}({','.join(f'{n}:{c.shape}' for n, c in fields)})"
    if all(c.shape == "float" for _, c in fields):  # boxes: by far the most frequent
        names = [n for n, _ in fields]
        count = len(names)

        def encode_numbers(value: Any, streams: _Streams) -> Any:
            streams.numbers.extend([getattr(value, n) for n in names])
            return None

        def decode_numbers(_: Any, streams: _Streams) -> Any:
            at = streams.at
            streams.at = at + count
            return kind(*streams.numbers[at : at + count])

        return _Codec(shape, encode_numbers, decode_numbers)

    def encode(value: Any, streams: _Streams) -> Any:
        if type(value) is not kind:
            raise TypeError(f"{type(value).__name__} where {kind.__name__} belongs")
        return [codec.encode(getattr(value, name), streams) for name, codec in fields]

    def decode(tree: Any, streams: _Streams) -> Any:
        return kind(*[codec.decode(t, streams) for (_, codec), t in zip(fields, tree, strict=True)])

    own.append(_Codec(shape, encode, decode))
    return own[0]
