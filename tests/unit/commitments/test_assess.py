"""Promises against indicators: exact where the words are, “unclear” where they are not, never guessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfdocs.commitments.assess import compare
from tfdocs.model.commitment import (
    Commitment,
    CommitmentKind,
    CommitmentReport,
    Comparator,
    Grounding,
    Modality,
    Status,
)
from tfdocs.model.programme import Category, Indicator, Programme

Read = Callable[..., CommitmentReport]


def indicator(name: str = "论文", **changes: Any) -> Indicator:
    given_ = {
        "id": "x.papers", "name": name, "kind": CommitmentKind.QUANTITY, "comparator": Comparator.AT_LEAST,
        "value": Decimal(20), "unit": "篇", "words": (("推荐", "论文"),), "source": "推荐论文不少于20篇",
    }  # fmt: skip
    return Indicator(**(given_ | changes))


def promise(comparator: str, value: int | str, high: int | None = None, **changes: Any) -> Commitment:
    given_ = {
        "id": "c", "modality": Modality.PROMISE, "kind": CommitmentKind.QUANTITY, "action": "推荐", "object": "论文",
        "comparator": Comparator(comparator), "value": Decimal(value),
        "value_max": None if high is None else Decimal(high), "unit": "篇",
        "evidence": Grounding(text="推荐论文", start=0, end=4),
    }  # fmt: skip
    return Commitment(**(given_ | changes))


def programme(*indicators: Indicator) -> tuple[Programme, Category]:
    category = Category(
        id="x", name="样例类别", grant=Decimal(1), end=date(2023, 12, 31), applicants=("学会",), indicators=indicators
    )
    whole = Programme(
        id="p", title="样例", year=2023, guide="指南", organisers=("某局",), association="某会", categories=(category,),
        folder=Path(),
    )  # fmt: skip
    return whole, category


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (promise(">=", 20), "met"),
        (promise("=", 25), "met"),
        (promise(">", 19), "met"),
        (promise(">=", 10), "below"),
        (promise("=", 19), "below"),
        (promise("between", 20, 30), "met"),
        (promise("between", 10, 15), "below"),
        (promise("between", 15, 25), "unclear"),
        (promise("~", 20), "unclear"),
        (promise("~", 10), "below"),
        (promise("<=", 30), "unclear"),
        (promise("<=", 10), "below"),
        (promise("=", 25, unit="件"), "unclear"),
        (promise("=", 5, per="季度"), "unclear"),
        (promise("=", 30, per="场"), "unclear"),
    ],
)
def test_at_least_twenty(said: Commitment, status: str) -> None:
    if said.per == "季度":
        # 5 in a quarter may be 10 in half a year or 20 in a whole one
        assert compare(said, indicator()) in (Status.BELOW, Status.UNCLEAR)
        return
    assert compare(said, indicator()).value == status


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (promise("<=", 30), "met"),
        (promise("<=", 50), "met"),
        (promise("=", 6), "met"),
        (promise("<", 51), "met"),
        (promise("<=", 60), "below"),
        (promise("<=", 10, unit="%"), "unclear"),
    ],
)
def test_within_the_first_fifty(said: Commitment, status: str) -> None:
    rank = indicator(kind=CommitmentKind.RANK, comparator=Comparator.AT_MOST, value=Decimal(50), unit="名")
    unit = said.unit if said.unit == "%" else "名"
    assert compare(said.model_copy(update={"kind": CommitmentKind.RANK, "unit": unit}), rank).value == status


def test_periods() -> None:
    yearly = indicator(value=Decimal(4), per="年")
    assert compare(promise("=", 1, per="季度"), yearly) is Status.MET
    assert compare(promise("=", 1, per="半年"), yearly) is Status.BELOW
    assert compare(promise("=", 4), yearly) is Status.MET
    assert compare(promise("=", 9, per="场"), yearly) is Status.UNCLEAR


@given(
    st.sampled_from([">=", ">", "="]), st.integers(0, 1000), st.integers(0, 1000), st.decimals(0, 100, places=1)
)  # fmt: skip
def test_met_and_below_part_the_numbers(comparator: str, said: int, wanted: int, rate: Decimal) -> None:
    """For a promise with a least: met exactly when that least reaches what is wanted, else below; never in between."""
    least = said + 1 if comparator == ">" else said
    status = compare(promise(comparator, said), indicator(value=Decimal(wanted)))
    assert status is (Status.MET if least >= wanted else Status.BELOW)
    percent = indicator(kind=CommitmentKind.RATE, unit="%", value=rate)
    same = promise(">=", 0, kind=CommitmentKind.RATE, unit="%").model_copy(update={"value": rate})
    assert compare(same, percent) is Status.MET


def test_links_missing_and_what_is_below(read: Read) -> None:
    whole, category = programme(
        indicator(),
        indicator("科普作品", id="x.works", words=(("科普", "作品"),), value=Decimal(5)),
        indicator("专家", id="x.experts", words=(("专家",),), unit="名"),
    )  # fmt: skip
    report = read("推荐论文12篇，推荐科普作品6篇。", programme=whole, category=category)
    answers = {i.requirement.id: i.requirement.status.value for i in report.commitments if i.requirement}
    assert answers == {"x.papers": "below", "x.works": "met"}
    assert [m.requirement for m in report.missing] == ["x.experts"]


def test_without_a_category_nothing_is_linked(read: Read) -> None:
    report = read("一流科技社团推荐论文12篇。")
    assert all(i.requirement is None for i in report.commitments) and report.missing == []


def test_ties_are_unclear_and_name_both(read: Read) -> None:
    whole, category = programme(
        indicator("甲类论文", id="x.a"), indicator("乙类论文", id="x.b"),
    )  # fmt: skip
    (item,) = read("推荐论文30篇。", programme=whole, category=category).commitments
    assert item.requirement is not None and item.requirement.status is Status.UNCLEAR
    assert "甲类论文、乙类论文" in item.note


def test_words_that_rule_out(read: Read) -> None:
    whole, category = programme(indicator(unless=("获奖",)))
    (item,) = read("推荐获奖论文30篇。", programme=whole, category=category).commitments
    assert item.requirement is None


def test_the_past_answers_nothing(read: Read) -> None:
    whole, category = programme(indicator())
    report = read("近三年推荐论文30篇。", programme=whole, category=category)
    assert report.commitments[0].requirement is None and report.missing


def test_another_unit_is_unclear(read: Read) -> None:
    whole, category = programme(indicator())
    (item,) = read("推荐论文30份。", programme=whole, category=category).commitments
    assert item.requirement is not None and item.requirement.status is Status.UNCLEAR
    assert "单位" in item.note


def test_prose_and_table_in_conflict(read: Read) -> None:
    whole, category = programme(indicator())
    table = [["指标", "单位", "目标值"], ["推荐论文", "篇", "25"]]
    report = read("推荐论文22篇。", table, programme=whole, category=category)
    (conflict,) = report.conflicts
    assert set(conflict.commitments) == {i.id for i in report.commitments}
    assert "22篇" in conflict.message and "25篇" in conflict.message
    assert read("推荐论文不少于25篇。", table, programme=whole, category=category).conflicts == []


def test_a_part_is_no_second_promise(read: Read) -> None:
    whole, category = programme(indicator())
    report = read("推荐论文26篇，其中核心论文8篇。", programme=whole, category=category)
    assert [i.requirement is not None for i in report.commitments] == [True, False]
    assert report.conflicts == []


def test_what_is_summed_up_answers_by_its_sum(read: Read) -> None:
    """Parts before their total, as parts behind it (其中), are no promises below what is demanded."""
    papers = indicator(value=Decimal(20), words=(("推荐", "论文"),))
    whole, category = programme(papers)
    report = read("推荐学术论文18篇、综述论文7篇，共计推荐论文25篇。", programme=whole, category=category)
    answers = [(str(i.value), i.requirement.status.value) for i in report.commitments if i.requirement is not None]
    assert answers == [("25", "met")] and report.conflicts == []
    report = read("推荐学术论文18篇、综述论文7篇。", programme=whole, category=category)
    assert [i.requirement is not None for i in report.commitments] == [True, True]
