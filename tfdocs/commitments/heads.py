"""The head of a table: which rows are its head and what each column is for.

It knows the words of heads and nothing of what stands below them.
"""

# ruff: noqa: E501  (a rule stands on one line, however long)

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tfdocs.commitments.columns import seen
from tfdocs.commitments.grid import Table
from tfdocs.commitments.rules import HeadRule
from tfdocs.commitments.units import match_unit

__all__ = ["HEADS", "Head", "bracket_unit", "counted_unit", "head_of", "role_of"]

# what a column is for, by the words of its head; the first rule that matches decides
HEADS: tuple[HeadRule, ...] = (
    HeadRule(r"^(?:序号|.{0,4}编号|No\.?|行号|序|代码)$", "index", "目标编号"),
    HeadRule(r"^(?:姓名|成员姓名|专家姓名)$", "person", "姓名"),
    HeadRule(r"^(?:备注|说明|佐证.*|证明.*|依据|责任.*|负责人|牵头.*|考核方式|考核办法|评价方式|评价标准|评价办法|评定标准|计分.*|满分|计算.*|测算.*|评分.*|分值.*|标准分|权重.*|得分|扣分.*|偏差.*|监督方式|用途|占比|比例|百分比|增幅|.*幅度|增减.*|预警值|警戒值|偏差原因|增长率|年龄|出生.*|学历|职称|职务|电话|手机|.*方法|检验.*|数据来源|完成单位|承担单位|实施单位|经办.*)$", "remark", "责任部门"),
    HeadRule(r"^(?:符号|比较符?|运算符号?|关系|指标性质|指标方向|逻辑符号?)$", "sign", "符号"),
    HeadRule(r"(?:奖金|奖励|收费|补助|资助|配置|补贴)标准$|^名额$|^技术要求$|^达产.*|频次|频率|^(?:建设|实施|改造|项目|升级|培训|执行)后$|^(?:结项|验收|期末|实施后|改造后|到期).{0,2}$", "value", "奖金标准"),
    HeadRule(r"^(?:单价|标准|单项标准|支出标准)$", "price", "单价"),
    HeadRule(r"任务书.{0,2}(?:要求|约定|规定|目标|指标)|^(?:结题|结项|期末)预计$", "value", "任务书要求"),
    HeadRule(r"(?:指南|指标|最低|基本|考核|申报|文件|省级|项目)?(?:要求|标准)值?$|^要求.*|下限|门槛", "demand", "指南要求"),
    HeadRule(r"量化|^指标(?:要求|数)$", "value", "量化指标"),
    HeadRule(r"描述|里程碑|交付物|交付成果|细目|明细|子项|科目|名称|内容|事项|^(?:[一二三]级|考核|绩效|具体|分项)?指标$|^(?:工作|重点|具体)?任务$|^项目$", "name", "考核内容"),
    HeadRule(r"^(?:第?[一二三四1-4]季度|[上下]半年|\d{1,2}月份?|[一二三四五六七八九十]{1,3}月份?)(?:目标|计划)?$", "part", "第一季度"),
    HeadRule(r"完成率|目前|^已|已达|进展$|现状|基期|基线|实绩|^完成$|^(?:建设|实施|改造|项目|升级|培训|执行)前$|^(?:申报|申请|立项|起始|实施前|改造前)(?:时|前|值|时?数量?|年度?)?$|上年|去年|现有|实际|已完成|已有|完成情况|(?<!计划)(?<!拟)(?<!预计)(?<!应)完成(?:值|数|量)|基准|基础值|当前|初始|20\d\d年(?:完成|实际|现状)|历史", "past", "基期值"),
    HeadRule(r"时限|完成时间|完成日期|起止|截止|进度安排|时间节点|时间|日期|期限|周期$|^进度$|^时段$|^月份$|^考核期$|^时间段$", "term", "完成时限"),
    HeadRule(r"^(?:绩效|指标|目标)?(?:值)?(?:计量|计数|度量|计算)?单位$", "unit", "计量单位"),
    HeadRule(r"目标|指标值|计划值|预期|承诺|计划数|计划量|计划完成|拟完成|任务数|任务量|考核值|数量|数值|预算|金额|经费|合计|小计|累计|申请额|本单位|年度值|绩效值|值$|总额|投入|资助额|专项|自筹|配套|拨款|资金|20\d\d年度?$|^全年|^总计$|^总数$|^总量$|^数额$|^(?:总|每.|招聘|参加|培训|受益|覆盖)?[人次期天户场家项篇件台]数$", "value", "目标值"),
    HeadRule(r"指标|内容|任务|项目|科目|名称|事项|类别|工作|活动|成果|用途|阶段|费用|开支|主要做法|措施|岗位|产品|设备|材料|对象|地区|来源|节点", "name", "成果类别"),
)  # fmt: skip
_HEADS = [(h.means, re.compile(h.words)) for h in HEADS]
_HEAD_UNIT = re.compile(r"[（(]\s?(?:单位[:：])?([^（）()]{1,6})\s?[）)]")
_SLASHED = re.compile(r"(?<=[\u4e00-\u9fff])[/／]\s?([十百千万亿]?[^/／\d（）()]{1,4})$")
# a cell that holds a value and no heading
_FILLED = re.compile(r"\d{1,3}\s?[篇项个人名场次%件]|^\d+(?:\.\d+)?$|\d万?元$|^[≥≤＞＜><不]")


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table: its last row, and of each column the role and the words."""

    bottom: int
    roles: dict[int, str]
    texts: dict[int, str] = field(default_factory=dict)
    top: int = 0  # its first row

    def columns(self, role: str) -> list[int]:
        return [c for c, r in self.roles.items() if r == role]


_IS_PAST = re.compile(
    r"[（(](?:现状|基期|基线|基准|实绩|实际|已完成|完成数?|上年|去年|现有|当前)(?:[值数年]|情况)?[）)]$"
)


def role_of(head: str) -> str:
    """What the column under ``head`` is for; "" where its words do not say."""
    if _IS_PAST.search(head):
        return "past"  # 2023年（现状）: what stands in brackets says which
    bare = _SLASHED.sub("", re.sub(r"\s|[（(][^（）()]*[）)]", "", head))
    if not bare or len(bare) > 16:
        return ""
    return next((name for name, pattern in _HEADS if pattern.search(bare)), "")


_COUNTED = re.compile("(?P<unit>[人次期天户篇件项家场台份套亩])数$")


def counted_unit(head: str) -> str:
    """The unit that a head counts in: 招聘人数, 每期人数; "" where it is none."""
    m = _COUNTED.search(re.sub(r"[（(].*", "", head))
    return m["unit"] if m else ""


def bracket_unit(text: str) -> str:
    """The unit that a head or a name has in brackets or behind a stroke: 企业数（家）, 金额/万元; "" for none."""
    if (m := _SLASHED.search(text.strip())) is not None and _is_unit(m[1]):
        return m[1]
    for m in reversed(list(_HEAD_UNIT.finditer(text))):
        word = m[1].replace("单位：", "").strip()
        if word in ("%", "％", "‰") or _is_unit(word):
            return word
    return ""


def _is_unit(word: str) -> bool:
    core = word.split("/")[0].split("、")[0].lstrip("十百千万亿") or word
    got = match_unit(core, 0)
    return got is not None and got[1] == len(core)


def head_of(t: Table, year: int | None) -> Head | None:
    """The head of ``t``; ``None`` when no row names a value or a term. ``year``: the document's, earlier ones are past.

    A form may begin with lines of its own (项目名称 | …); its head is the row that names more columns than a merged one.
    """
    best: Head | None = None
    most = 0
    for r in range(min(t.height - 1, 12)):
        two = (
            max(map(len, (t.text(r, c) for c in range(t.width)))) <= 16
            and r + 2 < t.height
            and _spans(t, r)
            and _is_head_row(t, r + 1)
        )
        texts = {c: _head_text(t, r, c, two=two) for c in range(t.width)}
        if any(_filled(x) for x in texts.values()):
            continue
        if len({t.cells[(r, c)][0].start for c in range(t.width) if t.cells.get((r, c))}) < 2:
            continue
        roles = {c: role_of(x) for c, x in texts.items()}
        if two:  # 2023年 under 年度目标, 符号 under 指标值
            roles = {c: role or role_of(t.text(r, c)) for c, role in roles.items()}
        roles = seen(t, r + two, roles, texts, year)
        if not set(roles.values()) & {"value", "past", "term", "demand", "part"}:
            continue  # a line of a form: 项目名称 | … | 项目编号 | …
        settled = _settled(_checked(t, r + two, roles, texts), texts)
        if settled is not None:
            named = len(
                {t.cells[(r + two, c)][0].start for c, role in settled.items() if role and t.cells.get((r + two, c))}
            )
            if best is None or named > most:
                best, most = (
                    Head(
                        r + two,
                        _told_past(settled, texts, year, {c: t.text(r, c) for c in texts} if two else None),
                        texts,
                        r,
                    ),
                    named,
                )
            if not _spans(t, r):
                break
    return best


_DATED = re.compile(r"^(?:19|20)\d\d年\d")


def _filled(text: str) -> bool:
    """Whether a cell holds a value: 2024年6月 does, 2023年1-6月完成值 heads a column."""
    return _FILLED.search(text) is not None or (_DATED.match(text) is not None and not role_of(text))


def _spans(t: Table, r: int) -> bool:
    return any(b.cell is not None and b.cell.column_span > 1 for c in range(t.width) if (b := t.first(r, c)))


def _is_head_row(t: Table, r: int) -> bool:
    """A second row of a head: its cells are short, none holds a value, and half of those that begin in it name a role."""
    own = [t.text(r, c) for c in range(t.width) if t.begins(r, c)]
    said = [x for x in own if x]
    if not said or any(_FILLED.search(x) or len(x) > 12 for x in said):
        return False
    return sum(bool(role_of(x)) for x in said) * 2 >= len(said)


def _head_text(t: Table, r: int, c: int, *, two: bool) -> str:
    upper = t.text(r, c)
    lower = t.text(r + 1, c) if (two and t.begins(r + 1, c)) or (two and t.first(r, c) is not t.first(r + 1, c)) else ""
    return lower or upper


# a number with what compares it and its unit, and nothing else
_NUMERIC = re.compile(
    r"(?:[≥≤＞＜><=＝~～约近逾达前第]|每[年月周天次个季度半]{1,2}|不[少低小多高大超][于过]|至少|至多|最[多少高低])*\s?-?[￥¥]?[\d,，.]+(?:\s?[-—–～~至]\s?[\d.]+)?"
    r"\s?[^\d，。；]{0,6}(?:以上|以下|以内|左右)?"
)
_NOTHING = re.compile(r"[/／—\-－无\s]*")
_LOOKED_AT = 30  # rows of a table from which a column's kind is seen


def _checked(t: Table, bottom: int, roles: dict[int, str], texts: dict[int, str]) -> dict[int, str]:
    """``roles`` held against what stands below them: a column of words holds no values, one of numbers may.

    收入预算 over 会费收入, 财政补助 names; 受益人数 over 1500人, 4000人 is a value although no rule knows the word.
    """
    out = dict(roles)
    for c, role in roles.items():
        said = [
            x
            for r in range(bottom + 1, min(t.height, bottom + 1 + _LOOKED_AT))
            if (x := t.text(r, c)) and t.begins(r, c)
        ]
        said = [x for x in said if not _NOTHING.fullmatch(x)]
        if not said:
            continue
        numeric = sum(_NUMERIC.fullmatch(x) is not None for x in said)
        counted = sum(re.search(r"[\d一二两三四五六七八九十百]", x) is not None for x in said)
        if role in ("value", "part", "past") and not counted:
            out[c] = "name" if re.search("[\u4e00-\u9fff]{2}", texts[c]) else ""
        elif role in ("", "name") and numeric * 2 > len(said) and texts[c]:
            out[c] = "value" if role == "" else role
    return out


_DONE = re.compile("完成(?:值|数|量)")
_FACTOR = re.compile(r"(?:数量|人数|次数|天数|场次|人次|份数)(?:[（(].*)?$")


def _settled(roles: dict[int, str], texts: dict[int, str]) -> dict[int, str] | None:
    """The roles with a name and a value found among them; ``None`` where the row is no head."""
    if "person" in roles.values():
        return None  # who they are, and not what they promise
    if "value" not in roles.values():
        # 考核项目 | 完成值: what is to be reached
        roles = {c: "value" if role == "past" and _DONE.match(texts.get(c, "")) else role for c, role in roles.items()}
    found = set(roles.values())
    if sum(map(bool, roles.values())) < 2 or not found & {"value", "term", "demand", "part"}:
        return None
    named = [c for c, role in roles.items() if role in ("name", "demand")]
    if "value" not in found and "part" in found:
        roles = {c: "value" if role == "part" else role for c, role in roles.items()}  # no column for the whole
    if "value" not in roles.values():
        # 指标 | 指标要求: the demand is the only number there is
        demand = [c for c, role in roles.items() if role == "demand"]
        if demand:
            roles[demand[0]] = "value"
    free = [c for c, role in roles.items() if role == ""]
    if "name" not in roles.values() and not free and named and roles[named[0]] != "value":
        roles[named[0]] = "name"
    if "name" not in roles.values():
        terms = [c for c, role in roles.items() if role == "term"]
        values = [c for c, role in roles.items() if role in ("value", "demand", "part")]
        if not free and not (terms and values and terms[0] < values[0]):
            return None
        # 季度 | 支出金额（万元） | 支出进度（%）: what the numbers are of, their own heads say
        roles[free[0] if free else terms[0]] = "name" if free else "when"
    if "price" in roles.values():
        # 单价 × 数量 = 金额: only what it comes to is said
        roles = {
            c: "remark" if role == "price" or _FACTOR.match(texts.get(c, "")) else role for c, role in roles.items()
        }
    return roles


def _told_past(
    roles: dict[int, str], texts: dict[int, str], year: int | None, uppers: dict[int, str] | None = None
) -> dict[int, str]:
    """2022年 beside 2023年目标, or before the document's own year, is what there was."""
    uppers = uppers or {}
    texts = {c: f"{uppers.get(c, '')}{x}" for c, x in texts.items()}
    years = {c: int(m[0]) for c, x in texts.items() if roles[c] == "value" and (m := re.search(r"20\d\d", x))}
    aims = [y for c, y in years.items() if re.search("目标|计划|预期|拟", texts[c])]
    done = [int(m[0]) for c, x in texts.items() if roles[c] == "past" and (m := re.search(r"20\d\d", x))]
    if done:
        # 2023年 计划 beside 2023年 完成
        later = any(y > max(done) for y in years.values())
        roles = {c: "past" if later and years.get(c, 9999) <= max(done) else r for c, r in roles.items()}
    first = min(aims) if aims and len(aims) < len(years) else year
    if first is None:
        return roles
    return {
        c: "past" if c in years and years[c] < first and not re.search("目标|计划|预期|拟", texts[c]) else r
        for c, r in roles.items()
    }
