"""Codes on paper: whose pages they are, whether the Word was edited since, which pages are missing or foreign."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tfdocs.model.document import Block, BlockKind, Document, Finding, join_blocks
from tfdocs.model.fault import Severity
from tfdocs.model.page import Page
from tfdocs.text.code import ALPHABET, code_of, is_code, printed
from tfdocs.verify.code_findings import code_findings
from tfdocs.verify.codes import PageCode, WordCodes, codes_of_pages, codes_of_word, owner

WORDS = "推荐论文不少于10篇，经费20万元。"
OURS, OTHER = code_of(WORDS), code_of("另一份文件")
MakePage = Callable[..., Page]


def word_with(*codes: str) -> Document:
    blocks = [Block(BlockKind.PARAGRAPH, WORDS, 0, 0, "段")]
    blocks += [Block(BlockKind.FOOTER, f"第 1 页　共 1 页　　核验码 {printed(c)}", 0, 0, "页脚") for c in codes]
    text, placed = join_blocks(blocks)
    return Document("申报书.docx", "0" * 64, "docx", text, placed)


def foot(text: str) -> tuple[str, float, float]:
    return text, 200.0, 790.0


def sheets(page: MakePage, *feet: str) -> list[Page]:
    return [page(n, ["正文一行", foot(f)] if f else ["正文一行"]) for n, f in enumerate(feet, 1)]


def numbered(number: int, total: int, code: str = OURS) -> str:
    return f"第 {number} 页　共 {total} 页　　核验码 {printed(code)}"


def by_code(found: list[Finding]) -> dict[str, Finding]:
    assert len({f.code for f in found}) == len(found)
    return {f.code: f for f in found}


def test_a_complete_scan_of_its_word(page: MakePage) -> None:
    pages = sheets(page, f"核验码 {printed(OURS)}", numbered(2, 3), numbered(3, 3))
    found = by_code(code_findings(word_with(OURS), OURS, pages))
    assert set(found) == {"code-same"} and found["code-same"].where == "第 1-3 页"


def test_a_word_without_codes_says_nothing(page: MakePage) -> None:
    assert code_findings(word_with(), OURS, sheets(page, "第 1 页　共 1 页")) == []


def test_a_word_edited_after_it_was_made(page: MakePage) -> None:
    edited = WORDS.replace("10", "70")
    found = by_code(code_findings(word_with(OURS), code_of(edited), sheets(page, numbered(1, 1))))
    assert set(found) == {"code-edited", "code-same"}
    assert printed(OURS) in found["code-edited"].message and printed(code_of(edited)) in found["code-edited"].message
    # Nothing is said where the stored words are not known, or the file holds several documents.
    assert "code-edited" not in by_code(code_findings(word_with(OURS), None, []))
    assert "code-edited" not in by_code(code_findings(word_with(OURS, OTHER), code_of(edited), []))


def test_a_foreign_page_and_a_foreign_scan(page: MakePage) -> None:
    pages = sheets(page, numbered(1, 3), numbered(2, 3, OTHER), numbered(3, 3))
    found = by_code(code_findings(word_with(OURS), OURS, pages))
    assert found["code-other"].where == "第 2 页" and printed(OTHER) in found["code-other"].message
    assert found["code-same"].where == "第 1、3 页" and "缺第 2 页" in found["code-pages-missing"].message
    pages = sheets(page, numbered(1, 2, OTHER), numbered(2, 2, OTHER))
    assert set(by_code(code_findings(word_with(OURS), OURS, pages))) == {"code-other"}


def test_missing_pages_are_named_and_a_cover_without_a_number_is_none(page: MakePage) -> None:
    pages = sheets(page, f"核验码 {printed(OURS)}", numbered(2, 6), numbered(3, 6), numbered(6, 6))
    found = by_code(code_findings(word_with(OURS), OURS, pages))
    assert found["code-pages-missing"].message.endswith("共 6 页，缺第 4-5 页")
    # The last page lost, and one whose foot could not be read.
    pages = sheets(page, f"核验码 {printed(OURS)}", numbered(2, 4), "")
    found = by_code(code_findings(word_with(OURS), OURS, pages))
    assert "缺第 4 页" in found["code-pages-missing"].message and found["code-unread"].where == "第 3 页"


@pytest.mark.parametrize("places", [(0,), (4,), (9,), (1, 7)])
def test_a_misread_code_is_still_its_own(places: tuple[int, ...], page: MakePage) -> None:
    read = list(OURS)
    for at in places:
        read[at] = "8" if read[at] != "8" else "B"
    misread = "".join(read)
    pages = sheets(page, f"第2页 共3页 核验码{misread[:5]}-{misread[5:]}")
    assert codes_of_pages(pages, [OURS])[0].code == OURS
    assert codes_of_pages(pages, [OTHER])[0].code == "" == codes_of_pages(pages)[0].code


@pytest.mark.parametrize(
    "read",
    [
        f"核验码 {OURS[:4]}-{OURS[5:]}",  # a character lost
        f"核验码 {printed(OURS)}2",  # the page number run into it
        f"核验石马{OURS[:3]} {OURS[3:5]}—{OURS[5:]}",
        f"{OURS[:5]}- {OURS[5:9]}",
    ],
)
def test_a_code_that_lost_or_gained_a_character_is_still_its_own(read: str, page: MakePage) -> None:
    assert codes_of_pages([page(1, ["正文", foot(read)])], [OURS])[0].code == OURS


def test_a_misreading_that_happens_to_be_a_right_code_is_no_foreign_page(page: MakePage) -> None:
    """Two wrong characters make a right code in one of sixteen cases."""
    near = next(
        c
        for a in ALPHABET
        for b in ALPHABET
        if is_code(c := a + b + OURS[2:]) and c != OURS
    )  # fmt: skip
    assert codes_of_pages([page(1, [foot(f"核验码 {printed(near)}")])], [OURS])[0].code == OURS
    assert codes_of_pages([page(1, [foot(f"核验码 {printed(near)}")])])[0].code == near


def test_a_number_at_the_foot_is_no_code_of_another_document(page: MakePage) -> None:
    figures = next(f for n in range(10**10) if is_code(f := f"{n:010d}".translate(str.maketrans("0125", "3479"))))
    assert codes_of_pages([page(1, [foot(f"电话 {figures}")])])[0].code == ""
    assert codes_of_pages([page(1, [foot(f"核验码 {printed(figures)}")])])[0].code == figures


@pytest.mark.parametrize(
    ("row", "number", "total"),
    [
        ("— 3 —", 3, None),
        ("核验码 {}    一 3 一", 3, None),
        ("- 3 -  核验码{}", 3, None),
        ("核验码 {} 3", 3, None),
        ("第 3 页　共 12 页　　核验码 {}", 3, 12),
        ("3", None, None),
        ("表 3", None, None),
        ("2023-07-03", None, None),
    ],
)
def test_page_numbers_of_both_kinds(row: str, number: int | None, total: int | None, page: MakePage) -> None:
    (read,) = codes_of_pages([page(1, ["正文", foot(row.format(printed(OURS)))])], [OURS])
    assert (read.number, read.total) == (number, total)


def test_a_foot_read_in_pieces_and_a_code_in_the_text(page: MakePage) -> None:
    pieces = [
        ("第 2 页", 150.0, 790.0),
        ("核验码", 300.0, 791.0),
        (printed(OURS), 350.0, 789.0),
        ("共 2 页", 220.0, 790.5),
    ]
    (found,) = codes_of_pages([page(1, ["正文", *pieces])])
    assert (found.code, found.number, found.total) == (OURS, 2, 2)
    # A code quoted in the text is not the page's.
    assert codes_of_pages([page(1, [(f"核验码 {printed(OTHER)}", 90.0, 400.0)])])[0].code == ""


def test_no_finding_is_an_error(page: MakePage) -> None:
    """Codes are evidence beside the comparison: they cannot make a verdict."""
    pages = sheets(page, numbered(1, 9), numbered(3, 9, OTHER), "")
    found = code_findings(word_with(OURS), code_of(WORDS + "改"), pages)
    assert len(found) == 5 and all(f.severity is not Severity.ERROR for f in found)


def test_codes_of_a_word_stand_in_its_headers_and_footers_only() -> None:
    word = word_with(OURS, OURS, OTHER)
    assert codes_of_word(word) == (OURS, OTHER)
    text, placed = join_blocks([Block(BlockKind.PARAGRAPH, f"核验码 {printed(OURS)}", 0, 0, "段")])
    assert codes_of_word(Document("a.docx", "0" * 64, "docx", text, placed)) == ()


def test_pages_of_a_file_put_together_of_several(page: MakePage) -> None:
    pages = sheets(page, numbered(1, 2), numbered(2, 2), numbered(1, 1, OTHER))
    found: dict[str, Any] = by_code(code_findings(word_with(OURS, OTHER), OURS, pages))
    assert set(found) == {"code-same"}


def test_a_scan_without_any_code_is_told(page: MakePage) -> None:
    found = by_code(code_findings(word_with(OURS), OURS, [page(1, ["正文", foot("— 1 —")])]))
    assert set(found) == {"code-absent"} and printed(OURS) in found["code-absent"].message


def test_a_word_that_lost_its_footer_is_known_by_its_words(page: MakePage) -> None:
    """Text was copied into another file: the code on paper says whether it is still the same text."""
    pages = sheets(page, numbered(1, 2), numbered(2, 2))
    found = by_code(code_findings(word_with(), OURS, pages))
    assert set(found) == {"code-same"} and "现在的正文一致" in found["code-same"].message
    found = by_code(code_findings(word_with(), code_of("改过"), pages))
    assert set(found) == {"code-other"} and printed(code_of("改过")) in found["code-other"].message
    assert set(by_code(code_findings(word_with(), None, pages))) == {"code-other"}


def test_blank_and_foreign_pages_fill_no_gap(page: MakePage) -> None:
    """The back of a sheet, or an attachment, lies where page 2 should be."""
    back = [page(1, [foot(numbered(1, 3))]), page(2, []), page(3, [foot(numbered(3, 3))])]
    found = by_code(code_findings(word_with(OURS), OURS, back))
    assert "缺第 2 页" in found["code-pages-missing"].message and "code-unread" not in found
    back[1] = page(2, ["营业执照", "别的文字"])
    found = by_code(code_findings(word_with(OURS), OURS, back, outside=[2]))
    assert "缺第 2 页" in found["code-pages-missing"].message
    # Where nobody knows, the page without a code may be page 2.
    assert set(by_code(code_findings(word_with(OURS), OURS, back))) == {"code-same", "code-unread"}


def test_numbers_without_a_total_show_gaps_and_a_lost_end(page: MakePage) -> None:
    """Official documents number their pages “— 1 —”; a letter has no number on its first page."""
    dashed = [f"核验码 {printed(OURS)}", *(f"— {n} —    核验码 {printed(OURS)}" for n in (2, 4))]
    found = by_code(code_findings(word_with(OURS), OURS, sheets(page, *dashed)))
    assert found["code-pages-missing"].message == "页码中断，缺第 3 页"
    found = by_code(code_findings(word_with(OURS), OURS, sheets(page, *dashed[:2]), cut_off=True))
    assert found["code-pages-missing"].message.startswith("第 2 页以后还应有页")
    assert "code-pages-missing" not in by_code(code_findings(word_with(OURS), OURS, sheets(page, *dashed[:2])))


def test_a_misread_number_hides_nothing_and_invents_nothing(page: MakePage) -> None:
    feet = [numbered(n, 8) for n in (1, 2, 8, 4, 5, 6, 7, 8)]
    assert set(by_code(code_findings(word_with(OURS), OURS, sheets(page, *feet)))) == {"code-same"}
    feet = [numbered(n, 4) for n in (1, 2, 2, 4)]  # page 2 twice, page 3 not at all
    assert (
        "缺第 3 页" in by_code(code_findings(word_with(OURS), OURS, sheets(page, *feet)))["code-pages-missing"].message
    )
    feet = [numbered(1, 3), numbered(2, 3), numbered(33, 3)]
    assert set(by_code(code_findings(word_with(OURS), OURS, sheets(page, *feet)))) == {"code-same"}


def test_documents_and_pages_missing_of_a_file_put_together_of_several(page: MakePage) -> None:
    third = code_of("第三份")
    pages = sheets(page, numbered(1, 3), numbered(3, 3), numbered(1, 1, third))
    found = code_findings(word_with(OURS, OTHER, third), OURS, pages)
    said = [f.message for f in found if f.code == "code-pages-missing"]
    assert len(said) == 2 and printed(OTHER) in said[0] and "一页也没有" in said[0]
    assert said[1] == f"{printed(OURS)}：页脚写明共 3 页，缺第 2 页"


def test_the_owner_of_a_scan_among_many_words() -> None:
    words = {n: WordCodes((code_of(f"第{n}份"),), code_of(f"第{n}份")) for n in range(50)}
    mine, other = words[7].made, words[8].made

    def read(*codes: str) -> list[PageCode]:
        return [PageCode(n, c) for n, c in enumerate(codes, 1)]

    assert owner(read("", mine, mine, other, ""), words) == 7
    assert owner(read("", ""), words) is None
    assert owner(read(mine, other), words) is None  # as much another's
    assert owner(read(code_of("不认识")), words) is None
    assert owner(read(mine), words | {99: words[7]}) is None  # two copies of one Word
    # A Word that was edited since is still known by what it prints.
    edited = WordCodes((mine,), code_of("改过"))
    assert edited.edited and owner(read(mine), {1: edited}) == 1
    assert not WordCodes((mine,), "").edited and not WordCodes((mine, other), mine).edited
