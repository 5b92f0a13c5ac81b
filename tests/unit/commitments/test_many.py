"""Many papers at once: one workbook, one page; the papers of one applicant are held against each other."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from tfdocs.cli.main import run
from tfdocs.commitments import extract
from tfdocs.commitments.applicants import Paper, across, applicant_of, grouped
from tfdocs.commitments.page import page_bytes
from tfdocs.commitments.sheets import sheet_name
from tfdocs.commitments.wording import STATUSES
from tfdocs.commitments.workbook import many_bytes
from tfdocs.jobs.extracting import Batch, extract_many, resolve
from tfdocs.model.commitment import Status

PROSE = "申报单位：某某省{}学会（盖章）\n二、建设任务\n推荐参评论文不少于{}篇，专职工作人员不少于3人，好评率达到{}%。\n"


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    """Three applicants; the first also has an agreement that says less."""
    said = {"甲.txt": ("甲", 12, 95), "甲协议.txt": ("甲", 9, 95), "乙.txt": ("乙", 8, 80), "丙.txt": ("丙", 15, 92)}
    for name, words in said.items():
        (tmp_path / name).write_text(PROSE.format(*words), encoding="utf-8")
    return [tmp_path / name for name in said]


@pytest.fixture
def batch(papers: list[Path]) -> Batch:
    return extract_many(papers, *resolve("society"))


def test_applicants_are_known_by_the_name_in_their_papers(batch: Batch) -> None:
    assert [(name, [p.name for p in own]) for name, own in grouped(batch.papers)] == [
        ("某某省甲学会", ["甲.txt", "甲协议.txt"]),
        ("某某省乙学会", ["乙.txt"]),
        ("某某省丙学会", ["丙.txt"]),
    ]


def test_the_name_beside_its_label_in_a_table(document: object) -> None:
    made = document([["单位名称", "某某省示例学会（盖章）", "法定代表人", "张示例"]])  # type: ignore[operator]
    assert applicant_of(made) == "某某省示例学会"


def test_the_sheet_that_compares_holds_numbers_and_colours_that_follow_them(batch: Batch) -> None:
    category = resolve("society")[1]
    content = many_bytes(batch.papers, category)
    assert many_bytes(batch.papers, category) == content
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == ["各单位对照", "汇总", "前后不一致", "某某省甲学会", "某某省乙学会", "某某省丙学会"]
    sheet = book["各单位对照"]
    rows = {sheet.cell(r, 2).value: [sheet.cell(r, c).value for c in (4, 6, 7, 8)] for r in range(2, sheet.max_row + 1)}
    assert rows["推荐参评论文"] == [10, "≥12篇、≥9篇（不一致）", 8, 15]
    assert rows["专项服务好评率"] == [90, 95, 80, 92]
    assert rows["转化科技成果"] == [1, "未承诺", "未承诺", "未承诺"]
    formulas = {r.formula[0] for rules in sheet.conditional_formatting for r in rules.rules}
    place = next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, 2).value == "推荐参评论文")
    assert f"AND(ISNUMBER(F{place}),F{place}<$D{place})" in formulas
    rank = next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, 2).value == "会员注册科技工作者总数排名")
    assert f"AND(ISNUMBER(F{rank}),F{rank}>$D{rank})" in formulas  # a rank is better the lower it is
    assert all(book[name].auto_filter.ref for name in book.sheetnames)
    assert "甲协议.txt" in str(book["前后不一致"].cell(2, 3).value)
    book.close()


def test_hostile_names_become_sheets_and_texts(papers: list[Path]) -> None:
    papers[0].write_text("申报单位：=HYPERLINK[1]:学会/*\n推荐参评论文12篇。", encoding="utf-8")
    category = resolve("society")[1]
    book = load_workbook(BytesIO(many_bytes(extract_many(papers[:1], *resolve("society")).papers, category)))
    assert not any(set(name) & set("[]:*?/\\") for name in book.sheetnames)
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(c.data_type != "f" for c in row)
    book.close()
    taken: set[str] = set()
    assert [sheet_name("长" * 40, taken) for _ in range(2)] == ["长" * 31, "长" * 28 + "（2）"]


def test_the_page_has_a_plot_of_its_own(batch: Batch) -> None:
    category = resolve("society")[1]
    html = page_bytes(batch.papers, category, "承诺 <b>事项</b>").decode()
    assert "<b>事项" not in html and "default-src 'none'" in html and "http://" not in html.replace("http-equiv", "")
    svg = re.search("<svg.*?</svg>", html, re.S)
    assert svg is not None
    dots = [e for e in ElementTree.fromstring(svg[0]).iter() if e.tag.endswith("circle")]
    assert len(dots) == 12  # three indicators, four papers
    left = {e.get("fill") for e in dots if float(e.get("cx", "0")) < 599}
    right = {e.get("fill") for e in dots if float(e.get("cx", "0")) >= 599}
    assert left.isdisjoint(right) and left and right
    assert page_bytes(batch.papers, category, "承诺 <b>事项</b>").decode() == html


def test_what_is_settled_is_not_hidden_by_what_is_not(tmp_path: Path) -> None:
    """Both at one place of the plot."""
    path = tmp_path / "甲.txt"
    path.write_text(PROSE.format("甲", 12, 95), encoding="utf-8")
    made = extract_many([path], *resolve("society"))
    items = [i for i in made.papers[0].report.commitments if i.requirement is not None]
    first = items[0]
    assert first.requirement is not None
    unclear = first.model_copy(
        update={"id": "c0", "requirement": first.requirement.model_copy(update={"status": Status.UNCLEAR})}
    )
    report = made.papers[0].report.model_copy(update={"commitments": [first, unclear]})
    html = page_bytes([replace(made.papers[0], report=report)], resolve("society")[1], "图").decode()
    dots = re.findall("<circle cx='([\\d.]+)' cy='[\\d.]+' r='5' fill='(#\\w+)'", html)
    assert [x for x, _ in dots] == [dots[0][0]] * 2
    assert [STATUSES[s] for s in (Status.UNCLEAR, Status.MET)] == re.findall("，([^，）]+)）</title>", html)


def test_command(papers: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "坏.pdf"
    broken.write_text("x", encoding="utf-8")
    out = [str(tmp_path / n) for n in ("全部.xlsx", "全部.html", "全部.json")]
    options = ["--category", "society", "--xlsx", out[0], "--html", out[1], "--json", out[2]]
    assert run(["extract", *map(str, papers), str(broken), *options]) == 12
    printed = capsys.readouterr().out
    assert "某某省乙学会\t乙.txt\t3\t1\t2\t0\t15" in printed and "坏.pdf" in printed and "甲协议.txt" in printed
    listed = json.loads(Path(out[2]).read_text(encoding="utf-8"))
    assert [r["source"]["name"] for r in listed["reports"]] == [p.name for p in papers]
    assert listed["failed"][0]["name"] == "坏.pdf" and listed["conflicts"][0]["applicant"] == "某某省甲学会"
    assert run(["extract", *map(str, papers)]) == 0


def test_a_second_label_on_the_line_is_no_part_of_the_name(document: object) -> None:
    made = document("申报单位：某某省示例学会\u3000\u3000负责人：张示例")  # type: ignore[operator]
    assert applicant_of(made) == "某某省示例学会"
    assert applicant_of(document("申报单位： 某 某 省 示 例 学 会")) == "某某省示例学会"  # type: ignore[operator]


def test_word_and_pdf_that_promise_differently(document: object) -> None:
    """The Word promises in a table what its PDF promises otherwise in prose: one conflict that names both files."""
    programme, category = resolve("society")
    table = [["指标", "单位", "目标值"], ["推荐参评论文", "篇", "12"]]
    made = {"申报书.docx": document(table), "申报书.pdf": document("推荐参评论文不少于10篇。")}  # type: ignore[operator]
    papers = []
    for name, said in made.items():
        named = replace(said, name=name, kind=name.rsplit(".", 1)[1])
        papers.append(Paper(name, extract(named, programme=programme, category=category), named))
    (conflict,) = across(papers, category)
    assert "申报书.docx" in conflict.message and "申报书.pdf" in conflict.message
    assert "12篇" in conflict.message and "10篇" in conflict.message
