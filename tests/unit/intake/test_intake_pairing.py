"""Which Word belongs to which PDF. Where there is a choice there is no pair, and whatever is no pair is listed."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfdocs.jobs.intake.found import Found, Remark, Sort, Sorted, Trouble
from tfdocs.jobs.intake.listing import Row
from tfdocs.jobs.intake.pairing import beside_unreadable, sort_out
from tfdocs.jobs.intake.steps import Stamp


def found(place: str, content: str = "") -> Found:
    sort = {"pdf": Sort.PDF, "xlsx": Sort.LIST}.get(place.rpartition(".")[2].lower(), Sort.WORD)
    digest = hashlib.sha256((content or place).encode()).hexdigest()
    return Found(tuple(place.split("/")), Path(place), digest, Stamp(1, 1, 1), sort)


def sorted_out(*places: str, rows: list[Row] | None = None, **contents: str) -> Sorted:
    files = [found(p, contents.get(p.replace("/", "_").replace(".", "_"), "")) for p in places]
    lists = [(found("名单.xlsx"), rows)] if rows is not None else []
    return sort_out(files, lists)


def pairs(out: Sorted) -> set[tuple[str, str]]:
    return {(p.word.shown, p.pdf.shown) for p in out.pairs}


def troubles(out: Sorted) -> list[tuple[Trouble, tuple[str, ...]]]:
    return [(r.trouble, r.files) for r in out.remarks]


@pytest.mark.parametrize(
    ("word", "pdf"),
    [
        ("甲.docx", "甲.pdf"),
        ("甲.docx", "甲(盖章版).pdf"),
        ("甲（定稿）.docx", "甲-签字盖章扫描件.pdf"),
        ("甲(1).docx", "甲.pdf"),
        ("Word版/甲.docx", "盖章扫描件/甲.pdf"),
        ("一批/甲/word/申报书.docx", "一批/甲/扫描件/申报书（盖章）.pdf"),
        ("甲/申报书.docx", "甲/20230501143355.pdf"),
        ("甲.zip/申报书.docx", "甲.zip/扫描件.pdf"),
        ("附件2：申报书.docx", "附件2：申报书（盖章版）.pdf"),
    ],
)
def test_two_that_belong_together(word: str, pdf: str) -> None:
    out = sorted_out(word, pdf)
    assert pairs(out) == {(word, pdf)} and not out.remarks and out.pairs[0].rule


@pytest.mark.parametrize(
    ("word", "pdf"),
    [
        ("甲.docx", "乙.pdf"),  # at the top, where all applicants' files lie
        ("甲/申报书.docx", "乙/申报书.pdf"),
        ("申报书(1).docx", "申报书(2).pdf"),
        ("甲/子/申报书.docx", "甲/扫描.pdf"),
    ],
)
def test_two_that_may_not(word: str, pdf: str) -> None:
    out = sorted_out(word, pdf)
    assert not out.pairs and {f for r in out.remarks for f in r.files} == {word, pdf}


def test_two_candidates_are_no_pair() -> None:
    out = sorted_out("甲/申报书.docx", "甲/申报书.pdf", "甲/申报书（盖章版）.pdf")
    assert not out.pairs
    assert [t for t, _ in troubles(out)] == [Trouble.AMBIGUOUS] and len(out.remarks[0].files) == 3


def test_versions_that_pair_off_among_themselves_do() -> None:
    out = sorted_out("申报书-终稿.docx", "申报书-终稿.pdf", "申报书-定稿.docx", "申报书-定稿.pdf")
    assert pairs(out) == {("申报书-终稿.docx", "申报书-终稿.pdf"), ("申报书-定稿.docx", "申报书-定稿.pdf")}


def test_a_folder_with_two_words_and_two_scans_of_other_names_is_left_to_a_person() -> None:
    out = sorted_out("甲/一.docx", "甲/二.docx", "甲/三.pdf", "甲/四.pdf")
    assert not out.pairs and [t for t, _ in troubles(out)] == [Trouble.AMBIGUOUS]


def test_attachments_are_left_alone_and_listed() -> None:
    out = sorted_out("甲/申报书.docx", "甲/扫描.pdf", "甲/营业执照.pdf", "甲/附件/获奖.pdf", "甲/工作总结.pdf")
    assert not pairs(out)  # two scans remain: one may be the application
    out = sorted_out("甲/申报书.docx", "甲/申报书.pdf", "甲/营业执照.pdf", "甲/附件/获奖.pdf", "甲/工作总结.pdf")
    assert pairs(out) == {("甲/申报书.docx", "甲/申报书.pdf")}
    assert {t for t, _ in troubles(out)} == {Trouble.ATTACHMENT} and len(out.remarks) == 3


def test_what_stays_alone_is_listed() -> None:
    assert troubles(sorted_out("甲.docx")) == [(Trouble.ALONE, ("甲.docx",))]
    assert troubles(sorted_out("甲/乙.pdf")) == [(Trouble.ALONE, ("甲/乙.pdf",))]


def test_copies_of_a_file_are_listed_and_do_not_stand_in_the_way() -> None:
    out = sorted_out("申报书.docx", "申报书(1).docx", "申报书.pdf", 申报书_docx="同", **{"申报书(1)_docx": "同"})
    assert pairs(out) == {("申报书.docx", "申报书.pdf")}
    assert troubles(out) == [(Trouble.DUPLICATE, ("申报书(1).docx",))]


def test_the_same_pair_in_two_folders_is_checked_once() -> None:
    same = {"甲_申报书_docx": "w", "乙_申报书_docx": "w", "甲_申报书_pdf": "p", "乙_申报书_pdf": "p"}
    out = sorted_out("甲/申报书.docx", "甲/申报书.pdf", "乙/申报书.docx", "乙/申报书.pdf", **same)
    assert len(out.pairs) == 1 and [t for t, _ in troubles(out)] == [Trouble.DUPLICATE]


def test_one_word_under_two_scans_is_said() -> None:
    out = sorted_out("甲.docx", "甲.pdf", "乙.docx", "乙.pdf", 甲_docx="同", 乙_docx="同")
    assert len(out.pairs) == 2 and all("内容完全相同" in p.notes[0] for p in out.pairs)


def test_a_list_goes_before_names() -> None:
    rows = [Row(2, "甲.docx", "乙.pdf", "甲学会")]
    out = sorted_out("甲.docx", "甲.pdf", "乙.docx", "乙.pdf", rows=rows)
    assert pairs(out) == {("甲.docx", "乙.pdf")} and out.pairs[0].label == "甲学会" and "第 2 行" in out.pairs[0].rule
    assert {f for r in out.remarks for f in r.files} == {"甲.pdf", "乙.docx"}


def test_a_list_may_name_folders_leave_out_endings_and_be_wrong() -> None:
    rows = [
        Row(2, "a/申报书", "a\\扫描.pdf", ""),
        Row(3, "没有.docx", "b/扫描.pdf", ""),
        Row(4, "申报书.docx", "", ""),
        Row(5, "a/申报书.docx", "b/扫描.pdf", ""),
    ]
    out = sorted_out("a/申报书.docx", "a/扫描.pdf", "b/申报书.docx", "b/扫描.pdf", rows=rows)
    listed = [p for p in out.pairs if "名单" in p.rule]
    assert [(p.word.shown, p.pdf.shown) for p in listed] == [("a/申报书.docx", "a/扫描.pdf")]
    assert sum(t is Trouble.LIST for t, _ in troubles(out)) == 3


def test_a_list_cannot_name_what_is_not_in_the_folder() -> None:
    out = sorted_out("甲.docx", "甲.pdf", rows=[Row(2, "../../etc/passwd", "/etc/shadow", "")])
    assert pairs(out) == {("甲.docx", "甲.pdf")} and out.remarks[0].trouble is Trouble.LIST


def test_who_is_alone_because_the_other_cannot_be_read_says_so() -> None:
    out = sorted_out("甲/申报书（盖章）.pdf", "乙.pdf")
    out.remarks.append(Remark(Trouble.FAILED, ("甲/申报书.docx",), "文件是空的（0 字节）"))
    why = {r.files[0]: r.why for r in beside_unreadable(out).remarks}
    assert "甲/申报书.docx”读不出来" in why["甲/申报书（盖章）.pdf"] and why["乙.pdf"] == "没有找到对应的 Word"


PARTS = ["甲", "乙", "申报书", "盖章版", "(1)", "扫描件", "附件", "-", " ", "一"]
NAMES = st.builds(
    lambda folders, parts, end: "/".join([*folders, "".join(parts) + end]),
    st.lists(st.sampled_from(["甲", "乙", "Word版", "扫描件", "附件"]), max_size=2),
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=4),
    st.sampled_from([".docx", ".pdf", ".doc"]),
)


@given(st.lists(NAMES, unique=True, max_size=14), st.randoms(use_true_random=False))
def test_every_file_is_in_one_place_and_the_order_of_reading_does_not_matter(names: list[str], random: object) -> None:
    files = [found(n) for n in names]
    out = sort_out(files)
    where = Counter([f for p in pairs(out) for f in p] + [f for r in out.remarks for f in r.files])
    assert where == Counter(f.shown for f in files)
    random.shuffle(files)  # type: ignore[attr-defined]
    again = sort_out(files)
    assert again.pairs == out.pairs and again.remarks == out.remarks


@given(st.lists(NAMES, unique=True, max_size=14))
def test_a_pair_by_name_or_folder_never_crosses_applicants(names: list[str]) -> None:
    from tfdocs.jobs.intake.naming import unit

    assert all(unit(p.word.folder) == unit(p.pdf.folder) for p in sort_out([found(n) for n in names]).pairs)
