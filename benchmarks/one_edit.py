"""One edit at random, in texts and tables as a text layer has them: is any of them passed over?

``python -m benchmarks.one_edit --seed 1 --seconds 60`` makes as many documents as it has time for: paragraphs broken
into lines of any width and pages of any length, with running heads and page numbers, and tables without rules. Each
paper has one edit (a character, a word or a line more, less, twice or elsewhere; a cell's value in another cell; a row
twice), or none. No files are written and none read: what is tried is placing, comparing and the ledgers, thousands of
times a minute. Printed are the edits after which the paper was called consistent, and whatever was certain where
nothing had been edited. Two rows of a table are no columns: values of smaller ones are not moved.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.wording import Wording
from tfdocs.model.comparison import Certainty, Verdict
from tfdocs.model.document import Block, BlockKind, CellPlace, Document, join_blocks
from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page, Source
from tfdocs.text.normalise import fold
from tfdocs.verify.judge import compare

_SIZE = 12.0
_MARKS = "的一二三不无未人入八日目0123456789，。、；：（）.-O1lI元万月年"
_BITS = (
    "2023年9月5日",
    "186,500.00元",
    "3.2",
    "（二）",
    "不少于20家",
    "第018号",
    "85%～115%",
    "12",
    "合计",
    "其中：",
    "2",
)
_HEADS = ("序号", "姓名", "单位", "职务", "金额", "数量", "比例", "日期", "备注", "项目名称", "分值")
_TEXT = ("sub", "delete", "insert", "twice", "swapped")
_ORDER = ("line_twice", "line_gone", "paragraph_twice", "paragraph_gone", "paragraph_moved")
_CELLS = ("cells_exchanged", "cell_moved", "filled", "row_twice", "row_gone", "rows_exchanged")


@dataclass(frozen=True, slots=True)
class Case:
    """A Word, the pages of its paper, and by which edit they differ; ``edit`` is empty where by none."""

    word: Document
    pages: Sequence[Page]
    edit: str
    shown: str


def line_of(text: str, x: float, top: float) -> Line:
    """``text`` at ``x``, in points, with characters of one em each."""
    chars = tuple(Box(x + n * _SIZE, top, x + (n + 1) * _SIZE, top + _SIZE) for n in range(len(text)))
    return Line(text, Box(x, top, x + len(text) * _SIZE, top + _SIZE), chars, (1.0,) * len(text), Source.TEXT)


def page_of(number: int, lines: Sequence[tuple[str, float, float]]) -> Page:
    """A page of A4 with ``lines``: the text, and where it begins from the left and from above."""
    return Page(number, 595.0, 842.0, 0, None, Source.TEXT, tuple(line_of(*line) for line in lines if line[0].strip()))


def word_of(blocks: Sequence[Block]) -> Document:
    """A Word with ``blocks``, one below the other."""
    text, placed = join_blocks(list(blocks))
    return Document("word.docx", "0" * 64, "docx", text, placed)


def edited(text: str, how: str, chance: random.Random) -> str:
    """``text`` with one edit of the kind ``how``."""
    at, count = chance.randrange(len(text)), chance.randint(1, 9)
    return {
        "sub": text[:at] + chance.choice(_MARKS) + text[at + 1 :],
        "delete": text[:at] + text[at + count :],
        "insert": text[:at] + chance.choice([*_MARKS, *_BITS]) + text[at:],
        "twice": text[: at + count] + text[at:],
        "swapped": text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :],
    }[how]


def paragraphs(words: Wording, chance: random.Random) -> Case | None:
    """Paragraphs on pages; ``None`` where the edit changed nothing that counts."""
    own = []
    for _ in range(chance.randint(4, 20)):
        text = words.sentence()[: chance.randint(4, 90)]
        for _ in range(chance.randint(0, 2)):
            at = chance.randrange(len(text) + 1)
            text = text[:at] + chance.choice(_BITS) + text[at:]
        own.append(text)
    how = chance.choice([*_TEXT, *_TEXT, *_ORDER, ""])
    paper, n = list(own), chance.randrange(len(own))
    if how in _TEXT:
        paper[n] = edited(own[n], how, chance)
    elif how == "paragraph_twice":
        paper.insert(n, own[n])
    elif how == "paragraph_gone":
        del paper[n]
    elif how == "paragraph_moved":
        paper.insert(chance.randrange(len(own)), paper.pop(n))
    width, rows = chance.randint(12, 36), chance.randint(6, 18)
    lines = [p[at : at + width] for p in paper for at in range(0, len(p), width) if p[at : at + width].strip()]
    at = chance.randrange(len(lines))
    if how == "line_twice":
        lines.insert(at, lines[at])
    elif how == "line_gone":
        del lines[at]
    if how and _same("".join(lines), "".join(own)):
        return None
    head = chance.choice(["", "科技云项目申报书"])
    blocks = [Block(BlockKind.PARAGRAPH, text, 0, 0, "段") for text in own]
    if head:
        blocks.append(Block(BlockKind.HEADER, head, 0, 0, "页眉"))
    pages = []
    for first in range(0, len(lines), rows):
        set_out = [(text, 90.0, 80.0 + 20 * k) for k, text in enumerate(lines[first : first + rows])]
        number = len(pages) + 1
        pages.append(page_of(number, [(head, 200.0, 40.0), *set_out, (str(number), 290.0, 800.0)]))
    return Case(word_of(blocks), pages, how, f"{own}\n{lines}")


def tables(words: Wording, chance: random.Random) -> Case | None:
    """A table without rules between two paragraphs; ``None`` where the edit changed nothing."""
    makers: list[Callable[[], str]] = [
        lambda: str(chance.randint(1, 30)),
        lambda: f"{chance.randint(1, 99999) / 100:,.2f}",
        words.person,
        lambda: chance.choice(["理事", "监事", "", "—", "会长"]),
        lambda: f"{chance.randint(1, 99)}%",
        lambda: f"2023.{chance.randint(1, 12):02}",
        lambda: chance.choice(["是", "否", "√", "", "无"]),
    ]
    columns = [chance.choice(makers) for _ in range(chance.randint(2, 6))]
    own = [[chance.choice(_HEADS) for _ in columns]]
    own += [[make() for make in columns] for _ in range(chance.randint(3, 9))]
    paper = [list(row) for row in own]
    how = chance.choice(["sub", "delete", "insert", *_CELLS, ""])
    r, c = chance.randrange(1, len(own)), chance.randrange(len(columns))
    r1, c1 = chance.randrange(1, len(own)), chance.randrange(len(columns))
    value = paper[r][c]
    if how in _TEXT:
        if not value:
            return None
        paper[r][c] = edited(value, how, chance)
    elif how == "cells_exchanged":
        paper[r][c], paper[r1][c1] = paper[r1][c1], value
    elif how == "cell_moved":
        if paper[r1][c1]:
            return None
        paper[r1][c1], paper[r][c] = value, ""
    elif how == "row_twice":
        paper.insert(r, list(paper[r]))
    elif how == "row_gone":
        del paper[r]
    elif how == "rows_exchanged":
        paper[r], paper[r1] = paper[r1], paper[r]
    elif how == "filled":
        if value:
            return None
        paper[r][c] = chance.choice(["5", "是", "√", "—"])
    if how and [list(map(_bare, row)) for row in paper] == [list(map(_bare, row)) for row in own]:
        return None
    first, last = words.sentence()[:30], words.sentence()[:30]
    blocks = [Block(BlockKind.PARAGRAPH, first, 0, 0, "段")]
    blocks += [
        Block(BlockKind.CELL, text, 0, 0, "格", CellPlace(0, i, j))
        for i, row in enumerate(own)
        for j, text in enumerate(row)
    ]
    blocks.append(Block(BlockKind.PARAGRAPH, last, 0, 0, "段"))
    wide = 470 / len(columns)
    lines = [(text, 60 + j * wide, 106.0 + 24 * i) for i, row in enumerate(paper) for j, text in enumerate(row)]
    lines = [(first, 90.0, 80.0), *lines, (last, 90.0, 110.0 + 24 * len(paper))]
    return Case(word_of(blocks), [page_of(1, lines)], how, f"{own}\n{paper}")


def _bare(text: str) -> str:
    return "".join(fold(text).text.split())


def _same(one: str, other: str) -> bool:
    return _bare(one) == _bare(other)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was passed over and what was certain of honest papers; 1 where there is any."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args(arguments)
    chance, words = random.Random(options.seed), Wording(options.seed)
    tried: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    false = 0
    end = time.monotonic() + options.seconds
    while time.monotonic() < end:
        make = chance.choice([paragraphs, tables])
        case = make(words, chance)
        if case is None:
            continue
        kind = f"{make.__name__}: {case.edit or 'none'}"
        tried[kind] += 1
        report = compare(case.word, case.pages, pdf_name="a.pdf", pdf_sha256="1" * 64)
        if case.edit and report.verdict is Verdict.CONSISTENT:
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
