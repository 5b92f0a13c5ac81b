"""Alternative chunks (w:altChunk, ECMA-376-1 17.17.2): other files that Word merges into the text when it opens it."""

from __future__ import annotations

import email
from typing import TYPE_CHECKING, Any, Final

from lxml import etree, html

from tfdocs.errors import InputDamaged, InputEncrypted, InputError, InputRefused
from tfdocs.model.document import Block, BlockKind
from tfdocs.read.archive import FileKind, Package, sniff_bytes
from tfdocs.read.plain import decode
from tfdocs.read.word.names import R, W

if TYPE_CHECKING:
    from tfdocs.read.word.story import Story

_MAX_CHUNKS: Final = 50
_MAX_DEPTH: Final = 3
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
            _word(story, data, name)
        elif kind is FileKind.HTML or (kind is FileKind.TEXT and name.lower().endswith((".htm", ".html", ".xhtml"))):
            _html(story, data)
        elif kind is FileKind.TEXT:
            for line in decode(data, name).splitlines():
                story.put_plain(line)
        else:
            ctx.findings.add("altchunk-unread", story.place(), name)
            return
    except (InputEncrypted, InputError):
        ctx.findings.add("altchunk-unread", story.place(), name)
        return
    ctx.findings.add("altchunk", story.place(), name)


def _word(story: Story, data: bytes, name: str) -> None:
    from tfdocs.read.word.reader import open_context
    from tfdocs.read.word.story import Story as Inner

    outer = story.ctx
    inner = open_context(Package(data, name), outer.view)
    inner.import_depth = outer.import_depth + 1
    inner.imports = outer.imports
    inner.findings = outer.findings
    inner.pictures = outer.pictures
    root = inner.parts.root(inner.parts.main)
    Inner(inner, inner.parts.main, BlockKind.PARAGRAPH, label=story.place()).read(root.find(W + "body"))
    outer.imports = inner.imports
    for block in inner.blocks:
        kind = block.kind if story.kind is BlockKind.PARAGRAPH else story.kind
        outer.put(Block(kind, block.text, 0, 0, block.place, block.cell, block.style))


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
    """The text of a page, a line for each block element."""
    lines: list[str] = []
    current: list[str] = []

    def flush() -> None:
        text = " ".join("".join(current).split())
        if text:
            lines.append(text)
        current.clear()

    skipping = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "start":
            if tag in _UNSEEN:
                skipping += 1
            if tag in _BLOCKS:
                flush()
            if not skipping and element.text:
                current.append(element.text)
        else:
            if tag in _UNSEEN:
                skipping -= 1
            if tag in _BLOCKS:
                flush()
            if not skipping and element.tail:
                current.append(element.tail)
    flush()
    return lines
