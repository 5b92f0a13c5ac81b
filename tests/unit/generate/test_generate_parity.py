"""Our rendering and docxtpl's give the same XML: for our own templates and for each feature that docxtpl documents.

docxtpl runs as its documentation says, in a plain jinja2 environment; nothing of ours takes part in that half.
"""

# ruff: noqa: E501 - a template stays whole

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage, Listing, RichText, RichTextParagraph
from jinja2 import Environment
from lxml import etree

from tfdocs.errors import InputRefused, TemplateFault
from tfdocs.generate.context import build_context, names_for
from tfdocs.generate.data import from_mapping
from tfdocs.generate.filters import FILTERS
from tfdocs.generate.notices import notice_names
from tfdocs.generate.rich import Link, Picture, SubDocument
from tfdocs.generate.template import CODE, Template
from tfdocs.generate.template_check import check_template
from tfdocs.generate.validate import require_valid
from tfdocs.model.fault import Severity
from tfdocs.model.programme import Programme
from tfdocs.text.code import find_codes
from tfdocs.text.code import printed as dashed

sys.path.insert(0, str(Path(__file__).parent))
from wordpieces import drawing, p, png, r, tbl, tc, word, write

MARKED = ("word/document.xml", "word/header", "word/footer", "word/footnotes.xml", "docProps/core.xml")
ROWS = [{"a": "甲", "b": 1}, {"a": "乙&<>", "b": 2}, {"a": "丙", "b": 3}]


@dataclass
class Case:
    """A template and what it is given. ``theirs``, where docxtpl wants objects of the open file: values from it."""

    body: str
    context: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    core: dict[str, str] = field(default_factory=dict)
    theirs: Callable[[DocxTemplate], dict[str, Any]] = lambda tpl: {}
    filters: dict[str, Callable[..., Any]] = field(default_factory=dict)
    words: str = ""  # that the output must hold: a case whose tags do nothing would prove nothing


TWO_ROWS = ["{%tr for x in rows %}", ""], ["{{ x.a }}", "{{ x.b }}"], ["{%tr endfor %}", ""]
_INNER = word(p("里面的", r("文档", "<w:b/>")) + tbl(["格", "子"]))

CASES: dict[str, Case] = {
    "a variable": Case(p("前{{ a }}后"), {"a": "值"}, words="前值后"),
    "markup and quotes in a value": Case(p("{{ a }}"), {"a": "<b>&\"'</b>"}, words="<b>&\"'</b>"),
    "fields of fields": Case(
        p("{{ a.b.c }}{{ a['x'] }}{{ l[1] }}"), {"a": {"b": {"c": "深"}, "x": "键"}, "l": ["零", "一"]}, words="深键一"
    ),
    "jinja2's own filters": Case(
        p("{{ l|join('、') }}{{ l|length }}{{ s|upper }}{{ s|replace('x', 'y') }}"),
        {"l": ["甲", "乙"], "s": "x"},
        words="甲、乙2Xy",
    ),
    "a custom filter": Case(p("{{ n|double }}"), {"n": 21}, filters={"double": lambda v: v * 2}, words="42"),
    "escaping by hand": Case(
        p("{{ a|e }}{{ a|upper|e }}{{ (a|e) ~ a }}"), {"a": "<b>&'\""}, words="<b>&'\"<B>&'\"<b>&"
    ),
    "a block that is set": Case(
        p("{% set t %}甲&{{ a }}{% endset %}{{ t }}，{{ t }}"), {"a": "<乙>"}, words="甲&<乙>，甲&<乙>"
    ),
    "a block that is set, with its formatting": Case(
        p("{% set t %}", r("甲", "<w:b/>"), "{{ a }}{% endset %}前{{ t }}后"), {"a": "<乙>"}, words="前甲<乙>后"
    ),
    "a block with a filter": Case(p("{% filter replace('x', 'y') %}x{{ a }}{% endfilter %}"), {"a": "乙"}, words="y乙"),
    "variables of a block": Case(
        p("{% with z = a.b %}{{ z }}{% endwith %}{{ a.b }}"), {"a": {"b": "值"}}, words="值值"
    ),
    "what is printed as it stands": Case(p("{% raw %}{ 甲 }{% endraw %}{{ a }}"), {"a": "值"}, words="{ 甲 }值"),
    "lists changed by filters": Case(
        p("{% for x in rows|sort(attribute='b', reverse=true)|selectattr('b') %}{{ x.a }}{% endfor %}"),
        {"rows": ROWS},
        words="丙乙&<>甲",
    ),
    "a loop without rows": Case(
        p("{% for x in rows %}{{ x }}{% else %}（无）{% endfor %}"), {"rows": []}, words="（无）"
    ),
    "an inline condition": Case(
        p("{% if a %}有{% elif b %}或{% else %}无{% endif %}。{{ '是' if a else '否' }}"),
        {"a": "", "b": "x"},
        words="或。否",
    ),
    "paragraphs on a condition": Case(
        p("{%p if a %}") + p("甲") + p("{%p else %}") + p("乙") + p("{%p endif %}") + p("丙"), {"a": ""}, words="乙"
    ),
    "paragraphs in a loop": Case(
        p("{%p for x in rows %}") + p("{{ loop.index }}．{{ x.a }}") + p("{%p endfor %}"), {"rows": ROWS}, words="3．丙"
    ),
    "rows in a loop": Case(tbl(["名", "数"], *TWO_ROWS), {"rows": ROWS}, words="乙&<>"),
    "no row at all": Case(tbl(["名", "数"], *TWO_ROWS), {"rows": []}, words="数"),
    "a row on a condition": Case(
        tbl(["甲", "乙"], ["{%tr if a %}", ""], ["丙", "丁"], ["{%tr endif %}", ""]), {"a": "x"}, words="丁"
    ),
    "columns in a loop": Case(
        tbl(["头", "{%tc for x in rows %}", "{{ x.a }}", "{%tc endfor %}"]), {"rows": ROWS * 2}, words="丙"
    ),
    "rows and columns": Case(
        tbl(
            ["{%tr for x in rows %}", "", "", ""],
            ["{{ x.a }}", "{%tc for n in range(x.b) %}", "{{ n }}", "{%tc endfor %}"],
            ["{%tr endfor %}", "", "", ""],
        ),
        {"rows": ROWS[:1]},
        words="甲",
    ),
    "a grid that its rows do not fit": Case(tbl(["{{ a }}", "乙"], grid=5), {"a": "甲"}, words="甲"),
    "merged columns": Case(tbl([tc("{% colspan n %}标题"), "二"], ["甲", "乙"]), {"n": 2}, words="标题"),
    "a cell's colour": Case(
        tbl([tc("{% cellbg c %}红", '<w:shd w:val="clear" w:fill="FFFFFF"/>'), "二"]), {"c": "FF0000"}, words="红"
    ),
    "cells merged downwards": Case(
        tbl(["{%tr for x in rows %}", ""], ["{% vm %}同一格", "{{ x.b }}"], ["{%tr endfor %}", ""]),
        {"rows": ROWS},
        words="同一格",
    ),
    "cells merged across": Case(
        tbl(
            ["{%tc for x in rows %}", "{% hm %}通栏", "{%tc endfor %}"],
            ["{%tc for x in rows %}", "{{ x.a }}", "{%tc endfor %}"],
        ),
        {"rows": ROWS},
        words="通栏",
    ),
    "wide cells merged across": Case(
        tbl(
            ["{%tc for x in rows %}", tc("{% hm %}通栏", '<w:gridSpan w:val="2"/>'), "{%tc endfor %}"],
            ["甲", "乙", "丙", "丁", "戊", "己"],
        ),
        {"rows": ROWS},
        words="通栏",
    ),
    "a header": Case(p("正文"), {"a": "页眉&"}, {"header1": p("{{ a }}")}, words="页眉&"),
    "a footer with a field": Case(
        p("正文"),
        {"a": "页脚"},
        {"footer1": p("{{ a }}第 ", '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>', " 页")},
        words="页脚",
    ),
    "a loop in a header": Case(
        p("正文"),
        {"rows": ROWS},
        {"header1": p("{%p for x in rows %}") + p("{{ x.a }}") + p("{%p endfor %}")},
        words="丙",
    ),
    "footnotes": Case(
        p("正文", '<w:r><w:footnoteReference w:id="1"/></w:r>'),
        {"a": "注&释"},
        {"footnotes": f'<w:footnote w:id="1">{p("{{ a }}")}</w:footnote>'},
        words="注&释",
    ),
    "properties": Case(
        p("正文"),
        {"a": "标题一", "b": "作者"},
        core={"dc:title": "{{ a }}", "dc:creator": "{{ b }}", "dc:subject": "不变"},
        words="标题一",
    ),
    "escaped braces": Case(p("{_{ a }_} {_% if %_} {{ a }}"), {"a": "值"}, words="{{ a }} {% if %} 值"),
    "comments": Case(
        p("甲{# 说明 #}乙") + p("{#p 一段说明 #}") + tbl(["{#tr 一行 #}", ""], ["丙", "丁"]), words="甲乙"
    ),
    "a variable of the template": Case(p("{% set t = a ~ '！' %}{{ t }}"), {"a": "好"}, words="好！"),
    "merging with the paragraph before": Case(
        p("一句") + p("{%- if a %}，再一句{% endif -%}") + p("。"), {"a": "x"}, words="，再一句"
    ),
    "a tag over several runs": Case(
        p(r("{"), r("{ a", "<w:b/>"), r(".b }", "<w:i/>"), r("}", "<w:b/>"), "后"), {"a": {"b": "值"}}, words="值"
    ),
    "curly quotes in a tag": Case(
        p("{% if a == “是” %}对{% endif %}{{ l|join(‘，’) }}"), {"a": "是", "l": ["1", "2"]}, words="对1，2"
    ),
    "comparisons in a tag": Case(p("{% if n > 3 and n <= 9 %}中{% endif %}{{ n // 2 + 1 }}"), {"n": 7}, words="中4"),
    "loops in loops": Case(
        p(
            "{% for x in rows %}{% for n in range(x.b) %}{{ x.a }}{{ n }}{% if not loop.last %}、{% endif %}{% endfor %}；{% endfor %}"
        ),
        {"rows": ROWS},
        words="丙0、丙1、丙2；",
    ),
    "space at the ends of a run": Case(
        "<w:p><w:r><w:t>甲 {{ a }} 乙</w:t></w:r></w:p>", {"a": " 空 "}, words="甲  空  乙"
    ),
    "tabs and new paragraphs in a value": Case(
        p("{{ a }}", props='<w:jc w:val="center"/>'), {"a": "一\t二"}, words="二"
    ),
    "formatting is kept": Case(
        p(r("{{ a }}", '<w:rFonts w:eastAsia="黑体"/><w:sz w:val="32"/>')), {"a": "值"}, words="值"
    ),
    "drawings in a loop": Case(
        p("{%p for x in rows %}") + p(drawing("图"), "{{ x.a }}") + p("{%p endfor %}"), {"rows": ROWS}, words="丙"
    ),
    "a content control": Case(
        f"<w:sdt><w:sdtPr/><w:sdtContent>{p('{{ a }}')}</w:sdtContent></w:sdt>", {"a": "值"}, words="值"
    ),
    "a test": Case(
        p("{% if n is divisibleby 2 %}偶{% endif %}{% if a is string %}字{% endif %}"), {"n": 4, "a": "x"}, words="偶字"
    ),
    "rich text": Case(
        p("前{{r a }}后"),
        {"a": RichText("红&字", color="FF0000", bold=True, size=32, font="eastAsia:黑体")},
        words="红&字",
    ),
    "rich text put together": Case(
        p("{{r a }}"),
        {"a": (lambda t: (t.add("下", underline="wave"), t.add("标", subscript=True), t)[2])(RichText("上"))},
        words="标",
    ),
    "rich text in a row": Case(
        tbl(["{%tr for x in rows %}"], ["{{r x }}"], ["{%tr endfor %}"]),
        {"rows": [RichText("一", italic=True), RichText("二")]},
        words="二",
    ),
    "rich paragraphs": Case(
        p("前") + p("{{p a }}"), {"a": RichTextParagraph(RichText("一段"), parastyle="Body")}, words="一段"
    ),
    "a listing": Case(p("{{ a }}"), {"a": Listing("一\n二\a三\t四\f五")}, words="三"),
    "a picture": Case(
        p("图：{{ a }}"),
        {"a": Picture(png(), width=20)},
        theirs=lambda t: {"a": InlineImage(t, io.BytesIO(png()), width=Mm(20))},
        words="图：",
    ),
    "a picture that is a link": Case(
        p("{{ a }}"),
        {"a": Picture(png(), height=5, url="https://example.org/?a=1&b=2")},
        theirs=lambda t: {"a": InlineImage(t, io.BytesIO(png()), height=Mm(5), anchor="https://example.org/?a=1&b=2")},
    ),
    "pictures in rows": Case(
        tbl(["{%tr for x in rows %}", ""], ["{{ x.n }}", "{{ x.i }}"], ["{%tr endfor %}", ""]),
        {"rows": [{"n": 1, "i": Picture(png(1))}, {"n": 2, "i": Picture(png(2))}]},
        theirs=lambda t: {
            "rows": [
                {"n": 1, "i": InlineImage(t, io.BytesIO(png(1)))},
                {"n": 2, "i": InlineImage(t, io.BytesIO(png(2)))},
            ]
        },
    ),
    "a link": Case(
        p("见{{r a }}。"),
        {"a": Link("网站", "https://example.org")},
        theirs=lambda t: {
            "a": RichText("网站", url_id=t.build_url_id("https://example.org"), color="0563C1", underline=True)
        },
        words="网站",
    ),
    "a document in the document": Case(
        p("前") + p("{{p a }}") + p("后"),
        {"a": SubDocument(_INNER)},
        theirs=lambda t: {"a": t.new_subdoc(io.BytesIO(_INNER))},
        words="里面的",
    ),
}


_UNCHECKED = ("a document in the document",)  # its trial needs docxcompose


def rendered_by_docxtpl(path: Path, context: dict[str, Any], case: Case | None = None) -> dict[str, bytes]:
    template = DocxTemplate(str(path))
    template.init_docx()
    env = Environment()
    env.filters.update(FILTERS if case is None else case.filters)
    template.render(context | (case.theirs(template) if case else {}), env, autoescape=True)
    buffer = io.BytesIO()
    template.save(buffer)
    return members(buffer.getvalue())


def members(blob: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(blob)) as package:
        return {n: package.read(n) for n in package.namelist()}


def canonical(name: str, content: bytes) -> bytes:
    root = etree.fromstring(content)
    if name == "docProps/core.xml":
        # python-docx writes its own stamp into a file without one; only the texts are compared.
        return repr(sorted((e.tag, e.text or "") for e in root if "dc/elements" in e.tag and e.text)).encode()
    return bytes(etree.tostring(root, method="c14n", exclusive=True))


def assert_same(ours: dict[str, bytes], theirs: dict[str, bytes]) -> None:
    names = [n for n in theirs if n.startswith(MARKED) and n.endswith(".xml")]
    assert "word/document.xml" in names
    for name in names:
        assert canonical(name, ours[name]) == canonical(name, theirs[name]), name
    media = {n: c for n, c in theirs.items() if n.startswith("word/media/")}
    assert {n: c for n, c in ours.items() if n.startswith("word/media/")} == media


@pytest.mark.parametrize("name", CASES)
def test_the_xml_is_docxtpls(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    path = write(tmp_path, word(case.body, case.parts, case.core))
    ours = members(Template.load(path, case.filters).render(case.context))
    assert_same(ours, rendered_by_docxtpl(path, case.context, case))
    texts = "".join(
        etree.fromstring(c).xpath("string()") for n, c in ours.items() if n.startswith(MARKED) and n.endswith(".xml")
    )
    assert case.words in texts and "{%" not in texts.replace(case.words, "")


@pytest.mark.parametrize("name", [n for n in CASES if n not in _UNCHECKED])
def test_the_check_of_templates_has_nothing_against_what_docxtpl_documents(name: str, tmp_path: Path) -> None:
    """With the fields known and without."""
    case = CASES[name]
    path = write(tmp_path, word(case.body, case.parts, case.core))
    for names in (case.context, None):
        found = check_template(path, names, case.filters).faults
        assert [f for f in found if f.severity is Severity.ERROR] == []


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 40


def plain(value: Any) -> Any:
    """Our values as a person would give them to docxtpl, which prints whatever Python prints."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, str):
        return value.replace("\n", "\a")
    return value


@pytest.mark.parametrize("rows", [1, 10])
@pytest.mark.parametrize("form_id", ["society", "activity", "journal", "agreement"])
def test_our_own_templates_give_docxtpls_xml(
    form_id: str, rows: int, programme: Programme, filled: Callable[..., dict[str, Any]]
) -> None:
    form = programme.form(form_id)
    content = {k: v for k, v in filled(form_id, rows=rows, optional=rows > 1).items() if k != "form"}
    values = require_valid(programme, form, from_mapping(programme, form, content)).values
    context = build_context(programme, form, values)
    path = programme.folder / form.template
    ours = members(Template.load(path).render(context))
    code = next((t for t in etree.fromstring(ours["word/footer1.xml"]).itertext() if "-" in t), "").split()[-1:]
    assert_same(ours, rendered_by_docxtpl(path, plain(context) | {CODE: "".join(code)}))


@pytest.mark.parametrize("applicant", ["蜀岭省样例学会", "蜀岭省" + "样例" * 40 + "学会（甲&乙）"])
@pytest.mark.parametrize("name", ["notice.docx", "notice-letter.docx"])
def test_both_formats_of_the_notice_give_docxtpls_xml(name: str, applicant: str, programme: Programme) -> None:
    form = programme.form("notice")
    context = notice_names(form, names_for(programme, form)) | {"applicant": applicant}
    path = programme.folder / name
    ours = members(Template.load(path).render(context))
    feet = "".join(etree.fromstring(ours["word/footer1.xml"]).itertext())
    assert_same(ours, rendered_by_docxtpl(path, plain(context) | {CODE: dashed(find_codes(feet)[0])}))


def test_a_picture_that_is_none_and_a_faulty_template_are_told(tmp_path: Path) -> None:
    path = write(tmp_path, word(p("{{ a }}") + p("名称：{{ nam }}")))
    loaded = Template.load(path)
    with pytest.raises(InputRefused, match="图片"):
        loaded.render({"a": Picture(b"no picture"), "nam": "x"})
    with pytest.raises(TemplateFault, match="nam"):
        loaded.render({"a": Picture(png())})


def test_rich_values_make_the_same_bytes_each_time(tmp_path: Path) -> None:
    path = write(tmp_path, word(p("{{ a }}{{ b }}"), {"endnotes": f'<w:endnote w:id="1">{p("{{ b }}")}</w:endnote>'}))
    loaded = Template.load(path)
    first = loaded.render({"a": Picture(png()), "b": "尾注"})
    assert loaded.render({"a": Picture(png()), "b": "尾注"}) == first
    assert "尾注" in members(first)["word/endnotes.xml"].decode()


def test_properties_arrive_as_typed_on_both_ways(tmp_path: Path) -> None:
    """docxtpl escapes them twice."""
    path = write(tmp_path, word(p("{{ b }}"), core={"dc:title": "{{ a }}"}))
    loaded = Template.load(path)
    for other in ("字", Listing("字")):
        core = members(loaded.render({"a": "甲&<乙>", "b": other}))["docProps/core.xml"]
        assert "甲&<乙>" in etree.fromstring(core).xpath("string()")


def test_numbers_and_dates_are_printed_alike_on_both_ways(tmp_path: Path) -> None:
    path = write(tmp_path, word(p("{{ n }}|{{ d }}|{{ t }}|{{ x }}")))
    loaded = Template.load(path)
    values = {"n": Decimal("1.50"), "d": date(2023, 7, 3), "t": "甲\n乙"}
    fast = members(loaded.render(values | {"x": "尾"}))["word/document.xml"]
    slow = members(loaded.render(values | {"x": Listing("尾")}))["word/document.xml"]
    assert canonical("", fast) == canonical("", slow)
