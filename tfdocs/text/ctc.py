"""How likely a reading is by the steps of a recogniser: the CTC forward recursion (Graves et al. 2006, section 4.1)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def log_likelihood(reading: Sequence[str], emission: Callable[[str], Floats]) -> float:
    """log P(``reading``): minus infinity when it does not fit into the steps.

    ``emission`` gives the log-probabilities of a token at each step (one array of all steps), "" being the blank.
    """
    blank = emission("")
    steps = len(blank)
    if steps == 0:
        return 0.0 if not reading else -np.inf
    size = 2 * len(reading) + 1
    emissions = np.empty((steps, size))
    emissions[:, 0::2] = blank[:, None]
    for i, token in enumerate(reading):
        emissions[:, 2 * i + 1] = emission(token)
    # a step may pass over the blank between two characters unless they are the same
    may_skip = np.zeros(size, dtype=bool)
    for i in range(1, len(reading)):
        may_skip[2 * i + 1] = reading[i] != reading[i - 1]
    forward = np.full(size, -np.inf)
    forward[0] = emissions[0, 0]
    if size > 1:
        forward[1] = emissions[0, 1]
    for t in range(1, steps):
        stay = forward
        step = np.concatenate([[-np.inf], forward[:-1]])
        jump = np.concatenate([[-np.inf, -np.inf], forward[:-2]])[:size]
        jump = np.where(may_skip, jump, -np.inf)
        forward = np.logaddexp(np.logaddexp(stay, step), jump) + emissions[t]
    return float(np.logaddexp(forward[-1], forward[-2]) if size > 1 else forward[-1])
