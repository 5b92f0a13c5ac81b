"""Every quantitative requirement of the shipped guide is found in its text; the list was made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tfdocs.commitments import extract
from tfdocs.model.commitment import Commitment, CommitmentReport, Modality
from tfdocs.programme import find
from tfdocs.read.plain import read_text

GUIDE = Path(__file__).parents[3] / "templates" / "tianfu-2023" / "guide.txt"

# the guide's words, then what they demand
DEMANDS = [
    ("注册科技工作者总数位居省级学会前50名", "<=", "50", "名", None),
    ("创建至少1个符合科技社团特点的党建强会品牌活动", ">=", "1", "个", None),
    ("每年至少开展1次科研诚信、学风道德建设、科技伦理宣讲培训活动", ">=", "1", "次", "年"),
    ("发布科技服务能力、高新技术、科技成果不少于20项", ">=", "20", "项", None),
    ("推荐高新技术、科技成果不少于5项", ">=", "5", "项", None),
    ("技术指导等各类科技服务不少于10项", ">=", "10", "项", None),
    ("转化科技成果不少于１项", ">=", "1", "项", None),
    ("推广高新技术不少于3项", ">=", "3", "项", None),
    ("注册会员开设科创工作室数量位居省级学会前50名", "<=", "50", "名", None),
    ("宣传覆盖率达100%", ">=", "100", "%", None),
    ("好评率不低于90%", ">=", "90", "%", None),
    ("打造至少1个影响力大的学会学术交流活动品牌", ">=", "1", "个", None),
    ("向大会推荐参评论文不少于10篇", ">=", "10", "篇", None),
    ("至少提供1篇高质量的决策咨询报告", ">=", "1", "篇", None),
    ("打造至少1个学会科普活动品牌", ">=", "1", "个", None),
    ("推荐原创科普作品不少于20篇（条）", ">=", "20", "篇", None),
    ("推荐不少于20名专家进入四川省科协科普专家资源库", ">=", "20", "名", None),
    ("专职工作人员不少于3人", ">=", "3", "人", None),
    ("高层次专家在天府科技云注册并开设科创工作室的不少于10人", ">=", "10", "人", None),
    ("汇集不少于30篇高质量学术论文", ">=", "30", "篇", None),
    ("择优推荐不少于10篇优秀论文", ">=", "10", "篇", None),
    ("至少有2篇论文获评川渝学术大会优秀论文", ">=", "2", "篇", None),
    ("相关产业发展建议报告不少于1篇", ">=", "1", "篇", None),
    ("字数不少于3000字", ">=", "3000", "字", None),
    ("线上收看人数（浏览量）和好评度位居前50名", "<=", "50", "名", None),
    ("期刊编辑人员注册科技工作者数量位居省内科技期刊前50名", "<=", "50", "名", None),
    ("推荐参评论文不少于20篇", ">=", "20", "篇", None),
    ("期刊浏览量位于省内科技期刊前50名", "<=", "50", "名", None),
]


@pytest.fixture(scope="module")
def report() -> CommitmentReport:
    return extract(read_text(GUIDE))


def _said(item: Commitment) -> tuple[str, str, str, str | None]:
    return item.comparator.value, str(item.value), item.unit, item.per


def test_the_list_is_complete() -> None:
    assert len(DEMANDS) == 28
    assert sum(len(c.indicators) for c in find("tianfu-2023").categories) == 28


@pytest.mark.parametrize("demand", DEMANDS, ids=[d[0][:12] for d in DEMANDS])
def test_demand_is_found(demand: tuple[str, str, str, str, str | None], report: CommitmentReport) -> None:
    words, *said = demand
    hits = [i for i in report.commitments if words in i.evidence.text and _said(i) == tuple(said)]
    assert len(hits) == 1
    assert hits[0].modality is Modality.PROMISE and hits[0].requirement is None


def test_the_rest_of_the_guide(report: CommitmentReport) -> None:
    """Quotas, money, terms and copies are items; numbers of documents, addresses and slogans are none."""
    rest = [i for i in report.commitments if not any(d[0] in i.evidence.text for d in DEMANDS)]
    assert [_said(i)[:3] for i in rest if i.object == "立项数量"] == [("=", "10", "个")] * 3
    assert [(i.per, str(i.value)) for i in rest if i.kind.value == "money"] == [("个", "200000")] * 3
    assert {str(i.value) for i in rest if i.kind.value == "deadline"} == {"2023-12-31", "2023-06-26", "2024-01-31"}
    assert not [i for i in report.commitments if str(i.value) in ("83", "11", "2020", "6")]
    assert not report.missing and not report.conflicts


@pytest.mark.parametrize("category", ["society", "activity", "journal"])
def test_each_demand_answers_its_own_indicator(category: str) -> None:
    """The guide against itself: every indicator is answered, and by the sentence it was taken from."""
    programme = find("tianfu-2023")
    chosen = programme.category(category)
    report = extract(read_text(GUIDE), programme=programme, category=chosen)
    assert report.missing == []
    for indicator in chosen.indicators:
        own = [
            i
            for i in report.commitments
            if i.requirement is not None
            and i.requirement.id == indicator.id
            and i.requirement.status.value == "met"
            and (
                i.evidence.text in indicator.source or indicator.source in i.evidence.text or i.value == indicator.value
            )
        ]
        assert own, indicator.id
