"""Starter templates in Word for the drafted forms: every field of the form in its place, plain, for a person to shape.

A form is data; this writes WordprocessingML (ECMA-376) from it and knows no guide. The same form gives the same bytes.
"""

# ruff: noqa: E501  (a clause stays whole, as it will be printed)

from __future__ import annotations

import io
import zipfile
from typing import Any
from xml.sax.saxutils import escape

__all__ = ["starter"]

_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
# GB/T 9704-2012, 5.2: A4, 37 mm above, 28 mm left, a type area of 156 mm by 225 mm; twips
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" '
    'w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
)
_WIDTH = 11906 - 1588 - 1474

# style id, name, face, size in points, alignment, first-line indent in characters, space before, outline level
_STYLES: tuple[tuple[str, str, str, float, str, int, int, int | None], ...] = (
    ("Normal", "Normal", "仿宋_GB2312", 14, "both", 0, 0, None),
    ("Body", "正文段落", "仿宋_GB2312", 14, "both", 2, 0, None),
    ("CoverTitle", "封面标题", "方正小标宋简体", 26, "center", 0, 1200, None),
    ("Heading1", "heading 1", "黑体", 15, "left", 0, 240, 0),
    ("Heading2", "heading 2", "楷体_GB2312", 14, "left", 0, 60, 1),
    ("TableText", "表格正文", "仿宋_GB2312", 11, "left", 0, 0, None),
    ("TableLabel", "表格标签", "仿宋_GB2312", 11, "center", 0, 0, None),
    ("TableHead", "表头", "黑体", 11, "center", 0, 0, None),
    ("Sign", "签字", "仿宋_GB2312", 14, "left", 0, 240, None),
    ("SignDate", "签字日期", "仿宋_GB2312", 14, "right", 0, 0, None),
)
_HAN = "一二三四五六七八九十"


def starter(form: dict[str, Any]) -> bytes:
    """The template of a form: an application, the agreement or the notice."""
    body = {"agreement": _agreement, "notice": _notice}.get(form["id"], _application)(form)
    return _package(form["title"], body)


# ── what a template says ─────────────────────────────────────────────────────────────────────────────


def _shown(field: dict[str, Any], name: str | None = None) -> str:
    """The placeholder of a field, with the filter that its type is printed by."""
    key = name or field["key"]
    if field.get("type") == "money":
        return "{{ " + key + "|元 }}元"
    return "{{ " + key + ("" if field.get("required", True) else "|空则横线") + " }}"


def _application(form: dict[str, Any]) -> str:
    parts = [
        _p("CoverTitle", "{{ programme.title }}"), _p("CoverTitle", "项目申报书"),
        _fields_table(
            [("项目名称", "{{ project_name }}"), ("项目类别", "{{ category.name }}"), ("申报单位", "{{ applicant }}"),
             ("申报日期", "{{ apply_date }}")]
        ),
        _break(),
    ]  # fmt: skip
    for number, section in enumerate(form["sections"]):
        parts.append(_p("Heading1", f"{_HAN[number]}、{section['title']}"))
        parts += _section(section)
    parts += [
        _p("Heading1", f"{_HAN[len(form['sections'])]}、申报单位承诺"),
        _p("Body", "本单位承诺：申报书及所附材料真实、准确、完整；项目获批后，按所列目标与考核指标组织实施，接受检查和评估。"),
        _p("Sign", "法定代表人（签字）：　　　　　　申报单位（盖章）："), _p("SignDate", "年　　月　　日"),
    ]  # fmt: skip
    return "".join(parts)


def _section(section: dict[str, Any]) -> list[str]:
    fields = section["fields"]
    match section.get("layout", "fields"):
        case "indicators":
            columns = [
                ("序号", "{{ r.no }}"),
                ("指标名称", "{{ r.name }}"),
                ("指南要求", "{{ r.required }}"),
                ("单位", "{{ r.unit }}"),
            ]
            return [_loop_table(section["key"], columns + [(f["label"], _shown(f, f"r.{f['key']}")) for f in fields])]
        case "rows":
            columns = [("序号", "{{ r.no }}")] + [
                (f["label"], _shown(f, f"r.{f['key']}").removesuffix("元")) for f in fields
            ]
            return [_loop_table(section["key"], columns)]
        case _ if all(f.get("type") == "long_text" for f in fields):
            out = []
            for number, f in enumerate(fields):
                out += [_p("Heading2", f"（{_HAN[number]}）{f['label']}"), _p("Body", "{{ " + f["key"] + " }}")]
            return out
        case _:
            return [_fields_table([(f["label"], _shown(f)) for f in fields])]


def _agreement(form: dict[str, Any]) -> str:
    sections = {s["key"]: s for s in form["sections"]}
    parts = [
        _p("CoverTitle", "项目实施协议"),
        _p("Normal", "协议编号：{{ agreement_no|空则横线 }}"),
        _p("Normal", "甲方：{{ programme.association }}"),
        _p("Normal", "乙方：{{ applicant }}"),
        _p("Normal", "统一社会信用代码：{{ credit_code }}　　地址：{{ address }}"),
        _p("Normal", "法定代表人：{{ legal_person }}　　项目负责人：{{ leader }}"),
        _p("Normal", "联系人：{{ contact }}　　联系电话：{{ phone }}"),
        _p("Body", "根据《{{ programme.guide }}》和经批准的项目申报书，甲乙双方就“{{ project_name }}”的实施协商一致，订立本协议。"),
        _p("Heading1", "第一条　项目内容"),
        _p("Body", "项目类别：{{ category.name }}；项目编号：{{ project_no|空则横线 }}。"),
        _p("Body", "{{ content }}"),
        _p("Heading1", "第二条　考核指标"), *_section(sections["indicators"]),
        _p("Heading1", "第三条　实施期限与进度"),
        _p("Body", "实施期限自{{ start_date }}起至{{ end_date }}止。"),
        _p("Body", "{%p if schedule %}"), *_section(sections["schedule"]), _p("Body", "{%p endif %}"),
        _p("Heading1", "第四条　经费与拨付"),
        _p("Body", "专项经费总额为人民币{{ grant|元 }}元（大写：{{ grant|大写金额 }}）。"),
        _p("Body", "{%p if own %}"), _p("Body", "乙方自筹经费{{ own|元 }}元（大写：{{ own|大写金额 }}）。"), _p("Body", "{%p endif %}"),
        _p("Body", "收款账户：开户银行{{ bank_name|空则横线 }}，银行账号{{ bank_account|空则横线 }}。"),
        _p("Body", "{%p for rule in programme.money_rules %}"), _p("Body", "{{ rule }}。"), _p("Body", "{%p endfor %}"),
        _p("Heading1", "第五条　未达到要求的处理"),
        _p("Body", "{%p for c in programme.consequences %}"), _p("Body", "{{ c.condition }}，{{ c.consequence }}。"), _p("Body", "{%p endfor %}"),
        _p("Heading1", "第六条　生效与份数"),
        _p("Body", "本协议自双方签字并加盖公章之日起生效，一式{% if copies %}{{ copies|中文数字 }}{% else %}六{% endif %}份，双方各执一半。"),
        _p("Sign", "甲方（盖章）：{{ programme.association }}"), _p("SignDate", "年　　月　　日"),
        _p("Sign", "乙方（盖章）：{{ applicant }}"), _p("SignDate", "年　　月　　日"),
    ]  # fmt: skip
    return "".join(parts)


def _notice(form: dict[str, Any]) -> str:
    return "".join(
        [
            _p("CoverTitle", "立项通知书"),
            _p("SignDate", "{{ document_no }}"),
            _p("Normal", "{{ applicant }}："),
            _p("Body", "根据《{{ programme.guide }}》，经评审和公示，你单位申报的项目现予立项。"),
            _p("Body", "项目名称：{{ project_name }}"), _p("Body", "项目类别：{{ category.name }}"),
            _p("Body", "项目编号：{{ project_no }}"),
            _p("Body", "资助经费：{{ grant|万元 }}万元（{{ grant|大写金额 }}）"),
            _p("Body", "实施周期：{{ start_date }}至{{ end_date }}"),
            _p("Body", "请于{{ sign_by }}前签订项目实施协议，并报送{{ materials }}。逾期未签订的，视为自动放弃。"),
            _p("Body", "特此通知。"),
            _p("Body", "（联系人：{{ contact }}；联系电话：{{ phone }}）"),
            _p("SignDate", "{{ programme.association }}"), _p("SignDate", "{{ issue_date }}"),
        ]
    )  # fmt: skip


# ── how it is written ────────────────────────────────────────────────────────────────────────────────


def _p(style: str, text: str) -> str:
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>'


def _break() -> str:
    return '<w:p><w:pPr><w:pStyle w:val="Normal"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>'


def _cell(text: str, width: int, style: str, span: int = 1) -> str:
    across = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{across}<w:vAlign w:val="center"/></w:tcPr>{_p(style, text)}</w:tc>'


def _table(widths: list[int], rows: list[str]) -> str:
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>{_p("Normal", "")}'
    )


def _row(cells: list[str], *, head: bool = False) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{''.join(cells)}</w:tr>"


def _fields_table(pairs: list[tuple[str, str]]) -> str:
    widths = [2400, _WIDTH - 2400]
    rows = [
        _row([_cell(label, widths[0], "TableLabel"), _cell(value, widths[1], "TableText")]) for label, value in pairs
    ]
    return _table(widths, rows)


def _loop_table(key: str, columns: list[tuple[str, str]]) -> str:
    """A table with a row for each entry; docxtpl takes away the two rows that hold its tags."""
    first = 760
    each = (_WIDTH - first) // (len(columns) - 1)
    widths = [first] + [each] * (len(columns) - 1)
    tags = [
        _row([_cell(tag, sum(widths), "TableText", len(widths))])
        for tag in ("{%tr for r in " + key + " %}", "{%tr endfor %}")
    ]
    head = _row([_cell(name, w, "TableHead") for (name, _), w in zip(columns, widths, strict=True)], head=True)
    body = _row([_cell(value, w, "TableText") for (_, value), w in zip(columns, widths, strict=True)])
    return _table(widths, [head, tags[0], body, tags[1]])


def _style(style: tuple[str, str, str, float, str, int, int, int | None]) -> str:
    own, name, face, size, align, first, before, level = style
    default = ' w:default="1"' if own == "Normal" else ""
    based = "" if own == "Normal" else '<w:basedOn w:val="Normal"/>'
    keep = "<w:keepNext/>" if level is not None else ""
    indent = f'<w:ind w:firstLineChars="{first * 100}" w:firstLine="{round(first * size * 20)}"/>' if first else ""
    outline = f'<w:outlineLvl w:val="{level}"/>' if level is not None else ""
    fonts = f'<w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{face}"/>'
    half = round(size * 2)
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{own}"><w:name w:val="{name}"/>{based}<w:qFormat/>'
        f'<w:pPr>{keep}<w:spacing w:before="{before}" w:after="0" w:line="{round(size * 38)}" w:lineRule="exact"/>'
        f'{indent}<w:jc w:val="{align}"/>{outline}</w:pPr>'
        f'<w:rPr>{fonts}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr></w:style>'
    )


def _styles() -> str:
    border = "".join(
        f'<w:{s} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for s in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'{_HEAD}<w:styles {_NS}><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="zh-CN" w:eastAsia="zh-CN"/></w:rPr>'
        f"</w:rPrDefault><w:pPrDefault/></w:docDefaults>{''.join(map(_style, _STYLES))}"
        '<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:tblPr>'
        f"<w:tblBorders>{border}</w:tblBorders></w:tblPr></w:style></w:styles>"
    )


def _package(title: str, body: str) -> bytes:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    members = (
        (
            "[Content_Types].xml",
            f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}.document.main+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{main}.styles+xml"/>'
            '<Override PartName="/docProps/core.xml" '
            'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
        ),
        (
            "_rels/.rels",
            f'{_HEAD}{rels}<Relationship Id="rId1" Type="{office}/officeDocument" Target="word/document.xml"/>'
            '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/'
            'core-properties" Target="docProps/core.xml"/></Relationships>',
        ),
        ("word/document.xml", f"{_HEAD}<w:document {_NS}><w:body>{body}{_PAGE}</w:body></w:document>"),
        (
            "word/_rels/document.xml.rels",
            f'{_HEAD}{rels}<Relationship Id="rId1" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        ),
        ("word/styles.xml", _styles()),
        (
            "docProps/core.xml",
            f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title></cp:coreProperties>',
        ),
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in members:
            info = zipfile.ZipInfo(name, _FIXED_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            package.writestr(info, content.encode())
    return buffer.getvalue()
