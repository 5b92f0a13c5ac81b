"""The contract with users and other programs, held for every command that takes a file.

Bad input: the right exit code, one or two clear Chinese lines on standard error that name the file, nothing on standard
output, nothing written. Good input: JSON that keeps to the schemas, and an exit code that agrees with it.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import jsonschema
import openpyxl
import pypdf
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from tfdocs.cli.main import run

SCHEMAS = Path(__file__).parents[2] / "resources" / "schema"
LINES = (
    "项目名称：山地果园智能灌溉示范",
    "经费额度：20万元",
    "推荐原创科普作品不少于20篇（条），于2023年12月31日前完成。",
)


def _word() -> bytes:
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _pdf() -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=A4, invariant=1)
    page.setFont("STSong-Light", 14)
    for number, line in enumerate(LINES):
        page.drawString(72, 760 - 30 * number, line)
    page.save()
    return buffer.getvalue()


def _encrypted(pdf: bytes, password: str) -> bytes:
    buffer = io.BytesIO()
    with pypdf.PdfReader(io.BytesIO(pdf)) as reader:
        writer = pypdf.PdfWriter()
        writer.append(reader)
        writer.encrypt(password, "owner", algorithm="AES-256")
        writer.write(buffer)
        writer.close()
    return buffer.getvalue()


def _picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(buffer, "PNG")
    return buffer.getvalue()


def _workbook() -> bytes:
    buffer = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["不是", "填报表"])
    book.save(buffer)
    book.close()
    return buffer.getvalue()


def _archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("readme.txt", "a zip, but no Office file")
    return buffer.getvalue()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with good files and one of every bad kind."""
    folder = tmp_path_factory.mktemp("files")
    word, pdf = _word(), _pdf()
    contents = {
        "好.docx": word,
        "好.pdf": pdf,
        "空.docx": b"",
        "空.pdf": b"",
        "空.xlsx": b"",
        "空.yaml": b"",
        "空.txt": b"",
        "文字.docx": "这不是 Word 文件".encode(),
        "文字.pdf": "这不是 PDF 文件".encode(),
        "文字.xlsx": "这不是 Excel 文件".encode(),
        "半截.docx": word[: len(word) // 2],
        "半截.pdf": pdf[: len(pdf) // 2],
        "压缩包.docx": _archive(),
        "压缩包.xlsx": _archive(),
        "加密.pdf": _encrypted(pdf, "secret"),
        "图片.pdf": _picture(),
        "图片.docx": _picture(),
        "换名.docx": pdf,
        "换名.pdf": word,
        "换名.xlsx": word,
        "别的.xlsx": _workbook(),
        "乱.yaml": b"a: [1, 2\nb: {",
        "列表.yaml": "- 甲\n- 乙\n".encode(),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    for name in ("夹.docx", "夹.pdf", "夹.xlsx", "夹.txt"):
        (folder / name).mkdir()
    return folder


# command line (“@name”: a file of the folder above, “>name”: an output), exit code
WORDS_OF_THE_COMMAND = [
    *((("check", f"@{bad}", "@好.pdf", "-o", ">结果", "--json", ">结果.json"), 3) for bad in (
        "没有.docx", "夹.docx", "空.docx", "文字.docx", "半截.docx", "压缩包.docx", "图片.docx", "换名.docx")),
    *((("check", "@好.docx", f"@{bad}", "-o", ">结果", "--json", ">结果.json"), 3) for bad in (
        "没有.pdf", "夹.pdf", "空.pdf", "文字.pdf", "半截.pdf", "图片.pdf", "换名.pdf")),
    (("check", "@好.docx", "@加密.pdf", "-o", ">结果"), 4),
    (("check", "@好.pdf", "@好.docx", "-o", ">结果"), 3),
    (("check", "@没有.docx", "@没有.pdf"), 3),
    *((("extract", f"@{bad}", "--json", ">结果.json", "--xlsx", ">结果.xlsx"), 3) for bad in (
        "没有.docx", "夹.docx", "空.docx", "文字.docx", "半截.docx", "压缩包.docx", "夹.pdf", "空.pdf", "文字.pdf",
        "半截.pdf", "图片.pdf", "夹.txt", "好.jpg")),
    (("extract", "@加密.pdf", "--json", ">结果.json"), 4),
    (("extract", "@好.docx", "--category", "没有这一类", "--json", ">结果.json"), 2),
    *((("draft", f"@{bad}", "-o", ">申报书.docx"), 3) for bad in (
        "没有.xlsx", "夹.xlsx", "空.xlsx", "文字.xlsx", "压缩包.xlsx", "换名.xlsx", "别的.xlsx", "没有.yaml", "空.yaml",
        "乱.yaml", "列表.yaml")),
    *((("agreement", f"@{bad}", "-o", ">协议.docx"), 3) for bad in (
        "没有.xlsx", "夹.xlsx", "空.xlsx", "文字.xlsx", "没有.docx", "夹.docx", "空.docx", "文字.docx", "半截.docx",
        "乱.yaml")),
    *((("notice", f"@{bad}", "-o", ">通知书"), 3) for bad in (
        "没有.xlsx", "夹.xlsx", "空.xlsx", "文字.xlsx", "压缩包.xlsx", "换名.xlsx", "别的.xlsx")),
    *((("template", "check", f"@{bad}"), 3) for bad in ("没有.docx", "夹.docx", "空.docx", "文字.docx", "半截.docx")),
    (("programme", "show", "没有这个项目"), 5),
    (("programme", "check", "@没有"), 3),
    (("draft", "@别的.xlsx", "-o", ">申报书.docx", "--programme", "没有这个项目"), 5),
]  # fmt: skip


def _line(words: tuple[str, ...], files: Path, out: Path) -> list[str]:
    places = {"@": files, ">": out}
    return [str(places[w[0]] / w[1:]) if w[0] in places else w for w in words]


@pytest.mark.parametrize(
    ("words", "code"), WORDS_OF_THE_COMMAND, ids=lambda v: " ".join(v) if isinstance(v, tuple) else v
)
def test_bad_input_is_named_in_chinese_and_nothing_is_written(
    words: tuple[str, ...], code: int, files: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = sorted(files.iterdir())
    assert run(_line(words, files, tmp_path)) == code
    out, said = capfd.readouterr()
    lines = said.strip().splitlines()
    assert "Traceback" not in said
    assert lines[0].startswith("用法错误：" if code == 2 else "错误：")
    assert all(any("\u4e00" <= c <= "\u9fff" for c in line) for line in lines)
    assert len(lines) <= 2
    assert out == "" or (code == 3 and words[0] == "template")
    assert list(tmp_path.iterdir()) == []
    assert sorted(files.iterdir()) == before
    bad = [w[1:] for w in words if w[0] == "@" and w[1:] not in ("好.docx", "好.pdf")]
    if bad and code in (3, 4):
        assert any(name in said for name in bad), said


@pytest.mark.parametrize("command", ["draft", "agreement", "notice", "check", "extract"])
def test_a_command_without_its_file_is_a_mistake_in_usage(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command]) == 2
    assert capsys.readouterr().err.startswith("用法错误：缺少参数")


def _schema(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return loaded


def test_check_prints_json_that_keeps_to_the_schema(files: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code = run(["check", str(files / "好.docx"), str(files / "好.pdf"), "--json", "-"])
    out, said = capfd.readouterr()
    report = json.loads(out)
    jsonschema.validate(report, _schema("check"))
    assert code == {"consistent": 0, "inconsistent": 10, "undetermined": 11}[report["verdict"]]
    assert said == ""
    assert [p["number"] for p in report["pages"]] == [1]
    assert report["word"]["name"] == "好.docx"


def test_a_pdf_that_only_forbids_changes_is_read_and_marked(files: Path, tmp_path: Path) -> None:
    """Scanners and offices write such files: encrypted, with an empty password to open them."""
    (tmp_path / "受限.pdf").write_bytes(_encrypted(_pdf(), ""))
    code = run(["check", str(files / "好.docx"), str(tmp_path / "受限.pdf"), "-o", str(tmp_path / "结果")])
    assert code in (0, 10, 11)
    assert {p.name for p in (tmp_path / "结果").iterdir()} >= {"report.html", "report.xlsx", "marked.pdf"}


def test_a_changed_amount_is_found_and_exits_with_10(
    files: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    document = docx.Document(str(files / "好.docx"))
    run_of_amount = document.paragraphs[1].runs[0]
    run_of_amount.text = run_of_amount.text.replace("20", "28")
    document.save(str(tmp_path / "改.docx"))
    assert run(["check", str(tmp_path / "改.docx"), str(files / "好.pdf"), "--json", "-"]) == 10
    report = json.loads(capfd.readouterr().out)
    found = [d for d in report["differences"] if d["materiality"] == "amount"]
    assert len(found) == 1
    assert (found[0]["word"]["text"], found[0]["pdf"]["text"]) in (("8", "0"), ("28", "20"))
    assert found[0]["pdf"]["page"] == 1
    left, top, right, bottom = found[0]["pdf"]["boxes"][0]
    assert 72 < left < right < 300
    assert 842 - 760 + 10 < top < bottom < 842 - 760 + 40


@pytest.mark.parametrize("name", ["好.docx", "好.pdf", "好.txt"])
def test_extract_prints_json_that_keeps_to_the_schema_with_verbatim_evidence(
    name: str, files: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "好.txt").write_text("\n".join(LINES), encoding="utf-8")
    source = (tmp_path if name.endswith("txt") else files) / name
    assert run(["extract", str(source), "--category", "society", "--json", "-"]) == 0
    out, said = capfd.readouterr()
    report = json.loads(out)
    jsonschema.validate(report, _schema("commitments"))
    assert said == ""
    works = [c for c in report["commitments"] if c["object"] and "科普作品" in c["object"]]
    assert [(c["comparator"], c["value"], c["unit"]) for c in works] == [(">=", "20", "篇")]
    # A PDF does not say where a paragraph ends: its lines may be joined.
    original = "\n".join(LINES) if name != "好.pdf" else "".join(LINES)
    assert all(c["evidence"]["text"] in original for c in report["commitments"])
    assert report["missing"]


@pytest.mark.parametrize("category", ["society", "一流科技社团"])
def test_categories_go_by_id_and_by_chinese_name(
    category: str, files: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["extract", str(files / "好.docx"), "--category", category, "--json", "-"]) == 0
    assert json.loads(capfd.readouterr().out)["missing"]


@pytest.mark.parametrize("form", ["society", "activity", "journal", "agreement", "notice"])
@pytest.mark.parametrize("ending", ["xlsx", "yaml"])
def test_every_form_is_written_the_same_twice(form: str, ending: str, tmp_path: Path) -> None:
    first, second = tmp_path / f"一.{ending}", tmp_path / f"二.{ending}"
    assert run(["form", form, "-o", str(first)]) == 0
    assert run(["form", form, "-o", str(second)]) == 0
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    "words",
    [("form", "society", "-o"), ("check", "@好.docx", "@好.pdf", "--json"), ("extract", "@好.docx", "--json")],
    ids=lambda w: w[0],
)
def test_an_output_that_cannot_be_written_is_8(
    words: tuple[str, ...], files: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A folder that is really a file."""
    (tmp_path / "文件").write_bytes(b"")
    assert run([*_line(words, files, tmp_path), str(tmp_path / "文件" / "表.xlsx")]) == 8
    assert capfd.readouterr().err.startswith("错误：")


def test_an_empty_form_is_refused_with_every_fault(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Data that fails validation: 3, all faults at once, each at its sheet and cell, and no document."""
    form = tmp_path / "表.xlsx"
    assert run(["form", "society", "-o", str(form)]) == 0
    capfd.readouterr()
    assert run(["draft", str(form), "-o", str(tmp_path / "申报书.docx")]) == 3
    out, said = capfd.readouterr()
    assert not (tmp_path / "申报书.docx").exists()
    assert "Traceback" not in said
    assert (out + said).count("!") >= 5


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    monkeypatch.setattr("tfdocs.read.office.find_office", lambda: None)
    return lambda: None


@pytest.mark.usefixtures("no_office")
def test_an_old_word_file_without_libreoffice_is_6(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The head of a compound file (MS-CFB 2.2) is how an old .doc begins."""
    old = tmp_path / "旧.doc"
    old.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4088))
    code = run(["extract", str(old)])
    said = capfd.readouterr().err
    assert (code, "LibreOffice" in said) == (6, True) or code == 3, said
