"""Sums that no longer agree on paper are said in words; what was wrong in the Word already is said to be the Word's."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.unit.verify.conftest import _page, _word
from tests.unit.verify.test_judge import check
from tfdocs.model.comparison import CheckReport, Verdict
from tfdocs.model.fault import Severity

CLAUSE = "甲方支持乙方经费200000元（大写：人民币贰拾万元整），分两次拨付。"
TABLE = [
    ("科目", "金额（元）"),
    ("会议费", "80,000.00"),
    ("印刷费", "20,000.00"),
    ("差旅费", "—"),
    ("合计", "100,000.00"),
]


def codes(report: CheckReport) -> list[tuple[str, Severity]]:
    return [(f.code, f.severity) for f in report.findings]


def of_table(rows: Sequence[tuple[str, str]]) -> CheckReport:
    word = _word(["经费预算表", *((t, 0, r, c) for r, row in enumerate(TABLE) for c, t in enumerate(row))])
    lines = [(t, 90.0 + 200 * c, 120.0 + 20 * r) for r, row in enumerate(rows) for c, t in enumerate(row)]
    return check(word, [_page(1, [("经费预算表", 90.0, 80.0), *lines])])


def test_an_untouched_amount_gives_no_finding() -> None:
    assert codes(check(_word([CLAUSE]), [_page(1, [CLAUSE])])) == []


@pytest.mark.parametrize(("old", "new"), [("200000元", "280000元"), ("贰拾万", "叁拾万"), ("贰拾万元", "贰拾伍万元")])
def test_figures_and_words_that_part_on_paper(old: str, new: str) -> None:
    report = check(_word([CLAUSE]), [_page(1, [CLAUSE.replace(old, new)])])
    assert codes(report) == [("amount-words-differ", Severity.ERROR)]
    assert "纸面上" in report.findings[0].message and report.verdict is Verdict.INCONSISTENT


def test_a_word_whose_amounts_disagree_is_told_so() -> None:
    wrong = CLAUSE.replace("200000元", "20万5000元").replace("20万5000元", "250000元")
    report = check(_word([wrong]), [_page(1, [wrong])])
    assert codes(report) == [("amount-words-differ", Severity.WARNING)]


@pytest.mark.parametrize("figure", ["20万元", "200,000.00元", "¥200000元", "200000元", "￥200,000.00", "¥ 200000"])
def test_every_way_to_write_the_figures_agrees(figure: str) -> None:
    text = CLAUSE.replace("200000元", figure)
    assert codes(check(_word([text]), [_page(1, [text])])) == []


def test_a_sum_with_its_sign_alone_is_the_one_beside_the_words() -> None:
    """The nearest with 元 behind it was another one: a Word that agrees with itself was said not to."""
    text = "项目总经费人民币壹拾贰万叁仟伍佰元整（¥123,500.00），其中专项资金8.5万元。"
    assert codes(check(_word([text]), [_page(1, [text])])) == []
    wrong = text.replace("123,500", "128,500")
    assert codes(check(_word([text]), [_page(1, [wrong])])) == [("amount-words-differ", Severity.ERROR)]


def test_columns_that_add_up_are_left_alone() -> None:
    assert codes(of_table(TABLE)) == []


@pytest.mark.parametrize("row", [1, 2, 4])
def test_a_changed_figure_breaks_its_total(row: int) -> None:
    rows = [(a, b.replace("0,000", "6,000") if n == row else b) for n, (a, b) in enumerate(TABLE)]
    report = of_table(rows)
    assert codes(report) == [("sum-differs", Severity.ERROR)]


def test_subtotals_are_not_guessed_at() -> None:
    rows = [("科目", "金额"), ("会议费", "5"), ("印刷费", "6"), ("小计", "11"), ("差旅费", "4"), ("合计", "15")]
    word = _word([(t, 0, r, c) for r, row in enumerate(rows) for c, t in enumerate(row)])
    lines = [(t, 90.0 + 200 * c, 120.0 + 20 * r) for r, row in enumerate(rows) for c, t in enumerate(row)]
    assert codes(check(word, [_page(1, lines)])) == []


@pytest.mark.parametrize("head", [("", "2021", "2022"), ("栏次", "1", "2"), ("年份", "2021", "2022")])
@pytest.mark.parametrize(("total", "codes_"), [("5", []), ("6", [("sum-differs", Severity.WARNING)])])
def test_a_second_row_of_the_head_is_not_added(head: Sequence[str], total: str, codes_: list[object]) -> None:
    rows = [("机构", "会议（次）", ""), head, ("甲会", "2", "3"), ("乙会", "3", "4"), ("合计", total, "7")]
    word = _word([(t, 0, r, c) for r, row in enumerate(rows) for c, t in enumerate(row)])
    lines = [(t, 90.0 + 200 * c, 120.0 + 20 * r) for r, row in enumerate(rows) for c, t in enumerate(row) if t]
    assert codes(check(word, [_page(1, lines)])) == codes_


def test_amounts_that_look_like_a_year_are_added() -> None:
    rows = [("科目", "金额"), ("会议费", "2000"), ("印刷费", "500"), ("差旅费", "300"), ("合计", "2900")]
    word = _word([(t, 0, r, c) for r, row in enumerate(rows) for c, t in enumerate(row)])
    lines = [(t, 90.0 + 200 * c, 120.0 + 20 * r) for r, row in enumerate(rows) for c, t in enumerate(row)]
    report = check(word, [_page(1, lines)])
    assert codes(report) == [("sum-differs", Severity.WARNING)] and "2800" in report.findings[0].message
