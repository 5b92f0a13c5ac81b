"""Stretches that have too little in common with a line are passed over, and nothing else is."""

from __future__ import annotations

import random

import pytest

from tests.unit.verify.conftest import _line, _word
from tfdocs.model.document import Block, BlockKind, Document, join_blocks
from tfdocs.text.normalise import fold
from tfdocs.verify import candidates as module
from tfdocs.verify import running
from tfdocs.verify.align import Alignment, align
from tfdocs.verify.candidates import Options, candidates
from tfdocs.verify.pieces import Piece
from tfdocs.verify.wordtext import WordText, word_text


def _rows(seed: int) -> tuple[WordText, list[str]]:
    """A Word of rows of figures and prose, and lines of it with mistakes."""
    dice = random.Random(seed)
    rows = [f"{dice.randint(10, 9999) * 100:,}.00" for _ in range(120)]
    rows += ["".join(dice.choices("己已未末日曰0O1l今令问间申由项目经费□☑", k=dice.randint(4, 18))) for _ in range(80)]
    dice.shuffle(rows)
    lines = []
    for row in dice.sample(rows, 60):
        chars = list(row)
        for _ in range(dice.randint(1, 3)):
            at = dice.randrange(len(chars))
            chars[at : at + 1] = dice.choice(["", "8", "己未", chars[at] + "1"])
        lines.append("".join(chars))
    return word_text(_word(rows)), lines


def _found(options: Options) -> tuple[list[int], list[Alignment]]:
    return list(options.literal), options.inexact


@pytest.mark.parametrize("seed", range(5))
def test_what_is_passed_over_would_not_have_been_kept(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    word, lines = _rows(seed)
    quick = [_found(candidates(word, line)) for line in lines]
    monkeypatch.setattr(module.LCSseq, "similarity", lambda a, b: len(a))
    assert quick == [_found(candidates(word, line)) for line in lines]
    assert sum(len(inexact) for _, inexact in quick) > 20


def test_what_shares_an_ending_is_not_aligned(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(7)
    word = word_text(_word(["".join(dice.sample("甲乙丙丁戊己庚辛壬癸子丑寅卯", 6)) + "完成率" for _ in range(40)]))
    asked: list[str] = []

    def counted(part: str, windows: list[tuple[str, int]]) -> list[Alignment]:
        asked.extend(text for text, _ in windows)
        return [align(part, *window) for window in windows]

    monkeypatch.setattr(module, "align_each", counted)
    assert not candidates(word, "春夏秋冬雨雪完成率").inexact
    assert not asked


def test_a_head_is_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    text, blocks = join_blocks(
        [
            Block(BlockKind.PARAGRAPH, "正文一段", 0, 0, "段"),
            Block(BlockKind.HEADER, "项目实施情况报告第1页", 0, 0, "眉"),
        ]
    )
    word = word_text(Document("word.docx", "0" * 64, "docx", text, blocks))
    asked: list[tuple[str, str]] = []

    def counted(line: str, wanted: str, offset: int = 0) -> Alignment:
        asked.append((line, wanted))
        return align(line, wanted, offset)

    running._compared.cache_clear()
    monkeypatch.setattr(running, "align", counted)
    for number in range(1, 9):
        line = _line(f"项目实施情况报告第{number}页", 90.0, 30.0)
        folded = fold(line.text)
        found = running._best_head(word, Piece(number - 1, 0, line, folded, 0, len(folded.text)))
        assert found is not None and found[0] == [0]
    assert sum(line.startswith("项目实施情况报告第0页") for line, _ in asked) == 1
    running._compared.cache_clear()
