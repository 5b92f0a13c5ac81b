"""Room in a document for edits that keep its words: cells that are empty, counts side by side, figures set as powers.

It draws from a source of its own, so that the document's other words are those of its seed.
"""

from __future__ import annotations

import random
from typing import Any

from benchmarks.word_parts import paragraph, row_of

_EMPTY = 0.08  # of a table's cells that lose what they hold
_POWERS = (
    ("经测定，样品中菌落总数不超过3.2×10", "5", "个，稀释后为1.5×10", "4", "个。"),
    ("示范区总面积约2.4×10", "6", "平方米，其中核心区4.6×10", "3", "平方米，其余为缓冲区。"),
    ("仪器用房建筑面积126m", "2", "，附属用房38m", "2", "，库容不少于540m", "3", "。"),
    ("全年监测数据量达到10", "8", "条，校验误差不大于10", "3", "条，经复核后入库。"),
)


def make_room(document: Any, seed: int) -> None:
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
