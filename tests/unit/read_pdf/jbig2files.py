"""Pictures as PDFs embed JBIG2 (ITU-T T.88): a page and one generic region in it, coded as fax or by arithmetic coding.

No package writes JBIG2, and scanners prefer the arithmetic coder; so here is one, after the flow charts of the standard
(annex E; the encoder's are in ITU-T T.800, annex C.2).
"""

from __future__ import annotations

import io
import struct

import numpy as np
from PIL import Image

# Qe, the next state after the more probable symbol, after the less probable one, and whether the symbols change places
_STATES = (
    (0x5601, 1, 1, 1), (0x3401, 2, 6, 0), (0x1801, 3, 9, 0), (0x0AC1, 4, 12, 0), (0x0521, 5, 29, 0),
    (0x0221, 38, 33, 0), (0x5601, 7, 6, 1), (0x5401, 8, 14, 0), (0x4801, 9, 14, 0), (0x3801, 10, 14, 0),
    (0x3001, 11, 17, 0), (0x2401, 12, 18, 0), (0x1C01, 13, 20, 0), (0x1601, 29, 21, 0), (0x5601, 15, 14, 1),
    (0x5401, 16, 14, 0), (0x5101, 17, 15, 0), (0x4801, 18, 16, 0), (0x3801, 19, 17, 0), (0x3401, 20, 18, 0),
    (0x3001, 21, 19, 0), (0x2801, 22, 19, 0), (0x2401, 23, 20, 0), (0x2201, 24, 21, 0), (0x1C01, 25, 22, 0),
    (0x1801, 26, 23, 0), (0x1601, 27, 24, 0), (0x1401, 28, 25, 0), (0x1201, 29, 26, 0), (0x1101, 30, 27, 0),
    (0x0AC1, 31, 28, 0), (0x09C1, 32, 29, 0), (0x08A1, 33, 30, 0), (0x0521, 34, 31, 0), (0x0441, 35, 32, 0),
    (0x02A1, 36, 33, 0), (0x0221, 37, 34, 0), (0x0141, 38, 35, 0), (0x0111, 39, 36, 0), (0x0085, 40, 37, 0),
    (0x0049, 41, 38, 0), (0x0025, 42, 39, 0), (0x0015, 43, 40, 0), (0x0009, 44, 41, 0), (0x0005, 45, 42, 0),
    (0x0001, 45, 43, 0), (0x5601, 46, 46, 0),
)  # fmt: skip
# The 16 neighbours of template 0, its adaptive pixels where they usually stand: rows above, places along the row
_NEIGHBOURS = (
    *((2, x) for x in range(-2, 3)),
    *((1, x) for x in range(-3, 4)),
    *((0, x) for x in range(-4, 0)),
)
_ADAPTIVE = struct.pack("8b", 3, -1, -3, -1, 2, -2, -2, -2)


class _Coder:
    """The arithmetic encoder: ``put`` symbols in their contexts, then take the bytes from ``flush``."""

    def __init__(self) -> None:
        self._a, self._c, self._shifts = 0x8000, 0, 12
        self._out = bytearray(1)  # the byte before the first
        self._state, self._likely = [0] * 65536, [0] * 65536

    def put(self, symbol: int, context: int) -> None:
        state = self._state[context]
        qe, after_likely, after_other, switch = _STATES[state]
        self._a -= qe
        if symbol == self._likely[context]:
            if self._a & 0x8000:
                self._c += qe
                return
            if self._a < qe:
                self._a = qe
            else:
                self._c += qe
            self._state[context] = after_likely
        else:
            if self._a < qe:
                self._c += qe
            else:
                self._a = qe
            self._likely[context] ^= switch
            self._state[context] = after_other
        while True:
            self._a <<= 1
            self._c <<= 1
            self._shifts -= 1
            if self._shifts == 0:
                self._byte()
            if self._a & 0x8000:
                break

    def _byte(self) -> None:
        if self._out[-1] != 0xFF and self._c >= 0x8000000:
            self._out[-1] += 1  # a carry
            self._c &= 0x7FFFFFF
        # after 0xFF a bit is stuffed, into which a carry may go
        self._shifts = 7 if self._out[-1] == 0xFF else 8
        at = 27 - self._shifts
        self._out.append(self._c >> at)
        self._c &= (1 << at) - 1

    def flush(self) -> bytes:
        most = self._c + self._a
        self._c |= 0xFFFF
        if self._c >= most:
            self._c -= 0x8000
        for _ in range(2):
            self._c <<= self._shifts
            self._byte()
        if self._out[-1] == 0xFF:
            self._out.pop()
        return bytes(self._out[1:]) + b"\xff\xac"


def _arithmetic(ink: np.ndarray) -> bytes:
    high, wide = ink.shape
    padded = np.pad(ink.astype(np.int64), ((2, 0), (4, 3)))
    context = np.zeros((high, wide), np.int64)
    for up, along in _NEIGHBOURS:
        context = context << 1 | padded[2 - up : 2 - up + high, 4 + along : 4 + along + wide]
    coder = _Coder()
    for symbol, where in zip(ink.ravel().tolist(), context.ravel().tolist(), strict=True):
        coder.put(int(symbol), where)
    return coder.flush()


def _fax(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    ink = picture.point(lambda v: 0 if v > 128 else 255).convert("1")  # 0 is white there
    ink.save(out, "TIFF", compression="group4", tiffinfo={278: picture.height})
    tiff = Image.open(io.BytesIO(out.getvalue()))
    start, count = tiff.tag_v2[273][0], tiff.tag_v2[279][0]  # type: ignore[attr-defined]
    return out.getvalue()[start : start + count]


def jbig2(picture: Image.Image, arithmetic: bool) -> bytes:
    """``picture`` (grey; dark is ink) in segments without a file head (7.4.6; fax: MMR)."""
    wide, high = picture.size

    def segment(number: int, kind: int, data: bytes) -> bytes:
        return struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data

    place = struct.pack(">IIIIB", wide, high, 0, 0, 0)
    if arithmetic:
        region = place + b"\x00" + _ADAPTIVE + _arithmetic(np.asarray(picture) <= 128)
    else:
        region = place + b"\x01" + _fax(picture)
    return segment(0, 48, struct.pack(">IIIIBH", wide, high, 0, 0, 0, 0)) + segment(1, 38, region)
