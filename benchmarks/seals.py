"""Seals found and false on made pages of all kinds, and their rings read: ``python -m benchmarks.seals``.

240 pages (a few minutes; ``--quick``: 60): prose and ruled tables; round, oval, square and straddling seals, over the
text and beside it, tilted; colour, grey and black-and-white at 150 to 300 dpi; and as many pages without a seal, half
of them with red print (a letterhead with its red rule, a red note), which is text. Results go to
``benchmarks/out/seals.json``.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import printed
from samples.ink import INK_COLOURS, SealSpec, multiply, seal_ink
from samples.scanning import Colour, as_stored, digitise
from tfdocs.model.page import SealShape
from tfdocs.read.ocr.seal_text import seal_text
from tfdocs.read.ocr.seals import find_seals

Pixels = NDArray[np.uint8]
_PRINT_DPI = 300.0
_NAMES = (
    "蜀岭省样例学会",
    "锦川省测绘地理信息研究会",
    "岷阳省粮油食品协会联合体",
    "青溪省轨道交通与智慧农机促进会",
    "云栈省清洁能源实验站",
    "石门坎省临床检验工程中心",
)
_CENTRES = ("合同专用章", "财务专用章", "样张")
_OWNERS = ("林知远印", "陆景行印", "申望舒印")
_KINDS = ("circle", "oval", "square", "straddle")


@dataclass(frozen=True, slots=True)
class Made:
    """A scanned page and the seal on it, ``box`` in pixels; ``kind`` "" where there is none."""

    name: str
    image: Pixels
    dpi: int
    colour: Colour
    kind: str
    said: str
    clean: bool  # not over text
    box: tuple[float, float, float, float]


@cache
def _printed(which: int) -> Pixels:
    faces = list(printed.FACES)
    make = printed.table if which % 2 else printed.prose
    return make(70 + which, _PRINT_DPI, faces[which % len(faces)]).image


def _red_print(sheet: Pixels, rng: np.random.Generator) -> None:
    """A letterhead with its rule and a note in red, in place."""
    set_ = printed.Sheet(_PRINT_DPI)
    set_.line("蜀岭省样例学会文件", 110, 30, "serif", 34, colour="#000000")
    set_.rule(70, 68, 525, 68, 1.6)
    set_.line("（此件于报送后三十日内公开，逾期不候）", 90, float(rng.uniform(640, 730)), "kai", 13, colour="#000000")
    ink = 1 - set_.page().image[:, :, 0].astype(np.float32) / 255
    multiply(sheet, ink, INK_COLOURS["red"], 0, 0)


def _spec(kind: str, rng: np.random.Generator, name: str) -> tuple[SealSpec, bool]:
    clean = bool(rng.random() < 0.5)
    # below the text of prose there is room beside the page's foot
    x, y = float(rng.uniform(150, 440)), float(rng.uniform(735, 770) if clean else rng.uniform(200, 600))
    tilt, strength = float(rng.uniform(-25, 25)), float(rng.uniform(0.7, 0.95))
    if kind == "circle":
        width = float(rng.choice([108.0, 119.0, 128.0]))
        return SealSpec(1, x, y, width, name, str(rng.choice(_CENTRES)), tilt, strength), clean
    if kind == "oval":
        aspect = float(rng.choice([0.67, 0.75]))
        return SealSpec(1, x, y, 128, name, str(rng.choice(_CENTRES)), tilt / 5, strength, "oval", aspect), clean
    if kind == "square":
        width = float(rng.choice([51.0, 57.0, 62.0]))
        return SealSpec(1, x, y, width, "", str(rng.choice(_OWNERS)), tilt / 5, strength, "square"), clean
    edge = printed.A4[0] - float(rng.uniform(8, 22)) if rng.random() < 0.5 else float(rng.uniform(8, 22))
    return SealSpec(1, edge, float(rng.uniform(200, 600)), 119, name, "样张", tilt, strength), False


def made_pages(number: int, seed: int = 0) -> Iterator[Made]:
    """``number`` pages, every other one with a seal."""
    modes: tuple[tuple[Colour, int], ...] = (
        ("colour", 200),
        ("grey", 200),
        ("colour", 150),
        ("bw", 300),
        ("colour", 300),
        ("grey", 150),
        ("colour", 200),
        ("grey", 300),
        ("bw", 200),
    )
    for i in range(number):
        rng = np.random.default_rng([seed, i])
        colour, dpi = modes[(i // 2) % len(modes)]
        sheet = _printed(int(rng.integers(6))).copy()
        kind, said, clean, box = "", "", False, (0.0, 0.0, 0.0, 0.0)
        if i % 4 == 1:
            _red_print(sheet, rng)
        if i % 2 == 0:
            kind = _KINDS[(i // 2) % len(_KINDS)]
            if colour == "bw" and kind == "square":
                kind = "circle"  # nothing tells a square seal from a table's cell there: not claimed
            spec, clean = _spec(kind, rng, _NAMES[int(rng.integers(len(_NAMES)))])
            said = spec.centre_text if kind == "square" else spec.ring_text
            if colour == "bw":
                spec = SealSpec(**{**_fields(spec), "strength": 1.0})
            scale = _PRINT_DPI / 72
            ink = seal_ink(spec, scale, rng)
            half = ink.shape[0] / 2
            # some pads are dark: only such ink survives a black-and-white scanner
            tint = (140, 16, 24) if colour == "bw" else INK_COLOURS["red"]
            multiply(sheet, ink, tint, round(spec.x_pt * scale - half), round(spec.y_pt * scale - half))
            w, h = spec.diameter_pt, spec.diameter_pt * spec.aspect
            k = dpi / 72
            box = ((spec.x_pt - w / 2) * k, (spec.y_pt - h / 2) * k, (spec.x_pt + w / 2) * k, (spec.y_pt + h / 2) * k)
        size = (round(printed.A4[0] * dpi / 72), round(printed.A4[1] * dpi / 72))
        picture = digitise(sheet, size, rng, dpi=dpi, colour=colour, skew=0.4)
        image = as_stored(picture, colour, 70)
        yield Made(f"{i} {kind or 'none'} {colour} {dpi}", image, dpi, colour, kind, said, clean, box)


def _fields(spec: SealSpec) -> dict[str, Any]:
    return {name: getattr(spec, name) for name in SealSpec.__slots__}


def measure(number: int, seed: int = 0) -> tuple[Counter[str], list[str]]:
    """Counts by kind and what went wrong, page by page."""
    counts: Counter[str] = Counter()
    notes: list[str] = []
    for page in made_pages(number, seed):
        found = find_seals(page.image, page.dpi)
        counts["pages"] += 1
        rest = list(found)
        if page.kind:
            group = f"{page.kind} {page.colour}"
            counts[f"made {group}"] += 1
            x, y = (page.box[0] + page.box[2]) / 2, (page.box[1] + page.box[3]) / 2
            reach = 0.3 * (page.box[2] - page.box[0])
            if page.kind == "straddle":
                x, reach = min(max(x, 0), page.image.shape[1]), 1.2 * reach
            mine = [s for s in found if abs(_middle(s.box)[0] - x) < reach and abs(_middle(s.box)[1] - y) < reach]
            if mine:
                counts[f"found {group}"] += 1
                rest.remove(mine[0])
                counts["shape right"] += mine[0].shape is SealShape(page.kind)
                if page.kind != "straddle":
                    said = seal_text(page.image, mine[0]) or ""
                    sort = "clean colour" if page.clean and page.colour == "colour" else "other"
                    right = said.split(" ")[0] == page.said
                    counts[f"texts {sort} {page.kind}"] += 1
                    counts[f"read {sort} {page.kind}"] += right
                    if not right and sort == "clean colour":
                        notes.append(f"{page.name}: {page.said} read as {said}")
            else:
                notes.append(f"{page.name}: missed")
        for extra in rest:
            counts["false"] += 1
            notes.append(f"{page.name}: false {extra.shape} {extra.box}")
    return counts, notes


def _middle(box: tuple[int, int, int, int]) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Measure how seals are found and read")
    parser.add_argument("--quick", action="store_true", help="60 pages")
    parser.add_argument("--pages", type=int, default=240)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=Path("benchmarks/out/seals.json"))
    asked = parser.parse_args()
    counts, notes = measure(60 if asked.quick else asked.pages, asked.seed)
    print("\n".join(notes))
    made = sum(v for k, v in counts.items() if k.startswith("made "))
    found = sum(v for k, v in counts.items() if k.startswith("found "))
    print(f"{counts['pages']} pages, {made} seals: {found} found, {counts['shape right']} of the right shape, ", end="")
    print(f"{counts['false']} false")
    for group in sorted(k[5:] for k in counts if k.startswith("made ")):
        print(f"  {group}: {counts[f'found {group}']} of {counts[f'made {group}']}")
    for group in sorted(k[6:] for k in counts if k.startswith("texts ")):
        print(f"  text right, {group}: {counts[f'read {group}']} of {counts[f'texts {group}']}")
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps(dict(counts), ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
