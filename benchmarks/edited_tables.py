"""Tables with one edit at random, as a text layer has them: without rules, over several pages, and forms.

For ``one_edit``, as ``edited_text``.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from benchmarks.edited_text import CHANGES, Case, bare, edited, page_of, word_of
from benchmarks.wording import Wording
from tfdocs.model.document import Block, BlockKind, CellPlace

_HEADS = ("序号", "姓名", "单位", "职务", "金额", "数量", "比例", "日期", "备注", "项目名称", "分值")
_PAGED = ("cells_exchanged", "row_twice", "row_gone", "rows_exchanged", "row_again", "head_changed", "head_twice")
_LABELS = ("项目名称", "申报单位", "联系人", "联系电话", "起止时间", "申请经费", "自筹经费", "负责人", "意见")
_CELLS = ("cells_exchanged", "cell_moved", "filled", "row_twice", "row_gone", "rows_exchanged")

_Place = tuple[int, int]  # row and column


def _edit(paper: list[list[str]], how: str, at: _Place, other: _Place, chance: random.Random, none: str) -> bool:
    """Edit ``paper`` at one cell, or at it and another; whether that can be. ``none``: one of what is filled in."""
    (r, c), (r1, c1) = at, other
    value = paper[r][c]
    possible = True
    if how in CHANGES:
        possible = bool(value)
        if possible:
            paper[r][c] = edited(value, how, chance)
    elif how == "cells_exchanged":
        paper[r][c], paper[r1][c1] = paper[r1][c1], value
    elif how == "cell_moved":
        possible = not paper[r1][c1]
        if possible:
            paper[r1][c1], paper[r][c] = value, ""
    elif how == "filled":
        possible = not value
        if possible:
            paper[r][c] = chance.choice(["5", "是", "√", none])
    elif how == "row_twice":
        paper.insert(r, list(paper[r]))
    elif how == "row_gone":
        possible = any(paper[r])
        if possible:
            del paper[r]
    elif how == "rows_exchanged":
        paper[r], paper[r1] = paper[r1], paper[r]
    return possible


def _alike(paper: Sequence[Sequence[str]], own: Sequence[Sequence[str]]) -> bool:
    return [list(map(bare, row)) for row in paper] == [list(map(bare, row)) for row in own]


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
    if not _edit(paper, how, (r, c), (r1, c1), chance, "—") or (how and _alike(paper, own)):
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
    if not _edit(paper, how, (r, c), (r1, c), chance, ""):
        return None
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
    elif how and _alike(paper, own):
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
    how = chance.choice(
        [*CHANGES, *CHANGES, "cells_exchanged", "cell_moved", "filled", "row_twice", "row_gone", "", ""]
    )
    r, r1 = chance.randrange(len(own)), chance.randrange(len(own))
    c, c1 = chance.randrange(len(own[r])), chance.randrange(len(own[r1]))
    if not _edit(paper, how, (r, c), (r1, c1), chance, "无") or (how and _alike(paper, own)):
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
