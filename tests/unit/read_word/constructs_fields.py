"""Fields, content controls and form fields, as offices and form designers write them."""

# ruff: noqa: E501 - XML reads worse when it is cut
from __future__ import annotations

from construct import Construct
from wordfiles import field as fld
from wordfiles import lists, lvl, num_pr, p, r, style, t, tbl, tc, tr

__all__ = ["FIELDS"]


def control(properties: str, content: str) -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def split(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


_BEGIN, _MIDDLE, _END = split("begin"), split("separate"), split("end")


def _entry(title: str, page: str, anchor: str) -> str:
    inner = r(title) + r("<w:tab/>") + fld(f"PAGEREF {anchor} \\h", page)
    return f'<w:hyperlink w:anchor="{anchor}" w:history="1">{inner}</w:hyperlink>'


_STOP = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8300"/></w:tabs>'


def _bookmark(name: str, number: int) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>'


_HEADINGS = style("h1").replace('w:name w:val="h1"', 'w:name w:val="heading 1"') + style("h2").replace(
    'w:name w:val="h2"', 'w:name w:val="heading 2"'
)

FIELDS: list[Construct] = [
    Construct(
        "contents list with links, leaders and pages",
        p(_BEGIN + code('TOC \\o "1-3" \\h \\z \\u') + _MIDDLE + _entry("一、总体目标", "1", "_Toc1"), _STOP)
        + p(_entry("二、考核指标", "1", "_Toc2"), _STOP)
        + p(_END)
        + p(_bookmark("_Toc1", 1) + r("一、总体目标"))
        + p(_bookmark("_Toc2", 2) + r("二、考核指标")),
        ["一、总体目标……1", "二、考核指标……1", "", "一、总体目标", "二、考核指标"],
    ),
    Construct(
        "an instruction cut into many runs",
        p(r("共") + _BEGIN + code(" NUM") + code("PAGES ") + code(" \\* Arabic ") + _MIDDLE + r("1") + _END + r("页")),
        ["共1页"],
    ),
    Construct(
        "a field inside another's instruction prints nothing of its own",
        p(
            _BEGIN
            + code("IF ")
            + fld("PAGE", "7")
            + code(' = 1 "首页" "续页" ')
            + _MIDDLE
            + r("续页")
            + _END
            + r("正文")
        ),
        ["续页正文"],
        "computes IF anew",
    ),
    Construct(
        "formulas in tables show their stored sum",
        tbl(tr(tc("12.50"), tc("7.50")), tr(tc("合计"), tc(p(fld("=SUM(ABOVE) \\# 0.00", "20.00"))))) + p(),
        ["12.50", "7.50", "合计", "20.00", ""],
        "computes them anew",
    ),
    Construct(
        "properties and dates by their stored result",
        p(
            fld('CREATEDATE \\@ "yyyy年M月d日"', "2023年5月6日")
            + r("，")
            + fld("DOCPROPERTY 编号", "川科协〔2023〕8号")
            + r("，")
            + fld("STYLEREF 标题", "第一章")
        ),
        ["2023年5月6日，川科协〔2023〕8号，第一章"],
        "computes them anew",
    ),
    Construct(
        "a field that was locked, and one whose result is in bold",
        p(
            '<w:r><w:fldChar w:fldCharType="begin" w:fldLock="1"/></w:r>'
            + code("QUOTE 甲")
            + _MIDDLE
            + r("甲", "<w:b/>")
            + r("乙")
            + _END
        ),
        ["甲乙"],
    ),
    Construct(
        "marks for an index and a contents list are not printed",
        p(r("科普") + fld('XE "科普"', None) + fld('TC "科普" \\f C', None) + r("作品")),
        ["科普作品"],
    ),
    Construct(
        "phonetic guides, circles, overlays and fractions as EQ fields",
        p(
            fld('EQ \\* jc2 \\* "Font:宋体" \\* hps10 \\o\\ad(\\s\\up 9(hàn),汉)', None)
            + r("字")
            + fld("eq \\o\\ac(○,特)", None)
            + fld("EQ \\f(3,4)", None)
            + fld("EQ \\r(3,x)", None)
        ),
        ["汉字○特3/43√x", "hàn"],
        "knows few of them",
    ),
    Construct(
        "a text form field shows what was filled in",
        p(
            r("姓名：")
            + '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="n"/><w:textInput><w:default w:val="请填写"/></w:textInput></w:ffData></w:fldChar></w:r>'
            + code("FORMTEXT")
            + _MIDDLE
            + r("王小明")
            + _END
        ),
        ["姓名：王小明"],
    ),
    Construct(
        "a check box field by its state, its default and its size",
        p(
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:sizeAuto/><w:default w:val="1"/></w:checkBox></w:ffData></w:fldChar></w:r>'
            + code("FORMCHECKBOX")
            + _MIDDLE
            + _END
            + r("甲")
            + '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox></w:ffData></w:fldChar></w:r>'
            + code("FORMCHECKBOX")
            + _END
            + r("乙")
        ),
        ["☒甲☐乙"],
        "draws them as controls",
    ),
    Construct(
        "controls of every kind",
        p(control('<w:dropDownList><w:listItem w:displayText="科普" w:value="1"/></w:dropDownList>', r("科普")))
        + p(control("<w:comboBox/>", r("学术")) + control("<w:date/>", r("2023年5月6日")))
        + p(control('<w:showingPlcHdr/><w:text w:multiLine="1"/>', r("单击此处输入文字。")))
        + control("<w:docPartObj><w:docPartGallery/></w:docPartObj>", p("部件"))
        + control("<w:group/>", control("", p(control("<w:richText/>", r("内")))))
        + p(control("<w:citation/>", fld("CITATION a", "（王，2020）"))),
        ["科普", "学术2023年5月6日", "单击此处输入文字。", "部件", "内", "（王，2020）"],
        # a hint is printed by Word; LibreOffice prints it too
    ),
    Construct(
        "a control that repeats rows, and controls around cells and paragraphs of a cell",
        tbl(
            tr(tc("序号"), tc("姓名")),
            control("", control("", tr(tc("1"), tc("甲"))) + control("", tr(tc("2"), tc("乙")))),
            tr(control("", tc("3")), tc(control("", p("丙")))),
        )
        + p(),
        ["序号", "姓名", "1", "甲", "2", "乙", "3", "丙", ""],
    ),
    Construct(
        "check box controls with marks of their own",
        p(
            control('<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>', r("√"))
            + r("是")
            + control(
                '<w14:checkbox><w14:checked w14:val="0"/></w14:checkbox>',
                '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>',
            )
            + r("否")
        ),
        ["√是□否"],
    ),
    Construct(
        "an address and its link, a link by field",
        p(
            '<w:hyperlink r:id="x">'
            + r("www.example.cn")
            + "</w:hyperlink>"
            + r("，")
            + fld('HYPERLINK "mailto:a@example.cn"', "a@example.cn")
        ),
        ["www.example.cn，a@example.cn"],
        files={"external": {"x": ("hyperlink", "http://www.example.cn/")}},
    ),
    Construct(
        "a field over three paragraphs and a table",
        p(r("前") + _BEGIN + code("INDEX") + _MIDDLE + r("甲"))
        + tbl(tr(tc("乙"), tc("丙")))
        + p(r("丁") + _END + r("后")),
        ["前甲", "乙", "丙", "丁后"],
    ),
    Construct(
        "deleted instructions and results leave the rest alone",
        p(
            r("第")
            + f'<w:del w:id="1" w:author="a">{_BEGIN}<w:r><w:delInstrText>PAGE</w:delInstrText></w:r>{_MIDDLE}<w:r><w:delText>3</w:delText></w:r>{_END}</w:del>'
            + f'<w:ins w:id="2" w:author="a">{fld("PAGE", "1")}</w:ins>'
            + r("页")
        ),
        ["第1页"],
        "prints what was deleted, and computes PAGE anew",
    ),
    Construct(
        "an empty result stays empty",
        p(r("电话：") + fld("FORMTEXT", "") + r("；传真：") + fld("DOCPROPERTY 传真", "") + r("。")),
        ["电话：；传真：。"],
    ),
    Construct(
        "AUTONUM by heading levels, and text below them from 1 again",
        p(fld("AUTONUM", None) + r("总则"), '<w:pStyle w:val="h1"/>')
        + p(fld('AUTONUM \\* CHINESENUM3 \\s "、"', None) + r("目的"), '<w:pStyle w:val="h2"/>')
        + p(fld("AUTONUM", None) + r("甲"))
        + p(fld("AUTONUM", None) + r("乙"))
        + p(fld('AUTONUM \\* CHINESENUM3 \\s "、"', None) + r("依据"), '<w:pStyle w:val="h2"/>')
        + p(fld("AUTONUM", None) + r("丙"))
        + p(fld("AUTONUM", None) + r("附则"), '<w:pStyle w:val="h1"/>'),
        ["1.总则", "一、目的", "1.甲", "2.乙", "二、依据", "1.丙", "2.附则"],
        "counts all of them in one row",
        files={"styles": _HEADINGS},
    ),
    Construct(
        "AUTONUMLGL joins the numbers of the headings above",
        p(fld("AUTONUMLGL", None) + r("总则"), '<w:pStyle w:val="h1"/>')
        + p(fld("AUTONUMLGL", None) + r("目的"), '<w:pStyle w:val="h2"/>')
        + p(fld("AUTONUMLGL \\e", None) + r("依据"), '<w:pStyle w:val="h2"/>')
        + p(fld("AUTONUMLGL", None) + r("甲"))
        + p(fld("AUTONUMLGL", None) + r("乙"))
        + p(fld("AUTONUMLGL", None) + r("附则"), '<w:pStyle w:val="h1"/>'),
        ["1.总则", "1.1.目的", "1.2依据", "1.2.1.甲", "1.2.2.乙", "2.附则"],
        "counts all of them in one row",
        files={"styles": _HEADINGS},
    ),
    Construct(
        "AUTONUMOUT by the outline's formats",
        "".join(
            p(fld("AUTONUMOUT", None) + r(text), f'<w:pStyle w:val="{style_id}"/>')
            for text, style_id in (("总则", "h1"), ("目的", "h2"), ("依据", "h2"), ("附则", "h1"))
        )
        + p(fld("AUTONUMOUT", None) + r("甲")),
        ["I.总则", "A.目的", "B.依据", "II.附则", "A.甲"],
        "counts all of them in one row",
        files={"styles": _HEADINGS},
    ),
    Construct(
        "LISTNUM at the front of a paragraph and within it",
        p(fld("LISTNUM", None) + fld("LISTNUM", None) + fld("LISTNUM", None) + r("甲"))
        + p(fld("LISTNUM", None) + r("乙"))
        + p(
            r("应当：")
            + fld("LISTNUM NumberDefault \\l 6 \\s 1", None)
            + r("申报；")
            + fld("LISTNUM", None)
            + r("评审。")
        )
        + p(fld('LISTNUM "LegalDefault" \\l 1', None) + r("总则"))
        + p(fld("LISTNUM LegalDefault \\l 2", None) + r("目的"))
        + p(fld("LISTNUM OutlineDefault \\l 1 \\s 4", None) + r("附则")),
        ["1)a)i)甲", "2)乙", "应当：(i)申报；(ii)评审。", "1.总则", "1.1.目的", "IV.附则"],
        "prints none of them",
    ),
    Construct(
        "LISTNUM in a numbered paragraph counts on in its list",
        p(fld("LISTNUM", None) + r("总则"), num_pr(1))
        + p(r("共两项：") + fld("LISTNUM", None) + r("甲；") + fld("LISTNUM", None) + r("乙"), num_pr(1)),
        ["一、（1）总则", "二、共两项：（1）甲；（2）乙"],
        "prints none of them",
        files={
            "numbering": lists(
                lvl(0, "chineseCountingThousand", "%1、", more='<w:suff w:val="nothing"/>')
                + lvl(1, "decimal", "（%2）")
            )
        },
    ),
    Construct("breaks inside a field's result", p(fld("QUOTE", r(t("甲") + "<w:br/>" + t("乙")))), ["甲 乙"]),
]
