"""What a sentence says: comparators as meant, values multiplied out, shared verbs, parts, terms; and what is none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tfdocs.model.commitment import CommitmentKind, CommitmentReport, Modality

Gives = Callable[..., str]
Read = Callable[..., CommitmentReport]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("申请专利8件、授权不少于5件。", "=8件 >=5件"),
        ("发布高新技术、科技成果不少于5项。", ">=5项"),
        ("全年发布科技供给合计26项，其中高新技术8项。", "=26项 =8项"),
        ("发表论文10-15篇。", "10..15篇"),
        ("发表论文10至15篇。", "10..15篇"),
        ("每项资助3至5万元。", "30000..50000元/项"),
        ("满意度达到百分之九十以上。", ">=90%"),
        ("好评率不低于９０％。", ">=90%"),
        ("占比提高10个百分点。", "=10个百分点"),
        ("专职人员由11名增加到25名。", ">=25名"),
        ("良品率由92%提升至97%。", ">=97%"),
        ("论文、专利、标准均不少于3项。", ">=3项 >=3项 >=3项"),
        ("举办年会、论坛、沙龙分别为1场、3场和6场。", "=1场 =3场 =6场"),
        ("乙方每月5日前报送进展。", "<=5日/月"),
        ("协议签订后15个工作日内拨付首笔经费。", "<=15工作日"),
        ("注册总数位居省级学会前50名。", "<=50名"),
        ("直播量位居全省前10%。", "<=10%"),
        ("工作室数量排名不低于第三。", "<=3名"),
        ("形成建议报告1篇（字数不少于3000字）。", "=1篇 >=3000字"),
        ("至少有2篇论文获评优秀论文。", ">=2篇"),
        ("申报书一式3份。", "=3份"),
        ("给予一个月时间限期整改。", "=1月"),
        ("经费额度：20万元/个", "=200000元/个"),
        ("立项数量：10个", "=10个"),
        ("项目周期：2023年12月31日前", "<=2023-12-31日"),
        ("2024年1月底前完成结项评审。", "<=2024-01-31日"),
        ("印发资料2.5万份，受益群众一千二百人次。", "=25000份 =1200人次"),
        ("组织十余名专家、数十家企业参加。", "~10名 ~10家"),
        ("参会代表约300人，每期发文18篇左右。", "~300人 ~18篇/期"),
        ("每季度召开例会1次。", "=1次/季度"),
        ("每年至少开展1次宣讲活动。", ">=1次/年"),
        ("资助经费200,000元（大写：人民币贰拾万元整）。", "=200000元"),
        ("会员总数突破2700名。", ">2700名"),
        ("审稿周期不超过45天。", "<=45天"),
        ("举办论坛2023年7月1日至2023年12月31日。", "2023-07-01..2023-12-31日"),
        ("影响因子不低于2.5。", ">=2.5"),
    ],
)
def test_meaning(text: str, expected: str, gives: Gives) -> None:
    assert gives(text) == expected


@pytest.mark.parametrize(
    ("text", "action", "thing"),
    [
        ("推荐原创科普作品不少于20篇（条）", "推荐", "原创科普作品"),
        ("推荐不少于20名专家进入科普专家资源库", "推荐", "专家"),
        ("创建至少1个符合科技社团特点的党建强会品牌活动", "创建", "符合科技社团特点的党建强会品牌活动"),
        (
            "依托平台提供科技评价、标准研制、人才培训等各类科技服务不少于10项",
            "提供",
            "科技评价、标准研制、人才培训等各类科技服务",
        ),
        ("参与的高层次专家在平台注册并开设工作室的不少于10人", "开设", "高层次专家"),
        ("期刊浏览量位于省内科技期刊前50名", "位于", "期刊浏览量"),
        ("线上收看人数（浏览量）和好评度位居前50名", "位居", "线上收看人数和好评度"),
        ("近三年会员单位承担重点研发任务37项", "承担", "重点研发任务"),
        ("组织委员会下设会务、学术、宣传3个工作组", "下设", "工作组"),
        ("理事会每季度召开1次会议", "召开", "会议"),
        ("好评率不低于90%", None, "好评率"),
    ],
)
def test_action_and_object(text: str, action: str | None, thing: str, read: Read) -> None:
    (item,) = read(text).commitments
    assert (item.action, item.object) == (action, thing)


def test_heirs_take_verb_and_object(read: Read) -> None:
    """授权不少于5件 is about the patents that were named before; so is the evidence."""
    first, second = read("申请专利8件、授权不少于5件。").commitments
    assert (first.action, first.object) == ("申请", "专利")
    assert (second.action, second.object) == ("授权", "专利")
    assert second.evidence.text == "申请专利8件、授权不少于5件"


@pytest.mark.parametrize(
    "text",
    [
        "近三年发表论文120篇，获奖6项。",
        "截至2022年12月，拥有会员1860人。",
        "2022年举办了学术会议4场。",
        "学会曾获表彰3次。",
        "现有科普基地3个，已建成工作室1个。",
        "五年来，学会共举办会议46次，服务企业200余家。",
        "日前大会召开，180名代表出席。",
    ],
)
def test_what_is_achieved_is_no_promise(text: str, read: Read) -> None:
    found = read(text, "项目须于2023年12月31日前完成。").commitments
    assert len(found) > 1
    assert all(i.modality is Modality.PAST for i in found if i.evidence.start < len(text))


def test_the_time_of_a_sentence_goes_on_until_another_is_named(read: Read) -> None:
    report = read("2022年学会成绩突出。发表论文30篇，举办会议5场。2023年将举办会议8场。", "2023年12月31日前完成。")
    assert [i.modality.value for i in report.commitments] == ["past", "past", "promise", "promise"]


def test_headings_tell_the_time(read: Read) -> None:
    report = read("一、工作基础", "科普基地3个。", "二、工作目标", "科普基地5个。")
    assert [(str(i.value), i.modality.value) for i in report.commitments] == [("3", "past"), ("5", "promise")]


@pytest.mark.parametrize(
    "text",
    [
        "重复率超过20%的稿件不予录用。",
        "省级学会两年内受到行政处罚的，不得申报。",
        "乙方逾期超过30日的，甲方有权解除协议。",
    ],
)
def test_conditions_are_only_mentioned(text: str, read: Read) -> None:
    assert {i.modality for i in read(text).commitments} == {Modality.OTHER}


def test_a_missing_year_comes_from_the_document_and_is_said(read: Read) -> None:
    report = read("项目周期：2023年12月31日前", "9月30日前完成品牌活动。")
    item = report.commitments[1]
    assert (item.value, item.kind) == ("2023-09-30", CommitmentKind.DEADLINE)
    assert item.note == "原文未写年份，按文中的2023年计"


def test_a_year_that_cannot_be_known_is_left_open(read: Read) -> None:
    (item,) = read("9月30日前完成。").commitments
    assert item.value == "--09-30"
    assert "没有可依据的年份" in item.note


@pytest.mark.parametrize(
    "text",
    [
        "按川财教〔2020〕83号和国发〔2021〕5号文件执行。",
        "依据第五条、第十二条第二款和第三届章程。",
        "围绕“三个一流”和六大优势产业，推进四化同步、五区共兴。",
        "（一）项目征集。2．立项评审。三是加强管理。一是提高认识。",
        "地址为某某市人民南路四段11号，邮编610041，电话028-85221234。",
        "参照GB/T 9704-2012和ISO 9001:2015。",
        "学会成立于1986年5月，1998年更名。",
        "- 12 -",
    ],
)
def test_never_items(text: str, gives: Gives) -> None:
    assert gives(text) == ""
