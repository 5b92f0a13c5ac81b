"""LibreOffice as a process: one run converts any number of files, in isolation, within a time limit.

This is the one file that knows how LibreOffice is found, called and ended. It must not know what is converted or why.

Quirks it lives with (LibreOffice 7.4): two runs that share a profile disturb each other, so each has its own; it exits
with 0 when a file could not be converted; the process started is a launcher, so that a time-out must end the group (on
Windows the tree of processes, by taskkill); real files make it crash or compute for ever, hence the time-out.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from tfdocs.errors import ComponentMissing, EngineFailed, EngineTimeout, InputMissing, OutputFailed, reason
from tfdocs.read.archive import FileKind, sniff

__all__ = ["convert", "find_office", "office_version"]

OVERRIDE: Final = "TFDOCS_SOFFICE"
_NAMES: Final = ("soffice", "libreoffice", "soffice.com")
_PLACES: Final = (
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/opt/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
)

# LibreOffice chooses its import filter by the name's ending first: give each file the ending of what it is.
_ENDINGS: Final = {
    FileKind.DOC: ".doc",
    FileKind.DOCX: ".docx",
    FileKind.DOCM: ".docm",
    FileKind.RTF: ".rtf",
    FileKind.ODT: ".odt",
    FileKind.XLS: ".xls",
    FileKind.XLSX: ".xlsx",
    FileKind.HTML: ".html",
    FileKind.WORD_XML: ".xml",
}

# A profile that runs no macro, follows no link and asks nothing.
_PROFILE: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""  # noqa: E501


def find_office() -> Path | None:
    """Where LibreOffice is: the environment's TFDOCS_SOFFICE, else on the path, else in the usual places."""
    override = os.environ.get(OVERRIDE)
    if override:
        return Path(override) if Path(override).is_file() else None
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    return next((Path(p) for p in _PLACES if Path(p).is_file()), None)


def _require() -> Path:
    office = find_office()
    if office is None:
        raise ComponentMissing(
            "没有安装 LibreOffice，无法转换文件",
            hint="请安装 LibreOffice Writer（Debian/Ubuntu：apt install libreoffice-writer）。",
        )
    return office


def office_version(timeout: float = 20) -> str:
    """“LibreOffice 7.4.7.2 …” as the program says it. Errors as ``convert``."""
    office = _require()
    with tempfile.TemporaryDirectory(prefix="tfdocs-office-", ignore_cleanup_errors=True) as folder:
        log = Path(folder) / "log.txt"
        _run([str(office), f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--version"], timeout, log)
        return log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[0]


def convert(
    paths: Sequence[Path], to: str, outdir: Path, *, timeout: float = 120, env: Mapping[str, str] | None = None
) -> list[Path]:
    """Convert ``paths`` in one run and return the new files, in the same order, in ``outdir`` under the old stems.

    ``to`` is what ``--convert-to`` takes: "pdf", "docx", or with a filter "docx:MS Word 2007 XML". ``timeout`` is in
    seconds for the whole run; ``env`` is added to the environment. Two paths of one stem would overwrite each other:
    ``ValueError``.
    Raises ``ComponentMissing``, ``EngineTimeout``, ``EngineFailed`` (naming the first file that came out as nothing),
    ``InputMissing`` and ``OutputFailed``. Nothing is written but whole files.
    """
    if not paths:
        return []
    if len({p.stem.casefold() for p in paths}) < len(paths):
        raise ValueError("two inputs share a stem")
    office = _require()
    ending = "." + to.partition(":")[0]
    with tempfile.TemporaryDirectory(prefix="tfdocs-office-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        inputs = _stage(paths, work / "in")
        user = work / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        command = [
            str(office),
            f"-env:UserInstallation={(work / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--nofirststartwizard"),
            *("--convert-to", to, "--outdir", str(work / "out")),
            *map(str, inputs),
        ]
        log = work / "log.txt"
        _run(command, timeout, log, env or {})
        return [
            _collect(work / "out" / (staged.stem + ending), outdir / (path.stem + ending), path, log)
            for path, staged in zip(paths, inputs, strict=True)
        ]


def _stage(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Copies under plain names: stems may repeat, begin with a dash, or hold what a command line cannot."""
    folder.mkdir()
    out = []
    for number, path in enumerate(paths, start=1):
        if not path.is_file():
            raise InputMissing("找不到这个文件", where=str(path), hint="请检查路径和文件名（包括扩展名）是否写对。")
        staged = folder / f"{number:05d}{_ENDINGS.get(sniff(path), path.suffix.lower())}"
        try:
            shutil.copyfile(path, staged)
        except OSError as error:
            raise EngineFailed("转换前复制文件失败", where=path.name, hint="请检查临时目录的空间和权限。") from error
        out.append(staged)
    return out


def _collect(made: Path, target: Path, source: Path, log: Path) -> Path:
    if not made.is_file() or made.stat().st_size == 0:
        said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        detail = f"（{said[-1][:120]}）" if said else ""
        raise EngineFailed(
            f"LibreOffice 没能转换这个文件{detail}",
            where=source.name,
            hint="文件可能已损坏或带密码；请用 Word 或 WPS 打开后另存为 .docx。",
        )
    part = target.with_name(target.name + f".{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(made, part)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OutputFailed(
            f"写不出转换结果（{reason(error)}）", where=str(target), hint="请检查目录权限和磁盘空间。"
        ) from error
    return target


def _run(command: list[str], timeout: float, log: Path, extra: Mapping[str, str] | None = None) -> None:
    """Run to the end or to the limit. Output goes to ``log``: a pipe would stay open in a stray grandchild."""
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONHOME", "PYTHONPATH", "LD_PRELOAD")}
    env["SAL_USE_VCLPLUGIN"] = "svp"
    env.update(extra or {})
    try:
        with (
            log.open("wb") as sink,
            subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                env=env,
                start_new_session=sys.platform != "win32",
            ) as process,
        ):
            _bound(process.pid)
            try:
                code = process.wait(timeout)
            except subprocess.TimeoutExpired as error:
                raise EngineTimeout(
                    f"LibreOffice 超过 {timeout:g} 秒没有完成，已终止",
                    hint="文件可能过大或有问题；请用 Word 或 WPS 另存为 .docx 或 PDF 后再试。",
                ) from error
            finally:
                if process.poll() is None:
                    _end(process)
    except OSError as error:
        raise EngineFailed(
            f"LibreOffice 启动失败（{reason(error)}）", hint="请运行 tfdocs doctor 查看安装情况。"
        ) from error
    if code != 0:
        said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        raise EngineFailed(
            f"LibreOffice 异常退出（代码 {code}{'：' + said[-1][:120] if said else ''}）",
            hint="请再试一次；若仍失败，请用 Word 或 WPS 另存为 .docx 或 PDF。",
        )


# Address space. A run on a form of 16 pages peaks at 0.5 GB; a small file that makes it grow past this is a bomb.
_MOST_MEMORY: Final = 4 * 2**30


def _bound(pid: int) -> None:
    """Limit the memory of the launcher, and so of all it starts. Only Linux can do this from outside a process."""
    if sys.platform == "linux":
        import resource

        with contextlib.suppress(OSError):  # ended already, or not allowed to be limited: the time limit remains
            resource.prlimit(pid, resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a running process and all it started."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
