"""The 实施协议: 甲方 is the association, 乙方 the approved applicant; every blank is printed as “—”."""

# ruff: noqa: E501 - a clause stays whole, as it will be printed

from __future__ import annotations

from application import STYLES as APPLICATION_STYLES
from application import dash, head
from oox import (
    FANGSONG,
    HEITI,
    TITLE,
    TYPE_WIDTH,
    Cell,
    Docx,
    Level,
    Row,
    Style,
    code,
    numbering,
    p,
    page_break,
    paged,
    styles,
    table,
)

STYLES = (
    *(s for s in APPLICATION_STYLES if not s.id.startswith(("Heading", "Cover", "Note", "Opinion"))),
    Style("CoverNumber", "封面编号", FANGSONG, 14, line=560, align="left"),
    Style("CoverProgramme", "封面项目", TITLE, 22, line=760, align="center", before=1500),
    Style("CoverTitle", "封面标题", TITLE, 36, line=1000, align="center", before=300, after=1500),
    Style("CoverLabel", "封面项", FANGSONG, 16, line=600, align="distribute"),
    Style("CoverValue", "封面内容", FANGSONG, 16, line=520, align="left"),
    Style("Party", "当事人", FANGSONG, 14, line=540, align="left"),
    Style("Article", "条", HEITI, 14, line=560, before=160, after=60, keep_next=True, level=0, number=(1, 0),
          next="Clause", align="left", first=200),
    Style("Clause", "款", FANGSONG, 14, line=540, number=(1, 1), first=200),
    Style("ClauseLead", "引出表格的款", FANGSONG, 14, line=540, first=200, keep_next=True),
    Style("ClauseText", "条文", FANGSONG, 14, line=540, first=200),
    Style("SignHead", "签署方", HEITI, 12, line=480, align="left", keep_next=True),
    Style("SignLine", "签署项", FANGSONG, 12, line=480, align="left", keep_next=True),
    Style("SignEnd", "签署日期", FANGSONG, 12, line=480, align="right", right=200),
)  # fmt: skip

LISTS = (
    (
        Level("chineseCountingThousand", "第%1条　", "Article", HEITI),
        Level("chineseCountingThousand", "（%2）", "Clause"),
    ),
)


def lead(text: str) -> str:
    """A clause that a table follows. Its number is the paragraph's own: Word takes the level of a style's numbering
    from the list, which names one style a level (ECMA-376 17.9.23), and that is Clause."""
    number = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
    # The indent is the style's, said again: with a number of its own LibreOffice looks for it there.
    return p("ClauseLead", text, props=number + '<w:ind w:firstLineChars="200" w:firstLine="560"/>')


def cover() -> str:
    line = '<w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/>'

    def row(name: str, text: str) -> Row:
        return Row([Cell(name, style="CoverLabel", align="bottom"),
                    Cell(text, style="CoverValue", align="bottom", borders=line)], height=740)  # fmt: skip

    return (
        p("CoverNumber", "协议编号：" + dash("agreement_no"))
        + p("CoverProgramme", "{{ programme.title }}")
        + p("CoverTitle", "项目实施协议")
        + table(
            [2100, 6000],
            [
                row("项目名称", "{{ project_name }}"),
                row("项目编号", dash("project_no")),
                row("项目类别", "{{ category.name }}"),
                row("甲　　方", "{{ programme.association }}"),
                row("乙　　方", "{{ applicant }}"),
                row("实施期限", "{{ start_date }}至{{ end_date }}"),
            ],
            style="Plain",
        )
        + page_break()
    )


def parties() -> str:
    return "".join(
        p("Party", text)
        for text in (
            "甲方：{{ programme.association }}",
            "地址：{{ programme.address|空则横线 }}",
            "联系人：" + dash("party_a_contact") + "　　联系电话：" + dash("party_a_phone"),
            "乙方：{{ applicant }}",
            "统一社会信用代码：{{ credit_code }}",
            "地址：{{ address }}",
            "法定代表人：{{ legal_person }}　　项目负责人：{{ leader }}",
            "联系人：{{ contact }}　　联系电话：{{ phone }}",
            "电子邮箱：" + dash("email"),
        )
    ) + p(
        "ClauseText",
        "根据《{{ programme.guide }}》和经批准的项目申报书，甲乙双方就“{{ project_name }}”的实施协商一致，订立本协议，共同遵守。",
    )


def indicators() -> str:
    return table(
        [620, 1560, 1700, 620, 1000, 2060, 1284],
        [
            head("序号", "指标名称", "指南要求", "单位", "目标值", "完成时限", "保障举措"),
            "{%tr for r in indicators %}",
            Row([
                Cell("{{ r.no }}", "TableCentre"), "{{ r.name }}", Cell("{{ r.required|空则横线 }}", "TableCentre"),
                Cell("{{ r.unit }}", "TableCentre"), Cell("{{ r.target }}", "TableCentre"),
                Cell("{{ r.deadline }}", "TableCentre"), "{{ r.measures|空则横线 }}",
            ], height=480),
            "{%tr endfor %}",
        ],
    )  # fmt: skip


def schedule() -> str:
    rows = table(
        [640, 2300, 3624, 2280],
        [
            head("序号", "起止时间", "工作内容", "阶段成果"),
            "{%tr for r in schedule %}",
            Row([Cell("{{ r.no }}", "TableCentre"), Cell("{{ r.start }}\n至{{ r.end }}", "TableCentre"),
                 "{{ r.task }}", "{{ r.output|空则横线 }}"], height=480),
            "{%tr endfor %}",
        ],
    )  # fmt: skip
    return (
        p("Clause", "{%p if schedule %}") + lead("进度安排如下：") + rows + p("Gap", "")
        + p("Clause", "{%p endif %}")
    )  # fmt: skip


def payments() -> str:
    rows = table(
        [640, 2300, 3704, 2200],
        [
            head("序号", "拨付阶段", "拨付条件", "拨付金额（元）"),
            "{%tr for r in payments %}",
            Row([Cell("{{ r.no }}", "TableCentre"), "{{ r.stage }}", "{{ r.condition }}",
                 Cell("{{ r.amount|元 }}", "TableNumber")], height=480),
            "{%tr endfor %}",
        ],
    )  # fmt: skip
    return (
        p("Clause", "{%p if payments %}") + lead("专项经费按下表拨付：") + rows + p("Gap", "")
        + p("Clause", "{%p else %}")
        + p("Clause", "专项资金审批程序完成后，由财政部门依据本协议向乙方拨付。")
        + p("Clause", "{%p endif %}")
    )  # fmt: skip


ARTICLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("专款专用", (
        "乙方对项目经费单独核算、专款专用，不得用于与本项目无关的其他支出。",
        "乙方应建立项目管理制度，按国家财务制度和专项资金管理办法的规定使用经费，保存完整的会计凭证备查。",
        "预算需要调整的，乙方应事先书面报甲方同意。",
    )),
    ("甲方的权利义务", (
        "按本协议协调办理经费拨付手续。",
        "对项目实施进行指导、检查和监督，组织中期检查和绩效评估。",
        "因乙方原因致使项目不能按期实施的，有权要求限期改正，直至终止本协议。",
    )),
    ("乙方的权利义务", (
        "按申报书和本协议组织实施项目，按期完成全部考核指标，并对所报材料的真实性负责。",
        "按甲方要求报送进展情况、工作总结和佐证材料，接受中期检查、绩效评估和审计。",
        "落实自筹经费和人员、场地等实施条件，专人负责项目实施。",
    )),
    ("检查与绩效评估", (
        "项目实施期内，甲方可组织中期检查；项目实施期满后，甲方会同财政部门组织结项评审和绩效评估。",
        "绩效评估以第二条所列考核指标的目标值和完成时限为依据，以平台数据和乙方提交的佐证材料为准。",
    )),
    ("整改与退还", (
        "绩效评估不合格的，乙方应自绩效评估结果通知下达之日起一个月内完成整改。",
        "整改期满仍未达到项目实施要求的，乙方应全额退还项目经费，并取消下一年度项目申报资格。",
    )),
    ("成果与署名", (
        "项目形成的成果，除另有约定外归乙方所有，甲方有权为公益目的使用和宣传。",
        "乙方发布项目成果、开展宣传时，应注明“{{ programme.title }}”资助。",
    )),
    ("变更与终止", (
        "变更项目负责人、考核指标、实施期限等重要内容的，乙方应提前三十日书面申请，经甲方同意后签订补充协议。",
        "因不可抗力不能履行的，双方可协商变更或终止本协议，剩余经费按规定退回。",
    )),
    ("违约责任", (
        "乙方弄虚作假、挪用经费或无正当理由中止项目的，甲方有权终止本协议并追回已拨付的经费。",
        "任何一方违反本协议给对方造成损失的，依法承担责任。",
    )),
    ("争议解决", (
        "因履行本协议发生争议的，双方应协商解决；协商不成的，向甲方所在地人民法院提起诉讼。",
    )),
)  # fmt: skip


def signatures() -> str:
    def side(name: str, party: str, lines: tuple[str, ...]) -> Cell:
        body = p("SignHead", f"{name}：{party}") + p("SignLine", "（盖章）") + p("SignLine", "")
        body += "".join(p("SignLine", line) for line in lines)
        return Cell(body, align="top", borders='<w:bottom w:val="nil"/>')

    # A row of its own, so that both dates stand on one line however long a party's name is.
    date = Cell(p("SignEnd", "年　　月　　日"), align="bottom", borders='<w:top w:val="nil"/>')

    half = TYPE_WIDTH // 2
    return table(
        [half, TYPE_WIDTH - half],
        [
            Row(
                [
                    side("甲方", "{{ programme.association }}",
                         ("法定代表人或授权代表", "（签字）：", "", "", "", "")),
                    side("乙方", "{{ applicant }}",
                         ("法定代表人或授权代表", "（签字）：", "",
                          "开户名称：{{ applicant }}",
                          "开户银行：" + dash("bank_name"),
                          "银行账号：" + dash("bank_account"))),
                ],
                height=4600,
            ),
            Row([date, date], height=600),
        ],
    )  # fmt: skip


def build() -> Docx:
    gap = p("Gap", "")
    parts = [
        cover(), parties(),
        p("Article", "项目内容"),
        p("Clause", "项目名称：{{ project_name }}；项目类别：{{ category.name }}；项目编号：" + dash("project_no") + "。"),
        p("Clause", "项目主要内容："), p("ClauseText", "{{ content }}"), schedule(),
        p("Article", "考核指标"),
        lead("乙方应完成下列考核指标，目标值和完成时限与经批准的项目申报书一致："), indicators(),
        p("Article", "实施期限"),
        p("Clause", "项目实施期限自{{ start_date }}起至{{ end_date }}止。"),
        p("Article", "经费与拨付"),
        p("Clause", "专项经费总额为人民币{{ grant|元 }}元（大写：{{ grant|大写金额 }}）。"),
        p("Clause", "{%p if own %}"),
        p("Clause", "乙方自筹经费{{ own|元 }}元（大写：{{ own|大写金额 }}）。"),
        p("Clause", "{%p endif %}"),
        payments(),
        p("Clause", "收款账户：开户名称{{ applicant }}，开户银行" + dash("bank_name") + "，银行账号" + dash("bank_account") + "。"),
    ]  # fmt: skip
    for title, clauses in ARTICLES:
        parts += [p("Article", title), *(p("Clause", c) for c in clauses)]
    parts += [
        p("Article", "生效与份数"),
        p("Clause", "本协议自双方法定代表人或授权代表签字并加盖公章之日起生效，至全部义务履行完毕之日终止。"),
        # With the signatures on one page: a page of signatures alone could be put to another agreement.
        lead("本协议一式{% if copies %}{{ copies|中文数字 }}{% else %}六{% endif %}份，双方各执一半，具有同等效力。经批准的项目申报书是本协议的组成部分。"),
        p("Gap", "", props="<w:keepNext/>"), signatures(), gap,
    ]  # fmt: skip
    return Docx(
        title="项目实施协议",
        subject="{{ project_name }}",
        body="".join(parts),
        styles=styles(STYLES),
        numbering=numbering(LISTS),
        footers={"default": paged(), "first": p("Footer", code())},
        title_page=True,
        footer_distance=1100,
    )
