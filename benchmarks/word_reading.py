"""How completely Word files are read: characters missing, doubled and out of order, beside two rivals.

``python -m benchmarks.word_reading [--pairs FOLDER] [--json FILE]``. The truth is the paper: what LibreOffice prints of
each file, read from its PDF by a reader that shares no code with ours (pdfplumber). Read are the samples, the files
that each hold one construct (the tests' own table), files by other programs (``tests/resources/word``), and with
``--pairs`` every folder below FOLDER that holds a Word file ``word.*``, and beside it perhaps ``print.pdf``, its print
by another office. Where LibreOffice prints something else than Word does, the construct says so; those are listed by
name, with the reason, and held against what Word prints. Rivals in the same run: python-docx paragraphs and tables, and
every ``w:t``.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

import pdfplumber
from rapidfuzz.distance import LCSseq

from benchmarks.printable import printable
from benchmarks.word_pictures import all_pictures, write_word
from benchmarks.word_rivals import every_text, paragraphs_and_tables
from tfdocs.errors import EngineFailed
from tfdocs.model.document import BlockKind, Document
from tfdocs.read.archive import Package
from tfdocs.read.ocr.pictures import read_pictures
from tfdocs.read.office import convert
from tfdocs.read.word import RevisionView, read_word
from tfdocs.read.word.names import W
from tfdocs.text.normalise import fold

ROOT = Path(__file__).resolve().parent.parent
_RUNNING = (BlockKind.HEADER, BlockKind.FOOTER)
_BODY = (BlockKind.PARAGRAPH, BlockKind.CELL)
# Differences of whole files whose cause was found, by name.
_KNOWN = {
    "docx-js.docx": "LibreOffice draws the formula with glyphs that have no character",
    "officegen.docx": "LibreOffice drops the numbers of paragraphs whose style the file does not define",
    "nsfc_general_ruzim/word.docx": "the two files differ: the print says \\LaTeX where the Word says LaTeX",
    "srs_tables/word.docx": "a heading of two lines is drawn in another order",
}
_HANGING = ",.;:、。!?"  # folded
_CHUNK = 60  # files a run of LibreOffice


@dataclass(frozen=True, slots=True)
class Source:
    """A Word file to read. ``expected``: what Word prints, where LibreOffice is known to print something else."""

    name: str
    group: str
    path: Path
    expected: tuple[str, ...] | None = None
    reason: str = ""
    print: Path | None = None  # by another office
    revised: bool = False  # LibreOffice prints what was deleted too: held against the reading that has both
    unordered: bool = False  # boxes: LibreOffice draws them where it likes


@dataclass(slots=True)
class Loss:
    """Folded characters. ``printed``: on paper; the others say what of them, or beyond them, a reading got wrong."""

    printed: int = 0
    missing: int = 0
    doubled: int = 0
    moved: int = 0
    explained: int = 0  # heading rows repeated by the print, punctuation that LibreOffice drops at the margin

    def __iadd__(self, other: Loss) -> Loss:
        self.printed += other.printed
        self.missing += other.missing
        self.doubled += other.doubled
        self.moved += other.moved
        self.explained += other.explained
        return self

    @property
    def none(self) -> bool:
        return not (self.missing or self.doubled or self.moved)


@dataclass(frozen=True, slots=True)
class Result:
    source: Source
    against: str  # "LibreOffice", "Word" (by the construct's own text), "print.pdf"
    ours: Loss
    rivals: dict[str, Loss]
    details: str = ""  # which characters


def sources(pairs: Path | None, folder: Path) -> Iterator[Source]:
    """Every file to read; constructs are written to ``folder``."""
    for path in sorted((ROOT / "samples" / "drafts").glob("*.docx")):
        yield Source(path.stem, "samples", path)
    sys.path.insert(0, str(ROOT / "tests" / "unit" / "read_word"))
    from construct import DELETED_TOO
    from constructs import CONSTRUCTS, docx

    for number, c in enumerate(CONSTRUCTS):
        path = docx(folder / f"construct-{number:03d}.docx", c.body, **c.files)
        expected = tuple(c.texts) if c.differs else None
        yield Source(c.name, "constructs", path, expected, c.differs, None, c.differs == DELETED_TOO, c.unordered)
    for path in sorted((ROOT / "tests" / "resources" / "word").glob("*.*")):
        if path.suffix in (".docx", ".doc", ".rtf", ".odt"):
            yield Source(path.name, "other writers", path)
    for path in sorted(pairs.glob("*/word.*")) if pairs is not None else ():
        other = path.with_name("print.pdf")
        yield Source(f"{path.parent.name}/{path.name}", "pairs", path, print=other if other.is_file() else None)


def print_all(found: Sequence[Source], folder: Path) -> dict[Path, Path]:
    """What LibreOffice makes of each file, as PDF; a file it crashes on, or never finishes, is named and left out."""
    printed: dict[Path, Path] = {}
    ours = [s for s in found if s.group in ("samples", "constructs")]
    chunks = [ours[i : i + _CHUNK] for i in range(0, len(ours), _CHUNK)]
    chunks += [[s] for s in found if s not in ours]  # of unknown origin: each alone
    number = -1
    while (
        chunks
    ):  # LibreOffice 7.4 with Math crashes on a formula between paragraphs: its chunk is printed file by file
        chunk = chunks.pop(0)
        number += 1
        links = []
        for place, source in enumerate(chunk):  # stems must differ
            link = folder / f"{number:03d}-{place:03d}{source.path.suffix}"
            link.write_bytes(printable(source.path.read_bytes()))
            links.append(link)
        try:
            made = convert(links, "pdf", folder / "print", timeout=40 + 10 * len(chunk))
        except EngineFailed as error:
            if len(chunk) > 1:
                chunks += [[source] for source in chunk]
            else:
                print(f"{chunk[0].name}: not printed. {error.what}", file=sys.stderr)
        else:
            printed.update(zip((s.path for s in chunk), made, strict=True))
    return printed


def printed_lines(pdf: Path) -> list[list[str]]:
    """The lines of each page in the order in which they were drawn; the characters of a line from left to right.

    Order of drawing and not of place: LibreOffice draws in the order of the text, cell by cell. Within a line it draws
    characters of another face later, so there the place decides.
    """
    pages = []
    with pdfplumber.open(pdf) as document:
        for page in document.pages:
            lines: list[list[dict[str, object]]] = []
            for char in page.chars:
                last = lines[-1][-1] if lines else None
                size = float(char["size"]) or 1.0
                if last is None or abs(float(last["y0"]) - float(char["y0"])) > 0.35 * size:  # type: ignore[arg-type]
                    lines.append([])
                lines[-1].append(char)
            pages.append(["".join(str(c["text"]) for c in _in_place(line)) for line in lines])
            page.close()
    return pages


def _in_place(line: list[dict[str, object]]) -> list[dict[str, object]]:
    return sorted(line, key=lambda c: round(float(c["x0"]), 1))  # type: ignore[arg-type]


def running_key(folded: str) -> str:
    """A running head with its numbers taken out: page numbers differ from page to page."""
    return re.sub(r"\d+", "#", folded)


@dataclass(slots=True)
class Paper:
    """A print as it is compared: folded text, what stood at the ends of its lines, and what was set aside of it."""

    text: str
    ends: frozenset[str]  # the last and the first folded characters around each line's end
    heads: set[str]  # keys of the running heads that were seen
    repeated: int  # characters of heading rows that a table repeats on its next page


_AROUND = 4


def on_paper(pages: list[list[str]], document: Document, heading_rows: Sequence[str]) -> Paper:
    """The pages without running heads, and without heading rows after their first page (the Word has each once)."""
    keys = {running_key(fold(b.text).text) for b in document.blocks if b.kind in _RUNNING} - {""}
    heads: set[str] = set()
    rows_seen: set[str] = set()
    repeated = 0
    out: list[str] = []
    ends: set[str] = set()
    last: list[str] = []
    for lines in pages:
        kept = []
        for line in lines:
            key = running_key(fold(line).text)
            if key in keys:
                heads.add(key)
            else:
                kept.append(fold(line).text)
        for first, second in pairwise([*last, *kept]):
            ends.add(first[-_AROUND:] + second[:_AROUND])
        last = kept[-1:]
        text = fold("".join(kept)).text
        for row in heading_rows:
            if row in rows_seen and text.startswith(row):
                text = text[len(row) :]
                repeated += len(row)
            if row in text:
                rows_seen.add(row)
        out.append(text)
    return Paper(fold("".join(out)).text, frozenset(ends), heads, repeated)


def heading_rows(path: Path) -> list[str]:
    """The folded texts of rows that tables repeat on each page (w:tblHeader)."""
    if path.read_bytes()[:2] != b"PK" or path.suffix == ".odt":
        return []
    root = Package(path.read_bytes(), path.name).xml("word/document.xml")
    rows = (e.getparent().getparent() for e in root.iter(W + "tblHeader"))
    texts = (fold("".join(t.text or "" for t in row.iter(W + "t"))).text for row in rows)
    return list(dict.fromkeys(t for t in texts if t))


def compare(document: Document, paper: Paper) -> tuple[Loss, str]:
    """Our reading against the print."""
    body, rest = [], []
    for block in document.blocks:
        text = fold(block.text).text
        if block.kind in _RUNNING:
            if text and running_key(text) not in paper.heads:
                rest.append(text)
        elif block.kind in _BODY:
            body.append(text)
        else:
            rest.append(text)
    whole, hanging = _without_hanging(fold("".join(body)).text, paper)
    lost, details = _count(whole + "".join(rest), paper.text)
    lost.moved = _moved(whole, paper.text) + sum(_moved(t, paper.text) for t in rest if t not in paper.text)
    lost.explained = hanging + paper.repeated
    return lost, details


def _without_hanging(read: str, paper: Paper) -> tuple[str, int]:
    """LibreOffice 7.4 leaves punctuation that hangs over the margin out of its PDF: it may lack at a line's end."""
    out: list[str] = []
    for tag, start, end, _from, _to in LCSseq.opcodes(read, paper.text).as_list():
        piece = read[start:end]
        if tag == "delete" and len(piece) == 1 and piece in _HANGING:
            around = read[max(0, start - _AROUND) : start] + read[end : end + _AROUND]
            if around in paper.ends:
                continue
        out.append(piece)
    kept = "".join(out)
    return kept, len(read) - len(kept)


def compare_plain(text: str, paper: Paper) -> Loss:
    """A rival's reading, which has no running heads, against the print without them."""
    read, _ = _without_hanging(fold(text).text, paper)
    lost, _ = _count(read, paper.text)
    lost.moved = _moved(read, paper.text)
    return lost


def compare_expected(text: str, expected: Sequence[str]) -> tuple[Loss, str]:
    """Against what Word prints, where LibreOffice is known to print something else."""
    truth, read = fold("\n".join(expected)).text, fold(text).text
    lost, details = _count(read, truth)
    lost.moved = _moved(read, truth)
    return lost, details


def _count(read: str, printed: str) -> tuple[Loss, str]:
    have, want = Counter(read), Counter(printed)
    missing, doubled = want - have, have - want
    details = " ".join(
        f"{sign}{''.join(c * min(n, 9) for c, n in list(some.items())[:60])}"
        for sign, some in (("-", missing), ("+", doubled))
        if some
    )
    return Loss(len(printed), missing.total(), doubled.total()), details


def _moved(read: str, printed: str) -> int:
    """Characters that both have, and not in this order."""
    common = (Counter(read) & Counter(printed)).total()
    return max(0, common - LCSseq.similarity(read, printed))


def measure(found: Sequence[Source], folder: Path) -> Iterator[Result]:
    printed = print_all(found, folder)
    rivals: dict[str, Callable[[Path], str]] = {"python-docx": paragraphs_and_tables, "every w:t": every_text}
    for source in found:
        document = read_word(source.path)
        is_package = source.path.read_bytes()[:2] == b"PK" and source.path.suffix != ".odt"
        plain = {name: read(source.path) for name, read in rivals.items()} if is_package else {}
        if source.expected is not None:
            ours, details = compare_expected(document.text, source.expected)
            theirs = {name: compare_expected(text, source.expected)[0] for name, text in plain.items()}
            yield Result(source, "Word", ours, theirs, details)
            if source.revised and source.path in printed:
                both = read_word(source.path, view=RevisionView.MARKUP)
                paper = on_paper(printed_lines(printed[source.path]), both, heading_rows(source.path))
                yield Result(source, "LibreOffice, all markup", compare(both, paper)[0], {}, "")
            continue
        for against, pdf in (("LibreOffice", printed.get(source.path)), ("print.pdf", source.print)):
            if pdf is not None:
                paper = on_paper(printed_lines(pdf), document, heading_rows(source.path))
                ours, details = compare(document, paper)
                ours.moved = 0 if source.unordered else ours.moved
                theirs = {name: compare_plain(text, paper) for name, text in plain.items()}
                yield Result(source, against, ours, theirs, details)


def measure_pictures(folder: Path) -> Iterator[tuple[str, Loss]]:
    """Words in pictures of a Word file, as the recogniser reads them; no order is asked of a picture."""
    for number, picture in enumerate(all_pictures()):
        document = read_word(write_word(picture, folder / f"picture-{number}.docx"))
        lines = [line.text for read in read_pictures(document.pictures) for line in read.lines]
        yield picture.name, _count(fold("".join(lines)).text, fold("".join(picture.words)).text)[0]


def _row(name: str, loss: Loss) -> str:
    return f"{name:<34} {loss.printed:>8} {loss.missing:>8} {loss.doubled:>8} {loss.moved:>8} {loss.explained:>9}"


def report(results: Sequence[Result]) -> Iterator[str]:
    yield f"{'':<34} {'printed':>8} {'missing':>8} {'doubled':>8} {'moved':>8} {'explained':>9}"
    for key in dict.fromkeys((r.source.group, r.against) for r in results):
        some = [r for r in results if (r.source.group, r.against) == key]
        total = Loss()
        for r in some:
            total += r.ours
        yield _row(f"{key[0]}, by {key[1]} ({len(some)})", total)
        for rival in ("python-docx", "every w:t"):
            theirs, compared = Loss(), [r.rivals[rival] for r in some if rival in r.rivals]
            for loss in compared:
                theirs += loss
            if compared:
                yield _row(f"    {rival} ({len(compared)})", theirs)
    yield ""
    for r in results:
        if not r.ours.none:
            why = _KNOWN.get(r.source.name, "")
            yield _row(f"{' ' if why else '!'} {r.source.name}"[:34], r.ours) + f"  {r.against}  {r.details}  {why}"
    explained = [r for r in results if r.source.reason]
    yield f"\n{len(explained)} files that LibreOffice prints otherwise than Word, held against Word's text:"
    for r in explained:
        yield f"  {r.source.name}: LibreOffice {r.source.reason}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, help="a folder of folders with word.docx or word.doc, and print.pdf")
    parser.add_argument("--json", type=Path, default=ROOT / "benchmarks" / "out" / "word_reading.json")
    arguments = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        found = list(sources(arguments.pairs, Path(folder)))
        results = list(measure(found, Path(folder)))
        pictured = list(measure_pictures(Path(folder)))
    for line in report(results):
        print(line)
    print("\nWords in pictures (none of the rivals reads any):")
    for name, loss in pictured:
        print(_row(name, loss))
    print(f"\n{time.monotonic() - started:.0f} s")
    arguments.json.parent.mkdir(parents=True, exist_ok=True)
    rows = [
        {
            "name": r.source.name,
            "group": r.source.group,
            "against": r.against,
            "reason": r.source.reason,
            "ours": asdict(r.ours),
            "rivals": {name: asdict(loss) for name, loss in r.rivals.items()},
        }
        for r in results
    ]
    arguments.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
