"""Learn to tell print that a pen went over: ``python -m benchmarks.pen_model FONTS...``.

Needs ``jax`` and ``onnx`` beside the toolkit itself, and folders of font files. Writes ``pen-over-print.onnx`` into
``tfdocs/read/ocr/assets``: a convolutional network (after Simonyan and Zisserman, ICLR 2015) that says of each column
of a row how likely a pen's stroke crosses it. It is given four pixels as one of so many channels, and is taught on
``benchmarks.pen_pieces`` by Adam (Kingma and Ba, ICLR 2015). Files whose names hold one of ``--apart`` are not learnt
from: with rows in their faces it is seen how often it is right. A quarter of an hour on two cores.

The file that is there learnt from 220 files of Debian's fonts-liberation, -wqy-zenhei, -wqy-microhei, -ipafont-mincho,
-ipafont-gothic, -vlgothic, -unfonts-core, -baekmuk, -nanum, -freefont-otf, -lmodern, -texgyre, -cwtex-ming, -cwtex-kai,
-cwtex-fs, -sawarabi-mincho, -linuxlibertine, -crosextra-carlito, -crosextra-caladea, -takao-mincho, -hanazono and
-dejavu, 27 of which have Chinese or Japanese. In eight faces that it had not seen (Noto's, AR PL's) it tells 10,523 of
14,994 columns from 0.9, and takes 455 of 127,418 others for a pen's; from 0.99 7,939 and 97. The toolkit asks for three
looks that agree (``pen_strokes``). The new hash goes into ``models.LEARNED``.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.pen_pieces import WIDE, pieces
from benchmarks.power_pieces import faces_in
from benchmarks.small_networks import LAST, Adam, Convolution, Weights, Written, convolved, first_weights, halved
from tfdocs.read.ocr import models
from tfdocs.read.ocr.pen_strokes import COLUMN, HIGH

Floats = NDArray[np.float32]
_WIDTHS = (12, 24, 40)  # channels at 16, 8 and 4 pixels of a row's height
_GIVEN = 2  # channels: ink and colour
_BATCH = 48
_PART = 1000  # pieces that are drawn from one seed
_RATE, _RISE = 3e-3, 100  # of learning, at its highest; steps until it is there
_APART = ("Noto", "uming", "ukai", "gbsn", "gkai", "opens")
_HAN = "的不人中大工年月日"  # what a face of Chinese, of either script, or of Japanese has


def convolutions() -> list[Convolution]:
    """The convolutions of the network."""
    out: list[Convolution] = []
    before = 4 * _GIVEN
    for i, wide in enumerate(_WIDTHS):
        out += [(f"{i}a", before, wide), (f"{i}b", wide, wide)]
        before = wide
    return [*out, (LAST, before, 1)]


def logits(weights: Weights, x: Any) -> Any:
    """N x W / ``COLUMN`` of N x 2 x ``HIGH`` x W: of each column the most that any of its places says."""
    import jax.numpy as jnp

    # in the order of ONNX's SpaceToDepth: the places of a block first, then the channels
    x = jnp.concatenate([jnp.moveaxis(x[:, :, i // 2 :: 2, i % 2 :: 2], 1, -1) for i in range(4)], axis=-1)
    for i in range(len(_WIDTHS)):
        if i:
            x = halved(x)
        x = convolved(weights, convolved(weights, x, f"{i}a"), f"{i}b")
    return jnp.max(convolved(weights, x, LAST), axis=(1, 3))


def loss(weights: Weights, x: Any, aim: Any) -> Any:
    """Mean cross entropy of the columns of which something is right."""
    import jax
    import jax.numpy as jnp

    said = logits(weights, x)
    each = jax.nn.softplus(jnp.where(aim > 0, -said, said))
    counts = aim >= 0
    return jnp.where(counts, each, 0).sum() / jnp.maximum(1, counts.sum())


def learnt(x: NDArray[np.uint8], aim: NDArray[np.int8], steps: int, seed: int) -> Weights:
    """Weights after ``steps``."""
    rng = np.random.default_rng(seed)
    adam = Adam(first_weights(convolutions(), rng), loss, steps, _RATE, _RISE)
    mean = 0.0
    for at in range(1, steps + 1):
        some = rng.integers(len(x), size=_BATCH)
        look = x[some].astype(np.float32) / 255
        power = np.exp(rng.normal(0, 0.2, (len(look), 1, 1)))
        look[:, 0] = np.clip(look[:, 0] ** power + 0.02 * rng.standard_normal(look[:, 0].shape), 0, 1)
        mean += (adam.learn(look, aim[some]) - mean) / min(at, 200)
        if at % 200 == 0:
            print(f"step {at}, loss {mean:.4f}", flush=True)
    return adam.weights


def odds(weights: Weights, x: NDArray[np.uint8]) -> Floats:
    """N x W / ``COLUMN``, how likely each column is crossed."""
    import jax
    import jax.numpy as jnp

    look = jax.jit(lambda part: jax.nn.sigmoid(logits(weights, part)))
    parts = [x[i : i + 256].astype(np.float32) / 255 for i in range(0, len(x), 256)]
    return np.concatenate([np.asarray(look(jnp.asarray(p))) for p in parts])


def as_onnx(weights: Weights) -> bytes:
    """The network as an ONNX model, ``x`` (N x 2 x ``HIGH`` x W) to ``odds`` (N x W / ``COLUMN``)."""
    from onnx import helper

    written = Written(weights)
    nodes = written.nodes
    nodes.append(helper.make_node("SpaceToDepth", ["x"], ["packed"], blocksize=2))
    x = "packed"
    for i in range(len(_WIDTHS)):
        if i:
            nodes.append(helper.make_node("MaxPool", [x], [f"half{i}"], kernel_shape=[2, 2], strides=[2, 2]))
            x = f"half{i}"
        x = written.convolution(written.convolution(x, f"{i}a"), f"{i}b")
    nodes.append(helper.make_node("ReduceMax", [written.convolution(x, LAST)], ["most"], axes=[1, 2], keepdims=0))
    nodes.append(helper.make_node("Sigmoid", ["most"], ["odds"]))
    return written.model("pen-over-print", ("x", ["n", _GIVEN, HIGH, "w"]), ("odds", ["n", "columns"]))


def measured(said: Floats, aim: NDArray[np.int8], sure: float) -> str:
    """How many columns are told, rightly and wrongly, and of how many rows, where one must be ``sure``."""
    told = said >= sure
    pen = aim == 1
    clean = ~pen.any(axis=1) & ~(aim < 0).any(axis=1)
    return (
        f"{sure}: of {pen.sum()} columns {(told & pen).sum()} told, of {(aim == 0).sum()} others"
        f" {(told & (aim == 0)).sum()}; of {pen.any(axis=1).sum()} rows {(told & pen).any(axis=1).sum()},"
        f" of {clean.sum()} others {told[clean].any(axis=1).sum()}"
    )


def _some(seed: int, count: int, faces: tuple[list[str], list[str]]) -> tuple[NDArray[np.uint8], NDArray[np.int8]]:
    latin, han = faces
    looks = np.empty((count, _GIVEN, HIGH, WIDE), np.uint8)
    right = np.empty((count, WIDE // COLUMN), np.int8)
    for n, (look, aim) in enumerate(pieces(seed, count, han, latin)):
        # in bytes, of which a few ten thousand find room
        looks[n], right[n] = (look * 255 + 0.5).astype(np.uint8), aim
    return looks, right


def _both(seed: int, count: int, faces: tuple[list[str], list[str]]) -> tuple[NDArray[np.uint8], NDArray[np.int8]]:
    parts = [(1000 * seed + n, min(_PART, count - n * _PART), faces) for n in range(-(-count // _PART))]
    # not forked: what has learnt has threads
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        drawn = list(pool.map(_some, *zip(*parts, strict=True)))
    return np.concatenate([looks for looks, _ in drawn]), np.concatenate([right for _, right in drawn])


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Learn to tell print that a pen went over")
    parser.add_argument("fonts", type=Path, nargs="+", help="folders of font files")
    parser.add_argument("--steps", type=int, default=7000)
    parser.add_argument("--pieces", type=int, default=30000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--apart", nargs="*", default=_APART, help="parts of names of font files that are not learnt from"
    )
    parser.add_argument("--out", type=Path, default=Path(models.__file__).parent / "assets" / models.PEN)
    asked = parser.parse_args()
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
    faces = faces_in(asked.fonts, asked.apart, _HAN)
    x, aim = _both(asked.seed, asked.pieces, faces)
    print(f"{len(faces[1])} faces of Chinese, {len(faces[0])} of Latin", flush=True)
    weights = learnt(x, aim, asked.steps, asked.seed)
    every = faces_in(asked.fonts, (), _HAN)
    others = [f for f in every[1] if f not in set(faces[1])]
    if others:
        x, aim = _both(asked.seed + 1, asked.pieces // 5, (every[0], others))
        said = odds(weights, x)
        for sure in (0.5, 0.9, 0.97, 0.99, 0.997, 0.999):
            print(measured(said, aim, sure), flush=True)
    data = as_onnx(weights)
    asked.out.write_bytes(data)
    print(asked.out, len(data), hashlib.sha256(data).hexdigest())


if __name__ == "__main__":
    main()
