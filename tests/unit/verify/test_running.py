"""Running heads, feet and repeated table heads: free in their page numbers, in nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.verify.conftest import _page
from tests.unit.verify.test_judge import PROSE, check, wrapped
from tfdocs.model.comparison import CheckReport, Verdict
from tfdocs.model.document import Block, BlockKind, CellPlace, Document, join_blocks
from tfdocs.model.page import Page
from tfdocs.text.normalise import fold
from tfdocs.verify.page_numbers import page_number_findings


def word(*, head: str = "", foot: str = "", rows: int = 0) -> Document:
    blocks = [Block(BlockKind.PARAGRAPH, text, 0, 0, "段") for text in PROSE]
    for row in range(rows + 1 if rows else 0):
        texts = ("指标名称", "目标值") if row == 0 else (f"第{row}项成果的推广应用与转化", f"{row + 20}项")
        blocks += [Block(BlockKind.CELL, t, 0, 0, "格", CellPlace(0, row, c)) for c, t in enumerate(texts)]
    blocks += [Block(BlockKind.HEADER, head, 0, 0, "页眉")] if head else []
    blocks += [Block(BlockKind.FOOTER, foot, 0, 0, "页脚")] if foot else []
    text, placed = join_blocks(blocks)
    return Document("word.docx", "0" * 64, "docx", text, placed)


def pages(*, heads: tuple[str, ...], feet: tuple[str, ...]) -> list[Page]:
    """One paragraph a page, under a running head and over a foot."""
    out = []
    for number, (text, head, foot) in enumerate(zip(PROSE, heads, feet, strict=True), start=1):
        lines = [(head, 200.0, 40.0)] if head else []
        body = [(part, 90.0, 120.0 + 20 * i) for i, part in enumerate(wrapped(text))]
        last = [(foot, 250.0, 800.0)] if foot else []
        out.append(replace(_page(1, [*lines, *body, *last]), number=number))
    return out


def said(report: CheckReport) -> list[tuple[str, str]]:
    return [(d.word.text if d.word else "", d.pdf.text if d.pdf else "") for d in report.differences]


HEAD = "科技社团能力提升项目2023年度任务书"


def test_page_numbers_are_free_to_count() -> None:
    feet = tuple(f"第{n}页 共4页" for n in (1, 2, 3, 4))
    report = check(word(head=HEAD, foot="第1页 共1页"), pages(heads=(HEAD,) * 4, feet=feet))
    assert report.verdict is Verdict.CONSISTENT, said(report)


def test_numbering_may_begin_anywhere() -> None:
    report = check(word(head=HEAD, foot="- 1 -"), pages(heads=(HEAD,) * 4, feet=("- 7 -", "- 8 -", "- 9 -", "- 10 -")))
    assert report.verdict is Verdict.CONSISTENT, said(report)


@pytest.mark.parametrize(("old", "new"), [("2023", "2024"), ("提升", "建设"), ("任务书", "责任书")])
def test_a_head_that_one_page_has_otherwise_is_a_difference(old: str, new: str) -> None:
    """A fuzzy likeness of the whole line must not carry a changed word or year."""
    heads = (HEAD, HEAD.replace(old, new), HEAD, HEAD)
    report = check(word(head=HEAD), pages(heads=heads, feet=("",) * 4))
    assert report.verdict is Verdict.INCONSISTENT
    assert all(d.pdf is not None and d.pdf.page == 2 for d in report.differences)
    assert {c for _, paper in said(report) for c in paper} >= set(new) - set(old)


def test_a_head_that_no_page_has_is_missing() -> None:
    report = check(word(head=HEAD), pages(heads=("",) * 4, feet=("",) * 4))
    assert report.coverage.missing == len(HEAD)
    assert report.verdict is not Verdict.CONSISTENT


def table_pages(second_head: tuple[str, str]) -> list[Page]:
    """The table runs over two pages, the printer repeats its first row."""
    rows = [(f"第{n}项成果的推广应用与转化", f"{n + 20}项") for n in range(1, 7)]
    first = [part for text in PROSE for part in wrapped(text)]
    lines = [(t, 90.0, 100.0 + 20 * i) for i, t in enumerate(first)]
    top = 140.0 + 20 * len(first)
    cells = [("指标名称", "目标值"), *rows[:3]]
    one = [*lines, *((c, 90.0 + 300 * k, top + 20 * i) for i, r in enumerate(cells) for k, c in enumerate(r))]
    two = [(c, 90.0 + 300 * k, 100 + 20.0 * i) for i, r in enumerate([second_head, *rows[3:]]) for k, c in enumerate(r)]
    return [_page(1, one), replace(_page(1, two), number=2)]


def test_a_repeated_table_head_is_no_addition() -> None:
    report = check(word(rows=6), table_pages(("指标名称", "目标值")))
    assert report.verdict is Verdict.CONSISTENT, said(report)


def test_a_changed_repetition_of_a_table_head_is_a_difference() -> None:
    report = check(word(rows=6), table_pages(("指标名称", "现有值")))
    assert report.verdict is Verdict.INCONSISTENT
    assert all(d.pdf is not None and d.pdf.page == 2 for d in report.differences)


def test_feet_of_odd_and_even_pages_that_say_the_same_are_both_seen() -> None:
    """The Word has two footers, the number on the outer side of each; no page shows which of the two it has."""
    feet = ("核验码3A7C9-HKMNT — 1 —", "— 1 — 核验码3A7C9-HKMNT")
    blocks = [Block(BlockKind.PARAGRAPH, text, 0, 0, "段") for text in PROSE]
    blocks += [Block(BlockKind.FOOTER, foot, 0, 0, "页脚") for foot in feet]
    text, placed = join_blocks(blocks)
    source = Document("word.docx", "0" * 64, "docx", text, placed)
    paper = []
    for number, page in enumerate(pages(heads=("",) * 4, feet=("",) * 4), start=1):
        parts = [("核验码3A7C9-HKMNT", 90.0, 800.0), (f"—{number}—", 450.0, 797.0)]
        extra = _page(number, parts if number % 2 else [(t, 540 - x, y) for t, x, y in parts]).lines
        paper.append(replace(page, lines=(*page.lines, *extra)))
    report = check(source, paper)
    assert report.verdict is Verdict.CONSISTENT and report.coverage.missing == 0, said(report)


def test_a_letterhead_does_not_take_the_place_of_the_signature() -> None:
    """The name of the issuer stands at the first page's head and, in the same words, under the letter."""
    name = "蜀岭省样例技术协会"
    blocks = [Block(BlockKind.PARAGRAPH, text, 0, 0, "段") for text in (*PROSE, name, "2023年7月3日")]
    blocks.append(Block(BlockKind.HEADER, name, 0, 0, "页眉"))
    text, placed = join_blocks(blocks)
    source = Document("word.docx", "0" * 64, "docx", text, placed)
    paper = pages(heads=(name, "", "", ""), feet=("",) * 4)
    end = _page(4, [(name, 300.0, 500.0), ("2023年7月3日", 310.0, 520.0)]).lines
    signed = [*paper[:3], replace(paper[3], lines=(*paper[3].lines, *end))]
    assert check(source, signed).verdict is Verdict.CONSISTENT, said(check(source, signed))
    unsigned = [*paper[:3], replace(paper[3], lines=(*paper[3].lines, end[1]))]
    assert check(source, unsigned).verdict is not Verdict.CONSISTENT


def test_a_page_number_does_not_take_the_place_of_a_row_of_its_number() -> None:
    """A table goes on at the top of page 5 with its row 5, and the page's number stands over it."""
    names = ("名称", "会员服务平台", "标准研制小组", "决策咨询报告", "科普讲堂", "学术沙龙", "人才举荐", "成果推广")
    rows = [("序号" if n == 0 else str(n), name) for n, name in enumerate(names)]
    blocks = [Block(BlockKind.PARAGRAPH, text, 0, 0, "段") for text in PROSE]
    blocks += [
        Block(BlockKind.CELL, text, 0, 0, "格", CellPlace(0, row, column))
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
    ]
    text, placed = join_blocks(blocks)
    document = Document("word.docx", "0" * 64, "docx", text, placed)
    paper = []
    for number, words in enumerate([*PROSE, ""], start=1):
        lines = [(str(number), 500.0, 40.0)]
        lines += [(part, 90.0, 120.0 + 20 * i) for i, part in enumerate(wrapped(words))] if words else []
        first, last, top = (0, 5, 600.0) if number == len(PROSE) else (5, 8, 90.0) if not words else (0, 0, 0.0)
        for i, (count, name) in enumerate(rows[first:last]):
            lines += [(count, 90.0, top + 20 * i), (name, 150.0, top + 20 * i)]
        paper.append(replace(_page(1, lines), number=number))
    assert len(paper) == 5
    report = check(document, paper)
    assert report.verdict is Verdict.CONSISTENT, said(report)


@pytest.mark.parametrize(
    ("feet", "told"),
    [
        (("第1页 共4页", "第2页 共4页", "第3页 共4页", "第4页 共4页"), ""),
        (("第5页", "第6页", "第7页", "第8页"), ""),
        (("第1页", "第2页", "第1页", "第2页"), ""),
        (("- 1 -", "", "- 3 -", "- 4 -"), ""),
        (("第1页", "第3页", "第2页", "第4页"), "第 2 页印着“3”，第 3 页印着“2”"),
        (("第3页", "第3页", "第3页", "第3页"), "第 2 页印着“3”，第 3 页印着“3”，第 4 页印着“3”"),
        (("- 1 -", "- 2 -", "- 4 -", "- 5 -"), "第 3 页印着“4”"),
        (("第1页 共5页", "第2页 共5页", "第3页 共5页", "第4页 共5页"), "共 5 页，文件只有 4 页"),
    ],
)
def test_page_numbers_that_do_not_count_are_told(feet: tuple[str, ...], told: str) -> None:
    """All of these were free: a field's number in the Word is what it was last, and says nothing."""
    foot = "- 1 -" if "-" in feet[0] else feet[0]
    report = check(word(head=HEAD, foot=foot), pages(heads=(HEAD,) * 4, feet=feet))
    found = [f.message for f in report.findings if f.code == "page-numbers"]
    assert report.verdict is Verdict.CONSISTENT, said(report)
    assert (len(found) == 1 and told in found[0]) if told else not found


@pytest.mark.parametrize(
    ("feet", "told"),
    [
        ((("第1页 共4页", "第2页 共4页"), ("第3页 共4页", "第4页 共4页")), False),
        ((("第1页 共5页", "第2页 共5页"), ("第3页 共5页", "第4页 共5页")), True),
        ((("第1页 共4页",), ("第3页 共4页", "第7页 共4页")), True),  # one number too many is no page more
    ],
)
def test_a_sheet_that_shows_two_pages_counts_as_two(feet: tuple[tuple[str, ...], ...], told: bool) -> None:
    sheets = [_page(n + 1, [(text, 90.0 + 300 * i, 800.0) for i, text in enumerate(row)]) for n, row in enumerate(feet)]
    copies = [(n, line) for n, sheet in enumerate(sheets) for line in sheet.lines]
    assert bool(page_number_findings(sheets, copies)) is told


def test_a_head_that_all_pages_have_otherwise_is_one_difference() -> None:
    report = check(word(head=HEAD), pages(heads=(HEAD.replace("2023", "2024"),) * 4, feet=("",) * 4))
    (only,) = report.differences
    assert only.pdf is not None and only.pdf.page == 1
    assert "另有 3 处相同：第 2、3、4 页" in (only.evidence.note or "")


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("编号：2", ("023-0185", "")),
        ("编号：2023-018", ("5", "")),
        ("2023-0185", ("编号:", "")),
    ],
)
@pytest.mark.parametrize("page", [0, 3])
def test_a_head_that_has_lost_a_part_is_told(page: int, printed: str, told: tuple[str, str]) -> None:
    head = "编号：2023-0185"
    heads = [head] * 4
    heads[page] = printed
    report = check(word(head=head), pages(heads=tuple(heads), feet=("1", "2", "3", "4")))
    assert [tuple(fold(t).text for t in pair) for pair in said(report)] == [told]


def test_a_number_among_the_words_of_a_head_is_no_pages() -> None:
    heads = (HEAD.replace("能力", "能4力"), HEAD, HEAD, HEAD)
    report = check(word(head=HEAD), pages(heads=heads, feet=("1", "2", "3", "4")))
    assert ("", "4") in said(report)


def test_a_number_that_stays_the_same_is_no_pages() -> None:
    head = "任务书第2版"
    heads = (head, head, "任务书第3版", head)
    report = check(word(head=head), pages(heads=heads, feet=("1", "2", "3", "4")))
    assert said(report) == [("2", "3")]


def test_the_parts_of_a_head_may_stand_apart() -> None:
    pieces = [
        replace(p, lines=(*p.lines, *_page(1, [("能力提升项目", 60.0, 40.0), ("2023年度任务书", 400.0, 40.0)]).lines))
        for p in pages(heads=("", "", "", ""), feet=("1", "2", "3", "4"))
    ]
    report = check(word(head="能力提升项目2023年度任务书"), pieces)
    assert report.verdict is Verdict.CONSISTENT, said(report)


def test_a_head_of_which_only_the_number_is_left_is_told() -> None:
    head = "编号：2023-0185"
    report = check(word(head=head), pages(heads=(head, head, "0185", head), feet=("1", "2", "3", "4")))
    assert [fold(w).text for w, _ in said(report)] == ["编号:2023-"]


def test_a_second_number_where_no_other_page_has_one_is_no_pages() -> None:
    numbered = pages(heads=("", "5", "", ""), feet=("1", "2", "3", "4"))
    assert said(check(word(), numbered)) == [("", "5")]
    assert said(check(word(), pages(heads=("1", "2", "3", "4"), feet=("1", "2", "3", "4")))) == []


@pytest.mark.parametrize(
    ("bare", "warned"), [((3,), ["第 3 页"]), ((1,), []), ((6,), []), ((3, 4), []), ((2, 4), ["第 2 页"]), ((), [])]
)
def test_a_page_without_the_head_of_those_around_it_is_a_warning(bare: tuple[int, ...], warned: list[str]) -> None:
    """Not a cover, nor a section: pages between two that have it."""
    own = [f"第{n}项工作由承担单位组织实施，按期完成各项任务。" for n in "一二三四五六"]
    text, placed = join_blocks(
        [*(Block(BlockKind.PARAGRAPH, t, 0, 0, "段") for t in own), Block(BlockKind.HEADER, HEAD, 0, 0, "页眉")]
    )
    shown = [
        _page(n, [*([] if n in bare else [(HEAD, 200.0, 40.0)]), (t, 90.0, 120.0), (str(n), 290.0, 800.0)])
        for n, t in enumerate(own, start=1)
    ]
    report = check(Document("word.docx", "0" * 64, "docx", text, placed), shown)
    assert report.verdict is Verdict.CONSISTENT
    assert [f.where for f in report.findings if f.code == "no-running-head"] == warned


def test_a_part_of_a_foot_that_is_the_whole_of_another_is_not_missing() -> None:
    """核验码 stands alone on a cover, and behind the number of the page on all others."""
    own = [f"第{n}项工作由承担单位组织实施，按期完成各项任务。" for n in "一二三四"]
    code = "核验码EMTWN-C9FF7"
    feet = [Block(BlockKind.FOOTER, text, 0, 0, "页脚") for text in (code, f"第1页 共1页　　{code}")]
    text, placed = join_blocks([*(Block(BlockKind.PARAGRAPH, t, 0, 0, "段") for t in own), *feet])
    shown = []
    for n, body in enumerate(own, start=1):
        foot = [(code, 250.0, 780.0)] if n == 1 else [(f"第{n}页 共4页", 190.0, 780.0), (code, 310.0, 780.0)]
        shown.append(_page(n, [(body, 90.0, 120.0), *foot]))
    report = check(Document("word.docx", "0" * 64, "docx", text, placed), shown)
    assert report.verdict is Verdict.CONSISTENT, said(report)
    bare = replace(shown[2], lines=shown[2].lines[:-1])
    report = check(Document("word.docx", "0" * 64, "docx", text, placed), [*shown[:2], bare, shown[3]])
    assert [fold(w).text for w, _ in said(report)] == [fold(code).text]
