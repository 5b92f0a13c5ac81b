"""A comma that no line has is a doubt: boxes of lines cut commas off first. Words that no line has are missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Certainty
from tfdocs.model.page import Source
from tfdocs.text.normalise import fold
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.judge import compare
from tfdocs.verify.narrowed import mark_at_end
from tfdocs.verify.pieces import Piece


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


@pytest.mark.parametrize(
    ("read", "word", "expected"),
    [
        ("感；", "完成，", ("；", "，")),
        ("感，", "完成，", None),  # the same mark
        ("；", "，", None),  # all there is: weighed as it is
        ("感六", "完成七", None),
    ],
)
def test_a_mark_behind_unreadable_characters_is_weighed_by_itself(
    read: str, word: str, expected: tuple[str, str] | None
) -> None:
    (line,) = _page(1, [f"前期工作基本{read}但仍有"]).lines
    folded = fold(line.text)
    at, theirs = folded.text.index(fold(read).text), fold(word).text
    piece = Piece(0, 0, line, folded, 0, len(folded.text))
    found = mark_at_end(Hunk(piece, at, at + len(fold(read).text), 0, len(theirs)), theirs)
    seen = None if found is None else (found.read, theirs[found.w0 : found.w1])
    assert seen == (None if expected is None else tuple(fold(mark).text for mark in expected))


@pytest.mark.parametrize(
    ("word", "read", "passed"),
    [("2．组织建设", "2·组织建设", True), ("高程2．5米", "高程2·5米", False), ("2．组织建设", "2，组织建设", False)],
)
def test_the_dot_of_a_paragraphs_number_may_stand_high(word: str, read: str, passed: bool) -> None:
    """Some faces have ． in the middle of its square, and a recogniser reads ·; in 2.5 it is another matter."""
    plain = _page(1, ["本年度完成全部考核指标", read])
    page = replace(plain, source=Source.OCR, lines=tuple(replace(ln, source=Source.OCR) for ln in plain.lines))
    document = _word(["本年度完成全部考核指标", word])
    report = compare(document, [page], pdf_name="scan.pdf", pdf_sha256="1" * 64)
    assert [d.evidence.rule for d in report.suppressed].count("dot-of-number") == passed
    assert not (passed and report.differences)
