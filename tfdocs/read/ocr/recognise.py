"""The recogniser: pictures of single lines to text, with the probabilities of every step kept.

PP-OCRv6 is a CTC network (Graves et al. 2006): for each of T steps along the line it gives the probability of each
character or of none. The reading is the best class of each step, repeats and blanks removed; the table stays, so that
another reading of the same picture can be weighed against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.errors import EngineFailed
from tfdocs.model.page import Lattice
from tfdocs.read.ocr import models
from tfdocs.read.ocr.company import settle
from tfdocs.read.ocr.tones import green, percentile, tone
from tfdocs.text.normalise import fold, fold_char

Image = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

HEIGHT = 48  # the network's input height in pixels
_MIN_WIDTH = 32
_MAX_WIDTH = 3200  # longer crops are squeezed; a line of A3 at 48 px height is below 3,000
# What fits a core's cache is read fastest: single lines took 0.078 s for 1,000 pixels of width, four at once 0.10. Only
# the small crops of cells share a batch, and only with crops as wide as they are: padding costs as much as text.
_BATCH_WIDTH = 1200
STEP = 8  # pixels of width for each step of the network
# Pixels of width for a full-width character. Detectors leave more or less margin around a line, so that at the
# network's height characters are 29 to 46 pixels wide. Of 605 lines (three levels of benchmarks/scans) none was wrong
# at 34 or 31, two at 28 and seven at 25: repeated digits fall together, for which the network needs two steps each.
_CHARACTER = 31
_SHORT = 1.6  # widths over height: one character and its margins
_SIDE = 0.8  # heights of paper put beside a short crop
_NARROWEST = 0.56
FITTED = 0.0
_KEEP = 1e-5  # probabilities below are left out of a lattice
_FLOOR = float(np.log(_KEEP))
_KEEP_MOST = 24
_UNDOUBTED = 0.9  # nobody asks for a character's class when it has more
_NO_LATTICE = Lattice.of((), ())


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one crop. ``peaks[i]`` is where character i stands, as a fraction (0-1) of the crop's width.

    ``alike[i]``: the probability that it is character i or one that normalises like it, which is more than
    ``confidence[i]`` where the recogniser wavers between ，and a comma of half the width.
    """

    text: str
    confidence: tuple[float, ...]
    peaks: tuple[float, ...]
    lattice: Lattice
    alike: tuple[float, ...]


def _framed(crop: Image, long_too: bool = False) -> tuple[Image, float]:
    """A short crop with paper at both sides, and what share of the whole each side is; longer ones as they are.

    A character alone in its cell fills its crop, which lines in training never did: % was read as g.
    """
    high, wide = crop.shape[:2]
    if wide >= _SHORT * high and not long_too:
        return crop, 0.0
    side = round(_SIDE * high)
    paper = np.array([percentile(np.asarray(plane, dtype=np.uint8), 0.85) for plane in cv2.split(crop)])
    if wide < _SHORT * high:
        crop = _without_rules(crop, paper)
    grown = cv2.copyMakeBorder(crop, 0, 0, side, side, cv2.BORDER_CONSTANT, value=[float(v) for v in paper])
    return np.asarray(grown, dtype=np.uint8), side / (wide + 2 * side)


def _without_rules(crop: Image, paper: npt.NDArray[np.float64]) -> Image:
    """``crop`` with a cell's rules at its edges painted over.

    They run through its whole height or width, which no character does: they were read as |, and 个 under one as 不.
    """
    plane = green(crop)
    dark = plane < 0.75 * tone(plane, 0.85)[0]
    out = crop
    for axis, least in ((0, 0.85), (1, 0.9)):
        through = dark.mean(axis=axis) > least
        edge = max(1, round(0.22 * len(through)))
        through[edge : len(through) - edge] = False
        if not through.any():
            continue
        wide = np.convolve(through, np.ones(5), mode="same") > 0
        out = out.copy() if out is crop else out
        if axis == 0:
            out[:, wide] = paper.astype(np.uint8)
        else:
            out[wide, :] = paper.astype(np.uint8)
    return out


def scaled(crop: Image, squeeze: float = 1.0, step: int = 1) -> Image:
    """``crop`` (H x W, or H x W x 3) at the network's height, narrowed by ``squeeze`` to whole ``step`` pixels."""
    height, width = crop.shape[:2]
    wide = round(width * HEIGHT / max(1, height) * squeeze)
    wide = min(max(-(-wide // step) * step, _MIN_WIDTH), _MAX_WIDTH)
    shrunk = cv2.resize(crop, (wide, HEIGHT), interpolation=cv2.INTER_AREA if wide < width else cv2.INTER_CUBIC)
    return np.asarray(shrunk, dtype=np.uint8)


def _prepare(crop: Image, squeeze: float, step: int = 1) -> Floats:
    shrunk = scaled(crop, squeeze, step)
    if shrunk.ndim == 2:
        shrunk = np.asarray(cv2.cvtColor(shrunk, cv2.COLOR_GRAY2RGB), dtype=np.uint8)
    out: Floats = shrunk.astype(np.float32).transpose(2, 0, 1) / 127.5 - 1.0
    return out


def fitted(crop: Image) -> float:
    """How far ``crop`` may be narrowed: until its characters, judged by the height of its ink, are ``_CHARACTER`` wide.

    Ink of a rule or a seal in the crop makes the characters seem taller; the limits keep that harmless.
    """
    grey = green(crop)
    dark = cv2.threshold(grey, 0.75 * tone(grey, 0.90)[0], 1, cv2.THRESH_BINARY_INV)[1]
    rows = np.flatnonzero(cv2.reduce(dark, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S) > 0.02 * grey.shape[1])
    if not len(rows):
        return 1.0
    # a character's ink is a little lower than its square
    tall = (int(rows[-1]) - int(rows[0]) + 1) / 0.92
    return float(min(1.0, max(_NARROWEST, _CHARACTER * len(grey) / HEIGHT / tall)))


def _lattice(table: Floats) -> Lattice:
    """The lattice of ``table`` (steps x labels), built flat: dicts on the way took a tenth of a page's reading."""
    flat = np.flatnonzero(np.ravel(table) > _KEEP)
    at, labels = np.divmod(flat, table.shape[1])
    values = np.log(table[at, labels])
    counts = np.bincount(at, minlength=len(table))
    floors = np.full(len(table), _FLOOR)
    crowded = np.flatnonzero(counts >= _KEEP_MOST)
    if len(crowded):
        starts = np.concatenate([[0], counts.cumsum()])
        order = np.arange(len(flat))
        kept = np.ones(len(flat), dtype=np.bool_)
        for step in crowded:
            start, end = int(starts[step]), int(starts[step + 1])
            likely = start + np.argsort(-values[start:end], kind="stable")[:_KEEP_MOST]
            order[start : start + _KEEP_MOST] = likely
            kept[start + _KEEP_MOST : end] = False
            floors[step] = values[likely[-1]]
        order = order[kept]
        labels, values = labels[order], values[order]
        counts = np.minimum(counts, _KEEP_MOST)
    return Lattice(
        characters=_code_points()[labels].tobytes().decode("utf-32-le"),
        counts=counts.astype(np.uint8).tobytes(),
        values=values.astype("<f4").tobytes(),
        floors=floors.astype("<f8").tobytes(),
    )


@cache
def _code_points() -> npt.NDArray[np.uint32]:
    """What each output of the network stands for as a lattice keeps it, as UTF-32: NUL for the blank."""
    return np.array([ord(name or "\0") for name in models.characters()], dtype="<u4")


@cache
def _classes() -> dict[str, npt.NDArray[np.int64]]:
    """By class, the outputs of the network that normalise to it; spaces and the blank are one."""
    out: dict[str, list[int]] = {}
    for label, name in enumerate(models.characters()):
        # character by character: to fold 18,710 texts takes a tenth of a second
        out.setdefault("".join(map(fold_char, name)), []).append(label)
    return {name: np.array(labels) for name, labels in out.items()}


def _alike(text: Sequence[str], confidence: Sequence[float], peaks: Sequence[float], table: Floats) -> list[float]:
    """For each character the probability of its class in the step in which it was read."""
    out = list(confidence)
    for i, char in enumerate(text):
        if confidence[i] < _UNDOUBTED:
            step = table[min(len(table) - 1, int(peaks[i] * len(table)))]
            out[i] = max(confidence[i], float(step[_classes()[fold(char).text]].sum()))
    return out


def _decode(table: Floats, best: npt.NDArray[np.int64], side: float, weighable: bool) -> Reading:
    """``best``: the likeliest label of each step; ``side``: the share of the table at each end that is added paper."""
    count = len(table)
    names = models.characters()
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
    settle(text, confidence, peaks, table)
    alike = _alike(text, confidence, peaks, table)
    if side:
        peaks = [min(1.0, max(0.0, (p - side) / (1 - 2 * side))) for p in peaks]
    lattice = _lattice(table) if weighable else _NO_LATTICE
    return Reading("".join(text), tuple(confidence), tuple(peaks), lattice, tuple(alike))


def prepared(crop: Image, squeeze: float, *, on_paper: bool = False) -> tuple[Floats, float]:
    """What the network is given for ``crop`` (3 x 48 x W), and the share of it at each end that is added paper."""
    framed, side = _framed(crop, on_paper)
    if squeeze == FITTED:
        # widths of whole steps: crops of almost one width share a batch
        return _prepare(framed, fitted(framed), STEP), side
    return _prepare(framed, squeeze), side


def recognise(
    crops: Sequence[Image],
    *,
    squeeze: float = 1.0,
    on_paper: bool = False,
    weighable: bool = True,
    first_look: bool = False,
) -> list[Reading]:
    """Read each crop (H x W or H x W x 3, RGB); as many readings come out as crops went in.

    ``squeeze`` < 1 narrows the crops first, which is faster and slightly less sure; ``FITTED`` narrows each as far as
    its characters bear. ``first_look``, which ``FITTED`` implies, reads by ``models.first_look``, in whole numbers
    where the processor is made for them: for looks whose doubts are looked at again. ``on_paper`` puts paper at both
    ends of every crop and not only of short ones. Readings that are not ``weighable`` have an empty lattice, which is
    left out because it takes a fifth of the time. What comes out for a crop does not depend on its neighbours.
    ``EngineFailed`` when the network fails.
    """
    if not crops:
        return []
    ready = [prepared(c, squeeze, on_paper=on_paper) for c in crops]
    order = sorted(range(len(ready)), key=lambda i: ready[i][0].shape[2])
    out: list[Reading | None] = [None] * len(ready)
    run = models.session(models.first_look() if first_look or squeeze == FITTED else models.RECOGNITION)
    at = 0
    while at < len(order):
        batch = [order[at]]
        at += 1
        wide = ready[batch[0]][0].shape[2]
        while at < len(order) and ready[order[at]][0].shape[2] == wide and wide * (len(batch) + 1) <= _BATCH_WIDTH:
            batch.append(order[at])
            at += 1
        block = np.stack([ready[i][0] for i in batch])
        try:
            (tables,) = run.run(None, {"x": block})
        except Exception as error:
            raise EngineFailed(f"文字识别失败（{type(error).__name__}）", hint=models.RETRY) from error
        valid = tables.ndim == 3 and tables.shape[2] == len(models.characters())
        best = tables.argmax(axis=2) if valid else np.zeros((0, 0), np.int64)
        # what is no number is the largest of its step
        if not valid or not np.isfinite(tables.reshape(-1, tables.shape[2])[np.arange(best.size), best.ravel()]).all():
            raise EngineFailed("文字识别返回了无效结果", hint="请运行 tfdocs doctor 检查模型文件")
        for row, i in enumerate(batch):
            out[i] = _decode(tables[row], best[row], ready[i][1], weighable)
    return [r for r in out if r is not None]
