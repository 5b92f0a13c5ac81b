"""The words of a member: what is stored as text, whatever stands between."""

from __future__ import annotations

from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfdocs.text.words import WordsBetween, words_of_xml

RUN = '<w:r><w:t xml:space="preserve">'
END = "</w:t></w:r>"


def test_text_counts_and_nothing_else_does() -> None:
    xml = (
        f"<w:p>{RUN}甲&amp;乙{END}<w:r><w:tab/></w:r><w:r><w:t>丙 </w:t></w:r><w:r><w:delText>删</w:delText></w:r>"
        '<w:r><w:instrText> PAGE </w:instrText></w:r><w:fldSimple w:instr="PAGE"><w:r><w:t>9</w:t></w:r></w:fldSimple>'
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t/></w:r></w:p></w:tc></w:tr></w:tbl></w:p>"
    )
    assert words_of_xml(xml) == "甲&乙丙 "


_VALUES = st.text(st.characters(exclude_categories=["Cs", "Cc"], max_codepoint=0xFFFFF), max_size=20)


@given(st.lists(st.tuples(_VALUES, _VALUES, st.booleans()), max_size=6))
def test_words_between_values_are_those_of_the_whole(parts: list[tuple[str, str, bool]]) -> None:
    """Constants and values by turns, in text and in attributes: the same words as of the text read as a whole."""
    pieces: list[str | None] = []
    values: list[str] = []
    for constant, value, inside in parts:
        before = f"{RUN}{escape(constant)}%s" if inside else f'<w:r w:x="{escape(constant, {chr(34): "&quot;"})}'
        pieces += [before, None, END if inside else '"/>']
        values.append(escape(value, {'"': "&#34;"}))
    given_values = iter(values)
    whole = "".join(next(given_values) if p is None else p for p in pieces)
    assert WordsBetween(pieces).words(values) == words_of_xml(whole)


def test_too_many_values_are_refused() -> None:
    with pytest.raises(ValueError, match="too many"):
        WordsBetween([None] * 65_001)
