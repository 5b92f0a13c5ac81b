"""What ``parting_model``, ``power_model`` and ``alike_model`` have in common: networks of 3 x 3 convolutions.

They are learnt and written down here; ``Teller`` is the kind that says which of some classes a picture shows.

Needs ``jax`` to learn and ``onnx`` to write. Weights are by name of a convolution (3 x 3 x inputs x outputs), and of
it with " bias" behind (outputs).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Weights = dict[str, Any]
Convolution = tuple[str, int, int]  # name, inputs and outputs
LAST = "last"


def first_weights(convolutions: Sequence[Convolution], rng: np.random.Generator) -> Weights:
    """He et al., ICCV 2015. Nothing rises behind the convolution ``LAST``."""
    out: Weights = {}
    for name, inputs, outputs in convolutions:
        spread = np.sqrt((1.0 if name == LAST else 2.0) / (9 * inputs))
        out[name] = (spread * rng.standard_normal((3, 3, inputs, outputs))).astype(np.float32)
        out[name + " bias"] = np.zeros(outputs, np.float32)
    return out


def convolved(weights: Weights, x: Any, name: str) -> Any:
    """``x`` (N x H x W x inputs) after the convolution ``name``, and risen unless it is the last."""
    import jax

    y = jax.lax.conv_general_dilated(x, weights[name], (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"))
    y = y + weights[name + " bias"]
    return y if name == LAST else jax.nn.relu(y)


def halved(x: Any) -> Any:
    """``x`` (N x H x W x C, even H and W) at half of its size, of each four the largest."""
    n, h, w, c = x.shape
    return x.reshape(n, h // 2, 2, w // 2, 2, c).max(axis=(2, 4))


class Adam:
    """Learns by Kingma and Ba, ICLR 2015, from ``begin`` on. ``loss``: of weights, what is given and what is right.

    The rate rises to ``rate`` in ``rise`` steps and falls to nothing along a cosine in ``steps``.
    """

    def __init__(
        self, begin: Weights, loss: Callable[[Weights, Any, Any], Any], steps: int, rate: float, rise: int
    ) -> None:
        import jax
        import jax.numpy as jnp

        self._weights: Weights = {k: jnp.asarray(v) for k, v in begin.items()}
        self._first = {k: jnp.zeros_like(v) for k, v in self._weights.items()}
        self._second = {k: jnp.zeros_like(v) for k, v in self._weights.items()}
        self._steps, self._rate, self._rise, self._at = steps, rate, rise, 0

        @jax.jit
        def step(weights: Weights, first: Weights, second: Weights, at: Any, rate: Any, x: Any, aim: Any) -> Any:
            value, slope = jax.value_and_grad(loss)(weights, x, aim)
            first = {k: 0.9 * first[k] + 0.1 * slope[k] for k in slope}
            second = {k: 0.99 * second[k] + 0.01 * slope[k] ** 2 for k in slope}
            by = {k: rate * (first[k] / (1 - 0.9**at)) / (jnp.sqrt(second[k] / (1 - 0.99**at)) + 1e-7) for k in slope}
            return {k: weights[k] - by[k] for k in weights}, first, second, value

        self._step = step

    def learn(self, x: Any, aim: Any) -> float:
        """One step; the loss before it."""
        self._at += 1
        at = self._at
        now = self._rate * min(1.0, at / self._rise) * (0.5 + 0.5 * np.cos(np.pi * at / self._steps))
        self._weights, self._first, self._second, value = self._step(
            self._weights, self._first, self._second, float(at), float(now), x, aim
        )
        return float(value)

    @property
    def weights(self) -> Weights:
        """What is learnt so far, as arrays of numpy."""
        return {k: np.asarray(v) for k, v in self._weights.items()}


class Written:
    """A network as ONNX, node by node; ``nodes`` and ``tensors`` may be added to."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self.nodes: list[Any] = []
        self.tensors: list[Any] = []

    def convolution(self, x: str, name: str) -> str:
        """What ``convolved`` does, to the value ``x``; the name of what comes out."""
        from onnx import helper, numpy_helper

        self.tensors.append(numpy_helper.from_array(self._weights[name].transpose(3, 2, 0, 1).copy(), name))
        self.tensors.append(numpy_helper.from_array(self._weights[name + " bias"], name + " bias"))
        out = name + " out" if name == LAST else name + " sum"
        self.nodes.append(helper.make_node("Conv", [x, name, name + " bias"], [out], pads=[1, 1, 1, 1]))
        if name != LAST:
            self.nodes.append(helper.make_node("Relu", [out], [name + " out"]))
        return name + " out"

    def model(self, name: str, given: tuple[str, Sequence[Any]], said: tuple[str, Sequence[Any]]) -> bytes:
        """The file. ``given``, ``said``: name and shape of what goes in and what comes out."""
        import onnx
        from onnx import TensorProto, helper

        ends = [helper.make_tensor_value_info(end, TensorProto.FLOAT, list(shape)) for end, shape in (given, said)]
        graph = helper.make_graph(self.nodes, name, ends[:1], ends[1:], self.tensors)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], producer_name="tfdocs")
        model.ir_version = 8
        onnx.checker.check_model(model)
        out: bytes = model.SerializeToString(deterministic=True)
        return out


@dataclass(frozen=True, slots=True)
class Teller:
    """A network (after Simonyan and Zisserman, ICLR 2015) that says which of ``classes`` a picture shows.

    It is given four pixels as one of four channels. Two convolutions with each of ``widths`` channels follow, each
    pair at half the size of the one before, and one to the classes. For each class the most that any place says counts,
    but for ``edge`` places on all sides.
    """

    widths: tuple[int, ...]
    classes: int
    edge: int = 0

    def convolutions(self) -> list[Convolution]:
        """The convolutions of the network."""
        out: list[Convolution] = []
        before = 4
        for i, wide in enumerate(self.widths):
            out += [(f"{i}a", before, wide), (f"{i}b", wide, wide)]
            before = wide
        return [*out, (LAST, before, self.classes)]

    def logits(self, weights: Weights, x: Any) -> Any:
        """N x classes of N x H x W."""
        import jax.numpy as jnp

        x = jnp.stack([x[:, i // 2 :: 2, i % 2 :: 2] for i in range(4)], axis=-1)
        for i in range(len(self.widths)):
            if i:
                x = halved(x)
            x = convolved(weights, convolved(weights, x, f"{i}a"), f"{i}b")
        said = convolved(weights, x, LAST)
        if self.edge:
            said = said[:, self.edge : -self.edge, self.edge : -self.edge]
        return jnp.max(said, axis=(1, 2))

    def loss(self, weights: Weights, x: Any, aim: Any) -> Any:
        """Mean cross entropy."""
        import jax
        import jax.numpy as jnp

        said = jax.nn.log_softmax(self.logits(weights, x))
        return -jnp.take_along_axis(said, aim[:, None], axis=1).mean()

    def learnt(
        self, x: Floats, aim: NDArray[np.int32], steps: int, seed: int, *, rate: float, rise: int, batch: int
    ) -> Weights:
        """Weights after ``steps``, each of ``batch`` pictures."""
        rng = np.random.default_rng(seed)
        adam = Adam(first_weights(self.convolutions(), rng), self.loss, steps, rate, rise)
        mean = 0.0
        for at in range(1, steps + 1):
            some = rng.integers(len(x), size=batch)
            mean += (adam.learn(shifted(x[some], rng), aim[some]) - mean) / min(at, 200)
            if at % 200 == 0:
                print(f"step {at}, loss {mean:.4f}", flush=True)
        return adam.weights

    def odds(self, weights: Weights, x: Floats) -> Floats:
        """N x classes, how likely each is."""
        import jax
        import jax.numpy as jnp

        parts = [x[i : i + 256] for i in range(0, len(x), 256)]
        return np.concatenate([np.asarray(jax.nn.softmax(self.logits(weights, jnp.asarray(p)))) for p in parts])

    def as_onnx(self, weights: Weights, name: str) -> bytes:
        """The network as an ONNX model, ``x`` (N x 1 x H x W) to ``odds`` (N x classes)."""
        from onnx import helper, numpy_helper

        written = Written(weights)
        nodes = written.nodes
        nodes.append(helper.make_node("SpaceToDepth", ["x"], ["packed"], blocksize=2))
        x = "packed"
        for i in range(len(self.widths)):
            if i:
                nodes.append(helper.make_node("MaxPool", [x], [f"half{i}"], kernel_shape=[2, 2], strides=[2, 2]))
                x = f"half{i}"
            x = written.convolution(written.convolution(x, f"{i}a"), f"{i}b")
        x = written.convolution(x, LAST)
        if self.edge:
            ends = {"first": [self.edge] * 2, "behind": [-self.edge] * 2, "axes": [2, 3]}
            written.tensors += [numpy_helper.from_array(np.array(v, np.int64), k) for k, v in ends.items()]
            nodes.append(helper.make_node("Slice", [x, *ends], ["middle"]))
            x = "middle"
        nodes.append(helper.make_node("GlobalMaxPool", [x], ["most"]))
        nodes.append(helper.make_node("Flatten", ["most"], ["flat"]))
        nodes.append(helper.make_node("Softmax", ["flat"], ["odds"], axis=1))
        return written.model(name, ("x", ["n", 1, "h", "w"]), ("odds", ["n", self.classes]))


def shifted(x: Floats, rng: np.random.Generator) -> Floats:
    """``x`` (N x H x W) a pixel or two aside, and its greys a little otherwise."""
    down, right = rng.integers(-2, 3, 2)
    out = np.roll(x, (down, right), (1, 2))
    power = np.exp(rng.normal(0, 0.2, (len(x), 1, 1)))
    return np.clip(out**power + 0.02 * rng.standard_normal(x.shape), 0, 1).astype(np.float32)
