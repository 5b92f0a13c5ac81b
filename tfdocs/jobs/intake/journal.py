"""intake.log: what happened when, for whoever has to find out why a night was slow. Without personal data.

No name, no path, no text: a pair is its id, which summary.xlsx has as well. It refuses to write anything else.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from tfdocs.errors import OutputFailed, reason

_PLAIN = re.compile(r"[\w.:\-]{0,60}", re.ASCII)  # what a value may look like


class Journal:
    """Lines of time, event, pair and plain values, appended and flushed one by one."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, event: str, pair: str = "", **values: str | int) -> None:
        """Raises ``OutputFailed``; ``ValueError`` for a value that may be personal: anything but a word or a number."""
        parts = [datetime.now().astimezone().isoformat(timespec="seconds"), event, pair or "-"]
        for name, value in values.items():
            if not _PLAIN.fullmatch(str(value)):
                raise ValueError(f"{name} does not belong into a log")
            parts.append(f"{name}={value}")
        try:
            with self._path.open("a", encoding="utf-8", newline="\n") as file:
                file.write(" ".join(parts) + "\n")
        except OSError as error:
            raise OutputFailed(
                f"日志写不进去（{reason(error)}）", where=str(self._path), hint="请检查磁盘空间和写入权限。"
            ) from error
