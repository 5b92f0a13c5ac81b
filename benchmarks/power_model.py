"""Learn to tell a raised 2 from a raised 3: ``python -m benchmarks.power_model FONTS...``.

Needs ``jax`` and ``onnx`` beside the toolkit itself, and folders of font files. Writes ``raised-two-or-three.onnx``
into ``tfdocs/read/ocr/assets``: a convolutional network of 18,000 weights (after Simonyan and Zisserman, ICLR 2015)
that says of a unit's place how likely a raised 2, a raised 3 or neither stands in it. It is given four pixels as one of
four channels, and is taught on ``benchmarks.power_pieces`` by Adam (Kingma and Ba, ICLR 2015). Files whose names hold
one of ``--apart`` are not learnt from: with pieces in their faces it is seen how often it is right, and how sure it has
to be. A quarter of an hour on one core.

The file that is there learnt from 220 files of Debian's fonts-liberation, -wqy-zenhei, -wqy-microhei, -ipafont-mincho,
-ipafont-gothic, -vlgothic, -unfonts-core, -baekmuk, -nanum, -freefont-otf, -lmodern, -texgyre, -cwtex-ming, -cwtex-kai,
-cwtex-fs, -sawarabi-mincho, -linuxlibertine, -crosextra-carlito, -crosextra-caladea, -takao-mincho, -hanazono and
-dejavu. In eight faces that it had not seen (Noto's, AR PL's) 1,721 of 1,844 figures are told at 0.99 and none wrongly.
The new hash goes into ``models.LEARNED``.
"""

from __future__ import annotations

import argparse
import hashlib
import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.power_pieces import NONE, faces_in, pieces
from benchmarks.small_networks import Teller
from tfdocs.read.ocr import models

Floats = NDArray[np.float32]
_NETWORK = Teller((16, 32), 3)  # channels at 16 and 8 pixels an em
_BATCH = 64
_RATE, _RISE = 3e-3, 100  # of learning, at its highest; steps until it is there
_APART = ("Noto", "uming", "ukai", "gbsn", "gkai", "opens")


def measured(said: Floats, aim: NDArray[np.int32], sure: float) -> str:
    """How many figures are told, and how many wrongly, where one must be ``sure``."""
    told = np.where(said.max(axis=1) >= sure, said.argmax(axis=1), -1)
    figure = aim != NONE
    right = int((told == aim)[figure].sum())
    wrong = int(((told > NONE) & (told != aim) & figure).sum())
    none = int(((told > NONE) & ~figure).sum())
    return f"{sure}: of {figure.sum()} figures {right} told, {wrong} wrongly; of {(~figure).sum()} others {none} taken"


def _both(seed: int, count: int, faces: list[str], han: list[str]) -> tuple[Floats, NDArray[np.int32]]:
    pairs = list(pieces(seed, count, faces, han))
    # in bytes, of which a few ten thousand find room
    looks = np.stack([(x * 255 + 0.5).astype(np.uint8) for x, _ in pairs])
    return looks.astype(np.float32) / 255, np.array([what for _, what in pairs], np.int32)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Learn to tell a raised 2 from a raised 3")
    parser.add_argument("fonts", type=Path, nargs="+", help="folders of font files")
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--pieces", type=int, default=18000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--apart", nargs="*", default=_APART, help="parts of names of font files that are not learnt from"
    )
    parser.add_argument("--out", type=Path, default=Path(models.__file__).parent / "assets" / models.RAISED)
    asked = parser.parse_args()
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
    faces, han = faces_in(asked.fonts, asked.apart)
    every, every_han = faces_in(asked.fonts)
    x, aim = _both(asked.seed, asked.pieces, faces, han)
    weights = _NETWORK.learnt(x, aim, asked.steps, asked.seed, rate=_RATE, rise=_RISE, batch=_BATCH)
    others = [f for f in every if f not in set(faces)]
    if others:
        x, aim = _both(asked.seed + 1, asked.pieces // 5, others, every_han)
        said = _NETWORK.odds(weights, x)
        for sure in (0.5, 0.9, 0.97, 0.99, 0.997, 0.999):
            print(measured(said, aim, sure))
    data = _NETWORK.as_onnx(weights, "raised-two-or-three")
    asked.out.write_bytes(data)
    print(asked.out, len(data), hashlib.sha256(data).hexdigest())


if __name__ == "__main__":
    main()
