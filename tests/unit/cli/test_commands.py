"""The list of commands is whole: each is there, explains itself in Chinese with an example, and is in the guide."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tfdocs.cli.main import COMMANDS, cli

ROOT = Path(__file__).parents[3]
GUIDE = ROOT / "docs" / "guide.zh-CN.md"

CONTRACT = (
    "demo", "doctor", "programme", "form", "draft", "agreement", "notice", "template", "check", "intake", "extract",
)  # fmt: skip
BELOW = {"programme": {"list", "show", "check"}, "template": {"check"}}


def _paths() -> Iterator[tuple[str, ...]]:
    """Every command and every one below it, as words of the command line."""
    yield ()
    for name in COMMANDS:
        yield (name,)
        for below in sorted(BELOW.get(name, ())):
            yield name, below


def _command(path: tuple[str, ...]) -> click.Command:
    found: click.Command = cli
    for name in path:
        assert isinstance(found, click.Group)
        below = found.get_command(click.Context(found), name)
        assert below is not None, f"no command {' '.join(path)}"
        found = below
    return found


def test_the_commands_are_those_of_the_contract() -> None:
    assert tuple(COMMANDS) == CONTRACT


@pytest.mark.parametrize("name", sorted(BELOW))
def test_groups_have_the_commands_of_the_contract(name: str) -> None:
    group = _command((name,))
    assert isinstance(group, click.Group)
    assert BELOW[name] <= set(group.commands)


@pytest.mark.parametrize("path", list(_paths()), ids=" ".join)
def test_every_command_explains_itself_in_chinese_with_an_example(path: tuple[str, ...]) -> None:
    done = CliRunner().invoke(cli, [*path, "--help"], prog_name="tfdocs")
    assert done.exit_code == 0
    assert done.output.startswith("用法：tfdocs")
    assert "示例" in done.output
    assert " ".join(("tfdocs", *path)) in done.output.partition("示例")[2]
    for english in ("Usage", "Options:", "Commands:", "Show this", "default:", "required", "TEXT", "INTEGER", "PATH"):
        assert english not in done.output


@pytest.mark.parametrize("path", [p for p in _paths() if p], ids=" ".join)
def test_every_option_has_a_help_text_in_chinese(path: tuple[str, ...]) -> None:
    for param in _command(path).params:
        if isinstance(param, click.Option) and not param.hidden:
            said = param.help or ""
            assert any("\u4e00" <= c <= "\u9fff" for c in said), f"{' '.join(path)} {param.opts[0]}: {said!r}"


@pytest.mark.parametrize("path", [p for p in _paths() if p], ids=" ".join)
def test_every_command_is_in_the_user_guide(path: tuple[str, ...]) -> None:
    assert f"tfdocs {' '.join(path)}" in GUIDE.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [p for p in _paths() if p], ids=" ".join)
def test_no_command_leaves_the_look_at_its_files_to_click(path: tuple[str, ...]) -> None:
    """click would call a missing file a mistake in usage (2); it is a missing input (3), and it says so in English."""
    for param in _command(path).params:
        kind = param.type
        assert not isinstance(kind, click.File)
        if isinstance(kind, click.Path):
            assert not (kind.exists or not kind.file_okay or kind.writable), f"{' '.join(path)} {param.name}"


def test_help_loads_none_of_the_engines() -> None:
    """The list of commands comes at once: nothing heavy is imported before a command is called."""
    script = (
        "import sys; from tfdocs.cli.main import run; run(['--help']);"
        "heavy = {'numpy', 'cv2', 'onnxruntime', 'docx', 'lxml', 'openpyxl', 'pypdfium2', 'pdfplumber', 'rich'};"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stderr.strip() == "[]"


def test_a_command_module_only_parses_and_prints() -> None:
    """The work is in the library: no command imports an engine or a file format."""
    engines = {"numpy", "cv2", "onnxruntime", "docx", "docxtpl", "lxml", "openpyxl", "pypdfium2", "pypdf", "zipfile"}
    for path in sorted((ROOT / "tfdocs" / "cli").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not engines & {n.partition(".")[0] for n in names}, path.name


def test_python_m_tfdocs_is_the_console_script() -> None:
    done = subprocess.run([sys.executable, "-m", "tfdocs", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("tfdocs ")
