"""A PDF cut into several, page by page in its order, and the text of its pages to know where.

For PDFs that this program made itself; hostile ones go through the reader. It must not know what the pages hold.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2 as pdfium

from tfdocs.errors import EngineFailed


def page_texts(path: Path) -> list[str]:
    """The text of each page as the PDF stores it. ``EngineFailed`` when it is no PDF."""
    out = []
    with _opened(path) as document:
        for page in document:
            text = page.get_textpage()
            out.append(text.get_text_bounded())
            text.close()
            page.close()
    return out


def cut(path: Path, counts: Sequence[int]) -> Iterator[bytes]:
    """One PDF for each of ``counts``, with so many pages, from the first page on.

    ``ValueError`` when the counts are not all the pages. ``EngineFailed`` when it is no PDF.
    """
    with _opened(path) as document:
        if sum(counts) != len(document) or min(counts, default=1) < 1:
            raise ValueError(f"{sum(counts)} pages asked of {len(document)}")
        at = 0
        for count in counts:
            part = pdfium.PdfDocument.new()
            part.import_pages(document, list(range(at, at + count)))
            at += count
            buffer = io.BytesIO()
            part.save(buffer)
            part.close()
            yield buffer.getvalue()


def _opened(path: Path) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise EngineFailed("转换出的 PDF 打不开", where=path.name, hint="请再试一次。") from error
