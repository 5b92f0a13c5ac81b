"""One small Word file for each construct, with the text its paper shows, paragraph by paragraph.

``differs`` says in which point LibreOffice 7.4 prints something else than Word does; "" means that its print is held
against the same text.
"""

# ruff: noqa: E501 - XML reads worse when it is cut
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from wordfiles import A4, docx, header, lists, lvl, num_pr, p, r, style, t, tbl, tc, text_box, tr
from wordfiles import field as fld

__all__ = ["CONSTRUCTS", "Construct", "docx"]


@dataclass(frozen=True)
class Construct:
    name: str
    body: str
    texts: list[str]
    differs: str = ""
    files: dict[str, Any] = field(default_factory=dict)
    unordered: bool = False  # LibreOffice draws the same text in another order


def _numbered(*levels: int, num: int = 1) -> str:
    return "".join(p(f"项{i}", num_pr(num, level)) for i, level in enumerate(levels, 1))


def _format(name: str, form: str, text: str, labels: list[str], **kwargs: Any) -> Construct:
    """A list of one level, counted as far as ``labels`` go."""
    body = "".join(p("项", num_pr(1)) for _ in labels)
    differs = kwargs.pop("differs", "")
    levels = lvl(0, form, text, **kwargs)
    return Construct(name, body, [label + "项" for label in labels], differs, {"numbering": lists(levels)})


_NOTE = '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
_MARK = r("<w:footnoteRef/>")

_OFFICIAL = lists(
    lvl(0, "chineseCountingThousand", "%1、", more='<w:suff w:val="nothing"/>')
    + lvl(1, "chineseCountingThousand", "（%2）", more='<w:suff w:val="nothing"/>')
    + lvl(2, "decimal", "%3．", more='<w:suff w:val="nothing"/>')
    + lvl(3, "decimal", "（%4）", more='<w:suff w:val="nothing"/>')
)
_LEGAL = lists(
    lvl(0, "chineseCountingThousand", "第%1章", more='<w:suff w:val="space"/>')
    + lvl(1, "decimal", "%1.%2", more="<w:isLgl/>")
    + lvl(2, "decimal", "%1.%2.%3", more="<w:isLgl/>")
)

CONSTRUCTS: list[Construct] = [
    Construct("plain", p("四川省科学技术协会") + p() + p("第二段"), ["四川省科学技术协会", "", "第二段"]),
    Construct(
        "spaces and blanks are kept",
        p("法人签字：        年   月   日") + p("姓名：______电话：____"),
        ["法人签字：        年   月   日", "姓名：______电话：____"],
    ),
    Construct(
        "white space without preserve is no text",
        "<w:p><w:r><w:t>  甲  </w:t></w:r><w:r><w:t>\n乙</w:t></w:r></w:p>",
        ["甲乙"],
    ),
    Construct(
        "tabs and breaks",
        p(
            r("甲<w:tab/>乙".replace("甲", t("甲")).replace("乙", t("乙")))
            + r(f"<w:br/>{t('丙')}")
            + r(f"<w:cr/>{t('丁')}")
        ),
        ["甲\t乙 丙 丁"],
    ),
    Construct("page break", p(r(t("前") + '<w:br w:type="page"/>' + t("后"))), ["前 后"]),
    Construct(
        "hyphens",
        p(r(t("010") + "<w:noBreakHyphen/>" + t("8888") + "<w:softHyphen/>" + t("66\u00ad66"))),
        ["010-88886666"],
    ),
    Construct(
        "leaders of tabs",
        p(
            r(t("目标") + "<w:tab/>" + t("3")),
            '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8000"/></w:tabs>',
        ),
        ["目标……3"],
    ),
    Construct(
        "capitals",
        p(r("isbn", "<w:caps/>") + r("Cssci", "<w:smallCaps/>") + r("Abc", '<w:caps w:val="0"/>')),
        ["ISBNCSSCIAbc"],
    ),
    Construct(
        "symbols",
        p(
            r('<w:sym w:font="Wingdings" w:char="F0FE"/>')
            + r("是")
            + r('<w:sym w:font="Wingdings 2" w:char="F0A3"/>')
            + r("否")
            + r('<w:sym w:font="Symbol" w:char="F0B3"/>')
            + r("10")
            + r('<w:sym w:font="Wingdings" w:char="F0FC"/>')
        ),
        ["☑是□否≥10✓"],
        "draws them from OpenSymbol's private codes",
    ),
    Construct(
        "text in a symbol font",
        p(r("nþ甲", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>') + r("\uf06c", "")),
        ["■☑甲●"],
        "draws them from OpenSymbol's private codes",
    ),
    Construct(
        "wrappers",
        p(
            '<w:hyperlink w:anchor="x">'
            + r("链接")
            + '</w:hyperlink><w:smartTag w:element="d">'
            + r("标记")
            + '</w:smartTag><w:customXml w:element="e">'
            + r("自定义")
            + '</w:customXml><w:bdo w:val="ltr">'
            + r("方向")
            + "</w:bdo>"
        ),
        ["链接标记自定义方向"],
    ),
    Construct(
        "content controls",
        f"<w:sdt><w:sdtPr/><w:sdtContent>{p('块')}</w:sdtContent></w:sdt>"
        + p("<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>" + r("行内") + "</w:sdtContent></w:sdt>")
        + tbl(
            f"<w:sdt><w:sdtPr/><w:sdtContent>{tr(tc('行'), tc('乙'))}</w:sdtContent></w:sdt>",
            tr(f"<w:sdt><w:sdtPr/><w:sdtContent>{tc('格')}</w:sdtContent></w:sdt>", tc("丁")),
        )
        + p("尾"),
        ["块", "行内", "行", "乙", "格", "丁", "尾"],
    ),
    Construct(
        "check boxes",
        p(
            '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr><w:sdtContent>'
            + r("☒")
            + "</w:sdtContent></w:sdt>"
            + r("是")
            + '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/></w14:checkbox></w:sdtPr><w:sdtContent/></w:sdt>'
            + r("否")
        ),
        ["☒是☐否"],
        "prints nothing for a control without content",
    ),
    Construct(
        "fields show their result",
        p(
            r("见第")
            + fld("REF _Ref1 \\h", "3")
            + r("章，")
            + '<w:fldSimple w:instr=" SEQ 表 ">'
            + r("7")
            + "</w:fldSimple>"
        ),
        ["见第3章，7"],
        "computes REF and SEQ anew",
    ),
    Construct(
        "fields within fields and over paragraphs",
        p(fld("HYPERLINK \\l a", r("外") + fld("PAGEREF a \\h", "5")))
        + '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>'
        + f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("目录一")}</w:p>'
        + p("目录二")
        + '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        + p("正文"),
        ["外5", "目录一", "目录二", "", "正文"],
        "computes PAGEREF anew",
    ),
    Construct(
        "a field that never ends hides nothing",
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
        + r("看得见")
        + "</w:p>",
        ["看得见"],
        "swallows it",
    ),
    Construct(
        "form fields",
        p(
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>'
            '<w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
            + r("同意")
            + '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="甲级"/>'
            '<w:listEntry w:val="乙级"/></w:ddList></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        ),
        ["☒同意乙级"],
        "draws them as controls",
    ),
    Construct(
        "fields that print without a result",
        p(
            fld("eq \\o\\ac(○,3)", None)
            + fld("EQ \\f(1,2)", None)
            + fld("MACROBUTTON NoMacro [点此填写]", None)
            + fld("SYMBOL 254 \\f Wingdings", None)
            + fld('XE "索引"', None)
        ),
        ["③1/2[点此填写]☑"],
        "knows few of them",
    ),
    Construct(
        "revisions are accepted",
        p(
            r("经费")
            + f'<w:del w:id="1" w:author="a"><w:r><w:delText>10</w:delText></w:r></w:del><w:ins w:id="2" w:author="a">{r("20")}</w:ins>'
            + f'<w:moveFrom w:id="3" w:author="a">{r("移走")}</w:moveFrom><w:moveTo w:id="4" w:author="a">{r("移来")}</w:moveTo>'
            + r("万元")
        )
        + p("前半", '<w:rPr><w:del w:id="5" w:author="a"/></w:rPr>')
        + p("后半"),
        ["经费20移来万元", "前半后半"],
        "prints what was deleted",
    ),
    Construct(
        "hidden, white and tiny text is not on paper",
        p(
            r("看")
            + r("隐藏", "<w:vanish/>")
            + r("白字", '<w:color w:val="FFFFFF"/>')
            + r("微字", '<w:sz w:val="2"/>')
            + r("得见")
        )
        + p(r("整段隐藏", "<w:vanish/>"), "<w:rPr><w:vanish/></w:rPr>")
        + tbl(
            tr(tc(p(r("深底白字", '<w:color w:val="FFFFFF"/>')), '<w:shd w:val="clear" w:fill="1F4E79"/>'), tc("乙"))
        ),
        ["看得见", "深底白字", "乙"],
        "puts white and tiny text into the text layer",
    ),
    Construct(
        "hidden by style, shown again by the run",
        p(r("甲", '<w:rStyle w:val="h"/>') + r("乙", '<w:rStyle w:val="h"/><w:vanish w:val="0"/>') + r("丙")),
        ["乙丙"],
        files={"styles": style("h", kind="character", run="<w:vanish/>")},
    ),
    Construct(
        "ruby",
        p(
            r("甲")
            + "<w:r><w:ruby><w:rubyPr/><w:rt>"
            + r("hàn")
            + "</w:rt><w:rubyBase>"
            + r("汉")
            + "</w:rubyBase></w:ruby></w:r>"
            + r("字")
        ),
        ["甲汉字", "hàn"],
        "stands above its base",
    ),
    Construct(
        "two lines in one, in brackets",
        p(r("双行", '<w:eastAsianLayout w:id="1" w:combine="1" w:combineBrackets="round"/>') + r("后")),
        ["(双行)后"],
    ),
    Construct(
        "formulas",
        p(
            "<m:oMath><m:r><m:t>y=</m:t></m:r><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
            "<m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>"
            "<m:rad><m:radPr><m:degHide/></m:radPr><m:e><m:r><m:t>z</m:t></m:r></m:e></m:rad></m:oMath>"
        ),
        ["y=(a+b)/2x²√z"],
        "sets formulas in two dimensions",
    ),
    Construct(
        "table with merged cells",
        tbl(
            tr(tc("合并三列", '<w:gridSpan w:val="3"/>')),
            tr(tc("纵", '<w:vMerge w:val="restart"/>'), tc("乙"), tc("丙")),
            tr(tc("", "<w:vMerge/>"), tc(), tc("丁")),
            columns=3,
        )
        + p(),
        ["合并三列", "纵", "乙", "丙", "", "丁", ""],
    ),
    Construct(
        "tables within tables",
        tbl(tr(tc(p("外前") + tbl(tr(tc("内一"), tc("内二"))).replace("1800", "800") + p("外后")), tc("右"))) + p(),
        ["外前", "内一", "内二", "外后", "右", ""],
    ),
    Construct(
        "rows taken away by a revision",
        tbl(
            tr(tc("甲"), tc("乙")),
            tr(tc("删"), tc("除"), properties='<w:del w:id="1" w:author="a"/>'),
            tr(tc("新"), tc("增"), properties='<w:ins w:id="2" w:author="a"/>'),
        )
        + p(),
        ["甲", "乙", "新", "增", ""],
        "prints what was deleted",
    ),
    Construct(
        "text box once",
        p(text_box(p("框内一") + p("框内二")) + r("正文")) + p("后段"),
        ["正文", "框内一", "框内二", "后段"],
        unordered=True,
    ),
    Construct(
        "footnotes and endnotes",
        p(
            r("正文")
            + r('<w:footnoteReference w:id="2"/>')
            + r("再注")
            + r('<w:footnoteReference w:id="1"/>')
            + r('<w:endnoteReference w:id="1"/>')
        ),
        ["正文1再注2i", "1 第一条", "2第二条", "i尾注"],
        "takes notes by their order in the file, not by their number",
        files={
            "footnotes": _NOTE
            + f'<w:footnote w:id="1">{p(_MARK + r("第二条"))}</w:footnote><w:footnote w:id="2">{p(_MARK + r(" 第一条"))}</w:footnote>',
            "endnotes": f'<w:endnote w:id="1">{p(r("<w:endnoteRef/>") + r("尾注"))}</w:endnote>',
        },
    ),
    Construct(
        "footnotes in the file's order",
        p(r("甲") + r('<w:footnoteReference w:id="1"/>') + r("乙") + r('<w:footnoteReference w:id="2"/>')),
        ["甲1乙2", "1注一", "2注二"],
        files={
            "footnotes": _NOTE
            + "".join(f'<w:footnote w:id="{i}">{p(_MARK + r(n))}</w:footnote>' for i, n in ((1, "注一"), (2, "注二")))
        },
    ),
    Construct(
        "circled footnote marks",
        p(r("甲") + r('<w:footnoteReference w:id="1"/>')),
        ["甲①", "①注"],
        files={
            "footnotes": _NOTE + f'<w:footnote w:id="1">{p(_MARK + r("注"))}</w:footnote>',
            "section": '<w:footnotePr><w:numFmt w:val="decimalEnclosedCircleChinese"/></w:footnotePr>' + A4,
        },
    ),
    Construct(
        "headers and footers",
        p("正文"),
        ["正文", "首页页眉", "普通页脚"],
        "one page shows the first page's only",
        files={
            "section": '<w:headerReference w:type="default" r:id="h1"/><w:headerReference w:type="first" r:id="h2"/>'
            '<w:headerReference w:type="even" r:id="h3"/><w:footerReference w:type="default" r:id="f1"/>'
            + A4
            + "<w:titlePg/>",
            "relations": {
                "h1": ("header", "header1.xml"),
                "h2": ("header", "header2.xml"),
                "h3": ("header", "header3.xml"),
                "f1": ("footer", "footer1.xml"),
            },
            "parts": {
                "header1.xml": header(p()),
                "header2.xml": header(p("首页页眉")),
                "header3.xml": header(p("偶数页页眉，没有启用")),
                "footer1.xml": header(p("普通页脚"), "ftr"),
            },
        },
    ),
    Construct(
        "strict namespaces",
        p("严格") + tbl(tr(tc("甲"), tc("乙"))) + p("一项", num_pr(1)),
        ["严格", "甲", "乙", "1. 一项"],
        files={"strict": True, "numbering": lists(lvl(0, "decimal", "%1."))},
    ),
    # -- automatic numbers -----------------------------------------------------------------------------------------
    Construct(
        "levels of official documents",
        _numbered(0, 1, 2, 3, 3, 2, 1, 2, 0, 1),
        [
            "一、项1",
            "（一）项2",
            "1．项3",
            "（1）项4",
            "（2）项5",
            "2．项6",
            "（二）项7",
            "1．项8",
            "二、项9",
            "（一）项10",
        ],
        files={"numbering": _OFFICIAL},
    ),
    Construct(
        "legal numbering",
        _numbered(0, 1, 2, 2, 0, 1),
        ["第一章 项1", "1.1 项2", "1.1.1 项3", "1.1.2 项4", "第二章 项5", "2.1 项6"],
        "does not know isLgl",
        files={"numbering": _LEGAL},
    ),
    _format(
        "counting in Chinese", "chineseCounting", "%1、", [f"{n}、 " for n in "一二三四五六七八九十"] + ["十一、 "]
    ),
    _format("Japanese counting", "japaneseCounting", "%1、", [f"{n}、 " for n in "一二三"]),
    _format("heavenly stems", "ideographTraditional", "%1、", [f"{n}、 " for n in "甲乙丙"]),
    _format("earthly branches", "ideographZodiac", "%1、", [f"{n}、 " for n in "子丑寅"]),
    _format("capital numerals", "chineseLegalSimplified", "%1、", [f"{n}、 " for n in "壹贰叁"]),
    _format("circles", "decimalEnclosedCircle", "%1", [f"{chr(0x2460 + n)} " for n in range(12)]),
    _format("circles, Chinese", "decimalEnclosedCircleChinese", "%1", ["① ", "② "]),
    _format("full width", "decimalFullWidth", "%1．", ["９． ", "１０． ", "１１． "], start=9),
    _format("letters", "upperLetter", "%1)", [f"{n}) " for n in "XYZ"] + ["AA) ", "BB) "], start=24),
    _format("small letters", "lowerLetter", "(%1)", ["(a) ", "(b) "]),
    _format("Roman", "upperRoman", "%1.", ["III. ", "IV. ", "V. "], start=3),
    _format("small Roman", "lowerRoman", "%1.", ["viii. ", "ix. "], start=8),
    _format("two digits", "decimalZero", "%1", ["09 ", "10 "], start=9),
    _format("a fixed text", "none", "附件：", ["附件： ", "附件： "]),
    _format(
        "a picture as bullet", "bullet", "", ["• "], more='<w:lvlPicBulletId w:val="0"/>', differs="has no picture"
    ),
    _format(
        "square bullets",
        "bullet",
        "n",
        ["■ ", "■ "],
        after='<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>',
        differs="draws it from OpenSymbol's private codes",
    ),
    Construct(
        "lists continue and start anew",
        _numbered(0, 0)
        + p("间")
        + _numbered(0, num=2)
        + _numbered(0, num=3)
        + _numbered(0, num=2)
        + _numbered(0, num=1),
        ["1. 项1", "2. 项2", "间", "5. 项1", "1. 项1", "6. 项1", "7. 项1"],
        files={
            "numbering": lists(
                lvl(0, "decimal", "%1."),
                nums='<w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
                '<w:num w:numId="3"><w:abstractNumId w:val="9"/></w:num>',
            ).replace(
                "<w:num ",
                '<w:abstractNum w:abstractNumId="9">' + lvl(0, "decimal", "%1.") + "</w:abstractNum><w:num ",
                1,
            )
        },
    ),
    Construct(
        "restarts that are not the usual",
        _numbered(0, 1, 2, 0, 1, 2, 1, 2),
        ["1 项1", "1.1 项2", "(1) 项3", "2 项4", "2.2 项5", "(1) 项6", "2.3 项7", "(2) 项8"],
        "restarts each level",
        files={
            "numbering": lists(
                lvl(0, "decimal", "%1")
                + lvl(1, "decimal", "%1.%2", more='<w:lvlRestart w:val="0"/>')
                + lvl(2, "decimal", "(%3)", more='<w:lvlRestart w:val="1"/>')
            )
        },
    ),
    Construct(
        "a level of another list",
        _numbered(0, 0, num=2) + _numbered(0),
        ["A) 项1", "B) 项2", "3. 项1"],
        files={
            "numbering": lists(
                lvl(0, "decimal", "%1."),
                nums='<w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
                + lvl(0, "upperLetter", "%1)")
                + "</w:lvlOverride></w:num>",
            )
        },
    ),
    Construct(
        "headings numbered by their styles",
        p("总则", '<w:pStyle w:val="1"/>')
        + p("目的", '<w:pStyle w:val="2"/>')
        + p("依据", '<w:pStyle w:val="2b"/>')
        + p("无号", '<w:pStyle w:val="1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + p("附则", '<w:pStyle w:val="1"/>'),
        ["第一条 总则", "1.1 目的", "1.2 依据", "无号", "第二条 附则"],
        "does not know isLgl",
        files={
            "styles": style("1", '<w:numPr><w:numId w:val="1"/></w:numPr>')
            + style("2", '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>')
            + style("2b", based_on="2"),
            "numbering": lists(
                lvl(0, "chineseCountingThousand", "第%1条", more='<w:pStyle w:val="1"/><w:suff w:val="space"/>')
                + lvl(1, "decimal", "%1.%2", more='<w:pStyle w:val="2"/><w:isLgl/>')
            ),
        },
    ),
    Construct(
        "a list defined by a list style",
        _numbered(0, 0),
        ["(1) 项1", "(2) 项2"],
        files={
            "styles": '<w:style w:type="numbering" w:styleId="L"><w:name w:val="L"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>',
            "numbering": '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>'
            '<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="L"/>'
            + lvl(0, "decimal", "(%1)")
            + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>',
        },
    ),
    Construct(
        "numbers in cells and on empty paragraphs",
        tbl(tr(tc(p("", num_pr(1))), tc(p("甲", num_pr(1)))), tr(tc(p("", num_pr(1))), tc(p("乙", num_pr(1))))) + p(),
        ["1. ", "2. 甲", "3. ", "4. 乙", ""],
        files={"numbering": lists(lvl(0, "decimal", "%1."))},
    ),
    Construct(
        "a level begun without the one above",
        _numbered(1, 1, 0, 1),
        ["1.1 项1", "1.2 项2", "2 项3", "2.1 项4"],
        files={"numbering": lists(lvl(0, "decimal", "%1") + lvl(1, "decimal", "%1.%2"))},
    ),
    Construct(
        "numbers of levels that have none",
        _numbered(0, 2),
        ["1. 项1", "1..1 项2"],
        files={"numbering": lists(lvl(0, "decimal", "%1.") + lvl(1, "bullet", "–") + lvl(2, "decimal", "%1.%2.%3"))},
    ),
]
