"""report.html as a file: whole in itself, closed to the network, complete, bounded, and deaf to hostile texts."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
from collections import Counter
from pathlib import Path

import hostile_sample
import lxml.html
import pytest
from lxml.etree import _Element
from pypdf import PdfWriter

from tfdocs.model.comparison import Checked, Kind, PageStatus
from tfdocs.model.document import Finding
from tfdocs.model.fault import Severity
from tfdocs.model.geometry import Box
from tfdocs.report import conclusion
from tfdocs.report import vocabulary as words
from tfdocs.report.html import render, write_html


@pytest.fixture(scope="module")
def text(checked: Checked) -> str:
    return render(checked)


@pytest.fixture(scope="module")
def page(text: str) -> _Element:
    return lxml.html.document_fromstring(text)


def directives(page: _Element) -> dict[str, str]:
    (meta,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']")
    return {p.split()[0]: " ".join(p.split()[1:]) for p in meta.get("content").split(";")}


def words_of(element: _Element) -> str:
    return " ".join(element.text_content().split())


def test_the_same_report_gives_the_same_bytes(checked: Checked, text: str, tmp_path: Path) -> None:
    write_html(checked, tmp_path / "report.html")
    assert (tmp_path / "report.html").read_bytes() == text.encode("utf-8")


def test_the_policy_allows_our_own_script_and_style_and_nothing_else(page: _Element) -> None:
    policy = directives(page)
    assert policy["default-src"] == "'none'"
    assert policy["img-src"] == "data:"
    assert policy["base-uri"] == policy["form-action"] == "'none'"
    (script,), (style,) = page.xpath("//script"), page.xpath("//style")
    for element, name in ((script, "script-src"), (style, "style-src")):
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert policy[name] == f"'sha256-{digest}'"


def test_nothing_in_the_file_points_outside(page: _Element) -> None:
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        for name, value in element.attrib.items():
            if name in ("src", "href", "action", "data", "poster", "srcset", "formaction", "background"):
                assert value.startswith(("#", "data:image/jpeg;base64,")) or value == "data:,", (element.tag, name)
            assert not name.startswith("on") and name != "style", (element.tag, name)
    assert "@import" not in page.xpath("//style")[0].text and "url(" not in page.xpath("//style")[0].text


def test_the_first_screen_says_the_verdict_the_counts_the_pages_and_what_was_not_read(page: _Element) -> None:
    summary = page.get_element_by_id("summary")
    said = words_of(summary)
    assert words_of(summary.xpath(".//h1")[0]) == "不一致"
    for part in ("有 8 处内容与 Word 确实不同，另有 2 处存疑", "金额", "否定词", "没有核对的内容", "印章", "提示"):
        assert part in said
    assert len(summary.xpath(".//ol/li")) == 4, "one cell a page"
    assert "已转正 180°" in summary.xpath(".//ol/li/a/@title")[1]
    assert "↻" in words_of(summary.xpath(".//ol/li")[1])


@pytest.mark.parametrize("status", list(PageStatus))
def test_each_state_of_a_page_has_its_cell_and_its_word_in_the_legend(checked: Checked, status: PageStatus) -> None:
    entries = list(checked.report.pages)
    entries[3] = entries[3].model_copy(update={"status": status})
    report = checked.report.model_copy(update={"pages": entries, "differences": []})
    page = lxml.html.document_fromstring(render(Checked(report, checked.word, checked.pages, checked.pdf_path)))
    cell = page.xpath("//ol/li")[3]
    assert words_of(cell) == f"4 {words.PAGE_MARK[status]}" or words_of(cell) == f"4{words.PAGE_MARK[status]}"
    assert f"{words.PAGE_MARK[status]} {words.STATUS[status]}" in words_of(page.xpath("//div[@class='pages']")[0])


def test_every_difference_has_its_crop_beside_the_words_sentence(checked: Checked, page: _Element) -> None:
    for number, d in conclusion.numbered(checked.report):
        prefix = "d" if number <= len(checked.report.differences) else "s"
        card = page.get_element_by_id(f"{prefix}-{number}")
        assert card.get("data-id") == d.id and card.get("data-n") == str(number)
        assert d.pdf is not None
        assert card.xpath(".//figure//img"), number
        assert card.xpath(".//figure//rect"), "the place is framed"
        if d.word is not None and d.word.text and d.kind is not Kind.FILLED_IN:
            marked = "".join(card.xpath("(.//p[@class='quote'])[1]//*[self::mark or self::del]//text()"))
            assert marked == d.word.text
        assert d.evidence.note in words_of(card), "the reason is given"


def test_every_difference_can_be_found_on_its_page_and_in_the_word(checked: Checked, page: _Element) -> None:
    for number, d in conclusion.numbered(checked.report)[: len(checked.report.differences)]:
        mark = page.get_element_by_id(f"m-{number}")
        assert d.pdf is not None
        sheet = next(a for a in mark.iterancestors() if a.get("data-page"))
        assert sheet.get("data-page") == str(d.pdf.page)
        if d.word is not None:
            assert page.get_element_by_id(f"w-{number}") is not None


def test_the_whole_word_stands_beside_the_pages(checked: Checked, page: _Element) -> None:
    shown = Counter("".join(page.get_element_by_id("word").text_content().split()))
    assert not Counter("".join(checked.word.text.split())) - shown, "no character of the Word is left out"


def test_seals_are_shown_with_their_text_at_their_place(page: _Element) -> None:
    gallery = page.get_element_by_id("seals")
    assert "第 4 页 圆形章样张示例科普学会" in words_of(gallery)
    assert len(gallery.xpath(".//img")) == 1
    assert "样张示例科普学会" in words_of(page.get_element_by_id("p-4"))


def test_ink_that_was_not_read_is_shown_by_its_picture(checked: Checked) -> None:
    pages = list(checked.pages)
    pages[0] = dataclasses.replace(pages[0], unread=(Box(100, 600, 200, 630), Box(100, 650, 140, 670)))
    pages[2] = dataclasses.replace(pages[2], failure="图像损坏")
    page = lxml.html.document_fromstring(render(Checked(checked.report, checked.word, tuple(pages), checked.pdf_path)))
    part = page.get_element_by_id("unread")
    assert len(part.xpath(".//img")) == 2
    assert "第 3 页未能识读：图像损坏" in words_of(part).replace("第 3 页 ", "第 3 页")
    assert "没有读出 3" in words_of(page.xpath("//nav")[0]).replace("没有读出3", "没有读出 3")


def test_sentences_on_sums_and_promises_stand_under_the_verdict(checked: Checked) -> None:
    told = "项目合计写 25 万元，分项相加为 24.5 万元"
    findings = [
        Finding(code="revisions", severity=Severity.INFO, message="Word 含 3 处修订"),
        Finding(code="sum-differs", severity=Severity.WARNING, message=told, where="第 3 页"),
    ]
    report = checked.report.model_copy(update={"findings": findings})
    page = lxml.html.document_fromstring(render(Checked(report, checked.word, checked.pages, checked.pdf_path)))
    (heads,) = page.xpath("//section[@id='summary']/ul[@class='headlines']")
    assert f"合计不符{told}" in words_of(heads)
    assert heads.xpath(".//a/@href") == ["#p-3"]
    assert "修订" not in words_of(heads)


def test_the_report_names_its_files_engines_view_and_limits(checked: Checked, page: _Element) -> None:
    said = words_of(page.get_element_by_id("findings"))
    for part in (
        checked.report.word.sha256,
        checked.report.pdf.sha256,
        "最终稿",
        "RapidOCR",
        "tfdocs",
        "怎样读这份报告",
    ):
        assert part in said
    assert "不辨真伪" in said


def test_the_file_reads_without_scripts(page: _Element) -> None:
    """What needs a script is marked so and hidden by the style; everything else is there without."""
    for button in page.xpath("//button | //input"):
        assert any("script-only" in (a.get("class") or "") or a.get("class") == "acts" for a in _up(button)), button
    assert len(page.xpath("//article")) == 13


def _up(element: _Element) -> list[_Element]:
    return [element, *element.iterancestors()]


def test_hostile_texts_stay_texts(checked: Checked) -> None:
    page = lxml.html.document_fromstring(render(hostile_sample.hostile(checked)))
    assert len(page.xpath("//script")) == len(page.xpath("//style")) == 1
    assert not page.xpath("//iframe | //form | //base | //object | //embed | //plaintext")
    assert len(page.xpath("//meta")) == 5 and len(page.xpath("//link")) == 1
    test_nothing_in_the_file_points_outside(page)
    said = page.text_content()
    for payload in hostile_sample.PAYLOADS:
        assert re.sub(r"[\u202e\u2066]", lambda m: f"⟨U+{ord(m[0]):04X}⟩", payload) in said
    assert "\u202e" not in said
    assert "49" not in words_of(page.xpath("//h1")[0])


def test_a_long_document_shows_pages_with_news_large_and_the_others_small(checked: Checked, tmp_path: Path) -> None:
    copies = 75
    writer = PdfWriter()
    for _ in range(copies):
        writer.append(checked.pdf_path)
    writer.write(tmp_path / "long.pdf")
    pages = [dataclasses.replace(p, number=p.number + 4 * k) for k in range(copies) for p in checked.pages]
    entries = [e.model_copy(update={"number": e.number + 4 * k}) for k in range(copies) for e in checked.report.pages]
    report = checked.report.model_copy(
        update={"pages": entries, "pdf": checked.report.pdf.model_copy(update={"pages": 4 * copies})}
    )
    text = render(Checked(report, checked.word, tuple(pages), tmp_path / "long.pdf"))
    page = lxml.html.document_fromstring(text)
    sheets = page.xpath("//figure[contains(@class, 'sheet')]")
    assert len(sheets) == 300 and all(s.xpath(".//img") for s in sheets), "every page can be seen"
    large = [s.get("data-page") for s in sheets if "thumb" not in s.get("class")]
    assert large == ["1", "2", "3", "4"]
    assert "其余 296 页附缩略图" in words_of(page.get_element_by_id("compare")), "the rule is stated"
    assert len(text) < 20_000_000
    assert len(page.xpath("//ol/li")) == 300


def test_what_is_left_out_is_said(checked: Checked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tfdocs.report.html._CARDS", 3)
    page = lxml.html.document_fromstring(render(checked))
    assert "此处还有 7 处没有列出" in words_of(page.get_element_by_id("list"))
    numbers = [a.get("data-n") for a in page.xpath("//article")]
    assert numbers == ["1", "2", "3", "11", "12", "13"], "numbers stay those of the workbook"


def test_a_pdf_that_cannot_be_drawn_still_gets_a_report(checked: Checked, tmp_path: Path) -> None:
    (tmp_path / "gone.pdf").write_bytes(b"no pdf")
    page = lxml.html.document_fromstring(render(dataclasses.replace(checked, pdf_path=tmp_path / "gone.pdf")))
    assert "的图像画不出来" in words_of(page.get_element_by_id("compare"))
    assert len(page.xpath("//article")) == 13
