"""What looks alike goes to its own place: a line with another box ticked, a dash that is read 一."""

from __future__ import annotations

from collections.abc import Callable

from tfdocs.model.comparison import Kind
from tfdocs.model.document import Document
from tfdocs.model.page import Page
from tfdocs.verify.judge import compare


def test_a_tick_does_not_send_a_line_to_another_that_has_the_same_words(
    word: Callable[..., Document], page: Callable[..., Page]
) -> None:
    """It was "moved" to the list that lost its own tick, and the tick in the table was never named."""
    written = word(
        [
            ("粮油食品", 0, 0, 0),
            ("☐岷阳标准研制小组　☐锦川示范科创工作室", 0, 0, 1),
            "数据已于次年六月入库。",
            "粮油食品：☐云栈决策咨询报告　☑锦川示范科创工作室",
        ]
    )
    printed = page(
        1,
        [
            ("粮油食品", 60.0, 80.0),
            ("☐岷阳标准研制小组　☑锦川示范科创工作室", 150.0, 80.0),
            "数据已于次年六月入库。",
            "粮油食品：☐云栈决策咨询报告　☐锦川示范科创工作室",
        ],
    )
    found = compare(written, [printed], pdf_name="scan.pdf", pdf_sha256="1" * 64).differences
    assert [(d.kind, d.word and d.word.text, d.pdf and d.pdf.text) for d in found] == [
        (Kind.REPLACED, "☐", "☑"),
        (Kind.REPLACED, "☑", "☐"),
    ]


def test_a_dash_read_as_one_is_no_figure_of_the_cell_before(
    word: Callable[..., Document], page: Callable[..., Page]
) -> None:
    """A black seal hid the last 0, and the dash of the next cell took its place."""
    written = word([("297,300.00", 0, 0, 0), ("775,100.00", 0, 0, 1), ("—", 0, 0, 2), "合计应与批复一致。"])
    printed = page(
        1,
        [
            ("297,300.00", 60.0, 80.0),
            ("775,100.0", 200.0, 80.0),
            ("一", 400.0, 80.0),
            ("合计应与批复一致。", 60.0, 110.0),
        ],
    )
    found = compare(written, [printed], pdf_name="scan.pdf", pdf_sha256="1" * 64).differences
    assert not any(d.pdf and d.pdf.text == "一" and d.word and "0" in d.word.text for d in found)
    assert next((d.word and d.word.text, d.pdf and d.pdf.text) for d in found) == ("00", "0")
