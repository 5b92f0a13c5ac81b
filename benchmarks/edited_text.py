"""Papers of prose with one edit at random, as a text layer has them: paragraphs, whole pages, notes and text boxes.

For ``one_edit``. What is made is the same for the same chance; no files are written.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.wording import Wording
from tfdocs.model.document import Block, BlockKind, Document, join_blocks
from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page, Source
from tfdocs.text.normalise import fold

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
CHANGES = ("sub", "delete", "insert", "twice", "swapped")
_ORDER = ("line_twice", "line_gone", "paragraph_twice", "paragraph_gone", "paragraph_moved")


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


def bare(text: str) -> str:
    return "".join(fold(text).text.split())


def _same(one: str, other: str) -> bool:
    return bare(one) == bare(other)


def paragraphs(words: Wording, chance: random.Random) -> Case | None:
    """Paragraphs on pages; ``None`` where the edit changed nothing that counts."""
    own = []
    for _ in range(chance.randint(4, 20)):
        text = words.sentence()[: chance.randint(4, 90)]
        for _ in range(chance.randint(0, 2)):
            at = chance.randrange(len(text) + 1)
            text = text[:at] + chance.choice(_BITS) + text[at:]
        own.append(text)
    how = chance.choice([*CHANGES, *CHANGES, *_ORDER, ""])
    paper, n = list(own), chance.randrange(len(own))
    if how in CHANGES:
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
        heads[at] = edited(head, chance.choice(CHANGES), chance)
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
    how = chance.choice([*CHANGES, "notes_exchanged", "note_twice", "note_gone", "box_gone", "box_twice", ""])
    body, feet, box = list(own), list(said), [boxed] if boxed else []
    n, other = chance.randrange(len(feet)), chance.randrange(len(feet))
    if how in CHANGES:
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
