"""Tables: grids with holes, merges both ways, tables in cells, rows that print and rows that do not."""

# ruff: noqa: E501 - XML reads worse when it is cut
from __future__ import annotations

from construct import Construct
from wordfiles import lists, lvl, num_pr, p, r, tbl, tc, text_box, tr

__all__ = ["TABLES"]

_OPEN, _ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def _span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def _small(*rows: str, width: str = "700") -> str:
    return tbl(*rows).replace("1800", width)


TABLES: list[Construct] = [
    Construct(
        "merged across and down at once",
        tbl(
            tr(tc("甲", _span(2) + _OPEN), tc("乙"), tc("丙")),
            tr(tc("", _span(2) + _ON), tc("丁", _OPEN), tc("戊")),
            tr(tc("己"), tc("庚"), tc("", _ON), tc("辛")),
            columns=4,
        )
        + p(),
        ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", ""],
    ),
    Construct(
        "rows that begin late and end early",
        tbl(
            tr(tc("一"), tc("二"), tc("三")),
            tr(tc("四"), tc("五"), properties='<w:gridBefore w:val="1"/><w:wBefore w:w="1800" w:type="dxa"/>'),
            tr(tc("六"), properties='<w:gridAfter w:val="2"/><w:wAfter w:w="3600" w:type="dxa"/>'),
            columns=3,
        )
        + p(),
        ["一", "二", "三", "四", "五", "六", ""],
    ),
    Construct(
        "tables three deep",
        tbl(
            tr(
                tc(_small(tr(tc(_small(tr(tc("芯"), tc("旁")), width="300") + p("里后")), tc("外"))) + p("后")),
                tc("右"),
            )
        )
        + p(),
        ["芯", "旁", "里后", "外", "后", "右", ""],
    ),
    Construct(
        "cells merged the old way",
        tbl(tr(tc("横", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("尾")), columns=3) + p(),
        ["横", "尾", ""],
    ),
    Construct(
        "a continued merge with nothing above it begins a cell",
        tbl(tr(tc("甲", _ON), tc("乙")), tr(tc("", _ON), tc("丙"))) + p(),
        ["甲", "乙", "丙", ""],
        "leaves such a cell as it is, and the one below too",
    ),
    Construct(
        "cells of many paragraphs with numbers and text boxes",
        tbl(
            tr(tc(p("总则", num_pr(1)) + p("细则", num_pr(1, 1)) + p(text_box(p("框")) + r("末"))), tc("右")),
            tr(tc(p("附则", num_pr(1))), tc(p("附录", num_pr(1, 1)))),
        )
        + p(),
        ["一、总则", "（一）细则", "末", "框", "右", "二、附则", "（一）附录", ""],
        files={
            "numbering": lists(
                lvl(0, "chineseCounting", "%1、", more='<w:suff w:val="nothing"/>')
                + lvl(1, "chineseCounting", "（%2）", more='<w:suff w:val="nothing"/>')
            )
        },
        unordered=True,
    ),
    Construct(
        "tables that float, turn their text or run from right to left",
        tbl(tr(tc("竖", '<w:textDirection w:val="tbRlV"/>'), tc("平"))).replace(
            "<w:tblPr>",
            '<w:tblPr><w:tblpPr w:leftFromText="180" w:rightFromText="180" w:vertAnchor="text" w:horzAnchor="margin" w:tblpY="200"/>',
        )
        + p("旁文")
        + p(),
        ["竖", "平", "旁文", ""],
        unordered=True,
    ),
    Construct(
        "a hidden row whose text is not hidden is printed",
        tbl(tr(tc("甲"), tc("乙")), tr(tc("丙"), tc("丁"), properties="<w:tblHeader/>")) + p(),
        ["甲", "乙", "丙", "丁", ""],
    ),
    Construct(
        "a row too low for its text shows none of it",
        tbl(
            tr(tc("见"), tc("得")),
            tr(tc("藏"), tc("匿"), properties='<w:trHeight w:val="20" w:hRule="exact"/>'),
            tr(tc("高"), tc("行"), properties='<w:trHeight w:val="600" w:hRule="exact"/>'),
        )
        + p(),
        ["见", "得", "高", "行", ""],
        "puts clipped text into the text layer",
    ),
    Construct(
        "cells added and taken away by a revision",
        tbl(
            tr(
                tc("甲"),
                tc("旧", '<w:cellDel w:id="1" w:author="a"/>'),
                tc("新", '<w:cellIns w:id="2" w:author="a"/>'),
            ),
            columns=3,
        )
        + p(),
        ["甲", "新", ""],
        "prints what was deleted",
    ),
    Construct(
        "a table taken away row by row joins what stands around it",
        p("前")
        + tbl(*(tr(tc(a), tc(b), properties='<w:del w:id="1" w:author="a"/>') for a, b in (("甲", "乙"), ("丙", "丁"))))
        + p("后"),
        ["前", "后"],
        "prints what was deleted",
    ),
    Construct("an empty table and an empty cell", tbl(tr(tc(), tc("乙"))) + p(), ["", "乙", ""]),
]
