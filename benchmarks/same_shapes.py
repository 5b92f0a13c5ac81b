"""How far the document's own type can be believed: print known by its strokes, and other characters taken for it.

Documents are printed, sealed and scanned; every character of the Word that was placed on a line is asked about twice,
as if it were in doubt: as it is, and with another character of the same document in its place. The first should be
supported, the second never. Nothing is read a second time, so that the figures are those of the strokes alone.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import documents
from benchmarks.cases import BY_NAME, Case, Plan, make_cases
from tfdocs.model.page import Page, Source
from tfdocs.read.pdf.reader import read_pages
from tfdocs.read.word import read_word
from tfdocs.text.normalise import is_punctuation
from tfdocs.verify.align import BREAK
from tfdocs.verify.glyphs import GlyphBook
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.layout import is_full_width
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.place import place_lines
from tfdocs.verify.same_shapes import stretch_of, supported
from tfdocs.verify.witness import Witness
from tfdocs.verify.wordtext import word_text


def measure(case: Case, pages: list[Page], most: int, counts: Counter[tuple[str, str, str]]) -> None:
    """Ask about up to ``most`` characters under a seal, and as many elsewhere, of one scan."""
    chance = random.Random(case.name)
    placing = place_lines(word_text(read_word(case.word)), pages, set())
    spots: dict[str, list[tuple[Piece, int, int]]] = {"under a seal": [], "elsewhere": []}
    for piece in placing.pieces:
        for i, w in piece.place.pairs if piece.place is not None and piece.line.source is Source.OCR else ():
            if i is None or w is None or placing.word.text[w] == BREAK or len(piece.text) < 6:
                continue
            start, _ = piece.folded.source_span(piece.start + i, piece.start + i + 1)
            box = piece.line.chars[start]
            under = any(s.box.intersection(box) > 0 for s in pages[piece.page].seals)
            spots["under a seal" if under else "elsewhere"].append((piece, piece.start + i, w))
    with Witness(case.scan) as witness:
        book = GlyphBook(placing, pages, witness)
        for where, found in spots.items():
            for piece, at, w in chance.sample(found, min(most, len(found))):
                _ask(piece, at, w, where, placing, pages, book, chance, counts)


def _ask(
    piece: Piece,
    at: int,
    w: int,
    where: str,
    placing: Placing,
    pages: list[Page],
    book: GlyphBook,
    chance: random.Random,
    counts: Counter[tuple[str, str, str]],
) -> None:
    row = book.row(piece, 2 * piece.line.box.height)
    stretch = None if row is None else stretch_of(Hunk(piece, at, at + 1, w, w + 1), piece, row, placing)
    if row is None or stretch is None or stretch.last != stretch.first + 1:
        return
    own = stretch.text[stretch.first]
    kind = "mark" if is_punctuation(own) else "character" if is_full_width(own) else "figure or letter"
    page = pages[piece.page]
    counts[where, kind, "asked"] += 1
    counts[where, kind, "supported"] += supported(stretch, row, piece, page, book, read=own, strict=False)
    others = sorted({c for c in placing.word.document.text if c.strip() and is_full_width(c) == is_full_width(own)})
    for other in chance.sample(others, min(5, len(others))):
        if other == own:
            continue
        text = stretch.text[: stretch.first] + other + stretch.text[stretch.last :]
        counts[where, kind, "others asked"] += 1
        taken = supported(replace(stretch, text=text), row, piece, page, book, read=own, strict=False)
        counts[where, kind, "others supported"] += taken
        if taken:
            print(f"{where}: {other} taken for {own} in {stretch.text}", file=sys.stderr)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Measure how print is known by its strokes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", nargs="*", choices=list(documents.KINDS), default=list(documents.KINDS))
    parser.add_argument("--level", nargs="*", choices=list(BY_NAME), default=["300 dpi bw", "200 dpi grey"])
    parser.add_argument("--most", type=int, default=60, help="characters of each sort that are asked about, a document")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    totals: dict[str, Counter[tuple[str, str, str]]] = {name: Counter() for name in asked.level}
    with TemporaryDirectory() as folder:
        plan = Plan(asked.kind, [asked.seed], 0, 0, [BY_NAME[n] for n in asked.level], page_edits=False)
        for case in make_cases(Path(folder), plan):
            pages = list(read_pages(case.scan, None))
            measure(case, pages, asked.most, totals[case.level.name])
            print(f"{case.name}, {case.level.name}", file=sys.stderr, flush=True)
    print("| level | where | what | supported | another character supported |\n| --- | --- | --- | --- | --- |")
    for level, counts in totals.items():
        for where, kind in sorted({(w, k) for w, k, _ in counts}):
            own = f"{counts[where, kind, 'supported']} of {counts[where, kind, 'asked']}"
            other = f"{counts[where, kind, 'others supported']} of {counts[where, kind, 'others asked']}"
            print(f"| {level} | {where} | {kind} | {own} | {other} |")
    if asked.out:
        plain = {level: {" / ".join(k): v for k, v in counts.items()} for level, counts in totals.items()}
        asked.out.write_text(json.dumps(plain, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
