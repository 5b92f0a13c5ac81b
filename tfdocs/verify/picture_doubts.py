"""What is told of the pictures of a Word: in which something reads otherwise on paper, and which are nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.model.page import Line, Source
from tfdocs.text.normalise import fold
from tfdocs.verify.drawings import Drawn
from tfdocs.verify.held import Differing, resembles
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.pairing import standing_alone
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.wordtext import WordText

_MOST_NAMED = 3  # readings that a note tells
_LONGEST = 30  # characters of one of them


def differing_pictures(placing: Placing, drawn: Drawn) -> list[Weighed]:
    """A doubt for each picture in which something reads otherwise than in the Word's, and for each that is nowhere."""
    out = []
    for one in drawn.apart:
        at = _shown_at(placing.word, one.picture)
        hunks = []
        for place in one.places:
            for line in place.lines or (Line("", place.box, (), (), Source.OCR),):
                folded = fold(line.text)
                piece = Piece(one.page, len(placing.pieces), line, folded, 0, len(folded.text))
                beside = standing_alone(placing, piece)
                hunks.append(beside if at is None else Hunk(piece, 0, piece.end, at, at, alone=True))
        kind = Kind.ADDED if any(place.lines for place in one.places) else Kind.MISSING
        figures = any(c.isdigit() for p in one.places for c in p.pictured + "".join(ln.text for ln in p.lines))
        out.append(
            Weighed(hunks[0], kind, Certainty.UNCERTAIN, Materiality.NUMBER if figures else Materiality.TEXT,
                    "picture-differs", None, _told(one.places), tuple(hunks) if len(hunks) > 1 else ())
        )  # fmt: skip
    for number, lines in drawn.nowhere:
        text = " ".join(lines)
        at = _shown_at(placing.word, number) or 0
        figures = any(c.isdigit() for c in text)
        note = f"Word 中的一张图片（图中文字：{_short(text)}）在 PDF 中没有找到，需要人工查看"
        out.append(
            Weighed(Hunk(None, 0, 0, at, at), Kind.MISSING, Certainty.UNCERTAIN,
                    Materiality.NUMBER if figures else Materiality.TEXT, "picture-missing", None, note)
        )  # fmt: skip
    return out


def of_missing_pictures(items: Sequence[Weighed], drawn: Drawn) -> list[Weighed]:
    """``items`` with added lines no more than doubts where a picture that is nowhere has the like.

    The picture may lie there and be too badly printed to be found.
    """
    missing = [[fold(line).text for line in lines] for _, lines in drawn.nowhere]
    out = []
    for item in items:
        added = item.certainty is Certainty.CERTAIN and item.kind is Kind.ADDED and item.hunk.alone
        if added and any(resembles(item.hunk.read, lines) for lines in missing):
            note = "与 Word 中一张没有找到的图片里的文字相近，可能是那张图片，需要人工对照"
            item = replace(item, certainty=Certainty.UNCERTAIN, rule="picture-perhaps", note=note)
        out.append(item)
    return out


def _told(places: Sequence[Differing]) -> str:
    said = []
    for place in places[:_MOST_NAMED]:
        paper = " ".join(ln.text for ln in place.lines)
        said.append(f"图中为“{_short(place.pictured) or '（无）'}”，纸面为“{_short(paper) or '（未读到）'}”")
    more = f"，等 {len(places)} 处" if len(places) > _MOST_NAMED else ""
    return f"图片里的文字与 Word 中的图片读数不同：{'；'.join(said)}{more}。需要人工对照图片"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _shown_at(word: WordText, number: int) -> int | None:
    """The place of the Word's text behind the paragraph that the picture stands at; None where it is not known."""
    document = word.document
    label = document.picture_places[number] if number < len(document.picture_places) else ""
    block = next((b for b in document.blocks if b.place == label), None)
    if block is None:
        return None
    return next((i for i, at in enumerate(word.source[: word.body]) if at >= block.end), word.body)
