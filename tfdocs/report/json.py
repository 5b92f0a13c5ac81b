"""The JSON form of a check, ``tfdocs.check/1``."""

from __future__ import annotations

from pathlib import Path

from tfdocs.model.comparison import CheckReport
from tfdocs.report.writing import write_bytes


def to_json(report: CheckReport) -> str:
    """``report`` as indented JSON with a final line break. The same report gives the same text."""
    return report.model_dump_json(by_alias=True, indent=2) + "\n"


def write_json(report: CheckReport, path: Path) -> None:
    """Write ``to_json(report)`` in UTF-8. Raises ``OutputFailed``."""
    write_bytes(path, to_json(report).encode("utf-8"))
