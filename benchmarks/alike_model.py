"""Learn to tell look-alike characters: ``python -m benchmarks.alike_model FONTS...``.

Needs ``jax`` and ``onnx`` beside the toolkit itself, and folders of font files. Writes ``one-of-alike.onnx`` into
``tfdocs/read/ocr/assets``: a convolutional network of 66,000 weights that says of one character how likely it is each
of ``look_alikes.CLASSES``, or none of them. It is taught on ``benchmarks.alike_pieces`` by Adam (Kingma and Ba, ICLR
2015). Files whose names hold one of ``--apart`` are not learnt from: with pieces in their faces it is seen how often it
is right, and how sure it has to be. Ten minutes on one core; on one machine the same command makes the same file, byte
for byte.

The file that is there learnt from the 27 with Chinese of the packages that ``power_model`` names. In eight faces that
it had not seen (Noto's, AR PL's) 2,450 of 2,635 characters are told at 0.99 and none wrongly (at 0.97 2,511 and three);
of 698 others, among them many a stroke away, five are taken for one of them. The new hash goes into ``models.LEARNED``.
"""

from __future__ import annotations

import argparse
import hashlib
import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.alike_pieces import OTHER, pieces
from benchmarks.power_pieces import has
from benchmarks.small_networks import Teller
from tfdocs.read.ocr import models
from tfdocs.read.ocr.look_alikes import CLASSES, GROUPS

Floats = NDArray[np.float32]
_NETWORK = Teller((16, 32, 48), OTHER + 1, edge=2)  # channels at 18, 9 and 4.5 pixels an em
_BATCH = 64
_RATE, _RISE = 3e-3, 100  # of learning, at its highest; steps until it is there
_APART = ("Noto", "uming", "ukai", "gbsn", "gkai", "opens")
_NEEDED = "己未末日目千干土士人入"  # a file without them has no Chinese


def faces_in(folders: list[Path]) -> list[str]:
    """Font files in ``folders`` with Chinese."""
    files = sorted(str(f) for d in folders for f in d.rglob("*") if f.suffix.lower() in (".ttf", ".ttc", ".otf"))
    return [f for f in files if all(has(f, c) for c in _NEEDED)]


def measured(said: Floats, aim: NDArray[np.int32], sure: float) -> str:
    """How many characters are told, and how many wrongly, where one must be ``sure``."""
    told = np.where(said.max(axis=1) >= sure, said.argmax(axis=1), -1)
    group = np.array([next(i for i, g in enumerate(GROUPS) if c in g) for c in CLASSES] + [-1, -2])
    own = aim != OTHER
    claimed = (told >= 0) & (told != OTHER)
    right, wrong = int((claimed & (told == aim)).sum()), claimed & (told != aim) & own
    alike = int((wrong & (group[told] == group[aim])).sum())
    taken = int((claimed & ~own).sum())
    return (
        f"{sure}: of {own.sum()} characters {right} told, {wrong.sum()} wrongly, {alike} of them within their group; "
        f"of {(~own).sum()} others {taken} taken"
    )


def _both(seed: int, count: int, faces: list[str]) -> tuple[Floats, NDArray[np.int32]]:
    looks, aim = [], []
    for look, what in pieces(seed, count, faces):
        looks.append((look * 255 + 0.5).astype(np.uint8))
        aim.append(what)
    return np.stack(looks).astype(np.float32) / 255, np.array(aim, np.int32)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Learn to tell look-alike characters")
    parser.add_argument("fonts", type=Path, nargs="+", help="folders of font files")
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--pieces", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--apart", nargs="*", default=_APART, help="parts of names of font files that are not learnt from"
    )
    parser.add_argument("--out", type=Path, default=Path(models.__file__).parent / "assets" / models.ALIKE)
    asked = parser.parse_args()
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
    every = faces_in(asked.fonts)
    faces = [f for f in every if not any(a.lower() in Path(f).name.lower() for a in asked.apart)]
    x, aim = _both(asked.seed, asked.pieces, faces)
    weights = _NETWORK.learnt(x, aim, asked.steps, asked.seed, rate=_RATE, rise=_RISE, batch=_BATCH)
    others = [f for f in every if f not in set(faces)]
    if others:
        x, aim = _both(asked.seed + 1, asked.pieces // 6, others)
        said = _NETWORK.odds(weights, x)
        for sure in (0.5, 0.9, 0.97, 0.99, 0.997, 0.999, 0.9997, 0.9999):
            print(measured(said, aim, sure))
    data = _NETWORK.as_onnx(weights, "one-of-alike")
    asked.out.write_bytes(data)
    print(asked.out, len(data), sum(v.size for v in weights.values()), hashlib.sha256(data).hexdigest())


if __name__ == "__main__":
    main()
