"""What a check says of pairs whose truth is known: nothing missed, nothing invented, every character accounted for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import CheckReport, Kind, Materiality, PageStatus, Verdict
from tfdocs.model.document import Document
from tfdocs.model.page import Page, Source
from tfdocs.text.normalise import fold
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.hunks import find_hunks
from tfdocs.verify.judge import compare
from tfdocs.verify.pieces import Piece
from tfdocs.verify.place import place_lines
from tfdocs.verify.weigh import Scales
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.wordtext import word_text

PROSE = [
    "项目经费额度20万元，应于2023年12月31日前完成全部考核指标。",
    "申报单位不得将经费用于与本项目无关的其他支出。",
    "推荐原创科普作品不少于20篇，组织学术会议3次，参会人数不少于150人。",
    "联系人周予安，联系电话13900000101，通信地址为示例市示例路1号。",
]


def check(word: Document, pages: Sequence[Page], **options: Any) -> CheckReport:
    return compare(word, pages, pdf_name="scan.pdf", pdf_sha256="1" * 64, **options)


def wrapped(text: str, width: int = 20) -> list[str]:
    return [text[i : i + width] for i in range(0, len(text), width)]


def printed(paragraphs: Sequence[str], width: int = 20) -> Page:
    return _page(1, [line for p in paragraphs for line in wrapped(p, width)])


def test_the_same_text_is_consistent_however_it_is_wrapped(word: Callable[..., Document]) -> None:
    for width in (7, 13, 20, 40):
        report = check(word(PROSE), [printed(PROSE, width)])
        assert report.verdict is Verdict.CONSISTENT, [d.model_dump() for d in report.differences]
        assert report.coverage.verified == report.coverage.word_characters


def test_full_width_quotes_and_spaces_are_no_differences(word: Callable[..., Document]) -> None:
    report = check(word(["“甲”：２０万元（大写）"]), [_page(1, ['"甲":20 万元(大写)'])])
    assert report.verdict is Verdict.CONSISTENT


def test_a_changed_amount_is_shown_as_the_whole_number(word: Callable[..., Document]) -> None:
    changed = [PROSE[0].replace("20万元", "28万元"), *PROSE[1:]]
    report = check(word(PROSE), [printed(changed)])
    (difference,) = report.differences
    assert report.verdict is Verdict.INCONSISTENT
    assert (difference.kind, difference.materiality) == (Kind.REPLACED, Materiality.AMOUNT)
    assert difference.word is not None and difference.pdf is not None
    assert (difference.word.text, difference.pdf.text) == ("20", "28")
    assert difference.word.before.endswith("经费额度") and difference.word.after.startswith("万元")
    assert difference.pdf.page == 1 and len(difference.pdf.boxes) == 1


def test_a_dropped_negation_is_material(word: Callable[..., Document]) -> None:
    changed = [PROSE[0], PROSE[1].replace("不得", "得"), *PROSE[2:]]
    (difference,) = check(word(PROSE), [printed(changed)]).differences
    assert (difference.kind, difference.materiality) == (Kind.MISSING, Materiality.NEGATION)


def test_a_comma_alone_leaves_the_verdict_open(word: Callable[..., Document]) -> None:
    changed = [PROSE[0].replace("，", "；"), *PROSE[1:]]
    report = check(word(PROSE), [printed(changed)])
    assert [d.materiality for d in report.differences] == [Materiality.PUNCTUATION]
    assert report.verdict is Verdict.UNDETERMINED


def test_a_sentence_gone_and_a_clause_added_are_two_things(word: Callable[..., Document]) -> None:
    changed = [PROSE[0], PROSE[2], PROSE[3], "乙方另行承担审计费用并放弃追索的权利。"]
    report = check(word(PROSE), [printed(changed)])
    assert {d.kind for d in report.differences} == {Kind.MISSING, Kind.ADDED}
    missing = next(d for d in report.differences if d.kind is Kind.MISSING)
    assert missing.word is not None and missing.word.text == PROSE[1]
    assert report.coverage.missing == len(PROSE[1])


def test_neighbouring_cells_may_be_read_in_any_order(word: Callable[..., Document]) -> None:
    cells = [("项目名称", 0, 0, 0), ("示例学会能力提升项目", 0, 0, 1), ("单位", 0, 1, 0), ("篇", 0, 1, 1)]
    lines = [("示例学会能", 200.0, 80.0), ("项目名称", 90.0, 90.0), ("力提升项目", 200.0, 100.0)]
    report = check(word(cells), [_page(1, [*lines, ("单位", 90.0, 130.0), ("篇", 200.0, 130.0)])])
    assert report.verdict is Verdict.CONSISTENT


def test_a_line_over_several_narrow_cells_is_no_difference(word: Callable[..., Document]) -> None:
    cells = [("1", 0, 0, 0), ("登录界面", 0, 0, 1), ("2", 0, 1, 0), ("修改密码界面", 0, 1, 1)]
    report = check(word(cells), [_page(1, ["1登录界面", "2修改密码界面"])])
    assert report.verdict is Verdict.CONSISTENT


def test_a_repeated_table_head_is_nobodys_addition(word: Callable[..., Document]) -> None:
    rows = [[f"推荐论文第{n}类", f"{n}0", "篇"] for n in range(1, 9)]
    head = ["指标名称", "目标值", "单位"]
    cells = [(c, 0, r, k) for r, row in enumerate([head, *rows]) for k, c in enumerate(row)]

    def laid(table: Sequence[Sequence[str]]) -> list[tuple[str, float, float]]:
        return [(c, 90.0 + 150 * k, 90.0 + 25 * r) for r, row in enumerate(table) for k, c in enumerate(row)]

    pages = [_page(1, laid([head, *rows[:4]])), _page(2, laid([head, *rows[4:]]))]
    report = check(word(cells), pages)
    assert report.verdict is Verdict.CONSISTENT, [d.model_dump() for d in report.differences]


def test_the_first_row_below_a_repeated_head_of_an_askew_sheet_is_no_part_of_it(word: Callable[..., Document]) -> None:
    """Its number stood above the foot of the head's other end, and was certainly missing and certainly added."""
    rows = [[str(n), f"推荐论文第{n}类", "篇"] for n in range(1, 9)]
    head = ["序号", "指标名称", "单位"]
    cells = [(c, 0, r, k) for r, row in enumerate([head, *rows]) for k, c in enumerate(row)]

    def laid(table: Sequence[Sequence[str]], lean: float) -> list[tuple[str, float, float]]:
        return [(c, 90.0 + 150 * k, 90.0 + 13 * r + lean * k) for r, row in enumerate(table) for k, c in enumerate(row)]

    pages = [_page(1, laid([head, *rows[:4]], 0)), _page(2, laid([head, *rows[4:]], 4))]
    report = check(word(cells), pages)
    assert report.verdict is Verdict.CONSISTENT, [d.model_dump() for d in report.differences]


def _long(n: int) -> list[str]:
    return [f"第{i}条约定由乙方在第{i}个月内完成编号为{i * 37}的任务并提交成果材料。" for i in range(n, n + 12)]


def test_pages_missing_doubled_and_in_wrong_order_are_named(word: Callable[..., Document]) -> None:
    parts = [_long(1), _long(20), _long(40)]
    document = word([p for part in parts for p in part])

    def sheet(number: int, part: Sequence[str]) -> Page:
        return _page(number, [line for p in part for line in wrapped(p, 30)])

    whole = check(document, [sheet(i + 1, p) for i, p in enumerate(parts)])
    assert whole.verdict is Verdict.CONSISTENT
    lost = check(document, [sheet(1, parts[0]), sheet(2, parts[2])])
    assert lost.verdict is Verdict.INCONSISTENT
    assert [d.kind for d in lost.differences] == [Kind.MISSING]
    doubled = check(document, [sheet(1, parts[0]), sheet(2, parts[1]), sheet(3, parts[1]), sheet(4, parts[2])])
    assert [p.status for p in doubled.pages][2] is PageStatus.DUPLICATE
    assert doubled.verdict is not Verdict.CONSISTENT
    swapped = check(document, [sheet(1, parts[0]), sheet(2, parts[2]), sheet(3, parts[1])])
    assert PageStatus.MISPLACED in [p.status for p in swapped.pages]
    assert swapped.verdict is not Verdict.CONSISTENT


def test_attachments_behind_the_end_are_extra_pages_and_not_lines(word: Callable[..., Document]) -> None:
    attachment = _page(2, ["营业执照副本统一社会信用代码", "经营范围为技术开发技术咨询技术服务"])
    pages = [printed(PROSE), attachment]
    strict = check(word(PROSE), pages)
    assert not strict.differences and strict.verdict is Verdict.UNDETERMINED
    assert strict.pages[1].status is PageStatus.EXTRA
    assert check(word(PROSE), pages, allow_attachments=True).verdict is Verdict.CONSISTENT


def test_page_numbers_are_no_additions(word: Callable[..., Document]) -> None:
    numbered = _page(1, [*wrapped(PROSE[0]), ("— 1 —", 280.0, 800.0)])
    assert check(word(PROSE[:1]), [numbered]).verdict is Verdict.CONSISTENT


def test_a_page_that_failed_never_passes(word: Callable[..., Document]) -> None:
    from tfdocs.model.page import Source

    failed = Page(2, 0.0, 0.0, 0, None, Source.OCR, failure="识别超时")
    report = check(word(PROSE), [printed(PROSE), failed])
    assert report.verdict is Verdict.UNDETERMINED
    assert report.pages[1].status is PageStatus.FAILED
    assert any(f.code == "page-failed" for f in report.findings)


def test_the_same_input_gives_the_same_report(word: Callable[..., Document]) -> None:
    changed = [PROSE[0].replace("20", "70"), *PROSE[1:]]
    first, second = (check(word(PROSE), [printed(changed)]).model_dump_json() for _ in range(2))
    assert first == second


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len("".join(PROSE)) - 1), st.sampled_from("7甲不末"), st.integers(9, 30))
def test_every_single_replaced_character_is_reported(at: int, new: str, width: int) -> None:
    """Wherever one visible character is replaced by another, the check says so, and says it there."""
    from tfdocs.text.normalise import fold_char, is_punctuation

    text = "".join(PROSE)
    old = text[at]
    if fold_char(old) == fold_char(new):
        return
    sizes = [len(p) for p in PROSE]
    changed, start = [], 0
    for size in sizes:
        part = text[start : start + size]
        if start <= at < start + size:
            part = part[: at - start] + new + part[at - start + 1 :]
        changed.append(part)
        start += size
    report = check(_word(PROSE), [printed(changed, width)])
    assert report.verdict is not Verdict.CONSISTENT
    assert any((d.pdf and new in d.pdf.text) or (d.word and old in d.word.text) for d in report.differences)
    if not is_punctuation(old + new):
        assert report.verdict is Verdict.INCONSISTENT


class WiderWitness:
    """A witness whose fresh look at a line, with room at its ends, says ``text``."""

    def __init__(self, text: str, confidence: float = 0.99) -> None:
        self._reading = SimpleNamespace(text=text, confidence=[confidence] * len(text))

    def wider(self, page: Page, line: object) -> object:
        return self._reading

    def lattices(self, page: Page, line: object, start: int, end: int) -> list[object]:
        return []


@pytest.mark.parametrize(
    ("word", "read", "fresh", "same"),
    [
        ("一流学术活动和科技期刊", "一流学术活|力和科技期刊", "活动和科技期刊", True),  # a detector cut through 动
        ("经费合计20", "经费合计200", "经费合计200", False),  # 20 stands in 200
        ("不得挪作他用。", "不得挪作他用。另付5万元。", "不得挪作他用。另付5万元。", False),
        ("乙方不得转让", "乙方得转让", "乙方得转让", False),
        # a fresh look that reads less than the first takes nothing back
        ("资料不全、沟通不畅。", "资料不全、沟通不畅。费用由对方承担。", "资料不全、沟通不畅。", False),
        ("资料不全、沟通不畅。", "资料不全、沟通不畅。用", "不畅。", False),
    ],
)
def test_a_fresh_look_takes_back_only_what_a_cut_line_made(word: str, read: str, fresh: str, same: bool) -> None:
    prepared = word_text(_word([word]))
    lines = tuple(replace(line, source=Source.OCR) for line in _page(1, read.split("|")).lines)
    page = replace(_page(1, []), lines=lines)
    placing = place_lines(prepared, [page])
    (hunk,) = find_hunks(placing, [page])
    scales = Scales(prepared, [page], WiderWitness(fresh))  # type: ignore[arg-type]
    assert hunk.piece is not None
    assert scales._seen_wider(hunk, hunk.piece) is same


def test_a_fresh_look_that_reads_the_same_takes_nothing_back() -> None:
    """9月 at a line's end and 月) on the next one: that the Word goes on with 月 was found in what was read before."""
    word = "聘期至2026年9月)"
    prepared = word_text(_word([word]))
    page = replace(_page(1, []), lines=tuple(replace(ln, source=Source.OCR) for ln in _page(1, ["至2026年9月"]).lines))
    (piece,) = place_lines(prepared, [page]).pieces
    assert piece.place is not None
    scales = Scales(prepared, [page], WiderWitness(piece.text))  # type: ignore[arg-type]
    at = prepared.text.index("月")
    assert not scales._seen_wider(Hunk(piece, 7, 8, at, at), piece)


def test_a_fresh_look_must_be_sure_to_take_back_what_looks_like_the_words() -> None:
    """A planted 博土 was read as such by three looks, and as 博士 with 0.81 by one with room at its ends."""
    prepared = word_text(_word(["本人学历为博士"]))
    page = replace(
        _page(1, []), lines=tuple(replace(ln, source=Source.OCR) for ln in _page(1, ["本人学历为博土"]).lines)
    )
    (hunk,) = find_hunks(place_lines(prepared, [page]), [page])
    assert hunk.piece is not None
    for confidence, taken_back in ((0.81, False), (0.99, True)):
        scales = Scales(prepared, [page], WiderWitness("本人学历为博士", confidence))  # type: ignore[arg-type]
        assert scales._seen_wider(hunk, hunk.piece, sure=True) is taken_back


@pytest.mark.parametrize(("fresh", "taken_back"), [("一、县", True), ("县", False), ("二、县", False)])
def test_a_line_without_a_place_is_looked_at_with_room_too(fresh: str, taken_back: bool) -> None:
    """Of three items 县 one had lost its 一、 to the detector; 县 alone finds no place: it was certainly different."""
    prepared = word_text(_word(["一、县"]))
    page = replace(_page(1, []), lines=tuple(replace(ln, source=Source.OCR) for ln in _page(1, ["县"]).lines))
    line = page.lines[0]
    piece = Piece(0, 0, line, fold(line.text), 0, 1)
    scales = Scales(prepared, [page], WiderWitness(fresh))  # type: ignore[arg-type]
    assert scales._seen_wider(Hunk(piece, 0, 1, 0, 3), piece) is taken_back
    assert not scales._seen_wider(Hunk(piece, 0, 1, 0, 0, alone=True), piece)


@pytest.mark.parametrize(("first", "start", "end"), [(7, 7, 8), (8, 7, 9)])
@pytest.mark.parametrize(("fresh", "taken_back"), [("00.00 42,000.80 28次", False), ("42,000.00 28次", True)])
def test_what_the_next_cell_says_takes_nothing_back(
    first: int, start: int, end: int, fresh: str, taken_back: bool
) -> None:
    """A planted 42,000.80 for 42,000.00 passed: the cell on its left ends with 00.00, and the wider look has it."""
    prepared = word_text(_word(["42,000.00"]))
    page = replace(_page(1, []), lines=tuple(replace(ln, source=Source.OCR) for ln in _page(1, ["42,000.80"]).lines))
    line = page.lines[0]
    piece = Piece(0, 0, line, fold(line.text), 0, 9)
    scales = Scales(prepared, [page], WiderWitness(fresh))  # type: ignore[arg-type]
    assert scales._seen_wider(Hunk(piece, first, 9, start, end), piece) is taken_back


def test_two_tables_of_nearly_the_same_rows_keep_their_order(word: Callable[..., Document]) -> None:
    """Rows that stand in both tables belong to the one whose own rows are around them on paper."""
    shared = [
        ("1", "登录界面", "用户名和密码的输入框，登录按钮"),
        ("2", "信息界面", "姓名、学号、密码，修改按钮"),
        ("3", "列表界面", "标题，摘要，起止时间"),
    ]
    tables = [
        ["一、组员部分", *shared, ("4", "展示界面", "本次作业的评分表与分步成绩")],
        ["二、组长部分", *shared, ("4", "组员界面", "弹出框，包括团队名称和组员名单")],
    ]
    paragraphs: list[Any] = []
    lines: list[tuple[str, float, float]] = []
    for t, (title, *rows) in enumerate(tables):
        paragraphs.append(title)
        lines.append((str(title), 90.0, 80.0 + 250 * t))
        for r, row in enumerate(rows):
            paragraphs += [(text, t, r, c) for c, text in enumerate(row)]
            width = 7 + 2 * t  # the same words break elsewhere in the other table
            for c, text in enumerate(row):
                parts = wrapped(text, width)
                lines += [(part, 90.0 + 140 * c, 110.0 + 250 * t + 45 * r + 14 * i) for i, part in enumerate(parts)]
    lines.sort(key=lambda item: (item[2], item[1]))
    report = check(word(paragraphs), [_page(1, lines)])
    assert report.verdict is Verdict.CONSISTENT, [d.model_dump() for d in report.differences]
    placing = place_lines(word_text(word(paragraphs)), [_page(1, lines)])
    tops = {p.place.start: p.line.box.top for p in placing.pieces if p.place is not None}
    half = placing.word.text.index("二、组长部分")
    assert all((top < 320) == (start < half) for start, top in tops.items())


def test_a_lone_character_elsewhere_does_not_cover_one_that_was_taken_out(word: Callable[..., Document]) -> None:
    """A unit in a table's cell was misread as 不, and 不 had been taken out of a sentence: both are to be seen."""
    text = "各单位要加强领导、明确责任、细化措施，不搞形式主义，不增加基层负担。"
    cells = [("团队", 0, 0, 0), ("个", 0, 0, 1)]
    lines = [(part, 90.0, 80.0 + 20 * i) for i, part in enumerate(wrapped(text.replace("，不搞", "，搞")))]
    report = check(word([text, *cells]), [_page(1, [*lines, ("团队", 90.0, 400.0), ("不", 300.0, 400.0)])])
    assert {(d.word.text, d.pdf.text) for d in report.differences if d.word and d.pdf} == {("不搞", "搞"), ("个", "不")}


def test_a_changed_number_that_stands_elsewhere_too_stays_in_its_sentence(word: Callable[..., Document]) -> None:
    paragraphs = ["设备采购不超过8000元，由秘书处经办。", "专款专用；单笔支出5000元以上的由理事长和监事双签。"]
    changed = [paragraphs[0], paragraphs[1].replace("5000", "8000")]
    (difference,) = check(word(paragraphs), [printed(changed, 40)]).differences
    assert difference.word is not None and difference.pdf is not None
    assert (difference.word.text, difference.pdf.text) == ("5000", "8000")
    assert difference.materiality is Materiality.AMOUNT


def test_a_word_put_into_one_clause_and_one_taken_out_of_the_next_are_two_changes(
    word: Callable[..., Document],
) -> None:
    """A line broken at the added 不 once made it fill the place of the one that had been taken out thirty on."""
    text = "凡入选的单位，须在2022年10月23日之前完成备案；未备案的，视为放弃，名额不再保留，已拨经费全额退还。"
    changed = text.replace("，须在", "，不须在").replace("不再保留", "再保留")
    others = ["凡入选的单位，须在2026年6月12日之前完成备案；未备案的，视为放弃，名额不再保留，已拨经费全额退还。"]
    for width in (17, 20, 29, 31, 33, 60):
        report = check(word([*others, text]), [printed([*others, changed], width)])
        kinds = {d.kind for d in report.differences if d.materiality is Materiality.NEGATION}
        assert kinds == {Kind.ADDED, Kind.MISSING}, (width, report.differences)


def test_of_changed_cells_side_by_side_each_takes_its_own_place(word: Callable[..., Document]) -> None:
    rows = [("负责人", "林景行", "电话"), ("联系人", "顾一鸣", "电话"), ("成员数", "一百人", "电话")]
    cells = [(text, 1, r + 1, c + 1) for r, row in enumerate(rows) for c, text in enumerate(row)]
    paper = {"负责人": "负责入", "林景行": "林景达", "顾一鸣": "顾明鸣"}
    lines = [(paper.get(t, t), 90.0 + 120 * (c - 1), 80.0 + 24 * (r - 1)) for t, _, r, c in cells]
    report = check(word(cells), [_page(1, lines)])
    shown = {(d.kind, d.word.place, d.word.text, d.pdf.text) for d in report.differences if d.word and d.pdf}
    for old, new in paper.items():
        assert any(old.endswith(w) or (w in old and p in new) for _, _, w, p in shown), (old, shown)


def test_the_shards_of_a_broken_row_are_put_together(word: Callable[..., Document]) -> None:
    """A seal's ring over a row leaves single characters, each of which alone would be an added one."""
    text = "与申报单位有利害关系的应当回避，并书面说明理由。"
    shards = [
        ("系", 90.0, 100.0),
        ("的", 104.0, 101.0),
        ("应", 118.0, 100.0),
        ("当", 131.0, 99.0),
        ("回避", 145.0, 100.0),
    ]
    lines = [("与申报单位有利害关", 90.0, 80.0), *shards, ("，并书面说明理由。", 90.0, 120.0)]
    report = check(word([text]), [_page(1, lines)])
    assert report.verdict is Verdict.CONSISTENT, report.differences
    changed = [(t.replace("当", "该"), x, y) for t, x, y in lines]
    (difference,) = check(word([text]), [_page(1, changed)]).differences
    assert difference.word is not None and difference.pdf is not None
    assert (difference.word.text, difference.pdf.text) == ("当", "该")


def test_the_last_character_of_a_cell_may_stand_on_the_next_page(word: Callable[..., Document]) -> None:
    cells = [
        ("培训费", 1, 1, 1),
        ("58人次×80元，示范科创工作室", 1, 1, 2),
        ("其他", 1, 2, 1),
        ("74项×11元，科普", 1, 2, 2),
    ]
    first = _page(1, [("培训费", 90.0, 700.0), ("58人次×80元，示范科创工作", 300.0, 700.0)])
    second = _page(2, [("室", 300.0, 80.0), ("其他", 90.0, 104.0), ("74项×11元，科普", 300.0, 104.0)])
    assert check(word(cells), [first, second]).verdict is Verdict.CONSISTENT
    elsewhere = _page(2, [("其他", 90.0, 104.0), ("74项×11元，科普", 300.0, 104.0), ("室", 90.0, 300.0)])
    assert check(word(cells), [first, elsewhere]).verdict is not Verdict.CONSISTENT


def test_two_numbers_that_changed_places_over_rows_are_two_changes(word: Callable[..., Document]) -> None:
    """Row 4 became 9 and 95 became 45: the 9 that is too many must not fill the place of the one that is missing."""
    rows = [("4", "青年学术沙龙", "79份"), ("5", "科技服务团队", "57个"), ("6", "示范科创工作室", "95篇")]
    cells = [(text, 1, r + 1, c + 1) for r, row in enumerate(rows) for c, text in enumerate(row)]
    paper = {"4": "9", "95篇": "45篇"}
    lines = [(paper.get(t, t), 90.0 + 140 * (c - 1), 80.0 + 24 * (r - 1)) for t, _, r, c in cells]
    report = check(word(cells), [_page(1, lines)])
    shown = {(d.word.text, d.pdf.text) for d in report.differences if d.word and d.pdf}
    assert ("4", "9") in shown
    assert any(w.startswith("9") and p.startswith("4") for w, p in shown), shown


def test_an_added_clause_is_one_place_though_it_shares_characters_with_its_surroundings(
    word: Callable[..., Document],
) -> None:
    text = "差旅费、会议费以外不得列支其他费用。联系人填写本人电话。"
    changed = text.replace("费用。", "费用。上述费用由对方另行承担。")
    (difference,) = check(word([text]), [_page(1, [changed])]).differences
    assert difference.pdf is not None
    assert difference.kind is Kind.ADDED
    assert len(difference.pdf.text) == len("上述费用由对方另行承担。")


def test_what_a_dispute_was_narrowed_by_is_no_missing_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of ㎡。 read as m the ㎡ was looked at and found; the full stop behind it was counted as missing."""
    text = "办公用房面积一百二十㎡。"
    page = _page(1, [text.replace("㎡。", "m")])

    def narrowed(_: Scales, hunk: Hunk) -> Weighed:
        place = replace(hunk, w1=hunk.w1 - 1)
        return Weighed(place, Kind.REPLACED, None, Materiality.NUMBER, "second-look", None, "")

    monkeypatch.setattr(Scales, "weigh", narrowed)
    report = compare(_word([text]), [page], pdf_name="a.pdf", pdf_sha256="1" * 64)
    assert report.coverage.missing == 0
    assert report.verdict is Verdict.CONSISTENT
