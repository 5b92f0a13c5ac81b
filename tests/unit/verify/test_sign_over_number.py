"""A sign by itself is a speck, unless a number stands right below it: -11 that a tight cell breaks is not 11."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Certainty, Kind, Verdict
from tfdocs.model.page import Page, Source
from tfdocs.verify.judge import compare

WORD = ["期末余额按下表所列逐笔核对，如有不符请及时告知本会秘书处。", ("序号", 0, 0, 0), ("11", 0, 1, 0)]


def scanned(sign: str, x: float, top: float) -> Page:
    lines = [(WORD[0], 60.0, 60.0), ("序号", 200.0, 100.0), (sign, x, top), ("11", 200.0, 140.0)]
    page = _page(1, [line for line in lines if line[0]])
    return replace(page, source=Source.OCR, lines=tuple(replace(n, source=Source.OCR) for n in page.lines))


@pytest.mark.parametrize("sign", ["-", "+", "—"])
def test_a_sign_right_above_a_number_is_a_doubt(sign: str) -> None:
    report = compare(_word(WORD), [scanned(sign, 203.0, 122.0)], pdf_name="a.pdf", pdf_sha256="1" * 64)
    assert report.verdict is Verdict.UNDETERMINED
    (told,) = [d for d in report.differences if d.kind is Kind.ADDED]
    assert (told.certainty, told.evidence.rule) == (Certainty.UNCERTAIN, "lone-mark")


@pytest.mark.parametrize(("sign", "x", "top"), [("", 0.0, 0.0), ("-", 320.0, 122.0), ("-", 203.0, 240.0)])
def test_one_that_stands_elsewhere_is_a_speck(sign: str, x: float, top: float) -> None:
    report = compare(_word(WORD), [scanned(sign, x, top)], pdf_name="a.pdf", pdf_sha256="1" * 64)
    assert report.verdict is Verdict.CONSISTENT
