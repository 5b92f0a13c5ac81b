"""People name the files of one application in many ways; what says only how a copy was made does not count."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfdocs.jobs.intake.naming import is_attachment, is_rubbish, safe_name, stem, unit

SAME = (
    "申报书.docx", "申报书(盖章版).pdf", "申报书（盖章扫描件）.pdf", "申报书-盖章.pdf", "盖章版-申报书.pdf",
    "申报书【签字盖章】.pdf",     "申报书_final_signed.pdf", "申报书（word版）.docx", "申报书 定稿.docx", 
    "申报书（最终版）(扫描).PDF", "申 报 书.pdf", "申报书（ＰＤＦ）.pdf",
)  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_words_about_the_copy_do_not_count(name: str) -> None:
    assert stem(name).key == "申报书"


@pytest.mark.parametrize(
    "name", ["申报书2.docx", "甲申报书.docx", "申报书（科普类）.docx", "申报书2023.docx", "不盖章的申报书说明.docx"]
)
def test_other_words_do(name: str) -> None:
    assert stem(name).key != "申报书"


def test_numbers_of_copies_are_set_aside_only_at_last() -> None:
    assert stem("申报书(1).docx").key != stem("申报书(2).docx").key
    assert (
        stem("申报书(1).docx").loose
        == stem("申报书（盖章版）(2).pdf").loose
        == stem("申报书 - 副本.docx").loose
        == "申报书"
    )


@pytest.mark.parametrize("name", ["password.docx", "mydoc.pdf", "transcan.pdf"])
def test_latin_marks_are_whole_words(name: str) -> None:
    assert stem(name).key == name.partition(".")[0]


@pytest.mark.parametrize("name", ["扫描件.pdf", "盖章版.pdf", "Word.docx"])
def test_a_name_of_nothing_but_marks_says_nothing(name: str) -> None:
    assert stem(name).loose == ""


def test_folders_that_say_how_files_were_made_are_no_applicants() -> None:
    assert unit(("甲学会", "Word版")) == unit(("甲学会", "2.盖章扫描件")) == ("甲学会",)
    assert unit(("PDF", "甲学会")) == ("甲学会",)
    assert unit(("文科学会", "电子商务协会")) == ("文科学会", "电子商务协会")


def test_attachments_are_known_by_their_names_and_their_folders() -> None:
    assert is_attachment(("甲", "营业执照.pdf"))
    assert is_attachment(("甲", "附件材料", "合作协议书.pdf"))
    assert not is_attachment(("甲", "附件2：申报书.pdf"))
    assert not is_attachment(("甲", "申报书.docx"))


def test_leftovers_of_programs_are_known() -> None:
    assert all(is_rubbish(n) for n in ("~$申报书.docx", ".DS_Store", "Thumbs.db", "__MACOSX", "._申报书.docx"))
    assert not is_rubbish("申报书.docx")


@given(st.text(max_size=300))
def test_any_name_can_be_made_safe(name: str) -> None:
    safe = safe_name(name)
    assert safe and safe not in (".", "..") and not set(safe) & set('<>:"/\\|?*\0\n')
    assert len(safe.encode("utf-8", "surrogatepass")) <= 200
    assert safe == safe.strip(". ") and safe.partition(".")[0].upper() not in {"CON", "NUL", "AUX", "PRN", "COM1"}


@given(st.text(alphabet="申报书盖章版扫描件( )（）-_.1a副本word", max_size=60))
def test_taking_a_name_apart_is_quick_and_settles(name: str) -> None:
    begin = time.perf_counter()
    found = stem(name + ".pdf")
    assert time.perf_counter() - begin < 1
    assert len(found.loose) <= len(found.key) or not found.key


def test_a_hostile_name_costs_nothing() -> None:
    begin = time.perf_counter()
    for name in ("盖章" * 9000, "(" * 9000, "扫描 - " * 9000 + "x", " -_" * 9000, "(1)" * 5000):
        stem(name + ".pdf")
        unit((name,))
    assert time.perf_counter() - begin < 3
