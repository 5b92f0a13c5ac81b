"""Codes on paper: whose pages they are, whether the Word was edited since, which pages are missing or foreign."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tfdocs.model.document import Block, BlockKind, Document, Finding, join_blocks
from tfdocs.model.fault import Severity
from tfdocs.model.page import Page
from tfdocs.text.code import code_of, printed
from tfdocs.verify.codes import code_findings, codes_of_pages, codes_of_word

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
    found = by_code(code_findings(word_with(OURS), WORDS, pages))
    assert set(found) == {"code-same"} and found["code-same"].where == "第 1-3 页"


def test_a_word_without_codes_says_nothing(page: MakePage) -> None:
    assert code_findings(word_with(), WORDS, sheets(page, numbered(1, 1))) == []


def test_a_word_edited_after_it_was_made(page: MakePage) -> None:
    edited = WORDS.replace("10", "70")
    found = by_code(code_findings(word_with(OURS), edited, sheets(page, numbered(1, 1))))
    assert set(found) == {"code-edited", "code-same"}
    assert printed(OURS) in found["code-edited"].message and printed(code_of(edited)) in found["code-edited"].message
    # Nothing is said where the stored words are not known, or the file holds several documents.
    assert "code-edited" not in by_code(code_findings(word_with(OURS), None, []))
    assert "code-edited" not in by_code(code_findings(word_with(OURS, OTHER), edited, []))


def test_a_foreign_page_and_a_foreign_scan(page: MakePage) -> None:
    pages = sheets(page, numbered(1, 3), numbered(2, 3, OTHER), numbered(3, 3))
    found = by_code(code_findings(word_with(OURS), WORDS, pages))
    assert found["code-other"].where == "第 2 页" and printed(OTHER) in found["code-other"].message
    assert found["code-same"].where == "第 1、3 页" and "缺第 2 页" in found["code-pages-missing"].message
    pages = sheets(page, numbered(1, 2, OTHER), numbered(2, 2, OTHER))
    assert set(by_code(code_findings(word_with(OURS), WORDS, pages))) == {"code-other"}


def test_missing_pages_are_named_and_a_cover_without_a_number_is_none(page: MakePage) -> None:
    pages = sheets(page, f"核验码 {printed(OURS)}", numbered(2, 6), numbered(3, 6), numbered(6, 6))
    found = by_code(code_findings(word_with(OURS), WORDS, pages))
    assert found["code-pages-missing"].message.endswith("共 6 页，缺第 4-5 页")
    # The last page lost, and one whose foot could not be read.
    pages = sheets(page, f"核验码 {printed(OURS)}", numbered(2, 4), "")
    found = by_code(code_findings(word_with(OURS), WORDS, pages))
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
    found = code_findings(word_with(OURS), WORDS + "改", pages)
    assert len(found) == 5 and all(f.severity is not Severity.ERROR for f in found)


def test_codes_of_a_word_stand_in_its_headers_and_footers_only() -> None:
    word = word_with(OURS, OURS, OTHER)
    assert codes_of_word(word) == (OURS, OTHER)
    text, placed = join_blocks([Block(BlockKind.PARAGRAPH, f"核验码 {printed(OURS)}", 0, 0, "段")])
    assert codes_of_word(Document("a.docx", "0" * 64, "docx", text, placed)) == ()


def test_pages_of_a_file_put_together_of_several(page: MakePage) -> None:
    pages = sheets(page, numbered(1, 2), numbered(2, 2), numbered(1, 1, OTHER))
    found: dict[str, Any] = by_code(code_findings(word_with(OURS, OTHER), WORDS, pages))
    assert set(found) == {"code-same"}
