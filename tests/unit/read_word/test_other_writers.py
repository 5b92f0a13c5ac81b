"""Files that other programs wrote (tests/resources/word/README.md): npm libraries, LibreOffice, the old formats."""

from __future__ import annotations

from pathlib import Path

import pytest

from tfdocs.read.word import read_word

FOLDER = Path(__file__).parents[2] / "resources" / "word"

WRITER = [
    "一、总则",
    "1.目的",
    "为规范管理①，制定本办法。\t完 次行   三空",
    "(1)申报",
    "(2)评审",
    "通栏",
    "左",
    "右",
    "框旁文字",
    "框内文字",
    "二、附则",
    "①\t见第二章。",
    "第1页",
]

TEXTS = {
    "docx-js.docx": [
        *("一、 基地概况", "去年接待参观者三千二百人次¹，开放240天。", "（一） 场地", "1． 展厅", "2． 报告厅"),
        *("（二） 人员", "姓名", "职务", "电话", "林一", "馆长", "028-55550101", "合计", "二、 经费"),
        *("申请额度……20万元", "ISSN 1000-0001H₂O网址", "a+b", " 甲1", "¹数据来自年报。", "科普基地申报表"),
        "第1页共1页",
    ],
    "html-to-docx.docx": [
        *("活动方案", "为了普及\xa0科学知识，拟于2023年9月举办讲座。", "1. 选题", "2. 邀请", "1. 专家", "2. 听众"),
        *("3. 宣传", "• 海报", "• 短信", "预算", "备注", "场租", "3,000元", "自筹", "2,000元", "专项 < 50%", ""),
        *("联系人：周二 电话：028-55550102", "附件", "讲座办公室", "1"),
    ],
    "officegen.docx": [
        *("各会员单位： 定于10月召开年会，请按时参加。", "1. 报到", "2. 会场", "3. 食宿", "• 往返交通自理"),
        *("• 资料费全免", "时间", "议程", "9:00", "开幕式", "14:00", "分会场", "学会秘书处", " ", "回执", ""),
        "学会年会通知",
    ],
    "libreoffice-html.docx": [
        *("章程", "A. 宗旨", "B. 任务", "• 调研", "理事会", "会长", "秘书长", "本章程自①通过之日起施行。", "一  二"),
    ],
    "libreoffice-writer.docx": WRITER,
}


@pytest.mark.parametrize("name", TEXTS)
def test_what_their_paper_shows(name: str) -> None:
    assert [b.text for b in read_word(FOLDER / name).blocks] == TEXTS[name]


@pytest.mark.require("libreoffice")
@pytest.mark.parametrize("name", ["writer.odt", "libreoffice-writer.doc"])
def test_the_old_formats_say_the_same(name: str) -> None:
    """Converted first, and said so; white space may differ from the .docx, characters may not."""
    document = read_word(FOLDER / name)
    assert ["".join(b.text.split()) for b in document.blocks] == ["".join(t.split()) for t in WRITER]
    assert document.findings[0].code == "converted"


def rtf(text: str) -> str:
    return "".join(c if c.isascii() else f"\\u{ord(c) if ord(c) < 32768 else ord(c) - 65536}?" for c in text)


@pytest.mark.require("libreoffice")
def test_rich_text(tmp_path: Path) -> None:
    """As WPS and mail programs write it: code points with a fallback, a table, hidden text, under a Word name."""
    rows = "".join(
        f"\\trowd\\cellx3000\\cellx6000 {rtf(a)}\\cell {rtf(b)}\\cell\\row" for a, b in (("甲", "乙"), ("丙", "丁"))
    )
    head = f"{rtf('申报书')}\\par {rtf('第1条 目的')}{{\\v {rtf('密')}}}\\par "
    source = f"{{\\rtf1\\ansi\\ansicpg936\\uc1 {head}{rows}\\pard {rtf('完')}\\par}}"
    path = tmp_path / "申报书.doc"
    path.write_text(source, encoding="ascii")
    document = read_word(path)
    assert "".join(document.text.split()) == "申报书第1条目的甲乙丙丁完"
    assert {f.code for f in document.findings} == {"converted", "hidden-text"}
