"""``tfdocs programme``: what is printed where, what the JSON holds, and the exit codes."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from tfdocs.cli.chinese import width
from tfdocs.cli.main import run
from tfdocs.cli.programme import print_tables, sections
from tfdocs.programme import load

if TYPE_CHECKING:
    from conftest import Copy


def test_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["programme", "list"]) == 0
    printed = capsys.readouterr()
    assert "tianfu-2023\t" in printed.out
    assert printed.err == ""


def test_list_as_json(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, museum: Path) -> None:
    monkeypatch.setenv("TFDOCS_PROGRAMMES", str(museum.parent))
    assert run(["programme", "list", "--json", "-"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [(p["id"], p["shipped"], p["errors"]) for p in listed["programmes"]] == [
        ("county-museum", False, 0),
        ("tianfu-2023", True, 0),
    ]


def test_show_prints_everything_in_full(capsys: pytest.CaptureFixture[str], tianfu: Path) -> None:
    """Away from a terminal nothing is cut or wrapped: each text of the programme stands on one line."""
    assert run(["programme", "show", "tianfu-2023"]) == 0
    lines = capsys.readouterr().out.splitlines()
    programme = load(tianfu)
    for category in programme.categories:
        assert f"核心任务\t{category.core_task}" in lines
        for number, indicator in enumerate(category.indicators, 1):
            (row,) = [line for line in lines if f"\t{indicator.id}\t" in line]
            assert row.split("\t")[0] == str(number)
            assert row.split("\t")[-1] == indicator.source
    for text in (e.text for e in (*programme.exclusions, *programme.priorities)):
        assert any(f"\t{text}\t" in line for line in lines)


@pytest.mark.parametrize(
    ("indicator", "said"),
    [
        ("society.registered-rank", "前 50 名"),
        ("society.integrity-training", "每年不少于 1 次"),
        ("society.satisfaction", "不低于 90%"),
        ("society.popular-works", "不少于 20 篇"),
        ("activity.report-length", "不少于 3000 字"),
    ],
)
def test_demands_in_words(capsys: pytest.CaptureFixture[str], indicator: str, said: str) -> None:
    run(["programme", "show", "tianfu-2023"])
    (row,) = [line for line in capsys.readouterr().out.splitlines() if f"\t{indicator}\t" in line]
    assert said in row.split("\t")


def test_show_of_another_programme(capsys: pytest.CaptureFixture[str], museum: Path) -> None:
    """Ranges, sums, months and periods; no column that is empty throughout."""
    assert run(["programme", "show", str(museum)]) == 0
    printed = capsys.readouterr().out
    for said in (
        "60 至 80 件",
        "120000 元（12 万元）",
        "24 个月",
        "多于 15 人",
        "2025-03-01 至 2026-02-28",
        "35.5 万元",
    ):
        assert said in printed
    assert "实施要求" not in printed


@pytest.mark.parametrize("columns", [72, 80, 120, 200])
def test_tables_fit_the_terminal(tianfu: Path, columns: int) -> None:
    """On a terminal: tables no wider than it, ids whole, no line that begins with a comma."""
    out = io.StringIO()
    programme = load(tianfu)
    print_tables(sections(programme), Console(file=out, width=columns, force_terminal=False))
    text = out.getvalue()
    # The console counts curved quotes as one column, which is what most terminals do.
    assert max(width(line.replace("“", ".").replace("”", ".").replace("—", ".")) for line in _drawn(text)) <= columns
    assert all(i.id in text for c in programme.categories for i in c.indicators)
    assert not [line for line in text.splitlines() if line.strip("│ ").startswith(("，", "。", "、"))]


def _drawn(text: str) -> list[str]:
    """Lines whose frames, of ambiguous width, count as one column each."""
    frames = dict.fromkeys(map(ord, "─│╭╮╰╯├┤┬┴┼…"), ".")
    return [line.translate(frames) for line in text.splitlines()]


def test_show_as_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The whole programme; to a file it is the same as to standard output, where nothing else goes."""
    assert run(["programme", "show", "tianfu-2023", "--json", "-"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["schema"] == "tfdocs.programme/1"
    assert "folder" not in printed  # a path of this machine
    assert [len(c["indicators"]) for c in printed["categories"]] == [18, 7, 3]
    assert printed["categories"][0]["grant"] == "200000"
    target = tmp_path / "out.json"
    assert run(["programme", "show", "tianfu-2023", "--json", str(target)]) == 0
    assert json.loads(target.read_text(encoding="utf-8")) == printed
    assert "society.papers" in capsys.readouterr().out


def test_json_that_cannot_be_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert run(["programme", "show", "tianfu-2023", "--json", str(tmp_path / "file" / "out.json")]) == 8


def test_check_of_a_sound_folder(capsys: pytest.CaptureFixture[str], museum: Path) -> None:
    assert run(["programme", "check", str(museum)]) == 0
    assert capsys.readouterr().out == "项目数据没有错误。\n"


def test_check_prints_all_faults(capsys: pytest.CaptureFixture[str], copy: Copy) -> None:
    """Every fault on a line of its own on standard output, the sum on standard error, exit code 5."""
    copy.replace("title = '", "titel = '")
    copy.replace("  value = 98.5", "  value = 98")
    copy.replace("deadline = 2025-02-14", "deadline = 2024-02-14")
    assert run(["programme", "check", str(copy.folder)]) == 5
    printed = capsys.readouterr()
    lines = printed.out.splitlines()
    assert len(lines) == 4
    assert all(line.startswith("programme.toml 第 ") for line in lines)
    assert [line.split("：")[1] for line in lines].count("提醒") == 1
    assert "3 处错误" in printed.err
    assert "Traceback" not in printed.err


def test_check_with_warnings_only(capsys: pytest.CaptureFixture[str], copy: Copy) -> None:
    copy.replace("deadline = 2025-02-14", "deadline = 2024-02-14")
    assert run(["programme", "check", str(copy.folder)]) == 0
    printed = capsys.readouterr().out
    assert "提醒" in printed
    assert "没有错误，另有 1 处提醒" in printed


def test_check_as_json(capsys: pytest.CaptureFixture[str], copy: Copy) -> None:
    copy.replace("copies = 5", "copies = 0")
    assert run(["programme", "check", str(copy.folder), "--json", "-"]) == 5
    found = json.loads(capsys.readouterr().out)
    assert found["errors"] == 1
    assert found["faults"][0]["place"] == f"programme.toml 第 {copy.line('copies = 0')} 行"
    assert found["faults"][0]["severity"] == "error"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["programme", "check", "no/such/folder"], 3),
        (["programme", "check", "nosuchfolder"], 3),
        (["programme", "check"], 2),
        (["programme", "show"], 2),
        (["programme", "show", "nobody"], 5),
        (["programme", "show", "no/such/folder"], 3),
        (["programme", "new"], 2),
    ],
)
def test_exit_codes(capsys: pytest.CaptureFixture[str], args: list[str], code: int) -> None:
    assert run(args) == code
    printed = capsys.readouterr()
    assert printed.out == ""
    assert 1 <= len(printed.err.strip().splitlines()) <= 2


def test_show_of_a_faulty_programme(capsys: pytest.CaptureFixture[str], copy: Copy) -> None:
    copy.replace("copies = 5", "copies = 0")
    assert run(["programme", "show", str(copy.folder)]) == 5
    printed = capsys.readouterr()
    assert printed.out == ""
    assert f"第 {copy.line('copies = 0')} 行" in printed.err


@pytest.mark.parametrize("command", [[], ["list"], ["show"], ["check"]])
def test_help_is_chinese_with_an_example(capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    assert run(["programme", *command, "--help"]) == 0
    assert "示例" in capsys.readouterr().out
