"""Weights of eight bits that no processor saturates on.

Where a processor has no VNNI, the runtime multiplies bytes by ``vpmaddubsw``: two products of neighbours are added in
sixteen bits, 255 * (v + w), which is too much where v + w is above 128. In seven bits none would be, but half of the
precision would be lost to the few neighbours that are both large and of one sign. So the step of each output's weights
is made just so wide that no two neighbours add up to more: a fifth wider in the mean, a quarter of a bit.
"""

from __future__ import annotations

from typing import Any

import numpy as np

_MOST = 127  # of a weight, and of two neighbours before they are rounded: afterwards they may be 128
_MOST_BIAS = 2**30  # half of what the sums have room for


def scales_of(*orders: np.ndarray) -> np.ndarray:
    """The step for each output (M), from its weights in the orders in which they may lie in memory (each M x K)."""
    most = np.abs(orders[0]).max(axis=1)
    for rows in orders:
        even = rows[:, : rows.shape[1] // 2 * 2]
        most = np.maximum(most, np.abs(even[:, 0::2] + even[:, 1::2]).max(axis=1, initial=0))
    most[most == 0] = _MOST  # an output that sees nothing
    return np.asarray(most / _MOST, dtype=np.float32)


def in_steps(rows: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """``rows`` (M x K) in whole steps of ``scales`` (M)."""
    return np.clip(np.rint(rows / scales[:, None]), -_MOST, _MOST).astype(np.int8)


def pair_weights(model: Any, floating: Any) -> None:
    """Round the convolutions' weights of ``model``, quantised from ``floating``, anew, in place.

    Convolutions of one channel at a time are left: the runtime multiplies their bytes in sixteen bits.
    """
    from onnx import numpy_helper

    given = {i.name: numpy_helper.to_array(i) for i in floating.graph.initializer}
    held = {i.name: i for i in model.graph.initializer}
    made = {name: node for node in model.graph.node for name in node.output}

    def put(name: str, value: np.ndarray) -> None:
        held[name].CopyFrom(numpy_helper.from_array(value, name))

    for conv in [n for n in model.graph.node if n.op_type == "Conv" and n.input[1] in made]:
        whole = made[conv.input[1]]
        weights = given[whole.input[0].removesuffix("_quantized")]
        if weights.shape[1] == 1:
            continue
        count = len(weights)
        # pixel by pixel, as the runtime lays them out, and channel by channel
        lying = weights.transpose(0, 2, 3, 1).reshape(count, -1), weights.reshape(count, -1)
        scales = scales_of(*lying)
        if len(conv.input) > 2:
            bias = made[conv.input[2]]
            step = numpy_helper.to_array(held[made[conv.input[0]].input[1]])
            exact = given[bias.input[0].removesuffix("_quantized")].astype(np.float64)
            # an output that hardly sees anything may still have a bias, whose steps are those of the products
            scales = np.maximum(scales, np.abs(exact) / step / _MOST_BIAS).astype(np.float32)
            fine = (step * scales).astype(np.float32)
            put(bias.input[0], np.rint(exact / fine).astype(np.int32))
            put(bias.input[1], fine)
        put(whole.input[0], in_steps(lying[1], scales).reshape(weights.shape))
        put(whole.input[1], scales)
