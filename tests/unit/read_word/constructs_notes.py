"""Notes, running heads, sections, and revisions in all of them."""

# ruff: noqa: E501 - XML reads worse when it is cut
from __future__ import annotations

from typing import Any

from construct import Construct
from wordfiles import A4, header, p, r, t, tbl, tc, tr
from wordfiles import field as fld

__all__ = ["NOTES"]

_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)
_OWN = r("<w:footnoteRef/>")


def note(number: int, content: str) -> str:
    return f'<w:footnote w:id="{number}">{content}</w:footnote>'


def cite(number: int, more: str = "") -> str:
    return r(f'<w:footnoteReference w:id="{number}"{more}/>')


def heads(**kinds: str) -> dict[str, Any]:
    """Parts and relations of running heads: ``h_default="…"``, ``f_first="…"``."""
    parts, relations, section = {}, {}, ""
    for number, (name, content) in enumerate(kinds.items(), 1):
        which, kind = name.split("_")
        word, tag = ("header", "hdr") if which == "h" else ("footer", "ftr")
        parts[f"{word}{number}.xml"] = header(content, tag)
        relations[f"x{number}"] = (word, f"{word}{number}.xml")
        section += f'<w:{word}Reference w:type="{kind}" r:id="x{number}"/>'
    return {"parts": parts, "relations": relations, "section": section}


def _running(more: str = "", settings: str = "", **kinds: str) -> dict[str, Any]:
    made = heads(**kinds)
    made["section"] += A4 + more
    if settings:
        made["settings"] = settings
    return made


_BREAK = p(r('<w:br w:type="page"/>'))

NOTES: list[Construct] = [
    Construct(
        "notes in cells, in order of the grid",
        tbl(tr(tc(p(r("甲") + cite(1))), tc(p(r("乙") + cite(2))))) + p(r("丙") + cite(3)),
        ["甲1", "乙2", "丙3", "1注一", "2注二", "3注三"],
        files={"footnotes": _SEPARATORS + "".join(note(i, p(_OWN + r(f"注{n}"))) for i, n in enumerate("一二三", 1))},
    ),
    Construct(
        "a note of several paragraphs with a table",
        p(r("甲") + cite(1)),
        ["甲1", "1上", "格", "下"],
        "leaves out tables in notes",
        files={"footnotes": _SEPARATORS + note(1, p(_OWN + r("上")) + tbl(tr(tc("格"))) + p("下"))},
    ),
    Construct(
        "a mark of the author's own",
        p(r("甲") + r('<w:footnoteReference w:customMarkFollows="1" w:id="1"/>' + t("*"))) + p(r("乙") + cite(2)),
        ["甲*", "乙1", "*自定", "1编号"],
        "prints the mark twice",
        files={"footnotes": _SEPARATORS + note(1, p(r("*自定"))) + note(2, p(_OWN + r("编号")))},
    ),
    Construct(
        "notes numbered anew in each section",
        p(r("甲") + cite(1)) + p("", f"<w:sectPr>{A4}</w:sectPr>") + p(r("乙") + cite(2)),
        ["甲①", "", "乙①", "①注一", "①注二"],
        "numbers through the document",
        files={
            "footnotes": _SEPARATORS + note(1, p(_OWN + r("注一"))) + note(2, p(_OWN + r("注二"))),
            "settings": '<w:footnotePr><w:numFmt w:val="decimalEnclosedCircle"/><w:numRestart w:val="eachSect"/></w:footnotePr>',
        },
    ),
    Construct(
        "notes numbered anew on each page, as Word laid the pages out",
        p(r("甲") + cite(1) + r("乙") + cite(2))
        + p("<w:r><w:lastRenderedPageBreak/>" + t("丙") + "</w:r>" + cite(3))
        + p(r('<w:br w:type="page"/>'))
        + p("<w:r><w:lastRenderedPageBreak/>" + t("丁") + "</w:r>" + cite(4)),
        ["甲①乙②", "丙①", " ", "丁①", "①注一", "②注二", "①注三", "①注四"],
        "lays out pages of its own",
        files={
            "footnotes": _SEPARATORS + "".join(note(i, p(_OWN + r(f"注{n}"))) for i, n in enumerate("一二三四", 1)),
            "settings": '<w:footnotePr><w:numFmt w:val="decimalEnclosedCircle"/><w:numRestart w:val="eachPage"/></w:footnotePr>',
        },
    ),
    Construct(
        "the first page's head, the others' and the even pages'",
        p("一") + _BREAK + p("二") + _BREAK + p("三"),
        ["一", " ", "二", " ", "三", "首页眉", "单页眉", "双页眉", "单页脚1"],
        files=_running(
            "<w:titlePg/>",
            "<w:evenAndOddHeaders/>",
            h_first=p("首页眉"),
            h_default=p("单页眉"),
            h_even=p("双页眉"),
            f_default=p(r("单页脚") + fld("PAGE", "1")),
        ),
        paged=True,
    ),
    Construct(
        "running heads of a table and of a page number in a control",
        p("正文"),
        ["正文", "密级", "编号", "", "— 1 —"],
        "prints the instruction of a field in a footer's control",
        files=_running(
            h_default=tbl(tr(tc("密级"), tc("编号"))) + p(),
            f_default=f"<w:sdt><w:sdtPr/><w:sdtContent>{p(r('— ') + fld('PAGE', '1') + r(' —'))}</w:sdtContent></w:sdt>",
        ),
    ),
    Construct(
        "a page number without a field",
        p("正文"),
        ["正文", "第1页"],
        "prints nothing for it",
        files=_running(f_default=p(r("第") + r("<w:pgNum/>") + r("页"))),
    ),
    Construct(
        "comments and their marks are not printed",
        p(
            '<w:commentRangeStart w:id="1"/>'
            + r("正文")
            + '<w:commentRangeEnd w:id="1"/>'
            + r('<w:commentReference w:id="1"/>')
        ),
        ["正文"],
        "prints comments in the margin only when asked",
        files={"comments": f'<w:comment w:id="1" w:author="a">{p("批注")}</w:comment>'},
    ),
    Construct(
        "an inserted text that was deleted again, a deleted link, a moved piece",
        p(
            r("甲")
            + f'<w:ins w:id="1" w:author="a"><w:del w:id="2" w:author="b"><w:r><w:delText>来去</w:delText></w:r></w:del>{r("乙")}</w:ins>'
            + f'<w:hyperlink w:anchor="x"><w:del w:id="3" w:author="a"><w:r><w:delText>旧链</w:delText></w:r></w:del><w:ins w:id="4" w:author="a">{r("新链")}</w:ins></w:hyperlink>'
            + f'<w:moveFromRangeStart w:id="5" w:name="m"/><w:moveFrom w:id="6" w:author="a">{r("移")}</w:moveFrom><w:moveFromRangeEnd w:id="5"/>'
            + r("丙")
            + f'<w:moveToRangeStart w:id="7" w:name="m"/><w:moveTo w:id="8" w:author="a">{r("移")}</w:moveTo><w:moveToRangeEnd w:id="7"/>'
        ),
        ["甲乙新链丙移"],
        "prints what was deleted",
    ),
    Construct(
        "a number that a revision gave, on paragraphs that it took away",
        p("甲", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/><w:ins w:id="1" w:author="a"/></w:numPr>')
        + p(
            '<w:del w:id="2" w:author="a"><w:r><w:delText>删</w:delText></w:r></w:del>',
            '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="3" w:author="a"/></w:rPr>',
        )
        + p("乙", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'),
        ["1. 甲", "2. 乙"],
        "prints what was deleted, its number in brackets",
        files={
            "numbering": '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        },
    ),
]
