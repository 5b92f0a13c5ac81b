"""``tfdocs doctor``: what is there is named with its version, what is not with the way to get it."""

from __future__ import annotations

import json
import re
import sys
import zipfile
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfdocs.cli.main import run
from tfdocs.errors import ComponentMissing, EngineFailed
from tfdocs.jobs import doctor
from tfdocs.jobs.fonts import faces
from tfdocs.read import office


@pytest.fixture(scope="module")
def diagnosis() -> doctor.Diagnosis:
    return doctor.diagnose()


@pytest.fixture
def unloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spares a test the second it takes to load every package."""
    monkeypatch.setattr(doctor, "_load", lambda _: {})


def _part(diagnosis: doctor.Diagnosis, name: str) -> doctor.Part:
    return next(p for p in diagnosis.parts if p.name == name)


def test_here_everything_essential_is_ready(diagnosis: doctor.Diagnosis) -> None:
    """The tests run where tfdocs is installed, so there must be nothing to complain of."""
    assert diagnosis.faults == []


def test_every_dependency_is_named_with_its_version_and_use(diagnosis: doctor.Diagnosis) -> None:
    wanted = {re.split(r"[<>=!~ ;\[]", r)[0].lower() for r in requires("tfdocs") or [] if "extra" not in r}
    listed = [p for p in diagnosis.parts if p.group == "package"]
    assert {p.name for p in listed} == wanted
    assert all(p.version and p.purpose != "tfdocs 的依赖" for p in listed)


def test_the_models_are_told_by_their_hash(diagnosis: doctor.Diagnosis) -> None:
    models = [p for p in diagnosis.parts if p.group == "model"]
    assert len(models) == 2
    assert all(p.version.startswith("sha256 ") and Path(p.place).is_file() and not p.note for p in models)


def test_each_part_that_is_not_ready_says_why(diagnosis: doctor.Diagnosis) -> None:
    assert all(p.note for p in diagnosis.parts if p.state is not doctor.State.READY)
    assert all(p.remedy for p in diagnosis.parts if p.group == "program" and p.state is not doctor.State.READY)


def test_the_faces_of_official_documents_are_looked_for(diagnosis: doctor.Diagnosis) -> None:
    fonts = {p.name for p in diagnosis.parts if p.group == "font"}
    assert {"仿宋_GB2312", "方正小标宋简体", "楷体_GB2312", "黑体", "宋体"} <= fonts


def test_the_command_prints_it_and_exits_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor"]) == 0
    out, said = capsys.readouterr()
    assert said == ""
    for words in (
        "运行环境",
        "Python 组件（必需）",
        "文字识别模型（必需）",
        "可选程序",
        "字体",
        "LibreOffice",
        "Tesseract",
    ):
        assert words in out


@pytest.mark.usefixtures("unloaded")
def test_json_goes_alone_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--json", "-"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["schema"] == "tfdocs.doctor/1"
    assert {p["group"] for p in said["parts"]} == {"python", "package", "model", "data", "program", "font"}


@pytest.mark.usefixtures("unloaded")
def test_json_goes_to_a_file_beside_the_print(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "诊断.json"
    assert run(["doctor", "--json", str(target)]) == 0
    assert json.loads(target.read_text(encoding="utf-8"))["tfdocs"]
    assert "运行环境" in capsys.readouterr().out
    assert [p.name for p in tmp_path.iterdir()] == ["诊断.json"]


@pytest.mark.usefixtures("unloaded")
def test_json_to_a_place_that_cannot_be_written_is_8(tmp_path: Path) -> None:
    (tmp_path / "文件").write_bytes(b"")
    assert run(["doctor", "--json", str(tmp_path / "文件" / "诊断.json")]) == 8


@pytest.mark.usefixtures("unloaded")
def test_a_missing_package_is_essential_and_ends_with_6(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = doctor.version

    def version(name: str) -> str:
        if name == "openpyxl":
            raise PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(doctor, "version", version)
    assert run(["doctor"]) == 6
    out, said = capsys.readouterr()
    assert "openpyxl" in said
    assert 'pip install "openpyxl>=' in out


@pytest.mark.usefixtures("unloaded")
def test_a_package_that_is_too_old_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = doctor.version
    monkeypatch.setattr(doctor, "version", lambda name: "0.1" if name == "lxml" else real(name))
    part = _part(doctor.diagnose(), "lxml")
    assert part.state is doctor.State.BROKEN
    assert "版本过低" in part.note


def test_a_package_that_fails_to_load_is_broken_and_not_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a Windows machine without the C++ runtime shows."""
    (tmp_path / "rapidfuzz.py").write_text("raise ImportError('DLL load failed')", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    part = _part(doctor.diagnose(), "rapidfuzz")
    assert part.state is doctor.State.BROKEN
    assert "DLL load failed" in part.note


def test_a_package_that_crashes_python_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a wheel for a newer processor does; the check must live on and name it."""
    (tmp_path / "lxml").mkdir()
    (tmp_path / "lxml" / "__init__.py").write_text("", encoding="utf-8")
    (tmp_path / "lxml" / "etree.py").write_text("import os; os._exit(139)", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    diagnosis = doctor.diagnose()
    assert "崩溃" in _part(diagnosis, "lxml").note
    assert _part(diagnosis, "click").state is doctor.State.READY


@pytest.mark.usefixtures("unloaded")
def test_other_models_than_the_measured_ones_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    models = pytest.importorskip("tfdocs.read.ocr.models")
    monkeypatch.setitem(models.KNOWN, models.RECOGNITION, "0" * 64)
    part = _part(doctor.diagnose(), models.RECOGNITION)
    assert "不是同一个文件" in part.note


@pytest.mark.usefixtures("unloaded")
def test_missing_models_are_essential(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    models = pytest.importorskip("tfdocs.read.ocr.models")

    def absent(name: str) -> Path:
        raise ComponentMissing(f"缺少文字识别模型 {name}", where=str(tmp_path))

    monkeypatch.setattr(models, "path", absent)
    parts = [p for p in doctor.diagnose().faults if p.group == "model"]
    assert [p.state for p in parts] == [doctor.State.MISSING] * 2
    assert all("rapidocr" in p.remedy for p in parts)


@pytest.mark.usefixtures("unloaded")
def test_without_libreoffice_less_works_and_nothing_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_office", lambda: None)
    diagnosis = doctor.diagnose()
    part = _part(diagnosis, "LibreOffice")
    assert part.state is doctor.State.MISSING
    assert "apt install libreoffice-writer" in part.remedy
    assert part not in diagnosis.faults


@pytest.mark.usefixtures("unloaded")
def test_a_libreoffice_that_does_not_start_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> str:
        raise EngineFailed("LibreOffice 没有启动")

    monkeypatch.setattr(office, "find_office", lambda: Path(sys.executable))
    monkeypatch.setattr(office, "office_version", fails)
    part = _part(doctor.diagnose(), "LibreOffice")
    assert (part.state, part.note) == (doctor.State.BROKEN, "LibreOffice 没有启动")


@pytest.mark.usefixtures("unloaded")
def test_tesseract_without_chinese_is_of_no_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_ask", lambda _, option: "tesseract 5.3.0" if option == "--version" else "eng\nosd")
    part = _part(doctor.diagnose(), "Tesseract")
    assert (part.state, part.note) == (doctor.State.BROKEN, "缺少简体中文数据 chi_sim")


@pytest.mark.require("tesseract", "libreoffice")
def test_with_everything_installed_the_versions_are_real(diagnosis: doctor.Diagnosis) -> None:
    for name in ("LibreOffice", "Tesseract"):
        part = _part(diagnosis, name)
        assert part.state is doctor.State.READY
        assert part.version[0].isdigit()


def test_a_face_is_known_under_all_its_names() -> None:
    assert faces(["仿宋_GB2312", "黑体"], ["FangSong_GB2312", "SimHei"])[0].installed
    assert [f.installed for f in faces(["FZXiaoBiaoSong-B05S"], ["方正小标宋简体"])] == [True]
    assert faces(["仿宋 GB2312"], ["仿宋_GB2312"])[0].installed


def test_the_nearest_face_stands_in() -> None:
    families = ["AR PL UKai CN", "Noto Serif CJK SC", "DejaVu Sans"]
    assert [f.stand_in for f in faces(["楷体_GB2312", "宋体"], families)] == ["AR PL UKai CN", "Noto Serif CJK SC"]


def test_without_a_chinese_face_nothing_stands_in() -> None:
    assert [(f.installed, f.stand_in) for f in faces(["宋体", "不知名字体"], ["DejaVu Sans"])] == [(False, "")] * 2


@given(st.lists(st.sampled_from(["仿宋_GB2312", "宋体", "黑体", "甲", "SimSun"])), st.lists(st.text(max_size=8)))
def test_every_face_asked_for_is_answered_in_order(names: list[str], families: list[str]) -> None:
    assert [f.name for f in faces(names, families)] == names


def test_faces_named_by_templates_are_collected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as package:
        package.writestr("word/styles.xml", '<w:rFonts w:ascii="Times" w:eastAsia="华文中宋"/>')
    (tmp_path / "坏.docx").write_bytes(b"no zip")
    monkeypatch.setattr(doctor, "_package_folder", lambda _: tmp_path)
    assert doctor.template_faces()[-1] == "华文中宋"


@pytest.mark.parametrize(
    ("low", "high"), [("1.9", "1.10"), ("8.4", "8.4.1"), ("4.10.0.84", "5.0.0.93"), ("2.0", "2.0.1rc1"), ("", "1")]
)
def test_versions_are_compared_as_numbers(low: str, high: str) -> None:
    assert doctor._numbers(low) < doctor._numbers(high)


def test_trailing_zeros_do_not_make_a_version_newer() -> None:
    assert doctor._numbers("8.4") == doctor._numbers("8.4.0")
