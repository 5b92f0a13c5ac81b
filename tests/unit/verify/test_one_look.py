"""Of several looks at a look-alike one that holds with the paper is enough for a doubt: language sways the others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Certainty
from tfdocs.model.page import Source
from tfdocs.verify.hunks import find_hunks
from tfdocs.verify.place import place_lines
from tfdocs.verify.weigh import Scales
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.wordtext import word_text


def weighed(monkeypatch: pytest.MonkeyPatch, read: str, first: float, again: list[float]) -> Weighed:
    word = "自己提出的意见，由自己负责；会议形成的决议。"
    prepared = word_text(_word([word]))
    page = _page(1, [word.replace("由自己", f"由自{read}")])
    page = replace(page, source=Source.OCR, lines=tuple(replace(ln, source=Source.OCR) for ln in page.lines))
    monkeypatch.setattr(Scales, "_score", lambda *_: first)
    monkeypatch.setattr(Scales, "_second", lambda *_: again)
    monkeypatch.setattr(Scales, "_seen_wider", lambda *_, **__: False)
    scales = Scales(prepared, [page], object())  # type: ignore[arg-type]
    (hunk,) = find_hunks(place_lines(prepared, [page]), [page])
    return scales.weigh(hunk)


def test_one_look_that_leans_to_the_papers_look_alike_is_a_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted 已 was read as such with 0.57; the other looks were surer of 自己, which stands in every text."""
    item = weighed(monkeypatch, "已", 0.3, [-1.33, -1.67])
    assert (item.certainty, item.rule) == (Certainty.UNCERTAIN, "looks-differ")


def test_looks_that_all_lean_to_the_word_explain_a_look_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    assert weighed(monkeypatch, "已", -0.2, [-1.33, -1.67]).certainty is None


def test_a_character_of_another_shape_is_explained_by_the_mean(monkeypatch: pytest.MonkeyPatch) -> None:
    assert weighed(monkeypatch, "记", 0.3, [-1.33, -1.67]).certainty is None
