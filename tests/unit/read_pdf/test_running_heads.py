"""Heads, feet and page numbers are known by place and repetition, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page, Source
from tfdocs.read.pdf.document import pages_document
from tfdocs.read.pdf.running import is_page_number, running_lines


def line(text: str, top: float, x0: float = 90) -> Line:
    boxes = tuple(Box(x0 + 12 * i, top, x0 + 12 * i + 12, top + 12) for i in range(len(text)))
    return Line(text, Box(x0, top, x0 + 12 * len(text), top + 12), boxes, (1.0,) * len(text), Source.TEXT)


def page(number: int, *lines: Line) -> Page:
    return Page(number, 595, 842, 0, None, Source.TEXT, lines=lines)


def said(pages: list[Page]) -> str:
    return pages_document("x.pdf", "", pages).text


@pytest.mark.parametrize(
    "text",
    [
        *("3", "- 3 -", "— 3 —", "第3页", "第 3 页 共 16 页", "第3页，共16页", "第3页/共16页", "共16页 第3页"),
        *("3/16", "3 / 16 页", "第三页", "第十二页共十六页", "Page 3 of 16", "p. 3", "iv", "·3·"),
    ],
)
def test_page_numbers_as_they_are_written(text: str) -> None:
    """Whatever form they have, at the page's foot they are page numbers; in its middle they are text."""
    foot, middle = line(text, 800), line(text, 400)
    assert is_page_number(foot, page(3, foot))
    assert not is_page_number(middle, page(3, middle))


@pytest.mark.parametrize("text", ["3万元", "2023年", "第3条", "三、", "共16项", "mix", "3篇"])
def test_what_is_no_page_number(text: str) -> None:
    """A line that merely begins with a number is text, at the foot too."""
    foot = line(text, 800)
    assert not is_page_number(foot, page(3, foot))


def test_a_head_is_what_repeats_at_the_head() -> None:
    """A head with its page's number in it is left out; the paragraphs of the pages are not."""
    body = [f"正文第{c}段的内容。" for c in "一二三四"]
    pages = [page(n, line(f"项目申报书 第{n}页", 40), line(t, 120)) for n, t in enumerate(body, 1)]
    assert said(pages).replace("\n", "") == "".join(body)


def test_odd_and_even_pages_have_heads_of_their_own() -> None:
    """The document's title on the left pages, the chapter's on the right ones."""
    heads = ["甲单位实施协议", "第二章 经费"] * 3
    pages = [page(n, line(h, 40), line(f"正文{n}号。", 120)) for n, h in enumerate(heads, 1)]
    assert "实施协议" not in said(pages)
    assert "第二章" not in said(pages)


def test_a_slip_of_the_recogniser_makes_no_other_head() -> None:
    """One of five heads read with one character wrong, on a sheet that lay a little lower, is a head all the same."""
    heads = ["蜀岭科技协会实施协议书"] * 4 + ["蜀岭科技协会实施协仪书"]
    pages = [page(n, line(h, 40 + n), line(f"正文{n}号。", 120)) for n, h in enumerate(heads, 1)]
    assert len(running_lines(pages)) == 5


def test_headings_that_stand_at_the_top_twice_are_text() -> None:
    """Two pages do not make a running head, nor do three different headings in the same place."""
    twice = [page(n, line("附件", 50), line(f"正文{n}号。", 120)) for n in (1, 2)]
    assert said(twice).count("附件") == 2
    others = [page(n, line(h, 50), line(f"正文{n}号。", 120)) for n, h in enumerate(("总则", "经费", "验收"), 1)]
    assert all(h in said(others) for h in ("总则", "经费", "验收"))


def test_the_body_of_a_crowded_page() -> None:
    """The fourth line from the edge is text, though it repeats: a form's first rows stand on every page."""
    rows = ["单位名称", "负责人", "联系电话", "电子邮箱"]
    pages = [page(n, *(line(t, 20 + 14 * i) for i, t in enumerate(rows))) for n in (1, 2, 3)]
    assert said(pages).count("电子邮箱") == 3
