"""report.html as people use it: from disk, by keyboard and mouse, on wide and narrow windows and on paper."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hostile_sample
import pypdfium2 as pdfium
import pytest

from tfdocs.model.comparison import Checked
from tfdocs.model.document import Finding
from tfdocs.model.fault import Severity
from tfdocs.model.geometry import Box
from tfdocs.report import conclusion
from tfdocs.report.html import write_html

pytestmark = pytest.mark.require("chromium")

Opener = Callable[[Path], Any]


@pytest.fixture(scope="module")
def report(checked: Checked, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_html(checked, path)
    return path


def current(page: Any) -> str | None:
    found = page.query_selector(".card.current")
    return found.get_attribute("data-n") if found else None


def in_view(page: Any, selector: str, pane: str) -> bool:
    return page.evaluate(
        """([selector, pane]) => {
            const a = document.querySelector(selector).getBoundingClientRect();
            const b = document.querySelector(pane).getBoundingClientRect();
            return a.top >= b.top - 1 && a.bottom <= b.bottom + 1;
        }""",
        [selector, pane],
    )


def test_it_opens_from_disk_without_a_request_an_error_or_a_blocked_script(report: Path, open_report: Opener) -> None:
    window = open_report(report)
    page = window.page
    assert page.title().startswith("不一致：")
    assert page.locator("html.js").count() == 1, "our own script runs under the policy"
    assert page.locator("#summary h1").evaluate("e => getComputedStyle(e).fontWeight") == "700", "and our style"
    page.wait_for_function("Array.from(document.images).every(i => !i.complete || i.naturalWidth > 0)")
    assert (window.asked, window.errors, window.blocked) == ([], [], [])


def test_hostile_texts_neither_run_nor_ask_for_anything(checked: Checked, tmp_path: Path, open_report: Opener) -> None:
    write_html(hostile_sample.hostile(checked), tmp_path / "report.html")
    window = open_report(tmp_path / "report.html")
    page = window.page
    assert page.locator("html.js").count() == 1
    for details in page.locator("details").all():
        details.evaluate("d => { d.open = true; }")
    for selector in ("#list .card h3", "#word a.m", "#summary h1", "#seals figcaption"):
        page.locator(selector).first.hover()
    for key in "jjjckkiEnter":
        page.keyboard.press(key if len(key) == 1 else "Enter")
    page.keyboard.press("Enter")
    with page.expect_download() as caught:
        page.click('[data-export="json"]')
    json.loads(Path(caught.value.path()).read_text("utf-8"))
    page.wait_for_timeout(200)
    assert page.evaluate("window.hit") is None
    assert window.asked == [] and window.errors == [] and window.dialogs == []
    assert page.url == (tmp_path / "report.html").as_uri() or page.url.startswith((tmp_path / "report.html").as_uri())
    assert page.locator("script").count() == 1 and page.locator("iframe").count() == 0


def test_the_policy_stops_a_script_that_got_in_all_the_same(report: Path, tmp_path: Path, open_report: Opener) -> None:
    """The second wall, should escaping ever fail: inline code, handlers and requests are refused by the policy."""
    text = report.read_text("utf-8")
    bad = (
        "<script>window.hit=1</script><img src=http://attacker.invalid/x onerror='window.hit=2'>"
        "<link rel=stylesheet href=http://attacker.invalid/y.css><iframe src=http://attacker.invalid/z></iframe>"
    )
    (tmp_path / "bad.html").write_text(text.replace("<main>", f"<main>{bad}"), "utf-8")
    window = open_report(tmp_path / "bad.html")
    window.page.wait_for_timeout(200)
    assert window.page.evaluate("window.hit") is None
    assert len(window.blocked) >= 4 and all("Content Security Policy" in text for text in window.blocked)


def test_the_summary_fits_one_screen(checked: Checked, report: Path, open_report: Opener, tmp_path: Path) -> None:
    """An ordinary report, and one with much to say: headlines, many reasons, many seals, findings and limits."""
    findings = [
        Finding(code=code, severity=Severity.ERROR, message=f"{i}，分项相加与合计所写的不是同一个数", where="第 2 页")
        for i, code in enumerate(("sum-differs", "amount-words-differ", "commitment-changed", "a", "b", "c", "d", "e"))
    ]
    full = checked.report.model_copy(update={"findings": findings, "seals": checked.report.seals * 9})
    pages = tuple(dataclasses.replace(p, unread=(Box(50, 50, 90, 60),), failure="图像损坏") for p in checked.pages)
    write_html(Checked(full, checked.word, pages, checked.pdf_path), tmp_path / "full.html")
    for path in (report, tmp_path / "full.html"):
        page = open_report(path).page
        for width, height in ((1366, 768), (1920, 1080)):
            page.set_viewport_size({"width": width, "height": height})
            bottom = page.evaluate("document.getElementById('summary').getBoundingClientRect().bottom")
            assert bottom <= height, (path.name, width)


def test_no_window_is_too_narrow(report: Path, open_report: Opener) -> None:
    page = open_report(report).page
    for width in (360, 480, 800, 1100, 1366):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for selector in ("#d-1 .crop img", "#d-1 .quote", "#paper img", "#word .text"):
            box = page.locator(selector).first.bounding_box()
            assert box and box["x"] >= 0 and box["x"] + box["width"] <= width + 1, (selector, width)


def test_the_keyboard_goes_from_one_difference_to_the_next(checked: Checked, report: Path, open_report: Opener) -> None:
    page = open_report(report).page
    last = len(checked.report.differences)
    seen = []
    for _ in range(last + 1):  # one more than there are: it stays at the last
        page.keyboard.press("j")
        seen.append(current(page))
    assert seen == [*(str(n) for n in range(1, last + 1)), str(last)]
    page.keyboard.press("k")
    assert current(page) == str(last - 1)
    assert page.evaluate("document.activeElement.dataset.n") == str(last - 1), "the focus goes along"


def test_enter_shows_the_place_on_the_page_and_in_the_word(report: Path, open_report: Opener) -> None:
    page = open_report(report).page
    for number in (1, 4, 7):
        page.evaluate("window.scrollTo(0, 0)")
        page.locator(f"#d-{number} .go").click()
        assert in_view(page, f"#m-{number} rect", "#paper"), number
        assert in_view(page, f"#w-{number}", "#word"), number
        assert page.locator(".paper a.current").count() >= 1


def test_a_click_on_a_mark_of_the_word_goes_to_its_place_on_the_page(report: Path, open_report: Opener) -> None:
    page = open_report(report).page
    page.locator("#w-4").click()
    assert current(page) == "4"
    assert in_view(page, "#m-4 rect", "#paper")


def test_pages_and_word_scroll_together(checked: Checked, report: Path, open_report: Opener) -> None:
    page = open_report(report).page
    page.locator("#compare").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('compare').scrollIntoView()")
    page.locator("#paper").hover()
    page.mouse.wheel(0, 1)
    target = page.evaluate("document.getElementById('p-2').offsetTop")
    page.mouse.wheel(0, target)
    page.wait_for_timeout(150)
    assert page.evaluate("document.getElementById('word').scrollTop") > 100
    # the second page begins with 三、实施期限, and that is where the Word stands now
    shown = page.evaluate(
        """() => { const pane = document.getElementById('word'), top = pane.getBoundingClientRect();
            return Array.from(pane.querySelectorAll('.block')).filter(b => {
                const r = b.getBoundingClientRect(); return r.bottom > top.top && r.top < top.bottom; })
                .map(b => b.textContent).join('\\n'); }"""
    )
    assert "三、实施期限" in shown
    before = page.evaluate("document.getElementById('word').scrollTop")
    page.locator("#sync").uncheck()
    page.locator("#paper").hover()
    page.mouse.wheel(0, 600)
    page.wait_for_timeout(150)
    assert page.evaluate("document.getElementById('word').scrollTop") == before, "each for itself when asked to"


def test_filters_narrow_the_list_and_the_keys_keep_to_it(checked: Checked, report: Path, open_report: Opener) -> None:
    page = open_report(report).page
    main = conclusion.listed(checked.report)
    page.click('[data-filter="certainty"][data-value="uncertain"]')
    visible = page.locator("#list > .card:visible")
    assert visible.count() == sum(d.certainty.value == "uncertain" for d in main) == 2
    assert page.locator("#shown").text_content() == f"显示 2/{len(main)} 处"
    page.keyboard.press("j")
    first = current(page)
    page.keyboard.press("j")
    assert {first, current(page)} == set(visible.evaluate_all("cards => cards.map(c => c.dataset.n)"))
    page.click('[data-filter="weight"][data-value="punctuation"]')
    assert visible.count() == 1
    assert page.locator("#list .group:visible").count() == 1
    page.click("#all")
    assert visible.count() == len(main)
    page.keyboard.press("c")
    page.click('[data-filter="state"][data-value="confirmed"]')
    assert visible.count() == 1


def test_decisions_are_kept_by_the_browser(checked: Checked, report: Path, open_report: Opener, context: Any) -> None:
    first = open_report(report).page
    first.keyboard.press("j")
    first.keyboard.press("c")
    first.keyboard.press("j")
    first.keyboard.press("i")
    first.locator("#d-3 .note").fill("已问过单位")
    first.locator("#d-3 .note").blur()
    assert first.locator("#progress").text_content() == f"已处理 2/{len(checked.report.differences)}"
    first.close()
    again = open_report(report).page
    assert again.locator('#d-1 [data-act="confirmed"]').get_attribute("aria-pressed") == "true"
    assert again.locator('#d-2 [data-act="ignored"]').get_attribute("aria-pressed") == "true"
    assert again.locator("#d-3 .note").input_value() == "已问过单位"
    again.locator('#d-1 [data-act="confirmed"]').click()
    assert again.locator('#d-1 [data-act="confirmed"]').get_attribute("aria-pressed") == "false", "and taken back"


def test_two_windows_on_one_report_do_not_undo_each_other(report: Path, open_report: Opener) -> None:
    one, two = open_report(report).page, open_report(report).page
    one.locator('#d-1 [data-act="confirmed"]').click()
    two.locator('#d-2 [data-act="ignored"]').click()
    third = open_report(report).page
    assert third.locator('#d-1 [data-act="confirmed"]').get_attribute("aria-pressed") == "true"
    assert third.locator('#d-2 [data-act="ignored"]').get_attribute("aria-pressed") == "true"


def test_decisions_go_to_a_colleague_as_a_file(
    checked: Checked, report: Path, open_report: Opener, context: Any, tmp_path: Path
) -> None:
    page = open_report(report).page
    page.locator('#d-1 [data-act="confirmed"]').click()
    page.locator("#d-5 .note").fill("=1+1")
    page.locator("#d-5 .note").blur()
    with page.expect_download() as caught:
        page.click('[data-export="json"]')
    kept = tmp_path / "意见.json"
    caught.value.save_as(kept)
    data = json.loads(kept.read_text("utf-8"))
    assert data["schema"] == "tfdocs.decisions/1" and data["pdf"]["sha256"] == checked.report.pdf.sha256
    assert {d["id"] for d in data["decisions"]} == {d.id for d in checked.report.differences}
    with page.expect_download() as caught:
        page.click('[data-export="csv"]')
    table = list(csv.reader(io.StringIO(Path(caught.value.path()).read_text("utf-8-sig"))))
    assert len(table) == len(checked.report.differences) + 1
    assert table[5][5] == "'=1+1", "no formula for a spreadsheet"
    page.evaluate("localStorage.clear()")
    page.close()

    other = open_report(report).page
    assert other.locator('#d-1 [data-act="confirmed"]').get_attribute("aria-pressed") == "false"
    data["decisions"].append({"id": "of-another-version", "decision": "ignored", "note": "旧"})
    data["decisions"].append({"id": "__proto__", "decision": "confirmed", "note": {"x": 1}})
    kept.write_text(json.dumps(data), "utf-8")
    other.set_input_files("#import", kept)
    other.wait_for_selector("#said:visible")
    assert "已导入 4 条" in other.locator("#said").text_content()
    assert other.locator('#d-1 [data-act="confirmed"]').get_attribute("aria-pressed") == "true"
    assert other.locator("#d-5 .note").input_value() == "=1+1"
    with other.expect_download() as caught:
        other.click('[data-export="json"]')
    out = json.loads(Path(caught.value.path()).read_text("utf-8"))
    assert "of-another-version" in {d["id"] for d in out["decisions"]}, "no decision is lost on the way"


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        ("not json", "这不是处理意见文件"),
        ('{"schema": "other/1", "decisions": []}', "这不是处理意见文件"),
        (
            '{"schema": "tfdocs.decisions/1", "word": {"sha256": "1"}, "pdf": {"sha256": "2"}, "decisions": []}',
            "属于另一对文件",
        ),
    ],
)
def test_a_file_that_does_not_belong_here_changes_nothing(
    report: Path, open_report: Opener, tmp_path: Path, content: str, answer: str
) -> None:
    window = open_report(report)
    page = window.page
    page.locator('#d-1 [data-act="ignored"]').click()
    (tmp_path / "x.json").write_text(content, "utf-8")
    page.set_input_files("#import", tmp_path / "x.json")
    page.wait_for_selector("#said:visible")
    assert answer in page.locator("#said").text_content()
    assert page.locator('#d-1 [data-act="ignored"]').get_attribute("aria-pressed") == "true"
    assert window.errors == []


def test_a_browser_that_keeps_nothing_says_so(report: Path, open_report: Opener, context: Any) -> None:
    context.add_init_script("Storage.prototype.setItem = () => { throw new Error('quota'); };")
    window = open_report(report)
    page = window.page
    page.locator('#d-1 [data-act="confirmed"]').click()
    assert "关闭前请先导出" in page.locator("#said").text_content()
    page.locator('#d-2 [data-act="ignored"]').click()
    assert page.locator('#d-1 [data-act="confirmed"]').get_attribute("aria-pressed") == "true", "still held in the page"
    assert window.errors == []


def test_damaged_decisions_in_the_browser_do_no_harm(report: Path, open_report: Opener, context: Any) -> None:
    context.add_init_script(
        "localStorage.setItem('tfdocs:' + document.documentElement?.dataset.word, 'x');"
        'Storage.prototype.getItem = () => \'[{"decision": 3}, null, "<b>"]\';'
    )
    window = open_report(report)
    window.page.keyboard.press("j")
    window.page.keyboard.press("c")
    assert window.errors == []


def test_focus_can_be_seen(report: Path, open_report: Opener) -> None:
    page = open_report(report).page
    for _ in range(12):
        page.keyboard.press("Tab")
        style = page.evaluate(
            """() => { let e = document.activeElement; if (e.type === 'file') e = e.parentElement;
                const s = getComputedStyle(e); return [e.tagName, s.outlineStyle, s.outlineWidth]; }"""
        )
        assert style[1] != "none" and style[2] != "0px", style


def test_it_prints_every_difference_and_what_is_folded_on_screen(
    checked: Checked, report: Path, open_report: Opener, tmp_path: Path
) -> None:
    page = open_report(report).page
    page.locator('#d-1 [data-act="confirmed"]').click()
    page.click('[data-filter="weight"][data-value="name"]')
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.pdf(path=tmp_path / "print.pdf", prefer_css_page_size=True)
    with pdfium.PdfDocument(tmp_path / "print.pdf") as pdf:
        pages = [p.get_textpage().get_text_range() for p in pdf]
        pictures = sum(o.type == pdfium.raw.FPDF_PAGEOBJ_IMAGE for p in pdf for o in p.get_objects(max_depth=3))
    text = "".join("".join(pages).split())
    assert 3 <= len(pages) <= 14
    for _, d in conclusion.numbered(checked.report):
        assert "".join(d.evidence.note.split()) in text
    assert "处理意见：确认" in text
    assert pictures >= len(checked.report.differences), "the crops are printed"
    assert "全文对照" not in text, "what only a screen can show is left out"


def test_it_can_be_read_with_scripts_off(report: Path, chromium: Any) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())
    assert page.locator("#d-1 .crop img").is_visible()
    assert not page.locator("#filters").is_visible()
    assert page.locator("#word .block").first.is_visible()
    context.close()
