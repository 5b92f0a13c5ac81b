"""The verification code: the same for the same words, another for any change, and no misreading passes for a code."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfdocs.text.code import ALPHABET, LENGTH, check_character, code_of, find_codes, is_code, printed


@given(st.text())
def test_every_text_has_a_right_code(text: str) -> None:
    code = code_of(text)
    assert len(code) == LENGTH and is_code(code) and find_codes(f"第 1 页 核验码 {printed(code)}") == [code]


def test_the_code_is_what_it_was(text: str = "项目经费20万元") -> None:
    """Codes stand on paper for years: the recipe cannot change."""
    assert code_of(text) == code_of(" 项目\n经费　20 万元\t") == "A4H4NE4Y3Y"


def test_space_does_not_count_and_everything_else_does() -> None:
    base = "推荐论文不少于10篇，经费20万元。"
    assert code_of(base) == code_of("推荐论文 不少于10篇，\n经费20万元。")
    others = ["推荐论文不少于70篇，经费20万元。", "推荐论文少于10篇，经费20万元。", "推荐论文不少于10篇、经费20万元。"]
    assert len({code_of(t) for t in (base, *others)}) == 4
    assert code_of("é") == code_of("e\u0301")


@given(st.text(min_size=1), st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_no_single_misread_character_passes(text: str, at: int, other: str) -> None:
    code = code_of(text)
    wrong = code[:at] + other + code[at + 1 :]
    assert is_code(wrong) == (wrong == code)


@given(st.text(min_size=1))
def test_no_exchange_of_two_characters_passes(text: str) -> None:
    code = code_of(text)
    for a, b in itertools.combinations(range(LENGTH - 1), 2):
        swapped = list(code)
        swapped[a], swapped[b] = swapped[b], swapped[a]
        assert is_code("".join(swapped)) == (swapped == list(code))


def test_the_alphabet_has_no_look_alikes() -> None:
    assert len(set(ALPHABET)) == 16 and not set(ALPHABET) & set("0ODQ1ILJ2Z5S6G8BUVPX")


def test_codes_are_found_in_what_a_recogniser_makes_of_a_footer() -> None:
    code = code_of("某某")
    left, right = code[:5], code[5:]
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code)
    for text in (f"核验码{left}-{right}", f"核验码：{left} — {right}第3页", wide, code.lower()):
        assert find_codes(text) == [code]
    assert find_codes(f"X{left}-{right}") == [] and find_codes("12345-67890") == []
    assert not is_code(code[:9]) and not is_code("0" * LENGTH)
    with pytest.raises(ValueError, match="not a character"):
        check_character("O")
