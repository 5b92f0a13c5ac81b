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
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.power_pieces import NONE, faces_in, pieces
from benchmarks.small_networks import LAST, Adam, Convolution, Weights, Written, convolved, first_weights, halved
from tfdocs.read.ocr import models

Floats = NDArray[np.float32]
_WIDTHS = (16, 32)  # channels at 16 and 8 pixels an em: four pixels are one of four channels
_CLASSES = 3
_BATCH = 64
_RATE, _RISE = 3e-3, 100  # of learning, at its highest; steps until it is there
_APART = ("Noto", "uming", "ukai", "gbsn", "gkai", "opens")


def convolutions() -> list[Convolution]:
    """The convolutions of the network."""
    out: list[Convolution] = []
    before = 4
    for i, wide in enumerate(_WIDTHS):
        out += [(f"{i}a", before, wide), (f"{i}b", wide, wide)]
        before = wide
    return [*out, (LAST, before, _CLASSES)]


def logits(weights: Weights, x: Any) -> Any:
    """N x 3 of N x H x W: of each class the most that any place says for it."""
    import jax.numpy as jnp

    x = jnp.stack([x[:, i // 2 :: 2, i % 2 :: 2] for i in range(4)], axis=-1)
    for i in range(len(_WIDTHS)):
        if i:
            x = halved(x)
        x = convolved(weights, convolved(weights, x, f"{i}a"), f"{i}b")
    return jnp.max(convolved(weights, x, LAST), axis=(1, 2))


def loss(weights: Weights, x: Any, aim: Any) -> Any:
    """Mean cross entropy."""
    import jax
    import jax.numpy as jnp

    said = jax.nn.log_softmax(logits(weights, x))
    return -jnp.take_along_axis(said, aim[:, None], axis=1).mean()


def shifted(x: Floats, rng: np.random.Generator) -> Floats:
    """``x`` (N x H x W) a pixel or two aside, and its greys a little otherwise."""
    down, right = rng.integers(-2, 3, 2)
    out = np.roll(x, (down, right), (1, 2))
    power = np.exp(rng.normal(0, 0.2, (len(x), 1, 1)))
    return np.clip(out**power + 0.02 * rng.standard_normal(x.shape), 0, 1).astype(np.float32)


def learnt(x: Floats, aim: NDArray[np.int32], steps: int, seed: int, rate: float = _RATE) -> Weights:
    """Weights after ``steps``."""
    rng = np.random.default_rng(seed)
    adam = Adam(first_weights(convolutions(), rng), loss, steps, rate, _RISE)
    mean = 0.0
    for at in range(1, steps + 1):
        some = rng.integers(len(x), size=_BATCH)
        mean += (adam.learn(shifted(x[some], rng), aim[some]) - mean) / min(at, 200)
        if at % 200 == 0:
            print(f"step {at}, loss {mean:.4f}", flush=True)
    return adam.weights


def odds(weights: Weights, x: Floats) -> Floats:
    """N x 3, how likely each class is."""
    import jax
    import jax.numpy as jnp

    parts = [x[i : i + 256] for i in range(0, len(x), 256)]
    return np.concatenate([np.asarray(jax.nn.softmax(logits(weights, jnp.asarray(p)))) for p in parts])


def as_onnx(weights: Weights) -> bytes:
    """The network as an ONNX model, ``x`` (N x 1 x H x W) to ``odds`` (N x 3)."""
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
    nodes.append(helper.make_node("GlobalMaxPool", [written.convolution(x, LAST)], ["most"]))
    nodes.append(helper.make_node("Flatten", ["most"], ["flat"]))
    nodes.append(helper.make_node("Softmax", ["flat"], ["odds"], axis=1))
    return written.model("raised-two-or-three", ("x", ["n", 1, "h", "w"]), ("odds", ["n", _CLASSES]))


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
    weights = learnt(x, aim, asked.steps, asked.seed)
    others = [f for f in every if f not in set(faces)]
    if others:
        x, aim = _both(asked.seed + 1, asked.pieces // 5, others, every_han)
        said = odds(weights, x)
        for sure in (0.5, 0.9, 0.97, 0.99, 0.997, 0.999):
            print(measured(said, aim, sure))
    data = as_onnx(weights)
    asked.out.write_bytes(data)
    print(asked.out, len(data), hashlib.sha256(data).hexdigest())


if __name__ == "__main__":
    main()
