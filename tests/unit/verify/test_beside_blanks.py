"""Beside a blank a hand may have written over print: a doubt, and elsewhere a change is what it was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Certainty, CheckReport, Kind, Materiality
from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page, Source
from tfdocs.text.normalise import fold
from tfdocs.verify.beside_hands import doubt_beside_hands
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.judge import compare
from tfdocs.verify.pieces import Piece
from tfdocs.verify.weigh import BESIDE_BLANK
from tfdocs.verify.weighed import Weighed

FIRST = "本项目申请经费28万元，由申报单位组织实施。"
SIGNED = "法定代表人（签字）：            日期：2023年"


def scan(lines: list[str]) -> Page:
    page = _page(1, lines)
    read = tuple(replace(ln, source=Source.OCR) for ln in page.lines)
    return replace(page, lines=read, source=Source.OCR)


def check(lines: list[str]) -> CheckReport:
    return compare(_word([FIRST, SIGNED]), [scan(lines)], pdf_name="a.pdf", pdf_sha256="1" * 64)


@pytest.mark.parametrize("read", ["周明远期：2023年", "周盟28：2023年", "周明"])
def test_print_that_a_name_runs_over_is_no_certain_difference(read: str) -> None:
    """日期 under 周明远 is read as neither, and was certainly another."""
    report = check([FIRST, f"法定代表人（签字）：{read}"])
    certain = [d for d in report.differences if d.certainty is Certainty.CERTAIN and d.kind is Kind.REPLACED]
    assert certain == []
    assert report.differences


def test_a_change_away_from_blanks_is_certain() -> None:
    report = check([FIRST.replace("28", "23"), SIGNED])
    (found,) = report.differences
    assert found.certainty is Certainty.CERTAIN


def test_a_text_layer_has_no_hands() -> None:
    page = _page(1, [FIRST, SIGNED.replace("日期", "时间")])
    report = compare(_word([FIRST, SIGNED]), [page], pdf_name="a.pdf", pdf_sha256="1" * 64)
    assert [d.certainty for d in report.differences] == [Certainty.CERTAIN]


def entry(text: str, x: float, top: float, kind: Kind, rule: str, *, alone: bool = False) -> Weighed:
    boxes = tuple(Box(x + 12 * n, top, x + 12 * (n + 1), top + 12) for n in range(len(text)))
    whole = Box(x, top, x + 12 * len(text), top + 12)
    line = Line(text, whole, boxes, (0.9,) * len(text), Source.OCR)
    piece = Piece(0, 0, line, fold(text), 0, len(text))
    return Weighed(
        Hunk(piece, 0, len(text), 5, 5, alone=alone), kind, Certainty.CERTAIN, Materiality.TEXT, rule, None, ""
    )


@pytest.mark.parametrize(
    ("text", "x", "alone", "certainty"),
    [
        ("士", 130.0, True, Certainty.UNCERTAIN),
        ("士", 240.0, True, Certainty.CERTAIN),  # far away
        ("士", 130.0, False, Certainty.CERTAIN),  # of a line that has its place
        ("另行支付百分之五", 130.0, True, Certainty.CERTAIN),  # more than a shard
    ],
)
@pytest.mark.parametrize(("kind", "rule"), [(Kind.FILLED_IN, "handwriting-in-blank"), (Kind.REPLACED, BESIDE_BLANK)])
def test_a_shard_of_handwriting_is_no_certain_addition(
    text: str, x: float, alone: bool, certainty: Certainty, kind: Kind, rule: str
) -> None:
    hand = entry("周明", 100.0, 100.0, kind, rule)
    stray = entry(text, x, 104.0, Kind.ADDED, "not-in-word", alone=alone)
    assert doubt_beside_hands([hand, stray])[1].certainty is certainty
    assert doubt_beside_hands([stray]) == [stray]
