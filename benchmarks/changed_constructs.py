"""Is a change found wherever a Word file can hold text: cells, notes, heads and feet, text boxes, fields, charts?

``python -m benchmarks.changed_constructs [--each N] [--seed S] [--level LEVEL ...] [--json FILE]``. The other
benchmarks change the body of made documents. Here each file that holds one construct (the tests' own table) is printed
by LibreOffice as it is and with one character changed in one of its texts, in whichever part of the package that lies;
the file as it was is then checked against both prints. A change that the print does not show (hidden or white text, a
field's old result) counts for nothing: the two prints must differ to the eye. The prints keep their text layer, so that
what is measured is what is compared; with ``--level`` they are scanned, at those levels of ``benchmarks.tamper`` by
turns and without a seal.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pypdfium2

import tfdocs
from benchmarks.cases import BY_NAME, Level
from benchmarks.printable import printable
from benchmarks.word_reading import Source, sources
from samples.scanning import scan
from tfdocs.errors import EngineFailed, TfdocsError
from tfdocs.read.office import convert

_TEXT = re.compile(rb"<(w:t|w:delText|a:t|c:v|m:t)( [^>]*)?>([^<]+)</")
_CHUNK = 60  # files a run of LibreOffice
_SCALE = 1.5  # pixels a point
_SEEN = 40  # levels of 255
_LEAST = 2.0  # points: the tests' table has text of one point, which a check reports as hidden
_OTHERS = {"digit": "0123456789", "letter": "bdghkmnpqrtw", "Chinese": "青溪岷锦蜀岭栈汀坪"}


@dataclass(frozen=True, slots=True)
class Change:
    """``old`` became ``new`` in ``text`` of ``part`` (a name within the package)."""

    part: str
    text: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Outcome:
    construct: str
    change: Change
    verdict: str
    shown: bool  # one of the differences holds the new character


def kind_of(char: str) -> str | None:
    """Of which characters another is taken; None where a change would not be one for sure."""
    if char.isdigit() and char.isascii():
        return "digit"
    if char.isalpha() and char.isascii():
        return "letter"
    return "Chinese" if "\u4e00" <= char <= "\u9fff" else None


def changed(data: bytes, rng: random.Random) -> Iterator[tuple[Change, bytes]]:
    """Copies of a Word file with one character changed, in the texts of all its parts by turns."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    places = [
        (name, found.start(3), found[3].decode("utf-8"))
        for name, content in files.items()
        if name.endswith(".xml") and name.startswith("word/")
        for found in _TEXT.finditer(content)
        if any(kind_of(c) for c in found[3].decode("utf-8"))
    ]
    rng.shuffle(places)
    for name, start, text in places:
        at = rng.choice([i for i, c in enumerate(text) if kind_of(c)])
        old = text[at]
        new = rng.choice([c for c in _OTHERS[kind_of(old) or ""] if c != old and c not in text])
        content = files[name]
        first = start + len(text[:at].encode("utf-8"))
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for other, kept in files.items():
                cut = content[:first] + new.encode("utf-8") + content[first + len(old.encode("utf-8")) :]
                archive.writestr(other, cut if other == name else kept)
        yield Change(name, text, old, new), out.getvalue()


def seen(pdf: Path) -> list[npt.NDArray[np.uint8]]:
    """What each page of a print looks like (H x W x 3)."""
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return [np.array(page.render(scale=_SCALE).to_numpy()) for page in opened]
    finally:
        opened.close()


def same(one: list[npt.NDArray[np.uint8]], other: list[npt.NDArray[np.uint8]]) -> bool:
    """Whether two prints look alike to a reader: what differs is no higher than a character of two points."""
    if [a.shape for a in one] != [b.shape for b in other]:
        return False
    for a, b in zip(one, other, strict=True):
        rows = np.flatnonzero((np.abs(a.astype(np.int16) - b) > _SEEN).any(axis=(1, 2)))
        if rows.size and rows[-1] - rows[0] >= _LEAST * _SCALE:
            return False
    return True


def print_each(files: list[bytes], folder: Path) -> list[Path | None]:
    """What LibreOffice makes of each file; None where it made nothing."""
    folder.mkdir()
    links = []
    for number, data in enumerate(files):
        links.append(folder / f"{number:04d}.docx")
        links[-1].write_bytes(printable(data))
    made: list[Path | None] = []
    for at in range(0, len(links), _CHUNK):
        made += _print_chunk(links[at : at + _CHUNK], folder / "print")
    return made


def _print_chunk(links: list[Path], folder: Path) -> list[Path | None]:
    """What LibreOffice makes of some files; halved until those that it crashes on are alone."""
    try:
        return list(convert(links, "pdf", folder, timeout=60 + 10 * len(links)))
    except EngineFailed as error:
        if len(links) > 1:
            middle = len(links) // 2
            return _print_chunk(links[:middle], folder) + _print_chunk(links[middle:], folder)
        print(f"not printed: {error.what}", file=sys.stderr)
        return [None]


def verdict_of(word: Path, pdf: Path, new: str) -> tuple[str, bool]:
    """The verdict, or the error's name; and whether a difference shows ``new``."""
    try:
        report = tfdocs.check(word, pdf)
    except TfdocsError as error:
        return type(error).__name__, False
    shown = any(new in (d.pdf.text if d.pdf else "") + d.evidence.note for d in report.differences)
    return report.verdict.value, shown


def scanned(pdf: Path, level: Level | None, seed: int) -> Path:
    """A scan of a print beside it; the print itself where no level is asked for."""
    if level is None:
        return pdf
    made = pdf.with_name(f"{pdf.stem}-{level.name.replace(' ', '-')}.pdf")
    scan(pdf, made, **level.settings(), seed=seed)
    return made


def measure(each: int, seed: int, folder: Path, levels: Sequence[Level] = ()) -> tuple[list[Outcome], dict[str, str]]:
    """Outcomes of the changes that are seen in print, and the verdict on each construct as it was."""
    (folder / "words").mkdir()
    found: list[Source] = [s for s in sources(None, folder / "words") if s.path.suffix == ".docx"]
    rng = random.Random(seed)
    jobs: list[tuple[Source, Change | None]] = []
    files: list[bytes] = []
    for source in found:
        data = source.path.read_bytes()
        jobs.append((source, None))
        files.append(data)
        for made_change, other in list(changed(data, rng))[:each]:
            jobs.append((source, made_change))
            files.append(other)
    made = print_each(files, folder / "prints")
    outcomes: list[Outcome] = []
    untouched: dict[str, str] = {}  # where LibreOffice prints what Word would
    printed: dict[str, list[npt.NDArray[np.uint8]]] = {}
    for number, ((source, change), pdf) in enumerate(zip(jobs, made, strict=True)):
        if pdf is None:
            continue
        level = levels[number % len(levels)] if levels else None
        if change is None:
            printed[source.name] = seen(pdf)
            if not source.reason:
                untouched[source.name] = verdict_of(source.path, scanned(pdf, level, number), "")[0]
        elif source.name in printed and not same(seen(pdf), printed[source.name]):
            verdict, shown = verdict_of(source.path, scanned(pdf, level, number), change.new)
            outcomes.append(Outcome(source.name, change, verdict, shown))
            if verdict == "consistent":
                print(f"{source.name}{f' ({level.name})' if level else ''}: missed {change}", flush=True)
    return outcomes, untouched


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 1 when a changed print was called consistent."""
    parser = argparse.ArgumentParser(description="Change one character in each construct, print it, and check")
    parser.add_argument("--each", type=int, default=3, help="changes of each construct")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--level", nargs="+", choices=list(BY_NAME), default=[], help="scan the prints")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        outcomes, untouched = measure(options.each, options.seed, Path(folder), [BY_NAME[n] for n in options.level])
    parts = Counter(re.sub(r"\d+", "", Path(o.change.part).name) for o in outcomes)
    print(f"{'part':<24} changes  called consistent  new character shown")
    for part, count in parts.most_common():
        own = [o for o in outcomes if re.sub(r"\d+", "", Path(o.change.part).name) == part]
        missed = sum(o.verdict == "consistent" for o in own)
        print(f"{part:<24} {count:7}  {missed:17}  {sum(o.shown for o in own):19}")
    missed = sum(o.verdict == "consistent" for o in outcomes)
    verdicts = ", ".join(f"{n} {v}" for v, n in Counter(untouched.values()).most_common())
    print(f"{len(outcomes)} changes seen in print, {missed} called consistent; untouched: {verdicts}")
    for name, verdict in untouched.items():
        if verdict != "consistent":
            print(f"  untouched and {verdict}: {name}")
    if options.json is not None:
        content = {"changes": [asdict(o) for o in outcomes], "untouched": untouched}
        options.json.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
