"""A programme folder drafted from a guide: programme.toml with comments and marks, guide.txt, the starter templates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from tfdocs.model.commitment import Commitment, CommitmentKind, Comparator
from tfdocs.model.document import Document
from tfdocs.model.fault import Severity
from tfdocs.programme import indicators as rules_of_indicators
from tfdocs.programme.drafting import rules
from tfdocs.programme.drafting.forms import agreement_form, application_form, notice_form
from tfdocs.programme.drafting.guide import CategoryDraft, GuideDraft, Known, sentence_at, without_number
from tfdocs.programme.drafting.reading import read_guide
from tfdocs.programme.drafting.recognition import recognition
from tfdocs.programme.drafting.starters import starter
from tfdocs.programme.drafting.toml import Toml, literal
from tfdocs.programme.finding import Findings
from tfdocs.programme.meaning import IDENTIFIER

__all__ = ["draft"]

_UNNAMED = "请填写"
_PROSE_CUT = 30  # characters of an indicator's name


def draft(name: str, guide: Document, items: Sequence[Commitment], year: int | None) -> dict[str, bytes]:
    """File name -> content of the folder ``name``. ``items`` are the statements of the ``guide``.

    The same guide gives the same bytes. What a person must decide stands as a mark in programme.toml, where
    ``programme.check`` lists it.
    """
    known_year = year if year is not None and 1949 <= year <= 2100 else None
    read = read_guide(guide, items, known_year or date.min.year)
    ids = [f"c{n}" for n in range(1, len(read.categories) + 1)]
    out = Toml()
    _head(out, name, read, known_year)
    demands: list[int] = []
    for own, category in zip(ids, read.categories, strict=True):
        demands.append(_category(out, own, category, read, known_year))
    barred = rules.exclusions(read)
    _rest(out, read, items, ids, barred)
    forms = _forms(read, ids, demands, barred)
    out.rule("表单：通用的填写项；照指南的要求增减，Word 模板里用同样的名称")
    files: dict[str, bytes] = {}
    for form in forms:
        _form(out, form)
        files[form["template"]] = starter(form)
    return {"programme.toml": out.text().encode(), "guide.txt": guide.text.encode(), **files}


def _head(out: Toml, name: str, read: GuideDraft, year: int | None) -> None:
    out.comment(f"项目数据草稿：由《{read.guide or '申报指南'}》的全文（guide.txt）自动整理，供人核对、补全。")
    out.comment("")
    out.comment("每一项上面都附了所依据的指南原文。方括号里写着“待定”的注释是要由人决定的地方，写着“必填”的是指南")
    out.comment("没有写明、必须补上的内容；定下后把那一行注释删掉。随时可以运行：")
    out.comment("")
    out.comment("    tfdocs programme check 文件夹      列出还没有决定的地方和全部错误")
    out.comment("    tfdocs programme show 文件夹       列成表格，对照指南核对")
    out.blank()
    if IDENTIFIER.fullmatch(name):
        out.key("id", name)
    else:
        out.open("编号最好与文件夹同名，只用小写英文字母、数字和连字符；请把文件夹改名后同改这里")
        out.key("id", f"programme-{year or 'draft'}")
    _given(out, "title", read.title, "项目的正式名称")
    if year is None:
        out.must("指南没有写明年度")
        out.key("year", 2000)
    else:
        out.key("year", year)
    _given(out, "guide", read.guide, "指南的标题")
    found = rules.organisers(read)
    if found:
        out.said(found[0][1])
        out.open("请写主办单位的全称")
        out.key("organisers", [n for n, _ in found])
    else:
        out.must("指南里没有认出主办单位，请填写")
        out.key("organisers", [_UNNAMED])
    signs = rules.association(read)
    if signs is not None:
        out.said(signs[1])
        out.open("签订协议的甲方，请写全称")
        out.key("association", signs[0])
    else:
        out.must("签订协议的甲方（指南没有写“与某单位签订”）")
        out.key("association", found[0][0] if found else _UNNAMED)
    for key, got in (
        ("platform", rules.platform(read)),
        ("platform_url", rules.url(read)),
        ("address", rules.address(read)),
    ):
        if got is not None:
            out.said(got[1])
            out.key(key, got[0])
    ruled = rules.money_rules(read)
    if ruled:
        out.blank()
        out.comment("经费使用规定：指南中讲经费怎样管理、怎样使用的句子")
        out.open("请核对有没有遗漏，或不是规定的句子")
        out.key("money_rules", [r.text for r in ruled])


def _given(out: Toml, key: str, value: str, what: str) -> None:
    if value:
        out.open(f"{what}，请核对")
        out.key(key, value)
    else:
        out.must(what)
        out.key(key, _UNNAMED)


def _known(out: Toml, key: str, known: Known) -> None:
    out.said(known.sentence)
    if known.doubt:
        out.open(known.doubt)
    out.key(key, known.value)


def _category(out: Toml, own: str, category: CategoryDraft, read: GuideDraft, year: int | None) -> int:
    """Writes the category and returns how many indicators it has."""
    out.rule(f"类别：{category.name}")
    out.table("categories")
    out.open("可以改成容易记的英文名；改了以后，下面各指标的编号和表单的编号也要同改")
    out.key("id", own)
    out.key("name", category.name)
    if category.quota is not None:
        _known(out, "quota", category.quota)
    if category.grant is not None:
        _known(out, "grant", category.grant)
    else:
        out.must("指南没有写明每个项目的金额（单位：元）")
        out.key("grant", 1)
    if category.start is not None:
        _known(out, "start", category.start)
    if category.end is not None:
        _known(out, "end", category.end)
    else:
        out.must("指南没有写明项目周期的最后一天")
        out.key("end", date(year or 2000, 12, 31))
    if category.applicants:
        out.said(category.applicants[0].sentence)
        out.key("applicants", [str(a.value) for a in category.applicants])
    else:
        out.must("指南里没有认出谁可以申报")
        out.key("applicants", [_UNNAMED])
    if category.qualifications:
        out.comment("资格条件")
        out.key("qualifications", [str(q.value) for q in category.qualifications])
    for key, known in (("selection", category.selection), ("core_task", category.core_task)):
        if known is not None:
            out.key(key, str(known.value))
    if category.tasks:
        out.comment("实施要求的各条标题")
        out.key("tasks", list(dict.fromkeys(t.title for t in category.tasks)))
    out.blank()
    out.open(f"以下 {len(category.demands)} 项量化要求是自动找出来的：请对照指南看有没有遗漏，识别词（words）是否合用")
    return _indicators(out, own, category, read)


def _indicators(out: Toml, own: str, category: CategoryDraft, read: GuideDraft) -> int:
    tables = [_indicator(own, n, item, heading, category) for n, (item, heading, _) in enumerate(category.demands, 1)]
    for n, table in enumerate(tables):
        others = [t["source"] for k, t in enumerate(tables) if k != n and _alike(t, table)]
        item = category.demands[n][0]
        phrase = f"{item.object or ''}"
        found = recognition(item.action or "", phrase, table["source"], others)
        table["words"] = [list(found.words)]
        if found.unless:
            table["unless"] = list(found.unless)
    written = 0
    kept: list[dict[str, Any]] = []
    for table, (item, _, doubt) in zip(tables, category.demands, strict=True):
        faults = _faults(own, [*kept, table], category)
        sentence = sentence_at(read.text, item.evidence.start, item.evidence.end)
        if faults:
            out.blank()
            out.said(sentence)
            out.open(f"这句话没有写成指标，请人工决定是否要写（{faults[0].rstrip('。')}）")
            continue
        kept.append(table)
        written += 1
        out.table("categories.indicators")
        out.said(sentence)
        if doubt:
            out.open(doubt)
        for key, value in table.items():
            if value not in ("", None, []):
                out.key(key, value)
    return written


def _alike(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(one["kind"] == other["kind"] and {one["unit"], *one["units"]} & {other["unit"], *other["units"]})


_SPELLED = {"月": ["个月"], "工作日": ["个工作日"], "小时": ["个小时"], "个百分点": ["百分点"]}
# units that say the same of things of one kind; a person may add more
_SAME = {
    "名": ["人", "位"],
    "人": ["名", "位"],
    "位": ["名", "人"],
    "场": ["次", "场次"],
    "次": ["场", "场次"],
    "场次": ["场", "次"],
}


def _indicator(own: str, number: int, item: Commitment, heading: str, category: CategoryDraft) -> dict[str, Any]:
    rank = item.kind is CommitmentKind.RANK
    least = item.comparator in (Comparator.EQUAL, Comparator.ABOUT) and not rank
    units = _SPELLED.get(item.unit, []) + (["位"] if rank else _SAME.get(item.unit, []))
    if m := re.search(
        rf"{re.escape(item.unit)}\s?[（(]([\u4e00-\u9fff]{{1,2}})[）)]", item.evidence.text
    ):  # 20篇（条）
        units = [*units, m[1]] if m[1] not in units else units
    said, action, thing = item.evidence.text, item.action or "", item.object or ""
    # 注册科技工作者总数位居前50名: what follows its object is no part of a name
    leads = action if 0 <= said.find(action) < max(said.find(thing), 0) else ""
    name = re.sub(r"\s+", "", f"{leads}{thing}") or re.sub(r"\s+", "", said)
    titles = [t.title for t in category.tasks]
    return {
        "id": f"{own}.i{number:02d}",
        "name": name[:_PROSE_CUT],
        "dimension": heading if heading in titles else "",
        "kind": item.kind.value,
        "comparator": ">=" if least else item.comparator.value,
        "value": item.value if isinstance(item.value, Decimal) else Decimal(0),
        "value_max": item.value_max if isinstance(item.value_max, Decimal) else None,
        "unit": item.unit,
        "units": [u for u in units if u != item.unit],
        "per": item.per or "",
        "words": [],
        "unless": [],
        "source": without_number(item.evidence.text),
    }


def _faults(own: str, tables: list[dict[str, Any]], category: CategoryDraft) -> list[str]:
    """What the check of a programme would say of these indicators."""
    findings = Findings()
    data = {
        "id": own,
        "tasks": [t.title for t in category.tasks],
        "indicators": [{k: v for k, v in t.items() if v not in ("", None)} for t in tables],
    }
    rules_of_indicators.check(("categories", 0), data, findings)
    return [f.message for f in findings.all if f.severity is Severity.ERROR]


def _rest(
    out: Toml, read: GuideDraft, items: Sequence[Commitment], ids: list[str], barred: list[rules.RuleDraft]
) -> None:
    def scope(of: tuple[int, ...]) -> list[str]:
        return [ids[n] for n in of]

    if barred:
        out.rule("不得申报的情形")
    for n, rule in enumerate(barred, 1):
        out.table("exclusions")
        out.said(rule.sentence)
        out.key("id", f"barred-{n}")
        out.key("text", rule.text)
        _scope(out, scope(rule.categories), len(ids))
    first = rules.priorities(read)
    if first:
        out.rule("优先条件")
    for n, rule in enumerate(first, 1):
        out.table("priorities")
        out.key("id", f"priority-{n}")
        out.key("text", rule.text)
        _scope(out, scope(rule.categories), len(ids))
    papers = rules.hand_ins(read, items)
    if papers:
        out.rule("申报材料")
    for paper in papers:
        out.table("hand_in")
        out.said(paper.sentence)
        out.open("请核对材料名称、形式、份数和截止日期")
        out.key("name", paper.name)
        out.key("form", paper.form)
        out.key("copies", paper.copies)
        out.key("sealed", paper.sealed)
        if paper.deadline is not None:
            out.key("deadline", paper.deadline)
    events = rules.calendar(read, items)
    if events:
        out.rule("日程")
    for event in events:
        out.table("calendar")
        out.key("name", event.name)
        out.key("when", event.when)
        if event.start is not None:
            out.key("start", event.start)
        if event.end is not None:
            out.key("end", event.end)
        if event.text:
            out.key("text", event.text)
    failing = rules.outcomes(read)
    if failing:
        out.rule("后果")
    for outcome in failing:
        out.table("consequences")
        out.said(outcome.sentence)
        out.key("condition", outcome.condition)
        out.key("consequence", outcome.consequence)


def _scope(out: Toml, categories: list[str], all_: int) -> None:
    if categories:
        out.key("categories", categories)
    elif all_ > 1:
        out.open("没有写 categories，就是对所有类别都适用；只对部分类别的，请写上")


def _forms(read: GuideDraft, ids: list[str], demands: list[int], barred: list[rules.RuleDraft]) -> list[dict[str, Any]]:
    out = []
    for n, (own, category) in enumerate(zip(ids, read.categories, strict=True)):
        mine = [r.text for r in barred if not r.categories or n in r.categories]
        out.append(application_form(own, category.name, indicators=demands[n] > 0, barred=mine))
    names = [c.name for c in read.categories]
    return [*out, agreement_form(names), notice_form(names)]


def _form(out: Toml, form: dict[str, Any]) -> None:
    out.table("forms")
    for key in ("id", "title", "template"):
        out.key(key, form[key])
    for section in form["sections"]:
        out.table("forms.sections")
        for key, value in section.items():
            if key != "fields":
                out.key(key, value)
        out.lines.append("fields = [")
        out.lines += [f"  {literal(f)}," for f in section["fields"]]
        out.lines.append("]")
