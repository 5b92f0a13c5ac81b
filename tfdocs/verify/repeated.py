"""Table heads that a printer repeats on every page: the Word has them once, so repetitions are nobody's addition.

Each repetition is still held against the head, character by character: a changed one is a difference like any other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.fuzz import partial_ratio, ratio
from rapidfuzz.process import extractOne

from tfdocs.model.page import Line, Page
from tfdocs.text.normalise import fold
from tfdocs.verify.align import align
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.hunks import hunks_within
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.wordtext import WordText

_COVERED = 0.7  # share of the head's characters that a run of lines must show
_ALIKE = 80.0
_PART = 0.5  # share of a line's characters, and of its rows', that must agree with the head for it to be a part of it
_NEAR = 3.0  # line heights between two lines of one head


@dataclass(frozen=True, slots=True)
class _Run:
    page: int
    lines: tuple[Line, ...]
    on_top: bool  # nothing but running heads above it
    genuine: bool  # the table's first row of data follows


def repeated_heads(word: WordText, pages: Sequence[Page]) -> dict[int, int]:
    """``id()`` of each line of a repetition of a table's first row at the top of a page: the first such table."""
    out: dict[int, int] = {}
    heads = _heads(word)
    if not heads:
        return out
    bodies = _bodies(word)
    stands = _stands(pages)  # cells of figures say the same again and again
    for cells, tables in heads.items():
        own = [bodies[t] for t in tables if t in bodies]
        like = _like(cells, pages, stands)
        runs = [run for index, found in like.items() for run in _runs(index, pages[index], cells, found, own)]
        if len(runs) <= len(tables):
            continue
        spare = len(runs) - len(tables)
        begins = min(run.page for run in runs)
        # the tables' own heads stand in mid-page, or are followed by the first row of data
        for run in sorted(runs, key=lambda r: (r.genuine, not r.on_top, -r.page)):
            if spare == 0 or not run.on_top or run.genuine:
                break
            if run.page == begins:
                continue  # no table goes on there: its first row was printed twice
            out.update((id(line), tables[0]) for line in run.lines)
            spare -= 1
    return out


def repeated_hunks(placing: Placing, pages: Sequence[Page], repeated: Mapping[int, int]) -> list[Hunk]:
    """Where repetitions differ from the head they repeat; a line that is no part of it stands alone."""
    out: list[Hunk] = []
    word = placing.word
    cells: dict[int, list[tuple[int, int]]] = defaultdict(list)  # of each table's first row: its blocks' stretches
    for number, (low, high) in word.ranges.items():
        cell = word.document.blocks[number].cell
        if cell is not None and cell.row == 0 and low < word.body:
            cells[cell.table].append((low, high))
    for index, page in enumerate(pages):
        runs: dict[int, list[Line]] = defaultdict(list)
        for line in page.lines:
            if id(line) in repeated:
                runs[repeated[id(line)]].append(line)
        for table, lines in runs.items():
            own = cells[table]
            across = sorted(lines, key=lambda ln: ln.box.x0)
            # as many lines as cells: each is held against its own, for another cell may say what it should not
            apart = all(a.box.x1 <= b.box.x0 for a, b in pairwise(across))
            single = apart and len(across) == len(own)
            for line in lines:
                low, high = own[across.index(line)] if single else (own[0][0], own[-1][1])
                folded = fold(line.text)
                piece = Piece(index, len(placing.pieces), line, folded, 0, len(folded.text))
                found = align(piece.text, word.text[low:high], low)
                if found.matches >= _PART * len(piece.text):
                    piece.place = found
                    out += hunks_within(placing, piece)
                else:
                    out.append(Hunk(piece, 0, piece.end, low, high if single else low, alone=not single))
    return out


def _heads(word: WordText) -> dict[tuple[str, ...], list[int]]:
    """The folded cells of each table's first row (two filled cells at least), with the tables that have them.

    Of tables whose first row the Word does not repeat there is no head to look for.
    """
    rows: dict[int, list[str]] = defaultdict(list)
    for block in word.document.blocks:
        if block.cell is not None and block.cell.row == 0 and block.repeats is not False:
            text = fold(block.text).text
            if text:
                rows[block.cell.table].append(text)
    out: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for table, cells in rows.items():
        if len(cells) >= 2:
            out[tuple(cells)].append(table)
    return out


@dataclass(frozen=True, slots=True)
class _Body:
    """How the cells of a table's first row of data begin, and the folded cells of those below it, a cell a line.

    A row that goes over pages goes on below each repetition of the head, and begins below the head itself.
    """

    first: tuple[str, ...]
    later: str


def _bodies(word: WordText) -> dict[int, _Body]:
    """What stands below the first row, for each table that has anything there."""
    first: dict[int, dict[int, str]] = defaultdict(dict)  # by the cell's column
    later: dict[int, list[str]] = defaultdict(list)
    for block in word.document.blocks:
        cell = block.cell
        if cell is None or cell.row == 0:
            continue
        text = fold(block.text).text
        if cell.row == 1 and text:
            first[cell.table].setdefault(cell.column, text)
        elif cell.row > 1:
            later[cell.table].append(text)
    return {t: _Body(tuple(first[t].values()), "\n".join(later[t])) for t in {*first, *later}}


_Stands = dict[str, list[tuple[int, int]]]  # by folded text, the lines that say it: indices of page and line, rising


def _stands(pages: Sequence[Page]) -> _Stands:
    out: _Stands = defaultdict(list)
    for index, page in enumerate(pages):
        for n, line in enumerate(page.lines):
            out[fold(line.text).text].append((index, n))
    return out


def _like(cells: Sequence[str], pages: Sequence[Page], stands: _Stands) -> dict[int, list[Line]]:
    """The lines that say what the head ``cells`` says, by the index of their page, both rising."""
    whole = "\n".join(cells)
    found = sorted(at for text, places in stands.items() if _of_head(cells, whole, text) for at in places)
    out: dict[int, list[Line]] = defaultdict(list)
    for index, n in found:
        out[index].append(pages[index].lines[n])
    return out


def _runs(
    index: int, page: Page, cells: tuple[str, ...], matching: Sequence[Line], bodies: Sequence[_Body]
) -> list[_Run]:
    wanted = sum(map(len, cells))
    clusters: list[list[Line]] = []
    low = 0.0  # where the last of them ends
    for line in sorted(matching, key=lambda ln: ln.box.top):
        if clusters and line.box.top - low < _NEAR * line.box.height * 0.5:
            clusters[-1].append(line)
            low = max(low, line.box.bottom)
        else:
            clusters.append([line])
            low = line.box.bottom
    out: list[_Run] = []
    for cluster in clusters:
        # other cells' lines of the same words below the head do not belong to it: stop when the head is complete
        need = wanted
        taken: list[Line] = []
        for line in cluster:
            if need <= 0:
                break
            taken.append(line)
            need -= len(fold(line.text).text)
        shown = sum(len(fold(ln.text).text) for ln in taken)
        if shown < _COVERED * wanted or not _in_order(taken, cells):
            continue
        top = min(ln.box.top for ln in taken)
        bottom = max(ln.box.bottom for ln in taken)
        # the head's band holds nothing else: what lies in it and was misread is the head's too
        taken += [ln for ln in page.lines if _in_band(ln, taken, top, bottom) and ln not in taken]
        if shown < _PART * sum(len(fold(ln.text).text) for ln in taken):
            continue  # figures here and there that the head has too
        own = {id(ln) for ln in taken}
        above = any(id(ln) not in own and 0.09 * page.height < ln.box.centre[1] < top for ln in page.lines)
        out.append(_Run(index, tuple(taken), not above, _genuine(page, bottom, own, bodies)))
    return out


def _in_order(lines: Sequence[Line], cells: Sequence[str]) -> bool:
    """Whether ``lines`` say what a head of figures says, from the left to the right; other heads are known by words.

    Rows of figures have each other's figures, in another order.
    """
    if 2 * sum(c.isdigit() for c in cells) <= len(cells):
        return True
    said = [fold(ln.text).text for ln in sorted(lines, key=lambda ln: ln.box.x0)]
    return ratio("\n".join(said), "\n".join(cells)) >= _ALIKE


def _in_band(line: Line, head: Sequence[Line], top: float, bottom: float) -> bool:
    """Whether ``line`` stands beside the lines of a head, and not below the one of its own column.

    On a sheet that lies askew the first row of data begins higher on one side than the head ends on the other.
    """
    box = line.box
    middle = box.centre[1]
    if not top <= middle <= bottom:
        return False
    above = [ln.box for ln in head if min(ln.box.x1, box.x1) > max(ln.box.x0, box.x0)]
    return middle <= max((b.bottom for b in above), default=bottom)


def _of_head(cells: Sequence[str], whole: str, text: str) -> bool:
    """``whole``: all ``cells``, a line each."""
    if not text or text in whole:
        return bool(text)
    longer = [c for c in cells if len(c) >= len(text)] if len(text) >= 3 else ()
    return bool(longer) and extractOne(text, longer, scorer=partial_ratio, score_cutoff=_ALIKE) is not None


def _genuine(page: Page, bottom: float, own: set[int], bodies: Sequence[_Body]) -> bool:
    """Whether the lines right below are the first row of data of one of the tables."""
    below = [ln for ln in page.lines if id(ln) not in own and bottom - 2 <= ln.box.centre[1] <= bottom + 40]
    texts = [t for t in {fold(ln.text).text for ln in below} if len(t) >= 3]
    return any(
        t not in body.later and any(begin.startswith(t) for begin in body.first) for body in bodies for t in texts
    )
