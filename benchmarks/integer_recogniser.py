"""The recogniser in whole numbers: lines that calibrate it, and its last layer.

The first convolution, the small ones of the squeeze-and-excitation branches and the attention of the neck stay in
floating point.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from benchmarks import scans
from benchmarks.gelu_tables import tabulate_gelus
from benchmarks.integer_graph import folded, join_gelus, quantised, signed
from benchmarks.integer_pairs import in_steps, pair_weights, scales_of
from tfdocs.read.ocr import detect, models, recognise

SEED = 31
_LINES = 240  # calibration lines; the ranges hardly move after 100


def calibration() -> Iterator[np.ndarray]:
    """Lines as the recogniser takes them (1 x 3 x 48 x W), the same ones each time."""
    crops = []
    for level in scans.LEVELS:
        for seal in (False, True):
            for made in scans.pages(level, seal, 1, SEED):
                crops += [detect.straighten(made.picture, q) for q in detect.detect(made.picture, level.dpi)]
    order = np.random.default_rng(0).permutation(len(crops))[:_LINES]
    for i in order:
        yield recognise.prepared(crops[i], recognise.FITTED)[0][None]


def last_layer(model: Any, lines: list[np.ndarray]) -> None:
    """The layer over all 18,710 characters in eight bits, weights by character, in place."""
    from onnx import helper, numpy_helper

    graph = model.graph
    softmax = graph.node[-1]
    add = next(n for n in graph.node if softmax.input[0] in n.output)
    product = next(n for n in graph.node if add.input[0] in n.output)
    if (softmax.op_type, add.op_type, product.op_type) != ("Softmax", "Add", "MatMul"):
        raise SystemExit("the last layer is not as known")
    features, weight_name = product.input
    watched = type(model)()
    watched.CopyFrom(model)
    watched.graph.output.append(helper.make_tensor_value_info(features, 1, None))
    run = onnxruntime.InferenceSession(watched.SerializeToString(), providers=["CPUExecutionProvider"])
    seen = [run.run([features], {"x": line})[0] for line in lines]
    low, high = min(0.0, *(float(s.min()) for s in seen)), max(0.0, *(float(s.max()) for s in seen))
    weights = numpy_helper.to_array(next(i for i in graph.initializer if i.name == weight_name))
    scales = scales_of(weights.T)
    step = (high - low) / 255
    constants = {
        "last.weights": np.ascontiguousarray(in_steps(weights.T, scales).T),
        "last.scales": scales,
        "last.step": np.array(step, np.float32),
        "last.zero": np.array(round(-low / step), np.uint8),
    }
    for name, value in constants.items():
        graph.initializer.append(numpy_helper.from_array(value, name))
    rounded = helper.make_node("QuantizeLinear", [features, "last.step", "last.zero"], ["last.features"])
    whole = helper.make_node(
        "MatMulIntegerToFloat",
        ["last.features", "last.weights", "last.step", "last.scales", "last.zero", "", add.input[1]],
        [add.output[0]],
        domain="com.microsoft",
    )
    at = next(i for i, n in enumerate(graph.node) if n.name == product.name)
    graph.node.remove(product)
    graph.node.remove(add)
    graph.node.insert(at, rounded)
    graph.node.insert(at + 1, whole)
    graph.initializer.remove(next(i for i in graph.initializer if i.name == weight_name))


def derived_recognition() -> bytes:
    """The recogniser in whole numbers, as an ONNX file."""
    lines = list(calibration())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model = folded(models.RECOGNITION, folder)
        join_gelus(model.graph)
        out = quantised(model, lines, folder)
        pair_weights(out, model)
    tabulate_gelus(out, lines)
    last_layer(out, lines)
    return signed(out, models.RECOGNITION)
