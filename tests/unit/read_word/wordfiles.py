"""Word files made of hand-written XML, so that a test says exactly what stands in the file."""

# ruff: noqa: E501 - XML reads worse when it is cut

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W_NS}" xmlns:r="{R_NS}"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = {
    W_NS: "http://purl.oclc.org/ooxml/wordprocessingml/main",
    R_NS: "http://purl.oclc.org/ooxml/officeDocument/relationships",
    "http://schemas.openxmlformats.org/drawingml/2006/": "http://purl.oclc.org/ooxml/drawingml/",
    "http://schemas.openxmlformats.org/officeDocument/2006/": "http://purl.oclc.org/ooxml/officeDocument/",
}
_TYPES = {
    "styles": "styles",
    "numbering": "numbering",
    "settings": "settings",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
}
A4 = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134"/>'


def t(text: str) -> str:
    """A ``w:t`` with its white space kept."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f'<w:t xml:space="preserve">{escaped}</w:t>'


def r(content: str, properties: str = "") -> str:
    """A run; bare text is wrapped in a ``w:t``."""
    inner = content if content.startswith("<") else t(content)
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inner}</w:r>"


def p(content: str = "", properties: str = "") -> str:
    """A paragraph; bare text is wrapped in a run."""
    inner = content if content.startswith("<") or not content else r(content)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


_WIDTH = '<w:tcW w:w="1800" w:type="dxa"/>'


def tc(content: str = "", properties: str = "") -> str:
    """A cell; bare text is wrapped in a paragraph."""
    return f"<w:tc><w:tcPr>{_WIDTH}{properties}</w:tcPr>{content if content.startswith('<w:') else p(content)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def tbl(*rows: str, columns: int = 2) -> str:
    grid = "".join('<w:gridCol w:w="1800"/>' for _ in range(columns))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def field(instruction: str, result: str | None) -> str:
    """A complex field; without ``separate`` where ``result`` is None. ``result`` is runs, or bare text."""
    out = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
    if result is not None:
        shown = result if result.startswith("<") or not result else r(result)
        out += f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{shown}'
    return out + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def num_pr(num: int, level: int | None = 0) -> str:
    ilvl = "" if level is None else f'<w:ilvl w:val="{level}"/>'
    return f'<w:numPr>{ilvl}<w:numId w:val="{num}"/></w:numPr>'


def lvl(index: int, form: str, text: str, *, start: int = 1, more: str = "", after: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>{after}</w:lvl>'
    )


def lists(*abstracts: str, nums: str = "") -> str:
    """numbering.xml: abstract list i+1 of the levels given, with a list of the same number."""
    out = "".join(
        f'<w:abstractNum w:abstractNumId="{i}">{levels}</w:abstractNum>' for i, levels in enumerate(abstracts, 1)
    )
    out += "".join(f'<w:num w:numId="{i}"><w:abstractNumId w:val="{i}"/></w:num>' for i in range(1, len(abstracts) + 1))
    return out + nums


def style(name: str, properties: str = "", *, kind: str = "paragraph", based_on: str = "", run: str = "") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{base}'
        f"<w:pPr>{properties}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def docx(
    path: Path,
    body: str,
    *,
    styles: str = "",
    numbering: str = "",
    settings: str = "",
    footnotes: str = "",
    endnotes: str = "",
    comments: str = "",
    section: str = A4,
    relations: Mapping[str, tuple[str, str]] | None = None,
    external: Mapping[str, tuple[str, str]] | None = None,
    parts: Mapping[str, str | bytes] | None = None,
    part_relations: Mapping[str, str] | None = None,
    types: Mapping[str, str] | None = None,
    defaults: str = "",
    strict: bool = False,
    macro: bool = False,
) -> Path:
    """Write a file. ``relations``: id -> (kind, target below word/); ``parts``: name below word/ -> content.

    ``types``: content types of further parts. ``defaults`` are run properties of the document's defaults; fonts and language are set so that LibreOffice prints
    with the faces at hand.
    """
    main = f"<w:document {NAMESPACES}><w:body>{body}<w:sectPr>{section}</w:sectPr></w:body></w:document>"
    fonts = '<w:rFonts w:ascii="DejaVu Sans" w:hAnsi="DejaVu Sans" w:eastAsia="Noto Sans CJK SC"/><w:lang w:eastAsia="zh-CN"/>'
    all_styles = f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts}{defaults}</w:rPr></w:rPrDefault></w:docDefaults>{styles}"
    files: dict[str, str | bytes] = {"document.xml": main}
    links = dict(relations or {})
    named = {
        "styles": all_styles,
        "numbering": numbering,
        "settings": settings,
        "footnotes": footnotes,
        "endnotes": endnotes,
        "comments": comments,
    }
    for name, content in named.items():
        if content:
            files[f"{name}.xml"] = f"<w:{name} {NAMESPACES}>{content}</w:{name}>"
            links[f"rel_{name}"] = (_TYPES[name], f"{name}.xml")
    files.update(parts or {})
    rels = "".join(f'<Relationship Id="{i}" Type="{_REL}/{k}" Target="{target}"/>' for i, (k, target) in links.items())
    rels += "".join(
        f'<Relationship Id="{i}" Type="{_REL}/{k}" Target="{target}" TargetMode="External"/>'
        for i, (k, target) in (external or {}).items()
    )
    package = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    files["_rels/document.xml.rels"] = package.format(rels)
    for part, content in (part_relations or {}).items():
        files[f"_rels/{part}.rels"] = package.format(content)
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml" if macro else f"{word}.document.main+xml"
    overrides = f'<Override PartName="/word/document.xml" ContentType="{kind}"/>'
    for name in named:
        if f"{name}.xml" in files:
            overrides += f'<Override PartName="/word/{name}.xml" ContentType="{word}.{name}+xml"/>'
    for name in files:
        for prefix in ("header", "footer"):
            if name.startswith(prefix):
                overrides += f'<Override PartName="/word/{name}" ContentType="{word}.{prefix}+xml"/>'
    for name, own in (types or {}).items():
        overrides += f'<Override PartName="/word/{name}" ContentType="{own}"/>'
    content_types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="emf" ContentType="image/x-emf"/><Default Extension="bin" ContentType="application/octet-stream"/>'
        f"{overrides}</Types>"
    )
    root = package.format(f'<Relationship Id="r1" Type="{_REL}/officeDocument" Target="word/document.xml"/>')
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", content_types)
        archive.writestr("_rels/.rels", _strict(root) if strict else root)
        for name, content in files.items():
            archive.writestr(f"word/{name}", _strict(content) if strict and isinstance(content, str) else content)
    return path


def packed(body: str) -> bytes:
    """The bytes of a file with ``body``, to stand inside another."""
    with tempfile.TemporaryDirectory() as folder:
        return docx(Path(folder) / "a.docx", body).read_bytes()


def _strict(xml: str) -> str:
    for transitional, strict in _STRICT.items():
        xml = xml.replace(transitional, strict)
    return xml


def header(content: str, tag: str = "hdr") -> str:
    return f"<w:{tag} {NAMESPACES}>{content}</w:{tag}>"


def text_box(content: str, fill: str = "<a:noFill/>", anchor: str = "") -> str:
    """A run with a text box as Word writes it: a choice for DrawingML, a fallback in VML with the same content."""
    size = '<wp:extent cx="2400000" cy="600000"/>'
    place = anchor or (
        '<wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
    )
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0"'
        ' simplePos="0" relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        f'<wp:simplePos x="0" y="0"/>{place}{size}<wp:wrapTopAndBottom/><wp:docPr id="1" name="文本框 1"/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        f'<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2400000" cy="600000"/></a:xfrm><a:prstGeom prst="rect"/>{fill}</wps:spPr>'
        f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
        "</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>"
        f"{content}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def picture(relation: str, wrap: str = "inline") -> str:
    """A run with a picture in the line."""
    return (
        f'<w:r><w:drawing><wp:{wrap}><wp:extent cx="3600000" cy="1800000"/><wp:docPr id="1" name="图片 1"/><a:graphic><a:graphicData'
        ' uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="图片 1"/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="3600000" cy="1800000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        f"</a:graphicData></a:graphic></wp:{wrap}></w:drawing></w:r>"
    )
