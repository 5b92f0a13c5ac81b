"""How likely a reading is, given what the recogniser saw: the CTC forward recursion (Graves et al. 2006, section 4.1).

Characters that the normaliser folds together are one class here, so that “，” for “,” never counts as evidence.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tfdocs.model.page import Lattice
from tfdocs.text.ctc import log_likelihood
from tfdocs.text.normalise import fold_char

Floats = npt.NDArray[np.float64]

_MOST_SCORE = 999.0


def tokens(text: str) -> tuple[str, ...]:
    """The classes of ``text``'s visible characters, one each."""
    return tuple(c for c in (fold_char(x) for x in text) if c)


class Table:
    """A lattice with its characters gathered into classes, ready to score many readings of one line."""

    def __init__(self, lattice: Lattice) -> None:
        self.length = lattice.length
        self.floor: Floats = np.array(lattice.floor(), dtype=np.float64)
        classes: dict[str, Floats] = {}
        for t, step in enumerate(lattice.steps()):
            for char, value in step.items():
                name = fold_char(char) if char else ""
                row = classes.get(name)
                if row is None:
                    row = classes[name] = np.full(self.length, -np.inf)
                row[t] = np.logaddexp(row[t], value)
        self._classes = classes

    def emission(self, token: str) -> Floats:
        """Log-probability of a class at each step; ``""`` is the blank (and the space)."""
        row = self._classes.get(token)
        return self.floor if row is None else np.maximum(row, self.floor)

    def weigh(self, text: str) -> float:
        """log P(``text``), however its characters are written: ℃ as one character or as ° and C."""
        whole = tokens(text)
        parts = tuple(c for token in whole for c in token)
        joined = self._joined(parts)
        return float(np.logaddexp.reduce([self.score(r) for r in sorted({whole, parts, joined})]))

    def _joined(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        """``parts`` with those put together that the lattice has one character for."""
        several = sorted((n for n in self._classes if len(n) > 1), key=lambda n: (-len(n), n))
        out: list[str] = []
        i = 0
        text = "".join(parts)
        while i < len(text):
            token = next((n for n in several if text.startswith(n, i)), text[i])
            out.append(token)
            i += len(token)
        return tuple(out)

    def score(self, reading: tuple[str, ...]) -> float:
        """log P(reading) by the forward recursion; minus infinity when it does not fit into the steps."""
        return log_likelihood(reading, self.emission)


def ratio(lattice: Lattice, read: str, word: str) -> float:
    """log P(``read``) - log P(``word``): above 0 the picture speaks for what was read, below for the Word."""
    scored = Table(lattice)
    return scored.weigh(read) - scored.weigh(word)


def finite(score: float) -> float:
    """A ratio that a report can hold: a reading that does not fit into the line's steps has an infinite one."""
    return round(max(-_MOST_SCORE, min(_MOST_SCORE, score)), 2)
