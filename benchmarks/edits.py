"""Edits planted in a Word file, each recorded, so that its print differs from the original in known places only.

``python -m benchmarks.edits WORD.docx OUT --variants 3 --edits 8`` writes edited Words, prints and the edits as JSON.
An edit changes the text of one paragraph (``w:p``) of the body; numbers, layout and everything else stay. Those of
``benchmarks.layout_edits`` keep every word and change where or how it stands.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import layout_edits
from benchmarks.wording import NAME_PATTERN
from samples.altering import Body
from samples.printing import print_all

_APART = 25  # characters between two edits of one paragraph, so that each is a place of its own

_LOOK_ALIKE = dict(
    zip("己已未末人入申甲前目土士干千田由日目大太", "已己末未入人甲申目前士土千干由田目日太大", strict=True)
)
_DIGIT = {"0": "86", "1": "74", "2": "73", "3": "85", "4": "19", "5": "36", "6": "80", "7": "12", "8": "36", "9": "04"}
_STOPS = {"，": "。；", "。": "，；", "；": "，。", "：": "，"}
_LONE = ("男女", "是否", "优良中差", "甲乙丙丁", "0123456789")  # all that a cell holds
_MARKS = tuple("√×—")  # all that a cell holds
_CLAUSES = (
    "逾期一个月以内的不计违约。",
    "如遇特殊情况可以延期6个月。",
    "上述费用由对方另行承担。",
    "本条自签字之日起不再适用。",
    "必要时可调整预算5万元以内。",
)


@dataclass(frozen=True, slots=True)
class Edit:
    """One planted edit: ``old`` at ``offset`` of paragraph number ``paragraph`` (all ``w:p`` in order) became ``new``.

    ``context`` is the whole paragraph as it was; ``occurrence`` counts equal paragraphs before it. Edits of one
    ``group`` (but 0) are one edit that has several places, such as two tables that were exchanged.
    """

    kind: str
    old: str
    new: str
    paragraph: int
    offset: int
    context: str
    occurrence: int
    group: int = 0


@dataclass(frozen=True, slots=True)
class Variant:
    """An edited Word, its print, and what was edited."""

    word: Path
    pdf: Path
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int
    new: str


def _one_digit(rng: random.Random, number: str) -> str:
    """``number`` with one digit changed for one that looks like it; never a leading zero that was not there."""
    places = [i for i, c in enumerate(number) if c.isdigit()]
    at = rng.choice(places)
    choices = [c for c in _DIGIT[number[at]] if c != "0" or at > places[0]]
    return number[:at] + rng.choice(choices) + number[at + 1 :]


def _numbers(rng: random.Random, text: str, in_cell: bool) -> Iterator[_Place]:
    for m in re.finditer(r"(?<![\d年月.,\-])\d+(?:\.\d+)?(?![\d,.]|万?元|年|月|日|-)", text):
        yield _Place(m.start(), m.end(), _one_digit(rng, m.group()))


def _amounts(rng: random.Random, text: str, in_cell: bool) -> Iterator[_Place]:
    for m in re.finditer(r"\d[\d,.]*(?=万?元)|(?<![\d.,])\d{1,3}(?:,\d{3})+\.\d\d(?!\d)", text):
        yield _Place(m.start(), m.end(), _one_digit(rng, m.group()))


def _dates(rng: random.Random, text: str, in_cell: bool) -> Iterator[_Place]:
    for m in re.finditer(r"20\d\d(年\d{1,2}月\d{1,2}日|-\d\d-\d\d)", text):
        parts = [(p.start(), p.end()) for p in re.finditer(r"\d+", m.group())]
        a, b = rng.choice(parts)
        value, limit = int(m.group()[a:b]), (2030 if b - a == 4 else 12 if (a, b) == parts[1] else 28)
        changed = value + rng.choice((1, 2, 3))
        changed = changed if changed <= limit else value - 1
        if changed >= 1:
            yield _Place(m.start() + a, m.start() + b, str(changed).zfill(b - a if "-" in m.group() else 1))


def _look_alikes(rng: random.Random, text: str, in_cell: bool) -> Iterator[_Place]:
    for i, character in enumerate(text):
        if character in _LOOK_ALIKE:
            yield _Place(i, i + 1, _LOOK_ALIKE[character])


def _negation_dropped(rng: random.Random, text: str, in_cell: bool) -> Iterator[_Place]:
    for m in re.finditer(r"(?<=[\u4e00-\u9fff，。；、])不(?=[\u4e00-\u9fff])", text):
        yield _Place(m.start(), m.end(), "")


def _negation_added(rng: random.Random, text: str, in_cell: bool) -> Iterator[_Place]:
    for m in re.finditer(r"(?=应当|须在|得|能|会被|予|承担|超过)", text):
        if m.start() and text[m.start() - 1] not in "不未获取使值所":
            yield _Place(m.start(), m.start(), "不")


def _enumeration_comma(rng: random.Random, text: str, in_cell: bool) -> Iterator[_Place]:
    for m in re.finditer(r"(?<=\w)、(?=\w)", text):
        yield _Place(m.start(), m.end(), "")


def _punctuation(rng: random.Random, text: str, in_cell: bool) -> Iterator[_Place]:
    for i, character in enumerate(text[:-1]):
        if character in _STOPS:
            yield _Place(i, i + 1, rng.choice(_STOPS[character]))


def _sentence_gone(rng: random.Random, text: str, in_cell: bool) -> Iterator[_Place]:
    ends = [m.end() for m in re.finditer("。", text)]
    for a, b in zip([0, *ends], ends, strict=False):
        if 8 <= b - a <= 70 and len(ends) > 1:
            yield _Place(a, b, "")


def _clause_added(rng: random.Random, text: str, in_cell: bool) -> Iterator[_Place]:
    for m in re.finditer("。", text):
        yield _Place(m.end(), m.end(), rng.choice(_CLAUSES))


def _names(rng: random.Random, text: str, in_cell: bool) -> Iterator[_Place]:
    for m in re.finditer(NAME_PATTERN, text):
        at = m.start() + rng.randrange(1, len(m.group()))
        yield _Place(at, at + 1, rng.choice([c for c in "远达志明伟宏安宁" if c != text[at]]))


def _cells(rng: random.Random, text: str, in_cell: bool) -> Iterator[_Place]:
    if in_cell and len(text) <= 14 and re.search(r"\d", text):
        yield _Place(0, len(text), _one_digit(rng, text))


def _swapped(rng: random.Random, text: str, in_cell: bool) -> Iterator[_Place]:
    for m in re.finditer(r"(?<=[\u4e00-\u9fff])(?=([\u4e00-\u9fff])([\u4e00-\u9fff])[\u4e00-\u9fff])", text):
        if m.group(1) != m.group(2):
            yield _Place(m.start(), m.start() + 2, m.group(2) + m.group(1))


def _choices(rng: random.Random, text: str, in_cell: bool) -> Iterator[_Place]:
    for i, character in enumerate(text):
        if character in "□☐☑":
            yield _Place(i, i + 1, "☐" if character == "☑" else "☑")


def _lone(rng: random.Random, text: str, in_cell: bool) -> Iterator[_Place]:
    if in_cell and len(text) == 1:
        for group in _LONE:
            if text in group:
                yield _Place(0, 1, rng.choice([c for c in group if c != text]))


def _underscores(rng: random.Random, text: str, in_cell: bool) -> Iterator[_Place]:
    for m in re.finditer(r"(?<=[A-Za-z0-9])_(?=[A-Za-z0-9])", text):
        yield _Place(m.start(), m.end(), rng.choice(("", "-")))


def _squares(rng: random.Random, text: str, in_cell: bool) -> Iterator[_Place]:
    for m in re.finditer("[㎡㎥]", text):
        yield _Place(m.start(), m.end(), "㎥" if m[0] == "㎡" else "㎡")


def _marks_gone(rng: random.Random, text: str, in_cell: bool) -> Iterator[_Place]:
    if in_cell and text in _MARKS:
        yield _Place(0, 1, "")


def _marks_changed(rng: random.Random, text: str, in_cell: bool) -> Iterator[_Place]:
    if in_cell and text in _MARKS:
        yield _Place(0, 1, rng.choice([c for c in _MARKS if c != text]))


Finder = Callable[[random.Random, str, bool], Iterator[_Place]]
KINDS: dict[str, Finder] = {
    "digit": _numbers,
    "amount": _amounts,
    "date": _dates,
    "look_alike": _look_alikes,
    "negation_dropped": _negation_dropped,
    "negation_added": _negation_added,
    "enumeration_comma": _enumeration_comma,
    "punctuation": _punctuation,
    "sentence_gone": _sentence_gone,
    "clause_added": _clause_added,
    "name": _names,
    "cell": _cells,
    "swapped": _swapped,
    "choice": _choices,
    "lone": _lone,
    "underscore": _underscores,
    "square_cube": _squares,
    "mark_gone": _marks_gone,
    "mark_changed": _marks_changed,
}
_ALONE = frozenset({"mark_gone", "mark_changed"})  # in their row and those beside it: rows of marks are soon others
EXCHANGED = "exchanged"
_FAR_CELLS = 40  # paragraphs between two cells that change places


def _exchanged(rng: random.Random, texts: Sequence[str], cells: Sequence[bool], taken: Container[int]) -> list[Edit]:
    """Two short cells near each other that have each other's text: nothing is missing from the paper, nothing added."""
    short = [
        i
        for i, text in enumerate(texts)
        if cells[i] and i not in taken and 0 < len(text) <= 14 and re.search(r"[\w—]", text)
    ]
    pairs = [(a, b) for a in short for b in short if a < b <= a + _FAR_CELLS and texts[a] != texts[b]]
    if not pairs:
        return []
    a, b = rng.choice(pairs)
    return [Edit(EXCHANGED, texts[i], texts[j], i, 0, texts[i], texts[:i].count(texts[i])) for i, j in ((a, b), (b, a))]


def plant(
    word: Path, out: Path, count: int, seed: int, kinds: Sequence[str] = (*KINDS, EXCHANGED), *, layout: int = 0
) -> list[Edit]:
    """Write to ``out`` a copy of ``word`` with ``count`` edits (fewer where it has no place for them).

    The kinds take turns, so that rare ones are not outnumbered by commas. ``layout``: so many more of each kind that
    keeps the words (``benchmarks.layout_edits``), in paragraphs of their own. The same arguments give the same bytes.
    """
    rng = random.Random(seed)
    body = Body(word)
    texts, cells = list(body.texts), body.in_cell
    numbers = [{n for n in row if n is not None} for row in body.rows]
    rows = {n: set().union(*numbers[max(0, r - 1) : r + 2]) for r, row in enumerate(numbers) for n in row}
    taken: dict[int, list[tuple[int, int]]] = {}
    edits: list[Edit] = []
    order = rng.sample(list(kinds), len(kinds))
    laid = layout_edits.plant(body, (), layout, seed, layout_edits.WHOLE)
    for whole in laid:
        taken.update({n: [(0, len(texts[n]))] for n in whole.paragraphs})
    if EXCHANGED in order:
        edits += _exchanged(rng, texts, cells, taken)
        taken.update({e.paragraph: [(0, len(e.old))] for e in edits})
        order.remove(EXCHANGED)
    barren: set[str] = set()
    while len(edits) < count and len(barren) < len(order):
        for kind in order:
            if kind in barren or len(edits) >= count:
                continue
            places = [
                (i, place)
                for i, text in enumerate(texts)
                for place in KINDS[kind](rng, text, cells[i])
                if all(place.end + _APART <= a or b + _APART <= place.start for a, b in taken.get(i, []))
                and not (kind in _ALONE and rows.get(i, set()) & taken.keys())
            ]
            if not places:
                barren.add(kind)
                continue
            i, place = rng.choice(places)
            taken.setdefault(i, []).append((place.start, place.end))
            if kind in _ALONE:
                taken.update({n: [(0, len(texts[n]))] for n in rows.get(i, ())})
            old = texts[i][place.start : place.end]
            edits.append(Edit(kind, old, place.new, i, place.start, texts[i], texts[:i].count(texts[i])))
    # From the end of each paragraph, so that the offsets of the others stay true.
    for edit in sorted(edits, key=lambda e: (e.paragraph, -e.offset)):
        body.replace(edit.paragraph, edit.offset, edit.offset + len(edit.old), edit.new)
    laid += layout_edits.plant(body, taken, layout, seed)
    for group, made in enumerate(laid, 1):
        for part in made.edits:
            context = texts[part.paragraph]
            several = group if len(made.edits) > 1 else 0
            edits.append(Edit(*part, context, texts[: part.paragraph].count(context), several))
    body.save(out)
    return sorted(edits, key=lambda e: (e.paragraph, e.offset))


def variants(
    words: Sequence[Path], folder: Path, number: int, count: int, seed: int, *, layout: int = 0
) -> dict[Path, list[Variant]]:
    """``number`` edited variants of each of ``words``, printed in one go; a JSON of the edits lies beside each."""
    folder.mkdir(parents=True, exist_ok=True)
    planned: list[tuple[Path, Path, list[Edit]]] = []
    for w, word in enumerate(words):
        for n in range(number):
            edited = folder / f"{word.stem}-{n + 1}.docx"
            edits = plant(word, edited, count, seed * 1000 + w * 50 + n, layout=layout)
            listed = json.dumps([asdict(e) for e in edits], ensure_ascii=False, indent=1)
            edited.with_suffix(".json").write_text(listed, encoding="utf-8")
            planned.append((word, edited, edits))
    printed = print_all([edited for _, edited, _ in planned], folder)
    made: dict[Path, list[Variant]] = {word: [] for word in words}
    for (word, edited, edits), pdf in zip(planned, printed, strict=True):
        made[word].append(Variant(edited, pdf, tuple(edits)))
    return made


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Plant edits in a Word file and print the variants")
    parser.add_argument("word", type=Path, nargs="+")
    parser.add_argument("out", type=Path)
    parser.add_argument("--variants", type=int, default=2)
    parser.add_argument("--edits", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    for word, made in variants(asked.word, asked.out, asked.variants, asked.edits, asked.seed).items():
        for variant in made:
            print(f"{word.name} → {variant.pdf}")
            for edit in variant.edits:
                print(f"  {edit.kind}: {edit.old!r} → {edit.new!r} in paragraph {edit.paragraph}")


if __name__ == "__main__":
    main()
