"""Automatic numbers: formats, levels, restarts, overrides, styles that carry them."""

# ruff: noqa: E501 - XML reads worse when it is cut
from __future__ import annotations

from typing import Any

from construct import Construct
from wordfiles import lists, lvl, num_pr, p, style, tbl, tc, tr

__all__ = ["NUMBERS"]


def _numbered(*levels: int, num: int = 1) -> str:
    return "".join(p(f"项{i}", num_pr(num, level)) for i, level in enumerate(levels, 1))


def _format(name: str, form: str, text: str, labels: list[str], **kwargs: Any) -> Construct:
    """A list of one level, counted as far as ``labels`` go."""
    body = "".join(p("项", num_pr(1)) for _ in labels)
    differs = kwargs.pop("differs", "")
    levels = lvl(0, form, text, **kwargs).replace('val="custom"', 'val="custom" w:format="001, 002, 003, ..."')
    return Construct(name, body, [label + "项" for label in labels], differs, {"numbering": lists(levels)})


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


NUMBERS: list[Construct] = [
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
    # -- rarer formats, held against LibreOffice where it knows them
    _format(
        "counting past ten and twenty",
        "chineseCountingThousand",
        "%1、",
        [f"{n}、 " for n in ("十九", "二十", "二十一")],
        start=19,
    ),
    _format(
        "counting past a hundred",
        "chineseCountingThousand",
        "%1、",
        [f"{n}、 " for n in ("九十九", "一百", "一百〇一")],
        start=99,
        differs="writes 一百零一",
    ),
    _format(
        "capital numerals past ten",
        "chineseLegalSimplified",
        "%1、",
        [f"{n}、 " for n in ("玖", "壹拾", "壹拾壹")],
        start=9,
    ),
    _format("numbers in brackets", "decimalEnclosedParen", "%1", ["⑴ ", "⑵ "], differs="writes plain digits"),
    _format("numbers with a full stop", "decimalEnclosedFullstop", "%1", ["⒈ ", "⒉ "], differs="writes plain digits"),
    _format("ordinals", "ordinal", "%1", ["1st ", "2nd ", "3rd "], differs="writes the ordinals of its own language"),
    _format(
        "digits of a hundred and more in circles",
        "decimalEnclosedCircle",
        "%1",
        ["⑳ ", "21 "],
        start=20,
        differs="goes on with circles",
    ),
    _format(
        "Chinese digits", "ideographDigital", "%1、", ["九、 ", "一〇、 ", "一一、 "], start=9, differs="composes them"
    ),
    _format("three digits", "custom", "%1", ["007 ", "008 "], start=7, differs="knows no custom formats"),
    _format("a hidden number", "decimal", "%1.", ["", ""], after="<w:rPr><w:vanish/></w:rPr>", differs="prints it"),
    _format(
        "a number in capitals", "lowerLetter", "item %1:", ["ITEM A: ", "ITEM B: "], after="<w:rPr><w:caps/></w:rPr>"
    ),
    _format("a level without text", "decimal", "", ["", ""]),
    _format("numbers from zero", "decimal", "第%1节", ["第0节 ", "第1节 "], start=0),
    Construct(
        "Chinese above, digits below, without legal numbering",
        _numbered(0, 1, 1, 0, 1),
        ["第一章 项1", "一.1 项2", "一.2 项3", "第二章 项4", "二.1 项5"],
        files={
            "numbering": lists(
                lvl(0, "chineseCountingThousand", "第%1章", more='<w:suff w:val="space"/>')
                + lvl(1, "decimal", "%1.%2", more='<w:suff w:val="space"/>')
            )
        },
    ),
    Construct(
        "a restart on the second level",
        _numbered(0, 1, 1) + _numbered(1, num=2) + _numbered(1, 0, 1),
        ["1. 项1", "a) 项2", "b) 项3", "c) 项1", "d) 项1", "2. 项2", "a) 项3"],
        "restarts the list of the override",
        files={
            "numbering": lists(
                lvl(0, "decimal", "%1.") + lvl(1, "lowerLetter", "%2)"),
                nums='<w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="3"/></w:lvlOverride></w:num>',
            )
        },
    ),
    Construct(
        "a style takes away the number of the one it is based on",
        p("有号", '<w:pStyle w:val="n"/>') + p("无号", '<w:pStyle w:val="m"/>') + p("再有", '<w:pStyle w:val="o"/>'),
        ["1. 有号", "无号", "2. 再有"],
        files={
            "styles": style("n", num_pr(1, None))
            + style("m", '<w:numPr><w:numId w:val="0"/></w:numPr>', based_on="n")
            + style("o", num_pr(1, None), based_on="m"),
            "numbering": lists(lvl(0, "decimal", "%1.", more='<w:pStyle w:val="n"/>')),
        },
        differs="numbers only the style that the level names",
    ),
    Construct(
        "all nine levels",
        _numbered(*range(9)),
        [f"{'.'.join(['1'] * n)} 项{n}" for n in range(1, 10)],
        files={
            "numbering": lists(
                "".join(lvl(i, "decimal", ".".join(f"%{n + 1}" for n in range(i + 1))) for i in range(9))
            )
        },
    ),
    Construct(
        "numbers in boxes and heads go on or start by themselves",
        p("甲", num_pr(1)) + tbl(tr(tc(p("乙", num_pr(1))), tc(""))) + p("丙", num_pr(1)),
        ["1. 甲", "2. 乙", "", "3. 丙"],
        files={"numbering": lists(lvl(0, "decimal", "%1."))},
    ),
]
