"""What the recogniser and the detector share on their way into eight bits: the graph tidied, then quantised.

Weights by channel, activations by the ranges they take on calibration inputs. Method: Jacob et al., "Quantization and
Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference", CVPR 2018.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static

from tfdocs.read.ocr import models

OPSET = 13  # the first with scales by channel


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
    model = version_converter.convert_version(onnx.load(folder / "folded.onnx"), OPSET)
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


def signed(model: Any, name: str) -> bytes:
    """``model`` as a file that says what it is derived from: the packaged model ``name``."""
    del model.metadata_props[:]  # the list of characters stays with the packaged model
    model.producer_name, model.producer_version = "tfdocs benchmarks.integer_model", ""
    model.doc_string = (
        f"Derived from {name} of rapidocr, sha256 {models.KNOWN[name]} "
        "(PP-OCRv6 of PaddleOCR, Apache License 2.0) by quantisation to eight bits; changed by tfdocs."
    )
    data: bytes = model.SerializeToString(deterministic=True)
    return data
