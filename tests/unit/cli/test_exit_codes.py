"""Every exit code of the contract, each brought about by what it stands for, and what is said beside it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from tfdocs import errors
from tfdocs.cli import main as entry
from tfdocs.model.fault import Fault, Severity

Runs = Callable[[Callable[[], object]], int]


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Runs:
    """Runs the command line with ``doctor`` replaced by a command that does what the test says."""

    def run(body: Callable[[], object], *args: str) -> int:
        stand_in = click.Command("doctor", callback=body)
        monkeypatch.setattr(entry, "import_module", lambda _: type("module", (), {"command": stand_in}))
        return entry.run(["doctor", *args])

    return run


def _raising(error: BaseException) -> Callable[[], object]:
    def body() -> object:
        raise error

    return body


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.InputMissing("找不到文件", where="申报书.docx", hint="请检查路径。"), 3),
        (errors.InputDamaged("文件不完整"), 3),
        (errors.InputRefused("文件过大"), 3),
        (errors.InputEncrypted("文件有密码"), 4),
        (errors.TemplateFault("模板有误"), 5),
        (errors.ProgrammeFault("没有这个项目"), 5),
        (errors.ComponentMissing("没有安装 LibreOffice"), 6),
        (errors.EngineFailed("识别失败"), 7),
        (errors.EngineTimeout("转换超时"), 7),
        (errors.OutputFailed("不能写入"), 8),
        (errors.TfdocsError("自身出错"), 70),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_our_errors_give_their_code_and_their_words(
    runs: Runs, capsys: pytest.CaptureFixture[str], error: errors.TfdocsError, code: int
) -> None:
    assert runs(_raising(error)) == code
    out, said = capsys.readouterr()
    assert out == ""
    assert said == f"错误：{error}\n"


@pytest.mark.parametrize("code", [0, 10, 11, 12])
def test_a_command_returns_the_code_of_its_result(runs: Runs, code: int) -> None:
    """Inconsistent (10), undetermined (11) and a batch with failures (12) are results and no errors."""
    assert runs(lambda: code) == code


def test_a_command_that_returns_nothing_is_done(runs: Runs) -> None:
    assert runs(lambda: None) == 0


def test_declining_at_a_prompt_is_1(runs: Runs, capsys: pytest.CaptureFixture[str]) -> None:
    assert runs(_raising(click.Abort())) == 1
    assert capsys.readouterr().err == "已取消。\n"


def test_ctrl_c_in_a_command_is_130(runs: Runs, capsys: pytest.CaptureFixture[str]) -> None:
    assert runs(_raising(KeyboardInterrupt())) == 130
    assert capsys.readouterr().err.strip() == "已中断。"


def test_ctrl_c_while_a_command_is_imported_is_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Loading takes a second, and that is when people who have mistyped press it."""

    def interrupted(_: str) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(entry, "import_module", interrupted)
    assert entry.run(["doctor"]) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_the_end_of_input_at_a_prompt_is_1(
    runs: Runs, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def closed(*_: object) -> str:
        raise EOFError

    monkeypatch.setattr(click.termui, "visible_prompt_func", closed)
    assert runs(lambda: click.confirm("继续吗？", abort=True)) == 1
    assert "已取消。" in capsys.readouterr().err


@pytest.mark.parametrize("args", [["frobnicate"], ["--frobnicate"], [], ["doctor", "--frobnicate"], ["doctor", "x"]])
def test_usage_is_2(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.run(args) == 2
    out, said = capsys.readouterr()
    assert out == ""
    assert "用法" in said


def test_a_fault_of_tfdocs_itself_is_70_and_shows_no_traceback(runs: Runs, capsys: pytest.CaptureFixture[str]) -> None:
    assert runs(_raising(ZeroDivisionError("division\nby zero"))) == 70
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert said.splitlines() == [
        "错误：tfdocs 自身出错（ZeroDivisionError：division by zero）",
        "请加 --debug 重新运行，并把输出发给维护者。",
    ]


@pytest.mark.parametrize("at_the_end", [True, False])
def test_debug_shows_the_traceback_wherever_it_stands(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], at_the_end: bool
) -> None:
    stand_in = click.Command("doctor", callback=_raising(ZeroDivisionError()))
    monkeypatch.setattr(entry, "import_module", lambda _: type("module", (), {"command": stand_in}))
    assert entry.run(["doctor", "--debug"] if at_the_end else ["--debug", "doctor"]) == 70
    assert "Traceback" in capsys.readouterr().err


def test_an_operating_system_error_that_no_wall_translated_is_8(
    runs: Runs, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert runs(lambda: (tmp_path / "没有" / "这里").write_bytes(b"")) == 8
    said = capsys.readouterr().err
    assert said.startswith("错误：这里：读写文件失败")
    assert len(said.splitlines()) == 2


def test_running_out_of_memory_is_7(runs: Runs, capsys: pytest.CaptureFixture[str]) -> None:
    assert runs(_raising(MemoryError())) == 7
    assert "内存不足" in capsys.readouterr().err


def test_a_python_package_that_does_not_load_is_6(runs: Runs, capsys: pytest.CaptureFixture[str]) -> None:
    """On Windows a missing C++ runtime shows as an ImportError deep inside a package."""
    assert runs(_raising(ImportError("DLL load failed", name="onnxruntime.capi"))) == 6
    assert "onnxruntime" in capsys.readouterr().err


def test_a_module_of_our_own_that_does_not_load_is_our_fault(runs: Runs) -> None:
    assert runs(_raising(ImportError("no", name="tfdocs.cli.doctor"))) == 70


def test_every_fault_of_the_data_is_listed_at_its_place(runs: Runs, capsys: pytest.CaptureFixture[str]) -> None:
    faults = [
        Fault("基本情况!C7", "单位名称没有填写。", "请填写全称。"),
        Fault("预算!D3", "与合计相差 2 万元。", severity=Severity.WARNING),
    ]
    assert runs(_raising(errors.DataInvalid("填报数据有 1 处错误", where="填报表.xlsx", faults=faults))) == 3
    assert capsys.readouterr().err.splitlines() == [
        "错误：填报表.xlsx：填报数据有 1 处错误",
        "  基本情况!C7：单位名称没有填写。 请填写全称。",
        "  预算!D3：（提醒）与合计相差 2 万元。",
    ]


def test_hundreds_of_faults_are_counted_and_not_all_printed(runs: Runs, capsys: pytest.CaptureFixture[str]) -> None:
    faults = [Fault(f"名单!A{n}", "空白") for n in range(250)]
    runs(_raising(errors.DataInvalid("有误", faults=faults)))
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 102
    assert "150" in lines[-1]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes")
def test_a_reader_that_stops_reading_gets_no_traceback() -> None:
    """``tfdocs … | head -1`` must end quietly."""
    script = (
        "import click, sys\nfrom tfdocs.cli import main as entry\n"
        "body = lambda: [click.echo('行' * 1000) for _ in range(2000)]\n"
        "entry.import_module = lambda _: type('m', (), {'command': click.Command('doctor', callback=body)})\n"
        "sys.argv = ['tfdocs', 'doctor']\nentry.main()\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 8


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_real_interrupt_of_a_real_process_is_130() -> None:
    script = (
        "import click, os, signal, sys, time\nfrom tfdocs.cli import main as entry\n"
        # a shell's job in the background inherits that it is ignored
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "def body():\n    os.kill(os.getpid(), signal.SIGINT)\n    time.sleep(30)\n"
        "entry.import_module = lambda _: type('m', (), {'command': click.Command('doctor', callback=body)})\n"
        "sys.argv = ['tfdocs', 'doctor']\nentry.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60)
    assert done.returncode == 130
    assert done.stderr.decode().strip() == "已中断。"


def test_a_gbk_console_never_ends_the_program() -> None:
    """A Chinese Windows console cannot show every character; what it cannot becomes “?”."""
    script = (
        "import click, sys\nfrom tfdocs.cli import main as entry\n"
        "body = lambda: click.echo('𠮷✓ 完成')\n"
        "entry.import_module = lambda _: type('m', (), {'command': click.Command('doctor', callback=body)})\n"
        "sys.argv = ['tfdocs', 'doctor']\nentry.main()\n"
    )
    environment = {"PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0", "PATH": "", "SYSTEMROOT": "C:\\Windows"}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, env=environment)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode("gbk").strip() == "?? 完成"


def test_json_on_standard_output_is_utf_8_on_any_console() -> None:
    environment = {"PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0", "PATH": "", "SYSTEMROOT": "C:\\Windows"}
    script = (
        "import click, sys\nfrom tfdocs.cli import main as entry\n"
        "command = click.Command('doctor', params=[click.Option(['--json'])], callback=lambda json: click.echo('𠮷'))\n"
        "entry.import_module = lambda _: type('m', (), {'command': command})\n"
        "sys.argv = ['tfdocs', 'doctor', '--json', '-']\nentry.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, env=environment)
    assert done.stdout == "𠮷\n".encode()
