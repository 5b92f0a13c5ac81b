"""A batch of notices: numbers without gaps, the same in every run, nothing re-issued in silence."""

from __future__ import annotations

import hashlib
import io
import re
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

import tfdocs
from tfdocs.cli.main import run
from tfdocs.errors import DataInvalid, InputDamaged, OutputFailed
from tfdocs.generate.merge import merge
from tfdocs.generate.notices import DELIVERY, MERGED, Batch, State, file_name
from tfdocs.generate.numbering import LEDGER
from tfdocs.read.archive import parse_xml
from tfdocs.read.word import read_word

Filled = Callable[..., dict[str, Any]]
Text = Callable[[bytes], list[str]]


def states(batch: Batch) -> list[State]:
    return [n.state for n in batch.notices]


def hashes(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.glob("*.docx"))}


def test_one_notice_a_row_with_gapless_numbers(filled: Filled, tmp_path: Path, text_of: Text) -> None:
    batch = tfdocs.notice(filled("notice", rows=12), tmp_path)
    assert [n.number for n in batch.notices] == list(range(101, 113)) and batch.failed == 0
    files = sorted(p.name for p in tmp_path.glob("*.docx"))
    assert files == [f"{n:04d}-第{n - 100}学会.docx" for n in range(101, 113)]
    text = text_of((tmp_path / files[4]).read_bytes())
    assert "川科协发〔2023〕105号" in text and "第5学会：" in text and "项目编号：TFNL-2023-005" in text
    assert "资助经费：20万元（人民币贰拾万元整）" in text and "2023年7月3日" in text


def test_a_second_run_gives_the_same_numbers_and_bytes(filled: Filled, tmp_path: Path) -> None:
    tfdocs.notice(filled("notice", rows=3), tmp_path / "a")
    before = hashes(tmp_path / "a")
    assert states(tfdocs.notice(filled("notice", rows=3), tmp_path / "a")) == [State.KEPT] * 3
    tfdocs.notice(filled("notice", rows=3), tmp_path / "b")
    assert hashes(tmp_path / "a") == before == hashes(tmp_path / "b")


def test_new_rows_go_on_and_the_order_of_the_list_does_not_matter(filled: Filled, tmp_path: Path) -> None:
    content = filled("notice", rows=5)
    rows = content["立项名单"]
    content["立项名单"] = rows[:3]
    tfdocs.notice(content, tmp_path)
    content["立项名单"] = [rows[4], rows[2], rows[0], rows[1], rows[3]]
    batch = tfdocs.notice(content, tmp_path)
    assert {n.values["applicant"]: n.number for n in batch.notices} == {
        "第1学会": 101, "第2学会": 102, "第3学会": 103, "第5学会": 104, "第4学会": 105,
    }  # fmt: skip


def test_a_killed_run_goes_on(filled: Filled, tmp_path: Path) -> None:
    def die(done: int, total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tfdocs.notice(filled("notice", rows=9), tmp_path, progress=die)
    assert len(hashes(tmp_path)) == 4
    batch = tfdocs.notice(filled("notice", rows=9), tmp_path)
    assert [n.number for n in batch.notices] == list(range(101, 110)) and len(hashes(tmp_path)) == 9
    assert states(batch) == [State.KEPT] * 4 + [State.NEW] * 5


def test_a_row_changed_after_issue_is_reported_and_left(filled: Filled, tmp_path: Path, text_of: Text) -> None:
    content = filled("notice", rows=3)
    tfdocs.notice(content, tmp_path)
    before = hashes(tmp_path)
    content["立项名单"][1]["资助经费（元）"] = "150000"
    batch = tfdocs.notice(content, tmp_path)
    assert states(batch) == [State.KEPT, State.CHANGED, State.KEPT] and batch.failed == 1
    assert hashes(tmp_path) == before and any("有改动" in f.message for f in batch.faults)
    batch = tfdocs.notice(content, tmp_path, reissue=True)
    assert states(batch) == [State.KEPT, State.REWRITTEN, State.KEPT] and batch.notices[1].number == 102
    assert any("15万元" in t for t in text_of((tmp_path / batch.notices[1].file).read_bytes()))


def test_a_file_that_was_edited_is_kept_and_a_lost_one_made_again(filled: Filled, tmp_path: Path) -> None:
    batch = tfdocs.notice(filled("notice", rows=2), tmp_path)
    first, second = (tmp_path / n.file for n in batch.notices)
    same = second.read_bytes()
    first.write_bytes(first.read_bytes() + b" ")
    second.unlink()
    batch = tfdocs.notice(filled("notice", rows=2), tmp_path)
    assert states(batch) == [State.KEPT, State.REWRITTEN] and second.read_bytes() == same
    assert any("改动过" in f.message for f in batch.faults)


def test_rows_with_errors_get_no_number_and_the_others_go_out(filled: Filled, tmp_path: Path) -> None:
    content = filled("notice", rows=4)
    content["立项名单"][1]["资助经费（元）"] = "很多"
    batch = tfdocs.notice(content, tmp_path)
    assert states(batch) == [State.NEW, State.FAILED, State.NEW, State.NEW]
    assert [n.number for n in batch.notices] == [101, 0, 102, 103]
    content["立项名单"][1]["资助经费（元）"] = "20万"
    assert tfdocs.notice(content, tmp_path).notices[1].number == 104


def test_duplicates_of_projects_and_of_project_numbers_are_found(filled: Filled, tmp_path: Path) -> None:
    content = filled("notice", rows=4)
    content["立项名单"][2] = dict(content["立项名单"][0]) | {"项目单位": " 第1学会　"}
    content["立项名单"][1]["项目编号"] = content["立项名单"][3]["项目编号"] = "A-1"
    batch = tfdocs.notice(content, tmp_path)
    assert states(batch) == [State.NEW, State.NEW, State.FAILED, State.FAILED]
    messages = " ".join(f.message for f in batch.faults)
    assert "重复" in messages and "项目编号“A-1”" in messages


def test_errors_of_the_common_part_stop_everything(filled: Filled, tmp_path: Path) -> None:
    content = filled("notice", rows=2)
    content["发文信息"]["成文日期"] = ""
    with pytest.raises(DataInvalid):
        tfdocs.notice(content, tmp_path / "出")
    assert not (tmp_path / "出").exists()


def test_no_right_row_is_no_batch(filled: Filled, tmp_path: Path) -> None:
    content = filled("notice", rows=1)
    content["立项名单"][0]["项目类别"] = "没有这一类"
    with pytest.raises(DataInvalid):
        tfdocs.notice(content, tmp_path / "出")


def test_the_delivery_list_has_number_recipient_file_and_hash(filled: Filled, tmp_path: Path) -> None:
    content = filled("notice", rows=3)
    content["立项名单"][0]["项目单位"] = "=HYPERLINK(1)"
    batch = tfdocs.notice(content, tmp_path)
    book = load_workbook(tmp_path / DELIVERY)
    rows = list(book.active.iter_rows(min_row=2))
    assert [r[1].value for r in rows] == [n.document_no for n in batch.notices]
    assert rows[0][3].value == "=HYPERLINK(1)" and rows[0][3].data_type == "s"
    for row, notice in zip(rows, batch.notices, strict=True):
        assert row[8].value == notice.file
        assert row[9].value == hashlib.sha256((tmp_path / notice.file).read_bytes()).hexdigest()
    # What is printed is what people sign: without the columns of files and hashes, legible on A4.
    assert [c.value for c in book.active[1]][6:8] == ["签收人", "签收日期"]
    assert book.active.print_area == "'送达清单'!$A$1:$H$4" and book.active.print_title_rows == "$1:$1"
    book.close()


def test_the_merged_file_holds_every_notice_with_its_own_numbering(filled: Filled, tmp_path: Path) -> None:
    tfdocs.notice(filled("notice", rows=3), tmp_path, merged=True)
    texts = [b.text for b in read_word(tmp_path / MERGED).blocks]
    assert texts.count("一、立项内容") == 3 and texts.count("四、经费管理") == 3
    assert [t for t in texts if t.startswith("川科协发")] == [f"川科协发〔2023〕{n}号" for n in (101, 102, 103)]
    with zipfile.ZipFile(tmp_path / MERGED) as package:
        root = parse_xml(package.read("word/document.xml"), where="")
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    sections = list(root.iter(w + "sectPr"))
    assert len(sections) == 3 and all(s.find(w + "pgNumType").get(w + "start") == "1" for s in sections)
    assert [s.find(w + "type") is not None for s in sections] == [False, True, True]


def test_merging_nothing_and_one(filled: Filled, tmp_path: Path, text_of: Text) -> None:
    with pytest.raises(ValueError, match="nothing"):
        merge([])
    batch = tfdocs.notice(filled("notice", rows=1), tmp_path)
    blob = (tmp_path / batch.notices[0].file).read_bytes()
    assert text_of(merge([blob])) == text_of(blob)


def test_a_damaged_ledger_is_not_overwritten(filled: Filled, tmp_path: Path) -> None:
    (tmp_path / LEDGER).write_bytes(b"this is no ledger at all" * 100)
    with pytest.raises(InputDamaged, match="登记"):
        tfdocs.notice(filled("notice", rows=1), tmp_path)
    assert (tmp_path / LEDGER).read_bytes().startswith(b"this")


def test_two_runs_cannot_hold_the_ledger_at_once(
    filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tfdocs.generate.numbering._WAIT", 0.1)
    tfdocs.notice(filled("notice", rows=1), tmp_path)
    other = sqlite3.connect(tmp_path / LEDGER)
    try:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OutputFailed, match="登记"):
            tfdocs.notice(filled("notice", rows=2), tmp_path)
    finally:
        other.close()


def test_project_numbers_are_asked_for_where_no_prefix_makes_them(filled: Filled, tmp_path: Path) -> None:
    content = filled("notice", rows=2)
    content["发文信息"]["项目编号前缀"] = None
    content["立项名单"][0]["项目编号"] = "B-7"
    batch = tfdocs.notice(content, tmp_path)
    assert states(batch) == [State.NEW, State.FAILED] and any("没有项目编号" in f.message for f in batch.faults)


@given(st.text(max_size=300), st.integers(1, 99_999))
def test_file_names_are_safe_on_every_system_and_sort_by_number(name: str, number: int) -> None:
    made = file_name(number, name, digits=6)
    assert re.fullmatch(r'\d{6}-[^<>:"/\\|?*\x00-\x1f]+\.docx', made)
    assert not made.removesuffix(".docx").endswith((" ", ".")) and len(made.encode()) <= 255
    assert made < file_name(number + 1, "", digits=6)


def test_the_command_ends_with_12_when_some_rows_fail(
    filled: Filled, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import yaml

    content = filled("notice", rows=3)
    path = tmp_path / "名单.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    assert run(["notice", str(path), "-o", str(tmp_path / "出")]) == 0
    content["立项名单"][1]["资助经费（元）"] = "0"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    assert run(["notice", str(path), "-o", str(tmp_path / "出二")]) == 12
    out = capsys.readouterr().out
    assert "新发：2 份" in out and "未生成：1 份" in out


class Terminal(io.StringIO):
    """What a terminal shows."""

    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_and_nowhere_else(
    filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import yaml

    path = tmp_path / "名单.yaml"
    path.write_text(yaml.safe_dump(filled("notice", rows=3), allow_unicode=True), encoding="utf-8")
    assert run(["notice", str(path), "-o", str(tmp_path / "出")]) == 0
    assert "3/3" not in capsys.readouterr().err
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    assert run(["notice", str(path), "-o", str(tmp_path / "出二")]) == 0
    assert "3/3" in screen.getvalue().replace(" ", "")
