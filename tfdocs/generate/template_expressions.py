"""What the expressions of a template's tags refer to: fields that there are, filters, and what the sandbox refuses.

It must not know Word files or where tags may stand; it is told the place for its messages.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError

from tfdocs.generate.sandbox import Sandbox, syntax_message
from tfdocs.generate.template_part import CODE
from tfdocs.model.fault import Fault, Severity

UNKNOWN = object()  # a value of which nothing is known: everything may be asked of it


@dataclass
class Open:
    """A block that waits for its end."""

    name: str
    level: str
    place: str
    words: str
    home: Any  # what holds its paragraph
    scope: dict[str, Any] = field(default_factory=dict)


@dataclass
class Check:
    env: Sandbox
    names: Mapping[str, Any] | None
    faults: list[Fault] = field(default_factory=list)
    stack: list[Open] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def define(self, target: str) -> None:
        """A variable of the template's own."""
        for name in target.split(","):
            if self.stack:
                self.stack[-1].scope[name.strip()] = UNKNOWN
            elif self.names is not None:
                self.names = dict(self.names) | {name.strip(): UNKNOWN}

    def error(self, place: str, message: str, hint: str = "") -> None:
        self.faults.append(Fault(place, message, hint))

    def warn(self, place: str, message: str, hint: str = "") -> None:
        self.faults.append(Fault(place, message, hint, Severity.WARNING))


def assigned(check: Check, place: str, text: str, tag: str) -> dict[str, Any]:
    """The names that ``{% with a = b, c = d %}`` gives, and what they stand for."""
    try:
        tree = check.env.parse("{% with " + text + " %}{% endwith %}")
    except TemplateSyntaxError as error:
        check.error(place, f"“{short(tag)}”写法有误（{syntax_message(error)}）", "应写成 {% with 名称 = 字段 %}。")
        return {}
    out: dict[str, Any] = {}
    for block in tree.find_all(nodes.With):
        for target, value in zip(block.targets, block.values, strict=True):
            found = _value(check, place, value, tag)
            out |= {name.name: found for name in (target, *target.find_all(nodes.Name)) if isinstance(name, nodes.Name)}
    return out


def expression(check: Check, place: str, text: str, tag: str) -> Any:
    """Check an expression; its sample value, or ``UNKNOWN``."""
    try:
        tree = check.env.parse("{{ " + text + " }}")
    except TemplateSyntaxError as error:
        check.error(place, f"“{short(tag)}”写法有误（{syntax_message(error)}）", "请对照说明改正这个标签。")
        return UNKNOWN
    output = next(tree.find_all(nodes.Output), None)
    if output is None or len(output.nodes) != 1:
        return UNKNOWN
    for node in tree.find_all((nodes.Filter, nodes.Test)):
        known = check.env.filters if isinstance(node, nodes.Filter) else check.env.tests
        if node.name not in known:
            kind = "过滤器" if isinstance(node, nodes.Filter) else "判断"
            check.error(place, f"“{short(tag)}”没有名为“{node.name}”的{kind}", nearest(node.name, list(known)))
    for call in tree.find_all(nodes.Call):
        if not (isinstance(call.node, nodes.Name) and call.node.name == "range"):
            check.error(place, f"“{short(tag)}”调用了程序，不允许", "模板里只能引用字段、判断和循环。")
    return _value(check, place, output.nodes[0], tag)


def _value(check: Check, place: str, node: nodes.Node, tag: str) -> Any:
    if isinstance(node, nodes.Name):
        return _name(check, place, node.name, tag)
    if isinstance(node, nodes.Getattr | nodes.Getitem):
        base = _value(check, place, node.node, tag)
        if isinstance(node, nodes.Getitem):
            if not isinstance(node.arg, nodes.Const):
                return UNKNOWN
            key = node.arg.value
        else:
            key = node.attr
        if isinstance(key, str) and key.startswith("_"):
            check.error(place, f"“{short(tag)}”不允许访问“{key}”")
            return UNKNOWN
        if isinstance(base, Mapping):
            if key in base:
                check.used.add(str(key))
                return base[key]
            check.error(place, f"“{short(tag)}”没有名为“{key}”的字段", nearest(str(key), list(base)))
        elif isinstance(base, list) and isinstance(key, int) and base:
            return base[0]
        elif base is not UNKNOWN and isinstance(key, str) and not hasattr(base, key):
            check.error(place, f"“{short(tag)}”中的字段没有下一级“{key}”")
        return UNKNOWN
    for child in node.iter_child_nodes():
        _value(check, place, child, tag)
    return UNKNOWN


def _name(check: Check, place: str, name: str, tag: str) -> Any:
    for block in reversed(check.stack):
        if name in block.scope:
            return block.scope[name]
    if name == "range":
        return UNKNOWN
    if name == CODE and place.startswith(("第", "表")):
        check.error(place, f"“{short(tag)}”不能用在正文里", "核验码由正文算出，只能印在页眉或页脚里。")
        return UNKNOWN
    check.used.add(name)
    if check.names is None:
        return UNKNOWN
    if name in check.names:
        return check.names[name]
    check.error(place, f"“{short(tag)}”没有名为“{name}”的字段", nearest(name, list(check.names)))
    return UNKNOWN


def nearest(name: str, known: list[str]) -> str:
    found = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"是不是“{found[0]}”？" if found else ""


def short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:40] + "…"
