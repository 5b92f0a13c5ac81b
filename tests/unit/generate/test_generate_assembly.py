"""Packages put together from ready parts are plain zips of plain DEFLATE that any reader opens."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tfdocs.generate.assembly import WORTH_A_BLOCK, WORTH_DEFLATING, Frame, Plan, deflate

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.one_of(st.none(), _TEXT), min_size=1, max_size=12), st.lists(_TEXT, min_size=12, max_size=12))
def test_a_stitched_member_is_its_pieces(pieces: list[str | None], values: list[str]) -> None:
    plan = Plan(pieces)
    raw = tuple(v.encode() for v in values[: pieces.count(None)])
    given_values = iter(raw)
    expected = b"".join(next(given_values) if p is None else p.encode() for p in pieces)
    assert plan.whole(raw) == expected
    blob = Frame([("a.txt", b""), ("中文.xml", b"fixed")], ["a.txt"]).build({"a.txt": plan.fill(raw, expected)})
    with zipfile.ZipFile(io.BytesIO(blob)) as package:
        assert package.testzip() is None
        assert package.read("a.txt") == expected and package.read("中文.xml") == b"fixed"


@pytest.mark.parametrize("size", [0, 1, WORTH_A_BLOCK, WORTH_DEFLATING - 1, WORTH_DEFLATING, 70_000, 200_000])
def test_values_of_any_length_are_stored_or_compressed(size: int) -> None:
    plan = Plan(["<a>", None, "</a>" * 100])
    value = bytes(ord("a") + n % 26 for n in range(size))
    whole = plan.whole((value,))
    blob = Frame([("x", b"")], ["x"]).build({"x": plan.fill((value,), whole)})
    with zipfile.ZipFile(io.BytesIO(blob)) as package:
        assert package.read("x") == whole and package.testzip() is None
    assert len(blob) < WORTH_DEFLATING + 1000


def test_the_clock_is_not_in_it_and_what_is_missing_is_an_error() -> None:
    frame = Frame([("a", b"1"), ("b", b"2")], ["b"])
    assert frame.build({"b": deflate(b"3")}) == Frame([("a", b"1"), ("b", b"")], ["b"]).build({"b": deflate(b"3")})
    with zipfile.ZipFile(io.BytesIO(frame.build({"b": deflate(b"3")}))) as package:
        assert {i.date_time for i in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    with pytest.raises(KeyError):
        frame.build({})
