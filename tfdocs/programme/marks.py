"""The marks of a drafted programme: comments at which a person must decide, listed by the check until they are gone.

``# 【待定】…`` is a reminder; ``# 【必填】…`` stands where the guide does not say what must be known, and keeps the
programme from being used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tfdocs.model.fault import Severity

__all__ = ["MUST", "OPEN", "marks"]

OPEN = "【待定】"
MUST = "【必填】"
_MARK = re.compile(rf"^[^\"']*?#\s*(?P<mark>{OPEN}|{MUST})(?P<said>.*)$")


def marks(content: str) -> Iterator[tuple[int, Severity, str]]:
    """Line (from 1), severity and words of each mark of a programme.toml."""
    for number, line in enumerate(content.split("\n"), 1):
        if (m := _MARK.match(line)) is not None:
            said = m["said"].strip() or "这里需要由人决定"
            yield number, Severity.ERROR if m["mark"] == MUST else Severity.WARNING, said[:200]
