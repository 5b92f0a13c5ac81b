"""The printed notice held against GB/T 9704-2012, to the millimetre, in 文件格式 and in 信函格式.

``python -m benchmarks.notice_geometry`` makes both with ordinary data, and one so long that a page is full, prints
them with LibreOffice and measures lines and rules on the PDF with pdfplumber, which has no part in making it. Each row
is one measure: its clause, what the standard asks, what there is, whether it is within the tolerance. Ends with 1 when
one is not. Results go to ``benchmarks/out/notice_geometry.json`` too. Some 15 s.

Lengths are millimetres from the page's upper and left edge.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pdfplumber

from tfdocs.generate.context import names_for
from tfdocs.generate.convert import to_pdf
from tfdocs.generate.notices import notice_names
from tfdocs.generate.template import Template
from tfdocs.programme import find

OUT = Path(__file__).resolve().parent / "out"
PROGRAMME = "tianfu-2023"
CHARACTER = 16 * 25.4 / 72  # 3号
FOURTH = 14 * 25.4 / 72  # 4号
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0  # 5.2: the type area, 156 by 225
PITCH = 225 / 22
_MARKS = "，。、；："


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

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True)
class Sheet:
    """A page's lines of text and its rules."""

    lines: list[Printed]
    rules: list[Printed]
    width: float
    height: float

    def line(self, words: str) -> Printed:
        """The first line that holds ``words``."""
        return next(ln for ln in self.lines if words in ln.text.replace(" ", ""))

    @property
    def body(self) -> list[Printed]:
        """Lines of 3号."""
        return [ln for ln in self.lines if abs(ln.size - 16) < 0.2]


@dataclass(frozen=True)
class Measure:
    """One thing that the standard asks for. ``wanted`` ± ``tolerance`` in ``unit``."""

    document: str
    what: str
    clause: str
    wanted: float
    tolerance: float
    measured: float
    unit: str = "mm"

    @property
    def met(self) -> bool:
        return abs(self.measured - self.wanted) <= self.tolerance


def mm(points: float) -> float:
    return points * 25.4 / 72


def sheets_of(path: Path) -> list[Sheet]:
    """Every page's lines and rules; a double rule is two."""
    out = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
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
            ordered = sorted((Printed(*r) for r in rules), key=lambda r: r.top)
            out.append(Sheet(lines, ordered, mm(page.width), mm(page.height)))
    return out


def printed_notices(folder: Path) -> dict[str, list[Sheet]]:
    """Both formats with ordinary data (“file”, “letter”), and the first with so much text that a page is full
    (“long”). Raises ``ComponentMissing`` without LibreOffice."""
    programme = find(PROGRAMME)
    form = programme.form("notice")
    names = notice_names(form, names_for(programme, form)) | {"applicant": "蜀岭省样例学会", "materials": "协议一式6份"}
    wanted = {"file": ("notice.docx", names), "letter": ("notice-letter.docx", names)}
    wanted["long"] = ("notice.docx", names | {"materials": "项目实施协议、银行开户信息和有关证明材料，" * 60})
    for name, (template, values) in wanted.items():
        (folder / f"{name}.docx").write_bytes(Template.load(programme.folder / template).render(values))
    to_pdf([folder / f"{name}.docx" for name in wanted])
    return {name: sheets_of(folder / f"{name}.pdf") for name in wanted}


def measures(notices: dict[str, list[Sheet]]) -> Iterator[Measure]:
    """Everything that is measured, by document."""
    for name, sheets in notices.items():
        yield from _type_area(name, sheets)
        yield from _signature(name, sheets[-1])
    yield from _file_head(notices["file"][0])
    yield from _letter(notices["letter"])
    full = notices["long"][1]
    yield Measure("long", "lines of a full page", "5.2.3", 22, 0, len(full.body), "lines")
    most = max(len(ln.text.replace(" ", "")) for ln in full.body)
    yield Measure("long", "characters of a full line", "5.2.3", 28, 1, most, "characters")


def _type_area(name: str, sheets: list[Sheet]) -> Iterator[Measure]:
    yield Measure(name, "page width", "5.1", 210, 0.5, sheets[0].width)
    yield Measure(name, "page height", "5.1", 297, 0.5, sheets[0].height)
    body = [ln for sheet in sheets for ln in sheet.body]
    yield Measure(name, "left margin", "5.2", LEFT, 1, min(ln.x0 for ln in body))
    # LibreOffice 7.4 lets a closing mark hang over the edge, whatever the file says of it (w:overflowPunct).
    ends = [ln.x1 - (CHARACTER if ln.x1 > RIGHT + 1 and ln.text[-1] in _MARKS else 0) for ln in body]
    yield Measure(name, "right edge of the text", "5.2", RIGHT, 1, max(ends))
    first = sheets[1].body[0].top - (PITCH - CHARACTER) / 2
    yield Measure(name, "top of the type area, page 2", "5.2", TOP, 1, first)
    for number, sheet in enumerate(sheets, 1):
        pitches = [b.top - a.top for a, b in zip(sheet.body, sheet.body[1:], strict=False) if b.top - a.top < 11]
        yield Measure(name, f"line pitch, page {number}", "5.2.3", PITCH, 0.05, sum(pitches) / len(pitches))
        if name == "letter" and number == 1:
            shown = sum("—1—" in ln.text.replace(" ", "") for ln in sheet.lines)
            yield Measure(name, "page numbers on page 1", "10.1", 0, 0, shown, "")
            continue
        page = sheet.line(f"—{number}—")
        yield Measure(name, f"type of the page number, page {number}", "7.5", 14, 0.1, page.size, "pt")
        yield Measure(name, f"dash below the type area, page {number}", "7.5", BOTTOM + 7, 1, page.middle)
        edge = RIGHT - FOURTH if number % 2 else LEFT + FOURTH
        yield Measure(
            name, f"outer edge of the number, page {number}", "7.5", edge, 0.5, page.x1 if number % 2 else page.x0
        )


def _signature(name: str, last: Sheet) -> Iterator[Measure]:
    date = next(ln for ln in last.body if ln.text.replace(" ", "") == "2023年7月3日")
    issuer = last.body[last.body.index(date) - 1]
    yield Measure(name, "right edge of the date", "7.3.5.1", RIGHT - 4 * CHARACTER, 1, date.x1)
    # LibreOffice spaces figures from characters, Word as told does not.
    yield Measure(name, "issuer centred over the date", "7.3.5.1", date.centre, 4.5, issuer.centre)
    copied = last.line("抄送")
    yield Measure(name, "left edge of 抄送", "7.4.2", LEFT + FOURTH, 1, copied.x0)
    yield Measure(name, "rules of the 版记", "7.4", 0 if name == "letter" else 3, 0, len(last.rules), "")
    if name == "letter":
        return
    for place, rule in zip(("first", "inner", "last"), last.rules, strict=True):
        yield Measure(name, f"left end of the {place} rule of the 版记", "7.4", LEFT, 0.5, rule.x0)
        yield Measure(name, f"right end of the {place} rule of the 版记", "7.4", RIGHT, 0.5, rule.x1)
    yield Measure(name, "last rule at the foot of the type area", "7.4", BOTTOM, 1, last.rules[-1].top)
    yield Measure(name, "right edge of 印发", "7.4.3", RIGHT - FOURTH, 1.5, last.line("印发").x1)


def _file_head(first: Sheet) -> Iterator[Measure]:
    mark, number, title = first.line("文件"), first.line("〔2023〕"), first.line("关于下达")
    middle = (LEFT + RIGHT) / 2
    yield Measure("file", "top of the 发文机关标志", "7.2.4", TOP + 35, 1, mark.top)
    yield Measure("file", "发文机关标志 centred", "7.2.4", middle, 1, mark.centre)
    yield Measure("file", "发文机关标志 is red", "7.2.4", 1, 0, float(mark.colour == (1, 0, 0)), "")
    yield Measure("file", "发文字号 centred", "7.2.5", middle, 1, number.centre)
    yield Measure("file", "rules on page 1", "7.2.7", 1, 0, len(first.rules), "")
    (rule,) = first.rules
    yield Measure("file", "left end of the red rule", "7.2.7", LEFT, 0.5, rule.x0)
    yield Measure("file", "right end of the red rule", "7.2.7", RIGHT, 0.5, rule.x1)
    yield Measure("file", "red rule below the 发文字号", "7.2.7", 4, 1, rule.top - number.bottom)
    yield Measure("file", "type of the title", "7.3.1", 22, 0.1, title.size, "pt")
    yield Measure("file", "title below the rule", "7.3.1", 2 * PITCH, 2, title.top - rule.top)
    yield Measure("file", "left edge of the 主送机关", "7.3.2", LEFT, 1, first.line("蜀岭省样例学会：").x0)


def _letter(sheets: list[Sheet]) -> Iterator[Measure]:
    first, second = sheets[:2]
    name, number, title = first.line("协会"), first.line("〔2023〕"), first.line("关于下达")
    yield Measure("letter", "top of the name", "10.1", 30, 1, name.top)
    yield Measure("letter", "the name is red", "10.1", 1, 0, float(name.colour == (1, 0, 0)), "")
    yield Measure("letter", "rules on page 1", "10.1", 4, 0, len(first.rules), "")
    upper, lower = first.rules[:2], first.rules[2:]
    for rule in first.rules:
        yield Measure("letter", "length of a rule", "10.1", 170, 1, rule.x1 - rule.x0)
        yield Measure("letter", "a rule is centred", "10.1", 105, 1, rule.centre)
    yield Measure("letter", "upper rule below the name", "10.1", 4, 1, upper[0].top - name.bottom)
    yield Measure("letter", "lower rule above the edge", "10.1", 20, 1, 297 - (lower[0].top + lower[-1].top) / 2)
    yield Measure("letter", "right edge of the 发文字号", "10.1", RIGHT, 1, number.x1)
    yield Measure("letter", "发文字号 below the rule", "10.1", PITCH / 2, PITCH / 2, number.top - upper[-1].top)
    yield Measure("letter", "type of the title", "7.3.1", 22, 0.1, title.size, "pt")
    yield Measure("letter", "rules on page 2", "10.1", 0, 0, len(second.rules), "")


def main() -> int:
    """Command line."""
    with tempfile.TemporaryDirectory() as folder:
        found = list(measures(printed_notices(Path(folder))))
    for m in found:
        unit = f" {m.unit}" if m.unit else ""
        print(
            f"{'ok ' if m.met else 'BAD'} {m.document:6} {m.what:46} {m.clause:8}"
            f" {m.wanted:7.2f} ± {m.tolerance:.2f}{unit}: {m.measured:.2f}"
        )
    bad = sum(not m.met for m in found)
    print(f"{len(found)} measures, {bad} outside their tolerance")
    OUT.mkdir(exist_ok=True)
    rows = [asdict(m) | {"met": m.met} for m in found]
    (OUT / "notice_geometry.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
