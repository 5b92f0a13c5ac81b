"""One edit at random, in texts and tables as a text layer has them: is any of them passed over?

``python -m benchmarks.one_edit --seed 1 --seconds 60`` makes as many documents as it has time for: paragraphs broken
into lines of any width and pages of any length, with running heads, page numbers, notes and text boxes, tables without
rules, over several pages too, and forms. Each paper has one edit (a character, a word or a line more, less, twice or
elsewhere; a cell's value in another cell; a row twice; a page gone), or none. No files are written and none read: what
is tried is placing, comparing and the ledgers, thousands of times a minute. Printed are the edits after which the
paper was called consistent, and whatever was certain where nothing had been edited. Two rows of a table are no
columns: values of smaller ones are not moved.
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
_PAGED = ("cells_exchanged", "row_twice", "row_gone", "rows_exchanged", "row_again", "head_changed", "head_twice")
_LABELS = ("项目名称", "申报单位", "联系人", "联系电话", "起止时间", "申请经费", "自筹经费", "负责人", "意见")
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
        if not any(paper[r]):
            return None
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


def long_tables(words: Wording, chance: random.Random) -> Case | None:
    """A table over several pages, its head on each of them or on the first; ``None`` where the edit changed nothing."""
    makers: list[Callable[[int], str]] = [
        lambda k: str(k),
        lambda k: f"{chance.randint(1, 99999) / 100:,.2f}",
        lambda k: words.person(),
        lambda k: chance.choice(["理事", "监事", "", "—"]),
        lambda k: f"{chance.randint(1, 99)}%",
        lambda k: chance.choice(["是", "否", "", "是"]),
    ]
    columns = [chance.choice(makers) for _ in range(chance.randint(3, 6))]
    head = chance.sample(_HEADS, len(columns))
    own = [[make(k + 1) for make in columns] for k in range(chance.randint(8, 30))]
    paper = [list(row) for row in own]
    how = chance.choice(["sub", "delete", "insert", *_PAGED, ""])
    r, r1, c = chance.randrange(len(own)), chance.randrange(len(own)), chance.randrange(len(columns))
    if how in _TEXT:
        if not paper[r][c]:
            return None
        paper[r][c] = edited(paper[r][c], how, chance)
    elif how == "cells_exchanged":
        paper[r][c], paper[r1][c] = paper[r1][c], paper[r][c]
    elif how == "row_twice":
        paper.insert(r, list(paper[r]))
    elif how == "row_gone":
        if not any(paper[r]):
            return None
        del paper[r]
    elif how == "rows_exchanged":
        paper[r], paper[r1] = paper[r1], paper[r]
    rows = chance.randint(5, 14)
    parts = [paper[at : at + rows] for at in range(0, len(paper), rows)]
    repeated = chance.random() < 0.7
    heads = [head if n == 0 or repeated else [] for n in range(len(parts))]
    at = chance.randrange(len(parts))
    if how == "row_again":
        if at + 1 == len(parts):
            return None
        parts[at + 1].insert(0, list(parts[at][-1]))
    elif how == "head_twice":
        if not heads[at]:
            return None
        parts[at].insert(0, list(head))
    elif how == "head_changed":
        if not at or not heads[at]:
            return None
        heads[at] = list(head)
        heads[at][c] = chance.choice([h for h in _HEADS if h != head[c]])
    elif how and [list(map(_bare, row)) for row in paper] == [list(map(_bare, row)) for row in own]:
        return None
    title = "项目经费明细表"
    blocks = [Block(BlockKind.PARAGRAPH, title, 0, 0, "段")]
    blocks += [
        Block(BlockKind.CELL, text, 0, 0, "格", CellPlace(0, i, j), repeats=repeated and i == 0)
        for i, row in enumerate([head, *own])
        for j, text in enumerate(row)
    ]
    wide = 470 / len(columns)
    pages = []
    for n, (first, part) in enumerate(zip(heads, parts, strict=True)):
        set_out = [*([first] if first else []), *part]
        lines = [(text, 60 + j * wide, 80.0 + 24 * i) for i, row in enumerate(set_out) for j, text in enumerate(row)]
        top = [(title, 200.0, 50.0)] if n == 0 else []
        pages.append(page_of(n + 1, [*top, *lines, (str(n + 1), 290.0, 810.0)]))
    return Case(word_of(blocks), pages, how, f"{head}\n{own}\n{heads}\n{parts}")


def forms(words: Wording, chance: random.Random) -> Case | None:
    """A form: labels, and values that wrap within their cells; ``None`` where the edit changed nothing."""
    own: list[list[str]] = []
    for _ in range(chance.randint(4, 14)):
        kind = chance.random()
        if kind < 0.5:
            own.append([chance.choice(_LABELS), _value(words, chance), chance.choice(_LABELS), _value(words, chance)])
        else:
            long = "".join(words.sentence() for _ in range(chance.randint(1, 3)))
            own.append([chance.choice(_LABELS), long if kind < 0.85 else _value(words, chance)])
    paper = [list(row) for row in own]
    how = chance.choice([*_TEXT, *_TEXT, "cells_exchanged", "cell_moved", "filled", "row_twice", "row_gone", "", ""])
    r, r1 = chance.randrange(len(own)), chance.randrange(len(own))
    c, c1 = chance.randrange(len(own[r])), chance.randrange(len(own[r1]))
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
    elif how == "filled":
        if value:
            return None
        paper[r][c] = chance.choice(["5", "是", "√", "无"])
    elif how == "row_twice":
        paper.insert(r, list(paper[r]))
    elif how == "row_gone":
        del paper[r]
    if how and [list(map(_bare, row)) for row in paper] == [list(map(_bare, row)) for row in own]:
        return None
    blocks = [Block(BlockKind.PARAGRAPH, "申报信息表", 0, 0, "段")]
    for i, row in enumerate(own):
        at = [0, 1, 2, 3]
        spans = [1, 1, 1, 1] if len(row) == 4 else [1, 3]
        blocks += [
            Block(BlockKind.CELL, t, 0, 0, "格", CellPlace(0, i, j, 1, s), repeats=False)
            for t, j, s in zip(row, at, spans, strict=False)
        ]
    lines: list[tuple[str, float, float]] = [("申报信息表", 230.0, 50.0)]
    pages, top = [], 80.0
    for row in paper:
        xs, ems = ((60.0, 150.0, 310.0, 400.0), (7, 12, 7, 11)) if len(row) == 4 else ((60.0, 150.0), (7, 32))
        cells = [[t[k : k + e] for k in range(0, len(t), e)] or [""] for t, e in zip(row, ems, strict=True)]
        height = max(map(len, cells))
        if top + 20 * height > 780:
            pages.append(page_of(len(pages) + 1, [*lines, (str(len(pages) + 1), 290.0, 810.0)]))
            lines, top = [], 80.0
        # short ones stand in the middle of the row, as forms have them
        for x, cell in zip(xs, cells, strict=True):
            down = top + 10 * (height - len(cell))
            lines += [(text, x, down + 20 * k) for k, text in enumerate(cell)]
        top += 20 * height + 8
    pages.append(page_of(len(pages) + 1, [*lines, (str(len(pages) + 1), 290.0, 810.0)]))
    return Case(word_of(blocks), pages, how, f"{own}\n{paper}")


def _value(words: Wording, chance: random.Random) -> str:
    return chance.choice(
        [
            "",
            words.person(),
            words.body(),
            f"{chance.randint(1, 99999) / 100:,.2f}万元",
            f"2023年{chance.randint(1, 12)}月{chance.randint(1, 28)}日",
            f"028-{chance.randint(10**7, 10**8 - 1)}",
            chance.choice(["是", "否", "无", "男", "女"]),
            str(chance.randint(0, 300)),
        ]
    )


def pages_of_prose(words: Wording, chance: random.Random) -> Case | None:
    """Pages of prose with heads and numbers, one of them twice, gone, exchanged, or with another head or number."""
    own = ["".join(words.sentence() for _ in range(chance.randint(1, 3))) for _ in range(chance.randint(8, 20))]
    width, rows = chance.randint(24, 36), chance.randint(6, 16)
    lines = [p[at : at + width] for p in own for at in range(0, len(p), width)]
    parts = [lines[at : at + rows] for at in range(0, len(lines), rows)]
    numbers = list(range(1, len(parts) + 1))
    head = chance.choice(["", "科技云项目申报书", "编号：2023-0185"])
    heads = [head] * len(parts)
    how = chance.choice(["page_twice", "page_gone", "pages_exchanged", "head_changed", "number_changed", ""])
    at = chance.randrange(len(parts))
    if how == "page_twice":
        parts.insert(at, parts[at])
        numbers.insert(at, numbers[at])
        heads.append(head)
    elif how == "page_gone":
        if len(parts) < 2:
            return None
        del parts[at], numbers[at], heads[at]
    elif how == "pages_exchanged":
        other = chance.randrange(len(parts))
        if other == at:
            return None
        for what in (parts, numbers):
            what[at], what[other] = what[other], what[at]  # type: ignore[index]
    elif how == "head_changed":
        if not head or len(parts) < 2:
            return None
        heads[at] = edited(head, chance.choice(_TEXT), chance)
        if _same(heads[at], head) or (not heads[at].strip() and not (len(parts) > 4 and 0 < at < len(parts) - 1)):
            return None  # a cover and the last page need no head
    elif how == "number_changed":
        if len(parts) < 4:
            return None
        numbers[at] = chance.choice([n for n in range(2, 40) if n != numbers[at]])
    blocks = [Block(BlockKind.PARAGRAPH, text, 0, 0, "段") for text in own]
    if head:
        blocks.append(Block(BlockKind.HEADER, head, 0, 0, "页眉"))
    pages = [
        page_of(
            n + 1,
            [
                (heads[n], 200.0, 40.0),
                *((text, 90.0, 80.0 + 20 * k) for k, text in enumerate(part)),
                (str(numbers[n]), 290.0, 800.0),
            ],
        )
        for n, part in enumerate(parts)
    ]
    return Case(word_of(blocks), pages, how, f"{own}\n{heads}\n{numbers}\n{parts}")


def notes(words: Wording, chance: random.Random) -> Case | None:
    """Prose with notes at the feet of its pages and a text box; ``None`` where the edit changed nothing that counts."""
    own = [words.sentence() for _ in range(chance.randint(6, 18))]
    marked = sorted(chance.sample(range(len(own)), chance.randint(1, 4)))
    said = [words.sentence()[: chance.randint(6, 40)] for _ in marked]
    boxed = words.sentence()[: chance.randint(4, 24)] if chance.random() < 0.5 else ""
    how = chance.choice([*_TEXT, "notes_exchanged", "note_twice", "note_gone", "box_gone", "box_twice", ""])
    body, feet, box = list(own), list(said), [boxed] if boxed else []
    n, other = chance.randrange(len(feet)), chance.randrange(len(feet))
    if how in _TEXT:
        part = chance.choice([body, feet, *([box] if box else [])])
        at = chance.randrange(len(part))
        before = part[at]
        part[at] = edited(before, how, chance)
        if _same(part[at], before):
            return None
    elif how == "notes_exchanged":
        if _same(feet[n], feet[other]):
            return None
        feet[n], feet[other] = feet[other], feet[n]
    elif how in ("note_twice", "note_gone"):
        feet[n] = feet[n] * 2 if how == "note_twice" else ""
    elif how in ("box_gone", "box_twice"):
        if not box:
            return None
        box = [] if how == "box_gone" else [boxed, boxed]
    width, rows = chance.randint(20, 34), chance.randint(8, 16)
    lines: list[tuple[str, str]] = []  # a line, and the note that its page has at its foot
    for i, text in enumerate(body):
        mark = str(marked.index(i) + 1) if i in marked else ""
        parts = [text[at : at + width] for at in range(0, len(text), width)]
        foot = feet[marked.index(i)] if mark else ""
        lines += [(part, f"{mark}\n{foot}" if mark and k + 1 == len(parts) else "") for k, part in enumerate(parts)]
    pages = []
    for first in range(0, len(lines), rows):
        shown = lines[first : first + rows]
        set_out = [(text, 90.0, 80.0 + 20 * k) for k, (text, _) in enumerate(shown)]
        down = 600.0
        for _, note in shown:
            mark, _, text = note.partition("\n")
            whole = f"{mark}{text}"
            set_out += [
                (whole[at : at + width], 90.0, down + 20 * k) for k, at in enumerate(range(0, len(whole), width))
            ]
            down += 20.0 * -(-len(whole) // width)
        if not pages:
            set_out += [(text, 300.0, 480.0 + 24 * k) for k, text in enumerate(box)]
        pages.append(page_of(len(pages) + 1, [*set_out, (str(len(pages) + 1), 290.0, 800.0)]))
    blocks = [Block(BlockKind.PARAGRAPH, text, 0, 0, "段") for text in own]
    blocks += [Block(BlockKind.FOOTNOTE, f"{i + 1}{text}", 0, 0, "脚注") for i, text in enumerate(said)]
    blocks += [Block(BlockKind.TEXT_BOX, boxed, 0, 0, "框")] if boxed else []
    return Case(word_of(blocks), pages, how, f"{own}\n{said}\n{boxed}\n{lines}\n{box}")


def _bare(text: str) -> str:
    return "".join(fold(text).text.split())


def _same(one: str, other: str) -> bool:
    return _bare(one) == _bare(other)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was passed over and what was certain of honest papers; 1 where there is any."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--count", type=int, help="so many documents instead, the same ones for the same seed")
    makers = {m.__name__: m for m in (paragraphs, tables, long_tables, forms, pages_of_prose, notes)}
    parser.add_argument("--only", nargs="+", choices=list(makers), default=list(makers))
    options = parser.parse_args(arguments)
    of = [makers[name] for name in options.only]
    chance, words = random.Random(options.seed), Wording(options.seed)
    tried: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    false = 0
    end = time.monotonic() + options.seconds
    while tried.total() < options.count if options.count is not None else time.monotonic() < end:
        make = chance.choice(of)
        case = make(words, chance)
        if case is None:
            continue
        kind = f"{make.__name__}: {case.edit or 'none'}"
        tried[kind] += 1
        report = compare(case.word, case.pages, pdf_name="a.pdf", pdf_sha256="1" * 64)
        # numbers of pages are not the Word's, and a page may have no head: a warning, and no difference
        warned = {f.code for f in report.findings} & {"page-numbers", "no-running-head"}
        told = report.verdict is not Verdict.CONSISTENT or warned
        if case.edit and not told:
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
