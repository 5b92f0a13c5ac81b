"""Forms go out as workbooks and YAML and come back as they were filled, whatever people do to rows and columns."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from tfdocs.errors import DataInvalid, InputDamaged, InputMissing, InputRefused, OutputFailed, ProgrammeFault
from tfdocs.generate.data import label_key
from tfdocs.generate.form_xlsx import form_xlsx
from tfdocs.generate.form_yaml import form_yaml
from tfdocs.generate.reading import read_data
from tfdocs.generate.validate import examine, require_valid, validate
from tfdocs.jobs import making
from tfdocs.model.fault import Severity
from tfdocs.model.programme import Layout, Programme

FORMS = ("society", "activity", "journal", "agreement", "notice")
Filled = Callable[..., dict[str, Any]]


def fill(programme: Programme, form_id: str, data: dict[str, Any]) -> Workbook:
    """The form's workbook with ``data`` typed into it, as a person would."""
    book = load_workbook(io.BytesIO(form_xlsx(programme, programme.form(form_id))))
    for section in programme.form(form_id).sections:
        ws = book[section.title]
        content = data.get(section.title)
        if section.layout is Layout.FIELDS:
            for row in ws.iter_rows(min_row=4):
                for label, value in content.items():
                    if label_key(row[0].value) == label_key(label):
                        row[1].value = value
            continue
        head = next(
            r
            for r in ws.iter_rows()
            if sum(c.value is not None for c in r) > 2 and r[0].row > 2 and isinstance(r[1].value, str)
        )
        columns = {label_key(c.value): c.column for c in head}
        for number, line in enumerate(content or [], head[0].row + 1):
            for label, value in line.items():
                if label_key(label) in columns and (section.layout is Layout.ROWS or label != "指标名称"):
                    ws.cell(number, columns[label_key(label)]).value = value
    return book


def save(book: Workbook, path: Path) -> Path:
    book.save(path)
    book.close()
    return path


@pytest.mark.parametrize("form_id", FORMS)
def test_an_empty_form_is_known_again_and_every_required_field_is_missed(
    form_id: str, programme: Programme, tmp_path: Path
) -> None:
    form = programme.form(form_id)
    for ending, writer in (("xlsx", form_xlsx), ("yaml", form_yaml)):
        path = tmp_path / f"表.{ending}"
        path.write_bytes(writer(programme, form))
        data = read_data(path, programme)
        assert (data.form, data.programme, data.faults) == (form_id, "tianfu-2023", ())
        faults = validate(programme, form, data)
        for section in form.sections:
            for field in section.fields:
                if field.required and section.layout is Layout.FIELDS:
                    assert any(f"“{field.label}”没有填写" in f.message for f in faults), field.label


@pytest.mark.parametrize("form_id", FORMS)
def test_the_same_form_gives_the_same_bytes(form_id: str, programme: Programme) -> None:
    assert form_xlsx(programme, programme.form(form_id)) == form_xlsx(programme, programme.form(form_id))


@pytest.mark.parametrize("form_id", FORMS)
def test_workbook_yaml_and_mapping_give_the_same_values(
    form_id: str, programme: Programme, filled: Filled, tmp_path: Path
) -> None:
    form, content = programme.form(form_id), filled(form_id)
    book = save(fill(programme, form_id, content), tmp_path / "表.xlsx")
    text = tmp_path / "表.yaml"
    text.write_text(yaml.safe_dump(content, allow_unicode=True, default_style='"'), encoding="utf-8")
    values = []
    for path in (book, text):
        found = examine(programme, form, read_data(path, programme, form_id))
        assert found.errors == []
        values.append(found.values)
    assert values[0] == values[1]


def test_rows_and_columns_may_be_inserted_and_moved(programme: Programme, filled: Filled, tmp_path: Path) -> None:
    content = filled("society")
    plain = examine(
        programme,
        programme.form("society"),
        read_data(save(fill(programme, "society", content), tmp_path / "a.xlsx"), programme),
    )
    book = fill(programme, "society", content)
    book["基本情况"].insert_rows(6, 2)
    book["基本情况"]["A6"] = "（内部备注）"
    book["基本情况"].insert_cols(1)
    book["经费预算"].insert_rows(1, 3)
    book["考核指标"].move_range("E4:G4", rows=0, cols=0)
    book["进度安排"].insert_cols(2)
    book["进度安排"]["B3"] = "负责部门"
    moved = examine(programme, programme.form("society"), read_data(save(book, tmp_path / "b.xlsx"), programme))
    assert moved.errors == [] and moved.values == plain.values


def test_a_renamed_sheet_and_a_lost_hidden_sheet_do_no_harm(
    programme: Programme, filled: Filled, tmp_path: Path
) -> None:
    book = fill(programme, "society", filled("society"))
    book["进度安排"].title = "计划"
    del book["_tfdocs"]
    data = read_data(save(book, tmp_path / "a.xlsx"), programme)
    assert data.form == "society" and examine(programme, programme.form("society"), data).errors == []


def test_a_deleted_sheet_is_reported_once(programme: Programme, filled: Filled, tmp_path: Path) -> None:
    book = fill(programme, "society", filled("society"))
    del book["团队成员"]
    faults = validate(programme, programme.form("society"), read_data(save(book, tmp_path / "a.xlsx"), programme))
    assert [f.message for f in faults if "团队成员" in f.message] == [
        "缺少工作表“团队成员”",
        "“团队成员”至少填写 1 行，现在有 0 行",
    ]


def test_formulas_count_by_their_stored_value_and_are_missed_without_one(
    programme: Programme, filled: Filled, tmp_path: Path
) -> None:
    book = fill(programme, "society", filled("society"))
    book["基本情况"]["B28"] = "=100000*2"  # openpyxl stores no result
    data = read_data(save(book, tmp_path / "a.xlsx"), programme)
    assert any(f.place == "基本情况!B28" and "公式" in f.message for f in data.faults)


def test_sums_above_the_table_are_formulas_and_everything_typed_is_text(programme: Programme) -> None:
    book = load_workbook(io.BytesIO(form_xlsx(programme, programme.form("society"))))
    formulas = [c.coordinate for ws in book for row in ws.iter_rows() for c in row if c.data_type == "f"]
    assert len(formulas) == 2  # the two money columns of the budget
    book.close()


def test_a_form_has_lists_notes_frozen_heads_and_a_print_area(programme: Programme) -> None:
    book = load_workbook(io.BytesIO(form_xlsx(programme, programme.form("society"))))
    assert book["_tfdocs"].sheet_state == "hidden"
    for section in programme.form("society").sections:
        ws = book[section.title]
        assert ws.freeze_panes and ws.print_area and ws.data_validations.dataValidation
    lists = {v.formula1 for v in book["基本情况"].data_validations.dataValidation if v.type == "list"}
    assert '"学会,协会,研究会,促进会"' in lists
    assert book["考核指标"]["C4"].value == "前50名"
    assert book["经费预算"]["A4"].comment is not None
    book.close()


def test_yaml_with_anchors_bombs_and_bad_indents_is_refused_at_its_place(programme: Programme, tmp_path: Path) -> None:
    path = tmp_path / "表.yaml"
    path.write_text("form: society\na: &a [1]\nb: *a\n", encoding="utf-8")
    with pytest.raises(InputRefused, match="锚点"):
        read_data(path, programme)
    path.write_text("form: society\n" + "[" * 5000, encoding="utf-8")
    with pytest.raises((InputRefused, InputDamaged)):
        read_data(path, programme)
    path.write_text("form: society\n基本情况:\n  项目名称: 甲: 乙\n", encoding="utf-8")
    with pytest.raises(InputDamaged) as caught:
        read_data(path, programme)
    assert "第 3 行" in caught.value.where


def test_yaml_scalars_stay_as_typed_and_lines_are_named(programme: Programme, tmp_path: Path) -> None:
    path = tmp_path / "表.yaml"
    path.write_text("form: society\n基本情况:\n  银行账号: 0012\n  联系电话: 12_3\n  没有这项: 1\n", encoding="utf-8")
    data = read_data(path, programme)
    record = data.sections["basics"][0]
    assert record.entries["bank_account"].raw == "0012" and record.entries["phone"].raw == "12_3"
    assert [f.place for f in data.faults] == ["第 5 行"]


def test_bad_files_are_refused_by_name(programme: Programme, tmp_path: Path) -> None:
    with pytest.raises(InputMissing):
        read_data(tmp_path / "无.xlsx", programme)
    with pytest.raises(InputMissing):
        read_data(tmp_path, programme)
    for name, content, error in (
        ("空.xlsx", b"", InputDamaged),
        ("字.xlsx", b"hello", InputDamaged),
        ("断.xlsx", form_xlsx(programme, programme.form("notice"))[:3000], InputDamaged),
        ("空.yaml", b"", InputDamaged),
        ("图.yaml", b"\x89PNG\r\n\x1a\n\xff\xfe\x00", InputDamaged),
        ("文.txt", "你好".encode(), InputRefused),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(error):
            read_data(path, programme)


def test_a_workbook_that_is_no_form_and_one_of_another_programme(programme: Programme, tmp_path: Path) -> None:
    other = Workbook()
    other.active["A1"] = "随便什么"
    with pytest.raises(InputRefused, match="填报表"):
        read_data(save(other, tmp_path / "a.xlsx"), programme)
    book = load_workbook(io.BytesIO(form_xlsx(programme, programme.form("notice"))))
    book["_tfdocs"]["B1"] = "other-2030"
    with pytest.raises(InputRefused, match="other-2030"):
        read_data(save(book, tmp_path / "b.xlsx"), programme)


def check(programme: Programme, content: dict[str, Any], form_id: str = "society") -> list[tuple[str, str, str]]:
    from tfdocs.generate.data import from_mapping

    form = programme.form(form_id)
    data = from_mapping(programme, form, {k: v for k, v in content.items() if k != "form"})
    return [(f.severity.value, f.place, f.message) for f in validate(programme, form, data)]


def test_a_right_form_has_no_fault(programme: Programme, filled: Filled) -> None:
    for form_id in FORMS:
        assert [f for f in check(programme, filled(form_id), form_id) if f[0] == "error"] == []
        assert [f for f in check(programme, filled(form_id, optional=False), form_id) if f[0] == "error"] == []


@pytest.mark.parametrize(
    ("section", "label", "value", "words", "severity"),
    [
        ("基本情况", "项目名称", "长" * 51, "超过 50 字", "error"),
        ("基本情况", "统一社会信用代码", "515100005000000018", "校验位", "error"),
        ("基本情况", "单位性质", "公司", "应从", "error"),
        ("基本情况", "个人会员数", "很多", "应填数字", "error"),
        ("基本情况", "项目结束日期", "2024-01-31", "晚于项目周期", "error"),
        ("基本情况", "申请专项经费（元）", "25万", "超过经费额度", "error"),
        ("基本情况", "申请专项经费（元）", "20", "漏写", "warning"),
        ("基本情况", "项目总经费（元）", "30万元", "不一致", "error"),
        ("基本情况", "项目开始日期", "2023-12-31", "", ""),
        ("基本情况", "联系电话", "无", "电话", "warning"),
        ("基本情况", "电子邮箱", "没有", "邮箱", "error"),
        ("申报条件自查", "两年内受到民政厅或相关行政主管部门行政处罚", "是", "不能申报", "error"),
        ("申报条件自查", "已在天府科技云平台注册并开设示范科创工作室", "否", "不能申报", "error"),
        ("文字材料", "实施方案", "甲\x03乙", "控制字符", "warning"),
    ],
)
def test_each_kind_of_fault_is_found(
    section: str, label: str, value: str, words: str, severity: str, programme: Programme, filled: Filled
) -> None:
    content = filled("society")
    content[section][label] = value
    faults = check(programme, content)
    if not words:
        assert faults == []
    else:
        assert any(s == severity and p == f"{section}.{label}" and words in m for s, p, m in faults), faults


def test_all_faults_are_reported_at_once(programme: Programme, filled: Filled) -> None:
    content = filled("society")
    content["基本情况"]["项目名称"] = ""
    content["基本情况"]["电子邮箱"] = "x"
    content["考核指标"][0]["目标值"] = "60"  # a rank: worse than the 50th
    content["考核指标"][3]["目标值"] = "19"
    content["经费预算"][0]["专项经费（元）"] = "19万"
    content["进度安排"][0]["结束日期"] = "2023-06-30"
    content["团队成员"] = []
    errors = [m for s, _, m in check(programme, content) if s == "error"]
    for words in ("“项目名称”没有填写", "邮箱", "前50名", "不少于20项", "不一致", "早于开始日期", "至少填写 1 行"):
        assert sum(words in m for m in errors) == 1, (words, errors)
    assert len(errors) == 7


def test_a_missing_and_a_doubled_indicator(programme: Programme, filled: Filled) -> None:
    content = filled("journal")
    content["考核指标"][1] = dict(content["考核指标"][0])
    content["考核指标"].append(dict(content["考核指标"][0]) | {"指标名称": "自设指标"})
    messages = [m for _, _, m in check(programme, content, "journal")]
    assert any("出现了两次" in m for m in messages) and any("缺少指标" in m for m in messages)
    assert any("不是指南规定的指标" in m for m in messages)


def test_strict_turns_warnings_into_errors(programme: Programme, filled: Filled) -> None:
    from tfdocs.generate.data import from_mapping

    content = filled("society")
    content["基本情况"]["联系电话"] = "无"
    form = programme.form("society")
    data = from_mapping(programme, form, {k: v for k, v in content.items() if k != "form"})
    assert [f.severity for f in require_valid(programme, form, data).faults] == [Severity.WARNING]
    with pytest.raises(DataInvalid) as caught:
        require_valid(programme, form, data, strict=True)
    assert len(caught.value.faults) == 1 and caught.value.exit_code == 3


def test_the_form_job_refuses_other_endings_and_unknown_forms(tmp_path: Path) -> None:
    with pytest.raises(OutputFailed):
        making.form("society", tmp_path / "表.doc")
    with pytest.raises(ProgrammeFault, match="没有名为"):
        making.form("nothing", tmp_path / "表.xlsx")
    assert making.form("一流科技社团", tmp_path / "表.xlsx").is_file()
