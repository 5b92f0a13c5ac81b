"""The environment that templates are compiled in: strict, without code, and with our way of printing values.

It must not know Word files: expressions come in, text goes out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from tfdocs.generate.data import plain_number
from tfdocs.generate.filters import FILTERS
from tfdocs.text.dates import format_chinese

# What XML 1.0 cannot hold, and form feeds, which docxtpl would take for page breaks. \x07 is the sign for a paragraph.
_ILLEGAL = re.compile(r"[\x00-\x06\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# What cannot go out as it is: that, line breaks, and what must be escaped.
_SPECIAL = re.compile(r"[\x00-\x08\x0a-\x1f&<>\"'\ufffe\uffff\ud800-\udfff]")
# An “&” that begins no entity of XML: filters that change the letters of escaped text (upper) leave such things.
_BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")

_WORDS = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")  # of rich text, which is XML already

# jinja2's filters that make HTML elements.
_HTML_ONLY = ("urlize", "xmlattr")

# Tall powers and repeated strings are how a template eats a machine.
_MAX_REPEAT = 100_000

EMITTED = "_emitted"  # the context's name for the list that notes what was printed


class Unprintable(Exception):
    """A value that no document can hold."""


class Strict(jinja2.StrictUndefined):
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


def emit(value: Any) -> Markup:
    """What an expression prints, escaped. Text that is escaped already (by ``|e``, or a block that was set) stays.

    This runs for every value of every letter: text without special characters takes one search and one copy.
    Raises ``Unprintable``, and ``UndefinedError`` for a name without a value.
    """
    kind = type(value)
    if kind is not str:
        if kind is date:
            return _NEW(Markup, format_chinese(value))
        if isinstance(value, Markup):
            return _escaped(value)
        value = _text(value)
    if _SPECIAL.search(value):
        value = printed(value)
        if _ILLEGAL.search(value):
            raise Unprintable(_CONTROL)
        return escape(value)
    return _NEW(Markup, value)


_NEW = str.__new__  # Markup's own goes through Python
_CONTROL = "内容含有不可打印的控制字符"


def _escaped(value: Markup) -> Markup:
    if _BARE.search(value) or _ILLEGAL.search(value):
        raise Unprintable("转义过的内容又被改动，不再是完整的文字（过滤器 e 应放在最后）")
    if "<" in value:
        return value  # a block that was set, with its runs; it is parsed with the whole
    return _NEW(Markup, value.replace('"', "&#34;").replace("'", "&#39;"))


def _text(value: Any) -> str:
    if isinstance(value, jinja2.Undefined):
        value._fail_with_undefined_error()
    return printed(value)


class _Generator(CodeGenerator):
    """Prints values through ``emit`` alone, whatever a template says of escaping."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write("environment.emit(")


class Sandbox(ImmutableSandboxedEnvironment):
    """No code, no attributes of Python, no files; arithmetic in bounds."""

    intercepted_binops = frozenset({"*", "**"})
    emit = staticmethod(emit)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of a mapping before anything that Python has under that name: no field is called in vain “items”."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        for value in (left, right):
            if isinstance(value, int | float | Decimal) and -(10**12) < float(value) < 10**12:
                continue
            raise SecurityError("模板中的乘法只能用于一般大小的数字")
        if operator == "**" and abs(right) > 10:
            raise SecurityError("模板中的乘方过大")
        return super().call_binop(context, operator, left, right)


def sandbox(filters: Mapping[str, Callable[..., Any]] | None = None, rich: tuple[type, ...] = ()) -> Sandbox:
    """The environment that a template is compiled in. ``filters`` are added to the house's own; values of the types
    ``rich`` are printed as the XML that they make themselves."""
    env = Sandbox(
        autoescape=True, undefined=Strict, finalize=_noted(rich) if rich else None, keep_trailing_newline=True
    )
    if not rich:
        env.code_generator_class = _Generator
    env.globals.clear()
    env.globals["range"] = bounded_range
    for name in _HTML_ONLY:
        env.filters.pop(name)
    env.filters["safe"] = str  # values arrive as typed, whatever a template thinks of them
    env.filters.update(FILTERS)
    env.filters.update(filters or {})
    return env


def bounded_range(*args: int) -> range:
    """``range`` for templates. ``SecurityError`` for more turns than any document needs."""
    found = range(*args)
    if len(found) > _MAX_REPEAT:
        raise SecurityError(f"循环次数超过 {_MAX_REPEAT}")
    return found


def _noted(rich: tuple[type, ...]) -> Callable[..., Any]:
    """What an expression prints where docxtpl does the printing: noted, so that the output can be held against it."""

    @jinja2.pass_context
    def noted(context: Context, value: Any) -> Any:
        if not isinstance(value, rich):
            value = emit(value)
            texts = words_of(value)
        else:
            texts = [html.unescape(t) for t in _WORDS.findall(getattr(value, "xml", ""))]
        if (emitted := context.get(EMITTED)) is not None:
            emitted += filter(None, texts)
        return value

    return noted


def words_of(value: str) -> list[str]:
    """The words of an escaped value: its text, or of one that holds XML the text of each run."""
    return [html.unescape(t) for t in (_WORDS.findall(value) if "<" in value else [value])]


def printed(value: Any) -> str:
    """A value as it is printed: dates in Chinese, numbers plain, line breaks as the sign for a new paragraph."""
    if isinstance(value, str):
        if "\r" in value or "\n" in value or "\x07" in value:
            value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\x07", "").replace("\n", "\x07")
        return str(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return format_chinese(value)
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, int | float):
        return str(value)
    raise Unprintable(f"这里引用的是{'列表' if isinstance(value, list | tuple) else '一组字段'}，不能直接打印")


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


def said(error: BaseException) -> str:
    """What an error of a template says, in Chinese where it is jinja2's own."""
    text = str(error)
    match = re.match(r"access to attribute '(.+?)' of .* is unsafe", text)
    return f"不允许访问“{match[1]}”" if match else text
