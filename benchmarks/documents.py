"""The base documents of the benchmarks: eight kinds of paper that offices exchange, written with python-docx.

``python -m benchmarks.documents OUT`` writes them all. A document depends on its kind, its typeface and its seed only.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from benchmarks.room import make_room
from benchmarks.word_parts import (
    ARTICLES,
    OUTLINE,
    add_numbering,
    fill,
    new_document,
    numbered,
    page_numbers,
    paragraph,
    row_of,
    title,
)
from benchmarks.wording import Wording

TYPEFACES = ("AR PL UMing CN", "AR PL UKai CN", "Noto Serif CJK SC", "Noto Sans CJK SC", "AR PL SungtiL GB")


def report(typeface: str, seed: int) -> Any:
    """Prose under automatically numbered headings, with a running head and page numbers."""
    words = Wording(seed)
    document = new_document(typeface)
    page_numbers(document, "科技社团能力提升工作总结")
    outline = add_numbering(document, OUTLINE, 31)
    title(document, f"{words.body()}年度工作报告")
    for heading in ("基本情况", "主要工作", "存在的问题", "下一步打算"):
        numbered(document, heading, outline, 0, bold=True)
        for part in ("组织建设", "学术交流", "科学普及", "决策咨询")[: words.random.randint(2, 4)]:
            numbered(document, part, outline, 1)
            paragraph(document, words.paragraph(3))
            for _ in range(words.random.randint(0, 3)):
                numbered(document, words.sentence(), outline, 2)
    paragraph(document, "特此报告。")
    for text in (words.body(), words.date()):
        paragraph(document, text, indent=False).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return document


def _people(table: Any, words: Wording, count: int) -> None:
    """The same labels for person after person: where a reader loses its place."""
    for _ in range(count):
        row_of(
            table,
            (1, "姓名"),
            (1, words.person()),
            (1, "性别"),
            (1, words.random.choice("男女")),
            (1, "职称"),
            (1, "高级工程师"),
        )
        row_of(table, (1, "所在单位"), (3, words.body()), (1, "电话"), (1, words.phone()))
        row_of(table, (1, "分工"), (5, words.sentence()))


def form(typeface: str, seed: int) -> Any:
    """An application form that is one table over many pages, with all that makes such forms hard to read."""
    words = Wording(seed)
    document = new_document(typeface, 10.5)
    title(document, "培育项目申请书", 22)
    paragraph(document, f"申报单位：{words.body()}（盖章）", indent=False)
    paragraph(document, f"填报日期：{words.date()}", indent=False)
    table = document.add_table(rows=0, cols=6)
    table.style = "Table Grid"
    row_of(table, (1, "项目名称"), (5, f"{words.field()}{words.work()}建设"))
    row_of(table, (1, "项目类别"), (5, "☑一流科技社团　☐一流学术活动　☐一流科技期刊　☐其他"))
    row_of(table, (1, "申报单位"), (3, words.body()), (1, "成立时间"), (1, words.date()))
    row_of(
        table,
        (1, "统一代码"),
        (3, "51510000MJ" + str(words.random.randint(10**7, 10**8 - 1))),
        (1, "会员数"),
        (1, f"{words.count()}0人"),
    )
    row_of(table, (1, "负责人"), (2, words.person()), (1, "电话"), (2, words.phone()))
    row_of(table, (1, "联系人"), (2, words.person()), (1, "电话"), (2, words.phone()))
    row_of(table, (6, "项目组主要成员"))
    _people(table, words, 5)
    for label in ("工作基础与优势", "实施方案", "预期成效"):
        row_of(table, (6, label))
        cell = row_of(table, (6, ""))[0]
        fill(cell, words.paragraph(3))
        for _ in range(5):
            paragraph(cell, words.paragraph(3))
        if label == "实施方案":
            inner = cell.add_table(rows=0, cols=4)
            inner.style = "Table Grid"
            row_of(inner, (1, "序号"), (1, "阶段任务"), (1, "目标值"), (1, "完成时限"))
            for i in range(1, 7):
                amount = f"{words.count()}{words.unit()}"
                row_of(inner, (1, str(i)), (1, words.work()), (1, amount), (1, words.date()))
            paragraph(cell, words.sentence())
    row_of(table, (1, "指标"), (3, "内容"), (1, "单位"), (1, "目标值"))
    for _ in range(8):
        row_of(
            table,
            (1, words.random.choice(("产出", "效益", "满意度"))),
            (3, f"{words.field()}{words.work()}"),
            (1, words.unit()),
            (1, str(words.count())),
        )
    for reviewer in ("申报单位意见", "推荐单位意见", "评审专家意见", "主管部门意见"):
        cell = row_of(table, (1, reviewer), (5, ""))[1]
        fill(cell, "经审核，所填内容属实，同意申报。" if reviewer.startswith("申报") else "")
        paragraph(cell, "", indent=False)
        paragraph(cell, "负责人（签字）：　　　　　　　　（盖章）", indent=False)
        paragraph(cell, "　　　　　　　　　　　　　　年　　月　　日", indent=False)
    return document


def choices(typeface: str, seed: int) -> Any:
    """A form of options behind boxes to tick, in narrow cells whose last characters wrap, and in running text."""
    words = Wording(seed)
    document = new_document(typeface, words.random.choice((10.5, 12.0, 14.0)))
    empty = words.random.choice("□☐")
    title(document, "申报类别选择表", 18)

    def options(count: int) -> str:
        ticks = (("☑" if words.random.random() < 0.25 else empty) for _ in range(count))
        return "　".join(tick + words.place() + words.work() for tick in ticks)

    table = document.add_table(rows=0, cols=3)
    table.style = "Table Grid"
    for _ in range(12):
        row_of(table, (1, words.field()), (2, options(words.random.randint(2, 4))))
    for _ in range(4):
        paragraph(document, f"{words.field()}：{options(2)}", indent=False)
        paragraph(document, words.paragraph(2))
    return document


def contract(typeface: str, seed: int) -> Any:
    """An agreement in numbered clauses; no number of a clause stands in its text."""
    words = Wording(seed)
    document = new_document(typeface)
    page_numbers(document, "项目实施协议")
    articles = add_numbering(document, ARTICLES, 32)
    title(document, "项目实施协议书")
    paragraph(document, f"甲方：{words.body()}", indent=False)
    paragraph(document, f"乙方：{words.body()}", indent=False)
    paragraph(document, f"甲乙双方经协商一致，于{words.date()}在{words.place()}签订本协议，共同遵守。")
    for heading in (
        "项目内容与考核指标",
        "实施期限",
        "经费与拨付",
        "双方的权利和义务",
        "检查与评估",
        "违约责任",
        "争议解决",
        "生效与份数",
    ):
        numbered(document, heading, articles, 0, bold=True)
        for _ in range(words.random.randint(2, 4)):
            numbered(document, words.paragraph(2), articles, 1)
            for _ in range(words.random.choice((0, 0, 3))):
                numbered(document, words.sentence(), articles, 2)
    for party in ("甲方（盖章）", "乙方（盖章）"):
        paragraph(document, f"{party}：", indent=False)
        paragraph(
            document,
            f"开户银行：{words.place()}银行营业部　账号：6228{words.random.randint(10**11, 10**12 - 1)}",
            indent=False,
        )
        paragraph(document, "代表（签字）：　　　　　　　　　年　　月　　日", indent=False)
    return document


def budget(typeface: str, seed: int) -> Any:
    """Tables of figures with sums that add up."""
    words = Wording(seed)
    document = new_document(typeface, 10.5)
    title(document, "项目经费预算书")
    for chapter in range(1, 4):
        paragraph(document, f"表{chapter}　{words.field()}{words.work()}经费预算（单位：元）", indent=False, bold=True)
        table = document.add_table(rows=0, cols=6)
        table.style = "Table Grid"
        row_of(table, (1, "科目"), (1, "专项经费"), (1, "自筹经费"), (1, "合计"), (2, "计算依据"))
        totals = [0, 0]
        items = (
            "设备费",
            "材料费",
            "测试化验费",
            "会议费",
            "差旅费",
            "劳务费",
            "专家咨询费",
            "出版费",
            "培训费",
            "其他",
        )
        for item in items:
            grant, own = words.random.randint(10, 899) * 100, words.random.randint(10, 499) * 100
            totals[0] += grant
            totals[1] += own
            reason = f"{words.count()}{words.unit()}×{words.count()}元，{words.work()}"
            row_of(table, (1, item), (1, f"{grant:,}.00"), (1, f"{own:,}.00"), (1, f"{grant + own:,}.00"), (2, reason))
        row_of(
            table, (1, "合计"), (1, f"{totals[0]:,}.00"), (1, f"{totals[1]:,}.00"), (1, f"{sum(totals):,}.00"), (2, "—")
        )
        paragraph(document, f"说明：{words.paragraph(3)}")
    return document


def bilingual(typeface: str, seed: int) -> Any:
    """Chinese and English paragraphs by turns, with figures and units, and a table of measurements."""
    words = Wording(seed)
    document = new_document(typeface, 11)
    title(document, "观测技术说明 Technical Notes")
    for _ in range(7):
        paragraph(document, words.paragraph(2))
        paragraph(document, words.paragraph(2, english=True))
    table = document.add_table(rows=0, cols=5)
    table.style = "Table Grid"
    row_of(table, (1, "站点 Station"), (1, "高程 (m)"), (1, "温度 (℃)"), (1, "降水 (mm)"), (1, "日期 Date"))
    for i in range(14):
        values = [f"{words.random.randint(100, 4999)}.{words.random.randint(0, 9)}" for _ in range(3)]
        row_of(
            table,
            (1, f"SL-{i + 11:03d}"),
            *((1, v) for v in values),
            (1, f"2023-0{words.random.randint(1, 9)}-{words.random.randint(10, 28)}"),
        )
    for _ in range(4):
        paragraph(document, words.paragraph(3))
    return document


def notice(typeface: str, seed: int) -> Any:
    """A notice of two pages in large type, with numbered points and an attachment list."""
    words = Wording(seed)
    document = new_document(typeface, 16)
    outline = add_numbering(document, OUTLINE, 33)
    title(document, "关于做好培育示范项目申报工作的通知", 22)
    paragraph(document, "各有关单位：", indent=False)
    paragraph(document, words.paragraph(2))
    for heading in ("申报条件", "申报材料", "时间要求"):
        numbered(document, heading, outline, 0)
        paragraph(document, words.paragraph(2))
        for _ in range(2):
            numbered(document, words.sentence(), outline, 1)
    paragraph(document, "特此通知。")
    paragraph(document, "附件：1．申报书　2．汇总表", indent=True)
    for text in (words.body(), words.date()):
        last = paragraph(document, text, indent=False)
        last.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        last.paragraph_format.right_indent = Pt(32)
    return document


def roster(typeface: str, seed: int) -> Any:
    """Rows as close as lines of text, with and without rules, whose columns hold a character or two: 男, 是, 优, 7."""
    words = Wording(seed)
    some = words.random
    document = new_document(typeface, some.choice((9.0, 10.5, 12.0)))
    document.styles["Normal"].paragraph_format.line_spacing = some.choice((1.0, 1.0, 1.15))
    title(document, f"{words.field()}评审情况表", 18)

    def table(head: tuple[str, ...], rows: int, values: Callable[[int], tuple[str, ...]], ruled: bool) -> None:
        made = document.add_table(rows=0, cols=len(head))
        if ruled:
            made.style = "Table Grid"
        row_of(made, *((1, text) for text in head))
        for n in range(1, rows + 1):
            row_of(made, *((1, text) for text in values(n)))

    def person(n: int) -> tuple[str, ...]:
        schooling = some.choice(("博士", "硕士", "本科"))
        return (str(n), words.person(), some.choice("男女"), str(some.randint(24, 66)), schooling, some.choice("是否"))

    def marks(n: int) -> tuple[str, ...]:
        return (words.work()[:4], *(str(some.randint(0, 9)) for _ in range(4)), some.choice("优良中差"))

    ruled = some.random() < 0.5
    paragraph(document, f"一、{words.body()}参加人员", indent=False)
    table(("序号", "姓名", "性别", "年龄", "学历", "到会"), 14, person, ruled)
    paragraph(document, words.paragraph(2))
    paragraph(document, "二、专家打分", indent=False)
    table(("项目", "甲", "乙", "丙", "丁", "等级"), 12, marks, not ruled)
    paragraph(document, words.paragraph(1))
    list_of = add_numbering(
        document, (some.choice((OUTLINE[0], ("chineseCounting", "（%1）"), ("decimal", "%1．"))),), 34
    )
    for _ in range(6):
        numbered(document, "\t" + some.choice(("省", "市", "县", "乡", "村", "镇", "青溪", "锦川")), list_of, 0)
    opinions = document.add_table(rows=4, cols=3)
    opinions.style = "Table Grid"
    label = opinions.cell(0, 0).merge(opinions.cell(3, 0))
    label.paragraphs[0].add_run("\n".join(some.choice(("审核意见", "评审意见", "专家意见"))))
    for n, office in enumerate(("科技部门", "财务部门", "人事部门", "单位负责人")):
        fill(opinions.cell(n, 1), office)
        fill(opinions.cell(n, 2), some.choice(("同意", "不同意")))
    for text in (words.body(), words.date()):
        paragraph(document, text, indent=False).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return document


KINDS: dict[str, Callable[[str, int], Any]] = {
    "report": report,
    "form": form,
    "contract": contract,
    "budget": budget,
    "bilingual": bilingual,
    "notice": notice,
    "choices": choices,
    "roster": roster,
}


ROOMY = ("report", "form", "budget", "roster")  # the others stay as they are, seed by seed


def write(kind: str, typeface: str, seed: int, path: Path, *, roomy: bool = False) -> None:
    """Write one base document to ``path``; with ``roomy``, one that has room for edits of where and how words stand."""
    document = KINDS[kind](typeface, seed)
    if roomy and kind in ROOMY:
        make_room(document, seed, kind)
    document.save(str(path))


def write_all(folder: Path, seed: int = 1) -> list[Path]:
    """Every kind once, each in another typeface; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for i, kind in enumerate(KINDS):
        path = folder / f"{kind}.docx"
        write(kind, TYPEFACES[(i + seed) % len(TYPEFACES)], seed, path)
        made.append(path)
    return made


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Write the base documents of the benchmarks")
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    for path in write_all(asked.out, asked.seed):
        print(path)


if __name__ == "__main__":
    main()
