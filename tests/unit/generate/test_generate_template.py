"""Rendering is strict, sandboxed and honest: what is given arrives, what is missing is an error at its place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docxtpl import DocxTemplate
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from markupsafe import Markup

from tfdocs.errors import InputDamaged, InputMissing, InputRefused, TemplateFault
from tfdocs.generate.template import Template
from tfdocs.read.archive import parse_xml

Make = Callable[..., Path]
Text = Callable[[bytes], list[str]]

HOSTILE = [
    "甲&乙<丙>",
    "\"引\" '号'",
    "{{ x }}",
    "{% if %}",
    "{_{",
    "𠀀𪚥",
    "😀",
    "a\tb",
    "=1+1",
    "]]>",
    "&amp;",
    "<w:t>",
]


def test_values_of_each_type_are_printed_as_an_office_writes_them(template: Make, text_of: Text) -> None:
    path = template(
        "{{ day }}|{{ money|大写金额 }}|{{ money|万元 }}万元|{{ count }}|{{ money|元 }}|{{ none|空则横线 }}"
    )
    blob = Template.load(path).render({"day": date(2023, 7, 3), "money": Decimal("200000"), "count": 12, "none": ""})
    assert text_of(blob) == ["2023年7月3日|人民币贰拾万元整|20万元|12|200,000.00|—"]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_arrive_as_typed(value: str, template: Make, text_of: Text) -> None:
    blob = Template.load(template("前{{ x }}后")).render({"x": value})
    assert text_of(blob) == [f"前{value}后"]


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=200))
def test_any_printable_text_arrives(value: str) -> None:
    blob = _SIMPLE.render({"x": value})
    with zipfile.ZipFile(io.BytesIO(blob)) as package:
        root = parse_xml(package.read("word/document.xml"), where="测试")
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
    assert "".join(t.text or "" for t in root.iter(w)) == f"前{value}后"


def _simple() -> Template:
    import tempfile

    from docx import Document

    with tempfile.TemporaryDirectory() as folder:
        document = Document()
        document.add_paragraph("前{{ x }}后")
        path = Path(folder) / "模板.docx"
        document.save(str(path))
        return Template.load(path)


_SIMPLE = _simple()


def test_line_breaks_become_paragraphs_of_the_same_style(template: Make, text_of: Text) -> None:
    blob = Template.load(template("甲", "{{ x }}", "乙")).render({"x": "一\r\n二\n三"})
    assert text_of(blob) == ["甲", "一", "二", "三", "乙"]


def test_rows_repeat_and_vanish_without_a_gap(template: Make, text_of: Text) -> None:
    path = template(
        "{%p if rows %}",
        "有",
        "{%p endif %}",
        table=[["名", "值"], ["{%tr for r in rows %}", ""], ["{{ r.a }}", "{{ r.b }}"], ["{%tr endfor %}", ""]],
    )
    loaded = Template.load(path)
    assert text_of(loaded.render({"rows": [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]})) == [
        "有", "名", "值", "1", "2", "3", "4",
    ]  # fmt: skip
    assert text_of(loaded.render({"rows": []})) == ["名", "值"]


@pytest.mark.parametrize(
    ("paragraph", "context", "words"),
    [
        ("名称：{{ nam }}", {"name": "x"}, "没有名为“nam”的字段"),
        ("名称：{{ name }}", {"name": None}, "字段“name”没有值"),
        ("名称：{{ a.b }}", {"a": {"b": None}}, "字段“a.b”没有值"),
        ("名称：{{ a.c }}", {"a": {"b": "x"}}, "没有名为“c”的字段"),
        ("名称：{{ rows }}", {"rows": [1]}, "列表"),
        ("名称：{{ 1/0 }}", {}, "计算出错"),
        ("名称：{{ name|大写金额 }}", {"name": "abc"}, "计算出错"),
    ],
)
def test_a_missing_or_empty_value_is_an_error_that_names_its_paragraph(
    paragraph: str, context: dict[str, Any], words: str, template: Make
) -> None:
    loaded = Template.load(template("第一段", paragraph))
    with pytest.raises((TemplateFault, InputRefused)) as caught:
        loaded.render(context)
    assert words in caught.value.what and "名称：" in caught.value.where and "模板.docx" in caught.value.where


def test_a_control_character_is_refused_at_its_place(template: Make) -> None:
    with pytest.raises(InputRefused, match="控制字符"):
        Template.load(template("{{ x }}")).render({"x": "甲\x02乙"})


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ x.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ range(10**9)|length }}",
        "{{ 'a' * 10**9 }}",
        "{{ 9**99 }}",
        "{% include '/etc/passwd' %}",
        "{{ lipsum() }}",
    ],
)
def test_templates_cannot_run_code_or_eat_the_machine(attack: str, template: Make) -> None:
    with pytest.raises(TemplateFault):
        Template.load(template(attack)).render({"x": "y"})


@pytest.mark.parametrize("text", ["｛｛ x ｝｝", "{{ x", "x }}", "{% if x %}", "{{ x | }}", "{%p endfor %}"])
def test_a_template_with_a_broken_tag_is_refused_when_it_is_loaded(text: str, template: Make) -> None:
    with pytest.raises(TemplateFault) as caught:
        Template.load(template("好的一段", text))
    assert "模板.docx" in caught.value.where


def test_no_filter_and_no_block_gets_round_the_escaping(template: Make, text_of: Text) -> None:
    """Markup in a value is text, whatever a template says; escaped text is not escaped twice."""
    for words in ("{{ x|safe }}", "{{ x|e }}", "{% set t %}{{ x }}{% endset %}{{ t }}"):
        assert text_of(Template.load(template(words)).render({"x": "</w:t><b>&'\""})) == ["</w:t><b>&'\""], words
    assert text_of(Template.load(template("{{ x }}")).render({"x": Markup("<b>&amp;")})) == ["<b>&amp;"]
    for words in ("{% autoescape false %}{{ x }}{% endautoescape %}", "{{ x|urlize }}", "{{ {'a': x}|xmlattr }}"):
        with pytest.raises(TemplateFault):
            Template.load(template(words)).render({"x": "<b>"})


def test_escaped_text_that_was_changed_afterwards_is_refused_and_never_printed_broken(
    template: Make, text_of: Text
) -> None:
    """“&LT;” is no entity of XML. The first letter has nothing to escape, and proves nothing for the second."""
    loaded = Template.load(template("{{ x|e|upper }}"))
    assert text_of(loaded.render({"x": "abc"})) == ["ABC"]
    with pytest.raises(InputRefused, match="转义"):
        loaded.render({"x": "a<b"})


def test_a_tag_torn_by_formatting_is_healed(tmp_path: Path, text_of: Text) -> None:
    from docx import Document

    document = Document()
    paragraph = document.add_paragraph()
    for part in ("{", "{ na", "me ", "}", "}"):
        paragraph.add_run(part).bold = True
    path = tmp_path / "模板.docx"
    document.save(str(path))
    assert text_of(Template.load(path).render({"name": "值"})) == ["值"]


def test_the_same_input_gives_the_same_bytes_and_a_template_renders_many_times(template: Make, text_of: Text) -> None:
    path = template("{{ x }}")
    loaded = Template.load(path)
    first = loaded.render({"x": "1"})
    assert text_of(loaded.render({"x": "2"})) == ["2"]
    assert loaded.render({"x": "1"}) == first == Template.load(path).render({"x": "1"})


def test_members_without_tags_are_copied_as_they_are(template: Make) -> None:
    path = template("{{ x }}")
    blob = Template.load(path).render({"x": "1"})
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(io.BytesIO(blob)) as after:
        assert sorted(before.namelist()) == sorted(after.namelist())
        assert after.namelist()[0] == "[Content_Types].xml"
        for name in before.namelist():
            if name != "word/document.xml":
                assert before.read(name) == after.read(name)


def test_the_text_is_the_same_as_docxtpl_gives(template: Make, text_of: Text) -> None:
    """Our path and docxtpl's own, with the same values, for loops, conditions, breaks and escapes."""
    path = template(
        "{{ a }}和{{ b }}",
        "{%p for r in rows %}",
        "{{ loop.index }}. {{ r.x }}{% if not loop.last %}；{% endif %}",
        "{%p endfor %}",
        "{{ long }}",
        "{_{ a }_}",
        table=[["{%tr for r in rows %}", ""], ["{{ r.x }}", "{{ r.y }}"], ["{%tr endfor %}", ""]],
    )
    context = {"a": "甲&乙", "b": "<丙>", "rows": [{"x": "1", "y": "2"}, {"x": "3", "y": "4"}], "long": "一\a二"}
    theirs = DocxTemplate(str(path))
    theirs.render(context, Environment(), autoescape=True)
    buffer = io.BytesIO()
    theirs.save(buffer)
    ours = Template.load(path).render(context | {"long": "一\n二"})
    assert text_of(ours) == text_of(buffer.getvalue())


def test_no_template_and_no_word_file(tmp_path: Path) -> None:
    with pytest.raises(InputMissing):
        Template.load(tmp_path / "无.docx")
    path = tmp_path / "坏.docx"
    path.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(InputDamaged):
        Template.load(path)
