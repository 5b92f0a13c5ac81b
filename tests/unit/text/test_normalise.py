"""The normaliser's rules, as laws."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tfdocs.text.normalise import RULES, fold, fold_char, is_punctuation


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(st.text(max_size=60))
def test_every_folded_character_points_into_its_source_in_order(text: str) -> None:
    folded = fold(text)
    assert len(folded.index) == len(folded.text)
    assert list(folded.index) == sorted(folded.index)
    assert all(0 <= i < len(text) for i in folded.index)


@given(st.text(alphabet="甲乙丙123", max_size=20), st.text(alphabet="甲乙丙123", max_size=20))
def test_plain_text_folds_piece_by_piece(a: str, b: str) -> None:
    assert fold(a + b).text == fold(a).text + fold(b).text


def test_each_rule_gathers_its_characters() -> None:
    for name, chars, to in RULES:
        assert {fold(c).text for c in chars} == {to}, name


def test_what_paper_cannot_show_is_dropped() -> None:
    assert fold("甲 \u3000\u00ad\u200b__乙").text == "甲乙"


def test_leaders_and_long_dashes_are_one_character() -> None:
    assert fold("第一章......3").text == "第一章…3"
    assert fold("甲——乙").text == "甲-乙"


@given(st.text("-—…⋯.。·•~～ \n甲℃⑴‥︙", max_size=300))
def test_runs_shrink_as_if_character_by_character(text: str) -> None:
    """Long texts are folded piece by piece; this is the rule, told slowly."""
    chars: list[tuple[str, int]] = []
    for place, char in enumerate(text):
        for c in fold_char(char):
            if not (c in "-…·~" and chars and chars[-1][0] == c):
                chars.append((c, place))
    out: list[tuple[str, int]] = []
    while chars:
        c, place = chars[0]
        run = next((n for n, other in enumerate(chars) if other[0] != c), len(chars))
        run = run if c in ".。" else 1
        c = "…" if run >= 3 else c
        run = 1 if c in ".。" else run
        if not (c == "…" and out and out[-1][0] == "…"):
            out.append((c, place))
        chars = chars[run:]
    assert (fold(text).text, fold(text).index) == ("".join(c for c, _ in out), tuple(p for _, p in out))


def test_digits_are_never_folded_into_others() -> None:
    assert len({fold(d).text for d in "0123456789"}) == 10
    assert fold("２０").text == "20"


def test_punctuation_is_told_from_text() -> None:
    assert is_punctuation("，。") and not is_punctuation("，甲")
