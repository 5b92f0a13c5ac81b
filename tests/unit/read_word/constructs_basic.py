"""Ordinary text, wrappers, fields, tables, notes and headers, one small file each."""

# ruff: noqa: E501 - XML reads worse when it is cut
from __future__ import annotations

from construct import Construct
from wordfiles import A4, header, lists, lvl, num_pr, p, r, style, t, tbl, tc, text_box, tr
from wordfiles import field as fld

__all__ = ["BASIC"]

_NOTE = '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
_MARK = r("<w:footnoteRef/>")


BASIC: list[Construct] = [
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
]
