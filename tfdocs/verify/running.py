"""Running heads and feet: the Word has each once, paper on many pages; each copy is held against it like any text.

Only page numbers are free to differ, and only where page numbering explains them: a number that is the page's own, the
number of pages, or goes up with the pages.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from tfdocs.model.document import Finding
from tfdocs.model.fault import Severity
from tfdocs.model.page import Page, Source
from tfdocs.read.pdf.running import is_page_number
from tfdocs.verify.align import Alignment, align
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.hunks import hunks_within
from tfdocs.verify.page_numbers import ONE_HEIGHT
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.wordtext import RunningHead, WordText

# Share of the page's height at its head and foot where running text stands. The name at the head of an official letter
# (GB/T 9704-2012, 10.1: from 30 mm on, 36 points high) has its middle at 0.128.
_EDGE = 0.14
_FEWEST = 3  # characters: shorter pieces must be in the head to the letter
_ALIKE = 0.6  # share of a piece's characters that must agree with the head
_YEAR = 4  # digits: 2023 on one page and 2024 on the next is no numbering
_NAMED = 12  # pages
_MANY = 4  # pages with a head, between which one without it is odd
_QUOTED = 20  # characters
_NUMBER = re.compile(r"\d+")
_NUMBERING = re.compile(r"第\d+页|共\d+页|\d/\d")
_NUMBERS = re.compile(r"[第页共/\W_]*(?:\d{1,3}[第页共/\W_]+)*(?:\d{1,3})?")  # of pages, and whatever has no words


@dataclass(frozen=True, slots=True)
class Running:
    """``hunks``: where copies differ from the Word's head. ``seen``: indices of the heads that paper has.
    ``copies``: the lines that are copies of one, in the order of the pages. ``findings``: pages without a head that the
    pages before and behind them have."""

    hunks: tuple[Hunk, ...]
    seen: frozenset[int]
    copies: tuple[Piece, ...] = ()
    findings: tuple[Finding, ...] = ()


def set_running_aside(placing: Placing, pages: Sequence[Page]) -> Running:
    """Take running heads and page numbers out of ``placing.pieces`` and compare them on their own."""
    word = placing.word
    found: list[tuple[Piece, list[int]]] = []
    seen: set[int] = set()
    rest: list[Piece] = []
    _give_back(placing, pages)
    strays = _stray_numbers(placing, pages)
    for piece in placing.pieces:
        page = pages[piece.page]
        if piece.place is not None and piece.place.cost == 0:
            rest.append(piece)
            continue
        best = _best_head(word, piece) if _at_edge(piece, page) else None
        if best is not None and (piece.place is None or best[1].cost < piece.place.cost):
            placing.unset(piece)
            piece.place = best[1]  # not through ``placing.set``: many copies cover one head
            found.append((piece, best[0]))
            seen.update(best[0])
        elif piece.place is not None or piece in strays or not is_page_number(piece.line, page):
            rest.append(piece)
    placing.pieces[:] = rest
    differing = [(piece, heads, hunks_within(placing, piece)) for piece, heads in found]
    numbering = _numbering(found, pages)
    fixed = _fixed(differing, word)
    hunks = [
        hunk
        for piece, heads, own in differing
        for hunk in own
        if heads[0] in fixed
        or not _explained(hunk, pages[piece.page].number, len(pages), numbering.get(heads[0], frozenset()))
    ]
    hunks += _wanting(found, [p for p in rest if _at_edge(p, pages[p.page])], word)
    copies = tuple(piece for piece, _ in found)
    return Running(tuple(hunks), frozenset(seen), copies, tuple(_without_head(found, pages, word)))


def _without_head(found: Sequence[tuple[Piece, list[int]]], pages: Sequence[Page], word: WordText) -> list[Finding]:
    """Warnings for single pages without the head of those around them: another paper's page has none, or its own.

    A cover has none either, nor has a section of its own; so it is asked of pages between two that have it.
    """
    on: dict[str, set[int]] = defaultdict(set)
    edges: set[tuple[int, bool]] = set()
    for piece, heads in found:
        on[word.running[heads[0]].text].add(piece.page)
        edges.add((piece.page, _is_above(piece, pages)))
    out = []
    for text, own in on.items():
        above = any(_is_above(p, pages) for p, heads in found if word.running[heads[0]].text == text)
        bare = [
            i
            for i in range(1, len(pages) - 1)
            if i not in own and {i - 1, i + 1} <= own and pages[i].lines and (i, above) not in edges
        ]
        if len(own) < _MANY or not bare or not any(map(str.isalpha, text)):
            continue
        named = "、".join(str(pages[i].number) for i in bare[:_NAMED]) + (" 等" if len(bare) > _NAMED else "")
        said = text if len(text) <= _QUOTED else text[:_QUOTED] + "……"
        where = "页眉" if above else "页脚"
        out.append(
            Finding(
                code="no-running-head",
                severity=Severity.WARNING,
                message=f"前后各页都有{where}“{said}”，第 {named} 页没有读到，请核对是否换页",
                where=f"第 {pages[bare[0]].number} 页",
            )
        )
    return out


def _is_above(piece: Piece, pages: Sequence[Page]) -> bool:
    return piece.line.box.centre[1] < pages[piece.page].height / 2


def _at_edge(piece: Piece, page: Page) -> bool:
    middle = piece.line.box.centre[1]
    return min(middle, page.height - middle) < _EDGE * page.height


def _stray_numbers(placing: Placing, pages: Sequence[Page]) -> list[Piece]:
    """Numbers of text layers at a page's edge that are no page's: the page has its own where others have theirs, and no
    other page has one there."""
    found: dict[int, list[Piece]] = defaultdict(list)
    for piece in placing.pieces:
        if piece.place is None and piece.line.source is Source.TEXT and is_page_number(piece.line, pages[piece.page]):
            found[piece.page].append(piece)

    def has_fellow(piece: Piece) -> bool:
        at = piece.line.box.centre[1] / pages[piece.page].height
        return any(
            abs(other.line.box.centre[1] / pages[page].height - at) < ONE_HEIGHT
            for page, others in found.items()
            for other in others
            if page != piece.page
        )

    several = {page: [(p, has_fellow(p)) for p in own] for page, own in found.items() if len(own) > 1}
    return [p for own in several.values() if any(f for _, f in own) for p, fellow in own if not fellow]


def _give_back(placing: Placing, pages: Sequence[Page]) -> None:
    """A letterhead says what the signature says, and is read first. Where a piece at a page's edge is a running head to
    the letter and stands in the place of body text that another piece of the same words has no place for, that piece
    gets it."""
    heads = {head.text for head in placing.word.running}
    homeless: dict[str, list[Piece]] = defaultdict(list)
    for piece in placing.pieces:
        if piece.place is None and piece.text in heads and not _at_edge(piece, pages[piece.page]):
            homeless[piece.text].append(piece)
    for piece in placing.pieces:
        place = piece.place
        if place is None or place.cost > 0 or not homeless.get(piece.text) or not _at_edge(piece, pages[piece.page]):
            continue
        placing.unset(piece)
        placing.set(homeless[piece.text].pop(0), place)


@lru_cache(maxsize=256)
def _compared(text: str, wanted: str) -> Alignment:
    # but for its number a head is the same on every page
    return align(text, wanted)


@lru_cache(maxsize=1024)
def _held_against(text: str, head: RunningHead) -> Alignment:
    """``text`` against the head where it stands in the Word; asked twice for each page's."""
    return align(text, head.text, head.start)


def _best_head(word: WordText, piece: Piece) -> tuple[list[int], Alignment] | None:
    """The heads that ``piece`` is a copy of, or of a part of: digits count as alike, to be judged afterwards. Several
    where odd and even pages say the same in another order."""
    best: tuple[float, list[int], RunningHead] | None = None
    text = _NUMBER.sub("0", piece.text)
    for number, head in enumerate(word.running):
        wanted = _NUMBER.sub("0", head.text)
        cost: float | None
        if piece.text.isdecimal() and _YEAR <= len(piece.text) < len(head.text) and piece.text in head.text:
            cost = 0.0  # 0185 of 编号：2023-0185; a page's number is no such part
        elif len(text) < _FEWEST:
            cost = 0.0 if text and text == wanted else None
        else:
            found = _compared(text, wanted)
            cost = found.cost if found.matches >= _ALIKE * len(text) else None
        if cost is not None and (best is None or cost < best[0]):
            best = cost, [number], head
        elif cost is not None and best is not None and cost == best[0]:
            best[1].append(number)
    if best is None:
        return None
    _, numbers, head = best
    return numbers, _held_against(piece.text, head)


def _numbering(found: Sequence[tuple[Piece, list[int]]], pages: Sequence[Page]) -> dict[int, frozenset[int]]:
    """For each head by how much its numbers run ahead of the pages', where two pages at least agree on it."""
    shifts: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for piece, heads in found:
        number = pages[piece.page].number
        for m in _NUMBER.finditer(piece.text):
            if len(m.group()) < _YEAR:
                shifts[heads[0]][int(m.group()) - number].add(number)
    return {head: frozenset(s for s, seen in by.items() if len(seen) >= 2) for head, by in shifts.items()}


def _fixed(differing: Sequence[tuple[Piece, list[int], list[Hunk]]], word: WordText) -> set[int]:
    """The heads whose numbers are no pages': those of 第2版 are the Word's on several pages, and differ on another."""
    copies: dict[int, set[int]] = defaultdict(set)
    for piece, heads, own in differing:
        if not own and piece.text == word.running[heads[0]].text:
            copies[heads[0]].add(piece.page)
    return {h for h, on in copies.items() if len(on) > 1 and not _NUMBERING.search(word.running[h].text)}


def _explained(hunk: Hunk, number: int, count: int, shifts: frozenset[int]) -> bool:
    """Whether page numbering explains a number that is not the Word's (whose fields show what they were last)."""
    read, piece = hunk.read, hunk.piece
    if piece is None or not read.isdecimal() or len(read) > 4:
        return False
    before, after = piece.folded.text[: hunk.l0], piece.folded.text[hunk.l1 :]
    if (before.endswith(("共", "/")) and (not after or after[0] in "页")) or (
        before.endswith("第") and after.startswith("页")
    ):
        return True
    if hunk.w0 == hunk.w1 and before[-1:].isalpha() and after[:1].isalpha():
        return False  # a 5 among the words of a head that has none is no number of a page
    value = int(read)
    return value in (number, count) or value - number in shifts


def _wanting(found: Sequence[tuple[Piece, list[int]]], beside: Sequence[Piece], word: WordText) -> list[Hunk]:
    """What of a head is on none of the lines that a page has of it: 编号：2 for 编号：2023-0185.

    ``beside``: the other lines at the edges of pages, which may say it as well: a title that the body has too.
    """
    own: dict[tuple[int, int], list[Piece]] = defaultdict(list)
    for piece, heads in found:
        for head in heads:
            own[piece.page, head].append(piece)
    others: dict[int, list[str]] = defaultdict(list)
    for piece in beside:
        others[piece.page].append(piece.text)
    gaps = {at: _uncovered(pieces, word.running[at[1]], others[at[0]]) for at, pieces in own.items()}
    told = {(p.page, heads[0]) for p, heads in found if all(gaps[p.page, head] for head in heads)}
    out = []
    for at in sorted(told):
        for w0, w1 in gaps[at]:
            before = [p for p in own[at] if p.place is not None and p.place.end <= w0]
            piece = max(before, key=lambda p: p.place.end if p.place else 0) if before else own[at][0]
            place = piece.end if before else piece.start
            out.append(Hunk(piece, place, place, w0, w1))
    return out


def _uncovered(pieces: Sequence[Piece], head: RunningHead, others: Sequence[str]) -> list[tuple[int, int]]:
    """The stretches of ``head`` with words or a long number that none of ``pieces`` and ``others`` has."""
    # a line may be a copy of a part of another head as well, and be placed there
    has = {w for p in pieces for _, w in _held_against(p.text, head).pairs if w is not None}
    out: list[tuple[int, int]] = []
    for missing, run in groupby(range(len(head.text)), lambda n: head.start + n not in has):
        at = list(run)
        text = head.text[at[0] : at[-1] + 1]
        # a line of nothing but a page's number is no copy of a head; a part of a longer number is no page's
        around = head.text[max(0, at[0] - 1) : at[0] + 1], head.text[at[-1] : at[-1] + 2]
        numbering = _NUMBERS.fullmatch(text) is not None and not any(len(a) > 1 and a.isdecimal() for a in around)
        said = any(text in other if len(text) >= _FEWEST else text == other for other in others)
        if missing and not numbering and not said:
            out.append((head.start + at[0], head.start + at[-1] + 1))
    return out


def told_once(weighed: Sequence[Weighed], word: WordText) -> list[Weighed]:
    """``weighed`` with what is wrong alike in the copies of one running head told at the first of them, and the pages
    of the others named: a book whose head was changed has hundreds of them."""
    first: dict[tuple[object, ...], int] = {}
    others: dict[int, list[int]] = defaultdict(list)
    out: list[Weighed] = []
    for item in weighed:
        hunk = item.hunk
        if hunk.w0 < word.body or hunk.piece is None:
            out.append(item)
            continue
        key = item.kind, item.certainty, hunk.w0, hunk.w1, hunk.read
        at = first.setdefault(key, len(out))
        if at == len(out):
            out.append(item)
        else:
            others[at].append(hunk.piece.page + 1)
    for at, found in others.items():
        named = "、".join(map(str, sorted(set(found))[:_NAMED]))
        also = f"另有 {len(found)} 处相同：第 {named}{' ' if len(found) <= _NAMED else ' …… '}页"
        out[at] = replace(out[at], note=f"{out[at].note}；{also}" if out[at].note else also)
    return out
