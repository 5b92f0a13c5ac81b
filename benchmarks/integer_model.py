"""Derive models in whole numbers from those RapidOCR packages: ``python -m benchmarks.integer_model``.

Needs ``onnx`` beside the toolkit itself (``pip install onnx``). Writes three files into ``tfdocs/read/ocr/assets``:

``recognition-int8.onnx``: PP-OCRv6_rec_small (PaddleOCR, Apache-2.0) with its convolutions, its GELUs and its last
layer in eight bits (``integer_recogniser``), calibrated on lines of pages of ``benchmarks.scans`` at all six levels,
with and without a seal.

``detection-int8.onnx``: PP-OCRv6_det_small likewise (``integer_detector``), calibrated on whole pages.

``exact-probe.onnx``: one product of matrices that tells how the processor adds products of bytes, so that
``tfdocs.read.ocr.models`` knows which of the others it computes exactly.

Run it again only for another packaged model; the new hashes then go into ``models.KNOWN`` and ``models.DERIVED``.
"""

from __future__ import annotations

import argparse
import hashlib
import os
from pathlib import Path

import numpy as np

from benchmarks.integer_detector import derived_detection
from benchmarks.integer_graph import OPSET
from benchmarks.integer_recogniser import derived_recognition
from tfdocs.read.ocr import models


def probe() -> bytes:
    """Sixteen times four products of 255 added up, in eight columns that say how the processor adds them.

    The first four come out right where at most two neighbours that add up to 128 are added in sixteen bits, which the
    weights of ``integer_pairs`` bear; the others only where nothing is.
    """
    from onnx import TensorProto, helper, numpy_helper

    columns = np.array([(64, 64, 64, 64), (127, 1, 127, 1), (1, 127, 127, 1), (-64, -64, -127, -1)] + 4 * [(127,) * 4])
    weights = numpy_helper.from_array(np.tile(columns.T, (16, 1)).astype(np.int8), "weights")
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["x", "weights"], ["sums"])],
        "exact",
        [helper.make_tensor_value_info("x", TensorProto.UINT8, [4, 64])],
        [helper.make_tensor_value_info("sums", TensorProto.INT32, [4, 8])],
        [weights],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
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
    made = {models.INTEGER: derived_recognition, models.INTEGER_DETECTION: derived_detection, models.PROBE: probe}
    asked.out.mkdir(parents=True, exist_ok=True)
    for name in asked.model or made:
        data = made[name]()
        (asked.out / name).write_bytes(data)
        print(f"{name}: {len(data):,} bytes, sha256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
