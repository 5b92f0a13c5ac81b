"""How long placing and judging take as a text grows: a book of made-up prose against itself, once it is read.

Run: python -m benchmarks.book [--pages 100 300 1000] [--out FILE.json]

No page is drawn and nothing recognised: each page's lines are given with their boxes, every 50th line with one
character changed, so that what grows with the text is seen by itself. Prints CPU seconds and milliseconds a page, and
beside them rapidfuzz's Levenshtein edit operations and difflib over the same two texts (difflib up to 100 pages: its
time grows with the square). Every changed character must be reported; what else is reported is counted.
"""

from __future__ import annotations

import argparse
import difflib
import json
import time
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

from benchmarks.wording import Wording
from tfdocs.model.document import Block, BlockKind, Document, join_blocks
from tfdocs.model.geometry import Box, union
from tfdocs.model.page import Line, Page, Source
from tfdocs.verify.judge import compare

_EVERY = 50  # lines between two changed ones
_WIDE = 32  # characters a line
_MOST_DIFFLIB = 100  # pages


def book(pages: int, seed: int = 5) -> tuple[Document, list[Page], int]:
    """A Word of ``pages`` pages of prose, the pages that print it, and how many characters were changed on them."""
    words = Wording(seed)
    blocks: list[Block] = []
    out: list[Page] = []
    count = changed = 0
    for number in range(1, pages + 1):
        lines: list[Line] = []
        y = 80.0
        while y < 760:
            text = words.paragraph(2)
            blocks.append(Block(BlockKind.PARAGRAPH, text, 0, 0, f"第 {len(blocks) + 1} 段"))
            for start in range(0, len(text), _WIDE):
                part = text[start : start + _WIDE]
                count += 1
                if count % _EVERY == 0 and len(part) > 8:
                    part = part[:4] + "鼎" + part[5:]
                    changed += 1
                chars = tuple(Box(80 + j * 13, y, 93 + j * 13, y + 13) for j in range(len(part)))
                lines.append(Line(part, union(chars), chars, (1.0,) * len(part), Source.TEXT))
                y += 20
        out.append(Page(number, 595, 842, 0, None, Source.TEXT, tuple(lines)))
    text, placed = join_blocks(blocks)
    return Document("book.docx", "0" * 64, "docx", text, placed), out, changed


def measure(pages: int) -> dict[str, Any]:
    """CPU seconds of judging ``pages`` pages, and of two ways to compare the same texts."""
    word, paper, changed = book(pages)
    read = "".join(ln.text for p in paper for ln in p.lines)
    flat = word.text.replace("\n", "")
    start = time.process_time()
    report = compare(word, paper, pdf_name="book.pdf", pdf_sha256="0" * 64)
    ours = time.process_time() - start
    shown = sum("鼎" in d.pdf.text for d in report.differences if d.pdf is not None)
    if shown != changed:
        raise SystemExit(f"{pages} pages: {changed} characters changed, {shown} of them reported")
    start = time.process_time()
    Levenshtein.editops(flat, read)
    levenshtein = time.process_time() - start
    stock = None
    if pages <= _MOST_DIFFLIB:
        start = time.process_time()
        difflib.SequenceMatcher(None, flat, read, autojunk=False).get_opcodes()
        stock = time.process_time() - start
    return {
        "pages": pages,
        "characters": len(flat),
        "changed": changed,
        "false": len(report.differences) - shown,
        "seconds": round(ours, 2),
        "milliseconds_a_page": round(1000 * ours / pages, 1),
        "levenshtein_seconds": round(levenshtein, 2),
        "difflib_seconds": None if stock is None else round(stock, 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how judging grows with the text")
    parser.add_argument("--pages", type=int, nargs="+", default=[100, 300, 1000])
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    rows = []
    for pages in args.pages:
        row = measure(pages)
        rows.append(row)
        print(
            f"{pages} pages, {row['characters']} characters, {row['changed']} changed, all found, "
            f"{row['false']} others: "
            f"{row['seconds']} s CPU, {row['milliseconds_a_page']} ms a page; "
            f"Levenshtein {row['levenshtein_seconds']} s, difflib {row['difflib_seconds'] or 'not run'}",
            flush=True,
        )
    if args.out:
        args.out.write_text(json.dumps(rows, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
