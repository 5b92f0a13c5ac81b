"""An office scanner, imitated: a PDF goes in, an image-only PDF comes out, the same bytes for the same seed.

What happens to a page, in order: it is printed (rendered), sealed and signed (``samples.ink``), laid slightly askew,
lit unevenly, seen through a lens, digitised with noise, and compressed as JPEG or as bilevel CCITT group 4. It must not
know Word files or anything of tfdocs.

One file from the command line: ``python -m samples.scanning IN.pdf OUT.pdf --dpi 200``.
"""

from __future__ import annotations

import argparse
import io
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
import pypdfium2 as pdfium
from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

from .ink import INK_COLOURS as _INKS
from .ink import Handwriting, Mask, Pixels, SealSpec, multiply, seal_ink, smooth_noise, write_by_hand

__all__ = ["Handwriting", "SealSpec", "as_stored", "digitise", "scan"]

Colour = Literal["colour", "grey", "bw"]


def _printed(page: pdfium.PdfPage, dpi: float) -> Pixels:
    bitmap = page.render(scale=dpi / 72, rev_byteorder=True)
    return np.array(bitmap.to_pil().convert("RGB"))


def _askew(image: Pixels, out: tuple[int, int], degrees: float, shift: tuple[float, float], paper: int) -> Pixels:
    """``image`` turned about its middle and brought to ``out`` (width, height); the lid shows beyond the sheet."""
    h, w = image.shape[:2]
    scale = out[0] / w
    if scale < 1:
        # What the lens cannot resolve must not turn into aliasing.
        image = np.asarray(cv2.GaussianBlur(image, (0, 0), 0.42 / scale), dtype=np.uint8)
    turn = cv2.getRotationMatrix2D((w / 2, h / 2), degrees, scale)
    turn[0, 2] += out[0] / 2 - w / 2 + shift[0]
    turn[1, 2] += out[1] / 2 - h / 2 + shift[1]
    lid = (paper,) * 3
    return np.asarray(cv2.warpAffine(image, turn, out, flags=cv2.INTER_LINEAR, borderValue=lid), dtype=np.uint8)


def _lit(image: Pixels, tint: tuple[int, int, int], shadow: float, rng: np.random.Generator) -> Mask:
    """The page under the scanner's lamp: paper is not white, and one edge lies in shadow."""
    w = image.shape[1]
    along = np.linspace(0, 1, w, dtype=np.float32)[None, :]
    if rng.random() < 0.5:
        along = along[:, ::-1]
    light = 1 - shadow * np.exp(-along / 0.06) - shadow * 0.25 * along
    lit = image.astype(np.float32) * (np.asarray(tint, dtype=np.float32) / 255)
    return np.asarray(lit * light[..., None], dtype=np.float32)


def _photographed(image: Pixels, out: tuple[int, int], rng: np.random.Generator) -> Pixels:
    """``image`` as a telephone sees a sheet on a desk: in perspective, a little curled, the desk around it."""
    h, w = image.shape[:2]
    ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
    curl = 0.004 * h * np.sin(np.pi * (xs / w + float(rng.uniform(0, 1))))
    curled = cv2.remap(image, xs, ys + curl.astype(np.float32), cv2.INTER_LINEAR, borderValue=(250, 250, 248))
    corners = np.asarray([[0, 0], [w, 0], [w, h], [0, h]], dtype=np.float32)
    inset = np.asarray([[0.04, 0.03], [0.96, 0.03], [0.96, 0.97], [0.04, 0.97]], dtype=np.float32)
    seen = (inset + rng.uniform(-0.022, 0.022, (4, 2)).astype(np.float32)) * np.asarray(out, dtype=np.float32)
    view = cv2.getPerspectiveTransform(corners, seen)
    if out[0] < w:
        curled = cv2.GaussianBlur(curled, (0, 0), 0.42 * w / out[0])
    sheet = cv2.warpPerspective(curled, view, out, flags=cv2.INTER_LINEAR)
    inside = cv2.warpPerspective(np.full((h, w), 255, np.uint8), view, out)[..., None] > 127
    grain = 8 * smooth_noise(rng, (out[1], out[0]), 40)[..., None]
    desk = np.clip(np.asarray((96, 78, 62), dtype=np.float32) + grain, 0, 255).astype(np.uint8)
    return np.where(inside, sheet, desk).astype(np.uint8)


def _jpeg(image: Pixels, quality: int) -> bytes:
    ok, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1])
    if not ok:
        raise ValueError("OpenCV could not encode a JPEG")
    return data.tobytes()


def _group4(bits: Pixels) -> tuple[bytes, bytes]:
    """A bilevel picture (0 or 255) as PDF stream data and the filter entries that decode it."""
    h, w = bits.shape
    picture = Image.fromarray(bits).convert("1", dither=Image.Dither.NONE)
    out = io.BytesIO()
    try:
        picture.save(out, "TIFF", compression="group4", tiffinfo={278: h})
    except OSError:  # a Pillow without libtiff
        filters = b"/Filter /FlateDecode"
        return zlib.compress(picture.tobytes(), 9), filters
    out.seek(0)
    with Image.open(out) as tiff:
        assert isinstance(tiff, TiffImageFile)
        offset, length = tiff.tag_v2[273][0], tiff.tag_v2[279][0]
        black_is_1 = tiff.tag_v2[262] == 1
    parms = (
        f"/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns {w} /Rows {h} /BlackIs1 {str(black_is_1).lower()} >>"
    )
    return out.getvalue()[offset : offset + length], parms.encode()


class _PdfOfImages:
    """The few PDF objects that a page with one picture needs; no dates, no ids: the bytes depend on the pages only."""

    def __init__(self) -> None:
        self._objects: list[bytes] = [b"", b""]  # catalogue and page tree come last
        self._pages: list[int] = []

    def _add(self, body: bytes) -> int:
        self._objects.append(body)
        return len(self._objects)

    def add_page(
        self, size: tuple[float, float], pixels: tuple[int, int], space: str, bits: int, filters: bytes, data: bytes
    ) -> None:
        head = f"<< /Type /XObject /Subtype /Image /Width {pixels[0]} /Height {pixels[1]} /ColorSpace /{space} "
        head += f"/BitsPerComponent {bits} /Length {len(data)} "
        picture = self._add(head.encode() + filters + b" >>\nstream\n" + data + b"\nendstream")
        w, h = size
        draw = f"q {w:.2f} 0 0 {h:.2f} 0 0 cm /Im0 Do Q".encode()
        content = self._add(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(draw), draw))
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {w:.2f} {h:.2f}] "
        page += f"/Resources << /XObject << /Im0 {picture} 0 R >> >> /Contents {content} 0 R >>"
        self._pages.append(self._add(page.encode()))

    def write(self, path: Path) -> None:
        self._objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
        kids = " ".join(f"{n} 0 R" for n in self._pages)
        self._objects[1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(self._pages)} >>".encode()
        out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, body in enumerate(self._objects, 1):
            places.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        xref = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
        out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, xref)
        part = path.with_name(path.name + ".tmp")
        part.write_bytes(out)
        part.replace(path)


def bilevel(grey: Pixels) -> Pixels:
    """``grey`` at the fixed threshold of a simple scanner: 0 or 255."""
    return np.where(grey > 150, 255, 0).astype(np.uint8)


def digitise(
    sheet: Pixels,
    pixels: tuple[int, int],
    rng: np.random.Generator,
    *,
    dpi: float = 200,
    colour: Colour = "colour",
    skew: float = 0.6,
    noise: float = 3.0,
    blur: float = 0.5,
    tint: tuple[int, int, int] = (252, 251, 247),
    shadow: float = 0.06,
    photo: bool = False,
) -> Pixels:
    """The picture of ``pixels`` (width, height) that a scanner makes of ``sheet`` (H x W x 3, RGB, any resolution).

    H x W x 3 for ``colour``, else H x W with 256 greys: ``bilevel`` and compression come after. Arguments are those of
    ``scan``.
    """
    degrees = float(rng.uniform(-skew, skew))
    shift = (float(rng.normal(0, dpi / 72)), float(rng.normal(0, dpi / 72)))
    seen = _photographed(sheet, pixels, rng) if photo else _askew(sheet, pixels, degrees, shift, 246)
    lit = _lit(seen, tint, shadow, rng)
    if blur > 0:
        lit = np.asarray(cv2.GaussianBlur(lit, (0, 0), blur), dtype=np.float32)
    if noise > 0:
        lit = lit + noise * rng.standard_normal(lit.shape, dtype=np.float32)
    if colour != "colour":
        lit = np.asarray(cv2.cvtColor(lit, cv2.COLOR_RGB2GRAY), dtype=np.float32)
    return np.clip(lit + 0.5, 0, 255).astype(np.uint8)


def as_stored(picture: Pixels, colour: Colour, quality: int) -> Pixels:
    """``picture`` of ``digitise`` as a reader gets it back from a file: RGB, after JPEG or bilevel storage."""
    if colour == "bw":
        kept = bilevel(picture)
        return np.ascontiguousarray(np.repeat(kept[..., None], 3, axis=2))
    bgr = picture if colour == "grey" else cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
    data = np.frombuffer(_jpeg(np.asarray(bgr, dtype=np.uint8), quality), dtype=np.uint8)
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR)
    if decoded is None:
        raise ValueError("OpenCV could not decode its own JPEG")
    return np.ascontiguousarray(decoded[:, :, ::-1], dtype=np.uint8)


def scan(
    pdf_path: Path | str,
    out_path: Path | str,
    *,
    dpi: int = 200,
    colour: Colour = "colour",
    skew: float = 0.6,
    noise: float = 3.0,
    blur: float = 0.5,
    jpeg_quality: int = 75,
    seals: Sequence[SealSpec] = (),
    handwriting: Sequence[Handwriting] = (),
    rotate_pages: Mapping[int, int] | None = None,
    drop_pages: Sequence[int] = (),
    repeat_pages: Sequence[int] = (),
    order: Sequence[int] | None = None,
    tint: tuple[int, int, int] = (252, 251, 247),
    shadow: float = 0.06,
    photo: bool = False,
    oversample: float = 1.6,
    seed: int = 0,
) -> None:
    """Print ``pdf_path``, seal and sign it, scan it, and write ``out_path``: one picture a page, no text layer.

    Args:
        dpi: of the scan.
        colour: ``bw`` is thresholded and stored as CCITT group 4; the others are JPEGs.
        skew: largest turn of a page in degrees, either way; each page draws its own.
        noise: standard deviation of the sensor's noise in grey levels.
        blur: radius (standard deviation) of the lens in pixels of the scan.
        jpeg_quality: 1 to 95.
        seals, handwriting: what is put on the print; pages count from 1 in the source, as everywhere here.
        rotate_pages: page to degrees clockwise (90, 180, 270) by which the sheet lay wrong.
        drop_pages, repeat_pages: sheets that were lost, sheets that went through twice.
        order: source pages in the order of scanning (before dropping and repeating); all, in order, by default.
        tint: colour of the paper in RGB. shadow: how much darker the shaded edge is, 0 to 1.
        photo: photographed with a telephone instead of scanned; ``skew`` does not apply.
        oversample: resolution of the print relative to the scan.
        seed: the same arguments and seed give the same bytes.

    Raises:
        ValueError: when a seal, a line of writing or a page named is not in the source.
    """
    rotate = dict(rotate_pages or {})
    out = _PdfOfImages()
    with pdfium.PdfDocument(Path(pdf_path)) as source:
        count = len(source)
        asked = [s.page for s in seals] + [w.page for w in handwriting] + [*rotate, *drop_pages, *repeat_pages]
        wrong = [n for n in [*asked, *(order or ())] if not 1 <= n <= count]
        if wrong:
            raise ValueError(f"no page {wrong[0]}: the source has {count}")
        feed: list[tuple[int, int]] = []
        for number in order if order is not None else range(1, count + 1):
            if number not in drop_pages:
                feed += [(number, turn) for turn in range(2 if number in repeat_pages else 1)]
        for number, turn in feed:
            rng = np.random.default_rng([seed, number, turn])
            ink_rng = np.random.default_rng([seed, number, 7919])  # the ink is the same each time a sheet is scanned
            page = source[number - 1]
            size = page.get_size()
            image = _printed(page, dpi * oversample)
            page.close()
            scale = dpi * oversample / 72
            for writing in handwriting:
                if writing.page == number:
                    write_by_hand(image, writing, scale, ink_rng)
            for spec in seals:
                if spec.page == number:
                    ink = seal_ink(spec, scale, ink_rng)
                    half = ink.shape[0] / 2
                    multiply(image, ink, _INKS["red"], round(spec.x_pt * scale - half), round(spec.y_pt * scale - half))
            final = digitise(
                image,
                (round(size[0] * dpi / 72), round(size[1] * dpi / 72)),
                rng,
                dpi=dpi,
                colour=colour,
                skew=skew,
                noise=noise,
                blur=blur,
                tint=tint,
                shadow=shadow,
                photo=photo,
            )
            lying = rotate.get(number, 0)
            if lying:
                final = np.ascontiguousarray(np.rot90(final, -(lying // 90)))
                if lying % 180:
                    size = (size[1], size[0])
            pixels = (final.shape[1], final.shape[0])
            if colour == "bw":
                data, filters = _group4(bilevel(final))
                out.add_page(size, pixels, "DeviceGray", 1, filters, data)
            else:
                bgr = final if colour == "grey" else np.asarray(cv2.cvtColor(final, cv2.COLOR_RGB2BGR), dtype=np.uint8)
                space = "DeviceGray" if colour == "grey" else "DeviceRGB"
                out.add_page(size, pixels, space, 8, b"/Filter /DCTDecode", _jpeg(bgr, jpeg_quality))
    out.write(Path(out_path))


def main() -> None:
    """Scan one PDF, with a seal in the middle of each page when asked."""
    parser = argparse.ArgumentParser(description="Imitate an office scanner")
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--colour", choices=["colour", "grey", "bw"], default="colour")
    parser.add_argument("--quality", type=int, default=75)
    parser.add_argument("--seal", type=int, nargs="*", default=[], help="pages that get a seal over their text")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    seals = [SealSpec(n, 300, 420, tilt=8) for n in asked.seal]
    scan(
        asked.source,
        asked.target,
        dpi=asked.dpi,
        colour=asked.colour,
        jpeg_quality=asked.quality,
        seals=seals,
        seed=asked.seed,
    )


if __name__ == "__main__":
    main()
