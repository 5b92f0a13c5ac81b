"""Guides of other styles: clauses in decimals, categories named in a sentence, demands led by their category's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tfdocs.jobs.drafting import new_programme
from tfdocs.model.programme import Programme
from tfdocs.programme import load

CLAUSES = """某某省公益创投项目申报指引（2025年度）
1 总则
1.1 本指引所称项目分为A类（社区服务类）和B类（科普传播类）。
2 资助标准
2.1 A类项目不超过20个，每个资助8万元；B类项目10个，每个资助不超过5万元。
2.2 项目实施期为2025年3月1日至2025年12月31日。
3 申报条件
3.1 登记满2年，专职工作人员不少于3人。
4 绩效要求
4.1 A类项目应达到以下要求：
（1）开展社区服务活动不少于24场；
（2）服务对象满意度不低于90%。
4.2 B类项目应达到以下要求：
（1）制作原创科普视频不少于10部。
"""
LED = """关于开展2025年“数字乡村”科技示范项目申报工作的通知
一、项目类别和支持额度
（一）示范县项目。支持5个，每个补助经费100万元。
（二）示范村项目。支持30个左右，每个补助经费20万元。
二、建设目标
示范县项目：建成县级数据平台1个，培训农技人员300人次以上。
示范村项目：安装物联网设备不少于20台（套），户均增收1000元以上。
三、实施期限
项目建设期一年，自2025年5月至2026年4月。
"""


def _draft(guide: str, folder: Path) -> Programme:
    (folder / "指南.txt").write_text(guide, encoding="utf-8")
    path = new_programme(folder / "指南.txt", folder / "draft")[0].parent
    data = path / "programme.toml"
    data.write_text(data.read_text(encoding="utf-8").replace("# 【必填】", "# "), encoding="utf-8")
    return load(path)


@pytest.mark.parametrize(
    ("guide", "expected"),
    [
        (
            CLAUSES,
            [
                ("A类项目", 20, 80_000, ["开展社区服务活动>=24场", "服务对象满意度>=90%"]),
                ("B类项目", 10, 50_000, ["制作原创科普视频>=10部"]),
            ],
        ),
        (
            LED,
            [
                ("示范县项目", 5, 1_000_000, ["建成县级数据平台>=1个", "培训农技人员>=300人次"]),
                ("示范村项目", 30, 200_000, ["安装物联网设备>=20台", "户均增收>=1000元/户"]),
            ],
        ),
    ],
)
def test_each_category_has_its_own_demands(guide: str, expected: list[object], tmp_path: Path) -> None:
    """Conditions of who may apply and the number of places are no demands."""
    programme = _draft(guide, tmp_path)
    assert [
        (c.name, c.quota, int(c.grant or 0), [f"{i.name}{i.required}" for i in c.indicators])
        for c in programme.categories
    ] == expected
