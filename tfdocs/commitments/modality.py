"""Promised, done already, or merely mentioned: every number of a text weighed with what stands around it.

No word decides alone. What speaks about each number (``witnesses``) adds its weight to one side; neighbours pull each
other the more the closer they stand; of all ways to divide the numbers of the text into promised and done the one with
the greatest sum is taken (``chain``). So a heading that no rule foresaw is made up for by the sentences under it, and a
sentence without a verb of its time goes with those beside it. What is not likely enough is left to a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tfdocs.commitments.chain import best_division, sums
from tfdocs.commitments.weights import STAYS, WEIGHTS
from tfdocs.commitments.witnesses import Paragraph, Witness, witnesses
from tfdocs.model.commitment import CommitmentKind, Modality

__all__ = ["SURE", "Judged", "Paragraph", "divided", "judge", "leans", "promised_shares"]

# The weight of a clause that says itself that it is done (``Witness.told``): its neighbours would turn some that say so
# (去年收入12万元). When it was set, weights from 2 to 20 spared the same; 2 cost no promise, 3 cost 4.
_TOLD_WEIGHT = -2.0
# How likely a statement must be what it is taken for not to be left to a person. Each group of gold files but the short
# texts judged by weights of the others, 6,869 statements: of 25 achievements taken for promises 12 are below it, of 30
# promises taken for achievements 23; so are 138 that are taken rightly (benchmarks/modality_weights.py).
SURE = 0.9


@dataclass(frozen=True, slots=True)
class Judged:
    """What a statement is, and whether that is ``sure`` (``SURE``)."""

    modality: Modality
    sure: bool = True


def judge(paragraphs: Sequence[Paragraph], year: int | None, *, sure: bool, news: bool) -> list[list[Judged]]:
    """The modality of each statement of ``paragraphs``, which are all of a document in their order.

    ``year``: the one the document speaks for, ``sure`` whether it says so; ``news``: it tells what happened.
    """
    out = [[Judged(Modality.OTHER)] * len(p.phrases) for p in paragraphs]
    places = {id(f): (n, i) for n, p in enumerate(paragraphs) for i, f in enumerate(p.phrases)}
    found = witnesses(paragraphs, year, sure=sure, news=news)
    for w, promised, share in zip(found, divided(found), promised_shares(found), strict=True):
        n, i = places[id(w.phrase)]
        if promised and _says_nothing(w):
            continue
        sure_of_it = (share if promised else 1 - share) >= SURE
        out[n][i] = Judged(Modality.PROMISE if promised else Modality.PAST, sure_of_it)
    return out


def _says_nothing(w: Witness) -> bool:
    """A number without verb, comparator or period that nothing tells the time of."""
    p = w.phrase
    if p.action or p.mention.explicit or p.mention.per or p.mention.kind is CommitmentKind.DEADLINE:
        return False
    if p.object and not p.mention.weak:
        return False
    return not any(k in w.says for k in ("sentence", "heading for", "label"))


def leans(w: Witness) -> float:
    """The weight of everything that speaks about a statement: above 0 for a promise. Unknown names weigh nothing."""
    return (_TOLD_WEIGHT if w.told else 0.0) + sum(WEIGHTS.get(name, 0.0) * much for name, much in w.says.items())


def divided(found: Sequence[Witness]) -> list[bool]:
    """For each of ``found`` whether it is promised: the division with the greatest sum."""
    return best_division([(leans(w), 0.0) for w in found], [STAYS[w.near] for w in found])


def promised_shares(found: Sequence[Witness]) -> list[float]:
    """For each of ``found`` how likely it is a promise, 0 to 1, over all divisions."""
    return sums([(leans(w), 0.0) for w in found], [STAYS[w.near] for w in found]).promised if found else []
