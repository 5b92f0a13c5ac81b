"""Every construct of a Word file that changes its paper: what is read is what is printed, once, in order."""

from __future__ import annotations

from pathlib import Path

import pytest
from constructs import CONSTRUCTS, Construct, docx

from tfdocs.read.word import read_word


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda c: c.name)
def test_what_the_paper_shows(construct: Construct, tmp_path: Path) -> None:
    document = read_word(docx(tmp_path / "文.docx", construct.body, **construct.files))
    assert [b.text for b in document.blocks] == construct.texts
    for number, block in enumerate(document.blocks):
        assert document.text[block.start : block.end] == block.text
        assert block.paragraph == number
        assert "\n" not in block.text and block.place
