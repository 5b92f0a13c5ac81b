"""With ``check``: a difference that touches a promise says which, and what the paper makes of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfdocs.jobs.touched import with_commitments
from tfdocs.model.comparison import (
    Certainty,
    CheckReport,
    Coverage,
    Difference,
    Evidence,
    Kind,
    Materiality,
    PdfInfo,
    PdfSide,
    Touched,
    WordInfo,
    WordSide,
)
from tfdocs.model.document import Block, BlockKind, Document, join_blocks

Make = Callable[..., Document]


def report(document: Document, *edits: tuple[str, str]) -> CheckReport:
    """A check that found these readings of the paper; the first of each pair stands once in the Word's text."""
    differences = []
    for n, (old, new) in enumerate(edits):
        anchor, _, text = old.partition("|")
        assert document.text.count(anchor + text) == 1
        start = document.text.index(anchor + text) + len(anchor)
        kind = Kind.REPLACED if text and new else Kind.MISSING if text else Kind.ADDED
        word = WordSide(text=text, before="", after="", paragraph=0, start=start, end=start + len(text))
        pdf = PdfSide(text=new, before="", after="", page=1, boxes=[[0.0, 0.0, 9.0, 9.0]]) if new or not text else None
        differences.append(
            Difference(
                id=f"d{n}",
                kind=kind,
                certainty=Certainty.CERTAIN,
                materiality=Materiality.NUMBER,
                word=word,
                pdf=pdf,
                evidence=Evidence(rule="x", score=9.0),
            )
        )
    return CheckReport(
        word=WordInfo(name="a.docx", sha256="0", characters=1), pdf=PdfInfo(name="a.pdf", sha256="0", pages=1),
        differences=differences, pages=[], seals=[], findings=[],
        coverage=Coverage(word_characters=0, verified=0, missing=0, unreadable=0),
    )  # fmt: skip


def touched(document: Document, *edits: tuple[str, str]) -> list[Touched | None]:
    return [d.commitment for d in with_commitments(report(document, *edits), document).differences]


TEXT = "二、建设任务\n推荐参评论文不少于12篇，专职工作人员3人，项目经费20万元。\n本会坐落在锦江边。"


@pytest.mark.parametrize(
    ("old", "new", "before", "after", "said"),
    [
        ("不少于|12", "10", "≥12篇", "≥10篇", "承诺“推荐参评论文”由≥12篇变为≥10篇"),
        ("论文|不少于", "", "≥12篇", "12篇", "承诺“推荐参评论文”由≥12篇变为12篇"),
        ("|不少于", "不超过", "≥12篇", "≤12篇", "承诺“推荐参评论文”由≥12篇变为≤12篇"),
        ("经费|20", "28", "20万元", "28万元", "承诺“项目经费”由20万元变为28万元"),
        ("3|人", "名", "3人", "3名", "承诺“专职工作人员”由3人变为3名"),
        ("推荐|参评", "评优", "≥12篇", "≥12篇", "数值未变，文字“参评”变为“评优”"),
        ("推荐|参评", "参评", "≥12篇", "≥12篇", "“参评”在纸件上看不准"),
        ("|专职工作人员3人，", "", "3人", "", "在纸件上不再是一项承诺"),
    ],
)
def test_what_became_of_the_promise(old: str, new: str, before: str, after: str, said: str, document: Make) -> None:
    found = touched(document(TEXT), (old, new))[0]
    assert found is not None
    assert (found.before, found.after) == (before, after)
    assert said in str(found) and found.id.startswith("c")


def test_what_touches_no_promise_says_nothing(document: Make) -> None:
    assert touched(document(TEXT), ("锦江|边", "畔"), ("二、建设|任务", "工作")) == [None, None]


def test_a_figure_that_changed_is_told_though_its_heading_is_gone(document: Make) -> None:
    """Of a scan without the page of the heading, 15篇 → 13篇 was said to be no promise any more."""
    text = (
        "二、工作基础\n近三年举办学术会议27次，征集论文512篇。\n三、实施方案\n"
        "组织会员参加优秀论文征集活动，推荐参评论文15篇。"
    )
    _, found = touched(document(text), ("|三、实施方案", ""), ("论文|15篇", "13篇"))
    assert found is not None
    assert (found.before, found.after) == ("15篇", "13篇")
    assert found.message == "承诺“推荐参评论文”由15篇变为13篇"


def test_a_promise_that_only_the_paper_has(document: Make) -> None:
    found = touched(document(TEXT), ("锦江边。|", "另举办讲座5场。"))[0]
    assert found is not None and (found.id, found.before, found.after) == ("", "", "5场")
    assert "纸件上多出承诺" in found.message


def test_many_differences_at_once_are_each_told_their_own(document: Make) -> None:
    """Every reading of the paper is in place when a promise is read again, and shifts what stands behind it."""
    edits = (("推荐|参评", "一流的参评"), ("不少于|12", "8"), ("人员|3人", "5人"), ("费|20", "120"))
    found = touched(document(TEXT), *edits)
    assert [(t.before, t.after) for t in found if t] == [
        ("≥12篇", "≥8篇"), ("≥12篇", "≥8篇"), ("3人", "5人"), ("20万元", "120万元"),
    ]  # fmt: skip


def test_a_missing_passage_names_what_was_promised_in_it(document: Make) -> None:
    found = touched(document(TEXT), ("|推荐参评论文不少于12篇，专职工作人员3人，项目经费20万元。", ""))[0]
    assert found is not None and found.after == ""
    assert (
        found.message == "纸件上缺少的文字里有 3 项承诺：推荐参评论文（≥12篇）、专职工作人员（3人）、项目经费（20万元）"
    )


def test_shards_under_a_seal_make_no_new_promise(document: Make) -> None:
    made = document(TEXT)
    first = report(made, ("不少于|12", "1 … 0 … 6"))
    d = first.differences[0]
    assert d.pdf is not None
    shards = d.model_copy(
        update={
            "certainty": Certainty.UNCERTAIN,
            "pdf": d.pdf.model_copy(update={"boxes": [[0.0, 0.0, 9.0, 9.0], [20.0, 9.0, 29.0, 18.0]]}),
        }
    )
    (found,) = with_commitments(first.model_copy(update={"differences": [shards]}), made).differences
    assert found.commitment is not None
    assert found.commitment.before == found.commitment.after == "≥12篇"
    assert "看不清" in found.commitment.message


def test_rows_of_tables(document: Make) -> None:
    made = document(TEXT, [["指标", "单位", "目标值"], ["举办讲座", "场", "12"], ["印发手册", "册", "500"]])
    found = touched(made, ("场\n|12", "10"), ("册\n|500", "300"))
    assert [t.message for t in found if t] == ["承诺“举办讲座”由12场变为10场", "承诺“印发手册”由500册变为300册"]


def test_the_verdict_and_the_rest_are_untouched(document: Make) -> None:
    made = document(TEXT)
    first = report(made, ("不少于|12", "10"))
    second = with_commitments(first, made)
    assert second.verdict is first.verdict
    assert second.model_copy(update={"differences": first.differences}) == first
    assert with_commitments(report(made), made) == report(made)


@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(0, 6), st.text("推荐论文1289不少于篇，。人", max_size=5)), max_size=6
    )
)
def test_any_differences_whatever(edits: list[tuple[int, int, str]]) -> None:
    """Overlapping, empty, beyond a block's end: never an error, and the untouched text stays what it was."""
    text, blocks = join_blocks([Block(BlockKind.PARAGRAPH, line, 0, 0, "") for line in TEXT.split("\n")])
    made = Document("a.docx", "0", "docx", text, blocks)
    differences = []
    for n, (start, length, new) in enumerate(edits):
        end = min(len(text), start + length)
        start = min(start, end)
        word = WordSide(text=text[start:end], before="", after="", paragraph=0, start=start, end=end)
        pdf = PdfSide(text=new, before="", after="", page=1, boxes=[[0.0, 0.0, 1.0, 1.0]])
        differences.append(
            Difference(
                id=str(n),
                kind=Kind.REPLACED,
                certainty=Certainty.UNCERTAIN,
                materiality=Materiality.TEXT,
                word=word,
                pdf=pdf,
                evidence=Evidence(rule="x", score=None),
            )
        )
    base = report(made).model_copy(update={"differences": differences})
    assert [d.id for d in with_commitments(base, made).differences] == [d.id for d in differences]
