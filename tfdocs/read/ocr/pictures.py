"""Text in pictures that a Word file shows: letterheads, logos, scanned tables."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable

import numpy as np
from PIL import Image, UnidentifiedImageError

from tfdocs.model.picture import PictureText
from tfdocs.read.ocr.page import read_picture

_LONG_SIDE = 2200  # pixels; larger pictures are shrunk first
_MOST_PIXELS = 120_000_000
_DPI = 150.0  # what a picture in a Word file is usually shown at


def read_pictures(pictures: Iterable[bytes]) -> list[PictureText]:
    """What is read in each of ``pictures`` (encoded bytes), as many; of one that cannot be decoded, nothing.

    Word files are full of broken and foreign pictures; the Word reader reports those.
    """
    out: list[PictureText] = []
    for data in pictures:
        out.append(PictureText())
        try:
            with (
                warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning),
                Image.open(io.BytesIO(data)) as opened,
            ):
                if opened.width * opened.height > _MOST_PIXELS:
                    continue
                # Made small before anything else: copies of a large one in four channels take a gigabyte.
                opened.draft("RGB", (_LONG_SIDE, _LONG_SIDE))
                picture = opened if opened.mode in ("L", "RGB", "RGBA") else opened.convert("RGBA")
                picture.thumbnail((_LONG_SIDE, _LONG_SIDE))
                flat = picture.convert("RGBA")
        except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError, SyntaxError):
            continue
        paper = Image.new("RGBA", flat.size, "white")
        paper.alpha_composite(flat)
        image = paper.convert("RGB")
        if min(image.size) < 12:
            continue
        found = read_picture(np.asarray(image, dtype=np.uint8), _DPI, find_turn=False)
        out[-1] = PictureText(found.width, found.height, found.lines)
    return out
