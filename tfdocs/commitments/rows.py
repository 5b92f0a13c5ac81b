"""Tables of targets, budgets and schedules: each row an item, its number from the value's column.

It knows the grid of a table and the words of its head; the numbers in a cell are read by ``numbers``.
"""

# ruff: noqa: E501  (a rule stands on one line, however long)

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tfdocs.commitments import numbers, verbs
from tfdocs.commitments.mention import Mention
from tfdocs.commitments.phrases import phrases
from tfdocs.commitments.roles import split_head
from tfdocs.commitments.units import match_unit
from tfdocs.model.commitment import CommitmentKind, Comparator
from tfdocs.model.document import Block, Document

__all__ = ["Row", "Table", "rows", "tables"]

# what a column is for, by the words of its head; the first line that matches decides
_HEADS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("index", re.compile(r"^(?:序号|编号|No\.?|行号|序)$")),
    ("remark", re.compile(r"^(?:备注|说明|佐证.*|证明.*|依据|责任.*|负责人|牵头.*|考核方式|计算.*|测算.*|评分.*|分值|权重.*|得分|用途)$")),
    ("demand", re.compile(r"(?:指南|指标|最低|基本|考核|申报|文件|省级|项目)?(?:要求|标准)值?$|^要求.*|下限|门槛")),
    ("name", re.compile(r"科目|名称|内容|事项|^(?:[一二三]级|考核|绩效)?指标$|^(?:工作)?任务$|^项目$")),
    ("part", re.compile(r"^(?:第?[一二三四1-4]季度|[上下]半年|\d{1,2}月份?|[一二三四五六七八九十]{1,3}月份?)(?:目标|计划)?$")),
    ("past", re.compile(r"现状|基期|上年|去年|现有|实际|已完成|已有|完成情况|基准|20\d\d年(?:完成|实际|现状)|历史")),
    ("term", re.compile(r"时限|完成时间|完成日期|起止|截止|进度安排|时间节点|时间|日期|期限|周期$")),
    ("unit", re.compile(r"^(?:计量|计数|度量)?单位$")),
    ("value", re.compile(r"目标|指标值|计划值|预期|承诺|计划数|计划完成|拟完成|任务数|任务量|考核值|数量|数值|预算|金额|经费|合计|申请额|本单位|年度值|绩效值|值$|总额|投入|资助额|20\d\d年$|^全年|^总计$|^总数$|^总量$")),
    ("name", re.compile(r"指标|内容|任务|项目|科目|名称|事项|类别|工作|活动|成果|用途|阶段|费用|开支")),
)  # fmt: skip
_HEAD_UNIT = re.compile(r"[（(]\s?(?:单位[:：])?([^（）()]{1,6})\s?[）)]")
_VALUE_WORD = re.compile(
    r"^\s*(?:[≥≤＞＜><=＝≧≦⩾⩽~～约近前第不至最达超每一二两三四五六七八九十百千万零〇\d０-９￥¥]|人民币|完成)"
)
# a cell that holds a value and no heading
_FILLED = re.compile(r"\d{1,3}\s?[篇项个人名场次%件]|^\d+(?:\.\d+)?$|^(?:19|20)\d\d年\d|\d万?元$")
# places that all cells of a table together may take, so that a hostile file cannot ask for a grid of millions
_GRID = 200_000
# 篇/项 are two words for one count; 元/个, 次/年 are periods
_ALTERNATIVE = re.compile("^([篇项件部套个份本条])[/／][篇项件部套个份本条]$")
_COMPARED_TAIL = re.compile(
    r"^(?P<number>.*?[\d０-９一二三四五六七八九十百千万亿余])(?P<tail>(?:及|或)?以?[上下内]|左右|上下)$"
)


@dataclass(slots=True)
class Table:
    """The cells of a table by row and column; a merged cell stands in every place it covers."""

    number: int
    cells: dict[tuple[int, int], list[Block]] = field(default_factory=lambda: defaultdict(list))
    origin: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    height: int = 0
    width: int = 0

    def text(self, row: int, column: int) -> str:
        return " ".join(b.text for b in self.cells.get((row, column), []) if b.text).strip()

    def own(self, row: int) -> list[Block]:
        """The blocks of the cells that begin in ``row``, in the order of the text."""
        found = {
            b.start: b
            for (r, _), blocks in self.cells.items()
            if r == row
            for b in blocks
            if b.cell and b.cell.row == row
        }
        return [found[s] for s in sorted(found)]


@dataclass(frozen=True, slots=True)
class Row:
    """An item of a table: ``text[start:end]`` of the document is the row."""

    mention: Mention
    action: str | None
    object: str | None
    start: int
    end: int
    block: Block
    past: bool = False
    note: str = ""
    cell: tuple[int, int] = (0, 0)  # offsets of the value's cell in the document
    name: str = ""  # what the row says it is about


def tables(document: Document) -> list[Table]:
    """Every table of the document with at least two columns."""
    found: dict[int, Table] = {}
    for b in document.blocks:
        if b.cell is None:
            continue
        t = found.setdefault(b.cell.table, Table(b.cell.table))
        if len(t.cells) > _GRID:
            continue
        for r in range(b.cell.row, b.cell.row + min(b.cell.row_span, 500)):
            for c in range(b.cell.column, b.cell.column + min(b.cell.column_span, 100)):
                t.cells[(r, c)].append(b)
                t.height, t.width = max(t.height, r + 1), max(t.width, c + 1)
    return [t for t in found.values() if t.width > 1]


def _role(head: str) -> str:
    bare = _HEAD_UNIT.sub("", head)
    bare = re.sub(r"\s", "", bare)
    if not bare or len(bare) > 16:
        return ""
    return next((name for name, pattern in _HEADS if pattern.search(bare)), "")


def _head(t: Table) -> tuple[int, dict[int, str]] | None:
    """The row that heads the table and the role of each column; ``None`` when no row names a value or a term."""
    for r in range(min(t.height, 6)):
        roles = {c: _role(t.text(r, c)) for c in range(t.width)}
        named = [c for c, role in roles.items() if role in ("name", "demand")]
        if sum(map(bool, roles.values())) < 2 or not set(roles.values()) & {"value", "term", "demand", "part"}:
            continue
        if len({id(t.cells[(r, c)][0]) for c in range(t.width) if t.cells.get((r, c))}) < 2:
            continue
        texts = [t.text(r, c) for c in range(t.width)]
        if r + 1 == t.height or any(_FILLED.search(x) for x in texts if x):
            continue
        if "value" not in roles.values() and "part" in roles.values():
            roles = {c: "value" if role == "part" else role for c, role in roles.items()}  # no column for the whole
        if "value" not in roles.values():
            # 指标 | 指标要求: the demand is the only number there is
            demand = [c for c, role in roles.items() if role == "demand"]
            if demand:
                roles[demand[0]] = "value"
        if not [c for c, role in roles.items() if role == "name"] and named:
            roles[named[0]] = "name"
        if not [c for c, role in roles.items() if role == "name"]:
            free = [c for c, role in roles.items() if role == ""]
            if not free:
                continue
            roles[free[0]] = "name"
        return r, roles
    return None


def rows(t: Table, document: Document, *, year: int | None, assumed: str) -> tuple[list[Row], set[int]]:
    """The items of ``t`` and the starts of the blocks that were read as cells (they are no prose)."""
    head = _head(t)
    if head is None:
        return _pairs(t, document, year=year, assumed=assumed)
    top, roles = head
    out: list[Row] = []
    used = {b.start for c in range(t.width) for b in t.cells.get((top, c), [])}
    values = [c for c, role in roles.items() if role == "value"]
    seen: set[tuple[int, ...]] = set()
    for r in range(top + 1, t.height):
        own = t.own(r)
        if not own:
            continue
        key = tuple(b.start for b in own)
        if key in seen:
            continue
        seen.add(key)
        name, name_blocks = _name(t, r, top, roles)
        unit = _unit(t, r, top, roles, name)
        start, end = own[0].start, own[-1].end
        found = False
        for c, past in [*((c, False) for c in values), *((c, True) for c, role in roles.items() if role == "past")]:
            blocks = t.cells.get((r, c), [])
            if not blocks or blocks[0].cell is None or (blocks[0].cell.row, blocks[0].cell.column) != (r, c):
                continue
            text = t.text(r, c)
            if len(values) > 1 and not past and len(text) > 40:
                continue
            column_unit = _bracket_unit(t.text(top, c)) or unit
            if not column_unit and re.search("金额|经费|预算", t.text(top, c)):
                column_unit = "元"
            said = {p.mention.core: p for p in phrases(text, numbers.find(text))} if len(text) > 4 else {}
            for m in _cell(text, name, column_unit, year=year, assumed=assumed):
                action, obj = _row_object(name)
                phrase = said.get(m.core)
                # 数量指标 | 举办展览3场、讲座12场: what the cell itself says is counted
                if (
                    phrase is not None
                    and phrase.object
                    and len(phrase.object) > 1
                    and not verbs.GENERIC.match(phrase.object)
                ):
                    action, obj = phrase.action, phrase.object
                note = _note(t, r, roles)
                if len(values) > 1 and blocks[0].cell.column_span == 1 and _differs(t, top, values):
                    note = "；".join(x for x in (f"栏目：{t.text(top, c)}", note) if x)
                out.append(
                    Row(m, action, obj, start, end, blocks[0], past, note, (blocks[0].start, blocks[-1].end), name)
                )
                found = True
            used |= {b.start for b in blocks}
        terms = [c for c, role in roles.items() if role == "term"]
        if not found:
            for c in terms:
                blocks = t.cells.get((r, c), [])
                for m in _term_cell(t.text(r, c), year=year, assumed=assumed):
                    action, obj = _row_object(name)
                    if blocks:
                        out.append(Row(m, action, obj, start, end, blocks[0], cell=(blocks[0].start, blocks[-1].end)))
        for c, role in roles.items():
            # a schedule's tasks and results are prose as well: 组建8支团队 | 论文集1部
            counted = not values and role in ("name", "") and bool(re.search(r"\d", t.text(r, c)))
            if not counted and (
                role in ("demand", "index", "unit", "term", "remark", "past", "part") or _is_short(t, r, c)
            ):
                used |= {b.start for b in t.cells.get((r, c), [])}
        # in a schedule the task may count too: 举办培训6期 | 培训300人次
        task = bool(terms) and bool(numbers.find(name))
        if values and not task:
            used |= {b.start for b in name_blocks}
        elif task:
            used -= {b.start for b in name_blocks}
    return out, used


def _differs(t: Table, top: int, columns: list[int]) -> bool:
    return len({t.text(top, c) for c in columns}) > 1


def _is_short(t: Table, row: int, column: int) -> bool:
    """A cell too short to be prose."""
    return len(t.text(row, column)) < 30


def _is_prose(text: str) -> bool:
    return len(text) > 12 and bool(re.search("[，。；、]", text))


def _name(t: Table, r: int, top: int, roles: dict[int, str]) -> tuple[str, list[Block]]:
    """What the row is about: the most particular of its name columns (三级指标 before 一级指标)."""
    columns = [c for c, role in roles.items() if role == "name"]
    graded = [c for c in columns if re.search("[一二三四]级", t.text(top, c))]
    plain = [c for c in columns if not re.search("类别|类型|级别|阶段", t.text(top, c))] or columns
    # of 一级, 二级 and 三级指标 the last says most; of 科目 and 内容 the first
    for c in [*reversed(graded), *plain, *columns]:
        text = t.text(r, c)
        if text and not re.fullmatch(r"[\d.]+", text):
            return text, t.cells.get((r, c), [])
    return "", []


def _bracket_unit(text: str) -> str:
    for m in reversed(list(_HEAD_UNIT.finditer(text))):
        word = m[1].replace("单位：", "").strip()
        if word in ("%", "％", "‰") or _scaled_unit(word):
            return word
    return ""


def _scaled_unit(word: str) -> bool:
    core = word.split("/")[0].split("、")[0].lstrip("十百千万亿") or word
    got = match_unit(core, 0)
    return got is not None and got[1] == len(core)


def _unit(t: Table, r: int, top: int, roles: dict[int, str], name: str) -> str:
    for c, role in roles.items():
        if role == "unit":
            text = re.sub(r"[（(].*?[）)]", "", t.text(r, c)).strip()
            if text:
                return text
    return _bracket_unit(name)


def _with_unit(text: str, unit: str) -> str:
    if m := _COMPARED_TAIL.match(text):
        return f"{m['number']}{unit}{m['tail']}"
    return text + unit


def _cell(text: str, name: str, unit: str, *, year: int | None, assumed: str) -> list[Mention]:
    """What a value's cell says; positions are those in ``text``."""
    text = text.strip()
    if not text or text in ("/", "—", "-", "无", "－"):
        return []
    unit = _ALTERNATIVE.sub(r"\1", unit.split("、")[0])
    if unit in ("/", "—", "-", "无", "－"):
        unit = ""
    rank = bool(re.search("排名|排位|名次|位次|名列|位居", name))
    bare = re.fullmatch(r"[\s\d０-９,，.．]+|[一二三四五六七八九十百千万两]+", text)
    if rank and bare and unit in ("", "名", "位", "名次"):
        found = numbers.find(f"位居前{text}名")
        return [replace(m, start=0, end=len(text), core=0) for m in found]
    found = numbers.find(text, year=year, assumed=assumed)
    if (found and any(m.unit for m in found)) or not _VALUE_WORD.match(text):
        return [m for m in found if m.kind is not CommitmentKind.DURATION or m.explicit or len(found) == 1]
    if unit:
        joined = numbers.find(_with_unit(text, unit), year=year, assumed=assumed)
        if not joined and unit.startswith(("年", "月", "日")):
            joined = numbers.find("不少于" + _with_unit(text, unit))
            joined = [replace(m, comparator=Comparator.EQUAL) for m in joined]
        if joined:
            return [replace(m, end=min(m.end, len(text))) for m in joined[:1]]
    if found:
        return found
    if (
        not unit
        and re.search("时间|时限|期限|日期|时效", name)
        and (terms := _term_cell(text, year=year, assumed=assumed))
    ):
        return terms
    # no unit anywhere: a pure number
    probe = numbers.find(_with_unit(text, "个")) or numbers.find(_with_unit(text, "项"))
    if len(probe) == 1 and (probe[0].explicit or re.fullmatch(r"[\d０-９,，.．\-—～~至]+", text)):
        guessed = re.search(r"(?:率|占比|比例|满意度|覆盖面)$", re.sub(r"[（(].*", "", name)) is not None
        kind = CommitmentKind.RATE if guessed and unit == "%" else CommitmentKind.QUANTITY
        return [replace(probe[0], unit="", kind=kind, end=min(probe[0].end, len(text)), per=None)]
    return []


def _term_cell(text: str, *, year: int | None, assumed: str) -> list[Mention]:
    found = [
        m
        for m in numbers.find(text, year=year, assumed=assumed)
        if m.kind in (CommitmentKind.DEADLINE, CommitmentKind.DURATION)
    ]
    if found:
        return found
    found = [
        m for m in numbers.find(text.strip() + "前", year=year, assumed=assumed) if m.kind is CommitmentKind.DEADLINE
    ]
    return [replace(m, end=min(m.end, len(text)), note="") for m in found]


def _row_object(name: str) -> tuple[str | None, str | None]:
    bare = re.sub(r"[（(][^（）()]*[）)]", "", name).strip()
    bare = re.sub(r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)．.、])\s*", "", bare)
    m = verbs.STRONG.match(bare) or verbs.WEAK.match(bare)
    if m is not None and len(bare) - m.end() >= 2 and bare[m.end()] not in "的率者量额数费率":
        rest = bare[m.end() :]
        if _NOUN_TAIL.fullmatch(rest) or (_PAPER.fullmatch(rest) and verbs.WEAK.match(bare)):
            return None, bare
        if cut := verbs.CUTS.search(rest, 2):
            rest = rest[: cut.start()]
        return m[0], rest
    action, obj = split_head(bare)
    return action, obj or bare or None


# 建设周期, 研究报告: the first word is no verb there
_NOUN_TAIL = re.compile("(?:周期|期限|时间|经费|规模|内容|目标|情况|工作|质量|成本|能力|力度)")
_PAPER = re.compile("(?:报告|报道|方案|成果|人员)")


def _note(t: Table, r: int, roles: dict[int, str]) -> str:
    parts = [t.text(r, c) for c, role in roles.items() if role == "term"]
    return "；".join(f"完成时限：{p}" for p in parts if p and len(p) < 40)


def _pairs(t: Table, document: Document, *, year: int | None, assumed: str) -> tuple[list[Row], set[int]]:
    """Tables without a head: a label beside its value (项目周期 | 2023年12月31日前)."""
    out: list[Row] = []
    used: set[int] = set()
    for r in range(t.height):
        own = t.own(r)
        columns: list[list[Block]] = []
        for b in own:
            if columns and columns[-1][0].cell and b.cell and columns[-1][0].cell.column == b.cell.column:
                columns[-1].append(b)
            else:
                columns.append([b])
        for left, right in _neighbours(columns):
            label = " ".join(b.text for b in left).strip()
            value = " ".join(b.text for b in right).strip()
            if (
                not re.search("[\u4e00-\u9fff]", label)
                or len(label) > 24
                or len(value) > 40
                or not _VALUE_WORD.match(value)
                or re.search("[，。；]", label)
            ):
                continue
            if re.search(
                "电话|手机|传真|邮编|代码|账号|帐号|证号|编号|成立|出生|年龄|日期$|时间$", label
            ) and not re.search("完成|截止|期限|周期", label):
                used |= {b.start for b in (*left, *right)}
                continue
            found = _cell(value, label, _bracket_unit(label), year=year, assumed=assumed)
            if not found and re.search("完成|截止|期限|周期|时限", label):
                found = _term_cell(value, year=year, assumed=assumed)
            found = [m for m in found if m.unit]
            for m in found:
                action, obj = _row_object(label)
                past = bool(re.search("现有|已有|近.年|会员|注册资|成立|职工|人数$|员工", label)) and not m.explicit
                start, end = left[0].start, right[-1].end
                out.append(Row(m, action, obj, start, end, right[0], past, cell=(right[0].start, right[-1].end)))
            if found:
                used |= {b.start for b in (*left, *right)}
    return out, used


def _neighbours(columns: list[list[Block]]) -> Iterator[tuple[list[Block], list[Block]]]:
    for i in range(len(columns) - 1):
        yield columns[i], columns[i + 1]
