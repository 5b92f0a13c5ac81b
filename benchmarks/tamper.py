"""How much tampering ``tfdocs check`` finds, and how much it reports that is none: planted edits, counted.

``python -m benchmarks.tamper --short`` takes a few minutes (CI runs it and fails when a figure falls below
``benchmarks/tamper_floor.json``); without it, hours on 2 cores. Beside it, on the same scans in the same run, stand the
two ways others go: Tesseract (pytesseract) with difflib, and stock RapidOCR with a Levenshtein diff. Results go to
``benchmarks/out/tamper.json`` and ``.md`` and to the screen.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

import tfdocs
from benchmarks import documents
from benchmarks.cases import BY_NAME, LEVELS, PAGE_REMOVED, PRINT, Case, Plan, make_cases
from benchmarks.rival import StockReader, TesseractReader, sequence_differences, stock_differences
from benchmarks.scoring import Reported, Score, locate, score, score_page_edit
from tfdocs.jobs.pool import local_pool
from tfdocs.model.comparison import CheckReport, Kind, PageStatus, Verdict
from tfdocs.model.document import Document
from tfdocs.read.word import read_word

OURS, STOCK, TESSERACT = "tfdocs check", "stock RapidOCR, Levenshtein diff", "Tesseract, difflib"
FLOOR = Path(__file__).with_name("tamper_floor.json")
Differences = Callable[[str, Path, int], list[Reported]]  # the Word's text, the scan, its resolution
Scores = dict[str, dict[str, Score]]  # way -> level -> score


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


def check_case(case: Case, document: Document, pool: Executor | None) -> Score:
    """Run ``tfdocs.check`` on a case and count."""
    begin = time.perf_counter()
    report = tfdocs.check(case.word, case.scan, executor=pool)
    seconds = time.perf_counter() - begin
    label = f"{case.name} {case.level.name}"
    if case.page_edit is not None:
        seen = case.page_edit.kind == PAGE_REMOVED or any(p.status is PageStatus.MISPLACED for p in report.pages)
        result = score_page_edit(reported_by(report), case.page_edit, document.text, label, seen=seen)
    else:
        result = score(reported_by(report), locate(case.edits, document), label)
    result.seconds, result.pages = seconds, case.pages
    result.wrong_verdicts = int(not case.untouched and report.verdict is Verdict.CONSISTENT)
    result.alarms = int(case.untouched and report.verdict is Verdict.INCONSISTENT)
    result.untouched = int(case.untouched)
    return result


def rival_case(case: Case, document: Document, differences: Callable[[], list[Reported]]) -> Score:
    """Run another way on the same case and count by the same rules."""
    begin = time.perf_counter()
    found = differences()
    seconds = time.perf_counter() - begin
    if case.page_edit is not None:
        result = score_page_edit(found, case.page_edit, document.text, "", seen=bool(found))
    else:
        result = score(found, locate(case.edits, document))
    result.seconds, result.pages, result.details = seconds, case.pages, []
    result.wrong_verdicts = int(not case.untouched and not found)
    result.alarms = int(case.untouched and bool(found))
    result.untouched = int(case.untouched)
    return result


def table(title: str, rows: dict[str, Score]) -> list[str]:
    """The figures as a Markdown table."""
    out = [
        f"### {title}",
        "",
        "| | pages | planted | found | of these certain | false certain/page | uncertain/page "
        "| changed called same | same called changed | s/page |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, s in rows.items():
        certain = sum(s.found_certain.values())
        found = certain + sum(s.found_uncertain.values())
        out.append(
            f"| {name} | {s.pages} | {s.planted} | {found} ({s.recall:.2%}) | {certain} "
            f"| {s.per_page(s.false_certain):.3f} | {s.per_page(s.false_uncertain):.3f} "
            f"| {s.wrong_verdicts} | {s.alarms} of {s.untouched} | {s.seconds / max(1, s.pages):.2f} |"
        )
    return [*out, ""]


def by_kind(totals: dict[str, Score]) -> list[str]:
    """Found and missed for each kind of edit, ours and the others'."""
    ours = totals[OURS]
    others = [way for way in (STOCK, TESSERACT) if totals.get(way, Score()).pages]
    head = ["kind", "planted", "certain", "uncertain", "missed", *(f"missed by {way}" for way in others)]
    out = ["| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |"]
    for kind in sorted({*ours.found_certain, *ours.found_uncertain, *ours.missed}):
        planted = ours.found_certain[kind] + ours.found_uncertain[kind] + ours.missed[kind]
        cells = [kind, planted, ours.found_certain[kind], ours.found_uncertain[kind], ours.missed[kind]]
        for way in others:
            rival = totals[way]
            missed = rival.missed[kind]
            cells.append(f"{missed} of {missed + rival.found_certain[kind] + rival.found_uncertain[kind]}")
        out.append("| " + " | ".join(map(str, cells)) + " |")
    return [*out, ""]


def _stock() -> Differences:
    reader = StockReader()
    return lambda word, scan, dpi: stock_differences(word, reader.text(scan, dpi))


def _tesseract() -> Differences:
    reader = TesseractReader()
    return lambda word, scan, dpi: sequence_differences(word, reader.text(scan, dpi))


_OTHERS = {STOCK: _stock, TESSERACT: _tesseract}


def run(plan: Plan, folder: Path, ways: Sequence[str], *, rivals_every: int, keep: bool) -> Scores:
    """Check all cases; scores by way and level. The others get every ``rivals_every``-th case."""
    scores: Scores = {way: {} for way in ways}
    others = {way: _OTHERS[way]() for way in ways if way != OURS}
    texts: dict[Path, Document] = {}
    with local_pool() as pool:
        for number, case in enumerate(make_cases(folder, plan)):
            document = texts.get(case.word) or texts.setdefault(case.word, read_word(case.word))
            level = case.level.name
            result = check_case(case, document, pool)
            scores[OURS].setdefault(level, Score()).add(result)
            line = f"{case.name} {level}: {result.recall:.0%} of {result.planted}, "
            line += f"false {result.false_certain}+{result.false_uncertain}, {result.seconds / case.pages:.2f} s a page"
            print("\n  ".join([line, *result.details]), file=sys.stderr, flush=True)
            if number % rivals_every == 0:
                for way, differences in others.items():
                    found = rival_case(case, document, partial(differences, document.text, case.scan, case.level.dpi))
                    scores[way].setdefault(level, Score()).add(found)
            if not keep:
                case.scan.unlink()
    return scores


def total_of(levels: dict[str, Score], *, good: bool | None = None) -> Score:
    """All levels together; with ``good``, only the good or only the bad ones."""
    out = Score()
    for name, result in levels.items():
        if good is None or BY_NAME[name].good is good:
            out.add(result)
    return out


def shortfalls(ours: dict[str, Score], floor: dict[str, float]) -> list[str]:
    """What is worse than ``floor`` allows, in words."""
    good, bad, every = total_of(ours, good=True), total_of(ours, good=False), total_of(ours)
    out = []
    for name, value, least in (
        ("recall, good scans", good.recall, floor["recall_good"]),
        ("recall, bad scans", bad.recall, floor["recall_bad"]),
    ):
        if value < least:
            out.append(f"{name}: {value:.4f}, at least {least} wanted")
    for name, value, most in (
        ("false certain differences a page", every.per_page(every.false_certain), floor["false_certain_per_page"]),
        ("uncertain ones", every.per_page(every.false_uncertain), floor["false_uncertain_per_page"]),
        ("changed documents called consistent", float(every.wrong_verdicts), 0.0),
    ):
        if value > most:
            out.append(f"{name}: {value:.3f}, at most {most} wanted")
    return out


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure tfdocs check on planted edits")
    parser.add_argument("--short", action="store_true", help="the form CI runs: held against tamper_floor.json")
    parser.add_argument("--kind", nargs="*", choices=list(documents.KINDS), default=list(documents.KINDS))
    parser.add_argument("--word", nargs="*", type=Path, default=[], help="Word files beside the made documents")
    parser.add_argument("--level", nargs="+", choices=list(BY_NAME), default=[level.name for level in LEVELS])
    parser.add_argument("--levels-each", type=int, help="scan each print at so many of the levels only, by turns")
    parser.add_argument("--seed", type=int, default=1, help="the first document of each kind")
    parser.add_argument("--seeds", type=int, default=3, help="documents of each kind")
    parser.add_argument("--variants", type=int, default=4, help="edited variants of each document")
    parser.add_argument("--edits", type=int, default=20, help="edits in each variant")
    parser.add_argument("--rivals-every", type=int, default=1, help="the others get each so-manieth case; 0: none")
    parser.add_argument("--no-tesseract", action="store_true")
    parser.add_argument("--keep", type=Path, help="make the cases here and leave them")
    parser.add_argument("--out", type=Path, default=Path("benchmarks/out/tamper.json"))
    return parser.parse_args()


def main() -> int:
    """Run, print, and say by the exit code whether the short form keeps to its floor."""
    asked = arguments()
    if asked.short:
        plan = Plan(["form", "contract", "budget"], [1], 1, 26, [*LEVELS], levels_each=1, layout_edits=True)
        asked.rivals_every = 0
    else:
        seeds = range(asked.seed, asked.seed + asked.seeds)
        levels = [BY_NAME[name] for name in asked.level]
        plan = Plan(
            asked.kind, seeds, asked.variants, asked.edits, levels, asked.word, asked.levels_each, layout_edits=True
        )
    ways = [OURS]
    if asked.rivals_every:
        ways += [STOCK] if asked.no_tesseract else [STOCK, TESSERACT]
    folder = asked.keep or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    try:
        scores = run(plan, folder, ways, rivals_every=max(1, asked.rivals_every), keep=asked.keep is not None)
    finally:
        if asked.keep is None:
            shutil.rmtree(folder)
    totals = {way: total_of(levels) for way, levels in scores.items()}
    lines: list[str] = []
    for way, levels in scores.items():
        rows = {level.name: levels[level.name] for level in (*LEVELS, PRINT) if level.name in levels}
        lines += table(way, {**rows, "all": totals[way]})
    lines += by_kind(totals)
    print("\n".join(lines))
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    figures = {way: {k: v.figures() for k, v in levels.items()} for way, levels in scores.items()}
    asked.out.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    asked.out.with_suffix(".md").write_text("\n".join(lines), encoding="utf-8")
    if not asked.short:
        return 0
    worse = shortfalls(scores[OURS], json.loads(FLOOR.read_text(encoding="utf-8")))
    print("\n".join(worse) if worse else "as good as the floor asks")
    return int(bool(worse))


if __name__ == "__main__":
    sys.exit(main())
