"""An installed tfdocs does its job: from the wheel, from the sdist, and editable; with nothing but its dependencies.

Builds in a copy, because building leaves files in the tree. Needs an index that pip can reach.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow

NOT_COPIED = shutil.ignore_patterns(
    ".git", "build", "dist", "*.egg-info", "__pycache__", ".*_cache", ".hypothesis", ".venv", "out"
)
# Of the test dependencies, what users do not have: none of it may be needed by an installed command.
TEST_ONLY = ("pytest", "hypothesis", "jsonschema", "reportlab", "build", "mypy")


def _python(venv: Path) -> Path:
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _script(venv: Path) -> Path:
    return venv / ("Scripts/tfdocs.exe" if os.name == "nt" else "bin/tfdocs")


def _new_environment(folder: Path) -> Path:
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    return folder


def _pip(venv: Path, *args: str | Path) -> None:
    done = subprocess.run([_python(venv), "-m", "pip", "--quiet", *args], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory, not_available: Callable[[str], None]) -> Path:
    """A copy of the tree, once it is sure that pip can fetch what building needs."""
    folder = tmp_path_factory.mktemp("source")
    fetched = subprocess.run(
        [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", "-d", folder / "probe", "setuptools>=77"],
        capture_output=True,
        text=True,
    )
    if fetched.returncode:
        not_available(f"pip cannot reach an index: {fetched.stderr.strip().splitlines()[-1:]}")
    shutil.copytree(ROOT, folder / "tree", ignore=NOT_COPIED)
    return folder / "tree"


@pytest.fixture(scope="module")
def built(source: Path) -> dict[str, Path]:
    """The sdist, the wheel made from that sdist, and the wheel made from the tree."""
    through, direct = source.parent / "through", source.parent / "direct"
    subprocess.run([sys.executable, "-m", "build", "--outdir", through, source], check=True, capture_output=True)
    subprocess.run([sys.executable, "-m", "build", "-w", "--outdir", direct, source], check=True, capture_output=True)
    return {
        "sdist": next(through.glob("*.tar.gz")),
        "wheel": next(through.glob("*.whl")),
        "direct": next(direct.glob("*.whl")),
    }


@pytest.fixture(scope="module")
def installed(built: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel and its dependencies and nothing else."""
    venv = _new_environment(tmp_path_factory.mktemp("installed") / "venv")
    _pip(venv, "install", built["wheel"])
    return venv


def _bare(venv: Path, home: Path) -> dict[str, str]:
    """An environment without LibreOffice, Tesseract and Chromium, as on a machine that has only Python."""
    kept = {k: v for k, v in os.environ.items() if k in ("SYSTEMROOT", "TEMP", "TMP", "TMPDIR")}
    return kept | {"PATH": str(_python(venv).parent), "HOME": str(home), "USERPROFILE": str(home), "PYTHONUTF8": "1"}


def _run(venv: Path, home: Path, *args: str, timeout: float = 60) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [_script(venv), *args],
        cwd=home,
        env=_bare(venv, home),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=timeout,
    )


def _names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as package:
        return {n for n in package.namelist() if ".dist-info/" not in n}


def test_the_wheel_is_the_same_from_the_tree_and_from_the_sdist(built: dict[str, Path]) -> None:
    assert _names(built["wheel"]) == _names(built["direct"])


def test_the_wheel_has_programmes_samples_and_the_type_marker(built: dict[str, Path]) -> None:
    names = _names(built["wheel"])
    assert {"tfdocs/py.typed", "tfdocs/templates/__init__.py", "tfdocs/samples/__init__.py"} <= names
    for folder in (p for p in (ROOT / "templates").iterdir() if (p / "programme.toml").is_file()):
        shipped = {p.name for p in folder.iterdir() if p.suffix in (".toml", ".docx")}
        assert {f"tfdocs/templates/{folder.name}/{name}" for name in shipped} <= names


def test_the_wheel_has_nothing_but_the_package(built: dict[str, Path]) -> None:
    assert {n.partition("/")[0] for n in _names(built["wheel"])} == {"tfdocs"}


def test_the_sdist_has_tests_and_documents(built: dict[str, Path]) -> None:
    with tarfile.open(built["sdist"]) as package:
        names = {n.partition("/")[2] for n in package.getnames()}
    wanted = {"LICENSE", "README.md", "README.zh-CN.md", "CHANGELOG.md", "docs/guide.zh-CN.md", "tests/conftest.py"}
    assert wanted <= names
    assert not [n for n in names if "__pycache__" in n]


def test_the_environment_has_no_test_dependency(installed: Path, tmp_path: Path) -> None:
    """The base of the tests below: what they show, they show for users."""
    script = f"from importlib.util import find_spec; print([n for n in {TEST_ONLY!r} if find_spec(n)])"
    # Not in the tree: its folders would pass for modules.
    done = subprocess.run([_python(installed), "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.strip() == "[]"


def test_every_module_loads_without_test_dependencies(installed: Path, tmp_path: Path) -> None:
    script = (
        "import tfdocs, pkgutil, importlib, warnings; warnings.simplefilter('error');"
        "names = [m.name for m in pkgutil.walk_packages(tfdocs.__path__, 'tfdocs.')];"
        "names = [n for n in names if not n.startswith('tfdocs.samples.') and not n.endswith('__main__')];"
        "[importlib.import_module(n) for n in names]; [getattr(tfdocs, n) for n in tfdocs.__all__]; print(len(names))"
    )
    done = subprocess.run([_python(installed), "-c", script], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) > 30


def test_version_help_and_doctor(installed: Path, tmp_path: Path) -> None:
    """With no program on the path but Python's own, nothing essential is missing."""
    assert _run(installed, tmp_path, "--version").stdout.startswith("tfdocs ")
    assert "用法：tfdocs" in _run(installed, tmp_path, "--help").stdout
    done = _run(installed, tmp_path, "doctor")
    assert (done.returncode, done.stderr) == (0, "")
    assert "没有安装：不能导出 PDF" in done.stdout


def test_the_demo_tells_the_whole_story(installed: Path, tmp_path: Path) -> None:
    done = _run(installed, tmp_path, "demo", "-o", "演示", timeout=300)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    made = [p for p in (tmp_path / "演示").rglob("*") if p.is_file()]
    assert len([p for p in made if p.suffix == ".docx"]) >= 4
    assert [p for p in made if p.name == "report.html"]


def test_an_export_without_libreoffice_says_what_to_install(installed: Path, tmp_path: Path) -> None:
    """Exit code 6, in Chinese, and the name of the package."""
    assert _run(installed, tmp_path, "form", "society", "-o", "表.yaml").returncode == 0
    samples = subprocess.run(
        [_python(installed), "-c", "import tfdocs.samples as s; print(list(s.__path__)[0])"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    ).stdout.strip()
    filled = sorted(p for p in Path(samples).rglob("*.xlsx") if "society" in p.name)[0]
    done = _run(installed, tmp_path, "draft", str(filled), "-o", "申报书.docx", "--pdf")
    assert done.returncode == 6, done.stderr
    assert "libreoffice" in done.stderr.lower()


def test_an_editable_install_has_programmes_and_samples(source: Path, tmp_path: Path) -> None:
    venv = _new_environment(tmp_path / "venv")
    _pip(venv, "install", "--no-deps", "-e", source)
    script = "import tfdocs, tfdocs.templates as t, tfdocs.samples as s; print(*t.__path__, *s.__path__, sep='\\n')"
    done = subprocess.run([_python(venv), "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path)
    places = [Path(line).resolve() for line in done.stdout.splitlines()]
    assert places == [(source / "templates").resolve(), (source / "samples").resolve()]
