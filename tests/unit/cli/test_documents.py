"""The documents promise nothing that does not exist: commands, options, files, exit codes, JSON fields."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click
import pytest

import tfdocs
from tfdocs import errors
from tfdocs.cli.main import COMMANDS, cli
from tfdocs.jobs.doctor import Diagnosis, Part
from tfdocs.model.commitment import Commitment, CommitmentReport
from tfdocs.model.comparison import CheckReport, Coverage, PageEntry

ROOT = Path(__file__).parents[3]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
FORMATS = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")


def _command_lines() -> list[tuple[str, str]]:
    """Every ``tfdocs …`` in a code block or between backquotes, with the document it stands in."""
    found = []
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        blocks = "\n".join(re.findall(r"^\s*```\w*\n(.*?)```", text, re.MULTILINE | re.DOTALL))
        lines = re.findall(r"^\s*(?:.*&& )?(tfdocs .*)$", blocks, re.MULTILINE)
        lines += re.findall(r"`(tfdocs [^`]+)`", text)
        found += [(path.name, line) for line in lines]
    return found


@pytest.mark.parametrize(("document", "line"), _command_lines())
def test_every_command_line_that_is_shown_can_be_typed(document: str, line: str) -> None:
    words = line.split()[1:]
    command: click.Command = cli
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        below = command.get_command(click.Context(command), words.pop(0))
        assert below is not None, f"{document}: {line}"
        command = below
    options = {o for p in command.params for o in (*p.opts, *p.secondary_opts)} | {"--help", "-h", "--version"}
    assert [w for w in words if re.fullmatch(r"--?[a-z-]+", w) and w not in options] == [], f"{document}: {line}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_first_screen_shows_the_two_commands_and_a_report(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    first = "\n".join(text.splitlines()[:25])
    assert "pip install . && tfdocs demo" in first
    assert "docs/images/report.png" in first


def test_the_readme_says_how_to_test() -> None:
    assert 'pip install ".[test]" && pytest' in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_exit_codes_are_listed_as_they_are() -> None:
    listed = {int(code) for code in re.findall(r"^\| (\d+) \|", FORMATS, re.MULTILINE)}
    raised = {getattr(errors, name).exit_code for name in errors.__all__}
    assert listed == raised | {0, 1, 2, 10, 11, 12, 130}


@pytest.mark.parametrize(
    "model", [CheckReport, PageEntry, Coverage, CommitmentReport, Commitment, Diagnosis, Part], ids=lambda m: m.__name__
)
def test_every_field_of_the_json_is_explained(model: type) -> None:
    fields = {f.alias or name for name, f in model.model_fields.items()}  # type: ignore[attr-defined]
    fields -= {"schema", "allow_attachments", "note"}
    assert [f for f in sorted(fields) if f"`{f}`" not in FORMATS] == []


def test_every_command_is_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if not re.search(rf"(tfdocs |`){name}\b", text)] == []


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == tfdocs.__version__
