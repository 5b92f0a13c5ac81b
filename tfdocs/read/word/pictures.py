"""Pictures that a Word file shows: raster ones are handed on as they are, vector ones give the text they hold."""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
from typing import Final

from PIL import Image, UnidentifiedImageError

from tfdocs.errors import InputDamaged
from tfdocs.read.word.context import Context
from tfdocs.read.word.metafile import drawn_text
from tfdocs.read.word.shapes import WHOLE, Crop

_RASTER: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"BM", b"GIF8", b"II*\x00", b"MM\x00*")
_MAX_TOTAL: Final = 300 * 2**20


def is_raster(data: bytes) -> bool:
    return data.startswith(_RASTER) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


_MOST_PIXELS: Final = 120_000_000  # an A3 sheet at 600 dpi has 70 million


def _undecodable(data: bytes) -> str:
    """Why a raster picture cannot be read later; "" when it can. Made small while it is decoded, where that is fast."""
    try:
        with (
            warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning),
            Image.open(io.BytesIO(data)) as picture,
        ):
            if picture.width * picture.height > _MOST_PIXELS:
                return f"{picture.width}×{picture.height} 像素，过大"
            if picture.format == "PNG":
                picture.verify()  # checksums of all chunks, without decoding
            else:
                picture.draft("L", (64, 64))
                picture.load()
    except Image.DecompressionBombError:
        return "像素过多"
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, struct.error):
        return "已损坏"
    return ""


def take_picture(ctx: Context, part: str, place: str, crop: Crop = WHOLE, *, running: bool = False) -> tuple[str, ...]:
    """Add the picture in ``part`` to the document's, once; or say why not. A vector picture's lines are returned.

    Of a raster picture only what ``crop`` leaves of it is taken. ``running``: it stands in a running head.
    """
    if (part, crop) not in ctx.drawn:
        ctx.drawn[part, crop] = _taken(ctx, part, place, crop)
    key = ctx.picture_keys.get((part, crop))
    if key is not None:
        counted = ctx.picture_counts.get(key)
        ctx.picture_counts[key] = 0 if running or counted == 0 else (counted or 0) + 1
    return ctx.drawn[part, crop]


def _taken(ctx: Context, part: str, place: str, crop: Crop) -> tuple[str, ...]:
    if part not in ctx.parts.package:
        ctx.findings.add("missing-part", place, "图片")
        return ()
    try:
        data = ctx.parts.package.read(part)
    except InputDamaged:
        ctx.findings.add("damaged-picture", place, part.rpartition("/")[2])
        return ()
    if not data:
        ctx.findings.add("damaged-picture", place, part.rpartition("/")[2])
    elif not is_raster(data):
        drawn = drawn_text(data)
        if drawn.lines:
            ctx.findings.add("vector-text", place, drawn.format)
        if not drawn.lines or not drawn.complete:
            ctx.findings.add("vector-picture", place, drawn.format or "其他格式")
        return drawn.lines
    elif reason := _undecodable(data):
        ctx.findings.add("damaged-picture", place, reason)
    elif sum(map(len, ctx.pictures.values())) + len(data) <= _MAX_TOTAL:
        data = _cropped(data, crop)
        key = hashlib.sha256(data).hexdigest()
        ctx.pictures.setdefault(key, data)
        ctx.picture_places.setdefault(key, place)
        ctx.picture_keys[part, crop] = key
    else:
        ctx.findings.add("damaged-picture", place, "图片总量过大")
    return ()


def _cropped(data: bytes, crop: Crop) -> bytes:
    """What a document shows of a picture, as PNG; the same bytes where it shows all of it."""
    if crop == WHOLE:
        return data
    left, top, right, bottom = crop
    out = io.BytesIO()
    try:
        with (
            warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning),
            Image.open(io.BytesIO(data)) as picture,
        ):
            x0, x1 = round(left * picture.width), round((1 - right) * picture.width)
            y0, y1 = round(top * picture.height), round((1 - bottom) * picture.height)
            if x1 <= x0 or y1 <= y0:
                return data
            picture.crop((x0, y0, x1, y1)).convert("RGBA").save(out, "PNG", compress_level=1)
    except (OSError, ValueError, SyntaxError, EOFError, struct.error):
        return data  # checksums were right and what they are of is not: its reader says that it holds no text
    return out.getvalue()
