"""Every fault of a Word template in one run, each at its paragraph or cell with its words. Nothing is rendered to disk.

Works paragraph by paragraph on the text as a person sees it, because a template with one fault cannot be compiled and
its other faults would stay hidden. What it must not know: forms; it is given the names that may be used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from tfdocs.errors import TfdocsError
from tfdocs.generate.faces import faces_named, uncommon
from tfdocs.generate.sandbox import sandbox
from tfdocs.generate.template import Template
from tfdocs.generate.template_expressions import UNKNOWN, Check, Open, assigned, expression, nearest, short
from tfdocs.generate.template_part import BODY, CODE, TAGGED, patch
from tfdocs.generate.wordxml import Paragraph, W, paragraphs_of, part_name, read_package
from tfdocs.model.fault import Fault, Severity
from tfdocs.read.archive import parse_xml

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_OPEN = re.compile(r"\{\{|\{%|\{#")
_CLOSE = re.compile(r"\}\}|%\}|#\}")
_FULL_WIDTH = re.compile(r"[｛{][｛{%％#][^{}｛｝]*[｝}%％#][｝}]|[｛｝]{2}|｛[%％#]|[%％#]｝|\{％|％\}")
_LEVEL = re.compile(r"^(tr|tc|p|r)\s+")
_BLOCKS = {"for": "endfor", "if": "endif", "raw": "endraw", "filter": "endfilter", "set": "endset", "with": "endwith"}
_WITHIN = {"elif": ("if",), "else": ("if", "for")}
_REFUSED = {"include", "import", "from", "extends", "block", "macro", "call", "do", "endmacro", "endcall", "endblock"}
_DOCXTPL = {"colspan", "cellbg", "vm", "hm"}  # tags of docxtpl's own that jinja2 does not know
_LEVELS = {"tr": "表格行", "tc": "单元格", "p": "段落", "r": "文字"}


@dataclass(frozen=True)
class Checked:
    """Faults, and the names of fields that the template uses."""

    faults: tuple[Fault, ...]
    used: frozenset[str]


def check_template(
    path: Path, names: Mapping[str, Any] | None = None, filters: Mapping[str, Callable[..., Any]] | None = None
) -> Checked:
    """Check the template at ``path``; ``names`` are the fields with a sample value each (None: any field goes),
    ``filters`` those that it may use beside the house's own.

    Raises ``InputError`` or ``InputEncrypted`` when it is no readable Word file.
    """
    check = Check(sandbox(filters), names)
    members = read_package(path)
    for face in uncommon(faces_named(members)):
        check.warn("字体", f"用到字体“{face}”，别人的电脑上可能没有", "请改用宋体、黑体、仿宋_GB2312 等常用字体。")
    for name, content in members:
        if not TAGGED.match(name):
            continue
        root = parse_xml(content, where=f"{path.name}（{part_name(name)}）")
        check.stack = []
        check.names = names
        if names is not None and name != BODY:
            check.names = dict(names) | {CODE: "AAAAA-AAAAA"}
        for place, paragraph in _pieces(root, name):
            _paragraph(check, place, paragraph)
        for left in check.stack:
            check.error(left.place, f"“{left.words}”没有结束", f"缺少 {_closing(left)}。")
    if not any(f.severity is Severity.ERROR for f in check.faults):
        _trial(check, path, filters)
    return Checked(tuple(check.faults), frozenset(check.used))


def _pieces(root: Any, name: str) -> Iterator[tuple[str, Paragraph]]:
    if name.startswith("docProps"):
        for element in root:
            if element.text:
                yield "文档属性", Paragraph(element.text, "文档属性", element)
        return
    where = "" if name == "word/document.xml" else part_name(name)
    for paragraph in paragraphs_of(root):
        yield f"{where}{paragraph.place}", paragraph


def _paragraph(check: Check, place: str, paragraph: Paragraph) -> None:
    text = paragraph.text
    if not any(c in text for c in "{}｛｝"):
        return
    for match in _FULL_WIDTH.finditer(text):
        if not _TAG.fullmatch(match[0]):
            check.error(
                place, f"“{short(match[0])}”用了全角花括号或百分号，不会被识别", "请改为半角的 {{ }} 或 {% %}。"
            )
            text = text.replace(match[0], " " * len(match[0]), 1)
    rest = _TAG.sub(lambda m: " " * len(m[0]), text)
    for match in _OPEN.finditer(rest):
        check.error(place, f"“{short(text[match.start() :])}”没有结束", "标签要在同一段里写完整，如 {{ 字段 }}。")
    for match in _CLOSE.finditer(rest):
        before = text[max(0, match.start() - 20) : match.end()]
        check.error(place, f"“{short(before)}”没有开头", "标签要在同一段里写完整，如 {{ 字段 }}。")
    single = re.search(r"(?<!\{)\{\s*(\w+)\s*\}(?!\})", rest)
    if single and check.names is not None and single[1] in check.names:
        check.warn(place, f"“{single[0]}”只有一层花括号，会原样印出", f"如要填入字段，请写 {{{{ {single[1]} }}}}。")
    tags = list(_TAG.finditer(text))
    for match in tags:
        _tag(check, place, paragraph, match[0], text)
    if tags and paragraph.element.tag == W + "p":
        _healing(check, place, paragraph, [m[0] for m in tags])


def _tag(check: Check, place: str, paragraph: Paragraph, tag: str, text: str) -> None:
    if tag.startswith("{#"):
        return
    inner = tag[2:-2].strip().strip("-").strip()
    level = ""
    match = _LEVEL.match(inner)
    if match and tag[2:].startswith(match[1]):
        level = match[1]
        inner = inner[match.end() :].strip()
        _level(check, place, paragraph, level, tag, text)
    elif match and match[1] in _LEVELS and tag[2] == " " and tag.startswith("{%"):
        check.error(place, f"“{short(tag)}”中 {match[1]} 前不能有空格", f"请写成 {{%{match[1]} … %}}。")
        return
    inner = _straight(inner)
    if tag.startswith("{{"):
        if not inner:
            check.error(place, f"“{tag}”里没有字段名")
        elif level == "r" or not level:
            expression(check, place, inner, tag)
        return
    word = inner.split(maxsplit=1)[0] if inner else ""
    rest = inner[len(word) :].strip()
    if word in _REFUSED:
        check.error(place, f"“{short(tag)}”不允许使用", "模板里只能引用字段、判断（if）和循环（for）。")
    elif word in _DOCXTPL:
        if rest:
            expression(check, place, rest, tag)
    elif word in _WITHIN:
        _middle(check, place, word, rest, tag, level)
    elif word.startswith("end"):
        _end(check, place, paragraph, word, level, tag)
    elif word == "set" and "=" in rest:
        target, _, value = rest.partition("=")
        expression(check, place, value.strip(), tag)
        check.define(target)
    elif word in _BLOCKS:
        opened = Open(word, level, place, short(tag), _home(paragraph, level))
        if word == "for":
            _loop(check, place, rest, tag, opened)
        elif word == "with":
            opened.scope = assigned(check, place, rest, tag)
        elif word == "filter":
            expression(check, place, f"''|{rest}", tag)
        elif word == "set":
            target, bar, filters = rest.partition("|")
            expression(check, place, f"''{bar}{filters}", tag)
            check.define(target)
        elif rest:
            expression(check, place, rest, tag)
        check.stack.append(opened)
    else:
        check.error(place, f"“{short(tag)}”不认识的标签 {word}", nearest(word, [*_BLOCKS, *_BLOCKS.values(), *_WITHIN]))


def _level(check: Check, place: str, paragraph: Paragraph, level: str, tag: str, text: str) -> None:
    """What a row, cell or paragraph tag takes away with it."""
    cell = next(paragraph.element.iterancestors(W + "tc"), None)
    if level in ("tr", "tc") and cell is None:
        check.error(place, f"“{short(tag)}”不在表格里", "行标签 {%tr %} 只能写在表格的行中。")
        return
    if level == "p":
        around = _TAG.sub("", text).strip()
        if around:
            check.error(place, f"“{short(tag)}”所在段还有文字“{short(around)}”，会丢失", "{%p %} 要单独占一段。")
        elif len(_TAG.findall(text)) > 1:
            check.error(place, f"“{short(text)}”一段里有几个标签，会丢失", "{%p %} 要单独占一段。")
    if level == "tr" and cell is not None:
        row = next(cell.iterancestors(W + "tr"))
        words = "".join(t.text or "" for t in row.iter(W + "t"))
        around = _TAG.sub("", words).strip()
        if around or len(_TAG.findall(words)) > 1:
            check.error(
                place,
                f"“{short(tag)}”所在行还有“{short(around or words)}”，会丢失",
                "{%tr %} 要单独占一行，这一行不会印出。",
            )


def _healing(check: Check, place: str, paragraph: Paragraph, tags: list[str]) -> None:
    """Whether docxtpl finds in the XML the tags that a person sees in the text."""
    xml = etree.tostring(paragraph.element, encoding="unicode", with_tail=False)
    # A row tag needs its row around it; without one, the paragraph stands for it.
    source = patch(re.sub(r"(\{[%{#])(tr|tc|p|r)(?=\s)", r"\1", xml))
    seen = [_squeezed(t) for t in _TAG.findall(source)]
    for tag in tags:
        if _squeezed(re.sub(r"^(\{[%{#])(tr|tc|p|r)(?=\s)", r"\1", tag)) not in seen:
            check.error(
                place, f"“{short(tag)}”被格式或特殊符号拆开，无法识别", "请删掉这个标签，用同一种格式一次输入。"
            )


def _squeezed(text: str) -> str:
    text = re.sub(r"<[^>]*>", "", text)
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return re.sub(r"\s+", "", _straight(text))


def _straight(text: str) -> str:
    """Word turns quotes into curly ones as they are typed; docxtpl turns them back."""
    return text.replace("“", '"').replace("”", '"').replace("‘", "'").replace("’", "'")


def _home(paragraph: Paragraph, level: str) -> Any:
    """The element whose children a block repeats or drops: both ends of a block must have the same."""
    if paragraph.element.tag != W + "p":
        return paragraph.element
    if level == "tr":
        row = next(paragraph.element.iterancestors(W + "tr"), None)
        return row.getparent() if row is not None else None
    if level == "tc":
        cell = next(paragraph.element.iterancestors(W + "tc"), None)
        return cell.getparent() if cell is not None else None
    return paragraph.element.getparent()


def _closing(block: Open) -> str:
    return f"{{%{block.level} {_BLOCKS[block.name]} %}}"


def _middle(check: Check, place: str, word: str, rest: str, tag: str, level: str) -> None:
    if not check.stack or check.stack[-1].name not in _WITHIN[word]:
        check.error(place, f"“{short(tag)}”不在 {' 或 '.join(_WITHIN[word])} 之内")
        return
    if check.stack[-1].level != level:
        _other_level(check, place, tag, check.stack[-1])
    if rest:
        expression(check, place, rest, tag)


def _end(check: Check, place: str, paragraph: Paragraph, word: str, level: str, tag: str) -> None:
    if word not in _BLOCKS.values():
        check.error(place, f"“{short(tag)}”不认识的标签 {word}", nearest(word, list(_BLOCKS.values())))
        return
    if not check.stack:
        check.error(place, f"“{short(tag)}”前面没有对应的开始标签")
        return
    top = check.stack[-1]
    if _BLOCKS[top.name] != word:
        inside = next((b for b in reversed(check.stack) if _BLOCKS[b.name] == word), None)
        if inside is None:
            check.error(place, f"“{short(tag)}”前面没有对应的开始标签")
            return
        check.error(place, f"“{short(tag)}”与“{top.words}”（{top.place}）交叉", "里面的标签要先结束。")
        del check.stack[check.stack.index(inside) :]
        return
    check.stack.pop()
    if top.level != level:
        _other_level(check, place, tag, top)
    elif top.home is not _home(paragraph, level) and level in ("", "p"):
        check.error(
            place,
            f"“{short(tag)}”与“{top.words}”（{top.place}）不在同一层",
            "开始和结束要在同一个单元格或都在正文里。",
        )


def _other_level(check: Check, place: str, tag: str, top: Open) -> None:
    check.error(
        place,
        f"“{short(tag)}”与开始标签“{top.words}”（{top.place}）的种类不同",
        f"开始和结束都要用同一种：{_LEVELS.get(top.level, '文字')}标签 {{%{top.level} … %}}。",
    )


def _loop(check: Check, place: str, rest: str, tag: str, opened: Open) -> None:
    match = re.match(r"([\w\s,]+?)\s+in\s+(.+)$", rest, re.DOTALL)
    if not match:
        check.error(place, f"“{short(tag)}”循环写法有误", "应写成 {%tr for 行 in 列表 %}。")
        return
    value = expression(check, place, match[2], tag)
    item: Any = UNKNOWN
    if isinstance(value, list | tuple):
        item = value[0] if value else UNKNOWN
    elif value is not UNKNOWN:
        check.error(place, f"“{short(tag)}”中“{match[2].strip()}”不是列表，不能循环")
    targets = [t.strip() for t in match[1].split(",")]
    opened.scope = {t: item if len(targets) == 1 else UNKNOWN for t in targets} | {"loop": UNKNOWN}


def _trial(check: Check, path: Path, filters: Mapping[str, Callable[..., Any]] | None) -> None:
    """Compile, and with names render once: what the single checks cannot see."""
    try:
        template = Template.load(path, filters)
        if check.names is not None:
            template.render(check.names)
    except TfdocsError as error:
        check.error(error.where.removeprefix(path.name) or "全文", error.what, error.hint)
