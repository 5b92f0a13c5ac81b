"""Of several looks at a look-alike one that holds with the paper is enough for a doubt: language sways the others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Certainty
from tfdocs.model.geometry import Box
from tfdocs.model.page import Lattice, Source
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


@pytest.mark.parametrize("unread", [True, False])
def test_what_a_lines_end_has_not_is_not_certainly_missing_beside_unread_ink(
    monkeypatch: pytest.MonkeyPatch, unread: bool
) -> None:
    """省 of a list was certainly missing, and its ink told of as unread on the same page."""
    prepared = word_text(_word(["经费由双方分担", "省", "锦川的意见如下"]))
    page = _page(1, [("经费由双方分担", 90.0, 80.0), ("锦川的意见如下", 90.0, 120.0)])
    lattice = Lattice.of([{"": -0.1}], [-20.0])
    page = replace(
        page,
        source=Source.OCR,
        lines=tuple(replace(ln, source=Source.OCR, lattice=lattice) for ln in page.lines),
        unread=(Box(90.0, 100.0, 102.0, 112.0),) if unread else (),
    )
    monkeypatch.setattr(Scales, "_score", lambda *_: 9.7)
    (hunk,) = find_hunks(place_lines(prepared, [page]), [page])
    item = Scales(prepared, [page], None).weigh(hunk)
    assert item.certainty is (Certainty.UNCERTAIN if unread else Certainty.CERTAIN)
    assert (item.rule == "unread-ink-near") is unread
