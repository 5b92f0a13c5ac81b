"""Values that are more than text, and rendering with docxtpl itself, which knows how to place them.

A picture, rich text, a document inside the document or a link needs the open Word file while it is printed; so a
context that holds one goes the slow way, in the same strict environment and with the same check of the output.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from docxtpl import DocxTemplate, InlineImage, Listing, RichText, RichTextParagraph
from jinja2.exceptions import SecurityError, TemplateError, UndefinedError
from lxml import etree
from PIL import Image, UnidentifiedImageError

from tfdocs.errors import ComponentMissing, EngineFailed, InputRefused, TemplateFault, TfdocsError
from tfdocs.generate.sandbox import EMITTED, Unprintable, said, sandbox
from tfdocs.generate.wordxml import paragraphs_of, part_name

if TYPE_CHECKING:
    from tfdocs.generate.template import Template

__all__ = ["COVERED", "RICH", "Link", "Listing", "Picture", "RichText", "RichTextParagraph", "SubDocument", "render"]

# The members that docxtpl renders rightly: endnotes it leaves alone, properties it escapes twice.
COVERED: Final = re.compile(r"^word/(document|header\d*|footer\d*|footnotes)\.xml$")
_FORMATS: Final = ("PNG", "JPEG", "GIF", "BMP", "TIFF")  # what python-docx can place
_EMU: Final = 36_000  # of a millimetre
_LEFT: Final = re.compile(r"\{\{|\{%|\{#")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the line (``{{ picture }}``): the bytes of a PNG, JPEG, GIF, BMP or TIFF; width and height in
    millimetres, one of them enough, none for the picture's own size; ``url`` makes it a link."""

    content: bytes
    width: float | None = None
    height: float | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class SubDocument:
    """Another Word file's body at this place (``{{p document }}``)."""

    content: bytes


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to ``url`` (``{{r link }}``), underlined and blue as links are."""

    text: str
    url: str


_OWN: Final = (Picture, SubDocument, Link)
_THEIRS: Final = (RichText, RichTextParagraph, Listing)
RICH: Final[tuple[type, ...]] = (*_OWN, *_THEIRS)


def render(template: Template, values: Mapping[str, Any], *, check: bool) -> dict[str, bytes]:
    """The members of the document that docxtpl makes of ``template`` with ``values``.

    Raises ``TemplateFault``, ``InputRefused`` (a picture that is none), ``ComponentMissing`` (documents inside
    documents without docxcompose), ``EngineFailed`` when the output fails its check.
    """
    path = template.path
    engine = DocxTemplate(io.BytesIO(path.read_bytes()))
    emitted: list[str] = []
    env = sandbox(template.filters, rich=(InlineImage, _subdoc_type(), *_THEIRS))
    try:
        engine.init_docx()
        context = {k: _placed(v, engine) for k, v in values.items()} | {EMITTED: emitted}
        engine.render(context, env, autoescape=True)
        buffer = io.BytesIO()
        engine.save(buffer)
    except TfdocsError:
        raise
    except Unprintable as error:
        raise InputRefused(str(error), where=path.name, hint="请检查字段的内容。") from error
    except (SecurityError, UndefinedError, TemplateError) as error:
        raise TemplateFault(said(error), where=_place(path.name, error), hint="请检查模板中的字段名。") from error
    except Exception as error:  # docxtpl, python-docx and docxcompose raise whatever they stumble over
        raise TemplateFault(
            f"模板计算出错（{said(error)}）", where=path.name, hint="请检查模板，以及图片或插入的文档是否完好。"
        ) from error
    with zipfile.ZipFile(buffer) as package:
        members = {name: package.read(name) for name in package.namelist()}
    if check:
        _check(path.name, members, emitted, template)
    return members


def _subdoc_type() -> type:
    """docxtpl's class for documents inside documents; a class that nothing is of, where docxcompose is missing."""
    try:
        from docxtpl.subdoc import Subdoc
    except ImportError:
        return SubDocument
    return Subdoc  # type: ignore[no-any-return]


def _placed(value: Any, engine: DocxTemplate) -> Any:
    """Our values as docxtpl's, bound to the file that is being made."""
    if isinstance(value, Picture):
        given = (("width", value.width), ("height", value.height))
        size = {k: None if v is None else round(v * _EMU) for k, v in given}
        _require_picture(value.content)
        return InlineImage(engine, io.BytesIO(value.content), anchor=value.url, **size)
    if isinstance(value, SubDocument):
        try:
            return engine.new_subdoc(io.BytesIO(value.content))
        except ImportError as error:
            raise ComponentMissing(
                "没有安装 docxcompose，不能插入文档", hint="请运行 pip install docxcompose。"
            ) from error
    if isinstance(value, Link):
        return RichText(value.text, url_id=engine.build_url_id(value.url), color="0563C1", underline=True)
    if isinstance(value, Mapping):
        return {k: _placed(v, engine) for k, v in value.items()}
    if isinstance(value, list):
        return [_placed(v, engine) for v in value]
    return value


def _require_picture(content: bytes) -> None:
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise InputRefused("不是可以插入的图片", hint="请使用 PNG 或 JPEG 图片。") from error


def _place(name: str, error: BaseException) -> str:
    lines = [line.strip() for line in getattr(error, "docx_context", ()) if line.strip()]
    near = next((line for line in lines if _LEFT.search(line)), "")
    return f"{name}（“{near[:60]}”附近）" if near else name


def _check(name: str, members: Mapping[str, bytes], emitted: list[str], template: Template) -> None:
    """Every part well-formed, every printed text in one of them, and no tag left that no value brought in."""
    texts = []
    for member, content in members.items():
        if not COVERED.match(member):
            continue
        try:
            root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
        except etree.XMLSyntaxError as error:
            raise TemplateFault(
                "生成的内容不是完整的 Word 结构",
                where=f"{name}（{part_name(member)}）",
                hint="请运行 tfdocs template check。",
            ) from error
        texts.append("\x07".join(p.text for p in paragraphs_of(root)))
    whole = "\x07".join(texts)
    properties = members.get("docProps/core.xml", b"").decode("utf-8")
    properties = html.unescape(html.unescape(properties))  # escaped twice; they are rendered anew afterwards
    for value in emitted:
        if (
            value not in whole
            and value not in properties
            and not any(f'"{value}"'.encode() in members[n] for n in template.parts if n in members)
        ):
            raise EngineFailed(
                f"生成的文件里缺少应有的内容“{value[:30]}”", where=name, hint="请把模板和数据发给维护者。"
            )
    left = _LEFT.search(whole)
    if left and not any(left[0] in v for v in emitted):
        raise TemplateFault(f"有未识别的标签“{left[0]}”", where=name, hint="请运行 tfdocs template check。")
