"""The whole way with the real readers on small digital files, a list, a zip in GBK, and what the command says."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import docx
import openpyxl
import pytest
from pretend import STEPS, pair, pdf, word
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas
from test_intake_unpacking import raw_zip

from tfdocs.cli.intake import progress_line
from tfdocs.cli.main import run
from tfdocs.jobs.intake.job import intake
from tfdocs.jobs.intake.listing import read_list
from tfdocs.jobs.intake.options import Count
from tfdocs.jobs.intake.table import Level

LINES = ("项目名称：山地果园智能灌溉示范", "经费额度：20万元", "推荐原创科普作品不少于20篇（条）。")


def real_word(lines: tuple[str, ...] = LINES) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def real_pdf(lines: tuple[str, ...] = LINES) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=A4, invariant=1)
    page.setFont("STSong-Light", 14)
    for number, line in enumerate(lines):
        page.drawString(72, 760 - 30 * number, line)
    page.save()
    return buffer.getvalue()


def test_real_files_from_folder_to_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    for name in ("甲", "乙"):
        (folder / name).mkdir(parents=True)
        (folder / name / "申报书.docx").write_bytes(real_word())
    (folder / "甲" / "申报书（盖章版）.pdf").write_bytes(real_pdf())
    (folder / "乙" / "扫描.pdf").write_bytes(real_pdf((LINES[0], "经费额度：28万元", LINES[2])))
    assert run(["intake", str(folder), "-o", str(out), "--workers", "1"]) == 0
    said = capsys.readouterr()
    assert "不一致：1" in said.out and said.err == ""
    index = (out / "index.html").read_text(encoding="utf-8")
    assert index.index("不一致") < index.index("乙") < index.index("甲")
    reports = [p.name for p in next((out / "reports").iterdir()).iterdir()]
    assert {"report.html", "report.xlsx", "marked.pdf"} <= set(reports)
    promises = openpyxl.load_workbook(out / "commitments.xlsx").active
    assert {row[1] for row in promises.iter_rows(min_row=2, values_only=True)} == {"甲", "乙"}


def test_a_zip_in_gbk_is_taken_in_like_a_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    names = [n.encode("gbk") for n in ("申报书.docx", "附件/营业执照.pdf")]
    content = word(tmp_path / "a.docx").read_bytes()
    raw_zip(tmp_path / "in" / "甲学会.zip", names, content=content)
    found = intake(tmp_path / "in", tmp_path / "out", processes=0, steps=STEPS)
    assert {(i.level, i.label) for i in found.lines} == {
        (Level.ALONE, "甲学会.zip/申报书.docx"),
        (Level.ATTACHMENT, "甲学会.zip/附件/营业执照.pdf"),
    }  # fmt: skip


def test_a_file_that_makes_a_parser_stumble_is_a_failed_item(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    raw_zip(tmp_path / "in" / "a.zip", [b"a.docx"])
    pair(tmp_path / "in" / "甲")

    def stumble(*_: object, **__: object) -> None:
        raise IndexError("张三")

    monkeypatch.setattr("tfdocs.jobs.intake.unpacking._unpack", stumble)
    found = intake(tmp_path / "in", tmp_path / "out", processes=0, steps=STEPS)
    assert {i.label: i.level for i in found.lines} == {"a.zip": Level.FAILED, "甲": Level.CONSISTENT}
    assert "IndexError" in found.lines[0].why[0] and "张三" not in found.lines[0].why[0]


def test_zips_of_zips(tmp_path: Path) -> None:
    inner = tmp_path / "inner.zip"
    raw_zip(inner, [b"a.docx"], content=word(tmp_path / "a.docx").read_bytes())
    (tmp_path / "in").mkdir()
    raw_zip(tmp_path / "in" / "outer.zip", [b"inner.zip"], content=inner.read_bytes())
    found = intake(tmp_path / "in", tmp_path / "out", processes=0, steps=STEPS)
    assert [i.label for i in found.lines] == ["outer.zip/inner.zip/a.docx"]


def listed(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    book.close()
    return path


def test_a_list_at_the_top_is_found_by_its_heads(tmp_path: Path) -> None:
    word(tmp_path / "in" / "一.docx")
    pdf(tmp_path / "in" / "二.pdf")
    listed(tmp_path / "in" / "预算.xlsx", [["科目", "金额"], ["设备", 3]])
    listed(
        tmp_path / "in" / "配对.xlsx",
        [["第一批"], ["申报单位", "Word 文件", "PDF 扫描件"], ["甲学会", "一.docx", "二.pdf"]],
    )
    found = intake(tmp_path / "in", tmp_path / "out", processes=0, steps=STEPS)
    assert [(i.level, i.label) for i in found.lines] == [(Level.CONSISTENT, "甲学会"), (Level.OTHER, "预算.xlsx")]


def test_a_workbook_is_a_list_only_with_file_names_in_it(tmp_path: Path) -> None:
    assert read_list(listed(tmp_path / "a.xlsx", [["Word", "PDF"], ["已交", "未交"]])) is None
    assert read_list(listed(tmp_path / "b.xlsx", [["x"]])) is None
    assert read_list(listed(tmp_path / "c.xlsx", [["Word", "PDF"], ["=1+1", "a.pdf"]])) is not None


@pytest.mark.parametrize(
    ("prepare", "code", "said"),
    [
        (lambda f: None, 3, "找不到这个文件夹"),
        (lambda f: f.write_text("x"), 3, "这是文件，不是文件夹"),
        (lambda f: f.mkdir(), 0, ""),
    ],
)
def test_what_the_command_says_of_its_folder(
    prepare: object, code: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare(tmp_path / "in")  # type: ignore[operator]
    assert run(["intake", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--workers", "0"]) == code
    caught = capsys.readouterr()
    assert said in caught.err and (code == 0) == ("没有配成对的材料" in caught.out)
    assert (tmp_path / "out").exists() == (code == 0)


def test_the_exit_code_of_a_batch_with_failures_is_12(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "坏.docx").write_bytes(b"")
    assert run(["intake", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--workers", "0"]) == 12
    assert "没有核对成：1" in capsys.readouterr().out


def test_wrong_options_are_usage_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in").mkdir()
    args = ["intake", str(tmp_path / "in"), "-o", str(tmp_path / "out")]
    assert run([*args, "--workers", "2", "--scheduler", "tcp://x:1"]) == 2
    assert run([*args, "--category", "没有这一类"]) == 2
    assert run([*args, "--list", str(tmp_path / "none.xlsx")]) == 3
    assert run([*args[:3], str(tmp_path / "in")]) == 3
    capsys.readouterr()


def test_an_executor_from_outside_is_used_and_left_open(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    pair(tmp_path / "in" / "甲", 3, "crash 2")
    with ThreadPoolExecutor(1) as pool:
        found = intake(tmp_path / "in", tmp_path / "out", executor=pool, executor_size=1, steps=STEPS)
        assert found.lines[0].failed_pages == 1
        assert pool.submit(lambda: 1).result() == 1


def test_progress_tells_speed_and_time_left() -> None:
    line = progress_line(Count(10, 2, 160, 32, 30, 1, 15.0))
    assert line == "2/10 对，32/160 页，2.0 页/秒，约剩 64 秒，失败 1"
    assert progress_line(Count(pairs=3)) == "0/3 对，0/0 页"


@pytest.mark.skipif(sys.platform != "linux", reason="bytes as names")
def test_names_in_gbk_on_the_disk_can_be_read(tmp_path: Path) -> None:
    import os

    (tmp_path / "in").mkdir()
    with open(os.fsencode(tmp_path / "in") + b"/" + "申报书.docx".encode("gbk"), "wb") as out:  # noqa: PTH123
        out.write(word(tmp_path / "a.docx").read_bytes())
    found = intake(tmp_path / "in", tmp_path / "out", processes=0, steps=STEPS)
    assert [i.label for i in found.lines] == ["申报书.docx"]
