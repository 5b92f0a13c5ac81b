"""What a Word file carries along besides its text: macros, controls, embedded files, links, data sources, comments.

Nothing of it is opened, run or fetched; each becomes a finding. It must not know of paragraphs.
"""

from __future__ import annotations

import re
from typing import Final

from tfdocs.errors import InputError
from tfdocs.read.archive import FileKind, Package
from tfdocs.read.kinds import ole_has
from tfdocs.read.word.bound import report_bound
from tfdocs.read.word.context import Context
from tfdocs.read.word.findings import Findings
from tfdocs.read.word.names import W, is_on

__all__ = ["carried_by_old", "report_carried"]

# Relationships that point outside as a matter of course, or that are reported where the text refers to them.
_ORDINARY: Final = frozenset(("hyperlink", "image", "attachedTemplate"))
_CHANGES: Final = tuple(W + n + "Change" for n in ("sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "tblPrEx"))


def report_carried(ctx: Context) -> None:
    """Findings that concern the file as a whole."""
    parts, findings = ctx.parts, ctx.findings
    names = [n.lower() for n in parts.package.names]
    if any(n.endswith("vbaproject.bin") for n in names):
        findings.add("macro", "")
    if any("/activex/" in n for n in names):
        findings.add("active-content", "")
    charted = _chart_data(ctx)
    for name in parts.package.names:
        lower = name.lower()
        if "/embeddings/" in lower and not lower.endswith((".rels", "/")) and lower not in charted:
            findings.add("embedded-file", "", name.rpartition("/")[2])
    for name in parts.package.names:
        if name.endswith(".rels") and "/_rels/" in f"/{name}":
            folder, _, file = name.rpartition("_rels/")
            _report_links(ctx, folder + file.removesuffix(".rels"))
    settings = parts.optional("settings")
    if settings is not None:
        merge = settings.find(f"{W}mailMerge")
        if merge is not None:
            source = merge.find(W + "query")
            findings.add("mail-merge", "", (source.get(W + "val") if source is not None else None) or "未写明")
        update = settings.find(f"{W}updateFields")
        if update is not None and is_on(update):
            findings.add("updated-fields", "")
    root = parts.root(parts.main)
    if any(s.find(W + "lnNumType") is not None for s in root.iter(W + "sectPr")):
        findings.add("line-numbers", "")
    for _change in root.iter(*_CHANGES):
        findings.add("tracked-format", "")
    report_bound(ctx)
    for comment, text in ctx.comments.items():
        if comment not in ctx.comments_seen:  # anchored nowhere: shown by no view of the text
            findings.add("comment", "", text)


def _report_links(ctx: Context, part: str) -> None:
    for relation in ctx.parts.relations(part).values():
        if not relation.external:
            continue
        if relation.kind == "attachedTemplate":
            if _remote(relation.target):
                ctx.findings.add("remote-template", "", relation.target)
        elif relation.kind not in _ORDINARY:
            ctx.findings.add("external-link", "", relation.target)


def _chart_data(ctx: Context) -> set[str]:
    """The workbooks behind charts, in lower case: their words are read from the charts themselves."""
    found: set[str] = set()
    for name in ctx.parts.package.names:
        folder, marker, file = name.rpartition("/charts/_rels/")
        if marker:
            relations = ctx.parts.relations(f"{folder}/charts/{file.removesuffix('.rels')}")
            found.update(r.target.lower() for r in relations.values())
    return found


def _remote(target: str) -> bool:
    """Whether a template's address leads over a network; ``file:///C:/…`` is where it lay on its author's disk."""
    lower = target.lower()
    return lower.startswith(("http:", "https:", "ftp:", "\\\\", "//", "file://", "file:\\\\")) and not (
        lower.startswith("file:///") and not lower.startswith(("file:////", "file:///\\\\"))
    )


_FETCHING: Final = re.compile(rb"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|LINK)\b", re.I)
_INSTRUCTION: Final = 200  # bytes after \\fldinst in which the field's name stands
_RTF_TEMPLATE: Final = re.compile(rb"\\\*\\template\s+((?:https?:|\\\\\\\\)[^}]{0,200})", re.I)
_HTML_LINK: Final = re.compile(
    rb"<(?:img|iframe|embed|object|link)\b[^>]{0,500}?(?:src|href|data)\s{0,9}=\s{0,9}[\"']?(https?:[^\"'\s>]{1,200})",
    re.I,
)
_ODF_LINK: Final = re.compile(
    rb"<(?:draw:image|text:section-source|draw:object|draw:plugin)\b[^>]{0,500}?"
    rb"xlink:href=\"((?:https?|ftp|file):[^\"]{1,200})\"",
    re.I,
)


def carried_by_old(data: bytes, kind: FileKind, name: str) -> Findings:
    """The same of a file of another format, from its bytes: a conversion drops what it does not convert.

    Raises ``InputEncrypted`` for an OpenDocument file under a password.
    """
    findings = Findings()
    if kind is FileKind.DOC:
        if ole_has(data, "Macros") or ole_has(data, "_VBA_PROJECT_CUR"):
            findings.add("macro", "")
        if ole_has(data, "ObjectPool"):
            findings.add("embedded-file", "", "对象")
    elif kind is FileKind.RTF:
        if b"\\objdata" in data:
            findings.add("embedded-file", "", "对象")
        for start in re.finditer(rb"\\fldinst", data):
            field = _FETCHING.search(data, start.end(), start.end() + _INSTRUCTION)
            if field is not None:
                word = field.group(1).decode("ascii").upper()
                findings.add("dde-field" if word.startswith("DDE") else "external-link", "", word)
        for match in _RTF_TEMPLATE.finditer(data):
            findings.add("remote-template", "", match.group(1).decode("latin-1"))
    elif kind is FileKind.ODT:
        _carried_by_odt(Package(data, name), findings)
    elif kind is FileKind.HTML:
        for match in _HTML_LINK.finditer(data):
            findings.add("external-link", "", match.group(1).decode("latin-1"))
    elif kind is FileKind.WORD_XML and (b"vbaProject.bin" in data or b'w:macrosPresent="yes"' in data):
        findings.add("macro", "")
    return findings


def _carried_by_odt(package: Package, findings: Findings) -> None:
    if any(n.startswith(("Basic/", "Scripts/")) and not n.endswith((".xlb", "/")) for n in package.names):
        findings.add("macro", "")
    for name in package.names:
        if re.fullmatch(r"Object [^/]+(/content\.xml)?", name) and "ObjectReplacements" not in name:
            findings.add("embedded-file", "", name.partition("/")[0])
    try:
        content = package.read("content.xml")
    except InputError:
        return
    for match in _ODF_LINK.finditer(content):
        findings.add("external-link", "", match.group(1).decode("utf-8", errors="replace"))
