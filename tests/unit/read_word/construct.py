"""What one construct of a Word file is: a body, the files around it, and the text its paper shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

# LibreOffice prints inserted and deleted text both: its print is held against the reading that has both.
DELETED_TOO = "prints what was deleted"


@dataclass(frozen=True)
class Construct:
    """``texts``: the paper, paragraph by paragraph, as Word prints it.

    ``differs`` says in which point LibreOffice 7.4 prints something else than Word does; "" means that its print is
    held against the same text.
    """

    name: str
    body: str
    texts: list[str]
    differs: str = ""
    files: dict[str, Any] = field(default_factory=dict)
    unordered: bool = False  # LibreOffice draws the same text in another order
    paged: bool = False  # running heads over several pages: the benchmark takes them apart, a comparison cannot
