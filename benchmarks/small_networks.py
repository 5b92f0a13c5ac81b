"""What ``parting_model`` and ``power_model`` have in common: networks of 3 x 3 convolutions, learnt and written down.

Needs ``jax`` to learn and ``onnx`` to write. Weights are by name of a convolution (3 x 3 x inputs x outputs), and of
it with " bias" behind (outputs).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

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
