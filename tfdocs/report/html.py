"""report.html: one file to look at, without network, readable without scripts.

Every text that comes from a file is hostile: the template escapes all of it, no text reaches a script or a style, and a
content security policy forbids every connection and every script but our own (by its hash).
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from tfdocs.model.comparison import Certainty, Checked, CheckReport, Difference, PageEntry, PageStatus
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page
from tfdocs.report import conclusion, passage, pictures, selection, wordview
from tfdocs.report import vocabulary as words
from tfdocs.report.pairing import anchors
from tfdocs.report.places import Place
from tfdocs.report.writing import write_bytes

_CARDS = 1000  # of each list; the rest stands in report.xlsx, and the report says so


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
    commitment: str  # which promise it touches and how it changed; "" when none

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
    large: bool
    certain: int
    uncertain: int
    marks: list[tuple[Card, Box]]

    @property
    def style(self) -> str:
        if self.entry.status is not PageStatus.MATCHED:
            return "blank" if self.entry.status is PageStatus.BLANK else "bad"
        return "certain" if self.certain else "uncertain" if self.uncertain else "good"

    @property
    def mark(self) -> str:
        """What stands in the page's cell of the strip."""
        if self.entry.status is PageStatus.MATCHED and self.certain + self.uncertain:
            return str(self.certain + self.uncertain)
        return words.PAGE_MARK[self.entry.status]

    @property
    def says(self) -> str:
        parts = [f"第 {self.entry.number} 页", words.STATUS[self.entry.status]]
        if self.certain + self.uncertain:
            parts.append(f"差异 {self.certain + self.uncertain} 处")
        if self.entry.rotation:
            parts.append(f"已转正 {self.entry.rotation}°")
        return "，".join(parts)


@dataclass(frozen=True)
class Piece:
    """A piece of a page that is no difference: a seal, or ink that was not read."""

    page: int
    title: str
    text: str
    crop: pictures.Picture | None


@dataclass(frozen=True)
class Illustrated:
    """The differences that the report shows, numbered and in three lists, and the pictures that go with them."""

    main: list[tuple[int, Difference]]
    filled: list[tuple[int, Difference]]
    hidden: list[tuple[int, Difference]]
    count: int  # of all differences, also those that are not shown
    chosen: selection.Selection
    drawn: pictures.Pictures


def illustrate(checked: Checked, ahead: pictures.PagesAhead | pictures.SmallBeside | None = None) -> Illustrated:
    """Choose what is shown and draw it: half of the report's time, of which most is PDFium's and no other thread's.

    ``ahead``: what ``draw_ahead`` was given.
    """
    every = conclusion.numbered(checked.report)
    filled_from = len(conclusion.listed(checked.report))
    hidden_from = filled_from + len(conclusion.filled_in(checked.report))
    main, filled = every[:filled_from][:_CARDS], every[filled_from:hidden_from][:_CARDS]
    hidden = every[hidden_from:][:_CARDS]
    chosen = selection.select(checked, [*main, *filled, *hidden])
    drawn = pictures.draw(checked.pdf_path, checked.pages, whole=chosen.whole, places=chosen.crops, ahead=ahead)
    return Illustrated(main, filled, hidden, len(every), chosen, drawn)


def draw_ahead(ahead: pictures.PagesAhead, pages: Sequence[Page]) -> None:
    """Have the pages of a short file drawn, which are all shown whatever is found on them."""
    if len(pages) <= selection.MANY_PAGES:
        ahead.start(pages, selection.WHOLE_DPI)


def write_html(checked: Checked, path: Path, pictured: Future[Illustrated] | None = None) -> None:
    """Write the report. Raises ``OutputFailed`` when ``path`` cannot be written.

    ``pictured``: what ``illustrate`` makes of ``checked``, where another thread is at it.
    """
    write_bytes(path, render(checked, pictured).encode("utf-8", errors="replace"))


def prepare() -> None:
    """Compile the template, which is done once in a process."""
    _template()


def render(checked: Checked, pictured: Future[Illustrated] | None = None) -> str:
    """The report as one HTML document; ``pictured`` as in ``write_html``."""
    report = checked.report
    marked = anchors(checked.word, checked.pages)
    heights = {p.number: p.height for p in checked.pages}
    made = pictured.result() if pictured is not None else illustrate(checked)
    main, filled, hidden, chosen, drawn = made.main, made.filled, made.hidden, made.chosen, made.drawn
    rows, in_word = wordview.rows(checked.word, [*main, *filled], marked, heights)

    def cards(numbered: list[tuple[int, Difference]]) -> list[Card]:
        return [_card(checked, n, d, chosen.places.get(n), drawn.crops.get(f"d{n}"), n in in_word) for n, d in numbered]

    shown, by_hand, suppressed = cards(main), cards(filled), cards(hidden)
    css, script = _asset("report.css"), _asset("report.js")
    return _template().render(
        report=report,
        words=words,
        title=f"{words.VERDICT[report.verdict]}：{words.shortened(report.pdf.name, 60)}",
        headline=conclusion.headline(report),
        headlines=conclusion.headlines(report),
        reasons=conclusion.reasons(report),
        counts=conclusion.counts(report),
        limits=conclusion.not_checked(checked),
        guide=conclusion.how_to_read(report),
        made_with=conclusion.made_with(report),
        findings=conclusion.other_findings(report),
        coverage=_coverage(report),
        cards=shown,
        filled=by_hand,
        suppressed=suppressed,
        left_out=made.count - len(shown) - len(by_hand) - len(suppressed),
        sheets=_sheets(checked, [*shown, *by_hand], drawn, chosen),
        seals=_seals(report, drawn),
        unread=_unread(checked, drawn),
        unread_count=len(selection.unread(checked)),
        unreadable_pages=[p for p in checked.pages if p.failure],
        chosen=chosen,
        undrawn=words.page_list(drawn.failed),
        rows=rows,
        by_number={c.number: c for c in [*shown, *by_hand]},
        style=Markup(css),  # our own files, the only text that is not escaped
        script=Markup(script),
        style_hash=_hash(css),
        script_hash=_hash(script),
    )


def _seals(report: CheckReport, drawn: pictures.Pictures) -> list[Piece]:
    return [
        Piece(s.page, words.SHAPE[s.shape], s.text or "", drawn.crops.get(f"seal{i}"))
        for i, s in enumerate(report.seals[: selection.SEALS])
    ]


def _unread(checked: Checked, drawn: pictures.Pictures) -> list[Piece]:
    return [
        Piece(number, "没有读出", "", drawn.crops.get(f"unread{i}"))
        for i, (number, _) in enumerate(selection.unread(checked)[: selection.UNREAD])
    ]


def _card(
    checked: Checked, number: int, d: Difference, place: Place | None, crop: pictures.Picture | None, in_word: bool
) -> Card:
    style = "filled" if conclusion.harmless(d) else "certain" if d.certainty is Certainty.CERTAIN else "uncertain"
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
        commitment=conclusion.commitment(d),
    )


def _sheets(checked: Checked, cards: list[Card], drawn: pictures.Pictures, chosen: selection.Selection) -> list[Sheet]:
    pages = {p.number: p for p in checked.pages}
    by_page: dict[int, list[Card]] = {}
    for card in cards:
        if card.difference.pdf is not None:
            by_page.setdefault(card.difference.pdf.page, []).append(card)
    out = []
    for entry in checked.report.pages:
        own = by_page.get(entry.number, [])
        counted = [c.difference for c in own if not conclusion.harmless(c.difference)]
        certain = sum(d.certainty is Certainty.CERTAIN for d in counted)
        marks = [(c, box) for c in own if c.on_page is not None for box in c.on_page.boxes]
        number = entry.number
        out.append(
            Sheet(
                entry, pages.get(number), drawn.pages.get(number), number in chosen.large,
                certain, len(counted) - certain, marks,
            )
        )  # fmt: skip
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
