"""Word files from the ground up: paragraphs, tables, styles, numbering, footers, as strings of XML.

Nothing of a word processor's default file is taken over, so that no western theme font, no stray language and no
direct formatting gets in: what is said here is all there is. Lengths are twips (1/1440 inch; 1 mm is 56.7).
"""

# ruff: noqa: E501 - elements of XML stay whole

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

FANGSONG, KAITI, HEITI, SONGTI, TITLE = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"

# GB/T 9704-2012, 5.2: A4, 37 mm above, 28 mm left, a type area of 156 mm by 225 mm.
WIDTH, HEIGHT, TOP, LEFT, RIGHT, BOTTOM = 11906, 16838, 2098, 1588, 1474, 1984
TYPE_WIDTH = WIDTH - LEFT - RIGHT


def mm(length: float) -> int:
    return round(length * 1440 / 25.4)


# ── paragraphs and runs ──────────────────────────────────────────────────────────────────────────────


def run(text: str, style: str = "") -> str:
    """Text in one run; ``style`` is a character style. Tab characters and line feeds become tabs and breaks."""
    props = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    parts = []
    for piece in re.split(r"([\t\n])", text):
        if piece in ("\t", "\n"):
            parts.append("<w:tab/>" if piece == "\t" else "<w:br/>")
        elif piece:
            parts.append(f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
    return f"<w:r>{props}{''.join(parts)}</w:r>"


def fieldcode(code: str, shown: str = "1", style: str = "") -> str:
    """A field (PAGE, NUMPAGES) as the five runs that every word processor understands."""
    props = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""

    def piece(inner: str) -> str:
        return f"<w:r>{props}{inner}</w:r>"

    return (
        piece('<w:fldChar w:fldCharType="begin"/>')
        + piece(f'<w:instrText xml:space="preserve"> {code} </w:instrText>')
        + piece('<w:fldChar w:fldCharType="separate"/>')
        + piece(f"<w:t>{shown}</w:t>")
        + piece('<w:fldChar w:fldCharType="end"/>')
    )


def code(style: str = "Code") -> str:
    """The verification code as it stands in footers: tfdocs makes it from the words of the body."""
    return run("核验码 {{ verification_code }}", style)


def paged() -> str:
    """“第 1 页　共 8 页　　核验码 …”, the foot of every page but the cover."""
    words = run("第 ") + fieldcode("PAGE") + run(" 页　共 ") + fieldcode("NUMPAGES") + run(" 页")
    return p("Footer", words + run("　　") + code())


def p(style: str, *content: str, props: str = "") -> str:
    """A paragraph of a style. ``content`` is text, or runs that are XML already."""
    inner = "".join(c if c.startswith("<w:") else run(c) for c in content if c)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{props}</w:pPr>{inner}</w:p>'


def page_break() -> str:
    """An empty paragraph would leave a gap on the next page: the break stands in one of its own, one point high."""
    return '<w:p><w:pPr><w:pStyle w:val="Break"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>'


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Cell:
    """``content`` is text, or paragraphs that are XML already. ``merge``: "restart" or "continue", downwards."""

    content: str
    style: str = "TableText"
    span: int = 1
    merge: str = ""
    align: str = "center"  # of the cell, vertically
    borders: str = ""


@dataclass
class Row:
    cells: Sequence[Cell | str]
    head: bool = False
    height: int = 0  # at least
    style: str = "TableText"
    may_break: bool = False


def table(widths: Sequence[int], rows: Sequence[Row | str], *, style: str = "Grid", props: str = "") -> str:
    """A table of fixed width. A row given as a string is a template's tag that stands for itself: "{%tr for … %}"."""
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    body = "".join(tag_row(r, widths) if isinstance(r, str) else _row(r, widths) for r in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>{props}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'
    )


def floating_foot(rows: Sequence[Row | str]) -> str:
    """A table that floats to the foot of the type area, hanging on the paragraph after it. On the page's edge and not
    on the margin, because LibreOffice sets a table as wide as the type area in the line otherwise."""
    place = (
        '<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" w:horzAnchor="page" '
        f'w:tblpX="{LEFT}" w:tblpYSpec="bottom"/>'
    )
    return table([TYPE_WIDTH], rows, style="Bare", props=place)


def at_the_foot(style: str, text: str) -> str:
    """A line at the foot of the page, however much stands above it."""
    return floating_foot([Row([Cell(p(style, text))])])


def tag_row(tag: str, widths: Sequence[int]) -> str:
    """A row that holds only a row tag; rendering takes the row away."""
    return _row(Row([Cell(tag, span=len(widths))]), widths)


def _row(row: Row, widths: Sequence[int]) -> str:
    props = "" if row.may_break else "<w:cantSplit/>"
    props += f'<w:trHeight w:val="{row.height}" w:hRule="atLeast"/>' if row.height else ""
    props += "<w:tblHeader/>" if row.head else ""
    out, column = [], 0
    for cell in row.cells:
        c = Cell(cell, style=row.style) if isinstance(cell, str) else cell
        width = sum(widths[column : column + c.span])
        column += c.span
        out.append(_cell(c, width))
    if column != len(widths):
        raise ValueError(f"a row of {column} columns in a table of {len(widths)}: {row.cells}")
    return f"<w:tr><w:trPr>{props}</w:trPr>{''.join(out)}</w:tr>" if props else f"<w:tr>{''.join(out)}</w:tr>"


def _cell(c: Cell, width: int) -> str:
    props = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    props += f'<w:gridSpan w:val="{c.span}"/>' if c.span > 1 else ""
    props += f'<w:vMerge w:val="{c.merge}"/>' if c.merge else ""
    props += f"<w:tcBorders>{c.borders}</w:tcBorders>" if c.borders else ""
    props += f'<w:vAlign w:val="{c.align}"/>'
    inner = c.content if c.content.startswith("<w:") else p(c.style, c.content)
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{inner}</w:tc>"


def label(text: str, span: int = 1, merge: str = "") -> Cell:
    return Cell(text, style="TableLabel", span=span, merge=merge)


def value(text: str, span: int = 1) -> Cell:
    return Cell(text, style="TableText", span=span)


# ── styles ───────────────────────────────────────────────────────────────────────────────────────────


def fonts(name: str) -> str:
    """The same face in every slot: digits and Latin letters of an official paper are the East Asian face's own."""
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


@dataclass
class Style:
    """A paragraph style. ``size`` in points; ``line`` exact line pitch in twips; ``indent`` in hundredths of a
    character; ``before`` and ``after`` in twips."""

    id: str
    name: str
    font: str = ""
    size: float = 0
    based: str = "Normal"
    line: int = 0
    align: str = ""
    first: int = 0
    left: int = 0
    right: int = 0
    hanging: int = 0
    before: int = 0
    after: int = 0
    keep_next: bool = False
    keep_lines: bool = False
    page_break: bool = False
    level: int | None = None
    number: tuple[int, int] | None = None  # numId, level
    colour: str = ""
    tabs: Sequence[tuple[str, int]] = ()
    border_bottom: str = ""
    next: str = ""
    spacing: int = 0  # between characters, twips
    bold: bool = False
    left_twips: int = 0  # indents that are lengths and not characters; negative ones reach into the margin
    right_twips: int = 0
    snap: bool = True  # to the page's grid of lines; large type off the grid, or it would take two lines

    def xml(self) -> str:
        # Order of elements as ECMA-376 17.3.1.26 and 17.3.2.28 demand; Word calls another order damage.
        size = self.size or 14
        ppr = "<w:keepNext/>" if self.keep_next else ""
        ppr += "<w:keepLines/>" if self.keep_lines else ""
        ppr += "<w:pageBreakBefore/>" if self.page_break else ""
        if self.number:
            ppr += f'<w:numPr><w:ilvl w:val="{self.number[1]}"/><w:numId w:val="{self.number[0]}"/></w:numPr>'
        if self.border_bottom:
            ppr += f"<w:pBdr>{self.border_bottom}</w:pBdr>"
        if self.tabs:
            ppr += "<w:tabs>" + "".join(f'<w:tab w:val="{k}" w:pos="{w}"/>' for k, w in self.tabs) + "</w:tabs>"
        if self.id == "Normal":
            # Figures of the same face need no gap beside Chinese characters; with one, 2023年7月3日 is not 6 characters.
            # Closing marks stay inside the type area (GB/T 9704-2012, 5.2.1).
            ppr += '<w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        ppr += "" if self.snap else '<w:snapToGrid w:val="0"/>'
        spacing = f' w:before="{self.before}" w:after="{self.after}"'
        spacing += f' w:line="{self.line}" w:lineRule="exact"' if self.line else ""
        ppr += f"<w:spacing{spacing}/>"
        # Hundredths of a character, and beside them the same in twips for programs that know only those.
        indents = (("firstLine", self.first), ("left", self.left), ("right", self.right), ("hanging", self.hanging))
        ind = "".join(f' w:{n}Chars="{v}" w:{n}="{round(v * size * 20 / 100)}"' for n, v in indents if v)
        ind += f' w:left="{self.left_twips}"' if self.left_twips else ""
        ind += f' w:right="{self.right_twips}"' if self.right_twips else ""
        ppr += f"<w:ind{ind}/>" if ind else ""
        ppr += f'<w:jc w:val="{self.align}"/>' if self.align else ""
        ppr += f'<w:outlineLvl w:val="{self.level}"/>' if self.level is not None else ""
        rpr = fonts(self.font) if self.font else ""
        rpr += "<w:b/>" if self.bold else ""
        rpr += f'<w:color w:val="{self.colour}"/>' if self.colour else ""
        rpr += f'<w:spacing w:val="{self.spacing}"/>' if self.spacing else ""
        rpr += f'<w:sz w:val="{round(self.size * 2)}"/><w:szCs w:val="{round(self.size * 2)}"/>' if self.size else ""
        based = f'<w:basedOn w:val="{self.based}"/>' if self.based and self.id != "Normal" else ""
        following = f'<w:next w:val="{self.next}"/>' if self.next else ""
        default = ' w:default="1"' if self.id == "Normal" else ""
        return (
            f'<w:style w:type="paragraph"{default} w:styleId="{self.id}"><w:name w:val="{self.name}"/>{based}{following}'
            f"<w:qFormat/><w:pPr>{ppr}</w:pPr><w:rPr>{rpr}</w:rPr></w:style>"
        )


_BORDER = '<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'


def grid_borders(size: int = 4) -> str:
    return "".join(_BORDER.format(side=s, size=size) for s in ("top", "left", "bottom", "right", "insideH", "insideV"))


def styles(body: Sequence[Style]) -> str:
    cell_margins = (
        '<w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
        '<w:bottom w:w="28" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
    )
    return (
        f'{HEAD}<w:styles {NS}><w:docDefaults><w:rPrDefault><w:rPr>{fonts(FANGSONG)}<w:sz w:val="28"/>'
        '<w:szCs w:val="28"/><w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        + "".join(s.xml() for s in body)
        + '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        f'<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr>{fonts(HEITI)}</w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Code"><w:name w:val="核验码"/><w:rPr><w:noProof/></w:rPr></w:style>'
        f'<w:style w:type="character" w:styleId="CodeSmall"><w:name w:val="核验码小字"/><w:rPr>{fonts(SONGTI)}<w:noProof/>'
        '<w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Rule"><w:name w:val="下划线"/><w:rPr><w:u w:val="single"/></w:rPr></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
        f"<w:tblPr><w:tblBorders>{grid_borders()}</w:tblBorders>{cell_margins}</w:tblPr></w:style>"
        '<w:style w:type="table" w:styleId="Bare"><w:name w:val="无边距表格"/><w:basedOn w:val="TableNormal"/></w:style>'
        '<w:style w:type="table" w:styleId="Plain"><w:name w:val="无线表格"/><w:basedOn w:val="TableNormal"/>'
        f"<w:tblPr>{cell_margins}</w:tblPr></w:style></w:styles>"
    )


# ── numbering ────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Level:
    format: str
    text: str
    style: str = ""
    font: str = ""


def numbering(lists: Sequence[Sequence[Level]]) -> str:
    """Numbering lists 1, 2, …; the number is followed by nothing, so that it is part of the line as if typed."""
    abstract = []
    for number, levels in enumerate(lists, 1):
        body = ""
        for at, level in enumerate(levels):
            link = f'<w:pStyle w:val="{level.style}"/>' if level.style else ""
            face = f"<w:rPr>{fonts(level.font)}</w:rPr>" if level.font else ""
            body += (
                f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{level.format}"/>{link}'
                f'<w:suff w:val="nothing"/><w:lvlText w:val="{level.text}"/><w:lvlJc w:val="left"/>{face}</w:lvl>'
            )
        abstract.append(
            f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{body}</w:abstractNum>'
        )
    numbers = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(1, len(lists) + 1))
    return f"{HEAD}<w:numbering {NS}>{''.join(abstract)}{numbers}</w:numbering>"


# ── the package ──────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Docx:
    """A file to be: ``body`` without its last sectPr, ``section`` the page set-up, ``footers`` by kind."""

    title: str
    body: str
    styles: str
    numbering: str
    footers: dict[str, str] = field(default_factory=dict)  # "default", "even", "first" to paragraphs
    headers: dict[str, str] = field(default_factory=dict)
    title_page: bool = False
    line_pitch: int = 0
    footer_distance: int = mm(17.5)
    header_distance: int = mm(15)
    subject: str = ""

    def section(self) -> str:
        refs = "".join(
            f'<w:{what}Reference w:type="{kind}" r:id="rId{what[0].upper()}{n}"/>'
            for what, kinds in (("header", self.headers), ("footer", self.footers))
            for n, kind in enumerate(kinds, 1)
        )
        grid = f'<w:docGrid w:type="lines" w:linePitch="{self.line_pitch}"/>' if self.line_pitch else ""
        return (
            f'<w:sectPr>{refs}<w:pgSz w:w="{WIDTH}" w:h="{HEIGHT}"/><w:pgMar w:top="{TOP}" w:right="{RIGHT}" '
            f'w:bottom="{BOTTOM}" w:left="{LEFT}" w:header="{self.header_distance}" w:footer="{self.footer_distance}" w:gutter="0"/>'
            f'<w:pgNumType w:start="1"/>{"<w:titlePg/>" if self.title_page else ""}{grid}</w:sectPr>'
        )

    def members(self) -> list[tuple[str, str]]:
        main = "application/vnd.openxmlformats-officedocument.wordprocessingml."
        kinds = {"document": "document.main", "styles": "styles", "numbering": "numbering", "settings": "settings",
                 "fontTable": "fontTable"}  # fmt: skip
        overrides = "".join(
            f'<Override PartName="/word/{n}.xml" ContentType="{main}{k}+xml"/>' for n, k in kinds.items()
        )
        overrides += "".join(
            f'<Override PartName="/word/footer{n}.xml" ContentType="{main}footer+xml"/>'
            for n in range(1, len(self.footers) + 1)
        )
        overrides += "".join(
            f'<Override PartName="/word/header{n}.xml" ContentType="{main}header+xml"/>'
            for n in range(1, len(self.headers) + 1)
        )
        overrides += (
            '<Override PartName="/word/theme/theme1.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
            '<Override PartName="/docProps/core.xml" '
            'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        )
        types = (
            f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
        )
        office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
        relation = '<Relationship Id="{id}" Type="{type}" Target="{target}"/>'
        tops = relation.format(id="rId1", type=office + "officeDocument", target="word/document.xml")
        tops += relation.format(
            id="rId2",
            type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
            target="docProps/core.xml",
        )
        inner = "".join(
            relation.format(id=f"rId{n}", type=office + k, target=f"{t}.xml")
            for n, (k, t) in enumerate(
                (
                    ("styles", "styles"),
                    ("numbering", "numbering"),
                    ("settings", "settings"),
                    ("fontTable", "fontTable"),
                    ("theme", "theme/theme1"),
                ),
                1,
            )
        )
        inner += "".join(
            relation.format(id=f"rIdF{n}", type=office + "footer", target=f"footer{n}.xml")
            for n in range(1, len(self.footers) + 1)
        )
        inner += "".join(
            relation.format(id=f"rIdH{n}", type=office + "header", target=f"header{n}.xml")
            for n in range(1, len(self.headers) + 1)
        )
        wrap = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        out = [
            ("[Content_Types].xml", types),
            ("_rels/.rels", f"{HEAD}{wrap}{tops}</Relationships>"),
            ("word/document.xml", f"{HEAD}<w:document {NS}><w:body>{self.body}{self.section()}</w:body></w:document>"),
            ("word/_rels/document.xml.rels", f"{HEAD}{wrap}{inner}</Relationships>"),
            ("word/styles.xml", self.styles),
            ("word/numbering.xml", self.numbering),
            ("word/settings.xml", self._settings()),
            ("word/fontTable.xml", _font_table()),
            ("word/theme/theme1.xml", _theme()),
            ("docProps/core.xml", self._core()),
        ]
        out += [
            (f"word/footer{n}.xml", f"{HEAD}<w:ftr {NS}>{x}</w:ftr>") for n, x in enumerate(self.footers.values(), 1)
        ]
        out += [
            (f"word/header{n}.xml", f"{HEAD}<w:hdr {NS}>{x}</w:hdr>") for n, x in enumerate(self.headers.values(), 1)
        ]
        return out

    def _settings(self) -> str:
        even = "<w:evenAndOddHeaders/>" if "even" in self.footers else ""
        # Chinese typesetting: no line begins with a closing mark, characters are pressed only at punctuation.
        return (
            f'{HEAD}<w:settings {NS}><w:zoom w:percent="100"/>{even}<w:defaultTabStop w:val="420"/>'
            '<w:drawingGridVerticalSpacing w:val="156"/><w:characterSpacingControl w:val="compressPunctuation"/>'
            "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
            "<w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>"
            '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
            "</w:compat>"
            '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
            "</w:settings>"
        )

    def _core(self) -> str:
        return (
            f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<dc:title>{escape(self.title)}</dc:title><dc:subject>{escape(self.subject)}</dc:subject>"
            "<dc:creator></dc:creator>"
            '<dcterms:created xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:created>'
            '<dcterms:modified xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>'
        )

    def save(self, path: Path) -> None:
        with zipfile.ZipFile(path, "w") as package:
            for name, content in self.members():
                info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o644 << 16
                package.writestr(info, re.sub(r"<w:rPr></w:rPr>|<w:pPr></w:pPr>", "", content).encode())


def _font_table() -> str:
    """Where a face is missing, the classes tell the word processor what may stand in for it."""
    faces = (
        (FANGSONG, "仿宋", "modern", "02010609030101010101"),
        (KAITI, "楷体", "modern", "02010609030101010101"),
        (HEITI, "SimHei", "modern", "02010609060101010101"),
        (SONGTI, "SimSun", "auto", "02010600030101010101"),
        (TITLE, "小标宋", "script", "03000509000000000000"),
    )
    body = "".join(
        f'<w:font w:name="{n}"><w:altName w:val="{a}"/><w:panose1 w:val="{c}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{f}"/><w:pitch w:val="fixed"/></w:font>'
        for n, a, f, c in faces
    )
    return f"{HEAD}<w:fonts {NS}>{body}</w:fonts>"


def _theme() -> str:
    """A theme whose fonts are the document's own: new text in Word must not turn up in a western face."""
    a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    colours = {"dk1": "000000", "lt1": "FFFFFF", "dk2": "44546A", "lt2": "E7E6E6", "accent1": "4472C4",
               "accent2": "ED7D31", "accent3": "A5A5A5", "accent4": "FFC000", "accent5": "5B9BD5", "accent6": "70AD47",
               "hlink": "0563C1", "folHlink": "954F72"}  # fmt: skip
    scheme = "".join(f'<a:{n}><a:srgbClr val="{v}"/></a:{n}>' for n, v in colours.items())
    face = f'<a:latin typeface="{FANGSONG}"/><a:ea typeface="{FANGSONG}"/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{HEAD}<a:theme {a} name="公文"><a:themeElements><a:clrScheme name="公文">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="公文"><a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="公文"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )
