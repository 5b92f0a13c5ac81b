"""What of a formula is laid beside, above and below what."""

from __future__ import annotations

from pathlib import Path

import pytest
from constructs_drawings import math, mr
from wordfiles import docx, p, r

from tfdocs.model.formula import Set
from tfdocs.model.geometry import Box
from tfdocs.read.word import read_word
from tfdocs.verify.formula_set import Glyph, held_against, size

FRACTION = f"<m:f><m:num>{mr('37')}</m:num><m:den>{mr('48')}</m:den></m:f>"


def scripts(tag: str, **parts: str) -> str:
    return f"<m:{tag}>" + "".join(f"<m:{name}>{mr(text)}</m:{name}>" for name, text in parts.items()) + f"</m:{tag}>"


def test_a_fraction_stands_in_its_paragraph(tmp_path: Path) -> None:
    block = read_word(docx(tmp_path / "a.docx", p(r("完成率为") + math(FRACTION) + r("，不得低于七成。")))).blocks[0]
    (formula,) = block.formulas
    assert block.text[formula.start : formula.end] == "37/48" and not formula.marked
    assert formula.laid.how is Set.STACK and [part.text for part in formula.laid.parts] == ["37", "48"]


@pytest.mark.parametrize("content", [mr("α≥0.75"), scripts("sSup", e="x", sup="2") + mr("+1")])
def test_what_stands_on_one_line_is_text(tmp_path: Path, content: str) -> None:
    assert read_word(docx(tmp_path / "a.docx", p(math(content)))).blocks[0].formulas == ()


@pytest.mark.parametrize(
    ("content", "printed"),
    [
        (scripts("sSubSup", e="y", sub="i", sup="3"), "y3i"),
        (f"<m:rad><m:deg>{mr('3')}</m:deg><m:e>{mr('85')}</m:e></m:rad>", "3√85"),
        (
            f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{mr("i=1")}</m:sub><m:sup>{mr("n")}</m:sup>'
            f"<m:e>{mr('x')}</m:e></m:nary>",
            "n∑i=1x",
        ),
    ],
)
def test_signs_with_parts_above_and_below_are_laid(tmp_path: Path, content: str, printed: str) -> None:
    (formula,) = read_word(docx(tmp_path / "a.docx", p(math(content)))).blocks[0].formulas
    assert formula.laid.printed == printed


def test_a_bar_over_a_letter_is_marked(tmp_path: Path) -> None:
    block = read_word(docx(tmp_path / "a.docx", p(math(f"<m:bar><m:e>{mr('x')}</m:e></m:bar>")))).blocks[0]
    assert block.formulas[0].marked


def test_roots_within_roots_have_a_bounded_number_of_ways(tmp_path: Path) -> None:
    """A hostile file: each degree a root of its own, so that three ways to set each made 3^40 of the whole."""
    content = mr("2")
    for _ in range(40):
        content = f"<m:rad><m:deg>{content}</m:deg><m:e>{mr('1')}</m:e></m:rad>"
    (formula,) = read_word(docx(tmp_path / "a.docx", p(math(content)))).blocks[0].formulas
    count = size(formula.laid)
    glyphs = [Glyph("√", Box(5.0 * n, 0, 5.0 * n + 5, 10), 0, n, 1.0, True) for n in range(count)]
    held_against(formula.laid, glyphs)
