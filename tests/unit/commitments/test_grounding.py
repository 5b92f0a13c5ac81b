"""Every item stands on words of the source: verbatim, at its place, with its boxes, under a stable id."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import jsonschema
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tfdocs.commitments import extract
from tfdocs.model.commitment import CommitmentReport
from tfdocs.model.document import Block, BlockKind, Document, join_blocks
from tfdocs.model.geometry import Box

SCHEMA = Path(__file__).parents[2] / "resources" / "schema" / "commitments.schema.json"
Read = Callable[..., CommitmentReport]

PIECES = st.sampled_from(
    [
        *"（）、，。；：的和一万%￥\t",
        *(
            "学会",
            "推荐",
            "论文",
            "不少于",
            "至少",
            "10",
            "20篇",
            "3场",
            "两年内",
            "其中",
            "均",
            "分别为",
            "每年",
            "已",
            "将",
        ),
        *(
            "2023年",
            "12月31日前",
            "前50名",
            "第三",
            "百分之九十",
            "20万元",
            "/个",
            "10-15",
            "以上",
            "左右",
            "近三年",
            "十余",
        ),
        *("由11名增加到25名", "〔2020〕83号", "“三个一流”"),
    ]
)


def _prose(text: str) -> Document:
    whole, blocks = join_blocks([Block(BlockKind.PARAGRAPH, line, 0, 0, "") for line in text.split("\n")])
    return Document("x.txt", "0" * 64, "txt", whole, blocks)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
@example("102023年将")  # no year, and had none to be compared with
def test_evidence_is_verbatim_whatever_the_text(text: str) -> None:
    document = _prose(text)
    report = extract(document)
    for item in report.commitments:
        at = item.evidence
        assert at.text and document.text[at.start : at.end] == at.text
    assert len({i.id for i in report.commitments}) == len(report.commitments)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    extract(_prose(text))


def test_json_follows_the_schema(read: Read) -> None:
    report = read(
        "项目周期：2023年12月31日前", "推荐论文10-15篇，每年2次。", [["指标", "目标值"], ["推荐论文（篇）", "≥12"]]
    )
    written = json.loads(report.model_dump_json(by_alias=True))
    jsonschema.validate(written, json.loads(SCHEMA.read_text(encoding="utf-8")))
    values = [(i["value"], i["value_max"]) for i in written["commitments"]]
    assert values == [("2023-12-31", None), ("10", "15"), ("2", None), ("12", None)]


def test_ids_are_stable_and_tell_equals_apart(read: Read) -> None:
    text = ("立项数量：10个", "立项数量：10个", "推荐论文12篇。")
    first, second = read(*text), read(*text)
    assert first == second
    assert len({i.id for i in first.commitments}) == 3
    # a paragraph before it does not change what a later one is called
    assert read("前言。", *text).commitments[2].id == first.commitments[2].id


def test_page_and_boxes_of_a_pdf() -> None:
    line = "推荐论文不少于10篇。"
    whole, blocks = join_blocks(
        [Block(BlockKind.PARAGRAPH, "前言。", 0, 0, "", page=1), Block(BlockKind.PARAGRAPH, line, 0, 0, "", page=2)]
    )
    glyphs = [(1, Box(10.0 * i, 50, 10.0 * i + 10, 60)) for i in range(3)]
    glyphs += [None, *((2, Box(10.0 * i, 80, 10.0 * i + 10, 90)) for i in range(len(line)))]  # type: ignore[list-item]
    (item,) = extract(Document("x.pdf", "0" * 64, "pdf", whole, blocks, glyphs=tuple(glyphs))).commitments
    assert item.evidence.text == "推荐论文不少于10篇"
    assert (item.evidence.page, item.evidence.boxes) == (2, [[0, 80, 100, 90]])


def test_offsets_hold_in_a_text_with_windows_line_ends() -> None:
    """A plain text's ``text`` is the file's own, line ends included."""
    lines = ["项目申报指南", "推荐论文不少于10篇。"]
    text = "\r\n".join(lines)
    blocks = (
        Block(BlockKind.PARAGRAPH, lines[0], 0, 0, ""),
        Block(BlockKind.PARAGRAPH, lines[1], 1, len(lines[0]) + 2, ""),
    )
    (item,) = extract(Document("x.txt", "0" * 64, "txt", text, blocks)).commitments
    assert text[item.evidence.start : item.evidence.end] == item.evidence.text == "推荐论文不少于10篇"


def test_a_hundred_pages_take_seconds_at_most() -> None:
    """About 60,000 characters full of numbers; the aim is 2 s of a processor; the bound allows a slow one."""
    page = "2023年，学会将举办学术会议5场，推荐参评论文不少于12篇，其中核心论文3篇；近三年发表论文120篇。" * 12
    begin = time.process_time()
    report = extract(_prose("\n".join([page] * 100)))
    assert len(report.commitments) == 4 * 12 * 100
    assert time.process_time() - begin < 10


def test_one_endless_paragraph_is_no_trouble() -> None:
    # not how fast, which benchmarks measure, but that the work does not grow with the square of a paragraph
    begin = time.process_time()
    extract(_prose("推荐论文12篇、" * 10_000))
    extract(_prose("（" * 20_000 + "1" * 20_000))
    assert time.process_time() - begin < 60
