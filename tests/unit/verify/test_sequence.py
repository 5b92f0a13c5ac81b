"""Lines of prose keep the Word's order: copies of a sentence, what two lines both claim, the tails of paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Certainty, Difference, Kind
from tfdocs.model.page import Source
from tfdocs.text.normalise import fold
from tfdocs.verify.align import BREAK, align
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.judge import compare
from tfdocs.verify.pairing import _last_line
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.place import place_lines
from tfdocs.verify.sequence import keep_order
from tfdocs.verify.wordtext import word_text

COPY = "自己提出的意见，由自己负责；已经形成的决议，任何人不得擅自更改，干部要带头执行。"
BEFORE = "试验田位于青溪，面积九十亩，平均亩产比上年提高了七个百分点。"
BETWEEN = "经理事会研究，同意由三人组成工作小组，日常事务由秘书处办理。"
GONE = "针对发展中的难点和堵点，组织调研八次，形成调研报告九份。"
AFTER = "申报材料应当一式三份，由各单位审核盖章以后统一报送。"


def differences(paragraphs: Sequence[str], paper: Sequence[str], width: int = 26) -> list[Difference]:
    lines = [p[i : i + width] for p in paper for i in range(0, len(p), width)]
    return compare(_word(paragraphs), [_page(1, lines)], pdf_name="a.pdf", pdf_sha256="1" * 64).differences


@pytest.mark.parametrize("width", [20, 26, 33])
@pytest.mark.parametrize("clause", ["", "必要时可以调整预算五万元以内。"])
def test_the_copy_that_was_changed_is_named_by_what_stands_around_it(clause: str, width: int) -> None:
    word = [BEFORE + COPY, BETWEEN, "（二）" + COPY, AFTER]
    paper = [BEFORE + clause + COPY.replace("不得", "得"), BETWEEN, "（二）" + COPY, AFTER]
    found = differences(word, paper, width)
    (gone,) = [d for d in found if "不" in d.word.text]
    assert gone.word.paragraph == 0
    assert all(len(d.pdf.text if d.pdf else "") > 2 for d in found if d is not gone)


@pytest.mark.parametrize("width", [24, 36])
def test_a_copy_whose_first_sentence_is_gone_does_not_take_the_place_of_the_one_before(width: int) -> None:
    word = [BEFORE, "2．" + COPY + BETWEEN, AFTER, "2．" + GONE + COPY, "第四条　双方的权利和义务如下所列。"]
    paper = [BEFORE, "2．" + COPY.replace("不得", "得") + BETWEEN, AFTER, "2．" + COPY, word[4]]
    found = differences(word, paper, width)
    assert [d.word.paragraph for d in found if d.word.text == "不"] == [1]
    assert [d.word.paragraph for d in found if d.word.text != "不"] == [3]


def test_copies_in_their_order_are_no_differences() -> None:
    word = [BEFORE + COPY, BETWEEN, "（二）" + COPY, AFTER, COPY]
    assert differences(word, word) == []


@pytest.mark.parametrize("gone", [False, True])
def test_a_copy_that_took_its_twins_place_goes_to_its_own_where_that_is_free(gone: bool) -> None:
    tail = "专款专用，单独核算，不得挪作他用。"
    last = "乙研究会申请专项经费，自筹十九万元，合计一百一十五万元，"
    word = word_text(
        _word([f"甲协会申请专项经费合计三十九万元，{tail}{BEFORE}", BETWEEN, last + ("" if gone else tail), AFTER])
    )
    first = word.text.index(fold(tail).text)
    pieces = []
    for n, line in enumerate(_page(1, [tail + BEFORE, BETWEEN, last, tail, AFTER]).lines):
        folded = fold(line.text)
        pieces.append(Piece(0, n, line, folded, 0, len(folded.text)))
    placing = Placing(word, pieces)
    for piece in pieces:
        start = word.text.index(piece.text)
        placing.set(piece, align(piece.text, word.text[start : start + len(piece.text)], start))
    assert placing.covered[first] == 2
    keep_order(placing)
    place = pieces[3].place
    assert place is not None
    assert (place.start == first) is gone


def test_what_was_put_in_over_two_lines_is_not_held_against_the_sentence_before_it() -> None:
    word = ["主要原因是人员不足、资料不全、沟通不畅。本年度计划组织活动八次，每次不少于九十人。", AFTER]
    paper = [
        "主要原因是人员不足、资料不全、沟通不畅。本条自签字之日",
        "起不再适用。本年度计划组织活动八次，每次不少于九十人。",
        AFTER,
    ]
    found = differences(word, paper, 40)
    assert all(d.word.text == "" for d in found)
    assert (
        "".join(d.pdf.text for d in sorted(found, key=lambda d: d.pdf.boxes[0][1] if d.pdf else 0) if d.pdf)
        == "本条自签字之日起不再适用。"
    )


def test_two_characters_that_a_sentence_wraps_to_are_its_end_though_more_of_the_paragraph_is_gone() -> None:
    word = ["误差如有出入，以该学会于十一月十八日公布的统计公报为准。各单位要加强领导、明确责任。", AFTER]
    (gone,) = differences(word, ["误差如有出入，以该学会于十一月十八日公布的统计公报为", "准。", AFTER], 40)
    assert gone.word.text == "各单位要加强领导、明确责任。"
    assert gone.pdf is None or gone.pdf.text == ""


@pytest.mark.parametrize(("last", "fits"), [("库。", True), ("库", False), ("亩。", False)])
def test_what_is_left_of_a_paragraph_ends_on_a_line_of_its_own(last: str, fits: bool) -> None:
    kept = "项目负责人应当提交阶段报告，逾期未提交的暂停拨付；气象站记录的数据已于一月十八日入"
    word = word_text(_word([f"{kept}库。试验田位于青溪，面积五十九亩，平均亩产七十千克。", AFTER]))
    placing = place_lines(word, [_page(1, [kept, last])])
    first, second = placing.pieces
    assert first.place is not None
    gap = Hunk(first, first.end, first.end, first.place.end, word.text.index(BREAK))
    assert _last_line(placing, second, gap) is fits


def test_the_last_characters_of_a_paragraph_may_share_their_line_with_what_was_added() -> None:
    word = ["自筹四十六万元，专款专用，单独核算，不得挪作他用。", "三、时间要求", AFTER]
    paper = ["自筹四十六万元，专款专用，单独核算，不得挪作他", "用。逾期一个月以内的不计违约。", *word[1:]]
    (added,) = differences(word, paper, 40)
    assert added.pdf is not None
    assert added.pdf.text == "逾期一个月以内的不计违约。"


def test_a_changed_year_is_one_change_of_the_date_it_stands_in() -> None:
    rows = [("SL-015", "2023-02-23"), ("SL-016", "2023-06-24"), ("SL-017", "2025-08-11")]
    word: list[tuple[str, int, int, int]] = [(c, 0, n, k) for n, row in enumerate(rows) for k, c in enumerate(row)]
    lines = [(c, 90.0 + 150 * k, 80.0 + 20 * n) for n, row in enumerate(rows) for k, c in enumerate(row)]
    lines[1] = ("2025-02-23", *lines[1][1:])
    report = compare(
        _word([*word, "交货日期不得晚于2025年8月11日。"]),
        [_page(1, [*lines, ("交货日期不得晚于2025年8月11日。", 90.0, 200.0)])],
        pdf_name="a.pdf",
        pdf_sha256="1" * 64,
    )
    (changed,) = report.differences
    assert (changed.word.text, changed.pdf and changed.pdf.text) == ("2023", "2025")


def test_a_cell_with_two_characters_exchanged_is_one_change_beside_one_in_the_cell_before() -> None:
    word = ["材料费", "57,700.00", "12项，科技服务团队", "测试化验费", "67,200.00", "会议费", "39,400.00"]
    paper = ["材料费", "57,700.00", "12项，科技服团务队", "测试验化费", "67,200.00", "会议费", "39,400.00"]
    cells = [(c, 0, n // 3, n % 3) for n, c in enumerate(word)]
    report = compare(
        _word(cells),
        [_page(1, [(c, 90.0 + 160 * (n % 3), 80.0 + 20 * (n // 3)) for n, c in enumerate(paper)])],
        pdf_name="a.pdf",
        pdf_sha256="1" * 64,
    )
    shown = [(d.word.text, d.pdf.text if d.pdf else "") for d in report.differences]
    assert all(len(w) <= 4 and len(p) <= 4 for w, p in shown), shown


def test_a_heading_with_characters_exchanged_is_found_above_a_line_whose_first_character_was_changed() -> None:
    word = ["关于做好项目申报工作的通知", "各有关单位：", "未央坪气象站记录的最高气温为六十二度，数据已经入库。"]
    found = differences(word, [word[0], "各有单关位：", word[2].replace("未", "末")], 40)
    assert sorted((d.word.text, d.pdf.text if d.pdf else "") for d in found) == [("关单", "单关"), ("未", "末")]


def test_one_character_for_another_at_a_lines_end_is_one_difference() -> None:
    word = [("差旅费", 0, 0, 0), ("62,900.00", 0, 0, 1), ("会议费", 0, 1, 0), ("66,100.00", 0, 1, 1)]
    page = _page(
        1, [("差旅資", 90.0, 80.0), ("62,900.00", 240.0, 80.0), ("会议费", 90.0, 100.0), ("66,100.00", 240.0, 100.0)]
    )
    report = compare(_word(word), [page], pdf_name="a.pdf", pdf_sha256="1" * 64)
    assert [(d.word.text, d.pdf.text if d.pdf else "") for d in report.differences] == [("费", "資")]


def test_the_last_line_of_a_row_that_breaks_over_two_pages_is_known_when_these_changed_places() -> None:
    rows = [("设备费", "47,800.00", "购置设备两台，以合同为准"), ("出版费", "84,500.00", "论文版面费及调研报告")]
    rows += [("咨询费", "48,600.00", "专家咨询每人次四十六元"), ("劳务费", "96,400.00", "临时聘用人员的劳务支出")]
    cells = [(c, 0, n, k) for n, row in enumerate(rows) for k, c in enumerate(row)]
    lines = [(c, 90.0 + 130 * k, 100.0 + 20 * n) for n, row in enumerate(rows) for k, c in enumerate(row)]
    first = _page(2, [*lines[:5], ("论文版面费及调研报", 350.0, 120.0)])
    second = _page(1, [("告", 350.0, 80.0), *((t, x, top - 40) for t, x, top in lines[6:])])
    report = compare(_word(cells), [second, first], pdf_name="a.pdf", pdf_sha256="1" * 64)
    assert [d for d in report.differences if d.kind is not Kind.MOVED] == []


def test_two_characters_exchanged_over_the_end_of_a_cells_row_are_not_a_row_too_many() -> None:
    word = [("云栈青年学术沙龙", 0, 0, 0), ("江油河会员服务平台", 0, 1, 0)]
    page = _page(1, [("云栈青年术", 90.0, 80.0), ("学沙龙", 90.0, 100.0), ("江油河会员服务平台", 90.0, 120.0)])
    report = compare(_word(word), [page], pdf_name="a.pdf", pdf_sha256="1" * 64)
    shown = [(d.word.text, d.pdf.text if d.pdf else "") for d in report.differences]
    assert shown and all(len(w) <= 1 and len(p) <= 1 for w, p in shown), shown


def test_the_last_line_of_what_was_put_in_below_a_table_is_no_reading_of_a_cells_dash() -> None:
    word: list[str | tuple[str, int, int, int]] = [("合计", 0, 0, 0), ("450,600.00", 0, 0, 1), ("—", 0, 0, 2)]
    word += ["说明：票据号码为六一一九五七八八，金额四万一千九百元。"]
    lines: list[str | tuple[str, float, float]] = [("合计", 90.0, 80.0), ("450,600.00", 240.0, 80.0)]
    lines += [
        ("说明：票据号码为六一一九五七八八，金额四万一千九百元。上述费用由对方", 90.0, 100.0),
        ("另行承担。", 90.0, 120.0),
    ]
    report = compare(_word(word), [_page(1, lines)], pdf_name="a.pdf", pdf_sha256="1" * 64)
    shown = {(d.word.text, d.pdf.text if d.pdf else "") for d in report.differences}
    assert ("—", "") in shown and not any(w == "—" and p for w, p in shown), shown


@pytest.mark.parametrize(
    ("words", "lines", "twice"),
    [
        (["二、印发日期：2023年9月5日", "期限2023年9月22日起"], ["二、印发日期：2023年9", "9月5日"], "9"),
        (["应当于2023年9月25日以前报送总结"], ["应当于2023年9月2", "25日以前报送总结"], "2"),
        (["由甲方指定专人负责"], ["由甲方指定专", "专人负责"], "专"),
    ],
)
def test_what_ends_one_line_and_begins_the_next_is_printed_twice(
    words: list[str], lines: list[str], twice: str
) -> None:
    """Both lines claimed the one character of the Word, and nothing was said of it."""
    rest = words[1:]
    report = compare(
        _word([BETWEEN, *words]), [_page(1, [BETWEEN, *lines, *rest])], pdf_name="a.pdf", pdf_sha256="1" * 64
    )
    assert [d.pdf.text for d in report.differences if d.pdf] == [twice]


def test_a_figure_printed_twice_at_the_cut_of_a_line_is_told() -> None:
    """A date read with a seal's strokes before it was cut at 9, which ended one part and began the other."""
    word = _word([BETWEEN, "于2023年9月22日举办", "锦水市粮油学会", "2023年9月5日"])
    page = _page(1, [BETWEEN, "于2023年9月22日举办", "锦水市粮油学会", "住业2023年99月5日"])
    report = compare(word, [page], pdf_name="a.pdf", pdf_sha256="1" * 64)
    assert any("9" in d.pdf.text for d in report.differences if d.pdf)


def misread_last_line(word: str, read: str) -> list[Difference]:
    page = _page(1, [BETWEEN, word[: len(word) - len(read)], read, AFTER])
    page = replace(page, lines=tuple(replace(ln, source=Source.OCR) for ln in page.lines), source=Source.OCR)
    return compare(_word([BETWEEN, word, AFTER]), [page], pdf_name="a.pdf", pdf_sha256="1" * 64).differences


@pytest.mark.parametrize(("word", "read"), [("脂肪酸值为15.2mg/100g。", "go"), ("含量16.36±0.37bc", "C")])
def test_the_last_characters_of_a_paragraph_misread_on_their_own_line_are_these(word: str, read: str) -> None:
    """They were certainly missing, and certainly added."""
    assert [(d.kind, d.certainty) for d in misread_last_line(word, read)] == [(Kind.REPLACED, Certainty.UNCERTAIN)]


def test_other_characters_at_a_paragraphs_end_are_certainly_others() -> None:
    assert any(d.certainty is Certainty.CERTAIN for d in misread_last_line("脂肪酸值为15.2mg/100g。", "gx"))


def test_a_cell_that_agrees_keeps_its_value_beside_one_that_was_changed() -> None:
    """335 was made 333, which is the 3 that ends 313 and 33 as well: 313 was shown as changed from 31."""
    cells = [("刊物", 0, 0, 0), ("58", 0, 0, 1), ("313", 0, 0, 2), ("335", 0, 0, 3)]
    lines = [("刊物", 60.0, 100.0), ("58", 180.0, 100.0), ("313", 300.0, 100.0), ("333", 420.0, 100.0)]
    found = compare(_word([BEFORE, *cells, AFTER]), [_page(1, [(BEFORE, 60.0, 60.0), *lines, (AFTER, 60.0, 140.0)])],
                    pdf_name="a.pdf", pdf_sha256="1" * 64).differences  # fmt: skip
    assert found and not any(d.pdf is not None and "1" in d.pdf.text for d in found)
    assert not any("1" in d.word.text for d in found)
