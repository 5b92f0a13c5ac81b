"""Drafts and agreements end to end: everything that was typed is in the document, and comes out of it again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document

import tfdocs
from tfdocs.cli.main import run
from tfdocs.errors import DataInvalid, InputRefused, OutputFailed
from tfdocs.generate.approved import from_application
from tfdocs.generate.context import build_context
from tfdocs.generate.data import from_mapping, plain_number
from tfdocs.generate.template import Template
from tfdocs.generate.validate import require_valid
from tfdocs.jobs import making
from tfdocs.model.fault import Severity
from tfdocs.model.programme import Form, FormField, FormSection, Layout, Programme
from tfdocs.read.word import read_word

Filled = Callable[..., dict[str, Any]]
Text = Callable[[bytes], list[str]]
CATEGORIES = ("society", "activity", "journal")


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize(("rows", "optional"), [(2, True), (20, True), (1, False)])
def test_a_draft_says_everything_that_was_filled_in(
    category: str, rows: int, optional: bool, filled: Filled, tmp_path: Path, text_of: Text
) -> None:
    content = filled(category, rows=rows, optional=optional)
    made = tfdocs.draft(content, tmp_path / "申报书.docx", form_id=category)
    text = "\n".join(text_of(made.paths[0].read_bytes()))
    for value in (*content["基本情况"].values(), *content["进度安排"][0].values(), *content["团队成员"][0].values()):
        if value and not value.startswith(("2023-", "1986-")) and value not in ("200000", "50000", "250000"):
            assert value in text
    assert "人民币贰拾万元整" in text and "2023年7月1日" in text and "第二段说明近三年" in text
    assert "{" not in text and "None" not in text


def test_the_same_data_gives_the_same_bytes(filled: Filled, tmp_path: Path) -> None:
    paths = [tfdocs.draft(filled("society"), tmp_path / name).paths[0] for name in ("a.docx", "b.docx")]
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_optional_parts_vanish_without_a_gap(filled: Filled, tmp_path: Path, text_of: Text) -> None:
    content = filled("society")
    content["附件清单"] = []
    text = text_of(tfdocs.draft(content, tmp_path / "a.docx").paths[0].read_bytes())
    assert text[text.index("附件清单") + 1] == "无。" and "材料名称" not in text


def test_wrong_data_writes_nothing_and_tells_everything(filled: Filled, tmp_path: Path) -> None:
    content = filled("society")
    content["基本情况"]["项目名称"] = None
    content["基本情况"]["电子邮箱"] = "x"
    with pytest.raises(DataInvalid) as caught:
        tfdocs.draft(content, tmp_path / "a.docx")
    assert len(caught.value.faults) == 2 and list(tmp_path.iterdir()) == []


def test_output_names_and_forms_of_the_wrong_kind(filled: Filled, tmp_path: Path) -> None:
    with pytest.raises(OutputFailed):
        tfdocs.draft(filled("society"), tmp_path / "a.pdf")
    with pytest.raises(InputRefused, match="不是申报书"):
        tfdocs.draft(filled("notice"), tmp_path / "a.docx")
    (tmp_path / "文件").write_bytes(b"")
    with pytest.raises(OutputFailed):
        tfdocs.draft(filled("society"), tmp_path / "文件" / "a.docx")


@pytest.mark.parametrize("category", CATEGORIES)
def test_the_agreement_takes_everything_out_of_the_application(
    category: str, programme: Programme, filled: Filled, tmp_path: Path, text_of: Text
) -> None:
    content = filled(category)
    application = tfdocs.draft(content, tmp_path / "申报书.docx").paths[0]
    made = tfdocs.agreement(application, tmp_path / "协议.docx")
    text = text_of(made.paths[0].read_bytes())
    basics = content["基本情况"]
    joined = "\n".join(text)
    for label in (
        "项目名称",
        "申报单位",
        "统一社会信用代码",
        "通讯地址",
        "法定代表人",
        "联系人",
        "开户银行",
        "银行账号",
    ):
        assert basics[label] in joined, label
    assert "人民币200,000.00元（大写：人民币贰拾万元整）" in joined
    for indicator, row in zip(programme.category(category).indicators, content["考核指标"], strict=True):
        at = text.index(indicator.name)
        value = plain_number(indicator.value)
        assert text[at + 2] == indicator.unit and text[at + 3] in (value, f"前{value}"), indicator.id
        assert text[at + 4] == "2023年12月15日" and text[at + 5] == (row["保障举措"] or "—")


def test_a_promise_changed_in_word_is_the_one_that_counts(programme: Programme, filled: Filled, tmp_path: Path) -> None:
    path = tfdocs.draft(filled("society"), tmp_path / "申报书.docx").paths[0]
    document = Document(str(path))
    for table in document.tables:
        for row in table.rows:
            if len(row.cells) > 4 and row.cells[1].text == "推荐参评论文":
                row.cells[4].paragraphs[0].runs[0].text = "88"
    document.save(str(path))
    data = from_application(path, programme, programme.form("agreement"))
    rows = {r.entries["name"].raw: r.entries["target"] for r in data.sections["indicators"]}
    assert rows["推荐参评论文"].raw == "88" and "行" in rows["推荐参评论文"].place


def test_figures_at_odds_with_their_words_stop_the_agreement(filled: Filled, tmp_path: Path) -> None:
    path = tfdocs.draft(filled("society"), tmp_path / "申报书.docx").paths[0]
    document = Document(str(path))
    for cell in (c for t in document.tables for r in t.rows for c in r.cells):
        if cell.text.startswith("20万元（"):
            cell.paragraphs[0].runs[0].text = cell.text.replace("20万元", "18万元")
    document.save(str(path))
    with pytest.raises(DataInvalid) as caught:
        tfdocs.agreement(path, tmp_path / "协议.docx")
    assert any("不一致" in f.message for f in caught.value.faults)


def test_blanks_of_the_agreement_are_dashes(filled: Filled, tmp_path: Path, text_of: Text) -> None:
    made = tfdocs.agreement(filled("agreement", optional=False), tmp_path / "协议.docx")
    text = text_of(made.paths[0].read_bytes())
    assert "协议编号：—" in text and "电子邮箱：—" in text and "银行账号：—" in text
    assert not any("乙方自筹经费" in t for t in text) and "项目名称" in text


def test_a_word_file_that_is_no_application_is_refused(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("关于召开会议的通知")
    document.save(str(tmp_path / "通知.docx"))
    with pytest.raises(InputRefused, match="不是本项目的申报书"):
        tfdocs.agreement(tmp_path / "通知.docx", tmp_path / "协议.docx")


def test_numbered_headings_are_read_as_printed(filled: Filled, tmp_path: Path) -> None:
    """The templates number by Word's own numbering, which a reader must compute."""
    path = tfdocs.draft(filled("society"), tmp_path / "a.docx").paths[0]
    texts = [b.text for b in read_word(path).blocks]
    assert "一、基本情况" in texts and "十二、附件清单" in texts
    made = tfdocs.agreement(path, tmp_path / "b.docx").paths[0]
    texts = [b.text for b in read_word(made).blocks]
    assert "第一条　项目内容" in texts and any(t.startswith("（一）项目名称") for t in texts)


def test_templates_have_no_western_font_and_no_foreign_language(programme: Programme) -> None:
    for form in programme.forms:
        with zipfile.ZipFile(programme.folder / form.template) as package:
            text = "".join(package.read(n).decode() for n in package.namelist() if n.endswith(".xml"))
        for name in ("Calibri", "Cambria", "Times New Roman", "Arial", "asciiTheme"):
            assert name not in text, (form.id, name)
        assert 'w:eastAsia="zh-CN"' in text and ("w:tblHeader" in text or form.id == "notice")


def test_shipped_templates_are_what_their_script_writes(programme: Programme, tmp_path: Path) -> None:
    """Whoever changes the script must run it, and whoever changes a template in Word must say so here."""
    import subprocess
    import sys

    script = programme.folder / "make_templates"
    if not script.is_dir():
        pytest.skip("installed without the sources")
    done = subprocess.run(
        [sys.executable, "-B", str(script), "--to", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    for form in programme.forms:
        assert (tmp_path / form.template).read_bytes() == (programme.folder / form.template).read_bytes(), form.id


def test_another_programme_needs_no_code(tmp_path: Path, text_of: Text, programme: Programme) -> None:
    """A form with sections, keys and a template of its own, about something else."""
    form = Form(
        id="loan",
        title="借展申请",
        template="loan.docx",
        sections=(
            FormSection(key="who", title="单位", fields=(FormField(key="museum", label="借展馆"),)),
            FormSection(
                key="pieces",
                title="展品",
                layout=Layout.ROWS,
                fields=(FormField(key="title", label="名称"),),
                min_rows=1,
            ),
        ),
    )
    document = Document()
    document.add_paragraph("{{ museum }}借{{ pieces|length }}件：{% for p in pieces %}{{ p.title }}；{% endfor %}")
    document.save(str(tmp_path / "loan.docx"))
    other = programme.model_copy(update={"folder": tmp_path, "forms": (form,), "categories": ()})
    data = from_mapping(other, form, {"单位": {"借展馆": "县博物馆"}, "展品": [{"名称": "陶罐"}, {"名称": "铜镜"}]})
    values = require_valid(other, form, data).values
    blob = Template.load(tmp_path / "loan.docx").render(build_context(other, form, values))
    assert text_of(blob) == ["县博物馆借2件：陶罐；铜镜；"]


def test_commands_print_faults_and_end_with_the_contracts_codes(
    filled: Filled, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = tmp_path / "表.xlsx"
    assert run(["form", "society", "-o", str(form)]) == 0
    assert run(["draft", str(form), "-o", str(tmp_path / "a.docx")]) == 3
    out, err = capsys.readouterr()
    assert "基本情况!B4" in out and "“项目名称”没有填写" in out
    assert len(err.strip().splitlines()) == 2 and not (tmp_path / "a.docx").exists()
    assert run(["draft", str(tmp_path / "无.xlsx"), "-o", str(tmp_path / "a.docx")]) == 3
    assert run(["form", "nothing", "-o", str(form)]) == 5
    bad = Document()
    bad.add_paragraph("{{ nothing")
    bad.save(str(tmp_path / "坏.docx"))
    assert run(["template", "check", str(tmp_path / "坏.docx")]) == 5
    assert "第 1 段" in capsys.readouterr().out


def test_a_pdf_without_libreoffice_ends_with_6(filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TFDOCS_SOFFICE", str(tmp_path / "none"))
    from tfdocs.errors import ComponentMissing

    with pytest.raises(ComponentMissing, match="LibreOffice"):
        tfdocs.draft(filled("society"), tmp_path / "a.docx", pdf=True)
    assert (tmp_path / "a.docx").is_file() and not (tmp_path / "a.pdf").exists()


@pytest.mark.require("libreoffice")
def test_a_pdf_beside_the_word_file(filled: Filled, tmp_path: Path) -> None:
    made = tfdocs.draft(filled("journal"), tmp_path / "a.docx", pdf=True)
    assert made.paths[1] == tmp_path / "a.pdf" and made.paths[1].read_bytes().startswith(b"%PDF")


def test_only_warnings_do_not_stop_a_draft(filled: Filled, tmp_path: Path) -> None:
    content = filled("society")
    content["基本情况"]["联系电话"] = "请转办公室"
    made = making.draft(content, tmp_path / "a.docx")
    assert [f.severity for f in made.faults] == [Severity.WARNING]
    with pytest.raises(DataInvalid):
        making.draft(content, tmp_path / "b.docx", strict=True)


def test_a_draft_opens_in_python_docx(filled: Filled, tmp_path: Path) -> None:
    blob = making.draft(filled("society"), tmp_path / "a.docx").paths[0].read_bytes()
    assert len(Document(io.BytesIO(blob)).tables) == 11
