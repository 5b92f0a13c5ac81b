"""What was read comes back exactly as it was, and nothing that is no such thing comes back at all."""

from __future__ import annotations

import dataclasses
import math
import pickle
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfdocs.jobs.intake.packing import Packer, PackingError, packer
from tfdocs.model.document import Block, BlockKind, CellPlace, Document, Finding
from tfdocs.model.fault import Severity
from tfdocs.model.formula import Formula, Laid, Set
from tfdocs.model.geometry import Box
from tfdocs.model.page import Lattice, Line, Page, Seal, SealShape, Source

numbers = st.floats(allow_nan=False)
numbers32 = st.floats(allow_nan=False, width=32)
boxes = st.builds(Box, numbers, numbers, numbers, numbers)
texts = st.text(st.characters(), max_size=6)
lattices = st.lists(
    st.tuples(st.dictionaries(st.text(st.characters(min_codepoint=1), max_size=1), numbers32, max_size=3), numbers),
    max_size=4,
).map(lambda rows: Lattice.of([step for step, _ in rows], [floor for _, floor in rows]))
lines = st.builds(
    Line, texts, boxes, st.lists(boxes, max_size=3).map(tuple), st.lists(numbers, max_size=3).map(tuple),
    st.sampled_from(Source), st.none() | lattices, st.booleans(), st.booleans(),
    st.lists(st.tuples(numbers, numbers), max_size=4).map(tuple),
)  # fmt: skip
findings = st.builds(Finding, code=texts, severity=st.sampled_from(Severity), message=texts, where=st.none() | texts)
seals = st.builds(Seal, st.integers(1, 9), boxes, st.sampled_from(SealShape), st.none() | texts)
pages = st.builds(
    Page, st.integers(1, 9), numbers, numbers, st.sampled_from([0, 90]), st.none() | numbers, st.sampled_from(Source),
    st.lists(lines, max_size=2).map(tuple),
    st.lists(seals, max_size=2).map(tuple),
    st.lists(boxes, max_size=2).map(tuple), st.none() | texts, st.lists(findings, max_size=2).map(tuple),
    st.tuples(numbers, numbers), numbers, st.lists(lines, max_size=2).map(tuple),
)  # fmt: skip


@given(pages)
def test_any_page_comes_back_equal_and_the_same_page_is_the_same_bytes(page: Page) -> None:
    packed = packer(Page).pack(page)
    assert packer(Page).unpack(packed) == page
    assert packer(Page).pack(dataclasses.replace(page)) == packed


def test_a_document_comes_back_equal_with_its_pictures_and_glyphs() -> None:
    block = Block(BlockKind.CELL, "甲\ud800乙", 0, 0, "表 1", CellPlace(0, 1, 2), "正文", None)
    glyphs = ((1, Box(0, 0, 1, 1)), None)
    document = Document("名.docx", "ab", "docx", block.text, (block,), (), (b"\x00\xff", b""), glyphs)
    assert packer(Document).unpack(packer(Document).pack(document)) == document


def test_numbers_come_back_to_the_last_bit() -> None:
    page = Page(1, math.pi, 1e-310, 0, -0.0, Source.OCR, origin=(math.inf, 0.1 + 0.2))
    back = packer(Page).unpack(packer(Page).pack(page))
    assert back.width == math.pi and back.height == 1e-310 and repr(back.dpi) == "-0.0"
    assert back.origin == page.origin


@pytest.mark.parametrize("nonsense", [None, "page", 7, {"number": 1}, Box(0, 0, 1, 1)])
def test_what_is_no_page_is_not_packed(nonsense: object) -> None:
    with pytest.raises(TypeError):
        packer(Page).pack(nonsense)  # type: ignore[arg-type]


def test_a_page_with_fields_of_the_wrong_type_is_not_packed() -> None:
    for wrong in ({"number": "1"}, {"lines": "甲"}, {"source": "phone"}, {"width": "x"}, {"failure": b"x"}):
        with pytest.raises(TypeError):
            packer(Page).pack(dataclasses.replace(Page(1, 1.0, 1.0, 0, None, Source.OCR), **wrong))


GOOD = packer(Page).pack(Page(1, 1.0, 2.0, 0, None, Source.OCR, (Line("甲", Box(0, 0, 1, 1), (), (), Source.OCR),)))


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_damaged_bytes_are_refused_and_nothing_else_happens(at: int, flip: int) -> None:
    damaged = GOOD[:at] + bytes([GOOD[at] ^ flip]) + GOOD[at + 1 :]
    try:
        read = packer(Page).unpack(damaged)
    except PackingError:
        pass
    else:
        # some bits mean nothing: the level in zlib's head, those that fill up the last byte (RFC 1950, RFC 1951)
        assert packer(Page).pack(read) == GOOD
    with pytest.raises(PackingError):
        packer(Page).unpack(GOOD[:at])


@given(st.binary(max_size=200))
def test_forged_bytes_are_refused(body: bytes) -> None:
    head = GOOD[: GOOD.index(b"\x78")] if b"\x78" in GOOD[:20] else GOOD[:15]
    with pytest.raises(PackingError):
        packer(Page).unpack(head[:15] + zlib.compress(body))


def test_a_pickle_is_not_run() -> None:
    with pytest.raises(PackingError):
        packer(Page).unpack(pickle.dumps(Page(1, 1.0, 2.0, 0, None, Source.OCR)))


def test_a_page_of_another_structure_is_refused() -> None:
    """Whoever adds a field to ``Page`` changes the digest, and what was kept before is read again."""

    @dataclasses.dataclass(frozen=True, slots=True)
    class Before:
        number: int

    @dataclasses.dataclass(frozen=True, slots=True)
    class After:
        number: int
        dpi: float

    with pytest.raises(PackingError):
        Packer(After).unpack(Packer(Before).pack(Before(1)))


def test_a_bomb_is_not_inflated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tfdocs.jobs.intake.packing.MOST_BYTES", 1_000_000)
    begin = time.perf_counter()
    with pytest.raises(PackingError):
        packer(Page).unpack(GOOD[:15] + zlib.compress(bytes(500_000_000), 1))
    assert time.perf_counter() - begin < 20


def test_a_formula_within_formulas_comes_back_equal() -> None:
    """A type that holds others of its own kind had no end, and not one pair of a folder could be kept."""
    laid = Laid(Set.TEXT, text="37")
    for how in (Set.STACK, Set.ROW, Set.RAISED, Set.ONE_OF) * 30:
        laid = Laid(how, (laid, Laid(Set.TEXT, text="48")))
    block = Block(BlockKind.PARAGRAPH, "37/48", 0, 0, "第 1 段", formulas=(Formula(0, 5, laid),))
    kept = packer(Block)
    assert kept.unpack(kept.pack(block)) == block
