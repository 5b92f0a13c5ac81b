"""How many statements of the gold texts are found, and how much that is found is none.

Run: python -m benchmarks.commitments [--errors development]

Prints recall and precision of each split, of each kind of text, and with --errors what was missed and what was wrong.
The gold texts and their format: benchmarks/data/commitments/README.md.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import time
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import yaml

from tfdocs.commitments import extract
from tfdocs.model.commitment import Commitment, Modality
from tfdocs.model.document import Block, BlockKind, CellPlace, Document, join_blocks
from tfdocs.text import numerals

DATA = Path(__file__).parent / "data" / "commitments"
_KINDS = {"Q": "quantity", "R": "rate", "K": "rank", "M": "money", "D": "deadline", "T": "duration"}
_MODALITY = {"P": "promise", "A": "past"}
_LINE = re.compile(
    r"^(?P<modality>[PA]) (?P<kind>[QRKMDT]) (?P<comparator>>=|<=|=|>|<|~)?"
    r"(?P<value>[\d.-]+?)(?:\.\.(?P<high>[\d.-]+))?"
    r"(?P<unit>[^\d\s/.-][^\s/]*)?(?:/(?P<per>\S+))?(?:\s\|(?P<action>[^|]*))?(?:\|(?P<object>.*))?$"
)


@dataclass(frozen=True)
class Gold:
    line: str
    key: tuple[str, ...]
    action: str
    object: str


def gold(line: str) -> Gold:
    """One line of a gold file; ``ValueError`` when it does not follow the format."""
    m = _LINE.match(line.strip())
    if m is None:
        raise ValueError(line)
    kind = _KINDS[m["kind"]]
    unit = m["unit"] or ("日" if kind == "deadline" else "")
    comparator = "between" if m["high"] else (m["comparator"] or "=")
    key = (_MODALITY[m["modality"]], kind, comparator, m["value"], m["high"] or "", unit, m["per"] or "")
    return Gold(line, key, (m["action"] or "").strip(), (m["object"] or "").strip())


def key_of(item: Commitment) -> tuple[str, ...]:
    def plain(value: Decimal | str | None) -> str:
        return format(value, "f") if isinstance(value, Decimal) else (value or "")

    return (
        item.modality.value,
        item.kind.value,
        item.comparator.value,
        plain(item.value),
        plain(item.value_max),
        item.unit,
        item.per or "",
    )


def document(body: list[str | list[str]], name: str) -> Document:
    """A document made of the paragraphs and tables of a gold text."""
    parts: list[Block] = []
    table = 0
    for entry in body:
        if isinstance(entry, str):
            parts.append(Block(BlockKind.PARAGRAPH, entry, 0, 0, ""))
            continue
        grid = [[c.strip() for c in row.split("|")] for row in entry]
        for r, row in enumerate(grid):
            for c, text in enumerate(row):
                if text in ("^", "<"):
                    continue
                down = 1
                while r + down < len(grid) and c < len(grid[r + down]) and grid[r + down][c] == "^":
                    down += 1
                across = 1
                while c + across < len(row) and row[c + across] == "<":
                    across += 1
                parts.append(Block(BlockKind.CELL, text, 0, 0, "", CellPlace(table, r, c, down, across)))
        table += 1
    text, blocks = join_blocks(parts)
    return Document(name, hashlib.sha256(text.encode()).hexdigest(), "txt", text, blocks)


def _numbers(text: str) -> set[str]:
    found = set()
    at = 0
    while at < len(text):
        n = numerals.scan(text, at)
        if n is None:
            at += 1
            continue
        found.add(format(n.value.normalize(), "f"))
        at = n.end
    return found


def _spans(text: str, pieces: list[str]) -> list[tuple[int, int]]:
    return [m.span() for p in pieces for m in re.finditer(re.escape(p), text)]


def score(path: Path, errors: bool) -> Counter[str]:
    """Counts over one gold file: items, hits, found, wrong, traps, sprung, objects, actions, loose (evidence)."""
    total: Counter[str] = Counter()
    by_kind: dict[str, Counter[str]] = {}
    for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
        doc = document(entry["body"], entry["id"])
        report = extract(doc)
        wanted = [gold(line) for line in entry["items"]]
        count: Counter[str] = Counter(items=len(wanted), traps=len(entry["traps"]))
        left = list(report.commitments)
        missed = []
        for g in wanted:
            fits = [i for i in left if key_of(i) == g.key]
            fits.sort(key=lambda i: (not _alike(i.object, g.object), not _alike(i.action, g.action)))
            if not fits:
                missed.append(g)
                continue
            hit = fits[0]
            left.remove(hit)
            count["hits"] += 1
            if g.object:
                count["with_object"] += 1
                count["objects"] += _alike(hit.object, g.object)
                if errors and not _alike(hit.object, g.object):
                    print(f"  {entry['id']} object {hit.object!r} for {g.line}")
            if g.action:
                count["with_action"] += 1
                count["actions"] += _alike(hit.action, g.action)
                if errors and not _alike(hit.action, g.action):
                    print(f"  {entry['id']} action {hit.action!r} for {g.line}")
        count["loose"] = sum(doc.text[i.evidence.start : i.evidence.end] != i.evidence.text for i in report.commitments)
        optional = [str(o) for o in entry.get("optional", [])]
        trap_numbers = [(t, _numbers(t)) for t in map(str, entry["traps"])]
        for item in left:
            value = key_of(item)[3]
            sprung = [t for t, n in trap_numbers if t in item.evidence.text and value in n]
            if sprung:
                count["sprung"] += 1
            if item.modality is Modality.OTHER and not sprung:
                continue
            if any(
                o in item.evidence.text and (value in _numbers(o) or item.kind.value in ("deadline", "rate"))
                for o in optional
            ):
                continue
            count["wrong"] += 1
            if errors:
                print(f"  {entry['id']} WRONG {key_of(item)} {item.action} | {item.object} | {item.evidence.text!r}")
        for g in missed:
            if errors:
                print(f"  {entry['id']} MISSED {g.line}")
        total += count
        by_kind.setdefault(entry["kind"], Counter()).update(count)
    for kind, c in by_kind.items():
        print(f"    {kind:26} {c['hits']:3}/{c['items']:3} found, {c['wrong']:2} wrong")
    return total


def _alike(found: str | None, wanted: str) -> bool:
    if not wanted:
        return True
    return bool(found) and len(found or "") >= 1 and (found in wanted or wanted in (found or ""))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", metavar="SPLIT", nargs="*", default=[], help="splits to print every error of")
    parser.add_argument("--only", nargs="*", default=["development", "fresh", "second", "heldout"])
    options = parser.parse_args()
    for split in options.only:
        start = time.perf_counter()
        c = score(DATA / f"{split}.yaml", split in options.errors)
        spent = time.perf_counter() - start
        recall = c["hits"] / max(1, c["items"])
        precision = c["hits"] / max(1, c["hits"] + c["wrong"])
        print(
            f"{split}: recall {recall:.3f} ({c['hits']}/{c['items']}), precision {precision:.3f} ({c['wrong']} wrong), "
            f"traps sprung {c['sprung']}/{c['traps']}, objects {c['objects']}/{c['with_object']}, "
            f"actions {c['actions']}/{c['with_action']}, evidence not verbatim {c['loose']}, {spent:.2f} s"
        )


if __name__ == "__main__":
    main()
