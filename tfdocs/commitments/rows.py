"""Rows of targets, budgets and schedules: each an item, its number from the value's column.

It knows the grid of a table and what its columns are for; heads are read by ``heads``, cells by ``cells``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tfdocs.commitments import heads, numbers, verbs
from tfdocs.commitments.cells import VALUE_WORD, object_of, term_of, values_of
from tfdocs.commitments.grid import Table
from tfdocs.commitments.heads import Head
from tfdocs.commitments.mention import Mention
from tfdocs.commitments.phrases import phrases
from tfdocs.model.document import Block

__all__ = ["Row", "rows"]


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
    part: bool = False  # of a quarter or a month, where another column has the whole


def rows(
    t: Table, *, year: int | None, assumed: str, sure: bool = True, done: bool = False, before: Table | None = None
) -> tuple[list[Row], set[int]]:
    """The items of ``t`` and the starts of the blocks that were read as cells (they are no prose).

    ``year`` completes dates that name none, ``assumed`` says where it comes from, ``sure`` whether the text does.
    ``done``: the heading over the table reports. ``before``: the table directly before it, which may go on in ``t``.
    """
    if (across := _across(t)) is not None:
        return across
    head = heads.head_of(t, year if sure else None)
    if head is None and before is not None:
        head = _continued(t, before, year if sure else None)
    if head is None:
        return _pairs(t, year=year, assumed=assumed)
    if done:
        told = {c: "past" if r == "value" and not _AIM.search(head.texts[c]) else r for c, r in head.roles.items()}
        head = replace(head, roles=told)
    return _headed(t, head, year=year, assumed=assumed)


_AIM = re.compile("预计|应达|任务书|目标|计划|预期|拟|承诺|指标值|考核|任务|预算")


def _continued(t: Table, before: Table, year: int | None) -> Head | None:
    """The head of the table before, where ``t`` goes on with its columns over the page; its row is none of ``t``'s."""
    head = heads.head_of(before, year) if before.width == t.width else None
    if head is None:
        return None
    columns = [c for role in ("value", "term") for c in head.columns(role)]
    fits = [c for c in columns if VALUE_WORD.match(t.text(0, c))]
    return replace(head, top=0, bottom=-1) if fits and len(fits) * 2 >= len(columns) else None


def _headed(t: Table, head: Head, *, year: int | None, assumed: str) -> tuple[list[Row], set[int]]:
    out: list[Row] = []
    used = {b.start for r in range(head.top, head.bottom + 1) for c in range(t.width) for b in t.cells.get((r, c), [])}
    if head.top:
        out, over = _pairs(t, year=year, assumed=assumed, until=head.top)  # the lines of a form over its head
        used |= over
    seen: set[tuple[int, ...]] = set()
    for r in range(head.bottom + 1, t.height):
        own = t.own(r)
        key = tuple(b.start for b in own)
        if not own or key in seen:
            continue
        seen.add(key)
        found = _values(t, r, head, own, year=year, assumed=assumed)
        name = _name(t, r, head, t.width)[0]
        # in a schedule the task may count too: 举办培训6期 | 培训300人次
        task = bool(head.columns("term")) and bool(numbers.find(name))
        # 起止时间 | 工作内容 | 预期成果: of a schedule, which its terms lead, each is due as well
        if all(row.past for row in found) or min(head.columns("term") or [99]) < min(head.columns("name") or [0]):
            found += _terms(t, r, head, own, name, year=year, assumed=assumed)
        out += found
        used |= _read(t, r, head)
        name_blocks = {b.start for c in head.columns("name") for b in t.cells.get((r, c), [])}
        if head.columns("value") and not task:
            used |= {b.start for b in _name(t, r, head, t.width)[1]}
        elif task:
            used -= name_blocks
    return out, used


def _values(t: Table, r: int, head: Head, own: list[Block], *, year: int | None, assumed: str) -> list[Row]:
    out: list[Row] = []
    values = head.columns("value")
    differ = len({head.texts.get(c) for c in values}) > 1
    for c in sorted((*values, *head.columns("past"), *head.columns("part"))):
        past, part = head.roles[c] == "past", head.roles[c] == "part"
        blocks = t.cells.get((r, c), [])
        if not t.begins(r, c) or blocks[0].cell is None:
            continue
        text = t.text(r, c)
        if len(values) > 1 and not past and len(text) > 40:
            continue
        name = _name(t, r, head, c)[0] or re.sub("[（(].*", "", head.texts.get(c, ""))
        unit = _unit(t, r, head, name, c)
        said = {p.mention.core: p for p in phrases(text, numbers.find(text, cell=True))} if len(text) > 4 else {}
        sign = next((t.text(r, s) for s in head.columns("sign")), "")
        for m in values_of(text, name, unit, year=year, assumed=assumed, sign=sign):
            if m.per is None and (each := _EACH.match(head.texts.get(c, ""))) is not None:
                m = replace(m, per=each[1])  # 每期人数
            action, obj = object_of(name)
            phrase = said.get(m.core)
            # 数量指标 | 举办展览3场、讲座12场: what the cell itself says is counted
            if (
                phrase is not None
                and phrase.object
                and len(phrase.object) > 1
                and not verbs.GENERIC.match(phrase.object)
            ):
                action, obj = phrase.action, phrase.object
            note = _note(t, r, head)
            if part or (len(values) > 1 and blocks[0].cell.column_span == 1 and differ):
                note = "；".join(x for x in (f"栏目：{head.texts.get(c, '')}", note) if x)
            cell = (blocks[0].start, blocks[-1].end)
            out.append(Row(m, action, obj, own[0].start, own[-1].end, blocks[0], past, note, cell, name, part))
    return out


_EACH = re.compile("每(期|次|场|人|班|年|月|季度|周|个|家|项)")


def _terms(t: Table, r: int, head: Head, own: list[Block], name: str, *, year: int | None, assumed: str) -> list[Row]:
    """The terms of a row that has no other value; of two names that which counts nothing is what is due."""
    plain = [x for c in head.columns("name") if (x := t.text(r, c)) and not re.search(r"\d", x)]
    name = plain[0] if plain and re.search(r"\d", name) else name
    action, obj = object_of(name)
    return [
        Row(m, action, obj, own[0].start, own[-1].end, blocks[0], cell=(blocks[0].start, blocks[-1].end), name=name)
        for c in head.columns("term")
        if (blocks := t.cells.get((r, c), []))
        for m in term_of(t.text(r, c), year=year, assumed=assumed)
    ]


def _read(t: Table, r: int, head: Head) -> set[int]:
    """The blocks of a row that are no prose: all but long ones, and but a schedule's tasks that count something."""
    used: set[int] = set()
    for c, role in head.roles.items():
        text = t.text(r, c)
        # a schedule's tasks and results are prose as well: 组建8支团队 | 论文集1部
        counted = not head.columns("value") and role in ("name", "") and bool(re.search(r"\d", text))
        said = role in ("demand", "index", "unit", "term", "remark", "past", "part", "sign", "value", "when")
        if not counted and (said or len(text) < 30):
            used |= {b.start for b in t.cells.get((r, c), [])}
    return used


def _name(t: Table, r: int, head: Head, column: int) -> tuple[str, list[Block]]:
    """What the row is about: the most particular of its name columns (三级指标 before 一级指标).

    Of a table that stands twice side by side (指标 | 目标值 | 指标 | 目标值) the one nearest before ``column``.
    """
    columns = head.columns("name")
    paired = any(columns[0] < v < columns[-1] for v in head.columns("value")) if columns else False
    if paired and (before := [c for c in columns if c < column]):
        columns = before[-1:]
    graded = [c for c in columns if _GRADE.search(head.texts.get(c, ""))]
    graded.sort(key=lambda c: "一二三四".index(_GRADE.findall(head.texts[c])[-1]))  # whatever stands first
    if graded and (own := [c for c in columns if max(graded) < c < column]):
        graded = [*graded, own[-1]]  # 一级指标 | 二级指标 | 指标内容
    plain = [
        c for c in columns if not re.search("类别|类型|级别|阶段|维度|大类|方面|模块", head.texts.get(c, ""))
    ] or columns
    plain = sorted(plain, key=lambda c: not re.search("指标|名称|科目|细目|明细", head.texts.get(c, "")))
    # of 一级, 二级 and 三级指标 the last says most; of 科目 and 内容 the first
    for c in [*reversed(graded), *plain, *columns]:
        text = t.text(r, c)
        if text and not re.fullmatch(r"[\d.]+", text):
            return text, t.cells.get((r, c), [])
    return "", []


_GRADE = re.compile("([一二三四])级")


def _unit(t: Table, r: int, head: Head, name: str, column: int) -> str:
    """The unit of a number that has none in its cell: of its head, the column of units, the row's name."""
    text = head.texts.get(column, "")
    if unit := heads.bracket_unit(text):
        return unit
    for c in head.columns("unit"):
        if unit := re.sub(r"[（(].*?[）)]", "", t.text(r, c)).strip():
            return unit
    if unit := heads.bracket_unit(name):
        return unit
    if t.unit and _MONEY_HEAD.search(text):
        return t.unit
    if unit := heads.counted_unit(text):
        return unit
    if t.unit and not head.columns("unit") and heads.role_of(text) in ("", "part") and not _COUNT_HEAD.search(text):
        return t.unit  # 财政 | 自己出 | 一共 under 单位：万元
    return "元" if re.search("金额|经费|预算", text) else ""


_MONEY_HEAD = re.compile("金额|经费|预算|资金|小计|合计|自筹|资助|补助|专项|拨款|投入|配套|支出|费$|总额|申请额")


_COUNT_HEAD = re.compile("[数量率比次期个人年月天]|%|％")


def _note(t: Table, r: int, head: Head) -> str:
    parts = [("完成时限", t.text(r, c)) for c in head.columns("term")]
    parts += [("时间", t.text(r, c)) for c in head.columns("when")]
    return "；".join(f"{what}：{p}" for what, p in parts if p and len(p) < 40)


def _across(t: Table) -> tuple[list[Row], set[int]] | None:
    """A table whose indicators stand side by side: 指标 | 论文（篇） | 专利（件） over 目标值 | 20 | 8."""
    names = [t.text(0, c) for c in range(t.width)]
    measured = [c for c in range(1, t.width) if heads.bracket_unit(names[c])]
    if t.height < 2 or not measured or len(measured) * 2 < t.width - 1:
        return None
    roles = {r: heads.role_of(t.text(r, 0)) for r in range(1, t.height)}
    if not all(role in ("value", "past", "demand", "term", "remark", "part") for role in roles.values()):
        return None
    out: list[Row] = []
    used = {b.start for c in range(t.width) for b in t.cells.get((0, c), [])}
    has_value = "value" in roles.values()
    for r, role in roles.items():
        own = t.own(r)
        used |= {b.start for b in own}
        if not own or (role not in ("value", "past") and (has_value or role != "demand")):
            continue
        for c in measured:
            blocks = t.cells.get((r, c), [])
            if not t.begins(r, c):
                continue
            action, obj = object_of(names[c])
            for m in values_of(t.text(r, c), names[c], heads.bracket_unit(names[c]), year=None, assumed=""):
                cell = (blocks[0].start, blocks[-1].end)
                past = role == "past"
                out.append(Row(m, action, obj, own[0].start, own[-1].end, blocks[0], past, "", cell, names[c]))
    return (out, used) if out else None


# a form that says who the applicant is, and what of it is there already
_ABOUT_BODY = re.compile("成立时间|注册时间|注册资本|法定代表人|信用代码|单位性质|^手机$")
_HELD = re.compile(
    r"^(?!.*(?:预计|目标|计划|拟|新增|参会|参加|参与|培训|规模|活动)).*(?:人员|人数|会员|职工|专家|教师|分支|机构|资产|面积|收入)"
)


def _pairs(t: Table, *, year: int | None, assumed: str, until: int | None = None) -> tuple[list[Row], set[int]]:
    """Tables without a head: a label beside its value (项目周期 | 2023年12月31日前)."""
    out: list[Row] = []
    used: set[int] = set()
    about = any(_ABOUT_BODY.search(t.text(r, c)) for r in range(min(t.height, 40)) for c in range(t.width))
    for r in range(t.height if until is None else until):
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
                or not VALUE_WORD.match(value)
                or re.search("[，。；]", label)
            ):
                continue
            if re.search(
                "电话|手机|传真|邮编|代码|账号|帐号|证号|编号|成立|出生|年龄|日期$|时间$", label
            ) and not re.search("完成|截止|期限|周期|(?:活动|会议|举办|实施|起止|执行|项目)(?:时间|日期)", label):
                used |= {b.start for b in (*left, *right)}
                continue
            unit = heads.bracket_unit(label) or next(
                filter(None, (heads.bracket_unit(t.text(r, c)) for c in range(t.width))), ""
            )
            found = values_of(value, label, unit, year=year, assumed=assumed)
            if not found and re.search("完成|截止|期限|周期|时限|时间$|日期$", label):
                found = term_of(value, year=year, assumed=assumed)
            found = [m for m in found if m.unit]
            for m in found:
                action, obj = object_of(label)
                past = about and bool(_HELD.search(label)) and not m.explicit
                past = past or (
                    bool(re.search("现有|已有|近.年|会员|注册资|成立|职工|人数$|员工", label)) and not m.explicit
                )
                start, end = left[0].start, right[-1].end
                out.append(Row(m, action, obj, start, end, right[0], past, cell=(right[0].start, right[-1].end)))
            if found:
                used |= {b.start for b in (*left, *right)}
    return out, used


def _neighbours(columns: list[list[Block]]) -> Iterator[tuple[list[Block], list[Block]]]:
    for i in range(len(columns) - 1):
        yield columns[i], columns[i + 1]
