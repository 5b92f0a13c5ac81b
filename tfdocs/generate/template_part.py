"""One member of a template that holds tags: its text made jinja2's, compiled, and how what it yields becomes XML again.

Here docxtpl's text functions are used; whole documents by docxtpl are ``rich``'s business. It must not know values:
those come with ``template``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import jinja2
from docxtpl import DocxTemplate
from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError
from lxml import etree

from tfdocs.errors import InputDamaged, TemplateFault
from tfdocs.generate.assembly import Plan
from tfdocs.generate.sandbox import Sandbox, syntax_message
from tfdocs.generate.wordxml import W, part_name
from tfdocs.text.words import WordsBetween

BODY = "word/document.xml"
# Members that may hold tags: the body, headers, footers, notes, and the properties (title, subject, …).
TAGGED = re.compile(r"^word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml$|^docProps/core\.xml$")
CODE = "verification_code"  # the name under which headers and footers may print the code of the body's words

# What must be in no text that jinja2 took for plain.
TAG = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|｛｛|｝｝|｛%|%｝")
_ESCAPES = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))  # docxtpl's way to print braces
BREAKS = re.compile(r"[\x07\t\n\f]")  # what docxtpl turns into paragraphs, tabs, line and page breaks
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHAPES = 256  # shapes that are remembered for a part; a batch of letters has a handful
_FIRST_DRAWING = 1001  # docxtpl numbers the drawings of a body from here

Shape = tuple[str | None, ...]

_PATCHER = DocxTemplate(BytesIO())  # only its text functions are used; it never opens this


@dataclass
class Part:
    """A member with tags. ``plans`` are by shape: the constants that a rendering yields, None where
    values stand between them."""

    name: str
    source: str  # patched, one paragraph a line
    template: jinja2.Template
    tables: bool  # columns are repeated or do not fit their grid, so that grids must be mended afterwards
    plans: dict[Shape, Plan] = field(default_factory=dict)
    # Whether docxtpl's work after rendering is needed however plain the values are.
    always: bool = False
    counts: bool = False  # its words make the verification code
    sets: bool = False  # it sets variables of its own, which no other part may see

    _words: dict[Plan, WordsBetween] = field(default_factory=dict)

    def words(self, plan: Plan) -> WordsBetween:
        """The words of a plan's texts."""
        found = self._words.get(plan)
        return found if found is not None else self._words.setdefault(plan, WordsBetween(plan.pieces))

    def plan(self, shape: Shape) -> Plan:
        """A plan for a shape that was not met before. The line breaks that count paragraphs are no content."""
        if len(self.plans) >= _SHAPES:
            self.plans.clear()
            self._words.clear()
        pieces = [None if p is None else p.replace("\n<w:p", "<w:p") for p in shape]
        return self.plans.setdefault(shape, Plan([DECLARATION, *pieces]))


def after_rendering(part: Part, text: str) -> str:
    """docxtpl's work after rendering: breaks in values, grids of tables, numbers of drawings."""
    if BREAKS.search(text):
        text = str(_PATCHER.resolve_listing(text))
    if part.tables:
        text = etree.tostring(_PATCHER.fix_tables(text), encoding="unicode")
    if part.name == BODY:
        text = _number_drawings(text)
    return text


def place_of(path: Path, part: str, source: str, line: int | None) -> str:
    """“模板.docx（正文：“项目名称：{{ nam }}”）” for a line of a patched source."""
    shown = ""
    rows = source.split("\n")
    if line is not None and 1 <= line <= len(rows):
        shown = re.sub(r"<[^>]*>", "", rows[line - 1]).strip()
    shown = shown if len(shown) <= 60 else shown[:60] + "…"
    return f"{path.name}（{part_name(part)}" + (f"：“{shown}”）" if shown else "）")


def line_of(source: str, words: str) -> int:
    """The line of a patched source in which ``words`` stand first."""
    return source[: source.index(words)].count("\n") + 1


def parser() -> etree.XMLParser:
    """A parser that fetches nothing."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


def member_text(content: bytes, path: Path, name: str) -> str:
    """A member as one string without declaration, entities for characters resolved, no line breaks in markup."""
    try:
        root = etree.fromstring(content, parser())
    except etree.XMLSyntaxError as error:
        raise InputDamaged(
            f"模板的{part_name(name)}不是完整的 XML", where=path.name, hint="请用 Word 重新保存。"
        ) from error
    for node in root.iter():
        # Indentation between elements means nothing to Word, but docxtpl would turn line breaks into content.
        if isinstance(node.tag, str) and node.tag not in (W + "t", W + "instrText"):
            if node.text is not None and not node.text.strip():
                node.text = None
            if node.tail is not None and not node.tail.strip():
                node.tail = None
    return str(etree.tostring(root, encoding="unicode"))


def patch(text: str) -> str:
    """A member's XML with docxtpl's tags turned into jinja2's, one paragraph a line."""
    source = str(_PATCHER.patch_xml(text))
    for written, meant in _ESCAPES:
        source = source.replace(written, '{{ "' + meant + '" }}')
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", source)


def compiled(env: Sandbox, name: str, text: str, path: Path) -> Part:
    """The member ``name`` with the XML ``text``, ready to be rendered. Raises ``TemplateFault`` with its place."""
    source = patch(text)
    try:
        template = env.from_string(source)
    except TemplateSyntaxError as error:
        hint = "运行 tfdocs template check 可列出全部问题。"
        raise TemplateFault(
            f"模板标签有误（{syntax_message(error)}）", where=place_of(path, name, source, error.lineno), hint=hint
        ) from error
    if next(env.parse(source).find_all(nodes.EvalContextModifier), None) is not None:
        where = place_of(path, name, source, line_of(source, "autoescape"))
        raise TemplateFault("不允许使用标签 autoescape", where=where, hint="内容总是按原样印出，请删去这个标签。")
    # What jinja2 took for plain text must hold no tag: full-width braces, halves that formatting tore apart.
    for line, plain in _literals(env, source):
        left = TAG.search(re.sub(r"<[^>]*>", "", plain))
        if left:
            raise TemplateFault(
                f"有未识别的标签“{left[0]}”",
                where=place_of(path, name, source, line),
                hint="请使用半角的 {{ }} 和 {% %}，并整段重新输入这个标签。",
            )
    part = Part(name, source, template, tables=name == BODY and _grids_may_change(text))
    part.sets = re.search(r"\{%-?\s*set\b", source) is not None
    buffered = re.search(r"\{%-?\s*(?:filter\b|set\s+\w+\s*(?:\||-?%\}))", source) is not None
    part.always = part.tables or buffered or (name == BODY and "<wp:docPr" in text)
    for constant in _constants(template.root_render_func.__code__):
        content = constant.replace("\n<w:p", "<w:p")
        part.always = part.always or BREAKS.search(content) is not None
    return part


def _constants(code: Any) -> Iterator[str]:
    """Every string constant of a compiled template, those of its inner functions too."""
    for constant in code.co_consts:
        if type(constant) is str:
            yield constant
        elif hasattr(constant, "co_consts"):
            yield from _constants(constant)


def _grids_may_change(text: str) -> bool:
    """Whether docxtpl would mend the grid of a table: where cells are repeated or merged by tags, or where the
    template's own rows do not fit their grid."""
    if re.search(r"\{[{%#]tc\s|\{%\s*(?:colspan|hm)\b", re.sub(r"<[^>]*>", "", text)):
        return True
    if "<w:tbl>" not in text and "<w:tbl " not in text:
        return False
    before = etree.fromstring(text, parser())
    return bool(
        etree.tostring(before, encoding="unicode") != etree.tostring(_PATCHER.fix_tables(text), encoding="unicode")
    )


def _literals(env: Sandbox, source: str) -> Iterator[tuple[int, str]]:
    for line, kind, value in env.lex(source):
        if kind == "data":
            for offset, row in enumerate(value.split("\n")):
                yield line + offset, row


def _number_drawings(text: str) -> str:
    """Drawings repeated by a loop would share their id, which Word calls damage. Numbered as docxtpl does."""
    if "<wp:docPr" not in text:
        return text
    numbers = iter(range(_FIRST_DRAWING, _FIRST_DRAWING + text.count("<wp:docPr")))
    return re.sub(r'(<wp:docPr[^>]*?\bid=")\d+(")', lambda m: f"{m[1]}{next(numbers)}{m[2]}", text)
