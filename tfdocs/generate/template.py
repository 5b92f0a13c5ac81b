"""A Word template of docxtpl's language, patched and compiled once, rendered many times.

This and ``rich`` are the only modules that know docxtpl. It must not know forms or programmes: a path and a mapping
come in, bytes go out.

What it adds to docxtpl as it comes: values are escaped; the sandbox stops code; a missing or empty (None) value is an
error that names its paragraph; line breaks in a value become paragraphs; members without tags are copied as they
are; nothing in the output depends on the clock; every output is checked before it is handed out. Values that are more
than text (pictures, rich text, documents inside documents) are docxtpl's own business: see ``rich``.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple
from xml.parsers import expat

import jinja2
from docxtpl import DocxTemplate
from jinja2 import meta
from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError
from jinja2.runtime import Context
from lxml import etree
from markupsafe import Markup

from tfdocs.errors import EngineFailed, InputDamaged, InputMissing, InputRefused, TemplateFault
from tfdocs.generate import rich
from tfdocs.generate.assembly import Frame, Member, Plan, deflate
from tfdocs.generate.sandbox import EMITTED, Sandbox, Strict, Unprintable, bounded_range, said, sandbox, syntax_message
from tfdocs.generate.wordxml import W, paragraphs_of, part_name, read_package
from tfdocs.text.code import code_of, printed
from tfdocs.text.words import WordsBetween, words_of_xml

BODY = "word/document.xml"
# Members that may hold tags: the body, headers, footers, notes, and the properties (title, subject, …).
TAGGED = re.compile(r"^word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml$|^docProps/core\.xml$")
CODE = "verification_code"  # the name under which headers and footers may print the code of the body's words

_TAG = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|｛｛|｝｝|｛%|%｝")
_ESCAPES = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))  # docxtpl's way to print braces
_BREAKS = re.compile(r"[\x07\t\n\f]")  # what docxtpl turns into paragraphs, tabs, line and page breaks
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PLAIN = frozenset({str, int, float, bool, Decimal, date})
_SHAPES = 256  # shapes that are remembered for a part; a batch of letters has a handful
_FIRST_DRAWING = 1001  # docxtpl numbers the drawings of a body from here


_Shape = tuple[str | None, ...]


class _Done(NamedTuple):
    """A part rendered: as a member, what that stands for, and of a body that has a code its words."""

    member: Member
    blob: bytes
    words: str


@dataclass
class _Part:
    """A member with tags. ``plans`` are by shape: the constants that a rendering yields, None where
    values stand between them."""

    name: str
    source: str  # patched, one paragraph a line
    template: jinja2.Template
    tables: bool  # columns are repeated or do not fit their grid, so that grids must be mended afterwards
    plans: dict[_Shape, Plan] = field(default_factory=dict)
    # Whether docxtpl's work after rendering is needed however plain the values are.
    always: bool = False
    counts: bool = False  # its words make the verification code
    sets: bool = False  # it sets variables of its own, which no other part may see

    _words: dict[Plan, WordsBetween] = field(default_factory=dict)

    def words(self, plan: Plan) -> WordsBetween:
        """The words of a plan's texts."""
        found = self._words.get(plan)
        return found if found is not None else self._words.setdefault(plan, WordsBetween(plan.pieces))

    def plan(self, shape: _Shape) -> Plan:
        """A plan for a shape that was not met before. The line breaks that count paragraphs are no content."""
        if len(self.plans) >= _SHAPES:
            self.plans.clear()
            self._words.clear()
        pieces = [None if p is None else p.replace("\n<w:p", "<w:p") for p in shape]
        return self.plans.setdefault(shape, Plan([_DECLARATION, *pieces]))


@dataclass
class Template:
    """A compiled template. ``render`` may be called any number of times, from one thread."""

    path: Path
    members: list[tuple[str, bytes]]
    parts: dict[str, _Part] = field(default_factory=dict)
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    _frame: Frame | None = None
    _names: frozenset[str] = frozenset()  # of the context, as far as some part uses them
    _coded: bool = False  # a header or footer prints the verification code

    @classmethod
    def load(cls, path: Path, filters: Mapping[str, Callable[..., Any]] | None = None) -> Template:
        """Read, patch and compile; ``filters`` are those that the template may use beside the house's own.

        Raises ``InputMissing``, ``InputDamaged`` or ``TemplateFault`` with its place.
        """
        if not path.is_file():
            raise InputMissing("找不到模板文件", where=str(path), hint="请检查项目文件夹。")
        out = cls(path, read_package(path), filters=dict(filters or {}))
        env = sandbox(out.filters)
        for name, content in out.members:
            if not TAGGED.match(name):
                continue
            text = _as_text(content, path, name)
            if _TAG.search(re.sub(r"<[^>]*>", "", text)):
                out.parts[name] = _compile(env, name, text, path)
        out._coded = any(re.search(rf"\b{CODE}\b", p.source) for n, p in out.parts.items() if n != BODY)
        body = out.parts.get(BODY)
        if body is not None and re.search(rf"\{{[{{%][^{{}}%]*\b{CODE}\b", body.source):
            where = place_of(path, BODY, body.source, _line_of(body.source, CODE))
            raise TemplateFault(f"正文里不能使用 {CODE}", where=where, hint="核验码由正文算出，只能印在页眉或页脚里。")
        if body is not None:
            body.counts = out._coded
        out._frame = Frame(out.members, out.parts)
        trees = (env.parse(p.source) for p in out.parts.values())
        out._names = frozenset().union(*(meta.find_undeclared_variables(t) for t in trees)) - {CODE}
        return out

    def render(self, context: Mapping[str, Any], *, check: bool = True) -> bytes:
        """The document's bytes. ``context`` holds text, numbers, dates, lists and mappings of them, and whatever
        ``rich`` offers.

        Raises ``TemplateFault`` when the template asks for what is not there, ``InputRefused`` for a value that no
        document can hold, ``EngineFailed`` when the output fails its check.
        """
        values = {name: context[name] for name in self._names if name in context}
        if not _simple(values):
            found: list[Any] = []
            values = {name: _named(value, name, found) for name, value in values.items()}
            if found:
                return self._by_docxtpl(values, check=check)
        shared = _context(values)
        out: dict[str, Member] = {}
        body = self.parts.get(BODY)
        if body is not None:
            done = self._render(body, shared, check=check)
            out[BODY], words = done.member, done.words
        elif self._coded:
            words = words_of_xml(dict(self.members)[BODY].decode("utf-8"))
        if self._coded:
            values[CODE] = printed(code_of(words))
        for name, part in self.parts.items():
            if name != BODY:
                out[name] = self._render(part, shared, check=check).member
        assert self._frame is not None
        return self._frame.build(out)

    def _render(self, part: _Part, context: Context, *, check: bool) -> _Done:
        """A part as a member of the package.

        What a template yields are its own constants (str) and escaped values (Markup), by turns. A block that is
        filtered or set as a whole yields text of both kinds mixed: templates with one go the long way (``always``).
        """
        template = part.template
        try:
            pieces = list(template.root_render_func(context if not part.sets else _context(context.parent)))
        except Exception:
            try:
                template.environment.handle_exception()  # puts the template's own lines into the traceback
            except Exception as error:
                raise self._fault(part, error) from error
        shape = tuple([p if type(p) is str else None for p in pieces])
        values = tuple([p for p in pieces if type(p) is Markup])
        plan = part.plans.get(shape) or part.plan(shape)
        raw = tuple([v.encode("utf-8", "surrogatepass") for v in values])
        blob = plan.whole(raw)
        if not part.always and not _BREAKS.search("".join(values)):
            if check:
                self._check_plain(part, plan, blob, raw)
            words = part.words(plan).words(values) if part.counts else ""
            return _Done(plan.fill(raw, blob), blob, words)
        text = _after(part, blob.decode("utf-8", "surrogatepass")[len(_DECLARATION) :])
        blob = (_DECLARATION + text).encode("utf-8", "surrogatepass")
        if check:
            self._check(part, blob, [str(v.unescape()) for v in values if v])
        return _Done(deflate(blob, 6), blob, words_of_xml(text) if part.counts else "")

    def _fault(self, part: _Part, error: Exception) -> Exception:
        """What went wrong in an expression, as one of our errors with its place."""
        where = self._where(part, error)
        if isinstance(error, Unprintable):
            return InputRefused(str(error), where=where, hint="请检查该字段的内容。")
        if isinstance(error, SecurityError):
            return TemplateFault(said(error), where=where, hint=_SANDBOX_HINT)
        if isinstance(error, UndefinedError):
            hint = "请检查模板中的字段名；运行 tfdocs template check 可列出全部问题。"
            return TemplateFault(said(error), where=where, hint=hint)
        # Whatever else an expression of the template does wrong: division, types, filters.
        hint = "请检查这一处的写法；运行 tfdocs template check 可列出全部问题。"
        return TemplateFault(f"模板计算出错（{said(error)}）", where=where, hint=hint)

    def _check_plain(self, part: _Part, plan: Plan, blob: bytes, given: tuple[bytes, ...]) -> None:
        """Well-formed, and every printed value in it, in its order.

        Whether such a text is well-formed depends on its ``shape`` alone: the constant stretches and where values stand
        between them. For values are escaped: no “<”, no “&” but in an entity, no quote, no character that XML forbids.
        So each shape is parsed once, and for the letters after the first it is the values that are looked at. No tag
        can be left: ``_compile`` saw to that for the constants, and nothing after it looks at braces.
        """
        if not plan.proven:
            try:
                expat.ParserCreate().Parse(blob, True)
            except expat.ExpatError as error:
                raise self._broken(part) from error
            plan.proven = True
        at = 0
        for value in given:
            at = blob.find(value, at)
            if at < 0 or b"<" in value:
                raise self._lost(part, value.decode("utf-8", "replace"))
            at += len(value)

    def _check(self, part: _Part, blob: bytes, given: list[str]) -> None:
        """The same after docxtpl's own changes: values are looked for in the text of the paragraphs."""
        try:
            root = etree.fromstring(blob, _parser())
        except etree.XMLSyntaxError as error:
            raise self._broken(part) from error
        if part.name.startswith("docProps"):
            return
        text = "\x07".join(p.text for p in paragraphs_of(root))
        at = 0
        for value in given:
            found = text.find(value, at)
            if found >= 0:
                at = found + len(value)
            # A value may also stand in an attribute: {% colspan n %}, {% cellbg c %}.
            elif f'"{value}"'.encode() not in blob:
                raise self._lost(part, value)

    def _broken(self, part: _Part) -> TemplateFault:
        where = f"{self.path.name}（{part_name(part.name)}）"
        hint = "模板中的标签可能跨越了段落或表格行；请运行 tfdocs template check。"
        return TemplateFault("生成的内容不是完整的 Word 结构", where=where, hint=hint)

    def _lost(self, part: _Part, value: str) -> EngineFailed:
        short = value if len(value) <= 30 else value[:30] + "…"
        where = f"{self.path.name}（{part_name(part.name)}）"
        return EngineFailed(f"生成的文件里缺少应有的内容“{short}”", where=where, hint="请把模板和数据发给维护者。")

    def _where(self, part: _Part, error: BaseException) -> str:
        """File, part and the words of the paragraph in which the template failed."""
        line = getattr(error, "lineno", None)
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == "<template>":
                line = trace.tb_lineno
            trace = trace.tb_next
        return place_of(self.path, part.name, part.source, line)

    def _by_docxtpl(self, values: dict[str, Any], *, check: bool) -> bytes:
        """The whole document by docxtpl, and by ourselves the parts that docxtpl leaves alone (endnotes)."""
        if self._coded:
            first = rich.render(self, values | {CODE: ""}, check=False)
            values = values | {CODE: printed(code_of(words_of_xml(first[BODY].decode("utf-8"))))}
        members = rich.render(self, values, check=check)
        for name, part in self.parts.items():
            if not rich.COVERED.match(name):
                members[name] = self._render(part, _context(values), check=check).blob
        return Frame(members.items()).build({})


_SANDBOX_HINT = "模板里只能引用字段、判断和循环，不能调用程序。"
_ENVIRONMENT = sandbox()  # what a context asks its environment for is the same in all of ours
_PATCHER = DocxTemplate(io.BytesIO())  # only its text functions are used; it never opens this


def _context(values: dict[str, Any]) -> Context:
    """jinja2's context for ``values``: one for all parts of a document, made without copying them."""
    values.setdefault("range", bounded_range)
    return Context(_ENVIRONMENT, values, "document", {})


def _after(part: _Part, text: str) -> str:
    """docxtpl's work after rendering: breaks in values, grids of tables, numbers of drawings."""
    if _BREAKS.search(text):
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


def _line_of(source: str, words: str) -> int:
    return source[: source.index(words)].count("\n") + 1


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


def _as_text(content: bytes, path: Path, name: str) -> str:
    """A member as one string without declaration, entities for characters resolved, no line breaks in markup."""
    try:
        root = etree.fromstring(content, _parser())
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


def _compile(env: Sandbox, name: str, text: str, path: Path) -> _Part:
    source = patch(text)
    try:
        template = env.from_string(source)
    except TemplateSyntaxError as error:
        hint = "运行 tfdocs template check 可列出全部问题。"
        raise TemplateFault(
            f"模板标签有误（{syntax_message(error)}）", where=place_of(path, name, source, error.lineno), hint=hint
        ) from error
    # What jinja2 took for plain text must hold no tag: full-width braces, halves that formatting tore apart.
    for line, plain in _literals(env, source):
        left = _TAG.search(re.sub(r"<[^>]*>", "", plain))
        if left:
            raise TemplateFault(
                f"有未识别的标签“{left[0]}”",
                where=place_of(path, name, source, line),
                hint="请使用半角的 {{ }} 和 {% %}，并整段重新输入这个标签。",
            )
    part = _Part(name, source, template, tables=name == BODY and _grids_may_change(text))
    part.sets = re.search(r"\{%-?\s*set\b", source) is not None
    buffered = re.search(r"\{%-?\s*(?:filter\b|set\s+\w+\s*(?:\||-?%\}))", source) is not None
    part.always = part.tables or buffered or (name == BODY and "<wp:docPr" in text)
    for constant in _constants(template.root_render_func.__code__):
        content = constant.replace("\n<w:p", "<w:p")
        part.always = part.always or _BREAKS.search(content) is not None
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
    before = etree.fromstring(text, _parser())
    return bool(
        etree.tostring(before, encoding="unicode") != etree.tostring(_PATCHER.fix_tables(text), encoding="unicode")
    )


def _literals(env: Sandbox, source: str) -> Iterator[tuple[int, str]]:
    for line, kind, value in env.lex(source):
        if kind == "data":
            for offset, row in enumerate(value.split("\n")):
                yield line + offset, row


def _simple(value: Any) -> bool:
    """Whether nothing below ``value`` needs a second look: no None, nothing rich, no type that is not known."""
    kind = type(value)
    if kind in _PLAIN:
        return True
    if kind is dict:
        return all(map(_simple, value.values()))
    return (kind is list or kind is tuple) and all(map(_simple, value))


def _named(value: Any, name: str, found: list[Any]) -> Any:
    """``value`` with every None replaced by an undefined that knows the field's name; rich values are noted."""
    if type(value) in _PLAIN:
        return value
    if value is None:
        return Strict(hint=f"字段“{name}”没有值")
    if isinstance(value, Mapping):
        return {k: _named(v, f"{name}.{k}", found) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_named(v, f"{name}[{i}]", found) for i, v in enumerate(value, 1)]
    if isinstance(value, rich.RICH):
        found.append(value)
    return value


def _number_drawings(text: str) -> str:
    """Drawings repeated by a loop would share their id, which Word calls damage. Numbered as docxtpl does."""
    if "<wp:docPr" not in text:
        return text
    numbers = iter(range(_FIRST_DRAWING, _FIRST_DRAWING + text.count("<wp:docPr")))
    return re.sub(r'(<wp:docPr[^>]*?\bid=")\d+(")', lambda m: f"{m[1]}{next(numbers)}{m[2]}", text)


__all__ = ["BODY", "CODE", "EMITTED", "TAGGED", "Template", "patch", "place_of"]
