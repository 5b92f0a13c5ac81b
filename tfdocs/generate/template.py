"""A Word template of docxtpl's language, patched and compiled once, rendered many times.

The only module that knows docxtpl. It must not know forms or programmes: a path and a mapping come in, bytes go out.

What it adds to docxtpl as it comes: values are escaped; the sandbox stops code; a missing or empty (None) value is an
error that names its paragraph; line breaks in a value become paragraphs; members without tags are copied as they
are; nothing in the output depends on the clock; every output is checked before it is handed out.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jinja2
from docxtpl import DocxTemplate
from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from tfdocs.errors import EngineFailed, InputDamaged, InputMissing, InputRefused, TemplateFault
from tfdocs.generate.data import plain_number
from tfdocs.generate.filters import FILTERS
from tfdocs.generate.output import pack
from tfdocs.generate.wordxml import W, paragraphs_of, part_name, read_package
from tfdocs.text.dates import format_chinese

# Members that may hold tags: the body, headers, footers, notes, and the properties (title, subject, …).
TAGGED = re.compile(r"^word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml$|^docProps/core\.xml$")
_ILLEGAL = re.compile(r"[\x00-\x06\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_TAG = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|｛｛|｝｝|｛%|%｝")
_ESCAPES = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))  # docxtpl's way to print braces

# Tall powers and repeated strings are how a template eats a machine.
_MAX_REPEAT = 100_000


class _Strict(jinja2.StrictUndefined):
    """A name without a value: whatever is done with it raises a sentence that a person understands."""

    def _fail_with_undefined_error(self, *args: Any, **kwargs: Any) -> Any:
        name = self._undefined_name
        if self._undefined_hint:
            raise UndefinedError(self._undefined_hint)
        raise UndefinedError(f"没有名为“{name}”的字段" if name is not None else "引用了不存在的字段")

    __iter__ = __str__ = __len__ = __eq__ = __ne__ = __bool__ = __hash__ = _fail_with_undefined_error
    __contains__ = __call__ = __getitem__ = _fail_with_undefined_error

    def __getattr__(self, name: str) -> Any:
        # Dunder names are asked for by Python itself (copying, pickling), never by a template.
        if name[:2] == name[-2:] == "__":
            raise AttributeError(name)
        return self._fail_with_undefined_error()


class Sandbox(ImmutableSandboxedEnvironment):
    """No code, no attributes of Python, no files; arithmetic in bounds."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        for value in (left, right):
            if isinstance(value, int | float | Decimal) and -(10**12) < float(value) < 10**12:
                continue
            raise SecurityError("模板中的乘法只能用于一般大小的数字")
        if operator == "**" and abs(right) > 10:
            raise SecurityError("模板中的乘方过大")
        return super().call_binop(context, operator, left, right)


def sandbox() -> Sandbox:
    """The environment that every template is compiled in."""
    env = Sandbox(autoescape=True, undefined=_Strict, finalize=_finalize, keep_trailing_newline=True)
    env.globals.clear()
    env.globals["range"] = _range
    env.filters.update(FILTERS)
    return env


def _range(*args: int) -> range:
    found = range(*args)
    if len(found) > _MAX_REPEAT:
        raise SecurityError(f"循环次数超过 {_MAX_REPEAT}")
    return found


class _Unprintable(Exception):
    """A value that no document can hold."""


@jinja2.pass_context
def _finalize(context: Context, value: Any) -> Any:
    """What an expression prints. Also notes it, so that the output can be held against it."""
    if isinstance(value, jinja2.Undefined):
        value._fail_with_undefined_error()
    text = printed(value)
    if _ILLEGAL.search(text):
        raise _Unprintable("内容含有不可打印的控制字符")
    emitted = context.get("_emitted")
    if emitted is not None and text:
        emitted.append(text)
    return text


def printed(value: Any) -> str:
    """A value as it is printed: dates in Chinese, numbers plain, line breaks as the sign for a new paragraph."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").replace("\x07", "").replace("\n", "\x07")
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return format_chinese(value)
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, int | float):
        return str(value)
    raise _Unprintable(f"这里引用的是{'列表' if isinstance(value, list | tuple) else '一组字段'}，不能直接打印")


@dataclass
class _Part:
    name: str
    source: str  # patched, one paragraph a line
    template: jinja2.Template
    tables: bool  # columns are repeated, so that grids must be mended afterwards


@dataclass
class Template:
    """A compiled template. ``render`` may be called any number of times, from one thread."""

    path: Path
    members: list[tuple[str, bytes]]
    parts: dict[str, _Part] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Template:
        """Read, patch and compile. Raises ``InputMissing``, ``InputDamaged`` or ``TemplateFault`` with its place."""
        if not path.is_file():
            raise InputMissing("找不到模板文件", where=str(path), hint="请检查项目文件夹。")
        members = read_package(path)
        out = cls(path, members)
        env = sandbox()
        for name, content in members:
            if not TAGGED.match(name):
                continue
            text = _as_text(content, path, name)
            if not _TAG.search(re.sub(r"<[^>]*>", "", text)):
                continue
            out.parts[name] = _compile(env, name, text, path)
        return out

    def render(self, context: Mapping[str, Any], *, check: bool = True) -> bytes:
        """The document's bytes. ``context`` holds text, numbers, dates, and lists and mappings of them.

        Raises ``TemplateFault`` when the template asks for what is not there, ``InputRefused`` for a value that no
        document can hold, ``EngineFailed`` when the output fails its check.
        """
        values = {name: _named(value, name) for name, value in context.items()}
        out = []
        for name, content in self.members:
            part = self.parts.get(name)
            out.append((name, content if part is None else self._render(part, values, check=check)))
        return pack(out)

    def _render(self, part: _Part, values: dict[str, Any], *, check: bool) -> bytes:
        emitted: list[str] = []
        try:
            text = part.template.render(values, _emitted=emitted)
        except _Unprintable as error:
            raise InputRefused(str(error), where=self._where(part, error), hint="请检查该字段的内容。") from error
        except SecurityError as error:
            raise TemplateFault(_said(error), where=self._where(part, error), hint=_SANDBOX_HINT) from error
        except UndefinedError as error:
            hint = "请检查模板中的字段名；运行 tfdocs template check 可列出全部问题。"
            raise TemplateFault(_said(error), where=self._where(part, error), hint=hint) from error
        except Exception as error:  # whatever an expression of the template does wrong: division, types, filters
            hint = "请检查这一处的写法；运行 tfdocs template check 可列出全部问题。"
            message = f"模板计算出错（{_said(error)}）"
            raise TemplateFault(message, where=self._where(part, error), hint=hint) from error
        text = text.replace("\n<w:p", "<w:p")
        if any(c in text for c in "\x07\t\n\f"):
            text = str(_PATCHER.resolve_listing(text))
        if part.tables:
            text = etree.tostring(_PATCHER.fix_tables(text), encoding="unicode")
        text = _number_drawings(text)
        blob = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text.encode("utf-8", "surrogatepass")
        if check:
            self._check(part, blob, emitted)
        return blob

    def _check(self, part: _Part, blob: bytes, emitted: list[str]) -> None:
        """Well-formed, and every printed value is in it, in its order."""
        where = f"{self.path.name}（{part_name(part.name)}）"
        try:
            root = etree.fromstring(blob, _parser())
        except etree.XMLSyntaxError as error:
            hint = "模板中的标签可能跨越了段落或表格行；请运行 tfdocs template check。"
            raise TemplateFault("生成的内容不是完整的 Word 结构", where=where, hint=hint) from error
        if part.name.startswith("docProps"):
            return
        text = "\x07".join(p.text for p in paragraphs_of(root))
        at = 0
        for value in emitted:
            found = text.find(value, at)
            if found >= 0:
                at = found + len(value)
            # A value may also stand in an attribute: {% colspan n %}, {% cellbg c %}.
            elif f'"{value}"'.encode() not in blob:
                short = value if len(value) <= 30 else value[:30] + "…"
                raise EngineFailed(
                    f"生成的文件里缺少应有的内容“{short}”", where=where, hint="请把模板和数据发给维护者。"
                )

    def _where(self, part: _Part, error: BaseException) -> str:
        """File, part and the words of the paragraph in which the template failed."""
        line = getattr(error, "lineno", None)
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == "<template>":
                line = trace.tb_lineno
            trace = trace.tb_next
        return place_of(self.path, part.name, part.source, line)


_SANDBOX_HINT = "模板里只能引用字段、判断和循环，不能调用程序。"
_PATCHER = DocxTemplate(io.BytesIO())  # only its text functions are used; it never opens this


def place_of(path: Path, part: str, source: str, line: int | None) -> str:
    """“模板.docx（正文：“项目名称：{{ nam }}”）” for a line of a patched source."""
    shown = ""
    rows = source.split("\n")
    if line is not None and 1 <= line <= len(rows):
        shown = re.sub(r"<[^>]*>", "", rows[line - 1]).strip()
    shown = shown if len(shown) <= 60 else shown[:60] + "…"
    return f"{path.name}（{part_name(part)}" + (f"：“{shown}”）" if shown else "）")


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
    return _Part(name, source, template, "{%tc" in text or "{{tc" in text)


def _literals(env: Sandbox, source: str) -> Iterator[tuple[int, str]]:
    for line, kind, value in env.lex(source):
        if kind == "data":
            for offset, row in enumerate(value.split("\n")):
                yield line + offset, row


def syntax_message(error: TemplateSyntaxError) -> str:
    """jinja2's English message in Chinese."""
    message = error.message or ""
    known = (
        (r"Encountered unknown tag '(end\w+)'", r"多余的结束标签 \1，或与前面的标签交叉"),
        (r"Encountered unknown tag '(\w+)'", r"不认识的标签 \1"),
        (r"Unexpected end of template.*?innermost block that needs to be closed is '(\w+)'.*", r"标签 \1 没有结束"),
        (r"[Uu]nexpected end of template.*", "标签没有结束"),
        (r"No filter named '([^']+)'.*", r"没有名为 \1 的过滤器"),
        (r"No test named '([^']+)'.*", r"没有名为 \1 的判断"),
        (r"expected token '([^']+)', got '([^']+)'", r"此处应为 \1，却是 \2"),
        (r"unexpected char (.+?) at \d+", r"不认识的字符 \1"),
        (r"unexpected '([^']+)'", r"多余的 \1"),
        (r"Expected an expression, got '([^']+)'", r"缺少字段名（\1）"),
        (r"Missing end of (\w+).*", "标签没有结束"),
    )
    for pattern, chinese in known:
        match = re.search(pattern, message, re.DOTALL)
        if match:
            return match.expand(chinese).replace("end of print statement", "}}").replace("end of statement block", "%}")
    return message


def _said(error: BaseException) -> str:
    text = str(error)
    match = re.match(r"access to attribute '(.+?)' of .* is unsafe", text)
    return f"不允许访问“{match[1]}”" if match else text


def _named(value: Any, name: str) -> Any:
    """``value`` with every None replaced by an undefined that knows the field's name."""
    if value is None:
        return _Strict(hint=f"字段“{name}”没有值")
    if isinstance(value, Mapping):
        return {k: _named(v, f"{name}.{k}") for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_named(v, f"{name}[{i}]") for i, v in enumerate(value, 1)]
    return value


def _number_drawings(text: str) -> str:
    """Drawings repeated by a loop would share their id, which Word calls damage."""
    if text.count("<wp:docPr") < 2:
        return text
    numbers = iter(range(1, text.count("<wp:docPr") + 1))
    return re.sub(r'(<wp:docPr[^>]*?\bid=")\d+(")', lambda m: f"{m[1]}{next(numbers)}{m[2]}", text)
