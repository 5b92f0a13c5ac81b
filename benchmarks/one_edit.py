"""One edit at random, in texts and tables as a text layer has them: is any of them passed over?

``python -m benchmarks.one_edit --seed 1 --seconds 60`` makes as many documents as it has time for: paragraphs broken
into lines of any width and pages of any length, with running heads, page numbers, notes and text boxes, tables without
rules, over several pages too, and forms. Each paper has one edit (a character, a word or a line more, less, twice or
elsewhere; a cell's value in another cell; a row twice; a page gone), or none. No files are written and none read: what
is tried is placing, comparing and the ledgers, thousands of times a minute. Printed are the edits after which the
paper was called consistent, and whatever was certain where nothing had been edited. Two rows of a table are no
columns: values of smaller ones are not moved.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence

from benchmarks.edited_tables import forms, long_tables, tables
from benchmarks.edited_text import notes, pages_of_prose, paragraphs
from benchmarks.wording import Wording
from tfdocs.model.comparison import Certainty, Verdict
from tfdocs.verify.judge import compare


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was passed over and what was certain of honest papers; 1 where there is any."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--count", type=int, help="so many documents instead, the same ones for the same seed")
    makers = {m.__name__: m for m in (paragraphs, tables, long_tables, forms, pages_of_prose, notes)}
    parser.add_argument("--only", nargs="+", choices=list(makers), default=list(makers))
    options = parser.parse_args(arguments)
    of = [makers[name] for name in options.only]
    chance, words = random.Random(options.seed), Wording(options.seed)
    tried: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    false = 0
    end = time.monotonic() + options.seconds
    while tried.total() < options.count if options.count is not None else time.monotonic() < end:
        make = chance.choice(of)
        case = make(words, chance)
        if case is None:
            continue
        kind = f"{make.__name__}: {case.edit or 'none'}"
        tried[kind] += 1
        report = compare(case.word, case.pages, pdf_name="a.pdf", pdf_sha256="1" * 64)
        # numbers of pages are not the Word's, and a page may have no head: a warning, and no difference
        warned = {f.code for f in report.findings} & {"page-numbers", "no-running-head"}
        told = report.verdict is not Verdict.CONSISTENT or warned
        if case.edit and not told:
            passed[kind] += 1
            print(f"passed over: {kind}\n{case.shown}")
        if not case.edit and any(d.certainty is Certainty.CERTAIN for d in report.differences):
            false += 1
            print(f"certain of an honest one: {kind}\n{case.shown}")
    for kind, count in sorted(tried.items()):
        print(f"{kind}: {count}" + (f", passed over {passed[kind]}" if passed[kind] else ""))
    honest = sum(count for kind, count in tried.items() if kind.endswith("none"))
    edits = sum(tried.values()) - honest
    print(f"{edits} edits, {passed.total()} passed over; {honest} honest papers, {false} with certain differences")
    return 1 if passed or false else 0


if __name__ == "__main__":
    sys.exit(main())
