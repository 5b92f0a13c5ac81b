"""Text behind tabulators: the columns of paragraphs below one another."""

from __future__ import annotations

import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import CheckReport, Verdict
from tfdocs.verify.judge import compare

PARTIES = ["甲方（盖章）\t乙方（盖章）", "法定代表人：\t法定代表人：", "二〇二三年五月六日\t二〇二三年六月五日"]
FIGURES = ["名称\t数量\t金额", "展板\t12\t450", "讲座\t30\t80", "手册\t\t95"]
STOPS = (60.0, 240.0, 420.0)


def report(word: list[str], paper: list[str], stops: tuple[float, ...] = STOPS) -> CheckReport:
    """``paper``: rows, cells parted by tabulators, each printed at its stop."""
    lines: list[str | tuple[str, float, float]] = [
        (said, stops[n], 80.0 + 30 * row)
        for row, line in enumerate(paper)
        for n, said in enumerate(line.split("\t"))
        if said
    ]
    return compare(_word(word), [_page(1, lines)], pdf_name="a.pdf", pdf_sha256="1" * 64)


@pytest.mark.parametrize("rows", [PARTIES, FIGURES, PARTIES[:2]])
def test_rows_as_they_were_are_consistent(rows: list[str]) -> None:
    assert report(rows, rows).verdict is Verdict.CONSISTENT


@pytest.mark.parametrize(
    ("rows", "row", "printed", "shown"),
    [
        (PARTIES, 2, "\t二〇二三年五月六日\t二〇二三年六月五日", "二〇二三年五月六日"),
        (FIGURES, 3, "手册\t95", "95"),
    ],
)
def test_what_stands_at_another_tabulator_is_shown(rows: list[str], row: int, printed: str, shown: str) -> None:
    found = report(rows, [printed if n == row else line for n, line in enumerate(rows)])
    assert found.verdict is Verdict.UNDETERMINED
    assert [(d.word and d.word.text, d.evidence.rule) for d in found.differences] == [(shown, "other-tab")]


def test_what_is_pushed_on_by_what_stands_before_it_is_where_it_must_be() -> None:
    rows = ["单位\t一\t九", "地址\t二\t八", "电话\t三\t七", "上级主管部门与挂靠单位名称\t四\t六"]
    lines: list[str | tuple[str, float, float]] = []
    for row, line in enumerate(rows):
        stops = (60.0, 160.0, 260.0) if row < 3 else (60.0, 260.0, 360.0)
        lines += [(said, stops[n], 80.0 + 30 * row) for n, said in enumerate(line.split("\t"))]
    found = compare(_word(rows), [_page(1, lines)], pdf_name="a.pdf", pdf_sha256="1" * 64)
    assert found.verdict is Verdict.CONSISTENT
