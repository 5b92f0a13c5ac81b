"""Seconds a page of ``tfdocs check``, all in, beside stock RapidOCR with a Levenshtein diff on the same scans.

    python -m benchmarks.all_in [--rounds 2] [--scan WORD PDF DPI]...

All in: a process of its own from its start to its end, with workers, judging and the three reports. The stock way has a
process of its own too and is spared reading the Word: our text of it lies ready. By default the two scans of the
samples, 23 pages of A4 at 200 dpi. The two go by turns, and the quicker round of each counts, for no machine is quiet.
Processor seconds of all processes stand beside the clock: on a busy machine only they and the ratio mean something.
The exit code is 1 where a verdict is not what is known of the samples.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

import pypdfium2 as pdfium

from benchmarks.processes import Run, run
from tfdocs.read.word import read_word

_SAMPLES = Path(__file__).parents[1] / "samples"
_KNOWN = {"activity-same.pdf": "consistent", "society-changed.pdf": "inconsistent"}
_STOCK = """
import sys
from pathlib import Path
from benchmarks.rival import StockReader, stock_differences
text, pdf, dpi = Path(sys.argv[1]).read_text("utf-8"), Path(sys.argv[2]), int(sys.argv[3])
print(len(stock_differences(text, StockReader().text(pdf, dpi))))
"""


def ours(word: Path, pdf: Path, folder: Path) -> tuple[Run, str]:
    """One check with its reports, and what it found."""
    result = folder / "check.json"
    took = run([sys.executable, "-m", "tfdocs", "check", str(word), str(pdf), "-o", str(folder), "--json", str(result)])
    report = json.loads(result.read_text("utf-8"))
    certain = sum(d["certainty"] == "certain" and d["kind"] != "filled_in" for d in report["differences"])
    return took, f"{report['verdict']}, {certain} certain of {len(report['differences'])}"


def stock(word: Path, pdf: Path, dpi: int, folder: Path) -> tuple[Run, str]:
    """The other way on the same scan."""
    text = folder / "word.txt"
    text.write_text(read_word(word).text, "utf-8")
    took = run([sys.executable, "-c", _STOCK, str(text), str(pdf), str(dpi)])
    return took, f"{took.output.split()[-1]} differences"


def _quicker(one: Run | None, other: Run) -> Run:
    return other if one is None or other.seconds < one.seconds else one


def main(arguments: list[str]) -> int:
    """Run, print, and say by the exit code whether the samples came out as they should."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--scan", nargs=3, action="append", metavar=("WORD", "PDF", "DPI"))
    asked = parser.parse_args(arguments)
    drafts, scans = _SAMPLES / "drafts", _SAMPLES / "scans"
    pairs = [(Path(w), Path(p), int(d)) for w, p, d in asked.scan or ()]
    pairs = pairs or [
        (drafts / "activity.docx", scans / "activity-same.pdf", 200),
        (drafts / "society.docx", scans / "society-changed.pdf", 200),
    ]
    print(f"{os.cpu_count()} cores; seconds a page on the clock, (processor seconds of all processes)")
    sums: dict[str, list[float]] = {"tfdocs check": [0.0, 0.0], "stock RapidOCR, Levenshtein": [0.0, 0.0]}
    pages = wrong = 0
    for word, pdf, dpi in pairs:
        with pdfium.PdfDocument(pdf) as document:
            count = len(document)
        pages += count
        best: dict[str, Run] = {}
        found: dict[str, str] = {}
        for _ in range(max(1, asked.rounds)):
            with tempfile.TemporaryDirectory() as folder:
                for way, (took, said) in zip(
                    sums, (ours(word, pdf, Path(folder)), stock(word, pdf, dpi, Path(folder))), strict=True
                ):
                    best[way], found[way] = _quicker(best.get(way), took), said
        wrong += not found["tfdocs check"].startswith(_KNOWN.get(pdf.name, ""))
        for way, took in best.items():
            sums[way][0] += took.seconds
            sums[way][1] += took.processor
            print(
                f"{pdf.name:22} {count:3} pages  {way:28} {took.seconds / count:6.2f} ({took.processor / count:5.2f})"
                f"  {found[way]}"
            )
    (clock, processor), (other_clock, other_processor) = sums.values()
    for way, (seconds, used) in sums.items():
        print(f"{'together':22} {pages:3} pages  {way:28} {seconds / pages:6.2f} ({used / pages:5.2f})")
    print(
        f"ours over stock: {clock / other_clock:.2f} on the clock, {processor / other_processor:.2f} of processor time"
    )
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
