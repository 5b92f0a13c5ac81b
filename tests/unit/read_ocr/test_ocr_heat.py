"""Lines are found where RapidOCR's own post-processing of the same heat map finds them."""

from __future__ import annotations

import subprocess
import sys

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from tfdocs.read.ocr.heat import quads_of

Floats = npt.NDArray[np.float32]


def _heat(seed: int, turn: float = 0.0) -> Floats:
    """A map as the detector gives it: bars of heat with soft edges, some cold, some touching, some at the edge."""
    random = np.random.default_rng(seed)
    heat = np.zeros((448, 320), dtype=np.float32)
    for _ in range(60):
        x, y = (int(v) for v in random.integers(0, (320, 448)))
        wide, high = (int(v) for v in random.integers((1, 1), (120, 12)))
        heat[y : y + high, x : x + wide] = random.uniform(0.25, 1.0)
    heat = np.asarray(cv2.GaussianBlur(heat, (3, 3), 0), dtype=np.float32)
    about = cv2.getRotationMatrix2D((160, 224), turn, 1.0)
    return np.asarray(cv2.warpAffine(heat, about, (320, 448)), dtype=np.float32)


@pytest.mark.parametrize("turn", [0.0, 1.3, -4.0, 31.0])
@pytest.mark.parametrize("seed", range(6))
def test_the_boxes_are_those_of_rapidocr(seed: int, turn: float) -> None:
    from rapidocr.ch_ppocr_det.utils import DBPostProcess

    theirs = DBPostProcess(
        thresh=0.3, box_thresh=0.45, max_candidates=3000, unclip_ratio=1.6, score_mode="fast", use_dilation=True
    )
    heat = _heat(seed, turn)
    wanted, _ = theirs(heat[None, None], (2339, 1654))
    found = quads_of(heat, 2339, 1654)
    assert len(found) > 5
    np.testing.assert_array_equal(np.array(found), np.asarray(wanted, dtype=np.float32))


def test_a_cold_map_has_no_lines() -> None:
    assert quads_of(np.full((96, 64), 0.2, dtype=np.float32), 2339, 1654) == []


def test_looking_for_lines_loads_no_configuration_library() -> None:
    code = """
import sys
import numpy as np
from tfdocs.read.ocr.detect import detect
detect(np.full((400, 300, 3), 255, np.uint8), 72.0)
print([m for m in ("omegaconf", "shapely", "rapidocr") if m in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, encoding="utf-8")
    assert done.stdout.strip() == "[]"
