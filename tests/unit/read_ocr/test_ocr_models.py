"""What the recogniser's file says of itself is known without loading it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tfdocs.errors import EngineFailed
from tfdocs.read.ocr import models


def test_metadata_are_what_the_runtime_finds() -> None:
    found = models.session(models.RECOGNITION).get_modelmeta().custom_metadata_map
    assert found
    assert models.metadata(models.path(models.RECOGNITION)) == found


def test_a_model_that_says_nothing_of_itself_has_no_metadata() -> None:
    assert models.metadata(models.path(models.PROBE)) == {}


def test_characters_are_known_though_the_model_is_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tenth of a second in each process that reads a text layer, whose strips the other model reads."""

    def unloaded(name: str) -> None:
        raise AssertionError(f"{name} was loaded")

    monkeypatch.setattr(models, "session", unloaded)
    models.characters.cache_clear()
    names = models.characters()
    assert names[0] == ""
    assert names[-1] == " "
    assert {"中", "A", "0"} <= set(names)


@pytest.mark.parametrize("content", [b"", b"\xff" * 40, bytes(40), b"no model", b"\x72\x7f\x0a\x09character"])
def test_a_file_that_is_no_model_has_no_characters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    file = tmp_path / models.RECOGNITION
    file.write_bytes(content)
    monkeypatch.setattr(models, "path", lambda name: file)
    models.characters.cache_clear()
    try:
        with pytest.raises(EngineFailed, match=re.escape("没有字符表")):
            models.characters()
    finally:
        models.characters.cache_clear()
