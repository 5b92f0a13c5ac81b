"""What tfdocs finds on this machine: every part it works with, what that is for, and how to get it.

It looks and never installs. It must not know what the parts do in detail: it asks the modules that own them.
"""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import zipfile
from enum import StrEnum
from importlib import import_module
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

import tfdocs
from tfdocs.errors import TfdocsError
from tfdocs.jobs.fonts import faces
from tfdocs.read import office

__all__ = ["Diagnosis", "Part", "State", "diagnose"]

_TIMEOUT = 120  # seconds; a cold disk takes long to load OpenCV and ONNX Runtime for the first time

# distribution -> (module to load, what tfdocs uses it for)
_PACKAGES: dict[str, tuple[str, str]] = {
    "click": ("click", "命令行"),
    "docxtpl": ("docxtpl", "填写 Word 模板"),
    "jinja2": ("jinja2", "模板语言"),
    "lxml": ("lxml.etree", "读写 Word 文件"),
    "markupsafe": ("markupsafe", "模板和报告里的特殊字符"),
    "numpy": ("numpy", "图像和概率计算"),
    "onnxruntime": ("onnxruntime", "运行文字识别模型"),
    "opencv-python-headless": ("cv2", "图像处理、印章检测"),
    "openpyxl": ("openpyxl", "读写 Excel 填报表和报告"),
    "pillow": ("PIL.Image", "图像读写"),
    "psutil": ("psutil", "看管读取进程的内存"),
    "pydantic": ("pydantic", "数据校验"),
    "pypdf": ("pypdf", "拆分 PDF、写批注"),
    "pypdfium2": ("pypdfium2", "显示和读取 PDF 页面"),
    "pyyaml": ("yaml", "读写 .yaml 填报数据"),
    "rapidfuzz": ("rapidfuzz", "文字对齐"),
    "rapidocr": ("", "提供文字识别模型"),
    "pyclipper": ("pyclipper", "把找到的文字行框放宽到整行"),
    "rich": ("rich", "终端里的表格"),
}

# What documents of this kind are set in, beside what the installed templates name.
_FACES = ("仿宋_GB2312", "方正小标宋简体", "楷体_GB2312", "黑体", "宋体")
_MEMBER_LIMIT = 20_000_000  # bytes of one XML part of a template

# Loads each module named on the command line and says how it went, line by line, so that a crash names its cause.
_LOADER = """
import importlib, json, sys
for name in sys.argv[1:]:
    print(json.dumps([name, "..."]), flush=True)
    try:
        importlib.import_module(name)
        said = ""
    except BaseException as error:
        said = f"{type(error).__name__}: {error}"
    print(json.dumps([name, said]), flush=True)
"""


class State(StrEnum):
    READY = "ready"
    MISSING = "missing"
    BROKEN = "broken"  # there, but it does not work or is too old


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Part(_Stored):
    """One thing tfdocs works with. ``note`` says what is wrong or what stands in, ``remedy`` what to do; both Chinese.

    Without an ``essential`` part the commands it is for do not work at all; without another one, less does.
    """

    group: Literal["python", "package", "model", "data", "program", "font"]
    name: str
    essential: bool
    state: State
    version: str = ""
    place: str = ""
    purpose: str
    note: str = ""
    remedy: str = ""


class Diagnosis(_Stored):
    """Everything that was looked at. JSON form: ``tfdocs.doctor/1``."""

    schema_: Literal["tfdocs.doctor/1"] = Field(default="tfdocs.doctor/1", alias="schema")
    tfdocs: str
    system: str
    parts: list[Part]

    @property
    def faults(self) -> list[Part]:
        """The essential parts that are not ready."""
        return [p for p in self.parts if p.essential and p.state is not State.READY]


def diagnose() -> Diagnosis:
    """Look at everything. Takes a few seconds, because each package is really loaded, in a process of its own."""
    parts = [_python(), *_packages(), *_models(), *_data(), _libreoffice(), _tesseract(), *_fonts()]
    return Diagnosis(
        tfdocs=tfdocs.__version__,
        system=f"{platform.system()} {platform.release()} {platform.machine()}".strip(),
        parts=parts,
    )


def _python() -> Part:
    state = State.READY if sys.version_info >= (3, 11) else State.BROKEN
    return Part(
        group="python",
        name="Python",
        essential=True,
        state=state,
        version=platform.python_version(),
        place=sys.executable,
        purpose="运行 tfdocs",
        remedy="" if state is State.READY else "请安装 Python 3.11 或更高版本",
    )


def _floors() -> dict[str, str]:
    """Lowest version of each package that tfdocs asks for, from its own metadata; "" where any will do."""
    try:
        listed = requires("tfdocs") or []
    except PackageNotFoundError:  # run from a source folder that was never installed
        return {name: "" for name in _PACKAGES}
    out: dict[str, str] = {}
    for line in listed:
        requirement, _, marker = line.partition(";")
        name = re.match(r"[A-Za-z0-9._-]+", requirement.strip())
        if name is not None and "extra" not in marker:
            floor = re.search(r">=\s*([0-9.]+)", requirement)
            out[name[0].lower()] = floor[1] if floor else ""
    return out


def _numbers(text: str) -> tuple[int, ...]:
    """The release of a version as numbers, without its trailing zeros: “5.0.0” is “5”."""
    release = re.match(r"[0-9.]*", text)
    numbers = [int(n) for n in (release[0] if release else "").split(".") if n]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def _load(modules: list[str]) -> dict[str, str]:
    """Module -> "" when it loads, else why not. A separate process: a wheel for another processor crashes Python."""
    command = [sys.executable, "-P", "-c", _LOADER, *modules]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_TIMEOUT, check=False, cwd=tempfile.gettempdir())
    except (OSError, subprocess.TimeoutExpired) as error:
        return {m: f"没有在 {_TIMEOUT} 秒内加载完（{type(error).__name__}）" for m in modules}
    out = dict.fromkeys(modules, "前面的组件使 Python 崩溃，没有检查到")
    for line in done.stdout.decode("utf-8", errors="replace").splitlines():
        if line.startswith("["):
            name, said = json.loads(line)
            out[name] = "加载时 Python 崩溃（可能与本机处理器不兼容）" if said == "..." else said
    return out


def _packages() -> list[Part]:
    floors = _floors()
    names = [n for n in floors if n in _PACKAGES] + [n for n in floors if n not in _PACKAGES]
    loaded = _load([m for n in names if (m := _PACKAGES.get(n, ("", ""))[0])])
    out = []
    for name in names:
        module, purpose = _PACKAGES.get(name, ("", "tfdocs 的依赖"))
        remedy = f'请安装：pip install "{name}>={floors[name]}"' if floors[name] else f"请安装：pip install {name}"
        try:
            found = version(name)
        except PackageNotFoundError:
            found = ""
        note = loaded.get(module, "") if found else "没有安装"
        if not note and _numbers(found) < _numbers(floors[name]):
            note = f"版本过低，至少要 {floors[name]}"
        state = State.READY if not note else State.BROKEN if found else State.MISSING
        out.append(
            Part(
                group="package",
                name=name,
                essential=True,
                state=state,
                version=found,
                purpose=purpose,
                note=note,
                remedy="" if state is State.READY else remedy,
            )
        )
    return out


def _models() -> list[Part]:
    """The packaged OCR models, told by their SHA-256: others read otherwise than what was measured."""
    purposes = {"DETECTION": "在扫描件上找出文字行", "RECOGNITION": "识别扫描件上的文字"}
    again = "请重新安装：pip install --force-reinstall rapidocr"
    try:
        models = import_module("tfdocs.read.ocr.models")
    except ImportError as error:
        return [
            Part(
                group="model",
                name="PP-OCR",
                essential=True,
                state=State.BROKEN,
                purpose="识别扫描件上的文字",
                note=f"文字识别引擎不能加载（{error}）",
                remedy=again,
            )
        ]
    out = []
    for constant, purpose in purposes.items():
        name = getattr(models, constant)
        place = note = digest = ""
        try:
            place, digest = str(models.path(name)), models.sha256(name)
            state = State.READY
            if digest != models.KNOWN[name]:
                note = "与发布时测定的模型不是同一个文件，识别效果没有测定过"
        except TfdocsError as error:
            state, note = State.MISSING, error.what
        out.append(
            Part(
                group="model",
                name=name,
                essential=True,
                state=state,
                version=f"sha256 {digest[:12]}" if digest else "",
                place=place,
                purpose=purpose,
                note=note,
                remedy=again if note else "",
            )
        )
    return out


def _package_folder(name: str) -> Path | None:
    """Where a package that is only data lies; None when it is not installed."""
    try:
        paths = list(import_module(name).__path__)
    except ImportError:
        return None
    return Path(paths[0]) if paths else None


def _data() -> list[Part]:
    shipped = (
        ("tfdocs.templates", "*/programme.toml", "随附的项目数据和 Word 模板"),
        ("tfdocs.samples", "*.py", "演示用的样例"),
    )
    out = []
    for name, pattern, purpose in shipped:
        folder = _package_folder(name)
        ready = folder is not None and any(folder.glob(pattern))
        out.append(
            Part(
                group="data",
                name=name,
                essential=True,
                state=State.READY if ready else State.MISSING,
                place=str(folder or ""),
                purpose=purpose,
                remedy="" if ready else "请重新安装：pip install --force-reinstall tfdocs",
            )
        )
    return out


def _libreoffice() -> Part:
    place = office.find_office()
    state, found, note = State.MISSING, "", "没有安装：不能导出 PDF，不能读取 .doc 和 .wps"
    if place is not None:
        try:
            found, state, note = office.office_version(), State.READY, ""
        except TfdocsError as error:
            state, note = State.BROKEN, error.what
    return Part(
        group="program",
        name="LibreOffice",
        essential=False,
        state=state,
        version=found.removeprefix("LibreOffice").strip(),
        place=str(place or ""),
        purpose="导出 PDF（--pdf），读取 .doc、.wps 文件",
        note=note,
        remedy=""
        if state is State.READY
        else "请安装 LibreOffice（Debian/Ubuntu：apt install libreoffice-writer libreoffice-calc；"
        "Windows、macOS：www.libreoffice.org 下载）",
    )


def _ask(program: str, option: str) -> str | None:
    """What ``program option`` prints; None when it cannot be run."""
    try:
        done = subprocess.run([program, option], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return (done.stdout + done.stderr).decode("utf-8", errors="replace") if done.returncode == 0 else None


def _tesseract() -> Part:
    program = os.environ.get("TFDOCS_TESSERACT", "tesseract")
    said = _ask(program, "--version")
    languages = (_ask(program, "--list-langs") or "").split() if said is not None else []
    if said is None:
        state, note = State.MISSING, "没有安装：扫描件只由内置引擎识别，没有第二个引擎印证"
    elif "chi_sim" not in languages:
        state, note = State.BROKEN, "缺少简体中文数据 chi_sim"
    else:
        state, note = State.READY, ""
    return Part(
        group="program",
        name="Tesseract",
        essential=False,
        state=state,
        version=said.split()[1] if said and len(said.split()) > 1 else "",
        purpose="第二个文字识别引擎，用来印证有疑问的地方",
        note=note,
        remedy=""
        if state is State.READY
        else "请安装 Tesseract 和 chi_sim（Debian/Ubuntu：apt install tesseract-ocr tesseract-ocr-chi-sim）",
    )


def template_faces() -> tuple[str, ...]:
    """East Asian faces that the shipped templates name, the usual ones first."""
    names = dict.fromkeys(_FACES)
    folder = _package_folder("tfdocs.templates")
    for path in sorted(folder.rglob("*.docx")) if folder else []:
        try:
            with zipfile.ZipFile(path) as package:
                for info in package.infolist():
                    if re.fullmatch(r"word/(document|styles|header\d*|footer\d*)\.xml", info.filename):
                        if info.file_size > _MEMBER_LIMIT:
                            continue
                        text = package.read(info).decode("utf-8", errors="replace")
                        names.update(dict.fromkeys(re.findall(r'w:eastAsia="([^"]*[\u4e00-\u9fff][^"]*)"', text)))
        except (OSError, zipfile.BadZipFile):
            continue  # ``tfdocs template check`` and ``programme check`` say what is wrong with a template
    return tuple(names)


def _fonts() -> list[Part]:
    out = []
    for face in faces(template_faces()):
        if face.installed:
            state, note = State.READY, ""
        elif face.stand_in:
            state, note = State.MISSING, f"本机最接近的字体是 {face.stand_in}，导出 PDF 的字形、版面会略有不同"
        else:
            state, note = State.MISSING, "也没有可以代替的中文字体，导出的 PDF 会缺字"
        out.append(
            Part(
                group="font",
                name=face.name,
                essential=False,
                state=state,
                purpose="生成的文件用到的字体，导出 PDF 时需要",
                note=note,
                remedy=""
                if face.installed or face.stand_in
                else "请安装中文字体（Debian/Ubuntu：apt install fonts-noto-cjk fonts-arphic-uming fonts-arphic-ukai）",
            )
        )
    return out
