"""Documents made of a few lines or cells, and items written short, for the tests of the commitments."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest

from tfdocs.commitments import extract
from tfdocs.model.commitment import Commitment, CommitmentReport, Modality
from tfdocs.model.document import Block, BlockKind, CellPlace, Document, join_blocks


def _document(*body: str | Sequence[Sequence[str]]) -> Document:
    """A string is a paragraph, a list of rows a table; “^” continues the cell above, “<” the one to the left."""
    parts: list[Block] = []
    table = 0
    for entry in body:
        if isinstance(entry, str):
            parts += [Block(BlockKind.PARAGRAPH, line, 0, 0, "") for line in entry.split("\n")]
            continue
        grid = [list(row) for row in entry]
        for r, row in enumerate(grid):
            for c, text in enumerate(row):
                if text in ("^", "<"):
                    continue
                down = across = 1
                while r + down < len(grid) and grid[r + down][c] == "^":
                    down += 1
                while c + across < len(row) and row[c + across] == "<":
                    across += 1
                parts.append(Block(BlockKind.CELL, text, 0, 0, "", CellPlace(table, r, c, down, across)))
        table += 1
    text, blocks = join_blocks(parts)
    return Document("样例.txt", hashlib.sha256(text.encode()).hexdigest(), "txt", text, blocks)


def _short(item: Commitment) -> str:
    """“>=20篇”, “=5次/年”, “10..15篇”; “past:” or “other:” before what is no promise."""

    def plain(value: Decimal | str) -> str:
        return format(value, "f") if isinstance(value, Decimal) else value

    value = plain(item.value)
    said = item.comparator.value + value if item.value_max is None else f"{value}..{plain(item.value_max)}"
    modality = "" if item.modality is Modality.PROMISE else f"{item.modality.value}:"
    return f"{modality}{said}{item.unit}" + (f"/{item.per}" if item.per else "")


def _summary(report: CommitmentReport) -> str:
    return " ".join(_short(i) for i in report.commitments)


@pytest.fixture(scope="session")
def document() -> Callable[..., Document]:
    return _document


@pytest.fixture(scope="session")
def summary() -> Callable[[CommitmentReport], str]:
    return _summary


@pytest.fixture(scope="session")
def read() -> Callable[..., CommitmentReport]:
    """Paragraphs and tables to a report; keywords are those of ``extract``."""
    return lambda *body, **options: extract(_document(*body), **options)


@pytest.fixture(scope="session")
def gives() -> Callable[..., str]:
    """Paragraphs and tables to the items in short."""
    return lambda *body: _summary(extract(_document(*body)))
