"""What pyproject.toml lists is what the tree holds, so that an installed tfdocs lacks nothing. Needs no network."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SETUPTOOLS = PROJECT["tool"]["setuptools"]

# Packages that stand at the top of the tree and move under tfdocs once installed.
TOP = {"tfdocs": "tfdocs", "templates": "tfdocs.templates", "samples": "tfdocs.samples"}
# Files there that are for developers: scripts that write the shipped files, and their words.
NOT_SHIPPED = ("templates/*/make_templates/*",)


def _tracked() -> list[PurePosixPath]:
    """Every file of the tree that is not ignored; from the folder itself where there is no git."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=True
        ).stdout
        names = [PurePosixPath(n) for n in listed.decode().split("\0") if n]
        return [n for n in names if (ROOT / n).is_file()]
    except (OSError, subprocess.CalledProcessError):
        files = (p.relative_to(ROOT) for p in ROOT.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
        return [PurePosixPath(p.as_posix()) for p in files]


def _package_of(file: PurePosixPath, packages: set[str]) -> tuple[str, PurePosixPath]:
    """The innermost package that a file lies in, and its place below that package."""
    parts = (*TOP[file.parts[0]].split("."), *file.parts[1:])
    for length in range(len(parts) - 1, 0, -1):
        if ".".join(parts[:length]) in packages:
            return ".".join(parts[:length]), PurePosixPath(*parts[length:])
    raise AssertionError(f"{file} lies in no package")


def test_the_list_of_packages_is_the_tree() -> None:
    found = {
        ".".join((*TOP[file.parts[0]].split("."), *file.parts[1:-1]))
        for file in _tracked()
        if file.name == "__init__.py" and file.parts[0] in TOP
    }
    assert sorted(SETUPTOOLS["packages"]) == sorted(found)


def test_every_data_file_is_shipped() -> None:
    """A template or a sample that no pattern covers would be there for developers and missing for users."""
    packages, data = set(SETUPTOOLS["packages"]), SETUPTOOLS["package-data"]
    left_out = []
    for file in _tracked():
        if file.parts[0] not in TOP or any(file.match(pattern) for pattern in NOT_SHIPPED):
            continue
        package, place = _package_of(file, packages)
        if file.suffix == ".py" and len(place.parts) == 1:
            continue
        patterns = data.get(package, [])
        if not any(re.fullmatch(_expression(pattern), str(place)) for pattern in patterns):
            left_out.append(str(file))
    assert left_out == []


def _expression(pattern: str) -> str:
    """A setuptools pattern as a regular expression: ``**/`` is any number of folders, ``*`` stays within one."""
    return re.escape(pattern).replace(r"\*\*/", "(.*/)?").replace(r"\*", "[^/]*")


def test_the_marker_for_type_checkers_is_shipped() -> None:
    assert (ROOT / "tfdocs" / "py.typed").is_file()
    assert "py.typed" in SETUPTOOLS["package-data"]["tfdocs"]


def test_the_extras_are_those_that_are_promised() -> None:
    assert set(PROJECT["project"]["optional-dependencies"]) == {"test", "desk", "cluster", "benchmarks"}


def _name(requirement: str) -> str:
    return re.split(r"[<>=!~ ;\[]", requirement)[0].lower().replace("_", "-").replace(".", "-")


def test_every_dependency_has_a_lowest_version() -> None:
    listed = [*PROJECT["project"]["dependencies"], *chain(*PROJECT["project"]["optional-dependencies"].values())]
    assert [r for r in listed if ">=" not in r] == []


MODULES = {"opencv-python-headless": "cv2", "pillow": "PIL", "pyyaml": "yaml"}


def _imported() -> set[str]:
    """The first names of all modules that shipped code imports or looks for, ``import_module("…")`` left out."""
    found: set[str] = set()
    for file in _tracked():
        if file.suffix != ".py" or file.parts[0] not in TOP or any(file.match(pattern) for pattern in NOT_SHIPPED):
            continue
        for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {a.name.partition(".")[0] for a in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add((node.module or "").partition(".")[0])
            elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "find_spec":
                found |= {a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    return found


def test_what_is_imported_is_what_is_asked_of_users() -> None:
    """No dependency that nothing uses, none that only happens to be there because another one brings it."""
    asked = {MODULES.get(_name(r), _name(r)) for r in PROJECT["project"]["dependencies"]}
    own = {"tfdocs", "samples", "templates", "__future__"}
    assert {m for m in _imported() if m not in sys.stdlib_module_names} - own == asked


def test_the_lock_names_versions_only_and_covers_what_ci_installs() -> None:
    """No address of an index, no path; one exact version each, not below what pyproject.toml asks for."""
    lines = (ROOT / ".ci" / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if line and not line.startswith("#")]
    assert [p for p in pinned if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", p)] == []
    locked = {_name(p): p.partition("==")[2] for p in pinned}
    extras = PROJECT["project"]["optional-dependencies"]
    for requirement in PROJECT["project"]["dependencies"] + extras["test"] + extras["benchmarks"]:
        floor = re.search(r">=([0-9.]+)", requirement)
        assert floor is not None
        assert _numbers(locked[_name(requirement)]) >= _numbers(floor[1]), requirement


def _numbers(version: str) -> list[int]:
    return [int(n) for n in re.findall(r"\d+", version)]


@pytest.mark.parametrize("name", [".ci/run", ".ci/lock"])
def test_scripts_can_be_run(name: str) -> None:
    listed = subprocess.run(["git", "ls-files", "-s", name], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode or not listed.stdout:
        pytest.skip("not a git checkout")
    assert listed.stdout.startswith("100755")
