"""The printed notice, measured on LibreOffice's PDF against GB/T 9704-2012, in 文件格式 and in 信函格式.

Clauses in brackets. Lengths are millimetres from the page's upper and left edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from tfdocs.generate.context import names_for
from tfdocs.generate.convert import to_pdf
from tfdocs.generate.notices import notice_names
from tfdocs.generate.template import Template
from tfdocs.model.programme import Programme
from tfdocs.text.code import find_codes

CHARACTER = 16 * 25.4 / 72  # 3号
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0  # 5.2: the type area, 156 by 225
PITCH = 225 / 22


@dataclass(frozen=True)
class Printed:
    """A line of text or a rule."""

    x0: float
    x1: float
    top: float
    bottom: float
    text: str = ""
    size: float = 0.0
    colour: tuple[float, ...] = ()

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Sheet:
    lines: list[Printed]
    rules: list[Printed]

    def line(self, words: str) -> Printed:
        return next(ln for ln in self.lines if words in ln.text.replace(" ", ""))

    @property
    def body(self) -> list[Printed]:
        return [ln for ln in self.lines if abs(ln.size - 16) < 0.2]


def mm(points: float) -> float:
    return points * 25.4 / 72


def measured(path: Path) -> list[Sheet]:
    """Every page's lines and rules; a double rule is two."""
    out = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            assert (round(mm(page.width)), round(mm(page.height))) == (210, 297)
            lines = [
                Printed(
                    *(mm(ln[k]) for k in ("x0", "x1", "top", "bottom")),
                    ln["text"],
                    ln["chars"][0]["size"],
                    tuple(ln["chars"][0]["non_stroking_color"] or ()),
                )
                for ln in page.extract_text_lines()
            ]
            rules = {
                tuple(round(mm(r[k]), 2) for k in ("x0", "x1", "top", "bottom")) for r in (*page.lines, *page.rects)
            }
            out.append(Sheet(lines, sorted((Printed(*r) for r in rules), key=lambda r: r.top)))
    return out


@pytest.fixture(scope="module")
def sheets(programme: Programme, tmp_path_factory: pytest.TempPathFactory, require: Any) -> dict[str, list[Sheet]]:
    """Both formats with ordinary data, and the first with so much text that a page is full."""
    require("libreoffice", "fonts")
    folder = tmp_path_factory.mktemp("print")
    form = programme.form("notice")
    names = notice_names(form, names_for(programme, form)) | {"applicant": "蜀岭省样例学会", "materials": "协议一式6份"}
    wanted = {"file": ("notice.docx", names), "letter": ("notice-letter.docx", names)}
    wanted["long"] = ("notice.docx", names | {"materials": "项目实施协议、银行开户信息和有关证明材料，" * 60})
    for name, (template, values) in wanted.items():
        (folder / f"{name}.docx").write_bytes(Template.load(programme.folder / template).render(values))
    to_pdf([folder / f"{name}.docx" for name in wanted])
    return {name: measured(folder / f"{name}.pdf") for name in wanted}


@pytest.mark.require("libreoffice", "fonts")
def test_head_of_the_file_format(sheets: dict[str, list[Sheet]]) -> None:
    first = sheets["file"][0]
    mark, number, title = first.line("文件"), first.line("〔2023〕"), first.line("关于下达")
    assert mark.top == pytest.approx(TOP + 35, abs=1) and mark.colour == (1, 0, 0)  # 7.2.4
    assert (mark.x0 + mark.x1) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=1)
    assert (number.x0 + number.x1) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=1)
    (rule,) = first.rules  # 7.2.7
    assert (rule.x0, rule.x1) == pytest.approx((LEFT, RIGHT), abs=0.5)
    assert rule.top - number.bottom == pytest.approx(4, abs=1)
    assert title.size == pytest.approx(22, abs=0.1) and title.top - rule.top == pytest.approx(2 * PITCH, abs=2)  # 7.3.1
    assert first.line("蜀岭省样例学会：").x0 == pytest.approx(LEFT, abs=1)  # 7.3.2


@pytest.mark.require("libreoffice", "fonts")
@pytest.mark.parametrize("name", ["file", "letter", "long"])
def test_type_area_lines_and_page_numbers(name: str, sheets: dict[str, list[Sheet]]) -> None:
    body = [ln for sheet in sheets[name] for ln in sheet.body]
    assert min(ln.x0 for ln in body) == pytest.approx(LEFT, abs=1)
    # LibreOffice 7.4 lets a closing mark hang over the edge, whatever the file says of it (w:overflowPunct).
    ends = [ln.x1 - (CHARACTER if ln.x1 > RIGHT + 1 and ln.text[-1] in "，。、；：" else 0) for ln in body]
    assert max(ends) == pytest.approx(RIGHT, abs=1)
    assert sheets[name][1].body[0].top == pytest.approx(TOP + (PITCH - CHARACTER) / 2, abs=1)
    for number, sheet in enumerate(sheets[name], 1):
        pitches = [b.top - a.top for a, b in zip(sheet.body, sheet.body[1:], strict=False) if b.top - a.top < 11]
        assert sum(pitches) / len(pitches) == pytest.approx(PITCH, abs=0.05)  # 5.2.3
        if name == "letter" and number == 1:
            assert not any("— 1 —" in ln.text for ln in sheet.lines)  # 10.1
            continue
        page = sheet.line(f"—{number}—")
        assert page.size == pytest.approx(14, abs=0.1) and page.middle == pytest.approx(BOTTOM + 7, abs=1)  # 7.5
        assert (page.x1 if number % 2 else page.x0) == pytest.approx(
            RIGHT - 4.94 if number % 2 else LEFT + 4.94, abs=0.5
        )


@pytest.mark.require("libreoffice", "fonts")
def test_a_full_page_holds_22_lines_of_28_characters(sheets: dict[str, list[Sheet]]) -> None:
    full = sheets["long"][1]
    assert len(sheets["long"]) > 2 and len(full.body) == 22
    assert full.body[-1].bottom <= BOTTOM + 0.5
    assert max(len(ln.text.replace(" ", "")) for ln in full.body) == pytest.approx(28, abs=1)


@pytest.mark.require("libreoffice", "fonts")
def test_head_and_foot_of_the_letter(sheets: dict[str, list[Sheet]]) -> None:
    first, second = sheets["letter"][:2]  # 10.1
    name, number = first.line("协会"), first.line("〔2023〕")
    assert "文件" not in name.text and name.top == pytest.approx(30, abs=1) and name.colour == (1, 0, 0)
    upper, lower = first.rules[:2], first.rules[2:]
    assert len(upper) == len(lower) == 2
    assert all((r.x0, r.x1) == pytest.approx((20, 190), abs=1) for r in first.rules)
    assert upper[0].top - name.bottom == pytest.approx(4, abs=1)
    assert (lower[0].top + lower[1].top) / 2 == pytest.approx(297 - 20, abs=1)
    assert number.x1 == pytest.approx(RIGHT, abs=1) and 0 < number.top - upper[1].top < PITCH
    assert second.rules == [] and not any("省科学技术协会" in ln.text for ln in second.lines[:1])


@pytest.mark.require("libreoffice", "fonts")
@pytest.mark.parametrize("name", ["file", "letter"])
def test_signature_date_and_colophon(name: str, sheets: dict[str, list[Sheet]]) -> None:
    last = sheets[name][-1]
    date = next(ln for ln in last.body if ln.text.replace(" ", "") == "2023年7月3日")
    issuer = last.body[last.body.index(date) - 1]
    assert date.x1 == pytest.approx(RIGHT - 4 * CHARACTER, abs=1)  # 7.3.5.1: four characters from the edge
    # LibreOffice spaces figures from characters, Word as told does not
    assert (issuer.x0 + issuer.x1) / 2 == pytest.approx((date.x0 + date.x1) / 2, abs=4.5)
    copy = last.line("抄送")
    assert copy.x0 == pytest.approx(LEFT + 14 * 25.4 / 72, abs=1) and copy.text.rstrip().endswith("。")  # 7.4.2
    if name == "letter":
        assert last.rules == [] and BOTTOM - copy.bottom < PITCH
        return
    assert len(last.rules) == 3 and all((r.x0, r.x1) == pytest.approx((LEFT, RIGHT), abs=0.5) for r in last.rules)
    assert last.rules[-1].top == pytest.approx(BOTTOM, abs=1)  # 7.4: at the foot of the last page
    printed = last.line("印发")
    assert printed.x1 == pytest.approx(RIGHT - 14 * 25.4 / 72, abs=1.5)


@pytest.mark.require("libreoffice", "fonts")
@pytest.mark.parametrize("name", ["file", "letter", "long"])
def test_the_same_code_stands_on_every_page(name: str, sheets: dict[str, list[Sheet]]) -> None:
    codes = [find_codes("\n".join(ln.text for ln in sheet.lines)) for sheet in sheets[name]]
    assert all(len(c) == 1 for c in codes) and len({c[0] for c in codes}) == 1
