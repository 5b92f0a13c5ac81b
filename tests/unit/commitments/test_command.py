"""``tfdocs extract`` and ``tfdocs.extract``: the library plus printing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

import tfdocs
from tfdocs.cli.main import run
from tfdocs.errors import InputDamaged, InputMissing, ProgrammeFault

TEXT = "项目周期：2023年12月31日前\n拟推荐参评论文15篇。\n期刊浏览量位居前40名。\n近三年发表论文120篇。\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "申报书.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_function(source: Path) -> None:
    report = tfdocs.extract(source)
    assert (report.source.name, report.source.kind) == ("申报书.txt", "txt")
    assert [i.requirement for i in report.commitments] == [None] * 4
    assessed = tfdocs.extract(str(source), category="一流科技期刊")
    assert {i.requirement.id: i.requirement.status.value for i in assessed.commitments if i.requirement} == {
        "journal.papers": "below",
        "journal.views-rank": "met",
    }
    assert [m.requirement for m in assessed.missing] == ["journal.editor-rank"]


def test_json_alone_on_standard_output(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["extract", str(source), "--json", "-"]) == 0
    out = capsys.readouterr()
    assert json.loads(out.out)["schema"] == "tfdocs.commitments/1" and out.err == ""


def test_piped_table_is_complete(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["extract", str(source), "--category", "journal"]) == 0
    out = capsys.readouterr().out
    assert "推荐参评论文\t≥20篇\t15篇\t未达到" in out
    assert "未承诺" in out and "近三年发表论文120篇" in out


def test_files(source: Path, tmp_path: Path) -> None:
    assert run(["extract", str(source), "--json", str(tmp_path / "a.json"), "--xlsx", str(tmp_path / "a.xlsx")]) == 0
    assert len(json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["commitments"]) == 4
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["承诺事项"]
    book.close()


def test_nothing_found_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "空.txt"
    path.write_text("会议精神学习材料。", encoding="utf-8")
    assert run(["extract", str(path)]) == 0
    assert "没有找到承诺事项" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--category", "一流博物馆"], 2, "society"),
        (["--category", "society", "--programme", "没有这个"], 5, ""),
    ],
)
def test_usage(arguments: list[str], code: int, said: str, source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["extract", str(source), *arguments]) == code
    error = capsys.readouterr().err
    assert said in error and "Traceback" not in error


def test_bad_input(tmp_path: Path) -> None:
    broken = tmp_path / "假.pdf"
    broken.write_text("不是 PDF", encoding="utf-8")
    word = tmp_path / "假.docx"
    word.write_text("不是 Word", encoding="utf-8")
    for path, error in ((tmp_path / "无.txt", InputMissing), (broken, InputDamaged), (word, InputDamaged)):
        with pytest.raises(error):
            tfdocs.extract(path)
    with pytest.raises(LookupError):
        tfdocs.extract(word, category="没有")
    with pytest.raises(ProgrammeFault):
        tfdocs.extract(word, category="society", programme="没有")
