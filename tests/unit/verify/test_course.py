"""In a form of many like labels each line is placed where the lines around it go, and not where it fits by itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.page import Page
from tfdocs.verify.course import take_course
from tfdocs.verify.hunks import find_hunks
from tfdocs.verify.pieces import Placing
from tfdocs.verify.place import place_lines
from tfdocs.verify.wordtext import WordText, word_text

FORM = [
    ("材料装备", "□锦川会员服务平台　□蜀岭科普活动品牌"),
    ("电子信息", "☑青溪科普活动品牌　□蜀岭标准研制小组"),
    ("临床检验", "☑锦川会员服务平台　□岷阳示范科创工作室"),
    ("清洁能源", "□锦川会员服务平台　☑蜀岭标准研制小组"),
]


def _form(rows: list[tuple[str, str]]) -> WordText:
    return word_text(_word([(text, 0, r, c) for r, row in enumerate(rows) for c, text in enumerate(row)]))


def _paper(rows: list[tuple[str, str]]) -> Page:
    """Each row's label, and its options as lines of their own: a recogniser parts them at the wide gap."""
    lines = []
    for r, (label, options) in enumerate(rows):
        top = 80.0 + 20 * r
        lines.append((label, 70.0, top))
        x = 150.0
        for option in options.split("　"):
            lines.append((option, x, top))
            x += 12.0 * (len(option) + 1)
    return _page(1, lines)


def _differences(word: WordText, page: Page) -> list[tuple[str, str]]:
    """(what the Word has, what was read) of each place, after placing."""
    placing = place_lines(word, [page])
    return [(word.text[h.w0 : h.w1], h.read) for h in find_hunks(placing, [page])]


def test_a_box_ticked_on_paper_does_not_send_its_line_to_another_row() -> None:
    word = _form(FORM)
    changed = [(label, options.replace("□锦川会员", "☑锦川会员", r == 0)) for r, (label, options) in enumerate(FORM)]
    assert _differences(word, _paper(changed)) == [("□", "☑")]


def test_a_line_that_became_anothers_and_that_one_changed_itself_are_two_changes_in_their_own_rows() -> None:
    word = _form(FORM)
    changed = list(FORM)
    changed[0] = ("材料装备", "☑锦川会员服务平台　□蜀岭科普活动品牌")
    changed[2] = ("临床检验", "☑锦川会员务服平台　□岷阳示范科创工作室")
    assert _differences(word, _paper(changed)) == [("□", "☑"), ("服务", "务服")]


def test_the_row_whose_own_line_was_changed_as_well_keeps_its_place() -> None:
    # the only ☑锦川 of the Word is now nearer to the first row's line, to the letter, than to its own
    form = [("材料与装备", "□锦川会员服务平台　□蜀岭科普活动品牌　□锦川会员服务平台"), *FORM[:2]]
    form += [("智慧农机", "□锦川科普活动品牌　□未央坪标准研制小组　☑锦川会员服务平台")]
    lines = [("材料与装备", 70.0, 80.0), ("☑锦川会员服务平台", 150.0, 80.0), ("□蜀岭科普活动品牌", 270.0, 80.0)]
    lines += [("□锦川会员服务", 390.0, 80.0), ("平台", 150.0, 98.0)]
    lines += [(ln.text, ln.box.x0, ln.box.top + 40) for ln in _paper(FORM[:2]).lines]
    lines += [("智慧农机", 70.0, 160.0), ("□锦川科普活动品牌", 150.0, 160.0), ("□未央坪标准研", 280.0, 160.0)]
    lines += [("小制组☑锦川会员服务平台", 150.0, 178.0)]
    first, *rest = _differences(_form(form), _page(1, lines))
    assert first == ("□", "☑")
    assert rest and {c for a, b in rest for c in a + b} <= set("制小")


def test_two_changed_labels_that_fit_each_others_place_better_stay_in_their_own() -> None:
    form = [("材料装备", "☑云栈决策咨询报告　□未央坪会员服务平台"), *FORM[:2]]
    form += [("智慧农机", "☑岷阳科普活动品牌　☑青溪示范科创工作室　□云栈决策咨询报告"), FORM[3]]
    changed = list(form)
    changed[0] = ("材料装备", "☑云栈决咨策询报告　□未央坪会员服务平台")
    changed[3] = ("智慧农机", "☑岷阳科普活动品牌　☑青溪示范科创工作室　☑云栈决策咨询报告")
    assert _differences(_form(form), _paper(changed)) == [("策咨", "咨策"), ("□", "☑")]


def test_words_without_a_place_are_not_held_against_a_box() -> None:
    word = _form([("材料装备", "□云栈示范科创工作室"), ("电子信息", "□锦川会员服务平台")])
    page = _paper([("材料装备", "云栈示范科创工作室"), ("电子信息", "□锦川会员服务平台")])
    lines = [(ln.text, ln.box.x0, ln.box.top) for ln in page.lines] + [("以内。", 150.0, 118.0)]
    assert sorted(_differences(word, _page(1, lines))) == [("", "以内。"), ("□", "")]


def test_what_was_moved_on_paper_is_not_followed_into_its_old_place() -> None:
    word = _form(FORM)
    swapped = [FORM[0], FORM[2], FORM[1], FORM[3]]
    placing = place_lines(word, [_paper(swapped)])
    assert all(p.place is not None and p.place.cost == 0 for p in placing.pieces)
    assert placing.covered[: word.body].max() == 1


@given(
    st.lists(st.tuples(st.sampled_from("甲乙丙丁"), st.sampled_from("子丑寅卯")), min_size=1, max_size=12), st.data()
)
def test_a_print_of_the_word_is_left_as_it_was_placed(rows: list[tuple[str, str]], data: st.DataObject) -> None:
    form = [(f"{a}类项目", f"□{b}会员服务平台　☑{a}科普活动品牌") for a, b in rows]
    word = _form(form)
    placing = place_lines(word, [_paper(form)])
    before = [p.place for p in placing.pieces]
    take_course(placing)
    assert [p.place for p in placing.pieces] == before
    assert _again_covered(placing)
    # whatever is lost of the print, every character stays covered as often as the lines say
    lost = data.draw(st.sets(st.integers(0, 3 * len(rows) - 1)))
    lines = [ln for n, ln in enumerate(_paper(form).lines) if n not in lost]
    assert _again_covered(place_lines(word, [_page(1, [(ln.text, ln.box.x0, ln.box.top) for ln in lines])]))


def _again_covered(placing: Placing) -> bool:
    count = [0] * len(placing.covered)
    for piece in placing.pieces:
        for _, w in piece.place.pairs if piece.place is not None else ():
            if w is not None:
                count[w] += 1
    return count == placing.covered.tolist()


def test_boxes_that_a_recogniser_lost_do_not_part_a_line_from_what_follows() -> None:
    word = word_text(_word(["项目□未央坪决策咨询报告□锦川标准研制小组"]))
    page = _page(1, ["项目未央坪决策咨询报告锦", "川标准研制小组"])
    assert _differences(word, page) == [("□", ""), ("□", "")]


def test_the_entries_of_a_table_of_contents_keep_their_page_numbers() -> None:
    heads = ["一、项目背景", "二、建设目标", "三、实施方案"]
    word = word_text(_word([f"{h}……{n}" for h, n in zip(heads, (3, 3, 4), strict=True)] + [*heads, "共4页", "第3项"]))
    lines: list[tuple[str, float, float]] = []
    for n, (head, page) in enumerate(zip(heads, "334", strict=True)):
        lines += [(head, 90.0, 80.0 + 20 * n), ("……", 200.0, 80.0 + 20 * n), (page, 480.0, 80.0 + 20 * n)]
    lines += [(head, 90.0, 200.0 + 20 * n) for n, head in enumerate([*heads, "共4页", "第3项"])]
    placing = place_lines(word, [_page(1, lines)])
    places = [p.place.start for p in placing.pieces if p.place is not None]
    assert len(places) == len(lines)
    assert places == sorted(places)
    assert not find_hunks(placing, [_page(1, lines)])


def test_a_narrow_cells_characters_one_below_the_other_are_its_word() -> None:
    rows = [("序号", "界面名称", "界面描述"), ("1", "登陆界面", "用户名和密码的输入框")]
    word = word_text(_word([(text, 0, r, c) for r, row in enumerate(rows) for c, text in enumerate(row)]))
    lines = [("序", 80.0, 80.0), ("界面名称", 110.0, 80.0), ("界面描述", 180.0, 80.0), ("号", 80.0, 95.0)]
    lines += [("1", 80.0, 115.0), ("登陆界面", 110.0, 115.0), ("用户名和密码的输入框", 180.0, 115.0)]
    assert _differences(word, _page(1, lines)) == []
