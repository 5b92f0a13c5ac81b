"""Derive models in whole numbers from those RapidOCR packages: ``python -m benchmarks.integer_model``.

Needs ``onnx`` beside the toolkit itself (``pip install onnx``). Writes three files into ``tfdocs/read/ocr/assets``:

``recognition-int8.onnx``: PP-OCRv6_rec_small (PaddleOCR, Apache-2.0) with its convolutions and its last layer in eight
bits: weights by channel, activations by the ranges they take on calibration lines (pages of ``benchmarks.scans`` at all
six levels, with and without a seal). The first convolution, the small ones of the squeeze-and-excitation branches and
the attention of the neck stay in floating point. Method: Jacob et al., "Quantization and Training of Neural Networks
for Efficient Integer-Arithmetic-Only Inference", CVPR 2018. GELU between bytes is a product with a sigmoid
(Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016), fitted to the bytes that come to it.

``detection-int8.onnx``: PP-OCRv6_det_small likewise, all but the first convolution, the squeeze-and-excitation branches
and the last upsampling; calibrated on whole pages.

``exact-probe.onnx``: one product of matrices that comes out right only where the processor adds products of bytes
without saturating; ``tfdocs.read.ocr.models`` asks it before it uses the others.

Run it again only for another packaged model; the new hashes then go into ``models.KNOWN`` and ``models.DERIVED``.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static

from benchmarks import scans
from tfdocs.read.ocr import detect, models, recognise

_LINES = 240  # calibration lines; the ranges hardly move after 100
_SEED = 31
_PAGES = 1  # calibration pages of each level with and without a seal, for the detector
_OPSET = 13  # the first with scales by channel


def calibration() -> Iterator[np.ndarray]:
    """Lines as the recogniser takes them (1 x 3 x 48 x W), the same ones each time."""
    crops = []
    for level in scans.LEVELS:
        for seal in (False, True):
            for made in scans.pages(level, seal, 1, _SEED):
                crops += [detect.straighten(made.picture, q) for q in detect.detect(made.picture, level.dpi)]
    order = np.random.default_rng(0).permutation(len(crops))[:_LINES]
    for i in order:
        yield recognise.prepared(crops[i], recognise.FITTED)[0][None]


def calibration_pages() -> Iterator[np.ndarray]:
    """Pages as the detector takes them (1 x 3 x H x W), the same ones each time."""
    for level in scans.LEVELS:
        for seal in (False, True):
            for made in scans.pages(level, seal, _PAGES, _SEED):
                yield detect.shrunk(made.picture, level.dpi)


class _Inputs(CalibrationDataReader):  # type: ignore[misc]
    def __init__(self, inputs: list[np.ndarray]) -> None:
        self._left = iter(inputs)

    def get_next(self) -> dict[str, np.ndarray] | None:
        given = next(self._left, None)
        return None if given is None else {"x": given}


def folded(name: str, folder: Path) -> Any:
    """The packaged graph with constants folded and biases joined to their convolutions, at opset 13."""
    import onnx
    from onnx import version_converter

    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(folder / "folded.onnx")
    onnxruntime.InferenceSession(str(models.path(name)), options, providers=["CPUExecutionProvider"])
    model = version_converter.convert_version(onnx.load(folder / "folded.onnx"), _OPSET)
    model.opset_import.append(onnx.helper.make_opsetid("com.microsoft", 1))
    return model


def join_gelus(graph: Any) -> None:
    """x / sqrt(2), erf, + 1, * x, * 0.5 as the one operator it is: the runtime no longer sees it after quantisation."""
    made = {name: node for node in graph.node for name in node.output}
    users: dict[str, list[Any]] = {}
    for node in graph.node:
        for name in node.input:
            users.setdefault(name, []).append(node)
    gone: set[str] = set()
    for node in [n for n in graph.node if n.op_type == "Erf"]:
        divided = made[node.input[0]]
        chain = [node]
        for kind in ("Add", "Mul", "Mul"):
            (following,) = users[chain[-1].output[0]]
            if following.op_type != kind:
                raise SystemExit(f"{node.name} is no part of a GELU as known")
            chain.append(following)
        gone.update(n.name for n in (divided, *chain[:-1]))
        last = chain[-1]
        last.op_type, last.domain = "Gelu", "com.microsoft"
        del last.input[:]
        last.input.append(divided.input[0])
    kept = [n for n in graph.node if n.name not in gone]
    del graph.node[:]
    graph.node.extend(kept)


def left_in_float(graph: Any) -> list[str]:
    """Names of the nodes that see the pixels themselves, or work on too little to be worth quantising."""
    constant = {i.name for i in graph.initializer}
    out = [next(n.name for n in graph.node if n.op_type == kind) for kind in ("Conv", "Relu")]
    # the recogniser has one of shapes, the detector one of pictures that it has just enlarged
    out.append([n.name for n in graph.node if n.op_type == "Concat"][-1])
    # squeeze-and-excitation sees one position of a line, the neck a twelfth of the others'
    small: set[str] = set()
    for node in graph.node:
        inputs = [i for i in node.input if i not in constant]
        if node.op_type in ("ReduceMean", "AveragePool", "GlobalAveragePool") or (inputs and small.issuperset(inputs)):
            small.update(node.output)
            out.append(node.name)
    return out


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
    scales = (np.abs(weights).max(axis=0) / 127).astype(np.float32)
    step = (high - low) / 255
    constants = {
        "last.weights": np.clip(np.rint(weights / scales), -127, 127).astype(np.int8),
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


def derived() -> bytes:
    """The recogniser in whole numbers, as an ONNX file."""
    lines = list(calibration())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model = folded(models.RECOGNITION, folder)
        join_gelus(model.graph)
        out = quantised(model, lines, folder)
    tabulate_gelus(out, lines)
    last_layer(out, lines)
    return _signed(out, models.RECOGNITION)


def quantised(model: Any, inputs: list[np.ndarray], folder: Path, **options: bool) -> Any:
    """``model`` with convolutions, and what lies between them, in eight bits by the ranges of ``inputs``."""
    import onnx

    onnx.save(model, folder / "joined.onnx")
    quantize_static(
        folder / "joined.onnx",
        folder / "quantised.onnx",
        _Inputs(inputs),
        quant_format=QuantFormat.QDQ,
        op_types_to_quantize=["Conv", "Relu", "MaxPool", "Concat"],
        per_channel=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=left_in_float(model.graph),
        calibrate_method=CalibrationMethod.MinMax,
        extra_options=options,
    )
    out = onnx.load(folder / "quantised.onnx")
    pool_bytes(out.graph)
    return out


def _signed(model: Any, name: str) -> bytes:
    """``model`` as a file that says what it is derived from: the packaged model ``name``."""
    del model.metadata_props[:]  # the list of characters stays with the packaged model
    model.producer_name, model.producer_version = "tfdocs benchmarks.integer_model", ""
    model.doc_string = (
        f"Derived from {name} of rapidocr, sha256 {models.KNOWN[name]} "
        "(PP-OCRv6 of PaddleOCR, Apache License 2.0) by quantisation to eight bits; changed by tfdocs."
    )
    data: bytes = model.SerializeToString(deterministic=True)
    return data


def join_gates(graph: Any) -> None:
    """x + x * gate as x * (1 + gate), in place: one pass over the picture instead of two."""
    from onnx import numpy_helper

    made = {name: node for node in graph.node for name in node.output}
    graph.initializer.append(numpy_helper.from_array(np.ones((1, 1, 1, 1), np.float32), "one"))
    for add in [n for n in graph.node if n.op_type == "Add"]:
        for plain, gated in (tuple(add.input), tuple(add.input)[::-1]):
            product = made.get(gated)
            if product is None or product.op_type != "Mul" or plain not in product.input:
                continue
            (gate,) = (i for i in product.input if i != plain)
            whole = add.output[0]
            add.input[:], add.output[:] = [gate, "one"], [whole + ".gate"]
            product.input[:], product.output[:] = [plain, whole + ".gate"], [whole]
            graph.node.remove(add)
            graph.node.insert([n.name for n in graph.node].index(product.name), add)
            break


def pool_bytes(graph: Any) -> None:
    """The largest of 2 x 2 by the runtime's operator for bytes that lie channel by channel, in place.

    What it makes of the ordinary operator between bytes takes twenty times as long as in floating point.
    """
    from onnx import helper

    made = {name: node for node in graph.node for name in node.output}
    for pool in [n for n in graph.node if n.op_type == "MaxPool"]:
        (rounded,) = (n for n in graph.node if pool.output[0] in n.input)
        given, out = made[pool.input[0]].input[0], rounded.output[0]
        there = helper.make_node("Transpose", [given], [given + ".last"], name="pool.there", perm=[0, 2, 3, 1])
        largest = helper.make_node(
            "NhwcMaxPool",
            [given + ".last"],
            [out + ".last"],
            name="pool.largest",
            domain="com.microsoft",
            kernel_shape=[2, 2],
            strides=[1, 1],
            pads=[0, 0, 1, 1],
        )
        back = helper.make_node("Transpose", [out + ".last"], [out], name="pool.back", perm=[0, 3, 1, 2])
        at = [n.name for n in graph.node].index(pool.name)
        graph.node.remove(pool)
        graph.node.remove(rounded)
        for k, node in enumerate((there, largest, back)):
            graph.node.insert(at + k, node)


@dataclass(frozen=True, slots=True)
class _Gate:
    """What the product with bytes x needs to be GELU(x): sigmoid(``steep`` * (x - ``shift`` steps)) in bytes.

    ``fine``: bytes for a sigmoid of 1; ``zero`` and ``step``: what those bytes stand for in the product.
    """

    steep: float
    shift: int
    fine: float
    zero: int
    step: float


def fitted_gate(step: float, zero: int, counts: np.ndarray) -> _Gate:
    """The gate for bytes of which there are ``counts`` (256), by least squares over a grid.

    x * sigmoid(1.702 x), the usual one, is off by a third to three quarters of a step of what comes out (root mean
    square), which changed one reading in 400; fitted ones by 0.08 to 0.24, less than rounding to bytes.
    """
    codes = np.arange(256)
    x = (codes - zero) * step
    wanted = x * np.array([0.5 * (1 + math.erf(v / math.sqrt(2))) for v in x])
    weights = counts / counts.sum() + 1e-6  # what calibration did not see may come all the same
    best: tuple[float, _Gate] | None = None
    for steep in np.arange(1.5, 2.0, 0.025):
        for shift in range(-2, 3):
            sigmoid = 1 / (1 + np.exp(-steep * step * (codes - zero - shift)))
            for fine in (250, 252, 255, 258, 260, 263, 266):
                gate = np.minimum(255, np.rint(sigmoid * fine))
                for origin in range(5):
                    product = x * (gate - origin)
                    unit = float((weights * product * wanted).sum() / (weights * product**2).sum())
                    off = float((weights * (unit * product - wanted) ** 2).sum())
                    if best is None or off < best[0]:
                        best = off, _Gate(float(steep), shift, float(fine), origin, unit)
    assert best is not None
    return best[1]


def tabulate_gelus(model: Any, inputs: list[np.ndarray]) -> None:
    """GELU between bytes by the runtime's table for sigmoids and one product, in place.

    As it was, the bytes were turned into floating point for it and back again, which took twice as long and, with the
    function itself, a fifth of a line's time. ``inputs``: what is calibrated by.
    """
    from onnx import helper, numpy_helper

    graph = model.graph
    made = {name: node for node in graph.node for name in node.output}
    constant = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    gelus = [n for n in graph.node if n.op_type == "Gelu"]
    bytes_of = [made[n.input[0]].input[0] for n in gelus]
    watched = type(model)()
    watched.CopyFrom(model)
    watched.graph.output.extend(helper.make_tensor_value_info(n, 2, None) for n in bytes_of)
    run = onnxruntime.InferenceSession(watched.SerializeToString(), providers=["CPUExecutionProvider"])
    counts = np.zeros((len(gelus), 256))
    for given in inputs:
        for k, seen in enumerate(run.run(bytes_of, {"x": given})):
            counts[k] += np.bincount(seen.ravel(), minlength=256)
    for gelu, x, seen in zip(gelus, bytes_of, counts, strict=True):
        given = made[gelu.input[0]]
        (rounded,) = (n for n in graph.node if gelu.output[0] in n.input)
        if (given.op_type, rounded.op_type) != ("DequantizeLinear", "QuantizeLinear"):
            raise SystemExit(f"{gelu.name} is not between bytes")
        step, zero = float(constant[given.input[1]]), int(constant[given.input[2]])
        gate = fitted_gate(step, zero, seen)
        name = f"{gelu.name}.gate"
        for suffix, value in {
            "given.step": np.array(gate.steep * step, np.float32),
            "given.zero": np.array(zero + gate.shift, np.uint8),
            "made.step": np.array(1 / gate.fine, np.float32),
            "made.zero": np.array(0, np.uint8),
            "step": np.array(gate.step, np.float32),
            "zero": np.array(gate.zero, np.uint8),
        }.items():
            graph.initializer.append(numpy_helper.from_array(value, f"{name}.{suffix}"))
        sigmoid = helper.make_node(
            "QLinearSigmoid",
            [x, *(f"{name}.{n}" for n in ("given.step", "given.zero", "made.step", "made.zero"))],
            [name],
            name=name,
            domain="com.microsoft",
        )
        product = helper.make_node(
            "QLinearMul",
            [x, *given.input[1:], name, f"{name}.step", f"{name}.zero", *rounded.input[1:]],
            [rounded.output[0]],
            name=f"{gelu.name}.product",
            domain="com.microsoft",
        )
        at = [n.name for n in graph.node].index(gelu.name)
        graph.node.remove(gelu)
        graph.node.remove(rounded)
        graph.node.insert(at, sigmoid)
        graph.node.insert(at + 1, product)
        if not any(given.output[0] in n.input for n in graph.node):
            graph.node.remove(given)


def derived_detection() -> bytes:
    """The detector in whole numbers, as an ONNX file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model = folded(models.DETECTION, folder)
        join_gelus(model.graph)
        join_gates(model.graph)
        # the mean of the pages' ranges: those of all pages together are wider and their steps coarser, so that boxes
        # came out a quarter further from those in floating point
        out = quantised(model, list(calibration_pages()), folder, CalibMovingAverage=True)
    return _signed(out, models.DETECTION)


def probe() -> bytes:
    """Sixty-four products of 255 and 127 added up, four columns of them."""
    from onnx import TensorProto, helper, numpy_helper

    weights = numpy_helper.from_array(np.full((64, 4), 127, np.int8), "weights")
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["x", "weights"], ["sums"])],
        "exact",
        [helper.make_tensor_value_info("x", TensorProto.UINT8, [4, 64])],
        [helper.make_tensor_value_info("sums", TensorProto.INT32, [4, 4])],
        [weights],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=8)
    data: bytes = model.SerializeToString(deterministic=True)
    return data


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Derive models in whole numbers")
    parser.add_argument("--out", type=Path, default=Path("tfdocs/read/ocr/assets"))
    parser.add_argument("--model", nargs="+", choices=[models.INTEGER, models.INTEGER_DETECTION, models.PROBE])
    asked = parser.parse_args()
    os.environ["TFDOCS_OCR_THREADS"] = "1"
    if any(models.sha256(name) != digest for name, digest in models.KNOWN.items()):
        raise SystemExit("the packaged models are not the known ones")
    # the calibration lines are those that the packaged detector finds
    os.environ["TFDOCS_OCR_INTEGER"] = "0"
    made = {models.INTEGER: derived, models.INTEGER_DETECTION: derived_detection, models.PROBE: probe}
    asked.out.mkdir(parents=True, exist_ok=True)
    for name in asked.model or made:
        data = made[name]()
        (asked.out / name).write_bytes(data)
        print(f"{name}: {len(data):,} bytes, sha256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
