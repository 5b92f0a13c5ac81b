"""A Word file as a reader of its paper would see it: every story in order, and what the file hides as findings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from tfdocs.errors import InputRefused
from tfdocs.model.document import BlockKind, Document, Finding, join_blocks
from tfdocs.model.fault import Severity
from tfdocs.read.archive import FileKind, Package, load, open_package, sha256, sniff
from tfdocs.read.word.carried import carried_by_old, report_carried
from tfdocs.read.word.context import FINAL, Context, Notes, NoteStyle, RevisionView
from tfdocs.read.word.convert_old import CONVERTIBLE, as_package
from tfdocs.read.word.names import WP, Parts, R, V, W, integer, is_on
from tfdocs.read.word.numbering import Counter, Numbering
from tfdocs.read.word.story import A4, Story
from tfdocs.read.word.styles import Styles

__all__ = ["read_package", "read_word"]

_TRACKED: Final = ("insertion", "deletion", "move", "paragraph")
_WORD: Final = (FileKind.DOCX, FileKind.DOCM)


def read_word(path: Path, *, view: RevisionView = FINAL) -> Document:
    """Read a Word file, whatever its name says; .doc, .wps, .rtf, .odt and Word's XML by way of LibreOffice.

    One block a paragraph, in print order: the body with its tables cell by cell and text boxes where they are anchored,
    then footnotes, endnotes, and each distinct header and footer once. Automatic numbers stand at the front of their
    paragraphs; a tab or a space after a number is one space, a line or page break inside a paragraph one space, a tab
    a tab, a soft hyphen nothing, a no-break hyphen "-"; ruby follows its paragraph as a block of its own.

    Raises ``InputMissing``, ``InputDamaged``, ``InputRefused``, ``InputEncrypted``; for the old formats also
    ``ComponentMissing``, ``EngineFailed``, ``EngineTimeout``.
    """
    kind = sniff(path)
    if kind not in CONVERTIBLE:
        return read_package(open_package(path, kinds=_WORD), view=view)
    carried = carried_by_old(load(path), kind, path.name)
    document = read_package(as_package(path, kind), view=view)
    note = Finding(
        code="converted",
        severity=Severity.INFO,
        message=f"这是{kind.chinese}，先由 LibreOffice 转换为 .docx 再读取",
    )
    lost = tuple(f for f in carried.done() if f not in document.findings)
    return replace(document, sha256=sha256(path), findings=(note, *lost, *document.findings))


def read_package(package: Package, *, view: RevisionView = FINAL) -> Document:
    """As ``read_word``, of a package that is open already."""
    ctx = open_context(package, view)
    try:
        _stories(ctx)
    except RecursionError as error:
        raise InputRefused(
            "内容嵌套过深（疑似恶意文件）", where=package.name, hint="请用 Word 打开确认内容后另存一份。"
        ) from error
    text, blocks = join_blocks(ctx.blocks)
    return Document(
        name=package.name,
        sha256=package.sha256,
        kind="docx",
        text=text,
        blocks=blocks,
        findings=ctx.findings.done(),
        pictures=tuple(ctx.pictures.values()),
        picture_places=tuple(ctx.picture_places[key] for key in ctx.pictures),
        picture_counts=tuple(ctx.picture_counts.get(key, 0) for key in ctx.pictures),
    )


def open_context(package: Package, view: RevisionView) -> Context:
    parts = Parts(package)
    styles = Styles(parts.optional("styles"))
    sections = _sections(parts.root(parts.main))
    settings = parts.optional("settings")
    ctx = Context(
        parts=parts,
        styles=styles,
        numbering=Numbering(parts.optional("numbering"), styles),
        view=view,
        footnotes=_notes("footnote", "decimal", settings, sections),
        endnotes=_notes("endnote", "lowerRoman", settings, sections),
        in_columns=frozenset(n for n, section in enumerate(sections) if _has_columns(section)),
    )
    ctx.backdrop = _has_backdrop(ctx)
    comments = parts.optional("comments")
    for comment in comments if comments is not None else ():
        text = "".join(t.text or "" for t in comment.iter(W + "t"))
        ctx.comments[comment.get(W + "id") or ""] = text
    return ctx


def _has_backdrop(ctx: Context) -> bool:
    """Whether a drawing lies behind the text, in the body or a header, or the page itself is coloured."""
    root = ctx.parts.root(ctx.parts.main)
    if root.find(W + "background") is not None:
        return True
    relations = ctx.parts.relations(ctx.parts.main).values()
    names = [r.target for r in relations if r.kind in ("header", "footer") and r.target in ctx.parts.package]
    for part in (root, *(ctx.parts.root(name) for name in names)):
        if any(anchor.get("behindDoc") in ("1", "true") for anchor in part.iter(WP + "anchor")):
            return True
        if any("z-index:-" in (s.getparent().get("style") or "").replace(" ", "") for s in part.iter(V + "imagedata")):
            return True
    return False


def _sections(root: Any) -> list[Any]:
    """The section properties in order; one empty set where the file has none."""
    found = [s for s in root.iter(W + "sectPr") if s.getparent().tag != W + "sectPrChange"]
    return found or [root.makeelement(W + "sectPr")]


def _has_columns(section: Any) -> bool:
    """Whether text runs in newspaper columns (17.6.4): so many of one width, or each with its own."""
    columns = section.find(W + "cols")
    if columns is None:
        return False
    if columns.get(W + "equalWidth") in ("0", "false", "off"):
        return len(columns.findall(W + "col")) > 1
    number = columns.get(W + "num") or ""
    return number.isdecimal() and int(number[:4]) > 1


def _notes(kind: str, form: str, settings: Any | None, sections: list[Any]) -> Notes:
    base = NoteStyle(form).amended(settings.find(f"{W}{kind}Pr") if settings is not None else None)
    return Notes(kind, [base.amended(section.find(f"{W}{kind}Pr")) for section in sections])


def _stories(ctx: Context) -> None:
    parts = ctx.parts
    root = parts.root(parts.main)
    sections = _sections(root)
    body = root.find(W + "body")
    story = Story(ctx, parts.main, BlockKind.PARAGRAPH, page=_page(sections))
    story.read(body if body is not None else root)
    read_notes(ctx)
    _read_running(ctx, sections)
    report_carried(ctx)
    _say_view(ctx)


# What the reader of a report must know: which text the other side was held against.
_VIEWS: Final = {
    RevisionView.FINAL: "修订按全部接受后的文字核对",
    RevisionView.ORIGINAL: "修订按全部拒绝后的文字核对",
    RevisionView.MARKUP: "修订中插入和删除的文字都按有核对",
}


def _say_view(ctx: Context) -> None:
    if ctx.view is not FINAL or any(ctx.findings.has(f"tracked-{n}") for n in _TRACKED):
        ctx.findings.add("revision-view", "", _VIEWS[ctx.view])


def _page(sections: list[Any]) -> tuple[int, int]:
    """The largest paper of the document in twips: what lies outside it is on no page."""
    sizes = [s.find(W + "pgSz") for s in sections]
    widths = [integer(s.get(W + "w"), A4[0]) for s in sizes if s is not None]
    heights = [integer(s.get(W + "h"), A4[1]) for s in sizes if s is not None]
    return max(widths, default=A4[0]), max(heights, default=A4[1])


def read_notes(ctx: Context) -> None:
    """The notes that the text read so far refers to, in the order of their marks."""
    _read_notes(ctx, ctx.footnotes, BlockKind.FOOTNOTE, "脚注")
    _read_notes(ctx, ctx.endnotes, BlockKind.ENDNOTE, "尾注")


def _read_notes(ctx: Context, notes: Notes, kind: BlockKind, label: str) -> None:
    if not notes.referenced:
        return
    part = ctx.parts.of_kind(ctx.parts.main, notes.kind + "s")
    if part is None:
        ctx.findings.add("missing-part", "", label)
        return
    elements = {e.get(W + "id") or "": e for e in ctx.parts.root(part).iterchildren(W + notes.kind)}
    counter = Counter(ctx.numbering)
    done: set[str] = set()
    for number, (note_id, mark) in enumerate(list(notes.referenced), start=1):
        element = elements.get(note_id)
        if element is None:
            ctx.findings.add("missing-part", f"{label} {number}", label)
        elif note_id not in done:
            done.add(note_id)
            story = Story(ctx, part, kind, label=f"{label} {number}", counter=counter, note_mark=mark)
            story.read(element)
    if any(style.restart == "eachPage" for style in notes.styles):
        known = "按文件中保存的分页推定编号" if ctx.laid_out else "文件里没有保存分页，编号无从得知，按人工分页推定"
        ctx.findings.add("notes-by-page", "", known)


def _read_running(ctx: Context, sections: list[Any]) -> None:
    """Headers and footers that are printed: a first page's only with titlePg, those of even pages where they differ."""
    settings = ctx.parts.optional("settings")
    even = settings.find(W + "evenAndOddHeaders") if settings is not None else None
    facing = even is not None and is_on(even)
    in_force: dict[tuple[str, str], str] = {}
    seen_parts: set[str] = set()
    seen_texts: set[tuple[str, ...]] = set()
    for section in sections:
        for which in ("header", "footer"):
            for reference in section.iterchildren(f"{W}{which}Reference"):
                in_force[which, reference.get(W + "type") or "default"] = reference.get(R + "id") or ""
        title = section.find(W + "titlePg")
        kinds = ["first"] if title is not None and is_on(title) else []
        kinds += ["default", "even"] if facing else ["default"]
        for which, block_kind, label in (("header", BlockKind.HEADER, "页眉"), ("footer", BlockKind.FOOTER, "页脚")):
            for kind in kinds:
                relation = ctx.parts.relations(ctx.parts.main).get(in_force.get((which, kind), ""))
                if relation is None or relation.external or relation.target in seen_parts:
                    continue
                seen_parts.add(relation.target)
                if relation.target in ctx.parts.package:
                    _read_one_running(ctx, relation.target, block_kind, label, seen_texts)
                else:
                    ctx.findings.add("missing-part", label, label)


def _read_one_running(ctx: Context, part: str, kind: BlockKind, label: str, seen: set[tuple[str, ...]]) -> None:
    start = len(ctx.blocks)
    Story(ctx, part, kind, label=label).read(ctx.parts.root(part))
    texts = tuple(b.text for b in ctx.blocks[start:])
    if texts in seen or not any(t.strip() for t in texts):
        del ctx.blocks[start:]
    seen.add(texts)
