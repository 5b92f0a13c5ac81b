"""Faults of a programme's forms: names templates cannot use, missing templates, choices and limits that clash."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tfdocs.model.fault import Severity
from tfdocs.programme import check, load

if TYPE_CHECKING:
    from conftest import Copy

FORMS = """
[[forms]]
id = "imaging"
title = "申报书"
template = "imaging.docx"

  [[forms.sections]]
  key = "basics"
  title = "基本情况"
  fields = [
    { key = "museum", label = "馆名" },
    { key = "level", label = "等级", type = "choice", choices = ["一级", "二级"] },
    { key = "founded", label = "建馆日期", type = "date", limit = "period" },
    { key = "total", label = "合计", type = "money", sum_of = ["state", "costs.amount"], limit = "grant" },
    { key = "state", label = "财政资金", type = "money", minimum = 0, maximum = 355000 },
    { key = "insured", label = "是否投保", type = "yes_no", expected = "是" },
    { key = "summary", label = "简介", type = "long_text", max_length = 500 },
  ]

  [[forms.sections]]
  key = "costs"
  title = "经费预算"
  layout = "rows"
  min_rows = 1
  max_rows = 20
  fields = [ { key = "amount", label = "金额", type = "money" } ]

  [[forms.sections]]
  key = "targets"
  title = "指标"
  layout = "indicators"

    [[forms.sections.fields]]
    key = "promised"
    label = "承诺值"
    type = "decimal"

[[forms]]
id = "notice"
title = "立项通知书"
template = "notice.docx"
sections = [ { key = "row", title = "名单", fields = [ { key = "name", label = "单位" } ] } ]
"""


@pytest.fixture
def formed(copy: Copy) -> Copy:
    """The second programme with two forms and their templates."""
    copy.add(FORMS)
    for name in ("imaging.docx", "notice.docx"):
        (copy.folder / name).write_bytes(b"PK")
    return copy


def test_sound_forms_are_loaded(formed: Copy) -> None:
    """Inline, nested and one-line ways of writing all come out as the same model."""
    assert check(formed.folder) == []
    programme = load(formed.folder)
    assert [s.key for s in programme.form("imaging").sections] == ["basics", "costs", "targets"]
    assert programme.form("imaging").sections[2].fields[0].key == "promised"
    assert programme.form("notice").sections[0].fields[0].label == "单位"


@pytest.mark.parametrize(
    ("old", "new", "there", "piece"),
    [
        ('id = "notice"', 'id = "notise"', 'id = "notise"', "表单编号“notise”"),
        ('id = "notice"', 'id = "imaging"', 'id = "imaging"\ntitle = "立项', "表单编号“imaging”重复"),
        ('template = "notice.docx"', 'template = "notices.docx"', "notices.docx", "不存在"),
        ('template = "notice.docx"', 'template = "../notice.docx"', "../notice.docx", "应是项目文件夹里的"),
        ('template = "notice.docx"', 'template = "a\\\\notice.docx"', "\\\\notice.docx", "应是项目文件夹里的"),
        ('template = "notice.docx"', 'template = "notice.doc"', 'notice.doc"', "应是项目文件夹里的"),
        ('key = "costs"', 'key = "basics"', 'key = "basics"\n  title = "经费', "“basics”重复"),
        ('key = "costs"', 'key = "Costs"', 'key = "Costs"', "不能用在模板里"),
        ('key = "museum"', 'key = "馆名"', 'key = "馆名"', "不能用在模板里"),
        ('key = "museum"', 'key = "class"', 'key = "class"', "不能用在模板里"),
        ('key = "museum"', 'key = "level"', 'key = "level", label = "等级"', "“level”重复"),
        ('key = "museum", label = "馆名"', 'key = "museum"', 'key = "museum"', "缺少“label”"),
        ('key = "museum", label = "馆名"', 'key = "museum", label = ""', 'key = "museum"', "是空的"),
        ('key = "museum", label = "馆名"', 'key = "museum", lable = "馆名"', 'key = "museum"', "没有“lable”"),
        ('type = "choice", choices', "choices", 'key = "level"', "不是选择题"),
        (', choices = ["一级", "二级"]', "", 'key = "level"', "缺少选项"),
        ('["一级", "二级"]', '["一级", "一级"]', 'key = "level"', "重复"),
        ('type = "date"', 'type = "data"', 'key = "founded"', "不能是“data”"),
        ('limit = "period"', 'limit = "grant"', 'key = "founded"', "不能有 limit"),
        ('limit = "period"', 'limit = "perod"', 'key = "founded"', "不能是“perod”"),
        ("minimum = 0, maximum = 355000", "minimum = 2, maximum = 1", 'key = "state"', "小于最小值"),
        ('label = "馆名" }', 'label = "馆名", minimum = 1 }', 'key = "museum"', "不能有“minimum”"),
        ("max_length = 500", "max_length = 0", 'key = "summary"', "必须大于 0"),
        ('expected = "是"', 'expected = "对"', 'key = "insured"', "应是“是”或“否”"),
        ('type = "yes_no", ', "", 'key = "insured"', "不能有“expected”"),
        ('"costs.amount"]', '"costs.amout"]', 'key = "total"', "没有“costs.amout”"),
        ('["state", "costs', '["museum", "costs', 'key = "total"', "不是数字，不能合计"),
        ('["state", "costs', '["total", "costs', 'key = "total"', "它自己的合计"),
        (
            'key = "total", label = "合计", type = "money"',
            'key = "total", label = "合计"',
            'key = "total"',
            "不能是合计",
        ),
        ("min_rows = 1", "min_rows = -1", "min_rows = -1", "不能小于 0"),
        ("max_rows = 20", "max_rows = 0", "max_rows = 0", "不能小于 1"),
        ("min_rows = 1", "min_rows = 30", "max_rows = 20", "小于最少行数"),
        ('layout = "rows"', 'layout = "row"', 'layout = "row"', "不能是“row”"),
        ('[ { key = "amount", label = "金额", type = "money" } ]', "[]", "fields = []", "没有任何填写项"),
        (
            'sections = [ { key = "row", title = "名单", fields = [ { key = "name", label = "单位" } ] } ]',
            "sections = []",
            "sections = []",
            "没有任何部分",
        ),
    ],
)
def test_fault_at_its_line(formed: Copy, old: str, new: str, there: str, piece: str) -> None:
    formed.replace(old, new)
    line = formed.text[: formed.text.rindex(there)].count("\n") + 1
    faults = [f for f in check(formed.folder) if f.severity is Severity.ERROR]
    assert (f"programme.toml 第 {line} 行", True) in [(f.place, piece in f.message) for f in faults]


def test_missing_template_names_the_one_that_was_meant(formed: Copy) -> None:
    formed.replace('template = "notice.docx"', 'template = "notices.docx"')
    (fault,) = check(formed.folder)
    assert "是不是“notice.docx”？" in fault.hint


def test_table_of_indicators_needs_indicators(formed: Copy) -> None:
    text = formed.text
    start, end = text.index("  [[categories.indicators]]"), text.index('[[categories]]\nid = "exhibition"')
    formed.write(text[:start] + "indicators = []\n" + text[end:])
    assert [f.message for f in check(formed.folder)] == ["类别“imaging”没有指标，不能用指标表"]
