"""A fault of a user's data, template or programme at its place; many are reported at once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Fault:
    """``place`` is for a person (“基本情况!C7”, “第 12 行”), ``message`` and ``hint`` are Chinese sentences."""

    place: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
