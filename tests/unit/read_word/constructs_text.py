"""How characters are set: capitals, positions, East Asian layout, kinds of hyphen and tab, what looks like white space."""

# ruff: noqa: E501 - XML reads worse when it is cut
from __future__ import annotations

from construct import Construct
from wordfiles import p, r, style, t

__all__ = ["TEXT"]

TEXT: list[Construct] = [
    Construct(
        "effects that change no character",
        p(
            r("着重", '<w:em w:val="dot"/>')
            + r("删除线", "<w:strike/>")
            + r("上标", '<w:vertAlign w:val="superscript"/>')
            + r("提升", '<w:position w:val="6"/>')
            + r("缩放", '<w:w w:val="66"/>')
            + r("紧缩", '<w:spacing w:val="-10"/>')
            + r("适应", '<w:fitText w:val="840" w:id="1"/>')
            + r("空心", "<w:outline/>")
        ),
        ["着重删除线上标提升缩放紧缩适应空心"],
    ),
    Construct(
        "capitals by a style, switched off by the run",
        p(
            r("issn", '<w:rStyle w:val="c"/>')
            + r("issn", '<w:rStyle w:val="c"/><w:caps w:val="0"/>')
            + r("ǆ ß ﬁ", "<w:caps/>")
        ),
        ["ISSNissnǄ SS FI"],
        "draws some capitals of its own",
        files={"styles": style("c", kind="character", run="<w:caps/>")},
    ),
    Construct(
        "toggles of a paragraph's and a character's style cancel",
        p(r("abc", '<w:rStyle w:val="c"/>') + r("def"), '<w:pStyle w:val="q"/>'),
        ["abcDEF"],
        "does not toggle",
        files={"styles": style("c", kind="character", run="<w:caps/>") + style("q", run="<w:caps/>")},
    ),
    Construct(
        "characters upright in vertical text, two lines in one",
        p(
            r("12", '<w:eastAsianLayout w:id="1" w:vert="1"/>')
            + r("合并", '<w:eastAsianLayout w:id="2" w:combine="1"/>')
        ),
        ["12合并"],
    ),
    Construct(
        "text from right to left keeps its order",
        p(r("甲") + r("אבג", "<w:rtl/>") + r("乙")),
        ["甲אבג乙"],
        "reorders it, as paper does",
    ),
    Construct(
        "a drop cap belongs to its paragraph",
        p(
            "为",
            '<w:framePr w:dropCap="drop" w:lines="2" w:wrap="around" w:vAnchor="text" w:hAnchor="text"/>',
        )
        + p("贯彻落实"),
        ["为", "贯彻落实"],
    ),
    Construct(
        "tabs of an absolute position, dashes and narrow spaces",
        p(r(t("左") + '<w:ptab w:relativeTo="margin" w:alignment="right" w:leader="none"/>' + t("右 　间–号—长"))),
        ["左\t右 　间–号—长"],
    ),
    Construct(
        "characters outside the first plane and with a variation mark",
        p("𠮷野家葛󠄀城𫖮"),
        ["𠮷野家葛󠄀城𫖮"],
    ),
    Construct(
        "what reads like mark-up",
        p("甲&乙<丙>&amp;{{ 丁 }}"),
        ["甲&乙<丙>&amp;{{ 丁 }}"],
    ),
    Construct(
        "text for the web only is printed, what a style hides is not",
        p(r("网页", "<w:webHidden/>") + r("密", '<w:rStyle w:val="h"/>'))
        + p("整段", '<w:pStyle w:val="hp"/>')
        + p(r("显", '<w:vanish w:val="0"/>') + r("隐"), '<w:pStyle w:val="hp"/>'),
        ["网页", "显"],
        "hides it too",
        files={"styles": style("h", kind="character", run="<w:vanish/>") + style("hp", run="<w:vanish/>")},
    ),
    Construct(
        "a heading that goes on in its line",
        p(r("一、目的。"), "<w:rPr><w:vanish/><w:specVanish/></w:rPr>") + p("为规范管理，制定本办法。"),
        ["一、目的。为规范管理，制定本办法。"],
    ),
    Construct(
        "numbers of note-like marks and boxes in ordinary fonts",
        p("①②⑩㈠㊣℃㎡□☐☑✓√×"),
        ["①②⑩㈠㊣℃㎡□☐☑✓√×"],
        unordered=True,  # those of another face are drawn later
    ),
    Construct(
        "boxes to tick from three fonts",
        p(
            r("o", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>')
            + r("甲")
            + r("R", '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>')
            + r("乙")
            + r("£", '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>')
            + r("丙")
            + r("", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>')
        ),
        ["□甲☑乙□丙"],
        "draws symbols from OpenSymbol's private codes",
    ),
    Construct(
        "measures with units",
        p(r(t("甲") + "<w:tab/>" + t("3")), '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="400pt"/></w:tabs>')
        + p(r("微字", '<w:sz w:val="1pt"/>') + r("常字", '<w:sz w:val="10.5pt"/>')),
        ["甲……3", "常字"],
        "knows no units in transitional files",
    ),
]
