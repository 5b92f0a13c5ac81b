"""The detector in whole numbers: pages that calibrate it, and its gates.

The first convolution, the squeeze-and-excitation branches and the last upsampling stay in floating point.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import scans
from benchmarks.integer_graph import folded, join_gelus, quantised, signed
from benchmarks.integer_recogniser import SEED
from tfdocs.read.ocr import detect, models

_PAGES = 1  # calibration pages of each level with and without a seal


def calibration_pages() -> Iterator[np.ndarray]:
    """Pages as the detector takes them (1 x 3 x H x W), the same ones each time."""
    for level in scans.LEVELS:
        for seal in (False, True):
            for made in scans.pages(level, seal, _PAGES, SEED):
                yield detect.shrunk(made.picture, level.dpi)


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
    return signed(out, models.DETECTION)
