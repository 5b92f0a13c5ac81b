"""A fault while its line is not known yet: at a key of the data. And careful ways into data of any shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tfdocs.model.fault import Severity
from tfdocs.programme.linemap import Key


@dataclass(frozen=True, slots=True)
class Finding:
    key: Key
    message: str
    hint: str
    severity: Severity


MAX_FINDINGS = 500  # more than anybody reads; a file that is no programme could have a hundred thousand


class TooManyFindings(Exception):
    """The limit is reached: what has been found stands, the rest is not looked for."""


@dataclass(slots=True)
class Findings:
    """What has been found so far; each thing once. Raises ``TooManyFindings`` beyond ``MAX_FINDINGS``."""

    all: list[Finding] = field(default_factory=list)
    _known: set[Finding] = field(default_factory=set)

    @property
    def has_error(self) -> bool:
        return any(f.severity is Severity.ERROR for f in self.all)

    def error(self, key: Key, message: str, hint: str = "") -> None:
        self._add(Finding(key, _short(message), _short(hint), Severity.ERROR))

    def warning(self, key: Key, message: str, hint: str = "") -> None:
        self._add(Finding(key, _short(message), _short(hint), Severity.WARNING))

    def _add(self, finding: Finding) -> None:
        if finding in self._known:
            return
        if len(self.all) == MAX_FINDINGS:
            raise TooManyFindings
        self._known.add(finding)
        self.all.append(finding)


def _short(said: str) -> str:
    """A message quotes the file, and the file may hold a number of four thousand digits."""
    return said if len(said) <= 400 else said[:399] + "…"


# A value of the wrong type is reported once, by its shape; the rules on meaning pass over it in silence and go on
# with the rest, so that one run finds everything.


def tables(parent: Mapping[str, Any], name: str, at: Key = ()) -> Iterator[tuple[Key, dict[str, Any]]]:
    """The tables of an array of tables, with their keys."""
    value = parent.get(name)
    if isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, dict):
                yield (*at, name, index), item


def text(table: Mapping[str, Any], name: str) -> str | None:
    value = table.get(name)
    return value if isinstance(value, str) else None


def texts(table: Mapping[str, Any], name: str) -> list[tuple[int, str]]:
    value = table.get(name)
    return [(i, t) for i, t in enumerate(value) if isinstance(t, str)] if isinstance(value, list) else []


def number(table: Mapping[str, Any], name: str) -> Decimal | None:
    value = table.get(name)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return Decimal(value)


def day(table: Mapping[str, Any], name: str) -> date | None:
    value = table.get(name)
    return value if isinstance(value, date) and not isinstance(value, datetime) else None
