"""report.html: one file to look at, without network, readable without scripts.

Every text that comes from a file is hostile: the template escapes all of it, no text reaches a script or a style, and a
content security policy forbids every connection and every script but our own (by its hash).
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from tfdocs.model.comparison import Certainty, Checked, CheckReport, Difference, Kind, PageEntry, PageStatus
from tfdocs.model.fault import Severity
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page
from tfdocs.report import conclusion, passage, pictures, wordview
from tfdocs.report import vocabulary as words
from tfdocs.report.pairing import anchors
from tfdocs.report.places import Place, place_on_page
from tfdocs.report.writing import write_bytes

# What one file can hold so that an office browser opens it at once: about 15 MB. What is left out is said in the report
# and stands in report.xlsx.
MANY_PAGES = 40  # beyond this, only pages with differences get a picture
_WHOLE_DPI, _WHOLE_DPI_MANY = 100.0, 72.0
_PAGE_PICTURES = 60  # at most, in a document of many pages
_CROPS = 300
_CARDS = 1000


@dataclass(frozen=True)
class Card:
    """A difference as the list shows it. ``number`` counts from 1 through the whole file."""

    number: int
    difference: Difference
    style: str  # class: certain, uncertain, filled, suppressed
    spoken: str
    place: str
    word_place: str
    word: passage.Passage | None
    word_pieces: list[tuple[str, bool]]
    pdf: passage.Passage | None
    pdf_pieces: list[tuple[str, bool]]
    crop: pictures.Picture | None
    on_page: Place | None
    in_word: bool

    @property
    def chips(self) -> tuple[str, str, str]:
        d = self.difference
        return words.MATERIALITY[d.materiality], words.KIND[d.kind], words.CERTAINTY[d.certainty]


@dataclass(frozen=True)
class Sheet:
    """A page as the report shows it: its entry, its picture if it has one, and the marks on it."""

    entry: PageEntry
    page: Page | None
    picture: pictures.Picture | None
    certain: int
    uncertain: int
    marks: list[tuple[Card, Box]]

    @property
    def style(self) -> str:
        if self.entry.status is not PageStatus.MATCHED:
            return "blank" if self.entry.status is PageStatus.BLANK else "bad"
        return "certain" if self.certain else "uncertain" if self.uncertain else "good"

    @property
    def says(self) -> str:
        parts = [f"第 {self.entry.number} 页", words.STATUS[self.entry.status]]
        if self.certain + self.uncertain:
            parts.append(f"差异 {self.certain + self.uncertain} 处")
        return "，".join(parts)


def write_html(checked: Checked, path: Path) -> None:
    """Write the report. Raises ``OutputFailed`` when ``path`` cannot be written."""
    write_bytes(path, render(checked).encode("utf-8", errors="replace"))


def render(checked: Checked) -> str:
    """The report as one HTML document."""
    report = checked.report
    main, filled = conclusion.listed(report), conclusion.filled_in(report)
    suppressed = conclusion.by_weight(report.suppressed)
    pages = {p.number: p for p in checked.pages}
    shown = [*main[:_CARDS], *filled[:_CARDS]]
    places = _places([*shown, *suppressed], pages)
    drawn = pictures.draw(
        checked.pdf_path,
        checked.pages,
        whole=_whole(report, shown),
        places=_crops(shown, suppressed, places),
    )
    numbered = list(enumerate(shown, start=1))
    marked = anchors(checked.word, checked.pages)
    rows, in_word = wordview.rows(checked.word, numbered, marked, {p.number: p.height for p in checked.pages})
    cards = [_card(checked, n, d, places.get(n), drawn.crops.get(str(n)), n in in_word) for n, d in numbered]
    hidden = [
        _card(checked, n, d, places.get(n), drawn.crops.get(str(n)), False)
        for n, d in enumerate(suppressed[:_CARDS], start=len(shown) + 1)
    ]
    css, script = _asset("report.css"), _asset("report.js")
    return _template().render(
        report=report,
        words=words,
        title=f"{words.VERDICT[report.verdict]}：{words.shortened(report.pdf.name, 60)}",
        headline=conclusion.headline(report),
        reasons=conclusion.reasons(report),
        counts=conclusion.counts(report),
        limits=conclusion.not_checked(checked),
        findings=sorted(report.findings, key=lambda f: list(Severity)[::-1].index(f.severity)),
        coverage=_coverage(report),
        cards=[c for c in cards if c.difference.kind is not Kind.FILLED_IN],
        filled=[c for c in cards if c.difference.kind is Kind.FILLED_IN],
        suppressed=hidden,
        left_out=len(main) + len(filled) + len(suppressed) - len(cards) - len(hidden),
        sheets=_sheets(checked, cards, drawn),
        pictured=len(drawn.pages),
        many=len(report.pages) > MANY_PAGES,
        undrawn=words.page_list(drawn.failed),
        rows=rows,
        by_number={c.number: c for c in cards},
        style=Markup(css),  # our own files, the only text that is not escaped
        script=Markup(script),
        style_hash=_hash(css),
        script_hash=_hash(script),
    )


def _places(differences: Iterable[Difference], pages: dict[int, Page]) -> dict[int, Place]:
    out: dict[int, Place] = {}
    for number, difference in enumerate(differences, start=1):
        side = difference.pdf
        page = pages.get(side.page) if side else None
        if side is None or page is None:
            continue
        place = place_on_page(side, page)
        if place is not None:
            out[number] = place
    return out


def _whole(report: CheckReport, shown: list[Difference]) -> dict[int, float]:
    """The pages that get a picture, with its resolution."""
    if len(report.pages) <= MANY_PAGES:
        return {p.number: _WHOLE_DPI for p in report.pages}
    wanted = [d.pdf.page for d in shown if d.pdf is not None]
    wanted += [p.number for p in report.pages if p.status not in (PageStatus.MATCHED, PageStatus.BLANK)]
    return dict.fromkeys(list(dict.fromkeys(wanted))[:_PAGE_PICTURES], _WHOLE_DPI_MANY)


def _crops(
    shown: list[Difference], suppressed: list[Difference], places: dict[int, Place]
) -> dict[str, tuple[int, Place]]:
    every = [*shown, *suppressed]
    out: dict[str, tuple[int, Place]] = {}
    for number, difference in enumerate(every, start=1):
        if len(out) >= _CROPS:
            break
        if number in places and difference.pdf is not None:
            out[str(number)] = (difference.pdf.page, places[number])
    return out


def _card(
    checked: Checked, number: int, d: Difference, place: Place | None, crop: pictures.Picture | None, in_word: bool
) -> Card:
    style = "filled" if d.kind is Kind.FILLED_IN else "certain" if d.certainty is Certainty.CERTAIN else "uncertain"
    word_pieces, pdf_pieces = passage.both_pieces(d)
    return Card(
        number=number,
        difference=d,
        style=style,
        spoken=conclusion.spoken(d),
        place=conclusion.place(d),
        word_place=conclusion.word_place(d),
        word=passage.word_passage(checked.word, d.word) if d.word else None,
        word_pieces=word_pieces,
        pdf=passage.pdf_passage(d.pdf) if d.pdf else None,
        pdf_pieces=pdf_pieces,
        crop=crop,
        on_page=place,
        in_word=in_word,
    )


def _sheets(checked: Checked, cards: list[Card], drawn: pictures.Pictures) -> list[Sheet]:
    pages = {p.number: p for p in checked.pages}
    by_page: dict[int, list[Card]] = {}
    for card in cards:
        if card.difference.pdf is not None:
            by_page.setdefault(card.difference.pdf.page, []).append(card)
    out = []
    for entry in checked.report.pages:
        own = by_page.get(entry.number, [])
        counted = [c.difference for c in own if c.difference.kind is not Kind.FILLED_IN]
        certain = sum(d.certainty is Certainty.CERTAIN for d in counted)
        marks = [(c, box) for c in own if c.on_page is not None for box in c.on_page.boxes]
        out.append(
            Sheet(entry, pages.get(entry.number), drawn.pages.get(entry.number), certain, len(counted) - certain, marks)
        )
    return out


def _coverage(report: CheckReport) -> list[tuple[str, str, int, float, float]]:
    """The segments of the bar: class, name, characters, left edge and width in per mille. None is too thin to see."""
    cover = report.coverage
    parts = [
        ("good", "已核实", cover.verified),
        ("certain", "不同", cover.different),
        ("missing", "缺失", cover.missing),
        ("unread", "看不清", cover.unreadable),
        ("other", "未归类", conclusion.unaccounted(cover)),
    ]
    total = sum(n for _, _, n in parts) or 1
    widths = [max(6.0, n * 1000 / total) if n else 0.0 for _, _, n in parts]
    scale = 1000 / (sum(widths) or 1)
    out, left = [], 0.0
    for (style, name, n), width in zip(parts, widths, strict=True):
        out.append((style, name, n, round(left, 2), round(width * scale, 2)))
        left += width * scale
    return out


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")


@cache
def _asset(name: str) -> str:
    # Line breaks as in the repository, whatever git made of them: the policy's hash is over these very bytes.
    return files("tfdocs.report").joinpath("assets", name).read_text("utf-8").replace("\r\n", "\n")


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters["visible"] = words.visible
    environment.filters["short"] = words.shortened
    return environment.from_string(_asset("report.html.j2"))
