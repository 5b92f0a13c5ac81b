"""Room in a document for edits that keep its words: cells that are empty, counts side by side, figures set as powers,
tables of marks, of cells with several lines and of cells over several rows, addresses and files by name, text boxes.

It draws from a source of its own, so that the document's other words are those of its seed.
"""

from __future__ import annotations

import random
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from benchmarks.word_parts import fill, paragraph, row_of
from benchmarks.wording import Wording

_EMPTY = 0.08  # of a table's cells that lose what they hold
_POWERS = (
    ("经测定，样品中菌落总数不超过3.2×10", "5", "个，稀释后为1.5×10", "4", "个。"),
    ("示范区总面积约2.4×10", "6", "平方米，其中核心区4.6×10", "3", "平方米，其余为缓冲区。"),
    ("仪器用房建筑面积126m", "2", "，附属用房38m", "2", "，库容不少于540m", "3", "。"),
    ("全年监测数据量达到10", "8", "条，校验误差不大于10", "3", "条，经复核后入库。"),
)
_CLASSES = ("甲类", "乙类", "丙类", "丁类")
_ITEMS = ("年会", "沙龙", "巡展", "标准", "指南", "课题", "讲座", "培训", "期刊", "竞赛")
_DUTIES = ("组织年会", "编制指南", "开展巡展", "培训会员", "研制标准", "发布报告", "评审项目", "建设平台", "修订章程")
_ADDRESSES = (
    "联系邮箱：{a}_{n}@example.org，备用邮箱：{b}.{a}@example.org，来信请注明单位全称。",
    "电子材料以“{a}_{b}_{n}.zip”命名，其中汇总表为“{b}_{n}.xlsx”，上传后不得改名。",
    "微信号：{a}_{n}{b}，账号：{b}-{n}，验证时请注明“{a}_{b}”。",
)
_SPACES = (
    "办公用房{n}㎡，试验场地{m}㎡，水池容积{d}㎥，另有附属用房。",
    "新建库房{m}㎡，储罐容积{n}㎥，绿化{d}㎡，均已验收。",
)
_NAMES = ("kx", "mj", "sljc", "office", "zhb", "press")


def make_room(document: Any, seed: int, kind: str) -> None:
    """Empty some cells of the document's tables, add a table of counts with and without values, and some powers."""
    rng = random.Random(seed + 77_000)
    for table in document.tables:
        _empty_some(rng, table)
    _counts(rng, document)
    prose = [p for p in document.paragraphs if len(p.text) > 40]
    for n in rng.sample(range(len(_POWERS)), 3):
        added = paragraph(document, "")
        for k, text in enumerate(_POWERS[n]):
            run = added.add_run(text)
            run.font.superscript = True if k % 2 else None
        if prose:
            rng.choice(prose)._p.addnext(added._p)
    # Another source, so that what is above says the same whatever is added.
    rng = random.Random(f"{kind} {seed}")
    for made in (_marks, _duties, _classes, _halves):
        made(rng, document)
    for patterns in (_ADDRESSES, _SPACES):
        for pattern in rng.sample(patterns, 2):
            a, b = rng.sample(_NAMES, 2)
            n, m, d = (rng.randint(11, 980) for _ in range(3))
            paragraph(document, pattern.format(a=a, b=b, n=n, m=m, d=d))
    _boxes(rng, document)


def _empty_some(rng: random.Random, table: Any) -> None:
    for row in table._tbl.tr_lst[1:]:
        for cell in row.tc_lst[1:]:
            own = cell.p_lst
            if len(own) == 1 and cell.vMerge is None and rng.random() < _EMPTY:
                for run in own[0].r_lst:
                    own[0].remove(run)


def _counts(rng: random.Random, document: Any) -> None:
    paragraph(document, "附表　分地区人次统计", indent=False, bold=True)
    table = document.add_table(rows=0, cols=6)
    if rng.random() < 0.6:
        table.style = "Table Grid"
    row_of(table, (1, "地区"), *((1, f"{quarter}季度") for quarter in "一二三四"), (1, "备注"))
    for place in ("蜀岭", "锦川", "岷阳", "青溪", "云栈", "石门坎", "未央坪"):
        counts = (str(rng.randint(1, 9) * 10 ** rng.randint(0, 2) + rng.randint(0, 9)) for _ in range(4))
        filled = [count if rng.random() < 0.8 else "" for count in counts]
        row_of(table, (1, f"{place}站"), *((1, text) for text in filled), (1, rng.choice(("", "", "含代训", "线上"))))


def _table(rng: random.Random, document: Any, columns: int, caption: str, ruled: float = 0.8) -> Any:
    paragraph(document, caption, indent=False, bold=True)
    table = document.add_table(rows=0, cols=columns)
    if rng.random() < ruled:
        table.style = "Table Grid"
    return table


def _marks(rng: random.Random, document: Any) -> None:
    """Who does what: a mark in some of the cells."""
    table = _table(rng, document, 5, "附表　责任分工")
    row_of(table, (1, "事项"), *((1, f"{party}方") for party in "甲乙丙丁"))
    usual = rng.choice(("√", "√", "√", "×"))
    for item in rng.sample(_ITEMS, 9):
        marks = (rng.choice((usual, usual, usual, "", "", "", "—")) for _ in range(4))
        row_of(table, (1, item), *((1, text) for text in marks))


def _duties(rng: random.Random, document: Any) -> None:
    """Cells of several lines, each a paragraph, and one long line that wraps."""
    table = _table(rng, document, 4, "附表　分工与经费（万元）", 1.0)
    row_of(table, (1, "单位"), (1, "任务"), (1, "经费"), (1, "要求"))
    words = Wording(rng.randint(0, 10**6))
    for place in ("蜀岭", "锦川", "岷阳", "青溪", "云栈"):
        lines = rng.sample(_DUTIES, rng.randint(1, 2))
        cells = row_of(table, (1, f"{place}站"), (1, ""), (1, ""), (1, words.sentence()))
        for n, duty in enumerate(lines):
            for cell, text in zip(cells[1:3], (duty, f"{rng.randint(1, 40)}.{rng.randint(1, 9)}"), strict=True):
                if n:
                    cell.add_paragraph(text)
                else:
                    fill(cell, text)


def _classes(rng: random.Random, document: Any) -> None:
    """Labels over several rows."""
    table = _table(rng, document, 3, "附表　任务分类", 1.0)
    row_of(table, (1, "类别"), (1, "事项"), (1, "数量"))
    items = rng.sample(_ITEMS, 9)
    for label in _CLASSES[: rng.randint(2, 3)]:
        rows = [
            row_of(table, (1, ""), (1, items.pop()), (1, str(rng.randint(1, 60)))) for _ in range(rng.randint(1, 3))
        ]
        fill(rows[0][0].merge(rows[-1][0]) if len(rows) > 1 else rows[0][0], label, centre=rng.random() < 0.5)


def _halves(rng: random.Random, document: Any) -> None:
    """Heads over several columns."""
    table = _table(rng, document, 5, "附表　分期指标", 1.0)
    year = rng.randint(2022, 2025)
    row_of(table, (1, "指标"), (2, f"{year}年"), (2, f"{year + 1}年"))
    row_of(table, (1, "期别"), *((1, text) for text in ("上半年", "下半年", "上期", "下期")))
    for item in rng.sample(_ITEMS, 3):
        row_of(table, (1, item), *((1, str(rng.randint(10, 400))) for _ in range(4)))


def _boxes(rng: random.Random, document: Any) -> None:
    """Two text boxes side by side."""
    holder = paragraph(document, "双方联系方式如下：", indent=False)
    words = Wording(rng.randint(0, 10**6))
    for n, party in enumerate("甲乙"):
        text = f"{party}方：{words.person()}　{words.phone()}"
        holder._p.append(_box(text, 10 + 210 * n, 26, n))


def _box(text: str, x: int, y: int, number: int) -> Any:
    """A run with a framed text box of 190 x 30 points, at (x, y) points from its paragraph."""
    names = (
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    wide, high, point = 190, 30, 12_700
    return parse_xml(
        f'<w:r {nsdecls("w")} {names}><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        f'relativeHeight="{number + 2}" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        f'<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>{x * point}</wp:posOffset>'
        f'</wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>{y * point}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{wide * point}" cy="{high * point}"/><wp:wrapTopAndBottom/>'
        f'<wp:docPr id="{number + 901}" name="box{number}"/><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        f'<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide * point}" cy="{high * point}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:ln w="6350"><a:solidFill><a:srgbClr val="000000"/>'
        f"</a:solidFill></a:ln></wps:spPr><wps:txbx><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
        "</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
    )
