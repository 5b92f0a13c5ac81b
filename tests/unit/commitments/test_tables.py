"""Rows of tables are items: any order of columns, units in the head or the cell, merged cells, budgets, schedules."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tfdocs.model.commitment import CommitmentReport

Gives = Callable[..., str]
Read = Callable[..., CommitmentReport]


def test_target_table(read: Read) -> None:
    """The number from the value's cell, never from the demand's; the evidence is the whole row; the term is noted."""
    report = read(
        [
            ["指标名称", "单位", "目标值", "指南要求", "完成时限"],
            ["推荐原创科普作品", "篇", "25", "不少于20篇", "2023年11月30日"],
            ["宣传覆盖率", "%", "100", "100%", "2023年12月31日前"],
        ]
    )
    first, second = report.commitments
    assert (first.action, first.object, str(first.value), first.unit) == ("推荐", "原创科普作品", "25", "篇")
    assert first.evidence.text == "推荐原创科普作品\n篇\n25\n不少于20篇\n2023年11月30日"
    assert first.note == "完成时限：2023年11月30日"
    assert (second.kind.value, str(second.value), second.unit) == ("rate", "100", "%")


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ([["目标值", "序号", "考核内容", "计量单位"], ["15", "1", "举办沙龙", "场"]], "=15场"),
        ([["考核指标", "预期目标"], ["举办论坛（场）", "≥2"]], ">=2场"),
        ([["指标", "单位", "目标值"], ["印发资料", "万份", "2.5"]], "=25000份"),
        ([["指标", "单位", "目标值"], ["发表论文", "篇", "10-12"]], "10..12篇"),
        ([["指标", "单位", "目标值"], ["平台注册排名", "名", "前30名"]], "<=30名"),
        ([["指标", "单位", "目标值"], ["平台注册排名", "名", "30"]], "<=30名"),
        ([["指标", "单位", "目标值"], ["专职人员", "人", "3以上"]], ">=3人"),
        (
            [["经费科目", "预算金额（万元）", "备注"], ["会议费", "5", "三人次"], ["合计", "8.2", ""]],
            "=50000元 =82000元",
        ),
        ([["任务", "起止时间"], ["开展调研", "2023年7月至2023年8月"]], "2023-07-01..2023-08-31日"),
        ([["任务", "完成时间"], ["提交报告", "2023年10月31日"]], "<=2023-10-31日"),
        ([["指标", "基期值", "目标值"], ["会员数", "1860人", "2000人"]], "past:=1860人 =2000人"),
        ([["项目周期", "2023年12月31日前", "申请经费", "20万元"]], "<=2023-12-31日 =200000元"),
        ([["联系电话", "13900000101", "邮政编码", "610041"]], ""),
    ],
)
def test_shapes(table: list[list[str]], expected: str, gives: Gives) -> None:
    assert gives(table) == expected


def test_merged_cells(read: Read) -> None:
    """三级指标 tables: what is particular names the row, a cell merged downwards belongs to every row it covers."""
    report = read(
        [
            ["一级指标", "二级指标", "三级指标", "指标值"],
            ["产出指标", "数量指标", "举办论坛（场）", "≥2"],
            ["^", "^", "形成报告（篇）", "3"],
            ["^", "质量指标", "论文录用率", "≥60%"],
            ["满意度指标", "满意度", "代表满意度", "95%以上"],
        ]
    )
    assert [(i.object, str(i.value), i.unit) for i in report.commitments] == [
        ("论坛", "2", "场"), ("报告", "3", "篇"), ("论文录用率", "60", "%"), ("代表满意度", "95", "%"),
    ]  # fmt: skip
    assert report.commitments[1].evidence.text == "形成报告（篇）\n3"


def test_a_value_merged_across_columns_is_one_item(gives: Gives) -> None:
    table = [["科目", "专项经费（万元）", "自筹经费（万元）"], ["会议费", "3", "2"], ["总计", "5万元", "<"]]
    assert gives(table) == "=30000元 =20000元 =50000元"


def test_prose_in_cells_is_read_as_prose(gives: Gives) -> None:
    text = "学会将举办学术会议5场，推荐参评论文不少于12篇，并组织专家下乡开展技术服务，形成品牌活动。"
    assert gives([["实施方案", text]]) == "=5场 >=12篇"


def test_prose_and_table_that_disagree(read: Read) -> None:
    report = read("推荐参评论文12篇。", [["指标", "单位", "目标值"], ["推荐参评论文", "篇", "15"]])
    (conflict,) = report.conflicts
    assert conflict.commitments == [i.id for i in report.commitments]
    assert "推荐" not in conflict.message or "前后不一致" in conflict.message


def test_a_span_of_thousands_of_rows_is_no_trouble(read: Read) -> None:
    from tfdocs.commitments import extract
    from tfdocs.model.document import Block, BlockKind, CellPlace, Document, join_blocks

    place = CellPlace(0, 0, 0, 10**9, 10**9)
    text, blocks = join_blocks(
        [Block(BlockKind.CELL, "指标", 0, 0, "", place), Block(BlockKind.CELL, "5个", 0, 0, "", CellPlace(0, 1, 1))]
    )
    assert extract(Document("x", "0" * 64, "docx", text, blocks)).commitments is not None
