"""Seals found and false on made pages of all kinds, and their words read: ``python -m benchmarks.seals``.

288 pages, half of them with a seal (round, oval, square, a name chop, straddling, a strip of a straddling one; over the
text and beside it, tilted; colour, grey and black-and-white at 150 to 300 dpi), half without: prose, tables, boxed
words, drawings, logos, thick rules, codes, photographs, boxes to tick, red letterheads. Then 60 seals in colour on bare
paper to be read. About six minutes of one core; ``--quick``: a third. Results go to ``benchmarks/out/seals.json``.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from benchmarks.seal_pages import KINDS, SHEETS, Made, clean_seal, made_page
from tfdocs.model.page import SealShape
from tfdocs.read.ocr.seal_text import seal_text
from tfdocs.read.ocr.seals import find_seals

_SHAPES = {"chop": "square", "strip": "straddle"}
_TONES = ("colour", "grey", "bw")


def measure(pages: Iterable[Made]) -> tuple[Counter[str], list[str]]:
    """Counts by kind and what went wrong, page by page."""
    counts: Counter[str] = Counter()
    notes: list[str] = []
    for page in pages:
        found = find_seals(page.image, page.dpi)
        counts["pages"] += 1
        rest = list(found)
        if page.kind:
            group = f"{page.kind} {page.colour}"
            counts[f"made {group}"] += 1
            x, y = (page.box[0] + page.box[2]) / 2, (page.box[1] + page.box[3]) / 2
            reach = 0.3 * (page.box[2] - page.box[0])
            shape = SealShape(_SHAPES.get(page.kind, page.kind))
            if shape is SealShape.STRADDLE:
                x, reach = min(max(x, 0), page.image.shape[1]), 1.2 * reach
            mine = [s for s in found if abs(_middle(s.box)[0] - x) < reach and abs(_middle(s.box)[1] - y) < reach]
            if mine:
                counts[f"found {group}"] += 1
                rest.remove(mine[0])
                counts["shape right"] += mine[0].shape is shape
            else:
                notes.append(f"{page.name}: missed")
        else:
            counts[f"bare {page.sheet}"] += 1
        for extra in rest:
            counts["false"] += 1
            counts[f"false {page.sheet}"] += 1
            notes.append(f"{page.name}: false {extra.shape} {extra.box}")
    return counts, notes


def measure_words(seals: Iterable[Made]) -> tuple[Counter[str], list[str]]:
    """How often the name on a seal, or its owner's, is read to the letter; one that is not found is not read."""
    counts: Counter[str] = Counter()
    notes: list[str] = []
    for made in seals:
        found = find_seals(made.image, made.dpi)
        said = (seal_text(made.image, found[0]) or "") if found else ""
        right = said.split(" ")[0] == made.said
        counts[f"words {made.kind}"] += 1
        counts[f"read {made.kind}"] += right
        if not right:
            notes.append(f"{made.name}: {made.said} read as {said or 'nothing'}")
    return counts, notes


def _middle(box: tuple[int, int, int, int]) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def report(counts: Counter[str]) -> list[str]:
    """The figures as Markdown."""
    made = sum(counts[f"made {k} {t}"] for k in KINDS for t in _TONES)
    found = sum(counts[f"found {k} {t}"] for k in KINDS for t in _TONES)
    out = [f"{counts['pages']} pages, {made} seals: {found} found, {counts['shape right']} of the right shape, "]
    out[0] += f"{counts['false']} false"
    out += ["", "| found of made | colour | grey | black-and-white |", "| --- | --- | --- | --- |"]
    for kind in KINDS:
        cells = [f"{counts[f'found {kind} {t}']} of {counts[f'made {kind} {t}']}" for t in _TONES]
        out.append(f"| {kind} | {' | '.join(cells)} |")
    out += ["", "| pages without a seal | pages | false seals |", "| --- | --- | --- |"]
    out += [f"| {s} | {counts[f'bare {s}']} | {counts[f'false {s}']} |" for s in SHEETS]
    words = sum(v for k, v in counts.items() if k.startswith("words "))
    right = sum(v for k, v in counts.items() if k.startswith("read "))
    kinds = ", ".join(f"{k} {counts[f'read {k}']} of {counts[f'words {k}']}" for k in KINDS if counts[f"words {k}"])
    return [*out, "", f"words of clean colour seals right: {right} of {words} ({kinds})"]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Measure how seals are found and read")
    parser.add_argument("--quick", action="store_true", help="96 pages, 20 seals to read")
    parser.add_argument("--pages", type=int, default=288)
    parser.add_argument("--words", type=int, default=60, help="seals to read")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=Path("benchmarks/out/seals.json"))
    asked = parser.parse_args()
    pages, words = (96, 20) if asked.quick else (asked.pages, asked.words)
    counts, notes = measure(made_page(i, asked.seed) for i in range(pages))
    more, unread = measure_words(clean_seal(i, asked.seed) for i in range(words))
    counts += more
    print("\n".join([*notes, *unread, "", *report(counts)]))
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps(dict(counts), ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
