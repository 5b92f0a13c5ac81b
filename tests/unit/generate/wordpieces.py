"""Word templates of bare XML for tests: a paragraph, a table, a file with whatever parts a feature needs."""

# ruff: noqa: E501 - elements of XML stay whole

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def r(text: str, props: str = "") -> str:
    """A run."""
    return f'<w:r>{f"<w:rPr>{props}</w:rPr>" if props else ""}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*runs: str, props: str = "") -> str:
    """A paragraph of runs; plain text becomes one."""
    inner = "".join(x if x.startswith("<w:") else r(x) for x in runs)
    return f"<w:p>{f'<w:pPr>{props}</w:pPr>' if props else ''}{inner}</w:p>"


def tc(content: str, props: str = "") -> str:
    """A cell."""
    return f'<w:tc><w:tcPr><w:tcW w:w="1000" w:type="dxa"/>{props}</w:tcPr>{content if content[:3] == "<w:" else p(content)}</w:tc>'


def tbl(*rows: Sequence[str], grid: int = 0) -> str:
    """A table of rows of cells."""
    columns = grid or max(map(len, rows))
    body = "".join("<w:tr>" + "".join(c if c[:5] == "<w:tc" else tc(c) for c in row) + "</w:tr>" for row in rows)
    return (
        '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>'
        + '<w:gridCol w:w="1000"/>' * columns
        + f"</w:tblGrid>{body}</w:tbl>"
    )


def drawing(name: str) -> str:
    """A drawing without a picture: only its number matters."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="9" cy="9"/><wp:docPr id="7" name="{name}"/>'
        '<a:graphic><a:graphicData uri="x"/></a:graphic></wp:inline></w:drawing></w:r>'
    )


def png(shade: int = 128) -> bytes:
    """A grey picture of two by two pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(bytes([0, shade, shade, 0, shade, shade]))
    head = struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def word(body: str, parts: Mapping[str, str] | None = None, core: Mapping[str, str] | None = None) -> bytes:
    """A Word file: ``parts`` are headers, footers and notes by their name (“header1”, “footnotes”, “endnotes”),
    ``core`` properties such as dc:title."""
    members: list[tuple[str, str]] = []
    overrides, relations, references = "", "", ""
    for number, (name, content) in enumerate((parts or {}).items(), 1):
        stem = name.rstrip("0123456789")
        tag = {"header": "hdr", "footer": "ftr"}.get(stem, stem)
        members.append((f"word/{name}.xml", f"{HEAD}<w:{tag} {NS}>{content}</w:{tag}>"))
        overrides += f'<Override PartName="/word/{name}.xml" ContentType="{_KIND}{stem}+xml"/>'
        relations += f'<Relationship Id="rId{number}" Type="{_OFFICE}{stem}" Target="{name}.xml"/>'
        if stem in ("header", "footer"):
            references += f'<w:{stem}Reference w:type="default" r:id="rId{number}"/>'
    properties = "".join(f"<{k}>{escape(v)}</{k}>" for k, v in (core or {}).items())
    top = f'<Relationship Id="rId1" Type="{_OFFICE}officeDocument" Target="word/document.xml"/>'
    top += (
        f'<Relationship Id="rId2" Type="{_PACKAGE}relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    )
    wrap = f'{HEAD}<Relationships xmlns="{_PACKAGE}relationships">'
    out = [
        (
            "[Content_Types].xml",
            f'{HEAD}<Types xmlns="{_PACKAGE}content-types"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_KIND}document.main+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{_KIND}styles+xml"/>'
            '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
            f"{overrides}</Types>",
        ),
        ("_rels/.rels", f"{wrap}{top}</Relationships>"),
        (
            "word/document.xml",
            f"{HEAD}<w:document {NS}><w:body>{body}<w:sectPr>{references}</w:sectPr></w:body></w:document>",
        ),
        (
            "word/_rels/document.xml.rels",
            f'{wrap}{relations}<Relationship Id="rIdS" Type="{_OFFICE}styles" Target="styles.xml"/></Relationships>',
        ),
        ("word/styles.xml", f"{HEAD}<w:styles {NS}/>"),
        (
            "docProps/core.xml",
            f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{properties}</cp:coreProperties>',
        ),
        *members,
    ]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in out:
            package.writestr(name, content)
    return buffer.getvalue()


def write(folder: Path, blob: bytes, name: str = "模板.docx") -> Path:
    """``blob`` as a file."""
    path = folder / name
    path.write_bytes(blob)
    return path
