"""Each disputed place on the scales: is it a real difference, certainly, perhaps, or a slip of the recogniser?

What the picture says is tested, not how alike two strings are: the log-likelihood of what was read against that of what
the Word says, over the same steps of the same line. A second look (other resolution, other preparation) joins where the
first is not clear.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Source
from tfdocs.text.normalise import fold, is_punctuation
from tfdocs.verify import blanks, compounds, gaps
from tfdocs.verify.align import BREAK
from tfdocs.verify.alphabet import hardly_writable
from tfdocs.verify.broken_print import has_lost_strokes
from tfdocs.verify.choices import BOXES, NOT_SEEN, Choice, weigh_box, weigh_seen_box
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.likelihood import finite, ratio, tokens
from tfdocs.verify.likeness import are_one_letter, are_one_shape, holds_look_alike, look_alike
from tfdocs.verify.lone_dash import only_a_dash
from tfdocs.verify.lone_marks import is_mark
from tfdocs.verify.materiality import critical, weigh_kind
from tfdocs.verify.narrowed import beyond, mark_at_end, only_a_box
from tfdocs.verify.pieces import Piece
from tfdocs.verify.strays import LONELY, weigh_stray
from tfdocs.verify.thresholds import (
    CERTAIN,
    EXPLAINED,
    EXPLAINED_CRITICAL,
    EXPLAINED_LOOK,
    ONE_SHAPE,
    WIDER_SURE,
)
from tfdocs.verify.weighed import SAME_TEXT, Weighed, context
from tfdocs.verify.witness import Witness, around
from tfdocs.verify.wordtext import WordText

BESIDE_BLANK = "beside-blank"  # the rule of what a hand may have written over print
_INNER = 3  # characters of context on the line's side of a place at its edge
_UNDER_ONE_SEAL = 20  # characters: more than that is not lost under a seal
_OF_A_CUT = 2  # characters
_COARSE = 180.0  # dpi below which a comma and a point are a few pixels each
_NUMBERS = 3  # digits of a paragraph's number
_SMALL_MARKS = frozenset(",.，．、。:;：；·")
_LIKE_DEGREES = frozenset("°\"'.,·。oO0")
_DOTS = frozenset("….·。")
_BESIDE = 3.0  # line heights
_VEILED = "印章压字，看不清，需要人工查看"
_SHORT_GAP = 4  # characters: a gap this short may have been lost at a line's end
_LEAST_LEADERS = 3  # in a row, as the normaliser has it
_AT_A_NUMBER = 0.3  # line heights from a sign or a point to its figure


class Scales:
    """Weighs the hunks of one pair."""

    def __init__(self, word: WordText, pages: Sequence[Page], witness: Witness | None) -> None:
        self._word = word
        self._pages = pages
        self._witness = witness

    def weigh(self, hunk: Hunk) -> Weighed:
        return self._beside_a_blank(self._with_its_mark(hunk))

    def _beside_a_blank(self, item: Weighed) -> Weighed:
        """``item``, no more than a doubt where a hand may have written it: a name runs over the words beside its blank.

        李 over 日期 is read as neither, and no printed 日期 fits what is drawn there.
        """
        hunk, piece = item.hunk, item.hunk.piece
        if item.certainty is not Certainty.CERTAIN or item.kind is Kind.MISSING or item.kind is Kind.FILLED_IN:
            return item
        if piece is None or piece.line.source is Source.TEXT or hunk.l0 == hunk.l1:
            return item
        if not any(blanks.blank_at(self._word, at) for at in range(hunk.w0, hunk.w1 + 1)):
            return item
        start, end = piece.folded.source_span(hunk.l0, hunk.l1)
        signed = blanks.for_a_signature(self._word, hunk.w0)
        if not signed and blanks.surely_printed(self._witness, self._page(piece), piece.line, start, end):
            return item
        note = "紧挨 Word 留空处，可能是手写盖住了印刷的字，需要人工查看"
        return replace(item, certainty=Certainty.UNCERTAIN, rule=BESIDE_BLANK, note=note)

    def _with_its_mark(self, hunk: Hunk) -> Weighed:
        item = self._weighed(hunk)
        mark = mark_at_end(hunk, self._word.text[hunk.w0 : hunk.w1]) if item.certainty is None else None
        if mark is not None:
            # what a seal makes of the characters before it says nothing about a mark
            alone = self._weighed(mark)
            if alone.certainty is None and alone.score is not None and alone.score >= EXPLAINED_CRITICAL:
                note = "标点两边的字看不清，标点本身像是另一个，需要人工查看"
                alone = replace(alone, certainty=Certainty.UNCERTAIN, rule="small-mark", note=note)
            return item if alone.certainty is None else alone
        return item

    def _weighed(self, hunk: Hunk) -> Weighed:
        word_text = self._word.raw(hunk.w0, hunk.w1).replace(BREAK, "")
        read = hunk.read
        if hunk.l0 == hunk.l1:
            read = ""
        box = only_a_box(hunk, self._word.text[hunk.w0 : hunk.w1])
        if box is not None:
            return self._weighed(box)
        whole = compounds.whole(hunk, self._word)
        if whole != hunk:
            return self._weighed(whole)  # half of ℃ put before the C that was read would be ℃C
        kind = Kind.REPLACED if word_text and read else Kind.MISSING if word_text else Kind.ADDED
        before, after = context(self._word, hunk.w0, hunk.w1)
        what = weigh_kind(word_text, read, before, after)
        inside = bool(read) or self._inside(hunk)
        choice = weigh_seen_box(Choice(hunk, word_text, read, kind, what), inside, self._pages, self._witness)
        if choice is not None:
            return choice
        unit = compounds.disputed(hunk, self._word) if self._witness is not None else None
        if unit is not None and self._witness is not None:
            place, char = unit
            if compounds.seen_alone(place, char, self._pages, self._witness):
                note = f"单独复看此处，是 Word 的“{char}”"
                return Weighed(place, kind, None, what, "second-look", None, note)
        if set(read) <= _DOTS and self._leads_to_a_number(hunk):
            note = "目录中引到页码的引导点，不是文字"
            return Weighed(hunk, kind, None, what, "leader", None, note)
        if kind is Kind.MISSING and hunk.l0 == hunk.l1 and (hunk.piece is None or not self._inside(hunk)):
            if gaps.all_text(hunk, self._pages):
                note = "PDF 文字层中没有这些文字"
                return Weighed(hunk, kind, Certainty.CERTAIN, what, "not-on-paper", None, note)
            return self._unreadable(self._gap(hunk, word_text, what), word_text)
        piece = hunk.piece
        assert piece is not None
        if kind is Kind.ADDED and _is_leader(hunk, piece, read) and blanks.blank_at(self._word, hunk.w0):
            note = "制表位或填写线的引导符"
            return Weighed(hunk, kind, None, what, "leader", None, note)
        if fold("".join(self._word.raw(hunk.w0, hunk.w1).split())).text == read:
            return Weighed(hunk, kind, None, what, SAME_TEXT, None, "文字相同，只是排在一行")
        if piece.line.source is Source.TEXT:
            return Weighed(hunk, kind, Certainty.CERTAIN, what, "text-layer", None, "PDF 文字层与 Word 不同")
        choice = weigh_box(Choice(hunk, word_text, read, kind, what), self._pages, self._witness)
        if choice is not None:
            return choice
        start, end = piece.folded.source_span(hunk.l0, hunk.l1)
        if kind is Kind.ADDED and blanks.blank_at(self._word, hunk.w0):
            by_hand, sure = blanks.handwritten(self._witness, self._page(piece), piece.line, start, end)
            if by_hand:
                certainty = Certainty.CERTAIN if sure else Certainty.UNCERTAIN
                note = "Word 此处留空，纸面上为手写" if sure else "Word 此处留空，纸面上疑为手写"
                return Weighed(hunk, Kind.FILLED_IN, certainty, what, "handwriting-in-blank", None, note)
        if kind is Kind.REPLACED and self._word.text[hunk.w0 : hunk.w1] == ":" and blanks.blank_at(self._word, hunk.w1):
            by_hand, sure = blanks.handwritten(self._witness, self._page(piece), piece.line, start, end)
            if by_hand and sure:
                note = "Word 此处留空，纸面上为手写，标签末尾的冒号没有读到"
                return Weighed(hunk, Kind.FILLED_IN, Certainty.CERTAIN, what, "handwriting-in-blank", None, note)
        if hunk.alone and not word_text:
            return weigh_stray(hunk, piece, what, self._page(piece), self._witness)
        one_shape = are_one_shape(read, word_text)
        if one_shape and read in ".·" and self._behind_number(hunk.w0):
            return Weighed(hunk, kind, None, what, "dot-of-number", None, "段首序号后的点，高低随字体而异")
        if only_a_dash(hunk, self._word.text[hunk.w0 : hunk.w1], self._pages[piece.page], self._witness):
            return Weighed(hunk, kind, None, what, "lone-dash", None, "单独一横，两端一样粗细，是破折号而非“一”")
        score = self._score(piece, start, end, self._word.raw(hunk.w0, hunk.w1))
        alike = look_alike(read, word_text)
        marks = len(read) == len(word_text) == 1 and set(read + word_text) <= _SMALL_MARKS
        close = critical(what) or alike or holds_look_alike(read, word_text) or marks
        one_for_one = kind is Kind.REPLACED and (alike or (read.isdigit() and len(read) == len(word_text)))
        floor = ONE_SHAPE if one_shape else EXPLAINED_CRITICAL if close else EXPLAINED
        rule = "likelihood"
        scores = [score]
        if floor - 4 < score < 3 * CERTAIN and self._witness is not None:
            looks = self._second(piece, start, end, self._word.raw(hunk.w0, hunk.w1))
            if looks:
                scores += looks
                score = sum(scores) / len(scores)
                rule = "likelihood-second-look"
        if score >= floor and self._seen_wider(hunk, piece, sure=one_for_one):
            note = "连同两端一起重新识读，与 Word 一致：原识读框切断了文字"
            return Weighed(hunk, kind, None, what, "wider-look", finite(score), note)
        swaying = min(scores) < CERTAIN <= max(scores)
        # one of the looks leans to the paper's reading
        leans = one_for_one and max(scores) > EXPLAINED_LOOK
        if not one_shape and score < floor and close and (swaying or leans):
            # one look is convinced of the change: for what matters that is no reading error to pass over
            note = "几次识读不一致，其中有支持纸面读数的，需要人工查看"
            return Weighed(hunk, kind, Certainty.UNCERTAIN, what, "looks-differ", finite(score), note)
        if swaying and score >= CERTAIN and len(piece.folded.text) <= LONELY:
            note = "单独的字几次识读不一致，需要人工查看"
            return Weighed(hunk, kind, Certainty.UNCERTAIN, what, "looks-differ", finite(score), note)
        marks_only = set(read + word_text) <= _SMALL_MARKS and self._coarse(piece)
        if score >= CERTAIN and (marks_only or _of_a_degree(read, self._word.text[hunk.w0 : hunk.w1])):
            note = "标点细小，扫描粗糙，不足以判定"
            return Weighed(hunk, kind, Certainty.UNCERTAIN, what, "small-mark", finite(score), note)
        if score >= CERTAIN and has_lost_strokes(read, word_text, piece, self._page(piece), self._witness):
            note = "字小，黑白扫描丢了细笔画，不足以判定"
            return Weighed(hunk, kind, Certainty.UNCERTAIN, what, "lost-strokes", finite(score), note)
        lost_mark = kind is Kind.MISSING and is_punctuation(word_text)
        one_shape = one_shape or (kind is Kind.REPLACED and are_one_letter(read, word_text))
        if score >= CERTAIN and score >= floor and (one_shape or self._veiled(piece, start, end, any_colour=lost_mark)):
            note = "字形相同，不足以判定" if one_shape else _VEILED
            rule = "one-shape" if one_shape else "under-seal"
            return Weighed(hunk, kind, Certainty.UNCERTAIN, what, rule, finite(score), note)
        return self._unreadable(self._by_score(hunk, kind, what, rule, score, floor), word_text, read)

    @staticmethod
    def _unreadable(item: Weighed, word: str, read: str = "") -> Weighed:
        """``item``, no more than a doubt where the recogniser could not have written what the Word has."""
        if item.certainty is not Certainty.CERTAIN or not word or not hardly_writable(beyond(word, read)):
            return item
        note = "Word 此处的字不在识读模型的字表之内，无法识读判定，需要人工查看"
        return replace(item, certainty=Certainty.UNCERTAIN, rule="cannot-be-written", note=note)

    def _behind_number(self, at: int) -> bool:
        """Whether what stands at ``at`` ends the number that a paragraph begins with: 2．, which some faces raise."""
        text = self._word.text
        begin = at
        while begin > 0 and text[begin - 1].isdigit():
            begin -= 1
        return 0 < at - begin <= _NUMBERS and (begin == 0 or text[begin - 1] == BREAK)

    def _seen_wider(self, hunk: Hunk, piece: Piece, *, sure: bool = False) -> bool:
        """Whether a reading with room at the line's ends has the Word's words at its edge (``sure``: undoubtedly)."""
        nowhere = piece.place is None and hunk.w0 == hunk.w1  # a line without a place was put against some words
        if self._witness is None or piece.line.source is Source.TEXT or nowhere:
            return False
        at_start, at_end = hunk.l0 <= piece.start, hunk.l1 >= piece.end
        # a cut makes one character into another, or two of it: more than that was printed
        if not (at_start or at_end) or len(hunk.read) > _OF_A_CUT:
            return False
        text = self._word.text
        before = text[max(0, hunk.w0 - (1 if at_start else _INNER)) : hunk.w0].rpartition(BREAK)[2]
        after = text[hunk.w1 : hunk.w1 + (1 if at_end else _INNER)].partition(BREAK)[0]
        wanted = before + text[hunk.w0 : hunk.w1].replace(BREAK, "") + after
        if len(wanted) < 2:
            return False
        reading = self._witness.wider(self._page(piece), piece.line)
        folded = fold(reading.text)
        fresh = folded.text
        if fresh == piece.folded.text or len(fresh) < len(piece.text) - len(hunk.read):
            return False  # it read nothing else, or less than before
        # 20 stands in 200 too: what was read first must be gone, or be a part of what is wanted (县 of 一、县)
        old = before + hunk.read + after
        if wanted not in fresh or (hunk.read and old in fresh and old not in wanted):
            return False
        # so too with what the line has around it: 00.00 is in the wider look at 42,000.80 as well, from the next cell
        own = piece.folded.text[max(piece.start, hunk.l0 - len(before)) : min(piece.end, hunk.l1 + len(after))]
        if own in fresh and own not in wanted:
            return False
        at = fresh.index(wanted)
        first, last = folded.source_span(at, at + len(wanted))
        return not sure or min(reading.confidence[first:last]) >= WIDER_SURE

    def _coarse(self, piece: Piece) -> bool:
        dpi = self._page(piece).dpi
        return dpi is not None and dpi < _COARSE

    def _veiled(self, piece: Piece, start: int, end: int, *, any_colour: bool = False) -> bool:
        """Whether the place lies under a seal that cannot be taken off its print.

        On a scan without colour nothing parts the two; on a coarse one the colour of a few pixels runs into the print.
        ``any_colour``: a mark goes with the seal's lettering that lies over it, whatever its colour.
        """
        page = self._page(piece)
        if self._witness is None or not page.seals:
            return False
        boxes = piece.line.chars[max(0, start - 1) : end + 1] or (piece.line.box,)
        under = any(s.box.intersection(b) > 0 for s in page.seals for b in boxes)
        return under and (any_colour or self._coarse(piece) or self._witness.colourless(page))

    def _by_score(self, hunk: Hunk, kind: Kind, what: Materiality, rule: str, score: float, floor: float) -> Weighed:
        score = finite(score)
        if score >= CERTAIN and score >= floor:
            return Weighed(hunk, kind, Certainty.CERTAIN, what, rule, score, "图像明确支持纸面读数，不支持 Word 的写法")
        if score >= floor:
            return Weighed(hunk, kind, Certainty.UNCERTAIN, what, rule, score, "图像不足以判定，需要人工查看")
        return Weighed(hunk, kind, None, what, rule, score, "图像同样支持 Word 的写法，判定为识读误差")

    def _leads_to_a_number(self, hunk: Hunk) -> bool:
        """Whether it is about no more than the dots before the page number of an entry of a table of contents."""
        text = self._word.text
        end = text.find(BREAK, hunk.w1)
        return set(text[hunk.w0 : hunk.w1]) == {"…"} and text[hunk.w1 : end if end >= 0 else len(text)].isdigit()

    def _page(self, piece: Piece) -> Page:
        return self._pages[piece.page]

    def _inside(self, hunk: Hunk) -> bool:
        """Whether a dropped character stands between two that were read on the same line."""
        piece = hunk.piece
        return piece is not None and piece.place is not None and piece.place.start < hunk.w0 < piece.place.end

    def _score(self, piece: Piece, start: int, end: int, word: str) -> float:
        line = piece.line
        if line.lattice is None:
            return CERTAIN
        return ratio(line.lattice, line.text, _with(line.text, start, end, word))

    def _second(self, piece: Piece, start: int, end: int, word: str) -> list[float]:
        assert self._witness is not None
        line = piece.line
        first, last = around(line, start, end)
        read = line.text[first:last]
        other = _with(read, start - first, end - first, word)
        out = []
        for lattice in self._witness.lattices(self._page(piece), line, first, last):
            value = ratio(lattice, read, other)
            if abs(value) < 1e6:
                out.append(value)
        return out

    def _gap(self, hunk: Hunk, word: str, what: Materiality) -> Weighed:
        """Characters of the Word that no line covers."""
        if self._witness is not None and (doubt := self._gap_with_box(hunk, word, what)) is not None:
            return doubt
        short = len(tokens(word)) <= _SHORT_GAP
        if short:
            seen = gaps.seen_again(hunk, word, self._pages, self._witness)
            if seen is not None:
                return Weighed(hunk, Kind.MISSING, None, what, seen, None, "放大复看，此处有 Word 的内容")
            scores = []
            for piece, at_end in ((hunk.piece, True), (hunk.after, False)):
                if piece is None or piece.line.lattice is None:
                    continue
                at = len(piece.line.text) if at_end else 0
                edge = piece.end == len(piece.folded.text) if at_end else piece.start == 0
                if edge:
                    values = [self._score(piece, at, at, word)]
                    if self._witness is not None:
                        values += self._second(piece, at, at, word)
                    scores.append(sum(values) / len(values))
            if scores:
                floor = EXPLAINED_CRITICAL if critical(what) else EXPLAINED
                if min(scores) >= CERTAIN and self._gap_veiled(hunk, any_colour=is_punctuation(word)):
                    return Weighed(
                        hunk, Kind.MISSING, Certainty.UNCERTAIN, what, "under-seal", finite(min(scores)), _VEILED
                    )
                if min(scores) >= floor and gaps.unread_near(hunk, self._pages):
                    return self._beside_unread(hunk, what)  # the lines' ends tell nothing of what stands apart
                return self._by_score(hunk, Kind.MISSING, what, "likelihood-at-line-end", min(scores), floor)
        if gaps.unread_near(hunk, self._pages):
            return self._beside_unread(hunk, what)
        if gaps.failed_near(hunk, self._pages):
            note = "所在页没有读出"
            return Weighed(hunk, Kind.MISSING, Certainty.UNCERTAIN, what, "page-failed", None, note)
        if len(tokens(word)) <= _UNDER_ONE_SEAL and self._gap_veiled(hunk):
            return Weighed(hunk, Kind.MISSING, Certainty.UNCERTAIN, what, "under-seal", None, _VEILED)
        if set(fold(word).text) <= _SMALL_MARKS | {"°"}:
            # no picture was weighed: a comma is cut off by a line's box before anything else is
            note = "标点细小，没有读到，需要人工查看"
            return Weighed(hunk, Kind.MISSING, Certainty.UNCERTAIN, what, "small-mark", None, note)
        return Weighed(hunk, Kind.MISSING, Certainty.CERTAIN, what, "not-on-paper", None, "纸面上没有这些文字")

    @staticmethod
    def _beside_unread(hunk: Hunk, what: Materiality) -> Weighed:
        note = "纸面此处附近有读不出的墨迹，需要人工查看"
        return Weighed(hunk, Kind.MISSING, Certainty.UNCERTAIN, what, "unread-ink-near", None, note)

    def _gap_with_box(self, hunk: Hunk, word: str, what: Materiality) -> Weighed | None:
        """A gap with a box in it, when the box is all that was not found: recognisers pass over boxes."""
        rest = "".join(c for c in word if c not in BOXES).strip()
        if rest == word.strip() or (rest and gaps.seen_again(hunk, rest, self._pages, self._witness) is None):
            return None
        return Choice(hunk, word, "", Kind.MISSING, what).doubt("box-not-seen", NOT_SEEN)

    def _gap_veiled(self, hunk: Hunk, *, any_colour: bool = False) -> bool:
        """Whether what is wanting may lie under a seal of a scan without colour, beside the lines around the gap.

        ``any_colour``: a point or a comma is lost under the ink of any.
        """
        if self._witness is None:
            return False
        for piece in (hunk.piece, hunk.after):
            if piece is None or piece.line.source is Source.TEXT:
                continue
            page, box = self._page(piece), piece.line.box
            reach = _BESIDE * box.height
            left = gaps.head_of_row(page, piece.line).x0  # where the row below goes on
            near = Box(left - reach, box.top - 0.5 * box.height, box.x1 + reach, box.bottom + box.height)
            sealed = any(s.box.intersection(near) > 0 for s in page.seals)
            if sealed and (any_colour or self._coarse(piece) or self._witness.colourless(page)):
                return True
        return False


def _of_a_degree(read: str, word: str) -> bool:
    """Whether all that differs is the ring of ℃, a few dots of ink that run into the C at any resolution."""
    if read and read[-1:] == word[-1:]:
        read, word = read[:-1], word[:-1]  # the C
    return "°" in word and set(read + word) <= _LIKE_DEGREES


def _with(text: str, start: int, end: int, word: str) -> str:
    return text[:start] + word.replace("\n", " ") + text[end:]


def _is_leader(hunk: Hunk, piece: Piece, read: str) -> bool:
    """Whether ``read`` may be a row of dots or a rule that leads over a blank, which no Word need have as characters.

    Of a text layer's only a run of them is; and what stands at a number is its sign or its point wherever it is read.
    """
    line = piece.line
    if not set(read) <= set("….·-_。") or is_mark(line.text.strip()):
        return False
    start, end = piece.folded.source_span(hunk.l0, hunk.l1)
    if line.source is Source.TEXT:
        # a run is folded to one, which has the place of the first
        last = hunk.l1 == len(piece.folded.text)
        behind = len(line.text) if last else piece.folded.source_span(hunk.l1, hunk.l1 + 1)[0]
        return "…" in read or behind - start >= _LEAST_LEADERS
    follows = piece.folded.text[hunk.l1 : hunk.l1 + 1]
    beside = end < len(line.chars) and line.chars[end].x0 - line.chars[end - 1].x1 < _AT_A_NUMBER * line.box.height
    return not (len(read) == 1 and follows.isdigit() and beside)
