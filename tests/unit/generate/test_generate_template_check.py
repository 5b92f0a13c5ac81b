"""Every fault of a template comes out in one run, each at its paragraph or cell with its words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from tfdocs.errors import InputDamaged
from tfdocs.generate.template_check import check_template
from tfdocs.jobs import making
from tfdocs.model.fault import Severity
from tfdocs.model.programme import Programme

Make = Callable[..., Path]
NAMES = {"name": "值", "grant": 1, "rows": [{"item": "值", "note": "值"}], "category": {"name": "值"}}


def faults(path: Path) -> list[tuple[str, str]]:
    return [(f.place, f.message) for f in check_template(path, NAMES).faults]


def test_the_shipped_templates_have_no_fault_and_print_every_field(programme: Programme) -> None:
    """Nothing is said of them at all; the fields that a number is made of count as printed with it."""
    shipped = [(form.template, form.id) for form in programme.forms] + [("notice-letter.docx", "notice")]
    for name, form_id in shipped:
        assert making.check_template(programme.folder / name, form_id) == (), name


def test_a_field_that_is_not_printed_is_told_with_its_tag(template: Make) -> None:
    found = {f.message: f for f in making.check_template(template("{{ applicant }}"), "notice")}
    year, number = found["没有用到填报项“发文年份”"], found["没有用到填报项“项目编号”"]
    assert year.severity is Severity.INFO and "{{ year }}" in year.hint and "{{ project_no }}" in number.hint
    found = {f.message: f for f in making.check_template(template("{{ applicant }}"), "agreement")}
    assert "循环 schedule 里的 {{ 行.output }}" in found["没有用到填报项“阶段成果”"].hint


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{ name", "没有结束"),
        ("name }}", "没有开头"),
        ("｛｛ name ｝｝", "全角"),
        ("｛% if name %｝", "全角"),
        ("{{ nam }}", "没有名为“nam”的字段"),
        ("{{ category.nmae }}", "没有名为“nmae”的字段"),
        ("{{ name|大写 }}", "没有名为“大写”的过滤器"),
        ("{% if name %}", "没有结束"),
        ("{% endif %}", "没有对应的开始标签"),
        ("{% fro r in rows %}", "不认识的标签"),
        ("{% for r in name %}{% endfor %}", "不是列表"),
        ("{% for r of rows %}{% endfor %}", "循环写法有误"),
        ("{% if name = 1 %}甲{% endif %}", "写法有误"),
        ("{%tr for r in rows %}", "不在表格里"),
        ("文字{%p if name %}", "会丢失"),
        ("{% include 'x' %}", "不允许"),
        ("{{ name.__class__ }}", "不允许访问"),
        ("{{ range(3).index(1) }}", "调用了程序"),
        ("{{ }}", "没有字段名"),
        ("{% for r in rows %}{% if r.item %}{% endfor %}{% endif %}", "交叉"),
        ("{% else %}", "不在"),
        ("{% with z = nam %}{{ z }}{% endwith %}", "没有名为“nam”的字段"),
        ("{% with z %}{% endwith %}", "写法有误"),
        ("{% filter uper %}甲{% endfilter %}", "没有名为“uper”的过滤器"),
        ("{% set t|uper %}甲{% endset %}", "没有名为“uper”的过滤器"),
        ("{% autoescape false %}{{ name }}{% endautoescape %}", "不认识的标签 autoescape"),
    ],
)
def test_each_kind_of_fault_is_found_at_its_paragraph(text: str, words: str, template: Make) -> None:
    found = faults(template("好的一段{{ name }}", text))
    assert any(place == "第 2 段" and words in message for place, message in found), found


def test_many_faults_come_out_at_once_and_the_nearest_name_is_offered(template: Make) -> None:
    path = template("{{ nmae }}", "{{ grant", "｛｛ name ｝｝", table=[["{{ rows.item }}", "{{ gant }}"]])
    found = check_template(path, NAMES).faults
    assert [f.place for f in found] == ["第 1 段", "第 2 段", "第 3 段", "表 1 第 1 行第 1 列", "表 1 第 1 行第 2 列"]
    assert found[0].hint == "是不是“name”？" and found[-1].hint == "是不是“grant”？"


def test_row_tags_must_stand_alone_in_their_row(template: Make) -> None:
    path = template(table=[["{%tr for r in rows %}", "{{ r.item }}"], ["{%tr endfor %}", ""]])
    assert any("会丢失" in m and p == "表 1 第 1 行第 1 列" for p, m in faults(path))


def test_a_loop_knows_its_rows(template: Make) -> None:
    path = template(
        table=[["{%tr for r in rows %}", ""], ["{{ r.item }}{{ loop.index }}", "{{ r.itme }}"], ["{%tr endfor %}", ""]]
    )
    assert faults(path) == [("表 1 第 2 行第 2 列", "“{{ r.itme }}”没有名为“itme”的字段")]


def test_begin_and_end_must_be_of_one_kind_and_on_one_level(template: Make) -> None:
    path = template(table=[["{%tr for r in rows %}", ""], ["{{ r.item }}", "{%p endfor %}"]])
    assert any("种类不同" in m for _, m in faults(path))
    path = template("{% if name %}", table=[["{% endif %}"]])
    assert any("不在同一层" in m for _, m in faults(path))


def test_a_tag_split_by_a_break_that_docxtpl_cannot_heal(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph("{{ na")
    paragraph.add_run().add_tab()
    paragraph.add_run("me }}")
    path = tmp_path / "模板.docx"
    document.save(str(path))
    assert faults(path)


def test_a_single_brace_round_a_field_is_a_warning(template: Make) -> None:
    (fault,) = check_template(template("{name}"), NAMES).faults
    assert fault.severity is Severity.WARNING and "一层花括号" in fault.message


def test_without_a_form_only_the_language_is_checked(template: Make) -> None:
    assert making.check_template(template("{{ whatever }}")) == ()
    assert making.check_template(template("{{ whatever")) != ()


def test_a_form_file_says_whose_fields_count(template: Make, tmp_path: Path) -> None:
    form = making.form("society", tmp_path / "表.xlsx")
    messages = [f.message for f in making.check_template(template("{{ project_nam }}"), form)]
    assert any("project_nam" in m for m in messages)


def test_what_is_no_word_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(b"nothing")
    with pytest.raises(InputDamaged):
        making.check_template(path)


def test_a_face_that_readers_may_not_have_is_a_warning(tmp_path: Path) -> None:
    document = Document()
    run = document.add_paragraph().add_run("{{ name }}")
    run.font.name = "汉仪尚巍手书"
    path = tmp_path / "模板.docx"
    document.save(str(path))
    found = [f for f in check_template(path, NAMES).faults if f.place == "字体"]
    assert [f.severity for f in found] == [Severity.WARNING] and "汉仪尚巍手书" in found[0].message


def test_the_code_belongs_into_headers_and_footers(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("{{ name }}")
    document.sections[0].footer.paragraphs[0].text = "核验码 {{ verification_code }}"
    path = tmp_path / "模板.docx"
    document.save(str(path))
    assert check_template(path, NAMES).faults == ()
    document.add_paragraph("{{ verification_code }}")
    document.save(str(path))
    (fault,) = check_template(path, NAMES).faults
    assert fault.place == "第 2 段" and "不能用在正文里" in fault.message
