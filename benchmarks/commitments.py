"""How many statements of the gold texts are found, and how much that is found is none.

Run: python -m benchmarks.commitments [--errors development]

Prints recall and precision of each split and of each kind of text, beside a stock way of finding numbers with their
units, and with --errors what was missed and what was wrong.
The gold texts and their format: benchmarks/data/commitments/README.md.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import re
import time
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import yaml

from benchmarks.number_rival import INSTALLED, readings
from tfdocs.commitments import extract
from tfdocs.commitments.mention import Mention
from tfdocs.model.commitment import Commitment, Modality
from tfdocs.model.document import Block, BlockKind, CellPlace, Document, join_blocks
from tfdocs.programme import load
from tfdocs.text import numerals

SPLITS = [
    "links-held-a",
    "links-held-b",
    "links-held-c",
    "links-held-d",
    "links-held-e",
    "links-held-f",
    "links-held-g",
    "links-held-h",
    "links-held-i",
    "held-a",
    "held-b",
    "held-c",
    "held-d",
    "held-e",
    "held-f",
    "held-g",
    "held-h",
    "held-i",
    "links-unseen",
    "links-sealed",
    "links-blind",
    "sealed",
    "blind",
    "development",
    "fresh",
    "second",
    "heldout",
    "third",
    "fourth",
    "unseen",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "short",
    "layouts",
]
PROGRAMME = Path(__file__).parents[1] / "templates" / "tianfu-2023"
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


def key_of(item: Commitment | Mention, modality: Modality) -> tuple[str, ...]:
    """What an item must have as the gold has it: modality, kind, comparator, values, unit, period."""

    def plain(value: Decimal | str | None) -> str:
        return format(value, "f") if isinstance(value, Decimal) else (value or "")

    # mS/cm is written as 元/个 is: a unit and what it is per
    unit, _, of = item.unit.partition("/")
    return (
        modality.value,
        item.kind.value,
        item.comparator.value,
        plain(item.value),
        plain(item.value_max),
        unit,
        item.per or of,
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


def _bare(key: tuple[str, ...]) -> tuple[str, ...]:
    """Kind, value and unit of a key: the same number, however it is compared."""
    return (key[1], key[3], key[5])


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
        numbers = Counter(g.key[2:4] + g.key[5:6] for g in wanted if g.key[2] != "between")
        ours = Counter(
            k[2:4] + k[5:6]
            for i in report.commitments
            if i.modality is not Modality.OTHER and (k := key_of(i, i.modality))[2] != "between"
        )
        theirs = Counter(readings(doc.text))
        total.update(
            numbers=numbers.total(),
            our_numbers=(numbers & ours).total(),
            our_readings=ours.total(),
            their_numbers=(numbers & theirs).total(),
            their_readings=theirs.total(),
        )
        count: Counter[str] = Counter(items=len(wanted), traps=len(entry["traps"]))
        left = list(report.commitments)
        missed = []
        for g in wanted:
            fits = [i for i in left if key_of(i, i.modality) == g.key]
            fits.sort(key=lambda i: (not alike(i.object, g.object), not alike(i.action, g.action)))
            if not fits:
                missed.append(g)
                continue
            hit = fits[0]
            left.remove(hit)
            count["hits"] += 1
            if g.object:
                count["with_object"] += 1
                count["objects"] += alike(hit.object, g.object)
                if errors and not alike(hit.object, g.object):
                    print(f"  {entry['id']} object {hit.object!r} for {g.line}")
            if g.action:
                count["with_action"] += 1
                count["actions"] += alike(hit.action, g.action)
                if errors and not alike(hit.action, g.action):
                    print(f"  {entry['id']} action {hit.action!r} for {g.line}")
        count["loose"] = sum(doc.text[i.evidence.start : i.evidence.end] != i.evidence.text for i in report.commitments)
        optional = [str(o) for o in entry.get("optional", [])]
        trap_numbers = [(t, _numbers(t)) for t in map(str, entry["traps"])]
        for item in left:
            value = key_of(item, item.modality)[3].lstrip("-")
            sprung = [t for t, n in trap_numbers if t in item.evidence.text and value in n]
            if sprung:
                count["sprung"] += 1
                count["sprung as promise"] += item.modality is Modality.PROMISE
            if item.modality is Modality.OTHER and not sprung:
                continue
            if any(
                o in item.evidence.text
                and (value in _numbers(o) or not _numbers(o) or item.kind.value in ("deadline", "rate"))
                for o in optional
            ):
                continue
            count["wrong"] += 1
            if errors:
                print(
                    f"  {entry['id']} WRONG {key_of(item, item.modality)} {item.action} | {item.object} | "
                    f"{item.evidence.text!r}"
                )
        # an achievement that is taken for a promise: the same number, read the other way
        for doubted, name in ((False, "past as promise"), (True, "past as promise, in doubt")):
            unread = Counter(
                _bare(key_of(i, i.modality)) for i in left if i.modality is Modality.PROMISE and i.uncertain is doubted
            )
            count[name] = sum(unread[_bare(g.key)] > 0 for g in missed if g.key[0] == "past")
        count["doubted"] = sum(i.uncertain for i in report.commitments if i.modality is Modality.PROMISE)
        count["promises"] = sum(i.modality is Modality.PROMISE for i in report.commitments)
        for g in missed:
            if errors:
                print(f"  {entry['id']} MISSED {g.line}")
        total += count
        by_kind.setdefault(entry["kind"], Counter()).update(count)
    for kind, c in by_kind.items():
        print(f"    {kind:26} {c['hits']:3}/{c['items']:3} found, {c['wrong']:2} wrong")
    return total


def links(path: Path, errors: bool) -> Counter[str]:
    """Links of promises to the indicators of a programme: counts of links, right, wrongly met, wrongly below."""
    programme = load(PROGRAMME)
    count: Counter[str] = Counter()
    for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
        doc = document(entry["body"], entry["id"])
        report = extract(doc, programme=programme, category=programme.category(entry["category"]))
        promised = [i for i in report.commitments if i.modality is Modality.PROMISE]
        for line in entry["links"]:
            words, _, wanted = line.partition(" => ")
            indicator, status = wanted.split()
            at = doc.text.index(words)
            end = at + len(words)
            # the item whose own words end where the line's do, else any whose evidence holds them
            near = [i for i in promised if i.evidence.start < end and at < i.evidence.end]
            near.sort(key=lambda i: (abs(i.evidence.end - end), i.requirement is None))
            item = near[0] if near else None
            got = item.requirement if item is not None else None
            said = (got.id.split(".", 1)[1], got.status.value) if got is not None else ("-", "-")
            right = said[1] in ("unclear", "-") if status == "unclear" else said == (indicator, status)
            count["links"] += 1
            count["right"] += right
            count["wrongly met"] += said[1] == "met" and (status != "met" or said[0] != indicator)
            count["wrongly below"] += said[1] == "below" and (status != "below" or said[0] != indicator)
            if errors and not right:
                print(f"  {entry['id']} {words!r}: {said} for {(indicator, status)}")
    return count


def alike(found: str | None, wanted: str) -> bool:
    if not wanted:
        return True
    return bool(found) and len(found or "") >= 1 and (found in wanted or wanted in (found or ""))


def _beside(c: Counter[str]) -> str:
    """Comparator, value and unit alone, ranges left out: tfdocs and the stock way of ``number_rival``."""

    def share(hits: str, found: str) -> str:
        return f"recall {c[hits] / max(1, c['numbers']):.3f}, precision {c[hits] / max(1, c[found]):.3f}"

    rival = share("their_numbers", "their_readings") if INSTALLED else "not run: pip install cn2an"
    return (
        f"    comparator, value and unit alone: tfdocs {share('our_numbers', 'our_readings')}; "
        f"cn2an and an expression {rival}"
    )


_PAGE = 800  # characters of a page


def speed(paths: list[Path]) -> str:
    """How long a text of 100 pages takes that the bodies of all gold texts make up, as often as it needs."""
    bodies = [e["body"] for p in paths for e in yaml.safe_load(p.read_text(encoding="utf-8"))]
    body: list[str | list[str]] = []
    length = 0
    while length < 100 * _PAGE:
        body += bodies[len(body) % len(bodies)] if body else bodies[0]
        length = len(document(body, "long").text)
    doc = document(body, "long")
    gc.collect()  # what the files before have left is none of this text's
    start = time.process_time()
    found = len(extract(doc).commitments)
    spent = time.process_time() - start
    return f"a text of {length / _PAGE:.0f} pages, {found} items: {spent:.2f} s of one processor"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", metavar="SPLIT", nargs="*", default=[], help="splits to print every error of")
    parser.add_argument("--only", nargs="*", default=SPLITS)
    options = parser.parse_args()
    for split in [s for s in options.only if s.startswith("links")]:
        c = links(DATA / f"{split}.yaml", split in options.errors)
        print(
            f"{split}: {c['right']}/{c['links']} links right ({c['right'] / max(1, c['links']):.3f}), "
            f"{c['wrongly met']} wrongly met, {c['wrongly below']} wrongly below"
        )
    for split in [s for s in options.only if not s.startswith("links")]:
        start = time.perf_counter()
        c = score(DATA / f"{split}.yaml", split in options.errors)
        spent = time.perf_counter() - start
        recall = c["hits"] / max(1, c["items"])
        precision = c["hits"] / max(1, c["hits"] + c["wrong"])
        print(
            f"{split}: recall {recall:.3f} ({c['hits']}/{c['items']}), precision {precision:.3f} ({c['wrong']} wrong), "
            f"past as promise {c['past as promise']} and in doubt {c['past as promise, in doubt']}, "
            f"of {c['promises']} promises {c['doubted']} in doubt, "
            f"traps sprung {c['sprung']}/{c['traps']}, as promises {c['sprung as promise']}, "
            f"objects {c['objects']}/{c['with_object']}, "
            f"actions {c['actions']}/{c['with_action']}, evidence not verbatim {c['loose']}, {spent:.2f} s"
        )
        print(_beside(c))
    print(speed([DATA / f"{s}.yaml" for s in options.only if not s.startswith("links")] or [DATA / "development.yaml"]))


if __name__ == "__main__":
    main()
