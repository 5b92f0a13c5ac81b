"""A comma that no line has is a doubt: boxes of lines cut commas off first. Words that no line has are missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Certainty
from tfdocs.model.page import Source
from tfdocs.verify.judge import compare


@pytest.mark.parametrize(("word", "certainty"), [("、", Certainty.UNCERTAIN), ("三项任务", Certainty.CERTAIN)])
@pytest.mark.parametrize("source", [Source.OCR, Source.TEXT])
def test_only_a_scans_small_marks_are_never_certainly_gone(word: str, certainty: Certainty, source: Source) -> None:
    plain = _page(1, ["本年度完成全部考核指标", "按时提交总结报告"])
    page = replace(plain, source=source, lines=tuple(replace(line, source=source) for line in plain.lines))
    document = _word(["本年度完成全部考核指标", word, "按时提交总结报告"])
    report = compare(document, [page], pdf_name="scan.pdf", pdf_sha256="1" * 64)
    (found,) = report.differences
    assert found.word.text == word
    assert found.certainty is (certainty if source is Source.OCR else Certainty.CERTAIN)
