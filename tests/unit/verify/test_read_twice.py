"""A detector's second box over print that was read already is no added text; a character more beside it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.verify.conftest import SIZE, _line, _page, _word
from tfdocs.model.page import Source
from tfdocs.verify.judge import compare

FIRST, SECOND = "☑一流科技社团□一流学术活动", "□一流科技期刊"


@pytest.mark.parametrize(("behind", "consistent"), [(0.0, True), (SIZE, False)])
def test_what_a_second_box_says_beyond_a_line_must_lie_in_another(behind: float, consistent: bool) -> None:
    end = 90.0 + len(FIRST) * SIZE
    first, second = _line(FIRST, 90.0, 80.0), _line(SECOND, end + behind, 80.0)
    # it starts one character earlier: within the first line, or in the room between the two
    double = _line("1" + SECOND, end + behind - SIZE, 82.0)
    lines = tuple(replace(line, source=Source.OCR) for line in (first, second, double))
    page = replace(_page(1, []), source=Source.OCR, lines=lines)
    report = compare(_word([FIRST + SECOND, "以下无正文"]), [replace(page)], pdf_name="a.pdf", pdf_sha256="1" * 64)
    added = [d.pdf.text for d in report.differences if d.pdf is not None and d.pdf.text]
    assert (added == []) is consistent, added


def test_of_two_boxes_over_added_print_one_is_reported() -> None:
    kept = _line(FIRST, 90.0, 80.0)
    boxes = _line("甲方应当另行支付费用", 90.0, 120.0), _line("甲方应当另行支付费用", 91.0, 121.0)
    lines = tuple(replace(line, source=Source.OCR) for line in (kept, *boxes))
    page = replace(_page(1, []), source=Source.OCR, lines=lines)
    report = compare(_word([FIRST, "以下无正文"]), [page], pdf_name="a.pdf", pdf_sha256="1" * 64)
    added = [d.pdf.text for d in report.differences if d.pdf is not None and d.pdf.text]
    assert added == ["甲方应当另行支付费用"]


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(("read", "reported"), [("9科技服务团队", ["9"]), ("科技服务团队9", ["9"])])
def test_the_longer_of_two_boxes_is_the_line(order: int, read: str, reported: list[str]) -> None:
    longer = _line(read, 90.0, 80.0)
    shorter = _line("科技服务团队", 90.0 + SIZE * (read[0] == "9"), 80.0)
    below = _line("以下无正文", 90.0, 120.0)
    lines = tuple(replace(line, source=Source.OCR) for line in (*(longer, shorter)[::order], below))
    page = replace(_page(1, []), source=Source.OCR, lines=lines)
    report = compare(_word(["科技服务团队", "以下无正文"]), [page], pdf_name="a.pdf", pdf_sha256="1" * 64)
    assert [d.pdf.text for d in report.differences if d.pdf is not None] == reported


@pytest.mark.parametrize("order", [1, -1])
def test_a_label_boxed_twice_does_not_take_the_place_of_its_like_in_another_row(order: int) -> None:
    twice = [_line("科技服务团队", 90.0, 80.0), _line("科技服务团队", 91.0, 80.5)][::order]
    lines = tuple(replace(line, source=Source.OCR) for line in (*twice, _line("以下无正文", 90.0, 120.0)))
    page = replace(_page(1, []), source=Source.OCR, lines=lines)
    word = _word(["科技服务团队", "以下无正文", "科技服务团队"])
    report = compare(word, [page], pdf_name="a.pdf", pdf_sha256="1" * 64)
    assert [d.word.text for d in report.differences] == ["科技服务团队"]
