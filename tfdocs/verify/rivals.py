"""The other way round: where paper and Word agree on a digit or a word that matters, how sure is that?

A 6 that might be an 8 must not pass because the recogniser happened to prefer the Word's reading. For each critical
character the best look-alike is compared with it over the same steps of the line. What it is by its strokes alone
(``own_type``, ``alike``) settles a doubt, and makes one.
"""

from __future__ import annotations

from collections.abc import Sequence

from tfdocs.model.comparison import Certainty, Kind
from tfdocs.model.page import Page, Source
from tfdocs.verify.alike import Alike, rivals_of
from tfdocs.verify.compounds import has_power
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.likelihood import Table, tokens
from tfdocs.verify.materiality import weigh_kind
from tfdocs.verify.own_type import OwnType
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.thresholds import ALIKE_SURE, EXPLAINED_CRITICAL, RIVAL, RIVAL_ALONE, RIVAL_LOOK, TYPE_LOOK
from tfdocs.verify.weighed import Weighed, context
from tfdocs.verify.witness import Witness, around

_GROUPS = (
    "0123456789",
    "己已巳",
    "未末",
    "日目",
    "人入",
    "千干",
    "戌戍",
    "不",
    "一二三",
    "土士",
    "甲申",
    "元无",
    "万方",
    "大太",
    "天夫",
)
_RIVALS: dict[str, str] = {}
for _group in _GROUPS:
    for _char in _group:
        _RIVALS[_char] = _RIVALS.get(_char, "") + _group.replace(_char, "")


def rival_doubts(
    placing: Placing, pages: Sequence[Page], witness: Witness | None, weighed: Sequence[Weighed]
) -> list[Weighed]:
    """Uncertain entries for critical characters that are read as the Word has them, but only just."""
    disputed = {(id(w.hunk.piece), i) for w in weighed if w.hunk.piece for i in range(w.hunk.l0, w.hunk.l1)}
    own = OwnType(placing, pages, witness) if witness is not None else None
    alike = Alike(own) if own is not None else None
    out: list[Weighed] = []
    for piece in placing.pieces:
        line = piece.line
        if piece.place is None or line.source is not Source.OCR or line.lattice is None:
            continue
        for i, w in piece.place.pairs:
            if i is None or w is None:
                continue
            at = piece.start + i
            char = piece.folded.text[at]
            told = alike is not None and bool(rivals_of(char))
            if not (char in _RIVALS or told) or char != placing.word.text[w] or (id(piece), at) in disputed:
                continue
            if witness is not None and has_power(placing.word.raw(w, w + 1)):
                continue  # the figure of ㎡ is looked at by itself, and hardly told apart in its line
            source = piece.folded.index[at]
            rivals = "" if char.isdigit() or line.text[source] != char else _RIVALS.get(char, "")
            doubt = None
            if char in _RIVALS and line.confidence[source] <= 1 - RIVAL:
                doubt = _doubt(piece, source, char, w, placing, pages, witness)
                if doubt is not None and own is not None and rivals and own.is_own(piece, source, doubt.rival):
                    continue
                if doubt is not None and alike is not None and alike.says(piece, source, char, ALIKE_SURE):
                    continue
                if doubt is None and rivals and witness is not None:
                    doubt = _alone(piece, source, char, w, placing, pages, witness)
            if doubt is None and line.text[source] == char and line.confidence[source] < TYPE_LOOK:
                doubt = _by_strokes(piece, source, char, w, placing, rivals, own, alike)
            if doubt is not None:
                out.append(doubt)
    return out


def _by_strokes(
    piece: Piece,
    source: int,
    char: str,
    at: int,
    placing: Placing,
    rivals: str,
    own: OwnType | None,
    alike: Alike | None,
) -> Weighed | None:
    """The doubt about a character that was read as the Word has it, and whose strokes are a look-alike's."""
    printed = own.is_rival(piece, source, rivals) if own is not None and rivals else ""
    if printed and alike is not None and alike.says(piece, source, char, ALIKE_SURE):
        printed = ""
    rule = "own-type"
    if not printed and alike is not None:
        printed, rule = alike.rival(piece, source, char), "look-alike"
    return _entry(piece, source, char, at, placing, printed, None, rule) if printed else None


def _doubt(
    piece: Piece, source: int, char: str, at: int, placing: Placing, pages: Sequence[Page], witness: Witness | None
) -> Weighed | None:
    line = piece.line
    assert line.lattice is not None
    first, last = around(line, source, source + 1)
    # each look at the line with the characters that it shows
    looks = [(Table(line.lattice), 0, len(line.text))]
    if witness is not None:
        looks += [(Table(x), first, last) for x in witness.lattices(pages[piece.page], line, first, last)]
    best, margin, first_look = "", float("inf"), float("inf")
    own = [table.score(tokens(line.text[a:b])) for table, a, b in looks]
    for rival in _RIVALS[char]:
        other = line.text[:source] + rival + line.text[source + 1 :]
        values = [o - table.score(tokens(other[a:b])) for o, (table, a, b) in zip(own, looks, strict=True)]
        mean = sum(values) / len(values)
        first_look = min(first_look, values[0])
        if mean < margin:
            best, margin = rival, mean
    if margin >= EXPLAINED_CRITICAL + 1.0 and first_look >= RIVAL_LOOK:
        return None
    return _entry(piece, source, char, at, placing, best, round(-margin, 2))


def _alone(
    piece: Piece, source: int, char: str, at: int, placing: Placing, pages: Sequence[Page], witness: Witness
) -> Weighed | None:
    """The doubt about a character that by itself, without the words around it, is read as a rival.

    In 十百千万 a 干 is read as 千 with 0.97, and as surely in every look that shows the whole of it.
    """
    lattices = witness.lattices(pages[piece.page], piece.line, source, source + 1)
    tables = [Table(lattice) for lattice in lattices]
    if not tables:
        return None
    own = [table.score(tokens(char)) for table in tables]
    scores = {
        rival: sum(o - table.score(tokens(rival)) for o, table in zip(own, tables, strict=True)) / len(tables)
        for rival in _RIVALS[char]
    }
    best = min(scores, key=lambda rival: scores[rival], default="")
    if not best or scores[best] > RIVAL_ALONE:
        return None
    return _entry(piece, source, char, at, placing, best, round(-scores[best], 2))


def _entry(
    piece: Piece,
    source: int,
    char: str,
    at: int,
    placing: Placing,
    rival: str,
    score: float | None,
    rule: str = "rival",
) -> Weighed:
    """The doubt. ``score``: the recogniser's; None where strokes tell."""
    word = placing.word
    before, after = context(word, at, at + 1)
    seen = f"读作“{char}”，但也可能是“{rival}”，需要人工查看"
    if rule == "look-alike":
        seen = f"读作“{char}”，但单看此字的笔画是“{rival}”，需要人工查看"
    elif score is None:
        seen = f"读作“{char}”，但字形与本文件别处的“{char}”不同，与“{rival}”相同，需要人工查看"
    folded = next(i for i, s in enumerate(piece.folded.index) if s == source)
    return Weighed(
        Hunk(piece, folded, folded + 1, at, at + 1),
        Kind.REPLACED,
        Certainty.UNCERTAIN,
        weigh_kind(char, rival, before, after),
        rule,
        score,
        seen,
        rival=rival,
    )
