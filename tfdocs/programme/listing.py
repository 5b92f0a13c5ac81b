"""Which programmes there are, a line for each; one that is at fault is listed too and says so."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tfdocs.errors import ProgrammeFault
from tfdocs.model.fault import Severity
from tfdocs.programme.folders import all_folders, shipped_folders
from tfdocs.programme.loading import load


@dataclass(frozen=True, slots=True)
class ProgrammeSummary:
    """``errors``: how many keep it from being used; then ``title`` and ``categories`` are empty and ``year`` is 0."""

    id: str
    title: str
    year: int
    categories: tuple[str, ...]
    shipped: bool
    folder: Path
    errors: int = 0


def shipped() -> list[ProgrammeSummary]:
    """The programmes that are part of the package, by id."""
    return [_summary(name, folder, True) for name, folder in sorted(shipped_folders().items())]


def available() -> list[ProgrammeSummary]:
    """Shipped and own (``TFDOCS_PROGRAMMES``), by id. Raises ``InputMissing`` when that folder does not exist."""
    own = shipped_folders()
    return [_summary(name, folder, own.get(name) == folder) for name, folder in sorted(all_folders().items())]


def _summary(name: str, folder: Path, is_shipped: bool) -> ProgrammeSummary:
    try:
        programme = load(folder)
    except ProgrammeFault as fault:
        errors = sum(f.severity is Severity.ERROR for f in fault.faults)
        return ProgrammeSummary(name, "", 0, (), is_shipped, folder, errors)
    names = tuple(c.name for c in programme.categories)
    return ProgrammeSummary(name, programme.title, programme.year, names, is_shipped, folder)
