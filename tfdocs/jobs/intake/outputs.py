"""Which of the files for people are still what this table would give, so that they need not be written again.

A night's promises are half a million rows: writing them takes minutes, and an unchanged folder is no reason to. A file
counts as current when it was made from the same rows by the same code and nobody has touched it since. It must not
know what the files hold.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from tfdocs.errors import InputMissing
from tfdocs.jobs.intake import settings
from tfdocs.jobs.intake.ledger import Ledger
from tfdocs.jobs.intake.steps import sha256


class Outputs:
    """The files directly below ``folder``."""

    def __init__(self, folder: Path, ledger: Ledger) -> None:
        self._folder, self._ledger = folder, ledger

    def current(self, name: str, made_from: str) -> bool:
        """Whether the file ``name`` is there as it was written from ``made_from``."""
        known = self._ledger.written(name)
        if known is None or known[0] != made_from:
            return False
        try:
            return sha256(self._folder / name) == known[1]
        except InputMissing:
            return False

    def wrote(self, name: str, made_from: str) -> None:
        """``name`` has been written. Raises ``InputMissing`` when it is not there, ``OutputFailed``."""
        self._ledger.set_written(name, made_from, sha256(self._folder / name))


def digest_of(parts: Iterable[object]) -> str:
    """Of everything that goes into a file, by its ``repr``, and of the code that writes it."""
    total = hashlib.sha256(settings.writing().encode())
    for part in parts:
        total.update(f"{part!r}\n".encode("utf-8", "surrogatepass"))
    return total.hexdigest()
