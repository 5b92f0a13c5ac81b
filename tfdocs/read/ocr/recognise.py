"""The recogniser: pictures of single lines to text, with the probabilities of every step kept.

PP-OCRv6 is a CTC network (Graves et al. 2006): for each of T steps along the line it gives the probability of each
character or of none. The reading is the best class of each step, repeats and blanks removed; the table stays, so that
another reading of the same picture can be weighed against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.errors import EngineFailed
from tfdocs.model.page import Lattice
from tfdocs.read.ocr import models

Image = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

HEIGHT = 48  # the network's input height in pixels
_MIN_WIDTH = 32
_MAX_WIDTH = 3200  # longer crops are squeezed; a line of A3 at 48 px height is below 3,000
_BATCH_PIXELS = 48 * 4800  # a batch's pixels are bounded, so that memory is
_KEEP = 1e-5  # probabilities below are left out of a lattice
_KEEP_MOST = 24


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one crop. ``peaks[i]`` is where character i stands, as a fraction (0-1) of the crop's width."""

    text: str
    confidence: tuple[float, ...]
    peaks: tuple[float, ...]
    lattice: Lattice


def _prepare(crop: Image, squeeze: float) -> Floats:
    height, width = crop.shape[:2]
    wide = round(width * HEIGHT / max(1, height) * squeeze)
    wide = min(max(wide, _MIN_WIDTH), _MAX_WIDTH)
    shrunk = cv2.resize(crop, (wide, HEIGHT), interpolation=cv2.INTER_AREA if wide < width else cv2.INTER_CUBIC)
    if shrunk.ndim == 2:
        shrunk = cv2.cvtColor(shrunk, cv2.COLOR_GRAY2RGB)
    out: Floats = shrunk.astype(np.float32).transpose(2, 0, 1) / 127.5 - 1.0
    return out


def _lattice(table: Floats) -> Lattice:
    names = models.characters()
    steps: list[dict[str, float]] = []
    floors: list[float] = []
    for row in table:
        likely = np.flatnonzero(row > _KEEP)
        if len(likely) > _KEEP_MOST:
            likely = likely[np.argpartition(row[likely], -_KEEP_MOST)[-_KEEP_MOST:]]
        kept = {names[i]: float(np.log(row[i])) for i in likely}
        steps.append(kept)
        rest = _KEEP if len(kept) < _KEEP_MOST else min(float(np.exp(v)) for v in kept.values())
        floors.append(float(np.log(rest)))
    return Lattice(tuple(steps), tuple(floors))


def _decode(table: Floats, used: float) -> Reading:
    """``used``: how much of the (padded) table's width belongs to this crop."""
    count = max(1, min(len(table), round(len(table) * used + 0.5)))
    table = table[:count]
    names = models.characters()
    best = table.argmax(axis=1)
    text: list[str] = []
    confidence: list[float] = []
    peaks: list[float] = []
    last = -1
    for step, label in enumerate(best):
        if label == last and label != 0:
            if table[step, label] > confidence[-1]:
                confidence[-1] = float(table[step, label])
                peaks[-1] = (step + 0.5) / count
        elif label != 0:
            text.append(names[label])
            confidence.append(float(table[step, label]))
            peaks.append((step + 0.5) / count)
        last = int(label)
    return Reading("".join(text), tuple(confidence), tuple(peaks), _lattice(table))


def recognise(crops: Sequence[Image], *, squeeze: float = 1.0) -> list[Reading]:
    """Read each crop (H x W or H x W x 3, RGB); as many readings come out as crops went in.

    ``squeeze`` < 1 narrows the crops first, which is faster and slightly less sure. ``EngineFailed`` when the network
    fails.
    """
    if not crops:
        return []
    prepared = [_prepare(c, squeeze) for c in crops]
    order = sorted(range(len(prepared)), key=lambda i: prepared[i].shape[2])
    out: list[Reading | None] = [None] * len(prepared)
    run = models.session(models.RECOGNITION)
    at = 0
    while at < len(order):
        batch = [order[at]]
        at += 1
        # crops of much different width do not share a batch: padding costs as much as text
        while at < len(order):
            wide = prepared[order[at]].shape[2]
            first = prepared[batch[0]].shape[2]
            if wide > first * 1.25 + 16 or wide * HEIGHT * (len(batch) + 1) > _BATCH_PIXELS:
                break
            batch.append(order[at])
            at += 1
        widest = max(prepared[i].shape[2] for i in batch)
        block = np.zeros((len(batch), 3, HEIGHT, widest), dtype=np.float32)
        for row, i in enumerate(batch):
            block[row, :, :, : prepared[i].shape[2]] = prepared[i]
        try:
            (tables,) = run.run(None, {"x": block})
        except Exception as error:
            raise EngineFailed(f"文字识别失败（{type(error).__name__}）", hint=models.RETRY) from error
        if tables.ndim != 3 or tables.shape[2] != len(models.characters()) or not np.isfinite(tables).all():
            raise EngineFailed("文字识别返回了无效结果", hint="请运行 tfdocs doctor 检查模型文件")
        for row, i in enumerate(batch):
            out[i] = _decode(tables[row], prepared[i].shape[2] / widest)
    return [r for r in out if r is not None]
