"""The same text as Word, printed and scanned: are the same promises found, and are wrong digits known as unsure?

Run: python -m benchmarks.promised_scans WORD.docx PRINT.pdf [--dpi 200] [--work FOLDER]

Prints how many items of the Word the print and the scan have (kind, comparator, value, unit, period), which are missing
or more, how many have page and boxes, and of the digits how many were read wrong and right above and below the
threshold of ``tfdocs.commitments.extract.SURE``.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections import Counter
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from samples.scanning import scan
from tfdocs.commitments.extract import SURE
from tfdocs.jobs.extracting import Extracted, extract_file
from tfdocs.jobs.pool import local_pool
from tfdocs.model.commitment import Commitment

Key = tuple[str, ...]


def key(item: Commitment) -> Key:
    return (item.kind.value, item.comparator.value, str(item.value), str(item.value_max), item.unit, str(item.per))


def digits(word: str, read: str, sure: tuple[float, ...]) -> Counter[str]:
    """Digits of the scan by whether the Word has the same (the two texts aligned) and how surely they were read."""
    out: Counter[str] = Counter()
    same = {b for op in Levenshtein.opcodes(word, read) if op.tag == "equal" for b in range(op.dest_start, op.dest_end)}
    for at, c in enumerate(read):
        if c.isdigit() and sure[at] > 0:
            out[("right" if at in same else "wrong") + (" sure" if sure[at] >= SURE else " unsure")] += 1
    return out


def compare(name: str, word: Extracted, other: Extracted) -> None:
    wanted = Counter(key(i) for i in word.report.commitments)
    got = Counter(key(i) for i in other.report.commitments)
    boxed = sum(bool(i.evidence.boxes) and i.evidence.page is not None for i in other.report.commitments)
    total = sum(wanted.values())
    print(
        f"{name}: {sum((wanted & got).values())}/{total} items the same, {sum((got - wanted).values())} more, "
        f"{boxed}/{sum(got.values())} with page and boxes, "
        f"{sum(i.uncertain for i in other.report.commitments)} uncertain"
    )
    for k, n in (wanted - got).items():
        print(f"    missing {n} {k}")
    for k, n in (got - wanted).items():
        print(f"    more    {n} {k}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("word", type=Path)
    parser.add_argument("print", type=Path)
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--blur", type=float, default=0.5)
    parser.add_argument("--noise", type=float, default=3.0)
    parser.add_argument("--work", type=Path)
    options = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    with tempfile.TemporaryDirectory() as folder, local_pool() as executor:
        scanned = (options.work or Path(folder)) / f"{options.word.stem}-{options.dpi}.pdf"
        scan(options.print, scanned, dpi=options.dpi, blur=options.blur, noise=options.noise)
        word = extract_file(options.word)
        compare("print", word, extract_file(options.print, executor=executor))
        start = time.perf_counter()
        read = extract_file(scanned, executor=executor)
        compare(f"scan at {options.dpi} dpi ({time.perf_counter() - start:.0f} s)", word, read)
        counted = digits(word.document.text, read.document.text, read.document.sure)
        print("digits:", ", ".join(f"{n} {what}" for what, n in sorted(counted.items())))


if __name__ == "__main__":
    main()
