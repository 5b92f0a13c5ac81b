"""Made-up official Chinese: people, bodies, sums, dates and sentences with slots, the same for the same seed.

Test text has to look like what is checked in earnest: long sentences, many figures, enumerations, and the
characters that are easily taken for one another. No person, body or place here exists.
"""

from __future__ import annotations

import random
from collections.abc import Callable

_SURNAMES = "林沈程陆顾韩孟秦戴龚申田田未于千干"
_GIVEN = (
    "知远",
    "思齐",
    "明澈",
    "书宁",
    "若川",
    "景行",
    "子衿",
    "文渊",
    "亦凡",
    "清扬",
    "望舒",
    "怀瑾",
    "一鸣",
    "建业",
    "人杰",
)
_PLACES = ("蜀岭", "锦川", "岷阳", "青溪", "云栈", "江油河", "石门坎", "未央坪")
_FIELDS = (
    "测绘地理信息",
    "材料与装备",
    "粮油食品",
    "清洁能源",
    "电子信息",
    "智慧农机",
    "水土保持",
    "临床检验",
    "轨道交通",
)
_BODIES = ("学会", "研究会", "协会", "促进会", "工程中心", "实验站")
_WORKS = (
    "科技服务团队",
    "青年学术沙龙",
    "科普活动品牌",
    "决策咨询报告",
    "会员服务平台",
    "标准研制小组",
    "示范科创工作室",
)
_UNITS = ("项", "次", "篇", "人次", "场", "件", "名", "个", "套", "份")

_SENTENCES = (
    "截至{date}，{body}已有单位会员{n}家、个人会员{N}人，其中高级职称{n}人，未缴纳会费的{d}家。",
    "本年度计划组织{work}活动{d}次，每次参加人数不少于{n}人，经费由{body}和{place}分担，超出部分不予补助。",
    "{body}申请专项经费{wan}万元，自筹{wan}万元，合计{wan}万元，专款专用，单独核算，不得挪作他用。",
    "项目负责人{person}应当于{date}前提交阶段报告，逾期未提交的，末位考核，暂停拨付余下的{pct}%经费。",
    "经{body}理事会研究，同意由{person}、{person}、{person}组成工作小组，日常事务由{person}负责。",
    "在{field}领域推广新技术{d}项，转化科技成果{d}项，服务企业{n}家，新增产值约{wan}万元。",
    "凡入选的单位，须在{date}之前完成备案；未备案的，视为放弃，名额不再保留，已拨经费全额退还。",
    "试验田位于{place}，面积{num}亩，土壤含水率{pct}%，平均亩产{n}千克，比上年提高{d}个百分点。",
    "目前，{body}的学术期刊每期刊发论文{n}篇，平均审稿周期{n}天，退稿率{pct}%，读者好评率达到{pct}%。",
    "各单位要加强领导、明确责任、细化措施，不搞形式主义，不增加基层负担，确保{work}取得实效。",
    "设备采购价格为每台{yuan}元，共{d}台，质保期{n}个月；交货日期不得晚于{date}。",
    "参与评审的专家共{n}名，其中{field}方向{d}名、财务方向{d}名，与申报单位有利害关系的应当回避。",
    "{place}气象站记录的日最高气温为{num}℃，日降水量{num}毫米，相对湿度{pct}%，数据已于{date}入库。",
    "会议认为，前期工作基本完成，但仍有{d}项任务未达到预期，主要原因是人员不足、资料不全、沟通不畅。",
    "推荐优秀论文{d}篇参加学术大会，力争{d}篇获评优秀；推荐原创科普作品{n}篇（条），不重复计算。",
    "自己提出的意见，由自己负责；已经形成的决议，任何人不得擅自更改，干部要带头执行。",
    "联系人：{person}，电话{phone}，地址：{place}区文汇路{n}号，邮编{post}，电子邮箱不对外公布。",
    "根据协议第{d}条，{body}应在收到款项后{n}个工作日内开具票据，票据号码为{post}{n}，金额{yuan}元。",
    "针对{field}发展中的难点、堵点，组织调研{d}次，形成调研报告{d}份，提出建议{n}条，被采纳{d}条。",
    "培训班设{d}个专题，累计授课{n}学时，考核合格的学员{n}人，不合格的{d}人可在{date}补考一次。",
    "在土地流转、技术入股、人才引进等方面，{body}与{place}{n}个村签订了合作意向书，涉及资金{wan}万元。",
    "上述数据由{person}核对，误差不超过±{num}，如有出入，以{body}{date}公布的统计公报为准。",
)
_ENGLISH = (
    "The {field_en} survey was done on {iso} with {n} stations; the mean error was {num} mm (95% CI {num}–{num}).",
    "A sample of {num} kg was heated to {n} °C for {d} h and cooled at {num} K/min, see Tab. {d} and ISO {post}-{d}.",
    "Members of the working group shall not show drafts before {iso}; the fee of CNY {yuan} is due within {n} days.",
    "Version {d}.{d}.{n} of the software reads {n} MB/s, takes {num} GB of memory and supports UTF-8, RTK and GNSS.",
    "Contact: office@example.org, tel. +86 28 {post}{d}, open 9:00–17:30, closed on public holidays.",
)

NAME_PATTERN = f"[{_SURNAMES}](?:{'|'.join(_GIVEN)})"


class Wording:
    """Draws words. Two instances with the same seed say the same."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def person(self) -> str:
        return self.random.choice(_SURNAMES) + self.random.choice(_GIVEN)

    def place(self) -> str:
        return self.random.choice(_PLACES)

    def body(self) -> str:
        return f"{self.place()}省{self.random.choice(_FIELDS)}{self.random.choice(_BODIES)}"

    def field(self) -> str:
        return self.random.choice(_FIELDS)

    def work(self) -> str:
        return self.random.choice(_WORKS)

    def unit(self) -> str:
        return self.random.choice(_UNITS)

    def date(self) -> str:
        return f"{self.random.randint(2021, 2026)}年{self.random.randint(1, 12)}月{self.random.randint(1, 28)}日"

    def phone(self) -> str:
        return f"028-{self.random.randint(1000, 9999)}{self.random.randint(1000, 9999)}"

    def count(self) -> int:
        return self.random.randint(10, 99)

    def yuan(self) -> str:
        return f"{self.random.randint(1000, 98000):,}.{self.random.randint(0, 99):02d}"

    def sentence(self, english: bool = False) -> str:
        """One sentence, its slots filled."""
        r = self.random
        text = r.choice(_ENGLISH if english else _SENTENCES)
        draw: dict[str, Callable[[], str]] = {
            "date": self.date,
            "body": self.body,
            "work": self.work,
            "place": self.place,
            "person": self.person,
            "field": self.field,
            "field_en": lambda: r.choice(("geodetic", "hydrological", "agronomic", "seismic")),
            "iso": lambda: f"{r.randint(2021, 2026)}-{r.randint(1, 12):02d}-{r.randint(1, 28):02d}",
            "n": lambda: str(r.randint(11, 98)),
            "N": lambda: str(r.randint(1001, 9870)),
            "d": lambda: str(r.randint(2, 9)),
            "num": lambda: f"{r.randint(10, 99)}.{r.randint(1, 9)}",
            "pct": lambda: str(r.randint(61, 98)),
            "wan": lambda: str(r.choice((r.randint(2, 60), r.randint(101, 890)))),
            "yuan": self.yuan,
            "phone": self.phone,
            "post": lambda: str(r.randint(610000, 619999)),
        }
        # One by one, because each slot of a sentence is drawn anew.
        while "{" in text:
            name = text[text.index("{") + 1 : text.index("}")]
            text = text.replace("{" + name + "}", draw[name](), 1)
        return text

    def paragraph(self, sentences: int, english: bool = False) -> str:
        """Some sentences that follow one another without repeating the last one's pattern."""
        return "".join(self.sentence(english) + (" " if english else "") for _ in range(sentences)).strip()
