"""The 立项通知书 in the 文件格式 and the 信函格式 of GB/T 9704-2012; clauses in brackets.

Which of the two a programme sends is said in its programme.toml, by the name of the notice's template.
"""

# ruff: noqa: E501 - a paragraph stays whole, as it will be printed

from __future__ import annotations

from oox import (
    FANGSONG,
    HEITI,
    SONGTI,
    TITLE,
    TYPE_WIDTH,
    Cell,
    Docx,
    Level,
    Row,
    Style,
    code,
    fieldcode,
    floating_foot,
    mm,
    numbering,
    p,
    run,
    styles,
)

PITCH = 579  # 22 lines fill 225 mm (5.2.3)
CHAR = 320  # 3号 is 16 points
RED = "FF0000"
# 4 mm below 发文字号 (of which the line itself has most), as wide as the type area, 0.44 mm (7.2.5)
RULE = f'<w:bottom w:val="single" w:sz="10" w:space="4" w:color="{RED}"/>'

# The line of 14 points is set so that LibreOffice and Word print the dash within half a millimetre of its place.
FOOTER = mm(27) - 140

STYLES = (
    Style("Normal", "Normal", FANGSONG, 16, line=PITCH, align="both"),
    # The mark's top stands 35 mm below the top of the type area (7.2.4).
    Style("HeadSpace", "版头留白", FANGSONG, 16, line=mm(35), snap=False),
    Style("Issuer", "发文机关标志", TITLE, 40, line=960, snap=False, align="center", colour=RED),
    Style("Number", "发文字号", FANGSONG, 16, line=PITCH, align="center", border_bottom=RULE),
    Style("Title", "公文标题", TITLE, 22, line=PITCH, align="center", snap=False),
    Style("Anchor", "锚", FANGSONG, 1, line=20, snap=False),
    Style("Addressee", "主送机关", FANGSONG, 16, line=PITCH, align="left"),
    Style("Body", "公文正文", FANGSONG, 16, line=PITCH, first=200),
    Style("Level1", "一级标题", HEITI, 16, line=PITCH, first=200, keep_next=True, level=0, number=(1, 0), next="Body"),
    Style("Signature", "发文机关署名", FANGSONG, 16, line=PITCH, align="left", keep_next=True,
          tabs=(("center", 21 * CHAR),)),
    Style("SignDate", "成文日期", FANGSONG, 16, line=PITCH, align="right", right=400),
    Style("Colophon", "版记", FANGSONG, 14, line=PITCH, align="left", left=100, right=100,
          keep_next=True, tabs=(("right", TYPE_WIDTH - 280),)),
    Style("FooterOdd", "单页码", SONGTI, 14, line=280, align="left", tabs=(("right", TYPE_WIDTH - 280),)),
    Style("FooterEven", "双页码", SONGTI, 14, line=280, align="left", left=100, tabs=(("right", TYPE_WIDTH),)),
)  # fmt: skip

# Rules of a letter: 170 mm, so 8 mm and 6 mm beyond the type area.
BEYOND_LEFT, BEYOND_RIGHT = -mm(8), -mm(6)
LETTER_FOOTER = mm(20) - 50  # the second rule, with half its own thickness, 20 mm above the edge
LETTER_HEAD = mm(30) + 79  # a line of 40 points holds 36-point type: its top is that much lower
LETTER_STYLES = (
    Style("LetterIssuer", "信函发文机关标志", TITLE, 36, line=800, snap=False, align="center", colour=RED,
          border_bottom=f'<w:bottom w:val="thickThinSmallGap" w:sz="24" w:space="2" w:color="{RED}"/>',
          left_twips=BEYOND_LEFT, right_twips=BEYOND_RIGHT),
    Style("LetterNumber", "信函发文字号", FANGSONG, 16, line=PITCH, align="right"),
    Style("LetterFootCode", "信函首页核验码", SONGTI, 9, line=280, align="left", snap=False),
    Style("LetterFootRule", "信函下红线", FANGSONG, 1, line=20, snap=False,
          border_bottom=f'<w:bottom w:val="thinThickSmallGap" w:sz="24" w:space="0" w:color="{RED}"/>',
          left_twips=BEYOND_LEFT, right_twips=BEYOND_RIGHT),
    Style("LetterOdd", "信函单页码", based="FooterOdd", font=SONGTI, size=14, line=280, align="left",
          tabs=(("right", TYPE_WIDTH - 280),), after=FOOTER - LETTER_FOOTER),
    Style("LetterEven", "信函双页码", based="FooterEven", font=SONGTI, size=14, line=280, align="left", left=100,
          tabs=(("right", TYPE_WIDTH),), after=FOOTER - LETTER_FOOTER),
)  # fmt: skip

LISTS = ((Level("chineseCountingThousand", "%1、", "Level1", HEITI),),)


FACTS = (
    ("项目名称", "{{ project_name }}"),
    ("项目类别", "{{ category.name }}"),
    ("项目编号", "{{ project_no }}"),
    ("资助经费", "{{ grant|万元 }}万元（{{ grant|大写金额 }}）"),
    ("实施周期", "{{ start_date }}至{{ end_date }}"),
)


def signature() -> str:
    """The issuer is centred over the date (7.3.5.1): where its middle is depends on the date's width."""
    out = ""
    for tag, width in (("if issue_date|字宽 < 6.2", 6), ("elif issue_date|字宽 < 6.7", 6.5), ("else", 7)):
        # The date ends four characters from the right edge.
        middle = TYPE_WIDTH - round((4 + width / 2) * CHAR)
        tabs = f'<w:tabs><w:tab w:val="clear" w:pos="{21 * CHAR}"/><w:tab w:val="center" w:pos="{middle}"/></w:tabs>'
        out += p("Signature", "{%p " + tag + " %}") + p("Signature", "\t{{ programme.association }}", props=tabs)
    return out + p("Signature", "{%p endif %}") + p("SignDate", "{{ issue_date }}")


def colophon(*, letter: bool) -> str:
    """版记 at the foot of the last page: first and last rule 0.35 mm, the inner one 0.25 mm (7.4). A letter has only
    抄送 there, and no rules (10.1)."""

    def edge(side: str, size: int) -> str:
        return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'

    lines = [("抄送：省财政厅。", edge("top", 8))]
    if letter:
        lines = [("抄送：省财政厅。", "")]
    else:
        lines.append(("{{ programme.association }}办公室\t{{ issue_date }}印发", edge("top", 6) + edge("bottom", 8)))
    rows = [Row([Cell(p("Colophon", text), borders=border)]) for text, border in lines]
    return floating_foot(rows)


def file_head() -> list[str]:
    """版头 of the 文件格式 (7.2)."""
    return [
        p("HeadSpace", ""),
        p("Issuer", "{{ programme.association }}文件"),
        p("Body", ""), p("Body", ""),
        p("Number", "{{ document_no }}"),
        p("Body", ""), p("Body", ""),
    ]  # fmt: skip


def letter_head() -> list[str]:
    """What the body of a letter begins with (10.1): the number right under the first rule, at the right."""
    return [p("LetterNumber", "{{ document_no }}"), p("Body", ""), p("Body", "")]


def content() -> list[str]:
    """From the title to the signature, the same in both formats."""
    return [
        p("Title", "关于下达{{ programme.title }}"),
        p("Title", "立项项目的通知"),
        p("Body", ""),
        p("Addressee", "{{ applicant }}："),
        p("Body", "根据《{{ programme.guide }}》，经评审和公示，你单位申报的项目现予立项。"),
        p("Level1", "立项内容"),
        *(p("Body", f"{name}：{text}") for name, text in FACTS),
        p("Level1", "签订协议"),
        p("Body", "请于{{ sign_by }}前与我会签订项目实施协议，并报送{{ materials }}。逾期未签订的，视为自动放弃。"),
        p("Level1", "组织实施"),
        p("Body", "请按照批准的申报书和项目实施协议组织实施，按期完成全部考核指标，接受中期检查和绩效评估，按要求提供工作总结和佐证材料。"),
        p("Level1", "经费管理"),
        p("Body", "项目经费应单独核算、专款专用。绩效评估不合格且整改后仍未达到要求的，全额退还项目经费。"),
        p("Body", "特此通知。"),
        p("Body", "（联系人：{{ contact }}；联系电话：{{ phone }}）"),
        # One line only: the seal's upper edge must stand within a line of the text (7.3.5.1).
        p("Body", ""),
        signature(),
    ]  # fmt: skip


def page_numbers(odd: str = "FooterOdd", even: str = "FooterEven") -> dict[str, str]:
    """4号 “— 1 —” outside, the dash 7 mm below the type area (7.5); the verification code small on the other side."""
    number = run("— ") + fieldcode("PAGE") + run(" —")
    return {
        "default": p(odd, code("CodeSmall"), run("\t"), number),
        "even": p(even, number, run("\t"), code("CodeSmall")),
    }


def build() -> Docx:
    """文件格式."""
    # A floating table hangs on the paragraph after it; that one takes no room.
    body = [*file_head(), *content(), colophon(letter=False), p("Anchor", "")]
    return Docx(
        title="立项通知书",
        subject="{{ project_name }}",
        body="".join(body),
        styles=styles(STYLES),
        numbering=numbering(LISTS),
        footers=page_numbers(),
        line_pitch=PITCH,
        footer_distance=FOOTER,
    )


def build_letter() -> Docx:
    """信函格式 (10.1): the name 30 mm from the page's edge, a red double rule of 170 mm (thick over thin) 4 mm below
    it, another (thin over thick) 20 mm from the page's lower edge, both on the first page only; no number there."""
    first = p("LetterFootCode", code("CodeSmall")) + p("LetterFootRule", "")
    # An empty header takes no room, and keeps the name off the later pages.
    empty = p("Anchor", "")
    return Docx(
        title="立项通知书",
        subject="{{ project_name }}",
        body="".join([*letter_head(), *content(), colophon(letter=True), p("Anchor", "")]),
        styles=styles(STYLES + LETTER_STYLES),
        numbering=numbering(LISTS),
        headers={"default": empty, "even": empty, "first": p("LetterIssuer", "{{ programme.association }}")},
        footers={**page_numbers("LetterOdd", "LetterEven"), "first": first},
        title_page=True,
        line_pitch=PITCH,
        header_distance=LETTER_HEAD,
        footer_distance=LETTER_FOOTER,
    )
