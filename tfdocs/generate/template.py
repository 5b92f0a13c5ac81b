"""A Word template of docxtpl's language, patched and compiled once, rendered many times.

This, ``template_part`` and ``rich`` are the only modules that know docxtpl's language. It must not know forms or
programmes: a path and a mapping come in, bytes go out.

What it adds to docxtpl as it comes: values are escaped; the sandbox stops code; a missing or empty (None) value is an
error that names its paragraph; line breaks in a value become paragraphs; members without tags are copied as they
are; nothing in the output depends on the clock; every output is checked before it is handed out. Values that are more
than text (pictures, rich text, documents inside documents) are docxtpl's own business: see ``rich``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple
from xml.parsers import expat

from jinja2 import meta
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.runtime import Context
from lxml import etree
from markupsafe import Markup

from tfdocs.errors import EngineFailed, InputMissing, InputRefused, TemplateFault
from tfdocs.generate import rich
from tfdocs.generate.assembly import Frame, Member, Plan, deflate
from tfdocs.generate.sandbox import Strict, Unprintable, bounded_range, said, sandbox, words_of
from tfdocs.generate.template_part import (
    BODY,
    BREAKS,
    CODE,
    DECLARATION,
    TAG,
    TAGGED,
    Part,
    after_rendering,
    compiled,
    line_of,
    member_text,
    parser,
    place_of,
)
from tfdocs.generate.wordxml import paragraphs_of, part_name, read_package
from tfdocs.text.code import code_of, printed
from tfdocs.text.words import words_of_xml

_PLAIN = frozenset({str, int, float, bool, Decimal, date})


class _Done(NamedTuple):
    """A part rendered: as a member, what that stands for, and of a body that has a code its words."""

    member: Member
    blob: bytes
    words: str


@dataclass
class Template:
    """A compiled template. ``render`` may be called any number of times, from one thread."""

    path: Path
    members: list[tuple[str, bytes]]
    parts: dict[str, Part] = field(default_factory=dict)
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
            text = member_text(content, path, name)
            if TAG.search(re.sub(r"<[^>]*>", "", text)):
                out.parts[name] = compiled(env, name, text, path)
        out._coded = any(re.search(rf"\b{CODE}\b", p.source) for n, p in out.parts.items() if n != BODY)
        body = out.parts.get(BODY)
        if body is not None and re.search(rf"\{{[{{%][^{{}}%]*\b{CODE}\b", body.source):
            where = place_of(path, BODY, body.source, line_of(body.source, CODE))
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
        if not _simple(values.values()):
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

    def _render(self, part: Part, context: Context, *, check: bool) -> _Done:
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
        joined = "\0".join(values)  # no value holds the separator: XML forbids it
        raw = tuple(joined.encode().split(b"\0")) if values else ()
        blob = plan.whole(raw)
        if not part.always and not BREAKS.search(joined):
            if check:
                self._check_plain(part, plan, blob, raw)
            words = part.words(plan).words(values) if part.counts else ""
            return _Done(plan.fill(raw, blob), blob, words)
        text = after_rendering(part, blob.decode("utf-8", "surrogatepass")[len(DECLARATION) :])
        blob = (DECLARATION + text).encode("utf-8", "surrogatepass")
        if check:
            self._check(part, blob, [word for v in values if v for word in words_of(v)])
        return _Done(deflate(blob, 6), blob, words_of_xml(text) if part.counts else "")

    def _fault(self, part: Part, error: Exception) -> Exception:
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

    def _check_plain(self, part: Part, plan: Plan, blob: bytes, given: tuple[bytes, ...]) -> None:
        """Well-formed, and every printed value in it, in its order.

        Whether such a text is well-formed depends on its ``shape`` alone: the constant stretches and where values stand
        between them. For values are escaped: no “<”, no “&” but in an entity, no quote, no character that XML forbids.
        So each shape is parsed once, and for the letters after the first it is the values that are looked at. No tag
        can be left: ``compiled`` saw to that for the constants, and nothing after it looks at braces.
        """
        if not plan.proven:
            try:
                expat.ParserCreate().Parse(blob, True)
            except expat.ExpatError as error:
                raise self._broken(part) from error
            plan.proven = True
        lost = plan.lacks(given, blob)
        if lost is None and b"<" in b"".join(given):
            lost = next(v for v in given if b"<" in v)
        if lost is not None:
            raise self._lost(part, lost.decode("utf-8", "replace"))

    def _check(self, part: Part, blob: bytes, given: list[str]) -> None:
        """The same after docxtpl's own changes: values are looked for in the text of the paragraphs."""
        try:
            root = etree.fromstring(blob, parser())
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

    def _broken(self, part: Part) -> TemplateFault:
        where = f"{self.path.name}（{part_name(part.name)}）"
        hint = "模板中的标签可能跨越了段落或表格行；请运行 tfdocs template check。"
        return TemplateFault("生成的内容不是完整的 Word 结构", where=where, hint=hint)

    def _lost(self, part: Part, value: str) -> EngineFailed:
        short = value if len(value) <= 30 else value[:30] + "…"
        where = f"{self.path.name}（{part_name(part.name)}）"
        return EngineFailed(f"生成的文件里缺少应有的内容“{short}”", where=where, hint="请把模板和数据发给维护者。")

    def _where(self, part: Part, error: BaseException) -> str:
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


def _context(values: dict[str, Any]) -> Context:
    """jinja2's context for ``values``: one for all parts of a document, made without copying them."""
    values.setdefault("range", bounded_range)
    return Context(_ENVIRONMENT, values, "document", {})


def _simple(values: Collection[Any]) -> bool:
    """Whether nothing in or below ``values`` needs a second look: no None, nothing rich, no type that is not known."""
    if not (set(map(type, values)) - _PLAIN):
        return True
    for value in values:
        kind = type(value)
        if kind in _PLAIN:
            continue
        if kind is dict:
            if not _simple(value.values()):
                return False
        elif kind not in (list, tuple) or not _simple(value):
            return False
    return True


def _named(value: Any, name: str, found: list[Any]) -> Any:
    """``value`` with every None replaced by an undefined that knows the field's name; rich values are noted."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Markup):
        return str(value)
    if value is None:
        return Strict(hint=f"字段“{name}”没有值")
    if isinstance(value, Mapping):
        return {k: _named(v, f"{name}.{k}", found) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_named(v, f"{name}[{i}]", found) for i, v in enumerate(value, 1)]
    if isinstance(value, rich.RICH):
        found.append(value)
    return value


__all__ = ["BODY", "CODE", "Template"]
