"""What tells whether a number is promised or done: headings, titles, lists, years; and how tables say it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tfdocs.model.commitment import CommitmentReport, Status
from tfdocs.programme import find

Gives = Callable[..., str]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a heading holds for the headings within it, until one of its own depth
        (["二、近三年主要工作", "1．学术交流：举办会议27次。", "三、项目目标", "1．举办会议4次。"], "past:=27次 =4次"),
        (["一、2023年出版情况", "出版12期。", "二、2024年改进目标", "出版14期。"], "past:=12期 =14期"),
        # a list takes the time of the sentence that leads it, what follows the list does not
        (["学会拟完成以下工作：", "1.举办会议4次。", "学会拥有会员300人。"], "=4次 past:=300人"),
        # titles that report, headlines of news
        (["2023年度工作总结", "举办会议6次。"], "past:=6次"),
        (["我省新增两家服务站", "本网讯 日前，揭牌仪式举行。"], "past:=2家"),
        # a year in full-width digits, and one that the paragraph comes to later
        (
            ["编制床位４８０张，２０２２年出院患者２.３万人次。", "本方案实施期内，培训护士20名。"],
            "past:=480张 past:=23000人次 =20名",
        ),
        # what is there already is no measure of what is compared with it
        (["吸附容量较现有材料提高50%。"], "=50%"),
        # the span of the project has passed under 实际完成情况; a site that is chosen is not there yet
        (["一、合同指标", "执行期内新增就业20人。", "二、实际完成情况", "执行期内新增就业26人。"], "=20人 past:=26人"),
        (["项目选址于科学公园，占地15亩。"], "=15亩"),
        # what a clause tells stays told beside a plan, and what is done behind the number is done
        (["现有猕猴桃20亩，去年收入12万元，今年预计能卖15万元。"], "past:=20亩 past:=120000元 =150000元"),
        (["一、资金筹措", "B轮融资8000万元已于上月到账，拟申请财政资金500万元。"], "past:=80000000元 =5000000元"),
        (["今年1—9月，新增会员356名；第四季度将再新增会员60名。"], "past:=356名 =60名"),
        (["活动邀请媒体记者12名、通讯员20名。"], "=12名 =20名"),
        (["验收不合格的，收回已拨经费的50%。"], "=50%"),
        (["首批经费400万元将于2026年底前拨付。"], "=4000000元 <=2026-12-31日"),
    ],
)
def test_time(text: list[str], expected: str, gives: Gives) -> None:
    assert gives(*text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026年1—9月：样机定型；10—12月：项目验收。", "2026-01-01..2026-09-30日 2026-10-01..2026-12-31日"),
        ("2024年6月底前完成设计，9月30日前完成试制，次年3月前验收。", "<=2024-06-30日 <=2024-09-30日 <=2025-03-31日"),
        ("网上填报时间：2024年5月6日9:00至5月24日18:00。", "2024-05-06..2024-05-24日"),
        ("每季度首月15日前支付24万元。", "<=15日/季度 =240000元/季度"),
        ("期满后一个月内提交决算报告。", "<=1月"),
        ("工作温度-20℃～60℃，高度1.2m±10mm，满意度不低于九成五。", "-20..60℃ =1.2m >=95%"),
        ("每个县（市、区）限报学校2所、工作室1个。", "<=2所/个 <=1个/个"),
        ("每刊限2人，每专题4学时，年缴税3500万元。", "<=2人/刊 =4学时/专题 =35000000元/年"),
        ("回用率由40%提至75%，分支机构由12个整合为9个。", ">=75% =9个"),
        ("设备费不得超过资助经费的25%。", "<=25%"),
        ("提供7×24小时服务，产品一次合格率不低于98%。", ">=98%"),
        ("围绕3个主题举办论坛5场。", "other:=3个 =5场"),
    ],
)
def test_statement(text: str, expected: str, gives: Gives) -> None:
    assert gives(text) == expected


def test_sums_in_the_unit_of_their_heading(gives: Gives) -> None:
    assert gives("三、预算（单位：万元）", "展品制作18，巡展运输6.5，合计24.5。") == "=180000元 =65000元 =245000元"


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        # a head of two rows, and a column of signs
        (
            [
                ["绩效指标", "<", "指标值", "<"],
                ["二级指标", "三级指标", "符号", "数值及单位"],
                ["数量指标", "举办会议", "≥", "4场"],
            ],
            ">=4场",
        ),
        # indicators side by side
        (
            [["项目", "论文（篇）", "专利（件）"], ["目标值", "12", "6"], ["已完成", "5", "2"]],
            "=12篇 =6件 past:=5篇 past:=2件",
        ),
        # a table that stands twice side by side, its heads naming nothing
        (
            [["收入预算", "金额（元）", "支出预算", "金额（元）"], ["会费", "120,000", "会议费", "85,000"]],
            "=120000元 =85000元",
        ),
        # columns known by what stands in them
        ([["服务项目", "数量（场/次）", "受益人数"], ["义诊", "12", "1500人"]], "=12场 =1500人"),
        ([["培训班", "期数", "每期人数", "天数"], ["实务班", "2", "60", "3"]], "=2期 =60人/期 =3天"),
        ([["指标", "建设前", "建设后", "提升幅度"], ["会员", "1560人", "2000人", "28%"]], "past:=1560人 =2000人"),
        ([["预算科目", "金额/万元", "占比/%"], ["会议费", "6.00", "30"]], "=60000元"),
        ([["里程碑", "计划日期", "交付物"], ["需求确认", "2024.3.15", "说明书"]], "<=2024-03-15日"),
        # who they are is no promise
        ([["姓名", "职称", "年龄", "投入时间（月）"], ["张甲", "教授", "52", "8"]], ""),
    ],
)
def test_table(table: list[list[str]], expected: str, gives: Gives) -> None:
    assert gives(table) == expected


def test_sums_of_a_table_in_the_unit_written_beside_it(gives: Gives) -> None:
    table = [["科目", "财政资金", "小计"], ["会议费", "6.5", "8.5"]]
    assert gives("单位：万元", table) == "=65000元 =85000元"
    assert gives(table, "注：表中金额单位为万元。") == "=65000元 =85000元"


def test_a_form_with_a_table_in_it(gives: Gives) -> None:
    """The lines over the head are labels beside values, whatever the head below them says."""
    form = [
        ["项目名称", "学会专项", "<"],
        ["项目资金（万元）", "年度资金总额", "200"],
        ["一级指标", "三级指标", "指标值"],
        ["产出指标", "资助学会数量", "≥30个"],
    ]
    assert gives(form) == "=2000000元 >=30个"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # heads whose words no rule knows are understood by their cells
        ([[["我们要干的事", "干多少"], ["举办讲座", "24场"], ["发放手册", "8000册"]]], "=24场 =8000册"),
        ([[["名目", "目前", "一年后"], ["产能（吨）", "800", "1500"], ["员工（人）", "42", "60"]]],
         "past:=800吨 =1500吨 past:=42人 =60人"),
        ([[["三级指标", "性质", "指标值", "度量"], ["举办讲座", "≥", "48", "场"], ["单场成本", "≤", "3000", "元"]]],
         ">=48场 <=3000元"),
        # a table under a heading that reports
        (["申报书", "二、近三年主要业绩", [["名称", "数量"], ["会议", "42场"], ["论文集", "6部"]]],
         "past:=42场 past:=6部"),
        # a table that goes on over the page, with its number between
        (
            [[["内容", "单位", "目标值"], ["基地", "个", "6"]], "— 3 —", [["教材", "册", "3"], ["论坛", "场", "2"]]],
            "=6个 =3册 =2场",
        ),
        # a form, whose labels and values stand twice in a row, has no head
        (
            [[["项目名称", "智慧果园", "负责人", "张示例"], ["示范面积", "500亩", "带动农户", "120户"]]],
            "=500亩 =120户",
        ),
    ],
)  # fmt: skip
def test_tables_by_their_cells_and_their_place(body: list[object], expected: str, gives: Gives) -> None:
    assert gives(*body) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a sentence that counts nothing tells the time of those after it
        (["过去一年，协会服务能力增强。走访企业62家。新的一年，协会将继续发力。走访企业80家。"], "past:=62家 =80家"),
        # what is done already says which, and not when
        (["在已建成的6个服务站基础上，新建服务站4个。"], "past:=6个 =4个"),
        (["上届论坛征集论文210篇。", "本届论坛征集论文260篇。"], "past:=210篇 =260篇"),
        # a target beside its result, and verbs that only there say that it is met
        (["一、执行情况", "新会员发展任务150名，完成118名。"], "=150名 past:=118名"),
        (["截至2023年底，公司总资产2.1亿元，职工236人。"], "past:=210000000元 past:=236人"),
        # a list takes the time of its lead, however its items are numbered and headed
        (
            [
                "某某协会2023年工作总结和2024年工作打算",
                "2023年，举办讲座18场。",
                "2024年，协会将着力做好两个方面的工作：",
                "1.深化研究。组织课题50项。",
                "2.深化普法。召开会议2次。",
            ],
            "past:=18场 =50项 =2次",
        ),
        # part of a report, whatever its heading is called
        (
            ["2023年工作总结", "一、2023年工作回顾", "（三）组织建设稳中有进。新增会员417名。"],
            "past:=417名",
        ),
        # names of years and of places in words: 频次年均, 新建有机, 支持有院士
        (["二、建设目标", "新建有机茶园1500亩。"], "=1500亩"),
        # a year in brackets of a title does not hold for a registration before it
        (
            ["关于做好2024年度评价工作的通知", "2022年12月31日前登记成立的学会可以参评，10月8日前完成自评。"],
            "<=2022-12-31日 <=2024-10-08日",
        ),
    ],
)
def test_all_of_a_text_is_weighed(text: list[str], expected: str, gives: Gives) -> None:
    assert gives(*text) == expected


def test_what_the_text_does_not_tell_is_left_to_a_person(read: Callable[..., CommitmentReport]) -> None:
    """Neither a heading nor a word of time: taken for one, said to be in doubt, and never counted as met."""
    programme = find("tianfu-2023")
    category = programme.category("一流科技期刊")
    report = read("某某学报。去年办会2次。推荐参评论文25篇。", programme=programme, category=category)
    sure, doubted = report.commitments
    assert not sure.uncertain
    assert doubted.uncertain and "请人工确认" in doubted.note
    assert doubted.requirement is None or doubted.requirement.status is Status.UNCLEAR
    told = read("项目目标：推荐参评论文25篇。", programme=programme, category=category).commitments[0]
    assert not told.uncertain and told.requirement is not None and told.requirement.status is Status.MET


def test_numbers_by_quarters_are_of_their_heads(gives: Gives) -> None:
    table = [["季度", "支出金额（万元）", "累计进度（%）"], ["一季度", "30", "15"], ["二季度", "60", "45"]]
    assert gives(table) == "=300000元 =15% =600000元 =45%"
    across = [["年度", "会员总数（人）", "学术会议（场）"], ["2023年（现状）", "2150", "6"], ["2024年", "2500", "7"]]
    assert gives(across) == "past:=2150人 past:=6场 =2500人 =7场"


def test_a_table_of_numbers_and_days_alone_names_nothing(gives: Gives) -> None:
    assert gives([["序号", "完成时间"], ["1", "2024年6月"], ["2", "2024年9月"]]) == ""
