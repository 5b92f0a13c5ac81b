"""Long files without scans, which two processes read: each of them a part.

Starting a process takes as long as reading twenty pages of text, and handing its pages over a fifth of reading them.
Nothing is loaded here, so that the second process can be started before anything else is.
"""

from __future__ import annotations

import mmap
import re
from itertools import islice
from pathlib import Path

from tfdocs.read.pdf.large_pictures import large_pictures

LONG = 60  # pages
# The share of them that the process reads which reads the Word as well, judges and reports. With 100 pages and a share
# of 0.3 it had worked for 3.4 s before it could judge, the other one for 2.6; with 0.22, 3.3 and 3.0.
_FIRST = 0.22

# Page objects of files before PDF 1.5, and of LibreOffice; others pack them into object streams (ISO 32000-1, 7.5.7).
_PAGE = re.compile(rb"/Type\s*/Page\b")


def second_part(count: int) -> int:
    """The number of the page with which the second part of a long file begins; beyond the last page of a short one.

    Each part has a book of shapes of its own, which begins with what page 1 taught, however many processes read: so one
    and several find the same.
    """
    return round(_FIRST * count) + 1 if count >= LONG else count + 1


def is_long_text(path: Path, count: int) -> bool:
    """Whether a file of ``count`` pages is worth reading by two processes."""
    return second_part(count) <= count and not large_pictures(path, 1)


def seems_long_text(path: Path) -> bool:
    """The same guessed from the file's bytes. False where that cannot be told, and for a file that cannot be read."""
    if large_pictures(path, 1):
        return False
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            named = sum(1 for _ in islice(_PAGE.finditer(data), LONG))
    except (OSError, ValueError):  # ValueError: an empty file has no bytes to map
        return False
    return named >= LONG
