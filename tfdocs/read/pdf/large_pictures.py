"""Whether a PDF holds scans, guessed from its bytes before any library is loaded.

A guess to start workers by, and nothing else: a page is read by what PDFium shows of it, whatever was guessed.
"""

from __future__ import annotations

import mmap
import re
from pathlib import Path

_LARGE = 500_000  # pixels: half of A4 at 72 dpi; logos and signatures have fewer
_BEFORE, _BEHIND = 512, 1024  # bytes around an image's subtype in which its size is looked for

# Dictionaries of images are never packed into object streams nor encrypted (ISO 32000-1, 7.5.7 and 7.6.1).
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_WIDTH, _HEIGHT = re.compile(rb"/Width\s+(\d{1,6})\b"), re.compile(rb"/Height\s+(\d{1,6})\b")


def large_pictures(path: Path, most: int) -> int:
    """How many pictures of at least half a million pixels ``path`` names, counted up to ``most``.

    0 for a file that cannot be looked at: whoever reads it will say why.
    """
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return _counted(data, most)
    except (OSError, ValueError):  # ValueError: an empty file has no bytes to map
        return 0


def _counted(data: mmap.mmap, most: int) -> int:
    count = 0
    for found in _IMAGE.finditer(data):
        if count >= most:
            break
        start = max(data.rfind(b"obj", max(0, found.start() - _BEFORE), found.start()), found.start() - _BEFORE, 0)
        stop = data.find(b"stream", found.end(), found.end() + _BEHIND)
        around = data[start : stop if stop >= 0 else found.end() + _BEHIND]
        wide, high = _WIDTH.search(around), _HEIGHT.search(around)
        count += bool(wide and high and int(wide[1]) * int(high[1]) >= _LARGE)
    return count
