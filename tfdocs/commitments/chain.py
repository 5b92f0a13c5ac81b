"""A chain of statements, each promised or done: the best division of all, and how likely each is a promise.

The arithmetic of a conditional random field of two states (Lafferty, McCallum and Pereira 2001; Rabiner 1989 for the
sums): what speaks for a promise at each statement, and what is added where two neighbours are alike.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Sums", "best_division", "sums"]

Row = tuple[float, float]  # what speaks for a promise, and for something done


@dataclass(frozen=True, slots=True)
class Sums:
    """``total``: the logarithm of the sum over all divisions. ``promised``: how likely each statement is a promise.

    ``alike``: how likely each statement but the first is what the one before it is.
    """

    total: float
    promised: list[float]
    alike: list[float]


def best_division(rows: Sequence[Row], stays: Sequence[float]) -> list[bool]:
    """For each statement whether it is promised, in the division with the greatest sum (Viterbi 1967)."""
    if not rows:
        return []
    scores = rows[0]
    back: list[tuple[bool, bool]] = []
    for row, stay in zip(rows[1:], stays[1:], strict=True):
        promise = (scores[0] + stay, scores[1])
        past = (scores[0], scores[1] + stay)
        back.append((promise[0] >= promise[1], past[0] >= past[1]))
        scores = (row[0] + max(promise), row[1] + max(past))
    state = scores[0] >= scores[1]
    out = [state]
    for came_from in reversed(back):
        state = came_from[0] if state else came_from[1]
        out.append(state)
    return out[::-1]


def sums(rows: Sequence[Row], stays: Sequence[float]) -> Sums:
    """Forward and backward over at least one statement."""
    forward = [rows[0]]
    for row, stay in zip(rows[1:], stays[1:], strict=True):
        a, b = forward[-1]
        forward.append((row[0] + _log_sum(a + stay, b), row[1] + _log_sum(a, b + stay)))
    total = _log_sum(*forward[-1])
    backward: list[Row] = [(0.0, 0.0)]
    for row, stay in zip(rows[:0:-1], stays[:0:-1], strict=True):
        a, b = backward[-1]
        backward.append((_log_sum(stay + row[0] + a, row[1] + b), _log_sum(row[0] + a, stay + row[1] + b)))
    backward.reverse()
    promised = [math.exp(min(0.0, f[0] + b[0] - total)) for f, b in zip(forward, backward, strict=True)]
    alike = [
        sum(math.exp(min(0.0, forward[i - 1][s] + stays[i] + rows[i][s] + backward[i][s] - total)) for s in (0, 1))
        for i in range(1, len(rows))
    ]
    return Sums(total, promised, alike)


def _log_sum(a: float, b: float) -> float:
    most = max(a, b)
    return most if most < -1e8 else most + math.log(math.exp(a - most) + math.exp(b - most))
