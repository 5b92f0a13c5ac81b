"""What no longer adds up on paper: sums in figures against sums in words, columns of a table against their total.

The paper's text is the Word's with the certain differences put in; what the Word itself has wrong is the Word's, and
said as such. It must not know how differences were found.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from tfdocs.model.comparison import Certainty, Difference, Kind
from tfdocs.model.document import Document, Finding
from tfdocs.model.fault import Severity
from tfdocs.text.amounts import parse_in_words

WORDS_DIFFER, SUM_DIFFERS = "amount-words-differ", "sum-differs"
_NEAR = 40  # characters between a sum in figures and the same in words

_CAPITAL = "零〇壹贰貳叁叄參肆伍陆陸柒捌玖两拾佰仟万萬亿億"
_WORDS = re.compile(rf"(?:人民币)?\s*([{_CAPITAL}]+[元圆](?:[{_CAPITAL}]*角)?(?:[{_CAPITAL}]*分)?[整正]?)")
_FIGURES = re.compile(
    r"[¥￥]?\s*(?P<plain>\d[\d,，]*(?:\.\d+)?)\s*(?P<scale>万|亿)?\s*元|[¥￥]\s*(?P<signed>\d[\d,，]*(?:\.\d+)?)(?!\s*[万亿])"
)
_CELL = re.compile(r"^[¥￥]?\s*(-?\d[\d,，]*(?:\.\d+)?)\s*(?:万?元)?$")
_YEAR = re.compile(r"^(?:19|20)\d{2}$")
_NUMBERING = ("甲", "栏次", "列次", "栏号")  # of the row below a statistical table's head: its columns by number
_TOTAL = re.compile(r"^(?:合\s*计|总\s*计|总\s*额|共\s*计)(?:[（(].*[）)])?$")
_SCALE = {None: 1, "": 1, "万": 10**4, "亿": 10**8}


@dataclass(frozen=True, slots=True)
class _Text:
    """The text of each block as one side has it."""

    blocks: tuple[str, ...]


def amount_findings(document: Document, differences: Sequence[Difference]) -> list[Finding]:
    """Findings of severity error for what disagrees on paper only, of warning for what disagrees in the Word too."""
    word = _Text(tuple(b.text for b in document.blocks))
    paper = _on_paper(document, differences)
    own = dict(_faults(document, word))
    theirs = list(own.items()) if paper == word else list(_faults(document, paper))
    out = []
    for key, finding in theirs:
        if key in own and own[key].message == finding.message:
            message = f"Word 与纸面都是：{finding.message}"
            finding = finding.model_copy(update={"severity": Severity.WARNING, "message": message})
        elif key not in own:
            message = f"纸面上{finding.message}，Word 里是一致的"
            finding = finding.model_copy(update={"message": message})
        out.append(finding)
    return out


def _on_paper(document: Document, differences: Sequence[Difference]) -> _Text:
    texts = [b.text for b in document.blocks]
    starts = [b.start for b in document.blocks]
    changes: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for d in differences:
        if d.word is None or d.certainty is not Certainty.CERTAIN or d.kind in (Kind.MOVED, Kind.FILLED_IN):
            continue
        number = bisect_right(starts, d.word.start) - 1
        if number < 0 or d.word.end > document.blocks[number].end:
            continue
        block = document.blocks[number]
        new = d.pdf.text if d.pdf is not None and d.kind is not Kind.MISSING else ""
        changes[number].append((d.word.start - block.start, d.word.end - block.start, new))
    for number, places in changes.items():
        for start, end, new in sorted(places, reverse=True):
            texts[number] = texts[number][:start] + new + texts[number][end:]
    return _Text(tuple(texts))


def _faults(document: Document, side: _Text) -> Iterator[tuple[str, Finding]]:
    yield from _words_against_figures(document, side)
    yield from _columns(document, side)


def _words_against_figures(document: Document, side: _Text) -> Iterator[tuple[str, Finding]]:
    """Each sum in words against the sum in figures that stands nearest to it, before or behind."""
    for number, (block, text) in enumerate(zip(document.blocks, side.blocks, strict=True)):
        if _WORDS.search(text) is None:
            continue
        figures = [(m.start(), m.end(), m) for m in _FIGURES.finditer(text)]
        for n, m in enumerate(_WORDS.finditer(text)):
            near = [
                (max(0, m.start() - end, start - m.end()), f)
                for start, end, f in figures
                if max(m.start() - end, start - m.end()) <= _NEAR
            ]
            if not near:
                continue
            figure = min(near, key=lambda item: item[0])[1]
            try:
                said = parse_in_words(m.group(1))
                value = _number(figure["plain"] or figure["signed"]) * _SCALE[figure["scale"]]
            except (ValueError, InvalidOperation):
                continue
            if said != value:
                message = f"小写“{figure.group().strip()}”与大写“{m.group().strip()}”不符"
                yield (
                    f"w{number}.{n}",
                    Finding(code=WORDS_DIFFER, severity=Severity.ERROR, message=message, where=block.place),
                )


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace("，", ""))


def _columns(document: Document, side: _Text) -> Iterator[tuple[str, Finding]]:
    """Columns of figures with a row 合计 at their foot: the figures above it must add up to it.

    Only where every cell between the table's head and the total is a figure or empty, so that no subtotal is in it.
    """
    tables: dict[int, dict[tuple[int, int], list[str]]] = defaultdict(lambda: defaultdict(list))
    for block, text in zip(document.blocks, side.blocks, strict=True):
        if block.cell is not None:
            tables[block.cell.table][block.cell.row, block.cell.column].append(text.strip())
    for table, raw in tables.items():
        cells = {place: "".join(texts) for place, texts in raw.items()}
        for (row, column), label in cells.items():
            if not _TOTAL.match(label) or column > 1 or row < 2:
                continue
            for total_column in sorted({c for r, c in cells if r == row and c > column}):
                fault = _column_fault(cells, row, total_column)
                if fault is not None:
                    places = [b.place for b in document.blocks if b.cell and b.cell.table == table]
                    yield (
                        f"c{table}.{row}.{total_column}",
                        Finding(
                            code=SUM_DIFFERS,
                            severity=Severity.ERROR,
                            message=f"“{label}”一行第 {total_column + 1} 列写的是 {fault[0]}，各行相加是 {fault[1]}",
                            where=places[0].split("第")[0].strip() or places[0],
                        ),
                    )


def _column_fault(cells: dict[tuple[int, int], str], total_row: int, column: int) -> tuple[str, str] | None:
    total = _CELL.match(cells.get((total_row, column), ""))
    if total is None:
        return None
    values: list[Decimal] = []
    for row in range(total_row - 1, -1, -1):
        text = cells.get((row, column), "")
        if text in ("", "—", "-", "/", "－"):
            continue
        found = _CELL.match(text)
        if found is None or _numbers_columns(cells, row):
            break  # the head of the column
        if any(re.search("计|其中", cells.get((row, c), "")) for c in (0, 1)):
            return None  # subtotals: which rows they cover is not ours to guess
        values.append(_number(found.group(1)))
    wanted = _number(total.group(1))
    if len(values) < 2 or sum(values) == wanted:
        return None
    return str(wanted), str(sum(values))


def _numbers_columns(cells: dict[tuple[int, int], str], row: int) -> bool:
    """Whether a row says which columns these are: by years, one after the other, or, by its label, by numbers."""
    texts = {column: text for (r, column), text in cells.items() if r == row and text}
    figures = [text for _, text in sorted(texts.items()) if _CELL.match(text)]
    if not all(text.isdecimal() for text in figures):
        return False
    values = list(map(int, figures))
    one_by_one = len(values) > 1 and values == list(range(values[0], values[0] + len(values)))
    return one_by_one and (bool(_YEAR.match(figures[0])) or texts.get(0, "") in _NUMBERING)
