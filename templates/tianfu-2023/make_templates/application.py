"""The three 申报书: one frame, and for each category its own 基本情况 and self-check."""

# ruff: noqa: E501 - a sentence stays whole, as it will be printed

from __future__ import annotations

from collections.abc import Sequence

from oox import (
    FANGSONG,
    HEITI,
    KAITI,
    SONGTI,
    TITLE,
    TYPE_WIDTH,
    Cell,
    Docx,
    Level,
    Row,
    Style,
    at_the_foot,
    code,
    label,
    numbering,
    p,
    page_break,
    paged,
    run,
    styles,
    table,
    value,
)

BLANK_DATE = "年　　月　　日"

STYLES = (
    Style("Normal", "Normal", FANGSONG, 14, line=520, align="both"),
    Style("Body", "正文段落", first=200),
    Style("Heading1", "heading 1", HEITI, 15, line=560, before=300, after=120, keep_next=True, level=0, number=(1, 0),
          next="Body", align="left"),
    Style("Heading2", "heading 2", KAITI, 14, line=540, before=60, after=60, keep_next=True, level=1, number=(1, 1),
          next="Body", align="left"),
    Style("Break", "分页", FANGSONG, 1, line=20),
    Style("Gap", "表后空", FANGSONG, 6, line=160),
    Style("CoverNumber", "封面编号", FANGSONG, 14, line=560, align="left"),
    Style("CoverProgramme", "封面项目", TITLE, 22, line=760, align="center", before=1300),
    Style("CoverTitle", "封面标题", TITLE, 36, line=1000, align="center", before=300, after=1300),
    Style("CoverLabel", "封面项", FANGSONG, 16, line=600, align="distribute"),
    Style("CoverValue", "封面内容", FANGSONG, 16, line=520, align="left"),
    Style("CoverFoot", "封面落款", FANGSONG, 16, line=600, align="center"),
    Style("NoteTitle", "说明标题", TITLE, 22, line=760, align="center", before=240, after=360),
    Style("Note", "填报说明", FANGSONG, 14, line=560, number=(2, 0), first=200),
    Style("TableText", "表格正文", FANGSONG, 11, line=340, align="left"),
    Style("TableLabel", "表格标签", FANGSONG, 11, line=340, align="center"),
    Style("TableHead", "表头", HEITI, 11, line=340, align="center", keep_next=True),
    Style("TableHeadFirst", "表头首格", HEITI, 11, line=340, align="center"),
    Style("TableCentre", "表格居中", FANGSONG, 11, line=340, align="center"),
    Style("TableKeep", "表格不分页", FANGSONG, 11, line=340, align="left", keep_next=True),
    Style("TableCentreKeep", "表格居中不分页", FANGSONG, 11, line=340, align="center", keep_next=True),
    Style("TableNumber", "表格数字", FANGSONG, 11, line=340, align="right"),
    Style("TableSum", "表格合计", HEITI, 11, line=340, align="center", keep_next=True),
    Style("Opinion", "意见", FANGSONG, 12, line=440, align="left", first=200),
    Style("Sign", "签字", FANGSONG, 12, line=480, align="left", left=1500, keep_next=True),
    Style("SignDate", "签字日期", FANGSONG, 12, line=480, align="right", right=300),
    Style("Footer", "footer", SONGTI, 10.5, line=300, align="center"),
)  # fmt: skip

LISTS = (
    (Level("chineseCountingThousand", "%1、", "Heading1"), Level("chineseCountingThousand", "（%2）", "Heading2")),
    (Level("decimal", "%1．", "Note"),),
)

NOTES = (
    "本申报书由申报单位如实填写，内容应与指南要求相符，所填目标值为立项后考核的依据。",
    "封面“项目编号”由{{ programme.association }}填写，申报单位不填。",
    "“目标与考核指标”逐项对应指南要求，目标值不得低于指南要求，完成时限不得晚于{{ category.end|日期 }}。",
    "“经费预算”中专项经费与自筹经费分列，金额单位为万元；专项经费不超过{{ category.grant|万元 }}万元，单独核算、专款专用。",
    "申报书用A4纸打印装订，一式3份，加盖单位公章；网上提交的扫描件（PDF格式）须与纸质件、Word电子版内容一致。",
    "“审核意见”由有关部门填写。",
)


def fields_of(pairs: Sequence[tuple[str, str, str]]) -> list[Row]:
    """Rows of “group | label | value | label | value”. A pair is (group, label, value); a value that begins with
    “^” takes the rest of its row."""
    rows: list[Row] = []
    group, waiting = "", None
    done: set[str] = set()

    def emit(cells: list[Cell]) -> None:
        first = group not in done
        done.add(group)
        rows.append(Row([label(group if first else "", merge="restart" if first else "continue"), *cells], height=430))

    for new, name, text in pairs:
        if new != group:
            if waiting:
                emit([label(waiting[0]), value(waiting[1], 3)])
                waiting = None
            group = new
        if text.startswith("^"):
            if waiting:
                emit([label(waiting[0]), value(waiting[1], 3)])
                waiting = None
            emit([label(name), value(text[1:], 3)])
        elif waiting:
            emit([label(waiting[0]), value(waiting[1]), label(name), value(text)])
            waiting = None
        else:
            waiting = (name, text)
    if waiting:
        emit([label(waiting[0]), value(waiting[1], 3)])
    return rows


def dash(key: str) -> str:
    return "{{ " + key + "|空则横线 }}"


PEOPLE = (
    ("项目负责人", "姓名", "{{ leader }}"),
    ("项目负责人", "职务（职称）", "{{ leader_title }}"),
    ("项目负责人", "联系电话", "^{{ leader_phone }}"),
    ("联系人", "姓名", "{{ contact }}"),
    ("联系人", "联系电话", "{{ phone }}"),
    ("联系人", "电子邮箱", "^{{ email }}"),
    ("开户信息", "开户银行", "^{{ bank_name }}"),
    ("开户信息", "银行账号", "^{{ bank_account }}"),
    ("周期与经费", "实施期限", "^{{ start_date }}至{{ end_date }}"),
    ("周期与经费", "项目总经费", "^{{ total|万元 }}万元（{{ total|大写金额 }}）"),
    ("周期与经费", "申请专项经费", "^{{ grant|万元 }}万元（{{ grant|大写金额 }}）"),
    ("周期与经费", "自筹经费", "^{{ own|万元 }}万元"),
)

UNIT_HEAD = (
    ("项目", "项目名称", "^{{ project_name }}"),
    ("项目", "项目类别", "^{{ category.name }}"),
    ("申报单位", "单位名称", "^{{ applicant }}"),
    ("申报单位", "统一社会信用代码", "{{ credit_code }}"),
    ("申报单位", "单位性质", "{{ unit_type }}"),
)
UNIT_TAIL = (
    ("申报单位", "法定代表人", "{{ legal_person }}"),
    ("申报单位", "成立时间", dash("founded")),
    ("申报单位", "平台工作室", "^{{ workroom }}"),
    ("申报单位", "通讯地址", "^{{ address }}"),
)

BASICS = {
    "society": (
        *UNIT_HEAD,
        ("申报单位", "业务主管单位", "^" + dash("supervisor")),
        ("申报单位", "个人会员数", "{{ members }}"),
        ("申报单位", "单位会员数", dash("group_members")),
        ("申报单位", "专职工作人员数", "{{ staff }}"),
        ("申报单位", "分支机构数", dash("branches")),
        *UNIT_TAIL,
        ("申报单位", "近两年获评情况", "^" + dash("honours")),
        *PEOPLE,
    ),
    "activity": (
        *UNIT_HEAD,
        *UNIT_TAIL,
        ("学术活动", "活动名称", "^{{ activity_name }}"),
        ("学术活动", "活动级别", "{{ activity_level }}"),
        ("学术活动", "承担角色", "{{ role }}"),
        ("学术活动", "举办日期", "{{ held_on }}"),
        ("学术活动", "举办地点", "{{ venue }}"),
        ("学术活动", "已连续举办届数", dash("sessions")),
        ("学术活动", "预计参会人数", "{{ participants }}"),
        ("学术活动", "拟邀请高层次专家", "{{ experts }}人"),
        ("学术活动", "聚焦领域", "{{ field }}"),
        ("学术活动", "联合主办（承办）", "^" + dash("co_hosts")),
        *PEOPLE,
    ),
    "journal": (
        *UNIT_HEAD,
        *UNIT_TAIL,
        ("期刊", "期刊名称", "{{ journal_name }}"),
        ("期刊", "语种", "{{ language }}"),
        ("期刊", "国内统一刊号", dash("cn_number")),
        ("期刊", "国际标准刊号", "{{ issn }}"),
        ("期刊", "主管单位", "^{{ supervisor }}"),
        ("期刊", "出版单位", "^{{ publisher }}"),
        ("期刊", "出版周期", "{{ frequency }}"),
        ("期刊", "主编", "{{ chief_editor }}"),
        ("期刊", "编辑人员数", "{{ editors }}"),
        ("期刊", "最近影响因子", dash("impact")),
        ("期刊", "收录情况", "^" + dash("indexed")),
        ("期刊", "近一年获评情况", "^" + dash("honours")),
        *PEOPLE,
    ),
}

CHECKS = {
    "society": (
        ("已在天府科技云平台注册并开设示范科创工作室", "registered"),
        ("最近一次年检结论为“不合格”，或最近两年连续为“基本合格”", "annual_failed"),
        ("两年内受到民政厅或相关行政主管部门行政处罚", "punished"),
        ("两年内被四川省科协通报并限期整改", "criticised"),
        ("近两年获评省科协一流学会（优秀学会）", "excellent"),
    ),
    "activity": (
        ("已在天府科技云平台注册并开设示范科创工作室", "registered"),
        ("（学会填写）最近一次年检“不合格”或连续两年“基本合格”", "annual_failed"),
        ("（学会填写）两年内受到行政处罚", "punished"),
        ("（学会填写）两年内被四川省科协通报并限期整改", "criticised"),
    ),
    "journal": (
        ("已在天府科技云平台注册并开设示范科创工作室", "registered"),
        ("有国内统一刊号，或在国外注册并被SCI、ESCI、SSCI、Scopus收录", "licensed"),
        ("有配套经费政策，预算分配合理合规", "matched"),
        ("有专人负责跟进项目实施进度", "keeper"),
        ("期刊年检为“缓验”，或受到主管部门处罚", "deferred"),
        ("近一年获评卓越期刊（一流期刊）", "excellent"),
    ),
}


def cover() -> str:
    line = '<w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/>'

    def row(name: str, text: str) -> Row:
        return Row([Cell(name, style="CoverLabel", align="bottom"),
                    Cell(text, style="CoverValue", align="bottom", borders=line)], height=740)  # fmt: skip

    items = table(
        [2100, 6000],
        [
            row("项目名称", "{{ project_name }}"),
            row("项目类别", "{{ category.name }}"),
            row("申报单位", "{{ applicant }}\n（盖章）"),
            row("项目负责人", "{{ leader }}"),
            row("联系人", "{{ contact }}"),
            row("联系电话", "{{ phone }}"),
            row("申报日期", "{{ apply_date }}"),
        ],
        style="Plain",
    )
    return (
        p("CoverNumber", run("项目编号："), run("　　　　　　　　　　", "Rule"))
        + p("CoverProgramme", "{{ programme.title }}")
        + p("CoverTitle", "项目申报书")
        + items
        + at_the_foot("CoverFoot", "{{ programme.association }}制")
        + page_break()
    )


def instructions() -> str:
    return p("NoteTitle", "填报说明") + "".join(p("Note", n) for n in NOTES) + page_break()


def head(*names: str) -> Row:
    # LibreOffice takes the first cell's "keep with next" for the whole table's, and would push it off the page.
    styles = ["TableHeadFirst", *["TableHead"] * (len(names) - 1)]
    return Row([Cell(n, style=s) for n, s in zip(names, styles, strict=True)], head=True, height=520)


def indicators() -> str:
    return table(
        [620, 1560, 1700, 620, 1000, 2060, 1284],
        [
            head("序号", "指标名称", "指南要求", "单位", "目标值", "完成时限", "保障举措"),
            "{%tr for r in indicators %}",
            Row([
                Cell("{{ r.no }}", "TableCentre"), "{{ r.name }}", Cell("{{ r.required }}", "TableCentre"),
                Cell("{{ r.unit }}", "TableCentre"), Cell("{{ r.target }}", "TableCentre"),
                Cell("{{ r.deadline }}", "TableCentre"), "{{ r.measures|空则横线 }}",
            ], height=480),
            "{%tr endfor %}",
        ],
    )  # fmt: skip


def schedule() -> str:
    return table(
        [640, 2300, 3624, 2280],
        [
            head("序号", "起止时间", "工作内容", "阶段成果"),
            "{%tr for r in schedule %}",
            Row([Cell("{{ r.no }}", "TableCentre"), Cell("{{ r.start }}\n至{{ r.end }}", "TableCentre"),
                 "{{ r.task }}", "{{ r.output|空则横线 }}"], height=480),
            "{%tr endfor %}",
        ],
    )  # fmt: skip


def budget() -> str:
    return table(
        [640, 1500, 2240, 1964, 1250, 1250],
        [
            head("序号", "科目", "支出内容", "测算依据", "专项经费（万元）", "自筹经费（万元）"),
            "{%tr for r in budget %}",
            Row([Cell("{{ r.no }}", "TableCentre"), "{{ r.item }}", "{{ r.content }}", "{{ r.basis|空则横线 }}",
                 Cell("{{ r.grant|万元 }}", "TableNumber"), Cell("{{ r.own|万元 }}", "TableNumber")], height=480),
            "{%tr endfor %}",
            Row([Cell("合计", "TableSum", span=4), Cell("{{ totals.budget.grant|万元 }}", "TableNumber"),
                 Cell("{{ totals.budget.own|万元 }}", "TableNumber")], height=480),
            Row([Cell("总计", "TableSum", span=4),
                 Cell("{{ totals.budget.all|万元 }}万元", "TableCentre", span=2)], height=480),
        ],
    )  # fmt: skip


def team() -> str:
    return table(
        [640, 1130, 640, 1750, 2120, 1564, 1000],
        [
            head("序号", "姓名", "性别", "职务（职称）", "工作单位", "项目分工", "签字"),
            "{%tr for r in team %}",
            Row([Cell("{{ r.no }}", "TableCentre"), Cell("{{ r.name }}", "TableCentre"),
                 Cell("{{ r.gender|空则横线 }}", "TableCentre"), "{{ r.title }}", "{{ r.employer }}", "{{ r.duty }}", ""],
                height=560),
            "{%tr endfor %}",
        ],
    )  # fmt: skip


def pledge() -> str:
    text = (
        "本单位承诺：申报书及所附材料真实、准确、完整，不含涉密内容；已知悉并遵守指南各项规定；项目获批后，按申报书所列目标与考核指标"
        "组织实施，接受中期检查和绩效评估；项目经费单独核算、专款专用，不用于与本项目无关的其他支出。"
        "如有不实或违反上述承诺，愿承担相应责任。"
    )
    inner = (
        p("Opinion", text)
        + p("Sign", "", props="")
        + p("Sign", "法定代表人（签字）：")
        + p("Sign", "申报单位（盖章）：")
        + p("Sign", "")
        + p("SignDate", BLANK_DATE)
    )
    return table([TYPE_WIDTH], [Row([Cell(inner, align="top")], height=4200)])


def opinions() -> str:
    def row(name: str, signer: str) -> Row:
        inner = (
            p("Opinion", "") + p("Sign", "") + p("Sign", signer) + p("Sign", "（盖章）")
            + p("SignDate", BLANK_DATE)
        )  # fmt: skip
        return Row([label(name), Cell(inner, align="bottom")], height=2550)

    return table(
        [1500, TYPE_WIDTH - 1500],
        [
            row("申报单位意见", "负责人（签字）："),
            row("形式审查意见", "审查人（签字）："),
            row("专家评审意见", "评审组组长（签字）："),
            row("{{ programme.association }}审核意见", "负责人（签字）："),
        ],
    )


def attachments() -> str:
    rows = table(
        [700, 5344, 900, 1900],
        [
            head("序号", "材料名称", "份数", "备注"),
            "{%tr for r in attachments %}",
            Row([Cell("{{ r.no }}", "TableCentre"), "{{ r.name }}", Cell("{{ r.copies|空则横线 }}", "TableCentre"),
                 "{{ r.note|空则横线 }}"], height=480),
            "{%tr endfor %}",
        ],
    )  # fmt: skip
    return (
        p("Heading1", "附件清单")
        + p("Body", "{%p if attachments %}") + rows + p("Body", "{%p else %}")
        + p("Body", "无。") + p("Body", "{%p endif %}")
    )  # fmt: skip


def self_check(category: str) -> str:
    """All on one page, and with the pledge that vouches for it."""
    return table(
        [700, 6644, 1500],
        [
            head("序号", "自查事项", "自查结果"),
            *(
                Row([Cell(str(n), "TableCentreKeep"), Cell(text, "TableKeep"),
                     Cell("{{ " + key + " }}", "TableCentreKeep")], height=480)
                for n, (text, key) in enumerate(CHECKS[category], 1)
            ),
        ],
    )  # fmt: skip


def build(category: str, title: str) -> Docx:
    # No empty paragraph between a table and the heading after it: with one, LibreOffice leaves the heading at the foot of
    # a page whose next paragraph has no room. The heading's own space is enough.
    basics = table([880, 1660, 2400, 1560, 2344], fields_of(BASICS[category]))
    parts = [
        cover(), instructions(),
        p("Heading1", "基本情况"), basics,
        p("Heading1", "工作基础与优势"), p("Body", "{{ foundation }}"),
        p("Heading1", "实施方案"), p("Body", "{{ plan }}"),
        p("Heading1", "目标与考核指标"), indicators(),
        p("Heading1", "进度安排"), schedule(),
        p("Heading1", "经费预算"), budget(),
        p("Heading1", "预期成效"), p("Body", "{{ outcomes }}"),
        p("Heading1", "保障措施"), p("Body", "{{ safeguards }}"),
        p("Heading1", "团队成员"), team(),
        # On a page of its own: the pledge vouches for what is above it.
        p("Heading1", "申报条件自查与承诺", props="<w:pageBreakBefore/>"), self_check(category), p("Gap", "", props="<w:keepNext/>"), pledge(), page_break(),
        p("Heading1", "审核意见"), opinions(),
        attachments(),
    ]  # fmt: skip
    return Docx(
        title=title,
        subject="{{ project_name }}",
        body="".join(parts),
        styles=styles(STYLES),
        numbering=numbering(LISTS),
        footers={"default": paged(), "first": p("Footer", code())},
        title_page=True,
        footer_distance=1100,
    )
