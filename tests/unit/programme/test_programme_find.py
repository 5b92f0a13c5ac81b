"""Finding programmes: shipped ones by id, one's own by environment variable or path; and listing them all."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tfdocs.errors import InputMissing, ProgrammeFault
from tfdocs.programme import available, find, load, shipped


@pytest.fixture
def own(tmp_path: Path, museum: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder with one programme, named by the environment variable."""
    root = tmp_path / "own"
    shutil.copytree(museum, root / "county-museum")
    (root / "something else").mkdir()
    (root / "notes.txt").write_text("x", encoding="utf-8")
    monkeypatch.setenv("TFDOCS_PROGRAMMES", str(root))
    return root


def test_shipped_by_id() -> None:
    assert "tianfu-2023" in [s.id for s in shipped()]
    programme = find("tianfu-2023")
    assert programme.id == "tianfu-2023"
    assert (programme.folder / "programme.toml").is_file()


def test_every_shipped_programme_is_sound() -> None:
    for summary in shipped():
        assert summary.errors == 0
        assert summary.shipped
        assert summary.categories


def test_by_path(museum: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Absolute, relative, a bare name of a folder here, and the file itself."""
    assert find(str(museum)).id == "county-museum"
    assert find(str(museum / "programme.toml")).id == "county-museum"
    monkeypatch.chdir(museum.parent)
    assert find("county-museum").id == "county-museum"
    assert find(os.path.join(".", "county-museum")).id == "county-museum"  # noqa: PTH118 (Path would drop the dot)


def test_by_id_in_ones_own_folder(own: Path) -> None:
    assert find("county-museum").folder == own / "county-museum"
    assert [(s.id, s.shipped) for s in available()] == [("county-museum", False), ("tianfu-2023", True)]
    assert [s.id for s in shipped()] == ["tianfu-2023"]


def test_ones_own_hides_a_shipped_one(own: Path, tianfu: Path) -> None:
    """Whoever copies a programme to change it means the copy."""
    shutil.copytree(tianfu, own / tianfu.name)
    assert find(tianfu.name).folder == own / tianfu.name
    assert [s.shipped for s in available()] == [False, False]


def test_faulty_programme_is_listed_and_says_so(own: Path) -> None:
    path = own / "county-museum" / "programme.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("year = 2025\n", "yaer = 2025\n"), encoding="utf-8")
    listed = {s.id: s for s in available()}
    assert listed["county-museum"].errors == 2  # one unknown key, one missing
    assert listed["tianfu-2023"].errors == 0
    with pytest.raises(ProgrammeFault) as caught:
        find("county-museum")
    assert len(caught.value.faults) == 2
    assert caught.value.exit_code == 5
    assert "programme.toml" in caught.value.where


@pytest.mark.parametrize("name", ["tianfu-2032", "nobody", ""])
def test_unknown_name(name: str) -> None:
    """No such programme: exit code 5, and the hint lists those there are."""
    with pytest.raises(ProgrammeFault) as caught:
        find(name)
    assert "tianfu-2023" in caught.value.hint


@pytest.mark.parametrize("path", ["nowhere/at-all", "nowhere/programme.toml"])
def test_missing_path(path: str) -> None:
    with pytest.raises(InputMissing):
        find(path)
    with pytest.raises(InputMissing):
        load(Path(path))


def test_environment_variable_that_names_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Said aloud: the shipped programme must not stand in for one's own."""
    monkeypatch.setenv("TFDOCS_PROGRAMMES", str(tmp_path / "absent"))
    with pytest.raises(InputMissing, match="找不到"):
        find("tianfu-2023")


def test_empty_environment_variable_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TFDOCS_PROGRAMMES", " ")
    assert find("tianfu-2023").year == 2023


def test_loading_twice_gives_the_same(museum: Path) -> None:
    assert load(museum) == load(museum)
