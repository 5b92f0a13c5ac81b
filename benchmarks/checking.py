"""The figures of ``tfdocs check``: planted edits found, false reports a page, seconds a page, beside the stock way.

``python -m benchmarks.checking --quick`` takes a few minutes, without it hours on 2 cores. The documents
are made (``benchmarks.documents``), edited (``benchmarks.edits``), printed by LibreOffice, sealed and scanned; the Word
compared is always the unedited one, so the truth is known: the planted edits differ and nothing else does. Untouched
scans of the same documents are among them. Results go to ``benchmarks/out/checking.json`` and to the screen.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium

import tfdocs
from benchmarks import documents
from benchmarks.edits import Edit, variants
from benchmarks.rival import StockReader, stock_differences
from benchmarks.scan_pairs import over_the_text
from benchmarks.scoring import Planted, Reported, Score, locate, score
from samples.printing import print_all
from samples.scanning import Colour, scan
from tfdocs.model.comparison import CheckReport, Kind, Verdict
from tfdocs.model.document import Document
from tfdocs.read.word import read_word


@dataclass(frozen=True, slots=True)
class Level:
    """A quality of scan."""

    name: str
    dpi: int
    colour: Colour = "colour"
    seal: bool = True
    skew: float = 0.6
    noise: float = 3.0
    blur: float = 0.5
    quality: int = 70
    photo: bool = False


LEVELS = (
    Level("300 dpi colour", 300),
    Level("200 dpi colour", 200),
    Level("200 dpi no seal", 200, seal=False),
    Level("200 dpi grey", 200, "grey"),
    Level("300 dpi bw", 300, "bw"),
    Level("photograph", 220, photo=True, noise=4.0, blur=0.8),
    Level("150 dpi bad", 150, skew=1.5, noise=6.0, blur=0.8, quality=45),
)
_BY_NAME = {level.name: level for level in LEVELS}


@dataclass(frozen=True, slots=True)
class Case:
    """A Word, a scan of its (perhaps edited) print, and what was edited."""

    name: str
    word: Path
    scan: Path
    level: Level
    edits: tuple[Edit, ...]
    pages: int


def _pages(pdf: Path) -> int:
    with pdfium.PdfDocument(pdf) as document:
        return len(document)


def cases(
    folder: Path, kinds: Sequence[str], seeds: Sequence[int], number: int, edits: int, levels: Sequence[Level]
) -> Iterator[Case]:
    """Make documents, variants and scans below ``folder``; of each document the untouched print comes first."""
    words: list[Path] = []
    for seed in seeds:
        for k, kind in enumerate(kinds):
            path = folder / f"{kind}-{seed}.docx"
            documents.write(kind, documents.TYPEFACES[(k + seed) % len(documents.TYPEFACES)], seed, path)
            words.append(path)
    untouched = print_all(words, folder / "print")
    edited = variants(words, folder / "edited", number, edits, seeds[0])
    for word, clean in zip(words, untouched, strict=True):
        prints: list[tuple[Path, tuple[Edit, ...]]] = [(clean, ())]
        prints += [(variant.pdf, variant.edits) for variant in edited[word]]
        for pdf, planted in prints:
            for n, level in enumerate(levels):
                made = folder / f"{pdf.stem}-{'e' if planted else 'u'}-{n}.pdf"
                scan(
                    pdf,
                    made,
                    dpi=level.dpi,
                    colour=level.colour,
                    skew=level.skew,
                    noise=level.noise,
                    blur=level.blur,
                    jpeg_quality=level.quality,
                    photo=level.photo,
                    shadow=0.3 if level.photo else 0.06,
                    seals=over_the_text(pdf) if level.seal else (),
                    seed=len(words) + n,
                )
                yield Case(f"{pdf.stem}{'' if planted else ' (untouched)'}", word, made, level, planted, _pages(made))


def reported_by(report: CheckReport) -> list[Reported]:
    """The report's differences as ranges of the Word's text; what was filled in on paper is no claim of a change."""
    out = []
    for d in report.differences:
        if d.kind is Kind.FILLED_IN:
            continue
        start, end = (d.word.start, d.word.end) if d.word else (-10, -10)
        paper = d.pdf.text if d.pdf else ""
        page = f"p.{d.pdf.page}" if d.pdf else ""
        note = (
            f"{d.kind.value} {d.word.text if d.word else ''!r} / {paper!r} {page} {d.evidence.rule} {d.evidence.score}"
        )
        out.append(Reported(start, end, paper, d.certainty.value == "certain", note))
    return out


def score_check(case: Case, document: Document) -> Score:
    """Run ``tfdocs.check`` on a case and count."""
    planted = locate(case.edits, document)
    begin = time.perf_counter()
    report = tfdocs.check(case.word, case.scan)
    seconds = time.perf_counter() - begin
    result = score(reported_by(report), planted, f"{case.name} {case.level.name}")
    result.seconds, result.pages = seconds, case.pages
    if planted and report.verdict is Verdict.CONSISTENT:
        result.wrong_verdicts = 1
    return result


def score_stock(case: Case, document: Document, planted: Sequence[Planted], reader: StockReader) -> Score:
    """Run the stock way on the same case and count by the same rules."""
    begin = time.perf_counter()
    differences = stock_differences(document.text, reader.text(case.scan, case.level.dpi))
    seconds = time.perf_counter() - begin
    result = score(differences, planted)
    result.seconds, result.pages, result.details = seconds, case.pages, []
    if planted and not differences:
        result.wrong_verdicts = 1
    return result


def table(title: str, rows: dict[str, Score]) -> list[str]:
    """The figures as a Markdown table."""
    out = [
        f"### {title}",
        "",
        "| | pages | planted | found | of these certain | false certain/page | uncertain/page | called same | s/page |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, s in rows.items():
        certain = sum(s.found_certain.values())
        found = certain + sum(s.found_uncertain.values())
        out.append(
            f"| {name} | {s.pages} | {s.planted} | {found} ({s.recall:.1%}) | {certain} "
            f"| {s.per_page(s.false_certain):.2f} | {s.per_page(s.false_uncertain):.2f} "
            f"| {s.wrong_verdicts} | {s.seconds / max(1, s.pages):.2f} |"
        )
    return [*out, ""]


def by_kind(ours: Score, stock: Score | None) -> list[str]:
    """Found and missed for each kind of edit."""
    out = ["| kind | certain | uncertain | missed | missed by the stock way |", "| --- | --- | --- | --- | --- |"]
    for kind in sorted({*ours.found_certain, *ours.found_uncertain, *ours.missed}):
        rival = str(stock.missed[kind]) if stock else "—"
        out.append(
            f"| {kind} | {ours.found_certain[kind]} | {ours.found_uncertain[kind]} | {ours.missed[kind]} | {rival} |"
        )
    return [*out, ""]


def run(asked: argparse.Namespace, folder: Path) -> tuple[dict[str, Score], dict[str, Score]]:
    """Check all cases; scores by level name, ours and the rival's."""
    ours: dict[str, Score] = {}
    stock: dict[str, Score] = {}
    reader = None if asked.no_rival else StockReader()
    levels = [_BY_NAME[name] for name in asked.level]
    texts: dict[Path, Document] = {}
    for case in cases(folder, asked.kind, range(1, asked.seeds + 1), asked.variants, asked.edits, levels):
        document = texts.get(case.word) or texts.setdefault(case.word, read_word(case.word))
        result = score_check(case, document)
        ours.setdefault(case.level.name, Score()).add(result)
        line = f"{case.name} {case.level.name}: {result.recall:.0%} of {result.planted}, "
        line += f"false {result.false_certain}+{result.false_uncertain}, {result.seconds / case.pages:.2f} s a page"
        print(line, file=sys.stderr, flush=True)
        if reader is not None:
            rival = score_stock(case, document, locate(case.edits, document), reader)
            stock.setdefault(case.level.name, Score()).add(rival)
        case.scan.unlink()
    return ours, stock


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Measure tfdocs check on planted edits")
    parser.add_argument("--quick", action="store_true", help="three documents at 200 dpi: a few minutes")
    parser.add_argument("--kind", nargs="+", choices=list(documents.KINDS), default=list(documents.KINDS))
    parser.add_argument("--level", nargs="+", choices=list(_BY_NAME), default=list(_BY_NAME))
    parser.add_argument("--seeds", type=int, default=3, help="documents of each kind")
    parser.add_argument("--variants", type=int, default=4, help="edited variants of each document")
    parser.add_argument("--edits", type=int, default=10, help="edits in each variant")
    parser.add_argument("--no-rival", action="store_true")
    parser.add_argument("--out", type=Path, default=Path("benchmarks/out/checking.json"))
    asked = parser.parse_args()
    if asked.quick:
        asked.kind, asked.level, asked.seeds, asked.variants = ["form", "contract", "budget"], ["200 dpi colour"], 1, 1
        asked.edits = 13
    with tempfile.TemporaryDirectory() as folder:
        ours, stock = run(asked, Path(folder))
    total, rival = Score(), Score()
    for result in ours.values():
        total.add(result)
    for result in stock.values():
        rival.add(result)
    lines = table("tfdocs check", {**ours, "all": total})
    if stock:
        lines += table("stock RapidOCR and a Levenshtein diff, same scans", {**stock, "all": rival})
    lines += by_kind(total, rival if stock else None)
    print("\n".join(lines))
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    figures = {side: {k: v.figures() for k, v in scores.items()} for side, scores in (("ours", ours), ("stock", stock))}
    asked.out.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    asked.out.with_suffix(".md").write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(total.details[:60]), file=sys.stderr)


if __name__ == "__main__":
    main()
