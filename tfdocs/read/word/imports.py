"""Alternative chunks (w:altChunk, ECMA-376-1 17.17.2): other files that Word merges into the text when it opens it."""

from __future__ import annotations

import email
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lxml import etree, html

from tfdocs.errors import ComponentMissing, EngineFailed, InputDamaged, InputEncrypted, InputError, InputRefused
from tfdocs.model.document import BlockKind
from tfdocs.read.archive import FileKind, Package, sniff_bytes
from tfdocs.read.plain import decode
from tfdocs.read.word.convert_old import CONVERTIBLE, as_package
from tfdocs.read.word.formats import format_number
from tfdocs.read.word.names import R, W, integer

if TYPE_CHECKING:
    from tfdocs.read.word.story import Story

_MAX_CHUNKS: Final = 50
_MAX_DEPTH: Final = 3
_CONVERSION: Final = 30.0  # seconds
_MAX_CONVERSIONS: Final = 5
_HTML_LIMIT: Final = 20 * 2**20
_BLOCKS: Final = frozenset(
    [
        "p",
        "div",
        "br",
        "tr",
        "td",
        "th",
        "li",
        "ul",
        "ol",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "pre",
        "blockquote",
        "section",
        "article",
        "header",
        "footer",
        "hr",
        "dt",
        "dd",
    ]
)
_LIST_TYPES: Final = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_UNSEEN: Final = frozenset(["head", "script", "style", "title", "meta", "link", "template"])


def read_chunk(story: Story, element: Any) -> None:
    """Read the chunk in its place; one that cannot be read becomes a finding of severity error."""
    ctx = story.ctx
    relation = ctx.parts.relations(story.part).get(element.get(R + "id") or "")
    if relation is None or relation.external:
        ctx.findings.add("altchunk-unread", story.place(), relation.target if relation else "缺失")
        return
    name = relation.target.rpartition("/")[2]
    ctx.imports += 1
    if ctx.imports > _MAX_CHUNKS or ctx.import_depth >= _MAX_DEPTH or relation.target not in ctx.parts.package:
        ctx.findings.add("altchunk-unread", story.place(), name)
        return
    try:
        data = ctx.parts.package.read(relation.target)
        kind = sniff_bytes(data)
        if kind in (FileKind.DOCX, FileKind.DOCM):
            _word(story, Package(data, name), name)
        elif kind is FileKind.HTML or (kind is FileKind.TEXT and name.lower().endswith((".htm", ".html", ".xhtml"))):
            _html(story, data)
        elif kind is FileKind.TEXT:
            for line in decode(data, name).splitlines():
                story.put_plain(line)
        elif kind in CONVERTIBLE and ctx.conversions < _MAX_CONVERSIONS:
            ctx.conversions += 1
            _converted(story, data, kind, name)
        else:
            ctx.findings.add("altchunk-unread", story.place(), name)
            return
    except (InputError, InputEncrypted, ComponentMissing, EngineFailed):
        ctx.findings.add("altchunk-unread", story.place(), name)
        return
    ctx.findings.add("altchunk", story.place(), name)


def _converted(story: Story, data: bytes, kind: FileKind, name: str) -> None:
    """Rich text, old binaries and the like: by way of LibreOffice, one after the other within the limits above."""
    with tempfile.TemporaryDirectory(prefix="tfdocs-chunk-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "chunk"
        path.write_bytes(data)
        package = as_package(path, kind, timeout=_CONVERSION)
    _word(story, package, name)


def _word(story: Story, package: Package, name: str) -> None:
    from tfdocs.read.word.reader import open_context, read_notes
    from tfdocs.read.word.story import Story as Inner

    outer = story.ctx
    inner = open_context(package, outer.view)
    inner.import_depth = outer.import_depth + 1
    inner.imports, inner.conversions = outer.imports, outer.conversions
    inner.findings = outer.findings
    inner.pictures, inner.picture_places = outer.pictures, outer.picture_places
    inner.picture_counts = outer.picture_counts
    root = inner.parts.root(inner.parts.main)
    Inner(inner, inner.parts.main, BlockKind.PARAGRAPH, label=story.place()).read(root.find(W + "body"))
    read_notes(inner)
    outer.imports, outer.conversions = inner.imports, inner.conversions
    for block in inner.blocks:
        kind = block.kind if story.kind is BlockKind.PARAGRAPH else story.kind
        outer.put(replace(block, kind=kind))


def _html(story: Story, data: bytes) -> None:
    if len(data) > _HTML_LIMIT:
        raise InputRefused("网页内容太大")
    encoding: str | None = None
    if data[:4096].lstrip().lower().startswith(b"mime-version:"):
        data, encoding = _page_of_archive(data)
    elif b"charset" not in data[:4096].lower():
        data, encoding = decode(data, "").encode("utf-8"), "utf-8"
    try:
        parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding=encoding)
        root = html.fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError, LookupError, AssertionError) as error:
        raise InputDamaged("网页内容读不出来") from error
    for line in _lines(root):
        story.put_plain(line)


def _page_of_archive(data: bytes) -> tuple[bytes, str | None]:
    """The page in a MIME archive (.mht) and its encoding."""
    for part in email.message_from_bytes(data).walk():
        payload = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
        if isinstance(payload, bytes):
            return payload, part.get_content_charset()
    raise InputDamaged("网页内容读不出来")


def _lines(root: Any) -> list[str]:
    """The text of a page, a line for each block element; items of lists with the marks that Word gives them."""
    lines: list[str] = []
    current: list[str] = []
    counts: list[tuple[str, int]] = []  # of the lists open here: format ("" for bullets) and the next number

    def flush() -> None:
        text = " ".join("".join(current).split())
        if text:
            lines.append(text)
        current.clear()

    skipping = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        unseen = tag in _UNSEEN or _undisplayed(element)
        if event == "start":
            skipping += unseen
            if tag in _BLOCKS:
                flush()
            if tag in ("ol", "ul"):
                form = _LIST_TYPES.get(element.get("type") or "1", "decimal") if tag == "ol" else ""
                counts.append((form, integer(element.get("start"), 1)))
            elif tag == "li" and counts and not skipping:
                form, number = counts[-1]
                counts[-1] = form, number + 1
                current.append(f"{format_number(number, form)}. " if form else "• ")
            if not skipping and element.text:
                current.append(element.text)
        else:
            skipping -= unseen
            if tag in _BLOCKS:
                flush()
            if tag in ("ol", "ul") and counts:
                counts.pop()
            if not skipping and element.tail:
                current.append(element.tail)
    flush()
    return lines


def _undisplayed(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "mso-hide:all" in style or element.get("hidden") is not None
