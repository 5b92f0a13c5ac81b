"""What a mistyped output may not cost: a file given, a form filled in; and why it failed, in Chinese."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click
import docx
import pytest
from PIL import Image

import tfdocs
from tfdocs.cli.main import cli, run
from tfdocs.errors import InputMissing, OutputFailed, reason
from tfdocs.generate.reading import require_file
from tfdocs.jobs.sparing import REPORT_FILES
from tfdocs.read.archive import sniff
from tfdocs.read.pdf.opening import check_bytes

FORMS = Path(__file__).parents[3] / "samples" / "forms"
ENGLISH = re.compile(r"[A-Za-z]{3,} [a-z]{2,}")


@pytest.fixture
def word(tmp_path: Path) -> Path:
    path = tmp_path / "申报书.docx"
    document = docx.Document()
    document.add_paragraph("推荐原创科普作品不少于20篇。")
    document.save(str(path))
    return path


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "marked.pdf"
    Image.new("RGB", (300, 400), "white").save(path)
    return path


@pytest.mark.parametrize("option", ["--xlsx", "--html", "--json"])
def test_extract_does_not_write_over_what_it_reads(option: str, word: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = word.read_bytes()
    assert run(["extract", str(word), option, str(word)]) == 8
    assert "会盖掉输入的文件" in capfd.readouterr().err
    assert word.read_bytes() == before


def test_nor_by_another_name_for_it(word: Path, tmp_path: Path) -> None:
    before = word.read_bytes()
    (tmp_path / "夹").mkdir()
    assert run(["extract", str(word), "--xlsx", str(tmp_path / "夹" / ".." / word.name)]) == 8
    assert word.read_bytes() == before


def test_an_agreement_does_not_replace_the_application(word: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """An application that is one, so that an agreement could be made of it."""
    assert run(["draft", str(FORMS / "society.xlsx"), "-o", str(word)]) == 0
    before = word.read_bytes()
    capfd.readouterr()
    assert run(["agreement", str(word), "-o", str(word)]) == 8
    assert "会盖掉输入的文件" in capfd.readouterr().err
    assert word.read_bytes() == before


def test_a_check_does_not_mark_the_marked_copy_in_its_own_place(word: Path, pdf: Path, tmp_path: Path) -> None:
    before = pdf.read_bytes()
    assert run(["check", str(word), str(pdf), "-o", str(tmp_path)]) == 8
    with pytest.raises(OutputFailed):
        tfdocs.check(word, pdf, out=tmp_path)
    assert pdf.read_bytes() == before
    assert not (tmp_path / "report.html").exists()


@pytest.mark.parametrize("name", ["申报书.docx", "marked.pdf"])
def test_nor_write_its_json_over_either_file(name: str, word: Path, pdf: Path, tmp_path: Path) -> None:
    before = (tmp_path / name).read_bytes()
    assert run(["check", str(word), str(pdf), "--json", str(tmp_path / name)]) == 8
    assert (tmp_path / name).read_bytes() == before


def test_the_files_of_a_report_are_known(word: Path, pdf: Path, tmp_path: Path) -> None:
    out = tmp_path / "核对结果"
    tfdocs.check(word, pdf, out=out)
    assert {p.name for p in out.iterdir()} == set(REPORT_FILES)


def test_a_drafted_programme_does_not_replace_its_guide(tmp_path: Path) -> None:
    guide = tmp_path / "guide.txt"
    guide.write_bytes("一流科技社团：推荐原创科普作品不少于20篇。".encode("gbk"))
    before = guide.read_bytes()
    assert run(["programme", "new", str(guide), "-o", str(tmp_path)]) == 8
    assert guide.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["guide.txt"]


@pytest.mark.parametrize("ending", ["xlsx", "yaml"])
def test_an_empty_form_does_not_replace_a_filled_one(
    ending: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    form = tmp_path / f"申报信息.{ending}"
    assert run(["form", "society", "-o", str(form)]) == 0
    assert run(["form", "society", "-o", str(form)]) == 0  # still the empty one
    filled = form.read_bytes() + b"\n# filled"
    form.write_bytes(filled)
    capfd.readouterr()
    assert run(["form", "society", "-o", str(form)]) == 8
    assert "没有覆盖" in capfd.readouterr().err
    assert form.read_bytes() == filled


def test_a_form_that_cannot_be_looked_into_is_not_replaced(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    form = tmp_path / "申报信息.xlsx"
    form.write_bytes(b"filled")
    read_bytes = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path == form:
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refused)
        assert run(["form", "society", "-o", str(form)]) == 8
    assert "没有权限" in capfd.readouterr().err
    assert form.read_bytes() == b"filled"


@pytest.mark.parametrize(
    "words",
    [
        ("form", "society", "-o", "文件/表.xlsx"),
        ("extract", "申报书.docx", "--json", "文件/表.json"),
        ("extract", "申报书.docx", "--json", "夹"),
        ("intake", "夹", "-o", "文件"),
        ("programme", "new", "申报书.docx", "-o", "文件"),
    ],
    ids=" ".join,
)
def test_why_an_output_failed_is_said_in_chinese(
    words: tuple[str, ...], word: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "文件").write_bytes(b"x")
    (tmp_path / "夹").mkdir()
    there = ("文件", "文件/表.xlsx", "文件/表.json", "夹", word.name)
    assert run([str(tmp_path / w) if w in there else w for w in words]) == 8
    said = capfd.readouterr().err.replace(str(tmp_path), "")
    assert said.startswith("错误：")
    assert not ENGLISH.search(said), said


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.ENAMETOOLONG])
def test_a_reason_is_chinese_in_every_locale(number: int) -> None:
    assert re.fullmatch(r"[\u4e00-\u9fff，]+", reason(OSError(number, os.strerror(number))))


def test_a_reason_that_is_not_known_is_in_its_own_words() -> None:
    assert reason(OSError(99999, "very odd")) == "very odd"
    assert reason(OSError("bare")) == "bare"
    assert reason(OSError()) == "OSError"
    assert reason(ValueError("other")) == "other"


def test_a_reason_of_the_database_is_chinese(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError) as caught:
        sqlite3.connect(tmp_path / "没有" / "这.sqlite")
    assert reason(caught.value) == "打不开"


def test_a_folder_and_a_picture_for_a_pdf_say_what_to_do(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "夹.pdf").mkdir()
    (tmp_path / "图.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    assert run(["extract", str(tmp_path / "夹.pdf")]) == 3
    with pytest.raises(tfdocs.TfdocsError, match="请给出文件夹里的某个文件"):
        check_bytes(tmp_path / "夹.pdf")
    with pytest.raises(tfdocs.TfdocsError, match="不是 PDF，而是 PNG 图片"):
        check_bytes(tmp_path / "图.pdf")
    assert "Traceback" not in capfd.readouterr().err


def _parameters(command: click.Command) -> Iterator[click.Parameter]:
    yield from command.params
    context = click.Context(command)
    for inner in command.list_commands(context) if isinstance(command, click.Group) else ():
        yield from _parameters(command.get_command(context, inner))


def test_whether_a_file_can_be_read_is_not_asked_by_the_command_line_library() -> None:
    """It has English of its own for a file that may not be read, and calls that a mistake of usage."""
    paths = [p.type for p in _parameters(cli) if isinstance(p.type, click.Path)]
    assert len(paths) > 10
    assert not any(p.readable or p.exists for p in paths)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.parametrize("name", ["禁读.docx", "禁读.pdf", "禁读.xlsx"])
def test_a_file_that_may_not_be_read_is_3_and_said_in_chinese(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:  # pytest's own folders are closed to others
        Path(folder).chmod(0o755)
        locked = Path(folder) / name
        locked.write_bytes(b"PK\x03\x04")
        locked.chmod(0)
        readers = {"docx": [sniff, require_file], "pdf": [check_bytes], "xlsx": [require_file]}[name[3:]]
        uid = os.geteuid()
        for read in readers:
            if uid == 0:
                os.seteuid(65534)
            try:
                with pytest.raises(InputMissing, match="没有权限") as caught:
                    read(locked)
            finally:
                os.seteuid(uid)
            assert name in str(caught.value)
            assert not ENGLISH.search(str(caught.value))
