"""A draft from a guide nobody has seen: what the guide fixes is found, each with its sentence; the rest is marked."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from docx import Document as Word

from tfdocs.cli.main import run
from tfdocs.commitments import extract
from tfdocs.errors import OutputFailed
from tfdocs.generate.context import names_for, unprinted
from tfdocs.generate.notices import notice_names
from tfdocs.generate.template_check import check_template
from tfdocs.jobs.drafting import new_programme
from tfdocs.model.fault import Severity
from tfdocs.model.programme import Indicator, Programme
from tfdocs.programme import check, load
from tfdocs.programme.drafting.outline import outline
from tfdocs.programme.drafting.recognition import pieces, recognition
from tfdocs.read.plain import read_text

RULES = """某某市青年科技创新团队培育计划实施细则（试行）

第一章　总　则
第一条　为落实人才强市战略，市科学技术局、市人力资源和社会保障局联合组织实施青年科技创新团队培育计划，制定本细则。
第二条　2025年度培育周期为2025年3月1日至2027年2月28日。
第二章　培育类别与标准
第三条　培育计划设基础研究类、技术攻关类和成果转化类三个类别，具体名额和资助标准见下表。
第四条　基础研究类团队在培育期内应达到以下要求：
（一）发表高水平论文不少于15篇，其中被SCI一区收录不少于5篇；
（二）申请国家级项目3项以上，培养博士、硕士研究生不少于12名。
第五条　技术攻关类团队应突破关键核心技术2项以上，申请发明专利不少于10件，研发投入占比不低于8%。
第六条　成果转化类团队应转化科技成果5项以上，技术合同成交额突破500万元，用户满意度达到90%以上。
第三章　申报条件与程序
第七条　团队负责人年龄不超过40周岁，核心成员不少于5人，其中具有博士学位的不低于60%。
第八条　申报单位于2025年1月15日前登录市科技计划管理系统（https://kj.example.cn）提交申报书，纸质申报书一式两份，加盖公章。
第九条　有下列情形之一的，不得申报：（一）负责人承担的市级项目逾期未结题的；（二）近三年内有科研失信行为的。
第十条　同等条件下，优先支持女性科技人员牵头的团队。
第四章　管理与监督
第十一条　资助经费分两次拨付，与市科技局签订任务书后拨付60%，中期评估合格后拨付40%。经费单独核算、专款专用。
第十二条　期满评估不合格的，收回剩余经费。
"""
SUMS = (
    ("类别", "名额（支）", "资助标准（万元/支）", "面向对象"),
    ("基础研究类", "12", "60", "高校、科研院所"),
    ("技术攻关类", "8", "100", "企业牵头的联合团队"),
    ("成果转化类", "5", "80", "企业、新型研发机构"),
)


def _same(one: Indicator, other: Indicator) -> bool:
    """The demand of one sentence: a draft takes the clause of the number, a person may take more or less of it."""
    shared = one.source in other.source or other.source in one.source
    return shared and (one.kind, one.comparator, one.value, one.unit, one.per) == (
        other.kind, other.comparator, other.value, other.unit, other.per,
    )  # fmt: skip


@pytest.fixture(scope="module")
def youth(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A draft from articles (第…条) with a table of categories, in a Word file."""
    root = tmp_path_factory.mktemp("drafts")
    word = Word()
    for line in RULES.split("\n"):
        word.add_paragraph(line)
        if line.startswith("第三条"):
            table = word.add_table(rows=len(SUMS), cols=len(SUMS[0]))
            for r, row in enumerate(SUMS):
                for c, text in enumerate(row):
                    table.cell(r, c).text = text
    word.save(str(root / "细则.docx"))
    new_programme(root / "细则.docx", root / "youth-team")
    return root / "youth-team"


def _unmarked(folder: Path) -> list[str]:
    """What the check says besides the marks."""
    lines = (folder / "programme.toml").read_text(encoding="utf-8").split("\n")
    said = []
    for fault in check(folder):
        at = re.search(r"第 (\d+) 行", fault.place)
        if at is None or "【" not in lines[int(at[1]) - 1]:
            said.append(f"{fault.place} {fault.message}")
    return said


def test_every_indicator_of_the_hand_made_programme_is_found(tianfu: Path, tmp_path: Path) -> None:
    new_programme(tianfu / "guide.txt", tmp_path / "drafted-2023")
    assert _unmarked(tmp_path / "drafted-2023") == []
    by_hand, drafted = load(tianfu), load(tmp_path / "drafted-2023")
    assert [c.name for c in drafted.categories] == [c.name for c in by_hand.categories]
    for mine, theirs in zip(drafted.categories, by_hand.categories, strict=True):
        assert (mine.quota, mine.grant, mine.end) == (theirs.quota, theirs.grant, theirs.end)
        assert (mine.selection, mine.core_task, mine.tasks) == (theirs.selection, theirs.core_task, theirs.tasks)
        assert mine.applicants[0].startswith(theirs.applicants[0])
        missing = [i.id for i in theirs.indicators if not any(_same(i, j) for j in mine.indicators)]
        assert missing == []
        surplus = [j.source for j in mine.indicators if not any(_same(i, j) for i in theirs.indicators)]
        assert surplus == []
        assert all(i.dimension == j.dimension for i in theirs.indicators for j in mine.indicators if _same(i, j))
    assert (drafted.title, drafted.guide, drafted.year) == (by_hand.title, by_hand.guide, by_hand.year)
    assert drafted.platform_url == by_hand.platform_url and drafted.address == by_hand.address
    assert len(drafted.exclusions) == 4 and "缓验" in drafted.exclusions[-1].text
    assert [e.name for e in drafted.calendar] == ["项目征集", "立项评审", "结项评审"]
    assert drafted.hand_in[0].copies == 3 and str(drafted.hand_in[0].deadline) == "2023-06-26"


def test_its_own_words_recognise_its_own_guide(tianfu: Path, tmp_path: Path) -> None:
    """The drafted words are good enough to work with: the guide's text answers every drafted indicator."""
    new_programme(tianfu / "guide.txt", tmp_path / "drafted-2023")
    drafted = load(tmp_path / "drafted-2023")
    for category in drafted.categories:
        report = extract(read_text(tianfu / "guide.txt"), programme=drafted, category=category)
        assert report.missing == []


def test_a_guide_in_articles_with_a_table_of_sums(youth: Path) -> None:
    assert _unmarked(youth) == []
    drafted = load(youth)
    assert [(c.name, c.quota, int(c.grant), c.applicants[0]) for c in drafted.categories] == [
        ("基础研究类", 12, 600000, "高校、科研院所"),
        ("技术攻关类", 8, 1000000, "企业牵头的联合团队"),
        ("成果转化类", 5, 800000, "企业、新型研发机构"),
    ]
    assert {(str(c.start), str(c.end)) for c in drafted.categories} == {("2025-03-01", "2027-02-28")}
    assert [i.required for c in drafted.categories for i in c.indicators] == [
        ">=15篇", ">=5篇", ">=3项", ">=12名", ">=2项", ">=10件", ">=8%", ">=5项", ">5000000元", ">=90%",
    ]  # fmt: skip
    assert drafted.organisers == ("市科学技术局", "市人力资源和社会保障局")
    assert drafted.association == "市科技局"
    assert [e.text for e in drafted.exclusions] == ["负责人承担的市级项目逾期未结题的", "近三年内有科研失信行为的"]
    assert (drafted.consequences[0].condition, drafted.consequences[0].consequence) == (
        "期满评估不合格的",
        "收回剩余经费",
    )
    assert drafted.hand_in[0].copies == 2 and drafted.hand_in[0].sealed


def test_a_guide_numbered_by_stems_without_organisers(museum: Path, tmp_path: Path) -> None:
    """甲、乙、 and sums in sentences; what the guide does not say is an error at its mark, and only there."""
    new_programme(museum / "guide.txt", tmp_path / "museum-2025")
    faults = check(tmp_path / "museum-2025")
    assert _unmarked(tmp_path / "museum-2025") == []
    assert [f.message for f in faults if f.severity is Severity.ERROR] == [
        "指南里没有认出主办单位，请填写",
        "签订协议的甲方（指南没有写“与某单位签订”）",
    ]
    path = tmp_path / "museum-2025" / "programme.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("# 【必填】", "# "), encoding="utf-8")
    drafted, by_hand = load(path.parent), load(museum)
    assert [(c.quota, c.grant, c.start, c.end) for c in drafted.categories] == [
        (c.quota, c.grant, c.start, c.end) for c in by_hand.categories
    ]
    for mine, theirs in zip(drafted.categories, by_hand.categories, strict=True):
        assert [i.id for i in theirs.indicators if not any(_same(i, j) for j in mine.indicators)] == []


def test_starter_templates_hold_every_form(youth: Path) -> None:
    """The templates print each field of their form and use no name that the form has not."""
    drafted: Programme = load(youth)
    assert [f.id for f in drafted.forms] == ["c1", "c2", "c3", "agreement", "notice"]
    for form in drafted.forms:
        names = names_for(drafted, form)
        names = notice_names(form, names) if form.id == "notice" else names
        checked = check_template(youth / form.template, names)
        assert checked.faults == (), form.id
        if form.id != "notice":  # the number of a notice is made of fields that stand in it only together
            assert unprinted(form, checked.used) == []


def test_same_guide_same_bytes_and_nothing_overwritten(museum: Path, tmp_path: Path) -> None:
    first = new_programme(museum / "guide.txt", tmp_path / "a" / "museum")
    second = new_programme(museum / "guide.txt", tmp_path / "b" / "museum")
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]
    with pytest.raises(OutputFailed, match="不会覆盖"):
        new_programme(museum / "guide.txt", tmp_path / "a" / "museum")


def test_command(museum: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(museum / "guide.txt", tmp_path / "指南.txt")
    assert run(["programme", "new", str(tmp_path / "指南.txt"), "-o", str(tmp_path / "county-2025")]) == 0
    assert "处要由人决定" in capsys.readouterr().out and (tmp_path / "county-2025" / "notice.docx").is_file()


def test_a_text_that_is_no_guide_gives_a_draft_full_of_marks(tmp_path: Path) -> None:
    (tmp_path / "空.txt").write_text("一句与指南无关的话。\n", encoding="utf-8")
    new_programme(tmp_path / "空.txt", tmp_path / "nothing")
    said = [f.message for f in check(tmp_path / "nothing") if f.severity is Severity.ERROR]
    assert "指南没有写明每个项目的金额（单位：元）" in said and "指南没有写明年度" in said


@pytest.mark.parametrize("quote", ['"', "\\", "'''", "[[categories]]", "\u2028", "# 【必填】x", "{{ x }}", "<w:p/>"])
def test_hostile_guides_stay_data(quote: str, tmp_path: Path) -> None:
    """What a guide says can end no string, open no table and become no template tag."""
    text = (
        f"某某计划{quote}申报指南\n一、项目类别\n（一）示范{quote}项目\n经费额度：20万元/个\n"
        f"项目周期：2024年12月31日前\n实施要求：推荐{quote}论文不少于10篇。\n"
    )
    (tmp_path / "g.txt").write_text(text, encoding="utf-8")
    new_programme(tmp_path / "g.txt", tmp_path / "hostile")
    assert _unmarked(tmp_path / "hostile") == []


def test_outline_takes_the_guides_own_order_of_numbers() -> None:
    root = outline(
        "第一章　总则\n第一条　目的。\n第二章　标准\n第二条　要求：\n（一）论文。\n（二）专利。\n第三条　其他。"
    )
    assert [(s.level, s.title) for s in root.walk()][1:] == [
        (1, "总则"), (2, "目的"), (1, "标准"), (2, "要求"), (3, "论文"), (3, "专利"), (2, "其他"),
    ]  # fmt: skip


def test_words_tell_neighbours_apart() -> None:
    assert pieces("原创科普作品") == ["作品", "科普", "原创"]
    sources = ["推荐科技成果不少于5项", "转化科技成果不少于1项", "发布科技成果不少于20项"]
    for n, (action, source) in enumerate(zip(("推荐", "转化", "发布"), sources, strict=True)):
        found = recognition(action, "科技成果", source, sources[:n] + sources[n + 1 :])
        assert found.alone and action in found.words
