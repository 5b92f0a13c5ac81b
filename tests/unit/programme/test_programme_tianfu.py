"""The shipped programme says what its guide says: 28 requirements, written down here by hand from the guide."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from tfdocs.model.programme import Programme
from tfdocs.programme import find

# id -> kind, comparator, value, unit, 每…, and where it stands: heading of the guide, and its words
REQUIREMENTS = {
    "society": """
        registered-rank          rank      <=  50    名  -   培育一流政治引领力  前50名
        party-brand              quantity  >=  1     个  -   培育一流政治引领力  创建至少1个
        integrity-training       quantity  >=  1     次  年  培育一流政治引领力  每年至少开展1次
        published-capabilities   quantity  >=  20    项  -   培育一流创新支撑力  不少于20项
        recommended-technologies quantity  >=  5     项  -   培育一流创新支撑力  不少于5项
        services                 quantity  >=  10    项  -   培育一流创新支撑力  不少于10项
        converted-results        quantity  >=  1     项  -   培育一流创新支撑力  不少于１项
        promoted-technologies    quantity  >=  3     项  -   培育一流创新支撑力  不少于3项
        studio-rank              rank      <=  50    名  -   培育一流创新支撑力  前50名
        coverage                 rate      >=  100   %   -   培育一流创新支撑力  达100%
        satisfaction             rate      >=  90    %   -   培育一流创新支撑力  不低于90%
        academic-brand           quantity  >=  1     个  -   培育一流学术引领力  至少1个
        papers                   quantity  >=  10    篇  -   培育一流学术引领力  不少于10篇
        policy-report            quantity  >=  1     篇  -   培育一流学术引领力  至少提供1篇
        science-brand            quantity  >=  1     个  -   培育一流学术引领力  至少1个
        popular-works            quantity  >=  20    篇  -   培育一流学术引领力  不少于20篇（条）
        experts                  quantity  >=  20    名  -   培育一流学术引领力  不少于20名
        full-time-staff          quantity  >=  3     人  -   培育一流社会公信力  不少于3人
    """,
    "activity": """
        experts                  quantity  >=  10    人  -   吸引一流科技人才参与  不少于10人
        proceedings              quantity  >=  30    篇  -   争创一流学术交流成果  不少于30篇
        recommended-papers       quantity  >=  10    篇  -   争创一流学术交流成果  不少于10篇
        awarded-papers           quantity  >=  2     篇  -   争创一流学术交流成果  至少有2篇
        report                   quantity  >=  1     篇  -   争创一流学术交流成果  不少于1篇
        report-length            quantity  >=  3000  字  -   争创一流学术交流成果  不少于3000字
        viewing-rank             rank      <=  50    名  -   彰显一流学术影响力    前50名
    """,
    "journal": """
        editor-rank              rank      <=  50    名  -   提升科技期刊核心竞争能力  前50名
        papers                   quantity  >=  20    篇  -   提升科技期刊专业管理能力  不少于20篇
        views-rank               rank      <=  50    名  -   提升科技期刊传播推广能力  前50名
    """,
}
ROWS = [
    (category, *line.split()) for category, lines in REQUIREMENTS.items() for line in lines.splitlines() if line.strip()
]

# How applicants put it in their own words. Every sentence belongs to the indicator it stands under and to no other
# of its category that has the same kind and unit.
WORDINGS = {
    "society.registered-rank": [
        "组织会员在平台注册，注册科技工作者总数进入省级学会前30名",
        "会员注册人数排名力争前40名",
        "学会会员注册总量居全省学会前20位",
    ],
    "society.party-brand": ["打造党建品牌活动2个", "创建“红心向党”党建强会品牌1个", "培育党员先锋服务品牌项目1项"],
    "society.integrity-training": [
        "每年开展科研诚信宣讲培训2次",
        "每年举办学风建设专题讲座不少于3场",
        "全年组织科技伦理教育活动2场次",
    ],
    "society.published-capabilities": [
        "在平台发布科技成果25项",
        "发布科技服务能力和高新技术合计30项",
        "上传科技所能、技术成果22条",
    ],
    "society.recommended-technologies": [
        "向服务大会推荐高新技术6项",
        "推荐科技成果8项参加科创中国大会",
        "向第三届“科创中国”服务大会报送技术成果6项",
    ],
    "society.services": [
        "依托平台开展技术服务15项",
        "提供科技评价、成果鉴定等科技服务12项",
        "承接标准研制、技术指导等服务11项次",
    ],
    "society.converted-results": ["促成科技成果转化2项", "实现成果转移转化3项", "转化专利技术2件"],
    "society.promoted-technologies": ["面向企业推广高新技术4项", "推广先进适用技术5项", "开展技术推广4项"],
    "society.studio-rank": [
        "会员开设科创工作室数量进入前40名",
        "组织会员注册并开设工作室，数量位居省级学会前30名",
        "科创工作室开设数排名前45位",
    ],
    "society.coverage": ["面向会员的宣传覆盖率达到100%", "实现会员宣传全覆盖，覆盖面100%"],
    "society.satisfaction": ["会员对专项服务的好评率达到95%", "服务满意率不低于92%", "会员满意度95%以上"],
    "society.academic-brand": ["打造学术交流品牌2个", "培育有影响力的学术年会品牌1项"],
    "society.papers": [
        "推荐参评论文12篇",
        "推荐论文15篇参与川渝科技学术大会",
        "组织会员报送优秀论文不少于12篇",
        "参加优秀论文征集的论文达到15篇",
    ],
    "society.policy-report": [
        "形成决策咨询报告2篇",
        "提交专家建议、资政报告2份",
        "开展调研并撰写政策建议1篇",
    ],
    "society.science-brand": ["打造科普品牌活动2个", "培育科学普及活动品牌1项"],
    "society.popular-works": ["推荐原创科普作品25篇", "组织科普创作30件", "创作科普图文、短视频22条"],
    "society.experts": ["推荐25名专家进入科普专家资源库", "推荐科普专家22人", "新增入库专家20位"],
    "society.full-time-staff": ["配备专职工作人员4人", "秘书处专职人员5名"],
    "activity.experts": ["参会高层次专家注册并开设科创工作室15人", "组织院士等专家12名在平台注册开设工作室"],
    "activity.proceedings": [
        "编印论文集，收录论文40篇",
        "论文集电子版汇集高质量学术论文35篇",
        "会议论文汇编收录论文45篇",
    ],
    "activity.recommended-papers": [
        "推荐12篇优秀论文参与川渝科技学术大会",
        "从论文集中择优推荐论文15篇参评",
        "报送论文12篇",
    ],
    "activity.awarded-papers": ["3篇论文获评优秀论文", "力争4篇论文获奖", "推荐的论文中3篇入选大会优秀论文"],
    "activity.report": ["形成产业发展建议报告2篇", "提交学科发展合理化建议1份", "撰写咨询报告2份"],
    "activity.report-length": ["建议报告每篇不少于5000字", "报告字数4000字以上"],
    "activity.viewing-rank": ["线上观看人数进入前30名", "直播浏览量和好评度位居前20名", "点播收看量排名前40位"],
    "journal.editor-rank": [
        "编辑部全体编辑注册为科技工作者，数量进入省内期刊前30名",
        "编辑人员注册数量位居前40名",
        "注册科技工作者数量居省内科技期刊前20位",
    ],
    "journal.papers": ["推荐参评论文25篇", "推荐本刊发表的论文30篇参加优秀论文征集", "选送论文22篇"],
    "journal.views-rank": ["期刊浏览量进入省内前30名", "平台阅读量位居科技期刊前20名"],
}


@pytest.fixture(scope="module")
def programme() -> Programme:
    return find("tianfu-2023")


def test_there_are_exactly_28(programme: Programme) -> None:
    """18, 7 and 3, in the order of the guide."""
    assert [len(c.indicators) for c in programme.categories] == [18, 7, 3]
    assert [i.id for c in programme.categories for i in c.indicators] == [f"{row[0]}.{row[1]}" for row in ROWS]


@pytest.mark.parametrize("row", ROWS, ids=[f"{row[0]}.{row[1]}" for row in ROWS])
def test_requirement(programme: Programme, row: tuple[str, ...]) -> None:
    """Kind, comparator, value, unit, period and heading; the words of the guide stand in the source."""
    category, name, kind, comparator, value, unit, per, heading, words = row
    indicator = next(i for i in programme.category(category).indicators if i.id == f"{category}.{name}")
    assert (indicator.kind.value, indicator.comparator.value) == (kind, comparator)
    assert (indicator.value, indicator.unit, indicator.per or "-") == (Decimal(value), unit, per)
    assert indicator.value_max is None
    assert indicator.dimension == heading
    assert words in indicator.source


def test_every_number_of_the_guide_is_accounted_for(programme: Programme) -> None:
    """The other way round: no 不少于, 至少, 不低于, 达…% or 前…名 of the guide that is not in some source."""
    guide = (programme.folder / "guide.txt").read_text(encoding="utf-8")
    sources = [i.source for c in programme.categories for i in c.indicators]
    pattern = r"(?:不少于|不低于|至少(?:提供|开展|有)?|达|位居[^，。；]*前|位于[^，。；]*前|前)[0-9０-９]+ ?[%％\w]"
    demands = re.findall(pattern, guide)
    assert len(demands) == 28
    for demand in demands:
        assert any(demand in source for source in sources), demand
        assert sum(demand in source for source in sources) == demands.count(demand)


@pytest.mark.parametrize(
    ("own", "wording"), [(own, w) for own, wordings in WORDINGS.items() for w in wordings], ids=lambda v: v[:24]
)
def test_applicants_wordings_are_recognised(programme: Programme, own: str, wording: str) -> None:
    """By their own indicator, and by no other with which they could be confused."""
    category = programme.category(own.split(".")[0])
    indicators = {i.id: i for i in category.indicators}
    assert indicators[own].recognised_in(wording)
    mine = indicators[own]
    for other in category.indicators:
        units = {mine.unit, *mine.units} & {other.unit, *other.units}
        written = any(unit in wording for unit in units)
        if other.id != own and other.kind is mine.kind and written:
            assert not other.recognised_in(wording), other.id


def test_every_indicator_has_wordings(programme: Programme) -> None:
    assert set(WORDINGS) == {i.id for c in programme.categories for i in c.indicators}


def test_money_number_and_period(programme: Programme) -> None:
    """10个, 20万元/个, 2023年12月31日前, for each of the three."""
    assert [(c.id, c.name) for c in programme.categories] == [
        ("society", "一流科技社团培育示范项目"),
        ("activity", "一流学术活动培育示范项目"),
        ("journal", "一流科技期刊培育示范项目"),
    ]
    for category in programme.categories:
        assert (category.quota, category.grant, category.start, category.end) == (10, 200000, None, date(2023, 12, 31))
        assert len(category.tasks) == 4
        assert category.selection.startswith("通过评审遴选10个")


@pytest.mark.parametrize(
    ("name", "own"), [("一流科技社团", "society"), ("一流学术活动", "activity"), ("一流科技期刊", "journal")]
)
def test_chinese_names_are_accepted(programme: Programme, name: str, own: str) -> None:
    assert programme.category(name).id == own


def test_who_may_and_may_not_apply(programme: Programme) -> None:
    assert programme.category("society").applicants == ("省级学会（协会、研究会、促进会）",)
    assert programme.category("activity").applicants == ("省级学会（协会、研究会、促进会）", "有关企事业单位")
    assert len(programme.category("journal").qualifications) == 5  # four of its own, and the studio
    assert [(e.id, e.categories) for e in programme.exclusions] == [
        ("annual-inspection", ()),
        ("penalty", ()),
        ("rectification", ()),
        ("journal-inspection", ("journal",)),
    ]
    assert len(programme.priorities) == 9


def test_documents_to_hand_in(programme: Programme) -> None:
    """A sealed PDF online, three sealed copies on paper, the Word file, and evidence; all by 26 June."""
    assert [(h.copies, h.sealed, h.deadline) for h in programme.hand_in] == [
        (1, True, date(2023, 6, 26)),
        (3, True, date(2023, 6, 26)),
        (1, False, date(2023, 6, 26)),
        (1, False, date(2023, 6, 26)),
    ]
    assert "PDF" in programme.hand_in[0].form
    assert "人民南路四段11号" in programme.hand_in[1].channel


def test_calendar_and_consequences(programme: Programme) -> None:
    assert [(e.name, e.start, e.end) for e in programme.calendar] == [
        ("项目征集", date(2023, 6, 11), date(2023, 6, 20)),
        ("申报截止", None, date(2023, 6, 26)),
        ("立项评审", date(2023, 6, 21), date(2023, 6, 30)),
        ("经费划拨", None, None),
        ("项目周期结束", None, date(2023, 12, 31)),
        ("结项评审", None, date(2024, 1, 31)),
    ]
    assert any("全额退还项目经费" in c.consequence for c in programme.consequences)
    assert any("一个月" in c.consequence for c in programme.consequences)
    assert any("川财教〔2020〕83号" in rule for rule in programme.money_rules)
