"""Any one edit of a text is told, wherever the paper breaks its lines: nothing is claimed by two lines at once."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Verdict
from tfdocs.text.normalise import fold
from tfdocs.verify.judge import compare

SENTENCES = (
    "一、支持市级学会围绕中心工作开展学术交流活动不少于8场，参与人数不少于1200人次。",
    "（二）申报单位应当于2023年9月5日以前提交申报书一式三份，逾期不予受理。",
    "3．培养学术带头人。一是开展学术活动，充分满足会员需求；二是开展继续教育。",
    "培育方式：通过评审遴选10个综合能力强、工作基础好的学会，给予每家15万元支持。",
    "培育方式：通过考核遴选12个综合能力强、工作基础好的学会，给予每家8.5万元支持。",
    "合计（大写）：壹拾捌万陆仟伍佰元整，其中专项经费120,000.00元。",
    "项目负责人：周明远，联系电话：028-0000 2266。",
    "2023年9月22日举办培训班，2023年10月9日举办论坛。",
    "单位（盖章）：",
    "0.05",
)
MARKS = "的一二三不无未人入八日目十干千土士0123456789，。、；：（）.-OIl元万月年"


def told(word: list[str], paper: list[str], width: int, rows: int = 99) -> Verdict:
    """The verdict on ``paper`` set in lines of ``width`` characters, ``rows`` of them a page, numbered at the foot."""
    return told_of_lines(word, [p[i : i + width] for p in paper for i in range(0, len(p), width)], rows)


def told_of_lines(word: list[str], lines: list[str], rows: int) -> Verdict:
    pages = []
    for at in range(0, len(lines), rows):
        set_out = [(line, 90.0, 80.0 + 20 * n) for n, line in enumerate(lines[at : at + rows])]
        number = len(pages) + 1
        pages.append(_page(number, [*set_out, (str(number), 290.0, 800.0)]))
    return compare(_word(word), pages, pdf_name="a.pdf", pdf_sha256="1" * 64).verdict


texts = st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=7, unique=True)


@given(texts, st.integers(9, 38), st.integers(4, 30))
@settings(max_examples=100, deadline=None)
def test_the_same_text_is_consistent_however_its_lines_and_pages_break(word: list[str], width: int, rows: int) -> None:
    assert told(word, word, width, rows) is Verdict.CONSISTENT


@given(texts, st.integers(9, 38), st.integers(4, 30), st.data())
@settings(max_examples=250, deadline=None)
def test_any_one_edit_is_told(word: list[str], width: int, rows: int, data: st.DataObject) -> None:
    n = data.draw(st.integers(0, len(word) - 1))
    old = word[n]
    at = data.draw(st.integers(0, len(old) - 1))
    count = data.draw(st.integers(1, 9))
    new = data.draw(
        st.one_of(
            st.sampled_from(MARKS).map(lambda c: old[:at] + c + old[at + 1 :]),
            st.sampled_from(MARKS).map(lambda c: old[:at] + c + old[at:]),
            st.just(old[:at] + old[at + count :]),
            st.just(old[: at + count] + old[at:]),
            st.just(old[:at] + old[at + 1 : at + 2] + old[at] + old[at + 2 :]),
        )
    )
    assume(new.strip() and "".join(fold(new).text.split()) != "".join(fold(old).text.split()))
    assert told(word, [*word[:n], new, *word[n + 1 :]], width, rows) is not Verdict.CONSISTENT


@given(texts, st.integers(14, 38), st.integers(4, 12), st.data())
@settings(max_examples=150, deadline=None)
def test_a_line_printed_twice_is_told_and_one_left_out(
    word: list[str], width: int, rows: int, data: st.DataObject
) -> None:
    """Also where the second one is all that the last page shows."""
    lines = [p[i : i + width] for p in word for i in range(0, len(p), width)]
    at = data.draw(st.integers(0, len(lines) - 1))
    twice = data.draw(st.booleans())
    assume(twice or len(lines) > 1)
    changed = [*lines[: at + 1], *lines[at:]] if twice else lines[:at] + lines[at + 1 :]
    assert told_of_lines(word, changed, rows) is not Verdict.CONSISTENT


def test_the_number_of_a_page_is_no_cell_that_lost_its_figure() -> None:
    paper = [*SENTENCES[:3], "序号"]
    assert told([*paper, "2"], paper, 38, 4) is not Verdict.CONSISTENT


@pytest.mark.parametrize(
    ("word", "edited", "width"),
    [
        ([SENTENCES[2]], "3．培养学术带头人学术带头人。一是开展学术活动，充分满足会员需求；二是开展继续教育。", 9),
        ([SENTENCES[4], SENTENCES[9], SENTENCES[3]], "培育方式：" + SENTENCES[3], 29),
    ],
)
def test_what_is_printed_twice_is_claimed_once(word: list[str], edited: str, width: int) -> None:
    assert told(word, [*word[:-1], edited], width) is Verdict.INCONSISTENT


def test_what_ends_one_page_is_claimed_once_though_it_begins_the_next() -> None:
    text = "会议认为，前期工作基本完成，但仍有8项任务未达到预期，主要原不少于20家因是人员不足、资料不全、沟通不畅。"
    edited = text.replace("不少于20家因", "不少于20家因20家因")
    assert told([text], [text], 12, 3) is Verdict.CONSISTENT
    # the fourth line begins the second page with what the third one, above a page's number, ends with
    width = edited.index("20家因20家因") + 4
    lines = [edited[:12], edited[12:24], edited[24:width], edited[width : width + 12], edited[width + 12 :]]
    assert told_of_lines([text], lines, 3) is Verdict.INCONSISTENT
