"""Pictures that a Word file shows: raster ones are handed on as they are, the others become findings."""

from __future__ import annotations

import hashlib
from typing import Final

from tfdocs.errors import InputDamaged
from tfdocs.read.word.context import Context

_RASTER: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"BM", b"GIF8", b"II*\x00", b"MM\x00*")
_MAX_TOTAL: Final = 300 * 2**20


def is_raster(data: bytes) -> bool:
    return data.startswith(_RASTER) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def _vector(data: bytes) -> str:
    if data.startswith((b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00")):
        return "WMF"
    if data.startswith(b"\x01\x00\x00\x00") and data[40:44] == b" EMF":
        return "EMF"
    if b"<svg" in data[:2000]:
        return "SVG"
    return "其他格式"


def take_picture(ctx: Context, part: str, place: str) -> None:
    """Add the picture in ``part`` to the document's, once; or say why not."""
    if part in ctx.seen_pictures:
        return
    ctx.seen_pictures.add(part)
    if part not in ctx.parts.package:
        ctx.findings.add("missing-part", place, "图片")
        return
    try:
        data = ctx.parts.package.read(part)
    except InputDamaged:
        ctx.findings.add("damaged-picture", place, part.rpartition("/")[2])
        return
    if not data:
        ctx.findings.add("damaged-picture", place, part.rpartition("/")[2])
    elif not is_raster(data):
        ctx.findings.add("vector-picture", place, _vector(data))
    elif sum(map(len, ctx.pictures.values())) + len(data) <= _MAX_TOTAL:
        ctx.pictures.setdefault(hashlib.sha256(data).hexdigest(), data)
    else:
        ctx.findings.add("damaged-picture", place, "图片总量过大")
