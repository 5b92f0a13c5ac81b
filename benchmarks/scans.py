"""Character error rate and time a page at six levels of quality, with and without a seal over the text.

``python -m benchmarks.scans --quick`` takes about four minutes on 2 cores, without it half an hour. Beside ours stand
stock RapidOCR and Tesseract (``chi_sim``, given the red channel, which takes the seal off for it), on the very same
pictures, all in one thread and timed by the processor's clock. Results go to ``benchmarks/out/scans.json``.

How errors are counted, alike for all: lines are put into the printed rows by place, joined from left to right, brought
to one width (NFKC, spaces gone) and one shape of dash, quote and dot (the toolkit's own folding), and compared by edit
distance. Characters in no printed row (a seal's ring, specks) are counted apart, as extra. Errors on characters of
whose own ink the seal's covers a quarter or more are in the sum like all others, and once more by themselves: in black
and white that ink is gone, and what is read there is a guess. The last rate is of all other characters, which a person
can read.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from benchmarks import printed
from samples.ink import INK_COLOURS, SealSpec, multiply, seal_ink
from samples.scanning import Colour, as_stored, digitise
from tfdocs.text.normalise import fold

Pixels = NDArray[np.uint8]
_OVERSAMPLE = 1.6
_COVERS = 0.62  # share of full ink from which a seal alone is black to a scanner that parts at 150 of 255
_HIDDEN = 0.25


@dataclass(frozen=True, slots=True)
class Level:
    """A quality of scan."""

    name: str
    dpi: int
    colour: Colour = "colour"
    skew: float = 0.6
    noise: float = 3.0
    blur: float = 0.5
    quality: int = 75
    photo: bool = False
    shadow: float = 0.06


LEVELS = (
    Level("300 dpi colour", 300),
    Level("200 dpi colour", 200),
    Level("200 dpi grey", 200, "grey"),
    Level("300 dpi bw", 300, "bw"),
    Level("photograph", 220, photo=True, noise=4.0, blur=0.8, shadow=0.3),
    Level("150 dpi bad", 150, skew=1.5, noise=6.0, blur=0.8, quality=45),
)
_BY_NAME = {level.name: level for level in LEVELS}


@dataclass(frozen=True, slots=True)
class ReadLine:
    """What a reader says: a text and the corners around it, 4 x 2 pixels."""

    text: str
    corners: NDArray[np.float32]


@dataclass(slots=True)
class Tally:
    """Sums over pages. ``hidden``: characters under a seal's ink; ``hidden_errors``: those of ``errors`` on them."""

    pages: int = 0
    characters: int = 0
    errors: int = 0
    hidden: int = 0
    hidden_errors: int = 0
    extra: int = 0
    seconds: float = 0.0
    slips: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        self.pages += other.pages
        self.characters += other.characters
        self.errors += other.errors
        self.hidden += other.hidden
        self.hidden_errors += other.hidden_errors
        self.extra += other.extra
        self.seconds += other.seconds
        self.slips.update(other.slips)

    def figures(self) -> dict[str, Any]:
        return {
            "pages": self.pages,
            "characters": self.characters,
            "errors": self.errors,
            "cer_percent": round(100 * self.errors / max(1, self.characters), 4),
            "hidden": self.hidden,
            "hidden_errors": self.hidden_errors,
            "cer_elsewhere_percent": round(
                100 * (self.errors - self.hidden_errors) / max(1, self.characters - self.hidden), 4
            ),
            "extra": self.extra,
            "seconds_a_page": round(self.seconds / max(1, self.pages), 3),
        }


Reader = Callable[[Pixels, float], list[ReadLine]]


def ours(image: Pixels, dpi: float) -> list[ReadLine]:
    from tfdocs.read.ocr.page import read_picture

    found = read_picture(image, dpi, find_turn=False)
    out = []
    for line in found.lines:
        box = line.box
        quad = line.quad or ((box.x0, box.top), (box.x1, box.top), (box.x1, box.bottom), (box.x0, box.bottom))
        out.append(ReadLine(line.text, np.array(quad, dtype=np.float32) * dpi / 72))
    return out


def stock_rapidocr() -> Reader:
    """RapidOCR as it comes, held to one thread."""
    from rapidocr import RapidOCR

    engine: Any = RapidOCR(params={"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": 1})

    def read(image: Pixels, dpi: float) -> list[ReadLine]:
        found = engine(np.ascontiguousarray(image[:, :, ::-1]))
        if not found.txts:
            return []
        return [ReadLine(t, np.asarray(b, dtype=np.float32)) for t, b in zip(found.txts, found.boxes, strict=True)]

    return read


def tesseract(image: Pixels, dpi: float) -> list[ReadLine]:
    """Tesseract with ``chi_sim``, on the red channel, in which a red seal hardly shows."""
    _, png = cv2.imencode(".png", np.ascontiguousarray(image[:, :, 0]))
    command = ["tesseract", "-", "-", "-l", "chi_sim", "--dpi", str(round(dpi)), "tsv"]
    said = subprocess.run(command, input=png.tobytes(), capture_output=True, check=True).stdout.decode("utf-8")
    out = []
    for row in said.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and cells[11].strip():
            x, y, w, h = (int(v) for v in cells[6:10])
            corners = np.array([[x, y], [x + w, y], [x + w, y + h], [x, y + h]], dtype=np.float32)
            out.append(ReadLine(cells[11], corners))
    return out


def rows_of(page: printed.PrintedPage) -> list[list[printed.PrintedLine]]:
    """Printed lines that overlap in height, from left to right: what a merged or split box cannot blur."""
    out: list[list[printed.PrintedLine]] = []
    for line in sorted(page.lines, key=lambda ln: ln.box[1]):
        middle = (line.box[1] + line.box[3]) / 2
        if out and any(o.box[1] < middle < o.box[3] for o in out[-1]):
            out[-1].append(line)
        else:
            out.append([line])
    return [sorted(row, key=lambda ln: ln.box[0]) for row in out]


def plain(text: str) -> str:
    return fold(text).text


def score(
    page: printed.PrintedPage,
    read: Sequence[ReadLine],
    to_page: NDArray[np.float64],
    cover: NDArray[np.bool_] | None = None,
) -> Tally:
    """Count the errors of ``read``. ``to_page``: 3 x 3, from the picture's pixels to the printed page's points.

    ``cover``: H x W, the pixels of ``page.image`` on which a seal's ink lies.
    """
    rows = rows_of(page)
    given: list[list[tuple[float, str]]] = [[] for _ in rows]
    tally = Tally(pages=1)
    for item in read:
        corners = np.column_stack([item.corners.astype(np.float64), np.ones(4)]) @ to_page.T
        points = corners[:, :2] / corners[:, 2:]
        middle, x0, x1 = float(points[:, 1].mean()), float(points[:, 0].min()), float(points[:, 0].max())
        best, least = -1, 7.0
        for i, row in enumerate(rows):
            for line in row:
                off = abs(middle - (line.box[1] + line.box[3]) / 2)
                if (
                    off < min(least, 0.8 * (line.box[3] - line.box[1]))
                    and x1 > line.box[0] - 6
                    and x0 < line.box[2] + 6
                ):
                    best, least = i, off
        if best < 0:
            tally.extra += len(plain(item.text))
        else:
            given[best].append((x0, item.text))
    for row, pieces in zip(rows, given, strict=True):
        whole = fold("".join(line.text for line in row))
        under = np.concatenate([_hidden(page, line, cover) for line in row])[list(whole.index)]
        truth = whole.text
        said = plain("".join(text for _, text in sorted(pieces)))
        tally.characters += len(truth)
        tally.hidden += int(under.sum())
        for op in Levenshtein.opcodes(truth, said):
            if op.tag != "equal":
                old, new = truth[op.src_start : op.src_end], said[op.dest_start : op.dest_end]
                tally.errors += max(len(old), len(new))
                tally.slips[f"{old}→{new}"] += 1
                beside = under[max(0, op.src_start - 1) : op.src_end + 1]
                tally.hidden_errors += int(under[op.src_start : op.src_end].sum())
                tally.hidden_errors += max(0, len(new) - len(old)) * int(beside.any())
    return tally


def _hidden(page: printed.PrintedPage, line: printed.PrintedLine, cover: NDArray[np.bool_] | None) -> NDArray[np.bool_]:
    """For each character of ``line`` whether ``_HIDDEN`` of its ink or more lies under ``cover``."""
    out = np.zeros(len(line.text), dtype=bool)
    if cover is None:
        return out
    scale = page.dpi / 72
    # tails go below a line's box, and tops of brackets above it
    rows = slice(max(0, round((line.box[1] - 2) * scale)), round((line.box[3] + 3) * scale))
    for i, (start, end) in enumerate(pairwise(line.edges)):
        columns = slice(round(start * scale), max(round(start * scale) + 1, round(end * scale)))
        ink = page.image[rows, columns, 1] < 128
        out[i] = bool(ink.any()) and float((ink & cover[rows, columns]).sum()) >= _HIDDEN * float(ink.sum())
    return out


@dataclass(frozen=True, slots=True)
class Scanned:
    """A made page: what was printed, where a seal's ink lies on it, its scan, and the mapping from pixels to points."""

    page: printed.PrintedPage
    cover: NDArray[np.bool_] | None
    picture: Pixels
    to_page: NDArray[np.float64]


def pages(level: Level, seal: bool, number: int, seed: int = 0) -> Iterator[Scanned]:
    """``number`` pages of a level, every third a table."""
    faces = list(printed.FACES)
    for i in range(number):
        face = faces[(i + seed) % len(faces)]
        make = printed.table if i % 3 == 2 else printed.prose
        page = make(1000 * seed + i, level.dpi * _OVERSAMPLE, face)
        rng = np.random.default_rng([seed, i, level.dpi])
        sheet, cover = page.image.copy(), None
        if seal:
            spec = SealSpec(
                1, float(rng.uniform(200, 420)), float(rng.uniform(250, 620)), ring_text="蜀岭省样例学会联合体"
            )
            scale = page.dpi / 72
            ink = seal_ink(spec, scale, rng)
            half = ink.shape[0] / 2
            left, top = round(spec.x_pt * scale - half), round(spec.y_pt * scale - half)
            multiply(sheet, ink, INK_COLOURS["red"], left, top)
            cover = np.zeros(sheet.shape[:2], dtype=bool)
            cover[top : top + ink.shape[0], left : left + ink.shape[1]] = ink >= _COVERS
        size = (round(page.size[0] * level.dpi / 72), round(page.size[1] * level.dpi / 72))
        # the rows are found by marks that go the same way as the page
        picture, to_page = _digitised(sheet, size, level, page, int(rng.integers(1 << 30)))
        yield Scanned(page, cover, as_stored(picture, level.colour, level.quality), to_page)


def _digitised(
    sheet: Pixels, size: tuple[int, int], level: Level, page: printed.PrintedPage, seed: int
) -> tuple[Pixels, NDArray[np.float64]]:
    def through(picture: Pixels, noise: float) -> Pixels:
        return digitise(
            picture,
            size,
            np.random.default_rng(seed),
            dpi=level.dpi,
            colour=level.colour if noise else "grey",
            skew=level.skew,
            noise=noise,
            blur=level.blur,
            photo=level.photo,
            shadow=level.shadow if noise else 0.0,
        )

    # four dots on an empty sheet, through the same lens, tell where the corners of the page have gone
    dots = np.full_like(sheet, 255)
    high, wide = sheet.shape[:2]
    places = [(0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8)]
    for u, v in places:
        cv2.circle(dots, (round(u * wide), round(v * high)), round(page.dpi / 12), (0, 0, 0), -1)
    seen = through(dots, 0.0)
    found = []
    for u, v in places:
        x, y, reach = round(u * size[0]), round(v * size[1]), round(0.08 * size[0])
        x0, y0 = max(0, x - reach), max(0, y - reach)
        part = 255.0 - seen[y0 : y + reach, x0 : x + reach]
        part[part < 150] = 0
        ys, xs = np.indices(part.shape)
        found.append([x0 + float((xs * part).sum() / part.sum()), y0 + float((ys * part).sum() / part.sum())])
    points = [[u * page.size[0], v * page.size[1]] for u, v in places]
    matrix = cv2.getPerspectiveTransform(np.array(found, np.float32), np.array(points, np.float32))
    return through(sheet, level.noise), np.asarray(matrix, dtype=np.float64)


def table(results: dict[str, dict[str, Tally]]) -> list[str]:
    """Results as a Markdown table: reader by level."""
    out = [
        "| level | reader | characters | errors | CER | hidden | errors there | CER elsewhere | extra | s/page |",
        "| --- " * 10 + "|",
    ]
    for level, by_reader in results.items():
        for name, t in by_reader.items():
            f = t.figures()
            out.append(
                f"| {level} | {name} | {t.characters} | {t.errors} | {f['cer_percent']:.3f} % "
                f"| {t.hidden} | {t.hidden_errors} | {f['cer_elsewhere_percent']:.3f} % "
                f"| {t.extra} | {f['seconds_a_page']:.2f} |"
            )
    return out


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Measure reading of scans beside stock RapidOCR and Tesseract")
    parser.add_argument("--quick", action="store_true", help="two pages a level and only one for Tesseract")
    parser.add_argument("--level", nargs="+", choices=list(_BY_NAME), default=list(_BY_NAME))
    parser.add_argument("--pages", type=int, default=10, help="pages at each level, each with and without a seal")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--no-rival", action="store_true")
    parser.add_argument("--no-tesseract", action="store_true")
    parser.add_argument("--out", type=Path, default=Path("benchmarks/out/scans.json"))
    asked = parser.parse_args()
    os.environ["TFDOCS_OCR_THREADS"] = os.environ["OMP_THREAD_LIMIT"] = os.environ["OMP_NUM_THREADS"] = "1"
    if asked.quick:
        asked.pages, asked.no_tesseract = 2, True
    readers: dict[str, Reader] = {"tfdocs": ours}
    if not asked.no_rival:
        readers["stock RapidOCR"] = stock_rapidocr()
        if not asked.no_tesseract:
            readers["Tesseract"] = tesseract
    results: dict[str, dict[str, Tally]] = {}
    for reader in readers.values():
        reader(np.full((400, 300, 3), 255, np.uint8), 200)  # models are loaded before the clock runs
    for name in asked.level:
        for seal in (False, True):
            label = name + (", seal" if seal else "")
            for made in pages(_BY_NAME[name], seal, asked.pages, asked.seed):
                for reader_name, reader in readers.items():
                    begin = _clock()
                    read = reader(made.picture, _BY_NAME[name].dpi)
                    seconds = _clock() - begin
                    tally = score(made.page, read, made.to_page, made.cover)
                    tally.seconds = seconds
                    results.setdefault(label, {}).setdefault(reader_name, Tally()).add(tally)
            print("\n".join(table({label: results[label]})[2:]), file=sys.stderr, flush=True)
            slips = results[label]["tfdocs"].slips
            print("   ", " ".join(f"{k}×{v}" for k, v in slips.most_common(12)), file=sys.stderr, flush=True)
    print("\n".join(table(results)))
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    figures = {label: {n: t.figures() for n, t in by.items()} for label, by in results.items()}
    asked.out.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")


def _clock() -> float:
    """Processor seconds of this process and of those it started, so that a busy machine does not count."""
    spent = os.times()
    return (
        spent.user + spent.system + spent.children_user + spent.children_system if spent.user else time.perf_counter()
    )


if __name__ == "__main__":
    main()
