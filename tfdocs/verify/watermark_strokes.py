"""The strokes of a watermark, which scans show between the lines: their corners are read as characters.

A watermark that the Word prints is not compared (a finding says so), and where it lies nobody knows. So a character or
two that stand alone on a scan of such a Word are left to a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tfdocs.model.comparison import Certainty, Kind
from tfdocs.model.document import Document
from tfdocs.model.page import Source
from tfdocs.verify.weighed import Weighed

_CORNER = 2  # characters


def doubt_strokes_of_watermarks(weighed: Sequence[Weighed], word: Document) -> list[Weighed]:
    """``weighed`` with short added lines of scans no more than doubts, where ``word`` prints a watermark."""
    if not any(f.code == "watermark" for f in word.findings):
        return list(weighed)
    return [_doubted(item) if _may_be_a_stroke(item) else item for item in weighed]


def _may_be_a_stroke(item: Weighed) -> bool:
    hunk = item.hunk
    if item.certainty is not Certainty.CERTAIN or item.kind is not Kind.ADDED or not hunk.alone or hunk.piece is None:
        return False
    return hunk.piece.line.source is Source.OCR and len(hunk.piece.folded.text) <= _CORNER


def _doubted(item: Weighed) -> Weighed:
    note = "Word 带有水印，可能是水印的笔画，需要人工查看"
    return replace(item, certainty=Certainty.UNCERTAIN, rule="watermark-perhaps", note=note)
