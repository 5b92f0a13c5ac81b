"""LibreOffice as a process: whatever it does, what comes back is whole files or a clear error, in time.

A program that behaves badly stands in for it, so that the tests need nothing installed.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest
from wordfiles import docx, p

from tfdocs.errors import ComponentMissing, EngineFailed, EngineTimeout, InputMissing
from tfdocs.read import office

posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script with a shebang line")


def pretend(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Make ``code`` the LibreOffice that is found; ``args``, ``out`` and ``files`` are set for it."""
    script = folder / "soffice"
    script.write_text(
        f"#!{sys.executable}\nimport os, subprocess, sys, time\nfrom pathlib import Path\nargs = sys.argv[1:]\n"
        "out = Path(args[args.index('--outdir') + 1])\nfiles = [Path(a) for a in args[args.index('--outdir') + 2:]]\n"
        f"{code}\n",
        encoding="utf-8",
    )
    script.chmod(0o755)
    monkeypatch.setenv(office.OVERRIDE, str(script))


GOOD = "out.mkdir()\nfor f in files: (out / (f.stem + '.pdf')).write_bytes(b'%PDF ' + f.suffix.encode())"


@posix
def test_every_file_comes_back_under_its_own_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names that a command line cannot take are none of the engine's business; endings follow the bytes."""
    pretend(tmp_path, monkeypatch, GOOD)
    first = docx(tmp_path / "-申报 书.doc", p())
    second = tmp_path / "b.docx"
    second.write_bytes(b"{\\rtf1}")
    made = office.convert([first, second], "pdf", tmp_path / "新" / "out")
    assert [m.name for m in made] == ["-申报 书.pdf", "b.pdf"]
    assert [m.read_bytes() for m in made] == [b"%PDF .docx", b"%PDF .rtf"]
    assert sorted(f.name for f in made[0].parent.iterdir()) == ["-申报 书.pdf", "b.pdf"]


@posix
@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("sys.exit(3)", "代码 3"),
        ("print('no filter')", "no filter"),
        ("out.mkdir(); (out/'00001.pdf').touch()", "没能转换"),
    ],
    ids=["crashes", "does nothing and says success", "writes an empty file"],
)
def test_engines_that_fail(code: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(tmp_path, monkeypatch, code)
    with pytest.raises(EngineFailed, match=words):
        office.convert([docx(tmp_path / "a.docx", p())], "pdf", tmp_path / "out")
    assert not (tmp_path / "out" / "a.pdf").exists()


@posix
def test_a_hanging_engine_is_ended_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The launcher and what it started both end, and the wait is as long as was allowed."""
    pid_file = tmp_path / "pid"
    child = f"import os,time; open({str(pid_file)!r},'w').write(str(os.getpid())); time.sleep(60)"
    pretend(tmp_path, monkeypatch, f"subprocess.Popen([sys.executable, '-c', {child!r}]); time.sleep(60)")
    started = time.monotonic()
    with pytest.raises(EngineTimeout, match=r"超过 1\.5 秒"):
        office.convert([docx(tmp_path / "a.docx", p())], "pdf", tmp_path / "out", timeout=1.5)
    assert time.monotonic() - started < 20
    pid = int(pid_file.read_text())
    for _ in range(50):
        if not _alive(pid):
            break
        time.sleep(0.1)
    assert not _alive(pid)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process from outside")
def test_memory_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that grows without end fails; the machine does not."""
    monkeypatch.setattr(office, "_MOST_MEMORY", 300 * 2**20)
    pretend(tmp_path, monkeypatch, "time.sleep(0.5)\nx = bytearray(10**9)\n" + GOOD)
    with pytest.raises(EngineFailed, match="MemoryError"):
        office.convert([docx(tmp_path / "a.docx", p())], "pdf", tmp_path / "out")


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


def test_absent_or_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(office.OVERRIDE, str(tmp_path / "no"))
    assert office.find_office() is None
    with pytest.raises(ComponentMissing, match="LibreOffice"):
        office.convert([tmp_path / "a.docx"], "pdf", tmp_path)
    monkeypatch.setenv(office.OVERRIDE, sys.executable)
    with pytest.raises(InputMissing):
        office.convert([tmp_path / "a.docx"], "pdf", tmp_path)
    assert office.convert([], "pdf", tmp_path) == []


@pytest.mark.require("libreoffice")
def test_the_real_one(tmp_path: Path) -> None:
    made = office.convert([docx(tmp_path / "甲.docx", p("甲"))], "pdf", tmp_path)
    assert made[0].name == "甲.pdf" and made[0].read_bytes().startswith(b"%PDF")
    assert office.office_version().startswith("LibreOffice")
